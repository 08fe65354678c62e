/* csv_decode.c - which encoding a CSV file has, and its bytes as UTF-8. */
#include "base/csv_int.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unistd.h>

enum { LOOK_AT = 1 << 16, UNITS = 4096 };

typedef enum csv_encoding { CSV_UTF8, CSV_UTF8_BOM, CSV_UTF16LE, CSV_UTF16BE, CSV_WINDOWS_1251 } csv_encoding;
static const struct {
	const char *name, *converter; /* of ICU; NULL: no conversion */
	size_t bom;
} encodings[] = {
	[CSV_UTF8] = {"UTF-8", NULL, 0},
	[CSV_UTF8_BOM] = {"UTF-8 with BOM", NULL, 3},
	[CSV_UTF16LE] = {"UTF-16LE", "UTF-16LE", 2},
	[CSV_UTF16BE] = {"UTF-16BE", "UTF-16BE", 2},
	[CSV_WINDOWS_1251] = {"Windows-1251", "windows-1251", 0},
};

struct csv_source {
	char name[160];
	int descriptor;
	bool close_after, ended, flushed, broken;
	int64_t size;
	uint64_t taken;     /* bytes of the file */
	uint64_t broken_at; /* byte of the file that cannot be converted */
	csv_encoding encoding;
	UConverter *from; /* to UTF-16; NULL: no conversion */
	uint32_t high;    /* first half of a surrogate pair whose second half is yet to come */
	size_t raw_at, raw_length;
	UChar units[UNITS];
	char raw[LOOK_AT];
};

/* Broken UTF-8 and Windows-1251 are told apart by the majority: in Cyrillic text of
 * Windows-1251 a capital before one of a few rare letters happens to be a character of
 * UTF-8, but nearly all else is not. */
static csv_encoding guess(const unsigned char *bytes, size_t length, bool is_whole)
{
	size_t good = 0, bad = 0;

	for (size_t at = 0; at < length;) {
		uint32_t c;
		size_t step = hw_utf8_step(bytes + at, length - at, &c);
		if (!step && !is_whole && hw_utf8_unfinished(bytes + at, length - at))
			break; /* only cut off by the end of what we look at */
		good += step > 1;
		bad += !step;
		at += step ? step : 1;
	}
	return bad > good ? CSV_WINDOWS_1251 : CSV_UTF8;
}

static csv_encoding detect(const char *raw, size_t length)
{
	hw_text start = {raw, length};

	if (hw_text_starts(start, "\xef\xbb\xbf"))
		return CSV_UTF8_BOM;
	if (hw_text_starts(start, "\xff\xfe"))
		return CSV_UTF16LE;
	if (hw_text_starts(start, "\xfe\xff"))
		return CSV_UTF16BE;
	return guess((const unsigned char *)raw, length, length < LOOK_AT);
}

static hw_status open_converter(csv_source *s, hw_error *error)
{
	UErrorCode code = U_ZERO_ERROR;
	const char *name = encodings[s->encoding].converter;

	if (!name)
		return HW_OK;
	s->from = ucnv_open(name, &code);
	if (U_SUCCESS(code))
		ucnv_setToUCallBack(s->from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
	if (code == U_MEMORY_ALLOCATION_ERROR)
		return hw_fail(error, HW_NO_MEMORY, "out of memory opening the file");
	if (U_FAILURE(code))
		return hw_fail(error, HW_FAULT, "no converter for %s: %s", name, u_errorName(code));
	return HW_OK;
}

/* Fills `raw` anew. */
static hw_status read_raw(csv_source *s, hw_error *error)
{
	size_t got;

	HW_TRY(hw_file_read(s->descriptor, s->name, s->raw, sizeof s->raw, &got, error));
	s->raw_at = 0;
	s->raw_length = got;
	s->taken += got;
	s->ended = got < sizeof s->raw;
	return HW_OK;
}

hw_status hw_csv_source_open(const char *path, const char *name, csv_source **result, hw_error *error)
{
	csv_source *s = hw_grow(NULL, 1, sizeof *s);
	hw_status status;

	if (!s)
		return hw_fail(error, HW_NO_MEMORY, "out of memory opening the file");
	memset(s, 0, sizeof *s);
	snprintf(s->name, sizeof s->name, "%s", name ? name : strcmp(path, "-") ? path : "standard input");
	s->descriptor = -1;
	HW_TRY_OR_OUT(hw_file_open(path, &s->descriptor, &s->close_after, &s->size, error));
	HW_TRY_OR_OUT(read_raw(s, error));
	s->encoding = detect(s->raw, s->raw_length);
	s->raw_at = encodings[s->encoding].bom;
	HW_TRY_OR_OUT(open_converter(s, error));
	*result = s;
	return HW_OK;
out:
	hw_csv_source_close(s);
	return status;
}

void hw_csv_source_close(csv_source *source)
{
	if (!source)
		return;
	if (source->close_after)
		close(source->descriptor);
	ucnv_close(source->from);
	hw_release(source);
}

/* Whole reads go straight to the caller once the first 64 KiB are given out. */
static hw_status read_plain(csv_source *s, char *into, size_t capacity, size_t *got, hw_error *error)
{
	size_t left = s->raw_length - s->raw_at;

	if (left) {
		*got = left < capacity ? left : capacity;
		memcpy(into, s->raw + s->raw_at, *got);
		s->raw_at += *got;
		return HW_OK;
	}
	*got = 0;
	if (s->ended)
		return HW_OK;
	HW_TRY(hw_file_read(s->descriptor, s->name, into, capacity, got, error));
	s->taken += *got;
	s->ended = *got < capacity;
	return HW_OK;
}

/* The converter has swallowed what it could not read. */
static void note_broken(csv_source *s)
{
	UErrorCode code = U_ZERO_ERROR;
	char bytes[16];
	int8_t length = (int8_t)sizeof bytes;

	ucnv_getInvalidChars(s->from, bytes, &length, &code);
	s->broken = true;
	s->broken_at = s->taken - s->raw_length + s->raw_at - (U_SUCCESS(code) ? (uint64_t)length : 0);
}

/* Converters give well-formed UTF-16, but a pair may be cut by the end of the units. */
static char *put_units(csv_source *s, const UChar *end, char *to)
{
	for (const UChar *from = s->units; from < end; from++) {
		if (U16_IS_LEAD(*from)) {
			s->high = *from;
			continue;
		}
		uint32_t c = U16_IS_TRAIL(*from) ? (uint32_t)U16_GET_SUPPLEMENTARY(s->high, *from) : *from;
		to += hw_utf8_write(c, to);
	}
	return to;
}

/* Converts until something came out, the end, or a byte that cannot be. */
static hw_status read_converted(csv_source *s, char *into, size_t capacity, size_t *got, hw_error *error)
{
	const size_t most = capacity / 4 < UNITS ? capacity / 4 : UNITS;
	char *target = into;

	while (target == into && !s->flushed && !s->broken) {
		UErrorCode code = U_ZERO_ERROR;
		if (s->raw_at == s->raw_length && !s->ended)
			HW_TRY(read_raw(s, error));
		const char *source = s->raw + s->raw_at;
		UChar *end = s->units;
		ucnv_toUnicode(s->from, &end, s->units + most, &source, s->raw + s->raw_length, NULL, s->ended, &code);
		s->raw_at = (size_t)(source - s->raw);
		target = put_units(s, end, target);
		if (code == U_BUFFER_OVERFLOW_ERROR)
			continue;
		s->flushed = s->ended;
		if (U_FAILURE(code))
			note_broken(s);
	}
	if (target == into && s->broken) {
		hw_fail(error, HW_BAD_INPUT, "byte %llu is not %s", (unsigned long long)s->broken_at,
			encodings[s->encoding].name);
		return hw_error_remedy(error, "save the file as UTF-8"), HW_BAD_INPUT;
	}
	*got = (size_t)(target - into);
	return HW_OK;
}

hw_status hw_csv_source_read(csv_source *source, char *into, size_t capacity, size_t *got, hw_error *error)
{
	return source->from ? read_converted(source, into, capacity, got, error)
			    : read_plain(source, into, capacity, got, error);
}

const char *hw_csv_source_name(const csv_source *source)
{
	return source->name;
}

const char *hw_csv_source_encoding(const csv_source *source)
{
	return encodings[source->encoding].name;
}

bool hw_csv_source_is_utf8(const csv_source *source)
{
	return !encodings[source->encoding].converter;
}

size_t hw_csv_source_bom(const csv_source *source)
{
	return encodings[source->encoding].bom;
}

uint64_t hw_csv_source_raw(const csv_source *source)
{
	return source->taken;
}

int64_t hw_csv_source_size(const csv_source *source)
{
	return source->size;
}
