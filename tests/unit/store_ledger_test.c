/* The ledger: its tree, its chain, its seals, and what verify says of every way to tamper. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/ledger_int.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64], path[96], clean[96];
static hw_error error;

static int make_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/homeward-ledger-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	(void)snprintf(path, sizeof(path), "%s/bureau.db", folder);
	(void)snprintf(clean, sizeof(clean), "%s/clean.db", folder);
	return 0;
}

static int remove_folder(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

#define OK(call) check_ok((call), __LINE__)
static void check_ok(hw_status status, int line)
{
	char text[1024];

	if (status != HW_OK)
		fail_msg("line %d: %s", line, hw_error_line(&error, text, sizeof(text)));
}

/* ---- the tree ----------------------------------------------------------------------------- */
/* Inputs and heads published with the Certificate Transparency log software. */
static void tree_gives_known_heads(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *head;
	} rows[] = {
		{"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
		{"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
		{"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
		{"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
		{"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
		{"\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
		{"\x50\x51\x52\x53\x54\x55\x56\x57", 8,
		 "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
		{"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
		 "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
	};
	store_tree tree = {.count = 0};
	char hex[65];

	(void)state;
	hw_sha256_hex(store_tree_head(&tree), hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		store_tree_add(&tree, store_tree_leaf((hw_text){rows[i].bytes, rows[i].length}));
		hw_sha256_hex(store_tree_head(&tree), hex);
		assert_string_equal(hex, rows[i].head);
	}
}

/* The definition of RFC 6962, section 2.1, word for word. */
static hw_sha256 defined_head(const hw_sha256 *leaves, size_t count)
{
	size_t k = 1;

	if (count == 1)
		return leaves[0];
	while (2 * k < count)
		k *= 2;
	return store_tree_node(defined_head(leaves, k), defined_head(leaves + k, count - k));
}

static void tree_follows_the_definition(void **state)
{
	hw_sha256 leaves[130];
	store_tree tree = {.count = 0};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(leaves); i++) {
		hw_sha256 want, got;

		leaves[i] = hw_sha256_of((hw_text){(const char *)&i, sizeof(i)});
		store_tree_add(&tree, leaves[i]);
		want = defined_head(leaves, i + 1);
		got = store_tree_head(&tree);
		assert_memory_equal(want.bytes, got.bytes, 32);
	}
}

/* ---- a bureau with some acts ------------------------------------------------------------------- */
static int64_t fake_now;
static int64_t fake_clock(void *context)
{
	(void)context;
	return fake_now += 1000000;
}
static const store_options options = {.clock = fake_clock};

static void act(store_connection *store, const char *name, const char *subject, const char *after)
{
	const store_act entry = {.actor = HW_TEXT("olena"),
				 .role = HW_TEXT("case officer"),
				 .act = hw_text_of(name),
				 .subject_kind = HW_TEXT("setting"),
				 .subject_id = hw_text_of(subject),
				 .after_json = hw_text_of(after)};

	OK(store_ledger_append(store, &entry, NULL, &error));
}

static void set(store_connection *store, const char *name, const char *value)
{
	const store_value values[] = {store_string(name), store_string(value)};

	OK(store_run(store, "setting_set", values, 2, NULL, &error));
}

/* Entry 1: schema. 2: three settings. 3: no rows. 4: changes "b". 5 and 6: one transaction. */
static void make_bureau(const char *where)
{
	store_connection *store = NULL;

	fake_now = 1700000000000000;
	OK(store_create(where, &options, &store, &error));
	OK(store_begin(store, &error));
	set(store, "a", "1");
	set(store, "b", "2");
	set(store, "c", "3");
	act(store, "setting", "a", "{\"value\":\"1\"}");
	OK(store_commit(store, &error));
	OK(store_begin(store, &error));
	act(store, "view", "a", "");
	OK(store_commit(store, &error));
	OK(store_begin(store, &error));
	set(store, "b", "20");
	act(store, "setting", "b", "{\"value\":\"20\"}");
	OK(store_commit(store, &error));
	OK(store_begin(store, &error));
	set(store, "d", "4");
	act(store, "setting", "d", "");
	set(store, "e", "5");
	set(store, "a", "10");
	act(store, "setting", "e", "");
	OK(store_commit(store, &error));
	store_close(store);
}

static store_verdict verify(const char *where)
{
	store_verdict verdict = {.good = false};
	store_connection *store = NULL;

	OK(store_open(where, NULL, &store, &error));
	OK(store_ledger_verify(store, NULL, &verdict, &error));
	store_close(store);
	return verdict;
}

static void clean_ledger_verifies(void **state)
{
	store_verdict verdict;
	store_connection *store = NULL;
	store_head head;
	int64_t next = 0;

	(void)state;
	make_bureau(path);
	verdict = verify(path);
	if (!verdict.good)
		fail_msg("%s", verdict.wrong);
	assert_int_equal(verdict.entries, 6);
	assert_int_equal(verdict.rows, 5);
	assert_true(verdict.tables > 30);
	assert_int_equal(verdict.faults, 0);
	OK(store_open(path, NULL, &store, &error));
	OK(store_ledger_head(store, &head, &error));
	assert_int_equal(head.entries, 6);
	assert_memory_equal(head.hash.bytes, verdict.head.hash.bytes, 32);
	OK(store_ledger_next(store, &next, &error));
	assert_int_equal(next, 7);
	store_close(store);
}

/* The same acts by the same clock give the same hashes; another clock gives others. */
static void same_acts_give_the_same_ledger(void **state)
{
	store_verdict one, two;

	(void)state;
	make_bureau(path);
	make_bureau(clean);
	one = verify(path);
	two = verify(clean);
	assert_memory_equal(one.head.root.bytes, two.head.root.bytes, 32);
	assert_memory_equal(one.head.hash.bytes, two.head.hash.bytes, 32);
}

static void clock_set_back_keeps_the_order(void **state)
{
	store_connection *store = NULL;

	(void)state;
	make_bureau(path);
	fake_now = 1000;
	OK(store_open(path, &options, &store, &error));
	OK(store_begin(store, &error));
	act(store, "view", "a", "");
	OK(store_commit(store, &error));
	store_close(store);
	assert_true(verify(path).good);
}

/* ---- the encodings, written a second time ---------------------------------------------------------- */
static void put_big(unsigned char **to, uint64_t n)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		*(*to)++ = (unsigned char)(n >> shift);
}

static void seal_is_as_documented(void **state)
{
	unsigned char bytes[256], leaf_bytes[128], *to = bytes;
	store_connection *store = NULL;
	store_rows *rows = NULL;
	hw_sha256 sha, leaf;
	bool found;

	(void)state;
	make_bureau(path);
	/* setting {name: "d", value: "4"}, the only row of entry 5. */
	memcpy(to, "setting\0name\0t", 14);
	to += 14;
	put_big(&to, 1);
	*to++ = 'd';
	memcpy(to, "value\0t", 7);
	to += 7;
	put_big(&to, 1);
	*to++ = '4';
	sha = hw_sha256_of((hw_text){(char *)bytes, (size_t)(to - bytes)});
	memcpy(leaf_bytes, "\0setting\0d\0", 11);
	memcpy(leaf_bytes + 11, sha.bytes, 32);
	leaf = hw_sha256_of((hw_text){(char *)leaf_bytes, 43});
	OK(store_open(path, NULL, &store, &error));
	OK(store_query(store, "ledger_entries", NULL, 0, &rows, &error));
	for (int i = 0; i < 5; i++)
		OK(store_next(rows, &found, &error));
	assert_int_equal(store_get_integer(rows, 9), 1);
	assert_memory_equal(store_get_blob(rows, 10).bytes, leaf.bytes, 32);
	store_rows_close(rows);
	store_close(store);
}

static void entry_is_as_documented(void **state)
{
	char json[1024], previous[65], root[65];
	unsigned char with_prefix[1100] = {0};
	store_connection *store = NULL;
	store_rows *rows = NULL;
	hw_sha256 hash, digest;
	bool found;

	(void)state;
	make_bureau(path);
	OK(store_open(path, NULL, &store, &error));
	OK(store_query(store, "ledger_entries", NULL, 0, &rows, &error));
	for (int i = 0; i < 4; i++)
		OK(store_next(rows, &found, &error));
	memcpy(digest.bytes, store_get_blob(rows, 11).bytes, 32);
	hw_sha256_hex(digest, previous);
	memcpy(digest.bytes, store_get_blob(rows, 10).bytes, 32);
	hw_sha256_hex(digest, root);
	(void)snprintf(json, sizeof(json),
		       "{\"act\":\"setting\",\"actor\":\"olena\",\"after_json\":\"{\\\"value\\\":\\\"20\\\"}\",\"at\":"
		       "1700000004000000,"
		       "\"before_json\":null,\"previous\":\"%s\",\"role\":\"case "
		       "officer\",\"row_count\":1,\"row_root\":\"%s\","
		       "\"sequence\":4,\"subject_id\":\"b\",\"subject_kind\":\"setting\"}",
		       previous, root);
	memcpy(with_prefix + 1, json, strlen(json));
	hash = hw_sha256_of((hw_text){(char *)with_prefix, strlen(json) + 1});
	assert_memory_equal(store_get_blob(rows, 12).bytes, hash.bytes, 32);
	store_rows_close(rows);
	store_close(store);
}

/* ---- tampering ------------------------------------------------------------------------------------------ */
static void tamper(const char *where, const char *sql)
{
	sqlite3 *file;
	char *message = NULL;

	assert_int_equal(sqlite3_open(where, &file), SQLITE_OK);
	if (sqlite3_exec(file, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	(void)sqlite3_close(file);
}

static void copy_file(const char *from, const char *to)
{
	char command[256];

	(void)snprintf(command, sizeof(command), "cp '%s' '%s'", from, to);
	assert_int_equal(system(command), 0);
}

static void tampering_is_named(void **state)
{
	static const struct {
		const char *sql;
		int64_t sequence;
		const char *words;
	} rows[] = {
		/* every column of an entry */
		{"update ledger_entry set at = at + 1 where sequence = 4", 4, "entry 4: its content does not match"},
		{"update ledger_entry set actor = 'petro' where sequence = 4", 4, "entry 4: its content"},
		{"update ledger_entry set role = null where sequence = 4", 4, "entry 4: its content"},
		{"update ledger_entry set role = 'auditor' where sequence = 1", 1, "entry 1: its content"},
		{"update ledger_entry set act = 'view' where sequence = 4", 4, "entry 4: its content"},
		{"update ledger_entry set subject_kind = 'person' where sequence = 4", 4, "entry 4: its content"},
		{"update ledger_entry set subject_id = 'z' where sequence = 4", 4, "entry 4: its content"},
		{"update ledger_entry set before_json = '{}' where sequence = 4", 4, "entry 4: its content"},
		{"update ledger_entry set after_json = '{\"value\":\"21\"}' where sequence = 4", 4,
		 "entry 4: its content"},
		{"update ledger_entry set row_count = 2 where sequence = 4", 4, "entry 4: "},
		{"update ledger_entry set row_root = zeroblob(32) where sequence = 4", 4, "entry 4: "},
		{"update ledger_entry set row_root = null where sequence = 4", 4, "entry 4: "},
		{"update ledger_entry set row_root = zeroblob(32) where sequence = 3", 3, "entry 3: "},
		{"update ledger_entry set row_root = x'00' where sequence = 4", 4, "cut short"},
		{"update ledger_entry set previous = zeroblob(32) where sequence = 4", 4, "entry 4"},
		{"update ledger_entry set hash = zeroblob(32) where sequence = 4", 4, "entry 4: its content"},
		{"update ledger_entry set hash = zeroblob(32) where sequence = 6", 6, "entry 6: its content"},
		{"update ledger_entry set sequence = 40 where sequence = 6", 6, "entry 6 is missing"},
		/* removing, reordering, cutting, adding */
		{"delete from ledger_entry where sequence = 3", 3, "entry 3 is missing"},
		{"delete from ledger_entry where sequence = 1", 1, "entry 1 is missing"},
		{"delete from ledger_entry where sequence = 6", 6, "entry 6 is missing"},
		{"delete from ledger_entry where sequence >= 4; delete from ledger_row where sequence >= 4", 4,
		 "tail is missing"},
		{"delete from ledger_entry; delete from ledger_row", 1, "tail is missing"},
		{"update ledger_entry set sequence = 99 where sequence = 4; update ledger_entry set sequence = 4 where "
		 "sequence = 5; "
		 "update ledger_entry set sequence = 5 where sequence = 99",
		 4, "entry 4"},
		{"insert into ledger_entry select 7, at, actor, role, act, subject_kind, subject_id, before_json, "
		 "after_json, 0, null, "
		 "hash, zeroblob(32) from ledger_entry where sequence = 6",
		 7, "entry 7"},
		{"update ledger_head set entries = 7", 7, "tail is missing"},
		{"update ledger_head set entries = 5", 6, "beyond"},
		{"update ledger_head set hash = zeroblob(32)", 6, "not the one that was counted"},
		{"delete from ledger_head", 1, "beyond"},
		/* the seals */
		{"update ledger_row set row_sha256 = zeroblob(32) where sequence = 4", 4, "entry 4: "},
		{"update ledger_row set row_sha256 = x'01' where sequence = 4", 4, "entry 4: "},
		{"update ledger_row set row_key = 'z' where sequence = 5", 5, "entry 5: "},
		{"update ledger_row set table_name = 'batch' where sequence = 5", 5, "entry 5: "},
		{"delete from ledger_row where sequence = 2 and number = 1", 2, "entry 2: "},
		{"delete from ledger_row where sequence = 2 and number = 2", 2, "entry 2: "},
		{"update ledger_row set number = 9 where sequence = 2 and number = 2", 2, "entry 2: "},
		{"insert into ledger_row values (3, 0, 'setting', 'zz', zeroblob(32))", 3, "entry 3: "},
		{"insert into ledger_row values (70, 0, 'setting', 'zz', zeroblob(32))", 70, "entry 70 is missing"},
		/* the rows themselves */
		{"update setting set value = '31' where name = 'c'", 2,
		 "entry 2: the row of setting (c) that it sealed was altered"},
		{"update setting set value = '2' where name = 'b'", 4, "setting (b) that it sealed was altered"},
		{"update setting set name = 'zz' where name = 'd'", 5, "setting (d) that it sealed is gone"},
		{"delete from setting where name = 'a'", 6, "setting (a) that it sealed is gone"},
		{"insert into setting values ('f', '6')", 0, "setting (f) has no ledger entry"},
		{"insert into role values ('spy', 'x')", 0, "role (spy) has no ledger entry"},
		{"insert into user_role values ('nobody', 'nothing', 1)", 0, ""},
		{"create view w as select 1", 0, "view w"},
		{"create trigger w after insert on setting begin select 1; end", 0, "trigger w"},
		{"drop table setting", 2, "gone"},
		{"create table extra (id text primary key); insert into extra values ('x')", 0,
		 "extra (x) has no ledger entry"},
	};

	(void)state;
	make_bureau(clean);
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		store_verdict verdict;

		copy_file(clean, path);
		tamper(path, rows[i].sql);
		verdict = verify(path);
		if (verdict.good || verdict.bad_sequence != rows[i].sequence || !strstr(verdict.wrong, rows[i].words) ||
		    verdict.faults < 1)
			fail_msg("%s: good %d, entry %lld: %s", rows[i].sql, verdict.good,
				 (long long)verdict.bad_sequence, verdict.wrong);
	}
}

/* What is not part of the seal may change: sessions come and go. */
static void sessions_are_not_sealed(void **state)
{
	(void)state;
	make_bureau(path);
	tamper(path, "insert into sign_in values ('x', 1, 1); delete from sign_in");
	assert_true(verify(path).good);
}

/* A later schema may add a column: old seals stay good, a value in it does not go unseen. */
static void added_columns_keep_the_seals(void **state)
{
	store_verdict verdict;

	(void)state;
	make_bureau(path);
	tamper(path, "alter table setting add column note text");
	assert_true(verify(path).good);
	tamper(path, "update setting set note = 'x' where name = 'c'");
	verdict = verify(path);
	assert_false(verdict.good);
	assert_int_equal(verdict.bad_sequence, 2);
}

/* Changes in any order, several to one row: each row sealed once, as the act left it. */
static void many_rows_are_sealed_in_runs(void **state)
{
	store_connection *store = NULL;
	store_verdict verdict;

	(void)state;
	OK(store_create(path, &options, &store, &error));
	OK(store_begin(store, &error));
	for (int i = 0; i < 3000; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "n%04d", i * 7919 % 3000);
		set(store, name, "x");
		if (i % 3 == 0)
			set(store, name, "y"); /* twice in one act: sealed once, as it is at the end */
		if (i % 5 == 0)
			set(store, "n0000", name);
	}
	act(store, "many", "n", "");
	OK(store_commit(store, &error));
	OK(store_ledger_verify(store, NULL, &verdict, &error));
	if (!verdict.good)
		fail_msg("%s", verdict.wrong);
	assert_int_equal(verdict.rows, 3000);
	store_close(store);
	tamper(path, "update setting set value = 'z' where name = 'n1234'");
	verdict = verify(path);
	assert_false(verdict.good);
	assert_non_null(strstr(verdict.wrong, "n1234"));
	assert_int_equal(verdict.faults, 1);
}

static void bad_acts_are_refused(void **state)
{
	static char long_json[(1 << 20) + 2];
	store_connection *store = NULL;
	store_act entry = {
		.actor = HW_TEXT("a"), .act = HW_TEXT("b"), .subject_kind = HW_TEXT("c"), .subject_id = HW_TEXT("d")};
	store_act bad;
	int64_t sequence = 77;

	(void)state;
	OK(store_create(path, &options, &store, &error));
	for (int i = 0; i < 6; i++) {
		bad = entry;
		memset(long_json, ' ', sizeof(long_json) - 1);
		if (i == 0)
			bad.actor = (hw_text){0};
		if (i == 1)
			bad.act = (hw_text){0};
		if (i == 2)
			bad.subject_kind = (hw_text){0};
		if (i == 3)
			bad.subject_id = (hw_text){0};
		if (i == 4)
			bad.after_json = (hw_text){long_json, sizeof(long_json) - 1};
		if (i == 5)
			bad.actor = HW_TEXT("\xff");
		OK(store_begin(store, &error));
		assert_int_not_equal(store_ledger_append(store, &bad, &sequence, &error), HW_OK);
		assert_int_equal(store_commit(store, &error), HW_FAULT);
	}
	assert_int_equal(sequence, 77);
	assert_int_equal(store_ledger_append(store, &entry, &sequence, &error), HW_FAULT); /* outside a transaction */
	store_close(store);
	assert_true(verify(path).good);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
		cmocka_unit_test(tree_gives_known_heads),
		cmocka_unit_test(tree_follows_the_definition),
		T(clean_ledger_verifies),
		T(same_acts_give_the_same_ledger),
		T(clock_set_back_keeps_the_order),
		T(seal_is_as_documented),
		T(entry_is_as_documented),
		T(tampering_is_named),
		T(sessions_are_not_sealed),
		T(added_columns_keep_the_seals),
		T(many_rows_are_sealed_in_runs),
		T(bad_acts_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
