#include "cli/sections_int.h"

hw_status cli_locate_person(cli_desk *desk, const char *id, hw_error *error)
{
	(void)desk;
	return cli_usage(error, "where %s is, is told by \"homeward person\"", id);
}
