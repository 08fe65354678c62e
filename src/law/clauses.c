/* clauses.c - what a rule asks: its condition, its clock, what rebuts it, and the replies. */
#include "law/law_int.h"

#include <string.h>

static hw_status copy_text(law_builder *builder, const law_block *block, const law_field *field, hw_text *result,
			   hw_error *error)
{
	HW_TRY(law_field_text(builder->rules->arena, block->file, field, result, error));
	if (result->length)
		return HW_OK;
	return law_refuse_at(block->file, field->from, field->key, "write it, or take the field out", error,
			     "the field is empty");
}

/* Compiles the field `key` when the block has it. */
static hw_status take_program(law_builder *builder, law_compiler *compiler, const law_block *block, const char *key,
			      law_type wanted, law_program *program, hw_text *source, hw_error *error)
{
	const law_field *field = law_block_field(block, key);

	program->root = LAW_NO_PROGRAM;
	if (!field)
		return HW_OK;
	HW_TRY(copy_text(builder, block, field, source, error));
	return law_compile(compiler, field, wanted, program, error);
}

static hw_status clock_lacks(const law_block *block, const char *key, hw_error *error)
{
	char why[96];

	snprintf(why, sizeof why, "the clock lacks \"%s\"", key);
	return law_refuse_at(block->file, block->at, block->name, "a clock needs  clock from  and  clock limit", error,
			     why);
}

static hw_status take_counts(law_builder *builder, const law_block *block, law_compiled *compiled, hw_error *error)
{
	const law_field *field = law_block_field(block, "clock counts");
	hw_text value;

	if (!field)
		return HW_OK;
	HW_TRY(copy_text(builder, block, field, &value, error));
	compiled->at_least = hw_text_is(value, "at least");
	if (compiled->at_least && !law_block_field(block, "clock until"))
		return law_refuse_at(block->file, field->from, field->key, "add  clock until", error,
				     "a waiting time needs the day of the act");
	if (compiled->at_least || hw_text_is(value, "at most"))
		return HW_OK;
	return law_refuse_at(block->file, field->from, field->key, "write  at most  or  at least", error,
			     "a clock counts a deadline or a waiting time");
}

static hw_status take_clock(law_builder *builder, law_compiler *compiler, const law_block *block, law_rule *rule,
			    law_compiled *compiled, hw_error *error)
{
	static const char *const keys[] = {"clock from", "clock limit", "clock until", "clock ended", "clock counts"};
	const law_field *limit = law_block_field(block, "clock limit");
	size_t fields = 0;

	compiled->from.root = compiled->until.root = compiled->ended.root = LAW_NO_PROGRAM;
	for (size_t i = 0; i < HW_COUNT(keys); i++)
		fields += law_block_field(block, keys[i]) != NULL;
	if (!fields)
		return HW_OK;
	if (!law_block_field(block, "clock from"))
		return clock_lacks(block, "clock from", error);
	if (!limit)
		return clock_lacks(block, "clock limit", error);
	compiled->has_clock = true;
	HW_TRY(take_program(builder, compiler, block, "clock from", LAW_DATE, &compiled->from, &rule->clock.from,
			    error));
	HW_TRY(take_program(builder, compiler, block, "clock until", LAW_DATE, &compiled->until, &rule->clock.until,
			    error));
	HW_TRY(take_program(builder, compiler, block, "clock ended", LAW_BOOL, &compiled->ended, &rule->clock.ended,
			    error));
	HW_TRY(copy_text(builder, block, limit, &rule->clock.limit, error));
	HW_TRY(law_compile_limit(compiler, limit, &compiled->limit, &compiled->unit, error));
	HW_TRY(take_counts(builder, block, compiled, error));
	rule->clock.at_least = compiled->at_least;
	return HW_OK;
}

static hw_status take_condition(law_builder *builder, law_compiler *compiler, const law_block *block, law_rule *rule,
				law_compiled *compiled, hw_error *error)
{
	const law_field *when = law_block_field(block, "when");

	if (rule->decides == LAW_BY_PERSON && (when || compiled->has_clock))
		return law_refuse_at(block->file, block->at, block->name, "take it out, or write  decides: flag", error,
				     "a rule that a person decides has no condition");
	if (rule->decides != LAW_BY_PERSON && !when)
		return law_refuse_at(block->file, block->at, block->name, "add it, or write  decides: person", error,
				     "the rule lacks the field \"when\"");
	compiler->may_overdue = compiled->has_clock;
	HW_TRY(take_program(builder, compiler, block, "when", LAW_BOOL, &compiled->when, &rule->when, error));
	compiler->may_overdue = false;
	return HW_OK;
}

/* Fields "PREFIX NAME en|uk|when" of one NAME, gathered. */
typedef struct clause {
	hw_text name;
	const law_field *first, *texts[LAW_LANGUAGES], *when;
} clause;

static hw_status gather(const law_block *block, const char *prefix, bool conditions, clause *clauses, size_t *count,
			hw_error *error)
{
	hw_text name, rest;

	for (size_t i = 0; i < block->count; i++) {
		const law_field *field = &block->fields[i];
		size_t c = 0;
		if (!law_key_parts(field->key, prefix, &name, &rest))
			continue;
		while (c < *count && !hw_text_equal(clauses[c].name, name))
			c++;
		if (c == *count)
			clauses[(*count)++] = (clause){.name = name, .first = field};
		if (hw_text_is(rest, "en"))
			clauses[c].texts[LAW_EN] = field;
		else if (hw_text_is(rest, "uk"))
			clauses[c].texts[LAW_UK] = field;
		else if (conditions && hw_text_is(rest, "when"))
			clauses[c].when = field;
		else
			return law_refuse_at(block->file, law_key_at(block->file, field), field->key,
					     conditions ? "end the key with en, uk or when"
							: "end the key with en or uk",
					     error, "the key does not say what it holds");
		if (!law_is_name(name))
			return law_refuse_at(block->file, law_key_at(block->file, field), field->key,
					     "use a-z, 0-9 and _, beginning with a letter", error,
					     "this cannot be a name");
	}
	return HW_OK;
}

static hw_status take_texts(law_builder *builder, const law_block *block, const clause *from,
			    hw_text text[LAW_LANGUAGES], hw_error *error)
{
	for (size_t language = 0; language < LAW_LANGUAGES; language++) {
		if (!from->texts[language])
			return law_refuse_at(block->file, law_key_at(block->file, from->first), from->first->key,
					     "write the text in both languages", error,
					     language == LAW_EN ? "its text in English (en) is not there"
								: "its text in Ukrainian (uk) is not there");
		HW_TRY(copy_text(builder, block, from->texts[language], &text[language], error));
	}
	return HW_OK;
}

static hw_status take_rebuttals(law_builder *builder, law_compiler *compiler, const law_block *block, law_rule *rule,
				law_compiled *compiled, hw_error *error)
{
	clause *clauses = HW_NEW(builder->scratch, clause, block->count + 1);
	size_t count = 0;

	if (!clauses)
		return law_out_of_memory(error);
	HW_TRY(gather(block, "rebut", true, clauses, &count, error));
	if (!count && rule->decides != LAW_BY_PERSON)
		return law_refuse_at(block->file, block->at, block->name, "add  rebut NAME en  and  rebut NAME uk",
				     error, "the rule does not say what would rebut it");
	law_rebuttal *made = HW_NEW(builder->rules->arena, law_rebuttal, count + 1);
	compiled->rebuttals = HW_NEW(builder->rules->arena, law_program, count + 1);
	if (!made || !compiled->rebuttals)
		return law_out_of_memory(error);
	for (size_t i = 0; i < count; i++) {
		made[i].name = clauses[i].name;
		HW_TRY(take_texts(builder, block, &clauses[i], made[i].text, error));
		compiled->rebuttals[i].root = LAW_NO_PROGRAM;
		if (!clauses[i].when)
			continue;
		HW_TRY(copy_text(builder, block, clauses[i].when, &made[i].when, error));
		HW_TRY(law_compile(compiler, clauses[i].when, LAW_BOOL, &compiled->rebuttals[i], error));
	}
	rule->rebuttals = made;
	rule->rebuttal_count = count;
	return HW_OK;
}

static hw_status take_replies(law_builder *builder, const law_block *block, law_rule *rule, hw_error *error)
{
	clause *clauses = HW_NEW(builder->scratch, clause, block->count + 1);
	size_t count = 0;

	if (!clauses)
		return law_out_of_memory(error);
	HW_TRY(gather(block, "reply", false, clauses, &count, error));
	law_reply *made = HW_NEW(builder->rules->arena, law_reply, count + 1);
	if (!made)
		return law_out_of_memory(error);
	for (size_t i = 0; i < count; i++) {
		made[i].ground = clauses[i].name;
		HW_TRY(take_texts(builder, block, &clauses[i], made[i].text, error));
	}
	rule->replies = made;
	rule->reply_count = count;
	return HW_OK;
}

/* Copies the nodes and the list of terms out of the compiler. */
static hw_status settle(law_builder *builder, const law_compiler *compiler, law_rule *rule, law_compiled *compiled,
			hw_error *error)
{
	const law_rules *rules = builder->rules;
	law_node *nodes = HW_NEW(rules->arena, law_node, compiler->count + 1);
	uint32_t *terms = HW_NEW(rules->arena, uint32_t, rules->kind_slots[rule->kind] + 1);

	if (!nodes || !terms)
		return law_out_of_memory(error);
	memcpy(nodes, compiler->nodes, compiler->count * sizeof *nodes);
	compiled->nodes = nodes;
	compiled->node_count = compiler->count;
	for (uint32_t i = 0; i < rules->term_count; i++)
		if (compiler->reads[i])
			terms[rule->term_count++] = i;
	rule->terms = terms;
	return HW_OK;
}

hw_status law_build_clauses(law_builder *builder, const law_block *block, law_rule *rule, law_compiled *compiled,
			    hw_error *error)
{
	const law_rules *rules = builder->rules;
	law_compiler compiler = {.rules = rules,
				 .arena = rules->arena,
				 .kind = rule->kind,
				 .file = block->file,
				 .nodes = builder->nodes,
				 .reads = builder->reads};

	memset(builder->reads, 0, rules->term_count * sizeof *builder->reads);
	HW_TRY(take_clock(builder, &compiler, block, rule, compiled, error));
	HW_TRY(take_condition(builder, &compiler, block, rule, compiled, error));
	HW_TRY(take_rebuttals(builder, &compiler, block, rule, compiled, error));
	HW_TRY(take_replies(builder, block, rule, error));
	return settle(builder, &compiler, rule, compiled, error);
}
