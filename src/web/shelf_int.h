/* shelf_int.h - what was made once and serves until the data change: answers, orders of the register, estimates. */
#ifndef HW_WEB_SHELF_INT_H
#define HW_WEB_SHELF_INT_H

#include "base/base.h"

typedef struct web_shelf web_shelf;
typedef struct web_shelved {
	void *thing;
	struct web_place *place;
} web_shelved;
/* `most` things of `bytes` together; the one asked for longest ago goes first. */
web_shelf *web_shelf_new(size_t most, size_t bytes, void (*drop)(void *thing));
void web_shelf_free(web_shelf *shelf); /* NULL allowed */
/* The thing under the key as it was made at `change`; it stays until web_shelf_return.  thing NULL: there is none. */
web_shelved web_shelf_take(web_shelf *shelf, const char *key, int64_t change);
/* The latest under the key, whatever its change. */
web_shelved web_shelf_latest(web_shelf *shelf, const char *key);
/* Puts a thing there, which the shelf owns from now on, and takes it; thing NULL: it was too large or there is no memory, and it
 * was dropped. */
web_shelved web_shelf_put(web_shelf *shelf, const char *key, int64_t change, void *thing, size_t bytes);
void web_shelf_return(web_shelf *shelf, web_shelved taken);

#endif
