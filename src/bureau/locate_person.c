/* Where one person is, in what state, and why: the posterior of the same model that the totals come from.
 *
 * Official status stands beside it and is never merged with it.  A report is told by its grade and by what its
 * source's reports have been worth so far; the source stays sealed. */
#include "bureau/located_int.h"
#include "bureau/sheet_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHANGES_MOST = 8 };

typedef struct asking {
	const located *l;
	sheet s; /* for labels and words; its own sheet is not used */
	bureau_sheet unused;
	size_t person, states, values; /* values: captive, then each region */
	double *rows;                  /* [values][states] */
	size_t *order;                 /* [region]: position in the model of the i-th shown region */
	const bureau_run *run;
	hw_arena *arena;
	hw_error *error;
	bureau_estimate *e;
} asking;

static hw_status out_of_memory(const asking *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for the estimate");
}

/* ---- the posterior ------------------------------------------------------------------------------- */
static int by_chance(const void *a, const void *b)
{
	const bureau_chance *x = a, *y = b;

	if (x->p > y->p || x->p < y->p)
		return x->p > y->p ? -1 : 1;
	return hw_text_compare(x->id, y->id);
}

static hw_text label_of(const asking *g, size_t region)
{
	return hw_text_copy(g->arena, bureau_located_label(&g->l->regions[region], g->run->lang ? g->run->lang : "en"));
}

static hw_status fill_regions(asking *g, const double *p)
{
	const located *l = g->l;
	bureau_estimate *e = g->e;

	e->regions = HW_NEW(g->arena, bureau_chance, l->region_count);
	g->order = HW_NEW(g->arena, size_t, l->region_count);
	if (!e->regions || !g->order)
		return out_of_memory(g);
	e->region_count = l->region_count;
	for (size_t r = 0; r < l->region_count; r++)
		e->regions[r] =
			(bureau_chance){.id = hw_text_copy(g->arena, l->regions[r].id), .label = label_of(g, r)};
	for (size_t z = 0; z < l->site_count; z++) {
		e->regions[l->sites[z].region].p += p[z];
		e->captive += p[z];
	}
	e->captive = fmin(1, e->captive);
	e->dead = p[l->site_count];
	e->free = p[l->site_count + 1];
	qsort(e->regions, e->region_count, sizeof(*e->regions), by_chance);
	for (size_t i = 0; i < e->region_count; i++)
		g->order[i] = bureau_index_find(&l->region_index, e->regions[i].id);
	return HW_OK;
}

static hw_status fill_places(asking *g, const double *p)
{
	const located *l = g->l;
	bureau_estimate *e = g->e;

	if (!bureau_may(g->s.b, BUREAU_MAY_SEE_PLACES))
		return HW_OK;
	e->places = HW_NEW(g->arena, bureau_chance, l->site_count);
	if (!e->places)
		return out_of_memory(g);
	for (size_t z = 0; z < l->site_count; z++) {
		if (p[z] < 0.01)
			continue;
		e->places[e->place_count++] = (bureau_chance){
			.id = hw_text_copy(g->arena, l->sites[z].id),
			.label = l->sites[z].unlisted ? sheet_format(&g->s, "%s, %.*s",
								     bureau_word(g->run->lang ? g->run->lang : "en",
										 "a place that is on no list"),
								     HW_TEXT_ARG(label_of(g, l->sites[z].region)))
						      : sheet_label(&g->s, "places", l->sites[z].id),
			.p = p[z]};
	}
	qsort(e->places, e->place_count, sizeof(*e->places), by_chance);
	return HW_OK;
}

static hw_status ask_engine(asking *g)
{
	const located *l = g->l;
	bureau_estimate *e = g->e;
	belief_run options = {.threads = g->run->threads, .seed = g->run->seed};
	size_t group = l->persons[g->person].group;
	double *p;

	g->states = belief_states(l->engine);
	p = HW_NEW(g->arena, double, g->states);
	if (!p)
		return out_of_memory(g);
	HW_TRY(belief_posteriors(l->engine, g->person, g->person + 1, &l->day, 1, &options, p, g->error));
	HW_TRY(fill_regions(g, p));
	HW_TRY(fill_places(g, p));
	HW_TRY(belief_log_likelihood(l->engine, g->person, &e->log_likelihood, g->error));
	e->together = e->together_stated = (double)NAN;
	if (group != BELIEF_NONE) {
		e->group = hw_text_copy(g->arena, l->groups[group].id);
		e->together_stated = l->groups[group].together;
		HW_TRY(belief_together(l->engine, g->person, &e->together, g->error));
	}
	return HW_OK;
}

/* ---- why --------------------------------------------------------------------------------------------- */
static hw_status make_values(asking *g)
{
	const located *l = g->l;

	g->values = 1 + l->region_count;
	g->rows = HW_NEW(g->arena, double, g->values * g->states);
	if (!g->rows)
		return out_of_memory(g);
	for (size_t z = 0; z < l->site_count; z++)
		g->rows[z] = 1;
	for (size_t i = 0; i < l->region_count; i++)
		bureau_located_region_row(l, g->order[i], g->rows + (1 + i) * g->states);
	return HW_OK;
}

static double reliability_of(const located *l, size_t source)
{
	size_t count;
	const belief_reliability *all = belief_reliabilities(l->engine, &count);

	for (size_t i = 0; i < count; i++)
		if (all[i].source == source)
			return all[i].theta;
	return (double)NAN;
}

/* In steps of .05: an exact number would show which reports come from one source. */
static double coarse(double theta)
{
	return floor(theta * 20 + 0.5) / 20;
}

/* Columns of case_report: happened, received, grade, status, place, region, searched, copies, confidential, kind.
 * False when this user may not see it. */
static hw_status describe(asking *g, hw_text id, bureau_why *why, bool *shown)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	hw_text grade;

	why->id = hw_text_copy(g->arena, id);
	*shown = true;
	HW_TRY(store_query_first(g->s.store, "case_report", values, 1, &rows, g->error));
	if (!rows)
		return HW_OK;
	*shown = (store_get_integer(rows, 8) != 1 && !hw_text_is(store_get_text(rows, 9), "agency")) ||
		 bureau_may(g->s.b, BUREAU_MAY_SEE_CONFIDENTIAL);
	grade = store_get_text(rows, 2);
	why->grade = grade.length ? grade.bytes[0] : '\0';
	why->happened = store_copy_text(rows, 0, g->arena);
	why->received = store_copy_text(rows, 1, g->arena);
	why->copies = store_copy_text(rows, 7, g->arena);
	why->says = case_says(&g->s, store_get_text(rows, 3), store_get_text(rows, 4), store_get_text(rows, 5),
			      store_get_text(rows, 6));
	return HW_OK;
}

/* Reports of the person, or of his group: one row each, with its move of every value. */
static hw_status explain(asking *g, const belief_report *reports, size_t count, bool of_group)
{
	const located *l = g->l;
	belief_why *whys = HW_NEW(g->arena, belief_why, count + 1);
	double *moves = HW_NEW(g->arena, double, (count + 1) * g->values);

	if (!whys || !moves)
		return out_of_memory(g);
	if (of_group)
		HW_TRY(belief_explain_group(l->engine, l->persons[g->person].group, l->day, g->rows, g->values, whys,
					    moves, g->error));
	else
		HW_TRY(belief_explain(l->engine, g->person, l->day, g->rows, g->values, whys, moves, g->error));
	for (size_t i = 0; i < count; i++) {
		bureau_why *why = &g->e->reports[g->e->report_count];
		bool shown;

		*why = (bureau_why){.of_group = of_group,
				    .used = whys[i].used,
				    .faithful = whys[i].faithful,
				    .noise = whys[i].noise,
				    .copy = whys[i].copy,
				    .surprise = whys[i].surprise,
				    .move_captive = moves[i * g->values],
				    .moves = moves + i * g->values + 1,
				    .reliability = reports[i].source == BELIEF_NONE
							   ? (double)NAN
							   : coarse(reliability_of(l, reports[i].source))};
		HW_TRY(describe(g, reports[i].id, why, &shown));
		if (!why->used)
			continue; /* not known by the day asked about */
		if (shown)
			g->e->report_count++;
		else
			g->e->confidential++;
	}
	return HW_OK;
}

static int by_received(const void *a, const void *b)
{
	const bureau_why *x = a, *y = b;
	int order = hw_text_compare(x->received, y->received);

	return order ? order : hw_text_compare(x->id, y->id);
}

static hw_status tell_why(asking *g)
{
	const belief_person *p = &g->l->persons[g->person];
	const belief_group *group = p->group == BELIEF_NONE ? NULL : &g->l->groups[p->group];
	size_t most = p->report_count + (group ? group->report_count : 0);

	HW_TRY(make_values(g));
	g->e->reports = HW_NEW(g->arena, bureau_why, most + 1);
	if (!g->e->reports)
		return out_of_memory(g);
	if (p->report_count)
		HW_TRY(explain(g, p->reports, p->report_count, false));
	if (group && group->report_count)
		HW_TRY(explain(g, group->reports, group->report_count, true));
	qsort(g->e->reports, g->e->report_count, sizeof(*g->e->reports), by_received);
	return HW_OK;
}

/* ---- what would change it -------------------------------------------------------------------------------- */
static void add_change(asking *g, hw_text t)
{
	if (t.length && g->e->change.count < CHANGES_MOST)
		g->e->change.items[g->e->change.count++] = t;
}

/* The two reports that carry most: what would be left without each of them. */
static void without_reports(asking *g)
{
	const bureau_estimate *e = g->e;
	const bureau_why *told = NULL;
	const char *lang = g->run->lang ? g->run->lang : "en";

	for (int turn = 0; turn < 2; turn++) {
		const bureau_why *most = NULL;

		for (size_t i = 0; i < e->report_count; i++) {
			const bureau_why *why = &e->reports[i];

			if (why != told && !why->of_group && isfinite(why->moves[0]) && fabs(why->moves[0]) >= 0.1 &&
			    (!most || fabs(why->moves[0]) > fabs(most->moves[0])))
				most = why;
		}
		if (!most)
			return;
		told = most;
		hw_text without =
			bureau_likelihood(g->arena, lang, hw_logistic(hw_logit(e->regions[0].p) - most->moves[0]));
		if (!hw_text_equal(without, bureau_likelihood(g->arena, lang, e->regions[0].p)))
			add_change(g, sheet_format(&g->s, "%s %.*s: %.*s, %.*s.", bureau_word(lang, "Without report"),
						   HW_TEXT_ARG(most->id), HW_TEXT_ARG(without),
						   HW_TEXT_ARG(e->regions[0].label)));
	}
}

static hw_status what_would_change(asking *g)
{
	bureau_estimate *e = g->e;
	const store_value person[] = {store_text(e->person)};
	const char *lang = g->run->lang ? g->run->lang : "en";

	e->change.items = HW_NEW(g->arena, hw_text, CHANGES_MOST);
	if (!e->change.items)
		return out_of_memory(g);
	without_reports(g);
	if (e->group.length && !e->change.count && e->report_count)
		add_change(g, hw_text_of(bureau_word(lang, "What is known of the others of the group carries this "
							   "estimate: no single report moves it.")));
	HW_TRY(store_query_integer(g->s.store, "case_open_proposals", person, 1, &e->unreviewed, g->error));
	if (e->unreviewed)
		add_change(g, sheet_format(&g->s, "%lld %s", (long long)e->unreviewed,
					   bureau_word(lang, "reports that may speak of him wait for a judgement "
							     "(homeward review).")));
	if (!e->confirmed)
		add_change(g, hw_text_of(bureau_word(lang,
						     "A confirmation by the Power through the Agency, or his return, "
						     "would end the doubt.")));
	return g->s.failed ? out_of_memory(g) : HW_OK;
}

/* ---- the job ------------------------------------------------------------------------------------------------ */
static hw_status name_of(asking *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(g->e->person)};

	HW_TRY(store_query_first(g->s.store, "case_person", id, 1, &rows, g->error));
	if (rows && !store_is_null(rows, 0))
		g->e->name = store_copy_text(rows, 0, g->arena);
	return HW_OK;
}

static hw_status fill(asking *g)
{
	const located_person *p = &g->l->people[g->person];
	char day[11];

	g->e->registry_id = hw_text_copy(g->arena, p->registry_id);
	g->e->register_word = p->register_word.length ? hw_text_copy(g->arena, p->register_word) : HW_TEXT("");
	g->e->confirmed = p->confirmed;
	g->e->day = sheet_format(&g->s, "%s", hw_days_write((int32_t)g->l->day, day));
	HW_TRY(name_of(g));
	HW_TRY(ask_engine(g));
	HW_TRY(tell_why(g));
	HW_TRY(locate_reasons(g->l, g->person, g->order[0], bureau_may(g->s.b, BUREAU_MAY_SEE_PLACES), g->arena, g->e,
			      g->error));
	return what_would_change(g);
}

/* Where somebody is whom we hold ourselves, is a fact. */
static hw_status refuse_theirs(asking *g, hw_text id)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(g->e->person)};

	HW_TRY(store_query_first(g->s.store, "case_person", values, 1, &rows, g->error));
	if (!rows || !hw_text_is(store_get_text(rows, 1), "theirs"))
		return HW_OK;
	(void)hw_fail(g->error, HW_BAD_INPUT, "%.*s is held by us: the place is known, not estimated", HW_TEXT_ARG(id));
	return hw_error_remedy(g->error, "homeward person %.*s", HW_TEXT_ARG(id));
}

hw_status bureau_locate_person(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_estimate *result,
			       hw_error *error)
{
	bureau_estimate e = {.name = HW_TEXT_INIT("")};
	asking g = {.run = run, .arena = arena, .error = error, .e = &e};
	hw_status status;

	HW_TRY(case_enter(b, arena, id, &e.person, error));
	g.s = sheet_begin(b, arena, run, "estimate", &g.unused, error);
	HW_TRY(refuse_theirs(&g, id));
	HW_TRY(bureau_located(b, run, &g.l, error));
	g.person = bureau_index_find(&g.l->person_index, e.person);
	status = g.person == BUREAU_NOWHERE
			 ? hw_fail(error, HW_BAD_INPUT, "%.*s has no row of the register in force", HW_TEXT_ARG(id))
			 : fill(&g);
	if (status == HW_OK)
		*result = e;
	return status;
}

/* ---- JSON: the form of `belief --json`, with the words beside ------------------------------------------------- */
static void why_json(const bureau_estimate *e, const bureau_why *why, hw_json_writer *w)
{
	char grade[2] = {why->grade, '\0'};

	hw_json_object(w, NULL);
	hw_json_text(w, "id", why->id);
	hw_json_text(w, "says", why->says);
	hw_json_string(w, "happened", why->happened.length ? why->happened.bytes : NULL);
	hw_json_string(w, "received", why->received.length ? why->received.bytes : NULL);
	hw_json_string(w, "grade", why->grade ? grade : NULL);
	hw_json_number(w, "reliability", why->reliability);
	hw_json_boolean(w, "of_group", why->of_group);
	hw_json_string(w, "copies", why->copies.length ? why->copies.bytes : NULL);
	hw_json_number(w, "faithful", why->faithful);
	hw_json_number(w, "noise", why->noise);
	hw_json_number(w, "copy", why->copy);
	hw_json_object(w, "moves");
	hw_json_number(w, "captive", why->move_captive);
	for (size_t i = 0; i < e->region_count; i++)
		hw_json_number(w, e->regions[i].id.bytes, why->moves[i]);
	hw_json_close(w, '}');
	hw_json_number(w, "surprise", why->surprise);
	hw_json_close(w, '}');
}

static void chances_json(const bureau_chance *items, size_t count, hw_json_writer *w, const char *key)
{
	hw_json_object(w, key);
	for (size_t i = 0; i < count; i++)
		hw_json_number(w, items[i].id.bytes, items[i].p);
	hw_json_close(w, '}');
}

void bureau_estimate_json(const bureau_estimate *e, hw_json_writer *w, const char *key)
{
	hw_json_object(w, key);
	hw_json_text(w, "id", e->person);
	hw_json_text(w, "registry_id", e->registry_id);
	hw_json_text(w, "name", e->name);
	hw_json_object(w, "official");
	hw_json_string(w, "register", e->register_word.length ? e->register_word.bytes : NULL);
	hw_json_boolean(w, "agency_confirmed", e->confirmed);
	hw_json_close(w, '}');
	hw_json_text(w, "at", e->day);
	hw_json_number(w, "log_likelihood", e->log_likelihood);
	hw_json_number(w, "captive", e->captive);
	hw_json_number(w, "dead", e->dead);
	hw_json_number(w, "free", e->free);
	chances_json(e->regions, e->region_count, w, "sets");
	chances_json(e->places, e->place_count, w, "places");
	hw_json_string(w, "group", e->group.length ? e->group.bytes : NULL);
	hw_json_number(w, "together_stated", e->together_stated);
	hw_json_number(w, "together", e->together);
	hw_json_array(w, "reports");
	for (size_t i = 0; i < e->report_count; i++)
		why_json(e, &e->reports[i], w);
	hw_json_close(w, ']');
	hw_json_integer(w, "confidential_reports", e->confidential);
	hw_json_integer(w, "unreviewed", e->unreviewed);
	locate_reasons_json(e, w);
	hw_json_array(w, "change");
	for (size_t i = 0; i < e->change.count; i++)
		hw_json_text(w, NULL, e->change.items[i]);
	hw_json_close(w, ']');
	hw_json_close(w, '}');
}
