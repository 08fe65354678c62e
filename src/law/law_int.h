/* law_int.h - inside of law: the reader of rule files, compiled conditions, evaluation.
 * Read law.h and docs/rules.md first. */
#ifndef HW_LAW_INT_H
#define HW_LAW_INT_H

#include "law/law.h"

enum {
	LAW_FILE_BYTES = 4 << 20,
	LAW_RULES_MOST = 4096,
	LAW_TERMS_MOST = 4096,
	LAW_DEPTH_MOST = 64,
	LAW_NODES_MOST = 1024,
};

/* ---- reading files (read.c) ------------------------------------------------------
 * A file is blocks of fields; positions are kept so that every later message can name them. */
typedef struct law_file {
	const char *name;
	hw_text text;
} law_file;

typedef struct law_field {
	hw_text key;
	size_t from, to; /* the value in the file's text, with its continuation lines */
} law_field;

typedef struct law_block {
	const law_file *file;
	hw_text word, name; /* "rule", "gc3-23-1-object"; name is empty when the header has none */
	size_t at;          /* offset of the header */
	const law_field *fields;
	size_t count;
} law_block;

HW_MUST_CHECK hw_status law_read_file(hw_arena *arena, const law_file *file, const law_block **blocks, size_t *count,
				      hw_error *error);
static inline size_t law_key_at(const law_file *file, const law_field *field)
{
	return (size_t)(field->key.bytes - file->text.bytes);
}
/* Value without line breaks, comments and doubled spaces. */
HW_MUST_CHECK hw_status law_field_text(hw_arena *arena, const law_file *file, const law_field *field, hw_text *result,
				       hw_error *error);
/* Puts "file:line:column" of the offset and the key into the error; returns its status. */
hw_status law_place_error(hw_error *error, const law_file *file, size_t offset, hw_text key);
hw_status law_out_of_memory(hw_error *error);
/* HW_BAD_INPUT at that place. */
hw_status law_refuse_at(const law_file *file, size_t offset, hw_text key, const char *remedy, hw_error *error,
			const char *why);
/* The name of `count` names that is spelled most like `wrong`; empty when none is near. */
hw_text law_nearest(hw_text wrong, hw_text (*name)(const void *context, size_t index), const void *context,
		    size_t count);

/* ---- conditions (lexer.c, condition.c) ---------------------------------------------- */
typedef enum law_node_kind {
	LAW_NODE_TRUTH,  /* yes, no */
	LAW_NODE_NUMBER, /* also a date written out (days) */
	LAW_NODE_TEXT,
	LAW_NODE_WORDS, /* words of a list */
	LAW_NODE_AS_OF,
	LAW_NODE_TERM,
	LAW_NODE_SETTING,
	LAW_NODE_OVERDUE,
	LAW_NODE_KNOWN, /* a: a term */
	LAW_NODE_FIRST, /* a if known, else b */
	LAW_NODE_ADD,
	LAW_NODE_SUBTRACT,
	LAW_NODE_NOT,
	LAW_NODE_AND,
	LAW_NODE_OR,
	LAW_NODE_COMPARE
} law_node_kind;

typedef enum law_comparison { LAW_EQUAL, LAW_UNEQUAL, LAW_LESS, LAW_AT_MOST, LAW_MORE, LAW_AT_LEAST } law_comparison;

typedef struct law_node {
	law_node_kind kind;
	law_type type; /* of its value; LAW_BOOL for all that is true or false */
	law_comparison sign;
	uint32_t a, b;  /* operands: indices in the program */
	uint32_t index; /* slot of a term, or setting */
	const law_word_list *list;
	union {
		law_truth truth;
		double number;
		uint64_t words;
		hw_text text;
	} as;
} law_node;

typedef struct law_program { /* nodes[root] is the whole; root == LAW_NO_PROGRAM: none was written */
	uint32_t root;
	law_type type;
	const law_word_list *list;
} law_program;
#define LAW_NO_PROGRAM UINT32_MAX

typedef enum law_unit { LAW_DAYS, LAW_WEEKS, LAW_MONTHS, LAW_YEARS } law_unit;

typedef struct law_compiled { /* what stands behind one law_rule */
	const law_node *nodes;
	size_t node_count;
	law_program when, from, until, ended;
	law_program *rebuttals; /* one for each rebuttal */
	uint32_t limit;         /* node: number or setting */
	law_unit unit;
	bool has_clock, at_least;
} law_compiled;

struct law_rules {
	hw_arena *arena;
	const law_convention *conventions;
	size_t convention_count;
	const law_word_list *lists;
	size_t list_count;
	const law_setting *settings;
	size_t setting_count;
	const hw_text *kinds;
	size_t kind_count;
	const law_term *terms;
	const uint32_t *slots; /* of each term among the terms of its kind */
	size_t term_count;
	const uint32_t *const *kind_terms; /* per kind: term of each slot */
	const uint32_t *kind_slots;        /* per kind: how many */
	law_rule *rules;
	law_compiled *compiled;
	size_t rule_count;
	const uint32_t *const *term_rules; /* per term */
	const uint32_t *term_rule_counts;
};

/* A rule while it is compiled: nodes grow in `nodes`. */
typedef struct law_compiler {
	const law_rules *rules;
	hw_arena *arena;
	uint32_t kind;
	const law_file *file;
	law_node *nodes; /* LAW_NODES_MOST places */
	size_t count;
	bool may_overdue; /* the rule has a clock and this field may ask for it */
	bool *reads;      /* per term: set when the condition reads it */
} law_compiler;

/* Compiles one field to a program whose value must have the type `wanted`. */
HW_MUST_CHECK hw_status law_compile(law_compiler *compiler, const law_field *field, law_type wanted,
				    law_program *result, hw_error *error);
/* "7 days", "evacuation_days days". */
HW_MUST_CHECK hw_status law_compile_limit(law_compiler *compiler, const law_field *field, uint32_t *node,
					  law_unit *unit, hw_error *error);

typedef enum law_token_kind {
	LAW_TOKEN_END,
	LAW_TOKEN_NAME,
	LAW_TOKEN_NUMBER,
	LAW_TOKEN_DATE,
	LAW_TOKEN_TEXT,
	LAW_TOKEN_SIGN
} law_token_kind;
typedef struct law_token {
	law_token_kind kind;
	hw_text text;  /* without the quotes */
	size_t at;     /* offset in the file */
	double number; /* LAW_TOKEN_NUMBER; LAW_TOKEN_DATE: days */
} law_token;
typedef struct law_lexer {
	const law_file *file;
	size_t at, end;
	hw_text key;
} law_lexer;
HW_MUST_CHECK hw_status law_lexer_next(law_lexer *lexer, law_token *token, hw_error *error);

/* ---- building the rules (vocabulary.c, rules.c, clauses.c) ------------------------------ */
typedef struct law_builder {
	law_rules *rules;
	const law_block *const *blocks; /* of all files, in order */
	size_t block_count;
	hw_arena *scratch;
	law_node *nodes; /* LAW_NODES_MOST places, and one mark a term, for the rule being compiled */
	bool *reads;
} law_builder;
HW_MUST_CHECK hw_status law_build_vocabulary(law_builder *builder, hw_error *error);
HW_MUST_CHECK hw_status law_build_rules(law_builder *builder, hw_error *error);
/* The conditions, clock, rebuttals and replies of one rule; rule->kind is set. */
HW_MUST_CHECK hw_status law_build_clauses(law_builder *builder, const law_block *block, law_rule *rule,
					  law_compiled *compiled, hw_error *error);
/* The field with that key; NULL when the block has none. */
const law_field *law_block_field(const law_block *block, const char *key);
/* Whether "Labour detachment", as someone writes it, is the word labour_detachment. */
bool law_same_word(hw_text written, hw_text word);
bool law_is_name(hw_text t); /* a-z, 0-9, "_"; begins with a letter */
/* Cuts "prefix NAME rest" of a key: "rebut transit when"; false when the key is not of that form. */
bool law_key_parts(hw_text key, const char *prefix, hw_text *name, hw_text *rest);

/* ---- evaluation (evaluate.c, clock.c, support.c) ------------------------------------------ */
/* What a term or an expression may be.  Numbers and dates are [low, high]; unlimited when unknown. */
typedef struct law_cell {
	uint32_t stamp; /* of the subject it belongs to */
	bool known;     /* there is a claim */
	bool clash;     /* texts that differ */
	law_truth truth;
	double low, high;
	uint64_t words;
	hw_text text;
} law_cell;

typedef struct law_scene { /* one subject while its rules are evaluated */
	const law_rules *rules;
	law_cell *cells; /* per slot of the kind */
	uint32_t stamp;
	double as_of;
	const double *settings;
	const law_compiled *rule;
	law_truth overdue;
} law_scene;

law_cell law_evaluate(const law_scene *scene, uint32_t index);
law_truth law_truth_of(const law_scene *scene, law_program program); /* LAW_UNKNOWN for none */
law_cell law_cell_unknown(void);
void law_cell_join(law_cell *cell, const law_value *value); /* one more claim */
bool law_cell_settled(const law_cell *cell, law_type type); /* known, and only one value is possible */
/* Fills *clock and returns whether the limit is exceeded. */
law_truth law_clock_evaluate(const law_scene *scene, law_clock *clock);
double law_add_time(double day, double amount, law_unit unit);

/* Marks the slots whose facts carry the value of a condition, and those that would settle it. */
typedef struct law_marks {
	bool *carry, *gap; /* per slot */
} law_marks;
void law_mark_support(const law_scene *scene, law_program program, law_marks *marks);
void law_mark_clock(const law_scene *scene, law_marks *marks, bool gaps);

const char *law_bound_words(law_bound bound, law_language language);

/* ---- what a report owns (check.c, recheck.c) ---- */
typedef struct law_slice {
	hw_arena *arena; /* what the results point to */
	law_result *results;
	size_t count, capacity;
	uint64_t *counts;
} law_slice;

struct law_report_memory {
	law_slice *slices;
	size_t slice_count;
	law_result *results;
	uint64_t *counts;
};

#endif
