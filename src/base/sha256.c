/* sha256.c - SHA-256 by libsodium. */
#include "base/base_int.h"

#include <sodium.h>
#include <unistd.h>

hw_sha256 hw_sha256_of(hw_text data)
{
	hw_sha256 digest;

	crypto_hash_sha256(digest.bytes, (const unsigned char *)data.bytes, data.length);
	return digest;
}

void hw_sha256_hex(hw_sha256 digest, char out[65])
{
	sodium_bin2hex(out, 65, digest.bytes, sizeof digest.bytes);
}

hw_status hw_sha256_file(const char *path, hw_sha256 *result, uint64_t *bytes, hw_error *error)
{
	char chunk[1 << 16];
	crypto_hash_sha256_state state;
	hw_sha256 digest;
	int descriptor;
	bool close_after;
	int64_t size;
	uint64_t total = 0;
	size_t got;
	hw_status status;

	HW_TRY(hw_file_open(path, &descriptor, &close_after, &size, error));
	crypto_hash_sha256_init(&state);
	do {
		status = hw_file_read(descriptor, path, chunk, sizeof chunk, &got, error);
		if (status != HW_OK)
			break;
		crypto_hash_sha256_update(&state, (const unsigned char *)chunk, got);
		total += got;
	} while (got == sizeof chunk);
	if (close_after)
		close(descriptor);
	if (status != HW_OK)
		return status;
	crypto_hash_sha256_final(&state, digest.bytes);
	*result = digest;
	if (bytes)
		*bytes = total;
	return HW_OK;
}
