/* How a finding moves: one table of what may be done in which phase; everything else is refused. */
#include "bureau/finding_int.h"

#include <string.h>

enum { FROM_MOST = 5 };

typedef struct move {
	const char *act, *from[FROM_MOST], *to; /* to NULL: the phase stays */
	bool reason;
} move;

/* A person reviews before he decides, decides before anything is written, and two send it. */
static const move moves[] = {
	{"take", {"observed", "threatened"}, "under review", false},
	{"confirm", {"under review"}, "confirmed", true},
	{"reject", {"under review"}, "rejected", true},
	{"review", {"confirmed", "drafted"}, "under review", true},
	{"draft", {"confirmed"}, "drafted", false},
	{"draft", {"drafted", "notified", "answered"}, NULL, false},
	{"notify", {"drafted"}, "notified", true},
	{"notify", {"notified", "answered"}, NULL, true},
	{"answer", {"notified", "answered"}, "answered", true},
	{"close", {"notified", "answered"}, "closed", true},
	{"reopen", {"rejected", "closed"}, "under review", true},
};

static const move *find_move(const char *act, hw_text phase)
{
	for (size_t i = 0; i < HW_COUNT(moves); i++)
		for (size_t k = 0; k < FROM_MOST && !strcmp(moves[i].act, act); k++)
			if (moves[i].from[k] && hw_text_is(phase, moves[i].from[k]))
				return &moves[i];
	return NULL;
}

hw_status finding_may(const finding *f, const char *act, const char **to, hw_error *error)
{
	const move *m = find_move(act, f->phase);
	hw_buffer others = {0};

	if (m) {
		*to = m->to;
		return HW_OK;
	}
	for (size_t i = 0; i < HW_COUNT(moves); i++)
		if (find_move(moves[i].act, f->phase) == &moves[i])
			hw_buffer_addf(&others, "%s%s", others.length ? ", " : "", moves[i].act);
	(void)hw_fail(error, HW_BAD_INPUT, "a finding that is %.*s cannot be \"%s\"", HW_TEXT_ARG(f->phase), act);
	(void)hw_error_remedy(error, "now it can: %.*s", (int)others.length, others.length ? others.bytes : "nothing");
	hw_buffer_free(&others);
	return HW_BAD_INPUT;
}

bool finding_unchanged(const finding *f)
{
	return f->standing && f->decided_sha256.length && hw_text_equal(f->decided_sha256, f->facts_sha256);
}

/* ---- reading ----------------------------------------------------------------------------------- */
static int64_t count_of(const store_rows *rows, size_t column)
{
	return store_is_null(rows, column) ? -1 : store_get_integer(rows, column);
}

hw_status finding_read(bureau *b, hw_arena *arena, hw_text id, finding *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	char shown[64];

	HW_TRY(store_query_first(b->store, "finding_one", values, 1, &rows, error));
	if (!rows) {
		(void)hw_fail(error, HW_NOT_FOUND, "there is no finding \"%s\"", hw_text_shown(id, shown));
		return hw_error_remedy(error, "homeward finding list"), HW_NOT_FOUND;
	}
	*result = (finding){.id = hw_text_copy(arena, id),
			    .severity = 0,
			    .own = store_get_integer(rows, 13) == 1,
			    .standing = store_get_integer(rows, 14) == 1,
			    .exported = store_get_integer(rows, 15) == 1,
			    .alert = store_get_integer(rows, 16) == 1,
			    .subjects = store_get_integer(rows, 17),
			    .affected_lower = count_of(rows, 18),
			    .affected_upper = count_of(rows, 19)};
	const struct {
		hw_text *field;
		size_t column;
	} texts[] = {{&result->rule, 0},          {&result->article, 1},         {&result->subject_kind, 2},
		     {&result->subject, 3},       {&result->party, 4},           {&result->state, 6},
		     {&result->rebut, 7},         {&result->justification, 8},   {&result->reply, 9},
		     {&result->deadline, 10},     {&result->phase, 11},          {&result->outcome, 12},
		     {&result->facts_sha256, 20}, {&result->decided_sha256, 21}, {&result->clock, 22},
		     {&result->closed_reason, 24}};

	for (size_t i = 0; i < HW_COUNT(texts); i++)
		*texts[i].field = store_is_null(rows, texts[i].column) ? HW_TEXT("")
								       : store_copy_text(rows, texts[i].column, arena);
	if (store_get_text(rows, 5).length)
		result->severity = store_get_text(rows, 5).bytes[0] - '0';
	return HW_OK;
}

/* ---- writing --------------------------------------------------------------------------------------- */
hw_status finding_deadline(bureau *b, const char *setting, char day[11], hw_error *error)
{
	double days;

	HW_TRY(bureau_setting_number(b, setting, 30, &days, error));
	(void)hw_days_write(bureau_as_of(b) + (int32_t)days, day);
	return HW_OK;
}

hw_status finding_write_step(bureau *b, hw_text id, const char *state, hw_text note, hw_text letter_sha256,
			     hw_error *error)
{
	const store_value key[] = {store_text(id)};
	int64_t before = 0;
	char day[11];

	HW_TRY(store_query_integer(b->store, "finding_step_count", key, 1, &before, error));
	const store_value values[] = {store_text(id),          store_integer(before + 1),
				      store_string(state),     store_string(hw_days_write(bureau_as_of(b), day)),
				      store_string(b->user),   store_text_or_null(letter_sha256),
				      store_text_or_null(note)};
	return store_run(b->store, "finding_step_add", values, HW_COUNT(values), NULL, error);
}

/* The five words of the data model, coarser than the phase. */
static const char *state_of(const char *phase)
{
	static const char *const words[][2] = {
		{"observed", "observed"},      {"threatened", "observed"},  {"under review", "under review"},
		{"confirmed", "under review"}, {"drafted", "under review"}, {"notified", "notified"},
		{"answered", "answered"},      {"rejected", "closed"},      {"closed", "closed"}};

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (!strcmp(words[i][0], phase))
			return words[i][1];
	return "observed";
}

hw_status finding_write_move(bureau *b, const finding *f, const char *to, hw_text deadline, hw_text note,
			     hw_text letter_sha256, hw_error *error)
{
	bool over = !strcmp(to, "closed") || !strcmp(to, "rejected");
	bool decided = !strcmp(to, "confirmed") || !strcmp(to, "rejected");
	const store_value state[] = {store_text(f->id), store_string(state_of(to)), store_text_or_null(deadline),
				     over ? store_integer(bureau_time(b)) : store_null(),
				     over ? store_text_or_null(note) : store_null()};
	const store_value more[] = {store_text(f->id), store_string(to), store_integer(0),
				    store_text_or_null(decided                       ? f->facts_sha256
						       : !strcmp(to, "under review") ? HW_TEXT("")
										     : f->decided_sha256)};

	HW_TRY(store_run(b->store, "finding_move", state, HW_COUNT(state), NULL, error));
	HW_TRY(store_run(b->store, "finding_move_case", more, HW_COUNT(more), NULL, error));
	return finding_write_step(b, f->id, to, note, letter_sha256, error);
}

/* ---- what an officer does ------------------------------------------------------------------------------- */
static hw_status check_move(bureau *b, const finding *f, const bureau_finding_act *a, hw_error *error)
{
	const move *m = find_move(a->act, f->phase);
	hw_date date;

	(void)b;
	if (m && m->reason && !hw_text_trim(hw_text_of(a->says)).length)
		return hw_fail(error, HW_USAGE, "\"%s\" needs its reason: --%s TEXT", a->act,
			       !strcmp(a->act, "answer") ? "says" : "reason");
	if (!strcmp(a->act, "confirm") && !f->standing) {
		(void)hw_fail(error, HW_BAD_INPUT, "the facts do not raise it any more");
		return hw_error_remedy(error, "reject it, or look again after homeward check --record"), HW_BAD_INPUT;
	}
	if (a->date && hw_date_parse(hw_text_of(a->date), &date, error) != HW_OK)
		return hw_error_what(error, "--date"), HW_BAD_INPUT;
	return HW_OK;
}

static hw_status write_answer(bureau *b, const finding *f, const bureau_finding_act *a, hw_error *error)
{
	char day[11];
	int64_t changed = 0;
	const store_value values[] = {store_text(f->id), store_string(a->to ? a->to : ""),
				      store_string(a->date ? a->date : hw_days_write(bureau_as_of(b), day)),
				      store_string(a->says)};

	HW_TRY(store_run(b->store, "finding_letter_answer", values, HW_COUNT(values), &changed, error));
	if (changed)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "no letter to \"%s\" waits for an answer", a->to ? a->to : "");
	return hw_error_remedy(error, "homeward finding show ID tells to whom it was notified"), HW_BAD_INPUT;
}

hw_status bureau_finding_move(bureau *b, hw_text id, const bureau_finding_act *a, hw_text *phase, hw_arena *arena,
			      hw_error *error)
{
	char after[128], deadline[11] = "";
	bureau_act entry = {.act = "finding", .subject_kind = HW_TEXT("finding"), .subject_id = id};
	const char *to;
	hw_status status;
	finding f;

	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	HW_TRY(finding_read(b, arena, id, &f, error));
	HW_TRY(finding_may(&f, a->act, &to, error));
	HW_TRY(check_move(b, &f, a, error));
	if (!strcmp(to, "under review"))
		HW_TRY(finding_deadline(b, f.severity >= 4 ? "finding.urgent_days" : "finding.review_days", deadline,
					error));
	(void)snprintf(after, sizeof(after), "{\"act\":\"%s\",\"phase\":\"%s\"}", a->act, to);
	entry.after_json = hw_text_of(after);
	HW_TRY(bureau_begin(b, BUREAU_MAY_CHECK, error));
	status = strcmp(a->act, "answer") != 0 ? HW_OK : write_answer(b, &f, a, error);
	if (status == HW_OK)
		status = finding_write_move(b, &f, to, hw_text_of(deadline), hw_text_of(a->says), HW_TEXT(""), error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	*phase = hw_text_of(to);
	return bureau_commit(b, &entry, error);
}
