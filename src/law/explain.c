/* explain.c - one result in words, in English and Ukrainian. */
#include "law/law_int.h"

#include <math.h>
#include <string.h>

typedef enum phrase {
	SAY_ARTICLE,
	SAY_SUBJECT,
	SAY_DUTY,
	SAY_BINDS,
	SAY_SEVERITY,
	SAY_FACTS,
	SAY_NO_FACTS,
	SAY_CLAIM,
	SAY_YES,
	SAY_NO,
	SAY_UNCLEAR,
	SAY_TO,
	SAY_OR,
	SAY_AT_LEAST,
	SAY_AT_MOST,
	SAY_CLOCK,
	SAY_SINCE,
	SAY_LAST_DAY,
	SAY_FIRST_DAY,
	SAY_OVER,
	SAY_EARLY,
	SAY_OVER_BETWEEN,
	SAY_REBUT,
	SAY_HOLDS,
	SAY_DOES_NOT_HOLD,
	SAY_OPEN,
	SAY_JUSTIFICATION,
	SAY_REPLY,
	SAY_NO_REPLY,
	SAY_GAPS,
	SAY_GAP_UNCLEAR,
	SAY_ALSO,
	SAY_SOURCE,
	SAY_UNVERIFIED,
	SAY_KEPT_INSIDE,
	PHRASES
} phrase;

static const char *const phrases[PHRASES][LAW_LANGUAGES] = {
	[SAY_ARTICLE] = {"art.", "ст."},
	[SAY_SUBJECT] = {"Concerns", "Стосується"},
	[SAY_DUTY] = {"Duty", "Обов'язок"},
	[SAY_BINDS] = {"Who is bound", "Хто зобов'язаний"},
	[SAY_SEVERITY] = {"Severity (1-4)", "Тяжкість (1-4)"},
	[SAY_FACTS] = {"What it rests on", "На чому ґрунтується"},
	[SAY_NO_FACTS] = {"nothing is claimed", "нічого не заявлено"},
	[SAY_CLAIM] = {"source", "джерело"},
	[SAY_YES] = {"yes", "так"},
	[SAY_NO] = {"no", "ні"},
	[SAY_UNCLEAR] = {"unclear", "нез'ясовано"},
	[SAY_TO] = {"to", "-"},
	[SAY_OR] = {"or", "або"},
	[SAY_AT_LEAST] = {"at least", "щонайменше"},
	[SAY_AT_MOST] = {"at most", "щонайбільше"},
	[SAY_CLOCK] = {"Time", "Строк"},
	[SAY_SINCE] = {"since", "від"},
	[SAY_LAST_DAY] = {"last day", "останній день"},
	[SAY_FIRST_DAY] = {"allowed from", "дозволено від"},
	[SAY_OVER] = {"days over", "днів понад строк"},
	[SAY_EARLY] = {"days too early", "днів передчасно"},
	[SAY_OVER_BETWEEN] = {"between", "від"},
	[SAY_REBUT] = {"What would rebut it", "Що це спростувало б"},
	[SAY_HOLDS] = {"this holds", "це справджується"},
	[SAY_DOES_NOT_HOLD] = {"checked, does not hold", "перевірено, не справджується"},
	[SAY_OPEN] = {"open", "не з'ясовано"},
	[SAY_JUSTIFICATION] = {"Justification offered by the holder", "Виправдання, на яке посилається утримувач"},
	[SAY_REPLY] = {"Reply in law", "Правова відповідь"},
	[SAY_NO_REPLY] = {"a lawyer must answer", "відповідь має дати юрист"},
	[SAY_GAPS] = {"What would settle it", "Що дало б відповідь"},
	[SAY_GAP_UNCLEAR] = {"claims too coarse or contradictory", "відомості надто загальні або суперечливі"},
	[SAY_ALSO] = {"Further law", "Інші норми"},
	[SAY_SOURCE] = {"Text of the rule", "Текст норми"},
	[SAY_UNVERIFIED] = {"not yet checked against the treaty: a person must do it first",
			    "ще не звірено з договором: спершу це має зробити людина"},
	[SAY_KEPT_INSIDE] = {"A person decides; this never leaves the bureau.",
			     "Вирішує людина; за межі бюро це не виходить."},
};

static const char *const outcomes[LAW_OUTCOMES][LAW_LANGUAGES] = {
	[LAW_NO_INDICATION] = {"No indication on what is known", "За відомим ознак немає"},
	[LAW_NOT_KNOWN] = {"Not known", "Невідомо"},
	[LAW_FLAG] = {"Flag for a person", "Позначка для розгляду людиною"},
	[LAW_INDICATION] = {"Indication", "Ознака"},
};

static const char *const clock_states[][LAW_LANGUAGES] = {
	[LAW_CLOCK_NONE] = {"", ""},
	[LAW_CLOCK_UNSTARTED] = {"the day it began is not known", "день початку невідомий"},
	[LAW_CLOCK_RUNNING] = {"within the limit", "у межах строку"},
	[LAW_CLOCK_KEPT] = {"kept", "дотримано"},
	[LAW_CLOCK_POSSIBLY_OVER] = {"possibly over", "можливо, минув"},
	[LAW_CLOCK_OVER] = {"over", "минув"},
};

const char *law_bound_words(law_bound bound, law_language language)
{
	static const char *const words[][LAW_LANGUAGES] = {
		[LAW_POWER] = {"the Power that holds the person", "держава, яка утримує особу"},
		[LAW_HOLDER] = {"whoever holds the person, and the Power behind", "той, хто утримує, і держава за ним"},
		[LAW_ALL_PARTIES] = {"every party to the conflict", "кожна сторона конфлікту"},
	};

	return words[bound][language];
}

hw_text law_outcome_words(law_outcome outcome, law_language language)
{
	return hw_text_of(outcomes[outcome][language]);
}

typedef struct teller {
	const law_rules *rules;
	const law_request *request;
	const law_result *result;
	const law_rule *rule;
	const law_telling *telling;
	law_language language;
	hw_buffer *out;
} teller;

static const char *say(const teller *t, phrase p)
{
	return phrases[p][t->language];
}

static void say_number(const teller *t, double low, double high)
{
	char text[32];

	if (isinf(low) || isinf(high)) {
		hw_buffer_addf(t->out, "%s %s", say(t, isinf(low) ? SAY_AT_MOST : SAY_AT_LEAST),
			       hw_number_write(isinf(low) ? high : low, text));
		return;
	}
	hw_buffer_adds(t->out, hw_number_write(low, text));
	if (high > low)
		hw_buffer_addf(t->out, " %s %s", say(t, SAY_TO), hw_number_write(high, text));
}

static void say_words(const teller *t, const law_term *term, uint64_t words)
{
	bool first = true;

	for (size_t i = 0; i < term->list->count; i++) {
		if (!(words >> i & 1))
			continue;
		if (!first)
			hw_buffer_addf(t->out, " %s ", say(t, SAY_OR));
		hw_buffer_add(t->out, term->list->labels[t->language][i]);
		first = false;
	}
}

static void say_value(const teller *t, const law_term *term, const law_value *value)
{
	static const phrase truths[] = {SAY_NO, SAY_UNCLEAR, SAY_YES};
	char date[24];

	switch (value->type) {
	case LAW_BOOL:
		hw_buffer_adds(t->out, say(t, truths[value->as.truth]));
		break;
	case LAW_NUMBER:
		say_number(t, value->as.number.low, value->as.number.high);
		break;
	case LAW_DATE:
		hw_buffer_adds(t->out, hw_date_write(value->as.date, date));
		break;
	case LAW_WORD:
		say_words(t, term, value->as.words);
		break;
	case LAW_TEXT:
		hw_buffer_add(t->out, value->as.text);
		break;
	}
}

static void say_facts(const teller *t)
{
	const law_result *r = t->result;

	hw_buffer_addf(t->out, "%s:", say(t, SAY_FACTS));
	if (!r->fact_count)
		hw_buffer_addf(t->out, " %s", say(t, SAY_NO_FACTS));
	hw_buffer_adds(t->out, "\n");
	for (size_t i = 0; i < r->fact_count; i++) {
		const law_fact *fact = &t->request->facts[r->facts[i]];
		const law_term *term = &t->rules->terms[fact->term];
		hw_buffer_addf(t->out, "  - %.*s: ", HW_TEXT_ARG(term->meaning[t->language]));
		say_value(t, term, &fact->value);
		if (t->telling->claim) {
			hw_text claim = t->telling->claim(t->telling->context, fact->claim);
			hw_buffer_addf(t->out, " (%s: %.*s)", say(t, SAY_CLAIM), HW_TEXT_ARG(claim));
		}
		hw_buffer_adds(t->out, "\n");
	}
}

static void say_days_over(const teller *t)
{
	const law_clock *clock = &t->result->clock;
	const char *unit = say(t, t->rule->clock.at_least ? SAY_EARLY : SAY_OVER);

	if (clock->over_most <= 0)
		return;
	if (clock->over_least == clock->over_most)
		hw_buffer_addf(t->out, ", %d %s", (int)clock->over_most, unit);
	else
		hw_buffer_addf(t->out, ", %s %d %s %d %s", say(t, SAY_OVER_BETWEEN), (int)clock->over_least,
			       t->language == LAW_EN ? "and" : "до", (int)clock->over_most, unit);
}

static void say_clock(const teller *t)
{
	const law_clock *clock = &t->result->clock;
	char since[24], last[24];

	if (clock->state == LAW_CLOCK_NONE)
		return;
	hw_buffer_addf(t->out, "%s: %s", say(t, SAY_CLOCK), clock_states[clock->state][t->language]);
	if (clock->since.known)
		hw_buffer_addf(t->out, ", %s %s", say(t, SAY_SINCE), hw_date_write(clock->since, since));
	if (clock->deadline.known)
		hw_buffer_addf(t->out, ", %s %s", say(t, t->rule->clock.at_least ? SAY_FIRST_DAY : SAY_LAST_DAY),
			       hw_date_write(clock->deadline, last));
	say_days_over(t);
	hw_buffer_adds(t->out, "\n");
}

static void say_rebuttals(const teller *t)
{
	static const phrase states[] = {SAY_DOES_NOT_HOLD, SAY_OPEN, SAY_HOLDS};

	hw_buffer_addf(t->out, "%s:\n", say(t, SAY_REBUT));
	for (size_t i = 0; i < t->rule->rebuttal_count; i++)
		hw_buffer_addf(t->out, "  - %.*s (%s)\n", HW_TEXT_ARG(t->rule->rebuttals[i].text[t->language]),
			       say(t, states[t->result->rebuttals[i]]));
}

static void say_justification(const teller *t)
{
	hw_text ground = t->telling->justification;
	const law_reply *reply;

	if (!ground.length)
		return;
	reply = law_rule_reply(t->rule, ground);
	hw_buffer_addf(t->out, "%s: %.*s. %s: ", say(t, SAY_JUSTIFICATION), HW_TEXT_ARG(ground), say(t, SAY_REPLY));
	if (reply)
		hw_buffer_add(t->out, reply->text[t->language]);
	else
		hw_buffer_adds(t->out, say(t, SAY_NO_REPLY));
	hw_buffer_adds(t->out, "\n");
}

static void say_gaps(const teller *t)
{
	if (!t->result->gap_count)
		return;
	hw_buffer_addf(t->out, "%s:\n", say(t, SAY_GAPS));
	for (size_t i = 0; i < t->result->gap_count; i++) {
		const law_gap *gap = &t->result->gaps[i];
		hw_buffer_addf(t->out, "  - %.*s", HW_TEXT_ARG(t->rules->terms[gap->term].meaning[t->language]));
		if (gap->unclear)
			hw_buffer_addf(t->out, " (%s)", say(t, SAY_GAP_UNCLEAR));
		hw_buffer_adds(t->out, "\n");
	}
}

static void say_head(const teller *t)
{
	const law_rule *r = t->rule;

	hw_buffer_addf(t->out, "%s, %.*s, %s %.*s: %.*s\n", outcomes[t->result->outcome][t->language],
		       HW_TEXT_ARG(r->convention->short_title[t->language]), say(t, SAY_ARTICLE),
		       HW_TEXT_ARG(r->article), HW_TEXT_ARG(r->title[t->language]));
	if (t->telling->subject.length)
		hw_buffer_addf(t->out, "%s: %.*s\n", say(t, SAY_SUBJECT), HW_TEXT_ARG(t->telling->subject));
	hw_buffer_addf(t->out, "%s: %.*s\n", say(t, SAY_DUTY), HW_TEXT_ARG(r->duty[t->language]));
	hw_buffer_addf(t->out, "%s: %s. %s: %u\n", say(t, SAY_BINDS), law_bound_words(r->binds, t->language),
		       say(t, SAY_SEVERITY), r->severity);
}

static void say_foot(const teller *t)
{
	const law_rule *r = t->rule;

	if (r->note[t->language].length)
		hw_buffer_addf(t->out, "%.*s\n", HW_TEXT_ARG(r->note[t->language]));
	if (r->also.length)
		hw_buffer_addf(t->out, "%s: %.*s\n", say(t, SAY_ALSO), HW_TEXT_ARG(r->also));
	if (!r->exported)
		hw_buffer_addf(t->out, "%s\n", say(t, SAY_KEPT_INSIDE));
	hw_buffer_addf(t->out, "%s: %.*s", say(t, SAY_SOURCE), HW_TEXT_ARG(r->source));
	if (!r->verified)
		hw_buffer_addf(t->out, " (%s)", say(t, SAY_UNVERIFIED));
	hw_buffer_adds(t->out, "\n");
}

hw_status law_explain(const law_rules *rules, const law_request *request, const law_result *result,
		      const law_telling *telling, law_language language, hw_buffer *out, hw_error *error)
{
	static const law_telling nothing;
	teller t = {rules, request, result, NULL, telling ? telling : &nothing, language, out};

	if (result->rule >= rules->rule_count)
		return hw_fail(error, HW_BAD_INPUT, "the result speaks of a rule that is not there");
	t.rule = &rules->rules[result->rule];
	say_head(&t);
	say_facts(&t);
	say_clock(&t);
	say_gaps(&t);
	say_rebuttals(&t);
	say_justification(&t);
	say_foot(&t);
	return out->failed ? hw_fail(error, HW_NO_MEMORY, "out of memory while writing an explanation") : HW_OK;
}
