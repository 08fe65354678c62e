-- Counts of people, places, custody on a day; one row a person, joined by standing judgements.  A date with doubtful digits
-- ("2024-1X") counts from its first day on.

-- Whoever names no party serves the only state of his side, if there is one only.
-- name: people_categories
select r.person_id, p.categories, p.disowned, p.source
from persons p join person_record r on r.record_id = p.record_id
where (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) and p.side = $1
	and (p.returned is null or replace(replace(p.returned, 'X', '0'), '?', '') > $3)
	and (p.captured is null or replace(replace(p.captured, 'X', '0'), '?', '') <= $3)
	and ($2 = '' or coalesce(p.party, (select min(q.id) from parties q
		where q.standing = 1 and q.side = $1 and q.kind = 'state' having count(*) = 1)) = $2)
	and not exists (select 1 from deliveries d where d.standing = 1 and d.person = p.row_key and d.direction = 'given'
		and d.outcome in ('delivered', 'substitute')
		and (d.happened is null or replace(replace(d.happened, 'X', '0'), '?', '') <= $3))
order by r.person_id nulls first, p.id nulls first limit 100000000;

-- name: category_labels
select id, name, name_uk, axis, sensitive from categories where standing = 1 order by id nulls first limit 100000;

-- name: interests_shown
select i.party, i.side, i.category, i.word, i.reason, i.statement, i.source, i.since, i.until, c.name, c.name_uk
from interests i left join categories c on c.row_key = i.category and c.standing = 1
where i.standing = 1 and ($1 = '' or i.party = $1)
order by i.party nulls first, i.side nulls first, i.category nulls first, i.since nulls first limit 100000;

-- name: places_listed
select p.id, p.region, p.kind, p.notified, r.name, r.name_uk
from places p left join parties q on q.row_key = p.party and q.standing = 1
	left join regions r on r.row_key = p.region and r.standing = 1
where p.standing = 1 and p.kind <> 'unlisted' and (q.side is null or q.side <> 'ours') and ($1 = '' or p.region = $1)
	and (p.opened is null or replace(replace(p.opened, 'X', '0'), '?', '') <= $2)
order by p.region nulls first, p.kind nulls first, p.id nulls first limit 1000000;

-- name: places_known_by
select k.place, k.source, s.grade from (
	select id as place, source from places where standing = 1 and source is not null
	union select place, source from relations where standing = 1
	union select place, source from reports where (standing = 1 or row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'reports')) and place is not null
		and (received is null or replace(replace(received, 'X', '0'), '?', '') <= $1)
) k join sources s on s.row_key = k.source and s.standing = 1
order by k.place nulls first, k.source nulls first limit 10000000;

-- name: custody_acquired
select c.to_holder, c.from_holder, c.kind, c.consideration, c.person, c.people, c.source, c.happened
from custody c join holders h on h.row_key = c.to_holder and h.standing = 1
where c.standing = 1 and h.kind <> 'state' and (c.kind = 'acquisition' or c.consideration is not null)
	and (c.happened is null or replace(replace(c.happened, 'X', '0'), '?', '') <= $1)
order by c.to_holder nulls first, c.from_holder nulls first, c.id nulls first limit 10000000;
