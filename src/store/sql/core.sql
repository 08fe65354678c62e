-- The store's own statements: schema, ledger, settings.

-- name: schema_versions
select version, name, sha256 from schema_version order by version nulls first limit 10000;

-- name: schema_version_add
insert into schema_version (version, name, sha256) values ($1, $2, $3);

-- name: ledger_entry_add
insert into ledger_entry (sequence, at, actor, role, act, subject_kind, subject_id, before_json, after_json, row_count,
	row_root, previous, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: ledger_row_add
insert into ledger_row (sequence, number, table_name, row_key, row_sha256) values ($1, $2, $3, $4, $5);

-- name: ledger_head_read
select entries, hash from ledger_head where id = 1;

-- name: ledger_head_write
insert into ledger_head (id, entries, hash) values (1, $1, $2)
on conflict (id) do update set entries = excluded.entries, hash = excluded.hash;

-- name: ledger_entry_last
select sequence, at, hash from ledger_entry order by sequence desc nulls last limit 1;

-- Everything, for verify.
-- name: ledger_entries
select sequence, at, actor, role, act, subject_kind, subject_id, before_json, after_json, row_count, row_root, previous, hash
from ledger_entry order by sequence nulls first;

-- name: ledger_rows
select sequence, number, table_name, row_key, row_sha256 from ledger_row order by sequence nulls first, number nulls first;

-- name: ledger_entries_of
select sequence, at, actor, role, act, before_json, after_json from ledger_entry
where subject_kind = $1 and subject_id = $2 order by sequence nulls first limit 10000;

-- name: setting_get
select value from setting where name = $1;

-- name: setting_set
insert into setting (name, value) values ($1, $2)
on conflict (name) do update set value = excluded.value;

-- What the figures of the bureau rest on (fingerprint.c).
-- name: fingerprint_batches
select kind, file_sha256, file_name from batch where undone_at is null order by kind nulls first, file_sha256 nulls first, id nulls first;

-- name: fingerprint_judgements
select id, verdict from judgement where retracted_at is null order by id nulls first;

-- name: fingerprint_claims
select id from claim where retracted_at is null order by id nulls first;

-- name: fingerprint_settings
select name, value from setting where name <> 'signing_key' order by name nulls first;

-- name: setting_list
select name, value from setting order by name nulls first limit 10000;
