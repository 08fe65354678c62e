/* The bureau's signature (Ed25519): what goes out can be checked by anyone who has the public key, with openssl alone.
 *
 * The secret key stands in a file of its own beside the bureau (PATH.key, readable by its owner only), so that a copy
 * of the bureau cannot sign.  The public key is the setting signing_key; the ledger says when it was made. */
#include "bureau/bureau_int.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum { SEED_HEX = 2 * crypto_sign_SEEDBYTES + 1, PATH_MOST = 4096 };
_Static_assert(crypto_sign_BYTES == BUREAU_SIGNATURE_BYTES, "Ed25519");

typedef struct signing_key {
	unsigned char seed[crypto_sign_SEEDBYTES];
	unsigned char secret[crypto_sign_SECRETKEYBYTES], public[crypto_sign_PUBLICKEYBYTES];
	char path[PATH_MOST];
} signing_key;

static hw_status cannot(const signing_key *key, const char *what, hw_error *error)
{
	char words[128];

	(void)hw_fail(error, HW_STORAGE, "%s: %s", what, strerror_r(errno, words, sizeof(words)));
	return hw_error_where(error, "%s", key->path), HW_STORAGE;
}

/* HW_NOT_FOUND when there is no such file. */
static hw_status read_key(signing_key *key, hw_error *error)
{
	char hex[SEED_HEX + 1] = "";
	int file = open(key->path, O_RDONLY | O_CLOEXEC);
	size_t length = 0;
	ssize_t got;
	bool good;

	if (file < 0 && errno == ENOENT)
		return hw_fail(error, HW_NOT_FOUND, "the bureau's signing key is not there");
	if (file < 0)
		return cannot(key, "the bureau's signing key cannot be read", error);
	got = read(file, hex, sizeof(hex) - 1);
	(void)close(file);
	good = got >= SEED_HEX - 1 &&
	       !sodium_hex2bin(key->seed, sizeof(key->seed), hex, SEED_HEX - 1, NULL, &length, NULL) &&
	       length == sizeof(key->seed);
	sodium_memzero(hex, sizeof(hex));
	if (good)
		return HW_OK;
	(void)hw_fail(error, HW_STORAGE, "the bureau's signing key is damaged");
	(void)hw_error_where(error, "%s", key->path);
	return hw_error_remedy(error, "bring it back from a backup");
}

static hw_status write_key(signing_key *key, hw_error *error)
{
	char hex[SEED_HEX + 1];
	int file = open(key->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good;

	if (file < 0)
		return cannot(key, "the bureau's signing key cannot be written", error);
	randombytes_buf(key->seed, sizeof(key->seed));
	(void)sodium_bin2hex(hex, SEED_HEX, key->seed, sizeof(key->seed));
	hex[SEED_HEX - 1] = '\n';
	good = write(file, hex, SEED_HEX) == SEED_HEX && fsync(file) == 0;
	good = close(file) == 0 && good;
	sodium_memzero(hex, sizeof(hex));
	if (good)
		return HW_OK;
	(void)cannot(key, "the bureau's signing key cannot be written", error);
	(void)unlink(key->path);
	return HW_STORAGE;
}

static hw_status mismatch(const signing_key *key, hw_error *error)
{
	(void)hw_fail(error, HW_STORAGE, "is not the key by which this bureau signed before");
	(void)hw_error_where(error, "%s", key->path);
	return hw_error_remedy(error,
			       "bring the right one back from a backup, or let an administrator begin anew: "
			       "homeward setting signing_key \"\", and tell everyone who has the old public key");
}

/* The first signature makes the key: the file first, then the setting with its entry.  A file that was left by a
 * crash between the two is taken over. */
static hw_status make_key(bureau *b, bureau_right right, signing_key *key, char hex[65], hw_error *error)
{
	bureau_act act = {
		.act = "signing key", .subject_kind = HW_TEXT("setting"), .subject_id = HW_TEXT("signing_key")};
	hw_status status;
	char after[96];

	HW_TRY(bureau_begin(b, right, error));
	status = read_key(key, NULL);
	if (status == HW_NOT_FOUND)
		status = write_key(key, error);
	else if (status != HW_OK)
		status = read_key(key, error);
	if (status == HW_OK) {
		(void)crypto_sign_seed_keypair(key->public, key->secret, key->seed);
		(void)sodium_bin2hex(hex, 65, key->public, sizeof(key->public));
		(void)snprintf(after, sizeof(after), "{\"value\":\"%s\"}", hex);
		act.after_json = hw_text_of(after);
		status = store_run(b->store, "setting_set",
				   (store_value[]){store_string("signing_key"), store_string(hex)}, 2, NULL, error);
	}
	if (status == HW_OK)
		return bureau_commit(b, &act, error);
	bureau_rollback(b);
	return status;
}

static hw_status load_key(bureau *b, bureau_right right, signing_key *key, char hex[65], hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 16);
	hw_text known;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to sign");
	HW_TRY(bureau_setting(b, arena, "signing_key", &known, error));
	if (!known.length)
		return make_key(b, right, key, hex, error);
	if (read_key(key, NULL) == HW_NOT_FOUND) {
		(void)read_key(key, error);
		return mismatch(key, error);
	}
	HW_TRY(read_key(key, error));
	(void)crypto_sign_seed_keypair(key->public, key->secret, key->seed);
	(void)sodium_bin2hex(hex, 65, key->public, sizeof(key->public));
	return hw_text_is(known, hex) ? HW_OK : mismatch(key, error);
}

/* RFC 8410: SubjectPublicKeyInfo of an Ed25519 key is these twelve bytes and the key. */
static void write_pem(const unsigned char public[crypto_sign_PUBLICKEYBYTES], char pem[BUREAU_PEM_BYTES])
{
	static const unsigned char head[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
	unsigned char all[sizeof(head) + crypto_sign_PUBLICKEYBYTES];
	char base64[sodium_base64_ENCODED_LEN(sizeof(all), sodium_base64_VARIANT_ORIGINAL)];

	memcpy(all, head, sizeof(head));
	memcpy(all + sizeof(head), public, crypto_sign_PUBLICKEYBYTES);
	(void)sodium_bin2base64(base64, sizeof(base64), all, sizeof(all), sodium_base64_VARIANT_ORIGINAL);
	(void)snprintf(pem, BUREAU_PEM_BYTES, "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n", base64);
}

hw_status bureau_sign(bureau *b, bureau_right right, hw_text message, bureau_signature *result, hw_error *error)
{
	signing_key key;
	hw_status status;

	HW_TRY(bureau_require(b, right, error));
	if (sodium_init() < 0)
		return hw_fail(error, HW_FAULT, "libsodium does not start");
	if (snprintf(key.path, sizeof(key.path), "%s.key", store_path(b->store)) >= (int)sizeof(key.path))
		return hw_fail(error, HW_USAGE, "the bureau's path is too long");
	status = load_key(b, right, &key, result->public_hex, error);
	if (status == HW_OK) {
		write_pem(key.public, result->public_pem);
		(void)crypto_sign_detached(result->bytes, NULL, (const unsigned char *)message.bytes, message.length,
					   key.secret);
	}
	sodium_memzero(key.seed, sizeof(key.seed));
	sodium_memzero(key.secret, sizeof(key.secret));
	return status;
}
