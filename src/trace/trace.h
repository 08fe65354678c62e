/* trace.h - which records speak of the same person.
 *
 * Records of any fields go in as interned columns; out come pairs with a probability, the reasons of each, and
 * clusters.  Two callers: `link` over files, and the bureau, which links new reports against the persons it knows
 * and hands in standing human judgements as constraints.
 *
 * The way: 1 values are interned and made ready once a distinct value; 2 blocking: a union of narrow keys (fold keys,
 * classes of names, dates, codes; alone or two together), chosen on the data itself by the true pairs they promise for
 * each pair they cost; a block that is too large is put in order and split, never dropped; 3 each pair is compared field by field to a level; 4 the weight of a pair is the sum of the weights of its
 * levels, log2(m/u) bits: m = how often the two records of one person show this level, u = how often two records of
 * different persons do; agreement on a value is weighed by how frequent the value is, missing data weigh nothing;
 * 5 probability = logistic(ln 2 * (prior + weight)); 6 constraints, one-to-one, clusters.
 *
 * m begins as the documented table (trace_level_table); u comes from random pairs of the data and from the frequencies of
 * their values, shrunk to the table when the data are few, less what true pairs add to it.  With `learn`, m is estimated
 * per blocking rule by EM without that rule's fields (Winkler 1988; Splink's sessions) and shrunk to the table; a session
 * that cannot tell persons from other groups is not used and says why (trace_verdict).  Where records name their source,
 * m is that of the pair of sources, shrunk to that of all.  Fields that tell each other (a postal code and its town) are
 * weighed together: agreement on the lesser counts only for the part that the other has not told.  No labels are needed.
 * After clustering the pairs inside each cluster that no rule made are compared too, and what third records say of a pair
 * (A is C, C is B) takes the place of its prior.
 *
 * Pure: no file, clock or global state.  The same records and settings give the same bytes for any number of threads.
 * A name alone never confirms a person: the result is a proposal for people to judge. */
#ifndef HW_TRACE_H
#define HW_TRACE_H

#include "base/base.h"
#include "names/names.h"

/* ---- fields ------------------------------------------------------------------ */
#define TRACE_KIND_LIST(X)                                                                                  \
	X(SKIP, "skip") /* not compared */                                                                  \
	X(GIVEN, "given")                                                                                   \
	X(FAMILY, "family")                                                                                 \
	X(PATRONYMIC, "patronymic")                                                                         \
	X(FULL_NAME, "full-name") /* a whole name in one column */                                          \
	X(DATE, "date")           /* of birth: every form of hw_date_parse, and 19870625 */                 \
	X(YEAR, "year")           /* of birth, when it stands alone */                                      \
	X(MONTH, "month")                                                                                   \
	X(DAY, "day")                                                                                       \
	X(SEX, "sex")                                                                                       \
	X(PLACE, "place")                                                                                   \
	X(ADDRESS, "address")                                                                               \
	X(CODE, "code") /* postal code and the like */                                                      \
	X(PHONE, "phone")                                                                                   \
	X(EMAIL, "email")                                                                                   \
	X(NUMBER, "number") /* an identifying or a house number: compared digit by digit */                 \
	X(SOURCE, "source") /* who wrote the record: not compared; errors are learnt per pair of sources */ \
	X(TEXT, "text")
typedef enum trace_kind {
#define X(name, words) TRACE_##name,
	TRACE_KIND_LIST(X)
#undef X
		TRACE_KINDS
} trace_kind;
const char *trace_kind_name(trace_kind kind);
/* HW_USAGE naming all kinds when there is none of that name. */
HW_MUST_CHECK hw_status trace_kind_find(hw_text name, trace_kind *result, hw_error *error);

typedef struct trace_field {
	hw_text name; /* for explanations; copied */
	trace_kind kind;
} trace_field;
enum { TRACE_FIELDS_MAX = 32, TRACE_LEVELS_MAX = 12 };

/* ---- records ------------------------------------------------------------------ */
typedef struct trace_records trace_records;
/* `tables` must outlive the records.  Columns of year, month and day (one each) are compared together as one date;
 * a full name beside a given and a family name serves blocking and missing parts only (it is the same evidence); one full
 * name without them is taken apart into family, given name and patronymic, if most of its values are names of persons. */
HW_MUST_CHECK hw_status trace_records_new(const names_tables *tables, const trace_field *fields, size_t count,
					  trace_records **result, hw_error *error);
void trace_records_free(trace_records *records);
/* Adds one record: `values[i]` is the text of field i (copied; empty = missing; so are "NA", "N/A", "null", "-", "?",
 * "unknown", "невідомо", "неизвестно").  `side` is 0 or 1.  Records are numbered from 0 in the order of adding; at
 * most 2^31 - 1.  A value that cannot be read as its kind (a date 31.02) is kept as text, compares as such, and counts
 * in trace_records_unread. */
HW_MUST_CHECK hw_status trace_records_add(trace_records *records, unsigned side, const hw_text *values,
					  hw_error *error);
size_t trace_records_count(const trace_records *records);
size_t trace_records_unread(const trace_records *records, size_t field);
size_t trace_records_bytes(const trace_records *records);                                 /* memory held */
hw_text trace_records_value(const trace_records *records, uint32_t record, size_t field); /* as it was added */

/* ---- settings ------------------------------------------------------------------ */
typedef struct trace_judgement {
	uint32_t left, right;
	bool same; /* false: must differ */
} trace_judgement;
typedef struct trace_settings {
	bool between;    /* only pairs of one record of side 0 and one of side 1 (else all pairs) */
	bool one_to_one; /* a record of one side has at most one partner on the other; needs `between`: candidates share
			    * their probability on both sides, then the optimal assignment on the log odds, "no partner"
			    * counting 0 */
	bool one_person; /* with `between`: a record of side 1 is one of side 0 or none (a report speaks of one person), so
			    * its candidates share one probability; how many reports speak of somebody is learnt */
	bool learn;      /* EM for m where the data suffice (else the table alone) */
	double threshold;  /* probability at which two records are linked; 0 < threshold < 1 */
	double keep;       /* pairs under this probability are not returned (0 = all that were compared) */
	double candidates; /* budget of blocking: pairs to compare, as a multiple of the number of records; rules that
			    * promise under one true pair in 500 are not taken even if it is not spent */
	double expected;   /* true pairs expected among all; 0 = estimated from the data */
	unsigned threads;  /* 0 = all cores */
	uint64_t seed;     /* of the random pairs for u */
	const trace_judgement *judgements;
	size_t judgement_count;
	const trace_judgement *labels; /* reviewed pairs; they calibrate the probabilities and decide nothing */
	size_t label_count;
} trace_settings;
trace_settings trace_settings_default(void); /* all pairs, learn, 0.5, keep = threshold 0, candidates 40, seed 1 */

/* ---- the documented table ---------------------------------------------------------- */
typedef struct trace_level {
	const char *words; /* "one letter" */
	double m, u;       /* of the table, among the pairs of its group; each sums to 1 over the levels of a group */
	unsigned group; /* 1: one of the two is less exact (an initial, a year alone).  In which group a pair falls says
			    * nothing; only the level within it does */
} trace_level;
/* Levels of a kind; within a group from the weakest to the strongest.  NULL and 0 for SKIP. */
const trace_level *trace_level_table(trace_kind kind, size_t *count);

/* ---- result ------------------------------------------------------------------------ */
typedef struct trace_pair {
	uint32_t left, right; /* left < right; with `between` left is of side 0 */
	double weight;        /* bits, prior and third records included */
	double probability;   /* of the weight; less where other candidates share it (one_person, one_to_one) */
	bool linked;          /* at or over the threshold and allowed by one-to-one and judgements */
} trace_pair;

typedef struct trace_level_fit {
	const char *words;
	double m, u, weight; /* weight = log2(m/u) in bits; before the frequency of the value */
	double expected;     /* pairs of this level, weighed by their probability */
} trace_level_fit;
typedef struct trace_field_fit {
	hw_text name;
	trace_kind kind;
	size_t level_count;
	trace_level_fit levels[TRACE_LEVELS_MAX];
	double missing;        /* share of records without a value */
	double missing_weight; /* bits of a pair that lacks a value; 0 unless learnt otherwise, -1..1 */
	size_t distinct;
	bool learnt;
	hw_text told_by;  /* the field whose agreement tells most of what this one's does; empty = none */
	double told_part; /* 0..1 */
} trace_field_fit;
/* What came of the EM session of a rule. */
typedef enum trace_verdict {
	TRACE_USED,
	TRACE_FEW_PAIRS,    /* under 50 */
	TRACE_FEW_FIELDS,   /* under 2.5 fields with values beside those of the rule: two groups cannot be told apart */
	TRACE_FEW_MATCHES,  /* under 10 expected, or under one pair in 10,000 */
	TRACE_OTHER_GROUPS, /* the share of matches left what the table finds: no persons but towns, trades ... */
	TRACE_DEPENDS_ON_START, /* another beginning led elsewhere */
	TRACE_DISAGREES,        /* m is over 0.5 away from what all other sessions found */
} trace_verdict;
const char *trace_verdict_words(trace_verdict verdict);
typedef struct trace_rule {
	hw_text words;         /* "family and born year" */
	double pairs;          /* it makes */
	double added;          /* that no earlier rule made */
	size_t split_blocks;   /* that were too large and were split */
	double share;          /* of its pairs that EM takes for true ones; 0 when it did not run */
	trace_verdict verdict; /* TRACE_USED: its session counts in m */
	bool training;         /* only learnt from: a single field, whose pairs are no candidates */
} trace_rule;

/* How many of the true pairs blocking reaches, without knowing them, by two second catches of the same pairs
 * (capture-recapture, Petersen): rules that were tried and not taken - which part of theirs do the chosen rules make? - and
 * links inside clusters of three and more, which follow from others - which part of them did a rule make?  The lower of the
 * two counts.  Both catch what is like what was caught before, so that the truth is rather less. */
typedef struct trace_completeness {
	bool known;          /* false: there was nothing to check with */
	double share;        /* of the true pairs, 0..1; before pairs inside clusters were compared */
	double lower, upper; /* the middle nine tenths of the checking rules, and the clusters */
	double reached;      /* true pairs expected among the candidates */
	size_t rules;        /* that checked */
	double links;        /* inside clusters, that checked */
} trace_completeness;

/* bits = offset + scale * bits, outside the bits of the reviewed pairs only shifted; fitted to reviewed pairs by logistic regression, held to 0 and 1 by a prior of the weight
 * of some ten pairs (Platt 1999).  Not applied with under 5 pairs of either kind. */
typedef struct trace_calibration {
	bool applied;
	size_t same, different;            /* reviewed pairs */
	double offset, scale, least, most; /* least and most: bits of the reviewed pairs */
	double brier_before, brier_after;  /* of the reviewed pairs */
} trace_calibration;

typedef struct trace_result {
	trace_pair *pairs; /* probability, then left, then right; highest first */
	size_t pair_count;
	uint32_t *cluster; /* per record: the smallest record of its cluster */
	size_t cluster_count;
	trace_field_fit *fields;
	size_t field_count;
	trace_rule *rules;
	size_t rule_count;
	double comparable; /* pairs that could exist */
	double candidates; /* pairs that were compared */
	double prior; /* bits: log2 of the odds that two comparable records are one person; with one_person against nobody */
	double expected; /* true pairs the model expects, those that blocking does not reach counted in */
	trace_completeness completeness;
	trace_calibration calibration;
	double closed; /* pairs inside clusters that no rule made and that were compared for that; among `candidates` */
	bool learnt;
	size_t refused_merges; /* of clusters, by a must-differ or by the weight between them */
	hw_text *warnings;
	size_t warning_count;
	size_t bytes; /* peak of the engine's memory */
	struct trace_inside *inside;
} trace_result;

/* Links the records.  Stages reported to `progress`: "values", "blocking", "random pairs", "comparing", "learning",
 * "weighing", "resolving".  HW_BAD_INPUT: no field to compare, a judgement about a record that is not there, a
 * judgement about one pair both ways; HW_TOO_LARGE; HW_CANCELLED.  Records must outlive the result. */
HW_MUST_CHECK hw_status trace_link(trace_records *records, const trace_settings *settings, const hw_progress *progress,
				   trace_result **result, hw_error *error);
void trace_result_free(trace_result *result);

/* ---- what was learnt, kept ------------------------------------------------------------- */
/* What a linkage between a register (side 0) and reports (side 1, one_person) has learnt - weights, frequencies, rules, and
 * the register's keys under these rules - goes into pages, so that reports that come later are compared without the
 * register being read: the work depends on how many they are.  Pages are a few kilobytes each, found by section and number;
 * they are of one machine and one program, and may be thrown away. */
typedef struct trace_pages {
	void *context;
	hw_status (*put)(void *context, uint32_t section, uint32_t number, hw_text bytes, hw_error *error);
	/* Empty bytes: there is no such page.  Borrowed until trace_kept_free. */
	hw_status (*get)(void *context, uint32_t section, uint32_t number, hw_text *bytes, hw_error *error);
} trace_pages;
/* HW_USAGE for a result that was not made with one_person, or with sources. */
HW_MUST_CHECK hw_status trace_keep(const trace_result *result, const trace_pages *pages, hw_error *error);

typedef struct trace_kept trace_kept;
/* HW_NOT_FOUND: there is nothing, or of another form.  `pages` must outlive it. */
HW_MUST_CHECK hw_status trace_kept_open(const trace_pages *pages, trace_kept **result, hw_error *error);
void trace_kept_free(trace_kept *kept);
/* Records of the register, by their numbers in the linkage that was kept, ascending, that the rules pair with the records
 * of side 1 in `records` (of the same fields; only of side 1).  `persons` is of the kept learning. */
HW_MUST_CHECK hw_status trace_kept_candidates(trace_kept *kept, trace_records *records, const trace_settings *settings,
					      const uint32_t **persons, size_t *count, hw_error *error);
/* The pairs of those records, as the linkage that was kept would have weighed them: same weights, frequencies and prior.
 * The caller has added register records of side 0 behind them; `numbers` are theirs in the linkage that was kept, ascending,
 * all that trace_kept_candidates named among them.  Where a block was split it pairs a report with some more neighbours
 * than the linkage did; else the same pairs.  The result is without clusters, fields and rules, and lives shorter than
 * `kept`. */
HW_MUST_CHECK hw_status trace_kept_place(trace_kept *kept, trace_records *records, const uint32_t *numbers,
					 size_t count, const trace_settings *settings, trace_result **result,
					 hw_error *error);

/* ---- draws ---------------------------------------------------------------------------- */
/* A linkage drawn from the pairs' probabilities (surest first, as in a result): cluster[record] is the smallest record of
 * its cluster.  Another seed is another draw; the same seed gives the same.  For what counts people and must carry the
 * doubt of the links along (census). */
HW_MUST_CHECK hw_status trace_draw(const trace_pair *pairs, size_t pair_count, size_t records, uint64_t seed,
				   uint32_t *cluster, hw_error *error);

/* ---- why ------------------------------------------------------------------------------ */
typedef struct trace_reason {
	hw_text field;
	hw_text left, right; /* the values */
	hw_text words;       /* "same name in another form; 1 in 214 has it" */
	double weight;       /* bits; the sum of all and the prior is the weight of the pair */
} trace_reason;
typedef struct trace_explanation {
	double prior, weight, probability;
	trace_reason *reasons;
	size_t reason_count;
	double completeness; /* 0..1: what was compared, as a part of what full agreement on all fields would have told */
	size_t compared, fields;
	uint32_t third;  /* the record that speaks for both; UINT32_MAX = none */
	bool candidate;  /* blocking reached the pair */
	hw_text decided; /* a judgement or the one-to-one rule, when that and not the weight decided; else empty */
} trace_explanation;
/* Recomputed from the numbers that made the score; works for any two records. */
HW_MUST_CHECK hw_status trace_explain(const trace_result *result, uint32_t left, uint32_t right, hw_arena *arena,
				      trace_explanation *explanation, hw_error *error);
/* The same for a pair of the result, without looking for it. */
HW_MUST_CHECK hw_status trace_explain_pair(const trace_result *result, const trace_pair *pair, hw_arena *arena,
					   trace_explanation *explanation, hw_error *error);

/* ---- how good, when the truth is known --------------------------------------------------- */
typedef struct trace_quality {
	double true_pairs, reached;     /* all; those that blocking compared */
	double precision, recall, f1;   /* of the linked pairs */
	double best_threshold, best_f1; /* over all thresholds of the scored pairs */
	double best_precision, best_recall;
	double cubed_precision, cubed_recall, cubed_f1; /* B-cubed (Bagga & Baldwin 1998) of the clusters */
	double brier; /* mean squared error of the probabilities of the compared pairs */
} trace_quality;
/* `truth[record]` is a number of the true person; 0 = not known: such records stay out.  Needs a result made with
 * keep = 0, else only what was kept counts as reached. */
HW_MUST_CHECK hw_status trace_measure(const trace_result *result, const uint32_t *truth, trace_quality *quality,
				      hw_error *error);

/* ==== search ==================================================================================
 * People by a name as somebody wrote it: in another script, another form, with errors, in parts, or still being
 * typed.  An index in memory over written names; it takes additions and removals at any time and then answers as one
 * built anew would.
 *
 * The way: 1 every name is cut into its parts; parts with one fold key (names.h) share a list of the names that have
 * it; 2 a query finds the keys that are like each of its parts: the same key, another form of the same given name (class),
 * the other sex of a family name, the same consonants, at most 1 to 3 signs apart by length (all keys are tried, a
 * bit set of signs sorts them out first), and with `prefix` keys that begin so; 3 the names on the lists of the rarest
 * parts are weighed roughly, until no other name can come among the TRACE_SEARCH_WEIGHED best; 4 those are compared by
 * names_compare, which gives likeness and reasons, as everywhere.  A query in an oblique case is also read in its
 * nominative forms (names_lemma) when nothing near was found.  A name of another language is written in other scripts as
 * it sounds (James, Джеймс): words that sound alike in one of the readings of data/sounds are found too, and stand for each
 * other at a likeness under 0.9.
 *
 * About 150 bytes a name and 200 a distinct word.  Not for several writers at once: whoever adds or removes has the
 * index alone; any number of threads may search it meanwhile nothing is written. */
typedef struct trace_search trace_search;
enum { TRACE_SEARCH_WEIGHED = 40, TRACE_SEARCH_TOP_MAX = 1000, TRACE_SEARCH_NAME_MAX = 400 };
/* `tables` must outlive it. */
HW_MUST_CHECK hw_status trace_search_new(const names_tables *tables, trace_search **result, hw_error *error);
void trace_search_free(trace_search *search);
/* One more name of `owner`, a number of the caller's (its memory grows with the greatest; at most 2^31 - 1).  An owner may
 * have many names: spellings, a maiden name, a callsign.  Years of birth from..to, 0 = not known.  A name without a letter
 * is kept and never found; of a name or a query over TRACE_SEARCH_NAME_MAX bytes the beginning is read.  HW_TOO_LARGE over 4 GiB of names. */
HW_MUST_CHECK hw_status trace_search_add(trace_search *search, uint32_t owner, hw_text name, int born_from, int born_to,
					 hw_error *error);
/* All names of the owner; one that is not there is no error.  When half of the index is gone it is built anew, which is
 * why this can fail; the owner is gone all the same. */
HW_MUST_CHECK hw_status trace_search_remove(trace_search *search, uint32_t owner, hw_error *error);
size_t trace_search_names(const trace_search *search); /* that can be found */
size_t trace_search_bytes(const trace_search *search); /* memory held */

typedef struct trace_query {
	hw_text text; /* a name as written; a year of birth in it counts: "Шевченко М. 1990" */
	size_t top;   /* 1..TRACE_SEARCH_TOP_MAX */
	bool prefix;  /* the last word is perhaps not whole */
	double least; /* hits under this likeness are left out */
} trace_query;
typedef struct trace_hit {
	uint32_t owner;
	hw_text name;    /* of the owner's names the likest */
	double likeness; /* of names_compare; 0.6 of it when the years of birth are more than one apart */
	names_reason *reasons;
	size_t reason_count;
} trace_hit;
/* What a thread needs to search: scratch memory, kept from query to query. */
typedef struct trace_finder trace_finder;
HW_MUST_CHECK hw_status trace_finder_new(const trace_search *search, trace_finder **result, hw_error *error);
void trace_finder_free(trace_finder *finder);
/* Hits in the arena, likest first (ties: the rarer parts, then the smaller owner), each owner once.  No hit and no error for
 * a text in which there is no whole name. */
HW_MUST_CHECK hw_status trace_search_find(trace_finder *finder, const trace_query *query, hw_arena *arena,
					  trace_hit **hits, size_t *count, hw_error *error);

#endif
