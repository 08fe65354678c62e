-- What a counterpart answered: to packages, to names asked for; and what it says it wants.

-- name: learn_packages
select p.row_key, p.happened, p.given, p.returned, p.answer from packages p
where p.standing = 1 and p.party = $1 order by p.happened nulls first, p.row_key nulls first limit 1000000;

-- name: learn_interests
select i.side, i.category, i.word, i.how, i.since, i.until, s.grade, i.strength
from interests i left join sources s on s.row_key = i.source and s.standing = 1
where i.standing = 1 and i.party = $1
order by i.side nulls first, i.category nulls first, i.since nulls first limit 100000;

-- name: learn_requests
select q.person, p.categories, p.missing_since, q.happened, q.answer, q.people, q.category, q.row_key
from requests q left join persons p on p.row_key = q.person and (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons'))
where q.standing = 1 and q.party = $1 order by q.happened nulls first, q.row_key nulls first limit 10000000;

-- name: learn_parties
select id, reservation, softness, name, name_uk from parties where standing = 1 and side = 'theirs'
union all
select id, reservation, softness, name, name_uk from holders where standing = 1 and softness is not null
order by 1 nulls first limit 1000;

-- name: learn_request_count
select count(*) from requests where standing = 1 and party = $1;

-- name: learned_find
select answer_json from learned_answer where input_sha256 = $1;

-- name: learned_keep
insert into learned_answer (input_sha256, party, answer_json) values ($1, $2, $3)
on conflict (input_sha256) do update set answer_json = excluded.answer_json;

-- name: learned_forget
delete from learned_answer where party = $1;
