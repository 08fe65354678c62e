/* Forms that the Convention asks for, filled from what is on record: the capture card (GC III 70 and annex IV B) and the notice
 * to the Power and the Agency (GC III 122).  For people whom we hold; what is not on record stays a line to be filled. */
#include "bureau/outward_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

/* Columns of card_person. */
enum {
	ID,
	SIDE,
	FAMILY,
	GIVEN,
	PATRONYMIC,
	BORN,
	BIRTHPLACE,
	MOTHER,
	RANK,
	SERVICE_NUMBER,
	UNIT,
	PARTY,
	CAPTURED,
	WOUNDED,
	PLACE,
	ARRIVED,
	RETURNED,
	NOTICE,
	CARD,
	INSPECTED
};

static const char line[] = "____________________";

typedef struct filling {
	sheet *s;
	store_rows *row;
} filling;

/* A form has every line, filled or not. */
static void put(filling *f, const char *key, const char *heading, hw_text value)
{
	sheet_field(f->s, key, heading, BUREAU_TEXT, sheet_value_text(value.length ? value : hw_text_of(line)));
}

static void put_column(filling *f, const char *key, const char *heading, size_t column)
{
	put(f, key, heading,
	    store_is_null(f->row, column) ? HW_TEXT("") : store_copy_text(f->row, column, f->s->arena));
}

static hw_text power_of(filling *f)
{
	return store_is_null(f->row, PARTY) ? HW_TEXT("") : sheet_label(f->s, "parties", store_get_text(f->row, PARTY));
}

static void identity(filling *f)
{
	put(f, "power", "1. Power on which the prisoner depends", power_of(f));
	put_column(f, "family", "2. Name", FAMILY);
	put_column(f, "given", "3. First names in full", GIVEN);
	put_column(f, "father", "4. First name of father", PATRONYMIC);
	put_column(f, "born", "5. Date of birth", BORN);
	put_column(f, "birthplace", "6. Place of birth", BIRTHPLACE);
	put_column(f, "rank", "7. Rank", RANK);
	put_column(f, "number", "8. Service number", SERVICE_NUMBER);
	put(f, "kin", "9. Address of next of kin", HW_TEXT("")); /* he gives it himself, if he wants to */
}

/* The words of the annex; the prisoner strikes out what does not apply. */
static hw_text health_of(filling *f)
{
	hw_text wounded = store_get_text(f->row, WOUNDED);

	return hw_text_is(wounded, "grave")     ? sheet_words(f->s, "(g) seriously wounded")
	       : hw_text_is(wounded, "serious") ? sheet_words(f->s, "(f) slightly wounded, (e) sick, (d) convalescent")
	       : hw_text_is(wounded, "none")    ? sheet_words(f->s, "(a) good health")
						: HW_TEXT("");
}

static hw_text address_of(filling *f)
{
	if (store_is_null(f->row, PLACE))
		return HW_TEXT("");
	return bureau_may(f->s->b, BUREAU_MAY_SEE_PLACES) ? sheet_label(f->s, "places", store_get_text(f->row, PLACE))
							  : hw_text_of(line);
}

static void health(filling *f)
{
	if (bureau_may(f->s->b, BUREAU_MAY_SEE_HEALTH))
		put(f, "health", "11. Health", health_of(f));
	else
		sheet_field(f->s, "health", "11. Health", BUREAU_TEXT, sheet_value_restricted());
}

static void capture_card(filling *f)
{
	f->s->out->title = sheet_words(f->s, "Capture card for prisoner of war (GC III 70)");
	identity(f);
	put_column(f, "captured", "10. Taken prisoner on", CAPTURED);
	health(f);
	put(f, "number_of_prisoner", "12. Present address: prisoner's number",
	    store_copy_text(f->row, ID, f->s->arena));
	put(f, "camp", "name of camp", address_of(f));
	put(f, "date", "13. Date", HW_TEXT(""));
	put(f, "signature", "14. Signature", HW_TEXT(""));
	sheet_say(f->s,
		  "To be completed by each prisoner immediately on being taken and each time his address changes "
		  "(transfer to "
		  "a hospital or another camp). Two cards: to his family, and to the Central Prisoners of War Agency, "
		  "Geneva; free of postage. Strike out what does not apply; add no remarks.");
	sheet_say(
		f->s,
		"At the latest one week after he arrives in a camp, even a transit camp (GC III 70). What he does not "
		"want to give beside name, rank, birth and number he need not give (GC III 17).");
}

static void notice_of_capture(filling *f)
{
	f->s->out->title = sheet_words(f->s, "Notice of a prisoner of war (GC III 122)");
	identity(f);
	put_column(f, "unit", "army or regiment", UNIT);
	put_column(f, "mother", "maiden name of mother", MOTHER);
	put(f, "informed", "name and address of the person to be informed", HW_TEXT(""));
	put(f, "letters", "address for letters to the prisoner", address_of(f));
	put_column(f, "captured", "10. Taken prisoner on", CAPTURED);
	put_column(f, "arrived", "arrived at the place", ARRIVED);
	health(f);
	put_column(f, "notified", "notified before on", NOTICE);
	sheet_say(
		f->s,
		"To the Power concerned, through the Protecting Power and the Central Prisoners of War Agency, as soon "
		"as "
		"possible; transfers, releases, repatriations, escapes, hospital and death likewise; of the seriously "
		"ill or wounded every week if possible (GC III 122(5)-(6)).");
}

hw_status bureau_card(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bool notice, bureau_sheet *result,
		      hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	outward_gate gate;
	hw_text person;
	sheet s;
	filling f;

	HW_TRY(bureau_require(b, BUREAU_MAY_CONFIRM, error));
	HW_TRY(case_enter(b, arena, id, &person, error));
	const store_value values[] = {store_text(person)};
	HW_TRY(store_query_first(bureau_store(b), "card_person", values, 1, &rows, error));
	if (!rows || !hw_text_is(store_get_text(rows, SIDE), "theirs")) {
		(void)hw_fail(error, HW_BAD_INPUT, "%.*s is nobody whom we hold: the holder fills his card",
			      HW_TEXT_ARG(id));
		return hw_error_remedy(error, "for ours: homeward check shows whose card is missing");
	}
	/* Both forms go to the Agency and to his Power. */
	HW_TRY(outward_open(b, arena, notice ? OUTWARD_NOTICE : OUTWARD_CARD, store_get_text(rows, PARTY), &gate,
			    error));
	HW_TRY(outward_require(&gate, person, error));
	s = sheet_begin(b, arena, run, notice ? "notice" : "card", result, error);
	result->marking =
		notice ? "To the Power concerned and the Central Agency" : "Prisoner of war mail, free of postage";
	f = (filling){.s = &s, .row = rows};
	if (notice)
		notice_of_capture(&f);
	else
		capture_card(&f);
	return sheet_end(&s);
}
