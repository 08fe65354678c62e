-- Statements of the tables of import kinds; made from the table in src/io by tests/unit/kinds_test.c.
-- KIND_put: record, standing, then the columns in their order.  KIND_all: the rows in force.
-- KIND_has: is there such a thing?  KIND_references: what it refers to, after its record.
-- KIND_links: which row of the kind it points to.

-- name: settings_put
insert into settings (row_key, record_id, standing,
	key, value)
values ($1, $2, $3, $4, $5)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	key = excluded.key, value = excluded.value;

-- name: settings_all
select key, value
from settings where standing = 1 order by row_key nulls first limit 100000000;

-- name: settings_has
select 1 from settings where row_key = $1 and standing = 1;

-- name: parties_put
insert into parties (row_key, record_id, standing,
	id, name, name_uk, kind, side, reservation, softness, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, name = excluded.name, name_uk = excluded.name_uk, kind = excluded.kind, side = excluded.side, reservation = excluded.reservation, softness = excluded.softness, note = excluded.note;

-- name: parties_all
select id, name, name_uk, kind, side, reservation, softness, note
from parties where standing = 1 order by row_key nulls first limit 100000000;

-- name: parties_has
select 1 from parties where row_key = $1 and standing = 1;

-- name: sources_put
insert into sources (row_key, record_id, standing,
	id, name, kind, grade, alpha, beta, median_delay, independence,
	party, confidential, identity, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, name = excluded.name, kind = excluded.kind, grade = excluded.grade, alpha = excluded.alpha, beta = excluded.beta, median_delay = excluded.median_delay, independence = excluded.independence,
	party = excluded.party, confidential = excluded.confidential, identity = excluded.identity, note = excluded.note;

-- name: sources_all
select id, name, kind, grade, alpha, beta, median_delay, independence,
	party, confidential, identity, note
from sources where standing = 1 order by row_key nulls first limit 100000000;

-- name: sources_references
select record_id, party
from sources where standing = 1 order by row_key nulls first limit 100000000;

-- name: sources_has
select 1 from sources where row_key = $1 and standing = 1;

-- name: holders_put
insert into holders (row_key, record_id, standing,
	id, name, name_uk, kind, party, acquires, reservation, softness,
	region, contact, source, credibility, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, name = excluded.name, name_uk = excluded.name_uk, kind = excluded.kind, party = excluded.party, acquires = excluded.acquires, reservation = excluded.reservation, softness = excluded.softness,
	region = excluded.region, contact = excluded.contact, source = excluded.source, credibility = excluded.credibility, note = excluded.note;

-- name: holders_all
select id, name, name_uk, kind, party, acquires, reservation, softness,
	region, contact, source, credibility, note
from holders where standing = 1 order by row_key nulls first limit 100000000;

-- name: holders_references
select record_id, party, source
from holders where standing = 1 order by row_key nulls first limit 100000000;

-- name: holders_has
select 1 from holders where row_key = $1 and standing = 1;

-- name: categories_put
insert into categories (row_key, record_id, standing,
	id, name, name_uk, axis, sensitive, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, name = excluded.name, name_uk = excluded.name_uk, axis = excluded.axis, sensitive = excluded.sensitive, note = excluded.note;

-- name: categories_all
select id, name, name_uk, axis, sensitive, note
from categories where standing = 1 order by row_key nulls first limit 100000000;

-- name: categories_has
select 1 from categories where row_key = $1 and standing = 1;

-- name: circumstances_put
insert into circumstances (row_key, record_id, standing,
	id, name, name_uk, captive, dead, free, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, name = excluded.name, name_uk = excluded.name_uk, captive = excluded.captive, dead = excluded.dead, free = excluded.free, note = excluded.note;

-- name: circumstances_all
select id, name, name_uk, captive, dead, free, note
from circumstances where standing = 1 order by row_key nulls first limit 100000000;

-- name: circumstances_has
select 1 from circumstances where row_key = $1 and standing = 1;

-- name: regions_put
insert into regions (row_key, record_id, standing,
	id, name, name_uk, party, weight, unlisted_share, unlisted_area_km2, occupied,
	lat, lon, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, name = excluded.name, name_uk = excluded.name_uk, party = excluded.party, weight = excluded.weight, unlisted_share = excluded.unlisted_share, unlisted_area_km2 = excluded.unlisted_area_km2, occupied = excluded.occupied,
	lat = excluded.lat, lon = excluded.lon, note = excluded.note;

-- name: regions_all
select id, name, name_uk, party, weight, unlisted_share, unlisted_area_km2, occupied,
	lat, lon, note
from regions where standing = 1 order by row_key nulls first limit 100000000;

-- name: regions_references
select record_id, party
from regions where standing = 1 order by row_key nulls first limit 100000000;

-- name: regions_has
select 1 from regions where row_key = $1 and standing = 1;

-- name: places_put
insert into places (row_key, record_id, standing,
	id, name, name_uk, kind, region, party, holder, operator,
	lat, lon, sigma_km, area_km2, share, notified, marked, parent_camp,
	opened_as, opened, closed, last_seen, close_confinement, women_quarters, shelters, infirmary,
	officer, text_posted, representative, front_km, headcount, floor_m2, source, credibility,
	first_hand, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, name = excluded.name, name_uk = excluded.name_uk, kind = excluded.kind, region = excluded.region, party = excluded.party, holder = excluded.holder, operator = excluded.operator,
	lat = excluded.lat, lon = excluded.lon, sigma_km = excluded.sigma_km, area_km2 = excluded.area_km2, share = excluded.share, notified = excluded.notified, marked = excluded.marked, parent_camp = excluded.parent_camp,
	opened_as = excluded.opened_as, opened = excluded.opened, closed = excluded.closed, last_seen = excluded.last_seen, close_confinement = excluded.close_confinement, women_quarters = excluded.women_quarters, shelters = excluded.shelters, infirmary = excluded.infirmary,
	officer = excluded.officer, text_posted = excluded.text_posted, representative = excluded.representative, front_km = excluded.front_km, headcount = excluded.headcount, floor_m2 = excluded.floor_m2, source = excluded.source, credibility = excluded.credibility,
	first_hand = excluded.first_hand, note = excluded.note;

-- name: places_all
select id, name, name_uk, kind, region, party, holder, operator,
	lat, lon, sigma_km, area_km2, share, notified, marked, parent_camp,
	opened_as, opened, closed, last_seen, close_confinement, women_quarters, shelters, infirmary,
	officer, text_posted, representative, front_km, headcount, floor_m2, source, credibility,
	first_hand, note
from places where standing = 1 order by row_key nulls first limit 100000000;

-- name: places_references
select record_id, party, holder, parent_camp, source
from places where standing = 1 order by row_key nulls first limit 100000000;

-- name: places_links
select row_key, parent_camp from places
where standing = 1 and parent_camp is not null order by row_key nulls first limit 100000000;

-- name: places_has
select 1 from places where row_key = $1 and standing = 1;

-- name: objects_put
insert into objects (row_key, record_id, standing,
	id, name, name_uk, kind, region, lat, lon, radius_km,
	source, credibility, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, name = excluded.name, name_uk = excluded.name_uk, kind = excluded.kind, region = excluded.region, lat = excluded.lat, lon = excluded.lon, radius_km = excluded.radius_km,
	source = excluded.source, credibility = excluded.credibility, note = excluded.note;

-- name: objects_all
select id, name, name_uk, kind, region, lat, lon, radius_km,
	source, credibility, note
from objects where standing = 1 order by row_key nulls first limit 100000000;

-- name: objects_references
select record_id, source
from objects where standing = 1 order by row_key nulls first limit 100000000;

-- name: objects_has
select 1 from objects where row_key = $1 and standing = 1;

-- name: relations_put
insert into relations (row_key, record_id, standing,
	place, object, relation, km, since, until, source, credibility,
	first_hand, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	place = excluded.place, object = excluded.object, relation = excluded.relation, km = excluded.km, since = excluded.since, until = excluded.until, source = excluded.source, credibility = excluded.credibility,
	first_hand = excluded.first_hand, note = excluded.note;

-- name: relations_all
select place, object, relation, km, since, until, source, credibility,
	first_hand, note
from relations where standing = 1 order by row_key nulls first limit 100000000;

-- name: relations_references
select record_id, place, object, source
from relations where standing = 1 order by row_key nulls first limit 100000000;

-- name: relations_has
select 1 from relations where row_key = $1 and standing = 1;

-- name: visits_put
insert into visits (row_key, record_id, standing,
	id, place, by, requested, granted, held, private, source,
	note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, place = excluded.place, by = excluded.by, requested = excluded.requested, granted = excluded.granted, held = excluded.held, private = excluded.private, source = excluded.source,
	note = excluded.note;

-- name: visits_all
select id, place, by, requested, granted, held, private, source,
	note
from visits where standing = 1 order by row_key nulls first limit 100000000;

-- name: visits_references
select record_id, place, source
from visits where standing = 1 order by row_key nulls first limit 100000000;

-- name: visits_has
select 1 from visits where row_key = $1 and standing = 1;

-- name: transfers_put
insert into transfers (row_key, record_id, standing,
	id, happened, from_place, to_place, share, notified, source, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, happened = excluded.happened, from_place = excluded.from_place, to_place = excluded.to_place, share = excluded.share, notified = excluded.notified, source = excluded.source, note = excluded.note;

-- name: transfers_all
select id, happened, from_place, to_place, share, notified, source, note
from transfers where standing = 1 order by row_key nulls first limit 100000000;

-- name: transfers_references
select record_id, from_place, to_place, source
from transfers where standing = 1 order by row_key nulls first limit 100000000;

-- name: transfers_has
select 1 from transfers where row_key = $1 and standing = 1;

-- name: groups_put
insert into groups (row_key, record_id, standing,
	id, name, name_uk, side, happened, unit, circumstances, together,
	source, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, name = excluded.name, name_uk = excluded.name_uk, side = excluded.side, happened = excluded.happened, unit = excluded.unit, circumstances = excluded.circumstances, together = excluded.together,
	source = excluded.source, note = excluded.note;

-- name: groups_all
select id, name, name_uk, side, happened, unit, circumstances, together,
	source, note
from groups where standing = 1 order by row_key nulls first limit 100000000;

-- name: groups_references
select record_id, circumstances, source
from groups where standing = 1 order by row_key nulls first limit 100000000;

-- name: groups_has
select 1 from groups where row_key = $1 and standing = 1;

-- name: persons_put
insert into persons (row_key, record_id, standing, name_hash,
	id, side, family, given, patronymic, born, sex, categories,
	unit, rank, holder, register, missing_since, wounded, wills, family_group,
	aliases, callsign, service_number, mother, birthplace, party, circumstances, capture_group,
	captured, place, arrived, card, notice, confirmed, inspected, last_letter,
	legal, court, civilian, interviewed, returned, disowned, source, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	name_hash = excluded.name_hash, id = excluded.id, side = excluded.side, family = excluded.family, given = excluded.given, patronymic = excluded.patronymic, born = excluded.born, sex = excluded.sex, categories = excluded.categories,
	unit = excluded.unit, rank = excluded.rank, holder = excluded.holder, register = excluded.register, missing_since = excluded.missing_since, wounded = excluded.wounded, wills = excluded.wills, family_group = excluded.family_group,
	aliases = excluded.aliases, callsign = excluded.callsign, service_number = excluded.service_number, mother = excluded.mother, birthplace = excluded.birthplace, party = excluded.party, circumstances = excluded.circumstances, capture_group = excluded.capture_group,
	captured = excluded.captured, place = excluded.place, arrived = excluded.arrived, card = excluded.card, notice = excluded.notice, confirmed = excluded.confirmed, inspected = excluded.inspected, last_letter = excluded.last_letter,
	legal = excluded.legal, court = excluded.court, civilian = excluded.civilian, interviewed = excluded.interviewed, returned = excluded.returned, disowned = excluded.disowned, source = excluded.source, note = excluded.note;

-- name: persons_all
select id, side, family, given, patronymic, born, sex, categories,
	unit, rank, holder, register, missing_since, wounded, wills, family_group,
	aliases, callsign, service_number, mother, birthplace, party, circumstances, capture_group,
	captured, place, arrived, card, notice, confirmed, inspected, last_letter,
	legal, court, civilian, interviewed, returned, disowned, source, note
from persons where standing = 1 order by row_key nulls first limit 100000000;

-- name: persons_references
select record_id, holder, party, circumstances, capture_group, place, source
from persons where standing = 1 order by row_key nulls first limit 100000000;

-- name: persons_has
select 1 from persons where row_key = $1 and standing = 1;

-- name: reports_put
insert into reports (row_key, record_id, standing,
	id, person, name, born, source, happened, received, status,
	place, region, first_hand, credibility, copies, copy, kind, side,
	rank, unit, callsign, searched, detection, capture_group, background, text,
	note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, person = excluded.person, name = excluded.name, born = excluded.born, source = excluded.source, happened = excluded.happened, received = excluded.received, status = excluded.status,
	place = excluded.place, region = excluded.region, first_hand = excluded.first_hand, credibility = excluded.credibility, copies = excluded.copies, copy = excluded.copy, kind = excluded.kind, side = excluded.side,
	rank = excluded.rank, unit = excluded.unit, callsign = excluded.callsign, searched = excluded.searched, detection = excluded.detection, capture_group = excluded.capture_group, background = excluded.background, text = excluded.text,
	note = excluded.note;

-- name: reports_all
select id, person, name, born, source, happened, received, status,
	place, region, first_hand, credibility, copies, copy, kind, side,
	rank, unit, callsign, searched, detection, capture_group, background, text,
	note
from reports where standing = 1 order by row_key nulls first limit 100000000;

-- name: reports_references
select record_id, person, source, place, copies, searched, capture_group
from reports where standing = 1 order by row_key nulls first limit 100000000;

-- name: reports_links
select row_key, copies from reports
where standing = 1 and copies is not null order by row_key nulls first limit 100000000;

-- name: reports_has
select 1 from reports where row_key = $1 and standing = 1;

-- name: debriefs_put
insert into debriefs (row_key, record_id, standing,
	id, person, source, happened, by, language, consent, places,
	mentions, text, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, person = excluded.person, source = excluded.source, happened = excluded.happened, by = excluded.by, language = excluded.language, consent = excluded.consent, places = excluded.places,
	mentions = excluded.mentions, text = excluded.text, note = excluded.note;

-- name: debriefs_all
select id, person, source, happened, by, language, consent, places,
	mentions, text, note
from debriefs where standing = 1 order by row_key nulls first limit 100000000;

-- name: debriefs_references
select record_id, person, source, places
from debriefs where standing = 1 order by row_key nulls first limit 100000000;

-- name: debriefs_has
select 1 from debriefs where row_key = $1 and standing = 1;

-- name: inquiries_put
insert into inquiries (row_key, record_id, standing,
	id, person, name, born, relative, relation, contact, authorised,
	opened, last_contact, told, next, due, conflict, phrase, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, person = excluded.person, name = excluded.name, born = excluded.born, relative = excluded.relative, relation = excluded.relation, contact = excluded.contact, authorised = excluded.authorised,
	opened = excluded.opened, last_contact = excluded.last_contact, told = excluded.told, next = excluded.next, due = excluded.due, conflict = excluded.conflict, phrase = excluded.phrase, note = excluded.note;

-- name: inquiries_all
select id, person, name, born, relative, relation, contact, authorised,
	opened, last_contact, told, next, due, conflict, phrase, note
from inquiries where standing = 1 order by row_key nulls first limit 100000000;

-- name: inquiries_references
select record_id, person
from inquiries where standing = 1 order by row_key nulls first limit 100000000;

-- name: inquiries_has
select 1 from inquiries where row_key = $1 and standing = 1;

-- name: claims_put
insert into claims (row_key, record_id, standing,
	id, subject, subject_kind, axis, value, party, since, until,
	source, credibility, first_hand, learned, asked_by, language, without_witness, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, subject = excluded.subject, subject_kind = excluded.subject_kind, axis = excluded.axis, value = excluded.value, party = excluded.party, since = excluded.since, until = excluded.until,
	source = excluded.source, credibility = excluded.credibility, first_hand = excluded.first_hand, learned = excluded.learned, asked_by = excluded.asked_by, language = excluded.language, without_witness = excluded.without_witness, note = excluded.note;

-- name: claims_all
select id, subject, subject_kind, axis, value, party, since, until,
	source, credibility, first_hand, learned, asked_by, language, without_witness, note
from claims where standing = 1 order by row_key nulls first limit 100000000;

-- name: claims_references
select record_id, subject, party, source
from claims where standing = 1 order by row_key nulls first limit 100000000;

-- name: claims_has
select 1 from claims where row_key = $1 and standing = 1;

-- name: custody_put
insert into custody (row_key, record_id, standing,
	id, person, people, kind, from_holder, to_holder, from_place, to_place,
	happened, consideration, source, credibility, first_hand, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, person = excluded.person, people = excluded.people, kind = excluded.kind, from_holder = excluded.from_holder, to_holder = excluded.to_holder, from_place = excluded.from_place, to_place = excluded.to_place,
	happened = excluded.happened, consideration = excluded.consideration, source = excluded.source, credibility = excluded.credibility, first_hand = excluded.first_hand, note = excluded.note;

-- name: custody_all
select id, person, people, kind, from_holder, to_holder, from_place, to_place,
	happened, consideration, source, credibility, first_hand, note
from custody where standing = 1 order by row_key nulls first limit 100000000;

-- name: custody_references
select record_id, person, from_holder, to_holder, from_place, to_place, source
from custody where standing = 1 order by row_key nulls first limit 100000000;

-- name: custody_has
select 1 from custody where row_key = $1 and standing = 1;

-- name: evidence_put
insert into evidence (row_key, record_id, standing,
	id, kind, title, happened, received, source, file, sha256,
	custodian, published, identifiable, graphic, persons, places, holder, credibility,
	note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, kind = excluded.kind, title = excluded.title, happened = excluded.happened, received = excluded.received, source = excluded.source, file = excluded.file, sha256 = excluded.sha256,
	custodian = excluded.custodian, published = excluded.published, identifiable = excluded.identifiable, graphic = excluded.graphic, persons = excluded.persons, places = excluded.places, holder = excluded.holder, credibility = excluded.credibility,
	note = excluded.note;

-- name: evidence_all
select id, kind, title, happened, received, source, file, sha256,
	custodian, published, identifiable, graphic, persons, places, holder, credibility,
	note
from evidence where standing = 1 order by row_key nulls first limit 100000000;

-- name: evidence_references
select record_id, source, persons, places, holder
from evidence where standing = 1 order by row_key nulls first limit 100000000;

-- name: evidence_has
select 1 from evidence where row_key = $1 and standing = 1;

-- name: notices_put
insert into notices (row_key, record_id, standing,
	id, kind, direction, person, place, party, sent, acknowledged,
	answered, text, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, kind = excluded.kind, direction = excluded.direction, person = excluded.person, place = excluded.place, party = excluded.party, sent = excluded.sent, acknowledged = excluded.acknowledged,
	answered = excluded.answered, text = excluded.text, note = excluded.note;

-- name: notices_all
select id, kind, direction, person, place, party, sent, acknowledged,
	answered, text, note
from notices where standing = 1 order by row_key nulls first limit 100000000;

-- name: notices_references
select record_id, person, place, party
from notices where standing = 1 order by row_key nulls first limit 100000000;

-- name: notices_has
select 1 from notices where row_key = $1 and standing = 1;

-- name: consents_put
insert into consents (row_key, record_id, standing,
	id, person, use, given, said, how, party, until,
	language, by, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, person = excluded.person, use = excluded.use, given = excluded.given, said = excluded.said, how = excluded.how, party = excluded.party, until = excluded.until,
	language = excluded.language, by = excluded.by, note = excluded.note;

-- name: consents_all
select id, person, use, given, said, how, party, until,
	language, by, note
from consents where standing = 1 order by row_key nulls first limit 100000000;

-- name: consents_references
select record_id, person, party
from consents where standing = 1 order by row_key nulls first limit 100000000;

-- name: consents_has
select 1 from consents where row_key = $1 and standing = 1;

-- name: statements_put
insert into statements (row_key, record_id, standing,
	id, speaker, party, happened, channel, kind, words, language,
	translation, counts, side, category, region, bound, quantity, threatens,
	article, holder, places, objects, touches, evidence_for, evidence_against, reply,
	source, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, speaker = excluded.speaker, party = excluded.party, happened = excluded.happened, channel = excluded.channel, kind = excluded.kind, words = excluded.words, language = excluded.language,
	translation = excluded.translation, counts = excluded.counts, side = excluded.side, category = excluded.category, region = excluded.region, bound = excluded.bound, quantity = excluded.quantity, threatens = excluded.threatens,
	article = excluded.article, holder = excluded.holder, places = excluded.places, objects = excluded.objects, touches = excluded.touches, evidence_for = excluded.evidence_for, evidence_against = excluded.evidence_against, reply = excluded.reply,
	source = excluded.source, note = excluded.note;

-- name: statements_all
select id, speaker, party, happened, channel, kind, words, language,
	translation, counts, side, category, region, bound, quantity, threatens,
	article, holder, places, objects, touches, evidence_for, evidence_against, reply,
	source, note
from statements where standing = 1 order by row_key nulls first limit 100000000;

-- name: statements_references
select record_id, party, category, holder, places, objects, touches, evidence_for, evidence_against, source
from statements where standing = 1 order by row_key nulls first limit 100000000;

-- name: statements_has
select 1 from statements where row_key = $1 and standing = 1;

-- name: aggregates_put
insert into aggregates (row_key, record_id, standing,
	id, speaker, party, side, region, place, holder, category,
	register, bound, quantity, as_of, relayed_from, source, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, speaker = excluded.speaker, party = excluded.party, side = excluded.side, region = excluded.region, place = excluded.place, holder = excluded.holder, category = excluded.category,
	register = excluded.register, bound = excluded.bound, quantity = excluded.quantity, as_of = excluded.as_of, relayed_from = excluded.relayed_from, source = excluded.source, note = excluded.note;

-- name: aggregates_all
select id, speaker, party, side, region, place, holder, category,
	register, bound, quantity, as_of, relayed_from, source, note
from aggregates where standing = 1 order by row_key nulls first limit 100000000;

-- name: aggregates_references
select record_id, party, place, holder, category, source
from aggregates where standing = 1 order by row_key nulls first limit 100000000;

-- name: aggregates_has
select 1 from aggregates where row_key = $1 and standing = 1;

-- name: interests_put
insert into interests (row_key, record_id, standing,
	party, side, category, word, strength, sd, delivery, reason,
	statement, how, source, since, until, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	party = excluded.party, side = excluded.side, category = excluded.category, word = excluded.word, strength = excluded.strength, sd = excluded.sd, delivery = excluded.delivery, reason = excluded.reason,
	statement = excluded.statement, how = excluded.how, source = excluded.source, since = excluded.since, until = excluded.until, note = excluded.note;

-- name: interests_all
select party, side, category, word, strength, sd, delivery, reason,
	statement, how, source, since, until, note
from interests where standing = 1 order by row_key nulls first limit 100000000;

-- name: interests_references
select record_id, party, category, statement, source
from interests where standing = 1 order by row_key nulls first limit 100000000;

-- name: interests_has
select 1 from interests where row_key = $1 and standing = 1;

-- name: rounds_put
insert into rounds (row_key, record_id, standing,
	id, happened, venue, venue_kind, guarantees, parties, mediator, participants,
	status, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, happened = excluded.happened, venue = excluded.venue, venue_kind = excluded.venue_kind, guarantees = excluded.guarantees, parties = excluded.parties, mediator = excluded.mediator, participants = excluded.participants,
	status = excluded.status, note = excluded.note;

-- name: rounds_all
select id, happened, venue, venue_kind, guarantees, parties, mediator, participants,
	status, note
from rounds where standing = 1 order by row_key nulls first limit 100000000;

-- name: rounds_references
select record_id, parties, mediator
from rounds where standing = 1 order by row_key nulls first limit 100000000;

-- name: rounds_has
select 1 from rounds where row_key = $1 and standing = 1;

-- name: minutes_put
insert into minutes (row_key, record_id, standing,
	id, round, party, speaker, kind, words, condition, due,
	kept, category, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, round = excluded.round, party = excluded.party, speaker = excluded.speaker, kind = excluded.kind, words = excluded.words, condition = excluded.condition, due = excluded.due,
	kept = excluded.kept, category = excluded.category, note = excluded.note;

-- name: minutes_all
select id, round, party, speaker, kind, words, condition, due,
	kept, category, note
from minutes where standing = 1 order by row_key nulls first limit 100000000;

-- name: minutes_references
select record_id, round, party, category
from minutes where standing = 1 order by row_key nulls first limit 100000000;

-- name: minutes_has
select 1 from minutes where row_key = $1 and standing = 1;

-- name: packages_put
insert into packages (row_key, record_id, standing,
	id, party, happened, given, returned, answer, reason, round,
	note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, party = excluded.party, happened = excluded.happened, given = excluded.given, returned = excluded.returned, answer = excluded.answer, reason = excluded.reason, round = excluded.round,
	note = excluded.note;

-- name: packages_all
select id, party, happened, given, returned, answer, reason, round,
	note
from packages where standing = 1 order by row_key nulls first limit 100000000;

-- name: packages_references
select record_id, party, round
from packages where standing = 1 order by row_key nulls first limit 100000000;

-- name: packages_has
select 1 from packages where row_key = $1 and standing = 1;

-- name: requests_put
insert into requests (row_key, record_id, standing,
	id, party, happened, person, people, category, answer, answered,
	reason, channel, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, party = excluded.party, happened = excluded.happened, person = excluded.person, people = excluded.people, category = excluded.category, answer = excluded.answer, answered = excluded.answered,
	reason = excluded.reason, channel = excluded.channel, note = excluded.note;

-- name: requests_all
select id, party, happened, person, people, category, answer, answered,
	reason, channel, note
from requests where standing = 1 order by row_key nulls first limit 100000000;

-- name: requests_references
select record_id, party, person, category
from requests where standing = 1 order by row_key nulls first limit 100000000;

-- name: requests_has
select 1 from requests where row_key = $1 and standing = 1;

-- name: lists_put
insert into lists (row_key, record_id, standing,
	id, direction, kind, party, happened, received, round, completeness,
	complete_at, source, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, direction = excluded.direction, kind = excluded.kind, party = excluded.party, happened = excluded.happened, received = excluded.received, round = excluded.round, completeness = excluded.completeness,
	complete_at = excluded.complete_at, source = excluded.source, note = excluded.note;

-- name: lists_all
select id, direction, kind, party, happened, received, round, completeness,
	complete_at, source, note
from lists where standing = 1 order by row_key nulls first limit 100000000;

-- name: lists_references
select record_id, party, round, complete_at, source
from lists where standing = 1 order by row_key nulls first limit 100000000;

-- name: lists_has
select 1 from lists where row_key = $1 and standing = 1;

-- name: entries_put
insert into entries (row_key, record_id, standing,
	id, list, row, person, name, born, sex, rank,
	unit, place, status, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, list = excluded.list, row = excluded.row, person = excluded.person, name = excluded.name, born = excluded.born, sex = excluded.sex, rank = excluded.rank,
	unit = excluded.unit, place = excluded.place, status = excluded.status, note = excluded.note;

-- name: entries_all
select id, list, row, person, name, born, sex, rank,
	unit, place, status, note
from entries where standing = 1 order by row_key nulls first limit 100000000;

-- name: entries_references
select record_id, list, person, place
from entries where standing = 1 order by row_key nulls first limit 100000000;

-- name: entries_has
select 1 from entries where row_key = $1 and standing = 1;

-- name: answers_put
insert into answers (row_key, record_id, standing,
	id, round, list, person, party, answer, direction, condition,
	happened, reason, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, round = excluded.round, list = excluded.list, person = excluded.person, party = excluded.party, answer = excluded.answer, direction = excluded.direction, condition = excluded.condition,
	happened = excluded.happened, reason = excluded.reason, note = excluded.note;

-- name: answers_all
select id, round, list, person, party, answer, direction, condition,
	happened, reason, note
from answers where standing = 1 order by row_key nulls first limit 100000000;

-- name: answers_references
select record_id, round, list, person, party
from answers where standing = 1 order by row_key nulls first limit 100000000;

-- name: answers_has
select 1 from answers where row_key = $1 and standing = 1;

-- name: deliveries_put
insert into deliveries (row_key, record_id, standing,
	id, round, direction, person, name, born, outcome, instead_of,
	happened, tranche, verified, cause, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	id = excluded.id, round = excluded.round, direction = excluded.direction, person = excluded.person, name = excluded.name, born = excluded.born, outcome = excluded.outcome, instead_of = excluded.instead_of,
	happened = excluded.happened, tranche = excluded.tranche, verified = excluded.verified, cause = excluded.cause, note = excluded.note;

-- name: deliveries_all
select id, round, direction, person, name, born, outcome, instead_of,
	happened, tranche, verified, cause, note
from deliveries where standing = 1 order by row_key nulls first limit 100000000;

-- name: deliveries_references
select record_id, round, person, instead_of
from deliveries where standing = 1 order by row_key nulls first limit 100000000;

-- name: deliveries_has
select 1 from deliveries where row_key = $1 and standing = 1;

-- name: judgements_put
insert into judgements (row_key, record_id, standing,
	a, a_kind, b, b_kind, verdict, score, by, second,
	at, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (row_key) do update set record_id = excluded.record_id, standing = excluded.standing,
	a = excluded.a, a_kind = excluded.a_kind, b = excluded.b, b_kind = excluded.b_kind, verdict = excluded.verdict, score = excluded.score, by = excluded.by, second = excluded.second,
	at = excluded.at, reason = excluded.reason;

-- name: judgements_all
select a, a_kind, b, b_kind, verdict, score, by, second,
	at, reason
from judgements where standing = 1 order by row_key nulls first limit 100000000;

-- name: judgements_references
select record_id, a, b
from judgements where standing = 1 order by row_key nulls first limit 100000000;

-- name: judgements_has
select 1 from judgements where row_key = $1 and standing = 1;
