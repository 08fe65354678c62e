-- Findings: what the rules raised, what a person decided of it, what was written to whom.

-- name: finding_one
select f.rule, f.article, f.subject_kind, f.subject_id, f.party, f.severity, f.state, f.rebut, f.justification, f.reply, f.deadline_date,
	c.phase, c.outcome, c.own, c.standing, c.exported, c.alert, c.subjects, c.affected_lower, c.affected_upper, c.facts_sha256,
	c.decided_sha256, c.clock, f.opened_at, f.closed_reason
from finding f join finding_case c on c.finding_id = f.id where f.id = $1;

-- name: finding_list
select f.id, f.article, f.subject_kind, f.subject_id, c.phase, c.outcome, c.own, c.standing, c.alert, c.subjects, c.affected_lower,
	c.affected_upper, f.deadline_date, f.rule, f.severity, c.facts_sha256, c.decided_sha256
from finding f join finding_case c on c.finding_id = f.id
order by c.alert desc nulls last, f.severity desc nulls last, f.rule nulls first, f.subject_id nulls first, f.id nulls first limit 100000;

-- name: finding_all
select f.id, c.own, c.standing from finding f join finding_case c on c.finding_id = f.id order by f.id nulls first limit 1000000;

-- name: finding_add
insert into finding (id, rule, article, subject_kind, subject_id, party, severity, state, rebut, justification, reply, opened_at,
	deadline_date)
values ($1, $2, $3, $4, $5, $6, $7, 'observed', $8, $9, $10, $11, $12);

-- name: finding_case_add
insert into finding_case (finding_id, phase, outcome, own, standing, exported, alert, subjects, affected_lower, affected_upper,
	facts_sha256, clock, raised_at)
values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: finding_case_raise
update finding_case set standing = 1, subjects = $2, affected_lower = $3, affected_upper = $4, facts_sha256 = $5, clock = $6,
	raised_at = $7 where finding_id = $1;

-- name: finding_case_fall
update finding_case set standing = 0, raised_at = $2 where finding_id = $1;

-- name: finding_justify
update finding set justification = $2, reply = $3 where id = $1;

-- name: finding_fact_put
insert into finding_fact (finding_id, number, fact, value, claim_id, source_id) values ($1, $2, $3, $4, $5, $6)
on conflict (finding_id, number) do update set fact = excluded.fact, value = excluded.value, claim_id = excluded.claim_id,
	source_id = excluded.source_id;

-- Facts that are fewer than before leave empty rows.
-- name: finding_facts_clear
update finding_fact set fact = '', value = null, claim_id = null, source_id = null where finding_id = $1;

-- name: finding_facts
select f.fact, f.value, f.claim_id, s.grade, f.source_id from finding_fact f left join sources s on s.row_key = f.source_id and s.standing = 1
where f.finding_id = $1 and f.fact <> '' order by f.number nulls first limit 1000;

-- name: finding_member_put
insert into finding_member (finding_id, subject_id, standing) values ($1, $2, 1)
on conflict (finding_id, subject_id) do update set standing = 1 where finding_member.standing = 0;

-- name: finding_member_fall
update finding_member set standing = 0 where finding_id = $1 and subject_id = $2;

-- name: finding_members
select subject_id, standing from finding_member where finding_id = $1 order by subject_id nulls first limit 10000000;

-- name: finding_step_count
select count(*) from finding_step where finding_id = $1;

-- name: finding_step_add
insert into finding_step (finding_id, number, state, step_date, by_user, letter_sha256, note) values ($1, $2, $3, $4, $5, $6, $7);

-- name: finding_steps
select number, state, step_date, by_user, letter_sha256, note from finding_step where finding_id = $1 order by number nulls first limit 10000;

-- name: finding_move
update finding set state = $2, deadline_date = $3, closed_at = $4, closed_reason = $5 where id = $1;

-- name: finding_move_case
update finding_case set phase = $2, alert = $3, decided_sha256 = $4 where finding_id = $1;

-- name: finding_party_of_place
select q.id, q.name, p.kind, p.region from places p left join parties q on q.row_key = p.party and q.standing = 1
where p.row_key = $1 and p.standing = 1;

-- name: finding_party_of_statement
select q.id, q.name from statements s left join parties q on q.row_key = s.party and q.standing = 1 where s.row_key = $1 and s.standing = 1;

-- name: finding_party_name
select name from parties where row_key = $1 and standing = 1;

-- name: finding_threats
select s.id, s.threatens, s.source from statements s left join parties q on q.row_key = s.party and q.standing = 1
where s.standing = 1 and s.kind = 'threat' and coalesce(q.side, '') <> 'ours'
	and (s.happened is null or replace(replace(s.happened, 'X', '0'), '?', '') <= $1)
order by s.id nulls first limit 100000;

-- name: finding_letter_add
insert into finding_letter (id, finding_id, addressee, language, content, content_sha256, state, drafted_by, drafted_at)
values ($1, $2, $3, $4, $5, $6, 'draft', $7, $8) on conflict do nothing;

-- name: finding_letter_supersede
update finding_letter set state = 'superseded' where finding_id = $1 and addressee = $2 and language = $3 and state = 'draft' and id <> $4;

-- name: finding_letter_now
select id, content, content_sha256, state, drafted_by, asked_by, released_by, sent_date, due_date, answer_date, answer
from finding_letter where finding_id = $1 and addressee = $2 and language = $3 and state <> 'superseded'
order by drafted_at desc nulls last, id nulls first limit 1;

-- name: finding_letter_one
select finding_id, addressee, content_sha256, state, drafted_by, language from finding_letter where id = $1;

-- name: finding_letter_release
update finding_letter set state = 'notified', asked_by = $2, released_by = $3, sent_date = $4, due_date = $5
where id = $1 and state = 'draft';

-- name: finding_letter_answer
update finding_letter set state = 'answered', answer_date = $3, answer = $4
where finding_id = $1 and addressee = $2 and state = 'notified';

-- name: finding_letters
select addressee, language, state, drafted_by, asked_by, released_by, sent_date, due_date, answer_date, answer, content_sha256
from finding_letter where finding_id = $1 and state <> 'superseded' order by drafted_at nulls first, id nulls first limit 1000;

-- name: finding_alert_count
select count(*) from finding_case where alert = 1 and phase in ('observed', 'threatened');
