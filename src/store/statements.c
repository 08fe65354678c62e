/* Reads the SQL files: single statements of a schema, named statements with $1..$n. */
#include "store/store_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- splitting ------------------------------------------------------------------------ */
/* Past a comment, a quoted text or one character. */
static size_t past_token(hw_text t, size_t at)
{
	const char *end;

	if (t.bytes[at] == '-' && at + 1 < t.length && t.bytes[at + 1] == '-') {
		end = memchr(t.bytes + at, '\n', t.length - at);
		return end ? (size_t)(end - t.bytes) + 1 : t.length;
	}
	if (t.bytes[at] == '\'') {
		end = memchr(t.bytes + at + 1, '\'', t.length - at - 1);
		return end ? (size_t)(end - t.bytes) + 1 : t.length;
	}
	return at + 1;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool store_sql_next(hw_text *rest, hw_text *statement)
{
	hw_text t = *rest;
	size_t begin = 0, end;

	while (begin < t.length && (is_space(t.bytes[begin]) || t.bytes[begin] == '-' || t.bytes[begin] == ';')) {
		/* A "-" here begins a comment; anything else that a file holds is found by the database. */
		begin = past_token(t, begin);
	}
	if (begin >= t.length)
		return false;
	for (end = begin; end < t.length && t.bytes[end] != ';';)
		end = past_token(t, end);
	*rest = end < t.length ? (hw_text){t.bytes + end + 1, t.length - end - 1} : (hw_text){t.bytes + t.length, 0};
	while (end > begin && is_space(t.bytes[end - 1]))
		end--;
	*statement = (hw_text){t.bytes + begin, end - begin};
	return true;
}

/* ---- named statements ------------------------------------------------------------------- */
static char *own_text(hw_text t)
{
	char *copy = hw_grow(NULL, t.length + 1, 1);

	if (!copy)
		return NULL;
	if (t.length)
		memcpy(copy, t.bytes, t.length);
	copy[t.length] = '\0';
	return copy;
}

/* The highest $n; 0 with *gap when some $k below it is missing. */
static size_t count_parameters(hw_text sql, bool *gap)
{
	bool seen[STORE_PARAMETER_LIMIT + 1] = {false};
	size_t highest = 0;

	*gap = false;
	for (size_t at = 0; at < sql.length; at = past_token(sql, at)) {
		size_t number = 0;

		if (sql.bytes[at] != '$')
			continue;
		for (size_t i = at + 1; i < sql.length && sql.bytes[i] >= '0' && sql.bytes[i] <= '9' && number < 1000;
		     i++)
			number = 10 * number + (size_t)(sql.bytes[i] - '0');
		if (number < 1 || number > STORE_PARAMETER_LIMIT) {
			*gap = true;
			return 0;
		}
		seen[number] = true;
		if (number > highest)
			highest = number;
	}
	for (size_t i = 1; i <= highest; i++)
		if (!seen[i])
			*gap = true;
	return highest;
}

/* The word after "insert into " or "update ". */
static hw_text changed_table(hw_text sql)
{
	static const char *const verbs[] = {"insert into ", "update ", "delete from "};
	size_t end;

	for (size_t i = 0; i < HW_COUNT(verbs); i++) {
		size_t begin = strlen(verbs[i]);

		if (!hw_text_starts(sql, verbs[i]))
			continue;
		for (end = begin; end < sql.length && !is_space(sql.bytes[end]) && sql.bytes[end] != '('; end++)
			;
		return (hw_text){sql.bytes + begin, end - begin};
	}
	return HW_TEXT("");
}

typedef struct statement_list {
	store_statement *items;
	size_t count, capacity;
} statement_list;

static hw_status add_statement(statement_list *list, const char *file, hw_text name, hw_text sql, hw_error *error)
{
	store_statement statement = {.file = file};
	bool gap;

	statement.parameters = count_parameters(sql, &gap);
	if (gap)
		return hw_fail(error, HW_FAULT, "%s: statement %.*s: its parameters are not $1..$n, n at most %d", file,
			       HW_TEXT_ARG(name), STORE_PARAMETER_LIMIT);
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : 128;
		store_statement *items = hw_grow(list->items, capacity, sizeof(*items));

		if (!items)
			return hw_fail(error, HW_NO_MEMORY, "no memory for the statements");
		list->items = items;
		list->capacity = capacity;
	}
	statement.name = own_text(name);
	statement.sql = own_text(sql);
	statement.table = own_text(changed_table(sql));
	list->items[list->count++] = statement;
	if (!statement.name || !statement.sql || !statement.table)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the statements");
	return HW_OK;
}

/* "-- name: person_by_id" */
static bool name_line(hw_text line, hw_text *name)
{
	static const char mark[] = "-- name:";

	if (!hw_text_starts(line, mark))
		return false;
	*name = hw_text_trim((hw_text){line.bytes + sizeof(mark) - 1, line.length - (sizeof(mark) - 1)});
	return true;
}

static hw_status read_file(statement_list *list, const char *file, hw_text text, hw_error *error)
{
	hw_text rest = text, line, name = {0};

	while (rest.length) {
		hw_text body, statement;

		if (!hw_text_split(&rest, '\n', &line))
			break;
		if (!name_line(line, &name)) {
			line = hw_text_trim(line);
			if (line.length && !hw_text_starts(line, "--"))
				return hw_fail(error, HW_FAULT, "%s: text without a name: %.*s", file,
					       HW_TEXT_ARG(line));
			continue;
		}
		body = rest;
		if (!store_sql_next(&body, &statement) ||
		    memmem(rest.bytes, (size_t)(statement.bytes - rest.bytes), "-- name:", 8))
			return hw_fail(error, HW_FAULT, "%s: statement %.*s is empty", file, HW_TEXT_ARG(name));
		HW_TRY(add_statement(list, file, name, statement, error));
		rest = body;
	}
	return HW_OK;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const store_statement *)a)->name, ((const store_statement *)b)->name);
}

void store_statements_free(store_statement *statements, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		hw_release(statements[i].name);
		hw_release(statements[i].sql);
		hw_release(statements[i].table);
	}
	hw_release(statements);
}

hw_status store_statements_load(store_files files, store_statement **result, size_t *count, hw_error *error)
{
	statement_list list = {0};
	hw_status status = HW_OK;
	const char *name;
	hw_text text;

	for (size_t i = 0; status == HW_OK && (text = files(i, &name), text.bytes); i++) {
		size_t length = strlen(name);

		if (strncmp(name, "schema_", 7) != 0 && length > 4 && !strcmp(name + length - 4, ".sql"))
			status = read_file(&list, name, text, error);
	}
	if (status == HW_OK && list.count)
		qsort(list.items, list.count, sizeof(*list.items), compare_names);
	for (size_t i = 1; status == HW_OK && i < list.count; i++)
		if (!strcmp(list.items[i - 1].name, list.items[i].name))
			status = hw_fail(error, HW_FAULT, "statement %s stands in %s and in %s", list.items[i].name,
					 list.items[i - 1].file, list.items[i].file);
	if (status != HW_OK) {
		store_statements_free(list.items, list.count);
		return status;
	}
	*result = list.items;
	*count = list.count;
	return HW_OK;
}
