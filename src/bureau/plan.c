/* The bureau's frontier: packages from its own data, in words for the brief and numbers for the planner. */
#include "bureau/plan_int.h"

#include <string.h>

static const double acceptances[] = {0.8, 0.9};
static const int64_t usual_given[] = {20, 40, 60, 100};
static const int64_t usual_unrequested[] = {50, 100, 150, 300};

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the plan");
}

static void add_text(bureau_texts *texts, hw_text t)
{
	if (t.length)
		texts->items[texts->count++] = t;
}

/* "30 conscript, 10 chechen for 150 defence at S": what the package holds, by class. */
static hw_text compose(const planning *g, const exchange_cell *c)
{
	hw_text given = HW_TEXT(""), returned = HW_TEXT("");

	for (size_t i = 0; c->give && i < g->theirs_count; i++)
		if (c->give[i])
			given = hw_text_format(g->arena, "%.*s%s%lld %.*s", HW_TEXT_ARG(given),
					       given.length ? ", " : "", (long long)c->give[i],
					       HW_TEXT_ARG(g->theirs[i].class_name));
	for (size_t i = 0; c->take && i < g->ours_count; i++)
		if (c->take[i])
			returned = hw_text_format(g->arena, "%.*s%s%lld %.*s", HW_TEXT_ARG(returned),
						  returned.length ? ", " : "", (long long)c->take[i],
						  HW_TEXT_ARG(g->ours[i].class_name));
	return hw_text_format(g->arena, "%.*s for %.*s", HW_TEXT_ARG(given), HW_TEXT_ARG(returned));
}

static bureau_cell cell_of(const planning *g, const exchange_cell *c)
{
	bureau_cell r = {
		.acceptance = c->acceptance, .max_given = c->max_given, .feasible = c->feasible, .proven = c->proven};

	if (!c->feasible)
		return r;
	r.given = c->given;
	r.returned = c->returned;
	r.probability = c->probability;
	r.has_band = c->has_band;
	r.band_low = c->band[0];
	r.band_high = c->band[1];
	r.home_mean = c->home.mean;
	r.home_sure95 = c->home.sure95;
	r.home_sure95_shock = c->home.sure95_shock;
	r.compose = compose(g, c);
	return r;
}

/* ---- who must be persuaded -------------------------------------------------------------- */
static hw_status persuade(planning *g, exchange_plan *plan, bureau_frontier *r)
{
	r->persuasion = HW_NEW(g->arena, bureau_persuasion, g->theirs_count + 1);
	if (!r->persuasion)
		return out_of_memory(g->error);
	for (size_t i = 0; i < g->theirs_count; i++) {
		const exchange_entry *e = &g->theirs[i];
		exchange_why why = exchange_entry_why(plan, EXCHANGE_GIVEN, i);
		size_t at;

		if (why == EXCHANGE_DUE) {
			r->unconditional += e->count;
			continue;
		}
		if (why != EXCHANGE_AVAILABLE && why != EXCHANGE_LEFT_OUT) {
			r->excluded += e->count;
			continue;
		}
		if (e->requested)
			continue;
		for (at = 0; at < r->persuasion_count && !hw_text_equal(r->persuasion[at].category, e->class_name);
		     at++)
			;
		if (at == r->persuasion_count)
			r->persuasion[r->persuasion_count++] = (bureau_persuasion){
				.category = e->class_name,
				.label = e->class_name,
				.ground = HW_TEXT("served in its forces; arts. 4, 118: the Power on which he depends")};
		r->persuasion[at].count += e->count;
	}
	return HW_OK;
}

/* ---- what a joint package must say of itself ------------------------------------------------- */
static hw_status warn(planning *g, const bureau_plan_options *options, const exchange_cell *cells, size_t count,
		      bureau_frontier *r)
{
	hw_text *items = HW_NEW(g->arena, hw_text, 16);
	bool formation = false;

	if (!items)
		return out_of_memory(g->error);
	r->warnings = (bureau_texts){items, 0};
	r->notes = (bureau_texts){items + 8, 0};
	for (size_t i = 0; i < count; i++)
		for (size_t p = 0; cells[i].feasible && p < g->party_count; p++)
			formation |= g->parties[p].formation && g->parties[p].acquires && (cells[i].used & (1u << p));
	if (formation) {
		add_text(&r->warnings,
			 HW_TEXT("This package rewards a formation that acquires captives from others; its people are "
				 "also "
				 "claimed from the Power itself (art. 12), which alone answers for them."));
		add_text(&r->warnings, HW_TEXT("A person decides whether this is hostage-taking (AP I 75(2)(c)). The "
					       "package with the Power "
					       "alone at the same number given stands above."));
	}
	if (options->offer_unrequested)
		add_text(&r->notes,
			 HW_TEXT("Only people for whose return no counterpart showed interest are given here."));
	add_text(&r->notes, HW_TEXT("Promised is not delivered: the forecast counts people home. Wills not asked yet "
				    "are provisional, "
				    "pending a private interview."));
	return HW_OK;
}

static hw_status name_parties(const planning *g, const bureau_plan_options *options, exchange_options *e,
			      hw_error *error)
{
	hw_text rest, id;

	e->named = true;
	e->names = 1;
	if (!options->parties)
		return HW_OK;
	e->names = 0;
	if (!strcmp(options->parties, "*")) {
		e->names = (1u << g->party_count) - 1;
		return HW_OK;
	}
	rest = hw_text_of(options->parties);
	while (hw_text_split(&rest, ',', &id)) {
		size_t p = 0;

		while (p < g->party_count && !hw_text_equal(g->parties[p].id, hw_text_trim(id)))
			p++;
		if (p == g->party_count) {
			(void)hw_fail(error, HW_USAGE, "\"%.*s\" is no counterpart that decides for itself",
				      HW_TEXT_ARG(id));
			return hw_error_remedy(error, "homeward interest lists them");
		}
		e->names |= 1u << p;
	}
	return HW_OK;
}

static hw_status compute(planning *g, const bureau_plan_options *options, exchange_plan *plan, bureau_frontier *r)
{
	const int64_t *given = options->given               ? options->given
			       : options->offer_unrequested ? usual_unrequested
							    : usual_given;
	size_t given_count = options->given ? options->given_count : HW_COUNT(usual_given),
	       count = HW_COUNT(acceptances) * given_count;
	exchange_cell *cells = HW_NEW(g->arena, exchange_cell, count);

	r->cells = HW_NEW(g->arena, bureau_cell, count);
	if (!cells || !r->cells)
		return out_of_memory(g->error);
	HW_TRY(exchange_frontier(plan, g->arena, acceptances, HW_COUNT(acceptances), given, given_count,
				 g->run->progress, cells, g->error));
	for (; r->count < count; r->count++)
		r->cells[r->count] = cell_of(g, &cells[r->count]);
	HW_TRY(persuade(g, plan, r));
	return warn(g, options, cells, count, r);
}

hw_status bureau_plan_frontier(bureau *b, hw_arena *arena, const bureau_run *run, const bureau_plan_options *options,
			       bureau_frontier *result, hw_error *error)
{
	exchange_options e = {.objective = options->objective && !strcmp(options->objective, "points")
						   ? EXCHANGE_POINTS
						   : EXCHANGE_PEOPLE,
			      .separate = options->separate,
			      .unrequested = options->offer_unrequested,
			      .seed = run->seed};
	exchange_plan *plan = NULL;
	bureau_frontier r = {0};
	planning g;
	hw_status status;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_PLAN, BUREAU_MAY_BRIEF, error));
	HW_TRY(bureau_planning_load(b, arena, run, &g, error));
	HW_TRY(name_parties(&g, options, &e, error));
	HW_TRY(exchange_plan_new(&g.problem, &e, &plan, error));
	status = compute(&g, options, plan, &r);
	exchange_plan_free(plan);
	if (status == HW_OK)
		*result = r;
	return status;
}
