-- The outward list of protected areas and questions about presence.

-- name: protect_threats
select s.places, s.objects, s.holder, s.party, s.region from statements s left join parties q on q.row_key = s.party and q.standing = 1
where s.standing = 1 and s.kind = 'threat' and coalesce(q.side, '') <> 'ours' and coalesce(s.threatens, 1) = 1
	and (s.happened is null or replace(replace(s.happened, 'X', '0'), '?', '') <= $1)
order by s.id nulls first limit 100000;

-- name: protect_places
select p.id, p.kind, p.holder, p.party from places p left join parties q on q.row_key = p.party and q.standing = 1
where p.standing = 1 and (q.side is null or q.side <> 'ours') and p.kind <> 'unlisted' order by p.id nulls first limit 1000000;

-- Kinds of objects in or beside which people are held by somebody's word.
-- name: protect_kinds
select distinct o.kind from relations r join objects o on o.row_key = r.object and o.standing = 1
where r.standing = 1 and r.relation in ('inside', 'beside') order by o.kind nulls first limit 1000;

-- name: protect_areas
select id, area, category, band, last_evidence_date from protect_area order by id nulls first limit 1000000;

-- name: protect_area_put
insert into protect_area (id, area, category, band, first_listed_date, last_evidence_date) values ($1, $2, $3, $4, $5, $5)
on conflict (id) do update set band = excluded.band, last_evidence_date = excluded.last_evidence_date;

-- name: protect_list_last
select number, areas_sha256 from protect_list order by number desc nulls last limit 1;

-- name: protect_list_one
select number from protect_list where areas_sha256 = $1 and recipient = $2 limit 1;

-- name: protect_list_add
insert into protect_list (number, recipient, list_date, areas, areas_sha256, purpose, asked_by, released_by)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: protect_lists
select number, list_date, areas, recipient, purpose, asked_by, released_by, areas_sha256 from protect_list
order by number desc nulls last, recipient nulls first limit 10000;

-- name: protect_release
select id, state, decision_reason, asked_by, decided_by from pending_act where act = 'release protected list' and subject_id = $1
order by asked_at desc nulls last, id desc nulls last limit 1;

-- name: protect_questions_today
select count(*) from protect_question where user_id = $1 and asked_date = $2;

-- name: protect_question_count
select count(*) from protect_question;

-- name: protect_question_add
insert into protect_question (id, user_id, asked_date, purpose, position_sealed) values ($1, $2, $3, $4, $5);
