#include "base_check.h"

#include <pthread.h>
#include <stdatomic.h>

enum { SLICES = 120 };

static hw_status sum_draws(void *context, size_t slice, hw_error *error)
{
	double *sums = context;
	hw_random r = hw_random_new(2026, slice);

	(void)error;
	for (size_t i = 0; i < 1000 * (slice % 7); i++)
		sums[slice] += hw_random_normal(&r);
	return HW_OK;
}

static void result_does_not_depend_on_threads(void **state)
{
	double expected[SLICES] = {0};
	hw_error error = {0};

	(void)state;
	check_ok(hw_parallel(1, SLICES, sum_draws, expected, NULL, "sums", &error));
	for (unsigned threads = 0; threads <= 7; threads++) {
		double sums[SLICES] = {0};
		check_ok(hw_parallel(threads, SLICES, sum_draws, sums, NULL, "sums", &error));
		assert_memory_equal(sums, expected, sizeof sums);
	}
	double few[2] = {0};
	check_ok(hw_parallel(1000, 2, sum_draws, few, NULL, "sums", &error));
	assert_memory_equal(few, expected, sizeof few);
	check_ok(hw_parallel(4, 0, sum_draws, NULL, NULL, "nothing", &error));
}

typedef struct failing {
	bool fails[SLICES];
	atomic_int runs[SLICES];
} failing;

static hw_status fail_some(void *context, size_t slice, hw_error *error)
{
	failing *f = context;

	atomic_fetch_add(&f->runs[slice], 1);
	if (!f->fails[slice])
		return HW_OK;
	if (slice % 3 == 0) /* the lower number may well come later */
		usleep(2000);
	if (slice == 77)
		return HW_NO; /* a status without words */
	return hw_fail(error, slice % 2 ? HW_STORAGE : HW_BAD_INPUT, "slice %zu", slice);
}

static void the_lowest_failing_slice_wins(void **state)
{
	static const struct {
		size_t first, second;
		hw_status status;
		const char *why;
	} rows[] = {{30, 31, HW_BAD_INPUT, "slice 30"},
		    {33, 34, HW_STORAGE, "slice 33"},
		    {0, 119, HW_BAD_INPUT, "slice 0"},
		    {119, 119, HW_STORAGE, "slice 119"},
		    {77, 78, HW_NO, ""}};
	(void)state;
	for (unsigned threads = 1; threads <= 7; threads += 3) {
		for (size_t i = 0; i < HW_COUNT(rows); i++) {
			failing f = {.fails = {false}};
			hw_error error = {0};
			f.fails[rows[i].first] = f.fails[rows[i].second] = true;
			assert_int_equal(hw_parallel(threads, SLICES, fail_some, &f, NULL, "x", &error),
					 rows[i].status);
			assert_int_equal(error.status, rows[i].status);
			assert_string_equal(error.why, rows[i].why);
			for (size_t slice = 0; slice < SLICES; slice++) {
				int runs = atomic_load(&f.runs[slice]);
				assert_true(slice <= rows[i].first ? runs == 1 : runs <= 1);
			}
			assert_int_equal(hw_parallel(threads, SLICES, fail_some, &f, NULL, "x", NULL), rows[i].status);
		}
	}
}

typedef struct watcher {
	double stop_at, last;
	size_t calls;
	pthread_t thread;
	bool elsewhere;
} watcher;

static bool watch(void *context, const char *stage, double done, double total)
{
	watcher *w = context;

	assert_string_equal(stage, "watched");
	assert_true(done >= w->last && done <= total);
	w->elsewhere = w->elsewhere || !pthread_equal(w->thread, pthread_self());
	w->last = done;
	w->calls++;
	return done < w->stop_at;
}

static void progress_is_reported_by_the_caller(void **state)
{
	failing f = {.fails = {false}};
	watcher w = {.stop_at = SLICES + 1, .thread = pthread_self()};
	hw_progress progress = {watch, &w};
	hw_error error = {0};

	(void)state;
	check_ok(hw_parallel(3, SLICES, fail_some, &f, &progress, "watched", &error));
	assert_false(w.elsewhere);
	assert_true(w.last == SLICES);
	assert_true(w.calls >= 2);
}

static void cancelling_stops_the_work(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads <= 7; threads += 3) {
		failing f = {.fails = {false}};
		watcher w = {.stop_at = 0, .thread = pthread_self()};
		hw_progress progress = {watch, &w};
		hw_error error = {0};
		int runs = 0;
		assert_int_equal(hw_parallel(threads, SLICES, fail_some, &f, &progress, "watched", &error),
				 HW_CANCELLED);
		check_reason("stopped on request at: watched");
		for (size_t i = 0; i < SLICES; i++)
			runs += atomic_load(&f.runs[i]);
		assert_int_equal(runs, 0);
		w.stop_at = 1;
		assert_int_equal(hw_parallel(threads, SLICES, fail_some, &f, &progress, "watched", &error),
				 HW_CANCELLED);
		if (threads == 1)
			for (size_t i = 0; i < SLICES; i++)
				assert_int_equal(atomic_load(&f.runs[i]), i == 0);
		w.last = 0;
		assert_int_equal(hw_parallel(threads, SLICES, fail_some, &f, &progress, "watched", NULL), HW_CANCELLED);
		w.last = 0;
	}
}

static void progress_step(void **state)
{
	watcher w = {.stop_at = 5, .thread = pthread_self()};
	hw_progress progress = {watch, &w}, silent = {NULL, NULL};
	hw_error error = {0};

	(void)state;
	check_ok(hw_progress_step(NULL, "watched", 1, 2, &error));
	check_ok(hw_progress_step(&silent, "watched", 1, 2, &error));
	check_ok(hw_progress_step(&progress, "watched", 4, 9, &error));
	assert_int_equal(hw_progress_step(&progress, "watched", 5, 9, &error), HW_CANCELLED);
	check_reason("stopped on request at: watched");
}

static void clocks_go_forward(void **state)
{
	double seconds = hw_clock_seconds();
	int64_t now = hw_clock_now();

	(void)state;
	usleep(2000);
	assert_true(hw_clock_seconds() - seconds >= 0.0019);
	assert_true(hw_clock_now() > now);
	assert_true(now > (int64_t)1700000000 * 1000000); /* microseconds, not milliseconds */
	assert_true(now < (int64_t)10000000000 * 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(result_does_not_depend_on_threads),
		cmocka_unit_test(the_lowest_failing_slice_wins),
		cmocka_unit_test(progress_is_reported_by_the_caller),
		cmocka_unit_test(cancelling_stops_the_work),
		cmocka_unit_test(progress_step),
		cmocka_unit_test(clocks_go_forward),
	};
	return cmocka_run_group_tests_name("base_parallel", tests, NULL, NULL);
}
