-- Who may be in a package, and what each side would give for whom.

-- name: plan_parties
select id, name, reservation, softness, 'party', null, 0 from parties where standing = 1 and side = 'theirs' and softness is not null
order by id nulls first limit 1000;

-- name: plan_holders
select h.id, h.name, h.reservation, h.softness, h.kind, h.party, h.acquires, h.region
from holders h where h.standing = 1 order by h.id nulls first limit 100000;

-- name: plan_persons
select r.person_id, p.id, p.side, p.categories, p.holder, p.wounded, p.wills, p.family_group, p.civilian, p.court, p.place,
	p.captured, p.missing_since,
	case when p.interviewed is not null and replace(replace(p.interviewed, 'X', '0'), '?', '') <= $1 then 1
		else (select count(*) from claims c where c.standing = 1 and c.subject = p.row_key and c.axis = 'will' and c.without_witness = 1)
			+ (select count(*) from will_interview w where w.person_id = r.person_id and w.private = 1 and w.withdrawn_at is null
				and w.asked_date <= $1) end
from persons p join person_record r on r.record_id = p.record_id
where p.standing = 1 and (p.returned is null or replace(replace(p.returned, 'X', '0'), '?', '') > $1) and (p.captured is null or replace(replace(p.captured, 'X', '0'), '?', '') <= $1)
	and (coalesce(p.register, '') not in ('dead', 'returned') or replace(replace(p.returned, 'X', '0'), '?', '') > $1)
	and not exists (select 1 from deliveries d where d.standing = 1 and d.person = p.row_key and d.outcome in ('delivered', 'substitute')
		and (d.happened is null or replace(replace(d.happened, 'X', '0'), '?', '') <= $1))
order by r.person_id nulls first, p.id nulls first limit 100000000;

-- name: plan_weights
select i.party, i.side, i.category, i.word, i.strength, i.sd, i.delivery, i.since, i.until,
	i.how, i.source
from interests i where i.standing = 1 order by i.party nulls first, i.side nulls first, i.category nulls first,
	i.since nulls first limit 100000;

-- name: plan_packages
select p.happened, p.given, p.answer from packages p where p.standing = 1 and (p.happened is null or replace(replace(p.happened, 'X', '0'), '?', '') <= $1)
order by p.happened nulls first, p.row_key nulls first limit 1000000;
