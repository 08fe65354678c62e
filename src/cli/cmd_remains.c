/* homeward remains: bodies and parts, whose they may be, identified by two. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct remains_options {
	const char *kind, *label, *date, *from, *place, *note, *state, *basis;
} remains_options;

#define TEXT_OPTION(name, field, argument, help)                                 \
	{                                                                        \
		name, CLI_TEXT, offsetof(remains_options, field), argument, help \
	}
static const cli_option remains_table[] = {
	TEXT_OPTION("kind", kind, "body|part", "add: what came"),
	TEXT_OPTION("label", label, "TEXT", "add: the name on it, a claim of whoever handed it over"),
	TEXT_OPTION("date", date, "DATE", "add: when it came"),
	TEXT_OPTION("from", from, "TEXT", "add: from whom"),
	TEXT_OPTION("place", place, "TEXT", "add: where it was found"),
	TEXT_OPTION("note", note, "TEXT", "add: a note"),
	TEXT_OPTION("state", state, "WORD", "link: claimed, proposed or excluded"),
	TEXT_OPTION("basis", basis, "TEXT", "link, identify: on what it rests"),
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status act_on(cli_desk *desk, const remains_options *o, const char *act, const char *id, const char *person,
			hw_text *waits, hw_error *error)
{
	const bureau_remains what = {id, o->kind, o->label, o->date, o->from, o->place, o->note};

	if (!strcmp(act, "add"))
		return bureau_remains_add(desk->bureau, &what, error);
	if (!strcmp(act, "link"))
		return bureau_remains_link(desk->bureau, desk->arena, id, person, o->state, o->basis, error);
	return bureau_remains_identify(desk->bureau, desk->arena, id, person, o->basis, waits, error);
}

static hw_status perform(cli_desk *desk, const cli_context *context, const remains_options *o, size_t count,
			 const char *const *words, hw_error *error)
{
	const char *act = count ? words[0] : "list", *id = count > 1 ? words[1] : "";
	hw_text waits = HW_TEXT("");
	bureau_sheet sheet;

	if (!strcmp(act, "list")) {
		HW_TRY(bureau_remains_list(desk->bureau, desk->arena, &desk->run, &sheet, error));
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	if (strcmp(act, "show") != 0)
		HW_TRY(act_on(desk, o, act, id, count > 2 ? words[2] : "", &waits, error));
	HW_TRY(bureau_remains_sheet(desk->bureau, desk->arena, &desk->run, hw_text_of(id), &sheet, error));
	cli_answer_sheet(desk, context, &sheet);
	if (waits.length && !context->json && !context->csv)
		hw_buffer_addf(&desk->out, "%s: %.*s\n%s\n", cli_say(&desk->page, "pending"), HW_TEXT_ARG(waits),
			       cli_say(&desk->page,
				       "It takes effect when another user runs \"homeward confirm\" with this id."));
	return HW_OK;
}

static hw_status run_remains(const cli_context *context, const void *raw, size_t count, const char *const *words,
			     hw_error *error)
{
	static const struct {
		const char *act;
		size_t words;
	} acts[] = {{"list", 1}, {"show", 2}, {"add", 2}, {"link", 3}, {"identify", 3}};
	cli_desk desk;
	size_t i = 0;

	while (count && i < HW_COUNT(acts) && strcmp(acts[i].act, words[0]) != 0)
		i++;
	if (i == HW_COUNT(acts) || (count && count != acts[i].words))
		return cli_usage(
			error,
			"write \"remains list\", \"remains show|add ID\" or \"remains link|identify ID PERSON\"");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, perform(&desk, context, raw, count, words, error), error);
}

const cli_command cli_remains = {"remains",
				 "[list | show|add ID | link|identify ID PERSON]",
				 "bodies and parts that came, whose they may be; two people identify",
				 "A body or part may be claimed or proposed for several people, a person may have "
				 "several.  identify waits for a second\n"
				 "person; it confirms nobody's death: that is homeward confirm dead, by two again.  "
				 "The family is told by a visit.",
				 run_remains,
				 sizeof(remains_options),
				 remains_table,
				 CLI_BUREAU};
