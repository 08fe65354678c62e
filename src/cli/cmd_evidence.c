/* homeward evidence: items, their files and custody, leads, bundles. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct evidence_options {
	const char *folder, *id, *kind, *title, *happened, *received, *source, *custodian, *published, *persons,
		*places, *holder, *note, *captured_from, *captured, *captured_with, *copy_of, *from, *to, *date,
		*reason, *seal, *copy, *says, *person, *purpose, *out, *order;
	bool identifiable, graphic;
} evidence_options;

#define TEXT_OPTION(name, field, argument, help)                                  \
	{                                                                         \
		name, CLI_TEXT, offsetof(evidence_options, field), argument, help \
	}
static const cli_option evidence_table[] = {
	TEXT_OPTION("folder", folder, "DIR", "verify: where imported files stand (default: beside the bureau)"),
	TEXT_OPTION("id", id, "ID", "add: the item's id"),
	TEXT_OPTION("kind", kind, "KIND",
		    "add: video, photo, document, testimony, letter, imagery, audio, count, other; lead: forged, face, "
		    "voice, other"),
	TEXT_OPTION("title", title, "TEXT", "add: what it shows, without a captive's name"),
	TEXT_OPTION("happened", happened, "DATE", "add: when it was made"),
	TEXT_OPTION("received", received, "DATE", "add: when we got it (default: the day of the bureau)"),
	TEXT_OPTION("source", source, "ID", "add: the source"),
	TEXT_OPTION("custodian", custodian, "TEXT", "add: who keeps the original, by office"),
	TEXT_OPTION("published", published, "DATE", "add: when it was made public, if it was"),
	TEXT_OPTION("captured-from", captured_from, "ADDRESS",
		    "add: where it was taken from: an address, or an office"),
	TEXT_OPTION("captured", captured, "TIME", "add: when it was taken"),
	TEXT_OPTION("captured-with", captured_with, "TOOL", "add: by which tool, with its version"),
	TEXT_OPTION("copy-of", copy_of, "ID", "add: it is a working copy (cut, blurred, enlarged) of this item"),
	TEXT_OPTION("persons", persons, "IDS", "add: whom it shows"),
	TEXT_OPTION("places", places, "IDS", "add: where it was made or what it shows"),
	TEXT_OPTION("holder", holder, "ID", "add: whose doing it shows"),
	TEXT_OPTION("note", note, "TEXT", "add: a note"),
	{"identifiable", CLI_FLAG, offsetof(evidence_options, identifiable), NULL,
	 "add: prisoners can be recognised in it"},
	{"graphic", CLI_FLAG, offsetof(evidence_options, graphic), NULL,
	 "add: hard to look at; said before anyone opens it"},
	TEXT_OPTION("from", from, "TEXT", "hand: who gives it, by office"),
	TEXT_OPTION("to", to, "TEXT", "hand, bundle: who gets it, by office"),
	TEXT_OPTION("date", date, "DATE", "hand: when (default: the day of the bureau)"),
	TEXT_OPTION("reason", reason, "TEXT", "hand: why"),
	TEXT_OPTION("seal", seal, "TEXT", "hand: number of the seal"),
	TEXT_OPTION("copy", copy, "FILE", "hand: write a copy there; the original stays"),
	TEXT_OPTION("says", says, "TEXT", "lead: what was seen, and by which tool"),
	TEXT_OPTION("person", person, "ID", "lead: whom the face or voice is said to be"),
	TEXT_OPTION("purpose", purpose, "TEXT", "bundle: what for"),
	TEXT_OPTION("order", order, "TEXT",
		    "bundle: the legal order that asks for it, when whoever it shows has not agreed"),
	TEXT_OPTION("out", out, "DIR", "bundle: the new folder"),
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

/* ---- reading ---------------------------------------------------------------------------------------- */
static hw_status verify_files(cli_desk *desk, const cli_context *context, const evidence_options *o, hw_error *error)
{
	bureau_sheet sheet;
	int64_t differing = 0, missing = 0;

	HW_TRY(bureau_evidence_verify(desk->bureau, desk->arena, &desk->run, o->folder, &sheet, &differing, &missing,
				      error));
	cli_answer_sheet(desk, context, &sheet);
	if (differing) {
		(void)hw_fail(error, HW_NO, "%lld files are not what was recorded at intake", (long long)differing);
		return hw_error_remedy(error, "keep both, find out who had the file, look for another copy");
	}
	if (missing) {
		(void)hw_fail(error, HW_NO, "%lld file%s missing: the list names %s", (long long)missing,
			      missing == 1 ? " is" : "s are", missing == 1 ? "it" : "them");
		return hw_error_remedy(error, "bring the folder beside the bureau's file, or say --folder DIR");
	}
	return HW_OK;
}

static hw_status read_items(cli_desk *desk, const cli_context *context, const char *id, hw_error *error)
{
	bureau_sheet sheet;

	if (id)
		HW_TRY(bureau_evidence_sheet(desk->bureau, desk->arena, &desk->run, hw_text_of(id), &sheet, error));
	else
		HW_TRY(bureau_evidence_all(desk->bureau, desk->arena, &desk->run, &sheet, error));
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

/* ---- acts --------------------------------------------------------------------------------------------- */
static void tell(cli_desk *desk, const char *key, hw_text value, const char *state, const char *sentence)
{
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_text(&w, key, value);
		hw_json_string(&w, "state", state);
		cli_json_end(desk, &w);
		return;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s: %.*s\n", cli_say(&desk->page, state), HW_TEXT_ARG(value));
	if (*sentence)
		hw_buffer_addf(&desk->out, "%s\n", cli_say(&desk->page, sentence));
}

static hw_status add(cli_desk *desk, const evidence_options *o, const char *file, hw_error *error)
{
	const bureau_evidence_act act = {.file = file,
					 .id = o->id,
					 .kind = o->kind,
					 .title = o->title,
					 .happened = o->happened,
					 .received = o->received,
					 .source = o->source,
					 .custodian = o->custodian,
					 .published = o->published,
					 .persons = o->persons,
					 .places = o->places,
					 .holder = o->holder,
					 .note = o->note,
					 .captured_from = o->captured_from,
					 .captured = o->captured,
					 .captured_with = o->captured_with,
					 .copy_of = o->copy_of,
					 .identifiable = o->identifiable,
					 .graphic = o->graphic};
	char sha256[65];

	HW_TRY(bureau_evidence_add(desk->bureau, desk->arena, &desk->run, &act, sha256, error));
	tell(desk, "sha256", hw_text_of(sha256), "kept by its SHA-256", "");
	return HW_OK;
}

static hw_status hand(cli_desk *desk, const evidence_options *o, const char *id, hw_error *error)
{
	const bureau_evidence_step step = {
		.from = o->from, .to = o->to, .happened = o->date, .reason = o->reason, .seal = o->seal};
	bool differs = false;

	HW_TRY(bureau_evidence_hand(desk->bureau, desk->arena, hw_text_of(id), &step, o->copy, &desk->run, &differs,
				    error));
	tell(desk, "id", hw_text_of(id), "written down", "");
	if (!differs)
		return HW_OK;
	(void)hw_fail(error, HW_NO,
		      "the file is not what was recorded at intake; the step is written down with the hash found");
	return hw_error_remedy(error, "homeward evidence show %s", id);
}

static hw_status doubt(cli_desk *desk, const evidence_options *o, const char *id, hw_error *error)
{
	const bureau_evidence_lead lead = {.kind = o->kind, .says = o->says, .person = o->person};
	hw_text waits;

	HW_TRY(bureau_evidence_lead_add(desk->bureau, desk->arena, hw_text_of(id), &lead, &waits, error));
	tell(desk, "id", waits, "pending",
	     "A lead, no finding: it waits until another user looks for himself and runs \"homeward "
	     "confirm\" with this id.");
	return HW_OK;
}

static hw_status bundle(cli_desk *desk, const evidence_options *o, size_t count, const char *const *items,
			hw_error *error)
{
	const bureau_bundle request = {.items = items,
				       .item_count = count,
				       .to = o->to,
				       .purpose = o->purpose,
				       .folder = o->out,
				       .order = o->order};
	hw_text waits;
	int64_t bytes = 0;

	if (!o->out)
		return cli_usage(error, "bundle needs a new folder: --out DIR");
	HW_TRY(bureau_evidence_bundle(desk->bureau, desk->arena, &desk->run, &request, &waits, &bytes, error));
	if (waits.length)
		tell(desk, "id", waits, "pending",
		     "Nothing is written yet: when another user has run \"homeward confirm\" with this id, say the "
		     "same again.");
	else
		tell(desk, "folder", hw_text_of(o->out), "written", "README.txt in it says how a stranger checks it.");
	return HW_OK;
}

/* ---- which act ------------------------------------------------------------------------------------------ */
static const struct {
	const char *name;
	size_t least, most; /* arguments after it */
} acts[] = {{"list", 0, 0}, {"show", 1, 1}, {"verify", 0, 0},   {"add", 1, 1},
	    {"hand", 1, 1}, {"lead", 1, 1}, {"bundle", 1, 1000}};

static hw_status perform(cli_desk *desk, const cli_context *context, const evidence_options *o, const char *act,
			 size_t count, const char *const *words, hw_error *error)
{
	if (!strcmp(act, "verify"))
		return verify_files(desk, context, o, error);
	if (!strcmp(act, "add"))
		return add(desk, o, words[0], error);
	if (!strcmp(act, "hand"))
		return hand(desk, o, words[0], error);
	if (!strcmp(act, "lead"))
		return doubt(desk, o, words[0], error);
	if (!strcmp(act, "bundle"))
		return bundle(desk, o, count, words, error);
	return read_items(desk, context, count ? words[0] : NULL, error);
}

static hw_status run_evidence(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			      hw_error *error)
{
	const char *act = count ? arguments[0] : "list";
	size_t words = count ? count - 1 : 0;
	cli_desk desk;

	for (size_t i = 0; i < HW_COUNT(acts); i++) {
		if (strcmp(acts[i].name, act) != 0 || words < acts[i].least || words > acts[i].most)
			continue;
		HW_TRY(cli_enter(context, &desk, error));
		return cli_leave(context, &desk, perform(&desk, context, raw, act, words, arguments + 1, error), error);
	}
	return cli_usage(error,
			 "write \"evidence list\", \"show ID\", \"verify\", \"add FILE\", \"hand ID\", \"lead ID\" or "
			 "\"bundle ID...\"");
}

const cli_command cli_evidence = {
	"evidence",
	"[list | show ID | verify | add FILE | hand ID | lead ID | bundle ID...]",
	"items of evidence: files kept by their hash, custody, leads, bundles for others",
	"add keeps a file by its SHA-256 beside the bureau (PATH.evidence); an original is never replaced, the same "
	"bytes\n"
	"are one item.  hand writes a step of its custody and hashes the file again.  lead doubts it (forged, or a "
	"face or\n"
	"voice that looks like somebody's): a second person has to look.  bundle makes a folder that a stranger checks "
	"with\n"
	"sha256sum and openssl; two people release it, and what came in confidence is in none.\n"
	"verify hashes every file again; exit 1 when one differs or is missing.  \"homeward verify\" does it, too: "
	"there an\n"
	"altered file is a fault, a missing one is only said.",
	run_evidence,
	sizeof(evidence_options),
	evidence_table,
	CLI_BUREAU};
