/* census_text_int.h - the answer of `census` as text and as CSV. */
#ifndef HW_CLI_CENSUS_TEXT_INT_H
#define HW_CLI_CENSUS_TEXT_INT_H

#include "cli/cli_int.h"

HW_MUST_CHECK hw_status cli_census_text(hw_arena *arena, const hw_json *answer, const char *lang, hw_buffer *out,
					hw_error *error);
HW_MUST_CHECK hw_status cli_census_csv(const hw_json *answer, hw_buffer *out, hw_error *error);

#endif
