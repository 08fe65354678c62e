/* base_check.h - what the tests of base share: cmocka, and checks of errors as one line. */
#ifndef HW_BASE_CHECK_H
#define HW_BASE_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base_int.h"

/* The call succeeds; else the reason is shown. */
#define check_ok(call)                                                                       \
	do {                                                                                 \
		char check_line_[1024];                                                      \
		hw_status check_status_ = (call);                                            \
		if (check_status_ != HW_OK)                                                  \
			fail_msg("%s: %s", #call, hw_error_line(&error, check_line_, 1024)); \
	} while (0)
/* The error reads as the line. */
#define check_reason(expected)                                                                           \
	do {                                                                                             \
		char check_line_[1024];                                                                  \
		assert_string_equal(hw_error_line(&error, check_line_, sizeof check_line_), (expected)); \
	} while (0)
#define check_near(value, expected, tolerance)                                                     \
	do {                                                                                       \
		double check_value_ = (value), check_expected_ = (expected);                       \
		if (!(fabs(check_value_ - check_expected_) <= (tolerance)))                        \
			fail_msg("%s is %.17g, not %.17g", #value, check_value_, check_expected_); \
	} while (0)
#define check_text(value, expected)                                                                           \
	do {                                                                                                  \
		hw_text check_text_ = (value);                                                                \
		if (!hw_text_is(check_text_, (expected)))                                                     \
			fail_msg("%s is \"%.*s\", not \"%s\"", #value, HW_TEXT_ARG(check_text_), (expected)); \
	} while (0)

#endif
