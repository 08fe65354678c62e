#include "base_check.h"

static hw_json *read_json(const char *source)
{
	hw_json *root = NULL;
	hw_error error = {0};

	check_ok(hw_json_parse(hw_text_of(source), "t", &root, &error));
	return root;
}

static void hostile_documents(void **state)
{
	static const struct {
		const char *source, *line;
	} rows[] = {
		{"", "t:1:0: is not strict JSON: unexpected token near end of file"},
		{"{\"a\":1,\n \"a\":2}", "t:2:4: is not strict JSON: duplicate object key near '\"a\"'"},
		{"[18446744073709551616]", "t:1:21: is not strict JSON: too big integer near '18446744073709551616'"},
		{"9223372036854775808", "t:1:19: is not strict JSON: too big integer near '9223372036854775808'"},
		{"-9223372036854775809", NULL},
		{"[1e400]", "t:1:6: is not strict JSON: real number overflow near '1e400'"},
		{"\"\\ud800\"", NULL},
		{"\"\\udc00\\ud800\"", NULL},
		{"\"\\ud800x\"", NULL},
		{"\"\xff\"", NULL},
		{"\"\xed\xa0\x80\"", NULL},
		{"\"\xc0\x80\"", NULL},
		{"\"\\u0000\"", NULL},
		{"{\"\\u0000\":1}", NULL},
		{"[01]", NULL},
		{"[+1]", NULL},
		{"[.5]", NULL},
		{"[1.]", NULL},
		{"[1e]", NULL},
		{"[NaN]", NULL},
		{"[Infinity]", NULL},
		{"[1,]", NULL},
		{"{\"a\":1,}", NULL},
		{"{a:1}", NULL},
		{"{'a':1}", NULL},
		{"[1] x", NULL},
		{"[1][2]", NULL},
		{"// c\n[1]", NULL},
		{"\"a\nb\"", NULL},
		{"\"unfinished", NULL},
		{"[\"\\", NULL},
		{"tru", NULL},
		{"\xef\xbb\xbf\xef\xbb\xbf{}", NULL},
	};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_json *root = (hw_json *)&rows; /* any mark: it must stay */
		hw_error error = {0};
		if (hw_json_parse(hw_text_of(rows[i].source), "t", &root, &error) != HW_BAD_INPUT)
			fail_msg("row %zu was read: %s", i, rows[i].source);
		assert_ptr_equal(root, &rows);
		assert_int_equal(strncmp(error.where, "t:", 2), 0);
		if (rows[i].line)
			check_reason(rows[i].line);
	}
	hw_json *root;
	assert_int_equal(hw_json_parse((hw_text){"[1]\0", 4}, "t", &root, NULL), HW_BAD_INPUT);
	assert_int_equal(hw_json_parse((hw_text){NULL, 0}, "t", &root, NULL), HW_BAD_INPUT);
}

static void depth_is_limited(void **state)
{
	enum { DEEP = 100000 };
	char *deep = malloc(2 * DEEP + 1);
	hw_json *root = NULL;
	hw_error error = {0};

	(void)state;
	memset(deep, '[', DEEP);
	memset(deep + DEEP, ']', DEEP);
	deep[3] = '\n';
	assert_int_equal(hw_json_parse((hw_text){deep, 2 * DEEP}, "t", &root, &error), HW_BAD_INPUT);
	check_reason("t:2:62: nested over 64 deep");
	assert_int_equal(hw_json_parse((hw_text){deep, DEEP}, "t", &root, &error), HW_BAD_INPUT);
	deep[3] = '[';
	check_ok(hw_json_parse((hw_text){deep + DEEP - 64, 128}, "t", &root, &error));
	hw_json_free(root);
	assert_int_equal(hw_json_parse((hw_text){deep + DEEP - 65, 130}, "t", &root, &error), HW_BAD_INPUT);
	free(deep);
	/* Brackets in a text are no depth. */
	char text[400];
	memset(text, '[', sizeof text);
	memcpy(text, "[\"\\\"", 4);
	memcpy(text + sizeof text - 2, "\"]", 2);
	check_ok(hw_json_parse((hw_text){text, sizeof text}, "t", &root, &error));
	hw_json_free(root);
}

static void values_are_reached(void **state)
{
	hw_json *root = read_json("\xef\xbb\xbf{\"n\":null,\"b\":true,\"i\":-7,\"r\":7.0,\"t\":\"\\u0436\",\"l\":[1,2],"
				  "\"o\":{\"z\":1,\"a\":2}}");
	hw_json *list = hw_json_get(root, "l"), *object = hw_json_get(root, "o");
	hw_buffer keys = {0};

	(void)state;
	assert_int_equal(hw_json_kind_of(NULL), HW_JSON_NULL);
	assert_int_equal(hw_json_kind_of(hw_json_get(root, "n")), HW_JSON_NULL);
	assert_int_equal(hw_json_kind_of(hw_json_get(root, "b")), HW_JSON_BOOL);
	assert_true(hw_json_as_bool(hw_json_get(root, "b")));
	assert_false(hw_json_as_bool(hw_json_get(root, "i")));
	assert_true(hw_json_integral(hw_json_get(root, "i")));
	assert_false(hw_json_integral(hw_json_get(root, "r")));
	assert_true(hw_json_as_integer(hw_json_get(root, "i")) == -7);
	assert_true(hw_json_as_integer(hw_json_get(root, "r")) == 7);
	assert_true(hw_json_as_number(hw_json_get(root, "i")) == -7);
	assert_true(hw_json_as_number(hw_json_get(root, "t")) == 0);
	check_text(hw_json_as_text(hw_json_get(root, "t")), "ж");
	assert_string_equal(hw_json_as_text(hw_json_get(root, "i")).bytes, "");
	assert_int_equal(hw_json_count(list), 2);
	assert_int_equal(hw_json_count(root), 7);
	assert_int_equal(hw_json_count(NULL), 0);
	assert_true(hw_json_as_integer(hw_json_at(list, 1)) == 2);
	assert_null(hw_json_at(list, 2));
	assert_null(hw_json_at(root, 0));
	assert_null(hw_json_get(list, "x"));
	assert_null(hw_json_get(NULL, "x"));
	for (void *m = hw_json_first(object); m; m = hw_json_next(object, m)) {
		hw_buffer_adds(&keys, hw_json_member_key(m));
		hw_buffer_addf(&keys, "%d", (int)hw_json_as_integer(hw_json_member_value(m)));
	}
	assert_string_equal(keys.bytes, "z1a2");
	assert_null(hw_json_first(list));
	assert_null(hw_json_first(NULL));
	hw_buffer_free(&keys);
	hw_json_free(root);
	hw_json_free(NULL);
	root = read_json("[1e300,-1e300]");
	assert_true(hw_json_as_integer(hw_json_at(root, 0)) == INT64_MAX);
	assert_true(hw_json_as_integer(hw_json_at(root, 1)) == INT64_MIN);
	hw_json_free(root);
}

static void typed_reads_refuse(void **state)
{
	hw_json *root = read_json("{\"age\":130,\"name\":7,\"ok\":\"yes\",\"none\":null,\"list\":[],\"wrong\":1}");
	static const char *const keys[] = {"age", "name", "ok", "none", "list", NULL};
	hw_error error = {0};
	double number = 5;
	bool flag = true;
	hw_text text = HW_TEXT("old");

	(void)state;
	assert_int_equal(hw_json_need_number(root, "p[3]", "age", 0, 120, &number, &error), HW_BAD_INPUT);
	check_reason("p[3].age: 130 is not between 0 and 120");
	assert_int_equal(hw_json_need_number(root, "p[3]", "gone", 0, 120, &number, &error), HW_BAD_INPUT);
	check_reason("p[3].gone: is missing; give a number");
	assert_int_equal(hw_json_need_number(root, "", "none", 0, 120, &number, &error), HW_BAD_INPUT);
	check_reason("none: is missing; give a number");
	assert_int_equal(hw_json_need_number(root, NULL, "ok", 0, 1, &number, &error), HW_BAD_INPUT);
	check_reason("ok: is a text, not a number");
	assert_int_equal(hw_json_take_number(root, "p", "list", 0, 1, &number, &error), HW_BAD_INPUT);
	check_reason("p.list: is a list, not a number");
	check_ok(hw_json_take_number(root, "p", "none", 0, 1, &number, &error));
	check_ok(hw_json_take_number(root, "p", "gone", 0, 1, &number, &error));
	assert_true(number == 5);
	check_ok(hw_json_need_number(root, "p", "age", 130, 130, &number, &error));
	assert_true(number == 130);

	assert_int_equal(hw_json_need_text(root, "p", "name", &text, &error), HW_BAD_INPUT);
	check_reason("p.name: is a number, not a text");
	assert_int_equal(hw_json_need_text(root, "p", "gone", &text, &error), HW_BAD_INPUT);
	check_reason("p.gone: is missing; give a text");
	check_ok(hw_json_take_text(root, "p", "gone", &text, &error));
	check_text(text, "old");
	check_ok(hw_json_need_text(root, "p", "ok", &text, &error));
	check_text(text, "yes");

	assert_int_equal(hw_json_take_bool(root, "p", "ok", &flag, &error), HW_BAD_INPUT);
	check_reason("p.ok: is a text, not true or false");
	check_ok(hw_json_take_bool(root, "p", "none", &flag, &error));
	assert_true(flag);

	assert_int_equal(hw_json_only(root, "p[3]", keys, &error), HW_BAD_INPUT);
	check_reason("p[3].wrong: there is no such key here; correct the spelling or leave it out");
	assert_int_equal(hw_json_only(hw_json_get(root, "list"), "p.list", keys, &error), HW_BAD_INPUT);
	check_reason("p.list: is a list, not an object");
	assert_int_equal(hw_json_only(NULL, "p", keys, &error), HW_BAD_INPUT);
	hw_json_free(root);
	root = read_json("{\"ok\":false,\"age\":2}");
	check_ok(hw_json_take_bool(root, "p", "ok", &flag, &error));
	assert_false(flag);
	check_ok(hw_json_only(root, "p", keys, &error));
	hw_json_free(root);
}

static void canonical_form(void **state)
{
	static const struct {
		const char *source, *canonical;
	} rows[] = {
		{"null", "null"},
		{" { \"b\" : [ 1 , 2.50 , true ] , \"a\" : { } } ", "{\"a\":{},\"b\":[1,2.5,true]}"},
		{"[1,1.0,1e0,100e-2,-0.0,0]", "[1,1,1,1,0,0]"},
		{"[100000000000000000,1e17,9223372036854775807,1e19,0.1]",
		 "[100000000000000000,100000000000000000,9223372036854775807,1e19,0.1]"},
		{"{\"\\u0436\":1,\"z\":2,\"\":3,\"a\":4,\"\\ud83d\\ude00\":5,\"\\uffff\":6}",
		 "{\"\":3,\"a\":4,\"z\":2,\"ж\":1,\"\xef\xbf\xbf\":6,\"\xf0\x9f\x98\x80\":5}"},
		{"\"\\u0041\\/\\u000a\\u0001\\\"\\\\\"", "\"A/\\n\\u0001\\\"\\\\\""},
	};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_json *root = read_json(rows[i].source), *again;
		hw_buffer out = {0}, twice = {0};
		hw_error error = {0};
		hw_buffer_adds(&out, "=");
		check_ok(hw_json_canonical(root, &out, &error));
		assert_string_equal(out.bytes + 1, rows[i].canonical);
		again = read_json(out.bytes + 1);
		check_ok(hw_json_canonical(again, &twice, &error));
		assert_string_equal(twice.bytes, rows[i].canonical);
		hw_json_free(root);
		hw_json_free(again);
		hw_buffer_free(&out);
		hw_buffer_free(&twice);
	}
}

static void writer_keeps_commas_and_nesting(void **state)
{
	hw_buffer plain = {0}, pretty = {0};
	hw_buffer *const outs[] = {&plain, &pretty};

	(void)state;
	for (int i = 0; i < 2; i++) {
		hw_json_writer w = hw_json_writer_new(outs[i], i == 1);
		hw_json_object(&w, NULL);
		hw_json_text(&w, "t",
			     HW_TEXT("a\"b\\\b\f\n\r\t\x0b\x7f"
				     "ж\xff"));
		hw_json_string(&w, "none", NULL);
		hw_json_string(&w, "s", "x");
		hw_json_array(&w, "l");
		hw_json_number(&w, NULL, 0.5);
		hw_json_number(&w, NULL, (double)NAN);
		hw_json_number(&w, NULL, HUGE_VAL);
		hw_json_number(&w, NULL, -0.0);
		hw_json_array(&w, NULL);
		hw_json_close(&w, ']');
		hw_json_close(&w, ']');
		hw_json_integer(&w, "i", INT64_MIN);
		hw_json_boolean(&w, "b", false);
		hw_json_object(&w, "o");
		hw_json_null(&w, "z");
		hw_json_close(&w, '}');
		hw_json_close(&w, '}');
		assert_int_equal(w.depth, 0);
		assert_false(outs[i]->failed);
	}
	assert_string_equal(plain.bytes,
			    "{\"t\":\"a\\\"b\\\\\\b\\f\\n\\r\\t\\u000b\x7fж\xef\xbf\xbd\",\"none\":null,\"s\":\"x\","
			    "\"l\":[0.5,null,null,0,[]],\"i\":-9223372036854775808,\"b\":false,\"o\":{\"z\":null}}");
	assert_string_equal(pretty.bytes,
			    "{\n  \"t\": \"a\\\"b\\\\\\b\\f\\n\\r\\t\\u000b\x7fж\xef\xbf\xbd\",\n  \"none\": null,\n  "
			    "\"s\": \"x\",\n  \"l\": [\n    0.5,\n    null,\n    null,\n    0,\n    []\n  ],\n  \"i\": "
			    "-9223372036854775808,\n  \"b\": false,\n  \"o\": {\n    \"z\": null\n  }\n}");
	hw_buffer_free(&plain);
	hw_buffer_free(&pretty);
}

static void writer_copies_values(void **state)
{
	static const char source[] = "{\"z\":[1,2.5,null,true,\"x\"],\"a\":{\"k\":[]}}";
	hw_json *root = read_json(source);
	hw_buffer out = {0};
	hw_json_writer w = hw_json_writer_new(&out, false);

	(void)state;
	hw_json_object(&w, NULL);
	hw_json_value(&w, "v", root);
	hw_json_value(&w, "n", NULL);
	hw_json_close(&w, '}');
	assert_string_equal(out.bytes, "{\"v\":{\"z\":[1,2.5,null,true,\"x\"],\"a\":{\"k\":[]}},\"n\":null}");
	hw_buffer_free(&out);
	hw_json_free(root);
}

static void misuse_of_the_writer_fails_the_buffer(void **state)
{
	hw_buffer deep = {0}, shallow = {0};
	hw_json_writer w = hw_json_writer_new(&deep, false), v = hw_json_writer_new(&shallow, false);

	(void)state;
	for (int i = 0; i < 127; i++)
		hw_json_array(&w, NULL);
	assert_false(deep.failed);
	hw_json_array(&w, NULL);
	assert_true(deep.failed);
	hw_json_close(&v, ']');
	assert_true(shallow.failed);
	hw_buffer_free(&deep);
	hw_buffer_free(&shallow);
}

static void files_and_standard_input(void **state)
{
	char path[] = "/tmp/base_json_XXXXXX";
	int descriptor = mkstemp(path), saved = dup(0), ends[2];
	hw_json *root = NULL;
	hw_error error = {0};
	char line[256];

	(void)state;
	for (int i = 0; i < 50000; i++)
		assert_int_equal(write(descriptor, i ? ",12" : "[12", 3), 3);
	assert_int_equal(write(descriptor, "]", 1), 1);
	close(descriptor);
	check_ok(hw_json_load(path, &root, &error));
	assert_int_equal(hw_json_count(root), 50000);
	hw_json_free(root);
	assert_int_equal(truncate(path, 7), 0);
	assert_int_equal(hw_json_load(path, &root, &error), HW_BAD_INPUT);
	snprintf(line, sizeof line, "%s:1:7: is not strict JSON: ']' expected near end of file", path);
	check_reason(line);
	unlink(path);
	assert_int_equal(hw_json_load(path, &root, &error), HW_NOT_FOUND);
	snprintf(line, sizeof line, "%s: there is no such file", path);
	check_reason(line);
	assert_int_equal(hw_json_load("/tmp", &root, &error), HW_BAD_INPUT);
	check_reason("/tmp: is a folder, not a file");
	assert_int_equal(hw_json_load("/proc/self/mem", &root, &error), HW_BAD_INPUT);
	check_reason("/proc/self/mem: cannot be read: Input/output error");

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "{\"a\":\n,}", 8), 8);
	close(ends[1]);
	dup2(ends[0], 0);
	close(ends[0]);
	assert_int_equal(hw_json_load("-", &root, &error), HW_BAD_INPUT);
	check_reason("standard input:2:1: is not strict JSON: unexpected token near ','");
	dup2(saved, 0);
	close(saved);
}

/* Memory that fails at any point leaves the output alone and says so. */
static void every_allocation_may_fail(void **state)
{
	static const char source[] = "{\"b\":[1,2.5,\"abc\",{\"x\":null}],\"a\":\"\\u0436\",\"c\":{},\"d\":1,\"e\":2,"
				     "\"f\":3,\"g\":4,\"h\":5,\"i\":6}";
	hw_json *mark = (hw_json *)&source, *root = mark;
	hw_buffer out = {0};
	hw_error error = {0};
	hw_status status = HW_NO_MEMORY;
	long n;

	(void)state;
	for (n = 1; status == HW_NO_MEMORY; n++) {
		assert_ptr_equal(root, mark);
		hw_fail_allocation_after(n);
		status = hw_json_parse(hw_text_of(source), "t", &root, &error);
	}
	hw_fail_allocation_after(0);
	check_ok(status);
	assert_true(n > 20);
	status = HW_NO_MEMORY;
	for (n = 1; status == HW_NO_MEMORY; n++) {
		assert_int_equal(out.length, 0);
		hw_buffer_free(&out);
		out.failed = false;
		hw_fail_allocation_after(n);
		status = hw_json_canonical(root, &out, &error);
	}
	hw_fail_allocation_after(0);
	check_ok(status);
	assert_true(n > 4);
	hw_buffer_free(&out);
	hw_json_free(root);

	char path[] = "/tmp/base_json_XXXXXX";
	int descriptor = mkstemp(path);
	assert_int_equal(write(descriptor, source, sizeof source - 1), sizeof source - 1);
	close(descriptor);
	status = HW_NO_MEMORY;
	root = mark;
	for (n = 1; status == HW_NO_MEMORY; n++) {
		assert_ptr_equal(root, mark);
		hw_fail_allocation_after(n);
		status = hw_json_load(path, &root, &error);
	}
	hw_fail_allocation_after(0);
	check_ok(status);
	hw_json_free(root);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_documents),        cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(values_are_reached),       cmocka_unit_test(typed_reads_refuse),
		cmocka_unit_test(canonical_form),           cmocka_unit_test(writer_keeps_commas_and_nesting),
		cmocka_unit_test(writer_copies_values),     cmocka_unit_test(misuse_of_the_writer_fails_the_buffer),
		cmocka_unit_test(files_and_standard_input), cmocka_unit_test(every_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("base_json", tests, NULL, NULL);
}
