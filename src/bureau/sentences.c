/* Sentences with places: made in either language, and told again from an English answer. */
#include "bureau/words_int.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 9, DEPTH = 3 };

static bool is_place(const char *form)
{
	return form[0] == '%' && form[1] >= '1' && form[1] <= '9';
}

static hw_text fill(hw_arena *arena, const char *form, const hw_text *parts, size_t count)
{
	hw_buffer out = {0};
	hw_text filled;

	for (; *form; form++) {
		if (!is_place(form)) {
			hw_buffer_add(&out, (hw_text){form, 1});
			continue;
		}
		size_t place = (size_t)(*++form - '1');
		if (place < count)
			hw_buffer_add(&out, parts[place]);
	}
	filled = hw_text_copy(arena, hw_buffer_text(&out));
	hw_buffer_free(&out);
	return filled;
}

hw_text bureau_sentence(hw_arena *arena, const char *lang, const char *english, const hw_text *parts, size_t count)
{
	return fill(arena, bureau_word(lang, english), parts, count);
}

/* ---- telling again --------------------------------------------------------------------------------- */
static size_t literal_length(const char *form)
{
	size_t length = 0;

	while (form[length] && !is_place(form + length))
		length++;
	return length;
}

/* Each literal piece of the pattern where it first stands, the last one at the end of the sentence. */
static bool matches(const char *form, hw_text sentence, hw_text parts[PLACES])
{
	size_t at = literal_length(form), length;

	if (sentence.length < at || memcmp(sentence.bytes, form, at) != 0)
		return false;
	for (form += at; *form;) {
		size_t place = (size_t)(form[1] - '1');
		const char *begin = sentence.bytes + at, *end;

		form += 2;
		length = literal_length(form);
		if (!form[length]) { /* nothing but this piece is left */
			if (sentence.length - at < length)
				return false;
			end = sentence.bytes + sentence.length - length;
			if (memcmp(end, form, length) != 0)
				return false;
		} else {
			end = memmem(begin, sentence.length - at, form, length);
		}
		if (!end || end == begin || end < begin)
			return false;
		parts[place] = (hw_text){begin, (size_t)(end - begin)};
		at = (size_t)(end - sentence.bytes) + length;
		form += length;
	}
	return at == sentence.length;
}

/* ---- the patterns, once ------------------------------------------------------------------------------ */
/* Letters beside its places: a pattern of places and signs alone would catch every sentence, so it comes last. */
static size_t weight_of(const char *form)
{
	size_t letters = 0;

	for (; *form; form++)
		letters += !is_place(form) && ((*form >= 'a' && *form <= 'z') || (*form >= 'A' && *form <= 'Z'));
	return letters;
}

typedef struct pattern {
	const char *english, *told;
	size_t weight, row, head, tail; /* head and tail: letters before the first and behind the last place */
	const char *ending;
} pattern;
static pattern
	*patterns; /* the heaviest first, as the tables have them where they weigh the same; kept until the end */
static size_t pattern_count;
static pthread_once_t patterns_once = PTHREAD_ONCE_INIT;

static int by_weight(const void *left, const void *right)
{
	const pattern *a = left, *b = right;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

static void make_patterns(void)
{
	const char *english, *told;
	size_t room = 0;

	for (size_t i = 0; bureau_pattern_at(i, &english, &told); i++)
		room += strchr(english, '%') != NULL;
	patterns = hw_grow(NULL, room + 1, sizeof(*patterns));
	for (size_t i = 0; patterns && bureau_pattern_at(i, &english, &told); i++) {
		const char *last = NULL;

		for (const char *at = english; *at; at++)
			if (is_place(at))
				last = at;
		if (last)
			patterns[pattern_count++] = (pattern){.english = english,
							      .told = told,
							      .weight = 1 + weight_of(english),
							      .row = i,
							      .head = literal_length(english),
							      .tail = strlen(last + 2),
							      .ending = last + 2};
	}
	if (patterns)
		qsort(patterns, pattern_count, sizeof(*patterns), by_weight);
}

/* What costs little is looked at first. */
static bool may_match(const pattern *p, hw_text sentence)
{
	return sentence.length > p->head + p->tail && !memcmp(sentence.bytes, p->english, p->head) &&
	       !memcmp(sentence.bytes + sentence.length - p->tail, p->ending, p->tail);
}

/* A pattern of hardly any letters ("%1 at %2") is for names of classes, not for whole sentences. */
static bool is_short(hw_text sentence)
{
	size_t spaces = 0;

	for (size_t i = 0; i < sentence.length; i++)
		spaces += sentence.bytes[i] == ' ';
	return spaces <= 3;
}

/* What stands in quotes is somebody's own word and stays as he wrote it. */
static bool is_quoted(const char *form, size_t place)
{
	const char digits[] = {'"', '%', (char)('1' + place), '"', '\0'};

	return strstr(form, digits) != NULL;
}

static hw_text retell(hw_arena *arena, const char *lang, hw_text sentence, int depth)
{
	hw_text parts[PLACES] = {{0}};
	const char *told, *whole = hw_text_copy(arena, sentence).bytes;
	bool short_one = is_short(sentence);

	if (!whole || !sentence.length)
		return HW_TEXT("");
	told = bureau_word(lang, whole); /* `whole` itself when there is no row: it lives in the arena */
	if (strcmp(told, whole) != 0 || depth == DEPTH)
		return hw_text_of(told);
	for (const pattern *p = patterns; p < patterns + pattern_count; p++) {
		if ((p->weight < 6 && !short_one) || !may_match(p, sentence))
			continue;
		memset(parts, 0, sizeof(parts));
		if (!matches(p->english, sentence, parts))
			continue;
		for (size_t i = 0; i < PLACES; i++)
			if (parts[i].length && !is_quoted(p->english, i))
				parts[i] = retell(arena, lang, parts[i], depth + 1);
		return fill(arena, p->told, parts, PLACES);
	}
	return hw_text_of(whole);
}

void bureau_retell_error(const char *lang, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = strcmp(lang, "uk") ? NULL : hw_arena_new(1 << 20);
	hw_error told = *error;

	if (!arena)
		return;
	hw_text why = bureau_retell(arena, lang, hw_text_of(error->why)),
		remedy = bureau_retell(arena, lang, hw_text_of(error->remedy));

	if (why.length < sizeof(told.why) && remedy.length < sizeof(told.remedy)) { /* English rather than half */
		(void)snprintf(told.why, sizeof(told.why), "%.*s", HW_TEXT_ARG(why));
		(void)snprintf(told.remedy, sizeof(told.remedy), "%.*s", HW_TEXT_ARG(remedy));
		*error = told;
	}
}

hw_text bureau_retell(hw_arena *arena, const char *lang, hw_text sentence)
{
	if (strcmp(lang, "uk") != 0)
		return hw_text_copy(arena, sentence);
	(void)pthread_once(&patterns_once, make_patterns);
	return retell(arena, lang, sentence, 0);
}
