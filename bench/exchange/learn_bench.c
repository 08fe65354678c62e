/* learn_bench.c - does learning keep what it promises?  Simulated histories of a counterpart whose weights are
 * known (tests/unit/learn_world.h), 200 of each kind; seed 1, fixed before the first run.
 *   learn_bench packages N [HISTORIES [SEED]]   cover of 90 % intervals, pooled over all weights; width; P(40 for 150)
 *   learn_bench names N TIMES SIGMA [HISTORIES [SEED]]
 *   learn_bench doubt [HISTORIES [SEED]]        P(40 for 150) when interest is known within a log-sd
 *   learn_bench rolling [HISTORIES [SEED]]      one-step forecasts against the truth's own */
#include "../../tests/unit/learn_world.h"

#include <time.h>

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void must(hw_status status, const hw_error *error)
{
	if (status == HW_OK)
		return;
	fprintf(stderr, "learn_bench: %s\n", error->why);
	exit(1);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof(double), by_value);
	return values[count / 2];
}

static world w;

/* `stated`: reservation and softness are given (as a party's record gives them), the weights alone are learned. */
static void packages(size_t offers, size_t histories, uint64_t seed, bool stated)
{
	double given[WORLD_GIVEN] = {40}, returned[WORLD_RETURNED] = {150}, worst = 1, began = seconds(), mean = 0;
	double *probability = calloc(histories, sizeof(double)), *width = calloc(histories, sizeof(double));
	size_t covered[WORLD_GIVEN + WORLD_RETURNED + 2] = {0}, all = 0, tried = 0;
	hw_arena *arena = hw_arena_new((size_t)1 << 30);
	exchange_learned learned;
	exchange_interval band;
	hw_error error;

	for (size_t h = 0; h < histories; h++) {
		exchange_learn_options options = {.seed = seed + h};

		hw_arena_reset(arena);
		world_packages(&w, offers, seed, h);
		if (stated) {
			w.history.reservation = (exchange_prior){.middle = world_reservation, .spread = 0.01};
			w.history.softness =
				(exchange_prior){.positive = true, .middle = world_softness, .spread = 0.001};
		}
		must(exchange_learn_packages(&w.history, &options, arena, NULL, &learned, &error), &error);
		for (size_t k = 0; k < learned.weight_count; k++) {
			const exchange_interval *v = &learned.weights[k];
			bool in = v->lower90 <= world_truth(k) && world_truth(k) <= v->upper90;

			if (!world_learns(k) || (stated && k >= WORLD_GIVEN + WORLD_RETURNED))
				continue;
			covered[k] += in;
			all += in;
			tried++;
		}
		must(exchange_learned_package(&learned, &w.history, given, returned, arena, &band, &error), &error);
		probability[h] = band.mean;
		mean += band.mean / (double)histories;
		width[h] = learned.weights[0].upper90 / learned.weights[0].lower90;
		worst = fmax(worst, learned.disagreement);
	}
	printf("packages n=%zu%s histories=%zu: cover90 pooled %.3f (by weight", offers,
	       stated ? " (reservation and softness stated)" : "", histories, (double)all / (double)tried);
	for (size_t k = 0; k < learned.weight_count; k++)
		if (world_learns(k))
			printf(" %.2f", (double)covered[k] / (double)histories);
	printf("); width of the top interest x%.2f; P(40 for 150) mean %.3f median %.3f; worst R-hat %.2f; %.1f ms a "
	       "fit\n",
	       median(width, histories), mean, median(probability, histories), worst,
	       (seconds() - began) * 1e3 / (double)histories);
	free(probability);
	free(width);
	hw_arena_free(arena);
}

static void names(size_t people, size_t times, double sigma, size_t histories, uint64_t seed, bool ignore)
{
	size_t all = 0, yes = 0;
	double *width = calloc(histories * WORLD_CATEGORIES, sizeof(double)), began = seconds();
	hw_arena *arena = hw_arena_new((size_t)1 << 30);
	exchange_rates rates;
	hw_error error;

	for (size_t h = 0; h < histories; h++) {
		exchange_learn_options options = {.seed = seed + h};

		hw_arena_reset(arena);
		world_names(&w, people, times, sigma, seed, 100000 + h);
		w.names.ignore_person = ignore;
		yes += (size_t)w.yes;
		must(exchange_learn_names(&w.names, &options, arena, NULL, &rates, &error), &error);
		for (size_t k = 0; k < WORLD_CATEGORIES; k++) {
			all += rates.rates[k].lower90 <= w.rate[k] && w.rate[k] <= rates.rates[k].upper90;
			width[h * WORLD_CATEGORIES + k] = rates.rates[k].upper90 / rates.rates[k].lower90;
		}
	}
	printf("names n=%zu asked %zu times, person sd %.1f%s, histories=%zu: yes a history %.0f; cover90 pooled %.3f; "
	       "width x%.2f; %.1f ms a fit\n",
	       people, times, sigma, ignore ? " (person ignored)" : "", histories, (double)yes / (double)histories,
	       (double)all / (double)(histories * WORLD_CATEGORIES), median(width, histories * WORLD_CATEGORIES),
	       (seconds() - began) * 1e3 / (double)histories);
	free(width);
	hw_arena_free(arena);
}

/* Each history draws the interest 200 times with this log-sd; its mean is the truth, as for every weight of the plan. */
static void doubt(size_t histories, uint64_t seed)
{
	static const double sds[] = {0.04, 0.123, 0.25, 0.46};

	printf("doubt histories=%zu: P(40 for 150) when the log-sd is", histories);
	for (size_t i = 0; i < HW_COUNT(sds); i++) {
		double mean = 0;

		for (size_t h = 0; h < histories; h++) {
			hw_random random = hw_random_new(seed, 200000 + h);
			double draws[200], u = 0;
			exchange_weight known = {.value = 5}, soft = {.value = 8}, one = {.value = 1},
					interest = {.value = 4.5, .draws = draws};
			exchange_party party = {HW_TEXT("S"), known, soft};
			const uint32_t holder = 0;
			exchange_entry ours = {.class_name = HW_TEXT("o"),
					       .count = 150,
					       .holders = &holder,
					       .holder_count = 1,
					       .reluctance = one,
					       .delivery = 1},
				       theirs = {.class_name = HW_TEXT("t"), .count = 40, .interest = &interest};
			exchange_problem problem = {.us = HW_TEXT("us"),
						    .parties = &party,
						    .party_count = 1,
						    .ours = &ours,
						    .ours_count = 1,
						    .theirs = &theirs,
						    .theirs_count = 1,
						    .draw_count = 200};
			exchange_options options = {.seed = seed};
			hw_arena *arena = hw_arena_new((size_t)1 << 26);
			exchange_evaluation evaluation;
			exchange_plan *plan;
			int64_t give = 40, take = 150;
			hw_error error;

			for (size_t m = 0; m < 200; m++) {
				draws[m] = 4.5 * exp(sds[i] * hw_random_normal(&random) - sds[i] * sds[i] / 2);
				u += draws[m] / 200;
			}
			interest.value = u;
			must(exchange_plan_new(&problem, &options, &plan, &error), &error);
			must(exchange_evaluate(plan, arena, &give, &take, &evaluation, &error), &error);
			mean += evaluation.cell.predictive / (double)histories;
			exchange_plan_free(plan);
			hw_arena_free(arena);
		}
		printf("  %.3f: %.3f", sds[i], mean);
	}
	printf("\n");
}

static void rolling(size_t histories, uint64_t seed)
{
	double brier = 0, base = 0, oracle = 0, error_share = 0, log_score = 0, log_base = 0;
	size_t alarms = 0;
	enum { FIRST = 10, COUNT = 60 };

	for (size_t h = 0; h < histories; h++) {
		exchange_forecasted f[COUNT];
		exchange_learn_options options = {.seed = seed + h};
		exchange_score score;
		hw_error error;

		world_packages(&w, COUNT, seed, h);
		must(exchange_learn_rolling(&w.history, FIRST, &options, NULL, f, &error), &error);
		exchange_score_forecasts(f, COUNT - FIRST, seed, &score);
		brier += score.brier;
		base += score.brier_base;
		error_share += score.calibration_error;
		log_score += score.log_score;
		log_base += score.log_score_base;
		alarms += score.alarm;
		for (size_t k = FIRST; k < COUNT; k++)
			oracle += pow(hw_logistic(world_surplus(w.given[k], w.returned[k]) / world_softness) -
					      w.offers[k].accepted,
				      2) /
				  (COUNT - FIRST);
	}
	double n = (double)histories;
	printf("rolling packages 11..60 histories=%zu: Brier %.3f (base rate %.3f, truth %.3f); log score %.3f (base "
	       "%.3f); "
	       "calibration error %.3f; false alarms %.2f\n",
	       histories, brier / n, base / n, oracle / n, log_score / n, log_base / n, error_share / n,
	       (double)alarms / n);
}

static size_t number(int count, char **arguments, int at, size_t usual)
{
	return count > at ? (size_t)strtoull(arguments[at], NULL, 10) : usual;
}

int main(int count, char **arguments)
{
	const char *what = count > 1 ? arguments[1] : "";

	if (!strcmp(what, "packages") || !strcmp(what, "packages-stated"))
		packages(number(count, arguments, 2, 60), number(count, arguments, 3, 200),
			 number(count, arguments, 4, 1), !strcmp(what, "packages-stated"));
	else if (!strcmp(what, "names") || !strcmp(what, "names-ignored"))
		names(number(count, arguments, 2, 1500), number(count, arguments, 3, 1),
		      count > 4 ? strtod(arguments[4], NULL) : 0, number(count, arguments, 5, 200),
		      number(count, arguments, 6, 1), !strcmp(what, "names-ignored"));
	else if (!strcmp(what, "doubt"))
		doubt(number(count, arguments, 2, 200), number(count, arguments, 3, 1));
	else if (!strcmp(what, "rolling"))
		rolling(number(count, arguments, 2, 200), number(count, arguments, 3, 1));
	else
		return fprintf(stderr, "usage: learn_bench packages|names|names-ignored|doubt|rolling ...\n"), 2;
	return 0;
}
