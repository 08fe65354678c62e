/* plan_page_int.h - what the pages of a plan share: the answer, the language, and how a package reads. */
#ifndef HW_CLI_PLAN_PAGE_INT_H
#define HW_CLI_PLAN_PAGE_INT_H

#include "bureau/bureau.h"
#include "cli/cli_int.h"
#include "cli/plan_text_int.h"
#include "cli/table_int.h"

typedef struct plan_page {
	hw_arena *arena;
	hw_buffer *out;
	const char *lang;
	const hw_json *answer;
	bool failed;
} plan_page;

const char *plan_say(const plan_page *p, const char *english);
hw_text plan_word(const plan_page *p, const char *english);
/* A sentence of the answer, which is in English, in the language of the page. */
hw_text plan_retold(const plan_page *p, hw_text sentence);
int64_t plan_whole(const hw_json *object, const char *key);
double plan_number(const hw_json *object, const char *key);
hw_text plan_count_text(plan_page *p, const hw_json *object, const char *key);
hw_text plan_figure(plan_page *p, double x); /* four digits that count */
hw_text plan_tenth(plan_page *p, double x);  /* one digit after the point */
hw_text plan_percent(plan_page *p, double share);
void plan_heading(plan_page *p, const char *english);
hw_text *plan_row(plan_page *p, cli_table *t); /* NULL: no memory, and the page has failed */
/* "a", "a and b", "a, b and c" */
hw_text plan_sentence_of(plan_page *p, const hw_json *texts);
/* "with S: 40 k1 for 163 c1" */
hw_text plan_package_words(plan_page *p, const hw_json *cell);
/* How surely it is accepted: as stated, and on what its answers teach. */
hw_text plan_accepted_words(plan_page *p, const hw_json *cell);
/* "a and b cannot hold together", or of one alone why it cannot be met. */
hw_text plan_clash_words(plan_page *p, const hw_json *object);
/* What was asked besides: P(home >= n), the price of equal shares, custody moves, doubt. */
void plan_extras(plan_page *p, const hw_json *cell);
/* One package that was evaluated (plan_package_text.c). */
void plan_package_page(plan_page *p);
/* Before and after a change; what a package's numbers rest on, when that was asked for (plan_swap_text.c). */
void plan_swap_page(plan_page *p);
void plan_terms_page(plan_page *p, const hw_json *package);

#endif
