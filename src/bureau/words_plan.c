/* Sentences of the plan in Ukrainian.  "%1" to "%9" are places that are filled, in either order: an English sentence that
 * an answer holds finds its pattern here and is told in Ukrainian (bureau_retell). */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	/* headings and columns */
	{"Most people returned, for at most so many given, by the least probability that all accept",
	 "Найбільше повернутих за щонайбільше стількох відданих, за найменшою ймовірністю, що згодяться всі"},
	{"at most given", "віддати щонайбільше"},
	{"at most", "щонайбільше"},
	{"given", "віддано"},
	{"accepted", "згода"},
	{"home", "вдома"},
	{"sure (95 %)", "певно (95 %)"},
	{"with shock", "зі зривом"},
	{"package", "пакет"},
	{"none", "жодного"},
	{"nobody", "нікого"},
	{" and ", " і "},
	{"with ", "з "},
	{"alone", "сам"},
	{"stated", "за його словами"},
	{"on its answers", "за його відповідями"},
	{"95 % band", "смуга 95 %"},
	{"no package:", "пакета немає:"},
	{"not decided: the search stopped early", "не вирішено: пошук спинився зарано"},
	{"(--acceptance P shows another row of packages)", "(--acceptance P покаже інший ряд пакетів)"},
	{"~: at least so many; the search stopped before it was proven the most",
	 "~: щонайменше стільки; пошук спинився, перш ніж доведено, що це найбільше"},
	{"The least number given for at least so many returned", "Найменше відданих за щонайменше стількох повернутих"},
	{"The ratio that is spoken of", "Співвідношення, про яке говорять"},
	{"The same in one package with every holder, all of whom must accept (--parties \"*\")",
	 "Те саме одним пакетом з усіма утримувачами, згодитися мусять усі (--parties \"*\")"},
	{"%1 reports were given in confidence and are not shown; ask a case officer",
	 "Довірчо наданих повідомлень, яких тут не показано: %1; спитайте ведучого справи"},
	{"%1 proposed links wait for a judgement; they count for nothing yet: homeward review",
	 "Запропонованих зв'язків, що чекають на рішення: %1; поки вони ні на що не впливають (homeward review)"},
	{"Packages planned on what the counterpart states: accepted with at least %1 by that",
	 "Пакети за тим, що заявляє інша сторона: згода щонайменше %1 за її словами"},
	{"Not possible", "Неможливо"},
	{"The package", "Пакет"},
	{"Crossings", "Переходи"},
	{"party", "сторона"},
	{"accepts", "згодиться"},
	{"surplus", "надлишок"},
	{"all", "усі"},
	{"crossing", "перехід"},
	{"exposure", "ризик"},
	{"The Power alone, at the same number given", "Лише держава, за того самого числа відданих"},
	{"Why not?", "Чому ні?"},
	{"Notes", "Зауваги"},
	{"class", "група"},
	{"in", "у пакеті"},
	{"of", "із"},
	{"one more", "на одного більше"},
	{"one fewer", "на одного менше"},
	{"not possible", "неможливо"},
	{"of ours, ", "наші, "},
	{" of theirs", " їхніх"},
	{"ground: ", "підстава: "},
	{"several", "кілька груп"},
	{"; provisional, pending interview", "; умовно, до розмови наодинці"},
	{"Outside every package, without any condition", "Поза всяким пакетом і без жодної умови"},
	{"Nobody asked for them: offered besides every package, never instead",
	 "Про них ніхто не просив: пропонуються понад кожен пакет і ніколи замість нього"},
	{"Not in the plan", "Не в плані"},
	{"BROKEN RULE", "ПОРУШЕНО ПРАВИЛО"},
	{"It is not valued: no probability, no crossings.", "Його не оцінено: ні ймовірності, ні переходів."},
	{"No change of one rule that people may change would do.",
	 "Жодна зміна одного правила з тих, які люди можуть змінити, не допоможе."},
	{"Any one of these would do, all else unchanged:", "Досить будь-чого одного, решта без змін:"},
	/* sentences */
	{"What one person more or fewer changes (at %1 %, at most %2 given; inside only)",
	 "Що змінює на одну людину більше чи менше (за %1 %, віддати щонайбільше %2; лише для своїх)"},
	{"%1 cannot hold together", "%1 не поєднуються"},
	{"%1 cannot be met: %2", "%1 неможливо виконати: %2"},
	{"These cannot hold together: %1.", "Не поєднуються: %1."},
	{"With one more, %1 would leave and %2 join.", "З одним більше вийшли б %1 і долучилися б %2."},
	{"On top of the package as it is, his holder lacks %1 of interest.",
	 "Понад пакет, який є, його утримувачеві бракує %1 зацікавлення."},
	{"%1 more of %2 would do", "досить ще %1 із %2"},
	{"%1: %2 from %3 to %4", "%1: %2 з %3 до %4"},
	{"At least %1 home: %2; %3 when deliveries fail together.",
	 "Щонайменше %1 вдома: %2; %3, коли передачі зриваються разом."},
	{"Equal shares raise no share: the smallest of a group is %1 % with and without them, the greatest %2 %.",
	 "Рівні частки не підіймають жодної: найменша в групі %1 % з ними й без них, найбільша %2 %."},
	{"Equal shares: the smallest share of a group is %1 % instead of %2 %, the greatest %3 %; without them %4 "
	 "instead "
	 "of %5.",
	 "Рівні частки: найменша частка групи %1 % замість %2 %, найбільша %3 %; без них %4 замість %5."},
	{"%1 come by a recorded custody move from %2 to %3.", "%1 прибувають записаним переведенням від %2 до %3."},
	{"Accepted with %1 on average over what the weights may be; 95 % of it between %2 and %3.",
	 "Згода в середньому %1 за всіма можливими вагами; 95 % із них між %2 і %3."},
	{"No schedule keeps to this exposure; the least that has one is %1.",
	 "Жоден розклад не вкладається в цей ризик; найменший, для якого він є, - %1."},
	{"With a risk of %1 a crossing of breaking off, %2 are expected back. Finishing pays for the other side at "
	 "every "
	 "step if later deals are worth at least %3 to it.",
	 "За ризику зриву %1 на кожному переході очікується повернення %2. Довести до кінця іншій стороні вигідно на "
	 "кожному кроці, якщо дальші домовленості варті для неї щонайменше %3."},
	{"%1 given, %2 returned: %3.", "віддано %1, повернуто %2: %3."},
	{"Home: %1 expected; with 95 % certainty at least %2, or %3 when deliveries fail together.",
	 "Вдома: очікується %1; з певністю 95 % щонайменше %2, або %3, коли передачі зриваються разом."},
	{"The Power alone, for at most %1 given and accepted with at least %2: %3.",
	 "Лише держава, за щонайбільше %1 відданих і згоди щонайменше %2: %3."},
	{"%1 returned", "повернуто %1"},
	{"With every holder: %1", "З усіма утримувачами: %1"},
	/* what answers hold */
	{"acceptance at least %1", "згода щонайменше %1"},
	{"at most %1 given", "віддати щонайбільше %1"},
	{"at least %1 returned", "повернути щонайменше %1"},
	{"nobody is available to be returned", "немає нікого, кого можна повернути"},
	{"nobody is returned", "нікого не повертають"},
	{"%1: a family is divided", "%1: родину розділено"},
	{"%1: %2 asked for, there are %3", "%1: просять %2, є %3"},
	{"law: %1", "право: %1"},
	{"%1: %2 against %3", "%1: %2 проти %3"},
	{"%1: more asked for than are available (%2)", "%1: просять більше, ніж доступно (%2)"},
	{"all who may be given are worth less to those who must accept than their reservation asks",
	 "усі, кого можна віддати, варті для тих, хто мусить згодитися, менше, ніж вимагає їхня межа"},
	{"nobody of those who may be given is wanted by those who must accept",
	 "нікого з тих, кого можна віддати, не хочуть ті, хто мусить згодитися"},
	{"whoever is held is not available or not asked about here",
	 "ті, кого утримують, недоступні або про них тут не питають"},
	{"there are not enough available people for it", "для цього бракує доступних людей"},
	{"available", "доступні"},
	{"due without any exchange (GC III art. 109-110)", "належать без усякого обміну (ЖК III ст. 109-110)"},
	{"civilian: released without counter-value", "цивільні: звільняються без зустрічної вартості"},
	{"not available", "недоступно"},
	{"holder unknown: ask only", "утримувач невідомий: лише питати"},
	{"claimed by more than one holder: ask only", "на них претендує більш ніж один утримувач: лише питати"},
	{"the holder will not release", "утримувач не віддасть"},
	{"family cannot go together", "родина не може їхати разом"},
	{"left out by the question", "пропущено за запитанням"},
	{"%1 (not asked)", "%1 (не питали)"},
	{"%1 (due)", "%1 (належать)"},
	{"%1 (civilian)", "%1 (цивільні)"},
	{"%1 (not available)", "%1 (недоступні)"},
	{"%1 (wills)", "%1 (хочуть)"},
	{"%1 at %2", "%1 в %2"},
	{"other", "інші"},
	{"unknown holder", "невідомий утримувач"},
	{"no package", "пакета немає"},
	{"in the package", "у пакеті"},
	{"others like him", "інші такі самі"},
	{"rules", "правила"},
	{"acceptance", "згода"},
	{"displaced", "витіснено"},
	{"No package meets the bounds: the rules named cannot hold together.",
	 "Жоден пакет не тримається меж: названі правила не поєднуються."},
	{"He is in the package.", "Він у пакеті."},
	{"People alike in everything the plan sees stand in it; whoever has been held longest goes first.",
	 "У ньому люди, однакові в усьому, що бачить план; першим іде той, кого утримують найдовше."},
	{"With him the rules named cannot hold together.", "З ним названі правила не поєднуються."},
	{"His holder's consent would cost more than is given: more interest, or those who would leave.",
	 "Згода його утримувача коштувала б більше, ніж віддається: більше зацікавлення або ті, хто вийшов би."},
	{"Others are in his place: those who would leave.", "На його місці інші: ті, хто вийшов би."},
	{"served in its forces; arts. 4, 118: the Power on which he depends",
	 "служив у її збройних силах; ст. 4, 118: держава, від якої він залежить"},
	{"not recorded", "не записано"},
	{"Whoever is released or claimed without any exchange stands in no package and is no price for anyone.",
	 "Хто звільняється чи кого вимагають без усякого обміну, не стоїть у жодному пакеті й не є ціною ні за кого."},
	{"%1 people are released or claimed without any exchange: they stand in no package and are no price for "
	 "anyone.",
	 "Людей, яких звільняють чи вимагають без усякого обміну: %1; вони не стоять у жодному пакеті й не є ціною ні "
	 "за "
	 "кого."},
	{"%1 of the people who could be given have not been asked yet: whatever counts them is provisional, pending "
	 "interview.",
	 "Із тих, кого можна віддати, %1 ще не запитано: усе, де їх враховано, умовне до розмови наодинці."},
	{"%1 people nobody asked for are offered with every package, on top and never instead; the probabilities are "
	 "those "
	 "of the packages without them.",
	 "Людей, про яких ніхто не просив: %1; їх пропонують із кожним пакетом, понад нього й ніколи замість; "
	 "ймовірності - "
	 "це ймовірності пакетів без них."},
	{"\"learned\" is the probability on weights learned from %1 answered packages, with its 95 % band; the lower "
	 "of the "
	 "two is the one to count on.",
	 "\"За відповідями\" - це ймовірність за вагами, вивченими з відповідей на пакети (%1), зі смугою 95 %; "
	 "розраховувати слід на меншу з двох."},
	{"\"learned\" is the probability on weights learned from %1 answered packages, with its 95 % band; the lower "
	 "of the "
	 "two is the one to count on. The last answers were foretold badly: the band is widened.",
	 "\"За відповідями\" - це ймовірність за вагами, вивченими з відповідей на пакети (%1), зі смугою 95 %; "
	 "розраховувати слід на меншу з двох. Останні відповіді передбачено погано: смугу розширено."},
	{"What one person more or fewer changes is for inside only: it is a price.",
	 "Що змінює на одну людину більше чи менше - лише для своїх: це ціна."},
	{"A package with several parties may reward a holder for holding people. The Power is responsible for all of "
	 "them "
	 "(GC III art. 12): claim the same people from it as well, and weigh the package against what each party alone "
	 "would return.",
	 "Пакет із кількома сторонами може винагородити утримувача за утримання людей. За всіх відповідає держава (ЖК "
	 "III "
	 "ст. 12): вимагайте тих самих людей і від неї та зважте пакет проти того, що повернула б кожна сторона сама."},
	{"Some weights are known only roughly: \"predictive\" is the mean probability over what they may be, and a "
	 "package "
	 "keeps its probability there too (planned \"shading\" deviations on the safe side; \"bound\" is the most at "
	 "their "
	 "means); the band holds 95 % of them.",
	 "Деякі ваги відомі лише приблизно: \"predictive\" - середня ймовірність за всіма можливими, і пакет тримає "
	 "свою "
	 "ймовірність і там (сплановано з запасом \"shading\" відхилень; \"bound\" - найбільше за їхніми середніми); "
	 "смуга "
	 "містить 95 % із них."},
	{"Where \"proven\" is false the search stopped early: \"bound\" is the most that could still be reached.",
	 "Де \"proven\" хибне, пошук спинився зарано: \"bound\" - найбільше, чого ще можна досягти."},
	{"Where no probability of delivery is given, people agreed upon are counted as brought: the forecast is too "
	 "good "
	 "there.",
	 "Де ймовірності передачі немає, погоджених пораховано як привезених: там прогноз надто добрий."},
	{"Rule \"%1\" selects nobody: there is no \"%2\" on its side.",
	 "Правило \"%1\" не вибирає нікого: на його боці немає \"%2\"."},
	{"No custody moves are recorded: --arcs changes nothing.", "Переведень не записано: --arcs нічого не змінює."},
	{"Recorded custody moves are left out of the plan: they pay for a market in captives (--arcs counts them).",
	 "Записані переведення в план не беруться: вони оплачують торгівлю полоненими (--arcs їх врахує)."},
	{"request: at least %1 of %2", "запит: щонайменше %1 із %2"},
	/* learning, requests, disparity, dossier */
	{"packages", "пакетів"},
	{"no interest", "не цікавиться"},
	{"gives", "віддає"},
	{"asks for", "просить"},
	{"Names to ask %1 for", "Кого просити в %1"},
	{"joined to this record", "приєднано до цього запису"},
	{"%1 (likeness %2)", "%1 (схожість %2)"},
	{"Breach report: account %1", "Звіт про витік: обліковий запис %1"},
	{"Breach report: list %1", "Звіт про витік: список %1"},
	{"All rounds", "Усі раунди"},
	{"For whose return %1 showed no interest", "Чиїм поверненням %1 не цікавився"},
	{"%1 names asked of %2 had no answer: silence is no refusal, and nothing is learned from it.",
	 "Без відповіді лишилося імен: %1 (у %2 питали): мовчання не відмова, і з нього нічого не вивчається."},
	{"The last 20 answers of %1 were foretold worse than by its base rate: it has changed, or the model is wrong. "
	 "Its "
	 "intervals are twice as wide as the answers alone would say.",
	 "Останні 20 відповідей %1 передбачено гірше, ніж за самою часткою: сторона змінилася або модель хибна. "
	 "Інтервали "
	 "вдвічі ширші, ніж сказали б самі відповіді."},
	{"%1 weights of %2 moved further in a week than learn.weekly_cap allows and are held back: a counterpart may "
	 "fake "
	 "refusals.",
	 "Ваг, що за тиждень зсунулися далі, ніж дозволяє learn.weekly_cap: %1 (%2); їх стримано: сторона може вдавати "
	 "відмови."},
	{"%1 groups of fewer than %2 people are left out.", "Груп, у яких менше ніж %2 людей, пропущено: %1."},
	{"Persuasion comes on top of every package and never instead of one. People due under GC III 109-110 are "
	 "offered "
	 "without any package. Nobody goes against his will: who may not be offered is not on this page, and why is "
	 "not "
	 "told.",
	 "Переконування йде понад кожен пакет і ніколи замість нього. Кого належить повернути за ЖК III 109-110, "
	 "пропонують поза всяким пакетом. Ніхто не йде проти своєї волі: кого пропонувати не можна, того на цій "
	 "сторінці "
	 "немає, і чому - не сказано."},
	{"%1 more have no private interview on record: ask them first.",
	 "Ще %1 не мають записаної розмови наодинці: спершу запитайте їх."},
	{"fewer than five", "менше п'яти"},
	{"some", "кілька"},
	{"dozens", "десятки"},
	{"hundreds", "сотні"},
	{"thousands", "тисячі"},
	{"GC III 109-110: its gravely wounded and sick are owed a return outside any package; a Power that has no "
	 "place "
	 "ready can be offered internment in a neutral country (art. 110)",
	 "ЖК III 109-110: її тяжко поранених і хворих належить повернути поза всяким пакетом; державі, яка не має де "
	 "їх "
	 "прийняти, можна запропонувати інтернування в нейтральній країні (ст. 110)"},
	{"they served in its forces: the Power on which a prisoner depends is the one he served, whatever passport it "
	 "counts "
	 "(GC III 4 A, 118)",
	 "вони служили в її збройних силах: держава, від якої залежить полонений, - та, якій він служив, хоч який "
	 "паспорт "
	 "вона враховує (ЖК III 4 A, 118)"},
	{"it says of them: %1; yet %2", "вона каже про них: %1; проте %2"},
	{"%1; its own statement %2", "%1; її власна заява %2"},
	{"not in any package", "у жодному пакеті"},
	{"in %1 packages, last %2", "у пакетах: %1, востаннє %2"},
	{"unknown", "невідомо"},
	{"refused", "відмова"},
	{"conditional", "з умовою"},
	{"counter", "зустрічна пропозиція"},
	{"no answer", "без відповіді"},
	{"open", "відкрито"},
	{"max_given", "віддати щонайбільше"},
	{"min_returned", "повернути щонайменше"},
	{"max", "найбільше"},
	{"min", "найменше"},
	{"%1: %2.", "%1: %2."},
	/* a change of a package */
	{"The package before and after the change", "Пакет до і після зміни"},
	{"before", "до"},
	{"after", "після"},
	{"change", "зміна"},
	{"people", "людей"},
	{"weight", "вага"},
	{"together", "разом"},
	{"reservation", "поріг"},
	{"least share of a group", "найменша частка групи"},
	{"What its acceptance rests on", "На чому стоїть його згода"},
	{"The same on what its answers teach", "Те саме за тим, чого навчають його відповіді"},
	{"fewer of \"%1\" are in the package than would leave it", "у пакеті менше «%1», ніж мало б вийти"},
};

const char *bureau_word_of_plan(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_law(english);
}

bool bureau_pattern_at(size_t i, const char **english, const char **told)
{
	if (i >= HW_COUNT(ukrainian)) /* those of data rights follow */
		return bureau_keeping_pattern_at(i - HW_COUNT(ukrainian), english, told);
	*english = ukrainian[i][0];
	*told = ukrainian[i][1];
	return true;
}
