/* intake_alike.c - possible duplicates: the same name across scripts, and births that may be one. */
#include <string.h>

#include "bureau/intake_int.h"

static intake_alike slot_of(uint64_t hash, hw_date born)
{
	return (intake_alike){hash, born.known ? born.first : INT32_MIN, born.known ? born.last : INT32_MAX};
}

static void put(intake_alike *slots, size_t capacity, intake_alike person)
{
	size_t at = person.hash & (capacity - 1);

	while (slots[at].hash)
		at = (at + 1) & (capacity - 1);
	slots[at] = person;
}

hw_status intake_alikes_add(intake_alikes *people, uint64_t hash, hw_date born, hw_error *error)
{
	if (people->count * 3 >= people->capacity * 2) {
		size_t capacity = people->capacity ? people->capacity * 2 : 1024;
		intake_alike *slots = hw_grow(NULL, capacity, sizeof *slots);
		if (!slots)
			return hw_fail(error, HW_NO_MEMORY, "out of memory for the index of names");
		memset(slots, 0, capacity * sizeof *slots);
		for (size_t i = 0; i < people->capacity; i++)
			if (people->slots[i].hash)
				put(slots, capacity, people->slots[i]);
		hw_release(people->slots);
		people->slots = slots;
		people->capacity = capacity;
	}
	put(people->slots, people->capacity, slot_of(hash, born));
	people->count++;
	return HW_OK;
}

bool intake_alikes_has(const intake_alikes *people, uint64_t hash, hw_date born)
{
	const intake_alike sought = slot_of(hash, born);

	if (!people->capacity)
		return false;
	for (size_t at = hash & (people->capacity - 1); people->slots[at].hash;
	     at = (at + 1) & (people->capacity - 1)) {
		const intake_alike *one = &people->slots[at];
		if (one->hash == hash && one->first <= sought.last && sought.first <= one->last)
			return true;
	}
	return false;
}

/* Births are stored as text that hw_date_parse has read before. */
static hw_date born_of(const store_rows *rows, size_t column)
{
	hw_date born = {0};

	if (store_is_null(rows, column) || hw_date_parse(store_get_text(rows, column), &born, NULL) != HW_OK)
		return (hw_date){0};
	return born;
}

hw_status intake_alikes_load(intake_alikes *people, store_connection *store, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(store, "persons_names", NULL, 0, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		uint64_t hash = intake_alike_hash(store_get_integer(rows, 0), store_get_text(rows, 1));
		HW_TRY(intake_alikes_add(people, hash, born_of(rows, 2), error));
	}
}

hw_status intake_alikes_name(store_connection *store, int64_t name_hash, hw_text side, hw_text but, hw_date born,
			     char key[160], hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_integer(name_hash), store_text(side), store_text(but)};
	const intake_alike sought = slot_of(1, born);
	bool found;

	*key = '\0';
	HW_TRY(store_query(store, "persons_alike", values, HW_COUNT(values), &rows, error));
	while (!*key) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		const intake_alike one = slot_of(1, born_of(rows, 1));
		if (one.first <= sought.last && sought.first <= one.last)
			(void)snprintf(key, 160, "%.*s", HW_TEXT_ARG(store_get_text(rows, 0)));
	}
	return HW_OK;
}
