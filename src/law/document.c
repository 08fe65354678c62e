/* document.c - all rules as a page for a lawyer to read. */
#include "law/law_int.h"

#include <string.h>

typedef struct writer {
	const law_rules *rules;
	law_language language;
	hw_buffer *out;
} writer;

static const char *pick(const writer *w, const char *english, const char *ukrainian)
{
	return w->language == LAW_EN ? english : ukrainian;
}

static const char *decider_words(const writer *w, const law_rule *rule)
{
	if (rule->decides == LAW_BY_PERSON)
		return pick(w, "a person alone", "лише людина");
	if (rule->decides == LAW_FLAGGED)
		return pick(w, "the program flags, a person decides", "програма позначає, вирішує людина");
	if (!rule->verified)
		return pick(w, "the program flags until the rule is checked against the treaty",
			    "програма позначає, доки норму не звірено з договором");
	return pick(w, "the program gives an indication", "програма вказує на ознаку");
}

static void write_clock(const writer *w, const law_rule *rule)
{
	const law_clock_rule *clock = &rule->clock;

	if (!clock->from.length)
		return;
	hw_buffer_addf(w->out, "- %s: %.*s, %s `%.*s`", pick(w, "Time", "Строк"), HW_TEXT_ARG(clock->limit),
		       clock->at_least ? pick(w, "at least, from", "щонайменше, від")
				       : pick(w, "at most, from", "щонайбільше, від"),
		       HW_TEXT_ARG(clock->from));
	if (clock->until.length)
		hw_buffer_addf(w->out, ", %s `%.*s`", pick(w, "to", "до"), HW_TEXT_ARG(clock->until));
	if (clock->ended.length)
		hw_buffer_addf(w->out, ", %s `%.*s`", pick(w, "done when", "виконано, якщо"),
			       HW_TEXT_ARG(clock->ended));
	hw_buffer_adds(w->out, "\n");
}

static void write_rebuttals(const writer *w, const law_rule *rule)
{
	for (size_t i = 0; i < rule->rebuttal_count; i++) {
		const law_rebuttal *rebuttal = &rule->rebuttals[i];
		hw_buffer_addf(w->out, "- %s: %.*s", pick(w, "Rebutted by", "Спростовує"),
			       HW_TEXT_ARG(rebuttal->text[w->language]));
		if (rebuttal->when.length)
			hw_buffer_addf(w->out, " (`%.*s`)", HW_TEXT_ARG(rebuttal->when));
		hw_buffer_adds(w->out, "\n");
	}
	for (size_t i = 0; i < rule->reply_count; i++)
		hw_buffer_addf(w->out, "- %s \"%.*s\": %.*s\n", pick(w, "Reply to", "Відповідь на"),
			       HW_TEXT_ARG(rule->replies[i].ground), HW_TEXT_ARG(rule->replies[i].text[w->language]));
}

static void write_facts(const writer *w, const law_rule *rule)
{
	for (size_t i = 0; i < rule->term_count; i++) {
		const law_term *term = &w->rules->terms[rule->terms[i]];
		hw_buffer_addf(w->out, "- `%.*s`: %.*s\n", HW_TEXT_ARG(term->name),
			       HW_TEXT_ARG(term->meaning[w->language]));
	}
}

static void write_rule(const writer *w, const law_rule *rule)
{
	hw_text kind = w->rules->kinds[rule->kind];

	hw_buffer_addf(w->out, "\n### %s %.*s. %.*s\n\n%.*s\n\n", pick(w, "Art.", "Ст."), HW_TEXT_ARG(rule->article),
		       HW_TEXT_ARG(rule->title[w->language]), HW_TEXT_ARG(rule->duty[w->language]));
	if (rule->note[w->language].length)
		hw_buffer_addf(w->out, "%.*s\n\n", HW_TEXT_ARG(rule->note[w->language]));
	hw_buffer_addf(w->out, "- %s: `%.*s`; %s: %s; %s: %u\n", pick(w, "Rule", "Правило"), HW_TEXT_ARG(rule->id),
		       pick(w, "binds", "зобов'язує"), law_bound_words(rule->binds, w->language),
		       pick(w, "severity", "тяжкість"), rule->severity);
	hw_buffer_addf(w->out, "- %s: %s%s\n", pick(w, "Decides", "Вирішує"), decider_words(w, rule),
		       rule->exported ? "" : pick(w, "; never leaves the bureau", "; за межі бюро не виходить"));
	if (rule->when.length)
		hw_buffer_addf(w->out, "- %s %.*s: `%.*s`\n", pick(w, "Condition on a", "Умова щодо"),
			       HW_TEXT_ARG(kind), HW_TEXT_ARG(rule->when));
	write_clock(w, rule);
	write_rebuttals(w, rule);
	if (rule->also.length)
		hw_buffer_addf(w->out, "- %s: %.*s\n", pick(w, "Further law", "Інші норми"), HW_TEXT_ARG(rule->also));
	hw_buffer_addf(w->out, "- %s: %.*s\n",
		       rule->verified ? pick(w, "Checked against", "Звірено з")
				      : pick(w, "Not yet checked; see", "Ще не звірено; див."),
		       HW_TEXT_ARG(rule->source));
	write_facts(w, rule);
}

hw_status law_document(const law_rules *rules, law_language language, hw_buffer *out, hw_error *error)
{
	writer w = {rules, language, out};

	hw_buffer_addf(out, "# %s\n\n%s\n", pick(&w, "The rules that are checked", "Правила, які перевіряються"),
		       pick(&w,
			    "What the program finds is an indication, never a finding of breach. Facts that are not "
			    "known never count as compliance.",
			    "Програма знаходить ознаки і ніколи не встановлює порушення. Невідоме ніколи не вважається "
			    "дотриманням."));
	for (size_t c = 0; c < rules->convention_count; c++) {
		const law_convention *convention = &rules->conventions[c];
		hw_buffer_addf(out, "\n## %.*s\n", HW_TEXT_ARG(convention->title[language]));
		for (size_t i = 0; i < rules->rule_count; i++)
			if (rules->rules[i].convention == convention)
				write_rule(&w, &rules->rules[i]);
	}
	hw_buffer_addf(out, "\n## %s\n\n",
		       pick(&w, "Yardsticks (none is a limit of a treaty)", "Мірила (жодне не є межею договору)"));
	for (size_t i = 0; i < rules->setting_count; i++) {
		char number[32];
		hw_buffer_addf(out, "- `%.*s` = %s: %.*s\n", HW_TEXT_ARG(rules->settings[i].name),
			       hw_number_write(rules->settings[i].value, number),
			       HW_TEXT_ARG(rules->settings[i].meaning[language]));
	}
	return out->failed ? hw_fail(error, HW_NO_MEMORY, "out of memory while writing the rules") : HW_OK;
}
