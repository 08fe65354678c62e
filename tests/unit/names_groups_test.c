/* Every group of tests/data/name_groups.txt is a test: writings that are one name, and traps that must stay apart. */
#include "names_check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct group {
	char title[128], writings[1024];
	int line;
	bool same;
} group;

/* The value without reasons is the same, but for what names_compare tries beyond: two oblique cases, callsigns alone. */
static double value_alone(hw_text a, hw_text b)
{
	static names_written left, right;

	assert_int_equal(names_parse(names_use.tables, names_use.arena, a, &left, NULL), HW_OK);
	assert_int_equal(names_parse(names_use.tables, names_use.arena, b, &right, NULL), HW_OK);
	return left.part_count && right.part_count ? names_likeness_value(&left, &right) : -1;
}

static bool oblique(hw_text a, hw_text b)
{
	hw_text *left, *right;
	size_t count, other;

	assert_int_equal(names_lemma(names_use.tables, names_use.arena, a, 3, &left, &count, NULL), HW_OK);
	assert_int_equal(names_lemma(names_use.tables, names_use.arena, b, 3, &right, &other, NULL), HW_OK);
	return count > 1 || other > 1;
}

static void check_group(void **state)
{
	const group *g = *state;
	hw_text all[16], rest = hw_text_of(g->writings), piece;
	size_t count = 0;

	while (hw_text_split(&rest, '|', &piece) && count < HW_COUNT(all))
		all[count++] = hw_text_trim(piece);
	assert_true(count >= 2);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			names_likeness likeness;
			hw_error error = {0};
			if (i == j)
				continue;
			hw_arena_reset(names_use.arena);
			assert_int_equal(
				names_compare(names_use.tables, names_use.arena, all[i], all[j], &likeness, &error),
				HW_OK);
			assert_true(likeness.value >= 0 && likeness.value <= 1);
			assert_true(likeness.reason_count > 0);
			double alone = value_alone(all[i], all[j]);
			if (alone >= 0 && fabs(likeness.value - alone) > 1e-12 && !oblique(all[i], all[j]))
				fail_msg("line %d: another value without reasons", g->line);
			if ((likeness.value >= 0.5) != g->same)
				fail_msg("line %d: %.*s | %.*s: %.4f", g->line, HW_TEXT_ARG(all[i]),
					 HW_TEXT_ARG(all[j]), likeness.value);
		}
}

static bool read_group(char *row, int line, group *g)
{
	char *bar = strchr(row, '|');

	row[strcspn(row, "\n")] = '\0';
	if ((row[0] != '=' && row[0] != '!') || !bar)
		return false;
	*bar = '\0';
	snprintf(g->title, sizeof g->title, "%s: %.110s", row[0] == '=' ? "one name" : "apart", row + 2);
	snprintf(g->writings, sizeof g->writings, "%s", bar + 1);
	g->same = row[0] == '=';
	g->line = line;
	return true;
}

int main(void)
{
	static group groups[256];
	static struct CMUnitTest tests[256];
	size_t count = 0;
	char row[2048];
	FILE *file = fopen(HOMEWARD_SOURCE_DIR "/tests/data/name_groups.txt", "r");

	for (int line = 1; file && count < HW_COUNT(groups) && fgets(row, sizeof row, file); line++) {
		if (!read_group(row, line, &groups[count]))
			continue;
		tests[count] = (struct CMUnitTest){groups[count].title, check_group, NULL, NULL, &groups[count]};
		count++;
	}
	if (!file || count < 140) {
		(void)fprintf(stderr, "not ok tests/data/name_groups.txt cannot be read\n");
		return 1;
	}
	(void)fclose(file);
	return _cmocka_run_group_tests("names_groups", tests, count, names_setup, names_teardown);
}
