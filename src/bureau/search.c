/* People by name, across scripts: the register's names in an index, asked through the engine of search. */
#include "bureau/intake_int.h"
#include "bureau/search_int.h"

#include <string.h>

static const bureau_column hit_columns[] = {{"id", "register", BUREAU_TEXT},    {"person", "person", BUREAU_TEXT},
					    {"name", "name", BUREAU_TEXT},      {"born", "born", BUREAU_TEXT},
					    {"side", "side", BUREAU_WORD},      {"likeness", "likeness", BUREAU_NUMBER},
					    {"reasons", "because", BUREAU_TEXT}};
enum { HIT_COLUMNS = HW_COUNT(hit_columns), REASONS_SHOWN = 4, TOP_DEFAULT = 10 };
/* A family name alone, misspelt and of another script, is this like a whole name. */
static const double LIKENESS_LEAST = 0.4;

static hw_text reasons_of(sheet *s, const trace_hit *hit)
{
	hw_text all = HW_TEXT("");

	for (size_t i = 0; i < hit->reason_count && i < REASONS_SHOWN; i++)
		all = sheet_format(s, "%.*s%s%.*s", HW_TEXT_ARG(all), i ? "; " : "",
				   HW_TEXT_ARG(bureau_retell(s->arena, s->uk ? "uk" : "en", hit->reasons[i].words)));
	return all;
}

static void write_hit(sheet *s, bureau_list *list, const search_person *p, const trace_hit *hit)
{
	bureau_value *cells = sheet_row(s, list);

	cells[0] = sheet_value_text(hw_text_copy(s->arena, p->id));
	cells[1] = sheet_value_text(hw_text_copy(s->arena, p->person));
	cells[2] = sheet_value_text(hit->name);
	cells[3] = sheet_value_text(p->born.length ? hw_text_copy(s->arena, p->born) : p->born);
	cells[4] = sheet_value_text(hw_text_copy(s->arena, p->side));
	cells[5] = sheet_value_number(hit->likeness);
	cells[6] = sheet_value_text(reasons_of(s, hit));
}

static bool has_letter(hw_text t)
{
	for (size_t i = 0; i < t.length; i++) {
		unsigned char c = (unsigned char)t.bytes[i];

		if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			return true;
	}
	return false;
}

/* A name that has letters: anything else is no question to a register of people. */
static hw_status check_query(sheet *s, const search_index *index, hw_text query, hw_error *error)
{
	names_written *written = HW_NEW(s->arena, names_written, 1);

	if (!written)
		return hw_fail(error, HW_NO_MEMORY, "no memory to search");
	HW_TRY(names_parse(search_index_names(index), s->arena, query, written, error));
	if (written->part_count || written->callsign.length)
		return HW_OK;
	HW_TRY(names_part_of(search_index_names(index), s->arena, query, NAMES_ROLE_OPEN, &written->parts[0], error));
	if (written->parts[0].length && has_letter(query)) /* "Пан" alone: the beginning of Панченко */
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "there is no name in \"%.*s\"", HW_TEXT_ARG(query));
	return hw_error_remedy(error, "homeward search \"Family Given\"");
}

static void write_owner(sheet *s, bureau_list *list, const search_person *p, hw_text id)
{
	bureau_value *cells = sheet_row(s, list);
	hw_text why = sheet_format(s, "%.*s: an id of this person", HW_TEXT_ARG(id));

	cells[0] = sheet_value_text(hw_text_copy(s->arena, p->id));
	cells[1] = sheet_value_text(hw_text_copy(s->arena, p->person));
	cells[2] = sheet_value_text(hw_text_copy(s->arena, p->name));
	cells[3] = sheet_value_text(p->born.length ? hw_text_copy(s->arena, p->born) : p->born);
	cells[4] = sheet_value_text(hw_text_copy(s->arena, p->side));
	cells[5] = sheet_value_number(1);
	cells[6] = sheet_value_text(bureau_retell(s->arena, s->uk ? "uk" : "en", why));
}

/* An id of a person (of the bureau, of the register, a former one) finds the rows of that person. */
static hw_status search_id(sheet *s, const search_index *index, bureau_list *list, hw_text query, bool *found,
			   hw_error *error)
{
	hw_error none = {0};
	hw_text person;
	hw_status status = case_resolve(s->b, s->arena, query, &person, &none);

	*found = status == HW_OK;
	if (status != HW_OK)
		return status == HW_NOT_FOUND ? HW_OK : case_resolve(s->b, s->arena, query, &person, error);
	for (size_t i = 0; i < search_index_count(index); i++) {
		search_person p = search_index_at(index, i);

		if (hw_text_equal(p.person, person))
			write_owner(s, list, &p, query);
	}
	return HW_OK;
}

/* Whoever is sealed is in no index, and still not nobody: that somebody of this very name is sealed is told, and no more. */
static hw_status tell_sealed(sheet *s, const search_index *index, hw_text query, hw_error *error)
{
	hw_text rest = query, word, words[2] = {HW_TEXT(""), HW_TEXT("")};
	int64_t hash[2], count = 0;

	for (size_t i = 0; i < HW_COUNT(words) && hw_text_split(&rest, ' ', &word);)
		if (hw_text_trim(word).length)
			words[i++] = hw_text_trim(word);
	if (!words[1].length)
		return HW_OK;
	for (size_t i = 0; i < 2; i++)
		HW_TRY(intake_names_hash(search_index_names(index), s->arena, words[i], words[1 - i], &hash[i], error));
	const store_value values[] = {store_integer(hash[0]), store_integer(hash[1])};
	HW_TRY(store_query_integer(s->store, "retention_sealed_named", values, 2, &count, error));
	if (count)
		sheet_note(s, "sealed, with this name: %lld (homeward retention sealed)", (long long)count);
	return HW_OK;
}

static hw_status search(sheet *s, hw_text query, size_t top, hw_error *error)
{
	trace_query asked = {.text = query, .top = top, .prefix = true, .least = LIKENESS_LEAST};
	search_index *index = NULL;
	trace_finder *finder = NULL;
	trace_hit *hits;
	size_t count;
	hw_status status;

	HW_TRY(search_index_of(s->b, &index, error));
	bureau_list *list = sheet_list(s, "hits", "People whose names are like it (a name is never proof of a person)",
				       "nobody on the register has a name like it", hit_columns, HIT_COLUMNS);
	bool is_id;
	HW_TRY(search_id(s, index, list, hw_text_trim(query), &is_id, error));
	if (is_id)
		return sheet_end(s);
	HW_TRY(check_query(s, index, query, error));
	HW_TRY(trace_finder_new(search_index_engine(index), &finder, error));
	status = trace_search_find(finder, &asked, s->arena, &hits, &count, error);
	trace_finder_free(finder);
	HW_TRY(status);
	for (size_t i = 0; i < count; i++) {
		search_person p = search_index_person(index, hits[i].owner);

		write_hit(s, list, &p, &hits[i]);
	}
	HW_TRY(tell_sealed(s, index, hw_text_trim(query), error));
	return sheet_end(s);
}

hw_status bureau_search(bureau *b, hw_arena *arena, const bureau_run *run, hw_text query, size_t top,
			bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "search", result, error);

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(bureau_log_view(b, "search", query, HW_TEXT(""), error));
	s.out->title = sheet_format(&s, "%.*s", HW_TEXT_ARG(query));
	sheet_field(&s, "query", "query", BUREAU_TEXT, sheet_value_text(hw_text_copy(arena, query)));
	return search(&s, query, top ? top : TOP_DEFAULT, error);
}
