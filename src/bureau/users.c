/* Users: signing in, adding, disabling, tokens. */
#include "bureau/bureau_int.h"

#include <sodium.h>
#include <string.h>

enum { FREE_FAILURES = 5, LONGEST_WAIT = 300, MICROSECONDS = 1000000 };

static const char trainee[] = "trainee";

/* ---- tokens ----------------------------------------------------------------------------- */
hw_status bureau_secret_hash(const char *token, char hash[129], hw_error *error)
{
	_Static_assert(crypto_pwhash_STRBYTES <= 129, "the hash fits");
	if (crypto_pwhash_str(hash, token, strlen(token), crypto_pwhash_OPSLIMIT_INTERACTIVE,
			      crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		return hw_fail(error, HW_NO_MEMORY, "no memory to hash a token (64 MiB are needed)");
	return HW_OK;
}

/* Four groups of five letters of 32: 100 bits. */
hw_status bureau_token_make(char token[BUREAU_TOKEN_BYTES], char hash[129], hw_error *error)
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	char made[BUREAU_TOKEN_BYTES] = "";
	size_t at = 0;

	if (sodium_init() < 0)
		return hw_fail(error, HW_FAULT, "libsodium does not start");
	for (size_t i = 0; i < 20; i++) {
		if (i && i % 5 == 0)
			made[at++] = '-';
		made[at++] = letters[randombytes_uniform(32)];
	}
	HW_TRY(bureau_secret_hash(made, hash, error));
	memcpy(token, made, sizeof(made));
	sodium_memzero(made, sizeof(made));
	return HW_OK;
}

/* The same work and the same answer whether or not there is such a user. */
static bool token_fits(hw_text hash, const char *token)
{
	static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
				     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	char stored[crypto_pwhash_STRBYTES] = "";
	bool there = hash.length > 0 && hash.length < sizeof(stored);

	if (sodium_init() < 0)
		return false;
	if (there)
		memcpy(stored, hash.bytes, hash.length);
	else
		memcpy(stored, nobody, sizeof(nobody));
	return crypto_pwhash_str_verify(stored, token, strlen(token)) == 0 && there;
}

/* ---- signing in ----------------------------------------------------------------------------- */
static hw_status not_permitted(hw_error *error, const char *why)
{
	(void)hw_fail(error, HW_NOT_PERMITTED, "%s", why);
	(void)hw_error_remedy(error, "homeward --as USER with HOMEWARD_TOKEN set, or on a terminal");
	return HW_NOT_PERMITTED;
}

hw_status bureau_roles_read(bureau *b, const char *user, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_string(user)};
	unsigned roles = 0;
	bool found = true;

	HW_TRY(store_query(b->store, "user_roles", id, HW_COUNT(id), &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		roles |= bureau_role_bit(store_get_text(rows, 0));
	}
	b->roles = roles;
	return HW_OK;
}

/* Seconds that this user must still wait after failures in a row: 1, 2, 4 ... 300 from the fifth on. */
static hw_status seconds_to_wait(bureau *b, const char *user, int64_t *failures, int64_t *wait, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_string(user)};
	int64_t delay = 0, passed;

	*failures = *wait = 0;
	HW_TRY(store_query_first(b->store, "sign_in_one", id, HW_COUNT(id), &rows, error));
	if (!rows)
		return HW_OK;
	*failures = store_get_integer(rows, 0);
	if (*failures >= FREE_FAILURES)
		delay = *failures - FREE_FAILURES < 9 ? (int64_t)1 << (*failures - FREE_FAILURES) : LONGEST_WAIT;
	if (delay > LONGEST_WAIT)
		delay = LONGEST_WAIT;
	passed = (hw_clock_now() - store_get_integer(rows, 1)) / MICROSECONDS;
	if (passed >= 0 && passed < delay)
		*wait = delay - passed;
	return HW_OK;
}

/* Counts in a table that is not sealed; from the fifth failure in a row the ledger tells it too. */
static hw_status note_sign_in(bureau *b, const char *user, int64_t failures, hw_error *error)
{
	const store_value values[] = {store_string(user), store_integer(failures), store_integer(hw_clock_now())};
	const store_act entry = {.actor = HW_TEXT("homeward"),
				 .act = HW_TEXT("sign-in refused"),
				 .subject_kind = HW_TEXT("user"),
				 .subject_id = hw_text_of(user)};
	hw_status status;

	HW_TRY(store_begin(b->store, error));
	status = store_run(b->store, "sign_in_put", values, HW_COUNT(values), NULL, error);
	if (status == HW_OK && failures >= FREE_FAILURES)
		status = store_ledger_append(b->store, &entry, NULL, error);
	if (status == HW_OK)
		status = store_commit(b->store, error);
	else
		store_rollback(b->store);
	return status;
}

hw_status bureau_failures_wait(bureau *b, const char *user, int64_t *wait, hw_error *error)
{
	int64_t failures;

	return seconds_to_wait(b, user, &failures, wait, error);
}

hw_status bureau_failure_note(bureau *b, const char *user, bool passed, hw_error *error)
{
	int64_t failures, wait;

	HW_TRY(seconds_to_wait(b, user, &failures, &wait, error));
	if (passed)
		return failures ? note_sign_in(b, user, 0, error) : HW_OK;
	return note_sign_in(b, user, failures + 1, error);
}

hw_status bureau_secret_check(bureau *b, const char *user, const char *given, hw_text hash, bool code_follows,
			      bool *fits, int64_t *wait, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_string(user)};
	int64_t failures;
	bool known;

	*fits = false;
	HW_TRY(store_query_first(b->store, "user_one", id, HW_COUNT(id), &rows, error));
	known = rows && store_get_integer(rows, 5) == 0;
	HW_TRY(seconds_to_wait(b, user, &failures, wait, error));
	if (!known)
		*wait = 0;
	if (*wait > 0)
		return HW_OK;
	*fits = token_fits(!known ? (hw_text){0} : hash.length ? hash : store_get_text(rows, 3), given);
	store_rows_close(rows);
	rows = NULL;
	if (known && !*fits)
		return note_sign_in(b, user, failures + 1, error);
	return *fits && failures && !code_follows ? note_sign_in(b, user, 0, error) : HW_OK;
}

static hw_status check_token(bureau *b, const char *user, const char *token, hw_error *error)
{
	int64_t wait;
	bool fits;

	HW_TRY(bureau_secret_check(b, user, token, (hw_text){0}, false, &fits, &wait, error));
	if (wait > 0) {
		(void)hw_fail(error, HW_NOT_PERMITTED, "too many wrong tokens for this user");
		(void)hw_error_remedy(error, "wait %lld seconds", (long long)wait);
		return HW_NOT_PERMITTED;
	}
	return fits ? HW_OK : not_permitted(error, "the name or the token is not right");
}

hw_status bureau_training_user(bureau *b, const char *user, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_string(user)};

	if (!strcmp(user, trainee)) {
		size_t count;

		(void)bureau_role_names(&count);
		b->roles = (1u << count) - 1;
		return HW_OK;
	}
	HW_TRY(store_query_first(b->store, "user_one", id, HW_COUNT(id), &rows, error));
	if (!rows || store_get_integer(rows, 5) != 0) {
		(void)hw_fail(error, HW_NOT_PERMITTED, "there is no user \"%s\" in this training bureau", user);
		(void)hw_error_remedy(error, "\"homeward user list\" names them; without --as you are \"%s\"", trainee);
		return HW_NOT_PERMITTED;
	}
	return bureau_roles_read(b, user, error);
}

hw_status bureau_sign_in(bureau *b, const bureau_door *door, hw_error *error)
{
	const char *user = door->user && *door->user ? door->user : b->training ? trainee : "";

	if (strlen(user) >= sizeof(b->user))
		return not_permitted(error, "the name or the token is not right");
	if (b->training) {
		HW_TRY(bureau_training_user(b, user, error));
	} else {
		if (!*user)
			return not_permitted(error, "this bureau asks who acts");
		if (!door->token || !*door->token)
			return not_permitted(error, "this bureau asks for your token");
		HW_TRY(check_token(b, user, door->token, error));
		HW_TRY(bureau_roles_read(b, user, error));
	}
	(void)snprintf(b->user, sizeof(b->user), "%s", user);
	return HW_OK;
}

/* ---- adding and disabling ------------------------------------------------------------------- */
hw_status bureau_user_write(store_connection *store, const char *id, const char *name, unsigned roles,
			    const char *token_hash, bool training, const char *by, hw_error *error)
{
	const store_value user[] = {
		store_string(id),
		store_string(name),
		store_null(),
		token_hash ? store_string(token_hash) : store_null(),
		store_integer(training),
		store_text_or_null(hw_text_of(by)),
	};
	size_t count;
	const char *const *names = bureau_role_names(&count);

	HW_TRY(store_run(store, "user_add", user, HW_COUNT(user), NULL, error));
	for (size_t i = 0; i < count; i++) {
		const store_value role[] = {store_string(id), store_string(names[i])};

		if (roles & 1u << i)
			HW_TRY(store_run(store, "user_role_put", role, HW_COUNT(role), NULL, error));
	}
	return HW_OK;
}

/* Sign-in names are short and plain, so that they look the same in every script, log and print. */
hw_status bureau_user_name_check(const char *id, hw_error *error)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789.-_";

	if (!*id || strlen(id) >= BUREAU_NAME_BYTES || strspn(id, allowed) != strlen(id) || !strcmp(id, trainee) ||
	    !strcmp(id, "homeward")) {
		(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" cannot be a user's name", id);
		(void)hw_error_remedy(
			error, "small letters a-z, digits, \".\", \"-\", \"_\"; not \"%s\", not \"homeward\"", trainee);
		return HW_BAD_INPUT;
	}
	return HW_OK;
}

static hw_status collect_roles(const char *const *roles, size_t count, unsigned *bits, hw_error *error)
{
	unsigned administrator = bureau_role_bit(HW_TEXT("administrator")), all = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned bit = bureau_role_bit(hw_text_of(roles[i]));

		if (!bit) {
			hw_buffer names = {0};

			bureau_roles_write(~0u, &names);
			(void)hw_fail(error, HW_BAD_INPUT, "there is no role \"%s\"", roles[i]);
			(void)hw_error_remedy(error, "%s", names.failed ? "see the documentation" : names.bytes);
			hw_buffer_free(&names);
			return HW_BAD_INPUT;
		}
		all |= bit;
	}
	if (!all)
		return hw_fail(error, HW_BAD_INPUT, "a user needs a role");
	if ((all & administrator) && all != administrator)
		return hw_fail(error, HW_BAD_INPUT, "an administrator has no other role: he must not read cases");
	*bits = all;
	return HW_OK;
}

static hw_status commit_user_act(bureau *b, const char *act, const char *id, hw_text after, hw_error *error)
{
	const bureau_act entry = {
		.act = act, .subject_kind = HW_TEXT("user"), .subject_id = hw_text_of(id), .after_json = after};

	return bureau_commit(b, &entry, error);
}

hw_status bureau_user_add(bureau *b, const char *id, const char *name, const char *const *roles, size_t role_count,
			  char token[BUREAU_TOKEN_BYTES], hw_error *error)
{
	char made[BUREAU_TOKEN_BYTES] = "", hash[129];
	unsigned bits = 0;
	hw_buffer after = {0};
	hw_json_writer w = hw_json_writer_new(&after, false);
	hw_status status;

	HW_TRY(bureau_user_name_check(id, error));
	HW_TRY(collect_roles(roles, role_count, &bits, error));
	if (!b->training)
		HW_TRY(bureau_token_make(made, hash, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_USERS, error));
	hw_json_object(&w, NULL);
	hw_json_array(&w, "roles");
	for (size_t i = 0; i < role_count; i++)
		hw_json_string(&w, NULL, roles[i]);
	hw_json_close(&w, ']');
	hw_json_close(&w, '}');
	status = after.failed ? hw_fail(error, HW_NO_MEMORY, "no memory to add a user") : HW_OK;
	if (status == HW_OK)
		status = bureau_user_write(b->store, id, name && *name ? name : id, bits, b->training ? NULL : hash,
					   b->training, b->user, error);
	if (status == HW_OK)
		status = commit_user_act(b, "user add", id, hw_buffer_text(&after), error);
	hw_buffer_free(&after);
	if (status != HW_OK) {
		bureau_rollback(b);
		if (status == HW_BAD_INPUT)
			return hw_fail(error, HW_BAD_INPUT, "there is already a user \"%s\"", id);
		return status;
	}
	memcpy(token, made, sizeof(made));
	sodium_memzero(made, sizeof(made));
	return HW_OK;
}

/* One row changed, or there is no such user. */
static hw_status change_user(bureau *b, const char *statement, const char *id, store_value value, hw_error *error)
{
	const store_value values[] = {store_string(id), value};
	int64_t changed = 0;

	HW_TRY(store_run(b->store, statement, values, HW_COUNT(values), &changed, error));
	if (changed == 1)
		return HW_OK;
	return hw_fail(error, HW_NOT_FOUND, "there is no user \"%s\"", id);
}

hw_status bureau_user_token(bureau *b, const char *id, char token[BUREAU_TOKEN_BYTES], hw_error *error)
{
	char made[BUREAU_TOKEN_BYTES], hash[129];
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_USERS, error));
	if (b->training)
		return hw_fail(error, HW_BAD_INPUT, "a training bureau has no tokens");
	HW_TRY(bureau_token_make(made, hash, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_USERS, error));
	status = change_user(b, "user_set_token", id, store_string(hash), error);
	if (status == HW_OK) /* a new token is for who lost his password or his second factor: both end */
		status = bureau_secret_reset(b, id, error);
	if (status == HW_OK)
		status = commit_user_act(b, "user token", id, (hw_text){0}, error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	memcpy(token, made, sizeof(made));
	sodium_memzero(made, sizeof(made));
	return HW_OK;
}

hw_status bureau_user_disable(bureau *b, const char *id, hw_error *error)
{
	const store_value role[] = {store_string("administrator")};
	int64_t administrators = 0;
	hw_status status;

	HW_TRY(bureau_begin(b, BUREAU_MAY_USERS, error));
	status = change_user(b, "user_set_disabled", id, store_integer(1), error);
	if (status == HW_OK)
		status = store_query_integer(b->store, "user_count_with_role", role, HW_COUNT(role), &administrators,
					     error);
	if (status == HW_OK && !administrators)
		status = hw_fail(error, HW_BAD_INPUT, "\"%s\" is the last administrator", id);
	if (status == HW_OK)
		status = commit_user_act(b, "user disable", id, HW_TEXT("{\"disabled\":true}"), error);
	if (status != HW_OK)
		bureau_rollback(b);
	return status;
}

/* ---- listing ---------------------------------------------------------------------------------- */
static hw_status roles_of(bureau *b, hw_text id, hw_arena *arena, hw_text *result, hw_error *error)
{
	bureau reader = {.store = b->store};
	char name[BUREAU_NAME_BYTES];
	hw_buffer words = {0};

	(void)snprintf(name, sizeof(name), "%.*s", HW_TEXT_ARG(id));
	HW_TRY(bureau_roles_read(&reader, name, error));
	bureau_roles_write(reader.roles, &words);
	*result = hw_text_copy(arena, hw_buffer_text(&words));
	hw_buffer_free(&words);
	return result->bytes ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory to list the users");
}

hw_status bureau_user_list(bureau *b, hw_arena *arena, bureau_users *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	int64_t count = 0;
	bureau_users users = {0};
	bool found = true;

	HW_TRY(bureau_require(b, BUREAU_MAY_USERS, error));
	HW_TRY(store_query_integer(b->store, "user_count", NULL, 0, &count, error));
	users.items = HW_NEW(arena, bureau_user_row, (size_t)count + 1);
	if (!users.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory to list the users");
	HW_TRY(store_query(b->store, "user_list", NULL, 0, &rows, error));
	while (users.count < (size_t)count) {
		bureau_user_row *user = &users.items[users.count];

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		user->id = store_copy_text(rows, 0, arena);
		user->name = store_copy_text(rows, 1, arena);
		user->office = store_copy_text(rows, 2, arena);
		user->signs_in = !store_is_null(rows, 3);
		user->training = store_get_integer(rows, 4) != 0;
		user->disabled = store_get_integer(rows, 5) != 0;
		if (!user->id.bytes || !user->name.bytes)
			return hw_fail(error, HW_NO_MEMORY, "no memory to list the users");
		HW_TRY(roles_of(b, user->id, arena, &user->roles, error));
		users.count++;
	}
	*result = users;
	return HW_OK;
}

void bureau_users_json(const bureau_users *users, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < users->count; i++) {
		const bureau_user_row *user = &users->items[i];
		hw_text roles = user->roles, role;

		hw_json_object(w, NULL);
		hw_json_text(w, "id", user->id);
		hw_json_text(w, "name", user->name);
		hw_json_array(w, "roles");
		while (hw_text_split(&roles, ';', &role))
			hw_json_text(w, NULL, hw_text_trim(role));
		hw_json_close(w, ']');
		hw_json_boolean(w, "disabled", user->disabled);
		hw_json_boolean(w, "training", user->training);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}
