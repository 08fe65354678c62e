/* rounds_int.h - what the jobs of a negotiation round share.
 *
 * Rounds, minutes, lists, entries, answers, packages and deliveries are kinds of import; the acts of a round
 * write the same rows, checked by the same rules, inside one act with one ledger entry.  What files cannot hold
 * (seals of lists, tranches, public counts, releases) has tables of its own (schema_004_rounds.sql). */
#ifndef HW_BUREAU_ROUNDS_INT_H
#define HW_BUREAU_ROUNDS_INT_H

#include "bureau/bureau_int.h"
#include "bureau/intake_int.h"
#include "bureau/outward_int.h"

enum { ROUND_NAMES_MOST = 100000, ROUND_TEXT_MOST = 4000 };

/* Rows of one kind in the making. */
typedef struct round_rows {
	const char *kind;
	hw_buffer lines;
	hw_json_writer w;
	int64_t act;        /* sequence of the ledger: no two acts have the same bytes */
	bureau_right right; /* by which the act is done; to negotiate unless its begin is followed by another */
	size_t count;
} round_rows;
HW_MUST_CHECK hw_status round_rows_begin(bureau *b, round_rows *rows, const char *kind, hw_error *error);
void round_row_open(round_rows *rows);
void round_row_text(round_rows *rows, const char *column, hw_text value); /* empty: left out */
void round_row_close(round_rows *rows);
/* Stores them inside the open act (when there are any) and frees them. */
HW_MUST_CHECK hw_status round_rows_store(bureau *b, hw_arena *arena, round_rows *rows, hw_error *error);

/* Stores the rows of all kinds, writes the ledger entry and commits; rolls back when anything fails. */
HW_MUST_CHECK hw_status round_finish(bureau *b, hw_arena *arena, round_rows *rows, size_t kinds, const char *act,
				     hw_text round, hw_error *error);

/* The same for what is no round. */
HW_MUST_CHECK hw_status round_finish_as(bureau *b, hw_arena *arena, round_rows *rows, size_t kinds, const char *act,
					hw_text subject_kind, hw_text subject, hw_error *error);

/* HW_NOT_FOUND when there is no such round. */
HW_MUST_CHECK hw_status round_must_be(bureau *b, hw_text round, hw_error *error);

/* HW_NOT_PERMITTED once the setting says that active hostilities have ended: no exchange any more. */
HW_MUST_CHECK hw_status round_not_ceased(bureau *b, hw_error *error);

/* ---- who may leave ----
 * Of those whom we hold, nobody is on a list or in a package to be handed over who has no recorded private
 * interview, does not want to go, is due under art. 109-110 (outside every package), a civilian, before a court, or may
 * not be named to this party.  Only the lack of an interview is told; all else reads "not available". */
typedef enum round_bar { ROUND_FREE, ROUND_NOT_THERE, ROUND_NO_INTERVIEW, ROUND_UNAVAILABLE, ROUND_HOME } round_bar;
typedef struct round_person {
	hw_text id, person, side, name, born, family_group, categories, holder;
	bool due;       /* gravely wounded: owed a return under art. 109-110, never part of a package */
	bool unwilling; /* he said that he does not want to go: told to nobody, not even as a reason */
	round_bar bar;
} round_person;
/* `hand_over`: the list or package would take him out of our hands; `gate`: on what way he would be named (NULL: nobody
 * outside reads it). */
HW_MUST_CHECK hw_status round_person_of(bureau *b, hw_arena *arena, hw_text id, const outward_gate *gate,
					bool hand_over, round_person *result, hw_error *error);
/* The gate before a way on which everybody at the table of the round reads, and `party` (may be empty) besides. */
HW_MUST_CHECK hw_status round_gate(bureau *b, hw_arena *arena, outward way, hw_text round, hw_text party,
				   outward_gate *gate, hw_error *error);
const char *round_bar_words(round_bar bar);

/* A class of a package: a category of the bureau, or several joined by "+", none of them about health (the gravely
 * wounded and sick are offered without any package).  `known`: all are categories; `due`: one is about health. */
HW_MUST_CHECK hw_status round_class_of(store_connection *store, hw_text classes, bool *known, bool *due,
				       hw_error *error);
/* Whether it counts as offered or answered in a package: known and not due. */
HW_MUST_CHECK hw_status round_class_counts(store_connection *store, hw_text classes, bool *counts, hw_error *error);

/* ---- files of names ---- */
typedef struct round_file {
	hw_text *columns; /* as known: "person", "name", ...; empty for what is not known */
	size_t column_count;
	hw_text *cells; /* [row_count][column_count] */
	uint64_t *lines;
	size_t row_count;
	const char *path;
} round_file;
/* Columns by these names (and "id" for "person"); HW_BAD_INPUT for a file without any of them. */
HW_MUST_CHECK hw_status round_file_read(hw_arena *arena, const char *path, const char *const *known, size_t known_count,
					round_file *result, hw_error *error);
hw_text round_cell(const round_file *f, size_t row, const char *column); /* empty: no such column or no value */
/* "FILE:LINE" into the error. */
void round_file_place(const round_file *f, size_t row, hw_error *error);

struct sheet;
/* Which lists belong to a round: its own; and those of a counterpart that came after it and before the next one. */
typedef struct round_scope {
	hw_text round, happened, next; /* next: day of the following round, empty if none */
	bool all, in_only;
} round_scope;
/* What is known of the round as fields of the sheet; HW_NOT_FOUND when there is none. */
HW_MUST_CHECK hw_status round_scope_open(struct sheet *s, hw_text id, round_scope *scope);
bool round_scope_has(const round_scope *scope, hw_text round, hw_text when, bool in);
/* What each side says in public of a round (empty: of all) as a list of the sheet. */
HW_MUST_CHECK hw_status round_counts_list(struct sheet *s, hw_text round);
/* Performs "send list" when it is confirmed (pending.c). */
hw_status round_perform_send(bureau *b, hw_text kind, hw_text list, const hw_json *payload, hw_text by,
			     hw_error *error);
/* sha256 of the lines of a list as it stands now. */
HW_MUST_CHECK hw_status round_list_hash(bureau *b, hw_text list, char hash[65], int64_t *names, hw_error *error);

#endif
