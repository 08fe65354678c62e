/* base_int.h - what the files of base share among themselves. */
#ifndef HW_BASE_INT_H
#define HW_BASE_INT_H

#include "base/base.h"

/* One well-formed character at bytes[0..available-1]: its length 1..4 and the
 * code point, or 0 when the bytes are not UTF-8 (overlong, surrogate, over
 * U+10FFFF, cut short).  NUL is a character here. */
size_t hw_utf8_step(const unsigned char *bytes, size_t available, uint32_t *code_point);
/* True when the bytes could be the beginning of a well-formed character that is
 * cut off by the end of the data. */
bool hw_utf8_unfinished(const unsigned char *bytes, size_t available);

/* strtod of the C locale; `text` is NUL-terminated. */
double hw_read_double(const char *text, char **end);

/* Characters that NFC leaves alone whatever stands beside them; unicode.c. */
bool hw_unicode_is_plain(uint32_t c);
bool hw_unicode_all_plain(hw_text t);

/* True when the allocation hook says that this allocation fails. */
bool hw_allocation_fails(void);

/* Opens for reading; "-" is standard input.  Directories, missing and unreadable
 * files are refused with the path in `where`.  `close_after` tells whether the
 * descriptor is ours; `size` is -1 where there is none (a pipe). */
hw_status hw_file_open(const char *path, int *descriptor, bool *close_after, int64_t *size, hw_error *error);
/* Reads until `capacity` or the end; short only at the end. */
hw_status hw_file_read(int descriptor, const char *path, char *into, size_t capacity, size_t *got, hw_error *error);

#endif
