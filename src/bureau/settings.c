/* Settings: one table of names, defaults and ranges. */
#include "bureau/bureau_int.h"

#include <string.h>

typedef enum setting_kind { SETTING_TEXT, SETTING_DAY, SETTING_NUMBER, SETTING_FIXED } setting_kind;

static const struct {
	const char *name;
	setting_kind kind;
	double low, high; /* of a number */
	const char *fallback, *about;
} known[] = {
	{"as_of", SETTING_DAY, 0, 0, "", "the day by which things are known; empty: today"},
	/* Numbers whose default is that of the job that reads them. */
	{"belief.anywhere", SETTING_NUMBER, 0, 1, "", "a day's chance that a captive is moved anywhere"},
	{"belief.class_cases", SETTING_NUMBER, 0, 1e6, "",
	 "the circumstances' priors count as so many resolved cases and learn from those who came home; 0: they do not "
	 "learn"},
	{"belief.copy", SETTING_NUMBER, 0, 1, "", "chance that a report that names its origin only repeats it"},
	{"belief.death", SETTING_NUMBER, 0, 1, "", "a day's chance of death in captivity"},
	{"belief.prior_captive", SETTING_NUMBER, 0, 1, "", "captive, when nothing is known"},
	{"belief.prior_dead", SETTING_NUMBER, 0, 1, "", "dead, when nothing is known"},
	{"belief.prior_free", SETTING_NUMBER, 0, 1, "", "free, when nothing is known"},
	{"belief.release", SETTING_NUMBER, 0, 1, "", "a day's chance of release"},
	{"belief.sigma_km", SETTING_NUMBER, 0, 1000, "", "how exact positions are, when a place does not say"},
	{"belief.together", SETTING_NUMBER, 0, 1, "", "chance that a member of a group stays with it"},
	{"belief.unlisted_area_km2", SETTING_NUMBER, 0, 1e8, "", "area in which unlisted places may stand"},
	{"belief.unlisted_share", SETTING_NUMBER, 0, 1, "", "share of captives in places that nobody has listed"},
	{"belief.within", SETTING_NUMBER, 0, 1, "", "a day's chance that a captive is moved within a region"},
	{"ceased", SETTING_NUMBER, 0, 1, "0",
	 "1: active hostilities have ended (GC III 118): all go home without counter-value, nothing is planned"},
	{"export_limit", SETTING_NUMBER, 0, 1e9, "200", "rows of an export that need no second person"},
	{"finding.answer_days", SETTING_NUMBER, 1, 3650, "30",
	 "days in which a letter on a finding asks for an answer"},
	{"finding.review_days", SETTING_NUMBER, 1, 3650, "30", "days in which a person looks at a finding"},
	{"finding.urgent_days", SETTING_NUMBER, 0, 365, "3", "the same for threats and what may be a grave breach"},
	{"language", SETTING_TEXT, 0, 0, "en", "of printed texts: en or uk"},
	{"learn.half_life", SETTING_NUMBER, 0, 36500, "365",
	 "days after which an answer of a counterpart counts half (0: never)"},
	{"learn.weekly_cap", SETTING_NUMBER, 0, 10, "0.25",
	 "how far a week's answers may move a learned weight (of its logarithm; 0: no cap)"},
	{"mediator", SETTING_NUMBER, 0, 1, "0",
	 "1: this bureau stands between sides and has none of its own; lists stay apart"},
	{"merge_limit", SETTING_NUMBER, 0, 1e9, "10", "records of a person from which a merge needs a second person"},
	{"name", SETTING_TEXT, 0, 0, "", "the bureau's name, on prints"},
	{"plan.delivery", SETTING_NUMBER, 0, 1, "", "chance that a person agreed upon is delivered"},
	{"plan.ratio_given", SETTING_NUMBER, 0, 1e6, "0", "the ratio that is spoken of: so many given ... (0: none)"},
	{"plan.ratio_returned", SETTING_NUMBER, 0, 1e6, "0", "... for so many returned; the briefing tells its chance"},
	{"protect.questions", SETTING_NUMBER, 1, 10000, "20",
	 "questions about presence near a point that a user may ask a day, outside training"},
	{"protect.review_days", SETTING_NUMBER, 1, 365, "30", "days after which a list of protected areas is reviewed"},
	{"protect_days", SETTING_NUMBER, 180, 36500, "180", "days that an area stays listed after the last evidence"},
	{"protection_key", SETTING_TEXT, 0, 0, "",
	 "public key (64 hexadecimal digits) to which the identity of sources is sealed on arrival"},
	{"review.grave", SETTING_NUMBER, 1, 1000000, "12",
	 "records above which two persons become one only with a second reviewer"},
	{"request.count", SETTING_NUMBER, 1, 10000, "40", "names on the daily list of requests"},
	{"request.reask_days", SETTING_NUMBER, 1, 3650, "60", "days before a refused name is asked for again"},
	{"request.unasked_days", SETTING_NUMBER, 1, 3650, "30", "no group stays unasked for longer"},
	{"signing_key", SETTING_TEXT, 0, 0, "",
	 "public key of the bureau's signature; the first signature makes it; empty: the next one begins a new one"},
	{"small_count", SETTING_NUMBER, 5, 1000, "5", "public counts below it are not shown"},
	{"trace.keep", SETTING_NUMBER, 0, 1, "0.2", "least probability of a link that trace proposes"},
	{"training", SETTING_FIXED, 0, 0, "0", "1: invented people only; set by init"},
	{"transmission.days", SETTING_NUMBER, 1, 3650, "30",
	 "days after which a paper that nobody acknowledged is late"},
	{"us", SETTING_TEXT, 0, 0, "",
	 "id of the party that this bureau serves; empty: the party whose side is \"ours\""},
};

static size_t find_setting(const char *name)
{
	for (size_t i = 0; i < HW_COUNT(known); i++)
		if (!strcmp(known[i].name, name))
			return i;
	return HW_COUNT(known);
}

static hw_status no_such(const char *name, hw_error *error)
{
	hw_buffer names = {0};

	for (size_t i = 0; i < HW_COUNT(known); i++)
		hw_buffer_addf(&names, "%s%s", i ? ", " : "", known[i].name);
	(void)hw_fail(error, HW_BAD_INPUT, "there is no setting \"%s\"", name);
	(void)hw_error_remedy(error, "there are: %s", names.failed ? "" : names.bytes);
	hw_buffer_free(&names);
	return HW_BAD_INPUT;
}

static hw_status read_from(store_connection *store, hw_arena *arena, const char *statement, const char *name,
			   hw_text *value, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(name)};

	HW_TRY(store_query_first(store, statement, values, HW_COUNT(values), &rows, error));
	if (!rows || !store_get_text(rows, 0).length)
		return HW_OK;
	*value = store_copy_text(rows, 0, arena);
	return value->bytes ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for a setting");
}

hw_status bureau_setting_read(store_connection *store, hw_arena *arena, const char *name, hw_text *value,
			      const char **from, hw_error *error)
{
	hw_text found = {0};

	*from = "set";
	HW_TRY(read_from(store, arena, "setting_get", name, &found, error));
	if (!found.length) {
		*from = "imported";
		HW_TRY(read_from(store, arena, "setting_imported", name, &found, error));
	}
	*value = found;
	return HW_OK;
}

static hw_status read_known(bureau *b, hw_arena *arena, size_t i, hw_text *value, const char **from, hw_error *error)
{
	HW_TRY(bureau_setting_read(b->store, arena, known[i].name, value, from, error));
	if (!value->length) {
		*from = "default";
		*value = hw_text_of(known[i].fallback);
	}
	return HW_OK;
}

hw_status bureau_setting(bureau *b, hw_arena *arena, const char *name, hw_text *value, hw_error *error)
{
	size_t i = find_setting(name);
	const char *from;

	return i < HW_COUNT(known) ? read_known(b, arena, i, value, &from, error) : no_such(name, error);
}

static bool all_hexadecimal(hw_text value)
{
	for (size_t i = 0; i < value.length; i++)
		if (!strchr("0123456789abcdefABCDEF", value.bytes[i]))
			return false;
	return true;
}

/* As text, a day or a number within its range. */
static hw_status check_value(size_t i, hw_text value, hw_error *error)
{
	char shown[64];
	double number;
	hw_date date;

	if (!value.length)
		return HW_OK;
	switch (known[i].kind) {
	case SETTING_FIXED:
		return hw_fail(error, HW_BAD_INPUT, "%s cannot be changed: it is said when the bureau is made",
			       known[i].name);
	case SETTING_DAY:
		if (hw_date_parse(value, &date, error) == HW_OK && date.known && date.precision == HW_DAY &&
		    !date.uncertain)
			return HW_OK;
		(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a day", hw_text_shown(value, shown));
		(void)hw_error_what(error, "%s", known[i].name);
		(void)hw_error_remedy(error, "write YYYY-MM-DD");
		return HW_BAD_INPUT;
	case SETTING_NUMBER:
		if (hw_text_number(value, &number, error) == HW_OK && number >= known[i].low && number <= known[i].high)
			return HW_OK;
		(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a number from %g to %g", hw_text_shown(value, shown),
			      known[i].low, known[i].high);
		(void)hw_error_what(error, "%s", known[i].name);
		return HW_BAD_INPUT;
	case SETTING_TEXT:
		break;
	}
	if (!strcmp(known[i].name, "language") && !hw_text_is(value, "en") && !hw_text_is(value, "uk"))
		return hw_fail(error, HW_BAD_INPUT, "language is en or uk");
	if (!strcmp(known[i].name, "protection_key") && (value.length != 64 || !all_hexadecimal(value)))
		return hw_fail(error, HW_BAD_INPUT, "the protection key is not 64 hexadecimal digits");
	if (!strcmp(known[i].name, "signing_key"))
		return hw_fail(error, HW_BAD_INPUT,
			       "the signing key is made by the first signature; it can only be emptied");
	return value.length <= 1000 ? HW_OK : hw_fail(error, HW_TOO_LARGE, "a setting has at most 1000 bytes");
}

hw_status bureau_setting_check(const char *name, hw_text value, hw_error *error)
{
	size_t i = find_setting(name);

	return i < HW_COUNT(known) ? check_value(i, value, error) : no_such(name, error);
}

hw_status bureau_setting_number(bureau *b, const char *name, double otherwise, double *result, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	size_t i = find_setting(name);
	const char *from;
	hw_text text;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a setting");
	if (i == HW_COUNT(known) || known[i].kind != SETTING_NUMBER)
		return hw_fail(error, HW_FAULT, "setting %s: add it to the table in settings.c", name);
	HW_TRY(read_known(b, arena, i, &text, &from, error));
	if (!text.length) {
		*result = otherwise;
		return HW_OK;
	}
	HW_TRY(check_value(i, text, error)); /* an imported one was not checked here */
	return hw_text_number(text, result, error);
}

static hw_status value_json(hw_text value, hw_buffer *out, hw_error *error)
{
	hw_json_writer w = hw_json_writer_new(out, false);

	hw_json_object(&w, NULL);
	hw_json_text(&w, "value", value);
	hw_json_close(&w, '}');
	return out->failed ? hw_fail(error, HW_NO_MEMORY, "no memory for a setting") : HW_OK;
}

static hw_status write_setting(bureau *b, hw_arena *arena, const char *name, hw_text value, hw_error *error)
{
	const store_value values[] = {store_string(name), store_text(value.length ? value : HW_TEXT(""))};
	bureau_act act = {.act = "setting", .subject_kind = HW_TEXT("setting"), .subject_id = hw_text_of(name)};
	hw_buffer before = {0}, after = {0};
	hw_text old = {0};
	hw_status status = read_from(b->store, arena, "setting_get", name, &old, error);

	if (status == HW_OK && old.length)
		status = value_json(old, &before, error);
	if (status == HW_OK)
		status = value_json(value, &after, error);
	if (status == HW_OK)
		status = store_run(b->store, "setting_set", values, HW_COUNT(values), NULL, error);
	act.before_json = hw_buffer_text(&before);
	act.after_json = hw_buffer_text(&after);
	if (status == HW_OK)
		status = bureau_commit(b, &act, error);
	hw_buffer_free(&before);
	hw_buffer_free(&after);
	return status;
}

hw_status bureau_setting_set(bureau *b, const char *name, hw_text value, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	size_t i = find_setting(name);
	hw_status status;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a setting");
	if (i == HW_COUNT(known))
		return no_such(name, error);
	HW_TRY(hw_utf8_check(value, error));
	if (known[i].kind == SETTING_FIXED)
		value = HW_TEXT("-"); /* refused by the next line, an empty one too */
	HW_TRY(check_value(i, value, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_SET, error));
	status = write_setting(b, arena, name, value, error);
	if (status != HW_OK)
		bureau_rollback(b);
	return status;
}

hw_status bureau_settings_all(bureau *b, hw_arena *arena, bureau_setting_row **rows, size_t *count, hw_error *error)
{
	bureau_setting_row *list = HW_NEW(arena, bureau_setting_row, HW_COUNT(known));

	HW_TRY(bureau_require_either(b, BUREAU_MAY_SET, BUREAU_MAY_BRIEF, error));
	if (!list)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the settings");
	for (size_t i = 0; i < HW_COUNT(known); i++) {
		list[i].name = known[i].name;
		list[i].about = known[i].about;
		HW_TRY(read_known(b, arena, i, &list[i].value, &list[i].from, error));
	}
	*rows = list;
	*count = HW_COUNT(known);
	return HW_OK;
}
