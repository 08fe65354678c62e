/* The wall between the search and prosecution or intelligence: what was gathered to find a person reaches neither, but for one
 * person at a time, by his yes for that very use or a legal order that is named, by two people, as a numbered and
 * marked extract.  His withdrawal holds for what is not printed yet. */
#include "bureau/consent_int.h"
#include "bureau/disclose_int.h"
#include "bureau/outward_int.h"
#include "bureau/subject_int.h"

#include <string.h>

/* ---- may it? ------------------------------------------------------------------------------------------- */
typedef struct asking {
	const char *to, *basis, *reference, *purpose;
} asking;

static const char *use_of(const char *to)
{
	return !strcmp(to, "prosecutor") ? "prosecution" : !strcmp(to, "intelligence") ? "intelligence" : NULL;
}

static hw_status need(const char *value, const char *option, const char *remedy, hw_error *error)
{
	if (value && hw_text_trim(hw_text_of(value)).length)
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "is needed");
	(void)hw_error_what(error, "%s", option);
	return hw_error_remedy(error, "%s", remedy), HW_USAGE;
}

static hw_status check_words(const asking *a, hw_error *error)
{
	HW_TRY(need(a->to, "--to", "prosecutor or intelligence", error));
	HW_TRY(need(a->basis, "--basis", "consent or order", error));
	HW_TRY(need(a->reference, "--reference", "the form that he signed, or number and court of the order", error));
	HW_TRY(need(a->purpose, "--purpose", "what it is for, in one sentence", error));
	if (!use_of(a->to)) {
		(void)hw_fail(error, HW_USAGE, "\"%s\" is neither prosecutor nor intelligence", a->to);
		return hw_error_what(error, "--to"), HW_USAGE;
	}
	if (!strcmp(a->basis, "consent") || !strcmp(a->basis, "order"))
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "\"%s\" is neither consent nor order", a->basis);
	return hw_error_what(error, "--basis"), HW_USAGE;
}

/* Asked when it is asked for, when it is confirmed and whenever it is printed. */
static hw_status must_be_open(bureau *b, hw_arena *arena, hw_text person, const char *to, const char *basis,
			      hw_error *error)
{
	outward way = !strcmp(to, "prosecutor") ? OUTWARD_DISCLOSURE : OUTWARD_SERVICE;
	const char *use = outward_ways[way].use;
	const table_block *block;
	outward_gate gate;
	table uses;

	/* Withheld comes first; then his word, named by its rule, for whoever discloses may read both. */
	HW_TRY(outward_open_by_order(b, arena, way, HW_TEXT(""), &gate, error));
	HW_TRY(outward_require(&gate, person, error));
	if (strcmp(basis, "order") != 0) {
		HW_TRY(bureau_consent_require(b, person, use, HW_TEXT(""), error));
		HW_TRY(outward_open(b, arena, way, HW_TEXT(""), &gate, error));
		return outward_require(&gate, person, error);
	}
	HW_TRY(consent_uses(&uses, error));
	block = table_find(&uses, hw_text_of(use));
	if (block && consent_mode_of(block) == CONSENT_OR_ORDER)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED, "the table of uses opens \"%s\" by no order", use);
	return hw_error_remedy(error, "homeward consent; data/keeping/uses.txt"), HW_NOT_PERMITTED;
}

/* ---- asking ------------------------------------------------------------------------------------------------ */
hw_status bureau_disclose(bureau *b, hw_arena *arena, const bureau_disclosure *what, hw_text *pending, hw_error *error)
{
	const asking a = {what->to, what->basis, what->reference, what->purpose};
	hw_buffer payload = {0};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	hw_text person;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_DISCLOSE, error));
	HW_TRY(check_words(&a, error));
	HW_TRY(case_enter(b, arena, hw_text_of(what->person), &person, error));
	HW_TRY(must_be_open(b, arena, person, a.to, a.basis, error));
	hw_json_object(&w, NULL);
	hw_json_string(&w, "basis", a.basis);
	hw_json_string(&w, "purpose", a.purpose);
	hw_json_string(&w, "reference", a.reference);
	hw_json_string(&w, "to", a.to);
	hw_json_close(&w, '}');
	status = payload.failed ? hw_fail(error, HW_NO_MEMORY, "no memory to ask")
				: bureau_propose(b, "disclose", HW_TEXT("person"), person, hw_buffer_text(&payload),
						 hw_text_of(a.purpose), pending, arena, error);
	hw_buffer_free(&payload);
	return status;
}

hw_status disclose_perform(bureau *b, hw_text kind, hw_text person, const hw_json *payload, hw_text by, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)64 << 20);
	hw_text to = hw_json_as_text(hw_json_get(payload, "to")),
		basis = hw_json_as_text(hw_json_get(payload, "basis"));
	int64_t number = 0;

	(void)kind;
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to disclose");
	HW_TRY(must_be_open(b, arena, person, hw_text_copy(arena, to).bytes, hw_text_copy(arena, basis).bytes, error));
	HW_TRY(store_query_integer(b->store, "disclosure_next", NULL, 0, &number, error));
	const store_value values[] = {store_integer(number),
				      store_text(person),
				      store_text(to),
				      store_text(basis),
				      store_text(hw_json_as_text(hw_json_get(payload, "reference"))),
				      store_text(hw_json_as_text(hw_json_get(payload, "purpose"))),
				      store_integer(bureau_time(b)),
				      store_text(by),
				      store_string(b->user)};
	return store_run(b->store, "disclosure_add", values, HW_COUNT(values), NULL, error);
}

/* ---- the extract ------------------------------------------------------------------------------------------------ */
typedef struct disclosed {
	int64_t number;
	hw_text person, to, basis, reference, purpose, day;
} disclosed;

static hw_status read_disclosed(bureau *b, hw_arena *arena, hw_text number, disclosed *d, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	int64_t wanted = 0;
	char day[11], shown[64];

	if (hw_text_integer(number, &wanted, NULL) == HW_OK) {
		const store_value values[] = {store_integer(wanted)};

		HW_TRY(store_query_first(b->store, "disclosure_one", values, 1, &rows, error));
	}
	if (!rows) {
		(void)hw_fail(error, HW_NOT_FOUND, "there is no extract number \"%s\"", hw_text_shown(number, shown));
		return hw_error_remedy(error, "homeward disclose list");
	}
	*d = (disclosed){.number = wanted,
			 .person = store_copy_text(rows, 1, arena),
			 .to = store_copy_text(rows, 2, arena),
			 .basis = store_copy_text(rows, 3, arena),
			 .reference = store_copy_text(rows, 4, arena),
			 .purpose = store_copy_text(rows, 5, arena)};
	(void)hw_days_write((int32_t)(store_get_integer(rows, 6) / 86400000000), day);
	d->day = hw_text_copy(arena, hw_text_of(day));
	return d->person.bytes && d->to.bytes && d->basis.bytes && d->day.bytes
		       ? HW_OK
		       : hw_fail(error, HW_NO_MEMORY, "no memory for an extract");
}

static void head(sheet *s, const disclosed *d)
{
	hw_text to = sheet_words(s, d->to.bytes);
	hw_text number = sheet_format(s, "%lld", (long long)d->number);

	s->out->title = BUREAU_SENTENCE(s->arena, s->run->lang, "Extract no. %1 for: %2", number, to);
	s->out->marking = "Extract for the recipient named on it alone";
	s->out->watermark = sheet_format(s, "%.*s  %.*s", HW_TEXT_ARG(s->out->title), HW_TEXT_ARG(d->day)).bytes;
	sheet_field(s, "number", "number", BUREAU_COUNT, sheet_value_count(d->number));
	sheet_field(s, "to", "to whom", BUREAU_WORD, sheet_value_text(d->to));
	sheet_field(s, "basis", "legal basis", BUREAU_WORD, sheet_value_text(d->basis));
	sheet_field(s, "reference", "reference", BUREAU_TEXT, sheet_value_text(d->reference));
	sheet_field(s, "purpose", "purpose", BUREAU_TEXT, sheet_value_text(d->purpose));
	sheet_field(s, "released", "released on", BUREAU_TEXT, sheet_value_text(d->day));
}

static hw_status compose(sheet *s, const disclosed *d)
{
	subject of;

	head(s, d);
	HW_TRY(subject_begin(&of, s, d->person, SUBJECT_COURT));
	HW_TRY(subject_identity(&of));
	HW_TRY(subject_claims(&of));
	HW_TRY(subject_reports(&of));
	HW_TRY(subject_custody(&of));
	HW_TRY(subject_evidence(&of));
	HW_TRY(subject_kept_list(&of));
	sheet_say(s, "For the recipient and the purpose above alone; not to be passed on. It was gathered to find a "
		     "person: each line is a claim with the grade of its source, not a finding.");
	return sheet_end(s);
}

/* Each print is an entry of its own, with the hash of what was on it. */
static hw_status note_print(bureau *b, const disclosed *d, const bureau_sheet *extract, hw_error *error)
{
	bureau_act entry = {.act = "print extract", .subject_kind = HW_TEXT("person"), .subject_id = d->person};
	hw_buffer content = {0}, after = {0};
	hw_json_writer w = hw_json_writer_new(&content, false);
	char hex[65];
	hw_status status;

	bureau_sheet_json(extract, &w, NULL);
	hw_sha256_hex(hw_sha256_of(hw_buffer_text(&content)), hex);
	hw_buffer_addf(&after, "{\"number\":%lld,\"sha256\":\"%s\"}", (long long)d->number, hex);
	entry.after_json = hw_buffer_text(&after);
	status = content.failed || after.failed ? hw_fail(error, HW_NO_MEMORY, "no memory for an extract")
						: bureau_begin(b, BUREAU_MAY_DISCLOSE, error);
	if (status == HW_OK)
		status = bureau_commit(b, &entry, error);
	hw_buffer_free(&content);
	hw_buffer_free(&after);
	return status;
}

hw_status bureau_disclosed(bureau *b, hw_arena *arena, const bureau_run *run, hw_text number, bureau_sheet *result,
			   hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "extract", result, error);
	disclosed d = {0};

	HW_TRY(bureau_require(b, BUREAU_MAY_DISCLOSE, error));
	HW_TRY(read_disclosed(b, arena, number, &d, error));
	HW_TRY(must_be_open(b, arena, d.person, d.to.bytes, d.basis.bytes, error));
	HW_TRY(bureau_log_view(b, "person", d.person, d.purpose, error));
	HW_TRY(compose(&s, &d));
	return note_print(b, &d, result, error);
}

/* ---- listing ------------------------------------------------------------------------------------------------------ */
static const bureau_column columns[] = {{"number", "number", BUREAU_COUNT},
					{"person", "person", BUREAU_TEXT},
					{"to", "to whom", BUREAU_WORD},
					{"basis", "legal basis", BUREAU_WORD},
					{"reference", "reference", BUREAU_TEXT},
					{"purpose", "purpose", BUREAU_TEXT},
					{"released", "released on", BUREAU_TEXT},
					{"asked_by", "asked by", BUREAU_TEXT},
					{"released_by", "released by", BUREAU_TEXT}};

static bool keep(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)context;
	cells[6] = subject_day_of_time(s, store_get_integer(rows, 6));
	return true;
}

hw_status bureau_disclosures(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "extracts", result, error);
	bureau_list *list;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_DISCLOSE, BUREAU_MAY_AUDIT, error));
	list = sheet_list(&s, "extracts", "Extracts for prosecutors and services", "none was released", columns,
			  HW_COUNT(columns));
	HW_TRY(sheet_query(&s, list, "disclosure_list", NULL, 0, keep, NULL));
	return sheet_end(&s);
}
