/* Small random problems against a sum over all paths.  Nothing of the engine's algebra is used here: the
 * kernel is the exponential of the generator by its series, paths are enumerated one by one, and the
 * reports are weighed from their definition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "belief/belief.h"

enum {
	MOST_SITES = 3,
	MOST_STATES = 5,
	MOST_PERSONS = 3,
	MOST_REPORTS = 3,
	MOST_NODES = 16,
	MOST_WALKED = 8,
	MOST_TRANSFERS = 2
};

/* ---- a random problem, with its own memory ---- */
typedef struct world {
	belief_problem problem;
	double regions[2];
	belief_site sites[MOST_SITES];
	belief_source sources[2];
	belief_list list;
	belief_weight completeness[2], weights[MOST_PERSONS + 1][MOST_REPORTS][2], to[MOST_TRANSFERS][2];
	belief_group group;
	belief_transfer transfers[MOST_TRANSFERS];
	belief_person persons[MOST_PERSONS];
	size_t named[MOST_TRANSFERS];
	belief_report reports[MOST_PERSONS + 1][MOST_REPORTS]; /* the last row: of the group */
	belief_fact facts[MOST_PERSONS];
	double query;
} world;

static double unit(hw_random *r)
{
	return hw_random_unit(r);
}

static bool chance(hw_random *r, double p)
{
	return unit(r) < p;
}

static size_t below(hw_random *r, size_t n)
{
	return (size_t)hw_random_below(r, n);
}

static void make_places(world *w, hw_random *r)
{
	size_t sites = 1 + below(r, MOST_SITES), regions = sites > 1 && chance(r, 0.7) ? 2 : 1;
	double sums[2] = {0, 0}, part = 0.2 + 0.6 * unit(r);

	w->regions[0] = regions == 2 ? part : 1;
	w->regions[1] = 1 - part;
	for (size_t i = 0; i < sites; i++) {
		w->sites[i] = (belief_site){.region = i < regions ? i : below(r, regions),
					    .share = 0.1 + unit(r),
					    .lat = unit(r),
					    .lon = unit(r),
					    .sigma_km = 20 * unit(r)};
		sums[w->sites[i].region] += w->sites[i].share;
	}
	for (size_t i = 0; i < sites; i++)
		w->sites[i].share /= sums[w->sites[i].region];
	w->problem.region_weights = w->regions;
	w->problem.region_count = regions;
	w->problem.sites = w->sites;
	w->problem.site_count = sites;
	w->problem.rates = (belief_rates){0.03 * unit(r), 0.02 * unit(r), chance(r, 0.3) ? 0 : 0.01 * unit(r),
					  chance(r, 0.3) ? 0 : 0.01 * unit(r)};
}

static belief_prior make_prior(hw_random *r)
{
	double a = 0.1 + unit(r), b = 0.1 + unit(r), c = 0.1 + unit(r);

	return (belief_prior){a / (a + b + c), b / (a + b + c), c / (a + b + c)};
}

static belief_claim make_claim(const world *w, hw_random *r, belief_weight *weights)
{
	size_t sites = w->problem.site_count;
	belief_claim c = {.kind = (belief_claim_kind)below(r, 7)};

	switch (c.kind) {
	case BELIEF_CLAIM_STATUS:
		c.place = below(r, 3);
		break;
	case BELIEF_CLAIM_SITE:
	case BELIEF_CLAIM_SEARCHED:
		c.place = below(r, sites);
		c.detection = unit(r);
		break;
	case BELIEF_CLAIM_SITES:
		weights[0] = (belief_weight){below(r, sites), unit(r)};
		weights[1] = (belief_weight){sites, 0.3 * unit(r)}; /* or dead */
		c.weights = weights;
		c.weight_count = 2;
		break;
	case BELIEF_CLAIM_REGION:
		c.place = below(r, w->problem.region_count);
		break;
	case BELIEF_CLAIM_NEAR:
		c.lat = unit(r);
		c.lon = unit(r);
		c.km = 60 * unit(r);
		break;
	case BELIEF_CLAIM_ABSENT:
		break;
	}
	return c;
}

static size_t make_reports(world *w, hw_random *r, size_t row, size_t most)
{
	size_t count = below(r, most + 1);

	for (size_t j = 0; j < count; j++) {
		belief_report *x = &w->reports[row][j];
		*x = (belief_report){.source = below(r, 2),
				     .at = 10 * (double)below(r, 10),
				     .received = NAN,
				     .claim = make_claim(w, r, w->weights[row][j]),
				     .background = chance(r, 0.5) ? (double)NAN : 0.05 + 0.4 * unit(r),
				     .credibility = (int)below(r, 7),
				     .copies = BELIEF_NONE};
		if (chance(r, 0.4))
			x->received = x->at + 30 * unit(r);
		if (chance(r, 0.2)) {
			x->received = 20 + 60 * unit(r);
			x->at = NAN;
		}
		if (j && chance(r, 0.5)) {
			x->copies = below(r, j);
			x->copy = chance(r, 0.2) ? 1 : unit(r);
			if (chance(r, 0.6)) {
				x->claim = w->reports[row][x->copies].claim;
				if (x->claim.weights) {
					memcpy(w->weights[row][j], x->claim.weights, sizeof w->weights[row][j]);
					x->claim.weights = w->weights[row][j];
				}
			}
		}
	}
	return count;
}

static void make_transfers(world *w, hw_random *r)
{
	size_t count = below(r, MOST_TRANSFERS + 1), sites = w->problem.site_count;

	for (size_t i = 0; i < count; i++) {
		belief_transfer *t = &w->transfers[i];
		double part = unit(r);
		w->to[i][0] = (belief_weight){below(r, sites), part};
		w->to[i][1] = (belief_weight){below(r, sites + 2), 1 - part};
		*t = (belief_transfer){.at = 10 * (double)below(r, 10),
				       .received = NAN,
				       .from = below(r, sites),
				       .to = w->to[i],
				       .to_count = 2,
				       .share = 0.5 * unit(r),
				       .everyone = chance(r, 0.5)};
		w->named[i] = below(r, w->problem.person_count);
		t->persons = &w->named[i];
		t->person_count = 1;
	}
	w->problem.transfers = w->transfers;
	w->problem.transfer_count = count;
}

static const size_t first_group[] = {0};

static void make_world(world *w, uint64_t seed, bool group)
{
	hw_random random = hw_random_new(seed, 7), *r = &random;

	memset(w, 0, sizeof *w);
	make_places(w, r);
	for (size_t s = 0; s < 2; s++)
		w->sources[s] = (belief_source){
			.alpha = 1 + 5 * unit(r), .beta = 1 + 3 * unit(r), .median_delay = 15 * unit(r)};
	w->completeness[0] = (belief_weight){below(r, w->problem.site_count), unit(r)};
	w->list = (belief_list){.completeness = w->completeness, .count = 1, .otherwise = 0.4 * unit(r)};
	w->problem.sources = w->sources;
	w->problem.source_count = 2;
	w->problem.lists = &w->list;
	w->problem.list_count = 1;
	w->problem.person_count = 1 + below(r, group ? MOST_PERSONS : 1);
	w->problem.persons = w->persons;
	for (size_t i = 0; i < w->problem.person_count; i++) {
		belief_person *p = &w->persons[i];
		*p = (belief_person){
			.prior = make_prior(r), .group = group ? 0 : BELIEF_NONE, .reports = w->reports[i]};
		p->report_count = make_reports(w, r, i, group ? 2 : 3);
		w->facts[i] = (belief_fact){.at = 10 * (double)below(r, 10),
					    .received = NAN,
					    .kind = BELIEF_CLAIM_STATUS,
					    .place = BELIEF_CAPTIVE,
					    .exchanged = chance(r, 0.5)};
		p->facts = &w->facts[i];
		p->fact_count = chance(r, 0.4);
	}
	w->group = (belief_group){
		.prior = make_prior(r), .together = chance(r, 0.2) ? 1 : unit(r), .reports = w->reports[MOST_PERSONS]};
	w->group.report_count = group ? make_reports(w, r, MOST_PERSONS, 1) : 0;
	w->problem.groups = &w->group;
	w->problem.group_count = group;
	make_transfers(w, r);
	if (group && w->problem.transfer_count && chance(r, 0.5)) {
		w->transfers[0].groups = first_group;
		w->transfers[0].group_count = 1;
	}
	w->problem.as_of = chance(r, 0.3) ? 40 + 50 * unit(r) : (double)NAN;
	w->query = chance(r, 0.4) ? 120 : 100 * unit(r);
}

/* ---- the kernel by its series ---- */
typedef struct matrix {
	double at[MOST_STATES][MOST_STATES];
} matrix;

static matrix product(const matrix *a, const matrix *b, size_t n)
{
	matrix c = {0};

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			for (size_t j = 0; j < n; j++)
				c.at[i][j] += a->at[i][k] * b->at[k][j];
	return c;
}

static matrix kernel(const belief_problem *p, double days)
{
	size_t sites = p->site_count, n = sites + 2;
	matrix q = {0}, term = {0}, sum = {0};

	for (size_t i = 0; i < sites; i++) {
		for (size_t j = 0; j < sites; j++) {
			double share = p->sites[j].share;
			if (p->sites[i].region == p->sites[j].region)
				q.at[i][j] += p->rates.within * share;
			q.at[i][j] += p->rates.anywhere * p->region_weights[p->sites[j].region] * share;
		}
		q.at[i][i] -= p->rates.within + p->rates.anywhere + p->rates.death + p->rates.release;
		q.at[i][sites] = p->rates.death;
		q.at[i][sites + 1] = p->rates.release;
	}
	for (size_t i = 0; i < n; i++)
		term.at[i][i] = sum.at[i][i] = 1;
	for (int k = 1; k < 25; k++) { /* of a 1/64 of the time, squared six times */
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < n; j++)
				term.at[i][j] *= days / 64 / k;
		term = product(&term, &q, n);
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < n; j++)
				sum.at[i][j] += term.at[i][j];
	}
	for (int k = 0; k < 6; k++)
		sum = product(&sum, &sum, n);
	return sum;
}

/* ---- reports by their definition ---- */
static double day_of(const world *w, const belief_report *r)
{
	return isnan(r->at) ? fmax(0, r->received - w->sources[r->source].median_delay) : r->at;
}

static bool received(const world *w, const belief_report *r)
{
	return isnan(w->problem.as_of) || (isnan(r->received) ? r->at : r->received) <= w->problem.as_of;
}

static double fit_site(const world *w, const belief_claim *c, size_t z)
{
	const belief_problem *p = &w->problem;
	size_t sites = p->site_count;
	double circle[MOST_STATES];

	switch (c->kind) {
	case BELIEF_CLAIM_STATUS:
		return (z < sites ? BELIEF_CAPTIVE : z == sites ? BELIEF_DEAD : BELIEF_FREE) == (belief_status)c->place;
	case BELIEF_CLAIM_SITE:
		return z == c->place;
	case BELIEF_CLAIM_SITES:
		for (size_t i = 0; i < c->weight_count; i++)
			if (c->weights[i].state == z)
				return c->weights[i].weight;
		return 0;
	case BELIEF_CLAIM_REGION:
		return z < sites && p->sites[z].region == c->place;
	case BELIEF_CLAIM_NEAR:
		(void)!belief_circle_weights(p, &(belief_circle){.lat = c->lat, .lon = c->lon, .km = c->km}, circle,
					     NULL);
		return circle[z];
	case BELIEF_CLAIM_SEARCHED:
		return z == c->place ? 1 - c->detection : 1;
	case BELIEF_CLAIM_ABSENT:
		break;
	}
	if (z >= sites)
		return 1;
	return 1 - (z == w->completeness[0].state ? w->completeness[0].weight : w->list.otherwise);
}

static double fit_of(const world *w, const belief_report *r, size_t z)
{
	bool place = r->claim.kind == BELIEF_CLAIM_SITE || r->claim.kind == BELIEF_CLAIM_SITES ||
		     r->claim.kind == BELIEF_CLAIM_NEAR;
	double most = 0;

	if (!isnan(r->at) || !place || z >= w->problem.site_count)
		return fit_site(w, &r->claim, z);
	for (size_t l = 0; l < w->problem.site_count; l++)
		if (w->sites[l].region == w->sites[z].region)
			most = fmax(most, fit_site(w, &r->claim, l));
	return most;
}

static bool same_claim(const belief_claim *a, const belief_claim *b)
{
	if (a->kind != b->kind || a->place != b->place || a->weight_count != b->weight_count ||
	    memcmp(&a->lat, &b->lat, 3 * sizeof a->lat) != 0)
		return false;
	if (a->kind == BELIEF_CLAIM_SEARCHED && memcmp(&a->detection, &b->detection, sizeof a->detection) != 0)
		return false;
	return !a->weight_count || !memcmp(a->weights, b->weights, a->weight_count * sizeof *a->weights);
}

/* faithful, noise and copy parts of e(z) */
static void parts_of(const world *w, const belief_report *all, const size_t *parents, size_t j, size_t z,
		     double parts[3])
{
	static const double shifts[] = {0, 1, .5, 0, -.7, -1.5, 0};
	const belief_report *r = &all[j];
	double theta = w->sources[r->source].alpha / (w->sources[r->source].alpha + w->sources[r->source].beta);
	double q = r->background, kappa = 0, same = 0;

	theta = 1 / (1 + (1 - theta) / theta * exp(-shifts[r->credibility]));
	if (isnan(q))
		q = 1 / (r->claim.kind == BELIEF_CLAIM_STATUS                   ? 3.0
			 : r->claim.kind == BELIEF_CLAIM_REGION || isnan(r->at) ? (double)w->problem.region_count + 2
										: (double)w->problem.site_count + 2);
	if (parents[j] != BELIEF_NONE) {
		kappa = r->copy;
		same = same_claim(&r->claim, &all[parents[j]].claim);
		if (kappa >= 1 && same < 1)
			kappa = 0;
	}
	parts[2] = kappa * same;
	if (r->claim.kind == BELIEF_CLAIM_SEARCHED || r->claim.kind == BELIEF_CLAIM_ABSENT) {
		parts[0] = (1 - kappa) * fit_of(w, r, z);
		parts[1] = 0;
		return;
	}
	parts[0] = (1 - kappa) * theta * fit_of(w, r, z);
	parts[1] = (1 - kappa) * (1 - theta) * q;
}

/* ---- parents when some reports are out ---- */
static void leave_out(const world *w, const belief_report *all, size_t count, size_t gone, size_t *parents)
{
	size_t first = BELIEF_NONE;

	for (size_t j = 0; j < count; j++)
		if (parents[j] == gone && (first == BELIEF_NONE || day_of(w, &all[j]) < day_of(w, &all[first])))
			first = j;
	for (size_t j = 0; j < count; j++)
		if (parents[j] == gone)
			parents[j] = j == first ? BELIEF_NONE : first;
}

/* ---- all paths ---- */
typedef enum node_kind { MOVE, EXCHANGE, CLUE, QUERY } node_kind;
typedef struct node {
	double day;
	node_kind kind;
	size_t owner; /* person, or MOST_PERSONS for the group */
	size_t report, transfer;
	bool fact;
	matrix step; /* from the node before, a transfer included */
	double emission[MOST_STATES];
} node;

typedef struct story {
	node nodes[MOST_NODES];
	size_t count, query;
	double begin[MOST_STATES];
} story;

typedef struct reading {
	const world *w;
	size_t parents[MOST_PERSONS + 1][MOST_REPORTS];
	bool used[MOST_PERSONS + 1][MOST_REPORTS];
} reading;

static size_t report_count(const world *w, size_t owner)
{
	return owner == MOST_PERSONS ? w->group.report_count : w->persons[owner].report_count;
}

/* `gone` of `owner` is left out as a report that never came; with `reroot` its copies are re-hung. */
static reading read_world(const world *w, size_t owner, size_t gone, bool reroot)
{
	reading r = {.w = w};

	for (size_t o = 0; o <= MOST_PERSONS; o++) {
		size_t count = o == MOST_PERSONS || o < w->problem.person_count ? report_count(w, o) : 0;
		for (size_t j = 0; j < count; j++) {
			r.parents[o][j] = w->reports[o][j].copies;
			r.used[o][j] = received(w, &w->reports[o][j]);
		}
		for (size_t j = 0; j < count; j++)
			if (!r.used[o][j])
				leave_out(w, w->reports[o], count, j, r.parents[o]);
		if (o == owner && gone != BELIEF_NONE) {
			r.used[o][gone] = false;
			if (reroot)
				leave_out(w, w->reports[o], count, gone, r.parents[o]);
		}
	}
	return r;
}

static void add_node(story *s, node n)
{
	size_t at = s->count++;

	while (at &&
	       (s->nodes[at - 1].day > n.day || (!(s->nodes[at - 1].day < n.day) && s->nodes[at - 1].kind > n.kind))) {
		s->nodes[at] = s->nodes[at - 1];
		at--;
	}
	s->nodes[at] = n;
}

static bool concerns(const belief_transfer *t, size_t owner)
{
	if (t->everyone)
		return true;
	return owner == MOST_PERSONS ? t->group_count > 0 : t->persons[0] == owner;
}

static void add_clues(story *s, const reading *r, size_t owner)
{
	const world *w = r->w;

	for (size_t j = 0; j < report_count(w, owner); j++) {
		node n = {.day = day_of(w, &w->reports[owner][j]), .kind = CLUE, .owner = owner, .report = j};
		if (!r->used[owner][j])
			continue;
		for (size_t z = 0; z < w->problem.site_count + 2; z++) {
			double parts[3];
			parts_of(w, w->reports[owner], r->parents[owner], j, z, parts);
			n.emission[z] = parts[0] + parts[1] + parts[2];
		}
		add_node(s, n);
	}
	if (owner == MOST_PERSONS || !w->persons[owner].fact_count)
		return;
	node n = {.day = w->facts[owner].at,
		  .kind = w->facts[owner].exchanged ? EXCHANGE : CLUE,
		  .owner = owner,
		  .fact = true};
	for (size_t z = 0; z < w->problem.site_count; z++)
		n.emission[z] = 1;
	if (isnan(w->problem.as_of) || w->facts[owner].at <= w->problem.as_of)
		add_node(s, n);
}

/* The story of a chain: `owner`'s own transfers; clues of the owners in `speaking` (a mask). */
static story tell(const reading *r, size_t owner, unsigned speaking)
{
	const world *w = r->w;
	size_t n = w->problem.site_count + 2;
	story s = {0};
	belief_prior prior = owner == MOST_PERSONS ? w->group.prior : w->persons[owner].prior;

	for (size_t z = 0; z < n; z++)
		s.begin[z] = z < n - 2    ? prior.captive * w->regions[w->sites[z].region] * w->sites[z].share
			     : z == n - 2 ? prior.dead
					  : prior.free;
	for (size_t i = 0; i < w->problem.transfer_count; i++)
		if (concerns(&w->transfers[i], owner) &&
		    (isnan(w->problem.as_of) || w->transfers[i].at <= w->problem.as_of))
			add_node(&s, (node){.day = w->transfers[i].at, .kind = MOVE, .transfer = i});
	for (size_t o = 0; o <= MOST_PERSONS; o++)
		if (speaking >> o & 1)
			add_clues(&s, r, o);
	add_node(&s, (node){.day = w->query, .kind = QUERY});
	for (size_t k = 0; k < s.count; k++) {
		node *x = &s.nodes[k];
		x->step = kernel(&w->problem, x->day - (k ? s.nodes[k - 1].day : 0));
		if (x->kind == QUERY)
			s.query = k;
		if (x->kind != MOVE || (k && s.nodes[k - 1].kind == MOVE && !(s.nodes[k - 1].day < x->day)))
			continue;
		/* All of one day act at once. */
		matrix move = {0};
		for (size_t z = 0; z < n; z++)
			move.at[z][z] = 1;
		for (size_t i = k; i < s.count && s.nodes[i].kind == MOVE && !(s.nodes[i].day > x->day); i++) {
			const belief_transfer *t = &w->transfers[s.nodes[i].transfer];
			move.at[t->from][t->from] -= t->share;
			for (size_t to = 0; to < 2; to++)
				move.at[t->from][t->to[to].state] += t->share * t->to[to].weight;
		}
		x->step = product(&x->step, &move, n);
	}
	return s;
}

typedef struct sums {
	const reading *reading;
	const story *story;
	size_t owner, states;
	size_t path[MOST_NODES];
	/* for a group: its members */
	size_t members;
	double (*own)[MOST_STATES]; /* p(clues, state at the query) on the member's own chain */
	double own_p[MOST_PERSONS];
	/* results */
	double total, place[MOST_STATES];
	double member_place[MOST_PERSONS][MOST_STATES], follow[MOST_PERSONS];
	double pmf[2][MOST_PERSONS + 1]; /* of the number at site 0, and of the captive */
	double faithful[MOST_PERSONS + 1][MOST_REPORTS], noise[MOST_PERSONS + 1][MOST_REPORTS],
		copy[MOST_PERSONS + 1][MOST_REPORTS];
} sums;

/* Where somebody is at node k who follows the path: free once he has been exchanged. */
static size_t state_at(const sums *s, size_t owner, size_t k)
{
	for (size_t i = 0; owner != s->owner && i < k; i++)
		if (s->story->nodes[i].kind == EXCHANGE && s->story->nodes[i].owner == owner)
			return s->states - 1;
	return s->path[k];
}

static void credit(sums *s, size_t k, double weight)
{
	const node *n = &s->story->nodes[k];
	double parts[3], e;

	if (n->fact)
		return;
	parts_of(s->reading->w, s->reading->w->reports[n->owner], s->reading->parents[n->owner], n->report,
		 state_at(s, n->owner, k), parts);
	e = parts[0] + parts[1] + parts[2];
	if (!(e > 0))
		return;
	s->faithful[n->owner][n->report] += weight * parts[0] / e;
	s->noise[n->owner][n->report] += weight * parts[1] / e;
	s->copy[n->owner][n->report] += weight * parts[2] / e;
}

/* `weight` of the path by its own steps and clues; now the members. */
static void end_of_path(sums *s, double weight)
{
	double along[MOST_PERSONS] = {1, 1, 1}, factor[MOST_PERSONS], together = s->reading->w->group.together;
	size_t z = s->path[s->story->query], sites = s->states - 2;

	for (size_t k = 0; k < s->story->count; k++) {
		const node *n = &s->story->nodes[k];
		if ((n->kind == CLUE || n->kind == EXCHANGE) && n->owner != s->owner)
			along[n->owner] *= n->emission[state_at(s, n->owner, k)];
	}
	double all = weight;
	for (size_t m = 0; m < s->members; m++) {
		factor[m] = together * along[m] + (1 - together) * s->own_p[m];
		all *= factor[m];
	}
	s->total += all;
	s->place[z] += all;
	for (size_t k = 0; k < s->story->count; k++)
		if (s->story->nodes[k].kind == CLUE && s->story->nodes[k].owner == s->owner)
			credit(s, k, all);
	if (!(all > 0))
		return;
	double follows[MOST_PERSONS], p[2][MOST_PERSONS];
	for (size_t m = 0; m < s->members; m++) {
		follows[m] = together * along[m] / factor[m];
		s->follow[m] += all * follows[m];
		size_t at = state_at(s, m, s->story->query);
		s->member_place[m][at] += all * follows[m];
		double captive = 0;
		for (size_t i = 0; i < s->states; i++) {
			double own = s->own_p[m] > 0 ? s->own[m][i] / s->own_p[m] : 0;
			s->member_place[m][i] += all * (1 - follows[m]) * own;
			captive += i < sites ? own : 0;
		}
		p[0][m] =
			follows[m] * (at == 0) + (1 - follows[m]) * (s->own_p[m] > 0 ? s->own[m][0] / s->own_p[m] : 0);
		p[1][m] = follows[m] * (at < sites) + (1 - follows[m]) * captive;
	}
	for (size_t k = 0; k < s->story->count; k++) {
		const node *n = &s->story->nodes[k];
		if (n->kind == CLUE && n->owner != s->owner)
			credit(s, k, all * follows[n->owner]);
	}
	for (size_t set = 0; set < 2; set++) {
		double f[MOST_PERSONS + 1];
		hw_poisson_binomial(p[set], s->members, f);
		for (size_t k = 0; k <= s->members; k++)
			s->pmf[set][k] += all * f[k];
	}
}

static void walk(sums *s, size_t k, double weight)
{
	if (!(weight > 0))
		return;
	if (k == s->story->count) {
		end_of_path(s, weight);
		return;
	}
	const node *n = &s->story->nodes[k];
	for (size_t z = 0; z < s->states; z++) {
		double step = 0;
		if (k)
			step = n->step.at[s->path[k - 1]][z];
		else
			for (size_t from = 0; from < s->states; from++)
				step += s->story->begin[from] * n->step.at[from][z];
		s->path[k] = z;
		if (n->kind != MOVE && n->kind != QUERY && n->owner == s->owner)
			step *= n->emission[z];
		if (n->kind == EXCHANGE && n->owner == s->owner)
			s->path[k] = s->states - 1;
		walk(s, k + 1, weight * step);
	}
}

static sums add_up(const reading *r, size_t owner)
{
	const world *w = r->w;
	static double own[MOST_PERSONS][MOST_STATES];
	size_t members = owner == MOST_PERSONS ? w->problem.person_count : 0;
	unsigned speaking = 1u << owner;
	sums s = {.reading = r, .owner = owner, .states = w->problem.site_count + 2, .members = members, .own = own};
	sums alone[MOST_PERSONS];

	memset(own, 0, sizeof own);
	for (size_t m = 0; m < members; m++) {
		alone[m] = add_up(r, m);
		speaking |= 1u << m;
	}
	for (size_t m = 0; m < members; m++) {
		memcpy(own[m], alone[m].place, sizeof own[m]);
		s.own_p[m] = alone[m].total;
	}
	story told = tell(r, owner, speaking);
	s.story = &told;
	walk(&s, 0, 1);
	s.story = NULL;
	/* What the members' clues say when they do not follow. */
	for (size_t m = 0; m < members; m++)
		for (size_t j = 0; j < report_count(w, m); j++) {
			double apart = alone[m].total > 0 ? (s.total - s.follow[m]) / alone[m].total : 0;
			s.faithful[m][j] += apart * alone[m].faithful[m][j];
			s.noise[m][j] += apart * alone[m].noise[m][j];
			s.copy[m][j] += apart * alone[m].copy[m][j];
		}
	return s;
}

/* ---- comparison ---- */
static void near_to(double got, double want, double tolerance, const char *what, uint64_t seed)
{
	if (!(fabs(got - want) <= tolerance * (1 + fabs(want))))
		fail_msg("%s, seed %llu: got %.15g, want %.15g", what, (unsigned long long)seed, got, want);
}

/* logit of the weight in states from..to-1; both sides are summed so that no digits are lost near 1. */
static double logit_of(const double *place, size_t states, size_t from, size_t to)
{
	double in = 0, out = 0;

	for (size_t z = 0; z < states; z++)
		*(z >= from && z < to ? &in : &out) += place[z];
	return log(in) - log(out);
}

static double move_of(const double *with, const double *without, size_t states, size_t from, size_t to)
{
	double a = logit_of(with, states, from, to), b = logit_of(without, states, from, to);

	return isinf(a) && isinf(b) && (a > 0) == (b > 0) ? 0 : a - b;
}

static void compare_why(const world *w, const belief *b, const sums *all, size_t owner, uint64_t seed)
{
	size_t states = w->problem.site_count + 2, count = report_count(w, owner);
	bool grouped = w->problem.group_count > 0;
	double values[2 * MOST_STATES] = {0}, moves[2 * MOST_REPORTS];
	belief_why whys[MOST_REPORTS];
	hw_error error = {0};

	values[0] = 1;
	for (size_t z = 0; z < states - 2; z++)
		values[states + z] = 1;
	if (owner == MOST_PERSONS)
		assert_int_equal(belief_explain_group(b, 0, w->query, values, 2, whys, moves, &error), HW_OK);
	else
		assert_int_equal(belief_explain(b, owner, w->query, values, 2, whys, moves, &error), HW_OK);
	const double *place = grouped && owner != MOST_PERSONS ? all->member_place[owner] : all->place;
	for (size_t j = 0; j < count; j++) {
		assert_int_equal(whys[j].used, received(w, &w->reports[owner][j]));
		if (!whys[j].used)
			continue;
		near_to(whys[j].faithful, all->faithful[owner][j] / all->total, 1e-10, "faithful", seed);
		near_to(whys[j].noise, all->noise[owner][j] / all->total, 1e-10, "noise", seed);
		near_to(whys[j].copy, all->copy[owner][j] / all->total, 1e-10, "copy", seed);
		reading r = read_world(w, owner, j, true);
		sums less = add_up(&r, grouped ? MOST_PERSONS : 0);
		const double *other = grouped && owner != MOST_PERSONS ? less.member_place[owner] : less.place;
		near_to(moves[2 * j], move_of(place, other, states, 0, 1), 1e-8, "move of site 0", seed);
		near_to(moves[2 * j + 1], move_of(place, other, states, 0, states - 2), 1e-8, "move of captive", seed);
		/* The surprise leaves the copies as they are. */
		r = read_world(w, owner, j, false);
		less = add_up(&r, grouped ? MOST_PERSONS : 0);
		double most = 0;
		reading whole = read_world(w, 0, BELIEF_NONE, false);
		for (size_t z = 0; z < states; z++) {
			double parts[3];
			parts_of(w, w->reports[owner], whole.parents[owner], j, z, parts);
			most = fmax(most, parts[0] + parts[1] + parts[2]);
		}
		near_to(whys[j].surprise, log10(most / (all->total / less.total)), 1e-9, "surprise", seed);
	}
}

/* Members' own reports that speak of another day make the mixture of the totals approximate. */
static bool mixture_is_exact(const world *w)
{
	for (size_t i = 0; i < w->problem.person_count; i++) {
		for (size_t j = 0; j < w->persons[i].report_count; j++)
			if (fabs(day_of(w, &w->reports[i][j]) - w->query) > 0)
				return false;
		if (w->persons[i].fact_count)
			return false;
	}
	return true;
}

static double worst_mixture; /* the largest error of a distribution over all cases */

static void compare_totals(const world *w, const belief *b, const sums *all, uint64_t seed)
{
	size_t states = w->problem.site_count + 2, count;
	double sets[2 * MOST_STATES] = {0};
	hw_arena *arena = hw_arena_new(1 << 20);
	belief_total *totals;
	hw_error error = {0};

	sets[0] = 1;
	for (size_t z = 0; z < states - 2; z++)
		sets[states + z] = 1;
	assert_int_equal(belief_totals(b, w->query, sets, 2, 1u << BELIEF_GROUPS, NULL, arena, &totals, &count, &error),
			 HW_OK);
	assert_int_equal(count, 2);
	for (size_t set = 0; set < 2; set++) {
		double mean = 0, worst = 0;
		for (size_t k = 0; k <= w->problem.person_count; k++) {
			mean += (double)k * all->pmf[set][k] / all->total;
			worst = fmax(worst, fabs(totals[set].pmf[k] - all->pmf[set][k] / all->total));
		}
		near_to(totals[set].mean, mean, 1e-10, "mean of the total", seed);
		if (mixture_is_exact(w))
			near_to(worst, 0, 1e-10, "distribution of the total", seed);
		worst_mixture = fmax(worst_mixture, worst);
	}
	hw_arena_free(arena);
}

static void compare_group(const world *w, const belief *b, const sums *all, uint64_t seed)
{
	size_t states = w->problem.site_count + 2;
	double out[MOST_STATES], log_p, follow;
	bool approximate;
	hw_error error = {0};

	assert_int_equal(belief_group_posterior(b, 0, &w->query, 1, out, &error), HW_OK);
	for (size_t z = 0; z < states; z++)
		near_to(out[z], all->place[z] / all->total, 1e-11, "place of the group", seed);
	assert_int_equal(belief_group_log_likelihood(b, 0, &log_p, &approximate, &error), HW_OK);
	assert_false(approximate);
	near_to(log_p, log(all->total), 1e-11, "likelihood of the group", seed);
	for (size_t m = 0; m < w->problem.person_count; m++) {
		assert_int_equal(belief_posteriors(b, m, m + 1, &w->query, 1, NULL, out, &error), HW_OK);
		for (size_t z = 0; z < states; z++)
			near_to(out[z], all->member_place[m][z] / all->total, 1e-11, "place of a member", seed);
		assert_int_equal(belief_together(b, m, &follow, &error), HW_OK);
		near_to(follow, all->follow[m] / all->total, 1e-11, "chance to follow", seed);
	}
	compare_totals(w, b, all, seed);
	compare_why(w, b, all, MOST_PERSONS, seed);
}

static bool compare(uint64_t seed, bool group)
{
	static world w;
	size_t states;
	double out[MOST_STATES], log_p;
	hw_error error = {0};
	belief *b;

	make_world(&w, seed, group);
	states = w.problem.site_count + 2;
	reading r = read_world(&w, 0, BELIEF_NONE, false);
	if (tell(&r, group ? MOST_PERSONS : 0, (1u << w.problem.person_count) - 1 + (1u << MOST_PERSONS)).count >
	    MOST_WALKED)
		return false; /* too many paths */
	sums all = add_up(&r, group ? MOST_PERSONS : 0);
	hw_status status = belief_new(&w.problem, &b, &error);
	if (!(all.total > 0)) {
		assert_int_equal(status, HW_BAD_INPUT);
		return false;
	}
	if (status == HW_BAD_INPUT && strstr(error.why, "before at"))
		return false;
	assert_int_equal(status, HW_OK);
	if (group) {
		compare_group(&w, b, &all, seed);
	} else {
		assert_int_equal(belief_posteriors(b, 0, 1, &w.query, 1, NULL, out, &error), HW_OK);
		for (size_t z = 0; z < states; z++)
			near_to(out[z], all.place[z] / all.total, 1e-11, "place", seed);
		assert_int_equal(belief_log_likelihood(b, 0, &log_p, &error), HW_OK);
		near_to(log_p, log(all.total), 1e-11, "likelihood", seed);
	}
	for (size_t i = 0; i < w.problem.person_count; i++)
		compare_why(&w, b, &all, i, seed);
	belief_free(b);
	return true;
}

static void persons_alone(void **state)
{
	size_t done = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 400; seed++)
		done += compare(seed, false);
	assert_true(done > 300);
}

static void groups(void **state)
{
	size_t done = 0;

	(void)state;
	for (uint64_t seed = 1001; seed <= 1200; seed++)
		done += compare(seed, true);
	assert_true(done > 100);
	print_message("largest error of a group's distribution: %.4f\n", worst_mixture);
	/* The mixture is stated to be approximate when members' own reports speak of other days. */
	assert_true(worst_mixture < 0.05);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(persons_alone), cmocka_unit_test(groups)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
