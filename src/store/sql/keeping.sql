-- Data rights: consent per use, disclosure, retention, holds, answers to data subjects.

-- ---- consent (consent.c) -------------------------------------------------------------------

-- What a person of the bureau said on a use, whichever of his rows in the registry it was noted on.
-- name: consent_words
select c.given, c.said, c.party, c.until from consents c
where c.standing = 1 and c.use = $2 and c.person in (select e.row_key from person_record r join record e on e.id = r.record_id
	and e.kind = 'persons' where r.person_id = $1) order by c.said nulls first, c.id nulls first limit 10000;

-- name: consent_history
select c.said, c.use, c.given, c.party, c.until, c.language, c.by, c.how from consents c
where c.standing = 1 and c.person in (select e.row_key from person_record r join record e on e.id = r.record_id
	and e.kind = 'persons' where r.person_id = $1) order by c.said nulls first, c.id nulls first limit 10000;

-- name: consent_registry
select p.id from person_record r join persons p on p.record_id = r.record_id and p.standing = 1
where r.person_id = $1 order by p.id nulls first limit 1;

-- ---- what is held of one person, for himself or for a court (subject.c) -----------------------

-- The order of columns is that of the enum in subject.c.
-- name: subject_registry
select p.id, p.side, p.family, p.given, p.patronymic, p.born, p.sex, p.birthplace, p.aliases, p.callsign, p.service_number, p.unit,
	p.rank, p.party, p.register, p.missing_since, p.captured, p.holder, p.place, p.card, p.notice, p.confirmed,
	p.last_letter, p.returned, p.wounded, p.legal, p.interviewed, p.categories, p.mother, p.family_group, p.note,
	p.capture_group, p.wills, p.court, s.grade, case when s.kind = 'agency' then 1 else s.confidential end,
	(select l.region from places l where l.row_key = p.place and l.standing = 1)
from person_record r join persons p on p.record_id = r.record_id and p.standing = 1
	left join sources s on s.row_key = p.source and s.standing = 1
where r.person_id = $1 order by p.id nulls first limit 1;

-- Claims of files and of the bureau itself.
-- name: subject_claims
select x.axis, x.value, x.party, x.since, x.until, x.grade, x.credibility, x.learned, x.confidential, x.compartment, x.learned_at from (
	select c.axis as axis, c.value as value, c.party as party, c.since as since, c.until as until, s.grade as grade,
		c.credibility as credibility, c.learned as learned, case when s.kind = 'agency' then 1 else s.confidential end as confidential,
		null as compartment, null as learned_at, c.id as id
	from person_record r join record e on e.id = r.record_id and e.kind = 'persons' and e.undone = 0 and e.superseded_by is null
		join claims c on c.subject in (e.row_key, 'persons:' || e.row_key)
		left join sources s on s.row_key = c.source and s.standing = 1
	where r.person_id = $1 and c.standing = 1 and (c.subject_kind is null or c.subject_kind = 'persons')
	union all
	select c.axis, c.value, c.by_party, c.valid_from_date, c.valid_to_date, s.grade, c.credibility, null,
		case when s.kind = 'agency' then 1 else s.confidential end, c.compartment, c.learned_at, c.id
	from claim c left join sources s on s.row_key = c.source_id and s.standing = 1
	where c.subject_kind = 'person' and c.retracted_at is null and (c.subject_id = $1
		or c.subject_id in (select alias_id from person_alias where person_id = $1 and ended = 0))
	) x order by x.axis nulls first, x.since nulls first, x.id nulls first limit 10000;

-- name: subject_reports
select p.happened, p.received, s.grade, p.status, p.region, p.credibility, p.first_hand, p.place, p.searched,
	case when s.kind = 'agency' then 1 else s.confidential end, p.text, p.note,
	(select l.region from places l where l.row_key = p.place and l.standing = 1)
from person_record r join record e on e.id = r.record_id and e.kind = 'reports'
	join reports p on p.row_key = e.row_key and p.record_id = e.id and p.standing = 1
	left join sources s on s.row_key = p.source and s.standing = 1
where r.person_id = $1 order by p.happened nulls first, p.received nulls first, p.id nulls first limit 10000;

-- name: subject_custody
select c.kind, c.from_holder, c.to_holder, c.happened, s.grade, c.credibility, c.from_place, c.to_place, c.consideration,
	case when s.kind = 'agency' then 1 else s.confidential end, c.note,
	(select l.region from places l where l.row_key = c.to_place and l.standing = 1)
from custody c join persons p on p.row_key = c.person and p.standing = 1 join person_record r on r.record_id = p.record_id
	left join sources s on s.row_key = c.source and s.standing = 1
where r.person_id = $1 and c.standing = 1 order by c.happened nulls first, c.id nulls first limit 10000;

-- name: subject_notices
select n.sent, n.kind, n.direction, n.party, n.answered, n.text, n.note
from notices n join persons p on p.row_key = n.person and p.standing = 1 join person_record r on r.record_id = p.record_id
where r.person_id = $1 and n.standing = 1 order by n.sent nulls first, n.id nulls first limit 10000;

-- Lists that named him, and handovers.
-- name: subject_lists
select l.happened, l.direction, l.kind, l.party, case when s.kind = 'agency' then 1 else s.confidential end
from lists l join entries n on n.list = l.row_key and n.standing = 1 left join sources s on s.row_key = l.source and s.standing = 1
where l.standing = 1 and (n.row_key in (select e.row_key from person_record r join record e on e.id = r.record_id and e.kind = 'entries' where r.person_id = $1)
	or n.person in (select e.row_key from person_record r join record e on e.id = r.record_id and e.kind = 'persons' where r.person_id = $1))
order by l.happened nulls first, l.id nulls first, n.id nulls first limit 10000;

-- name: subject_talks
select (select count(*) from requests q where q.standing = 1 and q.person = $1)
	+ (select count(*) from answers a where a.standing = 1 and a.person = $1);

-- name: subject_delivered
select count(*) from deliveries d where d.standing = 1 and d.person = $1 and d.outcome in ('delivered', 'verified');

-- name: subject_inquiries
select count(*) from person_record r join record e on e.id = r.record_id and e.kind = 'inquiries' join inquiries i on i.row_key = e.row_key
	and i.record_id = e.id and i.standing = 1 where r.person_id = $1;

-- name: subject_debriefs
select d.happened, d.by, d.language, d.consent, d.text, d.note from debriefs d join persons p on p.row_key = d.person and p.standing = 1
	join person_record r on r.record_id = p.record_id
where r.person_id = $1 and d.standing = 1 order by d.happened nulls first, d.id nulls first limit 1000;

-- name: subject_interviews
select asked_date, will, language, private, destination, note from will_interview where person_id = $1 and withdrawn_at is null
order by asked_date nulls first, id nulls first limit 1000;

-- Items of evidence; whom they show is a list of ids, looked at by the program.
-- name: subject_evidence
select e.kind, e.happened, e.identifiable, s.grade, e.persons, case when s.kind = 'agency' then 1 else s.confidential end
from evidence e left join sources s on s.row_key = e.source and s.standing = 1
where e.standing = 1 and e.persons is not null order by e.happened nulls first, e.id nulls first limit 100000;

-- name: subject_records
select e.kind, count(*), min(b.received_at), max(b.received_at) from person_record r join record e on e.id = r.record_id
	join batch b on b.id = e.batch_id
where r.person_id = $1 and e.undone = 0 and e.superseded_by is null group by e.kind order by e.kind nulls first limit 100;

-- name: subject_views
select coalesce(a.role, '-'), a.door, count(*), min(e.at), max(e.at) from access_log a join ledger_entry e on e.sequence = a.entry
where a.subject_kind = 'person' and (a.subject_id = $1 or a.subject_id in (select alias_id from person_alias where person_id = $1 and ended = 0))
group by coalesce(a.role, '-'), a.door order by coalesce(a.role, '-') nulls first, a.door nulls first limit 10000;

-- name: subject_acts
select act, coalesce(role, '-'), count(*), min(at), max(at) from ledger_entry
where subject_kind = 'person' and act <> 'view' and (subject_id = $1 or subject_id in (select alias_id from person_alias where person_id = $1 and ended = 0))
group by act, coalesce(role, '-') order by act nulls first, coalesce(role, '-') nulls first limit 10000;

-- name: subject_withheld
select to_party, until_date from do_not_transmit where subject_kind = 'person' and lifted_at is null and (subject_id = $1
	or subject_id in (select alias_id from person_alias where person_id = $1 and ended = 0)) order by id nulls first limit 1000;

-- name: subject_findings
select f.article, c.phase from finding f join finding_case c on c.finding_id = f.id join finding_member m on m.finding_id = f.id and m.standing = 1
where m.subject_id = $1 or m.subject_id = $2 order by f.article nulls first, f.id nulls first limit 1000;

-- ---- disclosure to a prosecutor or a service (disclose.c) --------------------------------------

-- name: disclosure_next
select coalesce(max(number), 0) + 1 from disclosure;

-- name: disclosure_add
insert into disclosure (number, person_id, recipient, basis, reference, purpose, released_at, asked_by, released_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: disclosure_one
select number, person_id, recipient, basis, reference, purpose, released_at from disclosure where number = $1;

-- name: disclosure_list
select number, person_id, recipient, basis, reference, purpose, released_at, asked_by, released_by from disclosure
order by number nulls first limit 100000;

-- name: disclosure_of_person
select number, recipient, basis, reference, released_at from disclosure
where person_id = $1 or person_id in (select alias_id from person_alias where person_id = $1 and ended = 0) order by number nulls first limit 10000;

-- ---- answers to data subjects (answer.c) -------------------------------------------------------

-- name: answer_next
select coalesce(max(number), 0) + 1 from answer_pack;

-- name: answer_add
insert into answer_pack (number, person_id, verified, language, content_sha256, given_by, given_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: subject_item
select persons from evidence where row_key = $1 and standing = 1;

-- name: subject_bundles
select payload_json, decided_at from pending_act where act = 'release bundle' and state = 'confirmed'
order by decided_at nulls first, id nulls first limit 100000;

-- ---- legal holds (hold.c) ------------------------------------------------------------------------

-- name: hold_add
insert into legal_hold (id, subject_kind, subject_id, reason, placed_by, placed_at) values ($1, $2, $3, $4, $5, $6);

-- name: hold_one
select id from legal_hold where id = $1 and lifted_at is null;

-- name: hold_lift
update legal_hold set lifted_by = $2, lift_asked_by = $3, lifted_at = $4, lifted_reason = $5 where id = $1 and lifted_at is null;

-- name: hold_list
select id, subject_kind, subject_id, placed_at, placed_by, reason from legal_hold where lifted_at is null
order by placed_at nulls first, id nulls first limit 100000;

-- What was held of $1 while $2 was a part of him is held of the part as well: nobody knows any more which of them it is needed of.
-- name: hold_part
insert into legal_hold (id, subject_kind, subject_id, reason, placed_by, placed_at)
select h.id || '.' || $2, h.subject_kind, $2, h.reason, h.placed_by, h.placed_at from legal_hold h
where h.subject_kind = 'person' and h.subject_id = $1 and h.lifted_at is null
on conflict (id) do nothing;

-- name: hold_inquiry
select i.row_key, (select r.person_id from person_record r where r.record_id = i.record_id) from inquiries i
where i.row_key = $1 and (i.standing = 1 or i.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id
	and t.opened_at is null where k.table_name = 'inquiries'));
