-- What was learned from the answers of a counterpart, kept so that the next question need not learn it again.  It derives
-- from rows that are sealed and is found by their hash alone, so it is neither sealed nor history: it may be thrown away.
create table learned_answer (
	input_sha256 text primary key,      -- of everything that it was learned from: answers, words, settings, seed
	party text not null,
	answer_json text not null
);
create index learned_answer_party on learned_answer (party);
