/* The commands, in the order of the overview.  A command is one file cmd_NAME.c and one line here. */
#include "cli/cli_int.h"

/* A line a command, so that two who add one do not meet. */
/* clang-format off */
#define COMMANDS(X)  \
	X(link) X(names)     \
	X(plan)      \
	X(belief)    \
	X(census)    \
	X(init)      \
	X(setting)   \
	X(status)    \
	X(import)    \
	X(example)   \
	X(brief)     \
	X(people)    \
	X(interest)  \
	X(trace)     \
	X(review)    \
	X(person)    \
	X(search)    \
	X(locate)    \
	X(places)    \
	X(check)     \
	X(finding)   \
	X(protect)   \
	X(statement) \
	X(card)      \
	X(withhold)  \
	X(consent)   \
	X(inquiry)   \
	X(debrief)   \
	X(transmission) \
	X(remains)   \
	X(disclose)  \
	X(retention) \
	X(hold)      \
	X(paper)     \
	X(answer)    \
	X(breach)    \
	X(dossier)   \
	X(custody)   \
	X(evidence)  \
	X(round)     \
	X(request)   \
	X(disparity) \
	X(match)     \
	X(confirm)   \
	X(user)      \
	X(verify)    \
	X(backup)    \
	X(restore)   \
	X(serve)     \
	X(tour)      \
	X(help)
/* clang-format on */

#define DECLARE(name) extern const cli_command cli_##name;
COMMANDS(DECLARE)

#define LIST(name) &cli_##name,
const cli_command *const cli_commands[] = {COMMANDS(LIST)};
const size_t cli_command_count = HW_COUNT(cli_commands);
