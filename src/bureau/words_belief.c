/* Texts of estimates and of their calibration in Ukrainian; words_cases.c asks here for what it has not itself. */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	{"Reports that do not go together (both stand, nothing is dropped)",
	 "Повідомлення, які не узгоджуються (обидва лишаються, нічого не відкинуто)"},
	{"What would tell most (by a source of grade B)", "Що сказало б найбільше (від джерела з оцінкою B)"},
	{"Without the whole chain that begins with", "Без усього ланцюга, що починається з"},
	{"95 %", "95 %"},
	{"Brier", "Брієр"},
	{"Brier by stratum", "Брієр за шарами"},
	{"ECE", "ECE"},
	{"log score", "лог. оцінка"},
	{"What was said and what came", "Що було сказано і що справдилося"},
	{"Across: the chance of captivity that was said; up: the share that was captive; bars: Wilson 95 %; below: how "
	 "many forecasts.",
	 "По горизонталі: сказана ймовірність полону; по вертикалі: частка тих, хто був у полоні; риски: 95 % за "
	 "Вілсоном; внизу: скільки прогнозів."},
	{"How the people of each circumstance began", "Як починали люди за обставинами"},
	{"What the reports on those who came home were worth", "Чого були варті повідомлення про тих, хто повернувся"},
	{"came", "справдилося"},
	{"came home, or were found dead", "повернулися або знайдені загиблими"},
	{"captive at first", "у полоні спочатку"},
	{"circumstances", "обставини"},
	{"circumstances not told", "обставини невідомі"},
	{"confirmed by the Power", "підтверджені державою, що утримує"},
	{"confirmed by the Power before", "підтверджені раніше"},
	{"days before", "днів до того"},
	{"forecasts", "прогнози"},
	{"grade", "оцінка"},
	{"not confirmed before", "не підтверджені раніше"},
	{"persons", "осіб"},
	{"region named first", "регіон названо першим"},
	{"reports", "повідомлень"},
	{"resolved", "з'ясовано"},
	{"right about fate", "правильно про долю"},
	{"said", "сказано"},
	{"said captive", "сказано: у полоні"},
	{"stratum", "шар"},
	{"verified", "перевірено"},
	{"were captive", "були в полоні"},
	{"would be learned", "вийшло б із них"},
	{"a report of his place", "повідомлення про його місце"},
	{"a report of his region", "повідомлення про його регіон"},
	{"a report whether he is captive", "повідомлення, чи він у полоні"},
	{"a search of", "пошук у місці:"},
	{"bits", "біт"},
	{"Without all reports on him", "Без усіх повідомлень про нього"},
	{"Without all reports of the group", "Без усіх повідомлень про групу"},
	{"Without report", "Без повідомлення"},
	{"What is known of the others of the group carries this estimate: no single report moves it.",
	 "Оцінка тримається на тому, що відомо про інших із групи: жодне окреме повідомлення її не змінює."},
	{"reports that may speak of him wait for a judgement (homeward review).",
	 "повідомлень, що можуть стосуватися його, чекають на рішення (homeward review)."},
	{"A confirmation by the Power through the Agency, or his return, would end the doubt.",
	 "Сумнів зняли б підтвердження держави через Агентство або його повернення."},
	{"Those who return are no random sample: exchanges favour some, and whom nobody returns is never verified. "
	 "Read "
	 "each stratum by itself.",
	 "Ті, хто повертається, - не випадкова вибірка: обміни надають перевагу декому, а кого не повертають, того "
	 "ніколи не перевірено. Читайте кожен шар окремо."},
	{"Calibrated on those who came home", "Звірено за тими, хто повернувся"},
	{"found dead", "знайдено загиблими"},
	{"known where they were held last", "відомо, де їх утримували востаннє"},
	{"of them at places that were never notified", "з них у місцях, про які ніколи не повідомляли"},
	{"Nobody was found dead: nothing here tests how well death is told from captivity. A low forecast of captivity "
	 "cannot come true in these data.",
	 "Загиблим не знайдено нікого: тут ніщо не перевіряє, чи добре відрізнено загибель від полону. Низький прогноз "
	 "полону в цих даних справдитися не може."},
	{"no verified case; persons", "жодного перевіреного випадку; осіб"},
	{"Not recalibrated: that needs 200 cases, some of each outcome.",
	 "Не перекалібровано: для цього треба 200 випадків, зокрема кожного наслідку."},
	{"to", "до"},
};

const char *bureau_word_of_belief(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_talks(english);
}
