/* pdf.c - a document kept as blocks, then flowed onto pages twice: once to count them, once to draw. */
#include "io/pdf_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Breaking one text into lines costs the square of its length, so long ones are set in pieces; no cell needs more. */
enum { BLOCKS_FIRST = 64, CEILING = 1 << 28, PIECE = 2000, CELL_MOST = 2000 };

/* The first piece of a text: up to a space where there is one, never through a letter. */
static hw_text piece_of(hw_text text, size_t most)
{
	size_t length = most;

	if (text.length <= most)
		return text;
	while (length > most / 2 && text.bytes[length] != ' ')
		length--;
	if (text.bytes[length] != ' ')
		for (length = most; length > 1 && ((unsigned char)text.bytes[length] & 0xc0u) == 0x80u;)
			length--;
	return (hw_text){text.bytes, length};
}

static hw_text kept(io_pdf *pdf, hw_text text)
{
	hw_text copy = hw_text_copy(pdf->arena, text);

	if (!copy.bytes && text.length)
		pdf->failed = true;
	return copy;
}

static const char *kept_word(io_pdf *pdf, const char *word)
{
	hw_text copy = kept(pdf, hw_text_of(word ? word : ""));

	return copy.bytes ? copy.bytes : "";
}

hw_status io_pdf_new(const io_pdf_style *style, io_pdf **result, hw_error *error)
{
	io_pdf *pdf = calloc(1, sizeof *pdf);

	if (pdf)
		pdf->arena = hw_arena_new(CEILING);
	if (!pdf || !pdf->arena) {
		free(pdf);
		return hw_fail(error, HW_NO_MEMORY, "no memory for a document");
	}
	pdf->style = (io_pdf_style){.title = kept_word(pdf, style->title),
				    .as_of = kept_word(pdf, style->as_of),
				    .classification = kept_word(pdf, style->classification),
				    .watermark = kept_word(pdf, style->watermark),
				    .page_words = style->page_words ? style->page_words : "page %d of %d",
				    .as_of_words = kept_word(pdf, style->as_of_words ? style->as_of_words : "as of")};
	*result = pdf;
	return HW_OK;
}

void io_pdf_free(io_pdf *pdf)
{
	if (!pdf)
		return;
	hw_release(pdf->blocks);
	hw_arena_free(pdf->arena);
	free(pdf);
}

static pdf_block *add(io_pdf *pdf)
{
	if (pdf->count == pdf->capacity) {
		size_t capacity = pdf->capacity ? pdf->capacity * 2 : BLOCKS_FIRST;
		pdf_block *more = hw_grow(pdf->blocks, capacity, sizeof *more);

		if (!more) {
			pdf->failed = true;
			return NULL;
		}
		pdf->blocks = more;
		pdf->capacity = capacity;
	}
	pdf->blocks[pdf->count] = (pdf_block){0};
	return &pdf->blocks[pdf->count++];
}

void io_pdf_heading(io_pdf *pdf, unsigned level, hw_text text)
{
	pdf_block *block = add(pdf);

	if (!block)
		return;
	block->kind = PDF_HEADING;
	block->level = level < 1 ? 1 : level > 3 ? 3 : level;
	block->text = kept(pdf, piece_of(text, CELL_MOST));
}

void io_pdf_paragraph(io_pdf *pdf, io_pdf_tone tone, hw_text text)
{
	do {
		hw_text piece = piece_of(text, PIECE);
		pdf_block *block = add(pdf);

		if (!block)
			return;
		text = (hw_text){text.bytes + piece.length, text.length - piece.length};
		block->kind = PDF_PARAGRAPH;
		block->tone = tone;
		block->goes_on = text.length > 0;
		block->text = kept(pdf, hw_text_trim(piece));
	} while (text.length);
}

static const hw_text *kept_cells(io_pdf *pdf, const hw_text *cells, size_t count)
{
	hw_text *copy = HW_NEW(pdf->arena, hw_text, count);

	if (!copy) {
		pdf->failed = true;
		return NULL;
	}
	for (size_t i = 0; i < count; i++) {
		hw_text piece = piece_of(cells[i], CELL_MOST);

		copy[i] = piece.length < cells[i].length ? hw_text_format(pdf->arena, "%.*s ...", HW_TEXT_ARG(piece))
							 : kept(pdf, piece);
		pdf->failed = pdf->failed || (!copy[i].bytes && piece.length);
	}
	return copy;
}

void io_pdf_table(io_pdf *pdf, size_t columns, const hw_text *titles, unsigned right)
{
	pdf_block *block = add(pdf);

	if (!block)
		return;
	block->kind = PDF_TABLE;
	block->columns = columns < IO_PDF_COLUMNS ? columns : IO_PDF_COLUMNS;
	block->right = right;
	block->cells = kept_cells(pdf, titles, block->columns);
}

void io_pdf_row(io_pdf *pdf, const hw_text *cells)
{
	size_t columns = 0;
	pdf_block *block;

	for (size_t i = pdf->count; i-- && !columns;)
		if (pdf->blocks[i].kind == PDF_TABLE)
			columns = pdf->blocks[i].columns;
	block = add(pdf);
	if (!block)
		return;
	block->kind = PDF_ROW;
	block->columns = columns;
	block->cells = kept_cells(pdf, cells, columns);
}

void io_pdf_ruled(io_pdf *pdf, double height)
{
	for (size_t i = pdf->count; i--;)
		if (pdf->blocks[i].kind == PDF_TABLE) {
			pdf->blocks[i].height = height;
			return;
		}
}

void io_pdf_field(io_pdf *pdf, hw_text label, int lines)
{
	pdf_block *block = add(pdf);

	if (!block)
		return;
	block->kind = PDF_FIELD;
	block->lines = lines < 1 ? 1 : lines > 20 ? 20 : lines;
	block->text = kept(pdf, piece_of(label, CELL_MOST));
}

void io_pdf_break(io_pdf *pdf)
{
	pdf_block *block = add(pdf);

	if (block)
		block->kind = PDF_BREAK;
}

static cairo_status_t take(void *out, const unsigned char *bytes, unsigned length)
{
	hw_buffer_add(out, (hw_text){(const char *)bytes, length});
	return CAIRO_STATUS_SUCCESS;
}

static void dress(const io_pdf *pdf, cairo_surface_t *surface)
{
	char day[32];

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, pdf->style.title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Homeward");
	(void)snprintf(day, sizeof(day), "%.10sT00:00:00Z", *pdf->style.as_of ? pdf->style.as_of : "1970-01-01");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day);
}

/* Paper has no pixels to fit letters to. */
static void exact_metrics(PangoContext *context)
{
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
}

hw_status io_pdf_write(io_pdf *pdf, hw_buffer *out, int *pages, hw_error *error)
{
	cairo_surface_t *surface;
	cairo_status_t drawn;
	pdf_flow flow = {.pdf = pdf};

	if (pdf->failed)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a document of this length");
	surface = cairo_pdf_surface_create_for_stream(take, out, PDF_WIDTH, PDF_HEIGHT);
	dress(pdf, surface);
	flow.cairo = cairo_create(surface);
	flow.fonts = pango_cairo_font_map_new();
	flow.context = pango_font_map_create_context(flow.fonts);
	exact_metrics(flow.context);
	pango_cairo_update_context(flow.cairo, flow.context);
	pdf_flow_over(&flow, false);
	flow.pages = flow.page;
	pdf_flow_over(&flow, true);
	drawn = cairo_status(flow.cairo);
	g_object_unref(flow.context);
	g_object_unref(flow.fonts);
	cairo_destroy(flow.cairo);
	cairo_surface_finish(surface);
	if (drawn == CAIRO_STATUS_SUCCESS)
		drawn = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (pages)
		*pages = flow.pages;
	return drawn == CAIRO_STATUS_SUCCESS ? HW_OK
					     : hw_fail(error, HW_NO_MEMORY, "the document could not be drawn: %s",
						       cairo_status_to_string(drawn));
}
