-- What the pages ask: windows on the register, pairs, places, the ledger.

-- The register in the order of its ids, for sorting and choosing; what is filtered here is exact.
-- name: page_register
select row_key, family, given, patronymic, born, missing_since, categories, side, party, register, returned
from persons where standing = 1 and ($1 = '' or side = $1) and ($2 = '' or party = $2) and ($3 = '' or coalesce(case when returned is not null then 'returned' end, register, 'unknown') = $3)
order by id nulls first limit 100000000;

-- name: page_person
select p.id, r.person_id, p.family, p.given, p.patronymic, p.born, p.side, p.party, p.unit, p.rank, p.holder, p.missing_since,
	p.categories, p.register, p.returned
from persons p join person_record r on r.record_id = p.record_id where p.row_key = $1 and p.standing = 1;

-- name: page_reports_of
select count(*), max(p.received) from person_record r cross join reports p
where r.person_id = $1 and p.record_id = r.record_id and p.standing = 1;

-- name: page_proposals
select p.id, p.probability, p.reasons_json, a.kind, a.row_key, b.kind, b.row_key
from proposal p join record a on a.id = p.left_record join record b on b.id = p.right_record
where p.state = 'open' order by p.probability desc nulls last, p.id nulls first limit $1 offset $2;

-- name: page_pair
select id, score, probability, reasons_json, state from proposal where left_record = $1 and right_record = $2;

-- name: page_rivals
select p.id, p.probability, p.reasons_json, a.kind, a.row_key, b.kind, b.row_key
from proposal p join record a on a.id = p.left_record join record b on b.id = p.right_record
where p.state = 'open' and (p.left_record in ($1, $2) or p.right_record in ($1, $2)) and not (p.left_record = $1 and p.right_record = $2)
order by p.probability desc nulls last, p.id nulls first limit 8;

-- name: page_judged
select verdict, judged_by, reason, judged_at from judgement where left_record = $1 and right_record = $2 and retracted_at is null
order by judged_at nulls first, id nulls first limit 20;

-- name: page_records_of
select count(*) from person_record where person_id = $1;

-- name: page_places
select p.id, p.name, p.name_uk, p.kind, p.region, r.name, r.name_uk, p.holder, p.party, q.side, p.lat, p.lon, p.notified, p.marked, p.last_seen
from places p left join parties q on q.row_key = p.party and q.standing = 1
	left join regions r on r.row_key = p.region and r.standing = 1
where p.standing = 1 and p.kind <> 'unlisted' and ($1 = '' or p.region = $1)
	and (p.opened is null or replace(replace(p.opened, 'X', '0'), '?', '') <= $2)
order by p.region nulls first, p.id nulls first limit 100000;

-- name: page_place_findings
select subject_id, count(*) from finding where subject_kind = 'place' and closed_at is null group by subject_id
order by subject_id nulls first limit 100000;

-- What was known by a day of who was let in: the last visit, the last refusal, the last request.
-- name: page_place_access
select place, max(case when held <= $1 then held end), max(case when granted = 0 then requested end), max(requested) from visits
where standing = 1 and place is not null and (requested is null or requested <= $1) group by place order by place nulls first limit 100000;

-- name: page_place_objects
select place, count(*) from relations where standing = 1 group by place order by place nulls first limit 100000;

-- name: page_place
select p.id, p.name, p.name_uk, p.kind, p.region, p.holder, p.party, p.operator, p.lat, p.lon, p.notified, p.marked, p.opened_as,
	p.opened, p.closed, p.last_seen, s.grade, p.credibility, p.first_hand, p.note
from places p left join sources s on s.row_key = p.source and s.standing = 1 where p.row_key = $1 and p.standing = 1;

-- name: page_place_beside
select o.id, o.name, o.kind, l.relation, l.km, l.since, l.until, s.grade
from relations l left join objects o on o.row_key = l.object and o.standing = 1 left join sources s on s.row_key = l.source and s.standing = 1
where l.standing = 1 and l.place = $1 order by l.since nulls first, o.id nulls first limit 1000;

-- name: page_place_visits
select id, by, requested, granted, held, private from visits where standing = 1 and place = $1
order by requested nulls first, id nulls first limit 1000;

-- name: page_place_about
select id, article, rule, state, deadline_date from finding where subject_kind = 'place' and subject_id = $1
order by opened_at nulls first, id nulls first limit 1000;

-- Who says so, by grade and year only: a source cannot be found from it.
-- name: page_place_says
select s.grade, count(*), min(p.received), max(p.received) from reports p join sources s on s.row_key = p.source and s.standing = 1
where (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'reports')) and p.place = $1 group by s.grade order by s.grade nulls last limit 20;

-- name: page_parties
select id, name, name_uk, side, kind from parties where standing = 1 order by id nulls first limit 1000;

-- name: page_holders
select id, name, name_uk, kind, party from holders where standing = 1 order by id nulls first limit 10000;

-- name: page_regions
select id, name, name_uk from regions where standing = 1 order by id nulls first limit 10000;

-- name: page_person_views
select e.at, a.user_id, a.role, a.door, a.purpose, e.act from access_log a join ledger_entry e on e.sequence = a.entry
where a.subject_kind = 'person' and (a.subject_id = $1 or a.subject_id in (select alias_id from person_alias where person_id = $1 and ended = 0))
order by a.entry desc nulls last limit 500;

-- name: page_person_acts
select at, actor, role, act from ledger_entry where subject_kind = 'person' and act <> 'view'
	and (subject_id = $1 or subject_id in (select alias_id from person_alias where person_id = $1 and ended = 0))
order by sequence desc nulls last limit 500;

-- name: page_sensitive
select p.wounded, p.wills, p.interviewed, p.categories, p.place, p.missing_since, p.id from person_record r join persons p on p.record_id = r.record_id and p.standing = 1
where r.person_id = $1 order by p.id nulls first limit 20;

-- name: page_inquiries_of
select i.relative, i.relation, i.contact, i.last_contact from inquiries i
where i.standing = 1 and (i.person in (select p.id from person_record r join persons p on p.record_id = r.record_id where r.person_id = $1)
	or i.record_id in (select record_id from person_record where person_id = $1))
order by i.id nulls first limit 100;

-- name: page_ledger
select sequence, at, actor, role, act, subject_kind, subject_id, row_count, hash from ledger_entry
where ($1 = '' or actor = $1) and ($2 = '' or act = $2) order by sequence desc nulls last limit $3 offset $4;

-- name: page_ledger_count
select count(*) from ledger_entry where ($1 = '' or actor = $1) and ($2 = '' or act = $2);

-- Of one thing: its id, or the person behind an id of the register or a former one.  What was searched for is a name and no id.
-- name: page_ledger_of
select sequence, at, actor, role, act, subject_kind, subject_id, row_count, hash from ledger_entry
where subject_kind <> 'search' and subject_id in (select $5 union select r.person_id from persons p join person_record r on r.record_id = p.record_id
		where p.row_key = $5 and p.standing = 1 union select alias_id from person_alias where person_id = $5 and ended = 0)
	and ($1 = '' or actor = $1) and ($2 = '' or act = $2) order by sequence desc nulls last limit $3 offset $4;

-- name: page_ledger_of_count
select count(*) from ledger_entry
where subject_kind <> 'search' and subject_id in (select $3 union select r.person_id from persons p join person_record r on r.record_id = p.record_id
		where p.row_key = $3 and p.standing = 1 union select alias_id from person_alias where person_id = $3 and ended = 0)
	and ($1 = '' or actor = $1) and ($2 = '' or act = $2);

-- name: page_ledger_acts
select distinct act from (select act from ledger_entry order by sequence desc nulls last limit 20000) x order by act nulls first limit 200;

-- name: page_last_copy
select at, actor, after_json from ledger_entry where subject_kind = 'bureau' and subject_id = 'bureau' and act = $1
order by sequence desc nulls last limit 1;

-- name: page_last_batch
select kind, file_name, received_at, count_refused from batch where undone_at is null order by received_at desc nulls last, id desc nulls last limit 1;
