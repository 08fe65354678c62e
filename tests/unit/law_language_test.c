/* The language of conditions and the form of the files: what is refused and how, and the
 * three values against brute force. */
#include "law_check.h"

/* ---- what is refused ---- */
typedef struct wrong_condition {
	const char *when;
	int column; /* of the error in the condition, from 1 */
	const char *why, *remedy;
} wrong_condition;

static void test_wrong_conditions_are_named_with_place_and_remedy(void **state)
{
	static const wrong_condition table[] = {
		{"", 1, "", "write it"},
		{"a =", 4, "ends too early", "write a fact"},
		{"= yes", 1, "\"=\" cannot stand here", "write a fact"},
		{"a = yes b = no", 9, "\"b\" follows a complete condition", "and / or"},
		{"q = yes", 1, "\"q\" is neither a fact of a thing", "did you mean"},
		{"longname = yes", 1, "neither a fact", "facts thing"},
		{"z = yes", 1, "neither a fact of a thing", ""},
		{"n", 1, "the field needs yes or no, and this is a number", "compare"},
		{"a and n", 3, "\"and\" joins conditions, and this is a number", "compare"},
		{"n or a", 1, "\"or\" joins conditions", "compare"},
		{"not n", 1, "\"not\" joins conditions", "compare"},
		{"not", 4, "ends too early", ""},
		{"and a", 1, "\"and\" joins nothing here", "before and after"},
		{"n = yes", 3, "a number is compared with yes or no", "one type"},
		{"a < b", 3, "yes or no has no order", "use ="},
		{"w < red", 3, "a word has no order", "use ="},
		{"w = purple", 5, "\"purple\" is not a word of \"colour\"", "words colour"},
		{"w = rad", 5, "\"rad\" is not a word of \"colour\"", "did you mean \"red\"?"},
		{"w in red", 6, "stand in { }", "in {word"},
		{"w in {red", 10, "ends where \"}\"", "in {a, b}"},
		{"w in {red, 5}", 12, "here stands a word", "without quotes"},
		{"n in {red}", 3, "one of several words", "< and >"},
		{"w = n", 3, "a word is compared with a number", "one type"},
		{"n + a > 1", 3, "a number and yes or no cannot be added", "add days"},
		{"s + t > s", 3, "a date and a date cannot be added", ""},
		{"days(s) > 1", 7, "\")\" stands where \",\" should", "days(FROM, TO)"},
		{"days(n, s) > 1", 1, "counts between two dates", "two dates"},
		{"known(5)", 7, "asks for the name of a fact", "known(FACT)"},
		{"known(q)", 7, "neither a fact", ""},
		{"first_known(s) < t", 14, "chooses among two or more", "first_known(A, B)"},
		{"first_known(s, n) < t", 1, "among dates or among numbers", ""},
		{"overdue", 1, "there is none here", "clock from"},
		{"a = yes; b = no", 8, "cannot hold this sign", "use names"},
		{"n > 1.2.3", 5, "not a number", "one point"},
		{"s > 2024-02-30", 5, "no such day", "YYYY-MM-DD"},
		{"x = \"open", 5, "not closed", "same line"},
		{"x = a", 3, "a text is compared with yes or no", ""},
		{"(a = yes", 9, "ends where \")\"", "close the bracket"},
		{"n ! 1", 3, "cannot hold this sign", ""},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(table); i++) {
		char text[4096], where[64];
		law_rules *rules = NULL;
		hw_error error = {0};
		snprintf(text, sizeof text, "%srule x-1\n" RULE_HEAD REBUTTAL "\twhen: %s\n", vocabulary,
			 table[i].when);
		hw_status status = parse_text(text, &rules, &error);
		/* 27 lines of vocabulary, 1 of the header, 11 of the head, 2 of the rebuttal */
		snprintf(where, sizeof where, "x.rules:42:%d", table[i].column + (table[i].when[0] ? 7 : 6));
		if (status != HW_BAD_INPUT || rules || strcmp(error.where, where) != 0 ||
		    strcmp(error.what, "when") != 0 || !strstr(error.why, table[i].why) ||
		    !strstr(error.remedy, table[i].remedy) || !error.remedy[0]) {
			char line[1024];
			fail_msg("%s: %s", table[i].when, hw_error_line(&error, line, sizeof line));
		}
	}
}

typedef struct wrong_file {
	const char *text, *where, *why;
} wrong_file;

static void check_wrong(const wrong_file *row, bool with_vocabulary)
{
	hw_buffer text = {0};
	law_rules *rules = NULL;
	hw_error error = {0};
	char line[1024];

	if (with_vocabulary)
		hw_buffer_adds(&text, vocabulary);
	hw_buffer_adds(&text, row->text);
	hw_status status = parse_text(text.bytes, &rules, &error);
	if (status == HW_OK || rules || strcmp(error.where, row->where) != 0 || !strstr(error.why, row->why) ||
	    !error.remedy[0])
		fail_msg("%s: %s", row->text, hw_error_line(&error, line, sizeof line));
	hw_buffer_free(&text);
}

static void test_wrong_files_are_named_with_place_and_remedy(void **state)
{
	static const wrong_file table[] = {
		{"\tkey: value\n", "x.rules:1:1", "outside of any block"},
		{"facts thing\n  a: bool | a | b\n", "x.rules:2:1", "indented with spaces"},
		{"facts thing\n\t a: bool | a | b\n", "x.rules:2:1", "indented with spaces"},
		{"facts thing\n\t\tmore\n", "x.rules:2:1", "continues a field"},
		{"facts thing more\n", "x.rules:1:1", "one word and one name"},
		{"facts thing\n\tno colon\n", "x.rules:2:2", "no key"},
		{"rulez x\n", "x.rules:1:1", "no such block"},
		{"facts\n\ta: bool | a | b\n", "x.rules:1:1", "whose facts"},
		{"facts thing\n\tA: bool | a | b\n", "x.rules:2:2", "cannot be a name"},
		{"facts thing\n\ta: bool | a\n", "x.rules:2:4", "parts of the line"},
		{"facts thing\n\ta: bool | a | b | c\n", "x.rules:2:4", "parts of the line"},
		{"facts thing\n\ta: bool || b\n", "x.rules:2:4", "parts of the line"},
		{"facts thing\n\ta: what | a | b\n", "x.rules:2:4", "no such type"},
		{"facts thing\n\ta: bool | a | b\n\ta: bool | a | b\n", "x.rules:3:2", "given before"},
		{"facts thing\n\tknown: bool | a | b\n", "x.rules:2:2", "given before"},
		{"settings\n\tk: 1 | a | b\nfacts thing\n\tk: bool | a | b\n", "x.rules:4:2", "given before"},
		{"settings\n\tk: x | a | b\n", "x.rules:2:4", "a yardstick is a number"},
		{"settings\n\tk: 99999 | a | b\n", "x.rules:2:4", "a yardstick is a number"},
		{"settings\n\tk: 1 | a | b\n\tk: 1 | a | b\n", "x.rules:3:2", "given before"},
		{"words bool\n\ta: a | b\n", "x.rules:1:1", "that is no type"},
		{"words c\n", "x.rules:1:1", "1 to 64 words"},
		{"words c\n\ta: a | b\n\ta: a | b\n", "x.rules:3:2", "given before"},
		{"words c\n\ta: a | b\nwords c\n\ta: a | b\n", "x.rules:3:1", "given before"},
		{"convention x\n\ttitle en: T\n", "x.rules:1:1", "lacks this field"},
		{"convention x\n\ttitle en: T\n\ttitle uk: T\n\tshort en: T\n\tshort uk: T\n\torder: x\n",
		 "x.rules:6:8", "no such number"},
		{"convention\n", "x.rules:1:1", "no name"},
		{"facts thing\n\ta: bool | a | b\nrule x-1\n", "x.rules:3:1", "before any convention"},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(table); i++)
		check_wrong(&table[i], false);
}

static void test_wrong_rules_are_named_with_place_and_remedy(void **state)
{
	static const wrong_file table[] = {
		{"rule\n", "x.rules:28:1", "the id of a rule"},
		{"rule X-1\n", "x.rules:28:1", "the id of a rule"},
		{"rule x-1\n\tarticle: 1\n", "x.rules:28:1", "lacks the field \"title en\""},
		{"rule x-1\n" RULE_HEAD REBUTTAL, "x.rules:28:1", "lacks the field \"when\""},
		{"rule x-1\n" RULE_HEAD "\twhen: a\n", "x.rules:28:1", "what would rebut it"},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n\twhen: b\n", "x.rules:43:2", "this field twice"},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhem: a\n", "x.rules:42:2", "no such field"},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\tnote en: N\n\twhen: a\n", "x.rules:28:1", "\"note uk\""},
		{"rule x-1\n" RULE_HEAD "\twhen: a\n\trebut q en: Q\n", "x.rules:41:2", "Ukrainian (uk) is not there"},
		{"rule x-1\n" RULE_HEAD "\twhen: a\n\trebut q in: Q\n", "x.rules:41:2", "does not say what it holds"},
		{"rule x-1\n" RULE_HEAD "\twhen: a\n\trebut Q en: Q\n", "x.rules:41:2", "cannot be a name"},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n\treply q when: a\n", "x.rules:43:2", "does not say"},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n\tclock from: s\n", "x.rules:28:1", "\"clock limit\""},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n\tclock limit: 1 day\n", "x.rules:28:1", "\"clock from\""},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n\tclock from: s\n\tclock limit: 1\n", "x.rules:44:16",
		 "no unit"},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n\tclock from: s\n\tclock limit: n days\n", "x.rules:44:15",
		 "or a yardstick"},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n\tclock from: s\n\tclock limit: 1 day x\n",
		 "x.rules:44:21", "follows the limit"},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n\tclock from: n\n\tclock limit: 1 day\n", "x.rules:43:14",
		 "needs a date, and this is a number"},
		{"rule x-1\n" RULE_HEAD REBUTTAL
		 "\twhen: a\n\tclock from: s\n\tclock limit: 1 day\n\tclock counts: about\n",
		 "x.rules:45:15", "deadline or a waiting time"},
		{"rule x-1\n" RULE_HEAD REBUTTAL
		 "\twhen: a\n\tclock from: s\n\tclock limit: 1 day\n\tclock counts: at least\n",
		 "x.rules:45:15", "needs the day of the act"},
		{"rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\nrule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n",
		 "x.rules:43:1", "another rule of this id"},
	};
	static const wrong_file values[] = {
		{"severity: 5", "x.rules:37:11", "possible words"},
		{"decides: me", "x.rules:36:10", "possible words"},
		{"subject: thin", "x.rules:35:10", "no block"},
		{"binds: nobody", "x.rules:34:8", "possible words"},
		{"verified: maybe", "x.rules:38:11", "possible words"},
		{"article:", "x.rules:29:10", "field is empty"},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(table); i++)
		check_wrong(&table[i], true);
	for (size_t i = 0; i < HW_COUNT(values); i++) {
		char text[2048] = "rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n", changed[2048];
		size_t key = strcspn(values[i].text, ":") + 1;
		char *at = text;
		while (strncmp(at, values[i].text, key) != 0)
			at++;
		snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, values[i].text,
			 at + strcspn(at, "\n"));
		wrong_file row = {changed, values[i].where, values[i].why};
		check_wrong(&row, true);
	}
}

static void test_a_person_rule_has_no_condition(void **state)
{
	char text[2048] = "rule x-1\n" RULE_HEAD "\twhen: a\n";
	wrong_file row = {text, "x.rules:28:1", "has no condition"};

	(void)state;
	memcpy(strstr(text, "machine"), "person ", 7);
	check_wrong(&row, true);
	*strstr(text, "\twhen") = 0;
	law_rules *rules = rules_with(text);
	law_report report = check_one(rules, NULL, 0, 0);
	assert_int_equal(report.count, 0);
	law_report_free(&report);
	law_rules_free(rules);
}

static void test_limits(void **state)
{
	hw_buffer text = {0};
	law_rules *rules = NULL;
	hw_error error = {0};

	(void)state;
	for (int deep = 63; deep <= 64; deep++) {
		text.length = 0;
		hw_buffer_addf(&text, "%srule x-1\n" RULE_HEAD REBUTTAL "\twhen: ", vocabulary);
		for (int i = 0; i < deep; i++)
			hw_buffer_adds(&text, "(");
		hw_buffer_adds(&text, "a");
		for (int i = 0; i < deep; i++)
			hw_buffer_adds(&text, ")");
		hw_status status = parse_text(text.bytes, &rules, &error);
		assert_int_equal(status, deep == 63 ? HW_OK : HW_BAD_INPUT);
		if (status == HW_OK)
			law_rules_free(rules);
		else
			assert_non_null(strstr(error.why, "nested over 64 deep"));
	}
	text.length = 0;
	hw_buffer_addf(&text, "%srule x-1\n" RULE_HEAD REBUTTAL "\twhen: a", vocabulary);
	for (int i = 0; i < 600; i++)
		hw_buffer_adds(&text, "\n\t\tor a");
	assert_int_equal(parse_text(text.bytes, &rules, &error), HW_TOO_LARGE);
	text.length = 0;
	while (text.length < (4u << 20))
		hw_buffer_adds(&text, "# a remark, and another, and so on until the file is too large\n");
	assert_int_equal(parse_text(text.bytes, &rules, &error), HW_TOO_LARGE);
	assert_string_equal(error.where, "x.rules");
	text.length = 0;
	hw_buffer_adds(&text, "words w\n");
	for (int i = 0; i < 65; i++)
		hw_buffer_addf(&text, "\tw%d: w | в\n", i);
	assert_int_equal(parse_text(text.bytes, &rules, &error), HW_BAD_INPUT);
	assert_int_equal(parse_text("facts thing\n\ta: bool | \xff | b\n", &rules, &error), HW_BAD_INPUT);
	hw_buffer_free(&text);
}

static void test_no_file_gives_no_rules(void **state)
{
	law_rules *rules = NULL;
	law_report report;

	(void)state;
	assert_int_equal(law_rules_parse(NULL, 0, &rules, NULL), HW_OK);
	assert_int_equal(law_rule_count(rules), 0);
	law_request request = {.keep = LAW_KEEP_ALL};
	assert_int_equal(law_check(rules, &request, &report, NULL, NULL), HW_OK);
	assert_int_equal(report.count, 0);
	law_report_free(&report);
	law_rules_free(rules);
	law_rules_free(NULL);
	law_report_free(NULL);
	assert_int_equal(parse_text("rulez", &rules, NULL), HW_BAD_INPUT);
}

/* Remarks, blank lines, continued lines and CR LF change nothing. */
static void test_form_of_the_file_is_free_where_it_should_be(void **state)
{
	law_rules *rules = rules_with("# a remark\r\n\r\nrule x-1\r\n" RULE_HEAD REBUTTAL
				      "\twhen: a = yes\r\n\t\t# not here\r\n\t\tand b = no\r\n\r\n\t\tand c = yes\r\n"
				      "\tnote en: one\r\n\t\ttwo\r\n\t# no part of it\r\n\t\tthree\r\n"
				      "\tnote uk: раз   два\r\n");
	const law_rule *rule = law_rule_at(rules, 0);

	(void)state;
	assert_true(hw_text_is(rule->when, "a = yes and b = no and c = yes"));
	assert_true(hw_text_is(rule->note[LAW_EN], "one two three"));
	assert_true(hw_text_is(rule->note[LAW_UK], "раз два"));
	law_rules_free(rules);
}

/* ---- three values against brute force ---- */
typedef struct tree { /* a random condition over the facts a..d */
	char kind;    /* 'a'..'d', '!', '&', '|' */
	int left, right;
} tree;

static int grow_tree(tree *nodes, int *count, hw_random *random, int depth)
{
	int own = (*count)++;
	uint64_t draw = depth ? hw_random_below(random, 10) : 9;

	nodes[own].kind = draw < 4 ? '&' : draw < 7 ? '|' : draw < 8 ? '!' : (char)('a' + hw_random_below(random, 4));
	if (strchr("&|!", nodes[own].kind))
		nodes[own].left = grow_tree(nodes, count, random, depth - 1);
	if (strchr("&|", nodes[own].kind))
		nodes[own].right = grow_tree(nodes, count, random, depth - 1);
	return own;
}

static void write_tree(const tree *nodes, int at, hw_buffer *out)
{
	const tree *n = &nodes[at];

	if (n->kind >= 'a' && n->kind <= 'd') {
		/* three ways to say the same */
		static const char *const forms[] = {"%c", "%c = yes", "%c != no"};
		hw_buffer_addf(out, "%c%s", n->kind, forms[(size_t)at % 3] + 2);
		return;
	}
	hw_buffer_adds(out, n->kind == '!' ? "not (" : "(");
	write_tree(nodes, n->left, out);
	if (n->kind != '!') {
		hw_buffer_adds(out, n->kind == '&' ? ") and (" : ") or (");
		write_tree(nodes, n->right, out);
	}
	hw_buffer_adds(out, ")");
}

/* Kleene's strong tables, written out. */
static int value_tree(const tree *nodes, int at, const int *facts)
{
	static const int both[3][3] = {{0, 0, 0}, {0, 1, 1}, {0, 1, 2}};
	static const int either[3][3] = {{0, 1, 2}, {1, 1, 2}, {2, 2, 2}};
	const tree *n = &nodes[at];

	if (n->kind >= 'a' && n->kind <= 'd')
		return facts[n->kind - 'a'];
	int left = value_tree(nodes, n->left, facts);
	if (n->kind == '!')
		return 2 - left;
	int right = value_tree(nodes, n->right, facts);
	return n->kind == '&' ? both[left][right] : either[left][right];
}

static void test_kleene_tables_by_brute_force(void **state)
{
	enum { TREES = 300, NODES = 128, SUBJECTS = 256 };
	static tree nodes[TREES][NODES];
	static law_fact facts[SUBJECTS * 4];
	static law_subject subjects[SUBJECTS];
	static int values[SUBJECTS][4];
	hw_random random = hw_random_new(6, 0);
	hw_buffer text = {0};
	size_t fact = 0;

	(void)state;
	for (int i = 0; i < TREES; i++) {
		int count = 0;
		grow_tree(nodes[i], &count, &random, 4);
		hw_buffer_addf(&text, "rule x-%d\n" RULE_HEAD REBUTTAL "\twhen: ", i);
		write_tree(nodes[i], 0, &text);
		hw_buffer_adds(&text, "\n");
	}
	law_rules *rules = rules_with(text.bytes);
	/* every combination of no, claimed but unclear, yes, and no claim at all */
	for (int s = 0; s < SUBJECTS; s++) {
		subjects[s] = (law_subject){.first_fact = fact};
		for (int k = 0; k < 4; k++) {
			int choice = s >> (2 * k) & 3;
			values[s][k] = choice == 3 ? 1 : choice;
			if (choice < 3)
				facts[fact++] = fact_of((uint32_t)k, truth_value((law_truth)choice));
		}
		subjects[s].fact_count = (uint32_t)(fact - subjects[s].first_fact);
	}
	law_request request = {.subjects = subjects,
			       .subject_count = SUBJECTS,
			       .facts = facts,
			       .fact_count = fact,
			       .keep = LAW_KEEP_ALL};
	law_report report;
	assert_int_equal(law_check(rules, &request, &report, NULL, NULL), HW_OK);
	assert_int_equal(report.count, TREES * SUBJECTS);
	for (size_t i = 0; i < report.count; i++) {
		const law_result *r = &report.results[i];
		int wanted = value_tree(nodes[r->rule], 0, values[r->subject]);
		if ((int)r->condition != wanted)
			fail_msg("rule %u, subject %u: %d, not %d", r->rule, r->subject, (int)r->condition, wanted);
	}
	law_report_free(&report);
	law_rules_free(rules);
	hw_buffer_free(&text);
}

static law_truth verdict(bool some_true, bool some_false)
{
	return some_true && some_false ? LAW_UNKNOWN : some_true ? LAW_TRUE : LAW_FALSE;
}

typedef bool (*holds)(int n, int m);
static bool less(int n, int m)
{
	return n < m;
}
static bool at_most(int n, int m)
{
	return n <= m;
}
static bool more(int n, int m)
{
	return n > m;
}
static bool at_least(int n, int m)
{
	return n >= m;
}
static bool same(int n, int m)
{
	return n == m;
}
static bool differ(int n, int m)
{
	return n != m;
}
static bool sum_over(int n, int m)
{
	return n + m > 3;
}
static bool apart(int n, int m)
{
	return m - n >= 1;
}

/* A comparison of intervals is what holds for every pair of possible values. */
static void test_intervals_by_brute_force(void **state)
{
	static const struct {
		const char *numbers, *dates;
		holds holds;
	} table[] = {
		{"n < m", "s < t", less},
		{"n <= m", "s <= t", at_most},
		{"n > m", "s > t", more},
		{"n >= m", "s >= t", at_least},
		{"n = m", "s = t", same},
		{"n != m", "s != t", differ},
		{"n + m > 3", "days(1970-01-01, s) + days(1970-01-01, t) > 3", sum_over},
		{"m - n >= 1", "days(s, t) >= 1", apart},
		{"n < m + 0", "s < t + 0", less},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(table); i++) {
		law_rules *numbers = rule_when(table[i].numbers, ""), *dates = rule_when(table[i].dates, "");
		for (int bits = 0; bits < 256; bits++) {
			int n1 = bits & 3, n2 = bits >> 2 & 3, m1 = bits >> 4 & 3, m2 = bits >> 6 & 3;
			bool yes = false, no = false;
			if (n1 > n2 || m1 > m2)
				continue;
			for (int n = n1; n <= n2; n++)
				for (int m = m1; m <= m2; m++)
					*(table[i].holds(n, m) ? &yes : &no) = true;
			law_fact number[] = {fact_of(N, law_value_between(n1, n2)),
					     fact_of(M, law_value_between(m1, m2))};
			law_fact date[] = {fact_of(S, days_value(n1, n2)), fact_of(T, days_value(m1, m2))};
			assert_int_equal(truth_of(numbers, number, 2, 0), verdict(yes, no));
			assert_int_equal(truth_of(dates, date, 2, 0), verdict(yes, no));
			assert_int_equal(truth_of(numbers, number, 1, 0), LAW_UNKNOWN);
		}
		law_rules_free(numbers);
		law_rules_free(dates);
	}
}

static void test_words_by_brute_force(void **state)
{
	static const struct {
		const char *when;
		uint64_t listed;
		bool turned;
	} table[] = {{"w = red", 1, false},
		     {"w != green", 2, true},
		     {"w in {red, dark_blue}", 5, false},
		     {"not w in {red, green, dark_blue}", 7, true}};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(table); i++) {
		law_rules *rules = rule_when(table[i].when, "");
		for (uint64_t words = 1; words < 8; words++) {
			law_fact fact = fact_of(W, words_value(words));
			bool in = words & table[i].listed, out = words & ~table[i].listed;
			assert_int_equal(truth_of(rules, &fact, 1, 0),
					 table[i].turned ? verdict(out, in) : verdict(in, out));
		}
		law_rules_free(rules);
	}
	law_rules *rules = rule_when("w = v", "");
	for (uint64_t w = 1; w < 8; w++)
		for (uint64_t v = 1; v < 8; v++) {
			law_fact facts[] = {fact_of(W, words_value(w)), fact_of(V, words_value(v))};
			bool one = w == v && (w & (w - 1)) == 0;
			assert_int_equal(truth_of(rules, facts, 2, 0), verdict(w & v, !one));
		}
	law_rules_free(rules);
}

/* Claims that differ are joined: any of them may be right. */
static void test_several_claims_of_one_fact_are_joined(void **state)
{
	static const struct {
		const char *when;
		uint32_t term;
		law_truth wanted;
	} table[] = {{"a = yes", A, LAW_UNKNOWN},    {"n < 5", N, LAW_UNKNOWN},   {"n < 9", N, LAW_TRUE},
		     {"s < t", S, LAW_UNKNOWN},      {"w = red", W, LAW_UNKNOWN}, {"w in {red, green}", W, LAW_TRUE},
		     {"x = \"one\"", X, LAW_UNKNOWN}};
	law_fact facts[] = {fact_of(A, truth_value(LAW_TRUE)),
			    fact_of(A, truth_value(LAW_FALSE)),
			    fact_of(N, law_value_number(2)),
			    fact_of(N, law_value_number(8)),
			    fact_of(S, days_value(10, 10)),
			    fact_of(S, days_value(20, 20)),
			    fact_of(T, days_value(15, 15)),
			    fact_of(W, words_value(1)),
			    fact_of(W, words_value(2)),
			    fact_of(X, law_value_text(HW_TEXT("one"))),
			    fact_of(X, law_value_text(HW_TEXT("two")))};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(table); i++) {
		law_rules *rules = rule_when(table[i].when, "");
		law_report report = check_one(rules, facts, HW_COUNT(facts), 0);
		assert_int_equal(report.results[0].condition, table[i].wanted);
		if (table[i].wanted == LAW_UNKNOWN) {
			assert_int_equal(report.results[0].gap_count, 1);
			assert_int_equal(report.results[0].gaps[0].term, table[i].term);
			assert_true(report.results[0].gaps[0].unclear);
		}
		law_report_free(&report);
		law_rules_free(rules);
	}
}

static void test_single_functions(void **state)
{
	static const struct {
		const char *when;
		law_truth wanted;
	} table[] = {
		{"known(a)", LAW_TRUE},
		{"known(b)", LAW_FALSE},
		{"not known(b) and a = yes", LAW_TRUE},
		{"first_known(t, s) = s", LAW_TRUE},
		{"first_known(s, t) = 1970-01-11", LAW_TRUE},
		{"first_known(t, t) < s", LAW_UNKNOWN},
		{"first_known(t + 5, s, s + 90) = 1970-01-11", LAW_TRUE},
		{"days(s, as_of) = 90", LAW_TRUE},
		{"s + wait <= as_of", LAW_TRUE},
		{"as_of - s > wait", LAW_TRUE},
		{"s < 2024-02-29", LAW_TRUE},
		{"x = \"word for word\"", LAW_TRUE},
		{"x != \"other\" and x != y", LAW_UNKNOWN},
		{"x != \"other\"", LAW_TRUE},
		{"n = 2.5", LAW_TRUE},
		{"yes", LAW_TRUE},
		{"no", LAW_FALSE},
		{"a = yes or b = yes and no", LAW_TRUE}, /* "and" binds tighter */
		{"not b = yes", LAW_UNKNOWN},
	};
	law_fact facts[] = {fact_of(A, law_value_bool(true)), fact_of(S, days_value(10, 10)),
			    fact_of(X, law_value_text(HW_TEXT("word for word"))), fact_of(N, law_value_number(2.5)),
			    fact_of(T, law_value_date((hw_date){0}))}; /* a date without a date says nothing */

	(void)state;
	for (size_t i = 0; i < HW_COUNT(table); i++) {
		law_rules *rules = rule_when(table[i].when, "");
		law_truth found = truth_of(rules, facts, HW_COUNT(facts), 100);
		if (found != table[i].wanted)
			fail_msg("%s: %d", table[i].when, (int)found);
		law_rules_free(rules);
	}
}

/* What holds for every possible world holds in the answer that the language gives as certain. */
static void test_certain_answers_hold_in_every_world(void **state)
{
	static const char *const conditions[] = {"n < m or m < n or n = m", "n < m and m < 2",
						 "not (n < m) and n + m < 4", "n - m > 0 or a = yes"};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(conditions); i++) {
		law_rules *rules = rule_when(conditions[i], "");
		for (int bits = 0; bits < 256; bits++) {
			int n1 = bits & 3, n2 = bits >> 2 & 3, m1 = bits >> 4 & 3, m2 = bits >> 6 & 3;
			if (n1 > n2 || m1 > m2)
				continue;
			law_fact wide[] = {fact_of(N, law_value_between(n1, n2)),
					   fact_of(M, law_value_between(m1, m2))};
			law_truth found = truth_of(rules, wide, 2, 0);
			for (int n = n1; n <= n2 && found != LAW_UNKNOWN; n++)
				for (int m = m1; m <= m2; m++) {
					law_fact world[] = {fact_of(N, law_value_number(n)),
							    fact_of(M, law_value_number(m)),
							    fact_of(A, law_value_bool((n + m) % 2))};
					assert_int_equal(truth_of(rules, world, 3, 0), found);
				}
		}
		law_rules_free(rules);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong_conditions_are_named_with_place_and_remedy),
		cmocka_unit_test(test_wrong_files_are_named_with_place_and_remedy),
		cmocka_unit_test(test_wrong_rules_are_named_with_place_and_remedy),
		cmocka_unit_test(test_a_person_rule_has_no_condition),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_no_file_gives_no_rules),
		cmocka_unit_test(test_form_of_the_file_is_free_where_it_should_be),
		cmocka_unit_test(test_kleene_tables_by_brute_force),
		cmocka_unit_test(test_intervals_by_brute_force),
		cmocka_unit_test(test_words_by_brute_force),
		cmocka_unit_test(test_several_claims_of_one_fact_are_joined),
		cmocka_unit_test(test_single_functions),
		cmocka_unit_test(test_certain_answers_hold_in_every_world),
	};

	return cmocka_run_group_tests_name("law_language", tests, NULL, NULL);
}
