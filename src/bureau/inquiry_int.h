/* inquiry_int.h - one inquiry of a relative, as it stands, and the reviewed texts that answer it. */
#ifndef HW_BUREAU_INQUIRY_INT_H
#define HW_BUREAU_INQUIRY_INT_H

#include "bureau/bureau_int.h"

/* Columns of inquiry_one; those before INQUIRY_PERSON_ID are the columns of the import kind, in its order. */
enum {
	INQUIRY_ID,
	INQUIRY_PERSON,
	INQUIRY_NAME,
	INQUIRY_BORN,
	INQUIRY_RELATIVE,
	INQUIRY_RELATION,
	INQUIRY_CONTACT,
	INQUIRY_AUTHORISED,
	INQUIRY_OPENED,
	INQUIRY_LAST,
	INQUIRY_TOLD,
	INQUIRY_NEXT,
	INQUIRY_DUE,
	INQUIRY_CONFLICT,
	INQUIRY_PHRASE,
	INQUIRY_NOTE,
	INQUIRY_PERSON_ID,
	INQUIRY_STATE,
	INQUIRY_COLUMNS
};
typedef struct inquiry {
	hw_text cells[INQUIRY_COLUMNS]; /* yes and no as words; copied */
} inquiry;

HW_MUST_CHECK hw_status inquiry_read(bureau *b, hw_arena *arena, hw_text id, inquiry *result, hw_error *error);
bool inquiry_is(const inquiry *q, size_t column); /* "yes" */
bool inquiry_closed(const inquiry *q);
/* Asks for the right to keep inquiries, writes the view of the person (or of the inquiry) down. */
HW_MUST_CHECK hw_status inquiry_enter(bureau *b, hw_arena *arena, hw_text id, inquiry *result, hw_error *error);

struct sheet;
/* May it be spoken of by telephone?  Not when he is dead and did not come home: that is told in person. */
HW_MUST_CHECK hw_status inquiry_by_voice(struct sheet *s, hw_text id, bool *by_voice);

/* A reviewed text (data/replies/replies.txt) in a language: its paragraphs, %1 to %4 filled.  HW_NOT_PERMITTED when
 * nobody reviewed it. */
typedef struct reply_text {
	hw_text paragraphs[8], reviewed;
	size_t count;
} reply_text;
HW_MUST_CHECK hw_status reply_find(hw_arena *arena, hw_text all, const char *id, bool uk, const hw_text values[4],
				   reply_text *result, hw_error *error);

#endif
