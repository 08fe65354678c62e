/* plan_package.c - a package in JSON, by class, group or person, as people by entry. */
#include "bureau/plan_json_int.h"

#include <math.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "the package does not fit into memory");
}

static hw_status bad(hw_error *error, const char *where, const char *why, const char *remedy)
{
	(void)hw_fail(error, HW_BAD_INPUT, "%s", why);
	(void)hw_error_remedy(error, "%s", remedy);
	(void)hw_error_where(error, "%s", where);
	return HW_BAD_INPUT;
}

static hw_status whole(const hw_json *value, const char *where, const char *key, int64_t most, int64_t *result,
		       hw_error *error)
{
	double number = hw_json_as_number(value);

	if (hw_json_kind_of(value) != HW_JSON_NUMBER || number != floor(number) || number < 0 ||
	    number > (double)most) {
		(void)hw_fail(error, HW_BAD_INPUT, "is not a whole number of people");
		return hw_error_where(error, "%s.%s", where, key);
	}
	*result = (int64_t)number;
	return HW_OK;
}

typedef struct reader {
	hw_arena *arena;
	const exchange_plan *plan;
	const exchange_problem *problem;
	plan_texts *over; /* NULL: a problem file, which may keep its own classes */
	plan_names names; /* NULL: nobody is called otherwise than in the problem */
	void *context;
	hw_error *error;
} reader;

/* In the bureau nothing may be learned of people who are kept out for a personal reason, not even that they exist. */
static bool exists(const reader *r, exchange_side side, size_t i)
{
	const exchange_entry *e = side == EXCHANGE_RETURNED ? &r->problem->ours[i] : &r->problem->theirs[i];

	return !r->over || (!plan_is_hidden(e) && !exchange_why_personal(exchange_entry_why(r->plan, side, i)));
}

static void tell_over(reader *r, hw_text name, int64_t available)
{
	plan_note(r->over, hw_text_format(r->arena, "%.*s: more asked for than are available (%lld)", HW_TEXT_ARG(name),
					  (long long)available));
}

/* People of a class in the order: those who may go, then the others; in the bureau the others only when nobody else is
 * called so. */
static hw_status place(reader *r, exchange_side side, hw_text name, int64_t count, int64_t *people)
{
	const exchange_problem *p = r->problem;
	size_t entries = side == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count, last = SIZE_MAX;
	int64_t available_people = 0;

	for (int pass = 0; pass < 2 && !(r->over && last != SIZE_MAX); pass++)
		for (size_t i = 0; i < entries; i++) {
			const exchange_entry *e = side == EXCHANGE_RETURNED ? &p->ours[i] : &p->theirs[i];
			bool available = exchange_entry_why(r->plan, side, i) == EXCHANGE_AVAILABLE;
			int64_t here = e->count - people[i];

			if (!plan_is_called(e, name) || available != (pass == 0) || !exists(r, side, i))
				continue;
			available_people += available ? e->count : 0;
			last = i;
			here = here < count ? here : count;
			people[i] += here > 0 ? here : 0;
			count -= here > 0 ? here : 0;
		}
	if (last == SIZE_MAX) {
		(void)hw_fail(r->error, HW_BAD_INPUT, "there is no class \"%.*s\" in %s", HW_TEXT_ARG(name),
			      side == EXCHANGE_RETURNED ? "ours" : "theirs");
		return hw_error_where(r->error, "%s", side == EXCHANGE_RETURNED ? "returned" : "given");
	}
	/* More than there are: a broken rule, not an error. */
	if (!r->over)
		people[last] += count;
	else if (count)
		tell_over(r, name, available_people);
	return HW_OK;
}

/* What one side of a package says, name by name. */
typedef hw_status (*each_name)(reader *r, exchange_side side, hw_text name, int64_t count, int64_t *people);

static hw_status read_sides(reader *r, const hw_json *root, each_name act, int64_t *const people[2])
{
	static const char *const keys[] = {"given", "returned", NULL};

	if (hw_json_kind_of(root) != HW_JSON_OBJECT)
		return bad(r->error, "", "the package is not an object",
			   "write {\"given\": {...}, \"returned\": {...}}");
	HW_TRY(hw_json_only(root, "", keys, r->error));
	for (int s = EXCHANGE_RETURNED; s <= EXCHANGE_GIVEN; s++) {
		const char *key = s == EXCHANGE_RETURNED ? "returned" : "given";
		const hw_json *side = hw_json_get(root, key);

		if (hw_json_kind_of(side) != HW_JSON_OBJECT && hw_json_kind_of(side) != HW_JSON_NULL)
			return bad(r->error, key, "is not an object of classes", "write {\"o1\": 150}");
		for (void *m = hw_json_first(side); m; m = hw_json_next(side, m)) {
			int64_t count = 0;

			HW_TRY(whole(hw_json_member_value(m), key, hw_json_member_key(m), EXCHANGE_PEOPLE_MOST / 2,
				     &count, r->error));
			HW_TRY(act(r, (exchange_side)s, hw_text_of(hw_json_member_key(m)), count, people[s]));
		}
	}
	return HW_OK;
}

hw_status plan_read_package(hw_arena *arena, const hw_json *root, const exchange_plan *plan,
			    const exchange_problem *problem, plan_texts *over, int64_t **give, int64_t **take,
			    hw_error *error)
{
	reader r = {.arena = arena, .plan = plan, .problem = problem, .over = over, .error = error};
	int64_t *people[2] = {HW_NEW(arena, int64_t, problem->ours_count + 1),
			      HW_NEW(arena, int64_t, problem->theirs_count + 1)};

	if (!people[0] || !people[1])
		return no_memory(error);
	HW_TRY(read_sides(&r, root, place, people));
	*take = people[EXCHANGE_RETURNED];
	*give = people[EXCHANGE_GIVEN];
	return HW_OK;
}

/* ---- a change ---- */
/* The class in which a person of the bureau stands, when nobody is called so; else the name itself. */
static hw_status class_of(reader *r, exchange_side side, hw_text *name)
{
	size_t entries = side == EXCHANGE_RETURNED ? r->problem->ours_count : r->problem->theirs_count;
	hw_text found = {0};

	if (!r->names)
		return HW_OK;
	for (size_t i = 0; i < entries; i++)
		if (plan_is_called(side == EXCHANGE_RETURNED ? &r->problem->ours[i] : &r->problem->theirs[i], *name))
			return HW_OK;
	HW_TRY(r->names(r->context, *name, &found, r->error));
	if (found.length)
		*name = found;
	return HW_OK;
}

/* Those of a class who are in the package leave it, the last of the order first. */
static hw_status remove_people(reader *r, exchange_side side, hw_text asked, int64_t count, int64_t *people)
{
	size_t entries = side == EXCHANGE_RETURNED ? r->problem->ours_count : r->problem->theirs_count;
	hw_text name = asked;

	HW_TRY(class_of(r, side, &name));
	for (size_t i = entries; i-- > 0 && count > 0;) {
		const exchange_entry *e = side == EXCHANGE_RETURNED ? &r->problem->ours[i] : &r->problem->theirs[i];
		int64_t here = plan_is_called(e, name) ? people[i] : 0;

		here = here < count ? here : count;
		people[i] -= here;
		count -= here;
	}
	if (count == 0)
		return HW_OK;
	(void)hw_fail(r->error, HW_BAD_INPUT, "fewer of \"%.*s\" are in the package than would leave it",
		      HW_TEXT_ARG(asked));
	return hw_error_where(r->error, "out.%s", side == EXCHANGE_RETURNED ? "returned" : "given");
}

static hw_status add_people(reader *r, exchange_side side, hw_text asked, int64_t count, int64_t *people)
{
	hw_text name = asked;

	HW_TRY(class_of(r, side, &name));
	if (place(r, side, name, count, people) == HW_OK)
		return HW_OK;
	/* In the words in which it was asked: a class of people who may not go is told to nobody. */
	(void)hw_fail(r->error, HW_BAD_INPUT, "there is no class \"%.*s\" in %s", HW_TEXT_ARG(asked),
		      side == EXCHANGE_RETURNED ? "ours" : "theirs");
	return hw_error_where(r->error, "in.%s", side == EXCHANGE_RETURNED ? "returned" : "given");
}

hw_status plan_change_package(hw_arena *arena, const hw_json *root, const exchange_plan *plan,
			      const exchange_problem *problem, plan_texts *over, plan_names names, void *context,
			      int64_t *give, int64_t *take, hw_error *error)
{
	static const char *const keys[] = {"out", "in", NULL};
	reader r = {.arena = arena,
		    .plan = plan,
		    .problem = problem,
		    .over = over,
		    .names = names,
		    .context = context,
		    .error = error};
	int64_t *const people[2] = {take, give};

	if (hw_json_kind_of(root) != HW_JSON_OBJECT)
		return bad(error, "", "the change is not an object",
			   "write {\"out\": {\"given\": {\"t1\": 2}}, \"in\": {\"given\": {\"t2\": 2}}}");
	HW_TRY(hw_json_only(root, "", keys, error));
	if (hw_json_kind_of(hw_json_get(root, "out")) != HW_JSON_NULL)
		HW_TRY(read_sides(&r, hw_json_get(root, "out"), remove_people, people));
	if (hw_json_kind_of(hw_json_get(root, "in")) != HW_JSON_NULL)
		HW_TRY(read_sides(&r, hw_json_get(root, "in"), add_people, people));
	return HW_OK;
}
