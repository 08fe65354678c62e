/* retention_int.h - how long what is kept, and the rows of sealed people.
 *
 * The rules are data (data/keeping/retention.txt).  A sealing takes what is about one person alone out of force and the words of what
 * stays of history (lists, answers, handovers, notices, custody) out of sight; which rows, stands in retention_row, and what
 * they said stands in their records, from which two people bring them back.  Estimates and counts go on counting them
 * (docs/decisions/072). */
#ifndef HW_BUREAU_RETENTION_INT_H
#define HW_BUREAU_RETENTION_INT_H

#include "bureau/bureau_int.h"
#include "bureau/tables_int.h"

typedef enum retention_from { RETENTION_HOME, RETENTION_DEATH, RETENTION_CLOSED } retention_from;
typedef struct retention_rule {
	const table_block *block; /* of the table; its name is the rule's */
	bool person;              /* of a person; else of an inquiry */
	retention_from from;
	int count, unit; /* unit: 'y', 'm', 'd' */
	bool seal;       /* else how the relative is reached is deleted */
} retention_rule;
typedef struct retention_rules {
	table table;
	retention_rule items[TABLE_BLOCKS];
	size_t count;
} retention_rules;
/* HW_BAD_INPUT names file, line, value and what is possible.  `rules` points into itself and `text`: it is not copied. */
HW_MUST_CHECK hw_status retention_rules_read(hw_text text, const char *file, retention_rules *rules, hw_error *error);
/* The day on which it is due, when its time ran from the day `since`; days of short months are the month's last. */
int32_t retention_due_day(const retention_rule *rule, int32_t since);

typedef struct retention_item {
	const retention_rule *rule;
	hw_text subject;       /* id of the bureau of a person, or key of an inquiry */
	hw_text person, label; /* person may be empty; label: how the register calls him, or the inquiry's key */
	int32_t since, due;
	hw_text stop, stop_id; /* hold, finding, inquiry, proposal, act; empty: nothing stops it */
} retention_item;
typedef struct retention_list {
	retention_item *items;
	size_t count;
} retention_list;
/* What is due by the day, in the order of the rules, then of the subjects; `rules` must outlive it. */
HW_MUST_CHECK hw_status retention_due(store_connection *store, hw_arena *arena, const retention_rules *rules,
				      int32_t day, retention_list *result, hw_error *error);

/* ---- sealed rows (retention_rows.c) ---- */
/* The step of the statement's first row, or "" (the buffer has STORE_ID_BYTES). */
HW_MUST_CHECK hw_status retention_step(store_connection *store, const char *statement, const store_value *values,
				       size_t count, char step[STORE_ID_BYTES], hw_error *error);
/* HW_NOT_PERMITTED: he is sealed, and how he is opened. */
hw_status retention_refuse(hw_error *error);
/* HW_NOT_PERMITTED when the row is one of somebody who is sealed: asked before it is said that there is none. */
HW_MUST_CHECK hw_status retention_not_sealed(store_connection *store, const char *table_name, hw_text key,
					     hw_error *error);
/* Out of force or out of words, and noted under the step. */
HW_MUST_CHECK hw_status retention_put_away(store_connection *store, hw_text step, hw_text table_name, hw_text key,
					   hw_error *error);
/* The same for a row that came later: it waits for a person to decide. */
HW_MUST_CHECK hw_status retention_arrived(store_connection *store, hw_text step, hw_text table_name, hw_text key,
					  int64_t at, hw_error *error);
HW_MUST_CHECK hw_status retention_person_sealed(store_connection *store, hw_text person, char step[STORE_ID_BYTES],
						hw_error *error);

/* Performed when they are confirmed (pending.c). */
hw_status retention_perform(bureau *b, hw_text kind, hw_text subject, const hw_json *payload, hw_text by,
			    hw_error *error);
hw_status retention_perform_open(bureau *b, hw_text kind, hw_text subject, const hw_json *payload, hw_text by,
				 hw_error *error);

#endif
