/* value.c - facts as the caller writes them. */
#include "law/law_int.h"

#include <string.h>

law_value law_value_bool(bool value)
{
	law_value made = {.type = LAW_BOOL};

	made.as.truth = value ? LAW_TRUE : LAW_FALSE;
	return made;
}

law_value law_value_number(double value)
{
	return law_value_between(value, value);
}

law_value law_value_between(double low, double high)
{
	law_value made = {.type = LAW_NUMBER};

	made.as.number.low = low;
	made.as.number.high = high;
	return made;
}

law_value law_value_date(hw_date value)
{
	law_value made = {.type = LAW_DATE};

	made.as.date = value;
	return made;
}

law_value law_value_text(hw_text value)
{
	law_value made = {.type = LAW_TEXT};

	made.as.text = value;
	return made;
}

bool law_same_word(hw_text written, hw_text word)
{
	if (written.length != word.length)
		return false;
	for (size_t i = 0; i < word.length; i++) {
		char c = written.bytes[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		else if (c == ' ' || c == '-')
			c = '_';
		if (c != word.bytes[i])
			return false;
	}
	return true;
}

static hw_status refuse_word(const law_term *term, hw_text word, hw_error *error)
{
	const law_word_list *list = term->list;
	char allowed[180];
	size_t used = 0;

	allowed[0] = 0;
	for (size_t i = 0; i < list->count && used + list->words[i].length + 8 < sizeof allowed; i++) {
		memcpy(allowed + used, list->words[i].bytes, list->words[i].length);
		used += list->words[i].length;
		allowed[used++] = ' ';
		allowed[used] = 0;
	}
	hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is not a word of %.*s", HW_TEXT_ARG(word), HW_TEXT_ARG(list->name));
	hw_error_what(error, "%.*s", HW_TEXT_ARG(term->name));
	hw_error_remedy(error, "use one of: %s", allowed);
	return HW_BAD_INPUT;
}

hw_status law_value_word(const law_rules *rules, uint32_t term, hw_text word, law_value *result, hw_error *error)
{
	const law_term *t = law_term_at(rules, term);
	law_value made = {.type = LAW_WORD};

	if (!t || t->type != LAW_WORD)
		return hw_fail(error, HW_BAD_INPUT, "fact %u takes no word", (unsigned)term);
	word = hw_text_trim(word);
	for (size_t i = 0; i < t->list->count; i++) {
		if (!law_same_word(word, t->list->words[i]))
			continue;
		made.as.words = (uint64_t)1 << i;
		*result = made;
		return HW_OK;
	}
	return refuse_word(t, word, error);
}

static hw_status read_bool(const law_term *term, hw_text text, law_value *result, hw_error *error)
{
	static const char *const words[][3] = {{"no", "false", "0"}, {"yes", "true", "1"}};

	for (size_t truth = 0; truth < 2; truth++)
		for (size_t i = 0; i < 3; i++)
			if (law_same_word(text, hw_text_of(words[truth][i]))) {
				*result = law_value_bool(truth == 1);
				return HW_OK;
			}
	hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is neither yes nor no", HW_TEXT_ARG(text));
	hw_error_what(error, "%.*s", HW_TEXT_ARG(term->name));
	hw_error_remedy(error, "write yes or no, or leave the fact away when it is not known");
	return HW_BAD_INPUT;
}

hw_status law_value_read(const law_rules *rules, uint32_t term, hw_text text, law_value *result, hw_error *error)
{
	const law_term *t = law_term_at(rules, term);
	hw_date date;
	double number;

	if (!t)
		return hw_fail(error, HW_BAD_INPUT, "there is no fact %u", (unsigned)term);
	text = hw_text_trim(text);
	switch (t->type) {
	case LAW_BOOL:
		return read_bool(t, text, result, error);
	case LAW_NUMBER:
		HW_TRY(hw_text_number(text, &number, error));
		*result = law_value_number(number);
		return HW_OK;
	case LAW_DATE:
		HW_TRY(hw_date_parse(text, &date, error));
		*result = law_value_date(date);
		return HW_OK;
	case LAW_WORD:
		return law_value_word(rules, term, text, result, error);
	case LAW_TEXT:
		break;
	}
	*result = law_value_text(text);
	return HW_OK;
}
