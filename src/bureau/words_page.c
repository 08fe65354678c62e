/* Texts of what only the application shows (places one by one, who looked at a person), in Ukrainian. */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	/* a place */
	{"run by", "хто керує"},
	{"notified to the Agency", "повідомлено Агентству"},
	{"marked", "позначене"},
	{"opened as", "відкрите як"},
	{"last seen", "востаннє бачили"},
	{"exact position", "точне розташування"},
	{"Objects inside or beside", "Об'єкти всередині чи поруч"},
	{"how it lies", "як лежить"},
	{"inside", "всередині"},
	{"beside", "поруч"},
	{"Who says so, by grade", "Хто про нього каже, за ступенем джерела"},
	{"no report speaks of it", "жодне повідомлення про нього не каже"},
	{"first received", "перше надійшло"},
	{"last received", "останнє надійшло"},
	{"Visits", "Відвідування"},
	{"no visit is recorded", "жодного відвідування не записано"},
	{"visit", "відвідування"},
	{"requested", "просили"},
	{"granted", "дозволено"},
	{"took place", "відбулося"},
	{"private", "наодинці"},
	{"deadline", "строк"},
	{"Protected persons are here. Not for targeting or publication.",
	 "Тут особи під захистом. Не для ураження і не для оприлюднення."},
	/* bundles of evidence */
	{"Bundles that were asked for", "Пакети доказів, про які просили"},
	{"what is in it", "що в ньому"},
	{"for whom", "для кого"},
	{"what for", "навіщо"},
	{"by which order", "за яким рішенням"},
	{"released", "дозволено"},
	/* who looked */
	{"What was done", "Що зроблено"},
	{"Who looked", "Хто переглядав"},
	{"nobody looked", "ніхто не переглядав"},
	{"did", "що зробив"},
	/* sheets that the application shows beside */
	{"user", "користувач"},
	{"due", "на черзі"},
	{"status", "стан"},
	{"how", "як сказано"},
	{"Public evidence is counts and documents, never a captive's name, face or voice (GC III 13).",
	 "Для публіки доказ - це числа й документи, ніколи ім'я, обличчя чи голос полоненого (ЖК III 13)."},
};

const char *bureau_word_of_page(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_plan(english);
}
