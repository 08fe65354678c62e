/* search_rank.c - candidates in order of likeness, with the reasons, by the comparison of names. */
#include "trace/search_int.h"
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A name that only begins as the query does, or that another case of the query would be, is a little less likely meant. */
static const double OBLIQUE = 0.97, OTHER_YEAR = 0.6, NEAR = 0.9, BEGUN = 0.9, MARGIN = 0.2;
enum { READINGS = 3 };

typedef struct ranked {
	uint32_t owner, entry;
	double likeness, score;
	hw_text query; /* the reading of the query that it is like */
	bool oblique;
	/* per part of the query: 1 + the part of the name that stands for it, because it sounds alike or begins so */
	uint8_t stands[NAMES_PARTS_MAX];
	uint16_t begun; /* bit set of the parts that begin so */
} ranked;

typedef struct ranking {
	trace_finder *f;
	const trace_query *query;
	hw_arena *arena; /* of the query */
	ranked *at;
	size_t count, room;
	double best;
	double *top; /* likenesses of the first so far, a heap */
	size_t top_count;
	hw_error *error;
} ranking;

hw_status trace_finder_new(const trace_search *search, trace_finder **result, hw_error *error)
{
	trace_finder *f = hw_grow(NULL, 1, sizeof(*f));

	if (!f)
		return trace_no_memory(error);
	memset(f, 0, sizeof(*f));
	f->search = search;
	f->scratch = hw_arena_new((size_t)256 << 20);
	f->row = hw_arena_new((size_t)256 << 20);
	hw_status status = f->scratch && f->row ? search_lists_new(f, error) : trace_no_memory(error);
	if (status != HW_OK) {
		trace_finder_free(f);
		return status;
	}
	*result = f;
	return HW_OK;
}

void trace_finder_free(trace_finder *finder)
{
	if (!finder)
		return;
	search_lists_free(finder);
	hw_arena_free(finder->scratch);
	hw_arena_free(finder->row);
	hw_release(finder);
}

/* ---- one candidate ------------------------------------------------------------------------------ */

static double year_factor(const search_entry *e, int year)
{
	return year && e->born_from && (year < e->born_from - 1 || year > e->born_to + 1) ? OTHER_YEAR : 1;
}

/* The likest word of the name that sounds like part `i` of the query or begins so, where none agrees by its letters. */
static double stand_in(const ranking *r, const search_entry *e, const names_written *query, const names_written *name,
		       size_t i, ranked *out)
{
	const trace_finder *f = r->f;
	const uint32_t *words = f->search->words + e->word_at;
	const names_part *part = &query->parts[f->part_of[i]];
	unsigned best = 0;
	size_t word = 0, chosen = 0;

	for (size_t j = 0; j < name->part_count; j++) {
		if (!name->parts[j].length)
			continue;
		if (word == e->word_count)
			return 0;
		uint32_t key = words[word++];
		uint16_t row = key & SEARCH_INITIAL ? 0 : f->row_of[key];
		if (names_part_compare(part, &name->parts[j], NAMES_ROLE_OPEN) >= NAMES_ONE_LETTER)
			return 0;
		if (row && (f->sounds[row - 1] | f->begun[row - 1]) >> i & 1 && f->values[row - 1][i] > best) {
			best = f->values[row - 1][i];
			chosen = j + 1;
			out->begun &= (uint16_t) ~(1u << f->part_of[i]);
			if (f->begun[row - 1] >> i & 1)
				out->begun |= (uint16_t)(1u << f->part_of[i]);
		}
	}
	for (size_t k = 0; k < NAMES_PARTS_MAX && chosen; k++)
		if (out->stands[k] == chosen) /* it stands for another part already */
			return 0;
	out->stands[f->part_of[i]] = (uint8_t)chosen;
	return chosen ? (out->begun >> f->part_of[i] & 1 ? BEGUN : best / 255.0) : 0;
}

/* The query with the parts of the name that stand for its own. */
static void put_in(const ranked *how, const names_written *name, names_written *query)
{
	for (size_t i = 0; i < query->part_count; i++)
		if (how->stands[i]) {
			size_t j = how->stands[i] - 1u;
			query->parts[i] = name->parts[j];
			query->texts[i] = name->texts[j];
			query->crossing_count[i] = name->crossing_count[j];
			memcpy(query->crossing[i], name->crossing[j], sizeof(query->crossing[i]));
		}
}

/* The likeness when words that sound alike, or begin so, count as the same less something. */
static hw_status rank_stand_ins(ranking *r, const search_entry *e, const names_written *query,
				const names_written *name, ranked *out)
{
	names_written *copy = HW_NEW(r->f->row, names_written, 1);
	ranked tried = *out;
	double factor = 1;

	if (!copy)
		return trace_no_memory(r->error);
	for (size_t i = 0; i < r->f->asked; i++) {
		double value = stand_in(r, e, query, name, i, &tried);
		factor *= value > 0 ? value : 1;
	}
	if (factor >= 1)
		return HW_OK;
	*copy = *query;
	put_in(&tried, name, copy);
	tried.likeness = names_likeness_value(copy, name) * factor;
	if (tried.likeness > out->likeness)
		*out = tried;
	return HW_OK;
}

/* The likeness that a name must have to be among the first, so far. */
static double least_of_top(const ranking *r)
{
	return r->top_count == r->query->top ? r->top[0] : 0;
}

/* Keeps the best likenesses in a heap, the least first. */
static void note_likeness(ranking *r, double likeness)
{
	size_t at = 0, top = r->query->top;

	if (r->top_count < top) {
		at = r->top_count++;
		for (r->top[at] = likeness; at && r->top[at] < r->top[(at - 1) / 2]; at = (at - 1) / 2) {
			double spare = r->top[at];
			r->top[at] = r->top[(at - 1) / 2];
			r->top[(at - 1) / 2] = spare;
		}
		return;
	}
	if (likeness <= r->top[0])
		return;
	for (r->top[0] = likeness;;) {
		size_t child = 2 * at + 1;
		if (child >= top)
			return;
		child += child + 1 < top && r->top[child + 1] < r->top[child];
		if (r->top[child] >= r->top[at])
			return;
		double spare = r->top[at];
		r->top[at] = r->top[child];
		r->top[child] = spare;
		at = child;
	}
}

static hw_status rank_one(ranking *r, const search_candidate *c, const names_written *query, hw_text text, bool oblique)
{
	const trace_search *s = r->f->search;
	const search_entry *e = &s->entries[c->entry];
	ranked out = {.owner = e->owner, .entry = c->entry, .score = c->score, .query = text, .oblique = oblique};
	names_written *name;

	hw_arena_reset(r->f->row);
	name = HW_NEW(r->f->row, names_written, 1);
	if (!name)
		return trace_no_memory(r->error);
	HW_TRY(names_parse(s->tables, r->f->row, search_entry_name(s, e), name, r->error));
	out.likeness = names_likeness_value(query, name);
	if (out.likeness < NEAR)
		HW_TRY(rank_stand_ins(r, e, query, name, &out));
	out.likeness *= year_factor(e, query->born_year) * (oblique ? OBLIQUE : 1);
	HW_TRY(trace_reserve(&r->at, &r->room, r->count + 1, sizeof(*r->at), r->error));
	r->at[r->count++] = out;
	r->best = fmax(r->best, out.likeness);
	note_likeness(r, out.likeness);
	return HW_OK;
}

/* ---- a query ---------------------------------------------------------------------------------- */

/* Who types "Пан" is on the way to Панченко: what would be a form of address or a rank in a name is the beginning of one here. */
static hw_status take_beginning(ranking *r, hw_arena *arena, hw_text text, names_written *query)
{
	const names_tables *tables = r->f->search->tables;
	hw_text word = hw_text_trim(text);

	HW_TRY(names_part_of(tables, arena, word, NAMES_ROLE_FAMILY, &query->parts[0], r->error));
	if (!query->parts[0].length)
		return HW_OK;
	query->roles[0] = NAMES_ROLE_FAMILY;
	query->texts[0] = word;
	query->part_count = 1;
	query->tables = tables;
	return HW_OK;
}

static hw_status parse_query(ranking *r, hw_arena *arena, hw_text text, names_written *query)
{
	HW_TRY(names_parse(r->f->search->tables, arena, text, query, r->error));
	/* a callsign alone is a name too */
	if (!query->part_count && query->callsign.length)
		return names_parse(r->f->search->tables, arena, query->callsign, query, r->error);
	if (!query->part_count && r->query->prefix)
		return take_beginning(r, arena, text, query);
	return HW_OK;
}

static hw_status rank_reading(ranking *r, hw_text text, bool oblique)
{
	names_written *query = HW_NEW(r->arena, names_written, 1);

	if (!query)
		return trace_no_memory(r->error);
	HW_TRY(parse_query(r, r->arena, text, query));
	HW_TRY(search_candidates(r->f, query, r->query->prefix && !oblique, r->error));
	for (size_t i = 0; i < r->f->best_count; i++) {
		search_candidate c = r->f->best[i];
		/* the rough score is seldom that much too low */
		if (i >= r->query->top && c.score + MARGIN < least_of_top(r))
			break;
		HW_TRY(rank_one(r, &c, query, text, oblique));
	}
	return HW_OK;
}

static bool is_cyrillic_name(const names_written *w)
{
	size_t whole = 0;

	for (size_t i = 0; i < w->part_count; i++) {
		if (w->parts[i].script != NAMES_SCRIPT_CYRILLIC)
			return false;
		whole += !w->parts[i].initial;
	}
	return whole > 0;
}

static hw_status rank_oblique(ranking *r)
{
	const names_tables *tables = r->f->search->tables;
	names_written *query = HW_NEW(r->arena, names_written, 1);
	hw_text *readings;
	size_t count = 0;

	if (!query)
		return trace_no_memory(r->error);
	HW_TRY(names_parse(tables, r->arena, r->query->text, query, r->error));
	if (!is_cyrillic_name(query))
		return HW_OK;
	hw_buffer proper = {0};
	for (size_t i = 0; i < query->part_count; i++)
		hw_buffer_addf(&proper, "%s%.*s", i ? " " : "", HW_TEXT_ARG(query->texts[i]));
	hw_text text = hw_text_copy(r->arena, hw_buffer_text(&proper));
	bool failed = proper.failed || !text.bytes;
	hw_buffer_free(&proper);
	if (failed)
		return trace_no_memory(r->error);
	HW_TRY(names_lemma(tables, r->arena, text, READINGS, &readings, &count, r->error));
	/* what is likeliest to be a nominative already is not one of another case */
	for (size_t i = 0; i < count && r->best < NEAR && !hw_text_equal(readings[0], text); i++)
		if (!hw_text_equal(readings[i], text))
			HW_TRY(rank_reading(r, readings[i], true));
	return HW_OK;
}

static int ranked_order(const void *a, const void *b)
{
	const ranked *x = a, *y = b;

	if (x->likeness < y->likeness || x->likeness > y->likeness)
		return x->likeness > y->likeness ? -1 : 1;
	if (x->score < y->score || x->score > y->score)
		return x->score > y->score ? -1 : 1;
	if (x->owner != y->owner)
		return x->owner < y->owner ? -1 : 1;
	if (x->oblique != y->oblique)
		return x->oblique ? 1 : -1;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

/* The first hits, each owner once. */
static size_t first_of_owners(ranking *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->count && kept < r->query->top; i++) {
		bool again = r->at[i].likeness < r->query->least || r->at[i].likeness <= 0;
		for (size_t k = 0; k < kept && !again; k++)
			again = r->at[k].owner == r->at[i].owner;
		if (!again)
			r->at[kept++] = r->at[i];
	}
	return kept;
}

static hw_status add_reason(ranking *r, hw_arena *arena, names_likeness *likeness, hw_text left, const char *words,
			    hw_text right, const char *more)
{
	names_reason *reason = &likeness->reasons[likeness->reason_count++];

	*reason = (names_reason){.agreement = NAMES_DISTANT, .left = left, .right = right};
	reason->words = hw_text_format(arena, "%.*s %s %.*s%s", HW_TEXT_ARG(left), words, HW_TEXT_ARG(right), more);
	return reason->words.bytes ? HW_OK : trace_no_memory(r->error);
}

/* The reasons of the comparison, but in place of "James = James" that Джеймс sounds so. */
static hw_status add_stand_ins(ranking *r, hw_arena *arena, const ranked *from, const names_written *query,
			       const names_written *name, names_likeness *likeness)
{
	names_reason *all = HW_NEW(arena, names_reason, likeness->reason_count + NAMES_PARTS_MAX + 1);
	names_likeness out = {.value = likeness->value, .reasons = all};

	if (!all)
		return trace_no_memory(r->error);
	if (from->oblique)
		HW_TRY(add_reason(r, arena, &out, r->query->text, "read as an oblique case of", from->query, ""));
	for (size_t i = 0; i < query->part_count; i++)
		if (from->stands[i])
			HW_TRY(add_reason(r, arena, &out, query->texts[i], from->begun >> i & 1 ? "..." : "~",
					  name->texts[from->stands[i] - 1],
					  from->begun >> i & 1 ? ": begins so" : ": sounds alike"));
	for (size_t k = 0; k < likeness->reason_count; k++) {
		bool stood = false;
		for (size_t i = 0; i < query->part_count; i++)
			stood = stood || (from->stands[i] &&
					  hw_text_equal(likeness->reasons[k].left, likeness->reasons[k].right) &&
					  hw_text_equal(likeness->reasons[k].left, name->texts[from->stands[i] - 1]));
		if (!stood)
			all[out.reason_count++] = likeness->reasons[k];
	}
	*likeness = out;
	return HW_OK;
}

/* What is told of a hit outlives the scratch memory. */
static hw_status keep_reasons(ranking *r, hw_arena *arena, const names_likeness *likeness, trace_hit *hit)
{
	hit->reason_count = likeness->reason_count;
	hit->reasons = HW_NEW(arena, names_reason, likeness->reason_count + 1);
	if (!hit->reasons)
		return trace_no_memory(r->error);
	for (size_t i = 0; i < likeness->reason_count; i++) {
		const names_reason *from = &likeness->reasons[i];
		hit->reasons[i] = (names_reason){from->agreement, hw_text_copy(arena, from->left),
						 hw_text_copy(arena, from->right), hw_text_copy(arena, from->words)};
		if (!hit->reasons[i].left.bytes || !hit->reasons[i].right.bytes || !hit->reasons[i].words.bytes)
			return trace_no_memory(r->error);
	}
	return HW_OK;
}

static hw_status write_hit(ranking *r, const ranked *from, hw_arena *arena, trace_hit *hit)
{
	const trace_search *s = r->f->search;
	names_written *query, *name, *copy;
	names_likeness likeness;

	hw_arena_reset(r->f->row);
	query = HW_NEW(r->f->row, names_written, 1);
	name = HW_NEW(r->f->row, names_written, 1);
	copy = HW_NEW(r->f->row, names_written, 1);
	hit->owner = from->owner;
	hit->likeness = from->likeness;
	hit->name = hw_text_copy(arena, search_entry_name(s, &s->entries[from->entry]));
	if (!query || !name || !copy || !hit->name.bytes)
		return trace_no_memory(r->error);
	HW_TRY(parse_query(r, r->f->row, from->query, query));
	HW_TRY(names_parse(s->tables, r->f->row, hit->name, name, r->error));
	*copy = *query;
	put_in(from, name, copy);
	HW_TRY(names_compare_written(r->f->row, copy, name, &likeness, r->error));
	HW_TRY(add_stand_ins(r, r->f->row, from, query, name, &likeness));
	return keep_reasons(r, arena, &likeness, hit);
}

static hw_status rank(ranking *r, hw_arena *arena, trace_hit **hits, size_t *count)
{
	r->top = HW_NEW(r->arena, double, r->query->top);
	if (!r->top)
		return trace_no_memory(r->error);
	HW_TRY(rank_reading(r, r->query->text, false));
	if (r->best < NEAR)
		HW_TRY(rank_oblique(r));
	if (r->count)
		qsort(r->at, r->count, sizeof(*r->at), ranked_order);
	size_t kept = first_of_owners(r);
	trace_hit *out = HW_NEW(arena, trace_hit, kept + 1);
	if (!out)
		return trace_no_memory(r->error);
	for (size_t i = 0; i < kept; i++)
		HW_TRY(write_hit(r, &r->at[i], arena, &out[i]));
	*hits = out;
	*count = kept;
	return HW_OK;
}

hw_status trace_search_find(trace_finder *finder, const trace_query *query, hw_arena *arena, trace_hit **hits,
			    size_t *count, hw_error *error)
{
	trace_query cut = *query;
	ranking r = {.f = finder, .query = &cut, .arena = finder->scratch, .error = error};

	if (!query->top || query->top > TRACE_SEARCH_TOP_MAX)
		return hw_fail(error, HW_FAULT, "a search gives 1 to %d hits", TRACE_SEARCH_TOP_MAX);
	finder->wanted = TRACE_SEARCH_WEIGHED + 2 * query->top;
	cut.text = search_cut(query->text);
	hw_arena_reset(finder->scratch);
	hw_status status = rank(&r, arena, hits, count);
	hw_release(r.at);
	return status;
}
