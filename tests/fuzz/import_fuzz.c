/* The first byte chooses a kind, the rest is a file of it: no crash, no hang; every row is understood or
 * refused with a reason; what is understood reads back the same from its stored form; what is
 * refused is refused again from the file of refused rows, and the reason is passed over there. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "io/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

static io_reader *open_bytes(const io_kind *kind, const void *bytes, size_t length, int *descriptor)
{
	char path[64];
	io_reader *reader = NULL;
	hw_error error = {0};

	*descriptor = memfd_create("import", 0);
	if (*descriptor < 0 || write(*descriptor, bytes, length) != (ssize_t)length)
		exit(1);
	snprintf(path, sizeof path, "/proc/self/fd/%d", *descriptor);
	if (io_open(kind, path, "file", NULL, 0, &reader, &error) != HW_OK)
		need(!reader && error.why[0]);
	return reader;
}

static void check_good(const io_kind *kind, const io_row *row)
{
	hw_arena *arena = hw_arena_new((size_t)64 << 20);
	hw_buffer one = {0}, other = {0};
	io_value *values = HW_NEW(arena, io_value, kind->count);
	hw_error error;

	need(values != NULL && hw_utf8_check(row->raw_json, NULL) == HW_OK);
	io_write_parsed(kind, row->values, true, &one);
	if (io_read_parsed(kind, hw_buffer_text(&one), arena, values, &error) != HW_OK)
		abort();
	io_write_parsed(kind, values, true, &other);
	need(!one.failed && hw_text_equal(hw_buffer_text(&one), hw_buffer_text(&other)));
	for (size_t c = 0; c < kind->count; c++) {
		need(!(kind->columns[c].flags & IO_REQUIRED) || row->values[c].text.length);
		need(hw_utf8_check(row->values[c].text, NULL) == HW_OK);
	}
	hw_buffer_free(&one);
	hw_buffer_free(&other);
	hw_arena_free(arena);
}

/* Returns the number of refused rows; their file goes to `out` when the whole file could be read. */
static size_t read_all(const io_kind *kind, const void *bytes, size_t length, hw_buffer *out)
{
	int descriptor;
	io_reader *reader = open_bytes(kind, bytes, length, &descriptor);
	size_t refused = 0;
	io_row *row = NULL;
	hw_error error;

	if (reader)
		io_write_refused_header(reader, out);
	while (reader && io_next(reader, &row, &error) == HW_OK && row) {
		need(row->status == HW_OK ||
		     (row->status == HW_BAD_INPUT && row->reasons.length && row->reason.why[0]));
		if (row->status == HW_OK)
			check_good(kind, row);
		else
			io_write_refused(reader, out);
		refused += row->status != HW_OK;
	}
	if (row || !reader)
		out->length = 0;
	io_close(reader);
	close(descriptor);
	return refused;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t kinds = 0;
	hw_buffer refused = {0}, again = {0};

	while (io_kind_at(kinds))
		kinds++;
	if (size < 1)
		return 0;
	const io_kind *kind = io_kind_at(data[0] % kinds);
	size_t count = read_all(kind, data + 1, size - 1, &refused);

	if (count && refused.length && !refused.failed)
		need(read_all(kind, refused.bytes, refused.length, &again) <= count);
	hw_buffer_free(&refused);
	hw_buffer_free(&again);
	return 0;
}
