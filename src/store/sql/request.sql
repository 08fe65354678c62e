-- The daily list of names to ask for, and what happens to each group.

-- People of ours who are held or missing: whom we may ask for.
-- name: request_people
select p.row_key, p.categories, p.missing_since, p.holder, p.family, p.given, p.patronymic, p.born, p.captured, r.person_id
from persons p join person_record r on r.record_id = p.record_id
where p.standing = 1 and p.side = 'ours' and p.returned is null and coalesce(p.register, '') not in ('dead', 'returned')
	and not exists (select 1 from deliveries d where d.standing = 1 and d.person = p.row_key and d.outcome in ('delivered', 'substitute'))
order by r.person_id nulls first, p.row_key nulls first limit 10000000;

-- The last day on which each was asked for, with his last answer: of requests, and of lists that we sent.
-- name: request_asked
select q.person, q.happened, q.answer from requests q where q.standing = 1 and q.person is not null and q.party = $1
union all
select n.person, coalesce(l.received, l.happened), null from entries n join lists l on l.row_key = n.list and l.standing = 1
where n.standing = 1 and n.person is not null and l.direction = 'out' and l.kind = 'wanted' and l.party = $1
order by 1 nulls first, 2 nulls first limit 10000000;

-- Everyone on a side with the days of his captivity: 0 id, 1 categories, 2 began, 3 home (or null), 4 agreed, 5 asked or offered.
-- name: disparity_people
select p.row_key, p.categories, coalesce(p.captured, p.missing_since), coalesce(p.returned,
		(select d.happened from deliveries d where d.standing = 1 and d.person = p.row_key and d.outcome in ('delivered', 'substitute')
			order by d.happened nulls first limit 1)),
	(select count(*) from answers a where a.standing = 1 and a.person = p.row_key and a.answer = 'agreed')
		+ (select count(*) from requests q where q.standing = 1 and q.person = p.row_key and q.answer = 'agreed'),
	(select count(*) from entries n join lists l on l.row_key = n.list and l.standing = 1
		where n.standing = 1 and n.person = p.row_key and l.direction = 'out')
		+ (select count(*) from requests q where q.standing = 1 and q.person = p.row_key)
		+ (select count(*) from answers a where a.standing = 1 and a.person = p.row_key),
	r.person_id, p.wounded
from persons p join person_record r on r.record_id = p.record_id
where (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) and p.side = $1 and coalesce(p.register, '') <> 'dead'
order by r.person_id nulls first, p.row_key nulls first limit 10000000;

-- name: disparity_packages
select p.given, p.returned, p.answer, p.happened from packages p where p.standing = 1
order by p.happened nulls first, p.row_key nulls first limit 1000000;

-- name: category_sensitive
select coalesce(sensitive, 1) from categories where standing = 1 and row_key = $1;

-- Those of a party whom we hold, with what it says of each itself, and when each was offered with what answer.
-- name: persuasion_people
select p.row_key, p.family, p.given, p.patronymic, p.born, p.categories,
	(select c.value from claims c where c.standing = 1 and c.subject = p.row_key and c.axis in ('nationality', 'allegiance')
		and c.party = $1 order by c.row_key nulls first limit 1),
	(select max(coalesce(l.received, l.happened)) from entries n join lists l on l.row_key = n.list and l.standing = 1
		where n.standing = 1 and n.person = p.row_key and l.direction = 'out' and l.party = $1),
	(select a.answer from answers a where a.standing = 1 and a.person = p.row_key and a.direction = 'given'
		order by a.row_key desc nulls last limit 1),
	p.disowned, r.person_id
from persons p join person_record r on r.record_id = p.record_id
where p.standing = 1 and p.side = 'theirs' and p.returned is null and (p.party is null or p.party = $1)
	and not exists (select 1 from deliveries d where d.standing = 1 and d.person = p.row_key and d.direction = 'given'
		and d.outcome in ('delivered', 'substitute'))
order by r.person_id nulls first, p.row_key nulls first limit 1000000;

-- Offers and answers in minutes about a category.
-- name: persuasion_minutes
select r.happened, m.kind, m.words, q.side from minutes m join rounds r on r.row_key = m.round and r.standing = 1
	left join parties q on q.row_key = m.party and q.standing = 1
where m.standing = 1 and m.category = $1 and m.kind in ('offered', 'refused', 'promised')
order by r.happened nulls first, m.row_key nulls first limit 1000;
