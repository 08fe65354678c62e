/* names.h - a written name: its comparable forms, and how alike two written names are.
 *
 * One person is written Шевченко Микола, Шевченко Николай, Shevchenko Mykola, "ст. солдат Шевченка М.І.".
 * This module makes such writings comparable: it repairs the signs, finds the parts, folds each part to one key
 * for both scripts, knows which given names are forms of one name, and says how alike two writings are and why.
 *
 * It speaks of writings, never of people: `names_spelling` is the orthography of a text, found from its letters;
 * nothing here says where a person comes from, and no caller may use it so.
 *
 * All knowledge stands in text files of data/names/ (one row a line, `#` begins a remark): a maintainer adds a
 * line, no code.  `names_tables` is those files, read once; it does not change afterwards and may be shared by
 * threads.  All other functions are pure; results live in the caller's arena.  Input is any well-formed UTF-8;
 * at most NAMES_PARTS_MAX parts of a written name, and 2,000 bytes of it, are read; the rest is kept as it is. */
#ifndef HW_NAMES_H
#define HW_NAMES_H

#include "base/base.h"

typedef struct names_tables names_tables;
/* Reads the embedded files (some milliseconds).  HW_FAULT names file and line of a bad row. */
HW_MUST_CHECK hw_status names_tables_open(names_tables **result, hw_error *error);
void names_tables_close(names_tables *tables);

/* ---- the writing -------------------------------------------------------------- */
typedef enum names_script {
	NAMES_SCRIPT_NONE, /* no letter at all */
	NAMES_SCRIPT_LATIN,
	NAMES_SCRIPT_CYRILLIC,
	NAMES_SCRIPT_MIXED, /* Latin and Cyrillic letters in one text */
	NAMES_SCRIPT_OTHER, /* any letter of another script */
} names_script;
names_script names_script_of(hw_text t);
const char *names_script_words(names_script script); /* "Cyrillic" */

/* Orthography of a Cyrillic text: by letters that only one of the three uses (є і ї ґ; ы э ё ъ; ў), by letter
 * groups (ськ/ск, ьо), and by given names that the tables know in one spelling only (Микола, Николай). */
typedef enum names_spelling {
	NAMES_SPELLING_OPEN, /* nothing decides */
	NAMES_SPELLING_UKRAINIAN,
	NAMES_SPELLING_RUSSIAN,
	NAMES_SPELLING_BELARUSIAN,
} names_spelling;
names_spelling names_spelling_of(const names_tables *tables, hw_text t);
/* "uk", "ru", "be"; HW_USAGE naming the three for anything else. */
HW_MUST_CHECK hw_status names_spelling_find(hw_text code, names_spelling *result, hw_error *error);

/* What names_tidy had to repair. */
enum {
	NAMES_REPAIRED_LETTERS = 1,  /* Latin look-alikes in a Cyrillic word, or the reverse ("Iвaн") */
	NAMES_REPAIRED_SIGNS = 2,    /* kinds of apostrophe, hyphen and space brought to one */
	NAMES_REPAIRED_UNSEEN = 4,   /* zero-width and direction signs removed */
	NAMES_REPAIRED_ENCODING = 8, /* Cyrillic that was read in a wrong encoding ("Ð¨ÐµÐ²") */
	NAMES_REPAIRED_LAYOUT = 16,  /* typed in the wrong layout of the keyboard ("Itdxtyrj") */
};
/* Normal form C; one kind of apostrophe (U+2019), hyphen (-) and space; unseen signs and doubled spaces gone;
 * look-alike letters of a mixed word brought to the script of its other letters; a wrong encoding and a wrong keyboard
 * layout undone where what comes out is a Cyrillic name and what stood there is none.  Case is kept.
 * `notes` (NULL allowed) gets the NAMES_REPAIRED_ bits. */
HW_MUST_CHECK hw_status names_tidy(const names_tables *tables, hw_arena *arena, hw_text t, hw_text *result,
				   unsigned *notes, hw_error *error);

/* ---- romanisation ---------------------------------------------------------------
 * KMU 2010: table of the Cabinet of Ministers of Ukraine, resolution 55 of 27.01.2010 (Ukrainian only).
 * ICAO 9303: Doc 9303 part 3 section 6 B, with its Ukrainian, Belarusian and Russian columns.
 * BGN/PCGN: Russian 1947, Belarusian 1979; Ukrainian 2019, which is the KMU table.  ISO 9:1995: one sign a letter.
 * mvd310-fr, mvd310, mvd782, gost2006: the older systems of Russian passports (to 1997, 1997, 2000, 2010; ICAO 9303 since
 * 2013).  german, polish, french: the manners of Duden, PWN and the French press. */
typedef enum names_scheme {
	NAMES_KMU2010,
	NAMES_ICAO9303,
	NAMES_BGN_PCGN,
	NAMES_ISO9,
	NAMES_MVD310_FR,
	NAMES_MVD310,
	NAMES_MVD782,
	NAMES_GOST2006,
	NAMES_GERMAN,
	NAMES_POLISH,
	NAMES_FRENCH,
	NAMES_SCHEMES
} names_scheme;
const char *names_scheme_name(names_scheme scheme);                                             /* "kmu2010" */
HW_MUST_CHECK hw_status names_scheme_find(hw_text name, names_scheme *result, hw_error *error); /* HW_USAGE */
/* The text in Latin letters, case as a passport writes it (Щерба -> Shcherba, ЩЕРБА -> SHCHERBA).
 * `spelling` OPEN: found from the text, and taken as Ukrainian when nothing decides.
 * Letters that the scheme does not have are left as they are and counted in `left` (NULL allowed). */
HW_MUST_CHECK hw_status names_romanize(const names_tables *tables, names_scheme scheme, names_spelling spelling,
				       hw_arena *arena, hw_text t, hw_text *result, size_t *left, hw_error *error);

/* Cyrillic spellings that a Latin writing may come from, the likeliest first, at most `limit`: "Shevchenko" is Шевченко,
 * "Yevhen" Євген, "Hryts" Гриць.  `spelling`: UKRAINIAN or RUSSIAN, else HW_USAGE.  Readings of any of the schemes above are tried
 * (data/names/back.txt); spellings of known given names come first.  Six words of it are read. */
HW_MUST_CHECK hw_status names_back(const names_tables *tables, names_spelling spelling, hw_arena *arena, hw_text t,
				   size_t limit, hw_text **result, size_t *count, hw_error *error);

/* ---- one part of a name, ready to compare ------------------------------------------- */
enum {
	NAMES_FOLD_MAX = 23,     /* signs of a fold key that are kept */
	NAMES_CLASSES_MAX = 20,  /* classes of an ambiguous form (Слава); a table with more is refused */
	NAMES_PARTS_MAX = 12,    /* parts of a written name that are read */
	NAMES_CROSSING_MAX = 26, /* letters of a part, with its two ends, that are read across scripts */
};
typedef enum names_role {
	NAMES_ROLE_OPEN, /* not known whether family or given */
	NAMES_ROLE_FAMILY,
	NAMES_ROLE_GIVEN,
	NAMES_ROLE_PATRONYMIC,
} names_role;

/* A plain value of under 130 bytes; make it once for each distinct writing, compare it often.
 * The fold key is one key for both scripts: digraphs become one sign (ш щ sh sch sz = w, ч ch tsch = q, ж zh = j,
 * ц ts tz = c), g = h = kh, w = v, i = j = y, signs of softness, iotation and doubled letters are dropped
 * (data/names/fold.txt).  Classes number the rows of data/names/given.txt (1 = first); a patronymic carries the
 * class of the father's name. */
typedef struct names_part {
	char fold[NAMES_FOLD_MAX + 1]; /* NUL-terminated */
	uint8_t length;                /* of the fold key */
	uint8_t initial;               /* 1: a single letter, with or without a point */
	uint8_t script;                /* names_script */
	uint8_t sex;                   /* of the form of the name: 'm', 'f', 0 = either or not known */
	uint8_t patronymic;            /* 1: made by the rules of patronymics */
	uint8_t particle;              /* 1: de, von, bin ...: carries little */
	uint8_t everyday;              /* 1: an everyday form (Саша) */
	uint8_t class_count;
	uint8_t foreign; /* 1: of a script without rules, romanised by general ones; 2: such a one written without vowels */
	uint8_t ending; /* number of the row of the ending that root_hash leaves off; 0 = none */
	uint16_t classes[NAMES_CLASSES_MAX];
	uint64_t letters;     /* bit set of the signs of the fold key, to bound likeness from above */
	uint32_t initials;    /* bit set of the first signs of all forms of the name, to fit initials */
	uint32_t text_hash;   /* of the tidy lower-case text: equal hash and length = same writing */
	uint32_t text_length; /* bytes of the tidy lower-case text */
	uint32_t bare_hash;   /* of the fold key without its vowels after the first sign; 0 = under three signs */
	uint32_t stem_hash;   /* of the fold key in its masculine form (Яворська -> Яворський) */
	uint32_t root_hash; /* of the fold key without an ending that makes family names (Ткаченко -> Ткач) */
} names_part;
/* `role` decides which tables are asked: classes of given names for GIVEN and OPEN, rules of patronymics for
 * PATRONYMIC and OPEN.  Text without letters gives length 0. */
HW_MUST_CHECK hw_status names_part_of(const names_tables *tables, hw_arena *arena, hw_text t, names_role role,
				      names_part *result, hw_error *error);
/* The fold key alone, of a whole text: parts separated by one space, in their order; lives in the arena. */
HW_MUST_CHECK hw_status names_fold(const names_tables *tables, hw_arena *arena, hw_text t, hw_text *result,
				   hw_error *error);

/* How two parts agree, from the weakest to the strongest.  The order is part of the interface. */
typedef enum names_agreement {
	NAMES_MISSING,     /* one of the two is empty: says nothing */
	NAMES_CONTRADICTS, /* two known names of different classes; another sex of the same family name is not one */
	NAMES_DIFFERENT,   /* nothing in common */
	NAMES_DERIVED, /* one is made from the other by an ending that makes another family name (Ткач, Ткачук) */
	NAMES_DISTANT,      /* some likeness (Jaro-Winkler 0.80 of the keys, or the same consonants) */
	NAMES_INITIAL,      /* an initial that fits */
	NAMES_TWO_LETTERS,  /* two letters apart in long names */
	NAMES_ONE_LETTER,   /* one letter apart, or two neighbours exchanged */
	NAMES_OTHER_ENDING, /* the same family name in the other sex (Яворський, Яворська) */
	NAMES_SAME_NAME,  /* other form of the same name (Микола, Николай; Саша, Олександр) */
	NAMES_SAME_SOUND, /* same fold key, written otherwise (Шевченко, Schewtschenko) */
	NAMES_SAME_WRITING,
	NAMES_AGREEMENTS,
} names_agreement;
/* The first name of the row of a class ("Станіслав"); empty when there is no such class. */
hw_text names_class_name(const names_tables *tables, uint16_t class_number);
names_agreement names_part_compare(const names_part *a, const names_part *b, names_role role);
const char *names_agreement_words(names_agreement agreement); /* "one letter" */

/* Optimal string alignment distance of two byte strings of at most 64 bytes (neighbours exchanged count one);
 * `limit` + 1 when it is over `limit` or a string is longer. */
unsigned names_distance(const char *a, size_t a_length, const char *b, size_t b_length, unsigned limit);
/* Jaro-Winkler likeness (Winkler 1990; prefix of at most 4, factor 0.1), 0..1, for strings up to 64 bytes (longer are cut). */
double names_jaro_winkler(const char *a, size_t a_length, const char *b, size_t b_length);

/* ---- a full name as written ------------------------------------------------------- */
typedef struct names_written {
	hw_text rank;                              /* "ст. солдат" */
	hw_text family, given, patronymic;         /* as written, tidied; empty when absent */
	hw_text given_initial, patronymic_initial; /* "М" */
	hw_text unit;                              /* "36 обрмп", "в/ч А1234" */
	hw_text callsign;                          /* in quotation marks, or after "позивний" */
	hw_text rest;                              /* what was not understood */
	int born_year;                             /* 0 = not written */
	int born_month, born_day;                  /* 0 = not written */
	bool order_known;                          /* false: family and given may be exchanged */
	unsigned notes;                            /* NAMES_REPAIRED_ bits */
	names_part parts[NAMES_PARTS_MAX];         /* of the name proper, in the order of the text */
	names_role roles[NAMES_PARTS_MAX];
	uint16_t
		other_family; /* bit set of the parts that are another family name: née, or in brackets between names */
	hw_text texts[NAMES_PARTS_MAX];
	size_t part_count;
	const names_tables *tables; /* that it was parsed with; they outlive it */
	/* letters of the parts as data/names/readings.txt numbers them, to read Latin and Cyrillic as each other */
	uint8_t crossing[NAMES_PARTS_MAX][NAMES_CROSSING_MAX], crossing_count[NAMES_PARTS_MAX];
} names_written;
HW_MUST_CHECK hw_status names_parse(const names_tables *tables, hw_arena *arena, hw_text t, names_written *result,
				    hw_error *error);

/* Nominative readings of a name that may stand in an oblique case ("Шевченка Миколу"), the likeliest first, the text
 * as it is among them; at most `limit` (1..16). */
HW_MUST_CHECK hw_status names_lemma(const names_tables *tables, hw_arena *arena, hw_text t, size_t limit,
				    hw_text **result, size_t *count, hw_error *error);

/* ---- likeness of two full names -------------------------------------------------------
 * 0..1.  0.5 means "probably the same name": two such writings are worth a look; it never means the same person
 * (namesakes, father and son).  Each pair of parts has a likeness by its agreement (table in compare.c); the parts
 * are joined in the best way, family names weigh 1.3, a part that only one side has costs little, a contradiction
 * (two known given names, two patronymics) caps the whole under 0.5. */
typedef struct names_reason {
	names_agreement agreement;
	hw_text left, right; /* empty right or left: only one side has it */
	hw_text words;       /* "Mykola = Nikolai: same name"; "patronymic contradicts" */
} names_reason;
typedef struct names_likeness {
	double value;
	names_reason *reasons;
	size_t reason_count;
} names_likeness;
HW_MUST_CHECK hw_status names_compare(const names_tables *tables, hw_arena *arena, hw_text a, hw_text b,
				      names_likeness *result, hw_error *error);
/* The same for names that were parsed before. */
HW_MUST_CHECK hw_status names_compare_written(hw_arena *arena, const names_written *a, const names_written *b,
					      names_likeness *result, hw_error *error);
/* The value alone, without reasons: takes no memory, for ranking many (about a microsecond).  Knows all but names of which both
 * stand in oblique cases, which names_compare tries by names_lemma. */
double names_likeness_value(const names_written *a, const names_written *b);

#endif
