/* sections_int.h - a page of text, and how each result of the bureau reads on it. */
#ifndef HW_CLI_SECTIONS_INT_H
#define HW_CLI_SECTIONS_INT_H

#include "bureau/bureau.h"
#include "cli/cli_int.h"
#include "cli/table_int.h"

typedef struct cli_page {
	const cli_context *context;
	hw_arena *arena;
	hw_buffer *out;
	int section; /* of the last heading */
} cli_page;

/* Opens what a bureau command needs: bureau, arena, run options.  cli_leave writes the page and closes all. */
typedef struct cli_desk {
	bureau *bureau;
	hw_arena *arena;
	bureau_run run;
	hw_buffer out;
	cli_page page;
	hw_buffer pdf; /* with --pdf: what cli_leave writes */
	hw_status printed;
	hw_error print_error;
} cli_desk;
HW_MUST_CHECK hw_status cli_enter(const cli_context *context, cli_desk *desk, hw_error *error);
/* Writes what is in desk->out when `status` is HW_OK or HW_NO, frees everything, returns the status. */
hw_status cli_leave(const cli_context *context, cli_desk *desk, hw_status status, hw_error *error);
/* The line that every answer for people begins with: training, as of. */
void cli_write_top(cli_desk *desk);
/* "2025-02-28, seed 1, data 0bf1b5fa53ad, homeward 0.1.0": what a figure rests on; data is the bureau's fingerprint. */
HW_MUST_CHECK hw_status cli_origin(cli_desk *desk, hw_text *line, hw_error *error);
HW_MUST_CHECK hw_status cli_write_origin(cli_desk *desk, hw_error *error); /* as the last line */
/* seed, data, version */
HW_MUST_CHECK hw_status cli_json_origin(cli_desk *desk, hw_json_writer *w, hw_error *error);

/* The object that every --json answer is: as_of and training first; cli_json_end closes it. */
hw_json_writer cli_json_begin(cli_desk *desk);
void cli_json_end(cli_desk *desk, hw_json_writer *w); /* with --csv: and makes it a table */
/* The answer that is in the buffer as JSON becomes CSV (rows.c): its lists of objects, else its one object as a row. */
void cli_rows_of_json(hw_buffer *out);
/* The day and the mark of training, which have no place in a table, on standard error. */
void cli_say_top(const cli_desk *desk);
/* One person: posterior and why (cmd_person.c; also `locate --person`). */
HW_MUST_CHECK hw_status cli_locate_person(cli_desk *desk, const char *id, hw_error *error);

const char *cli_say(const cli_page *p, const char *english);
hw_text cli_text(const cli_page *p, const char *format, ...) HW_PRINTF(2, 3);
void cli_heading(cli_page *p, const char *english);
void cli_write_categories(cli_page *p, const bureau_categories *categories);
void cli_write_interest_sources(cli_page *p, const bureau_interests *interests);
void cli_write_interests(cli_page *p, const bureau_interests *interests);
void cli_write_persuasion(cli_page *p, const bureau_frontier *frontier);
void cli_write_cells(cli_page *p, const char *title, const bureau_frontier *f);
void cli_write_calibration(cli_page *page, const bureau_calibration *calibration); /* calibration_text.c */
void cli_write_regions(cli_page *p, const bureau_regions *regions);
void cli_write_places(cli_page *p, const bureau_place_groups *places);
void cli_write_indications(cli_page *p, const bureau_indications *indications);
void cli_write_presences(cli_page *p, const bureau_presences *presences);
void cli_write_custody(cli_page *p, const bureau_custody_groups *custody);
void cli_write_statements(cli_page *p, const bureau_statements *statements);
void cli_write_rounds(cli_page *p, const bureau_rounds *rounds);

/* The briefing (brief_text.c): the same results, each said as shortly as its source and its doubt allow. */
void cli_write_brief(cli_desk *desk, const bureau_brief *brief);
/* The first `most` texts with `between` them, then how many more there are. */
hw_text cli_joined(const cli_page *p, const bureau_texts *texts, const char *between, size_t most);
/* "indication; places: 17; people there: 300-340" */
hw_text cli_reach(const cli_page *p, const bureau_indication *indication);
hw_text cli_label(hw_text id, hw_text label);   /* the label, else the id */
hw_text cli_share(const cli_page *p, double x); /* "85 %", "<5 %", ">95 %": a probability of the evidence */

/* A sheet: title, fields, lists with a heading each, notes.  Empty columns and lists are passed over. */
void cli_write_sheet(cli_page *p, const bureau_sheet *sheet);
/* The whole of a command that answers with one sheet: text, --json under the sheet's kind, --csv of its longest list. */
void cli_answer_sheet(cli_desk *desk, const cli_context *context, const bureau_sheet *sheet);

#endif
