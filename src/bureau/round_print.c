/* round_print.c - the handover manifest to print, and the running balance. */
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

/* ---- the manifest ------------------------------------------------------------------------------------- */
/* A page that prints from any browser, or is read as it is: no script, no picture, no address. */
static void escape(hw_buffer *out, hw_text t)
{
	for (size_t i = 0; i < t.length; i++)
		switch (t.bytes[i]) {
		case '<':
			hw_buffer_adds(out, "&lt;");
			break;
		case '>':
			hw_buffer_adds(out, "&gt;");
			break;
		case '&':
			hw_buffer_adds(out, "&amp;");
			break;
		case '"':
			hw_buffer_adds(out, "&quot;");
			break;
		default:
			hw_buffer_add(out, (hw_text){&t.bytes[i], 1});
		}
}

typedef struct page {
	hw_buffer *out;
	const bureau_run *run;
	hw_buffer lines; /* what is hashed */
	int64_t people, unavailable;
} page;

static const char *say(const page *p, const char *english)
{
	return bureau_word(p->run->lang ? p->run->lang : "en", english);
}

static void open_table(page *p, hw_text direction, int64_t tranche)
{
	static const char *const heads[] = {"no.",
					    "name",
					    "born",
					    "rank, unit",
					    "id",
					    "at the line",
					    "identity checked",
					    "wishes asked at the line",
					    "another came: who",
					    "signed"};

	hw_buffer_addf(p->out, "<h2>%s %lld: %s</h2>\n<table><thead><tr>", say(p, "Crossing"), (long long)tranche,
		       say(p, hw_text_is(direction, "given") ? "handed over by us" : "returned to us"));
	for (size_t i = 0; i < HW_COUNT(heads); i++)
		hw_buffer_addf(p->out, "<th>%s</th>", say(p, heads[i]));
	hw_buffer_adds(p->out, "</tr></thead><tbody>\n");
}

/* Columns of round_manifest: direction, tranche, person, family, given, patronymic, born, rank, unit. */
static void add_person(page *p, const store_rows *rows, int64_t number)
{
	hw_buffer_addf(p->out, "<tr><td>%lld</td><td>", (long long)number);
	for (size_t c = 3; c <= 5; c++) {
		escape(p->out, store_get_text(rows, c));
		hw_buffer_adds(p->out, " ");
	}
	hw_buffer_adds(p->out, "</td><td>");
	escape(p->out, store_get_text(rows, 6));
	hw_buffer_adds(p->out, "</td><td>");
	escape(p->out, store_get_text(rows, 7));
	hw_buffer_adds(p->out, " ");
	escape(p->out, store_get_text(rows, 8));
	hw_buffer_adds(p->out, "</td><td>");
	escape(p->out, store_get_text(rows, 2));
	hw_buffer_adds(p->out, "</td><td>&#9744;</td><td>&#9744;</td><td>&#9744;</td><td></td><td></td></tr>\n");
	hw_buffer_addf(&p->lines, "%.*s\t%lld\t%.*s\n", HW_TEXT_ARG(store_get_text(rows, 0)),
		       (long long)store_get_integer(rows, 1), HW_TEXT_ARG(store_get_text(rows, 2)));
	p->people++;
}

/* Column 10: outcome in this round.  Looked at again when it is printed: until the line he may stay, and
 * nobody is told why he is not here.  Whoever came in this round stays on it. */
static hw_status stays_on(bureau *b, hw_arena *arena, const outward_gate *gate, const store_rows *rows, bool *stays,
			  hw_error *error)
{
	hw_text outcome = store_get_text(rows, 10);
	round_person who;

	*stays = hw_text_is(outcome, "delivered") || hw_text_is(outcome, "substitute");
	if (*stays || hw_text_is(outcome, "withdrew"))
		return HW_OK;
	HW_TRY(round_person_of(b, arena, store_copy_text(rows, 2, arena), gate,
			       hw_text_is(store_get_text(rows, 0), "given"), &who, error));
	*stays = who.bar == ROUND_FREE;
	return HW_OK;
}

static hw_status add_people(bureau *b, hw_arena *arena, page *p, hw_text round, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(round)};
	hw_text direction = HW_TEXT("");
	int64_t tranche = 0, number = 0;
	bool found, stays, open = false;
	outward_gate gate;

	HW_TRY(round_gate(b, arena, OUTWARD_MANIFEST, round, HW_TEXT(""), &gate, error));
	HW_TRY(store_query(bureau_store(b), "round_manifest", values, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		HW_TRY(stays_on(b, arena, &gate, rows, &stays, error));
		if (!stays) {
			p->unavailable++;
			continue;
		}
		if (!open || store_get_integer(rows, 1) != tranche ||
		    !hw_text_equal(store_get_text(rows, 0), direction)) {
			if (open)
				hw_buffer_adds(p->out, "</tbody></table>\n");
			direction = store_copy_text(rows, 0, arena);
			tranche = store_get_integer(rows, 1);
			open_table(p, direction, tranche);
			open = true;
			number = 0;
		}
		add_person(p, rows, ++number);
	}
	if (open)
		hw_buffer_adds(p->out, "</tbody></table>\n");
	return HW_OK;
}

static hw_status write_manifest(bureau *b, hw_arena *arena, page *p, hw_text round, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(round)};
	char day[11], hash[65];

	HW_TRY(store_query_first(bureau_store(b), "round_one", values, 1, &rows, error));
	hw_buffer_adds(p->out,
		       "<!doctype html>\n<meta charset=\"utf-8\">\n<style>body{font:10pt sans-serif}table{border-"
		       "collapse:collapse;width:100%}th,td{border:1px solid #000;padding:2px 4px;text-align:left}"
		       "tr{break-inside:avoid}h2{break-after:avoid}</style>\n");
	hw_buffer_addf(p->out, "<title>%s</title>\n<h1>%s ", say(p, "Handover manifest"), say(p, "Handover manifest"));
	escape(p->out, round);
	hw_buffer_addf(p->out, "</h1>\n<p>%s%s %s. ",
		       bureau_is_training(b) ? say(p, "TRAINING - invented people. ") : "", say(p, "as of"),
		       hw_days_write(bureau_as_of(b), day));
	escape(p->out, store_get_text(rows, 1));
	hw_buffer_adds(p->out, ", ");
	escape(p->out, store_get_text(rows, 2));
	hw_buffer_adds(p->out, ". ");
	escape(p->out, store_get_text(rows, 4));
	hw_buffer_addf(p->out, "</p>\n<p>%s</p>\n",
		       say(p, "Each is asked alone once more at the line. Who does not want to go stays; no reason is "
			      "asked for or "
			      "written here. Nobody is photographed for the public."));
	HW_TRY(add_people(b, arena, p, round, error));
	if (p->unavailable)
		hw_buffer_addf(p->out, "<p>%s</p>\n", say(p, "Others who were agreed on are not available."));
	hw_sha256_hex(hw_sha256_of(hw_buffer_text(&p->lines)), hash);
	hw_buffer_addf(p->out, "<p>%lld %s; SHA-256 %s</p>\n", (long long)p->people, say(p, "people"), hash);
	return p->out->failed || p->lines.failed ? hw_fail(error, HW_NO_MEMORY, "no memory for the manifest") : HW_OK;
}

hw_status bureau_round_manifest(bureau *b, hw_arena *arena, const bureau_run *run, hw_text round, hw_buffer *html,
				hw_error *error)
{
	page p = {.out = html, .run = run};
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_NEGOTIATE, error));
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(round_must_be(b, round, error));
	HW_TRY(bureau_log_view(b, "round", round, HW_TEXT("manifest"), error));
	status = write_manifest(b, arena, &p, round, error);
	hw_buffer_free(&p.lines);
	return status;
}

/* ---- the balance ------------------------------------------------------------------------------------------ */
static const bureau_column balance_columns[] = {{"party", "counterpart", BUREAU_TEXT},
						{"round", "round", BUREAU_TEXT},
						{"when", "when", BUREAU_TEXT},
						{"direction", "way", BUREAU_WORD},
						{"agreed", "agreed", BUREAU_COUNT},
						{"delivered", "delivered", BUREAU_COUNT},
						{"absent", "absent", BUREAU_COUNT},
						{"substituted", "substituted", BUREAU_COUNT},
						{"open_claims", "claims open", BUREAU_COUNT},
						{"running", "so far", BUREAU_COUNT}};
static const bureau_column promise_columns[] = {
	{"party", "by", BUREAU_TEXT}, {"kept", "kept", BUREAU_WORD}, {"promises", "promises", BUREAU_COUNT}};
static const bureau_column count_columns[] = {
	{"round", "round", BUREAU_TEXT},    {"party", "who says so", BUREAU_TEXT},
	{"speaker", "office", BUREAU_TEXT}, {"returned", "returned", BUREAU_COUNT},
	{"given", "given", BUREAU_COUNT},   {"when", "when", BUREAU_TEXT},
	{"source", "source", BUREAU_TEXT},  {"note", "note", BUREAU_TEXT}};

typedef struct balancing {
	hw_text party;
	int64_t running[2]; /* delivered so far: returned, given */
} balancing;

/* Columns of round_balance: round, happened, parties, direction, party, agreed, delivered, absent, dead, substituted. */
static bool keep_balance(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	balancing *g = raw;
	bool given = hw_text_is(store_get_text(rows, 3), "given");
	int64_t agreed = store_get_integer(rows, 5), delivered = store_get_integer(rows, 6);

	if ((g->party.length && !hw_text_equal(store_get_text(rows, 4), g->party)) || !sheet_known_by(s, rows, 1))
		return false;
	g->running[given] += delivered;
	cells[0] = sheet_value_text(sheet_label(s, "holders", store_get_text(rows, 4)));
	cells[1] = sheet_column(s, rows, 0, BUREAU_TEXT);
	cells[2] = sheet_column(s, rows, 1, BUREAU_TEXT);
	cells[3] = sheet_column(s, rows, 3, BUREAU_WORD);
	cells[4] = sheet_value_count(agreed);
	cells[5] = sheet_value_count(delivered);
	cells[6] = sheet_value_count(store_get_integer(rows, 7));
	cells[7] = sheet_value_count(store_get_integer(rows, 9));
	/* Who stayed by his own will, and whose death is known, is not told apart from who is still owed. */
	cells[8] = sheet_value_count(agreed - delivered);
	cells[9] = sheet_value_count(g->running[given]);
	return true;
}

static bool keep_promise(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	const balancing *g = raw;

	if (g->party.length && !hw_text_equal(store_get_text(rows, 1), g->party))
		return false;
	cells[0] = sheet_value_text(sheet_label(s, "holders", store_get_text(rows, 1)));
	cells[1] = sheet_column(s, rows, 0, BUREAU_WORD);
	cells[2] = sheet_column(s, rows, 2, BUREAU_COUNT);
	return true;
}

static bool keep_count(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	(void)raw;
	cells[1] = sheet_value_text(sheet_label(s, "holders", store_get_text(rows, 1)));
	return true;
}

hw_status round_counts_list(sheet *s, hw_text round)
{
	const store_value values[] = {store_text(round)};
	bureau_list *list = sheet_list(s, "public_counts", "What each side says in public (claims, side by side)", NULL,
				       count_columns, HW_COUNT(count_columns));

	return sheet_query(s, list, "round_counts", values, 1, keep_count, NULL);
}

hw_status bureau_round_balance(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party, bureau_sheet *result,
			       hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "balance", result, error);
	balancing g = {.party = party};
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_ROUNDS, error));
	result->title = sheet_words(&s, "Running balance");
	list = sheet_list(&s, "balance", "Agreed and delivered, by name", "nobody was agreed on", balance_columns,
			  HW_COUNT(balance_columns));
	HW_TRY(sheet_query(&s, list, "round_balance", NULL, 0, keep_balance, &g));
	list = sheet_list(&s, "promises", "Promises", NULL, promise_columns, HW_COUNT(promise_columns));
	HW_TRY(sheet_query(&s, list, "round_promises", NULL, 0, keep_promise, &g));
	HW_TRY(round_counts_list(&s, HW_TEXT("")));
	sheet_say(
		&s,
		"Who came instead of another is home, and does not discharge the promise of the one who was named: his "
		"claim stays open.");
	return sheet_end(&s);
}
