/* pdf_int.h - a document as blocks, and the flow of blocks over pages.  Lengths are points (1/72 inch). */
#ifndef HW_IO_PDF_INT_H
#define HW_IO_PDF_INT_H

#include "io/io.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define PDF_WIDTH  595.28 /* A4 */
#define PDF_HEIGHT 841.89
#define PDF_LEFT   51.0
#define PDF_TOP    68.0
#define PDF_BOTTOM 56.0
#define PDF_INNER  (PDF_WIDTH - 2 * PDF_LEFT)

typedef struct pdf_block {
	enum {
		PDF_HEADING,
		PDF_PARAGRAPH,
		PDF_TABLE,
		PDF_ROW,
		PDF_FIELD,
		PDF_BREAK
	} kind; /* a table is its head; its rows follow */
	unsigned level;
	io_pdf_tone tone;
	unsigned right;
	size_t columns;
	bool goes_on;  /* the next paragraph is the rest of this one */
	double height; /* of a table: its rows are ruled and at least so high; 0: a plain one */
	int lines;     /* of a field */
	hw_text text;
	const hw_text *cells; /* titles or cells */
} pdf_block;

struct io_pdf {
	hw_arena *arena;
	io_pdf_style style;
	pdf_block *blocks;
	size_t count, capacity;
	bool failed;
};

typedef struct pdf_flow {
	const io_pdf *pdf;
	cairo_t *cairo;
	PangoFontMap *fonts;
	PangoContext *context;
	bool draw;
	double y;
	int page, pages;               /* the page under way, from 1; all of them */
	const pdf_block *table;        /* whose rows are being set */
	double widths[IO_PDF_COLUMNS]; /* of its columns */
} pdf_flow;

/* Sets every block once, drawing or only counting; flow->page is then the number of pages. */
void pdf_flow_over(pdf_flow *flow, bool draw);

#endif
