/* What the tests of tracing share: the tables of names, records from lists of texts, and a synthetic caseload. */
#ifndef TRACE_CHECK_H
#define TRACE_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trace/trace.h"

static names_tables *trace_tables;
static hw_arena *trace_arena;

static int trace_setup(void **state)
{
	(void)state;
	trace_arena = hw_arena_new((size_t)256 << 20);
	return !trace_arena || names_tables_open(&trace_tables, NULL) != HW_OK;
}

static int trace_teardown(void **state)
{
	(void)state;
	names_tables_close(trace_tables);
	hw_arena_free(trace_arena);
	return 0;
}

/* Fields "family", "given" ... by kind; at most 8. */
static inline trace_records *records_of(const trace_kind *kinds, size_t count)
{
	trace_field fields[8];
	trace_records *r = NULL;

	for (size_t i = 0; i < count; i++)
		fields[i] = (trace_field){hw_text_of(trace_kind_name(kinds[i])), kinds[i]};
	assert_int_equal(trace_records_new(trace_tables, fields, count, &r, NULL), HW_OK);
	return r;
}

/* A row "Шевчук|Микола|1990-05-01". */
static inline void add_row(trace_records *r, unsigned side, const char *row)
{
	hw_text values[8] = {{0}}, rest = hw_text_of(row);

	for (size_t i = 0; i < 8 && hw_text_split(&rest, '|', &values[i]); i++)
		continue;
	assert_int_equal(trace_records_add(r, side, values, NULL), HW_OK);
}

static inline trace_result *link_of(trace_records *r, const trace_settings *settings)
{
	trace_result *result = NULL;
	hw_error error = {0};
	char line[1024];

	if (trace_link(r, settings, NULL, &result, &error) != HW_OK)
		fail_msg("%s", hw_error_line(&error, line, sizeof line));
	return result;
}

static inline trace_explanation why(const trace_result *result, uint32_t a, uint32_t b)
{
	trace_explanation e;

	assert_int_equal(trace_explain(result, a, b, trace_arena, &e, NULL), HW_OK);
	return e;
}

/* Invented people: a registry (side 0), and reports (side 1) with errors, other spellings and gaps.  truth[record] = person. */
static const char *const synthetic_family[][2] = {
	{"Лисенко", "Lysenko"},
	{"Кравчук", "Kravchuk"},
	{"Бондар", "Bondar"},
	{"Гриценко", "Hrytsenko"},
	{"Мельник", "Melnyk"},
	{"Щербина", "Shcherbyna"},
	{"Яременко", "Yaremenko"},
	{"Жук", "Zhuk"},
	{"Поліщук", "Polishchuk"},
	{"Заєць", "Zaiets"},
	{"Данилюк", "Danyliuk"},
	{"Хоменко", "Khomenko"},
	{"Юрчук", "Yurchuk"},
	{"Коваленко", "Kovalenko"},
	{"Рибак", "Rybak"},
	{"Терещенко", "Tereshchenko"},
	{"Вовк", "Vovk"},
	{"Дяченко", "Diachenko"},
	{"Савчук", "Savchuk"},
	{"Ільченко", "Ilchenko"},
	{"Пономаренко", "Ponomarenko"},
	{"Левицький", "Levytskyi"},
	{"Цимбал", "Tsymbal"},
	{"Онищенко", "Onyshchenko"},
};
static const char *const synthetic_given[][2] = {
	{"Микола", "Nikolai"}, {"Сергій", "Sergey"}, {"Олександр", "Alexander"}, {"Іван", "Ivan"},
	{"Петро", "Petro"},    {"Андрій", "Andrei"}, {"Михайло", "Mykhailo"},    {"Дмитро", "Dmitry"},
	{"Юрій", "Yurii"},     {"Тарас", "Taras"},   {"Роман", "Roman"},         {"Віктор", "Viktor"},
	{"Олег", "Oleh"},      {"Богдан", "Bohdan"}, {"Павло", "Pavel"},
};
static const char *const synthetic_place[] = {"Полтава", "Суми",  "Ромни",  "Лубни", "Умань",
					      "Ніжин",   "Сарни", "Ковель", "Хуст",  "Калуш"};

static inline void synthetic(trace_records *r, size_t persons, uint64_t seed, uint32_t *truth)
{
	hw_random random = hw_random_new(seed, 0);
	size_t at = 0;

	for (unsigned side = 0; side < 2; side++) {
		hw_random person = hw_random_new(seed, 1);
		for (size_t p = 0; p < persons; p++) {
			size_t f = hw_random_below(&person, HW_COUNT(synthetic_family)),
			       g = hw_random_below(&person, HW_COUNT(synthetic_given));
			size_t where = hw_random_below(&person, HW_COUNT(synthetic_place));
			int year = 1965 + (int)hw_random_below(&person, 40),
			    month = 1 + (int)hw_random_below(&person, 12), day = 2 + (int)hw_random_below(&person, 27),
			    code = (int)hw_random_below(&person, 900000) + 100000;
			char row[256], date[32], number[16];
			unsigned script = side ? (unsigned)hw_random_below(&random, 2) : 0;
			if (side && hw_random_unit(&random) < 0.08)
				year++;
			snprintf(date, sizeof date, "%04d-%02d-%02d", year, month, day);
			snprintf(number, sizeof number, "%d", code);
			if (side && hw_random_unit(&random) < 0.15)
				number[2] = '7';
			snprintf(row, sizeof row, "%s|%s|%s|%s|%s", synthetic_family[f][script],
				 synthetic_given[g][script], side && hw_random_unit(&random) < 0.2 ? "" : date,
				 side && hw_random_unit(&random) < 0.1 ? "" : synthetic_place[where],
				 side && hw_random_unit(&random) < 0.3 ? "" : number);
			add_row(r, side, row);
			truth[at++] = (uint32_t)p + 1;
		}
	}
}
static const trace_kind synthetic_kinds[] = {TRACE_FAMILY, TRACE_GIVEN, TRACE_DATE, TRACE_PLACE, TRACE_NUMBER};

#endif
