/* The least for a day without machines: the order of work and blank forms, as text and on A4.  They name nobody.  Each form that
 * becomes rows of an import kind says so, and which column a line is typed into. */
#include "bureau/paper_int.h"
#include "bureau/tables_int.h"

#include <string.h>

enum { BLANKS_MOST = 12, COLUMNS_MOST = 32, WRITE_LINES = 3 };
#define ROW_HEIGHT 27.0 /* points: a line of handwriting */

/* Beside a mark of its own each line may end with the columns that it is typed into: "{name, callsign}". */
typedef enum line_kind { TITLE, HEADING, STEP, WARNING, FIELD, ROOM, TABLE, BECOMES, ENTER } line_kind;
typedef struct form_line {
	line_kind kind;
	hw_text text;    /* without its mark and columns */
	hw_text columns; /* "name, callsign"; empty: none */
} form_line;

/* The lines of data/keeping/paper.LANG.txt: "# title", "## form", "- what to do", "! warning", "? what to fill in", "?? the same with
 * room for some sentences", "| rows | column | column", "= form kind [command]: what it becomes", "> how it is typed in". */
static hw_text forms_text(const char *lang)
{
	return keeping_data_find(!strcmp(lang, "uk") ? "paper.uk.txt" : "paper.en.txt");
}

/* Cuts "{...}" off the end of a text. */
static hw_text cut_columns(hw_text *text)
{
	hw_text columns = HW_TEXT("");
	const char *open =
		text->length && text->bytes[text->length - 1] == '}' ? memchr(text->bytes, '{', text->length) : NULL;

	if (open) {
		size_t at = (size_t)(open - text->bytes);

		columns = hw_text_trim((hw_text){open + 1, text->length - at - 2});
		*text = hw_text_trim((hw_text){text->bytes, at});
	}
	return columns;
}

static bool forms_line(hw_text *rest, form_line *line)
{
	static const struct {
		const char *mark;
		line_kind kind;
	} marks[] = {{"## ", HEADING}, {"# ", TITLE}, {"- ", STEP},    {"! ", WARNING}, {"?? ", ROOM},
		     {"? ", FIELD},    {"| ", TABLE}, {"= ", BECOMES}, {"> ", ENTER}};
	hw_text row;

	while (hw_text_split(rest, '\n', &row))
		for (size_t i = 0; i < HW_COUNT(marks); i++) {
			size_t length = strlen(marks[i].mark);

			if (row.length <= length || memcmp(row.bytes, marks[i].mark, length) != 0)
				continue;
			*line = (form_line){.kind = marks[i].kind, .text = {row.bytes + length, row.length - length}};
			if (line->kind == FIELD || line->kind == ROOM)
				line->columns = cut_columns(&line->text);
			return true;
		}
	return false;
}

/* ---- as text ------------------------------------------------------------------------------------------- */
static void write_columns(hw_buffer *out, hw_text columns)
{
	if (columns.length)
		hw_buffer_addf(out, " [%.*s]", HW_TEXT_ARG(columns));
}

static void write_table(hw_buffer *out, hw_text row)
{
	const char *between = "   ";
	hw_text cell;

	if (!hw_text_split(&row, '|', &cell)) /* the number of rows */
		return;
	while (hw_text_split(&row, '|', &cell)) {
		hw_text title = hw_text_trim(cell), columns = cut_columns(&title);

		hw_buffer_addf(out, "%s%.*s", between, HW_TEXT_ARG(title));
		write_columns(out, columns);
		between = " | ";
	}
	hw_buffer_adds(out, "\n");
}

static void write_line(hw_buffer *out, const char *lang, const form_line *line)
{
	static const char to_fill[] = "   ____________________________________________________________\n";

	switch (line->kind) {
	case TITLE:
	case HEADING:
		hw_buffer_addf(out, "\n%.*s\n\n", HW_TEXT_ARG(line->text));
		break;
	case STEP:
		hw_buffer_addf(out, "   [ ] %.*s\n", HW_TEXT_ARG(line->text));
		break;
	case WARNING:
		hw_buffer_addf(out, "   !   %.*s\n", HW_TEXT_ARG(line->text));
		break;
	case FIELD:
	case ROOM:
		hw_buffer_addf(out, "   %.*s", HW_TEXT_ARG(line->text));
		write_columns(out, line->columns);
		hw_buffer_adds(out, "\n");
		for (int i = 0; i < (line->kind == ROOM ? WRITE_LINES : 1); i++)
			hw_buffer_adds(out, to_fill);
		break;
	case TABLE:
		write_table(out, line->text);
		break;
	case ENTER:
		hw_buffer_addf(out, "   %s: %.*s\n\n", bureau_word(lang, "When the power is back"),
			       HW_TEXT_ARG(line->text));
		break;
	case BECOMES:
		break;
	}
}

void bureau_forms_text(const char *lang, hw_buffer *out)
{
	hw_text rest = forms_text(lang);
	form_line line;

	while (forms_line(&rest, &line))
		write_line(out, lang, &line);
}

void bureau_forms_json(const char *lang, hw_json_writer *w)
{
	static const char *const kinds[] = {"title", "heading", "step",    "warning", "field",
					    "field", "table",   "becomes", "enter"};
	hw_text rest = forms_text(lang);
	form_line line;

	hw_json_array(w, "paper");
	while (forms_line(&rest, &line)) {
		hw_json_object(w, NULL);
		hw_json_string(w, "kind", kinds[line.kind]);
		hw_json_text(w, "text", line.text);
		if (line.columns.length)
			hw_json_text(w, "columns", line.columns);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

/* ---- on A4 ---------------------------------------------------------------------------------------------- */
static hw_text with_columns(paper *p, hw_text label, hw_text columns)
{
	return columns.length ? hw_text_format(p->arena, "%.*s  [%.*s]", HW_TEXT_ARG(label), HW_TEXT_ARG(columns))
			      : label;
}

/* A table of some rows is to be written on; one of a single row and column is a line to fold at. */
static void put_table(paper *p, hw_text row)
{
	hw_text titles[BLANKS_MOST] = {0}, blank[BLANKS_MOST] = {0}, cell;
	size_t columns = 0;
	int64_t rows = 1;

	if (!hw_text_split(&row, '|', &cell) || hw_text_integer(hw_text_trim(cell), &rows, NULL) != HW_OK)
		rows = 1;
	while (columns < BLANKS_MOST && hw_text_split(&row, '|', &cell)) {
		hw_text title = hw_text_trim(cell), names = cut_columns(&title);

		titles[columns] = with_columns(p, title, names);
		blank[columns++] = HW_TEXT("");
	}
	io_pdf_table(p->pdf, columns, titles, 0);
	if (columns > 1)
		io_pdf_ruled(p->pdf, ROW_HEIGHT);
	for (int64_t i = 0; i < rows; i++) {
		if (columns > 1)
			blank[0] = hw_text_format(p->arena, "%lld", (long long)i + 1);
		io_pdf_row(p->pdf, blank);
	}
}

/* Each form is a sheet of its own, to be copied and numbered; the order of work stays below the title. */
static void put_line(paper *p, const form_line *line, size_t form)
{
	switch (line->kind) {
	case TITLE:
		io_pdf_heading(p->pdf, 1, line->text);
		break;
	case HEADING:
		if (form > 1)
			io_pdf_break(p->pdf);
		io_pdf_heading(p->pdf, 2, line->text);
		break;
	case STEP:
		io_pdf_paragraph(p->pdf, IO_PDF_PLAIN, hw_text_format(p->arena, "☐  %.*s", HW_TEXT_ARG(line->text)));
		break;
	case WARNING:
		io_pdf_paragraph(p->pdf, IO_PDF_WARNING, line->text);
		break;
	case FIELD:
	case ROOM:
		io_pdf_field(p->pdf, with_columns(p, line->text, line->columns), line->kind == ROOM ? WRITE_LINES : 1);
		break;
	case TABLE:
		put_table(p, line->text);
		break;
	case ENTER:
		io_pdf_paragraph(p->pdf, IO_PDF_NOTE,
				 hw_text_format(p->arena, "%s: %.*s", paper_say(p, "When the power is back"),
						HW_TEXT_ARG(line->text)));
		break;
	case BECOMES:
		break;
	}
}

static void put_forms(paper *p, const char *lang)
{
	hw_text rest = forms_text(lang);
	form_line line;
	size_t form = 0;

	while (forms_line(&rest, &line)) {
		form += line.kind == HEADING;
		put_line(p, &line, form);
	}
}

static hw_status begin_day(paper *p, bureau *b, const char *lang, hw_error *error)
{
	char day[11];

	return paper_begin(p, lang, bureau_word(lang, "A day without machines"), hw_days_write(bureau_as_of(b), day),
			   bureau_is_training(b), NULL, error);
}

hw_status bureau_forms_pdf(bureau *b, const char *lang, hw_buffer *out, hw_error *error)
{
	paper p;
	hw_status status = begin_day(&p, b, lang, error);

	if (status == HW_OK)
		put_forms(&p, lang);
	return paper_end(&p, status, out, error);
}

hw_status bureau_paper_pdf(bureau *b, const bureau_sheet *acts, const char *lang, hw_buffer *out, hw_error *error)
{
	paper p;
	hw_status status = begin_day(&p, b, lang, error);

	if (status == HW_OK) {
		paper_sheet(&p, b, acts);
		io_pdf_break(p.pdf);
		put_forms(&p, lang);
	}
	return paper_end(&p, status, out, error);
}

/* ---- and back in ------------------------------------------------------------------------------------------- */
static void add_headers(hw_text columns, hw_buffer *header, hw_text *seen, size_t *count)
{
	hw_text name;

	while (hw_text_split(&columns, ',', &name)) {
		bool again = false;

		name = hw_text_trim(name);
		for (size_t i = 0; i < *count; i++)
			again |= hw_text_equal(seen[i], name);
		if (again || !name.length || *count == COLUMNS_MOST)
			continue;
		hw_buffer_addf(header, "%s%.*s", *count ? "," : "", HW_TEXT_ARG(name));
		seen[(*count)++] = name;
	}
}

/* The columns of every line up to the next form, as they stand on the sheet. */
static void write_header(hw_text rest, hw_buffer *header)
{
	hw_text seen[COLUMNS_MOST], cell;
	size_t count = 0;
	form_line line;

	while (forms_line(&rest, &line) && line.kind != HEADING) {
		add_headers(line.columns, header, seen, &count);
		while (line.kind == TABLE && hw_text_split(&line.text, '|', &cell)) {
			hw_text title = hw_text_trim(cell);

			add_headers(cut_columns(&title), header, seen, &count);
		}
	}
	hw_buffer_adds(header, "\n");
}

hw_status bureau_paper_entry(const char *form, const char *lang, hw_buffer *header, hw_buffer *command, hw_error *error)
{
	hw_text rest = forms_text(lang), name, kind;
	hw_buffer names = {0};
	form_line line;

	while (forms_line(&rest, &line)) {
		if (line.kind != BECOMES || !hw_text_split(&line.text, ' ', &name) ||
		    !hw_text_split(&line.text, ' ', &kind))
			continue;
		if (!hw_text_is(name, form)) {
			hw_buffer_addf(&names, "%s%.*s", names.length ? ", " : "", HW_TEXT_ARG(name));
			continue;
		}
		write_header(rest, header);
		if (line.text.length)
			hw_buffer_addf(command, "homeward %.*s FILE", HW_TEXT_ARG(line.text));
		else
			hw_buffer_addf(command, "homeward import %.*s FILE", HW_TEXT_ARG(kind));
		hw_buffer_free(&names);
		return HW_OK;
	}
	(void)hw_fail(error, HW_NOT_FOUND, "no form \"%s\" is typed into a file", form);
	(void)hw_error_remedy(error, "write one of %.*s", (int)names.length, names.length ? names.bytes : "");
	hw_buffer_free(&names);
	return HW_NOT_FOUND;
}
