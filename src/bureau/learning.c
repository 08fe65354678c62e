/* learning.c - weights of a counterpart from its answers to packages.  Read learning_int.h first. */
#include "bureau/learning_int.h"
#include "bureau/rounds_int.h"

#include <math.h>
#include <string.h>

enum { OFFERS_MOST = 100000 };

typedef struct reading {
	bureau *b;
	hw_arena *arena;
	learning *out;
	exchange_prior *interest, *reluctance;
	size_t given, returned;
	exchange_offer *offers;
	int32_t day;
	hw_error *error;
} reading;

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to learn from answers");
}

/* Last day of a date; false when it is unknown or after the day asked about. */
static bool known_by(const store_rows *rows, size_t column, int32_t day, int32_t *when)
{
	hw_error ignored;
	hw_date date;

	if (store_is_null(rows, column) || hw_date_parse(store_get_text(rows, column), &date, &ignored) != HW_OK ||
	    date.first > day)
		return false;
	*when = date.last < day ? date.last : day;
	return true;
}

/* ---- classes and what is said of them --------------------------------------------------------- */
static size_t find(const hw_text *names, size_t count, hw_text name)
{
	size_t i = 0;

	while (i < count && !hw_text_equal(names[i], name))
		i++;
	return i;
}

/* How far a source is trusted when it tells what a party says, by its grade. */
static double trust_of(hw_text grade)
{
	static const double by_grade[] = {0.8, 0.7, 0.6, 0.4, 0.2, 0.5};

	return grade.length && grade.bytes[0] >= 'A' && grade.bytes[0] <= 'F' ? by_grade[grade.bytes[0] - 'A'] : 0.5;
}

/* Before any answer and statement: of interest in people not even the sign is known. */
static exchange_prior plain(bool ours)
{
	return ours ? (exchange_prior){.positive = true, .middle = 1.5, .spread = 1}
		    : (exchange_prior){.positive = false, .middle = 0.5, .spread = 1};
}

/* A party that asks for people wants them; how much, its word does not say. */
static exchange_prior prior_of(bool ours, hw_text word, double trust)
{
	exchange_prior p = plain(ours);

	if (ours) {
		p.said = hw_text_is(word, "refuses_to_give") ? 5 : 1;
		p.said_spread = 0.7;
		p.trust = hw_text_is(word, "refuses_to_give") || hw_text_is(word, "gives") ? trust : 0;
	} else if (hw_text_is(word, "asks_for")) {
		p = (exchange_prior){.positive = true, .middle = 1.5, .spread = 1};
		p.said = 3;
		p.said_spread = 0.7;
		p.trust = trust;
	} else if (hw_text_is(word, "no_interest") || hw_text_is(word, "refuses_to_take")) {
		p.said = 0;
		p.said_spread = 0.3;
		p.trust = trust;
	}
	return p;
}

static bool in_force(const store_rows *rows, int32_t day)
{
	hw_error ignored;
	hw_date date;

	if (!store_is_null(rows, 4) && hw_date_parse(store_get_text(rows, 4), &date, &ignored) == HW_OK &&
	    date.first > day)
		return false;
	return store_is_null(rows, 5) || hw_date_parse(store_get_text(rows, 5), &date, &ignored) != HW_OK ||
	       date.last >= day;
}

/* The place of a class, added when it is new; EXCHANGE_LEARN_CLASSES_MOST when there is no room. */
static size_t class_at(reading *r, bool ours, hw_text category)
{
	hw_text *names = ours ? r->out->returned : r->out->given;
	size_t *count = ours ? &r->returned : &r->given, at = find(names, *count, category);

	if (at < *count)
		return at;
	if (r->given + r->returned >= EXCHANGE_LEARN_CLASSES_MOST)
		return EXCHANGE_LEARN_CLASSES_MOST;
	names[at] = hw_text_copy(r->arena, category);
	(ours ? r->reluctance : r->interest)[at] = plain(ours);
	(*count)++;
	return at;
}

static hw_status read_interests(reading *r, hw_text *words[2], double *stated[2])
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(r->out->party)};
	bool found;

	HW_TRY(store_query(bureau_store(r->b), "learn_interests", values, 1, &rows, r->error));
	for (;;) {
		bool ours;
		size_t at;

		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			return HW_OK;
		ours = hw_text_is(store_get_text(rows, 0), "ours");
		if (!in_force(rows, r->day))
			continue;
		at = class_at(r, ours, store_get_text(rows, 1));
		if (at >= EXCHANGE_LEARN_CLASSES_MOST)
			continue;
		(ours ? r->reluctance : r->interest)[at] =
			prior_of(ours, store_get_text(rows, 2),
				 hw_text_is(store_get_text(rows, 3), "stated") ? trust_of(store_get_text(rows, 6)) : 0);
		words[ours][at] = store_copy_text(rows, 2, r->arena);
		stated[ours][at] = store_is_null(rows, 7) ? (double)NAN : store_get_number(rows, 7);
	}
}

/* ---- packages ------------------------------------------------------------------------------------ */
/* "k1:2;k3:14" into numbers by class. */
static hw_status count_classes(reading *r, bool ours, hw_text list, double *numbers)
{
	hw_text item, name;
	hw_error ignored;
	int64_t n = 0;

	while (hw_text_split(&list, ';', &item)) {
		bool counts;
		size_t at;

		if (!hw_text_split(&item, ':', &name) || hw_text_integer(hw_text_trim(item), &n, &ignored) != HW_OK ||
		    n < 0)
			continue;
		HW_TRY(round_class_counts(bureau_store(r->b), name, &counts, r->error));
		if (!counts)
			continue;
		at = class_at(r, ours, hw_text_trim(name));
		if (at < EXCHANGE_LEARN_CLASSES_MOST && numbers)
			numbers[at] += (double)n;
	}
	return HW_OK;
}

static bool answered(hw_text answer)
{
	return hw_text_is(answer, "accepted") || hw_text_is(answer, "refused") || hw_text_is(answer, "counter");
}

/* All classes are found before any number is kept, so that every package has room for every class. */
static hw_status read_packages(reading *r, bool keep)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(r->out->party)};
	learning *l = r->out;
	bool found;

	HW_TRY(store_query(bureau_store(r->b), "learn_packages", values, 1, &rows, r->error));
	while (l->history.offer_count < OFFERS_MOST) {
		double *numbers = NULL;
		int32_t when;

		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			break;
		if (!known_by(rows, 1, r->day, &when))
			continue;
		if (!answered(store_get_text(rows, 4))) {
			l->silent += keep;
			continue;
		}
		if (keep) {
			numbers = HW_NEW(r->arena, double, r->given + r->returned);
			if (!numbers)
				return no_memory(r->error);
			memset(numbers, 0, (r->given + r->returned) * sizeof(double));
			r->offers[l->history.offer_count] =
				(exchange_offer){.day = when,
						 .given = numbers,
						 .returned = numbers + r->given,
						 .accepted = hw_text_is(store_get_text(rows, 4), "accepted")};
			l->accepted += r->offers[l->history.offer_count].accepted;
		}
		HW_TRY(count_classes(r, false, store_get_text(rows, 2), numbers));
		HW_TRY(count_classes(r, true, store_get_text(rows, 3), numbers ? numbers + r->given : NULL));
		l->history.offer_count++;
	}
	return HW_OK;
}

/* The unit: of those whom it gives, the class most often returned. */
static size_t choose_unit(const reading *r, hw_text *const words[2])
{
	size_t best = 0;
	double most = -1;

	for (size_t k = 0; k < r->returned; k++) {
		double people = 0;

		for (size_t i = 0; i < r->out->history.offer_count; i++)
			people += r->offers[i].returned[k];
		if (hw_text_is(words[1][k], "refuses_to_give"))
			people /= 1000;
		if (people > most) {
			most = people;
			best = k;
		}
	}
	return best;
}

static hw_status read_party(reading *r, exchange_prior *reservation, exchange_prior *softness)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	*reservation = (exchange_prior){.middle = 0, .spread = 10};
	*softness = (exchange_prior){.positive = true, .middle = 8, .spread = 1};
	HW_TRY(store_query(bureau_store(r->b), "learn_parties", NULL, 0, &rows, r->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			return HW_OK;
		if (!hw_text_equal(store_get_text(rows, 0), r->out->party))
			continue;
		if (!store_is_null(rows, 1))
			reservation->middle = store_get_number(rows, 1);
		if (!store_is_null(rows, 2) && store_get_number(rows, 2) > 0) {
			softness->middle = store_get_number(rows, 2);
			softness->spread = 0.5;
		}
	}
}

static hw_status make_room(reading *r, hw_text *words[2], double *stated[2])
{
	enum { MOST = EXCHANGE_LEARN_CLASSES_MOST };
	learning *l = r->out;

	l->given = HW_NEW(r->arena, hw_text, MOST);
	l->returned = HW_NEW(r->arena, hw_text, MOST);
	r->interest = HW_NEW(r->arena, exchange_prior, MOST);
	r->reluctance = HW_NEW(r->arena, exchange_prior, MOST);
	r->offers = HW_NEW(r->arena, exchange_offer, OFFERS_MOST);
	for (size_t side = 0; side < 2; side++) {
		words[side] = HW_NEW(r->arena, hw_text, MOST);
		stated[side] = HW_NEW(r->arena, double, MOST);
		if (!words[side] || !stated[side])
			return no_memory(r->error);
		for (size_t k = 0; k < MOST; k++) {
			words[side][k] = HW_TEXT("");
			stated[side][k] = NAN;
		}
	}
	l->words = HW_NEW(r->arena, hw_text, MOST);
	l->stated = HW_NEW(r->arena, double, MOST);
	return l->given && l->returned && r->interest && r->reluctance && r->offers && l->words && l->stated
		       ? HW_OK
		       : no_memory(r->error);
}

static hw_status read_history(reading *r, double half_life)
{
	hw_text *words[2];
	double *stated[2];
	learning *l = r->out;
	exchange_prior reservation, softness;

	HW_TRY(make_room(r, words, stated));
	HW_TRY(read_interests(r, words, stated));
	HW_TRY(read_packages(r, false));
	l->history.offer_count = 0;
	HW_TRY(read_packages(r, true));
	HW_TRY(read_party(r, &reservation, &softness));
	for (size_t k = 0; k < r->given + r->returned; k++) {
		bool ours = k >= r->given;

		l->words[k] = words[ours][ours ? k - r->given : k];
		l->stated[k] = stated[ours][ours ? k - r->given : k];
	}
	l->packages = (int64_t)l->history.offer_count;
	l->history = (exchange_history){.given_count = r->given,
					.returned_count = r->returned,
					.interest = r->interest,
					.reluctance = r->reluctance,
					.unit = choose_unit(r, words),
					.reservation = reservation,
					.softness = softness,
					.offers = r->offers,
					.offer_count = l->history.offer_count,
					.now = r->day,
					.half_life = half_life};
	return HW_OK;
}

/* ---- learning, week by week -------------------------------------------------------------------------- */
/* The history as it was `back` days ago. */
static exchange_history before(const exchange_history *h, double back)
{
	exchange_history then = *h;

	then.now -= back;
	while (then.offer_count && then.offers[then.offer_count - 1].day > then.now)
		then.offer_count--;
	return then;
}

/* Learns as of each of the last weeks in which an answer came, each held to the week before. */
static hw_status learn_capped(reading *r, const bureau_run *run, bool whole, double cap)
{
	exchange_learn_options options = {.seed = run->seed, .chains = whole ? 8 : 4, .steps = whole ? 4000 : 1500};
	learning *l = r->out;
	exchange_learned previous = {0};
	size_t counted = SIZE_MAX, held;

	for (int week = LEARNING_CAP_WEEKS; week >= 0; week--) {
		exchange_history then = before(&l->history, 7.0 * week);

		if (then.offer_count == counted && week)
			continue;
		counted = then.offer_count;
		HW_TRY(exchange_learn_packages(&then, &options, r->arena, run->progress, &l->learned, r->error));
		if (previous.weight_count && cap > 0) {
			HW_TRY(exchange_learned_cap(&l->learned, &l->history, &previous, cap, &held, r->error));
			l->held = held;
		}
		previous = l->learned;
	}
	return HW_OK;
}

static hw_status score_forecasts(reading *r, const bureau_run *run, bool whole)
{
	learning *l = r->out;
	exchange_learn_options options = {.seed = run->seed, .chains = 4, .steps = whole ? 600 : 300, .draws = 100};
	size_t first = LEARNING_ROLL_FROM, count = l->history.offer_count;
	exchange_forecasted *forecasts;

	if (!whole && count > LEARNING_ROLL_FROM + EXCHANGE_ALARM_LAST)
		first = count - EXCHANGE_ALARM_LAST;
	if (count <= LEARNING_ROLL_FROM)
		return HW_OK;
	forecasts = HW_NEW(r->arena, exchange_forecasted, l->history.offer_count);
	if (!forecasts)
		return no_memory(r->error);
	HW_TRY(exchange_learn_rolling(&l->history, first, &options, run->progress, forecasts, r->error));
	exchange_score_forecasts(forecasts, count - first, run->seed, &l->score);
	l->scored = true;
	if (l->score.alarm) {
		exchange_learned_widen(&l->learned, &l->history, 2);
		l->widened = true;
	}
	return HW_OK;
}

hw_status learning_of(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party, bool whole, learning *result,
		      hw_error *error)
{
	reading r = {.b = b, .arena = arena, .out = result, .day = bureau_as_of(b), .error = error};
	double half_life, cap;
	char key[65];

	*result = (learning){.party = party};
	HW_TRY(bureau_setting_number(b, "learn.half_life", 365, &half_life, error));
	HW_TRY(bureau_setting_number(b, "learn.weekly_cap", 0.25, &cap, error));
	HW_TRY(read_history(&r, half_life));
	if (result->packages < LEARNING_LEAST || !result->history.returned_count)
		return HW_OK;
	result->enough = true;
	if (!whole) {
		HW_TRY(learning_key(result, run, cap, key, error));
		if (learning_find(b, arena, key, result))
			return HW_OK;
	}
	HW_TRY(learn_capped(&r, run, whole, cap));
	HW_TRY(score_forecasts(&r, run, whole));
	if (!whole)
		learning_keep(b, result, key);
	return HW_OK;
}

/* ---- kept with the bureau ------------------------------------------------------------------------------- */
struct learned_kept {
	hw_arena *arena;
	uint64_t seed;
	learning learning;
};

void learning_drop(bureau *b)
{
	if (b->learned)
		hw_arena_free(b->learned->arena);
	b->learned = NULL;
}

hw_status learning_kept(bureau *b, const bureau_run *run, hw_text party, const learning **result, hw_error *error)
{
	hw_arena *arena;
	struct learned_kept *kept = b->learned;
	hw_status status;

	if (kept && kept->seed == run->seed && hw_text_equal(kept->learning.party, party)) {
		*result = &kept->learning;
		return HW_OK;
	}
	learning_drop(b);
	arena = hw_arena_new((size_t)1 << 30);
	kept = arena ? HW_NEW(arena, struct learned_kept, 1) : NULL;
	if (!kept) {
		hw_arena_free(arena);
		return no_memory(error);
	}
	*kept = (struct learned_kept){.arena = arena, .seed = run->seed};
	status = learning_of(b, arena, run, hw_text_copy(arena, party), false, &kept->learning, error);
	if (status != HW_OK) {
		hw_arena_free(arena);
		return status;
	}
	b->learned = kept;
	*result = &kept->learning;
	return HW_OK;
}

/* ---- into the plan --------------------------------------------------------------------------------------- */
static exchange_weight learned_weight(const learning *l, size_t weight)
{
	return (exchange_weight){.value = l->learned.weights[weight].mean,
				 .draws = exchange_learned_draws(&l->learned, weight)};
}

static size_t weight_of(const learning *l, bool ours, hw_text category)
{
	size_t n = l->history.given_count,
	       at = ours ? find(l->returned, l->history.returned_count, category) : find(l->given, n, category);

	if (at == (ours ? l->history.returned_count : n))
		return SIZE_MAX;
	return ours ? n + at : at;
}

static hw_status learn_theirs(const planning *g, const learning *l, size_t party, hw_arena *arena, exchange_entry *e,
			      hw_error *error)
{
	const plan_spoken *spoken = (const plan_spoken *)(const void *)e->interest;
	plan_spoken *own = HW_NEW(arena, plan_spoken, 1);
	size_t weight = spoken->by[party] ? weight_of(l, false, spoken->by[party]->category) : SIZE_MAX;

	if (!own)
		return no_memory(error);
	(void)g;
	*own = *spoken;
	if (weight != SIZE_MAX)
		own->interest[party] = learned_weight(l, weight);
	e->interest = own->interest;
	return HW_OK;
}

hw_status learning_problem(const planning *g, const learning *l, hw_arena *arena, exchange_problem *problem,
			   bool *there, hw_error *error)
{
	exchange_party *parties = HW_NEW(arena, exchange_party, g->party_count);
	exchange_entry *ours = HW_NEW(arena, exchange_entry, g->ours_count + 1),
		       *theirs = HW_NEW(arena, exchange_entry, g->theirs_count + 1);
	size_t party = 0, last = l->learned.weight_count;

	while (party < g->party_count && !hw_text_equal(g->parties[party].id, l->party))
		party++;
	*there = l->enough && party < g->party_count;
	if (!*there)
		return HW_OK;
	if (!parties || !ours || !theirs)
		return no_memory(error);
	memcpy(parties, g->problem.parties, g->party_count * sizeof(*parties));
	if (g->ours_count)
		memcpy(ours, g->ours, g->ours_count * sizeof(*ours));
	if (g->theirs_count)
		memcpy(theirs, g->theirs, g->theirs_count * sizeof(*theirs));
	parties[party].reservation = learned_weight(l, last - 2);
	parties[party].softness = learned_weight(l, last - 1);
	for (size_t i = 0; i < g->ours_count; i++) {
		size_t weight = ours[i].holder_count == 1 && ours[i].holders[0] == party
					? weight_of(l, true, ours[i].group)
					: SIZE_MAX;

		if (weight != SIZE_MAX)
			ours[i].reluctance = learned_weight(l, weight);
	}
	for (size_t i = 0; i < g->theirs_count; i++)
		HW_TRY(learn_theirs(g, l, party, arena, &theirs[i], error));
	*problem = g->problem;
	problem->parties = parties;
	problem->ours = ours;
	problem->theirs = theirs;
	problem->draw_count = l->learned.draw_count;
	return HW_OK;
}

/* ---- beside the plan on stated weights ------------------------------------------------------------------------ */
hw_status learning_view_open(const planning *g, const exchange_options *options, learning_view *result, hw_error *error)
{
	exchange_options own = *options;
	bool there;

	*result = (learning_view){.plan = NULL};
	HW_TRY(learning_kept(g->bureau, g->run, g->parties[0].id, &result->learned, error));
	HW_TRY(learning_problem(g, result->learned, g->arena, &result->problem, &there, error));
	if (!there || options->separate)
		return HW_OK;
	return exchange_plan_new(&result->problem, &own, &result->plan, error);
}

void learning_view_close(learning_view *v)
{
	exchange_plan_free(v->plan);
	v->plan = NULL;
}

hw_status learning_view_cell(const learning_view *v, hw_arena *arena, const exchange_cell *cell, double result[3],
			     bool *there, hw_error *error)
{
	exchange_evaluation evaluation;

	*there = v->plan && cell->feasible && cell->give && cell->take;
	if (!*there)
		return HW_OK;
	HW_TRY(exchange_evaluate(v->plan, arena, cell->give, cell->take, &evaluation, error));
	*there = evaluation.cell.has_band;
	result[0] = evaluation.cell.predictive;
	result[1] = evaluation.cell.band[0];
	result[2] = evaluation.cell.band[1];
	return HW_OK;
}
