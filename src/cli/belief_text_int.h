/* belief_text_int.h - the answer of `belief` as text and as CSV. */
#ifndef HW_CLI_BELIEF_TEXT_INT_H
#define HW_CLI_BELIEF_TEXT_INT_H

#include "cli/cli_int.h"

/* `answer` is the JSON of the command.  `persons` (may be empty): only these, with everything their reports did. */
HW_MUST_CHECK hw_status cli_belief_text(hw_arena *arena, const hw_json *answer, const char *lang,
					const cli_texts *persons, hw_buffer *out, hw_error *error);
HW_MUST_CHECK hw_status cli_belief_csv(const hw_json *answer, hw_buffer *out, hw_error *error);

#endif
