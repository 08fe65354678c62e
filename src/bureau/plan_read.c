/* plan_read.c - an exchange problem in JSON as the structures of the engine: weights, parties, people, cells. */
#include "bureau/plan_read_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "the problem does not fit into memory");
}

hw_status plan_read_bad(hw_error *error, const char *where, const char *key, const char *why, const char *remedy)
{
	(void)hw_fail(error, HW_BAD_INPUT, "%s", why);
	if (remedy)
		(void)hw_error_remedy(error, "%s", remedy);
	(void)hw_error_where(error, "%s%s%s", where, key ? "." : "", key ? key : "");
	return HW_BAD_INPUT;
}

void plan_note(plan_texts *notes, hw_text note)
{
	if (note.length && notes->count < HW_COUNT(notes->items))
		notes->items[notes->count++] = note;
}

/* ---- numbers ---- */
hw_status plan_read_whole(const hw_json *value, const char *where, const char *key, int64_t most, int64_t *result,
			  hw_error *error)
{
	double number = hw_json_as_number(value);

	if (hw_json_kind_of(value) != HW_JSON_NUMBER || number != floor(number) || number < 0 || number > (double)most)
		return plan_read_bad(error, where, key, "is not a whole number of people", NULL);
	*result = (int64_t)number;
	return HW_OK;
}

hw_status plan_read_finite(const hw_json *value, const char *where, const char *key, double *result, hw_error *error)
{
	double number = hw_json_as_number(value);

	if (hw_json_kind_of(value) != HW_JSON_NUMBER || !isfinite(number))
		return plan_read_bad(error, where, key, "is not a number",
				     "write a number, {\"mean\", \"sd\"} or {\"draws\": [...]}");
	*result = number;
	return HW_OK;
}

static hw_status take_draws(plan_reader *r, const hw_json *list, const char *where, const char *key,
			    exchange_weight *result)
{
	size_t count = hw_json_count(list);
	double *draws, sum = 0;

	if (hw_json_kind_of(list) != HW_JSON_ARRAY || count == 0)
		return plan_read_bad(r->error, where, key, "\"draws\" is not a list of numbers", NULL);
	if (r->draw_count != 0 && r->draw_count != count)
		return plan_read_bad(r->error, where, key, "has another number of draws than a weight before it",
				     "draw m of every weight belongs to the same world m: give as many everywhere");
	draws = HW_NEW(r->arena, double, count);
	if (!draws)
		return no_memory(r->error);
	for (size_t m = 0; m < count; m++) {
		HW_TRY(plan_read_finite(hw_json_at(list, m), where, key, &draws[m], r->error));
		sum += draws[m];
	}
	r->draw_count = count;
	*result = (exchange_weight){.value = sum / (double)count, .draws = draws};
	return HW_OK;
}

static hw_status take_weight(plan_reader *r, const hw_json *value, const char *where, const char *key,
			     exchange_weight *result)
{
	static const char *const keys[] = {"mean", "sd", "draws", NULL};
	const hw_json *draws = hw_json_get(value, "draws");
	double low = -1e12;

	if (hw_json_kind_of(value) != HW_JSON_OBJECT) {
		*result = (exchange_weight){0};
		return plan_read_finite(value, where, key, &result->value, r->error);
	}
	HW_TRY(hw_json_only(value, where, keys, r->error));
	if (draws) {
		if (hw_json_get(value, "mean") || hw_json_get(value, "sd"))
			return plan_read_bad(r->error, where, key, "has both draws and a mean", "give one of them");
		return take_draws(r, draws, where, key, result);
	}
	*result = (exchange_weight){0};
	HW_TRY(hw_json_need_number(value, where, "mean", low, -low, &result->value, r->error));
	return hw_json_need_number(value, where, "sd", 0, -low, &result->sd, r->error);
}

static hw_status need_weight(plan_reader *r, const hw_json *object, const char *where, const char *key,
			     exchange_weight *result)
{
	if (hw_json_kind_of(hw_json_get(object, key)) == HW_JSON_NULL)
		return plan_read_bad(r->error, where, key, "is missing",
				     "write a number, {\"mean\", \"sd\"} or {\"draws\": [...]}");
	return take_weight(r, hw_json_get(object, key), where, key, result);
}

/* A list of numbers, or one number. */
static hw_status take_numbers(plan_reader *r, const hw_json *value, const char *key, bool people, size_t *count,
			      double **numbers, int64_t **wholes)
{
	bool list = hw_json_kind_of(value) == HW_JSON_ARRAY;

	*count = list ? hw_json_count(value) : 1;
	if (*count == 0 || *count > 1000)
		return plan_read_bad(r->error, key, NULL, "holds no numbers, or more than 1000", NULL);
	*numbers = HW_NEW(r->arena, double, *count);
	*wholes = HW_NEW(r->arena, int64_t, *count);
	if (!*numbers || !*wholes)
		return no_memory(r->error);
	for (size_t i = 0; i < *count; i++) {
		const hw_json *item = list ? hw_json_at(value, i) : value;

		if (people)
			HW_TRY(plan_read_whole(item, key, NULL, EXCHANGE_PEOPLE_MOST, &(*wholes)[i], r->error));
		else
			HW_TRY(plan_read_finite(item, key, NULL, &(*numbers)[i], r->error));
		if (!people && !((*numbers)[i] > 0 && (*numbers)[i] <= 1))
			return plan_read_bad(r->error, key, NULL, "is not a probability above 0 and at most 1", NULL);
	}
	return HW_OK;
}

/* ---- parties ---- */
static hw_status read_parties(plan_reader *r, const hw_json *list)
{
	static const char *const keys[] = {"id", "reservation", "softness", NULL};
	exchange_problem *p = &r->in->problem;

	p->party_count = hw_json_count(list);
	if (hw_json_kind_of(list) != HW_JSON_ARRAY || p->party_count == 0)
		return plan_read_bad(r->error, "parties", NULL, "is not a list of those whose consent is needed", NULL);
	if (p->party_count > EXCHANGE_PARTIES_MOST) {
		(void)hw_fail(r->error, HW_TOO_LARGE, "%zu parties; %d at most", p->party_count, EXCHANGE_PARTIES_MOST);
		return hw_error_where(r->error, "parties");
	}
	r->parties = HW_NEW(r->arena, exchange_party, p->party_count);
	if (!r->parties)
		return no_memory(r->error);
	for (size_t i = 0; i < p->party_count; i++) {
		const hw_json *item = hw_json_at(list, i);
		char where[64];

		(void)snprintf(where, sizeof(where), "parties[%zu]", i);
		HW_TRY(hw_json_only(item, where, keys, r->error));
		HW_TRY(hw_json_need_text(item, where, "id", &r->parties[i].id, r->error));
		HW_TRY(need_weight(r, item, where, "reservation", &r->parties[i].reservation));
		HW_TRY(need_weight(r, item, where, "softness", &r->parties[i].softness));
	}
	p->parties = r->parties;
	return HW_OK;
}

bool plan_find_party(const exchange_problem *p, hw_text id, uint32_t *party)
{
	for (size_t k = 0; k < p->party_count; k++)
		if (hw_text_equal(p->parties[k].id, id)) {
			*party = (uint32_t)k;
			return true;
		}
	return false;
}

/* ---- entries ---- */
static hw_status read_shared(plan_reader *r, const hw_json *item, const char *where, exchange_entry *e)
{
	const hw_json *wills = hw_json_get(item, "wills");

	HW_TRY(hw_json_take_text(item, where, "id", &e->person, r->error));
	HW_TRY(hw_json_take_text(item, where, "class", &e->class_name, r->error));
	if (!e->class_name.length)
		e->class_name = e->person;
	if (!e->class_name.length)
		return plan_read_bad(r->error, where, "class", "is missing",
				     "name the class, or give a person's \"id\"");
	e->count = 1;
	if (hw_json_get(item, "count"))
		HW_TRY(plan_read_whole(hw_json_get(item, "count"), where, "count", EXCHANGE_PEOPLE_MOST, &e->count,
				       r->error));
	else if (!e->person.length)
		return plan_read_bad(r->error, where, "count", "is missing", "write how many there are");
	HW_TRY(hw_json_take_text(item, where, "group", &e->group, r->error));
	HW_TRY(hw_json_take_text(item, where, "site", &e->site, r->error));
	HW_TRY(hw_json_take_text(item, where, "family", &e->family, r->error));
	HW_TRY(hw_json_take_bool(item, where, "wounded", &e->wounded, r->error));
	HW_TRY(hw_json_take_bool(item, where, "civilian", &e->civilian, r->error));
	HW_TRY(hw_json_take_bool(item, where, "court", &e->court, r->error));
	if (hw_json_kind_of(wills) != HW_JSON_NULL) {
		bool will = false;

		HW_TRY(hw_json_take_bool(item, where, "wills", &will, r->error));
		e->will = will ? EXCHANGE_WILLS : EXCHANGE_WILLS_NOT;
	}
	return HW_OK;
}

static hw_status read_holder(plan_reader *r, const hw_json *value, const char *where, exchange_entry *e)
{
	bool list = hw_json_kind_of(value) == HW_JSON_ARRAY;
	size_t count = list ? hw_json_count(value) : hw_json_kind_of(value) == HW_JSON_NULL ? 0 : 1;
	uint32_t *holders = HW_NEW(r->arena, uint32_t, count + 1);

	if (!holders)
		return no_memory(r->error);
	for (size_t i = 0; i < count; i++) {
		const hw_json *item = list ? hw_json_at(value, i) : value;

		if (hw_json_kind_of(item) != HW_JSON_TEXT)
			return plan_read_bad(r->error, where, "holder", "is not the id of a party", NULL);
		if (!plan_find_party(&r->in->problem, hw_json_as_text(item), &holders[i])) {
			(void)hw_fail(r->error, HW_BAD_INPUT, "\"%.*s\" is not one of the parties",
				      HW_TEXT_ARG(hw_json_as_text(item)));
			(void)hw_error_remedy(r->error, "leave it out when the holder is not known");
			return hw_error_where(r->error, "%s.holder", where);
		}
	}
	e->holders = holders;
	e->holder_count = count;
	return HW_OK;
}

static hw_status read_ours(plan_reader *r, const hw_json *item, const char *where, exchange_entry *e)
{
	static const char *const keys[] = {"id",       "class", "count",      "holder", "reluctance", "points",
					   "group",    "site",  "delivery",   "family", "wounded",    "court",
					   "civilian", "wills", "substitute", NULL};
	const hw_json *reluctance = hw_json_get(item, "reluctance");

	HW_TRY(hw_json_only(item, where, keys, r->error));
	HW_TRY(read_shared(r, item, where, e));
	HW_TRY(read_holder(r, hw_json_get(item, "holder"), where, e));
	e->points = 1;
	e->delivery = 1;
	HW_TRY(hw_json_take_number(item, where, "points", 0, 1e6, &e->points, r->error));
	HW_TRY(hw_json_take_number(item, where, "delivery", 0, 1, &e->delivery, r->error));
	HW_TRY(hw_json_take_number(item, where, "substitute", 0, 1, &e->substitute, r->error));
	if (hw_json_kind_of(hw_json_get(item, "delivery")) == HW_JSON_NULL)
		r->delivery_missing = true;
	if (!reluctance && e->holder_count == 1 && !e->wounded && !e->civilian && !e->court &&
	    e->will != EXCHANGE_WILLS_NOT)
		return plan_read_bad(r->error, where, "reluctance", "is missing",
				     "write a number, or null for \"will not release\"");
	if (reluctance && hw_json_kind_of(reluctance) == HW_JSON_NULL)
		e->refused = true;
	else if (reluctance)
		HW_TRY(take_weight(r, reluctance, where, "reluctance", &e->reluctance));
	return HW_OK;
}

static hw_status read_theirs(plan_reader *r, const hw_json *item, const char *where, exchange_entry *e)
{
	static const char *const keys[] = {"id",      "class", "count",    "interest", "group",     "site",   "family",
					   "wounded", "court", "civilian", "wills",    "requested", "ground", NULL};
	const exchange_problem *p = &r->in->problem;
	const hw_json *interest = hw_json_get(item, "interest");
	exchange_weight *weights = HW_NEW(r->arena, exchange_weight, p->party_count);

	if (!weights)
		return no_memory(r->error);
	HW_TRY(hw_json_only(item, where, keys, r->error));
	HW_TRY(read_shared(r, item, where, e));
	e->interest = weights;
	if (interest && hw_json_kind_of(interest) != HW_JSON_OBJECT && hw_json_kind_of(interest) != HW_JSON_NULL)
		return plan_read_bad(r->error, where, "interest", "is not an object of parties", "write {\"S\": 2.5}");
	for (void *m = hw_json_first(interest); m; m = hw_json_next(interest, m)) {
		const char *id = hw_json_member_key(m);
		uint32_t party = 0;

		if (!plan_find_party(p, hw_text_of(id), &party)) {
			(void)hw_fail(r->error, HW_BAD_INPUT, "\"%s\" is not one of the parties", id);
			return hw_error_where(r->error, "%s.interest", where);
		}
		if (hw_json_kind_of(hw_json_member_value(m)) != HW_JSON_NULL)
			HW_TRY(take_weight(r, hw_json_member_value(m), where, "interest", &weights[party]));
		e->requested = e->requested || weights[party].value > 0;
	}
	HW_TRY(hw_json_take_bool(item, where, "requested", &e->requested, r->error));
	return hw_json_take_text(item, where, "ground", &e->ground, r->error);
}

static hw_status read_list(plan_reader *r, const hw_json *list, exchange_side side)
{
	const char *name = side == EXCHANGE_RETURNED ? "ours" : "theirs";
	size_t count = hw_json_count(list);
	exchange_entry *entries;

	if (hw_json_kind_of(list) != HW_JSON_ARRAY)
		return plan_read_bad(r->error, name, NULL, "is not a list", NULL);
	if (count > EXCHANGE_ENTRIES_MOST) {
		(void)hw_fail(r->error, HW_TOO_LARGE, "%zu entries; %d at most", count, EXCHANGE_ENTRIES_MOST);
		return hw_error_where(r->error, "%s", name);
	}
	entries = HW_NEW(r->arena, exchange_entry, count + 1);
	if (!entries)
		return no_memory(r->error);
	for (size_t i = 0; i < count; i++) {
		char where[64];

		(void)snprintf(where, sizeof(where), "%s[%zu]", name, i);
		if (hw_json_kind_of(hw_json_at(list, i)) != HW_JSON_OBJECT)
			return plan_read_bad(r->error, where, NULL, "is not an object", NULL);
		HW_TRY(side == EXCHANGE_RETURNED ? read_ours(r, hw_json_at(list, i), where, &entries[i])
						 : read_theirs(r, hw_json_at(list, i), where, &entries[i]));
	}
	if (side == EXCHANGE_RETURNED) {
		r->in->problem.ours = entries;
		r->in->problem.ours_count = count;
	} else {
		r->in->problem.theirs = entries;
		r->in->problem.theirs_count = count;
	}
	return HW_OK;
}

/* ---- the file ---- */
static hw_status read_cells(plan_reader *r, const hw_json *root)
{
	static const double usual_acceptance[] = {0.5, 0.8, 0.9, 0.95};
	static const int64_t usual_given[] = {10, 20, 40, 60, 100, 150, 200, 300, 500, 1000};
	double *numbers;
	int64_t *wholes, people = 0;

	r->in->acceptance = usual_acceptance;
	r->in->acceptance_count = HW_COUNT(usual_acceptance);
	if (hw_json_kind_of(hw_json_get(root, "acceptance")) != HW_JSON_NULL) {
		HW_TRY(take_numbers(r, hw_json_get(root, "acceptance"), "acceptance", false, &r->in->acceptance_count,
				    &numbers, &wholes));
		r->in->acceptance = numbers;
	}
	if (hw_json_kind_of(hw_json_get(root, "given")) != HW_JSON_NULL) {
		HW_TRY(take_numbers(r, hw_json_get(root, "given"), "given", true, &r->in->given_count, &numbers,
				    &wholes));
		r->in->given = wholes;
		return HW_OK;
	}
	for (size_t i = 0; i < r->in->problem.theirs_count; i++)
		people += r->in->problem.theirs[i].count;
	r->in->given = usual_given;
	while (r->in->given_count < HW_COUNT(usual_given) &&
	       (r->in->given_count == 0 || usual_given[r->in->given_count - 1] < people))
		r->in->given_count++;
	return HW_OK;
}

/* A rule that selects nobody is either idle or impossible: say so, it may be a typing error. */
static void note_empty_rules(plan_reader *r)
{
	const exchange_problem *p = &r->in->problem;

	for (size_t i = 0; i < p->rule_count; i++) {
		const exchange_rule *rule = &p->rules[i];

		if (rule->select != EXCHANGE_ALL && exchange_rule_people(p, rule) == 0)
			plan_note(&r->in->notes,
				  hw_text_format(r->arena,
						 "Rule \"%.*s\" selects nobody: there is no \"%.*s\" on its side.",
						 HW_TEXT_ARG(rule->name), HW_TEXT_ARG(rule->value)));
	}
}

hw_status plan_read(hw_arena *arena, const hw_json *root, plan_input *result, hw_error *error)
{
	static const char *const keys[] = {"format", "us",   "parties", "ours",   "theirs", "rules", "acceptance",
					   "given",  "arcs", "shock",   "ceased", "home",   NULL};
	plan_input *in = HW_NEW(arena, plan_input, 1);
	plan_reader r = {.arena = arena, .in = in, .error = error};
	hw_text format = {0};

	if (!in)
		return no_memory(error);
	if (hw_json_kind_of(root) != HW_JSON_OBJECT)
		return plan_read_bad(error, "", NULL, "the problem is not an object", NULL);
	HW_TRY(hw_json_only(root, "", keys, error));
	HW_TRY(hw_json_need_text(root, "", "format", &format, error));
	if (!hw_text_is(format, "homeward-exchange/1"))
		return plan_read_bad(error, "format", NULL, "is not \"homeward-exchange/1\"", NULL);
	HW_TRY(hw_json_take_text(root, "", "us", &in->problem.us, error));
	HW_TRY(hw_json_take_bool(root, "", "ceased", &in->problem.ceased, error));
	HW_TRY(read_parties(&r, hw_json_get(root, "parties")));
	HW_TRY(read_list(&r, hw_json_get(root, "ours"), EXCHANGE_RETURNED));
	HW_TRY(read_list(&r, hw_json_get(root, "theirs"), EXCHANGE_GIVEN));
	HW_TRY(plan_read_rules(&r, hw_json_get(root, "rules")));
	HW_TRY(read_cells(&r, root));
	HW_TRY(plan_read_shock(&r, hw_json_get(root, "shock")));
	HW_TRY(plan_read_arcs(&r, hw_json_get(root, "arcs")));
	HW_TRY(plan_read_home(&r, hw_json_get(root, "home")));
	in->problem.draw_count = r.draw_count;
	note_empty_rules(&r);
	if (r.delivery_missing)
		plan_note(&in->notes, HW_TEXT("Where no probability of delivery is given, people agreed upon are "
					      "counted as brought: the forecast is too good there."));
	*result = *in;
	return HW_OK;
}
