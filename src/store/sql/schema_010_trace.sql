-- The last run of trace: what it was made of, and what came of it.  The same records, judgements, settings and program give the
-- same proposals, so they need not be compared again.  It derives from rows that are sealed, so it is neither sealed nor
-- history: without it everything is compared.
create table trace_run (
	number bigint primary key check (number = 1),
	input_sha256 text not null,
	persons bigint not null,
	reports bigint not null,
	entries bigint not null,
	inquiries bigint not null,
	proposals bigint not null,
	likely bigint not null,
	unmatched bigint not null,
	doubles bigint not null
);
