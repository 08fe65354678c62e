-- What every bureau holds: settings, users, the ledger, records and the judgements that join
-- them, persons, claims, evidence, findings.  The rules of this text are in store.h.
-- The tables of import kinds (parties, places, sources, ...) are in schema_002: the rows in force of what was
-- imported.  A column that names one of them (source_id, place_id, object_id) declares no foreign key, because an
-- import may be undone while what was said by it stays on record.

-- Which schema files made this database; sha256 of each file's text.
create table schema_version (
	version bigint primary key,
	name text not null,
	sha256 text not null
);

-- ---- the ledger (written by store/ledger.c alone) ---------------------------------

create table ledger_entry (
	sequence bigint primary key check (sequence >= 1),
	at bigint not null,                 -- microseconds UTC, of the clock; never runs backwards
	actor text not null,
	role text,
	act text not null,
	subject_kind text not null,
	subject_id text not null,
	before_json text,
	after_json text,
	row_count bigint not null,          -- rows sealed by this entry
	row_root bytea,                     -- RFC 6962 tree head over their seals; null when there are none
	previous bytea not null,            -- hash of the entry before; 32 zero bytes for the first
	hash bytea not null                 -- SHA-256(0x00, canonical JSON of all the above)
);
create index ledger_entry_subject on ledger_entry (subject_kind, subject_id);

-- The seal of every row as an entry left it: how verify finds a row that was altered, added or removed.
-- No foreign key: the entry is written after its seals, and verify is stricter than a key.
create table ledger_row (
	sequence bigint not null,
	number bigint not null,             -- 0.. within the entry
	table_name text not null,
	row_key text not null,              -- the primary key; several columns joined by U+001F
	row_sha256 bytea not null,
	primary key (sequence, number)
);

-- One row: how long the ledger must be.
create table ledger_head (
	id bigint primary key check (id = 1),
	entries bigint not null,
	hash bytea not null
);

-- ---- settings, users -----------------------------------------------------------------

create table setting (
	name text primary key,
	value text not null
);

create table user_account (
	id text primary key,                -- the sign-in name
	display_name text not null,
	office text,
	token_hash text,                    -- Argon2id of the token; null: cannot sign in (training)
	totp_sealed text,                   -- second factor, sealed; null: none
	training bigint not null check (training in (0, 1)),
	disabled bigint not null check (disabled in (0, 1)),
	added_by text
);

create table role (
	id text primary key,                -- the names of the program's table of rights
	description text not null
);

create table user_role (
	user_id text not null references user_account (id),
	role_id text not null references role (id),
	active bigint not null check (active in (0, 1)),
	primary key (user_id, role_id)
);

-- A right beyond the role, or for one compartment or one case.
create table user_grant (
	id text primary key,
	user_id text not null references user_account (id),
	right_name text not null,
	compartment text,
	subject_kind text,
	subject_id text,
	reason text not null,
	granted_by text not null,
	until_date text,
	revoked_at bigint
);
create index user_grant_user on user_grant (user_id);

-- Not sealed: sessions and failed sign-ins come and go.
create table session (
	id text primary key,                -- hash of the secret, never the secret
	user_id text not null references user_account (id),
	csrf text not null,
	opened_at bigint not null,          -- of the clock
	seen_at bigint not null,            -- of the clock
	closes_at bigint not null           -- of the clock
);
create table sign_in (
	user_id text primary key,
	failures bigint not null,
	last_at bigint not null             -- of the clock
);

-- Every view of a person.  The moment is that of the ledger entry.
create table access_log (
	entry bigint not null,              -- sequence of the ledger entry that seals this row
	number bigint not null,
	user_id text not null,
	role text,
	door text not null,                 -- the command or page
	subject_kind text not null,
	subject_id text not null,
	purpose text,
	primary key (entry, number)
);
create index access_log_subject on access_log (subject_kind, subject_id);

-- Acts that wait for a second person.
create table pending_act (
	id text primary key,
	act text not null,
	right_name text not null,
	subject_kind text not null,
	subject_id text not null,
	payload_json text not null,
	reason text not null,
	asked_by text not null,
	asked_role text,
	asked_at bigint not null,
	state text not null check (state in ('pending', 'confirmed', 'refused', 'withdrawn')),
	decided_by text,
	decided_role text,
	decided_at bigint,
	decision_reason text,
	check (decided_by is null or decided_by <> asked_by or state = 'withdrawn')
);
create index pending_act_state on pending_act (state);

-- ---- what arrives ------------------------------------------------------------------------

create table batch (
	id text primary key,
	kind text not null,                 -- the KIND of import KIND
	source_id text,
	file_name text,
	file_sha256 text not null,
	received_at bigint not null,
	encoding text,
	mapping_json text,
	count_new bigint not null,
	count_same bigint not null,
	count_changed bigint not null,
	count_duplicate bigint not null,    -- possible duplicates, pointed out
	count_refused bigint not null,
	imported_by text not null,
	undone_at bigint,
	undone_by text,
	undone_reason text
);
create index batch_file on batch (file_sha256, kind);

create table record (
	id text primary key,                -- of the batch file's hash and the row
	batch_id text not null references batch (id),
	row_number bigint not null,         -- 1 = first row after the header
	kind text not null,
	row_key text not null,              -- the id that the sender gave; else the record's own id
	raw_json text not null,             -- the row as received, by column name
	parsed_json text not null,          -- canonical JSON of the fields as understood
	fingerprint text not null,          -- 64 hexadecimal digits over kind and parsed_json
	superseded_by text references record (id),
	undone bigint not null check (undone in (0, 1))
);
create index record_batch on record (batch_id, row_number);
create index record_key on record (kind, row_key);

-- ---- who is who ------------------------------------------------------------------------------

create table judgement (
	id text primary key,
	left_record text not null references record (id),
	right_record text not null references record (id),
	verdict text not null check (verdict in ('same', 'different', 'unsure')),
	score double precision,             -- at that time
	explanation_json text,
	reason text not null,
	judged_by text not null,
	role text,
	second_by text,
	judged_at bigint not null,
	batch_id text references batch (id),
	retracted_at bigint,
	retracted_by text,
	retracted_reason text,
	check (left_record < right_record)
);
create index judgement_left on judgement (left_record);
create index judgement_right on judgement (right_record);

create table person (
	id text primary key,                -- of its first record; stays when records join or leave
	record_id text references record (id), -- whose fields are displayed
	side text check (side in ('ours', 'theirs')),
	display_name text,
	family text,
	given text,
	patronymic text,
	born_date text,
	sex text,
	category_note text,
	state text not null check (state in ('open', 'merged', 'closed')),
	updated_at bigint not null
);
create index person_side on person (side, state);

-- Old ids stay resolvable: after a merge the ids of all but one person, after a split the id that was in use.
create table person_alias (
	alias_id text not null,
	person_id text not null references person (id),
	since_at bigint not null,
	reason text not null,
	ended bigint not null check (ended in (0, 1)),
	primary key (alias_id, person_id)
);

-- A record belongs to one person: the connected component of standing "same" judgements.
create table person_record (
	record_id text primary key references record (id),
	person_id text not null references person (id),
	joined_by text                      -- the judgement, or null for the first record
);
create index person_record_person on person_record (person_id);

-- Links that trace proposes; belief uses none before a judgement accepted it.
create table proposal (
	id text primary key,
	left_record text not null references record (id),
	right_record text not null references record (id),
	score double precision not null,
	probability double precision,
	reasons_json text not null,
	state text not null check (state in ('open', 'accepted', 'rejected', 'unsure', 'stale')),
	judgement_id text references judgement (id),
	proposed_at bigint not null,
	check (left_record < right_record)
);
create unique index proposal_pair on proposal (left_record, right_record);
create index proposal_state on proposal (state, score);

-- ---- claims --------------------------------------------------------------------------------------

-- One thing said about one subject on one axis.  Axes of a person: register, captivity, fate, exchange,
-- legal, health, category, nationality, allegiance, holder, place, will and what later issues add.
create table claim (
	id text primary key,
	subject_kind text not null,         -- person, place, object, party, record
	subject_id text not null,
	axis text not null,
	value text,                         -- null: claimed to be unknown
	by_party text,                      -- who claims it, where claims differ by party
	valid_from_date text,
	valid_to_date text,
	source_id text,
	credibility bigint check (credibility between 1 and 6),
	first_hand bigint check (first_hand in (0, 1)),
	learned_at bigint not null,
	compartment text,                   -- null: open to every role that may see the subject
	record_id text references record (id),
	retracted_at bigint,
	retracted_by text,
	retracted_reason text
);
create index claim_subject on claim (subject_kind, subject_id, axis);
create index claim_axis on claim (axis, value);
create index claim_record on claim (record_id);

-- Individual, three-valued (null = unknown); asked in private.
create table will_interview (
	id text primary key,
	person_id text not null references person (id),
	will bigint check (will in (0, 1)),
	asked_by text not null,
	organisation text,
	asked_date text not null,
	language text,
	private bigint check (private in (0, 1)),
	fit_to_travel bigint check (fit_to_travel in (0, 1)),
	destination text,
	note text,
	learned_at bigint not null,
	record_id text references record (id),
	withdrawn_at bigint
);
create index will_interview_person on will_interview (person_id);

-- ---- evidence ---------------------------------------------------------------------------------------

create table evidence_item (
	id text primary key,                -- of the file's hash
	kind text not null,                 -- video, photo, audio, document, testimony, web page, other
	title text not null,
	file_sha256 text,                   -- null: known of, not held
	file_bytes bigint,
	file_name text,                     -- as received
	stored_as text,                     -- relative path in the bureau's folder of evidence; null: not held here
	captured_from text,                 -- address or person's function
	captured_date text,
	captured_with text,                 -- tool
	copy_of text references evidence_item (id), -- working copies point to the original
	source_id text,
	happened_date text,
	compartment text,
	personal bigint not null check (personal in (0, 1)), -- shows a captive: never in public text (art. 13)
	note text,
	learned_at bigint not null,
	record_id text references record (id)
);
create index evidence_item_file on evidence_item (file_sha256);

create table evidence_custody (
	item_id text not null references evidence_item (id),
	step bigint not null,               -- 1..
	from_whom text,
	to_whom text not null,
	happened_date text not null,
	reason text not null,
	seal text,
	file_sha256 text,                   -- as found at this step
	noted_by text not null,
	primary key (item_id, step)
);

create table evidence_link (
	item_id text not null references evidence_item (id),
	subject_kind text not null,         -- person, place, statement, finding, claim
	subject_id text not null,
	relation text not null check (relation in ('for', 'against', 'about')),
	note text,
	primary key (item_id, subject_kind, subject_id, relation)
);
create index evidence_link_subject on evidence_link (subject_kind, subject_id);

-- ---- what goes out -------------------------------------------------------------------------------------

create table do_not_transmit (
	id text primary key,
	subject_kind text not null,         -- person, source, claim
	subject_id text not null,
	to_party text not null,             -- '*' = anyone outside the bureau
	reason text not null,
	until_date text,
	noted_by text not null,
	noted_at bigint not null,
	lifted_at bigint,
	lifted_by text,
	lifted_reason text
);
create index do_not_transmit_subject on do_not_transmit (subject_kind, subject_id);

create table transmission (
	id text primary key,
	kind text not null,                 -- notice, letter, card, list, certificate
	subject_kind text not null,
	subject_id text not null,
	direction text not null check (direction in ('out', 'in')),
	party text not null,                -- to whom, from whom
	channel text,
	batch_id text references batch (id),
	content_sha256 text,
	sent_date text,
	acknowledged_date text,
	answered_date text,
	answer text,
	note text,
	record_id text references record (id)
);
create index transmission_subject on transmission (subject_kind, subject_id);

-- ---- remains ----------------------------------------------------------------------------------------------

create table remains (
	id text primary key,
	kind text not null check (kind in ('body', 'part')),
	label text,                         -- the name given by whoever handed over: a claim
	received_date text,
	received_from text,
	place_text text,
	batch_id text references batch (id),
	record_id text references record (id),
	note text
);
create table remains_person (
	remains_id text not null references remains (id),
	person_id text not null references person (id),
	state text not null check (state in ('claimed', 'proposed', 'identified', 'excluded')),
	basis text,
	identified_by text,
	second_by text,
	decided_at bigint,
	primary key (remains_id, person_id),
	check (state <> 'identified' or (identified_by is not null and second_by is not null and identified_by <> second_by))
);

-- ---- law ---------------------------------------------------------------------------------------------------

create table finding (
	id text primary key,                -- of rule and subject
	rule text not null,
	article text not null,
	subject_kind text not null,
	subject_id text not null,
	party text,                         -- who would answer for it
	severity text,
	state text not null check (state in ('observed', 'under review', 'notified', 'answered', 'closed')),
	rebut text,                         -- what would rebut it
	justification text,                 -- the holder's
	justification_by text,
	justification_date text,
	reply text,                         -- the legal reply
	opened_at bigint not null,
	deadline_date text,
	closed_at bigint,
	closed_reason text
);
create index finding_subject on finding (subject_kind, subject_id);
create index finding_rule on finding (rule, state);

create table finding_fact (
	finding_id text not null references finding (id),
	number bigint not null,
	fact text not null,
	value text,
	claim_id text,
	source_id text,
	primary key (finding_id, number)
);

create table finding_step (
	finding_id text not null references finding (id),
	number bigint not null,
	state text not null,
	step_date text not null,
	by_user text not null,
	letter_sha256 text,
	note text,
	primary key (finding_id, number)
);

-- Areas on the outward list; they stay at least the setting's days after the last evidence.
create table protected_area (
	id text primary key,
	area text not null,                 -- coarse name
	object_id text,
	place_id text,
	latitude double precision,
	longitude double precision,
	radius_km double precision,
	word text not null,                 -- evidence of presence / not recently observed
	first_evidence_date text,
	last_evidence_date text,
	listed_at bigint not null,
	exported_at bigint
);
