/* bureau_int.h - the bureau as its jobs see it. */
#ifndef HW_BUREAU_BUREAU_INT_H
#define HW_BUREAU_BUREAU_INT_H

#include "bureau/bureau.h"
#include "store/store.h"

enum { BUREAU_NAME_BYTES = 72 };

struct bureau {
	store_connection *store;
	char user[BUREAU_NAME_BYTES];
	unsigned roles; /* a bit a role, in the order of bureau_role_names */
	char door[BUREAU_NAME_BYTES];
	bool training;
	int32_t as_of_day;
	/* Entries of the ledger when last looked and the mark of the last; the mark of the last that is no view (pass.c). */
	int64_t looked, looked_hash, changed;
	bool as_of_wrong; /* the setting cannot be read; then today stands above */
	bool clock_fixed;
	int64_t clock;           /* microseconds, when fixed */
	bureau_right right;      /* of the act that is open */
	struct law_rules *rules; /* texts of results point into them, so they live as long as the bureau */
	bool openly;             /* nothing that came in confidence counts (bureau_speak_openly) */
	struct located *located
		[2]; /* what is known, and what may be said openly: made when first asked for (located_int.h); dropped by a commit */
	struct located_learned *located_learned
		[2]; /* what the models learned, when they rest (bureau_located_rest); dropped by a commit */
	struct search_index *search; /* made when first asked for (search_int.h); brought up to date when asked again */
	struct learned_kept *learned; /* made when first asked for (learning_int.h); dropped by a commit */
};

/* The bureau's own day (its setting as_of, else today), whatever day is asked about: what goes out goes out on it. */
HW_MUST_CHECK hw_status bureau_own_day(bureau *b, char day[11], hw_error *error);
/* Jobs read and write through this. */
store_connection *bureau_store(bureau *b);
/* The name of the role by which this user has the right; "" when by none. */
const char *bureau_role_for(const bureau *b, bureau_right right);

/* ---- roles and rights (rights.c) ---- */
/* Bit of a role's name; 0 when there is no such role. */
unsigned bureau_role_bit(hw_text name);
unsigned bureau_roles_with(bureau_right right);
const char *bureau_right_name(bureau_right right);
/* "case officer; legal officer" */
void bureau_roles_write(unsigned roles, hw_buffer *out);

/* ---- users (users.c) ---- */
/* Is this the user's token, counting failures?  *wait > 0: too many before.  `hash`, when not empty, instead of the token's. */
HW_MUST_CHECK hw_status bureau_secret_check(bureau *b, const char *user, const char *given, hw_text hash,
					    bool code_follows, bool *fits, int64_t *wait, hw_error *error);
/* Failures in a row are those of the password and of the code together: a right password alone (`code_follows`) ends them not. */
HW_MUST_CHECK hw_status bureau_failures_wait(bureau *b, const char *user, int64_t *wait, hw_error *error);
HW_MUST_CHECK hw_status bureau_failure_note(bureau *b, const char *user, bool passed, hw_error *error);
HW_MUST_CHECK hw_status bureau_secret_hash(const char *secret, char hash[129], hw_error *error);
HW_MUST_CHECK hw_status bureau_roles_read(bureau *b, const char *user, hw_error *error);
/* A user of training with his roles; "trainee" has all. */
HW_MUST_CHECK hw_status bureau_training_user(bureau *b, const char *user, hw_error *error);
/* Fills user and roles, or HW_NOT_PERMITTED. */
hw_status bureau_sign_in(bureau *b, const bureau_door *door, hw_error *error);
/* For init: a user in the open transaction.  `token_hash` NULL: cannot sign in. */
hw_status bureau_user_write(store_connection *store, const char *id, const char *name, unsigned roles,
			    const char *token_hash, bool training, const char *by, hw_error *error);
hw_status bureau_token_make(char token[BUREAU_TOKEN_BYTES], char hash[129], hw_error *error);
hw_status bureau_roles_write_all(store_connection *store, hw_error *error);

/* ---- settings (settings.c) ---- */
/* Reads one setting from a connection; {NULL, 0} when neither set nor imported. */
hw_status bureau_setting_read(store_connection *store, hw_arena *arena, const char *name, hw_text *value,
			      const char **from, hw_error *error);

/* Is this a setting, and can it have this value? */
hw_status bureau_setting_check(const char *name, hw_text value, hw_error *error);

/* ---- files of imported evidence (evidence.c), looked for beside the bureau's file ---- */
typedef struct evidence_files {
	int64_t count, missing, wrong; /* missing: or outside the folder; wrong: altered or unreadable */
	char first_missing[384], first_wrong[384];
} evidence_files;
HW_MUST_CHECK hw_status evidence_check_files(bureau *b, const hw_progress *progress, evidence_files *files,
					     hw_error *error);
/* HW_NOT_PERMITTED in a mediator's bureau, which has no side that could ask, plan or persuade (mediator.c). */
hw_status bureau_require_own_side(bureau *b, hw_error *error);
hw_status bureau_is_mediator(bureau *b, bool *mediator, hw_error *error);

/* ---- grave acts (pending.c): a row a kind of act ---- */
typedef struct bureau_grave_act {
	const char *name;
	bureau_right right; /* to propose and to confirm */
	/* Does it inside the open transaction; `by` is who proposed. */
	hw_status (*perform)(bureau *b, hw_text subject_kind, hw_text subject_id, const hw_json *payload, hw_text by,
			     hw_error *error);
} bureau_grave_act;

/* ---- the bureau's signature (signature.c) ---- */
enum { BUREAU_SIGNATURE_BYTES = 64, BUREAU_PEM_BYTES = 128 };
typedef struct bureau_signature {
	unsigned char bytes[BUREAU_SIGNATURE_BYTES];
	char public_hex[65], public_pem[BUREAU_PEM_BYTES];
} bureau_signature;
/* Signs bytes with Ed25519 (RFC 8032); not inside an act, for the first signature makes the key in an act of its own.  A
 * stranger checks it by: openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin -in FILE -sigfile FILE.sig */
HW_MUST_CHECK hw_status bureau_sign(bureau *b, bureau_right right, hw_text message, bureau_signature *result,
				    hw_error *error);

/* Inside an act: password and second factor of the user end (pass.c). */
HW_MUST_CHECK hw_status bureau_secret_reset(bureau *b, const char *user, hw_error *error);
/* ---- the second factor (totp.c) ---- */
/* Does the code fit the sealed secret?  A code serves once. */
HW_MUST_CHECK hw_status bureau_totp_fits(bureau *b, hw_text sealed, const char *user, const char *code, bool *fits,
					 hw_error *error);
/* What stands of a user's own secrets; texts in the arena, empty when none. */
typedef struct bureau_secret {
	hw_text password, totp, waits;
	int64_t changed;
} bureau_secret;
HW_MUST_CHECK hw_status bureau_secret_read(bureau *b, hw_arena *arena, const char *user, bureau_secret *secret,
					   hw_error *error);
/* Inside an act; `ends`: the passes of before end. */
HW_MUST_CHECK hw_status bureau_secret_write(bureau *b, const char *user, bureau_secret *secret, bool ends,
					    hw_error *error);
/* A new pass for a user whose secrets changed. */
void bureau_pass_make(const char *user, int64_t changed, bureau_pass *pass);

/* ---- gate.c ---- */
HW_MUST_CHECK hw_status bureau_training_find(bureau *b, hw_error *error);
HW_MUST_CHECK hw_status bureau_day_find(bureau *b, const char *given, hw_error *error);
/* ---- the ledger's clock (gate.c) ---- */
/* Fixes the clock of a training bureau ("2025-01-31" or with a time). */
hw_status bureau_clock_fix(bureau *b, const char *text, hw_error *error);
int64_t bureau_clock(void *context); /* a bureau */

/* HW_BAD_INPUT when the text cannot be a user's name. */
hw_status bureau_user_name_check(const char *id, hw_error *error);

/* Opens the gate's connection without signing anyone in (init, restore). */
hw_status bureau_connect(const bureau_door *door, bureau **result, hw_error *error);

#endif
