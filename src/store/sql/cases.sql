-- One person, round, item of evidence, statement, counterpart: what their sheets are made from.
-- Rows of a person are reached by person_record and record, whose keys are indexed.

-- name: case_label
select name, name_uk from places where $1 = 'places' and row_key = $2 and standing = 1
union all select name, name_uk from holders where $1 in ('holders', 'parties') and row_key = $2 and standing = 1
union all select name, name_uk from parties where $1 in ('holders', 'parties') and row_key = $2 and standing = 1
union all select name, name_uk from categories where $1 = 'categories' and row_key = $2 and standing = 1
union all select name, name_uk from regions where $1 = 'regions' and row_key = $2 and standing = 1
union all select name, name_uk from objects where $1 = 'objects' and row_key = $2 and standing = 1
union all select name, name_uk from circumstances where $1 = 'circumstances' and row_key = $2 and standing = 1
union all select name, name_uk from groups where $1 = 'groups' and row_key = $2 and standing = 1
limit 1;

-- ---- persons ---------------------------------------------------------------------------

-- name: case_person_open
select id from person where id = $1 and state = 'open';

-- name: case_person_former
select p.id from person_alias a join person p on p.id = a.person_id and p.state = 'open'
where a.alias_id = $1 and a.ended = 0 order by p.id nulls first limit 1;

-- name: case_person_registered
select r.person_id from persons p join person_record r on r.record_id = p.record_id
where p.row_key = $1 and p.standing = 1 limit 1;

-- name: case_person
select display_name, side, born_date, sex from person where id = $1;

-- name: case_former_ids
select alias_id, reason from person_alias where person_id = $1 and ended = 0 and alias_id <> $1
order by alias_id nulls first limit 1000;

-- The registry's rows of a person.  The order of columns is that of enum in person_sheet.c.
-- name: case_registry
select p.id, p.side, p.family, p.given, p.patronymic, p.born, p.sex, p.categories, p.unit, p.rank, p.holder, p.register,
	p.missing_since, p.wounded, p.wills, p.aliases, p.callsign, p.party, p.circumstances, p.capture_group, p.captured,
	p.place, p.card, p.notice, p.confirmed, p.last_letter, p.legal, p.court, p.civilian, p.interviewed, p.returned,
	p.disowned, p.source, b.received_at, b.file_name
from person_record r cross join record e
	join persons p on p.row_key = e.row_key and p.record_id = e.id and p.standing = 1
	join batch b on b.id = e.batch_id
where r.person_id = $1 and e.id = r.record_id and e.kind = 'persons' order by p.id nulls first limit 1000;

-- name: case_categories
select id, name, name_uk, sensitive, axis from categories where standing = 1 order by id nulls first limit 100000;

-- Claims of files about a person's rows in the registry.
-- name: case_claims
select c.axis, c.value, c.party, c.since, c.until, c.source, c.credibility, c.learned, c.id, case when s.kind = 'agency' then 1 else s.confidential end
from person_record r cross join record e
	join claims c on c.subject in (e.row_key, 'persons:' || e.row_key)
	left join sources s on s.row_key = c.source and s.standing = 1
where r.person_id = $1 and e.id = r.record_id and e.kind = 'persons' and e.undone = 0 and c.standing = 1 and (c.subject_kind is null or c.subject_kind = 'persons')
	and e.superseded_by is null
order by c.axis nulls first, c.party nulls first, c.id nulls first limit 10000;

-- Claims about a category, for everyone in it.
-- name: case_category_claims
select c.axis, c.value, c.party, c.since, c.until, c.source, c.credibility, c.learned, c.id, case when s.kind = 'agency' then 1 else s.confidential end
from claims c left join sources s on s.row_key = c.source and s.standing = 1
where c.subject in ($1, 'categories:' || $1) and c.standing = 1
	and (c.subject_kind is null or c.subject_kind = 'categories')
order by c.axis nulls first, c.party nulls first, c.id nulls first limit 1000;

-- Claims that were made inside the bureau (confirmations by two people).
-- name: case_own_claims
select c.axis, c.value, c.by_party, c.valid_from_date, c.valid_to_date, c.source_id, c.credibility, c.learned_at, c.id, case when s.kind = 'agency' then 1 else s.confidential end
from claim c left join sources s on s.row_key = c.source_id and s.standing = 1
where c.subject_kind = 'person' and c.subject_id = $1 and c.retracted_at is null
order by c.axis nulls first, c.id nulls first limit 10000;

-- name: case_records
select e.kind, e.row_key, b.file_name, e.row_number, j.reason, j.judged_by, j.judged_at, j.score, b.received_at
from person_record r cross join record e join batch b on b.id = e.batch_id
	left join judgement j on j.id = r.joined_by
where r.person_id = $1 and e.id = r.record_id and e.undone = 0 and e.superseded_by is null and e.kind <> 'reports'
order by e.kind nulls first, e.row_key nulls first limit 10000;

-- Standing judgements that touch a person and say otherwise than "same".
-- name: case_doubts
select j.verdict, a.kind, a.row_key, c.kind, c.row_key, j.reason, j.judged_by, j.judged_at
from judgement j join record a on a.id = j.left_record join record c on c.id = j.right_record
where j.retracted_at is null and j.verdict <> 'same'
	and (j.left_record in (select record_id from person_record where person_id = $1)
		or j.right_record in (select record_id from person_record where person_id = $1))
order by j.id nulls first limit 1000;

-- name: case_reports
select p.id, p.happened, p.received, s.grade, p.status, p.credibility, p.first_hand, p.copies, j.reason, j.judged_by,
	p.place, p.region, p.searched, case when s.kind = 'agency' then 1 else s.confidential end, s.kind
from person_record r cross join record e
	join reports p on p.row_key = e.row_key and p.record_id = e.id and p.standing = 1
	left join sources s on s.row_key = p.source and s.standing = 1
	left join judgement j on j.id = r.joined_by
where r.person_id = $1 and e.id = r.record_id and e.kind = 'reports' order by p.received nulls first, p.id nulls first limit 10000;

-- name: case_report
select p.happened, p.received, s.grade, p.status, p.place, p.region, p.searched, p.copies, case when s.kind = 'agency' then 1 else s.confidential end, s.kind
from reports p left join sources s on s.row_key = p.source and s.standing = 1 where p.row_key = $1 and p.standing = 1;

-- name: case_open_proposals
select count(*) from proposal q
where q.state = 'open' and (q.left_record in (select record_id from person_record where person_id = $1)
	or q.right_record in (select record_id from person_record where person_id = $1));

-- name: case_inquiries
select i.authorised, i.conflict, i.last_contact, i.due, i.opened
from person_record r cross join record e
	join inquiries i on i.row_key = e.row_key and i.record_id = e.id and i.standing = 1
where r.person_id = $1 and e.id = r.record_id and e.kind = 'inquiries' order by i.id nulls first limit 10000;

-- Everything asked, listed, answered and delivered about a person, oldest first.
-- name: case_exchange
with mine as (select p.row_key from person_record r cross join persons p
	where r.person_id = $1 and p.record_id = r.record_id and p.standing = 1)
select x.happened, x.what, x.word, x.direction, x.party, x.round, x.ref, x.verified from (
	select q.happened as happened, 'asked for by name' as what, coalesce(q.answer, 'no_answer') as word, null as direction,
		q.party as party, null as round, q.id as ref, null as verified, q.person as registry
		from mine m cross join requests q where q.person = m.row_key and q.standing = 1
	union all select a.happened, 'answer', a.answer, coalesce(a.direction, 'returned'), a.party, a.round, a.id, null, a.person
		from mine m cross join answers a where a.person = m.row_key and a.standing = 1
	union all select d.happened, 'handover', d.outcome, coalesce(d.direction, 'returned'), null, d.round, d.id, d.verified, d.person
		from mine m cross join deliveries d where d.person = m.row_key and d.standing = 1
	union all select d.happened, 'another came instead', 'absent', coalesce(d.direction, 'returned'), null, d.round, d.id, null,
		d.instead_of from mine m cross join deliveries d where d.instead_of = m.row_key and d.standing = 1
	) x order by x.happened nulls first, x.ref nulls first limit 10000;

-- name: case_entries
select coalesce(l.received, l.happened), l.id, l.direction, l.kind, l.party, n.row, n.name, n.status, l.round
from person_record r cross join record e
	join entries n on n.row_key = e.row_key and n.record_id = e.id and n.standing = 1
	join lists l on l.row_key = n.list and l.standing = 1
where r.person_id = $1 and e.id = r.record_id and e.kind = 'entries' order by l.happened nulls first, l.id nulls first, n.id nulls first limit 10000;

-- name: case_notices
select n.sent, n.kind, n.direction, n.party, n.acknowledged, n.answered, n.text
from notices n join persons p on p.row_key = n.person and p.standing = 1 join person_record r on r.record_id = p.record_id
where r.person_id = $1 and n.standing = 1 order by n.sent nulls first, n.id nulls first limit 10000;

-- name: case_evidence_of_people
select e.id, e.kind, e.title, e.happened, e.persons, e.received, case when s.kind = 'agency' then 1 else s.confidential end
from evidence e left join sources s on s.row_key = e.source and s.standing = 1
where e.standing = 1 and e.persons is not null order by e.id nulls first limit 100000;

-- name: case_do_not_transmit
select to_party, reason, until_date from do_not_transmit
where subject_kind = 'person' and (subject_id = $1 or subject_id in (select alias_id from person_alias where person_id = $1 and ended = 0))
	and lifted_at is null order by id nulls first limit 1000;

-- name: case_debriefed
select d.happened, d.by, d.id from debriefs d join persons p on p.row_key = d.person and p.standing = 1
	join person_record r on r.record_id = p.record_id
where r.person_id = $1 and d.standing = 1 order by d.happened nulls first, d.id nulls first limit 1000;

-- name: case_interviews
select asked_date, will, asked_by, language, private from will_interview
where person_id = $1 and withdrawn_at is null order by asked_date nulls first, id nulls first limit 1000;

-- Last one wins: the order of columns is that of enum in custody_chain.c.
-- name: card_person
select p.id, p.side, p.family, p.given, p.patronymic, p.born, p.birthplace, p.mother, p.rank, p.service_number, p.unit, p.party,
	p.captured, p.wounded, p.place, p.arrived, p.returned, p.notice, p.card, p.inspected
from persons p join person_record r on r.record_id = p.record_id
where r.person_id = $1 and p.standing = 1 order by p.side desc nulls last, p.id nulls first limit 1;

-- name: case_custody
select c.id, c.kind, c.from_holder, c.to_holder, c.from_place, c.to_place, c.happened, c.consideration, c.credibility,
	s.grade, h.kind
from custody c join persons p on p.row_key = c.person and p.standing = 1 join person_record r on r.record_id = p.record_id
	left join sources s on s.row_key = c.source and s.standing = 1
	left join holders h on h.row_key = c.to_holder and h.standing = 1
where r.person_id = $1 and c.standing = 1 order by c.happened nulls first, c.id nulls first limit 10000;

-- name: case_names
select r.person_id, p.id, p.side, p.family, p.given, p.patronymic, p.born, p.aliases, p.callsign, p.register, p.returned
from persons p join person_record r on r.record_id = p.record_id
where p.standing = 1 order by p.id nulls first limit 100000000;

-- ---- evidence ----------------------------------------------------------------------------

-- name: case_evidence
select e.id, e.kind, e.title, e.happened, e.received, s.grade, e.file, e.sha256, e.custodian, e.published, e.identifiable,
	e.persons, e.places, e.holder, e.credibility, case when s.kind = 'agency' then 1 else s.confidential end, b.received_at, b.imported_by, b.file_name, e.note, e.graphic
from evidence e join record r on r.id = e.record_id join batch b on b.id = r.batch_id
	left join sources s on s.row_key = e.source and s.standing = 1
where e.standing = 1 and ($1 = '' or e.row_key = $1) order by e.id nulls first limit 1000000;

-- Items as imported, to be hashed where they stand; those that are kept by their hash are case_evidence_stored.
-- name: case_evidence_beside
select e.id, e.file, e.sha256 from evidence e left join evidence_item i on i.id = e.id
where e.standing = 1 and (i.stored_as is null or e.file is not null) order by e.id nulls first limit 1000000;

-- name: case_evidence_custody
select step, happened_date, from_whom, to_whom, reason, seal, file_sha256, noted_by from evidence_custody
where item_id = $1 order by step nulls first limit 10000;

-- name: evidence_item_one
select e.sha256, i.stored_as, case when i.stored_as is not null then 1 end, i.file_sha256
from evidence e left join evidence_item i on i.id = e.id where e.standing = 1 and e.row_key = $1;

-- name: evidence_original
select e.file, e.sha256, i.stored_as, i.file_sha256, i.file_name, case when s.kind = 'agency' then 1 else s.confidential end, e.graphic
from evidence e left join evidence_item i on i.id = e.id left join sources s on s.row_key = e.source and s.standing = 1
where e.standing = 1 and e.row_key = $1;

-- name: evidence_bundles
select asked_at, payload_json, asked_by, state, decided_by, decision_reason from pending_act
where act = 'release bundle' order by asked_at nulls first, id nulls first limit 1000;

-- name: evidence_item_by_file
select id from evidence_item where file_sha256 = $1 and stored_as is not null order by id nulls first limit 1;

-- name: evidence_item_put
insert into evidence_item (id, kind, title, file_sha256, file_bytes, file_name, stored_as, captured_from, captured_date,
	captured_with, copy_of, source_id, happened_date, personal, learned_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (id) do update set file_sha256 = excluded.file_sha256, file_bytes = excluded.file_bytes,
	file_name = excluded.file_name, stored_as = excluded.stored_as, captured_from = excluded.captured_from,
	captured_date = excluded.captured_date, captured_with = excluded.captured_with, copy_of = excluded.copy_of;

-- name: evidence_item_known
insert into evidence_item (id, kind, title, personal, learned_at)
select e.id, e.kind, e.title, coalesce(e.identifiable, 0), $2 from evidence e where e.standing = 1 and e.row_key = $1
on conflict (id) do nothing;

-- name: evidence_custody_count
select count(*) from evidence_custody where item_id = $1;

-- name: evidence_intake_count
select count(*) from evidence_custody where item_id = $1 and reason in ('intake', 'working copy');

-- name: evidence_custody_add
insert into evidence_custody (item_id, step, from_whom, to_whom, happened_date, reason, seal, file_sha256, noted_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: evidence_forged
select count(*) from claim where subject_kind = 'evidence' and subject_id = $1 and axis = 'authenticity' and value = 'forged'
	and retracted_at is null and learned_at <= $2;

-- name: evidence_in_confidence
select count(*) from evidence e join sources s on s.row_key = e.source and s.standing = 1
where e.standing = 1 and e.row_key = $1 and (s.kind = 'agency' or coalesce(s.confidential, 0) = 1);

-- Leads on an item, and the word of the second person.
-- name: case_evidence_leads
select asked_at, payload_json, asked_by, state, decided_by, decided_at, decision_reason from pending_act
where act = 'verify lead' and subject_kind = 'evidence' and subject_id = $1 order by asked_at nulls first, id nulls first limit 1000;

-- What the file of an item is: address of capture and the like; its working copies.
-- name: case_evidence_file
select file_name, file_bytes, stored_as, captured_from, captured_date, captured_with, copy_of from evidence_item where id = $1;

-- name: evidence_bundle_item
select e.id, e.kind, e.title, e.happened, e.received, s.grade, e.credibility, i.file_sha256, i.file_bytes, i.file_name,
	i.stored_as, i.captured_from, i.captured_date, i.captured_with, i.copy_of, e.published, e.identifiable, e.graphic,
	case when s.kind = 'agency' then 1 else s.confidential end, e.persons
from evidence e left join evidence_item i on i.id = e.id left join sources s on s.row_key = e.source and s.standing = 1
where e.standing = 1 and e.row_key = $1;

-- The last word on the release of a bundle.
-- name: evidence_release
select id, state, decision_reason from pending_act where act = 'release bundle' and subject_id = $1
order by asked_at desc nulls last, id desc nulls last limit 1;

-- name: case_evidence_copies
select id, title, file_sha256 from evidence_item where copy_of = $1 order by id nulls first limit 1000;

-- name: case_evidence_statements
select s.id, s.speaker, s.happened, s.kind, s.evidence_for, s.evidence_against
from statements s where s.standing = 1 and (s.evidence_for is not null or s.evidence_against is not null)
order by s.id nulls first limit 100000;

-- name: case_evidence_stored
select id, title, stored_as, file_sha256 from evidence_item where stored_as is not null order by id nulls first limit 1000000;

-- ---- rounds --------------------------------------------------------------------------------

-- name: case_rounds
select id, happened, venue, venue_kind, guarantees, parties, mediator, participants, status, note
from rounds where standing = 1 and ($1 = '' or row_key = $1) order by happened nulls first, id nulls first limit 100000;

-- name: case_minutes
select m.kind, m.party, m.speaker, m.words, m.condition, m.due, m.kept, m.category, m.id
from minutes m where m.standing = 1 and m.round = $1 order by m.id nulls first limit 100000;

-- name: case_lists
select l.id, l.direction, l.kind, l.party, coalesce(l.received, l.happened), l.round,
	(select count(*) from entries n where n.standing = 1 and n.list = l.id)
from lists l where l.standing = 1 order by l.happened nulls first, l.id nulls first limit 100000;

-- name: case_answers_by_kind
select coalesce(a.list, ''), coalesce(a.direction, 'returned'), a.answer, count(*) from answers a
where a.standing = 1 and a.round = $1 group by coalesce(a.list, ''), coalesce(a.direction, 'returned'), a.answer
order by coalesce(a.list, '') nulls first, coalesce(a.direction, 'returned') nulls first, a.answer nulls first limit 10000;

-- name: case_packages_of_round
select k.id, k.party, k.happened, k.answer, k.reason from packages k
where k.standing = 1 and k.round = $1 order by k.happened nulls first, k.id nulls first limit 10000;

-- Who was agreed, and what became of it.
-- name: case_agreed
select a.round, coalesce(a.direction, 'returned'), a.person, p.family, p.given,
	(select d.outcome from deliveries d where d.standing = 1 and d.round = a.round and d.person = a.person
		order by d.id nulls first limit 1),
	(select d.person from deliveries d where d.standing = 1 and d.round = a.round and d.instead_of = a.person
		order by d.id nulls first limit 1),
	(select d.cause from deliveries d where d.standing = 1 and d.round = a.round and d.person = a.person
		order by d.id nulls first limit 1)
from answers a left join persons p on p.row_key = a.person and p.standing = 1
where a.standing = 1 and a.answer = 'agreed' and a.round is not null and ($1 = '' or a.round = $1)
	and not exists (select 1 from answers e where e.standing = 1 and e.answer = 'agreed' and e.round = a.round and e.person = a.person
		and coalesce(e.direction, 'returned') = coalesce(a.direction, 'returned') and e.id < a.id)
order by a.round nulls first, coalesce(a.direction, 'returned') nulls first, a.id nulls first limit 1000000;

-- Who came although nobody had agreed on him.
-- name: case_came
select d.round, coalesce(d.direction, 'returned'), d.person, coalesce(p.family, d.name), p.given, d.outcome, d.instead_of,
	d.cause, d.verified
from deliveries d left join persons p on p.row_key = d.person and p.standing = 1
where d.standing = 1 and ($1 = '' or d.round = $1)
order by d.round nulls first, coalesce(d.direction, 'returned') nulls first, d.id nulls first limit 1000000;

-- Names on lists that came in; the person when one is joined, and when he went home.
-- name: case_entries_in
select l.id, l.party, coalesce(l.received, l.happened), l.round, n.id, n.row, n.name, n.born, q.person_id, l.kind
from lists l join entries n on n.list = l.id and n.standing = 1 left join person_record q on q.record_id = n.record_id
where l.standing = 1 and l.direction = 'in' order by l.id nulls first, n.id nulls first limit 1000000;

-- Everyone who is home: of either side, by the register or by a handover.
-- name: case_home
select r.person_id, p.id, p.side, p.family, p.given, p.patronymic, p.born, p.returned,
	(select d.happened from deliveries d where d.standing = 1 and d.person = p.id and d.outcome in ('delivered', 'substitute')
		order by d.happened nulls first limit 1)
from persons p join person_record r on r.record_id = p.record_id
where p.standing = 1 and (p.returned is not null or exists (select 1 from deliveries d where d.standing = 1
	and d.person = p.id and d.outcome in ('delivered', 'substitute')))
order by p.id nulls first limit 1000000;

-- ---- statements and dossiers ------------------------------------------------------------------

-- name: case_statement
select s.id, s.speaker, s.party, s.happened, s.channel, s.kind, s.words, s.language, s.translation, s.counts, s.side,
	s.category, s.region, s.bound, s.quantity, s.threatens, s.article, s.holder, s.places, s.objects, s.evidence_for,
	s.evidence_against, s.reply, s.touches
from statements s where s.standing = 1 and s.row_key = $1;

-- name: case_evidence_title
select e.id, e.kind, e.title, e.happened, case when s.kind = 'agency' then 1 else s.confidential end
from evidence e left join sources s on s.row_key = e.source and s.standing = 1 where e.row_key = $1 and e.standing = 1;

-- name: case_party
select id, name, name_uk, kind, side from parties where row_key = $1 and standing = 1
union all select id, name, name_uk, kind, 'holder' from holders where row_key = $1 and standing = 1 limit 1;

-- Holders that act under a party, which answers for them.
-- name: case_holders_under
select id, name, name_uk from holders where party = $1 and standing = 1 and kind in ('formation', 'unit')
order by id nulls first limit 1000;

-- name: case_ignored
select i.category, i.word, i.reason, i.statement, i.since, i.until, c.name, c.name_uk, c.sensitive, c.axis
from interests i join categories c on c.id = i.category and c.standing = 1
where i.standing = 1 and i.party = $1 and (i.side is null or i.side = 'theirs') and i.word in ('no_interest', 'refuses_to_take')
order by i.category nulls first, i.since nulls first limit 10000;

-- Of each category, whom we hold now: persons, and those disowned.
-- name: case_held
select r.person_id, p.categories, p.disowned
from persons p join person_record r on r.record_id = p.record_id
where p.standing = 1 and p.side = 'theirs' and p.returned is null and (p.party is null or p.party = $1)
	and not exists (select 1 from deliveries d where d.standing = 1 and d.person = p.id and d.direction = 'given'
		and d.outcome in ('delivered', 'substitute'))
order by r.person_id nulls first, p.id nulls first limit 100000000;

-- name: case_offers
select k.happened, k.given, k.answer, k.reason, k.id from packages k
where k.standing = 1 and k.party = $1 order by k.happened nulls first, k.id nulls first limit 100000;

-- Minutes of a party and of ours; 4 = category.
-- name: case_minutes_all
select r.happened, m.party, m.kind, m.words, m.category, m.due, m.kept, m.condition, q.side, m.round, r.parties
from minutes m join rounds r on r.id = m.round and r.standing = 1 left join parties q on q.id = m.party and q.standing = 1
where m.standing = 1 order by r.happened nulls first, m.id nulls first limit 100000;

-- name: case_requests_to
select coalesce(q.answer, 'no_answer'), sum(coalesce(q.people, 1)), min(q.happened), max(q.happened) from requests q
where q.standing = 1 and q.party = $1 group by coalesce(q.answer, 'no_answer')
order by coalesce(q.answer, 'no_answer') nulls first limit 100;
