/* pdf_flow.c - where each block stands: measured by Pango, broken over pages, drawn by Cairo. */
#include "io/pdf_int.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define GAP     8.0  /* between columns */
#define ROW_GAP 3.0  /* between rows */
#define KEEP    60.0 /* a heading wants this much below it */
#define PAD     3.0  /* between a ruled line and what stands in its cell */
#define WRITE   19.0 /* a line to write on by hand */
#define FONT    "DejaVu Sans"

static PangoLayout *laid(const pdf_flow *flow, hw_text text, double width, double size, bool bold)
{
	PangoLayout *layout = pango_layout_new(flow->context);
	PangoFontDescription *font = pango_font_description_new();

	pango_font_description_set_family_static(font, FONT);
	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	if (bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_text(layout, text.length ? text.bytes : "", (int)text.length);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	if (width > 0)
		pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	return layout;
}

static double height_of(PangoLayout *layout)
{
	int height;

	pango_layout_get_size(layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

static double width_of(PangoLayout *layout)
{
	int width;

	pango_layout_get_size(layout, &width, NULL);
	return (double)width / PANGO_SCALE;
}

static void show(const pdf_flow *flow, PangoLayout *layout, double x, double y, double grey)
{
	if (!flow->draw)
		return;
	cairo_set_source_rgb(flow->cairo, grey, grey, grey);
	cairo_move_to(flow->cairo, x, y);
	pango_cairo_show_layout(flow->cairo, layout);
}

static void line(const pdf_flow *flow, double y, double grey)
{
	if (!flow->draw)
		return;
	cairo_set_source_rgb(flow->cairo, grey, grey, grey);
	cairo_set_line_width(flow->cairo, 0.5);
	cairo_move_to(flow->cairo, PDF_LEFT, y);
	cairo_line_to(flow->cairo, PDF_LEFT + PDF_INNER, y);
	cairo_stroke(flow->cairo);
}

/* One line of the head or foot, at the left or at the right. */
static void margin(const pdf_flow *flow, const char *words, bool right, double y, bool bold)
{
	PangoLayout *layout = laid(flow, hw_text_of(words), 0, 8, bold);

	show(flow, layout, right ? PDF_LEFT + PDF_INNER - width_of(layout) : PDF_LEFT, y, 0.35);
	g_object_unref(layout);
}

static void watermark(const pdf_flow *flow)
{
	PangoLayout *layout;

	if (!flow->draw || !*flow->pdf->style.watermark)
		return;
	layout = laid(flow, hw_text_of(flow->pdf->style.watermark), 0, 64, true);
	cairo_save(flow->cairo);
	cairo_translate(flow->cairo, PDF_WIDTH / 2, PDF_HEIGHT / 2);
	cairo_rotate(flow->cairo, -0.96);
	if (width_of(layout) > PDF_HEIGHT - 80)
		cairo_scale(flow->cairo, (PDF_HEIGHT - 80) / width_of(layout), (PDF_HEIGHT - 80) / width_of(layout));
	show(flow, layout, -width_of(layout) / 2, -height_of(layout) / 2, 0.93);
	cairo_restore(flow->cairo);
	g_object_unref(layout);
}

static void begin_page(pdf_flow *flow)
{
	const io_pdf_style *style = &flow->pdf->style;
	char words[96];

	flow->page++;
	flow->y = PDF_TOP;
	watermark(flow);
	margin(flow, style->title, false, PDF_TOP - 32, false);
	margin(flow, style->classification, true, PDF_TOP - 32, true);
	line(flow, PDF_TOP - 16, 0.6);
	if (*style->as_of) {
		(void)snprintf(words, sizeof(words), "%s %s", style->as_of_words, style->as_of);
		margin(flow, words, false, PDF_HEIGHT - PDF_BOTTOM + 14, false);
	}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	(void)snprintf(words, sizeof(words), style->page_words, flow->page, flow->pages);
#pragma GCC diagnostic pop
	margin(flow, words, true, PDF_HEIGHT - PDF_BOTTOM + 14, false);
}

static void end_page(const pdf_flow *flow)
{
	if (flow->draw)
		cairo_show_page(flow->cairo);
}

/* Begins a new page when `height` does not fit; true when it did. */
static bool room(pdf_flow *flow, double height)
{
	if (flow->y + height <= PDF_HEIGHT - PDF_BOTTOM || flow->y <= PDF_TOP)
		return false;
	end_page(flow);
	begin_page(flow);
	return true;
}

static void set_heading(pdf_flow *flow, const pdf_block *block)
{
	static const double sizes[] = {16, 11.5, 9.5}, before[] = {4, 14, 8};
	PangoLayout *layout = laid(flow, block->text, PDF_INNER, sizes[block->level - 1], true);
	double height = height_of(layout);

	room(flow, height + before[block->level - 1] + KEEP);
	if (flow->y > PDF_TOP)
		flow->y += before[block->level - 1];
	show(flow, layout, PDF_LEFT, flow->y, 0);
	flow->y += height + 4;
	g_object_unref(layout);
}

/* Long paragraphs break between their lines. */
static void set_paragraph(pdf_flow *flow, const pdf_block *block)
{
	double indent = block->tone == IO_PDF_WARNING ? 10 : 0, grey = block->tone == IO_PDF_NOTE ? 0.3 : 0;
	PangoLayout *layout = laid(flow, block->text, PDF_INNER - indent, block->tone == IO_PDF_NOTE ? 8 : 9,
				   block->tone == IO_PDF_BOLD);

	pango_layout_set_spacing(layout, PANGO_SCALE);
	for (int i = 0; i < pango_layout_get_line_count(layout); i++) {
		PangoLayoutLine *text = pango_layout_get_line_readonly(layout, i);
		PangoRectangle box;
		double height, top;

		pango_layout_line_get_extents(text, NULL, &box);
		height = (double)box.height / PANGO_SCALE + 1;
		room(flow, height);
		top = flow->y;
		if (flow->draw) {
			cairo_set_source_rgb(flow->cairo, grey, grey, grey);
			cairo_move_to(flow->cairo, PDF_LEFT + indent, top - (double)box.y / PANGO_SCALE);
			pango_cairo_show_layout_line(flow->cairo, text);
			if (block->tone == IO_PDF_WARNING) {
				cairo_set_source_rgb(flow->cairo, 0.75, 0.2, 0.1);
				cairo_rectangle(flow->cairo, PDF_LEFT, top, 2.5, height);
				cairo_fill(flow->cairo);
			}
		}
		flow->y += height;
	}
	flow->y += block->goes_on ? 0 : 4;
	g_object_unref(layout);
}

/* ---- tables --------------------------------------------------------------------------- */

/* A column's part of what is left: by the root of what it would like, so that a long text gets more room and a short
 * one is not broken letter by letter. */
static double share_of(const double *widths, const double *wanted, size_t columns, size_t column, double left)
{
	double sum = 0;

	for (size_t c = 0; c < columns; c++)
		sum += widths[c] < 0 ? sqrt(wanted[c]) : 0;
	return left * sqrt(wanted[column]) / sum;
}

/* A longer table is much like its beginning, and a longer text has room for its words. */
enum { ROWS_MEASURED = 200, WORDS_MEASURED = 120 };

/* The width of the whole text and of its longest word. */
static void measure_columns(const pdf_flow *flow, size_t from, double wanted[IO_PDF_COLUMNS],
			    double least[IO_PDF_COLUMNS])
{
	for (size_t i = from; i < flow->pdf->count && i <= from + ROWS_MEASURED; i++) {
		const pdf_block *row = &flow->pdf->blocks[i];

		if (i > from && row->kind != PDF_ROW)
			break;
		for (size_t c = 0; c < flow->pdf->blocks[from].columns; c++) {
			PangoLayout *layout = laid(flow, row->cells[c], 0, 8.5, i == from);
			double width = width_of(layout) + 1;

			if (width > wanted[c])
				wanted[c] = width;
			if (row->cells[c].length <= WORDS_MEASURED) {
				pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
				pango_layout_set_width(layout, 1);
				width = width_of(layout) + 1;
				if (width > least[c])
					least[c] = width < PDF_INNER / 5 ? width : PDF_INNER / 5;
			}
			g_object_unref(layout);
		}
	}
}

static bool is_blank(const pdf_flow *flow, size_t from, size_t column)
{
	for (size_t i = from + 1; i < flow->pdf->count && flow->pdf->blocks[i].kind == PDF_ROW; i++)
		if (flow->pdf->blocks[i].cells[column].length)
			return false;
	return true;
}

/* A ruled table is as wide as the page: what is over goes to the columns that are written on by hand, to each by the width
 * of its title. */
static void fill_page(pdf_flow *flow, size_t from)
{
	size_t columns = flow->pdf->blocks[from].columns;
	double over = PDF_INNER - GAP * (double)columns, blank = 0;

	for (size_t c = 0; c < columns; c++) {
		over -= flow->widths[c];
		blank += is_blank(flow, from, c) ? flow->widths[c] : 0;
	}
	for (size_t c = 0; c < columns && over > 0 && blank > 0; c++)
		if (is_blank(flow, from, c))
			flow->widths[c] += over * flow->widths[c] / blank;
}

/* What each column would like; where that is too much, those that want no more than their share get it all, and none
 * gets less than its longest word. */
static void find_widths(pdf_flow *flow, size_t from)
{
	size_t columns = flow->pdf->blocks[from].columns;
	double wanted[IO_PDF_COLUMNS] = {0}, least[IO_PDF_COLUMNS] = {0}, shares[IO_PDF_COLUMNS],
	       left = PDF_INNER - GAP * (double)(columns - 1);
	bool changed = true;

	if (flow->pdf->blocks[from].height > 0)
		left -= GAP; /* half a gap to each side, so that lines can stand between */
	measure_columns(flow, from, wanted, least);
	for (size_t c = 0; c < columns; c++)
		flow->widths[c] = -1;
	while (changed) {
		changed = false;
		for (size_t c = 0; c < columns; c++) {
			double share = flow->widths[c] < 0 ? share_of(flow->widths, wanted, columns, c, left) : 0;

			if (flow->widths[c] >= 0 || (wanted[c] > share && least[c] <= share))
				continue;
			flow->widths[c] = wanted[c] <= share ? wanted[c] : least[c] < left ? least[c] : share;
			left -= flow->widths[c];
			changed = true;
		}
	}
	for (size_t c = 0; c < columns; c++)
		shares[c] = flow->widths[c] < 0 ? share_of(flow->widths, wanted, columns, c, left) : flow->widths[c];
	memcpy(flow->widths, shares, columns * sizeof(*shares));
	if (flow->pdf->blocks[from].height > 0)
		fill_page(flow, from);
}

static double set_cells(pdf_flow *flow, const pdf_block *row, unsigned right, bool bold, bool measure)
{
	bool draw = flow->draw;
	double x = PDF_LEFT + (flow->table->height > 0 ? GAP / 2 : 0), tallest = 0;

	flow->draw = draw && !measure;
	for (size_t c = 0; c < row->columns; c++) {
		PangoLayout *layout = laid(flow, row->cells[c], flow->widths[c], 8.5, bold);

		if (right & (1u << c))
			pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
		show(flow, layout, x, flow->y, bold ? 0.25 : 0);
		if (height_of(layout) > tallest)
			tallest = height_of(layout);
		x += flow->widths[c] + GAP;
		g_object_unref(layout);
	}
	flow->draw = draw;
	return tallest;
}

static bool has_titles(const pdf_block *head)
{
	for (size_t c = 0; c < head->columns; c++)
		if (head->cells[c].length)
			return true;
	return false;
}

/* Lines around the cells of a row from `top` to flow->y. */
static void rule_cells(const pdf_flow *flow, double top)
{
	double x = PDF_LEFT;

	if (!flow->draw)
		return;
	cairo_set_source_rgb(flow->cairo, 0.45, 0.45, 0.45);
	cairo_set_line_width(flow->cairo, 0.5);
	cairo_rectangle(flow->cairo, PDF_LEFT, top, PDF_INNER, flow->y - top);
	for (size_t c = 0; c + 1 < flow->table->columns; c++) {
		x += flow->widths[c] + GAP;
		cairo_move_to(flow->cairo, x, top);
		cairo_line_to(flow->cairo, x, flow->y);
	}
	cairo_stroke(flow->cairo);
}

/* How high a row of a ruled table is, with its lines. */
static double ruled_height(pdf_flow *flow, const pdf_block *row, bool head)
{
	double height = set_cells(flow, row, flow->table->right, head, true) + 2 * PAD;

	return head || height > flow->table->height ? height : flow->table->height;
}

static void set_ruled(pdf_flow *flow, const pdf_block *row, bool head)
{
	double top = flow->y, height = ruled_height(flow, row, head);

	flow->y += PAD;
	(void)set_cells(flow, row, flow->table->right, head, false);
	flow->y = top + height;
	rule_cells(flow, top);
}

static void set_head(pdf_flow *flow)
{
	if (!has_titles(flow->table))
		return;
	if (flow->table->height > 0) {
		set_ruled(flow, flow->table, true);
		return;
	}
	flow->y += set_cells(flow, flow->table, flow->table->right, true, false) + 1.5;
	line(flow, flow->y, 0.5);
	flow->y += ROW_GAP;
}

static void set_row(pdf_flow *flow, const pdf_block *row)
{
	if (!flow->table)
		return;
	if (flow->table->height > 0) {
		if (room(flow, ruled_height(flow, row, false)))
			set_head(flow);
		set_ruled(flow, row, false);
		return;
	}
	if (room(flow, set_cells(flow, row, flow->table->right, false, true)))
		set_head(flow);
	flow->y += set_cells(flow, row, flow->table->right, false, false) + ROW_GAP;
}

/* ---- to write on ---------------------------------------------------------------------- */
static void set_field(pdf_flow *flow, const pdf_block *block)
{
	PangoLayout *layout = laid(flow, block->text, PDF_INNER, 8.5, false);
	double height = height_of(layout);

	room(flow, height + WRITE * block->lines + 4);
	flow->y += 4;
	show(flow, layout, PDF_LEFT, flow->y, 0.2);
	flow->y += height;
	for (int i = 0; i < block->lines; i++) {
		flow->y += WRITE;
		line(flow, flow->y, 0.55);
	}
	flow->y += 6;
	g_object_unref(layout);
}

void pdf_flow_over(pdf_flow *flow, bool draw)
{
	flow->draw = draw;
	flow->page = 0;
	flow->table = NULL;
	begin_page(flow);
	for (size_t i = 0; i < flow->pdf->count; i++) {
		const pdf_block *block = &flow->pdf->blocks[i];

		if (flow->table && block->kind != PDF_ROW) {
			flow->table = NULL;
			flow->y += 5;
		}
		switch (block->kind) {
		case PDF_HEADING:
			set_heading(flow, block);
			break;
		case PDF_PARAGRAPH:
			set_paragraph(flow, block);
			break;
		case PDF_TABLE:
			flow->table = block;
			find_widths(flow, i);
			room(flow, 40 + block->height);
			set_head(flow);
			break;
		case PDF_ROW:
			set_row(flow, block);
			break;
		case PDF_FIELD:
			set_field(flow, block);
			break;
		case PDF_BREAK:
			room(flow, PDF_HEIGHT);
			break;
		}
	}
	end_page(flow);
}
