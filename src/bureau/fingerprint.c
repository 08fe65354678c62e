/* A fingerprint of what a figure rests on.
 *
 * The head of the ledger moves with every logged view, and holds the clock.  This moves only with the data: SHA-256 over
 * the batches that stand (kind and hash of each), judgements, claims of the bureau and settings, in the order of their ids.
 * The same data, loaded in the same way into another file, have the same fingerprint. */
#include "bureau/bureau_int.h"

#include <string.h>

static hw_status add_rows(bureau *b, const char *statement, hw_buffer *all, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	hw_buffer_addf(all, "%s\n", statement);
	HW_TRY(store_query(b->store, statement, NULL, 0, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		for (size_t c = 0; c < store_columns(rows); c++) {
			hw_text cell = store_get_text(rows, c);

			/* Lengths, so that no two sets of rows give the same bytes. */
			hw_buffer_addf(all, "%zu:%.*s ", cell.length, HW_TEXT_ARG(cell));
		}
		hw_buffer_adds(all, "\n");
	}
}

hw_status bureau_fingerprint(bureau *b, char hex[65], hw_error *error)
{
	static const char *const statements[] = {"fingerprint_batches", "fingerprint_judgements", "fingerprint_claims",
						 "fingerprint_settings"};
	hw_buffer all = {.ceiling = (size_t)1 << 30};
	hw_status status = HW_OK;

	for (size_t i = 0; status == HW_OK && i < HW_COUNT(statements); i++)
		status = add_rows(b, statements[i], &all, error);
	if (status == HW_OK && all.failed)
		status = hw_fail(error, HW_NO_MEMORY, "no memory for the fingerprint of the data");
	if (status == HW_OK)
		hw_sha256_hex(hw_sha256_of(hw_buffer_text(&all)), hex);
	hw_buffer_free(&all);
	return status;
}
