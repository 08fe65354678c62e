/* homeward consent: to which use of his data a person said yes or no. */
#include "cli/sections_int.h"

typedef struct consent_options {
	const char *use, *given, *on, *how, *to, *until, *language, *by;
} consent_options;

static const cli_option consent_table[] = {
	{"use", CLI_TEXT, offsetof(consent_options, use), "USE", "for what; homeward consent lists the uses"},
	{"given", CLI_TEXT, offsetof(consent_options, given), "yes|no", "no: he refuses or withdraws"},
	{"on", CLI_TEXT, offsetof(consent_options, on), "DAY", "when he said so (default: today)"},
	{"how", CLI_TEXT, offsetof(consent_options, how), "TEXT", "how he said so: signed form, interview, call-back"},
	{"to", CLI_TEXT, offsetof(consent_options, to), "PARTY",
	 "to whom alone it goes (default: whomever the use serves)"},
	{"until", CLI_TEXT, offsetof(consent_options, until), "DAY", "the last day of his yes"},
	{"language", CLI_TEXT, offsetof(consent_options, language), "TEXT", "the language in which it was explained"},
	{"by", CLI_TEXT, offsetof(consent_options, by), "TEXT", "who said so when it was not he, and by which right"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status perform(cli_desk *desk, const cli_context *context, const consent_options *o, size_t count,
			 const char *const *words, hw_error *error)
{
	bureau_sheet sheet;

	if (!count) {
		HW_TRY(bureau_uses(desk->bureau, desk->arena, &desk->run, &sheet, error));
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	if (o->use || o->given || o->how || o->on) {
		const bureau_consent_word word = {.person = words[0],
						  .use = o->use,
						  .given = o->given,
						  .on = o->on,
						  .how = o->how,
						  .to = o->to,
						  .until = o->until,
						  .language = o->language,
						  .by = o->by};

		HW_TRY(bureau_consent_record(desk->bureau, desk->arena, &word, error));
	}
	HW_TRY(bureau_consent_sheet(desk->bureau, desk->arena, &desk->run, hw_text_of(words[0]), &sheet, error));
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

static hw_status run_consent(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	cli_desk desk;

	if (count > 1)
		return cli_usage(error, "write \"consent\", \"consent PERSON\" or "
					"\"consent PERSON --use USE --given yes|no --how TEXT\"");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, perform(&desk, context, raw, count, arguments, error), error);
}

const cli_command cli_consent = {
	"consent",
	"[PERSON]",
	"to which use of his data a person agreed, and the table of uses with their legal bases",
	"Without a person: the uses, on which ground each rests, what a person's word means for it.  With --use, "
	"--given\n"
	"and --how his word is written down: a yes is for one use, a no holds at once, and his last word counts.",
	run_consent,
	sizeof(consent_options),
	consent_table,
	CLI_BUREAU};
