/* interest_learn.c - `interest learn`: what the answers of each counterpart say of its weights, how good the
 * forecasts were, and whether it has changed its ways.  Numbers: for those who plan, and never in an export. */
#include "bureau/learning_int.h"
#include "bureau/sheet_int.h"

#include <math.h>

static const bureau_column party_columns[] = {{"party", "counterpart", BUREAU_TEXT},
					      {"packages", "answers", BUREAU_COUNT},
					      {"accepted", "accepted", BUREAU_COUNT},
					      {"silent", "no answer", BUREAU_COUNT},
					      {"held_back", "held back", BUREAU_COUNT},
					      {"forecasts", "forecasts", BUREAU_COUNT},
					      {"brier", "Brier", BUREAU_NUMBER},
					      {"brier_base", "base rate", BUREAU_NUMBER},
					      {"calibration_error", "off by", BUREAU_NUMBER},
					      {"log_score_last20", "last 20", BUREAU_NUMBER},
					      {"log_score_last20_base", "base rate", BUREAU_NUMBER},
					      {"regime", "regime", BUREAU_WORD}};
enum {
	P_PARTY,
	P_PACKAGES,
	P_ACCEPTED,
	P_SILENT,
	P_HELD,
	P_FORECASTS,
	P_BRIER,
	P_BASE,
	P_ECE,
	P_LAST,
	P_LAST_BASE,
	P_ALARM
};
static const bureau_column weight_columns[] = {
	{"party", "counterpart", BUREAU_TEXT}, {"weight", "weight", BUREAU_WORD},
	{"category", "category", BUREAU_TEXT}, {"stated", "it says", BUREAU_WORD},
	{"median", "median", BUREAU_NUMBER},   {"lower90", "90 % from", BUREAU_NUMBER},
	{"upper90", "to", BUREAU_NUMBER},      {"people", "people", BUREAU_COUNT}};
static const bureau_column bin_columns[] = {{"party", "counterpart", BUREAU_TEXT},
					    {"forecast", "forecast", BUREAU_NUMBER},
					    {"happened", "happened", BUREAU_NUMBER},
					    {"packages", "packages", BUREAU_COUNT}};
static const bureau_column name_columns[] = {
	{"party", "counterpart", BUREAU_TEXT}, {"category", "category", BUREAU_TEXT},
	{"asked", "answers", BUREAU_COUNT},    {"agreed", "agreed", BUREAU_COUNT},
	{"rate", "rate", BUREAU_NUMBER},       {"lower90", "90 % from", BUREAU_NUMBER},
	{"upper90", "to", BUREAU_NUMBER}};

typedef struct telling {
	sheet *s;
	planning plan;
	bureau_list *parties, *weights, *bins, *names;
} telling;

/* Three figures are what such an estimate can bear. */
static bureau_value figure(double x)
{
	double scale;

	if (!isfinite(x) || x == 0)
		return sheet_value_number(x);
	scale = pow(10, 2 - floor(log10(fabs(x))));
	return sheet_value_number(round(x * scale) / scale);
}

static bureau_value class_label(telling *t, hw_text category)
{
	return sheet_value_text(sheet_label(t->s, "categories", category));
}

static void tell_weight(telling *t, const learning *l, size_t weight)
{
	const exchange_interval *v = &l->learned.weights[weight];
	size_t given = l->history.given_count, classes = given + l->history.returned_count;
	bureau_value *cells = sheet_row(t->s, t->weights);
	double people = 0;

	cells[0] = sheet_value_text(l->party);
	cells[1] = sheet_value_word(weight < given      ? "interest"
				    : weight < classes  ? "reluctance"
				    : weight == classes ? "reservation"
							: "softness");
	if (weight < classes) {
		cells[2] = class_label(t, weight < given ? l->given[weight] : l->returned[weight - given]);
		if (l->words[weight].length)
			cells[3] = (bureau_value){.text = l->words[weight], .known = true};
		for (size_t i = 0; i < l->history.offer_count; i++)
			people += weight < given ? l->history.offers[i].given[weight]
						 : l->history.offers[i].returned[weight - given];
		cells[7] = sheet_value_count((int64_t)people);
	}
	cells[4] = figure(v->median);
	cells[5] = figure(v->lower90);
	cells[6] = figure(v->upper90);
}

static void tell_bins(telling *t, const learning *l)
{
	for (size_t k = 0; k < EXCHANGE_SCORE_BINS; k++) {
		bureau_value *cells;

		if (!l->score.bins[k].count)
			continue;
		cells = sheet_row(t->s, t->bins);
		cells[0] = sheet_value_text(l->party);
		cells[1] = figure(l->score.bins[k].forecast);
		cells[2] = figure(l->score.bins[k].happened);
		cells[3] = sheet_value_count((int64_t)l->score.bins[k].count);
	}
}

static void tell_party(telling *t, const learning *l)
{
	bureau_value *cells = sheet_row(t->s, t->parties);

	cells[P_PARTY] = sheet_value_text(sheet_label(t->s, "holders", l->party));
	cells[P_PACKAGES] = sheet_value_count(l->packages);
	cells[P_ACCEPTED] = sheet_value_count(l->accepted);
	cells[P_SILENT] = sheet_value_count(l->silent);
	if (l->enough)
		cells[P_HELD] = sheet_value_count((int64_t)l->held);
	cells[P_ALARM] = sheet_value_word(!l->enough       ? "too few answers"
					  : !l->scored     ? "not measured"
					  : l->score.alarm ? "changed: widened"
							   : "no change seen");
	if (!l->scored)
		return;
	cells[P_FORECASTS] = sheet_value_count((int64_t)l->score.count);
	cells[P_BRIER] = figure(l->score.brier);
	cells[P_BASE] = figure(l->score.brier_base);
	cells[P_ECE] = figure(l->score.calibration_error);
	cells[P_LAST] = figure(l->score.last_log_score);
	cells[P_LAST_BASE] = figure(l->score.last_log_score_base);
	tell_bins(t, l);
}

static hw_status tell_names(telling *t, hw_text party)
{
	sheet *s = t->s;
	learning_names names;

	HW_TRY(learning_of_names(s->b, s->arena, s->run, &t->plan, party, &names, s->error));
	for (size_t k = 0; k < names.category_count; k++) {
		bureau_value *cells = sheet_row(s, t->names);

		cells[0] = sheet_value_text(party);
		cells[1] = class_label(t, names.categories[k]);
		cells[2] = sheet_value_count(names.asked[k]);
		cells[3] = sheet_value_count(names.yes[k]);
		cells[4] = figure(names.rates.rates[k].median);
		cells[5] = figure(names.rates.rates[k].lower90);
		cells[6] = figure(names.rates.rates[k].upper90);
	}
	if (names.silent)
		sheet_note(s,
			   "%lld names asked of %.*s had no answer: silence is no refusal, and nothing is learned from "
			   "it.",
			   (long long)names.silent, HW_TEXT_ARG(party));
	return HW_OK;
}

static hw_status tell_one(telling *t, hw_text party)
{
	sheet *s = t->s;
	learning l, kept;

	HW_TRY(learning_of(s->b, s->arena, s->run, party, true, &l, s->error));
	/* So that the next plan finds it. */
	HW_TRY(learning_of(s->b, s->arena, s->run, party, false, &kept, s->error));
	tell_party(t, &l);
	for (size_t k = 0; l.enough && k < l.learned.weight_count; k++)
		tell_weight(t, &l, k);
	if (l.widened)
		sheet_note(s,
			   "The last 20 answers of %.*s were foretold worse than by its base rate: it has changed, or "
			   "the model "
			   "is wrong. Its intervals are twice as wide as the answers alone would say.",
			   HW_TEXT_ARG(party));
	if (l.held)
		sheet_note(s,
			   "%lld weights of %.*s moved further in a week than learn.weekly_cap allows and are held "
			   "back: a "
			   "counterpart may fake refusals.",
			   (long long)l.held, HW_TEXT_ARG(party));
	return tell_names(t, party);
}

hw_status bureau_interest_learn(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party, bureau_sheet *result,
				hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "learning", result, error);
	telling t = {.s = &s};
	size_t told = 0;

	HW_TRY(bureau_require(b, BUREAU_MAY_PLAN, error));
	HW_TRY(bureau_planning_load(b, arena, run, &t.plan, error));
	result->title = sheet_words(&s, "Learned from answers");
	t.parties = sheet_list(&s, "parties", "Answers, and how good the forecasts were", NULL, party_columns,
			       HW_COUNT(party_columns));
	t.weights = sheet_list(&s, "weights", "Weights, from packages (an ordinary captive of ours = 1)",
			       "no counterpart has answered five packages", weight_columns, HW_COUNT(weight_columns));
	t.bins = sheet_list(&s, "reliability", "Forecast before the answer, against what happened", NULL, bin_columns,
			    HW_COUNT(bin_columns));
	t.names = sheet_list(&s, "names", "Names asked for, one by one: rate of agreement", NULL, name_columns,
			     HW_COUNT(name_columns));
	for (size_t p = 0; p < t.plan.party_count; p++) {
		if (party.length && !hw_text_equal(party, t.plan.parties[p].id))
			continue;
		HW_TRY(tell_one(&t, t.plan.parties[p].id));
		told++;
	}
	if (!told) {
		char shown[64];

		(void)hw_fail(error, HW_NOT_FOUND, "\"%s\" is no counterpart that decides for itself",
			      hw_text_shown(party, shown));
		return hw_error_remedy(error, "homeward interest lists them");
	}
	sheet_say(&s, "These are guesses about a counterpart, not the worth of anyone. They stay inside the bureau, "
		      "and nothing "
		      "is learned about people nobody asked for or offered.");
	sheet_say(&s, "A statement is soft evidence, weighed by its source; it is never an answer.");
	return sheet_end(&s);
}
