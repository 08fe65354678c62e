/* The problem file of belief: what is read, what is refused and where, what is answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bureau/belief_json_int.h"
#include "bureau/bureau.h"

#define DATA HOMEWARD_SOURCE_DIR "/tests/data/belief/"

static hw_buffer file_text(const char *path)
{
	hw_buffer text = {0};
	char block[4096];
	FILE *file = fopen(path, "rb");
	size_t got;

	assert_non_null(file);
	while ((got = fread(block, 1, sizeof block, file)) > 0)
		hw_buffer_add(&text, (hw_text){block, got});
	(void)fclose(file);
	return text;
}

/* The text with its first `find` replaced. */
static hw_buffer with(const hw_buffer *text, const char *find, const char *replace)
{
	hw_buffer result = {0};
	const char *at = strstr(text->bytes, find);

	if (!at)
		fail_msg("\"%s\" is not in the problem", find);
	hw_buffer_add(&result, (hw_text){text->bytes, (size_t)(at - text->bytes)});
	hw_buffer_adds(&result, replace);
	hw_buffer_adds(&result, at + strlen(find));
	return result;
}

static hw_status answer_of(hw_text problem, unsigned threads, hw_buffer *answer, hw_error *error)
{
	hw_arena *arena = hw_arena_new((size_t)1 << 30);
	hw_json_writer w = hw_json_writer_new(answer, false);
	belief_run run = {.threads = threads, .seed = 1};
	hw_json *root = NULL;
	belief_input in;
	hw_status status = arena ? hw_json_parse(problem, "problem", &root, error) : HW_NO_MEMORY;

	if (status == HW_OK)
		status = belief_read(arena, root, NULL, NULL, &in, error);
	if (status == HW_OK)
		status = belief_answer(arena, &in, &run, &w, error);
	hw_json_free(root);
	hw_arena_free(arena);
	return status;
}

static hw_json *good_answer(hw_text problem)
{
	hw_buffer answer = {0};
	hw_error error = {0};
	hw_json *root = NULL;
	char line[512];

	if (answer_of(problem, 2, &answer, &error) != HW_OK)
		fail_msg("%s", hw_error_line(&error, line, sizeof line));
	assert_int_equal(hw_json_parse(hw_buffer_text(&answer), "answer", &root, &error), HW_OK);
	hw_buffer_free(&answer);
	return root;
}

/* "persons[0].states.G1" */
static const hw_json *at(const hw_json *root, const char *path)
{
	char key[64];

	while (*path) {
		size_t length = strcspn(path, ".[");
		if (length) {
			(void)snprintf(key, sizeof key, "%.*s", (int)length, path);
			root = hw_json_get(root, key);
			path += length;
		}
		if (*path == '[') {
			char *end;
			root = hw_json_at(root, (size_t)strtoul(path + 1, &end, 10));
			path = end + 1;
		}
		path += *path == '.';
	}
	return root;
}

static void near_to(const hw_json *root, const char *path, double want, double tolerance)
{
	const hw_json *value = at(root, path);

	if (hw_json_kind_of(value) != HW_JSON_NUMBER)
		fail_msg("%s is not a number", path);
	if (!(fabs(hw_json_as_number(value) - want) <= tolerance))
		fail_msg("%s: got %.9f, want %.9f", path, hw_json_as_number(value), want);
}

/* ---- the worked example through the file ---- */
typedef struct expected {
	const char *path;
	double want;
} expected;

static void example_as_graded(void **state)
{
	static const expected rows[] = {
		{"persons[0].log_likelihood", -5.750072},
		{"persons[0].at", 200},
		{"persons[0].states.G1", 0.667417},
		{"persons[0].states.G2", 0.14641},
		{"persons[0].states.Gx", 0.097606},
		{"persons[0].states.R1", 0.050739},
		{"persons[0].states.Rx", 0.021745},
		{"persons[0].states.DEAD", 0.01095},
		{"persons[0].states.FREE", 0.005133},
		{"persons[0].captive", 0.983917},
		{"persons[0].sets.Grozny", 0.911433},
		{"persons[0].reports[0].faithful", 0.000622},
		{"persons[0].reports[0].noise", 0.999378},
		{"persons[0].reports[1].faithful", 0.961336},
		{"persons[0].reports[2].faithful", 0.98045},
		{"persons[0].reports[3].noise", 0.084596},
		{"persons[0].reports[4].copy", 0.813201},
		{"persons[0].reports[0].moves.captive", -0.039434},
		{"persons[0].reports[1].moves.captive", 0.755286},
		{"persons[0].reports[2].moves.Grozny", 0.930719},
		{"persons[0].reports[3].moves.captive", 0.122239},
		{"persons[0].reports[3].moves.Grozny", 0.0769},
		{"persons[0].reports[4].moves.Grozny", 0.025706},
		{"persons[0].reports[0].surprise", 0.929149},
		{"persons[0].reports[2].surprise", 0.373926},
		{"sources[0].reliability", 0.926829},
		{"sources[3].reliability", 0.428571},
		{"sources[3].alpha", 3},
		{"learning.rounds", 0},
	};
	hw_buffer text = file_text(DATA "example.json");
	hw_json *root = good_answer(hw_buffer_text(&text));

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		near_to(root, rows[i].path, rows[i].want, 6e-7);
	assert_null(at(root, "persons[0].history"));
	assert_int_equal(hw_json_count(at(root, "totals")), 2);
	hw_json_free(root);
	hw_buffer_free(&text);
}

static void example_learned(void **state)
{
	static const expected rows[] = {
		{"sources[0].reliability", 0.971765},
		{"sources[1].reliability", 0.931923},
		{"sources[2].reliability", 0.818494},
		{"sources[3].reliability", 0.274594},
		{"sources[4].reliability", 0.999002},
		{"learning.rounds", 14},
		{"learning.objective[0]", -48.357077},
		{"learning.objective[1]", -46.573529},
		{"learning.objective[13]", -46.524899},
		{"persons[0].sets.Grozny", 0.914189},
		{"persons[1].sets.Grozny", 0.082344},
		{"persons[2].sets.Grozny", 0.844418},
		{"persons[3].sets.Grozny", 0.883063},
		{"persons[4].sets.Grozny", 0.36733},
		{"persons[5].sets.Grozny", 0.15926},
		{"totals[0].mean", 3.250602},
		{"totals[0].sd", 0.868876},
		{"totals[0].lower95", 2},
		{"totals[0].upper95", 5},
		{"totals[0].pmf[0]", 0.000762},
		{"totals[0].pmf[3]", 0.453417},
		{"totals[0].pmf[6]", 0.003284},
		{"near[0].low", 0.668967},
		{"near[0].independent", 0.941853},
		{"near[0].high", 1},
		{"near[0].with_hidden", 0.956924},
	};
	static const char *const ways[] = {"\"learn\": \"source\"", "\"learn\": true"};
	hw_buffer text = file_text(DATA "example.json");

	(void)state;
	for (size_t way = 0; way < HW_COUNT(ways); way++) {
		hw_buffer learned = with(&text, "\"learn\": false", ways[way]);
		hw_json *root = good_answer(hw_buffer_text(&learned));
		for (size_t i = 0; i < HW_COUNT(rows); i++)
			near_to(root, rows[i].path, rows[i].want, 6e-7);
		assert_true(hw_text_is(hw_json_as_text(at(root, "near[0].word")), "evidence of presence"));
		assert_true(hw_text_is(hw_json_as_text(at(root, "totals[0].basis")), "independent"));
		assert_true(hw_text_is(hw_json_as_text(at(root, "totals[1].basis")), "sources"));
		hw_json_free(root);
		hw_buffer_free(&learned);
	}
	hw_buffer_free(&text);
}

/* ---- every field ---- */
static void every_field_is_read(void **state)
{
	hw_arena *arena = hw_arena_new(1 << 24);
	hw_buffer text = file_text(DATA "everything.json");
	hw_error error = {0};
	hw_json *root;
	belief_input in;

	(void)state;
	assert_int_equal(hw_json_parse(hw_buffer_text(&text), "problem", &root, &error), HW_OK);
	assert_int_equal(belief_read(arena, root, NULL, NULL, &in, &error), HW_OK);
	const belief_problem *p = &in.problem;
	const belief_report *r = p->persons[0].reports;
	assert_true(in.dates && in.has_history && in.history_count == 2 && in.day == hw_days_of(2024, 7, 18));
	assert_int_equal(p->learning, BELIEF_LEARN_SOURCE_KIND);
	assert_true(isnan(p->as_of) != 0);
	assert_true(p->sources[0].alpha == 19 && p->sources[1].beta == 2 && p->sources[3].median_delay == 20);
	assert_true(p->sources[4].fixed && p->sources[4].reliability == 0.7);
	assert_true(p->lists[0].otherwise == 0.05 && p->lists[0].count == 2);
	assert_true(p->lists[0].completeness[0].state == 0 && p->lists[0].completeness[1].state == 5);
	assert_true(p->groups[0].together == 0.9 && p->groups[0].report_count == 1);
	assert_true(p->transfers[0].everyone && p->transfers[0].share == 0.8 && p->transfers[0].to_count == 2);
	assert_true(p->transfers[0].to[1].state == 6);
	assert_true(!p->transfers[1].everyone && p->transfers[1].persons[0] == 1 && p->transfers[1].groups[0] == 0);
	assert_true(p->transfers[1].share == 1);
	assert_int_equal(p->persons[0].report_count, 9);
	assert_true(r[0].received == r[0].at + 2 && r[0].background == 0.1);
	assert_int_equal(r[1].credibility, 2);
	assert_true(r[3].copies == 2 && r[3].copy == 0.7);
	assert_true(isnan(r[4].at) != 0);
	assert_true(r[5].source == BELIEF_NONE && r[5].claim.kind == BELIEF_CLAIM_SEARCHED &&
		    r[5].claim.detection == 0.5);
	assert_true(r[6].at == hw_days_of(2024, 5, 30)); /* the day of its list */
	assert_true(r[7].claim.weight_count == 2 && r[7].claim.weights[1].weight == 0.4);
	assert_true(r[7].copies == 1 && r[7].copy == 0.9); /* not said: the same document */
	assert_true(r[8].claim.kind == BELIEF_CLAIM_NEAR && r[8].claim.km == 6);
	assert_true(p->persons[0].facts[0].kind == BELIEF_CLAIM_STATUS && p->persons[0].facts[0].place == BELIEF_FREE);
	assert_true(p->persons[1].facts[0].kind == BELIEF_CLAIM_REGION && p->persons[1].facts[1].place == 1);
	assert_true(p->persons[1].prior.free == 0 && p->persons[1].group == BELIEF_NONE);
	/* A member without a prior or day of his own has the group's. */
	assert_true(p->persons[3].prior.captive == 0.9 && p->persons[3].since == p->groups[0].since);
	assert_true(p->class_count == 1 && p->classes[0].cases == 20 && p->persons[0].class_of == 0);
	assert_true(p->persons[1].class_of == BELIEF_NONE && p->persons[3].class_of == BELIEF_NONE);
	assert_int_equal(p->background, BELIEF_BACKGROUND_SHARES);
	assert_true(p->persons[2].facts[0].exchanged);
	/* The second text is the first one again; s4 was judged to be its own. */
	assert_int_equal(in.link_count, 1);
	assert_true(p->persons[2].reports[1].copies == 0 && p->persons[2].reports[1].copy == 0.9);
	assert_int_equal(p->persons[2].reports[3].copies, BELIEF_NONE);
	assert_true(in.why && in.hidden_count[0] == 3 && !in.hidden[1]);
	assert_true(in.set_count == 2 && in.near_count == 2 && in.nears[0].hidden == 0.3 && isnan(in.nears[1].hidden));
	hw_json_free(root);
	hw_buffer_free(&text);
	hw_arena_free(arena);
}

static void every_field_is_answered(void **state)
{
	hw_buffer text = file_text(DATA "everything.json");
	hw_json *root = good_answer(hw_buffer_text(&text));

	(void)state;
	near_to(root, "persons[0].states.FREE", 1, 1e-12); /* the fact */
	assert_int_equal(hw_json_count(at(root, "persons[0].history")), 2);
	assert_true(hw_text_is(hw_json_as_text(at(root, "persons[0].history[0].at")), "2024-03-15"));
	assert_true(hw_text_is(hw_json_as_text(at(root, "persons[0].at")), "2024-07-18"));
	assert_true(hw_text_is(hw_json_as_text(at(root, "persons[0].reports[4].at")), "2024-05-25"));
	assert_true(hw_text_is(hw_json_as_text(at(root, "sources[1].kind")), "site"));
	near_to(root, "sources[7].reliability", 0.7, 0);
	assert_int_equal(hw_json_kind_of(at(root, "sources[7].alpha")), HW_JSON_NULL);
	assert_int_equal(hw_json_count(at(root, "totals")), 8); /* two sets, four bases */
	assert_true(hw_text_is(hw_json_as_text(at(root, "totals[3].basis")), "sources and groups"));
	assert_null(at(root, "near[1].with_hidden"));
	assert_true(hw_text_is(hw_json_as_text(at(root, "groups[0].id")), "K1"));
	assert_true(hw_text_is(hw_json_as_text(at(root, "provenance[0].report")), "s2"));
	assert_true(hw_text_is(hw_json_as_text(at(root, "provenance[0].why")), "the same document"));
	near_to(root, "classes[0].resolved", 2, 0); /* one home, one exchanged */
	near_to(root, "classes[0].exchanged", 1, 0);
	near_to(root, "totals[0].with_hidden.mean", hw_json_as_number(at(root, "totals[0].mean")) + 0.7, 1e-9);
	assert_null(at(root, "totals[4].with_hidden"));
	assert_int_equal(hw_json_count(at(root, "persons[2].by_chain")), 3);
	assert_int_equal(hw_json_count(at(root, "persons[0].next")), 5); /* three kinds, a search, a list */
	assert_int_equal(hw_json_kind_of(at(root, "persons[2].conflicts")), HW_JSON_ARRAY);
	near_to(root, "persons[2].states.FREE", 1, 1e-12);
	hw_json_free(root);
	hw_buffer_free(&text);
}

/* Dates are days: the same problem with day numbers has the same answer. */
static void dates_and_numbers(void **state)
{
	static const char *const days[][2] = {{"\"at\": 10,", "\"at\": \"2024-01-11\","},
					      {"\"at\": 40,", "\"at\": \"2024-02-10\","}};
	static const char problem[] =
		"{\"format\":\"homeward-belief/"
		"1\",\"regions\":{\"A\":1},\"sites\":[{\"id\":\"S\",\"region\":\"A\",\"share\":1,\"unlisted\":true}],"
		"\"rates\":{\"within\":0.01,\"anywhere\":0.01,\"death\":0.001,\"release\":0.001},\"sources\":[{\"id\":"
		"\"X\",\"grade\":\"C\"}],"
		"\"persons\":[{\"id\":\"P\",\"since\":%s,\"prior\":{\"captive\":0.6,\"dead\":0.4},\"reports\":["
		"{\"id\":\"r\",\"source\":\"X\",\"at\":%s,\"claim\":{\"status\":\"captive\"}}]}],\"query\":{\"at\":%s}"
		"}";
	double captive[2];

	(void)state;
	(void)days;
	for (int way = 0; way < 2; way++) {
		hw_buffer text = {0};
		hw_buffer_addf(&text, problem, way ? "\"2024-01-01\"" : "0", way ? "\"2024-02-10\"" : "40",
			       way ? "\"2024-03-01T10:00:00Z\"" : "60");
		hw_json *root = good_answer(hw_buffer_text(&text));
		captive[way] = hw_json_as_number(at(root, "persons[0].captive"));
		hw_json_free(root);
		hw_buffer_free(&text);
	}
	assert_true(captive[0] > 0.6 && fabs(captive[0] - captive[1]) < 1e-15);
}

/* What had not come in is not used; --as-of takes the place of the problem's own. */
static void as_of(void **state)
{
	hw_buffer text = file_text(DATA "example.json");
	hw_buffer limited = with(&text, "\"at\": 200", "\"at\": 200, \"as_of\": 60");
	hw_json *root = good_answer(hw_buffer_text(&limited));
	hw_arena *arena = hw_arena_new(1 << 24);
	hw_error error = {0};
	hw_json *problem;
	belief_input in;

	(void)state;
	assert_null(at(root, "persons[0].reports[1].used"));
	assert_int_equal(hw_json_kind_of(at(root, "persons[0].reports[2].used")), HW_JSON_BOOL);
	assert_null(at(root, "persons[0].reports[2].faithful"));
	near_to(root, "as_of", 60, 0);
	hw_json_free(root);
	assert_int_equal(hw_json_parse(hw_buffer_text(&limited), "problem", &problem, &error), HW_OK);
	assert_int_equal(belief_read(arena, problem, "100", NULL, &in, &error), HW_OK);
	assert_true(in.problem.as_of == 100);
	assert_int_equal(belief_read(arena, problem, "2024-01-01", NULL, &in, &error), HW_USAGE);
	hw_json_free(problem);
	hw_arena_free(arena);
	hw_buffer_free(&limited);
	hw_buffer_free(&text);
}

/* An area that nobody looked at lately, one that somebody looked at in vain, one with evidence. */
static void words_of_presence(void **state)
{
	static const char *const rows[][2] = {
		{"\"G1\": 300, \"G2\": 300, \"R1\": 500}, \"hidden\": 0.3", "not observed"},
		{"\"G1\": 300, \"G2\": 300, \"R1\": 1}, \"hidden\": 0.3", "evidence of presence"},
	};
	hw_buffer text = file_text(DATA "example.json");
	/* The unlisted places are far too wide to count. */
	hw_buffer wide = with(&text, "314.159265", "1e11");

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_buffer one = with(&wide, "\"G1\": 3, \"G2\": 8, \"R1\": 500}, \"hidden\": 0.3", rows[i][0]);
		hw_json *root = good_answer(hw_buffer_text(&one));
		assert_true(hw_text_is(hw_json_as_text(at(root, "near[0].word")), rows[i][1]));
		hw_json_free(root);
		hw_buffer_free(&one);
	}
	/* Searched a week ago with great care by all six, nothing seen. */
	hw_buffer one = with(&wide, "\"G1\": 3, \"G2\": 8, \"R1\": 500}", "\"G1\": 300, \"G2\": 1, \"R1\": 500}");
	for (int i = 0; i < 6; i++) {
		static const char *const last[] = {"\"copy\": 0.7}]",
						   "\"region\": \"ROS\"}, \"background\": 0.2}]",
						   "\"site\": \"G2\"}, \"background\": 0.05}]",
						   "\"at\": 130, \"claim\": {\"site\": \"G1\"}, \"background\": 0.05}]",
						   "\"status\": \"captive\"}, \"background\": 0.5}]",
						   "\"at\": 30, \"claim\": {\"site\": \"R1\"}, \"background\": 0.05}]"};
		char replace[256];
		(void)snprintf(replace, sizeof replace,
			       "%.*s, {\"at\": 199, \"claim\": {\"searched\": \"G2\", \"detection\": 0.9999}}]",
			       (int)strlen(last[i]) - 1, last[i]);
		hw_buffer next = with(&one, last[i], replace);
		hw_buffer_free(&one);
		one = next;
	}
	hw_json *root = good_answer(hw_buffer_text(&one));
	assert_true(hw_text_is(hw_json_as_text(at(root, "near[0].word")), "no evidence either way"));
	hw_json_free(root);
	hw_buffer_free(&one);
	hw_buffer_free(&wide);
	hw_buffer_free(&text);
}

static void region_without_unlisted_site(void **state)
{
	hw_buffer text = file_text(DATA "example.json");
	hw_buffer listed =
		with(&text, "\"share\": 0.3, \"unlisted\": true, \"area_km2\": 1000000000.0", "\"share\": 0.3");
	hw_buffer placed = with(&listed, "\"R1\": 500", "\"R1\": 500, \"Rx\": 500");
	hw_json *root = good_answer(hw_buffer_text(&placed));

	(void)state;
	assert_int_equal(hw_json_count(at(root, "notes")), 1);
	near_to(root, "persons[0].states.G1", 0.667417, 6e-7);
	hw_json_free(root);
	hw_buffer_free(&placed);
	hw_buffer_free(&listed);
	hw_buffer_free(&text);
}

/* ---- refusals: find, replace, where, why ---- */
static const char *const bad[][4] = {
	{"homeward-belief/1", "homeward-belief/2", "format", "not homeward-belief/1"},
	{"\"format\": \"homeward-belief/1\",", "", "format", "is missing"},
	{"\"learn\": false", "\"learn\": \"all\"", "learn", "is not false"},
	{"\"learn\"", "\"leran\"", "leran", "no such key"},
	{"\"GRO\": 0.4", "\"GRO\": 0.5", "regions", "sum to 1.1, not 1"},
	{"\"GRO\": 0.4", "\"GRO\": -0.4", "regions.GRO", "-0.4 is not between"},
	{"\"GRO\": 0.4", "\"GRO\": \"0.4\"", "regions.GRO", "is a text"},
	{"\"ROS\": 0.6}", "\"ROS\": 0.6, \"X\": 0}", "regions.X", "no site"},
	{"{\"GRO\": 0.4, \"ROS\": 0.6}", "[1]", "regions", "not an object"},
	{"\"id\": \"G2\"", "\"id\": \"G1\"", "sites[1]", "id of sites[0] already"},
	{"\"id\": \"G2\"", "\"id\": \"DEAD\"", "sites[1]", "cannot be the id"},
	{"\"id\": \"G2\", ", "", "sites[1].id", "is missing"},
	{"\"id\": \"G2\", \"region\": \"GRO\"", "\"id\": \"G2\", \"region\": \"XXX\"", "sites[1]", "no region \"XXX\""},
	{"\"share\": 0.3, \"sigma_km\": 1", "\"share\": 0.2, \"sigma_km\": 1", "regions.GRO", "sum to 0.9, not 1"},
	{"\"share\": 0.3, \"sigma_km\": 1", "\"share\": 1.3, \"sigma_km\": 1", "sites[1].share", "1.3 is not between"},
	{"\"sigma_km\": 1}", "\"sigma_km\": -1}", "sites[1].sigma_km", "-1 is not between"},
	{"\"sigma_km\": 1}", "\"sigma\": 1}", "sites[1].sigma", "no such key"},
	{"\"unlisted\": true", "\"unlisted\": 1", "sites[2].unlisted", "not true or false"},
	{"\"death\": 0.0002", "\"death\": -1", "rates.death", "-1 is not between"},
	{"\"death\": 0.0002,", "", "rates.death", "is missing"},
	{"\"death\": 0.0002", "\"death\": 1e999", "", ""},
	{"\"alpha\": 19, \"beta\": 1.5", "\"grade\": \"G\"", "sources[0]", "not one of A to F"},
	{"\"alpha\": 19, \"beta\": 1.5", "\"alpha\": 19", "sources[0]", "missing beside"},
	{"\"alpha\": 19, \"beta\": 1.5", "\"grade\": \"A\", \"reliability\": 0.5", "sources[0]", "needs one of"},
	{"\"alpha\": 19, \"beta\": 1.5", "\"reliability\": 1.5", "sources[0].reliability", "1.5 is not"},
	{"\"id\": \"DEB\"", "\"id\": \"VID\"", "sources[1]", "already"},
	{"\"captive\": 0.55", "\"captive\": 0.65", "classes.no trace", "sum to 1.1, not 1"},
	{"\"captive\": 0.55", "\"missing\": 0.55", "classes.no trace.missing", "no such key"},
	{"\"class\": \"no trace\"", "\"class\": \"no such\"", "persons[0]", "no class \"no such\""},
	{"\"class\": \"no trace\"", "\"class\": \"no trace\", \"prior\": {\"dead\": 1}", "persons[0]",
	 "both prior and class"},
	{"\"class\": \"no trace\", ", "", "persons[0]", "needs prior or class"},
	{"\"since\": 0,", "", "persons[0]", "is missing"},
	{"\"since\": 0", "\"since\": 20", "persons[0].reports[0]", "10 is before since, 20"},
	{"\"since\": 0", "\"since\": \"2024-01-01\"", "persons[0].reports[0]", "mixes day numbers and dates"},
	{"\"since\": 0", "\"since\": \"2024-01\"", "persons[0]", "not one day"},
	{"\"since\": 0", "\"since\": \"31.02.2024\"", "persons[0]", "day 31 does not exist"},
	{"\"since\": 0", "\"since\": true", "persons[0]", "is not a day"},
	{"\"id\": \"P2\"", "\"id\": \"P1\"", "persons[1]", "id of persons[0] already"},
	{"\"id\": \"P2\", \"since\": 0", "\"id\": \"P2\", \"since\": 0, \"group\": \"K\"", "persons[1]",
	 "no group \"K\""},
	{"\"id\": \"r2\"", "\"id\": \"r1\"", "persons[0].reports[1]", "id of reports[0] already"},
	{"\"source\": \"TG\", \"at\": 10", "\"source\": \"T\", \"at\": 10", "persons[0].reports[0]", "no source \"T\""},
	{"\"source\": \"TG\", \"at\": 10", "\"at\": 10", "persons[0].reports[0].source", "is missing"},
	{"\"at\": 10,", "\"at\": 10, \"received\": 5,", "persons[0].reports[0]", "5 is before at, 10"},
	{"\"at\": 10,", "", "persons[0].reports[0]", "and so is received"},
	{"\"at\": 10,", "\"at\": null, \"received\": -3,", "persons[0].reports[0]", "-3 is before since, 0"},
	{"\"at\": 10,", "\"at\": 1e12,", "persons[0].reports[0]", "out of range"},
	{"{\"status\": \"dead\"}", "{\"status\": \"lost\"}", "persons[0].reports[0].claim",
	 "not captive, dead or free"},
	{"{\"status\": \"dead\"}", "{}", "persons[0].reports[0].claim", "says nothing"},
	{"{\"status\": \"dead\"}", "\"dead\"", "persons[0].reports[0].claim", "not an object"},
	{"{\"status\": \"dead\"}", "{\"status\": \"dead\", \"site\": \"G1\"}", "persons[0].reports[0].claim", "both"},
	{"{\"status\": \"dead\"}", "{\"site\": \"G9\"}", "persons[0].reports[0].claim", "no site \"G9\""},
	{"{\"status\": \"dead\"}", "{\"sites\": {\"G9\": 1}}", "persons[0].reports[0].claim.sites", "no site \"G9\""},
	{"{\"status\": \"dead\"}", "{\"sites\": {\"G1\": 2}}", "persons[0].reports[0].claim.sites.G1",
	 "2 is not between"},
	{"{\"status\": \"dead\"}", "{\"sites\": {}}", "persons[0].reports[0].claim", "names no site"},
	{"{\"status\": \"dead\"}", "{\"region\": \"X\"}", "persons[0].reports[0].claim", "no region \"X\""},
	{"{\"status\": \"dead\"}", "{\"absent_from\": \"L\"}", "persons[0].reports[0].claim", "no list \"L\""},
	{"{\"status\": \"dead\"}", "{\"searched\": \"G1\"}", "persons[0].reports[0].claim.detection", "is missing"},
	{"{\"status\": \"dead\"}", "{\"status\": \"dead\", \"detection\": 1}", "persons[0].reports[0].claim",
	 "belongs to"},
	{"{\"status\": \"dead\"}", "{\"near\": {\"lat\": 1, \"lon\": 2}}", "persons[0].reports[0].claim.near.km",
	 "is missing"},
	{"{\"status\": \"dead\"}", "{\"near\": {\"lat\": 1, \"lon\": 2, \"km\": 3}}", "sites[0]",
	 "must not read as far away"},
	{"\"background\": 0.1}", "\"background\": 1.1}", "persons[0].reports[0].background", "1.1 is not"},
	{"\"background\": 0.1}", "\"credibility\": 7}", "persons[0].reports[0].credibility", "7 is not"},
	{"\"background\": 0.1}", "\"credibility\": 2.5}", "persons[0].reports[0]", "not one of 1 to 6"},
	{"\"background\": 0.1}", "\"first_hand\": \"yes\"}", "persons[0].reports[0].first_hand", "not true or false"},
	{"\"copies\": \"r4\"", "\"copies\": \"r9\"", "persons[0].reports[4]", "no report here \"r9\""},
	{"\"copies\": \"r4\"", "\"copies\": \"r5\"", "persons[0].reports[4]", "ring: r5 -> r5"},
	{"\"copies\": \"r4\", ", "", "persons[0].reports[4]", "copies what?"},
	{"\"copy\": 0.7", "\"copy\": 7", "persons[0].reports[4].copy", "7 is not"},
	{"\"query\": {\"at\": 200", "\"query\": {\"at\": []", "query", "is missing"},
	{"\"query\": {\"at\": 200", "\"query\": {\"at\": \"soon\"", "query", "not a date"},
	{"\"query\": {\"at\": 200", "\"query\": {\"at\": -5", "persons[0]", "0 is after query.at, -5"},
	{"\"regions\": [\"GRO\"]", "\"regions\": [\"X\"]", "query.sets[0]", "no region \"X\""},
	{"\"regions\": [\"GRO\"]", "\"regions\": []", "query.sets[0]", "names no place"},
	{"\"regions\": [\"GRO\"]", "\"regions\": \"GRO\"", "query.sets[0]", "not a list"},
	{"\"id\": \"Grozny\"", "\"id\": \"captive\"", "query.sets[0]", "answered without asking"},
	{"\"R1\": 500", "\"R9\": 500", "query.near[0].distance_km", "no site \"R9\""},
	{", \"area_km2\": 314.159265", "", "sites[2]", "not known"},
	{"\"hidden\": 0.3", "\"hidden\": -1", "query.near[0].hidden", "-1 is not"},
	{"\"distance_km\": {\"G1\": 3, \"G2\": 8, \"R1\": 500}", "\"lat\": 4", "query.near[0]", "missing beside"},
	{"\"distance_km\": {\"G1\": 3, \"G2\": 8, \"R1\": 500}, ", "", "query.near[0]", "needs lat and lon"},
	{"\"learn\": false,",
	 "\"groups\": [{\"id\": \"K\", \"since\": 0, \"prior\": {\"captive\": 1}, \"together\": 1}],", "groups[0]",
	 "nobody is in group"},
	{"\"learn\": false,", "\"groups\": 3,", "groups", "not a list"},
	{"\"learn\": false,", "\"lists\": [{\"id\": \"L\", \"completeness\": {\"G9\": 1}}],", "lists[0].completeness",
	 "no site \"G9\""},
	{"\"learn\": false,", "\"transfers\": [{\"at\": 10, \"from\": \"G1\", \"to\": {\"R1\": 0.5}}],", "transfers[0]",
	 "sum to 0.5, not 1"},
	{"\"learn\": false,",
	 "\"transfers\": [{\"at\": 10, \"from\": \"G1\", \"to\": {\"R1\": 1}, \"persons\": [\"X\"]}],", "transfers[0]",
	 "no person \"X\""},
	{"\"learn\": false,", "\"transfers\": [{\"from\": \"G1\", \"to\": {\"R1\": 1}}],", "transfers[0]",
	 "is missing"},
	{"\"reports\": [",
	 "\"facts\": [{\"id\": \"f1\", \"at\": 20, \"state\": \"DEAD\"}, {\"id\": \"f2\", \"at\": 30, \"state\": "
	 "\"FREE\"}], \"reports\": [",
	 "persons[0].facts[1]", "fact \"f2\" and fact \"f1\" (persons[0].facts[0]) cannot both be true"},
	{"\"reports\": [",
	 "\"facts\": [{\"id\": \"f1\", \"at\": 20, \"site\": \"G1\"}, {\"id\": \"f2\", \"at\": 20, \"site\": \"R1\"}], "
	 "\"reports\": [",
	 "persons[0].facts[1]", "cannot both be true"},
	{"\"reports\": [", "\"facts\": [{\"state\": \"DEAD\"}], \"reports\": [", "persons[0].facts[0]",
	 "needs its day"},
	{"\"reports\": [", "\"facts\": [{\"at\": 5}], \"reports\": [", "persons[0].facts[0]", "needs one of"},
	{"\"reports\": [", "\"facts\": [{\"at\": 5, \"state\": \"FREE\", \"exchanged\": true}], \"reports\": [",
	 "persons[0].facts[0]", "needs one of"},
	{"\"reports\": [",
	 "\"facts\": [{\"id\": \"f1\", \"at\": 20, \"exchanged\": true}, {\"id\": \"f2\", \"at\": 30, \"exchanged\": "
	 "true}], \"reports\": [",
	 "persons[0].facts[1]", "fact \"f2\" and fact \"f1\" (persons[0].facts[0]) cannot both be true"},
	{"\"learn\": false", "\"background\": \"counted\"", "background", "is not \"cells\" or \"shares\""},
	{"\"learn\": false", "\"provenance\": true", "provenance", "is not \"given\" or \"found\""},
	{"\"free\": 0.05}", "\"free\": 0.05, \"cases\": -1}", "classes.no trace.cases", "-1 is not"},
	{"\"id\": \"Grozny\"", "\"id\": \"Grozny\", \"hidden\": {\"pmf\": [0.5, 0.4]}", "query.sets[0].hidden",
	 "sums to 0.9, not 1"},
	{"\"id\": \"Grozny\"", "\"id\": \"Grozny\", \"hidden\": {\"pmf\": [0.5, \"x\"]}", "query.sets[0].hidden",
	 "is not a probability"},
};

static void refused_with_place_and_reason(void **state)
{
	hw_buffer text = file_text(DATA "example.json");

	(void)state;
	for (size_t i = 0; i < HW_COUNT(bad); i++) {
		hw_buffer spoilt = with(&text, bad[i][0], bad[i][1]), answer = {0};
		hw_error error = {0};
		hw_status status = answer_of(hw_buffer_text(&spoilt), 1, &answer, &error);
		if (status != HW_BAD_INPUT || !strstr(error.why, bad[i][3]) ||
		    (bad[i][2][0] && strcmp(error.where, bad[i][2]) != 0))
			fail_msg("%s -> %s: status %d, where \"%s\", what \"%s\", why \"%s\"", bad[i][0], bad[i][1],
				 (int)status, error.where, error.what, error.why);
		hw_buffer_free(&spoilt);
		hw_buffer_free(&answer);
	}
	hw_buffer_free(&text);
}

/* ---- the same bytes, and memory ---- */
static void threads_do_not_matter(void **state)
{
	static const char *const files[] = {DATA "example.json", DATA "everything.json"};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(files); i++) {
		hw_buffer text = file_text(files[i]), one = {0};
		hw_error error = {0};
		assert_int_equal(answer_of(hw_buffer_text(&text), 1, &one, &error), HW_OK);
		for (unsigned threads = 2; threads <= 7; threads += 5) {
			hw_buffer other = {0};
			assert_int_equal(answer_of(hw_buffer_text(&text), threads, &other, &error), HW_OK);
			assert_string_equal(one.bytes, other.bytes);
			hw_buffer_free(&other);
		}
		hw_buffer_free(&one);
		hw_buffer_free(&text);
	}
}

static void memory_may_run_out_anywhere(void **state)
{
	hw_buffer text = file_text(DATA "everything.json");
	hw_status status = HW_NO_MEMORY;
	size_t failures = 0;

	(void)state;
	for (long n = 1; status != HW_OK; n += 1 + n / 40) {
		hw_buffer answer = {0};
		hw_error error = {0};
		hw_fail_allocation_after(n);
		status = answer_of(hw_buffer_text(&text), 1, &answer, &error);
		hw_fail_allocation_after(0);
		if (status != HW_OK)
			assert_int_equal(status, HW_NO_MEMORY);
		failures += status != HW_OK;
		hw_buffer_free(&answer);
	}
	assert_true(failures > 40);
	hw_buffer_free(&text);
}

static void file_by_name(void **state)
{
	hw_buffer answer = {0};
	hw_json_writer w = hw_json_writer_new(&answer, true);
	hw_error error = {0};
	bureau_belief_question question = {.problem = DATA "example.json", .seed = 1, .threads = 1, .draws = 10};

	(void)state;
	assert_int_equal(bureau_belief_json(&question, &w, &error), HW_OK);
	assert_non_null(strstr(answer.bytes, "\"log_likelihood\""));
	hw_buffer_free(&answer);
	question.problem = DATA "there is no such file.json";
	assert_int_not_equal(bureau_belief_json(&question, &w, &error), HW_OK);
	assert_non_null(strstr(error.where, "no such file"));
	hw_buffer_free(&answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(example_as_graded),
		cmocka_unit_test(example_learned),
		cmocka_unit_test(every_field_is_read),
		cmocka_unit_test(every_field_is_answered),
		cmocka_unit_test(dates_and_numbers),
		cmocka_unit_test(as_of),
		cmocka_unit_test(words_of_presence),
		cmocka_unit_test(region_without_unlisted_site),
		cmocka_unit_test(refused_with_place_and_reason),
		cmocka_unit_test(threads_do_not_matter),
		cmocka_unit_test(memory_may_run_out_anywhere),
		cmocka_unit_test(file_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
