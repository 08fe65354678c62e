/* rules.c - the blocks  rule, and the making of law_rules. */
#include "law/law_int.h"

#include <stddef.h>
#include <string.h>

hw_text law_data_at(size_t index, const char **name); /* the embedded files of rules/ */

/* The fields of a rule; those that are not plain text are read below and in clauses.c. */
typedef struct field_row {
	const char *key;
	bool text, needed;
	size_t place; /* of a text, in law_rule */
} field_row;

#define PLACE(member) offsetof(law_rule, member)
static const field_row rows[] = {
	{"article", true, true, PLACE(article)},
	{"title en", true, true, PLACE(title[LAW_EN])},
	{"title uk", true, true, PLACE(title[LAW_UK])},
	{"duty en", true, true, PLACE(duty[LAW_EN])},
	{"duty uk", true, true, PLACE(duty[LAW_UK])},
	{"note en", true, false, PLACE(note[LAW_EN])},
	{"note uk", true, false, PLACE(note[LAW_UK])},
	{"also", true, false, PLACE(also)},
	{"source", true, true, PLACE(source)},
	{"subject", false, true, 0},
	{"severity", false, true, 0},
	{"binds", false, true, 0},
	{"decides", false, true, 0},
	{"verified", false, true, 0},
	{"exported", false, false, 0},
	{"opens", false, false, 0},
	{"alerts", false, false, 0},
	{"protects", false, false, 0},
	{"when", false, false, 0},
	{"clock from", false, false, 0},
	{"clock limit", false, false, 0},
	{"clock until", false, false, 0},
	{"clock ended", false, false, 0},
	{"clock counts", false, false, 0},
};

static hw_text row_name(const void *context, size_t index)
{
	(void)context;
	return hw_text_of(rows[index].key);
}

static hw_status check_key(const law_block *block, size_t index, hw_error *error)
{
	const law_field *field = &block->fields[index];
	hw_text name, rest, near;
	char remedy[128];

	for (size_t i = 0; i < index; i++)
		if (hw_text_equal(block->fields[i].key, field->key))
			return law_refuse_at(block->file, law_key_at(block->file, field), field->key, "write it once",
					     error, "the rule has this field twice");
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		if (hw_text_is(field->key, rows[i].key))
			return HW_OK;
	if (law_key_parts(field->key, "rebut", &name, &rest) || law_key_parts(field->key, "reply", &name, &rest))
		return HW_OK;
	near = law_nearest(field->key, row_name, NULL, HW_COUNT(rows));
	if (near.length)
		snprintf(remedy, sizeof remedy, "did you mean \"%.*s\"?", HW_TEXT_ARG(near));
	else
		snprintf(remedy, sizeof remedy, "see the list of fields in docs/rules.md");
	return law_refuse_at(block->file, law_key_at(block->file, field), field->key, remedy, error,
			     "a rule has no such field");
}

static hw_status lacks(const law_block *block, const char *key, hw_error *error)
{
	char why[96];

	snprintf(why, sizeof why, "the rule lacks the field \"%s\"", key);
	return law_refuse_at(block->file, block->at, block->name, "add it", error, why);
}

/* Which of the choices a field is; `absent` when the block has none. */
static hw_status take_choice(law_builder *builder, const law_block *block, const char *key,
			     const char *const choices[4], size_t absent, size_t *result, hw_error *error)
{
	const law_field *field = law_block_field(block, key);
	hw_text value;
	char remedy[96];

	*result = absent;
	if (!field)
		return HW_OK;
	HW_TRY(law_field_text(builder->scratch, block->file, field, &value, error));
	for (size_t i = 0; i < 4 && choices[i]; i++) {
		if (!hw_text_is(value, choices[i]))
			continue;
		*result = i;
		return HW_OK;
	}
	snprintf(remedy, sizeof remedy, "write %s, %s%s%s", choices[0], choices[1], choices[2] ? " or " : "",
		 choices[2] ? choices[2] : "");
	return law_refuse_at(block->file, field->from, field->key, remedy, error, "this is none of the possible words");
}

static hw_status take_texts(law_builder *builder, const law_block *block, law_rule *rule, hw_error *error)
{
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		const law_field *field = law_block_field(block, rows[i].key);
		if (!field && rows[i].needed)
			return lacks(block, rows[i].key, error);
		if (!field || !rows[i].text)
			continue;
		hw_text value;
		HW_TRY(law_field_text(builder->rules->arena, block->file, field, &value, error));
		if (!value.length)
			return law_refuse_at(block->file, field->from, field->key, "write it, or take the field out",
					     error, "the field is empty");
		memcpy((char *)rule + rows[i].place, &value, sizeof value);
	}
	if (!rule->note[LAW_EN].length != !rule->note[LAW_UK].length)
		return lacks(block, rule->note[LAW_EN].length ? "note uk" : "note en", error);
	return HW_OK;
}

static hw_status take_choices(law_builder *builder, const law_block *block, law_rule *rule, hw_error *error)
{
	static const char *const no_yes[4] = {"no", "yes"}, *const states[4] = {"observed", "threatened"};
	static const char *const bound[4] = {"power", "holder", "all_parties"};
	static const char *const deciders[4] = {"machine", "flag", "person"};
	static const char *const levels[4] = {"1", "2", "3", "4"};
	size_t found[8];

	HW_TRY(take_choice(builder, block, "binds", bound, 0, &found[0], error));
	HW_TRY(take_choice(builder, block, "decides", deciders, 0, &found[1], error));
	HW_TRY(take_choice(builder, block, "severity", levels, 0, &found[2], error));
	HW_TRY(take_choice(builder, block, "verified", no_yes, 0, &found[3], error));
	HW_TRY(take_choice(builder, block, "exported", no_yes, 1, &found[4], error));
	HW_TRY(take_choice(builder, block, "opens", states, 0, &found[5], error));
	HW_TRY(take_choice(builder, block, "alerts", no_yes, 0, &found[6], error));
	HW_TRY(take_choice(builder, block, "protects", no_yes, 0, &found[7], error));
	rule->binds = (law_bound)found[0];
	rule->decides = (law_decider)found[1];
	rule->severity = (unsigned)found[2] + 1;
	rule->verified = found[3] == 1;
	rule->exported = found[4] == 1;
	rule->threatened = found[5] == 1;
	rule->alerts = found[6] == 1;
	rule->protects = found[7] == 1;
	return HW_OK;
}

static hw_text kind_name(const void *context, size_t index)
{
	return ((const law_rules *)context)->kinds[index];
}

static hw_status take_subject(law_builder *builder, const law_block *block, law_rule *rule, hw_error *error)
{
	const law_rules *rules = builder->rules;
	const law_field *field = law_block_field(block, "subject");
	hw_text value, near;
	char remedy[128];

	HW_TRY(law_field_text(builder->scratch, block->file, field, &value, error));
	for (uint32_t i = 0; i < rules->kind_count; i++) {
		if (!hw_text_equal(rules->kinds[i], value))
			continue;
		rule->kind = i;
		return HW_OK;
	}
	near = law_nearest(value, kind_name, rules, rules->kind_count);
	snprintf(remedy, sizeof remedy, near.length ? "did you mean \"%.*s\"?" : "add a block  facts KIND%.*s",
		 HW_TEXT_ARG(near));
	return law_refuse_at(block->file, field->from, field->key, remedy, error, "no block  facts  has this kind");
}

static bool fine_id(hw_text id)
{
	for (size_t i = 0; i < id.length; i++) {
		char c = id.bytes[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0)))
			return false;
	}
	return id.length > 0 && id.length < 64;
}

static hw_status build_rule(law_builder *builder, const law_block *block, const law_convention *convention,
			    size_t index, hw_error *error)
{
	law_rules *rules = builder->rules;
	law_rule *rule = &rules->rules[index];

	if (!fine_id(block->name))
		return law_refuse_at(block->file, block->at, block->word, "write  rule gc3-70-card", error,
				     "the id of a rule is of a-z, 0-9 and \"-\", below 64 signs");
	rule->id = block->name;
	rule->convention = convention;
	for (size_t i = 0; i < index; i++)
		if (hw_text_equal(rules->rules[i].id, block->name))
			return law_refuse_at(block->file, block->at, block->name, "give it another id", error,
					     "there is another rule of this id");
	for (size_t i = 0; i < block->count; i++)
		HW_TRY(check_key(block, i, error));
	HW_TRY(take_texts(builder, block, rule, error));
	HW_TRY(take_choices(builder, block, rule, error));
	HW_TRY(take_subject(builder, block, rule, error));
	return law_build_clauses(builder, block, rule, &rules->compiled[index], error);
}

/* For every term the rules that read it. */
static hw_status index_terms(law_rules *rules, hw_error *error)
{
	uint32_t *counts = HW_NEW(rules->arena, uint32_t, rules->term_count + 1);
	uint32_t **tables = HW_NEW(rules->arena, uint32_t *, rules->term_count + 1);

	if (!counts || !tables)
		return law_out_of_memory(error);
	for (size_t r = 0; r < rules->rule_count; r++)
		for (size_t i = 0; i < rules->rules[r].term_count; i++)
			counts[rules->rules[r].terms[i]]++;
	for (size_t t = 0; t < rules->term_count; t++) {
		tables[t] = HW_NEW(rules->arena, uint32_t, counts[t] + 1);
		if (!tables[t])
			return law_out_of_memory(error);
		counts[t] = 0;
	}
	for (uint32_t r = 0; r < rules->rule_count; r++)
		for (size_t i = 0; i < rules->rules[r].term_count; i++) {
			uint32_t term = rules->rules[r].terms[i];
			tables[term][counts[term]++] = r;
		}
	rules->term_rules = (const uint32_t *const *)tables;
	rules->term_rule_counts = counts;
	return HW_OK;
}

static const law_convention *find_convention(const law_rules *rules, hw_text id)
{
	for (size_t i = 0; i < rules->convention_count; i++)
		if (hw_text_equal(rules->conventions[i].id, id))
			return &rules->conventions[i];
	return NULL;
}

/* The convention of every rule block: the last one named before it in its file. */
static hw_status assign_conventions(law_builder *builder, const law_convention **of_block, size_t *count,
				    hw_error *error)
{
	const law_convention *convention = NULL;

	for (size_t i = 0; i < builder->block_count; i++) {
		const law_block *block = builder->blocks[i];
		if (i && builder->blocks[i - 1]->file != block->file)
			convention = NULL;
		if (hw_text_is(block->word, "convention"))
			convention = find_convention(builder->rules, block->name);
		if (!hw_text_is(block->word, "rule"))
			continue;
		if (!convention)
			return law_refuse_at(block->file, block->at, block->word, "write  convention NAME  before it",
					     error, "the rule stands before any convention");
		of_block[i] = convention;
		++*count;
	}
	return HW_OK;
}

static hw_status build_in_order(law_builder *builder, const law_convention *const *of_block, hw_error *error)
{
	law_rules *rules = builder->rules;

	for (size_t c = 0; c < rules->convention_count; c++)
		for (size_t i = 0; i < builder->block_count; i++) {
			if (of_block[i] != &rules->conventions[c])
				continue;
			HW_TRY(build_rule(builder, builder->blocks[i], of_block[i], rules->rule_count, error));
			rules->rule_count++;
		}
	return index_terms(rules, error);
}

hw_status law_build_rules(law_builder *builder, hw_error *error)
{
	law_rules *rules = builder->rules;
	const law_convention **of_block = HW_NEW(builder->scratch, const law_convention *, builder->block_count + 1);
	size_t count = 0;

	if (!of_block)
		return law_out_of_memory(error);
	HW_TRY(assign_conventions(builder, of_block, &count, error));
	if (count > LAW_RULES_MOST)
		return hw_fail(error, HW_TOO_LARGE, "there are %zu rules, %d at most", count, LAW_RULES_MOST);
	rules->rules = HW_NEW(rules->arena, law_rule, count + 1);
	rules->compiled = HW_NEW(rules->arena, law_compiled, count + 1);
	builder->nodes = HW_NEW(builder->scratch, law_node, LAW_NODES_MOST);
	builder->reads = HW_NEW(builder->scratch, bool, rules->term_count + 1);
	if (!rules->rules || !rules->compiled || !builder->nodes || !builder->reads)
		return law_out_of_memory(error);
	return build_in_order(builder, of_block, error);
}

/* ---- making and freeing ---- */
static hw_status read_sources(law_builder *builder, const law_source *files, size_t count, hw_error *error)
{
	hw_arena *arena = builder->rules->arena;
	law_file *copies = HW_NEW(arena, law_file, count + 1);
	const law_block **found = HW_NEW(builder->scratch, const law_block *, count + 1);
	size_t *counts = HW_NEW(builder->scratch, size_t, count + 1);
	size_t total = 0;

	if (!copies || !found || !counts)
		return law_out_of_memory(error);
	for (size_t i = 0; i < count; i++) {
		copies[i].name = files[i].name;
		copies[i].text = hw_text_copy(arena, files[i].text);
		if (!copies[i].text.bytes)
			return law_out_of_memory(error);
		HW_TRY(law_read_file(builder->scratch, &copies[i], &found[i], &counts[i], error));
		total += counts[i];
	}
	const law_block **all = HW_NEW(builder->scratch, const law_block *, total + 1);
	if (!all)
		return law_out_of_memory(error);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < counts[i]; j++)
			all[builder->block_count++] = &found[i][j];
	builder->blocks = all;
	return HW_OK;
}

static hw_status build(law_builder *builder, const law_source *files, size_t count, hw_error *error)
{
	HW_TRY(read_sources(builder, files, count, error));
	HW_TRY(law_build_vocabulary(builder, error));
	return law_build_rules(builder, error);
}

hw_status law_rules_parse(const law_source *files, size_t count, law_rules **result, hw_error *error)
{
	enum { MEMORY = 256 << 20 };
	hw_arena *arena = hw_arena_new(MEMORY);
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(MEMORY);
	law_rules *rules = arena ? HW_NEW(arena, law_rules, 1) : NULL;
	hw_error own = {0};
	hw_status status;

	if (!error)
		error = &own;
	if (!rules || !scratch) {
		hw_arena_free(arena);
		return law_out_of_memory(error);
	}
	rules->arena = arena;
	law_builder builder = {.rules = rules, .scratch = scratch};
	status = build(&builder, files, count, error);
	if (status == HW_OK)
		*result = rules;
	else
		hw_arena_free(arena);
	return status;
}

hw_status law_rules_new(law_rules **result, hw_error *error)
{
	law_source files[32];
	size_t count = 0;

	for (size_t i = 0; count < HW_COUNT(files); i++) {
		hw_text text = law_data_at(i, &files[count].name);
		if (!text.bytes)
			break;
		files[count++].text = text;
	}
	return law_rules_parse(files, count, result, error);
}

void law_rules_free(law_rules *rules)
{
	if (rules)
		hw_arena_free(rules->arena);
}
