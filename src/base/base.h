/* base.h - what every module may use: errors, memory, text, dates, random
 * numbers, threads, progress, a little numerics, and the doors for JSON and CSV.
 *
 * Nothing here knows what a person, a place or a database is.  The rules that
 * hold everywhere:
 *   - A function that can fail returns hw_status and takes `hw_error *` last.
 *     HW_OK is 0.  On failure its outputs are untouched.
 *   - Text is hw_text: a borrowed pointer and a length, UTF-8, no NUL inside.
 *   - Memory comes from the caller's arena, or is owned by one object with a
 *     `_new`/`_free` (or `_open`/`_close`) pair; `_free(NULL)` is allowed.
 *   - Nothing depends on the locale, the clock or the number of threads.
 */
#ifndef HW_BASE_H
#define HW_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define HW_MUST_CHECK                  __attribute__((warn_unused_result))
#define HW_PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))
#define HW_COUNT(array)                (sizeof(array) / sizeof((array)[0]))

/* ---- errors ----------------------------------------------------------------
 * One list: the name, the exit code of the program, the HTTP status, and the
 * words used when nothing better is known.  They cannot drift apart. */
#define HW_STATUS_LIST(X)                                                 \
	X(OK, 0, 200, "done")                                             \
	X(NO, 1, 200, "done, and the answer is no")                       \
	X(USAGE, 2, 400, "wrong usage")                                   \
	X(BAD_INPUT, 3, 422, "bad input, nothing was changed")            \
	X(NOT_FOUND, 3, 404, "there is no such thing")                    \
	X(TOO_LARGE, 3, 413, "over a stated limit")                       \
	X(NOT_PERMITTED, 4, 403, "not permitted")                         \
	X(STORAGE, 5, 503, "storage failed, nothing was changed")         \
	X(NO_MEMORY, 5, 503, "out of memory, nothing was changed")        \
	X(CANCELLED, 130, 499, "stopped on request, nothing was changed") \
	X(FAULT, 70, 500, "a fault of ours")

typedef enum hw_status {
#define X(name, exit_code, http, words) HW_##name,
	HW_STATUS_LIST(X)
#undef X
		HW_STATUS_COUNT
} hw_status;

/* The reason of a failure, for a person; branch on the status, never on the
 * words.  Fields that do not apply stay empty.  Longer text is cut at a whole
 * UTF-8 character. */
typedef struct hw_error {
	hw_status status;
	char where[192];  /* "persons.csv:17" or "persons[3].reports[1]" */
	char what[64];    /* the column or field: "born" */
	char why[768];    /* "\"31.02.1990\" is not a date (day 31 ...)" */
	char remedy[384]; /* "write YYYY-MM-DD or leave it empty" */
	const char *source_file;
	int source_line;
} hw_error;

/* So that the compiler and the analyzers see which status comes back. */
static inline hw_status hw_status_of_(hw_status same, hw_status status)
{
	(void)same;
	return status;
}
/* Fills `error` (may be NULL) with status and reason, clears the other fields,
 * and returns the status. */
#define hw_fail(error, status, ...) \
	hw_status_of_(hw_fail_((error), (status), __FILE__, __LINE__, __VA_ARGS__), (status))
hw_status hw_fail_(hw_error *error, hw_status status, const char *source_file, int source_line, const char *format, ...)
	HW_PRINTF(5, 6);
/* Add what the caller knows; each returns error->status (HW_FAULT for NULL).
 * `where` and `what` are set only while they are empty, so the first to know
 * wins; the remedy likewise. */
hw_status hw_error_where(hw_error *error, const char *format, ...) HW_PRINTF(2, 3);
hw_status hw_error_what(hw_error *error, const char *format, ...) HW_PRINTF(2, 3);
hw_status hw_error_remedy(hw_error *error, const char *format, ...) HW_PRINTF(2, 3);
/* "where: what: why; remedy" into `out`, cut to `size`; returns `out`. */
const char *hw_error_line(const hw_error *error, char *out, size_t size);
int hw_status_exit_code(hw_status status);
int hw_status_http(hw_status status);
const char *hw_status_words(hw_status status);

#define HW_TRY(call)                               \
	do {                                       \
		hw_status hw_try_status_ = (call); \
		if (hw_try_status_ != HW_OK)       \
			return hw_try_status_;     \
	} while (0)
#define HW_TRY_OR_OUT(call)          \
	do {                         \
		status = (call);     \
		if (status != HW_OK) \
			goto out;    \
	} while (0)

/* ---- text ------------------------------------------------------------------ */
typedef struct hw_text {
	const char *bytes; /* not NUL-terminated, unless it came from hw_text_copy */
	size_t length;     /* bytes */
} hw_text;
#define HW_TEXT_INIT(literal)                        \
	{                                            \
		("" literal ""), sizeof(literal) - 1 \
	}
#define HW_TEXT(literal) ((hw_text)HW_TEXT_INIT(literal))
#define HW_TEXT_ARG(t)   (int)(t).length, ((t).length ? (t).bytes : "") /* for "%.*s" */
hw_text hw_text_of(const char *c_string);                               /* NULL gives empty text */
bool hw_text_equal(hw_text a, hw_text b);
bool hw_text_is(hw_text a, const char *c_string);
int hw_text_compare(hw_text a, hw_text b); /* byte order, which is code point order */
hw_text hw_text_trim(hw_text t);           /* white space, NBSP and BOM at both ends */
bool hw_text_starts(hw_text t, const char *prefix);
/* For messages: at most 60 bytes of `t` with "…" when cut, control characters as spaces. */
const char *hw_text_shown(hw_text t, char out[64]);
/* Cuts the next piece before `separator` off `*rest`; false when nothing is left.
 * "a;;b" gives "a", "", "b"; "a;" gives "a"; empty text gives no piece. */
bool hw_text_split(hw_text *rest, char separator, hw_text *piece);
/* A whole text as a number; refuses anything else ("1,5", "0x1", "nan"). */
HW_MUST_CHECK hw_status hw_text_integer(hw_text t, int64_t *result, hw_error *error);
HW_MUST_CHECK hw_status hw_text_number(hw_text t, double *result, hw_error *error);

/* UTF-8.  hw_utf8_check refuses overlong forms, surrogates, NUL and anything
 * over U+10FFFF, naming the byte offset. */
HW_MUST_CHECK hw_status hw_utf8_check(hw_text t, hw_error *error);
/* Next code point of well-formed text from `*at`; advances `*at`.  Returns 0 at the end. */
uint32_t hw_utf8_next(hw_text t, size_t *at);
size_t hw_utf8_write(uint32_t code_point, char out[4]); /* bytes written, 0 if not a code point */
size_t hw_utf8_length(hw_text t);                       /* code points */

/* ---- memory ---------------------------------------------------------------- */
/* A bump allocator with a ceiling, freed as a whole; belongs to one thread at a
 * time.  Memory is zeroed.  NULL when the ceiling or the machine is exhausted. */
typedef struct hw_arena hw_arena;
hw_arena *hw_arena_new(size_t ceiling_bytes);
void hw_arena_free(hw_arena *arena);
void hw_arena_reset(hw_arena *arena); /* everything allocated is gone, the blocks may be kept */
size_t hw_arena_used(const hw_arena *arena);
void *hw_arena_alloc(hw_arena *arena, size_t count, size_t size, size_t alignment);
#define HW_NEW(arena, type, count) ((type *)hw_arena_alloc((arena), (count), sizeof(type), _Alignof(type)))
/* NUL-terminated copies; {NULL, 0} when memory is out. */
hw_text hw_text_copy(hw_arena *arena, hw_text t);
hw_text hw_text_format(hw_arena *arena, const char *format, ...) HW_PRINTF(2, 3);
static inline void hw_arena_free_guard_(hw_arena **arena)
{
	hw_arena_free(*arena);
}
#define HW_ARENA_GUARD __attribute__((cleanup(hw_arena_free_guard_)))
/* Same for heap blocks that grow: NULL on overflow or exhaustion, the old block stays valid. */
void *hw_grow(void *block, size_t count, size_t size);
void hw_release(void *block);
/* Test hook: the n-th allocation from now through this module fails once (0 = off). */
void hw_fail_allocation_after(long n);

/* A growing byte buffer.  A failed append (ceiling, memory) is remembered in
 * `failed`; later appends do nothing, so a writer checks once at the end. */
typedef struct hw_buffer {
	char *bytes; /* NUL-terminated once anything was appended */
	size_t length, capacity;
	size_t ceiling; /* 0 = 256 MiB */
	bool failed;
} hw_buffer;
void hw_buffer_free(hw_buffer *buffer);
void hw_buffer_add(hw_buffer *buffer, hw_text t);
void hw_buffer_adds(hw_buffer *buffer, const char *c_string);
void hw_buffer_addf(hw_buffer *buffer, const char *format, ...) HW_PRINTF(2, 3);
static inline hw_text hw_buffer_text(const hw_buffer *b)
{
	return (hw_text){b->bytes, b->length};
}

/* ---- Unicode and hashes ------------------------------------------------------ */
/* Normal form C; `result` lives in the arena (or is the input when nothing changes). */
HW_MUST_CHECK hw_status hw_text_nfc(hw_arena *arena, hw_text t, hw_text *result, hw_error *error);
/* Simple lower case of Latin, Cyrillic, Greek, Georgian, Armenian; same order of code points. */
HW_MUST_CHECK hw_status hw_text_lower(hw_arena *arena, hw_text t, hw_text *result, hw_error *error);
/* Texts of any script in Latin letters, by the general rules of ICU ("Any-Latin; Latin-ASCII"): a last resort for scripts that
 * a program has no table for; what is written without vowels stays without.  Opened at no cost: the rules are read when they
 * are first needed (about 0.1 s).  May be shared by threads. */
typedef struct hw_latin hw_latin;
HW_MUST_CHECK hw_status hw_latin_open(hw_latin **result, hw_error *error);
void hw_latin_close(hw_latin *latin); /* NULL allowed */
/* The first 200 code units are read; HW_FAULT when ICU lacks its data. */
HW_MUST_CHECK hw_status hw_latin_text(hw_latin *latin, hw_arena *arena, hw_text t, hw_text *result, hw_error *error);
typedef struct hw_sha256 {
	unsigned char bytes[32];
} hw_sha256;
hw_sha256 hw_sha256_of(hw_text data);
void hw_sha256_hex(hw_sha256 digest, char out[65]);
HW_MUST_CHECK hw_status hw_sha256_file(const char *path, hw_sha256 *result, uint64_t *bytes, hw_error *error);

/* ---- dates with precision (a small part of EDTF, ISO 8601-2) ------------------
 * A date is the interval of days that it may be.  Days count from 1970-01-01;
 * years 1000..9999.  Read: 1987 · 1987-06 · 1987-06-25 · 1987-06-2X · 198X ·
 * 1987-06? · 1987/1989 · 1987-06-01/1987-06-20 · 25.06.1987 · 06.1987 · 2024-01-02T10:20:30Z (the day as written).
 * White space around is passed over; "?" on either end of an interval makes all of it uncertain,
 * "?" alone is no date (known false). */
typedef enum hw_precision { HW_DAY, HW_DAYS, HW_MONTH, HW_YEAR, HW_YEARS } hw_precision;
typedef struct hw_date {
	int32_t first, last; /* days, first <= last */
	hw_precision precision;
	bool uncertain; /* written with "?" */
	bool known;     /* false: no date at all (empty text) */
} hw_date;
HW_MUST_CHECK hw_status hw_date_parse(hw_text t, hw_date *result, hw_error *error);
/* EDTF text, at most 24 bytes with the NUL; "" when not known.  parse(write(d)) gives d. */
const char *hw_date_write(hw_date date, char out[24]);
int32_t hw_days_of(int year, int month, int day); /* proleptic Gregorian */
void hw_days_civil(int32_t days, int *year, int *month, int *day);
const char *hw_days_write(int32_t days, char out[11]); /* YYYY-MM-DD */
/* UTC microseconds as 2026-11-22T15:36:01Z */
const char *hw_time_write(int64_t microseconds, char out[32]);
int64_t hw_clock_now(void);    /* UTC microseconds; only the ledger and `today` may ask */
double hw_clock_seconds(void); /* monotonic, for measuring */

/* ---- random numbers -----------------------------------------------------------
 * xoshiro256++ (Blackman & Vigna 2019), seeded by splitmix64 from (seed, slice):
 * slices of one seed are independent streams, so work split over threads draws
 * the same numbers whatever the number of threads. */
typedef struct hw_random {
	uint64_t state[4];
} hw_random;
hw_random hw_random_new(uint64_t seed, uint64_t slice);
uint64_t hw_random_bits(hw_random *r);
double hw_random_unit(hw_random *r);                    /* [0,1), 53 bits */
uint64_t hw_random_below(hw_random *r, uint64_t limit); /* 0..limit-1, unbiased; limit >= 1 */
double hw_random_normal(hw_random *r);                  /* mean 0, sd 1 (polar method) */
double hw_random_gamma(hw_random *r, double shape);     /* scale 1, shape > 0 (Marsaglia & Tsang 2000) */
double hw_random_beta(hw_random *r, double alpha, double beta);
/* Index drawn with probability weight[i] / sum; count >= 1, weights >= 0, sum > 0. */
size_t hw_random_choice(hw_random *r, const double *weights, size_t count);

/* ---- progress, cancellation, threads -------------------------------------------
 * Long work takes a progress (NULL allowed) and calls hw_progress_step often;
 * HW_CANCELLED comes back when the caller asked to stop. */
typedef struct hw_progress {
	bool (*report)(void *context, const char *stage, double done, double total); /* false: stop */
	void *context;
} hw_progress;
HW_MUST_CHECK hw_status hw_progress_step(const hw_progress *progress, const char *stage, double done, double total,
					 hw_error *error);
/* Runs work(context, slice) for slice = 0..slices-1 on up to `threads` threads
 * (0 = all cores).  Slices are fixed by the caller, never by the number of
 * threads, so results that are kept per slice and reduced in order do not depend
 * on it.  The first failing slice (lowest number) gives status and error.
 * `progress` is reported by the calling thread only, which works as well; a thread that the
 * machine refuses is done without. */
typedef hw_status (*hw_slice_work)(void *context, size_t slice, hw_error *error);
HW_MUST_CHECK hw_status hw_parallel(unsigned threads, size_t slices, hw_slice_work work, void *context,
				    const hw_progress *progress, const char *stage, hw_error *error);

/* ---- numerics shared by engines -------------------------------------------------- */
double hw_logistic(double x); /* no overflow for any x */
double hw_logit(double p);
double hw_log_logistic(double x);                     /* log(logistic(x)), accurate in both tails */
double hw_log_sum_exp(const double *x, size_t count); /* -inf for count 0 */
/* Exact distribution of the number of successes of independent trials: pmf[0..count],
 * by f[k] <- f[k](1-p) + f[k-1]p (Chen & Liu 1997).  O(count^2); p in [0,1]. */
void hw_poisson_binomial(const double *p, size_t count, double *pmf);
/* Equal-tailed interval: lower = smallest k with F(k) > (1-level)/2, upper = smallest
 * k with F(k) >= 1-(1-level)/2. */
void hw_pmf_interval(const double *pmf, size_t length, double level, size_t *lower, size_t *upper);
/* Convolution of two distributions: out has a_length + b_length - 1 places. */
void hw_pmf_convolve(const double *a, size_t a_length, const double *b, size_t b_length, double *out);
double hw_distance_km(double lat1, double lon1, double lat2, double lon2); /* haversine, R = 6371.0088 */

/* ---- JSON ----------------------------------------------------------------------- */
/* Reading is strict (jansson): duplicate keys, lone surrogates, bad UTF-8, NaN, numbers out
 * of range and depth over 64 are refused with line and column; a BOM is passed over.  Values live until hw_json_free of the root. */
typedef struct json_t hw_json;
typedef enum hw_json_kind {
	HW_JSON_NULL,
	HW_JSON_BOOL,
	HW_JSON_NUMBER,
	HW_JSON_TEXT,
	HW_JSON_ARRAY,
	HW_JSON_OBJECT
} hw_json_kind;
HW_MUST_CHECK hw_status hw_json_parse(hw_text source, const char *name, hw_json **result, hw_error *error);
HW_MUST_CHECK hw_status hw_json_load(const char *path, hw_json **result,
				     hw_error *error); /* "-" = standard input; 256 MiB at most */
void hw_json_free(hw_json *root);
hw_json_kind hw_json_kind_of(const hw_json *value);           /* NULL counts as HW_JSON_NULL */
hw_json *hw_json_get(const hw_json *object, const char *key); /* NULL when absent or not an object */
size_t hw_json_count(const hw_json *array_or_object);
hw_json *hw_json_at(const hw_json *array, size_t index);
bool hw_json_integral(const hw_json *value);    /* a number written without fraction or exponent */
double hw_json_as_number(const hw_json *value); /* 0 when not a number */
int64_t hw_json_as_integer(const hw_json *value);
bool hw_json_as_bool(const hw_json *value);
hw_text hw_json_as_text(const hw_json *value); /* empty when not a text; NUL-terminated */
/* Members of an object in the order of the file. */
void *hw_json_first(const hw_json *object);
void *hw_json_next(const hw_json *object, void *member);
const char *hw_json_member_key(void *member);
hw_json *hw_json_member_value(void *member);
/* Typed reads that refuse with "PATH.key: ..." in `where`; `where` is the path of the object. */
HW_MUST_CHECK hw_status hw_json_need_number(const hw_json *object, const char *where, const char *key, double low,
					    double high, double *result, hw_error *error);
HW_MUST_CHECK hw_status hw_json_need_text(const hw_json *object, const char *where, const char *key, hw_text *result,
					  hw_error *error);
/* Absent or null leaves *result as it is. */
HW_MUST_CHECK hw_status hw_json_take_number(const hw_json *object, const char *where, const char *key, double low,
					    double high, double *result, hw_error *error);
HW_MUST_CHECK hw_status hw_json_take_text(const hw_json *object, const char *where, const char *key, hw_text *result,
					  hw_error *error);
HW_MUST_CHECK hw_status hw_json_take_bool(const hw_json *object, const char *where, const char *key, bool *result,
					  hw_error *error);
/* Refuses a member whose key is not in the NULL-terminated list (a typing error must not pass in silence). */
HW_MUST_CHECK hw_status hw_json_only(const hw_json *object, const char *where, const char *const *keys,
				     hw_error *error);
/* Canonical text: sorted keys, no spaces, shortest numbers; equal values give equal bytes. */
HW_MUST_CHECK hw_status hw_json_canonical(const hw_json *value, hw_buffer *out, hw_error *error);

/* Writing streams into a buffer; commas, quotes and nesting are kept by the writer.
 * key is NULL inside arrays.  Numbers: shortest text that reads back the same; NaN and infinities become null. */
typedef struct hw_json_writer {
	hw_buffer *out;
	unsigned depth;
	bool pretty;     /* two spaces of indentation */
	bool first[128]; /* no comma needed yet at this depth; deeper fails the buffer */
} hw_json_writer;
hw_json_writer hw_json_writer_new(hw_buffer *out, bool pretty);
void hw_json_object(hw_json_writer *w, const char *key); /* opens { */
void hw_json_array(hw_json_writer *w, const char *key);  /* opens [ */
void hw_json_close(hw_json_writer *w, char bracket);     /* '}' or ']' */
void hw_json_text(hw_json_writer *w, const char *key, hw_text value);
void hw_json_string(hw_json_writer *w, const char *key, const char *value); /* NULL gives null */
void hw_json_number(hw_json_writer *w, const char *key, double value);
void hw_json_integer(hw_json_writer *w, const char *key, int64_t value);
void hw_json_boolean(hw_json_writer *w, const char *key, bool value);
void hw_json_null(hw_json_writer *w, const char *key);
void hw_json_value(hw_json_writer *w, const char *key, const hw_json *value); /* a parsed value, as it is */
/* Shortest decimal text that reads back as the same double; independent of the locale.  Whole
 * numbers from 2^53 on have an exponent ("1e16"); else "nan", "inf", "-inf", "-0". */
const char *hw_number_write(double value, char out[32]);

/* ---- files of results --------------------------------------------------------------
 * A result is made beside its place (PATH.part-PID) and moved there whole by hw_output_finish; what stood there before
 * stays until then.  Devices and pipes are written in place.  `keep`: files that must never be written over (what
 * the command reads, the bureau): HW_USAGE when `path` is one of them, by whatever name; NULL members are passed over. */
typedef struct hw_output hw_output;
HW_MUST_CHECK hw_status hw_output_open(const char *path, const char *const *keep, size_t keep_count, hw_output **result,
				       hw_error *error);
FILE *hw_output_file(const hw_output *output);                                /* to write to; not to be closed */
HW_MUST_CHECK hw_status hw_output_finish(hw_output *output, hw_error *error); /* frees it, also on failure */
void hw_output_drop(hw_output *output);                                       /* nothing is left; NULL allowed */

/* ---- CSV -------------------------------------------------------------------------
 * RFC 4180.  Separator "," ";" or tab, found from the first line; UTF-8 with or
 * without BOM, UTF-16 with BOM, or Windows-1251 (when the bytes are not UTF-8), found and
 * reported.  Holds one row, at most row_limit bytes (default 1 MiB): a longer one is refused
 * without reading on.  Fields come out as UTF-8 in normal form C, white space kept.  NUL bytes are refused. */
typedef struct hw_csv hw_csv;
typedef struct hw_csv_row {
	hw_text *fields;
	size_t count;
	uint64_t line; /* of the file, 1 = first, where the row begins */
	uint64_t row;  /* 1 = first row after the header */
} hw_csv_row;
HW_MUST_CHECK hw_status hw_csv_open(const char *path, hw_csv **result, hw_error *error); /* "-" = standard input */
/* The same with the name that messages say instead of the path. */
HW_MUST_CHECK hw_status hw_csv_open_named(const char *path, const char *name, hw_csv **result, hw_error *error);
void hw_csv_close(hw_csv *csv);
void hw_csv_limit(hw_csv *csv, size_t row_limit_bytes);
const hw_csv_row *hw_csv_header(const hw_csv *csv); /* the first line; count 0 for an empty file */
/* Next row; *row is NULL at the end.  Valid until the next call.  Blank lines are passed over.
 * A row with more or fewer fields than the header is HW_BAD_INPUT with its line; reading may go on. */
HW_MUST_CHECK hw_status hw_csv_next(hw_csv *csv, const hw_csv_row **row, hw_error *error);
/* The row that hw_csv_next has just refused for its number of fields; NULL when that was not the
 * reason, and reading cannot go on. */
const hw_csv_row *hw_csv_uneven(const hw_csv *csv);
const char *hw_csv_encoding(const hw_csv *csv); /* "UTF-8", "UTF-8 with BOM", "UTF-16LE", "UTF-16BE", "Windows-1251" */
char hw_csv_separator(const hw_csv *csv);
double hw_csv_done(const hw_csv *csv); /* share of the file read, 0..1; 0 for a pipe */
/* One field, quoted when needed, onto a buffer; the caller writes separators and "\r\n" or "\n". */
void hw_csv_write(hw_buffer *out, hw_text field);

#endif
