/* Reading import files: headers, values, encodings, refusals, and rows back into text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "io/io.h"

static char path[64];

static const char *write_file(const void *bytes, size_t length)
{
	strcpy(path, "/tmp/homeward_io_XXXXXX");
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, bytes, length), (ssize_t)length);
	close(descriptor);
	return path;
}

static io_reader *open_bytes(const char *kind, const void *bytes, size_t length)
{
	io_reader *reader = NULL;
	hw_error error;
	if (io_open(io_kind_find(kind), write_file(bytes, length), "f.csv", NULL, 0, &reader, &error) != HW_OK) {
		char line[1024];
		fail_msg("%s", hw_error_line(&error, line, sizeof line));
	}
	unlink(path);
	return reader;
}

static io_reader *open_text(const char *kind, const char *text)
{
	return open_bytes(kind, text, strlen(text));
}

static io_row *next(io_reader *reader)
{
	io_row *row = NULL;
	hw_error error;
	if (io_next(reader, &row, &error) != HW_OK)
		fail_msg("%s: %s", error.where, error.why);
	return row;
}

static hw_text value(const io_reader *reader, const io_row *row, const char *column)
{
	return row->values[io_column_find(io_reader_kind(reader), column)].text;
}

static void assert_text(hw_text text, const char *expected)
{
	if (!hw_text_is(text, expected))
		fail_msg("\"%.*s\" is not \"%s\"", HW_TEXT_ARG(text), expected);
}

static void assert_value(const io_reader *reader, const io_row *row, const char *column, const char *expected)
{
	assert_text(value(reader, row, column), expected);
}

/* ---- values ---- */
static void values_by_type(void **state)
{
	(void)state;
	static const struct {
		io_type type;
		const char *limits, *cell, *stored, *why; /* why NULL: read */
	} cases[] = {
		{IO_TEXT, NULL, "  a  b ", "a  b", NULL},
		{IO_TEXT, NULL, "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", NULL},
		{IO_ID, NULL, " P 1 ", "P 1", NULL},
		{IO_ID, NULL, "P\t1", NULL, "holds a control character"},
		{IO_DATE, NULL, "25.06.1987", "1987-06-25", NULL},
		{IO_DATE, NULL, "1987-06", "1987-06", NULL},
		{IO_DATE, NULL, " ? ", "", NULL},
		{IO_DATE, NULL, "??", NULL, "is not a date"},
		{IO_DATE, NULL, "31.02.1990", NULL, "\"31.02.1990\" is not a date (day 31 does not exist in month 2)"},
		{IO_INTEGER, "1..6", "6", "6", NULL},
		{IO_INTEGER, "1..6", "7", NULL, "is not a whole number from 1 to 6"},
		{IO_INTEGER, "1..6", "2.5", NULL, "is not a whole number from 1 to 6"},
		{IO_NUMBER, "0..1", "0,25", "0.25", NULL},
		{IO_NUMBER, "0..1", "1e400", NULL, "is not a number"},
		{IO_NUMBER, "0..1", "1.01", NULL, "is not a number from 0 to 1"},
		{IO_NUMBER, "0..1", "nan", NULL, "is not a number"},
		{IO_YES_NO, NULL, "Так", "yes", NULL},
		{IO_YES_NO, NULL, "0", "no", NULL},
		{IO_YES_NO, NULL, "maybe", NULL, "is not one of yes or no"},
		{IO_WORD, "captive:alive,у полоні|dead", "У Полоні", "captive", NULL},
		{IO_WORD, "captive:alive,у полоні|dead", "DEAD", "dead", NULL},
		{IO_WORD, "captive:alive,у полоні|dead", "gone", NULL, "\"gone\" is not one of captive or dead"},
		{IO_WORD, "=:exactly|<:less than|about", "<", "<", NULL},
		{IO_WORD, "=:exactly|<:less than|about", "less-than", "<", NULL},
		{IO_WORD, "=:exactly|<:less than|about", "-", NULL, "is not one of =, < or about"},
		{IO_LIST, NULL, " a; b ;;a;c", "a;b;c", NULL},
		{IO_COUNTS, NULL, "t1 : 40 ; t2:0", "t1:40;t2:0", NULL},
		{IO_COUNTS, NULL, "t1:40;t1:2", NULL, "\"t1\" stands there twice"},
		{IO_COUNTS, NULL, "40", NULL, "is not class:number"},
		{IO_COUNTS, NULL, "t1:-4", NULL, "is not class:number"},
		{IO_LATITUDE, NULL, "-90", "-90", NULL},
		{IO_LATITUDE, NULL, "90.001", NULL, "is not a number from -90 to 90"},
		{IO_LONGITUDE, NULL, "180", "180", NULL},
		{IO_LONGITUDE, NULL, "E 38", NULL, "is not a number"},
		{IO_NUMBER, "0..1", "  ", "", NULL},
	};
	hw_arena *arena = hw_arena_new(1 << 20);
	for (size_t i = 0; i < HW_COUNT(cases); i++) {
		io_column column = {"c", cases[i].type, 0, cases[i].limits, NULL, "m"};
		io_value read = {0};
		hw_error error = {0};
		hw_status status = io_value_read(&column, arena, hw_text_of(cases[i].cell), &read, &error);
		if (cases[i].why) {
			assert_int_equal(status, HW_BAD_INPUT);
			assert_string_equal(error.what, "c");
			if (!strstr(error.why, cases[i].why))
				fail_msg("%s: \"%s\" instead of \"%s\"", cases[i].cell, error.why, cases[i].why);
		} else {
			assert_int_equal(status, HW_OK);
			assert_text(read.text, cases[i].stored);
		}
	}
	hw_arena_free(arena);
}

/* ---- headers ---- */
static void headers_by_synonym_in_two_languages(void **state)
{
	(void)state;
	io_reader *reader =
		open_text("persons", "Ідентифікатор;СТОРОНА;Прізвище;Ім’я;По батькові;Дата народження;Зріст\n"
				     "7;наш;Шевченко;Микола;Іванович;25.06.1987;180\n");
	assert_int_equal(io_separator(reader), ';');
	io_row *row = next(reader);
	assert_int_equal(row->status, HW_OK);
	assert_value(reader, row, "id", "7");
	assert_value(reader, row, "side", "ours");
	assert_value(reader, row, "family", "Шевченко");
	assert_value(reader, row, "given", "Микола");
	assert_value(reader, row, "patronymic", "Іванович");
	assert_value(reader, row, "born", "1987-06-25");
	assert_text(row->key, "7");
	assert_text(row->raw_json,
		    "{\"Ідентифікатор\":\"7\",\"СТОРОНА\":\"наш\",\"Прізвище\":\"Шевченко\",\"Ім’я\":\"Микола\","
		    "\"По батькові\":\"Іванович\",\"Дата народження\":\"25.06.1987\",\"Зріст\":\"180\"}");
	assert_int_equal(io_header_at(reader, 6)->column, IO_NONE);
	assert_null(io_header_at(reader, 7));
	assert_null(next(reader));
	io_close(reader);
}

/* Every own name and every synonym of every kind finds its column, alone. */
static void every_synonym_finds_its_column(void **state)
{
	(void)state;
	const io_kind *kind;
	for (size_t i = 0; (kind = io_kind_at(i)); i++) {
		for (size_t c = 0; c < kind->count; c++) {
			hw_text rest = hw_text_of(kind->columns[c].synonyms), synonym;
			while (hw_text_split(&rest, '|', &synonym)) {
				/* No other column of the kind has the same spelling. */
				for (size_t d = 0; d < kind->count; d++) {
					hw_text others = hw_text_of(kind->columns[d].synonyms), other;
					while (d != c && hw_text_split(&others, '|', &other))
						if (hw_text_equal(other, synonym))
							fail_msg("%s: \"%.*s\" means %s and %s", kind->name,
								 HW_TEXT_ARG(synonym), kind->columns[c].name,
								 kind->columns[d].name);
					if (d != c && hw_text_is(synonym, kind->columns[d].name))
						fail_msg("%s: \"%.*s\" is a column itself", kind->name,
							 HW_TEXT_ARG(synonym));
				}
			}
		}
	}
}

static hw_status open_with(const char *kind, const char *text, const char *const *maps, size_t count, hw_error *error)
{
	io_reader *reader = NULL;
	hw_status status =
		io_open(io_kind_find(kind), write_file(text, strlen(text)), "f.csv", maps, count, &reader, error);
	unlink(path);
	io_close(reader);
	return status;
}

static void maps_say_it_outright(void **state)
{
	(void)state;
	const char *const good[] = {"who=id", "a=b=family", "born="};
	io_reader *reader = NULL;
	hw_error error;
	const char *text = "who,side,a=b,born\n1,ours,X,not a date\n";
	assert_int_equal(
		io_open(io_kind_find("persons"), write_file(text, strlen(text)), "f.csv", good, 3, &reader, &error),
		HW_OK);
	unlink(path);
	io_row *row = next(reader);
	assert_int_equal(row->status, HW_OK);
	assert_value(reader, row, "family", "X");
	assert_value(reader, row, "born", "");
	io_close(reader);
	static const struct {
		const char *map, *why;
	} wrong[] = {
		{"id", "is not a mapping"}, {"who=nothing", "no column \"nothing\""}, {"whom=id", "no such header"}};
	for (size_t i = 0; i < HW_COUNT(wrong); i++) {
		assert_int_equal(open_with("persons", "who,side,family,id\n", &wrong[i].map, 1, &error), HW_USAGE);
		assert_non_null(strstr(error.why, wrong[i].why));
	}
}

static void headers_that_cannot_be_read(void **state)
{
	(void)state;
	hw_error error;
	assert_int_equal(open_with("persons", "", NULL, 0, &error), HW_BAD_INPUT);
	assert_non_null(strstr(error.why, "empty"));
	assert_int_equal(open_with("persons", "id,family\n", NULL, 0, &error), HW_BAD_INPUT);
	assert_string_equal(error.why, "the file has no column side");
	assert_string_equal(error.where, "f.csv:1");
	assert_string_equal(error.remedy, "add it, or say which one it is with --map \"their header=side\"");
	assert_int_equal(open_with("persons", "id,side\n", NULL, 0, &error), HW_BAD_INPUT);
	assert_string_equal(error.why, "the file has no column family, given or callsign");
	assert_int_equal(open_with("persons", "id,side,surname,last name\n", NULL, 0, &error), HW_BAD_INPUT);
	assert_string_equal(error.why, "both \"surname\" and \"last name\" mean this column");
	assert_string_equal(error.what, "family");
	assert_int_equal(open_with("persons", "id,side,family,last name\n", NULL, 0, &error), HW_OK);
	io_reader *reader = NULL;
	assert_int_equal(io_open(io_kind_find("persons"), "/nowhere/f.csv", "f.csv", NULL, 0, &reader, &error),
			 HW_NOT_FOUND);
	assert_int_not_equal(io_open(io_kind_find("persons"), "/tmp", "/tmp", NULL, 0, &reader, &error), HW_OK);
	assert_null(reader);
}

/* ---- encodings ---- */
static void encodings_give_the_same_rows(void **state)
{
	(void)state;
	static const char utf8[] = "\xEF\xBB\xBFid\tside\tfamily\r\n1\tours\tЇжак\r\n";
	static const unsigned char utf16[] = {
		0xFF, 0xFE, 'i', 0, 'd', 0, ',',  0,    's',  0,    'i',  0,    'd',  0,    'e',  0, ',', 0, 'f', 0,
		'a',  0,    'm', 0, 'i', 0, 'l',  0,    'y',  0,    '\n', 0,    '1',  0,    ',',  0, 'o', 0, 'u', 0,
		'r',  0,    's', 0, ',', 0, 0x07, 0x04, 0x36, 0x04, 0x30, 0x04, 0x3A, 0x04, '\n', 0};
	static const char cp1251[] = "id;side;family\r\n1;ours;\xAF\xE6\xE0\xEA\r\n";
	const struct {
		const void *bytes;
		size_t length;
		const char *encoding;
		char separator;
	} files[] = {{utf8, sizeof utf8 - 1, "UTF-8 with BOM", '\t'},
		     {utf16, sizeof utf16, "UTF-16LE", ','},
		     {cp1251, sizeof cp1251 - 1, "Windows-1251", ';'}};
	for (size_t i = 0; i < HW_COUNT(files); i++) {
		io_reader *reader = open_bytes("persons", files[i].bytes, files[i].length);
		assert_string_equal(io_encoding(reader), files[i].encoding);
		assert_int_equal(io_separator(reader), files[i].separator);
		io_row *row = next(reader);
		assert_int_equal(row->status, HW_OK);
		assert_value(reader, row, "family", "Їжак");
		assert_null(next(reader));
		io_close(reader);
	}
}

static void json_lines_give_the_same_rows(void **state)
{
	(void)state;
	io_reader *csv =
		open_text("persons", "id,side,Прізвище,born,categories,wills,color\n1,ours,Їжак,1987-06,a;b,так,red\n");
	io_reader *lines =
		open_text("persons", "\n{\"id\":1,\"side\":\"ours\",\"Прізвище\":\"Їжак\",\"born\":\"06.1987\","
				     "\"categories\":[\"a\",\"b\"],\"wills\":true,\"color\":\"red\",\"unit\":null}\n");
	assert_int_equal(io_separator(lines), '{');
	io_row *one = next(csv), *other = next(lines);
	assert_int_equal(other->status, HW_OK);
	assert_int_equal(other->line, 2);
	hw_buffer a = {0}, b = {0};
	io_write_parsed(io_reader_kind(csv), one->values, false, &a);
	io_write_parsed(io_reader_kind(csv), other->values, false, &b);
	assert_string_equal(a.bytes, b.bytes);
	assert_string_equal(a.bytes,
			    "{\"born\":\"1987-06\",\"categories\":[\"a\",\"b\"],\"family\":\"Їжак\",\"id\":\"1\","
			    "\"side\":\"ours\",\"wills\":true}");
	assert_null(next(lines));
	io_close(csv);
	io_close(lines);
	hw_buffer_free(&a);
	hw_buffer_free(&b);
	lines = open_text("packages",
			  "{\"id\":\"k\",\"party\":\"S\",\"happened\":\"2024-02-03\",\"given\":{\"c\":40,\"d\":0},"
			  "\"returned\":\"x:150\",\"answer\":\"yes\"}");
	io_row *row = next(lines);
	assert_int_equal(row->status, HW_OK);
	assert_value(lines, row, "given", "c:40;d:0");
	assert_text(row->key, "k\x1fS");
	io_close(lines);
}

/* ---- refusals ---- */
static void faults_of_a_row_are_all_named(void **state)
{
	(void)state;
	io_reader *reader = open_text("persons", "id,side,family,born,wounded\n"
						 "1,ours,A,31.02.1990,a little\n"
						 ",mine,B,,\n"
						 "3,ours,,,\n"
						 "4,ours,D\n"
						 "5,ours,E,,\n");
	io_row *row = next(reader);
	assert_int_equal(row->status, HW_BAD_INPUT);
	char line[1024];
	assert_string_equal(
		hw_error_line(&row->reason, line, sizeof line),
		"f.csv:2: born: \"31.02.1990\" is not a date (day 31 does not exist in month 2); write 1987-06-25, "
		"25.06.1987, 1987-06, 06.1987, 1987, 1987-06-2X, 198X, 1987?, 1987/1989, or leave it empty when it is "
		"not known");
	assert_text(row->reasons, "born: \"31.02.1990\" is not a date (day 31 does not exist in month 2); "
				  "wounded: \"a little\" is not one of none, serious or grave");
	row = next(reader);
	assert_text(row->reasons, "id: must not be empty; side: \"mine\" is not one of ours or theirs");
	assert_int_equal(row->key.length, 0);
	row = next(reader);
	assert_text(row->reasons, "a row of persons needs one of family, given or callsign");
	row = next(reader);
	assert_text(row->reasons, "fields in the row: 3, in the header: 5");
	assert_string_equal(row->reason.where, "f.csv:5");
	row = next(reader);
	assert_int_equal(row->status, HW_OK);
	assert_int_equal(row->row, 5);
	assert_null(next(reader));
	io_close(reader);
}

static void broken_lines_are_refused_one_by_one(void **state)
{
	(void)state;
	io_reader *reader =
		open_text("persons", "{\"id\":\"1\",\"side\":\"ours\",\"family\":\"A\"}\n{\"id\":\n[1]\n"
				     "{\"id\":\"2\",\"surname\":\"A\",\"last name\":\"B\",\"side\":\"ours\"}\n"
				     "{\"id\":\"3\",\"family\":{\"a\":{}},\"side\":\"ours\"}\n"
				     "{\"id\":\"4\",\"family\":\"A\",\"surname\":\"B\",\"side\":\"ours\"}\n");
	assert_int_equal(next(reader)->status, HW_OK);
	for (int i = 0; i < 4; i++)
		assert_int_equal(next(reader)->status, HW_BAD_INPUT);
	io_row *row = next(reader);
	assert_int_equal(row->status, HW_OK);
	assert_value(reader, row, "family", "A");
	assert_null(next(reader));
	io_close(reader);
}

static void files_that_cannot_be_read_on(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t length;
	} files[] = {
		{"id,side,family\n1,ours,A\0B\n", 26},
		{"id,side,family\n1,ours,\xD0\x87\xD0\xB6\xD0\xB0\xFF\n", 30},
		{"id,side,family\n1,ours,\"A\n", 25},
	};
	for (size_t i = 0; i < HW_COUNT(files); i++) {
		io_reader *reader = open_bytes("persons", files[i].bytes, files[i].length);
		io_row *row = NULL;
		hw_error error;
		assert_int_equal(io_next(reader, &row, &error), HW_BAD_INPUT);
		assert_non_null(strstr(error.where, ":2"));
		io_close(reader);
	}
	size_t length = (2u << 20) + 64;
	char *big = malloc(length);
	assert_non_null(big);
	memset(big, 'x', length);
	memcpy(big, "id,side,family\n1,ours,", 22);
	io_row *row = NULL;
	hw_error error;
	io_reader *reader = open_bytes("persons", big, length);
	assert_int_equal(io_next(reader, &row, &error), HW_TOO_LARGE);
	io_close(reader);
	memset(big, 'x', length);
	memcpy(big, "{\"id\":\"", 7);
	reader = open_bytes("persons", big, length);
	assert_int_equal(io_next(reader, &row, &error), HW_TOO_LARGE);
	io_close(reader);
	free(big);
}

/* ---- rows back into text ---- */
static void refused_rows_go_out_as_they_came(void **state)
{
	(void)state;
	io_reader *reader =
		open_text("persons", "id,side,family,born,reason\n1,ours,\"=1+1, \"\"x\"\"\",31.02.1990,old\n");
	io_row *row = next(reader);
	hw_error error;
	hw_fail(&error, HW_BAD_INPUT, "there is no holder \"H\"");
	hw_error_what(&error, "holder");
	io_refuse(reader, &error);
	assert_text(row->raw_json,
		    "{\"id\":\"1\",\"side\":\"ours\",\"family\":\"=1+1, \\\"x\\\"\",\"born\":\"31.02.1990\"}");
	hw_buffer out = {0};
	io_write_refused_header(reader, &out);
	io_write_refused(reader, &out);
	assert_string_equal(out.bytes, "id,side,family,born,reason\n1,ours,\"=1+1, \"\"x\"\"\",31.02.1990,"
				       "\"born: \"\"31.02.1990\"\" is not a date (day 31 does not exist in month 2); "
				       "holder: there is no holder \"\"H\"\"\"\n");
	hw_buffer_free(&out);
	io_close(reader);

	reader = open_text("interests", "party,category,word,reason,refused_reason\nS,c,loves,because,old\n");
	row = next(reader);
	assert_value(reader, row, "reason", "because");
	io_write_refused_header(reader, &out);
	io_write_refused(reader, &out);
	assert_non_null(strstr(out.bytes, "party,category,word,reason,refused_reason\nS,c,loves,because,\"word: "));
	hw_buffer_free(&out);
	io_close(reader);

	reader = open_text("persons", "{\"id\":1,\"side\":\"ours\",\"reason\":\"old\"}\n{oh\n");
	(void)next(reader);
	io_write_refused_header(reader, &out);
	io_write_refused(reader, &out);
	(void)next(reader);
	io_write_refused(reader, &out);
	assert_non_null(strstr(
		out.bytes,
		"{\"id\":1,\"side\":\"ours\",\"reason\":\"a row of persons needs one of family, given or callsign\"}\n"
		"{\"line\":\"{oh\",\"reason\":"));
	hw_buffer_free(&out);
	io_close(reader);
}

static void understood_rows_can_be_read_back(void **state)
{
	(void)state;
	io_reader *reader =
		open_text("places", "id,name,kind,region,lat,lon,marked,notified,headcount,note\n"
				    "G1,\"A \"\"b\"\"; c\",сізо,GRO,\"42,5\",38.25,ні,2024-02,12,@SUM(1)\n");
	io_row *row = next(reader);
	assert_int_equal(row->status, HW_OK);
	const io_kind *kind = io_reader_kind(reader);
	hw_arena *arena = hw_arena_new(1 << 20);
	hw_buffer parsed = {0}, again = {0}, canonical = {0};
	io_value *values = HW_NEW(arena, io_value, kind->count);
	hw_json *json = NULL;
	io_write_parsed(kind, row->values, false, &parsed);
	assert_int_equal(io_read_parsed(kind, hw_buffer_text(&parsed), arena, values, NULL), HW_OK);
	io_write_parsed(kind, values, false, &again);
	assert_string_equal(parsed.bytes, again.bytes);
	assert_int_equal(hw_json_parse(hw_buffer_text(&parsed), "x", &json, NULL), HW_OK);
	assert_int_equal(hw_json_canonical(json, &canonical, NULL), HW_OK);
	assert_string_equal(parsed.bytes, canonical.bytes);
	for (size_t c = 0; c < kind->count; c++)
		assert_true(hw_text_equal(values[c].text, row->values[c].text) &&
			    values[c].number == row->values[c].number);
	hw_json_free(json);
	hw_buffer_free(&parsed);
	hw_buffer_free(&again);
	hw_buffer_free(&canonical);
	hw_arena_free(arena);
	io_close(reader);
}

static void sealed_columns_stay_out_of_the_records(void **state)
{
	(void)state;
	const char *const files[] = {"id,kind,grade,true name\nX,video,B,Secret\n",
				     "{\"id\":\"X\",\"kind\":\"video\",\"grade\":\"B\",\"identity\":\"Secret\"}\n"};
	for (size_t i = 0; i < HW_COUNT(files); i++) {
		io_reader *reader = open_text("sources", files[i]);
		io_row *row = next(reader);
		assert_value(reader, row, "identity", "Secret");
		hw_buffer parsed = {0};
		hw_buffer_add(&parsed, row->raw_json);
		assert_null(strstr(parsed.bytes, "Secret"));
		assert_non_null(strstr(parsed.bytes, "[sealed]"));
		parsed.length = 0;
		io_write_parsed(io_reader_kind(reader), row->values, false, &parsed);
		assert_string_equal(parsed.bytes, "{\"grade\":\"B\",\"id\":\"X\",\"kind\":\"video\"}");
		hw_buffer_free(&parsed);
		io_close(reader);
	}
}

/* Every allocation that can fail is an error, not a crash, and leaves nothing behind. */
static void memory_may_run_out_anywhere(void **state)
{
	(void)state;
	const char *const files[] = {"id,side,surname,born,categories\n1,ours,Їжак,1987,a;b\n2,ours,B,31.02.1990,\n",
				     "{\"id\":\"1\",\"side\":\"ours\",\"family\":\"Їжак\",\"categories\":[\"a\"]}\n"};
	for (size_t i = 0; i < HW_COUNT(files); i++) {
		write_file(files[i], strlen(files[i]));
		long failures = 0;
		for (long n = 1; n < 10000; n++) {
			io_reader *reader = NULL;
			io_row *row = NULL;
			hw_error error;
			hw_fail_allocation_after(n);
			hw_status status = io_open(io_kind_find("persons"), path, "f", NULL, 0, &reader, &error);
			if (status == HW_OK)
				do
					status = io_next(reader, &row, &error);
				while (status == HW_OK && row);
			hw_fail_allocation_after(0);
			io_close(reader);
			if (status == HW_OK)
				break;
			assert_int_equal(status, HW_NO_MEMORY);
			failures++;
		}
		assert_true(failures > 0);
		unlink(path);
	}
}

static void the_manual_is_what_the_table_says(void **state)
{
	(void)state;
	hw_buffer made = {0};
	io_write_formats(&made);
	assert_false(made.failed);
	FILE *file = fopen(HOMEWARD_SOURCE_DIR "/docs/formats.md", getenv("HOMEWARD_WRITE") ? "w+" : "r");
	assert_non_null(file);
	if (getenv("HOMEWARD_WRITE")) {
		assert_int_equal(fwrite(made.bytes, 1, made.length, file), made.length);
		rewind(file);
	}
	char *bytes = calloc(1, made.length + 2);
	assert_int_equal(fread(bytes, 1, made.length + 1, file), made.length);
	fclose(file);
	assert_string_equal(bytes, made.bytes);
	free(bytes);
	hw_buffer_free(&made);
	io_write_columns(io_kind_find("persons"), &made);
	assert_non_null(strstr(made.bytes, "side* (one of ours, theirs): "));
	assert_non_null(strstr(made.bytes, "holder (id of holders or parties): "));
	hw_buffer_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_by_type),
		cmocka_unit_test(headers_by_synonym_in_two_languages),
		cmocka_unit_test(every_synonym_finds_its_column),
		cmocka_unit_test(maps_say_it_outright),
		cmocka_unit_test(headers_that_cannot_be_read),
		cmocka_unit_test(encodings_give_the_same_rows),
		cmocka_unit_test(json_lines_give_the_same_rows),
		cmocka_unit_test(faults_of_a_row_are_all_named),
		cmocka_unit_test(broken_lines_are_refused_one_by_one),
		cmocka_unit_test(files_that_cannot_be_read_on),
		cmocka_unit_test(refused_rows_go_out_as_they_came),
		cmocka_unit_test(understood_rows_can_be_read_back),
		cmocka_unit_test(sealed_columns_stay_out_of_the_records),
		cmocka_unit_test(memory_may_run_out_anywhere),
		cmocka_unit_test(the_manual_is_what_the_table_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
