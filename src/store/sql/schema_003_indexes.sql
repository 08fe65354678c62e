-- How jobs find rows of import kinds: by the id that other files refer to.
create index persons_place on persons (place);
create index persons_record on persons (record_id);
create index reports_place on reports (place);
create index reports_record on reports (record_id);
create index visits_place on visits (place);
create index deliveries_person on deliveries (person);
create index deliveries_round on deliveries (round);
create index answers_round on answers (round);
create index entries_list on entries (list);
create index lists_round on lists (round);
