/* Texts of rounds, requests, learning, disparity and matches in Ukrainian; words.c asks here last. */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	/* the manifest, for the line */
	{"Handover manifest", "Відомість передачі"},
	{"Crossing", "Перехід"},
	{"handed over by us", "передаємо ми"},
	{"returned to us", "повертають нам"},
	{"no.", "№"},
	{"born", "народження"},
	{"rank, unit", "звання, підрозділ"},
	{"at the line", "на лінії"},
	{"identity checked", "особу перевірено"},
	{"wishes asked at the line", "бажання запитано на лінії"},
	{"another came: who", "прибув інший: хто"},
	{"signed", "підпис"},
	{"people", "осіб"},
	{"Others who were agreed on are not available.", "Інші, про кого домовлено, недоступні."},
	/* words that mean another thing elsewhere: "column: word" */
	{"status: held", "проведено"},
	{"kind: held", "утримувані"},
	{"kind: state", "держава"},
	{"at the table", "сторони"},
	{"nothing recorded", "нічого не записано"},
	{"Lists, row by row", "Списки, рядок за рядком"},
	{"no list belongs to this round", "до цього раунду не належить жоден список"},
	{"matched", "зіставлено"},
	{"how likely", "наскільки ймовірно"},
	{"what the row is", "що це за рядок"},
	{"by number", "за номером"},
	{"judged the same", "визнано тією самою особою"},
	{"proposed only", "лише пропозиція"},
	{"matched to nobody", "ні з ким не зіставлено"},
	{"is held", "утримується"},
	{"duplicate", "двічі в списку"},
	{"already home", "уже вдома"},
	{"said to be dead", "за його словами, загинув"},
	{"not of this side", "не цієї сторони"},
	{"not held, it says", "за його словами, не утримується"},
	{"Only the first rows of a long list are shown.", "Показано лише перші рядки довгого списку."},
	{"Held is what an answer or the list itself says; nobody is joined to a row by the program.",
	 "«Утримується» – так каже відповідь або сам список; програма нікого з рядком не з'єднує."},
	{"row before", "рядок до"},
	{"row after", "рядок після"},
	{"born, before", "народження, до"},
	{"added", "додано"},
	{"removed", "вилучено"},
	{"written otherwise", "записано інакше"},
	{"names before", "імен до"},
	{"names after", "імен після"},
	{"the same", "без змін"},
	{"list before", "список до"},
	{"list after", "список після"},
	{"What differs", "Чим різняться"},
	{"the two lists say the same", "обидва списки кажуть те саме"},
	{"absent, another came instead", "не привезено, замість нього прибув інший"},
	{"nothing is recorded", "нічого не записано"},
	{"promised", "пообіцяно"},
	{"kept: open", "відкрито"},
	{"direction: out", "до іншої сторони"},
	{"direction: in", "від іншої сторони"},
	{"kind: wanted", "просимо повернути"},
	{"kind: exchange", "на обмін"},
	{"Who came instead of another is home, and does not discharge the promise of the one who was named: his claim "
	 "stays open.",
	 "Хто прибув замість іншого, той удома, але обіцянки щодо названого це не знімає: вимога щодо нього лишається "
	 "відкритою."},
	{"Each is asked alone once more at the line. Who does not want to go stays; no reason is asked for or written "
	 "here. Nobody is photographed for the public.",
	 "Кожного ще раз запитують наодинці на лінії. Хто не хоче йти, залишається; причини не питають і тут не "
	 "пишуть. "
	 "Нікого не знімають для публіки."},
	/* rounds */
	{"Lists sent: frozen", "Надіслані списки: заморожені"},
	{"as sent", "як надіслано"},
	{"asked by", "запитав"},
	{"second", "друга особа"},
	{"to", "до"},
	{"another person", "інша особа"},
	{"dead", "мертвий"},
	{"said to be dead: to be confirmed, remains asked for", "сказано, що помер: підтвердити, запитати про тіло"},
	{"another person came under his name: his claim stays open",
	 "під його ім'ям прибула інша особа: вимога щодо нього лишається відкритою"},
	{"Running balance", "Поточний баланс"},
	{"Agreed and delivered, by name", "Погоджено і передано, поіменно"},
	{"nobody was agreed on", "нікого не погоджено"},
	{"claims open", "відкритих вимог"},
	{"so far", "загалом досі"},
	{"Promises", "Обіцянки"},
	{"promises", "обіцянок"},
	{"What each side says in public (claims, side by side)", "Що кожна сторона каже публічно (твердження, поруч)"},
	{"who says so", "хто так каже"},
	{"planned", "заплановано"},
	{"broken off", "зірвано"},
	{"Who came instead of another is home, and does not discharge the promise of the one who was named: his claim "
	 "stays open.",
	 "Хто прибув замість іншого, той удома, але обіцянки щодо названого це не виконує: вимога щодо нього "
	 "лишається."},
	/* requests */
	{"Names to ask for", "Імена, про які запитати"},
	{"nobody may be asked for today", "сьогодні не можна запитати ні про кого"},
	{"asked before", "раніше запитано"},
	{"last on", "востаннє"},
	{"last asked", "востаннє запитано"},
	{"group", "група"},
	{"Groups: no group stays unasked", "Групи: жодна не лишається без запитів"},
	{"held or missing", "утримуваних чи зниклих"},
	{"may be asked today", "можна запитати сьогодні"},
	{"at least", "щонайменше"},
	{"on the list", "у списку"},
	{"Nothing is sent by this: a list goes out by \"homeward round send\", with a second person.",
	 "Цим нічого не надсилається: список іде через \"homeward round send\", з другою особою."},
	{"Order and repetition of names tell a counterpart what is dear to us: lists are drawn anew each day, and who "
	 "was "
	 "asked for lately waits.",
	 "Порядок і повторення імен показують іншій стороні, хто нам дорогий: списки щодня складаються наново, а про "
	 "кого "
	 "питали нещодавно, той чекає."},
	/* learning */
	{"Learned from answers", "Вивчене з відповідей"},
	{"Answers, and how good the forecasts were", "Відповіді, і наскільки добрими були передбачення"},
	{"Weights, from packages (an ordinary captive of ours = 1)",
	 "Ваги, за пакетами (звичайний полонений з наших = 1)"},
	{"no counterpart has answered five packages", "жодна сторона не відповіла на п'ять пакетів"},
	{"Forecast before the answer, against what happened", "Передбачення до відповіді і що сталося"},
	{"Names asked for, one by one: rate of agreement", "Імена, запитані поодинці: частка згод"},
	{"answers", "відповідей"},
	{"no answer", "без відповіді"},
	{"held back", "стримано"},
	{"forecasts", "передбачень"},
	{"base rate", "частка згод"},
	{"off by", "похибка"},
	{"last 20", "останні 20"},
	{"regime", "поведінка"},
	{"weight", "вага"},
	{"it says", "каже"},
	{"median", "медіана"},
	{"90 % from", "90 % від"},
	{"forecast", "передбачено"},
	{"happened", "сталося"},
	{"rate", "частка"},
	{"interest", "зацікавлення"},
	{"reluctance", "неохота"},
	{"reservation", "поріг"},
	{"softness", "м'якість"},
	{"too few answers", "замало відповідей"},
	{"not measured", "не виміряно"},
	{"no change seen", "змін не видно"},
	{"changed: widened", "змінилася: розширено"},
	{"These are guesses about a counterpart, not the worth of anyone. They stay inside the bureau, and nothing is "
	 "learned "
	 "about people nobody asked for or offered.",
	 "Це здогади про іншу сторону, а не чиясь ціна. Вони лишаються в бюро, і про тих, кого не питали й не "
	 "пропонували, нічого не вивчено."},
	{"A statement is soft evidence, weighed by its source; it is never an answer.",
	 "Заява є м'яким свідченням, зваженим за джерелом; відповіддю вона не є."},
	/* disparity */
	{"Disparity among our own people", "Нерівність серед наших"},
	{"Disparity among those we hold", "Нерівність серед тих, кого утримуємо ми"},
	{"By group (a person may be in several)", "За групами (людина може бути в кількох)"},
	{"nobody is on record", "нікого не записано"},
	{"offered", "запропоновано"},
	{"Days in captivity until return", "Днів у полоні до повернення"},
	{"outside every package", "поза всяким пакетом"},
	{"home", "удома"},
	{"offers to all", "пропозиції до загалу"},
	{"95 % from", "95 % від"},
	{"median days", "медіана, днів"},
	{"alarm", "тривога"},
	{"within", "у межах"},
	{"OUTSIDE", "ПОЗА МЕЖАМИ"},
	{"outside, uncertain", "поза межами, непевно"},
	{"nothing offered yet", "ще нічого не пропонували"},
	{"Offers to all: places and names offered a person of the group, divided by those a person of everyone; an "
	 "alarm below "
	 "0.8 or above 1.25. Offered and not accepted is the counterpart's doing, not offered is ours.",
	 "Пропозиції до загалу: місця й імена на людину групи, поділені на такі самі на людину взагалі; тривога нижче "
	 "0.8 чи "
	 "вище 1.25. Запропоноване й не прийняте залежить від іншої сторони, не запропоноване від нас."},
	{"A median that is not shown was not reached: more than half are still waiting.",
	 "Медіани, якої не показано, не досягнуто: більше половини ще чекають."},
	/* match */
	{"Match of two lists", "Збіг двох списків"},
	{"On both lists, as far as both released it", "В обох списках, наскільки обидві сторони це відкрили"},
	{"nobody is on both lists", "в обох списках немає нікого"},
	{"matches", "збігів"},
	{"match", "збіг"},
	{"Likeness of names is a lead and no identity. Who stands on one list alone is not told to the other side, nor "
	 "how long "
	 "either list is.",
	 "Схожість імен є зачіпкою, а не тотожністю. Хто є лише в одному списку, іншій стороні не кажуть, як і того, "
	 "скільки в "
	 "списках імен."},
	/* persuasion */
	{"served in its forces (GC III 4 A, 118): whatever passport it counts",
	 "служив у її збройних силах (ЖК III 4 A, 118), хоч який паспорт вона враховує"},
	{"it says of him", "вона каже про нього"},
	{"demanded", "вимагав"},
	{"People who want to go and were not asked for", "Люди, які хочуть іти і про яких не просили"},
	{"nobody of them has been asked in private and wants to go",
	 "нікого з них не запитано наодинці так, щоб хотів іти"},
	{"ground", "підстава"},
	{"Offered on top of every package and never instead of one. Not for the public (GC III 13).",
	 "Пропонується понад кожен пакет і ніколи замість нього. Не для публіки (ЖК III 13)."},
	/* dossier */
	{"Due under GC III 109-110, whom their Power does not receive",
	 "Належать репатріації за ЖК III 109-110, їхня Держава їх не приймає"},
	{"offered without any package", "пропонується поза всяким пакетом"},
	{"the alternative", "інакше"},
	{"internment in a neutral country (GC III 109(2), 110, 111)",
	 "інтернування в нейтральній країні (ЖК III 109(2), 110, 111)"},
	/* after the end of hostilities */
	{"Repatriation after the end of active hostilities (GC III 118)",
	 "Репатріація після припинення активних воєнних дій (ЖК III 118)"},
	{"who leaves", "скільки їде"},
	{"Whom we hold, in the order in which they leave", "Кого утримуємо, у порядку від'їзду"},
	{"we hold nobody", "не утримуємо нікого"},
	{"order", "черга"},
	{"whom", "кого"},
	{"the gravely wounded and sick", "тяжко поранені й хворі"},
	{"owed already during hostilities (GC III 109-110)", "належать уже під час воєнних дій (ЖК III 109-110)"},
	{"in captivity since", "у полоні від року"},
	{"since when is not known", "відколи - невідомо"},
	{"without delay; the longest held first (GC III 118)", "без зволікання; хто найдовше, той перший (ЖК III 118)"},
	{"From where", "Звідки"},
	{"no place is on record", "місця не записано"},
	{"Ours, owed without counter-value by whoever holds them",
	 "Наші, яких без зустрічної вартості має повернути кожен, хто утримує"},
	{"nobody of ours is known to be held", "не відомо, щоб когось із наших утримували"},
	{"no holder is on record", "утримувача не записано"},
	{"Not available, for reasons that are theirs:", "Недоступні з власних причин:"},
	{"A few more are not available, for reasons that are theirs.", "Ще кілька недоступні з власних причин."},
	{"Nobody goes against his will: to be asked in private first:",
	 "Ніхто не їде проти волі: спершу запитати наодинці:"},
	{"No release waits for one of the other side, and no list is a price. The plan is told to the prisoners (GC "
	 "III "
	 "118(3)); its costs are shared equitably (118(4)); their things go with them (119).",
	 "Жодне звільнення не чекає на звільнення з іншого боку, і жоден список не є ціною. План повідомляють "
	 "полоненим "
	 "(ЖК III 118(3)); витрати ділять справедливо (118(4)); речі їдуть із ними (119)."},
	{"fewer than 5", "менше п'яти"},
};

const char *bureau_word_of_talks(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_voice(english);
}
