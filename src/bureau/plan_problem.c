/* plan_problem.c - `plan`: from the question, on a problem file or on the bureau's own records, to the answer. */
#include "bureau/bureau.h"
#include "bureau/milp_int.h"
#include "bureau/plan_int.h"
#include "bureau/plan_json_int.h"

#include <math.h>
#include <string.h>

enum { CELLS_MOST = 20000, ARENA_MOST = 1 << 30 };

typedef struct job {
	const bureau_plan_question *q;
	bureau *bureau; /* NULL: the problem is a file */
	const bureau_run *run;
	planning own; /* the bureau's problem */
	hw_arena *arena;
	hw_json *root;
	plan_input in;
	exchange_rule *rules; /* of the file, then the requests */
	size_t request_first;
	exchange_options options;
	exchange_plan *plan;
	plan_output out;
	exchange_cell *cells;
	size_t cell_count;
	bureau_milp milp;
	exchange_backend backend;
} job;

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "the plan does not fit into memory");
}

static hw_status usage(hw_error *error, const char *option, const char *why)
{
	(void)hw_fail(error, HW_USAGE, "%s", why);
	(void)hw_error_what(error, "%s", option);
	return HW_USAGE;
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

/* ---- options ---- */
static hw_status take_parties(job *j, hw_error *error)
{
	hw_text rest = hw_text_of(j->q->parties), id;

	if (!j->q->parties)
		return HW_OK;
	j->options.named = true;
	if (!strcmp(j->q->parties, "*")) {
		j->options.names = (1u << j->in.problem.party_count) - 1;
		return HW_OK;
	}
	while (hw_text_split(&rest, ',', &id)) {
		size_t k = 0;

		id = hw_text_trim(id);
		while (k < j->in.problem.party_count && !hw_text_equal(j->in.problem.parties[k].id, id))
			k++;
		if (k == j->in.problem.party_count) {
			(void)hw_fail(error, HW_USAGE, "\"%.*s\" is not one of the parties", HW_TEXT_ARG(id));
			return hw_error_what(error, "--parties");
		}
		j->options.names |= 1u << k;
	}
	return j->options.names ? HW_OK : usage(error, "--parties", "names no party");
}

/* A number as people type it: ".05" too. */
static bool read_number(hw_text t, double *result)
{
	char text[64];
	hw_error inner = {0};

	t = hw_text_trim(t);
	if (t.length == 0 || t.length > sizeof(text) - 2)
		return false;
	(void)snprintf(text, sizeof(text), "%s%.*s", t.bytes[0] == '.' ? "0" : "", HW_TEXT_ARG(t));
	return hw_text_number(hw_text_of(text), result, &inner) == HW_OK;
}

static hw_status take_numbers(job *j, const char *option, const char *text, size_t *count, double **numbers,
			      hw_error *error)
{
	hw_text rest = hw_text_of(text), piece;

	*count = 0;
	*numbers = HW_NEW(j->arena, double, strlen(text) + 1);
	if (!*numbers)
		return no_memory(error);
	while (hw_text_split(&rest, ',', &piece)) {
		if (!read_number(piece, &(*numbers)[*count]))
			return usage(error, option, "is not a list of numbers");
		(*count)++;
	}
	return *count ? HW_OK : usage(error, option, "is empty");
}

static hw_status take_cells(job *j, hw_error *error)
{
	double *numbers;
	int64_t *given;

	if (j->q->acceptance) {
		HW_TRY(take_numbers(j, "--acceptance", j->q->acceptance, &j->in.acceptance_count, &numbers, error));
		for (size_t i = 0; i < j->in.acceptance_count; i++)
			if (!(numbers[i] > 0 && numbers[i] <= 1))
				return usage(error, "--acceptance", "is not a probability above 0 and at most 1");
		j->in.acceptance = numbers;
	}
	if (!j->q->given)
		return HW_OK;
	HW_TRY(take_numbers(j, "--given", j->q->given, &j->in.given_count, &numbers, error));
	given = HW_NEW(j->arena, int64_t, j->in.given_count);
	if (!given)
		return no_memory(error);
	for (size_t i = 0; i < j->in.given_count; i++) {
		if (!(numbers[i] >= 0 && numbers[i] <= EXCHANGE_PEOPLE_MOST && numbers[i] == floor(numbers[i])))
			return usage(error, "--given", "is not a whole number of people");
		given[i] = (int64_t)numbers[i];
	}
	j->in.given = given;
	return HW_OK;
}

/* Called by its class, by its group (in the bureau: the category that speaks for it) or, of a person, by the id. */
bool plan_is_called(const exchange_entry *e, hw_text name)
{
	return hw_text_equal(e->class_name, name) || (e->group.length && hw_text_equal(e->group, name)) ||
	       (e->person.length && hw_text_equal(e->person, name));
}

/* The side on which a class or person stands; theirs first, as options speak of whom to give. */
static bool find_side(const exchange_problem *p, hw_text name, exchange_side *side, exchange_select *select)
{
	for (int s = EXCHANGE_GIVEN; s >= EXCHANGE_RETURNED; s--) {
		size_t count = s == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count;

		for (size_t i = 0; i < count; i++) {
			const exchange_entry *e = s == EXCHANGE_RETURNED ? &p->ours[i] : &p->theirs[i];

			*side = (exchange_side)s;
			*select = EXCHANGE_BY_CLASS;
			if (hw_text_equal(e->class_name, name))
				return true;
			*select = EXCHANGE_BY_PERSON;
			if (e->person.length && hw_text_equal(e->person, name))
				return true;
			*select = EXCHANGE_BY_GROUP;
			if (e->group.length && hw_text_equal(e->group, name))
				return true;
		}
	}
	return false;
}

static hw_status unknown_class(hw_error *error, const char *option, hw_text name)
{
	(void)hw_fail(error, HW_USAGE, "there is no class \"%.*s\" in the problem", HW_TEXT_ARG(name));
	return hw_error_what(error, "%s", option);
}

/* --only limits the list in which the class stands; --without takes it out of both. */
static hw_status mark(job *j, const char *option, const char *const *names, size_t count, bool only, bool *in[2],
		      hw_error *error)
{
	const exchange_problem *p = &j->in.problem;
	bool limited[2] = {false, false},
	     *named[2] = {HW_NEW(j->arena, bool, p->ours_count + 1), HW_NEW(j->arena, bool, p->theirs_count + 1)};

	if (!named[0] || !named[1])
		return no_memory(error);
	for (size_t n = 0; n < count; n++) {
		hw_text rest = hw_text_of(names[n]), name;

		while (hw_text_split(&rest, ',', &name)) {
			bool found = false;

			name = hw_text_trim(name);
			for (int s = EXCHANGE_RETURNED; s <= EXCHANGE_GIVEN; s++)
				for (size_t i = 0; i < (s == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count);
				     i++) {
					const exchange_entry *e = s == EXCHANGE_RETURNED ? &p->ours[i] : &p->theirs[i];

					if (!plan_is_called(e, name))
						continue;
					named[s][i] = found = limited[s] = true;
				}
			if (!found)
				return unknown_class(error, option, name);
		}
	}
	for (int s = EXCHANGE_RETURNED; s <= EXCHANGE_GIVEN; s++)
		for (size_t i = 0; i < (s == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count); i++)
			if (only ? limited[s] && !named[s][i] : named[s][i])
				in[s][i] = false;
	return HW_OK;
}

static hw_status take_classes(job *j, hw_error *error)
{
	const exchange_problem *p = &j->in.problem;
	bool *in[2] = {HW_NEW(j->arena, bool, p->ours_count + 1), HW_NEW(j->arena, bool, p->theirs_count + 1)};

	if (!in[0] || !in[1])
		return no_memory(error);
	memset(in[0], 1, p->ours_count);
	memset(in[1], 1, p->theirs_count);
	HW_TRY(mark(j, "--only", j->q->only, j->q->only_count, true, in, error));
	HW_TRY(mark(j, "--without", j->q->without, j->q->without_count, false, in, error));
	j->options.ours_in = in[EXCHANGE_RETURNED];
	j->options.theirs_in = in[EXCHANGE_GIVEN];
	return HW_OK;
}

/* Requests are rules like others, so that they can stand in a clash. */
static hw_status take_requests(job *j, hw_error *error)
{
	exchange_problem *p = &j->in.problem;

	j->request_first = p->rule_count;
	if (j->q->require_count == 0)
		return HW_OK;
	if (p->rule_count + j->q->require_count > EXCHANGE_RULES_MOST)
		return usage(error, "--require", "is one rule too many");
	j->rules = HW_NEW(j->arena, exchange_rule, p->rule_count + j->q->require_count);
	if (!j->rules)
		return no_memory(error);
	memcpy(j->rules, p->rules, p->rule_count * sizeof(*j->rules));
	for (size_t n = 0; n < j->q->require_count; n++) {
		const char *text = j->q->require[n], *colon = strrchr(text, ':');
		exchange_rule *rule = &j->rules[p->rule_count + n];
		hw_text name = {text, colon ? (size_t)(colon - text) : strlen(text)};
		hw_error inner = {0};

		*rule = (exchange_rule){.max = -1, .min = 1, .value = name};
		if (colon && (hw_text_integer(hw_text_of(colon + 1), &rule->min, &inner) != HW_OK || rule->min < 1 ||
			      rule->min > EXCHANGE_PEOPLE_MOST))
			return usage(error, "--require", "is not CLASS:N with N at least 1");
		if (!find_side(p, name, &rule->side, &rule->select))
			return unknown_class(error, "--require", name);
		rule->name = hw_text_format(j->arena, "request: at least %lld of %.*s", (long long)rule->min,
					    HW_TEXT_ARG(name));
		if (!rule->name.bytes)
			return no_memory(error);
	}
	p->rules = j->rules;
	p->rule_count += j->q->require_count;
	return HW_OK;
}

/* A share or number that goes with the answer. */
static hw_status take_extras(job *j, hw_error *error)
{
	const bureau_plan_question *q = j->q;
	hw_error inner = {0};

	j->options.arcs = q->arcs;
	j->options.fair = q->fair != NULL;
	if (q->fair && (!read_number(hw_text_of(q->fair), &j->options.fair_loss) || !(j->options.fair_loss >= 0) ||
			j->options.fair_loss > 1))
		return usage(error, "--fair", "is not a share from 0 to 1");
	if (q->home &&
	    (hw_text_integer(hw_text_of(q->home), &j->out.home_at_least, &inner) != HW_OK || j->out.home_at_least < 1))
		return usage(error, "--home", "is not a number of people");
	if (q->evaluate && (q->why_count || q->marginal))
		return usage(error, "--evaluate", "does not go with --why or --marginal");
	if (q->arcs && j->in.problem.arc_count == 0)
		plan_note(&j->in.notes, HW_TEXT("No custody moves are recorded: --arcs changes nothing."));
	if (!q->arcs && j->in.problem.arc_count > 0)
		plan_note(&j->in.notes,
			  HW_TEXT("Recorded custody moves are left out of the plan: they pay for a market "
				  "in captives (--arcs counts them)."));
	if (!q->solver)
		return HW_OK;
	if (strcmp(q->solver, "cbc") != 0)
		return usage(error, "--solver", "is not \"cbc\"");
	j->milp.program = "cbc";
	if (!bureau_milp_available(j->milp.program)) {
		(void)hw_fail(error, HW_USAGE, "cbc is not installed");
		(void)hw_error_what(error, "--solver");
		return hw_error_remedy(error, "apt-get install coinor-cbc, or plan without it");
	}
	j->backend = (exchange_backend){&j->milp, 1e-6, 20, bureau_milp_solve};
	j->options.backend = &j->backend;
	return HW_OK;
}

static hw_status take_options(job *j, hw_error *error)
{
	const bureau_plan_question *q = j->q;

	if (q->objective && strcmp(q->objective, "people") != 0 && strcmp(q->objective, "points") != 0)
		return usage(error, "--objective", "is not \"people\" or \"points\"");
	if (q->offer && strcmp(q->offer, "unrequested") != 0)
		return usage(error, "--offer", "is not \"unrequested\"");
	if ((q->tranches || q->break_off) && !q->evaluate)
		return usage(error, q->tranches ? "--tranches" : "--break-off", "goes with --evaluate PACKAGE.json");
	if (q->break_off && !q->tranches)
		return usage(error, "--break-off", "goes with --tranches");
	if (q->evaluate && (q->least_given || q->require_count))
		return usage(error, "--evaluate", "does not go with --least-given or --require");
	j->options.objective = q->objective && !strcmp(q->objective, "points") ? EXCHANGE_POINTS : EXCHANGE_PEOPLE;
	j->options.separate = q->separate;
	j->options.unrequested = q->offer != NULL;
	j->options.seed = q->seed;
	HW_TRY(take_extras(j, error));
	HW_TRY(take_parties(j, error));
	HW_TRY(take_cells(j, error));
	HW_TRY(take_classes(j, error));
	return take_requests(j, error);
}

/* ---- answers ---- */
/* Which rules of a side's class stand in the way of a request, in words that may be read. */
static void note_requests(job *j)
{
	const exchange_problem *p = &j->in.problem;

	for (size_t r = j->request_first; r < p->rule_count; r++) {
		const exchange_rule *rule = &p->rules[r];
		size_t count = rule->side == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count;

		for (size_t i = 0; i < count; i++) {
			const exchange_entry *e = rule->side == EXCHANGE_RETURNED ? &p->ours[i] : &p->theirs[i];
			exchange_why why = exchange_entry_why(j->plan, rule->side, i);

			if (!plan_is_called(e, rule->value) || why == EXCHANGE_AVAILABLE)
				continue;
			plan_note(&j->in.notes, hw_text_format(j->arena, "%.*s: %s.", HW_TEXT_ARG(rule->value),
							       plan_why_words(&j->out, why)));
			break;
		}
	}
}

static hw_status cell_with_repairs(job *j, const exchange_cell *cell, exchange_repair **repairs, size_t *count,
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
static const exchange_cell *easiest(const job *j)
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

static hw_status write_answer(job *j, hw_json_writer *w, bool *possible, hw_error *error)
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

static hw_status answer_frontier(job *j, hw_json_writer *w, bool *possible, hw_error *error)
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

static hw_status answer_least(job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	hw_error inner = {0};

	if (hw_text_integer(hw_text_of(j->q->least_given), &j->out.returned, &inner) != HW_OK || j->out.returned < 1)
		return usage(error, "--least-given", "is not a number of people to be returned");
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

static hw_status load_package(job *j, int64_t **give, int64_t **take, hw_error *error)
{
	hw_json *root = NULL;
	hw_status status = hw_json_load(j->q->evaluate, &root, error);

	if (status == HW_OK)
		status = plan_read_package(j->arena, root, j->plan, &j->in.problem, give, take, error);
	name_file(error, status, j->q->evaluate);
	hw_json_free(root);
	return status;
}

static hw_status answer_package(job *j, bool *possible, hw_error *error)
{
	exchange_evaluation evaluation;
	exchange_schedule schedule;
	int64_t *give, *take;
	double exposure = 0, break_off = 0.05;

	if (j->q->tranches && !read_number(hw_text_of(j->q->tranches), &exposure))
		return usage(error, "--tranches", "is not a number");
	if (j->q->tranches && !(exposure > 0))
		return usage(error, "--tranches", "is not above 0");
	if (j->q->break_off && !read_number(hw_text_of(j->q->break_off), &break_off))
		return usage(error, "--break-off", "is not a number");
	if (!(break_off >= 0 && break_off <= 1))
		return usage(error, "--break-off", "is not a probability");
	HW_TRY(load_package(j, &give, &take, error));
	HW_TRY(exchange_evaluate(j->plan, j->arena, give, take, &evaluation, error));
	plan_evaluation_json(&j->out, &evaluation);
	j->cells = HW_NEW(j->arena, exchange_cell, 1);
	if (!j->cells)
		return no_memory(error);
	j->cells[0] = evaluation.cell;
	j->cells[0].feasible = j->cells[0].proven = true; /* for the notes */
	j->cell_count = 1;
	*possible = true;
	if (!j->q->tranches)
		return HW_OK;
	HW_TRY(exchange_tranches(j->plan, j->arena, give, take, exposure, break_off, &schedule, error));
	plan_schedule_json(&j->out, &schedule, break_off);
	*possible = schedule.feasible;
	return HW_OK;
}

/* The cell that people talk about: the acceptance nearest .8, the most given that is asked for. */
static const exchange_cell *spoken_of(const job *j)
{
	const exchange_cell *best = NULL;

	for (size_t i = 0; i < j->cell_count; i++) {
		const exchange_cell *c = &j->cells[i];
		double nearer = best ? fabs(best->acceptance - 0.8) - fabs(c->acceptance - 0.8) : 1;

		if (nearer > 1e-12 || (nearer > -1e-12 && c->max_given > best->max_given))
			best = c;
	}
	return best;
}

static hw_status answer_worth(job *j, hw_json_writer *w, hw_error *error)
{
	const exchange_cell *cell = spoken_of(j);
	bool possible;

	if (!cell)
		return HW_OK;
	if (j->q->why_count) {
		hw_json_array(w, "why");
		for (size_t i = 0; i < j->q->why_count; i++) {
			hw_text name = hw_text_of(j->q->why[i]);

			HW_TRY(plan_why_json(&j->out, j->plan, name, cell->acceptance, cell->max_given, j->q->progress,
					     error));
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
static hw_status answer(job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	j->out = (plan_output){.arena = j->arena,
			       .w = w,
			       .problem = &j->in.problem,
			       .plan = j->plan,
			       .people = j->bureau != NULL,
			       .home_at_least = j->out.home_at_least};
	if (j->q->evaluate)
		HW_TRY(answer_package(j, possible, error));
	else if (j->q->least_given)
		HW_TRY(answer_least(j, w, possible, error));
	else
		HW_TRY(answer_frontier(j, w, possible, error));
	return answer_worth(j, w, error);
}

static hw_status finish(job *j, hw_json_writer *w, hw_error *error)
{
	plan_lists_json(&j->out);
	plan_usual_notes(&j->out, j->cells, j->cell_count, &j->in.notes);
	plan_notes_json(&j->out, &j->in.notes);
	hw_json_close(w, '}');
	return w->out->failed ? no_memory(error) : HW_OK;
}

static hw_status run(job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	HW_TRY(hw_json_load(j->q->problem, &j->root, error));
	HW_TRY(plan_read(j->arena, j->root, &j->in, error));
	HW_TRY(take_options(j, error));
	HW_TRY(exchange_plan_new(&j->in.problem, &j->options, &j->plan, error));
	hw_json_object(w, NULL);
	HW_TRY(answer(j, w, possible, error));
	return finish(j, w, error);
}

static void job_free(job *j)
{
	exchange_plan_free(j->plan);
	hw_json_free(j->root);
	hw_arena_free(j->arena);
}

hw_status bureau_plan_problem_json(const bureau_plan_question *question, hw_json_writer *w, bool *possible,
				   hw_error *error)
{
	job j = {.q = question, .arena = hw_arena_new(ARENA_MOST)};
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

static hw_status load_own(job *j, hw_error *error)
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
static bool alone(const job *j)
{
	return !j->q->parties && !j->q->separate && !j->q->evaluate;
}

static bool rewards_acquisition(const job *j, const exchange_cell *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t p = 0; cells[i].feasible && p < j->own.party_count; p++)
			if (j->own.parties[p].acquires && (cells[i].used >> p & 1))
				return true;
	return false;
}

/* The package with every holder beside the frontier of the Power alone, never in its place. */
static hw_status answer_joint(job *j, hw_json_writer *w, hw_error *error)
{
	exchange_options options = j->options;
	plan_output out = j->out;
	exchange_plan *plan = NULL;
	exchange_cell *cells = HW_NEW(j->arena, exchange_cell, j->cell_count + 1);
	hw_status status;

	if (!cells)
		return no_memory(error);
	options.names = (1u << j->own.party_count) - 1;
	HW_TRY(exchange_plan_new(&j->in.problem, &options, &plan, error));
	out.plan = plan;
	status = exchange_frontier(plan, j->arena, j->in.acceptance, j->in.acceptance_count, j->in.given,
				   j->in.given_count, j->q->progress, cells, error);
	if (status == HW_OK) {
		hw_json_array(w, "frontier_joint");
		for (size_t i = 0; i < j->cell_count; i++)
			plan_cell_json(&out, &cells[i], NULL, 0);
		hw_json_close(w, ']');
		if (rewards_acquisition(j, cells, j->cell_count))
			plan_note(&j->in.notes, HW_TEXT("With every holder: " BUREAU_WARN_ACQUIRES));
	}
	exchange_plan_free(plan);
	return status;
}

/* "40 for 150": what the Power alone thinks of the ratio that is spoken of. */
static hw_status answer_ratio(job *j, hw_json_writer *w)
{
	bureau_frontier r = {0};

	HW_TRY(bureau_plan_ratio(&j->own, j->plan, &r));
	if (!r.has_ratio)
		return HW_OK;
	hw_json_object(w, "ratio");
	hw_json_integer(w, "given", r.ratio_given);
	hw_json_integer(w, "returned", r.ratio_returned);
	hw_json_number(w, "probability", r.ratio_probability);
	hw_json_close(w, '}');
	return HW_OK;
}

static hw_status run_own(job *j, hw_json_writer *w, bool *possible, hw_error *error)
{
	char day[11];

	HW_TRY(load_own(j, error));
	HW_TRY(take_options(j, error));
	if (alone(j) || j->q->separate) {
		j->options.named = true;
		if (!j->q->parties)
			j->options.names = alone(j) ? 1 : (1u << j->own.party_count) - 1;
	}
	HW_TRY(exchange_plan_new(&j->in.problem, &j->options, &j->plan, error));
	hw_json_object(w, NULL);
	hw_json_string(w, "as_of", hw_days_write(bureau_as_of(j->bureau), day));
	hw_json_boolean(w, "training", bureau_is_training(j->bureau));
	HW_TRY(answer(j, w, possible, error));
	if (rewards_acquisition(j, j->cells, j->cell_count)) {
		plan_note(&j->in.notes, HW_TEXT(BUREAU_WARN_ACQUIRES));
		plan_note(&j->in.notes, HW_TEXT(BUREAU_WARN_HOSTAGE));
	}
	if (alone(j) && !j->q->offer)
		HW_TRY(answer_ratio(j, w));
	if (alone(j) && !j->q->least_given && j->own.party_count > 1)
		HW_TRY(answer_joint(j, w, error));
	return finish(j, w, error);
}

hw_status bureau_plan_json(bureau *b, const bureau_run *run, const bureau_plan_question *question, hw_json_writer *w,
			   bool *possible, hw_error *error)
{
	job j = {.q = question, .bureau = b, .run = run, .arena = hw_arena_new(ARENA_MOST)};
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
