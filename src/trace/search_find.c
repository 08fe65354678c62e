/* search_find.c - the names that are roughly likest to a query, from the lists of the index. */
#include "trace/search_int.h"
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 16384, APART_MAX = 3 };
/* Likeness of a part and a key in 255ths, after the values of names_compare; letters apart count by length. */
enum {
	VALUE_SAME = 250,
	VALUE_CLASS = 240,
	VALUE_JOINED = 235,
	VALUE_STEM = 230,
	VALUE_BOTH_INITIALS = 190,
	VALUE_BEGINS = 170,
	VALUE_INITIAL = 150,
	VALUE_PIECE = 130,
	VALUE_BARE = 110,
	VALUE_LEAST = 64
};

typedef struct asked {
	const names_part *part;
	hw_text text;
	double weight;   /* by rarity */
	size_t postings; /* names on the lists of its keys */
	bool done;
} asked;

typedef struct search_turn {
	uint32_t key;
	uint8_t value;
} search_turn;

typedef struct finding {
	trace_finder *f;
	const trace_search *s;
	asked parts[NAMES_PARTS_MAX];
	size_t count;
	double weight, left; /* of all parts; of those whose lists were not read */
	bool initials;       /* one of the parts is one */
	bool prefix;
	size_t lists_read;
} finding;

static const double UNMET = 0.75, CONTRADICTED = 0.6;

hw_status search_lists_new(trace_finder *f, hw_error *error)
{
	f->row_keys = hw_grow(NULL, ROWS_MAX, sizeof(*f->row_keys));
	f->values = hw_grow(NULL, ROWS_MAX, sizeof(*f->values));
	f->turns = hw_grow(NULL, ROWS_MAX, sizeof(*f->turns));
	f->sounds = hw_grow(NULL, ROWS_MAX, sizeof(*f->sounds));
	f->begun = hw_grow(NULL, ROWS_MAX, sizeof(*f->begun));
	return f->row_keys && f->values && f->turns && f->sounds && f->begun ? HW_OK : trace_no_memory(error);
}

void search_lists_free(trace_finder *f)
{
	hw_release(f->row_keys);
	hw_release(f->values);
	hw_release(f->turns);
	hw_release(f->sounds);
	hw_release(f->begun);
	hw_release(f->row_of);
	hw_release(f->seen);
}

/* ---- keys that are like a part -------------------------------------------------------------- */

static void like(finding *g, size_t part, uint32_t key, unsigned value)
{
	trace_finder *f = g->f;
	uint16_t row = f->row_of[key];

	if (!g->s->keys[key].living)
		return;
	if (!row) {
		if (f->rows == ROWS_MAX)
			return;
		memset(f->values[f->rows], 0, sizeof(f->values[0]));
		f->sounds[f->rows] = f->begun[f->rows] = 0;
		f->row_keys[f->rows] = key;
		row = f->row_of[key] = (uint16_t)++f->rows;
	}
	if (f->values[row - 1][part] < value)
		f->values[row - 1][part] = (uint8_t)value;
}

static void like_clue(finding *g, size_t part, search_clue clue, uint32_t value, unsigned likeness)
{
	int64_t found = search_map_find(&g->s->by_clue, search_clue_hash(clue, value));

	if (found == SEARCH_NONE)
		return;
	for (uint32_t n = (uint32_t)found + 1; n; n = g->s->nodes[n - 1].next)
		like(g, part, g->s->nodes[n - 1].key, likeness);
}

/* Words of the other script that sound alike in some reading; their letters say how much. */
static void like_sound(finding *g, size_t part, const search_sound *sound, names_script script)
{
	const names_part *mine = g->parts[part].part;
	int64_t found = search_map_find(&g->s->by_clue, search_sound_hash(sound, script));

	if (found == SEARCH_NONE)
		return;
	for (uint32_t n = (uint32_t)found + 1; n; n = g->s->nodes[n - 1].next) {
		uint32_t key = g->s->nodes[n - 1].key;
		const names_part *theirs = &g->s->keys[key].part;
		double letters = names_jaro_winkler(mine->fold, mine->length, theirs->fold, theirs->length);
		double most = sound->length < 2 ? 0.70 : sound->length < 3 ? 0.80 : 0.90;
		like(g, part, key, (unsigned)(255 * most * (0.6 + 0.4 * letters)));
		if (g->f->row_of[key])
			g->f->sounds[g->f->row_of[key] - 1] |= (uint16_t)(1u << part);
	}
}

static hw_status like_sounds(finding *g, size_t part, hw_error *error)
{
	names_script script = (names_script)g->parts[part].part->script, other;
	search_sound sounds[SEARCH_SOUNDS_MAX];
	hw_text lower;

	if (script != NAMES_SCRIPT_CYRILLIC && script != NAMES_SCRIPT_LATIN)
		return HW_OK;
	other = script == NAMES_SCRIPT_CYRILLIC ? NAMES_SCRIPT_LATIN : NAMES_SCRIPT_CYRILLIC;
	HW_TRY(hw_text_lower(g->f->scratch, g->parts[part].text, &lower, error));
	size_t count = search_sounds(g->s->readings, lower, script == NAMES_SCRIPT_CYRILLIC, sounds);
	for (size_t i = 0; i < count; i++)
		like_sound(g, part, &sounds[i], other);
	return HW_OK;
}

/* Optimal string alignment distance of one text against many, bit-parallel (Hyyrö 2003); 1 to 63 bytes. */
typedef struct pattern {
	uint64_t places[256]; /* per sign: where it stands */
	size_t length;
} pattern;

static void pattern_make(pattern *p, const char *text, size_t length)
{
	memset(p, 0, sizeof(*p));
	p->length = length;
	for (size_t i = 0; i < length; i++)
		p->places[(unsigned char)text[i]] |= (uint64_t)1 << i;
}

static unsigned distance(const pattern *p, const char *text, size_t length)
{
	uint64_t up = ~(uint64_t)0, down = 0, diagonal = 0, before = 0, last = (uint64_t)1 << (p->length - 1);
	unsigned apart = (unsigned)p->length;

	for (size_t i = 0; i < length; i++) {
		uint64_t match = p->places[(unsigned char)text[i]];
		uint64_t turned = ((~diagonal & match) << 1) & before;
		diagonal = (((match & up) + up) ^ up) | match | down | turned;
		uint64_t right_up = down | ~(diagonal | up), right_down = up & diagonal;
		apart += (right_up & last) != 0;
		apart -= (right_down & last) != 0;
		right_up = right_up << 1 | 1;
		right_down <<= 1;
		up = right_down | ~(diagonal | right_up);
		down = right_up & diagonal;
		before = match;
	}
	return apart;
}

/* How many signs apart still count, by length. */
static unsigned apart_most(size_t length)
{
	return length < 3 ? 0 : length < 6 ? 1 : length < 9 ? 2 : APART_MAX;
}

static void like_shelf(finding *g, size_t part, const search_shelf *shelf, const pattern *p, uint64_t signs,
		       unsigned most)
{
	for (size_t i = 0; i < shelf->count; i++) {
		uint64_t other = signs ^ shelf->signs[i];
		for (unsigned k = 0; k < 2 * most; k++)
			other &= other - (other != 0);
		if (other) /* more than two bits an edit */
			continue;
		const names_part *key = &g->s->keys[shelf->keys[i]].part;
		unsigned apart = distance(p, key->fold, key->length);
		if (apart > most)
			continue;
		double shorter = fmin((double)p->length, key->length), value = VALUE_SAME * (1 - apart / (shorter + 1));
		like(g, part, shelf->keys[i], (unsigned)fmax(value, VALUE_LEAST));
	}
}

static void like_letters(finding *g, size_t part, const char *fold, size_t length)
{
	unsigned most = apart_most(length);
	uint64_t signs = search_signs(fold, length);
	pattern p;

	if (!most)
		return;
	pattern_make(&p, fold, length);
	for (size_t l = length > most ? length - most : 1; l <= length + most && l < SEARCH_LENGTHS; l++)
		like_shelf(g, part, &g->s->shelves[l], &p, signs, most);
}

static void begins(finding *g, size_t part, uint32_t key)
{
	like(g, part, key, VALUE_BEGINS);
	if (g->f->row_of[key])
		g->f->begun[g->f->row_of[key] - 1] |= (uint16_t)(1u << part);
}

static void like_beginning(finding *g, size_t part, const names_part *begun)
{
	if (begun->length < 2)
		return;
	for (size_t l = begun->length + 1u; l < SEARCH_LENGTHS; l++) {
		const search_shelf *shelf = &g->s->shelves[l];
		for (size_t i = 0; i < shelf->count; i++)
			if (!memcmp(g->s->keys[shelf->keys[i]].part.fold, begun->fold, begun->length))
				begins(g, part, shelf->keys[i]);
	}
}

/* "Абдулрахман" where the index has "Абдул Рахман". */
static void like_pieces(finding *g, size_t part, const names_part *whole)
{
	for (size_t cut = 3; cut + 3 <= whole->length; cut++) {
		int64_t left = search_key_find(g->s, whole->fold, cut),
			right = search_key_find(g->s, whole->fold + cut, whole->length - cut);
		if (left == SEARCH_NONE || right == SEARCH_NONE)
			continue;
		like(g, part, (uint32_t)left, VALUE_PIECE);
		like(g, part, (uint32_t)right, VALUE_PIECE);
	}
}

/* "Абдул Рахман" where the index has "Абдулрахман". */
static void like_joined(finding *g, size_t part, const names_part *left, const names_part *right)
{
	char joined[2 * NAMES_FOLD_MAX];
	size_t length = left->length, seam = length && right->length && left->fold[length - 1] == right->fold[0];

	if (left->initial || right->initial || length + right->length > NAMES_FOLD_MAX)
		return;
	memcpy(joined, left->fold, length);
	memcpy(joined + length, right->fold + seam, right->length - seam);
	length += right->length - seam;
	int64_t found = search_key_find(g->s, joined, length);
	if (found == SEARCH_NONE)
		return;
	like(g, part, (uint32_t)found, VALUE_JOINED);
	like(g, part + 1, (uint32_t)found, VALUE_JOINED);
}

static hw_status like_part(finding *g, size_t i, hw_error *error)
{
	const names_part *part = g->parts[i].part;
	int64_t found = search_key_find(g->s, part->fold, part->length);

	if (i + 1 < g->count)
		like_joined(g, i, part, g->parts[i + 1].part);
	if (part->initial)
		return HW_OK;
	if (found != SEARCH_NONE)
		like(g, i, (uint32_t)found, VALUE_SAME);
	for (size_t c = 0; c < part->class_count; c++)
		like_clue(g, i, part->patronymic ? SEARCH_FATHER : SEARCH_CLASS, part->classes[c], VALUE_CLASS);
	like_clue(g, i, SEARCH_STEM, part->stem_hash, VALUE_STEM);
	if (part->bare_hash)
		like_clue(g, i, SEARCH_BARE, part->bare_hash, VALUE_BARE);
	like_letters(g, i, part->fold, part->length);
	like_pieces(g, i, part);
	if (g->prefix && i + 1 == g->count)
		like_beginning(g, i, part);
	return like_sounds(g, i, error);
}

/* A rare name says more: weight 0.6 to 1.4 by the share of names that have it, or the like of it. */
static void weigh_parts(finding *g)
{
	double names = (double)trace_search_names(g->s) + 1;

	for (size_t i = 0; i < g->count; i++) {
		asked *a = &g->parts[i];
		size_t same = 0;
		for (size_t r = 0; r < g->f->rows; r++) {
			size_t living = g->s->keys[g->f->row_keys[r]].living;
			unsigned value = g->f->values[r][i];
			a->postings += value ? living : 0;
			same += value >= VALUE_STEM ? living : 0;
		}
		double bits = log2(names / ((double)same + 1)) / log2(names + 1);
		a->weight = a->part->initial ? 0.3 : (same ? 0.6 + 0.8 * fmax(bits, 0) : 1.2);
		g->weight += a->weight;
	}
	g->left = g->weight;
}

/* ---- names on the lists ---------------------------------------------------------------------- */

/* True when a stands behind b. */
static bool is_worse(const search_candidate *a, const search_candidate *b)
{
	if (a->score < b->score || a->score > b->score)
		return a->score < b->score;
	return a->owner != b->owner ? a->owner > b->owner : a->entry > b->entry;
}

static int candidate_order(const void *a, const void *b)
{
	return is_worse(a, b) - is_worse(b, a);
}

static void sift_down(trace_finder *f)
{
	for (size_t at = 0;;) {
		size_t child = 2 * at + 1;
		if (child >= f->best_count)
			return;
		child += child + 1 < f->best_count && is_worse(&f->best[child + 1], &f->best[child]);
		if (!is_worse(&f->best[child], &f->best[at]))
			return;
		search_candidate spare = f->best[at];
		f->best[at] = f->best[child];
		f->best[child] = spare;
		at = child;
	}
}

static void keep(trace_finder *f, search_candidate c)
{
	if (f->best_count == f->wanted) {
		if (is_worse(&c, &f->best[0]))
			return;
		f->best[0] = c;
		sift_down(f);
		return;
	}
	size_t at = f->best_count++;
	for (f->best[at] = c; at && is_worse(&f->best[at], &f->best[(at - 1) / 2]); at = (at - 1) / 2) {
		search_candidate spare = f->best[at];
		f->best[at] = f->best[(at - 1) / 2];
		f->best[(at - 1) / 2] = spare;
	}
}

/* Initials fit whole names and each other. */
static unsigned initial_value(const finding *g, size_t part, uint32_t word)
{
	const names_part *mine = g->parts[part].part, *theirs = &g->s->keys[word & (SEARCH_KEYS_MAX - 1)].part;
	bool initial = word & SEARCH_INITIAL;

	if ((!mine->initial && !initial) || !(mine->initials & theirs->initials))
		return 0;
	return mine->initial && initial ? VALUE_BOTH_INITIALS : VALUE_INITIAL;
}

static void weigh_entry(const finding *g, uint32_t number)
{
	const search_entry *e = &g->s->entries[number];
	const uint32_t *words = g->s->words + e->word_at;
	uint8_t best[NAMES_PARTS_MAX] = {0};
	double sum = 0;

	if (e->gone)
		return;
	for (size_t w = 0; w < e->word_count; w++) {
		uint16_t row = words[w] & SEARCH_INITIAL ? 0 : g->f->row_of[words[w]];
		for (size_t i = 0; row && i < g->count; i++)
			if (g->f->values[row - 1][i] > best[i])
				best[i] = g->f->values[row - 1][i];
		if (g->initials || words[w] & SEARCH_INITIAL)
			for (size_t i = 0; i < g->count; i++) {
				unsigned value = initial_value(g, i, words[w]);
				best[i] = value > best[i] ? (uint8_t)value : best[i];
			}
	}
	size_t met = 0;
	for (size_t i = 0; i < g->count; i++) {
		sum += g->parts[i].weight * best[i];
		met += best[i] > 0;
	}
	/* a part that found nothing is missing in the name, or another stands there */
	double factor = met == g->count ? 1 : e->word_count > met ? CONTRADICTED : UNMET;
	double more = e->word_count > g->count ? (double)(e->word_count - g->count) : 0;
	keep(g->f, (search_candidate){number, e->owner, factor * sum / (255 * g->weight) - 0.02 * more});
}

static int turn_order(const void *a, const void *b)
{
	const search_turn *x = a, *y = b;

	if (x->value != y->value)
		return x->value > y->value ? -1 : 1;
	return (x->key > y->key) - (x->key < y->key);
}

/* No name that is on none of the lists read, and on those to come only with `value` of `part`, is among the best.  Parts
 * whose lists were read found nothing in it. */
static bool is_enough(const finding *g, const asked *part, unsigned value)
{
	double most = (g->left - part->weight + part->weight * value / 255) / g->weight;

	if (g->lists_read)
		most *= UNMET;
	return g->f->best_count == g->f->wanted && g->f->best[0].score > most;
}

/* Names lie far apart in memory: what comes next is fetched ahead. */
static void read_chunk(finding *g, const uint32_t *chunk)
{
	enum { AHEAD = 8 };
	const uint32_t *entries = chunk + SEARCH_CHUNK_HEAD, count = chunk[2];
	const trace_search *s = g->s;

	for (uint32_t i = 0; i < count; i++) {
		uint64_t bit = (uint64_t)1 << entries[i] % 64, *seen = &g->f->seen[entries[i] / 64];
		if (i + 2 * AHEAD < count)
			__builtin_prefetch(&s->entries[entries[i + 2 * AHEAD]]);
		if (i + AHEAD < count)
			__builtin_prefetch(&s->words[s->entries[entries[i + AHEAD]].word_at]);
		if (!(*seen & bit))
			weigh_entry(g, entries[i]);
		*seen |= bit;
	}
}

static void read_lists(finding *g, size_t part)
{
	trace_finder *f = g->f;
	size_t turns = 0;

	for (size_t r = 0; r < f->rows; r++)
		if (f->values[r][part])
			f->turns[turns++] = (search_turn){f->row_keys[r], f->values[r][part]};
	qsort(f->turns, turns, sizeof(*f->turns), turn_order);
	for (size_t t = 0; t < turns && !is_enough(g, &g->parts[part], f->turns[t].value); t++)
		for (uint32_t at = g->s->keys[f->turns[t].key].first; at; at = g->s->posts[at])
			read_chunk(g, g->s->posts + at);
	g->parts[part].done = true;
	g->lists_read++;
	g->left -= g->parts[part].weight;
}

static hw_status make_room(trace_finder *f, hw_error *error)
{
	const trace_search *s = f->search;
	size_t words = s->entry_count / 64 + 1;

	HW_TRY(trace_reserve(&f->row_of, &f->row_room, s->key_count + 1, sizeof(*f->row_of), error));
	HW_TRY(trace_reserve(&f->seen, &f->seen_room, words, sizeof(*f->seen), error));
	for (size_t r = 0; r < f->rows; r++)
		if (f->row_keys[r] < f->row_room)
			f->row_of[f->row_keys[r]] = 0;
	memset(f->seen, 0, words * sizeof(*f->seen));
	f->rows = 0;
	f->best_count = 0;
	return HW_OK;
}

hw_status search_candidates(trace_finder *f, const names_written *query, bool prefix, hw_error *error)
{
	finding g = {.f = f, .s = f->search, .prefix = prefix};
	bool only_particles = true;

	HW_TRY(make_room(f, error));
	f->asked = 0;
	for (size_t i = 0; i < query->part_count; i++)
		only_particles = only_particles && query->parts[i].particle;
	for (size_t i = 0; i < query->part_count; i++)
		if (query->parts[i].length && (only_particles || !query->parts[i].particle)) {
			f->part_of[g.count] = i;
			g.parts[g.count].text = query->texts[i];
			g.parts[g.count++].part = &query->parts[i];
			g.initials = g.initials || query->parts[i].initial;
		}
	for (size_t i = 0; i < g.count; i++)
		HW_TRY(like_part(&g, i, error));
	f->asked = g.count;
	weigh_parts(&g);
	for (size_t round = 0; round < g.count; round++) {
		size_t next = SIZE_MAX;
		for (size_t i = 0; i < g.count; i++)
			if (!g.parts[i].done && (next == SIZE_MAX || g.parts[i].postings < g.parts[next].postings))
				next = i;
		read_lists(&g, next);
	}
	qsort(f->best, f->best_count, sizeof(*f->best), candidate_order);
	return HW_OK;
}
