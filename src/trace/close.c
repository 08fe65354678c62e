/* close.c - pairs inside clusters: those that no rule made are compared after all, and each hears what third records say.
 *
 * If A is C, and C is B, then A is B: P(A = B) is at least P(A = C) + P(C = B) - 1 (Boole and Fréchet; nothing is assumed
 * of how the two hang together).  Inside a cluster this takes the place of the prior of the pair, and what the two records
 * themselves show against each other is weighed on top: two that contradict each other are not linked by a third.  A
 * cluster that is very large is left as it is. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBERS_MAX = 100, ASKED_MAX = 4000 };
#define NO_PAIR UINT32_MAX

typedef struct closing {
	struct trace_inside *inside;
	trace_result *result;
	trace_memo *memo;
	size_t room, before;
	double least; /* bits */
	double linked_before, linked_since;
	size_t asked, were_candidates;
	uint32_t *order; /* records, those of a cluster side by side, by number */
	uint32_t *first; /* per smallest record of a cluster: where its members begin */
	uint32_t *pairs; /* numbers of pairs inside clusters, by cluster */
	uint32_t *pairs_first;
	uint32_t *place; /* per record: its place among the members */
	/* of the cluster in hand, members x members */
	float direct[MEMBERS_MAX * MEMBERS_MAX]; /* probability of the two records alone */
	uint32_t number[MEMBERS_MAX * MEMBERS_MAX];
} closing;

/* `sum` of the two probabilities. */
static double third_bits(double direct_bits, double prior, float sum)
{
	double bound = (double)sum - 1;

	if (bound <= 0)
		return direct_bits;
	return fmax(direct_bits, log2(bound / fmax(1 - bound, 1e-9)) + direct_bits - prior);
}

/* Two known given names, or patronymics, of different people: whom a third record is like that has none, or a short form
 * of both (Слава), nobody can tell. */
static bool third_may_speak(const struct trace_inside *inside, uint32_t a, uint32_t b)
{
	const trace_model *model = &inside->model;

	for (size_t c = 0; c < model->count; c++) {
		const trace_column *column = &inside->records->columns[model->columns[c]];
		uint32_t left = trace_row(model, a)[c], right = trace_row(model, b)[c];
		bool named = column->kind == TRACE_GIVEN || column->kind == TRACE_PATRONYMIC;
		if (!named || !left || !right || left == right ||
		    trace_compare(column, left, right).level != TRACE_NAME_OTHER)
			continue;
		/* family and given name in each other's place are no contradiction */
		trace_pattern p = trace_pattern_of(inside->records, model, NULL, a, b);
		if (trace_level_of(p.code, c) == TRACE_NAME_OTHER)
			return false;
	}
	return true;
}

bool trace_third_of(const trace_result *result, uint32_t a, uint32_t b, uint32_t *third, double *bits)
{
	const struct trace_inside *inside = result->inside;
	const trace_records *r = inside->records;
	size_t members = 0;
	float best = 0;

	if (inside->settings.one_to_one || inside->settings.one_person || result->cluster[a] != result->cluster[b])
		return false;
	for (uint32_t i = 0; i < r->count; i++) {
		float direct[2];
		if (result->cluster[i] != result->cluster[a])
			continue;
		members++;
		for (unsigned k = 0; k < 2 && i != a && i != b; k++) {
			uint32_t other = k ? b : a, low = i < other ? i : other, high = low == i ? other : i;
			bool apart = !inside->settings.between || r->sides[low] != r->sides[high];
			uint32_t left = inside->settings.between && r->sides[low] ? high : low;
			trace_pattern p = trace_pattern_of(r, &inside->model, NULL, left, left == low ? high : low);
			direct[k] = apart ? (float)trace_probability(trace_pattern_bits(&inside->model, &p)) : 0;
		}
		if (i != a && i != b && direct[0] + direct[1] > best) {
			best = direct[0] + direct[1];
			*third = i;
		}
	}
	double after = third_bits(*bits, inside->model.prior, best);
	if (members < 3 || members > MEMBERS_MAX || after <= *bits || !third_may_speak(inside, a, b))
		return false;
	*bits = after;
	return true;
}

/* Counting sort of 0..count-1 by cluster; `first` has records + 2 places. */
static void group(const uint32_t *cluster, size_t records, const trace_result *pairs, uint32_t *first, uint32_t *order)
{
	size_t count = pairs ? pairs->pair_count : records;

	memset(first, 0, (records + 2) * sizeof *first);
	for (unsigned pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < count; i++) {
			uint32_t of = cluster[i < records && !pairs ? i : 0];
			if (pairs) {
				of = cluster[pairs->pairs[i].left];
				if (of != cluster[pairs->pairs[i].right])
					continue;
			}
			if (pass)
				order[first[of + 1]++] = (uint32_t)i;
			else
				first[of + 2]++;
		}
		for (size_t i = 2; !pass && i < records + 2; i++)
			first[i] += first[i - 1];
	}
}

static hw_status compare_pair(closing *c, uint32_t a, uint32_t b, size_t at, hw_error *error)
{
	const trace_records *r = c->inside->records;
	const trace_settings *settings = &c->inside->settings;
	trace_result *result = c->result;

	if (settings->between && r->sides[a] == r->sides[b])
		return HW_OK;
	uint32_t left = settings->between && r->sides[a] ? b : a, right = left == a ? b : a;
	trace_pattern p = trace_pattern_of(r, &c->inside->model, c->memo, left, right);
	double bits = trace_pattern_bits(&c->inside->model, &p);
	result->closed++;
	HW_TRY(trace_reserve(&result->pairs, &c->room, result->pair_count + 1, sizeof *result->pairs, error));
	c->number[at] = (uint32_t)result->pair_count;
	result->pairs[result->pair_count++] = (trace_pair){left, right, bits, trace_probability(bits), false};
	return HW_OK;
}

/* Of the links inside clusters, those that a rule made: what no rule made is known to be missed.  A pair that was not in
 * the result may still have been a candidate that fell under what is kept: some of them are asked. */
static void count_reached(closing *c, const trace_pair *p, uint32_t number)
{
	if (!p->linked)
		return;
	if (number < c->before)
		c->linked_before++;
	else {
		c->linked_since++;
		if (c->asked < ASKED_MAX) {
			c->asked++;
			c->were_candidates +=
				trace_is_candidate(&c->inside->blocks, c->inside->records, p->left, p->right);
		}
	}
}

static void tell_completeness(const closing *c)
{
	trace_completeness *completeness = &c->result->completeness;
	double links = c->linked_before + c->linked_since,
	       made = c->asked ? c->linked_since * (double)c->were_candidates / (double)c->asked : 0;

	if (links < 20)
		return;
	double share = (c->linked_before + made) / links;
	completeness->share = completeness->known ? fmin(completeness->share, share) : share;
	completeness->lower = completeness->known ? fmin(completeness->lower, share) : share;
	completeness->upper = completeness->known ? fmax(completeness->upper, share) : share;
	completeness->known = true;
	completeness->links = links;
	c->result->expected = completeness->reached / completeness->share;
}

static void hear_third(closing *c, size_t members)
{
	const trace_settings *settings = &c->inside->settings;
	double prior = c->inside->model.prior;

	for (size_t i = 0; i < members; i++)
		for (size_t j = i + 1; j < members; j++) {
			float best = 0;
			if (c->number[i * members + j] == NO_PAIR)
				continue;
			for (size_t k = 0; k < members; k++)
				if (k != i && k != j)
					best = fmaxf(best, c->direct[i * members + k] + c->direct[j * members + k]);
			trace_pair *p = &c->result->pairs[c->number[i * members + j]];
			double heard = third_bits(p->weight, prior, best);
			if (heard > p->weight && third_may_speak(c->inside, p->left, p->right))
				p->weight = heard;
			p->probability = trace_probability(p->weight);
			const trace_judgement *judged =
				settings->judgement_count ? trace_judged(c->inside, p->left, p->right) : NULL;
			p->linked = judged ? judged->same : p->probability >= settings->threshold;
			count_reached(c, p, c->number[i * members + j]);
		}
}

static hw_status close_cluster(closing *c, size_t cluster, hw_error *error)
{
	size_t from = c->first[cluster], members = c->first[cluster + 1] - from;
	const uint32_t *member = c->order + from;

	if (members < 3 || members > MEMBERS_MAX)
		return HW_OK;
	for (size_t i = 0; i < members * members; i++) {
		c->direct[i] = 0;
		c->number[i] = NO_PAIR;
	}
	for (size_t i = 0; i < members; i++)
		c->place[member[i]] = (uint32_t)i;
	for (size_t k = c->pairs_first[cluster]; k < c->pairs_first[cluster + 1]; k++) {
		const trace_pair *p = &c->result->pairs[c->pairs[k]];
		size_t i = c->place[p->left], j = c->place[p->right];
		c->number[i < j ? i * members + j : j * members + i] = c->pairs[k];
	}
	for (size_t i = 0; i < members; i++)
		for (size_t j = i + 1; j < members; j++) {
			size_t at = i * members + j;
			if (c->number[at] == NO_PAIR)
				HW_TRY(compare_pair(c, member[i], member[j], at, error));
			if (c->number[at] != NO_PAIR)
				c->direct[at] = c->direct[j * members + i] =
					(float)c->result->pairs[c->number[at]].probability;
		}
	hear_third(c, members);
	return HW_OK;
}

/* What stayed under `keep` is forgotten again. */
static void forget_added(closing *c, size_t before)
{
	trace_result *result = c->result;
	size_t kept = before;

	for (size_t i = before; i < result->pair_count; i++)
		if (result->pairs[i].weight >= c->least)
			result->pairs[kept++] = result->pairs[i];
	result->pair_count = kept;
}

hw_status trace_close_clusters(struct trace_inside *inside, trace_result *result, hw_error *error)
{
	const trace_settings *settings = &inside->settings;
	size_t records = inside->records->count, before = result->pair_count;
	double keep = fmin(settings->keep, settings->threshold / TRACE_CLUSTER_DEPTH);
	closing *c;
	hw_status status = HW_NO_MEMORY;

	if (settings->one_to_one || settings->one_person) /* there a cluster is a record and its partners */
		return HW_OK;
	c = hw_grow(NULL, 1, sizeof *c);
	if (!c)
		return trace_no_memory(error);
	memset(c, 0, sizeof *c);
	c->inside = inside;
	c->result = result;
	c->room = c->before = before;
	c->least = keep > 0 ? log2(keep / (1 - keep)) : -HUGE_VAL;
	c->memo = trace_memo_new();
	c->order = hw_grow(NULL, records + 1, sizeof *c->order);
	c->first = hw_grow(NULL, records + 2, sizeof *c->first);
	c->pairs = hw_grow(NULL, result->pair_count + 1, sizeof *c->pairs);
	c->pairs_first = hw_grow(NULL, records + 2, sizeof *c->pairs_first);
	c->place = hw_grow(NULL, records + 1, sizeof *c->place);
	if (!c->order || !c->first || !c->pairs || !c->pairs_first || !c->place) {
		(void)trace_no_memory(error);
		goto out;
	}
	status = HW_OK;
	group(result->cluster, records, NULL, c->first, c->order);
	group(result->cluster, records, result, c->pairs_first, c->pairs);
	for (size_t k = 0; k < records; k++)
		HW_TRY_OR_OUT(close_cluster(c, k, error));
	tell_completeness(c);
	forget_added(c, before);
	result->candidates += result->closed;
	trace_sort_pairs(result);
out:
	hw_release(c->memo);
	hw_release(c->order);
	hw_release(c->first);
	hw_release(c->pairs);
	hw_release(c->pairs_first);
	hw_release(c->place);
	hw_release(c);
	return status;
}
