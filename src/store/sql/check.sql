-- Facts for the rules of law.  Every column after own, label and source is the name of a fact (rules/facts.rules):
-- a new fact is a new column here or a claims row, never C.  Null: nobody knows; 0 where our own register would know.

-- name: check_places
select p.id, case when q.side = 'ours' then 1 else 0 end as own, p.name as label, p.source,
	p.kind,
	case when coalesce(p.headcount, 0) > 0
		or exists (select 1 from reports r where (r.standing = 1 or r.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null
			where k.table_name = 'reports')) and r.place = p.id and (r.status is null or r.status = 'captive')
			and ($2 = 0 or r.source not in (select k.id from sources k where k.standing = 1 and (coalesce(k.confidential, 0) = 1 or k.kind = 'agency'))))
		or exists (select 1 from persons x where x.standing = 1 and x.place = p.id and x.returned is null) then 1 end as prisoners_held,
	coalesce(p.opened, (select min(r.happened) from reports r where (r.standing = 1 or r.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null
			where k.table_name = 'reports')) and r.place = p.id
		and ($2 = 0 or r.source not in (select k.id from sources k where k.standing = 1 and (coalesce(k.confidential, 0) = 1 or k.kind = 'agency'))))) as known_since,
	case when p.notified is null then 0 else 1 end as notified,
	p.notified as notified_on,
	case when h.kind = 'state' then 1 when h.kind in ('formation', 'unit', 'private_holder') then 0 end as run_by_power,
	p.officer as officer_in_charge,
	case when p.kind = 'camp' then 1 end as run_as_camp,
	case when p.parent_camp is null then 0 else 1 end as parent_camp,
	case when h.kind = 'private_holder' or p.kind = 'private_factory' then 1 end as private_operator,
	p.close_confinement,
	case when p.kind = 'ship' then 0 else 1 end as on_land,
	p.front_km as front_distance_km,
	p.shelters as shelter,
	p.marked,
	case when p.headcount > 0 then p.floor_m2 / p.headcount end as area_per_person_m2,
	p.women_quarters as women_separate,
	p.infirmary,
	p.text_posted as convention_posted,
	case when p.representative is not null then 1 end as representative,
	p.representative as representative_elected_on,
	(select max(v.held) from visits v where v.standing = 1 and v.place = p.id) as visited_on,
	case when exists (select 1 from visits v where v.standing = 1 and v.place = p.id and v.held is not null) then 1 else 0 end as visited,
	case when exists (select 1 from visits v where v.standing = 1 and v.place = p.id and v.granted = 0) then 1 end as visit_refused,
	(select max(v.private) from visits v where v.standing = 1 and v.place = p.id and v.held is not null) as visit_without_witness
from places p left join parties q on q.row_key = p.party and q.standing = 1 left join holders h on h.row_key = p.holder and h.standing = 1
where p.standing = 1 and p.kind <> 'unlisted' and (p.opened is null or replace(replace(p.opened, 'X', '0'), '?', '') <= $1)
order by p.id nulls first limit 1000000;

-- Whose material serves tracing and family replies only.
-- name: check_confidential
select id from sources where standing = 1 and (coalesce(confidential, 0) = 1 or kind = 'agency') order by id nulls first limit 100000;

-- The nearest object of a place alone: facts of several would be joined, and beside one would read as perhaps beside.
-- name: check_relations
select r.place, r.source, r.relation as object_relation, o.kind as object_kind, r.km as object_distance_km
from relations r join objects o on o.row_key = r.object and o.standing = 1
where r.standing = 1 and not exists (select 1 from relations n where n.standing = 1 and n.place = r.place and n.object <> r.object
	and (case n.relation when 'inside' then -2 when 'beside' then -1 else coalesce(n.km, 100000) end
			< case r.relation when 'inside' then -2 when 'beside' then -1 else coalesce(r.km, 100000) end
		or (case n.relation when 'inside' then -2 when 'beside' then -1 else coalesce(n.km, 100000) end
			= case r.relation when 'inside' then -2 when 'beside' then -1 else coalesce(r.km, 100000) end and n.object < r.object)))
order by r.place nulls first, r.object nulls first, r.source nulls first limit 1000000;

-- name: check_persons
select p.id, case when p.side = 'theirs' then 1 else 0 end as own, p.id as label, p.source,
	case when p.side = 'theirs' and (p.returned is null or replace(replace(p.returned, 'X', '0'), '?', '') > $1) then 1
		when replace(replace(p.returned, 'X', '0'), '?', '') <= $1 or p.register = 'dead' or (p.register = 'returned' and p.returned is null) then 0
		when p.confirmed is not null or p.register = 'captive' then 1 end as in_custody,
	p.civilian,
	p.captured as captured_on,
	p.captured as held_since,
	p.arrived as camp_arrival_on,
	case when h.kind = 'unknown' or h.kind = 'other' then null else h.kind end as holder_kind,
	case when l.kind = 'unlisted' then null else l.kind end as place_kind,
	l.front_km as place_front_distance_km,
	case when p.legal = 'denied' then 1 end as status_denied,
	p.inspected as medical_inspected_on,
	case when p.card is not null then 1 else 0 end as card_received,
	p.card as card_on,
	case when p.notice is not null or p.confirmed is not null then 1 else 0 end as notified,
	coalesce(p.notice, p.confirmed) as notified_on,
	p.last_letter as last_letter_on,
	case when p.wounded in ('serious', 'grave') then 1 end as gravely_ill,
	case when p.wounded = 'grave' then 'direct_return' when p.wounded = 'none' then 'none' end as medical_category,
	case when p.wounded = 'grave' then p.captured end as eligible_since,
	case when p.wills = 0 then 1 when p.wills = 1 then 0 end as refuses_return,
	p.returned as returned_on,
	case when p.register = 'dead' then 1 end as died,
	case when p.court = 1 then 1 end as charged,
	case when p.legal = 'convicted' then 1 end as convicted
from persons p left join holders h on h.row_key = p.holder and h.standing = 1 left join places l on l.row_key = p.place and l.standing = 1
where p.standing = 1 and (p.captured is null or replace(replace(p.captured, 'X', '0'), '?', '') <= $1) order by p.id nulls first limit 100000000;

-- name: check_custody
select c.id, case when q.side = 'ours' or s.side = 'ours' then 1 else 0 end as own, c.id as label, c.source,
	case when c.kind = 'return' then 'release' else c.kind end as event,
	c.happened as happened_on,
	case when t.kind in ('unknown', 'other') then null else coalesce(t.kind, case when q.id is not null then 'state' end) end as to_holder,
	case when f.kind in ('unknown', 'other') then null else f.kind end as from_holder,
	case when c.consideration is not null or c.kind = 'acquisition' then 1 end as consideration
from custody c left join holders t on t.row_key = c.to_holder and t.standing = 1
	left join holders f on f.row_key = c.from_holder and f.standing = 1
	left join parties q on q.row_key = c.to_holder and q.standing = 1
	left join parties s on s.row_key = t.party and s.standing = 1
where c.standing = 1 and (c.happened is null or replace(replace(c.happened, 'X', '0'), '?', '') <= $1) order by c.id nulls first limit 10000000;

-- name: check_statements
select s.id, case when q.side = 'ours' then 1 else 0 end as own, s.speaker as label, s.source,
	s.kind,
	s.happened as made_on,
	s.threatens as threatens_shielding,
	case when s.kind = 'justification' and substr(s.article, 1, 2) = '23' then 1 end as admits_shielding,
	case when s.channel is not null then 1 end as published
from statements s left join parties q on q.row_key = s.party and q.standing = 1
where s.standing = 1 and (s.happened is null or replace(replace(s.happened, 'X', '0'), '?', '') <= $1) order by s.id nulls first limit 1000000;

-- name: check_parties
select p.id, case when p.side = 'ours' then 1 else 0 end as own, p.name as label, null as source,
	case when exists (select 1 from persons x where x.standing = 1 and x.returned is null
		and ((p.side = 'ours' and x.side = 'theirs') or (p.side = 'theirs' and x.side = 'ours'))) then 1 end as holds_prisoners
from parties p where p.standing = 1 and p.side in ('ours', 'theirs') and $1 > '' order by p.id nulls first limit 1000;

-- name: check_claims
select c.subject, c.source, c.axis, c.value
from claims c where c.standing = 1 order by c.subject nulls first, c.id nulls first limit 100000000;

-- name: check_media
select s.id, s.evidence_for, e.id, e.identifiable, e.published, e.source
from statements s join evidence e on e.standing = 1 and e.identifiable is not null
where s.standing = 1 and s.evidence_for is not null order by s.id nulls first, e.id nulls first limit 1000000;

-- name: check_justifications
select s.id, coalesce(s.translation, s.words), s.article, s.party
from statements s where s.standing = 1 and s.kind = 'justification' and (s.happened is null or replace(replace(s.happened, 'X', '0'), '?', '') <= $1)
order by s.happened nulls first, s.id nulls first limit 1000;

-- The first day on which accepted reports have a person of ours in captivity: he was held from then at the latest.
-- name: check_held_since
select q.id, null as source, min(r.happened) as held_since
from persons q join person_record s on s.record_id = q.record_id
	join person_record t on t.person_id = s.person_id
	join reports r on r.record_id = t.record_id and r.standing = 1
where q.standing = 1 and q.side = 'ours' and q.captured is null and r.happened is not null
	and ($1 = 0 or r.source not in (select k.id from sources k where k.standing = 1 and (coalesce(k.confidential, 0) = 1 or k.kind = 'agency')))
	and (r.status = 'captive' or r.place is not null or r.region is not null)
group by q.id order by q.id nulls first limit 100000000;

-- name: check_captured
select c.person, c.source, c.happened as captured_on
from custody c where c.standing = 1 and c.kind = 'capture' and c.person is not null and c.happened is not null
order by c.person nulls first, c.id nulls first limit 100000000;

-- Art. 117: home, then captured again, as accepted links or custody have it.  Whoever he served answers for it, so whose duty
-- it is stands the other way round than with those who hold him.
-- name: check_served_again
select a.id, case when a.side = 'ours' then 1 else 0 end as own, a.id as label, a.source,
	a.returned as returned_on,
	coalesce((select min(b.captured) from person_record r join person_record t on t.person_id = r.person_id
			join persons b on b.record_id = t.record_id and b.standing = 1 and b.side = a.side
			where r.record_id = a.record_id and b.captured > a.returned and b.captured <= $1),
		(select min(c.happened) from custody c where c.standing = 1 and c.person = a.id and c.kind = 'capture'
			and c.happened > a.returned and c.happened <= $1)) as served_again_on,
	case when exists (select 1 from claims c where c.standing = 1 and c.subject = a.id and c.axis = 'return_ground') then null
		when exists (select 1 from deliveries d where d.standing = 1 and d.person = a.id
			and d.outcome in ('delivered', 'substitute')) then 'exchange' end as return_ground
from persons a
where a.standing = 1 and a.returned is not null and a.returned <= $1
	and (exists (select 1 from person_record r join person_record t on t.person_id = r.person_id
			join persons b on b.record_id = t.record_id and b.standing = 1 and b.side = a.side
			where r.record_id = a.record_id and b.captured > a.returned and b.captured <= $1)
		or exists (select 1 from custody c where c.standing = 1 and c.person = a.id and c.kind = 'capture'
			and c.happened > a.returned and c.happened <= $1))
order by a.id nulls first limit 1000000;
