/* The rules of retention: data/keeping/retention.txt.  Read retention_int.h first. */
#include "bureau/retention_int.h"

#include <string.h>

static bool word_at(hw_text value, const char *const *words, size_t count, size_t *at)
{
	for (*at = 0; *at < count; ++*at)
		if (hw_text_is(value, words[*at]))
			return true;
	return false;
}

/* "10 years", "18 months", "90 days"; at most 999. */
static bool read_time(hw_text value, int *count, int *unit)
{
	static const char *const units[] = {"year", "years", "month", "months", "day", "days"};
	hw_text number, rest = value;
	size_t at;

	if (!hw_text_split(&rest, ' ', &number) || !number.length || number.length > 3 ||
	    !word_at(hw_text_trim(rest), units, HW_COUNT(units), &at))
		return false;
	*count = 0;
	for (size_t i = 0; i < number.length; i++) {
		if (number.bytes[i] < '0' || number.bytes[i] > '9')
			return false;
		*count = *count * 10 + (number.bytes[i] - '0');
	}
	*unit = (unsigned char)"ymd"[at / 2];
	return *count > 0;
}

static hw_status read_rule(const table *t, const table_block *block, retention_rule *rule, hw_error *error)
{
	static const char *const of[] = {"inquiry", "person"}, *const then[] = {"delete contact", "seal"};
	static const char *const from[] = {
		[RETENTION_HOME] = "home", [RETENTION_DEATH] = "death transmitted", [RETENTION_CLOSED] = "case closed"};
	size_t whose, event, what;

	if (!word_at(table_field(block, "of"), of, HW_COUNT(of), &whose))
		return table_wrong(t, block, "of", "inquiry or person", error);
	if (!word_at(table_field(block, "from"), from, HW_COUNT(from), &event))
		return table_wrong(t, block, "from", "home, death transmitted or case closed", error);
	if (whose && event == RETENTION_CLOSED)
		return table_wrong(t, block, "from", "of a person: home or death transmitted", error);
	if (!read_time(table_field(block, "after"), &rule->count, &rule->unit))
		return table_wrong(t, block, "after", "a number from 1 to 999 and years, months or days", error);
	if (!word_at(table_field(block, "then"), then, HW_COUNT(then), &what))
		return table_wrong(t, block, "then", "delete contact or seal", error);
	if (what != whose)
		return table_wrong(t, block, "then", whose ? "of a person: seal" : "of an inquiry: delete contact",
				   error);
	rule->block = block;
	rule->person = whose;
	rule->from = (retention_from)event;
	rule->seal = what;
	return HW_OK;
}

hw_status retention_rules_read(hw_text text, const char *file, retention_rules *rules, hw_error *error)
{
	static const char *const needed[] = {"en",   "uk",        "of",        "from",   "after",
					     "then", "ground en", "ground uk", "source", NULL};

	rules->count = 0;
	HW_TRY(table_read(text, file, "rule", needed, &rules->table, error));
	for (size_t i = 0; i < rules->table.count; i++)
		HW_TRY(read_rule(&rules->table, &rules->table.blocks[i], &rules->items[rules->count++], error));
	return HW_OK;
}

int32_t retention_due_day(const retention_rule *rule, int32_t since)
{
	int year, month, day, months = rule->count * (rule->unit == 'y' ? 12 : 1);
	int32_t end;

	if (rule->unit == 'd')
		return since + rule->count;
	hw_days_civil(since, &year, &month, &day);
	months += month - 1;
	year += months / 12;
	month = months % 12 + 1;
	end = month == 12 ? hw_days_of(year + 1, 1, 1) - 1 : hw_days_of(year, month + 1, 1) - 1;
	return hw_days_of(year, month, 1) + day - 1 < end ? hw_days_of(year, month, 1) + day - 1 : end;
}
