-- Proposals of trace, and the queue of reviews.

-- name: trace_persons
select p.record_id, p.family, p.given, p.patronymic, p.born, p.callsign, p.unit, p.sex
from persons p where p.standing = 1 order by p.id nulls first limit 100000000;

-- name: trace_reports
select r.record_id, r.name, r.born, r.callsign, r.unit
from reports r left join person_record s on s.record_id = r.record_id
where r.standing = 1 and r.name is not null and s.record_id is null
order by r.id nulls first limit 100000000;

-- name: trace_judged
select j.left_record, j.right_record, j.verdict
from judgement j where j.retracted_at is null and j.verdict <> 'same'
order by j.left_record nulls first, j.right_record nulls first limit 100000000;

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
