/* A name in a spelling, and the damage that names suffer on their way. */
#include "bureau/example_int.h"

#include <string.h>

enum { WORD_LIMIT = 64, NAME_LIMIT = 256 };

/* Capitals of the two alphabets by position; everything else stays as it is. */
static uint32_t lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40F)
		return c + 0x50;
	return c == 0x490 ? 0x491 : c;
}

static uint32_t upper(uint32_t c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x44F))
		return c - 0x20;
	if (c >= 0x450 && c <= 0x45F)
		return c - 0x50;
	return c == 0x491 ? 0x490 : c;
}

static size_t append(char *out, size_t length, hw_text t)
{
	if (length + t.length < NAME_LIMIT && t.length && t.bytes) {
		memcpy(out + length, t.bytes, t.length);
		length += t.length;
	}
	return length;
}

static size_t append_changed(char *out, size_t length, hw_text t, uint32_t (*change)(uint32_t), bool first_only)
{
	for (size_t at = 0, start = 0; at < t.length; start = at) {
		uint32_t c = hw_utf8_next(t, &at);
		char letter[4];
		size_t bytes = hw_utf8_write(start && first_only ? c : change(c), letter);
		length = append(out, length, (hw_text){letter, bytes});
	}
	return length;
}

static bool ends(hw_text t, hw_text with)
{
	return t.length >= with.length && !memcmp(t.bytes + t.length - with.length, with.bytes, with.length);
}

hw_text example_ending(hw_arena *arena, const example_rules *rules, hw_text text)
{
	for (size_t i = 0; i < rules->count; i++) {
		hw_text from = rules->items[i].from, to = rules->items[i].to;
		if (from.length && !ends(text, from))
			continue;
		return hw_text_format(arena, "%.*s%.*s", (int)(text.length - from.length), text.bytes, HW_TEXT_ARG(to));
	}
	return text;
}

static const example_pair *rule_at(const example_rules *rules, hw_text word, size_t at)
{
	for (size_t i = 0; rules && i < rules->count; i++) {
		hw_text from = rules->items[i].from;
		if (from.length && from.length <= word.length - at && !memcmp(word.bytes + at, from.bytes, from.length))
			return &rules->items[i];
	}
	return NULL;
}

static size_t letters_of_word(const example_rules *start, const example_rules *end, const example_rules *map,
			      hw_text word, char *out, size_t length)
{
	char small[WORD_LIMIT * 4], made[NAME_LIMIT];
	size_t small_length = append_changed(small, 0, word, lower, false), made_length = 0, at = 0;
	hw_text text = {small, small_length}, ending = {0};

	for (size_t i = 0; end && i < end->count && !ending.bytes; i++)
		if (ends(text, end->items[i].from)) {
			text.length -= end->items[i].from.length;
			ending = end->items[i].to;
		}
	while (at < text.length) {
		const example_pair *rule = at ? NULL : rule_at(start, text, at);
		size_t before = at;
		if (!rule)
			rule = rule_at(map, text, at);
		if (rule) {
			made_length = append(made, made_length, rule->to);
			at += rule->from.length;
		} else {
			hw_utf8_next(text, &at);
			made_length = append(made, made_length, (hw_text){text.bytes + before, at - before});
		}
	}
	made_length = append(made, made_length, ending);
	bool capital =
		small_length && memcmp(small, word.bytes, word.length < small_length ? word.length : small_length) != 0;
	if (capital)
		return append_changed(out, length, (hw_text){made, made_length}, upper, true);
	return append(out, length, (hw_text){made, made_length});
}

hw_text example_letters(hw_arena *arena, const example_rules *start, const example_rules *end, const example_rules *map,
			hw_text text)
{
	char out[NAME_LIMIT];
	size_t length = 0, from = 0;

	if (text.length > WORD_LIMIT * 2)
		text.length = WORD_LIMIT * 2;
	for (size_t at = 0; at <= text.length; at++) {
		if (at < text.length && text.bytes[at] != ' ' && text.bytes[at] != '-')
			continue;
		length = letters_of_word(start, end, map, (hw_text){text.bytes + from, at - from}, out, length);
		if (at < text.length)
			length = append(out, length, (hw_text){text.bytes + at, 1});
		from = at + 1;
	}
	return hw_text_copy(arena, (hw_text){out, length});
}

hw_text example_word_of(const example_names *names, const example_name *name, example_part part, size_t language)
{
	const example_pool *pool = &names->pools[name->pool];

	switch (part) {
	case EXAMPLE_FAMILY:
		return pool->family[name->sex].items[name->family].form[language];
	case EXAMPLE_GIVEN:
		return pool->given[name->sex].items[name->given].form[language];
	case EXAMPLE_PATRONYMIC:
	case EXAMPLE_PARTS:
		break;
	}
	return pool->patronymic[name->sex].items[name->patronymic].form[language];
}

hw_text example_spell(hw_arena *arena, const example_names *names, const example_name *name, example_part part,
		      const example_spelling *spelling)
{
	hw_text word = example_word_of(names, name, part, spelling->language);

	if (spelling->plain)
		return word;
	return example_letters(arena, &spelling->start, &spelling->end, &spelling->map, word);
}

/* ---- hands -------------------------------------------------------------------------------- */

static hw_status read_spellings(hw_arena *arena, const example_names *names, const hw_json *object, const char *where,
				example_hand *hand, hw_error *error)
{
	example_choice choice = {0};

	HW_TRY(example_choice_read(arena, object, where, "spelling", &choice, error));
	hand->spellings = HW_NEW(arena, const example_spelling *, choice.count + 1);
	if (!hand->spellings)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the spellings of the example");
	if (!choice.count) {
		hw_fail(error, HW_BAD_INPUT, "needs at least one spelling");
		return hw_error_where(error, "%s.spelling", where);
	}
	for (size_t i = 0; i < choice.count; i++)
		HW_TRY(example_spelling_find(names, choice.values[i], &hand->spellings[i], error));
	hand->spelling_weights = choice.weights;
	hand->spelling_count = choice.count;
	return HW_OK;
}

hw_status example_hand_read(hw_arena *arena, const example_names *names, const hw_json *object, const char *where,
			    example_hand *result, hw_error *error)
{
	example_hand hand = {0};
	struct {
		const char *key;
		double *chance;
	} chances[] = {
		{"no_patronymic", &hand.no_patronymic},
		{"initials", &hand.initials},
		{"family_only", &hand.family_only},
		{"oblique", &hand.oblique},
		{"reversed", &hand.reversed},
		{"capitals", &hand.capitals},
		{"ranked", &hand.ranked},
		{"typo", &hand.typo},
		{"confused", &hand.confused},
	};

	for (size_t i = 0; i < HW_COUNT(chances); i++)
		HW_TRY(hw_json_take_number(object, where, chances[i].key, 0, 1, chances[i].chance, error));
	HW_TRY(example_choice_read(arena, object, where, "born", &hand.born, error));
	HW_TRY(read_spellings(arena, names, object, where, &hand, error));
	*result = hand;
	return HW_OK;
}

const example_spelling *example_hand_spelling(const example_hand *hand, hw_random *random)
{
	if (hand->spelling_count == 1)
		return hand->spellings[0];
	return hand->spellings[hw_random_choice(random, hand->spelling_weights, hand->spelling_count)];
}

/* ---- damage ------------------------------------------------------------------------------- */

static hw_text oblique(hw_arena *arena, const example_names *names, example_part part, size_t language, hw_text word)
{
	const example_language *l = &names->languages[language];
	const example_rules *rules[EXAMPLE_PARTS] = {&l->family_oblique, &l->given_oblique, &l->patronymic_oblique};

	return example_ending(arena, rules[part], word);
}

/* One slip of the hand after the first letter: a letter dropped, doubled, swapped with the next, or
 * replaced by another letter of the same text. */
static hw_text slip(hw_arena *arena, hw_text text, hw_random *random)
{
	size_t starts[NAME_LIMIT], count = 0;
	hw_buffer out = {0};

	for (size_t at = 0; at < text.length && count + 1 < NAME_LIMIT; count++) {
		starts[count] = at;
		hw_utf8_next(text, &at);
		starts[count + 1] = at;
	}
	if (count < 4)
		return text;
	size_t at = 1 + (size_t)hw_random_below(random, count - 2), other = (size_t)hw_random_below(random, count);
	uint64_t kind = hw_random_below(random, 4);
#define LETTER(i) ((hw_text){text.bytes + starts[i], starts[(i) + 1] - starts[i]})
	hw_buffer_add(&out, (hw_text){text.bytes, starts[at]});
	if (kind == 1)
		hw_buffer_add(&out, LETTER(at));
	if (kind == 2)
		hw_buffer_add(&out, LETTER(at + 1));
	if (kind == 3)
		hw_buffer_add(&out, LETTER(other));
	if (kind == 1 || kind == 2)
		hw_buffer_add(&out, LETTER(at));
	hw_buffer_add(&out,
		      (hw_text){text.bytes + starts[at + 1 + (kind == 2)], text.length - starts[at + 1 + (kind == 2)]});
#undef LETTER
	hw_text result = {0};
	if (!out.failed)
		result = hw_text_copy(arena, hw_buffer_text(&out));
	hw_buffer_free(&out);
	return result;
}

/* The first place, from a drawn one on, where letters that look alike can be taken for one another. */
static hw_text confuse(hw_arena *arena, const example_rules *rules, hw_text text, hw_random *random)
{
	size_t from = text.length ? 1 + (size_t)hw_random_below(random, text.length) : 0;

	for (size_t at = from; at < text.length; at++) {
		const example_pair *rule = rule_at(rules, text, at);
		if (rule && ((unsigned char)text.bytes[at] & 0xC0) != 0x80)
			return hw_text_format(arena, "%.*s%.*s%.*s", (int)at, text.bytes, HW_TEXT_ARG(rule->to),
					      (int)(text.length - at - rule->from.length),
					      text.bytes + at + rule->from.length);
	}
	return text;
}

static hw_text first_letter(hw_text word)
{
	size_t at = 0;

	if (word.length)
		hw_utf8_next(word, &at);
	return (hw_text){word.bytes, at};
}

typedef struct parts {
	hw_text family, given, patronymic;
	bool initials, reversed;
} parts;

static hw_text join(hw_arena *arena, const parts *p)
{
	if (p->initials && p->patronymic.length)
		return hw_text_format(arena, "%.*s %.*s.%.*s.", HW_TEXT_ARG(p->family),
				      HW_TEXT_ARG(first_letter(p->given)), HW_TEXT_ARG(first_letter(p->patronymic)));
	if (p->initials)
		return hw_text_format(arena, "%.*s %.*s.", HW_TEXT_ARG(p->family), HW_TEXT_ARG(first_letter(p->given)));
	if (!p->given.length)
		return p->family;
	const char *space = p->patronymic.length ? " " : "";
	if (p->reversed)
		return hw_text_format(arena, "%.*s%s%.*s %.*s", HW_TEXT_ARG(p->given), space,
				      HW_TEXT_ARG(p->patronymic), HW_TEXT_ARG(p->family));
	return hw_text_format(arena, "%.*s %.*s%s%.*s", HW_TEXT_ARG(p->family), HW_TEXT_ARG(p->given), space,
			      HW_TEXT_ARG(p->patronymic));
}

hw_text example_name_write(hw_arena *arena, const example_names *names, const example_name *name,
			   const example_hand *hand, hw_text rank, hw_random *random)
{
	const example_spelling *spelling = example_hand_spelling(hand, random);
	hw_text words[EXAMPLE_PARTS];
	bool declined = example_happens(random, hand->oblique) && spelling->plain && name->sex == EXAMPLE_MAN;

	for (example_part part = 0; part < EXAMPLE_PARTS; part++) {
		words[part] = example_spell(arena, names, name, part, spelling);
		if (declined)
			words[part] = oblique(arena, names, part, spelling->language, words[part]);
		if (!words[part].bytes)
			return (hw_text){0};
	}
	parts p = {words[EXAMPLE_FAMILY], words[EXAMPLE_GIVEN], words[EXAMPLE_PATRONYMIC],
		   .initials = example_happens(random, hand->initials),
		   .reversed = example_happens(random, hand->reversed)};
	if (example_happens(random, hand->no_patronymic))
		p.patronymic = (hw_text){0};
	if (example_happens(random, hand->family_only))
		p.given = (hw_text){0};
	if (!p.given.length)
		p.initials = false;
	hw_text text = join(arena, &p);
	if (text.bytes && example_happens(random, hand->typo))
		text = slip(arena, text, random);
	if (text.bytes && example_happens(random, hand->confused))
		text = confuse(arena, &names->confusions, text, random);
	if (text.bytes && example_happens(random, hand->capitals) && text.length * 2 < NAME_LIMIT) {
		char out[NAME_LIMIT];
		text = hw_text_copy(arena, (hw_text){out, append_changed(out, 0, text, upper, false)});
	}
	if (text.bytes && rank.length && example_happens(random, hand->ranked))
		text = hw_text_format(arena, "%.*s %.*s", HW_TEXT_ARG(rank), HW_TEXT_ARG(text));
	return text;
}

const char *example_born_write(const example_choice *how, int32_t born, hw_random *random, char out[24])
{
	hw_text word = example_choose(how, random);
	int year, month, day;

	if (hw_text_is(word, "off"))
		born += hw_random_below(random, 2) ? 1 : -365;
	hw_days_civil(born, &year, &month, &day);
	if (hw_text_is(word, "none") || !word.length)
		out[0] = '\0';
	else if (hw_text_is(word, "year"))
		snprintf(out, 24, "%04d", year);
	else if (hw_text_is(word, "month"))
		snprintf(out, 24, "%04d-%02d", year, month);
	else if (hw_text_is(word, "placeholder"))
		snprintf(out, 24, "%04d-01-01", year);
	else if (hw_text_is(word, "swapped") && day <= 12)
		snprintf(out, 24, "%04d-%02d-%02d", year, day, month);
	else
		snprintf(out, 24, "%04d-%02d-%02d", year, month, day);
	return out;
}
