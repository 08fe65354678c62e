/* Any bytes as JSON: refused with a place, or its canonical form is a fixed point and the
 * pretty form says the same. */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

static void need_same(hw_text source, const hw_buffer *canonical)
{
	hw_json *root = NULL;
	hw_buffer again = {0};
	hw_error error = {0};

	need(hw_json_parse(source, "again", &root, &error) == HW_OK);
	need(hw_json_canonical(root, &again, &error) == HW_OK);
	need(hw_text_equal(hw_buffer_text(&again), hw_buffer_text(canonical)));
	hw_json_free(root);
	hw_buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	hw_json *root = NULL;
	hw_error error = {0};
	hw_buffer canonical = {0}, pretty = {0};

	if (hw_json_parse((hw_text){(const char *)data, size}, "input", &root, &error) != HW_OK) {
		need(!root && error.where[0] && error.why[0] && hw_utf8_check(hw_text_of(error.why), NULL) == HW_OK);
		return 0;
	}
	need(hw_json_canonical(root, &canonical, &error) == HW_OK);
	need_same(hw_buffer_text(&canonical), &canonical);
	hw_json_writer writer = hw_json_writer_new(&pretty, true);
	hw_json_value(&writer, NULL, root);
	need(!pretty.failed && writer.depth == 0);
	need_same(hw_buffer_text(&pretty), &canonical);
	hw_json_free(root);
	hw_buffer_free(&canonical);
	hw_buffer_free(&pretty);
	return 0;
}
