/* plan_read.c - an exchange problem or package in JSON as the structures of the engine. */
#include "bureau/plan_json_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
	hw_arena *arena;
	plan_input *in;
	exchange_party *parties;
	size_t draw_count; /* of the first weight with draws */
	bool delivery_missing;
	hw_error *error;
} reader;

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "the problem does not fit into memory");
}

static hw_status bad(hw_error *error, const char *where, const char *key, const char *why, const char *remedy)
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
static hw_status whole(const hw_json *value, const char *where, const char *key, int64_t most, int64_t *result,
		       hw_error *error)
{
	double number = hw_json_as_number(value);

	if (hw_json_kind_of(value) != HW_JSON_NUMBER || number != floor(number) || number < 0 || number > (double)most)
		return bad(error, where, key, "is not a whole number of people", NULL);
	*result = (int64_t)number;
	return HW_OK;
}

static hw_status finite_number(const hw_json *value, const char *where, const char *key, double *result,
			       hw_error *error)
{
	double number = hw_json_as_number(value);

	if (hw_json_kind_of(value) != HW_JSON_NUMBER || !isfinite(number))
		return bad(error, where, key, "is not a number",
			   "write a number, {\"mean\", \"sd\"} or {\"draws\": [...]}");
	*result = number;
	return HW_OK;
}

static hw_status take_draws(reader *r, const hw_json *list, const char *where, const char *key, exchange_weight *result)
{
	size_t count = hw_json_count(list);
	double *draws, sum = 0;

	if (hw_json_kind_of(list) != HW_JSON_ARRAY || count == 0)
		return bad(r->error, where, key, "\"draws\" is not a list of numbers", NULL);
	if (r->draw_count != 0 && r->draw_count != count)
		return bad(r->error, where, key, "has another number of draws than a weight before it",
			   "draw m of every weight belongs to the same world m: give as many everywhere");
	draws = HW_NEW(r->arena, double, count);
	if (!draws)
		return no_memory(r->error);
	for (size_t m = 0; m < count; m++) {
		HW_TRY(finite_number(hw_json_at(list, m), where, key, &draws[m], r->error));
		sum += draws[m];
	}
	r->draw_count = count;
	*result = (exchange_weight){.value = sum / (double)count, .draws = draws};
	return HW_OK;
}

static hw_status take_weight(reader *r, const hw_json *value, const char *where, const char *key,
			     exchange_weight *result)
{
	static const char *const keys[] = {"mean", "sd", "draws", NULL};
	const hw_json *draws = hw_json_get(value, "draws");
	double low = -1e12;

	if (hw_json_kind_of(value) != HW_JSON_OBJECT) {
		*result = (exchange_weight){0};
		return finite_number(value, where, key, &result->value, r->error);
	}
	HW_TRY(hw_json_only(value, where, keys, r->error));
	if (draws) {
		if (hw_json_get(value, "mean") || hw_json_get(value, "sd"))
			return bad(r->error, where, key, "has both draws and a mean", "give one of them");
		return take_draws(r, draws, where, key, result);
	}
	*result = (exchange_weight){0};
	HW_TRY(hw_json_need_number(value, where, "mean", low, -low, &result->value, r->error));
	return hw_json_need_number(value, where, "sd", 0, -low, &result->sd, r->error);
}

static hw_status need_weight(reader *r, const hw_json *object, const char *where, const char *key,
			     exchange_weight *result)
{
	if (hw_json_kind_of(hw_json_get(object, key)) == HW_JSON_NULL)
		return bad(r->error, where, key, "is missing",
			   "write a number, {\"mean\", \"sd\"} or {\"draws\": [...]}");
	return take_weight(r, hw_json_get(object, key), where, key, result);
}

/* A list of numbers, or one number. */
static hw_status take_numbers(reader *r, const hw_json *value, const char *key, bool people, size_t *count,
			      double **numbers, int64_t **wholes)
{
	bool list = hw_json_kind_of(value) == HW_JSON_ARRAY;

	*count = list ? hw_json_count(value) : 1;
	if (*count == 0 || *count > 1000)
		return bad(r->error, key, NULL, "holds no numbers, or more than 1000", NULL);
	*numbers = HW_NEW(r->arena, double, *count);
	*wholes = HW_NEW(r->arena, int64_t, *count);
	if (!*numbers || !*wholes)
		return no_memory(r->error);
	for (size_t i = 0; i < *count; i++) {
		const hw_json *item = list ? hw_json_at(value, i) : value;

		if (people)
			HW_TRY(whole(item, key, NULL, EXCHANGE_PEOPLE_MOST, &(*wholes)[i], r->error));
		else
			HW_TRY(finite_number(item, key, NULL, &(*numbers)[i], r->error));
		if (!people && !((*numbers)[i] > 0 && (*numbers)[i] <= 1))
			return bad(r->error, key, NULL, "is not a probability above 0 and at most 1", NULL);
	}
	return HW_OK;
}

/* ---- parties ---- */
static hw_status read_parties(reader *r, const hw_json *list)
{
	static const char *const keys[] = {"id", "reservation", "softness", NULL};
	exchange_problem *p = &r->in->problem;

	p->party_count = hw_json_count(list);
	if (hw_json_kind_of(list) != HW_JSON_ARRAY || p->party_count == 0)
		return bad(r->error, "parties", NULL, "is not a list of those whose consent is needed", NULL);
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

static bool find_party(const exchange_problem *p, hw_text id, uint32_t *party)
{
	for (size_t k = 0; k < p->party_count; k++)
		if (hw_text_equal(p->parties[k].id, id)) {
			*party = (uint32_t)k;
			return true;
		}
	return false;
}

/* ---- entries ---- */
static hw_status read_shared(reader *r, const hw_json *item, const char *where, exchange_entry *e)
{
	const hw_json *wills = hw_json_get(item, "wills");

	HW_TRY(hw_json_take_text(item, where, "id", &e->person, r->error));
	HW_TRY(hw_json_take_text(item, where, "class", &e->class_name, r->error));
	if (!e->class_name.length)
		e->class_name = e->person;
	if (!e->class_name.length)
		return bad(r->error, where, "class", "is missing", "name the class, or give a person's \"id\"");
	e->count = 1;
	if (hw_json_get(item, "count"))
		HW_TRY(whole(hw_json_get(item, "count"), where, "count", EXCHANGE_PEOPLE_MOST, &e->count, r->error));
	else if (!e->person.length)
		return bad(r->error, where, "count", "is missing", "write how many there are");
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

static hw_status read_holder(reader *r, const hw_json *value, const char *where, exchange_entry *e)
{
	bool list = hw_json_kind_of(value) == HW_JSON_ARRAY;
	size_t count = list ? hw_json_count(value) : hw_json_kind_of(value) == HW_JSON_NULL ? 0 : 1;
	uint32_t *holders = HW_NEW(r->arena, uint32_t, count + 1);

	if (!holders)
		return no_memory(r->error);
	for (size_t i = 0; i < count; i++) {
		const hw_json *item = list ? hw_json_at(value, i) : value;

		if (hw_json_kind_of(item) != HW_JSON_TEXT)
			return bad(r->error, where, "holder", "is not the id of a party", NULL);
		if (!find_party(&r->in->problem, hw_json_as_text(item), &holders[i])) {
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

static hw_status read_ours(reader *r, const hw_json *item, const char *where, exchange_entry *e)
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
		return bad(r->error, where, "reluctance", "is missing",
			   "write a number, or null for \"will not release\"");
	if (reluctance && hw_json_kind_of(reluctance) == HW_JSON_NULL)
		e->refused = true;
	else if (reluctance)
		HW_TRY(take_weight(r, reluctance, where, "reluctance", &e->reluctance));
	return HW_OK;
}

static hw_status read_theirs(reader *r, const hw_json *item, const char *where, exchange_entry *e)
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
		return bad(r->error, where, "interest", "is not an object of parties", "write {\"S\": 2.5}");
	for (void *m = hw_json_first(interest); m; m = hw_json_next(interest, m)) {
		const char *id = hw_json_member_key(m);
		uint32_t party = 0;

		if (!find_party(p, hw_text_of(id), &party)) {
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

static hw_status read_list(reader *r, const hw_json *list, exchange_side side)
{
	const char *name = side == EXCHANGE_RETURNED ? "ours" : "theirs";
	size_t count = hw_json_count(list);
	exchange_entry *entries;

	if (hw_json_kind_of(list) != HW_JSON_ARRAY)
		return bad(r->error, name, NULL, "is not a list", NULL);
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
			return bad(r->error, where, NULL, "is not an object", NULL);
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

/* ---- rules ---- */
static hw_status read_selector(reader *r, const hw_json *item, const char *where, exchange_rule *rule)
{
	static const struct {
		const char *key;
		exchange_select select;
	} selectors[] = {{"class", EXCHANGE_BY_CLASS},
			 {"group", EXCHANGE_BY_GROUP},
			 {"holder", EXCHANGE_BY_HOLDER},
			 {"site", EXCHANGE_BY_SITE},
			 {"id", EXCHANGE_BY_PERSON}};

	for (size_t i = 0; i < HW_COUNT(selectors); i++) {
		hw_text value = {0};

		HW_TRY(hw_json_take_text(item, where, selectors[i].key, &value, r->error));
		if (!value.length)
			continue;
		if (rule->select != EXCHANGE_ALL)
			return bad(r->error, where, selectors[i].key, "is a second selection", "write two rules");
		rule->select = selectors[i].select;
		rule->value = value;
	}
	return HW_OK;
}

static hw_status take_bound(reader *r, const hw_json *item, const char *where, const char *key, int64_t *result)
{
	const hw_json *value = hw_json_get(item, key);

	return hw_json_kind_of(value) == HW_JSON_NULL
		       ? HW_OK
		       : whole(value, where, key, EXCHANGE_PEOPLE_MOST, result, r->error);
}

static hw_status read_rule(reader *r, const hw_json *item, const char *where, exchange_rule *rules, size_t *count)
{
	static const char *const keys[] = {"name", "side", "class",     "group", "holder",    "site",         "id",
					   "min",  "max",  "share_min", "law",   "max_given", "min_returned", NULL};
	exchange_rule rule = {.max = -1};
	int64_t max_given = -1, min_returned = -1;
	hw_text side = {0};
	bool bounded;

	HW_TRY(hw_json_only(item, where, keys, r->error));
	HW_TRY(hw_json_need_text(item, where, "name", &rule.name, r->error));
	HW_TRY(hw_json_take_text(item, where, "side", &side, r->error));
	HW_TRY(hw_json_take_bool(item, where, "law", &rule.law, r->error));
	HW_TRY(read_selector(r, item, where, &rule));
	HW_TRY(take_bound(r, item, where, "min", &rule.min));
	HW_TRY(take_bound(r, item, where, "max", &rule.max));
	HW_TRY(hw_json_take_number(item, where, "share_min", 0, 1, &rule.share_min, r->error));
	HW_TRY(take_bound(r, item, where, "max_given", &max_given));
	HW_TRY(take_bound(r, item, where, "min_returned", &min_returned));
	bounded = rule.min > 0 || rule.max >= 0 || rule.share_min > 0 || hw_json_get(item, "min");
	if (!bounded && max_given < 0 && min_returned < 0)
		return bad(r->error, where, NULL, "bounds nothing",
			   "give min, max, share_min, max_given or min_returned");
	if (max_given >= 0)
		rules[(*count)++] =
			(exchange_rule){.name = rule.name, .side = EXCHANGE_GIVEN, .max = max_given, .law = rule.law};
	if (min_returned >= 0)
		rules[(*count)++] = (exchange_rule){
			.name = rule.name, .side = EXCHANGE_RETURNED, .min = min_returned, .max = -1, .law = rule.law};
	if (!bounded)
		return HW_OK;
	if (!hw_text_is(side, "given") && !hw_text_is(side, "returned"))
		return bad(r->error, where, "side", "is not \"given\" or \"returned\"", NULL);
	rule.side = hw_text_is(side, "given") ? EXCHANGE_GIVEN : EXCHANGE_RETURNED;
	rules[(*count)++] = rule;
	return HW_OK;
}

static hw_status read_rules(reader *r, const hw_json *list)
{
	size_t count = hw_json_count(list), made = 0;
	exchange_rule *rules;

	if (hw_json_kind_of(list) == HW_JSON_NULL)
		count = 0;
	else if (hw_json_kind_of(list) != HW_JSON_ARRAY)
		return bad(r->error, "rules", NULL, "is not a list", NULL);
	if (count > EXCHANGE_RULES_MOST) {
		(void)hw_fail(r->error, HW_TOO_LARGE, "%zu rules; %d at most", count, EXCHANGE_RULES_MOST);
		return hw_error_where(r->error, "rules");
	}
	rules = HW_NEW(r->arena, exchange_rule, 3 * count + EXCHANGE_RULES_MOST); /* room for requests */
	if (!rules)
		return no_memory(r->error);
	for (size_t i = 0; i < count; i++) {
		char where[64];

		(void)snprintf(where, sizeof(where), "rules[%zu]", i);
		if (hw_json_kind_of(hw_json_at(list, i)) != HW_JSON_OBJECT)
			return bad(r->error, where, NULL, "is not an object", NULL);
		HW_TRY(read_rule(r, hw_json_at(list, i), where, rules, &made));
	}
	r->in->problem.rules = rules;
	r->in->problem.rule_count = made;
	return HW_OK;
}

/* ---- the file ---- */
static hw_status read_cells(reader *r, const hw_json *root)
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

static hw_status read_shock(reader *r, const hw_json *value)
{
	double shock[2];

	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(value) != HW_JSON_ARRAY || hw_json_count(value) != 2)
		return bad(r->error, "shock", NULL, "is not a pair of numbers", "write [9.5, 0.5]");
	for (size_t i = 0; i < 2; i++) {
		HW_TRY(finite_number(hw_json_at(value, i), "shock", NULL, &shock[i], r->error));
		if (!(shock[i] > 0 && shock[i] <= 1e6))
			return bad(r->error, "shock", NULL, "is not above 0", "write [9.5, 0.5]");
	}
	r->in->problem.shock_alpha = shock[0];
	r->in->problem.shock_beta = shock[1];
	return HW_OK;
}

/* What the mover asks for each: a number, {"base", "share"}, or what the first holder would. */
static hw_status read_arc_price(reader *r, const hw_json *price, const char *where, exchange_arc *arc)
{
	static const char *const keys[] = {"base", "share", NULL};

	if (hw_json_kind_of(price) == HW_JSON_NULL) {
		arc->share = 1;
		return HW_OK;
	}
	if (hw_json_kind_of(price) == HW_JSON_NUMBER) {
		arc->base = hw_json_as_number(price);
		return arc->base >= 0 ? HW_OK : bad(r->error, where, "reluctance", "is below 0", NULL);
	}
	if (hw_json_kind_of(price) != HW_JSON_OBJECT)
		return bad(r->error, where, "reluctance", "is not a number", "or {\"base\": 1.3, \"share\": 0.25}");
	HW_TRY(hw_json_only(price, where, keys, r->error));
	HW_TRY(hw_json_take_number(price, where, "base", 0, 1e12, &arc->base, r->error));
	return hw_json_take_number(price, where, "share", 0, 1e6, &arc->share, r->error);
}

static hw_status read_arc(reader *r, const hw_json *item, const char *where, exchange_arc *arc)
{
	static const char *const keys[] = {"from", "to", "class", "cap", "reluctance", NULL};
	static const char *const ends[] = {"from", "to"};
	uint32_t *const parties[] = {&arc->from, &arc->to};

	HW_TRY(hw_json_only(item, where, keys, r->error));
	for (size_t i = 0; i < HW_COUNT(ends); i++) {
		hw_text id = {0};

		HW_TRY(hw_json_need_text(item, where, ends[i], &id, r->error));
		if (!find_party(&r->in->problem, id, parties[i])) {
			(void)hw_fail(r->error, HW_BAD_INPUT, "\"%.*s\" is not one of the parties", HW_TEXT_ARG(id));
			return hw_error_where(r->error, "%s.%s", where, ends[i]);
		}
	}
	HW_TRY(hw_json_take_text(item, where, "class", &arc->class_name, r->error));
	HW_TRY(whole(hw_json_get(item, "cap"), where, "cap", EXCHANGE_PEOPLE_MOST, &arc->cap, r->error));
	return read_arc_price(r, hw_json_get(item, "reluctance"), where, arc);
}

/* Recorded custody moves; they count only with --arcs. */
static hw_status read_arcs(reader *r, const hw_json *list)
{
	size_t count = hw_json_count(list);
	exchange_arc *arcs;

	if (hw_json_kind_of(list) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(list) != HW_JSON_ARRAY)
		return bad(r->error, "arcs", NULL, "is not a list", NULL);
	if (count > EXCHANGE_ARCS_MOST) {
		(void)hw_fail(r->error, HW_TOO_LARGE, "%zu custody moves; %d at most", count, EXCHANGE_ARCS_MOST);
		return hw_error_where(r->error, "arcs");
	}
	arcs = HW_NEW(r->arena, exchange_arc, count + 1);
	if (!arcs)
		return no_memory(r->error);
	for (size_t i = 0; i < count; i++) {
		char where[64];

		(void)snprintf(where, sizeof(where), "arcs[%zu]", i);
		if (hw_json_kind_of(hw_json_at(list, i)) != HW_JSON_OBJECT)
			return bad(r->error, where, NULL, "is not an object", NULL);
		HW_TRY(read_arc(r, hw_json_at(list, i), where, &arcs[i]));
	}
	r->in->problem.arcs = arcs;
	r->in->problem.arc_count = count;
	return HW_OK;
}

/* How many of each group are home already: {"g1": 12}. */
static hw_status read_home(reader *r, const hw_json *home)
{
	size_t count = hw_json_count(home), i = 0;
	exchange_group *groups;

	if (hw_json_kind_of(home) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(home) != HW_JSON_OBJECT)
		return bad(r->error, "home", NULL, "is not an object of groups", "write {\"g1\": 12}");
	groups = HW_NEW(r->arena, exchange_group, count + 1);
	if (!groups)
		return no_memory(r->error);
	for (void *m = hw_json_first(home); m; m = hw_json_next(home, m), i++) {
		groups[i].name = hw_text_of(hw_json_member_key(m));
		HW_TRY(whole(hw_json_member_value(m), "home", hw_json_member_key(m), EXCHANGE_PEOPLE_MOST,
			     &groups[i].home, r->error));
	}
	r->in->problem.groups = groups;
	r->in->problem.group_count = count;
	return HW_OK;
}

/* A rule that selects nobody is either idle or impossible: say so, it may be a typing error. */
static void note_empty_rules(reader *r)
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
	reader r = {.arena = arena, .in = in, .error = error};
	hw_text format = {0};

	if (!in)
		return no_memory(error);
	if (hw_json_kind_of(root) != HW_JSON_OBJECT)
		return bad(error, "", NULL, "the problem is not an object", NULL);
	HW_TRY(hw_json_only(root, "", keys, error));
	HW_TRY(hw_json_need_text(root, "", "format", &format, error));
	if (!hw_text_is(format, "homeward-exchange/1"))
		return bad(error, "format", NULL, "is not \"homeward-exchange/1\"", NULL);
	HW_TRY(hw_json_take_text(root, "", "us", &in->problem.us, error));
	HW_TRY(hw_json_take_bool(root, "", "ceased", &in->problem.ceased, error));
	HW_TRY(read_parties(&r, hw_json_get(root, "parties")));
	HW_TRY(read_list(&r, hw_json_get(root, "ours"), EXCHANGE_RETURNED));
	HW_TRY(read_list(&r, hw_json_get(root, "theirs"), EXCHANGE_GIVEN));
	HW_TRY(read_rules(&r, hw_json_get(root, "rules")));
	HW_TRY(read_cells(&r, root));
	HW_TRY(read_shock(&r, hw_json_get(root, "shock")));
	HW_TRY(read_arcs(&r, hw_json_get(root, "arcs")));
	HW_TRY(read_home(&r, hw_json_get(root, "home")));
	in->problem.draw_count = r.draw_count;
	note_empty_rules(&r);
	if (r.delivery_missing)
		plan_note(&in->notes, HW_TEXT("Where no probability of delivery is given, people agreed upon are "
					      "counted as brought: the forecast is too good there."));
	*result = *in;
	return HW_OK;
}
