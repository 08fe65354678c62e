/* Any bytes as a table of lists: refused with a reason, or counted - and then every figure is at least what was seen. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bureau/census_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[] = "/tmp/census_fuzz_XXXXXX";
	int file = mkstemp(path);
	bureau_census_question question = {
		.table = path, .classes = 2, .chains = 2, .sweeps = 100, .seed = 1, .threads = 1};
	hw_buffer out = {0};
	hw_json_writer w = hw_json_writer_new(&out, false);
	hw_error error = {0};
	hw_json *answer = NULL;

	if (file < 0)
		return 0;
	need(write(file, data, size) == (ssize_t)size);
	(void)close(file);
	hw_status status = bureau_census_file_json(&question, &w, &error);
	(void)unlink(path);
	need(status == HW_OK || *error.why);
	if (status == HW_OK) {
		need(hw_json_parse(hw_buffer_text(&out), "answer", &answer, &error) == HW_OK);
		double seen = hw_json_as_number(hw_json_get(answer, "seen"));
		const hw_json *estimates = hw_json_get(answer, "estimates");
		for (size_t i = 0; i < hw_json_count(estimates); i++) {
			const hw_json *lower = hw_json_get(hw_json_at(estimates, i), "lower");
			if (hw_json_kind_of(lower) == HW_JSON_NUMBER)
				need(hw_json_as_number(lower) >= seen - 1e-6 * (1 + seen));
		}
		need(hw_json_get(hw_json_get(answer, "verdict"), "sentence") != NULL);
		hw_json_free(answer);
	}
	hw_buffer_free(&out);
	return 0;
}
