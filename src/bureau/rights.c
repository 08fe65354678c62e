/* Roles and rights: one table.  Deny by default: a right that a role's letter is not in, it has not. */
#include "bureau/bureau_int.h"

#include <string.h>

/* Letters stand for roles in the table of rights below. */
static const char letters[] = "CTNLFIDAMP";
static const char *const names[] = {
	"case officer",         "tracing analyst", "negotiator", "legal officer", "family liaison",
	"intelligence liaison", "debriefer",       "auditor",    "administrator", "mediator",
};
static const char *const abouts[] = {
	"keeps cases: persons, records, inquiries",
	"finds out which records and places belong together",
	"plans packages, keeps rounds and answers",
	"checks the law, keeps findings and statements",
	"speaks with relatives",
	"brings reports on places in, one way; keeps the list of protected areas",
	"speaks with those who returned",
	"reads the ledger and the log of views",
	"users, settings, backups; cannot read cases",
	"sees the rounds",
};
_Static_assert(HW_COUNT(names) == HW_COUNT(abouts) && HW_COUNT(names) == sizeof(letters) - 1, "a row a role");

static const struct {
	const char *words, *letters;
} rights[BUREAU_RIGHT_COUNT] = {
#define X(name, words)           [BUREAU_MAY_##name] = {words, LETTERS_##name},
#define LETTERS_BRIEF            "CTNLFDA"
#define LETTERS_SEE_PERSONS      "CTNLFD"
#define LETTERS_SEE_WILL         "CLD" /* never the negotiator: nobody learns who refused */
#define LETTERS_SEE_HEALTH       "CLD"
#define LETTERS_SEE_ORIGIN       "CL"
#define LETTERS_SEE_PLACES       "CTNLID"
#define LETTERS_SEE_EXACT        "TI"
#define LETTERS_SEE_INTEREST     "NL"
#define LETTERS_SEE_ROUNDS       "CNLAP"
#define LETTERS_SEE_CONFIDENTIAL "CTLF"
#define LETTERS_IMPORT           "CTNID"
#define LETTERS_JUDGE            "CT"
#define LETTERS_CONFIRM          "CTL"
#define LETTERS_EVIDENCE         "CTLD"
#define LETTERS_INQUIRE          "CF"
#define LETTERS_FAMILIES         "F"
#define LETTERS_DEBRIEF          "D"
#define LETTERS_PLAN             "N"
#define LETTERS_NEGOTIATE        "N"
#define LETTERS_CHECK            "CL"
#define LETTERS_PROTECT          "TLI"
#define LETTERS_CONSENT          "CLFD"
#define LETTERS_KEEP             "CL"
#define LETTERS_DISCLOSE         "CL"
#define LETTERS_EXPORT           "CNL"
#define LETTERS_AUDIT            "AM"
#define LETTERS_SET              "M"
#define LETTERS_USERS            "M"
#define LETTERS_BACKUP           "M"
	BUREAU_RIGHT_LIST(X)
#undef X
};

const char *const *bureau_role_names(size_t *count)
{
	*count = HW_COUNT(names);
	return names;
}

unsigned bureau_role_bit(hw_text name)
{
	for (unsigned i = 0; i < HW_COUNT(names); i++)
		if (hw_text_is(name, names[i]))
			return 1u << i;
	return 0;
}

unsigned bureau_roles_with(bureau_right right)
{
	unsigned bits = 0;

	if ((unsigned)right >= BUREAU_RIGHT_COUNT)
		return 0;
	for (unsigned i = 0; i < HW_COUNT(names); i++)
		if (strchr(rights[right].letters, letters[i]))
			bits |= 1u << i;
	return bits;
}

const char *bureau_right_name(bureau_right right)
{
	static const char *const right_names[] = {
#define X(name, words) #name,
		BUREAU_RIGHT_LIST(X)
#undef X
	};

	return (unsigned)right < HW_COUNT(right_names) ? right_names[right] : "";
}

const char *bureau_role_for(const bureau *b, bureau_right right)
{
	unsigned able = b->roles & bureau_roles_with(right);

	for (unsigned i = 0; i < HW_COUNT(names); i++)
		if (able & 1u << i)
			return names[i];
	return "";
}

void bureau_roles_write(unsigned roles, hw_buffer *out)
{
	bool first = true;

	for (unsigned i = 0; i < HW_COUNT(names); i++) {
		if (!(roles & 1u << i))
			continue;
		hw_buffer_addf(out, "%s%s", first ? "" : "; ", names[i]);
		first = false;
	}
}

hw_status bureau_roles_write_all(store_connection *store, hw_error *error)
{
	for (size_t i = 0; i < HW_COUNT(names); i++) {
		const store_value values[] = {store_string(names[i]), store_string(abouts[i])};

		HW_TRY(store_run(store, "role_put", values, HW_COUNT(values), NULL, error));
	}
	return HW_OK;
}

bool bureau_may(const bureau *b, bureau_right right)
{
	return (b->roles & bureau_roles_with(right)) != 0;
}

/* Upkeep goes on while the bureau does not know its day; work on cases does not. */
static hw_status know_the_day(const bureau *b, bureau_right right, hw_error *error)
{
	if (!b->as_of_wrong || right == BUREAU_MAY_AUDIT || right == BUREAU_MAY_SET || right == BUREAU_MAY_USERS ||
	    right == BUREAU_MAY_BACKUP)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "the setting as_of is not a day");
	(void)hw_error_remedy(error, "homeward setting as_of YYYY-MM-DD");
	return HW_BAD_INPUT;
}

hw_status bureau_require_either(const bureau *b, bureau_right right, bureau_right other, hw_error *error)
{
	return bureau_require(b, bureau_may(b, right) ? right : other, error);
}

hw_status bureau_require(const bureau *b, bureau_right right, hw_error *error)
{
	hw_buffer others = {0};

	if ((unsigned)right >= BUREAU_RIGHT_COUNT)
		return hw_fail(error, HW_FAULT, "no such right");
	if (bureau_may(b, right))
		return know_the_day(b, right, error);
	bureau_roles_write(bureau_roles_with(right), &others);
	(void)hw_fail(error, HW_NOT_PERMITTED, "%s may not %s", b->user, rights[right].words);
	(void)hw_error_remedy(error, "ask whoever has this right: %s",
			      others.failed ? "an administrator" : others.bytes);
	hw_buffer_free(&others);
	return HW_NOT_PERMITTED;
}

unsigned bureau_roles_of(const bureau *b)
{
	return b->roles;
}

const char *bureau_right_key(bureau_right right)
{
	return bureau_right_name(right);
}

const char *bureau_right_words(bureau_right right)
{
	return (unsigned)right < BUREAU_RIGHT_COUNT ? rights[right].words : "";
}

bool bureau_role_may(size_t role, bureau_right right)
{
	return role < HW_COUNT(names) && (bureau_roles_with(right) & 1u << role) != 0;
}

const char *bureau_role_about(size_t role)
{
	return role < HW_COUNT(abouts) ? abouts[role] : "";
}
