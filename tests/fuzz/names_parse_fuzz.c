/* Any text as a written name: parsing, cases, keys and likeness stay inside their bounds, and parts are texts of the input's
 * script. */
#include <stdlib.h>
#include <string.h>

#include "names/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static names_tables *tables;
	hw_text t = {(const char *)data, size};

	if (!tables && names_tables_open(&tables, NULL) != HW_OK)
		abort();
	if (hw_utf8_check(t, NULL) != HW_OK)
		return 0;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)64 << 20);
	names_written *w = HW_NEW(arena, names_written, 1);
	names_likeness likeness;
	hw_text key, *found, half = {t.bytes, 0};
	size_t count = 0;

	need(w && names_parse(tables, arena, t, w, NULL) == HW_OK);
	need(w->part_count <= NAMES_PARTS_MAX);
	for (size_t i = 0; i < w->part_count; i++)
		need(w->parts[i].length <= NAMES_FOLD_MAX && w->texts[i].length &&
		     hw_utf8_check(w->texts[i], NULL) == HW_OK);
	need(w->born_year == 0 || (w->born_year >= 1000 && w->born_year <= 9999));
	need(names_fold(tables, arena, t, &key, NULL) == HW_OK && hw_utf8_check(key, NULL) == HW_OK);
	need(names_lemma(tables, arena, t, 8, &found, &count, NULL) == HW_OK && count >= 1 && count <= 8);
	while (half.length < size / 2)
		(void)hw_utf8_next(t, &half.length);
	need(names_compare(tables, arena, half, t, &likeness, NULL) == HW_OK);
	need(likeness.value >= 0 && likeness.value <= 1);
	need(names_tidy(tables, arena, t, &key, NULL, NULL) == HW_OK && hw_utf8_check(key, NULL) == HW_OK);
	double value = names_likeness_value(w, w);
	need(value >= 0 && value <= 1);
	names_spelling spelling = size % 2 ? NAMES_SPELLING_UKRAINIAN : NAMES_SPELLING_RUSSIAN;
	need(names_back(tables, spelling, arena, t, 3, &found, &count, NULL) == HW_OK && count <= 3);
	for (size_t i = 0; i < count; i++)
		need(hw_utf8_check(found[i], NULL) == HW_OK);
	return 0;
}
