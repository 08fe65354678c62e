/* read.c - cuts a rule file into blocks and fields.  The form (docs/rules.md):
 *
 *   word NAME          a block begins at the left edge
 *   <tab>key: value    a field
 *   <tab><tab>more     the value goes on
 *   # ...              a remark, on a line of its own
 */
#include "law/law_int.h"

typedef enum line_kind { LINE_NONE, LINE_HEADER, LINE_FIELD, LINE_MORE, LINE_BAD } line_kind;
typedef struct line {
	line_kind kind;
	size_t from, to; /* without the line break */
} line;

hw_status law_out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory while reading the rules");
}

hw_status law_place_error(hw_error *error, const law_file *file, size_t offset, hw_text key)
{
	size_t row = 1, begin = 0;

	for (size_t i = 0; i < offset && i < file->text.length; i++) {
		if (file->text.bytes[i] != '\n')
			continue;
		row++;
		begin = i + 1;
	}
	size_t column = 1 + hw_utf8_length((hw_text){file->text.bytes + begin, offset - begin});
	hw_error_where(error, "%s:%zu:%zu", file->name, row, column);
	if (key.length)
		hw_error_what(error, "%.*s", HW_TEXT_ARG(key));
	return error ? error->status : HW_BAD_INPUT;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static line next_line(hw_text text, size_t *at)
{
	line found = {LINE_NONE, *at, *at};
	size_t first;

	while (found.to < text.length && text.bytes[found.to] != '\n')
		found.to++;
	*at = found.to + 1;
	for (first = found.from; first < found.to && is_blank(text.bytes[first]); first++)
		;
	if (first == found.to || text.bytes[first] == '#')
		return found;
	if (first == found.from)
		found.kind = LINE_HEADER;
	else if (text.bytes[found.from] != '\t')
		found.kind = LINE_BAD;
	else if (first == found.from + 1)
		found.kind = LINE_FIELD;
	else
		found.kind = text.bytes[found.from + 1] == '\t' ? LINE_MORE : LINE_BAD;
	return found;
}

static hw_status refuse(const law_file *file, size_t offset, const char *remedy, hw_error *error, const char *why)
{
	hw_fail(error, HW_BAD_INPUT, "%s", why);
	hw_error_remedy(error, "%s", remedy);
	return law_place_error(error, file, offset, (hw_text){0});
}

static hw_status check_line(const law_file *file, line found, bool in_block, bool in_field, hw_error *error)
{
	if (found.kind == LINE_BAD)
		return refuse(file, found.from, "one tab before a field, two before the lines that continue it", error,
			      "the line is indented with spaces");
	if (found.kind == LINE_FIELD && !in_block)
		return refuse(file, found.from, "begin a block at the left edge first, as in: rule NAME", error,
			      "a field stands outside of any block");
	if (found.kind == LINE_MORE && !in_field)
		return refuse(file, found.from, "write the field it belongs to before it, indented with one tab", error,
			      "the line continues a field, and there is none before it");
	return HW_OK;
}

static hw_status read_header(const law_file *file, line found, law_block *block, hw_error *error)
{
	hw_text rest = hw_text_trim((hw_text){file->text.bytes + found.from, found.to - found.from});
	hw_text extra;

	*block = (law_block){.file = file, .at = found.from};
	(void)hw_text_split(&rest, ' ', &block->word);
	rest = hw_text_trim(rest);
	if (!rest.length)
		return HW_OK;
	(void)hw_text_split(&rest, ' ', &block->name);
	extra = hw_text_trim(rest);
	if (extra.length)
		return refuse(file, found.from, "join the words of a name with \"-\" or \"_\"", error,
			      "a block begins with one word and one name");
	return HW_OK;
}

static hw_status read_field(const law_file *file, line found, law_field *field, hw_error *error)
{
	size_t colon = found.from;

	while (colon < found.to && file->text.bytes[colon] != ':')
		colon++;
	field->key = hw_text_trim((hw_text){file->text.bytes + found.from, colon - found.from});
	if (colon == found.to || !field->key.length)
		return refuse(file, found.from + 1, "write it as  key: value", error, "the field has no key");
	field->from = colon + 1;
	field->to = found.to;
	return HW_OK;
}

/* Counts when `blocks` is NULL, else fills the arrays. */
static hw_status walk(const law_file *file, law_block *blocks, size_t *block_count, law_field *fields,
		      size_t *field_count, hw_error *error)
{
	size_t at = 0, block = 0, field = 0, in_block = 0;
	law_block unused_block;
	law_field unused_field;

	while (at < file->text.length) {
		line found = next_line(file->text, &at);
		HW_TRY(check_line(file, found, block > 0, in_block > 0, error));
		if (found.kind == LINE_HEADER) {
			HW_TRY(read_header(file, found, blocks ? &blocks[block] : &unused_block, error));
			if (blocks)
				blocks[block].fields = fields + field;
			block++;
			in_block = 0;
		} else if (found.kind == LINE_FIELD) {
			HW_TRY(read_field(file, found, blocks ? &fields[field] : &unused_field, error));
			field++;
			in_block++;
			if (blocks)
				blocks[block - 1].count = in_block;
		} else if (found.kind == LINE_MORE && blocks) {
			fields[field - 1].to = found.to;
		}
	}
	*block_count = block;
	*field_count = field;
	return HW_OK;
}

hw_status law_read_file(hw_arena *arena, const law_file *file, const law_block **blocks, size_t *count, hw_error *error)
{
	size_t block_count, field_count;
	hw_status status;

	if (file->text.length > LAW_FILE_BYTES) {
		hw_fail(error, HW_TOO_LARGE, "the file has %zu bytes, %d at most", file->text.length, LAW_FILE_BYTES);
		return hw_error_where(error, "%s", file->name);
	}
	status = hw_utf8_check(file->text, error);
	if (status != HW_OK) {
		hw_error_where(error, "%s", file->name);
		return status;
	}
	HW_TRY(walk(file, NULL, &block_count, NULL, &field_count, error));
	law_block *made = HW_NEW(arena, law_block, block_count + 1);
	law_field *fields = HW_NEW(arena, law_field, field_count + 1);
	if (!made || !fields)
		return law_out_of_memory(error);
	HW_TRY(walk(file, made, &block_count, fields, &field_count, error));
	*blocks = made;
	*count = block_count;
	return HW_OK;
}

hw_status law_field_text(hw_arena *arena, const law_file *file, const law_field *field, hw_text *result,
			 hw_error *error)
{
	char *out = HW_NEW(arena, char, field->to - field->from + 1);
	size_t length = 0, at = field->from;

	if (!out)
		return law_out_of_memory(error);
	while (at < field->to) {
		size_t end = at;
		while (end < field->to && file->text.bytes[end] != '\n')
			end++;
		hw_text part = hw_text_trim((hw_text){file->text.bytes + at, end - at});
		bool remark = at > field->from && hw_text_starts(part, "#");
		for (size_t i = 0; i < part.length && !remark; i++) {
			bool blank = is_blank(part.bytes[i]);
			if (i == 0 ? length > 0 : blank && !is_blank(part.bytes[i - 1]))
				out[length++] = ' ';
			if (!blank)
				out[length++] = part.bytes[i];
		}
		at = end + 1;
	}
	out[length] = 0;
	*result = (hw_text){out, length};
	return HW_OK;
}

bool law_is_name(hw_text t)
{
	for (size_t i = 0; i < t.length; i++) {
		char c = t.bytes[i];
		bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
		if (!(letter || (i > 0 && (digit || c == '_'))))
			return false;
	}
	return t.length > 0;
}

bool law_key_parts(hw_text key, const char *prefix, hw_text *name, hw_text *rest)
{
	hw_text first;

	if (!hw_text_split(&key, ' ', &first) || !hw_text_is(first, prefix) || !hw_text_split(&key, ' ', name))
		return false;
	*rest = hw_text_trim(key);
	return name->length > 0 && rest->length > 0;
}

const law_field *law_block_field(const law_block *block, const char *key)
{
	for (size_t i = 0; i < block->count; i++)
		if (hw_text_is(block->fields[i].key, key))
			return &block->fields[i];
	return NULL;
}

/* Edit distance (Levenshtein 1966) over bytes, of names up to 63 bytes. */
static size_t distance(hw_text a, hw_text b)
{
	size_t row[64];

	if (a.length >= HW_COUNT(row) || b.length >= HW_COUNT(row))
		return SIZE_MAX;
	for (size_t j = 0; j <= b.length; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			size_t best = diagonal + (a.bytes[i - 1] != b.bytes[j - 1]);
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[b.length];
}

hw_text law_nearest(hw_text wrong, hw_text (*name)(const void *context, size_t index), const void *context,
		    size_t count)
{
	size_t limit = wrong.length / 3 + 1;
	hw_text best = {0};

	for (size_t i = 0; i < count; i++) {
		hw_text candidate = name(context, i);
		size_t d = distance(wrong, candidate);
		if (d > limit || (best.length && d == limit))
			continue;
		limit = d;
		best = candidate;
	}
	return best;
}
