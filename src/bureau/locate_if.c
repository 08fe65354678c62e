/* What one more report would make of the estimate of a person: supposed, computed at once for him alone, and taken back. */
#include "bureau/located_int.h"
#include "bureau/sheet_int.h"

#include <math.h>
#include <string.h>

static const bureau_column chance_columns[] = {{"what", "what", BUREAU_TEXT},
					       {"now", "now", BUREAU_TEXT},
					       {"then", "with it", BUREAU_TEXT},
					       {"p_now", "", BUREAU_EXACT},
					       {"p_then", "", BUREAU_EXACT}};
enum { P_NOW = 3, P_THEN = 4 };

typedef struct supposing {
	sheet s;
	const located *l;
	size_t person;
	const bureau_supposition *what;
	double *now, *then; /* [states] */
	hw_text says;
} supposing;

static hw_status unknown(const supposing *g, const char *kind, hw_text id, const char *remedy)
{
	char shown[64];

	(void)hw_fail(g->s.error, HW_NOT_FOUND, "there is no %s \"%s\"", kind, hw_text_shown(id, shown));
	return hw_error_remedy(g->s.error, "%s", remedy);
}

/* "place=P15", "region=R2", "status=dead". */
static hw_status read_claim(supposing *g, belief_claim *claim)
{
	hw_text says = hw_text_of(g->what->says), key;

	*claim = (belief_claim){.kind = BELIEF_CLAIM_STATUS};
	(void)hw_text_split(&says, '=', &key);
	says = hw_text_trim(says);
	if (hw_text_is(key, "place")) {
		HW_TRY(bureau_require(g->s.b, BUREAU_MAY_SEE_PLACES, g->s.error));
		claim->kind = BELIEF_CLAIM_SITE;
		claim->place = bureau_index_find(&g->l->site_index, says);
		g->says = sheet_label(&g->s, "places", says);
		return claim->place == BUREAU_NOWHERE ? unknown(g, "place", says, "homeward places") : HW_OK;
	}
	if (hw_text_is(key, "region")) {
		claim->kind = BELIEF_CLAIM_REGION;
		claim->place = bureau_index_find(&g->l->region_index, says);
		g->says = sheet_label(&g->s, "regions", says);
		return claim->place == BUREAU_NOWHERE ? unknown(g, "region", says, "homeward places") : HW_OK;
	}
	claim->place = hw_text_is(says, "captive") ? BELIEF_CAPTIVE
		       : hw_text_is(says, "dead")  ? BELIEF_DEAD
						   : BELIEF_FREE;
	g->says = hw_text_of(bureau_word(g->s.uk ? "uk" : "en", hw_text_copy(g->s.arena, says).bytes));
	if (hw_text_is(key, "status") && (claim->place != BELIEF_FREE || hw_text_is(says, "free")))
		return HW_OK;
	return hw_fail(g->s.error, HW_USAGE, "suppose place=ID, region=ID or status=captive, dead or free, not \"%s\"",
		       g->what->says);
}

static hw_status ask(supposing *g, double *p)
{
	belief_run options = {.threads = g->s.run->threads, .seed = g->s.run->seed};

	return belief_posteriors(g->l->engine, g->person, g->person + 1, &g->l->day, 1, &options, p, g->s.error);
}

/* The engine is asked with his reports and one more, and is then told his own again. */
static hw_status suppose(supposing *g, const belief_report *added)
{
	const belief_person *as_he_is = &g->l->persons[g->person];
	belief_person now = *as_he_is;
	belief_report *reports = HW_NEW(g->s.arena, belief_report, now.report_count + 1);
	hw_error ignored;
	hw_status status;

	if (!reports)
		return hw_fail(g->s.error, HW_NO_MEMORY, "no memory for the estimate");
	if (now.report_count)
		memcpy(reports, now.reports, now.report_count * sizeof(*reports));
	reports[now.report_count++] = *added;
	now.reports = reports;
	HW_TRY(ask(g, g->now));
	HW_TRY(belief_update(g->l->engine, g->person, &now, g->s.error));
	status = ask(g, g->then);
	if (belief_update(g->l->engine, g->person, as_he_is, &ignored) != HW_OK)
		bureau_located_drop(g->s.b);
	return status;
}

/* ---- telling ----------------------------------------------------------------------------------------- */
static void tell_row(supposing *g, bureau_list *list, hw_text what, double now, double then)
{
	const char *lang = g->s.uk ? "uk" : "en";
	bureau_value *cells = sheet_row(&g->s, list);

	cells[0] = sheet_value_text(what);
	cells[1] = sheet_value_text(bureau_likelihood(g->s.arena, lang, now));
	cells[2] = sheet_value_text(bureau_likelihood(g->s.arena, lang, then));
	cells[P_NOW] = sheet_value_number(now);
	cells[P_THEN] = sheet_value_number(then);
}

static void tell_states(supposing *g)
{
	static const char *const words[] = {"captive", "dead", "free"};
	bureau_list *list = sheet_list(&g->s, "states", "State", NULL, chance_columns, HW_COUNT(chance_columns));
	double now = 0, then = 0;

	for (size_t z = 0; z < g->l->site_count; z++) {
		now += g->now[z];
		then += g->then[z];
	}
	tell_row(g, list, sheet_words(&g->s, words[0]), fmin(1, now), fmin(1, then));
	for (size_t k = 0; k < 2; k++)
		tell_row(g, list, sheet_words(&g->s, words[k + 1]), g->now[g->l->site_count + k],
			 g->then[g->l->site_count + k]);
}

static void tell_regions(supposing *g)
{
	bureau_list *list = sheet_list(&g->s, "regions", "Region", NULL, chance_columns, HW_COUNT(chance_columns));

	for (size_t r = 0; r < g->l->region_count; r++) {
		double now = 0, then = 0;

		for (size_t z = 0; z < g->l->site_count; z++)
			if (g->l->sites[z].region == r) {
				now += g->now[z];
				then += g->then[z];
			}
		tell_row(g, list, bureau_located_label(&g->l->regions[r], g->s.uk ? "uk" : "en"), now, then);
	}
}

static void tell_places(supposing *g)
{
	bureau_list *list;

	if (!bureau_may(g->s.b, BUREAU_MAY_SEE_PLACES))
		return;
	list = sheet_list(&g->s, "places", "Place", NULL, chance_columns, HW_COUNT(chance_columns));
	for (size_t z = 0; z < g->l->site_count; z++)
		if (!g->l->sites[z].unlisted && fmax(g->now[z], g->then[z]) >= 0.05)
			tell_row(g, list, sheet_label(&g->s, "places", g->l->sites[z].id), g->now[z], g->then[z]);
}

static hw_status tell(supposing *g, hw_text source)
{
	g->s.out->title = sheet_format(&g->s, "%.*s: %.*s (%.*s)", HW_TEXT_ARG(g->l->people[g->person].registry_id),
				       HW_TEXT_ARG(g->says), HW_TEXT_ARG(source));
	tell_states(g);
	tell_regions(g);
	tell_places(g);
	sheet_say(&g->s,
		  "Supposed only: nothing is recorded, and nothing else in the bureau moves. How far the sources are "
		  "trusted stays as it is.");
	return sheet_end(&g->s);
}

hw_status bureau_locate_if(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
			   const bureau_supposition *what, bureau_sheet *result, hw_error *error)
{
	supposing g = {.what = what};
	belief_report added = {.id = HW_TEXT_INIT("supposed"), .background = NAN, .copies = BELIEF_NONE};
	hw_text person;

	HW_TRY(case_enter(b, arena, id, &person, error));
	g.s = sheet_begin(b, arena, run, "supposed", result, error);
	HW_TRY(bureau_located(b, run, &g.l, error));
	g.person = bureau_index_find(&g.l->person_index, person);
	if (g.person == BUREAU_NOWHERE)
		return hw_fail(error, HW_BAD_INPUT, "%.*s is nobody whose place is estimated", HW_TEXT_ARG(id));
	HW_TRY(read_claim(&g, &added.claim));
	added.source = bureau_index_find(&g.l->source_index, hw_text_of(what->source));
	if (added.source == BUREAU_NOWHERE)
		return unknown(&g, "source with reports", hw_text_of(what->source),
			       "name one that has reported: --from ID");
	added.at = added.received = g.l->day;
	g.now = HW_NEW(arena, double, belief_states(g.l->engine));
	g.then = HW_NEW(arena, double, belief_states(g.l->engine));
	if (!g.now || !g.then)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the estimate");
	HW_TRY(suppose(&g, &added));
	return tell(&g, hw_text_of(what->source));
}
