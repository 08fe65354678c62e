/* plan_text_int.h - the answer of `plan` for people, made from the same object that --json prints:
 * what the text says, the object says, and nothing that the object keeps back. */
#ifndef HW_CLI_PLAN_TEXT_INT_H
#define HW_CLI_PLAN_TEXT_INT_H

#include "base/base.h"

/* `answer` is an object with "frontier", or a package's evaluation. */
HW_MUST_CHECK hw_status cli_plan_text(hw_arena *arena, const hw_json *answer, const char *lang, hw_buffer *out,
				      hw_error *error);
/* "why" and "marginal" of the answer, when they are there. */
void cli_plan_why_text(hw_arena *arena, const hw_json *answer, const char *lang, hw_buffer *out);
/* The cells as rows; HW_USAGE for a package's evaluation. */
HW_MUST_CHECK hw_status cli_plan_csv(const hw_json *answer, hw_buffer *out, hw_error *error);

#endif
