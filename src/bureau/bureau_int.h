#ifndef HW_BUREAU_INT_H
#define HW_BUREAU_INT_H
#include "bureau/bureau.h"
#include "store/store.h"
store_connection *bureau_store(bureau *b);
hw_status bureau_setting_number(bureau *b, const char *name, double otherwise, double *result, hw_error *error);
#endif
