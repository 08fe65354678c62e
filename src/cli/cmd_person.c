/* homeward person; and one person for homeward locate. */
#include "cli/sections_int.h"

#include <math.h>
#include <string.h>

/* ---- person ------------------------------------------------------------------------------------- */
static hw_status run_person(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	(void)raw;
	if (count != 1)
		return cli_usage(error, "person takes one id");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_person_sheet(desk.bureau, desk.arena, &desk.run, hw_text_of(arguments[0]), &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_person = {
	"person",
	"ID",
	"one person: every axis, every claim with source and date, records, reports, answers, custody",
	"ID is that of the register, of the bureau, or a former one.  Every view is logged.  The estimate of where "
	"the\n"
	"person is stands apart: homeward locate --person ID.",
	run_person,
	0,
	NULL,
	CLI_BUREAU};

/* ---- where one person is -------------------------------------------------------------------------------- */
static void write_chances(cli_page *p, const char *heading, const bureau_chance *items, size_t count, size_t most)
{
	cli_table table = {.arena = p->arena, .columns = 2, .indent = 5};

	hw_buffer_addf(p->out, "\n   %s\n", cli_say(p, heading));
	for (size_t i = 0; i < count && i < most; i++) {
		hw_text *row;

		if (items[i].p < 0.005 && i > 0)
			break;
		row = cli_table_row(&table);
		if (!row)
			return;
		row[0] = items[i].label;
		row[1] = bureau_likelihood(p->arena, p->context->lang, items[i].p);
	}
	cli_table_write(&table, p->out);
}

static hw_text move_words(const cli_page *p, double move)
{
	if (isnan(move) || isinf(move))
		return cli_text(p, "%s", cli_say(p, "decides"));
	return fabs(move) < 0.05 ? HW_TEXT("0") : cli_text(p, "%+.1f", move);
}

static hw_text remarks(const cli_page *p, const bureau_why *why)
{
	hw_text all = HW_TEXT("");

	if (why->of_group)
		all = cli_text(p, "%s", cli_say(p, "speaks of the group"));
	if (why->copies.length)
		all = cli_text(p, "%.*s%s%s %.*s (%.0f %%)", HW_TEXT_ARG(all), all.length ? "; " : "",
			       cli_say(p, "repeats"), HW_TEXT_ARG(why->copies), 100 * why->copy);
	if (why->noise >= 0.5)
		all = cli_text(p, "%.*s%s%s (%.0f %%)", HW_TEXT_ARG(all), all.length ? "; " : "",
			       cli_say(p, "taken for noise"), 100 * why->noise);
	if (why->surprise >= 1)
		all = cli_text(p, "%.*s%s%s %.1f", HW_TEXT_ARG(all), all.length ? "; " : "", cli_say(p, "surprise"),
			       why->surprise);
	return all;
}

static void write_reasons(cli_page *p, const bureau_estimate *e)
{
	cli_table table = {.arena = p->arena, .columns = 8, .indent = 5, .right = 8 + 16 + 32};
	hw_text *row = cli_table_row(&table);

	hw_buffer_addf(p->out, "\n   %s\n",
		       cli_say(p, "Why: each report, and what it moves (steps of the logit; without it the estimate is "
				  "less by that)"));
	if (!e->report_count) {
		hw_buffer_addf(p->out, "     %s\n",
			       cli_say(p, "no reviewed report speaks of this person: the estimate is that of people "
					  "lost in the same way"));
		return;
	}
	if (!row)
		return;
	row[0] = cli_text(p, "%s", cli_say(p, "report"));
	row[1] = cli_text(p, "%s", cli_say(p, "of"));
	row[2] = cli_text(p, "%s", cli_say(p, "grade"));
	row[3] = cli_text(p, "%s", cli_say(p, "worth so far"));
	row[4] = cli_text(p, "%s", cli_say(p, "captive"));
	row[5] = e->region_count ? e->regions[0].label : HW_TEXT("");
	row[6] = cli_text(p, "%s", cli_say(p, "says"));
	row[7] = cli_text(p, "%s", cli_say(p, "remarks"));
	for (size_t i = 0; i < e->report_count; i++) {
		const bureau_why *why = &e->reports[i];

		row = cli_table_row(&table);
		if (!row)
			return;
		row[0] = why->id;
		row[1] = why->happened.length ? why->happened : why->received;
		row[2] = cli_text(p, "%c", why->grade ? why->grade : '-');
		row[3] = isnan(why->reliability) ? HW_TEXT("") : cli_text(p, "%.2f", why->reliability);
		row[4] = move_words(p, why->move_captive);
		row[5] = e->region_count ? move_words(p, why->moves[0]) : HW_TEXT("");
		row[6] = why->says;
		row[7] = remarks(p, why);
	}
	cli_table_write(&table, p->out);
}

static void write_clashes(cli_page *p, const bureau_estimate *e)
{
	if (e->clash_count)
		hw_buffer_addf(p->out, "\n   %s\n",
			       cli_say(p, "Reports that do not go together (both stand, nothing is dropped)"));
	for (size_t i = 0; i < e->clash_count; i++)
		cli_paragraph(p->out, 5,
			      cli_text(p, "%.*s, %.*s: 1 : %.0f", HW_TEXT_ARG(e->clashes[i].one),
				       HW_TEXT_ARG(e->clashes[i].other), 1 / fmax(1e-9, e->clashes[i].factor)));
}

/* What a further report would tell about the likeliest region: the most telling kinds first. */
static void write_next(cli_page *p, const bureau_estimate *e)
{
	const char *lang = p->context->lang;

	if (!e->next_count)
		return;
	hw_buffer_addf(p->out, "\n   %s: %.*s\n", cli_say(p, "What would tell most (by a source of grade B)"),
		       HW_TEXT_ARG(e->regions[0].label));
	for (size_t i = 0; i < e->next_count; i++) {
		const bureau_next *n = &e->next[i];

		if (hw_text_equal(bureau_likelihood(p->arena, lang, n->low),
				  bureau_likelihood(p->arena, lang, n->high)))
			continue; /* it would change no word */
		cli_paragraph(p->out, 5,
			      cli_text(p, "%s%s%.*s: %.*s %s %.*s (%.2f %s)", cli_say(p, n->kind),
				       n->label.length ? " " : "", HW_TEXT_ARG(n->label),
				       HW_TEXT_ARG(bureau_likelihood(p->arena, lang, n->low)), cli_say(p, "to"),
				       HW_TEXT_ARG(bureau_likelihood(p->arena, lang, n->high)), n->bits,
				       cli_say(p, "bits")));
	}
}

/* Where no report moves anything alone, reports that agree cover for one another: together they may carry it all. */
static void write_all_left_out(cli_page *p, const bureau_estimate *e, const char *words, const bureau_chain *all)
{
	if (all->reports > (all->of_group ? 0u : 1u) && fabs(all->move) >= 0.1)
		cli_paragraph(p->out, 5,
			      cli_text(p, "%s (%zu): %.*s, %.*s", cli_say(p, words), all->reports,
				       HW_TEXT_ARG(bureau_likelihood(p->arena, p->context->lang, all->without)),
				       HW_TEXT_ARG(e->regions[0].label)));
}

static void write_chains_left_out(cli_page *p, const bureau_estimate *e)
{
	write_all_left_out(p, e, "Without all reports on him", &e->own);
	write_all_left_out(p, e, "Without all reports of the group", &e->of_all_group);
	for (size_t i = 0; i < e->chain_count && i < 2; i++) {
		const bureau_chain *c = &e->chains[i];

		if (fabs(c->move) >= 0.1)
			cli_paragraph(p->out, 5,
				      cli_text(p, "%s %.*s (%zu): %.*s, %.*s",
					       cli_say(p, "Without the whole chain that begins with"),
					       HW_TEXT_ARG(c->root), c->reports,
					       HW_TEXT_ARG(bureau_likelihood(p->arena, p->context->lang, c->without)),
					       HW_TEXT_ARG(e->regions[0].label)));
	}
}

static void write_estimate(cli_page *p, const bureau_estimate *e)
{
	const char *lang = p->context->lang;

	hw_buffer_addf(p->out, "\n%.*s  %.*s\n", HW_TEXT_ARG(e->registry_id), HW_TEXT_ARG(e->name));
	cli_paragraph(p->out, 3,
		      cli_text(p, "%s: %s; %s", cli_say(p, "official status"),
			       e->register_word.length ? cli_say(p, hw_text_copy(p->arena, e->register_word).bytes)
						       : cli_say(p, "not on the register"),
			       cli_say(p, e->confirmed ? "confirmed by the Power through the Agency"
						       : "not confirmed through the Agency")));
	cli_paragraph(p->out, 3,
		      cli_text(p, "%s: %s %.*s; %s %.*s; %s %.*s", cli_say(p, "our estimate"), cli_say(p, "captive"),
			       HW_TEXT_ARG(bureau_likelihood(p->arena, lang, e->captive)), cli_say(p, "dead"),
			       HW_TEXT_ARG(bureau_likelihood(p->arena, lang, e->dead)), cli_say(p, "free"),
			       HW_TEXT_ARG(bureau_likelihood(p->arena, lang, e->free))));
	if (e->group.length)
		cli_paragraph(p->out, 3,
			      cli_text(p, "%s %.*s (%s %.0f %%); %s: %.*s", cli_say(p, "captured with group"),
				       HW_TEXT_ARG(e->group), cli_say(p, "stated to stay together:"),
				       100 * e->together_stated, cli_say(p, "that he himself is still on its path"),
				       HW_TEXT_ARG(bureau_likelihood(p->arena, lang, e->together))));
	write_chances(p, "Region", e->regions, e->region_count, 8);
	if (e->place_count)
		write_chances(p, "Place", e->places, e->place_count, 6);
	write_reasons(p, e);
	if (e->confidential)
		cli_paragraph(p->out, 5,
			      cli_text(p, "%lld %s", (long long)e->confidential,
				       cli_say(p, "reports were given in confidence: they count and are not shown")));
	write_clashes(p, e);
	write_next(p, e);
	hw_buffer_addf(p->out, "\n   %s\n", cli_say(p, "What would change it"));
	write_chains_left_out(p, e);
	for (size_t i = 0; i < e->change.count; i++)
		cli_paragraph(p->out, 5, e->change.items[i]);
	hw_buffer_adds(p->out, "\n");
	cli_paragraph(p->out, 1,
		      cli_text(p, "%s",
			       cli_say(p, "An estimate confirms nothing: not that a person is dead, alive or held.")));
}

static void chance_row(hw_json_writer *w, const char *kind, hw_text id, double p)
{
	hw_json_object(w, NULL);
	hw_json_string(w, "of", kind);
	hw_json_text(w, "id", id);
	hw_json_number(w, "probability", p);
	hw_json_close(w, '}');
}

/* As a table: every state, region and place with its probability. */
static void chances_as_rows(const bureau_estimate *e, hw_json_writer *w)
{
	hw_json_array(w, "chances");
	chance_row(w, "state", HW_TEXT("captive"), e->captive);
	chance_row(w, "state", HW_TEXT("dead"), e->dead);
	chance_row(w, "state", HW_TEXT("free"), e->free);
	for (size_t i = 0; i < e->region_count; i++)
		chance_row(w, "region", e->regions[i].id, e->regions[i].p);
	for (size_t i = 0; i < e->place_count; i++)
		chance_row(w, "place", e->places[i].id, e->places[i].p);
	hw_json_close(w, ']');
}

hw_status cli_locate_person(cli_desk *desk, const char *id, hw_error *error)
{
	bureau_estimate estimate;

	HW_TRY(bureau_locate_person(desk->bureau, desk->arena, &desk->run, hw_text_of(id), &estimate, error));
	if (desk->page.context->csv) {
		hw_json_writer w = cli_json_begin(desk);

		chances_as_rows(&estimate, &w);
		cli_json_end(desk, &w);
	} else if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_array(&w, "persons");
		bureau_estimate_json(&estimate, &w, NULL);
		hw_json_close(&w, ']');
		HW_TRY(cli_json_origin(desk, &w, error));
		cli_json_end(desk, &w);
	} else {
		cli_write_top(desk);
		write_estimate(&desk->page, &estimate);
		return cli_write_origin(desk, error);
	}
	return HW_OK;
}
