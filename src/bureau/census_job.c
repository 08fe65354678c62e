/* census_job.c - how many of ours are held and stand on no list, from the bureau's own records.
 *
 * A list is a kind of source; sources that repeat one another (the same word under `independence`) are one list.  A
 * person is on a list when a source of it said that he is held and belief agrees with enough probability: an uncertain
 * report is no membership, so the count is made at .9 and again at .5.  A copy puts nobody on the list of whoever
 * copied.  Population: ever held there by others within the last year. */
#include "bureau/bureau_int.h"
#include "bureau/census_int.h"
#include "bureau/located_int.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

enum { LISTS_KEPT = CENSUS_GRAPH_LISTS_MAX };
static const double window[] = {0, 90, 180, 365}; /* days before the as-of day */
static const double sure = 0.9, even = 0.5;

typedef struct tallying {
	const located *l;
	hw_arena *arena;
	hw_error *error;
	hw_text *list_of; /* [source]; empty: makes no list */
	double *p;        /* [person]: greatest P(held there) in the window */
	hw_text *names;   /* of all lists, before small ones are joined */
	size_t name_count;
	size_t region; /* BUREAU_NOWHERE: anywhere */
} tallying;

static hw_status no_memory(const tallying *t)
{
	return hw_fail(t->error, HW_NO_MEMORY, "no memory for the lists");
}

/* ---- which source makes which list -------------------------------------------------------------- */
static hw_status read_sources(tallying *t, store_connection *store)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	t->list_of = HW_NEW(t->arena, hw_text, t->l->source_count + 1);
	if (!t->list_of)
		return no_memory(t);
	HW_TRY(store_query(store, "census_sources", NULL, 0, &rows, t->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, t->error));
		if (!found)
			return HW_OK;
		size_t source = bureau_index_find(&t->l->source_index, store_get_text(rows, 0));
		if (source == BUREAU_NOWHERE)
			continue;
		t->list_of[source] =
			bureau_spoken(t->arena, store_copy_text(rows, store_is_null(rows, 2) ? 1 : 2, t->arena));
	}
}

/* ---- who is held there ---------------------------------------------------------------------------- */
static hw_status fill_chances(tallying *t, const bureau_run *run)
{
	const located *l = t->l;
	size_t states = belief_states(l->engine);
	belief_run options = {.threads = run->threads, .seed = run->seed, .progress = run->progress};
	double *row = HW_NEW(t->arena, double, states), *now = HW_NEW(t->arena, double, l->person_count + 1);

	t->p = HW_NEW(t->arena, double, l->person_count + 1);
	if (!row || !now || !t->p)
		return no_memory(t);
	for (size_t z = 0; z < l->site_count; z++)
		row[z] = t->region == BUREAU_NOWHERE || l->sites[z].region == t->region ? 1 : 0;
	for (size_t i = 0; i < HW_COUNT(window); i++) {
		HW_TRY(belief_expect(l->engine, l->day - window[i], row, 1, &options, now, t->error));
		for (size_t k = 0; k < l->person_count; k++)
			t->p[k] = now[k] > t->p[k] ? now[k] : t->p[k]; /* NAN: not yet lost */
	}
	return HW_OK;
}

/* Does the report say that he is held, and nowhere else? */
static bool says_held(const tallying *t, const belief_report *r)
{
	if (r->copies != BELIEF_NONE)
		return false;
	switch (r->claim.kind) {
	case BELIEF_CLAIM_STATUS:
		return r->claim.place == BELIEF_CAPTIVE;
	case BELIEF_CLAIM_SITE:
		return t->region == BUREAU_NOWHERE || t->l->sites[r->claim.place].region == t->region;
	case BELIEF_CLAIM_REGION:
		return t->region == BUREAU_NOWHERE || r->claim.place == t->region;
	case BELIEF_CLAIM_SITES:
	case BELIEF_CLAIM_NEAR:
	case BELIEF_CLAIM_SEARCHED:
	case BELIEF_CLAIM_ABSENT:
	default:
		return false;
	}
}

/* The lists of a person as a set of names; at most 64 kinds. */
static uint64_t lists_of(tallying *t, size_t person)
{
	const located_person *p = &t->l->people[person];
	uint64_t set = 0;

	for (size_t i = 0; i < p->report_count; i++) {
		const belief_report *r = &t->l->reports[p->first_report + i];
		hw_text name = t->list_of[r->source];
		size_t at = 0;
		if (!name.length || !says_held(t, r))
			continue;
		while (at < t->name_count && !hw_text_equal(t->names[at], name))
			at++;
		if (at == 64)
			continue;
		if (at == t->name_count)
			t->names[t->name_count++] = name;
		set |= (uint64_t)1 << at;
	}
	return set;
}

/* ---- tables ----------------------------------------------------------------------------------------- */
/* The largest lists stay; the others are one, because small lists that share nobody say nothing. */
static void choose_lists(const tallying *t, const uint64_t *sets, size_t persons, census_input *in, size_t *place)
{
	size_t sizes[64] = {0}, kept = 0;

	for (size_t i = 0; i < persons; i++)
		for (size_t k = 0; k < t->name_count; k++)
			sizes[k] += sets[i] >> k & 1;
	size_t room = t->name_count > LISTS_KEPT ? LISTS_KEPT - 1 : t->name_count;
	for (size_t k = 0; k < t->name_count; k++)
		place[k] = SIZE_MAX;
	while (kept < room) {
		size_t best = SIZE_MAX;
		for (size_t k = 0; k < t->name_count; k++)
			if (place[k] == SIZE_MAX && sizes[k] && (best == SIZE_MAX || sizes[k] > sizes[best]))
				best = k;
		if (best == SIZE_MAX)
			break;
		place[best] = kept++;
		in->lists[in->list_count++] = t->names[best];
	}
	for (size_t k = 0; k < t->name_count; k++)
		if (place[k] == SIZE_MAX && sizes[k]) {
			if (in->list_count == kept)
				in->lists[in->list_count++] = HW_TEXT("other sources");
			place[k] = kept;
		}
}

static hw_status make_input(tallying *t, double threshold, census_input *in)
{
	size_t persons = t->l->person_count, count = 0, place[64];
	uint64_t *sets = HW_NEW(t->arena, uint64_t, persons + 1);
	census_row *rows = HW_NEW(t->arena, census_row, persons + 1);

	in->own = true;
	t->names = HW_NEW(t->arena, hw_text, 64);
	t->name_count = 0;
	if (!sets || !rows || !t->names || census_stratum_of(t->arena, in, HW_TEXT("")) == SIZE_MAX)
		return no_memory(t);
	for (size_t i = 0; i < persons; i++)
		sets[i] = t->p[i] >= threshold ? lists_of(t, i) : 0;
	in->name = "the bureau";
	in->draw_count = 1;
	choose_lists(t, sets, persons, in, place);
	for (size_t i = 0; i < persons; i++) {
		uint32_t pattern = 0;
		for (size_t k = 0; k < t->name_count; k++)
			if (sets[i] >> k & 1)
				pattern |= (uint32_t)1 << place[k];
		if (pattern)
			rows[count++] = (census_row){0, 0, pattern, 1, 0};
	}
	return census_make_tables(t->arena, rows, count, true, in, t->error);
}

static hw_status answer_at(tallying *t, double threshold, const bureau_census_question *q, hw_json_writer *w)
{
	census_input *in = HW_NEW(t->arena, census_input, 1);

	if (!in)
		return no_memory(t);
	HW_TRY(make_input(t, threshold, in));
	return census_answer(t->arena, in, q, w, t->error);
}

static hw_status find_region(tallying *t, hw_text region)
{
	t->region = BUREAU_NOWHERE;
	if (!region.length)
		return HW_OK;
	t->region = bureau_index_find(&t->l->region_index, region);
	if (t->region != BUREAU_NOWHERE)
		return HW_OK;
	(void)hw_fail(t->error, HW_NOT_FOUND, "there is no region \"%.*s\"", HW_TEXT_ARG(region));
	return hw_error_remedy(t->error, "homeward places lists them");
}

hw_status bureau_census_json(bureau *b, hw_arena *arena, const bureau_run *run, const bureau_census_question *question,
			     hw_text region, hw_json_writer *w, hw_error *error)
{
	tallying t = {.arena = arena, .error = error};

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	HW_TRY(bureau_located(b, run, &t.l, error));
	HW_TRY(find_region(&t, region));
	HW_TRY(read_sources(&t, bureau_store(b)));
	HW_TRY(fill_chances(&t, run));
	hw_json_object(w, "population");
	hw_json_string(w, "held_by", "others");
	if (region.length)
		hw_json_text(w, "region", region);
	else
		hw_json_null(w, "region");
	hw_json_integer(w, "window_days", (int64_t)window[HW_COUNT(window) - 1]);
	hw_json_number(w, "threshold", sure);
	hw_json_close(w, '}');
	HW_TRY(answer_at(&t, sure, question, w));
	hw_json_object(w, "at_half");
	HW_TRY(answer_at(&t, even, question, w));
	hw_json_close(w, '}');
	return HW_OK;
}
