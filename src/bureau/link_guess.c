/* link_guess.c - what kind of thing a column holds, by its name in English, Ukrainian or Russian, else by its values. */
#include "bureau/link_int.h"

#include <string.h>

/* Words of a column name, in the order in which they are tried; a word is found between the signs of the name.
 * "=" in front: the whole name. */
static const struct {
	const char *words;
	trace_kind kind;
} by_name[] = {
	{"first and surname", TRACE_FULL_NAME},
	{"first and last", TRACE_FULL_NAME},
	{"=id", TRACE_SKIP},
	{"rec id", TRACE_SKIP},
	{"record id", TRACE_SKIP},
	{"unique id", TRACE_SKIP},
	{"person id", TRACE_SKIP},
	{"entity id", TRACE_SKIP},
	{"ent id", TRACE_SKIP},
	{"blocking", TRACE_SKIP},
	{"family group", TRACE_SKIP}, /* kin share it: it tells families from one another, not people */
	{"cluster", TRACE_SKIP},
	{"age", TRACE_SKIP},
	{"вік", TRACE_SKIP},
	{"возраст", TRACE_SKIP},
	{"source", TRACE_SOURCE},
	{"джерело", TRACE_SOURCE},
	{"источник", TRACE_SOURCE},
	{"received", TRACE_SKIP},
	{"notes", TRACE_SKIP},
	{"note", TRACE_SKIP},
	{"примітки", TRACE_SKIP},
	{"birth place", TRACE_PLACE},
	{"place of birth", TRACE_PLACE},
	{"місце народження", TRACE_PLACE},
	{"место рождения", TRACE_PLACE},
	{"birth year", TRACE_YEAR},
	{"year of birth", TRACE_YEAR},
	{"yob", TRACE_YEAR},
	{"рік народження", TRACE_YEAR},
	{"год рождения", TRACE_YEAR},
	{"birth month", TRACE_MONTH},
	{"birth day", TRACE_DAY},
	{"=by", TRACE_YEAR},
	{"=bm", TRACE_MONTH},
	{"=bd", TRACE_DAY},
	{"=year", TRACE_YEAR},
	{"=month", TRACE_MONTH},
	{"=day", TRACE_DAY},
	{"=рік", TRACE_YEAR},
	{"=місяць", TRACE_MONTH},
	{"=день", TRACE_DAY},
	{"=год", TRACE_YEAR},
	{"=месяц", TRACE_MONTH},
	{"given", TRACE_GIVEN},
	{"first name", TRACE_GIVEN},
	{"firstname", TRACE_GIVEN},
	{"forename", TRACE_GIVEN},
	{"fname", TRACE_GIVEN},
	{"christian name", TRACE_GIVEN},
	{"ім’я", TRACE_GIVEN},
	{"ім'я", TRACE_GIVEN},
	{"імя", TRACE_GIVEN},
	{"имя", TRACE_GIVEN},
	{"patronymic", TRACE_PATRONYMIC},
	{"middle name", TRACE_PATRONYMIC},
	{"middlename", TRACE_PATRONYMIC},
	{"по батькові", TRACE_PATRONYMIC},
	{"побатькові", TRACE_PATRONYMIC},
	{"отчество", TRACE_PATRONYMIC},
	{"surname", TRACE_FAMILY},
	{"last name", TRACE_FAMILY},
	{"lastname", TRACE_FAMILY},
	{"lname", TRACE_FAMILY},
	{"family name", TRACE_FAMILY},
	{"=family", TRACE_FAMILY},
	{"прізвище", TRACE_FAMILY},
	{"фамилия", TRACE_FAMILY},
	{"full name", TRACE_FULL_NAME},
	{"fullname", TRACE_FULL_NAME},
	{"піб", TRACE_FULL_NAME},
	{"фио", TRACE_FULL_NAME},
	{"=name", TRACE_FULL_NAME},
	{"=person", TRACE_FULL_NAME},
	{"dob", TRACE_DATE},
	{"born", TRACE_DATE},
	{"birthdate", TRACE_DATE},
	{"birth date", TRACE_DATE},
	{"date", TRACE_DATE},
	{"дата", TRACE_DATE},
	{"народження", TRACE_DATE},
	{"gender", TRACE_SEX},
	{"sex", TRACE_SEX},
	{"стать", TRACE_SEX},
	{"пол", TRACE_SEX},
	{"postcode", TRACE_CODE},
	{"post code", TRACE_CODE},
	{"postal", TRACE_CODE},
	{"zip", TRACE_CODE},
	{"індекс", TRACE_CODE},
	{"индекс", TRACE_CODE},
	{"email", TRACE_EMAIL},
	{"e mail", TRACE_EMAIL},
	{"mail", TRACE_EMAIL},
	{"phone", TRACE_PHONE},
	{"tel", TRACE_PHONE},
	{"telephone", TRACE_PHONE},
	{"mobile", TRACE_PHONE},
	{"телефон", TRACE_PHONE},
	{"street number", TRACE_NUMBER},
	{"house", TRACE_NUMBER},
	{"soc sec id", TRACE_NUMBER},
	{"ssn", TRACE_NUMBER},
	{"passport", TRACE_NUMBER},
	{"tax", TRACE_NUMBER},
	{"number", TRACE_NUMBER},
	{"паспорт", TRACE_NUMBER},
	{"іпн", TRACE_NUMBER},
	{"рнокпп", TRACE_NUMBER},
	{"инн", TRACE_NUMBER},
	{"номер", TRACE_NUMBER},
	{"address", TRACE_ADDRESS},
	{"addr", TRACE_ADDRESS},
	{"street", TRACE_ADDRESS},
	{"адреса", TRACE_ADDRESS},
	{"адрес", TRACE_ADDRESS},
	{"вулиця", TRACE_ADDRESS},
	{"улица", TRACE_ADDRESS},
	{"place", TRACE_PLACE},
	{"city", TRACE_PLACE},
	{"town", TRACE_PLACE},
	{"village", TRACE_PLACE},
	{"suburb", TRACE_PLACE},
	{"state", TRACE_PLACE},
	{"region", TRACE_PLACE},
	{"county", TRACE_PLACE},
	{"country", TRACE_PLACE},
	{"місце", TRACE_PLACE},
	{"місто", TRACE_PLACE},
	{"область", TRACE_PLACE},
	{"район", TRACE_PLACE},
	{"село", TRACE_PLACE},
	{"город", TRACE_PLACE},
	{"место", TRACE_PLACE},
};

/* " street number " of "Street_Number": lower letters, one space for each sign between. */
static size_t plain_name(hw_text name, char *out, size_t room)
{
	size_t length = 0, at = 0;
	uint32_t c;

	out[length++] = ' ';
	while ((c = hw_utf8_next(name, &at)) && length + 6 < room) {
		if ((c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42f))
			c += 0x20;
		else if (c >= 0x400 && c <= 0x40f)
			c += 0x50;
		bool between = c == '_' || c == '-' || c == '.' || c == ' ' || c == '/' || (c >= '0' && c <= '9');
		if (!between)
			length += hw_utf8_write(c, out + length);
		else if (out[length - 1] != ' ')
			out[length++] = ' ';
	}
	if (out[length - 1] != ' ')
		out[length++] = ' ';
	out[length] = '\0';
	return length;
}

static bool names_fit(const char *plain, size_t length, const char *words)
{
	char padded[64];

	if (words[0] == '=')
		return length == strlen(words) + 1 && !memcmp(plain + 1, words + 1, length - 2);
	snprintf(padded, sizeof padded, " %s ", words);
	return strstr(plain, padded) != NULL;
}

/* Values of a column whose name says nothing. */
static trace_kind by_values(const hw_text *values, size_t count)
{
	size_t filled = 0, dates = 0, mails = 0, digits = 0, long_digits = 0;

	for (size_t i = 0; i < count; i++) {
		hw_text t = hw_text_trim(values[i]);
		hw_date date;
		int64_t number;
		if (!t.length)
			continue;
		filled++;
		bool whole = hw_text_integer(t, &number, NULL) == HW_OK;
		digits += whole;
		long_digits += whole && t.length >= 5;
		dates += t.length >= 8 && (t.length > 8 || !whole) && hw_date_parse(t, &date, NULL) == HW_OK &&
			 date.known;
		mails += memchr(t.bytes, '@', t.length) != NULL;
	}
	if (!filled)
		return TRACE_SKIP;
	if (dates * 10 >= filled * 8)
		return TRACE_DATE;
	if (mails * 10 >= filled * 8)
		return TRACE_EMAIL;
	if (digits * 10 >= filled * 9)
		return long_digits * 10 >= filled * 8 ? TRACE_NUMBER : TRACE_SKIP;
	return TRACE_TEXT;
}

trace_kind link_guess_kind(hw_text name, const hw_text *values, size_t count)
{
	char plain[256];
	size_t length = plain_name(name, plain, sizeof plain);

	for (size_t i = 0; i < HW_COUNT(by_name); i++)
		if (names_fit(plain, length, by_name[i].words))
			return by_name[i].kind;
	return by_values(values, count);
}
