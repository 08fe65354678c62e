/* homeward answer-pack: what the bureau holds of a person, for him. */
#include "cli/sections_int.h"

typedef struct answer_options {
	const char *verified, *out;
} answer_options;

static const cli_option answer_table[] = {
	{"verified", CLI_TEXT, offsetof(answer_options, verified), "TEXT",
	 "how you made sure that it is he, or who speaks for him by right; without it the answer is a draft"},
	{"out", CLI_TEXT, offsetof(answer_options, out), "FILE", "also write it as a signed file (FILE.sig, FILE.pem)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status write_signed(const cli_context *context, const char *path, const bureau_signed_file *file,
			      hw_error *error)
{
	char beside[4096];

	HW_TRY(cli_write_file(context, path, &file->content, error));
	if (snprintf(beside, sizeof(beside), "%s.sig", path) >= (int)sizeof(beside))
		return cli_usage(error, "the path is too long");
	HW_TRY(cli_write_file(context, beside, &file->signature, error));
	(void)snprintf(beside, sizeof(beside), "%s.pem", path);
	return cli_write_file(context, beside, &file->key, error);
}

static hw_status run_answer(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const answer_options *o = raw;
	bureau_signed_file file = {0};
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	if (count != 1)
		return cli_usage(error, "answer-pack takes one person");
	if (o->out && !o->verified)
		return cli_usage(error, "a file for him needs --verified TEXT: how you made sure that it is he");
	HW_TRY(cli_enter(context, &desk, error));
	const bureau_answer_request what = {.person = arguments[0], .verified = o->verified};
	status = bureau_answer_pack(desk.bureau, desk.arena, &desk.run, &what, &sheet, &file, error);
	if (status == HW_OK && o->out)
		status = write_signed(context, o->out, &file, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	bureau_signed_file_free(&file);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_answer = {
	"answer-pack",
	"PERSON",
	"what the bureau holds of a person, for him: claims with grades, uses, recipients, views",
	"Others, sources, what the Agency told and what could endanger somebody are taken out and counted with the "
	"ground.\n"
	"With --verified it gets a number and stands in the ledger; --out FILE signs it, --pdf FILE prints it, --lang "
	"uk.",
	run_answer,
	sizeof(answer_options),
	answer_table,
	CLI_BUREAU};
