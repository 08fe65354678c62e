/* csv.c - rows of a CSV file, one at a time (RFC 4180). */
#include "base/csv_int.h"

#include <string.h>

enum { CHUNK = 1 << 17, ROW_LIMIT = 1 << 20 };

struct hw_csv {
	csv_source *source;
	char *window; /* decoded bytes; the current row lies in it as a whole */
	size_t capacity;
	size_t start, end; /* what is not yet given out */
	uint64_t base;     /* decoded bytes before the window */
	bool ended;        /* nothing follows the window */
	size_t row_limit;
	char separator;
	uint64_t line; /* line where the next row begins */
	uint64_t rows;
	hw_text *fields;
	bool *escaped; /* per field: holds doubled quotes */
	size_t field_count, field_capacity;
	uint64_t quoted_lines; /* line ends inside the row */
	hw_arena *arena;       /* of fields that changed by normal form C */
	hw_arena *header_arena;
	hw_csv_row header, row;
	bool uneven;      /* the row just read has another number of fields than the header */
	hw_error failure; /* once set, reading does not go on */
};

/* ---- the window ---- */
/* Every failure that ends the reading goes through here: later calls repeat it. */
static hw_status stop(hw_csv *csv, uint64_t line, const hw_error *reason, hw_error *error)
{
	csv->failure = *reason;
	hw_error_where(&csv->failure, "%s:%llu", hw_csv_source_name(csv->source), (unsigned long long)line);
	if (error)
		*error = csv->failure;
	return csv->failure.status;
}

static uint64_t count_lines(const char *bytes, size_t length)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < length; i++)
		lines += bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == length || bytes[i + 1] != '\n'));
	return lines;
}

/* Where an open quote at `at` (NULL: none) began, in words. */
static hw_status refuse_long_row(hw_csv *csv, const char *quote, hw_error *error)
{
	hw_error reason;
	unsigned long long at = csv->line;

	if (quote)
		at += count_lines(csv->window + csv->start, (size_t)(quote - csv->window) - csv->start);
	if (quote)
		hw_fail(&reason, HW_TOO_LARGE, "a row is over %zu bytes, in a quote that begins on line %llu",
			csv->row_limit, at);
	else
		hw_fail(&reason, HW_TOO_LARGE, "a row is over %zu bytes", csv->row_limit);
	hw_error_remedy(&reason, quote ? "close the quote" : "look whether this is a CSV file");
	return stop(csv, csv->line, &reason, error);
}

/* Reads more behind the window: at least as much as the row has already, so that the
 * scanning that begins anew costs no more than the reading. */
static hw_status refill(hw_csv *csv, const char *quote, hw_error *error)
{
	size_t have = csv->end - csv->start, step = have > CHUNK ? have : CHUNK, got;
	hw_error reason = {0};

	if (have > csv->row_limit)
		return refuse_long_row(csv, quote, error);
	if (step > csv->row_limit - have + CHUNK)
		step = csv->row_limit - have + CHUNK;
	if (csv->start)
		memmove(csv->window, csv->window + csv->start, have);
	csv->base += csv->start;
	csv->start = 0;
	csv->end = have;
	if (csv->capacity < have + step) {
		char *window = hw_grow(csv->window, have + step, 1);
		if (!window)
			return hw_fail(error, HW_NO_MEMORY, "out of memory reading %s",
				       hw_csv_source_name(csv->source));
		csv->window = window;
		csv->capacity = have + step;
	}
	if (hw_csv_source_read(csv->source, csv->window + have, csv->capacity - have, &got, &reason) != HW_OK)
		return stop(csv, csv->line + count_lines(csv->window, have), &reason, error);
	csv->end += got;
	csv->ended = !got;
	return HW_OK;
}

/* ---- one row ---- */
typedef enum scan_result { SCAN_ROW, SCAN_MORE, SCAN_OPEN_QUOTE, SCAN_AFTER_QUOTE, SCAN_NO_MEMORY } scan_result;

static bool add_field(hw_csv *csv, const char *from, const char *to, bool escaped)
{
	if (csv->field_count == csv->field_capacity) {
		size_t capacity = csv->field_capacity ? 2 * csv->field_capacity : 32;
		hw_text *fields = hw_grow(csv->fields, capacity, sizeof *fields);
		if (!fields)
			return false;
		csv->fields = fields;
		bool *flags = hw_grow(csv->escaped, capacity, sizeof *flags);
		if (!flags)
			return false;
		csv->escaped = flags;
		csv->field_capacity = capacity;
	}
	csv->escaped[csv->field_count] = escaped;
	csv->fields[csv->field_count++] = (hw_text){from, (size_t)(to - from)};
	return true;
}

/* From the opening quote to the byte after the closing one. */
static scan_result scan_quoted(hw_csv *csv, const char **at, const char *end)
{
	const char *from = *at + 1, *quote = from;
	bool escaped = false;

	for (;;) {
		quote = memchr(quote, '"', (size_t)(end - quote));
		if (!quote)
			return csv->ended ? SCAN_OPEN_QUOTE : SCAN_MORE;
		if (quote + 1 == end && !csv->ended)
			return SCAN_MORE;
		if (quote + 1 == end || quote[1] != '"')
			break;
		escaped = true;
		quote += 2;
	}
	*at = quote + 1;
	csv->quoted_lines += count_lines(from, (size_t)(quote - from));
	return add_field(csv, from, quote, escaped) ? SCAN_ROW : SCAN_NO_MEMORY;
}

static const char *find_field_end(const char *at, const char *end, char separator)
{
	while (at < end && *at != separator && *at != '\n' && *at != '\r')
		at++;
	return at;
}

/* Splits the row at the start of the window; *next is where the following one begins.
 * *stopped_at is the quote that matters when the scan does not succeed (or NULL). */
static scan_result scan_row(hw_csv *csv, const char **row_end, const char **next, const char **stopped_at)
{
	const char *at = csv->window + csv->start, *end = csv->window + csv->end;

	csv->field_count = 0;
	csv->quoted_lines = 0;
	*stopped_at = NULL;
	for (;; at++) {
		if (at < end && *at == '"') {
			*stopped_at = at;
			scan_result result = scan_quoted(csv, &at, end);
			if (result != SCAN_ROW)
				return result;
			*stopped_at = NULL;
		} else {
			const char *from = at;
			at = find_field_end(at, end, csv->separator);
			if (at == end && !csv->ended)
				return SCAN_MORE;
			if (!add_field(csv, from, at, false))
				return SCAN_NO_MEMORY;
		}
		if (at == end)
			break;
		if (*at == csv->separator)
			continue;
		if (*at != '\n' && *at != '\r') {
			*stopped_at = at;
			return SCAN_AFTER_QUOTE;
		}
		if (*at == '\r' && at + 1 == end && !csv->ended)
			return SCAN_MORE;
		*row_end = at;
		*next = at + (*at == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1);
		return SCAN_ROW;
	}
	*row_end = *next = end;
	return SCAN_ROW;
}

static hw_status refuse_scan(hw_csv *csv, scan_result result, const char *place, hw_error *error)
{
	hw_error reason;
	const char *start = csv->window + csv->start;
	char shown[64];

	if (result == SCAN_NO_MEMORY)
		return hw_fail(error, HW_NO_MEMORY, "out of memory reading %s", hw_csv_source_name(csv->source));
	uint64_t line = csv->line + count_lines(start, (size_t)(place - start));
	if (result == SCAN_OPEN_QUOTE) {
		hw_fail(&reason, HW_BAD_INPUT, "a quote begins here and is never closed");
		hw_error_remedy(&reason, "close the quote; a quote inside a field is written twice");
	} else {
		hw_text after = {place, (size_t)(csv->window + csv->end - place)};
		after.length = hw_utf8_step((const unsigned char *)place, after.length, &(uint32_t){0});
		hw_fail(&reason, HW_BAD_INPUT, "\"%s\" follows a closing quote", hw_text_shown(after, shown));
		hw_error_remedy(&reason, "a quote inside a field is written twice");
	}
	return stop(csv, line, &reason, error);
}

/* ---- what a row holds ---- */
/* Refuses what is not UTF-8, and NUL.  Text that was converted is UTF-8 but may hold NUL. */
static hw_status check_bytes(hw_csv *csv, hw_text row, hw_error *error)
{
	hw_error reason;
	const char *nul = row.length ? memchr(row.bytes, 0, row.length) : NULL;

	if (nul) {
		hw_fail(&reason, HW_BAD_INPUT, "a NUL byte stands here");
		hw_error_remedy(&reason, "save the file as UTF-8 text");
		return stop(csv, csv->line + count_lines(row.bytes, (size_t)(nul - row.bytes)), &reason, error);
	}
	if (!hw_csv_source_is_utf8(csv->source) || hw_utf8_check(row, NULL) == HW_OK)
		return HW_OK;
	size_t at = 0;
	uint32_t ignored;
	for (size_t step = 1; step; at += step)
		step = hw_utf8_step((const unsigned char *)row.bytes + at, row.length - at, &ignored);
	unsigned long long offset = csv->base + csv->start + at + hw_csv_source_bom(csv->source);
	hw_fail(&reason, HW_BAD_INPUT, "byte %llu of the file (0x%02X) is not UTF-8", offset,
		(unsigned)(unsigned char)row.bytes[at]);
	hw_error_remedy(&reason, "save the whole file as UTF-8");
	return stop(csv, csv->line + count_lines(row.bytes, at), &reason, error);
}

/* Doubled quotes to single ones, in place: the row is not scanned again. */
static void unescape(hw_csv *csv)
{
	for (size_t i = 0; i < csv->field_count; i++) {
		if (!csv->escaped[i])
			continue;
		hw_text field = csv->fields[i];
		char *to = csv->window + (field.bytes - csv->window);
		size_t used = 0;
		for (size_t k = 0; k < field.length; k++) {
			to[used++] = field.bytes[k];
			k += field.bytes[k] == '"';
		}
		csv->fields[i].length = used;
	}
}

static hw_status normalise(hw_csv *csv, hw_text row, hw_error *error)
{
	hw_error reason;
	bool plain = hw_unicode_all_plain(row);

	unescape(csv);
	hw_arena_reset(csv->arena);
	for (size_t i = 0; !plain && i < csv->field_count; i++)
		if (hw_text_nfc(csv->arena, csv->fields[i], &csv->fields[i], &reason) != HW_OK)
			return stop(csv, csv->line, &reason, error); /* unescaped: cannot be scanned again */
	return HW_OK;
}

/* The next row that is not blank into csv->fields; *found is false at the end. */
static hw_status read_row(hw_csv *csv, bool *found, uint64_t *line, hw_error *error)
{
	const char *row_end, *next, *place;

	for (;;) {
		if (csv->failure.status != HW_OK) {
			if (error)
				*error = csv->failure;
			return csv->failure.status;
		}
		scan_result result = scan_row(csv, &row_end, &next, &place);
		if (result == SCAN_MORE) {
			HW_TRY(refill(csv, place, error));
			continue;
		}
		if (result != SCAN_ROW)
			return refuse_scan(csv, result, place, error);
		hw_text row = {csv->window + csv->start, (size_t)(row_end - csv->window) - csv->start};
		if (row.length > csv->row_limit)
			return refuse_long_row(csv, NULL, error);
		HW_TRY(check_bytes(csv, row, error));
		*found = row.length > 0;
		*line = csv->line;
		HW_TRY(normalise(csv, row, error));
		csv->line += csv->quoted_lines + (next > row_end);
		csv->start = (size_t)(next - csv->window);
		if (row.length || (csv->ended && csv->start == csv->end))
			return HW_OK;
	}
}

/* ---- opening ---- */
/* Counts the separators of the first line outside quotes; false when the line goes on
 * behind the window, then *quote is the quote that is open there, or NULL.  A quote opens
 * only where a field begins: 5" is a measure. */
static bool count_separators(const hw_csv *csv, const char *candidates, size_t counts[3], const char **quote)
{
	bool quoted = false, field_begins = true;

	*quote = NULL;
	for (size_t i = csv->start; i < csv->end; i++) {
		char c = csv->window[i];
		if (c == '"' && (quoted || field_begins)) {
			quoted = !quoted;
			field_begins = !quoted; /* so that "" opens it again */
			*quote = quoted ? csv->window + i : NULL;
			continue;
		}
		field_begins = false;
		if (quoted)
			continue;
		if (c == '\n' || c == '\r')
			return true;
		for (size_t k = 0; k < 3; k++) {
			counts[k] += c == candidates[k];
			field_begins = field_begins || c == candidates[k];
		}
	}
	return csv->ended;
}

/* Blank lines before the header are passed over; then the separator is what the line
 * holds most often.  On a tie the rarer guest in a text wins: a tab, then a semicolon. */
static hw_status choose_separator(hw_csv *csv, hw_error *error)
{
	static const char candidates[] = "\t;,";
	size_t counts[3], best = 2;
	const char *quote;

	for (;;) {
		while (csv->start < csv->end && (csv->window[csv->start] == '\n' || csv->window[csv->start] == '\r')) {
			if (csv->window[csv->start] == '\r' && csv->start + 1 == csv->end && !csv->ended)
				break;
			bool pair = csv->window[csv->start] == '\r' && csv->start + 1 < csv->end &&
				    csv->window[csv->start + 1] == '\n';
			csv->start += pair ? 2 : 1;
			csv->line++;
		}
		memset(counts, 0, sizeof counts);
		if (count_separators(csv, candidates, counts, &quote))
			break;
		HW_TRY(refill(csv, quote, error));
	}
	for (size_t k = 3; k-- > 0;)
		if (counts[k] && counts[k] >= counts[best])
			best = k;
	csv->separator = candidates[best];
	return HW_OK;
}

static hw_status read_header(hw_csv *csv, hw_error *error)
{
	bool found = false;
	uint64_t line = 0;

	HW_TRY(choose_separator(csv, error));
	HW_TRY(read_row(csv, &found, &line, error));
	csv->header = (hw_csv_row){.line = found ? line : 1, .count = found ? csv->field_count : 0};
	csv->header.fields = HW_NEW(csv->header_arena, hw_text, csv->header.count);
	bool copied = csv->header.fields != NULL;
	for (size_t i = 0; copied && i < csv->header.count; i++) {
		csv->header.fields[i] = hw_text_copy(csv->header_arena, csv->fields[i]);
		copied = csv->header.fields[i].bytes != NULL;
	}
	return copied ? HW_OK : hw_fail(error, HW_NO_MEMORY, "out of memory reading the header");
}

hw_status hw_csv_open(const char *path, hw_csv **result, hw_error *error)
{
	return hw_csv_open_named(path, NULL, result, error);
}

hw_status hw_csv_open_named(const char *path, const char *name, hw_csv **result, hw_error *error)
{
	hw_csv *csv = hw_grow(NULL, 1, sizeof *csv);
	hw_status status;

	if (!csv)
		return hw_fail(error, HW_NO_MEMORY, "out of memory opening the file");
	*csv = (hw_csv){.row_limit = ROW_LIMIT, .line = 1, .separator = ','};
	csv->arena = hw_arena_new((size_t)1 << 30);
	csv->header_arena = hw_arena_new((size_t)1 << 30);
	if (!csv->arena || !csv->header_arena) {
		status = hw_fail(error, HW_NO_MEMORY, "out of memory opening the file");
		goto out;
	}
	HW_TRY_OR_OUT(hw_csv_source_open(path, name, &csv->source, error));
	HW_TRY_OR_OUT(refill(csv, NULL, error));
	HW_TRY_OR_OUT(read_header(csv, error));
	*result = csv;
	return HW_OK;
out:
	hw_csv_close(csv);
	return status;
}

void hw_csv_close(hw_csv *csv)
{
	if (!csv)
		return;
	hw_csv_source_close(csv->source);
	hw_release(csv->window);
	hw_release(csv->fields);
	hw_release(csv->escaped);
	hw_arena_free(csv->arena);
	hw_arena_free(csv->header_arena);
	hw_release(csv);
}

void hw_csv_limit(hw_csv *csv, size_t row_limit_bytes)
{
	csv->row_limit = row_limit_bytes < PTRDIFF_MAX / 4 ? row_limit_bytes : PTRDIFF_MAX / 4;
}

const hw_csv_row *hw_csv_header(const hw_csv *csv)
{
	return &csv->header;
}

hw_status hw_csv_next(hw_csv *csv, const hw_csv_row **row, hw_error *error)
{
	bool found = false;
	uint64_t line = 0;

	csv->uneven = false;
	HW_TRY(read_row(csv, &found, &line, error));
	if (!found) {
		*row = NULL;
		return HW_OK;
	}
	csv->rows++;
	csv->row = (hw_csv_row){csv->fields, csv->field_count, line, csv->rows};
	csv->uneven = csv->field_count != csv->header.count;
	if (csv->uneven) {
		hw_fail(error, HW_BAD_INPUT, "fields in the row: %zu, in the header: %zu", csv->field_count,
			csv->header.count);
		hw_error_where(error, "%s:%llu", hw_csv_source_name(csv->source), (unsigned long long)line);
		hw_error_remedy(error, "quote a field that holds the separator; leave no field out");
		return HW_BAD_INPUT;
	}
	*row = &csv->row;
	return HW_OK;
}

const hw_csv_row *hw_csv_uneven(const hw_csv *csv)
{
	return csv->uneven ? &csv->row : NULL;
}

const char *hw_csv_encoding(const hw_csv *csv)
{
	return hw_csv_source_encoding(csv->source);
}

char hw_csv_separator(const hw_csv *csv)
{
	return csv->separator;
}

double hw_csv_done(const hw_csv *csv)
{
	int64_t size = hw_csv_source_size(csv->source);
	uint64_t raw = hw_csv_source_raw(csv->source);

	if (size < 0)
		return 0;
	if (csv->ended && csv->start == csv->end)
		return 1;
	/* Exact where bytes are not converted; else up to what was read. */
	uint64_t at =
		hw_csv_source_is_utf8(csv->source) ? csv->base + csv->start + hw_csv_source_bom(csv->source) : raw;
	return size > 0 && at < (uint64_t)size ? (double)at / (double)size : 1;
}

/* All separators, so that the field can stand in a file of any. */
static bool needs_quotes(char c)
{
	return c == ',' || c == ';' || c == '\t' || c == '"' || c == '\r' || c == '\n';
}

void hw_csv_write(hw_buffer *out, hw_text field)
{
	bool plain = true;

	for (size_t i = 0; i < field.length && plain; i++)
		plain = !needs_quotes(field.bytes[i]);
	if (plain) {
		hw_buffer_add(out, field);
		return;
	}
	hw_text piece;
	hw_buffer_add(out, HW_TEXT("\""));
	for (size_t at = 0; at < field.length; at += piece.length + 1) {
		const char *from = field.bytes + at, *quote = memchr(from, '"', field.length - at);
		piece = (hw_text){from, quote ? (size_t)(quote - from) : field.length - at};
		hw_buffer_add(out, piece);
		if (quote)
			hw_buffer_add(out, HW_TEXT("\"\""));
	}
	hw_buffer_add(out, HW_TEXT("\""));
}
