/* The briefing as text: what fits two sheets of paper.  Every figure keeps its sources and its doubt; facts, clocks and
 * persons are one command away, and each section says which. */
#include "cli/sections_int.h"

#include <stdio.h>
#include <string.h>

enum { GIVEN_MAX = 6 };

static void more(cli_page *p, const char *command)
{
	cli_paragraph(p->out, 3, cli_text(p, "%s %s", cli_say(p, "More:"), command));
}

/* A line an interest: reasons and sources stand behind what they explain. */
static void write_interests(cli_page *p, const bureau_interests *interests)
{
	for (size_t i = 0; i < interests->count; i++) {
		const bureau_interest *n = &interests->items[i];

		cli_paragraph(p->out, 3,
			      cli_text(p, "%.*s %s: %.*s. %s: %.*s [%.*s]", HW_TEXT_ARG(n->party),
				       cli_say(p, hw_text_copy(p->arena, n->word).bytes),
				       HW_TEXT_ARG(cli_label(n->category, n->label)), cli_say(p, "Reason"),
				       HW_TEXT_ARG(n->reason), HW_TEXT_ARG(n->source)));
	}
	cli_write_interest_sources(p, interests);
}

static void write_persuasion(cli_page *p, const bureau_frontier *frontier)
{
	for (size_t i = 0; i < frontier->persuasion_count; i++) {
		const bureau_persuasion *n = &frontier->persuasion[i];

		cli_paragraph(p->out, 3,
			      cli_text(p, "%lld %.*s: %.*s; %.*s", (long long)n->count,
				       HW_TEXT_ARG(cli_label(n->category, n->label)), HW_TEXT_ARG(n->ground),
				       HW_TEXT_ARG(n->offered ? cli_text(p, "%s %lld (%.*s)",
									 cli_say(p, "offered in packages, times:"),
									 (long long)n->offered, HW_TEXT_ARG(n->answer))
							      : hw_text_of(cli_say(p, "in no package yet")))));
	}
	if (frontier->unconditional)
		cli_paragraph(
			p->out, 3,
			cli_text(p, "%lld %s", (long long)frontier->unconditional,
				 cli_say(p, "due under arts. 109-110: offered without any package, never a price.")));
}

/* ---- packages: a row a probability, a column "at most this many given" ------------------ */

static hw_text cell_text(const cli_page *p, const bureau_cell *c)
{
	if (!c->feasible)
		return hw_text_of(cli_say(p, "no package"));
	return cli_text(p, "%lld %s %lld (%lld)%s", (long long)c->returned, cli_say(p, "for"), (long long)c->given,
			(long long)c->home_sure95_shock, c->proven ? "" : "*");
}

/* "74 % [43-98]": the same package on the weights that the counterpart's answers teach. */
static hw_text learned_text(const cli_page *p, const bureau_cell *c)
{
	if (!c->feasible || !c->has_learned)
		return HW_TEXT("");
	return cli_text(p, "%.0f %% [%.0f-%.0f]", 100 * c->learned, 100 * c->learned_low, 100 * c->learned_high);
}

/* The cells from `first` that ask for one probability, as a row, and below it what the answers make of them. */
static size_t write_level(cli_page *p, cli_table *table, const bureau_frontier *f, size_t first)
{
	size_t count = 0;
	bool learned = false;
	hw_text *row;

	while (first + count < f->count && f->cells[first + count].acceptance == f->cells[first].acceptance)
		learned = f->cells[first + count++].has_learned || learned;
	for (int line = 0; line < 1 + learned; line++) {
		row = cli_table_row(table);
		if (!row)
			return count;
		row[0] = line ? hw_text_of(cli_say(p, "  learned"))
			      : cli_text(p, "%s %.0f %%", cli_say(p, "at least"), 100 * f->cells[first].acceptance);
		for (size_t k = 1; k < table->columns; k++)
			row[k] = k > count ? HW_TEXT("")
				 : line    ? learned_text(p, &f->cells[first + k - 1])
					   : cell_text(p, &f->cells[first + k - 1]);
	}
	return count;
}

static void write_ratio(cli_page *p, const bureau_frontier *f)
{
	hw_text learned = HW_TEXT("");

	if (!f->has_ratio)
		return;
	if (f->ratio_has_learned)
		learned = cli_text(p, " %s; %s %.0f %% [%.0f-%.0f] (%lld %s)", cli_say(p, "on what it states"),
				   cli_say(p, "on what its answers teach:"), 100 * f->ratio_learned,
				   100 * f->ratio_learned_low, 100 * f->ratio_learned_high, (long long)f->learned_from,
				   cli_say(p, "packages answered"));
	cli_paragraph(p->out, 5,
		      cli_text(p, "%lld %s %lld %s %.1f %%%.*s", (long long)f->ratio_given, cli_say(p, "of theirs for"),
			       (long long)f->ratio_returned, cli_say(p, "of ours: accepted with"),
			       100 * f->ratio_probability, HW_TEXT_ARG(learned)));
}

static void write_surface(cli_page *p, const char *title, const bureau_frontier *f)
{
	cli_table table = {.arena = p->arena, .columns = 1, .indent = 5};

	cli_paragraph(p->out, 3, cli_text(p, "%s", cli_say(p, title)));
	for (size_t i = 0; i < f->count && table.columns <= GIVEN_MAX; i++)
		if (f->cells[i].acceptance == f->cells[0].acceptance)
			table.columns++;
	for (size_t i = 0; i < f->count;)
		i += write_level(p, &table, f, i);
	cli_table_write(&table, p->out);
	write_ratio(p, f);
	if (f->regime_changed)
		cli_paragraph(p->out, 5, cli_text(p, "! %s", cli_say(p, BUREAU_REGIME_CHANGED)));
	for (size_t i = 0; i < f->warnings.count; i++)
		cli_paragraph(p->out, 5, cli_text(p, "! %.*s", HW_TEXT_ARG(f->warnings.items[i])));
}

static void write_packages(cli_page *p, const bureau_brief *b)
{
	const bureau_frontier *surfaces[] = {&b->frontier, &b->frontier_unrequested, &b->frontier_joint};

	cli_paragraph(
		p->out, 3,
		cli_text(p, "%s",
			 cli_say(p, "Returned for given; in brackets how many are home with 95 %, a common shock "
				    "reckoned in: promised is not delivered. Probabilities rest on what the "
				    "counterpart states; \"learned\" on its answers, with the 95 % band: count on the "
				    "lower.")));
	write_surface(p, "Giving people who are asked for:", surfaces[0]);
	write_surface(p, "Giving only people for whose return no interest was shown:", surfaces[1]);
	write_surface(p, "One package with every holder, all of whom must accept:", surfaces[2]);
	for (size_t s = 0; s < HW_COUNT(surfaces); s++)
		for (size_t i = 0; i < surfaces[s]->notes.count; i++) {
			bool said = false;

			for (size_t t = 0; t <= s && !said; t++)
				for (size_t k = 0; k < surfaces[t]->notes.count && !(t == s && k >= i) && !said; k++)
					said = hw_text_equal(surfaces[t]->notes.items[k], surfaces[s]->notes.items[i]);
			if (!said)
				cli_paragraph(p->out, 3, surfaces[s]->notes.items[i]);
		}
	more(p, "homeward plan; plan --offer unrequested; plan --parties '*'");
}

/* ---- places: a line a region -------------------------------------------------------------- */

static void write_places(cli_page *p, const bureau_place_groups *places)
{
	cli_paragraph(
		p->out, 3,
		cli_text(p, "%s",
			 cli_say(p, "In brackets: the best grade of a source that knows of them, how many sources "
				    "do.")));
	for (size_t i = 0; i < places->count;) {
		hw_text region = places->items[i].region, line = HW_TEXT("");
		hw_text label = cli_label(region, places->items[i].label);
		int64_t count = 0, notified = 0;

		for (; i < places->count && hw_text_equal(places->items[i].region, region); i++) {
			const bureau_place_group *g = &places->items[i];

			line = hw_text_format(p->arena, "%.*s%s%s %lld (%c %lld)", HW_TEXT_ARG(line),
					      line.length ? ", " : "",
					      cli_say(p, hw_text_copy(p->arena, g->kind).bytes), (long long)g->count,
					      g->grade ? g->grade : '-', (long long)g->sources);
			count += g->count;
			notified += g->notified;
		}
		cli_paragraph(p->out, 3,
			      cli_text(p, "%.*s: %lld, %s %lld: %.*s", HW_TEXT_ARG(label), (long long)count,
				       cli_say(p, "notified"), (long long)notified, HW_TEXT_ARG(line)));
	}
	more(p, "homeward places");
}

/* ---- law ------------------------------------------------------------------------------------ */

static void write_reply(cli_page *p, const bureau_indications *all, size_t i)
{
	const bureau_indication *n = &all->items[i];

	if (!n->justification.length)
		return;
	for (size_t k = 0; k < i; k++) /* the same words are answered once */
		if (hw_text_equal(all->items[k].justification, n->justification))
			return;
	cli_paragraph(p->out, 5,
		      cli_text(p, "%s: %.*s %s: %.*s", cli_say(p, "the holder says"), HW_TEXT_ARG(n->justification),
			       cli_say(p, "reply"), HW_TEXT_ARG(n->reply)));
}

static void write_indications(cli_page *p, const bureau_indications *all)
{
	hw_text flags = HW_TEXT("");

	for (size_t i = 0; i < all->count; i++) {
		const bureau_indication *n = &all->items[i];

		if (strcmp(n->outcome, "indication") != 0) {
			flags = hw_text_format(p->arena, "%.*s%s%.*s: %.*s", HW_TEXT_ARG(flags),
					       flags.length ? "; " : "", HW_TEXT_ARG(n->article),
					       HW_TEXT_ARG(n->title));
			continue;
		}
		cli_paragraph(p->out, 3,
			      cli_text(p, "%.*s %.*s [%.*s; %s %.*s]", HW_TEXT_ARG(n->article), HW_TEXT_ARG(n->title),
				       HW_TEXT_ARG(cli_reach(p, n)), cli_say(p, "sources:"),
				       HW_TEXT_ARG(cli_joined(p, &n->sources, ", ", 3))));
		if (n->rebut.count)
			cli_paragraph(p->out, 5,
				      cli_text(p, "%s: %.*s", cli_say(p, "would rebut it"),
					       HW_TEXT_ARG(cli_joined(p, &n->rebut, " / ", 1))));
		write_reply(p, all, i);
	}
	if (flags.length)
		cli_paragraph(p->out, 3,
			      cli_text(p, "%s %.*s", cli_say(p, "Flags, for a person to judge:"), HW_TEXT_ARG(flags)));
}

static void write_law(cli_page *p, const bureau_brief *b)
{
	write_indications(p, &b->indications);
	if (b->own_indications.count) {
		cli_paragraph(p->out, 2, cli_text(p, "%s", cli_say(p, "The same rules on our own places:")));
		write_indications(p, &b->own_indications);
	}
	more(p, "homeward check; check --own");
}

static void write_statements(cli_page *p, const bureau_statements *statements)
{
	for (size_t i = 0; i < statements->count; i++) {
		const bureau_statement *s = &statements->items[i];

		cli_paragraph(p->out, 3,
			      cli_text(p, "%.*s %s: \"%.*s\" (%.*s, %.*s) %.*s", HW_TEXT_ARG(s->id),
				       cli_say(p, s->verdict), HW_TEXT_ARG(s->words), HW_TEXT_ARG(s->speaker),
				       HW_TEXT_ARG(s->when), HW_TEXT_ARG(s->why)));
	}
}

void cli_write_brief(cli_desk *desk, const bureau_brief *b)
{
	cli_page *p = &desk->page;

	cli_write_top(desk);
	for (size_t i = 0; i < b->gaps.count; i++)
		cli_paragraph(p->out, 0,
			      cli_text(p, "%s %.*s", cli_say(p, "Not answered yet:"), HW_TEXT_ARG(b->gaps.items[i])));
	cli_heading(p, "Whom we hold, by category (a person has several; counts overlap)");
	cli_write_categories(p, &b->held_by_us);
	cli_heading(p, "What each counterpart asks for, ignores or refuses, and the reason it gives");
	write_interests(p, &b->interest);
	cli_heading(p, "For whose return no interest was shown, and on what ground each can be offered");
	write_persuasion(p, &b->frontier);
	cli_heading(p, "Packages that can be proposed");
	write_packages(p, b);
	cli_heading(
		p,
		"Where ours are, as the evidence has it (an estimate; official status stands beside it, never merged)");
	cli_write_regions(p, &b->held);
	cli_heading(p, "Places of detention by kind, and how each is known");
	write_places(p, &b->places);
	cli_heading(p, "Indications that the Convention is not kept (an indication is not a finding of breach)");
	write_law(p, b);
	cli_heading(p, "Presence beside objects (coarse; absence from this list means that nothing is known)");
	cli_write_presences(p, &b->protected);
	cli_heading(p, "Custody acquired by formations");
	cli_write_custody(p, &b->custody);
	cli_heading(p, "Statements against the evidence");
	write_statements(p, &b->statements);
	cli_heading(p, "Rounds: agreed against delivered");
	cli_write_rounds(p, &b->rounds);
}
