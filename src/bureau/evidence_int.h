/* evidence_int.h - the files of evidence: kept by their hash, never changed.
 *
 * An original stands at PATH.evidence/ab/ab12...ef (the first two digits of its SHA-256, then all of them), readable
 * only.  What is known of the item is a row of kind "evidence"; what is known of its file a row of evidence_item with
 * the same id; every step of custody a row of evidence_custody. */
#ifndef HW_BUREAU_EVIDENCE_INT_H
#define HW_BUREAU_EVIDENCE_INT_H

#include "bureau/bureau_int.h"
#include "bureau/sheet_int.h"

enum { EVIDENCE_PATH_MOST = 4096, EVIDENCE_STORED_BYTES = 80 };

/* The folder of this bureau's files. */
HW_MUST_CHECK hw_status evidence_folder(bureau *b, char path[EVIDENCE_PATH_MOST], hw_error *error);

/* The folder in which the bureau's file stands, where files of imported items are; its length, for it is not ended. */
const char *evidence_folder_beside(const char *bureau_path, size_t *length);
/* A row of a file must not make the program read beyond the folder. */
bool evidence_stays_inside(hw_text path);
/* The bundles that were asked for, as a list. */
HW_MUST_CHECK hw_status evidence_bundles(sheet *s);

/* Takes a file in: hashed while it is copied, on the disk and closed to writing when this returns.  `stored` is its path
 * below the folder.  A file that is there already is left as it is. */
typedef struct evidence_stored {
	char stored[EVIDENCE_STORED_BYTES], sha256[65];
	int64_t bytes;
} evidence_stored;
HW_MUST_CHECK hw_status evidence_take_in(bureau *b, const char *path, const hw_progress *progress,
					 evidence_stored *result, hw_error *error);

/* Copies a kept file to `path`, which must not exist; HW_STORAGE when its bytes are not those of `sha256`, and then
 * nothing is left at `path`. */
HW_MUST_CHECK hw_status evidence_copy_out(bureau *b, hw_text stored, hw_text sha256, const char *path,
					  const hw_progress *progress, hw_error *error);

/* Has a second person agreed that this item was forged?  Then it is evidence of nothing. */
HW_MUST_CHECK hw_status evidence_is_forged(bureau *b, hw_text item, bool *forged, hw_error *error);
/* Does it speak for or against what is said in public?  Not when it was forged, not when it came in confidence. */
HW_MUST_CHECK hw_status evidence_speaks(bureau *b, hw_text item, bool *speaks, hw_error *error);
/* Performs "verify lead" when it is confirmed (pending.c). */
hw_status evidence_perform_lead(bureau *b, hw_text kind, hw_text item, const hw_json *payload, hw_text by,
				hw_error *error);
/* Performs "release bundle": the files are written by whoever asked for it. */
hw_status evidence_perform_release(bureau *b, hw_text kind, hw_text bundle, const hw_json *payload, hw_text by,
				   hw_error *error);

#endif
