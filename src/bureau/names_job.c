/* names_job.c - writings of names over texts and files. */
#include "bureau/bureau.h"
#include "names/names.h"

#include <stdlib.h>
#include <string.h>

struct bureau_names {
	names_tables *tables;
};

hw_status bureau_names_open(bureau_names **result, hw_error *error)
{
	bureau_names *names = hw_grow(NULL, 1, sizeof *names);

	if (!names)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the tables of names");
	hw_status status = names_tables_open(&names->tables, error);
	if (status != HW_OK) {
		hw_release(names);
		return status;
	}
	*result = names;
	return HW_OK;
}

void bureau_names_close(bureau_names *names)
{
	if (!names)
		return;
	names_tables_close(names->tables);
	hw_release(names);
}

hw_status bureau_names_scheme(const char *scheme, const char *spelling, bureau_romanization *result, hw_error *error)
{
	names_scheme found;
	names_spelling orthography = NAMES_SPELLING_OPEN;

	HW_TRY(names_scheme_find(hw_text_of(scheme), &found, error));
	if (spelling)
		HW_TRY(names_spelling_find(hw_text_of(spelling), &orthography, error));
	*result = (bureau_romanization){(int)found, (int)orthography};
	return HW_OK;
}

hw_status bureau_names_romanize(const bureau_names *names, hw_arena *arena, bureau_romanization how, hw_text line,
				hw_text *result, size_t *left, hw_error *error)
{
	return names_romanize(names->tables, (names_scheme)how.scheme, (names_spelling)how.spelling, arena, line,
			      result, left, error);
}

/* ---- likeness ------------------------------------------------------------------ */

static hw_text note_of(unsigned notes)
{
	if (notes & NAMES_REPAIRED_ENCODING)
		return HW_TEXT("a wrong encoding was undone");
	if (notes & NAMES_REPAIRED_LAYOUT)
		return HW_TEXT("it was typed in the wrong layout of the keyboard");
	if (notes & NAMES_REPAIRED_LETTERS)
		return HW_TEXT("look-alike letters of another script were repaired");
	if (notes & NAMES_REPAIRED_UNSEEN)
		return HW_TEXT("unseen signs were removed");
	return (hw_text){0};
}

hw_status bureau_names_compare(const bureau_names *names, hw_arena *arena, hw_text a, hw_text b,
			       bureau_likeness *result, hw_error *error)
{
	unsigned left_notes, right_notes;
	names_likeness likeness;
	hw_text ignored;

	HW_TRY(names_tidy(names->tables, arena, a, &ignored, &left_notes, error));
	HW_TRY(names_tidy(names->tables, arena, b, &ignored, &right_notes, error));
	HW_TRY(names_compare(names->tables, arena, a, b, &likeness, error));
	bureau_texts reasons = {HW_NEW(arena, hw_text, likeness.reason_count + 1), likeness.reason_count};
	if (!reasons.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory to compare two names");
	for (size_t i = 0; i < reasons.count; i++)
		reasons.items[i] = likeness.reasons[i].words;
	*result = (bureau_likeness){likeness.value, reasons, note_of(left_notes), note_of(right_notes)};
	return HW_OK;
}

void bureau_names_compare_json(const bureau_likeness *likeness, hw_text a, hw_text b, hw_buffer *out)
{
	hw_json_writer w = hw_json_writer_new(out, true);

	hw_json_object(&w, NULL);
	hw_json_text(&w, "left", a);
	hw_json_text(&w, "right", b);
	hw_json_number(&w, "likeness", likeness->value);
	hw_json_array(&w, "reasons");
	for (size_t i = 0; i < likeness->reasons.count; i++)
		hw_json_text(&w, NULL, likeness->reasons.items[i]);
	hw_json_close(&w, ']');
	hw_json_array(&w, "notes");
	if (likeness->left_note.length)
		hw_json_text(&w, NULL, likeness->left_note);
	if (likeness->right_note.length)
		hw_json_text(&w, NULL, likeness->right_note);
	hw_json_close(&w, ']');
	hw_json_close(&w, '}');
	hw_buffer_adds(out, "\n");
}

/* ---- cases and parts -------------------------------------------------------------- */

hw_status bureau_names_back(const bureau_names *names, hw_arena *arena, bureau_romanization how, hw_text line,
			    bureau_texts *result, hw_error *error)
{
	names_spelling spelling = how.spelling ? (names_spelling)how.spelling : NAMES_SPELLING_UKRAINIAN;

	return names_back(names->tables, spelling, arena, line, 5, &result->items, &result->count, error);
}

hw_status bureau_names_lemma(const bureau_names *names, hw_arena *arena, hw_text t, bureau_texts *result,
			     hw_error *error)
{
	return names_lemma(names->tables, arena, t, 5, &result->items, &result->count, error);
}

static void add_item(bureau_parsed *parsed, const char *key, hw_text value)
{
	if (value.length)
		parsed->items[parsed->count++] = (bureau_named){key, value};
}

/* "Станіслав, Ростислав, ..." when the given name as written may be several; a second family name. */
static hw_status add_alternatives(const bureau_names *names, hw_arena *arena, const names_written *w,
				  bureau_parsed *parsed, hw_error *error)
{
	hw_text given = {0}, family = {0};

	for (size_t i = 0; i < w->part_count; i++) {
		const names_part *part = &w->parts[i];
		for (size_t c = 0; w->roles[i] == NAMES_ROLE_GIVEN && part->class_count > 1 && c < part->class_count;
		     c++) {
			hw_text name = names_class_name(names->tables, part->classes[c]);
			given = hw_text_format(arena, "%.*s%s%.*s", HW_TEXT_ARG(given), given.length ? ", " : "",
					       HW_TEXT_ARG(name));
			if (!given.bytes)
				return hw_fail(error, HW_NO_MEMORY, "no memory to read a name");
		}
		if (w->other_family >> i & 1)
			family = w->texts[i];
	}
	add_item(parsed, "given may be", given);
	add_item(parsed, "other family", family);
	return HW_OK;
}

hw_status bureau_names_parse(const bureau_names *names, hw_arena *arena, hw_text t, bureau_parsed *result,
			     hw_error *error)
{
	names_written *w = HW_NEW(arena, names_written, 1);
	bureau_parsed parsed = {.items = HW_NEW(arena, bureau_named, 16)};
	char born[24] = "";

	if (!w || !parsed.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory to read a name");
	HW_TRY(names_parse(names->tables, arena, t, w, error));
	if (w->born_day)
		snprintf(born, sizeof born, "%04d-%02d-%02d", w->born_year, w->born_month, w->born_day);
	else if (w->born_month)
		snprintf(born, sizeof born, "%04d-%02d", w->born_year, w->born_month);
	else if (w->born_year)
		snprintf(born, sizeof born, "%04d", w->born_year);
	add_item(&parsed, "rank", w->rank);
	add_item(&parsed, "family", w->family);
	add_item(&parsed, "given", w->given);
	add_item(&parsed, "patronymic", w->patronymic);
	add_item(&parsed, "given initial", w->given_initial);
	add_item(&parsed, "patronymic initial", w->patronymic_initial);
	add_item(&parsed, "born", hw_text_copy(arena, hw_text_of(born)));
	add_item(&parsed, "unit", w->unit);
	add_item(&parsed, "callsign", w->callsign);
	add_item(&parsed, "rest", w->rest);
	HW_TRY(add_alternatives(names, arena, w, &parsed, error));
	add_item(&parsed, "note", note_of(w->notes));
	parsed.order_known = w->order_known;
	*result = parsed;
	return HW_OK;
}

/* ---- pairs of a file ----------------------------------------------------------------- */

typedef struct scored {
	double value;
	bool same;
} scored;
typedef struct pair_job {
	const bureau_names *names;
	size_t left, right, truth; /* columns; SIZE_MAX = none */
	const char *truth_name;
	scored *scores;
	size_t count, room;
	hw_arena *arena;
	hw_buffer *out;
} pair_job;

static hw_status find_column(const hw_csv_row *header, const char *path, hw_text name, size_t *at, hw_error *error)
{
	char shown[64];

	for (size_t i = 0; i < header->count; i++)
		if (hw_text_equal(hw_text_trim(header->fields[i]), name)) {
			*at = i;
			return HW_OK;
		}
	hw_fail(error, HW_BAD_INPUT, "there is no column \"%s\"", hw_text_shown(name, shown));
	hw_error_where(error, "%s:1", path);
	hw_buffer list = {0};
	for (size_t i = 0; i < header->count && list.length < 150; i++)
		hw_buffer_addf(&list, "%s%.*s", i ? ", " : "", HW_TEXT_ARG(header->fields[i]));
	hw_error_remedy(error, "the file has %s", list.bytes ? list.bytes : "no columns");
	hw_buffer_free(&list);
	return error ? error->status : HW_BAD_INPUT;
}

static hw_status read_truth(hw_text value, const char *column, const char *path, uint64_t line, bool *known, bool *same,
			    hw_error *error)
{
	static const char *const yes[] = {"true", "1", "yes", "t", "y", "True", "TRUE", "так"};
	static const char *const no[] = {"false", "0", "no", "f", "n", "False", "FALSE", "ні"};
	char shown[64];

	*known = value.length > 0;
	for (size_t i = 0; i < HW_COUNT(yes); i++) {
		if (hw_text_is(value, yes[i]) || hw_text_is(value, no[i])) {
			*same = hw_text_is(value, yes[i]);
			return HW_OK;
		}
	}
	if (!*known)
		return HW_OK;
	hw_fail(error, HW_BAD_INPUT, "\"%s\" is neither true nor false", hw_text_shown(value, shown));
	hw_error_what(error, "%s", column);
	hw_error_remedy(error, "write true, false, or leave it empty");
	return hw_error_where(error, "%s:%llu", path, (unsigned long long)line);
}

static hw_status keep_score(pair_job *job, double value, bool same, hw_error *error)
{
	if (job->count == job->room) {
		size_t room = job->room ? job->room * 2 : 1024;
		scored *grown = hw_grow(job->scores, room, sizeof *grown);
		if (!grown)
			return hw_fail(error, HW_NO_MEMORY, "no memory for %zu pairs", room);
		job->scores = grown;
		job->room = room;
	}
	job->scores[job->count++] = (scored){value, same};
	return HW_OK;
}

static void write_row(hw_buffer *out, const hw_csv_row *row, const char *last)
{
	for (size_t i = 0; i < row->count; i++) {
		hw_csv_write(out, row->fields[i]);
		hw_buffer_adds(out, ",");
	}
	hw_buffer_adds(out, last);
	hw_buffer_adds(out, "\n");
}

static hw_status compare_row(pair_job *job, const hw_csv_row *row, const char *path, hw_error *error)
{
	bureau_likeness likeness;
	char value[32];

	hw_arena_reset(job->arena);
	HW_TRY(bureau_names_compare(job->names, job->arena, row->fields[job->left], row->fields[job->right], &likeness,
				    error));
	snprintf(value, sizeof value, "%.4f", likeness.value);
	write_row(job->out, row, value);
	if (job->truth == SIZE_MAX)
		return HW_OK;
	bool known, same = false;
	HW_TRY(read_truth(hw_text_trim(row->fields[job->truth]), job->truth_name, path, row->line, &known, &same,
			  error));
	return known ? keep_score(job, likeness.value, same, error) : HW_OK;
}

static int score_order(const void *a, const void *b)
{
	double left = ((const scored *)a)->value, right = ((const scored *)b)->value;

	return (left < right) - (left > right);
}

static double f1_of(double right, double said, double truly)
{
	return said + truly > 0 ? 2 * right / (said + truly) : 0;
}

static bureau_names_quality measure(scored *scores, size_t count)
{
	bureau_names_quality q = {.pairs = (int64_t)count, .best_cut = 1};
	double truly = 0, right = 0, said = 0;

	for (size_t i = 0; i < count; i++) {
		truly += scores[i].same;
		said += scores[i].value >= 0.5;
		right += scores[i].value >= 0.5 && scores[i].same;
	}
	q.same = (int64_t)truly;
	q.precision = said > 0 ? right / said : 0;
	q.recall = truly > 0 ? right / truly : 0;
	q.f1 = f1_of(right, said, truly);
	if (count)
		qsort(scores, count, sizeof *scores, score_order);
	right = 0;
	for (size_t i = 0; i < count; i++) {
		right += scores[i].same;
		if (i + 1 < count && scores[i + 1].value >= scores[i].value)
			continue; /* equal values fall on one side of a cut */
		double f1 = f1_of(right, (double)(i + 1), truly);
		if (f1 > q.best_f1) {
			q.best_f1 = f1;
			q.best_cut = scores[i].value;
		}
	}
	return q;
}

static hw_status open_pairs(hw_csv *csv, const char *path, const char *columns, const char *truth, pair_job *job,
			    hw_error *error)
{
	const hw_csv_row *header = hw_csv_header(csv);
	const char *comma = strchr(columns, ',');

	if (!comma || !comma[1] || comma == columns || strchr(comma + 1, ',')) {
		hw_fail(error, HW_USAGE, "\"%s\" does not name two columns", columns);
		return hw_error_remedy(error, "write --columns NAME1,NAME2");
	}
	if (!header->count) {
		hw_fail(error, HW_BAD_INPUT, "the file is empty");
		hw_error_remedy(error, "its first line names the columns");
		return hw_error_where(error, "%s", path);
	}
	HW_TRY(find_column(header, path, (hw_text){columns, (size_t)(comma - columns)}, &job->left, error));
	HW_TRY(find_column(header, path, hw_text_of(comma + 1), &job->right, error));
	job->truth = SIZE_MAX;
	job->truth_name = truth;
	if (truth)
		HW_TRY(find_column(header, path, hw_text_of(truth), &job->truth, error));
	return HW_OK;
}

hw_status bureau_names_pairs(const bureau_names *names, const char *path, const char *columns, const char *truth,
			     hw_buffer *out, bureau_names_quality *quality, const hw_progress *progress,
			     hw_error *error)
{
	pair_job job = {.names = names, .arena = hw_arena_new((size_t)64 << 20), .out = out};
	const hw_csv_row *row;
	hw_csv *csv = NULL;
	hw_status status =
		job.arena ? hw_csv_open(path, &csv, error) : hw_fail(error, HW_NO_MEMORY, "no memory to compare");

	if (status != HW_OK)
		goto out;
	HW_TRY_OR_OUT(open_pairs(csv, path, columns, truth, &job, error));
	write_row(out, hw_csv_header(csv), "likeness");
	for (;;) {
		HW_TRY_OR_OUT(hw_csv_next(csv, &row, error));
		if (!row)
			break;
		HW_TRY_OR_OUT(compare_row(&job, row, path, error));
		if (row->row % 256 == 0)
			HW_TRY_OR_OUT(hw_progress_step(progress, "comparing", hw_csv_done(csv), 1, error));
	}
	if (quality)
		*quality = measure(job.scores, job.count);
out:
	if (csv)
		hw_csv_close(csv);
	hw_arena_free(job.arena);
	hw_release(job.scores);
	return status;
}
