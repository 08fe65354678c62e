-- Findings as a legal officer keeps them, their letters, and the outward list of protected areas.

-- What `finding` lacks: where exactly a finding stands, whom it touches, whether the rules raise it still.
create table finding_case (
	finding_id text primary key references finding (id),
	phase text not null check (phase in ('observed', 'threatened', 'under review', 'confirmed', 'rejected', 'drafted',
		'notified', 'answered', 'closed')),
	outcome text not null check (outcome in ('indication', 'flag')),
	own bigint not null check (own in (0, 1)),
	standing bigint not null check (standing in (0, 1)), -- 0: the facts do not raise it any more
	exported bigint not null check (exported in (0, 1)), -- 0: scope disputed, it never leaves the bureau
	alert bigint not null check (alert in (0, 1)),       -- 1: the legal officer has not taken it yet
	subjects bigint not null,
	affected_lower bigint,
	affected_upper bigint,
	facts_sha256 text not null,         -- of what raised it last
	decided_sha256 text,                -- of what it was when a person decided
	clock text,
	raised_at bigint not null
);
create index finding_case_phase on finding_case (phase);

create table finding_member (
	finding_id text not null references finding (id),
	subject_id text not null,
	standing bigint not null check (standing in (0, 1)),
	primary key (finding_id, subject_id)
);

-- A letter is kept as it was drafted: what the second person released is what went out.
create table finding_letter (
	id text primary key,
	finding_id text not null references finding (id),
	addressee text not null check (addressee in ('agency', 'protecting power', 'power', 'authority')),
	language text not null,
	content text not null,              -- a line a paragraph: "# heading", "- item", "! warning"
	content_sha256 text not null,
	state text not null check (state in ('draft', 'superseded', 'notified', 'answered')),
	drafted_by text not null,
	drafted_at bigint not null,
	released_by text,
	asked_by text,
	sent_date text,
	due_date text,
	answer_date text,
	answer text,
	check (released_by is null or released_by <> asked_by)
);
create index finding_letter_finding on finding_letter (finding_id);

-- A numbered whole list of protected areas and who got it; the same areas are the same number.
create table protect_list (
	number bigint not null,
	recipient text not null,
	list_date text not null,
	areas bigint not null,
	areas_sha256 text not null,         -- of the areas alone, whatever the format
	purpose text not null,
	asked_by text not null,
	released_by text not null,
	primary key (number, recipient),
	check (asked_by <> released_by)
);

-- An area once listed: how it was listed last.
create table protect_area (
	id text primary key,                -- of area and category
	area text not null,                 -- cells of the grid "south:west:north:east", or "region:ID"
	category text not null,
	band text not null,
	first_listed_date text not null,
	last_evidence_date text not null
);

-- Questions about a point or an area; the position is sealed to the protection key.
create table protect_question (
	id text primary key,
	user_id text not null,
	asked_date text not null,
	purpose text not null,
	position_sealed text
);
create index protect_question_user on protect_question (user_id, asked_date);
