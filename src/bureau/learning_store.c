/* learning_store.c - what was learned, kept in the bureau under the hash of what it was learned from.
 *
 * The chains are the same for the same input and seed, so a kept answer is the answer; another input has another hash and
 * is learned anew.  Nothing here can make a plan fail: what cannot be read is learned, what cannot be kept is not kept. */
#include "bureau/learning_int.h"

#include <math.h>
#include <string.h>

/* To be raised whenever the engine would learn something else from the same answers. */
#define LEARNED_FORM "learned/1"

/* ---- the hash of the input --------------------------------------------------------------------------- */
static void add_number(hw_buffer *out, double x)
{
	char digits[32];

	hw_buffer_addf(out, "%s ", isnan(x) ? "nan" : hw_number_write(x, digits));
}

static void add_prior(hw_buffer *out, const exchange_prior *p)
{
	const double numbers[] = {p->positive, p->middle, p->spread, p->said, p->said_spread, p->trust};

	for (size_t i = 0; i < HW_COUNT(numbers); i++)
		add_number(out, numbers[i]);
}

static void add_numbers(hw_buffer *out, const double *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_number(out, numbers[i]);
}

hw_status learning_key(const learning *l, const bureau_run *run, double cap, char key[65], hw_error *error)
{
	const exchange_history *h = &l->history;
	hw_buffer text = {.ceiling = (size_t)256 << 20};

	hw_buffer_addf(&text, LEARNED_FORM " %.*s %zu %zu %zu %llu ", HW_TEXT_ARG(l->party), h->given_count,
		       h->returned_count, h->unit, (unsigned long long)run->seed);
	add_number(&text, h->now);
	add_number(&text, h->half_life);
	add_number(&text, cap);
	for (size_t k = 0; k < h->given_count; k++)
		add_prior(&text, &h->interest[k]);
	for (size_t k = 0; k < h->returned_count; k++)
		add_prior(&text, &h->reluctance[k]);
	add_prior(&text, &h->reservation);
	add_prior(&text, &h->softness);
	for (size_t i = 0; i < h->offer_count; i++) {
		const exchange_offer *o = &h->offers[i];

		add_number(&text, o->day);
		add_number(&text, o->accepted);
		add_numbers(&text, o->given, h->given_count);
		add_numbers(&text, o->returned, h->returned_count);
		hw_buffer_adds(&text, "\n");
	}
	if (!text.failed)
		hw_sha256_hex(hw_sha256_of(hw_buffer_text(&text)), key);
	hw_status status = text.failed ? hw_fail(error, HW_NO_MEMORY, "no memory to look for what was learned") : HW_OK;
	hw_buffer_free(&text);
	return status;
}

/* ---- writing ------------------------------------------------------------------------------------------- */
static void write_answer(const learning *l, hw_json_writer *w)
{
	const exchange_learned *k = &l->learned;

	hw_json_object(w, NULL);
	hw_json_integer(w, "draw_count", (int64_t)k->draw_count);
	hw_json_array(w, "draws");
	for (size_t i = 0; i < k->weight_count * k->draw_count; i++)
		hw_json_number(w, NULL, k->draws[i]);
	hw_json_close(w, ']');
	hw_json_array(w, "weights");
	for (size_t i = 0; i < k->weight_count; i++) {
		const exchange_interval *v = &k->weights[i];
		const double numbers[] = {v->mean, v->median, v->lower90, v->upper90, v->lower50, v->upper50};

		for (size_t n = 0; n < HW_COUNT(numbers); n++)
			hw_json_number(w, NULL, numbers[n]);
	}
	hw_json_close(w, ']');
	hw_json_number(w, "accepted_share", k->accepted_share);
	hw_json_number(w, "disagreement", k->disagreement);
	hw_json_integer(w, "held", (int64_t)l->held);
	hw_json_boolean(w, "scored", l->scored);
	hw_json_boolean(w, "widened", l->widened);
	hw_json_boolean(w, "alarm", l->score.alarm);
	hw_json_close(w, '}');
}

void learning_keep(bureau *b, const learning *l, const char key[65])
{
	hw_buffer json = {.ceiling = (size_t)64 << 20};
	hw_json_writer w = hw_json_writer_new(&json, false);
	const store_value party[] = {store_text(l->party)};
	hw_error ignored;

	write_answer(l, &w);
	if (!json.failed && store_begin(b->store, &ignored) == HW_OK) {
		const store_value values[] = {store_string(key), store_text(l->party),
					      store_text(hw_buffer_text(&json))};

		if (store_run(b->store, "learned_forget", party, 1, NULL, &ignored) != HW_OK ||
		    store_run(b->store, "learned_keep", values, HW_COUNT(values), NULL, &ignored) != HW_OK ||
		    store_commit(b->store, &ignored) != HW_OK)
			store_rollback(b->store);
	}
	hw_buffer_free(&json);
}

/* ---- reading --------------------------------------------------------------------------------------------- */
static bool read_numbers(const hw_json *list, double *numbers, size_t count)
{
	if (hw_json_count(list) != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		const hw_json *x = hw_json_at(list, i);

		if (hw_json_kind_of(x) != HW_JSON_NUMBER)
			return false;
		numbers[i] = hw_json_as_number(x);
	}
	return true;
}

/* True when all of it is there and fits the history. */
static bool read_answer(const hw_json *answer, hw_arena *arena, learning *l)
{
	size_t weights = l->history.given_count + l->history.returned_count + 2;
	int64_t draws = hw_json_as_integer(hw_json_get(answer, "draw_count"));
	exchange_learned k = {.weight_count = weights, .draw_count = (size_t)draws};
	double *summary = HW_NEW(arena, double, 6 * weights);

	if (draws < 1 || draws > 100000)
		return false;
	k.draws = HW_NEW(arena, double, weights *k.draw_count);
	k.weights = HW_NEW(arena, exchange_interval, weights);
	if (!summary || !k.draws || !k.weights ||
	    !read_numbers(hw_json_get(answer, "draws"), k.draws, weights * k.draw_count) ||
	    !read_numbers(hw_json_get(answer, "weights"), summary, 6 * weights))
		return false;
	for (size_t i = 0; i < weights; i++) {
		const double *n = summary + 6 * i;

		k.weights[i] = (exchange_interval){.mean = n[0],
						   .median = n[1],
						   .lower90 = n[2],
						   .upper90 = n[3],
						   .lower50 = n[4],
						   .upper50 = n[5]};
	}
	k.accepted_share = hw_json_as_number(hw_json_get(answer, "accepted_share"));
	k.disagreement = hw_json_as_number(hw_json_get(answer, "disagreement"));
	l->learned = k;
	l->held = (size_t)hw_json_as_integer(hw_json_get(answer, "held"));
	l->scored = hw_json_as_bool(hw_json_get(answer, "scored"));
	l->widened = hw_json_as_bool(hw_json_get(answer, "widened"));
	l->score.alarm = hw_json_as_bool(hw_json_get(answer, "alarm"));
	return true;
}

bool learning_find(bureau *b, hw_arena *arena, const char key[65], learning *l)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(key)};
	hw_json *answer = NULL;
	hw_error ignored;
	bool found;

	if (store_query_first(b->store, "learned_find", values, 1, &rows, &ignored) != HW_OK || !rows ||
	    hw_json_parse(store_get_text(rows, 0), "learned", &answer, &ignored) != HW_OK)
		return false;
	found = read_answer(answer, arena, l);
	hw_json_free(answer);
	return found;
}
