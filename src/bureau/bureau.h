/* bureau.h - what an officer does, one section a job.
 *
 * The only module where files, the store and the engines meet.  cli and web call
 * these functions and format what they return; neither holds a rule of the domain.
 * Functions named bureau_X_json write the result in the form of the interface
 * (the --json of the command X), so that every door answers with the same bytes. */
#ifndef HW_BUREAU_H
#define HW_BUREAU_H

#include "base/base.h"

typedef struct bureau bureau;

/* ---- gate: who acts, what he may, what is written down ------------------------------------
 * Every command and page opens the bureau here as a named user and asks for a right before it does anything.
 * A bureau whose setting "training" is 1, or that has no users, is in training mode: nobody signs in, every
 * output says TRAINING.  Without a user name the training user "trainee" acts, who has every role;
 * with one, the rights are those of that user, so that the limits can be tried.
 * Elsewhere a user and his token are needed, else HW_NOT_PERMITTED; the words are the same for
 * a wrong name and a wrong token, and repeated failures make him wait. */
typedef struct bureau_door {
	const char *db;    /* path or url */
	const char *user;  /* NULL or "": none given */
	const char *token; /* NULL: none given */
	const char *as_of; /* a day (YYYY-MM-DD), or NULL: the setting "as_of", else today */
	const char *clock; /* fixed time of ledger entries (YYYY-MM-DD or with THH:MM:SSZ); NULL: the clock.  For
			      examples that must come out byte for byte; HW_USAGE outside training */
	const char *name;  /* the command or page, for the log of views */
	bool read_only;
	int cache_mib; /* pages of the file kept in memory; 0: as the store has it.  A server with many desks takes less */
	const hw_progress *progress; /* NULL allowed */
} bureau_door;
HW_MUST_CHECK hw_status bureau_enter(const bureau_door *door, bureau **result, hw_error *error);
/* The same with the usual door; the others are NULL. */
HW_MUST_CHECK hw_status bureau_open(const char *db, const char *user, const char *token, const char *as_of,
				    bureau **result, hw_error *error);
void bureau_close(bureau *b); /* NULL allowed; an act not committed is undone */

const char *bureau_user(const bureau *b);
bool bureau_is_training(const bureau *b);
int32_t bureau_as_of(const bureau *b); /* days since 1970-01-01 */
int64_t bureau_time(const bureau *b);  /* microseconds UTC at the beginning of that day: for all _at columns */
HW_MUST_CHECK hw_status bureau_ledger_head(bureau *b, char head[80], hw_error *error); /* "SEQUENCE HASH" */

/* Rights: the name, what it is for.  Which role has which: the table in rights.c, deny by default. */
#define BUREAU_RIGHT_LIST(X)                                                   \
	X(BRIEF, "read the briefing, counts and statements")                   \
	X(SEE_PERSONS, "see persons, records and claims")                      \
	X(SEE_WILL, "see who wishes to return")                                \
	X(SEE_HEALTH, "see health")                                            \
	X(SEE_ORIGIN, "see claims about origin")                               \
	X(SEE_PLACES, "see places of detention")                               \
	X(SEE_EXACT, "see exact positions")                                    \
	X(SEE_INTEREST, "see what counterparts ask for")                       \
	X(SEE_ROUNDS, "see rounds of negotiation")                             \
	X(SEE_CONFIDENTIAL, "see what the Agency said in confidence")          \
	X(IMPORT, "import files and undo imports")                             \
	X(JUDGE, "judge which records are the same person")                    \
	X(CONFIRM, "confirm captivity or death")                               \
	X(EVIDENCE, "add evidence and its custody")                            \
	X(INQUIRE, "keep inquiries and speak with families")                   \
	X(FAMILIES, "speak with relatives and read how they are reached")      \
	X(DEBRIEF, "keep debriefs and interviews")                             \
	X(PLAN, "plan packages")                                               \
	X(NEGOTIATE, "keep rounds, lists and answers")                         \
	X(CHECK, "check the law and keep findings")                            \
	X(PROTECT, "keep protected areas and ask about presence near a point") \
	X(CONSENT, "record to what a person agrees")                           \
	X(KEEP, "seal records, hold them, answer whom they speak of")          \
	X(DISCLOSE, "give data of one person to a prosecutor or a service")    \
	X(EXPORT, "export")                                                    \
	X(AUDIT, "read the ledger and the log of views, verify")               \
	X(SET, "change settings")                                              \
	X(USERS, "add and disable users")                                      \
	X(BACKUP, "make and restore backups")
typedef enum bureau_right {
#define X(name, words) BUREAU_MAY_##name,
	BUREAU_RIGHT_LIST(X)
#undef X
		BUREAU_RIGHT_COUNT
} bureau_right;
bool bureau_may(const bureau *b, bureau_right right);
/* HW_NOT_PERMITTED with who may instead. */
HW_MUST_CHECK hw_status bureau_require(const bureau *b, bureau_right right, hw_error *error);
/* One of two is enough. */
HW_MUST_CHECK hw_status bureau_require_either(const bureau *b, bureau_right right, bureau_right other, hw_error *error);

/* An act: begin, change rows, commit; or roll back.  Begin asks for the right and takes the writer's
 * lock; commit writes the ledger entry and makes all of it lasting.  A failed commit has rolled back. */
typedef struct bureau_act {
	const char *act; /* "import persons" */
	hw_text subject_kind, subject_id;
	hw_text before_json, after_json; /* canonical JSON or empty */
} bureau_act;
HW_MUST_CHECK hw_status bureau_begin(bureau *b, bureau_right right, hw_error *error);
HW_MUST_CHECK hw_status bureau_commit(bureau *b, const bureau_act *act, hw_error *error);
void bureau_rollback(bureau *b);
/* Writes that this user looks at a person (or an answer of the register), with a ledger entry of its own.  Call it
 * before anything is shown; when it fails nothing may be shown.  `purpose` may be empty. */
HW_MUST_CHECK hw_status bureau_log_view(bureau *b, const char *subject_kind, hw_text subject_id, hw_text purpose,
					hw_error *error);

/* SHA-256 of what the figures of this bureau rest on: batches that stand, judgements, claims, settings.  A view does not move
 * it; the same data in another file have the same one. */
HW_MUST_CHECK hw_status bureau_fingerprint(bureau *b, char hex[65], hw_error *error);

/* ---- second person: grave acts wait until another user confirms them ------------------------
 * `act` is a row of the table in pending.c.  The same user confirming his own act: HW_NOT_PERMITTED. */
HW_MUST_CHECK hw_status bureau_propose(bureau *b, const char *act, hw_text subject_kind, hw_text subject_id,
				       hw_text payload_json, hw_text reason, hw_text *id, hw_arena *arena,
				       hw_error *error);
/* Confirmed: the act is done in the same transaction.  `refuse` needs a reason. */
HW_MUST_CHECK hw_status bureau_confirm(bureau *b, hw_text id, bool refuse, hw_text reason, hw_error *error);
/* "captive" or "dead": becomes pending; when confirmed, a claim of the bureau on the person. */
typedef struct bureau_status_claim {
	hw_text person;     /* id, also a former one */
	const char *status; /* "captive", "dead" */
	hw_text date;       /* EDTF or empty */
	hw_text source;     /* id or empty */
	hw_text reason;     /* needed */
} bureau_status_claim;
HW_MUST_CHECK hw_status bureau_confirm_status(bureau *b, const bureau_status_claim *claim, hw_text *id, hw_arena *arena,
					      hw_error *error);
typedef struct bureau_pending {
	hw_text id, act, subject_kind, subject_id, reason, asked_by, state, decided_by;
	hw_text asked; /* day */
} bureau_pending;
typedef struct bureau_pendings {
	bureau_pending *items;
	size_t count;
} bureau_pendings;
/* Those of the state ("pending"), oldest first; "" = all.  Of them, what this user may decide or has asked for. */
HW_MUST_CHECK hw_status bureau_pending_list(bureau *b, hw_arena *arena, const char *state, bureau_pendings *result,
					    hw_error *error);
void bureau_pending_json(const bureau_pendings *list, hw_json_writer *w, const char *key);

/* ---- keeping: making, settings, users, status, verify, backup, restore ---------------------- */
/* Makes a bureau with one administrator (`user`; NULL = "admin") and his token, or with the training
 * users.  `token` is shown to him once and stored nowhere. */
enum { BUREAU_TOKEN_BYTES = 32 };
typedef struct bureau_made {
	char user[72], token[BUREAU_TOKEN_BYTES]; /* token "" in training */
	int64_t users;
} bureau_made;
HW_MUST_CHECK hw_status bureau_init(const bureau_door *door, bool training, bureau_made *made, hw_error *error);

/* Settings: the table in settings.c names them, with their defaults and ranges; others are HW_BAD_INPUT.  What an
 * imported settings file says stands until it is set here.  Empty `value` takes it back to the default. */
HW_MUST_CHECK hw_status bureau_setting(bureau *b, hw_arena *arena, const char *name, hw_text *value, hw_error *error);
/* A number; `otherwise` when it is neither set nor imported and the table has no default. */
HW_MUST_CHECK hw_status bureau_setting_number(bureau *b, const char *name, double otherwise, double *result,
					      hw_error *error);
HW_MUST_CHECK hw_status bureau_setting_set(bureau *b, const char *name, hw_text value, hw_error *error);
typedef struct bureau_setting_row {
	const char *name, *about;
	hw_text value;
	const char *from; /* "set", "imported", "default" */
} bureau_setting_row;
HW_MUST_CHECK hw_status bureau_settings_all(bureau *b, hw_arena *arena, bureau_setting_row **rows, size_t *count,
					    hw_error *error);

typedef struct bureau_user_row {
	hw_text id, name, office, roles; /* roles: "case officer; legal officer" */
	bool disabled, training, signs_in;
} bureau_user_row;
typedef struct bureau_users {
	bureau_user_row *items;
	size_t count;
} bureau_users;
/* Roles by name; an administrator has no other role.  `token` gets the new token ("" in training). */
HW_MUST_CHECK hw_status bureau_user_add(bureau *b, const char *id, const char *name, const char *const *roles,
					size_t role_count, char token[BUREAU_TOKEN_BYTES], hw_error *error);
/* A new token; the old one ends at once. */
HW_MUST_CHECK hw_status bureau_user_token(bureau *b, const char *id, char token[BUREAU_TOKEN_BYTES], hw_error *error);
/* The last administrator stays: HW_BAD_INPUT. */
HW_MUST_CHECK hw_status bureau_user_disable(bureau *b, const char *id, hw_error *error);
HW_MUST_CHECK hw_status bureau_user_list(bureau *b, hw_arena *arena, bureau_users *result, hw_error *error);
void bureau_users_json(const bureau_users *users, hw_json_writer *w, const char *key);
const char *const *bureau_role_names(size_t *count);

typedef struct bureau_state {
	const char *path;
	int64_t schema, users, batches, records, persons, judgements, claims, proposals_open, pending, evidence,
		entries;
	char head[65]; /* hash of the last ledger entry */
} bureau_state;
HW_MUST_CHECK hw_status bureau_status(bureau *b, bureau_state *state, hw_error *error);
/* The members, into an object that is open; bureau_verdict_json too. */
void bureau_status_json(const bureau *b, const bureau_state *state, hw_json_writer *w);

/* Verify: the ledger, every sealed row, the database's own checks, every stored file's hash. */
typedef struct bureau_verdict {
	bool good;
	int64_t entries, rows, tables, files;
	int64_t first_bad; /* ledger entry; 0 = none or not of an entry */
	int64_t faults;
	char wrong[384]; /* the first fault; "" when good */
	int64_t missing; /* files of imported evidence that do not stand beside the bureau: said, no fault */
	char first_missing[384];
	char head[65], root[65];
} bureau_verdict;
/* A bad bureau is an answer, not an error. */
HW_MUST_CHECK hw_status bureau_verify(bureau *b, const hw_progress *progress, bureau_verdict *verdict, hw_error *error);
void bureau_verdict_json(const bureau_verdict *verdict, hw_json_writer *w);

/* A consistent copy of the live bureau; `sha256` gets the copy's. */
HW_MUST_CHECK hw_status bureau_backup(bureau *b, const char *path, const hw_progress *progress, char sha256[65],
				      hw_error *error);
/* Puts a backup in the place of door->db.  A bureau that stands there and opens must let the user in with the
 * right; what stood there is kept as PATH.before-restore-N.  HW_NO when the backup does not verify. */
HW_MUST_CHECK hw_status bureau_restore(const bureau_door *door, const char *backup, bureau_verdict *verdict,
				       hw_error *error);
/* ---- results of the jobs --------------------------------------------------------
 * All results live in the arena that the caller passes; texts are UTF-8.  Counts are of
 * persons unless said otherwise.  `sources` counts distinct sources behind a figure. */

/* people: counts by category; a person has a set of categories, so counts overlap. */
typedef struct bureau_category {
	hw_text category, label; /* id, and words in the language of the bureau */
	int64_t count;
	int64_t disowned; /* of them: the Power they served does not consider them its own */
	int64_t sources;
} bureau_category;
typedef struct bureau_categories {
	bureau_category *items;
	size_t count;
	int64_t persons; /* distinct */
} bureau_categories;

/* interest of a counterpart, in words; never a number. */
typedef struct bureau_interest {
	hw_text party, category, label;
	hw_text word;   /* "asks for", "no interest shown", "refuses to give" */
	hw_text reason; /* as stated, or "unknown" */
	hw_text source; /* statement, answer or source id */
	hw_text from, to;
} bureau_interest;
typedef struct bureau_interests {
	bureau_interest *items;
	size_t count;
	int64_t sources; /* distinct statements, answers and sources behind them; "unknown" is none */
} bureau_interests;

/* locate: how many of ours are in a region, under several bases, beside the speakers' claims. */
typedef struct bureau_basis {
	const char *name; /* "independent", "sources", "groups", "sources and groups" */
	double mean, sd;
	int64_t lower95, upper95;
} bureau_basis;
typedef struct bureau_aggregate {
	hw_text id, speaker, relayed_from, as_of;
	hw_text bound; /* ">", "about", "=" , "<" */
	int64_t quantity;
	const char *verdict; /* "agrees", "conflicts", "not comparable" */
	hw_text why;         /* of the verdict */
} bureau_aggregate;
typedef struct bureau_region {
	hw_text region, label;
	bureau_basis bases[4];
	size_t base_count; /* the last one is the headline */
	bureau_aggregate *claims;
	size_t claim_count;
	int64_t only_missing;      /* on the register as missing only, P(region) >= .9 */
	double only_missing_p_min; /* the least of their probabilities; 1 when nobody */
	int64_t agency_confirmed;  /* of those with P(region) >= .5: confirmed by the Power through the Agency */
	int64_t persons;           /* with P(region) >= .05 */
	int64_t reports, sources;  /* behind it */
} bureau_region;
typedef struct bureau_regions {
	bureau_region *items;
	size_t count;
	int64_t persons, unreviewed; /* persons of ours considered; reports with no accepted judgement */
} bureau_regions;

/* protect: presence beside an object, coarse.  `word` is one of "evidence of presence",
 * "no evidence either way", "not observed"; there is no word for "clear". */
typedef struct bureau_presence {
	hw_text area, area_label, object, object_kind;
	double low, independent, high;
	const char *word;
	int64_t sources;
	hw_text last_observed;
} bureau_presence;
typedef struct bureau_presences {
	bureau_presence *items;
	size_t count;
} bureau_presences;

/* places of detention by kind and region, with the best grade of the sources that know of them. */
typedef struct bureau_place_group {
	hw_text kind, region, label; /* label: the region in words */
	int64_t count, notified;
	char grade; /* A..F */
	int64_t sources;
} bureau_place_group;
typedef struct bureau_place_groups {
	bureau_place_group *items;
	size_t count;
} bureau_place_groups;

/* check: indications and flags. */
typedef struct bureau_texts {
	hw_text *items;
	size_t count;
} bureau_texts;
typedef struct bureau_indication {
	hw_text rule, article, title;
	hw_text subject_kind, subject, subject_label;
	const char *outcome; /* "indication", "flag", "unknown" */
	bool own;            /* about a place or duty of ours */
	bureau_texts facts, sources, rebut;
	hw_text justification, reply;           /* empty when none was offered */
	hw_text clock;                          /* "due 2025-01-10, 41 days over", empty without a clock */
	int64_t affected_lower, affected_upper; /* people; -1 when not computed */
	int severity;
	size_t subjects; /* how many subjects of the same rule and outcome this row stands for (1 unless grouped) */
} bureau_indication;
typedef struct bureau_indications {
	bureau_indication *items;
	size_t count;
} bureau_indications;

/* plan: one cell of the frontier. */
typedef struct bureau_cell {
	double acceptance;
	int64_t max_given, given, returned;
	bool feasible, proven, has_band;
	double probability, band_low, band_high;
	bool has_learned; /* on the weights learned from answers: mean and 95 % band of the probability */
	double learned, learned_low, learned_high;
	double home_mean;
	int64_t home_sure95, home_sure95_shock;
	hw_text compose; /* "40 wanted conscripts ... for ...", readable, class labels; internal only */
} bureau_cell;
#define BUREAU_REGIME_CHANGED                                                                                    \
	"The last answers were foretold worse than by its base rate: it has changed, and every learned band is " \
	"widened."
typedef struct bureau_persuasion {
	hw_text category, label, ground;
	int64_t count, offered;
	hw_text answer;
} bureau_persuasion;
typedef struct bureau_frontier {
	bureau_cell *cells;
	size_t count;
	bureau_persuasion *persuasion;
	size_t persuasion_count;
	bureau_texts notes, warnings;
	bool has_ratio; /* the ratio that is spoken of (settings plan.ratio_*), on this surface */
	int64_t ratio_given, ratio_returned;
	double ratio_probability;
	bool ratio_has_learned;
	double ratio_learned, ratio_learned_low, ratio_learned_high;
	int64_t learned_from;  /* answered packages behind what was learned; 0: nothing was */
	bool regime_changed;   /* the last forecasts were worse than the base rate; bands are widened */
	int64_t unconditional; /* due under art. 109-110: outside every package */
	int64_t excluded;      /* not available, all personal reasons together */
} bureau_frontier;

/* custody: who acquired people from whom. */
typedef struct bureau_custody_group {
	hw_text holder, from_holder, act, consideration;
	int64_t events, persons, sources;
	hw_text first, last; /* dates */
} bureau_custody_group;
typedef struct bureau_custody_groups {
	bureau_custody_group *items;
	size_t count;
} bureau_custody_groups;

/* statements against evidence. */
typedef struct bureau_statement {
	hw_text id, speaker, party, when, kind, words, claim;
	const char *verdict; /* "contradicted", "unsupported", "not verifiable", "consistent" */
	int64_t evidence_for, evidence_against;
	hw_text why;
} bureau_statement;
typedef struct bureau_statements {
	bureau_statement *items;
	size_t count;
} bureau_statements;

/* rounds: agreed against delivered. */
typedef struct bureau_round {
	hw_text id, when, venue, mediator;
	int64_t agreed, delivered, absent, substituted;
	int64_t asked, refused; /* names on our lists, and how many of them were refused */
} bureau_round;
typedef struct bureau_rounds {
	bureau_round *items;
	size_t count;
} bureau_rounds;

/* What every long job takes. */
typedef struct bureau_run {
	uint64_t seed;
	unsigned threads; /* 0 = all; results do not depend on it */
	const char *lang; /* "en" or "uk": language of labels */
	const hw_progress *progress;
} bureau_run;

typedef struct bureau_plan_options {
	bool offer_unrequested; /* give only people for whose return no counterpart showed interest */
	const char *objective;  /* "people" (NULL) or "points" */
	const char *parties;    /* "S,F": all of them must accept; "*": every counterpart; NULL: the first one alone */
	bool separate;          /* one deal a party, all must be accepted */
	const int64_t *given;   /* NULL: the usual steps */
	size_t given_count;
	bool learned; /* interests learned from answers instead of the stated ones */
} bureau_plan_options;

/* `side` is "theirs" (held by us) or "ours" (held by others or missing); party "" = any. */
HW_MUST_CHECK hw_status bureau_people_by_category(bureau *b, hw_arena *arena, const bureau_run *run, const char *side,
						  hw_text party, bureau_categories *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_interests_of(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party,
					    bureau_interests *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_locate_regions(bureau *b, hw_arena *arena, const bureau_run *run, hw_text region,
					      bureau_regions *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_protect_objects(bureau *b, hw_arena *arena, const bureau_run *run,
					       bureau_presences *result, hw_error *error);
/* The same near any point; asked with a purpose, which is logged.  Outside training the numbers are NAN. */
HW_MUST_CHECK hw_status bureau_protect_near(bureau *b, hw_arena *arena, const bureau_run *run, double lat, double lon,
					    double km, hw_text purpose, bureau_presence *result, hw_error *error);
/* The circle around a GeoJSON polygon, to ask about. */
HW_MUST_CHECK hw_status bureau_protect_circle(const char *path, double *lat, double *lon, double *km, hw_error *error);
HW_MUST_CHECK hw_status bureau_places_by_kind(bureau *b, hw_arena *arena, const bureau_run *run, hw_text region,
					      bureau_place_groups *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_check_rules(bureau *b, hw_arena *arena, const bureau_run *run, bool own,
					   bureau_indications *result, hw_error *error);
/* Every rule as a page for a lawyer to read (docs/law.md); needs no bureau. */
HW_MUST_CHECK hw_status bureau_law_document(const char *lang, hw_buffer *out, hw_error *error);
HW_MUST_CHECK hw_status bureau_plan_frontier(bureau *b, hw_arena *arena, const bureau_run *run,
					     const bureau_plan_options *options, bureau_frontier *result,
					     hw_error *error);
HW_MUST_CHECK hw_status bureau_custody_by_holder(bureau *b, hw_arena *arena, const bureau_run *run,
						 bureau_custody_groups *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_statements_all(bureau *b, hw_arena *arena, const bureau_run *run,
					      bureau_statements *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_rounds_all(bureau *b, hw_arena *arena, const bureau_run *run, bureau_rounds *result,
					  hw_error *error);

/* A sentence with places "%1" to "%9" in the language, filled with texts that are in it already. */
hw_text bureau_sentence(hw_arena *arena, const char *lang, const char *english, const hw_text *parts, size_t count);
#define BUREAU_SENTENCE(arena, lang, english, ...)                            \
	bureau_sentence((arena), (lang), (english), (hw_text[]){__VA_ARGS__}, \
			sizeof((hw_text[]){__VA_ARGS__}) / sizeof(hw_text))
/* An English sentence of an answer (a note, a reason, a class "k1 (not asked)") in the language; as it is when it is not
 * known there.  What stood at the places of its pattern is retold, too. */
hw_text bureau_retell(hw_arena *arena, const char *lang, hw_text sentence);
/* Its reason and its remedy; where and what stay. */
void bureau_retell_error(const char *lang, hw_error *error);
/* ---- words: texts for people in both languages ------------------------------------
 * The Ukrainian of an English text that the program prints; the English itself for "en" or
 * when the table has no row (a test walks the brief for missing rows). */
const char *bureau_word(const char *lang, const char *english);
/* How a basis reads: "sources" is "sources uncertain". */
const char *bureau_basis_label(const char *name);
/* An identifier of the data as words: "pre_trial_prison" is "pre-trial prison". */
hw_text bureau_spoken(hw_arena *arena, hw_text identifier);
/* A probability in 5 % steps, ends "<5 %" and ">95 %": a second digit would claim a precision that no source has. */
enum { BUREAU_SHARE_BYTES = 8 };
const char *bureau_share(double probability, char out[BUREAU_SHARE_BYTES]);
/* "very likely" and its kin with the number in 5 % steps: "very likely (95 %)", ends "<5 %" and ">95 %". */
hw_text bureau_likelihood(hw_arena *arena, const char *lang, double probability);

/* ---- brief: the situation on one page, in the order of the founding interview ------- */
typedef struct bureau_brief {
	hw_text as_of;
	bool training;
	bureau_categories held_by_us, ours;
	bureau_interests interest;
	bureau_regions held;
	bureau_place_groups places;
	bureau_indications indications, own_indications;
	bureau_presences protected;
	bureau_frontier frontier, frontier_unrequested, frontier_joint;
	bureau_custody_groups custody;
	bureau_statements statements;
	bureau_rounds rounds;
	int64_t unreviewed;
	bureau_texts gaps; /* what could not be answered, and what would change that */
} bureau_brief;
HW_MUST_CHECK hw_status bureau_brief_load(bureau *b, hw_arena *arena, const bureau_run *run, bureau_brief *result,
					  hw_error *error);
void bureau_brief_json(const bureau_brief *brief, hw_json_writer *w);
/* The briefing on A4, in `lang` ("en" or "uk"): the bytes of a PDF file. */
HW_MUST_CHECK hw_status bureau_brief_pdf(const bureau_brief *brief, const char *lang, hw_buffer *out, hw_error *error);
/* The parts of it that other commands print as well. */
void bureau_interests_json(const bureau_interests *interests, hw_json_writer *w, const char *key);
void bureau_regions_json(const bureau_regions *regions, hw_json_writer *w, const char *key);
void bureau_presences_json(const bureau_presences *presences, hw_json_writer *w, const char *key);
void bureau_places_json(const bureau_place_groups *places, hw_json_writer *w, const char *key);
void bureau_indications_json(const bureau_indications *indications, hw_json_writer *w, const char *key);
void bureau_cells_json(const bureau_frontier *frontier, hw_json_writer *w, const char *key);
void bureau_persuasion_json(const bureau_frontier *frontier, hw_json_writer *w, const char *key);
void bureau_custody_json(const bureau_custody_groups *custody, hw_json_writer *w, const char *key);
void bureau_statements_json(const bureau_statements *statements, hw_json_writer *w, const char *key);
void bureau_rounds_json(const bureau_rounds *rounds, hw_json_writer *w, const char *key);
void bureau_categories_json(const bureau_categories *categories, hw_json_writer *w, const char *key);

/* ---- example --------------------------------------------------------------------------
 * Makes the files of an example out of a description of a caseload (docs/example.md): invented people,
 * what truly became of them, and what sources of different worth say of it.  The same description,
 * names, seed and number of people give the same bytes. */
typedef struct bureau_example_options {
	const char *folder;   /* made when it is not there; files of the same names are replaced */
	const char *caseload; /* path of a description; NULL = the synthetic one of the program */
	const char *names;    /* path of a table of names; NULL = that of the program */
	uint64_t seed;
	size_t persons; /* groups are scaled to so many people; 0 = as described */
	bool truth;     /* write truth.csv: who each record truly speaks of, where he truly is */
	const char *const
		*swaps; /* "A=B": every cell, or part of a list, that is A becomes B and the other way round */
	size_t swap_count;
} bureau_example_options;
typedef struct bureau_example_result {
	size_t files, persons, reports, bytes;
} bureau_example_result;
/* Nothing is written when the description is wrong; the place of the mistake is in error->where. */
HW_MUST_CHECK hw_status bureau_example_write(const bureau_example_options *options, bureau_example_result *result,
					     hw_error *error);

/* ---- names: writings of names; no bureau needed ------------------------------------
 * A door to the engine of names for cli and web.  `bureau_names` holds its tables and may be shared by threads. */
typedef struct bureau_names bureau_names;
HW_MUST_CHECK hw_status bureau_names_open(bureau_names **result, hw_error *error);
void bureau_names_close(bureau_names *names);
/* Checks the words of the user once: scheme "kmu2010", "icao9303", "bgn-pcgn", "iso9"; spelling "uk", "ru", "be" or NULL
 * (found from each line).  HW_USAGE. */
typedef struct bureau_romanization {
	int scheme, spelling;
} bureau_romanization;
HW_MUST_CHECK hw_status bureau_names_scheme(const char *scheme, const char *spelling, bureau_romanization *result,
					    hw_error *error);
/* `left` counts the letters that the scheme does not have and that stay as they are. */
HW_MUST_CHECK hw_status bureau_names_romanize(const bureau_names *names, hw_arena *arena, bureau_romanization how,
					      hw_text line, hw_text *result, size_t *left, hw_error *error);
typedef struct bureau_likeness {
	double value; /* 0..1; 0.5 = probably the same name, which is not the same person */
	bureau_texts reasons;
	hw_text left_note, right_note; /* what had to be repaired; empty when nothing */
} bureau_likeness;
/* Cyrillic spellings behind a Latin writing, the likeliest first; `how.spelling` uk or ru, open is read as uk. */
HW_MUST_CHECK hw_status bureau_names_back(const bureau_names *names, hw_arena *arena, bureau_romanization how,
					  hw_text line, bureau_texts *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_names_compare(const bureau_names *names, hw_arena *arena, hw_text a, hw_text b,
					     bureau_likeness *result, hw_error *error);
void bureau_names_compare_json(const bureau_likeness *likeness, hw_text a, hw_text b, hw_buffer *out);
HW_MUST_CHECK hw_status bureau_names_lemma(const bureau_names *names, hw_arena *arena, hw_text t, bureau_texts *result,
					   hw_error *error);
/* What was found in a written name, as rows of "family", "Шевченко"; only those that are there. */
typedef struct bureau_named {
	const char *key;
	hw_text value;
} bureau_named;
typedef struct bureau_parsed {
	bureau_named *items;
	size_t count;
	bool order_known;
} bureau_parsed;
HW_MUST_CHECK hw_status bureau_names_parse(const bureau_names *names, hw_arena *arena, hw_text t, bureau_parsed *result,
					   hw_error *error);
/* compare --pairs: `out` gets the file's columns plus `likeness` as CSV; with `truth` (a column of true/false, 1/0,
 * yes/no; NULL = none) `quality` gets how well the default cut and the best cut do.  `rows` that could not be read
 * stop the work (HW_BAD_INPUT). */
typedef struct bureau_names_quality {
	int64_t pairs, same;          /* with a truth; of them truly the same */
	double precision, recall, f1; /* at the cut 0.5 */
	double best_cut, best_f1;
} bureau_names_quality;
HW_MUST_CHECK hw_status bureau_names_pairs(const bureau_names *names, const char *path, const char *columns,
					   const char *truth, hw_buffer *out, bureau_names_quality *quality,
					   const hw_progress *progress, hw_error *error);
/* ---- trace and review: who may a report speak of? ------------------------------------
 * trace proposes, a person judges: nothing is joined without a judgement. */
typedef struct bureau_traced {
	int64_t persons, reports;   /* looked at: persons of the registry, reports that nobody linked ... */
	int64_t entries, inquiries; /* ... names on lists that came in, inquiries of relatives */
	int64_t proposals;          /* pairs at or above the setting trace.keep (default .2), three a report at most */
	int64_t likely;             /* reports with a proposal of .75 or more */
	int64_t unmatched;          /* reports without any proposal */
	int64_t stale;              /* open proposals of before that no longer stand */
	int64_t doubles;            /* pairs of the register's own rows that may be one person, at .5 and over */
	bool unchanged;             /* nothing was compared: these are the figures of the last run, which still stand */
	int64_t placed; /* over 0: only so many new or changed records were compared, by what was learnt from all; then
			 * reports to unmatched and stale are of these alone */
	bureau_texts warnings;
} bureau_traced;
/* Records, judgements and settings that are what they were at the last run are not compared again, unless `again`; while the
 * register is what it was, only reports, names and inquiries that are new or were changed or judged are (docs/decisions/093). */
HW_MUST_CHECK hw_status bureau_trace(bureau *b, hw_arena *arena, const bureau_run *run, bool again,
				     bureau_traced *result, hw_error *error);
typedef struct bureau_proposal {
	hw_text id, left, right; /* "reports R1", "persons A1" */
	double probability;
	bureau_texts reasons;
} bureau_proposal;
typedef struct bureau_proposals {
	bureau_proposal *items;
	size_t count;
	int64_t open; /* in all */
} bureau_proposals;
/* The queue, most probable first. */
HW_MUST_CHECK hw_status bureau_review_queue(bureau *b, hw_arena *arena, int64_t most, bureau_proposals *result,
					    hw_error *error);
typedef struct bureau_decision {
	hw_text left, right; /* ids of rows: "R1", "reports:R1" */
	const char *verdict; /* "same", "different", "unsure" */
	hw_text reason;      /* needed */
	hw_text besides;     /* what speaks for it beside the name, when the records do not say it; may be empty */
} bureau_decision;
typedef struct bureau_decided {
	int64_t conflicts; /* standing judgements inside the person that contradict each other; none was broken */
	char pending[72];  /* not empty: it waits under this id for a second person (homeward confirm) */
} bureau_decided;
/* HW_BAD_INPUT: "same" where nothing but the name agrees (birth, callsign, unit, service number, mother, birthplace and
 * capture group are looked at) and `besides` is empty.  Two people of the register, or more records than the setting
 * review.grave, become one only when a second person confirms. */
HW_MUST_CHECK hw_status bureau_review_decide(bureau *b, const bureau_decision *decision, bureau_decided *result,
					     hw_error *error);
/* Takes the standing judgement on two rows back: what it joined parts again, former ids come back, what it had replaced
 * stands again, its proposal is open again.  A reason is needed; HW_NOT_FOUND when none stands. */
HW_MUST_CHECK hw_status bureau_review_undo(bureau *b, hw_text left, hw_text right, hw_text reason, hw_error *error);
typedef struct bureau_conflict {
	hw_text left, right; /* "persons A1": judged different ... */
	hw_text reason, by;  /* ... why, by whom */
	hw_text chain;       /* "persons A1 = reports R1 = persons A3": and yet the same */
	hw_text person;
} bureau_conflict;
typedef struct bureau_conflicts {
	bureau_conflict *items;
	size_t count;
} bureau_conflicts;
/* Contradictions that wait for somebody to take one of the judgements back. */
HW_MUST_CHECK hw_status bureau_review_conflicts(bureau *b, hw_arena *arena, bureau_conflicts *result, hw_error *error);

/* ---- import: files as batches -----------------------------------------------------------
 * One call is one transaction: every file of it is taken in whole, or nothing is changed.  Rows become
 * immutable records (as received) and the rows in force of their kind; docs/formats.md is the manual. */
enum { BUREAU_SHOWN = 10 };
typedef struct bureau_import_options {
	const char *kind;
	const char *const *paths; /* "-" = standard input */
	size_t path_count;
	const char *const *maps; /* "their header=our column" */
	size_t map_count;
	const char *source;       /* id of the source of the whole batch, or NULL */
	const char *refused_path; /* bad rows go there and the good ones in; NULL: a bad row refuses everything.
				     One file only. */
	bool strict; /* with refused_path: a bad row refuses everything all the same; a dry run writes them, too */
	const char *shown; /* what the file is called in messages and in the batch; NULL: its path.  One file only. */
	bool dry_run;      /* say what would happen, change nothing */
	const char *lang;  /* of the reasons of refused rows: "uk", or NULL for English */
	/* One line (CSV) for each refused row: file, row, column, value, what is wrong, what to do.  The caller gives it a
	 * ceiling and looks at its `failed`; NULL: none. */
	hw_buffer *report;
} bureau_import_options;

enum { BUREAU_OLDEST = 110 }; /* years */
typedef struct bureau_import {
	hw_text file, kind;
	hw_text batch;    /* its id; empty when nothing was stored */
	hw_text known_as; /* the batch that brought the same file before; then nothing was read */
	const char *encoding;
	char separator;                                     /* '{' for JSON Lines */
	int64_t rows, fresh, same, changed, alike, refused; /* alike: possible duplicates among the fresh */
	int64_t sealed;   /* of them, rows of people who are sealed: they wait for a person to decide */
	int64_t left_out; /* inquiries that said how a relative is reached, which was deleted and did not come back */
	hw_text *unknown; /* headers that no column has: kept as received */
	size_t unknown_count;
	hw_text refusals[BUREAU_SHOWN]; /* "persons.csv:17: born: ..." */
	size_t refusals_shown;
	hw_text alikes[BUREAU_SHOWN]; /* "persons.csv:17: P9 may be P3" */
	size_t alikes_shown;
	int64_t old; /* rows taken in whose birth is more than BUREAU_OLDEST years before the as-of date */
	hw_text olds[BUREAU_SHOWN]; /* "persons.csv:17: born: "1887" is ..." */
	size_t olds_shown;
} bureau_import;
typedef struct bureau_imports {
	bureau_import *items;
	size_t count;
	bool stored;       /* false: dry run, nothing new, or refused rows without a place to go */
	bool refused;      /* rows were refused and so nothing was stored */
	int64_t conflicts; /* standing judgements "different" inside a person, in the whole bureau */
} bureau_imports;
/* Refused rows are an answer (`refused`), not an error. */
HW_MUST_CHECK hw_status bureau_import_files(bureau *b, hw_arena *arena, const bureau_run *run,
					    const bureau_import_options *options, bureau_imports *result,
					    hw_error *error);
void bureau_imports_json(const bureau_imports *imports, hw_json_writer *w);
/* Takes a batch back: the version before comes into force again.  HW_BAD_INPUT naming the later batches
 * that build on it.  `reason` may be empty. */
HW_MUST_CHECK hw_status bureau_import_undo(bureau *b, const bureau_run *run, hw_text batch, hw_text reason,
					   int64_t *records, hw_error *error);
typedef struct bureau_batch {
	hw_text id, kind, source, file, sha256, by;
	hw_text received; /* day */
	int64_t fresh, same, changed, alike, refused;
	bool undone;
} bureau_batch;
typedef struct bureau_batches {
	bureau_batch *items;
	size_t count;
} bureau_batches;
HW_MUST_CHECK hw_status bureau_batches_all(bureau *b, hw_arena *arena, bureau_batches *result, hw_error *error);
void bureau_batches_json(const bureau_batches *batches, hw_json_writer *w);
/* The columns of a kind, one a line; HW_USAGE with the kinds that there are.  And docs/formats.md. */
HW_MUST_CHECK hw_status bureau_import_columns(const char *kind, hw_buffer *out, hw_error *error);
void bureau_import_formats(hw_buffer *out);

/* ---- plan: which packages to propose, from a problem file or from the bureau's records ---- */
typedef struct bureau_plan_question {
	const char *problem;   /* path of the problem; "-" is standard input; NULL in bureau_plan_json */
	const char *objective; /* "people" (NULL) or "points" */
	const char *parties;   /* "S,F": exactly these take part and all must accept; "*": everyone; NULL: see below */
	const char *offer;     /* "unrequested", or NULL */
	const char *acceptance, *given; /* "0.8,0.9", "40,80": instead of the problem's own; NULL */
	bool separate, arcs;
	const char *const *only, *const *without, *const *require; /* classes; "CLASS:N" */
	size_t only_count, without_count, require_count;
	const char *least_given;          /* "N": the least number given for N returned; NULL */
	const char *evaluate;             /* path of a package; NULL */
	const char *swap;                 /* path of a change {"out", "in"} of it: before and after; NULL */
	const char *tranches, *break_off; /* numbers; with `evaluate` */
	const char *fair;                 /* equal shares of our groups at the price of this share of the best; NULL */
	const char *home;                 /* "N": the probability that at least N come home; NULL */
	const char *solver;               /* "cbc": asked where our own search did not prove its answer; NULL */
	const char *const *why;           /* classes, groups or persons: why they are not in the package */
	size_t why_count;
	bool marginal; /* what one person more or fewer of a class changes */
	bool terms;    /* with `evaluate`: what acceptance and forecast rest on, term by term; for inside only */
	uint64_t seed;
	const hw_progress *progress;
} bureau_plan_question;
/* Writes the answer as one object.  *possible is false when nothing is feasible.  Without `parties` whoever is
 * used takes part. */
HW_MUST_CHECK hw_status bureau_plan_problem_json(const bureau_plan_question *question, hw_json_writer *w,
						 bool *possible, hw_error *error);
/* The same on the bureau's records, with as_of and training.  Classes are made of the category that speaks for a
 * person ("k1", "c1 at S"); options and packages may name the category alone.  Without `parties` the Power alone
 * (the first counterpart) takes part, and "frontier_joint" beside it holds the package with every holder. */
HW_MUST_CHECK hw_status bureau_plan_json(bureau *b, const bureau_run *run, const bureau_plan_question *question,
					 hw_json_writer *w, bool *possible, hw_error *error);

/* ---- belief: where each person is, from a problem file ----------------------------------- */
typedef struct bureau_belief_question {
	const char *problem; /* path; "-" is standard input */
	const char *as_of;   /* what had been received by that day, instead of the problem's own; NULL */
	const char *lang;    /* of the notes; NULL: English */
	const char *version; /* of the program, for the answer; NULL: not told */
	uint64_t seed;
	unsigned threads;
	size_t draws; /* of the reliabilities; 0: 200 */
	const hw_progress *progress;
} bureau_belief_question;
/* Writes the answer as one object. */
HW_MUST_CHECK hw_status bureau_belief_json(const bureau_belief_question *question, hw_json_writer *w, hw_error *error);

/* What a list of the bureau's own census is called: a kind of source in words; any other name stays as it is. */
hw_text bureau_list_name(hw_arena *arena, const char *lang, hw_text kind);

/* ---- census: how many are on no list, from tables, from records, or from the bureau's own --------------- */
typedef struct bureau_census_question {
	const char *table;   /* path: a 0/1 column a list and a column count; "-" is standard input; NULL */
	const char *records; /* path of records instead, with `id` and `lists`, names of their columns; NULL */
	const char *id, *lists;
	const char *draws;         /* path of draw,record,entity; NULL */
	const char *const *strata; /* names of columns; none: a column called "stratum" */
	size_t strata_count;
	const char *method; /* NULL: "all" */
	const char *model;  /* "123,14,34": one log-linear model; NULL */
	double delta;       /* 0: 2^-lists */
	bool complete_graph;
	size_t classes, chains, sweeps; /* 0: the engine's */
	double cap;                     /* 0: 20 */
	bool lognormal_alpha;
	uint64_t seed;
	unsigned threads;
	const char *lang, *version;
	const hw_progress *progress;
} bureau_census_question;
/* Writes the answer as one object; HW_BAD_INPUT names file, line, column, value and remedy.  That nothing may be
 * published is an answer. */
HW_MUST_CHECK hw_status bureau_census_file_json(const bureau_census_question *question, hw_json_writer *w,
						hw_error *error);
/* Of ours in one region (NULL: anywhere): the lists are kinds of sources that are independent of one another, from
 * accepted judgements by the as-of day.  A person is on a list when a source of it speaks of him and belief holds P(captive
 * there) >= .9; the answer has the same at .5 beside it.  Members go into an open object. */
HW_MUST_CHECK hw_status bureau_census_json(bureau *b, hw_arena *arena, const bureau_run *run,
					   const bureau_census_question *question, hw_text region, hw_json_writer *w,
					   hw_error *error);

/* ---- cases: one thing on one sheet ----------------------------------------------------------
 * What the bureau knows of a person, a round, an item of evidence, a statement or a counterpart: fields and
 * lists, the same for text, --json and pages.  What the acting user may not see is taken out here, not by whoever
 * prints it: such a value is `restricted` and carries nothing. */
typedef enum bureau_value_kind {
	BUREAU_TEXT,   /* as it came: a name, somebody's words, a date */
	BUREAU_WORD,   /* a word of the program: translated, "_" shown as a space */
	BUREAU_HASH,   /* hexadecimal digits: text shows how it begins */
	BUREAU_COUNT,  /* a whole number */
	BUREAU_NUMBER, /* exact in --json */
	BUREAU_EXACT,  /* a number for programs only: text and paper show its words in another column */
	BUREAU_FLAG    /* yes or no */
} bureau_value_kind;
typedef struct bureau_value {
	hw_text text;    /* TEXT, WORD, HASH */
	double number;   /* COUNT, NUMBER, FLAG (0 or 1) */
	bool known;      /* false: unknown, null in --json */
	bool restricted; /* there may be something, and the user may not see it */
} bureau_value;
typedef struct bureau_column {
	const char *key, *heading; /* name in --json; words for people */
	bureau_value_kind kind;
} bureau_column;
typedef struct bureau_list {
	const char *key, *heading;
	const char *empty; /* said when there is no row; NULL: then the list is passed over in text */
	const bureau_column *columns;
	size_t column_count;
	const char *const *
		blanks; /* headings of further columns to fill in by hand, on paper alone; ends with NULL, NULL: none */
	bureau_value *values; /* [row_count][column_count] */
	size_t row_count, capacity;
} bureau_list;
typedef struct bureau_field {
	bureau_column column;
	bureau_value value;
} bureau_field;
enum { BUREAU_SHEET_FIELDS = 48, BUREAU_SHEET_LISTS = 16, BUREAU_SHEET_NOTES = 24 };
typedef struct bureau_sheet {
	const char *kind; /* "person": the key of it in --json */
	hw_text title;
	bureau_field fields[BUREAU_SHEET_FIELDS];
	size_t field_count;
	bureau_list lists[BUREAU_SHEET_LISTS];
	size_t list_count;
	hw_text notes[BUREAU_SHEET_NOTES];
	size_t note_count;
	const char *marking;   /* over each page; NULL: for the bureau only, and for whom it was printed */
	const char *watermark; /* across each page, in the language; NULL: none */
} bureau_sheet;
/* {fields, lists as arrays of objects, "notes"}; `key` NULL inside an array. */
void bureau_sheet_json(const bureau_sheet *of, hw_json_writer *w, const char *key);
/* How a value reads for people; "" when unknown. */
hw_text bureau_value_words(hw_arena *arena, const char *lang, const bureau_column *column, const bureau_value *value);
/* The sheet on A4, with the name of whom it was printed for: the bytes of a PDF file. */
HW_MUST_CHECK hw_status bureau_sheet_pdf(bureau *b, const bureau_sheet *sheet, const char *lang, hw_buffer *out,
					 hw_error *error);

/* ---- the outward list of protected areas --------------------------------------------------------------
 * Whole, numbered, dated, signed (Ed25519 over the file's bytes); areas of a fixed grid, never points; no names, no numbers of
 * people; an area stays at least 180 days after the last evidence.  Two release it for one recipient: until then `waits`
 * has the id to confirm and nothing is written.  A stranger checks it with openssl (docs/protect.md). */
typedef struct bureau_protect_release {
	const char *to, *purpose;
	bool kml; /* else GeoJSON */
} bureau_protect_release;
typedef struct bureau_protect_file {
	hw_text waits;
	int64_t number, areas;
	hw_buffer content, signature, key; /* the file, 64 bytes, PEM */
} bureau_protect_file;
HW_MUST_CHECK hw_status bureau_protect_export(bureau *b, hw_arena *arena, const bureau_run *run,
					      const bureau_protect_release *release, bureau_protect_file *result,
					      hw_error *error);
void bureau_protect_file_free(bureau_protect_file *file);
HW_MUST_CHECK hw_status bureau_protect_lists(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					     hw_error *error);

/* ---- findings: what the rules raised, decided by a person, told by two --------------------------------
 * observed or threatened -> under review -> confirmed or rejected -> drafted -> notified -> answered -> closed; what is
 * refused names what can be done instead.  Only rules checked against the treaty text become findings.  A letter rests on
 * facts without what came in confidence, and names no person, no exact place and no source. */
typedef struct bureau_recorded {
	int64_t opened, changed, same, fallen; /* fallen: the facts do not raise it any more */
} bureau_recorded;
/* Writes what the rules raise now down as findings, in one act with one entry; nothing new: no entry. */
HW_MUST_CHECK hw_status bureau_findings_record(bureau *b, hw_arena *arena, const bureau_run *run, bool own,
					       bureau_recorded *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_findings_all(bureau *b, hw_arena *arena, const bureau_run *run, bool alerts,
					    bureau_sheet *result, hw_error *error);
/* How many the legal officer is to see at once and nobody has taken; 0 for whoever has no right to them. */
HW_MUST_CHECK hw_status bureau_findings_waiting(bureau *b, int64_t *count, hw_error *error);
HW_MUST_CHECK hw_status bureau_finding_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     bureau_sheet *result, hw_error *error);
typedef struct bureau_finding_act {
	const char *act;  /* take, confirm, reject, review, answer, close, reopen */
	const char *says; /* the reason, or the words of the answer */
	const char *date; /* of the answer; NULL: as of */
	const char *to;   /* who answered: an addressee */
} bureau_finding_act;
HW_MUST_CHECK hw_status bureau_finding_move(bureau *b, hw_text id, const bureau_finding_act *act, hw_text *phase,
					    hw_arena *arena, hw_error *error);
/* A letter in the language of the run to "agency", "protecting power", "power" (the Power itself) or, on an own place,
 * "authority": drafted, shown as text or on A4, notified (another user confirms). */
typedef struct bureau_letter {
	hw_text content, sha256, state; /* a line a paragraph: "# heading", "- item", "! warning" */
} bureau_letter;
HW_MUST_CHECK hw_status bureau_finding_draft(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     const char *addressee, bureau_letter *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_finding_letter(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					      const char *addressee, bureau_letter *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_letter_pdf(bureau *b, const bureau_letter *letter, const char *lang, hw_buffer *out,
					  hw_error *error);
HW_MUST_CHECK hw_status bureau_finding_notify(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					      const char *addressee, const char *reason, hw_text *pending,
					      hw_error *error);

/* Ids are those of the bureau, former ones too (after a merge or split), or of the register.  HW_NOT_FOUND with
 * the remedy for others.  Every call writes the view into the log before anything is returned. */
HW_MUST_CHECK hw_status bureau_person_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					    bureau_sheet *result, hw_error *error);
/* The chain of custody with its gaps. */
HW_MUST_CHECK hw_status bureau_custody_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     bureau_sheet *result, hw_error *error);
/* What one more report would make of a person's estimate, by this source on the as-of day: now and with it, side by side.
 * `says`: "place=P15", "region=R2" or "status=dead".  Nothing is recorded. */
typedef struct bureau_supposition {
	const char *says, *source;
} bureau_supposition;
HW_MUST_CHECK hw_status bureau_locate_if(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					 const bureau_supposition *what, bureau_sheet *result, hw_error *error);
/* People of the register by likeness of names, across scripts; at most `top` of them, the likest first. */
HW_MUST_CHECK hw_status bureau_search(bureau *b, hw_arena *arena, const bureau_run *run, hw_text query, size_t top,
				      bureau_sheet *result, hw_error *error);
/* After active hostilities (setting ceased): whom we hold in the order in which they leave, from where, and whom the other
 * side owes; without counter-value (GC III 118).  HW_USAGE while hostilities go on. */
HW_MUST_CHECK hw_status bureau_repatriation(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					    hw_error *error);
/* Items of evidence: one, all of them, or all with their files hashed again.  `folder` is where files stand (NULL:
 * beside the bureau's file); *differing gets the number of files whose hash is another, *missing of those that are
 * not there. */
HW_MUST_CHECK hw_status bureau_evidence_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					      bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_evidence_all(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					    hw_error *error);
HW_MUST_CHECK hw_status bureau_evidence_verify(bureau *b, hw_arena *arena, const bureau_run *run, const char *folder,
					       bureau_sheet *result, int64_t *differing, int64_t *missing,
					       hw_error *error);
/* The bytes of an original, for whoever keeps evidence: for a purpose, written down, hashed before they are handed out.
 * HW_NOT_FOUND when it is not kept here, HW_BAD_INPUT when it is not what was taken in, HW_TOO_LARGE beyond
 * BUREAU_EVIDENCE_SHOWN bytes.  The caller frees the content. */
enum { BUREAU_EVIDENCE_SHOWN = 64 << 20 };
typedef struct bureau_evidence_content {
	hw_buffer content;
	char sha256[65];
} bureau_evidence_content;
HW_MUST_CHECK hw_status bureau_evidence_file(bureau *b, hw_text id, hw_text purpose, bureau_evidence_content *result,
					     hw_error *error);
/* ---- keeping evidence: acts of those who may; each is one entry of the ledger ----
 * An original is taken in once and kept by its SHA-256 beside the bureau (PATH.evidence); its bytes are never replaced, and the
 * same bytes are one item.  NULL = not said; `file`, `id`, `kind` and `title` are needed. */
typedef struct bureau_evidence_act {
	const char *file, *id, *kind, *title;
	const char *happened, *received, *source, *custodian, *published, *persons, *places, *holder, *note;
	const char *captured_from, *captured, *captured_with; /* address or office, when, by which tool */
	const char *copy_of;                                  /* the original of which it is a working copy */
	bool identifiable, graphic;
} bureau_evidence_act;
HW_MUST_CHECK hw_status bureau_evidence_add(bureau *b, hw_arena *arena, const bureau_run *run,
					    const bureau_evidence_act *act, char sha256[65], hw_error *error);
/* The original, or a working copy of it (`copy_to`: a new file), goes from one keeper to another.  *differs: the kept
 * file is not what it was; the step is written down all the same. */
typedef struct bureau_evidence_step {
	const char *from, *to, *happened, *reason, *seal;
} bureau_evidence_step;
HW_MUST_CHECK hw_status bureau_evidence_hand(bureau *b, hw_arena *arena, hw_text id, const bureau_evidence_step *step,
					     const char *copy_to, const bureau_run *run, bool *differs,
					     hw_error *error);
/* Forged media and likenesses of faces or voices are leads, no findings: a second person verifies or refuses each
 * (bureau_confirm).  A verified forgery is evidence of nothing any more; a verified likeness stays a lead. */
typedef struct bureau_evidence_lead {
	const char *kind; /* forged, face, voice, other */
	const char *says; /* what was seen, and by which tool */
	const char *person;
} bureau_evidence_lead;
HW_MUST_CHECK hw_status bureau_evidence_lead_add(bureau *b, hw_arena *arena, hw_text id,
						 const bureau_evidence_lead *lead, hw_text *pending, hw_error *error);
/* A BagIt folder (RFC 8493) of items for a recipient: files, what is known of them and their custody, hashes, and the
 * bureau's signature; a stranger checks it with sha256sum and openssl.  A second person releases it first: until then
 * *waits gets the id to confirm and nothing is written.  What came in confidence is in no bundle. */
typedef struct bureau_bundle {
	const char *const *items;
	size_t item_count;
	const char *to, *purpose, *folder;
	const char *
		order; /* a legal order that is named, or NULL: then whoever is shown has said yes to it (use prosecution) */
} bureau_bundle;
HW_MUST_CHECK hw_status bureau_evidence_bundle(bureau *b, hw_arena *arena, const bureau_run *run,
					       const bureau_bundle *bundle, hw_text *waits, int64_t *bytes,
					       hw_error *error);
/* A round: venue, minutes, lists, answers.  Reconciled: agreed, delivered, absent, substituted by direction, and
 * who of a counterpart's list is home already; `id` empty: all rounds and all lists. */
HW_MUST_CHECK hw_status bureau_round_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					   bureau_sheet *result, hw_error *error);
/* Every row of the lists of a round (of one `list`, when it is not empty): whom it was matched to, how sure, what was answered
 * and what the row therefore is. */
HW_MUST_CHECK hw_status bureau_round_names(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, hw_text list,
					   bureau_sheet *result, hw_error *error);
/* Two lists row by row, `from` the older: who joined, who left, what was written otherwise. */
HW_MUST_CHECK hw_status bureau_list_difference(bureau *b, hw_arena *arena, const bureau_run *run, hw_text from,
					       hw_text to, bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_round_reconcile(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					       bureau_sheet *result, hw_error *error);
/* Acts of a round.  Each reads the fields that it says and passes over the others; NULL = not given.  Needs the right
 * to negotiate; everything an act changes is one entry of the ledger. */
typedef struct bureau_round_act {
	const char *round, *id; /* the round; the list, minute or package */
	const char *happened, *venue, *venue_kind, *guarantees, *parties, *mediator, *participants, *status, *note;
	const char *party, *speaker, *kind, *words, *condition, *due, *kept, *category;
	const char *given, *returned; /* "class:number;..." of a package; numbers of a public count */
	const char *source, *reason, *answer;
	const char *path; /* file of names; "-" = standard input */
} bureau_round_act;
/* A new round (happened, venue needed; planned unless `status` says else), or other values of one that is there. */
HW_MUST_CHECK hw_status bureau_round_new(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_error *error);
/* Who said, offered or promised what (kind, words needed), or whether an old one (`id`) was kept; words never change. */
HW_MUST_CHECK hw_status bureau_round_minute(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_text *id,
					    hw_error *error);
/* Asks to send the list `id` of `kind` to `party`; it waits for a second person.  HW_BAD_INPUT naming those who may
 * not be on it: nobody leaves our hands without a recorded private interview. */
HW_MUST_CHECK hw_status bureau_round_send(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_text *pending,
					  int64_t *names, hw_error *error);
/* A counterpart's list comes in: `id`, `kind`, `party`, file. */
HW_MUST_CHECK hw_status bureau_round_receive(bureau *b, hw_arena *arena, const bureau_round_act *a, int64_t *names,
					     hw_error *error);
/* Answers about single names of the list `id` (default: every list of ours in the round).  A row names a person by his id
 * or by name and birth; by name he is looked for among those on our list, and a name that fits nobody or two is refused. */
HW_MUST_CHECK hw_status bureau_round_answer(bureau *b, hw_arena *arena, const bureau_round_act *a, int64_t *names,
					    hw_error *error);
/* What was agreed: a package (`id`, `given`, `returned`) and, from a file, the persons with direction and tranche. */
HW_MUST_CHECK hw_status bureau_round_agree(bureau *b, hw_arena *arena, const bureau_round_act *a, int64_t *names,
					   hw_error *error);
/* Who came to the line, who did not, who came instead. */
HW_MUST_CHECK hw_status bureau_round_deliver(bureau *b, hw_arena *arena, const bureau_round_act *a, int64_t *names,
					     hw_error *error);
/* What a side says in public of the round (`party`, `returned`, `given`): a claim, never merged with the count by name. */
HW_MUST_CHECK hw_status bureau_round_claim(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_error *error);
/* The handover manifest as a page to print: needs no network, no program and no script. */
HW_MUST_CHECK hw_status bureau_round_manifest(bureau *b, hw_arena *arena, const bureau_run *run, hw_text round,
					      hw_buffer *html, hw_error *error);
/* Running balance: agreed and delivered by round, promises kept, public counts; `party` empty: all. */
HW_MUST_CHECK hw_status bureau_round_balance(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party,
					     bureau_sheet *result, hw_error *error);
/* Do not transmit: nothing of the person goes to the party ("*": to anybody outside), in every list, card, bundle and handover.
 * One person is enough to withhold and it holds at once; two lift it (*pending).  Outside it reads "not available". */
typedef struct bureau_withholding {
	const char *person, *to, *reason, *until;
} bureau_withholding;
HW_MUST_CHECK hw_status bureau_withhold(bureau *b, hw_arena *arena, const bureau_withholding *what, hw_text *id,
					hw_error *error);
HW_MUST_CHECK hw_status bureau_withhold_lift(bureau *b, hw_arena *arena, hw_text id, hw_text reason, hw_text *pending,
					     hw_error *error);
HW_MUST_CHECK hw_status bureau_withhold_all(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					    hw_error *error);
/* Every way on which something leaves the bureau, and who stays back on it (outward_int.h).  Anyone may read it. */
HW_MUST_CHECK hw_status bureau_outward_ways(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					    hw_error *error);
/* Inquiries of relatives: `act` is new, told (`words`, `met`: face to face), next (`next`, `due`), authorise or conflict (`no`
 * takes it back; with `reason`), close, open.  One relative of a person is told what is known. */
typedef struct bureau_inquiry_act {
	const char *act, *id, *person, *name, *born, *relative, *relation, *contact, *phrase, *date, *words, *next,
		*due, *reason;
	bool yes, no, met;
} bureau_inquiry_act;
HW_MUST_CHECK hw_status bureau_inquiry_do(bureau *b, hw_arena *arena, const bureau_inquiry_act *a, hw_error *error);
HW_MUST_CHECK hw_status bureau_inquiry_list(bureau *b, hw_arena *arena, const bureau_run *run, bool due_only,
					    bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_inquiry_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     bureau_sheet *result, hw_error *error);
/* How a relative is reached and the phrase that shows a genuine call; the view is written down with its purpose. */
HW_MUST_CHECK hw_status bureau_inquiry_reach(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     hw_text purpose, bureau_sheet *result, hw_error *error);
/* The answer from a reviewed text by what is known on the day, and the extract of the relative's own case: no place, no list,
 * no estimate.  HW_NOT_PERMITTED for what is told in person only. */
HW_MUST_CHECK hw_status bureau_inquiry_reply(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_inquiry_extract(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					       bureau_sheet *result, hw_error *error);
/* Debriefs: `act` is new (the gate: ask or do_not_ask, referral, asked_before, source), allow (allows, refuses: uses separated by
 * ","), say (one observation of another, a report of the debrief's source; or, with `compartment`, words that only named readers
 * read).  Empty texts are "not said".  A file holds one such object a line and is taken in whole or not at all. */
typedef struct bureau_debrief_act {
	hw_text act, id, person, source, date, language, places, referral, asked_before, allows, refuses, about,
		callsign, status, place, region, cell, from, certainty, words, compartment;
	bool ask, do_not_ask, first_hand, hearsay;
} bureau_debrief_act;
HW_MUST_CHECK hw_status bureau_debrief_do(bureau *b, hw_arena *arena, const bureau_debrief_act *act, hw_error *error);
HW_MUST_CHECK hw_status bureau_debrief_file(bureau *b, hw_arena *arena, const char *path, size_t *count,
					    hw_error *error);
HW_MUST_CHECK hw_status bureau_debrief_list(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					    hw_error *error);
HW_MUST_CHECK hw_status bureau_debrief_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_debrief_form(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					    hw_error *error);
/* Papers: `act` is sent (kind, person or place, party; `id` empty: the next number), acknowledged or answered (`id`).  What is late: not
 * acknowledged within the setting transmission.days, not answered by its day. */
typedef struct bureau_paper {
	const char *id, *kind, *direction, *person, *place, *party, *date, *text;
} bureau_paper;
HW_MUST_CHECK hw_status bureau_transmission_list(bureau *b, hw_arena *arena, const bureau_run *run, bool due_only,
						 bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_transmission_do(bureau *b, hw_arena *arena, const char *act, const bureau_paper *p,
					       hw_text *id, hw_error *error);
/* Bodies and parts that came, and whose they may be, many to many; two people identify (*pending). */
typedef struct bureau_remains {
	const char *id, *kind, *label, *date, *from, *place, *note;
} bureau_remains;
HW_MUST_CHECK hw_status bureau_remains_add(bureau *b, const bureau_remains *r, hw_error *error);
HW_MUST_CHECK hw_status bureau_remains_link(bureau *b, hw_arena *arena, const char *id, const char *person,
					    const char *state, const char *basis, hw_error *error);
HW_MUST_CHECK hw_status bureau_remains_identify(bureau *b, hw_arena *arena, const char *id, const char *person,
						const char *basis, hw_text *pending, hw_error *error);
HW_MUST_CHECK hw_status bureau_remains_list(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					    hw_error *error);
HW_MUST_CHECK hw_status bureau_remains_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     bureau_sheet *result, hw_error *error);
/* Who reads what is sealed in a compartment: named by an administrator, with a reason, until a day; `user` NULL lists. */
HW_MUST_CHECK hw_status bureau_grant(bureau *b, hw_arena *arena, const char *user, const char *compartment,
				     const char *until, const char *reason, hw_text *id, hw_error *error);
HW_MUST_CHECK hw_status bureau_grant_revoke(bureau *b, hw_text id, hw_error *error);
HW_MUST_CHECK hw_status bureau_grant_list(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					  hw_error *error);
/* Whose data an account touched (views and acts between two days, both optional), or a list of names: ids only.  Needs the
 * right to audit. */
typedef struct bureau_breach {
	const char *user, *from, *to;
} bureau_breach;
HW_MUST_CHECK hw_status bureau_breach_of_user(bureau *b, hw_arena *arena, const bureau_run *run,
					      const bureau_breach *what, bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_breach_of_list(bureau *b, hw_arena *arena, const bureau_run *run, const char *id,
					      bureau_sheet *result, hw_error *error);
/* The capture card of somebody whom we hold (GC III 70, annex IV B), or the notice of him (122): every line of the form, filled
 * where it is on record.  Needs the right to confirm; health by its own right. */
HW_MUST_CHECK hw_status bureau_card(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bool notice,
				    bureau_sheet *result, hw_error *error);
/* What may be said in public: rounded counts, none of fewer than the setting small_count, regions as intervals rounded
 * outwards, statements that two people released.  HW_NOT_PERMITTED when its text would name a person of the register or a
 * place of detention. */
HW_MUST_CHECK hw_status bureau_factsheet(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					 hw_error *error);
/* The regions of a factsheet as CSV with HXL tags. */
void bureau_factsheet_hxl(const bureau_sheet *facts, const char *as_of, hw_buffer *out);
/* A statement as import kind "statements" has it; NULL = not said; id, speaker, kind and words are needed. */
typedef struct bureau_statement_act {
	const char *id, *speaker, *party, *happened, *channel, *kind, *words, *language, *translation, *counts, *side,
		*category, *region, *bound, *quantity, *article, *holder, *places, *objects, *touches, *evidence_for,
		*evidence_against, *reply, *source, *note;
	bool threatens;
} bureau_statement_act;
HW_MUST_CHECK hw_status bureau_statement_add(bureau *b, hw_arena *arena, const bureau_statement_act *act,
					     hw_error *error);
/* For the public: released by two people (*pending waits for the second), taken back by one.  Until then it is in no public
 * text. */
HW_MUST_CHECK hw_status bureau_statement_release(bureau *b, hw_arena *arena, hw_text id, hw_text reason,
						 hw_text *pending, hw_error *error);
HW_MUST_CHECK hw_status bureau_statement_withhold(bureau *b, hw_text id, hw_text reason, hw_error *error);
/* A statement with its evidence, reply and the rules it bears on. */
HW_MUST_CHECK hw_status bureau_statement_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					       bureau_sheet *result, hw_error *error);
/* What to say to a counterpart about the people it does not ask for.  Words only: no interest or reluctance as a
 * number, and no number at all beside a sensitive category. */
HW_MUST_CHECK hw_status bureau_dossier(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party,
				       bureau_sheet *result, hw_error *error);

/* What answers to packages and names say of a counterpart's weights (`party` empty: of each), with the
 * calibration of the forecasts and the alarm.  Numbers: needs the right to plan. */
HW_MUST_CHECK hw_status bureau_interest_learn(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party,
					      bureau_sheet *result, hw_error *error);

/* Person by person: for whose return no interest was shown, the ground, when offered and with what answer.  Only those
 * who were asked in private and want to go.  The outward form ("id,name,born") holds nothing else; more than the setting
 * export_limit is HW_NOT_PERMITTED. */
HW_MUST_CHECK hw_status bureau_persuasion_people(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party,
						 bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_persuasion_outward(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party,
						  hw_buffer *out, int64_t *names, hw_error *error);
/* The daily list of names to ask the Power for: Thompson sampling under floors (request.c).  `count` 0: the setting.
 * Nothing is sent by it. */
HW_MUST_CHECK hw_status bureau_request_list(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party,
					    int64_t count, bureau_sheet *result, hw_error *error);
/* By group of one side ("ours", "theirs"): offered, accepted, home, waiting, with intervals and an alarm. */
HW_MUST_CHECK hw_status bureau_disparity(bureau *b, hw_arena *arena, const bureau_run *run, const char *side,
					 bureau_sheet *result, hw_error *error);
/* Mediator: a side releases fields of its list ("existence,name,born,place,status") or withdraws that; a match of two
 * sides' lists shows only what both released. */
HW_MUST_CHECK hw_status bureau_match_release(bureau *b, hw_arena *arena, hw_text list, hw_text by, hw_text fields,
					     bool withdraw, hw_error *error);
HW_MUST_CHECK hw_status bureau_match(bureau *b, hw_arena *arena, const bureau_run *run, hw_text list_a, hw_text list_b,
				     bureau_sheet *result, hw_error *error);

/* Where one person is and why: official status stands beside the estimate and is never merged with it. */
typedef struct bureau_chance {
	hw_text id, label;
	double p;
} bureau_chance;
typedef struct bureau_why {
	hw_text id; /* of the report */
	hw_text says, happened, received;
	hw_text copies;      /* the report that it may only repeat */
	char grade;          /* of its source: the letter, and never the source */
	double reliability;  /* of its source, as learned, in steps of .05; NAN when it has none */
	bool used, of_group; /* received by the day; speaks of his group */
	double faithful, noise, copy, surprise;
	double move_captive; /* logit P with it less logit P without it */
	double *moves;       /* [region_count] likewise, in the order of `regions` */
} bureau_why;
/* Two reports that do not go together: P(both) / (P(one) P(other)) below .1.  Both stand. */
typedef struct bureau_clash {
	hw_text one, other;
	double factor;
} bureau_clash;
/* Reports that may repeat one another, left out at once. */
typedef struct bureau_chain {
	hw_text root; /* the report that the others may repeat */
	size_t reports;
	double move;    /* of the likeliest region: logit with them less logit without */
	double without; /* its probability without them; of the group when of_group */
	bool of_group;
} bureau_chain;
/* What a report of one kind, by a source of grade B, would tell about the likeliest region. */
typedef struct bureau_next {
	const char *kind; /* in words: "a report of his region", "a search of" */
	hw_text label;    /* of the place searched, else empty */
	double bits;      /* expected information */
	double low, high; /* the region's probability after the answers that lower and raise it most */
} bureau_next;
typedef struct bureau_estimate {
	hw_text person, registry_id, name, register_word;
	bool confirmed; /* by the Power through the Agency */
	hw_text day;
	double captive, dead, free, log_likelihood;
	bureau_chance *regions; /* the likeliest first */
	size_t region_count;
	bureau_chance *places; /* at least 1 %, the likeliest first; none without the right to see places */
	size_t place_count;
	bureau_why *reports;
	size_t report_count;
	int64_t confidential;   /* reports that count but are not shown to this user */
	hw_text group;          /* empty: none */
	double together_stated; /* of his group, as recorded; NAN without group */
	double together;        /* chance that he himself is still on its path, given everything; NAN without group */
	int64_t unreviewed;     /* proposals about him that wait for a judgement */
	bureau_texts change;    /* what would change it */
	bureau_clash *clashes;  /* the worst first */
	size_t clash_count;
	bureau_chain *chains; /* of two reports and more, the weightiest first */
	size_t chain_count;
	bureau_chain own, of_all_group; /* all reports on him, all on his group, left out at once; reports 0: none */
	bureau_next *next;              /* the most telling first */
	size_t next_count;
} bureau_estimate;
HW_MUST_CHECK hw_status bureau_locate_person(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     bureau_estimate *result, hw_error *error);
/* One object in the form of `belief --json`, with the words beside. */
void bureau_estimate_json(const bureau_estimate *estimate, hw_json_writer *w, const char *key);

/* How good the estimates were: beliefs as they stood 1, 7, 30, 90 days before what was verified later (he came home,
 * the Power confirmed him through the Agency, he was found dead by two people's confirmation), from what had been received by
 * then and with the reliabilities learned at the beginning of that quarter.  The forecast is "captive". */
enum { BUREAU_HORIZONS = 4, BUREAU_CALIBRATION_BINS = 10 };
typedef struct bureau_calibration_bin {
	double low, high;
	int64_t count;
	double said, came;   /* means */
	double lower, upper; /* Wilson 95 % of `came` */
} bureau_calibration_bin;
typedef struct bureau_stratum {
	hw_text id, label;
	int64_t persons, verified; /* of ours in the stratum; of them verified and missing already at the horizon */
	double brier;              /* NAN without cases */
	int64_t lower95, upper95, came; /* how many were said to be captive, how many were */
	bool covered;
} bureau_stratum;
typedef struct bureau_horizon {
	int64_t days, forecasts, too_new; /* too_new: not missing yet on that day */
	double brier, log_score, reliability, resolution, uncertainty, ece;
	double weighted_brier; /* each stratum by its persons */
	bureau_calibration_bin bins[BUREAU_CALIBRATION_BINS];
	bureau_stratum *strata; /* by circumstances; then confirmed before, not confirmed before */
	size_t stratum_count;
	int64_t placed,
		region_first; /* of whom it is known where they were held last; their region was the likeliest */
	double region_said;   /* mean probability given to it; NAN without cases */
} bureau_horizon;
typedef struct bureau_series {
	const char *name; /* "came home or were found dead", "confirmed by the Power" */
	int64_t cases, captive;
	bureau_horizon horizons[BUREAU_HORIZONS];
} bureau_series;
typedef struct bureau_grade_hits {
	char grade;
	int64_t reports, right; /* of its reports about the fate of those whose fate is known */
	double lower, upper;    /* Wilson 95 % */
	double learned;         /* mean reliability of its sources, as learned */
} bureau_grade_hits;
typedef struct bureau_class_prior {
	hw_text id, label;
	double captive, dead, free; /* in use */
	double learned_captive;     /* what the resolved cases would make of it, the given prior counting as 20 */
	int64_t resolved;
} bureau_class_prior;
typedef struct bureau_calibration {
	hw_text day;
	bureau_series series[2];
	int64_t home, found_dead, confirmed, held_known, held_unofficial; /* held_unofficial: at a place not notified */
	bureau_grade_hits grades[6];
	size_t grade_count;
	bureau_class_prior *classes;
	size_t class_count;
	bool recalibrated; /* with 200 cases of both kinds and more: logit p' = slope logit p + shift */
	double slope, shift;
	bureau_texts warnings;
} bureau_calibration;
HW_MUST_CHECK hw_status bureau_calibrate(bureau *b, hw_arena *arena, const bureau_run *run, bureau_calibration *result,
					 hw_error *error);
void bureau_calibration_json(const bureau_calibration *c, hw_json_writer *w, const char *key);
/* One picture: said against came at the four horizons, with Wilson bars and counts. */
/* `mark`: what the picture rests on, and whether it is training; drawn on it. */
void bureau_calibration_svg(const bureau_calibration *c, const char *lang, const char *mark, hw_buffer *out);

/* ---- the page's door: passwords, second factor, passes ---------------------------------------
 * A server holds a pass of each user who signed in, and opens the bureau, or turns an open one, to him without his password.
 * A pass is sealed by a key that lives as long as the process; it ends when the user is disabled, or his password, token or
 * second factor changes.  Rights are read anew at every turn. */
typedef struct bureau_pass {
	char user[72];
	int64_t changed; /* of his secrets, when it was made */
	unsigned char seal[32];
} bureau_pass;
typedef enum bureau_refusal {
	BUREAU_LET_IN,
	BUREAU_WRONG,     /* name or password, in the same words and after the same work */
	BUREAU_CODE,      /* the password is right, the code is missing or wrong */
	BUREAU_LOCKED_OUT /* after failures in a row; `wait` seconds */
} bureau_refusal;
typedef struct bureau_credentials {
	const char *user, *password, *code; /* password: the token where none is set; code: six digits or NULL */
} bureau_credentials;
/* In training the name is enough.  HW_NOT_PERMITTED with the refusal filled. */
HW_MUST_CHECK hw_status bureau_pass_take(const bureau_door *door, const bureau_credentials *given, bureau_pass *pass,
					 bureau_refusal *refusal, int64_t *wait, hw_error *error);
/* door->user and door->token are passed over. */
HW_MUST_CHECK hw_status bureau_enter_as(const bureau_door *door, const bureau_pass *pass, bureau **result,
					hw_error *error);
/* Turns an open bureau to the user, on the day `as_of` (NULL: the bureau's own); `name` is the page, for the log of views.
 * What was computed stays while nothing but views was written since. */
HW_MUST_CHECK hw_status bureau_turn_to(bureau *b, const bureau_pass *pass, const char *as_of, const char *name,
				       hw_error *error);
/* A mark of the last entry of the ledger that is no view (from its hash): another one when the data, settings or users have
 * changed, also when a backup was restored. */
HW_MUST_CHECK hw_status bureau_last_change(bureau *b, int64_t *mark, hw_error *error);
/* Another file has taken the place of the bureau's: close it and open it again. */
bool bureau_replaced(const bureau *b);
/* The roles of the user, a bit each in the order of bureau_role_names; two users with the same see the same figures. */
unsigned bureau_roles_of(const bureau *b);
const char *bureau_right_key(bureau_right right); /* "SEE_PERSONS" */
const char *bureau_right_words(bureau_right right);
bool bureau_role_may(size_t role, bureau_right right);
const char *bureau_role_about(size_t role);
/* One's own password: 12 letters to 256; `old` is the present one or the token.  The pass is renewed. */
HW_MUST_CHECK hw_status bureau_password_set(bureau *b, const char *old, const char *password, bureau_pass *pass,
					    hw_error *error);
/* One's own second factor (RFC 6238, SHA-1, 30 s, six digits).  begin: `secret` gets base 32; it stands once a code of it was
 * given; removing it needs a code, too.  Secrets are kept sealed under a key in PATH.doorkey. */
enum { BUREAU_TOTP_BYTES = 40 };
HW_MUST_CHECK hw_status bureau_totp_begin(bureau *b, char secret[BUREAU_TOTP_BYTES], hw_error *error);
HW_MUST_CHECK hw_status bureau_totp_confirm(bureau *b, const char *code, bureau_pass *pass, hw_error *error);
HW_MUST_CHECK hw_status bureau_totp_remove(bureau *b, const char *code, bureau_pass *pass, hw_error *error);
HW_MUST_CHECK hw_status bureau_totp_stands(bureau *b, bool *stands, hw_error *error);
/* Nobody has a password yet: then the one-time link of the first run may set one, of an administrator who is there. */
HW_MUST_CHECK hw_status bureau_needs_first(const bureau_door *door, bool *needs, hw_error *error);
HW_MUST_CHECK hw_status bureau_first_password(const bureau_door *door, const char *user, const char *password,
					      hw_error *error);
typedef struct bureau_face {
	bool training, needs_first;
	hw_text as_of;
	int64_t entries;
	bureau_users users; /* training only: who can be chosen */
} bureau_face;
/* What a stranger may know before he signs in. */
HW_MUST_CHECK hw_status bureau_face_of(const bureau_door *door, hw_arena *arena, bureau_face *face, hw_error *error);
/* The same from a bureau that is open. */
HW_MUST_CHECK hw_status bureau_face_here(bureau *b, hw_arena *arena, bureau_face *face, hw_error *error);

/* ---- the page: windows on long lists, pairs, places ------------------------------------------------
 * Functions named _json write members into an object that is open. */
/* The register in an order, kept by a server for as long as nothing changes: a window of it costs a hundred look-ups, whatever
 * its offset.  Names sort by the Ukrainian alphabet.  Immutable; threads may share it.  Needs the right to see persons;
 * a category of health or origin its own right. */
typedef struct bureau_order bureau_order;
typedef struct bureau_people_filter {
	const char *side, *party, *category, *registered; /* NULL or "": any */
	const char *sort;                                 /* id, name, born, missing; "-name" from the end; NULL: id */
} bureau_people_filter;
HW_MUST_CHECK hw_status bureau_people_order(bureau *b, const bureau_people_filter *filter, bureau_order **result,
					    hw_error *error);
void bureau_order_free(bureau_order *order); /* NULL allowed */
size_t bureau_order_count(const bureau_order *order);
size_t bureau_order_bytes(const bureau_order *order);
/* Where everybody is, in few bytes a head, for lists; made from the posteriors of bureau_located (and dropping them when
 * `drop`).  Immutable; threads may share it. */
typedef struct bureau_estimates bureau_estimates;
/* The model of everybody (100 MB at 100,000 people) goes, what it learned of the sources stays: the next question makes it
 * again in a third of the time, the same to the last bit.  True when there was one. */
bool bureau_located_rest(bureau *b);
HW_MUST_CHECK hw_status bureau_estimates_make(bureau *b, const bureau_run *run, bool drop, bureau_estimates **result,
					      hw_error *error);
void bureau_estimates_free(bureau_estimates *estimates); /* NULL allowed */
size_t bureau_estimates_bytes(const bureau_estimates *estimates);
/* total, offset, rows; logged as one view of the register.  `estimates` NULL: not known yet ("estimating": true). */
HW_MUST_CHECK hw_status bureau_people_window_json(bureau *b, hw_arena *arena, const bureau_run *run,
						  const bureau_order *order, const bureau_estimates *estimates,
						  size_t offset, size_t limit, hw_json_writer *w, hw_error *error);
/* Two records side by side: fields with their weights, rivals, former judgements; both views are logged. */
HW_MUST_CHECK hw_status bureau_review_pair_json(bureau *b, hw_arena *arena, const bureau_run *run, hw_text left,
						hw_text right, hw_json_writer *w, hw_error *error);
/* open, offset, proposals. */
HW_MUST_CHECK hw_status bureau_review_window_json(bureau *b, hw_arena *arena, const bureau_run *run, size_t offset,
						  size_t limit, hw_json_writer *w, hw_error *error);
/* Every place of detention, its position rounded to the district; `region` empty: all. */
HW_MUST_CHECK hw_status bureau_places_list_json(bureau *b, hw_arena *arena, const bureau_run *run, hw_text region,
						const bureau_estimates *estimates, hw_json_writer *w, hw_error *error);
bool bureau_sees_expected(const bureau *b);
HW_MUST_CHECK hw_status bureau_place_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					   bureau_sheet *result, hw_error *error);
/* The recorded position, with a purpose, logged. */
HW_MUST_CHECK hw_status bureau_place_reveal_json(bureau *b, hw_arena *arena, hw_text id, hw_text purpose,
						 hw_json_writer *w, hw_error *error);
/* parties, holders. */
HW_MUST_CHECK hw_status bureau_parties_json(bureau *b, const bureau_run *run, hw_json_writer *w, hw_error *error);
/* categories that the user may see, regions. */
HW_MUST_CHECK hw_status bureau_vocabulary_json(bureau *b, const bureau_run *run, hw_json_writer *w, hw_error *error);
/* kinds with their columns. */
void bureau_import_kinds_json(hw_json_writer *w);
/* Who saw, changed or revealed a person. */
HW_MUST_CHECK hw_status bureau_person_log(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					  bureau_sheet *result, hw_error *error);
/* One sensitive field ("health", "origin", "will", "place", "relatives") with a purpose; logged as a view with it. */
HW_MUST_CHECK hw_status bureau_person_reveal_json(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
						  const char *field, hw_text purpose, hw_json_writer *w,
						  hw_error *error);
/* total, offset, head, rows, newest first; `actor`, `act` NULL or "": any. */
typedef struct bureau_ledger_filter {
	const char *actor, *act; /* NULL or "": any */
	const char *subject;     /* an id; of a person any that he has */
} bureau_ledger_filter;
HW_MUST_CHECK hw_status bureau_ledger_window_json(bureau *b, const bureau_ledger_filter *filter, size_t offset,
						  size_t limit, hw_json_writer *w, hw_error *error);
/* When the bureau was copied last, whether that copy verified, when one was put in its place; with the days since. */
HW_MUST_CHECK hw_status bureau_backup_state_json(bureau *b, hw_json_writer *w, hw_error *error);
/* The last batch that came, for the line under the head of the page: "last_import". */
HW_MUST_CHECK hw_status bureau_last_import_json(bureau *b, hw_json_writer *w, hw_error *error);
/* Users with what they sign in by: "users"; and "roles", the table of rights. */
HW_MUST_CHECK hw_status bureau_doors_json(bureau *b, hw_arena *arena, int (*sessions)(void *context, hw_text user),
					  void *context, hw_json_writer *w, hw_error *error);
/* The sheet with headings and words in the language, to be shown as it lies. */
void bureau_sheet_laid_json(const bureau_sheet *sheet, hw_arena *arena, const char *lang, hw_json_writer *w,
			    const char *key);

/* ---- link: which records of files are the same person; no bureau needed -----------------
 * One file: duplicates within it.  Two files: links between them. */
typedef struct bureau_link_options {
	const char *files[2];
	size_t file_count;
	const char *id;            /* column of ids; NULL = "id" where there is one, else the number of the row */
	const char *const *fields; /* "COLUMN=KIND"; none: kinds are guessed from header and content */
	size_t field_count;
	bool one_to_one;
	bool one_person;    /* two files: a record of the second is at most one of the first */
	double threshold;   /* 0 = 0.5 */
	bool all;           /* keep every scored pair, not only those at the threshold */
	bool draws;         /* keep the pairs that a draw may join (probability .01) */
	const char *truth;  /* column of the true person, never compared; NULL = none */
	const char *labels; /* file of reviewed pairs, left,right,same: they calibrate the probabilities; NULL = none */
	uint64_t seed;
	unsigned threads;
	const hw_progress *progress;
} bureau_link_options;
typedef struct bureau_link bureau_link; /* a finished linkage */
typedef struct bureau_link_quality {
	double true_pairs, reached, precision, recall, f1, best_threshold, best_f1, cubed_precision, cubed_recall,
		cubed_f1;
} bureau_link_quality;
/* HW_BAD_INPUT names file, row, column, value; a value that is not of its kind (a date 31.02) is a warning. */
HW_MUST_CHECK hw_status bureau_link_files(const bureau_link_options *options, bureau_link **result, hw_error *error);
void bureau_link_free(bureau_link *link);
/* "left,right,probability": linked pairs, surest first; with `all` every scored pair. */
void bureau_link_pairs(const bureau_link *link, bool all, hw_buffer *out);
/* "id,cluster" in the order of the files; the name of a cluster is the id of its first record.  With two files the column
 * `file` (1 or 2) stands between. */
void bureau_link_clusters(const bureau_link *link, hw_buffer *out);
/* "draw,record,entity": `draws` linkages drawn from the pairs' probabilities, for `census --records --draws`.  One file only
 * (HW_USAGE), and a link that kept pairs under the threshold (`all`, or `draws` of the options). */
HW_MUST_CHECK hw_status bureau_link_draws(const bureau_link *link, size_t draws, hw_buffer *out, hw_error *error);
void bureau_link_report(const bureau_link *link, hw_buffer *out); /* JSON */
void bureau_link_notes(const bureau_link *link,
		       hw_buffer *out); /* lines for people: fields, counts, warnings, quality */
/* Why two records are, or are not, linked: "LEFT,RIGHT" by their ids; HW_NOT_FOUND names the id that is not there. */
HW_MUST_CHECK hw_status bureau_link_explain(const bureau_link *link, const char *pair, bool json, hw_buffer *out,
					    hw_error *error);
/* False when no truth was given. */
bool bureau_link_measured(const bureau_link *link, bureau_link_quality *quality);

/* ---- lists that came in: an answer to every name -------------------------------------------
 * held, already_home, dead, duplicate (the same person stands earlier on the list), civilian, unknown, not_ours (whose side
 * the kind of the list is about), with the person meant, the probability and the reasons.  Linked entries are certain; the
 * others are held against the register by the engine of trace; nothing is stored.  Lists of kind held, offered and dead name
 * our people, wanted and missing theirs; other kinds either. */
HW_MUST_CHECK hw_status bureau_list_answers(bureau *b, hw_arena *arena, const bureau_run *run, const hw_text *lists,
					    size_t count, bureau_sheet *result, hw_error *error);
/* Lists that came in and that a batch (of lists or entries) touches. */
HW_MUST_CHECK hw_status bureau_lists_of_batch(bureau *b, hw_arena *arena, hw_text batch, hw_text **lists, size_t *count,
					      hw_error *error);

/* ---- search in a file: names across scripts, with errors, in parts; no bureau needed ------- */
typedef struct bureau_search_options {
	const char *file;         /* CSV of names */
	const char *id;           /* column of ids, NULL = the number of the row; rows of one id are names of one */
	const char *name;         /* column of names */
	const char *born;         /* column of dates of birth, to weigh a year in the query; NULL = none */
	const char *query;        /* one query, or ... */
	const char *queries;      /* ... a CSV of queries */
	const char *query_column; /* of `queries` */
	size_t top;               /* 1..1000; 0 = 10 */
	bool prefix;              /* the last word of a query is perhaps not whole */
	unsigned threads;
	const hw_progress *progress;
} bureau_search_options;
typedef struct bureau_search_hit {
	uint64_t query_row; /* from 1 */
	size_t rank;        /* from 1 */
	hw_text id, name;
	double likeness; /* of names, 0..1 */
	bureau_texts reasons;
} bureau_search_hit;
typedef struct bureau_search_figures {
	size_t names, queries, hits, bytes, peak_bytes; /* bytes: the index; peak: the whole program */
	size_t unread;                                  /* dates of birth that are no dates */
	double build_seconds;                           /* from the file to the index */
	double p50, p99, slowest;                       /* seconds a query */
	double work_p50, work_p99;                      /* of the processor: less where others use the machine too */
} bureau_search_figures;
typedef struct bureau_search_result bureau_search_result;
/* The same hits for any number of threads.  HW_BAD_INPUT names file, row, column. */
HW_MUST_CHECK hw_status bureau_search_files(const bureau_search_options *options, bureau_search_result **result,
					    hw_error *error);
void bureau_search_free(bureau_search_result *result);
bureau_search_figures bureau_search_measured(const bureau_search_result *result);
const bureau_search_hit *bureau_search_hit_at(const bureau_search_result *result, size_t index); /* by query, rank */
void bureau_search_csv(const bureau_search_result *result, hw_buffer *out); /* query_row,rank,id,name,likeness */
void bureau_search_json(const bureau_search_result *result, hw_buffer *out);

/* ---- consent: to which use of his data a person said yes or no (consent.c) ------------------------------
 * The table of uses (data/keeping/uses.txt) says on which ground each rests and what his word means for it.  His last word
 * counts, of one day the no; it is asked for on the bureau's own day, never on that of --as-of. */
typedef struct bureau_consent_word {
	const char *person, *use, *given, *on, *how; /* given: "yes" or "no"; on: NULL = the bureau's day */
	const char *to, *until, *language, *by;      /* NULL: to whomever; no end; not said; he himself */
} bureau_consent_word;
HW_MUST_CHECK hw_status bureau_consent_record(bureau *b, hw_arena *arena, const bureau_consent_word *word,
					      hw_error *error);
/* May what is held of this person (a bureau's id) go into this use, to this party ("": nobody in particular)?  An unknown use
 * is HW_FAULT. */
HW_MUST_CHECK hw_status bureau_consent_allows(bureau *b, hw_text person, const char *use, hw_text party, bool *allowed,
					      hw_error *error);
/* The same; no is HW_NOT_PERMITTED that names the rule and the remedy. */
HW_MUST_CHECK hw_status bureau_consent_require(bureau *b, hw_text person, const char *use, hw_text party,
					       hw_error *error);
/* What he said, use by use; the table of uses alone. */
HW_MUST_CHECK hw_status bureau_consent_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id,
					     bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_uses(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
				    hw_error *error);

/* ---- disclosure: data of one person to a prosecutor or a service (disclose.c) ---------------------------
 * HW_NOT_PERMITTED names the rule: without his yes for that very use, or a legal order that is named, nothing goes; nothing of
 * whoever is withheld.  Pending until another user confirms; then it has a number and can be printed, each time logged and
 * each time asked again. */
typedef struct bureau_disclosure {
	const char *person, *to, *basis, *reference, *purpose; /* to: prosecutor, intelligence; basis: consent, order */
} bureau_disclosure;
HW_MUST_CHECK hw_status bureau_disclose(bureau *b, hw_arena *arena, const bureau_disclosure *what, hw_text *pending,
					hw_error *error);
HW_MUST_CHECK hw_status bureau_disclosed(bureau *b, hw_arena *arena, const bureau_run *run, hw_text number,
					 bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_disclosures(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					   hw_error *error);

/* ---- retention: what its time has come for (retention.c) -------------------------------------------------
 * Rules are data (data/keeping/retention.txt).  What is due by the day asked about, with the event its time ran from and what
 * stops it: a legal hold, or something that a person has still to decide.  `rule`: of one rule alone; NULL or "": of all. */
HW_MUST_CHECK hw_status bureau_retention(bureau *b, hw_arena *arena, const bureau_run *run, const char *rule,
					 bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_retention_rules(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					       hw_error *error);
HW_MUST_CHECK hw_status bureau_retention_steps(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
					       hw_error *error);
/* Asks to seal and delete what is due on the bureau's own day and not stopped; pending until another user confirms.  Then
 * everything is asked again: one hold more, and the whole act is refused.  HW_BAD_INPUT: there is nothing to do. */
typedef struct bureau_retention_asked {
	hw_text pending;
	int64_t seals, contacts; /* persons to be sealed; inquiries whose contact is deleted for good */
} bureau_retention_asked;
HW_MUST_CHECK hw_status bureau_retention_apply(bureau *b, hw_arena *arena, const char *rule, const char *reason,
					       bureau_retention_asked *asked, hw_error *error);
/* Asks to open a sealed person for a purpose; pending until another user confirms. */
HW_MUST_CHECK hw_status bureau_retention_open(bureau *b, hw_arena *arena, const char *person, const char *reason,
					      hw_text *pending, hw_error *error);

/* ---- legal hold: what a proceeding needs is neither sealed nor deleted (hold.c) --------------------------
 * `subject`: a person (also one who is sealed, or of whom an inquiry is), a finding or an item of evidence, with everybody on it.
 * One places it, at once; lifting waits until another user confirms. */
HW_MUST_CHECK hw_status bureau_hold(bureau *b, hw_arena *arena, const char *subject, const char *reason, hw_text *id,
				    hw_error *error);
HW_MUST_CHECK hw_status bureau_hold_lift(bureau *b, hw_arena *arena, hw_text id, hw_text reason, hw_text *pending,
					 hw_error *error);
HW_MUST_CHECK hw_status bureau_holds(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
				     hw_error *error);

/* ---- paper for a day without machines: the order of work and blank forms, which name nobody (forms.c) ---- */
void bureau_forms_text(const char *lang, hw_buffer *out);
void bureau_forms_json(const char *lang, hw_json_writer *w);
HW_MUST_CHECK hw_status bureau_forms_pdf(bureau *b, const char *lang, hw_buffer *out, hw_error *error);
/* What has a day: all that is late or due within `days` (1..366) and that the user may see, by numbers of the file and never
 * by name (paper_acts.c).  What his role does not see is left out and said. */
enum { BUREAU_PAPER_DAYS = 7, BUREAU_PAPER_DAYS_MOST = 366 };
HW_MUST_CHECK hw_status bureau_paper_acts(bureau *b, hw_arena *arena, const bureau_run *run, int64_t days,
					  bureau_sheet *result, hw_error *error);
/* The acts, then the forms, as one document. */
HW_MUST_CHECK hw_status bureau_paper_pdf(bureau *b, const bureau_sheet *acts, const char *lang, hw_buffer *out,
					 hw_error *error);
/* Names, asked for with a purpose that is written down (paper_lists.c): those of our prisoners whom a round hands over, past
 * the gate; relatives who wait for a call within `days`, or with `phrases` the phrases for these calls by number alone: never
 * both on one paper.  Of whom is told in person only, nothing stands there. */
HW_MUST_CHECK hw_status bureau_paper_calls(bureau *b, hw_arena *arena, const bureau_run *run, hw_text round,
					   hw_text purpose, bureau_sheet *result, hw_error *error);
HW_MUST_CHECK hw_status bureau_paper_callbacks(bureau *b, hw_arena *arena, const bureau_run *run, int64_t days,
					       bool phrases, hw_text purpose, bureau_sheet *result, hw_error *error);
/* Filled forms come back in: the headers of the CSV file that a form ("report", "inquiry", "transfer") is typed into, and how that
 * file is taken in.  HW_NOT_FOUND names the forms. */
HW_MUST_CHECK hw_status bureau_paper_entry(const char *form, const char *lang, hw_buffer *header, hw_buffer *command,
					   hw_error *error);

/* ---- answer: what is held of a person, for him (answer.c) -------------------------------------------------
 * Every claim with the grade of its source, uses, recipients, views by role; no source, no relative, nobody else, nothing told in
 * confidence: what is kept back is counted with its ground.  With `verified` it is numbered, in the ledger and signed; the
 * file stays empty for a draft. */
typedef struct bureau_answer_request {
	const char *person, *verified; /* verified: how it was made sure that it is he; NULL: a draft */
} bureau_answer_request;
typedef struct bureau_signed_file {
	hw_buffer content, signature, key; /* JSON, 64 bytes (Ed25519), PEM */
} bureau_signed_file;
HW_MUST_CHECK hw_status bureau_answer_pack(bureau *b, hw_arena *arena, const bureau_run *run,
					   const bureau_answer_request *what, bureau_sheet *result,
					   bureau_signed_file *file, hw_error *error);
void bureau_signed_file_free(bureau_signed_file *file);

/* ---- end of jobs (add sections above this line) ------------------------------ */
#endif
