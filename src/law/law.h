/* law.h - the conventions as rules over facts: what may be broken, by which article,
 * on which facts, what would rebut it, and how long a duty is overdue.
 *
 * The rules are data (rules/NAME.rules, embedded; docs/rules.md is the manual of the
 * file format and of the condition language).  This engine knows no article and no fact
 * by name: a rule, a fact, a list of words or a yardstick is added in the files alone.
 * It is pure: subjects with facts in, results out.
 *
 * What holds everywhere:
 *   - Every fact is a set of possible values.  A date is an interval of days, a number an
 *     interval, a word a set of words; a fact nobody claimed may be anything.  Several facts
 *     of one term for one subject (claims that differ) are joined: any of them may be right.
 *   - Conditions have three values (Kleene): true when they hold for every possible value,
 *     false when for none, unknown otherwise.  Unknown never becomes compliance: a rule
 *     whose condition is unknown answers LAW_NOT_KNOWN and names the facts that are missing.
 *   - "Our register holds no notice" is a fact of ours (value no) and the caller states it;
 *     a register that cannot know leaves the fact away.
 *   - The wording is "indication".  Only a machine rule whose text was checked against the
 *     treaty (verified: yes) gives one; every other rule that decides gives a flag for a person.
 *   - No fact speaks of a party, a region, an origin or a name, so no rule can.
 *   - The same rules run on our own places and people; the caller marks whose they are.
 */
#ifndef HW_LAW_H
#define HW_LAW_H

#include "base/base.h"

typedef enum law_language { LAW_EN, LAW_UK, LAW_LANGUAGES } law_language;
typedef enum law_truth { LAW_FALSE, LAW_UNKNOWN, LAW_TRUE } law_truth; /* and = least, or = greatest, not = 2 - x */

/* ---- the vocabulary ----------------------------------------------------------
 * The terms of a subject kind stand in the `facts KIND` blocks of rules/facts.rules (other
 * files may add some) with type and meaning in both languages.  Kinds today: place, person,
 * custody (one custody event), statement, party. */
typedef enum law_type { LAW_BOOL, LAW_NUMBER, LAW_DATE, LAW_WORD, LAW_TEXT } law_type;
#define LAW_WORDS_MOST 64 /* words in one list */

typedef struct law_word_list {
	hw_text name;         /* "place_kind" */
	const hw_text *words; /* identifiers: "labour_detachment" */
	const hw_text *labels[LAW_LANGUAGES];
	size_t count; /* 1..LAW_WORDS_MOST */
} law_word_list;

typedef struct law_term {
	hw_text name; /* "notified_on", unique within its kind */
	uint32_t kind;
	law_type type;
	const law_word_list *list; /* LAW_WORD only */
	hw_text meaning[LAW_LANGUAGES];
} law_term;

typedef struct law_setting { /* a yardstick that a bureau may change; never a limit of the treaty itself */
	hw_text name;
	double value;
	hw_text meaning[LAW_LANGUAGES];
} law_setting;

/* ---- the rules ---------------------------------------------------------------- */
typedef enum law_decider { LAW_MACHINE, LAW_FLAGGED, LAW_BY_PERSON } law_decider;
typedef enum law_bound { LAW_POWER, LAW_HOLDER, LAW_ALL_PARTIES } law_bound;

typedef struct law_convention {
	hw_text id; /* "gc3" */
	hw_text title[LAW_LANGUAGES], short_title[LAW_LANGUAGES];
	unsigned order; /* rules come by convention in this order, then as they stand in their files */
} law_convention;

typedef struct law_rebuttal {
	hw_text name; /* unique within the rule */
	hw_text text[LAW_LANGUAGES];
	hw_text when; /* the condition as written; empty: only a person can see it */
} law_rebuttal;

typedef struct law_reply { /* the legal answer to a justification that a holder may offer */
	hw_text ground;    /* "military_ruse" */
	hw_text text[LAW_LANGUAGES];
} law_reply;

typedef struct law_clock_rule {            /* all empty: the rule has no clock */
	hw_text from, limit, until, ended; /* as written */
	bool at_least;                     /* a waiting time that must not be cut short, not a deadline */
} law_clock_rule;

typedef struct law_rule {
	hw_text id;      /* "gc3-23-1-object", unique over all files */
	hw_text article; /* "23(1)" */
	const law_convention *convention;
	hw_text title[LAW_LANGUAGES], duty[LAW_LANGUAGES];
	hw_text note[LAW_LANGUAGES]; /* may be empty: what a reader must know beside the duty */
	hw_text also;                /* further law on the same point: "AP I 51(7); CIHL rule 97"; may be empty */
	hw_text source;              /* where the text was read */
	uint32_t kind;               /* of its subjects */
	law_bound binds;
	law_decider decides;
	unsigned severity; /* 4 candidate for a grave breach, 3 serious, 2 material, 1 administrative */
	bool verified;     /* the rule was checked against the treaty text named in `source` */
	bool exported;     /* false: a person decides and the result never leaves the bureau */
	bool threatened;   /* its finding opens in the state *threatened* ... */
	bool alerts;       /* ... the legal officer is told at once ... */
	bool protects;     /* ... and the place enters the protected register as *possible* */
	hw_text when;      /* the condition as written; empty when a person decides */
	law_clock_rule clock;
	const law_rebuttal *rebuttals;
	size_t rebuttal_count;
	const law_reply *replies;
	size_t reply_count;
	const uint32_t *terms; /* that condition, clock and rebuttals read, ascending */
	size_t term_count;
} law_rule;

/* Immutable once made; any number of threads may use one. */
typedef struct law_rules law_rules;
typedef struct law_source {
	const char *name; /* for messages: "gc3.rules" */
	hw_text text;
} law_source;

/* The rules that come with the program. */
HW_MUST_CHECK hw_status law_rules_new(law_rules **result, hw_error *error);
/* Rules from texts (copied), in order; a block may use what an earlier or later one defines.
 * HW_BAD_INPUT names file:line:column, the field, the reason and the remedy; HW_TOO_LARGE over
 * 4 MiB a file, 4096 rules, 4096 terms, 64 levels of brackets, 1024 parts of one condition. */
HW_MUST_CHECK hw_status law_rules_parse(const law_source *files, size_t count, law_rules **result, hw_error *error);
void law_rules_free(law_rules *rules);

size_t law_rule_count(const law_rules *rules);
const law_rule *law_rule_at(const law_rules *rules, size_t index); /* NULL past the end; so are the next ones */
size_t law_term_count(const law_rules *rules);
const law_term *law_term_at(const law_rules *rules, size_t index);
size_t law_kind_count(const law_rules *rules);
hw_text law_kind_at(const law_rules *rules, size_t index);
size_t law_setting_count(const law_rules *rules);
const law_setting *law_setting_at(const law_rules *rules, size_t index);
size_t law_convention_count(const law_rules *rules);
const law_convention *law_convention_at(const law_rules *rules, size_t index);
/* By name; false leaves *index as it is. */
bool law_rule_find(const law_rules *rules, const char *id, size_t *index);
bool law_kind_find(const law_rules *rules, const char *name, uint32_t *kind);
bool law_term_find(const law_rules *rules, uint32_t kind, const char *name, uint32_t *term);
bool law_setting_find(const law_rules *rules, const char *name, size_t *index);
/* Rules that read a term, ascending: what to evaluate anew when such a fact changed. */
const uint32_t *law_term_rules(const law_rules *rules, uint32_t term, size_t *count);
/* The answer to a justification ("military ruse", "military_ruse"); NULL when the rule has none. */
const law_reply *law_rule_reply(const law_rule *rule, hw_text ground);

/* ---- facts ----------------------------------------------------------------------- */
typedef struct law_value {
	law_type type;
	union {
		law_truth truth; /* LAW_UNKNOWN: claimed, but unclear */
		struct {
			double low, high;
		} number;       /* may be infinite on one side */
		hw_date date;   /* known = false: as if the fact were not there */
		uint64_t words; /* bit i: word i of the term's list is possible */
		hw_text text;
	} as;
} law_value;
law_value law_value_bool(bool value);
law_value law_value_number(double value);
law_value law_value_between(double low, double high);
law_value law_value_date(hw_date value);
law_value law_value_text(hw_text value);
/* A word of the term's list; capitals, spaces and hyphens are read as the identifier writes them
 * ("Labour detachment" is labour_detachment).  HW_BAD_INPUT names the words allowed. */
HW_MUST_CHECK hw_status law_value_word(const law_rules *rules, uint32_t term, hw_text word, law_value *result,
				       hw_error *error);
/* Reads text for any term: yes/no (true/false, 1/0), a number, EDTF, a word, text. */
HW_MUST_CHECK hw_status law_value_read(const law_rules *rules, uint32_t term, hw_text text, law_value *result,
				       hw_error *error);

typedef struct law_fact {
	uint32_t term;
	uint32_t claim; /* the caller's number of the claim behind it; comes back in the result */
	law_value value;
} law_fact;

typedef struct law_subject {
	uint32_t kind;
	uint32_t fact_count;
	size_t first_fact; /* in law_request.facts */
} law_subject;

/* ---- checking --------------------------------------------------------------------- */
typedef enum law_outcome { LAW_NO_INDICATION, LAW_NOT_KNOWN, LAW_FLAG, LAW_INDICATION, LAW_OUTCOMES } law_outcome;
#define LAW_KEEP(outcome) (1u << (outcome))
#define LAW_KEEP_RAISED   (LAW_KEEP(LAW_FLAG) | LAW_KEEP(LAW_INDICATION))
#define LAW_KEEP_ALL      ((1u << LAW_OUTCOMES) - 1)

/* A clock counts whole calendar days; the day of the event is day 0, so a limit of 7 days that
 * began on the 1st is kept through the 8th.  Months and years keep the day of the month (the
 * last day of a shorter month). */
typedef enum law_clock_state {
	LAW_CLOCK_NONE,          /* the rule has none */
	LAW_CLOCK_UNSTARTED,     /* the day it began is not known */
	LAW_CLOCK_RUNNING,       /* within the limit for every possible day */
	LAW_CLOCK_KEPT,          /* done within the limit */
	LAW_CLOCK_POSSIBLY_OVER, /* over for some possible days, not for others */
	LAW_CLOCK_OVER           /* over for every possible day */
} law_clock_state;

typedef struct law_clock {
	law_clock_state state;
	hw_date since, deadline;       /* deadline: last day on which the duty can be done in time
					 * (at_least: first day on which the act is allowed) */
	int32_t over_least, over_most; /* days over the limit (at_least: days too early); 0 when not over */
} law_clock;

typedef struct law_gap {
	uint32_t term;
	bool unclear; /* there are claims, but they are too coarse or contradict each other */
} law_gap;

typedef struct law_result {
	uint32_t subject; /* index in law_request.subjects */
	uint32_t rule;
	law_outcome outcome;
	law_truth condition;
	int32_t rebutted_by; /* index of the first rebuttal that holds, -1: none (then outcome LAW_NO_INDICATION
			      * comes from the condition itself) */
	law_clock clock;
	const size_t *facts; /* indices in law_request.facts: those that carry the outcome, in the order of terms */
	size_t fact_count;
	const law_gap *gaps; /* what would settle it, when the condition is unknown */
	size_t gap_count;
	const law_truth *rebuttals; /* of every rebuttal of the rule: false = checked, unknown = still open */
} law_result;

typedef struct law_request {
	const law_subject *subjects;
	size_t subject_count;  /* below 2^32 */
	const law_fact *facts; /* those of one subject stand together */
	size_t fact_count;
	int32_t as_of;         /* days since 1970-01-01 */
	unsigned keep;         /* LAW_KEEP bits of the outcomes wanted; 0 means LAW_KEEP_RAISED */
	const uint32_t *rules; /* only these, ascending; NULL = all */
	size_t rule_count;
	const double *settings; /* law_setting_count values, NULL = those of the files */
	unsigned threads;       /* 0 = all cores; changes no result */
} law_request;

typedef struct law_report {        /* owns its memory; free with law_report_free */
	const law_result *results; /* by subject, then rule */
	size_t count;
	const uint64_t *counts; /* [rule * LAW_OUTCOMES + outcome]: of all evaluated, kept or not */
	struct law_report_memory *memory;
} law_report;

/* Evaluates every rule over every subject of its kind.  HW_BAD_INPUT for a fact whose term, type or
 * kind does not fit, a number that is none, an interval upside down; `where` is subjects[i].facts[j]. */
HW_MUST_CHECK hw_status law_check(const law_rules *rules, const law_request *request, law_report *result,
				  const hw_progress *progress, hw_error *error);
void law_report_free(law_report *report); /* also of a zeroed one */

/* Facts changed: what law_check(after) would say, by evaluating again only the subjects with changed facts and only the
 * rules that read them.  `before` is the request that gave `old`; `after` has the same subjects in the same order, and the
 * same day, rules, settings and keep.  `changes` name, ascending by subject and term, every fact whose values differ; the
 * other facts of a subject stand in the same order as before.  HW_BAD_INPUT when the requests do not fit. */
typedef struct law_change {
	uint32_t subject, term;
} law_change;
HW_MUST_CHECK hw_status law_recheck(const law_rules *rules, const law_request *before, const law_report *old,
				    const law_request *after, const law_change *changes, size_t change_count,
				    law_report *result, const hw_progress *progress, hw_error *error);

/* ---- in words ------------------------------------------------------------------------ */
hw_text law_outcome_words(law_outcome outcome, law_language language);
typedef struct law_telling {
	hw_text subject; /* how to call it: "place 17" */
	/* How to call a claim: "reconnaissance report of 2025-02-01, grade B"; NULL: claims are not named. */
	hw_text (*claim)(void *context, uint32_t claim);
	void *context;
	hw_text justification; /* ground offered by the holder, "military_ruse"; empty: none */
} law_telling;
/* One result in words: what it is an indication of, duty, facts with claims, clock, what would rebut
 * it and what was checked, reply to the justification, what is missing.  Appends to `out`. */
HW_MUST_CHECK hw_status law_explain(const law_rules *rules, const law_request *request, const law_result *result,
				    const law_telling *telling, law_language language, hw_buffer *out, hw_error *error);
/* All rules as a Markdown page, by convention and article, for a lawyer to read. */
HW_MUST_CHECK hw_status law_document(const law_rules *rules, law_language language, hw_buffer *out, hw_error *error);

#endif
