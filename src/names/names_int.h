/* names_int.h - what the files of names share among themselves. */
#ifndef HW_NAMES_INT_H
#define HW_NAMES_INT_H

#include "names/names.h"

hw_text names_data_find(const char *name); /* an embedded file of data/names */

/* Code points of a text, in the arena. */
typedef struct names_runes {
	uint32_t *at;
	size_t count;
} names_runes;
hw_status names_runes_of(hw_arena *arena, hw_text t, names_runes *result, hw_error *error);
hw_status names_runes_text(hw_arena *arena, const uint32_t *runes, size_t count, hw_text *result, hw_error *error);
hw_status names_no_memory(hw_error *error);

/* ---- letters ---- */
bool names_is_latin(uint32_t c);
bool names_is_cyrillic(uint32_t c);
bool names_is_letter(uint32_t c);                        /* of any script */
bool names_is_mark(uint32_t c);                          /* combining */
enum { NAMES_APOSTROPHE = 0x2019, NAMES_WORD_MAX = 64 }; /* letters of a word that rules look at */

/* ---- tables ---- */
typedef enum names_sign {
	NAMES_SIGN_NONE,
	NAMES_SIGN_APOSTROPHE,
	NAMES_SIGN_HYPHEN,
	NAMES_SIGN_SPACE,
	NAMES_SIGN_UNSEEN
} names_sign;
typedef struct names_rune_pair {
	uint32_t from, to;
} names_rune_pair;

enum { NAMES_LETTERS_MAX = 8, NAMES_SIGNS_MAX = 4, NAMES_LATIN_MAX = 12 };
typedef struct names_fold_rule {
	uint32_t letters[NAMES_LETTERS_MAX];
	uint8_t count, style; /* style 0: every manner */
	bool at_start, at_end;
	uint8_t sign_count;
	char signs[NAMES_SIGNS_MAX];
	uint32_t row;
} names_fold_rule;
typedef struct names_mark {
	uint32_t letters[NAMES_LETTERS_MAX];
	uint8_t count, style;
} names_mark;

typedef struct names_scheme_rule {
	uint32_t letters[2];
	uint8_t count, spelling; /* 0: every spelling */
	bool at_start, at_end;
	const uint32_t *after; /* one of these stands before; NULL = anything */
	size_t after_count;
	uint32_t latin[NAMES_LATIN_MAX];
	uint8_t latin_count;
} names_scheme_rule;

typedef struct names_form {
	uint64_t hash;
	uint16_t class_number;
	uint8_t sex;      /* 'm' 'f' */
	uint8_t spelling; /* bit per names_spelling; 0 for Latin and everyday forms */
	bool everyday;
} names_form;
typedef struct names_forms {
	names_form *at;
	size_t count;
} names_forms;

typedef struct names_ending {
	char text[8], other[8];
	uint8_t length, other_length, sex; /* sex: 'm' 'f'; of derived endings the number of the row */
} names_ending;
typedef struct names_endings {
	names_ending *at;
	size_t count;
} names_endings;

typedef enum names_word_kind {
	NAMES_WORD_PARTICLE,
	NAMES_WORD_BORN,
	NAMES_WORD_CALLSIGN,
	NAMES_WORD_UNIT,
	NAMES_WORD_OGLU,
	NAMES_WORD_MAIDEN,
	NAMES_WORD_FROM,
	NAMES_WORD_KINDS
} names_word_kind;
typedef struct names_word {
	uint64_t hash;
	names_word_kind kind;
} names_word;
typedef struct names_rank {
	hw_text words[4]; /* lower case, without points */
	size_t count;
	hw_text meaning;
} names_rank;
typedef struct names_case_row {
	hw_text ending, nominative;
	double weight;
	uint32_t row;
	uint8_t role, sex, cases; /* names_role; 'm' 'f'; bit set: nominative first, then in the order of the file */
	bool any, consonant;      /* of given names too; a consonant stands before the ending */
	bool russian;             /* forms that a Ukrainian writing does not have */
} names_case_row;

/* Rows from..to of the cases share this ending. */
typedef struct names_case_run {
	hw_text ending;
	uint32_t from, to;
} names_case_run;

typedef enum names_encoding {
	NAMES_WINDOWS_1252,
	NAMES_WINDOWS_1251,
	NAMES_KOI8,
	NAMES_IBM866,
	NAMES_ENCODINGS /* also: UTF-8 */
} names_encoding;
enum { NAMES_TWO_FOR_ONE = 32 };
typedef struct names_back_row {
	uint32_t latin[NAMES_LETTERS_MAX];
	uint8_t count, spelling; /* names_spelling; OPEN: both */
	bool at_start, at_end;
	hw_text readings; /* separated by / */
} names_back_row;

struct names_readings_table; /* reading.c */
struct names_tables {
	hw_arena *arena;
	names_rune_pair *signs; /* from: code point, to: names_sign; sorted */
	size_t sign_count;
	names_rune_pair *lookalikes; /* from: Cyrillic, to: Latin or digit; in the order of the file */
	size_t lookalike_count;
	names_rune_pair *latin; /* letter with signs to plain letter; sorted */
	size_t latin_count;
	names_fold_rule *fold; /* sorted by first letter, then by preference */
	size_t fold_count;
	uint16_t fold_first[0x600]; /* by first letter: the first rule from it on */
	names_mark *marks;
	size_t mark_count;
	names_scheme_rule *schemes[NAMES_SCHEMES];
	size_t scheme_counts[NAMES_SCHEMES];
	names_forms written, folded; /* forms of given names by text and by fold key; sorted */
	uint32_t *class_initials;    /* by class number */
	hw_text *class_names;        /* by class number: the first name of the row */
	size_t class_count;
	names_endings patronymics, sexes, derived; /* longest first */
	names_form *callsigns;                     /* class_number: row; sorted */
	size_t callsign_count;
	names_word *words; /* sorted */
	size_t word_count;
	names_rank *ranks; /* most words first */
	size_t rank_count;
	names_case_row *cases; /* sorted by ending */
	size_t case_count;
	names_case_run *case_runs;           /* one for each ending, sorted by it */
	size_t case_run_count, case_longest; /* bytes of the longest ending */
	hw_latin *reader;                    /* for scripts without a table */
	float exchange[26][26];              /* cost of one sign of the fold key for another; confusions.txt */
	struct names_two_for_one {
		char two[2], one;
		float cost;
	} two_for_one[NAMES_TWO_FOR_ONE];
	size_t two_for_one_count;
	uint16_t encodings[NAMES_ENCODINGS][128]; /* code points of the bytes 80 to FF */
	float key_gain[128][2];                   /* nats by which that letter is commoner */
	uint32_t on_key[128][2];                  /* Ukrainian and Russian letter on the key of a Latin one; 0 = none */
	hw_text *name_endings;                    /* NULL while the tables are read: then nothing is repaired */
	size_t name_ending_count;
	names_back_row *back; /* in the order of the file */
	size_t back_count;
	const struct names_readings_table *readings; /* NULL: the file is empty */
};
uint64_t names_hash(const void *bytes, size_t length); /* FNV-1a, 64 bits */
/* The run of forms with this hash; count 0 when there is none. */
names_forms names_forms_find(names_forms forms, uint64_t hash);
bool names_word_is(const names_tables *tables, hw_text lower, names_word_kind kind);
names_sign names_sign_of(const names_tables *tables, uint32_t c);
uint32_t names_plain_latin(const names_tables *tables, uint32_t c);

/* Fold key of one lower-case word; at most `room` signs are written, the number is returned. */
bool names_fold_knows(const names_tables *tables, uint32_t letter); /* has rules for it */
size_t names_fold_word(const names_tables *tables, const uint32_t *word, size_t count, char *out, size_t room);

/* A row of a data file that is not empty and no remark; `line` counts from 1. */
bool names_row_next(hw_text *rest, unsigned *line, hw_text *row);
bool names_field_next(hw_text *row, hw_text *field); /* pieces between spaces and tabs */
hw_status names_row_fault(hw_error *error, const char *file, unsigned line, const char *why);
hw_status names_load_letters(names_tables *tables, hw_error *error); /* signs, look-alikes, plain Latin, fold */
hw_status names_load_fold(names_tables *tables, hw_error *error);
hw_status names_load_schemes(names_tables *tables, hw_error *error);
hw_status names_load_given(names_tables *tables, hw_error *error); /* needs the letters */
hw_status names_load_endings(names_tables *tables, hw_error *error);
hw_status names_load_words(names_tables *tables, hw_error *error);
hw_status names_load_cases(names_tables *tables, hw_error *error);
hw_status names_load_repairs(names_tables *tables, hw_error *error); /* last */
hw_status names_load_confusions(names_tables *tables, hw_error *error);
hw_status names_load_back(names_tables *tables, hw_error *error);
hw_status names_load_readings(names_tables *tables, hw_error *error);

/* ---- a Latin and a Cyrillic word; reading.c ---- */
/* The letters of a lower-case word as the table of readings knows them, between ^ and $; at most `room`. */
size_t names_crossing_letters(const names_tables *tables, const uint32_t *word, size_t count, uint32_t *out,
			      size_t room);
/* Their numbers in the table; 0 when the word is empty or too long. */
size_t names_crossing_codes(const names_tables *tables, const uint32_t *word, size_t count,
			    uint8_t out[NAMES_CROSSING_MAX]);
/* How dear the letters of a lower-case word are by themselves, nats a letter; letters that are hardly written count 6. */
double names_letters_chance(const names_tables *tables, const uint32_t *word, size_t count);
/* How much likelier the Latin and the Cyrillic word of these codes are one name than two that have nothing to do with each
 * other: nats by the square root of the mean number of letters.  0 when it is under `least_sure`, a word is empty, or there is
 * no table. */
double names_cross(const names_tables *tables, const uint8_t *latin, size_t latin_count, const uint8_t *cyrillic,
		   size_t cyrillic_count, double least_sure);

/* The table has the word as a callsign. */
bool names_callsign_is_known(const names_tables *tables, const names_part *word);
/* Two callsigns: MISSING, DIFFERENT, ONE_LETTER, SAME_NAME (translated), SAME_SOUND or SAME_WRITING; words.c. */
hw_status names_callsign_compare(const names_tables *tables, hw_arena *arena, hw_text a, hw_text b,
				 names_agreement *result, hw_error *error);
names_script names_script_of_runes(const uint32_t *text, size_t count);
/* Undoes a wrong encoding of the whole text and a wrong keyboard layout of its words, in place; repair.c. */
void names_repair(const names_tables *tables, names_runes *text, unsigned *notes);

/* ---- two names; likeness.c, decline.c ---- */
typedef enum names_how { NAMES_BY_LETTERS, NAMES_BY_READING, NAMES_BY_CASE } names_how; /* a part is the other */
typedef struct names_join {
	uint16_t left, right; /* bit sets of the parts */
	names_agreement agreement;
	uint8_t how; /* names_how */
	double value;
} names_join;
typedef struct names_matching {
	const names_written *a, *b;
	names_join joins[NAMES_PARTS_MAX];
	size_t count;
	uint16_t left, right; /* joined parts */
	bool patronymic_contradicts, given_contradicts, family_contradicts;
	double value;
} names_matching;
bool names_may_be_oblique(const names_written *w);
/* Likeness 0..1 of two parts that agree so; of the consonants alone, 0 when they differ too much.  alike.c */
double names_part_value(const names_tables *tables, const names_part *a, const names_part *b,
			names_agreement agreement);
double names_skeleton_value(const names_tables *tables, const names_part *a, const names_part *b);
void names_match(const names_written *a, const names_written *b, names_matching *result);
/* The cases and sexes in which `oblique` may be a form of the nominative `plain`: bit 2 * case + (feminine), genitive = case 1
 * to vocative = case 6; every case when the two are one word. */
uint32_t names_case_mask(const names_tables *tables, hw_text plain, hw_text oblique);

/* A piece of a full name between spaces and hyphens, made ready; part.c. */
hw_status names_part_of_word(const names_tables *tables, hw_arena *arena, hw_text tidy, names_role role,
			     names_part *result, names_runes *lower, hw_error *error); /* lower: NULL allowed */

/* Nominative readings of a tidy text with their scores (2 to 5 for a likely one), the likeliest first; none when the
 * text is no Cyrillic name of one to four words.  lemma.c. */
typedef struct names_reading {
	hw_text text;
	double score;
} names_reading;
hw_status names_readings(const names_tables *tables, hw_arena *arena, hw_text tidy, size_t limit, names_reading *out,
			 size_t *count, hw_error *error);

#endif
