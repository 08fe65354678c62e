/* calibration_text.c - how good the estimates were, for people. */
#include "cli/sections_int.h"

#include <math.h>

static hw_text figure(cli_page *p, double value, int64_t cases)
{
	return cases && !isnan(value) ? cli_text(p, "%.3f", value) : HW_TEXT("");
}

static void write_horizons(cli_page *p, const bureau_series *s)
{
	cli_table t = {.arena = p->arena, .columns = 7, .indent = 5, .right = 127};
	static const char *const titles[] = {
		"days before", "forecasts", "Brier", "Brier by stratum", "log score", "ECE", "region named first"};
	hw_text *row = cli_table_row(&t);

	for (size_t k = 0; row && k < HW_COUNT(titles); k++)
		row[k] = cli_text(p, "%s", cli_say(p, titles[k]));
	for (size_t i = 0; i < BUREAU_HORIZONS; i++) {
		const bureau_horizon *h = &s->horizons[i];

		row = cli_table_row(&t);
		if (!row)
			return;
		row[0] = cli_text(p, "%lld", (long long)h->days);
		row[1] = cli_text(p, "%lld", (long long)h->forecasts);
		row[2] = figure(p, h->brier, h->forecasts);
		row[3] = figure(p, h->weighted_brier, h->forecasts);
		row[4] = figure(p, h->log_score, h->forecasts);
		row[5] = figure(p, h->ece, h->forecasts);
		row[6] = h->placed ? cli_text(p, "%lld / %lld", (long long)h->region_first, (long long)h->placed)
				   : HW_TEXT("");
	}
	cli_table_write(&t, p->out);
}

/* Said against came, a month before. */
static void write_bins(cli_page *p, const bureau_horizon *h)
{
	cli_table t = {.arena = p->arena, .columns = 4, .indent = 5, .right = 15};
	static const char *const titles[] = {"said", "forecasts", "came", "95 %"};
	hw_text *row = cli_table_row(&t);

	hw_buffer_addf(p->out, "\n     %lld %s\n", (long long)h->days, cli_say(p, "days before"));
	for (size_t k = 0; row && k < HW_COUNT(titles); k++)
		row[k] = cli_text(p, "%s", cli_say(p, titles[k]));
	for (size_t k = 0; k < BUREAU_CALIBRATION_BINS; k++) {
		const bureau_calibration_bin *b = &h->bins[k];

		if (!b->count || !(row = cli_table_row(&t)))
			continue;
		row[0] = cli_text(p, "%.2f", b->said);
		row[1] = cli_text(p, "%lld", (long long)b->count);
		row[2] = cli_text(p, "%.2f", b->came);
		row[3] = cli_text(p, "%.2f-%.2f", b->lower, b->upper);
	}
	cli_table_write(&t, p->out);
}

static void write_strata(cli_page *p, const bureau_horizon *h)
{
	cli_table t = {.arena = p->arena, .columns = 6, .indent = 5, .right = 62};
	static const char *const titles[] = {"stratum", "persons", "verified", "said captive", "were captive", "Brier"};
	hw_text *row = cli_table_row(&t);

	hw_buffer_adds(p->out, "\n");
	for (size_t k = 0; row && k < HW_COUNT(titles); k++)
		row[k] = cli_text(p, "%s", cli_say(p, titles[k]));
	for (size_t k = 0; k < h->stratum_count; k++) {
		const bureau_stratum *s = &h->strata[k];

		row = cli_table_row(&t);
		if (!row)
			return;
		row[0] = s->label;
		row[1] = cli_text(p, "%lld", (long long)s->persons);
		row[2] = cli_text(p, "%lld", (long long)s->verified);
		row[3] = s->verified ? cli_text(p, "%lld-%lld", (long long)s->lower95, (long long)s->upper95)
				     : HW_TEXT("");
		row[4] = s->verified ? cli_text(p, "%lld%s", (long long)s->came, s->covered ? "" : " !") : HW_TEXT("");
		row[5] = figure(p, s->brier, s->verified);
	}
	cli_table_write(&t, p->out);
}

static void write_grades(cli_page *p, const bureau_calibration *c)
{
	cli_table t = {.arena = p->arena, .columns = 4, .indent = 5, .right = 14};
	static const char *const titles[] = {"grade", "reports", "right about fate", "worth so far"};
	hw_text *row = cli_table_row(&t);

	hw_buffer_addf(p->out, "\n   %s\n", cli_say(p, "What the reports on those who came home were worth"));
	for (size_t k = 0; row && k < HW_COUNT(titles); k++)
		row[k] = cli_text(p, "%s", cli_say(p, titles[k]));
	for (size_t k = 0; k < c->grade_count; k++) {
		const bureau_grade_hits *h = &c->grades[k];

		row = cli_table_row(&t);
		if (!row)
			return;
		row[0] = cli_text(p, "%c", h->grade);
		row[1] = cli_text(p, "%lld", (long long)h->reports);
		row[2] = cli_text(p, "%lld (%.2f-%.2f)", (long long)h->right, h->lower, h->upper);
		row[3] = isnan(h->learned) ? HW_TEXT("") : cli_text(p, "%.2f", h->learned);
	}
	cli_table_write(&t, p->out);
}

static void write_classes(cli_page *p, const bureau_calibration *c)
{
	cli_table t = {.arena = p->arena, .columns = 4, .indent = 5, .right = 14};
	static const char *const titles[] = {"circumstances", "captive at first", "resolved", "would be learned"};
	hw_text *row = cli_table_row(&t);

	hw_buffer_addf(p->out, "\n   %s\n", cli_say(p, "How the people of each circumstance began"));
	for (size_t k = 0; row && k < HW_COUNT(titles); k++)
		row[k] = cli_text(p, "%s", cli_say(p, titles[k]));
	for (size_t k = 0; k < c->class_count; k++) {
		row = cli_table_row(&t);
		if (!row)
			return;
		row[0] = c->classes[k].label;
		row[1] = cli_text(p, "%.2f", c->classes[k].captive);
		row[2] = cli_text(p, "%lld", (long long)c->classes[k].resolved);
		row[3] = c->classes[k].resolved ? cli_text(p, "%.2f", c->classes[k].learned_captive) : HW_TEXT("");
	}
	cli_table_write(&t, p->out);
}

void cli_write_calibration(cli_page *p, const bureau_calibration *c)
{
	for (size_t s = 0; s < HW_COUNT(c->series); s++) {
		const bureau_series *series = &c->series[s];

		hw_buffer_addf(p->out, "\n   %s: %lld\n", cli_say(p, series->name), (long long)series->cases);
		if (!series->cases)
			continue;
		write_horizons(p, series);
		write_bins(p, &series->horizons[2]);
		write_strata(p, &series->horizons[2]);
	}
	if (c->grade_count)
		write_grades(p, c);
	if (c->class_count)
		write_classes(p, c);
	if (c->recalibrated)
		cli_paragraph(p->out, 3, cli_text(p, "logit p' = %.2f logit p + %.2f", c->slope, c->shift));
	hw_buffer_adds(p->out, "\n");
	for (size_t i = 0; i < c->warnings.count; i++)
		cli_paragraph(p->out, 3, c->warnings.items[i]);
}
