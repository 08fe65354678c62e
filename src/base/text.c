/* text.c - borrowed text, whole numbers in text, and UTF-8. */
#include "base/base_int.h"

#include <math.h>
#include <string.h>

hw_text hw_text_of(const char *c_string)
{
	return (hw_text){c_string, c_string ? strlen(c_string) : 0};
}

bool hw_text_equal(hw_text a, hw_text b)
{
	return a.length == b.length && (!a.length || !memcmp(a.bytes, b.bytes, a.length));
}

bool hw_text_is(hw_text a, const char *c_string)
{
	return hw_text_equal(a, hw_text_of(c_string));
}

int hw_text_compare(hw_text a, hw_text b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;

	if (order)
		return order < 0 ? -1 : 1;
	return (a.length > b.length) - (a.length < b.length);
}

/* White_Space of the Unicode character database, and the byte order mark. */
static bool is_space(uint32_t c)
{
	return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
	       c == 0x3000 || c == 0xfeff;
}

hw_text hw_text_trim(hw_text t)
{
	const unsigned char *bytes = (const unsigned char *)t.bytes;
	size_t first = 0, last = t.length, step;
	uint32_t c;

	while (first < last && (step = hw_utf8_step(bytes + first, last - first, &c)) && is_space(c))
		first += step;
	while (last > first) {
		size_t start = last - 1;
		while (start > first && last - start < 4 && (bytes[start] & 0xc0) == 0x80)
			start--;
		if (hw_utf8_step(bytes + start, last - start, &c) != last - start || !is_space(c))
			break;
		last = start;
	}
	return (hw_text){t.bytes ? t.bytes + first : NULL, last - first};
}

bool hw_text_starts(hw_text t, const char *prefix)
{
	size_t length = strlen(prefix);

	return t.length >= length && (!length || !memcmp(t.bytes, prefix, length));
}

bool hw_text_split(hw_text *rest, char separator, hw_text *piece)
{
	if (!rest->length)
		return false;
	const char *cut = memchr(rest->bytes, separator, rest->length);
	size_t length = cut ? (size_t)(cut - rest->bytes) : rest->length;
	*piece = (hw_text){rest->bytes, length};
	size_t passed = cut ? length + 1 : length;
	*rest = (hw_text){rest->bytes + passed, rest->length - passed};
	return true;
}

const char *hw_text_shown(hw_text t, char out[64])
{
	size_t used = 0;

	for (size_t at = 0; at < t.length;) {
		uint32_t c;
		size_t step = hw_utf8_step((const unsigned char *)t.bytes + at, t.length - at, &c);
		if (used + (step ? step : 1) > 64 - 4) {
			memcpy(out + used, "\xe2\x80\xa6", 3); /* an ellipsis */
			used += 3;
			break;
		}
		if (!step)
			out[used++] = '?';
		else if (c < 0x20 || c == 0x7f)
			out[used++] = ' ';
		else {
			memcpy(out + used, t.bytes + at, step);
			used += step;
		}
		at += step ? step : 1;
	}
	out[used] = '\0';
	return out;
}

hw_status hw_text_integer(hw_text t, int64_t *result, hw_error *error)
{
	bool negative = t.length && t.bytes[0] == '-';
	size_t at = negative ? 1 : 0;
	int64_t value = 0;
	char shown[64];

	if (at == t.length)
		return hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a whole number", hw_text_shown(t, shown));
	for (; at < t.length; at++) {
		unsigned digit = (unsigned)(unsigned char)t.bytes[at] - '0';
		if (digit > 9)
			return hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a whole number", hw_text_shown(t, shown));
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, negative ? -(int64_t)digit : (int64_t)digit, &value))
			return hw_fail(error, HW_BAD_INPUT, "\"%s\" is too large for a whole number",
				       hw_text_shown(t, shown));
	}
	*result = value;
	return HW_OK;
}

static size_t count_digits(const char *text)
{
	return strspn(text, "0123456789");
}

/* -?digits(.digits)?([eE][+-]?digits)? and nothing else. */
static bool is_number(const char *text)
{
	size_t digits;

	text += *text == '-';
	if (!(digits = count_digits(text)))
		return false;
	text += digits;
	if (*text == '.') {
		if (!(digits = count_digits(text + 1)))
			return false;
		text += 1 + digits;
	}
	if (*text == 'e' || *text == 'E') {
		text += 1 + (text[1] == '+' || text[1] == '-');
		if (!(digits = count_digits(text)))
			return false;
		text += digits;
	}
	return !*text;
}

hw_status hw_text_number(hw_text t, double *result, hw_error *error)
{
	char text[400], shown[64];

	if (t.length >= sizeof text)
		return hw_fail(error, HW_BAD_INPUT, "\"%s\" is too long for a number", hw_text_shown(t, shown));
	if (t.length)
		memcpy(text, t.bytes, t.length);
	text[t.length] = '\0';
	if (strlen(text) != t.length || !is_number(text)) {
		hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a number", hw_text_shown(t, shown));
		hw_error_remedy(error, "write digits with a decimal point, such as 12.5");
		return HW_BAD_INPUT;
	}
	double value = hw_read_double(text, NULL);
	if (!isfinite(value))
		return hw_fail(error, HW_BAD_INPUT, "\"%s\" is too large for a number", hw_text_shown(t, shown));
	*result = value;
	return HW_OK;
}

/* ---- UTF-8 ---- */
size_t hw_utf8_step(const unsigned char *b, size_t available, uint32_t *code_point)
{
	if (!available)
		return 0;
	if (b[0] < 0x80) {
		*code_point = b[0];
		return 1;
	}
	/* Table 3-7 of the Unicode standard: the second byte decides what is overlong,
	 * a surrogate or out of range. */
	size_t length = b[0] >= 0xc2 && b[0] <= 0xdf   ? 2
			: b[0] >= 0xe0 && b[0] <= 0xef ? 3
			: b[0] >= 0xf0 && b[0] <= 0xf4 ? 4
						       : 0;
	unsigned char low = b[0] == 0xe0 ? 0xa0 : b[0] == 0xf0 ? 0x90 : 0x80;
	unsigned char high = b[0] == 0xed ? 0x9f : b[0] == 0xf4 ? 0x8f : 0xbf;
	if (!length || available < length || b[1] < low || b[1] > high)
		return 0;
	uint32_t value = (uint32_t)b[0] & (0x7fU >> length);
	value = value << 6 | (b[1] & 0x3f);
	for (size_t i = 2; i < length; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (b[i] & 0x3f);
	}
	*code_point = value;
	return length;
}

bool hw_utf8_unfinished(const unsigned char *b, size_t available)
{
	unsigned char whole[4] = {0x80, 0x80, 0x80, 0x80};
	uint32_t ignored;

	if (!available || available >= 4 || b[0] < 0xc2)
		return false;
	memcpy(whole, b, available);
	if (available == 1) /* a second byte that every lead accepts */
		whole[1] = b[0] == 0xe0 || b[0] == 0xf0 ? 0xbf : 0x80;
	return hw_utf8_step(whole, 4, &ignored) > available;
}

hw_status hw_utf8_check(hw_text t, hw_error *error)
{
	const unsigned char *bytes = (const unsigned char *)t.bytes;

	for (size_t at = 0; at < t.length;) {
		uint64_t eight;
		/* Eight ASCII bytes at once, none of them NUL. */
		while (t.length - at >= 8 && (memcpy(&eight, bytes + at, 8), !(eight & 0x8080808080808080U)) &&
		       !((eight - 0x0101010101010101U) & ~eight & 0x8080808080808080U))
			at += 8;
		/* Two bytes, the common case of Cyrillic, without the table. */
		while (t.length - at >= 2 && bytes[at] >= 0xc2 && bytes[at] <= 0xdf && (bytes[at + 1] & 0xc0) == 0x80)
			at += 2;
		if (at == t.length)
			break;
		uint32_t c;
		size_t step = hw_utf8_step(bytes + at, t.length - at, &c);
		if (!step)
			return hw_fail(error, HW_BAD_INPUT, "byte %zu (0x%02X) is not UTF-8", at, bytes[at]);
		if (!c)
			return hw_fail(error, HW_BAD_INPUT, "byte %zu is NUL", at);
		at += step;
	}
	return HW_OK;
}

uint32_t hw_utf8_next(hw_text t, size_t *at)
{
	uint32_t c;

	if (*at >= t.length)
		return 0;
	size_t step = hw_utf8_step((const unsigned char *)t.bytes + *at, t.length - *at, &c);
	*at += step ? step : 1;
	return step ? c : 0xfffd;
}

size_t hw_utf8_write(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t hw_utf8_length(hw_text t)
{
	size_t count = 0;

	for (size_t i = 0; i < t.length; i++)
		count += ((unsigned char)t.bytes[i] & 0xc0) != 0x80;
	return count;
}
