/* place_sheet.c - places of detention one by one: coarse for everybody, exact with a right and a purpose. */
#include "bureau/estimates_int.h"
#include "bureau/sheet_int.h"

#include <math.h>
#include <string.h>

/* A cell of a tenth of a degree of latitude, and as wide: about 10 km. */
static const double CELL_KM = 10;
static const double KM_A_DEGREE = 111.2;

static double coarse(double degrees, double step)
{
	return (floor(degrees / step) + 0.5) * step;
}

static void write_position(const store_rows *rows, size_t lat_column, hw_json_writer *w)
{
	double lat, lon, step = CELL_KM / KM_A_DEGREE;

	if (store_is_null(rows, lat_column) || store_is_null(rows, lat_column + 1)) {
		hw_json_null(w, "lat");
		hw_json_null(w, "lon");
		return;
	}
	lat = coarse(store_get_number(rows, lat_column), step);
	lon = coarse(store_get_number(rows, lat_column + 1), step / fmax(0.2, cos(lat * acos(-1) / 180)));
	hw_json_number(w, "lat", round(lat * 1000) / 1000);
	hw_json_number(w, "lon", round(lon * 1000) / 1000);
}

static void text_or_null(hw_json_writer *w, const char *key, hw_text t)
{
	if (t.length)
		hw_json_text(w, key, t);
	else
		hw_json_null(w, key);
}

typedef struct tally {
	hw_text id;
	int64_t count;
	char grade;
} tally;
typedef struct tallies {
	tally *items;
	size_t count;
} tallies;

enum { TALLIES_MOST = 4096 };

/* Rows of (id, count), or with `grades` of (place, source, grade): the sources of a place and their best grade. */
static hw_status count_up(bureau *b, hw_arena *arena, const char *statement, const char *day, bool grades, tallies *all,
			  hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(day)};
	bool found;

	*all = (tallies){.items = HW_NEW(arena, tally, TALLIES_MOST)};
	if (!all->items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the places");
	HW_TRY(store_query(bureau_store(b), statement, values, grades, &rows, error));
	for (;;) {
		tally *last = all->count ? &all->items[all->count - 1] : NULL;

		HW_TRY(store_next(rows, &found, error));
		if (!found || all->count == TALLIES_MOST)
			return HW_OK;
		if (!last || !hw_text_equal(last->id, store_get_text(rows, 0))) {
			last = &all->items[all->count++];
			*last = (tally){.id = store_copy_text(rows, 0, arena), .grade = 'F'};
		}
		last->count += grades ? 1 : store_get_integer(rows, 1);
		if (grades && store_get_text(rows, 2).length && store_get_text(rows, 2).bytes[0] < last->grade)
			last->grade = store_get_text(rows, 2).bytes[0];
	}
}

static const tally *tally_of(const tallies *all, hw_text id)
{
	for (size_t i = 0; i < all->count; i++)
		if (hw_text_equal(all->items[i].id, id))
			return &all->items[i];
	return NULL;
}

static void write_flag(const store_rows *rows, size_t column, hw_json_writer *w, const char *key)
{
	if (store_is_null(rows, column))
		hw_json_null(w, key);
	else
		hw_json_boolean(w, key, store_get_integer(rows, column) != 0);
}

/* Who was let in, place by place. */
typedef struct access {
	hw_text id, visited;
	const char *word; /* "visited", "refused", "asked"; NULL: nobody asked */
} access;
typedef struct accesses {
	access *items;
	size_t count;
} accesses;

static hw_status read_access(bureau *b, hw_arena *arena, const char *day, accesses *all, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(day)};
	bool found;

	*all = (accesses){.items = HW_NEW(arena, access, TALLIES_MOST)};
	if (!all->items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the places");
	HW_TRY(store_query(bureau_store(b), "page_place_access", values, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found || all->count == TALLIES_MOST)
			return HW_OK;
		all->items[all->count++] = (access){.id = store_copy_text(rows, 0, arena),
						    .visited = store_copy_text(rows, 1, arena),
						    .word = !store_is_null(rows, 1)   ? "visited"
							    : !store_is_null(rows, 2) ? "refused"
							    : !store_is_null(rows, 3) ? "asked"
										      : NULL};
	}
}

/* Expected people of ours: each by his own chance to be there; none when nothing is estimated of the place. */
static void write_expected(const bureau_estimates *estimates, hw_text id, hw_json_writer *w)
{
	double mean, sd;

	if (!estimates || !bureau_estimates_place(estimates, id, &mean, &sd)) {
		hw_json_null(w, "mean");
		return;
	}
	hw_json_number(w, "mean", round(mean * 10) / 10);
	hw_json_integer(w, "lower95", (int64_t)fmax(0, floor(mean - 1.96 * sd)));
	hw_json_integer(w, "upper95", (int64_t)ceil(mean + 1.96 * sd));
}

static void write_access(const accesses *all, hw_text id, hw_json_writer *w)
{
	const access *known = NULL;

	for (size_t i = 0; i < all->count && !known; i++)
		if (hw_text_equal(all->items[i].id, id))
			known = &all->items[i];
	hw_json_string(w, "access", known ? known->word : NULL);
	text_or_null(w, "visited", known ? known->visited : HW_TEXT(""));
}

static void write_place(const store_rows *rows, bool uk, const tallies all[3], const accesses *let,
			const bureau_estimates *estimates, hw_json_writer *w)
{
	hw_text id = store_get_text(rows, 0);
	const tally *known = tally_of(&all[0], id), *findings = tally_of(&all[1], id), *objects = tally_of(&all[2], id);
	char grade[2] = {known ? known->grade : '\0', '\0'};

	hw_json_object(w, NULL);
	hw_json_text(w, "id", id);
	text_or_null(w, "name", store_get_text(rows, uk && !store_is_null(rows, 2) ? 2 : 1));
	hw_json_text(w, "kind", store_get_text(rows, 3));
	text_or_null(w, "region", store_get_text(rows, 4));
	text_or_null(w, "region_label", store_get_text(rows, uk && !store_is_null(rows, 6) ? 6 : 5));
	text_or_null(w, "holder", store_get_text(rows, 7));
	text_or_null(w, "party", store_get_text(rows, 8));
	text_or_null(w, "side", store_get_text(rows, 9));
	write_position(rows, 10, w);
	hw_json_boolean(w, "notified", store_get_text(rows, 12).length > 0);
	write_flag(rows, 13, w, "marked");
	text_or_null(w, "last_seen", store_get_text(rows, 14));
	hw_json_string(w, "grade", known ? grade : NULL);
	hw_json_integer(w, "sources", known ? known->count : 0);
	hw_json_integer(w, "indications", findings ? findings->count : 0);
	hw_json_integer(w, "objects", objects ? objects->count : 0);
	write_access(let, id, w);
	write_expected(estimates, id, w);
	hw_json_close(w, '}');
}

bool bureau_sees_expected(const bureau *b)
{
	return bureau_may(b, BUREAU_MAY_BRIEF);
}

hw_status bureau_places_list_json(bureau *b, hw_arena *arena, const bureau_run *run, hw_text region,
				  const bureau_estimates *estimates, hw_json_writer *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool uk = run->lang && !strcmp(run->lang, "uk"), found;
	char day[11];
	const store_value values[] = {store_text(region), store_string(hw_days_write(bureau_as_of(b), day))};
	tallies all[3];
	accesses let;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PLACES, error));
	if (!bureau_sees_expected(b))
		estimates = NULL;
	HW_TRY(bureau_log_view(b, "places", region.length ? region : HW_TEXT("all"), HW_TEXT(""), error));
	HW_TRY(count_up(b, arena, "places_known_by", day, true, &all[0], error));
	HW_TRY(count_up(b, arena, "page_place_findings", day, false, &all[1], error));
	HW_TRY(count_up(b, arena, "page_place_objects", day, false, &all[2], error));
	HW_TRY(read_access(b, arena, day, &let, error));
	hw_json_number(w, "coarse_km", CELL_KM);
	HW_TRY(store_query(bureau_store(b), "page_places", values, 2, &rows, error));
	hw_json_array(w, "places");
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		write_place(rows, uk, all, &let, estimates, w);
	}
	hw_json_close(w, ']');
	return HW_OK;
}

/* ---- one place ------------------------------------------------------------------------------------ */
static const bureau_column beside_columns[] = {
	{"id", "object", BUREAU_TEXT},   {"name", "name", BUREAU_TEXT},
	{"kind", "kind", BUREAU_WORD},   {"relation", "how it lies", BUREAU_WORD},
	{"km", "km", BUREAU_NUMBER},     {"since", "since", BUREAU_TEXT},
	{"until", "until", BUREAU_TEXT}, {"grade", "grade", BUREAU_TEXT}};
static const bureau_column visit_columns[] = {{"id", "visit", BUREAU_TEXT},
					      {"by", "by", BUREAU_TEXT},
					      {"requested", "requested", BUREAU_TEXT},
					      {"granted", "granted", BUREAU_FLAG},
					      {"held", "took place", BUREAU_TEXT},
					      {"private", "private", BUREAU_FLAG}};
static const bureau_column finding_columns[] = {{"id", "finding", BUREAU_TEXT},
						{"article", "article", BUREAU_TEXT},
						{"rule", "rule", BUREAU_TEXT},
						{"state", "state", BUREAU_WORD},
						{"deadline", "deadline", BUREAU_TEXT}};
static const bureau_column says_columns[] = {{"grade", "grade", BUREAU_TEXT},
					     {"reports", "reports", BUREAU_COUNT},
					     {"first", "first received", BUREAU_TEXT},
					     {"last", "last received", BUREAU_TEXT}};

static void fill_place(sheet *s, const store_rows *rows)
{
	static const struct {
		const char *key, *heading;
		size_t column;
		bureau_value_kind kind;
	} fields[] = {
		{"kind", "kind", 3, BUREAU_WORD},
		{"operator", "run by", 7, BUREAU_TEXT},
		{"notified", "notified to the Agency", 10, BUREAU_TEXT},
		{"marked", "marked", 11, BUREAU_FLAG},
		{"opened_as", "opened as", 12, BUREAU_WORD},
		{"opened", "opened", 13, BUREAU_TEXT},
		{"closed", "closed", 14, BUREAU_TEXT},
		{"last_seen", "last seen", 15, BUREAU_TEXT},
		{"grade", "grade", 16, BUREAU_TEXT},
		{"credibility", "cred.", 17, BUREAU_COUNT},
		{"first_hand", "first hand", 18, BUREAU_FLAG},
	};

	s->out->title = store_copy_text(rows, s->uk && !store_is_null(rows, 2) ? 2 : 1, s->arena);
	sheet_field(s, "id", "place", BUREAU_TEXT, sheet_column(s, rows, 0, BUREAU_TEXT));
	sheet_field(s, "name", "name", BUREAU_TEXT, sheet_value_text(s->out->title));
	sheet_field(s, "region", "region", BUREAU_TEXT,
		    sheet_value_text(sheet_label(s, "regions", store_copy_text(rows, 4, s->arena))));
	sheet_field(s, "holder", "holder", BUREAU_TEXT,
		    sheet_value_text(sheet_label(s, "holders", store_copy_text(rows, 5, s->arena))));
	for (size_t i = 0; i < HW_COUNT(fields); i++)
		sheet_field(s, fields[i].key, fields[i].heading, fields[i].kind,
			    sheet_column(s, rows, fields[i].column, fields[i].kind));
	/* Never in a sheet, for a sheet is printed: the page asks for it with a purpose. */
	sheet_field(s, "position", "exact position", BUREAU_TEXT,
		    store_is_null(rows, 8) ? sheet_value_text(HW_TEXT("")) : sheet_value_restricted());
}

static hw_status fill_lists(sheet *s, hw_text id, hw_error *error)
{
	const store_value values[] = {store_text(id)};
	bureau_list *list =
		sheet_list(s, "objects", "Objects inside or beside", NULL, beside_columns, HW_COUNT(beside_columns));

	HW_TRY(sheet_query(s, list, "page_place_beside", values, 1, NULL, NULL));
	list = sheet_list(s, "says", "Who says so, by grade", "no report speaks of it", says_columns,
			  HW_COUNT(says_columns));
	HW_TRY(sheet_query(s, list, "page_place_says", values, 1, NULL, NULL));
	list = sheet_list(s, "visits", "Visits", "no visit is recorded", visit_columns, HW_COUNT(visit_columns));
	HW_TRY(sheet_query(s, list, "page_place_visits", values, 1, NULL, NULL));
	if (!bureau_may(s->b, BUREAU_MAY_CHECK))
		return HW_OK;
	list = sheet_list(s, "findings", "Findings", NULL, finding_columns, HW_COUNT(finding_columns));
	(void)error;
	return sheet_query(s, list, "page_place_about", values, 1, NULL, NULL);
}

static hw_status no_place(hw_text id, hw_error *error)
{
	char shown[64];

	(void)hw_fail(error, HW_NOT_FOUND, "there is no place \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward places"), HW_NOT_FOUND;
}

hw_status bureau_place_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			     hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	sheet s = sheet_begin(b, arena, run, "place", result, error);

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PLACES, error));
	HW_TRY(store_query_first(bureau_store(b), "page_place", values, 1, &rows, error));
	if (!rows)
		return no_place(id, error);
	HW_TRY(bureau_log_view(b, "place", id, HW_TEXT(""), error));
	fill_place(&s, rows);
	HW_TRY(fill_lists(&s, id, error));
	sheet_say(&s, "Protected persons are here. Not for targeting or publication.");
	return sheet_end(&s);
}

hw_status bureau_place_reveal_json(bureau *b, hw_arena *arena, hw_text id, hw_text purpose, hw_json_writer *w,
				   hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	enum { REVEALED_SECONDS = 900 };

	(void)arena;
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_EXACT, error));
	if (hw_text_trim(purpose).length < 3) {
		(void)hw_fail(error, HW_BAD_INPUT, "an exact position is shown for a purpose only");
		return hw_error_what(error, "purpose"), HW_BAD_INPUT;
	}
	HW_TRY(store_query_first(bureau_store(b), "page_place", values, 1, &rows, error));
	if (!rows)
		return no_place(id, error);
	HW_TRY(bureau_log_view(b, "exact position", id, purpose, error));
	hw_json_text(w, "id", id);
	if (store_is_null(rows, 8) || store_is_null(rows, 9)) {
		hw_json_null(w, "lat");
		hw_json_null(w, "lon");
	} else {
		hw_json_number(w, "lat", store_get_number(rows, 8));
		hw_json_number(w, "lon", store_get_number(rows, 9));
	}
	hw_json_integer(w, "seconds", REVEALED_SECONDS);
	return HW_OK;
}
