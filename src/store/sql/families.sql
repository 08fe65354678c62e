-- Relatives, debriefs, papers that were sent, remains.

-- ---- inquiries (inquiry.c).  Columns in the order of enum in inquiry_int.h ----------------------------

-- name: inquiry_one
select i.id, i.person, i.name, i.born, i.relative, i.relation, i.contact, i.authorised, i.opened, i.last_contact, i.told, i.next, i.due,
	i.conflict, i.phrase, i.note, coalesce(k.person_id, r.person_id),
	(select c.kind from family_contact c where c.inquiry = i.row_key and c.kind in ('closed', 'opened again')
		order by c.noted_at desc nulls last, c.id desc nulls last limit 1)
from inquiries i left join persons p on p.row_key = i.person and p.standing = 1
	left join person_record k on k.record_id = p.record_id left join person_record r on r.record_id = i.record_id
where i.standing = 1 and i.row_key = $1;

-- name: inquiry_all
select i.id, i.person, i.relation, i.authorised, i.conflict, i.last_contact, i.next, i.due, i.opened,
	(select c.kind from family_contact c where c.inquiry = i.row_key and c.kind in ('closed', 'opened again')
		order by c.noted_at desc nulls last, c.id desc nulls last limit 1)
from inquiries i where i.standing = 1 order by coalesce(i.due, '9999') nulls first, i.id nulls first limit 1000000;

-- Others who ask about the same person: 0 id, 1 relation, 2 authorised, 3 conflict.
-- name: inquiry_others
select i.id, i.relation, i.authorised, i.conflict from inquiries i
	left join persons p on p.row_key = i.person and p.standing = 1
	left join person_record k on k.record_id = p.record_id left join person_record r on r.record_id = i.record_id
where i.standing = 1 and i.row_key <> $1 and coalesce(k.person_id, r.person_id) = $2 order by i.id nulls first limit 1000;

-- name: family_contact_add
insert into family_contact (id, inquiry, kind, happened, words, noted_by, noted_at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: family_contacts
select happened, kind, words, noted_by from family_contact where inquiry = $1 order by noted_at nulls first, id nulls first limit 10000;

-- What the register knows that a family may ask for: 0 register, 1 confirmed, 2 returned, 3 came home in a round, 4 confirmed dead, 5 his
-- remains identified or claimed, 6 family, 7 given, 8 patronymic, 9 born, 10 missing since, 11 captured.
-- name: inquiry_knowledge
select p.register, p.confirmed, p.returned,
	(select count(*) from deliveries d where d.standing = 1 and d.person = p.row_key and d.outcome in ('delivered', 'substitute')),
	(select count(*) from claim c where c.subject_kind = 'person' and c.subject_id = r.person_id and c.axis = 'fate' and c.value = 'dead' and c.retracted_at is null),
	(select count(*) from remains_person m where m.person_id = r.person_id and m.state <> 'excluded'),
	p.family, p.given, p.patronymic, p.born, p.missing_since, p.captured
from person_record r join persons p on p.record_id = r.record_id and p.standing = 1
where r.person_id = $1 order by p.side nulls first, p.id nulls first limit 1;

-- ---- debriefs (debrief.c).  Columns in the order of enum in debrief.c ------------------------------------

-- name: debrief_one
select d.id, d.person, d.source, d.happened, d.by, d.language, d.consent, d.places, d.mentions, d.text, d.note, r.person_id, g.may_ask, g.referral,
	g.asked_before
from debriefs d left join persons p on p.row_key = d.person and p.standing = 1 left join person_record r on r.record_id = p.record_id
	left join debrief_gate g on g.debrief = d.row_key
where d.standing = 1 and d.row_key = $1;

-- name: debrief_all
select d.id, d.person, d.happened, d.by, d.language, g.may_ask, d.mentions from debriefs d left join debrief_gate g on g.debrief = d.row_key
where d.standing = 1 order by d.happened nulls first, d.id nulls first limit 1000000;

-- name: debrief_gate_put
insert into debrief_gate (debrief, may_ask, referral, asked_before, noted_by, noted_at) values ($1, $2, $3, $4, $5, $6)
on conflict (debrief) do update set may_ask = excluded.may_ask, referral = excluded.referral, asked_before = excluded.asked_before,
	noted_by = excluded.noted_by, noted_at = excluded.noted_at;

-- name: debrief_consent_put
insert into debrief_consent (debrief, use_name, given, noted_by, noted_at) values ($1, $2, $3, $4, $5)
on conflict (debrief, use_name) do update set given = excluded.given, noted_by = excluded.noted_by, noted_at = excluded.noted_at;

-- name: debrief_consents
select use_name, given, noted_at, noted_by from debrief_consent where debrief = $1 order by use_name nulls first limit 100;

-- name: debrief_allows
select count(*) from debrief_consent where debrief = $1 and given = 1 and ($2 = '' or use_name = $2);

-- What he said of others: reports that bear the debrief in their id.
-- name: debrief_reports
select p.id, coalesce(p.person, ''), coalesce(p.name, p.callsign), p.status, p.place, p.region, p.happened, p.first_hand, p.credibility, p.text
from reports p where p.standing = 1 and substr(p.id, 1, length($1) + 2) = $1 || '-R' order by p.id nulls first limit 100000;

-- name: debrief_report_count
select count(*) from reports where substr(row_key, 1, length($1) + 2) = $1 || '-R';

-- Sealed words: only for whom a grant of the compartment stands on the day; nobody else learns that there are any.
-- name: sealed_notes
select n.noted_at, n.compartment, n.words, n.noted_by from sealed_note n
where n.subject_kind = $1 and n.subject_id = $2 and exists (select 1 from user_grant g where g.user_id = $3 and g.right_name = 'compartment'
	and g.compartment = n.compartment and g.revoked_at is null and (g.until_date is null or g.until_date >= $4))
order by n.noted_at nulls first, n.id nulls first limit 10000;

-- name: sealed_note_add
insert into sealed_note (id, subject_kind, subject_id, compartment, words, noted_by, noted_at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: grant_add
insert into user_grant (id, user_id, right_name, compartment, reason, granted_by, until_date) values ($1, $2, 'compartment', $3, $4, $5, $6);

-- name: grant_list
select id, user_id, compartment, until_date, granted_by, reason from user_grant where right_name = 'compartment' and revoked_at is null
order by user_id nulls first, id nulls first limit 10000;

-- name: grant_revoke
update user_grant set revoked_at = $2 where id = $1 and revoked_at is null;

-- ---- papers that went out and came in (transmission.c) -----------------------------------------------------

-- Cards, notices and letters, sealed lists, letters on findings, lists of areas: 0 id, 1 kind, 2 direction, 3 about, 4 party, 5 sent,
-- 6 acknowledged, 7 answered, 8 due, 9 text.
-- name: transmissions
select n.id, n.kind, coalesce(n.direction, 'out'), coalesce(n.person, n.place), n.party, n.sent, n.acknowledged, n.answered, cast(null as text), n.text
from notices n where n.standing = 1
union all
select l.id, 'finding', 'out', l.finding_id, l.addressee, l.sent_date, cast(null as text), l.answer_date, l.due_date, cast(null as text)
from finding_letter l where l.sent_date is not null
union all
select s.list_id, 'list', 'out', s.round_id, s.party, coalesce(l.happened, l.received), cast(null as text), cast(null as text), cast(null as text), s.list_kind
from list_seal s left join lists l on l.row_key = s.list_id and l.standing = 1
order by 6 nulls first, 1 nulls first limit 1000000;

-- name: notice_one
select id, kind, direction, person, place, party, sent, acknowledged, answered, text, note from notices where standing = 1 and row_key = $1;

-- name: notice_count
select count(*) from notices;

-- ---- remains (remains.c) -----------------------------------------------------------------------------------

-- name: remains_one
select id, kind, label, received_date, received_from, place_text, note from remains where id = $1;

-- name: remains_add
insert into remains (id, kind, label, received_date, received_from, place_text, note) values ($1, $2, $3, $4, $5, $6, $7);

-- name: remains_all
select m.id, m.kind, m.label, m.received_date, m.received_from,
	(select count(*) from remains_person p where p.remains_id = m.id and p.state <> 'excluded'),
	(select count(*) from remains_person p where p.remains_id = m.id and p.state = 'identified')
from remains m order by m.received_date nulls first, m.id nulls first limit 1000000;

-- name: remains_people
select coalesce(r.row_key, p.person_id), p.state, p.basis, p.identified_by, p.second_by from remains_person p
	left join (select k.person_id, min(q.row_key) as row_key from person_record k join persons q on q.record_id = k.record_id and q.standing = 1
		group by k.person_id) r on r.person_id = p.person_id
where p.remains_id = $1 order by p.person_id nulls first limit 10000;

-- name: remains_person_put
insert into remains_person (remains_id, person_id, state, basis) values ($1, $2, $3, $4)
on conflict (remains_id, person_id) do update set state = excluded.state, basis = excluded.basis, identified_by = null, second_by = null, decided_at = null;

-- name: remains_person_state
select state from remains_person where remains_id = $1 and person_id = $2;

-- name: remains_identified_others
select count(*) from remains_person where remains_id = $1 and person_id <> $2 and state = 'identified';

-- name: remains_identify
update remains_person set state = 'identified', basis = $3, identified_by = $4, second_by = $5, decided_at = $6
where remains_id = $1 and person_id = $2;

-- What lies of one person: 0 id, 1 kind, 2 state, 3 basis.
-- name: remains_of_person
select m.id, m.kind, p.state, p.basis from remains_person p join remains m on m.id = p.remains_id
where p.person_id = $1 order by m.id nulls first limit 10000;

-- ---- paper for a day without machines (paper_acts.c, paper_lists.c) ----------------------------------------------

-- Findings that nobody decided, or that were decided and not told: 0 day, 1 id, 2 article, 3 phase.
-- name: paper_findings
select f.deadline_date, f.id, f.article, c.phase from finding f join finding_case c on c.finding_id = f.id
where c.standing = 1 and c.phase in ('observed', 'threatened', 'under review', 'confirmed', 'drafted') and f.deadline_date is not null
order by f.deadline_date nulls first, f.id nulls first limit 100000;

-- Letters that wait for an answer: 0 day, 1 finding, 2 addressee.
-- name: paper_letters
select l.due_date, l.finding_id, l.addressee from finding_letter l
where l.state = 'notified' and l.answer_date is null and l.due_date is not null order by l.due_date nulls first, l.id nulls first limit 100000;

-- Rounds that were planned and not held: 0 day, 1 id, 2 parties.
-- name: paper_rounds
select happened, row_key, parties from rounds where standing = 1 and coalesce(status, 'planned') = 'planned'
order by happened nulls first, row_key nulls first limit 100000;

-- What somebody said that he would do by a day: 0 day, 1 round, 2 party, 3 minute.
-- name: paper_promises
select due, round, party, row_key from minutes where standing = 1 and due is not null and coalesce(kept, 'open') in ('open', 'partly')
order by due nulls first, row_key nulls first limit 100000;

-- What ends by itself: 0 day, 1 id.
-- name: paper_withheld
select until_date, id from do_not_transmit where subject_kind = 'person' and lifted_at is null and until_date is not null
order by until_date nulls first, id nulls first limit 100000;

-- name: paper_consents
select until, row_key, use from consents where standing = 1 and until is not null and given = 1
order by until nulls first, row_key nulls first limit 100000;

-- name: paper_grants
select until_date, user_id, compartment from user_grant where right_name = 'compartment' and revoked_at is null and until_date is not null
order by until_date nulls first, user_id nulls first limit 100000;

-- Relatives who wait for a call: 0 due, 1 id, 2 relative, 3 relation, 4 contact, 5 name as they wrote it, 6 told what is known, 7 to do,
-- 8 phrase, 9 opened, 10 closed or opened again, 11 person, 12 family, 13 given.
-- name: paper_callbacks
select i.due, i.id, i.relative, i.relation, i.contact, i.name, i.authorised, i.next, i.phrase, i.opened,
	(select c.kind from family_contact c where c.inquiry = i.row_key and c.kind in ('closed', 'opened again')
		order by c.noted_at desc nulls last, c.id desc nulls last limit 1), i.person, p.family, p.given
from inquiries i left join persons p on p.row_key = i.person and p.standing = 1
where i.standing = 1 order by coalesce(i.due, '9999') nulls first, i.id nulls first limit 1000000;
