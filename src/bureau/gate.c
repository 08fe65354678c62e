/* The gate: opening the bureau as somebody, acts with their ledger entry, the log of views. */
#include "bureau/bureau_int.h"
#include "bureau/learning_int.h"
#include "bureau/located_int.h"
#include "bureau/search_int.h"
#include "law/law.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_SECONDS = 86400, MICROSECONDS = 1000000 };

/* ---- opening --------------------------------------------------------------------------- */
int64_t bureau_clock(void *context)
{
	const bureau *b = context;

	return b->clock_fixed ? b->clock : hw_clock_now();
}

static hw_status read_day(const char *text, const char *what, int32_t *day, hw_error *error)
{
	hw_date date;

	if (hw_date_parse(hw_text_of(text), &date, error) != HW_OK || !date.known || date.precision != HW_DAY) {
		(void)hw_fail(error, HW_USAGE, "\"%s\" is not a day", text);
		(void)hw_error_what(error, "%s", what);
		(void)hw_error_remedy(error, "write YYYY-MM-DD");
		return HW_USAGE;
	}
	*day = date.first;
	return HW_OK;
}

/* "2025-01-31" or "2025-01-31T10:20:30Z"; the day is read by the common reader of dates. */
hw_status bureau_clock_fix(bureau *b, const char *text, hw_error *error)
{
	int32_t day;
	int hour = 0, minute = 0, second = 0;

	HW_TRY(read_day(text, "HOMEWARD_CLOCK", &day, error));
	if (strlen(text) == 20 && sscanf(text + 10, "T%2d:%2d:%2dZ", &hour, &minute, &second) != 3)
		return hw_fail(error, HW_USAGE, "HOMEWARD_CLOCK: \"%s\" is not a time", text);
	b->clock = ((int64_t)day * DAY_SECONDS + hour * 3600 + minute * 60 + second) * MICROSECONDS;
	b->clock_fixed = true;
	return HW_OK;
}

hw_status bureau_connect(const bureau_door *door, bureau **result, hw_error *error)
{
	bureau *b = hw_grow(NULL, 1, sizeof(*b));
	store_options options = {.read_only = door->read_only,
				 .cache_mib = door->cache_mib,
				 .clock = bureau_clock,
				 .clock_context = b,
				 .progress = door->progress};
	hw_status status = HW_OK;

	if (!b)
		return hw_fail(error, HW_NO_MEMORY, "no memory to open the bureau");
	*b = (bureau){.training = false};
	(void)snprintf(b->door, sizeof(b->door), "%s", door->name ? door->name : "");
	if (door->clock && *door->clock)
		status = bureau_clock_fix(b, door->clock, error);
	if (status == HW_OK)
		status = store_open(door->db, &options, &b->store, error);
	if (status != HW_OK) {
		bureau_close(b);
		return status;
	}
	*result = b;
	return HW_OK;
}

hw_status bureau_training_find(bureau *b, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value name[] = {store_string("training")};
	int64_t users = 0;

	HW_TRY(store_query_integer(b->store, "user_count", NULL, 0, &users, error));
	HW_TRY(store_query_first(b->store, "setting_get", name, HW_COUNT(name), &rows, error));
	b->training = users == 0 || (rows && hw_text_is(store_get_text(rows, 0), "1"));
	if (b->clock_fixed && !b->training)
		return hw_fail(error, HW_USAGE,
			       "HOMEWARD_CLOCK is for training bureaus only: a ledger tells the true time");
	return HW_OK;
}

hw_status bureau_own_day(bureau *b, char day[11], hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	int32_t own = (int32_t)(bureau_clock(b) / MICROSECONDS / DAY_SECONDS);
	hw_text value = {0};
	const char *from;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a day");
	HW_TRY(bureau_setting_read(b->store, arena, "as_of", &value, &from, error));
	if (value.length)
		HW_TRY(read_day(value.bytes, "setting as_of", &own, error));
	(void)hw_days_write(own, day);
	return HW_OK;
}

hw_status bureau_day_find(bureau *b, const char *given, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	hw_text value = {0};
	const char *from;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to open the bureau");
	if (given && *given)
		return read_day(given, "--as-of", &b->as_of_day, error);
	HW_TRY(bureau_setting_read(b->store, arena, "as_of", &value, &from, error));
	b->as_of_wrong = value.length && read_day(value.bytes, "setting as_of", &b->as_of_day, NULL) != HW_OK;
	if (!value.length || b->as_of_wrong)
		b->as_of_day = (int32_t)(bureau_clock(b) / MICROSECONDS / DAY_SECONDS);
	return HW_OK;
}

hw_status bureau_enter(const bureau_door *door, bureau **result, hw_error *error)
{
	bureau *b = NULL;
	hw_status status = bureau_connect(door, &b, error);

	if (status != HW_OK)
		return status;
	status = bureau_training_find(b, error);
	if (status == HW_OK)
		status = bureau_sign_in(b, door, error);
	if (status == HW_OK)
		status = bureau_day_find(b, door->as_of, error);
	if (status != HW_OK) {
		bureau_close(b);
		return status;
	}
	*result = b;
	return HW_OK;
}

hw_status bureau_open(const char *db, const char *user, const char *token, const char *as_of, bureau **result,
		      hw_error *error)
{
	const bureau_door door = {.db = db, .user = user, .token = token, .as_of = as_of};

	return bureau_enter(&door, result, error);
}

void bureau_close(bureau *b)
{
	if (!b)
		return;
	bureau_located_drop(b);
	search_index_free(b->search);
	learning_drop(b);
	law_rules_free(b->rules);
	store_close(b->store);
	hw_release(b);
}

store_connection *bureau_store(bureau *b)
{
	return b->store;
}

const char *bureau_user(const bureau *b)
{
	return b->user;
}

bool bureau_is_training(const bureau *b)
{
	return b->training;
}

int32_t bureau_as_of(const bureau *b)
{
	return b->as_of_day;
}

int64_t bureau_time(const bureau *b)
{
	return (int64_t)b->as_of_day * DAY_SECONDS * MICROSECONDS;
}

hw_status bureau_ledger_head(bureau *b, char head[80], hw_error *error)
{
	store_head last;
	char hex[65];

	HW_TRY(store_ledger_head(b->store, &last, error));
	hw_sha256_hex(last.hash, hex);
	(void)snprintf(head, 80, "%lld %.50s", (long long)last.entries, hex);
	return HW_OK;
}

/* ---- acts -------------------------------------------------------------------------------- */
hw_status bureau_begin(bureau *b, bureau_right right, hw_error *error)
{
	HW_TRY(bureau_require(b, right, error));
	HW_TRY(store_begin(b->store, error));
	b->right = right;
	return HW_OK;
}

static hw_status append(bureau *b, const bureau_act *act, const char *role, hw_error *error)
{
	const store_act entry = {
		.actor = hw_text_of(b->user),
		.role = hw_text_of(role),
		.act = hw_text_of(act->act),
		.subject_kind = act->subject_kind,
		.subject_id = act->subject_id,
		.before_json = act->before_json,
		.after_json = act->after_json,
	};

	return store_ledger_append(b->store, &entry, NULL, error);
}

hw_status bureau_commit(bureau *b, const bureau_act *act, hw_error *error)
{
	hw_status status = append(b, act, bureau_role_for(b, b->right), error);

	if (status == HW_OK)
		status = store_commit(b->store, error);
	if (status != HW_OK)
		store_rollback(b->store);
	bureau_located_drop(b); /* what was computed before may no longer hold */
	learning_drop(b);
	return status;
}

void bureau_rollback(bureau *b)
{
	store_rollback(b->store);
}

/* ---- the log of views ------------------------------------------------------------------------ */
static hw_status write_view(bureau *b, const char *subject_kind, hw_text subject_id, hw_text purpose, hw_error *error)
{
	const char *role = bureau_role_for(b, BUREAU_MAY_SEE_PERSONS);
	const bureau_act act = {.act = "view", .subject_kind = hw_text_of(subject_kind), .subject_id = subject_id};
	int64_t entry;

	HW_TRY(store_ledger_next(b->store, &entry, error));
	const store_value values[] = {
		store_integer(entry),   store_integer(0),
		store_string(b->user),  store_text_or_null(hw_text_of(role)),
		store_string(b->door),  store_string(subject_kind),
		store_text(subject_id), store_text_or_null(purpose),
	};
	HW_TRY(store_run(b->store, "access_log_add", values, HW_COUNT(values), NULL, error));
	return append(b, &act, role, error);
}

hw_status bureau_log_view(bureau *b, const char *subject_kind, hw_text subject_id, hw_text purpose, hw_error *error)
{
	hw_status status;

	HW_TRY(store_begin(b->store, error));
	status = write_view(b, subject_kind, subject_id, purpose, error);
	if (status == HW_OK)
		status = store_commit(b->store, error);
	if (status != HW_OK)
		store_rollback(b->store);
	return status;
}
