/* Tables and paragraphs for people: columns as wide as their longest cell, the last one folded. */
#include "cli/table_int.h"

#include <string.h>

static size_t page_width = CLI_WIDTH;

void cli_fold_at(size_t width)
{
	page_width = width ? width : CLI_WIDTH;
}

static size_t width_of(hw_text t)
{
	return hw_utf8_length(t);
}

static void pad(hw_buffer *out, size_t count)
{
	while (count--)
		hw_buffer_adds(out, " ");
}

void cli_fold(hw_buffer *out, hw_text t, size_t width, size_t indent)
{
	hw_text word;
	size_t column = 0;
	bool any = false;

	while (hw_text_split(&t, ' ', &word)) {
		size_t n = width_of(word);

		if (!n)
			continue;
		if (any && column + 1 + n > width) {
			hw_buffer_adds(out, "\n");
			pad(out, indent);
			column = 0;
			any = false;
		}
		if (any) {
			hw_buffer_adds(out, " ");
			column++;
		}
		hw_buffer_add(out, word);
		column += n;
		any = true;
	}
}

void cli_paragraph(hw_buffer *out, size_t indent, hw_text t)
{
	pad(out, indent);
	cli_fold(out, t, page_width - indent, indent);
	hw_buffer_adds(out, "\n");
}

static void measure(const cli_table *table, size_t widths[CLI_TABLE_COLUMNS])
{
	memset(widths, 0, CLI_TABLE_COLUMNS * sizeof(*widths));
	for (size_t r = 0; r < table->rows; r++)
		for (size_t c = 0; c < table->columns; c++) {
			size_t n = width_of(table->cells[r * table->columns + c]);

			if (n > widths[c])
				widths[c] = n;
		}
}

hw_text *cli_table_row(cli_table *table)
{
	if (table->rows == table->capacity) {
		size_t capacity = table->capacity ? table->capacity * 2 : 16;
		hw_text *cells = HW_NEW(table->arena, hw_text, capacity * table->columns);

		if (!cells)
			return NULL;
		if (table->rows)
			memcpy(cells, table->cells, table->rows * table->columns * sizeof(*cells));
		table->cells = cells;
		table->capacity = capacity;
	}
	return table->cells + table->columns * table->rows++;
}

void cli_table_write(const cli_table *table, hw_buffer *out)
{
	size_t widths[CLI_TABLE_COLUMNS];

	measure(table, widths);
	for (size_t r = 0; r < table->rows; r++) {
		size_t column = table->indent;

		pad(out, table->indent);
		for (size_t c = 0; c < table->columns; c++) {
			hw_text cell = table->cells[r * table->columns + c];
			size_t n = width_of(cell);
			bool last = c + 1 == table->columns;

			if (table->right & (1u << c)) {
				pad(out, widths[c] - n);
				hw_buffer_add(out, cell);
			} else if (last) {
				cli_fold(out, cell, page_width > column + 20 ? page_width - column : 20, column);
			} else {
				hw_buffer_add(out, cell);
				pad(out, widths[c] - n);
			}
			column += widths[c] + 2;
			if (!last)
				hw_buffer_adds(out, "  ");
		}
		hw_buffer_adds(out, "\n");
	}
}
