/* recheck.c - facts changed: their rules alone are evaluated again.
 *
 * The changed subjects are checked twice by the rules that read what changed, as they were and as they are; the first takes
 * their part out of the old report, the second puts the new one in. */
#include "law/law_int.h"

#include <string.h>

typedef struct part {
	law_request request;
	law_subject *subjects;
	law_fact *facts;
} part;

typedef struct again {
	const law_rules *rules;
	const law_request *before, *after;
	const law_report *old;
	const law_change *changes;
	size_t change_count;
	uint32_t *which; /* changed subjects, ascending */
	size_t which_count;
	uint32_t *chosen; /* rules that read what changed, ascending */
	size_t chosen_count;
	bool *is_chosen;  /* [rules] */
	bool *is_changed; /* [subjects] */
	law_report was, now;
	struct law_report_memory *memory;
	hw_arena *arena; /* of the results */
	size_t count;
	hw_error *error;
} again;

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory while checking the rules again");
}

static hw_status misfit(hw_error *error, const char *why)
{
	return hw_fail(error, HW_BAD_INPUT, "%s", why);
}

/* ---- what changed ------------------------------------------------------------------------------------ */
static hw_status check_requests(const again *a)
{
	const law_request *b = a->before, *n = a->after;

	if (b->subject_count != n->subject_count || b->as_of != n->as_of || b->keep != n->keep ||
	    b->rules != n->rules || b->rule_count != n->rule_count || b->settings != n->settings)
		return misfit(a->error, "the two requests differ in more than their facts");
	for (size_t i = 0; i < b->subject_count; i++)
		if (b->subjects[i].kind != n->subjects[i].kind)
			return misfit(a->error, "a subject has another kind than before");
	for (size_t i = 0; i < a->change_count; i++) {
		const law_change *c = &a->changes[i];

		if (c->subject >= b->subject_count || c->term >= law_term_count(a->rules) ||
		    (i && (c[-1].subject > c->subject || (c[-1].subject == c->subject && c[-1].term >= c->term))))
			return misfit(a->error, "the changes do not exist or are not in ascending order");
	}
	return HW_OK;
}

static bool wanted(const again *a, uint32_t rule)
{
	const law_request *n = a->after;

	if (!n->rules)
		return true;
	for (size_t i = 0; i < n->rule_count; i++)
		if (n->rules[i] == rule)
			return true;
	return false;
}

static hw_status choose(again *a, hw_arena *work)
{
	size_t rules = law_rule_count(a->rules);

	a->which = HW_NEW(work, uint32_t, a->change_count + 1);
	a->chosen = HW_NEW(work, uint32_t, rules + 1);
	a->is_chosen = HW_NEW(work, bool, rules + 1);
	a->is_changed = HW_NEW(work, bool, a->before->subject_count + 1);
	if (!a->which || !a->chosen || !a->is_chosen || !a->is_changed)
		return out_of_memory(a->error);
	for (size_t i = 0; i < a->change_count; i++) {
		size_t count;
		const uint32_t *readers = law_term_rules(a->rules, a->changes[i].term, &count);

		if (!a->is_changed[a->changes[i].subject])
			a->which[a->which_count++] = a->changes[i].subject;
		a->is_changed[a->changes[i].subject] = true;
		for (size_t k = 0; k < count; k++)
			a->is_chosen[readers[k]] |= wanted(a, readers[k]);
	}
	for (uint32_t i = 0; i < rules; i++)
		if (a->is_chosen[i])
			a->chosen[a->chosen_count++] = i;
	return HW_OK;
}

/* The changed subjects alone, with their facts. */
static hw_status take_part(const again *a, const law_request *from, hw_arena *work, part *p)
{
	size_t facts = 0, at = 0;

	for (size_t i = 0; i < a->which_count; i++)
		facts += from->subjects[a->which[i]].fact_count;
	p->subjects = HW_NEW(work, law_subject, a->which_count + 1);
	p->facts = HW_NEW(work, law_fact, facts + 1);
	if (!p->subjects || !p->facts)
		return out_of_memory(a->error);
	for (size_t i = 0; i < a->which_count; i++) {
		const law_subject *s = &from->subjects[a->which[i]];

		p->subjects[i] = (law_subject){.kind = s->kind, .fact_count = s->fact_count, .first_fact = at};
		if (s->fact_count)
			memcpy(p->facts + at, from->facts + s->first_fact, s->fact_count * sizeof(*p->facts));
		at += s->fact_count;
	}
	p->request = *from;
	p->request.subjects = p->subjects;
	p->request.subject_count = a->which_count;
	p->request.facts = p->facts;
	p->request.fact_count = facts;
	p->request.rules = a->chosen;
	p->request.rule_count = a->chosen_count;
	return HW_OK;
}

/* ---- the new report ------------------------------------------------------------------------------------ */
/* Where a fact of the old request stands in the new one: its term is unchanged there, so it is the same of its kind. */
static size_t moved(const again *a, uint32_t subject, size_t fact)
{
	const law_subject *b = &a->before->subjects[subject], *n = &a->after->subjects[subject];
	uint32_t term = a->before->facts[fact].term;
	size_t nth = 0;

	if (!a->is_changed[subject])
		return n->first_fact + (fact - b->first_fact);
	for (size_t i = b->first_fact; i < fact; i++)
		nth += a->before->facts[i].term == term;
	for (size_t i = n->first_fact; i < n->first_fact + n->fact_count; i++)
		if (a->after->facts[i].term == term && nth-- == 0)
			return i;
	return n->first_fact;
}

/* The result with copies of what it points to; `part_of`: it comes from this part and not from the old report. */
static hw_status put(again *a, const law_result *from, const part *part_of)
{
	law_result *to = &a->memory->results[a->count++];
	size_t rebuttals = law_rule_at(a->rules, from->rule)->rebuttal_count;
	size_t *facts = HW_NEW(a->arena, size_t, from->fact_count + 1);
	law_gap *gaps = HW_NEW(a->arena, law_gap, from->gap_count + 1);
	law_truth *truths = HW_NEW(a->arena, law_truth, rebuttals + 1);

	if (!facts || !gaps || !truths)
		return out_of_memory(a->error);
	*to = *from;
	if (part_of)
		to->subject = a->which[from->subject];
	for (size_t i = 0; i < from->fact_count; i++)
		facts[i] = part_of ? a->after->subjects[to->subject].first_fact +
					     (from->facts[i] - part_of->subjects[from->subject].first_fact)
				   : moved(a, to->subject, from->facts[i]);
	if (from->gap_count)
		memcpy(gaps, from->gaps, from->gap_count * sizeof(*gaps));
	if (rebuttals)
		memcpy(truths, from->rebuttals, rebuttals * sizeof(*truths));
	to->facts = from->facts ? facts : NULL;
	to->gaps = from->gaps ? gaps : NULL;
	to->rebuttals = truths;
	return HW_OK;
}

static bool comes_before(const again *a, const law_result *old, const law_result *new)
{
	uint32_t subject = a->which[new->subject];

	return old->subject != subject ? old->subject < subject : old->rule < new->rule;
}

static hw_status merge(again *a, const part *now)
{
	size_t k = 0;

	for (size_t i = 0; i < a->old->count; i++) {
		const law_result *one = &a->old->results[i];

		if (a->is_changed[one->subject] && a->is_chosen[one->rule])
			continue;
		while (k < a->now.count && !comes_before(a, one, &a->now.results[k]))
			HW_TRY(put(a, &a->now.results[k++], now));
		HW_TRY(put(a, one, NULL));
	}
	while (k < a->now.count)
		HW_TRY(put(a, &a->now.results[k++], now));
	return HW_OK;
}

static hw_status count(again *a)
{
	size_t cells = law_rule_count(a->rules) * LAW_OUTCOMES;

	a->memory->counts = hw_grow(NULL, cells + 1, sizeof(*a->memory->counts));
	if (!a->memory->counts)
		return out_of_memory(a->error);
	for (size_t i = 0; i < cells; i++)
		a->memory->counts[i] = a->old->counts[i] - (a->was.counts ? a->was.counts[i] : 0) +
				       (a->now.counts ? a->now.counts[i] : 0);
	return HW_OK;
}

static hw_status begin_report(again *a)
{
	a->memory = hw_grow(NULL, 1, sizeof(*a->memory));
	if (!a->memory)
		return out_of_memory(a->error);
	*a->memory = (struct law_report_memory){0};
	a->memory->slices = hw_grow(NULL, 1, sizeof(*a->memory->slices));
	if (!a->memory->slices)
		return out_of_memory(a->error);
	a->memory->slices[0] = (law_slice){.arena = hw_arena_new(SIZE_MAX)};
	a->memory->slice_count = 1;
	a->arena = a->memory->slices[0].arena;
	a->memory->results = hw_grow(NULL, a->old->count + a->now.count + 1, sizeof(*a->memory->results));
	return a->arena && a->memory->results ? HW_OK : out_of_memory(a->error);
}

static hw_status run(again *a, hw_arena *work, const hw_progress *progress)
{
	part was, now;

	HW_TRY(check_requests(a));
	HW_TRY(choose(a, work));
	HW_TRY(take_part(a, a->before, work, &was));
	HW_TRY(take_part(a, a->after, work, &now));
	if (a->chosen_count) {
		HW_TRY(law_check(a->rules, &was.request, &a->was, progress, a->error));
		HW_TRY(law_check(a->rules, &now.request, &a->now, progress, a->error));
	}
	HW_TRY(begin_report(a));
	HW_TRY(merge(a, &now));
	return count(a);
}

hw_status law_recheck(const law_rules *rules, const law_request *before, const law_report *old,
		      const law_request *after, const law_change *changes, size_t change_count, law_report *result,
		      const hw_progress *progress, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *work = hw_arena_new(SIZE_MAX);
	again a = {.rules = rules,
		   .before = before,
		   .after = after,
		   .old = old,
		   .changes = changes,
		   .change_count = change_count,
		   .error = error};
	hw_status status = work ? run(&a, work, progress) : out_of_memory(error);
	law_report made = {.memory = a.memory};

	law_report_free(&a.was);
	law_report_free(&a.now);
	if (status != HW_OK) {
		law_report_free(&made);
		return status;
	}
	*result = (law_report){a.memory->results, a.count, a.memory->counts, a.memory};
	return HW_OK;
}
