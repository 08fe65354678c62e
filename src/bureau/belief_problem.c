/* belief_problem.c - `belief PROBLEM.json`: from the file to the answer. */
#include "bureau/belief_json_int.h"
#include "bureau/bureau.h"

#include <string.h>

/* "persons[3].reports[1]" becomes "problem.json: persons[3].reports[1]". */
static void name_file(hw_error *error, hw_status status, const char *path)
{
	char place[sizeof(error->where)];
	const char *name = strcmp(path, "-") ? path : "standard input";

	if (!error || (status != HW_BAD_INPUT && status != HW_TOO_LARGE) || !strncmp(error->where, name, strlen(name)))
		return;
	memcpy(place, error->where, sizeof(place));
	error->where[0] = '\0';
	(void)hw_error_where(error, "%s%s%s", name, place[0] ? ": " : "", place);
}

/* What the answer rests on. */
static hw_status mark(belief_input *in, const hw_json *root, const bureau_belief_question *question, hw_error *error)
{
	hw_buffer whole = {.ceiling = (size_t)4 << 30};
	hw_status status = hw_json_canonical(root, &whole, error);

	if (status == HW_OK && whole.failed)
		status = hw_fail(error, HW_NO_MEMORY, "no memory to hash the problem");
	if (status == HW_OK)
		hw_sha256_hex(hw_sha256_of(hw_buffer_text(&whole)), in->data);
	in->version = question->version;
	hw_buffer_free(&whole);
	return status;
}

hw_status bureau_belief_json(const bureau_belief_question *question, hw_json_writer *w, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)8 << 30);
	const belief_run run = {.threads = question->threads,
				.seed = question->seed,
				.draws = question->draws,
				.progress = question->progress};
	hw_json *root = NULL;
	belief_input in;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the problem");
	HW_TRY(hw_json_load(question->problem, &root, error));
	hw_status status = belief_read(arena, root, question->as_of, question->lang, &in, error);
	if (status == HW_OK)
		status = mark(&in, root, question, error);
	if (status == HW_OK)
		status = belief_answer(arena, &in, &run, w, error);
	name_file(error, status, question->problem);
	hw_json_free(root);
	return status;
}
