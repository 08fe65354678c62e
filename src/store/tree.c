/* The Merkle tree of RFC 6962, section 2.1, built from the left. */
#include "store/ledger_int.h"

#include <sodium.h>
#include <string.h>

hw_sha256 store_tree_leaf(hw_text data)
{
	crypto_hash_sha256_state state;
	hw_sha256 hash;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)"\0", 1);
	crypto_hash_sha256_update(&state, (const unsigned char *)data.bytes, data.length);
	crypto_hash_sha256_final(&state, hash.bytes);
	return hash;
}

hw_sha256 store_tree_node(hw_sha256 left, hw_sha256 right)
{
	unsigned char bytes[65] = {1};

	memcpy(bytes + 1, left.bytes, 32);
	memcpy(bytes + 33, right.bytes, 32);
	return hw_sha256_of((hw_text){(const char *)bytes, sizeof(bytes)});
}

/* The set bits of `count` are the sizes of the complete subtrees; adding a leaf is adding one with carries. */
void store_tree_add(store_tree *tree, hw_sha256 leaf)
{
	size_t top = (size_t)__builtin_popcountll(tree->count);

	for (uint64_t count = tree->count; count & 1; count >>= 1)
		leaf = store_tree_node(tree->whole[--top], leaf);
	tree->whole[top] = leaf;
	tree->count++;
}

hw_sha256 store_tree_head(const store_tree *tree)
{
	size_t top = (size_t)__builtin_popcountll(tree->count);
	hw_sha256 head;

	if (!top)
		return hw_sha256_of(HW_TEXT(""));
	head = tree->whole[top - 1];
	for (size_t i = top - 1; i > 0; i--)
		head = store_tree_node(tree->whole[i - 1], head);
	return head;
}
