/* totp.c - the second factor: time-based one-time passwords (RFC 6238) by liboath.
 *
 * The secret of a user is sealed (XSalsa20-Poly1305) under a key in a file of its own beside the bureau (PATH.doorkey,
 * readable by its owner only): who copies the bureau's file alone cannot make codes. */
#include "bureau/bureau_int.h"

#include <errno.h>
#include <fcntl.h>
#include <liboath/oath.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SECRET = 20, SEALED = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + SECRET, STEP = 30, WINDOW = 1 };

/* ---- the key beside the bureau ------------------------------------------------------------- */
static hw_status key_fault(const char *path, const char *what, hw_error *error)
{
	(void)hw_fail(error, HW_STORAGE, "the key of the second factors cannot be %s", what);
	(void)hw_error_where(error, "%s", path);
	return hw_error_remedy(error, "bring the file back from a backup, or give the users new tokens"), HW_STORAGE;
}

static hw_status door_key(bureau *b, bool make, unsigned char key[crypto_secretbox_KEYBYTES], hw_error *error)
{
	char path[4096];
	int written = snprintf(path, sizeof(path), "%s.doorkey", store_path(b->store)), file;
	ssize_t got;

	if (sodium_init() < 0 || written < 0 || (size_t)written >= sizeof(path))
		return hw_fail(error, HW_FAULT, "the key of the second factors has no place");
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 && errno == ENOENT && make) {
		file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (file < 0)
			return key_fault(path, "made", error);
		randombytes_buf(key, crypto_secretbox_KEYBYTES);
		got = write(file, key, crypto_secretbox_KEYBYTES);
		if (fsync(file) != 0)
			got = -1;
		(void)close(file);
		return got == crypto_secretbox_KEYBYTES ? HW_OK : key_fault(path, "written", error);
	}
	if (file < 0)
		return key_fault(path, "read", error);
	got = read(file, key, crypto_secretbox_KEYBYTES);
	(void)close(file);
	return got == crypto_secretbox_KEYBYTES ? HW_OK : key_fault(path, "read", error);
}

static hw_status seal(bureau *b, const unsigned char secret[SECRET], char hex[2 * SEALED + 1], hw_error *error)
{
	unsigned char key[crypto_secretbox_KEYBYTES], box[SEALED];

	HW_TRY(door_key(b, true, key, error));
	randombytes_buf(box, crypto_secretbox_NONCEBYTES);
	(void)crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, secret, SECRET, box, key);
	(void)sodium_bin2hex(hex, 2 * SEALED + 1, box, SEALED);
	sodium_memzero(key, sizeof(key));
	return HW_OK;
}

static hw_status unseal(bureau *b, hw_text sealed, unsigned char secret[SECRET], hw_error *error)
{
	unsigned char key[crypto_secretbox_KEYBYTES], box[SEALED];
	size_t length = 0;
	bool good;

	HW_TRY(door_key(b, false, key, error));
	good = !sodium_hex2bin(box, sizeof(box), sealed.bytes, sealed.length, NULL, &length, NULL) &&
	       length == SEALED &&
	       !crypto_secretbox_open_easy(secret, box + crypto_secretbox_NONCEBYTES,
					   SEALED - crypto_secretbox_NONCEBYTES, box, key);
	sodium_memzero(key, sizeof(key));
	return good ? HW_OK : key_fault(store_path(b->store), "used: it is another one", error);
}

/* ---- codes ------------------------------------------------------------------------------------ */
/* The last step that served, a row a user: a code that somebody looked at over the shoulder serves nobody else. */
enum { SERVED = 256 };
static struct {
	char user[BUREAU_NAME_BYTES];
	int64_t step;
} served[SERVED];
static pthread_mutex_t served_lock = PTHREAD_MUTEX_INITIALIZER;

static bool serves_once(const char *user, int64_t step)
{
	size_t free_row = SERVED, oldest = 0;
	bool good = true;

	(void)pthread_mutex_lock(&served_lock);
	for (size_t i = 0; i < SERVED; i++) {
		if (!strcmp(served[i].user, user)) {
			free_row = i;
			good = step > served[i].step;
			break;
		}
		if (served[i].step < served[oldest].step)
			oldest = i;
	}
	if (free_row == SERVED)
		free_row = oldest;
	if (good) {
		(void)snprintf(served[free_row].user, sizeof(served[free_row].user), "%s", user);
		served[free_row].step = step;
	}
	(void)pthread_mutex_unlock(&served_lock);
	return good;
}

hw_status bureau_totp_fits(bureau *b, hw_text sealed, const char *user, const char *code, bool *fits, hw_error *error)
{
	unsigned char secret[SECRET];
	char bytes[SECRET];
	int position = 0, result;
	time_t now = time(NULL);

	*fits = false;
	if (strlen(code) != 6 || strspn(code, "0123456789") != 6)
		return HW_OK;
	HW_TRY(unseal(b, sealed, secret, error));
	memcpy(bytes, secret, SECRET);
	result = oath_totp_validate2(bytes, SECRET, now, STEP, 0, WINDOW, &position, code);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(bytes, sizeof(bytes));
	if (result >= 0)
		*fits = serves_once(user, (int64_t)now / STEP + position);
	return HW_OK;
}

/* ---- begin, confirm, remove ---------------------------------------------------------------------- */
static hw_status change(bureau *b, bureau_secret *secret, bool ends, const char *what, hw_error *error)
{
	const bureau_act entry = {.act = what, .subject_kind = HW_TEXT("user"), .subject_id = hw_text_of(b->user)};
	hw_status status;

	HW_TRY(store_begin(b->store, error));
	status = bureau_secret_write(b, b->user, secret, ends, error);
	if (status == HW_OK)
		return bureau_commit(b, &entry, error);
	bureau_rollback(b);
	return status;
}

static hw_status base32(const unsigned char secret[SECRET], char out[BUREAU_TOTP_BYTES], hw_error *error)
{
	char bytes[SECRET], *text = NULL;
	size_t length = 0;

	memcpy(bytes, secret, SECRET);
	if (oath_base32_encode(bytes, SECRET, &text, &length) != OATH_OK || length >= BUREAU_TOTP_BYTES) {
		free(text);
		return hw_fail(error, HW_NO_MEMORY, "no memory for a second factor");
	}
	memcpy(out, text, length);
	out[length] = '\0';
	sodium_memzero(text, length);
	free(text);
	return HW_OK;
}

hw_status bureau_totp_begin(bureau *b, char secret[BUREAU_TOTP_BYTES], hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	unsigned char made[SECRET];
	char hex[2 * SEALED + 1];
	bureau_secret stands;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a second factor");
	if (b->training)
		return hw_fail(error, HW_BAD_INPUT, "a training bureau has no second factors");
	HW_TRY(bureau_secret_read(b, arena, b->user, &stands, error));
	if (stands.totp.length)
		return hw_fail(error, HW_BAD_INPUT, "a second factor stands already: remove it first");
	randombytes_buf(made, sizeof(made));
	HW_TRY(seal(b, made, hex, error));
	HW_TRY(base32(made, secret, error));
	sodium_memzero(made, sizeof(made));
	stands.waits = hw_text_of(hex);
	return change(b, &stands, false, "second factor begun", error);
}

static hw_status change_with_code(bureau *b, const char *code, bool confirm, bureau_pass *pass, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	bureau_secret s;
	hw_text sealed;
	int64_t wait;
	bool fits;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a second factor");
	HW_TRY(bureau_secret_read(b, arena, b->user, &s, error));
	sealed = confirm ? s.waits : s.totp;
	if (!sealed.length)
		return hw_fail(error, HW_BAD_INPUT, confirm ? "no second factor was begun" : "no second factor stands");
	HW_TRY(bureau_failures_wait(b, b->user, &wait, error));
	if (wait > 0) {
		(void)hw_fail(error, HW_BAD_INPUT, "too many wrong codes, please wait");
		return hw_error_what(error, "code"), HW_BAD_INPUT;
	}
	HW_TRY(bureau_totp_fits(b, sealed, b->user, code ? code : "", &fits, error));
	if (!confirm) /* whoever sits at an open session must not guess it away */
		HW_TRY(bureau_failure_note(b, b->user, fits, error));
	if (!fits) {
		(void)hw_fail(error, HW_BAD_INPUT, "the code is not right");
		return hw_error_what(error, "code"), HW_BAD_INPUT;
	}
	s.totp = confirm ? s.waits : HW_TEXT("");
	s.waits = HW_TEXT("");
	HW_TRY(change(b, &s, true, confirm ? "second factor set" : "second factor removed", error));
	bureau_pass_make(b->user, s.changed, pass);
	return HW_OK;
}

hw_status bureau_totp_confirm(bureau *b, const char *code, bureau_pass *pass, hw_error *error)
{
	return change_with_code(b, code, true, pass, error);
}

hw_status bureau_totp_remove(bureau *b, const char *code, bureau_pass *pass, hw_error *error)
{
	return change_with_code(b, code, false, pass, error);
}

hw_status bureau_totp_stands(bureau *b, bool *stands, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	bureau_secret s;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a second factor");
	HW_TRY(bureau_secret_read(b, arena, b->user, &s, error));
	*stands = s.totp.length > 0;
	return HW_OK;
}
