/* homeward brief: the situation on one page. */
#include "cli/sections_int.h"

#include "web/web.h"

typedef struct brief_options {
	const char *html;
} brief_options;

static const cli_option brief_table[] = {
	{"html", CLI_TEXT, offsetof(brief_options, html), "FILE", "write the page as HTML (\"-\": to standard output)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static void write_page(cli_desk *desk, const bureau_brief *b)
{
	cli_page *p = &desk->page;

	cli_write_top(desk);
	cli_heading(p, "Whom we hold, by category (a person has several; counts overlap)");
	cli_write_categories(p, &b->held_by_us);
	cli_heading(p, "What each counterpart asks for, ignores or refuses, and the reason it gives");
	cli_write_interests(p, &b->interest);
	cli_heading(p, "For whose return no interest was shown, and on what ground each can be offered");
	cli_write_persuasion(p, &b->frontier);
	cli_heading(p, "Packages that can be proposed");
	cli_write_cells(p, "Giving people who are asked for:", &b->frontier);
	cli_write_cells(p, "Giving only people for whose return no interest was shown:", &b->frontier_unrequested);
	cli_write_cells(p, "One package with every holder, all of whom must accept:", &b->frontier_joint);
	cli_heading(
		p,
		"Where ours are, as the evidence has it (an estimate; official status stands beside it, never merged)");
	cli_write_regions(p, &b->held);
	cli_heading(p, "Places of detention by kind, and how each is known");
	cli_write_places(p, &b->places);
	cli_heading(p, "Indications that the Convention is not kept (an indication is not a finding of breach)");
	cli_write_indications_short(p, &b->indications);
	if (b->own_indications.count) {
		cli_paragraph(p->out, 2, cli_text(p, "%s", cli_say(p, "The same rules on our own places:")));
		cli_write_indications_short(p, &b->own_indications);
	}
	cli_heading(p, "Presence beside objects (coarse; absence from this list means that nothing is known)");
	cli_write_presences(p, &b->protected);
	cli_heading(p, "Custody acquired by formations");
	cli_write_custody(p, &b->custody);
	cli_heading(p, "Statements against the evidence");
	cli_write_statements(p, &b->statements);
	cli_heading(p, "Rounds: agreed against delivered");
	cli_write_rounds(p, &b->rounds);
}

static hw_status run_brief(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	const brief_options *options = raw;
	bureau_brief brief;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "brief takes no arguments");
	HW_TRY(cli_enter(context, &desk, error));
	HW_TRY_OR_OUT(bureau_brief_load(desk.bureau, desk.arena, &desk.run, &brief, error));
	if (options->html) {
		hw_buffer html = {0};

		web_brief_page(&brief, context->lang, &html);
		status = cli_write_file(options->html, &html, error);
		hw_buffer_free(&html);
	} else if (context->json) {
		hw_json_writer w = hw_json_writer_new(&desk.out, true);

		bureau_brief_json(&brief, &w);
		hw_buffer_adds(&desk.out, "\n");
	} else {
		write_page(&desk, &brief);
	}
out:
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_brief = {
	"brief", "", "the situation on one page", NULL, run_brief, sizeof(brief_options), brief_table, CLI_BUREAU};
