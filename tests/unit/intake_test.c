/* Importing: batches, versions, refusals, links, undo; inside a store made for the test. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "bureau/intake_int.h"

typedef struct world {
	char folder[64];
	char url[96];
	store_connection *store;
	hw_arena *arena;
	bureau_imports last;
	hw_error error;
} world;

static int64_t clock_of_the_test(void *context)
{
	(void)context;
	return 1700000000000000;
}

static int begin(void **state)
{
	world *w = calloc(1, sizeof *w);
	store_options options = {.clock = clock_of_the_test};
	strcpy(w->folder, "/tmp/homeward_intake_XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->url, sizeof w->url, "%s/bureau.db", w->folder);
	assert_int_equal(store_create(w->url, &options, &w->store, &w->error), HW_OK);
	w->arena = hw_arena_new((size_t)1 << 30);
	*state = w;
	return 0;
}

static int end(void **state)
{
	world *w = *state;
	char command[128];
	store_close(w->store);
	hw_arena_free(w->arena);
	snprintf(command, sizeof command, "rm -rf %s", w->folder);
	assert_int_equal(system(command), 0);
	free(w);
	return 0;
}

static const char *file_of(world *w, const char *name, const char *text)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", w->folder, name);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	fclose(file);
	return hw_text_copy(w->arena, hw_text_of(path)).bytes;
}

static char *text_of(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	char *text = calloc(1, 1 << 20);
	assert_true(fread(text, 1, (1 << 20) - 1, file) < (1 << 20) - 1);
	fclose(file);
	return text;
}

static const intake_actor actor = {HW_TEXT_INIT("anna"), HW_TEXT_INIT("registrar"), 1700000000000000, 20000};

static hw_status run(world *w, bureau_import_options options)
{
	return intake_files(w->store, &actor, w->arena, &options, NULL, &w->last, &w->error);
}

static void import(world *w, const char *kind, const char *text)
{
	const char *path = file_of(w, "file.csv", text);
	if (run(w, (bureau_import_options){.kind = kind, .paths = &path, .path_count = 1}) != HW_OK) {
		char line[1024];
		fail_msg("%s", hw_error_line(&w->error, line, sizeof line));
	}
}

static void assert_counts(const world *w, int64_t fresh, int64_t same, int64_t changed, int64_t alike, int64_t refused)
{
	const bureau_import *r = &w->last.items[0];
	if (r->fresh != fresh || r->same != same || r->changed != changed || r->alike != alike || r->refused != refused)
		fail_msg("new %lld same %lld changed %lld alike %lld refused %lld (%.*s)", (long long)r->fresh,
			 (long long)r->same, (long long)r->changed, (long long)r->alike, (long long)r->refused,
			 HW_TEXT_ARG(r->refusals_shown ? r->refusals[0] : HW_TEXT("none refused")));
}

static void assert_refused(const world *w, size_t index, const char *expected)
{
	const bureau_import *r = &w->last.items[0];
	assert_true(index < r->refusals_shown);
	hw_text line = r->refusals[index];
	if (!memmem(line.bytes, line.length, expected, strlen(expected)))
		fail_msg("\"%.*s\" does not say \"%s\"", HW_TEXT_ARG(line), expected);
}

static void verify(world *w)
{
	store_verdict verdict;
	assert_int_equal(store_ledger_verify(w->store, NULL, &verdict, &w->error), HW_OK);
	if (!verdict.good)
		fail_msg("%s", verdict.wrong);
}

static int64_t count_of(world *w, const char *statement)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;
	int64_t count = 0;
	assert_int_equal(store_query(w->store, statement, NULL, 0, &rows, &w->error), HW_OK);
	for (;; count++) {
		assert_int_equal(store_next(rows, &found, &w->error), HW_OK);
		if (!found)
			return count;
	}
}

static const char *person_behind(world *w, const char *kind, const char *key)
{
	char record[STORE_ID_BYTES], person[STORE_ID_BYTES];
	assert_int_equal(intake_standing(w->store, kind, hw_text_of(key), record, &w->error), HW_OK);
	if (!*record)
		return "";
	assert_int_equal(person_of(w->store, hw_text_of(record), person, &w->error), HW_OK);
	return hw_text_copy(w->arena, hw_text_of(person)).bytes;
}

static void ground(world *w)
{
	import(w, "parties", "id,name,side\nA,Alpha,ours\nB,Beta,theirs\n");
	import(w, "sources", "id,kind,grade\nS1,video,B\nS2,returned,A\n");
	import(w, "holders", "id,name,kind,party\nH,Unit,formation,B\n");
	import(w, "places", "id,name,kind,region,holder\nG1,Hangar,hangar,GRO,H\nG2,Camp,camp,GRO,B\n");
	import(w, "persons",
	       "id,side,family,given,born,holder\nP1,ours,Шевченко,Микола,1987-06-25,H\nP2,ours,Бойко,Іван,1990,\n"
	       "P3,theirs,Петров,Иван,,\n");
}

/* ---- counts and versions ---- */
static void rows_are_new_same_or_changed(void **state)
{
	world *w = *state;
	ground(w);
	import(w, "persons",
	       "id,side,family,given,born,holder\nP1,ours,Шевченко,Микола,1987-06-25,H\nP2,ours,Бойко,Іван,1990-02,\n"
	       "P4,ours,Ткач,Олег,,\n");
	assert_counts(w, 1, 1, 1, 0, 0);
	assert_true(w->last.stored);
	assert_int_equal(count_of(w, "persons_all"), 4);
	assert_string_equal(person_behind(w, "persons", "P2"), person_behind(w, "persons", "P2"));
	verify(w);
}

static void the_same_file_twice_changes_nothing(void **state)
{
	world *w = *state;
	store_head before, after;
	const char text[] = "id,side,family\nP1,ours,Ткач\nP2,ours,Коваль\n";
	import(w, "persons", text);
	assert_counts(w, 2, 0, 0, 0, 0);
	assert_int_equal(store_ledger_head(w->store, &before, &w->error), HW_OK);
	hw_text batch = w->last.items[0].batch;
	import(w, "persons", text);
	assert_counts(w, 0, 2, 0, 0, 0);
	assert_true(hw_text_equal(w->last.items[0].known_as, batch));
	assert_false(w->last.stored);
	/* Also when it is another file with the same rows. */
	import(w, "persons", "side;family;id\r\nours;Ткач;P1\r\n");
	assert_counts(w, 0, 1, 0, 0, 0);
	assert_false(w->last.stored);
	assert_int_equal(store_ledger_head(w->store, &after, &w->error), HW_OK);
	assert_int_equal(before.entries, after.entries);
	assert_int_equal(count_of(w, "batch_list"), 1);
}

static void an_old_file_does_not_bring_the_old_version_back(void **state)
{
	world *w = *state;
	import(w, "persons", "id,side,family\nP1,ours,Old\n");
	import(w, "persons", "id,side,family\nP1,ours,New\n");
	assert_counts(w, 0, 0, 1, 0, 0);
	import(w, "persons", "id,side,family\nP1,ours,Old\n");
	assert_counts(w, 0, 1, 0, 0, 0);
	assert_int_equal(w->last.items[0].known_as.length > 0, 1);
}

static void possible_duplicates_are_counted(void **state)
{
	world *w = *state;
	import(w, "persons",
	       "id,side,family,given,born\n"
	       "P1,ours,Шевченко,Микола,1987-06-25\n"
	       "P2,ours,Shevchenko,Николай,1987\n"
	       "P3,ours,Шевченко,Микола,1988\n"
	       "P4,theirs,Шевченко,Микола,1987\n"
	       "P5,ours,Шевченко,Петро,1987\n");
	assert_counts(w, 5, 0, 0, 1, 0);
	hw_text line = w->last.items[0].alikes[0];
	assert_non_null(memmem(line.bytes, line.length, ":3: P2 may be P1", 16));
}

/* The index: at most 100 bytes a person whatever their number, and it finds who must be found. */
static void the_index_of_names_is_small(void **state)
{
	(void)state;
	intake_alikes people = {0};
	hw_random random = hw_random_new(1, 0);
	const hw_date early = {0, 365, HW_YEAR, false, true}, late = {366, 400, HW_DAYS, false, true}, unknown = {0};
	assert_false(intake_alikes_has(&people, 7, unknown));
	for (size_t n = 1; n <= 100000; n++) {
		uint64_t hash = hw_random_bits(&random) | 1;
		assert_false(intake_alikes_has(&people, hash, unknown));
		assert_int_equal(intake_alikes_add(&people, hash, early, NULL), HW_OK);
		if (n % 97 == 0) {
			assert_true(intake_alikes_has(&people, hash, early));
			assert_true(intake_alikes_has(&people, hash, unknown));
			assert_false(intake_alikes_has(&people, hash, late));
		}
		if (n > 1024)
			assert_true(people.capacity * sizeof(intake_alike) <= 100 * n);
	}
	hw_release(people.slots);
}

static void a_dry_run_leaves_the_file_as_it_is(void **state)
{
	world *w = *state;
	hw_sha256 before, after;
	ground(w);
	store_close(w->store);
	w->store = NULL;
	assert_int_equal(hw_sha256_file(w->url, &before, NULL, &w->error), HW_OK);
	assert_int_equal(store_open(w->url, NULL, &w->store, &w->error), HW_OK);
	char out[128];
	snprintf(out, sizeof out, "%s/refused.csv", w->folder);
	const char *path = file_of(w, "f.csv", "id,side,family\nP1,ours,X\nP8,ours,Y\nP9,mine,Z\n");
	assert_int_equal(
		run(w, (bureau_import_options){.kind = "persons", .paths = &path, .path_count = 1, .dry_run = true}),
		HW_OK);
	assert_counts(w, 1, 0, 1, 0, 1);
	assert_false(w->last.stored);
	assert_int_equal(
		run(w,
		    (bureau_import_options){
			    .kind = "persons", .paths = &path, .path_count = 1, .dry_run = true, .refused_path = out}),
		HW_OK);
	assert_counts(w, 1, 0, 1, 0, 1);
	assert_int_equal(access(out, F_OK), -1);
	store_close(w->store);
	w->store = NULL;
	assert_int_equal(hw_sha256_file(w->url, &after, NULL, &w->error), HW_OK);
	assert_memory_equal(before.bytes, after.bytes, sizeof before.bytes);
	assert_int_equal(store_open(w->url, NULL, &w->store, &w->error), HW_OK);
	assert_int_equal(count_of(w, "persons_all"), 3);
}

/* ---- refusals ---- */
static void refused_rows_refuse_everything(void **state)
{
	world *w = *state;
	ground(w);
	import(w, "persons", "id,side,family,born\nP7,ours,A,31.02.1990\nP8,ours,B,\n");
	assert_true(w->last.refused);
	assert_false(w->last.stored);
	assert_counts(w, 0, 0, 0, 0, 1);
	assert_refused(w, 0, "file.csv:2: born: \"31.02.1990\" is not a date (day 31 does not exist in month 2)");
	assert_int_equal(count_of(w, "persons_all"), 3);
	hw_buffer many = {0};
	hw_buffer_adds(&many, "id,side,family\n");
	for (int i = 0; i < 25; i++)
		hw_buffer_addf(&many, "X%d,nobody,A\n", i);
	import(w, "persons", many.bytes);
	hw_buffer_free(&many);
	assert_counts(w, 0, 0, 0, 0, 25);
	assert_int_equal(w->last.items[0].refusals_shown, 10);
	assert_refused(w, 9, "file.csv:11: side: ");
}

static void what_the_bureau_alone_can_refuse(void **state)
{
	world *w = *state;
	ground(w);
	static const struct {
		const char *kind, *text, *why;
	} cases[] = {
		{"persons", "id,side,family\nP9,ours,A\nP10,ours,B\nP9,ours,C\n",
		 "file.csv:4: id: \"P9\" stands in line 2 already; give each row its own id"},
		{"persons", "id,side,family,holder\nP9,ours,A,H9\n",
		 "file.csv:2: holder: there is no holder or party \"H9\""},
		{"persons", "id,side,family,place\nP9,ours,A,G9\n",
		 "place: there is no place \"G9\"; correct the id, or import the places before"},
		{"reports", "id,source,received,region,person\nR1,S1,2024,GRO,P99\n",
		 "person: there is no person \"P99\""},
		{"reports", "id,source,received,region\nR1,S9,2024,GRO\n", "source: there is no source \"S9\""},
		{"reports", "id,source,received,region,copies\nR1,S1,2024,GRO,R1\n",
		 "copies: the row refers to itself"},
		{"reports", "id,source,received,region,copies\nR1,S1,2024,GRO,R2\n",
		 "copies: there is no report \"R2\""},
		{"reports", "id,source,region\nR1,S1,GRO\n", "the file has no column happened or received"},
		{"reports", "id,source,received,region\nR1,S1,2024,\n",
		 "a row of reports needs one of status, place, region, searched or text"},
		{"debriefs", "id,places\nD1,G1;G7\n", "places: there is no place \"G7\""},
		{"holders", "id,name,kind\nA,X,unit\n", "id: there is a party with this id"},
		{"parties", "id,name,side\nH,X,ours\n", "id: there is a holder with this id"},
		{"circumstances", "id,name,captive,dead,free\nc,C,0.5,0.2,0.2\n",
		 "captive: captive, dead and free add up to 0.9"},
		{"judgements", "a,b,verdict,reason\nP1,P1,same,x\n", "a: a record cannot be judged against itself"},
		{"claims", "id,subject,axis,value\nC1,ZZ,fate,dead\n",
		 "subject: there is no person, place, holder, party, object, group or category \"ZZ\""},
		{"settings", "key,value\nas_off,2024-01-01\n", "there is no setting \"as_off\""},
		{"settings", "key,value\nas_of,2024\n", "as_of: \"2024\" is not a day"},
		{"sources", "id,kind,grade,identity\nS3,video,B,Somebody\n",
		 "identity: the bureau has no protection key"},
	};
	for (size_t i = 0; i < HW_COUNT(cases); i++) {
		const char *path = file_of(w, "file.csv", cases[i].text);
		hw_status status =
			run(w, (bureau_import_options){.kind = cases[i].kind, .paths = &path, .path_count = 1});
		if (status != HW_OK) {
			assert_int_equal(status, HW_BAD_INPUT);
			assert_non_null(strstr(w->error.why, cases[i].why));
			continue;
		}
		assert_true(w->last.refused);
		assert_refused(w, 0, cases[i].why);
	}
	verify(w);
	assert_int_equal(count_of(w, "batch_list"), 5);
}

static void ids_of_two_kinds_are_asked_for(void **state)
{
	world *w = *state;
	ground(w);
	import(w, "objects", "id,name,kind,region\nP1,Depot,depot,GRO\n");
	import(w, "claims", "id,subject,axis,value\nC1,P1,fate,captive\n");
	assert_refused(w, 0,
		       "subject: \"P1\" is the id of several kinds of things; say which in the column subject_kind");
	import(w, "claims",
	       "id,subject,subject_kind,axis,value\nC1,P1,persons,fate,captive\nC2,P2,,fate,captive\nC3,persons:P1,,"
	       "fate,captive\n");
	assert_counts(w, 3, 0, 0, 0, 0);
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;
	assert_int_equal(store_query(w->store, "claims_all", NULL, 0, &rows, &w->error), HW_OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(store_next(rows, &found, &w->error), HW_OK);
		assert_true(found && hw_text_is(store_get_text(rows, 2), "persons"));
		assert_true(hw_text_is(store_get_text(rows, 1), i == 1 ? "P2" : "P1"));
	}
}

/* A row may refer to a later one of its own file; what refers to a refused row is refused as well. */
static void references_inside_a_file(void **state)
{
	world *w = *state;
	ground(w);
	import(w, "reports",
	       "id,source,received,region,copies\nR1,S1,2024,GRO,R3\nR2,S1,2024,GRO,\nR3,S1,2024,GRO,R2\n");
	assert_counts(w, 3, 0, 0, 0, 0);
	const char *path = file_of(w, "file.csv",
				   "id,source,received,region,copies\nR4,S1,2024,GRO,R5\nR5,S1,2024,GRO,R6\n"
				   "R6,S1,31.02.2024,GRO,\nR7,S1,2024,GRO,R1\n");
	char out[128];
	snprintf(out, sizeof out, "%s/refused.csv", w->folder);
	assert_int_equal(
		run(w,
		    (bureau_import_options){.kind = "reports", .paths = &path, .path_count = 1, .refused_path = out}),
		HW_OK);
	assert_counts(w, 1, 0, 0, 0, 3);
	assert_refused(w, 0, "there is no report \"R5\"");
	verify(w);
}

static void rows_in_a_circle_are_refused(void **state)
{
	world *w = *state;
	ground(w);
	import(w, "reports",
	       "id,source,received,region,copies\nR1,S1,2024,GRO,R2\nR2,S1,2024,GRO,R3\nR3,S1,2024,GRO,R1\n"
	       "R4,S1,2024,GRO,R1\n");
	assert_counts(w, 0, 0, 0, 0, 4);
	assert_refused(w, 0, "copies: following this leads back to the row itself; one of them must come first");
	assert_refused(w, 3, "copies: there is no report \"R1\"");
	import(w, "reports",
	       "id,source,received,region,copies\nR1,S1,2024,GRO,R2\nR2,S1,2024,GRO,R3\nR3,S1,2024,GRO,\n");
	assert_counts(w, 3, 0, 0, 0, 0);
	/* Closed by a later file; and turned round by one, which is none. */
	import(w, "reports", "id,source,received,region,copies\nR3,S1,2024,GRO,R1\n");
	assert_refused(w, 0, "copies: following this leads back");
	import(w, "reports",
	       "id,source,received,region,copies\nR3,S1,2024,GRO,R2\nR2,S1,2024,GRO,R1\nR1,S1,2024,GRO,\n");
	assert_counts(w, 0, 0, 3, 0, 0);
	verify(w);
}

static void refused_rows_come_back_repaired(void **state)
{
	world *w = *state;
	char out[128], unfinished[160];
	snprintf(out, sizeof out, "%s/refused.csv", w->folder);
	snprintf(unfinished, sizeof unfinished, "%s.unfinished", out);
	const char *path =
		file_of(w, "f.csv",
			"Код;Сторона;Прізвище;Дата народження;Колір\n1;наші;Ткач;1990;r\n2;наші;Коваль;31.02.1990;g\n"
			"3;ваші;Швець;;b\n");
	bureau_import_options options = {.kind = "persons", .paths = &path, .path_count = 1, .refused_path = out};
	assert_int_equal(run(w, options), HW_OK);
	assert_counts(w, 1, 0, 0, 0, 2);
	assert_true(w->last.stored);
	assert_int_equal(access(unfinished, F_OK), -1);
	char *text = text_of(out);
	assert_string_equal(text, "Код,Сторона,Прізвище,Дата народження,Колір,reason\n"
				  "2,наші,Коваль,31.02.1990,g,\"born: \"\"31.02.1990\"\" is not a date (day 31 does "
				  "not exist in month 2)\"\n"
				  "3,ваші,Швець,,b,\"side: \"\"ваші\"\" is not one of ours or theirs\"\n");
	free(text);
	/* As it is, it is refused again, with the same reasons. */
	const char *again = hw_text_copy(w->arena, hw_text_of(out)).bytes;
	assert_int_equal(run(w, (bureau_import_options){.kind = "persons", .paths = &again, .path_count = 1}), HW_OK);
	assert_counts(w, 0, 0, 0, 0, 2);
	const char *repaired = file_of(w, "repaired.csv",
				       "Код,Сторона,Прізвище,Дата народження,Колір,reason\n"
				       "2,наші,Коваль,28.02.1990,g,\"born: ...\"\n3,їхній,Швець,,b,side\n");
	assert_int_equal(run(w, (bureau_import_options){.kind = "persons", .paths = &repaired, .path_count = 1}),
			 HW_OK);
	assert_counts(w, 2, 0, 0, 0, 0);
	assert_int_equal(w->last.items[0].unknown_count, 1);
	/* The first file again: the rows it brought are the same, the repaired ones are refused as before. */
	assert_int_equal(run(w, (bureau_import_options){.kind = "persons", .paths = &path, .path_count = 1}), HW_OK);
	assert_counts(w, 0, 1, 0, 0, 2);
	verify(w);
}

static void several_files_are_one_act(void **state)
{
	world *w = *state;
	const char *paths[] = {file_of(w, "a.csv", "id,side,family\nP1,ours,A\n"),
			       file_of(w, "b.csv", "id,side,family\nP2,mine,B\n")};
	assert_int_equal(run(w, (bureau_import_options){.kind = "persons", .paths = paths, .path_count = 2}), HW_OK);
	assert_true(w->last.refused);
	assert_int_equal(count_of(w, "persons_all"), 0);
	paths[1] = "/nowhere/b.csv";
	assert_int_not_equal(run(w, (bureau_import_options){.kind = "persons", .paths = paths, .path_count = 2}),
			     HW_OK);
	assert_int_equal(count_of(w, "persons_all"), 0);
	paths[1] = file_of(w, "b.csv", "id,side,family\nP2,ours,B\n");
	assert_int_equal(run(w, (bureau_import_options){.kind = "persons", .paths = paths, .path_count = 2}), HW_OK);
	assert_int_equal(count_of(w, "persons_all"), 2);
	verify(w);
}

static void wrong_options(void **state)
{
	world *w = *state;
	const char *paths[] = {file_of(w, "a.csv", "id,side,family\nP1,ours,A\n"), "b"};
	assert_int_equal(run(w, (bureau_import_options){.kind = "people", .paths = paths, .path_count = 1}), HW_USAGE);
	assert_int_equal(run(w, (bureau_import_options){.kind = "persons", .paths = paths}), HW_USAGE);
	assert_int_equal(
		run(w,
		    (bureau_import_options){.kind = "persons", .paths = paths, .path_count = 2, .refused_path = "x"}),
		HW_USAGE);
	assert_int_equal(
		run(w, (bureau_import_options){.kind = "persons", .paths = paths, .path_count = 1, .source = "S9"}),
		HW_BAD_INPUT);
	assert_string_equal(w->error.what, "--source");
	assert_int_equal(run(w, (bureau_import_options){.kind = "persons",
							.paths = paths,
							.path_count = 1,
							.refused_path = "/nowhere/out.csv"}),
			 HW_STORAGE);
	assert_int_equal(count_of(w, "persons_all"), 0);
}

/* ---- stops and failures ---- */
static bool stop_at_once(void *context, const char *stage, double done, double total)
{
	(void)done;
	(void)total;
	return strcmp(stage, context) != 0;
}

static void a_stop_leaves_nothing(void **state)
{
	world *w = *state;
	ground(w);
	hw_buffer many = {0};
	hw_buffer_adds(&many, "id,source,received,region\n");
	for (int i = 0; i < 3000; i++)
		hw_buffer_addf(&many, "R%d,S1,2024,GRO\n", i);
	const char *path = file_of(w, "many.csv", many.bytes);
	hw_buffer_free(&many);
	const char *stages[] = {"checking", "importing"};
	for (size_t i = 0; i < 2; i++) {
		char stage[16];
		snprintf(stage, sizeof stage, "%s", stages[i]);
		const hw_progress progress = {stop_at_once, stage};
		bureau_import_options options = {.kind = "reports", .paths = &path, .path_count = 1};
		assert_int_equal(intake_files(w->store, &actor, w->arena, &options, &progress, &w->last, &w->error),
				 HW_CANCELLED);
		assert_int_equal(count_of(w, "reports_all"), 0);
	}
	verify(w);
}

static void memory_may_run_out_anywhere(void **state)
{
	world *w = *state;
	ground(w);
	const char *path = file_of(
		w, "f.csv", "id,source,received,region,person,copies\nR1,S1,2024,GRO,P1,\nR2,S1,2024,GRO,P2,R1\n");
	bureau_import_options options = {.kind = "reports", .paths = &path, .path_count = 1};
	long failures = 0;
	for (long n = 1; n < 100000; n++) {
		hw_fail_allocation_after(n);
		hw_status status = run(w, options);
		hw_fail_allocation_after(0);
		if (status == HW_OK)
			break;
		assert_int_equal(status, HW_NO_MEMORY);
		assert_false(store_in_transaction(w->store));
		if (n % 16 == 0)
			assert_int_equal(count_of(w, "reports_all"), 0);
		failures++;
	}
	assert_true(failures > 20);
	assert_int_equal(count_of(w, "reports_all"), 2);
	verify(w);
}

/* ---- persons, links, judgements ---- */
static void a_report_that_names_a_person_is_joined(void **state)
{
	world *w = *state;
	ground(w);
	import(w, "reports", "id,person,source,received,region\nR1,P1,S1,2024,GRO\nR2,,S1,2024,GRO\n");
	assert_string_equal(person_behind(w, "reports", "R1"), person_behind(w, "persons", "P1"));
	assert_string_equal(person_behind(w, "reports", "R2"), "");
	char p1[64];
	strcpy(p1, person_behind(w, "persons", "P1"));
	/* The sender corrects himself. */
	import(w, "reports", "id,person,source,received,region\nR1,P2,S1,2024,GRO\nR2,P1,S1,2024,GRO\n");
	assert_counts(w, 0, 0, 2, 0, 0);
	assert_string_equal(person_behind(w, "reports", "R1"), person_behind(w, "persons", "P2"));
	assert_string_equal(person_behind(w, "reports", "R2"), p1);
	assert_string_equal(person_behind(w, "persons", "P1"), p1);
	hw_text batch = w->last.items[0].batch;
	/* Undone: the first word stands again. */
	int64_t records = 0;
	assert_int_equal(intake_undo(w->store, &actor, batch, HW_TEXT("wrong file"), NULL, &records, &w->error), HW_OK);
	assert_int_equal(records, 2);
	assert_string_equal(person_behind(w, "reports", "R1"), p1);
	assert_string_not_equal(person_behind(w, "reports", "R2"), p1);
	verify(w);
}

static void judgements_join_and_split_persons(void **state)
{
	world *w = *state;
	ground(w);
	char p1[64], p2[64];
	strcpy(p1, person_behind(w, "persons", "P1"));
	strcpy(p2, person_behind(w, "persons", "P2"));
	import(w, "reports", "id,name,source,received,region\nR1,X,S1,2024,GRO\nR2,Y,S1,2024,GRO\n");
	import(w, "judgements",
	       "a,b,verdict,reason,by,score\nR1,P1,same,same birth date,analyst,0.9\nR2,R1,same,same words,analyst,\n");
	assert_counts(w, 2, 0, 0, 0, 0);
	hw_text first = w->last.items[0].batch;
	assert_string_equal(person_behind(w, "reports", "R1"), p1);
	assert_string_equal(person_behind(w, "reports", "R2"), p1);
	/* Two of the registry are one: one id stays, the other is still known. */
	import(w, "judgements", "a,b,verdict,reason\nP2,P1,same,two files of one man\n");
	hw_text second = w->last.items[0].batch;
	const char *kept = strcmp(p1, p2) < 0 ? p1 : p2;
	assert_string_equal(person_behind(w, "persons", "P1"), kept);
	assert_string_equal(person_behind(w, "persons", "P2"), kept);
	assert_string_equal(person_behind(w, "reports", "R2"), kept);
	/* A "different" inside is a conflict, told and not acted upon. */
	import(w, "judgements", "a,b,verdict,reason\nR2,P2,different,other village\n");
	assert_int_equal(w->last.conflicts, 1);
	assert_string_equal(person_behind(w, "reports", "R2"), kept);
	int64_t records;
	/* What is needed by later ones cannot be undone; without it each has his id again. */
	assert_int_equal(intake_undo(w->store, &actor, second, HW_TEXT(""), NULL, &records, &w->error), HW_OK);
	assert_string_equal(person_behind(w, "persons", "P1"), p1);
	assert_string_equal(person_behind(w, "persons", "P2"), p2);
	assert_string_equal(person_behind(w, "reports", "R2"), p1);
	/* The reviewer changes his mind: the row is a new version. */
	import(w, "judgements", "a,b,verdict,reason\nR1,P1,different,it was the brother\n");
	assert_counts(w, 0, 0, 1, 0, 0);
	assert_string_equal(person_behind(w, "persons", "P1"), p1);
	assert_string_not_equal(person_behind(w, "reports", "R1"), p1);
	assert_string_equal(person_behind(w, "reports", "R1"), person_behind(w, "reports", "R2"));
	assert_int_equal(intake_undo(w->store, &actor, first, HW_TEXT(""), NULL, &records, &w->error), HW_BAD_INPUT);
	assert_int_equal(intake_undo(w->store, &actor, w->last.items[0].batch, HW_TEXT(""), NULL, &records, &w->error),
			 HW_OK);
	assert_string_equal(person_behind(w, "reports", "R1"), p1);
	assert_int_equal(intake_undo(w->store, &actor, first, HW_TEXT(""), NULL, &records, &w->error), HW_OK);
	assert_string_not_equal(person_behind(w, "reports", "R1"), p1);
	assert_string_not_equal(person_behind(w, "reports", "R1"), person_behind(w, "reports", "R2"));
	verify(w);
}

/* ---- undo ---- */
static void undo_brings_the_version_before_back(void **state)
{
	world *w = *state;
	int64_t records;
	import(w, "persons", "id,side,family\nP1,ours,Old\n");
	hw_text first = w->last.items[0].batch;
	import(w, "persons", "id,side,family\nP1,ours,New\nP2,ours,Second\n");
	hw_text second = w->last.items[0].batch;
	assert_int_equal(intake_undo(w->store, &actor, first, HW_TEXT(""), NULL, &records, &w->error), HW_BAD_INPUT);
	assert_non_null(strstr(w->error.why, second.bytes));
	assert_int_equal(intake_undo(w->store, &actor, second, HW_TEXT("a mistake"), NULL, &records, &w->error), HW_OK);
	assert_int_equal(records, 2);
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;
	assert_int_equal(store_query(w->store, "persons_all", NULL, 0, &rows, &w->error), HW_OK);
	assert_int_equal(store_next(rows, &found, &w->error), HW_OK);
	assert_true(found && hw_text_is(store_get_text(rows, 2), "Old"));
	assert_int_equal(store_next(rows, &found, &w->error), HW_OK);
	assert_false(found);
	store_rows_close(rows);
	rows = NULL;
	assert_int_equal(intake_undo(w->store, &actor, second, HW_TEXT(""), NULL, &records, &w->error), HW_BAD_INPUT);
	assert_int_equal(intake_undo(w->store, &actor, HW_TEXT("b-none"), HW_TEXT(""), NULL, &records, &w->error),
			 HW_NOT_FOUND);
	/* The same file can come again, as another batch. */
	import(w, "persons", "id,side,family\nP1,ours,New\nP2,ours,Second\n");
	assert_counts(w, 1, 0, 1, 0, 0);
	assert_false(hw_text_equal(w->last.items[0].batch, second));
	assert_int_equal(intake_undo(w->store, &actor, w->last.items[0].batch, HW_TEXT(""), NULL, &records, &w->error),
			 HW_OK);
	assert_int_equal(intake_undo(w->store, &actor, first, HW_TEXT(""), NULL, &records, &w->error), HW_OK);
	assert_int_equal(count_of(w, "persons_all"), 0);
	verify(w);
}

static void what_is_referred_to_cannot_be_undone(void **state)
{
	world *w = *state;
	int64_t records;
	import(w, "parties", "id,name,side\nA,Alpha,ours\n");
	hw_text parties = w->last.items[0].batch;
	import(w, "sources", "id,kind,grade\nS1,video,B\n");
	hw_text sources = w->last.items[0].batch;
	import(w, "places", "id,name,kind,region,party\nG1,Camp,camp,GRO,A\n");
	hw_text places = w->last.items[0].batch;
	import(w, "debriefs", "id,places,source\nD1,G1,S1\n");
	hw_text debriefs = w->last.items[0].batch;
	const hw_text blocked[] = {parties, sources, places}, by[] = {places, debriefs, debriefs};
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(intake_undo(w->store, &actor, blocked[i], HW_TEXT(""), NULL, &records, &w->error),
				 HW_BAD_INPUT);
		assert_non_null(strstr(w->error.why, by[i].bytes));
	}
	const hw_text order[] = {debriefs, sources, places, parties};
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(intake_undo(w->store, &actor, order[i], HW_TEXT(""), NULL, &records, &w->error),
				 HW_OK);
	verify(w);
}

static void what_stands_again_must_make_sense(void **state)
{
	world *w = *state;
	int64_t records;
	hw_text batch[4];
	import(w, "sources", "id,kind,grade\nS1,video,B\n");
	import(w, "holders", "id,name,kind\nH,Unit,unit\n");
	batch[0] = w->last.items[0].batch;
	import(w, "persons", "id,side,family,holder\nP1,ours,A,H\n");
	import(w, "persons", "id,side,family,holder\nP1,ours,A,\n");
	batch[1] = w->last.items[0].batch;
	assert_int_equal(intake_undo(w->store, &actor, batch[0], HW_TEXT(""), NULL, &records, &w->error), HW_OK);
	assert_int_equal(intake_undo(w->store, &actor, batch[1], HW_TEXT(""), NULL, &records, &w->error), HW_BAD_INPUT);
	assert_string_equal(w->error.where, "P1");
	assert_string_equal(w->error.why, "the version before refers to \"H\", which is not there any more");
	import(w, "reports", "id,source,received,region,copies\nR1,S1,2024,GRO,R2\nR2,S1,2024,GRO,\n");
	import(w, "reports", "id,source,received,region,copies\nR1,S1,2024,GRO,\n");
	batch[2] = w->last.items[0].batch;
	import(w, "reports", "id,source,received,region,copies\nR2,S1,2024,GRO,R1\n");
	batch[3] = w->last.items[0].batch;
	assert_int_equal(intake_undo(w->store, &actor, batch[2], HW_TEXT(""), NULL, &records, &w->error), HW_BAD_INPUT);
	assert_string_equal(w->error.why, "the version before would point to itself through later rows");
	assert_int_equal(intake_undo(w->store, &actor, batch[3], HW_TEXT(""), NULL, &records, &w->error), HW_OK);
	assert_int_equal(intake_undo(w->store, &actor, batch[2], HW_TEXT(""), NULL, &records, &w->error), HW_OK);
	verify(w);
}

/* ---- sealed columns ---- */
static void sources_are_sealed_on_arrival(void **state)
{
	world *w = *state;
	int64_t records;
	import(w, "settings",
	       "key,value\nprotection_key,1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020109\n");
	import(w, "sources", "id,kind,grade,identity\nS1,video,B,Somebody Secret\n");
	assert_counts(w, 1, 0, 0, 0, 0);
	hw_text batch = w->last.items[0].batch;
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;
	assert_int_equal(store_query(w->store, "sources_all", NULL, 0, &rows, &w->error), HW_OK);
	assert_int_equal(store_next(rows, &found, &w->error), HW_OK);
	size_t identity = io_column_find(io_kind_find("sources"), "identity");
	assert_int_equal(store_get_text(rows, identity).length, 2 * (48 + strlen("Somebody Secret")));
	store_rows_close(rows);
	rows = NULL;
	/* Nowhere in the file. */
	store_close(w->store);
	FILE *file = fopen(w->url, "rb");
	static char bytes[4 << 20];
	size_t length = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	assert_null(memmem(bytes, length, "Secret", 6));
	assert_int_equal(store_open(w->url, NULL, &w->store, &w->error), HW_OK);
	import(w, "sources", "id,kind,grade\nS1,video,C\n");
	assert_counts(w, 0, 0, 1, 0, 0);
	assert_int_equal(intake_undo(w->store, &actor, w->last.items[0].batch, HW_TEXT(""), NULL, &records, &w->error),
			 HW_OK);
	assert_int_equal(store_query(w->store, "sources_all", NULL, 0, &rows, &w->error), HW_OK);
	assert_int_equal(store_next(rows, &found, &w->error), HW_OK);
	assert_int_equal(store_get_text(rows, identity).length, 2 * (48 + strlen("Somebody Secret")));
	(void)batch;
	store_rows_close(rows);
	rows = NULL;
	verify(w);
}

static void a_file_of_the_wrong_sort(void **state)
{
	world *w = *state;
	static const struct {
		const char *bytes;
		size_t length;
		hw_status status;
	} files[] = {{"id,side,family\n1,ours,A\0B\n", 26, HW_BAD_INPUT}, {"", 0, HW_BAD_INPUT}};
	for (size_t i = 0; i < HW_COUNT(files); i++) {
		const char *path = file_of(w, "f.csv", "");
		FILE *file = fopen(path, "wb");
		fwrite(files[i].bytes, 1, files[i].length, file);
		fclose(file);
		assert_int_equal(run(w, (bureau_import_options){.kind = "persons", .paths = &path, .path_count = 1}),
				 files[i].status);
	}
	const char *path = w->folder;
	assert_int_not_equal(run(w, (bureau_import_options){.kind = "persons", .paths = &path, .path_count = 1}),
			     HW_OK);
	assert_int_equal(count_of(w, "batch_list"), 0);
}

#define IN_A_BUREAU(test) cmocka_unit_test_setup_teardown(test, begin, end)
int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_BUREAU(rows_are_new_same_or_changed),
		IN_A_BUREAU(the_same_file_twice_changes_nothing),
		IN_A_BUREAU(an_old_file_does_not_bring_the_old_version_back),
		IN_A_BUREAU(possible_duplicates_are_counted),
		cmocka_unit_test(the_index_of_names_is_small),
		IN_A_BUREAU(a_dry_run_leaves_the_file_as_it_is),
		IN_A_BUREAU(refused_rows_refuse_everything),
		IN_A_BUREAU(what_the_bureau_alone_can_refuse),
		IN_A_BUREAU(ids_of_two_kinds_are_asked_for),
		IN_A_BUREAU(references_inside_a_file),
		IN_A_BUREAU(rows_in_a_circle_are_refused),
		IN_A_BUREAU(refused_rows_come_back_repaired),
		IN_A_BUREAU(several_files_are_one_act),
		IN_A_BUREAU(wrong_options),
		IN_A_BUREAU(a_stop_leaves_nothing),
		IN_A_BUREAU(memory_may_run_out_anywhere),
		IN_A_BUREAU(a_report_that_names_a_person_is_joined),
		IN_A_BUREAU(judgements_join_and_split_persons),
		IN_A_BUREAU(undo_brings_the_version_before_back),
		IN_A_BUREAU(what_is_referred_to_cannot_be_undone),
		IN_A_BUREAU(what_stands_again_must_make_sense),
		IN_A_BUREAU(sources_are_sealed_on_arrival),
		IN_A_BUREAU(a_file_of_the_wrong_sort),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
