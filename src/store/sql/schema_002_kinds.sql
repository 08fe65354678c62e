-- One table a kind of import (src/io/kinds_*.c): the rows in force, as understood.  A row is
-- the projection of the standing record of its key; standing = 0: its batch was undone.
-- Columns carry the names of the file's columns.  Dates are EDTF text; yes and no are 1 and 0;
-- lists are separated by ";".

create index record_superseded on record (superseded_by);
create index judgement_batch on judgement (batch_id);
create index judgement_replaced on judgement (retracted_reason);

-- Settings of the bureau, such as the day of its data.
create table settings (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	key text not null,
	value text not null
);

-- The Powers and those between them.
create table parties (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	name text not null,
	name_uk text,
	kind text,
	side text not null,
	reservation double precision,
	softness double precision,
	note text
);

-- Where information comes from, and how far it is trusted.
create table sources (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	name text,
	kind text not null,
	grade text not null,
	alpha double precision,
	beta double precision,
	median_delay double precision,
	independence text,
	party text,
	confidential bigint,
	identity text,
	note text
);

-- Who holds people, if not the Power itself.
create table holders (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	name text not null,
	name_uk text,
	kind text not null,
	party text,
	acquires bigint,
	reservation double precision,
	softness double precision,
	region text,
	contact text,
	source text,
	credibility bigint,
	note text
);

-- Words for groups of people that a party asks for or ignores, with labels.
create table categories (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	name text not null,
	name_uk text,
	axis text,
	sensitive bigint,
	note text
);

-- How people were lost, and what became of those lost so.
create table circumstances (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	name text not null,
	name_uk text,
	captive double precision not null,
	dead double precision not null,
	free double precision not null,
	note text
);

-- Regions in which people may be held.
create table regions (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	name text not null,
	name_uk text,
	party text,
	weight double precision,
	unlisted_share double precision,
	unlisted_area_km2 double precision,
	occupied bigint,
	lat double precision,
	lon double precision,
	note text
);

-- Places where people are held, official or not.
create table places (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	name text not null,
	name_uk text,
	kind text not null,
	region text not null,
	party text,
	holder text,
	operator text,
	lat double precision,
	lon double precision,
	sigma_km double precision,
	area_km2 double precision,
	share double precision,
	notified text,
	marked bigint,
	parent_camp text,
	opened_as text,
	opened text,
	closed text,
	last_seen text,
	close_confinement bigint,
	women_quarters bigint,
	shelters bigint,
	infirmary bigint,
	officer bigint,
	text_posted bigint,
	representative text,
	front_km double precision,
	headcount bigint,
	floor_m2 double precision,
	source text,
	credibility bigint,
	first_hand bigint,
	note text
);

-- What a place may shield: oil works, depots, military objects.
create table objects (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	name text not null,
	name_uk text,
	kind text not null,
	region text not null,
	lat double precision,
	lon double precision,
	radius_km double precision,
	source text,
	credibility bigint,
	note text
);

-- Which place lies inside or beside which object, by whom it is said.
create table relations (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	place text not null,
	object text not null,
	relation text not null,
	km double precision,
	since text,
	until text,
	source text not null,
	credibility bigint,
	first_hand bigint,
	note text
);

-- Visits to places asked for, granted, held.
create table visits (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	place text not null,
	by text,
	requested text,
	granted bigint,
	held text,
	private bigint,
	source text,
	note text
);

-- Moves of everyone at a place at once.
create table transfers (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	happened text not null,
	from_place text not null,
	to_place text not null,
	share double precision,
	notified text,
	source text,
	note text
);

-- People lost or captured together.
create table groups (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	name text not null,
	name_uk text,
	side text,
	happened text,
	unit text,
	circumstances text,
	together double precision,
	source text,
	note text
);

-- The registry: one row a record of a person, on either side.
create table persons (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	name_hash bigint not null,        -- of the folded name; 0: no name
	id text not null,
	side text not null,
	family text,
	given text,
	patronymic text,
	born text,
	sex text,
	categories text,
	unit text,
	rank text,
	holder text,
	register text,
	missing_since text,
	wounded text,
	wills bigint,
	family_group text,
	aliases text,
	callsign text,
	service_number text,
	mother text,
	birthplace text,
	party text,
	circumstances text,
	capture_group text,
	captured text,
	place text,
	arrived text,
	card text,
	notice text,
	confirmed text,
	inspected text,
	last_letter text,
	legal text,
	court bigint,
	civilian bigint,
	interviewed text,
	returned text,
	disowned bigint,
	source text,
	note text
);
create index persons_name on persons (name_hash);

-- What a source said about a person at a time.
create table reports (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	person text,
	name text,
	born text,
	source text not null,
	happened text,
	received text,
	status text,
	place text,
	region text,
	first_hand bigint,
	credibility bigint,
	copies text,
	copy double precision,
	kind text,
	side text,
	rank text,
	unit text,
	callsign text,
	searched text,
	detection double precision,
	capture_group text,
	background double precision,
	text text,
	note text
);

-- Interviews with the returned; what they said of others comes as reports.
create table debriefs (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	person text,
	source text,
	happened text,
	by text,
	language text,
	consent bigint,
	places text,
	mentions bigint,
	text text,
	note text
);

-- Relatives who ask, and what they were told.
create table inquiries (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	person text,
	name text,
	born text,
	relative text,
	relation text,
	contact text,
	authorised bigint,
	opened text,
	last_contact text,
	told text,
	next text,
	due text,
	conflict bigint,
	phrase text,
	note text
);

-- What is claimed of a person, a place, a holder or a party, by whom, for which time.
create table claims (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	subject text not null,
	subject_kind text,
	axis text not null,
	value text not null,
	party text,
	since text,
	until text,
	source text,
	credibility bigint,
	first_hand bigint,
	learned text,
	asked_by text,
	language text,
	without_witness bigint,
	note text
);

-- Who passed whom to whom, when, for what.
create table custody (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	person text,
	people bigint,
	kind text not null,
	from_holder text,
	to_holder text,
	from_place text,
	to_place text,
	happened text,
	consideration text,
	source text,
	credibility bigint,
	first_hand bigint,
	note text
);

-- Items of evidence; the originals are kept unchanged.
create table evidence (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	kind text not null,
	title text not null,
	happened text,
	received text,
	source text,
	file text,
	sha256 text,
	custodian text,
	published text,
	identifiable bigint,
	graphic bigint,
	persons text,
	places text,
	holder text,
	credibility bigint,
	note text
);

-- Cards, notices and letters sent and received.
create table notices (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	kind text not null,
	direction text,
	person text,
	place text,
	party text,
	sent text,
	acknowledged text,
	answered text,
	text text,
	note text
);

-- To which use of his data a person said yes or no.
create table consents (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	person text not null,
	use text not null,
	given bigint not null,
	said text not null,
	how text not null,
	party text,
	until text,
	language text,
	by text,
	note text
);

-- What a side said in public, to be held against the evidence.
create table statements (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	speaker text not null,
	party text,
	happened text,
	channel text,
	kind text not null,
	words text not null,
	language text,
	translation text,
	counts text,
	side text,
	category text,
	region text,
	bound text,
	quantity double precision,
	threatens bigint,
	article text,
	holder text,
	places text,
	objects text,
	touches text,
	evidence_for text,
	evidence_against text,
	reply text,
	source text,
	note text
);

-- Numbers that speakers gave; shown beside our estimate, never fed into it.
create table aggregates (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	speaker text not null,
	party text,
	side text,
	region text,
	place text,
	holder text,
	category text,
	register text,
	bound text not null,
	quantity double precision not null,
	as_of text,
	relayed_from text,
	source text,
	note text
);

-- What a party asks for, ignores or refuses, and the reason it gives.
create table interests (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	party text not null,
	side text,
	category text not null,
	word text not null,
	strength double precision,
	sd double precision,
	delivery double precision,
	reason text,
	statement text,
	how text,
	source text,
	since text,
	until text,
	note text
);

-- Negotiation rounds.
create table rounds (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	happened text not null,
	venue text not null,
	venue_kind text,
	guarantees text,
	parties text,
	mediator text,
	participants text,
	status text,
	note text
);

-- Who said, offered or promised what in a round, and whether it was kept.
create table minutes (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	round text not null,
	party text,
	speaker text,
	kind text not null,
	words text not null,
	condition text,
	due text,
	kept text,
	category text,
	note text
);

-- Packages offered, and the answers.
create table packages (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	party text not null,
	happened text not null,
	given text not null,
	returned text not null,
	answer text not null,
	reason text,
	round text,
	note text
);

-- Names asked for, day by day, and the answers.
create table requests (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	party text not null,
	happened text not null,
	person text,
	people bigint,
	category text,
	answer text,
	answered text,
	reason text,
	channel text,
	note text
);

-- Lists that came in or went out; their names are in entries.
create table lists (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	direction text not null,
	kind text,
	party text,
	happened text,
	received text,
	round text,
	completeness double precision,
	complete_at text,
	source text,
	note text
);

-- The names on lists.
create table entries (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	list text not null,
	row text,
	person text,
	name text,
	born text,
	sex text,
	rank text,
	unit text,
	place text,
	status text,
	note text
);

-- Answers about single names.
create table answers (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	round text,
	list text,
	person text not null,
	party text,
	answer text not null,
	direction text,
	condition text,
	happened text,
	reason text,
	note text
);

-- Who came to the line, who did not, who came instead.
create table deliveries (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	id text not null,
	round text not null,
	direction text,
	person text,
	name text,
	born text,
	outcome text not null,
	instead_of text,
	happened text,
	tranche bigint,
	verified text,
	cause text,
	note text
);

-- Reviewed judgements: which records speak of the same person.
create table judgements (
	row_key text primary key,
	record_id text not null references record (id),
	standing bigint not null check (standing in (0, 1)),
	a text not null,
	a_kind text,
	b text not null,
	b_kind text,
	verdict text not null,
	score double precision,
	by text,
	second text,
	at text,
	reason text not null
);
