-- What the last comparison of everything has learnt, so that what comes later is compared without the register being read:
-- derived from rows that are sealed, neither sealed nor history; without it everything is compared.
create table trace_learnt (
	number bigint primary key check (number = 1),
	form text not null,                 -- program and settings; of another one nothing is used
	ledger bigint not null,             -- entries of the ledger that it and what was placed since have seen
	persons bigint not null,
	records bigint not null,            -- persons and what was held against them
	placed bigint not null              -- records that were compared by it since
);
-- Weights, frequencies and keys (src/trace/keep.c), and the ids of the persons by their numbers (section 1000).
create table trace_page (
	section bigint not null,
	number bigint not null,
	bytes bytea not null,
	primary key (section, number)
);
create index proposal_right on proposal (right_record);
