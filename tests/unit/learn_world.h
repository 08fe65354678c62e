/* learn_world.h - an invented counterpart whose weights are known, and histories of its answers.
 * Shared by the tests of learning and by bench/exchange/learn_bench.c. */
#ifndef HW_LEARN_WORLD_H
#define HW_LEARN_WORLD_H

#include "exchange/exchange.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORLD_GIVEN = 7, WORLD_RETURNED = 5, WORLD_OFFERS_MOST = 1000, WORLD_NAMES_MOST = 1600, WORLD_CATEGORIES = 7 };

/* The last class is a burden: its sign is not known beforehand. */
static const double world_interest[WORLD_GIVEN] = {4.5, 4.2, 1.1, 1.0, 0.8, 0.15, -0.05};
static const double world_reluctance[WORLD_RETURNED] = {1.0, 1.15, 1.6, 4.0, 12.0};
static const double world_reservation = 5, world_softness = 8;

static const exchange_prior world_interest_prior[WORLD_GIVEN] = {
	{.positive = true, .middle = 2, .spread = 1},   {.positive = true, .middle = 2, .spread = 1},
	{.positive = true, .middle = 1, .spread = 1},   {.positive = true, .middle = 1, .spread = 1},
	{.positive = true, .middle = 1, .spread = 1},   {.positive = true, .middle = 0.5, .spread = 1},
	{.positive = false, .middle = 0, .spread = 0.5}};
static const exchange_prior world_reluctance_prior[WORLD_RETURNED] = {{.positive = true, .middle = 1, .spread = 1},
								      {.positive = true, .middle = 1.2, .spread = 1},
								      {.positive = true, .middle = 1.5, .spread = 1},
								      {.positive = true, .middle = 3, .spread = 1},
								      {.positive = true, .middle = 5, .spread = 1}};

typedef struct world {
	exchange_history history;
	exchange_offer offers[WORLD_OFFERS_MOST];
	double given[WORLD_OFFERS_MOST][WORLD_GIVEN], returned[WORLD_OFFERS_MOST][WORLD_RETURNED];
	exchange_names names;
	exchange_asked asked[WORLD_NAMES_MOST];
	double features[WORLD_NAMES_MOST][2];
	double rate[WORLD_CATEGORIES]; /* true rate of a new person, features 0 */
	int yes;
} world;

/* Shares from a Dirichlet, people one by one. */
static inline void world_share(hw_random *random, const double *alpha, size_t count, size_t people, double *numbers)
{
	double shares[8];

	for (size_t i = 0; i < count; i++) {
		shares[i] = hw_random_gamma(random, alpha[i]) + 1e-12;
		numbers[i] = 0;
	}
	for (size_t k = 0; k < people; k++)
		numbers[hw_random_choice(random, shares, count)]++;
}

static inline double world_surplus(const double *given, const double *returned)
{
	double u = -world_reservation;

	for (size_t i = 0; i < WORLD_GIVEN; i++)
		u += world_interest[i] * given[i];
	for (size_t i = 0; i < WORLD_RETURNED; i++)
		u -= world_reluctance[i] * returned[i];
	return u;
}

/* Packages near the border of what is accepted, of varied composition: 10-119 given. */
static inline void world_packages(world *w, size_t count, uint64_t seed, uint64_t slice)
{
	static const double give[WORLD_GIVEN] = {.5, .5, 1, 1, 1, .5, .5},
			    take[WORLD_RETURNED] = {1.5, 1.5, 1, .5, .15};
	hw_random random = hw_random_new(seed, slice);

	for (size_t i = 0; i < count; i++) {
		double shares[WORLD_RETURNED], worth, mean = 0;
		exchange_offer *o = &w->offers[i];
		double people;

		world_share(&random, give, WORLD_GIVEN, 10 + hw_random_below(&random, 110), w->given[i]);
		world_share(&random, take, WORLD_RETURNED, 1000, shares);
		memset(w->returned[i], 0, sizeof(w->returned[i]));
		worth = world_surplus(w->given[i], w->returned[i]);
		for (size_t k = 0; k < WORLD_RETURNED; k++)
			mean += shares[k] * world_reluctance[k] / 1000;
		people = floor((worth + world_softness * 2 * hw_random_normal(&random)) / mean);
		for (size_t n = people < 1 ? 1 : (size_t)people; n > 0; n--)
			w->returned[i][hw_random_choice(&random, shares, WORLD_RETURNED)]++;
		*o = (exchange_offer){.day = (double)i * 15, .given = w->given[i], .returned = w->returned[i]};
		o->accepted = hw_random_unit(&random) <
			      hw_logistic(world_surplus(w->given[i], w->returned[i]) / world_softness);
	}
	w->history = (exchange_history){.given_count = WORLD_GIVEN,
					.returned_count = WORLD_RETURNED,
					.interest = world_interest_prior,
					.reluctance = world_reluctance_prior,
					.reservation = {.middle = 0, .spread = 10},
					.softness = {.positive = true, .middle = 8, .spread = 1},
					.offers = w->offers,
					.offer_count = count,
					.now = (double)count * 15};
}

/* Truth by weight in the order of exchange_learned; the unit's is known and not counted. */
static inline double world_truth(size_t weight)
{
	return weight < WORLD_GIVEN                     ? world_interest[weight]
	       : weight < WORLD_GIVEN + WORLD_RETURNED  ? world_reluctance[weight - WORLD_GIVEN]
	       : weight == WORLD_GIVEN + WORLD_RETURNED ? world_reservation
							: world_softness;
}
static inline bool world_learns(size_t weight)
{
	return weight != WORLD_GIVEN;
}

/* `people` asked `times` each; the categories' effects are drawn, the rate is about 1.5 % (logit -4.2). */
static inline void world_names(world *w, size_t people, size_t times, double sigma, uint64_t seed, uint64_t slice)
{
	static const double share[WORLD_CATEGORIES] = {.25, .08, .22, .18, .06, .11, .10};
	hw_random random = hw_random_new(seed, slice);
	double effect[WORLD_CATEGORIES];

	w->yes = 0;
	for (size_t k = 0; k < WORLD_CATEGORIES; k++) {
		effect[k] = -4.2 + hw_random_normal(&random);
		w->rate[k] = 0;
		for (int i = 0; i < 4001; i++) { /* mean over the person by the midpoint rule in quantiles */
			double z = -6 + 12 * (i + 0.5) / 4001, density = exp(-z * z / 2) / 2.5066282746310002;

			w->rate[k] += hw_logistic(effect[k] + sigma * z) * density * 12 / 4001;
		}
	}
	for (size_t i = 0; i < people; i++) {
		size_t c = hw_random_choice(&random, share, WORLD_CATEGORIES);
		double p, yes = 0;

		w->features[i][0] = hw_random_normal(&random);
		w->features[i][1] = hw_random_normal(&random);
		p = hw_logistic(effect[c] + .5 * w->features[i][0] - .3 * w->features[i][1] +
				sigma * hw_random_normal(&random));
		for (size_t t = 0; t < times; t++)
			yes += hw_random_unit(&random) < p;
		w->yes += (int)yes;
		w->asked[i] =
			(exchange_asked){.category = c, .features = w->features[i], .asked = (double)times, .yes = yes};
	}
	w->names = (exchange_names){
		.category_count = WORLD_CATEGORIES, .feature_count = 2, .persons = w->asked, .person_count = people};
}

#endif
