/* The briefing as a page: plain HTML that reads well on a screen, on paper and aloud. */
#include "web/site_int.h"

#include <string.h>

typedef struct page {
	hw_buffer *out;
	const char *lang;
	int section;
} page;

static const char *say(const page *p, const char *english)
{
	return bureau_word(p->lang, english);
}

static void words(page *p, const char *english)
{
	web_escape(p->out, hw_text_of(say(p, english)));
}

static void raw(page *p, const char *html)
{
	hw_buffer_adds(p->out, html);
}

static void cell(page *p, hw_text t)
{
	raw(p, "<td>");
	web_escape(p->out, t);
	raw(p, "</td>");
}

static void number_cell(page *p, int64_t n)
{
	hw_buffer_addf(p->out, "<td class=\"n\">%lld</td>", (long long)n);
}

static void share_cell(page *p, double probability)
{
	char share[BUREAU_SHARE_BYTES];

	raw(p, "<td class=\"n\">");
	web_escape(p->out, hw_text_of(bureau_share(probability, share)));
	raw(p, "</td>");
}

/* A word of the program (not of the data) in the reader's language. */
static void word_cell(page *p, hw_text t)
{
	char word[96];

	(void)snprintf(word, sizeof(word), "%.*s", HW_TEXT_ARG(t));
	cell(p, hw_text_of(say(p, word)));
}

static void open_section(page *p, const char *id, const char *title)
{
	hw_buffer_addf(p->out, "<section id=\"%s\" aria-labelledby=\"%s-h\"><h2 id=\"%s-h\"><span>%d</span> ", id, id,
		       id, ++p->section);
	words(p, title);
	raw(p, "</h2>\n");
}

/* Column titles; a leading '#' marks a column of numbers. */
static void open_table(page *p, const char *const *titles)
{
	raw(p, "<div class=\"wide\"><table><thead><tr>");
	for (; *titles; titles++) {
		raw(p, **titles == '#' ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
		words(p, *titles + (**titles == '#'));
		raw(p, "</th>");
	}
	raw(p, "</tr></thead><tbody>\n");
}

static void close_table(page *p)
{
	raw(p, "</tbody></table></div>\n");
}

static hw_text label_of(hw_text id, hw_text label)
{
	return label.length ? label : id;
}

static void note(page *p, const char *english)
{
	raw(p, "<p class=\"note\">");
	words(p, english);
	raw(p, "</p>\n");
}

static void write_held_by_us(page *p, const bureau_brief *b)
{
	static const char *const titles[] = {"category", "#persons", "#disowned", "#sources", NULL};

	open_section(p, "held-by-us", "Whom we hold, by category (a person has several; counts overlap)");
	open_table(p, titles);
	for (size_t i = 0; i < b->held_by_us.count; i++) {
		const bureau_category *c = &b->held_by_us.items[i];

		raw(p, "<tr>");
		cell(p, label_of(c->category, c->label));
		number_cell(p, c->count);
		number_cell(p, c->disowned);
		number_cell(p, c->sources);
		raw(p, "</tr>\n");
	}
	close_table(p);
	hw_buffer_addf(p->out, "<p class=\"note\">%lld ", (long long)b->held_by_us.persons);
	words(p, "persons in all.");
	raw(p, "</p></section>\n");
}

static void write_interest(page *p, const bureau_brief *b)
{
	static const char *const titles[] = {"counterpart", "interest", "category", "reason and source", NULL};

	open_section(p, "interest", "What each counterpart asks for, ignores or refuses, and the reason it gives");
	open_table(p, titles);
	for (size_t i = 0; i < b->interest.count; i++) {
		const bureau_interest *n = &b->interest.items[i];

		raw(p, "<tr>");
		cell(p, n->party);
		word_cell(p, n->word);
		cell(p, label_of(n->category, n->label));
		raw(p, "<td>");
		web_escape(p->out, n->reason);
		raw(p, " <small>");
		web_escape(p->out, n->source);
		raw(p, "</small></td></tr>\n");
	}
	close_table(p);
	hw_buffer_addf(p->out, "<p class=\"note\">%zu %s, %s %lld.</p>\n", b->interest.count,
		       say(p, "interests stated"), say(p, "sources"), (long long)b->interest.sources);
	raw(p, "</section>\n");
}

static void write_persuasion(page *p, const bureau_brief *b)
{
	static const char *const titles[] = {"category", "#persons", "#offered", "ground", NULL};

	open_section(p, "persuasion", "For whose return no interest was shown, and on what ground each can be offered");
	open_table(p, titles);
	for (size_t i = 0; i < b->frontier.persuasion_count; i++) {
		const bureau_persuasion *n = &b->frontier.persuasion[i];

		raw(p, "<tr>");
		cell(p, label_of(n->category, n->label));
		number_cell(p, n->count);
		number_cell(p, n->offered);
		cell(p, n->ground);
		raw(p, "</tr>\n");
	}
	close_table(p);
	if (b->frontier.unconditional) {
		hw_buffer_addf(p->out, "<p class=\"note\">%lld ", (long long)b->frontier.unconditional);
		words(p, "due under arts. 109-110: offered without any package, never a price.");
		raw(p, "</p>");
	}
	raw(p, "</section>\n");
}

static void write_cells(page *p, const char *title, const bureau_frontier *f)
{
	static const char *const titles[] = {"#at least",
					     "#given",
					     "#returned",
					     "#accepted with",
					     "#home: mean",
					     "#95 % sure",
					     "#with a common shock",
					     NULL};

	raw(p, "<h3>");
	words(p, title);
	raw(p, "</h3>\n");
	open_table(p, titles);
	for (size_t i = 0; i < f->count; i++) {
		const bureau_cell *c = &f->cells[i];

		hw_buffer_addf(p->out, "<tr><td class=\"n\">%.0f %%</td>", 100 * c->acceptance);
		number_cell(p, c->feasible ? c->given : c->max_given);
		if (!c->feasible) {
			raw(p, "<td class=\"n\" colspan=\"5\">");
			words(p, "no package meets it");
			raw(p, "</td></tr>\n");
			continue;
		}
		number_cell(p, c->returned);
		hw_buffer_addf(p->out, "<td class=\"n\">%.1f %%", 100 * c->probability);
		if (c->has_band)
			hw_buffer_addf(p->out, " <small>[%.0f&ndash;%.0f]</small>", 100 * c->band_low,
				       100 * c->band_high);
		if (c->has_learned)
			hw_buffer_addf(p->out, "; %s %.0f&nbsp;%% <small>[%.0f&ndash;%.0f]</small>", say(p, "learned"),
				       100 * c->learned, 100 * c->learned_low, 100 * c->learned_high);
		hw_buffer_addf(p->out, "</td><td class=\"n\">%.1f</td>", c->home_mean);
		number_cell(p, c->home_sure95);
		number_cell(p, c->home_sure95_shock);
		raw(p, "</tr>\n");
	}
	close_table(p);
	if (f->has_ratio)
		hw_buffer_addf(p->out, "<p class=\"claim\"><b>%lld</b> %s <b>%lld</b> %s <b>%.1f&nbsp;%%</b></p>\n",
			       (long long)f->ratio_given, say(p, "of theirs for"), (long long)f->ratio_returned,
			       say(p, "of ours: accepted with"), 100 * f->ratio_probability);
	if (f->ratio_has_learned)
		hw_buffer_addf(p->out, "<p class=\"note\">%s <b>%.0f&nbsp;%%</b> [%.0f&ndash;%.0f] (%lld %s)</p>\n",
			       say(p, "on what its answers teach:"), 100 * f->ratio_learned, 100 * f->ratio_learned_low,
			       100 * f->ratio_learned_high, (long long)f->learned_from, say(p, "packages answered"));
	if (f->regime_changed)
		hw_buffer_addf(p->out, "<p class=\"warning\">%s</p>\n", say(p, BUREAU_REGIME_CHANGED));
	for (size_t i = 0; i < f->warnings.count; i++) {
		raw(p, "<p class=\"warning\">");
		web_escape(p->out, f->warnings.items[i]);
		raw(p, "</p>\n");
	}
	for (size_t i = 0; i < f->notes.count; i++) {
		raw(p, "<p class=\"note\">");
		web_escape(p->out, f->notes.items[i]);
		raw(p, "</p>\n");
	}
}

static void write_plan(page *p, const bureau_brief *b)
{
	open_section(p, "plan", "Packages that can be proposed");
	write_cells(p, "Giving people who are asked for:", &b->frontier);
	write_cells(p, "Giving only people for whose return no interest was shown:", &b->frontier_unrequested);
	write_cells(p, "One package with every holder, all of whom must accept:", &b->frontier_joint);
	raw(p, "</section>\n");
}

/* The interval as a bar on a common scale: the eye compares regions and bases at once. */
static void write_bar(page *p, const bureau_basis *basis, double scale)
{
	double left = 100 * (double)basis->lower95 / scale,
	       width = 100 * (double)(basis->upper95 - basis->lower95) / scale;

	hw_buffer_addf(p->out,
		       "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" "
		       "aria-hidden=\"true\"><rect class=\"rail\" width=\"100\" "
		       "height=\"4\"/><rect class=\"span\" x=\"%.2f\" width=\"%.2f\" height=\"4\"/></svg>",
		       left, width < 0.6 ? 0.6 : width);
}

static void write_claims(page *p, const bureau_region *r)
{
	for (size_t i = 0; i < r->claim_count; i++) {
		const bureau_aggregate *c = &r->claims[i];

		raw(p, "<p class=\"claim\">");
		words(p, "claimed by");
		raw(p, " ");
		web_escape(p->out, c->speaker);
		raw(p, ": <b>");
		web_escape(p->out, c->bound);
		hw_buffer_addf(p->out, " %lld</b> (", (long long)c->quantity);
		web_escape(p->out, c->as_of);
		raw(p, "): ");
		words(p, c->verdict);
		raw(p, ". <small>");
		web_escape(p->out, c->why);
		raw(p, "</small></p>\n");
	}
}

static void write_region(page *p, const bureau_region *r, double scale)
{
	char share[BUREAU_SHARE_BYTES];
	static const char *const titles[] = {"basis", "#95 % interval", "", "#mean", NULL};

	raw(p, "<h3>");
	web_escape(p->out, label_of(r->region, r->label));
	raw(p, "</h3>");
	open_table(p, titles);
	for (size_t i = 0; i < r->base_count; i++) {
		raw(p, i + 1 == r->base_count ? "<tr class=\"headline\"><td>" : "<tr><td>");
		words(p, bureau_basis_label(r->bases[i].name));
		hw_buffer_addf(p->out, "</td><td class=\"n\">%lld&ndash;%lld</td><td class=\"barcell\">",
			       (long long)r->bases[i].lower95, (long long)r->bases[i].upper95);
		write_bar(p, &r->bases[i], scale);
		hw_buffer_addf(p->out, "</td><td class=\"n\">%.0f</td></tr>\n", r->bases[i].mean);
	}
	close_table(p);
	write_claims(p, r);
	if (r->only_missing) {
		hw_buffer_addf(p->out, "<p>%lld ", (long long)r->only_missing);
		words(p, "of them are on the register only as missing; least probability of being here");
		raw(p, " ");
		web_escape(p->out, hw_text_of(bureau_share(r->only_missing_p_min, share)));
		raw(p, ". ");
		words(p, "Confirmed through the Agency:");
		hw_buffer_addf(p->out, " %lld.</p>\n", (long long)r->agency_confirmed);
	}
	hw_buffer_addf(p->out, "<p class=\"note\">%s %lld, %s %lld</p>\n", say(p, "reports"), (long long)r->reports,
		       say(p, "sources"), (long long)r->sources);
}

/* Regions nobody spoke of: one row each, on the headline basis. */
static void write_other_regions(page *p, const bureau_regions *regions, double scale)
{
	static const char *const titles[] = {"region",     "#95 % interval", "",         "#mean",
					     "#confirmed", "#reports",       "#sources", NULL};

	open_table(p, titles);
	for (size_t i = 0; i < regions->count; i++) {
		const bureau_region *r = &regions->items[i];
		const bureau_basis *basis = r->base_count ? &r->bases[r->base_count - 1] : NULL;

		if (r->claim_count || !basis)
			continue;
		raw(p, "<tr>");
		cell(p, label_of(r->region, r->label));
		hw_buffer_addf(p->out, "<td class=\"n\">%lld&ndash;%lld</td><td class=\"barcell\">",
			       (long long)basis->lower95, (long long)basis->upper95);
		write_bar(p, basis, scale);
		hw_buffer_addf(p->out, "</td><td class=\"n\">%.0f</td>", basis->mean);
		number_cell(p, r->agency_confirmed);
		number_cell(p, r->reports);
		number_cell(p, r->sources);
		raw(p, "</tr>\n");
	}
	close_table(p);
}

static double widest(const bureau_regions *regions)
{
	double scale = 1;

	for (size_t i = 0; i < regions->count; i++)
		for (size_t k = 0; k < regions->items[i].base_count; k++)
			if ((double)regions->items[i].bases[k].upper95 > scale)
				scale = (double)regions->items[i].bases[k].upper95;
	return scale;
}

static void write_held(page *p, const bureau_brief *b)
{
	double scale = widest(&b->held);

	open_section(
		p, "held",
		"Where ours are, as the evidence has it (an estimate; official status stands beside it, never merged)");
	if (!b->held.persons) {
		note(p, "Nobody of ours is known as missing or captured by that day; that is no evidence that nobody "
			"was.");
		raw(p, "</section>\n");
		return;
	}
	for (size_t i = 0; i < b->held.count; i++)
		if (b->held.items[i].claim_count)
			write_region(p, &b->held.items[i], scale);
	write_other_regions(p, &b->held, scale);
	hw_buffer_addf(p->out, "<p class=\"note\">%lld ", (long long)b->unreviewed);
	words(p, "reports are not reviewed yet and count for nothing above. A report counts in every region where its "
		 "person may be.");
	raw(p, "</p></section>\n");
}

static void write_places(page *p, const bureau_brief *b)
{
	static const char *const titles[] = {"region", "kind", "#places", "#notified", "best grade", "#sources", NULL};

	open_section(p, "places", "Places of detention by kind, and how each is known");
	open_table(p, titles);
	for (size_t i = 0; i < b->places.count; i++) {
		const bureau_place_group *g = &b->places.items[i];

		raw(p, "<tr>");
		cell(p, label_of(g->region, g->label));
		word_cell(p, g->kind);
		number_cell(p, g->count);
		number_cell(p, g->notified);
		hw_buffer_addf(p->out, "<td>%c</td>", g->grade ? g->grade : '-');
		number_cell(p, g->sources);
		raw(p, "</tr>\n");
	}
	close_table(p);
	raw(p, "</section>\n");
}

static void write_list(page *p, const char *title, const bureau_texts *texts)
{
	if (!texts->count)
		return;
	raw(p, "<dt>");
	words(p, title);
	raw(p, "</dt>");
	for (size_t i = 0; i < texts->count && i < 4; i++) {
		raw(p, "<dd>");
		web_escape(p->out, texts->items[i]);
		raw(p, "</dd>");
	}
	if (texts->count > 4)
		hw_buffer_addf(p->out, "<dd>+%zu</dd>", texts->count - 4);
}

static void write_indication(page *p, const bureau_indication *n)
{
	raw(p, "<details><summary><b>");
	words(p, "art.");
	raw(p, " ");
	web_escape(p->out, n->article);
	raw(p, "</b> ");
	web_escape(p->out, n->title);
	hw_buffer_addf(p->out, " <small>%s, %zu</small></summary><dl>", say(p, n->outcome), n->subjects);
	write_list(p, "facts", &n->facts);
	write_list(p, "sources", &n->sources);
	write_list(p, "would rebut it", &n->rebut);
	if (n->justification.length) {
		raw(p, "<dt>");
		words(p, "the holder says");
		raw(p, "</dt><dd>");
		web_escape(p->out, n->justification);
		raw(p, "</dd><dt>");
		words(p, "reply");
		raw(p, "</dt><dd>");
		web_escape(p->out, n->reply);
		raw(p, "</dd>");
	}
	if (n->clock.length) {
		raw(p, "<dt>");
		words(p, "clock");
		raw(p, "</dt><dd>");
		web_escape(p->out, n->clock);
		raw(p, "</dd>");
	}
	raw(p, "</dl></details>\n");
}

static void write_indications(page *p, const bureau_brief *b)
{
	open_section(p, "law",
		     "Indications that the Convention is not kept (an indication is not a finding of breach)");
	for (size_t i = 0; i < b->indications.count; i++)
		write_indication(p, &b->indications.items[i]);
	if (b->own_indications.count) {
		raw(p, "<h3>");
		words(p, "The same rules on our own places:");
		raw(p, "</h3>\n");
		for (size_t i = 0; i < b->own_indications.count; i++)
			write_indication(p, &b->own_indications.items[i]);
	}
	raw(p, "</section>\n");
}

static void write_protected(page *p, const bureau_brief *b)
{
	static const char *const titles[] = {"area",         "object", "what is known", "#low",
					     "#independent", "#high",  "#sources",      NULL};

	open_section(p, "protected",
		     "Presence beside objects (coarse; absence from this list means that nothing is known)");
	open_table(p, titles);
	for (size_t i = 0; i < b->protected.count; i++) {
		const bureau_presence *n = &b->protected.items[i];

		raw(p, "<tr>");
		cell(p, label_of(n->area, n->area_label));
		word_cell(p, n->object_kind.length ? n->object_kind : n->object);
		cell(p, hw_text_of(say(p, n->word)));
		share_cell(p, n->low);
		share_cell(p, n->independent);
		share_cell(p, n->high);
		number_cell(p, n->sources);
		raw(p, "</tr>\n");
	}
	close_table(p);
	note(p,
	     "The duties of precaution and proportionality stay with the commander; the holder's breach does not end "
	     "them (AP I 51(7)-(8), 57).");
	raw(p, "</section>\n");
}

static void write_custody(page *p, const bureau_brief *b)
{
	static const char *const titles[] = {"holder", "from", "#persons", "consideration",
					     "first",  "last", "#sources", NULL};

	open_section(p, "custody", "Custody acquired by formations");
	open_table(p, titles);
	for (size_t i = 0; i < b->custody.count; i++) {
		const bureau_custody_group *c = &b->custody.items[i];

		raw(p, "<tr>");
		cell(p, c->holder);
		cell(p, c->from_holder);
		number_cell(p, c->persons);
		cell(p, c->consideration);
		cell(p, c->first);
		cell(p, c->last);
		number_cell(p, c->sources);
		raw(p, "</tr>\n");
	}
	close_table(p);
	raw(p, "</section>\n");
}

static void write_statements(page *p, const bureau_brief *b)
{
	static const char *const titles[] = {"speaker", "said", "verdict", "#for", "#against", NULL};

	open_section(p, "statements", "Statements against the evidence");
	open_table(p, titles);
	for (size_t i = 0; i < b->statements.count; i++) {
		const bureau_statement *s = &b->statements.items[i];

		raw(p, "<tr><td>");
		web_escape(p->out, s->speaker);
		raw(p, "<br><small>");
		web_escape(p->out, s->id);
		raw(p, ", ");
		web_escape(p->out, s->when);
		raw(p, "</small></td><td>&ldquo;");
		web_escape(p->out, s->words);
		raw(p, "&rdquo;</td><td><b>");
		words(p, s->verdict);
		raw(p, "</b><br><small>");
		web_escape(p->out, s->why);
		raw(p, "</small></td>");
		number_cell(p, s->evidence_for);
		number_cell(p, s->evidence_against);
		raw(p, "</tr>\n");
	}
	close_table(p);
	raw(p, "</section>\n");
}

static void write_rounds(page *p, const bureau_brief *b)
{
	static const char *const titles[] = {"round",      "when",    "venue",        "#agreed",
					     "#delivered", "#absent", "#substituted", NULL};

	open_section(p, "rounds", "Rounds: agreed against delivered");
	open_table(p, titles);
	for (size_t i = 0; i < b->rounds.count; i++) {
		const bureau_round *r = &b->rounds.items[i];

		raw(p, "<tr>");
		cell(p, r->id);
		cell(p, r->when);
		cell(p, r->venue);
		number_cell(p, r->agreed);
		number_cell(p, r->delivered);
		number_cell(p, r->absent);
		number_cell(p, r->substituted);
		raw(p, "</tr>\n");
	}
	close_table(p);
	note(p, "Counted from the bureau's own lists, answers and handovers.");
	raw(p, "</section>\n");
}

static void write_head(page *p)
{
	hw_buffer_addf(p->out,
		       "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
		       "content=\"width=device-width,initial-scale=1\"><title>Homeward: %s</title><style>\n",
		       p->lang, say(p, "Briefing"));
	hw_buffer_add(p->out, web_data_find("style.css"));
	raw(p, "</style></head>\n<body>\n");
}

void web_brief_page(const bureau_brief *brief, const char *lang, hw_buffer *out)
{
	page p = {.out = out, .lang = lang};

	write_head(&p);
	if (brief->training) {
		raw(&p, "<p class=\"training\" role=\"status\">");
		words(&p, "TRAINING: everyone and every place here is invented");
		raw(&p, "</p>\n");
	}
	raw(&p, "<header><p class=\"name\">Homeward</p><h1>");
	words(&p, "Briefing");
	raw(&p, "</h1><p class=\"asof\">");
	words(&p, "as of");
	raw(&p, " <b>");
	web_escape(out, brief->as_of);
	raw(&p, "</b>");
	raw(&p, "</p></header>\n<main>\n");
	for (size_t i = 0; i < brief->gaps.count; i++) {
		raw(&p, "<p class=\"warning\">");
		words(&p, "Not answered yet:");
		raw(&p, " ");
		web_escape(out, brief->gaps.items[i]);
		raw(&p, "</p>\n");
	}
	write_held_by_us(&p, brief);
	write_interest(&p, brief);
	write_persuasion(&p, brief);
	write_plan(&p, brief);
	write_held(&p, brief);
	write_places(&p, brief);
	write_indications(&p, brief);
	write_protected(&p, brief);
	write_custody(&p, brief);
	write_statements(&p, brief);
	write_rounds(&p, brief);
	raw(&p, "</main>\n<footer><p>");
	words(&p, "Every estimate is shown with its interval; nothing here confirms that a person is dead, alive or "
		  "held. An empty row "
		  "means that nothing is known.");
	raw(&p, "</p></footer>\n</body></html>\n");
}
