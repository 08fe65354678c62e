/* Reasons of links, of names and of search in Ukrainian; "%1" to "%9" are places that are filled (bureau_retell). */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	/* what trace, review and search print */
	{"Nothing has changed since the last trace, so nothing was compared: its proposals stand.",
	 "Від останнього зіставлення нічого не змінилося, тож нічого не порівнювали: його пропозиції чинні."},
	{"%1 new, changed or judged records were held against the register, by what was learnt from all; the other "
	 "proposals stand.",
	 "Нових, змінених чи розсуджених записів звірено з реєстром за тим, чого навчено на всіх: %1; решта пропозицій "
	 "чинна."},
	{"Everything was compared, for something has changed.", "Порівняно все, бо щось змінилося."},
	{"%1 pairs on the register may be one person twice; two people join them.",
	 "Пар у реєстрі, що можуть бути однією людиною двічі: %1; поєднують їх двоє."},
	{"%1 reports that nobody linked, against %2 persons: %3 proposals; %4 reports have a likely one, %5 have none.",
	 "Повідомлень, яких ніхто не пов'язав: %1, осіб: %2, пропозицій: %3; з імовірною пропозицією: %4, без жодної: "
	 "%5."},
	{"A person judges them: homeward review", "Розсуджує людина: homeward review"},
	{"Among them %1 names on lists that came in, and %2 inquiries of relatives.",
	 "Серед них імен у переліках, що надійшли: %1, запитів рідних: %2."},
	{"%1 proposals wait for a judgement; the most probable first.",
	 "Пропозицій, що чекають рішення: %1; найімовірніші перші."},
	{"No judgement contradicts another.", "Жодне рішення не суперечить іншому."},
	{"nothing but the name agrees: that confirms nobody", "збігається лише ім'я: це не підтверджує нікого"},
	{"judged %1 by %2 on %3; one side has new facts since",
	 "рішення «%1» ухвалено користувачем %2 дня %3; відтоді в однієї зі сторін нові відомості"},
	{"unsure", "непевно"},
	/* fields, as the reasons name them */
	{"field family", "прізвище"},
	{"field given", "ім'я"},
	{"field patronymic", "по батькові"},
	{"field born", "народження"},
	{"field sex", "стать"},
	{"field unit", "підрозділ"},
	{"field callsign", "позивний"},
	{"field rank", "звання"},
	{"field region", "регіон"},
	{"field place", "місце"},
	{"field namesakes", "збіг у чужих"},
	{"field other candidates", "інші кандидати"},
	{"field third record", "третій запис"},
	{"field reviewed pairs", "розглянуті пари"},
	{"record %1 is like both, %2", "запис %1 схожий на обидва, %2"},
	{"record %1 is like both", "запис %1 схожий на обидва"},
	{"%1 pairs judged the same, %2 judged different", "пар, визнаних однією людиною: %1, різними: %2"},
	{"missing: commoner where it is one person", "бракує: частіше буває, коли це одна людина"},
	{"missing: rarer where it is one person", "бракує: рідше буває, коли це одна людина"},
	{"missing: says nothing", "бракує: не каже нічого"},
	{"pairs whose dates contradict agree as much elsewhere: strangers here share more than chance",
	 "пари із суперечливими датами в іншому збігаються так само: чужі люди тут схожі частіше, ніж випадково"},
	{"records that fit too share the probability", "записи, що теж підходять, ділять між собою ймовірність"},
	/* how far values agree */
	{"%1; 1 in %2 has it", "%1; так у одного з %2"},
	{"%1; what agrees is as rare as 1 in %2", "%1; спільне трапляється раз на %2"},
	{"%1; %2 has told %3 % of it", "%1; %3 % цього вже сказало поле %2"},
	{"same writing, or the same sound in another script", "те саме написання чи те саме звучання іншою абеткою"},
	{"same name, written otherwise", "те саме ім'я, написане інакше"},
	{"same name in another form", "те саме ім'я в іншій формі"},
	{"family and given name exchanged", "прізвище й ім'я переставлено"},
	{"one of several parts, or the other sex", "одна з кількох частин або інша стать"},
	{"one of several names", "одне з кількох імен"},
	{"one letter", "одна літера"},
	{"two letters", "дві літери"},
	{"some likeness", "деяка схожість"},
	{"another family name from the same root", "інше прізвище з того самого кореня"},
	{"another known name", "інше відоме ім'я"},
	{"another name", "інше ім'я"},
	{"different", "різне"},
	{"initial fits", "ініціал підходить"},
	{"initial differs", "ініціал інший"},
	{"same day", "той самий день"},
	{"day and month exchanged", "день і місяць переставлено"},
	{"one digit or a year one or ten off, or two neighbours exchanged",
	 "одна цифра чи рік на один або десять інший, або дві сусідні переставлено"},
	{"one digit, or two neighbours exchanged", "одна цифра, або дві сусідні переставлено"},
	{"two of day, month and year", "збігаються два з дня, місяця й року"},
	{"same year", "той самий рік"},
	{"years one or ten apart", "роки різняться на один чи десять"},
	{"fits, one less exact", "підходить, одна з дат менш точна"},
	{"years one or ten apart, one less exact", "роки різняться на один чи десять, одна з дат менш точна"},
	{"different, one less exact", "різне, одна з дат менш точна"},
	{"same", "те саме"},
	{"same writing", "те саме написання"},
	{"same, written otherwise", "те саме, написане інакше"},
	{"some letters apart", "кілька літер різниці"},
	{"all words of the shorter", "усі слова коротшого"},
	{"half of the words or more", "половина слів або більше"},
	{"some words", "деякі слова"},
	{"nothing in common", "нічого спільного"},
	{"same beginning", "той самий початок"},
	{"one sign, or two neighbours exchanged", "один знак, або два сусідні переставлено"},
	{"two signs", "два знаки"},
	/* names side by side */
	{"%1 = %2: same", "%1 = %2: те саме"},
	{"%1 = %2: begins so", "%1 = %2: так починається"},
	{"%1 = %2: sounds alike", "%1 = %2: звучить подібно"},
	{"%1 ~ %2: sounds alike", "%1 ~ %2: звучить подібно"},
	{"sounds alike", "звучить подібно"},
	{"%1 = %2: same name", "%1 = %2: те саме ім'я"},
	{"%1 = %2: may be the same name; the short form stands for %3",
	 "%1 = %2: може бути те саме ім'я; коротка форма має стільки повних: %3"},
	{"%1: an id of this person", "%1: ідентифікатор цієї людини"},
	{"%1 = %2: same sound", "%1 = %2: те саме звучання"},
	{"%1 = %2: same name of the other sex", "%1 = %2: те саме прізвище іншої статі"},
	{"%1 = %2: initial fits", "%1 = %2: ініціал підходить"},
	{"%1 ~ %2: one letter", "%1 ~ %2: одна літера"},
	{"%1 ~ %2: two letters", "%1 ~ %2: дві літери"},
	{"%1 ~ %2: some likeness", "%1 ~ %2: деяка схожість"},
	{"%1: only one has it", "%1: лише в одного з двох"},
	{"%1 read as an oblique case of %2", "%1 прочитано як непрямий відмінок від %2"},
};

const char *bureau_word_of_trace(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_refusals(english);
}

bool bureau_trace_pattern_at(size_t i, const char **english, const char **told)
{
	if (i >= HW_COUNT(ukrainian)) /* those of refusals follow */
		return bureau_refusals_at(i - HW_COUNT(ukrainian), english, told);
	*english = ukrainian[i][0];
	*told = ukrainian[i][1];
	return true;
}
