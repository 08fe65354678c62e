/* Makes an example: reads the description, draws people and truth, and writes the files. */
#include "bureau/example_int.h"

#include <string.h>

hw_text bureau_data_find(const char *name);

hw_random example_stream(const example *x, enum example_purpose purpose, size_t index)
{
	return hw_random_new(x->seed, ((uint64_t)purpose << 48) | (uint64_t)index);
}

static hw_status load(const char *path, const char *embedded, hw_json **result, hw_error *error)
{
	if (path)
		return hw_json_load(path, result, error);
	return hw_json_parse(bureau_data_find(embedded), embedded, result, error);
}

static hw_status read_swaps(example *x, const bureau_example_options *options, hw_error *error)
{
	example_pair *swaps = HW_NEW(x->arena, example_pair, options->swap_count + 1);

	if (!swaps)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the ids to exchange");
	for (size_t i = 0; i < options->swap_count; i++) {
		hw_text rest = hw_text_of(options->swaps[i]);
		if (!hw_text_split(&rest, '=', &swaps[i].from) || !swaps[i].from.length || !rest.length)
			return hw_fail(error, HW_USAGE, "\"%s\" does not name two ids as A=B", options->swaps[i]);
		swaps[i].to = rest;
	}
	x->swaps = swaps;
	x->swap_count = options->swap_count;
	return HW_OK;
}

static hw_status make(example *x, const hw_json *names, const bureau_example_options *options, hw_error *error)
{
	hw_text format = {0};

	HW_TRY(hw_json_need_text(x->root, "caseload", "format", &format, error));
	if (!hw_text_is(format, "homeward-caseload/1")) {
		hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is not a format this program knows", HW_TEXT_ARG(format));
		return hw_error_remedy(error, "write \"homeward-caseload/1\"; see docs/example.md");
	}
	HW_TRY(example_day_read(x->root, "caseload", "as_of", &x->as_of, error));
	if (!x->as_of)
		return hw_fail(error, HW_BAD_INPUT, "the description needs its last day, as_of");
	HW_TRY(read_swaps(x, options, error));
	HW_TRY(example_names_read(x->arena, names, &x->names, error));
	HW_TRY(example_places_read(x, error));
	HW_TRY(example_voices_read(x, error));
	HW_TRY(example_people_draw(x, options->persons, error));
	HW_TRY(example_tables(x, error));
	if (options->truth)
		HW_TRY(example_open(x, "truth", "record,person,state,region,place", &x->truth, error));
	HW_TRY(example_reports_write(x, error)); /* before the registry, which knows what was confirmed */
	HW_TRY(example_people_write(x, error));
	HW_TRY(example_custody_write(x, error));
	HW_TRY(example_talks_write(x, error));
	return example_rounds_write(x, error);
}

hw_status bureau_example_write(const bureau_example_options *options, bureau_example_result *result, hw_error *error)
{
	bureau_example_result made = {0};
	hw_json *root = NULL, *names = NULL;
	example *x = hw_grow(NULL, 1, sizeof *x);
	hw_status status;

	if (!x)
		return hw_fail(error, HW_NO_MEMORY, "no memory for an example");
	memset(x, 0, sizeof *x);
	x->arena = hw_arena_new((size_t)4 << 30);
	x->scratch = hw_arena_new((size_t)1 << 30);
	if (!x->arena || !x->scratch) {
		status = hw_fail(error, HW_NO_MEMORY, "no memory for an example");
		goto out;
	}
	HW_TRY_OR_OUT(load(options->caseload, "synthetic.json", &root, error));
	HW_TRY_OR_OUT(load(options->names, "names.json", &names, error));
	x->root = root;
	x->seed = options->seed;
	HW_TRY_OR_OUT(make(x, names, options, error));
	HW_TRY_OR_OUT(example_save(x, options->folder, &made, error));
	made.persons = x->person_count;
	for (size_t i = 0; i < x->file_count; i++)
		if (!strcmp(x->files[i].name, "reports"))
			made.reports = x->files[i].rows;
	*result = made;
out:
	for (size_t i = 0; i < x->file_count; i++)
		hw_buffer_free(&x->files[i].text);
	hw_arena_free(x->arena);
	hw_arena_free(x->scratch);
	hw_release(x);
	hw_json_free(root);
	hw_json_free(names);
	return status;
}
