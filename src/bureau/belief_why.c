/* belief_why.c - beside what each report did: what each source and each provenance chain did, which reports do
 * not go together, and which report would tell most next. */
#include "bureau/belief_json_int.h"

#include <math.h>
#include <string.h>

static const double GRADE_B = 12.0 / 14; /* of the source that is supposed to report next */

typedef struct asking {
	const belief *engine;
	const belief_input *in;
	belief_becauses *out;
} asking;

/* Of whom: one of persons or groups. */
typedef struct subject {
	bool group;
	size_t index;
	const belief_report *reports;
	size_t count;
} subject;

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "the answer does not fit into memory");
}

/* Sources of the reports in order of first use, as labels. */
static size_t label_sources(const subject *s, size_t *label, size_t *sources)
{
	size_t count = 0;

	for (size_t j = 0; j < s->count; j++) {
		size_t k = 0;
		while (k < count && sources[k] != s->reports[j].source)
			k++;
		if (k == count)
			sources[count++] = s->reports[j].source;
		label[j] = k;
	}
	return count;
}

static hw_status explain_sets(const asking *a, const subject *s, const size_t *label, size_t labels, double *moves,
			      hw_error *error)
{
	const belief_input *in = a->in;

	if (s->group)
		return belief_explain_group_sets(a->engine, s->index, in->day, in->values, a->out->values, label,
						 labels, moves, NULL, error);
	return belief_explain_sets(a->engine, s->index, in->day, in->values, a->out->values, label, labels, moves, NULL,
				   error);
}

static hw_status next_reports(const asking *a, const subject *s, hw_arena *arena, belief_because *because,
			      hw_error *error)
{
	const belief_input *in = a->in;
	size_t states = in->problem.site_count + 2, value = a->out->values > 1 ? 1 : 0;
	double *state = HW_NEW(arena, double, states);

	because->next = HW_NEW(arena, belief_next, 4 + in->problem.list_count);
	if (!state || !because->next)
		return no_memory(error);
	if (s->group)
		HW_TRY(belief_group_posterior(a->engine, s->index, &in->day, 1, state, error));
	else
		HW_TRY(belief_posteriors(a->engine, s->index, s->index + 1, &in->day, 1, NULL, state, error));
	if (isnan(state[0]))
		return HW_OK;
	return belief_next_reports(a->engine, state, in->values + value * states, GRADE_B, because->next,
				   &because->next_count, error);
}

static hw_status because_of(const asking *a, const subject *s, hw_arena *arena, belief_because *b, hw_error *error)
{
	size_t values = a->out->values, n = s->count + 1, *label = HW_NEW(arena, size_t, n);

	b->sources = HW_NEW(arena, size_t, n);
	b->chain = HW_NEW(arena, size_t, n);
	b->source_moves = HW_NEW(arena, double, n *values);
	b->chain_moves = HW_NEW(arena, double, n *values);
	if (!label || !b->sources || !b->chain || !b->source_moves || !b->chain_moves)
		return no_memory(error);
	HW_TRY(next_reports(a, s, arena, b, error));
	if (!s->count)
		return HW_OK;
	b->source_count = label_sources(s, label, b->sources);
	HW_TRY(explain_sets(a, s, label, b->source_count, b->source_moves, error));
	b->chain_count = belief_provenance_chains(s->reports, s->count, b->chain);
	HW_TRY(explain_sets(a, s, b->chain, b->chain_count, b->chain_moves, error));
	if (s->group)
		return belief_group_conflicts(a->engine, s->index, BELIEF_CONFLICT, arena, &b->pairs, &b->pair_count,
					      error);
	return belief_conflicts(a->engine, s->index, BELIEF_CONFLICT, arena, &b->pairs, &b->pair_count, error);
}

static hw_status because_slice(void *context, size_t slice, hw_error *error)
{
	const asking *a = context;
	const belief_problem *p = &a->in->problem;
	hw_arena *arena = a->out->arenas[slice];

	for (size_t i = slice; i < p->person_count; i += BELIEF_WHY_SLICES) {
		const subject s = {false, i, p->persons[i].reports, p->persons[i].report_count};
		HW_TRY(because_of(a, &s, arena, &a->out->persons[i], error));
	}
	for (size_t i = slice; i < p->group_count; i += BELIEF_WHY_SLICES) {
		const subject s = {true, i, p->groups[i].reports, p->groups[i].report_count};
		HW_TRY(because_of(a, &s, arena, &a->out->groups[i], error));
	}
	return HW_OK;
}

hw_status belief_why_all(hw_arena *arena, const belief *engine, const belief_input *in, const belief_run *run,
			 belief_becauses *result, hw_error *error)
{
	asking a = {.engine = engine, .in = in, .out = result};

	*result = (belief_becauses){.values = 1 + in->set_count};
	if (!in->why)
		return HW_OK;
	result->arenas = HW_NEW(arena, hw_arena *, BELIEF_WHY_SLICES);
	result->persons = HW_NEW(arena, belief_because, in->problem.person_count + 1);
	result->groups = HW_NEW(arena, belief_because, in->problem.group_count + 1);
	if (!result->arenas || !result->persons || !result->groups)
		return no_memory(error);
	for (size_t i = 0; i < BELIEF_WHY_SLICES; i++) {
		result->arenas[i] = hw_arena_new(SIZE_MAX / 4);
		if (!result->arenas[i])
			return no_memory(error);
	}
	return hw_parallel(run->threads, BELIEF_WHY_SLICES, because_slice, &a, run->progress, "comparing reports",
			   error);
}

void belief_why_free(belief_becauses *b)
{
	for (size_t i = 0; b->arenas && i < BELIEF_WHY_SLICES; i++)
		hw_arena_free(b->arenas[i]);
	*b = (belief_becauses){0};
}

/* ---- writing ---- */
static void write_moves(const belief_input *in, const double *moves, size_t values, hw_json_writer *w)
{
	hw_json_object(w, "moves");
	for (size_t v = 0; v < values; v++)
		hw_json_number(w, v ? in->sets[v - 1].bytes : "captive", moves[v]);
	hw_json_close(w, '}');
}

static void write_sources(const belief_input *in, const belief_because *b, size_t values, hw_json_writer *w)
{
	hw_json_array(w, "by_source");
	for (size_t i = 0; i < b->source_count; i++) {
		hw_json_object(w, NULL);
		if (b->sources[i] == BELIEF_NONE)
			hw_json_null(w, "source"); /* searches and lists */
		else
			hw_json_text(w, "source", in->problem.sources[b->sources[i]].id);
		write_moves(in, b->source_moves + i * values, values, w);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void write_chains(const belief_input *in, const belief_because *b, const belief_report *reports, size_t count,
			 size_t values, hw_json_writer *w)
{
	hw_json_array(w, "by_chain");
	for (size_t i = 0; i < b->chain_count; i++) {
		hw_json_object(w, NULL);
		hw_json_array(w, "reports");
		for (size_t j = 0; j < count; j++)
			if (b->chain[j] == i)
				hw_json_text(w, NULL, reports[j].id);
		hw_json_close(w, ']');
		write_moves(in, b->chain_moves + i * values, values, w);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void write_pairs(const belief_because *b, const belief_report *reports, hw_json_writer *w)
{
	hw_json_array(w, "conflicts");
	for (size_t i = 0; i < b->pair_count; i++) {
		hw_json_object(w, NULL);
		hw_json_text(w, "one", reports[b->pairs[i].one].id);
		hw_json_text(w, "other", reports[b->pairs[i].other].id);
		hw_json_number(w, "factor", b->pairs[i].factor);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void write_next(const belief_input *in, const belief_because *b, hw_json_writer *w)
{
	static const char *const kinds[] = {[BELIEF_CLAIM_STATUS] = "status",     [BELIEF_CLAIM_SITE] = "site",
					    [BELIEF_CLAIM_SITES] = "sites",       [BELIEF_CLAIM_REGION] = "region",
					    [BELIEF_CLAIM_NEAR] = "near",         [BELIEF_CLAIM_SEARCHED] = "searched",
					    [BELIEF_CLAIM_ABSENT] = "absent_from"};

	hw_json_array(w, "next");
	for (size_t i = 0; i < b->next_count; i++) {
		const belief_next *n = &b->next[i];
		hw_json_object(w, NULL);
		hw_json_string(w, "kind", kinds[n->kind]);
		if (n->kind == BELIEF_CLAIM_SEARCHED)
			hw_json_text(w, "site", in->problem.sites[n->place].id);
		if (n->kind == BELIEF_CLAIM_ABSENT)
			hw_json_text(w, "list", in->problem.lists[n->place].id);
		hw_json_number(w, "about_place", n->about_place);
		hw_json_number(w, "about_value", n->about_value);
		hw_json_number(w, "low", n->low);
		hw_json_number(w, "high", n->high);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void belief_why_write(const belief_input *in, const belief_because *because, const belief_report *reports,
		      size_t report_count, size_t values, hw_json_writer *w)
{
	write_sources(in, because, values, w);
	write_chains(in, because, reports, report_count, values, w);
	write_pairs(because, reports, w);
	write_next(in, because, w);
}
