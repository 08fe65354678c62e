-- What rounds of negotiation keep beside the imported kinds.

-- A list that was sent: frozen and hashed.  The hash is over its lines "row TAB person TAB name TAB born LF".
create table list_seal (
	list_id text primary key,
	round_id text not null,
	party text not null,
	list_kind text not null,
	names bigint not null,
	content_sha256 text not null,
	asked_by text not null,
	second_by text not null,
	sealed_at bigint not null,
	check (asked_by <> second_by)
);

-- Which crossing an agreed person is part of.
create table tranche_member (
	round_id text not null,
	person text not null,
	direction text not null check (direction in ('returned', 'given')),
	tranche bigint not null check (tranche >= 1),
	primary key (round_id, person, direction)
);

-- What each side said in public of a round: claims, side by side, never merged with the count by name.
create table round_count (
	id text primary key,
	round_id text not null,
	party text not null,
	speaker text,
	returned bigint,
	given bigint,
	said_date text,
	source_id text,
	note text
);
create index round_count_round on round_count (round_id);

-- Mediator: what a side released of its list to the other, one row a field ("existence" alone: that there is a match).
create table list_release (
	list_id text not null,
	field text not null check (field in ('existence', 'name', 'born', 'place', 'status')),
	by_party text not null,
	noted_by text not null,
	released_at bigint not null,
	withdrawn bigint not null check (withdrawn in (0, 1)),
	primary key (list_id, field)
);
