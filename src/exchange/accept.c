/* accept.c - what a package is worth to a party, and when a bound is met.
 *
 * P = logistic(U / softness); a bound is met within 1e-9 max(1, |U|), so that weights written
 * in decimals do not lose a package to the last bit.  softness 0 is a step at U = 0. */
#include "exchange/exchange_int.h"

#include <math.h>

double exchange_tolerance(double surplus)
{
	double size = fabs(surplus);

	return 1e-9 * (size > 1 ? size : 1);
}

double exchange_probability(double surplus, double softness)
{
	if (softness == 0)
		return surplus + exchange_tolerance(surplus) >= 0 ? 1 : 0;
	return hw_logistic(surplus / softness);
}

double exchange_log_met(double surplus, double softness)
{
	double granted = surplus + exchange_tolerance(surplus);

	if (softness == 0)
		return granted >= 0 ? 0 : -HUGE_VAL;
	return hw_log_logistic(granted / softness);
}

double exchange_need(double softness, double p)
{
	if (softness == 0)
		return 0;
	return p >= 1 ? HUGE_VAL : softness * hw_logit(p);
}

bool exchange_met(const exchange_plan *plan, uint32_t used, const double surplus[PARTIES], double acceptance)
{
	double total = 0;

	for (size_t p = 0; p < plan->problem->party_count; p++) {
		double softness = plan->problem->parties[p].softness.value;

		if (!(used >> p & 1))
			continue;
		if (acceptance >= 1 && softness > 0)
			return false; /* no surplus makes a soft party certain */
		total += exchange_log_met(surplus[p], softness);
	}
	return total >= log(acceptance);
}

void exchange_sum_up(const exchange_plan *plan, uint32_t used, exchange_answer *answer, double surplus[PARTIES])
{
	const exchange_problem *problem = plan->problem;
	uint32_t returning = 0;

	answer->given = answer->returned = 0;
	answer->points = 0;
	for (size_t p = 0; p < problem->party_count; p++)
		surplus[p] = -problem->parties[p].reservation.value;
	for (size_t j = 0; j < plan->column_count; j++) {
		const exchange_column *c = &plan->columns[j];
		double units = (double)answer->units[j];

		if (answer->units[j] == 0)
			continue;
		answer->given += c->give * answer->units[j];
		answer->returned += c->take * answer->units[j];
		answer->points += c->points * units;
		returning |= c->holders;
		for (size_t p = 0; p < problem->party_count; p++)
			surplus[p] += (c->interest[p] - c->reluctance[p]) * units;
	}
	/* Unless they are named, only those whose people return must say yes. */
	answer->used = plan->options.named ? used : returning;
	answer->log_probability = 0;
	for (size_t p = 0; p < problem->party_count; p++)
		if (answer->used >> p & 1)
			answer->log_probability += exchange_log_met(surplus[p], problem->parties[p].softness.value);
}

double exchange_value(const exchange_plan *plan, const exchange_answer *answer)
{
	return plan->options.objective == EXCHANGE_POINTS ? answer->points : (double)answer->returned;
}

bool exchange_better(const exchange_plan *plan, const exchange_answer *a, const exchange_answer *b)
{
	bool points_first = plan->options.objective == EXCHANGE_POINTS;
	double points = a->points - b->points;
	double same = 1e-9 * fmax(1, fmax(a->points, b->points));
	int by_points = points > same ? 1 : points < -same ? -1 : 0;
	int by_people = a->returned > b->returned ? 1 : a->returned < b->returned ? -1 : 0;
	int first = points_first ? by_points : by_people, second = points_first ? by_people : by_points;

	if (!a->found || !b->found)
		return a->found && !b->found;
	if (first)
		return first > 0;
	if (second)
		return second > 0;
	if (a->given != b->given)
		return a->given < b->given;
	return a->log_probability > b->log_probability + 1e-12;
}
