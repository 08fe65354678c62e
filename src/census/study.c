/* study.c - the methods side by side on the tables of all draws and strata. */
#include "census/study_int.h"

#include <math.h>

enum { MANY_MODELS = 5 }; /* lists from which on all log-linear models take a second */

typedef struct studying {
	const census_table *tables;
	size_t draws, strata, lists;
	const census_options *options;
	const census_run *run;
	hw_arena *arena;
	hw_error *error;
	reduced *reduced; /* [draws * strata] */
	census_estimate *units;
	judging judge;
	census_study study;
} studying;

static hw_status no_memory(studying *s)
{
	return hw_fail(s->error, HW_NO_MEMORY, "no memory for the study");
}

/* All methods that fit so many lists. */
static unsigned fitting_methods(size_t lists)
{
	unsigned bounds = 1u << CENSUS_CHAO_MH | 1u << CENSUS_CHAO_MTH;

	if (lists < 3)
		return bounds | 1u << CENSUS_CHAPMAN;
	if (lists > CENSUS_GRAPH_LISTS_MAX)
		return bounds | 1u << CENSUS_LATENT_CLASS;
	return bounds | 1u << CENSUS_DECOMPOSABLE | 1u << CENSUS_LOGLINEAR | 1u << CENSUS_LOGLINEAR_MODEL |
	       1u << CENSUS_LATENT_CLASS;
}

static double people_on(const census_table *t, uint32_t lists)
{
	double people = 0;

	for (size_t i = 0; i < t->pattern_count; i++)
		people += t->patterns[i] & lists ? (double)t->counts[i] : 0;
	return people;
}

/* Reduces every table and counts who is seen. */
static hw_status reduce_all(studying *s)
{
	size_t count = s->draws * s->strata;

	s->reduced = HW_NEW(s->arena, reduced, count);
	if (!s->reduced)
		return no_memory(s);
	for (size_t d = 0; d < s->draws; d++) {
		double seen = 0;
		for (size_t k = 0; k < s->strata; k++) {
			reduced *r = &s->reduced[d * s->strata + k];
			HW_TRY(census_reduce(&s->tables[d * s->strata + k], true, s->arena, r, s->error));
			uint32_t used = 0;
			for (size_t j = 0; j < r->table.lists; j++)
				used |= 1u << r->map[j];
			s->study.used |= used;
			seen += (double)r->seen;
			s->study.listed += d ? 0 : (int64_t)people_on(&s->tables[k], UINT32_MAX);
		}
		if (d == 0)
			s->study.seen = (int64_t)seen;
		s->study.seen_low = d ? fmin(s->study.seen_low, seen) : seen;
		s->study.seen_high = d ? fmax(s->study.seen_high, seen) : seen;
	}
	return HW_OK;
}

/* Strata in which nobody stands in any draw are passed over. */
static void drop_empty_strata(studying *s)
{
	size_t kept = 0;
	census_table *tables = HW_NEW(s->arena, census_table, s->draws * s->strata + 1);

	for (size_t k = 0; tables && k < s->strata; k++) {
		bool somebody = false;
		for (size_t d = 0; d < s->draws; d++)
			for (size_t i = 0; i < s->tables[d * s->strata + k].pattern_count; i++)
				somebody = somebody || s->tables[d * s->strata + k].counts[i] > 0;
		for (size_t d = 0; somebody && d < s->draws; d++)
			tables[kept * s->draws + d] = s->tables[d * s->strata + k];
		kept += somebody;
	}
	census_table *turned = tables && kept ? HW_NEW(s->arena, census_table, s->draws * kept) : NULL;
	for (size_t k = 0; turned && k < kept; k++)
		for (size_t d = 0; d < s->draws; d++)
			turned[d * kept + k] = tables[k * s->draws + d];
	if (turned && kept < s->strata) {
		s->tables = turned;
		s->strata = kept;
	}
}

/* Lists that a stratum does without. */
static void judge_lists(studying *s, size_t k, size_t stratum)
{
	const reduced *r = &s->reduced[k];

	for (size_t j = 0; j < s->lists; j++) {
		census_reason reason = {.kind = CENSUS_NOTE_APART,
					.stratum = stratum,
					.list = j,
					.value = people_on(&s->tables[k], (uint32_t)1 << j)};
		reason.kind = reason.value > 0 ? CENSUS_NOTE_APART : CENSUS_NOTE_EMPTY_LIST;
		if (r->apart >> j & 1 || !(reason.value > 0))
			census_add_reason(&s->judge, reason);
	}
	if (!r->table.lists)
		census_add_reason(&s->judge, (census_reason){.kind = CENSUS_NO_OVERLAP,
							     .refuses = true,
							     .stratum = stratum,
							     .list = SIZE_MAX,
							     .value = people_on(&s->tables[k], UINT32_MAX)});
}

static void judge_tables(studying *s)
{
	for (size_t k = 0; k < s->strata; k++) {
		const reduced *r = &s->reduced[k];
		size_t stratum = s->strata > 1 ? k : SIZE_MAX;
		judge_lists(s, k, stratum);
		census_reason reason = {.refuses = true,
					.stratum = stratum,
					.list = SIZE_MAX,
					.value = (double)r->table.lists,
					.limit = 3};
		reason.kind = CENSUS_FEW_LISTS;
		if (r->table.lists < 3)
			census_add_reason(&s->judge, reason);
		reason.value = (double)r->shared;
		reason.refuses = r->shared < 10;
		reason.kind = reason.refuses ? CENSUS_FEW_SHARED : CENSUS_NOTE_FEW_SHARED;
		reason.limit = reason.refuses ? 10 : 30;
		if (r->shared < 30)
			census_add_reason(&s->judge, reason);
	}
}

static hw_status run_all(studying *s)
{
	size_t count = s->draws * s->strata, every = 1 + (s->draws - 1) / STUDY_SOME_DRAWS;

	s->units = HW_NEW(s->arena, census_estimate, count * CENSUS_METHOD_COUNT);
	if (!s->units)
		return no_memory(s);
	for (size_t i = 0; i < count; i++) {
		unsigned methods =
			s->judge.methods & (fitting_methods(s->reduced[i].table.lists) |
					    (s->reduced[i].table.lists == 2 ? 1u << CENSUS_DECOMPOSABLE : 0));
		bool some = i / s->strata % every == 0;
		if (!some)
			methods &= ~(1u << CENSUS_LATENT_CLASS);
		if (!some && s->reduced[i].table.lists > MANY_MODELS)
			methods &= ~(1u << CENSUS_LOGLINEAR);
		if (count > 1 && !s->options->model_terms)
			methods &= ~(1u << CENSUS_LOGLINEAR_MODEL);
		census_run run = *s->run;
		run.seed = s->run->seed + i * 0x9e3779b97f4a7c15U;
		HW_TRY(census_units(&s->reduced[i], methods, some, s->options, &run, s->arena,
				    s->units + i * CENSUS_METHOD_COUNT, s->error));
	}
	size_t run_on = 1 + (s->draws - 1) / every;
	if (every > 1 && s->judge.methods & 1u << CENSUS_LATENT_CLASS)
		census_add_reason(&s->judge, (census_reason){.kind = CENSUS_NOTE_SOME_DRAWS,
							     .stratum = SIZE_MAX,
							     .list = SIZE_MAX,
							     .value = (double)run_on,
							     .limit = (double)s->draws});
	return HW_OK;
}

static hw_status combine_all(studying *s)
{
	s->study.estimates = HW_NEW(s->arena, census_estimate, CENSUS_METHOD_COUNT);
	if (!s->study.estimates)
		return no_memory(s);
	for (size_t m = 0; m < CENSUS_METHOD_COUNT; m++) {
		bool one = s->draws * s->strata == 1 || s->options->model_terms;
		if (!(s->judge.methods & 1u << m) || (m == CENSUS_LOGLINEAR_MODEL && !one))
			continue;
		HW_TRY(census_combine(s->units, s->draws, s->strata, (census_method)m, s->run, s->arena,
				      &s->study.estimates[s->study.estimate_count++], s->error));
	}
	return HW_OK;
}

/* The sweep and the trial of the lists, on the first draw. */
static hw_status try_lists(studying *s)
{
	census_consistency *all = &s->study.consistency;

	for (size_t k = 0; k < s->strata; k++) {
		const reduced *r = &s->reduced[k];
		double totals[CENSUS_SWEEP];
		census_consistency one;
		if (r->table.lists < 2) {
			for (size_t i = 0; i < CENSUS_SWEEP; i++)
				s->study.sweep[i] = (double)NAN;
			continue;
		}
		HW_TRY(census_sweep(&r->table, totals, s->error));
		for (size_t i = 0; i < CENSUS_SWEEP; i++)
			s->study.sweep[i] += totals[i];
		if (r->table.lists < 3)
			continue;
		HW_TRY(census_consistent(&r->table, s->run, &one, s->error));
		all->checked += one.checked;
		all->missed += one.missed;
		all->refused += one.refused;
		for (size_t j = 0; s->strata == 1 && j < r->table.lists; j++)
			all->lists[r->map[j]] = one.lists[j];
	}
	return HW_OK;
}

static hw_status choose_methods(studying *s)
{
	size_t most = 0;

	for (size_t i = 0; i < s->draws * s->strata; i++)
		most = s->reduced[i].table.lists > most ? s->reduced[i].table.lists : most;
	s->judge.wanted = fitting_methods(most);
	s->judge.methods = s->options->methods ? s->options->methods : s->judge.wanted;
	if (most > CENSUS_GRAPH_LISTS_MAX) {
		unsigned many = 1u << CENSUS_DECOMPOSABLE | 1u << CENSUS_LOGLINEAR | 1u << CENSUS_LOGLINEAR_MODEL;
		if (s->judge.methods & many) {
			hw_fail(s->error, HW_TOO_LARGE, "%zu lists; this method takes at most %d", most,
				CENSUS_GRAPH_LISTS_MAX);
			return hw_error_remedy(s->error, "join small lists, and lists that feed one another, into one");
		}
		census_add_reason(&s->judge, (census_reason){.kind = CENSUS_NOTE_MANY_LISTS,
							     .refuses = true,
							     .stratum = SIZE_MAX,
							     .list = SIZE_MAX,
							     .value = (double)most,
							     .limit = CENSUS_GRAPH_LISTS_MAX});
	}
	return HW_OK;
}

static hw_status check_tables(studying *s)
{
	if (!s->draws || !s->strata)
		return hw_fail(s->error, HW_BAD_INPUT, "there is no table");
	s->lists = s->tables[0].lists;
	if (s->lists < 2 || s->lists > CENSUS_LISTS_MAX)
		return census_check(&s->tables[0], s->error);
	for (size_t i = 0; i < s->draws * s->strata; i++) {
		const census_table *t = &s->tables[i];
		if (t->lists != s->lists)
			return hw_fail(s->error, HW_BAD_INPUT, "all tables have the same lists");
		for (size_t k = 0; k < t->pattern_count; k++)
			if (!t->patterns[k] || t->patterns[k] >> s->lists || t->counts[k] < 0)
				return census_check(t, s->error);
	}
	return HW_OK;
}

hw_status census_study_of(const census_table *tables, size_t draw_count, size_t stratum_count,
			  const census_options *options, const census_run *run, hw_arena *arena, census_study *result,
			  hw_error *error)
{
	studying s = {.tables = tables,
		      .draws = draw_count,
		      .strata = stratum_count,
		      .options = options,
		      .run = run,
		      .arena = arena,
		      .error = error};

	HW_TRY(check_tables(&s));
	drop_empty_strata(&s);
	s.judge.study = &s.study;
	s.judge.room = 64 + s.strata * (CENSUS_LISTS_MAX + 4);
	s.study.reasons = HW_NEW(arena, census_reason, s.judge.room);
	if (!s.study.reasons)
		return no_memory(&s);
	HW_TRY(reduce_all(&s));
	HW_TRY(choose_methods(&s));
	judge_tables(&s);
	HW_TRY(run_all(&s));
	HW_TRY(combine_all(&s));
	HW_TRY(try_lists(&s));
	census_judge(&s.judge);
	*result = s.study;
	return HW_OK;
}
