/* csv_int.h - the bytes of a CSV file as UTF-8 (csv_decode.c), for csv.c. */
#ifndef HW_CSV_INT_H
#define HW_CSV_INT_H

#include "base/base_int.h"

typedef struct csv_source csv_source;

/* Opens, reads the first 64 KiB and decides on the encoding from them:
 *   a byte order mark decides; else text that is UTF-8, or mostly so (then the
 *   broken place is refused when reached, rather than read as nonsense), is UTF-8;
 *   else Windows-1251. */
hw_status hw_csv_source_open(const char *path, const char *name, csv_source **result, hw_error *error);
void hw_csv_source_close(csv_source *source);
/* The next bytes as UTF-8 (bytes of a file found to be UTF-8 come unchecked).  *got is
 * 0 at the end only.  The reason of a failure has no `where`. */
hw_status hw_csv_source_read(csv_source *source, char *into, size_t capacity, size_t *got, hw_error *error);
const char *hw_csv_source_name(const csv_source *source); /* for messages */
const char *hw_csv_source_encoding(const csv_source *source);
bool hw_csv_source_is_utf8(const csv_source *source);
size_t hw_csv_source_bom(const csv_source *source);   /* bytes before the text */
uint64_t hw_csv_source_raw(const csv_source *source); /* bytes taken from the file */
int64_t hw_csv_source_size(const csv_source *source); /* -1 for a pipe */

#endif
