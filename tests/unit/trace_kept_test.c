/* Reports that come later are weighed as the linkage of all would have weighed them. */
#include "trace_check.h"

#include "trace/trace_int.h"

typedef struct page {
	uint32_t section, number;
	char *bytes;
	size_t length;
} page;
static page *pages;
static size_t page_count, page_room;

static hw_status put(void *context, uint32_t section, uint32_t number, hw_text bytes, hw_error *error)
{
	(void)context;
	HW_TRY(trace_reserve(&pages, &page_room, page_count + 1, sizeof *pages, error));
	page *p = &pages[page_count++];
	*p = (page){section, number, malloc(bytes.length + 1), bytes.length};
	memcpy(p->bytes, bytes.bytes, bytes.length);
	return HW_OK;
}

static hw_status get(void *context, uint32_t section, uint32_t number, hw_text *bytes, hw_error *error)
{
	(void)context;
	(void)error;
	*bytes = (hw_text){0};
	for (size_t i = 0; i < page_count; i++)
		if (pages[i].section == section && pages[i].number == number)
			*bytes = (hw_text){pages[i].bytes, pages[i].length};
	return HW_OK;
}
static const trace_pages in_memory = {NULL, put, get};

static void forget_pages(void)
{
	for (size_t i = 0; i < page_count; i++)
		free(pages[i].bytes);
	hw_release(pages);
	pages = NULL;
	page_count = page_room = 0;
}

/* A register in which some are double names, and reports of two in three of its people and of others. */
static size_t write_rows(char (*rows)[128], size_t persons, size_t reports, uint64_t seed)
{
	hw_random random = hw_random_new(seed, 0);
	size_t count = 0;

	for (size_t i = 0; i < persons + reports; i++) {
		size_t f = hw_random_below(&random, 24), g = hw_random_below(&random, 15);
		int born = (int)hw_random_below(&random, 9000);
		const char *place = synthetic_place[hw_random_below(&random, 10)];
		if (i >= persons && hw_random_below(&random, 3)) {
			hw_text rest = hw_text_of(rows[hw_random_below(&random, persons)]), part[5];
			for (unsigned k = 0; k < 5; k++)
				(void)hw_text_split(&rest, '|', &part[k]);
			snprintf(rows[count++], 128, "%.*s|%.*s|%.*s|%.*s|%.*s", HW_TEXT_ARG(part[0]),
				 HW_TEXT_ARG(part[1]), hw_random_below(&random, 2) ? (int)part[2].length : 0,
				 part[2].bytes, hw_random_below(&random, 2) ? (int)part[3].length : 0, part[3].bytes,
				 hw_random_below(&random, 4) ? 0 : (int)part[4].length, part[4].bytes);
			continue;
		}
		snprintf(rows[count++], 128, "%s%s%s|%s|%d-%02d-%02d|%s|%d", synthetic_family[f][0], i % 29 ? "" : "-",
			 i % 29 ? "" : synthetic_family[(f + 5) % 24][0], synthetic_given[g][0], 1970 + born % 30,
			 1 + born / 30 % 12, 2 + born / 360 % 25, place,
			 100000 + (int)hw_random_below(&random, 900000));
	}
	return count;
}

typedef struct difference {
	double most, all; /* of probabilities */
	size_t pairs, missed;
} difference;

/* One report after the other, each alone. */
static difference compare_one_by_one(const trace_result *whole, char (*rows)[128], size_t persons, size_t reports)
{
	difference d = {0};

	for (size_t k = 0; k < reports; k++) {
		trace_records *r = records_of(synthetic_kinds, 5);
		trace_settings settings = whole->inside->settings;
		trace_kept *kept = NULL;
		trace_result *placed = NULL;
		const uint32_t *numbers;
		size_t count;
		add_row(r, 1, rows[persons + k]);
		assert_int_equal(trace_kept_open(&in_memory, &kept, NULL), HW_OK);
		assert_int_equal(trace_kept_candidates(kept, r, &settings, &numbers, &count, NULL), HW_OK);
		for (size_t i = 0; i < count; i++)
			add_row(r, 0, rows[numbers[i]]);
		assert_int_equal(trace_kept_place(kept, r, numbers, count, &settings, &placed, NULL), HW_OK);
		for (size_t i = 0; i < whole->pair_count; i++) {
			const trace_pair *of = &whole->pairs[i];
			if (of->right != persons + k || of->probability < 0.02)
				continue;
			double probability = -1;
			for (size_t n = 0; n < placed->pair_count; n++)
				if (numbers[placed->pairs[n].left - 1] == of->left)
					probability = placed->pairs[n].probability;
			d.missed += probability < 0;
			d.pairs++;
			d.most = fmax(d.most, fabs(probability - of->probability));
			d.all += fabs(probability - of->probability);
		}
		if (placed->pair_count) { /* the reasons are there, and add up */
			trace_explanation e = why(placed, placed->pairs[0].left, 0);
			double sum = e.prior;
			for (size_t i = 0; i < e.reason_count; i++)
				sum += e.reasons[i].weight;
			assert_true(fabs(sum - e.weight) < 0.006);
			assert_true(fabs(e.probability - placed->pairs[0].probability) < 2e-3);
		}
		trace_result_free(placed);
		trace_kept_free(kept);
		trace_records_free(r);
	}
	return d;
}

static difference place_all(size_t persons, size_t reports, uint64_t seed)
{
	static char rows[8000][128];
	trace_records *r = records_of(synthetic_kinds, 5);
	trace_settings settings = trace_settings_default();

	assert_int_equal(write_rows(rows, persons, reports, seed), persons + reports);
	for (size_t i = 0; i < persons + reports; i++)
		add_row(r, i >= persons, rows[i]);
	settings.between = settings.one_person = true;
	settings.keep = 0;
	trace_result *whole = link_of(r, &settings);
	assert_int_equal(trace_keep(whole, &in_memory, NULL), HW_OK);
	difference d = compare_one_by_one(whole, rows, persons, reports);
	print_message("%zu persons, %zu reports: %zu pairs, most %.2g, mean %.2g, missed %zu\n", persons, reports,
		      d.pairs, d.most, d.all / (double)d.pairs, d.missed);
	forget_pages();
	trace_result_free(whole);
	trace_records_free(r);
	return d;
}

static void one_by_one_is_as_all_at_once(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
		difference d = place_all(300, 200, seed);
		assert_true(d.pairs > 100 && !d.missed && d.most < 1e-6);
	}
	difference few = place_all(40, 30, 4); /* everything is compared */
	assert_true(few.pairs > 10 && !few.missed && few.most < 1e-6);
}

/* Where blocks were split a report meets some more neighbours than it met in the linkage: none fewer. */
static void split_blocks_lose_nobody(void **state)
{
	(void)state;
	difference d = place_all(6000, 400, 7);
	assert_true(d.pairs > 200 && !d.missed);
	assert_true(d.all < 0.02 * (double)d.pairs);
}

/* Keeping and placing, with every allocation failing once. */
static void memory_that_fails(void **state)
{
	static char rows[200][128];
	trace_records *all = records_of(synthetic_kinds, 5);
	trace_settings settings = trace_settings_default();
	bool finished = false;

	(void)state;
	assert_int_equal(write_rows(rows, 120, 40, 9), 160);
	for (size_t i = 0; i < 160; i++)
		add_row(all, i >= 120, rows[i]);
	settings.between = settings.one_person = true;
	settings.threads = 1;
	trace_result *whole = link_of(all, &settings);
	for (long n = 1; n < 100000 && !finished; n++) {
		trace_records *r = records_of(synthetic_kinds, 5);
		trace_kept *kept = NULL;
		trace_result *placed = NULL;
		const uint32_t *numbers;
		uint32_t everybody[120];
		size_t count;
		forget_pages();
		add_row(r, 1, rows[120]);
		hw_fail_allocation_after(n);
		hw_status status = trace_keep(whole, &in_memory, NULL);
		if (status == HW_OK)
			status = trace_kept_open(&in_memory, &kept, NULL);
		if (status == HW_OK)
			status = trace_kept_candidates(kept, r, &settings, &numbers, &count, NULL);
		hw_fail_allocation_after(0);
		for (uint32_t i = 0; i < 120 && status == HW_OK; i++) {
			everybody[i] = i;
			add_row(r, 0, rows[i]);
		}
		hw_fail_allocation_after(n > 40 ? n - 40 : n);
		if (status == HW_OK)
			status = trace_kept_place(kept, r, everybody, 120, &settings, &placed, NULL);
		hw_fail_allocation_after(0);
		finished = status == HW_OK;
		assert_true(finished ? placed != NULL : status == HW_NO_MEMORY && !placed);
		trace_result_free(placed);
		trace_kept_free(kept);
		trace_records_free(r);
	}
	assert_true(finished);
	forget_pages();
	trace_result_free(whole);
	trace_records_free(all);
}

static void what_does_not_fit_is_refused(void **state)
{
	static const trace_kind others[] = {TRACE_FAMILY, TRACE_GIVEN};
	trace_records *r = records_of(synthetic_kinds, 5), *other = records_of(others, 2);
	trace_settings settings = trace_settings_default();
	trace_kept *kept = NULL;
	const uint32_t *numbers;
	size_t count;
	char row[] = "Вовк|Орест|1991-02-03||";

	(void)state;
	assert_int_equal(trace_kept_open(&in_memory, &kept, NULL), HW_NOT_FOUND);
	add_row(r, 0, row);
	add_row(r, 1, row);
	settings.between = true;
	trace_result *result = link_of(r, &settings);
	assert_int_equal(trace_keep(result, &in_memory, NULL), HW_USAGE);
	trace_result_free(result);
	settings.one_person = true;
	result = link_of(r, &settings);
	assert_int_equal(trace_keep(result, &in_memory, NULL), HW_OK);
	trace_result_free(result);
	assert_int_equal(trace_kept_open(&in_memory, &kept, NULL), HW_OK);
	add_row(other, 1, "Вовк|Орест");
	assert_int_equal(trace_kept_candidates(kept, other, &settings, &numbers, &count, NULL), HW_NOT_FOUND);
	trace_kept_free(kept);
	kept = NULL;
	for (size_t i = 0; i < page_count; i++)
		if (pages[i].section == KEPT_HEAD)
			pages[i].bytes[3] ^= 1;
	assert_int_equal(trace_kept_open(&in_memory, &kept, NULL), HW_NOT_FOUND);
	assert_null(kept);
	forget_pages();
	trace_records_free(r);
	trace_records_free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_by_one_is_as_all_at_once),
		cmocka_unit_test(split_blocks_lose_nobody),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(memory_that_fails),
	};

	return cmocka_run_group_tests_name("trace kept", tests, trace_setup, trace_teardown);
}
