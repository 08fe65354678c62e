/* What a letter on a finding says.
 *
 * It rests on facts without what came in confidence: the rule is evaluated anew without them, and where nothing is left
 * there is no letter.  Nothing that somebody typed goes in: the words are those of the rule file and of this program, beside
 * kinds, regions, months and numbers.  No person, no place by name or position, no source. */
#include "bureau/check_int.h"
#include "bureau/finding_int.h"
#include "bureau/outward_int.h"

#include <string.h>

enum { LINES_MOST = 16, LETTER_MEMORY = 1 << 28 };

typedef struct composing {
	bureau *b;
	hw_arena *arena;
	const bureau_run *run;
	const finding *f;
	const char *addressee;
	checking g;
	law_report report;
	size_t *results, count; /* of this finding, in report.results */
	const law_rule *rule;
	law_language language;
	hw_buffer *out;
	hw_error *error;
} composing;

static const char *say(const composing *c, const char *english)
{
	return bureau_word(c->run->lang ? c->run->lang : "en", english);
}

static void line(composing *c, const char *mark, hw_text text)
{
	hw_buffer_addf(c->out, "%s%.*s\n", mark, HW_TEXT_ARG(text));
}

static void line_of(composing *c, const char *mark, const char *english)
{
	line(c, mark, hw_text_of(say(c, english)));
}

/* ---- what may be told of facts ---------------------------------------------------------------------- */
/* A day could lead to whoever told it; a month does not. */
static hw_text month_of(composing *c, hw_date date)
{
	char text[24];

	(void)hw_date_write(date, text);
	if (strlen(text) > 7 && text[4] == '-')
		text[7] = '\0';
	return hw_text_copy(c->arena, hw_text_of(text));
}

static hw_text meaning_of(const composing *c, const law_term *term)
{
	hw_text meaning = term->meaning[c->language];
	const char *no = memmem(meaning.bytes, meaning.length, " (", 2);

	return no ? (hw_text){meaning.bytes, (size_t)(no - meaning.bytes)} : meaning;
}

/* Empty: not told.  Of many subjects only what is the same of all: yes, no and words. */
static hw_text fact_line(composing *c, const law_fact *fact, bool many)
{
	const law_term *term = law_term_at(c->g.rules, fact->term);
	hw_text meaning = meaning_of(c, term);

	if (bureau_check_personal(term))
		return HW_TEXT("");
	switch (fact->value.type) {
	case LAW_BOOL:
	case LAW_WORD:
		return bureau_check_fact(&c->g, fact);
	case LAW_DATE:
		if (many || !fact->value.as.date.known)
			return HW_TEXT("");
		return hw_text_format(c->arena, "%.*s: %.*s", HW_TEXT_ARG(meaning),
				      HW_TEXT_ARG(month_of(c, fact->value.as.date)));
	case LAW_NUMBER:
	case LAW_TEXT:
		break;
	}
	return HW_TEXT("");
}

static bool in_lines(const hw_text *lines, size_t count, hw_text text)
{
	for (size_t i = 0; i < count; i++)
		if (hw_text_equal(lines[i], text))
			return true;
	return false;
}

/* The same line must carry every member of a finding on many, or it is told of none. */
static bool of_all(composing *c, hw_text text)
{
	for (size_t i = 1; i < c->count; i++) {
		const law_result *one = &c->report.results[c->results[i]];
		bool there = false;

		for (size_t k = 0; k < one->fact_count && !there; k++)
			there = hw_text_equal(fact_line(c, &c->g.request.facts[one->facts[k]], true), text);
		if (!there)
			return false;
	}
	return true;
}

static void tell_facts(composing *c)
{
	const law_result *first = &c->report.results[c->results[0]];
	bool many = hw_text_is(c->f->subject, "*");
	hw_text lines[LINES_MOST];
	size_t count = 0;

	for (size_t i = 0; i < first->fact_count && count < LINES_MOST; i++) {
		hw_text text = fact_line(c, &c->g.request.facts[first->facts[i]], many);

		if (!text.length || in_lines(lines, count, text) || (many && !of_all(c, text)))
			continue;
		lines[count++] = text;
		line(c, "- ", text);
	}
}

/* ---- where, how many, how known ------------------------------------------------------------------------ */
static hw_status tell_place(composing *c)
{
	const located *l = c->g.located;
	size_t site = bureau_index_find(&l->site_index, c->f->subject);

	if (!hw_text_is(c->f->subject_kind, "place") || site == BUREAU_NOWHERE)
		return HW_OK;
	line(c, "- ",
	     hw_text_format(c->arena, "%s: %.*s", say(c, "region of the place"),
			    HW_TEXT_ARG(bureau_located_label(&l->regions[l->sites[site].region], c->run->lang))));
	return HW_OK;
}

/* Does any report on this place come in confidence?  Then no number is told: belief rests on it too. */
static bool place_in_confidence(const composing *c)
{
	const located *l = c->g.located;
	size_t site = bureau_index_find(&l->site_index, c->f->subject);

	for (size_t i = 0; c->g.confidential_count && i < l->report_count; i++)
		if (l->reports[i].claim.kind == BELIEF_CLAIM_SITE && l->reports[i].claim.place == site &&
		    bureau_check_withheld(&c->g, l->sources[l->reports[i].source].id))
			return true;
	return false;
}

static void tell_number(composing *c, int64_t lower, int64_t upper)
{
	if (upper < 5)
		line_of(c, "- ", "people concerned: fewer than five");
	else if (lower == upper)
		line(c, "- ", hw_text_format(c->arena, "%s: %lld", say(c, "people concerned"), (long long)upper));
	else
		line(c, "- ",
		     hw_text_format(c->arena, "%s: %lld-%lld", say(c, "people concerned"),
				    (long long)(lower < 5 ? 0 : lower), (long long)upper));
}

static hw_status tell_people(composing *c)
{
	int64_t lower = 0, upper = (int64_t)c->count;
	size_t subject = c->report.results[c->results[0]].subject;
	bool known;

	if (hw_text_is(c->f->subject_kind, "person")) {
		for (size_t i = 0; i < c->count; i++)
			lower += !bureau_check_by_estimate(&c->g, &c->report.results[c->results[i]]);
		tell_number(c, lower, upper);
	} else if (hw_text_is(c->f->subject_kind, "place") && !c->f->own && !place_in_confidence(c)) {
		HW_TRY(bureau_check_people_at(&c->g, &subject, 1, &known, &lower, &upper));
		if (known)
			tell_number(c, lower, upper);
	} else if (hw_text_is(c->f->subject_kind, "custody")) {
		if (c->count < 5)
			line_of(c, "- ", "events: fewer than five");
		else
			line(c, "- ", hw_text_format(c->arena, "%s: %zu", say(c, "events"), c->count));
	}
	return HW_OK;
}

/* Grades alone, and those only when there are enough sources that none stands out. */
static void tell_sources(composing *c)
{
	const located *l = c->g.located;
	bool *seen = HW_NEW(c->arena, bool, l->source_count + 1);
	size_t sources = 0;
	char best = 'F', worst = 'A';

	for (size_t i = 0; seen && i < c->count; i++) {
		const law_result *one = &c->report.results[c->results[i]];

		for (size_t k = 0; k < one->fact_count; k++) {
			hw_text id = c->g.claims[c->g.request.facts[one->facts[k]].claim].source;
			size_t source = id.length ? bureau_index_find(&l->source_index, id) : BUREAU_NOWHERE;

			if (source == BUREAU_NOWHERE || seen[source])
				continue;
			seen[source] = true;
			sources++;
			best = l->grades[source] < best ? l->grades[source] : best;
			worst = l->grades[source] > worst ? l->grades[source] : worst;
		}
	}
	if (sources < 5)
		line_of(c, "- ", "how it is known is not described, for the protection of those who told it");
	else if (best == worst)
		line(c, "- ",
		     hw_text_format(c->arena, "%s: %c", say(c, "reliability of the sources, from A to F"), best));
	else
		line(c, "- ",
		     hw_text_format(c->arena, "%s: %c-%c", say(c, "reliability of the sources, from A to F"), best,
				    worst));
}

static void tell_clock(composing *c)
{
	const law_clock *clock = &c->report.results[c->results[0]].clock;

	if (clock->state != LAW_CLOCK_OVER || hw_text_is(c->f->subject, "*"))
		return;
	line(c, "- ",
	     hw_text_format(c->arena, "%s: %.*s", say(c, "the act was due"),
			    HW_TEXT_ARG(month_of(c, clock->deadline))));
}

/* ---- the letter --------------------------------------------------------------------------------------- */
static hw_status write_head(composing *c)
{
	static const char *const to[][2] = {
		{"agency", "To the Central Tracing Agency, International Committee of the Red Cross"},
		{"protecting power", "To the Protecting Power"},
		{"power", "To the Power in whose hands the prisoners are"},
		{"authority", "To the authority of ours that answers for the place"}};
	hw_text name = HW_TEXT(""), party = HW_TEXT("");
	char day[11];

	HW_TRY(bureau_setting(c->b, c->arena, "name", &name, c->error));
	line(c, "# ", name.length ? name : hw_text_of(say(c, "National Information Bureau")));
	if (bureau_is_training(c->b))
		line_of(c, "! ", "TRAINING: everyone and every place here is invented");
	if (!strcmp(c->addressee, "power") && c->f->party.length) {
		STORE_ROWS_GUARD store_rows *rows = NULL;
		const store_value values[] = {store_text(c->f->party)};

		HW_TRY(store_query_first(c->b->store, "finding_party_name", values, 1, &rows, c->error));
		if (rows)
			party = hw_text_format(c->arena, ": %.*s", HW_TEXT_ARG(store_get_text(rows, 0)));
	}
	for (size_t i = 0; i < HW_COUNT(to); i++)
		if (!strcmp(c->addressee, to[i][0]))
			line(c, "", hw_text_format(c->arena, "%s%.*s", say(c, to[i][1]), HW_TEXT_ARG(party)));
	line(c, "",
	     hw_text_format(c->arena, "%s: %s.  %s: %.12s", say(c, "Date"), hw_days_write(bureau_as_of(c->b), day),
			    say(c, "Our reference"), c->f->id.bytes));
	return HW_OK;
}

static void write_law(composing *c)
{
	const law_rule *r = c->rule;

	line(c, "# ",
	     hw_text_format(c->arena, "%.*s %.*s: %.*s", HW_TEXT_ARG(r->convention->short_title[c->language]),
			    HW_TEXT_ARG(r->article), HW_TEXT_ARG(r->title[c->language])));
	line(c, "", r->convention->title[c->language]);
	line(c, "",
	     hw_text_format(c->arena, "%s: %.*s", say(c, "The duty, in our words"), HW_TEXT_ARG(r->duty[c->language])));
	if (r->threatened)
		line_of(c, "! ", "The matter is a threat. A threat is no evidence that it was carried out.");
}

static void write_reply(composing *c)
{
	for (size_t i = 0; c->f->reply.length && i < c->rule->reply_count; i++) {
		if (!hw_text_equal(c->rule->replies[i].text[LAW_EN], c->f->reply))
			continue;
		line_of(c, "# ", "The ground that was offered, and our answer in law");
		line(c, "", c->rule->replies[i].text[c->language]);
	}
}

static void write_requests(composing *c)
{
	static const struct {
		const char *addressee, *asks[3];
	} requests[] = {{"agency",
			 {"to take the matter up, in confidence, with those concerned",
			  "to visit the people concerned and speak with them without witnesses",
			  "to tell us what may be told, or that nothing may"}},
			{"protecting power",
			 {"to bring the matter before the Power in whose hands the prisoners are",
			  "to visit, where it can", "to tell us its answer"}},
			{"power",
			 {"to say what is the case, and what would rebut what stands above",
			  "where it is so: to end it, and to say by when",
			  "to let delegates visit and speak without witnesses"}},
			{"authority",
			 {"to say what is the case", "where it is so: to end it, and to say by when",
			  "to keep what is needed for an inquiry"}}};

	line_of(c, "# ", "What we ask");
	for (size_t i = 0; i < HW_COUNT(requests); i++)
		for (size_t k = 0; !strcmp(requests[i].addressee, c->addressee) && k < 3; k++)
			line_of(c, "- ", requests[i].asks[k]);
}

static hw_status write_end(composing *c)
{
	char day[11];

	HW_TRY(finding_deadline(c->b, "finding.answer_days", day, c->error));
	line_of(c, "# ", "How this is to be read");
	line_of(c, "",
		"It is an indication, not a finding that the law was broken: it says what is known to us, and what "
		"would show that it is otherwise. What is not said here is not known to be in order.");
	line_of(c, "",
		"Persons, exact places and sources are not named, for their protection. Particulars of persons go "
		"the confidential way of tracing.");
	line_of(c, "",
		"We ask that the law be kept. Nothing is offered for it, and no rule of law is given up for it.");
	line(c, "", hw_text_format(c->arena, "%s %s.", say(c, "We ask for an answer by"), day));
	line_of(c, "",
		"Signed for the bureau: ______________________    Released by a second person: ______________________");
	return HW_OK;
}

static hw_status write_letter(composing *c)
{
	HW_TRY(write_head(c));
	write_law(c);
	line_of(c, "# ", "What is known");
	HW_TRY(tell_place(c));
	tell_facts(c);
	HW_TRY(tell_people(c));
	tell_clock(c);
	tell_sources(c);
	write_reply(c);
	line_of(c, "# ", "What would rebut it");
	for (size_t i = 0; i < c->rule->rebuttal_count; i++)
		line(c, "- ", c->rule->rebuttals[i].text[c->language]);
	write_requests(c);
	return write_end(c);
}

/* ---- the last gate ---------------------------------------------------------------------------------------- */
static bool part_of_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

static bool names(hw_text letter, hw_text word)
{
	const char *at = letter.bytes, *end = letter.bytes + letter.length;

	if (word.length < 2)
		return false;
	while ((at = memmem(at, (size_t)(end - at), word.bytes, word.length))) {
		bool open = at == letter.bytes || !part_of_word(at[-1]);
		bool close = at + word.length == end || !part_of_word(at[word.length]);

		if (open && close)
			return true;
		at++;
	}
	return false;
}

/* What was composed is looked at once more: no id of a subject, of a source, no name of the place. */
static hw_status look_again(composing *c)
{
	hw_text letter = hw_buffer_text(c->out);

	for (size_t i = 0; i < c->count; i++) {
		const law_result *one = &c->report.results[c->results[i]];
		const check_subject *s = &c->g.subjects[one->subject];
		bool leaks =
			!hw_text_is(c->f->subject_kind, "party") && (names(letter, s->id) || names(letter, s->label));

		for (size_t k = 0; k < one->fact_count && !leaks; k++)
			leaks = names(letter, c->g.claims[c->g.request.facts[one->facts[k]].claim].source);
		if (leaks)
			return hw_fail(c->error, HW_FAULT, "the letter would name what it must not; it is not written");
	}
	return HW_OK;
}

/* ---- what stands in it: whoever is withheld from anybody outside is counted in no letter ------------------------- */
static hw_status choose_results(composing *c)
{
	bool many = hw_text_is(c->f->subject, "*"), persons = hw_text_is(c->f->subject_kind, "person");
	outward_gate gate;

	HW_TRY(outward_open(c->b, c->arena, OUTWARD_LETTER, HW_TEXT(""), &gate, c->error));
	c->results = HW_NEW(c->arena, size_t, c->report.count + 1);
	if (!c->results)
		return hw_fail(c->error, HW_NO_MEMORY, "no memory for a letter");
	for (size_t i = 0; i < c->report.count; i++) {
		hw_text id = c->g.subjects[c->report.results[i].subject].id;

		if ((many || hw_text_equal(id, c->f->subject)) && (!persons || outward_allows(&gate, id)))
			c->results[c->count++] = i;
	}
	return HW_OK;
}

/* ---- asking the rule anew ------------------------------------------------------------------------------------ */
static hw_status evaluate(composing *c)
{
	size_t index;
	uint32_t only;
	char id[128];

	(void)snprintf(id, sizeof(id), "%.*s", HW_TEXT_ARG(c->f->rule));
	if (!c->b->rules)
		HW_TRY(law_rules_new(&c->b->rules, c->error));
	if (!law_rule_find(c->b->rules, id, &index))
		return hw_fail(c->error, HW_BAD_INPUT, "this program has no rule \"%s\" any more", id);
	only = (uint32_t)index;
	c->rule = law_rule_at(c->b->rules, index);
	if (!c->rule->verified)
		return hw_fail(c->error, HW_NOT_PERMITTED,
			       "the rule was not checked against the treaty text: there is no letter on it");
	if (!c->rule->exported)
		return hw_fail(c->error, HW_NOT_PERMITTED,
			       "the scope of this rule is disputed: it never leaves the bureau");
	c->g.only = &only;
	c->g.only_count = 1;
	HW_TRY(bureau_check_run(&c->g, &c->report));
	c->g.only = NULL;
	HW_TRY(choose_results(c));
	if (c->count)
		return HW_OK;
	(void)hw_fail(c->error, HW_NOT_PERMITTED,
		      "without what came in confidence nothing raises it: there is no letter");
	return hw_error_remedy(c->error, "what the Agency told serves tracing and replies to families"),
	       HW_NOT_PERMITTED;
}

hw_status finding_compose(bureau *b, hw_arena *arena, const bureau_run *run, const finding *f, const char *addressee,
			  hw_buffer *out, hw_error *error)
{
	composing c = {.b = b,
		       .arena = arena,
		       .run = run,
		       .f = f,
		       .addressee = addressee,
		       .language = run->lang && !strcmp(run->lang, "uk") ? LAW_UK : LAW_EN,
		       .g = {.bureau = b, .arena = arena, .run = run, .own = f->own, .tellable = true, .error = error},
		       .out = out,
		       .error = error};
	hw_status status = evaluate(&c);

	if (status == HW_OK)
		status = write_letter(&c);
	if (status == HW_OK)
		status = out->failed ? hw_fail(error, HW_NO_MEMORY, "no memory for a letter") : look_again(&c);
	law_report_free(&c.report);
	return status;
}
