/* Any sheet on A4, and how one value of it reads. */
#include "bureau/paper_int.h"

#include <stdio.h>
#include <string.h>

static hw_text spaced(hw_arena *arena, const char *lang, hw_text word)
{
	char text[512];

	(void)snprintf(text, sizeof(text), "%.*s", HW_TEXT_ARG(word));
	for (char *c = text; *c; c++)
		if (*c == '_')
			*c = ' ';
	return hw_text_copy(arena, hw_text_of(bureau_word(lang, text)));
}

/* A word that means another thing in this column ("status: held" is no list of kind held), or the word itself. */
static hw_text in_place(hw_arena *arena, const char *lang, const char *key, hw_text word)
{
	char text[512];
	const char *said;

	(void)snprintf(text, sizeof(text), "%s: %.*s", key, HW_TEXT_ARG(word));
	said = bureau_word(lang, text);
	return strcmp(said, text) != 0 ? hw_text_of(said) : spaced(arena, lang, word);
}

hw_text bureau_value_words(hw_arena *arena, const char *lang, const bureau_column *column, const bureau_value *value)
{
	if (value->restricted)
		return hw_text_of(bureau_word(lang, "restricted"));
	if (!value->known)
		return HW_TEXT("");
	switch (column->kind) {
	case BUREAU_TEXT:
	case BUREAU_HASH:
		return value->text;
	case BUREAU_WORD:
		return in_place(arena, lang, column->key, value->text);
	case BUREAU_COUNT:
		return hw_text_format(arena, "%.0f", value->number);
	case BUREAU_NUMBER:
		return hw_text_format(arena, "%.2f", value->number);
	case BUREAU_EXACT:
		break;
	case BUREAU_FLAG:
		return hw_text_of(bureau_word(lang, value->number > 0 ? "yes" : "no"));
	}
	return HW_TEXT("");
}

/* The columns that any row fills, for paper is narrow; returns how many. */
static size_t used_columns(const bureau_list *list, size_t used[IO_PDF_COLUMNS])
{
	size_t count = 0;

	for (size_t c = 0; c < list->column_count && count < IO_PDF_COLUMNS; c++)
		for (size_t r = 0; r < list->row_count && list->columns[c].kind != BUREAU_EXACT; r++) {
			const bureau_value *value = &list->values[r * list->column_count + c];

			if (value->known || value->restricted) {
				used[count++] = c;
				break;
			}
		}
	return count;
}

/* Rows to write on by hand are as high as a line of handwriting. */
enum { HAND = 24 };

static void write_rows(paper *p, const bureau_list *list, const size_t *used, size_t count, size_t blanks)
{
	for (size_t r = 0; r < list->row_count; r++) {
		hw_text cells[IO_PDF_COLUMNS] = {0};

		for (size_t i = 0; i < count; i++)
			cells[i] = bureau_value_words(p->arena, p->lang, &list->columns[used[i]],
						      &list->values[r * list->column_count + used[i]]);
		for (size_t i = 0; i < blanks; i++)
			cells[count + i] = HW_TEXT("");
		io_pdf_row(p->pdf, cells);
	}
}

static void write_list(paper *p, const bureau_list *list)
{
	size_t used[IO_PDF_COLUMNS], count = used_columns(list, used), blanks = 0;
	const char *titles[IO_PDF_COLUMNS];
	unsigned right = 0;

	io_pdf_heading(p->pdf, 2, hw_text_of(paper_say(p, list->heading)));
	if (!count) {
		io_pdf_paragraph(p->pdf, IO_PDF_NOTE, hw_text_of(paper_say(p, list->empty ? list->empty : "-")));
		return;
	}
	for (size_t i = 0; i < count; i++) {
		bureau_value_kind kind = list->columns[used[i]].kind;

		titles[i] = list->columns[used[i]].heading;
		right |= kind == BUREAU_COUNT || kind == BUREAU_NUMBER ? 1u << i : 0;
	}
	for (; list->blanks && list->blanks[blanks] && count + blanks < IO_PDF_COLUMNS; blanks++)
		titles[count + blanks] = list->blanks[blanks];
	paper_titles(p, titles, count + blanks, right);
	if (blanks)
		io_pdf_ruled(p->pdf, HAND);
	write_rows(p, list, used, count, blanks);
}

static void write_fields(paper *p, const bureau_sheet *sheet)
{
	static const char *const no_titles[] = {"", ""};

	paper_titles(p, no_titles, 2, 0);
	for (size_t i = 0; i < sheet->field_count; i++) {
		const bureau_field *f = &sheet->fields[i];
		hw_text cells[] = {hw_text_of(paper_say(p, f->column.heading)),
				   bureau_value_words(p->arena, p->lang, &f->column, &f->value)};

		if (f->value.known || f->value.restricted)
			io_pdf_row(p->pdf, cells);
	}
}

void paper_sheet(paper *p, bureau *b, const bureau_sheet *sheet)
{
	io_pdf_heading(p->pdf, 1, sheet->title);
	write_fields(p, sheet);
	for (size_t i = 0; i < sheet->list_count; i++)
		if (sheet->lists[i].row_count || sheet->lists[i].empty)
			write_list(p, &sheet->lists[i]);
	for (size_t i = 0; i < sheet->note_count; i++)
		io_pdf_paragraph(p->pdf, IO_PDF_NOTE, sheet->notes[i]);
	/* Whoever finds a lost sheet can tell whose it was. */
	if (!sheet->marking)
		io_pdf_paragraph(p->pdf, IO_PDF_NOTE,
				 hw_text_format(p->arena, "%s %s.", paper_say(p, "Printed for"), bureau_user(b)));
}

hw_status bureau_sheet_pdf(bureau *b, const bureau_sheet *sheet, const char *lang, hw_buffer *out, hw_error *error)
{
	char title[256], day[11];
	paper p;
	hw_status status;

	(void)snprintf(title, sizeof(title), "%.*s", HW_TEXT_ARG(sheet->title));
	status = paper_begin_marked(&p, lang, title, hw_days_write(bureau_as_of(b), day), bureau_is_training(b),
				    sheet->marking, sheet->watermark, error);
	if (status == HW_OK)
		paper_sheet(&p, b, sheet);
	return paper_end(&p, status, out, error);
}
