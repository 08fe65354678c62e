/* plan_problem.c - `plan`: from the question, on a problem file or on the bureau's own records, to the answer. */
#include "bureau/bureau.h"
#include "bureau/plan_job_int.h"

#include <math.h>
#include <string.h>

enum { CELLS_MOST = 20000, ARENA_MOST = 1 << 30 };

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "the plan does not fit into memory");
}

/* "theirs[1].count" becomes "problem.json: theirs[1].count". */
static void name_file(hw_error *error, hw_status status, const char *path)
{
	char place[sizeof(error->where)];
	const char *name = strcmp(path, "-") ? path : "standard input";

	if (!error || (status != HW_BAD_INPUT && status != HW_TOO_LARGE) || !strncmp(error->where, name, strlen(name)))
		return;
	memcpy(place, error->where, sizeof(place));
	error->where[0] = '\0';
	(void)hw_error_where(error, "%s%s%s", name, place[0] ? ": " : "", place);
}

/* ---- answers ---- */
/* In the bureau nothing is said of a class of which anybody is available, nor of one that is hidden. */
static bool may_tell(const plan_job *j, const exchange_rule *rule)
{
	const exchange_problem *p = &j->in.problem;
	size_t count = rule->side == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count;

	for (size_t i = 0; j->bureau && i < count; i++)
		if (plan_is_called(rule->side == EXCHANGE_RETURNED ? &p->ours[i] : &p->theirs[i], rule->value) &&
		    exchange_entry_why(j->plan, rule->side, i) == EXCHANGE_AVAILABLE)
			return false;
	return true;
}

/* Which rules of a side's class stand in the way of a request, in words that may be read. */
static void note_requests(plan_job *j)
{
	const exchange_problem *p = &j->in.problem;

	for (size_t r = j->request_first; r < p->rule_count; r++) {
		const exchange_rule *rule = &p->rules[r];
		size_t count = rule->side == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count;

		for (size_t i = 0; i < count && may_tell(j, rule); i++) {
			const exchange_entry *e = rule->side == EXCHANGE_RETURNED ? &p->ours[i] : &p->theirs[i];
			exchange_why why = exchange_entry_why(j->plan, rule->side, i);

			if (!plan_is_called(e, rule->value) || why == EXCHANGE_AVAILABLE ||
			    (j->bureau && plan_is_hidden(e)))
				continue;
			plan_note(&j->in.notes, hw_text_format(j->arena, "%.*s: %s.", HW_TEXT_ARG(rule->value),
							       plan_why_words(&j->out, why)));
			break;
		}
	}
}

static hw_status cell_with_repairs(plan_job *j, const exchange_cell *cell, exchange_repair **repairs, size_t *count,
				   hw_error *error)
{
	*repairs = NULL;
	*count = 0;
	if (cell->feasible || j->q->require_count == 0)
		return HW_OK;
	return exchange_repairs(j->plan, j->arena, cell->acceptance, cell->max_given, j->q->progress, repairs, count,
				error);
}

/* The least acceptance with the most given: if nothing is possible there, nothing is anywhere. */
static const exchange_cell *easiest(const plan_job *j)
{
	const exchange_cell *best = NULL;

	for (size_t i = 0; i < j->cell_count; i++) {
		const exchange_cell *c = &j->cells[i];

		if (!best || c->acceptance < best->acceptance ||
		    (c->acceptance == best->acceptance && c->max_given > best->max_given))
			best = c;
	}
	return best;
}

static hw_status write_answer(plan_job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	const exchange_cell *first = easiest(j);
	exchange_repair *repairs;
	size_t count;

	*possible = false;
	for (size_t i = 0; i < j->cell_count; i++)
		*possible = *possible || j->cells[i].feasible;
	if (j->q->require_count) {
		note_requests(j);
		hw_json_boolean(w, "feasible", *possible);
		if (!*possible && first) {
			HW_TRY(cell_with_repairs(j, first, &repairs, &count, error));
			j->out.acceptance = first->acceptance;
			j->out.max_given = first->max_given;
			hw_json_array(w, "clash");
			for (size_t i = 0; i < first->clash_count; i++)
				hw_json_text(w, NULL, plan_cause_name(&j->out, first->clash[i]));
			hw_json_close(w, ']');
			plan_clash_why_json(&j->out, first);
			plan_repairs_json(&j->out, repairs, count);
		}
	}
	hw_json_array(w, "frontier");
	for (size_t i = 0; i < j->cell_count; i++) {
		HW_TRY(cell_with_repairs(j, &j->cells[i], &repairs, &count, error));
		plan_cell_json(&j->out, &j->cells[i], repairs, count);
	}
	hw_json_close(w, ']');
	return HW_OK;
}

static hw_status answer_frontier(plan_job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	j->cell_count = j->in.acceptance_count * j->in.given_count;
	if (j->cell_count > CELLS_MOST)
		return hw_fail(error, HW_TOO_LARGE, "%zu cells; %d at most", j->cell_count, CELLS_MOST);
	j->cells = HW_NEW(j->arena, exchange_cell, j->cell_count + 1);
	if (!j->cells)
		return no_memory(error);
	HW_TRY(exchange_frontier(j->plan, j->arena, j->in.acceptance, j->in.acceptance_count, j->in.given,
				 j->in.given_count, j->q->progress, j->cells, error));
	return write_answer(j, w, possible, error);
}

static hw_status answer_least(plan_job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	hw_error inner = {0};

	if (hw_text_integer(hw_text_of(j->q->least_given), &j->out.returned, &inner) != HW_OK || j->out.returned < 1)
		return plan_usage(error, "--least-given", "is not a number of people to be returned");
	j->cell_count = j->in.acceptance_count;
	j->cells = HW_NEW(j->arena, exchange_cell, j->cell_count + 1);
	if (!j->cells)
		return no_memory(error);
	for (size_t i = 0; i < j->cell_count; i++)
		HW_TRY(exchange_least_given(j->plan, j->arena, j->in.acceptance[i], j->out.returned, j->q->progress,
					    &j->cells[i], error));
	hw_json_integer(w, "least_given_for", j->out.returned);
	return write_answer(j, w, possible, error);
}

static hw_status load_package(plan_job *j, plan_texts *over, int64_t **give, int64_t **take, hw_error *error)
{
	hw_json *root = NULL;
	hw_status status = hw_json_load(j->q->evaluate, &root, error);

	if (status == HW_OK)
		status = plan_read_package(j->arena, root, j->plan, &j->in.problem, j->bureau ? over : NULL, give, take,
					   error);
	name_file(error, status, j->q->evaluate);
	hw_json_free(root);
	return status;
}

static hw_status answer_package(plan_job *j, bool *possible, hw_error *error)
{
	exchange_evaluation evaluation;
	exchange_schedule schedule;
	plan_texts over = {.count = 0};
	int64_t *give, *take;
	double exposure = 0, break_off = 0.05;

	if (j->q->tranches && !plan_read_number(hw_text_of(j->q->tranches), &exposure))
		return plan_usage(error, "--tranches", "is not a number");
	if (j->q->tranches && !(exposure > 0))
		return plan_usage(error, "--tranches", "is not above 0");
	if (j->q->break_off && !plan_read_number(hw_text_of(j->q->break_off), &break_off))
		return plan_usage(error, "--break-off", "is not a number");
	if (!(break_off >= 0 && break_off <= 1))
		return plan_usage(error, "--break-off", "is not a probability");
	HW_TRY(load_package(j, &over, &give, &take, error));
	if (j->q->swap) {
		HW_TRY(plan_answer_swap(j, give, take, &over, &evaluation, possible, error));
	} else {
		HW_TRY(exchange_evaluate(j->plan, j->arena, give, take, &evaluation, error));
		*possible = plan_evaluation_json(&j->out, &evaluation, &over);
	}
	if (!*possible)
		return HW_OK;
	if (j->q->terms && !j->q->swap)
		plan_rests_on(j, &evaluation.cell);
	j->cells = HW_NEW(j->arena, exchange_cell, 1);
	if (!j->cells)
		return no_memory(error);
	j->cells[0] = evaluation.cell;
	j->cells[0].feasible = j->cells[0].proven = true; /* for the notes */
	j->cell_count = 1;
	if (!j->q->tranches)
		return HW_OK;
	HW_TRY(exchange_tranches(j->plan, j->arena, give, take, exposure, break_off, &schedule, error));
	plan_schedule_json(&j->out, &schedule, break_off);
	*possible = schedule.feasible;
	return HW_OK;
}

/* The cell that people talk about: the acceptance nearest .8, the most given that is asked for. */
static const exchange_cell *spoken_of(const plan_job *j)
{
	const exchange_cell *best = NULL;

	for (size_t i = 0; i < j->cell_count; i++) {
		const exchange_cell *c = &j->cells[i];
		double nearer = best ? fabs(best->acceptance - 0.8) - fabs(c->acceptance - 0.8) : 1;

		if (!best || nearer > 1e-12 || (nearer > -1e-12 && c->max_given > best->max_given))
			best = c;
	}
	return best;
}

static hw_status answer_worth(plan_job *j, hw_json_writer *w, hw_error *error)
{
	const exchange_cell *cell = spoken_of(j);
	bool possible;

	if (!cell)
		return HW_OK;
	if (j->q->why_count) {
		hw_json_array(w, "why");
		for (size_t i = 0; i < j->q->why_count; i++) {
			hw_text asked = hw_text_of(j->q->why[i]), name = {0};

			if (j->bureau) /* of a person his class, whatever it is called: the name alone is told */
				HW_TRY(bureau_planning_class_of(&j->own, asked, &name, error));
			HW_TRY(plan_why_json(&j->out, j->plan, asked, name.length ? name : asked, cell->acceptance,
					     cell->max_given, j->q->progress, error));
		}
		hw_json_close(w, ']');
	}
	if (!j->q->marginal)
		return HW_OK;
	plan_note(&j->in.notes, HW_TEXT("What one person more or fewer changes is for inside only: it is a price."));
	return plan_marginals_json(&j->out, j->plan, cell->acceptance, cell->max_given, j->q->progress, &possible,
				   error);
}

/* Everything after the problem is there: options, plan, answer, lists, notes, into an open object. */
static hw_status answer(plan_job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	j->out = (plan_output){.arena = j->arena,
			       .w = w,
			       .problem = &j->in.problem,
			       .plan = j->plan,
			       .learned = j->learned.plan ? &j->learned : NULL,
			       .people = j->bureau != NULL,
			       .names = j->options.named ? j->options.names : 0,
			       .home_at_least = j->out.home_at_least};
	if (j->q->evaluate)
		HW_TRY(answer_package(j, possible, error));
	else if (j->q->least_given)
		HW_TRY(answer_least(j, w, possible, error));
	else
		HW_TRY(answer_frontier(j, w, possible, error));
	return answer_worth(j, w, error);
}

static hw_status finish(plan_job *j, hw_json_writer *w, hw_error *error)
{
	plan_lists_json(&j->out);
	plan_usual_notes(&j->out, j->cells, j->cell_count, &j->in.notes);
	plan_notes_json(&j->out, &j->in.notes);
	hw_json_close(w, '}');
	return w->out->failed ? no_memory(error) : HW_OK;
}

static hw_status run(plan_job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	HW_TRY(hw_json_load(j->q->problem, &j->root, error));
	HW_TRY(plan_read(j->arena, j->root, &j->in, error));
	HW_TRY(plan_take_options(j, error));
	HW_TRY(exchange_plan_new(&j->in.problem, &j->options, &j->plan, error));
	hw_json_object(w, NULL);
	HW_TRY(answer(j, w, possible, error));
	return finish(j, w, error);
}

static void job_free(plan_job *j)
{
	learning_view_close(&j->learned);
	exchange_plan_free(j->plan);
	hw_json_free(j->root);
	hw_arena_free(j->arena);
}

hw_status bureau_plan_problem_json(const bureau_plan_question *question, hw_json_writer *w, bool *possible,
				   hw_error *error)
{
	plan_job j = {.q = question, .arena = hw_arena_new(ARENA_MOST)};
	bool result = false;
	hw_status status;

	if (!j.arena)
		return no_memory(error);
	status = run(&j, w, &result, error);
	if (status != HW_OK && !(question->evaluate && error && strstr(error->where, question->evaluate)))
		name_file(error, status, question->problem);
	if (status == HW_OK)
		*possible = result;
	job_free(&j);
	return status;
}

/* ---- the bureau's own problem ---- */
static const double usual_acceptance[] = {0.5, 0.8, 0.9, 0.95};
static const int64_t usual_given[] = {10, 20, 40, 60, 100}, usual_unrequested[] = {50, 100, 150, 300};

static hw_status load_own(plan_job *j, hw_error *error)
{
	HW_TRY(bureau_require(j->bureau, BUREAU_MAY_PLAN, error));
	HW_TRY(bureau_planning_load(j->bureau, j->arena, j->run, &j->own, error));
	j->in.problem = j->own.problem;
	j->in.acceptance = usual_acceptance;
	j->in.acceptance_count = HW_COUNT(usual_acceptance);
	j->in.given = j->q->offer ? usual_unrequested : usual_given;
	j->in.given_count = j->q->offer ? HW_COUNT(usual_unrequested) : HW_COUNT(usual_given);
	return HW_OK;
}

/* Without --parties the Power alone: what it answers for is not bought from whoever acts under it.  Separate deals
 * are with everyone; a package at hand names its parties itself. */
static bool alone(const plan_job *j)
{
	return !j->q->parties && !j->q->separate && !j->q->evaluate;
}

static bool rewards_acquisition(const plan_job *j, const exchange_cell *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t p = 0; cells[i].feasible && p < j->own.party_count; p++)
			if (j->own.parties[p].acquires && (cells[i].used >> p & 1))
				return true;
	return false;
}

/* The package with every holder beside the frontier of the Power alone, never in its place. */
static hw_status answer_joint(plan_job *j, hw_json_writer *w, hw_error *error)
{
	exchange_options options = j->options;
	plan_output out = j->out;
	exchange_plan *plan = NULL;
	exchange_cell *cells = HW_NEW(j->arena, exchange_cell, j->cell_count + 1);
	learning_view learned = {.plan = NULL};
	hw_status status;

	if (!cells)
		return no_memory(error);
	options.names = (1u << j->own.party_count) - 1;
	HW_TRY(exchange_plan_new(&j->in.problem, &options, &plan, error));
	out.plan = plan;
	out.names = options.names;
	status = exchange_frontier(plan, j->arena, j->in.acceptance, j->in.acceptance_count, j->in.given,
				   j->in.given_count, j->q->progress, cells, error);
	if (status == HW_OK) /* every holder accepts: not the view of the Power alone */
		status = learning_view_open(&j->own, &options, &learned, error);
	if (status == HW_OK) {
		out.learned = learned.plan ? &learned : NULL;
		hw_json_array(w, "frontier_joint");
		for (size_t i = 0; i < j->cell_count; i++)
			plan_cell_json(&out, &cells[i], NULL, 0);
		hw_json_close(w, ']');
		if (rewards_acquisition(j, cells, j->cell_count)) {
			plan_note(&j->in.notes, HW_TEXT("With every holder: " BUREAU_WARN_ACQUIRES));
			plan_note(&j->in.notes, HW_TEXT(BUREAU_WARN_HOSTAGE));
		}
	}
	learning_view_close(&learned);
	exchange_plan_free(plan);
	return status;
}

/* What the Power alone returns for the number given of a package that rewards a formation and stands without it: by
 * hand at that package's own probability, in a frontier without the Power at the row's. */
static hw_status answer_state_alone(plan_job *j, hw_json_writer *w, hw_error *error)
{
	exchange_options options = j->options;
	exchange_plan *plan = NULL;
	hw_status status;

	options.named = true;
	options.names = 1;
	HW_TRY(exchange_plan_new(&j->in.problem, &options, &plan, error));
	hw_json_array(w, "state_alone");
	status = HW_OK;
	for (size_t i = 0; status == HW_OK && i < j->cell_count; i++) {
		exchange_cell *c = &j->cells[i], alone = {0};
		double acceptance = j->q->evaluate ? fmin(fmax(c->probability, 1e-6), 0.999) : c->acceptance;
		int64_t given = j->q->evaluate ? c->given : c->max_given;

		if (!rewards_acquisition(j, c, 1))
			continue;
		status = exchange_frontier(plan, j->arena, &acceptance, 1, &given, 1, j->q->progress, &alone, error);
		if (status != HW_OK)
			break;
		c->alone[0] = alone.feasible ? alone.returned : 0;
		hw_json_object(w, NULL);
		hw_json_number(w, "acceptance", acceptance);
		hw_json_integer(w, "max_given", given);
		if (alone.feasible)
			hw_json_integer(w, "returned", alone.returned);
		else
			hw_json_null(w, "returned");
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	if (j->q->evaluate && status == HW_OK) {
		const char *power = hw_text_copy(j->arena, j->own.parties[0].id).bytes;

		hw_json_object(w, "alone");
		if (j->cells[0].alone[0] > 0)
			hw_json_integer(w, power ? power : "", j->cells[0].alone[0]);
		else
			hw_json_null(w, power ? power : "");
		hw_json_close(w, '}');
	}
	exchange_plan_free(plan);
	return status;
}

/* "k1": "their conscripts", of the categories of everybody whom the plan may name. */
static hw_status answer_labels(plan_job *j, hw_json_writer *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found, uk = j->run->lang && !strcmp(j->run->lang, "uk");

	HW_TRY(store_query(bureau_store(j->bureau), "category_labels", NULL, 0, &rows, error));
	hw_json_object(w, "labels");
	for (;;) {
		hw_text id, label;
		bool named = false;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		id = store_copy_text(rows, 0, j->arena);
		label = store_copy_text(rows, uk && !store_is_null(rows, 2) ? 2 : 1, j->arena);
		for (size_t i = 0; !named && i < j->own.ours_count + j->own.theirs_count; i++) {
			const exchange_entry *e =
				i < j->own.ours_count ? &j->own.ours[i] : &j->own.theirs[i - j->own.ours_count];
			hw_text rest = e->group, group;

			while (!plan_is_hidden(e) && !named && hw_text_split(&rest, '+', &group))
				named = hw_text_equal(group, id);
		}
		if (named && label.length && !hw_text_equal(label, id))
			hw_json_text(w, id.bytes, label);
	}
	hw_json_close(w, '}');
	return HW_OK;
}

/* Who can be taken into a package, by class: {"given": {class: n}, "returned": {class: n}}. */
static void available_json(plan_job *j, hw_json_writer *w)
{
	hw_json_object(w, "available");
	for (int s = EXCHANGE_GIVEN; s >= EXCHANGE_RETURNED; s--) {
		size_t count = plan_entries(&j->out, (exchange_side)s);
		int64_t *people = HW_NEW(j->arena, int64_t, count + 1);

		for (size_t i = 0; people && i < count; i++)
			if (exchange_entry_why(j->plan, (exchange_side)s, i) == EXCHANGE_AVAILABLE)
				people[i] = plan_entry(&j->out, (exchange_side)s, i)->count;
		if (people)
			plan_compose_json(&j->out, (exchange_side)s, s == EXCHANGE_GIVEN ? "given" : "returned", people,
					  1);
		else
			w->out->failed = true;
	}
	hw_json_close(w, '}');
}

/* "40 for 150": what the Power alone thinks of the ratio that is spoken of. */
static hw_status answer_ratio(plan_job *j, hw_json_writer *w)
{
	bureau_frontier r = {0};

	HW_TRY(bureau_plan_ratio(&j->own, j->plan, &j->learned, &r));
	if (!r.has_ratio)
		return HW_OK;
	hw_json_object(w, "ratio");
	hw_json_integer(w, "given", r.ratio_given);
	hw_json_integer(w, "returned", r.ratio_returned);
	hw_json_number(w, "probability", r.ratio_probability);
	if (r.ratio_has_learned) {
		hw_json_object(w, "learned");
		hw_json_number(w, "probability", r.ratio_learned);
		hw_json_array(w, "band");
		hw_json_number(w, NULL, r.ratio_learned_low);
		hw_json_number(w, NULL, r.ratio_learned_high);
		hw_json_close(w, ']');
		hw_json_close(w, '}');
	}
	hw_json_close(w, '}');
	return HW_OK;
}

/* What the answers say beside the stated weights: of packages with the Power alone or with named parties, not of
 * separate deals. */
static hw_status open_learned(plan_job *j, hw_error *error)
{
	HW_TRY(learning_view_open(&j->own, &j->options, &j->learned, error));
	if (j->learned.plan)
		plan_note(&j->in.notes,
			  hw_text_format(
				  j->arena,
				  "\"learned\" is the probability on weights learned from %lld answered packages, with "
				  "its 95 %% band; the lower of the two is the one to count on.%s",
				  (long long)j->learned.learned->packages,
				  j->learned.learned->widened
					  ? " The last answers were foretold badly: the band is widened."
					  : ""));
	return HW_OK;
}

static hw_status run_own(plan_job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	char day[11];

	HW_TRY(load_own(j, error));
	HW_TRY(plan_take_options(j, error));
	if (alone(j) || j->q->separate) {
		j->options.named = true;
		if (!j->q->parties)
			j->options.names = alone(j) ? 1 : (1u << j->own.party_count) - 1;
	}
	HW_TRY(exchange_plan_new(&j->in.problem, &j->options, &j->plan, error));
	HW_TRY(open_learned(j, error));
	hw_json_object(w, NULL);
	hw_json_string(w, "as_of", hw_days_write(bureau_as_of(j->bureau), day));
	hw_json_boolean(w, "training", bureau_is_training(j->bureau));
	HW_TRY(answer(j, w, possible, error));
	if (rewards_acquisition(j, j->cells, j->cell_count)) {
		plan_note(&j->in.notes, HW_TEXT(BUREAU_WARN_ACQUIRES));
		plan_note(&j->in.notes, HW_TEXT(BUREAU_WARN_HOSTAGE));
	}
	if (rewards_acquisition(j, j->cells, j->cell_count) &&
	    (j->q->evaluate || (j->options.named && !(j->options.names & 1))))
		HW_TRY(answer_state_alone(j, w, error));
	HW_TRY(answer_labels(j, w, error));
	available_json(j, w);
	if (alone(j) && !j->q->offer)
		HW_TRY(answer_ratio(j, w));
	if (alone(j) && !j->q->least_given && j->own.party_count > 1)
		HW_TRY(answer_joint(j, w, error));
	return finish(j, w, error);
}

hw_status bureau_plan_json(bureau *b, const bureau_run *run, const bureau_plan_question *question, hw_json_writer *w,
			   bool *possible, hw_error *error)
{
	plan_job j = {.q = question, .bureau = b, .run = run, .arena = hw_arena_new(ARENA_MOST)};
	bool result = false;
	hw_status status;

	if (!j.arena)
		return no_memory(error);
	status = run_own(&j, w, &result, error);
	if (status == HW_BAD_INPUT && question->evaluate && error && !strstr(error->where, question->evaluate))
		name_file(error, status, question->evaluate);
	if (status == HW_OK)
		*possible = result;
	job_free(&j);
	return status;
}
