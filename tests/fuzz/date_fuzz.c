/* Any bytes as a date: refused, or read so that writing and reading again gives the same. */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	hw_date date = {0}, again = {0};
	hw_error error = {0};
	char text[24], day[11];

	if (hw_date_parse((hw_text){(const char *)data, size}, &date, &error) != HW_OK) {
		need(error.why[0] && error.remedy[0] && !date.known);
		return 0;
	}
	hw_date_write(date, text);
	need(strlen(text) < sizeof text && date.known == (text[0] != '\0'));
	need(hw_date_parse(hw_text_of(text), &again, &error) == HW_OK);
	need(again.first == date.first && again.last == date.last && again.precision == date.precision &&
	     again.uncertain == date.uncertain && again.known == date.known && date.first <= date.last);
	need(strlen(hw_days_write(date.first, day)) == 10);
	return 0;
}
