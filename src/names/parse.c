/* parse.c - a full name as written, with what stands around it: rank, year, unit, callsign, initials.
 *
 * The text is cut into tokens at spaces and commas.  Passes take tokens away, the surest first: quoted callsigns,
 * brackets, ranks, dates, units, initials; what remains is the name, whose parts get their roles last. */
#include "names/names_int.h"

#include <string.h>

enum { TOKENS_MAX = 48, TEXT_MAX = 2000 /* bytes that are read */ };

typedef enum token_use { TOKEN_FREE, TOKEN_TAKEN, TOKEN_INITIAL } token_use;
typedef struct token {
	hw_text text, lower;             /* without points and commas at the ends */
	bool comma_after, point, joined; /* joined: a hyphen, not a space, stands before it */
	bool other;                      /* another family name of the person: née, or in brackets */
	token_use use;
} token;
typedef struct parsing {
	const names_tables *tables;
	hw_arena *arena;
	token tokens[TOKENS_MAX];
	size_t count;
	bool joined[NAMES_PARTS_MAX]; /* of the parts: a hyphen stands before it */
	names_written *out;
	hw_error *error;
} parsing;

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool has_digit(hw_text t)
{
	for (size_t i = 0; i < t.length; i++)
		if (is_digit(t.bytes[i]))
			return true;
	return false;
}

/* Appends with a space between; the pieces are small, so copying each time is fine. */
static hw_status append(parsing *p, hw_text *to, hw_text piece)
{
	if (!piece.length)
		return HW_OK;
	hw_text joined = to->length ? hw_text_format(p->arena, "%.*s %.*s", HW_TEXT_ARG(*to), HW_TEXT_ARG(piece))
				    : hw_text_copy(p->arena, piece);
	if (!joined.bytes)
		return names_no_memory(p->error);
	*to = joined;
	return HW_OK;
}

/* ---- callsigns and brackets -------------------------------------------------------- */

typedef struct bracket {
	const char *open, *close;
	bool callsign;
} bracket;
static const bracket brackets[] = {
	{"\xc2\xab", "\xc2\xbb", true},         /* « » */
	{"\xe2\x80\x9e", "\xe2\x80\x9c", true}, /* „ “ */
	{"\xe2\x80\x9e", "\xe2\x80\x9d", true}, /* „ ” */
	{"\xe2\x80\x9c", "\xe2\x80\x9d", true}, /* “ ” */
	{"\"", "\"", true},
	{"(", ")", false},
	{"[", "]", false},
};

/* Stands before a word that is another family name; names_tidy leaves no such sign in a text. */
static const char other_name[] = "\x01";

static hw_status take_bracket(parsing *p, hw_text inside, bool callsign)
{
	hw_text lower, rest, word;

	inside = hw_text_trim(inside);
	if (callsign)
		return append(p, &p->out->callsign, inside);
	bool unit = has_digit(inside);
	HW_TRY(hw_text_lower(p->arena, inside, &lower, p->error));
	for (rest = lower; hw_text_split(&rest, ' ', &word);)
		unit = unit || names_word_is(p->tables, word, NAMES_WORD_UNIT);
	return append(p, unit ? &p->out->unit : &p->out->rest, inside);
}

/* "Іваненко (Петренко) Оксана": one name that is neither a given name nor a callsign, with names on both sides. */
static hw_status is_name_between(const parsing *p, hw_text before, hw_text inside, hw_text after, bool *result)
{
	names_part part;
	names_runes lower;
	hw_text word, rest = inside;

	*result = false;
	if (!inside.length || has_digit(inside) || memchr(inside.bytes, ' ', inside.length) ||
	    memchr(inside.bytes, '.', inside.length) || names_script_of(hw_text_trim(before)) == NAMES_SCRIPT_NONE ||
	    names_script_of(hw_text_trim(after)) == NAMES_SCRIPT_NONE || !hw_text_split(&rest, ' ', &word))
		return HW_OK;
	HW_TRY(names_part_of_word(p->tables, p->arena, word, NAMES_ROLE_OPEN, &part, &lower, p->error));
	HW_TRY(hw_text_lower(p->arena, word, &word, p->error));
	*result = part.length > 1 && !part.initial && !part.class_count && !part.particle &&
		  !hw_text_equal(word, inside) /* a name begins with a capital */ &&
		  !names_callsign_is_known(p->tables, &part) && !names_word_is(p->tables, word, NAMES_WORD_UNIT);
	return HW_OK;
}

/* "(née Petrova)" and "Іваненко (Петренко) Оксана": the name in the bracket is one of the person's. */
static hw_status tells_other_name(const parsing *p, hw_text before, hw_text inside, hw_text after, bool *result)
{
	hw_text rest, word;

	HW_TRY(hw_text_lower(p->arena, inside, &rest, p->error));
	while (hw_text_split(&rest, ' ', &word))
		*result = *result || names_word_is(p->tables, word, NAMES_WORD_MAIDEN);
	return *result ? HW_OK : is_name_between(p, before, inside, after, result);
}

/* The text with the first bracket of each kind cut out, again and again; a bracket that never closes stays. */
static hw_status take_brackets(parsing *p, hw_text *t)
{
	for (size_t b = 0; b < HW_COUNT(brackets); b++) {
		size_t open_length = strlen(brackets[b].open), close_length = strlen(brackets[b].close);
		for (unsigned round = 0; round < 4; round++) {
			char *open = t->length ? memmem(t->bytes, t->length, brackets[b].open, open_length) : NULL;
			if (!open)
				break;
			size_t before = (size_t)(open - t->bytes), after = before + open_length;
			char *close = memmem(open + open_length, t->length - after, brackets[b].close, close_length);
			if (!close)
				break;
			hw_text inside = {open + open_length, (size_t)(close - open) - open_length};
			hw_text tail = {close + close_length, t->length - after - inside.length - close_length};
			bool other = false;
			if (!brackets[b].callsign)
				HW_TRY(tells_other_name(p, (hw_text){t->bytes, before}, hw_text_trim(inside), tail,
							&other));
			if (!other)
				HW_TRY(take_bracket(p, inside, brackets[b].callsign));
			/* the sign marks the words that are another family name; cut_tokens takes it off */
			hw_text kept = other ? hw_text_trim(inside) : (hw_text){0};
			hw_text cut = hw_text_format(p->arena, "%.*s %s%.*s %.*s", (int)before, t->bytes,
						     other ? other_name : "", HW_TEXT_ARG(kept), HW_TEXT_ARG(tail));
			if (!cut.bytes)
				return names_no_memory(p->error);
			*t = cut;
		}
	}
	return HW_OK;
}

/* ---- tokens ------------------------------------------------------------------------ */

static hw_status add_token(parsing *p, hw_text piece, bool joined)
{
	token t = {.joined = joined};

	if (piece.length && piece.bytes[0] == other_name[0]) {
		t.other = true;
		piece.bytes++;
		piece.length--;
	}
	while (piece.length && (piece.bytes[piece.length - 1] == ',' || piece.bytes[piece.length - 1] == ';')) {
		t.comma_after = true;
		piece.length--;
	}
	while (piece.length && (piece.bytes[piece.length - 1] == '.' || piece.bytes[piece.length - 1] == ':')) {
		t.point = true;
		piece.length--;
	}
	while (piece.length && (piece.bytes[0] == '\'' || piece.bytes[0] == '.')) {
		piece.bytes++;
		piece.length--;
	}
	if (!piece.length) {
		if (t.comma_after && p->count)
			p->tokens[p->count - 1].comma_after = true;
		return HW_OK;
	}
	if (p->count == TOKENS_MAX)
		return append(p, &p->out->rest, piece);
	t.text = piece;
	HW_TRY(hw_text_lower(p->arena, piece, &t.lower, p->error));
	p->tokens[p->count++] = t;
	return HW_OK;
}

/* "М.І." and "М.І.Шевченко" are three tokens; "25.06.1987", "г.р." and "в/ч" are one. */
static hw_status cuts_at_points(parsing *p, hw_text word, bool *cuts)
{
	hw_text lower;

	while (word.length && (word.bytes[word.length - 1] == ',' || word.bytes[word.length - 1] == '.'))
		word.length--;
	HW_TRY(hw_text_lower(p->arena, word, &lower, p->error));
	*cuts = memchr(word.bytes, '.', word.length) && !has_digit(word) &&
		!names_word_is(p->tables, lower, NAMES_WORD_BORN);
	return HW_OK;
}

static hw_status add_word(parsing *p, hw_text word)
{
	size_t start = 0;
	bool cuts = false;

	if (!word.length)
		return HW_OK;
	HW_TRY(cuts_at_points(p, word, &cuts));
	for (size_t i = 0; i < word.length; i++)
		if ((cuts && word.bytes[i] == '.') || i + 1 == word.length) {
			HW_TRY(add_token(p, (hw_text){word.bytes + start, i + 1 - start}, false));
			start = i + 1;
		}
	return HW_OK;
}

/* "JC Juncker": two capitals without a vowel beside words that are not all capitals are two initials. */
static bool is_two_initials(hw_text word, bool capitals_only)
{
	return word.length == 2 && !capitals_only && word.bytes[0] >= 'A' && word.bytes[0] <= 'Z' &&
	       word.bytes[1] >= 'A' && word.bytes[1] <= 'Z' && !strchr("AEIOUY", word.bytes[0]) &&
	       !strchr("AEIOUY", word.bytes[1]);
}

/* A word may stand in a table with its hyphen (с-т); otherwise a hyphen parts two names. */
static bool is_rank_word(const names_tables *tables, hw_text lower)
{
	for (size_t r = 0; r < tables->rank_count; r++)
		for (size_t w = 0; w < tables->ranks[r].count; w++)
			if (hw_text_equal(tables->ranks[r].words[w], lower))
				return true;
	return false;
}

static hw_status add_hyphened(parsing *p, hw_text word)
{
	hw_text lower, piece, rest = word;

	HW_TRY(hw_text_lower(p->arena, word, &lower, p->error));
	while (lower.length && (lower.bytes[lower.length - 1] == '.' || lower.bytes[lower.length - 1] == ','))
		lower.length--;
	if (has_digit(word) || !memchr(word.bytes, '-', word.length) || is_rank_word(p->tables, lower))
		return add_word(p, word);
	for (bool joined = false; hw_text_split(&rest, '-', &piece); joined = true) {
		size_t first = p->count;
		HW_TRY(add_word(p, piece));
		if (joined && first < p->count)
			p->tokens[first].joined = true;
	}
	return HW_OK;
}

static hw_status cut_tokens(parsing *p, hw_text t)
{
	size_t start = 0;
	bool capitals_only = true;

	for (size_t i = 0; i < t.length; i++)
		capitals_only = capitals_only && !(t.bytes[i] >= 'a' && t.bytes[i] <= 'z');
	for (size_t i = 0; i <= t.length; i++) {
		bool comma = i < t.length && (t.bytes[i] == ',' || t.bytes[i] == ';');
		if (i < t.length && t.bytes[i] != ' ' && !comma)
			continue;
		hw_text word = {t.bytes + start, i - start + comma};
		start = i + 1;
		if (is_two_initials(word, capitals_only)) {
			HW_TRY(add_token(p, (hw_text){word.bytes, 1}, false));
			HW_TRY(add_token(p, (hw_text){word.bytes + 1, 1}, false));
			continue;
		}
		if (word.length)
			HW_TRY(add_hyphened(p, word));
	}
	return HW_OK;
}

/* ---- ranks, dates, units -------------------------------------------------------------- */

static bool rank_here(const parsing *p, size_t at, const names_rank *rank)
{
	if (at + rank->count > p->count)
		return false;
	/* nearly all ranks differ from nearly all words in their length or first letters */
	if (rank->words[0].length != p->tokens[at].lower.length ||
	    rank->words[0].bytes[0] != p->tokens[at].lower.bytes[0])
		return false;
	for (size_t w = 0; w < rank->count; w++)
		if (p->tokens[at + w].use != TOKEN_FREE || !hw_text_equal(p->tokens[at + w].lower, rank->words[w]))
			return false;
	return true;
}

static hw_status take_ranks(parsing *p)
{
	for (size_t at = 0; at < p->count; at++)
		for (size_t r = 0; r < p->tables->rank_count; r++) {
			const names_rank *rank = &p->tables->ranks[r];
			if (!rank_here(p, at, rank))
				continue;
			for (size_t w = 0; w < rank->count; w++) {
				token *t = &p->tokens[at + w];
				hw_text shown = {t->text.bytes, t->text.length + t->point};
				HW_TRY(append(p, &p->out->rank, shown));
				t->use = TOKEN_TAKEN;
			}
			break;
		}
	return HW_OK;
}

static void take_date(parsing *p, token *t)
{
	hw_date date;
	int year, month, day;
	int64_t number;

	if (!has_digit(t->text) || p->out->born_year)
		return;
	if (t->text.length == 4 && !hw_text_integer(t->text, &number, NULL)) {
		if (number < 1900 || number > 2035)
			return;
		p->out->born_year = (int)number;
		t->use = TOKEN_TAKEN;
		return;
	}
	if (t->text.length < 7 || hw_date_parse(t->text, &date, NULL) || !date.known || date.precision == HW_YEARS)
		return;
	hw_days_civil(date.first, &year, &month, &day);
	p->out->born_year = year;
	if (date.precision == HW_DAY || date.precision == HW_MONTH)
		p->out->born_month = month;
	if (date.precision == HW_DAY)
		p->out->born_day = day;
	t->use = TOKEN_TAKEN;
}

static hw_status take_dates_and_units(parsing *p)
{
	for (size_t i = 0; i < p->count; i++) {
		token *t = &p->tokens[i];
		if (t->use != TOKEN_FREE)
			continue;
		if (names_word_is(p->tables, t->lower, NAMES_WORD_BORN)) {
			bool beside_year = (i && has_digit(p->tokens[i - 1].text)) ||
					   (i + 1 < p->count && has_digit(p->tokens[i + 1].text)) || p->out->born_year;
			if (beside_year) {
				t->use = TOKEN_TAKEN;
				continue;
			}
		}
		take_date(p, t);
		if (t->use != TOKEN_FREE)
			continue;
		if (names_word_is(p->tables, t->lower, NAMES_WORD_MAIDEN)) {
			t->use = TOKEN_TAKEN;
			token *last = i ? &p->tokens[i - 1] : NULL;
			/* "в дівоцтві" */
			if (last && last->use == TOKEN_FREE && !last->point &&
			    (hw_text_is(last->text, "в") || hw_text_is(last->text, "у")))
				last->use = TOKEN_TAKEN;
			/* "(Петренко, дівоче)": the name stood before it */
			if (i + 1 < p->count && (!last || last->use != TOKEN_FREE || !last->other))
				p->tokens[i + 1].other = p->tokens[i + 1].use == TOKEN_FREE;
			continue;
		}
		bool unit =
			names_word_is(p->tables, t->lower, NAMES_WORD_UNIT) || (t->text.length && has_digit(t->text));
		if (unit) {
			t->use = TOKEN_TAKEN;
			HW_TRY(append(p, &p->out->unit, t->text));
		}
		/* "Вітя з Полтави"; "С." is an initial */
		if (i && i + 1 < p->count && !t->point && hw_text_equal(t->text, t->lower) &&
		    names_word_is(p->tables, t->lower, NAMES_WORD_FROM)) {
			t->use = p->tokens[i + 1].use = TOKEN_TAKEN;
			HW_TRY(append(p, &p->out->rest, t->text));
			HW_TRY(append(p, &p->out->rest, p->tokens[i + 1].text));
			continue;
		}
		if (names_word_is(p->tables, t->lower, NAMES_WORD_CALLSIGN)) {
			t->use = TOKEN_TAKEN;
			if (p->out->callsign.length || i + 1 == p->count)
				continue; /* it stood in quotation marks */
			p->tokens[i + 1].use = TOKEN_TAKEN;
			HW_TRY(append(p, &p->out->callsign, p->tokens[i + 1].text));
		}
	}
	return HW_OK;
}

/* ---- the name proper -------------------------------------------------------------------- */

/* Makes the parts of the free tokens; a token without letters goes to the rest. */
static hw_status make_parts(parsing *p, bool *comma, size_t *comma_at)
{
	names_written *out = p->out;
	names_runes lower;

	for (size_t i = 0; i < p->count; i++) {
		token *t = &p->tokens[i];
		if (t->use != TOKEN_FREE)
			continue;
		names_part *part = &out->parts[out->part_count];
		if (out->part_count == NAMES_PARTS_MAX || names_script_of(t->text) == NAMES_SCRIPT_NONE) {
			HW_TRY(append(p, &out->rest, t->text));
			continue;
		}
		HW_TRY(names_part_of_word(p->tables, p->arena, t->text, NAMES_ROLE_OPEN, part, &lower, p->error));
		out->crossing_count[out->part_count] =
			(uint8_t)names_crossing_codes(p->tables, lower.at, lower.count, out->crossing[out->part_count]);
		/* "Магомед оглы": the word makes the name before it a patronymic */
		if (names_word_is(p->tables, t->lower, NAMES_WORD_OGLU) && out->part_count) {
			out->parts[out->part_count - 1].patronymic = 1;
			continue;
		}
		p->joined[out->part_count] = t->joined;
		out->texts[out->part_count] = t->text;
		bool other = t->other && !part->initial;
		out->roles[out->part_count] = other ? NAMES_ROLE_FAMILY : NAMES_ROLE_OPEN;
		out->other_family |= (uint16_t)((unsigned)other << out->part_count);
		out->part_count++;
		bool ends =
			i + 1 == p->count || p->tokens[i + 1].use == TOKEN_FREE; /* not before "уроджена Петренко" */
		if (t->comma_after && ends && !*comma && !(i + 1 < p->count && p->tokens[i + 1].other)) {
			*comma = true;
			*comma_at = out->part_count;
		}
	}
	return HW_OK;
}

static bool is_free(const names_written *w, size_t i)
{
	return w->roles[i] == NAMES_ROLE_OPEN && !w->parts[i].initial && !w->parts[i].particle;
}

/* The last part that was made by the rules of patronymics, when a given name can stand beside it. */
static size_t find_patronymic(const names_written *w)
{
	size_t whole = 0, found = NAMES_PARTS_MAX;

	for (size_t i = 0; i < w->part_count; i++)
		whole += !w->parts[i].initial;
	for (size_t i = 0; i < w->part_count && whole > 1; i++)
		if (w->parts[i].patronymic && w->roles[i] == NAMES_ROLE_OPEN && (i || whole > 2))
			found = i;
	/* "Іванович Петро": a family name that sounds like a patronymic, and nothing else for a family name */
	return found;
}

static void set_others(names_written *w, names_role role)
{
	for (size_t i = 0; i < w->part_count; i++)
		if (w->roles[i] == NAMES_ROLE_OPEN && !w->parts[i].initial)
			w->roles[i] = role;
}

/* Free parts that are forms of known given names; `only` gets one of them. */
static size_t count_given(const names_written *w, size_t *only)
{
	size_t count = 0;

	for (size_t i = 0; i < w->part_count; i++)
		if (is_free(w, i) && w->parts[i].class_count && !w->parts[i].patronymic) {
			*only = i;
			count++;
		}
	return count;
}

static size_t free_parts(const names_written *w, size_t *first, size_t *last)
{
	size_t count = 0;

	for (size_t i = 0; i < w->part_count; i++)
		if (is_free(w, i)) {
			*first = count ? *first : i;
			*last = i;
			count++;
		}
	return count;
}

/* Roles by what is known: patronymic, then given names of the table, then the order of the writing. */
static void set_roles(names_written *w, bool comma, size_t comma_at)
{
	size_t patronymic = find_patronymic(w), given = 0, first = 0, last = 0;

	if (patronymic < NAMES_PARTS_MAX) {
		w->roles[patronymic] = NAMES_ROLE_PATRONYMIC;
		if (patronymic && is_free(w, patronymic - 1)) {
			w->roles[patronymic - 1] = NAMES_ROLE_GIVEN;
			w->order_known = true;
		}
	}
	if (comma && comma_at < w->part_count && !w->order_known) {
		for (size_t i = 0; i < w->part_count; i++)
			if (w->roles[i] == NAMES_ROLE_OPEN && !w->parts[i].initial)
				w->roles[i] = i < comma_at ? NAMES_ROLE_FAMILY : NAMES_ROLE_GIVEN;
		w->order_known = true;
	}
	if (!w->order_known && count_given(w, &given) == 1 && free_parts(w, &first, &last) > 1) {
		w->roles[given] = NAMES_ROLE_GIVEN;
		w->order_known = true;
	}
	if (!w->order_known && free_parts(w, &first, &last) > 1) {
		bool cyrillic = w->parts[first].script == NAMES_SCRIPT_CYRILLIC;
		w->roles[cyrillic ? last : first] = NAMES_ROLE_GIVEN;
	}
	for (size_t i = 0; i < w->part_count; i++)
		if (w->parts[i].initial)
			w->roles[i] = NAMES_ROLE_OPEN;
	if (free_parts(w, &first, &last) == 1 && (w->part_count == 1 || w->other_family) && w->parts[first].class_count)
		w->roles[first] = NAMES_ROLE_GIVEN; /* "Сашко" alone, "Оксана (уродж. Петренко)" */
	set_others(w, NAMES_ROLE_FAMILY);
}

static hw_status collect(parsing *p)
{
	names_written *w = p->out;
	bool given = false;

	for (size_t i = 0; i < w->part_count; i++)
		given = given || w->roles[i] == NAMES_ROLE_GIVEN;
	for (size_t i = 0; i < w->part_count; i++) {
		hw_text *to = w->roles[i] == NAMES_ROLE_GIVEN        ? &w->given
			      : w->roles[i] == NAMES_ROLE_PATRONYMIC ? &w->patronymic
								     : &w->family;
		if (w->parts[i].initial) {
			bool second = given || w->given_initial.length;
			to = second ? &w->patronymic_initial : &w->given_initial;
			w->roles[i] = second ? NAMES_ROLE_PATRONYMIC : NAMES_ROLE_GIVEN;
			w->order_known = w->order_known || w->family.length || i + 1 < w->part_count;
		}
		if (p->joined[i] && i && to->length && w->roles[i] == w->roles[i - 1]) {
			*to = hw_text_format(p->arena, "%.*s-%.*s", HW_TEXT_ARG(*to), HW_TEXT_ARG(w->texts[i]));
			if (!to->bytes)
				return names_no_memory(p->error);
			continue;
		}
		HW_TRY(append(p, to, w->texts[i]));
	}
	return HW_OK;
}

/* What is longer than any name stays as it is: cuts it off, between two letters, and returns it. */
static hw_text cut_text(hw_text *t)
{
	size_t at = TEXT_MAX;

	if (t->length <= TEXT_MAX)
		return (hw_text){0};
	while (at > 0 && ((unsigned char)t->bytes[at] & 0xc0) == 0x80)
		at--;
	hw_text beyond = {t->bytes + at, t->length - at};
	t->length = at;
	return beyond;
}

hw_status names_parse(const names_tables *tables, hw_arena *arena, hw_text t, names_written *result, hw_error *error)
{
	names_written *out = HW_NEW(arena, names_written, 1);
	parsing *p = HW_NEW(arena, parsing, 1);
	bool comma = false;
	size_t comma_at = 0;

	if (!out || !p)
		return names_no_memory(error);
	p->tables = tables;
	p->arena = arena;
	p->out = out;
	out->tables = tables;
	p->error = error;
	hw_text beyond = cut_text(&t);
	HW_TRY(names_tidy(tables, arena, t, &t, &out->notes, error));
	HW_TRY(take_brackets(p, &t));
	HW_TRY(cut_tokens(p, t));
	HW_TRY(take_ranks(p));
	HW_TRY(take_dates_and_units(p));
	HW_TRY(make_parts(p, &comma, &comma_at));
	set_roles(out, comma, comma_at);
	HW_TRY(collect(p));
	HW_TRY(append(p, &out->rest, beyond));
	*result = *out;
	return HW_OK;
}
