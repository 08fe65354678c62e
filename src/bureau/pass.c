/* pass.c - the page's door: signing in by password, passes, turning an open bureau to another user. */
#include "bureau/bureau_int.h"
#include "bureau/learning_int.h"
#include "bureau/located_int.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { PASSWORD_LEAST = 12, PASSWORD_MOST = 256 };

/* ---- passes ------------------------------------------------------------------------------ */
static unsigned char process_key[crypto_auth_KEYBYTES];
static pthread_once_t process_key_once = PTHREAD_ONCE_INIT;

static void make_process_key(void)
{
	if (sodium_init() >= 0)
		randombytes_buf(process_key, sizeof(process_key));
}

static void seal_of(const bureau_pass *pass, unsigned char seal[crypto_auth_BYTES])
{
	(void)pthread_once(&process_key_once, make_process_key);
	(void)crypto_auth(seal, (const unsigned char *)pass, offsetof(bureau_pass, seal), process_key);
}

void bureau_pass_make(const char *user, int64_t changed, bureau_pass *pass)
{
	_Static_assert(sizeof(pass->seal) == crypto_auth_BYTES, "the seal fits");
	memset(pass, 0, sizeof(*pass)); /* no stray byte under the seal */
	(void)snprintf(pass->user, sizeof(pass->user), "%s", user);
	pass->changed = changed;
	seal_of(pass, pass->seal);
}

static hw_status ended(hw_error *error)
{
	(void)hw_fail(error, HW_NOT_PERMITTED, "this pass has ended");
	return hw_error_remedy(error, "sign in again"), HW_NOT_PERMITTED;
}

/* ---- secrets ------------------------------------------------------------------------------- */
hw_status bureau_secret_read(bureau *b, hw_arena *arena, const char *user, bureau_secret *secret, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_string(user)};

	*secret = (bureau_secret){0};
	HW_TRY(store_query_first(b->store, "secret_one", id, 1, &rows, error));
	if (!rows)
		return HW_OK;
	*secret = (bureau_secret){.password = store_copy_text(rows, 0, arena),
				  .totp = store_copy_text(rows, 1, arena),
				  .waits = store_copy_text(rows, 2, arena),
				  .changed = store_get_integer(rows, 3)};
	return HW_OK;
}

hw_status bureau_secret_write(bureau *b, const char *user, bureau_secret *secret, bool ends, hw_error *error)
{
	int64_t now = bureau_clock(b);

	if (ends)
		secret->changed = now > secret->changed ? now : secret->changed + 1;
	const store_value values[] = {store_string(user), store_text_or_null(secret->password),
				      store_text_or_null(secret->totp), store_text_or_null(secret->waits),
				      store_integer(secret->changed)};
	return store_run(b->store, "secret_put", values, HW_COUNT(values), NULL, error);
}

hw_status bureau_secret_reset(bureau *b, const char *user, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	bureau_secret secret;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a user");
	HW_TRY(bureau_secret_read(b, arena, user, &secret, error));
	secret = (bureau_secret){.changed = secret.changed};
	return bureau_secret_write(b, user, &secret, true, error);
}

/* ---- taking a pass ------------------------------------------------------------------------------ */
static hw_status refuse(bureau_refusal *refusal, bureau_refusal why, const char *words, hw_error *error)
{
	*refusal = why;
	return hw_fail(error, HW_NOT_PERMITTED, "%s", words);
}

static hw_status check_code(bureau *b, const bureau_secret *secret, const bureau_credentials *given,
			    bureau_refusal *refusal, hw_error *error)
{
	bool fits = false;

	if (!secret->totp.length)
		return HW_OK;
	if (given->code && *given->code) {
		HW_TRY(bureau_totp_fits(b, secret->totp, given->user, given->code, &fits, error));
		HW_TRY(bureau_failure_note(b, given->user, fits, error)); /* who has the password must not guess on */
	}
	if (!fits)
		return refuse(refusal, BUREAU_CODE, "the six digits of the second factor are needed", error);
	return HW_OK;
}

static hw_status check(bureau *b, hw_arena *arena, const bureau_credentials *given, bureau_pass *pass,
		       bureau_refusal *refusal, int64_t *wait, hw_error *error)
{
	const char *user = given->user ? given->user : "", *password = given->password ? given->password : "";
	bureau_secret secret;
	bool fits;

	if (!*user || strlen(user) >= sizeof(pass->user))
		return refuse(refusal, BUREAU_WRONG, "the name or the password is not right", error);
	if (b->training) {
		if (bureau_training_user(b, user, error) != HW_OK)
			return refuse(refusal, BUREAU_WRONG, "there is no such user in this training bureau", error);
		bureau_pass_make(user, 0, pass);
		return HW_OK;
	}
	if (strlen(password) > PASSWORD_MOST)
		password = "";
	HW_TRY(bureau_secret_read(b, arena, user, &secret, error));
	HW_TRY(bureau_secret_check(b, user, password, secret.password, secret.totp.length > 0, &fits, wait, error));
	if (*wait > 0)
		return refuse(refusal, BUREAU_LOCKED_OUT, "too many wrong passwords for this user", error);
	if (!fits)
		return refuse(refusal, BUREAU_WRONG, "the name or the password is not right", error);
	HW_TRY(check_code(b, &secret, given, refusal, error));
	bureau_pass_make(user, secret.changed, pass);
	return HW_OK;
}

hw_status bureau_pass_take(const bureau_door *door, const bureau_credentials *given, bureau_pass *pass,
			   bureau_refusal *refusal, int64_t *wait, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	bureau *b = NULL;
	hw_status status;

	*refusal = BUREAU_LET_IN;
	*wait = 0;
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to sign in");
	HW_TRY(bureau_connect(door, &b, error));
	HW_TRY_OR_OUT(bureau_training_find(b, error));
	status = check(b, arena, given, pass, refusal, wait, error);
out:
	bureau_close(b);
	return status;
}

/* ---- using a pass ---------------------------------------------------------------------------------- */
static hw_status let_in(bureau *b, const bureau_pass *pass, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_string(pass->user)};
	unsigned char seal[crypto_auth_BYTES];
	bureau_secret secret;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to sign in");
	seal_of(pass, seal);
	if (sodium_memcmp(seal, pass->seal, sizeof(seal)) != 0)
		return ended(error);
	b->roles = 0;
	HW_TRY(bureau_training_find(b, error));
	if (b->training) {
		HW_TRY(bureau_training_user(b, pass->user, error));
	} else {
		HW_TRY(bureau_secret_read(b, arena, pass->user, &secret, error));
		HW_TRY(store_query_first(b->store, "user_one", id, 1, &rows, error));
		if (!rows || store_get_integer(rows, 5) != 0 || secret.changed != pass->changed)
			return ended(error);
		HW_TRY(bureau_roles_read(b, pass->user, error));
	}
	memcpy(b->user, pass->user, sizeof(b->user));
	return HW_OK;
}

/* The first bytes of the hash that the statement gives; `mark` stays when there is none. */
static hw_status mark_of(bureau *b, const char *statement, int64_t sequence, int64_t *mark, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value at[] = {store_integer(sequence)};
	hw_text hash;

	HW_TRY(store_query_first(b->store, statement, at, 1, &rows, error));
	if (!rows)
		return HW_OK;
	hash = store_get_blob(rows, 0);
	if (hash.length < sizeof(*mark))
		return hw_fail(error, HW_FAULT, "an entry of the ledger has no hash");
	memcpy(mark, hash.bytes, sizeof(*mark));
	return HW_OK;
}

/* Numbers of entries would not do: after a restore the ledger has the same numbers with other entries. */
hw_status bureau_last_change(bureau *b, int64_t *mark, hw_error *error)
{
	store_head head;
	int64_t there = 0, top, from = b->looked, last = b->changed;

	HW_TRY(store_ledger_head(b->store, &head, error));
	memcpy(&top, head.hash.bytes, sizeof(top));
	if (head.entries != b->looked || top != b->looked_hash) {
		HW_TRY(mark_of(b, "ledger_hash_at", b->looked, &there, error));
		if (there != b->looked_hash)
			from = last = 0; /* another ledger */
		HW_TRY(mark_of(b, "ledger_last_change", from, &last, error));
	}
	b->looked = head.entries;
	b->looked_hash = top;
	b->changed = last;
	*mark = last;
	return HW_OK;
}

bool bureau_replaced(const bureau *b)
{
	return store_replaced(b->store);
}

hw_status bureau_turn_to(bureau *b, const bureau_pass *pass, const char *as_of, const char *name, hw_error *error)
{
	int64_t before = b->changed, now;
	int32_t day = b->as_of_day;

	_Static_assert(sizeof(b->user) == sizeof(pass->user), "names are as long");
	b->user[0] = '\0';
	b->roles = 0;
	b->openly = false;
	HW_TRY(let_in(b, pass, error));
	(void)snprintf(b->door, sizeof(b->door), "%s", name);
	HW_TRY(bureau_day_find(b, as_of, error));
	HW_TRY(bureau_last_change(b, &now, error));
	if (now != before || day != b->as_of_day) {
		bureau_located_drop(b);
		learning_drop(b);
	}
	return HW_OK;
}

hw_status bureau_enter_as(const bureau_door *door, const bureau_pass *pass, bureau **result, hw_error *error)
{
	bureau *b = NULL;
	hw_status status = bureau_connect(door, &b, error);

	if (status == HW_OK)
		status = bureau_turn_to(b, pass, door->as_of, door->name ? door->name : "", error);
	if (status != HW_OK) {
		bureau_close(b);
		return status;
	}
	*result = b;
	return HW_OK;
}

/* ---- one's own password ------------------------------------------------------------------------------- */
static hw_status password_good(const char *password, hw_error *error)
{
	size_t letters = 0;

	for (const char *c = password; *c; c++)
		letters += (*c & 0xC0) != 0x80; /* not a following byte of UTF-8 */
	if (letters >= PASSWORD_LEAST && strlen(password) <= PASSWORD_MOST)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "a password has %d letters at least, %d bytes at most", PASSWORD_LEAST,
		      PASSWORD_MOST);
	(void)hw_error_what(error, "new");
	return hw_error_remedy(error, "take some words that do not belong together"), HW_BAD_INPUT;
}

static hw_status write_password(bureau *b, const char *user, const char *password, bureau_secret *secret,
				hw_error *error)
{
	const bureau_act entry = {.act = "password", .subject_kind = HW_TEXT("user"), .subject_id = hw_text_of(user)};
	char hash[129];
	hw_status status;

	HW_TRY(bureau_secret_hash(password, hash, error));
	secret->password = hw_text_of(hash);
	HW_TRY(store_begin(b->store, error));
	status = bureau_secret_write(b, user, secret, true, error);
	if (status == HW_OK)
		return bureau_commit(b, &entry, error);
	bureau_rollback(b);
	return status;
}

hw_status bureau_password_set(bureau *b, const char *old, const char *password, bureau_pass *pass, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	bureau_secret secret;
	int64_t wait;
	bool fits;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a password");
	if (b->training)
		return hw_fail(error, HW_BAD_INPUT, "a training bureau has no passwords");
	HW_TRY(password_good(password, error));
	HW_TRY(bureau_secret_read(b, arena, b->user, &secret, error));
	HW_TRY(bureau_secret_check(b, b->user, old, secret.password, false, &fits, &wait, error));
	if (wait > 0 || !fits) {
		(void)hw_fail(error, HW_BAD_INPUT,
			      wait > 0 ? "too many wrong passwords, please wait" : "the present password is not right");
		return hw_error_what(error, "old"), HW_BAD_INPUT;
	}
	HW_TRY(write_password(b, b->user, password, &secret, error));
	bureau_pass_make(b->user, secret.changed, pass);
	return HW_OK;
}

/* ---- the first run --------------------------------------------------------------------------------------- */
static hw_status needs_first(bureau *b, bool *needs, hw_error *error)
{
	int64_t count = 0;

	HW_TRY(bureau_training_find(b, error));
	HW_TRY(store_query_integer(b->store, "secret_count", NULL, 0, &count, error));
	*needs = !b->training && count == 0;
	return HW_OK;
}

hw_status bureau_needs_first(const bureau_door *door, bool *needs, hw_error *error)
{
	bureau *b = NULL;

	HW_TRY(bureau_connect(door, &b, error));
	hw_status status = needs_first(b, needs, error);
	bureau_close(b);
	return status;
}

static hw_status set_first(bureau *b, hw_arena *arena, const char *user, const char *password, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_string(user)};
	bureau_secret secret;
	bool needs;

	HW_TRY(needs_first(b, &needs, error));
	if (!needs)
		return hw_fail(error, HW_NOT_PERMITTED, "somebody has a password already");
	HW_TRY(password_good(password, error));
	HW_TRY(store_query_first(b->store, "user_one", id, 1, &rows, error));
	if (rows && store_get_integer(rows, 5) == 0)
		HW_TRY(bureau_roles_read(b, user, error));
	if (!bureau_may(b, BUREAU_MAY_USERS)) {
		(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" is no administrator of this bureau", user);
		(void)hw_error_what(error, "user");
		return hw_error_remedy(error, "the name that \"homeward init\" printed"), HW_BAD_INPUT;
	}
	(void)snprintf(b->user, sizeof(b->user), "%s", user);
	b->right = BUREAU_MAY_USERS;
	HW_TRY(bureau_secret_read(b, arena, user, &secret, error));
	return write_password(b, user, password, &secret, error);
}

hw_status bureau_first_password(const bureau_door *door, const char *user, const char *password, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	bureau *b = NULL;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a password");
	HW_TRY(bureau_connect(door, &b, error));
	hw_status status = set_first(b, arena, user, password, error);
	bureau_close(b);
	return status;
}

/* ---- what a stranger may know ------------------------------------------------------------------------------ */
static hw_status fill_face(bureau *b, hw_arena *arena, bureau_face *face, hw_error *error)
{
	store_head head;
	char day[11];

	HW_TRY(needs_first(b, &face->needs_first, error));
	face->training = b->training;
	HW_TRY(store_ledger_head(b->store, &head, error));
	face->entries = head.entries;
	HW_TRY(bureau_own_day(b, day, error));
	face->as_of = hw_text_copy(arena, hw_text_of(day));
	if (!b->training)
		return HW_OK;
	HW_TRY(bureau_training_user(b, "trainee", error));
	return bureau_user_list(b, arena, &face->users, error);
}

hw_status bureau_face_of(const bureau_door *door, hw_arena *arena, bureau_face *face, hw_error *error)
{
	bureau *b = NULL;

	*face = (bureau_face){0};
	HW_TRY(bureau_connect(door, &b, error));
	hw_status status = fill_face(b, arena, face, error);
	bureau_close(b);
	return status;
}

hw_status bureau_face_here(bureau *b, hw_arena *arena, bureau_face *face, hw_error *error)
{
	unsigned roles = b->roles; /* the list of who can be chosen is read as one who may read it */
	hw_status status;

	*face = (bureau_face){0};
	status = fill_face(b, arena, face, error);
	b->roles = roles;
	return status;
}
