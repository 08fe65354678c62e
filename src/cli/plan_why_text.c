/* plan_why_text.c - why somebody is not in the package, and what one person more or fewer changes, to be read. */
#include "bureau/bureau.h"
#include "cli/plan_text_int.h"
#include "cli/table_int.h"

static hw_text classes(hw_arena *arena, const char *lang, const hw_json *sides)
{
	static const char *const keys[] = {"returned", "given"};
	hw_text list = HW_TEXT("");

	for (size_t s = 0; s < HW_COUNT(keys); s++) {
		const hw_json *side = hw_json_get(sides, keys[s]);

		for (void *m = hw_json_first(side); m; m = hw_json_next(side, m))
			list = hw_text_format(arena, "%.*s%s%lld %s%s", HW_TEXT_ARG(list), list.length ? ", " : "",
					      (long long)hw_json_as_integer(hw_json_member_value(m)),
					      bureau_retell(arena, lang, hw_text_of(hw_json_member_key(m))).bytes,
					      s ? bureau_word(lang, " of theirs") : "");
	}
	return list;
}

static hw_text joined(hw_arena *arena, const char *lang, const hw_json *texts)
{
	hw_text list = HW_TEXT("");

	for (size_t i = 0; i < hw_json_count(texts); i++)
		list = hw_text_format(arena, "%.*s%s%.*s", HW_TEXT_ARG(list), list.length ? "; " : "",
				      HW_TEXT_ARG(bureau_retell(arena, lang, hw_json_as_text(hw_json_at(texts, i)))));
	return list;
}

static void one(hw_arena *arena, const char *lang, const hw_json *why, hw_buffer *out)
{
	hw_text words = hw_json_as_text(hw_json_get(why, "words"));
	const hw_json *clash = hw_json_get(why, "clash"), *missing = hw_json_get(why, "missing_interest"),
		      *others = hw_json_get(why, "alternatives");
	hw_text leave = classes(arena, lang, hw_json_get(why, "leave"));

	cli_paragraph(
		out, 2,
		hw_text_format(arena, "%.*s: %.*s.%s%.*s", HW_TEXT_ARG(hw_json_as_text(hw_json_get(why, "asked"))),
			       HW_TEXT_ARG(bureau_retell(arena, lang, hw_json_as_text(hw_json_get(why, "reason")))),
			       words.length ? " " : "", HW_TEXT_ARG(bureau_retell(arena, lang, words))));
	if (hw_json_count(clash))
		cli_paragraph(
			out, 4,
			BUREAU_SENTENCE(arena, lang, "These cannot hold together: %1.", joined(arena, lang, clash)));
	if (leave.length)
		cli_paragraph(out, 4,
			      BUREAU_SENTENCE(arena, lang, "With one more, %1 would leave and %2 join.", leave,
					      classes(arena, lang, hw_json_get(why, "join"))));
	if (hw_json_kind_of(missing) != HW_JSON_NUMBER || !(hw_json_as_number(missing) > 0))
		return;
	cli_paragraph(out, 4,
		      BUREAU_SENTENCE(arena, lang, "On top of the package as it is, his holder lacks %1 of interest.",
				      hw_text_format(arena, "%.4g", hw_json_as_number(missing))));
	for (size_t i = 0; i < hw_json_count(others); i++) {
		const hw_json *o = hw_json_at(others, i);

		cli_paragraph(out, 6,
			      BUREAU_SENTENCE(arena, lang, "%1 more of %2 would do",
					      hw_text_format(arena, "%lld",
							     (long long)hw_json_as_integer(hw_json_get(o, "more"))),
					      bureau_retell(arena, lang, hw_json_as_text(hw_json_get(o, "class")))));
	}
}

static hw_text change(hw_arena *arena, const char *lang, const hw_json *value)
{
	return hw_json_kind_of(value) == HW_JSON_NUMBER ? hw_text_format(arena, "%+.4g", hw_json_as_number(value))
							: hw_text_of(bureau_word(lang, "not possible"));
}

static void marginals(hw_arena *arena, const char *lang, const hw_json *marginal, hw_buffer *out)
{
	static const char *const heads[] = {"class", "in", "of", "one more", "one fewer"};
	const hw_json *list = hw_json_get(marginal, "classes");
	cli_table t = {.arena = arena, .columns = HW_COUNT(heads), .indent = 2, .right = 0x1e};
	hw_text *row = cli_table_row(&t);

	for (size_t i = 0; row && i < HW_COUNT(heads); i++)
		row[i] = hw_text_of(bureau_word(lang, heads[i]));
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *m = hw_json_at(list, i);

		row = cli_table_row(&t);
		if (!row)
			break;
		row[0] = hw_text_format(
			arena, "%s%.*s",
			hw_text_is(hw_json_as_text(hw_json_get(m, "side")), "ours") ? bureau_word(lang, "of ours, ")
										    : "",
			HW_TEXT_ARG(bureau_retell(arena, lang, hw_json_as_text(hw_json_get(m, "class")))));
		row[1] = hw_text_format(arena, "%lld", (long long)hw_json_as_integer(hw_json_get(m, "in")));
		row[2] = hw_text_format(arena, "%lld", (long long)hw_json_as_integer(hw_json_get(m, "of")));
		row[3] = change(arena, lang, hw_json_get(m, "one_more"));
		row[4] = change(arena, lang, hw_json_get(m, "one_fewer"));
	}
	cli_table_write(&t, out);
}

void cli_plan_why_text(hw_arena *arena, const hw_json *answer, const char *lang, hw_buffer *out)
{
	const hw_json *why = hw_json_get(answer, "why"), *marginal = hw_json_get(answer, "marginal");

	if (hw_json_count(why)) {
		hw_buffer_addf(out, "\n%s\n", bureau_word(lang, "Why not?"));
		for (size_t i = 0; i < hw_json_count(why); i++)
			one(arena, lang, hw_json_at(why, i), out);
	}
	if (hw_json_kind_of(marginal) != HW_JSON_OBJECT)
		return;
	hw_buffer_adds(out, "\n");
	cli_paragraph(
		out, 0,
		BUREAU_SENTENCE(
			arena, lang, "What one person more or fewer changes (at %1 %, at most %2 given; inside only)",
			hw_text_format(arena, "%.4g", 100 * hw_json_as_number(hw_json_get(marginal, "acceptance"))),
			hw_text_format(arena, "%lld",
				       (long long)hw_json_as_integer(hw_json_get(marginal, "max_given")))));
	marginals(arena, lang, marginal, out);
}
