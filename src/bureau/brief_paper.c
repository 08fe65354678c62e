/* The briefing on paper: the same sections in the same order as the text and the page. */
#include "bureau/paper_int.h"

#include <stdio.h>
#include <string.h>

static hw_text label_of(hw_text id, hw_text label)
{
	return label.length ? label : id;
}

static hw_text word_of(paper *p, hw_text word)
{
	return hw_text_of(paper_say(p, hw_text_copy(p->arena, word).bytes));
}

static hw_text share(paper *p, double probability)
{
	char out[BUREAU_SHARE_BYTES];

	return hw_text_copy(p->arena, hw_text_of(bureau_share(probability, out)));
}

static void say(paper *p, io_pdf_tone tone, const char *english)
{
	io_pdf_paragraph(p->pdf, tone, hw_text_of(paper_say(p, english)));
}

static void write_held_by_us(paper *p, const bureau_brief *b)
{
	static const char *const titles[] = {"category", "persons", "disowned", "sources"};

	paper_heading(p, "Whom we hold, by category (a person has several; counts overlap)");
	paper_titles(p, titles, 4, 2 + 4 + 8);
	for (size_t i = 0; i < b->held_by_us.count; i++) {
		const bureau_category *c = &b->held_by_us.items[i];
		hw_text cells[] = {label_of(c->category, c->label), paper_count(p, c->count),
				   paper_count(p, c->disowned), paper_count(p, c->sources)};

		io_pdf_row(p->pdf, cells);
	}
	io_pdf_paragraph(
		p->pdf, IO_PDF_NOTE,
		hw_text_format(p->arena, "%lld %s", (long long)b->held_by_us.persons, paper_say(p, "persons in all.")));
}

static void write_interest(paper *p, const bureau_brief *b)
{
	static const char *const titles[] = {"counterpart", "interest", "category", "reason and source"};

	paper_heading(p, "What each counterpart asks for, ignores or refuses, and the reason it gives");
	paper_titles(p, titles, 4, 0);
	for (size_t i = 0; i < b->interest.count; i++) {
		const bureau_interest *n = &b->interest.items[i];
		hw_text cells[] = {
			n->party, word_of(p, n->word), label_of(n->category, n->label),
			hw_text_format(p->arena, "%.*s [%.*s]", HW_TEXT_ARG(n->reason), HW_TEXT_ARG(n->source))};

		io_pdf_row(p->pdf, cells);
	}
	io_pdf_paragraph(p->pdf, IO_PDF_NOTE,
			 hw_text_format(p->arena, "%zu %s, %s %lld.", b->interest.count,
					paper_say(p, "interests stated"), paper_say(p, "sources"),
					(long long)b->interest.sources));
}

static void write_persuasion(paper *p, const bureau_brief *b)
{
	static const char *const titles[] = {"category", "persons", "offered", "ground"};

	paper_heading(p, "For whose return no interest was shown, and on what ground each can be offered");
	paper_titles(p, titles, 4, 2 + 4);
	for (size_t i = 0; i < b->frontier.persuasion_count; i++) {
		const bureau_persuasion *n = &b->frontier.persuasion[i];
		hw_text cells[] = {label_of(n->category, n->label), paper_count(p, n->count),
				   paper_count(p, n->offered), n->ground};

		io_pdf_row(p->pdf, cells);
	}
	if (b->frontier.unconditional)
		io_pdf_paragraph(
			p->pdf, IO_PDF_BOLD,
			hw_text_format(
				p->arena, "%lld %s", (long long)b->frontier.unconditional,
				paper_say(p, "due under arts. 109-110: offered without any package, never a price.")));
}

static void write_surface(paper *p, const char *title, const bureau_frontier *f)
{
	static const char *const titles[] = {"at least",   "given",     "returned",           "accepted with",
					     "home: mean", "95 % sure", "with a common shock"};

	io_pdf_heading(p->pdf, 3, hw_text_of(paper_say(p, title)));
	paper_titles(p, titles, 7, 127);
	for (size_t i = 0; i < f->count; i++) {
		const bureau_cell *c = &f->cells[i];
		hw_text least = hw_text_format(p->arena, "%.0f %%", 100 * c->acceptance);
		hw_text cells[7] = {least, paper_count(p, c->feasible ? c->given : c->max_given)};

		if (!c->feasible) {
			cells[3] = hw_text_of(paper_say(p, "no package meets it"));
		} else {
			cells[2] = paper_count(p, c->returned);
			cells[3] = c->has_band ? hw_text_format(p->arena, "%.1f %% [%.0f-%.0f]", 100 * c->probability,
								100 * c->band_low, 100 * c->band_high)
					       : hw_text_format(p->arena, "%.1f %%", 100 * c->probability);
			if (c->has_learned)
				cells[3] =
					hw_text_format(p->arena, "%.*s; %s %.0f %% [%.0f-%.0f]", HW_TEXT_ARG(cells[3]),
						       paper_say(p, "learned"), 100 * c->learned, 100 * c->learned_low,
						       100 * c->learned_high);
			cells[4] = hw_text_format(p->arena, "%.1f", c->home_mean);
			cells[5] = paper_count(p, c->home_sure95);
			cells[6] = paper_count(p, c->home_sure95_shock);
		}
		io_pdf_row(p->pdf, cells);
	}
	if (f->has_ratio)
		io_pdf_paragraph(p->pdf, IO_PDF_BOLD,
				 hw_text_format(p->arena, "%lld %s %lld %s %.1f %%", (long long)f->ratio_given,
						paper_say(p, "of theirs for"), (long long)f->ratio_returned,
						paper_say(p, "of ours: accepted with"), 100 * f->ratio_probability));
	if (f->has_ratio && f->ratio_has_learned)
		io_pdf_paragraph(p->pdf, IO_PDF_BOLD,
				 hw_text_format(p->arena, "%s %.0f %% [%.0f-%.0f] (%lld %s)",
						paper_say(p, "on what its answers teach:"), 100 * f->ratio_learned,
						100 * f->ratio_learned_low, 100 * f->ratio_learned_high,
						(long long)f->learned_from, paper_say(p, "packages answered")));
	for (size_t i = 0; i < f->warnings.count; i++)
		io_pdf_paragraph(p->pdf, IO_PDF_WARNING, f->warnings.items[i]);
	for (size_t i = 0; i < f->notes.count; i++)
		io_pdf_paragraph(p->pdf, IO_PDF_NOTE, f->notes.items[i]);
}

static void write_claims(paper *p, const bureau_region *r)
{
	for (size_t i = 0; i < r->claim_count; i++) {
		const bureau_aggregate *c = &r->claims[i];

		io_pdf_paragraph(p->pdf, IO_PDF_PLAIN,
				 hw_text_format(p->arena, "%s %.*s (%.*s): \"%.*s %lld\": %s. %.*s",
						paper_say(p, "claimed by"), HW_TEXT_ARG(c->speaker),
						HW_TEXT_ARG(c->as_of), HW_TEXT_ARG(c->bound), (long long)c->quantity,
						paper_say(p, c->verdict), HW_TEXT_ARG(c->why)));
	}
	if (r->only_missing)
		io_pdf_paragraph(
			p->pdf, IO_PDF_PLAIN,
			hw_text_format(p->arena, "%lld %s %.*s. %s %lld.", (long long)r->only_missing,
				       paper_say(p, "of them are on the register only as missing; least probability of "
						    "being here"),
				       HW_TEXT_ARG(share(p, r->only_missing_p_min)),
				       paper_say(p, "Confirmed through the Agency:"), (long long)r->agency_confirmed));
}

static void write_held(paper *p, const bureau_brief *b)
{
	static const char *const titles[] = {"region",    "basis",   "95 % interval", "mean",
					     "confirmed", "reports", "sources"};

	paper_heading(
		p,
		"Where ours are, as the evidence has it (an estimate; official status stands beside it, never merged)");
	if (!b->held.persons) {
		say(p, IO_PDF_PLAIN,
		    "Nobody of ours is known as missing or captured by that day; that is no evidence that nobody was.");
		return;
	}
	paper_titles(p, titles, 7, 4 + 8 + 16 + 32 + 64);
	for (size_t i = 0; i < b->held.count; i++) {
		const bureau_region *r = &b->held.items[i];
		size_t first = r->claim_count || !r->base_count ? 0 : r->base_count - 1;

		for (size_t k = first; k < r->base_count; k++) {
			bool last = k + 1 == r->base_count;
			hw_text cells[] = {
				k == first ? label_of(r->region, r->label) : HW_TEXT(""),
				hw_text_of(paper_say(p, bureau_basis_label(r->bases[k].name))),
				hw_text_format(p->arena, "%lld-%lld", (long long)r->bases[k].lower95,
					       (long long)r->bases[k].upper95),
				hw_text_format(p->arena, "%.0f", r->bases[k].mean),
				last ? paper_count(p, r->agency_confirmed) : HW_TEXT(""),
				last ? paper_count(p, r->reports) : HW_TEXT(""),
				last ? paper_count(p, r->sources) : HW_TEXT(""),
			};

			io_pdf_row(p->pdf, cells);
		}
	}
	for (size_t i = 0; i < b->held.count; i++)
		write_claims(p, &b->held.items[i]);
	io_pdf_paragraph(p->pdf, IO_PDF_NOTE,
			 hw_text_format(p->arena, "%lld %s", (long long)b->unreviewed,
					paper_say(p, "reports are not reviewed yet and count for nothing above. A "
						     "report counts in every region where its person may be.")));
}

static void write_places(paper *p, const bureau_brief *b)
{
	static const char *const titles[] = {"region", "kind", "places", "notified", "best grade", "sources"};

	paper_heading(p, "Places of detention by kind, and how each is known");
	paper_titles(p, titles, 6, 4 + 8 + 32);
	for (size_t i = 0; i < b->places.count; i++) {
		const bureau_place_group *g = &b->places.items[i];
		hw_text cells[] = {label_of(g->region, g->label),
				   word_of(p, g->kind),
				   paper_count(p, g->count),
				   paper_count(p, g->notified),
				   hw_text_format(p->arena, "%c", g->grade ? g->grade : '-'),
				   paper_count(p, g->sources)};

		io_pdf_row(p->pdf, cells);
	}
}

static void write_indications(paper *p, const bureau_indications *all)
{
	static const char *const titles[] = {"article", "indication", "cases", "sources", "would rebut it"};

	paper_titles(p, titles, 5, 4);
	for (size_t i = 0; i < all->count; i++) {
		const bureau_indication *n = &all->items[i];
		bool flag = strcmp(n->outcome, "indication") != 0;
		hw_text cells[] = {
			n->article,
			flag ? hw_text_format(p->arena, "%.*s (%s)", HW_TEXT_ARG(n->title), paper_say(p, n->outcome))
			     : n->title,
			paper_count(p, (int64_t)n->subjects), paper_join(p, &n->sources, ", ", 4),
			paper_join(p, &n->rebut, " / ", 1)};

		io_pdf_row(p->pdf, cells);
	}
}

static void write_replies(paper *p, const bureau_indications *all)
{
	for (size_t i = 0; i < all->count; i++) {
		const bureau_indication *n = &all->items[i];
		bool said = !n->justification.length;

		for (size_t k = 0; k < i && !said; k++) /* the same words are answered once */
			said = hw_text_equal(all->items[k].justification, n->justification);
		if (!said)
			io_pdf_paragraph(p->pdf, IO_PDF_PLAIN,
					 hw_text_format(p->arena, "%s: %.*s %s: %.*s", paper_say(p, "the holder says"),
							HW_TEXT_ARG(n->justification), paper_say(p, "reply"),
							HW_TEXT_ARG(n->reply)));
	}
}

static void write_law(paper *p, const bureau_brief *b)
{
	paper_heading(p, "Indications that the Convention is not kept (an indication is not a finding of breach)");
	write_indications(p, &b->indications);
	write_replies(p, &b->indications);
	if (!b->own_indications.count)
		return;
	io_pdf_heading(p->pdf, 3, hw_text_of(paper_say(p, "The same rules on our own places:")));
	write_indications(p, &b->own_indications);
}

static void write_protected(paper *p, const bureau_brief *b)
{
	static const char *const titles[] = {"area",        "object", "what is known", "low",
					     "independent", "high",   "sources"};

	paper_heading(p, "Presence beside objects (coarse; absence from this list means that nothing is known)");
	paper_titles(p, titles, 7, 8 + 16 + 32 + 64);
	for (size_t i = 0; i < b->protected.count; i++) {
		const bureau_presence *n = &b->protected.items[i];
		hw_text cells[] = {label_of(n->area, n->area_label),
				   word_of(p, n->object_kind.length ? n->object_kind : n->object),
				   hw_text_of(paper_say(p, n->word)),
				   share(p, n->low),
				   share(p, n->independent),
				   share(p, n->high),
				   paper_count(p, n->sources)};

		io_pdf_row(p->pdf, cells);
	}
	say(p, IO_PDF_NOTE,
	    "The duties of precaution and proportionality stay with the commander; the holder's breach does not end "
	    "them (AP I 51(7)-(8), 57).");
}

static void write_custody(paper *p, const bureau_brief *b)
{
	static const char *const titles[] = {"holder", "from", "persons", "consideration", "first", "last", "sources"};

	paper_heading(p, "Custody acquired by formations");
	paper_titles(p, titles, 7, 4 + 64);
	for (size_t i = 0; i < b->custody.count; i++) {
		const bureau_custody_group *c = &b->custody.items[i];
		hw_text cells[] = {c->holder, c->from_holder, paper_count(p, c->persons), c->consideration,
				   c->first,  c->last,        paper_count(p, c->sources)};

		io_pdf_row(p->pdf, cells);
	}
}

static void write_statements(paper *p, const bureau_brief *b)
{
	static const char *const titles[] = {"speaker", "said", "verdict", "reason"};

	paper_heading(p, "Statements against the evidence");
	paper_titles(p, titles, 4, 0);
	for (size_t i = 0; i < b->statements.count; i++) {
		const bureau_statement *s = &b->statements.items[i];
		hw_text cells[] = {
			hw_text_format(p->arena, "%.*s, %.*s", HW_TEXT_ARG(s->speaker), HW_TEXT_ARG(s->when)), s->words,
			hw_text_of(paper_say(p, s->verdict)), s->why};

		io_pdf_row(p->pdf, cells);
	}
}

static void write_rounds(paper *p, const bureau_brief *b)
{
	static const char *const titles[] = {"round", "when", "venue", "agreed", "delivered", "absent", "substituted"};

	paper_heading(p, "Rounds: agreed against delivered");
	paper_titles(p, titles, 7, 8 + 16 + 32 + 64);
	for (size_t i = 0; i < b->rounds.count; i++) {
		const bureau_round *r = &b->rounds.items[i];
		hw_text cells[] = {r->id,
				   r->when,
				   r->venue,
				   paper_count(p, r->agreed),
				   paper_count(p, r->delivered),
				   paper_count(p, r->absent),
				   paper_count(p, r->substituted)};

		io_pdf_row(p->pdf, cells);
	}
	say(p, IO_PDF_NOTE, "Counted from the bureau's own lists, answers and handovers.");
}

hw_status bureau_brief_pdf(const bureau_brief *b, const char *lang, hw_buffer *out, hw_error *error)
{
	char day[32];
	paper p;
	hw_status status;

	(void)snprintf(day, sizeof(day), "%.*s", HW_TEXT_ARG(b->as_of));
	status = paper_begin(&p, lang, "Homeward", day, b->training, NULL, error);
	if (status != HW_OK)
		return paper_end(&p, status, out, error);
	io_pdf_heading(p.pdf, 1, hw_text_of(paper_say(&p, "Briefing")));
	if (b->training)
		say(&p, IO_PDF_WARNING, "TRAINING: everyone and every place here is invented");
	for (size_t i = 0; i < b->gaps.count; i++)
		io_pdf_paragraph(p.pdf, IO_PDF_WARNING,
				 hw_text_format(p.arena, "%s %.*s", paper_say(&p, "Not answered yet:"),
						HW_TEXT_ARG(b->gaps.items[i])));
	write_held_by_us(&p, b);
	write_interest(&p, b);
	write_persuasion(&p, b);
	paper_heading(&p, "Packages that can be proposed");
	write_surface(&p, "Giving people who are asked for:", &b->frontier);
	write_surface(&p, "Giving only people for whose return no interest was shown:", &b->frontier_unrequested);
	write_surface(&p, "One package with every holder, all of whom must accept:", &b->frontier_joint);
	write_held(&p, b);
	write_places(&p, b);
	write_law(&p, b);
	write_protected(&p, b);
	write_custody(&p, b);
	write_statements(&p, b);
	write_rounds(&p, b);
	say(&p, IO_PDF_NOTE,
	    "Every estimate is shown with its interval; nothing here confirms that a person is dead, alive or held. An "
	    "empty row means that nothing is known.");
	return paper_end(&p, HW_OK, out, error);
}
