/* pages_int.h - what the pages share. */
#ifndef HW_WEB_PAGES_INT_H
#define HW_WEB_PAGES_INT_H

#include "web/web.h"

/* A file of src/web/assets, embedded; empty when there is none of that name. */
hw_text web_data_find(const char *name);

#endif
