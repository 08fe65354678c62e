-- What belief is built from.  Only joined records count: person_record holds the standing judgements.

-- name: locate_regions
select id, name, name_uk, weight, unlisted_share, unlisted_area_km2, lat, lon
from regions r where standing = 1
	and not exists (select 1 from parties q where q.row_key = r.party and q.standing = 1 and q.side = 'ours')
order by id nulls first limit 100000;

-- name: locate_places
select p.id, p.region, p.kind, p.lat, p.lon, p.sigma_km, p.share, p.area_km2
from places p left join parties q on q.row_key = p.party and q.standing = 1
where p.standing = 1 and (q.side is null or q.side <> 'ours')
order by p.id nulls first limit 1000000;

-- name: locate_sources
select id, grade, alpha, beta, median_delay, kind
from sources where standing = 1 order by id nulls first limit 1000000;

-- name: locate_circumstances
select id, captive, dead, free, name, name_uk from circumstances where standing = 1 order by id nulls first limit 100000;

-- name: locate_groups
select id, happened, circumstances, together
from groups where standing = 1 and (side is null or side = 'ours') order by id nulls first limit 1000000;

-- name: locate_persons
select r.person_id, p.id, p.register, p.missing_since, p.captured, p.circumstances, p.capture_group, p.confirmed, p.returned
from persons p join person_record r on r.record_id = p.record_id
where (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) and p.side = 'ours'
order by r.person_id nulls first, p.id nulls first limit 100000000;

-- $1 = 1: without what came in confidence (what is said openly).
-- name: locate_reports
select r.person_id, p.id, p.source, p.happened, p.received, p.status, p.place, p.region, p.credibility, p.copies, p.copy,
	p.searched, p.detection, p.background
from reports p join person_record r on r.record_id = p.record_id
where (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'reports')) and (p.side is null or p.side = 'ours') and p.capture_group is null
	and ($1 = 0 or p.source is null or p.source not in (select k.row_key from sources k where k.standing = 1 and (coalesce(k.confidential, 0) = 1 or k.kind = 'agency')))
order by r.person_id nulls first, p.id nulls first limit 100000000;

-- name: locate_group_reports
select p.capture_group, p.id, p.source, p.happened, p.received, p.status, p.place, p.region, p.credibility, p.copies, p.copy,
	p.searched, p.detection, p.background
from reports p
where p.standing = 1 and (p.side is null or p.side = 'ours') and p.capture_group is not null
	and ($1 = 0 or p.source is null or p.source not in (select k.row_key from sources k where k.standing = 1 and (coalesce(k.confidential, 0) = 1 or k.kind = 'agency')))
order by p.capture_group nulls first, p.id nulls first limit 100000000;

-- name: locate_returned
select r.person_id, d.happened, d.verified
from deliveries d join persons p on p.row_key = d.person and (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) join person_record r on r.record_id = p.record_id
where d.standing = 1 and d.outcome in ('delivered', 'substitute') and (d.direction is null or d.direction = 'returned')
order by r.person_id nulls first limit 100000000;

-- name: locate_found_dead
select subject_id, valid_from_date from claim
where subject_kind = 'person' and axis = 'fate' and value = 'dead' and retracted_at is null
order by subject_id nulls first limit 100000000;

-- name: locate_debriefs
select r.person_id, d.places, d.happened
from debriefs d join persons p on p.row_key = d.person and (p.standing = 1 or p.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'persons')) join person_record r on r.record_id = p.record_id
where (d.standing = 1 or d.row_key in (select k.row_key from retention_row k join retention_step t on t.id = k.step_id and t.opened_at is null where k.table_name = 'debriefs')) and d.places is not null
order by r.person_id nulls first, d.happened nulls first, d.id nulls first limit 1000000;

-- name: locate_notified
select id from places where standing = 1 and notified is not null order by id nulls first limit 1000000;

-- name: locate_aggregates
select id, speaker, relayed_from, as_of, bound, quantity, region, place, holder, category, register
from aggregates where standing = 1 and (side is null or side = 'ours')
	and (as_of is null or replace(replace(as_of, 'X', '0'), '?', '') <= $1) order by id nulls first limit 100000;

-- name: locate_objects
select id, name, name_uk, kind, region, lat, lon, radius_km
from objects where standing = 1 order by id nulls first limit 1000000;

-- name: locate_relations
select place, object, relation, km, source
from relations where standing = 1 order by object nulls first, place nulls first, source nulls first limit 1000000;

-- name: locate_unreviewed
select count(*)
from reports p left join person_record r on r.record_id = p.record_id
where p.standing = 1 and p.capture_group is null
	and (p.received is null or replace(replace(p.received, 'X', '0'), '?', '') <= $1)
	and (r.person_id is null or not exists (
		select 1 from persons q join person_record s on s.record_id = q.record_id
		where s.person_id = r.person_id and q.standing = 1));
