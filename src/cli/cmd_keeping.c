/* homeward init, status, verify, backup, restore: the bureau's file as a whole. */
#include "cli/door_int.h"
#include "cli/sections_int.h"

#include <string.h>

static const char training_line[] = "TRAINING - invented people. ";

/* "key    value", the values one below the other. */
static void line(cli_desk *desk, const char *key, const char *format, ...) HW_PRINTF(3, 4);
static void line(cli_desk *desk, const char *key, const char *format, ...)
{
	char value[512];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(value, sizeof(value), format, arguments);
	va_end(arguments);
	hw_buffer_addf(&desk->out, "%-18s %s\n", key, value);
}

/* ---- init ------------------------------------------------------------------------- */
typedef struct init_options {
	bool training;
} init_options;

static const cli_option init_table[] = {
	{"training", CLI_FLAG, offsetof(init_options, training), NULL,
	 "for invented people only: nobody signs in, a user for each role, and every output says TRAINING"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static void init_json(const cli_context *context, const bureau_made *made, bool training, hw_buffer *out)
{
	hw_json_writer w = hw_json_writer_new(out, true);

	hw_json_object(&w, NULL);
	hw_json_boolean(&w, "training", training);
	hw_json_string(&w, "file", context->db);
	hw_json_integer(&w, "users", made->users);
	if (!training) {
		hw_json_string(&w, "user", made->user);
		hw_json_string(&w, "token", made->token);
	}
	hw_json_close(&w, '}');
	hw_buffer_adds(out, "\n");
}

static void init_text(const cli_context *context, const bureau_made *made, bool training, hw_buffer *out)
{
	if (training) {
		hw_buffer_addf(out, "%sMade %s.\n", bureau_word(context->lang, training_line), context->db);
		hw_buffer_addf(
			out, "Without --as you have every role; \"homeward user list\" names %lld users, one a role.\n",
			(long long)made->users);
		return;
	}
	hw_buffer_addf(out, "Made %s.  Its administrator is %s, with this token, shown only now:\n\n  %s\n\n",
		       context->db, made->user, made->token);
	hw_buffer_addf(out,
		       "Keep it safe and sign in with it:\n  export HOMEWARD_TOKEN=...\n"
		       "  homeward --db %s --as %s user add NAME --role \"case officer\"\n",
		       context->db, made->user);
}

static hw_status run_init(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			  hw_error *error)
{
	const init_options *options = raw;
	bureau_door door = cli_door(context);
	bureau_made made;
	hw_buffer out = {0};
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "init takes no arguments; name the file with --db");
	HW_TRY(bureau_init(&door, options->training, &made, error));
	if (context->json)
		init_json(context, &made, options->training, &out);
	else
		init_text(context, &made, options->training, &out);
	status = cli_write(context, &out, error);
	hw_buffer_free(&out);
	return status;
}

const cli_command cli_init = {
	"init",
	"",
	"make a bureau's file",
	"Makes the file of --db (default ./bureau.db) with one administrator, by default \"admin\", else the user of\n"
	"--as.  His token is printed once and stored nowhere.",
	run_init,
	sizeof(init_options),
	init_table,
	CLI_BUREAU};

/* ---- status ----------------------------------------------------------------------- */
static void status_text(cli_desk *desk, const bureau_state *state)
{
	cli_write_top(desk);
	line(desk, "file", "%s", state->path);
	line(desk, "schema", "%lld", (long long)state->schema);
	line(desk, "you", "%s", bureau_user(desk->bureau));
	line(desk, "users", "%lld", (long long)state->users);
	line(desk, "batches", "%lld", (long long)state->batches);
	line(desk, "records", "%lld in force", (long long)state->records);
	line(desk, "persons", "%lld", (long long)state->persons);
	line(desk, "judgements", "%lld standing, %lld proposals open", (long long)state->judgements,
	     (long long)state->proposals_open);
	line(desk, "claims", "%lld standing", (long long)state->claims);
	line(desk, "evidence", "%lld items", (long long)state->evidence);
	line(desk, "second person", "%lld acts wait", (long long)state->pending);
	line(desk, "ledger", "%lld entries, head %.16s; tree heads: none yet", (long long)state->entries, state->head);
}

static hw_status run_status(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	bureau_state state;
	cli_desk desk;
	hw_status status;

	(void)raw, (void)arguments;
	if (count)
		return cli_usage(error, "status takes no arguments");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_status(desk.bureau, &state, error);
	if (status == HW_OK && context->json) {
		hw_json_writer w = cli_json_begin(&desk);

		bureau_status_json(desk.bureau, &state, &w);
		cli_json_end(&desk, &w);
	} else if (status == HW_OK) {
		status_text(&desk, &state);
	}
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_status = {"status", "",         "what the bureau holds, who you are, where the ledger stands",
				NULL,     run_status, 0,
				NULL,     CLI_BUREAU};

/* ---- verify ------------------------------------------------------------------------- */
static void verdict_text(cli_desk *desk, const bureau_verdict *verdict)
{
	if (verdict->good)
		hw_buffer_addf(&desk->out, "good: %lld ledger entries, %lld rows of %lld tables, %lld files\n",
			       (long long)verdict->entries, (long long)verdict->rows, (long long)verdict->tables,
			       (long long)verdict->files);
	else
		hw_buffer_addf(&desk->out, "NOT GOOD: %s\n%lld fault%s in all\n", verdict->wrong,
			       (long long)verdict->faults, verdict->faults == 1 ? "" : "s");
	if (verdict->missing)
		hw_buffer_addf(&desk->out,
			       "%lld of the files are missing, so their hashes say nothing (%s); "
			       "\"homeward evidence verify\" names them\n",
			       (long long)verdict->missing, verdict->first_missing);
	hw_buffer_addf(&desk->out, "head %s\nroot %s\ntree heads: none yet\n", verdict->head, verdict->root);
}

static hw_status run_verify(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	bureau_verdict verdict;
	cli_desk desk;
	hw_status status;

	(void)raw, (void)arguments;
	if (count)
		return cli_usage(error, "verify takes no arguments");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_verify(desk.bureau, context->progress, &verdict, error);
	if (status == HW_OK) {
		if (context->json) {
			hw_json_writer w = cli_json_begin(&desk);

			bureau_verdict_json(&verdict, &w);
			cli_json_end(&desk, &w);
		} else {
			cli_write_top(&desk);
			verdict_text(&desk, &verdict);
		}
		status = verdict.good ? HW_OK : HW_NO;
	}
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_verify = {
	"verify",
	"",
	"check the ledger, every row it sealed, and every stored file",
	"Ends with 1 and names the first bad entry when something was altered, added, removed or reordered.",
	run_verify,
	0,
	NULL,
	CLI_BUREAU};

/* ---- backup ----------------------------------------------------------------------------- */
static hw_status run_backup(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	char sha256[65];
	cli_desk desk;
	hw_status status;

	(void)raw;
	if (count != 1)
		return cli_usage(error, "backup takes the name of the file to write");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_backup(desk.bureau, arguments[0], context->progress, sha256, error);
	if (status == HW_OK && context->json) {
		hw_json_writer w = cli_json_begin(&desk);

		hw_json_string(&w, "file", arguments[0]);
		hw_json_string(&w, "sha256", sha256);
		cli_json_end(&desk, &w);
	} else if (status == HW_OK) {
		cli_write_top(&desk);
		line(&desk, "backup", "%s", arguments[0]);
		line(&desk, "sha256", "%s", sha256);
		hw_buffer_adds(&desk.out,
			       "Stored evidence is beside the bureau's file, in its folder .evidence: copy it too.\n");
	}
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_backup = {
	"backup",
	"FILE",
	"a consistent copy of the bureau while others work",
	"The copy is verified before the command ends, every entry and every sealed row; the ledger notes both.",
	run_backup,
	0,
	NULL,
	CLI_BUREAU};

/* ---- restore -------------------------------------------------------------------------------- */
static void restore_text(const cli_context *context, const char *from, const bureau_verdict *verdict, hw_buffer *out)
{
	if (verdict->good)
		hw_buffer_addf(out, "Restored %s from %s: good, %lld ledger entries, %lld rows.\n", context->db, from,
			       (long long)verdict->entries, (long long)verdict->rows);
	else
		hw_buffer_addf(out, "NOT GOOD: %s\nNothing was changed.\n", verdict->wrong);
}

static hw_status run_restore(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	bureau_door door = cli_door(context);
	bureau_verdict verdict;
	hw_buffer out = {0};
	hw_status status, written;

	(void)raw;
	if (count != 1)
		return cli_usage(error, "restore takes the name of the backup");
	status = bureau_restore(&door, arguments[0], &verdict, error);
	if (status != HW_OK && status != HW_NO)
		return status;
	if (context->json) {
		hw_json_writer w = hw_json_writer_new(&out, true);

		hw_json_object(&w, NULL);
		bureau_verdict_json(&verdict, &w);
		hw_json_close(&w, '}');
		hw_buffer_adds(&out, "\n");
	} else {
		restore_text(context, arguments[0], &verdict, &out);
	}
	written = cli_write(context, &out, status == HW_OK ? error : NULL);
	hw_buffer_free(&out);
	return status != HW_OK ? status : written;
}

const cli_command cli_restore = {
	"restore",
	"FILE",
	"put a backup in the bureau's place, once it verifies",
	"The backup is copied, the copy is verified, what stands at --db is kept as FILE.before-restore-N, and only\n"
	"then is it replaced.  Ends with 1, and nothing changed, when the backup does not verify.  A server may run\n"
	"meanwhile: it shows the restored bureau from its next answer on, and what it wrote before is in the kept "
	"copy.",
	run_restore,
	0,
	NULL,
	CLI_BUREAU};
