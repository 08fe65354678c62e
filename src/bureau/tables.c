/* Tables that a lawyer edits.  Read tables_int.h first. */
#include "bureau/tables_int.h"

#include <stdio.h>
#include <string.h>

static hw_status refuse(const char *file, unsigned line, const char *remedy, hw_error *error, const char *why)
{
	(void)hw_fail(error, HW_BAD_INPUT, "%s", why);
	(void)hw_error_where(error, "%s:%u", file, line);
	return hw_error_remedy(error, "%s", remedy), HW_BAD_INPUT;
}

hw_text table_field(const table_block *block, const char *key)
{
	for (size_t i = 0; i < block->count; i++)
		if (hw_text_is(block->keys[i], key))
			return block->values[i];
	return HW_TEXT("");
}

hw_text table_told(const table_block *block, const char *key, bool uk)
{
	char name[32];

	(void)snprintf(name, sizeof(name), "%s%s%s", key, *key ? " " : "", uk ? "uk" : "en");
	return table_field(block, name);
}

const table_block *table_find(const table *of, hw_text name)
{
	for (size_t i = 0; i < of->count; i++)
		if (hw_text_equal(of->blocks[i].name, name))
			return &of->blocks[i];
	return NULL;
}

hw_status table_wrong(const table *of, const table_block *block, const char *key, const char *remedy, hw_error *error)
{
	hw_text value = table_field(block, key);
	char shown[64], why[128];

	(void)snprintf(why, sizeof(why), "%s: \"%s\" is not possible", key, hw_text_shown(value, shown));
	return refuse(of->file, block->line, remedy, error, why);
}

static hw_status begin_block(table *t, hw_text row, unsigned line, hw_error *error)
{
	hw_text word, name = row;

	if (!hw_text_split(&name, ' ', &word) || !hw_text_is(word, t->word) || !hw_text_trim(name).length)
		return refuse(t->file, line, t->word, error,
			      "a block begins at the left edge with the word of this table and a name");
	name = hw_text_trim(name);
	if (table_find(t, name))
		return refuse(t->file, line, "each name once", error, "this name stands above already");
	if (t->count == TABLE_BLOCKS)
		return refuse(t->file, line, "join some", error, "there are too many blocks");
	t->blocks[t->count++] = (table_block){.name = name, .line = line};
	return HW_OK;
}

static hw_status add_field(table *t, hw_text row, const char *const *needed, unsigned line, hw_error *error)
{
	table_block *block = t->count ? &t->blocks[t->count - 1] : NULL;
	hw_text key, value = row;
	bool known = false;

	if (!block || !hw_text_split(&value, ':', &key))
		return refuse(t->file, line, "a tab, a key, \": \" and the value, below the name of its block", error,
			      "this is no field");
	key = hw_text_trim(key);
	for (size_t i = 0; needed[i]; i++)
		known = known || hw_text_is(key, needed[i]);
	if (!known || table_field(block, "").length || block->count == TABLE_FIELDS)
		return refuse(t->file, line, "see the other blocks", error, "this table has no such field");
	for (size_t i = 0; i < block->count; i++)
		if (hw_text_equal(block->keys[i], key))
			return refuse(t->file, line, "each field once", error, "this field stands above already");
	block->keys[block->count] = key;
	block->values[block->count++] = hw_text_trim(value);
	return HW_OK;
}

static hw_status check_whole(const table *t, const char *const *needed, hw_error *error)
{
	for (size_t b = 0; b < t->count; b++)
		for (size_t i = 0; needed[i]; i++)
			if (!table_field(&t->blocks[b], needed[i]).length) {
				char why[96];

				(void)snprintf(why, sizeof(why), "the field \"%s\" is missing", needed[i]);
				return refuse(t->file, t->blocks[b].line, "every block has every field", error, why);
			}
	return HW_OK;
}

hw_status table_read(hw_text text, const char *file, const char *word, const char *const *needed, table *result,
		     hw_error *error)
{
	hw_text row;

	*result = (table){.file = file, .word = word};
	for (unsigned line = 1; hw_text_split(&text, '\n', &row); line++) {
		hw_text trimmed = hw_text_trim(row);

		if (!trimmed.length || trimmed.bytes[0] == '#')
			continue;
		if (row.bytes[0] == '\t')
			HW_TRY(add_field(result, trimmed, needed, line, error));
		else
			HW_TRY(begin_block(result, trimmed, line, error));
	}
	return check_whole(result, needed, error);
}
