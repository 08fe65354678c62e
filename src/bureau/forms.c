/* The least for a day without machines: the order of work and blank forms, as text and on A4.  They name nobody. */
#include "bureau/paper_int.h"
#include "bureau/tables_int.h"

#include <string.h>

enum { BLANKS_MOST = 12 };

typedef enum line_kind { TITLE, HEADING, STEP, WARNING, FIELD, TABLE } line_kind;
typedef struct form_line {
	line_kind kind;
	hw_text text; /* without its mark */
} form_line;

/* The lines of data/keeping/paper.LANG.txt: "# title", "## form", "- what to do", "! warning", "? what to fill in",
 * "| rows | column | column". */
static hw_text forms_text(const char *lang)
{
	return keeping_data_find(!strcmp(lang, "uk") ? "paper.uk.txt" : "paper.en.txt");
}

static bool forms_line(hw_text *rest, form_line *line)
{
	static const struct {
		const char *mark;
		line_kind kind;
	} marks[] = {{"## ", HEADING}, {"# ", TITLE}, {"- ", STEP}, {"! ", WARNING}, {"? ", FIELD}, {"| ", TABLE}};
	hw_text row;

	while (hw_text_split(rest, '\n', &row))
		for (size_t i = 0; i < HW_COUNT(marks); i++) {
			size_t length = strlen(marks[i].mark);

			if (row.length > length && !memcmp(row.bytes, marks[i].mark, length)) {
				*line = (form_line){marks[i].kind, (hw_text){row.bytes + length, row.length - length}};
				return true;
			}
		}
	return false;
}

/* ---- as text ------------------------------------------------------------------------------------------- */
void bureau_forms_text(const char *lang, hw_buffer *out)
{
	static const char line_to_fill[] = "____________________________________________________________";
	hw_text rest = forms_text(lang);
	form_line line;

	while (forms_line(&rest, &line)) {
		if (line.kind == TITLE || line.kind == HEADING)
			hw_buffer_addf(out, "\n%.*s\n\n", HW_TEXT_ARG(line.text));
		else if (line.kind == STEP)
			hw_buffer_addf(out, "   [ ] %.*s\n", HW_TEXT_ARG(line.text));
		else if (line.kind == WARNING)
			hw_buffer_addf(out, "   !   %.*s\n", HW_TEXT_ARG(line.text));
		else if (line.kind == FIELD)
			hw_buffer_addf(out, "   %.*s\n   %s\n", HW_TEXT_ARG(line.text), line_to_fill);
		else
			hw_buffer_addf(out, "   %.*s\n", HW_TEXT_ARG(line.text));
	}
}

void bureau_forms_json(const char *lang, hw_json_writer *w)
{
	static const char *const kinds[] = {"title", "heading", "step", "warning", "field", "table"};
	hw_text rest = forms_text(lang);
	form_line line;

	hw_json_array(w, "paper");
	while (forms_line(&rest, &line)) {
		hw_json_object(w, NULL);
		hw_json_string(w, "kind", kinds[line.kind]);
		hw_json_text(w, "text", line.text);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

/* ---- on A4 ---------------------------------------------------------------------------------------------- */
/* A field to fill in by hand: its label, and room for two lines. */
static void put_field(paper *p, bool *open, hw_text label)
{
	static const hw_text none[] = {{"", 0}, {"", 0}};
	const hw_text cells[] = {hw_text_format(p->arena, "%.*s\n ", HW_TEXT_ARG(label)),
				 HW_TEXT("\n_________________________________")};

	if (!*open)
		io_pdf_table(p->pdf, 2, none, 0);
	*open = true;
	io_pdf_row(p->pdf, cells);
}

static void put_table(paper *p, hw_text row)
{
	hw_text titles[BLANKS_MOST], blank[BLANKS_MOST], cell;
	size_t columns = 0;
	int64_t rows = 1;

	if (!hw_text_split(&row, '|', &cell) || hw_text_integer(hw_text_trim(cell), &rows, NULL) != HW_OK)
		rows = 1;
	while (columns < BLANKS_MOST && hw_text_split(&row, '|', &cell)) {
		titles[columns] = hw_text_trim(cell);
		blank[columns++] = HW_TEXT("\n_____");
	}
	io_pdf_table(p->pdf, columns, titles, 0);
	for (int64_t i = 0; i < rows; i++)
		io_pdf_row(p->pdf, blank);
}

hw_status bureau_forms_pdf(bureau *b, const char *lang, hw_buffer *out, hw_error *error)
{
	hw_text rest = forms_text(lang);
	form_line line;
	bool open = false;
	char day[11];
	paper p;
	hw_status status = paper_begin(&p, lang, paper_say(&(paper){.lang = lang}, "A day without machines"),
				       hw_days_write(bureau_as_of(b), day), bureau_is_training(b), NULL, error);

	if (status != HW_OK)
		return paper_end(&p, status, out, error);
	while (forms_line(&rest, &line)) {
		if (line.kind == FIELD) {
			put_field(&p, &open, line.text);
			continue;
		}
		open = false;
		if (line.kind == TABLE)
			put_table(&p, line.text);
		else if (line.kind == TITLE || line.kind == HEADING)
			io_pdf_heading(p.pdf, line.kind == TITLE ? 1 : 2, line.text);
		else if (line.kind == WARNING)
			io_pdf_paragraph(p.pdf, IO_PDF_WARNING, line.text);
		else
			io_pdf_paragraph(p.pdf, IO_PDF_PLAIN,
					 hw_text_format(p.arena, "☐  %.*s", HW_TEXT_ARG(line.text)));
	}
	return paper_end(&p, HW_OK, out, error);
}
