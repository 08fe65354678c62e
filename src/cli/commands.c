/* The table of commands: a command is one row here and one file cmd_NAME.c. */
#include "cli/cli_int.h"

#define GROUP_ENGINE "Engines (plain files in, results out; no bureau needed)"
#define GROUP_BUREAU "The bureau"
#define GROUP_HELP   "Help"

const cli_command cli_commands[] = {
	{"help", "[COMMAND]", "what the program does, or how one command is used", NULL, cmd_help, 0, NULL, GROUP_HELP},
};
const size_t cli_command_count = HW_COUNT(cli_commands);
