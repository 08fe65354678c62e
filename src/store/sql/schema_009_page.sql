-- How a user signs in at the page: his password and his second factor, beside the token of user_account.  Sealed by the
-- ledger like every table of the bureau: a password that was put in by hand is found by verify.

create table user_secret (
	user_id text primary key references user_account (id),
	password_hash text,                 -- Argon2id; null: none set, the token serves
	totp_sealed text,                   -- the secret under the key beside the bureau (PATH.doorkey); null: none
	totp_waits text,                    -- likewise, begun and not confirmed yet
	changed_at bigint not null          -- of the ledger's clock: passes of before have ended
);

-- What one person's page asks for, however long the lists are.
create index answers_person on answers (person);
create index requests_person on requests (person);
create index deliveries_instead on deliveries (instead_of);
