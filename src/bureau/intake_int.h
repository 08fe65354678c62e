/* intake_int.h - one import: a file read, checked and stored as a batch.
 *
 * The way of a row: io gives typed values or refuses (src/io); intake_examine adds what only the bureau
 * knows (keys repeated in the file, references to nothing, rules of the kind); intake_store writes
 * record and projection, and what the row does beside (a person, a judgement, a setting).
 * Everything happens inside one transaction of the caller. */
#ifndef HW_BUREAU_INTAKE_INT_H
#define HW_BUREAU_INTAKE_INT_H

#include "bureau/bureau_int.h"
#include "bureau/judgement_int.h"
#include "io/io.h"
#include "names/names.h"

enum { INTAKE_COLUMNS_MOST = 64, INTAKE_CACHE = 4096 };

/* Who imports, and which day it is for the bureau. */
typedef struct intake_actor {
	hw_text user, role;
	int64_t at;    /* microseconds; the as-of day of the act */
	int32_t as_of; /* of the bureau, in days: nobody is born after it */
} intake_actor;

/* Keys met in the file: open addressing, 16 bytes a slot, at most 2/3 full. */
typedef struct intake_key {
	uint64_t hash; /* 0 = free */
	uint32_t line;
	uint32_t refused;
} intake_key;
typedef struct intake_keys {
	intake_key *slots;
	size_t count, capacity;
} intake_keys;
uint64_t intake_hash(hw_text a, hw_text b); /* never 0 */
/* The slot of a key, added with `line` when it is new. */
HW_MUST_CHECK hw_status intake_key_at(intake_keys *keys, uint64_t hash, uint64_t line, intake_key **slot,
				      hw_error *error);
const intake_key *intake_key_find(const intake_keys *keys, uint64_t hash);

/* Which row of the kind a row points to (a report the one it copies, a detachment its camp), of the bureau and
 * of the file: hashes of keys, 16 bytes a slot. */
typedef struct intake_link {
	uint64_t from, to; /* from 0 = free */
} intake_link;
typedef struct intake_links {
	intake_link *slots;
	size_t count, capacity;
} intake_links;
/* The column by which rows of a kind point to others of it; IO_NONE when there is none. */
size_t intake_link_column(const io_kind *kind);
HW_MUST_CHECK hw_status intake_links_load(intake_links *links, store_connection *store, const io_kind *kind,
					  hw_error *error);
/* `to` 0: it points nowhere. */
HW_MUST_CHECK hw_status intake_links_set(intake_links *links, uint64_t from, uint64_t to, hw_error *error);
/* Does following the links lead back to where it began? */
bool intake_links_circle(const intake_links *links, uint64_t from);

/* People by the hash of side and name: open addressing, 16 bytes a slot, at most 2/3 full, so 24 to 48
 * bytes a person.  Births are kept as days; two people of one hash stand in two slots. */
typedef struct intake_alike {
	uint64_t hash;       /* 0 = free */
	int32_t first, last; /* INT32_MIN..INT32_MAX: birth not known */
} intake_alike;
typedef struct intake_alikes {
	intake_alike *slots;
	size_t count, capacity;
} intake_alikes;
HW_MUST_CHECK hw_status intake_alikes_add(intake_alikes *people, uint64_t hash, hw_date born, hw_error *error);
bool intake_alikes_has(const intake_alikes *people, uint64_t hash, hw_date born);
/* Everyone of the registry. */
HW_MUST_CHECK hw_status intake_alikes_load(intake_alikes *people, store_connection *store, hw_error *error);
/* The key of one of them, for the message. */
HW_MUST_CHECK hw_status intake_alikes_name(store_connection *store, int64_t name_hash, hw_text side, hw_text but,
					   hw_date born, char key[160], hw_error *error);
static inline uint64_t intake_alike_hash(int64_t name_hash, hw_text side)
{
	/* ours and theirs apart; 0 stays free */
	uint64_t h = (uint64_t)name_hash ^ (side.length && side.bytes[0] == 't' ? 0x9E3779B97F4A7C15u : 0);
	return h ? h : 1;
}

typedef enum intake_outcome { INTAKE_NEW, INTAKE_SAME, INTAKE_CHANGED } intake_outcome;

typedef struct intake {
	store_connection *store;
	intake_actor actor;
	const io_kind *kind;
	io_reader *reader;
	const char *name; /* of the file, for messages and reasons */
	hw_text source;   /* of the batch; may be empty */
	char batch[STORE_ID_BYTES];
	hw_sha256 batch_hash; /* ids of records derive from it */
	hw_arena *arena;      /* of the row */
	hw_buffer parsed;
	intake_keys keys;
	intake_links links;
	bool keys_complete;      /* every key of the file is in `keys`: references to the own kind can be checked */
	uint64_t *known;         /* INTAKE_CACHE hashes of things that are there */
	names_tables *names;     /* persons only */
	intake_alikes alikes;    /* persons only */
	char protection_key[80]; /* 64 hexadecimal digits or "" */
	int64_t sealed;          /* people who are sealed: rows of theirs wait (retention_int.h) */
	bool own;                /* rows of the bureau's own job, not of a file */
	bool waits,
		left_out; /* of the last row: it came to somebody sealed; how a relative is reached was deleted before */
} intake;

/* Refuses the row through io_refuse when the bureau has a reason; may set values (the kind of what a
 * reference means).  Fails only for storage, memory or a stop. */
HW_MUST_CHECK hw_status intake_examine(intake *in, io_row *row, hw_error *error);
/* Is a birth of the row so long ago that it is worth a second look?  *born gets it as read. */
bool intake_born_long_ago(const intake *in, const io_row *row, hw_text *born);
/* Stores a row that was not refused.  `alike`: somebody of the same side has the same name, and births that
 * may be one. */
HW_MUST_CHECK hw_status intake_store(intake *in, io_row *row, intake_outcome *outcome, bool *alike, hw_error *error);
/* Writes values as the row in force of `kind`; `standing` false: no longer in force.  `name_hash` is read
 * for persons only. */
HW_MUST_CHECK hw_status intake_project(store_connection *store, int64_t name_hash, const io_kind *kind, hw_text key,
				       hw_text record, bool standing, const io_value *values, hw_error *error);
/* A signed 64-bit hash of family and given name across scripts; 0 when there is no name. */
HW_MUST_CHECK hw_status intake_name_hash(const names_tables *names, hw_arena *arena, const io_kind *kind,
					 const io_value *values, int64_t *hash, hw_error *error);
/* The same of two names that stand in no row. */
HW_MUST_CHECK hw_status intake_names_hash(const names_tables *names, hw_arena *arena, hw_text family, hw_text given,
					  int64_t *hash, hw_error *error);
/* What the row does beside its projection. `old_record` is empty for a new row. */
HW_MUST_CHECK hw_status intake_effects(intake *in, const io_row *row, hw_text record, hw_text old_record,
				       hw_error *error);
/* 64 hexadecimal digits over kind and canonical JSON of the fields as understood. */
void intake_fingerprint(const io_kind *kind, hw_buffer *parsed, char out[65]);
HW_MUST_CHECK hw_status intake_standing(store_connection *store, const char *kind, hw_text key,
					char record[STORE_ID_BYTES], hw_error *error);
person_fields intake_person_fields(const io_kind *kind, const io_value *values);

/* bureau_import_files and bureau_import_undo behind the gate. */
HW_MUST_CHECK hw_status intake_files(store_connection *store, const intake_actor *actor, hw_arena *arena,
				     const bureau_import_options *options, const hw_progress *progress,
				     bureau_imports *result, hw_error *error);
/* Rows that a job makes (JSON Lines by column name), as one batch inside the open transaction of the caller; the same
 * rules as for a file.  A refused row is HW_BAD_INPUT.  `name` is what messages and the batch call it. */
HW_MUST_CHECK hw_status intake_inside(store_connection *store, const intake_actor *actor, hw_arena *arena,
				      const char *kind, hw_text lines, const char *name, hw_error *error);
HW_MUST_CHECK hw_status intake_undo(store_connection *store, const intake_actor *actor, hw_text batch, hw_text reason,
				    const hw_progress *progress, int64_t *records, hw_error *error);

/* The file as something that can be read more than once, and its hash: standard input and pipes are copied
 * into an unlinked temporary file first.  Ends at once at a line over 1 MiB (2 MiB of bytes). */
typedef struct intake_input {
	char path[512];
	int descriptor; /* -1: a plain file */
	hw_sha256 sha256;
} intake_input;
HW_MUST_CHECK hw_status intake_input_open(const char *path, const hw_progress *progress, intake_input *input,
					  hw_error *error);
void intake_input_close(intake_input *input);

static inline hw_text intake_value(const io_kind *kind, const io_value *values, const char *column)
{
	const hw_text none = {0};
	size_t c = io_column_find(kind, column);

	return c == IO_NONE ? none : values[c].text;
}

#endif
