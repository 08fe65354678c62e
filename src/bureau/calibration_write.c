/* calibration_write.c - the calibration as JSON and as a picture. */
#include "bureau/bureau.h"

#include <math.h>

/* ---- JSON ---- */
static void bins_json(const bureau_horizon *h, hw_json_writer *w)
{
	hw_json_array(w, "bins");
	for (size_t k = 0; k < BUREAU_CALIBRATION_BINS; k++) {
		const bureau_calibration_bin *b = &h->bins[k];
		hw_json_object(w, NULL);
		hw_json_number(w, "low", b->low);
		hw_json_number(w, "high", b->high);
		hw_json_integer(w, "count", b->count);
		hw_json_number(w, "said", b->count ? b->said : (double)NAN);
		hw_json_number(w, "came", b->count ? b->came : (double)NAN);
		hw_json_number(w, "lower95", b->lower);
		hw_json_number(w, "upper95", b->upper);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void strata_json(const bureau_horizon *h, hw_json_writer *w)
{
	hw_json_array(w, "strata");
	for (size_t k = 0; k < h->stratum_count; k++) {
		const bureau_stratum *s = &h->strata[k];
		hw_json_object(w, NULL);
		hw_json_string(w, "id", s->id.length ? s->id.bytes : NULL);
		hw_json_text(w, "label", s->label);
		hw_json_integer(w, "persons", s->persons);
		hw_json_integer(w, "verified", s->verified);
		hw_json_number(w, "brier", s->brier);
		hw_json_integer(w, "lower95", s->lower95);
		hw_json_integer(w, "upper95", s->upper95);
		hw_json_integer(w, "came", s->came);
		hw_json_boolean(w, "covered", s->covered);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void horizon_json(const bureau_horizon *h, hw_json_writer *w)
{
	hw_json_object(w, NULL);
	hw_json_integer(w, "days", h->days);
	hw_json_integer(w, "forecasts", h->forecasts);
	hw_json_integer(w, "not_missing_yet", h->too_new);
	hw_json_number(w, "brier", h->brier);
	hw_json_number(w, "brier_by_stratum", h->weighted_brier);
	hw_json_number(w, "log_score", h->log_score);
	hw_json_number(w, "reliability", h->reliability);
	hw_json_number(w, "resolution", h->resolution);
	hw_json_number(w, "uncertainty", h->uncertainty);
	hw_json_number(w, "ece", h->ece);
	hw_json_object(w, "region");
	hw_json_integer(w, "known", h->placed);
	hw_json_integer(w, "likeliest", h->region_first);
	hw_json_number(w, "said", h->region_said);
	hw_json_close(w, '}');
	bins_json(h, w);
	strata_json(h, w);
	hw_json_close(w, '}');
}

static void grades_json(const bureau_calibration *c, hw_json_writer *w)
{
	hw_json_array(w, "grades");
	for (size_t k = 0; k < c->grade_count; k++) {
		const char grade[2] = {c->grades[k].grade, '\0'};
		hw_json_object(w, NULL);
		hw_json_string(w, "grade", grade);
		hw_json_integer(w, "reports", c->grades[k].reports);
		hw_json_integer(w, "right", c->grades[k].right);
		hw_json_number(w, "lower95", c->grades[k].lower);
		hw_json_number(w, "upper95", c->grades[k].upper);
		hw_json_number(w, "learned", c->grades[k].learned);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void classes_json(const bureau_calibration *c, hw_json_writer *w)
{
	hw_json_array(w, "classes");
	for (size_t k = 0; k < c->class_count; k++) {
		const bureau_class_prior *p = &c->classes[k];
		hw_json_object(w, NULL);
		hw_json_text(w, "id", p->id);
		hw_json_text(w, "label", p->label);
		hw_json_number(w, "captive", p->captive);
		hw_json_number(w, "dead", p->dead);
		hw_json_number(w, "free", p->free);
		hw_json_number(w, "learned_captive", p->learned_captive);
		hw_json_integer(w, "resolved", p->resolved);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_calibration_json(const bureau_calibration *c, hw_json_writer *w, const char *key)
{
	hw_json_object(w, key);
	hw_json_text(w, "as_of", c->day);
	hw_json_integer(w, "home", c->home);
	hw_json_integer(w, "found_dead", c->found_dead);
	hw_json_integer(w, "confirmed", c->confirmed);
	hw_json_integer(w, "held_known", c->held_known);
	hw_json_integer(w, "held_unofficial", c->held_unofficial);
	hw_json_array(w, "series");
	for (size_t s = 0; s < HW_COUNT(c->series); s++) {
		hw_json_object(w, NULL);
		hw_json_string(w, "name", c->series[s].name);
		hw_json_integer(w, "cases", c->series[s].cases);
		hw_json_integer(w, "captive", c->series[s].captive);
		hw_json_array(w, "horizons");
		for (size_t h = 0; h < BUREAU_HORIZONS; h++)
			horizon_json(&c->series[s].horizons[h], w);
		hw_json_close(w, ']');
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	grades_json(c, w);
	classes_json(c, w);
	if (c->recalibrated) {
		hw_json_object(w, "recalibration");
		hw_json_number(w, "slope", c->slope);
		hw_json_number(w, "shift", c->shift);
		hw_json_close(w, '}');
	} else {
		hw_json_null(w, "recalibration");
	}
	hw_json_array(w, "warnings");
	for (size_t i = 0; i < c->warnings.count; i++)
		hw_json_text(w, NULL, c->warnings.items[i]);
	hw_json_close(w, ']');
	hw_json_close(w, '}');
}

/* ---- the picture: two rows of four squares ---- */
enum { SQUARE = 180, GAP = 46, LEFT = 56, TOP = 96, BARS = 34, ROW = SQUARE + BARS + 64 };

static void text_at(hw_buffer *out, double x, double y, const char *style, const char *words)
{
	hw_buffer_addf(out, "<text x=\"%.1f\" y=\"%.1f\" %s>", x, y, style);
	for (; *words; words++)
		switch (*words) {
		case '<':
			hw_buffer_adds(out, "&lt;");
			break;
		case '>':
			hw_buffer_adds(out, "&gt;");
			break;
		case '&':
			hw_buffer_adds(out, "&amp;");
			break;
		default:
			hw_buffer_addf(out, "%c", *words);
		}
	hw_buffer_adds(out, "</text>\n");
}

static void frame(hw_buffer *out, double x, double y)
{
	hw_buffer_addf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"#fff\" stroke=\"#777\"/>\n",
		       x, y, SQUARE, SQUARE);
	hw_buffer_addf(out,
		       "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#999\" "
		       "stroke-dasharray=\"4 3\"/>\n",
		       x, y + SQUARE, x + SQUARE, y);
	for (int k = 0; k <= 4; k++) {
		char tick[32];
		(void)snprintf(tick, sizeof tick, "%.2g", k / 4.0);
		text_at(out, x + SQUARE * k / 4.0, y + SQUARE + BARS + 14, "text-anchor=\"middle\" class=\"s\"", tick);
		text_at(out, x - 5, y + SQUARE - SQUARE * k / 4.0 + 4, "text-anchor=\"end\" class=\"s\"", tick);
	}
}

/* A point a bin with its Wilson bar; below it how many forecasts it holds. */
static void points(hw_buffer *out, const bureau_horizon *h, double x, double y)
{
	int64_t most = 1;

	for (size_t k = 0; k < BUREAU_CALIBRATION_BINS; k++)
		most = h->bins[k].count > most ? h->bins[k].count : most;
	for (size_t k = 0; k < BUREAU_CALIBRATION_BINS; k++) {
		const bureau_calibration_bin *b = &h->bins[k];
		double px = x + SQUARE * b->said, height = (BARS - 6) * (double)b->count / (double)most;
		if (!b->count)
			continue;
		hw_buffer_addf(out, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#1d5a8a\"/>\n", px,
			       y + SQUARE * (1 - b->upper), px, y + SQUARE * (1 - b->lower));
		hw_buffer_addf(out,
			       "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#1d5a8a\"><title>%.2f / %.2f "
			       "(%lld)</title></circle>\n",
			       px, y + SQUARE * (1 - b->came), b->said, b->came, (long long)b->count);
		hw_buffer_addf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#9fb8cc\"/>\n",
			       x + SQUARE * b->low + 1, y + SQUARE + BARS - height, SQUARE * (b->high - b->low) - 2,
			       height);
	}
}

static void panel(hw_buffer *out, const bureau_horizon *h, const char *lang, double x, double y)
{
	char words[96];

	(void)snprintf(words, sizeof words, "%lld %s: %lld", (long long)h->days, bureau_word(lang, "days before"),
		       (long long)h->forecasts);
	text_at(out, x, y - 8, "class=\"m\"", words);
	frame(out, x, y);
	points(out, h, x, y);
	if (h->forecasts) {
		(void)snprintf(words, sizeof words, "Brier %.3f", h->brier);
		text_at(out, x + SQUARE - 6, y + SQUARE - 8, "text-anchor=\"end\" class=\"s\"", words);
	}
}

void bureau_calibration_svg(const bureau_calibration *c, const char *lang, const char *mark, hw_buffer *out)
{
	int width = LEFT + BUREAU_HORIZONS * (SQUARE + GAP), height = TOP + (int)HW_COUNT(c->series) * ROW + 20;
	char words[160];

	lang = lang ? lang : "en";
	hw_buffer_addf(out,
		       "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
		       "role=\"img\" "
		       "aria-labelledby=\"title note\" font-family=\"sans-serif\">\n",
		       width, height, width, height);
	hw_buffer_addf(out, "<title id=\"title\">%s</title>\n", bureau_word(lang, "What was said and what came"));
	hw_buffer_addf(
		out, "<desc id=\"note\">%s</desc>\n",
		bureau_word(lang,
			    "Across: the chance of captivity that was said; up: the share that was captive; bars: "
			    "Wilson 95 %; below: how many forecasts."));
	hw_buffer_adds(
		out,
		"<style>.s{font-size:10px;fill:#333}.m{font-size:12px;fill:#111}.l{font-size:15px;fill:#111}</style>\n"
		"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
	(void)snprintf(words, sizeof words, "%s, %.*s", bureau_word(lang, "What was said and what came"),
		       HW_TEXT_ARG(c->day));
	text_at(out, LEFT, 24, "class=\"l\"", words);
	text_at(out, LEFT, 44, "class=\"m\"", mark);
	for (size_t s = 0; s < HW_COUNT(c->series); s++) {
		double y = TOP + (double)s * ROW;
		(void)snprintf(words, sizeof words, "%s: %lld", bureau_word(lang, c->series[s].name),
			       (long long)c->series[s].cases);
		text_at(out, LEFT, y - 26, "class=\"m\"", words);
		for (size_t h = 0; h < BUREAU_HORIZONS; h++)
			panel(out, &c->series[s].horizons[h], lang, LEFT + (double)h * (SQUARE + GAP), y);
	}
	hw_buffer_adds(out, "</svg>\n");
}
