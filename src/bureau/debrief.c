/* Debriefs of those who returned.  First the gate: may he be asked, was help offered, who has asked him before; then what he
 * allows, use by use; then what he saw, each observation a report of its own source; what nobody but a named reader may know is
 * sealed beside.  A file of lines, filled without network, is taken in whole or not at all. */
#include "bureau/debrief_int.h"
#include "bureau/retention_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"
#include "io/io.h"

#include <string.h>

enum { KIND_COLUMNS = DEBRIEF_NOTE + 1, LINES_MOST = 10000 };
static const char *const names[KIND_COLUMNS] = {"id",      "person", "source",   "happened", "by",  "language",
						"consent", "places", "mentions", "text",     "note"};
/* Names of the table of uses (data/keeping/uses.txt). */
static const char *const uses[] = {"tracing",     "family_reply", "finding",     "statistics",
				   "publication", "prosecution",  "intelligence"};

/* One act, or one line of a file, with what several lines of one file share. */
typedef struct taking {
	bureau *b;
	hw_arena *arena;
	round_rows debriefs, reports;
	debrief current; /* the debrief of the lines before, as it will stand */
	int64_t reports_before;
	debrief *touched; /* what the lines changed, each once */
	int64_t *reports_of;
	size_t touched_count, touched_most;
	hw_error *error;
} taking;

/* ---- reading ------------------------------------------------------------------------------------------------ */
hw_status debrief_find(bureau *b, hw_arena *arena, hw_text id, debrief *d, bool *found, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};

	HW_TRY(store_query_first(b->store, "debrief_one", values, 1, &rows, error));
	*found = rows != NULL;
	for (size_t c = 0; c < DEBRIEF_COLUMNS; c++) {
		if (!rows || store_is_null(rows, c))
			d->cells[c] = HW_TEXT("");
		else if (c == DEBRIEF_CONSENT || c == DEBRIEF_MAY_ASK)
			d->cells[c] = store_get_integer(rows, c) ? HW_TEXT("yes") : HW_TEXT("no");
		else if (c == DEBRIEF_MENTIONS)
			d->cells[c] = hw_text_format(arena, "%lld", (long long)store_get_integer(rows, c));
		else
			d->cells[c] = store_copy_text(rows, c, arena);
		if (!d->cells[c].bytes)
			return hw_fail(error, HW_NO_MEMORY, "no memory for a debrief");
	}
	return HW_OK;
}

hw_status debrief_not_there(bureau *b, hw_text id, hw_error *error)
{
	char shown[64];

	HW_TRY(retention_not_sealed(b->store, "debriefs", id, error));
	(void)hw_fail(error, HW_NOT_FOUND, "there is no debrief \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward debrief list; homeward debrief new");
}

static hw_status select_debrief(taking *t, hw_text id)
{
	bool found;

	for (size_t i = 0; i < t->touched_count; i++)
		if (hw_text_equal(t->touched[i].cells[DEBRIEF_ID], id)) {
			t->current = t->touched[i];
			t->reports_before = t->reports_of[i];
			return HW_OK;
		}
	HW_TRY(debrief_find(t->b, t->arena, id, &t->current, &found, t->error));
	if (!found)
		return debrief_not_there(t->b, id, t->error);
	return store_query_integer(t->b->store, "debrief_report_count", (store_value[]){store_text(id)}, 1,
				   &t->reports_before, t->error);
}

/* ---- the acts, inside one open act of the ledger ------------------------------------------------------------- */
/* The row as it will stand; written once at the end, however many lines of a file change it. */
static hw_status put_row(taking *t)
{
	size_t i = 0;

	while (i < t->touched_count && !hw_text_equal(t->touched[i].cells[DEBRIEF_ID], t->current.cells[DEBRIEF_ID]))
		i++;
	if (i == t->touched_most)
		return hw_fail(t->error, HW_FAULT, "more debriefs than lines");
	t->touched[i] = t->current;
	t->reports_of[i] = t->reports_before;
	if (i == t->touched_count)
		t->touched_count++;
	return HW_OK;
}

static void write_rows(taking *t)
{
	for (size_t i = 0; i < t->touched_count; i++) {
		round_row_open(&t->debriefs);
		for (size_t c = 0; c < KIND_COLUMNS; c++)
			round_row_text(&t->debriefs, names[c], t->touched[i].cells[c]);
		round_row_close(&t->debriefs);
	}
}

static hw_status needed(hw_text value, const char *what, hw_error *error)
{
	if (hw_text_trim(value).length)
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "is needed");
	return hw_error_what(error, "%s", what), HW_USAGE;
}

/* Before a question: whether he may be asked, what help he was offered, who has asked him before. */
static hw_status open_gate(taking *t, const bureau_debrief_act *a)
{
	bool found;
	debrief d;

	HW_TRY(needed(a->id, "the id of the debrief", t->error));
	HW_TRY(needed(a->source, "--source", t->error));
	HW_TRY(needed(a->referral, "--referral", t->error));
	if (a->ask == a->do_not_ask) {
		(void)hw_fail(t->error, HW_USAGE, "say whether he may be asked: --ask, or --do-not-ask");
		return hw_error_remedy(t->error, "nobody is asked who does not want to be, or whom it would harm"),
		       HW_USAGE;
	}
	HW_TRY(debrief_find(t->b, t->arena, a->id, &d, &found, t->error));
	for (size_t i = 0; i < t->touched_count; i++)
		found = found || hw_text_equal(t->touched[i].cells[DEBRIEF_ID], a->id);
	if (found)
		return hw_fail(t->error, HW_BAD_INPUT, "debrief %.*s is there already", HW_TEXT_ARG(a->id));
	if (a->person.length)
		HW_TRY(case_resolve(t->b, t->arena, a->person, &d.cells[DEBRIEF_PERSON_ID], t->error));
	for (size_t c = 0; c < KIND_COLUMNS; c++)
		d.cells[c] = HW_TEXT("");
	d.cells[DEBRIEF_ID] = a->id;
	d.cells[DEBRIEF_PERSON] = a->person;
	d.cells[DEBRIEF_SOURCE] = a->source;
	d.cells[DEBRIEF_HAPPENED] = a->date;
	d.cells[DEBRIEF_BY] = HW_TEXT("debriefer");
	d.cells[DEBRIEF_LANGUAGE] = a->language;
	d.cells[DEBRIEF_PLACES] = a->places;
	d.cells[DEBRIEF_MAY_ASK] = a->ask ? HW_TEXT("yes") : HW_TEXT("no");
	if (!a->date.length) {
		char day[11];

		HW_TRY(bureau_own_day(t->b, day, t->error));
		d.cells[DEBRIEF_HAPPENED] = hw_text_copy(t->arena, hw_text_of(day));
	}
	t->current = d;
	t->reports_before = 0;
	HW_TRY(put_row(t));
	const store_value values[] = {store_text(a->id),        store_integer(a->ask),
				      store_text(a->referral),  store_text_or_null(a->asked_before),
				      store_string(t->b->user), store_integer(bureau_time(t->b))};
	return store_run(t->b->store, "debrief_gate_put", values, HW_COUNT(values), NULL, t->error);
}

static hw_status put_consents(taking *t, hw_text list, bool given)
{
	hw_text use;

	while (hw_text_split(&list, ',', &use)) {
		size_t u = 0;

		use = hw_text_trim(use);
		while (u < HW_COUNT(uses) && !hw_text_is(use, uses[u]))
			u++;
		if (u == HW_COUNT(uses)) {
			(void)hw_fail(t->error, HW_BAD_INPUT, "\"%.*s\" is no use that he could allow",
				      HW_TEXT_ARG(use));
			return hw_error_remedy(t->error,
					       "tracing, family_reply, finding, statistics, publication, prosecution, "
					       "intelligence");
		}
		if (u == 0)
			t->current.cells[DEBRIEF_CONSENT] = given ? HW_TEXT("yes") : HW_TEXT("no");
		const store_value values[] = {store_text(t->current.cells[DEBRIEF_ID]), store_string(uses[u]),
					      store_integer(given), store_string(t->b->user),
					      store_integer(bureau_time(t->b))};
		HW_TRY(store_run(t->b->store, "debrief_consent_put", values, HW_COUNT(values), NULL, t->error));
	}
	return HW_OK;
}

static hw_status allow(taking *t, const bureau_debrief_act *a)
{
	HW_TRY(select_debrief(t, a->id));
	if (!a->allows.length && !a->refuses.length)
		return hw_fail(t->error, HW_USAGE, "say what for: --allows tracing,family_reply --refuses publication");
	HW_TRY(put_consents(t, a->allows, true));
	HW_TRY(put_consents(t, a->refuses, false));
	return put_row(t);
}

/* No answer is written down of somebody who is not to be asked, or for a use that he has not allowed. */
static hw_status may_say(taking *t, const char *use)
{
	hw_text id = t->current.cells[DEBRIEF_ID];
	const store_value values[] = {store_text(id), store_string(use)};
	int64_t given = 0;

	if (!hw_text_is(t->current.cells[DEBRIEF_MAY_ASK], "yes")) {
		(void)hw_fail(t->error, HW_NOT_PERMITTED,
			      t->current.cells[DEBRIEF_MAY_ASK].length ? "he is not to be asked"
								       : "its gate was not passed");
		return hw_error_remedy(
			       t->error,
			       "homeward debrief new DEBRIEF_ID --ask --referral DEBRIEF_TEXT, when he wants it"),
		       HW_NOT_PERMITTED;
	}
	HW_TRY(store_query_integer(t->b->store, "debrief_allows", values, HW_COUNT(values), &given, t->error));
	/* What he said elsewhere since counts as well. */
	if (given && *use && t->current.cells[DEBRIEF_PERSON_ID].length)
		HW_TRY(bureau_consent_require(t->b, t->current.cells[DEBRIEF_PERSON_ID], use, HW_TEXT(""), t->error));
	if (given)
		return HW_OK;
	(void)hw_fail(t->error, HW_NOT_PERMITTED, "he has not allowed %s", *use ? use : "any use");
	return hw_error_remedy(t->error, "ask him; then homeward debrief allow %.*s --allows %s", HW_TEXT_ARG(id),
			       *use ? use : "..."),
	       HW_NOT_PERMITTED;
}

static hw_status seal(taking *t, const bureau_debrief_act *a)
{
	char made[STORE_ID_BYTES], number[24];
	int64_t entry;

	HW_TRY(needed(a->words, "--words", t->error));
	HW_TRY(may_say(t, ""));
	HW_TRY(store_ledger_next(t->b->store, &entry, t->error));
	(void)snprintf(number, sizeof(number), "%lld", (long long)entry);
	const hw_text parts[] = {a->id, a->compartment, hw_text_of(number), a->words};
	store_id_of_texts("n", parts, HW_COUNT(parts), made);
	const store_value values[] = {store_string(made),
				      store_string("debrief"),
				      store_text(a->id),
				      store_text(a->compartment),
				      store_text(a->words),
				      store_string(t->b->user),
				      store_integer(bureau_time(t->b))};
	return store_run(t->b->store, "sealed_note_add", values, HW_COUNT(values), NULL, t->error);
}

static hw_text words_of(taking *t, const bureau_debrief_act *a)
{
	hw_text words = a->words;

	if (a->cell.length)
		words = hw_text_format(t->arena, "%.*s%scell %.*s", HW_TEXT_ARG(words), words.length ? "; " : "",
				       HW_TEXT_ARG(a->cell));
	if (a->from.length)
		words = hw_text_format(t->arena, "%.*s%sseen from %.*s", HW_TEXT_ARG(words), words.length ? "; " : "",
				       HW_TEXT_ARG(a->from));
	return words;
}

static hw_status observe(taking *t, const bureau_debrief_act *a)
{
	round_rows *rows = &t->reports;
	char own[11];
	int64_t mentions = 0;

	HW_TRY(may_say(t, "tracing"));
	if (!a->about.length && !a->callsign.length && !a->person.length)
		return hw_fail(t->error, HW_USAGE, "say of whom: --about NAME, --callsign DEBRIEF_TEXT or --person ID");
	if (a->first_hand == a->hearsay)
		return hw_fail(t->error, HW_USAGE, "say how he knows: --first-hand, or --hearsay");
	HW_TRY(bureau_own_day(t->b, own, t->error));
	hw_text words = words_of(t, a);
	hw_text id = hw_text_format(t->arena, "%.*s-R%03lld", HW_TEXT_ARG(a->id), (long long)++t->reports_before);
	if (!words.bytes || !id.bytes)
		return hw_fail(t->error, HW_NO_MEMORY, "no memory for what he said");
	round_row_open(rows);
	round_row_text(rows, "id", id);
	round_row_text(rows, "person", a->person);
	round_row_text(rows, "name", a->about);
	round_row_text(rows, "callsign", a->callsign);
	round_row_text(rows, "source", t->current.cells[DEBRIEF_SOURCE]);
	round_row_text(rows, "happened", a->date.length ? a->date : a->from);
	round_row_text(rows, "received", hw_text_copy(t->arena, hw_text_of(own)));
	round_row_text(rows, "status", a->status);
	round_row_text(rows, "place", a->place);
	round_row_text(rows, "region", a->region);
	round_row_text(rows, "credibility", a->certainty);
	round_row_text(rows, "first_hand", a->first_hand ? HW_TEXT("yes") : HW_TEXT("no"));
	round_row_text(rows, "kind", HW_TEXT("debrief"));
	round_row_text(rows, "text", words);
	round_row_close(rows);
	if (t->current.cells[DEBRIEF_MENTIONS].length)
		HW_TRY(hw_text_integer(t->current.cells[DEBRIEF_MENTIONS], &mentions, t->error));
	t->current.cells[DEBRIEF_MENTIONS] = hw_text_format(t->arena, "%lld", (long long)mentions + 1);
	return put_row(t);
}

static hw_status take(taking *t, const bureau_debrief_act *a)
{
	if (hw_text_is(a->act, "new"))
		return open_gate(t, a);
	HW_TRY(select_debrief(t, a->id));
	if (hw_text_is(a->act, "allow"))
		return allow(t, a);
	if (hw_text_is(a->act, "say"))
		return a->compartment.length ? seal(t, a) : observe(t, a);
	(void)hw_fail(t->error, HW_BAD_INPUT, "\"%.*s\" is nothing that a debrief does", HW_TEXT_ARG(a->act));
	return hw_error_remedy(t->error, "new, allow, say");
}

/* ---- one act, or a file of them -------------------------------------------------------------------------------- */
static hw_status take_all(taking *t, const bureau_debrief_act *acts, size_t count, const char *path,
			  const uint64_t *numbers)
{
	HW_TRY(round_rows_begin(t->b, &t->debriefs, "debriefs", t->error));
	HW_TRY(round_rows_begin(t->b, &t->reports, "reports", t->error));
	t->debriefs.right = t->reports.right = BUREAU_MAY_DEBRIEF;
	t->touched_most = count;
	t->touched = HW_NEW(t->arena, debrief, count);
	t->reports_of = HW_NEW(t->arena, int64_t, count);
	if (!t->touched || !t->reports_of)
		return hw_fail(t->error, HW_NO_MEMORY, "no memory for the debriefs");
	for (size_t i = 0; i < count; i++) {
		hw_status status = take(t, &acts[i]);

		if (status != HW_OK) {
			if (path)
				(void)hw_error_where(t->error, "%s:%llu", path, (unsigned long long)numbers[i]);
			return status;
		}
	}
	write_rows(t);
	return HW_OK;
}

static hw_status take_acts(bureau *b, hw_arena *arena, const bureau_debrief_act *acts, size_t count, const char *path,
			   const uint64_t *numbers, hw_error *error)
{
	taking t = {.b = b, .arena = arena, .error = error};
	round_rows rows[2];
	hw_status status;

	if (!count)
		return hw_fail(error, HW_BAD_INPUT, "there is nothing in it");
	HW_TRY(bureau_begin(b, BUREAU_MAY_DEBRIEF, error));
	status = take_all(&t, acts, count, path, numbers);
	rows[0] = t.debriefs;
	rows[1] = t.reports;
	/* One act in the ledger whatever was said: that something was sealed is read nowhere. */
	if (status == HW_OK)
		return round_finish_as(b, arena, rows, 2, "debrief", HW_TEXT("debrief"), acts[count - 1].id, error);
	hw_buffer_free(&rows[0].lines);
	hw_buffer_free(&rows[1].lines);
	bureau_rollback(b);
	return status;
}

hw_status bureau_debrief_do(bureau *b, hw_arena *arena, const bureau_debrief_act *act, hw_error *error)
{
	return take_acts(b, arena, act, 1, NULL, NULL, error);
}

/* ---- a file filled without network ------------------------------------------------------------------------------ */
static hw_text text_of(const hw_json *line, const char *key)
{
	hw_text value = hw_json_as_text(hw_json_get(line, key));

	return value.bytes ? hw_text_trim(value) : HW_TEXT("");
}

static bool says(const hw_json *line, const char *key, const char *word)
{
	return hw_text_is(text_of(line, key), word);
}

static bureau_debrief_act act_of(const hw_json *line)
{
	return (bureau_debrief_act){.act = text_of(line, "act"),
				    .id = text_of(line, "id"),
				    .person = text_of(line, "person"),
				    .source = text_of(line, "source"),
				    .date = text_of(line, "date"),
				    .language = text_of(line, "language"),
				    .places = text_of(line, "places"),
				    .referral = text_of(line, "referral"),
				    .asked_before = text_of(line, "asked_before"),
				    .allows = text_of(line, "allows"),
				    .refuses = text_of(line, "refuses"),
				    .about = text_of(line, "about"),
				    .callsign = text_of(line, "callsign"),
				    .status = text_of(line, "status"),
				    .place = text_of(line, "place"),
				    .region = text_of(line, "region"),
				    .cell = text_of(line, "cell"),
				    .from = text_of(line, "from"),
				    .certainty = text_of(line, "certainty"),
				    .words = text_of(line, "words"),
				    .compartment = text_of(line, "compartment"),
				    .ask = says(line, "ask", "yes"),
				    .do_not_ask = says(line, "ask", "no"),
				    .first_hand = says(line, "first_hand", "yes"),
				    .hearsay = says(line, "first_hand", "no")};
}

static hw_status keep_line(hw_arena *arena, hw_text line, const char *path, bureau_debrief_act *act, hw_error *error)
{
	hw_json *json = NULL;

	HW_TRY(hw_json_parse(line, path, &json, error));
	*act = act_of(json);
	hw_text *cells[] = {&act->act,        &act->id,     &act->person,   &act->source,       &act->date,
			    &act->language,   &act->places, &act->referral, &act->asked_before, &act->allows,
			    &act->refuses,    &act->about,  &act->callsign, &act->status,       &act->place,
			    &act->region,     &act->cell,   &act->from,     &act->certainty,    &act->words,
			    &act->compartment};
	for (size_t i = 0; i < HW_COUNT(cells); i++)
		*cells[i] = hw_text_copy(arena, *cells[i]);
	hw_json_free(json);
	return HW_OK;
}

static hw_status read_lines(hw_arena *arena, io_lines *lines, const char *path, bureau_debrief_act *acts,
			    uint64_t *numbers, size_t *count, hw_error *error)
{
	for (;;) {
		hw_text line;
		uint64_t number;
		bool found;

		HW_TRY(io_lines_next(lines, &line, &number, &found, error));
		if (!found)
			return HW_OK;
		if (*count == LINES_MOST)
			return hw_fail(error, HW_TOO_LARGE, "more than %d lines", (int)LINES_MOST);
		if (keep_line(arena, line, path, &acts[*count], error) != HW_OK) {
			(void)hw_error_where(error, "%s:%llu", path, (unsigned long long)number);
			return HW_BAD_INPUT;
		}
		numbers[(*count)++] = number;
	}
}

hw_status bureau_debrief_file(bureau *b, hw_arena *arena, const char *path, size_t *count, hw_error *error)
{
	bureau_debrief_act *acts = HW_NEW(arena, bureau_debrief_act, LINES_MOST);
	uint64_t *numbers = HW_NEW(arena, uint64_t, LINES_MOST);
	io_lines *lines = NULL;
	hw_status status;

	*count = 0;
	HW_TRY(bureau_require(b, BUREAU_MAY_DEBRIEF, error));
	if (!acts || !numbers)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the file");
	HW_TRY(io_lines_open(path, path, &lines, error));
	status = read_lines(arena, lines, path, acts, numbers, count, error);
	io_lines_close(lines);
	return status == HW_OK ? take_acts(b, arena, acts, *count, path, numbers, error) : status;
}
