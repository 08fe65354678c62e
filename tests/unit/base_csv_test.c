#include "base_check.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>

/* A file of these bytes; free it by unlink. */
static const char *make_file(const void *bytes, size_t length)
{
	static char path[64];

	strcpy(path, "/tmp/base_csv_XXXXXX");
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	for (size_t done = 0; done < length;) {
		ssize_t step = write(descriptor, (const char *)bytes + done, length - done);
		assert_true(step > 0);
		done += (size_t)step;
	}
	close(descriptor);
	return path;
}

static void add_row(hw_buffer *out, const hw_csv_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		hw_buffer_adds(out, i ? "|" : "");
		hw_buffer_add(out, row->fields[i]);
	}
	hw_buffer_addf(out, "@%llu#", (unsigned long long)row->line);
}

/* Everything that reading gives as one text: "header@line#row@line#" with fields joined by
 * "|", and reasons in braces without the path.  Ends after three of them. */
static void read_to_text(const char *path, size_t row_limit, hw_buffer *out)
{
	hw_csv *csv = NULL;
	const hw_csv_row *row = NULL;
	hw_error error = {0};
	char line[1024];
	size_t path_length = strlen(strcmp(path, "-") ? path : "standard input");

	hw_buffer_adds(out, "");
	if (hw_csv_open(path, &csv, &error) != HW_OK) {
		assert_null(csv);
		hw_error_line(&error, line, sizeof line);
		hw_buffer_addf(out, "{open%s}", line + path_length);
		return;
	}
	if (row_limit)
		hw_csv_limit(csv, row_limit);
	hw_buffer_addf(out, "%s %s ", hw_csv_encoding(csv),
		       hw_csv_separator(csv) == '\t' ? "tab" : (char[]){hw_csv_separator(csv), 0});
	add_row(out, hw_csv_header(csv));
	double done = 0;
	for (int refused = 0; refused < 3;) {
		assert_true(hw_csv_done(csv) >= done);
		done = hw_csv_done(csv);
		const hw_csv_row *before = row;
		if (hw_csv_next(csv, &row, &error) != HW_OK) {
			assert_ptr_equal(row, before);
			hw_error_line(&error, line, sizeof line);
			hw_buffer_addf(out, "{%s}", line + path_length + 1);
			refused++;
			continue;
		}
		if (!row) {
			hw_buffer_adds(out, "end");
			assert_true(hw_csv_done(csv) == (strcmp(path, "-") ? 1 : 0));
			/* The end stays the end. */
			assert_int_equal(hw_csv_next(csv, &row, &error), HW_OK);
			assert_null(row);
			break;
		}
		add_row(out, row);
	}
	hw_csv_close(csv);
}

static void check_bytes(const void *bytes, size_t length, size_t row_limit, const char *expected)
{
	const char *path = make_file(bytes, length);
	hw_buffer got = {0};

	read_to_text(path, row_limit, &got);
	unlink(path);
	assert_string_equal(got.bytes, expected);
	hw_buffer_free(&got);
}

typedef struct example {
	const char *bytes;
	size_t length;
	const char *expected;
} example;
#define ROW(bytes, expected)                       \
	{                                          \
		bytes, sizeof(bytes) - 1, expected \
	}

static void check_examples(const example *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_bytes(rows[i].bytes, rows[i].length, 0, rows[i].expected);
}

static void rows_and_quotes(void **state)
{
	static const example rows[] = {
		ROW("", "UTF-8 , @1#end"),
		ROW("\n\n", "UTF-8 , @1#end"),
		ROW("a", "UTF-8 , a@1#end"),
		ROW("a,b\n1,2\n", "UTF-8 , a|b@1#1|2@2#end"),
		ROW("a,b\r\n1,2\r\n3,4", "UTF-8 , a|b@1#1|2@2#3|4@3#end"),
		ROW("a,b\r1,2\r3,4\r", "UTF-8 , a|b@1#1|2@2#3|4@3#end"),
		ROW("a,b\n1,\n,2\n,\n", "UTF-8 , a|b@1#1|@2#|2@3#|@4#end"),
		ROW("a,b\n1,", "UTF-8 , a|b@1#1|@2#end"),
		ROW("\r\n\na,b\n\n\r\n1,2\n\r\n", "UTF-8 , a|b@3#1|2@6#end"),
		ROW("a,b\n\"\",\"\"\n", "UTF-8 , a|b@1#|@2#end"),
		ROW("a,b\n\"\"\"\",\"x\"\"y\"\"\"\n", "UTF-8 , a|b@1#\"|x\"y\"@2#end"),
		ROW("a,b\n\"1\n2\r\n3\r4\",x\ny,z\n", "UTF-8 , a|b@1#1\n2\r\n3\r4|x@2#y|z@6#end"),
		ROW("a,b\n \"x\" , y \n", "UTF-8 , a|b@1# \"x\" | y @2#end"),
		ROW("a,b\n5\" nail,x\"\"y\n", "UTF-8 , a|b@1#5\" nail|x\"\"y@2#end"),
		ROW("a\n\"\"\nb\n", "UTF-8 , a@1#@2#b@3#end"),
		ROW("a,b\n\"x\",\"y\"", "UTF-8 , a|b@1#x|y@2#end"),
		ROW("\"a\nb\",\"c\"\n1,2\n", "UTF-8 , a\nb|c@1#1|2@3#end"),
	};
	(void)state;
	check_examples(rows, HW_COUNT(rows));
}

static void separators(void **state)
{
	static const example rows[] = {
		ROW("a;b\n1;2,5\n", "UTF-8 ; a|b@1#1|2,5@2#end"),
		ROW("a\tb\n1\t2;3,4\n", "UTF-8 tab a|b@1#1|2;3,4@2#end"),
		ROW("\"a,b,c\";d\n1;2\n", "UTF-8 ; a,b,c|d@1#1|2@2#end"),
		ROW("\"a\"\",b,c\";d\n1;2\n", "UTF-8 ; a\",b,c|d@1#1|2@2#end"),
		ROW("a,b;c\n1;2\n", "UTF-8 ; a,b|c@1#1|2@2#end"), /* a tie */
		ROW("a;b\tc\n1\t2\n", "UTF-8 tab a;b|c@1#1|2@2#end"),
		ROW("a,b,c;d\n1,2,3\n", "UTF-8 , a|b|c;d@1#1|2|3@2#end"),
		ROW("height 5\",b;c;d\n1;2;3\n", "UTF-8 ; height 5\",b|c|d@1#1|2|3@2#end"),
		ROW("alone\nx;y\n", "UTF-8 , alone@1#x;y@2#end"),
		ROW("\n\na;b\n1;2\n", "UTF-8 ; a|b@3#1|2@4#end"),
	};
	(void)state;
	check_examples(rows, HW_COUNT(rows));
}

static void encodings(void **state)
{
	static const example rows[] = {
		ROW("ім'я,x\nЇжак,2\n", "UTF-8 , ім'я|x@1#Їжак|2@2#end"),
		ROW("\xef\xbb\xbf"
		    "a,b\nж,2\n",
		    "UTF-8 with BOM , a|b@1#ж|2@2#end"),
		ROW("\xef\xbb\xbf", "UTF-8 with BOM , @1#end"),
		ROW("\xef\xbb\xbf\"a,\"\n1\n", "UTF-8 with BOM , a,@1#1@2#end"),
		ROW("\xff\xfe"
		    "a\0;\0b\0\n\0"
		    "\x36\x04;\0\x3d\xd8\x00\xde",
		    "UTF-16LE ; a|b@1#ж|\xf0\x9f\x98\x80@2#end"),
		ROW("\xfe\xff\0a\0;\0b\0\r\0\n\x04\x36\0;\xd8\x3d\xde\x00\0\n",
		    "UTF-16BE ; a|b@1#ж|\xf0\x9f\x98\x80@2#end"),
		ROW("\xff\xfe", "UTF-16LE , @1#end"),
		ROW("\xb3\xec'\xff;\xe4\xe0\xf2\xe0\n\xba\xe6\xe0\xea;\xab\x97\xbb\n",
		    "Windows-1251 ; ім'я|дата@1#єжак|«—»@2#end"),
		ROW("a,b\n\xcf\xb3,\xc2\xb3\xea\xf2\xee\xf0\n", "Windows-1251 , a|b@1#Пі|Віктор@2#end"),
		/* Normal form C, also inside quotes and beside doubled quotes. */
		ROW("a,b\ni\xcc\x88,\"\xd0\xb8\xcc\x86\"\"\xd0\xb8\xcc\x86\"\n", "UTF-8 , a|b@1#ï|й\"й@2#end"),
		ROW("e\xcc\x81,b\n1,2\n", "UTF-8 , é|b@1#1|2@2#end"),
		ROW("\xff\xfe"
		    "a\0\n\0\x38\x04\x06\x03",
		    "UTF-16LE , a@1#й@2#end"),
	};
	(void)state;
	check_examples(rows, HW_COUNT(rows));
}

#define LEN       "; quote a field that holds the separator; leave no field out}"
#define THRICE(x) "{" x "}{" x "}{" x "}"
static void refusals(void **state)
{
	static const example rows[] = {
		/* A row of the wrong length is passed over. */
		ROW("a,b\n1\n1,2,3\n4,5\n", "UTF-8 , a|b@1#{2: fields in the row: 1, in the header: 2" LEN
					    "{3: fields in the row: 3, in the header: 2" LEN "4|5@4#end"),
		/* What follows ends the reading: the same reason again and again. */
		ROW("a,b\nx,\"open\ny\nz,1\n",
		    "UTF-8 , a|b@1#" THRICE("2: a quote begins here and is never closed; close the quote; a quote "
					    "inside a field is written twice")),
		ROW("a,b\n\"x\ny\",\"open\ny\n",
		    "UTF-8 , a|b@1#" THRICE("3: a quote begins here and is never closed; close the quote; a quote "
					    "inside a field is written twice")),
		ROW("a,b\n\"x\n\"y,2\n",
		    "UTF-8 , a|b@1#" THRICE(
			    "3: \"y\" follows a closing quote; a quote inside a field is written twice")),
		ROW("a,b\n\"x\" ,2\n",
		    "UTF-8 , a|b@1#" THRICE(
			    "2: \" \" follows a closing quote; a quote inside a field is written twice")),
		ROW("a,b\n1,2\n3,\0\n",
		    "UTF-8 , a|b@1#1|2@2#" THRICE("3: a NUL byte stands here; save the file as UTF-8 text")),
		ROW("a,b\n1,\"2\n\n\0\"\n",
		    "UTF-8 , a|b@1#" THRICE("4: a NUL byte stands here; save the file as UTF-8 text")),
		ROW("\xff\xfe"
		    "a\0\n\0b\0\0\0\n\0",
		    "UTF-16LE , a@1#" THRICE("2: a NUL byte stands here; save the file as UTF-8 text")),
		ROW("a\0,b\n", "{open:1: a NUL byte stands here; save the file as UTF-8 text}"),
		ROW("a\0,\0b\0\n\0",
		    "{open:1: a NUL byte stands here; save the file as UTF-8 text}"), /* UTF-16 without a mark */
		ROW("\"a,b\n1,2\n", "{open:1: a quote begins here and is never closed; close the quote; a quote inside "
				    "a field is written twice}"),
		/* Mostly UTF-8: the broken place is named. */
		ROW("ключ,місто\nодин,два\nтри,\xffчотири\n",
		    "UTF-8 , ключ|місто@1#один|два@2#" THRICE(
			    "3: byte 43 of the file (0xFF) is not UTF-8; save the whole file as UTF-8")),
		ROW("\xef\xbb\xbf"
		    "a,b\n\xc3\x28,2\n",
		    "UTF-8 with BOM , a|b@1#" THRICE(
			    "2: byte 7 of the file (0xC3) is not UTF-8; save the whole file as UTF-8")),
		ROW("ключ\n\"\n\nтри\xd0\"\n",
		    "UTF-8 , ключ@1#" THRICE(
			    "4: byte 18 of the file (0xD0) is not UTF-8; save the whole file as UTF-8")),
		/* Half a surrogate pair, and half a unit. */
		ROW("\xff\xfe"
		    "a\0\n\0b\0\n\0c\0\x00\xd8\n\0",
		    "UTF-16LE , a@1#b@2#" THRICE("3: byte 12 is not UTF-16LE; save the file as UTF-8")),
		ROW("\xff\xfe"
		    "a\0\n\0b",
		    "UTF-16LE , a@1#" THRICE("2: byte 6 is not UTF-16LE; save the file as UTF-8")),
	};
	(void)state;
	check_examples(rows, HW_COUNT(rows));
}

/* What lies behind the first 64 KiB cannot change the decision on the encoding. */
static void encoding_is_decided_from_the_beginning(void **state)
{
	enum { LOOK = 65536 };
	static char bytes[LOOK + 100];
	hw_buffer got = {0};
	const char *path, *end;

	(void)state;
	/* A character across the 64 KiB is not broken, with 1, 2 or 3 of its bytes before. */
	for (size_t before = 1; before < 4; before++) {
		memset(bytes, 'x', sizeof bytes);
		memcpy(bytes, "a\n", 2);
		for (size_t i = 99; i < LOOK - 10; i += 100)
			bytes[i] = '\n';
		memcpy(bytes + LOOK - before, "\xf0\x9f\x98\x80", 4);
		path = make_file(bytes, LOOK + 8);
		read_to_text(path, 0, &got);
		unlink(path);
		assert_true(hw_text_starts(hw_buffer_text(&got), "UTF-8 , a@1#"));
		end = strstr(got.bytes, "\xf0\x9f\x98\x80");
		assert_non_null(end);
		assert_non_null(strstr(end, "#end"));
		hw_buffer_free(&got);
	}
	/* The same bytes as the whole file: the end of the data is the end of the character. */
	path = make_file(bytes, LOOK - 1);
	read_to_text(path, 0, &got);
	unlink(path);
	assert_true(hw_text_starts(hw_buffer_text(&got), "Windows-1251 , a@1#"));
	hw_buffer_free(&got);
	/* Windows-1251 that shows late. */
	memset(bytes, 'x', sizeof bytes);
	for (size_t i = 9; i < sizeof bytes; i += 10)
		bytes[i] = '\n';
	memcpy(bytes + LOOK + 20, "\xb3\xec", 2);
	path = make_file(bytes, sizeof bytes);
	read_to_text(path, 0, &got);
	unlink(path);
	assert_non_null(
		strstr(got.bytes, "{6556: byte 65556 of the file (0xB3) is not UTF-8; save the whole file as UTF-8}"));
	hw_buffer_free(&got);
}

static void files_that_cannot_be_read(void **state)
{
	static const struct {
		const char *path;
		hw_status status;
		const char *line;
	} rows[] = {
		{"/tmp/base_csv_none/x.csv", HW_NOT_FOUND, "/tmp/base_csv_none/x.csv: there is no such file"},
		{"/tmp", HW_BAD_INPUT, "/tmp: is a folder, not a file"},
		{"/proc/self/mem", HW_BAD_INPUT, "/proc/self/mem: cannot be read: Input/output error"},
		{"", HW_NOT_FOUND, "there is no such file"},
	};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_csv *csv = (hw_csv *)&rows;
		hw_error error = {0};
		assert_int_equal(hw_csv_open(rows[i].path, &csv, &error), rows[i].status);
		check_reason(rows[i].line);
		assert_ptr_equal(csv, &rows);
	}
	const char *path = make_file("a\n", 2);
	if (geteuid() != 0) { /* who may everything may read it */
		hw_csv *csv;
		hw_error error = {0};
		assert_int_equal(chmod(path, 0), 0);
		assert_int_equal(hw_csv_open(path, &csv, &error), HW_BAD_INPUT);
		assert_string_equal(error.why, "may not be read by this user");
	}
	unlink(path);
	hw_csv_close(NULL);
}

static void row_limit(void **state)
{
	(void)state;
	check_bytes("a,b\n12,345\n12,3456\n", 19, 6,
		    "UTF-8 , a|b@1#12|345@2#" THRICE("3: a row is over 6 bytes; look whether this is a CSV file"));
	check_bytes("a,b\r\n12,345\r\n", 13, 6, "UTF-8 , a|b@1#12|345@2#end");
	check_bytes("a\n123456\n1234567", 16, 6,
		    "UTF-8 , a@1#123456@2#" THRICE("3: a row is over 6 bytes; look whether this is a CSV file"));
	/* Blank lines are no row, however many there are. */
	check_bytes("a\n\n\n\n\n\n\n\n\n\n\n1\n", 14, 3, "UTF-8 , a@1#1@12#end");

	/* An open quote that swallows the file: named before the whole file is read. */
	static char bytes[3 << 20];
	memset(bytes, 'x', sizeof bytes);
	for (size_t i = 9; i < sizeof bytes; i += 10)
		bytes[i] = '\n';
	memcpy(bytes, "a\n\"xxx\nxx,\"", 7);
	check_bytes(bytes, sizeof bytes, 0,
		    "UTF-8 , a@1#" THRICE(
			    "2: a row is over 1048576 bytes, in a quote that begins on line 2; close the quote"));
	memset(bytes, 'x', sizeof bytes);
	check_bytes(bytes, sizeof bytes, 0, "{open:1: a row is over 1048576 bytes; look whether this is a CSV file}");
	/* A row of just the limit, ending in any way. */
	memset(bytes, 'x', (1 << 20) + 5);
	memcpy(bytes, "a\n", 2);
	for (int more = 0; more < 2; more++) {
		const char *path = make_file(bytes, 2 + (1 << 20) + (size_t)more);
		hw_buffer got = {0};
		read_to_text(path, 0, &got);
		unlink(path);
		assert_int_equal(got.length > 1 << 20, !more);
		hw_buffer_free(&got);
	}
}

/* ---- standard input ---- */
typedef struct feeder {
	int descriptor;
	const char *bytes;
	size_t length, step; /* written `step` at a time; over and over when endless */
	bool endless;
	atomic_size_t written;
} feeder;

static void *feed(void *context)
{
	feeder *f = context;

	for (size_t at = 0; at < f->length || f->endless;) {
		size_t begin = at % f->length, left = f->length - begin;
		ssize_t done = write(f->descriptor, f->bytes + begin, left < f->step ? left : f->step);
		if (done <= 0)
			break;
		at += (size_t)done;
		atomic_store(&f->written, at);
	}
	close(f->descriptor);
	return NULL;
}

/* Puts a pipe in the place of standard input; returns what was there. */
static int feed_standard_input(feeder *f, pthread_t *thread)
{
	int ends[2], saved = dup(0);

	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	f->descriptor = ends[1];
	dup2(ends[0], 0);
	close(ends[0]);
	assert_int_equal(pthread_create(thread, NULL, feed, f), 0);
	return saved;
}

static void restore_standard_input(int saved, pthread_t thread)
{
	dup2(saved, 0); /* closes the pipe: the feeder gets EPIPE */
	close(saved);
	pthread_join(thread, NULL);
}

static void standard_input_in_small_pieces(void **state)
{
	static const char bytes[] = "ім'я;дата\r\n\"Їжак \"\"x\"\"\";2\r\n3\r\n";
	(void)state;
	for (size_t step = 1; step < 40; step += 6) {
		feeder f = {.bytes = bytes, .length = sizeof bytes - 1, .step = step};
		pthread_t thread;
		hw_buffer got = {0};
		int saved = feed_standard_input(&f, &thread);
		read_to_text("-", 0, &got);
		restore_standard_input(saved, thread);
		assert_string_equal(got.bytes,
				    "UTF-8 ; ім'я|дата@1#Їжак \"x\"|2@2#{3: fields in the row: 1, in the header: 2" LEN
				    "end");
		hw_buffer_free(&got);
	}
}

/* A line without end from a stream that would never stop: refused at the limit, and little
 * more than the limit was taken. */
static void endless_line_is_refused_without_reading_on(void **state)
{
	static const char *const starts[] = {"xxxxxxxxxxxxxxxx", "\"xx\nxxxxxx\nxxxx",
					     "\xb3\xb3\xb3\xb3\xb3\xb3\xb3\xb3"};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(starts); i++) {
		feeder f = {.bytes = starts[i], .length = strlen(starts[i]), .step = 1 << 16, .endless = true};
		pthread_t thread;
		hw_buffer got = {0};
		if (i == 1) { /* one quote only: the text goes on without it */
			static char quoted[1 << 21];
			memset(quoted, 'y', sizeof quoted);
			memcpy(quoted, starts[1], 10);
			f.bytes = quoted;
			f.length = sizeof quoted;
		}
		int saved = feed_standard_input(&f, &thread);
		read_to_text("-", 0, &got);
		size_t written = atomic_load(&f.written);
		restore_standard_input(saved, thread);
		assert_string_equal(got.bytes,
				    i == 1 ? "{open:1: a row is over 1048576 bytes, in a quote that begins on line 1; "
					     "close the quote}"
					   : "{open:1: a row is over 1048576 bytes; look whether this is a CSV file}");
		if (written > 3 << 20)
			fail_msg("%zu bytes were taken", written);
		hw_buffer_free(&got);
	}
}

/* ---- many rows, all ways to write them ---- */
static void add_random_field(hw_buffer *out, hw_random *r, bool narrow)
{
	/* Windows-1251 has fewer characters. */
	static const char *const pieces[] = {
		"a", "ж", "\"", ",", ";", "\t", "\n", "\r\n", " ", "й", "12", "\xf0\x9f\x98\x80", "«", ""};
	static const char *const simple[] = {"a",    "ж", "\"", ",",  ";", "\t", "\n",
					     "\r\n", " ", "й",  "12", "—", "«",  ""};
	uint64_t length = hw_random_below(r, 20) ? hw_random_below(r, 6) : hw_random_below(r, 3000);
	const char *const *from = narrow ? simple : pieces;

	for (uint64_t i = 0; i < length; i++)
		hw_buffer_adds(out, from[hw_random_below(r, HW_COUNT(simple))]);
}

/* UTF-8 to the encoding: 0 as it is, 1 with BOM, 2 UTF-16LE, 3 UTF-16BE, 4 Windows-1251. */
static void encode(hw_text in, int encoding, hw_buffer *out)
{
	static const struct {
		uint32_t c;
		unsigned char byte;
	} rare[] = {{0x2014, 0x97}, {0xab, 0xab}};

	hw_buffer_adds(out, encoding == 1   ? "\xef\xbb\xbf"
			    : encoding == 2 ? "\xff\xfe"
			    : encoding == 3 ? "\xfe\xff"
					    : "");
	for (size_t at = 0; at < in.length;) {
		size_t from = at;
		uint32_t c = hw_utf8_next(in, &at);
		if (encoding < 2) {
			hw_buffer_add(out, (hw_text){in.bytes + from, at - from});
		} else if (encoding == 4) {
			unsigned char byte = c < 0x80 ? (unsigned char)c : (unsigned char)(c - 0x410 + 0xc0);
			for (size_t k = 0; k < HW_COUNT(rare); k++)
				byte = c == rare[k].c ? rare[k].byte : byte;
			hw_buffer_add(out, (hw_text){(char *)&byte, 1});
		} else {
			uint32_t units[2] = {c, 0};
			if (c > 0xffff) {
				units[0] = 0xd800 + ((c - 0x10000) >> 10);
				units[1] = 0xdc00 + ((c - 0x10000) & 0x3ff);
			}
			for (int k = 0; k < 2 && units[k]; k++) {
				char low = (char)(units[k] & 0xff), high = (char)(units[k] >> 8);
				hw_buffer_add(out, encoding == 2 ? (hw_text){(char[]){low, high}, 2}
								 : (hw_text){(char[]){high, low}, 2});
			}
		}
	}
}

enum { COLUMNS = 5, ROWS = 1500 };

/* Fields are kept one after the other with a NUL behind each. */
static void make_table(hw_random *r, bool narrow, char separator, const char *line_end, hw_buffer *fields,
		       hw_buffer *file)
{
	for (size_t row = 0; row < ROWS; row++) {
		for (size_t column = 0; column < COLUMNS; column++) {
			size_t start = fields->length;
			if (row == 0)
				hw_buffer_addf(fields, "ж%zu", column);
			else
				add_random_field(fields, r, narrow);
			if (column)
				hw_buffer_add(file, (hw_text){&separator, 1});
			hw_csv_write(file,
				     (hw_text){fields->bytes ? fields->bytes + start : "", fields->length - start});
			hw_buffer_add(fields, (hw_text){"", 1});
		}
		if (row + 1 < ROWS || hw_random_below(r, 2))
			hw_buffer_adds(file, line_end);
	}
}

static void check_table(const char *path, char separator, const hw_buffer *fields)
{
	hw_csv *csv = NULL;
	const hw_csv_row *row;
	hw_error error = {0};
	const char *expected = fields->bytes;

	check_ok(hw_csv_open(path, &csv, &error));
	assert_int_equal(hw_csv_separator(csv), separator);
	row = hw_csv_header(csv);
	for (size_t i = 0; i < ROWS; i++) {
		if (i)
			check_ok(hw_csv_next(csv, &row, &error));
		assert_non_null(row);
		assert_int_equal(row->count, COLUMNS);
		assert_int_equal(row->row, i);
		for (size_t column = 0; column < COLUMNS; column++) {
			check_text(row->fields[column], expected);
			expected += strlen(expected) + 1;
		}
	}
	check_ok(hw_csv_next(csv, &row, &error));
	assert_null(row);
	hw_csv_close(csv);
}

/* Files of more than a megabyte, so that rows, quotes, line ends and characters fall on
 * every kind of border of what is read at once. */
static void what_is_written_reads_back(void **state)
{
	static const char separators[] = ",;\t";
	static const char *const line_ends[] = {"\r\n", "\n", "\r"};

	(void)state;
	for (uint64_t round = 0; round < 15; round++) {
		hw_random r = hw_random_new(77, round);
		hw_buffer fields = {0}, file = {0}, encoded = {0};
		char separator = separators[round % 3];
		make_table(&r, round % 5 == 4, separator, line_ends[round / 3 % 3], &fields, &file);
		encode(hw_buffer_text(&file), (int)(round % 5), &encoded);
		assert_false(fields.failed || file.failed || encoded.failed);
		const char *path = make_file(encoded.bytes, encoded.length);
		check_table(path, separator, &fields);
		unlink(path);
		hw_buffer_free(&fields);
		hw_buffer_free(&file);
		hw_buffer_free(&encoded);
	}
}

static void lines_are_counted_in_large_files(void **state)
{
	hw_buffer file = {0};
	hw_csv *csv = NULL;
	const hw_csv_row *row;
	hw_error error = {0};

	(void)state;
	hw_buffer_adds(&file, "n,text\n");
	for (size_t i = 0, line = 2; i < 60000; i++) {
		hw_buffer_addf(&file, "%zu,%s\n%s", line, i % 3 ? "x" : "\"a\nb\r\nc\"", i % 7 ? "" : "\n");
		line += (i % 3 ? 1U : 3U) + (i % 7 ? 0U : 1U);
	}
	const char *path = make_file(file.bytes, file.length);
	check_ok(hw_csv_open(path, &csv, &error));
	for (uint64_t number = 1;; number++) {
		int64_t line;
		check_ok(hw_csv_next(csv, &row, &error));
		if (!row)
			break;
		check_ok(hw_text_integer(row->fields[0], &line, &error));
		assert_true(row->line == (uint64_t)line && row->row == number);
	}
	hw_csv_close(csv);
	unlink(path);
	hw_buffer_free(&file);
}

static void writing_quotes_what_needs_it(void **state)
{
	static const char *const rows[][2] = {
		{"", ""},           {"plain text", "plain text"}, {" x ", " x "},       {"a,b", "\"a,b\""},
		{"a;b", "\"a;b\""}, {"a\tb", "\"a\tb\""},         {"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""},
		{"\"", "\"\"\"\""}, {"a\"b\"", "\"a\"\"b\"\"\""}, {"\"a", "\"\"\"a\""}, {"їжак", "їжак"},
	};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_buffer out = {0};
		hw_buffer_adds(&out, "");
		hw_csv_write(&out, hw_text_of(rows[i][0]));
		assert_string_equal(out.bytes, rows[i][1]);
		hw_buffer_free(&out);
	}
}

/* Memory that fails at any point: said so, nothing leaked, the output untouched; and where
 * a row could not be had for want of memory, it can be had later. */
static void every_allocation_may_fail(void **state)
{
	hw_buffer file = {0};
	hw_error error = {0};

	(void)state;
	for (int i = 0; i < 40; i++)
		hw_buffer_addf(&file, "%sc%d", i ? "," : "", i);
	hw_buffer_adds(&file, "\n\"");
	for (int i = 0; i < 60000; i++)
		hw_buffer_adds(&file, "и\xcc\x86\"\"");
	hw_buffer_adds(&file, "\"");
	for (int i = 1; i < 40; i++)
		hw_buffer_adds(&file, ",x");
	const char *path = make_file(file.bytes, file.length);
	hw_csv *mark = (hw_csv *)&file, *csv = mark;
	const hw_csv_row *row_mark = (const hw_csv_row *)&file, *row = row_mark;
	hw_status status = HW_NO_MEMORY;
	long n;
	for (n = 1; status == HW_NO_MEMORY; n++) {
		assert_ptr_equal(csv, mark);
		hw_fail_allocation_after(n);
		status = hw_csv_open(path, &csv, &error);
		hw_fail_allocation_after(0);
	}
	check_ok(status);
	assert_true(n > 6);
	hw_csv_close(csv);
	status = HW_NO_MEMORY;
	for (n = 1; status == HW_NO_MEMORY; n++) {
		assert_ptr_equal(row, row_mark);
		check_ok(hw_csv_open(path, &csv, &error));
		hw_fail_allocation_after(n);
		status = hw_csv_next(csv, &row, &error);
		hw_fail_allocation_after(0);
		hw_csv_close(csv);
	}
	check_ok(status);
	assert_true(n > 3);
	unlink(path);
	hw_buffer_free(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_quotes),
		cmocka_unit_test(separators),
		cmocka_unit_test(encodings),
		cmocka_unit_test(refusals),
		cmocka_unit_test(encoding_is_decided_from_the_beginning),
		cmocka_unit_test(files_that_cannot_be_read),
		cmocka_unit_test(row_limit),
		cmocka_unit_test(standard_input_in_small_pieces),
		cmocka_unit_test(endless_line_is_refused_without_reading_on),
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(lines_are_counted_in_large_files),
		cmocka_unit_test(writing_quotes_what_needs_it),
		cmocka_unit_test(every_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("base_csv", tests, NULL, NULL);
}
