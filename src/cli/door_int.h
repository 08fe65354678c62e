/* door_int.h - how a command line enters the bureau. */
#ifndef HW_CLI_DOOR_INT_H
#define HW_CLI_DOOR_INT_H

#include "bureau/bureau.h"
#include "cli/cli_int.h"

/* The door of this command line: --db, --as, $HOMEWARD_TOKEN, --as-of, $HOMEWARD_CLOCK. */
bureau_door cli_door(const cli_context *context);
/* Enters; when the bureau asks for a token, none was given and there is a terminal, asks for it there. */
/* Passes `status` on; when nobody named a bureau and none is here, the remedy names the one of "make run". */
hw_status cli_point_to_training(const cli_context *context, hw_status status, hw_error *error);
HW_MUST_CHECK hw_status cli_open_bureau(const cli_context *context, bureau **result, hw_error *error);

#endif
