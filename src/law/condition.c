/* condition.c - from the words of a condition to its nodes, with every type checked.
 *
 *   condition  = and { "or" and }          and = not { "and" not }
 *   not        = "not" not | comparison
 *   comparison = sum [ ("=" | "!=" | "<" | "<=" | ">" | ">=") sum | "in" "{" word { "," word } "}" ]
 *   sum        = operand { ("+" | "-") operand }
 *   operand    = NUMBER | DATE | "text" | yes | no | as_of | overdue | FACT | YARDSTICK | "(" condition ")"
 *              | known(FACT) | days(sum, sum) | first_known(sum, sum { , sum })
 */
#include "law/law_int.h"

#include <stdarg.h>
#include <string.h>

typedef struct parser {
	law_compiler *to;
	law_lexer lexer;
	law_token token; /* the next one */
	unsigned depth;
	hw_error *error;
} parser;

static hw_status parse_or(parser *p, uint32_t *result);
static hw_status parse_sum(parser *p, uint32_t *result);

HW_PRINTF(4, 5) static hw_status refuse(parser *p, size_t at, const char *remedy, const char *format, ...)
{
	char why[300];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(why, sizeof why, format, arguments);
	va_end(arguments);
	hw_fail(p->error, HW_BAD_INPUT, "%s", why);
	hw_error_remedy(p->error, "%s", remedy);
	return law_place_error(p->error, p->lexer.file, at, p->lexer.key);
}

static hw_status advance(parser *p)
{
	return law_lexer_next(&p->lexer, &p->token, p->error);
}

static bool at_sign(const parser *p, const char *sign)
{
	return p->token.kind == LAW_TOKEN_SIGN && hw_text_is(p->token.text, sign);
}

static bool at_name(const parser *p, const char *name)
{
	return p->token.kind == LAW_TOKEN_NAME && hw_text_is(p->token.text, name);
}

static hw_status expect(parser *p, const char *sign, const char *remedy)
{
	if (at_sign(p, sign))
		return advance(p);
	if (p->token.kind == LAW_TOKEN_END)
		return refuse(p, p->token.at, remedy, "the condition ends where \"%s\" should stand", sign);
	return refuse(p, p->token.at, remedy, "\"%.*s\" stands where \"%s\" should", HW_TEXT_ARG(p->token.text), sign);
}

static hw_status add_node(parser *p, law_node node, uint32_t *result)
{
	law_compiler *to = p->to;

	if (to->count >= LAW_NODES_MOST) {
		hw_fail(p->error, HW_TOO_LARGE, "the conditions of a rule have over %d parts", LAW_NODES_MOST);
		hw_error_remedy(p->error, "make two rules of it");
		return law_place_error(p->error, p->lexer.file, p->token.at, p->lexer.key);
	}
	to->nodes[to->count] = node;
	*result = (uint32_t)to->count++;
	return HW_OK;
}

static const char *type_words(law_type type)
{
	static const char *const words[] = {"yes or no", "a number", "a date", "a word", "a text"};

	return words[type];
}

static hw_text known_name(const void *context, size_t index)
{
	const law_compiler *to = context;
	size_t slots = to->rules->kind_slots[to->kind];

	return index < slots ? to->rules->terms[to->rules->kind_terms[to->kind][index]].name
			     : to->rules->settings[index - slots].name;
}

static hw_status refuse_name(parser *p)
{
	const law_rules *rules = p->to->rules;
	hw_text name = p->token.text, kind = rules->kinds[p->to->kind];
	hw_text near = law_nearest(name, known_name, p->to, rules->kind_slots[p->to->kind] + rules->setting_count);
	char remedy[160];

	if (near.length)
		snprintf(remedy, sizeof remedy, "did you mean \"%.*s\"?", HW_TEXT_ARG(near));
	else
		snprintf(remedy, sizeof remedy, "add it to a block  facts %.*s", HW_TEXT_ARG(kind));
	return refuse(p, p->token.at, remedy, "\"%.*s\" is neither a fact of a %.*s nor a yardstick", HW_TEXT_ARG(name),
		      HW_TEXT_ARG(kind));
}

static bool find_slot(const law_compiler *to, hw_text name, uint32_t *slot)
{
	for (uint32_t i = 0; i < to->rules->kind_slots[to->kind]; i++) {
		uint32_t term = to->rules->kind_terms[to->kind][i];
		if (!hw_text_equal(to->rules->terms[term].name, name))
			continue;
		if (to->reads)
			to->reads[term] = true;
		*slot = i;
		return true;
	}
	return false;
}

static hw_status take_name(parser *p, uint32_t *result)
{
	const law_rules *rules = p->to->rules;
	law_node node = {.kind = LAW_NODE_TERM};

	if (find_slot(p->to, p->token.text, &node.index)) {
		const law_term *term = &rules->terms[rules->kind_terms[p->to->kind][node.index]];
		node.type = term->type;
		node.list = term->list;
		HW_TRY(add_node(p, node, result));
		return advance(p);
	}
	for (uint32_t i = 0; i < rules->setting_count; i++) {
		if (!hw_text_equal(rules->settings[i].name, p->token.text))
			continue;
		HW_TRY(add_node(p, (law_node){.kind = LAW_NODE_SETTING, .type = LAW_NUMBER, .index = i}, result));
		return advance(p);
	}
	return refuse_name(p);
}

static hw_status take_known(parser *p, uint32_t *result)
{
	law_node node = {.kind = LAW_NODE_KNOWN, .type = LAW_BOOL};

	HW_TRY(advance(p));
	HW_TRY(expect(p, "(", "write known(FACT)"));
	if (p->token.kind != LAW_TOKEN_NAME || !find_slot(p->to, p->token.text, &node.index))
		return p->token.kind == LAW_TOKEN_NAME
			       ? refuse_name(p)
			       : refuse(p, p->token.at, "write known(FACT)", "known() asks for the name of a fact");
	HW_TRY(advance(p));
	HW_TRY(add_node(p, node, result));
	return expect(p, ")", "close it: known(FACT)");
}

static law_type type_of(const parser *p, uint32_t node)
{
	return p->to->nodes[node].type;
}

static hw_status take_days(parser *p, uint32_t *result)
{
	uint32_t from = 0, to = 0;
	size_t at = p->token.at;

	HW_TRY(advance(p));
	HW_TRY(expect(p, "(", "write days(FROM, TO)"));
	HW_TRY(parse_sum(p, &from));
	HW_TRY(expect(p, ",", "write days(FROM, TO)"));
	HW_TRY(parse_sum(p, &to));
	HW_TRY(expect(p, ")", "write days(FROM, TO)"));
	if (type_of(p, from) != LAW_DATE || type_of(p, to) != LAW_DATE)
		return refuse(p, at, "write days(FROM, TO) with two dates", "days() counts between two dates");
	return add_node(p, (law_node){.kind = LAW_NODE_SUBTRACT, .type = LAW_NUMBER, .a = to, .b = from}, result);
}

static hw_status take_first_known(parser *p, uint32_t *result)
{
	uint32_t first = 0, rest = 0;
	size_t at = p->token.at;

	HW_TRY(advance(p));
	HW_TRY(expect(p, "(", "write first_known(A, B)"));
	HW_TRY(parse_sum(p, &first));
	if (!at_sign(p, ","))
		return refuse(p, p->token.at, "write first_known(A, B)", "first_known() chooses among two or more");
	while (at_sign(p, ",")) {
		HW_TRY(advance(p));
		HW_TRY(parse_sum(p, &rest));
		law_type type = type_of(p, first);
		if (type != type_of(p, rest) || (type != LAW_DATE && type != LAW_NUMBER))
			return refuse(p, at, "name only dates or only numbers",
				      "first_known() chooses among dates or among numbers");
		HW_TRY(add_node(p, (law_node){.kind = LAW_NODE_FIRST, .type = type, .a = first, .b = rest}, &first));
	}
	*result = first;
	return expect(p, ")", "close it: first_known(A, B)");
}

static hw_status take_literal(parser *p, law_node node, uint32_t *result)
{
	HW_TRY(add_node(p, node, result));
	return advance(p);
}

static hw_status parse_keyword(parser *p, uint32_t *result)
{
	if (at_name(p, "yes") || at_name(p, "no")) {
		law_node node = {.kind = LAW_NODE_TRUTH, .type = LAW_BOOL};
		node.as.truth = at_name(p, "yes") ? LAW_TRUE : LAW_FALSE;
		return take_literal(p, node, result);
	}
	if (at_name(p, "as_of"))
		return take_literal(p, (law_node){.kind = LAW_NODE_AS_OF, .type = LAW_DATE}, result);
	if (at_name(p, "overdue")) {
		if (!p->to->may_overdue)
			return refuse(p, p->token.at, "add  clock from  and  clock limit",
				      "\"overdue\" asks for the clock of the rule, and there is none here");
		return take_literal(p, (law_node){.kind = LAW_NODE_OVERDUE, .type = LAW_BOOL}, result);
	}
	if (at_name(p, "known"))
		return take_known(p, result);
	if (at_name(p, "days"))
		return take_days(p, result);
	if (at_name(p, "first_known"))
		return take_first_known(p, result);
	if (at_name(p, "and") || at_name(p, "or") || at_name(p, "not") || at_name(p, "in"))
		return refuse(p, p->token.at, "write something before and after it", "\"%.*s\" joins nothing here",
			      HW_TEXT_ARG(p->token.text));
	return take_name(p, result);
}

static hw_status parse_simple(parser *p, uint32_t *result)
{
	law_node node = {.kind = LAW_NODE_NUMBER, .type = LAW_NUMBER};

	switch (p->token.kind) {
	case LAW_TOKEN_NAME:
		return parse_keyword(p, result);
	case LAW_TOKEN_NUMBER:
	case LAW_TOKEN_DATE:
		node.type = p->token.kind == LAW_TOKEN_DATE ? LAW_DATE : LAW_NUMBER;
		node.as.number = p->token.number;
		return take_literal(p, node, result);
	case LAW_TOKEN_TEXT:
		node = (law_node){.kind = LAW_NODE_TEXT, .type = LAW_TEXT};
		node.as.text = hw_text_copy(p->to->arena, p->token.text);
		return node.as.text.bytes ? take_literal(p, node, result) : law_out_of_memory(p->error);
	case LAW_TOKEN_END:
		return refuse(p, p->token.at, "write a fact, a number or a date", "the condition ends too early");
	case LAW_TOKEN_SIGN:
		break;
	}
	if (!at_sign(p, "("))
		return refuse(p, p->token.at, "write a fact, a number or a date", "\"%.*s\" cannot stand here",
			      HW_TEXT_ARG(p->token.text));
	HW_TRY(advance(p));
	HW_TRY(parse_or(p, result));
	return expect(p, ")", "close the bracket");
}

static hw_status too_deep(parser *p)
{
	return refuse(p, p->token.at, "make two rules of it", "the condition is nested over %d deep", LAW_DEPTH_MOST);
}

/* Whatever nests passes here, so this is where depth is counted. */
static hw_status parse_operand(parser *p, uint32_t *result)
{
	if (++p->depth > LAW_DEPTH_MOST)
		return too_deep(p);
	HW_TRY(parse_simple(p, result));
	p->depth--;
	return HW_OK;
}

/* number +- number, date +- number, number + date; date - date counts days. */
static bool sum_type(law_type a, law_type b, bool minus, law_type *result)
{
	bool numbers = a == LAW_NUMBER && b == LAW_NUMBER, days = a == LAW_DATE && b == LAW_DATE && minus;

	*result = numbers || days ? LAW_NUMBER : LAW_DATE;
	return numbers || days || (a == LAW_DATE && b == LAW_NUMBER) || (a == LAW_NUMBER && b == LAW_DATE && !minus);
}

static hw_status parse_sum(parser *p, uint32_t *result)
{
	uint32_t left = 0, right = 0;

	HW_TRY(parse_operand(p, &left));
	while (at_sign(p, "+") || at_sign(p, "-")) {
		law_node node = {.kind = at_sign(p, "-") ? LAW_NODE_SUBTRACT : LAW_NODE_ADD};
		size_t at = p->token.at;
		HW_TRY(advance(p));
		HW_TRY(parse_operand(p, &right));
		law_type a = type_of(p, left), b = type_of(p, right);
		if (!sum_type(a, b, node.kind == LAW_NODE_SUBTRACT, &node.type))
			return refuse(p, at, "add days to a date, or numbers to numbers", "%s and %s cannot be added",
				      type_words(a), type_words(b));
		node.a = left;
		node.b = right;
		HW_TRY(add_node(p, node, &left));
	}
	*result = left;
	return HW_OK;
}

static hw_text list_word(const void *context, size_t index)
{
	return ((const law_word_list *)context)->words[index];
}

static hw_status take_word(parser *p, const law_word_list *list, uint64_t *words)
{
	if (p->token.kind != LAW_TOKEN_NAME)
		return refuse(p, p->token.at, "write one of its words without quotes", "here stands a word of \"%.*s\"",
			      HW_TEXT_ARG(list->name));
	for (size_t i = 0; i < list->count; i++) {
		if (!hw_text_equal(list->words[i], p->token.text))
			continue;
		*words |= (uint64_t)1 << i;
		return advance(p);
	}
	hw_text near = law_nearest(p->token.text, list_word, list, list->count);
	char remedy[160];
	snprintf(remedy, sizeof remedy, near.length ? "did you mean \"%.*s\"?" : "see the block  words %.*s",
		 HW_TEXT_ARG(near.length ? near : list->name));
	return refuse(p, p->token.at, remedy, "\"%.*s\" is not a word of \"%.*s\"", HW_TEXT_ARG(p->token.text),
		      HW_TEXT_ARG(list->name));
}

static bool list_has(const law_word_list *list, hw_text word)
{
	for (size_t i = 0; i < list->count; i++)
		if (hw_text_equal(list->words[i], word))
			return true;
	return false;
}

/* left = word  or  left in {word, ...} */
static hw_status parse_words(parser *p, law_node *node, bool several)
{
	const law_word_list *list = p->to->nodes[node->a].list;
	law_node words = {.kind = LAW_NODE_WORDS, .type = LAW_WORD, .list = list};

	HW_TRY(advance(p));
	if (several) {
		do {
			HW_TRY(advance(p));
			HW_TRY(take_word(p, list, &words.as.words));
		} while (at_sign(p, ","));
		HW_TRY(expect(p, "}", "close the list: in {a, b}"));
	} else {
		HW_TRY(take_word(p, list, &words.as.words));
	}
	return add_node(p, words, &node->b);
}

static bool comparison_sign(const parser *p, law_comparison *sign)
{
	static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};

	for (size_t i = 0; i < HW_COUNT(signs); i++) {
		if (!at_sign(p, signs[i]))
			continue;
		*sign = (law_comparison)i;
		return true;
	}
	return false;
}

static hw_status check_comparison(parser *p, const law_node *node, size_t at)
{
	const law_node *a = &p->to->nodes[node->a], *b = &p->to->nodes[node->b];
	bool ordered = node->sign != LAW_EQUAL && node->sign != LAW_UNEQUAL;

	if (a->type != b->type)
		return refuse(p, at, "compare things of one type", "%s is compared with %s", type_words(a->type),
			      type_words(b->type));
	if (ordered && a->type != LAW_NUMBER && a->type != LAW_DATE)
		return refuse(p, at, "use = or !=", "%s has no order", type_words(a->type));
	if (a->type == LAW_WORD && a->list != b->list)
		return refuse(p, at, "compare words of one list", "the words come from two lists");
	return HW_OK;
}

static hw_status parse_in(parser *p, uint32_t left, uint32_t *result)
{
	law_node node = {.kind = LAW_NODE_COMPARE, .type = LAW_BOOL, .sign = LAW_EQUAL, .a = left};
	law_lexer ahead = p->lexer;
	law_token open;

	if (type_of(p, left) != LAW_WORD)
		return refuse(p, p->token.at, "compare numbers and dates with < and >",
			      "\"in\" asks whether a fact is one of several words");
	HW_TRY(law_lexer_next(&ahead, &open, p->error));
	if (open.kind != LAW_TOKEN_SIGN || !hw_text_is(open.text, "{"))
		return refuse(p, open.at, "write  in {word, word}", "the words after \"in\" stand in { }");
	HW_TRY(parse_words(p, &node, true));
	return add_node(p, node, result);
}

static hw_status parse_comparison(parser *p, uint32_t *result)
{
	law_node node = {.kind = LAW_NODE_COMPARE, .type = LAW_BOOL};
	law_lexer ahead;
	law_token after;

	HW_TRY(parse_sum(p, &node.a));
	if (at_name(p, "in"))
		return parse_in(p, node.a, result);
	if (!comparison_sign(p, &node.sign)) {
		*result = node.a;
		return HW_OK;
	}
	size_t at = p->token.at;
	ahead = p->lexer;
	HW_TRY(law_lexer_next(&ahead, &after, p->error));
	uint32_t unused;
	bool word = type_of(p, node.a) == LAW_WORD && after.kind == LAW_TOKEN_NAME &&
		    (list_has(p->to->nodes[node.a].list, after.text) || !find_slot(p->to, after.text, &unused));
	if (word) {
		HW_TRY(parse_words(p, &node, false));
	} else {
		HW_TRY(advance(p));
		HW_TRY(parse_sum(p, &node.b));
	}
	HW_TRY(check_comparison(p, &node, at));
	return add_node(p, node, result);
}

static hw_status need_truth(parser *p, uint32_t node, size_t at, const char *joint)
{
	if (type_of(p, node) == LAW_BOOL)
		return HW_OK;
	return refuse(p, at, "compare it with something", "\"%s\" joins conditions, and this is %s", joint,
		      type_words(type_of(p, node)));
}

static hw_status parse_not(parser *p, uint32_t *result)
{
	law_node node = {.kind = LAW_NODE_NOT, .type = LAW_BOOL};
	size_t at = p->token.at;

	if (!at_name(p, "not"))
		return parse_comparison(p, result);
	HW_TRY(advance(p));
	if (++p->depth > LAW_DEPTH_MOST)
		return too_deep(p);
	HW_TRY(parse_not(p, &node.a));
	p->depth--;
	HW_TRY(need_truth(p, node.a, at, "not"));
	return add_node(p, node, result);
}

static hw_status parse_joined(parser *p, bool is_or, uint32_t *result)
{
	const char *joint = is_or ? "or" : "and";
	hw_status (*part)(parser *, bool, uint32_t *) = parse_joined;
	size_t at = p->token.at;

	HW_TRY(is_or ? part(p, false, result) : parse_not(p, result));
	while (at_name(p, joint)) {
		law_node node = {.kind = is_or ? LAW_NODE_OR : LAW_NODE_AND, .type = LAW_BOOL, .a = *result};
		size_t joint_at = p->token.at;
		HW_TRY(need_truth(p, node.a, at, joint));
		HW_TRY(advance(p));
		HW_TRY(is_or ? part(p, false, &node.b) : parse_not(p, &node.b));
		HW_TRY(need_truth(p, node.b, joint_at, joint));
		HW_TRY(add_node(p, node, result));
	}
	return HW_OK;
}

static hw_status parse_or(parser *p, uint32_t *result)
{
	return parse_joined(p, true, result);
}

static hw_status begin(parser *p, law_compiler *compiler, const law_field *field, hw_error *error)
{
	*p = (parser){.to = compiler, .error = error};
	p->lexer = (law_lexer){compiler->file, field->from, field->to, field->key};
	return advance(p);
}

hw_status law_compile(law_compiler *compiler, const law_field *field, law_type wanted, law_program *result,
		      hw_error *error)
{
	law_program program = {.type = wanted};
	parser p;

	HW_TRY(begin(&p, compiler, field, error));
	size_t at = p.token.at;
	HW_TRY(parse_or(&p, &program.root));
	if (p.token.kind != LAW_TOKEN_END)
		return refuse(&p, p.token.at, "join conditions with and / or", "\"%.*s\" follows a complete condition",
			      HW_TEXT_ARG(p.token.text));
	law_type found = type_of(&p, program.root);
	if (found != wanted)
		return refuse(&p, at, wanted == LAW_BOOL ? "compare it with something" : "name a date",
			      "the field needs %s, and this is %s", type_words(wanted), type_words(found));
	*result = program;
	return HW_OK;
}

static bool unit_of(hw_text word, law_unit *unit)
{
	static const char *const names[][2] = {
		{"day", "days"}, {"week", "weeks"}, {"month", "months"}, {"year", "years"}};

	for (size_t i = 0; i < HW_COUNT(names); i++) {
		if (!hw_text_is(word, names[i][0]) && !hw_text_is(word, names[i][1]))
			continue;
		*unit = (law_unit)i;
		return true;
	}
	return false;
}

hw_status law_compile_limit(law_compiler *compiler, const law_field *field, uint32_t *node, law_unit *unit,
			    hw_error *error)
{
	parser p;

	HW_TRY(begin(&p, compiler, field, error));
	size_t at = p.token.at;
	HW_TRY(parse_operand(&p, node));
	const law_node *made = &compiler->nodes[*node];
	bool number = made->kind == LAW_NODE_NUMBER && made->type == LAW_NUMBER && made->as.number <= 36525;
	if (!number && made->kind != LAW_NODE_SETTING)
		return refuse(&p, at, "write it as  7 days  or  YARDSTICK days",
			      "a limit is a number up to 36525 or a yardstick");
	if (p.token.kind != LAW_TOKEN_NAME || !unit_of(p.token.text, unit))
		return refuse(&p, p.token.at, "write days, weeks, months or years after the number",
			      "the limit has no unit");
	HW_TRY(advance(&p));
	if (p.token.kind != LAW_TOKEN_END)
		return refuse(&p, p.token.at, "write it as  7 days", "\"%.*s\" follows the limit",
			      HW_TEXT_ARG(p.token.text));
	return HW_OK;
}
