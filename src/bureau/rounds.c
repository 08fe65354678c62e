/* Rounds: what was agreed and what came.  Promised is not delivered. */
#include "bureau/bureau_int.h"
#include "store/store.h"

hw_status bureau_rounds_all(bureau *b, hw_arena *arena, const bureau_run *run, bureau_rounds *result, hw_error *error)
{
	enum { MOST = 10000 };
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bureau_rounds r = {.items = HW_NEW(arena, bureau_round, MOST)};
	char day[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(b), day))};
	bool found;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_SEE_ROUNDS, BUREAU_MAY_BRIEF, error));
	(void)run;
	if (!r.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the rounds");
	HW_TRY(store_query(bureau_store(b), "rounds_held", values, 1, &rows, error));
	while (r.count < MOST) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		r.items[r.count++] = (bureau_round){.id = store_copy_text(rows, 0, arena),
						    .when = store_copy_text(rows, 1, arena),
						    .venue = store_copy_text(rows, 2, arena),
						    .mediator = store_copy_text(rows, 3, arena),
						    .agreed = store_get_integer(rows, 4),
						    .delivered = store_get_integer(rows, 5),
						    .absent = store_get_integer(rows, 6),
						    .substituted = store_get_integer(rows, 7),
						    .asked = store_get_integer(rows, 8),
						    .refused = store_get_integer(rows, 9)};
	}
	*result = r;
	return HW_OK;
}
