-- Proposals of trace, and the queue of reviews.

-- name: trace_persons
select p.record_id, p.family, p.given, p.patronymic, p.born, p.callsign, p.unit, p.side, r.person_id
from persons p left join person_record r on r.record_id = p.record_id
where p.standing = 1 order by p.id nulls first limit 100000000;

-- name: trace_reports
select k.record_id, k.name, k.born, k.callsign, k.unit, k.kind from (
	select r.record_id, r.name, r.born, r.callsign, r.unit, 'reports' as kind, r.id as id
	from reports r where r.standing = 1 and r.name is not null
	union all
	select e.record_id, e.name, e.born, null, e.unit, 'entries', e.id
	from entries e join lists l on l.row_key = e.list and l.standing = 1 and l.direction = 'in'
	where e.standing = 1 and e.name is not null
	union all
	select i.record_id, i.name, i.born, null, null, 'inquiries', i.id
	from inquiries i where i.standing = 1 and i.name is not null
) k left join person_record s on s.record_id = k.record_id
where s.record_id is null order by k.kind desc nulls last, k.id nulls first limit 100000000;

-- Judgements on earlier versions of rows: one side has new facts since.
-- name: trace_judged_before_count
select count(*) from judgement j join record a on a.id = j.left_record join record b on b.id = j.right_record
where j.retracted_at is null and j.verdict <> 'same' and (a.superseded_by is not null or b.superseded_by is not null);

-- name: trace_judged_before
select j.verdict, j.judged_by, j.judged_at
from record a join record a2 on a2.kind = a.kind and a2.row_key = a.row_key
	join judgement j on a2.id in (j.left_record, j.right_record)
	join record b2 on b2.id in (j.left_record, j.right_record) and b2.id <> a2.id
	join record b on b.kind = b2.kind and b.row_key = b2.row_key
where a.id = $1 and b.id = $2 and j.retracted_at is null and j.verdict <> 'same'
order by j.judged_at desc nulls last, j.id nulls first limit 1;

-- name: trace_judged
select j.left_record, j.right_record, j.verdict
from judgement j where j.retracted_at is null and j.verdict <> 'same'
order by j.left_record nulls first, j.right_record nulls first limit 100000000;

-- name: trace_last_run
select persons, reports, entries, inquiries, proposals, likely, unmatched, doubles from trace_run where input_sha256 = $1;

-- name: trace_keep_run
insert into trace_run (number, input_sha256, persons, reports, entries, inquiries, proposals, likely, unmatched, doubles)
values (1, $1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (number) do update set input_sha256 = excluded.input_sha256, persons = excluded.persons, reports = excluded.reports,
	entries = excluded.entries, inquiries = excluded.inquiries, proposals = excluded.proposals, likely = excluded.likely,
	unmatched = excluded.unmatched, doubles = excluded.doubles;

-- name: trace_run_figures
select persons, reports, entries, inquiries, proposals, likely, unmatched, doubles from trace_run where number = 1;

-- ---- what was learnt, and what is new since ----

-- name: trace_learnt
select form, ledger, persons, records, placed from trace_learnt where number = 1;

-- name: trace_learnt_keep
insert into trace_learnt (number, form, ledger, persons, records, placed) values (1, $1, $2, $3, $4, 0)
on conflict (number) do update set form = excluded.form, ledger = excluded.ledger, persons = excluded.persons,
	records = excluded.records, placed = 0;

-- name: trace_learnt_placed
update trace_learnt set ledger = $1, placed = placed + $2 where number = 1;

-- name: trace_learnt_forget
delete from trace_learnt;

-- name: trace_pages_forget
delete from trace_page;

-- name: trace_page_put
insert into trace_page (section, number, bytes) values ($1, $2, $3);

-- name: trace_page_get
select bytes from trace_page where section = $1 and number = $2;

-- name: trace_touched
select distinct table_name, row_key from ledger_row where sequence > $1 and table_name in
	('persons', 'reports', 'entries', 'inquiries', 'lists', 'person_record', 'judgement')
order by table_name nulls first, row_key nulls first limit 20001;

-- name: trace_touched_record
select kind, row_key from record where id = $1;

-- name: trace_touched_list
select row_key from entries where list = $1 order by row_key nulls first limit 1000000;

-- name: trace_touched_judgement
select a.kind, a.row_key, b.kind, b.row_key from judgement j join record a on a.id = j.left_record join record b on b.id = j.right_record
where j.id = $1;

-- name: trace_person
select p.record_id, p.family, p.given, p.patronymic, p.born, p.callsign, p.unit, p.side, r.person_id
from persons p left join person_record r on r.record_id = p.record_id
where p.record_id = $1 and p.standing = 1;

-- name: trace_report
select k.record_id, k.name, k.born, k.callsign, k.unit, k.kind from (
	select r.record_id, r.name, r.born, r.callsign, r.unit, 'reports' as kind, r.id as id
	from reports r where r.standing = 1 and r.name is not null and $1 = 'reports' and r.row_key = $2
	union all
	select e.record_id, e.name, e.born, null, e.unit, 'entries', e.id
	from entries e join lists l on l.row_key = e.list and l.standing = 1 and l.direction = 'in'
	where e.standing = 1 and e.name is not null and $1 = 'entries' and e.row_key = $2
	union all
	select i.record_id, i.name, i.born, null, null, 'inquiries', i.id
	from inquiries i where i.standing = 1 and i.name is not null and $1 = 'inquiries' and i.row_key = $2
) k left join person_record s on s.record_id = k.record_id
where s.record_id is null;

-- By the record, not by the state: most proposals are open.
-- name: trace_open_of
select p.id from record r join proposal p on p.left_record = r.id
where r.kind = $1 and r.row_key = $2 and p.state || '' = 'open'
union all
select p.id from record r join proposal p on p.right_record = r.id
where r.kind = $1 and r.row_key = $2 and p.state || '' = 'open'
order by 1 nulls first limit 100000;

-- name: trace_put_proposal
insert into proposal (id, left_record, right_record, score, probability, reasons_json, state, judgement_id, proposed_at)
values ($1, $2, $3, $4, $5, $6, 'open', null, $7)
on conflict (left_record, right_record) do update set score = excluded.score, probability = excluded.probability,
	reasons_json = excluded.reasons_json, state = 'open', proposed_at = excluded.proposed_at
where proposal.state in ('open', 'stale') and (proposal.probability <> excluded.probability
	or proposal.reasons_json <> excluded.reasons_json or proposal.state = 'stale');

-- name: trace_open_proposals
select id, left_record, right_record from proposal where state = 'open' order by id nulls first limit 100000000;

-- name: trace_close_proposal
update proposal set state = $2, judgement_id = $3 where id = $1;

-- name: review_open
select p.id, p.left_record, p.right_record, p.probability, p.reasons_json, coalesce(a.row_key, b.row_key), a.kind, a.row_key, b.kind, b.row_key
from proposal p join record a on a.id = p.left_record join record b on b.id = p.right_record
where p.state = 'open' order by p.probability desc nulls last, p.id nulls first limit $1;

-- name: review_count
select count(*) from proposal where state = 'open';

-- name: review_record_of_key
select id, kind from record where row_key = $1 and superseded_by is null and undone = 0 and kind in ('persons', 'reports', 'entries', 'inquiries')
order by kind nulls first, id nulls first limit 10;

-- name: review_proposal_of
select id, probability, reasons_json from proposal where left_record = $1 and right_record = $2;

-- A judgement was taken back: what it had answered is asked again.
-- name: review_reopen
update proposal set state = 'open', judgement_id = null where judgement_id = $1;

-- Standing "different" inside one person, and what holds the person together.
-- name: review_conflicts
select j.id, a.kind || ' ' || a.row_key, c.kind || ' ' || c.row_key, j.reason, p.person_id, j.judged_by
from judgement j join person_record p on p.record_id = j.left_record join person_record q on q.record_id = j.right_record
	join record a on a.id = j.left_record join record c on c.id = j.right_record
where j.retracted_at is null and j.verdict = 'different' and p.person_id = q.person_id
order by p.person_id nulls first, j.id nulls first limit 100000;

-- name: review_same_inside
select j.id, a.kind || ' ' || a.row_key, c.kind || ' ' || c.row_key, j.reason
from person_record p join judgement j on j.left_record = p.record_id join person_record q on q.record_id = j.right_record
	join record a on a.id = j.left_record join record c on c.id = j.right_record
where p.person_id = $1 and q.person_id = $1 and j.retracted_at is null and j.verdict = 'same'
order by j.id nulls first limit 1000000;

-- How many of two persons the register knows: a report may join two of its people as well as their own rows may.
-- name: review_registered
select count(distinct p.person_id) from person_record p join record r on r.id = p.record_id
where p.person_id in ($1, $2) and r.kind = 'persons' and r.undone = 0 and r.superseded_by is null;

-- name: review_size
select count(*) from person_record p join record r on r.id = p.record_id
where p.person_id in ($1, $2) and r.undone = 0 and r.superseded_by is null;

-- ---- answers to the names of a list that came in -------------------------------------------

-- name: list_one
select l.row_key, l.direction, l.kind, l.party, l.received from lists l where l.row_key = $1 and l.standing = 1;

-- name: list_names
select e.record_id, e.id, e.row, e.name, e.born, p.person_id, e.status
from entries e left join person_record p on p.record_id = e.record_id
where e.list = $1 and e.standing = 1 order by e.id nulls first limit 1000000;

-- name: list_names_open
select e.record_id, e.name, e.born, null, e.unit, 'entries'
from entries e left join person_record p on p.record_id = e.record_id
where e.list = $1 and e.standing = 1 and e.name is not null and p.record_id is null
order by e.id nulls first limit 1000000;

-- What the register says of a person: by the person, or by a record of him.
-- name: list_person
select p.id, p.side, p.register, p.returned, p.civilian, r.person_id,
	(select count(*) from deliveries d where d.standing = 1 and d.person = p.row_key and d.outcome in ('delivered', 'substitute')),
	(select count(*) from claim c where c.subject_kind = 'person' and c.subject_id = r.person_id and c.axis = 'fate'
		and c.value = 'dead' and c.retracted_at is null),
	p.family, p.given
from person_record r join persons p on p.record_id = r.record_id and p.standing = 1
where r.person_id = $1 or r.person_id = (select q.person_id from person_record q where q.record_id = $2)
order by p.id nulls first limit 1;

-- Lists that came in and that a batch brought names for, or renewed.
-- name: lists_of_batch
select distinct l.row_key from lists l
where l.standing = 1 and l.direction = 'in' and l.row_key in (
	select e.list from entries e join record r on r.id = e.record_id where r.batch_id = $1
	union select k.row_key from lists k join record r on r.id = k.record_id where r.batch_id = $1)
order by l.row_key nulls first limit 1000;
