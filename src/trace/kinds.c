/* kinds.c - kinds of fields and the documented table of their levels.
 *
 * m: among pairs of records of one person that both have a value, the share that shows the level; u: the same among pairs
 * of different persons.  The figures are those of registers of some ten thousand people kept by hand: they are where
 * learning begins, and what is used when the data are too few to learn from.  The weight of a level is log2(m/u) bits:
 *
 *	family name, same writing	 .70 / .004   +7.5	different	.03 / .93    -5.0
 *	given name, same writing	 .66 / .02    +5.0	another name	.02 / .70    -5.1
 *	date of birth, the same		 .80 / .00008 +13.3	different	.04 / .935   -4.5
 *	sex, the same			 .98 / .5     +1.0	different	.02 / .5     -4.6 */
#include "trace/trace_int.h"

#include <string.h>

static const char *const names[] = {
#define X(name, words) words,
	TRACE_KIND_LIST(X)
#undef X
};

const char *trace_kind_name(trace_kind kind)
{
	return (unsigned)kind < TRACE_KINDS ? names[kind] : "?";
}

hw_status trace_kind_find(hw_text name, trace_kind *result, hw_error *error)
{
	char shown[64];

	for (unsigned kind = 0; kind < TRACE_KINDS; kind++)
		if (hw_text_is(name, names[kind])) {
			*result = (trace_kind)kind;
			return HW_OK;
		}
	hw_fail(error, HW_USAGE, "\"%s\" is not a kind of field", hw_text_shown(name, shown));
	return hw_error_remedy(error,
			       "take one of given family patronymic full-name date year month day sex place address "
			       "code phone email number text source skip");
}

static const trace_level family_levels[] = {
	{"initial differs", .040, .930, 1},
	{"initial fits", .960, .070, 1},
	{"different", .035, .9350, 0},
	{"another family name from the same root", .005, .0060, 0},
	{"some likeness", .020, .0400, 0},
	{"two letters", .020, .0020, 0},
	{"one letter", .080, .0030, 0},
	{"one of several parts, or the other sex", .040, .0030, 0},
	{"family and given name exchanged", .020, .0010, 0},
	{"same name, written otherwise", .080, .0050, 0},
	{"same writing, or the same sound in another script", .700, .0050, 0},
};
static const trace_level given_levels[] = {
	{"initial differs", .040, .900, 1},
	{"initial fits", .960, .100, 1},
	{"different", .020, .2100, 0},
	{"another known name", .020, .7000, 0},
	{"some likeness", .020, .0400, 0},
	{"two letters", .015, .0020, 0},
	{"one letter", .070, .0080, 0},
	{"one of several names", .035, .0050, 0},
	{"family and given name exchanged", .020, .0010, 0},
	{"same name in another form", .160, .0140, 0},
	{"same writing, or the same sound in another script", .640, .0200, 0},
};
static const trace_level date_levels[] = {
	{"different, one less exact", .050, .880, 1},
	{"years one or ten apart, one less exact", .060, .090, 1},
	{"fits, one less exact", .890, .030, 1},
	{"different", .020, .8810, 0},
	{"years one or ten apart", .015, .0840, 0},
	{"same year", .015, .0250, 0},
	{"two of day, month and year", .025, .0080, 0},
	{"one digit or a year one or ten off, or two neighbours exchanged", .070, .0017, 0},
	{"day and month exchanged", .015, .0002, 0},
	{"same day", .840, .0001, 0},
};
static const trace_level year_levels[] = {
	{"different", .030, .8500, 0},
	{"one or ten years apart", .060, .1000, 0},
	{"one digit", .060, .0250, 0},
	{"same", .850, .0250, 0},
};
static const trace_level part_levels[] = {{"different", .080, .920, 0}, {"same", .920, .080, 0}};
static const trace_level sex_levels[] = {{"different", .020, .500, 0}, {"same", .980, .500, 0}};
static const trace_level bag_levels[] = {
	{"nothing in common", .120, .9300, 0},
	{"some words", .080, .0300, 0},
	{"half of the words or more", .080, .0120, 0},
	{"all words of the shorter", .100, .0080, 0},
	{"some letters apart", .070, .0030, 0},
	{"same, written otherwise", .050, .0020, 0},
	{"same writing", .500, .0150, 0},
};
static const trace_level code_levels[] = {
	{"different", .070, .8800, 0},
	{"same beginning", .060, .0900, 0},
	{"one sign, or two neighbours exchanged", .090, .0100, 0},
	{"same", .780, .0200, 0},
};
static const trace_level phone_levels[] = {
	{"different", .250, .9975, 0},
	{"one digit, or two neighbours exchanged", .080, .0010, 0},
	{"same last seven digits", .070, .0005, 0},
	{"same", .600, .0010, 0},
};
static const trace_level email_levels[] = {
	{"different", .250, .9970, 0},
	{"like", .080, .0010, 0},
	{"same before the @", .070, .0010, 0},
	{"same", .600, .0010, 0},
};
static const trace_level number_levels[] = {
	{"different", .050, .9550, 0},
	{"two signs", .030, .0100, 0},
	{"one sign, or two neighbours exchanged", .080, .0150, 0},
	{"same", .840, .0200, 0},
};

static const struct {
	const trace_level *levels;
	size_t count;
} tables[TRACE_KINDS] = {
#define LEVELS(kind, table) [kind] = {table, HW_COUNT(table)}
	LEVELS(TRACE_GIVEN, given_levels),      LEVELS(TRACE_FAMILY, family_levels),
	LEVELS(TRACE_PATRONYMIC, given_levels), LEVELS(TRACE_FULL_NAME, bag_levels),
	LEVELS(TRACE_DATE, date_levels),        LEVELS(TRACE_YEAR, year_levels),
	LEVELS(TRACE_MONTH, part_levels),       LEVELS(TRACE_DAY, part_levels),
	LEVELS(TRACE_SEX, sex_levels),          LEVELS(TRACE_PLACE, bag_levels),
	LEVELS(TRACE_ADDRESS, bag_levels),      LEVELS(TRACE_CODE, code_levels),
	LEVELS(TRACE_PHONE, phone_levels),      LEVELS(TRACE_EMAIL, email_levels),
	LEVELS(TRACE_NUMBER, number_levels),    LEVELS(TRACE_TEXT, bag_levels),
#undef LEVELS
};

const trace_level *trace_level_table(trace_kind kind, size_t *count)
{
	bool known = (unsigned)kind < TRACE_KINDS;

	*count = known ? tables[kind].count : 0;
	return known ? tables[kind].levels : NULL;
}

const char *trace_verdict_words(trace_verdict verdict)
{
	static const char *const words[] = {
		[TRACE_USED] = "used",
		[TRACE_FEW_PAIRS] = "too few pairs",
		[TRACE_FEW_FIELDS] = "too few fields beside those of the rule",
		[TRACE_FEW_MATCHES] = "too few likely matches",
		[TRACE_OTHER_GROUPS] = "finds groups that are not persons",
		[TRACE_DEPENDS_ON_START] = "depends on where it begins",
		[TRACE_DISAGREES] = "disagrees with the other rules",
	};

	return (unsigned)verdict < HW_COUNT(words) ? words[verdict] : "?";
}

bool trace_level_is_same(trace_kind kind, unsigned level)
{
	if (trace_is_name(kind))
		return level >= TRACE_NAME_SAME;
	if (trace_is_bag(kind))
		return level >= 5;
	size_t count = tables[kind].count;
	return level + 1 == count;
}

double trace_level_share(trace_kind kind, unsigned level)
{
	if (trace_level_is_same(kind, level))
		return kind == TRACE_SEX ? 0 : 1;
	if (trace_is_name(kind) &&
	    (level == TRACE_NAME_ONE || level == TRACE_NAME_PIECE || level == TRACE_NAME_CROSSED))
		return 0.5;
	if (trace_is_bag(kind) && level >= 1)
		return 0.7;
	return 0;
}
