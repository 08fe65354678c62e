/* exchange_check.h - small problems written down in a few lines, for the tests of exchange. */
#ifndef HW_EXCHANGE_CHECK_H
#define HW_EXCHANGE_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/exchange.h"

enum { SCENE_ENTRIES = 600, SCENE_PARTIES = 4 };

typedef struct scene {
	exchange_problem problem;
	exchange_options options;
	exchange_party parties[SCENE_PARTIES];
	exchange_entry ours[SCENE_ENTRIES], theirs[SCENE_ENTRIES];
	exchange_weight interest[SCENE_ENTRIES][SCENE_PARTIES];
	uint32_t holders[SCENE_ENTRIES][2];
	exchange_rule rules[EXCHANGE_RULES_MOST];
	char names[2][SCENE_ENTRIES][24];
} scene;

static inline scene *scene_new(void)
{
	scene *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->problem = (exchange_problem){
		.us = HW_TEXT("us"), .parties = s->parties, .ours = s->ours, .theirs = s->theirs, .rules = s->rules};
	return s;
}

static inline void scene_party(scene *s, const char *id, double reservation, double softness)
{
	exchange_party *p = &s->parties[s->problem.party_count++];

	p->id = hw_text_of(id);
	p->reservation.value = reservation;
	p->softness.value = softness;
}

static inline exchange_entry *scene_ours(scene *s, int64_t count, uint32_t holder, double reluctance, double points)
{
	size_t i = s->problem.ours_count++;
	exchange_entry *e = &s->ours[i];

	assert_true(i < SCENE_ENTRIES);
	(void)snprintf(s->names[0][i], sizeof(s->names[0][i]), "o%zu", i);
	s->holders[i][0] = holder;
	*e = (exchange_entry){.class_name = hw_text_of(s->names[0][i]),
			      .count = count,
			      .holders = s->holders[i],
			      .holder_count = 1,
			      .reluctance.value = reluctance,
			      .points = points,
			      .delivery = 0.9};
	return e;
}

/* Interest of the first two parties. */
static inline exchange_entry *scene_theirs(scene *s, int64_t count, double first, double second)
{
	size_t i = s->problem.theirs_count++;
	exchange_entry *e = &s->theirs[i];

	assert_true(i < SCENE_ENTRIES);
	(void)snprintf(s->names[1][i], sizeof(s->names[1][i]), "t%zu", i);
	s->interest[i][0].value = first;
	s->interest[i][1].value = second;
	*e = (exchange_entry){.class_name = hw_text_of(s->names[1][i]),
			      .count = count,
			      .interest = s->interest[i],
			      .requested = first > 0 || second > 0};
	return e;
}

static inline exchange_rule *scene_rule(scene *s, const char *name, exchange_side side)
{
	exchange_rule *r = &s->rules[s->problem.rule_count++];

	*r = (exchange_rule){.name = hw_text_of(name), .side = side, .max = -1};
	return r;
}

/* The assumed profile of the founding example: one state, seven classes a side; top: interest of the first class. */
static inline void scene_profile_theirs(scene *s, double top, double second, double formation)
{
	static const struct {
		int64_t count;
		double interest;
	} t[] = {{60, 0}, {120, 0}, {900, 1.1}, {800, 1.0}, {500, 0.8}, {250, 0.15}, {370, -0.05}};

	for (size_t i = 0; i < HW_COUNT(t); i++)
		(void)scene_theirs(s, t[i].count,
				   i == 0   ? top
				   : i == 1 ? second
					    : t[i].interest,
				   i == 0 ? formation : 0);
}
static const struct {
	int64_t count;
	double reluctance;
} profile_ours[] = {{1500, 1.0}, {450, 1.05}, {1300, 1.15}, {1100, 1.6}, {350, 3.0}, {650, 4.0}, {650, 12.0}};

static inline scene *scene_profile(double top, double second)
{
	scene *s = scene_new();

	scene_party(s, "S", 5, 8);
	for (size_t i = 0; i < HW_COUNT(profile_ours); i++)
		(void)scene_ours(s, profile_ours[i].count, 0, profile_ours[i].reluctance, 1);
	scene_profile_theirs(s, top, second, 0);
	return s;
}

/* The same with a formation F beside the state; classes 7..10 are held by F. */
static inline scene *scene_three_way(void)
{
	static const struct {
		int64_t count;
		double reluctance;
	} f[] = {{78, 1.0}, {20, 1.2}, {36, 1.5}, {14, 1.8}};
	scene *s = scene_new();

	scene_party(s, "S", 5, 8);
	scene_party(s, "F", 3, 4);
	for (size_t i = 0; i < HW_COUNT(profile_ours); i++)
		(void)scene_ours(s, profile_ours[i].count, 0, profile_ours[i].reluctance, 1);
	for (size_t i = 0; i < HW_COUNT(f); i++) {
		exchange_entry *e = scene_ours(s, f[i].count, 1, f[i].reluctance, 1);

		e->site = HW_TEXT("unofficial");
	}
	s->ours[5].group = s->ours[6].group = s->ours[10].group = HW_TEXT("g5");
	scene_profile_theirs(s, 2.5, 4.2, 4.0);
	return s;
}

static inline exchange_plan *scene_plan(scene *s)
{
	exchange_plan *plan = NULL;
	hw_error error = {0};
	char line[1024];

	if (exchange_plan_new(&s->problem, &s->options, &plan, &error) != HW_OK)
		fail_msg("no plan: %s", hw_error_line(&error, line, sizeof(line)));
	return plan;
}

/* Solves one cell of a fresh plan; the arena holds it. */
static inline exchange_cell scene_cell(scene *s, hw_arena *arena, double acceptance, int64_t given)
{
	exchange_plan *plan = scene_plan(s);
	exchange_cell cell;
	hw_error error = {0};
	char line[1024];

	if (exchange_frontier(plan, arena, &acceptance, 1, &given, 1, NULL, &cell, &error) != HW_OK)
		fail_msg("no cell: %s", hw_error_line(&error, line, sizeof(line)));
	exchange_plan_free(plan);
	return cell;
}

#endif
