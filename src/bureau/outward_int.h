/* outward_int.h - every way on which something about a person leaves the house, in one table, and the one gate before them.
 *
 * A way that is not in the table does not exist: tests/scenario/outward_test.sh tries to leak on each of its rows, and fails for a
 * row that it does not know.  What the gate asks of each person: is anything of his withheld from whoever may read it there, and
 * is the use that this way is open to his data (data/keeping/uses.txt: duty, objection, consent, consent or order)?  Both read
 * the same outside: nobody learns whether he was withheld or said no, or was only never asked.
 * What came in confidence, personal reasons and places are kept off by each way itself; the table says which test tries that. */
#ifndef HW_BUREAU_OUTWARD_INT_H
#define HW_BUREAU_OUTWARD_INT_H

#include "bureau/bureau_int.h"

typedef enum outward_reach {
	OUTWARD_PARTY, /* the parties named, with the holders under them and the Power above them: what one has, the others read */
	OUTWARD_POWER,  /* his Power, the Central Agency, whoever stands between the sides, his family */
	OUTWARD_FAMILY, /* a relative of his: withheld from "family" */
	OUTWARD_ANYONE, /* somebody who is on no record: withheld from one is withheld here */
	OUTWARD_NOBODY, /* names nobody: its text is searched before it leaves */
} outward_reach;

typedef struct outward_way {
	const char *name, *command, *what, *readers;
	outward_reach reach;
	const char *use; /* of data/keeping/uses.txt */
} outward_way;

#define OUTWARD_WAYS(X)                                                                                                \
	X(CARD, "card", "card", "capture card (GC III 70)", "his family, the Agency", OUTWARD_POWER, "notice")         \
	X(NOTICE, "notice", "card --notice", "notice of capture (GC III 122)", "his Power, the Agency", OUTWARD_POWER, \
	  "notice")                                                                                                    \
	X(LIST, "list", "round send", "list of names", "a counterpart", OUTWARD_PARTY, "exchange")                     \
	X(AGREED, "agreed", "round agree", "names agreed on", "everybody at the table", OUTWARD_PARTY, "exchange")     \
	X(HANDOVER, "handover", "round deliver", "names handed over", "everybody at the table", OUTWARD_PARTY,         \
	  "exchange")                                                                                                  \
	X(MANIFEST, "manifest", "round manifest", "handover manifest", "everybody at the table", OUTWARD_PARTY,        \
	  "exchange")                                                                                                  \
	X(CALLS, "calls", "paper --round", "call list of a handover, on paper", "whoever finds it on the way",         \
	  OUTWARD_PARTY, "exchange")                                                                                   \
	X(REQUEST, "request", "request list", "names to ask for", "a counterpart", OUTWARD_PARTY, "exchange")          \
	X(PERSUASION, "persuasion", "dossier --people", "people nobody asked for, by name", "a counterpart",           \
	  OUTWARD_PARTY, "exchange")                                                                                   \
	X(PLAN, "plan", "plan", "packages by class", "a counterpart, in what is proposed", OUTWARD_PARTY, "exchange")  \
	X(MATCH, "match", "match", "who is on both sides' lists", "both sides", OUTWARD_PARTY, "tracing")              \
	X(LETTER, "letter", "finding draft", "letter on an indication", "the addressee", OUTWARD_ANYONE, "finding")    \
	X(BUNDLE, "bundle", "evidence bundle", "items of evidence", "a court or monitor", OUTWARD_ANYONE,              \
	  "prosecution")                                                                                               \
	X(PAPER, "paper", "transmission sent", "letter about a person", "whom it is sent to", OUTWARD_PARTY,           \
	  "tracing")                                                                                                   \
	X(REPLY, "reply", "inquiry reply", "answer to a relative", "his family", OUTWARD_FAMILY, "family_reply")       \
	X(EXTRACT, "extract", "inquiry extract", "extract of a relative's own case", "his family", OUTWARD_FAMILY,     \
	  "family_reply")                                                                                              \
	X(DISCLOSURE, "disclosure", "disclose --to prosecutor", "extract on one person", "a prosecutor",               \
	  OUTWARD_ANYONE, "prosecution")                                                                               \
	X(SERVICE, "service", "disclose --to intelligence", "extract on one person", "an intelligence service",        \
	  OUTWARD_ANYONE, "intelligence")                                                                              \
	X(STATEMENT, "statement", "statement release", "a public claim with its verdict", "everybody", OUTWARD_ANYONE, \
	  "publication")                                                                                               \
	X(PUBLIC, "public", "brief --public", "factsheet and aggregates", "everybody", OUTWARD_NOBODY, "statistics")   \
	X(AREAS, "areas", "protect --export", "list of protected areas", "whoever receives it", OUTWARD_NOBODY,        \
	  "statistics")

typedef enum outward {
#define X(name, ...) OUTWARD_##name,
	OUTWARD_WAYS(X)
#undef X
		OUTWARD_COUNT
} outward;

extern const outward_way outward_ways[OUTWARD_COUNT];

/* Who stays back on one way today: the bureau's own day, never the day of --as-of, for paper leaves the house today.
 * Ids of the bureau, former ids and ids of the register, sorted; in the arena. */
typedef struct outward_gate {
	outward way;
	hw_text *kept; /* withheld, or said no */
	size_t count;
	bool only_by_yes; /* whoever did not say yes stays back as well */
	hw_text *agreed;
	size_t agreed_count;
} outward_gate;

/* `to`: the parties who will read it, separated by ";" (his Power for OUTWARD_POWER); no matter for the others. */
HW_MUST_CHECK hw_status outward_open(bureau *b, hw_arena *arena, outward way, hw_text to, outward_gate *gate,
				     hw_error *error);
/* The same by a legal order that is named: it opens a use whose line says "consent or order", and no withholding. */
HW_MUST_CHECK hw_status outward_open_by_order(bureau *b, hw_arena *arena, outward way, hw_text to, outward_gate *gate,
					      hw_error *error);
bool outward_allows(const outward_gate *gate, hw_text person);
/* Everybody of a list of ids, separated by ";". */
bool outward_allows_all(const outward_gate *gate, hw_text persons);
/* HW_NOT_PERMITTED, in words that tell neither why, nor from whom, nor since when. */
HW_MUST_CHECK hw_status outward_require(const outward_gate *gate, hw_text person, hw_error *error);

#endif
