-- Retention: what is due, what stops it, what was sealed, and rows put away and brought back (retention*.c, docs/decisions/071).

-- ---- what is due --------------------------------------------------------------------------

-- What dates the end of each person's case: h home, c captured or missing, r a report of him, d certificate of death sent (`at`: when
-- two people had confirmed it).  Those who are sealed too: how their relatives are reached may still be due.
-- name: retention_events
with home (person_id) as (
	select r.person_id from persons p join person_record r on r.record_id = p.record_id where (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) and p.returned is not null
	union select r.person_id from deliveries d join persons p on p.row_key = d.person and (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) join person_record r on r.record_id = p.record_id
	where d.standing = 1 and d.outcome in ('delivered', 'substitute')
)
select x.person_id, x.tag, x.date, x.at, x.registry from (
	select r.person_id as person_id, 'h' as tag, p.returned as date, 0 as at, p.id as registry
	from persons p join person_record r on r.record_id = p.record_id where (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) and p.returned is not null
	union all select r.person_id, 'h', d.happened, 0, p.id
	from deliveries d join persons p on p.row_key = d.person and (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) join person_record r on r.record_id = p.record_id
	where d.standing = 1 and d.outcome in ('delivered', 'substitute')
	union all select h.person_id, 'c', p.captured, 0, p.id
	from home h join person_record r on r.person_id = h.person_id join persons p on p.record_id = r.record_id and (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons'))
	where p.captured is not null
	union all select h.person_id, 'c', p.missing_since, 0, p.id
	from home h join person_record r on r.person_id = h.person_id join persons p on p.record_id = r.record_id and (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons'))
	where p.missing_since is not null
	union all select h.person_id, 'r', coalesce(q.received, q.happened), 0, null
	from home h join person_record r on r.person_id = h.person_id join reports q on q.record_id = r.record_id and (q.standing = 1 or q.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'reports'))
	union all select r.person_id, 'd', n.sent, c.learned_at, p.id
	from claim c join person_record r on r.person_id = c.subject_id join persons p on p.record_id = r.record_id and (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons'))
		join notices n on n.person = p.row_key and n.standing = 1 and n.kind = 'certificate' and (n.direction is null or n.direction = 'out')
			and n.sent is not null
	where c.subject_kind = 'person' and c.axis = 'fate' and c.value = 'dead' and c.retracted_at is null
) x order by x.person_id nulls first, x.tag nulls first limit 100000000;

-- Inquiries that still say how somebody is reached, with their last state.
-- name: retention_inquiries
select i.row_key, (select r.person_id from person_record r where r.record_id = i.record_id),
	(select c.kind from family_contact c where c.inquiry = i.row_key and c.kind in ('closed', 'opened again')
		order by c.happened desc nulls last, c.id desc nulls last limit 1),
	(select c.happened from family_contact c where c.inquiry = i.row_key and c.kind in ('closed', 'opened again')
		order by c.happened desc nulls last, c.id desc nulls last limit 1)
from inquiries i where (i.contact is not null or i.phrase is not null) and (i.standing = 1 or i.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'inquiries'))
order by i.row_key nulls first limit 10000000;

-- Everything that a person of the bureau has still to decide, and every hold, by whom it touches: hold, finding, inquiry, proposal, act.
-- name: retention_stops
with keys (subject, what, id) as (
	select h.subject_id, 'hold', h.id from legal_hold h where h.lifted_at is null and h.subject_kind = 'person'
	union select m.subject_id, 'hold', h.id from legal_hold h join finding_member m on m.finding_id = h.subject_id
	where h.lifted_at is null and h.subject_kind = 'finding'
	union select f.subject_id, 'hold', h.id from legal_hold h join finding f on f.id = h.subject_id
	where h.lifted_at is null and h.subject_kind = 'finding'
	union select m.subject_id, 'finding', m.finding_id from finding_member m join finding_case c on c.finding_id = m.finding_id
	where m.standing = 1 and c.phase not in ('closed', 'rejected') and (c.standing = 1 or c.phase <> 'observed')
	union select f.subject_id, 'finding', f.id from finding f join finding_case c on c.finding_id = f.id
	where c.phase not in ('closed', 'rejected') and (c.standing = 1 or c.phase <> 'observed')
	union select a.subject_id, 'act', a.id from pending_act a where a.state = 'pending' and a.subject_kind = 'person'
)
select s.person_id, s.what, s.id from (
	select k.subject as person_id, k.what as what, k.id as id from keys k
	union select a.person_id, k.what, k.id from keys k join person_alias a on a.alias_id = k.subject and a.ended = 0
	union select r.person_id, k.what, k.id from keys k join record e on e.kind = 'persons' and e.row_key = k.subject
		join person_record r on r.record_id = e.id
	union select r.person_id, 'inquiry', i.id from inquiries i join person_record r on r.record_id = i.record_id
	where i.standing = 1 and coalesce((select c.kind from family_contact c where c.inquiry = i.row_key and c.kind in ('closed', 'opened again')
		order by c.happened desc nulls last, c.id desc nulls last limit 1), 'open') <> 'closed'
	union select r.person_id, 'proposal', q.id from proposal q join person_record r on r.record_id = q.left_record where q.state = 'open'
	union select r.person_id, 'proposal', q.id from proposal q join person_record r on r.record_id = q.right_record where q.state = 'open'
) s order by s.person_id nulls first, case s.what when 'hold' then 0 when 'finding' then 1 else 2 end nulls first, s.what nulls first,
	s.id nulls first limit 100000000;

-- Items of evidence that are held, and whom they show (a list of keys of the register).
-- name: retention_held_items
select e.persons, h.id from legal_hold h join evidence e on e.row_key = h.subject_id and e.standing = 1
where h.lifted_at is null and h.subject_kind = 'evidence' and e.persons is not null order by h.id nulls first limit 100000;

-- name: retention_person_of_key
select r.person_id from record e join person_record r on r.record_id = e.id where e.kind = 'persons' and e.row_key = $1
order by r.person_id nulls first limit 1;

-- ---- who is sealed --------------------------------------------------------------------------

-- name: retention_sealed_people
select distinct r.person_id from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null
	join record e on e.kind = 'persons' and e.row_key = k.row_key join person_record r on r.record_id = e.id
where k.table_name = 'persons' order by r.person_id nulls first limit 10000000;

-- name: retention_sealed_count
select count(*) from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons';

-- name: retention_sealed_named
select count(*) from persons p where p.name_hash in ($1, $2) and p.name_hash <> 0 and p.standing = 0 and p.row_key in (select k.row_key
	from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons');

-- The step that sealed a person: he may have joined another since, or be a part of one.
-- name: retention_step_of_person
select t.id from person_record r join record e on e.id = r.record_id and e.kind = 'persons'
	join retention_row k on k.table_name = 'persons' and k.row_key = e.row_key
	join retention_step t on t.id = k.step_id and t.opened_at is null
where r.person_id = $1 order by t.id nulls first limit 1;

-- name: retention_person_of_sealed_key
select r.person_id from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null
	join record e on e.kind = 'persons' and e.row_key = k.row_key join person_record r on r.record_id = e.id
where k.table_name = 'persons' and k.row_key = $1 order by r.person_id nulls first limit 1;

-- name: retention_step_of_row
select t.id from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null
where k.table_name = $1 and k.row_key = $2 order by t.id nulls first limit 1;

-- name: retention_step_of_key
select t.id from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null
where k.table_name = 'persons' and ($1 = k.row_key or $1 = 'persons:' || k.row_key) order by t.id nulls first limit 1;

-- name: retention_batch_touched
select count(*) from record r where r.batch_id = $1 and r.undone = 0 and exists (select 1 from retention_row k
	join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = r.kind and k.row_key = r.row_key);

-- ---- steps -----------------------------------------------------------------------------------

-- name: retention_step_add
insert into retention_step (id, class, subject_kind, subject_id, what, since_date, done_at, asked_by, done_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: retention_row_add
insert into retention_row (step_id, table_name, row_key) values ($1, $2, $3) on conflict (step_id, table_name, row_key) do nothing;

-- name: retention_arrival_add
insert into retention_arrival (step_id, table_name, row_key, arrived_at) values ($1, $2, $3, $4)
on conflict (step_id, table_name, row_key) do nothing;

-- name: retention_steps
select t.id, t.class, t.what, t.subject_id, t.since_date, t.done_at, t.asked_by, t.done_by,
	(select count(*) from retention_row k where k.step_id = t.id), (select count(*) from retention_arrival a where a.step_id = t.id),
	t.opened_at, t.opened_reason
from retention_step t order by t.done_at nulls first, t.id nulls first limit 1000000;

-- name: retention_arrivals
select count(*) from retention_arrival a join retention_step t on t.id = a.step_id and t.opened_at is null;

-- name: retention_open_steps
select distinct t.id from person_record r join record e on e.id = r.record_id and e.kind = 'persons'
	join retention_row k on k.table_name = 'persons' and k.row_key = e.row_key
	join retention_step t on t.id = k.step_id and t.opened_at is null
where r.person_id = $1 order by t.id nulls first limit 1000;

-- name: retention_rows_of_step
select k.table_name, k.row_key, r.id, r.parsed_json from retention_row k
	join record r on r.kind = k.table_name and r.row_key = k.row_key and r.undone = 0 and r.superseded_by is null
where k.step_id = $1 order by k.table_name nulls first, k.row_key nulls first limit 10000000;

-- name: retention_step_open
update retention_step set opened_at = $2, opened_by = $3, opened_asked_by = $4, opened_reason = $5 where id = $1 and opened_at is null;

-- name: retention_contact_deleted
select count(*) from retention_step where subject_kind = 'inquiry' and subject_id = $1 and what = 'contact deleted';

-- ---- the rows of a person --------------------------------------------------------------------

-- Everything that is about a person and nobody else; what others said of him and what was agreed on him stays, without words.
-- name: retention_rows_of_person
with mine (row_key) as (select e.row_key from person_record r join record e on e.id = r.record_id and e.kind = 'persons' where r.person_id = $1)
select x.table_name, x.row_key from (
	select e.kind as table_name, e.row_key as row_key from person_record r join record e on e.id = r.record_id
	where r.person_id = $1 and e.undone = 0 and e.superseded_by is null and e.kind in ('persons', 'reports', 'entries', 'inquiries')
	union select 'claims', c.row_key from claims c join mine m on c.subject in (m.row_key, 'persons:' || m.row_key)
	where c.standing = 1 and (c.subject_kind is null or c.subject_kind = 'persons')
	union select 'consents', x.row_key from consents x join mine m on m.row_key = x.person where x.standing = 1
	union select 'debriefs', x.row_key from debriefs x join mine m on m.row_key = x.person where x.standing = 1
	union select 'inquiries', x.row_key from inquiries x join mine m on m.row_key = x.person where x.standing = 1
	union select 'entries', x.row_key from entries x join mine m on m.row_key = x.person where x.standing = 1
	union select 'deliveries', x.row_key from deliveries x join mine m on m.row_key = x.person where x.standing = 1
	union select 'answers', x.row_key from answers x join mine m on m.row_key = x.person where x.standing = 1
	union select 'requests', x.row_key from requests x join mine m on m.row_key = x.person where x.standing = 1
	union select 'notices', x.row_key from notices x join mine m on m.row_key = x.person where x.standing = 1
	union select 'custody', x.row_key from custody x join mine m on m.row_key = x.person where x.standing = 1
) x order by x.table_name nulls first, x.row_key nulls first limit 10000000;

-- A row out of force, or a row of history without its words.
-- name: retention_away_persons
update persons set standing = 0 where row_key = $1;

-- name: retention_away_reports
update reports set standing = 0 where row_key = $1;

-- name: retention_away_inquiries
update inquiries set standing = 0 where row_key = $1;

-- name: retention_away_claims
update claims set standing = 0 where row_key = $1;

-- name: retention_away_consents
update consents set standing = 0 where row_key = $1;

-- name: retention_away_debriefs
update debriefs set standing = 0 where row_key = $1;

-- name: retention_away_entries
update entries set name = null, born = null, sex = null, rank = null, unit = null, note = null where row_key = $1;

-- name: retention_away_deliveries
update deliveries set name = null, born = null, note = null where row_key = $1;

-- name: retention_away_answers
update answers set reason = null, note = null where row_key = $1;

-- name: retention_away_requests
update requests set reason = null, note = null where row_key = $1;

-- name: retention_away_notices
update notices set text = null, note = null where row_key = $1;

-- name: retention_away_custody
update custody set note = null where row_key = $1;

-- ---- how relatives are reached ------------------------------------------------------------------

-- name: retention_contact_gone
update inquiries set contact = null, phrase = null where row_key = $1;

-- name: retention_versions
select id, parsed_json from record where kind = $1 and row_key = $2 order by id nulls first limit 100000;

-- What was received, without what was deleted: the fields as understood are all that is left of it.
-- name: retention_record_redact
update record set raw_json = $2, parsed_json = $2, fingerprint = $3 where id = $1;
