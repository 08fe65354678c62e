/* ledger_int.h - the encodings of the ledger (docs/decisions/001-ledger.md) and the tree of RFC 6962. */
#ifndef HW_STORE_LEDGER_INT_H
#define HW_STORE_LEDGER_INT_H

#include "store/store_int.h"

/* ---- tree (tree.c): leaves come one by one, memory is logarithmic ------------------------ */
typedef struct store_tree {
	hw_sha256 whole[64]; /* heads of the complete subtrees on the right edge, largest first */
	uint64_t count;      /* leaves */
} store_tree;
hw_sha256 store_tree_leaf(hw_text data);                    /* SHA-256(0x00, data) */
hw_sha256 store_tree_node(hw_sha256 left, hw_sha256 right); /* SHA-256(0x01, left, right) */
void store_tree_add(store_tree *tree, hw_sha256 leaf);
hw_sha256 store_tree_head(const store_tree *tree); /* SHA-256("") without leaves */

/* ---- seals (seal.c) ---------------------------------------------------------------------------- */
/* Buffers kept between rows. */
typedef struct store_sealer {
	const struct store_driver *driver;
	hw_buffer row, leaf, key;
} store_sealer;
void store_sealer_free(store_sealer *sealer);
/* Key (in sealer->key), SHA-256 and tree leaf of one row. */
hw_status store_seal_row(store_sealer *sealer, const store_table *table, store_handle *row, hw_sha256 *sha256,
			 hw_error *error);
hw_status store_seal_leaf(store_sealer *sealer, hw_text table, hw_text key, hw_sha256 sha256, hw_sha256 *leaf,
			  hw_error *error);

/* ---- entries (ledger.c) --------------------------------------------------------------------------- */
typedef struct store_entry {
	int64_t sequence, at;
	hw_text actor, role, act, subject_kind, subject_id, before_json, after_json;
	int64_t row_count;
	bool has_root;
	hw_sha256 row_root, previous, hash;
} store_entry;
/* The entry's hash: of the canonical JSON of all but `hash`; `scratch` is reused. */
hw_status store_entry_hash(const store_entry *entry, hw_buffer *scratch, hw_sha256 *hash, hw_error *error);

#endif
