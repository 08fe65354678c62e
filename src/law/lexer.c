/* lexer.c - the words and signs of a condition. */
#include "law/law_int.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static char peek(const law_lexer *lexer, size_t ahead)
{
	size_t at = lexer->at + ahead;

	return at < lexer->end ? lexer->file->text.bytes[at] : 0;
}

/* White space, line breaks, and remarks on lines of their own. */
static void skip_blank(law_lexer *lexer)
{
	bool at_line_start = false;

	for (; lexer->at < lexer->end; lexer->at++) {
		char c = peek(lexer, 0);
		if (c == '\n')
			at_line_start = true;
		else if (c == '#' && at_line_start)
			while (lexer->at + 1 < lexer->end && peek(lexer, 1) != '\n')
				lexer->at++;
		else if (c != ' ' && c != '\t' && c != '\r')
			return;
	}
}

static hw_status refuse(const law_lexer *lexer, const char *why, const char *remedy, hw_error *error)
{
	hw_fail(error, HW_BAD_INPUT, "%s", why);
	hw_error_remedy(error, "%s", remedy);
	return law_place_error(error, lexer->file, lexer->at, lexer->key);
}

static hw_status take_date(law_lexer *lexer, law_token *token, hw_error *error)
{
	const char *b = token->text.bytes;
	int year = (b[0] - '0') * 1000 + (b[1] - '0') * 100 + (b[2] - '0') * 10 + b[3] - '0';
	int month = (b[5] - '0') * 10 + b[6] - '0', day = (b[8] - '0') * 10 + b[9] - '0';
	int year_back, month_back, day_back;

	if (year >= 1000 && month >= 1 && month <= 12 && day >= 1) {
		int32_t days = hw_days_of(year, month, day);
		hw_days_civil(days, &year_back, &month_back, &day_back);
		token->number = days;
		if (day_back == day && month_back == month)
			return HW_OK;
	}
	lexer->at -= token->text.length;
	return refuse(lexer, "there is no such day", "write a day as YYYY-MM-DD", error);
}

static bool date_ahead(const law_lexer *lexer)
{
	static const char form[] = "dddd-dd-dd";

	for (size_t i = 0; i < sizeof form - 1; i++)
		if (form[i] == 'd' ? !is_digit(peek(lexer, i)) : peek(lexer, i) != form[i])
			return false;
	return true;
}

static hw_status take_number(law_lexer *lexer, law_token *token, hw_error *error)
{
	size_t length = 0;

	token->kind = LAW_TOKEN_NUMBER;
	if (date_ahead(lexer)) {
		token->kind = LAW_TOKEN_DATE;
		token->text.length = 10;
		lexer->at += 10;
		return take_date(lexer, token, error);
	}
	while (is_digit(peek(lexer, length)) || (peek(lexer, length) == '.' && is_digit(peek(lexer, length + 1))))
		length++;
	token->text.length = length;
	if (hw_text_number(token->text, &token->number, NULL) != HW_OK)
		return refuse(lexer, "this is not a number", "write digits, with one point at most", error);
	lexer->at += length;
	return HW_OK;
}

static hw_status take_quoted(law_lexer *lexer, law_token *token, hw_error *error)
{
	size_t length = 1;

	while (peek(lexer, length) && peek(lexer, length) != '"' && peek(lexer, length) != '\n')
		length++;
	if (peek(lexer, length) != '"')
		return refuse(lexer, "the text is not closed", "end it with \" on the same line", error);
	token->kind = LAW_TOKEN_TEXT;
	token->text = (hw_text){token->text.bytes + 1, length - 1};
	lexer->at += length + 1;
	return HW_OK;
}

static hw_status take_sign(law_lexer *lexer, law_token *token, hw_error *error)
{
	char c = peek(lexer, 0), after = peek(lexer, 1);

	if (!strchr("(){},=!<>+-", c) || (c == '!' && after != '='))
		return refuse(lexer, "a condition cannot hold this sign",
			      "use names, numbers, = != < <= > >= + - ( ) { } , and or not in", error);
	token->kind = LAW_TOKEN_SIGN;
	token->text.length = after == '=' && strchr("!<>", c) ? 2 : 1;
	lexer->at += token->text.length;
	return HW_OK;
}

hw_status law_lexer_next(law_lexer *lexer, law_token *token, hw_error *error)
{
	skip_blank(lexer);
	*token = (law_token){.at = lexer->at, .text = {lexer->file->text.bytes + lexer->at, 0}};
	char c = peek(lexer, 0);
	if (lexer->at >= lexer->end)
		return HW_OK;
	if (is_digit(c))
		return take_number(lexer, token, error);
	if (c == '"')
		return take_quoted(lexer, token, error);
	if (!is_letter(c))
		return take_sign(lexer, token, error);
	token->kind = LAW_TOKEN_NAME;
	while (is_letter(peek(lexer, token->text.length)) || is_digit(peek(lexer, token->text.length)))
		token->text.length++;
	lexer->at += token->text.length;
	return HW_OK;
}
