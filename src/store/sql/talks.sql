-- What was said, agreed and delivered.  A date with doubtful digits ("2024-1X") counts from its first day on.

-- name: statements_said
select s.id, s.speaker, s.party, s.happened, s.kind, coalesce(s.translation, s.words), s.counts, s.side, s.category, s.region,
	s.bound, s.quantity, s.evidence_for, s.evidence_against, s.reply, coalesce(c.name, s.category), c.name_uk
from statements s left join categories c on c.row_key = s.category and c.standing = 1
where s.standing = 1 and (s.happened is null or replace(replace(s.happened, 'X', '0'), '?', '') <= $1)
order by s.happened nulls first, s.id nulls first limit 100000;

-- Home by the day or not, and what the register said of him by then: who came home later was captive.
-- name: count_people
select p.id, p.categories, case when replace(replace(p.returned, 'X', '0'), '?', '') <= $2 then 1 end,
	case when p.register = 'returned' and replace(replace(p.returned, 'X', '0'), '?', '') > $2 then 'captive' else p.register end
from persons p where (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) and p.side = $1 and (p.captured is null or replace(replace(p.captured, 'X', '0'), '?', '') <= $2)
order by p.id nulls first limit 100000000;

-- name: count_answers
select count(*) from requests q where q.standing = 1 and q.answer = $1 and (q.answered is null or replace(replace(q.answered, 'X', '0'), '?', '') <= $2);

-- name: count_deliveries
select count(*) from deliveries d where d.standing = 1 and d.outcome = $1 and (d.direction is null or d.direction = $2)
	and (d.happened is null or replace(replace(d.happened, 'X', '0'), '?', '') <= $3);

-- name: count_agreed
select count(*) from answers a where a.standing = 1 and a.answer = 'agreed' and (a.direction is null or a.direction = 'returned')
	and (a.happened is null or replace(replace(a.happened, 'X', '0'), '?', '') <= $1);

-- name: count_visits
select count(*) from visits v join places p on p.row_key = v.place and p.standing = 1
	left join parties q on q.row_key = p.party and q.standing = 1
where v.standing = 1 and replace(replace(v.held, 'X', '0'), '?', '') <= $2 and (($1 = 'ours') = (q.side = 'ours') or ($1 <> 'ours' and q.side is null));

-- name: rounds_held
select r.id, r.happened, r.venue, r.mediator,
	(select count(*) from answers a where a.standing = 1 and a.round = r.id and a.answer = 'agreed'
		and (a.direction is null or a.direction = 'returned')),
	(select count(*) from deliveries d where d.standing = 1 and d.round = r.id and d.outcome = 'delivered'
		and (d.happened is null or replace(replace(d.happened, 'X', '0'), '?', '') <= $1) and (d.direction is null or d.direction = 'returned')),
	(select count(*) from deliveries d where d.standing = 1 and d.round = r.id and d.outcome = 'absent'
		and (d.happened is null or replace(replace(d.happened, 'X', '0'), '?', '') <= $1) and (d.direction is null or d.direction = 'returned')),
	(select count(*) from deliveries d where d.standing = 1 and d.round = r.id and d.outcome = 'substitute'
		and (d.happened is null or replace(replace(d.happened, 'X', '0'), '?', '') <= $1) and (d.direction is null or d.direction = 'returned')),
	(select count(*) from entries e join lists l on l.row_key = e.list and l.standing = 1
		where e.standing = 1 and l.round = r.id and l.direction = 'out'),
	(select count(*) from answers a where a.standing = 1 and a.round = r.id and a.answer = 'refused')
from rounds r where r.standing = 1 and (r.happened is null or replace(replace(r.happened, 'X', '0'), '?', '') <= $1)
order by r.happened nulls first, r.id nulls first limit 100000;

-- ---- for the public ----------------------------------------------------------------------

-- name: statement_words
select words, translation, touches from statements where row_key = $1 and standing = 1;

-- name: statement_released
select count(*) from claim where subject_kind = 'statement' and subject_id = $1 and axis = 'publication' and value = 'yes'
	and retracted_at is null and learned_at <= $2;

-- name: statement_withhold
update claim set retracted_at = $2 where subject_kind = 'statement' and subject_id = $1 and axis = 'publication'
	and retracted_at is null;

-- name: factsheet_person_count
select count(*) from persons where standing = 1 or row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons');

-- name: factsheet_names
select family, given from persons where (standing = 1 or row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) and family is not null and given is not null
order by row_key nulls first limit 100000000;

-- name: factsheet_place_count
select 2 * count(*) from places where standing = 1;

-- name: factsheet_places
select name from places where standing = 1 union all select name_uk from places where standing = 1 and name_uk is not null
order by 1 nulls first limit 1000000;
