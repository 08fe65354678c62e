/* whole_names.c - names that stand in one column, taken apart.
 *
 * A registry has family name, given name and patronymic; a report has "Шевченка Миколу".  Compared part by part the two
 * meet: brought to the nominative, parsed, known names told from family names, initials and ranks taken off.  A column is
 * taken for names of persons when most of a sample of it has a known given name or an initial. */
#include "trace/trace_int.h"

#include <string.h>

enum { SLICES = 32, SAMPLE = 1000 };

typedef struct split_name {
	hw_text parts[3]; /* family, given, patronymic */
	bool recognised;
} split_name;
typedef struct splitting {
	const trace_records *r;
	const trace_column *whole;
	split_name *names; /* per value */
	const bool *wanted;
	hw_arena *arenas[SLICES];
} splitting;

static const trace_kind part_kinds[3] = {TRACE_FAMILY, TRACE_GIVEN, TRACE_PATRONYMIC};

static bool knows_given(const names_written *w)
{
	for (size_t i = 0; i < w->part_count; i++)
		if (w->roles[i] == NAMES_ROLE_GIVEN && (w->parts[i].class_count || w->parts[i].initial))
			return true;
	return w->given_initial.length > 0;
}

/* `scratch` is reset by the caller. */
static hw_status split(const trace_records *r, hw_arena *scratch, hw_text text, split_name *name, hw_error *error)
{
	names_written w;
	hw_text *lemmas;
	size_t count = 0;

	HW_TRY(names_parse(r->tables, scratch, text, &w, error));
	/* a nominative has a known given name and a known patronymic; else the name may stand in another case */
	if (!knows_given(&w) || !w.order_known || !w.patronymic.length) {
		HW_TRY(names_lemma(r->tables, scratch, text, 2, &lemmas, &count, error));
		if (count && !hw_text_equal(lemmas[0], text)) {
			names_written other;
			HW_TRY(names_parse(r->tables, scratch, lemmas[0], &other, error));
			if (knows_given(&other) || !knows_given(&w))
				w = other;
		}
	}
	name->recognised = knows_given(&w);
	name->parts[0] = w.family;
	name->parts[1] = w.given.length ? w.given : w.given_initial;
	name->parts[2] = w.patronymic.length ? w.patronymic : w.patronymic_initial;
	return HW_OK;
}

static hw_status split_slice(void *context, size_t slice, hw_error *error)
{
	splitting *s = context;
	hw_arena *scratch = hw_arena_new((size_t)64 << 20);
	hw_status status = HW_OK;

	s->arenas[slice] = hw_arena_new((size_t)1 << 40);
	if (!scratch || !s->arenas[slice]) {
		status = trace_no_memory(error);
		goto out;
	}
	for (size_t v = 1 + slice; v < s->whole->value_count; v += SLICES) {
		split_name *name = &s->names[v];
		if (!s->wanted[v])
			continue;
		hw_arena_reset(scratch);
		HW_TRY_OR_OUT(split(s->r, scratch, s->whole->values[v].text, name, error));
		for (size_t p = 0; p < 3; p++) {
			hw_text part = name->parts[p];
			name->parts[p] = part.length ? hw_text_copy(s->arenas[slice], part) : (hw_text){0};
			if (part.length && !name->parts[p].bytes) {
				status = trace_no_memory(error);
				goto out;
			}
		}
	}
out:
	hw_arena_free(scratch);
	return status;
}

/* Do most values of the column have a known given name? */
static hw_status holds_persons(const trace_records *r, const trace_column *whole, bool *persons, hw_error *error)
{
	hw_arena *scratch = hw_arena_new((size_t)64 << 20);
	size_t step = whole->value_count / SAMPLE + 1, asked = 0, known = 0;
	hw_status status = scratch ? HW_OK : trace_no_memory(error);

	for (size_t v = 1; status == HW_OK && v < whole->value_count; v += step) {
		split_name name;
		hw_arena_reset(scratch);
		status = split(r, scratch, whole->values[v].text, &name, error);
		asked++;
		known += status == HW_OK && name.recognised;
	}
	*persons = known * 10 >= asked * 6 && known;
	hw_arena_free(scratch);
	return status;
}

/* Which values have to be taken apart: those of records without a family and a given name of their own. */
static void mark_wanted(const trace_records *r, const trace_column *whole, const size_t *columns, bool *wanted)
{
	memset(wanted, 0, whole->value_count * sizeof *wanted);
	for (size_t i = r->split_count; i < r->count; i++)
		if (!r->columns[columns[0]].ids[i] && !r->columns[columns[1]].ids[i])
			wanted[whole->ids[i]] = true;
	wanted[0] = false;
}

static hw_status fill(trace_records *r, const trace_column *whole, const size_t *columns, const split_name *names,
		      hw_error *error)
{
	for (size_t i = r->split_count; i < r->count; i++) {
		if (!whole->ids[i] || r->columns[columns[0]].ids[i] || r->columns[columns[1]].ids[i])
			continue;
		for (size_t p = 0; p < 3; p++) {
			trace_column *c = columns[p] == SIZE_MAX ? NULL : &r->columns[columns[p]];
			hw_text text = names[whole->ids[i]].parts[p];
			uint32_t id;
			if (!c || !text.length || c->ids[i])
				continue;
			HW_TRY(trace_intern(r, c, text, &id, error));
			c->ids[i] = id;
			c->missing--;
			c->values[id].count++;
			c->values[id].first += r->sides[i] == 0;
		}
	}
	return HW_OK;
}

static hw_status add_columns(trace_records *r, size_t *columns, hw_error *error)
{
	static const hw_text names[3] = {{"family", 6}, {"given", 5}, {"patronymic", 10}};

	for (size_t p = 0; p < 3; p++) {
		trace_column *c = trace_column_add(r, names[p], part_kinds[p], SIZE_MAX);
		size_t room = 0;
		columns[p] = r->column_count - 1;
		HW_TRY(trace_reserve(&c->ids, &room, r->room, sizeof *c->ids, error));
		c->missing = r->count;
	}
	return HW_OK;
}

hw_status trace_split_names(trace_records *r, const trace_settings *settings, hw_error *error)
{
	size_t columns[3] = {SIZE_MAX, SIZE_MAX, SIZE_MAX}, whole = SIZE_MAX, wholes = 0;
	splitting s = {.r = r};
	bool persons = true, *wanted = NULL;
	hw_status status = HW_OK;

	for (size_t i = r->column_count; i-- > 0;) {
		for (size_t p = 0; p < 3; p++)
			columns[p] = r->columns[i].kind == part_kinds[p] ? i : columns[p];
		wholes += r->columns[i].kind == TRACE_FULL_NAME;
		whole = r->columns[i].kind == TRACE_FULL_NAME ? i : whole;
	}
	bool has_parts = columns[0] != SIZE_MAX && columns[1] != SIZE_MAX;
	if (whole == SIZE_MAX || r->split_count == r->count || (!has_parts && (wholes > 1 || r->no_persons)))
		return HW_OK;
	if (!has_parts) {
		HW_TRY(holds_persons(r, &r->columns[whole], &persons, error));
		r->no_persons = !persons;
		if (!persons || r->column_count + 3 > HW_COUNT(r->columns))
			return HW_OK;
		HW_TRY(add_columns(r, columns, error));
		r->columns[whole].compared = false;
	}
	s.whole = &r->columns[whole];
	s.names = hw_grow(NULL, s.whole->value_count, sizeof *s.names);
	wanted = hw_grow(NULL, s.whole->value_count, sizeof *wanted);
	if (!s.names || !wanted) {
		status = trace_no_memory(error);
		goto out;
	}
	mark_wanted(r, s.whole, columns, wanted);
	s.wanted = wanted;
	HW_TRY_OR_OUT(hw_parallel(settings->threads, SLICES, split_slice, &s, NULL, "values", error));
	HW_TRY_OR_OUT(fill(r, s.whole, columns, s.names, error));
	r->split_count = r->count;
out:
	for (size_t i = 0; i < SLICES; i++)
		hw_arena_free(s.arenas[i]);
	hw_release(s.names);
	hw_release(wanted);
	return status;
}
