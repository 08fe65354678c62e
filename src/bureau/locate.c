/* How many of ours are where: totals per region under each basis, beside the speakers' claims. */
#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

/* A person counts as "only missing, though very likely here" from this probability on. */
static const double very_likely = 0.9;

typedef struct locating {
	const located *l;
	double *rows; /* [region][state] 0/1 */
	double *p;    /* [person][region] on the as-of day */
	belief_total *totals;
	size_t total_count;
	hw_arena *arena;
	const bureau_run *run;
	hw_error *error;
} locating;

static bool present(double p)
{
	return p >= 0.05; /* NAN (not yet lost on that day) is not present */
}

static hw_status compute(locating *g)
{
	const located *l = g->l;
	size_t states = belief_states(l->engine);
	belief_run options = {.threads = g->run->threads, .seed = g->run->seed, .progress = g->run->progress};

	g->rows = HW_NEW(g->arena, double, l->region_count *states);
	g->p = HW_NEW(g->arena, double, l->person_count * l->region_count + 1);
	if (!g->rows || !g->p)
		return hw_fail(g->error, HW_NO_MEMORY, "no memory for the totals");
	for (size_t r = 0; r < l->region_count; r++)
		bureau_located_region_row(l, r, g->rows + r * states);
	HW_TRY(belief_expect(l->engine, l->day, g->rows, l->region_count, &options, g->p, g->error));
	return belief_totals(l->engine, l->day, g->rows, l->region_count, 0, &options, g->arena, &g->totals,
			     &g->total_count, g->error);
}

/* Who makes up the figure: persons, reports and sources behind it, the only missing, the confirmed. */
static hw_status count_people(locating *g, size_t region, bureau_region *result)
{
	const located *l = g->l;
	bool *seen = HW_NEW(g->arena, bool, l->source_count + 1);

	if (!seen)
		return hw_fail(g->error, HW_NO_MEMORY, "no memory for the totals");
	result->only_missing_p_min = 1;
	for (size_t i = 0; i < l->person_count; i++) {
		double p = g->p[i * l->region_count + region];

		if (!present(p))
			continue;
		result->persons++;
		for (size_t k = 0; k < l->people[i].report_count; k++) {
			const belief_report *report = &l->reports[l->people[i].first_report + k];

			result->reports++;
			result->sources += !seen[report->source];
			seen[report->source] = true;
		}
		if (p >= 0.5 && l->people[i].confirmed)
			result->agency_confirmed++;
		if (p >= very_likely && hw_text_is(l->people[i].register_word, "missing")) {
			result->only_missing++;
			result->only_missing_p_min = fmin(result->only_missing_p_min, p);
		}
	}
	return HW_OK;
}

/* ---- what speakers said ------------------------------------------------------------------ */
/* P(N in what the claim says) under a distribution of N. */
static double probability_of(const char *bound, double quantity, const double *pmf, size_t length)
{
	double sum = 0;

	for (size_t k = 0; k < length; k++) {
		double n = (double)k;
		bool inside;

		if (!strcmp(bound, ">"))
			inside = n > quantity;
		else if (!strcmp(bound, ">="))
			inside = n >= quantity;
		else if (!strcmp(bound, "<"))
			inside = n < quantity;
		else if (!strcmp(bound, "<="))
			inside = n <= quantity;
		else if (!strcmp(bound, "="))
			inside = n == quantity;
		else /* about */
			inside = fabs(n - quantity) <= 0.1 * quantity;
		sum += inside ? pmf[k] : 0;
	}
	return sum;
}

/* Exactly N is never likely for a large N, so "=" is held against the interval instead. */
static const char *verdict_of(const char *bound, double quantity, const double *pmf, size_t length, double *probability)
{
	size_t lower, upper;

	*probability = probability_of(bound, quantity, pmf, length);
	if (strcmp(bound, "=") != 0)
		return *probability >= 0.05 ? "agrees" : "conflicts";
	hw_pmf_interval(pmf, length, 0.95, &lower, &upper);
	return quantity >= (double)lower && quantity <= (double)upper ? "agrees" : "conflicts";
}

/* Those of the region who stand on the register with this word: the same population as the claim's. */
static hw_status pmf_of_register(locating *g, size_t region, hw_text word, double **pmf, size_t *length)
{
	const located *l = g->l;
	double *p = HW_NEW(g->arena, double, l->person_count + 1);
	size_t n = 0;

	*pmf = HW_NEW(g->arena, double, l->person_count + 1);
	if (!p || !*pmf)
		return hw_fail(g->error, HW_NO_MEMORY, "no memory for the totals");
	for (size_t i = 0; i < l->person_count; i++) {
		double here = g->p[i * l->region_count + region];

		if (hw_text_equal(l->people[i].register_word, word) && here > 1e-6)
			p[n++] = fmin(1, here);
	}
	hw_poisson_binomial(p, n, *pmf);
	*length = n + 1;
	return HW_OK;
}

static const belief_total *headline_of(const locating *g, size_t region)
{
	const belief_total *last = NULL;

	for (size_t i = 0; i < g->total_count; i++)
		if (g->totals[i].value == region)
			last = &g->totals[i];
	return last;
}

/* Columns of locate_aggregates: id, speaker, relayed_from, as_of, bound, quantity, region, place, holder, category, register. */
static hw_status judge_claim(locating *g, size_t region, int64_t reports, const store_rows *rows,
			     bureau_aggregate *claim)
{
	const belief_total *headline = headline_of(g, region);
	hw_text word = store_get_text(rows, 10);
	double *pmf, probability;
	const char *lang = g->run->lang ? g->run->lang : "en";
	size_t length;

	if (!headline) {
		claim->verdict = "not comparable";
		claim->why = hw_text_of(bureau_word(lang, "there is no estimate to hold it against"));
		return HW_OK;
	}
	/* What we believed before any report must not contradict anybody. */
	if (!reports) {
		claim->verdict = "not comparable";
		claim->why = hw_text_of(bureau_word(lang, "no reviewed report speaks of this region yet"));
		return HW_OK;
	}
	pmf = headline->pmf;
	length = headline->pmf_length;
	if (!store_is_null(rows, 7) || !store_is_null(rows, 8) || !store_is_null(rows, 9)) {
		claim->verdict = "not comparable";
		claim->why =
			hw_text_of(bureau_word(lang, "it counts another population than all of ours in the region"));
		return HW_OK;
	}
	if (word.length && !hw_text_is(word, "any"))
		HW_TRY(pmf_of_register(g, region, word, &pmf, &length));
	claim->verdict = verdict_of(claim->bound.bytes, (double)claim->quantity, pmf, length, &probability);
	claim->why = hw_text_format(g->arena, "%s: %.*s%s%s", bureau_word(lang, "by the evidence"),
				    HW_TEXT_ARG(bureau_likelihood(g->arena, lang, probability)),
				    word.length ? bureau_word(lang, "; of those on the register as ") : "",
				    word.length ? bureau_word(lang, hw_text_copy(g->arena, word).bytes) : "");
	return claim->why.bytes ? HW_OK : hw_fail(g->error, HW_NO_MEMORY, "no memory for the claims");
}

static hw_text bound_sign(hw_text word)
{
	static const char *const signs[][2] = {{"more_than", ">"}, {"more", ">"},  {"at_least", ">="},
					       {"about", "about"}, {"equal", "="}, {"exactly", "="},
					       {"less_than", "<"}, {"less", "<"},  {"at_most", "<="}};

	for (size_t i = 0; i < HW_COUNT(signs); i++)
		if (hw_text_is(word, signs[i][0]))
			return hw_text_of(signs[i][1]);
	return word;
}

static hw_status load_claims(locating *g, bureau *b, size_t region, bureau_region *result)
{
	enum { MOST = 64 };
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char as_of[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(b), as_of))};
	bool found;

	result->claims = HW_NEW(g->arena, bureau_aggregate, MOST);
	if (!result->claims)
		return hw_fail(g->error, HW_NO_MEMORY, "no memory for the claims");
	HW_TRY(store_query(bureau_store(b), "locate_aggregates", values, 1, &rows, g->error));
	while (result->claim_count < MOST) {
		bureau_aggregate *claim = &result->claims[result->claim_count];

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		if (!hw_text_equal(store_get_text(rows, 6), g->l->regions[region].id))
			continue;
		*claim = (bureau_aggregate){.id = store_copy_text(rows, 0, g->arena),
					    .speaker = store_copy_text(rows, 1, g->arena),
					    .relayed_from = store_copy_text(rows, 2, g->arena),
					    .as_of = store_copy_text(rows, 3, g->arena),
					    .quantity = (int64_t)store_get_number(rows, 5)};
		claim->bound = hw_text_copy(g->arena, bound_sign(store_get_text(rows, 4)));
		HW_TRY(judge_claim(g, region, result->reports, rows, claim));
		result->claim_count++;
	}
	return HW_OK;
}

static hw_status fill_region(locating *g, bureau *b, size_t region, bureau_region *result)
{
	*result = (bureau_region){.region = g->l->regions[region].id,
				  .label = bureau_located_label(&g->l->regions[region], g->run->lang)};
	for (size_t i = 0; i < g->total_count && result->base_count < HW_COUNT(result->bases); i++) {
		const belief_total *t = &g->totals[i];

		if (t->value == region)
			result->bases[result->base_count++] = (bureau_basis){.name = belief_basis_words[t->basis],
									     .mean = t->mean,
									     .sd = t->sd,
									     .lower95 = (int64_t)t->lower95,
									     .upper95 = (int64_t)t->upper95};
	}
	HW_TRY(count_people(g, region, result));
	return load_claims(g, b, region, result);
}

/* Regions with claims first, then by the mean of the headline: what is spoken of stands on top. */
static bool stands_before(const bureau_region *a, const bureau_region *b)
{
	double x = a->base_count ? a->bases[a->base_count - 1].mean : 0,
	       y = b->base_count ? b->bases[b->base_count - 1].mean : 0;

	if ((a->claim_count > 0) != (b->claim_count > 0))
		return a->claim_count > 0;
	return x > y;
}

hw_status bureau_locate_regions(bureau *b, hw_arena *arena, const bureau_run *run, hw_text region,
				bureau_regions *result, hw_error *error)
{
	locating g = {.arena = arena, .run = run, .error = error};
	bureau_regions r = {0};
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	HW_TRY(bureau_located(b, run, &g.l, error));
	r.items = HW_NEW(arena, bureau_region, g.l->region_count);
	if (!r.items) {
		status = hw_fail(error, HW_NO_MEMORY, "no memory for the regions");
		goto out;
	}
	if (region.length && bureau_index_find(&g.l->region_index, region) == BUREAU_NOWHERE) {
		(void)hw_fail(error, HW_NOT_FOUND, "there is no region \"%.*s\"", HW_TEXT_ARG(region));
		status = hw_error_remedy(error, "homeward places lists them");
		goto out;
	}
	HW_TRY_OR_OUT(compute(&g));
	for (size_t i = 0; i < g.l->region_count; i++) {
		bureau_region next;
		size_t at = r.count;

		if (region.length && !hw_text_equal(region, g.l->regions[i].id))
			continue;
		HW_TRY_OR_OUT(fill_region(&g, b, i, &next));
		for (; at > 0 && stands_before(&next, &r.items[at - 1]); at--)
			r.items[at] = r.items[at - 1];
		r.items[at] = next;
		r.count++;
	}
	r.persons = (int64_t)g.l->person_count;
	r.unreviewed = g.l->unreviewed;
	*result = r;
	status = HW_OK;
out:
	return status;
}
