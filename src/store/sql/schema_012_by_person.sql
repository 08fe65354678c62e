-- What is asked of one person, by his row: without these each look at a person reads whole tables.
create index claims_subject on claims (subject);
create index custody_person on custody (person);
create index notices_person on notices (person);
create index consents_person on consents (person);
create index debriefs_person on debriefs (person);
create index inquiries_person on inquiries (person);
create index person_alias_person on person_alias (person_id);
create index remains_person_person on remains_person (person_id);
