/* unicode.c - normal form C and simple lower case, by ICU. */
#include "base/base_int.h"

#include <pthread.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* Characters that normal form C never changes or joins, whatever stands beside them
 * (NFC_Quick_Check = Yes and combining class 0): what nearly all our text is made of.
 * A test holds this against ICU for every code point. */
bool hw_unicode_is_plain(uint32_t c)
{
	return c < 0x300 || (c >= 0x388 && c <= 0x482) || (c >= 0x48a && c <= 0x58f) || (c >= 0x10a0 && c <= 0x10ff) ||
	       (c >= 0x2010 && c <= 0x2027) || c == 0x2116;
}

/* Bytes that may begin a character that is not plain: leads of U+0300 and up less the
 * common half of Cyrillic.  Every byte that can follow a lead is below. */
static unsigned asks(unsigned char byte)
{
	return (unsigned)(byte >= 0xcc && byte != 0xd0 && byte != 0xd1);
}

bool hw_unicode_all_plain(hw_text t)
{
	const unsigned char *b = (const unsigned char *)t.bytes;

	for (size_t at = 0; at < t.length;) {
		/* Four at once and no branch between them: this sees every byte of every list. */
		while (t.length - at >= 4 && !(asks(b[at]) | asks(b[at + 1]) | asks(b[at + 2]) | asks(b[at + 3])))
			at += 4;
		while (at < t.length && !asks(b[at]))
			at++;
		if (at < t.length && !hw_unicode_is_plain(hw_utf8_next(t, &at)))
			return false;
	}
	return true;
}

typedef struct units {
	UChar *at;
	int32_t length;
	UChar own[256];
} units;

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory normalising text");
}

static bool make_units(units *u, size_t capacity)
{
	u->at = capacity <= HW_COUNT(u->own) ? u->own : hw_grow(NULL, capacity, sizeof(UChar));
	return u->at != NULL;
}

static void free_units(units *u)
{
	if (u->at != u->own)
		hw_release(u->at);
}

static hw_status to_utf8(hw_arena *arena, const units *u, hw_text *result, hw_error *error)
{
	UErrorCode code = U_ZERO_ERROR;
	int32_t needed = 0;

	u_strToUTF8(NULL, 0, &needed, u->at, u->length, &code);
	char *bytes = HW_NEW(arena, char, (size_t)needed + 1);
	if (!bytes)
		return out_of_memory(error);
	code = U_ZERO_ERROR;
	u_strToUTF8(bytes, needed + 1, &needed, u->at, u->length, &code);
	if (U_FAILURE(code))
		return hw_fail(error, HW_FAULT, "normalising text: %s", u_errorName(code));
	*result = (hw_text){bytes, (size_t)needed};
	return HW_OK;
}

static hw_status normalise(hw_arena *arena, hw_text t, units *in, units *out, hw_text *result, hw_error *error)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);

	u_strFromUTF8(in->at, (int32_t)t.length, &in->length, t.bytes, (int32_t)t.length, &code);
	if (U_SUCCESS(code) && unorm2_isNormalized(nfc, in->at, in->length, &code) && U_SUCCESS(code)) {
		*result = t;
		return HW_OK;
	}
	/* NFC grows by a factor of 3 at most in UTF-16 (UAX #15, section 12.1). */
	if (!make_units(out, 3 * (size_t)in->length + 1))
		return out_of_memory(error);
	out->length = unorm2_normalize(nfc, in->at, in->length, out->at, 3 * in->length + 1, &code);
	if (code == U_MEMORY_ALLOCATION_ERROR)
		return out_of_memory(error);
	if (U_FAILURE(code))
		return hw_fail(error, HW_FAULT, "normalising text: %s", u_errorName(code));
	return to_utf8(arena, out, result, error);
}

hw_status hw_text_nfc(hw_arena *arena, hw_text t, hw_text *result, hw_error *error)
{
	units in, out = {.at = NULL};

	HW_TRY(hw_utf8_check(t, error));
	if (hw_unicode_all_plain(t)) {
		*result = t;
		return HW_OK;
	}
	if (t.length > INT32_MAX / 4)
		return hw_fail(error, HW_TOO_LARGE, "a text of %zu bytes is over the limit", t.length);
	if (!make_units(&in, t.length + 1))
		return out_of_memory(error);
	hw_status status = normalise(arena, t, &in, &out, result, error);
	free_units(&in);
	if (out.at)
		free_units(&out);
	return status;
}

static uint32_t lower(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	if (c >= 0x410 && c <= 0x44f)
		return c < 0x430 ? c + 32 : c;
	return (uint32_t)u_tolower((UChar32)c);
}

hw_status hw_text_lower(hw_arena *arena, hw_text t, hw_text *result, hw_error *error)
{
	size_t length = 0;
	bool changes = false;
	char ignored[4];

	HW_TRY(hw_utf8_check(t, error));
	for (size_t at = 0; at < t.length;) {
		uint32_t c = hw_utf8_next(t, &at), small = lower(c);
		changes = changes || small != c;
		length += hw_utf8_write(small, ignored);
	}
	if (!changes) {
		*result = t;
		return HW_OK;
	}
	char *bytes = HW_NEW(arena, char, length + 4);
	if (!bytes)
		return out_of_memory(error);
	size_t used = 0;
	for (size_t at = 0; at < t.length;)
		used += hw_utf8_write(lower(hw_utf8_next(t, &at)), bytes + used);
	bytes[used] = '\0';
	*result = (hw_text){bytes, used};
	return HW_OK;
}

/* ---- any script in Latin letters ------------------------------------------------- */

struct hw_latin {
	pthread_mutex_t lock;
	UTransliterator *rules; /* NULL: not needed yet */
};

hw_status hw_latin_open(hw_latin **result, hw_error *error)
{
	hw_latin *latin = hw_grow(NULL, 1, sizeof *latin);

	if (!latin)
		return hw_fail(error, HW_NO_MEMORY, "no memory to read other scripts");
	latin->rules = NULL;
	if (pthread_mutex_init(&latin->lock, NULL)) {
		hw_release(latin);
		return hw_fail(error, HW_NO_MEMORY, "no lock to read other scripts");
	}
	*result = latin;
	return HW_OK;
}

void hw_latin_close(hw_latin *latin)
{
	if (!latin)
		return;
	if (latin->rules)
		utrans_close(latin->rules);
	(void)pthread_mutex_destroy(&latin->lock);
	hw_release(latin);
}

static UErrorCode to_latin(hw_latin *latin, UChar *text, int32_t *length, int32_t room)
{
	static const UChar rules[] = u"Any-Latin; Latin-ASCII";
	UErrorCode code = U_ZERO_ERROR;
	int32_t limit = *length;

	if (pthread_mutex_lock(&latin->lock))
		return U_INTERNAL_PROGRAM_ERROR;
	if (!latin->rules)
		latin->rules = utrans_openU(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
	if (U_SUCCESS(code))
		utrans_transUChars(latin->rules, text, length, room, 0, &limit, &code);
	(void)pthread_mutex_unlock(&latin->lock);
	return code;
}

hw_status hw_latin_text(hw_latin *latin, hw_arena *arena, hw_text t, hw_text *result, hw_error *error)
{
	enum { READ = 200, ROOM = 2048 };
	UChar text[ROOM];
	UErrorCode code = U_ZERO_ERROR;
	int32_t length = 0, bytes = 0;
	size_t at = 0;
	uint32_t c;

	while (length < READ && (c = hw_utf8_next(t, &at)))
		U16_APPEND_UNSAFE(text, length, c);
	code = to_latin(latin, text, &length, ROOM);
	char *out = HW_NEW(arena, char, (size_t)ROOM * 3 + 1);
	if (!out)
		return hw_fail(error, HW_NO_MEMORY, "no memory to read another script");
	if (U_SUCCESS(code))
		u_strToUTF8(out, ROOM * 3, &bytes, text, length, &code);
	if (U_FAILURE(code) && code != U_BUFFER_OVERFLOW_ERROR)
		return hw_fail(error, HW_FAULT, "ICU cannot write this script in Latin letters: %s", u_errorName(code));
	*result = (hw_text){out, U_SUCCESS(code) ? (size_t)bytes : 0};
	return HW_OK;
}
