/* The bureau's facts before the rules of law.
 *
 * Facts come from statements of SQL whose columns carry the names of facts, and from claims whose axis does.  What
 * nobody claimed stays away: the engine answers "unknown", never "kept".  Results of one rule and outcome are told
 * as one row with the number of subjects; the facts shown are those of the first. */
#include "bureau/check_int.h"
#include "bureau/finding_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FACTS_FIRST = 4096, COLUMNS_MOST = 64, SHOWN = 6 };

static hw_status out_of_memory(checking *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for the facts");
}

static void *grown(checking *g, void *items, size_t count, size_t *capacity, size_t size)
{
	void *more;

	if (count < *capacity)
		return items;
	more = hw_arena_alloc(g->arena, *capacity ? *capacity * 2 : FACTS_FIRST, size, _Alignof(max_align_t));
	if (!more)
		return NULL;
	if (count)
		memcpy(more, items, count * size);
	*capacity = *capacity ? *capacity * 2 : FACTS_FIRST;
	return more;
}

/* A claim behind a fact: where it stands and who said it; the fact's number of it is its index. */
static hw_status add_claim(checking *g, hw_text record, hw_text source, uint32_t *number)
{
	check_claim *items = grown(g, g->claims, g->claim_count, &g->claim_capacity, sizeof(*items));

	if (!items)
		return out_of_memory(g);
	g->claims = items;
	g->claims[g->claim_count] = (check_claim){record, source};
	*number = (uint32_t)g->claim_count++;
	return HW_OK;
}

static hw_status add_fact(checking *g, size_t subject, uint32_t term, uint32_t claim, law_value value)
{
	check_fact *items = grown(g, g->facts, g->fact_count, &g->fact_capacity, sizeof(*items));

	if (!items)
		return out_of_memory(g);
	g->facts = items;
	g->facts[g->fact_count] = (check_fact){subject, g->fact_count, {.term = term, .claim = claim, .value = value}};
	g->fact_count++;
	return HW_OK;
}

/* A value that the term cannot read (a word outside its list) says nothing that a rule could use. */
static hw_status read_fact(checking *g, size_t subject, uint32_t term, uint32_t claim, hw_text text)
{
	hw_error ignored;
	law_value value;

	if (!text.length || law_value_read(g->rules, term, text, &value, &ignored) != HW_OK)
		return HW_OK;
	return add_fact(g, subject, term, claim, value);
}

static hw_text column_text(checking *g, const store_rows *rows, size_t column)
{
	char number[32];

	switch (store_column_kind(rows, column)) {
	case STORE_INTEGER:
		return hw_text_format(g->arena, "%lld", (long long)store_get_integer(rows, column));
	case STORE_NUMBER:
		return hw_text_copy(g->arena, hw_text_of(hw_number_write(store_get_number(rows, column), number)));
	case STORE_TEXT:
		return store_copy_text(rows, column, g->arena);
	case STORE_NULL:
	case STORE_BLOB:
		break;
	}
	return HW_TEXT("");
}

/* Which columns of a statement are facts of the kind; -1 for those that are none. */
static void map_columns(const checking *g, const store_rows *rows, uint32_t kind, int64_t terms[COLUMNS_MOST])
{
	for (size_t c = 0; c < COLUMNS_MOST; c++) {
		uint32_t term;

		terms[c] = c < store_columns(rows) && law_term_find(g->rules, kind, store_column_name(rows, c), &term)
				   ? (int64_t)term
				   : -1;
	}
}

/* ---- what may be told outside ------------------------------------------------------------ */
static hw_status load_confidential(checking *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	size_t capacity = 0;
	bool found;

	if (!g->tellable)
		return HW_OK;
	HW_TRY(store_query(bureau_store(g->bureau), "check_confidential", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		hw_text *items = grown(g, g->confidential, g->confidential_count, &capacity, sizeof(*items));
		if (!items)
			return out_of_memory(g);
		g->confidential = items;
		g->confidential[g->confidential_count++] = store_copy_text(rows, 0, g->arena);
	}
}

/* Sorted by id, as the statement gives them. */
bool bureau_check_withheld(const checking *g, hw_text source)
{
	size_t low = 0, high = g->confidential_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = hw_text_compare(g->confidential[middle], source);

		if (!order)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* ---- subjects ------------------------------------------------------------------------- */
static hw_status load_subjects(checking *g, const char *statement, const char *kind_name, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	int64_t terms[COLUMNS_MOST];
	uint32_t kind;
	char as_of[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(g->bureau), as_of)),
				store_integer(g->tellable)};
	bool found;

	if (!law_kind_find(g->rules, kind_name, &kind))
		return HW_OK;
	HW_TRY(store_query(bureau_store(g->bureau), statement, values, !strcmp(kind_name, "place") ? 2 : 1, &rows,
			   error));
	map_columns(g, rows, kind, terms);
	for (;;) {
		check_subject *s;
		uint32_t claim;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		if ((store_get_integer(rows, 1) == 1) != g->own)
			continue;
		s = grown(g, g->subjects, g->subject_count, &g->subject_capacity, sizeof(*s));
		if (!s)
			return out_of_memory(g);
		g->subjects = s;
		s += g->subject_count;
		*s = (check_subject){.id = store_copy_text(rows, 0, g->arena),
				     .label = store_copy_text(rows, 2, g->arena),
				     .kind = kind};
		HW_TRY(add_claim(g, hw_text_format(g->arena, "%s %.*s", kind_name, HW_TEXT_ARG(s->id)),
				 store_copy_text(rows, 3, g->arena), &claim));
		for (size_t c = 4;
		     !bureau_check_withheld(g, g->claims[claim].source) && c < store_columns(rows) && c < COLUMNS_MOST;
		     c++)
			if (terms[c] >= 0)
				HW_TRY(read_fact(g, g->subject_count, (uint32_t)terms[c], claim,
						 column_text(g, rows, c)));
		g->subject_count++;
	}
}

/* The subject with this id; "kind:id" names the kind where two kinds use one id. */
static size_t find_subject(const checking *g, hw_text id, int64_t kind)
{
	hw_text rest = id, head;

	if (kind < 0 && hw_text_split(&rest, ':', &head) && rest.length) {
		char name[32];
		uint32_t named;

		(void)snprintf(name, sizeof(name), "%.*s", HW_TEXT_ARG(head));
		if (name[0] && name[strlen(name) - 1] == 's')
			name[strlen(name) - 1] = '\0'; /* "persons:A1" as the import kinds are called */
		if (law_kind_find(g->rules, name, &named))
			return find_subject(g, rest, named);
	}
	/* Ids are unique but for two kinds with one id: then the first kind of the vocabulary is meant. */
	for (size_t i = bureau_index_find(&g->index, id); i < g->subject_count && hw_text_equal(g->subjects[i].id, id);
	     i++)
		if (kind < 0 || g->subjects[i].kind == (uint32_t)kind)
			return i;
	return BUREAU_NOWHERE;
}

/* Rows of (subject, source, fact columns...) beside the subjects' own. */
static hw_status load_more(checking *g, const char *statement, const char *kind_name, bool told)
{
	const store_value values[] = {store_integer(g->tellable)};
	STORE_ROWS_GUARD store_rows *rows = NULL;
	int64_t terms[COLUMNS_MOST];
	uint32_t kind;
	bool found;

	if (!law_kind_find(g->rules, kind_name, &kind))
		return HW_OK;
	HW_TRY(store_query(bureau_store(g->bureau), statement, values, told ? 1 : 0, &rows, g->error));
	map_columns(g, rows, kind, terms);
	for (;;) {
		size_t subject;
		uint32_t claim;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		subject = find_subject(g, store_get_text(rows, 0), kind);
		if (subject == BUREAU_NOWHERE || bureau_check_withheld(g, store_get_text(rows, 1)))
			continue;
		HW_TRY(add_claim(
			g, hw_text_format(g->arena, "%s of %.*s", kind_name, HW_TEXT_ARG(store_get_text(rows, 0))),
			store_copy_text(rows, 1, g->arena), &claim));
		for (size_t c = 2; c < store_columns(rows) && c < COLUMNS_MOST; c++)
			if (terms[c] >= 0)
				HW_TRY(read_fact(g, subject, (uint32_t)terms[c], claim, column_text(g, rows, c)));
	}
}

static hw_status load_claims(checking *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(bureau_store(g->bureau), "check_claims", NULL, 0, &rows, g->error));
	for (;;) {
		char axis[64];
		size_t subject;
		uint32_t claim, term;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		subject = find_subject(g, store_get_text(rows, 0), -1);
		(void)snprintf(axis, sizeof(axis), "%.*s", HW_TEXT_ARG(store_get_text(rows, 2)));
		if (subject == BUREAU_NOWHERE || bureau_check_withheld(g, store_get_text(rows, 1)) ||
		    !law_term_find(g->rules, g->subjects[subject].kind, axis, &term))
			continue;
		HW_TRY(add_claim(g, hw_text_format(g->arena, "claim: %s", axis), store_copy_text(rows, 1, g->arena),
				 &claim));
		HW_TRY(read_fact(g, subject, term, claim, store_copy_text(rows, 3, g->arena)));
	}
}

static bool in_list(hw_text list, hw_text item)
{
	hw_text piece;

	while (hw_text_split(&list, ';', &piece))
		if (hw_text_equal(hw_text_trim(piece), item))
			return true;
	return false;
}

/* What a statement's own items of evidence show (art. 13): columns id, evidence_for, item, identifiable, published. */
static hw_status load_media(checking *g)
{
	static const char *const names[] = {"shows_prisoner", "identifiable", "published"};
	STORE_ROWS_GUARD store_rows *rows = NULL;
	uint32_t kind, terms[3];
	bool found;

	if (!law_kind_find(g->rules, "statement", &kind))
		return HW_OK;
	for (size_t i = 0; i < HW_COUNT(names); i++)
		if (!law_term_find(g->rules, kind, names[i], &terms[i]))
			return HW_OK;
	HW_TRY(store_query(bureau_store(g->bureau), "check_media", NULL, 0, &rows, g->error));
	for (;;) {
		size_t subject;
		uint32_t claim;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		subject = find_subject(g, store_get_text(rows, 0), kind);
		if (subject == BUREAU_NOWHERE || bureau_check_withheld(g, store_get_text(rows, 5)) ||
		    !in_list(store_get_text(rows, 1), store_get_text(rows, 2)))
			continue;
		HW_TRY(add_claim(g, hw_text_format(g->arena, "evidence %.*s", HW_TEXT_ARG(store_get_text(rows, 2))),
				 HW_TEXT(""), &claim));
		HW_TRY(add_fact(g, subject, terms[0], claim, law_value_bool(true)));
		HW_TRY(add_fact(g, subject, terms[1], claim, law_value_bool(store_get_integer(rows, 3) == 1)));
		if (!store_is_null(rows, 4))
			HW_TRY(add_fact(g, subject, terms[2], claim, law_value_bool(true)));
	}
}

/* Does any of these reports come in confidence? */
static bool any_withheld(const checking *g, const belief_report *reports, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bureau_check_withheld(g, g->located->sources[reports[i].source].id))
			return true;
	return false;
}

/* May the estimate of this person be told?  Not when a report on him or on his group came in confidence. */
static bool estimate_tellable(const checking *g, size_t person)
{
	const located *l = g->located;
	size_t group = l->persons[person].group;

	return !any_withheld(g, l->reports + l->people[person].first_report, l->people[person].report_count) &&
	       !(group < l->group_count && any_withheld(g, l->groups[group].reports, l->groups[group].report_count));
}

/* Held by the evidence although no register says so: very likely captive, with reports behind it. */
static hw_status add_believed(checking *g)
{
	const located *l = g->located;
	double *row = HW_NEW(g->arena, double, belief_states(l->engine)),
	       *p = HW_NEW(g->arena, double, l->person_count + 1);
	belief_run options = {.threads = g->run->threads, .seed = g->run->seed, .progress = g->run->progress};
	uint32_t kind, term, claim;

	if (!row || !p)
		return out_of_memory(g);
	if (!law_kind_find(g->rules, "person", &kind) || !law_term_find(g->rules, kind, "in_custody", &term))
		return HW_OK;
	for (size_t i = 0; i < l->site_count; i++)
		row[i] = 1;
	HW_TRY(belief_expect(l->engine, l->day, row, 1, &options, p, g->error));
	HW_TRY(add_claim(g, HW_TEXT("estimate: very likely captive"), HW_TEXT(""), &claim));
	g->estimate_claim = claim;
	for (size_t i = 0; i < l->person_count; i++) {
		size_t subject = find_subject(g, l->people[i].registry_id, kind);

		if (subject != BUREAU_NOWHERE && p[i] >= 0.9 && l->people[i].report_count &&
		    (!g->confidential_count || estimate_tellable(g, i)))
			HW_TRY(add_fact(g, subject, term, claim, law_value_bool(true)));
	}
	return HW_OK;
}

static int by_id_kind(const void *a, const void *b)
{
	const check_subject *x = a, *y = b;
	int order = hw_text_compare(x->id, y->id);

	return order ? order : (x->kind > y->kind) - (x->kind < y->kind);
}

static int by_subject(const void *a, const void *b)
{
	const check_fact *x = a, *y = b;

	if (x->subject != y->subject)
		return x->subject < y->subject ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* Subjects in the order of their ids: facts that name them by position follow. */
static hw_status sort_subjects(checking *g)
{
	size_t *moved = HW_NEW(g->arena, size_t, g->subject_count + 1);

	if (!moved)
		return out_of_memory(g);
	for (size_t i = 0; i < g->subject_count; i++)
		g->subjects[i].order = i;
	if (g->subject_count)
		qsort(g->subjects, g->subject_count, sizeof(*g->subjects), by_id_kind);
	for (size_t i = 0; i < g->subject_count; i++)
		moved[g->subjects[i].order] = i;
	for (size_t i = 0; i < g->fact_count; i++)
		g->facts[i].subject = moved[g->facts[i].subject];
	return bureau_index_make(g->arena, g->subjects, g->subject_count, sizeof(*g->subjects), &g->index, g->error);
}

static hw_status load_facts(checking *g)
{
	static const struct {
		const char *statement, *kind;
	} kinds[] = {{"check_places", "place"},    {"check_persons", "person"},       {"check_served_again", "person"},
		     {"check_custody", "custody"}, {"check_statements", "statement"}, {"check_parties", "party"}};

	HW_TRY(load_confidential(g));
	for (size_t i = 0; i < HW_COUNT(kinds); i++)
		HW_TRY(load_subjects(g, kinds[i].statement, kinds[i].kind, g->error));
	HW_TRY(sort_subjects(g));
	HW_TRY(load_more(g, "check_relations", "place", false));
	HW_TRY(load_more(g, "check_held_since", "person", true));
	HW_TRY(load_more(g, "check_captured", "person", false));
	HW_TRY(load_claims(g));
	HW_TRY(load_media(g));
	if (!g->own)
		HW_TRY(add_believed(g));
	if (g->fact_count)
		qsort(g->facts, g->fact_count, sizeof(*g->facts), by_subject);
	return HW_OK;
}

/* ---- evaluation ---------------------------------------------------------------------------- */
static hw_status evaluate(checking *g, law_report *report)
{
	law_subject *subjects = HW_NEW(g->arena, law_subject, g->subject_count + 1);
	law_fact *facts = HW_NEW(g->arena, law_fact, g->fact_count + 1);
	size_t at = 0;

	if (!subjects || !facts)
		return out_of_memory(g);
	for (size_t i = 0; i < g->fact_count; i++)
		facts[i] = g->facts[i].fact;
	for (size_t i = 0; i < g->subject_count; i++) {
		subjects[i] = (law_subject){.kind = g->subjects[i].kind, .first_fact = at};
		for (; at < g->fact_count && g->facts[at].subject == i; at++)
			subjects[i].fact_count++;
	}
	g->request = (law_request){.subjects = subjects,
				   .subject_count = g->subject_count,
				   .facts = facts,
				   .fact_count = g->fact_count,
				   .as_of = bureau_as_of(g->bureau),
				   .rules = g->only,
				   .rule_count = g->only_count,
				   .threads = g->run->threads};
	return law_check(g->rules, &g->request, report, g->run->progress, g->error);
}

hw_status bureau_check_later(checking *g, int32_t days, law_report *report)
{
	law_request request = g->request;

	request.as_of += days;
	return law_check(g->rules, &request, report, g->run->progress, g->error);
}

bool bureau_check_by_estimate(const checking *g, const law_result *result)
{
	bool estimate = false;

	for (size_t i = 0; i < result->fact_count; i++) {
		const law_fact *fact = &g->request.facts[result->facts[i]];

		if (!hw_text_is(law_term_at(g->rules, fact->term)->name, "in_custody"))
			continue;
		if (fact->claim != g->estimate_claim)
			return false;
		estimate = true;
	}
	return estimate;
}

hw_status bureau_check_run(checking *g, law_report *report)
{
	bureau *b = g->bureau;

	if (!b->rules)
		HW_TRY(law_rules_new(&b->rules, g->error));
	g->rules = b->rules;
	g->language = g->run->lang && !strcmp(g->run->lang, "uk") ? LAW_UK : LAW_EN;
	g->estimate_claim = UINT32_MAX;
	HW_TRY(bureau_located(b, g->run, &g->located, g->error));
	HW_TRY(load_facts(g));
	return evaluate(g, report);
}

hw_status bureau_check_rules(bureau *b, hw_arena *arena, const bureau_run *run, bool own, bureau_indications *result,
			     hw_error *error)
{
	checking g = {.bureau = b, .arena = arena, .run = run, .own = own, .tellable = b->openly, .error = error};
	law_report report = {0};
	hw_status status;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_CHECK, BUREAU_MAY_BRIEF, error));
	status = bureau_check_run(&g, &report);
	if (status == HW_OK)
		status = bureau_check_tell(&g, &report, result);
	law_report_free(&report);
	return status;
}

hw_status bureau_law_of(bureau *b, hw_arena *arena, const bureau_run *run, hw_text rule, hw_text said,
			bureau_law_rule *result, hw_error *error)
{
	law_language language = run->lang && !strcmp(run->lang, "uk") ? LAW_UK : LAW_EN;
	char id[128];
	size_t index;

	*result = (bureau_law_rule){0};
	(void)snprintf(id, sizeof(id), "%.*s", HW_TEXT_ARG(rule));
	if (!b->rules)
		HW_TRY(law_rules_new(&b->rules, error));
	if (!law_rule_find(b->rules, id, &index))
		return HW_OK;
	const law_rule *r = law_rule_at(b->rules, index);
	result->title = r->title[language];
	result->duty = r->duty[language];
	result->note = r->note[language];
	for (size_t i = 0; i < r->rebuttal_count; i++)
		result->rebut = hw_text_format(arena, "%.*s%s%.*s", HW_TEXT_ARG(result->rebut), i ? " / " : "",
					       HW_TEXT_ARG(r->rebuttals[i].text[language]));
	for (size_t i = 0; i < r->reply_count; i++)
		if (hw_text_equal(r->replies[i].text[LAW_EN], said))
			result->reply = r->replies[i].text[language];
	return HW_OK;
}

hw_status bureau_law_document(const char *lang, hw_buffer *out, hw_error *error)
{
	law_rules *rules = NULL;
	hw_status status;

	HW_TRY(law_rules_new(&rules, error));
	status = law_document(rules, !strcmp(lang, "uk") ? LAW_UK : LAW_EN, out, error);
	law_rules_free(rules);
	return status;
}
