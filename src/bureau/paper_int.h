/* paper_int.h - results of the bureau on paper. */
#ifndef HW_BUREAU_PAPER_INT_H
#define HW_BUREAU_PAPER_INT_H

#include "bureau/bureau.h"
#include "io/io.h"

typedef struct paper {
	io_pdf *pdf;
	hw_arena *arena;
	const char *lang;
	int section;
} paper;

/* A document in `lang` with the bureau's heads and feet; training shows across each page; `marking`: over each
 * page, NULL: for the bureau only. */
HW_MUST_CHECK hw_status paper_begin(paper *p, const char *lang, const char *title, const char *as_of, bool training,
				    const char *marking, hw_error *error);
/* The same with words across each page, in the language (NULL: none). */
HW_MUST_CHECK hw_status paper_begin_marked(paper *p, const char *lang, const char *title, const char *as_of,
					   bool training, const char *marking, const char *watermark, hw_error *error);
/* Writes the file when `status` is HW_OK, frees the document, returns the status. */
hw_status paper_end(paper *p, hw_status status, hw_buffer *out, hw_error *error);
const char *paper_say(const paper *p, const char *english);
void paper_heading(paper *p, const char *english); /* numbered */
void paper_titles(paper *p, const char *const *english, size_t count, unsigned right);
void paper_sheet(paper *p, bureau *b, const bureau_sheet *sheet); /* its title, fields, lists, notes */
hw_text paper_count(paper *p, int64_t n);
hw_text paper_join(paper *p, const bureau_texts *texts, const char *between, size_t most);

#endif
