-- Which sources make which list.  Agency and official lists cannot name people who are held in secret, verified facts are
-- no catch of their own, and what was said in confidence serves tracing alone: none of them is a list here.

-- name: census_sources
select id, kind, independence
from sources
where standing = 1 and kind not in ('agency', 'official_list', 'inspection', 'verified')
	and (confidential is null or confidential = 0)
order by id nulls first limit 1000000;
