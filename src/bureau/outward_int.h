/* outward_int.h - every way on which something about a person leaves the house, in one table, and the one gate before them.
 *
 * A way that is not in the table does not exist: tests/scenario/outward_test.sh tries to leak on each of its rows, and fails for a
 * row that it does not know.  What the gate asks: is anything of this person withheld from whoever may read it there?
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
} outward_way;

#define OUTWARD_WAYS(X)                                                                                                \
	X(CARD, "card", "card", "capture card (GC III 70)", "his family, the Agency", OUTWARD_POWER)                   \
	X(NOTICE, "notice", "card --notice", "notice of capture (GC III 122)", "his Power, the Agency", OUTWARD_POWER) \
	X(LIST, "list", "round send", "list of names", "a counterpart", OUTWARD_PARTY)                                 \
	X(AGREED, "agreed", "round agree", "names agreed on", "everybody at the table", OUTWARD_PARTY)                 \
	X(HANDOVER, "handover", "round deliver", "names handed over", "everybody at the table", OUTWARD_PARTY)         \
	X(MANIFEST, "manifest", "round manifest", "handover manifest", "everybody at the table", OUTWARD_PARTY)        \
	X(REQUEST, "request", "request list", "names to ask for", "a counterpart", OUTWARD_PARTY)                      \
	X(PERSUASION, "persuasion", "dossier --people", "people nobody asked for, by name", "a counterpart",           \
	  OUTWARD_PARTY)                                                                                               \
	X(PLAN, "plan", "plan", "packages by class", "a counterpart, in what is proposed", OUTWARD_PARTY)              \
	X(MATCH, "match", "match", "who is on both sides' lists", "both sides", OUTWARD_PARTY)                         \
	X(LETTER, "letter", "finding draft", "letter on an indication", "the addressee", OUTWARD_ANYONE)               \
	X(BUNDLE, "bundle", "evidence bundle", "items of evidence", "a court or monitor", OUTWARD_ANYONE)              \
	X(PAPER, "paper", "transmission sent", "letter about a person", "whom it is sent to", OUTWARD_PARTY)           \
	X(REPLY, "reply", "inquiry reply", "answer to a relative", "his family", OUTWARD_FAMILY)                       \
	X(EXTRACT, "extract", "inquiry extract", "extract of a relative's own case", "his family", OUTWARD_FAMILY)     \
	X(DISCLOSURE, "disclosure", "disclose", "extract on one person", "a prosecutor or a service", OUTWARD_ANYONE)        \
	X(STATEMENT, "statement", "statement release", "a public claim with its verdict", "everybody", OUTWARD_NOBODY) \
	X(PUBLIC, "public", "brief --public", "factsheet and aggregates", "everybody", OUTWARD_NOBODY)                 \
	X(AREAS, "areas", "protect --export", "list of protected areas", "whoever receives it", OUTWARD_NOBODY)

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
	hw_text *kept;
	size_t count;
} outward_gate;

/* `to`: the parties who will read it, separated by ";" (his Power for OUTWARD_POWER); no matter for the others. */
HW_MUST_CHECK hw_status outward_open(bureau *b, hw_arena *arena, outward way, hw_text to, outward_gate *gate,
				     hw_error *error);
bool outward_allows(const outward_gate *gate, hw_text person);
/* HW_NOT_PERMITTED, in words that tell neither why, nor from whom, nor since when. */
HW_MUST_CHECK hw_status outward_require(const outward_gate *gate, hw_text person, hw_error *error);

#endif
