/* homeward custody, dossier. */
#include "cli/sections_int.h"

#include <string.h>

/* ---- custody -------------------------------------------------------------------------------------- */
static hw_status custody_summary(cli_desk *desk, const cli_context *context, hw_error *error)
{
	bureau_custody_groups groups;

	HW_TRY(bureau_custody_by_holder(desk->bureau, desk->arena, &desk->run, &groups, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_custody_json(&groups, &w, "custody");
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	cli_heading(&desk->page, "Custody acquired by formations");
	if (!groups.count)
		cli_paragraph(&desk->out, 3, hw_text_of(cli_say(&desk->page, "no such event is recorded")));
	cli_write_custody(&desk->page, &groups);
	return HW_OK;
}

static hw_status run_custody(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	(void)raw;
	if (count > 1)
		return cli_usage(error, "custody takes one person at most");
	HW_TRY(cli_enter(context, &desk, error));
	if (!count)
		return cli_leave(context, &desk, custody_summary(&desk, context, error), error);
	status = bureau_custody_sheet(desk.bureau, desk.arena, &desk.run, hw_text_of(arguments[0]), &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_custody = {
	"custody", "[PERSON]",  "the chain of custody of a person with its gaps; alone: who acquired people from whom",
	NULL,      run_custody, 0,
	NULL,      CLI_BUREAU};

/* ---- dossier ---------------------------------------------------------------------------------------------- */
typedef struct dossier_options {
	bool people;
	const char *outward;
} dossier_options;

static const cli_option dossier_table[] = {
	{"people", CLI_FLAG, offsetof(dossier_options, people), NULL,
	 "person by person: for whose return no interest was shown, with the ground"},
	{"outward", CLI_TEXT, offsetof(dossier_options, outward), "OUT.csv",
	 "these people as a list to hand over: id, name, born and nothing else"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status write_outward(cli_desk *desk, const cli_context *context, const char *party, const char *path,
			       hw_error *error)
{
	hw_buffer csv = {0};
	int64_t names = 0;
	hw_status status = bureau_persuasion_outward(desk->bureau, desk->arena, &desk->run, hw_text_of(party), &csv,
						     &names, error);

	if (status == HW_OK)
		status = cli_write_file(context, path, &csv, error);
	hw_buffer_free(&csv);
	if (status == HW_OK)
		hw_buffer_addf(&desk->out, "%lld names; not for the public; send them by \"homeward round send\"\n",
			       (long long)names);
	return status;
}

static hw_status run_dossier(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	const dossier_options *o = raw;
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	if (count != 1)
		return cli_usage(error, "dossier takes one counterpart");
	HW_TRY(cli_enter(context, &desk, error));
	if (o->outward)
		return cli_leave(context, &desk, write_outward(&desk, context, arguments[0], o->outward, error), error);
	status = o->people
			 ? bureau_persuasion_people(desk.bureau, desk.arena, &desk.run, hw_text_of(arguments[0]),
						    &sheet, error)
			 : bureau_dossier(desk.bureau, desk.arena, &desk.run, hw_text_of(arguments[0]), &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_dossier = {
	"dossier",
	"PARTY",
	"for a negotiator: for whose return no interest was shown, grounds, offers and answers, statements",
	"Words only: no interest or reluctance as a number, no number beside a sensitive category.",
	run_dossier,
	sizeof(dossier_options),
	dossier_table,
	CLI_BUREAU};
