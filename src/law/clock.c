/* clock.c - limits of time, counted between days that are known only as intervals.
 *
 * A clock starts on a day `from`; a deadline is the last day on which the duty can still be
 * done in time, a waiting time ends on the first day on which the act is allowed.  What counts
 * is the day on which the duty was done, or today when it was not.  With intervals the answer is
 * certain only when it is the same for every pair of possible days. */
#include "law/law_int.h"

#include <math.h>

typedef struct span {
	double low, high;
} span;

static double clamp_day(double day)
{
	return fmax(-354285.0, fmin(day, 2932896.0)); /* 1000-01-01 .. 9999-12-31 */
}

static int days_in_month(int year, int month)
{
	int next_year = month == 12 ? year + 1 : year, next_month = month == 12 ? 1 : month + 1;

	return hw_days_of(next_year, next_month, 1) - hw_days_of(year, month, 1);
}

static double add_months(double day, double months)
{
	int year, month, in_month;

	hw_days_civil((int32_t)clamp_day(day), &year, &month, &in_month);
	long all = (long)year * 12 + month - 1 + (long)months;
	year = (int)(all / 12);
	month = (int)(all % 12) + 1;
	if (year > 9999)
		return (double)INFINITY;
	int last = days_in_month(year, month);
	return hw_days_of(year, month, in_month < last ? in_month : last);
}

double law_add_time(double day, double amount, law_unit unit)
{
	if (isinf(day))
		return day;
	switch (unit) {
	case LAW_DAYS:
		return day + amount;
	case LAW_WEEKS:
		return day + 7 * amount;
	case LAW_MONTHS:
		return add_months(day, amount);
	case LAW_YEARS:
		break;
	}
	return add_months(day, 12 * amount);
}

static hw_date date_of(span s)
{
	hw_date date = {0};

	if (isinf(s.low) || isinf(s.high))
		return date;
	date.first = (int32_t)clamp_day(s.low);
	date.last = (int32_t)clamp_day(s.high);
	date.precision = date.first == date.last ? HW_DAY : HW_DAYS;
	date.known = true;
	return date;
}

static int32_t days_over(double days)
{
	if (!(days > 0) || isinf(days))
		return 0;
	return (int32_t)fmin(days, 10000000.0);
}

/* Whether the duty was done, and the days on which that may have been. */
static law_truth ended(const law_scene *scene, span *when)
{
	const law_compiled *rule = scene->rule;
	law_truth truth = law_truth_of(scene, rule->ended);
	law_cell until = law_cell_unknown();

	if (rule->until.root != LAW_NO_PROGRAM)
		until = law_evaluate(scene, rule->until.root);
	*when = (span){until.low, until.high};
	if (rule->ended.root != LAW_NO_PROGRAM && rule->until.root == LAW_NO_PROGRAM && truth == LAW_TRUE)
		*when = (span){(double)-INFINITY, (double)-INFINITY}; /* the rule does not ask when: done is in time */
	if (rule->ended.root != LAW_NO_PROGRAM)
		return truth;
	if (rule->until.root == LAW_NO_PROGRAM)
		return LAW_FALSE; /* nothing can end it: it runs to this day */
	return until.known ? LAW_TRUE : LAW_UNKNOWN;
}

static law_truth deadline_missed(span end, span limit)
{
	return end.low > limit.high ? LAW_TRUE : end.high <= limit.low ? LAW_FALSE : LAW_UNKNOWN;
}

/* A duty to act in time.  Not done: the count goes on today.  Done on an unknown day: some day
 * up to today.  Perhaps done: likewise, and today is among the possible ends. */
static law_truth evaluate_deadline(const law_scene *scene, law_truth done, span when, span limit, law_clock *clock)
{
	span end = {scene->as_of, scene->as_of};

	if (done == LAW_TRUE)
		end = (span){fmin(when.low, scene->as_of), fmin(when.high, scene->as_of)};
	else if (done == LAW_UNKNOWN)
		end.low = fmin(when.low, scene->as_of);
	clock->over_least = days_over(end.low - limit.high);
	clock->over_most = days_over(end.high - limit.low);
	return deadline_missed(end, limit);
}

/* An act that had to wait: done before the waiting time was over. */
static law_truth evaluate_wait(const law_scene *scene, law_truth done, span when, span limit, law_clock *clock)
{
	span act = {fmin(when.low, scene->as_of), fmin(when.high, scene->as_of)};

	if (done == LAW_FALSE)
		return LAW_FALSE;
	law_truth early = act.high < limit.low ? LAW_TRUE : act.low >= limit.high ? LAW_FALSE : LAW_UNKNOWN;
	clock->over_least = done == LAW_TRUE ? days_over(limit.low - act.high) : 0;
	clock->over_most = days_over(limit.high - act.low);
	if (clock->over_most < clock->over_least) /* nothing says how early at most */
		clock->over_most = clock->over_least;
	return done == LAW_UNKNOWN && early == LAW_TRUE ? LAW_UNKNOWN : early;
}

static law_clock_state state_of(law_truth over, law_truth done, bool started)
{
	if (over == LAW_TRUE)
		return LAW_CLOCK_OVER;
	if (over == LAW_UNKNOWN)
		return started ? LAW_CLOCK_POSSIBLY_OVER : LAW_CLOCK_UNSTARTED;
	return done == LAW_TRUE ? LAW_CLOCK_KEPT : LAW_CLOCK_RUNNING;
}

law_truth law_clock_evaluate(const law_scene *scene, law_clock *clock)
{
	const law_compiled *rule = scene->rule;
	span when;

	*clock = (law_clock){0};
	if (!rule->has_clock)
		return LAW_UNKNOWN;
	law_cell from = law_evaluate(scene, rule->from.root);
	double amount = law_evaluate(scene, rule->limit).low;
	span since = {from.low, from.high};
	span limit = {law_add_time(since.low, amount, rule->unit), law_add_time(since.high, amount, rule->unit)};
	law_truth done = ended(scene, &when);
	law_truth over = rule->at_least ? evaluate_wait(scene, done, when, limit, clock)
					: evaluate_deadline(scene, done, when, limit, clock);
	clock->state = state_of(over, done, from.known);
	clock->since = date_of(since);
	clock->deadline = date_of(limit);
	return over;
}
