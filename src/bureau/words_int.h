/* words_int.h - further tables of texts for people. */
#ifndef HW_BUREAU_WORDS_INT_H
#define HW_BUREAU_WORDS_INT_H

#include "bureau/bureau.h"

/* The Ukrainian of a text of the sheets (words_cases.c); the text itself when there is none. */
const char *bureau_word_of_cases(const char *english);
/* Likewise of the census (words_census.c). */
const char *bureau_word_of_census(const char *english);
/* Likewise of estimates and their calibration (words_belief.c). */
const char *bureau_word_of_belief(const char *english);

/* The Ukrainian of a text of rounds and what belongs to them (words_talks.c); likewise. */
const char *bureau_word_of_talks(const char *english);

/* Likewise of inquiries, debriefs, papers and remains (words_families.c). */
const char *bureau_word_of_families(const char *english);

/* Likewise of what only the application shows (words_page.c). */
const char *bureau_word_of_page(const char *english);

/* Likewise of evidence and of what is said in public (words_voice.c). */
const char *bureau_word_of_voice(const char *english);

/* Likewise of the plan (words_plan.c); and its rows by number, sentences with places "%1" among them: false after the last. */
const char *bureau_word_of_plan(const char *english);
bool bureau_pattern_at(size_t i, const char **english, const char **told);

/* Likewise of findings, letters and protected areas (words_law.c). */
const char *bureau_word_of_law(const char *english);

/* Likewise of data rights (words_keeping.c), and its rows by number. */
const char *bureau_word_of_keeping(const char *english);
bool bureau_keeping_pattern_at(size_t i, const char **english, const char **told);

/* Likewise of links and likeness of names (words_trace.c), and its rows by number. */
const char *bureau_word_of_trace(const char *english);
bool bureau_trace_pattern_at(size_t i, const char **english, const char **told);

/* Likewise of refusals (words_refusals.c, words_refusals_acts.c: the last table), and their rows by number. */
const char *bureau_word_of_refusals(const char *english);
bool bureau_refusals_at(size_t i, const char **english, const char **told);
const char *bureau_word_of_refusals_of_acts(const char *english);
bool bureau_refusals_of_acts_at(size_t i, const char **english, const char **told);

#endif
