/* trace_int.h - what the files of trace share among themselves. */
#ifndef HW_TRACE_INT_H
#define HW_TRACE_INT_H

#include "trace/trace.h"

struct trace_inside;

/* ---- values: each distinct writing of a column once ------------------------------ */
enum { TRACE_WORDS_MAX = 8, TRACE_SUBS_MAX = 3, TRACE_PLAIN_MAX = 63, TRACE_MISSING = 15 };

typedef struct trace_day {
	int16_t year;       /* 0 = not known */
	uint8_t month, day; /* 0 = not known */
	char digits[8];     /* YYYYMMDD where all three are known, else empty */
} trace_day;

typedef struct trace_value {
	hw_text text;       /* as it was written */
	const char *plain;  /* kind-wise normal form: fold key without spaces, digits, lower letters */
	uint64_t canonical; /* hash of what counts as one value for its frequency: class or fold key, date, number */
	uint32_t count;     /* records with this writing */
	uint32_t first;     /* those of side 0 among them */
	float rarity;       /* bits: log2 of records over records with this canonical value; filled when linking */
	uint32_t parts_at;  /* names: of the column's parts; bags: of its words */
	uint8_t part_count; /* names: 1 + its pieces when there are several; bags: words */
	uint8_t plain_length;
	bool readable; /* false: not of its kind (a date 31.02) */
	trace_day day;
} trace_value;

/* A word of a bag (place, address, text, whole name). */
typedef struct trace_word {
	char fold[NAMES_FOLD_MAX + 1];
	uint8_t length;
	uint32_t letters; /* bit set of its signs */
	uint32_t count;   /* records */
	float rarity;     /* bits */
} trace_word;

typedef struct trace_table { /* open addressing: 0 = free, else index */
	uint32_t *slots;
	size_t room, used;
} trace_table;

typedef struct trace_column {
	hw_text name;
	trace_kind kind;
	size_t field;        /* of the caller; SIZE_MAX: made of several */
	bool compared;       /* false: kept for display and blocking only */
	uint32_t *ids;       /* per record: index of a value, 0 = missing */
	trace_value *values; /* [0] is unused */
	size_t value_count, value_room;
	trace_table by_text;
	names_part *parts; /* names */
	size_t part_count, part_room;
	uint32_t *bag; /* bags: words of all values */
	size_t bag_count, bag_room;
	trace_word *words; /* [0] is unused */
	uint32_t *signs;   /* per word: set of its signs, and its length in the upper six bits; when linking */
	size_t word_count, word_room;
	trace_table by_word;
	size_t missing, unread;
	/* pairs of records with one canonical value, with one writing; [1]: of the two sides; when linking */
	double same_canonical[2], same_writing[2];
} trace_column;

struct trace_records {
	const names_tables *tables;
	hw_arena *arena, *scratch;
	trace_column columns[TRACE_FIELDS_MAX + 5];
	size_t column_count, field_count;
	size_t year, month, day; /* fields that are compared together as one date; SIZE_MAX = none */
	size_t source;           /* column of sources; SIZE_MAX = none */
	uint8_t *source_numbers; /* per value of it: 1.. by frequency, 0 = one of the small ones; when linking */
	uint8_t *sides;
	size_t count, room;
	size_t side_counts[2];
	size_t split_count; /* records whose whole names were taken apart */
	bool no_persons;    /* the column of whole names holds something else */
};

static inline bool trace_is_name(trace_kind kind)
{
	return kind == TRACE_GIVEN || kind == TRACE_FAMILY || kind == TRACE_PATRONYMIC;
}
static inline bool trace_is_bag(trace_kind kind)
{
	return kind == TRACE_PLACE || kind == TRACE_ADDRESS || kind == TRACE_TEXT || kind == TRACE_FULL_NAME;
}
/* A column more, at most 5 beyond the fields of the caller; `field` SIZE_MAX = made of others.  records.c */
trace_column *trace_column_add(trace_records *records, hw_text name, trace_kind kind, size_t field);
hw_status trace_intern(trace_records *records, trace_column *column, hw_text text, uint32_t *id, hw_error *error);
/* Takes whole names apart where family and given name are missing; whole_names.c. */
hw_status trace_split_names(trace_records *records, const trace_settings *settings, hw_error *error);
hw_status trace_no_memory(hw_error *error);
/* Grows *block to hold `wanted` elements; `room` is what it holds. */
hw_status trace_reserve(void *block_pointer, size_t *room, size_t wanted, size_t size, hw_error *error);
uint64_t trace_hash(const void *bytes, size_t length);
uint64_t trace_mix(uint64_t a, uint64_t b);
/* Fills a new value of a column from its text; values.c. */
hw_status trace_value_read(trace_records *records, trace_column *column, trace_value *value, hw_error *error);
/* Bits of a value that `with` of `of` records have. */
float trace_rarity(trace_kind kind, double with, size_t of);
hw_status trace_word_signs(trace_column *c, hw_error *error); /* fills `signs` */
/* rarity of values and words; before linking. */
hw_status trace_count_values(trace_records *records, hw_error *error);

/* ---- comparing -------------------------------------------------------------------- */
enum { TRACE_COMPARISONS_MAX = 16 };
typedef struct trace_answer {
	uint8_t level; /* TRACE_MISSING when a side has no value */
	float bits;    /* how rare the thing is that agrees; 0 where frequency says nothing */
} trace_answer;
/* Levels and frequencies of two values of one column. */
trace_answer trace_compare(const trace_column *column, uint32_t left, uint32_t right);
/* Level of names exchanged between two columns. */
bool trace_crossed(const trace_column *family, uint32_t a_family, uint32_t b_family, const trace_column *given,
		   uint32_t a_given, uint32_t b_given);
/* Numbers of levels that have a meaning of their own; levels.c. */
enum {
	TRACE_NAME_INITIAL_DIFFERS,
	TRACE_NAME_INITIAL,
	TRACE_NAME_DIFFERENT,
	TRACE_NAME_OTHER,
	TRACE_NAME_DISTANT,
	TRACE_NAME_TWO,
	TRACE_NAME_ONE,
	TRACE_NAME_PIECE,
	TRACE_NAME_CROSSED,
	TRACE_NAME_SAME,
	TRACE_NAME_EXACT,
	TRACE_NAME_LEVELS
};
enum {
	TRACE_DATE_LOOSE_DIFFERENT,
	TRACE_DATE_LOOSE_YEARS,
	TRACE_DATE_LOOSE_FITS,
	TRACE_DATE_DIFFERENT,
	TRACE_DATE_YEARS,
	TRACE_DATE_YEAR,
	TRACE_DATE_TWO,
	TRACE_DATE_DIGIT,
	TRACE_DATE_EXCHANGED,
	TRACE_DATE_SAME,
	TRACE_DATE_LEVELS
};
/* How far the frequency of the value moves the weight of a level: 0..1; exact and same levels 1. */
double trace_level_share(trace_kind kind, unsigned level);
bool trace_level_is_same(trace_kind kind, unsigned level); /* the same value, perhaps in another writing */

enum { TRACE_STRETCHES = 40, TRACE_STRETCH = 2 }; /* bits */

/* ---- model --------------------------------------------------------------------------- */
typedef struct trace_model {
	size_t count; /* comparisons */
	size_t columns[TRACE_COMPARISONS_MAX];
	size_t levels[TRACE_COMPARISONS_MAX];
	unsigned same_from[TRACE_COMPARISONS_MAX]; /* the lowest level that means the same value */
	const trace_level *tables[TRACE_COMPARISONS_MAX];
	double m[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	double u[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];      /* m and u sum to 1 in each group of levels */
	double weight[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX]; /* log2(m/u) less share * usual */
	double usual[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];  /* bits that agreement of this level usually has */
	double share[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	/* values of the compared columns, record by record: what is compared of a record lies together in memory */
	uint32_t *rows;
	size_t row_size;
	size_t family, given; /* comparisons of a family and a given name that may be exchanged; SIZE_MAX = none */
	double prior;         /* bits */
	double missing[TRACE_COMPARISONS_MAX]; /* bits of a value that is not there */
	/* per pair of sources: bits to add to the weight of a level; NULL = no sources */
	float (*by_source)[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	/* told[c][d]: the part of what agreement on d says that agreement on c has said already, 0..1 */
	double told[TRACE_COMPARISONS_MAX][TRACE_COMPARISONS_MAX];
	struct {
		uint8_t weak, strong;
		double part;
	} dependent[TRACE_COMPARISONS_MAX * TRACE_COMPARISONS_MAX]; /* the same, by weak, the largest part first */
	size_t dependent_count;
	double plain[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX]; /* log2(m/u) */
	/* bits, 0 or less, by the weight of all fields but the reference, a date: what strangers are seen to share */
	size_t reference; /* SIZE_MAX = none */
	uint16_t
		apart; /* bit set of the comparisons that do not count there: the reference, and fields that strangers who
			   * share much else share no more often than others do */
	double strangers[TRACE_STRETCHES];
} trace_model;
enum { TRACE_SOURCES = 8, TRACE_SOURCE_PAIRS = TRACE_SOURCES * TRACE_SOURCES };
/* Answers of all comparisons for two records. */
typedef struct trace_pattern {
	uint64_t code;    /* 4 bits a comparison */
	float adjustment; /* bits, from the frequency of the values that agree */
	uint8_t source;   /* pair of sources, the lower number first: low * TRACE_SOURCES + high */
} trace_pattern;
static inline unsigned trace_level_of(uint64_t code, size_t comparison)
{
	return (unsigned)(code >> (4 * comparison) & 15);
}
/* Answers about pairs of values that were asked for lately: inside blocks the same names meet again and again.  One
 * belongs to one slice; it changes no answer. */
enum { TRACE_MEMO = 1 << 13 };
typedef struct trace_memo {
	struct {
		uint32_t left, right;
		float bits;
		uint8_t column, level;
	} slots[TRACE_MEMO];
} trace_memo;
trace_memo *trace_memo_new(void); /* NULL when memory is out: then answers are not remembered */
/* `memo` may be NULL. */
void trace_answers(const trace_records *r, const trace_model *model, trace_memo *memo, uint32_t a, uint32_t b,
		   trace_answer *answers);
trace_pattern trace_pattern_of(const trace_records *r, const trace_model *model, trace_memo *memo, uint32_t a,
			       uint32_t b);
/* What each field of the pattern says, in bits, without the adjustment; `sources` that of the pair. */
void trace_code_parts(const trace_model *model, uint64_t code, unsigned sources, double *parts);
/* The field that has told part of what field `d` says in this pattern; SIZE_MAX = none. */
size_t trace_told_by(const trace_model *model, uint64_t code, size_t d);
void trace_model_depend(trace_model *model, double (*told)[TRACE_COMPARISONS_MAX]);
/* The weight of all fields but those apart, before strangers.c takes off; what it takes off such a weight. */
double trace_rest_weight(const trace_model *model, const trace_pattern *pattern);
double trace_strangers(const trace_model *model, double rest);
double trace_pattern_weight(const trace_model *model, const trace_pattern *pattern); /* without the prior */
double trace_pattern_bits(const trace_model *model, const trace_pattern *pattern);   /* all told */
double trace_probability(double bits);
/* The adjustment of one answer: share * bits. */
double trace_adjustment(const trace_model *model, size_t comparison, trace_answer answer);
hw_status trace_model_start(const trace_records *r, const trace_settings *settings, trace_model *model,
			    hw_error *error);
void trace_model_weigh(trace_model *model);
/* Lays the values of the compared columns out by record; before pairs are compared. */
hw_status trace_model_rows(const trace_records *r, trace_model *model, hw_error *error);
static inline const uint32_t *trace_row(const trace_model *model, uint32_t record)
{
	return model->rows + record * model->row_size;
}

/* ---- candidate pairs ------------------------------------------------------------------ */
enum {
	TRACE_TRAINING_MAX = 12,
	TRACE_RULES_MAX = 48,
	TRACE_ATOMS_MAX = 64,
	TRACE_BLOCK_MAX = 100,
	TRACE_WINDOW = 10,
	TRACE_FEW = 100 /* records of which every pair is compared */
};
typedef struct trace_atom {
	size_t column;
	uint32_t *keys; /* per value; 0 = none */
	/* family and given name in any order: the key is that of both values together; NULL = of one column */
	uint32_t *other_keys;
	size_t other;
	const char *words;
	bool weak; /* never alone */
} trace_atom;
typedef struct trace_block_rule {
	size_t atoms[3];
	size_t atom_count;
	uint32_t *order; /* records that have the key, sorted by key, then by what tells them apart, then by number */
	uint32_t *place; /* per record: its place in `order`, UINT32_MAX = none */
	/* per place: 1 where a block begins, 2 in a block that is split, 4 a record of side 1; then, between two sides, in six
	 * bits each how far the next and the last record of side 1 in the block are (63: so far and more; 0: there is none) */
	uint16_t *flags;
	size_t ordered;
	double pairs, added;
	size_t split;
	trace_verdict verdict; /* of its session */
	double share;          /* of true pairs among its pairs */
} trace_block_rule;
/* Pairs of a rule that was not taken: do the rules that were taken reach them too? */
typedef struct trace_check {
	uint32_t left, right;
	bool covered;
} trace_check;
enum { TRACE_CHECKS = 24, TRACE_CHECK_PAIRS = 200 };
typedef struct trace_blocks {
	trace_atom atoms[TRACE_ATOMS_MAX];
	size_t atom_count;
	trace_block_rule rules[TRACE_RULES_MAX];
	size_t rule_count;
	/* single keys that make no candidates: their pairs leave more fields to learn from */
	trace_block_rule training[TRACE_TRAINING_MAX];
	size_t training_count;
	uint32_t *tie; /* records in the order that they have within a block */
	/* values of the columns of atoms in the order of ties: read one after the other; NULL when rules are placed */
	uint32_t *tied[TRACE_FIELDS_MAX + 5];
	bool between;
	bool all_atoms;  /* parts of double names too, however few there are */
	bool everything; /* so few records that every pair is compared */
	double candidates;
	trace_check *checks; /* TRACE_CHECKS rules of TRACE_CHECK_PAIRS */
	size_t check_counts[TRACE_CHECKS];
	size_t check_count;
} trace_blocks;
hw_status trace_atoms_make(trace_blocks *blocks, const trace_records *r, hw_error *error); /* atoms.c */
/* blocks.c: the order within blocks; the key of some atoms together (0 = none); entries key << 32 | record by key. */
uint64_t trace_tie_of(const trace_records *r, uint32_t record);
hw_status trace_ties_make(trace_blocks *blocks, const trace_records *r, hw_error *error);
uint32_t trace_atoms_key(const trace_blocks *blocks, const trace_records *r, const size_t *atoms, size_t count,
			 uint32_t record);
/* The key of the record at a place of the order of ties; while `tied` is there. */
uint32_t trace_tied_key(const trace_blocks *blocks, const size_t *atoms, size_t count, size_t place);
void trace_tied_free(trace_blocks *blocks);
void trace_sort_keyed(uint64_t *all, uint64_t *spare, size_t count);
double trace_block_pairs(const trace_records *r, bool between, const uint64_t *block, size_t n);
hw_status trace_rule_place(trace_blocks *blocks, const trace_records *r, trace_block_rule *rule, hw_error *error);
/* choose_rules.c */
hw_status trace_blocks_make(const trace_records *r, const trace_settings *settings, const trace_model *model,
			    trace_blocks *blocks, const hw_progress *progress, hw_error *error);
void trace_blocks_free(trace_blocks *blocks);
uint32_t trace_rule_key(const trace_blocks *blocks, const trace_records *r, const trace_block_rule *rule,
			uint32_t record);
/* Room for the partners of one record at a time; one belongs to one slice. */
typedef struct trace_partners {
	uint32_t *at;
	size_t count;
	uint64_t *seen; /* round and record, by hash */
	size_t mask;
	uint32_t round;
} trace_partners;
hw_status trace_partners_new(const trace_blocks *blocks, trace_partners *partners, hw_error *error);
void trace_rule_free(trace_block_rule *rule);
void trace_partners_free(trace_partners *partners);
/* Partners b of record a, each unordered pair once over all a: b > a, or with `between` b of the other side. */
void trace_partners_of(const trace_blocks *blocks, const trace_records *r, uint32_t a, trace_partners *partners);
bool trace_is_candidate(const trace_blocks *blocks, const trace_records *r, uint32_t a, uint32_t b);
/* A rule that does not ask the column makes the pair. */
bool trace_made_without(const trace_blocks *blocks, const trace_records *r, uint32_t a, uint32_t b, size_t column);
const char *trace_rule_words(const trace_blocks *blocks, const trace_records *r, const trace_block_rule *rule,
			     char *out, size_t size);

/* ---- learning ---------------------------------------------------------------------------- */
/* Pairs of random records by level: shares among those where both sides have a value. */
typedef struct trace_shares {
	double share[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	double bits[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];   /* mean of what agrees; 0 when hardly seen */
	double weight[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX]; /* pairs behind the share */
	double present[TRACE_COMPARISONS_MAX];                  /* share of all pairs with both values */
} trace_shares;
/* Candidates of a sample of records, to fit the prior and to count expected levels; all of them when `scale` is 1. */
typedef struct trace_candidate {
	trace_pattern pattern;
	uint32_t left, right;
} trace_candidate;
typedef struct trace_sample {
	trace_candidate *at;
	size_t count;
	double scale;  /* candidates in all for each in the sample */
	size_t stride; /* learning looks at every stride-th of them */
} trace_sample;
hw_status trace_random_shares(const trace_records *r, const trace_settings *settings, const trace_model *model,
			      trace_shares *shares, const hw_progress *progress, hw_error *error);
/* u and usual bits from the shares, less what true pairs (`matched`, in pairs; NULL = none) add to them. */
void trace_set_u(const trace_records *r, const trace_shares *shares, double comparable,
		 double (*matched)[TRACE_LEVELS_MAX], trace_model *model);
/* Patterns of the pairs of each rule; learn.c. */
typedef struct trace_sessions trace_sessions;
hw_status trace_sessions_make(const trace_records *r, const trace_settings *settings, trace_blocks *blocks,
			      const trace_model *model, trace_sessions **result, const hw_progress *progress,
			      hw_error *error);
void trace_sessions_free(trace_sessions *sessions);
/* m by EM per rule, and what sources and missing values say; not `learnt` when the data do not suffice. */
hw_status trace_learn_m(const trace_records *r, const trace_settings *settings, trace_blocks *blocks,
			const trace_sessions *sessions, trace_model *model, bool *learnt, const hw_progress *progress,
			hw_error *error);
hw_status trace_sample_candidates(const trace_records *r, const trace_settings *settings, const trace_blocks *blocks,
				  const trace_model *model, trace_sample *sample, const hw_progress *progress,
				  hw_error *error);
/* The prior at which the candidates are expected to hold as many true pairs as it says, those that no rule reaches
 * counted in; prior.c. */
hw_status trace_fit_prior(const trace_settings *settings, const trace_records *r, const trace_blocks *blocks,
			  const trace_sample *sample, trace_model *model, trace_completeness *completeness,
			  hw_error *error);
void trace_expected_levels(const trace_model *model, const trace_sample *sample, double (*matched)[TRACE_LEVELS_MAX]);
/* How much fields tell each other; dependence.c. */
hw_status trace_find_dependence(const trace_records *r, const trace_settings *settings, const trace_sample *sample,
				trace_model *model, hw_error *error);
/* What strangers share beyond what independent fields foretell; strangers.c. */
void trace_find_strangers(const trace_records *r, const trace_settings *settings, const trace_blocks *blocks,
			  const trace_shares *shares, const trace_sample *sample, trace_model *model);
/* Fits the probabilities of the pairs to reviewed ones and changes them by it; calibrate.c. */
hw_status trace_calibrate(const struct trace_inside *inside, trace_result *result, hw_error *error);
double trace_calibrated(const trace_calibration *calibration, double bits);
double trace_uncalibrated(const trace_calibration *calibration, double bits);
double trace_comparable(const trace_records *r, bool between);

enum { TRACE_CLUSTER_DEPTH = 20 }; /* clusters weigh pairs down to threshold / 20 */
/* ---- resolving ------------------------------------------------------------------------------ */
/* Marks `linked` pairs one-to-one: the set of pairs at or over the threshold with the greatest sum of log odds. */
hw_status trace_assign(trace_pair *pairs, size_t count, size_t records, hw_error *error);
hw_status trace_cluster(const trace_records *r, const trace_settings *settings, trace_result *result, hw_error *error);
/* Scores all candidates: pairs from the depth of clusters up, the surest first; weigh.c.  `rest`, per record, gets the odds
 * of the others in units of 2^-32; NULL = not asked for. */
hw_status trace_weigh_all(struct trace_inside *inside, const trace_sample *sample, uint64_t *rest, trace_result *result,
			  const hw_progress *progress, hw_error *error);
/* Lets candidates of one record share its probability.  `rest` is asked with one_person only. */
hw_status trace_share_probability(struct trace_inside *inside, const uint64_t *rest, trace_result *result,
				  hw_error *error);
/* Compares the pairs inside clusters that no rule made; close.c. */
hw_status trace_close_clusters(struct trace_inside *inside, trace_result *result, hw_error *error);
/* The third record of the cluster that speaks most for a and b; `bits` of the two alone become those with it. */
bool trace_third_of(const trace_result *result, uint32_t a, uint32_t b, uint32_t *third, double *bits);
void trace_sort_pairs(trace_result *result); /* by probability, then left, then right */

/* ---- what was learnt, kept ------------------------------------------------------------------ */
enum {
	KEPT_HEAD = 0,
	KEPT_RULES = 1,    /* + rule: kept_entry by key, then in the order of ties */
	KEPT_VALUES = 100, /* + column: kept_count by canonical value */
	KEPT_WORDS = 200,  /* + column: kept_count by hash of the word */
	KEPT_TIES = 300,   /* per record: trace_tie_of */
	KEPT_PAGE = 512    /* entries, about */
};
typedef struct kept_entry {
	uint32_t key, record;
} kept_entry;
typedef struct kept_count {
	uint64_t hash;
	uint32_t count, unused;
} kept_count;
typedef struct kept_atom {
	uint32_t column, other; /* UINT32_MAX: no other */
	char words[24];
} kept_atom;
typedef struct kept_rule {
	uint32_t atom_count, bits; /* pages are numbered by so many upper bits of the key */
	kept_atom atoms[3];
} kept_rule;
typedef struct kept_head {
	char form[32];
	uint32_t order, model_size; /* of bytes; another machine or program writes anew */
	uint32_t column_count, rule_count, everything, records[2];
	uint32_t kinds[TRACE_FIELDS_MAX + 5], value_bits[TRACE_FIELDS_MAX + 5], word_bits[TRACE_FIELDS_MAX + 5];
	uint64_t present[TRACE_FIELDS_MAX + 5]; /* records with a value */
	kept_rule rules[TRACE_RULES_MAX];
	trace_model model;
} kept_head;
#define KEPT_FORM "homeward kept learning 1"

struct trace_inside {
	const trace_records *records;
	trace_model model;
	trace_blocks blocks;
	trace_settings settings;
	trace_judgement *judgements; /* sorted by left, right */
	hw_arena *arena;
};

/* Checks and sorts the judgements of the settings; link.c. */
hw_status trace_take_judgements(const trace_records *r, const trace_settings *settings, struct trace_inside *inside,
				hw_error *error);
/* The judgement of two records, NULL when there is none; link.c. */
const trace_judgement *trace_judged(const struct trace_inside *inside, uint32_t a, uint32_t b);

#endif
