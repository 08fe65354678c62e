/* parallel.c - work over fixed slices, progress and cancellation. */
#include "base/base_int.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { MOST_THREADS = 256 };

hw_status hw_progress_step(const hw_progress *progress, const char *stage, double done, double total, hw_error *error)
{
	if (!progress || !progress->report || progress->report(progress->context, stage, done, total))
		return HW_OK;
	return hw_fail(error, HW_CANCELLED, "stopped on request at: %s", stage ? stage : "work");
}

typedef struct job {
	hw_slice_work work;
	void *context;
	size_t slices;
	atomic_size_t next, done;
	atomic_bool stop;
	pthread_mutex_t lock; /* of the two below */
	size_t failed_slice;  /* lowest, `slices` when none */
	hw_error failure;
} job;

/* Slices are handed out in order, so when any slice fails every lower one has been
 * handed out already: the lowest failing slice is the same for any number of threads. */
static bool do_next(job *j)
{
	hw_error error = {0};

	if (atomic_load_explicit(&j->stop, memory_order_relaxed))
		return false;
	size_t slice = atomic_fetch_add(&j->next, 1);
	if (slice >= j->slices)
		return false;
	hw_status status = j->work(j->context, slice, &error);
	atomic_fetch_add(&j->done, 1);
	if (status == HW_OK)
		return true;
	atomic_store(&j->stop, true);
	pthread_mutex_lock(&j->lock);
	if (slice < j->failed_slice) {
		error.status = status;
		j->failed_slice = slice;
		j->failure = error;
	}
	pthread_mutex_unlock(&j->lock);
	return false;
}

static void *worker(void *context)
{
	while (do_next(context))
		;
	return NULL;
}

static size_t cores(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set))
		return 1;
	return (size_t)CPU_COUNT(&set);
}

hw_status hw_parallel(unsigned threads, size_t slices, hw_slice_work work, void *context, const hw_progress *progress,
		      const char *stage, hw_error *error)
{
	job j = {.work = work, .context = context, .slices = slices, .failed_slice = slices};
	pthread_t others[MOST_THREADS];
	size_t wanted = threads ? threads : cores(), started = 0;
	hw_error cancelled = {0};
	hw_status status = hw_progress_step(progress, stage, 0, (double)slices, &cancelled);

	if (wanted > MOST_THREADS)
		wanted = MOST_THREADS;
	if (wanted > slices)
		wanted = slices;
	pthread_mutex_init(&j.lock, NULL);
	/* A thread that cannot be had is not a failure: the caller works as well. */
	while (status == HW_OK && started + 1 < wanted && !pthread_create(&others[started], NULL, worker, &j))
		started++;
	while (status == HW_OK && do_next(&j))
		status = hw_progress_step(progress, stage, (double)atomic_load(&j.done), (double)slices, &cancelled);
	if (status != HW_OK)
		atomic_store(&j.stop, true);
	while (started)
		pthread_join(others[--started], NULL);
	pthread_mutex_destroy(&j.lock);
	if (j.failed_slice < slices) {
		status = j.failure.status;
		if (error)
			*error = j.failure;
	} else if (status != HW_OK) {
		if (error)
			*error = cancelled;
	} else if (slices) {
		status = hw_progress_step(progress, stage, (double)slices, (double)slices, error);
	}
	return status;
}
