/* search_int.h - what the files of the search index share. */
#ifndef HW_TRACE_SEARCH_INT_H
#define HW_TRACE_SEARCH_INT_H

#include "trace/trace.h"

enum {
	SEARCH_LENGTHS = NAMES_FOLD_MAX + 1,
	SEARCH_NONE = -1,
	SEARCH_CHUNK_HEAD = 3, /* of a chunk of `posts`: next, room, used */
	SEARCH_KEYS_MAX = 1 << 28,
	SEARCH_ALONE = 1 << 28,   /* on the key of a writing: read alone it is this one part of a name, so that names of
				   * such words need not be parsed */
	SEARCH_INITIAL = 1 << 29, /* on the key of a word: it is an initial */
};

/* 64-bit hash to number, open addressing.  The hash stands for the thing itself: were two things ever to share
 * one, a name would be weighed for nothing, no more. */
typedef struct search_map {
	uint64_t *hashes;
	uint32_t *numbers; /* number + 1; 0 = free */
	size_t room, used;
} search_map;
int64_t search_map_find(const search_map *map, uint64_t hash); /* SEARCH_NONE = not there */
hw_status search_map_put(search_map *map, uint64_t hash, uint32_t number, hw_error *error);

/* How a word may sound, as consonants; sound.c. */
enum { SEARCH_SOUNDS_MAX = 12 };
typedef struct search_sound {
	char signs[11];
	uint8_t length;
} search_sound;
typedef struct search_readings search_readings;
hw_status search_readings_new(search_readings **result, hw_error *error);
void search_readings_free(search_readings *readings);
/* Distinct keys of a lower-case word of Latin or Cyrillic letters; returns their number. */
size_t search_sounds(const search_readings *r, hw_text lower, bool cyrillic, search_sound *out);

/* A distinct fold key. */
typedef struct search_key {
	names_part part;      /* the first one with this key; the others differ in writing, perhaps in classes */
	uint32_t first, last; /* chunks of its names in `posts` */
	uint32_t living;      /* names that have it and are not gone */
} search_key;

/* Keys of one length, side by side, to be tried at one pass. */
typedef struct search_shelf {
	uint64_t *signs; /* bit set: a sign, and a second one of the same */
	uint32_t *keys;
	size_t count, signs_room, keys_room;
} search_shelf;

typedef struct search_entry { /* a name */
	uint32_t owner, next; /* next + 1 of the same owner; 0 = none */
	uint32_t text_at, text_length, word_at;
	int16_t born_from, born_to;
	uint8_t word_count;
	bool gone;
} search_entry;

typedef struct search_node {
	uint32_t key, next; /* next + 1 */
} search_node;

struct trace_search {
	const names_tables *tables;
	search_readings *readings;
	hw_arena *scratch;
	char *texts;
	search_key *keys;
	search_entry *entries;
	uint32_t *words;  /* keys of the names' words, perhaps with SEARCH_INITIAL; one after the other */
	uint32_t *posts;  /* chunks: a head, then entries */
	uint32_t *owners; /* first entry + 1 */
	search_node *nodes;
	size_t text_count, key_count, entry_count, word_count, post_count, owner_count, node_count;
	size_t text_room, key_room, entry_room, word_room, post_room, owner_room, node_room;
	size_t gone;
	search_map by_text, by_fold, by_clue;
	search_shelf shelves[SEARCH_LENGTHS];
};

/* What keys have in common beside their signs. */
typedef enum search_clue { SEARCH_STEM = 1, SEARCH_BARE, SEARCH_CLASS, SEARCH_FATHER } search_clue;
uint64_t search_clue_hash(search_clue clue, uint32_t value);
uint64_t search_sound_hash(const search_sound *sound, names_script script);
uint64_t search_signs(const char *fold, size_t length);
static inline hw_text search_entry_name(const trace_search *s, const search_entry *e)
{
	return (hw_text){s->texts + e->text_at, e->text_length};
}
hw_text search_cut(hw_text t); /* what is read of a name or a query */
int64_t search_key_find(const trace_search *s, const char *fold, size_t length);

/* ---- what a query finds; find.c fills it, rank.c reads it ---- */
typedef struct search_candidate {
	uint32_t entry, owner;
	double score; /* 0..1, rough */
} search_candidate;

enum { SEARCH_WANTED_MAX = TRACE_SEARCH_WEIGHED + 2 * TRACE_SEARCH_TOP_MAX };
struct trace_finder {
	const trace_search *search;
	hw_arena *scratch, *row;
	uint16_t *row_of; /* per key: row + 1 of `values`; 0 = like no part of the query */
	size_t row_room;
	uint32_t *row_keys;
	uint8_t (*values)[NAMES_PARTS_MAX]; /* per row: likeness to each part, 255 = the same */
	uint16_t *sounds, *begun; /* per row: bit set of the parts that sound like it, or that it begins with */
	size_t rows;
	size_t part_of[NAMES_PARTS_MAX]; /* parts of the query as numbered in it */
	size_t asked;
	struct search_turn *turns; /* keys of a part in the order of trying */
	uint64_t *seen;            /* bit set of entries */
	size_t seen_room;
	search_candidate best[SEARCH_WANTED_MAX]; /* a heap, the worst first; at the end in order, the best first */
	size_t best_count, wanted;
};
hw_status search_lists_new(trace_finder *f, hw_error *error);
void search_lists_free(trace_finder *f);
/* The `wanted` names that are roughly likest to the parts of the query, the best first. */
hw_status search_candidates(trace_finder *f, const names_written *query, bool prefix, hw_error *error);

#endif
