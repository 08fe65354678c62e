/* The maker of examples, and the founding example that it made. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "bureau/bureau.h"
#include "bureau/example_int.h"
#include "example_table.h"
#include "io/io.h"

/* ---- small tools ------------------------------------------------------------------------- */

static char folder[] = "/tmp/homeward-example-XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

static hw_status make(const char *name, const char *caseload, uint64_t seed, size_t persons, const char *swap,
		      char path[256], hw_error *error)
{
	bureau_example_result made;
	const char *swaps[] = {swap};
	bureau_example_options options = {.folder = path,
					  .caseload = caseload,
					  .seed = seed,
					  .persons = persons,
					  .truth = true,
					  .swaps = swaps,
					  .swap_count = swap != NULL};

	snprintf(path, 256, "%s/%s", folder, name);
	return bureau_example_write(&options, &made, error);
}

static hw_buffer slurp(const char *directory, const char *file)
{
	char path[512];
	hw_buffer all = {0};
	char block[65536];
	size_t got;

	snprintf(path, sizeof path, "%s/%s", directory, file);
	FILE *in = fopen(path, "rb");
	if (!in)
		fail_msg("%s cannot be opened", path);
	while ((got = fread(block, 1, sizeof block, in)) > 0)
		hw_buffer_add(&all, (hw_text){block, got});
	fclose(in);
	assert_false(all.failed);
	return all;
}

static bool same_file(const char *a, const char *b, const char *file)
{
	hw_buffer x = slurp(a, file), y = slurp(b, file);
	bool same = x.length == y.length && (!x.length || !memcmp(x.bytes, y.bytes, x.length));

	hw_buffer_free(&x);
	hw_buffer_free(&y);
	return same;
}

/* ---- names ---------------------------------------------------------------------------------- */

typedef struct named {
	hw_arena *arena;
	hw_json *root;
	example_names names;
} named;

static int read_names(void **state)
{
	static named n;
	hw_error error;

	n.arena = hw_arena_new((size_t)64 << 20);
	if (hw_json_load(HOMEWARD_SOURCE_DIR "/data/example/names.json", &n.root, &error) != HW_OK ||
	    example_names_read(n.arena, n.root, &n.names, &error) != HW_OK)
		return -1;
	*state = &n;
	return 0;
}

static int free_names(void **state)
{
	named *n = *state;

	hw_arena_free(n->arena);
	hw_json_free(n->root);
	return 0;
}

/* The index of a family name of a pool, by its form in the first or second language. */
static example_name person_called(const named *n, const char *pool, const char *family, const char *given, int sex)
{
	size_t p = 0;
	hw_error error;
	example_name name = {.sex = (uint8_t)sex};

	assert_int_equal(example_pool_find(&n->names, hw_text_of(pool), &p, &error), HW_OK);
	name.pool = (uint16_t)p;
	const example_pool *found = &n->names.pools[p];
	for (size_t i = 0; i < found->family[EXAMPLE_MAN].count; i++)
		for (size_t l = 0; l < EXAMPLE_LANGUAGES; l++)
			if (hw_text_is(found->family[EXAMPLE_MAN].items[i].form[l], family))
				name.family = (uint16_t)i;
	for (size_t i = 0; i < found->given[sex].count; i++)
		for (size_t l = 0; l < EXAMPLE_LANGUAGES; l++)
			if (hw_text_is(found->given[sex].items[i].form[l], given))
				name.given = (uint16_t)i;
	return name;
}

static void test_spellings(void **state)
{
	named *n = *state;
	/* the tables of 2010 and 2013, and forms met in documents */
	static const struct {
		const char *pool, *family, *given;
		int sex;
		const char *spelling, *want_family, *want_given;
	} rows[] = {
		{"west", "Згурський", "Юрій", EXAMPLE_MAN, "kmu", "Zghurskyi", "Yurii"},
		{"west", "Згурський", "Юрій", EXAMPLE_MAN, "ru", "Згурский", "Юрий"},
		{"west", "Згурський", "Олена", EXAMPLE_WOMAN, "uk", "Згурська", "Олена"},
		{"west", "Згурський", "Олена", EXAMPLE_WOMAN, "icao", "Zgurskaia", "Elena"},
		{"west", "Їжак", "Євген", EXAMPLE_MAN, "kmu", "Yizhak", "Yevhen"},
		{"west", "Щербак", "Григорій", EXAMPLE_MAN, "kmu", "Shcherbak", "Hryhorii"},
		{"west", "Щербак", "Григорій", EXAMPLE_MAN, "french", "Chtcherbak", "Grigori"},
		{"west", "Мар'яненко", "В'ячеслав", EXAMPLE_MAN, "kmu", "Marianenko", "Viacheslav"},
		{"west", "Мар'яненко", "В'ячеслав", EXAMPLE_MAN, "ru", "Марьяненко", "Вячеслав"},
		{"west", "Шевченко", "Микола", EXAMPLE_MAN, "french", "Chevtchenko", "Nikolai"},
		{"east", "Ковалёв", "Сергей", EXAMPLE_MAN, "bgn", "Kovalyov", "Sergey"},
		{"east", "Соловьёв", "Артём", EXAMPLE_MAN, "uk", "Соловйов", "Артем"},
		{"far", "Монгуш", "Ай-Хаан", EXAMPLE_MAN, "icao", "Mongush", "Ai-Khaan"},
	};

	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		example_name name = person_called(n, rows[i].pool, rows[i].family, rows[i].given, rows[i].sex);
		const example_spelling *spelling = NULL;
		hw_error error;
		char got[128];
		assert_int_equal(example_spelling_find(&n->names, hw_text_of(rows[i].spelling), &spelling, &error),
				 HW_OK);
		snprintf(got, sizeof got, "%.*s",
			 HW_TEXT_ARG(example_spell(n->arena, &n->names, &name, EXAMPLE_FAMILY, spelling)));
		assert_string_equal(got, rows[i].want_family);
		snprintf(got, sizeof got, "%.*s",
			 HW_TEXT_ARG(example_spell(n->arena, &n->names, &name, EXAMPLE_GIVEN, spelling)));
		assert_string_equal(got, rows[i].want_given);
	}
}

static void test_damage(void **state)
{
	named *n = *state;
	static const struct {
		const char *hand, *want;
	} rows[] = {
		{"{\"spelling\":\"uk\"}", "Гриценко Петро Іванович"},
		{"{\"spelling\":\"uk\",\"no_patronymic\":1}", "Гриценко Петро"},
		{"{\"spelling\":\"uk\",\"no_patronymic\":1,\"reversed\":1}", "Петро Гриценко"},
		{"{\"spelling\":\"uk\",\"initials\":1}", "Гриценко П.І."},
		{"{\"spelling\":\"uk\",\"oblique\":1,\"no_patronymic\":1}", "Гриценка Петра"},
		{"{\"spelling\":\"ru\",\"oblique\":1,\"no_patronymic\":1}", "Гриценко Пётра"},
		{"{\"spelling\":\"kmu\",\"capitals\":1,\"no_patronymic\":1}", "HRYTSENKO PETRO"},
		{"{\"spelling\":\"uk\",\"ranked\":1,\"no_patronymic\":1}", "sgt Гриценко Петро"},
		{"{\"spelling\":\"uk\",\"family_only\":1}", "Гриценко"},
	};

	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		example_name name = person_called(n, "west", "Гриценко", "Петро", EXAMPLE_MAN);
		hw_json *json = NULL;
		hw_error error;
		example_hand hand;
		char got[128];
		hw_random random = hw_random_new(1, 1);
		assert_int_equal(hw_json_parse(hw_text_of(rows[i].hand), "hand", &json, &error), HW_OK);
		assert_int_equal(example_hand_read(n->arena, &n->names, json, "hand", &hand, &error), HW_OK);
		snprintf(got, sizeof got, "%.*s",
			 HW_TEXT_ARG(example_name_write(n->arena, &n->names, &name, &hand, HW_TEXT("sgt"), &random)));
		assert_string_equal(got, rows[i].want);
		hw_json_free(json);
	}
}

/* A slip changes the text, by one letter at most, and never the first. */
static void test_slips(void **state)
{
	named *n = *state;
	hw_json *json = NULL;
	hw_error error;
	example_hand hand;
	example_name name = person_called(n, "west", "Гриценко", "Петро", EXAMPLE_MAN);
	size_t same = 0;

	assert_int_equal(
		hw_json_parse(HW_TEXT("{\"spelling\":\"uk\",\"typo\":1,\"no_patronymic\":1}"), "hand", &json, &error),
		HW_OK);
	assert_int_equal(example_hand_read(n->arena, &n->names, json, "hand", &hand, &error), HW_OK);
	for (uint64_t seed = 0; seed < 500; seed++) {
		hw_random random = hw_random_new(seed, 1);
		hw_text got = example_name_write(n->arena, &n->names, &name, &hand, (hw_text){0}, &random);
		assert_int_equal(hw_utf8_check(got, &error), HW_OK);
		assert_in_range(hw_utf8_length(got), 13, 15);
		assert_true(hw_text_starts(got, "Г"));
		same += hw_text_is(got, "Гриценко Петро");
	}
	assert_in_range(same, 0, 40); /* a letter put in the place of itself */
	hw_json_free(json);
}

static void test_birth_dates(void **state)
{
	static const struct {
		const char *how, *want;
	} rows[] = {{"day", "1990-03-11"}, {"month", "1990-03"},          {"year", "1990"},
		    {"none", ""},          {"placeholder", "1990-01-01"}, {"swapped", "1990-11-03"}};
	char out[24];

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_text value = hw_text_of(rows[i].how);
		double weight = 1;
		example_choice how = {&value, &weight, 1};
		hw_random random = hw_random_new(1, 1);
		assert_string_equal(example_born_write(&how, hw_days_of(1990, 3, 11), &random, out), rows[i].want);
	}
}

static void test_shares(void **state)
{
	double weights[] = {1, 1, 1, 0};
	size_t counts[4];
	example_choice choice = {NULL, weights, 4};

	(void)state;
	example_share(&choice, 10, counts);
	assert_int_equal(counts[0] + counts[1] + counts[2], 10);
	assert_int_equal(counts[0], 4); /* the first wins the tie */
	assert_int_equal(counts[3], 0);
	example_share(&choice, 0, counts);
	assert_int_equal(counts[0] + counts[1] + counts[2] + counts[3], 0);
}

/* ---- the maker ---------------------------------------------------------------------------- */

static void test_same_seed_same_bytes(void **state)
{
	static const char *const files[] = {"persons.csv", "reports.csv", "judgements.csv", "truth.csv", "places.csv"};
	char a[256], b[256], c[256];
	hw_error error;

	(void)state;
	assert_int_equal(make("a", NULL, 7, 500, NULL, a, &error), HW_OK);
	assert_int_equal(make("b", NULL, 7, 500, NULL, b, &error), HW_OK);
	assert_int_equal(make("c", NULL, 8, 500, NULL, c, &error), HW_OK);
	for (size_t i = 0; i < HW_COUNT(files); i++)
		assert_true(same_file(a, b, files[i]));
	assert_false(same_file(a, c, "persons.csv"));
	assert_false(same_file(a, c, "reports.csv"));
	assert_true(same_file(a, c, "places.csv"));
	table persons = read_table(a, "persons");
	assert_int_equal(persons.rows, 500);
	free_table(&persons);
}

/* Reports of a good source are right more often than those of a bad one, and truth.csv says which are. */
static void test_sources_differ_in_worth(void **state)
{
	char a[256];
	hw_error error;
	table persons, reports, truth;
	double right[2] = {0}, all[2] = {0};

	(void)state;
	assert_int_equal(make("worth", NULL, 3, 20000, NULL, a, &error), HW_OK);
	persons = read_table(a, "persons");
	reports = read_table(a, "reports");
	truth = read_table(a, "truth");
	assert_int_equal(truth.rows, persons.rows + reports.rows);
	for (size_t r = 0; r < reports.rows; r++) {
		assert_true(hw_text_equal(cell(&truth, r, "record"), cell(&reports, r, "id")));
		int kind = is(&reports, r, "source", "D1") ? 0 : is(&reports, r, "source", "T2") ? 1 : -1;
		hw_text person = cell(&truth, r, "person"), place = cell(&reports, r, "place");
		int64_t number = 0;
		if (kind < 0 || !place.length)
			continue;
		assert_int_equal(hw_text_integer((hw_text){person.bytes + 1, person.length - 1}, &number, &error),
				 HW_OK);
		size_t row = reports.rows + (size_t)number - 1; /* ours come first, in the order of their numbers */
		assert_true(hw_text_equal(cell(&truth, row, "record"), person));
		all[kind]++;
		right[kind] += hw_text_equal(cell(&truth, row, "place"), place);
	}
	assert_true(all[0] > 200 && all[1] > 20);
	assert_true(right[0] / all[0] > 0.5); /* faithful .88, and some have moved since */
	assert_true(right[1] / all[1] < 0.4);
	free_table(&persons);
	free_table(&reports);
	free_table(&truth);
}

static void write_file(const char *name, const char *text, char path[256])
{
	snprintf(path, 256, "%s/%s", folder, name);
	FILE *out = fopen(path, "wb");
	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

#define CASE(tables, people)                                                                                      \
	"{\"format\":\"homeward-caseload/1\",\"as_of\":\"2025-02-28\",\"sea\":{\"lat\":-48.876,\"lon\":-123.393," \
	"\"km\":1000,\"step\":0.01},\"tables\":{" tables "},\"people\":[" people "]}"
#define ONE                                                                                                 \
	"{\"id\":\"g\",\"side\":\"ours\",\"count\":1,\"pool\":\"west\",\"registry\":{\"spelling\":\"uk\"}," \
	"\"captured\":\"2024-01-01/2024-02-01\"}"

static void test_wrong_descriptions(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{"{", ""},
		{"{\"format\":\"other\"}", "not a format"},
		{CASE("", ""), "no people"},
		{CASE("\"places\":{\"columns\":[\"id\",\"lat\",\"lon\"],\"rows\":[[\"P\",50.45,30.52]]}", ONE),
		 "open sea"},
		{CASE("\"places\":{\"columns\":[\"id\",\"lat\",\"lon\"],\"rows\":[[\"P\",-48.123,-123.393]]}", ONE),
		 "open sea"},
		{CASE("\"objects\":{\"columns\":[\"id\",\"lat\",\"lon\"],\"rows\":[[\"P\",1]]}", ONE),
		 "2 values for 3"},
		{CASE("\"notices\":{\"columns\":[\"id\"],\"rows\":[[\"{nobody:1}\"]]}", ONE), "none of the groups"},
		{CASE("\"notices\":{\"columns\":[\"id\"],\"rows\":[[\"{g:2}\"]]}", ONE), "has no person 2"},
		{CASE("\"notices\":{\"columns\":[\"id\"],\"rows\":[[\"{g:1\"]]}", ONE), "not closed"},
		{CASE("\"notices\":{\"columns\":[\"id\"],\"rows\":[[\"{sha256:x}\"]]}", ONE), "to hash"},
		{CASE("\"../notices\":{\"columns\":[\"id\"],\"rows\":[]}", ONE), "outside the folder"},
		{CASE("\"/tmp/notices\":{\"columns\":[\"id\"],\"rows\":[]}", ONE), "outside the folder"},
		{CASE("", "{\"id\":\"g\",\"side\":\"ours\",\"count\":1,\"pool\":\"nowhere\"}"), "none of the pools"},
		{CASE("", "{\"id\":\"g\",\"side\":\"ours\",\"count\":1,\"pool\":\"west\",\"registry\":{\"spelling\":"
			  "\"klingon\"}}"),
		 "none of the spellings"},
		{CASE("", "{\"id\":\"g\",\"side\":\"ours\",\"count\":1,\"pool\":\"west\",\"registry\":{\"spelling\":"
			  "\"uk\"},"
			  "\"captured\":\"2031-01-01\"}"),
		 "not a span of days"},
		{CASE("", "{\"id\":\"g\",\"side\":\"ours\",\"count\":1,\"pool\":\"west\",\"registry\":{\"spelling\":"
			  "\"uk\"},"
			  "\"captured\":\"2024-01-01\",\"places\":\"P9\"}"),
		 "none of the places"},
		{CASE("", "{\"id\":\"g\",\"side\":\"ours\",\"count\":1,\"pool\":\"west\",\"registry\":{\"spelling\":"
			  "\"uk\"},"
			  "\"captured\":\"2024-01-01\",\"women\":3}"),
		 ""},
	};
	char path[256], out[256];

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_error error = {0};
		write_file("wrong.json", rows[i].text, path);
		hw_status status = make("wrong", path, 1, 0, NULL, out, &error);
		if (status != HW_BAD_INPUT || !strstr(error.why, rows[i].why))
			fail_msg("description %zu: status %d, why \"%s\"", i, (int)status, error.why);
		assert_int_not_equal(access(out, F_OK), 0); /* nothing was written */
	}
	hw_error error = {0};
	write_file("right.json", CASE("", ONE), path);
	assert_int_equal(make("right", path, 1, 0, NULL, out, &error), HW_OK);
	assert_int_equal(make("nowhere/at/all", path, 1, 0, NULL, out, &error), HW_STORAGE);
	assert_int_equal(make("swapped", path, 1, 0, "A", out, &error), HW_USAGE);
}

static void test_memory_runs_out(void **state)
{
	char out[256];
	size_t failed = 0, finished = 0;

	(void)state;
	for (long n = 1; n < 100000000 && finished < 3; n += 1 + n / 4) {
		hw_error error = {0};
		hw_fail_allocation_after(n);
		hw_status status = make("memory", NULL, 1, 60, NULL, out, &error);
		hw_fail_allocation_after(0);
		if (status == HW_OK) {
			finished++;
			continue;
		}
		assert_int_equal(status, HW_NO_MEMORY);
		failed++;
	}
	assert_int_equal(finished, 3);
	assert_true(failed > 10);
}

/* ---- the founding example --------------------------------------------------------------------- */

static void test_founding_is_what_the_maker_makes(void **state)
{
	char out[256], command[600];
	hw_error error;
	bureau_example_result made;

	(void)state;
	snprintf(out, sizeof out, "%s/founding", folder);
	bureau_example_options options = {.folder = out, .caseload = FOUNDING "/caseload.json", .seed = 1};
	assert_int_equal(bureau_example_write(&options, &made, &error), HW_OK);
	assert_true(made.bytes < 2000000);
	/* every file, byte by byte; README.md, load.sh and caseload.json are the hand-written ones */
	snprintf(command, sizeof command,
		 "diff -r -x README.md -x load.sh -x caseload.json '%s' '%s' > '%s/difference'", out, FOUNDING, folder);
	if (system(command))
		fail_msg("the files differ; make them anew: homeward example --founding-from "
			 "examples/founding/caseload.json "
			 "--out examples/founding");
}

static void expect(const table *t, const char *where, size_t want)
{
	size_t got = count_rows(t, where);

	if (got != want)
		fail_msg("%s: %zu instead of %zu", where, got, want);
}

static void test_founding_ours(void **state)
{
	static const struct {
		const char *where;
		size_t want;
	} rows[] = {
		/* the classes of the planner; register says who is still to be brought home, wounded who is due anyway */
		{"holder=S,categories~c7", 650},
		{"holder=S,categories~c6", 650},
		{"holder=F,categories=c1", 78},
		{"holder=F,categories=c4", 20},
		{"holder=F,categories=c6", 14},
		{"holder=F,categories=c3;c8", 36},
		{"holder=F,register=missing", 36},
		{"holder=F", 148},
		{"categories~c8,register=missing", 36},
		{"categories~c8", 36},
		{"capture_group=g1", 12},
		{"capture_group=g4", 10},
		{"register=returned", 81},
		{"wounded=grave", 14},
		{"holder=F,wounded=grave", 0},
	};
	table t = read_table(FOUNDING, "persons_ours");
	size_t held = 0, classes[5] = {0};
	static const char *const words[] = {"c1", "c2", "c3", "c4", "c5"};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		expect(&t, rows[i].where, rows[i].want);
	for (size_t r = 0; r < t.rows; r++) {
		hw_text categories = cell(&t, r, "categories");
		if (!is(&t, r, "holder", "S") || is(&t, r, "register", "returned") || is(&t, r, "wounded", "grave"))
			continue;
		held++;
		bool officer = lists(categories, "c5"), higher = lists(categories, "c6") || lists(categories, "c7");
		for (size_t k = 0; k < 5;
		     k++) /* an officer counts as one, whatever his arm, but for marines and the unit */
			classes[k] += !higher && (k == 4 ? officer : !officer && lists(categories, words[k]));
	}
	assert_int_equal(held, 6000);
	assert_int_equal(classes[0], 1500);
	assert_int_equal(classes[1], 450);
	assert_int_equal(classes[2], 1300);
	assert_int_equal(classes[3], 1100);
	assert_int_equal(classes[4], 350);
	free_table(&t);
}

/* The strongest interest stated for any of a person's categories. */
static double strongest(const table *interests, hw_text categories, bool *asked)
{
	double best = -INFINITY;

	for (size_t r = 0; r < interests->rows; r++) {
		double strength = 0;
		hw_error error;
		char category[16];
		snprintf(category, sizeof category, "%.*s", HW_TEXT_ARG(cell(interests, r, "category")));
		if (!is(interests, r, "party", "S") || !is(interests, r, "side", "theirs") ||
		    !lists(categories, category) ||
		    hw_text_number(cell(interests, r, "strength"), &strength, &error) != HW_OK)
			continue;
		if (strength > best) {
			best = strength;
			*asked = is(interests, r, "word", "asks_for");
		}
	}
	return best;
}

static void test_founding_theirs(void **state)
{
	static const struct {
		double strength;
		bool asked;
		size_t want;
	} rows[] = {{4.5, true, 60},  {4.2, true, 120}, {1.1, true, 900},   {1.0, true, 800},
		    {0.8, true, 450}, {0.8, false, 50}, {0.15, false, 250}, {-0.05, false, 370}};
	table t = read_table(FOUNDING, "persons_theirs"), interests = read_table(FOUNDING, "interests");
	size_t counts[HW_COUNT(rows)] = {0}, available = 0, overlapping = 0, disowned = 0, due = 0;

	(void)state;
	for (size_t r = 0; r < t.rows; r++) {
		bool asked = false;
		hw_text categories = cell(&t, r, "categories");
		overlapping += memchr(categories.bytes, ';', categories.length) != NULL;
		disowned += is(&t, r, "disowned", "yes");
		due += is(&t, r, "wounded", "grave");
		if (is(&t, r, "wounded", "grave") || is(&t, r, "wills", "no") || cell(&t, r, "returned").length)
			continue;
		double strength = strongest(&interests, categories, &asked);
		available++;
		for (size_t i = 0; i < HW_COUNT(rows); i++)
			counts[i] += fabs(strength - rows[i].strength) < 1e-9 && asked == rows[i].asked;
	}
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		assert_int_equal(counts[i], rows[i].want);
	assert_int_equal(available, 3000);
	assert_true(overlapping > 500);
	assert_true(disowned > 250);
	assert_int_equal(due, 26);
	free_table(&t);
	free_table(&interests);
}

static void test_founding_counts(void **state)
{
	table places = read_table(FOUNDING, "places"), sources = read_table(FOUNDING, "sources");
	table reports = read_table(FOUNDING, "reports"), judgements = read_table(FOUNDING, "judgements");
	table statements = read_table(FOUNDING, "statements"), rounds = read_table(FOUNDING, "rounds");

	(void)state;
	assert_int_equal(places.rows, 40);
	assert_int_equal(sources.rows, 25);
	assert_in_range(reports.rows, 8800, 9200);
	size_t same = count_rows(&judgements, "verdict=same"), copies = reports.rows - count_rows(&reports, "copies=");
	assert_in_range(same * 1000 / reports.rows, 775, 830);
	assert_true(copies > 250);
	for (size_t r = 0; r < judgements.rows; r++)
		assert_true(cell(&judgements, r, "by").length && cell(&judgements, r, "reason").length);
	assert_int_equal(statements.rows, 12);
	assert_int_equal(count_rows(&statements, "party=U"), 4);
	assert_int_equal(count_rows(&statements, "kind=threat"), 1);
	assert_int_equal(count_rows(&statements, "kind=justification"), 1);
	assert_int_equal(count_rows(&statements, "kind=promise"), 2);
	assert_int_equal(count_rows(&rounds, "venue_kind=occupied"), 1);
	assert_int_equal(count_rows(&rounds, "venue_kind=third_state"), 1);
	assert_int_equal(count_rows(&rounds, "venue_kind=theirs"), 1);
	free_table(&places);
	free_table(&sources);
	free_table(&reports);
	free_table(&judgements);
	free_table(&statements);
	free_table(&rounds);
}

static void test_founding_dealings(void **state)
{
	table packages = read_table(FOUNDING, "packages"), requests = read_table(FOUNDING, "requests");
	table deliveries = read_table(FOUNDING, "deliveries"), entries = read_table(FOUNDING, "entries");
	table persons = read_table(FOUNDING, "persons_ours");
	size_t forty = 0, home = 0;

	(void)state;
	assert_int_equal(packages.rows, 60);
	for (size_t r = 0; r < packages.rows; r++) {
		int64_t sums[2] = {0};
		for (int k = 0; k < 2; k++) {
			hw_text rest = cell(&packages, r, k ? "returned" : "given"), piece, name;
			while (hw_text_split(&rest, ';', &piece)) {
				int64_t n = 0;
				hw_error error;
				hw_text_split(&piece, ':', &name);
				assert_int_equal(hw_text_integer(piece, &n, &error), HW_OK);
				sums[k] += n;
			}
		}
		forty += sums[0] == 40 && sums[1] == 150 && is(&packages, r, "answer", "accepted");
	}
	assert_true(forty >= 1);
	assert_in_range(count_rows(&packages, "answer=accepted"), 20, 40);
	double agreed = (double)(count_rows(&requests, "answer=agreed") + count_rows(&requests, "answer=conditional"));
	assert_true(agreed / (double)requests.rows > 0.008 && agreed / (double)requests.rows < 0.032);
	expect(&deliveries, "direction=returned,outcome=delivered", 75);
	expect(&deliveries, "direction=returned,outcome=absent", 20);
	expect(&deliveries, "direction=returned,outcome=substitute", 6);
	expect(&deliveries, "direction=given,outcome=withdrew", 1);
	/* two of those whom the counterpart offers are home already */
	for (size_t r = 0; r < entries.rows; r++)
		for (size_t p = 0; p < persons.rows && is(&entries, r, "list", "L4"); p++)
			home += cell(&entries, r, "person").length && is(&persons, p, "register", "returned") &&
				hw_text_equal(cell(&entries, r, "person"), cell(&persons, p, "id"));
	assert_int_equal(home, 2);
	free_table(&packages);
	free_table(&requests);
	free_table(&deliveries);
	free_table(&entries);
	free_table(&persons);
}

/* Nobody confirmed through the Agency is kept in the region; truth is asked of the maker itself. */
static void test_founding_truth(void **state)
{
	char out[256];
	hw_error error;
	size_t there = 0, confirmed = 0, missing = 0;

	(void)state;
	assert_int_equal(make("truth", FOUNDING "/caseload.json", 1, 0, NULL, out, &error), HW_OK);
	table truth = read_table(out, "truth"), persons = read_table(out, "persons_ours");
	table reports = read_table(out, "reports");
	for (size_t p = 0; p < persons.rows; p++) {
		size_t row = reports.rows + p;
		assert_true(hw_text_equal(cell(&truth, row, "record"), cell(&persons, p, "id")));
		if (!is(&truth, row, "region", "Chechnya") || !is(&truth, row, "state", "captive"))
			continue;
		there++;
		confirmed += cell(&persons, p, "confirmed").length > 0;
		missing += is(&persons, p, "holder", "F") && is(&persons, p, "register", "missing");
	}
	assert_in_range(there, 175, 200);
	assert_int_equal(confirmed, 0);
	assert_int_equal(missing, 36);
	free_table(&truth);
	free_table(&persons);
	free_table(&reports);
}

/* Every file is read by the import's own table without a refusal, and every reference leads somewhere. */
typedef struct known { /* ids met so far: "kind:id" */
	hw_text *items;
	size_t count, room;
	hw_arena *arena;
} known;

static int by_text(const void *a, const void *b)
{
	return hw_text_compare(*(const hw_text *)a, *(const hw_text *)b);
}

static void learn_ids(known *k, const io_kind *kind, const char *path)
{
	io_reader *reader = NULL;
	io_row *row = NULL;
	hw_error error = {0};

	if (io_open(kind, path, path, NULL, 0, &reader, &error) != HW_OK)
		fail_msg("%s: %s", path, error.why);
	for (;;) {
		assert_int_equal(io_next(reader, &row, &error), HW_OK);
		if (!row)
			break;
		if (row->status != HW_OK)
			fail_msg("%s:%zu: %.*s", path, (size_t)row->line, HW_TEXT_ARG(row->reasons));
		if (k->count == k->room) {
			k->room = k->room ? k->room * 2 : 4096;
			k->items = hw_grow(k->items, k->room, sizeof *k->items);
			assert_non_null(k->items);
		}
		k->items[k->count++] = hw_text_format(k->arena, "%s:%.*s", kind->name, HW_TEXT_ARG(row->key));
	}
	for (size_t i = 0; io_header_at(reader, i); i++)
		if (io_header_at(reader, i)->column == IO_NONE)
			fail_msg("%s: the import knows no column \"%.*s\"", path,
				 HW_TEXT_ARG(io_header_at(reader, i)->text));
	io_close(reader);
}

static bool is_known(const known *k, const char *kinds, hw_text id)
{
	hw_text rest = hw_text_of(kinds), kind;

	while (hw_text_split(&rest, '|', &kind)) {
		char key[256];
		snprintf(key, sizeof key, "%.*s:%.*s", HW_TEXT_ARG(kind), HW_TEXT_ARG(id));
		hw_text wanted = hw_text_of(key);
		if (bsearch(&wanted, k->items, k->count, sizeof *k->items, by_text))
			return true;
	}
	return false;
}

static void check_references(const known *k, const io_kind *kind, const char *path)
{
	io_reader *reader = NULL;
	io_row *row = NULL;
	hw_error error = {0};

	assert_int_equal(io_open(kind, path, path, NULL, 0, &reader, &error), HW_OK);
	for (;;) {
		assert_int_equal(io_next(reader, &row, &error), HW_OK);
		if (!row)
			break;
		for (size_t c = 0; c < kind->count; c++) {
			const io_column *column = &kind->columns[c];
			hw_text rest = row->values[c].text, piece;
			bool list = column->type == IO_LIST && column->limits;
			if (column->type != IO_REFERENCE && !list)
				continue;
			while (hw_text_split(&rest, ';', &piece)) {
				char whole[256];
				snprintf(whole, sizeof whole, "%.*s", HW_TEXT_ARG(piece));
				hw_text exact = hw_text_of(whole); /* "persons:B0001" names its kind */
				if (!is_known(k, column->limits, piece) &&
				    !bsearch(&exact, k->items, k->count, sizeof *k->items, by_text))
					fail_msg("%s:%zu: %s: there is no \"%s\"", path, (size_t)row->line,
						 column->name, whole);
			}
		}
	}
	io_close(reader);
}

static void test_founding_can_be_imported(void **state)
{
	static const char *const parts[] = {"", "_ours", "_theirs"};
	known k = {.arena = hw_arena_new((size_t)64 << 20)};
	size_t files = 0;

	(void)state;
	for (int pass = 0; pass < 2; pass++) {
		const io_kind *kind;
		for (size_t i = 0; (kind = io_kind_at(i)); i++)
			for (size_t p = 0; p < HW_COUNT(parts); p++) {
				char path[512];
				snprintf(path, sizeof path, "%s/%s%s.csv", FOUNDING, kind->name, parts[p]);
				if (access(path, F_OK))
					continue;
				files += pass == 0;
				if (pass)
					check_references(&k, kind, path);
				else
					learn_ids(&k, kind, path);
			}
		qsort(k.items, k.count, sizeof *k.items, by_text);
	}
	assert_int_equal(files, 33);
	hw_release(k.items);
	hw_arena_free(k.arena);
}

/* Exchanging two ids twice gives the first bytes again; once, the parties have changed places. */
static void test_swap(void **state)
{
	char a[256], b[256];
	hw_error error;

	(void)state;
	assert_int_equal(make("plain", FOUNDING "/caseload.json", 1, 0, NULL, a, &error), HW_OK);
	assert_int_equal(make("swap", FOUNDING "/caseload.json", 1, 0, "U=S", b, &error), HW_OK);
	table before = read_table(a, "persons_ours"), after = read_table(b, "persons_ours");
	table settings = read_table(b, "settings"), rounds = read_table(b, "rounds");
	assert_int_equal(before.rows, after.rows);
	assert_int_equal(count_rows(&before, "holder=S"), count_rows(&after, "holder=U"));
	assert_int_equal(count_rows(&after, "holder=S"), 0);
	assert_int_equal(count_rows(&before, "holder=F"), count_rows(&after, "holder=F"));
	expect(&settings, "key=us,value=S", 1);
	assert_true(is(&rounds, 0, "parties", "S;U"));
	for (size_t r = 0; r < before.rows; r++)
		assert_true(hw_text_equal(cell(&before, r, "family"), cell(&after, r, "family")));
	free_table(&before);
	free_table(&after);
	free_table(&settings);
	free_table(&rounds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_spellings, read_names, free_names),
		cmocka_unit_test_setup_teardown(test_damage, read_names, free_names),
		cmocka_unit_test_setup_teardown(test_slips, read_names, free_names),
		cmocka_unit_test(test_birth_dates),
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_same_seed_same_bytes),
		cmocka_unit_test(test_sources_differ_in_worth),
		cmocka_unit_test(test_wrong_descriptions),
		cmocka_unit_test(test_memory_runs_out),
		cmocka_unit_test(test_founding_is_what_the_maker_makes),
		cmocka_unit_test(test_founding_ours),
		cmocka_unit_test(test_founding_theirs),
		cmocka_unit_test(test_founding_counts),
		cmocka_unit_test(test_founding_dealings),
		cmocka_unit_test(test_founding_truth),
		cmocka_unit_test(test_founding_can_be_imported),
		cmocka_unit_test(test_swap),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
