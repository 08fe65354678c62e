/* Do not transmit: a return must not be endangered by us.  One person is enough to withhold, at once; two lift it again. */
#include "bureau/sheet_int.h"
#include "bureau/withhold_int.h"

#include <string.h>

/* ---- withholding ----------------------------------------------------------------------------------------- */
/* A party or holder on record, the Agency or his family by its word, or "*": anyone outside. */
static hw_status check_party(bureau *b, const char *to, hw_error *error)
{
	const store_value values[] = {store_string(to ? to : "")};
	int64_t count = 0;

	if (!to || !*to)
		return hw_fail(error, HW_USAGE, "say from whom: --to PARTY, or --to \"*\" for everybody outside");
	if (!strcmp(to, "*") || !strcmp(to, "agency") || !strcmp(to, "family"))
		return HW_OK;
	HW_TRY(store_query_integer(b->store, "withhold_party_count", values, 1, &count, error));
	if (count)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_FOUND, "there is no party or holder \"%s\"", to);
	return hw_error_remedy(error, "homeward interest lists the parties; \"agency\" is the Central Agency, "
				      "\"family\" his relatives, \"*\" everybody outside");
}

static hw_status check_until(bureau *b, const char *until, hw_error *error)
{
	hw_date date;
	char day[11];

	if (!until)
		return HW_OK;
	HW_TRY(hw_date_parse(hw_text_of(until), &date, error));
	HW_TRY(bureau_own_day(b, day, error));
	if (date.known && date.precision == HW_DAY && !date.uncertain &&
	    hw_text_compare(hw_text_of(until), hw_text_of(day)) >= 0)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" is no day from now on", until);
	return hw_error_what(error, "--until"), HW_BAD_INPUT;
}

static hw_status write_withholding(bureau *b, hw_text person, const bureau_withholding *what, char id[STORE_ID_BYTES],
				   hw_error *error)
{
	char number[24];
	int64_t entry;

	HW_TRY(store_ledger_next(b->store, &entry, error));
	(void)snprintf(number, sizeof(number), "%lld", (long long)entry);
	const hw_text parts[] = {person, hw_text_of(what->to), hw_text_of(number)};
	store_id_of_texts("t", parts, HW_COUNT(parts), id);
	const store_value values[] = {store_string(id),
				      store_text(person),
				      store_string(what->to),
				      store_string(what->reason),
				      store_text_or_null(hw_text_of(what->until)),
				      store_string(b->user),
				      store_integer(bureau_time(b))};
	return store_run(b->store, "withhold_add", values, HW_COUNT(values), NULL, error);
}

hw_status bureau_withhold(bureau *b, hw_arena *arena, const bureau_withholding *what, hw_text *id, hw_error *error)
{
	bureau_act entry = {.act = "withhold", .subject_kind = HW_TEXT("person")};
	bureau_right right = bureau_may(b, BUREAU_MAY_CONFIRM) ? BUREAU_MAY_CONFIRM : BUREAU_MAY_INQUIRE;
	char made[STORE_ID_BYTES];
	hw_text person;
	hw_status status;

	HW_TRY(bureau_require(b, right, error));
	if (!what->reason || !hw_text_trim(hw_text_of(what->reason)).length)
		return hw_fail(error, HW_USAGE, "say why: --reason TEXT");
	HW_TRY(check_party(b, what->to, error));
	HW_TRY(check_until(b, what->until, error));
	HW_TRY(case_enter(b, arena, hw_text_of(what->person), &person, error));
	HW_TRY(bureau_begin(b, right, error));
	status = write_withholding(b, person, what, made, error);
	entry.subject_id = person;
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	*id = hw_text_copy(arena, hw_text_of(made));
	return bureau_commit(b, &entry, error);
}

/* ---- lifting ------------------------------------------------------------------------------------------------ */
static hw_status must_stand(bureau *b, hw_text id, hw_error *error)
{
	const store_value values[] = {store_text(id)};
	int64_t standing = 0;
	char shown[64];

	HW_TRY(store_query_integer(b->store, "withhold_standing", values, 1, &standing, error));
	if (standing)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_FOUND, "nothing is withheld under \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward withhold list");
}

hw_status bureau_withhold_lift(bureau *b, hw_arena *arena, hw_text id, hw_text reason, hw_text *pending,
			       hw_error *error)
{
	HW_TRY(bureau_require(b, BUREAU_MAY_CONFIRM, error));
	HW_TRY(must_stand(b, id, error));
	return bureau_propose(b, "lift withholding", HW_TEXT("withholding"), id, HW_TEXT("{}"), reason, pending, arena,
			      error);
}

hw_status withhold_perform_lift(bureau *b, hw_text kind, hw_text withholding, const hw_json *payload, hw_text by,
				hw_error *error)
{
	const store_value values[] = {store_text(withholding), store_integer(bureau_time(b)), store_text(by),
				      store_string(b->user)};

	(void)kind, (void)payload;
	HW_TRY(must_stand(b, withholding, error));
	return store_run(b->store, "withhold_lift", values, HW_COUNT(values), NULL, error);
}

/* ---- listing -------------------------------------------------------------------------------------------------- */
static const bureau_column columns[] = {{"id", "withheld as", BUREAU_TEXT}, {"person", "person", BUREAU_TEXT},
					{"to", "from whom", BUREAU_TEXT},   {"until", "until", BUREAU_TEXT},
					{"since", "since", BUREAU_TEXT},    {"by", "by", BUREAU_TEXT},
					{"reason", "reason", BUREAU_TEXT}};

/* Columns of withhold_list: id, person, to, until, noted_at, noted_by, reason. */
static bool keep(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	char day[11];

	(void)context;
	if (store_get_integer(rows, 4) > bureau_time(s->b))
		return false;
	cells[4] = sheet_value_text(
		sheet_format(s, "%s", hw_days_write((int32_t)(store_get_integer(rows, 4) / 86400000000), day)));
	cells[5] = sheet_column(s, rows, 5, BUREAU_TEXT);
	cells[6] = bureau_may(s->b, BUREAU_MAY_SEE_WILL) ? sheet_column(s, rows, 6, BUREAU_TEXT)
							 : sheet_value_restricted();
	return true;
}

hw_status bureau_withhold_all(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "withheld", result, error);
	bureau_list *list;

	if (!bureau_may(b, BUREAU_MAY_CONFIRM))
		HW_TRY(bureau_require(b, BUREAU_MAY_INQUIRE, error));
	HW_TRY(bureau_log_view(b, "withheld", HW_TEXT("all"), HW_TEXT(""), error));
	list = sheet_list(&s, "withheld", "Whose data do not go out", "nothing is withheld", columns,
			  HW_COUNT(columns));
	HW_TRY(sheet_query(&s, list, "withhold_list", NULL, 0, keep, NULL));
	return sheet_end(&s);
}
