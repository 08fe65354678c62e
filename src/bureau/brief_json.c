/* The results of the jobs as JSON, in the form of the interface: one writer for the brief and for
 * each command's own --json, so that every door answers with the same bytes. */
#include "bureau/bureau.h"

#include <math.h>

static void texts_json(const bureau_texts *texts, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < texts->count; i++)
		hw_json_text(w, NULL, texts->items[i]);
	hw_json_close(w, ']');
}

static void optional_text(hw_json_writer *w, const char *key, hw_text t)
{
	if (t.length)
		hw_json_text(w, key, t);
}

void bureau_categories_json(const bureau_categories *categories, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < categories->count; i++) {
		const bureau_category *c = &categories->items[i];

		hw_json_object(w, NULL);
		hw_json_text(w, "category", c->category);
		optional_text(w, "label", c->label);
		hw_json_integer(w, "count", c->count);
		hw_json_integer(w, "disowned", c->disowned);
		hw_json_integer(w, "sources", c->sources);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_interests_json(const bureau_interests *interests, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < interests->count; i++) {
		const bureau_interest *n = &interests->items[i];

		hw_json_object(w, NULL);
		hw_json_text(w, "party", n->party);
		hw_json_text(w, "category", n->category);
		optional_text(w, "label", n->label);
		hw_json_text(w, "word", n->word);
		hw_json_text(w, "reason", n->reason);
		hw_json_text(w, "source", n->source);
		optional_text(w, "from", n->from);
		optional_text(w, "to", n->to);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void region_json(const bureau_region *r, hw_json_writer *w)
{
	const bureau_basis *headline = r->base_count ? &r->bases[r->base_count - 1] : NULL;

	hw_json_object(w, NULL);
	hw_json_text(w, "region", r->region);
	optional_text(w, "label", r->label);
	if (headline) {
		hw_json_integer(w, "lower95", headline->lower95);
		hw_json_integer(w, "upper95", headline->upper95);
		hw_json_number(w, "mean", headline->mean);
		hw_json_string(w, "basis", headline->name);
	}
	hw_json_array(w, "bases");
	for (size_t i = 0; i < r->base_count; i++) {
		hw_json_object(w, NULL);
		hw_json_string(w, "basis", r->bases[i].name);
		hw_json_number(w, "mean", r->bases[i].mean);
		hw_json_number(w, "sd", r->bases[i].sd);
		hw_json_integer(w, "lower95", r->bases[i].lower95);
		hw_json_integer(w, "upper95", r->bases[i].upper95);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	hw_json_array(w, "claims");
	for (size_t i = 0; i < r->claim_count; i++) {
		const bureau_aggregate *c = &r->claims[i];

		hw_json_object(w, NULL);
		optional_text(w, "id", c->id);
		hw_json_text(w, "speaker", c->speaker);
		hw_json_text(w, "bound", c->bound);
		hw_json_integer(w, "quantity", c->quantity);
		optional_text(w, "as_of", c->as_of);
		optional_text(w, "relayed_from", c->relayed_from);
		hw_json_string(w, "verdict", c->verdict);
		optional_text(w, "why", c->why);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	hw_json_integer(w, "only_missing", r->only_missing);
	hw_json_number(w, "only_missing_p_min", r->only_missing ? r->only_missing_p_min : (double)NAN);
	hw_json_integer(w, "agency_confirmed", r->agency_confirmed);
	hw_json_integer(w, "persons", r->persons);
	hw_json_integer(w, "reports", r->reports);
	hw_json_integer(w, "sources", r->sources);
	hw_json_close(w, '}');
}

void bureau_regions_json(const bureau_regions *regions, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < regions->count; i++)
		region_json(&regions->items[i], w);
	hw_json_close(w, ']');
}

void bureau_presences_json(const bureau_presences *presences, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < presences->count; i++) {
		const bureau_presence *p = &presences->items[i];

		hw_json_object(w, NULL);
		hw_json_text(w, "area", p->area);
		hw_json_text(w, "object", p->object);
		optional_text(w, "object_kind", p->object_kind);
		hw_json_number(w, "low", p->low);
		hw_json_number(w, "independent", p->independent);
		hw_json_number(w, "high", p->high);
		hw_json_string(w, "word", p->word);
		hw_json_integer(w, "sources", p->sources);
		optional_text(w, "last_observed", p->last_observed);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_places_json(const bureau_place_groups *places, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < places->count; i++) {
		const bureau_place_group *p = &places->items[i];
		char grade[2] = {p->grade, '\0'};

		hw_json_object(w, NULL);
		hw_json_text(w, "kind", p->kind);
		hw_json_text(w, "region", p->region);
		hw_json_integer(w, "count", p->count);
		hw_json_integer(w, "notified", p->notified);
		hw_json_string(w, "grade", p->grade ? grade : NULL);
		hw_json_integer(w, "sources", p->sources);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_indications_json(const bureau_indications *indications, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < indications->count; i++) {
		const bureau_indication *n = &indications->items[i];

		hw_json_object(w, NULL);
		hw_json_text(w, "article", n->article);
		hw_json_text(w, "rule", n->rule);
		optional_text(w, "title", n->title);
		hw_json_string(w, "outcome", n->outcome);
		hw_json_text(w, "subject_kind", n->subject_kind);
		hw_json_text(w, "subject", n->subject);
		hw_json_integer(w, "subjects", (int64_t)n->subjects);
		hw_json_boolean(w, "own", n->own);
		hw_json_integer(w, "severity", n->severity);
		texts_json(&n->facts, w, "facts");
		texts_json(&n->sources, w, "sources");
		texts_json(&n->rebut, w, "rebut");
		optional_text(w, "justification", n->justification);
		optional_text(w, "reply", n->reply);
		optional_text(w, "clock", n->clock);
		if (n->affected_lower >= 0) {
			hw_json_integer(w, "affected_lower95", n->affected_lower);
			hw_json_integer(w, "affected_upper95", n->affected_upper);
		}
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

/* On the weights that answers taught, beside the stated probability. */
static void learned_json(hw_json_writer *w, double probability, double low, double high)
{
	hw_json_object(w, "learned");
	hw_json_number(w, "probability", probability);
	hw_json_array(w, "band");
	hw_json_number(w, NULL, low);
	hw_json_number(w, NULL, high);
	hw_json_close(w, ']');
	hw_json_close(w, '}');
}

void bureau_cells_json(const bureau_frontier *frontier, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < frontier->count; i++) {
		const bureau_cell *c = &frontier->cells[i];

		hw_json_object(w, NULL);
		hw_json_number(w, "acceptance", c->acceptance);
		hw_json_integer(w, "max_given", c->max_given);
		hw_json_boolean(w, "feasible", c->feasible);
		if (c->feasible) {
			hw_json_integer(w, "given", c->given);
			hw_json_integer(w, "returned", c->returned);
			hw_json_number(w, "probability", c->probability);
			if (c->has_band) {
				hw_json_array(w, "band");
				hw_json_number(w, NULL, c->band_low);
				hw_json_number(w, NULL, c->band_high);
				hw_json_close(w, ']');
			}
			if (c->has_learned)
				learned_json(w, c->learned, c->learned_low, c->learned_high);
			hw_json_object(w, "home");
			hw_json_number(w, "mean", c->home_mean);
			hw_json_integer(w, "sure95", c->home_sure95);
			hw_json_integer(w, "sure95_shock", c->home_sure95_shock);
			hw_json_close(w, '}');
			hw_json_boolean(w, "proven", c->proven);
		}
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_persuasion_json(const bureau_frontier *frontier, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < frontier->persuasion_count; i++) {
		const bureau_persuasion *p = &frontier->persuasion[i];

		hw_json_object(w, NULL);
		hw_json_text(w, "category", p->category);
		optional_text(w, "label", p->label);
		hw_json_integer(w, "count", p->count);
		hw_json_text(w, "ground", p->ground);
		hw_json_integer(w, "offered", p->offered);
		optional_text(w, "answer", p->answer);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_custody_json(const bureau_custody_groups *custody, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < custody->count; i++) {
		const bureau_custody_group *c = &custody->items[i];

		hw_json_object(w, NULL);
		hw_json_text(w, "holder", c->holder);
		hw_json_text(w, "from", c->from_holder);
		hw_json_text(w, "act", c->act);
		hw_json_text(w, "consideration", c->consideration);
		hw_json_integer(w, "events", c->events);
		hw_json_integer(w, "persons", c->persons);
		hw_json_integer(w, "sources", c->sources);
		hw_json_text(w, "first", c->first);
		hw_json_text(w, "last", c->last);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_statements_json(const bureau_statements *statements, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < statements->count; i++) {
		const bureau_statement *s = &statements->items[i];

		hw_json_object(w, NULL);
		hw_json_text(w, "id", s->id);
		hw_json_text(w, "speaker", s->speaker);
		hw_json_text(w, "party", s->party);
		hw_json_text(w, "when", s->when);
		hw_json_text(w, "kind", s->kind);
		hw_json_text(w, "words", s->words);
		hw_json_string(w, "verdict", s->verdict);
		hw_json_integer(w, "for", s->evidence_for);
		hw_json_integer(w, "against", s->evidence_against);
		optional_text(w, "why", s->why);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_rounds_json(const bureau_rounds *rounds, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < rounds->count; i++) {
		const bureau_round *r = &rounds->items[i];

		hw_json_object(w, NULL);
		hw_json_text(w, "id", r->id);
		hw_json_text(w, "when", r->when);
		hw_json_text(w, "venue", r->venue);
		optional_text(w, "mediator", r->mediator);
		hw_json_integer(w, "agreed", r->agreed);
		hw_json_integer(w, "delivered", r->delivered);
		hw_json_integer(w, "absent", r->absent);
		hw_json_integer(w, "substituted", r->substituted);
		hw_json_integer(w, "asked", r->asked);
		hw_json_integer(w, "refused", r->refused);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_brief_json(const bureau_brief *brief, hw_json_writer *w)
{
	hw_json_object(w, NULL);
	hw_json_text(w, "as_of", brief->as_of);
	hw_json_boolean(w, "training", brief->training);
	bureau_categories_json(&brief->held_by_us, w, "held_by_us");
	bureau_interests_json(&brief->interest, w, "interest");
	bureau_regions_json(&brief->held, w, "held");
	bureau_places_json(&brief->places, w, "places");
	bureau_indications_json(&brief->indications, w, "indications");
	bureau_indications_json(&brief->own_indications, w, "own_indications");
	bureau_presences_json(&brief->protected, w, "protected");
	bureau_cells_json(&brief->frontier, w, "frontier");
	if (brief->frontier.has_ratio) {
		hw_json_object(w, "ratio");
		hw_json_integer(w, "given", brief->frontier.ratio_given);
		hw_json_integer(w, "returned", brief->frontier.ratio_returned);
		hw_json_number(w, "probability", brief->frontier.ratio_probability);
		if (brief->frontier.ratio_has_learned)
			learned_json(w, brief->frontier.ratio_learned, brief->frontier.ratio_learned_low,
				     brief->frontier.ratio_learned_high);
		hw_json_close(w, '}');
	}
	bureau_cells_json(&brief->frontier_unrequested, w, "frontier_unrequested");
	bureau_cells_json(&brief->frontier_joint, w, "frontier_joint");
	bureau_persuasion_json(&brief->frontier, w, "persuasion");
	bureau_custody_json(&brief->custody, w, "custody");
	bureau_statements_json(&brief->statements, w, "statements");
	bureau_rounds_json(&brief->rounds, w, "rounds");
	hw_json_integer(w, "unreviewed", brief->unreviewed);
	hw_json_array(w, "gaps");
	for (size_t i = 0; i < brief->gaps.count; i++)
		hw_json_text(w, NULL, brief->gaps.items[i]);
	hw_json_close(w, ']');
	hw_json_close(w, '}');
}
