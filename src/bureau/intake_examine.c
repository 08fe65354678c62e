/* intake_examine.c - what only the bureau can refuse: repeated keys, references to nothing, rules of a kind. */
#include <math.h>
#include <string.h>

#include "bureau/intake_int.h"
#include "bureau/retention_int.h"
#include "bureau/rounds_int.h"

/* ---- keys of the file ---- */
uint64_t intake_hash(hw_text a, hw_text b)
{
	/* FNV-1a, then the finish of splitmix64, so that all bits of a short text count. */
	uint64_t h = 0xCBF29CE484222325u;

	for (size_t i = 0; i < a.length; i++)
		h = (h ^ (unsigned char)a.bytes[i]) * 0x100000001B3u;
	h = (h ^ 0x1F) * 0x100000001B3u;
	for (size_t i = 0; i < b.length; i++)
		h = (h ^ (unsigned char)b.bytes[i]) * 0x100000001B3u;
	h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9u;
	h = (h ^ (h >> 27)) * 0x94D049BB133111EBu;
	h ^= h >> 31;
	return h ? h : 1;
}

static hw_status grow_keys(intake_keys *keys, hw_error *error)
{
	size_t capacity = keys->capacity ? keys->capacity * 2 : 1024;
	intake_key *slots = hw_grow(NULL, capacity, sizeof *slots);

	if (!slots)
		return hw_fail(error, HW_NO_MEMORY, "out of memory for the keys of the file");
	memset(slots, 0, capacity * sizeof *slots);
	for (size_t i = 0; i < keys->capacity; i++) {
		if (!keys->slots[i].hash)
			continue;
		size_t at = keys->slots[i].hash & (capacity - 1);
		while (slots[at].hash)
			at = (at + 1) & (capacity - 1);
		slots[at] = keys->slots[i];
	}
	hw_release(keys->slots);
	keys->slots = slots;
	keys->capacity = capacity;
	return HW_OK;
}

hw_status intake_key_at(intake_keys *keys, uint64_t hash, uint64_t line, intake_key **slot, hw_error *error)
{
	if (keys->count * 3 >= keys->capacity * 2)
		HW_TRY(grow_keys(keys, error));
	size_t at = hash & (keys->capacity - 1);
	while (keys->slots[at].hash && keys->slots[at].hash != hash)
		at = (at + 1) & (keys->capacity - 1);
	if (!keys->slots[at].hash) {
		keys->slots[at] = (intake_key){hash, (uint32_t)line, 0};
		keys->count++;
	}
	*slot = &keys->slots[at];
	return HW_OK;
}

const intake_key *intake_key_find(const intake_keys *keys, uint64_t hash)
{
	if (!keys->capacity)
		return NULL;
	size_t at = hash & (keys->capacity - 1);
	while (keys->slots[at].hash && keys->slots[at].hash != hash)
		at = (at + 1) & (keys->capacity - 1);
	return keys->slots[at].hash ? &keys->slots[at] : NULL;
}

/* ---- references ---- */
/* Is there a thing of this kind with this id: in the bureau, or in a good row of this file? */
static hw_status is_there(intake *in, hw_text kind, hw_text id, bool *there, hw_error *error)
{
	uint64_t hash = intake_hash(kind, id);
	char statement[48];
	const store_value value = store_text(id);
	int64_t found = 0;

	*there = true;
	if (hw_text_is(kind, in->kind->name)) {
		const intake_key *key = intake_key_find(&in->keys, intake_hash(id, (hw_text){0}));
		if (key ? !key->refused : !in->keys_complete)
			return HW_OK;
	} else if (in->known[hash % INTAKE_CACHE] == hash) {
		return HW_OK;
	}
	(void)snprintf(statement, sizeof statement, "%.*s_has", HW_TEXT_ARG(kind));
	HW_TRY(store_query_integer(in->store, statement, &value, 1, &found, error));
	if (!found && in->sealed) { /* what is sealed is there */
		const store_value row[] = {store_text(kind), value};
		char step[STORE_ID_BYTES];

		HW_TRY(retention_step(in->store, "retention_step_of_row", row, HW_COUNT(row), step, error));
		found = *step;
	}
	*there = found != 0;
	if (*there && !hw_text_is(kind, in->kind->name))
		in->known[hash % INTAKE_CACHE] = hash;
	return HW_OK;
}

/* "holders|parties" as "holder or party" */
static void write_ones(const char *kinds, char out[128])
{
	hw_text rest = hw_text_of(kinds), name;
	size_t used = 0;

	out[0] = '\0';
	while (hw_text_split(&rest, '|', &name)) {
		char word[32];
		(void)snprintf(word, sizeof word, "%.*s", HW_TEXT_ARG(name));
		const io_kind *kind = io_kind_find(word);
		int n = snprintf(out + used, 128 - used, "%s%s", used ? (rest.length ? ", " : " or ") : "",
				 kind ? kind->one : word);
		used += n > 0 && (size_t)n < 128 - used ? (size_t)n : 0;
	}
}

static void refuse(intake *in, const io_column *column, hw_error *fault, const char *remedy)
{
	(void)hw_error_what(fault, "%s", column->name);
	if (remedy)
		(void)hw_error_remedy(fault, "%s", remedy);
	io_refuse(in->reader, fault);
}

/* How many of the kinds have the id; *which gets the last one that has. */
static hw_status count_kinds(intake *in, const char *kinds, hw_text id, size_t *count, hw_text *which, hw_error *error)
{
	hw_text rest = hw_text_of(kinds), kind;
	bool there;

	*count = 0;
	while (hw_text_split(&rest, '|', &kind)) {
		HW_TRY(is_there(in, kind, id, &there, error));
		if (there) {
			*which = kind;
			++*count;
		}
	}
	return HW_OK;
}

static hw_status check_id(intake *in, const io_column *column, hw_text id, io_value *kind_value, hw_error *error)
{
	char shown[64], ones[128], remedy[192];
	hw_text which = {0};
	hw_error fault;
	bool there;
	size_t count = 0;

	if (kind_value && kind_value->text.length) {
		HW_TRY(is_there(in, kind_value->text, id, &there, error));
		count = there;
	} else {
		HW_TRY(count_kinds(in, column->limits, id, &count, &which, error));
	}
	if (count == 1 || (count > 1 && !kind_value)) {
		if (kind_value && !kind_value->text.length)
			kind_value->text = which;
		return HW_OK;
	}
	if (count > 1) {
		(void)hw_fail(&fault, HW_BAD_INPUT, "\"%s\" is the id of several kinds of things",
			      hw_text_shown(id, shown));
		(void)snprintf(remedy, sizeof remedy, "say which in the column %s_kind", column->name);
		refuse(in, column, &fault, remedy);
		return HW_OK;
	}
	write_ones(column->limits, ones);
	(void)hw_fail(&fault, HW_BAD_INPUT, "there is no %s \"%s\"", ones, hw_text_shown(id, shown));
	(void)snprintf(remedy, sizeof remedy, "correct the id, or import the %s before",
		       strchr(column->limits, '|') ? "file that has it" : column->limits);
	refuse(in, column, &fault, remedy);
	return HW_OK;
}

static bool is_itself(const intake *in, const io_column *column, const io_row *row, hw_text id)
{
	return !(column->flags & IO_KEY) && !strcmp(column->limits, in->kind->name) && hw_text_equal(id, row->key);
}

static hw_status check_references(intake *in, io_row *row, hw_error *error)
{
	const io_kind *kind = in->kind;

	for (size_t c = 0; c < kind->count; c++) {
		const io_column *column = &kind->columns[c];
		hw_text rest = row->values[c].text, id;
		if (!column->limits || !rest.length)
			continue;
		if (column->type == IO_REFERENCE && is_itself(in, column, row, rest)) {
			hw_error fault;
			(void)hw_fail(&fault, HW_BAD_INPUT, "the row refers to itself");
			refuse(in, column, &fault, NULL);
			continue;
		}
		if (column->type == IO_REFERENCE) {
			size_t beside = io_kind_column(kind, c);
			HW_TRY(check_id(in, column, rest, beside == IO_NONE ? NULL : &row->values[beside], error));
		}
		while (column->type == IO_LIST && hw_text_split(&rest, ';', &id))
			HW_TRY(check_id(in, column, id, NULL, error));
	}
	return HW_OK;
}

/* ---- rules of a kind ---- */
/* Parties and holders share one set of ids, for many columns take either. */
static hw_status check_shared_ids(intake *in, const io_row *row, hw_error *error)
{
	bool parties = !strcmp(in->kind->name, "parties"), there;
	hw_error fault;

	if (!parties && strcmp(in->kind->name, "holders") != 0)
		return HW_OK;
	HW_TRY(is_there(in, hw_text_of(parties ? "holders" : "parties"), row->key, &there, error));
	if (there) {
		(void)hw_fail(&fault, HW_BAD_INPUT, "there is a %s with this id", parties ? "holder" : "party");
		refuse(in, &in->kind->columns[0], &fault, "parties and holders share one set of ids");
	}
	return HW_OK;
}

static void check_shares(intake *in, const io_row *row)
{
	size_t captive = io_column_find(in->kind, "captive");
	hw_error fault;

	if (strcmp(in->kind->name, "circumstances") != 0)
		return;
	double sum = row->values[captive].number + row->values[captive + 1].number + row->values[captive + 2].number;
	if (fabs(sum - 1) > 1e-9) {
		(void)hw_fail(&fault, HW_BAD_INPUT, "captive, dead and free add up to %.6g", sum);
		refuse(in, &in->kind->columns[captive], &fault, "make them add up to 1");
	}
}

static void check_pair(intake *in, const io_row *row)
{
	hw_error fault;

	if (strcmp(in->kind->name, "judgements") != 0)
		return;
	if (!hw_text_equal(row->values[0].text, intake_value(in->kind, row->values, "b")) ||
	    !hw_text_equal(row->values[1].text, intake_value(in->kind, row->values, "b_kind")))
		return;
	(void)hw_fail(&fault, HW_BAD_INPUT, "a record cannot be judged against itself");
	refuse(in, &in->kind->columns[0], &fault, NULL);
}

static void check_setting(intake *in, const io_row *row)
{
	hw_error fault;
	char name[IO_ID_BYTES];

	if (strcmp(in->kind->name, "settings") != 0)
		return;
	(void)snprintf(name, sizeof name, "%.*s", HW_TEXT_ARG(row->key));
	if (bureau_setting_check(name, intake_value(in->kind, row->values, "value"), &fault) != HW_OK)
		io_refuse(in->reader, &fault);
}

static void check_sealed(intake *in, const io_row *row)
{
	hw_error fault;

	for (size_t c = 0; c < in->kind->count; c++) {
		const io_column *column = &in->kind->columns[c];
		if (!(column->flags & IO_SEALED) || !row->values[c].text.length || *in->protection_key)
			continue;
		(void)hw_fail(&fault, HW_BAD_INPUT, "the bureau has no protection key to seal this with");
		refuse(in, column, &fault, "make one, or leave the column out with --map \"header=\"");
	}
}

/* ---- births ---- */
/* The column that tells a birth; IO_NONE when the kind has none. */
static size_t birth_column(const io_kind *kind)
{
	size_t c = io_column_find(kind, "born");

	return c != IO_NONE && kind->columns[c].type == IO_DATE ? c : IO_NONE;
}

static void check_birth(intake *in, const io_row *row)
{
	size_t c = birth_column(in->kind);
	char shown[64], day[11], remedy[192];
	hw_error fault;

	if (c == IO_NONE || !row->values[c].date.known || row->values[c].date.first <= in->actor.as_of)
		return;
	(void)hw_days_write(in->actor.as_of, day);
	(void)hw_fail(&fault, HW_BAD_INPUT, "\"%s\" is after the as-of date %s",
		      hw_text_shown(row->values[c].text, shown), day);
	(void)snprintf(remedy, sizeof remedy, "correct it, leave it empty, or move the date: homeward setting as_of");
	refuse(in, &in->kind->columns[c], &fault, remedy);
}

bool intake_born_long_ago(const intake *in, const io_row *row, hw_text *born)
{
	size_t c = birth_column(in->kind);

	if (c == IO_NONE || !row->values[c].date.known)
		return false;
	*born = row->values[c].text;
	return row->values[c].date.last < in->actor.as_of - (int32_t)(BUREAU_OLDEST * 365.2425);
}

/* Known only when every row of the file was seen. */
static hw_status check_circle(intake *in, const io_row *row, hw_error *error)
{
	size_t c = intake_link_column(in->kind);
	hw_error fault;

	if (c == IO_NONE || !row->key.length)
		return HW_OK;
	uint64_t own = intake_hash(row->key, (hw_text){0});
	hw_text to = row->values[c].text;
	HW_TRY(intake_links_set(&in->links, own, to.length ? intake_hash(to, (hw_text){0}) : 0, error));
	if (!in->keys_complete || !to.length || hw_text_equal(to, row->key) || !intake_links_circle(&in->links, own))
		return HW_OK;
	(void)hw_fail(&fault, HW_BAD_INPUT, "following this leads back to the row itself");
	refuse(in, &in->kind->columns[c], &fault, "one of them must come first");
	return HW_OK;
}

/* A list that was sent is frozen: neither it nor its names change, nor are names added. */
static hw_status check_frozen(intake *in, io_row *row, hw_error *error)
{
	bool entries = !strcmp(in->kind->name, "entries");
	hw_text list = entries ? intake_value(in->kind, row->values, "list") : row->key;
	const store_value value = store_text(list);
	size_t column = entries ? io_column_find(in->kind, "list") : 0;
	int64_t sealed = 0;
	hw_error fault;
	char shown[64];

	if ((!entries && strcmp(in->kind->name, "lists") != 0) || !list.length)
		return HW_OK;
	HW_TRY(store_query_integer(in->store, "round_list_sealed", &value, 1, &sealed, error));
	if (!sealed)
		return HW_OK;
	(void)hw_fail(&fault, HW_BAD_INPUT, "list \"%s\" was sent and is frozen", hw_text_shown(list, shown));
	refuse(in, &in->kind->columns[column], &fault, "send another list");
	return HW_OK;
}

/* A package holds people by category: nothing else has a price, and who is owed a return is in none. */
static hw_status check_package_side(intake *in, io_row *row, const char *column, hw_error *error)
{
	hw_text list = intake_value(in->kind, row->values, column), item, classes;
	size_t c = io_column_find(in->kind, column);
	char shown[64];

	while (hw_text_split(&list, ';', &item)) {
		bool known, due;
		hw_error fault;

		if (!hw_text_trim(item).length || !hw_text_split(&item, ':', &classes))
			continue;
		HW_TRY(round_class_of(in->store, classes, &known, &due, error));
		if (known && !due)
			continue;
		(void)hw_fail(&fault, HW_BAD_INPUT,
			      due ? "\"%s\": owed a return under GC III 109-110, in no package"
				  : "\"%s\" is no category of this bureau",
			      hw_text_shown(hw_text_trim(classes), shown));
		refuse(in, &in->kind->columns[c], &fault,
		       due ? "take it out; they are offered without any package (homeward dossier PARTY)"
			   : "a package holds people by category: import categories names them");
		return HW_OK;
	}
	return HW_OK;
}

static hw_status check_package(intake *in, io_row *row, hw_error *error)
{
	if (strcmp(in->kind->name, "packages") != 0)
		return HW_OK;
	HW_TRY(check_package_side(in, row, "given", error));
	return row->status == HW_OK ? check_package_side(in, row, "returned", error) : HW_OK;
}

hw_status intake_examine(intake *in, io_row *row, hw_error *error)
{
	intake_key *key = NULL;
	hw_error fault;

	if (row->key.length) {
		HW_TRY(intake_key_at(&in->keys, intake_hash(row->key, (hw_text){0}), row->line, &key, error));
		if (key->line != (uint32_t)row->line) {
			char shown[64];
			(void)hw_fail(&fault, HW_BAD_INPUT, "\"%s\" stands in line %u already",
				      hw_text_shown(row->key, shown), key->line);
			refuse(in, &in->kind->columns[0], &fault, "give each row its own id");
			return HW_OK; /* the first row keeps the key */
		}
	}
	if (row->status == HW_OK) {
		HW_TRY(check_circle(in, row, error));
		if (row->status == HW_OK) /* the others of a circle are refused, and so not there */
			HW_TRY(check_references(in, row, error));
		HW_TRY(check_shared_ids(in, row, error));
		check_shares(in, row);
		check_pair(in, row);
		check_setting(in, row);
		check_sealed(in, row);
		check_birth(in, row);
		HW_TRY(check_frozen(in, row, error));
		HW_TRY(check_package(in, row, error));
	}
	if (key)
		key->refused = row->status != HW_OK;
	return HW_OK;
}
