-- What families were told, debriefs in the making, what is sealed in a compartment, and numbers of papers.

-- What was said to a relative and by whom, oldest first; the inquiry itself is an imported kind.
create table family_contact (
	id text primary key,
	inquiry text not null,
	kind text not null check (kind in ('told', 'asked', 'met', 'reply', 'closed', 'opened again')),
	happened text not null,
	words text not null,
	noted_by text not null,
	noted_at bigint not null
);
create index family_contact_inquiry on family_contact (inquiry);

-- What the one who was asked allows, one row a use; none: nothing was allowed yet.
create table debrief_consent (
	debrief text not null,
	use_name text not null,
	given bigint not null check (given in (0, 1)),
	noted_by text not null,
	noted_at bigint not null,
	primary key (debrief, use_name)
);

-- The gate before a debrief: may he be asked at all, was help offered first, who has asked him before.
create table debrief_gate (
	debrief text primary key,
	may_ask bigint not null check (may_ask in (0, 1)),
	referral text not null,
	asked_before text,
	noted_by text not null,
	noted_at bigint not null
);

-- Words that only those read who were named for the compartment.  No other statement may read this table.
create table sealed_note (
	id text primary key,
	subject_kind text not null,
	subject_id text not null,
	compartment text not null,
	words text not null,
	noted_by text not null,
	noted_at bigint not null
);
create index sealed_note_subject on sealed_note (subject_kind, subject_id);
