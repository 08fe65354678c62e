/* calibration.c - how good the estimates were: scores of what was believed before it was known. */
#include "bureau/calibration_int.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

const int calibration_days[BUREAU_HORIZONS] = {1, 7, 30, 90};
enum { WARNINGS_MOST = 16, USUAL_CASES = 20 };

hw_status calibration_no_memory(const calibrating *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for the calibration");
}

static void warn(calibrating *g, hw_text t)
{
	if (t.length && g->c->warnings.count < WARNINGS_MOST)
		g->c->warnings.items[g->c->warnings.count++] = t;
}

/* ---- what was verified ------------------------------------------------------------------------------ */
static void add_fact(calibrating *g, size_t person, double day, int series, bool captive)
{
	if (!(day <= g->l->day))
		return;
	g->facts[g->fact_count++] = (verified){
		.person = person, .day = day, .series = series, .captive = captive, .region = BUREAU_NOWHERE};
}

static double day_at(const store_rows *rows, size_t column)
{
	hw_date date;
	hw_error ignored;

	if (store_is_null(rows, column) || hw_date_parse(store_get_text(rows, column), &date, &ignored) != HW_OK ||
	    !date.known)
		return (double)NAN;
	return floor(((double)date.first + (double)date.last) / 2);
}

static hw_status add_dead(calibrating *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(bureau_store(g->b), "locate_found_dead", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		size_t person = bureau_index_find(&g->l->person_index, store_get_text(rows, 0));
		if (person == BUREAU_NOWHERE || g->fact_count >= 3 * g->l->person_count)
			continue;
		size_t before = g->fact_count;
		add_fact(g, person, day_at(rows, 1), CALIBRATION_HOME, false);
		g->c->found_dead += (int64_t)(g->fact_count - before);
	}
}

/* The last place that the returned man names; the list is written "P1;P2". */
static hw_text last_of(hw_text list)
{
	hw_text piece, last = HW_TEXT("");

	while (hw_text_split(&list, ';', &piece))
		if (hw_text_trim(piece).length)
			last = hw_text_trim(piece);
	return last;
}

static verified *home_of(calibrating *g, size_t person)
{
	for (size_t i = 0; i < g->fact_count; i++)
		if (g->facts[i].person == person && g->facts[i].series == CALIBRATION_HOME && g->facts[i].captive)
			return &g->facts[i];
	return NULL;
}

static hw_status mark_notified(calibrating *g, bool *notified)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(bureau_store(g->b), "locate_notified", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		size_t site = bureau_index_find(&g->l->site_index, store_get_text(rows, 0));
		if (site != BUREAU_NOWHERE)
			notified[site] = true;
	}
}

static hw_status add_places(calibrating *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found, *notified = HW_NEW(g->arena, bool, g->l->site_count + 1);

	if (!notified)
		return calibration_no_memory(g);
	HW_TRY(mark_notified(g, notified));
	HW_TRY(store_query(bureau_store(g->b), "locate_debriefs", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		size_t person = bureau_index_find(&g->l->person_index, store_get_text(rows, 0));
		size_t site = bureau_index_find(&g->l->site_index, last_of(store_get_text(rows, 1)));
		verified *v = person == BUREAU_NOWHERE ? NULL : home_of(g, person);
		if (!v || site == BUREAU_NOWHERE || v->region != BUREAU_NOWHERE)
			continue;
		v->region = g->l->sites[site].region;
		g->c->held_known++;
		g->c->held_unofficial += !notified[site];
	}
}

static hw_status gather(calibrating *g)
{
	const located *l = g->l;

	g->facts = HW_NEW(g->arena, verified, 3 * l->person_count + 1);
	if (!g->facts)
		return calibration_no_memory(g);
	for (size_t i = 0; i < l->person_count; i++) {
		size_t before = g->fact_count;
		if (!isnan(l->people[i].returned_day))
			add_fact(g, i, l->people[i].returned_day, CALIBRATION_HOME, true);
		g->c->home += (int64_t)(g->fact_count - before);
		before = g->fact_count;
		if (!isnan(l->people[i].confirmed_day))
			add_fact(g, i, l->people[i].confirmed_day, CALIBRATION_CONFIRMED, true);
		g->c->confirmed += (int64_t)(g->fact_count - before);
	}
	HW_TRY(add_dead(g));
	return add_places(g);
}

/* ---- scores ------------------------------------------------------------------------------------------ */
/* Strata: the classes, those of none, then confirmed before and not. */
static size_t class_stratum(const located *l, size_t person)
{
	size_t class = l->persons[person].class_of;

	return class < l->problem.class_count ? class : l->problem.class_count;
}

static bool confirmed_before(const located *l, const verified *v, int horizon)
{
	return l->people[v->person].confirmed_day <= v->day - calibration_days[horizon];
}

static bool in_stratum(const calibrating *g, const verified *v, int horizon, size_t stratum)
{
	size_t classes = g->l->problem.class_count;

	if (stratum <= classes)
		return class_stratum(g->l, v->person) == stratum;
	return confirmed_before(g->l, v, horizon) == (stratum == classes + 1);
}

static hw_text stratum_label(const calibrating *g, size_t stratum)
{
	const located *l = g->l;
	size_t classes = l->problem.class_count;
	const char *lang = g->run->lang ? g->run->lang : "en";

	if (stratum < classes) {
		bool uk = !strcmp(lang, "uk") && l->class_labels_uk[stratum].length;
		return hw_text_copy(g->arena, uk ? l->class_labels_uk[stratum] : l->class_labels[stratum]);
	}
	return hw_text_of(bureau_word(lang, stratum == classes       ? "circumstances not told"
					    : stratum == classes + 1 ? "confirmed by the Power before"
								     : "not confirmed before"));
}

static void count_stratum(const calibrating *g, int series, int horizon, size_t stratum, double *p, double *pmf,
			  bureau_stratum *s)
{
	const located *l = g->l;
	size_t n = 0;

	for (size_t i = 0; i < l->person_count; i++)
		s->persons += stratum <= l->problem.class_count
				      ? class_stratum(l, i) == stratum
				      : l->people[i].confirmed == (stratum == l->problem.class_count + 1);
	s->brier = 0;
	for (size_t i = 0; i < g->fact_count; i++) {
		const verified *v = &g->facts[i];
		if (v->series != series || isnan(v->said[horizon]) || !in_stratum(g, v, horizon, stratum))
			continue;
		p[n++] = v->said[horizon];
		s->came += v->captive;
		s->brier += (v->said[horizon] - v->captive) * (v->said[horizon] - v->captive);
	}
	size_t lower, upper;
	hw_poisson_binomial(p, n, pmf);
	hw_pmf_interval(pmf, n + 1, 0.95, &lower, &upper);
	s->verified = (int64_t)n;
	s->brier = n ? s->brier / (double)n : (double)NAN;
	s->lower95 = (int64_t)lower;
	s->upper95 = (int64_t)upper;
	s->covered = s->came >= s->lower95 && s->came <= s->upper95;
}

static hw_status score_strata(calibrating *g, int series, int horizon, bureau_horizon *h)
{
	size_t most = g->l->problem.class_count + 3;
	double *p = HW_NEW(g->arena, double, g->fact_count + 1), *pmf = HW_NEW(g->arena, double, g->fact_count + 2);

	h->strata = HW_NEW(g->arena, bureau_stratum, most);
	if (!p || !pmf || !h->strata)
		return calibration_no_memory(g);
	for (size_t stratum = 0; stratum < most; stratum++) {
		bureau_stratum *s = &h->strata[h->stratum_count];
		*s = (bureau_stratum){.id = stratum < g->l->problem.class_count ? g->l->problem.classes[stratum].id
										: HW_TEXT(""),
				      .label = stratum_label(g, stratum)};
		count_stratum(g, series, horizon, stratum, p, pmf, s);
		/* Nobody of it at all is not worth a line; people without a verified case are. */
		if (s->persons || s->verified)
			h->stratum_count++;
	}
	return HW_OK;
}

/* Weight of a case: the persons of its class over its verified cases. */
static double weight_of(const calibrating *g, const bureau_horizon *h, const verified *v)
{
	hw_text label = stratum_label(g, class_stratum(g->l, v->person));

	for (size_t k = 0; k < h->stratum_count; k++)
		if (hw_text_equal(h->strata[k].label, label) && h->strata[k].verified)
			return (double)h->strata[k].persons / (double)h->strata[k].verified;
	return 1;
}

static void keep_scores(const belief_scores *s, bureau_horizon *h)
{
	h->forecasts = (int64_t)s->count;
	h->brier = s->brier;
	h->log_score = s->log_score;
	h->reliability = s->reliability;
	h->resolution = s->resolution;
	h->uncertainty = s->uncertainty;
	h->ece = s->ece;
	for (size_t k = 0; k < s->bin_count; k++)
		h->bins[k] = (bureau_calibration_bin){.low = s->bins[k].low,
						      .high = s->bins[k].high,
						      .count = (int64_t)s->bins[k].count,
						      .said = s->bins[k].said,
						      .came = s->bins[k].came,
						      .lower = s->bins[k].lower,
						      .upper = s->bins[k].upper};
}

static hw_status score_horizon(calibrating *g, int series, int horizon, bureau_horizon *h)
{
	belief_forecast *f = HW_NEW(g->arena, belief_forecast, g->fact_count + 1);
	belief_scores scores;
	size_t n = 0;

	if (!f)
		return calibration_no_memory(g);
	*h = (bureau_horizon){.days = calibration_days[horizon]};
	HW_TRY(score_strata(g, series, horizon, h));
	for (int weighted = 0; weighted < 2; weighted++) {
		n = 0;
		for (size_t i = 0; i < g->fact_count; i++) {
			const verified *v = &g->facts[i];
			if (v->series != series)
				continue;
			if (isnan(v->said[horizon])) {
				h->too_new += !weighted;
				continue;
			}
			f[n++] = (belief_forecast){.p = v->said[horizon],
						   .came = v->captive,
						   .weight = weighted ? fmax(1e-9, weight_of(g, h, v)) : 1};
			if (weighted || isnan(v->placed[horizon]))
				continue;
			h->placed++;
			h->region_first += v->first[horizon];
			h->region_said += v->placed[horizon];
		}
		HW_TRY(belief_score(f, n, BUREAU_CALIBRATION_BINS, g->arena, &scores, g->error));
		if (weighted)
			h->weighted_brier = n ? scores.brier : (double)NAN;
		else
			keep_scores(&scores, h);
		if (!weighted && series == CALIBRATION_HOME && horizon == 2)
			g->c->recalibrated = belief_recalibrate(f, n, &g->c->slope, &g->c->shift);
	}
	if (!n)
		h->brier = h->log_score = (double)NAN;
	h->region_said = h->placed ? h->region_said / (double)h->placed : (double)NAN;
	return HW_OK;
}

/* ---- sources by grade: what their reports were worth where the fate is known --------------------------- */
static bool says_captive(const belief_claim *c)
{
	return c->kind == BELIEF_CLAIM_STATUS ? c->place == BELIEF_CAPTIVE
					      : c->kind == BELIEF_CLAIM_SITE || c->kind == BELIEF_CLAIM_REGION;
}

static bool speaks_of_fate(const belief_report *r, const verified *v)
{
	return r->source != BELIEF_NONE && r->claim.kind != BELIEF_CLAIM_SEARCHED &&
	       (isnan(r->at) ? r->received : r->at) < v->day;
}

static void wilson(bureau_grade_hits *h)
{
	const double z = 1.959963984540054;
	double n = (double)h->reports, share = n > 0 ? (double)h->right / n : 0;
	double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
	double half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n));

	h->lower = n > 0 ? fmax(0, middle - half) : 0;
	h->upper = n > 0 ? fmin(1, middle + half) : 1;
}

static void count_grades(calibrating *g)
{
	static const char letters[] = "ABCDEF";
	const located *l = g->l;
	size_t count;
	const belief_reliability *list = belief_reliabilities(l->engine, &count);

	for (size_t k = 0; k < 6; k++) {
		bureau_grade_hits hits = {.grade = letters[k]};
		double reports = 0;
		for (size_t i = 0; i < count; i++)
			if (l->grades[list[i].source] == letters[k]) {
				hits.learned += (double)list[i].reports * list[i].theta;
				reports += (double)list[i].reports;
			}
		for (size_t i = 0; i < g->fact_count; i++) {
			const verified *v = &g->facts[i];
			const belief_person *p = &l->persons[v->person];
			for (size_t j = 0; v->series == CALIBRATION_HOME && j < p->report_count; j++) {
				const belief_report *r = &p->reports[j];
				if (!speaks_of_fate(r, v) || l->grades[r->source] != letters[k])
					continue;
				hits.reports++;
				hits.right += says_captive(&r->claim) == v->captive;
			}
		}
		hits.learned = reports > 0 ? hits.learned / reports : (double)NAN;
		wilson(&hits);
		if (hits.reports)
			g->c->grades[g->c->grade_count++] = hits;
	}
}

/* ---- classes: what the resolved cases would make of their priors --------------------------------------- */
static hw_status learn_classes(calibrating *g)
{
	const located *l = g->l;
	belief_problem problem = l->problem;
	belief_class *classes = HW_NEW(g->arena, belief_class, problem.class_count + 1);
	belief *engine;
	size_t count, used;

	g->c->classes = HW_NEW(g->arena, bureau_class_prior, problem.class_count + 1);
	if (!classes || !g->c->classes)
		return calibration_no_memory(g);
	for (size_t i = 0; i < problem.class_count; i++) {
		classes[i] = l->problem.classes[i];
		classes[i].cases = USUAL_CASES;
	}
	problem.classes = classes;
	problem.learning = BELIEF_LEARN_NOTHING;
	HW_TRY(belief_new(&problem, &engine, g->error));
	const belief_class_learned *learned = belief_classes(engine, &count),
				   *in_use = belief_classes(l->engine, &used);
	for (size_t i = 0; i < count; i++)
		g->c->classes[g->c->class_count++] =
			(bureau_class_prior){.id = hw_text_copy(g->arena, problem.classes[i].id),
					     .label = stratum_label(g, i),
					     .captive = in_use[i].prior.captive,
					     .dead = in_use[i].prior.dead,
					     .free = in_use[i].prior.free,
					     .learned_captive = learned[i].prior.captive,
					     .resolved = (int64_t)learned[i].resolved};
	belief_free(engine);
	return HW_OK;
}

/* ---- what must be said beside it ------------------------------------------------------------------------ */
static void say_warnings(calibrating *g)
{
	bureau_calibration *c = g->c;
	const bureau_horizon *h = &c->series[CALIBRATION_HOME].horizons[2];
	const char *lang = g->run->lang ? g->run->lang : "en";

	warn(g, hw_text_of(bureau_word(lang, "Those who return are no random sample: exchanges favour some, and whom "
					     "nobody returns is never verified. Read each stratum by itself.")));
	warn(g, hw_text_format(g->arena, "%s: %lld; %s: %lld; %s: %lld; %s: %lld.",
			       bureau_word(lang, "Calibrated on those who came home"), (long long)c->home,
			       bureau_word(lang, "found dead"), (long long)c->found_dead,
			       bureau_word(lang, "known where they were held last"), (long long)c->held_known,
			       bureau_word(lang, "of them at places that were never notified"),
			       (long long)c->held_unofficial));
	if (!c->found_dead)
		warn(g,
		     hw_text_of(bureau_word(
			     lang, "Nobody was found dead: nothing here tests how well death is told from captivity. "
				   "A low forecast of captivity cannot come true in these data.")));
	for (size_t k = 0; k < h->stratum_count; k++)
		if (!h->strata[k].verified && h->strata[k].persons)
			warn(g, hw_text_format(g->arena, "%.*s: %s: %lld.", HW_TEXT_ARG(h->strata[k].label),
					       bureau_word(lang, "no verified case; persons"),
					       (long long)h->strata[k].persons));
	if (!c->recalibrated)
		warn(g, hw_text_of(bureau_word(lang, "Not recalibrated: that needs 200 cases, some of each outcome.")));
}

static hw_status calibrate(calibrating *g)
{
	char day[11];

	g->c->warnings.items = HW_NEW(g->arena, hw_text, WARNINGS_MOST);
	if (!g->c->warnings.items)
		return calibration_no_memory(g);
	g->c->day = hw_text_copy(g->arena, hw_text_of(hw_days_write((int32_t)g->l->day, day)));
	HW_TRY(gather(g));
	HW_TRY(calibration_look_back(g));
	for (int series = 0; series < CALIBRATION_SERIES; series++) {
		bureau_series *s = &g->c->series[series];
		s->name = series == CALIBRATION_HOME ? "came home, or were found dead" : "confirmed by the Power";
		for (size_t i = 0; i < g->fact_count; i++) {
			s->cases += g->facts[i].series == series;
			s->captive += g->facts[i].series == series && g->facts[i].captive;
		}
		for (int h = 0; h < BUREAU_HORIZONS; h++)
			HW_TRY(score_horizon(g, series, h, &s->horizons[h]));
	}
	count_grades(g);
	HW_TRY(learn_classes(g));
	say_warnings(g);
	return HW_OK;
}

hw_status bureau_calibrate(bureau *b, hw_arena *arena, const bureau_run *run, bureau_calibration *result,
			   hw_error *error)
{
	bureau_calibration c = {0};
	calibrating g = {.b = b, .run = run, .arena = arena, .c = &c, .error = error};

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	HW_TRY(bureau_located(b, run, &g.l, error));
	HW_TRY(calibrate(&g));
	*result = c;
	return HW_OK;
}
