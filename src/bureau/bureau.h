/* bureau.h - what an officer does, one section a job.
 *
 * The only module where files, the store and the engines meet.  cli and web call
 * these functions and format what they return; neither holds a rule of the domain.
 * Functions named bureau_X_json write the result in the form of the interface
 * (the --json of the command X), so that every door answers with the same bytes. */
#ifndef HW_BUREAU_H
#define HW_BUREAU_H

#include "base/base.h"

/* ---- results of the jobs --------------------------------------------------------
 * All results live in the arena that the caller passes; texts are UTF-8.  Counts are of
 * persons unless said otherwise.  `sources` counts distinct sources behind a figure. */
typedef struct bureau bureau;

/* people: counts by category; a person has a set of categories, so counts overlap. */
typedef struct bureau_category {
	hw_text category, label; /* id, and words in the language of the bureau */
	int64_t count;
	int64_t disowned; /* of them: the Power they served does not consider them its own */
	int64_t sources;
} bureau_category;
typedef struct bureau_categories {
	bureau_category *items;
	size_t count;
	int64_t persons; /* distinct */
} bureau_categories;

/* interest of a counterpart, in words; never a number. */
typedef struct bureau_interest {
	hw_text party, category, label;
	hw_text word;   /* "asks for", "no interest shown", "refuses to give" */
	hw_text reason; /* as stated, or "unknown" */
	hw_text source; /* statement, answer or source id */
	hw_text from, to;
} bureau_interest;
typedef struct bureau_interests {
	bureau_interest *items;
	size_t count;
} bureau_interests;

/* locate: how many of ours are in a region, under several bases, beside the speakers' claims. */
typedef struct bureau_basis {
	const char *name; /* "independent", "sources", "groups", "sources and groups" */
	double mean, sd;
	int64_t lower95, upper95;
} bureau_basis;
typedef struct bureau_aggregate {
	hw_text id, speaker, relayed_from, as_of;
	hw_text bound; /* ">", "about", "=" , "<" */
	int64_t quantity;
	const char *verdict; /* "agrees", "conflicts", "not comparable" */
	hw_text why;         /* of the verdict */
} bureau_aggregate;
typedef struct bureau_region {
	hw_text region, label;
	bureau_basis bases[4];
	size_t base_count;    /* the last one is the headline */
	bureau_aggregate *claims;
	size_t claim_count;
	int64_t only_missing;      /* on the register as missing only, P(region) >= .9 */
	double only_missing_p_min; /* the least of their probabilities; 1 when nobody */
	int64_t agency_confirmed;  /* of those with P(region) >= .5: confirmed by the Power through the Agency */
	int64_t persons;           /* with P(region) >= .05 */
	int64_t reports, sources;  /* behind it */
} bureau_region;
typedef struct bureau_regions {
	bureau_region *items;
	size_t count;
	int64_t persons, unreviewed; /* persons of ours considered; reports with no accepted judgement */
} bureau_regions;

/* protect: presence beside an object, coarse.  `word` is one of "evidence of presence",
 * "no evidence either way", "not observed"; there is no word for "clear". */
typedef struct bureau_presence {
	hw_text area, object, object_kind;
	double low, independent, high;
	const char *word;
	int64_t sources;
	hw_text last_observed;
} bureau_presence;
typedef struct bureau_presences {
	bureau_presence *items;
	size_t count;
} bureau_presences;

/* places of detention by kind and region, with the best grade of the sources that know of them. */
typedef struct bureau_place_group {
	hw_text kind, region;
	int64_t count, notified;
	char grade; /* A..F */
	int64_t sources;
} bureau_place_group;
typedef struct bureau_place_groups {
	bureau_place_group *items;
	size_t count;
} bureau_place_groups;

/* check: indications and flags. */
typedef struct bureau_texts {
	hw_text *items;
	size_t count;
} bureau_texts;
typedef struct bureau_indication {
	hw_text rule, article, title;
	hw_text subject_kind, subject, subject_label;
	const char *outcome; /* "indication", "flag", "unknown" */
	bool own;            /* about a place or duty of ours */
	bureau_texts facts, sources, rebut;
	hw_text justification, reply; /* empty when none was offered */
	hw_text clock;                /* "due 2025-01-10, 41 days over", empty without a clock */
	int64_t affected_lower, affected_upper; /* people; -1 when not computed */
	int severity;
	size_t subjects; /* how many subjects of the same rule and outcome this row stands for (1 unless grouped) */
} bureau_indication;
typedef struct bureau_indications {
	bureau_indication *items;
	size_t count;
} bureau_indications;

/* plan: one cell of the frontier. */
typedef struct bureau_cell {
	double acceptance;
	int64_t max_given, given, returned;
	bool feasible, proven, has_band;
	double probability, band_low, band_high;
	double home_mean;
	int64_t home_sure95, home_sure95_shock;
	hw_text compose; /* "40 wanted conscripts ... for ...", readable, class labels; internal only */
} bureau_cell;
typedef struct bureau_persuasion {
	hw_text category, label, ground;
	int64_t count, offered;
	hw_text answer;
} bureau_persuasion;
typedef struct bureau_frontier {
	bureau_cell *cells;
	size_t count;
	bureau_persuasion *persuasion;
	size_t persuasion_count;
	bureau_texts notes, warnings;
	int64_t unconditional; /* due under art. 109-110: outside every package */
	int64_t excluded;      /* not available, all personal reasons together */
} bureau_frontier;

/* custody: who acquired people from whom. */
typedef struct bureau_custody_group {
	hw_text holder, from_holder, act, consideration;
	int64_t events, persons, sources;
	hw_text first, last; /* dates */
} bureau_custody_group;
typedef struct bureau_custody_groups {
	bureau_custody_group *items;
	size_t count;
} bureau_custody_groups;

/* statements against evidence. */
typedef struct bureau_statement {
	hw_text id, speaker, party, when, kind, words, claim;
	const char *verdict; /* "contradicted", "unsupported", "not verifiable", "consistent" */
	int64_t evidence_for, evidence_against;
	hw_text why;
} bureau_statement;
typedef struct bureau_statements {
	bureau_statement *items;
	size_t count;
} bureau_statements;

/* rounds: agreed against delivered. */
typedef struct bureau_round {
	hw_text id, when, venue, mediator;
	int64_t agreed, delivered, absent, substituted;
	int64_t asked, refused; /* names on our lists, and how many of them were refused */
} bureau_round;
typedef struct bureau_rounds {
	bureau_round *items;
	size_t count;
} bureau_rounds;

/* ---- end of jobs (add sections above this line) ------------------------------ */
#endif
