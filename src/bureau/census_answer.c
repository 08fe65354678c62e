/* census_answer.c - runs the methods that are asked for and writes the answer in the form of the interface. */
#include "bureau/census_int.h"

#include <math.h>
#include <string.h>

enum { BINS = 60 };

typedef struct answering {
	hw_arena *arena;
	const census_input *in;
	const bureau_census_question *q;
	census_options options;
	uint32_t terms[64];
	census_study study;
	hw_json_writer *w;
	hw_error *error;
} answering;

/* ---- what is asked for --------------------------------------------------------------------------------- */
static const struct {
	const char *word;
	unsigned methods;
} words[] = {
	{"all", 0},
	{"chapman", 1u << CENSUS_CHAPMAN},
	{"chao", 1u << CENSUS_CHAO_MTH},
	{"chao-mh", 1u << CENSUS_CHAO_MH},
	{"chao-mth", 1u << CENSUS_CHAO_MTH},
	{"decomposable", 1u << CENSUS_DECOMPOSABLE},
	{"loglinear", 1u << CENSUS_LOGLINEAR | 1u << CENSUS_LOGLINEAR_MODEL},
	{"latent-class", 1u << CENSUS_LATENT_CLASS},
};

/* "123,14,34": terms of lists by their number; "1.2.3" also when there are ten lists or more. */
static hw_status read_model(answering *a)
{
	hw_text rest = hw_text_of(a->q->model), term;
	size_t count = 0;

	while (hw_text_split(&rest, ',', &term)) {
		uint32_t set = 0;
		term = hw_text_trim(term);
		for (size_t i = 0; i < term.length; i++) {
			size_t list = (size_t)(term.bytes[i] - '1');
			if (list >= a->in->list_count || list > 8) {
				(void)hw_fail(a->error, HW_USAGE, "--model: \"%.*s\" names lists by number, 1 to %zu",
					      HW_TEXT_ARG(term), a->in->list_count);
				return hw_error_remedy(a->error, "write --model 123,14,34");
			}
			set |= (uint32_t)1 << list;
		}
		if (!set || count == HW_COUNT(a->terms)) {
			(void)hw_fail(a->error, HW_USAGE, "--model: a term is empty");
			return hw_error_remedy(a->error, "write --model 123,14,34");
		}
		a->terms[count++] = set;
	}
	a->options.model_terms = a->terms;
	a->options.model_term_count = count;
	if (a->options.methods & 1u << CENSUS_LOGLINEAR)
		a->options.methods &= ~(1u << CENSUS_LOGLINEAR);
	return HW_OK;
}

static hw_status read_options(answering *a)
{
	const bureau_census_question *q = a->q;
	const char *method = q->method ? q->method : "all";
	bool found = false;

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (!strcmp(method, words[i].word)) {
			a->options.methods = words[i].methods;
			found = true;
		}
	if (!found) {
		(void)hw_fail(a->error, HW_USAGE, "--method: there is no method \"%s\"", method);
		return hw_error_remedy(a->error, "all, chapman, chao, chao-mh, chao-mth, decomposable, loglinear or "
						 "latent-class");
	}
	a->options.graphs = (census_graphs_options){.delta = q->delta, .complete_graph = q->complete_graph};
	a->options.classes = (census_classes_options){.classes = q->classes,
						      .chains = q->chains,
						      .sweeps = q->sweeps,
						      .warm_up = q->sweeps ? q->sweeps / 4 + 1 : 0,
						      .cap = q->cap,
						      .lognormal_alpha = q->lognormal_alpha};
	return q->model ? read_model(a) : HW_OK;
}

/* ---- writing --------------------------------------------------------------------------------------------- */
static void write_figure(hw_json_writer *w, const census_figure *f)
{
	hw_json_number(w, "median", f->median);
	hw_json_number(w, "mean", f->mean);
	hw_json_number(w, "mode", f->mode);
	hw_json_number(w, "lower", f->lower);
	hw_json_number(w, "upper", f->upper);
}

/* "123,14,34", and the names of the lists. */
static void write_sets(const answering *a, const char *key, const census_estimate *e)
{
	char digits[256];
	size_t length = 0;

	if (!e->set_count)
		return;
	for (size_t i = 0; i < e->set_count; i++) {
		if (i && length + 1 < sizeof digits)
			digits[length++] = ',';
		for (size_t j = 0; j < a->in->list_count && length + 1 < sizeof digits; j++)
			if (e->sets[i] >> j & 1)
				digits[length++] = (char)('1' + (int)j);
	}
	digits[length] = '\0';
	hw_json_string(a->w, key, digits);
	hw_json_array(a->w, "terms");
	for (size_t i = 0; i < e->set_count; i++) {
		hw_json_array(a->w, NULL);
		for (size_t j = 0; j < a->in->list_count; j++)
			if (e->sets[i] >> j & 1)
				hw_json_text(a->w, NULL, a->in->lists[j]);
		hw_json_close(a->w, ']');
	}
	hw_json_close(a->w, ']');
}

static void write_graphs(const answering *a, const census_estimate *e)
{
	double delta = a->q->delta > 0 ? a->q->delta : e->deltas[0];

	hw_json_number(a->w, "delta", delta);
	hw_json_boolean(a->w, "complete_graph", a->q->complete_graph);
	hw_json_string(a->w, "prior", "1/N");
	hw_json_integer(a->w, "graphs", (int64_t)e->models);
	write_sets(a, "best_graph", e);
	hw_json_number(a->w, "best_probability", e->best_weight);
	hw_json_number(a->w, "edge", e->edge);
	hw_json_number(a->w, "beyond", e->beyond);
	hw_json_number(a->w, "nobody_hidden", e->at_zero);
	hw_json_array(a->w, "deltas");
	for (size_t i = 0; i < 3; i++) {
		hw_json_object(a->w, NULL);
		hw_json_number(a->w, "delta", e->deltas[i]);
		hw_json_number(a->w, "median", e->delta_figures[i].median);
		hw_json_number(a->w, "lower", e->delta_figures[i].lower);
		hw_json_number(a->w, "upper", e->delta_figures[i].upper);
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
}

static void write_classes(const answering *a, const census_estimate *e)
{
	const census_classes_options *o = &e->classes;

	hw_json_integer(a->w, "classes", (int64_t)o->classes);
	hw_json_integer(a->w, "chains", (int64_t)o->chains);
	hw_json_integer(a->w, "sweeps", (int64_t)o->sweeps);
	hw_json_integer(a->w, "warm_up", (int64_t)o->warm_up);
	hw_json_number(a->w, "cap", o->cap);
	hw_json_number(a->w, "at_cap", e->at_cap);
	hw_json_string(a->w, "alpha", o->lognormal_alpha ? "lognormal(0, 0.25)" : "gamma(0.25, 0.25)");
}

static void write_settings(const answering *a, const census_estimate *e)
{
	hw_json_object(a->w, "settings");
	switch (e->method) {
	case CENSUS_CHAPMAN:
		hw_json_string(a->w, "lists", "if the two lists are independent");
		break;
	case CENSUS_CHAO_MH:
	case CENSUS_CHAO_MTH:
		hw_json_string(a->w, "form", e->method == CENSUS_CHAO_MH ? "M_h" : "M_th");
		hw_json_boolean(a->w, "bias_corrected", true);
		hw_json_string(a->w, "interval",
			       e->method == CENSUS_CHAO_MH ? "log-normal" : "1000 multinomial resamples");
		break;
	case CENSUS_DECOMPOSABLE:
		write_graphs(a, e);
		break;
	case CENSUS_LOGLINEAR:
		hw_json_string(a->w, "average", "BIC");
		hw_json_integer(a->w, "models", (int64_t)e->models);
		hw_json_integer(a->w, "without_maximum", (int64_t)e->missing);
		hw_json_integer(a->w, "run_off", (int64_t)e->run_off);
		hw_json_number(a->w, "boundary_weight", e->boundary);
		write_sets(a, "best_model", e);
		hw_json_number(a->w, "best_weight", e->best_weight);
		break;
	case CENSUS_LOGLINEAR_MODEL:
		write_sets(a, "model", e);
		hw_json_boolean(a->w, "best_by_bic", !a->options.model_terms);
		hw_json_number(a->w, "standard_error", e->standard_error);
		hw_json_string(a->w, "interval", "multinomial profile");
		break;
	case CENSUS_LATENT_CLASS:
		write_classes(a, e);
		break;
	case CENSUS_METHOD_COUNT:
		break;
	}
	hw_json_close(a->w, '}');
}

/* Shares of the draws in bins of equal width from the .5 % to the 99.5 % quantile. */
static void write_density(const answering *a, const census_estimate *e)
{
	if (!e->draws || e->draw_count < 100)
		return;
	double low = e->draws[e->draw_count / 200], high = e->draws[e->draw_count - 1 - e->draw_count / 200],
	       step = (high - low) / BINS;
	int64_t counts[BINS] = {0};
	if (!(step > 0) || e->method < CENSUS_DECOMPOSABLE || e->method == CENSUS_LOGLINEAR_MODEL)
		return;
	for (size_t i = 0; i < e->draw_count; i++)
		if (e->draws[i] >= low && e->draws[i] <= high) {
			size_t bin = (size_t)((e->draws[i] - low) / step);
			counts[bin < BINS ? bin : BINS - 1]++;
		}
	hw_json_object(a->w, "density");
	hw_json_number(a->w, "from", low);
	hw_json_number(a->w, "step", step);
	hw_json_array(a->w, "mass");
	for (size_t i = 0; i < BINS; i++)
		hw_json_number(a->w, NULL, (double)counts[i] / (double)e->draw_count);
	hw_json_close(a->w, ']');
	hw_json_close(a->w, '}');
}

static void write_estimate(const answering *a, const census_estimate *e)
{
	const char *name = census_method_names[e->method];

	if (a->q->method && !strcmp(a->q->method, "chao"))
		name = "chao";
	hw_json_object(a->w, NULL);
	hw_json_string(a->w, "method", name);
	write_figure(a->w, &e->figure);
	hw_json_boolean(a->w, "possible", e->possible);
	write_settings(a, e);
	hw_json_number(a->w, "rhat", e->rhat);
	hw_json_number(a->w, "ess", e->ess);
	if (e->possible)
		write_density(a, e);
	hw_json_close(a->w, '}');
}

/* With more than two lists, Chapman is asked of every pair, and only by name. */
static hw_status write_pairs(const answering *a)
{
	for (size_t i = 0; i < a->in->list_count; i++)
		for (size_t j = i + 1; j < a->in->list_count; j++) {
			census_figure f;
			HW_TRY(census_chapman(&a->in->tables[0], i, j, &f, a->error));
			hw_json_object(a->w, NULL);
			hw_json_string(a->w, "method", "chapman");
			write_figure(a->w, &f);
			hw_json_boolean(a->w, "possible", true);
			hw_json_object(a->w, "settings");
			hw_json_array(a->w, "lists");
			hw_json_text(a->w, NULL, a->in->lists[i]);
			hw_json_text(a->w, NULL, a->in->lists[j]);
			hw_json_close(a->w, ']');
			hw_json_string(a->w, "assumption", "if the two lists are independent");
			hw_json_close(a->w, '}');
			hw_json_null(a->w, "rhat");
			hw_json_null(a->w, "ess");
			hw_json_close(a->w, '}');
		}
	return HW_OK;
}

static void write_sweep(const answering *a)
{
	hw_json_array(a->w, "sweep");
	for (size_t i = 0; i < CENSUS_SWEEP && !isnan(a->study.sweep[i]); i++) {
		hw_json_object(a->w, NULL);
		hw_json_number(a->w, "xi", census_sweep_xi[i]);
		hw_json_number(a->w, "total", a->study.sweep[i]);
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
}

static void write_consistency(const answering *a)
{
	const census_consistency *c = &a->study.consistency;

	hw_json_object(a->w, "consistency");
	hw_json_integer(a->w, "checked", (int64_t)c->checked);
	hw_json_integer(a->w, "missed", (int64_t)c->missed);
	hw_json_integer(a->w, "refused", (int64_t)c->refused);
	hw_json_array(a->w, "lists");
	for (size_t j = 0; j < a->in->list_count; j++) {
		const census_trial *t = &c->lists[j];
		if (!t->size)
			continue;
		hw_json_object(a->w, NULL);
		hw_json_text(a->w, "list", a->in->lists[j]);
		hw_json_integer(a->w, "size", t->size);
		hw_json_number(a->w, "median", t->possible ? t->figure.median : (double)NAN);
		hw_json_number(a->w, "lower", t->possible ? t->figure.lower : (double)NAN);
		hw_json_number(a->w, "upper", t->possible ? t->figure.upper : (double)NAN);
		if (t->possible)
			hw_json_boolean(a->w, "covered", t->covered);
		else
			hw_json_null(a->w, "covered");
		hw_json_close(a->w, '}');
	}
	hw_json_close(a->w, ']');
	hw_json_close(a->w, '}');
}

static void write_verdict(const answering *a)
{
	const census_study *s = &a->study;

	hw_json_object(a->w, "verdict");
	hw_json_boolean(a->w, "publish", s->publish);
	hw_json_array(a->w, "reasons");
	for (size_t i = 0; i < s->reason_count; i++)
		if (s->reasons[i].refuses)
			hw_json_text(a->w, NULL, census_reason_words(a->arena, a->q->lang, a->in, &s->reasons[i]));
	hw_json_close(a->w, ']');
	hw_json_array(a->w, "notes");
	for (size_t i = 0; i < s->reason_count; i++)
		if (!s->reasons[i].refuses)
			hw_json_text(a->w, NULL, census_reason_words(a->arena, a->q->lang, a->in, &s->reasons[i]));
	hw_json_close(a->w, ']');
	hw_json_number(a->w, "at_least", s->at_least);
	hw_json_number(a->w, "low", s->low);
	hw_json_number(a->w, "high", s->high);
	hw_json_text(a->w, "sentence", census_sentence(a->arena, a->q->lang, a->in, s));
	hw_json_close(a->w, '}');
}

static hw_status write_all(const answering *a)
{
	char hex[65];

	hw_json_integer(a->w, "seen", a->study.seen);
	hw_json_integer(a->w, "listed", a->study.listed);
	hw_json_array(a->w, "lists");
	for (size_t j = 0; j < a->in->list_count; j++)
		hw_json_text(a->w, NULL, a->in->lists[j]);
	hw_json_close(a->w, ']');
	if (a->in->from_draws) {
		hw_json_integer(a->w, "draws", (int64_t)a->in->draw_count);
		hw_json_number(a->w, "seen_least", a->study.seen_low);
		hw_json_number(a->w, "seen_most", a->study.seen_high);
	}
	if (a->in->stratum_count > 1) {
		hw_json_array(a->w, "strata");
		for (size_t i = 0; i < a->in->stratum_count; i++)
			hw_json_text(a->w, NULL, a->in->strata[i]);
		hw_json_close(a->w, ']');
	}
	hw_json_array(a->w, "estimates");
	for (size_t i = 0; i < a->study.estimate_count; i++)
		if (a->study.estimates[i].method != CENSUS_CHAPMAN || a->in->list_count == 2)
			write_estimate(a, &a->study.estimates[i]);
	if (a->options.methods == 1u << CENSUS_CHAPMAN && a->in->list_count > 2 && a->in->stratum_count == 1)
		HW_TRY(write_pairs(a));
	hw_json_close(a->w, ']');
	write_sweep(a);
	write_consistency(a);
	write_verdict(a);
	hw_json_integer(a->w, "seed", (int64_t)a->q->seed);
	hw_sha256_hex(a->in->data, hex);
	hw_json_string(a->w, "data", hex);
	hw_json_string(a->w, "version", a->q->version);
	return a->w->out->failed ? hw_fail(a->error, HW_NO_MEMORY, "the answer does not fit into memory") : HW_OK;
}

/* One list, or none: there is nothing to compare.  A file with so few is refused; a bureau may have no more. */
static hw_status write_nothing(answering *a)
{
	census_reason *reason = HW_NEW(a->arena, census_reason, 1);
	int64_t seen = 0;

	if (!reason)
		return hw_fail(a->error, HW_NO_MEMORY, "no memory for the census");
	for (size_t i = 0; i < a->in->tables[0].pattern_count; i++)
		seen += a->in->tables[0].counts[i];
	*reason = (census_reason){.kind = CENSUS_FEW_LISTS,
				  .refuses = true,
				  .stratum = SIZE_MAX,
				  .list = SIZE_MAX,
				  .value = (double)a->in->list_count,
				  .limit = 3};
	a->study = (census_study){.seen = seen,
				  .listed = seen,
				  .used = (1u << a->in->list_count) - 1,
				  .sweep = {(double)NAN},
				  .reasons = reason,
				  .reason_count = 1,
				  .at_least = (double)NAN,
				  .low = (double)NAN,
				  .high = (double)NAN};
	return write_all(a);
}

hw_status census_answer(hw_arena *arena, const census_input *in, const bureau_census_question *question,
			hw_json_writer *w, hw_error *error)
{
	answering *a = HW_NEW(arena, answering, 1);
	census_run run = {question->seed, question->threads, question->progress};

	if (!a)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the census");
	*a = (answering){.arena = arena, .in = in, .q = question, .w = w, .error = error};
	HW_TRY(read_options(a));
	if (in->list_count < 2)
		return write_nothing(a);
	HW_TRY(census_study_of(in->tables, in->draw_count, in->stratum_count, &a->options, &run, arena, &a->study,
			       error));
	return write_all(a);
}

hw_status bureau_census_file_json(const bureau_census_question *question, hw_json_writer *w, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)8 << 30);
	census_input in = {0};

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the census");
	if (question->records)
		HW_TRY(census_read_records(arena, question, &in, error));
	else
		HW_TRY(census_read_table(arena, question, &in, error));
	hw_json_object(w, NULL);
	HW_TRY(census_answer(arena, &in, question, w, error));
	hw_json_close(w, '}');
	return HW_OK;
}
