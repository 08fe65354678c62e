/* manual_int.h - the table of commands as man pages and as completion of shells. */
#ifndef HW_CLI_MANUAL_INT_H
#define HW_CLI_MANUAL_INT_H

#include "cli/cli_int.h"

extern const cli_option cli_common_options[]; /* cmd_help.c; ends with a NULL name */

void cli_manual(hw_buffer *out);                                        /* homeward.1, as roff */
void cli_manual_of_command(const cli_command *command, hw_buffer *out); /* homeward-COMMAND.1 */
/* A script for "bash", "zsh" or "fish"; false for another shell. */
bool cli_completion(const char *shell, hw_buffer *out);

#endif
