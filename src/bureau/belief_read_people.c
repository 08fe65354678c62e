/* belief_read_people.c - groups, persons, their reports and facts, and transfers of a belief problem. */
#include "bureau/belief_json_int.h"

#include <math.h>
#include <string.h>

enum { PATH_SIZE = 160 };

/* ---- claims ---- */
static hw_status read_near(belief_reader *r, const hw_json *map, const char *where, belief_claim *claim)
{
	static const char *const keys[] = {"lat", "lon", "km", NULL};
	char inner[PATH_SIZE + 16];

	(void)snprintf(inner, sizeof inner, "%s.near", where);
	HW_TRY(hw_json_only(map, inner, keys, r->error));
	claim->kind = BELIEF_CLAIM_NEAR;
	HW_TRY(hw_json_need_number(map, inner, "lat", -90, 90, &claim->lat, r->error));
	HW_TRY(hw_json_need_number(map, inner, "lon", -180, 180, &claim->lon, r->error));
	return hw_json_need_number(map, inner, "km", 0, 1e5, &claim->km, r->error);
}

static bool status_of(hw_text word, size_t *status)
{
	static const char *const words[] = {"captive", "dead", "free"};

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (hw_text_is(word, words[i])) {
			*status = i;
			return true;
		}
	return false;
}

static hw_status read_sites_claim(belief_reader *r, const hw_json *map, const char *where, belief_claim *claim)
{
	belief_weight *weights = NULL;

	claim->kind = BELIEF_CLAIM_SITES;
	HW_TRY(belief_take_weights(r, map, where, "sites", false, &weights, &claim->weight_count));
	if (!claim->weight_count)
		return belief_refuse(r, where, "sites", "names no site");
	claim->weights = weights;
	return HW_OK;
}

/* What the claim says is its one key; `detection` belongs to "searched". */
static hw_status read_claim(belief_reader *r, const hw_json *map, const char *where, belief_claim *claim)
{
	static const char *const keys[] = {"status",   "site",        "sites",     "region", "near",
					   "searched", "absent_from", "detection", NULL};
	hw_text word = {0};
	const char *said = NULL;

	*claim = (belief_claim){0};
	HW_TRY(hw_json_only(map, where, keys, r->error));
	for (size_t i = 0; i + 2 < HW_COUNT(keys); i++) {
		if (!hw_json_get(map, keys[i]))
			continue;
		if (said)
			return belief_refuse(r, where, "", "says both %s and %s; make it two reports", said, keys[i]);
		said = keys[i];
	}
	if (!said)
		return belief_refuse(r, where, "",
				     "says nothing; give status, site, sites, region, near, searched or absent_from");
	if (hw_json_get(map, "detection") && strcmp(said, "searched") != 0)
		return belief_refuse(r, where, "detection", "belongs to \"searched\" only");
	if (!strcmp(said, "near"))
		return read_near(r, hw_json_get(map, "near"), where, claim);
	if (!strcmp(said, "sites"))
		return read_sites_claim(r, hw_json_get(map, "sites"), where, claim);
	HW_TRY(hw_json_need_text(map, where, said, &word, r->error));
	if (!strcmp(said, "status")) {
		claim->kind = BELIEF_CLAIM_STATUS;
		if (!status_of(word, &claim->place))
			return belief_refuse(r, where, said, "\"%.*s\" is not captive, dead or free",
					     HW_TEXT_ARG(word));
		return HW_OK;
	}
	if (!strcmp(said, "region")) {
		claim->kind = BELIEF_CLAIM_REGION;
		return belief_find(r, &r->regions, word, where, said, "region", &claim->place);
	}
	if (!strcmp(said, "absent_from")) {
		claim->kind = BELIEF_CLAIM_ABSENT;
		return belief_find(r, &r->lists, word, where, said, "list", &claim->place);
	}
	claim->kind = strcmp(said, "site") ? BELIEF_CLAIM_SEARCHED : BELIEF_CLAIM_SITE;
	HW_TRY(belief_find(r, &r->sites, word, where, said, "site", &claim->place));
	if (claim->kind == BELIEF_CLAIM_SEARCHED)
		return hw_json_need_number(map, where, "detection", 0, 1, &claim->detection, r->error);
	return HW_OK;
}

/* ---- reports ---- */
/* Whose reports these are, and since when they may speak. */
typedef struct beginning {
	double since, group_since;
	const char *list; /* "persons" or "groups" */
	size_t subject;
} beginning;

static hw_status check_days(belief_reader *r, const char *where, double at, double received, beginning from)
{
	char a[32], b[32];
	double since = fmax(from.since, from.group_since);
	const char *whose = from.group_since > from.since ? "since of the group" : "since";

	if (isnan(at) && isnan(received))
		return belief_refuse(r, where, "at", "is missing, and so is received; one of them is needed");
	if (isnan(at) && received < since)
		return belief_refuse(r, where, "received", "%s is before %s, %s", belief_day_text(r, received, a),
				     whose, belief_day_text(r, since, b));
	if (at < since)
		return belief_refuse(r, where, "at", "%s is before %s, %s", belief_day_text(r, at, a), whose,
				     belief_day_text(r, since, b));
	if (received < at)
		return belief_refuse(r, where, "received", "%s is before at, %s", belief_day_text(r, received, a),
				     belief_day_text(r, at, b));
	return HW_OK;
}

static hw_status read_source_of(belief_reader *r, const hw_json *object, const char *where, belief_report *report)
{
	hw_text source = {0};
	bool needed = report->claim.kind != BELIEF_CLAIM_SEARCHED && report->claim.kind != BELIEF_CLAIM_ABSENT;

	report->source = BELIEF_NONE;
	if (needed)
		HW_TRY(hw_json_need_text(object, where, "source", &source, r->error));
	else
		HW_TRY(hw_json_take_text(object, where, "source", &source, r->error));
	return source.length || needed ? belief_find(r, &r->sources, source, where, "source", "source", &report->source)
				       : HW_OK;
}

static hw_status read_credibility(belief_reader *r, const hw_json *object, const char *where, belief_report *report)
{
	double digit = 0;

	HW_TRY(hw_json_take_number(object, where, "credibility", 1, 6, &digit, r->error));
	report->credibility = (int)digit;
	if (digit > report->credibility)
		return belief_refuse(r, where, "credibility", "is not one of 1 to 6");
	return HW_OK;
}

static hw_status read_report(belief_reader *r, const hw_json *object, const char *where, beginning from,
			     belief_report *report)
{
	static const char *const keys[] = {"id",         "source",      "at",         "received", "claim",
					   "background", "credibility", "first_hand", "copies",   "copy",
					   "origin",     "channel",     "text",       "note",     NULL};
	char inner[PATH_SIZE + 8];
	bool first_hand = false;                         /* read and checked; grade and credibility carry its weight */
	hw_text origin = {0}, channel = {0}, text = {0}; /* for those who look for copies */

	*report = (belief_report){.at = NAN, .received = NAN, .background = NAN, .copies = BELIEF_NONE, .copy = NAN};
	HW_TRY(hw_json_only(object, where, keys, r->error));
	HW_TRY(hw_json_take_text(object, where, "id", &report->id, r->error));
	(void)snprintf(inner, sizeof inner, "%s.claim", where);
	HW_TRY(read_claim(r, hw_json_get(object, "claim"), inner, &report->claim));
	HW_TRY(read_source_of(r, object, where, report));
	HW_TRY(belief_take_day(r, object, where, "at", &report->at));
	HW_TRY(belief_take_day(r, object, where, "received", &report->received));
	if (isnan(report->at) && report->claim.kind == BELIEF_CLAIM_ABSENT)
		report->at = r->list_days[report->claim.place];
	HW_TRY(check_days(r, where, report->at, report->received, from));
	HW_TRY(hw_json_take_number(object, where, "background", 0, 1, &report->background, r->error));
	HW_TRY(read_credibility(r, object, where, report));
	HW_TRY(hw_json_take_bool(object, where, "first_hand", &first_hand, r->error));
	HW_TRY(hw_json_take_text(object, where, "origin", &origin, r->error));
	HW_TRY(hw_json_take_text(object, where, "channel", &channel, r->error));
	HW_TRY(hw_json_take_text(object, where, "text", &text, r->error));
	return hw_json_take_number(object, where, "copy", 0, 1, &report->copy, r->error);
}

/* Ids of the reports of one subject -> parents. */
static hw_status link_copies(belief_reader *r, const hw_json *list, const char *where, belief_report *reports)
{
	/* Without a stated chance the link says "the same document". */
	static const double same_document = 0.9;
	belief_ids ids = {.sorted = HW_NEW(r->arena, belief_id, hw_json_count(list) + 1)};
	size_t first, second;
	char inner[PATH_SIZE + 32];

	if (!ids.sorted)
		return belief_read_no_memory(r);
	for (size_t j = 0; j < hw_json_count(list); j++)
		if (reports[j].id.length)
			ids.sorted[ids.count++] = (belief_id){reports[j].id, j};
	if (!belief_ids_sort(&ids, &first, &second)) {
		(void)snprintf(inner, sizeof inner, "%s.reports[%zu]", where, second);
		return belief_refuse(r, inner, "id", "\"%.*s\" is the id of reports[%zu] already",
				     HW_TEXT_ARG(reports[second].id), first);
	}
	for (size_t j = 0; j < hw_json_count(list); j++) {
		hw_text parent = {0};
		(void)snprintf(inner, sizeof inner, "%s.reports[%zu]", where, j);
		HW_TRY(hw_json_take_text(hw_json_at(list, j), inner, "copies", &parent, r->error));
		/* "copy": 0 without "copies": judged to be a report of its own. */
		if (!parent.length && reports[j].copy > 0)
			return belief_refuse(r, inner, "copy", "copies what? name the report in \"copies\"");
		if (parent.length)
			HW_TRY(belief_find(r, &ids, parent, inner, "copies", "report here", &reports[j].copies));
		if (isnan(reports[j].copy))
			reports[j].copy = parent.length ? same_document : 0;
	}
	return HW_OK;
}

static hw_status read_reports(belief_reader *r, const hw_json *object, const char *where, beginning from,
			      const belief_report **reports, size_t *count)
{
	const hw_json *list;
	char inner[PATH_SIZE];

	HW_TRY(belief_take_list(r, object, where, "reports", &list));
	size_t n = list ? hw_json_count(list) : 0;
	if (!n)
		return HW_OK;
	belief_report *result = HW_NEW(r->arena, belief_report, n);
	if (!result)
		return belief_read_no_memory(r);
	for (size_t j = 0; j < n; j++) {
		(void)snprintf(inner, sizeof inner, "%s.reports[%zu]", where, j);
		HW_TRY(read_report(r, hw_json_at(list, j), inner, from, &result[j]));
	}
	HW_TRY(link_copies(r, list, where, result));
	if (r->find_copies)
		HW_TRY(belief_read_origins(r, list, from.list, from.subject, result, n));
	*reports = result;
	*count = n;
	return HW_OK;
}

/* ---- facts ---- */
static hw_status read_state(belief_reader *r, hw_text word, const char *where, belief_fact *fact)
{
	size_t state;

	fact->kind = BELIEF_CLAIM_STATUS;
	if (belief_ids_find(&r->sites, word) == BELIEF_NONE && status_of(word, &fact->place))
		return HW_OK;
	HW_TRY(belief_find_state(r, word, where, "state", &state));
	if (state >= r->sites.count) {
		fact->place = state == r->sites.count ? BELIEF_DEAD : BELIEF_FREE;
		return HW_OK;
	}
	fact->kind = BELIEF_CLAIM_SITE;
	fact->place = state;
	return HW_OK;
}

static hw_status read_fact(belief_reader *r, const hw_json *object, const char *where, beginning from,
			   belief_fact *fact)
{
	static const char *const keys[] = {"id",     "at",        "received", "state", "site",
					   "region", "exchanged", "note",     NULL};
	hw_text state = {0}, site = {0}, region = {0};

	*fact = (belief_fact){.at = NAN, .received = NAN};
	HW_TRY(hw_json_only(object, where, keys, r->error));
	HW_TRY(hw_json_take_text(object, where, "id", &fact->id, r->error));
	HW_TRY(belief_take_day(r, object, where, "at", &fact->at));
	HW_TRY(belief_take_day(r, object, where, "received", &fact->received));
	if (isnan(fact->at))
		return belief_refuse(r, where, "at", "is missing: a fact needs its day");
	HW_TRY(check_days(r, where, fact->at, fact->received, from));
	HW_TRY(hw_json_take_text(object, where, "state", &state, r->error));
	HW_TRY(hw_json_take_text(object, where, "site", &site, r->error));
	HW_TRY(hw_json_take_text(object, where, "region", &region, r->error));
	HW_TRY(hw_json_take_bool(object, where, "exchanged", &fact->exchanged, r->error));
	if ((state.length > 0) + (site.length > 0) + (region.length > 0) + fact->exchanged != 1)
		return belief_refuse(r, where, "", "needs one of: state, site, region, exchanged");
	if (fact->exchanged)
		return HW_OK;
	if (state.length)
		return read_state(r, state, where, fact);
	fact->kind = site.length ? BELIEF_CLAIM_SITE : BELIEF_CLAIM_REGION;
	return site.length ? belief_find(r, &r->sites, site, where, "site", "site", &fact->place)
			   : belief_find(r, &r->regions, region, where, "region", "region", &fact->place);
}

static hw_status read_facts(belief_reader *r, const hw_json *object, const char *where, beginning from,
			    const belief_fact **facts, size_t *count)
{
	const hw_json *list;
	char inner[PATH_SIZE];

	HW_TRY(belief_take_list(r, object, where, "facts", &list));
	size_t n = list ? hw_json_count(list) : 0;
	if (!n)
		return HW_OK;
	belief_fact *result = HW_NEW(r->arena, belief_fact, n);
	if (!result)
		return belief_read_no_memory(r);
	for (size_t j = 0; j < n; j++) {
		(void)snprintf(inner, sizeof inner, "%s.facts[%zu]", where, j);
		HW_TRY(read_fact(r, hw_json_at(list, j), inner, from, &result[j]));
	}
	*facts = result;
	*count = n;
	return HW_OK;
}

/* ---- groups and persons ---- */
/* Prior by `prior` or `class`; `otherwise` (may be NULL) when neither is given. */
static hw_status read_belief_prior(belief_reader *r, const hw_json *object, const char *where,
				   const belief_prior *otherwise, belief_prior *prior, size_t *class_of)
{
	const hw_json *own = hw_json_get(object, "prior");
	hw_text class = {0};
	size_t index;

	if (!otherwise)
		*class_of = BELIEF_NONE;
	HW_TRY(hw_json_take_text(object, where, "class", &class, r->error));
	if (class.length || hw_json_kind_of(own) != HW_JSON_NULL)
		*class_of = BELIEF_NONE;
	if (hw_json_kind_of(own) != HW_JSON_NULL && class.length)
		return belief_refuse(r, where, "", "has both prior and class; one of them is enough");
	if (hw_json_kind_of(own) != HW_JSON_NULL)
		return belief_read_prior(r, own, where, "prior", prior);
	if (class.length) {
		HW_TRY(belief_find(r, &r->classes, class, where, "class", "class", &index));
		*prior = r->class_list[index].prior;
		*class_of = index;
		return HW_OK;
	}
	if (!otherwise)
		return belief_refuse(r, where, "", "needs prior or class");
	*prior = *otherwise;
	return HW_OK;
}

static hw_status read_group(belief_reader *r, const hw_json *object, size_t index, belief_group *group)
{
	static const char *const keys[] = {"id",      "since", "prior", "class", "together",
					   "reports", "facts", "note",  NULL};
	char where[PATH_SIZE / 2];

	(void)snprintf(where, sizeof where, "groups[%zu]", index);
	*group = (belief_group){.since = NAN};
	HW_TRY(hw_json_only(object, where, keys, r->error));
	HW_TRY(hw_json_need_text(object, where, "id", &group->id, r->error));
	HW_TRY(belief_take_day(r, object, where, "since", &group->since));
	if (isnan(group->since))
		return belief_refuse(r, where, "since", "is missing; give the day on which the group disappeared");
	HW_TRY(read_belief_prior(r, object, where, NULL, &group->prior, &group->class_of));
	HW_TRY(hw_json_need_number(object, where, "together", 0, 1, &group->together, r->error));
	beginning from = {group->since, -HUGE_VAL, "groups", index};
	HW_TRY(read_reports(r, object, where, from, &group->reports, &group->report_count));
	return read_facts(r, object, where, from, &group->facts, &group->fact_count);
}

static hw_status read_person(belief_reader *r, const hw_json *object, size_t index, belief_person *person)
{
	static const char *const keys[] = {"id", "since", "prior", "class", "group", "reports", "facts", "note", NULL};
	const belief_group *group = NULL;
	char where[PATH_SIZE / 2];
	hw_text name = {0};

	(void)snprintf(where, sizeof where, "persons[%zu]", index);
	*person = (belief_person){.since = NAN, .group = BELIEF_NONE};
	HW_TRY(hw_json_only(object, where, keys, r->error));
	HW_TRY(hw_json_need_text(object, where, "id", &person->id, r->error));
	HW_TRY(hw_json_take_text(object, where, "group", &name, r->error));
	if (name.length) {
		HW_TRY(belief_find(r, &r->groups, name, where, "group", "group", &person->group));
		group = &r->in->problem.groups[person->group];
		person->since = group->since;
	}
	HW_TRY(belief_take_day(r, object, where, "since", &person->since));
	if (isnan(person->since))
		return belief_refuse(r, where, "since", "is missing; give the day on which he disappeared");
	person->class_of = group ? group->class_of : BELIEF_NONE;
	HW_TRY(read_belief_prior(r, object, where, group ? &group->prior : NULL, &person->prior, &person->class_of));
	beginning from = {person->since, group ? group->since : -HUGE_VAL, "persons", index};
	HW_TRY(read_reports(r, object, where, from, &person->reports, &person->report_count));
	return read_facts(r, object, where, from, &person->facts, &person->fact_count);
}

static hw_status check_members(belief_reader *r, const belief_person *persons)
{
	bool *seen = HW_NEW(r->arena, bool, r->groups.count + 1);
	char where[PATH_SIZE / 2];

	if (!seen)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < r->persons.count; i++)
		if (persons[i].group != BELIEF_NONE)
			seen[persons[i].group] = true;
	for (size_t g = 0; g < r->groups.count; g++) {
		(void)snprintf(where, sizeof where, "groups[%zu]", g);
		if (!seen[g])
			return belief_refuse(r, where, "",
					     "nobody is in group \"%.*s\"; name it at its members or leave it out",
					     HW_TEXT_ARG(r->in->problem.groups[g].id));
	}
	return HW_OK;
}

/* ---- transfers ---- */
static hw_status read_names(belief_reader *r, const hw_json *list, const char *where, const char *what,
			    const belief_ids *ids, const char *kind, const size_t **indices, size_t *count)
{
	size_t n = list ? hw_json_count(list) : 0;
	size_t *result = HW_NEW(r->arena, size_t, n + 1);

	if (!result)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < n; i++) {
		const hw_json *name = hw_json_at(list, i);
		if (hw_json_kind_of(name) != HW_JSON_TEXT)
			return belief_refuse(r, where, what, "holds something that is not an id");
		HW_TRY(belief_find(r, ids, hw_json_as_text(name), where, what, kind, &result[i]));
	}
	*indices = result;
	*count = n;
	return HW_OK;
}

static hw_status read_transfer(belief_reader *r, const hw_json *object, size_t index, belief_transfer *t)
{
	static const char *const keys[] = {"id",    "at",      "received", "from", "to",
					   "share", "persons", "groups",   "note", NULL};
	char where[PATH_SIZE / 2];
	hw_text from = {0};
	belief_weight *to = NULL;
	const hw_json *persons, *groups;
	double sum = 0;

	(void)snprintf(where, sizeof where, "transfers[%zu]", index);
	*t = (belief_transfer){.at = NAN, .received = NAN, .share = 1};
	HW_TRY(hw_json_only(object, where, keys, r->error));
	HW_TRY(belief_take_day(r, object, where, "at", &t->at));
	if (isnan(t->at))
		return belief_refuse(r, where, "at", "is missing; give the day of the transfer");
	HW_TRY(belief_take_day(r, object, where, "received", &t->received));
	HW_TRY(hw_json_need_text(object, where, "from", &from, r->error));
	HW_TRY(belief_find(r, &r->sites, from, where, "from", "site", &t->from));
	HW_TRY(belief_take_weights(r, hw_json_get(object, "to"), where, "to", false, &to, &t->to_count));
	for (size_t i = 0; i < t->to_count; i++)
		sum += to[i].weight;
	if (fabs(sum - 1) > 1e-6)
		return belief_refuse(r, where, "to", "the parts sum to %.9g, not 1", sum);
	t->to = to;
	HW_TRY(hw_json_take_number(object, where, "share", 0, 1, &t->share, r->error));
	HW_TRY(belief_take_list(r, object, where, "persons", &persons));
	HW_TRY(belief_take_list(r, object, where, "groups", &groups));
	t->everyone = !persons && !groups;
	HW_TRY(read_names(r, persons, where, "persons", &r->persons, "person", &t->persons, &t->person_count));
	return read_names(r, groups, where, "groups", &r->groups, "group", &t->groups, &t->group_count);
}

static hw_status read_transfers(belief_reader *r)
{
	const hw_json *list;

	HW_TRY(belief_take_list(r, r->root, "", "transfers", &list));
	size_t count = list ? hw_json_count(list) : 0;
	belief_transfer *transfers = HW_NEW(r->arena, belief_transfer, count + 1);
	if (!transfers)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < count; i++)
		HW_TRY(read_transfer(r, hw_json_at(list, i), i, &transfers[i]));
	r->in->problem.transfers = transfers;
	r->in->problem.transfer_count = count;
	return HW_OK;
}

/* ---- all of them ---- */
hw_status belief_read_people(belief_reader *r)
{
	const hw_json *group_list, *person_list;

	HW_TRY(belief_take_list(r, r->root, "", "groups", &group_list));
	HW_TRY(belief_take_list(r, r->root, "", "persons", &person_list));
	if (!person_list)
		return belief_refuse(r, "persons", "", "is missing");
	HW_TRY(belief_read_ids(r, group_list, "groups", &r->groups));
	HW_TRY(belief_read_ids(r, person_list, "persons", &r->persons));
	belief_group *groups = HW_NEW(r->arena, belief_group, r->groups.count + 1);
	belief_person *persons = HW_NEW(r->arena, belief_person, r->persons.count + 1);
	if (!groups || !persons)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < r->groups.count; i++)
		HW_TRY(read_group(r, hw_json_at(group_list, i), i, &groups[i]));
	r->in->problem.groups = groups;
	r->in->problem.group_count = r->groups.count;
	for (size_t i = 0; i < r->persons.count; i++)
		HW_TRY(read_person(r, hw_json_at(person_list, i), i, &persons[i]));
	r->in->problem.persons = persons;
	r->in->problem.person_count = r->persons.count;
	HW_TRY(check_members(r, persons));
	return read_transfers(r);
}
