-- Users, roles, sign-in, views, grave acts, status: what the gate of the bureau asks.

-- name: user_one
select id, display_name, office, token_hash, training, disabled from user_account where id = $1;

-- name: user_count
select count(*) from user_account;

-- name: user_list
select id, display_name, office, token_hash, training, disabled from user_account order by id nulls first limit 100000;

-- name: user_add
insert into user_account (id, display_name, office, token_hash, training, disabled, added_by)
values ($1, $2, $3, $4, $5, 0, $6);

-- name: user_set_token
update user_account set token_hash = $2 where id = $1;

-- name: user_set_disabled
update user_account set disabled = $2 where id = $1;

-- name: role_put
insert into role (id, description) values ($1, $2)
on conflict (id) do update set description = excluded.description;

-- name: user_role_put
insert into user_role (user_id, role_id, active) values ($1, $2, 1)
on conflict (user_id, role_id) do update set active = excluded.active;

-- name: user_roles
select role_id from user_role where user_id = $1 and active = 1 order by role_id nulls first limit 100;

-- Users that are not disabled and have the role.
-- name: user_count_with_role
select count(*) from user_role, user_account
where user_role.user_id = user_account.id and role_id = $1 and active = 1 and disabled = 0;

-- name: sign_in_one
select failures, last_at from sign_in where user_id = $1;

-- name: sign_in_put
insert into sign_in (user_id, failures, last_at) values ($1, $2, $3)
on conflict (user_id) do update set failures = excluded.failures, last_at = excluded.last_at;

-- name: access_log_add
insert into access_log (entry, number, user_id, role, door, subject_kind, subject_id, purpose)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- Imported settings (settings.csv) stand below those set by command.
-- name: setting_imported
select value from settings where key = $1 and standing = 1 order by row_key nulls first limit 1;

-- name: pending_add
insert into pending_act (id, act, right_name, subject_kind, subject_id, payload_json, reason, asked_by, asked_role,
	asked_at, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending');

-- name: pending_one
select id, act, subject_kind, subject_id, payload_json, reason, asked_by, state, decided_by from pending_act where id = $1;

-- name: pending_list
select id, act, subject_kind, subject_id, reason, asked_by, state, decided_by, asked_at from pending_act
where $1 = '' or state = $1 order by asked_at nulls first, id nulls first limit 10000;

-- Acts asked for before on the same subject: part of the id of the next.
-- name: pending_count_on
select count(*) from pending_act where act = $1 and subject_kind = $2 and subject_id = $3;

-- name: pending_decide
update pending_act set state = $2, decided_by = $3, decided_role = $4, decided_at = $5, decision_reason = $6
where id = $1 and state = 'pending';

-- name: person_exists
select id from person where id = $1;

-- name: person_of_alias
select person_id from person_alias where alias_id = $1 and ended = 0 order by person_id nulls first limit 1;

-- name: claim_add
insert into claim (id, subject_kind, subject_id, axis, value, by_party, valid_from_date, valid_to_date, source_id,
	credibility, first_hand, learned_at, compartment, record_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: count_batches
select count(*) from batch where undone_at is null;

-- name: count_records
select count(*) from record where undone = 0 and superseded_by is null;

-- name: count_persons
select count(*) from person where state = 'open';

-- name: count_judgements
select count(*) from judgement where retracted_at is null;

-- name: count_claims
select (select count(*) from claim where retracted_at is null) + (select count(*) from claims where standing = 1);

-- name: count_open_proposals
select count(*) from proposal where state = 'open';

-- name: count_pending
select count(*) from pending_act where state = 'pending';

-- name: count_evidence
select (select count(*) from evidence_item) + (select count(*) from evidence where standing = 1);

-- Files that the bureau holds, for verify.
-- name: evidence_files
select id, stored_as, file_sha256, file_bytes from evidence_item where stored_as is not null order by id nulls first;

-- ---- do not transmit (withhold.c) ---------------------------------------------------------

-- Whom the gate keeps back (outward.c) on the day, whoever is sealed always: $2 how far it reaches (party, power, family, anyone), $3 to whom.  Under every id he
-- has: the bureau's, a former one (a merge carries it along, a split leaves it on both), the register's.
-- name: outward_withheld
with standing (subject, to_party) as (
	select subject_id, to_party from do_not_transmit
	where subject_kind = 'person' and lifted_at is null and (until_date is null or until_date >= $1)
), kept (person) as (
	select coalesce(a.person_id, w.subject) from standing w left join person_alias a on a.alias_id = w.subject and a.ended = 0
	where w.to_party = '*' or $2 = 'anyone' or w.to_party = $3
		or w.to_party in (select row_key from holders where standing = 1 and party = $3)
		or w.to_party in (select party from holders where standing = 1 and row_key = $3)
		or ($2 = 'family' and w.to_party = 'family')
		or ($2 = 'power' and (w.to_party in ('agency', 'family') or w.to_party in (select row_key from parties where standing = 1 and side = 'neutral')))
	union select w.subject from standing w
	where w.to_party = '*' or $2 = 'anyone' or w.to_party = $3
		or w.to_party in (select row_key from holders where standing = 1 and party = $3)
		or w.to_party in (select party from holders where standing = 1 and row_key = $3)
		or ($2 = 'family' and w.to_party = 'family')
		or ($2 = 'power' and (w.to_party in ('agency', 'family') or w.to_party in (select row_key from parties where standing = 1 and side = 'neutral')))
)
select person from kept
union select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons'
union select r.person_id from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null join record e on e.kind = 'persons' and e.row_key = k.row_key
	join person_record r on r.record_id = e.id where k.table_name = 'persons'
union select p.row_key from kept k join person_record r on r.person_id = k.person join persons p on p.record_id = r.record_id and p.standing = 1
order by 1 nulls first limit 1000000;

-- What people said on the use $1, for the gate: under every id that one has, how near to the party $2 ("" nobody in particular)
-- it was said: 2 to it or to nobody in particular, 1 to one that reads what it reads, 0 to another.
-- name: outward_words
with said as (
	select distinct c.id as word, r.person_id as person, c.person as registry, c.given as given, c.said as said, c.until as until,
		case when c.party is null or c.party = '' or c.party = $2 then 2
			when c.party in (select row_key from holders where standing = 1 and party = $2)
				or c.party in (select party from holders where standing = 1 and row_key = $2) then 1 else 0 end as near
	from consents c left join record e on e.kind = 'persons' and e.row_key = c.person left join person_record r on r.record_id = e.id
	where c.standing = 1 and c.use = $1
)
select registry as id, given, said, until, near from said
union select person, given, said, until, near from said where person is not null
union select a.alias_id, s.given, s.said, s.until, s.near from said s join person_alias a on a.person_id = s.person and a.ended = 0
union select p.row_key, s.given, s.said, s.until, s.near from said s join person_record r on r.person_id = s.person
	join persons p on p.record_id = r.record_id and p.standing = 1
order by 1 nulls first, 3 nulls first limit 10000000;

-- name: withhold_party_count
select (select count(*) from parties where standing = 1 and row_key = $1) + (select count(*) from holders where standing = 1 and row_key = $1);

-- name: withhold_add
insert into do_not_transmit (id, subject_kind, subject_id, to_party, reason, until_date, noted_by, noted_at)
values ($1, 'person', $2, $3, $4, $5, $6, $7);

-- What was withheld of $1 while $2 was a part of him holds for the part as well: nobody knows any more who was meant.
-- name: withhold_part
insert into do_not_transmit (id, subject_kind, subject_id, to_party, reason, until_date, noted_by, noted_at)
select d.id || '.' || $2, d.subject_kind, $2, d.to_party, d.reason, d.until_date, d.noted_by, d.noted_at from do_not_transmit d
where d.subject_kind = 'person' and d.subject_id = $1 and d.lifted_at is null
	and d.noted_at >= coalesce((select max(since_at) from person_alias where alias_id = $2 and person_id = $1 and ended = 0), 0)
on conflict (id) do nothing;

-- name: withhold_standing
select count(*) from do_not_transmit where id = $1 and lifted_at is null;

-- name: withhold_lift
update do_not_transmit set lifted_at = $2, lifted_by = $3, lifted_reason = $4 where id = $1 and lifted_at is null;

-- name: withhold_list
select id, subject_id, to_party, until_date, noted_at, noted_by, reason from do_not_transmit
where subject_kind = 'person' and lifted_at is null order by noted_at nulls first, id nulls first limit 100000;

-- ---- breach reports (breach.c); times are the ledger's --------------------------------------

-- name: breach_user
select id from user_account where id = $1 union select actor from ledger_entry where actor = $1 limit 1;

-- What was typed into a search is a name, and whoever reads this does not read cases: searches are one row.
-- name: breach_views
select v.kind, v.id, count(*), min(v.at), max(v.at) from (
	select a.subject_kind as kind, case when a.subject_kind = 'search' then '' else a.subject_id end as id, e.at as at
	from access_log a join ledger_entry e on e.sequence = a.entry where a.user_id = $1 and e.at >= $2 and e.at <= $3) v
group by v.kind, v.id order by v.kind nulls first, v.id nulls first limit 1000000;

-- name: breach_acts
select at, act, subject_kind, subject_id from ledger_entry where actor = $1 and at >= $2 and at <= $3 and act <> 'view'
order by sequence nulls first limit 1000000;

-- name: breach_list
select distinct coalesce(n.person, n.id) from entries n where n.standing = 1 and n.list = $1 order by 1 nulls first limit 1000000;
