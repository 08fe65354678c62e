/* How the results of the jobs read: one function a result, used by the briefing and by each command. */
#include "cli/sections_int.h"

#include <math.h>
#include <string.h>

const char *cli_say(const cli_page *p, const char *english)
{
	return bureau_word(p->context->lang, english);
}

void cli_heading(cli_page *p, const char *english)
{
	hw_buffer_addf(p->out, "\n%d. %s\n", ++p->section, cli_say(p, english));
}

hw_text cli_text(const cli_page *p, const char *format, ...)
{
	char line[2048];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	return hw_text_copy(p->arena, hw_text_of(line));
}

hw_text cli_joined(const cli_page *p, const bureau_texts *texts, const char *between, size_t most)
{
	hw_text all = HW_TEXT("");

	for (size_t i = 0; i < texts->count && i < most; i++)
		all = hw_text_format(p->arena, "%.*s%s%.*s", HW_TEXT_ARG(all), i ? between : "",
				     HW_TEXT_ARG(texts->items[i]));
	if (texts->count > most)
		all = hw_text_format(p->arena, "%.*s (+%zu)", HW_TEXT_ARG(all), texts->count - most);
	return all;
}

hw_text cli_label(hw_text id, hw_text label)
{
	return label.length ? label : id;
}

/* ---- sections, in the order of the founding interview ------------------------------- */
void cli_write_categories(cli_page *p, const bureau_categories *categories)
{
	cli_table table = {.arena = p->arena, .columns = 4, .indent = 3, .right = 2};

	for (size_t i = 0; i < categories->count; i++) {
		const bureau_category *c = &categories->items[i];
		hw_text *row = cli_table_row(&table);

		if (!row)
			return;
		row[0] = cli_label(c->category, c->label);
		row[1] = cli_text(p, "%lld", (long long)c->count);
		row[2] = c->disowned ? cli_text(p, "%s %lld", cli_say(p, "disowned"), (long long)c->disowned)
				     : HW_TEXT("");
		row[3] = cli_text(p, "%s %lld", cli_say(p, "sources"), (long long)c->sources);
	}
	cli_table_write(&table, p->out);
	cli_paragraph(p->out, 3, cli_text(p, "%lld %s", (long long)categories->persons, cli_say(p, "persons in all.")));
}

void cli_write_interest_sources(cli_page *p, const bureau_interests *interests)
{
	if (interests->count)
		cli_paragraph(p->out, 3,
			      cli_text(p, "%zu %s, %s %lld.", interests->count, cli_say(p, "interests stated"),
				       cli_say(p, "sources"), (long long)interests->sources));
}

void cli_write_interests(cli_page *p, const bureau_interests *interests)
{
	cli_table table = {.arena = p->arena, .columns = 4, .indent = 3};

	for (size_t i = 0; i < interests->count; i++) {
		const bureau_interest *n = &interests->items[i];
		hw_text *row = cli_table_row(&table);

		if (!row)
			return;
		row[0] = n->party;
		row[1] = cli_text(p, "%s", cli_say(p, hw_text_copy(p->arena, n->word).bytes));
		row[2] = cli_label(n->category, n->label);
		row[3] = cli_text(p, "%.*s [%.*s]", HW_TEXT_ARG(n->reason), HW_TEXT_ARG(n->source));
	}
	cli_table_write(&table, p->out);
	cli_write_interest_sources(p, interests);
}

void cli_write_persuasion(cli_page *p, const bureau_frontier *frontier)
{
	cli_table table = {.arena = p->arena, .columns = 4, .indent = 3, .right = 2};

	for (size_t i = 0; i < frontier->persuasion_count; i++) {
		const bureau_persuasion *n = &frontier->persuasion[i];
		hw_text *row = cli_table_row(&table);

		if (!row)
			return;
		row[0] = cli_label(n->category, n->label);
		row[1] = cli_text(p, "%lld", (long long)n->count);
		row[2] = n->offered ? cli_text(p, "%s %lld (%.*s)", cli_say(p, "offered"), (long long)n->offered,
					       HW_TEXT_ARG(n->answer))
				    : hw_text_of(cli_say(p, "in no package yet"));
		row[3] = n->ground;
	}
	cli_table_write(&table, p->out);
	if (frontier->unconditional)
		cli_paragraph(
			p->out, 3,
			cli_text(p, "%lld %s", (long long)frontier->unconditional,
				 cli_say(p, "due under arts. 109-110: offered without any package, never a price.")));
}

hw_text cli_share(const cli_page *p, double x)
{
	char share[BUREAU_SHARE_BYTES];

	return hw_text_copy(p->arena, hw_text_of(bureau_share(x, share)));
}

static hw_text percent(const cli_page *p, double x)
{
	return cli_text(p, "%.0f %%", 100 * x);
}

void cli_write_cells(cli_page *p, const char *title, const bureau_frontier *f)
{
	cli_table table = {.arena = p->arena, .columns = 5, .indent = 3, .right = 1 + 2 + 4};
	hw_text *row = cli_table_row(&table);

	cli_paragraph(p->out, 2, cli_text(p, "%s", cli_say(p, title)));
	if (!row)
		return;
	row[0] = cli_text(p, "%s", cli_say(p, "at least"));
	row[1] = cli_text(p, "%s", cli_say(p, "given"));
	row[2] = cli_text(p, "%s", cli_say(p, "returned"));
	row[3] = cli_text(p, "%s", cli_say(p, "accepted with"));
	row[4] = cli_text(p, "%s", cli_say(p, "home, not promised: mean; 95 % sure; with a common shock"));
	for (size_t i = 0; i < f->count; i++) {
		const bureau_cell *c = &f->cells[i];

		row = cli_table_row(&table);
		if (!row)
			return;
		row[0] = percent(p, c->acceptance);
		row[1] = cli_text(p, "%lld", (long long)(c->feasible ? c->given : c->max_given));
		row[2] = c->feasible ? cli_text(p, "%lld", (long long)c->returned) : HW_TEXT("-");
		if (!c->feasible) {
			row[3] = cli_text(p, "%s", cli_say(p, "no package meets it"));
			row[4] = HW_TEXT("");
			continue;
		}
		row[3] = c->has_band ? cli_text(p, "%.1f %% [%.0f-%.0f]", 100 * c->probability, 100 * c->band_low,
						100 * c->band_high)
				     : cli_text(p, "%.1f %%", 100 * c->probability);
		if (c->has_learned)
			row[3] = cli_text(p, "%.*s; %s %.0f %% [%.0f-%.0f]", HW_TEXT_ARG(row[3]), cli_say(p, "learned"),
					  100 * c->learned, 100 * c->learned_low, 100 * c->learned_high);
		row[4] = cli_text(p, "%.1f; %lld; %lld%s", c->home_mean, (long long)c->home_sure95,
				  (long long)c->home_sure95_shock, c->proven ? "" : cli_say(p, " (not proven)"));
	}
	cli_table_write(&table, p->out);
	if (f->has_ratio)
		cli_paragraph(p->out, 3,
			      cli_text(p, "%lld %s %lld %s %.1f %%", (long long)f->ratio_given,
				       cli_say(p, "of theirs for"), (long long)f->ratio_returned,
				       cli_say(p, "of ours: accepted with"), 100 * f->ratio_probability));
	if (f->ratio_has_learned)
		cli_paragraph(p->out, 3,
			      cli_text(p, "%s %.0f %% [%.0f-%.0f] (%lld %s)", cli_say(p, "on what its answers teach:"),
				       100 * f->ratio_learned, 100 * f->ratio_learned_low, 100 * f->ratio_learned_high,
				       (long long)f->learned_from, cli_say(p, "packages answered")));
	if (f->regime_changed)
		cli_paragraph(p->out, 3, hw_text_of(cli_say(p, BUREAU_REGIME_CHANGED)));
	for (size_t i = 0; i < f->warnings.count; i++)
		cli_paragraph(p->out, 3, cli_text(p, "! %.*s", HW_TEXT_ARG(f->warnings.items[i])));
	for (size_t i = 0; i < f->notes.count; i++)
		cli_paragraph(p->out, 3, f->notes.items[i]);
}

static void write_claims(cli_page *p, const bureau_region *r)
{
	for (size_t i = 0; i < r->claim_count; i++) {
		const bureau_aggregate *c = &r->claims[i];

		cli_paragraph(p->out, 5,
			      cli_text(p, "%s %.*s%s%.*s (%.*s): \"%.*s %lld\": %s. %.*s", cli_say(p, "claimed by"),
				       HW_TEXT_ARG(c->speaker), c->relayed_from.length ? ", from " : "",
				       HW_TEXT_ARG(c->relayed_from), HW_TEXT_ARG(c->as_of), HW_TEXT_ARG(c->bound),
				       (long long)c->quantity, cli_say(p, c->verdict), HW_TEXT_ARG(c->why)));
	}
}

/* A region that somebody spoke of: every basis, the claims beside it, the official status beside the estimate. */
static void write_region(cli_page *p, const bureau_region *r)
{
	cli_table table = {.arena = p->arena, .columns = 3, .indent = 5};

	cli_paragraph(p->out, 3,
		      cli_text(p, "%.*s: %s (%s %lld, %s %lld)", HW_TEXT_ARG(cli_label(r->region, r->label)),
			       cli_say(p, "how many of ours, 95 % interval"), cli_say(p, "reports"),
			       (long long)r->reports, cli_say(p, "sources"), (long long)r->sources));
	for (size_t i = 0; i < r->base_count; i++) {
		hw_text *row = cli_table_row(&table);

		if (!row)
			return;
		row[0] = cli_text(p, "%lld-%lld", (long long)r->bases[i].lower95, (long long)r->bases[i].upper95);
		row[1] = cli_text(p, "%s %.0f", cli_say(p, "mean"), r->bases[i].mean);
		row[2] = cli_text(p, "%s: %s%s", cli_say(p, "basis"), cli_say(p, bureau_basis_label(r->bases[i].name)),
				  i + 1 == r->base_count ? cli_say(p, " (headline)") : "");
	}
	cli_table_write(&table, p->out);
	write_claims(p, r);
	if (r->only_missing)
		cli_paragraph(p->out, 5,
			      cli_text(p, "%lld %s %.*s. %s %lld.", (long long)r->only_missing,
				       cli_say(p, "of them are on the register only as missing; least probability of "
						  "being here"),
				       HW_TEXT_ARG(cli_share(p, r->only_missing_p_min)),
				       cli_say(p, "Confirmed through the Agency:"), (long long)r->agency_confirmed));
}

/* The others: one line each, on the headline basis. */
static void write_other_regions(cli_page *p, const bureau_regions *regions)
{
	cli_table table = {.arena = p->arena, .columns = 5, .indent = 3, .right = 2 + 4 + 8};

	for (size_t i = 0; i < regions->count; i++) {
		const bureau_region *r = &regions->items[i];
		hw_text *row;

		if (r->claim_count || !r->base_count || !(row = cli_table_row(&table)))
			continue;
		row[0] = cli_label(r->region, r->label);
		row[1] = cli_text(p, "%lld-%lld", (long long)r->bases[r->base_count - 1].lower95,
				  (long long)r->bases[r->base_count - 1].upper95);
		row[2] = cli_text(p, "%s %.0f", cli_say(p, "mean"), r->bases[r->base_count - 1].mean);
		row[3] = cli_text(p, "%s %lld", cli_say(p, "confirmed"), (long long)r->agency_confirmed);
		row[4] = cli_text(p, "%s %lld, %s %lld", cli_say(p, "reports"), (long long)r->reports,
				  cli_say(p, "sources"), (long long)r->sources);
	}
	cli_table_write(&table, p->out);
}

void cli_write_regions(cli_page *p, const bureau_regions *regions)
{
	bool one = regions->count == 1;

	/* Zeros would read as "nobody is there". */
	if (!regions->persons) {
		cli_paragraph(p->out, 3,
			      cli_text(p, "%s",
				       cli_say(p, "Nobody of ours is known as missing or captured by that day; that is "
						  "no evidence that nobody was.")));
		return;
	}
	for (size_t i = 0; i < regions->count; i++)
		if (one || regions->items[i].claim_count)
			write_region(p, &regions->items[i]);
	if (!one)
		write_other_regions(p, regions);
	cli_paragraph(p->out, 3,
		      cli_text(p, "%lld %s", (long long)regions->unreviewed,
			       cli_say(p, "reports are not reviewed yet and count for nothing above. A report counts "
					  "in every region where its person may be.")));
}

void cli_write_places(cli_page *p, const bureau_place_groups *places)
{
	cli_table table = {.arena = p->arena, .columns = 5, .indent = 3, .right = 4};

	for (size_t i = 0; i < places->count; i++) {
		const bureau_place_group *g = &places->items[i];
		hw_text *row = cli_table_row(&table);

		if (!row)
			return;
		row[0] = cli_label(g->region, g->label);
		row[1] = cli_text(p, "%s", cli_say(p, hw_text_copy(p->arena, g->kind).bytes));
		row[2] = cli_text(p, "%lld", (long long)g->count);
		row[3] = cli_text(p, "%s %lld", cli_say(p, "notified"), (long long)g->notified);
		row[4] = cli_text(p, "%s %c, %s %lld", cli_say(p, "best grade"), g->grade ? g->grade : '-',
				  cli_say(p, "sources"), (long long)g->sources);
	}
	cli_table_write(&table, p->out);
}

/* "indication: 17 places, 300-340 people" */
hw_text cli_reach(const cli_page *p, const bureau_indication *n)
{
	static const char *const kinds[][2] = {{"place", "places"},
					       {"person", "persons"},
					       {"custody", "custody events"},
					       {"statement", "statements"},
					       {"party", "parties"}};
	const char *kind = "";

	for (size_t i = 0; i < HW_COUNT(kinds); i++)
		if (hw_text_is(n->subject_kind, kinds[i][0]))
			kind = kinds[i][1];
	if (n->affected_lower < 0 || hw_text_is(n->subject_kind, "person"))
		return cli_text(p, "%s; %s: %zu", cli_say(p, n->outcome), cli_say(p, kind), n->subjects);
	return cli_text(p, "%s; %s: %zu; %s: %lld-%lld", cli_say(p, n->outcome), cli_say(p, kind), n->subjects,
			cli_say(p, "people there"), (long long)n->affected_lower, (long long)n->affected_upper);
}

static void write_indication(cli_page *p, const bureau_indication *n)
{
	cli_paragraph(p->out, 3,
		      cli_text(p, "%s %.*s %.*s [%.*s]", cli_say(p, "art."), HW_TEXT_ARG(n->article),
			       HW_TEXT_ARG(n->title), HW_TEXT_ARG(cli_reach(p, n))));
	cli_paragraph(p->out, 5,
		      cli_text(p, "%s (%.*s): %.*s", cli_say(p, "facts of the first"), HW_TEXT_ARG(n->subject),
			       HW_TEXT_ARG(cli_joined(p, &n->facts, "; ", 4))));
	cli_paragraph(p->out, 5,
		      cli_text(p, "%s %.*s", cli_say(p, "sources:"), HW_TEXT_ARG(cli_joined(p, &n->sources, ", ", 8))));
	if (n->clock.length)
		cli_paragraph(p->out, 5, n->clock);
	if (n->rebut.count)
		cli_paragraph(p->out, 5,
			      cli_text(p, "%s: %.*s", cli_say(p, "would rebut it"),
				       HW_TEXT_ARG(cli_joined(p, &n->rebut, " / ", 6))));
	if (n->justification.length)
		cli_paragraph(p->out, 5,
			      cli_text(p, "%s: %.*s. %s: %.*s", cli_say(p, "the holder says"),
				       HW_TEXT_ARG(n->justification), cli_say(p, "reply"), HW_TEXT_ARG(n->reply)));
}

void cli_write_indications(cli_page *p, const bureau_indications *indications)
{
	for (size_t i = 0; i < indications->count; i++)
		write_indication(p, &indications->items[i]);
}

void cli_write_presences(cli_page *p, const bureau_presences *presences)
{
	cli_table table = {.arena = p->arena, .columns = 5, .indent = 3};

	for (size_t i = 0; i < presences->count; i++) {
		const bureau_presence *n = &presences->items[i];
		hw_text *row = cli_table_row(&table);

		if (!row)
			return;
		row[0] = cli_label(n->area, n->area_label);
		row[1] = n->object_kind.length
				 ? cli_text(p, "%s", cli_say(p, hw_text_copy(p->arena, n->object_kind).bytes))
				 : n->object;
		row[2] = cli_text(p, "%s", cli_say(p, n->word));
		row[3] = isnan(n->high) ? HW_TEXT("")
					: cli_text(p, "%.*s / %.*s / %.*s", HW_TEXT_ARG(cli_share(p, n->low)),
						   HW_TEXT_ARG(cli_share(p, n->independent)),
						   HW_TEXT_ARG(cli_share(p, n->high)));
		row[4] = cli_text(p, "%s %lld", cli_say(p, "sources"), (long long)n->sources);
	}
	cli_table_write(&table, p->out);
	cli_paragraph(p->out, 3,
		      cli_text(p, "%s",
			       cli_say(p, "Probability that anybody is held there: low (the likeliest person alone) / "
					  "independent / "
					  "high (the sum over persons).")));
	cli_paragraph(p->out, 3,
		      cli_text(p, "%s",
			       cli_say(p, "The duties of precaution and proportionality stay with the commander; the "
					  "holder's breach does not end "
					  "them (AP I 51(7)-(8), 57).")));
}

void cli_write_custody(cli_page *p, const bureau_custody_groups *custody)
{
	for (size_t i = 0; i < custody->count; i++) {
		const bureau_custody_group *c = &custody->items[i];

		cli_paragraph(p->out, 3,
			      cli_text(p, "%.*s %s %.*s: %lld %s, %s: %.*s (%.*s - %.*s, %s %lld)",
				       HW_TEXT_ARG(c->holder), cli_say(p, "from"), HW_TEXT_ARG(c->from_holder),
				       (long long)c->persons, cli_say(p, "persons"), cli_say(p, "consideration"),
				       HW_TEXT_ARG(c->consideration), HW_TEXT_ARG(c->first), HW_TEXT_ARG(c->last),
				       cli_say(p, "sources"), (long long)c->sources));
	}
}

void cli_write_statements(cli_page *p, const bureau_statements *statements)
{
	cli_table table = {.arena = p->arena, .columns = 4, .indent = 3};

	for (size_t i = 0; i < statements->count; i++) {
		const bureau_statement *s = &statements->items[i];
		hw_text *row = cli_table_row(&table);

		if (!row)
			return;
		row[0] = s->id;
		row[1] = cli_text(p, "%s", cli_say(p, s->verdict));
		row[2] = s->speaker;
		row[3] = cli_text(p, "\"%.*s\" %.*s", HW_TEXT_ARG(s->words), HW_TEXT_ARG(s->why));
	}
	cli_table_write(&table, p->out);
}

void cli_write_rounds(cli_page *p, const bureau_rounds *rounds)
{
	cli_table table = {.arena = p->arena, .columns = 4, .indent = 3};

	for (size_t i = 0; i < rounds->count; i++) {
		const bureau_round *r = &rounds->items[i];
		hw_text *row = cli_table_row(&table);

		if (!row)
			return;
		row[0] = r->id;
		row[1] = r->when;
		row[2] = r->venue;
		row[3] = cli_text(p, "%s %lld, %s %lld, %s %lld, %s %lld", cli_say(p, "agreed"), (long long)r->agreed,
				  cli_say(p, "delivered"), (long long)r->delivered, cli_say(p, "absent"),
				  (long long)r->absent, cli_say(p, "substituted"), (long long)r->substituted);
	}
	cli_table_write(&table, p->out);
	if (rounds->count)
		cli_paragraph(
			p->out, 3,
			cli_text(p, "%s", cli_say(p, "Counted from the bureau's own lists, answers and handovers.")));
}
