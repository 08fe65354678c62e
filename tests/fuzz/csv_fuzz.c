/* Any bytes as a CSV file: every row that comes out is UTF-8 in normal form C with as many
 * fields as the header, and what is written from the rows reads back as the same rows. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

static hw_csv *open_bytes(const void *bytes, size_t length, int *descriptor)
{
	char path[64];
	hw_csv *csv = NULL;
	hw_error error = {0};

	*descriptor = memfd_create("csv", 0);
	if (*descriptor < 0 || write(*descriptor, bytes, length) != (ssize_t)length)
		exit(1);
	snprintf(path, sizeof path, "/proc/self/fd/%d", *descriptor);
	if (hw_csv_open(path, &csv, &error) != HW_OK)
		need(!csv && error.where[0] && error.why[0]);
	return csv;
}

/* An empty row of one column would be a blank line, a mark at the very start is eaten. */
static bool can_be_written(const hw_csv_row *row)
{
	return (row->count > 1 || row->fields[0].length) && !hw_text_starts(row->fields[0], "\xef\xbb\xbf");
}

static void write_row(hw_buffer *out, const hw_csv_row *row, hw_arena *arena)
{
	hw_text same;
	hw_error error;

	if (!can_be_written(row))
		return;
	for (size_t i = 0; i < row->count; i++) {
		need(hw_text_nfc(arena, row->fields[i], &same, &error) == HW_OK);
		need(hw_text_equal(same, row->fields[i]));
		hw_buffer_adds(out, i ? "," : "");
		hw_csv_write(out, row->fields[i]);
	}
	hw_buffer_adds(out, "\r\n");
}

static void read_all(hw_csv *csv, hw_buffer *out)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 26);
	const hw_csv_row *header = hw_csv_header(csv), *row = NULL;
	uint64_t line = header->line, number = 0;
	hw_error error = {0};

	if (!header->count || !can_be_written(header))
		return;
	write_row(out, header, arena);
	for (int refused = 0; refused < 1000;) {
		hw_status status = hw_csv_next(csv, &row, &error);
		if (status != HW_OK) {
			need(error.where[0] && error.why[0]);
			refused++;
			continue;
		}
		if (!row)
			break;
		need(row->count == header->count && row->line > line && row->row > number);
		line = row->line;
		number = row->row;
		write_row(out, row, arena);
	}
	need(hw_csv_done(csv) >= 0 && hw_csv_done(csv) <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int descriptor;
	hw_buffer once = {0}, twice = {0};
	hw_csv *csv = open_bytes(data, size, &descriptor);

	if (csv)
		read_all(csv, &once);
	hw_csv_close(csv);
	close(descriptor);
	if (once.length) {
		csv = open_bytes(once.bytes, once.length, &descriptor);
		need(csv && hw_csv_separator(csv) == ',' && !strcmp(hw_csv_encoding(csv), "UTF-8"));
		read_all(csv, &twice);
		need(hw_text_equal(hw_buffer_text(&once), hw_buffer_text(&twice)));
		hw_csv_close(csv);
		close(descriptor);
	}
	hw_buffer_free(&once);
	hw_buffer_free(&twice);
	return 0;
}
