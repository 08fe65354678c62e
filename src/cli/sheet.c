/* How a sheet reads: fields in two columns, each list as a table, notes below. */
#include "cli/sections_int.h"

#include <math.h>
#include <string.h>

enum { HASH_SHOWN = 16 };

static hw_text value_text(const cli_page *p, const bureau_column *column, const bureau_value *value)
{
	hw_text words = bureau_value_words(p->arena, p->context->lang, column, value);

	return column->kind == BUREAU_HASH && words.length > HASH_SHOWN && !value->restricted
		       ? cli_text(p, "%.*s...", HASH_SHOWN, words.bytes)
		       : words;
}

static void write_fields(cli_page *p, const bureau_sheet *sheet)
{
	cli_table table = {.arena = p->arena, .columns = 2, .indent = 3};

	for (size_t i = 0; i < sheet->field_count; i++) {
		const bureau_field *f = &sheet->fields[i];
		hw_text *row;

		if (!f->value.known && !f->value.restricted)
			continue;
		row = cli_table_row(&table);
		if (!row)
			return;
		row[0] = cli_text(p, "%s", cli_say(p, f->column.heading));
		row[1] = value_text(p, &f->column, &f->value);
	}
	cli_table_write(&table, p->out);
}

/* The columns that say anything, at most CLI_TABLE_COLUMNS of them. */
static size_t used_columns(const bureau_list *list, size_t used[CLI_TABLE_COLUMNS])
{
	size_t count = 0;

	for (size_t c = 0; c < list->column_count && count < CLI_TABLE_COLUMNS; c++)
		for (size_t r = 0; r < list->row_count && list->columns[c].kind != BUREAU_EXACT; r++) {
			const bureau_value *value = &list->values[r * list->column_count + c];

			if (value->known || value->restricted) {
				used[count++] = c;
				break;
			}
		}
	return count;
}

static bool is_right(bureau_value_kind kind)
{
	return kind == BUREAU_COUNT || kind == BUREAU_NUMBER;
}

/* The longest text stands last, where it may be folded. */
static void put_longest_last(const bureau_list *list, size_t *used, size_t count)
{
	size_t longest = 0, most = 0;

	for (size_t i = 0; i < count; i++) {
		size_t width = 0;

		for (size_t r = 0; r < list->row_count; r++) {
			const bureau_value *value = &list->values[r * list->column_count + used[i]];
			size_t length = value->text.length ? hw_utf8_length(value->text) : 0;

			width = length > width ? length : width;
		}
		if (width >= most) {
			most = width;
			longest = i;
		}
	}
	if (most > 24) {
		size_t column = used[longest];

		memmove(used + longest, used + longest + 1, (count - longest - 1) * sizeof(*used));
		used[count - 1] = column;
	}
}

enum { WIDE = 40, NARROW_ROOM = 70 };

/* Two long columns do not fit side by side: then each row is a paragraph. */
static bool is_wide(const cli_page *p, const bureau_list *list, const size_t *used, size_t count)
{
	size_t sum = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		size_t width = hw_utf8_length(hw_text_of(cli_say(p, list->columns[used[i]].heading)));

		for (size_t r = 0; r < list->row_count; r++) {
			hw_text t =
				value_text(p, &list->columns[used[i]], &list->values[r * list->column_count + used[i]]);
			size_t length = hw_utf8_length(t);

			width = length > width ? length : width;
		}
		sum += width + 2;
	}
	return sum > NARROW_ROOM + 10;
}

static void write_paragraphs(cli_page *p, const bureau_list *list, const size_t *used, size_t count)
{
	for (size_t r = 0; r < list->row_count; r++) {
		hw_text line = HW_TEXT("");

		for (size_t i = 0; i < count; i++) {
			const bureau_column *column = &list->columns[used[i]];
			const bureau_value *value = &list->values[r * list->column_count + used[i]];
			hw_text t = value_text(p, column, value);

			/* A flag that is not set is not worth a word here. */
			if (!t.length || (column->kind == BUREAU_FLAG && !(value->number > 0) && !value->restricted))
				continue;
			line = i ? hw_text_format(p->arena, "%.*s%s%s: %.*s", HW_TEXT_ARG(line),
						  line.length ? "; " : "", cli_say(p, column->heading), HW_TEXT_ARG(t))
				 : t;
		}
		cli_paragraph(p->out, 3, line);
	}
}

static void write_table(cli_page *p, const bureau_list *list, const size_t *used, size_t count)
{
	cli_table table = {.arena = p->arena, .columns = count, .indent = 3};
	hw_text *row = cli_table_row(&table);

	for (size_t i = 0; row && i < count; i++) {
		row[i] = cli_text(p, "%s", cli_say(p, list->columns[used[i]].heading));
		table.right |= is_right(list->columns[used[i]].kind) ? 1u << i : 0;
	}
	for (size_t r = 0; r < list->row_count; r++) {
		row = cli_table_row(&table);
		for (size_t i = 0; row && i < count; i++)
			row[i] =
				value_text(p, &list->columns[used[i]], &list->values[r * list->column_count + used[i]]);
	}
	cli_table_write(&table, p->out);
}

static void write_list(cli_page *p, const bureau_list *list)
{
	size_t used[CLI_TABLE_COLUMNS] = {0}, ordered[CLI_TABLE_COLUMNS], count;

	if (!list->row_count && !list->empty)
		return;
	hw_buffer_addf(p->out, "\n%s\n", cli_say(p, list->heading));
	if (!list->row_count) {
		hw_buffer_addf(p->out, "   %s\n", cli_say(p, list->empty));
		return;
	}
	count = used_columns(list, used);
	memcpy(ordered, used, sizeof(used));
	put_longest_last(list, ordered, count);
	if (is_wide(p, list, ordered, count))
		write_paragraphs(p, list, used, count);
	else
		write_table(p, list, ordered, count);
}

void cli_write_sheet(cli_page *p, const bureau_sheet *sheet)
{
	if (sheet->title.length)
		hw_buffer_addf(p->out, "\n%.*s\n", HW_TEXT_ARG(sheet->title));
	write_fields(p, sheet);
	for (size_t i = 0; i < sheet->list_count; i++)
		write_list(p, &sheet->lists[i]);
	if (sheet->note_count)
		hw_buffer_adds(p->out, "\n");
	for (size_t i = 0; i < sheet->note_count; i++)
		cli_paragraph(p->out, 1, sheet->notes[i]);
}

/* ---- CSV ------------------------------------------------------------------------------------------- */
static void csv_value(hw_buffer *out, const bureau_column *column, const bureau_value *value)
{
	char number[32];

	if (value->restricted)
		hw_buffer_adds(out, "restricted");
	else if (!value->known)
		return;
	else if (column->kind == BUREAU_TEXT || column->kind == BUREAU_WORD || column->kind == BUREAU_HASH)
		hw_csv_write(out, value->text);
	else if (column->kind == BUREAU_FLAG)
		hw_buffer_adds(out, value->number > 0 ? "yes" : "no");
	else
		hw_buffer_adds(out, hw_number_write(value->number, number));
}

static void write_csv(hw_buffer *out, const bureau_list *list)
{
	for (size_t c = 0; c < list->column_count; c++)
		hw_buffer_addf(out, "%s%s", c ? "," : "", list->columns[c].key);
	hw_buffer_adds(out, "\n");
	for (size_t r = 0; r < list->row_count; r++) {
		for (size_t c = 0; c < list->column_count; c++) {
			hw_buffer_adds(out, c ? "," : "");
			csv_value(out, &list->columns[c], &list->values[r * list->column_count + c]);
		}
		hw_buffer_adds(out, "\n");
	}
}

static void answer_in_text(cli_desk *desk, const cli_context *context, const bureau_sheet *sheet)
{
	const bureau_list *longest = sheet->list_count ? &sheet->lists[0] : NULL;

	for (size_t i = 1; i < sheet->list_count; i++)
		if (sheet->lists[i].row_count > longest->row_count)
			longest = &sheet->lists[i];
	if (context->csv && longest) {
		cli_say_top(desk);
		write_csv(&desk->out, longest);
	} else if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_sheet_json(sheet, &w, sheet->kind);
		cli_json_end(desk, &w);
	} else {
		cli_write_top(desk);
		cli_write_sheet(&desk->page, sheet);
	}
}

void cli_answer_sheet(cli_desk *desk, const cli_context *context, const bureau_sheet *sheet)
{
	if (context->pdf)
		desk->printed = bureau_sheet_pdf(desk->bureau, sheet, context->lang, &desk->pdf, &desk->print_error);
	else
		answer_in_text(desk, context, sheet);
}
