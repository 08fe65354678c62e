-- Signing in at the page.

-- name: secret_one
select password_hash, totp_sealed, totp_waits, changed_at from user_secret where user_id = $1;

-- name: secret_put
insert into user_secret (user_id, password_hash, totp_sealed, totp_waits, changed_at) values ($1, $2, $3, $4, $5)
on conflict (user_id) do update set password_hash = excluded.password_hash, totp_sealed = excluded.totp_sealed,
	totp_waits = excluded.totp_waits, changed_at = excluded.changed_at;

-- name: secret_count
select count(*) from user_secret where password_hash is not null;

-- name: secret_all
select user_id, case when password_hash is null then 0 else 1 end, case when totp_sealed is null then 0 else 1 end
from user_secret order by user_id nulls first limit 100000;

-- The last entry that is no view: what was computed from the data before it may no longer hold.
-- name: ledger_last_change
select hash from ledger_entry where sequence > $1 and act <> 'view' and act <> 'sign-in refused'
order by sequence desc nulls last limit 1;

-- name: ledger_hash_at
select hash from ledger_entry where sequence = $1;
