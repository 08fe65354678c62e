-- Data rights: what went to a prosecutor or a service, what is sealed or held, what was answered to data subjects.

-- An extract on one person that two people released; it is made anew from what stands when it is printed, each time logged.
create table disclosure (
	number bigint primary key,
	person_id text not null references person (id),
	recipient text not null check (recipient in ('prosecutor', 'intelligence')),
	basis text not null check (basis in ('consent', 'order')),
	reference text not null,            -- of the form that he signed, or of the order
	purpose text not null,
	released_at bigint not null,
	asked_by text not null,
	released_by text not null,
	check (asked_by <> released_by)
);
create index disclosure_person on disclosure (person_id);

-- Nothing of what is held is sealed or deleted; one person places a hold, two lift it.
create table legal_hold (
	id text primary key,
	subject_kind text not null check (subject_kind in ('person', 'finding', 'evidence')),
	subject_id text not null,
	reason text not null,
	placed_by text not null,
	placed_at bigint not null,
	lifted_by text,
	lift_asked_by text,
	lifted_at bigint,
	lifted_reason text,
	check (lifted_by is null or lifted_by <> lift_asked_by)
);
create index legal_hold_subject on legal_hold (subject_kind, subject_id);

-- What its time had come for: sealed (shown to nobody, counted), or its contact data deleted.
create table retention_step (
	id text primary key,
	class text not null,                -- a block of data/keeping/retention.txt
	subject_kind text not null,         -- person, inquiry, debrief, evidence
	subject_id text not null,
	what text not null check (what in ('sealed', 'contact deleted')),
	since_date text not null,           -- from when its time ran
	done_at bigint not null,
	asked_by text not null,
	done_by text not null,
	opened_at bigint,                   -- unsealed again
	opened_by text,
	opened_asked_by text,
	opened_reason text,
	check (asked_by <> done_by),
	check (opened_by is null or opened_by <> opened_asked_by)
);
create index retention_step_subject on retention_step (subject_kind, subject_id);

-- Which rows a sealing took out of force, so that the same come back.
create table retention_row (
	step_id text not null references retention_step (id),
	table_name text not null,
	row_key text not null,
	primary key (step_id, table_name, row_key)
);
create index retention_row_key on retention_row (table_name, row_key);

-- Answers to people who asked what is held of them.
create table answer_pack (
	number bigint primary key,
	person_id text not null references person (id),
	verified text not null,             -- how it was made sure that it is he, or who speaks for him by right
	language text not null,
	content_sha256 text not null,
	given_by text not null,
	given_at bigint not null
);
create index answer_pack_person on answer_pack (person_id);
