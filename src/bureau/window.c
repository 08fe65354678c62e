/* window.c - the register in an order, and windows of a hundred rows on it. */
#include "bureau/estimates_int.h"
#include "bureau/sheet_int.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>

enum { WINDOW_MOST = 100, SORT_KEY = 96 };

struct bureau_order {
	char *keys; /* keys of rows, each with its NUL, one after another */
	size_t keys_length, keys_room;
	uint32_t *at; /* [count] where each begins, in the order */
	size_t count;
};

/* ---- sorting ----------------------------------------------------------------------------------- */
typedef struct sorted_row {
	uint32_t at, number; /* number: in the order of ids, which ties keep */
	hw_text key;         /* bytes that compare as the texts do; empty: unknown, last */
} sorted_row;

typedef struct ordering {
	bureau_order *order;
	sorted_row *rows;
	size_t room;
	hw_arena *arena;
	UCollator *collator;
	enum { BY_ID, BY_NAME, BY_BORN, BY_MISSING } by;
	bool backwards;
	hw_text category;
	hw_error *error;
} ordering;

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the order of the register");
}

static int by_key(const void *a, const void *b)
{
	const sorted_row *x = a, *y = b;
	int order = 0;

	if (x->key.length && y->key.length)
		order = hw_text_compare(x->key, y->key);
	else if (x->key.length || y->key.length)
		order = x->key.length ? -1 : 1;
	return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

static int by_key_backwards(const void *a, const void *b)
{
	const sorted_row *x = a, *y = b;

	if (!x->key.length != !y->key.length)
		return x->key.length ? -1 : 1; /* unknown is last either way */
	return by_key(b, a);
}

static hw_text name_key(ordering *o, const store_rows *rows)
{
	char utf8[256];
	UChar text[256];
	uint8_t key[SORT_KEY];
	int32_t length = 0, size;
	UErrorCode code = U_ZERO_ERROR;
	size_t bytes;

	(void)snprintf(utf8, sizeof(utf8), "%.*s %.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 1)),
		       HW_TEXT_ARG(store_get_text(rows, 2)), HW_TEXT_ARG(store_get_text(rows, 3)));
	(void)u_strFromUTF8WithSub(text, (int32_t)HW_COUNT(text), &length, utf8, -1, 0xFFFD, NULL, &code);
	if (length > (int32_t)HW_COUNT(text))
		length = (int32_t)HW_COUNT(text);
	size = ucol_getSortKey(o->collator, text, length, key, SORT_KEY);
	bytes = size > SORT_KEY ? SORT_KEY : (size_t)(size > 0 ? size : 0);
	return hw_text_copy(o->arena, (hw_text){(const char *)key, bytes});
}

static hw_text key_of(ordering *o, const store_rows *rows)
{
	if (o->by == BY_ID)
		return HW_TEXT("");
	if (o->by == BY_NAME)
		return name_key(o, rows);
	return store_copy_text(rows, o->by == BY_BORN ? 4 : 5, o->arena);
}

static hw_status keep(ordering *o, const store_rows *rows)
{
	bureau_order *order = o->order;
	hw_text key = store_get_text(rows, 0);
	size_t need = order->keys_length + key.length + 1;

	if (need > order->keys_room) {
		size_t room = order->keys_room ? order->keys_room * 2 : 1 << 16;
		char *wider;

		while (room < need)
			room *= 2;
		wider = hw_grow(order->keys, room, 1);
		if (!wider || room > UINT32_MAX)
			return no_memory(o->error);
		order->keys = wider;
		order->keys_room = room;
	}
	if (order->count == o->room) {
		size_t room = o->room ? o->room * 2 : 4096;
		sorted_row *wider = hw_grow(o->rows, room, sizeof(*wider));

		if (!wider)
			return no_memory(o->error);
		o->rows = wider;
		o->room = room;
	}
	o->rows[order->count] = (sorted_row){
		.at = (uint32_t)order->keys_length, .number = (uint32_t)order->count, .key = key_of(o, rows)};
	memcpy(order->keys + order->keys_length, key.bytes, key.length);
	order->keys[order->keys_length + key.length] = '\0';
	order->keys_length = need;
	order->count++;
	return HW_OK;
}

static hw_status read_rows(bureau *b, ordering *o, const bureau_people_filter *f)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(f->side ? f->side : ""), store_string(f->party ? f->party : ""),
				      store_string(f->registered ? f->registered : "")};
	bool found;

	HW_TRY(store_query(bureau_store(b), "page_register", values, HW_COUNT(values), &rows, o->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, o->error));
		if (!found)
			return HW_OK;
		if (!o->category.length || sheet_in_list(store_get_text(rows, 6), o->category))
			HW_TRY(keep(o, rows));
	}
}

static hw_status take_order(ordering *o)
{
	size_t count = o->order->count;

	if (o->by != BY_ID || o->backwards)
		qsort(o->rows, count, sizeof(*o->rows), o->backwards ? by_key_backwards : by_key);
	o->order->at = hw_grow(NULL, count + 1, sizeof(*o->order->at));
	if (!o->order->at)
		return no_memory(o->error);
	for (size_t i = 0; i < count; i++)
		o->order->at[i] = o->rows[i].at;
	return HW_OK;
}

/* ---- what may be asked ----------------------------------------------------------------------------- */
bool bureau_may_see_category(const bureau *b, hw_text axis, bool sensitive)
{
	if (hw_text_is(axis, "health"))
		return bureau_may(b, BUREAU_MAY_SEE_HEALTH);
	return !sensitive || bureau_may(b, BUREAU_MAY_SEE_ORIGIN);
}

static hw_status check_category(bureau *b, hw_text category, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	if (!category.length)
		return HW_OK;
	HW_TRY(store_query(bureau_store(b), "case_categories", NULL, 0, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK; /* nobody is of it */
		if (!hw_text_equal(store_get_text(rows, 0), category))
			continue;
		if (bureau_may_see_category(b, store_get_text(rows, 4), store_get_integer(rows, 3) == 1))
			return HW_OK;
		return bureau_require(b,
				      hw_text_is(store_get_text(rows, 4), "health") ? BUREAU_MAY_SEE_HEALTH
										    : BUREAU_MAY_SEE_ORIGIN,
				      error);
	}
}

static hw_status read_sort(ordering *o, const char *sort)
{
	static const char *const words[] = {"id", "name", "born", "missing"};

	o->backwards = sort && *sort == '-';
	sort = sort && *sort ? sort + o->backwards : "id";
	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (!strcmp(words[i], sort)) {
			o->by = (int)i;
			return HW_OK;
		}
	(void)hw_fail(o->error, HW_USAGE, "people are not sorted by \"%.20s\"", sort);
	(void)hw_error_what(o->error, "sort");
	return hw_error_remedy(o->error, "id, name, born, missing; with - from the end"), HW_USAGE;
}

static hw_status make_order(bureau *b, ordering *o, const bureau_people_filter *filter)
{
	UErrorCode code = U_ZERO_ERROR;

	HW_TRY(read_sort(o, filter->sort));
	if (o->by == BY_NAME) {
		o->collator = ucol_open("uk", &code);
		if (U_FAILURE(code))
			return hw_fail(o->error, HW_FAULT, "no collation of names");
	}
	HW_TRY(read_rows(b, o, filter));
	return take_order(o);
}

hw_status bureau_people_order(bureau *b, const bureau_people_filter *filter, bureau_order **result, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 30);
	ordering o = {.arena = arena,
		      .order = hw_grow(NULL, 1, sizeof(bureau_order)),
		      .category = hw_text_of(filter->category),
		      .error = error};
	hw_status status;

	if (!arena || !o.order) {
		hw_release(o.order);
		return no_memory(error);
	}
	*o.order = (bureau_order){0};
	status = bureau_require(b, BUREAU_MAY_SEE_PERSONS, error);
	if (status == HW_OK)
		status = check_category(b, o.category, error);
	if (status == HW_OK)
		status = make_order(b, &o, filter);
	if (o.collator)
		ucol_close(o.collator);
	hw_release(o.rows);
	if (status != HW_OK) {
		bureau_order_free(o.order);
		return status;
	}
	*result = o.order;
	return HW_OK;
}

void bureau_order_free(bureau_order *order)
{
	if (!order)
		return;
	hw_release(order->keys);
	hw_release(order->at);
	hw_release(order);
}

size_t bureau_order_count(const bureau_order *order)
{
	return order->count;
}

size_t bureau_order_bytes(const bureau_order *order)
{
	return order->keys_room + order->count * sizeof(*order->at);
}

/* ---- a window --------------------------------------------------------------------------------------- */
/* Categories that no list shows: whose axis or mark is sensitive. */
static hw_status open_categories(bureau *b, hw_arena *arena, hw_text *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	hw_text all = HW_TEXT("");
	bool found;

	HW_TRY(store_query(bureau_store(b), "case_categories", NULL, 0, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		if (store_get_integer(rows, 3) != 1 && !hw_text_is(store_get_text(rows, 4), "health"))
			all = hw_text_format(arena, "%.*s%s%.*s", HW_TEXT_ARG(all), all.length ? ";" : "",
					     HW_TEXT_ARG(store_get_text(rows, 0)));
	}
	*result = all;
	return HW_OK;
}

static void text_or_null(hw_json_writer *w, const char *key, hw_text t)
{
	if (t.length)
		hw_json_text(w, key, t);
	else
		hw_json_null(w, key);
}

static void write_categories(hw_json_writer *w, hw_text ids, hw_text open)
{
	hw_text id;

	hw_json_array(w, "categories");
	while (hw_text_split(&ids, ';', &id))
		if (sheet_in_list(open, hw_text_trim(id)))
			hw_json_text(w, NULL, hw_text_trim(id));
	hw_json_close(w, ']');
}

typedef struct window {
	bureau *b;
	const bureau_run *run;
	hw_arena *arena;
	const bureau_estimates *estimates;
	hw_text open; /* categories */
	hw_json_writer *w;
	hw_error *error;
} window;

static hw_status write_reports(window *v, hw_text person)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(person)};

	HW_TRY(store_query_first(bureau_store(v->b), "page_reports_of", id, 1, &rows, v->error));
	hw_json_integer(v->w, "reports", rows ? store_get_integer(rows, 0) : 0);
	text_or_null(v->w, "last_news", rows ? store_get_text(rows, 1) : HW_TEXT(""));
	return HW_OK;
}

static hw_status write_row(window *v, const char *key)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_string(key)};
	hw_json_writer *w = v->w;
	static const char *const plain[] = {"born", "side", "party", "unit", "rank", "holder", "missing_since"};
	hw_text person;

	HW_TRY(store_query_first(bureau_store(v->b), "page_person", id, 1, &rows, v->error));
	if (!rows)
		return HW_OK; /* taken back since the order was made */
	hw_text family = store_get_text(rows, 2), given = store_get_text(rows, 3), patronymic = store_get_text(rows, 4);
	person = store_get_text(rows, 1);
	hw_json_object(w, NULL);
	hw_json_text(w, "id", store_get_text(rows, 0));
	hw_json_text(w, "person", person);
	text_or_null(w, "name",
		     hw_text_trim(hw_text_format(v->arena, "%.*s %.*s %.*s", HW_TEXT_ARG(family), HW_TEXT_ARG(given),
						 HW_TEXT_ARG(patronymic))));
	for (size_t i = 0; i < HW_COUNT(plain); i++)
		text_or_null(w, plain[i], store_get_text(rows, 5 + i));
	write_categories(w, store_get_text(rows, 12), v->open);
	text_or_null(w, "official", store_is_null(rows, 14) ? store_get_text(rows, 13) : HW_TEXT("returned"));
	if (v->estimates && hw_text_is(store_get_text(rows, 6), "ours") && store_is_null(rows, 14))
		bureau_estimates_write(v->estimates, v->arena, v->run->lang, person, w);
	else
		hw_json_null(w, "estimate");
	HW_TRY(write_reports(v, person));
	hw_json_close(w, '}');
	return HW_OK;
}

hw_status bureau_people_window_json(bureau *b, hw_arena *arena, const bureau_run *run, const bureau_order *order,
				    const bureau_estimates *estimates, size_t offset, size_t limit, hw_json_writer *w,
				    hw_error *error)
{
	window v = {.b = b, .run = run, .arena = arena, .estimates = estimates, .w = w, .error = error};
	char what[64];

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	if (limit > WINDOW_MOST)
		limit = WINDOW_MOST;
	(void)snprintf(what, sizeof(what), "register %zu-%zu of %zu", offset + 1, offset + limit, order->count);
	HW_TRY(bureau_log_view(b, "people", hw_text_of(what), HW_TEXT(""), error));
	HW_TRY(open_categories(b, arena, &v.open, error));
	hw_json_integer(w, "total", (int64_t)order->count);
	hw_json_integer(w, "offset", (int64_t)offset);
	hw_json_boolean(w, "estimating", !estimates);
	hw_json_array(w, "rows");
	for (size_t i = offset; i < order->count && i - offset < limit; i++)
		HW_TRY(write_row(&v, order->keys + order->at[i]));
	hw_json_close(w, ']');
	return HW_OK;
}
