/* plan_options.c - the options of a question to the planner. */
#include "bureau/plan_job_int.h"

#include <math.h>
#include <string.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "the plan does not fit into memory");
}

hw_status plan_usage(hw_error *error, const char *option, const char *why)
{
	(void)hw_fail(error, HW_USAGE, "%s", why);
	(void)hw_error_what(error, "%s", option);
	return HW_USAGE;
}

static hw_status take_parties(plan_job *j, hw_error *error)
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
	return j->options.names ? HW_OK : plan_usage(error, "--parties", "names no party");
}

/* A number as people type it: ".05" too. */
bool plan_read_number(hw_text t, double *result)
{
	char text[64];
	hw_error inner = {0};

	t = hw_text_trim(t);
	if (t.length == 0 || t.length > sizeof(text) - 2)
		return false;
	(void)snprintf(text, sizeof(text), "%s%.*s", t.bytes[0] == '.' ? "0" : "", HW_TEXT_ARG(t));
	return hw_text_number(hw_text_of(text), result, &inner) == HW_OK;
}

static hw_status take_numbers(plan_job *j, const char *option, const char *text, size_t *count, double **numbers,
			      hw_error *error)
{
	hw_text rest = hw_text_of(text), piece;

	*count = 0;
	*numbers = HW_NEW(j->arena, double, strlen(text) + 1);
	if (!*numbers)
		return no_memory(error);
	while (hw_text_split(&rest, ',', &piece)) {
		if (!plan_read_number(piece, &(*numbers)[*count]))
			return plan_usage(error, option, "is not a list of numbers");
		(*count)++;
	}
	return *count ? HW_OK : plan_usage(error, option, "is empty");
}

static hw_status take_cells(plan_job *j, hw_error *error)
{
	double *numbers;
	int64_t *given;

	if (j->q->acceptance) {
		HW_TRY(take_numbers(j, "--acceptance", j->q->acceptance, &j->in.acceptance_count, &numbers, error));
		for (size_t i = 0; i < j->in.acceptance_count; i++)
			if (!(numbers[i] > 0 && numbers[i] <= 1))
				return plan_usage(error, "--acceptance", "is not a probability above 0 and at most 1");
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
			return plan_usage(error, "--given", "is not a whole number of people");
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

bool plan_is_hidden(const exchange_entry *e)
{
	return e->wounded || e->court || e->will == EXCHANGE_WILLS_NOT;
}

static bool exists(const plan_job *j, const exchange_entry *e)
{
	return !j->bureau || !plan_is_hidden(e);
}

/* The side on which a class or person stands; theirs first, as options speak of whom to give. */
static bool find_side(const plan_job *j, hw_text name, exchange_side *side, exchange_select *select)
{
	const exchange_problem *p = &j->in.problem;

	for (int s = EXCHANGE_GIVEN; s >= EXCHANGE_RETURNED; s--) {
		size_t count = s == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count;

		for (size_t i = 0; i < count; i++) {
			const exchange_entry *e = s == EXCHANGE_RETURNED ? &p->ours[i] : &p->theirs[i];

			if (!exists(j, e))
				continue;
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
static hw_status mark(plan_job *j, const char *option, const char *const *names, size_t count, bool only, bool *in[2],
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
					named[s][i] = true;
					found = found || exists(j, e);
					limited[s] = limited[s] || exists(j, e);
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

static hw_status take_classes(plan_job *j, hw_error *error)
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
static hw_status take_requests(plan_job *j, hw_error *error)
{
	exchange_problem *p = &j->in.problem;

	j->request_first = p->rule_count;
	if (j->q->require_count == 0)
		return HW_OK;
	if (p->rule_count + j->q->require_count > EXCHANGE_RULES_MOST)
		return plan_usage(error, "--require", "is one rule too many");
	j->rules = HW_NEW(j->arena, exchange_rule, p->rule_count + j->q->require_count);
	if (!j->rules)
		return no_memory(error);
	if (p->rule_count)
		memcpy(j->rules, p->rules, p->rule_count * sizeof(*j->rules));
	for (size_t n = 0; n < j->q->require_count; n++) {
		const char *text = j->q->require[n], *colon = strrchr(text, ':');
		exchange_rule *rule = &j->rules[p->rule_count + n];
		hw_text name = {text, colon ? (size_t)(colon - text) : strlen(text)};
		hw_error inner = {0};

		*rule = (exchange_rule){.max = -1, .min = 1, .value = name};
		if (colon && (hw_text_integer(hw_text_of(colon + 1), &rule->min, &inner) != HW_OK || rule->min < 1 ||
			      rule->min > EXCHANGE_PEOPLE_MOST))
			return plan_usage(error, "--require", "is not CLASS:N with N at least 1");
		if (!find_side(j, name, &rule->side, &rule->select))
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
static hw_status take_extras(plan_job *j, hw_error *error)
{
	const bureau_plan_question *q = j->q;
	hw_error inner = {0};

	j->options.arcs = q->arcs;
	j->options.fair = q->fair != NULL;
	if (q->fair && (!plan_read_number(hw_text_of(q->fair), &j->options.fair_loss) || !(j->options.fair_loss >= 0) ||
			j->options.fair_loss > 1))
		return plan_usage(error, "--fair", "is not a share from 0 to 1");
	if (q->home &&
	    (hw_text_integer(hw_text_of(q->home), &j->out.home_at_least, &inner) != HW_OK || j->out.home_at_least < 1))
		return plan_usage(error, "--home", "is not a number of people");
	if (q->evaluate && (q->why_count || q->marginal))
		return plan_usage(error, "--evaluate", "does not go with --why or --marginal");
	if (q->arcs && j->in.problem.arc_count == 0)
		plan_note(&j->in.notes, HW_TEXT("No custody moves are recorded: --arcs changes nothing."));
	if (!q->arcs && j->in.problem.arc_count > 0)
		plan_note(&j->in.notes,
			  HW_TEXT("Recorded custody moves are left out of the plan: they pay for a market "
				  "in captives (--arcs counts them)."));
	if (!q->solver)
		return HW_OK;
	if (strcmp(q->solver, "cbc") != 0)
		return plan_usage(error, "--solver", "is not \"cbc\"");
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

hw_status plan_take_options(plan_job *j, hw_error *error)
{
	const bureau_plan_question *q = j->q;

	if (q->objective && strcmp(q->objective, "people") != 0 && strcmp(q->objective, "points") != 0)
		return plan_usage(error, "--objective", "is not \"people\" or \"points\"");
	if (q->offer && strcmp(q->offer, "unrequested") != 0)
		return plan_usage(error, "--offer", "is not \"unrequested\"");
	if ((q->tranches || q->break_off) && !q->evaluate)
		return plan_usage(error, q->tranches ? "--tranches" : "--break-off",
				  "goes with --evaluate PACKAGE.json");
	if (q->break_off && !q->tranches)
		return plan_usage(error, "--break-off", "goes with --tranches");
	if ((q->swap || q->terms) && !q->evaluate)
		return plan_usage(error, q->swap ? "--swap" : "--terms", "goes with --evaluate PACKAGE.json");
	if (q->swap && q->tranches)
		return plan_usage(error, "--swap", "does not go with --tranches");
	if (q->evaluate && (q->least_given || q->require_count))
		return plan_usage(error, "--evaluate", "does not go with --least-given or --require");
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
