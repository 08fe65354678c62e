/* review_undo.c - judgements taken back, and those that contradict each other. */
#include "bureau/review_int.h"

#include <string.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for judgements");
}

/* ---- taking back ------------------------------------------------------------------------------ */

/* The first standing judgement on the two rows, whichever versions of them were judged; "" when there is none. */
static hw_status standing_on(bureau *b, const review_record *left, const review_record *right, char id[STORE_ID_BYTES],
			     hw_error *error)
{
	const review_record *const order[2][2] = {{left, right}, {right, left}};

	*id = '\0';
	for (size_t i = 0; i < 2 && !*id; i++) {
		STORE_ROWS_GUARD store_rows *rows = NULL;
		const store_value values[] = {store_text(order[i][0]->kind), store_text(order[i][0]->key),
					      store_text(order[i][1]->kind), store_text(order[i][1]->key)};
		HW_TRY(store_query_first(bureau_store(b), "judgements_on_pair", values, HW_COUNT(values), &rows,
					 error));
		hw_text found = rows ? store_get_text(rows, 0) : HW_TEXT("");
		(void)snprintf(id, STORE_ID_BYTES, "%.*s", HW_TEXT_ARG(found));
	}
	return HW_OK;
}

static hw_status take_back(bureau *b, const review_record *left, const review_record *right, hw_text reason,
			   hw_error *error)
{
	char id[STORE_ID_BYTES];
	size_t count = 0;

	for (;; count++) {
		HW_TRY(standing_on(b, left, right, id, error));
		if (!*id)
			break;
		if (count == 100) /* each taking back may let one that it had replaced stand again */
			return hw_fail(error, HW_FAULT, "judgements that do not end");
		HW_TRY(judgement_take_back(bureau_store(b), hw_text_of(id), hw_text_of(bureau_user(b)), reason,
					   bureau_time(b), error));
		const store_value of = store_string(id);
		HW_TRY(store_run(bureau_store(b), "review_reopen", &of, 1, NULL, error));
		if (!count)
			HW_TRY(bureau_commit(b,
					     &(bureau_act){.act = "take back",
							   .subject_kind = HW_TEXT("judgement"),
							   .subject_id = hw_text_of(id)},
					     error));
		return HW_OK;
	}
	(void)hw_fail(error, HW_NOT_FOUND, "no judgement on %.*s and %.*s stands", HW_TEXT_ARG(left->key),
		      HW_TEXT_ARG(right->key));
	return hw_error_remedy(error, "homeward person ID shows the judgements behind a person");
}

hw_status bureau_review_undo(bureau *b, hw_text left, hw_text right, hw_text reason, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)16 << 20);
	review_record a, c;
	hw_status status;

	if (!arena)
		return no_memory(error);
	if (!hw_text_trim(reason).length) {
		(void)hw_fail(error, HW_USAGE, "taking a judgement back needs a reason");
		return hw_error_remedy(error, "write --reason TEXT: the next reader must be able to follow it");
	}
	HW_TRY(bureau_begin(b, BUREAU_MAY_JUDGE, error));
	status = review_find(b, arena, left, &a, error);
	if (status == HW_OK)
		status = review_find(b, arena, right, &c, error);
	if (status == HW_OK)
		status = take_back(b, &a, &c, reason, error);
	bureau_rollback(b);
	return status;
}

/* ---- contradictions ----------------------------------------------------------------------------- */

typedef struct edge {
	hw_text left, right; /* "reports R1": all versions of a row are one */
	hw_text why;
} edge;
typedef struct edges {
	edge *items;
	size_t count, room;
} edges;

static hw_status add_edge(edges *all, hw_arena *arena, const store_rows *rows, hw_error *error)
{
	if (all->count == all->room) {
		size_t room = all->room ? all->room * 2 : 16;
		edge *wider = HW_NEW(arena, edge, room);
		if (!wider)
			return no_memory(error);
		if (all->count)
			memcpy(wider, all->items, all->count * sizeof(*wider));
		all->items = wider;
		all->room = room;
	}
	edge *e = &all->items[all->count++];
	e->left = store_copy_text(rows, 1, arena);
	e->right = store_copy_text(rows, 2, arena);
	e->why = store_copy_text(rows, 3, arena);
	return e->left.bytes && e->right.bytes && e->why.bytes ? HW_OK : no_memory(error);
}

/* Shortest chain of "same" from `from` to `to`: breadth first over the edges. */
static hw_status chain(hw_arena *arena, const edges *all, hw_text from, hw_text to, hw_text *words, hw_error *error)
{
	size_t *before = HW_NEW(arena, size_t, all->count + 1), *queue = HW_NEW(arena, size_t, all->count + 1);
	hw_text *reached = HW_NEW(arena, hw_text, all->count + 1);
	bool *used = HW_NEW(arena, bool, all->count + 1);
	size_t head = 0, tail = 0;

	if (!before || !queue || !reached || !used)
		return no_memory(error);
	*words = HW_TEXT("");
	for (hw_text here = from;;) {
		for (size_t i = 0; i < all->count; i++) {
			bool left = hw_text_equal(all->items[i].left, here),
			     right = hw_text_equal(all->items[i].right, here);
			if (used[i] || (!left && !right))
				continue;
			used[i] = true;
			reached[tail] = left ? all->items[i].right : all->items[i].left;
			before[tail] = head; /* 0: the beginning */
			queue[tail++] = i;
			if (!hw_text_equal(reached[tail - 1], to))
				continue;
			*words = to;
			for (size_t at = tail - 1;; at = before[at] - 1) {
				hw_text earlier = before[at] ? reached[before[at] - 1] : from;
				*words =
					hw_text_format(arena, "%.*s = %.*s", HW_TEXT_ARG(earlier), HW_TEXT_ARG(*words));
				if (!words->bytes)
					return no_memory(error);
				if (!before[at])
					return HW_OK;
			}
		}
		if (head == tail)
			return HW_OK;
		here = reached[head++];
	}
}

static hw_status load_same(bureau *b, hw_arena *arena, hw_text person, edges *all, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(person);
	bool found;

	HW_TRY(store_query(bureau_store(b), "review_same_inside", &id, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		HW_TRY(add_edge(all, arena, rows, error));
	}
}

/* Columns: 0 judgement, 1 left, 2 right, 3 reason, 4 person, 5 by. */
hw_status bureau_review_conflicts(bureau *b, hw_arena *arena, bureau_conflicts *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bureau_conflicts r = {0};
	int64_t count = 0;
	bool found;

	HW_TRY(bureau_require(b, BUREAU_MAY_JUDGE, error));
	HW_TRY(store_query_integer(bureau_store(b), "judgement_conflicts_count", NULL, 0, &count, error));
	r.items = HW_NEW(arena, bureau_conflict, (size_t)count + 1);
	if (!r.items)
		return no_memory(error);
	HW_TRY(store_query(bureau_store(b), "review_conflicts", NULL, 0, &rows, error));
	for (;;) {
		bureau_conflict *c = &r.items[r.count];
		edges same = {0};

		HW_TRY(store_next(rows, &found, error));
		if (!found || r.count == (size_t)count)
			break;
		*c = (bureau_conflict){.left = store_copy_text(rows, 1, arena),
				       .right = store_copy_text(rows, 2, arena),
				       .reason = store_copy_text(rows, 3, arena),
				       .person = store_copy_text(rows, 4, arena),
				       .by = store_copy_text(rows, 5, arena)};
		HW_TRY(load_same(b, arena, c->person, &same, error));
		HW_TRY(chain(arena, &same, c->left, c->right, &c->chain, error));
		r.count++;
	}
	*result = r;
	return HW_OK;
}
