/* example_int.h - inside the maker of examples: invented people, what truly became of them, and what
 * sources say of it.
 *
 * The code is the mechanism only.  Who is held, where, in which categories, by whom, what is said and
 * asked stands in a caseload description (examples/founding/caseload.json, data/example/synthetic.json;
 * its manual is docs/example.md), the names in data/example/names.json.  Nothing here knows a party, a
 * place, a language or a category.
 *
 * Every draw comes from the stream (seed, slice) with one slice a person and purpose, so that a change
 * in one group moves no other person, and the same description and seed give the same bytes. */
#ifndef HW_BUREAU_EXAMPLE_INT_H
#define HW_BUREAU_EXAMPLE_INT_H

#include "base/base.h"
#include "bureau/bureau.h"

/* ---- choices (example_choice.c): {"value": weight, ...} ------------------------------ */
typedef struct example_choice {
	hw_text *values;
	double *weights; /* >= 0, sum > 0 */
	size_t count;    /* 0: nothing was given */
} example_choice;
/* Reads object[key]: an object of weights, or one text (weight 1).  Absent: count 0. */
hw_status example_choice_read(hw_arena *arena, const hw_json *object, const char *where, const char *key,
			      example_choice *result, hw_error *error);
/* A value by weight; empty text when there is no choice. */
hw_text example_choose(const example_choice *choice, hw_random *random);
size_t example_choose_index(const example_choice *choice, hw_random *random); /* count >= 1 */
/* Shares `total` among the values in exact proportion (largest remainders; the first wins a tie). */
void example_share(const example_choice *choice, size_t total, size_t *counts);
bool example_happens(hw_random *random, double chance);
int32_t example_between(hw_random *random, int32_t low, int32_t high); /* both included; low when high < low */
void example_shuffle(size_t *items, size_t count, hw_random *random);
/* A whole day at object[key], as day number; absent leaves *result. */
hw_status example_day_read(const hw_json *object, const char *where, const char *key, int32_t *result, hw_error *error);
/* object[key] = [low, high] in [least, most]; absent leaves both. */
hw_status example_range_read(const hw_json *object, const char *where, const char *key, double least, double most,
			     double *low, double *high, hw_error *error);

/* ---- names (example_names.c): data/example/names.json ---------------------------------- */
enum { EXAMPLE_LANGUAGES = 2 };
typedef struct example_pair {
	hw_text from, to;
} example_pair;
typedef struct example_rules { /* replacements, longest first */
	example_pair *items;
	size_t count;
} example_rules;
typedef struct example_language {
	hw_text key;
	example_rules family_feminine, patronymic_feminine;              /* endings */
	example_rules family_oblique, given_oblique, patronymic_oblique; /* endings of the accusative */
	example_rules translation, translation_end;                      /* into the other language */
} example_language;
typedef struct example_spelling {
	hw_text key;
	size_t language; /* whose form is spelled */
	bool plain;      /* written as it is, no letters replaced */
	example_rules start, end, map;
} example_spelling;
typedef struct example_word { /* one name in every language */
	hw_text form[EXAMPLE_LANGUAGES];
} example_word;
enum { EXAMPLE_MAN, EXAMPLE_WOMAN, EXAMPLE_SEXES };
typedef struct example_words {
	example_word *items;
	size_t count;
} example_words;
typedef struct example_pool {
	hw_text key;
	example_words given[EXAMPLE_SEXES], patronymic[EXAMPLE_SEXES], family[EXAMPLE_SEXES];
} example_pool;
typedef struct example_names {
	example_language languages[EXAMPLE_LANGUAGES];
	example_spelling *spellings;
	size_t spelling_count;
	example_rules confusions; /* letters that are mistaken for one another */
	example_pool *pools;
	size_t pool_count;
} example_names;
hw_status example_names_read(hw_arena *arena, const hw_json *root, example_names *result, hw_error *error);
/* By key; refuses an unknown one. */
hw_status example_pool_find(const example_names *names, hw_text key, size_t *result, hw_error *error);
hw_status example_spelling_find(const example_names *names, hw_text key, const example_spelling **result,
				hw_error *error);

typedef struct example_name {
	uint16_t pool, given, patronymic, family;
	uint8_t sex; /* EXAMPLE_MAN, EXAMPLE_WOMAN */
} example_name;
example_name example_name_draw(const example_names *names, size_t pool, int sex, hw_random *random);

/* ---- spelling and damage (example_spell.c) ------------------------------------------------ */
typedef enum example_part { EXAMPLE_FAMILY, EXAMPLE_GIVEN, EXAMPLE_PATRONYMIC, EXAMPLE_PARTS } example_part;
hw_text example_word_of(const example_names *names, const example_name *name, example_part part, size_t language);
/* The text with the first rule applied whose `from` ends it; the same text when none does. */
hw_text example_ending(hw_arena *arena, const example_rules *rules, hw_text text);
/* Every word of `text` by letters: endings, first letters, then the map; capitals are kept. */
hw_text example_letters(hw_arena *arena, const example_rules *start, const example_rules *end, const example_rules *map,
			hw_text text);
/* One part in one spelling, undamaged; lives in the arena. */
hw_text example_spell(hw_arena *arena, const example_names *names, const example_name *name, example_part part,
		      const example_spelling *spelling);

/* How a source writes names and birth dates. */
typedef struct example_hand {
	const example_spelling **spellings;
	double *spelling_weights;
	size_t spelling_count;
	double no_patronymic, initials, family_only, oblique, reversed, capitals, ranked, typo, confused;
	example_choice born; /* words: day month year none swapped off placeholder */
} example_hand;
hw_status example_hand_read(hw_arena *arena, const example_names *names, const hw_json *object, const char *where,
			    example_hand *result, hw_error *error);
const example_spelling *example_hand_spelling(const example_hand *hand, hw_random *random);
/* One name in one line, with this hand's damage; `rank` may be empty.  No bytes when memory is out. */
hw_text example_name_write(hw_arena *arena, const example_names *names, const example_name *name,
			   const example_hand *hand, hw_text rank, hw_random *random);
/* A birth date with this hand's damage; EDTF text, perhaps empty. */
const char *example_born_write(const example_choice *how, int32_t born, hw_random *random, char out[24]);

/* ---- people (example_people.c) -------------------------------------------------------------- */
typedef struct example_place {
	hw_text id, region; /* id is empty for the unlisted places of a region */
	bool never;         /* of a region of weight 0, our own: no noise names it */
} example_place;
typedef struct example_path { /* a weighted place of a group */
	uint32_t *places;     /* indices */
	double *weights;
	size_t count;
} example_path;

typedef struct example_group {
	hw_text id, side; /* "ours", "theirs" */
	size_t count, pool, first;
	const example_spelling **spellings;
	example_hand hand; /* of the registry */
	example_choice categories, units, ranks, holder, registers, circumstances, wounded, wills, fate, together;
	example_path path;
	double women, disowned, moves, confirmed, family_pairs; /* chances; moves a year; pairs of a family */
	double born_low, born_high;                             /* years */
	example_choice captured;                                /* "first/last" days, by weight */
	int32_t returned;                                       /* day they came home; 0 = not */
	size_t profile;                                         /* what is reported of them */
	size_t taken;                                           /* people already used by rounds and lists */
	const hw_json *json;
} example_group;

enum { EXAMPLE_STAYS = 6 };
typedef struct example_stay {
	int32_t since;
	uint32_t place;
} example_stay;
typedef enum example_end { EXAMPLE_HELD, EXAMPLE_DEAD, EXAMPLE_FREE } example_end;
typedef struct example_person {
	char id[12];
	uint32_t group;
	example_name name;
	int32_t born, since; /* days; since = lost or captured */
	int32_t ended;       /* day of death or return, INT32_MAX = held at the end */
	int32_t confirmed;   /* day, 0 = never */
	uint8_t end, stay_count;
	bool disowned;
	example_stay stays[EXAMPLE_STAYS];
	hw_text categories, unit, rank, holder, register_, circumstances, wounded, wills, family_group, capture_group;
} example_person;

/* ---- tables (example_table.c) ------------------------------------------------------------------ */
typedef struct example_file {
	char name[96];
	hw_buffer text;
	size_t columns, at, rows;
	bool plain; /* not a table: a text of its own */
} example_file;
enum { EXAMPLE_FILES = 96 };

/* ---- the whole ------------------------------------------------------------------------------------ */
typedef struct example_profile {
	hw_text key;
	size_t *voices; /* who speaks */
	double *chances;
	size_t count;
	double reviewed; /* part of the reports that were reviewed; below 0: as the description says */
} example_profile;
typedef struct example_voice { /* how one source speaks */
	hw_text id, kind;
	double faithful, first_hand, undated, month_only;
	example_choice says, credibility; /* says: place region status; sees the dead: "dead" is allowed */
	double delay_low, delay_high, when_low, when_high;
	int32_t from, to; /* days between which it speaks */
	bool sees_dead;
	example_hand hand;
} example_voice;

typedef struct example {
	hw_arena *arena;   /* lives as long as the example */
	hw_arena *scratch; /* reset often */
	const hw_json *root;
	uint64_t seed;
	int32_t as_of;
	example_names names;
	example_place *places;
	size_t place_count, listed_count; /* the listed ones come first, then one unlisted a region */
	hw_text *regions;
	size_t region_count;
	example_group *groups;
	size_t group_count;
	example_person *persons;
	size_t person_count;
	example_voice *voices;
	size_t voice_count;
	example_profile *profiles;
	size_t profile_count;
	example_file files[EXAMPLE_FILES];
	size_t file_count;
	example_file *truth; /* NULL when nobody asked for it */
	const example_pair *swaps;
	size_t swap_count;
} example;

/* A stream of its own for each purpose and index. */
enum example_purpose {
	EXAMPLE_ORDER = 1,
	EXAMPLE_PERSON,
	EXAMPLE_TRUTH,
	EXAMPLE_REGISTRY,
	EXAMPLE_REPORTS,
	EXAMPLE_ECHOES,
	EXAMPLE_JUDGES,
	EXAMPLE_PACKAGES,
	EXAMPLE_REQUESTS,
	EXAMPLE_LISTS,
	EXAMPLE_CUSTODY
};
hw_random example_stream(const example *x, enum example_purpose purpose, size_t index);

/* Opens the file `name`.csv with these columns (comma-separated), or a plain file when columns is NULL. */
hw_status example_open(example *x, const char *name, const char *columns, example_file **result, hw_error *error);
void example_cell(example *x, example_file *file, hw_text value); /* swaps ids; ends the row after its last cell */
void example_cells(example *x, example_file *file, const char *value);
void example_cell_day(example *x, example_file *file, int32_t day); /* 0: empty */
/* Literal tables and texts of the description; positions are checked. */
hw_status example_tables(example *x, hw_error *error);
hw_status example_places_read(example *x, hw_error *error);
hw_status example_save(example *x, const char *folder, bureau_example_result *result, hw_error *error);

hw_status example_group_find(const example *x, hw_text id, size_t *result, hw_error *error);
/* The next person of a group that no round or list has used. */
hw_status example_take(example *x, hw_text group, const example_person **result, hw_error *error);
hw_status example_people_draw(example *x, size_t persons_wanted, hw_error *error);
hw_status example_people_write(example *x, hw_error *error);
/* Where the person is on a day, and in what state. */
example_end example_state(const example_person *person, int32_t day, uint32_t *place);
hw_status example_voices_read(example *x, hw_error *error);
hw_status example_reports_write(example *x, hw_error *error);
hw_status example_talks_write(example *x, hw_error *error);  /* packages, requests */
hw_status example_rounds_write(example *x, hw_error *error); /* lists, entries, answers, deliveries */
hw_status example_custody_write(example *x, hw_error *error);

#endif
