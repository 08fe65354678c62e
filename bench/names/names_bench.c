/* How well and how fast names are compared, on public sets of names (see README.md of this folder).
 * usage: names_bench DATA [bench|tokens|cases|politicians|speed]... [--list]
 * DATA holds the folders nomenklatura_name_bench, wikidata_en_ru_names, uk_declension_shevchenko,
 * ru_declension_petrovich, everypolitician_multilang.  Without a part all are measured; --list prints what went wrong.
 * The token set is cut in two by a hash of the Latin token: what was looked at while the tables were written ("open"),
 * and what was not ("unseen"). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "names/names.h"

enum { COLUMNS = 9 };
static hw_error error;
static names_tables *tables;
static hw_arena *arena, *keep;
static bool list;

static void need(hw_status status)
{
	char line[1024];

	if (status == HW_OK)
		return;
	fprintf(stderr, "names_bench: %s\n", hw_error_line(&error, line, sizeof line));
	exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- rows of a file ------------------------------------------------------------------ */

typedef struct row {
	hw_text at[COLUMNS];
} row;
typedef struct rows {
	row *at;
	size_t count;
} rows;

static rows rows_of(const char *folder, const char *file)
{
	char path[1024];
	rows r = {0};
	size_t room = 0;
	const hw_csv_row *line;
	hw_csv *csv;

	snprintf(path, sizeof path, "%s/%s", folder, file);
	need(hw_csv_open(path, &csv, &error));
	for (;;) {
		need(hw_csv_next(csv, &line, &error));
		if (!line)
			break;
		if (r.count == room) {
			room = room ? room * 2 : 1024;
			r.at = realloc(r.at, room * sizeof *r.at);
			if (!r.at)
				exit(1);
		}
		for (size_t i = 0; i < COLUMNS; i++)
			r.at[r.count].at[i] = i < line->count ? hw_text_copy(keep, line->fields[i]) : (hw_text){0};
		r.count++;
	}
	hw_csv_close(csv);
	return r;
}

static double likeness(hw_text a, hw_text b)
{
	names_likeness found;

	hw_arena_reset(arena);
	need(names_compare(tables, arena, a, b, &found, &error));
	return found.value;
}

/* ---- the open half of the name bench: persons ------------------------------------------ */

static void bench_cases(const char *data)
{
	rows r = rows_of(data, "nomenklatura_name_bench/cases.csv");
	double right = 0, said = 0, truly = 0;

	for (size_t i = 0; i < r.count; i++) {
		if (!hw_text_is(r.at[i].at[1], "Person"))
			continue;
		bool same = hw_text_is(r.at[i].at[4], "true");
		double value = likeness(r.at[i].at[2], r.at[i].at[3]);
		truly += same;
		said += value >= 0.5;
		right += same && value >= 0.5;
		if (list && same != (value >= 0.5))
			printf("  %s %.3f  %.*s | %.*s\n", same ? "missed" : "wrong ", value,
			       HW_TEXT_ARG(r.at[i].at[2]), HW_TEXT_ARG(r.at[i].at[3]));
	}
	printf("name bench, persons: precision %.3f recall %.3f F1 %.4f (%.0f of %.0f same)\n", right / said,
	       right / truly, 2 * right / (said + truly), right, truly);
}

/* ---- Latin and Cyrillic tokens ------------------------------------------------------------ */

static uint32_t hash_of(hw_text t)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < t.length; i++)
		hash = (hash ^ (unsigned char)t.bytes[i]) * 16777619u;
	return hash ^ hash >> 15;
}

static void bench_tokens(const char *data)
{
	static const char *const halves[] = {"open", "unseen"};
	rows r = rows_of(data, "wikidata_en_ru_names/train.csv");

	for (unsigned half = 0; half < 2; half++) {
		double seen = 0, recognised = 0, chance = 0, tried = 0;
		size_t other = half ? 77777 : 33333;
		for (size_t i = 0; i < r.count; i++) {
			if ((hash_of(r.at[i].at[0]) & 1) != half)
				continue;
			double value = likeness(r.at[i].at[0], r.at[i].at[1]);
			seen++;
			recognised += value >= 0.5;
			if (list && value < 0.5 && !half && i % 8 == 0)
				printf("  missed %.3f  %.*s | %.*s\n", value, HW_TEXT_ARG(r.at[i].at[0]),
				       HW_TEXT_ARG(r.at[i].at[1]));
			for (unsigned k = 0; k < 2; k++) { /* two random partners each */
				other = (other * 1103515245u + 12345u) % r.count;
				if (hw_text_equal(r.at[i].at[0], r.at[other].at[0]) ||
				    hw_text_equal(r.at[i].at[1], r.at[other].at[1]))
					continue;
				value = likeness(r.at[i].at[0], r.at[other].at[1]);
				tried++;
				chance += value >= 0.5;
				if (list && value >= 0.5 && !half && i % 4 == 0)
					printf("  chance %.3f  %.*s | %.*s\n", value, HW_TEXT_ARG(r.at[i].at[0]),
					       HW_TEXT_ARG(r.at[other].at[1]));
			}
		}
		printf("tokens, %s half: recognised %.4f of %.0f, by chance %.5f of %.0f\n", halves[half],
		       recognised / seen, seen, chance / tried, tried);
	}
}

/* ---- oblique cases ------------------------------------------------------------------------ */

static bool same_lower(hw_text a, hw_text b)
{
	hw_text left, right;

	need(hw_text_lower(arena, a, &left, &error));
	need(hw_text_lower(arena, b, &right, &error));
	return hw_text_equal(left, right);
}

/* 1: the first reading is the nominative; 2: one of five is; 0: none. */
static int lemma_finds(hw_text oblique, hw_text nominative)
{
	hw_text *found, tidy;
	size_t count;

	hw_arena_reset(arena);
	need(names_tidy(tables, arena, nominative, &tidy, NULL, &error));
	need(names_lemma(tables, arena, oblique, 5, &found, &count, &error));
	for (size_t i = 0; i < count; i++)
		if (same_lower(found[i], tidy))
			return i ? 2 : 1;
	return 0;
}

static void bench_ukrainian(const char *data)
{
	rows r = rows_of(data, "uk_declension_shevchenko/cases.csv");
	double count = 0, first = 0, any = 0, known = 0, tried = 0, chance = 0;
	hw_text nominative = {0}, before = {0};

	for (size_t i = 0; i < r.count; i++) {
		hw_text name = hw_text_format(keep, "%.*s %.*s %.*s", HW_TEXT_ARG(r.at[i].at[3]),
					      HW_TEXT_ARG(r.at[i].at[4]), HW_TEXT_ARG(r.at[i].at[5]));
		if (hw_text_is(r.at[i].at[2], "nominative")) {
			before = nominative;
			nominative = name;
			continue;
		}
		int found = lemma_finds(name, nominative);
		double value = likeness(nominative, name);
		count++;
		first += found == 1;
		any += found > 0;
		known += value >= 0.5;
		if (before.length) {
			tried++;
			chance += likeness(before, name) >= 0.5;
		}
		if (list && (found != 1 || value < 0.5))
			printf("  case %d %.3f %.*s | %.*s\n", found, value, HW_TEXT_ARG(nominative),
			       HW_TEXT_ARG(name));
	}
	printf("Ukrainian cases: first reading %.4f, one of five %.4f, likeness %.4f of %.0f; by chance %.4f\n",
	       first / count, any / count, known / count, count, chance / tried);
}

/* Tab-separated: lemma, form. */
static void bench_russian(const char *data)
{
	static const char *const files[] = {"firstnames.tsv", "surnames.misc.tsv", "midnames.misc.tsv"};

	for (size_t f = 0; f < HW_COUNT(files); f++) {
		char path[1024], line[512];
		double count = 0, first = 0, any = 0;
		size_t number = 0;
		snprintf(path, sizeof path, "%s/ru_declension_petrovich/%s", data, files[f]);
		FILE *file = fopen(path, "r");
		if (!file)
			exit(1);
		while (fgets(line, sizeof line, file)) {
			hw_text rest = hw_text_trim(hw_text_of(line)), lemma, form;
			if (!number++ || (f == 0 && number % 7) || !hw_text_split(&rest, '\t', &lemma) ||
			    !hw_text_split(&rest, '\t', &form) || hw_text_equal(lemma, form))
				continue;
			int found = lemma_finds(form, lemma);
			count++;
			first += found == 1;
			any += found > 0;
			if (list && !found)
				printf("  case %.*s | %.*s\n", HW_TEXT_ARG(lemma), HW_TEXT_ARG(form));
		}
		(void)fclose(file);
		printf("Russian cases, %s: first reading %.4f, one of five %.4f of %.0f\n", files[f], first / count,
		       any / count, count);
	}
}

/* ---- office holders in many languages ------------------------------------------------------ */

static int by_person(const void *a, const void *b)
{
	return hw_text_compare(((const row *)a)->at[0], ((const row *)b)->at[0]);
}

static bool one_of_two(const row *r, const char *first, const char *second)
{
	return hw_text_is(r->at[4], first) || hw_text_is(r->at[4], second);
}

static void bench_politicians(const char *data)
{
	rows r = rows_of(data, "everypolitician_multilang/names.csv");
	double pairs = 0, known = 0, slavic = 0, slavic_known = 0, tried = 0, chance = 0;
	size_t other = 4711;

	qsort(r.at, r.count, sizeof *r.at, by_person);
	for (size_t i = 0; i < r.count; i++)
		for (size_t j = i + 1; j < r.count && hw_text_equal(r.at[i].at[0], r.at[j].at[0]); j++) {
			if (!r.at[i].at[0].length || hw_text_equal(r.at[i].at[5], r.at[j].at[5]))
				continue;
			double value = likeness(r.at[i].at[6], r.at[j].at[6]);
			bool both = one_of_two(&r.at[i], "uk", "ru") || one_of_two(&r.at[j], "uk", "ru");
			pairs++;
			known += value >= 0.5;
			slavic += both;
			slavic_known += both && value >= 0.5;
			if (list && value < 0.5 && hash_of(r.at[i].at[0]) % 8 == 0)
				printf("  missed %.3f %.*s | %.*s\n", value, HW_TEXT_ARG(r.at[i].at[6]),
				       HW_TEXT_ARG(r.at[j].at[6]));
			for (unsigned k = 0; k < 5; k++) {
				other = (other * 1103515245u + 12345u) % r.count;
				if (hw_text_equal(r.at[i].at[0], r.at[other].at[0]) ||
				    hw_text_equal(r.at[i].at[5], r.at[other].at[5]))
					continue;
				value = likeness(r.at[i].at[6], r.at[other].at[6]);
				tried++;
				chance += value >= 0.5;
				if (list && value >= 0.5)
					printf("  chance %.3f  %.*s | %.*s\n", value, HW_TEXT_ARG(r.at[i].at[6]),
					       HW_TEXT_ARG(r.at[other].at[6]));
			}
		}
	printf("full names in two scripts: recognised %.4f of %.0f (uk or ru: %.4f of %.0f), by chance %.6f of %.0f\n",
	       known / pairs, pairs, slavic_known / slavic, slavic, chance / tried, tried);
}

/* ---- speed -------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static double median(double *times, size_t count)
{
	qsort(times, count, sizeof *times, by_size);
	return times[count / 2];
}

static void bench_speed(const char *data)
{
	enum { NAMES = 4000, ROUNDS = 7 };
	rows r = rows_of(data, "everypolitician_multilang/names.csv");
	names_written *written = calloc(NAMES, sizeof *written);
	double parse[ROUNDS], far[ROUNDS], near[ROUNDS], parts[ROUNDS], values[ROUNDS];
	volatile unsigned sink = 0;

	if (!written)
		exit(1);
	qsort(r.at, r.count, sizeof *r.at, by_person);
	size_t start = 0;
	while (!r.at[start].at[0].length)
		start++;
	hw_arena *texts = hw_arena_new((size_t)1 << 30);
	for (unsigned round = 0; round < ROUNDS; round++) {
		hw_arena_reset(texts);
		double began = now();
		for (size_t i = 0; i < NAMES; i++)
			need(names_parse(tables, texts, r.at[start + i].at[6], &written[i], &error));
		parse[round] = (now() - began) / NAMES * 1e9;
		names_likeness found;
		began = now();
		for (size_t k = 1; k <= 10; k++)
			for (size_t i = 0; i < NAMES; i++) {
				hw_arena_reset(arena);
				need(names_compare_written(arena, &written[i], &written[(i + 331 * k) % NAMES], &found,
							   &error));
				sink += found.value >= 0.5;
			}
		far[round] = (now() - began) / (10 * NAMES) * 1e9;
		began = now();
		for (size_t k = 0; k < 10; k++)
			for (size_t i = 0; i + 1 < NAMES; i++) {
				hw_arena_reset(arena);
				need(names_compare_written(arena, &written[i], &written[i + 1], &found, &error));
				sink += found.value >= 0.5;
			}
		near[round] = (now() - began) / (10 * NAMES) * 1e9;
		began = now();
		for (size_t k = 1; k <= 10; k++)
			for (size_t i = 0; i < NAMES; i++)
				sink += names_likeness_value(&written[i], &written[(i + 331 * k) % NAMES]) >= 0.5;
		values[round] = (now() - began) / (10 * NAMES) * 1e9;
		began = now();
		for (size_t k = 1; k <= 50; k++)
			for (size_t i = 0; i < NAMES; i++)
				sink += names_part_compare(&written[i].parts[0],
							   &written[(i + 17 * k) % NAMES].parts[0], NAMES_ROLE_OPEN);
		parts[round] = (now() - began) / (50 * NAMES) * 1e9;
	}
	printf("speed, median of %d rounds, ns of CPU: parse %.0f, value of unlike names %.0f, compare unlike names "
	       "%.0f, compare neighbours "
	       "(often one "
	       "person) %.0f, compare two parts %.1f\n",
	       ROUNDS, median(parse, ROUNDS), median(values, ROUNDS), median(far, ROUNDS), median(near, ROUNDS),
	       median(parts, ROUNDS));
	free(written);
	hw_arena_free(texts);
}

int main(int count, char **words)
{
	static const struct {
		const char *name;
		void (*run)(const char *data);
	} jobs[] = {{"bench", bench_cases},   {"tokens", bench_tokens},           {"cases", bench_ukrainian},
		    {"cases", bench_russian}, {"politicians", bench_politicians}, {"speed", bench_speed}};
	bool some = false;

	if (count < 2) {
		fprintf(stderr, "usage: names_bench DATA [bench|tokens|cases|politicians|speed]... [--list]\n");
		return 2;
	}
	keep = hw_arena_new((size_t)2 << 30);
	arena = hw_arena_new((size_t)256 << 20);
	need(names_tables_open(&tables, &error));
	for (int i = 2; i < count; i++) {
		list = list || !strcmp(words[i], "--list");
		some = some || strcmp(words[i], "--list") != 0;
	}
	for (size_t j = 0; j < HW_COUNT(jobs); j++)
		for (int i = some ? 2 : 1; i < (some ? count : 2); i++)
			if (!some || !strcmp(words[i], jobs[j].name)) {
				jobs[j].run(words[1]);
				fflush(stdout);
			}
	return 0;
}
