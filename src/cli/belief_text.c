/* belief_text.c - the answer of `belief` for people: words with the number in steps of 5 %, totals with
 * their interval and on what it rests, and what would change if a report were left out. */
#include "cli/belief_text_int.h"

#include <math.h>
#include <string.h>

#include "bureau/bureau.h"
#include "cli/table_int.h"

enum { PERSONS_SHOWN = 60, PERSONS_EXPLAINED = 12, SETS_SHOWN = CLI_TABLE_COLUMNS - 3, PLACES_SHOWN = 3 };

typedef struct page {
	hw_arena *arena;
	hw_buffer *out;
	const char *lang;
	const hw_json *answer;
	const cli_texts *chosen;
	bool failed;
} page;

static double number(const hw_json *object, const char *key)
{
	return hw_json_as_number(hw_json_get(object, key));
}

static hw_text text(const hw_json *object, const char *key)
{
	return hw_json_as_text(hw_json_get(object, key));
}

static const char *say(const page *p, const char *english)
{
	return bureau_word(p->lang, english);
}

/* "90 %", "<5 %", ">95 %": a second digit would claim a precision that no source has. */
static hw_text percent(page *p, double share)
{
	if (share < 0.05)
		return hw_text_format(p->arena, "<5 %%");
	if (share > 0.95)
		return hw_text_format(p->arena, ">95 %%");
	return hw_text_format(p->arena, "%.0f %%", 5 * floor(share * 20 + 0.5));
}

static hw_text day_text(page *p, const hw_json *value)
{
	char digits[32];

	if (hw_json_kind_of(value) == HW_JSON_TEXT)
		return hw_json_as_text(value);
	return hw_text_format(p->arena, "%s %s", say(p, "day"), hw_number_write(hw_json_as_number(value), digits));
}

static void heading(page *p, const char *words)
{
	hw_buffer_addf(p->out, "%s%s\n", p->out->length ? "\n" : "", say(p, words));
}

static void line(page *p, size_t indent, hw_text t)
{
	p->failed = p->failed || !t.bytes;
	cli_paragraph(p->out, indent, t);
}

/* ---- persons ---- */
static bool is_chosen(const page *p, const hw_json *person)
{
	for (size_t i = 0; i < p->chosen->count; i++)
		if (hw_text_is(text(person, "id"), p->chosen->items[i]))
			return true;
	return p->chosen->count == 0;
}

static const char *state_words(const page *p, const char *state)
{
	return !strcmp(state, "DEAD") ? say(p, "dead") : !strcmp(state, "FREE") ? say(p, "free") : state;
}

/* The likeliest states, each at least 5 %. */
static hw_text likeliest(page *p, const hw_json *states)
{
	hw_text list = {"", 0};
	double bound = 2;

	for (size_t i = 0; i < PLACES_SHOWN; i++) {
		const char *best = NULL;
		double most = 0.05;
		for (void *m = hw_json_first(states); m; m = hw_json_next(states, m)) {
			double share = hw_json_as_number(hw_json_member_value(m));
			if (share >= most && share < bound) {
				most = share;
				best = hw_json_member_key(m);
			}
		}
		if (!best)
			break;
		bound = most;
		list = hw_text_format(p->arena, "%.*s%s%s %.*s", HW_TEXT_ARG(list), list.length ? ", " : "",
				      state_words(p, best), HW_TEXT_ARG(percent(p, most)));
	}
	return list;
}

static void person_row(page *p, cli_table *t, const hw_json *person)
{
	hw_text *row = cli_table_row(t);
	const hw_json *sets = hw_json_get(person, "sets");
	size_t column = 2;

	if (!row) {
		p->failed = true;
		return;
	}
	row[0] = text(person, "id");
	row[1] = bureau_likelihood(p->arena, p->lang, number(person, "captive"));
	for (void *m = hw_json_first(sets); m && column + 1 < t->columns; m = hw_json_next(sets, m))
		row[column++] = bureau_likelihood(p->arena, p->lang, hw_json_as_number(hw_json_member_value(m)));
	row[t->columns - 1] = likeliest(p, hw_json_get(person, "states"));
}

static void persons(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "persons");
	const hw_json *sets = hw_json_get(hw_json_at(list, 0), "sets");
	size_t shown_sets = hw_json_count(sets) < SETS_SHOWN ? hw_json_count(sets) : SETS_SHOWN, shown = 0, chosen = 0;
	cli_table t = {.arena = p->arena, .columns = 3 + shown_sets};
	hw_text *row = cli_table_row(&t);
	size_t column = 2;

	if (!row) {
		p->failed = true;
		return;
	}
	row[0] = hw_text_of(say(p, "person"));
	row[1] = hw_text_of(say(p, "captive"));
	for (void *m = hw_json_first(sets); m && column < 2 + shown_sets; m = hw_json_next(sets, m))
		row[column++] = hw_text_of(hw_json_member_key(m));
	row[2 + shown_sets] = hw_text_of(say(p, "most likely"));
	for (size_t i = 0; i < hw_json_count(list); i++) {
		if (!is_chosen(p, hw_json_at(list, i)))
			continue;
		if (++chosen <= PERSONS_SHOWN) {
			person_row(p, &t, hw_json_at(list, i));
			shown++;
		}
	}
	heading(p, "Where each person is");
	cli_table_write(&t, p->out);
	if (chosen > shown)
		line(p, 0,
		     hw_text_format(p->arena, "%s %zu. %s", say(p, "Not shown:"), chosen - shown,
				    say(p, "--json and --csv have them all, --person ID one.")));
}

/* ---- what reports did ---- */
/* "Grozny 80 % instead of 90 %" for each value that the report moves by a step. */
static hw_text without_it(page *p, const hw_json *person, const hw_json *report)
{
	const hw_json *moves = hw_json_get(report, "moves"), *sets = hw_json_get(person, "sets");
	hw_text list = {"", 0};

	for (void *m = hw_json_first(moves); m; m = hw_json_next(moves, m)) {
		const char *key = hw_json_member_key(m);
		const hw_json *now = strcmp(key, "captive") ? hw_json_get(sets, key) : hw_json_get(person, key);
		if (hw_json_kind_of(hw_json_member_value(m)) != HW_JSON_NUMBER)
			continue;
		double with = hw_json_as_number(now);
		double without = hw_logistic(hw_logit(with) - hw_json_as_number(hw_json_member_value(m)));
		hw_text a = percent(p, with), b = percent(p, without);
		if (hw_text_equal(a, b))
			continue;
		list = hw_text_format(p->arena, "%.*s%s%s %.*s %s %.*s", HW_TEXT_ARG(list), list.length ? ", " : "",
				      strcmp(key, "captive") != 0 ? key : say(p, "captive"), HW_TEXT_ARG(b),
				      say(p, "instead of"), HW_TEXT_ARG(a));
	}
	return list;
}

static hw_text also(page *p, hw_text said, const char *english)
{
	return hw_text_format(p->arena, "%.*s%s%s", HW_TEXT_ARG(said), said.length ? "; " : "", say(p, english));
}

static bool report_line(page *p, const hw_json *person, const hw_json *report)
{
	hw_text moved = without_it(p, person, report), id = text(report, "id"), said = {"", 0};

	if (hw_json_get(report, "used"))
		said = also(p, said, "had not been received by then");
	if (number(report, "noise") > 0.9)
		said = also(p, said, "is probably wrong");
	if (number(report, "copy") > 0.5)
		said = also(p, said, "mostly repeats another report");
	if (number(report, "surprise") > 1)
		said = also(p, said, "contradicts the others");
	if (moved.length)
		said = hw_text_format(p->arena, "%.*s%s%s: %.*s", HW_TEXT_ARG(said), said.length ? "; " : "",
				      say(p, "without it"), HW_TEXT_ARG(moved));
	if (!said.length)
		return false;
	line(p, 2,
	     hw_text_format(p->arena, "%.*s %.*s: %.*s", HW_TEXT_ARG(text(person, "id")), HW_TEXT_ARG(id),
			    HW_TEXT_ARG(said)));
	return true;
}

/* A source or a chain of several reports: what would be left without all of them. */
static bool set_line(page *p, const hw_json *person, const hw_json *set, hw_text name, size_t count)
{
	hw_text moved = count > 1 ? without_it(p, person, set) : HW_TEXT("");

	if (moved.length)
		line(p, 2,
		     hw_text_format(p->arena, "%.*s: %s %.*s (%zu): %.*s", HW_TEXT_ARG(text(person, "id")),
				    say(p, "without all reports of"), HW_TEXT_ARG(name), count, HW_TEXT_ARG(moved)));
	return moved.length > 0;
}

/* Chains of copies; sources that spoke more than once are told by their reports. */
static bool chain_lines(page *p, const hw_json *person)
{
	const hw_json *chains = hw_json_get(person, "by_chain");
	bool any = false;

	for (size_t i = 0; i < hw_json_count(chains); i++) {
		const hw_json *chain = hw_json_at(chains, i), *list = hw_json_get(chain, "reports");
		hw_text name = hw_text_format(p->arena, "%s %.*s", say(p, "the chain that begins with"),
					      HW_TEXT_ARG(hw_json_as_text(hw_json_at(list, 0))));
		any = set_line(p, person, chain, name, hw_json_count(list)) || any;
	}
	return any;
}

static bool conflict_lines(page *p, const hw_json *person)
{
	const hw_json *pairs = hw_json_get(person, "conflicts");

	for (size_t i = 0; i < hw_json_count(pairs); i++) {
		const hw_json *pair = hw_json_at(pairs, i);
		line(p, 2,
		     hw_text_format(p->arena, "%.*s: %.*s, %.*s: %s (1 : %.0f)", HW_TEXT_ARG(text(person, "id")),
				    HW_TEXT_ARG(text(pair, "one")), HW_TEXT_ARG(text(pair, "other")),
				    say(p, "do not go together; both stand"), 1 / fmax(1e-9, number(pair, "factor"))));
	}
	return hw_json_count(pairs) > 0;
}

/* What would tell most about the first set (or captivity). */
static bool next_line(page *p, const hw_json *person)
{
	static const char *const words[][2] = {{"status", "a report whether he is captive"},
					       {"region", "a report of his region"},
					       {"site", "a report of his place"},
					       {"searched", "a search of"},
					       {"absent_from", "a look into the list"}};
	const hw_json *best = hw_json_at(hw_json_get(person, "next"), 0), *sets = hw_json_get(person, "sets");
	const char *set = hw_json_count(sets) ? hw_json_member_key(hw_json_first(sets)) : "captive", *what = "";

	if (!best || number(best, "about_value") < 0.01)
		return false;
	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (hw_text_is(text(best, "kind"), words[i][0]))
			what = say(p, words[i][1]);
	hw_text where = text(best, "site").length ? text(best, "site") : text(best, "list");
	line(p, 2,
	     hw_text_format(p->arena, "%.*s: %s: %s%s%.*s: %s %.*s %s %.*s", HW_TEXT_ARG(text(person, "id")),
			    say(p, "most would be told by"), what, where.length ? " " : "", HW_TEXT_ARG(where),
			    strcmp(set, "captive") != 0 ? set : say(p, "captive"),
			    HW_TEXT_ARG(percent(p, number(best, "low"))), say(p, "to"),
			    HW_TEXT_ARG(percent(p, number(best, "high")))));
	return true;
}

static void reports(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "persons");
	size_t said = 0;
	bool begun = false;

	if (!p->chosen->count && hw_json_count(list) > PERSONS_EXPLAINED)
		return;
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *person = hw_json_at(list, i), *own = hw_json_get(person, "reports");
		if (!is_chosen(p, person))
			continue;
		for (size_t j = 0; j < hw_json_count(own); j++) {
			if (!begun)
				heading(p, "What the reports did");
			begun = true;
			said += report_line(p, person, hw_json_at(own, j));
		}
		said += hw_json_count(own) && chain_lines(p, person);
		said += hw_json_count(own) && conflict_lines(p, person);
		said += hw_json_count(own) && next_line(p, person);
	}
	if (begun && !said)
		line(p, 2, hw_text_of(say(p, "No single report moves anything by 5 %.")));
}

/* ---- totals ---- */
static const char *basis_words(hw_text basis)
{
	static const char *const words[][2] = {
		{"independent", "if their whereabouts are independent"},
		{"sources", "if the sources may be better or worse than thought"},
		{"groups", "if those captured together stayed together as stated"},
		{"sources and groups", "allowing for both"},
	};

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (hw_text_is(basis, words[i][0]))
			return words[i][1];
	return "";
}

static void totals(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "totals");
	hw_text before = {"", 0};

	if (hw_json_count(list))
		heading(p, "How many (95 % intervals)");
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *t = hw_json_at(list, i);
		hw_text set = text(t, "set");
		size_t persons_counted = hw_json_count(hw_json_get(t, "pmf")) - 1;
		if (!hw_text_equal(set, before))
			line(p, 0,
			     hw_text_format(p->arena, "%.*s (%s %zu):", HW_TEXT_ARG(set), say(p, "persons"),
					    persons_counted));
		before = set;
		line(p, 2,
		     hw_text_format(p->arena, "%lld-%lld, %s %.1f, %s",
				    (long long)hw_json_as_integer(hw_json_get(t, "lower95")),
				    (long long)hw_json_as_integer(hw_json_get(t, "upper95")), say(p, "mean"),
				    number(t, "mean"), say(p, basis_words(text(t, "basis")))));
		const hw_json *all = hw_json_get(t, "with_hidden");
		if (all)
			line(p, 4,
			     hw_text_format(p->arena, "%s: %lld-%lld, %s %.1f", say(p, "with those on no list"),
					    (long long)hw_json_as_integer(hw_json_get(all, "lower95")),
					    (long long)hw_json_as_integer(hw_json_get(all, "upper95")), say(p, "mean"),
					    number(all, "mean")));
	}
}

/* ---- near, sources, notes ---- */
static void nears(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "near");

	if (!hw_json_count(list))
		return;
	heading(p, "Near a point");
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *n = hw_json_at(list, i);
		char word[64];
		(void)snprintf(word, sizeof word, "%.*s", HW_TEXT_ARG(text(n, "word")));
		hw_text hidden = {"", 0};
		if (hw_json_get(n, "with_hidden"))
			hidden = hw_text_format(p->arena, ", %s %.*s", say(p, "with those on no list"),
						HW_TEXT_ARG(percent(p, number(n, "with_hidden"))));
		line(p, 0,
		     hw_text_format(p->arena, "%.*s: %s; %s: %.*s %s %.*s, %s %.*s%.*s", HW_TEXT_ARG(text(n, "id")),
				    say(p, word), say(p, "at least one person"),
				    HW_TEXT_ARG(percent(p, number(n, "low"))), say(p, "to"),
				    HW_TEXT_ARG(percent(p, number(n, "high"))), say(p, "if independent"),
				    HW_TEXT_ARG(percent(p, number(n, "independent"))), HW_TEXT_ARG(hidden)));
	}
	line(p, 0, hw_text_of(say(p, "Nothing here says that nobody is there; decide by the upper number.")));
}

static const char *kind_words(const page *p, hw_text kind)
{
	static const char *const words[][2] = {
		{"site", "on places"}, {"region", "on regions"}, {"status", "on his state"}};

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (hw_text_is(kind, words[i][0]))
			return say(p, words[i][1]);
	return "";
}

static void sources(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "sources");
	cli_table t = {.arena = p->arena, .columns = 3, .right = 1u << 1};
	int64_t rounds = hw_json_as_integer(hw_json_get(hw_json_get(p->answer, "learning"), "rounds"));

	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *s = hw_json_at(list, i);
		hw_text *row = cli_table_row(&t), kind = text(s, "kind");
		if (!row) {
			p->failed = true;
			return;
		}
		row[0] = kind.length ? hw_text_format(p->arena, "%.*s (%s)", HW_TEXT_ARG(text(s, "id")),
						      kind_words(p, kind))
				     : text(s, "id");
		row[1] = hw_json_kind_of(hw_json_get(s, "alpha")) == HW_JSON_NULL
				 ? percent(p, number(s, "reliability"))
				 : hw_text_format(p->arena, "%.*s (%.0f-%.0f)",
						  HW_TEXT_ARG(percent(p, number(s, "reliability"))),
						  100 * number(s, "lower95"), 100 * number(s, "upper95"));
		int64_t count = hw_json_as_integer(hw_json_get(s, "reports"));
		row[2] = hw_text_format(p->arena, "%s: %lld", say(p, "reports"), (long long)count);
	}
	if (!t.rows)
		return;
	heading(p, rounds ? "How far the sources speak the truth (learned)"
			  : "How far the sources speak the truth (as graded)");
	cli_table_write(&t, p->out);
}

static void notes(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "notes");

	if (hw_json_count(list))
		heading(p, "Note");
	for (size_t i = 0; i < hw_json_count(list); i++)
		line(p, 0, hw_json_as_text(hw_json_at(list, i)));
}

static void title(page *p)
{
	const hw_json *as_of = hw_json_get(p->answer, "as_of");
	hw_text day = day_text(p, hw_json_get(p->answer, "at"));

	if (hw_json_kind_of(as_of) == HW_JSON_NULL)
		line(p, 0,
		     hw_text_format(p->arena, "%s: %.*s. %s.", say(p, "Belief"), HW_TEXT_ARG(day),
				    say(p, "From everything received")));
	else
		line(p, 0,
		     hw_text_format(p->arena, "%s: %.*s. %s %.*s.", say(p, "Belief"), HW_TEXT_ARG(day),
				    say(p, "From what had been received by"), HW_TEXT_ARG(day_text(p, as_of))));
}

static hw_status check_chosen(const page *p, hw_error *error)
{
	const hw_json *list = hw_json_get(p->answer, "persons");

	for (size_t i = 0; i < p->chosen->count; i++) {
		bool found = false;
		for (size_t k = 0; k < hw_json_count(list) && !found; k++)
			found = hw_text_is(text(hw_json_at(list, k), "id"), p->chosen->items[i]);
		if (!found)
			return hw_fail(error, HW_NOT_FOUND, "there is no person \"%s\" in the problem",
				       p->chosen->items[i]);
	}
	return HW_OK;
}

hw_status cli_belief_text(hw_arena *arena, const hw_json *answer, const char *lang, const cli_texts *chosen,
			  hw_buffer *out, hw_error *error)
{
	page p = {.arena = arena, .out = out, .lang = lang, .answer = answer, .chosen = chosen};

	HW_TRY(check_chosen(&p, error));
	title(&p);
	persons(&p);
	reports(&p);
	totals(&p);
	nears(&p);
	sources(&p);
	notes(&p);
	hw_buffer_adds(out, "\n");
	line(&p, 0,
	     hw_text_format(arena, "%s %lld, %s %.12s, homeward %.*s.", say(&p, "seed"),
			    (long long)hw_json_as_integer(hw_json_get(answer, "seed")), say(&p, "data"),
			    text(answer, "data").length ? text(answer, "data").bytes : "",
			    HW_TEXT_ARG(text(answer, "version"))));
	if (p.failed || out->failed)
		return hw_fail(error, HW_NO_MEMORY, "no memory to print the answer");
	return HW_OK;
}

/* ---- CSV ---- */
static void csv_number(hw_buffer *out, double value)
{
	char digits[32];

	hw_buffer_adds(out, ",");
	hw_buffer_adds(out, hw_number_write(value, digits));
}

hw_status cli_belief_csv(const hw_json *answer, hw_buffer *out, hw_error *error)
{
	const hw_json *list = hw_json_get(answer, "persons"), *first = hw_json_get(hw_json_at(list, 0), "sets");

	hw_buffer_adds(out, "id,captive,dead,free");
	for (void *m = hw_json_first(first); m; m = hw_json_next(first, m)) {
		hw_buffer_adds(out, ",");
		hw_csv_write(out, hw_text_of(hw_json_member_key(m)));
	}
	hw_buffer_adds(out, ",most_likely,probability\n");
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *person = hw_json_at(list, i), *states = hw_json_get(person, "states");
		const hw_json *sets = hw_json_get(person, "sets");
		const char *best = "";
		double most = -1;
		hw_csv_write(out, text(person, "id"));
		csv_number(out, number(person, "captive"));
		csv_number(out, number(states, "DEAD"));
		csv_number(out, number(states, "FREE"));
		for (void *m = hw_json_first(sets); m; m = hw_json_next(sets, m))
			csv_number(out, hw_json_as_number(hw_json_member_value(m)));
		for (void *m = hw_json_first(states); m; m = hw_json_next(states, m))
			if (hw_json_as_number(hw_json_member_value(m)) > most) {
				most = hw_json_as_number(hw_json_member_value(m));
				best = hw_json_member_key(m);
			}
		hw_buffer_adds(out, ",");
		hw_csv_write(out, hw_text_of(best));
		csv_number(out, most);
		hw_buffer_adds(out, "\n");
	}
	return out->failed ? hw_fail(error, HW_NO_MEMORY, "no memory to print the answer") : HW_OK;
}
