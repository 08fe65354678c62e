/* locate_reasons.c - beside what each report moves: pairs that do not go together, chains of copies, and which report
 * would tell most next.  Nothing is summed by source: that would show which reports come from one. */
#include "bureau/located_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double GRADE_B = 12.0 / 14, WORTH_TELLING = 0.01; /* bits */

typedef struct reasoning {
	const located *l;
	size_t person;
	const double *value; /* 1 at the sites of the likeliest region */
	hw_arena *arena;
	bureau_estimate *e;
	hw_error *error;
} reasoning;

static hw_status no_memory(const reasoning *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for the estimate");
}

/* Only reports that are told may be named. */
static bool is_told(const bureau_estimate *e, hw_text id)
{
	for (size_t i = 0; i < e->report_count; i++)
		if (hw_text_equal(e->reports[i].id, id))
			return true;
	return false;
}

static hw_status add_clashes(reasoning *g, const belief_report *reports, const belief_pair *pairs, size_t count)
{
	bureau_estimate *e = g->e;
	bureau_clash *all = HW_NEW(g->arena, bureau_clash, e->clash_count + count + 1);

	if (!all)
		return no_memory(g);
	if (e->clash_count)
		memcpy(all, e->clashes, e->clash_count * sizeof(*all));
	e->clashes = all;
	for (size_t i = 0; i < count; i++) {
		hw_text one = reports[pairs[i].one].id, other = reports[pairs[i].other].id;

		if (is_told(e, one) && is_told(e, other))
			e->clashes[e->clash_count++] = (bureau_clash){hw_text_copy(g->arena, one),
								      hw_text_copy(g->arena, other), pairs[i].factor};
	}
	return HW_OK;
}

static int weightiest_first(const void *a, const void *b)
{
	double x = fabs(((const bureau_chain *)a)->move), y = fabs(((const bureau_chain *)b)->move);

	if (x > y || x < y)
		return x > y ? -1 : 1;
	return hw_text_compare(((const bureau_chain *)a)->root, ((const bureau_chain *)b)->root);
}

static hw_status explain_sets(const reasoning *g, bool group, const size_t *label, size_t labels, double *moves,
			      double *without)
{
	const located *l = g->l;

	if (group)
		return belief_explain_group_sets(l->engine, l->persons[g->person].group, l->day, g->value, 1, label,
						 labels, moves, without, g->error);
	return belief_explain_sets(l->engine, g->person, l->day, g->value, 1, label, labels, moves, without, g->error);
}

/* Reports by chain (those of one report alone are told already), and all of them at once: reports that agree cover for
 * one another, so that none moves anything alone. */
static hw_status find_chains(reasoning *g, const belief_report *reports, size_t n, bool group, bureau_chain *all)
{
	bureau_estimate *e = g->e;
	size_t *label = HW_NEW(g->arena, size_t, n + 1), *none = HW_NEW(g->arena, size_t, n + 1);
	double *moves = HW_NEW(g->arena, double, n + 1), *without = HW_NEW(g->arena, double, n + 1);

	if (!label || !none || !moves || !without)
		return no_memory(g);
	if (!n)
		return HW_OK;
	size_t chains = belief_provenance_chains(reports, n, label);
	HW_TRY(explain_sets(g, group, label, chains, moves, without));
	for (size_t c = 0; c < chains; c++) {
		bureau_chain chain = {.move = moves[c], .without = without[c], .of_group = group};

		for (size_t j = 0; j < n; j++)
			if (label[j] == c) {
				if (reports[j].copies == BELIEF_NONE)
					chain.root = reports[j].id;
				chain.reports += is_told(e, reports[j].id);
			}
		if (chain.reports > 1 && isfinite(chain.move) && is_told(e, chain.root)) {
			chain.root = hw_text_copy(g->arena, chain.root);
			e->chains[e->chain_count++] = chain;
		}
	}
	HW_TRY(explain_sets(g, group, none, 1, moves, without));
	*all = (bureau_chain){.move = moves[0], .without = without[0], .of_group = group};
	for (size_t j = 0; j < n; j++)
		all->reports += is_told(e, reports[j].id);
	if (!isfinite(all->move))
		all->reports = 0;
	return HW_OK;
}

static hw_status find_all_chains(reasoning *g)
{
	const belief_person *p = &g->l->persons[g->person];
	const belief_group *group = p->group == BELIEF_NONE ? NULL : &g->l->groups[p->group];
	bureau_estimate *e = g->e;

	e->chains = HW_NEW(g->arena, bureau_chain, p->report_count + (group ? group->report_count : 0) + 1);
	if (!e->chains)
		return no_memory(g);
	HW_TRY(find_chains(g, p->reports, p->report_count, false, &e->own));
	if (group)
		HW_TRY(find_chains(g, group->reports, group->report_count, true, &e->of_all_group));
	qsort(e->chains, e->chain_count, sizeof(*e->chains), weightiest_first);
	return HW_OK;
}

static hw_status find_clashes(reasoning *g)
{
	const belief_person *p = &g->l->persons[g->person];
	belief_pair *pairs;
	size_t count;

	HW_TRY(belief_conflicts(g->l->engine, g->person, BELIEF_CONFLICT, g->arena, &pairs, &count, g->error));
	HW_TRY(add_clashes(g, p->reports, pairs, count));
	if (p->group == BELIEF_NONE)
		return HW_OK;
	HW_TRY(belief_group_conflicts(g->l->engine, p->group, BELIEF_CONFLICT, g->arena, &pairs, &count, g->error));
	return add_clashes(g, g->l->groups[p->group].reports, pairs, count);
}

static const char *kind_words(belief_claim_kind kind)
{
	switch (kind) {
	case BELIEF_CLAIM_STATUS:
		return "a report whether he is captive";
	case BELIEF_CLAIM_REGION:
		return "a report of his region";
	case BELIEF_CLAIM_SEARCHED:
		return "a search of";
	default:
		return "a report of his place";
	}
}

static hw_text label_of(const bureau_estimate *e, hw_text id)
{
	for (size_t i = 0; i < e->place_count; i++)
		if (hw_text_equal(e->places[i].id, id))
			return e->places[i].label;
	return HW_TEXT("");
}

static hw_status find_next(reasoning *g, bool may_see_places)
{
	const located *l = g->l;
	bureau_estimate *e = g->e;
	double *state = HW_NEW(g->arena, double, belief_states(l->engine));
	belief_next *next = HW_NEW(g->arena, belief_next, 4 + l->problem.list_count);
	size_t count;

	e->next = HW_NEW(g->arena, bureau_next, 4 + l->problem.list_count);
	if (!state || !next || !e->next)
		return no_memory(g);
	HW_TRY(belief_posteriors(l->engine, g->person, g->person + 1, &l->day, 1, NULL, state, g->error));
	HW_TRY(belief_next_reports(l->engine, state, g->value, GRADE_B, next, &count, g->error));
	for (size_t i = 0; i < count; i++) {
		bureau_next n = {.kind = kind_words(next[i].kind),
				 .bits = next[i].about_value,
				 .low = next[i].low,
				 .high = next[i].high};

		if (n.bits < WORTH_TELLING || next[i].kind == BELIEF_CLAIM_ABSENT)
			continue;
		if (next[i].kind == BELIEF_CLAIM_SEARCHED) {
			n.label = label_of(e, l->sites[next[i].place].id);
			if (!may_see_places || !n.label.length)
				continue;
		}
		e->next[e->next_count++] = n;
	}
	return HW_OK;
}

hw_status locate_reasons(const located *l, size_t person, size_t region, bool may_see_places, hw_arena *arena,
			 bureau_estimate *e, hw_error *error)
{
	double *value = HW_NEW(arena, double, belief_states(l->engine));
	reasoning g = {.l = l, .person = person, .value = value, .arena = arena, .e = e, .error = error};

	if (!value)
		return no_memory(&g);
	bureau_located_region_row(l, region, value);
	HW_TRY(find_clashes(&g));
	HW_TRY(find_all_chains(&g));
	return find_next(&g, may_see_places);
}

static void all_json(const char *key, const bureau_chain *c, hw_json_writer *w)
{
	if (!c->reports) {
		hw_json_null(w, key);
		return;
	}
	hw_json_object(w, key);
	hw_json_integer(w, "reports", (int64_t)c->reports);
	hw_json_number(w, "move", c->move);
	hw_json_number(w, "without", c->without);
	hw_json_close(w, '}');
}

void locate_reasons_json(const bureau_estimate *e, hw_json_writer *w)
{
	hw_json_array(w, "conflicts");
	for (size_t i = 0; i < e->clash_count; i++) {
		hw_json_object(w, NULL);
		hw_json_text(w, "one", e->clashes[i].one);
		hw_json_text(w, "other", e->clashes[i].other);
		hw_json_number(w, "factor", e->clashes[i].factor);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	hw_json_array(w, "chains");
	for (size_t i = 0; i < e->chain_count; i++) {
		hw_json_object(w, NULL);
		hw_json_text(w, "root", e->chains[i].root);
		hw_json_integer(w, "reports", (int64_t)e->chains[i].reports);
		hw_json_number(w, "move", e->chains[i].move);
		hw_json_number(w, "without", e->chains[i].without);
		hw_json_boolean(w, "of_group", e->chains[i].of_group);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	all_json("without_all", &e->own, w);
	all_json("without_all_of_group", &e->of_all_group, w);
	hw_json_array(w, "next");
	for (size_t i = 0; i < e->next_count; i++) {
		hw_json_object(w, NULL);
		hw_json_string(w, "kind", e->next[i].kind);
		hw_json_string(w, "place", e->next[i].label.length ? e->next[i].label.bytes : NULL);
		hw_json_number(w, "bits", e->next[i].bits);
		hw_json_number(w, "low", e->next[i].low);
		hw_json_number(w, "high", e->next[i].high);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}
