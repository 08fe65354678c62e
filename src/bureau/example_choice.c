/* Chances, choices and days of a caseload description. */
#include "bureau/example_int.h"

hw_status example_choice_read(hw_arena *arena, const hw_json *object, const char *where, const char *key,
			      example_choice *result, hw_error *error)
{
	hw_json *value = hw_json_get(object, key);
	hw_json_kind kind = hw_json_kind_of(value);
	size_t count = kind == HW_JSON_TEXT ? 1 : hw_json_count(value);
	example_choice choice = {.count = count};
	double sum = 0;

	if (kind == HW_JSON_NULL) {
		*result = (example_choice){0};
		return HW_OK;
	}
	if ((kind != HW_JSON_TEXT && kind != HW_JSON_OBJECT) || !count) {
		hw_fail(error, HW_BAD_INPUT, "must be a text or an object of weights");
		return hw_error_where(error, "%s.%s", where, key);
	}
	choice.values = HW_NEW(arena, hw_text, count);
	choice.weights = HW_NEW(arena, double, count);
	if (!choice.values || !choice.weights)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the choices of the example");
	if (kind == HW_JSON_TEXT) {
		choice.values[0] = hw_json_as_text(value);
		choice.weights[0] = sum = 1;
	}
	size_t i = 0;
	for (void *m = kind == HW_JSON_TEXT ? NULL : hw_json_first(value); m; m = hw_json_next(value, m), i++) {
		choice.values[i] = hw_text_of(hw_json_member_key(m));
		HW_TRY(hw_json_need_number(value, where, hw_json_member_key(m), 0, 1e12, &choice.weights[i], error));
		sum += choice.weights[i];
	}
	if (!(sum > 0)) {
		hw_fail(error, HW_BAD_INPUT, "the weights add up to nothing");
		return hw_error_where(error, "%s.%s", where, key);
	}
	*result = choice;
	return HW_OK;
}

size_t example_choose_index(const example_choice *choice, hw_random *random)
{
	return choice->count == 1 ? 0 : hw_random_choice(random, choice->weights, choice->count);
}

hw_text example_choose(const example_choice *choice, hw_random *random)
{
	return choice->count ? choice->values[example_choose_index(choice, random)] : (hw_text){0};
}

void example_share(const example_choice *choice, size_t total, size_t *counts)
{
	double sum = 0;
	size_t given = 0;

	for (size_t i = 0; i < choice->count; i++)
		sum += choice->weights[i];
	for (size_t i = 0; i < choice->count; i++) {
		counts[i] = (size_t)((double)total * choice->weights[i] / sum);
		given += counts[i];
	}
	for (; given < total; given++) {
		size_t best = 0;
		double most = -1;
		for (size_t i = 0; i < choice->count; i++) {
			double left = (double)total * choice->weights[i] / sum - (double)counts[i];
			if (left > most + 1e-9) {
				most = left;
				best = i;
			}
		}
		counts[best]++;
	}
}

bool example_happens(hw_random *random, double chance)
{
	return hw_random_unit(random) < chance;
}

int32_t example_between(hw_random *random, int32_t low, int32_t high)
{
	if (high <= low)
		return low;
	return low + (int32_t)hw_random_below(random, (uint64_t)((int64_t)high - low + 1));
}

void example_shuffle(size_t *items, size_t count, hw_random *random)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = (size_t)hw_random_below(random, i), kept = items[i - 1];
		items[i - 1] = items[j];
		items[j] = kept;
	}
}

hw_status example_day_read(const hw_json *object, const char *where, const char *key, int32_t *result, hw_error *error)
{
	hw_text text = {0};
	hw_date date = {0};

	HW_TRY(hw_json_take_text(object, where, key, &text, error));
	if (!text.length)
		return HW_OK;
	if (hw_date_parse(text, &date, error) != HW_OK || date.first != date.last) {
		hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is not a whole day", HW_TEXT_ARG(text));
		return hw_error_where(error, "%s.%s", where, key);
	}
	*result = date.first;
	return HW_OK;
}

hw_status example_range_read(const hw_json *object, const char *where, const char *key, double least, double most,
			     double *low, double *high, hw_error *error)
{
	hw_json *value = hw_json_get(object, key);

	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	double first = hw_json_as_number(hw_json_at(value, 0)), second = hw_json_as_number(hw_json_at(value, 1));
	if (hw_json_kind_of(value) != HW_JSON_ARRAY || hw_json_count(value) != 2 || first < least || second > most ||
	    first > second) {
		hw_fail(error, HW_BAD_INPUT, "must be [low, high] between %g and %g", least, most);
		return hw_error_where(error, "%s.%s", where, key);
	}
	*low = first;
	*high = second;
	return HW_OK;
}
