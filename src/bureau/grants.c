/* Who reads a compartment: named one by one, with a reason, until a day.  Whoever names them reads no case himself. */
#include "bureau/sheet_int.h"

#include <string.h>

static hw_status must_be_user(bureau *b, const char *user, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(user)};

	HW_TRY(store_query_first(b->store, "user_one", values, 1, &rows, error));
	if (rows)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_FOUND, "there is no user \"%s\"", user);
	return hw_error_remedy(error, "homeward user list");
}

static hw_status check_until(bureau *b, const char *until, hw_error *error)
{
	hw_date date;
	char day[11];

	if (!until)
		return hw_fail(error, HW_USAGE, "say until when: --until DATE");
	HW_TRY(hw_date_parse(hw_text_of(until), &date, error));
	HW_TRY(bureau_own_day(b, day, error));
	if (date.known && date.precision == HW_DAY && strcmp(until, day) >= 0)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" is no day from now on", until);
	return hw_error_what(error, "--until"), HW_BAD_INPUT;
}

hw_status bureau_grant(bureau *b, hw_arena *arena, const char *user, const char *compartment, const char *until,
		       const char *reason, hw_text *id, hw_error *error)
{
	bureau_act entry = {
		.act = "grant compartment", .subject_kind = HW_TEXT("user"), .subject_id = hw_text_of(user)};
	char made[STORE_ID_BYTES], number[24];
	int64_t sequence = 0;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_USERS, error));
	if (!compartment || !*compartment || !reason || !*reason)
		return hw_fail(error, HW_USAGE, "say which compartment and why: --compartment NAME --reason TEXT");
	HW_TRY(check_until(b, until, error));
	HW_TRY(must_be_user(b, user, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_USERS, error));
	status = store_ledger_next(b->store, &sequence, error);
	(void)snprintf(number, sizeof(number), "%lld", (long long)sequence);
	const hw_text parts[] = {hw_text_of(user), hw_text_of(compartment), hw_text_of(number)};
	store_id_of_texts("g", parts, HW_COUNT(parts), made);
	const store_value values[] = {store_string(made),   store_string(user),    store_string(compartment),
				      store_string(reason), store_string(b->user), store_string(until)};
	if (status == HW_OK)
		status = store_run(b->store, "grant_add", values, HW_COUNT(values), NULL, error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	*id = hw_text_copy(arena, hw_text_of(made));
	return bureau_commit(b, &entry, error);
}

hw_status bureau_grant_revoke(bureau *b, hw_text id, hw_error *error)
{
	const bureau_act entry = {.act = "revoke compartment", .subject_kind = HW_TEXT("grant"), .subject_id = id};
	const store_value values[] = {store_text(id), store_integer(bureau_time(b))};
	int64_t changed = 0;
	hw_status status;
	char shown[64];

	HW_TRY(bureau_begin(b, BUREAU_MAY_USERS, error));
	status = store_run(b->store, "grant_revoke", values, HW_COUNT(values), &changed, error);
	if (status == HW_OK && changed != 1) {
		status = hw_fail(error, HW_NOT_FOUND, "no grant stands under \"%s\"", hw_text_shown(id, shown));
		(void)hw_error_remedy(error, "homeward user grants");
	}
	if (status == HW_OK)
		return bureau_commit(b, &entry, error);
	bureau_rollback(b);
	return status;
}

static const bureau_column columns[] = {
	{"id", "grant", BUREAU_TEXT},    {"user", "user", BUREAU_TEXT}, {"compartment", "compartment", BUREAU_TEXT},
	{"until", "until", BUREAU_TEXT}, {"by", "by", BUREAU_TEXT},     {"reason", "reason", BUREAU_TEXT}};

hw_status bureau_grant_list(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "grants", result, error);
	bureau_list *list;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_USERS, BUREAU_MAY_AUDIT, error));
	list = sheet_list(&s, "grants", "Who reads a compartment", "nobody reads a compartment", columns,
			  HW_COUNT(columns));
	HW_TRY(sheet_query(&s, list, "grant_list", NULL, 0, NULL, NULL));
	return sheet_end(&s);
}
