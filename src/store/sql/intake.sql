-- Batches, records and their projection; persons as components of records joined by judgements.

-- name: batch_add
insert into batch (id, kind, source_id, file_name, file_sha256, received_at, encoding, mapping_json, count_new, count_same,
	count_changed, count_duplicate, count_refused, imported_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: batch_one
select id, kind, source_id, file_name, file_sha256, received_at, count_new, count_same, count_changed, count_duplicate,
	count_refused, imported_by, undone_at
from batch where id = $1;

-- name: batch_list
select b.id, b.kind, b.source_id, b.file_name, b.file_sha256, b.received_at, b.count_new, b.count_same, b.count_changed,
	b.count_duplicate, b.count_refused, b.imported_by, b.undone_at
from batch b left join (select subject_id, min(sequence) as sequence from ledger_entry
	where subject_kind = 'batch' group by subject_id) e on e.subject_id = b.id
order by e.sequence nulls first, b.id nulls first limit 1000000;

-- A standing batch of the same bytes, read the same way, of which no row was refused.
-- name: batch_of_file
select id, count_new, count_same, count_changed, count_duplicate
from batch where file_sha256 = $1 and kind = $2 and mapping_json = $3 and undone_at is null and count_refused = 0
order by id nulls first limit 1;

-- name: batch_times
select count(*) from batch where file_sha256 = $1 and kind = $2;

-- name: batch_counts
update batch set count_new = $2, count_same = $3, count_changed = $4, count_duplicate = $5, count_refused = $6 where id = $1;

-- name: batch_undo
update batch set undone_at = $2, undone_by = $3, undone_reason = $4 where id = $1;

-- name: record_add
insert into record (id, batch_id, row_number, kind, row_key, raw_json, parsed_json, fingerprint, undone)
values ($1, $2, $3, $4, $5, $6, $7, $8, 0);

-- name: record_standing
select id, fingerprint, batch_id from record
where kind = $1 and row_key = $2 and undone = 0 and superseded_by is null order by id nulls first limit 1;

-- name: record_supersede
update record set superseded_by = $2 where id = $1;

-- name: record_undo
update record set undone = 1 where id = $1;

-- name: record_restore
update record set superseded_by = null where id = $1;

-- What the undoing of a batch meets: its records, and the version before each.
-- name: records_of_batch
select r.id, r.row_key, r.superseded_by, r.parsed_json, p.id, p.parsed_json, n.batch_id
from record r left join record p on p.superseded_by = r.id and p.kind = r.kind left join record n on n.id = r.superseded_by
where r.batch_id = $1 and r.undone = 0 order by r.row_number nulls first limit 100000000;

-- name: record_one
select id, batch_id, row_number, kind, row_key, parsed_json, superseded_by, undone from record where id = $1;

-- name: persons_names
select name_hash, side, born from persons where standing = 1 and name_hash <> 0 order by row_key nulls first limit 100000000;

-- name: persons_alike
select row_key, born from persons
where name_hash = $1 and standing = 1 and side = $2 and row_key <> $3 order by row_key nulls first limit 100;

-- ---- persons --------------------------------------------------------------------------

-- name: person_add
insert into person (id, record_id, side, display_name, family, given, patronymic, born_date, sex, state, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10)
on conflict (id) do update set record_id = excluded.record_id, side = excluded.side, display_name = excluded.display_name,
	family = excluded.family, given = excluded.given, patronymic = excluded.patronymic, born_date = excluded.born_date,
	sex = excluded.sex, state = 'open', updated_at = excluded.updated_at;

-- name: person_state
update person set state = $2, updated_at = $3 where id = $1;

-- name: person_of_record
select person_id from person_record where record_id = $1;

-- name: person_record_put
insert into person_record (record_id, person_id, joined_by) values ($1, $2, $3)
on conflict (record_id) do update set person_id = excluded.person_id, joined_by = excluded.joined_by;

-- name: person_records
select r.id, r.kind, r.row_key, r.undone, r.superseded_by
from person_record p join record r on r.id = p.record_id
where p.person_id = $1 order by r.id nulls first limit 1000000;

-- name: person_one
select id, record_id, state from person where id = $1;

-- name: person_alias_put
insert into person_alias (alias_id, person_id, since_at, reason, ended) values ($1, $2, $3, $4, $5)
on conflict (alias_id, person_id) do update set since_at = excluded.since_at, reason = excluded.reason, ended = excluded.ended;

-- name: person_aliases
select a.alias_id, p.record_id from person_alias a join person p on p.id = a.alias_id
where a.person_id = $1 and a.ended = 0 order by a.alias_id nulls first limit 1000000;

-- ---- judgements -------------------------------------------------------------------------

-- name: judgement_add
insert into judgement (id, left_record, right_record, verdict, score, explanation_json, reason, judged_by, role, second_by,
	judged_at, batch_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: judgement_retract
update judgement set retracted_at = $2, retracted_by = $3, retracted_reason = $4 where id = $1 and retracted_at is null;

-- name: judgement_one
select id, left_record, right_record, verdict, reason, judged_by, judged_at, batch_id, retracted_at from judgement where id = $1;

-- Standing judgements on two rows, whichever versions of them were judged.
-- name: judgements_on_pair
select j.id, j.verdict, j.batch_id
from record a join judgement j on j.left_record = a.id join record b on b.id = j.right_record
where a.kind = $1 and a.row_key = $2 and b.kind = $3 and b.row_key = $4 and j.retracted_at is null
order by j.id nulls first limit 1000;

-- name: judgements_of_batch
select j.id from judgement j where j.batch_id = $1 and j.retracted_at is null order by j.id nulls first limit 10000000;

-- Standing judgements that others made on the records of a batch.
-- name: judgements_upon_batch_left
select j.id, j.batch_id from record r join judgement j on j.left_record = r.id
where r.batch_id = $1 and j.retracted_at is null and (j.batch_id is null or j.batch_id <> $1)
order by j.id nulls first limit 10;

-- name: judgements_upon_batch_right
select j.id, j.batch_id from record r join judgement j on j.right_record = r.id
where r.batch_id = $1 and j.retracted_at is null and (j.batch_id is null or j.batch_id <> $1)
order by j.id nulls first limit 10;

-- Standing "same" judgements inside one person.
-- name: judgements_inside
select j.left_record, j.right_record, j.id
from person_record p join judgement j on j.left_record = p.record_id join person_record q on q.record_id = j.right_record
where p.person_id = $1 and q.person_id = $1 and j.retracted_at is null and j.verdict = 'same'
order by j.id nulls first limit 1000000;

-- Conflicts: two records judged different that stand in one person all the same.
-- name: judgement_conflicts
select j.id, p.person_id, j.left_record, j.right_record, j.reason
from judgement j join person_record p on p.record_id = j.left_record join person_record q on q.record_id = j.right_record
where j.retracted_at is null and j.verdict = 'different' and p.person_id = q.person_id
order by j.id nulls first limit 100000;

-- name: judgement_conflicts_of_person
select count(*)
from person_record p join judgement j on j.left_record = p.record_id join person_record q on q.record_id = j.right_record
where p.person_id = $1 and q.person_id = $1 and j.retracted_at is null and j.verdict = 'different';

-- Proposals on the same two records are answered by a judgement.
-- name: proposal_answer
update proposal set state = $3, judgement_id = $4 where left_record = $1 and right_record = $2;

-- name: judgements_replaced
select id, left_record, right_record, verdict from judgement
where retracted_reason = $1 and (batch_id is null or batch_id in (select id from batch where undone_at is null))
order by id nulls first limit 10000000;

-- name: judgement_restore
update judgement set retracted_at = null, retracted_by = null, retracted_reason = null
where retracted_reason = $1 and (batch_id is null or batch_id in (select id from batch where undone_at is null));

-- name: judgement_conflicts_count
select count(*)
from judgement j join person_record p on p.record_id = j.left_record join person_record q on q.record_id = j.right_record
where j.retracted_at is null and j.verdict = 'different' and p.person_id = q.person_id;

-- name: batch_count
select count(*) from batch;
