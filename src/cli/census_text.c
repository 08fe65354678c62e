/* census_text.c - the answer of `census` for people: the sentence first, then every method with its interval and its
 * shape, what could not be checked, and why nothing may be published where that is so. */
#include "cli/census_text_int.h"

#include <math.h>
#include <string.h>

#include "bureau/bureau.h"
#include "cli/table_int.h"

enum { SHAPE = 20 };

typedef struct page {
	hw_arena *arena;
	hw_buffer *out;
	const char *lang;
	const hw_json *answer;
	bool failed;
} page;

static const char *say(const page *p, const char *english)
{
	return bureau_word(p->lang, english);
}

/* Kinds of sources in words; the lists of a file as the file calls them. */
static hw_text list_name(const page *p, hw_text name)
{
	return hw_json_get(p->answer, "population") ? bureau_list_name(p->arena, p->lang, name) : name;
}

static void line(page *p, size_t indent, hw_text t)
{
	p->failed = p->failed || !t.bytes;
	cli_paragraph(p->out, indent, t);
}

static hw_text text(const hw_json *object, const char *key)
{
	return hw_json_as_text(hw_json_get(object, key));
}

static bool is_number(const hw_json *object, const char *key)
{
	return hw_json_kind_of(hw_json_get(object, key)) == HW_JSON_NUMBER;
}

static double number(const hw_json *object, const char *key)
{
	return is_number(object, key) ? hw_json_as_number(hw_json_get(object, key)) : (double)NAN;
}

/* Whole people; "-" for what a method does not have. */
static hw_text people(page *p, double value)
{
	return isnan(value) ? HW_TEXT("-") : hw_text_format(p->arena, "%.0f", value);
}

/* A density as a row of blocks: two humps are seen at once, and an average would hide them. */
static hw_text shape(page *p, const hw_json *estimate)
{
	static const char *const blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	const hw_json *mass = hw_json_get(hw_json_get(estimate, "density"), "mass");
	size_t count = hw_json_count(mass), each = count / SHAPE;
	double bins[SHAPE] = {0}, most = 0;
	hw_text result = {"", 0};

	if (!each)
		return result;
	for (size_t i = 0; i < SHAPE * each; i++)
		bins[i / each] += hw_json_as_number(hw_json_at(mass, i));
	for (size_t i = 0; i < SHAPE; i++)
		most = fmax(most, bins[i]);
	for (size_t i = 0; i < SHAPE; i++)
		result = hw_text_format(p->arena, "%.*s%s", HW_TEXT_ARG(result),
					blocks[most > 0 ? (int)ceil(8 * bins[i] / most - 1e-9) : 0]);
	return result;
}

static hw_text remark(page *p, const hw_json *estimate)
{
	const hw_json *settings = hw_json_get(estimate, "settings");

	if (!hw_json_as_bool(hw_json_get(estimate, "possible")))
		return hw_text_of(say(p, "could not be computed"));
	if (is_number(estimate, "rhat"))
		return hw_text_format(p->arena, "R-hat %.3f, ESS %.0f, cap %.4g n", number(estimate, "rhat"),
				      number(estimate, "ess"), number(settings, "cap"));
	if (hw_json_get(settings, "delta"))
		return hw_text_format(p->arena, "delta %.4g, [%.*s] %.0f %%", number(settings, "delta"),
				      HW_TEXT_ARG(text(settings, "best_graph")),
				      100 * number(settings, "best_probability"));
	if (hw_json_get(settings, "models"))
		return hw_text_format(p->arena, "%s %.0f, BIC; [%.*s] %.0f %%", say(p, "models"),
				      number(settings, "models"), HW_TEXT_ARG(text(settings, "best_model")),
				      100 * number(settings, "best_weight"));
	if (hw_json_get(settings, "model"))
		return hw_text_format(p->arena, "[%.*s], %s", HW_TEXT_ARG(text(settings, "model")), say(p, "profile"));
	if (hw_json_get(settings, "form"))
		return hw_text_format(p->arena, "%.*s, %s", HW_TEXT_ARG(text(settings, "form")),
				      say(p, "a lower bound; read its lower limit"));
	const hw_json *pair = hw_json_get(settings, "lists");
	if (hw_json_count(pair) == 2)
		return hw_text_format(p->arena, "%.*s, %.*s: %s",
				      HW_TEXT_ARG(list_name(p, hw_json_as_text(hw_json_at(pair, 0)))),
				      HW_TEXT_ARG(list_name(p, hw_json_as_text(hw_json_at(pair, 1)))),
				      say(p, "if the two lists are independent"));
	return hw_text_of(say(p, "if the two lists are independent"));
}

static void estimates(page *p, const hw_json *answer)
{
	const hw_json *list = hw_json_get(answer, "estimates");
	cli_table t = {.arena = p->arena, .columns = 6, .indent = 3, .right = 1u << 1 | 1u << 2 | 1u << 3};
	static const char *const headings[] = {"method",     "median", "lower 95 %",
					       "upper 95 %", "shape",  "on what it rests"};
	hw_text *row = hw_json_count(list) ? cli_table_row(&t) : NULL;

	for (size_t c = 0; row && c < t.columns; c++)
		row[c] = hw_text_of(say(p, headings[c]));
	for (size_t i = 0; row && i < hw_json_count(list); i++) {
		const hw_json *e = hw_json_at(list, i);
		row = cli_table_row(&t);
		if (!row) {
			p->failed = true;
			return;
		}
		row[0] = text(e, "method");
		row[1] = people(p, number(e, "median"));
		row[2] = people(p, number(e, "lower"));
		row[3] = people(p, number(e, "upper"));
		row[4] = shape(p, e);
		row[5] = remark(p, e);
	}
	cli_table_write(&t, p->out);
}

static void deltas(page *p, const hw_json *answer)
{
	const hw_json *list = hw_json_get(answer, "estimates");

	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *all = hw_json_get(hw_json_get(hw_json_at(list, i), "settings"), "deltas");
		hw_text words = {"", 0};
		for (size_t k = 0; k < hw_json_count(all); k++)
			words = hw_text_format(p->arena, "%.*s%s%.0f (%.4g)", HW_TEXT_ARG(words), k ? ", " : "",
					       number(hw_json_at(all, k), "median"),
					       number(hw_json_at(all, k), "delta"));
		if (words.length)
			line(p, 3,
			     hw_text_format(p->arena, "%s: %.*s.",
					    say(p, "Median of the decomposable average by delta"), HW_TEXT_ARG(words)));
	}
}

static void sweep(page *p, const hw_json *answer)
{
	const hw_json *list = hw_json_get(answer, "sweep");
	hw_text words = {"", 0};

	for (size_t i = 0; i < hw_json_count(list); i++)
		words = hw_text_format(p->arena, "%.*s%s%.0f (xi %.4g)", HW_TEXT_ARG(words), i ? ", " : "",
				       number(hw_json_at(list, i), "total"), number(hw_json_at(list, i), "xi"));
	if (words.length)
		line(p, 3,
		     hw_text_format(p->arena, "%s: %.*s.",
				    say(p, "If the assumption that no data can check were off by a factor xi"),
				    HW_TEXT_ARG(words)));
	else if (hw_json_count(hw_json_get(answer, "estimates")))
		line(p, 3, hw_text_of(say(p, "No sweep over the assumption: a pattern of lists has nobody.")));
}

static void consistency(page *p, const hw_json *answer)
{
	const hw_json *c = hw_json_get(answer, "consistency"), *list = hw_json_get(c, "lists");
	hw_text words = {"", 0};

	if (!(number(c, "checked") > 0))
		return;
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *t = hw_json_at(list, i);
		if (!is_number(t, "median"))
			continue;
		words = hw_text_format(p->arena, "%.*s%s%.*s %s %.0f, %s %.0f-%.0f%s", HW_TEXT_ARG(words),
				       words.length ? "; " : "", HW_TEXT_ARG(list_name(p, text(t, "list"))),
				       say(p, "true"), number(t, "size"), say(p, "found"), number(t, "lower"),
				       number(t, "upper"),
				       hw_json_as_bool(hw_json_get(t, "covered")) ? "" : say(p, ", missed"));
	}
	line(p, 3,
	     hw_text_format(p->arena, "%s: %.0f/%.0f%s%.*s.",
			    say(p, "Own lists that the others find again, each taken as a population of known size"),
			    number(c, "checked") - number(c, "missed"), number(c, "checked"), words.length ? ": " : "",
			    HW_TEXT_ARG(words)));
}

static void texts(page *p, const char *heading, const hw_json *list)
{
	if (!hw_json_count(list))
		return;
	hw_buffer_addf(p->out, "%s\n", say(p, heading));
	for (size_t i = 0; i < hw_json_count(list); i++)
		line(p, 3, hw_text_format(p->arena, "- %.*s", HW_TEXT_ARG(hw_json_as_text(hw_json_at(list, i)))));
}

static void census_page(page *p, const hw_json *answer)
{
	const hw_json *verdict = hw_json_get(answer, "verdict"), *lists = hw_json_get(answer, "lists");
	hw_text names = {"", 0};

	line(p, 0, text(verdict, "sentence"));
	for (size_t i = 0; i < hw_json_count(lists); i++)
		names = hw_text_format(p->arena, "%.*s%s%zu %.*s", HW_TEXT_ARG(names), i ? ", " : "", i + 1,
				       HW_TEXT_ARG(list_name(p, hw_json_as_text(hw_json_at(lists, i)))));
	line(p, 0,
	     hw_text_format(p->arena, "%.0f %s: %.*s.", number(answer, "listed"), say(p, "people on the lists"),
			    HW_TEXT_ARG(names)));
	if (number(answer, "seen") < number(answer, "listed"))
		line(p, 0,
		     hw_text_format(p->arena, "%s: %.0f.", say(p, "Of them on lists that share people with others"),
				    number(answer, "seen")));
	if (is_number(answer, "draws"))
		line(p, 0,
		     hw_text_format(p->arena, "%.0f %s: %.0f-%.0f %s.", number(answer, "draws"),
				    say(p, "draws of the linkage"), number(answer, "seen_least"),
				    number(answer, "seen_most"), say(p, "people on the lists")));
	estimates(p, answer);
	deltas(p, answer);
	sweep(p, answer);
	consistency(p, answer);
	texts(p, "Why no figure may be published", hw_json_get(verdict, "reasons"));
	texts(p, "Notes", hw_json_get(verdict, "notes"));
}

hw_status cli_census_text(hw_arena *arena, const hw_json *answer, const char *lang, hw_buffer *out, hw_error *error)
{
	page p = {.arena = arena, .out = out, .lang = lang, .answer = answer};
	const hw_json *half = hw_json_get(answer, "at_half"), *population = hw_json_get(answer, "population");

	if (population) {
		hw_text region = text(population, "region");
		line(&p, 0,
		     hw_text_format(
			     arena, "%s%s%.*s%s %.0f %s.", say(&p, "Ours whom others held"), region.length ? ", " : "",
			     HW_TEXT_ARG(region), say(&p, ", within the last"), number(population, "window_days"),
			     say(&p, "days; agency and official lists are left out: they cannot name who is held "
				     "in secret")));
		line(&p, 0, hw_text_of(say(&p, "On a list when belief holds it at least .9 probable:")));
	}
	census_page(&p, answer);
	if (half) {
		line(&p, 0, hw_text_of(say(&p, "The same at .5:")));
		census_page(&p, half);
	}
	line(&p, 0,
	     hw_text_format(arena, "%.*s%s%s %.0f, %s %.12s, homeward %.*s.", HW_TEXT_ARG(text(answer, "as_of")),
			    text(answer, "as_of").length ? ", " : "", say(&p, "seed"), number(answer, "seed"),
			    say(&p, "data"), text(answer, "data").length ? text(answer, "data").bytes : "",
			    HW_TEXT_ARG(text(answer, "version"))));
	return p.failed || out->failed ? hw_fail(error, HW_NO_MEMORY, "no memory to print the answer") : HW_OK;
}

hw_status cli_census_csv(const hw_json *answer, hw_buffer *out, hw_error *error)
{
	static const char *const columns[] = {"median", "mean", "mode", "lower", "upper", "rhat", "ess"};
	const hw_json *list = hw_json_get(answer, "estimates");
	char digits[32];

	hw_buffer_adds(out, "method,median,mean,mode,lower,upper,rhat,ess\n");
	for (size_t i = 0; i < hw_json_count(list); i++) {
		hw_csv_write(out, text(hw_json_at(list, i), "method"));
		for (size_t c = 0; c < HW_COUNT(columns); c++) {
			double value = number(hw_json_at(list, i), columns[c]);
			hw_buffer_addf(out, ",%s", isnan(value) ? "" : hw_number_write(value, digits));
		}
		hw_buffer_adds(out, "\n");
	}
	return out->failed ? hw_fail(error, HW_NO_MEMORY, "no memory to print the answer") : HW_OK;
}
