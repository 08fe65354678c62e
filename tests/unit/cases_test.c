/* Sheets of single cases, on a small caseload that comes in through the real import. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "bureau/bureau.h"

static const struct {
	const char *kind, *text;
} files[] = {
	{"settings", "key,value\nas_of,2025-02-28\nus,U\n"},
	{"parties", "id,name,side,kind\nU,Own,ours,state\nS,Other,theirs,state\nM,Mediator,neutral,mediator\n"},
	{"sources", "id,kind,grade,confidential\nAG,agency,A,yes\nV,video,B,\nT,social,E,\nD,returned,A,\n"},
	{"holders", "id,name,kind,party\nF,Formation,formation,S\nX,Soldiers of a unit,unit,S\n"},
	{"categories", "id,name,axis,sensitive\nk1,Mountain people,origin,yes\nk2,conscripts,recruitment,no\n"
		       "k7,residents of occupied areas,residence,no\nkh,gravely wounded,health,yes\n"},
	{"circumstances", "id,name,captive,dead,free\nc1,seen in captivity,0.9,0.08,0.02\n"},
	{"regions", "id,name,weight\nNOR,North,0.5\nSOU,South,0.5\n"},
	{"places", "id,name,kind,region,party,holder,lat,lon\nP1,Hangar,hangar,NOR,S,F,-48,-123\n"
		   "P2,Colony,penal_colony,SOU,S,S,-47,-124\nP9,Camp,camp,SOU,U,U,-46,-124\n"},
	{"persons", "id,side,family,given,patronymic,born,categories,holder,register,missing_since,circumstances,"
		    "wounded,wills,court,disowned,returned,place\n"
		    "A1,ours,Шевченко,Микола,Іванович,1987-06-25,,S,missing,2024-01-10,c1,,,,,,\n"
		    "A2,ours,Бойко,Іван,,1990,,,captive,2024-02-01,c1,,,,,,\n"
		    "A3,ours,Kovalenko,Oksana,,1995-03-04,,,captive,2024-02-01,c1,,,,,2024-06-12,\n"
		    "B1,theirs,Петров,Олег,,1980,k7;k1;kh,U,,,,grave,yes,,yes,,P9\n"
		    "B2,theirs,Сидоров,Иван,,1991,k2,U,,,,,no,yes,,,P9\n"
		    "B3,theirs,Орлов,Пётр,,1992,k2;k7,U,,,,,,,,,P9\n"
		    "B4,theirs,Белов,Семён,,1993,k7,U,,,,,,,yes,,P9\n"
		    "B5,theirs,Лапин,Юрий,,1994,k7,U,,,,,,,,,P9\nB6,theirs,Гусев,Артур,,1994,k7,U,,,,,,,,,P9\n"
		    "B7,theirs,Зуев,Марк,,1994,k7,U,,,,,,,,,P9\n"},
	{"reports", "id,person,source,happened,received,status,place,region,credibility,copies,copy\n"
		    "R1,A1,V,2024-10-01,2024-10-05,,P1,,2,,\nR2,A1,T,2024-10-02,2024-10-06,,P1,,3,R1,0.7\n"
		    "R3,A1,AG,2024-11-01,2024-12-05,captive,,,1,,\nR4,A1,D,2025-03-01,2025-03-02,,P2,,1,,\n"},
	{"inquiries", "id,person,relative,relation,contact,authorised,opened,last_contact\nH1,A1,her name is "
		      "secret,mother,+0 1,yes,2024-02-01,2025-01-01\n"
		      "H2,A1,another secret,wife,+0 2,no,2024-02-02,2025-01-02\n"},
	{"claims",
	 "id,subject,subject_kind,axis,value,party,source,learned\n"
	 "CL1,k7,categories,nationality,not its citizens,S,D,2024-06-01\nCL2,k7,categories,nationality,citizens of the "
	 "area,U,,2024-06-01\n"
	 "CL3,B1,persons,nationality,not its citizen,S,,2024-06-02\nCL4,B1,persons,nationality,its own "
	 "citizen,U,,2024-06-02\n"
	 "CL5,B1,persons,allegiance,served in its forces,U,,2024-06-02\nCL6,B1,persons,will,wants to go "
	 "home,,,2024-06-02\n"
	 "CL7,B1,persons,register,told in confidence,,AG,2024-06-02\nCL8,B1,persons,register,later,,D,2025-06-02\n"},
	{"custody", "id,person,kind,from_holder,to_holder,to_place,happened,consideration,source\n"
		    "X1,A1,capture,,X,,2024-01-10,,D\nX2,A1,acquisition,X,F,P1,2024-03-10,money,D\n"
		    "X3,A1,transfer,S,F,P2,2024-05-10,,V\nX4,A2,transfer,X,F,,,,V\n"},
	{"evidence",
	 "id,kind,title,received,source,file,sha256,identifiable,persons,places\n"
	 "E1,video,a "
	 "meeting,2024-12-07,V,e1.txt,2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824,yes,A1,P1\n"
	 "E2,document,a "
	 "count,2024-12-08,D,e2.txt,2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824,no,,\n"
	 "E3,document,outside,2024-12-08,D,../e3.txt,,no,,\nE4,document,in confidence,2024-12-08,AG,,,no,,\n"},
	{"statements", "id,speaker,party,happened,kind,words,translation,counts,side,category,bound,quantity,threatens,"
		       "article,places,evidence_for,evidence_against\n"
		       "ST1,ministry,S,2024-03-05,claim,Слова.,Conscripts are not sent.,captured,theirs,k2,=,0,,,,,E2\n"
		       "ST2,head,F,2024-12-06,threat,Погроза.,We shall shield.,,,,,,yes,23,P1,E1;E4,\n"
		       "ST3,adviser,F,2025-01-15,justification,Хитрощі.,It is a military ruse.,,,,,,,23,,,E1\n"},
	{"interests", "party,side,category,word,strength,reason,source\nS,theirs,k2,asks_for,4.25,,D\n"
		      "S,theirs,k1,no_interest,0.375,unknown,D\nS,theirs,k7,no_interest,-0.125,not its "
		      "citizens,D\nS,theirs,kh,refuses_to_take,,no place,D\n"},
	{"rounds", "id,happened,venue,guarantees,parties\nN1,2024-06-12,a crossing,white flags,U;S\nN2,2025-02-05,an "
		   "airfield,the host,U;S\n"},
	{"minutes", "id,round,party,speaker,kind,words,condition,due,kept\nM1,N1,S,their head,promised,Cards for "
		    "all.,if asked,2024-07-01,no\n"
		    "M2,N1,U,our head,offered,Fifty without anything.,,,\n"},
	{"packages", "id,party,happened,given,returned,answer\nK1,S,2024-05-01,k7:5;k1:2,k2:3,refused\nK2,S,2024-06-01,"
		     "k7:2,k2:2,accepted\n"},
	{"requests", "id,party,happened,person,answer\nQ1,S,2024-08-01,A1,refused\n"},
	{"lists", "id,direction,kind,party,happened,received,round\nL1,out,wanted,S,2024-06-01,2024-06-01,N1\n"
		  "L2,in,offered,S,2025-02-18,2025-02-19,\nL3,in,offered,S,2024-06-20,2024-06-20,\n"},
	{"entries", "id,list,row,person,name,born\nEN1,L1,1,A1,,\nEN2,L2,1,,Коваленко "
		    "Оксана,1995-03-04\nEN3,L2,2,,Somebody Else,\n"
		    "EN4,L3,1,A3,Коваленко О.,\n"},
	{"answers", "id,round,list,person,party,answer,direction,happened\nW1,N1,L1,A1,S,agreed,returned,2024-06-"
		    "06\nW2,N1,L1,A2,S,agreed,returned,2024-06-06\n"
		    "W3,N1,,B2,S,agreed,given,2024-06-06\nW4,N1,,B3,S,agreed,given,2024-06-06\n"},
	{"deliveries", "id,round,direction,person,outcome,instead_of,happened,cause\nV1,N1,returned,A1,absent,,2024-06-"
		       "12,said to be ill\n"
		       "V2,N1,returned,A3,substitute,A1,2024-06-12,\nV3,N1,returned,A2,delivered,,2024-06-12,\n"
		       "V4,N1,given,B2,withdrew,,2024-06-12,did not wish\nV5,N1,given,B3,delivered,,2024-06-12,\n"},
};

typedef struct world {
	char folder[64], db[96];
	bureau *b;
	hw_arena *arena;
	bureau_sheet sheet;
	hw_error error;
} world;

static const bureau_run plain = {.seed = 1, .threads = 1, .lang = "en"};

static void must(world *w, hw_status status)
{
	char line[1024];

	if (status != HW_OK)
		fail_msg("%s", hw_error_line(&w->error, line, sizeof(line)));
}

static void write_text(world *w, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s", w->folder, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}

static void sit_down(world *w, const char *user)
{
	bureau_close(w->b);
	w->b = NULL;
	must(w, bureau_open(w->db, user, NULL, NULL, &w->b, &w->error));
}

static void take_in(world *w, const char *kind, const char *text)
{
	char path[256];
	const char *paths[] = {path};
	bureau_import_options options = {.kind = kind, .paths = paths, .path_count = 1};
	bureau_imports imports;

	(void)snprintf(path, sizeof(path), "%s/%s.csv", w->folder, kind);
	write_text(w, strrchr(path, '/') + 1, text);
	must(w, bureau_import_files(w->b, w->arena, &plain, &options, &imports, &w->error));
	if (imports.refused)
		fail_msg("%s: %.*s", kind, HW_TEXT_ARG(imports.items[0].refusals[0]));
}

static int begin(void **state)
{
	world *w = calloc(1, sizeof(*w));
	bureau_made made;

	strcpy(w->folder, "/tmp/homeward_cases_XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	(void)snprintf(w->db, sizeof(w->db), "%s/bureau.db", w->folder);
	w->arena = hw_arena_new((size_t)1 << 30);
	must(w, bureau_init(&(bureau_door){.db = w->db, .name = "test"}, true, &made, &w->error));
	sit_down(w, NULL);
	for (size_t i = 0; i < HW_COUNT(files); i++) {
		take_in(w, files[i].kind, files[i].text);
		sit_down(w, NULL); /* the first file says which day it is */
	}
	*state = w;
	return 0;
}

static int end(void **state)
{
	world *w = *state;
	char command[128];

	bureau_close(w->b);
	hw_arena_free(w->arena);
	(void)snprintf(command, sizeof(command), "rm -rf %s", w->folder);
	assert_int_equal(system(command), 0);
	free(w);
	return 0;
}

/* ---- reading a sheet --------------------------------------------------------------------------- */
static const char *shown(world *w, const bureau_column *column, const bureau_value *value)
{
	if (value->restricted)
		return "restricted";
	if (!value->known)
		return "";
	if (column->kind == BUREAU_TEXT || column->kind == BUREAU_WORD || column->kind == BUREAU_HASH)
		return hw_text_copy(w->arena, value->text).bytes;
	return hw_text_format(w->arena, "%g", value->number).bytes;
}

static const char *field(world *w, const char *key)
{
	for (size_t i = 0; i < w->sheet.field_count; i++)
		if (!strcmp(w->sheet.fields[i].column.key, key))
			return shown(w, &w->sheet.fields[i].column, &w->sheet.fields[i].value);
	return "no such field";
}

static const bureau_list *list_of(world *w, const char *key)
{
	for (size_t i = 0; i < w->sheet.list_count; i++)
		if (!strcmp(w->sheet.lists[i].key, key))
			return &w->sheet.lists[i];
	fail_msg("no list %s", key);
	return NULL;
}

static const char *cell(world *w, const char *key, size_t row, const char *column)
{
	const bureau_list *list = list_of(w, key);

	if (row >= list->row_count)
		return "no such row";
	for (size_t c = 0; c < list->column_count; c++)
		if (!strcmp(list->columns[c].key, column))
			return shown(w, &list->columns[c], &list->values[row * list->column_count + c]);
	return "no such column";
}

/* The row whose first matching column has the value; fails when there is none. */
static size_t row_with(world *w, const char *key, const char *column, const char *value)
{
	const bureau_list *list = list_of(w, key);

	for (size_t r = 0; r < list->row_count; r++)
		if (!strcmp(cell(w, key, r, column), value))
			return r;
	fail_msg("no row of %s with %s = %s", key, column, value);
	return 0;
}

static char *json_of(world *w)
{
	hw_buffer out = {0};
	hw_json_writer writer = hw_json_writer_new(&out, false);
	hw_text copy;

	bureau_sheet_json(&w->sheet, &writer, NULL);
	assert_false(out.failed);
	copy = hw_text_copy(w->arena, hw_buffer_text(&out));
	hw_buffer_free(&out);
	return (char *)(uintptr_t)copy.bytes;
}

static void lacks(world *w, const char *words)
{
	if (strstr(json_of(w), words))
		fail_msg("\"%s\" stands in %s", words, json_of(w));
}

static void person(world *w, const char *id)
{
	must(w, bureau_person_sheet(w->b, w->arena, &plain, hw_text_of(id), &w->sheet, &w->error));
}

/* ---- person ------------------------------------------------------------------------------------------- */
static void a_person_has_every_axis(void **state)
{
	world *w = *state;
	static const char *const axes[] = {
		"register", "evidence of captivity", "fate", "exchange", "legal position", "health", "will"};

	person(w, "A1");
	for (size_t i = 0; i < HW_COUNT(axes); i++)
		assert_string_equal(cell(w, "status", i, "axis"), axes[i]);
	assert_string_equal(field(w, "registry_id"), "A1");
	assert_string_equal(field(w, "name"), "Шевченко Микола Іванович");
	assert_string_equal(cell(w, "status", 0, "value"), "missing");
	assert_string_equal(cell(w, "status", 0, "since"), "2024-01-10");
	assert_string_equal(cell(w, "status", 0, "source"), "register (persons.csv)");
	assert_string_equal(cell(w, "status", 0, "learned"), "2025-02-28");
	assert_string_equal(cell(w, "status", 1, "value"), "indicated"); /* by reports alone */
	assert_string_equal(cell(w, "status", 2, "value"), "unknown");
	assert_string_equal(cell(w, "status", 3, "value"), "refused"); /* the request came after the handover */
	assert_string_equal(field(w, "inquiries"), "2");
	lacks(w, "secret"); /* relatives are counted, never named */
	person(w, "A3");
	assert_string_equal(cell(w, "status", 2, "value"), "home");
	person(w, "B1");
	assert_string_equal(cell(w, "status", 1, "value"), "confirmed otherwise");
}

static void reports_show_the_grade_only(void **state)
{
	world *w = *state;
	const bureau_list *reports;

	person(w, "A1");
	reports = list_of(w, "reports");
	assert_int_equal(reports->row_count, 3); /* R4 was received after the day asked about */
	assert_string_equal(cell(w, "reports", 0, "id"), "R1");
	assert_string_equal(cell(w, "reports", 0, "grade"), "B");
	assert_string_equal(cell(w, "reports", 0, "says"), "held at Hangar (P1)");
	assert_string_equal(cell(w, "reports", 1, "copies"), "R1");
	for (size_t c = 0; c < reports->column_count; c++)
		assert_string_not_equal(reports->columns[c].key, "source");
	lacks(w, "R4");
	sit_down(w, "negotiator");
	person(w, "A1");
	assert_int_equal(list_of(w, "reports")->row_count, 2); /* the Agency's was told in confidence */
	lacks(w, "R3");
	assert_non_null(strstr(json_of(w), "1 reports were given in confidence"));
	sit_down(w, NULL);
}

static void belonging_is_claimed_by_each_party(void **state)
{
	world *w = *state;
	const bureau_list *list;

	person(w, "B1");
	list = list_of(w, "belonging");
	assert_int_equal(list->row_count, 5); /* three about him, two about his category */
	assert_string_equal(cell(w, "belonging", 0, "axis"), "allegiance");
	assert_string_equal(cell(w, "belonging", row_with(w, "belonging", "id", "CL3"), "by_party"), "Other (S)");
	assert_string_equal(cell(w, "belonging", row_with(w, "belonging", "id", "CL3"), "value"), "not its citizen");
	assert_string_equal(cell(w, "belonging", row_with(w, "belonging", "id", "CL4"), "by_party"), "Own (U)");
	assert_string_equal(cell(w, "belonging", row_with(w, "belonging", "id", "CL1"), "about"),
			    "residents of occupied areas (k7)");
	assert_string_equal(field(w, "disowned"), "1");
	lacks(w, "CL8"); /* learned later */
}

static void what_is_restricted_is_not_there(void **state)
{
	world *w = *state;

	person(w, "B1"); /* the trainee has every role */
	assert_string_equal(cell(w, "status", 6, "value"), "wants to return");
	assert_non_null(strstr(cell(w, "status", 5, "value"), "arts. 109-110"));
	assert_int_equal(list_of(w, "categories")->row_count, 3);
	row_with(w, "claims", "id", "CL6");
	row_with(w, "claims", "id", "CL7");
	sit_down(w, "negotiator");
	person(w, "B1");
	for (size_t i = 4; i < 7; i++) {
		assert_string_equal(cell(w, "status", i, "value"), "restricted");
		assert_string_equal(cell(w, "status", i, "learned"), "restricted");
	}
	assert_int_equal(list_of(w, "categories")->row_count, 1);
	lacks(w, "k1");
	lacks(w, "kh");
	lacks(w, "Mountain");
	lacks(w, "wants");
	lacks(w, "109");
	lacks(w, "CL6");
	lacks(w, "told in confidence");
	/* He who refused, is under trial or is ill reads the same as he who is none of it. */
	person(w, "B2");
	assert_string_equal(cell(w, "status", 6, "value"), "restricted");
	assert_string_equal(cell(w, "status", 4, "value"), "restricted");
	assert_string_equal(cell(w, "status", 3, "value"), "not available");
	lacks(w, "withdrew");
	lacks(w, "did not wish");
	sit_down(w, "legal-officer");
	person(w, "B2");
	assert_string_equal(cell(w, "status", 6, "value"), "does not want to return");
	assert_string_equal(cell(w, "status", 3, "value"), "withdrew");
	sit_down(w, NULL);
}

static void who_may_not_see_persons_sees_none(void **state)
{
	world *w = *state;
	static const char *const users[] = {"administrator", "mediator", "auditor", "intelligence-liaison"};
	bureau_estimate estimate;

	for (size_t i = 0; i < HW_COUNT(users); i++) {
		sit_down(w, users[i]);
		assert_int_equal(bureau_person_sheet(w->b, w->arena, &plain, HW_TEXT("A1"), &w->sheet, &w->error),
				 HW_NOT_PERMITTED);
		assert_int_equal(bureau_custody_sheet(w->b, w->arena, &plain, HW_TEXT("A1"), &w->sheet, &w->error),
				 HW_NOT_PERMITTED);
		assert_int_equal(bureau_locate_person(w->b, w->arena, &plain, HW_TEXT("A1"), &estimate, &w->error),
				 HW_NOT_PERMITTED);
		assert_int_equal(bureau_search(w->b, w->arena, &plain, HW_TEXT("Шевченко"), 10, &w->sheet, &w->error),
				 HW_NOT_PERMITTED);
		/* Neither is it an oracle for who exists. */
		assert_int_equal(bureau_person_sheet(w->b, w->arena, &plain, HW_TEXT("nobody"), &w->sheet, &w->error),
				 HW_NOT_PERMITTED);
	}
	sit_down(w, NULL);
}

static int64_t entries(world *w)
{
	bureau_state s;

	must(w, bureau_status(w->b, &s, &w->error));
	return s.entries;
}

static void every_view_is_written_down(void **state)
{
	world *w = *state;
	int64_t before = entries(w);
	bureau_verdict verdict;
	bureau_estimate estimate;

	person(w, "A1");
	assert_int_equal(entries(w), before + 1);
	must(w, bureau_custody_sheet(w->b, w->arena, &plain, HW_TEXT("A1"), &w->sheet, &w->error));
	must(w, bureau_locate_person(w->b, w->arena, &plain, HW_TEXT("A1"), &estimate, &w->error));
	must(w, bureau_search(w->b, w->arena, &plain, HW_TEXT("Шевченко"), 10, &w->sheet, &w->error));
	assert_int_equal(entries(w), before + 4);
	must(w, bureau_verify(w->b, NULL, &verdict, &w->error));
	assert_true(verdict.good);
}

static void ids_are_found_or_refused(void **state)
{
	world *w = *state;
	const char *id;

	person(w, "A1");
	id = field(w, "id");
	assert_int_equal(strncmp(id, "p-", 2), 0);
	person(w, id);
	assert_string_equal(field(w, "registry_id"), "A1");
	assert_int_equal(bureau_person_sheet(w->b, w->arena, &plain, HW_TEXT("A99"), &w->sheet, &w->error),
			 HW_NOT_FOUND);
	assert_non_null(strstr(w->error.remedy, "search"));
	assert_int_equal(bureau_person_sheet(w->b, w->arena, &plain, HW_TEXT(""), &w->sheet, &w->error), HW_NOT_FOUND);
}

static void former_ids_lead_to_the_person(void **state)
{
	world *w = *state;
	const char *first, *second, *now;

	person(w, "B6");
	first = field(w, "id");
	person(w, "B7");
	second = field(w, "id");
	take_in(w, "judgements",
		"a,a_kind,b,b_kind,verdict,by,reason\nB6,persons,B7,persons,same,TA,one service book\n");
	person(w, first);
	now = field(w, "id");
	person(w, second);
	assert_string_equal(field(w, "id"), now);
	assert_true(!strcmp(now, first) != !strcmp(now, second));
	row_with(w, "records", "joined_because", "one service book");
	assert_non_null(strstr(json_of(w), "is a former id of this person"));
	assert_non_null(strstr(json_of(w), "2 rows of the register"));
}

/* ---- custody ---------------------------------------------------------------------------------------------- */
static void the_chain_shows_its_gaps(void **state)
{
	world *w = *state;

	must(w, bureau_custody_sheet(w->b, w->arena, &plain, HW_TEXT("A1"), &w->sheet, &w->error));
	assert_int_equal(list_of(w, "custody")->row_count, 3);
	assert_string_equal(cell(w, "custody", 0, "event"), "capture");
	assert_string_equal(cell(w, "custody", 0, "gap"), "");
	assert_string_equal(cell(w, "custody", 0, "days"), "60"); /* 10 January to 10 March of a leap year */
	assert_string_equal(cell(w, "custody", 1, "consideration"), "money");
	assert_string_equal(cell(w, "custody", 1, "not_the_power"), "1");
	assert_string_equal(cell(w, "custody", 1, "gap"), "");
	assert_string_equal(cell(w, "custody", 2, "gap"), "how he came from F to S is not known");
	assert_string_equal(cell(w, "custody", 2, "days"), "294"); /* to the day asked about */
	assert_non_null(strstr(json_of(w), "GC III 12"));
	assert_non_null(strstr(json_of(w), "AP I 75(2)(c)"));
	assert_non_null(strstr(json_of(w), "has 1 gap:"));
	must(w, bureau_custody_sheet(w->b, w->arena, &plain, HW_TEXT("A2"), &w->sheet, &w->error));
	assert_string_equal(cell(w, "custody", 0, "gap"), "the capture is not recorded; the day is not known");
	must(w, bureau_custody_sheet(w->b, w->arena, &plain, HW_TEXT("A3"), &w->sheet, &w->error));
	assert_int_equal(list_of(w, "custody")->row_count, 0);
	lacks(w, "GC III 12");
}

/* A model that rests and is made again from what it learned says the same to the last bit. */
static void a_model_may_rest(void **state)
{
	world *w = *state;
	bureau_estimate before, after;

	must(w, bureau_locate_person(w->b, w->arena, &plain, HW_TEXT("A1"), &before, &w->error));
	assert_true(bureau_located_rest(w->b));
	assert_false(bureau_located_rest(w->b)); /* there is none any more */
	must(w, bureau_locate_person(w->b, w->arena, &plain, HW_TEXT("A1"), &after, &w->error));
	assert_memory_equal(&before.captive, &after.captive, sizeof(before.captive));
	assert_memory_equal(&before.dead, &after.dead, sizeof(before.dead));
	assert_int_equal(before.region_count, after.region_count);
	for (size_t i = 0; i < before.region_count; i++)
		assert_memory_equal(&before.regions[i].p, &after.regions[i].p, sizeof(before.regions[i].p));
	assert_int_equal(before.report_count, after.report_count);
	for (size_t i = 0; i < before.report_count; i++)
		assert_memory_equal(&before.reports[i].moves[0], &after.reports[i].moves[0], sizeof(double));
}

/* ---- where one person is ------------------------------------------------------------------------------------- */
static void one_person_is_located(void **state)
{
	world *w = *state;
	bureau_estimate e;
	double sum = 0;

	must(w, bureau_locate_person(w->b, w->arena, &plain, HW_TEXT("A1"), &e, &w->error));
	for (size_t i = 0; i < e.region_count; i++)
		sum += e.regions[i].p;
	assert_true(fabs(sum - (e.captive)) <= 1e-9);
	assert_true(fabs(e.captive + e.dead + e.free - (1)) <= 1e-9);
	assert_true(hw_text_is(e.regions[0].id, "NOR"));
	assert_true(e.regions[0].p > 0.7);
	assert_true(hw_text_is(e.register_word, "missing"));
	assert_false(e.confirmed);
	assert_int_equal(e.report_count, 3);
	assert_true(hw_text_is(e.reports[0].id, "R1"));
	assert_int_equal(e.reports[0].grade, 'B');
	assert_true(e.reports[0].moves[0] > e.reports[1].moves[0]); /* the copy adds less */
	assert_true(hw_text_is(e.reports[1].copies, "R1"));
	for (size_t i = 0; i < e.report_count; i++) {
		const bureau_why *y = &e.reports[i];

		assert_true(fabs(y->faithful + y->noise + y->copy - (1)) <= 1e-9);
		assert_true(fabs(y->reliability * 20 - ((double)(long)(y->reliability * 20 + 0.5))) <= 1e-9);
	}
	assert_true(e.change.count >= 2);
	assert_true(e.next_count > 0 && e.next[0].low < e.next[0].high);
	assert_non_null(strstr(e.change.items[0].bytes, "Without report R1"));
}

static void the_estimate_keeps_confidence(void **state)
{
	world *w = *state;
	bureau_estimate all, less;

	must(w, bureau_locate_person(w->b, w->arena, &plain, HW_TEXT("A1"), &all, &w->error));
	sit_down(w, "negotiator");
	must(w, bureau_locate_person(w->b, w->arena, &plain, HW_TEXT("A1"), &less, &w->error));
	assert_true(fabs(all.captive - (less.captive)) <= 0); /* it counts */
	assert_int_equal(less.report_count, 2);               /* and is not shown */
	assert_int_equal(less.confidential, 1);
	sit_down(w, "family-liaison");
	must(w, bureau_locate_person(w->b, w->arena, &plain, HW_TEXT("A1"), &less, &w->error));
	assert_int_equal(less.place_count, 0); /* no right to see places */
	assert_null(strstr(less.reports[0].says.bytes, "Hangar"));
	sit_down(w, NULL);
	assert_int_equal(bureau_locate_person(w->b, w->arena, &plain, HW_TEXT("B1"), &less, &w->error), HW_BAD_INPUT);
}

/* ---- search ---------------------------------------------------------------------------------------------------- */
static void names_are_found_across_scripts(void **state)
{
	world *w = *state;
	static const char *const queries[][2] = {{"Shevchenko Mykola", "A1"}, {"ШЕВЧЕНКО М.", "A1"},
						 {"Николай Шевченко", "A1"},  {"Коваленко Оксана 1995", "A3"},
						 {"Petrov Oleg", "B1"},       {"ст. солдат Бойко І. 1990 р.н.", "A2"}};

	for (size_t i = 0; i < HW_COUNT(queries); i++) {
		must(w, bureau_search(w->b, w->arena, &plain, hw_text_of(queries[i][0]), 10, &w->sheet, &w->error));
		assert_string_equal(cell(w, "hits", 0, "id"), queries[i][1]);
		assert_string_not_equal(cell(w, "hits", 0, "reasons"), "");
	}
	must(w, bureau_search(w->b, w->arena, &plain, HW_TEXT("Zzyzx Qwerty"), 10, &w->sheet, &w->error));
	assert_int_equal(list_of(w, "hits")->row_count, 0);
	must(w, bureau_search(w->b, w->arena, &plain, HW_TEXT("Коваленко Оксана 1950"), 10, &w->sheet, &w->error));
	assert_true(!list_of(w, "hits")->row_count || atof(cell(w, "hits", 0, "likeness")) < 0.7);
	assert_int_equal(bureau_search(w->b, w->arena, &plain, HW_TEXT("42"), 10, &w->sheet, &w->error), HW_USAGE);
}

static void partial_names_and_beginnings_are_found(void **state)
{
	world *w = *state;

	must(w, bureau_search(w->b, w->arena, &plain, HW_TEXT("Шевч"), 10, &w->sheet, &w->error));
	assert_string_equal(cell(w, "hits", 0, "id"), "A1");
	assert_non_null(strstr(cell(w, "hits", 0, "reasons"), "begins so"));
	must(w, bureau_search(w->b, w->arena, &plain, HW_TEXT("Shevchenko"), 10, &w->sheet, &w->error));
	assert_string_equal(cell(w, "hits", 0, "id"), "A1");
}

/* ---- evidence ------------------------------------------------------------------------------------------------------ */
static void evidence_is_hashed_again(void **state)
{
	world *w = *state;
	int64_t differing = -1, missing;

	write_text(w, "e1.txt", "hello");
	must(w, bureau_evidence_verify(w->b, w->arena, &plain, NULL, &w->sheet, &differing, &missing, &w->error));
	assert_int_equal(differing, 0);
	assert_int_equal(missing, 1);
	assert_string_equal(cell(w, "files", 0, "result"), "unchanged");
	assert_string_equal(cell(w, "files", 1, "result"), "missing");
	assert_string_equal(cell(w, "files", 2, "result"), "not read: the path leaves the folder");
	assert_string_equal(cell(w, "files", 3, "result"), "not held here");
	write_text(w, "e2.txt", "hello, changed");
	must(w, bureau_evidence_verify(w->b, w->arena, &plain, w->folder, &w->sheet, &differing, &missing, &w->error));
	assert_int_equal(differing, 1);
	assert_string_equal(cell(w, "files", 1, "result"), "DIFFERS");
	assert_string_equal(field(w, "unchanged"), "1");
	sit_down(w, "negotiator");
	assert_int_equal(
		bureau_evidence_verify(w->b, w->arena, &plain, NULL, &w->sheet, &differing, &missing, &w->error),
		HW_NOT_PERMITTED);
	sit_down(w, NULL);
}

static void an_item_shows_its_chain(void **state)
{
	world *w = *state;

	must(w, bureau_evidence_sheet(w->b, w->arena, &plain, HW_TEXT("E1"), &w->sheet, &w->error));
	assert_string_equal(field(w, "grade"), "B");
	assert_string_equal(field(w, "persons"), "A1");
	assert_string_equal(cell(w, "statements", row_with(w, "statements", "id", "ST2"), "relation"), "for");
	assert_string_equal(cell(w, "statements", row_with(w, "statements", "id", "ST3"), "relation"), "against");
	assert_string_equal(cell(w, "places", 0, "label"), "Hangar (P1)");
	assert_int_equal(list_of(w, "chain")->row_count, 1);
	assert_non_null(strstr(json_of(w), "GC III 13"));
	sit_down(w, "auditor");
	must(w, bureau_evidence_sheet(w->b, w->arena, &plain, HW_TEXT("E1"), &w->sheet, &w->error));
	assert_string_equal(field(w, "persons"), "restricted");
	assert_string_equal(field(w, "persons_shown"), "1");
	assert_int_equal(bureau_evidence_sheet(w->b, w->arena, &plain, HW_TEXT("E4"), &w->sheet, &w->error),
			 HW_NOT_PERMITTED);
	must(w, bureau_evidence_all(w->b, w->arena, &plain, &w->sheet, &w->error));
	assert_int_equal(list_of(w, "items")->row_count, 3);
	sit_down(w, NULL);
	must(w, bureau_evidence_all(w->b, w->arena, &plain, &w->sheet, &w->error));
	assert_int_equal(list_of(w, "items")->row_count, 4);
	assert_int_equal(bureau_evidence_sheet(w->b, w->arena, &plain, HW_TEXT("E9"), &w->sheet, &w->error),
			 HW_NOT_FOUND);
}

/* ---- rounds ---------------------------------------------------------------------------------------------------------- */
static void a_round_is_shown(void **state)
{
	world *w = *state;

	must(w, bureau_round_sheet(w->b, w->arena, &plain, HW_TEXT("N1"), &w->sheet, &w->error));
	assert_string_equal(field(w, "venue"), "a crossing");
	assert_string_equal(field(w, "guarantees"), "white flags");
	assert_string_equal(cell(w, "minutes", 0, "kept"), "no");
	assert_string_equal(cell(w, "minutes", 0, "condition"), "if asked");
	assert_string_equal(cell(w, "minutes", 0, "due"), "2024-07-01");
	assert_string_equal(cell(w, "minutes", 1, "kind"), "offered");
	assert_int_equal(list_of(w, "lists")->row_count, 2); /* its own, and the one that came before the next round */
	assert_string_equal(cell(w, "lists", row_with(w, "lists", "id", "L1"), "names"), "1");
	assert_string_equal(cell(w, "answers", row_with(w, "answers", "list", "L1"), "names"), "2");
	assert_int_equal(bureau_round_sheet(w->b, w->arena, &plain, HW_TEXT("N9"), &w->sheet, &w->error), HW_NOT_FOUND);
	assert_int_equal(bureau_round_sheet(w->b, w->arena, &plain, HW_TEXT(""), &w->sheet, &w->error), HW_NOT_FOUND);
	sit_down(w, "family-liaison");
	assert_int_equal(bureau_round_sheet(w->b, w->arena, &plain, HW_TEXT("N1"), &w->sheet, &w->error),
			 HW_NOT_PERMITTED);
	sit_down(w, NULL);
}

static void agreed_is_held_against_delivered(void **state)
{
	world *w = *state;
	size_t returned, given, came_not, stayed;

	must(w, bureau_round_reconcile(w->b, w->arena, &plain, HW_TEXT("N1"), &w->sheet, &w->error));
	returned = row_with(w, "handover", "direction", "returned");
	given = row_with(w, "handover", "direction", "given");
	assert_string_equal(cell(w, "handover", returned, "agreed"), "2");
	assert_string_equal(cell(w, "handover", returned, "delivered"), "1");
	assert_string_equal(cell(w, "handover", returned, "absent"), "1");
	assert_string_equal(cell(w, "handover", returned, "substituted"), "1");
	assert_string_equal(cell(w, "handover", returned, "not_agreed"), "1");
	assert_string_equal(cell(w, "handover", given, "agreed"), "2");
	assert_string_equal(cell(w, "handover", given, "delivered"), "1");
	assert_string_equal(cell(w, "handover", given, "absent"), "1"); /* he stayed: nobody learns why */
	assert_int_equal(list_of(w, "differences")->row_count, 2);
	came_not = row_with(w, "differences", "person", "A1");
	stayed = row_with(w, "differences", "person", "B2");
	assert_string_equal(cell(w, "differences", came_not, "instead"), "A3");
	assert_string_equal(cell(w, "differences", came_not, "cause"), "said to be ill");
	assert_string_equal(cell(w, "differences", stayed, "cause"), "did not wish"); /* who may see will and health */
	lacks(w, "withdrew");
	sit_down(w, "negotiator");
	must(w, bureau_round_reconcile(w->b, w->arena, &plain, HW_TEXT("N1"), &w->sheet, &w->error));
	came_not = row_with(w, "differences", "person", "A1");
	stayed = row_with(w, "differences", "person", "B2");
	assert_string_equal(cell(w, "differences", came_not, "cause"), "restricted");
	assert_string_equal(cell(w, "differences", stayed, "cause"), "restricted");
	assert_string_equal(cell(w, "differences", stayed, "outcome"), "absent");
	lacks(w, "withdrew");
	lacks(w, "did not wish");
	sit_down(w, "mediator");
	must(w, bureau_round_reconcile(w->b, w->arena, &plain, HW_TEXT("N1"), &w->sheet, &w->error));
	came_not = row_with(w, "differences", "person", "A1");
	assert_string_equal(cell(w, "differences", came_not, "name"), "restricted");
	assert_string_equal(cell(w, "differences", came_not, "cause"), "restricted");
	lacks(w, "Шевченко");
	sit_down(w, NULL);
}

static void who_is_home_is_found_on_their_lists(void **state)
{
	world *w = *state;

	must(w, bureau_round_reconcile(w->b, w->arena, &plain, HW_TEXT("N2"), &w->sheet, &w->error));
	assert_int_equal(list_of(w, "already_home")->row_count, 1);
	assert_string_equal(cell(w, "already_home", 0, "list"), "L2");
	assert_string_equal(cell(w, "already_home", 0, "home_since"), "2024-06-12");
	assert_non_null(strstr(cell(w, "already_home", 0, "how"), "a lead: name and birth are alike"));
	must(w, bureau_round_reconcile(w->b, w->arena, &plain, HW_TEXT(""), &w->sheet, &w->error));
	assert_int_equal(list_of(w, "already_home")->row_count, 2);
	assert_string_equal(cell(w, "already_home", row_with(w, "already_home", "list", "L3"), "how"),
			    "joined to this record");
	sit_down(w, "mediator");
	must(w, bureau_round_reconcile(w->b, w->arena, &plain, HW_TEXT("N2"), &w->sheet, &w->error));
	assert_string_equal(cell(w, "already_home", 0, "person"), "A3");
	assert_string_equal(cell(w, "already_home", 0, "named"), "restricted");
	sit_down(w, NULL);
}

/* ---- statements and dossiers ---------------------------------------------------------------------------------------------- */
static void a_statement_stands_against_evidence(void **state)
{
	world *w = *state;

	must(w, bureau_statement_sheet(w->b, w->arena, &plain, HW_TEXT("ST1"), &w->sheet, &w->error));
	assert_string_equal(field(w, "verdict"), "contradicted");
	assert_string_equal(field(w, "why"), "it says = 0; we count 2 ever captured (conscripts)");
	assert_string_equal(cell(w, "evidence", 0, "bears"), "against");
	must(w, bureau_statement_sheet(w->b, w->arena, &plain, HW_TEXT("ST2"), &w->sheet, &w->error));
	assert_string_equal(cell(w, "indications", row_with(w, "indications", "article", "23(1)"), "state"),
			    "threatened");
	assert_int_equal(list_of(w, "evidence")->row_count, 1); /* the Agency's item is no public evidence */
	must(w, bureau_statement_sheet(w->b, w->arena, &plain, HW_TEXT("ST3"), &w->sheet, &w->error));
	assert_string_equal(cell(w, "replies", 0, "ground"), "military_ruse");
	assert_non_null(strstr(cell(w, "replies", 0, "reply"), "AP I 37(2)"));
	assert_int_equal(bureau_statement_sheet(w->b, w->arena, &plain, HW_TEXT("ST9"), &w->sheet, &w->error),
			 HW_NOT_FOUND);
}

static void a_dossier_speaks_in_words(void **state)
{
	world *w = *state;
	size_t k1, k7, kh;

	must(w, bureau_dossier(w->b, w->arena, &plain, HW_TEXT("S"), &w->sheet, &w->error));
	k1 = row_with(w, "ignored", "category", "k1");
	k7 = row_with(w, "ignored", "category", "k7");
	kh = row_with(w, "due", "category", "gravely wounded"); /* owed a return: a section of their own as well */
	assert_int_equal(list_of(w, "ignored")->row_count, 3);  /* who is asked for is not on it */
	assert_string_equal(cell(w, "ignored", k1, "held"), "fewer than five");
	assert_string_equal(cell(w, "ignored", k1, "offered"), "yes"); /* no number beside a sensitive category */
	assert_string_equal(cell(w, "ignored", k7, "offered"), "in 2 packages, last 2024-06-01");
	assert_string_equal(cell(w, "ignored", k7, "answer"), "accepted");
	assert_string_equal(cell(w, "ignored", k7, "disowned"), "fewer than five");
	assert_non_null(strstr(cell(w, "ignored", k7, "ground"), "it says of them: not its citizens; yet they served"));
	assert_non_null(strstr(cell(w, "due", kh, "ground"), "109-110"));
	assert_non_null(strstr(cell(w, "due", kh, "alternative"), "neutral country"));
	assert_string_equal(cell(w, "due", kh, "reason"), "no place");
}

static void a_dossier_tells_no_value(void **state)
{
	world *w = *state;

	must(w, bureau_dossier(w->b, w->arena, &plain, HW_TEXT("S"), &w->sheet, &w->error));
	lacks(w, "4.25");
	lacks(w, "0.375");
	lacks(w, "0.125");
	lacks(w, "\"source\"");
	row_with(w, "statements", "id", "ST1");
	row_with(w, "statements", "id", "ST2"); /* a formation under it: it answers for it */
	assert_string_equal(cell(w, "talks", row_with(w, "talks", "what", "promised"), "kept"), "no");
	row_with(w, "talks", "what", "offered");
	assert_string_equal(cell(w, "requests", 0, "names"), "fewer than five");
	assert_int_equal(bureau_dossier(w->b, w->arena, &plain, HW_TEXT("U"), &w->sheet, &w->error), HW_NOT_FOUND);
	assert_int_equal(bureau_dossier(w->b, w->arena, &plain, HW_TEXT("Z"), &w->sheet, &w->error), HW_NOT_FOUND);
	sit_down(w, "case-officer");
	assert_int_equal(bureau_dossier(w->b, w->arena, &plain, HW_TEXT("S"), &w->sheet, &w->error), HW_NOT_PERMITTED);
	sit_down(w, NULL);
}

/* ---- words --------------------------------------------------------------------------------------------------------------------- */
static void in_ukrainian(const char *heading)
{
	if (heading && !strcmp(bureau_word("uk", heading), heading))
		fail_msg("no Ukrainian for \"%s\"", heading);
}

static void headings_in_ukrainian(const bureau_sheet *sheet)
{
	for (size_t i = 0; i < sheet->field_count; i++)
		in_ukrainian(sheet->fields[i].column.heading);
	for (size_t i = 0; i < sheet->list_count; i++) {
		in_ukrainian(sheet->lists[i].heading);
		in_ukrainian(sheet->lists[i].empty);
		for (size_t c = 0; c < sheet->lists[i].column_count; c++)
			in_ukrainian(sheet->lists[i].columns[c].heading);
	}
}

static void every_heading_has_its_ukrainian(void **state)
{
	world *w = *state;
	int64_t differing, missing;

	person(w, "A1");
	headings_in_ukrainian(&w->sheet);
	person(w, "B1");
	headings_in_ukrainian(&w->sheet);
	must(w, bureau_search(w->b, w->arena, &plain, HW_TEXT("Шевченко"), 1, &w->sheet, &w->error));
	headings_in_ukrainian(&w->sheet);
	must(w, bureau_evidence_all(w->b, w->arena, &plain, &w->sheet, &w->error));
	headings_in_ukrainian(&w->sheet);
	must(w, bureau_evidence_sheet(w->b, w->arena, &plain, HW_TEXT("E1"), &w->sheet, &w->error));
	headings_in_ukrainian(&w->sheet);
	must(w, bureau_evidence_verify(w->b, w->arena, &plain, NULL, &w->sheet, &differing, &missing, &w->error));
	headings_in_ukrainian(&w->sheet);
	must(w, bureau_round_sheet(w->b, w->arena, &plain, HW_TEXT("N1"), &w->sheet, &w->error));
	headings_in_ukrainian(&w->sheet);
	must(w, bureau_round_reconcile(w->b, w->arena, &plain, HW_TEXT(""), &w->sheet, &w->error));
	headings_in_ukrainian(&w->sheet);
	must(w, bureau_statement_sheet(w->b, w->arena, &plain, HW_TEXT("ST2"), &w->sheet, &w->error));
	headings_in_ukrainian(&w->sheet);
	must(w, bureau_dossier(w->b, w->arena, &plain, HW_TEXT("S"), &w->sheet, &w->error));
	headings_in_ukrainian(&w->sheet);
}

/* ---- memory ------------------------------------------------------------------------------------------------------------------- */
static void memory_may_run_out_anywhere(void **state)
{
	world *w = *state;

	for (long n = 1; n <= 60; n++) {
		hw_arena *small = hw_arena_new((size_t)n * 2048);
		hw_status status;

		assert_non_null(small);
		status = bureau_person_sheet(w->b, small, &plain, HW_TEXT("A1"), &w->sheet, &w->error);
		assert_true(status == HW_OK || status == HW_NO_MEMORY);
		status = bureau_dossier(w->b, small, &plain, HW_TEXT("S"), &w->sheet, &w->error);
		assert_true(status == HW_OK || status == HW_NO_MEMORY);
		status = bureau_round_reconcile(w->b, small, &plain, HW_TEXT(""), &w->sheet, &w->error);
		assert_true(status == HW_OK || status == HW_NO_MEMORY);
		hw_arena_free(small);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_person_has_every_axis),
		cmocka_unit_test(reports_show_the_grade_only),
		cmocka_unit_test(belonging_is_claimed_by_each_party),
		cmocka_unit_test(what_is_restricted_is_not_there),
		cmocka_unit_test(who_may_not_see_persons_sees_none),
		cmocka_unit_test(every_view_is_written_down),
		cmocka_unit_test(ids_are_found_or_refused),
		cmocka_unit_test(the_chain_shows_its_gaps),
		cmocka_unit_test(a_model_may_rest),
		cmocka_unit_test(one_person_is_located),
		cmocka_unit_test(the_estimate_keeps_confidence),
		cmocka_unit_test(names_are_found_across_scripts),
		cmocka_unit_test(partial_names_and_beginnings_are_found),
		cmocka_unit_test(evidence_is_hashed_again),
		cmocka_unit_test(an_item_shows_its_chain),
		cmocka_unit_test(a_round_is_shown),
		cmocka_unit_test(agreed_is_held_against_delivered),
		cmocka_unit_test(who_is_home_is_found_on_their_lists),
		cmocka_unit_test(a_statement_stands_against_evidence),
		cmocka_unit_test(a_dossier_speaks_in_words),
		cmocka_unit_test(a_dossier_tells_no_value),
		cmocka_unit_test(every_heading_has_its_ukrainian),
		cmocka_unit_test(former_ids_lead_to_the_person),
		cmocka_unit_test(memory_may_run_out_anywhere),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
