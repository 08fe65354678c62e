/* lookup.c - reading what law_rules holds. */
#include "law/law_int.h"

size_t law_rule_count(const law_rules *rules)
{
	return rules->rule_count;
}

const law_rule *law_rule_at(const law_rules *rules, size_t index)
{
	return index < rules->rule_count ? &rules->rules[index] : NULL;
}

size_t law_term_count(const law_rules *rules)
{
	return rules->term_count;
}

const law_term *law_term_at(const law_rules *rules, size_t index)
{
	return index < rules->term_count ? &rules->terms[index] : NULL;
}

size_t law_kind_count(const law_rules *rules)
{
	return rules->kind_count;
}

hw_text law_kind_at(const law_rules *rules, size_t index)
{
	return index < rules->kind_count ? rules->kinds[index] : (hw_text){0};
}

size_t law_setting_count(const law_rules *rules)
{
	return rules->setting_count;
}

const law_setting *law_setting_at(const law_rules *rules, size_t index)
{
	return index < rules->setting_count ? &rules->settings[index] : NULL;
}

size_t law_convention_count(const law_rules *rules)
{
	return rules->convention_count;
}

const law_convention *law_convention_at(const law_rules *rules, size_t index)
{
	return index < rules->convention_count ? &rules->conventions[index] : NULL;
}

bool law_rule_find(const law_rules *rules, const char *id, size_t *index)
{
	for (size_t i = 0; i < rules->rule_count; i++) {
		if (!hw_text_is(rules->rules[i].id, id))
			continue;
		*index = i;
		return true;
	}
	return false;
}

bool law_kind_find(const law_rules *rules, const char *name, uint32_t *kind)
{
	for (uint32_t i = 0; i < rules->kind_count; i++) {
		if (!hw_text_is(rules->kinds[i], name))
			continue;
		*kind = i;
		return true;
	}
	return false;
}

bool law_term_find(const law_rules *rules, uint32_t kind, const char *name, uint32_t *term)
{
	for (uint32_t i = 0; i < rules->term_count; i++) {
		if (rules->terms[i].kind != kind || !hw_text_is(rules->terms[i].name, name))
			continue;
		*term = i;
		return true;
	}
	return false;
}

bool law_setting_find(const law_rules *rules, const char *name, size_t *index)
{
	for (size_t i = 0; i < rules->setting_count; i++) {
		if (!hw_text_is(rules->settings[i].name, name))
			continue;
		*index = i;
		return true;
	}
	return false;
}

const uint32_t *law_term_rules(const law_rules *rules, uint32_t term, size_t *count)
{
	if (term >= rules->term_count) {
		*count = 0;
		return NULL;
	}
	*count = rules->term_rule_counts[term];
	return rules->term_rules[term];
}

const law_reply *law_rule_reply(const law_rule *rule, hw_text ground)
{
	ground = hw_text_trim(ground);
	for (size_t i = 0; i < rule->reply_count; i++)
		if (law_same_word(ground, rule->replies[i].ground))
			return &rule->replies[i];
	return NULL;
}
