/* The bureau's frontier: packages from its own data, in words for the brief and numbers for the planner. */
#include "bureau/learning_int.h"
#include "bureau/plan_int.h"

#include <string.h>

static const double acceptances[] = {0.8, 0.9};
static const int64_t usual_given[] = {20, 40, 60, 100};
static const int64_t usual_unrequested[] = {50, 100, 150, 300};

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the plan");
}

static void add_text(const planning *g, bureau_texts *texts, const char *english)
{
	texts->items[texts->count++] = hw_text_of(bureau_word(g->run->lang ? g->run->lang : "en", english));
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
static int64_t number_in(hw_text list, hw_text class_name)
{
	hw_text item, name, rest;
	hw_error ignored;
	int64_t n = 0;

	while (hw_text_split(&list, ';', &item)) {
		rest = item;
		if (hw_text_split(&rest, ':', &name) && hw_text_equal(hw_text_trim(name), class_name) &&
		    hw_text_integer(hw_text_trim(rest), &n, &ignored) == HW_OK)
			return n;
	}
	return 0;
}

/* When its people were offered in packages, and what the last answer was. */
static hw_status count_offers(planning *g, bureau_frontier *r)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char as_of[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(g->bureau), as_of))};
	bool found;

	HW_TRY(store_query(bureau_store(g->bureau), "plan_packages", values, 1, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		for (size_t i = 0; i < r->persuasion_count; i++) {
			int64_t n = number_in(store_get_text(rows, 1), r->persuasion[i].category);

			if (!n)
				continue;
			r->persuasion[i].offered += n;
			r->persuasion[i].answer =
				hw_text_format(g->arena, "%.*s: %s", HW_TEXT_ARG(store_get_text(rows, 0)),
					       bureau_word(g->run->lang ? g->run->lang : "en",
							   hw_text_copy(g->arena, store_get_text(rows, 2)).bytes));
		}
	}
}

/* The ground: the law, and what the counterpart itself says of these people. */
static hw_status find_grounds(planning *g, bureau_frontier *r)
{
	bureau_interests interests;

	HW_TRY(bureau_interests_of(g->bureau, g->arena, g->run, HW_TEXT(""), &interests, g->error));
	for (size_t i = 0; i < r->persuasion_count; i++) {
		bureau_persuasion *p = &r->persuasion[i];

		p->ground = hw_text_of(
			bureau_word(g->run->lang ? g->run->lang : "en", "they served in its forces (GC III 4, 118)"));
		for (size_t k = 0; k < interests.count; k++) {
			if (!hw_text_equal(interests.items[k].category, p->category))
				continue;
			p->label = interests.items[k].label;
			if (!hw_text_is(interests.items[k].reason, "unknown"))
				p->ground = hw_text_format(g->arena, "%.*s; %s: %.*s [%.*s]", HW_TEXT_ARG(p->ground),
							   bureau_word(g->run->lang ? g->run->lang : "en", "it says"),
							   HW_TEXT_ARG(interests.items[k].reason),
							   HW_TEXT_ARG(interests.items[k].source));
		}
	}
	return HW_OK;
}

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
		for (at = 0; at < r->persuasion_count && !hw_text_equal(r->persuasion[at].category, e->group); at++)
			;
		if (at == r->persuasion_count)
			r->persuasion[r->persuasion_count++] =
				(bureau_persuasion){.category = e->group, .label = e->group};
		r->persuasion[at].count += e->count;
	}
	HW_TRY(find_grounds(g, r));
	return count_offers(g, r);
}

/* ---- the ratio that is spoken of ------------------------------------------------------------ */
/* People of the least reluctance first, `wanted` in all; false when there are not so many. */
static bool cheapest(const planning *g, exchange_plan *plan, uint32_t used, int64_t wanted, int64_t *take)
{
	while (wanted > 0) {
		size_t best = SIZE_MAX;
		int64_t n;

		for (size_t i = 0; i < g->ours_count; i++) {
			const exchange_entry *e = &g->ours[i];

			if (take[i] || e->holder_count != 1 || !(used & (1u << e->holders[0])) || e->family.length ||
			    exchange_entry_why(plan, EXCHANGE_RETURNED, i) != EXCHANGE_AVAILABLE)
				continue;
			if (best == SIZE_MAX || e->reluctance.value < g->ours[best].reluctance.value)
				best = i;
		}
		if (best == SIZE_MAX)
			return false;
		n = g->ours[best].count < wanted ? g->ours[best].count : wanted;
		take[best] = n;
		wanted -= n;
	}
	return true;
}

static hw_status learned_ratio(planning *g, const learning_view *view, const exchange_cell *cell, bureau_frontier *r)
{
	double learned[3];

	HW_TRY(learning_view_cell(view, g->arena, cell, learned, &r->ratio_has_learned, g->error));
	if (!r->ratio_has_learned)
		return HW_OK;
	r->ratio_learned = learned[0];
	r->ratio_learned_low = learned[1];
	r->ratio_learned_high = learned[2];
	return HW_OK;
}

/* How likely the counterpart takes it: the most wanted given, the least reluctantly let go returned. */
hw_status bureau_plan_ratio(planning *g, exchange_plan *plan, const learning_view *view, bureau_frontier *r)
{
	int64_t *take = HW_NEW(g->arena, int64_t, g->ours_count + 1);
	exchange_evaluation evaluation;
	exchange_cell cell;
	double given, returned, low = 1e-9;
	int64_t most;

	HW_TRY(bureau_setting_number(g->bureau, "plan.ratio_given", 0, &given, g->error));
	HW_TRY(bureau_setting_number(g->bureau, "plan.ratio_returned", 0, &returned, g->error));
	if (given < 1 || returned < 1)
		return HW_OK;
	if (!take)
		return out_of_memory(g->error);
	most = (int64_t)given;
	HW_TRY(exchange_frontier(plan, g->arena, &low, 1, &most, 1, g->run->progress, &cell, g->error));
	if (!cell.feasible || cell.given != most || !cheapest(g, plan, cell.used, (int64_t)returned, take))
		return HW_OK;
	HW_TRY(exchange_evaluate(plan, g->arena, cell.give, take, &evaluation, g->error));
	r->has_ratio = true;
	r->ratio_given = most;
	r->ratio_returned = (int64_t)returned;
	r->ratio_probability = evaluation.cell.probability;
	cell.take = take;
	return view ? learned_ratio(g, view, &cell, r) : HW_OK;
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
		add_text(g, &r->warnings, BUREAU_WARN_ACQUIRES);
		add_text(g, &r->warnings, BUREAU_WARN_HOSTAGE);
	}
	if (options->offer_unrequested)
		add_text(g, &r->notes, "Only people for whose return no counterpart showed interest are given here.");
	add_text(g, &r->notes,
		 "Promised is not delivered: the forecast counts people home. Wills not asked yet "
		 "are provisional, "
		 "pending a private interview.");
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

static hw_status learned_beside(planning *g, const learning_view *view, const exchange_cell *cells, bureau_frontier *r)
{
	r->learned_from = view->plan ? view->learned->packages : 0;
	r->regime_changed = view->plan && view->learned->widened;
	for (size_t i = 0; i < r->count; i++) {
		bureau_cell *c = &r->cells[i];
		double learned[3];

		HW_TRY(learning_view_cell(view, g->arena, &cells[i], learned, &c->has_learned, g->error));
		if (!c->has_learned)
			continue;
		c->learned = learned[0];
		c->learned_low = learned[1];
		c->learned_high = learned[2];
	}
	return HW_OK;
}

/* What was learned speaks of the Power: beside its own frontier alone. */
static hw_status beside(planning *g, const bureau_plan_options *options, const exchange_options *e, exchange_plan *plan,
			const exchange_cell *cells, bureau_frontier *r)
{
	learning_view view;
	hw_status status;

	if (options->separate || options->parties)
		return HW_OK;
	HW_TRY(learning_view_open(g, e, &view, g->error));
	status = learned_beside(g, &view, cells, r);
	if (status == HW_OK && !options->offer_unrequested)
		status = bureau_plan_ratio(g, plan, &view, r);
	learning_view_close(&view);
	return status;
}

static hw_status compute(planning *g, const bureau_plan_options *options, const exchange_options *e,
			 exchange_plan *plan, bureau_frontier *r)
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
	HW_TRY(beside(g, options, e, plan, cells, r));
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
	status = compute(&g, options, &e, plan, &r);
	exchange_plan_free(plan);
	if (status == HW_OK)
		*result = r;
	return status;
}
