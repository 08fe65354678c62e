/* date.c - days, and dates with precision (the part of EDTF that base.h lists). */
#include "base/base_int.h"

#include <string.h>

/* ---- days: the algorithms of H. Hinnant, "chrono-compatible low-level date algorithms" ---- */
int32_t hw_days_of(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return (int32_t)(era * 146097 + day_of_era - 719468);
}

void hw_days_civil(int32_t days, int *year, int *month, int *day)
{
	int64_t z = (int64_t)days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

/* ---- reading ---- */
/* What is wrong, to stand in brackets after `"..." is not a date`. */
typedef struct reader {
	const char *at, *end;
	char wrong[80];
} reader;

static bool refuse(reader *r, const char *format, ...) HW_PRINTF(2, 3);
static bool refuse(reader *r, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(r->wrong, sizeof r->wrong, format, arguments);
	va_end(arguments);
	return false;
}

static bool next_is(const reader *r, char c)
{
	return r->at < r->end && *r->at == c;
}

static bool skip(reader *r, char c)
{
	bool there = next_is(r, c);

	r->at += there;
	return there;
}

/* At most `most` digits; how many there were. */
static int read_digits(reader *r, int most, int *value)
{
	int count = 0;

	for (*value = 0; count < most && r->at < r->end && *r->at >= '0' && *r->at <= '9'; count++)
		*value = *value * 10 + (*r->at++ - '0');
	return count;
}

static bool check_year(reader *r, int year)
{
	return year >= 1000 || refuse(r, "year %d is not within 1000 to 9999", year);
}

static bool check_month(reader *r, int month)
{
	return (month >= 1 && month <= 12) || refuse(r, "month %d does not exist", month);
}

static bool check_day(reader *r, int year, int month, int day)
{
	if (day >= 1 && day <= days_in_month(year, month))
		return true;
	if (month == 2 && day == 29)
		return refuse(r, "day 29 does not exist in month 2 of %d", year);
	return refuse(r, "day %d does not exist in month %d", day, month);
}

static bool whole_year(reader *r, int year, hw_date *result)
{
	if (!check_year(r, year))
		return false;
	*result = (hw_date){hw_days_of(year, 1, 1), hw_days_of(year, 12, 31), HW_YEAR, false, true};
	return true;
}

static bool whole_month(reader *r, int year, int month, hw_date *result)
{
	if (!check_year(r, year) || !check_month(r, month))
		return false;
	int32_t first = hw_days_of(year, month, 1);
	*result = (hw_date){first, first + days_in_month(year, month) - 1, HW_MONTH, false, true};
	return true;
}

static bool one_day(reader *r, int year, int month, int day, hw_date *result)
{
	if (!check_year(r, year) || !check_month(r, month) || !check_day(r, year, month, day))
		return false;
	int32_t days = hw_days_of(year, month, day);
	*result = (hw_date){days, days, HW_DAY, false, true};
	return true;
}

/* 1987-06-2X: the days 20 to 29 as far as the month has them. */
static bool ten_days(reader *r, int year, int month, int tens, hw_date *result)
{
	if (!check_year(r, year) || !check_month(r, month))
		return false;
	int length = days_in_month(year, month), first = tens ? tens * 10 : 1, last = tens * 10 + 9;
	if (first > length)
		return refuse(r, "days %dX do not exist in month %d", tens, month);
	*result = (hw_date){hw_days_of(year, month, first), hw_days_of(year, month, last < length ? last : length),
			    HW_DAYS, false, true};
	return true;
}

/* 25.06.1987 or 06.1987; the first number and its dot are read. */
static bool read_dotted(reader *r, int first, hw_date *result)
{
	int second, year, digits = read_digits(r, 4, &second);

	if (digits == 4)
		return whole_month(r, second, first, result);
	if (digits < 1 || digits > 2 || !skip(r, '.') || read_digits(r, 4, &year) != 4)
		return false;
	return one_day(r, year, second, first, result);
}

/* T10:20, T10:20:30, T10:20:30.5, each with Z, +03:00 or nothing: checked, then
 * dropped, for the day is the day as written. */
static bool read_time(reader *r)
{
	int hour, minute, second = 0, ignored;

	if (read_digits(r, 2, &hour) != 2 || !skip(r, ':') || read_digits(r, 2, &minute) != 2)
		return false;
	if (skip(r, ':') && read_digits(r, 2, &second) != 2)
		return false;
	if (hour > 23 || minute > 59 || second > 60)
		return refuse(r, "there is no such time of day");
	if (skip(r, '.') && !read_digits(r, 9, &ignored))
		return false;
	if (skip(r, 'Z'))
		return true;
	if (!skip(r, '+') && !skip(r, '-'))
		return true;
	return read_digits(r, 2, &hour) == 2 && skip(r, ':') && read_digits(r, 2, &minute) == 2 && hour <= 23 &&
	       minute <= 59;
}

/* 1987, 1987-06, 1987-06-25, 1987-06-2X, with or without a time; the year is read. */
static bool read_iso(reader *r, int year, hw_date *result)
{
	int month, day;

	if (!skip(r, '-'))
		return whole_year(r, year, result);
	if (read_digits(r, 2, &month) != 2)
		return false;
	if (!skip(r, '-'))
		return whole_month(r, year, month, result);
	int digits = read_digits(r, 2, &day);
	if (digits == 1 && skip(r, 'X'))
		return ten_days(r, year, month, day, result);
	if (digits != 2 || !one_day(r, year, month, day, result))
		return false;
	return !skip(r, 'T') || read_time(r);
}

/* One end of an interval, or the whole: any form without "/". */
static bool read_simple(reader *r, hw_date *result)
{
	int value, digits = read_digits(r, 4, &value);

	if (digits == 3 && skip(r, 'X')) {
		if (!check_year(r, value * 10))
			return false;
		*result = (hw_date){hw_days_of(value * 10, 1, 1), hw_days_of(value * 10 + 9, 12, 31), HW_YEARS, false,
				    true};
	} else if ((digits == 1 || digits == 2) && skip(r, '.')) {
		if (!read_dotted(r, value, result))
			return false;
	} else if (digits != 4 || !read_iso(r, value, result)) {
		return false;
	}
	result->uncertain = skip(r, '?');
	return true;
}

static bool read_date(reader *r, hw_date *result)
{
	hw_date last = {0};

	if (!read_simple(r, result))
		return false;
	if (r->at == r->end)
		return true;
	if (!skip(r, '/') || !read_simple(r, &last) || r->at != r->end)
		return false;
	if (last.first < result->first || last.last < result->last)
		return refuse(r, "it ends before it begins");
	bool years = (result->precision == HW_YEAR || result->precision == HW_YEARS) &&
		     (last.precision == HW_YEAR || last.precision == HW_YEARS);
	*result = (hw_date){result->first, last.last, years ? HW_YEARS : HW_DAYS, result->uncertain || last.uncertain,
			    true};
	return true;
}

hw_status hw_date_parse(hw_text t, hw_date *result, hw_error *error)
{
	hw_text trimmed = hw_text_trim(t);
	reader r = {.at = trimmed.bytes, .end = trimmed.bytes + trimmed.length};
	hw_date date = {0};
	char shown[64];

	if (trimmed.length && !hw_text_is(trimmed, "?") && !read_date(&r, &date)) {
		if (r.wrong[0])
			hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a date (%s)", hw_text_shown(trimmed, shown),
				r.wrong);
		else
			hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a date", hw_text_shown(trimmed, shown));
		hw_error_remedy(error, "write 1987-06-25, 25.06.1987, 1987-06, 06.1987, 1987, 1987-06-2X, 198X, 1987?, "
				       "1987/1989, or leave it empty when it is not known");
		return HW_BAD_INPUT;
	}
	*result = date;
	return HW_OK;
}

/* ---- writing ---- */
static char *put_digits(char *at, int value, int digits)
{
	for (int i = digits - 1; i >= 0; i--, value /= 10)
		at[i] = (char)('0' + value % 10);
	return at + digits;
}

static char *put_day(char *at, int32_t days)
{
	int year, month, day;

	hw_days_civil(days, &year, &month, &day);
	at = put_digits(at, year < 0 ? 0 : year, 4);
	*at++ = '-';
	at = put_digits(at, month, 2);
	*at++ = '-';
	return put_digits(at, day, 2);
}

const char *hw_days_write(int32_t days, char out[11])
{
	*put_day(out, days) = '\0';
	return out;
}

/* 1987-06-2X when the days are just those; NULL when not. */
static char *put_ten_days(char *at, hw_date date)
{
	int year, month, day, last_year, last_month, last_day;

	hw_days_civil(date.first, &year, &month, &day);
	hw_days_civil(date.last, &last_year, &last_month, &last_day);
	int tens = day == 1 ? 0 : day / 10, end = tens * 10 + 9, length = days_in_month(year, month);
	if (day != (tens ? tens * 10 : 1) || year != last_year || month != last_month ||
	    last_day != (end < length ? end : length))
		return NULL;
	at = put_day(at, date.first);
	at[-2] = (char)('0' + tens);
	at[-1] = 'X';
	return at;
}

static char *put_interval(char *at, hw_date date)
{
	at = put_day(at, date.first);
	*at++ = '/';
	return put_day(at, date.last);
}

/* NULL when first..last are not whole years. */
static char *put_years(char *at, hw_date date)
{
	int year, month, day, last_year, last_month, last_day;

	hw_days_civil(date.first, &year, &month, &day);
	hw_days_civil(date.last, &last_year, &last_month, &last_day);
	if (month != 1 || day != 1 || last_month != 12 || last_day != 31)
		return NULL;
	if (date.precision == HW_YEAR)
		return year == last_year ? put_digits(at, year, 4) : NULL;
	at = put_digits(at, year, 4);
	if (year % 10 == 0 && last_year == year + 9) {
		at[-1] = 'X';
		return at;
	}
	*at++ = '/';
	return put_digits(at, last_year, 4);
}

static char *put_month(char *at, hw_date date)
{
	int year, month, day;

	hw_days_civil(date.first, &year, &month, &day);
	if (day != 1 || date.last - date.first + 1 != days_in_month(year, month))
		return NULL;
	at = put_digits(at, year, 4);
	*at++ = '-';
	return put_digits(at, month, 2);
}

const char *hw_date_write(hw_date date, char out[24])
{
	char *end = NULL;

	out[0] = '\0';
	if (!date.known)
		return out;
	if (date.precision == HW_DAY && date.first == date.last)
		end = put_day(out, date.first);
	else if (date.precision == HW_DAYS)
		end = put_ten_days(out, date);
	else if (date.precision == HW_MONTH)
		end = put_month(out, date);
	else if (date.precision == HW_YEAR || date.precision == HW_YEARS)
		end = put_years(out, date);
	if (!end) /* the days do not bear out the precision: the days win */
		end = put_interval(out, date);
	if (date.uncertain)
		*end++ = '?';
	*end = '\0';
	return out;
}

const char *hw_time_write(int64_t microseconds, char out[32])
{
	const int64_t day = 86400;
	int64_t seconds = microseconds / 1000000 - (microseconds % 1000000 < 0);
	int64_t days = seconds / day - (seconds % day < 0), left = seconds - days * day;
	char *at = put_day(out, (int32_t)days);

	*at++ = 'T';
	at = put_digits(at, (int)(left / 3600), 2);
	*at++ = ':';
	at = put_digits(at, (int)(left / 60 % 60), 2);
	*at++ = ':';
	at = put_digits(at, (int)(left % 60), 2);
	*at++ = 'Z';
	*at = '\0';
	return out;
}
