-- Data rights: consent per use, disclosure, retention, holds, answers to data subjects.

-- ---- consent (consent.c) -------------------------------------------------------------------

-- What a person of the bureau said on a use, whichever of his rows in the registry it was noted on.
-- name: consent_words
select c.given, c.said, c.party, c.until from consents c
where c.standing = 1 and c.use = $2 and c.person in (select e.row_key from person_record r join record e on e.id = r.record_id
	and e.kind = 'persons' where r.person_id = $1) order by c.said nulls first, c.id nulls first limit 10000;

-- name: consent_history
select c.said, c.use, c.given, c.party, c.until, c.language, c.by, c.how from consents c
where c.standing = 1 and c.person in (select e.row_key from person_record r join record e on e.id = r.record_id
	and e.kind = 'persons' where r.person_id = $1) order by c.said nulls first, c.id nulls first limit 10000;

-- name: consent_registry
select p.id from person_record r join persons p on p.record_id = r.record_id and p.standing = 1
where r.person_id = $1 order by p.id nulls first limit 1;
