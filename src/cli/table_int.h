/* table_int.h - tables and paragraphs on a page of CLI_WIDTH columns. */
#ifndef HW_CLI_TABLE_INT_H
#define HW_CLI_TABLE_INT_H

#include "base/base.h"

enum { CLI_WIDTH = 110, CLI_TABLE_COLUMNS = 12 };
/* How wide tables and paragraphs are folded from now on; 0: CLI_WIDTH.  The tour unfolds what it quotes. */
void cli_fold_at(size_t width);

typedef struct cli_table {
	hw_arena *arena;
	size_t columns; /* at most CLI_TABLE_COLUMNS */
	size_t indent;  /* spaces before each row */
	unsigned right; /* bit c: column c is aligned to the right */
	size_t rows, capacity;
	hw_text *cells;
} cli_table;

/* The cells of a new row, to be filled; NULL when memory is out. */
hw_text *cli_table_row(cli_table *table);
void cli_table_write(const cli_table *table, hw_buffer *out);
/* Text folded at spaces into lines of `width`; further lines begin with `indent` spaces. */
void cli_fold(hw_buffer *out, hw_text t, size_t width, size_t indent);
void cli_paragraph(hw_buffer *out, size_t indent, hw_text t);

#endif
