/* The gate: rights, acts, second person, views, settings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bureau/bureau_int.h"

#include <stdlib.h>
#include <string.h>

static char folder[64], path[96];
static hw_error error;
static hw_arena *arena;

static int make_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/homeward-gate-XXXXXX");
	arena = hw_arena_new((size_t)16 << 20);
	if (!mkdtemp(folder) || !arena)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/bureau.db", folder);
	return 0;
}

static int remove_folder(void **state)
{
	char command[128];

	(void)state;
	hw_arena_free(arena);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

#define OK(call) check_ok((call), __LINE__)
static void check_ok(hw_status status, int line)
{
	char text[1024];

	if (status != HW_OK)
		fail_msg("line %d: %s", line, hw_error_line(&error, text, sizeof(text)));
}

static void make_training(void)
{
	const bureau_door door = {.db = path};
	bureau_made made;

	OK(bureau_init(&door, true, &made, &error));
	assert_string_equal(made.token, "");
}

static bureau *enter(const char *user)
{
	bureau *b = NULL;

	OK(bureau_open(path, user, NULL, "2025-02-28", &b, &error));
	return b;
}

static void must_verify(int64_t entries)
{
	bureau *b = enter("auditor");
	bureau_verdict verdict;

	OK(bureau_verify(b, NULL, &verdict, &error));
	if (!verdict.good)
		fail_msg("%s", verdict.wrong);
	assert_int_equal(verdict.entries, entries);
	bureau_close(b);
}

/* ---- rights ------------------------------------------------------------------------------ */
static void rights_are_apart(void **state)
{
	static const struct {
		const char *user;
		bureau_right right;
		bool may;
	} rows[] = {
		/* administrators cannot read cases, and only they keep users */
		{"administrator", BUREAU_MAY_SEE_PERSONS, false},
		{"administrator", BUREAU_MAY_BRIEF, false},
		{"administrator", BUREAU_MAY_IMPORT, false},
		{"administrator", BUREAU_MAY_USERS, true},
		{"case-officer", BUREAU_MAY_USERS, false},
		{"case-officer", BUREAU_MAY_SEE_PERSONS, true},
		/* nobody who negotiates learns who refused, or how someone's health is */
		{"negotiator", BUREAU_MAY_SEE_WILL, false},
		{"negotiator", BUREAU_MAY_SEE_HEALTH, false},
		{"negotiator", BUREAU_MAY_SEE_ORIGIN, false},
		{"negotiator", BUREAU_MAY_PLAN, true},
		{"debriefer", BUREAU_MAY_SEE_WILL, true},
		/* auditors see who did what, not whom it was about */
		{"auditor", BUREAU_MAY_AUDIT, true},
		{"auditor", BUREAU_MAY_SEE_PERSONS, false},
		/* one way */
		{"intelligence-liaison", BUREAU_MAY_IMPORT, true},
		{"intelligence-liaison", BUREAU_MAY_SEE_PERSONS, false},
		{"intelligence-liaison", BUREAU_MAY_BRIEF, false},
		{"mediator", BUREAU_MAY_SEE_ROUNDS, true},
		{"mediator", BUREAU_MAY_SEE_PERSONS, false},
		{"mediator", BUREAU_MAY_BRIEF, false},
	};

	(void)state;
	make_training();
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		bureau *b = enter(rows[i].user);
		hw_status status = bureau_require(b, rows[i].right, &error);

		if (bureau_may(b, rows[i].right) != rows[i].may || status != (rows[i].may ? HW_OK : HW_NOT_PERMITTED))
			fail_msg("row %zu: %s", i, rows[i].user);
		if (!rows[i].may)
			assert_non_null(strstr(error.remedy, "ask whoever has this right: "));
		bureau_close(b);
	}
}

static void every_right_has_someone(void **state)
{
	size_t count;
	const char *const *names = bureau_role_names(&count);

	(void)state;
	assert_int_equal(count, 10);
	for (int right = 0; right < BUREAU_RIGHT_COUNT; right++)
		assert_true(bureau_roles_with((bureau_right)right) != 0);
	for (size_t i = 0; i < count; i++) {
		unsigned bit = bureau_role_bit(hw_text_of(names[i])), rights = 0;

		assert_int_equal(bit, 1u << i);
		for (int right = 0; right < BUREAU_RIGHT_COUNT; right++)
			rights += (bureau_roles_with((bureau_right)right) & bit) != 0;
		assert_true(rights > 0 && rights < BUREAU_RIGHT_COUNT); /* nobody may everything */
	}
	assert_int_equal(bureau_role_bit(HW_TEXT("spy")), 0);
	assert_int_equal(bureau_roles_with(BUREAU_RIGHT_COUNT), 0);
}

static void training_user_has_every_role(void **state)
{
	bureau *b;

	(void)state;
	make_training();
	b = enter(NULL);
	assert_string_equal(bureau_user(b), "trainee");
	assert_true(bureau_is_training(b));
	for (int right = 0; right < BUREAU_RIGHT_COUNT; right++)
		assert_true(bureau_may(b, (bureau_right)right));
	bureau_close(b);
}

static void jobs_ask_for_a_right(void **state)
{
	const bureau_run run = {.lang = "en"};
	bureau_categories categories;
	bureau_interests interests;
	bureau_regions regions;
	bureau_rounds rounds;
	bureau *b;

	(void)state;
	make_training();
	b = enter("administrator");
	assert_int_equal(bureau_people_by_category(b, arena, &run, "ours", HW_TEXT(""), &categories, &error),
			 HW_NOT_PERMITTED);
	assert_int_equal(bureau_interests_of(b, arena, &run, HW_TEXT(""), &interests, &error), HW_NOT_PERMITTED);
	assert_int_equal(bureau_locate_regions(b, arena, &run, HW_TEXT(""), &regions, &error), HW_NOT_PERMITTED);
	assert_int_equal(bureau_rounds_all(b, arena, &run, &rounds, &error), HW_NOT_PERMITTED);
	bureau_close(b);
	b = enter("mediator");
	OK(bureau_rounds_all(b, arena, &run, &rounds, &error));
	assert_int_equal(bureau_people_by_category(b, arena, &run, "ours", HW_TEXT(""), &categories, &error),
			 HW_NOT_PERMITTED);
	bureau_close(b);
}

/* ---- acts ------------------------------------------------------------------------------------ */
static void acts_are_whole_or_nothing(void **state)
{
	const bureau_act act = {.act = "test", .subject_kind = HW_TEXT("setting"), .subject_id = HW_TEXT("x")};
	const bureau_act nothing = {.act = "test", .subject_kind = HW_TEXT("setting")};
	const store_value values[] = {store_string("name"), store_string("x")};
	hw_text value;
	bureau *b;

	(void)state;
	make_training();
	b = enter("negotiator");
	assert_int_equal(bureau_begin(b, BUREAU_MAY_SET, &error), HW_NOT_PERMITTED);
	assert_false(store_in_transaction(bureau_store(b)));
	OK(bureau_begin(b, BUREAU_MAY_PLAN, &error));
	OK(store_run(bureau_store(b), "setting_set", values, 2, NULL, &error));
	assert_int_equal(bureau_commit(b, &nothing, &error), HW_FAULT); /* no subject: refused and rolled back */
	assert_false(store_in_transaction(bureau_store(b)));
	OK(bureau_begin(b, BUREAU_MAY_PLAN, &error));
	OK(store_run(bureau_store(b), "setting_set", values, 2, NULL, &error));
	OK(bureau_commit(b, &act, &error));
	OK(bureau_setting(b, arena, "name", &value, &error));
	assert_true(hw_text_is(value, "x"));
	/* The entry tells who, and in which role. */
	const store_value subject[] = {store_string("setting"), store_string("x")};
	store_rows *rows = NULL;
	OK(store_query_first(bureau_store(b), "ledger_entries_of", subject, 2, &rows, &error));
	assert_non_null(rows);
	assert_true(hw_text_is(store_get_text(rows, 2), "negotiator"));
	assert_true(hw_text_is(store_get_text(rows, 3), "negotiator"));
	store_rows_close(rows);
	/* An act left open is undone by closing. */
	OK(bureau_begin(b, BUREAU_MAY_PLAN, &error));
	bureau_close(b);
	must_verify(3);
}

static void views_are_logged(void **state)
{
	bureau *b;
	int64_t count = 0;

	(void)state;
	make_training();
	b = enter("case-officer");
	OK(bureau_log_view(b, "person", HW_TEXT("p-1"), HW_TEXT("call of a relative"), &error));
	OK(bureau_log_view(b, "person", HW_TEXT("p-1"), HW_TEXT(""), &error));
	const store_value subject[] = {store_string("person"), store_string("p-1")};
	store_rows *rows = NULL;
	bool found = true;
	OK(store_query(bureau_store(b), "ledger_entries_of", subject, 2, &rows, &error));
	while (OK(store_next(rows, &found, &error)), found) {
		assert_true(hw_text_is(store_get_text(rows, 2), "case-officer"));
		assert_true(hw_text_is(store_get_text(rows, 4), "view"));
		count++;
	}
	store_rows_close(rows);
	assert_int_equal(count, 2);
	bureau_close(b);
	must_verify(4);
}

/* ---- second person ----------------------------------------------------------------------------- */
static void add_person(const char *id)
{
	bureau *b = enter("case-officer");
	const bureau_act act = {.act = "test", .subject_kind = HW_TEXT("person"), .subject_id = hw_text_of(id)};
	const store_value person[] = {store_string(id), store_null(),    store_string("ours"), store_string("Invented"),
				      store_null(),     store_null(),    store_null(),         store_null(),
				      store_null(),     store_integer(0)};
	const store_value alias[] = {store_string("p-old"), store_string(id), store_integer(0), store_string("merge"),
				     store_integer(0)};

	OK(bureau_begin(b, BUREAU_MAY_JUDGE, &error));
	OK(store_run(bureau_store(b), "person_add", person, HW_COUNT(person), NULL, &error));
	OK(store_run(bureau_store(b), "person_alias_put", alias, HW_COUNT(alias), NULL, &error));
	OK(bureau_commit(b, &act, &error));
	bureau_close(b);
}

static int64_t count_of(const char *statement)
{
	bureau *b = enter(NULL);
	int64_t count = 0;

	OK(store_query_integer(bureau_store(b), statement, NULL, 0, &count, &error));
	bureau_close(b);
	return count;
}

static hw_status ask(const char *user, const char *person, const char *status, const char *reason, hw_text *id)
{
	const bureau_status_claim claim = {.person = hw_text_of(person),
					   .status = status,
					   .date = HW_TEXT("2025-01"),
					   .reason = hw_text_of(reason)};
	bureau *b = enter(user);
	hw_status result = bureau_confirm_status(b, &claim, id, arena, &error);

	bureau_close(b);
	return result;
}

static hw_status decide(const char *user, hw_text id, bool refuse, const char *reason)
{
	bureau *b = enter(user);
	hw_status status = bureau_confirm(b, id, refuse, hw_text_of(reason), &error);

	bureau_close(b);
	return status;
}

static void grave_acts_take_two(void **state)
{
	hw_text id = {0}, second = {0};
	bureau_pendings list;
	bureau *b;

	(void)state;
	make_training();
	add_person("p-new");
	assert_int_equal(ask("case-officer", "p-none", "dead", "letter", &id), HW_NOT_FOUND);
	assert_int_equal(ask("case-officer", "p-new", "dead", "  ", &id), HW_BAD_INPUT);
	assert_int_equal(ask("case-officer", "p-new", "gone", "letter", &id), HW_USAGE);
	assert_int_equal(ask("negotiator", "p-new", "dead", "letter", &id), HW_NOT_PERMITTED);
	assert_null(id.bytes);
	OK(ask("case-officer", "p-old", "dead", "letter of the Agency", &id)); /* by a former id */
	assert_int_equal(count_of("count_pending"), 1);
	assert_int_equal(count_of("count_claims"), 0); /* not yet */
	assert_int_equal(decide("case-officer", id, false, ""), HW_NOT_PERMITTED);
	assert_non_null(strstr(error.why, "another user"));
	assert_int_equal(decide("case-officer", id, true, "mistake"), HW_NOT_PERMITTED); /* nor refuse */
	assert_int_equal(decide("negotiator", id, false, ""), HW_NOT_PERMITTED);
	assert_int_equal(decide("tracing-analyst", HW_TEXT("w-none"), false, ""), HW_NOT_FOUND);
	assert_int_equal(count_of("count_claims"), 0);
	OK(decide("tracing-analyst", id, false, ""));
	assert_int_equal(count_of("count_claims"), 1);
	assert_int_equal(count_of("count_pending"), 0);
	assert_int_equal(decide("legal-officer", id, false, ""), HW_BAD_INPUT); /* once only */
	/* Refusing. */
	OK(ask("tracing-analyst", "p-new", "captive", "video", &second));
	assert_int_equal(decide("legal-officer", second, true, " "), HW_BAD_INPUT);
	OK(decide("legal-officer", second, true, "another man"));
	assert_int_equal(count_of("count_claims"), 1);
	/* The same may be asked again after a refusal. */
	OK(ask("tracing-analyst", "p-new", "captive", "second video", &id));
	assert_false(hw_text_equal(id, second));
	b = enter("case-officer");
	OK(bureau_pending_list(b, arena, "", &list, &error));
	assert_int_equal(list.count, 3);
	OK(bureau_pending_list(b, arena, "pending", &list, &error));
	assert_int_equal(list.count, 1);
	assert_true(hw_text_is(list.items[0].asked, "2025-02-28"));
	bureau_close(b);
	must_verify(3 + 5);
}

/* ---- settings -------------------------------------------------------------------------------------- */
static void settings_have_layers(void **state)
{
	hw_text value;
	double number = 0;
	bureau *b;

	(void)state;
	make_training();
	b = enter(NULL);
	OK(bureau_setting_number(b, "belief.within", 0.25, &number, &error));
	assert_true(number == 0.25); /* the job's own */
	OK(bureau_setting_number(b, "protect_days", 7, &number, &error));
	assert_true(number == 180); /* the table's */
	OK(bureau_setting_set(b, "protect_days", HW_TEXT("365"), &error));
	OK(bureau_setting_number(b, "protect_days", 7, &number, &error));
	assert_true(number == 365);
	OK(bureau_setting_set(b, "protect_days", HW_TEXT(""), &error));
	OK(bureau_setting_number(b, "protect_days", 7, &number, &error));
	assert_true(number == 180);
	assert_int_equal(bureau_setting_number(b, "no.such", 0, &number, &error), HW_FAULT);
	assert_int_equal(bureau_setting(b, arena, "no.such", &value, &error), HW_BAD_INPUT);
	assert_int_equal(bureau_setting_set(b, "as_of", HW_TEXT("2025-02"), &error), HW_BAD_INPUT);
	assert_int_equal(bureau_setting_set(b, "language", HW_TEXT("de"), &error), HW_BAD_INPUT);
	assert_int_equal(bureau_setting_set(b, "name", HW_TEXT("\xff"), &error), HW_BAD_INPUT);
	assert_int_equal(bureau_setting_set(b, "training", HW_TEXT(""), &error), HW_BAD_INPUT);
	bureau_close(b);
	must_verify(4);
}

/* A bureau whose day cannot be read can be kept and mended, but no case is worked on. */
static void unreadable_day_stops_the_work(void **state)
{
	const bureau_act act = {.act = "test", .subject_kind = HW_TEXT("setting"), .subject_id = HW_TEXT("as_of")};
	const store_value values[] = {store_string("as_of"), store_string("soon")};
	bureau_verdict verdict;
	bureau *b = NULL;

	(void)state;
	make_training();
	b = enter(NULL);
	OK(bureau_begin(b, BUREAU_MAY_SET, &error));
	OK(store_run(bureau_store(b), "setting_set", values, 2, NULL, &error));
	OK(bureau_commit(b, &act, &error));
	bureau_close(b);
	OK(bureau_open(path, NULL, NULL, NULL, &b, &error));
	assert_int_equal(bureau_require(b, BUREAU_MAY_BRIEF, &error), HW_BAD_INPUT);
	assert_non_null(strstr(error.why, "as_of"));
	OK(bureau_verify(b, NULL, &verdict, &error));
	assert_true(verdict.good);
	OK(bureau_setting_set(b, "as_of", HW_TEXT("2025-02-28"), &error));
	bureau_close(b);
	OK(bureau_open(path, NULL, NULL, NULL, &b, &error));
	OK(bureau_require(b, BUREAU_MAY_BRIEF, &error));
	assert_int_equal(bureau_as_of(b), hw_days_of(2025, 2, 28));
	assert_int_equal(bureau_time(b), (int64_t)hw_days_of(2025, 2, 28) * 86400000000);
	bureau_close(b);
}

/* Failing memory: every allocation of ours in turn; nothing is left open, nothing half done. */
static void memory_may_fail(void **state)
{
	int failures = 0;

	(void)state;
	make_training();
	for (long n = 1; n < 2000; n++) {
		bureau *b = NULL;
		bureau_users users;
		hw_status status;

		hw_fail_allocation_after(n);
		status = bureau_open(path, NULL, NULL, NULL, &b, &error);
		if (status == HW_OK)
			status = bureau_setting_set(b, "name", HW_TEXT("x"), &error);
		if (status == HW_OK)
			status = bureau_log_view(b, "person", HW_TEXT("p"), HW_TEXT(""), &error);
		if (status == HW_OK)
			status = bureau_user_list(b, arena, &users, &error);
		hw_fail_allocation_after(0);
		if (status != HW_OK)
			failures++;
		if (status != HW_OK && status != HW_NO_MEMORY)
			fail_msg("allocation %ld: %d %s", n, status, error.why);
		if (b)
			assert_false(store_in_transaction(bureau_store(b)));
		bureau_close(b);
		hw_arena_reset(arena);
		if (status == HW_OK)
			break;
	}
	assert_true(failures > 20);
	bureau *b = enter("auditor");
	bureau_verdict verdict;
	OK(bureau_verify(b, NULL, &verdict, &error));
	assert_true(verdict.good);
	bureau_close(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
		T(rights_are_apart),     T(every_right_has_someone),   T(training_user_has_every_role),
		T(jobs_ask_for_a_right), T(acts_are_whole_or_nothing), T(views_are_logged),
		T(grave_acts_take_two),  T(settings_have_layers),      T(unreadable_day_stops_the_work),
		T(memory_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
