-- Rounds: what a job needs to write them, and who may be on a list.

-- name: round_one
select row_key, happened, venue, venue_kind, guarantees, parties, mediator, participants, status, note
from rounds where standing = 1 and row_key = $1;

-- name: round_minute_one
select row_key, round, party, speaker, kind, words, condition, due, kept, category, note
from minutes where standing = 1 and row_key = $1;

-- name: round_minute_count
select count(*) from minutes where round = $1;

-- name: round_rows_of
select count(*) from answers where round = $1;

-- The standing answer that a new one about the same person replaces: one promise a round, person and direction.
-- name: round_answer_before
select a.row_key, a.list from answers a
where a.standing = 1 and a.round = $1 and a.person = $2 and coalesce(a.direction, 'returned') = $3
	and (coalesce(a.party, '') = $4 or (a.answer = 'agreed' and $5 = 'agreed'))
order by case when a.answer = 'agreed' then 0 else 1 end nulls first, a.row_key nulls first limit 1;

-- name: round_category
select coalesce(axis, '') from categories where standing = 1 and row_key = $1;

-- name: round_delivery_count
select count(*) from deliveries where round = $1;

-- name: round_list_there
select count(*) from lists where standing = 1 and row_key = $1;

-- name: round_package_count
select count(*) from packages;

-- Who may be on a list: 5 wounded, 6 wills, 7 civilian, 8 court, 9 interviewed, 10 came home, 11 dead;
-- 12 asked in private (a claim).
-- name: round_person
select p.row_key, p.side, p.family, p.given, p.patronymic, p.wounded, p.wills, p.civilian, p.court, p.interviewed,
	(select count(*) from deliveries d where d.standing = 1 and d.person = p.row_key and d.outcome in ('delivered', 'substitute')),
	p.register,
	(select count(*) from claims c where c.standing = 1 and c.subject = p.row_key and c.axis = 'will' and c.without_witness = 1),
	p.born, r.person_id, p.returned, p.family_group, p.categories, p.holder
from persons p join person_record r on r.record_id = p.record_id where p.standing = 1 and p.row_key = $1;

-- name: round_list_seal_add
insert into list_seal (list_id, round_id, party, list_kind, names, content_sha256, asked_by, second_by, sealed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: round_close_proposals
update pending_act set state = 'withdrawn', decided_by = $2, decided_at = $3, decision_reason = 'the list was sent meanwhile'
where act = 'send list' and subject_kind = 'list' and subject_id = $1 and state = 'pending';

-- name: round_list_seal
select list_id, round_id, party, list_kind, names, content_sha256, asked_by, second_by from list_seal where list_id = $1;

-- name: round_list_seals
select list_id, party, list_kind, names, content_sha256, asked_by, second_by from list_seal where round_id = $1
order by list_id nulls first limit 10000;

-- name: round_list_sealed
select count(*) from list_seal where list_id = $1;

-- Lines of a list in the order of its rows; 5: what was sent, of whoever is sealed since and stands there without name.
-- name: round_list_entries
select n.row, n.person, n.name, n.born, n.row_key, case when n.row_key in (select k.row_key from retention_row k join retention_step t
	on t.id = k.step_id and t.opened_at is null where k.table_name = 'entries') then (select r.parsed_json from record r where r.id = n.record_id) end
from entries n where n.standing = 1 and n.list = $1
order by n.row_key nulls first limit 1000000;

-- name: round_lists_out
select row_key, party, kind from lists where standing = 1 and round = $1 and direction = 'out' order by row_key nulls first limit 10000;

-- name: round_tranche_put
insert into tranche_member (round_id, person, direction, tranche) values ($1, $2, $3, $4)
on conflict (round_id, person, direction) do update set tranche = excluded.tranche;

-- name: round_count_add
insert into round_count (id, round_id, party, speaker, returned, given, said_date, source_id, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (id) do update set speaker = excluded.speaker, returned = excluded.returned, given = excluded.given,
	said_date = excluded.said_date, note = excluded.note;

-- name: round_counts
select c.round_id, c.party, c.speaker, c.returned, c.given, c.said_date, c.source_id, c.note from round_count c
where $1 = '' or c.round_id = $1 order by c.round_id nulls first, c.party nulls first, c.id nulls first limit 100000;

-- Everyone agreed on in a round (a person once, however many rows say so), with the tranche and what is needed at the line.
-- name: round_manifest
select coalesce(a.direction, 'returned'), coalesce(t.tranche, 1), a.person, p.family, p.given, p.patronymic, p.born, p.rank, p.unit, p.holder,
	(select d.outcome from deliveries d where d.standing = 1 and d.round = a.round and d.person = a.person
		order by d.id nulls first limit 1)
from answers a left join persons p on p.row_key = a.person and p.standing = 1
	left join tranche_member t on t.round_id = a.round and t.person = a.person and t.direction = coalesce(a.direction, 'returned')
where a.standing = 1 and a.answer = 'agreed' and a.round = $1
	and not exists (select 1 from answers e where e.standing = 1 and e.answer = 'agreed' and e.round = a.round and e.person = a.person
		and coalesce(e.direction, 'returned') = coalesce(a.direction, 'returned') and e.id < a.id)
order by coalesce(a.direction, 'returned') nulls first, coalesce(t.tranche, 1) nulls first, p.family nulls first, p.given nulls first,
	a.person nulls first limit 1000000;

-- Running balance by round and party: people, not rows; who stayed by his own will is absent like every other.
-- name: round_balance
select r.row_key, r.happened, r.parties, coalesce(a.direction, 'returned'), a.party, count(*),
	sum(case when exists (select 1 from deliveries d where d.standing = 1 and d.round = a.round and d.person = a.person
		and d.outcome = 'delivered') then 1 else 0 end),
	sum(case when exists (select 1 from deliveries d where d.standing = 1 and d.round = a.round and d.person = a.person
		and d.outcome in ('absent', 'other_identity', 'withdrew')) then 1 else 0 end),
	sum(case when exists (select 1 from deliveries d where d.standing = 1 and d.round = a.round and d.person = a.person
		and d.outcome = 'dead') then 1 else 0 end),
	sum(case when exists (select 1 from deliveries d where d.standing = 1 and d.round = a.round and d.instead_of = a.person
		and d.outcome = 'substitute') then 1 else 0 end)
from rounds r join answers a on a.standing = 1 and a.round = r.row_key and a.answer = 'agreed'
where r.standing = 1
	and not exists (select 1 from answers e where e.standing = 1 and e.answer = 'agreed' and e.round = a.round and e.person = a.person
		and coalesce(e.direction, 'returned') = coalesce(a.direction, 'returned') and e.id < a.id)
group by r.row_key, r.happened, r.parties, coalesce(a.direction, 'returned'), a.party
order by r.happened nulls first, r.row_key nulls first, coalesce(a.direction, 'returned') nulls first, a.party nulls first limit 100000;

-- name: round_promises
select coalesce(m.kept, 'open'), m.party, count(*) from minutes m
where m.standing = 1 and m.kind = 'promised' group by coalesce(m.kept, 'open'), m.party
order by m.party nulls first, coalesce(m.kept, 'open') nulls first limit 10000;

-- name: release_put
insert into list_release (list_id, field, by_party, noted_by, released_at, withdrawn) values ($1, $2, $3, $4, $5, $6)
on conflict (list_id, field) do update set withdrawn = excluded.withdrawn, noted_by = excluded.noted_by;

-- name: release_of
select field from list_release where list_id = $1 and withdrawn = 0 order by field nulls first limit 100;

-- name: release_list
select row_key, party, direction, kind from lists where standing = 1 and row_key = $1;

-- name: release_entries
select n.row, n.name, n.born, n.place, n.status, n.row_key, coalesce(n.person, ''), coalesce(r.person_id, '')
from entries n left join person_record r on r.record_id = n.record_id where n.standing = 1 and n.list = $1
order by n.row_key nulls first limit 200000;

-- Rows of a list, whom each was matched to and what is known of him.  $2: the round whose answers count.
-- name: round_names
select n.row_key, n.row, n.name, n.born, n.status, n.person, q.person_id, p.id, p.side, p.register, p.civilian,
	coalesce(p.returned, (select coalesce(d.happened, '') from deliveries d where d.standing = 1 and d.person = p.row_key
		and d.outcome in ('delivered', 'substitute') order by d.happened nulls first limit 1)),
	(select a.answer from answers a where a.standing = 1 and a.round = $2 and a.person = p.row_key
		and (a.list is null or a.list = n.list) order by a.row_key desc nulls last limit 1),
	coalesce((select j.score from judgement j where j.left_record = n.record_id and j.verdict = 'same' and j.retracted_at is null
			order by j.judged_at desc nulls last, j.id nulls first limit 1),
		(select j.score from judgement j where j.right_record = n.record_id and j.verdict = 'same' and j.retracted_at is null
			order by j.judged_at desc nulls last, j.id nulls first limit 1)),
	p.row_key, p.family, p.given
from entries n left join person_record q on q.record_id = n.record_id
	left join persons p on p.standing = 1 and p.row_key = coalesce(n.person, (select x.row_key from persons x
		join person_record y on y.record_id = x.record_id where x.standing = 1 and y.person_id = q.person_id
		order by x.row_key nulls first limit 1))
where n.standing = 1 and n.list = $1 order by n.row_key nulls first limit 100000;

-- Who is proposed for rows of a list that nobody judged yet, the likeliest last.
-- name: round_names_proposed
select n.row_key, coalesce(o.probability, 0), p.row_key, p.side, p.family, p.given
from entries n join proposal o on o.left_record = n.record_id and o.state = 'open'
	join persons p on p.record_id = o.right_record and p.standing = 1
where n.standing = 1 and n.list = $1
union all
select n.row_key, coalesce(o.probability, 0), p.row_key, p.side, p.family, p.given
from proposal o join entries n on n.record_id = o.right_record and n.standing = 1 and n.list = $1
	join persons p on p.record_id = o.left_record and p.standing = 1
where o.state = 'open'
order by 1 nulls first, 2 nulls first, 3 nulls first limit 1000000;

-- name: round_list_one
select row_key, direction, kind, party, coalesce(received, happened), round from lists where standing = 1 and row_key = $1;
