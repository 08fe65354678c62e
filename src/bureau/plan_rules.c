/* plan_rules.c - of an exchange problem in JSON: rules, the common shock, recorded custody moves, who is home already. */
#include "bureau/plan_read_int.h"

#include <math.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "the problem does not fit into memory");
}

/* ---- rules ---- */
static hw_status read_selector(plan_reader *r, const hw_json *item, const char *where, exchange_rule *rule)
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
			return plan_read_bad(r->error, where, selectors[i].key, "is a second selection",
					     "write two rules");
		rule->select = selectors[i].select;
		rule->value = value;
	}
	return HW_OK;
}

static hw_status take_bound(plan_reader *r, const hw_json *item, const char *where, const char *key, int64_t *result)
{
	const hw_json *value = hw_json_get(item, key);

	return hw_json_kind_of(value) == HW_JSON_NULL
		       ? HW_OK
		       : plan_read_whole(value, where, key, EXCHANGE_PEOPLE_MOST, result, r->error);
}

static hw_status read_rule(plan_reader *r, const hw_json *item, const char *where, exchange_rule *rules, size_t *count)
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
		return plan_read_bad(r->error, where, NULL, "bounds nothing",
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
		return plan_read_bad(r->error, where, "side", "is not \"given\" or \"returned\"", NULL);
	rule.side = hw_text_is(side, "given") ? EXCHANGE_GIVEN : EXCHANGE_RETURNED;
	rules[(*count)++] = rule;
	return HW_OK;
}

hw_status plan_read_rules(plan_reader *r, const hw_json *list)
{
	size_t count = hw_json_count(list), made = 0;
	exchange_rule *rules;

	if (hw_json_kind_of(list) == HW_JSON_NULL)
		count = 0;
	else if (hw_json_kind_of(list) != HW_JSON_ARRAY)
		return plan_read_bad(r->error, "rules", NULL, "is not a list", NULL);
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
			return plan_read_bad(r->error, where, NULL, "is not an object", NULL);
		HW_TRY(read_rule(r, hw_json_at(list, i), where, rules, &made));
	}
	r->in->problem.rules = rules;
	r->in->problem.rule_count = made;
	return HW_OK;
}

hw_status plan_read_shock(plan_reader *r, const hw_json *value)
{
	double shock[2];

	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(value) != HW_JSON_ARRAY || hw_json_count(value) != 2)
		return plan_read_bad(r->error, "shock", NULL, "is not a pair of numbers", "write [9.5, 0.5]");
	for (size_t i = 0; i < 2; i++) {
		HW_TRY(plan_read_finite(hw_json_at(value, i), "shock", NULL, &shock[i], r->error));
		if (!(shock[i] > 0 && shock[i] <= 1e6))
			return plan_read_bad(r->error, "shock", NULL, "is not above 0", "write [9.5, 0.5]");
	}
	r->in->problem.shock_alpha = shock[0];
	r->in->problem.shock_beta = shock[1];
	return HW_OK;
}

/* What the mover asks for each: a number, {"base", "share"}, or what the first holder would. */
static hw_status read_arc_price(plan_reader *r, const hw_json *price, const char *where, exchange_arc *arc)
{
	static const char *const keys[] = {"base", "share", NULL};

	if (hw_json_kind_of(price) == HW_JSON_NULL) {
		arc->share = 1;
		return HW_OK;
	}
	if (hw_json_kind_of(price) == HW_JSON_NUMBER) {
		arc->base = hw_json_as_number(price);
		return arc->base >= 0 ? HW_OK : plan_read_bad(r->error, where, "reluctance", "is below 0", NULL);
	}
	if (hw_json_kind_of(price) != HW_JSON_OBJECT)
		return plan_read_bad(r->error, where, "reluctance", "is not a number",
				     "or {\"base\": 1.3, \"share\": 0.25}");
	HW_TRY(hw_json_only(price, where, keys, r->error));
	HW_TRY(hw_json_take_number(price, where, "base", 0, 1e12, &arc->base, r->error));
	return hw_json_take_number(price, where, "share", 0, 1e6, &arc->share, r->error);
}

static hw_status read_arc(plan_reader *r, const hw_json *item, const char *where, exchange_arc *arc)
{
	static const char *const keys[] = {"from", "to", "class", "cap", "reluctance", NULL};
	static const char *const ends[] = {"from", "to"};
	uint32_t *const parties[] = {&arc->from, &arc->to};

	HW_TRY(hw_json_only(item, where, keys, r->error));
	for (size_t i = 0; i < HW_COUNT(ends); i++) {
		hw_text id = {0};

		HW_TRY(hw_json_need_text(item, where, ends[i], &id, r->error));
		if (!plan_find_party(&r->in->problem, id, parties[i])) {
			(void)hw_fail(r->error, HW_BAD_INPUT, "\"%.*s\" is not one of the parties", HW_TEXT_ARG(id));
			return hw_error_where(r->error, "%s.%s", where, ends[i]);
		}
	}
	HW_TRY(hw_json_take_text(item, where, "class", &arc->class_name, r->error));
	HW_TRY(plan_read_whole(hw_json_get(item, "cap"), where, "cap", EXCHANGE_PEOPLE_MOST, &arc->cap, r->error));
	return read_arc_price(r, hw_json_get(item, "reluctance"), where, arc);
}

/* Recorded custody moves; they count only with --arcs. */
hw_status plan_read_arcs(plan_reader *r, const hw_json *list)
{
	size_t count = hw_json_count(list);
	exchange_arc *arcs;

	if (hw_json_kind_of(list) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(list) != HW_JSON_ARRAY)
		return plan_read_bad(r->error, "arcs", NULL, "is not a list", NULL);
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
			return plan_read_bad(r->error, where, NULL, "is not an object", NULL);
		HW_TRY(read_arc(r, hw_json_at(list, i), where, &arcs[i]));
	}
	r->in->problem.arcs = arcs;
	r->in->problem.arc_count = count;
	return HW_OK;
}

/* How many of each group are home already: {"g1": 12}. */
hw_status plan_read_home(plan_reader *r, const hw_json *home)
{
	size_t count = hw_json_count(home), i = 0;
	exchange_group *groups;

	if (hw_json_kind_of(home) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(home) != HW_JSON_OBJECT)
		return plan_read_bad(r->error, "home", NULL, "is not an object of groups", "write {\"g1\": 12}");
	groups = HW_NEW(r->arena, exchange_group, count + 1);
	if (!groups)
		return no_memory(r->error);
	for (void *m = hw_json_first(home); m; m = hw_json_next(home, m), i++) {
		groups[i].name = hw_text_of(hw_json_member_key(m));
		HW_TRY(plan_read_whole(hw_json_member_value(m), "home", hw_json_member_key(m), EXCHANGE_PEOPLE_MOST,
				       &groups[i].home, r->error));
	}
	r->in->problem.groups = groups;
	r->in->problem.group_count = count;
	return HW_OK;
}
