/* Findings: what the rules raise is written down, one finding a place, statement or party, one a rule for all persons or
 * all events of custody, whose members stand beside it.
 *
 * Only rules that were checked against the treaty text become findings.  What the facts do not raise any more stays, marked;
 * a person closes it. */
#include "bureau/check_int.h"
#include "bureau/finding_int.h"

#include <stdlib.h>
#include <string.h>

enum { FACTS_MOST = 24, FACT_WORDS = 1024 };

typedef struct raised {
	uint32_t rule, subject;
	size_t result;
} raised;

typedef struct recording {
	checking *g;
	bureau *b;
	const law_report *report;
	const bureau_indications *told; /* for justification and reply */
	raised *items;
	size_t count;
	int64_t *lower, *upper; /* people at a place, [subject]; -2: not asked yet */
	bureau_recorded *counts;
	char (*seen)[STORE_ID_BYTES];
	size_t seen_count;
	hw_error *error;
} recording;

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the findings");
}

/* Persons and events of custody are many: one finding a rule. */
static bool together(const checking *g, uint32_t rule)
{
	hw_text kind = law_kind_at(g->rules, law_rule_at(g->rules, rule)->kind);

	return hw_text_is(kind, "person") || hw_text_is(kind, "custody");
}

static void id_of(hw_text rule, bool own, hw_text subject, char id[STORE_ID_BYTES])
{
	const hw_text parts[] = {rule, own ? HW_TEXT("own") : HW_TEXT("other"), subject};

	store_id_of_texts("f", parts, HW_COUNT(parts), id);
}

static hw_text article_of(hw_arena *arena, const law_rule *rule)
{
	return hw_text_format(arena, "%.*s %.*s", HW_TEXT_ARG(rule->convention->short_title[LAW_EN]),
			      HW_TEXT_ARG(rule->article));
}

/* ---- what raised it --------------------------------------------------------------------------- */
/* One hash over the members and the facts that carry each: when it changes, what a person decided was of something
 * else.  A clock that runs on changes nothing. */
static hw_status digest(const recording *w, size_t from, size_t to, char hex[65])
{
	hw_buffer lines = {0};
	hw_status status = HW_OK;

	for (size_t i = from; i < to && status == HW_OK; i++) {
		const law_result *one = &w->report->results[w->items[i].result];

		hw_buffer_addf(&lines, "%.*s\n", HW_TEXT_ARG(w->g->subjects[one->subject].id));
		for (size_t k = 0; k < one->fact_count; k++) {
			const law_fact *fact = &w->g->request.facts[one->facts[k]];

			hw_buffer_addf(&lines, "\t%.*s\t%.*s\n",
				       HW_TEXT_ARG(law_term_at(w->g->rules, fact->term)->name),
				       HW_TEXT_ARG(bureau_check_fact(w->g, fact)));
		}
	}
	if (lines.failed)
		status = out_of_memory(w->error);
	hw_sha256_hex(hw_sha256_of(hw_buffer_text(&lines)), hex);
	hw_buffer_free(&lines);
	return status;
}

/* Persons: from those whom the register or a claim has in custody to all, the estimate among them.  A place: belief. */
static hw_status affected(recording *w, size_t from, size_t to, int64_t *lower, int64_t *upper)
{
	const checking *g = w->g;
	hw_text kind = law_kind_at(g->rules, law_rule_at(g->rules, w->items[from].rule)->kind);
	uint32_t subject = w->items[from].subject;
	size_t index = subject;
	bool known;

	*lower = *upper = -1;
	if (hw_text_is(kind, "person")) {
		*upper = (int64_t)(to - from);
		*lower = 0;
		for (size_t i = from; i < to; i++)
			*lower += !bureau_check_by_estimate(g, &w->report->results[w->items[i].result]);
		return HW_OK;
	}
	if (!hw_text_is(kind, "place") || g->own)
		return HW_OK;
	if (w->lower[subject] == -2) {
		HW_TRY(bureau_check_people_at(w->g, &index, 1, &known, lower, upper));
		w->lower[subject] = known ? *lower : -1;
		w->upper[subject] = known ? *upper : -1;
	}
	*lower = w->lower[subject];
	*upper = w->upper[subject];
	return HW_OK;
}

static hw_status write_facts(recording *w, hw_text id, const law_result *one)
{
	const store_value key[] = {store_text(id)};
	size_t number = 0;

	HW_TRY(store_run(w->b->store, "finding_facts_clear", key, 1, NULL, w->error));
	for (size_t i = 0; i < one->fact_count && number < FACTS_MOST; i++) {
		const law_fact *fact = &w->g->request.facts[one->facts[i]];
		const check_claim *claim = &w->g->claims[fact->claim];
		const store_value values[] = {store_text(id),
					      store_integer((int64_t)++number),
					      store_text(law_term_at(w->g->rules, fact->term)->name),
					      store_text(bureau_check_fact(w->g, fact)),
					      bureau_check_personal(law_term_at(w->g->rules, fact->term))
						      ? store_null()
						      : store_text_or_null(claim->record),
					      store_text_or_null(claim->source)};

		HW_TRY(store_run(w->b->store, "finding_fact_put", values, HW_COUNT(values), NULL, w->error));
	}
	return HW_OK;
}

/* Members as they stand now: new ones in, those no longer raised marked. */
static hw_status write_members(recording *w, hw_text id, size_t from, size_t to)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value key[] = {store_text(id)};
	size_t at = from;
	bool found;

	for (size_t i = from; i < to; i++) {
		const store_value values[] = {store_text(id), store_text(w->g->subjects[w->items[i].subject].id)};

		HW_TRY(store_run(w->b->store, "finding_member_put", values, 2, NULL, w->error));
	}
	HW_TRY(store_query(w->b->store, "finding_members", key, 1, &rows, w->error));
	for (;;) {
		int order = -1;

		HW_TRY(store_next(rows, &found, w->error));
		if (!found)
			return HW_OK;
		while (at < to &&
		       (order = hw_text_compare(w->g->subjects[w->items[at].subject].id, store_get_text(rows, 0))) < 0)
			at++;
		if ((at < to && order == 0) || !store_get_integer(rows, 1))
			continue;
		const store_value values[] = {store_text(id), store_text(store_copy_text(rows, 0, w->g->arena))};
		HW_TRY(store_run(w->b->store, "finding_member_fall", values, 2, NULL, w->error));
	}
}

/* ---- one finding --------------------------------------------------------------------------------- */
typedef struct writing {
	hw_text id, subject, party, rebut, justification, reply, clock;
	const law_rule *rule;
	int64_t lower, upper, subjects;
	char digest[65];
} writing;

static hw_status find_party(store_connection *store, hw_arena *arena, const char *statement, hw_text subject,
			    hw_text *party, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(subject)};

	HW_TRY(store_query_first(store, statement, values, 1, &rows, error));
	if (rows && !store_is_null(rows, 0))
		*party = store_copy_text(rows, 0, arena);
	return HW_OK;
}

static hw_status describe(recording *w, size_t from, size_t to, const char *id, writing *f)
{
	checking *g = w->g;
	const law_result *first = &w->report->results[w->items[from].result];
	hw_text kind;

	*f = (writing){.id = hw_text_copy(g->arena, hw_text_of(id)),
		       .rule = law_rule_at(g->rules, first->rule),
		       .subject = together(g, first->rule) ? HW_TEXT("*") : g->subjects[first->subject].id,
		       .clock = bureau_check_clock(g, &first->clock),
		       .subjects = (int64_t)(to - from)};
	kind = law_kind_at(g->rules, f->rule->kind);
	for (size_t i = 0; i < f->rule->rebuttal_count; i++)
		f->rebut = hw_text_format(g->arena, "%.*s%s%.*s", HW_TEXT_ARG(f->rebut), i ? " / " : "",
					  HW_TEXT_ARG(f->rule->rebuttals[i].text[LAW_EN]));
	for (size_t i = 0; i < w->told->count; i++)
		if (hw_text_equal(w->told->items[i].rule, f->rule->id) && w->told->items[i].justification.length) {
			f->justification = w->told->items[i].justification;
			f->reply = w->told->items[i].reply;
		}
	if (hw_text_is(kind, "place"))
		HW_TRY(find_party(w->b->store, g->arena, "finding_party_of_place", f->subject, &f->party, w->error));
	if (hw_text_is(kind, "statement"))
		HW_TRY(find_party(w->b->store, g->arena, "finding_party_of_statement", f->subject, &f->party,
				  w->error));
	HW_TRY(affected(w, from, to, &f->lower, &f->upper));
	return digest(w, from, to, f->digest);
}

static store_value number_or_null(int64_t n)
{
	return n < 0 ? store_null() : store_integer(n);
}

/* A row of both tables and the first step, for record and for threats. */
static hw_status insert(store_connection *store, hw_arena *arena, const writing *f, bool own, const char *subject_kind,
			const char *deadline, const char *day, int64_t at, hw_text user, hw_error *error)
{
	const char *phase = f->rule->threatened ? "threatened" : "observed";
	const store_value values[] = {store_text(f->id),
				      store_text(f->rule->id),
				      store_text(article_of(arena, f->rule)),
				      store_string(subject_kind),
				      store_text(f->subject),
				      store_text_or_null(f->party),
				      store_text(hw_text_format(arena, "%u", f->rule->severity)),
				      store_text_or_null(f->rebut),
				      store_text_or_null(f->justification),
				      store_text_or_null(f->reply),
				      store_integer(at),
				      store_string(deadline)};
	const store_value more[] = {
		store_text(f->id),
		store_string(phase),
		store_string(f->rule->decides == LAW_MACHINE ? "indication" : "flag"),
		store_integer(own),
		store_integer(f->rule->exported),
		store_integer(f->rule->alerts),
		store_integer(f->subjects),
		number_or_null(f->lower),
		number_or_null(f->upper),
		store_string(f->digest),
		store_text_or_null(f->clock),
		store_integer(at),
	};
	const store_value step[] = {store_text(f->id), store_integer(1), store_string(phase), store_string(day),
				    store_text(user),  store_null(),     store_null()};

	HW_TRY(store_run(store, "finding_add", values, HW_COUNT(values), NULL, error));
	HW_TRY(store_run(store, "finding_case_add", more, HW_COUNT(more), NULL, error));
	return store_run(store, "finding_step_add", step, HW_COUNT(step), NULL, error);
}

static hw_status raise_again(recording *w, const writing *f, const finding *old)
{
	const store_value values[] = {store_text(f->id),
				      store_integer(f->subjects),
				      number_or_null(f->lower),
				      number_or_null(f->upper),
				      store_string(f->digest),
				      store_text_or_null(f->clock),
				      store_integer(bureau_time(w->b))};
	const store_value said[] = {store_text(f->id), store_text_or_null(f->justification),
				    store_text_or_null(f->reply)};

	if (f->justification.length && !hw_text_equal(f->justification, old->justification))
		HW_TRY(store_run(w->b->store, "finding_justify", said, HW_COUNT(said), NULL, w->error));
	return store_run(w->b->store, "finding_case_raise", values, HW_COUNT(values), NULL, w->error);
}

static hw_status write_one(recording *w, size_t from, size_t to)
{
	const law_result *first = &w->report->results[w->items[from].result];
	const law_rule *rule = law_rule_at(w->g->rules, first->rule);
	char id[STORE_ID_BYTES], deadline[11], day[11];
	finding old;
	writing f;
	hw_status status;

	id_of(rule->id, w->g->own, together(w->g, first->rule) ? HW_TEXT("*") : w->g->subjects[first->subject].id, id);
	memcpy(w->seen[w->seen_count++], id, sizeof(id));
	HW_TRY(describe(w, from, to, id, &f));
	status = finding_read(w->b, w->g->arena, f.id, &old, NULL);
	if (status == HW_OK && old.standing && hw_text_is(old.facts_sha256, f.digest) &&
	    old.affected_lower == f.lower && old.affected_upper == f.upper && hw_text_equal(old.clock, f.clock) &&
	    old.facts_sha256.length) {
		w->counts->same++;
		return HW_OK;
	}
	if (status == HW_OK) {
		HW_TRY(raise_again(w, &f, &old));
		w->counts->changed++;
		if (hw_text_is(old.facts_sha256, f.digest))
			return HW_OK;
	} else if (status == HW_NOT_FOUND) {
		HW_TRY(finding_deadline(
			w->b, rule->alerts || rule->severity >= 4 ? "finding.urgent_days" : "finding.review_days",
			deadline, w->error));
		(void)hw_days_write(bureau_as_of(w->b), day);
		HW_TRY(insert(w->b->store, w->g->arena, &f, w->g->own,
			      hw_text_copy(w->g->arena, law_kind_at(w->g->rules, rule->kind)).bytes, deadline, day,
			      bureau_time(w->b), hw_text_of(bureau_user(w->b)), w->error));
		w->counts->opened++;
	} else {
		return finding_read(w->b, w->g->arena, f.id, &old, w->error);
	}
	HW_TRY(write_facts(w, f.id, first));
	return together(w->g, first->rule) ? write_members(w, f.id, from, to) : HW_OK;
}

/* ---- all ------------------------------------------------------------------------------------------- */
static int by_rule(const void *a, const void *b)
{
	const raised *x = a, *y = b;

	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	return (x->subject > y->subject) - (x->subject < y->subject);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* What stood and is raised no more; a person sees it and closes it. */
static hw_status fall(recording *w)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	qsort(w->seen, w->seen_count, sizeof(*w->seen), by_text);
	HW_TRY(store_query(w->b->store, "finding_all", NULL, 0, &rows, w->error));
	for (;;) {
		char id[STORE_ID_BYTES];

		HW_TRY(store_next(rows, &found, w->error));
		if (!found)
			return HW_OK;
		(void)snprintf(id, sizeof(id), "%.*s", HW_TEXT_ARG(store_get_text(rows, 0)));
		if ((store_get_integer(rows, 1) == 1) != w->g->own || !store_get_integer(rows, 2) ||
		    bsearch(id, w->seen, w->seen_count, sizeof(*w->seen), by_text))
			continue;
		const store_value values[] = {store_string(id), store_integer(bureau_time(w->b))};
		HW_TRY(store_run(w->b->store, "finding_case_fall", values, 2, NULL, w->error));
		w->counts->fallen++;
	}
}

static hw_status write_all(recording *w)
{
	for (size_t i = 0, to; i < w->count; i = to) {
		bool all = together(w->g, w->items[i].rule);

		for (to = i + 1; all && to < w->count && w->items[to].rule == w->items[i].rule; to++)
			;
		HW_TRY(write_one(w, i, to));
	}
	return fall(w);
}

static hw_status gather(recording *w)
{
	checking *g = w->g;

	w->items = HW_NEW(g->arena, raised, w->report->count + 1);
	w->seen = hw_arena_alloc(g->arena, w->report->count + 1, sizeof(*w->seen), 1);
	w->lower = HW_NEW(g->arena, int64_t, g->subject_count + 1);
	w->upper = HW_NEW(g->arena, int64_t, g->subject_count + 1);
	if (!w->items || !w->seen || !w->lower || !w->upper)
		return out_of_memory(w->error);
	for (size_t i = 0; i < g->subject_count; i++)
		w->lower[i] = -2;
	for (size_t i = 0; i < w->report->count; i++) {
		const law_result *one = &w->report->results[i];

		if (law_rule_at(g->rules, one->rule)->verified)
			w->items[w->count++] = (raised){one->rule, one->subject, i};
	}
	if (w->count)
		qsort(w->items, w->count, sizeof(*w->items), by_rule);
	return HW_OK;
}

static hw_status commit(recording *w)
{
	bureau_recorded *c = w->counts;
	char after[160];
	bureau_act act = {.act = w->g->own ? "record own findings" : "record findings",
			  .subject_kind = HW_TEXT("bureau"),
			  .subject_id = HW_TEXT("bureau")};

	(void)snprintf(after, sizeof(after), "{\"changed\":%lld,\"fallen\":%lld,\"opened\":%lld}",
		       (long long)c->changed, (long long)c->fallen, (long long)c->opened);
	act.after_json = hw_text_of(after);
	if (c->opened + c->changed + c->fallen)
		return bureau_commit(w->b, &act, w->error);
	bureau_rollback(w->b);
	return HW_OK;
}

hw_status bureau_findings_record(bureau *b, hw_arena *arena, const bureau_run *run, bool own, bureau_recorded *result,
				 hw_error *error)
{
	bureau_run english = *run;
	checking g = {.bureau = b, .arena = arena, .run = &english, .own = own, .error = error};
	law_report report = {0};
	bureau_indications told = {0};
	recording w = {.g = &g, .b = b, .report = &report, .told = &told, .counts = result, .error = error};
	hw_status status;

	english.lang = "en";
	*result = (bureau_recorded){0};
	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	HW_TRY_OR_OUT(bureau_check_run(&g, &report));
	HW_TRY_OR_OUT(bureau_check_tell(&g, &report, &told));
	HW_TRY_OR_OUT(gather(&w));
	HW_TRY_OR_OUT(bureau_begin(b, BUREAU_MAY_CHECK, error));
	status = write_all(&w);
	if (status == HW_OK)
		status = commit(&w);
	else
		bureau_rollback(b);
out:
	law_report_free(&report);
	return status;
}

/* ---- threats ------------------------------------------------------------------------------------------ */
/* A statement as the rules see it: the facts that its own row has, and whose word it is. */
typedef struct threat {
	const law_rules *rules;
	hw_text statement, source;
	law_fact facts[2];
	size_t fact_count;
} threat;

static hw_status write_threat(store_connection *store, hw_arena *arena, hw_text id, const threat *t, hw_error *error)
{
	for (size_t i = 0; i < t->fact_count; i++) {
		const law_term *term = law_term_at(t->rules, t->facts[i].term);
		const char *word = i == 0 ? "threat" : t->facts[i].value.as.truth == LAW_TRUE ? "yes" : "no";
		const store_value values[] = {
			store_text(id),
			store_integer((int64_t)i + 1),
			store_text(term->name),
			store_text(hw_text_format(arena, "%.*s: %s", HW_TEXT_ARG(term->meaning[LAW_EN]), word)),
			store_text(hw_text_format(arena, "statement %.*s", HW_TEXT_ARG(t->statement))),
			store_text_or_null(t->source)};

		HW_TRY(store_run(store, "finding_fact_put", values, HW_COUNT(values), NULL, error));
	}
	return HW_OK;
}

static hw_status open_threat(store_connection *store, hw_arena *arena, const law_rule *rule, const threat *t,
			     int32_t as_of, int64_t at, hw_text user, hw_error *error)
{
	hw_text statement = t->statement;
	writing f = {.rule = rule, .subject = statement, .lower = -1, .upper = -1, .subjects = 1};
	char id[STORE_ID_BYTES], deadline[11], day[11];
	store_rows *rows = NULL;
	bool there;

	id_of(rule->id, false, statement, id);
	const store_value key[] = {store_string(id)};
	HW_TRY(store_query_first(store, "finding_one", key, 1, &rows, error));
	there = rows != NULL;
	store_rows_close(rows);
	if (there)
		return HW_OK;
	f.id = hw_text_copy(arena, hw_text_of(id));
	hw_sha256_hex(hw_sha256_of(statement), f.digest); /* until the facts are recorded */
	for (size_t i = 0; i < rule->rebuttal_count; i++)
		f.rebut = hw_text_format(arena, "%.*s%s%.*s", HW_TEXT_ARG(f.rebut), i ? " / " : "",
					 HW_TEXT_ARG(rule->rebuttals[i].text[LAW_EN]));
	HW_TRY(find_party(store, arena, "finding_party_of_statement", statement, &f.party, error));
	HW_TRY(insert(store, arena, &f, false, "statement", hw_days_write(as_of + 1, deadline),
		      hw_days_write(as_of, day), at, user, error));
	return write_threat(store, arena, f.id, t, error);
}

/* The rules that open *threatened*, asked with the two facts that the statement's own row has. */
static hw_status judge_threat(store_connection *store, hw_arena *arena, threat *t, const int64_t *threatens,
			      int32_t as_of, int64_t at, hw_text user, hw_error *error)
{
	const law_rules *rules = t->rules;
	law_fact *facts = t->facts;
	uint32_t kind, terms[2];
	law_subject subject = {.fact_count = 1};
	law_report report = {0};
	law_request request = {.subjects = &subject, .subject_count = 1, .facts = facts, .as_of = as_of, .threads = 1};
	hw_status status;

	if (!law_kind_find(rules, "statement", &kind) || !law_term_find(rules, kind, "kind", &terms[0]) ||
	    !law_term_find(rules, kind, "threatens_shielding", &terms[1]))
		return HW_OK;
	facts[0] = (law_fact){.term = terms[0]};
	HW_TRY(law_value_word(rules, terms[0], HW_TEXT("threat"), &facts[0].value, error));
	if (threatens)
		facts[subject.fact_count++] = (law_fact){.term = terms[1], .value = law_value_bool(*threatens == 1)};
	subject.kind = kind;
	request.fact_count = subject.fact_count;
	t->fact_count = subject.fact_count;
	HW_TRY(law_check(rules, &request, &report, NULL, error));
	status = HW_OK;
	for (size_t i = 0; i < report.count && status == HW_OK; i++) {
		const law_rule *rule = law_rule_at(rules, report.results[i].rule);

		if (rule->threatened && rule->verified)
			status = open_threat(store, arena, rule, t, as_of, at, user, error);
	}
	law_report_free(&report);
	return status;
}

hw_status finding_open_threats(store_connection *store, int32_t as_of, int64_t at, hw_text user, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)16 << 20);
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char day[11];
	const store_value values[] = {store_string(hw_days_write(as_of, day))};
	law_rules *rules = NULL;
	hw_status status;
	bool found;

	if (!arena)
		return out_of_memory(error);
	HW_TRY(store_query(store, "finding_threats", values, 1, &rows, error));
	for (;;) {
		int64_t threatens;

		HW_TRY_OR_OUT(store_next(rows, &found, error));
		if (!found)
			break;
		if (!rules)
			HW_TRY_OR_OUT(law_rules_new(&rules, error));
		threatens = store_is_null(rows, 1) ? 0 : store_get_integer(rows, 1);
		threat one = {.rules = rules,
			      .statement = store_copy_text(rows, 0, arena),
			      .source = store_copy_text(rows, 2, arena)};
		HW_TRY_OR_OUT(judge_threat(store, arena, &one, store_is_null(rows, 1) ? NULL : &threatens, as_of, at,
					   user, error));
	}
	status = HW_OK;
out:
	law_rules_free(rules);
	return status;
}
