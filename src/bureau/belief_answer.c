/* belief_answer.c - asks the engine everything that a problem asks, and writes the answer. */
#include "bureau/belief_json_int.h"
#include "bureau/bureau.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 256, SLICES = 64 };
static const double SHOWN = 1e-7, OBSERVED_DAYS = 90;

/* What a report did, for persons and for groups. */
typedef struct reasons {
	belief_why *whys;
	double *moves; /* [report * values] */
} reasons;

typedef struct asking {
	hw_arena *arena;
	const belief_input *in;
	const belief_run *run;
	belief *engine;
	hw_json_writer *w;
	size_t states, shown; /* values with a name: captive and the sets */
	double *values;       /* [person * (shown + near)] at the day */
	reasons *persons, *groups;
	belief_becauses because;
	double *log_p, *together; /* [persons] */
	belief_total *totals;
	size_t total_count;
	hw_error *error;
} asking;

static hw_status no_memory(const asking *a)
{
	return hw_fail(a->error, HW_NO_MEMORY, "the answer does not fit into memory");
}

/* ---- asking ---- */
static bool make_reasons(hw_arena *arena, size_t reports, size_t values, reasons *result)
{
	result->whys = HW_NEW(arena, belief_why, reports + 1);
	result->moves = HW_NEW(arena, double, reports *values + 1);
	return result->whys && result->moves;
}

static hw_status explain_slice(void *context, size_t slice, hw_error *error)
{
	const asking *a = context;
	const belief_problem *p = &a->in->problem;

	for (size_t i = slice; i < p->person_count; i += SLICES) {
		HW_TRY(belief_log_likelihood(a->engine, i, &a->log_p[i], error));
		if (p->persons[i].group != BELIEF_NONE)
			HW_TRY(belief_together(a->engine, i, &a->together[i], error));
		if (p->persons[i].report_count)
			HW_TRY(belief_explain(a->engine, i, a->in->day, a->in->values, a->shown, a->persons[i].whys,
					      a->persons[i].moves, error));
	}
	for (size_t i = slice; i < p->group_count; i += SLICES)
		if (p->groups[i].report_count)
			HW_TRY(belief_explain_group(a->engine, i, a->in->day, a->in->values, a->shown,
						    a->groups[i].whys, a->groups[i].moves, error));
	return HW_OK;
}

static hw_status explain_all(asking *a)
{
	const belief_problem *p = &a->in->problem;

	a->persons = HW_NEW(a->arena, reasons, p->person_count + 1);
	a->groups = HW_NEW(a->arena, reasons, p->group_count + 1);
	a->log_p = HW_NEW(a->arena, double, p->person_count + 1);
	a->together = HW_NEW(a->arena, double, p->person_count + 1);
	if (!a->persons || !a->groups || !a->log_p || !a->together)
		return no_memory(a);
	for (size_t i = 0; i < p->person_count; i++)
		if (!make_reasons(a->arena, p->persons[i].report_count, a->shown, &a->persons[i]))
			return no_memory(a);
	for (size_t i = 0; i < p->group_count; i++)
		if (!make_reasons(a->arena, p->groups[i].report_count, a->shown, &a->groups[i]))
			return no_memory(a);
	return hw_parallel(a->run->threads, SLICES, explain_slice, a, a->run->progress, "explaining reports", a->error);
}

/* "regions[1]" of the engine is "regions.NAME" of the file. */
static void name_region(const belief_input *in, hw_error *error)
{
	static const char prefix[] = "regions[";
	size_t index = 0;

	if (!error || strncmp(error->where, prefix, sizeof prefix - 1) != 0)
		return;
	for (const char *at = error->where + sizeof prefix - 1; *at >= '0' && *at <= '9'; at++)
		index = index * 10 + (size_t)(*at - '0');
	if (index >= in->problem.region_count)
		return;
	error->where[0] = '\0';
	(void)hw_error_where(error, "regions.%.*s", HW_TEXT_ARG(in->regions[index]));
}

static hw_status ask(asking *a)
{
	const belief_input *in = a->in;
	size_t all = a->shown + in->near_count;

	hw_status status = belief_new(&in->problem, &a->engine, a->error);
	if (status != HW_OK) {
		name_region(in, a->error);
		return status;
	}
	HW_TRY(belief_learn(a->engine, a->run, a->error));
	a->values = HW_NEW(a->arena, double, in->problem.person_count *all + 1);
	if (!a->values)
		return no_memory(a);
	HW_TRY(belief_expect(a->engine, in->day, in->values, all, a->run, a->values, a->error));
	HW_TRY(explain_all(a));
	HW_TRY(belief_why_all(a->arena, a->engine, in, a->run, &a->because, a->error));
	return belief_totals(a->engine, in->day, in->values + a->states, in->set_count, 0, a->run, a->arena, &a->totals,
			     &a->total_count, a->error);
}

/* ---- writing ---- */
void belief_write_day(const belief_input *in, hw_json_writer *w, const char *key, double day)
{
	char text[32];

	if (in->dates && day <= floor(day))
		hw_json_string(w, key, hw_days_write((int32_t)day, text));
	else
		hw_json_number(w, key, day);
}

static void write_states(const asking *a, const char *key, const double *place)
{
	hw_json_object(a->w, key);
	for (size_t z = 0; z < a->states; z++)
		if (place[z] >= SHOWN) {
			/* The writer wants NUL-terminated keys; ids of the reader have it. */
			hw_json_number(a->w, belief_state_name(a->in, z).bytes, place[z]);
		}
	hw_json_close(a->w, '}');
}

static const char *value_name(const asking *a, size_t value)
{
	return value ? a->in->sets[value - 1].bytes : "captive";
}

/* captive and sets from the probabilities of the states */
static void write_values(const asking *a, const double *place)
{
	for (size_t v = 0; v < a->shown; v++) {
		double sum = 0;
		for (size_t z = 0; z < a->states; z++)
			sum += place[z] * a->in->values[v * a->states + z];
		sum = sum > 1 ? 1 : sum;
		if (v == 0)
			hw_json_number(a->w, "captive", sum);
		if (v == 0)
			hw_json_object(a->w, "sets");
		else
			hw_json_number(a->w, value_name(a, v), sum);
	}
	hw_json_close(a->w, '}');
}

static void write_history(const asking *a, const double *places)
{
	if (!a->in->has_history)
		return;
	hw_json_array(a->w, "history");
	for (size_t i = 0; i < a->in->history_count; i++) {
		const double *place = places + (1 + i) * a->states;
		if (isnan(place[0]))
			continue; /* before he was missing */
		hw_json_object(a->w, NULL);
		belief_write_day(a->in, a->w, "at", a->in->history[i]);
		write_states(a, "states", place);
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
}

/* What a reader should look at twice; absent when there is nothing. */
static void write_flags(const asking *a, const belief_why *y)
{
	bool noise = y->noise > BELIEF_NOISE, surprising = y->surprise > BELIEF_SURPRISING;

	if (!noise && !surprising)
		return;
	hw_json_array(a->w, "flags");
	if (noise)
		hw_json_string(a->w, NULL, "noise");
	if (surprising)
		hw_json_string(a->w, NULL, "surprising");
	hw_json_close(a->w, ']');
}

static void write_reports(const asking *a, const belief_report *reports, size_t count, const reasons *why)
{
	hw_json_array(a->w, "reports");
	for (size_t j = 0; j < count; j++) {
		const belief_why *y = &why->whys[j];
		hw_json_object(a->w, NULL);
		hw_json_string(a->w, "id", reports[j].id.length ? reports[j].id.bytes : NULL);
		if (!y->used) {
			hw_json_boolean(a->w, "used", false); /* not received by as_of */
			hw_json_close(a->w, '}');
			continue;
		}
		if (isnan(reports[j].at))
			belief_write_day(a->in, a->w, "at", y->at);
		hw_json_number(a->w, "faithful", y->faithful);
		hw_json_number(a->w, "noise", y->noise);
		hw_json_number(a->w, "copy", y->copy);
		hw_json_object(a->w, "moves");
		for (size_t v = 0; v < a->shown; v++)
			hw_json_number(a->w, value_name(a, v), why->moves[j * a->shown + v]);
		hw_json_close(a->w, '}');
		hw_json_number(a->w, "surprise", y->surprise);
		write_flags(a, y);
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
}

static void write_person(const asking *a, size_t index, const double *places)
{
	const belief_person *p = &a->in->problem.persons[index];

	hw_json_object(a->w, NULL);
	hw_json_text(a->w, "id", p->id);
	hw_json_number(a->w, "log_likelihood", a->log_p[index]);
	belief_write_day(a->in, a->w, "at", a->in->day);
	write_states(a, "states", places);
	write_values(a, places);
	if (p->group != BELIEF_NONE) {
		hw_json_text(a->w, "group", a->in->problem.groups[p->group].id);
		hw_json_number(a->w, "together", a->together[index]);
	}
	write_reports(a, p->reports, p->report_count, &a->persons[index]);
	if (a->in->why)
		belief_why_write(a->in, &a->because.persons[index], p->reports, p->report_count, a->shown, a->w);
	write_history(a, places);
	hw_json_close(a->w, '}');
}

/* The day asked about, then the days of the history. */
static double *all_days(const asking *a, size_t *count)
{
	*count = 1 + (a->in->has_history ? a->in->history_count : 0);
	double *days = HW_NEW(a->arena, double, *count);
	if (!days)
		return NULL;
	days[0] = a->in->day;
	for (size_t i = 1; i < *count; i++)
		days[i] = a->in->history[i - 1];
	return days;
}

static hw_status write_persons(const asking *a)
{
	size_t day_count, persons = a->in->problem.person_count;
	const double *days = all_days(a, &day_count);
	double *places = HW_NEW(a->arena, double, BLOCK *day_count * a->states);

	if (!days || !places)
		return no_memory(a);
	hw_json_array(a->w, "persons");
	for (size_t from = 0; from < persons; from += BLOCK) {
		size_t to = from + BLOCK < persons ? from + BLOCK : persons;
		HW_TRY(belief_posteriors(a->engine, from, to, days, day_count, a->run, places, a->error));
		for (size_t i = from; i < to; i++)
			write_person(a, i, places + (i - from) * day_count * a->states);
	}
	hw_json_close(a->w, ']');
	return HW_OK;
}

static hw_status write_groups(const asking *a)
{
	size_t day_count;
	const double *days = all_days(a, &day_count);
	double *places = HW_NEW(a->arena, double, day_count * a->states), log_p;
	bool approximate;

	if (!days || !places)
		return no_memory(a);
	hw_json_array(a->w, "groups");
	for (size_t i = 0; i < a->in->problem.group_count; i++) {
		const belief_group *g = &a->in->problem.groups[i];
		HW_TRY(belief_group_posterior(a->engine, i, days, day_count, places, a->error));
		HW_TRY(belief_group_log_likelihood(a->engine, i, &log_p, &approximate, a->error));
		hw_json_object(a->w, NULL);
		hw_json_text(a->w, "id", g->id);
		hw_json_number(a->w, "log_likelihood", log_p);
		hw_json_boolean(a->w, "approximate", approximate);
		belief_write_day(a->in, a->w, "at", a->in->day);
		write_states(a, "states", places);
		write_values(a, places);
		write_reports(a, g->reports, g->report_count, &a->groups[i]);
		if (a->in->why)
			belief_why_write(a->in, &a->because.groups[i], g->reports, g->report_count, a->shown, a->w);
		write_history(a, places);
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
	return HW_OK;
}

static void write_sources(const asking *a)
{
	static const char *const kinds[] = {"status", "region", "site", NULL};
	size_t count;
	const belief_reliability *list = belief_reliabilities(a->engine, &count);

	hw_json_array(a->w, "sources");
	for (size_t i = 0; i < count; i++) {
		hw_json_object(a->w, NULL);
		hw_json_text(a->w, "id", a->in->problem.sources[list[i].source].id);
		if (kinds[list[i].kind])
			hw_json_string(a->w, "kind", kinds[list[i].kind]);
		hw_json_number(a->w, "reliability", list[i].theta);
		hw_json_number(a->w, "alpha", list[i].alpha);
		hw_json_number(a->w, "beta", list[i].beta);
		hw_json_number(a->w, "lower95", list[i].lower95);
		hw_json_number(a->w, "upper95", list[i].upper95);
		hw_json_integer(a->w, "reports", (int64_t)list[i].reports);
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
}

/* The same with those on no list, where they are of the same population. */
static hw_status write_hidden(const asking *a, const belief_total *t)
{
	belief_total all;

	if (!a->in->hidden[t->value])
		return HW_OK;
	HW_TRY(belief_add_hidden(t, a->in->hidden[t->value], a->in->hidden_count[t->value], a->arena, &all, a->error));
	hw_json_object(a->w, "with_hidden");
	hw_json_number(a->w, "mean", all.mean);
	hw_json_number(a->w, "sd", all.sd);
	hw_json_integer(a->w, "lower95", (int64_t)all.lower95);
	hw_json_integer(a->w, "upper95", (int64_t)all.upper95);
	hw_json_close(a->w, '}');
	return HW_OK;
}

static void write_classes(const asking *a)
{
	size_t count;
	const belief_class_learned *list = belief_classes(a->engine, &count);

	hw_json_array(a->w, "classes");
	for (size_t i = 0; i < count; i++) {
		hw_json_object(a->w, NULL);
		hw_json_text(a->w, "id", a->in->problem.classes[i].id);
		hw_json_number(a->w, "captive", list[i].prior.captive);
		hw_json_number(a->w, "dead", list[i].prior.dead);
		hw_json_number(a->w, "free", list[i].prior.free);
		hw_json_integer(a->w, "resolved", (int64_t)list[i].resolved);
		hw_json_integer(a->w, "exchanged", (int64_t)list[i].exchanged);
		hw_json_integer(a->w, "found_dead", (int64_t)list[i].dead);
		hw_json_integer(a->w, "found_free", (int64_t)list[i].free_found);
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
}

/* What was found to repeat what; a report's own "copies" or "copy": 0 overrules it. */
static void write_links(const asking *a)
{
	const belief_problem *p = &a->in->problem;

	hw_json_array(a->w, "provenance");
	for (size_t i = 0; i < a->in->link_count; i++) {
		const belief_link *l = &a->in->links[i];
		bool group = !strcmp(l->list, "groups");
		const belief_report *reports = group ? p->groups[l->subject].reports : p->persons[l->subject].reports;
		hw_json_object(a->w, NULL);
		hw_json_text(a->w, group ? "group" : "person",
			     group ? p->groups[l->subject].id : p->persons[l->subject].id);
		hw_json_text(a->w, "report", reports[l->copy.report].id);
		hw_json_text(a->w, "copies", reports[l->copy.parent].id);
		hw_json_number(a->w, "copy", l->copy.copy);
		hw_json_string(a->w, "why", belief_sharing_words[l->copy.by]);
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
}

static hw_status write_totals(const asking *a)
{
	hw_json_array(a->w, "totals");
	for (size_t i = 0; i < a->total_count; i++) {
		const belief_total *t = &a->totals[i];
		hw_json_object(a->w, NULL);
		hw_json_text(a->w, "set", a->in->sets[t->value]);
		hw_json_string(a->w, "basis", belief_basis_words[t->basis]);
		hw_json_number(a->w, "mean", t->mean);
		hw_json_number(a->w, "sd", t->sd);
		hw_json_integer(a->w, "lower95", (int64_t)t->lower95);
		hw_json_integer(a->w, "upper95", (int64_t)t->upper95);
		hw_json_array(a->w, "pmf");
		for (size_t k = 0; k < t->pmf_length; k++)
			hw_json_number(a->w, NULL, t->pmf[k]);
		hw_json_close(a->w, ']');
		HW_TRY(write_hidden(a, t));
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
	return HW_OK;
}

static hw_status write_near(const asking *a)
{
	size_t persons = a->in->problem.person_count, all = a->shown + a->in->near_count;
	double *p = HW_NEW(a->arena, double, persons + 1);

	if (!p)
		return no_memory(a);
	hw_json_array(a->w, "near");
	for (size_t i = 0; i < a->in->near_count; i++) {
		const belief_near *n = &a->in->nears[i];
		const double *weights = a->in->values + n->value * a->states;
		for (size_t k = 0; k < persons; k++)
			p[k] = a->values[k * all + n->value];
		belief_presence found = belief_presence_of(p, persons, isnan(n->hidden) ? 0 : n->hidden);
		bool observed = belief_observed(a->engine, weights, a->in->day, OBSERVED_DAYS);
		hw_json_object(a->w, NULL);
		hw_json_text(a->w, "id", n->id);
		hw_json_number(a->w, "low", found.low);
		hw_json_number(a->w, "independent", found.independent);
		hw_json_number(a->w, "high", found.high);
		if (!isnan(n->hidden))
			hw_json_number(a->w, "with_hidden", found.with_hidden);
		hw_json_string(a->w, "word", belief_presence_word(&found, observed));
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
	return HW_OK;
}

static void write_learning(const asking *a)
{
	belief_learned learned = belief_learned_of(a->engine);

	hw_json_object(a->w, "learning");
	hw_json_integer(a->w, "rounds", (int64_t)learned.rounds);
	hw_json_array(a->w, "objective");
	for (size_t i = 0; i < learned.rounds; i++)
		hw_json_number(a->w, NULL, learned.objective[i]);
	hw_json_close(a->w, ']');
	hw_json_boolean(a->w, "converged", learned.converged);
	hw_json_close(a->w, '}');
}

static const char *say(const asking *a, const char *english)
{
	return bureau_word(a->in->lang, english);
}

static void note(const asking *a, const char *english)
{
	hw_json_string(a->w, NULL, say(a, english));
}

static void write_class_notes(const asking *a)
{
	size_t count;
	const belief_class_learned *list = belief_classes(a->engine, &count);
	char text[512];

	for (size_t i = 0; i < count; i++) {
		const belief_class *c = &a->in->problem.classes[i];
		if (!(c->cases > 0))
			continue;
		(void)snprintf(text, sizeof text, "%.*s: %s %zu (%s %zu, %s %zu); %s",
			       (int)(c->id.length > 60 ? 60 : c->id.length), c->id.bytes,
			       say(a, "prior learned from resolved cases:"), list[i].resolved, say(a, "exchanged"),
			       list[i].exchanged, say(a, "found dead"), list[i].dead,
			       say(a, "those whose fate is known are no random sample"));
		hw_json_string(a->w, NULL, text);
	}
}

static bool any_report(const belief_problem *p)
{
	size_t count = 0;

	for (size_t i = 0; i < p->person_count; i++)
		count += p->persons[i].report_count;
	for (size_t i = 0; i < p->group_count; i++)
		count += p->groups[i].report_count;
	return count > 0;
}

static void write_notes(const asking *a)
{
	size_t count;
	const belief_reliability *list = belief_reliabilities(a->engine, &count);
	belief_learned learned = belief_learned_of(a->engine);

	hw_json_array(a->w, "notes");
	for (size_t i = 0; i < a->in->note_count; i++)
		hw_json_text(a->w, NULL, a->in->notes[i]);
	for (size_t i = 0; i < count; i++) {
		hw_text id = a->in->problem.sources[list[i].source].id;
		char text[256];
		if (!list[i].fell)
			continue;
		(void)snprintf(text, sizeof text, "%.*s: %s", (int)(id.length > 80 ? 80 : id.length), id.bytes,
			       say(a, "what was learned of this source is more than two letters below its grade"));
		hw_json_string(a->w, NULL, text);
	}
	if (learned.inverted)
		note(a, "what was learned runs against the grades: the better graded sources came out worse; it may "
			"have settled on the inverted solution, in which agreement is taken for noise");
	write_class_notes(a);
	if (a->in->near_count && !any_report(&a->in->problem))
		note(a, "near a point: from what was believed before any report");
	if (!learned.converged)
		note(a, "learning stopped after its last round without standing still");
	if (learned.approximate)
		note(a, "a group has too many members with several reports for the exact sum; it is approximate");
	hw_json_close(a->w, ']');
}

static hw_status write_all(const asking *a)
{
	hw_json_object(a->w, NULL);
	hw_json_string(a->w, "format", "homeward-belief-answer/1");
	belief_write_day(a->in, a->w, "at", a->in->day);
	if (isnan(a->in->problem.as_of))
		hw_json_null(a->w, "as_of");
	else
		belief_write_day(a->in, a->w, "as_of", a->in->problem.as_of);
	HW_TRY(write_persons(a));
	if (a->in->problem.group_count)
		HW_TRY(write_groups(a));
	write_sources(a);
	if (a->in->problem.class_count)
		write_classes(a);
	if (a->in->link_count)
		write_links(a);
	HW_TRY(write_totals(a));
	HW_TRY(write_near(a));
	write_learning(a);
	write_notes(a);
	if (a->in->data[0]) {
		hw_json_integer(a->w, "seed", (int64_t)a->run->seed);
		hw_json_string(a->w, "data", a->in->data);
		if (a->in->version)
			hw_json_string(a->w, "version", a->in->version);
	}
	hw_json_close(a->w, '}');
	return a->w->out->failed ? no_memory(a) : HW_OK;
}

hw_status belief_answer(hw_arena *arena, const belief_input *in, const belief_run *run, hw_json_writer *w,
			hw_error *error)
{
	asking a = {.arena = arena,
		    .in = in,
		    .run = run,
		    .w = w,
		    .states = in->problem.site_count + 2,
		    .shown = 1 + in->set_count,
		    .error = error};
	hw_status status = ask(&a);

	if (status == HW_OK)
		status = write_all(&a);
	belief_why_free(&a.because);
	belief_free(a.engine);
	return status;
}
