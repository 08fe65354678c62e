-- Rows that came to a sealed person after he was sealed: kept with the rest of him, in force for nobody, until a person decides.
create table retention_arrival (
	step_id text not null references retention_step (id),
	table_name text not null,
	row_key text not null,
	arrived_at bigint not null,
	primary key (step_id, table_name, row_key)
);
