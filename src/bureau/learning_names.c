/* learning_names.c - how likely a name of a category is agreed, from the log of requests.  Read learning_int.h. */
#include "bureau/learning_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PERSONS_MOST = 1000000, CATEGORIES_MOST = EXCHANGE_LEARN_CLASSES_MOST };

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to learn from requests");
}

double learning_years(hw_text since, int32_t day)
{
	hw_error ignored;
	hw_date date;
	double years;

	if (!since.length || hw_date_parse(since, &date, &ignored) != HW_OK)
		return 0;
	years = ((double)day - date.first) / 365.25 - 1;
	return floor(4 * fmax(-1, fmin(4, years)) + 0.5) / 4;
}

static size_t find(const learning_names *n, hw_text category)
{
	size_t i = 0;

	while (i < n->category_count && !hw_text_equal(n->categories[i], category))
		i++;
	return i;
}

hw_text learning_speaking(const planning *g, int64_t party, hw_text categories)
{
	hw_text item, rest = categories, best = HW_TEXT("");
	double most = -(double)INFINITY;

	while (hw_text_split(&rest, ';', &item)) {
		item = hw_text_trim(item);
		if (!best.length)
			best = item;
		for (size_t i = 0; i < g->weight_count; i++) {
			const plan_weight *w = &g->weights[i];
			double strength = w->known ? w->strength : w->refuses ? 1e9 : 0;

			if (!w->ours || w->party != party || !hw_text_equal(w->category, item) || strength <= most)
				continue;
			most = strength;
			best = item;
		}
	}
	return best;
}

size_t learning_category(const learning_names *n, const planning *g, int64_t party, hw_text categories)
{
	return find(n, learning_speaking(g, party, categories));
}

/* ---- the log ----------------------------------------------------------------------------------------- */
typedef struct logged { /* one request that was answered */
	hw_text id, since;
	size_t category;
	int32_t day;
	bool yes;
} logged;

typedef struct log_reading {
	bureau *b;
	hw_arena *arena;
	const planning *g;
	int64_t party;
	learning_names *n;
	logged *items;
	double *features;
	size_t count;
	hw_error *error;
} log_reading;

static size_t category_at(log_reading *r, hw_text categories)
{
	hw_text best = learning_speaking(r->g, r->party, categories);
	size_t at = find(r->n, best);

	if (at < r->n->category_count || r->n->category_count == CATEGORIES_MOST)
		return at;
	r->n->categories[at] = hw_text_copy(r->arena, best);
	r->n->category_count++;
	return at;
}

/* Columns of learn_requests: person, categories, missing_since, happened, answer, people, category. */
static hw_status read_row(log_reading *r, const store_rows *rows)
{
	hw_text answer = store_get_text(rows, 4);
	bool yes = hw_text_is(answer, "agreed");
	hw_error ignored;
	hw_date date;
	size_t at;

	if (hw_date_parse(store_get_text(rows, 3), &date, &ignored) != HW_OK || date.first > bureau_as_of(r->b))
		return HW_OK;
	if (!yes && !hw_text_is(answer, "refused")) {
		r->n->silent += store_is_null(rows, 4) || hw_text_is(answer, "no_answer");
		return HW_OK;
	}
	at = category_at(r, store_is_null(rows, 1) ? store_get_text(rows, 6) : store_get_text(rows, 1));
	if (at >= CATEGORIES_MOST)
		return HW_OK;
	r->items[r->count++] = (logged){.id = store_is_null(rows, 0) ? store_copy_text(rows, 7, r->arena)
								     : store_copy_text(rows, 0, r->arena),
					.since = store_copy_text(rows, 2, r->arena),
					.category = at,
					.day = date.last,
					.yes = yes};
	r->n->asked[at]++;
	r->n->yes[at] += yes;
	return HW_OK;
}

static int by_person(const void *a, const void *b)
{
	const logged *x = a, *y = b;
	int order = hw_text_compare(x->id, y->id);

	return order ? order : x->day < y->day ? -1 : x->day > y->day;
}

/* All answers about one person are one row of the model. */
static void join_persons(log_reading *r)
{
	qsort(r->items, r->count, sizeof(*r->items), by_person);
	for (size_t i = 0; i < r->count; i++) {
		const logged *l = &r->items[i];
		learning_names *n = r->n;
		exchange_asked *p;

		if (!i || !hw_text_equal(l->id, r->items[i - 1].id)) {
			size_t at = n->person_count++;

			r->features[at] = learning_years(l->since, bureau_as_of(r->b));
			n->ids[at] = l->id;
			n->persons[at] = (exchange_asked){.category = l->category, .features = &r->features[at]};
		}
		p = &n->persons[n->person_count - 1];
		p->asked++;
		p->yes += l->yes;
		n->last[n->person_count - 1] = l->day;
	}
}

static hw_status make_room(log_reading *r, size_t rows)
{
	learning_names *n = r->n;

	n->categories = HW_NEW(r->arena, hw_text, CATEGORIES_MOST + 1);
	n->asked = HW_NEW(r->arena, int64_t, CATEGORIES_MOST + 1);
	n->yes = HW_NEW(r->arena, int64_t, CATEGORIES_MOST + 1);
	n->persons = HW_NEW(r->arena, exchange_asked, rows + 1);
	n->ids = HW_NEW(r->arena, hw_text, rows + 1);
	n->last = HW_NEW(r->arena, int32_t, rows + 1);
	r->items = HW_NEW(r->arena, logged, rows + 1);
	r->features = HW_NEW(r->arena, double, rows + 1);
	if (!n->categories || !n->asked || !n->yes || !n->persons || !n->ids || !n->last || !r->items || !r->features)
		return no_memory(r->error);
	memset(n->asked, 0, (CATEGORIES_MOST + 1) * sizeof(int64_t));
	memset(n->yes, 0, (CATEGORIES_MOST + 1) * sizeof(int64_t));
	return HW_OK;
}

static hw_status read_log(log_reading *r, hw_text party)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(party)};
	int64_t count = 0;
	bool found;

	HW_TRY(store_query_integer(bureau_store(r->b), "learn_request_count", values, 1, &count, r->error));
	HW_TRY(make_room(r, (size_t)(count < PERSONS_MOST ? count : PERSONS_MOST)));
	HW_TRY(store_query(bureau_store(r->b), "learn_requests", values, 1, &rows, r->error));
	while ((int64_t)r->count < count && r->count < PERSONS_MOST) {
		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			break;
		HW_TRY(read_row(r, rows));
	}
	return HW_OK;
}

hw_status learning_of_names(bureau *b, hw_arena *arena, const bureau_run *run, const planning *g, hw_text party,
			    learning_names *result, hw_error *error)
{
	log_reading r = {.b = b, .arena = arena, .g = g, .party = -1, .n = result, .error = error};
	exchange_learn_options options = {.seed = run->seed};

	*result = (learning_names){.silent = 0};
	for (size_t p = 0; p < g->party_count; p++)
		if (hw_text_equal(g->parties[p].id, party))
			r.party = (int64_t)p;
	HW_TRY(read_log(&r, party));
	join_persons(&r);
	if (!result->category_count)
		return HW_OK;
	const exchange_names names = {.category_count = result->category_count,
				      .feature_count = 1,
				      .persons = result->persons,
				      .person_count = result->person_count};
	return exchange_learn_names(&names, &options, arena, run->progress, &result->rates, error);
}
