/* located_places.c - where somebody can be, who tells of it, and how the people of each circumstance began. */
#include "bureau/located_load_int.h"

#include <math.h>
#include <string.h>

/* ---- regions, places, sources ------------------------------------------------------------ */
static hw_status load_regions(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	double sum = 0, unweighted = 0;
	bool found;
	size_t n;

	HW_TRY(located_count(g, "locate_regions", NULL, 0, &n));
	l->regions = HW_NEW(g->arena, located_region, n ? n : 1);
	if (!l->regions)
		return located_no_memory(g);
	HW_TRY(store_query(g->store, "locate_regions", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		located_region *r = &l->regions[i];

		HW_TRY(store_next(rows, &found, g->error));
		r->id = store_copy_text(rows, 0, g->arena);
		r->label = store_copy_text(rows, 1, g->arena);
		r->label_uk = store_copy_text(rows, 2, g->arena);
		r->weight = located_number_or(rows, 3, (double)NAN);
		r->unlisted_share = located_number_or(rows, 4, g->settings[UNLISTED_SHARE]);
		r->unlisted_area_km2 = located_number_or(rows, 5, g->settings[UNLISTED_AREA]);
		r->lat = located_number_or(rows, 6, (double)NAN);
		r->lon = located_number_or(rows, 7, (double)NAN);
		if (isnan(r->weight))
			unweighted++;
		else
			sum += r->weight;
	}
	l->region_count = n;
	/* Regions without a weight share what the others leave; with nothing left, all count alike. */
	for (size_t i = 0; i < n; i++)
		if (isnan(l->regions[i].weight))
			l->regions[i].weight = sum < 1 ? (1 - sum) / unweighted : 1.0 / (double)n;
	sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += l->regions[i].weight;
	for (size_t i = 0; i < n; i++)
		l->regions[i].weight = sum > 0 ? l->regions[i].weight / sum : 1.0 / (double)n;
	return bureau_index_make(g->arena, l->regions, n, sizeof(*l->regions), &l->region_index, g->error);
}

/* Shares of a region add to 1, its unlisted site among them: the model must be able to say
 * "in this region, place unknown". */
static void complete_region(loading *g, size_t region)
{
	located *l = g->l;
	const located_region *r = &l->regions[region];
	double given = 0, missing = 0, unlisted = 0, total = 0;

	for (size_t i = 0; i < l->site_count; i++) {
		belief_site *s = &l->sites[i];

		if (s->region != region)
			continue;
		if (s->unlisted)
			unlisted += isnan(s->share) ? r->unlisted_share : s->share;
		else if (isnan(s->share))
			missing++;
		else
			given += s->share;
	}
	if (unlisted <= 0) {
		l->sites[l->site_count++] =
			(belief_site){.id = hw_text_format(g->arena, "%.*s, unlisted", HW_TEXT_ARG(r->id)),
				      .region = region,
				      .share = r->unlisted_share,
				      .lat = (double)NAN,
				      .lon = (double)NAN,
				      .unlisted = true,
				      .area_km2 = r->unlisted_area_km2};
		unlisted = r->unlisted_share;
	}
	for (size_t i = 0; i < l->site_count; i++) {
		belief_site *s = &l->sites[i];

		if (s->region != region)
			continue;
		if (isnan(s->share))
			s->share = s->unlisted ? r->unlisted_share : fmax(0.01, 1 - unlisted - given) / missing;
		if (s->unlisted && !(s->area_km2 > 0))
			s->area_km2 = r->unlisted_area_km2;
		total += s->share;
	}
	for (size_t i = 0; i < l->site_count; i++)
		if (l->sites[i].region == region)
			l->sites[i].share /= total;
}

static hw_status load_places(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	bool found;
	size_t n;

	HW_TRY(located_count(g, "locate_places", NULL, 0, &n));
	l->sites = HW_NEW(g->arena, belief_site, n + l->region_count + 1);
	if (!l->sites)
		return located_no_memory(g);
	HW_TRY(store_query(g->store, "locate_places", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		size_t region;

		HW_TRY(store_next(rows, &found, g->error));
		region = bureau_index_find(&l->region_index, store_get_text(rows, 1));
		if (region == BUREAU_NOWHERE)
			continue; /* import refuses it; a region taken back since leaves its places out */
		l->sites[l->site_count++] = (belief_site){.id = store_copy_text(rows, 0, g->arena),
							  .region = region,
							  .unlisted = hw_text_is(store_get_text(rows, 2), "unlisted"),
							  .lat = located_number_or(rows, 3, (double)NAN),
							  .lon = located_number_or(rows, 4, (double)NAN),
							  .sigma_km = located_number_or(rows, 5, g->settings[SIGMA]),
							  .share = located_number_or(rows, 6, (double)NAN),
							  .area_km2 = located_number_or(rows, 7, (double)NAN)};
	}
	for (size_t r = 0; r < l->region_count; r++)
		complete_region(g, r);
	return bureau_index_make(g->arena, l->sites, l->site_count, sizeof(*l->sites), &l->site_index, g->error);
}

static hw_status load_sources(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	bool found;
	size_t n;

	HW_TRY(located_count(g, "locate_sources", NULL, 0, &n));
	l->sources = HW_NEW(g->arena, belief_source, n ? n : 1);
	l->grades = HW_NEW(g->arena, char, n + 1);
	if (!l->sources || !l->grades)
		return located_no_memory(g);
	HW_TRY(store_query(g->store, "locate_sources", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		belief_source *s = &l->sources[i];
		hw_text grade;

		HW_TRY(store_next(rows, &found, g->error));
		grade = store_get_text(rows, 1);
		s->id = store_copy_text(rows, 0, g->arena);
		if (!belief_grade(grade.length ? grade.bytes[0] : 'F', &s->alpha, &s->beta))
			(void)belief_grade('F', &s->alpha, &s->beta);
		l->grades[i] = grade.length ? grade.bytes[0] : 'F';
		s->alpha = located_number_or(rows, 2, s->alpha);
		s->beta = located_number_or(rows, 3, s->beta);
		s->median_delay = located_number_or(rows, 4, 0);
		/* Verified facts are a source of their own, never learned from lesser ones. */
		if (hw_text_is(store_get_text(rows, 5), "verified")) {
			s->alpha = 1000;
			s->beta = 2;
		}
	}
	l->source_count = n;
	return bureau_index_make(g->arena, l->sources, n, sizeof(*l->sources), &l->source_index, g->error);
}

static hw_status load_circumstances(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;
	size_t n;

	HW_TRY(located_count(g, "locate_circumstances", NULL, 0, &n));
	g->classes = HW_NEW(g->arena, belief_class, n ? n : 1);
	g->l->class_labels = HW_NEW(g->arena, hw_text, n + 1);
	g->l->class_labels_uk = HW_NEW(g->arena, hw_text, n + 1);
	if (!g->classes || !g->l->class_labels || !g->l->class_labels_uk)
		return located_no_memory(g);
	HW_TRY(store_query(g->store, "locate_circumstances", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		double captive, dead, free_share, sum;

		HW_TRY(store_next(rows, &found, g->error));
		captive = store_get_number(rows, 1);
		dead = store_get_number(rows, 2);
		free_share = store_get_number(rows, 3);
		sum = captive + dead + free_share;
		if (fabs(sum - 1) > 1e-6) {
			(void)hw_fail(g->error, HW_BAD_INPUT, "captive, dead and free add up to %.6g, not 1", sum);
			return hw_error_where(g->error, "circumstances %.*s", HW_TEXT_ARG(store_get_text(rows, 0)));
		}
		g->l->class_labels[i] = store_copy_text(rows, 4, g->arena);
		g->l->class_labels_uk[i] = store_copy_text(rows, 5, g->arena);
		g->classes[i] = (belief_class){.id = store_copy_text(rows, 0, g->arena),
					       .prior = {captive / sum, dead / sum, free_share / sum},
					       .cases = g->settings[CLASS_CASES]};
	}
	g->class_count = n;
	return bureau_index_make(g->arena, g->classes, n, sizeof(*g->classes), &g->circumstance_index, g->error);
}

hw_status located_load_places(loading *g)
{
	HW_TRY(load_regions(g));
	if (!g->l->region_count) {
		(void)hw_fail(g->error, HW_BAD_INPUT, "the bureau knows no region, so nobody can be anywhere");
		return hw_error_remedy(g->error, "homeward import regions FILE");
	}
	HW_TRY(load_places(g));
	HW_TRY(load_sources(g));
	return load_circumstances(g);
}
