/* compare.c - likeness of two full names with its reasons, and of names that stand in oblique cases. */
#include "names/names_int.h"

#include <string.h>

/* ---- reasons ------------------------------------------------------------------------------- */

static hw_status texts_of(hw_arena *arena, const names_written *w, uint16_t set, hw_text *result, hw_error *error)
{
	size_t length = 0, kept = 0;
	char *out;

	*result = (hw_text){0};
	if (!set)
		return HW_OK;
	if (!(set & (set - 1))) {
		*result = w->texts[__builtin_ctz(set)];
		return HW_OK;
	}
	for (uint16_t rest = set; rest; rest &= (uint16_t)(rest - 1))
		length += w->texts[__builtin_ctz(rest)].length + 1;
	out = HW_NEW(arena, char, length);
	if (!out)
		return names_no_memory(error);
	for (uint16_t rest = set; rest; rest &= (uint16_t)(rest - 1)) {
		hw_text piece = w->texts[__builtin_ctz(rest)];
		if (kept)
			out[kept++] = ' ';
		memcpy(out + kept, piece.bytes, piece.length);
		kept += piece.length;
	}
	*result = (hw_text){out, kept};
	return HW_OK;
}

/* The pieces, a colon and the words; empty when memory fails. */
static hw_text put_together(hw_arena *arena, const hw_text *pieces, size_t count, hw_text words)
{
	size_t length = words.length + 2;

	for (size_t i = 0; i < count; i++)
		length += pieces[i].length;
	char *out = HW_NEW(arena, char, length + 1), *at = out;
	if (!out)
		return (hw_text){0};
	for (size_t i = 0; i < count; i++)
		if (pieces[i].length) {
			memcpy(at, pieces[i].bytes, pieces[i].length);
			at += pieces[i].length;
		}
	at[0] = ':';
	at[1] = ' ';
	memcpy(at + 2, words.bytes, words.length);
	return (hw_text){out, length};
}

static hw_status add_reason(hw_arena *arena, names_likeness *out, names_agreement agreement, hw_text left,
			    hw_text right, const char *words, hw_error *error)
{
	names_reason *reason = &out->reasons[out->reason_count];
	const char *sign = agreement <= NAMES_DIFFERENT ? "|" : agreement == NAMES_SAME_WRITING ? "=" : "~";

	if (agreement >= NAMES_OTHER_ENDING)
		sign = "=";
	hw_text pieces[5] = {left, HW_TEXT(" "), hw_text_of(sign), HW_TEXT(" "), right};
	if (!left.length || !right.length) {
		pieces[0] = left.length ? left : right;
		for (size_t i = 1; i < HW_COUNT(pieces); i++)
			pieces[i] = (hw_text){0};
	}
	hw_text line = put_together(arena, pieces, HW_COUNT(pieces), hw_text_of(words));
	if (!line.bytes)
		return names_no_memory(error);
	*reason = (names_reason){agreement, left, right, line};
	out->reason_count++;
	return HW_OK;
}

static uint16_t left_over(const names_written *w, uint16_t joined, names_role role, bool any)
{
	uint16_t set = 0;

	for (size_t i = 0; i < w->part_count; i++)
		if (!(joined >> i & 1) && !w->parts[i].particle &&
		    (any ? w->roles[i] != NAMES_ROLE_PATRONYMIC : w->roles[i] == role))
			set |= (uint16_t)(1u << i);
	return set;
}

static hw_status contradiction(hw_arena *arena, const names_matching *m, names_role role, bool any, const char *words,
			       names_likeness *out, hw_error *error)
{
	uint16_t left = left_over(m->a, m->left, role, any), right = left_over(m->b, m->right, role, any);
	hw_text left_text, right_text;
	const char *why = words;

	HW_TRY(texts_of(arena, m->a, left, &left_text, error));
	HW_TRY(texts_of(arena, m->b, right, &right_text, error));
	/* two single names whose kinship is known are told apart by it */
	if (!(left & (left - 1)) && !(right & (right - 1)) && left && right) {
		const names_part *l = &m->a->parts[__builtin_ctz(left)], *r = &m->b->parts[__builtin_ctz(right)];
		if (names_part_compare(l, r, any ? NAMES_ROLE_OPEN : role) == NAMES_DERIVED)
			why = names_agreement_words(NAMES_DERIVED);
	}
	return add_reason(arena, out, NAMES_CONTRADICTS, left_text, right_text, why, error);
}

/* How many names a single joined part may be (Слава: 15); 1 when it is one, or when several words are joined. */
static size_t names_behind(const names_written *w, uint16_t set)
{
	return set && !(set & (set - 1)) ? w->parts[__builtin_ctz(set)].class_count : 1;
}

static hw_status words_of(hw_arena *arena, const names_matching *m, const names_join *join, const char **words,
			  hw_error *error)
{
	static const char *const others[] = {NULL, "one is a reading of the other", "an oblique case"};
	size_t left = names_behind(m->a, join->left), right = names_behind(m->b, join->right),
	       most = left > right ? left : right;

	*words = join->how ? others[join->how] : names_agreement_words(join->agreement);
	if (join->how || join->agreement != NAMES_SAME_NAME || most < 2)
		return HW_OK;
	hw_text said = hw_text_format(arena, "may be the same name; the short form stands for %zu", most);
	*words = said.bytes;
	return said.bytes ? HW_OK : names_no_memory(error);
}

static hw_status explain(hw_arena *arena, const names_matching *m, names_likeness *out, hw_error *error)
{
	bool sure = m->a->order_known && m->b->order_known;

	for (size_t j = 0; j < m->count; j++) {
		hw_text left, right;
		HW_TRY(texts_of(arena, m->a, m->joins[j].left, &left, error));
		HW_TRY(texts_of(arena, m->b, m->joins[j].right, &right, error));
		const char *words;
		HW_TRY(words_of(arena, m, &m->joins[j], &words, error));
		HW_TRY(add_reason(arena, out, m->joins[j].agreement, left, right, words, error));
	}
	if (m->family_contradicts)
		HW_TRY(contradiction(arena, m, NAMES_ROLE_FAMILY, false, "family name contradicts", out, error));
	if (m->given_contradicts)
		HW_TRY(contradiction(arena, m, NAMES_ROLE_GIVEN, !sure,
				     sure ? "given name contradicts" : "name contradicts", out, error));
	if (m->patronymic_contradicts)
		HW_TRY(contradiction(arena, m, NAMES_ROLE_PATRONYMIC, false, "patronymic contradicts", out, error));
	for (unsigned side = 0; side < 2; side++) {
		const names_written *w = side ? m->b : m->a;
		uint16_t joined = side ? m->right : m->left;
		for (size_t i = 0; i < w->part_count; i++) {
			bool told = (w->roles[i] == NAMES_ROLE_PATRONYMIC && m->patronymic_contradicts) ||
				    (w->roles[i] == NAMES_ROLE_FAMILY && m->family_contradicts) ||
				    (w->roles[i] != NAMES_ROLE_PATRONYMIC && m->given_contradicts &&
				     (!sure || w->roles[i] == NAMES_ROLE_GIVEN));
			if (joined >> i & 1 || told || w->parts[i].particle)
				continue;
			hw_text only = w->texts[i], nothing = {0};
			HW_TRY(add_reason(arena, out, NAMES_MISSING, side ? nothing : only, side ? only : nothing,
					  "only one has it", error));
		}
	}
	return HW_OK;
}

/* A callsign in common is worth a reason; without a name on one side it is all there is, and it only fits. */
static hw_status compare_callsigns(hw_arena *arena, const names_written *a, const names_written *b, names_likeness *out,
				   hw_error *error)
{
	names_agreement agreement;

	if (!a->tables)
		return HW_OK;
	HW_TRY(names_callsign_compare(a->tables, arena, a->callsign, b->callsign, &agreement, error));
	if (agreement == NAMES_MISSING)
		return HW_OK;
	bool fits = agreement >= NAMES_ONE_LETTER;
	if (!a->part_count || !b->part_count)
		out->value = fits ? 0.5 : 0.1;
	return add_reason(arena, out, fits ? agreement : NAMES_DIFFERENT, a->callsign, b->callsign,
			  fits ? "callsign fits; many share one" : "another callsign", error);
}

hw_status names_compare_written(hw_arena *arena, const names_written *a, const names_written *b, names_likeness *result,
				hw_error *error)
{
	names_matching m;
	names_likeness out = {.reasons = HW_NEW(arena, names_reason, 2 * NAMES_PARTS_MAX + 6)};

	if (!out.reasons)
		return names_no_memory(error);
	names_match(a, b, &m);
	out.value = m.value;
	HW_TRY(explain(arena, &m, &out, error));
	HW_TRY(compare_callsigns(arena, a, b, &out, error));
	*result = out;
	return HW_OK;
}

/* The words of the name proper, as one text. */
static hw_status name_text(hw_arena *arena, const names_written *w, hw_text *result, hw_error *error)
{
	uint16_t set = 0;

	for (size_t i = 0; i < w->part_count; i++)
		if (!w->parts[i].particle)
			set |= (uint16_t)(1u << i);
	return texts_of(arena, w, set, result, error);
}

/* Tries the readings of `oblique` as cases of a name against `other`; keeps the better likeness. */
static hw_status try_cases(const names_tables *tables, hw_arena *arena, const names_written *oblique,
			   const names_written *other, bool swapped, names_likeness *best, hw_error *error)
{
	enum { TRIED = 6 };
	names_reading readings[TRIED];
	names_written *read = HW_NEW(arena, names_written, 1);
	size_t count = 0;
	hw_text text;

	if (!read)
		return names_no_memory(error);
	HW_TRY(name_text(arena, oblique, &text, error));
	HW_TRY(names_readings(tables, arena, text, TRIED, readings, &count, error));
	for (size_t i = 0; i < count && readings[i].score > readings[0].score - 0.4; i++) {
		names_likeness found = {0};
		if (hw_text_equal(readings[i].text, text))
			continue;
		HW_TRY(names_parse(tables, arena, readings[i].text, read, error));
		HW_TRY(names_compare_written(arena, swapped ? other : read, swapped ? read : other, &found, error));
		found.value *= 0.97;
		if (found.value <= best->value || !found.reasons)
			continue;
		names_reason *reason = &found.reasons[found.reason_count++];
		*reason = (names_reason){.agreement = NAMES_SAME_NAME, .left = text, .right = readings[i].text};
		reason->words = hw_text_format(arena, "%.*s read as an oblique case of %.*s", HW_TEXT_ARG(text),
					       HW_TEXT_ARG(readings[i].text));
		if (!reason->words.bytes)
			return names_no_memory(error);
		*best = found;
	}
	return HW_OK;
}

hw_status names_compare(const names_tables *tables, hw_arena *arena, hw_text a, hw_text b, names_likeness *result,
			hw_error *error)
{
	names_written *left = HW_NEW(arena, names_written, 2);
	names_likeness best = {0};

	if (!left)
		return names_no_memory(error);
	HW_TRY(names_parse(tables, arena, a, &left[0], error));
	HW_TRY(names_parse(tables, arena, b, &left[1], error));
	HW_TRY(names_compare_written(arena, &left[0], &left[1], &best, error));
	if (best.value < 0.9 && names_may_be_oblique(&left[0]))
		HW_TRY(try_cases(tables, arena, &left[0], &left[1], false, &best, error));
	if (best.value < 0.9 && names_may_be_oblique(&left[1]))
		HW_TRY(try_cases(tables, arena, &left[1], &left[0], true, &best, error));
	*result = best;
	return HW_OK;
}
