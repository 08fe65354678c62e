/* Heads, feet and sheets on paper. */
#include "bureau/paper_int.h"

#include <stdio.h>
#include <string.h>

hw_status paper_begin(paper *p, const char *lang, const char *title, const char *as_of, bool training, hw_error *error)
{
	io_pdf_style style = {.title = title, .as_of = as_of};

	*p = (paper){.lang = lang, .arena = hw_arena_new(1 << 28)};
	if (!p->arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a document");
	style.classification = paper_say(p, "Restricted: for the bureau only");
	style.watermark = training ? paper_say(p, "TRAINING") : NULL;
	style.page_words = !strcmp(lang, "uk") ? "сторінка %d з %d" : "page %d of %d";
	style.as_of_words = paper_say(p, "as of");
	return io_pdf_new(&style, &p->pdf, error);
}

hw_status paper_end(paper *p, hw_status status, hw_buffer *out, hw_error *error)
{
	if (status == HW_OK && p->pdf)
		status = io_pdf_write(p->pdf, out, NULL, error);
	io_pdf_free(p->pdf);
	hw_arena_free(p->arena);
	*p = (paper){0};
	return status;
}

const char *paper_say(const paper *p, const char *english)
{
	return bureau_word(p->lang, english);
}

void paper_heading(paper *p, const char *english)
{
	io_pdf_heading(p->pdf, 2, hw_text_format(p->arena, "%d. %s", ++p->section, paper_say(p, english)));
}

void paper_titles(paper *p, const char *const *english, size_t count, unsigned right)
{
	hw_text titles[IO_PDF_COLUMNS];

	for (size_t i = 0; i < count; i++)
		titles[i] = hw_text_of(paper_say(p, english[i]));
	io_pdf_table(p->pdf, count, titles, right);
}

hw_text paper_count(paper *p, int64_t n)
{
	return hw_text_format(p->arena, "%lld", (long long)n);
}

hw_text paper_join(paper *p, const bureau_texts *texts, const char *between, size_t most)
{
	hw_text all = HW_TEXT("");

	for (size_t i = 0; i < texts->count && i < most; i++)
		all = hw_text_format(p->arena, "%.*s%s%.*s", HW_TEXT_ARG(all), i ? between : "",
				     HW_TEXT_ARG(texts->items[i]));
	if (texts->count > most)
		all = hw_text_format(p->arena, "%.*s (+%zu)", HW_TEXT_ARG(all), texts->count - most);
	return all;
}

/* ---- any sheet ------------------------------------------------------------------------------ */

static hw_text spaced(paper *p, hw_text word)
{
	char text[512];

	(void)snprintf(text, sizeof(text), "%.*s", HW_TEXT_ARG(word));
	for (char *c = text; *c; c++)
		if (*c == '_')
			*c = ' ';
	return hw_text_copy(p->arena, hw_text_of(paper_say(p, text)));
}

static hw_text value_text(paper *p, const bureau_column *column, const bureau_value *value)
{
	if (value->restricted)
		return hw_text_of(paper_say(p, "restricted"));
	if (!value->known)
		return HW_TEXT("");
	switch (column->kind) {
	case BUREAU_TEXT:
	case BUREAU_HASH:
		return value->text;
	case BUREAU_WORD:
		return spaced(p, value->text);
	case BUREAU_COUNT:
		return hw_text_format(p->arena, "%.0f", value->number);
	case BUREAU_NUMBER:
		return hw_text_format(p->arena, "%.2f", value->number);
	case BUREAU_FLAG:
		return hw_text_of(paper_say(p, value->number > 0 ? "yes" : "no"));
	}
	return HW_TEXT("");
}

/* Columns that no row fills are left out: paper is narrow. */
static void write_list(paper *p, const bureau_list *list)
{
	size_t shown[IO_PDF_COLUMNS], count = 0;
	const char *titles[IO_PDF_COLUMNS];
	unsigned right = 0;

	for (size_t c = 0; c < list->column_count && count < IO_PDF_COLUMNS; c++)
		for (size_t r = 0; r < list->row_count; r++) {
			const bureau_value *value = &list->values[r * list->column_count + c];

			if (!value->known && !value->restricted)
				continue;
			if (list->columns[c].kind == BUREAU_COUNT || list->columns[c].kind == BUREAU_NUMBER)
				right |= 1u << count;
			titles[count] = list->columns[c].heading;
			shown[count++] = c;
			break;
		}
	io_pdf_heading(p->pdf, 2, hw_text_of(paper_say(p, list->heading)));
	if (!count) {
		io_pdf_paragraph(p->pdf, IO_PDF_NOTE, hw_text_of(paper_say(p, list->empty ? list->empty : "-")));
		return;
	}
	paper_titles(p, titles, count, right);
	for (size_t r = 0; r < list->row_count; r++) {
		hw_text cells[IO_PDF_COLUMNS];

		for (size_t i = 0; i < count; i++)
			cells[i] = value_text(p, &list->columns[shown[i]],
					      &list->values[r * list->column_count + shown[i]]);
		io_pdf_row(p->pdf, cells);
	}
}

hw_status bureau_sheet_pdf(const bureau_sheet *sheet, const char *lang, const char *as_of, bool training,
			   hw_buffer *out, hw_error *error)
{
	static const char *const no_titles[] = {"", ""};
	char title[256];
	paper p;
	hw_status status;

	(void)snprintf(title, sizeof(title), "%.*s", HW_TEXT_ARG(sheet->title));
	status = paper_begin(&p, lang, title, as_of, training, error);
	if (status != HW_OK)
		return paper_end(&p, status, out, error);
	io_pdf_heading(p.pdf, 1, sheet->title);
	paper_titles(&p, no_titles, 2, 0);
	for (size_t i = 0; i < sheet->field_count; i++) {
		const bureau_field *f = &sheet->fields[i];
		hw_text cells[] = {hw_text_of(paper_say(&p, f->column.heading)), value_text(&p, &f->column, &f->value)};

		if (f->value.known || f->value.restricted)
			io_pdf_row(p.pdf, cells);
	}
	for (size_t i = 0; i < sheet->list_count; i++)
		if (sheet->lists[i].row_count || sheet->lists[i].empty)
			write_list(&p, &sheet->lists[i]);
	for (size_t i = 0; i < sheet->note_count; i++)
		io_pdf_paragraph(p.pdf, IO_PDF_NOTE, sheet->notes[i]);
	return paper_end(&p, HW_OK, out, error);
}
