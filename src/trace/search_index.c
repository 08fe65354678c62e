/* search_index.c - the index of written names: words, fold keys, and the names that have them. */
#include "trace/search_int.h"
#include "trace/trace_int.h"

#include <string.h>

enum { CHUNK_FIRST = 2, CHUNK_MOST = 1024, GONE_LEAST = 4096 };

/* ---- hashes to numbers --------------------------------------------------------------- */

static uint64_t hash_of(const char *bytes, size_t length)
{
	uint64_t h = 0xcbf29ce484222325ULL; /* FNV-1a, then the finish of MurmurHash3 */

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3ULL;
	h = (h ^ h >> 33) * 0xff51afd7ed558ccdULL;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53ULL;
	return h ^ h >> 33;
}

uint64_t search_clue_hash(search_clue clue, uint32_t value)
{
	char bytes[5] = {(char)clue};

	memcpy(bytes + 1, &value, sizeof(value));
	return hash_of(bytes, sizeof(bytes));
}

/* Keys of the two scripts stand apart: within one script letters decide. */
uint64_t search_sound_hash(const search_sound *sound, names_script script)
{
	char bytes[2 + sizeof(sound->signs)] = {(char)0x7f, script == NAMES_SCRIPT_CYRILLIC};

	memcpy(bytes + 2, sound->signs, sound->length);
	return hash_of(bytes, 2u + sound->length);
}

int64_t search_map_find(const search_map *map, uint64_t hash)
{
	if (!map->room)
		return SEARCH_NONE;
	for (size_t i = hash & (map->room - 1);; i = (i + 1) & (map->room - 1)) {
		if (!map->numbers[i])
			return SEARCH_NONE;
		if (map->hashes[i] == hash)
			return (int64_t)map->numbers[i] - 1;
	}
}

static void map_place(search_map *map, uint64_t hash, uint32_t number)
{
	size_t i = hash & (map->room - 1);

	while (map->numbers[i])
		i = (i + 1) & (map->room - 1);
	map->hashes[i] = hash;
	map->numbers[i] = number + 1;
}

static hw_status map_grow(search_map *map, hw_error *error)
{
	search_map wider = {.room = map->room ? map->room * 2 : 1024, .used = map->used};

	wider.hashes = hw_grow(NULL, wider.room, sizeof(*wider.hashes));
	wider.numbers = hw_grow(NULL, wider.room, sizeof(*wider.numbers));
	if (!wider.hashes || !wider.numbers) {
		hw_release(wider.hashes);
		hw_release(wider.numbers);
		return trace_no_memory(error);
	}
	memset(wider.numbers, 0, wider.room * sizeof(*wider.numbers));
	for (size_t i = 0; i < map->room; i++)
		if (map->numbers[i])
			map_place(&wider, map->hashes[i], map->numbers[i] - 1);
	hw_release(map->hashes);
	hw_release(map->numbers);
	*map = wider;
	return HW_OK;
}

hw_status search_map_put(search_map *map, uint64_t hash, uint32_t number, hw_error *error)
{
	if (map->used * 3 >= map->room * 2)
		HW_TRY(map_grow(map, error));
	map_place(map, hash, number);
	map->used++;
	return HW_OK;
}

/* ---- making, freeing -------------------------------------------------------------------- */

hw_status trace_search_new(const names_tables *tables, trace_search **result, hw_error *error)
{
	trace_search *s = hw_grow(NULL, 1, sizeof(*s));

	if (!s)
		return trace_no_memory(error);
	*s = (trace_search){.tables = tables, .scratch = hw_arena_new((size_t)256 << 20)};
	hw_status status = s->scratch ? search_readings_new(&s->readings, error) : trace_no_memory(error);
	if (status != HW_OK) {
		trace_search_free(s);
		return status;
	}
	*result = s;
	return HW_OK;
}

static void release_inside(trace_search *s)
{
	void *const blocks[] = {s->texts,           s->keys,           s->entries,         s->words,
				s->posts,           s->owners,         s->nodes,           s->by_text.hashes,
				s->by_text.numbers, s->by_fold.hashes, s->by_fold.numbers, s->by_clue.hashes,
				s->by_clue.numbers};

	for (size_t i = 0; i < HW_COUNT(blocks); i++)
		hw_release(blocks[i]);
	for (size_t i = 0; i < SEARCH_LENGTHS; i++) {
		hw_release(s->shelves[i].signs);
		hw_release(s->shelves[i].keys);
	}
}

void trace_search_free(trace_search *search)
{
	if (!search)
		return;
	release_inside(search);
	search_readings_free(search->readings);
	hw_arena_free(search->scratch);
	hw_release(search);
}

size_t trace_search_names(const trace_search *search)
{
	return search->entry_count - search->gone;
}

static size_t map_bytes(const search_map *map)
{
	return map->room * (sizeof(*map->hashes) + sizeof(*map->numbers));
}

size_t trace_search_bytes(const trace_search *s)
{
	size_t bytes = sizeof(*s) + hw_arena_used(s->scratch) + s->text_room + s->key_room * sizeof(*s->keys) +
		       s->entry_room * sizeof(*s->entries) +
		       (s->word_room + s->post_room + s->owner_room) * sizeof(uint32_t) +
		       s->node_room * sizeof(*s->nodes) + map_bytes(&s->by_text) + map_bytes(&s->by_fold) +
		       map_bytes(&s->by_clue);

	for (size_t i = 0; i < SEARCH_LENGTHS; i++)
		bytes += s->shelves[i].signs_room * sizeof(uint64_t) + s->shelves[i].keys_room * sizeof(uint32_t);
	return bytes;
}

/* ---- words --------------------------------------------------------------------------------- */

static hw_status keep_text(trace_search *s, hw_text t, uint32_t *at, hw_error *error)
{
	if (s->text_count + t.length > UINT32_MAX)
		return hw_fail(error, HW_TOO_LARGE, "the names to search are over 4 GiB");
	HW_TRY(trace_reserve(&s->texts, &s->text_room, s->text_count + t.length + 1, 1, error));
	*at = (uint32_t)s->text_count;
	if (t.length)
		memcpy(s->texts + s->text_count, t.bytes, t.length);
	s->text_count += t.length;
	return HW_OK;
}

/* A bit for each sign and one for a second of the same: one edit changes at most two of them. */
uint64_t search_signs(const char *fold, size_t length)
{
	uint64_t once = 0, twice = 0;

	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)fold[i];
		uint64_t bit = (uint64_t)1 << (c >= 'a' && c <= 'z' ? c - 'a' : 26 + c % 6);
		twice |= once & bit;
		once |= bit;
	}
	return once | twice << 32;
}

static hw_status add_clue(trace_search *s, uint64_t hash, uint32_t key, hw_error *error)
{
	int64_t found = search_map_find(&s->by_clue, hash);
	uint32_t next = 0;

	if (found != SEARCH_NONE) {
		/* a key that stands twice on a long list does no harm; looking through all of it would */
		size_t looked = 0;
		for (uint32_t n = (uint32_t)found + 1; n && looked < 32; n = s->nodes[n - 1].next, looked++)
			if (s->nodes[n - 1].key == key)
				return HW_OK;
		/* the first node keeps its place in the map, the new one stands second */
		next = s->nodes[found].next;
	}
	HW_TRY(trace_reserve(&s->nodes, &s->node_room, s->node_count + 1, sizeof(*s->nodes), error));
	if (found == SEARCH_NONE)
		HW_TRY(search_map_put(&s->by_clue, hash, (uint32_t)s->node_count, error));
	else
		s->nodes[found].next = (uint32_t)s->node_count + 1;
	s->nodes[s->node_count++] = (search_node){key, next};
	return HW_OK;
}

static hw_status add_clues(trace_search *s, const names_part *part, uint32_t key, hw_error *error)
{
	for (size_t i = 0; i < part->class_count; i++)
		HW_TRY(add_clue(s, search_clue_hash(part->patronymic ? SEARCH_FATHER : SEARCH_CLASS, part->classes[i]),
				key, error));
	HW_TRY(add_clue(s, search_clue_hash(SEARCH_STEM, part->stem_hash), key, error));
	if (part->bare_hash)
		HW_TRY(add_clue(s, search_clue_hash(SEARCH_BARE, part->bare_hash), key, error));
	return HW_OK;
}

int64_t search_key_find(const trace_search *s, const char *fold, size_t length)
{
	return search_map_find(&s->by_fold, hash_of(fold, length));
}

static hw_status key_of(trace_search *s, const names_part *part, uint32_t *result, hw_error *error)
{
	int64_t found = search_key_find(s, part->fold, part->length);
	search_shelf *shelf = &s->shelves[part->length];

	*result = (uint32_t)found;
	if (found != SEARCH_NONE)
		return HW_OK;
	if (s->key_count == SEARCH_KEYS_MAX)
		return hw_fail(error, HW_TOO_LARGE, "too many distinct words to search");
	HW_TRY(trace_reserve(&s->keys, &s->key_room, s->key_count + 1, sizeof(*s->keys), error));
	HW_TRY(trace_reserve(&shelf->signs, &shelf->signs_room, shelf->count + 1, sizeof(*shelf->signs), error));
	HW_TRY(trace_reserve(&shelf->keys, &shelf->keys_room, shelf->count + 1, sizeof(*shelf->keys), error));
	HW_TRY(search_map_put(&s->by_fold, hash_of(part->fold, part->length), (uint32_t)s->key_count, error));
	shelf->signs[shelf->count] = search_signs(part->fold, part->length);
	shelf->keys[shelf->count++] = (uint32_t)s->key_count;
	*result = (uint32_t)s->key_count;
	s->keys[s->key_count++] = (search_key){.part = *part};
	return HW_OK;
}

static bool has_only_name(const names_written *w)
{
	return w->part_count == 1 && !w->rank.length && !w->unit.length && !w->callsign.length && !w->rest.length &&
	       !w->born_year && !w->parts[0].initial;
}

static hw_status add_sounds(trace_search *s, hw_text text, const names_part *part, uint32_t key, hw_error *error)
{
	search_sound sounds[SEARCH_SOUNDS_MAX];
	names_script script = (names_script)part->script;
	hw_text lower;

	if (part->initial || (script != NAMES_SCRIPT_CYRILLIC && script != NAMES_SCRIPT_LATIN))
		return HW_OK;
	HW_TRY(hw_text_lower(s->scratch, text, &lower, error));
	size_t count = search_sounds(s->readings, lower, script == NAMES_SCRIPT_CYRILLIC, sounds);
	for (size_t i = 0; i < count; i++)
		HW_TRY(add_clue(s, search_sound_hash(&sounds[i], script), key, error));
	return HW_OK;
}

/* A writing seen for the first time: its key, what it has in common with others, whether it stands for itself. */
static hw_status learn_word(trace_search *s, hw_text text, const names_part *part, bool whole_name, uint32_t *result,
			    hw_error *error)
{
	names_written *single = HW_NEW(s->scratch, names_written, 1);
	bool alone = whole_name;
	uint32_t key;

	if (!single)
		return trace_no_memory(error);
	if (!alone) {
		HW_TRY(names_parse(s->tables, s->scratch, text, single, error));
		alone = has_only_name(single) && hw_text_equal(single->texts[0], text);
	}
	HW_TRY(key_of(s, part, &key, error));
	HW_TRY(add_clues(s, part, key, error));
	HW_TRY(add_sounds(s, text, part, key, error));
	*result = key | (part->initial ? SEARCH_INITIAL : 0);
	return search_map_put(&s->by_text, hash_of(text.bytes, text.length), *result | (alone ? SEARCH_ALONE : 0),
			      error);
}

static hw_status parsed_words(trace_search *s, hw_text name, uint32_t *words, size_t *count, hw_error *error)
{
	names_written *w;

	hw_arena_reset(s->scratch);
	w = HW_NEW(s->scratch, names_written, 1);
	if (!w)
		return trace_no_memory(error);
	HW_TRY(names_parse(s->tables, s->scratch, name, w, error));
	*count = 0;
	for (size_t i = 0; i < w->part_count; i++) {
		hw_text text = w->texts[i];
		int64_t found = search_map_find(&s->by_text, hash_of(text.bytes, text.length));
		if (!w->parts[i].length)
			continue;
		if (found != SEARCH_NONE)
			words[*count] = (uint32_t)found & ~(uint32_t)SEARCH_ALONE;
		else
			HW_TRY(learn_word(s, text, &w->parts[i], has_only_name(w) && hw_text_equal(text, name),
					  &words[*count], error));
		++*count;
	}
	return HW_OK;
}

/* Words that were met before and stand for themselves; false: the name has to be parsed. */
static bool known_words(const trace_search *s, hw_text name, uint32_t *words, size_t *count)
{
	hw_text rest = name, word;

	*count = 0;
	while (hw_text_split(&rest, ' ', &word)) {
		int64_t found = search_map_find(&s->by_text, hash_of(word.bytes, word.length));
		if (!word.length)
			continue;
		if (found == SEARCH_NONE || !(found & SEARCH_ALONE) || *count == NAMES_PARTS_MAX)
			return false;
		words[(*count)++] = (uint32_t)found & ~(uint32_t)SEARCH_ALONE;
	}
	return *count > 0;
}

/* ---- names --------------------------------------------------------------------------------- */

static hw_status add_post(trace_search *s, uint32_t number, uint32_t entry, hw_error *error)
{
	search_key *key = &s->keys[number];
	uint32_t *chunk = key->first ? s->posts + key->last : NULL;

	if (!chunk || chunk[2] == chunk[1]) {
		uint32_t room = !chunk ? CHUNK_FIRST : chunk[1] < CHUNK_MOST ? chunk[1] * 2 : CHUNK_MOST;
		uint32_t at = (uint32_t)(s->post_count ? s->post_count : 1); /* 0 = no chunk */
		if (s->post_count + SEARCH_CHUNK_HEAD + room + 1 > UINT32_MAX)
			return hw_fail(error, HW_TOO_LARGE, "too many names to search");
		HW_TRY(trace_reserve(&s->posts, &s->post_room, at + SEARCH_CHUNK_HEAD + room, sizeof(*s->posts),
				     error));
		if (key->first)
			s->posts[key->last] = at;
		else
			key->first = at;
		key->last = at;
		chunk = s->posts + at;
		chunk[0] = 0;
		chunk[1] = room;
		chunk[2] = 0;
		s->post_count = at + SEARCH_CHUNK_HEAD + room;
	}
	if (chunk[2] && chunk[SEARCH_CHUNK_HEAD + chunk[2] - 1] == entry) /* twice in one name */
		return HW_OK;
	chunk[SEARCH_CHUNK_HEAD + chunk[2]++] = entry;
	key->living++;
	return HW_OK;
}

static hw_status add_entry(trace_search *s, search_entry *e, const uint32_t *words, size_t count, hw_error *error)
{
	uint32_t number = (uint32_t)s->entry_count;

	HW_TRY(trace_reserve(&s->entries, &s->entry_room, s->entry_count + 1, sizeof(*s->entries), error));
	HW_TRY(trace_reserve(&s->words, &s->word_room, s->word_count + count, sizeof(*s->words), error));
	HW_TRY(trace_reserve(&s->owners, &s->owner_room, (size_t)e->owner + 1, sizeof(*s->owners), error));
	while (s->owner_count <= e->owner)
		s->owners[s->owner_count++] = 0;
	e->word_at = (uint32_t)s->word_count;
	e->word_count = (uint8_t)count;
	e->next = s->owners[e->owner];
	/* counted from here on: a failure below leaves a name that is found by some of its words only */
	s->entries[s->entry_count++] = *e;
	s->owners[e->owner] = number + 1;
	for (size_t i = 0; i < count; i++)
		s->words[s->word_count++] = words[i];
	for (size_t i = 0; i < count; i++)
		if (!(words[i] & SEARCH_INITIAL))
			HW_TRY(add_post(s, words[i], number, error));
	return HW_OK;
}

hw_text search_cut(hw_text t)
{
	if (t.length <= TRACE_SEARCH_NAME_MAX)
		return t;
	t.length = TRACE_SEARCH_NAME_MAX;
	while (t.length && ((unsigned char)t.bytes[t.length] & 0xc0) == 0x80)
		t.length--;
	return t;
}

hw_status trace_search_add(trace_search *s, uint32_t owner, hw_text name, int born_from, int born_to, hw_error *error)
{
	search_entry e = {.owner = owner};
	uint32_t words[NAMES_PARTS_MAX];
	size_t count;

	name = search_cut(name);
	e.text_length = (uint32_t)name.length;

	if (owner > INT32_MAX)
		return hw_fail(error, HW_FAULT, "the number of an owner is over 2^31 - 1");
	if (born_from > 0 && born_to >= born_from && born_to <= INT16_MAX) {
		e.born_from = (int16_t)born_from;
		e.born_to = (int16_t)born_to;
	}
	if (!known_words(s, name, words, &count))
		HW_TRY(parsed_words(s, name, words, &count, error));
	HW_TRY(keep_text(s, name, &e.text_at, error));
	return add_entry(s, &e, words, count, error);
}

/* ---- names that go --------------------------------------------------------------------------- */

static hw_status build_anew(trace_search *s, hw_error *error)
{
	trace_search fresh = {.tables = s->tables, .readings = s->readings, .scratch = s->scratch}, old = *s;
	hw_status status = HW_OK;

	for (size_t i = 0; i < s->entry_count && status == HW_OK; i++) {
		const search_entry *e = &s->entries[i];
		if (!e->gone)
			status = trace_search_add(&fresh, e->owner, search_entry_name(s, e), e->born_from, e->born_to,
						  error);
	}
	if (status != HW_OK) {
		release_inside(&fresh);
		return status;
	}
	*s = fresh;
	release_inside(&old);
	return HW_OK;
}

hw_status trace_search_remove(trace_search *s, uint32_t owner, hw_error *error)
{
	if (owner >= s->owner_count)
		return HW_OK;
	for (uint32_t at = s->owners[owner]; at; at = s->entries[at - 1].next) {
		search_entry *e = &s->entries[at - 1];
		e->gone = true;
		s->gone++;
		for (size_t i = 0; i < e->word_count; i++) {
			const uint32_t *words = s->words + e->word_at;
			bool again = false; /* a word twice in one name counts once */
			for (size_t k = 0; k < i; k++)
				again = again || words[k] == words[i];
			if (!(words[i] & SEARCH_INITIAL) && !again)
				s->keys[words[i]].living--;
		}
	}
	s->owners[owner] = 0;
	if (s->gone >= GONE_LEAST && s->gone * 2 >= s->entry_count)
		return build_anew(s, error);
	return HW_OK;
}
