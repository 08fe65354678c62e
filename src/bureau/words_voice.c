/* Texts of evidence, statements and what is said in public, in Ukrainian. */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	{"Printed for", "Надруковано для"},
	/* evidence */
	{"hard to look at", "важко дивитися"},
	{"found to be forged", "визнано підробкою"},
	{"kept as", "зберігається як"},
	{"bytes", "байтів"},
	{"name when it came", "назва при надходженні"},
	{"taken from", "звідки взято"},
	{"taken on", "коли взято"},
	{"taken with", "чим взято"},
	{"working copy of", "робоча копія з"},
	{"Working copies", "Робочі копії"},
	{"Doubts and likenesses (leads until a second person has looked)",
	 "Сумніви й подібності (лише зачіпки, доки не подивився другий)"},
	{"noted", "записано"},
	{"what was seen", "що побачено"},
	{"who", "хто"},
	{"second person", "другий"},
	{"his answer", "його відповідь"},
	{"kind: video", "відео"},
	{"kind: photo", "фото"},
	{"kind: document", "документ"},
	{"kind: testimony", "свідчення"},
	{"kind: letter", "лист"},
	{"kind: imagery", "знімок"},
	{"kind: audio", "аудіо"},
	{"kind: count", "підрахунок"},
	{"forged", "підробка"},
	{"face", "обличчя"},
	{"voice", "голос"},
	{"verified", "перевірено"},
	{"waits", "чекає"},
	{"kept by its SHA-256", "зберігається за SHA-256"},
	{"written down", "записано"},
	{"written", "написано"},
	{"justification", "виправдання"},
	{"threat", "погроза"},
	{"demand", "вимога"},
	{"denial", "заперечення"},
	{"kind: promise", "обіцянка"},
	{"admission", "визнання"},
	{"A threat opens a finding of its own and puts the places named under protection as possible: homeward check, "
	 "homeward protect.",
	 "Погроза відкриває окремий висновок і бере названі місця під захист як можливі: homeward check, homeward "
	 "protect."},
	{"Prisoners can be recognised in it: it is never shown in public, by anyone (GC III 13). Public evidence is "
	 "counts and documents.",
	 "На ньому можна впізнати полонених: публічно його не показує ніхто й ніколи (ЖК III 13). Докази для загалу - "
	 "числа й документи."},
	{"a source of grade", "джерело з оцінкою"},
	{"register of", "реєстр від"},
	{"pending", "чекає на другого"},
	{"A lead, no finding: it waits until another user looks for himself and runs \"homeward confirm\" with this "
	 "id.",
	 "Зачіпка, а не висновок: чекає, доки інший користувач подивиться сам і виконає \"homeward confirm\" з цим "
	 "ідентифікатором."},
	{"Nothing is written yet: when another user has run \"homeward confirm\" with this id, say the same again.",
	 "Ще нічого не написано: коли інший користувач виконає \"homeward confirm\" з цим ідентифікатором, повторіть "
	 "те саме."},
	{"README.txt in it says how a stranger checks it.", "README.txt у ній каже, як це перевірить сторонній."},
	/* statements and the factsheet */
	{"released for the public", "дозволено для загалу"},
	{"persons whom it touches", "кого це стосується"},
	{"withheld", "відкликано"},
	{"It is in no public text until two people release it: homeward statement release ID.",
	 "Її немає в жодному публічному тексті, доки її не дозволять двоє: homeward statement release ID."},
	{"It takes effect when another user runs \"homeward confirm\" with this id.",
	 "Набуде чинності, коли інший користувач виконає \"homeward confirm\" з цим ідентифікатором."},
	{"For the public", "Для загалу"},
	{"Prisoners of war and missing persons: factsheet", "Військовополонені та зниклі безвісти: довідка"},
	{"People", "Люди"},
	{"what", "що"},
	{"none known", "невідомо жодного"},
	{"fewer than", "менше ніж"},
	{"approximately", "близько"},
	{"of ours on the register as missing", "наших у реєстрі як зниклих безвісти"},
	{"of ours on the register as captive", "наших у реєстрі як полонених"},
	{"of ours who came home", "наших, які повернулися"},
	{"of the other side in our hands", "людей іншої сторони в наших руках"},
	{"of the other side who went home", "людей іншої сторони, які поїхали додому"},
	{"Where the evidence has ours (95 % intervals, an estimate)",
	 "Де наші за свідченнями (інтервали 95 %, оцінка)"},
	{"Exchanges: agreed against delivered, of ours", "Обміни: погоджено і передано, наших"},
	{"Indications that the Convention is not kept, by holders of ours",
	 "Ознаки недодержання Конвенції тими, хто утримує наших"},
	{"The same rules held to our own places", "Ті самі правила щодо наших власних місць"},
	{"cases", "випадків"},
	{"What was said in public, and what the evidence says", "Що сказано публічно, і що кажуть свідчення"},
	{"Numbers are rounded; nothing is told of fewer than", "Числа округлено; нічого не сказано про менше ніж"},
	{"Intervals are estimates from many sources; they confirm of nobody that he is alive, dead or held. What is "
	 "not here "
	 "is not known, or not for the public.",
	 "Інтервали - оцінки за багатьма джерелами; вони ні про кого не підтверджують, що він живий, загинув чи "
	 "утримується. Чого тут немає, те невідоме або не для загалу."},
	{"An indication is not a finding of breach; the same rules were held to our own places.",
	 "Ознака не є встановленим порушенням; ті самі правила застосовано до наших власних місць."},
	{"No prisoner is named or shown, by anyone (GC III 13).",
	 "Жодного полоненого не названо й не показано, ні з чийого боку (ЖК III 13)."},
	/* forms */
	{"To the Power concerned and the Central Agency", "Державі, якої це стосується, і Центральному агентству"},
	{"Prisoner of war mail, free of postage", "Пошта військовополоненого, без оплати"},
	{"Capture card for prisoner of war (GC III 70)", "Картка полону військовополоненого (ЖК III 70)"},
	{"Notice of a prisoner of war (GC III 122)", "Повідомлення про військовополоненого (ЖК III 122)"},
	{"1. Power on which the prisoner depends", "1. Держава, від якої залежить полонений"},
	{"2. Name", "2. Прізвище"},
	{"3. First names in full", "3. Повні імена"},
	{"4. First name of father", "4. Ім'я батька (по батькові)"},
	{"5. Date of birth", "5. Дата народження"},
	{"6. Place of birth", "6. Місце народження"},
	{"7. Rank", "7. Звання"},
	{"8. Service number", "8. Особистий номер"},
	{"9. Address of next of kin", "9. Адреса найближчих родичів"},
	{"10. Taken prisoner on", "10. Взято в полон"},
	{"11. Health", "11. Здоров'я"},
	{"(a) good health", "(a) добре здоров'я"},
	{"(f) slightly wounded, (e) sick, (d) convalescent", "(f) легко поранений, (e) хворий, (d) одужує"},
	{"(g) seriously wounded", "(g) тяжко поранений"},
	{"12. Present address: prisoner's number", "12. Теперішня адреса: номер полоненого"},
	{"name of camp", "назва табору"},
	{"13. Date", "13. Дата"},
	{"14. Signature", "14. Підпис"},
	{"army or regiment", "військо чи полк"},
	{"maiden name of mother", "дівоче прізвище матері"},
	{"name and address of the person to be informed", "кого повідомити: ім'я та адреса"},
	{"address for letters to the prisoner", "адреса для листів полоненому"},
	{"arrived at the place", "прибув на місце"},
	{"notified before on", "повідомлено раніше"},
	{"To be completed by each prisoner immediately on being taken and each time his address changes (transfer to "
	 "a hospital or another camp). Two cards: to his family, and to the Central Prisoners of War Agency, "
	 "Geneva; free of postage. Strike out what does not apply; add no remarks.",
	 "Заповнює кожен полонений одразу після взяття в полон і щоразу, коли змінюється його адреса (переведення до "
	 "лікарні чи іншого табору). Дві картки: родині та Центральному агентству у справах військовополонених у "
	 "Женеві; "
	 "без оплати пересилання. Зайве закреслити; нічого не дописувати."},
	{"At the latest one week after he arrives in a camp, even a transit camp (GC III 70). What he does not "
	 "want to give beside name, rank, birth and number he need not give (GC III 17).",
	 "Щонайпізніше за тиждень після прибуття до табору, навіть пересильного (ЖК III 70). Крім імені, звання, дати "
	 "народження й номера, він не мусить повідомляти нічого (ЖК III 17)."},
	{"To the Power concerned, through the Protecting Power and the Central Prisoners of War Agency, as soon as "
	 "possible; transfers, releases, repatriations, escapes, hospital and death likewise; of the seriously "
	 "ill or wounded every week if possible (GC III 122(5)-(6)).",
	 "Державі, якої це стосується, через Державу-покровительку та Центральне агентство у справах "
	 "військовополонених, "
	 "якнайшвидше; так само про переведення, звільнення, репатріацію, втечу, лікарню і смерть; про тяжко хворих і "
	 "поранених щотижня, якщо можливо (ЖК III 122(5)-(6))."},
	/* do not transmit */
	{"withheld as", "утримано як"},
	{"not transmitted", "не передається"},
	{"from whom", "від кого"},
	{"Whose data do not go out", "Чиї дані не виходять назовні"},
	{"nothing is withheld", "нічого не утримано"},
	{"Every way out of the bureau", "Усі шляхи назовні з бюро"},
	{"way", "шлях"},
	{"command", "команда"},
	{"what leaves", "що виходить"},
	{"who reads it", "хто читає"},
	{"who stays back", "про кого не виходить"},
	{"capture card (GC III 70)", "картка полону (ЖК III, ст. 70)"},
	{"his family, the Agency", "його родина, Агентство"},
	{"notice of capture (GC III 122)", "повідомлення про полон (ЖК III, ст. 122)"},
	{"his Power, the Agency", "його держава, Агентство"},
	{"list of names", "список імен"},
	{"a counterpart", "інша сторона"},
	{"names agreed on", "погоджені імена"},
	{"everybody at the table", "усі за столом"},
	{"names handed over", "передані імена"},
	{"handover manifest", "відомість передачі"},
	{"names to ask for", "імена, про які просимо"},
	{"people nobody asked for, by name", "люди, яких ніхто не просив, поіменно"},
	{"packages by class", "пакети за класами"},
	{"a counterpart, in what is proposed", "інша сторона, у тому, що пропонуємо"},
	{"who is on both sides' lists", "хто є у списках обох сторін"},
	{"both sides", "обидві сторони"},
	{"letter on an indication", "лист про ознаку"},
	{"the addressee", "адресат"},
	{"items of evidence", "докази"},
	{"a court or monitor", "суд або спостерігач"},
	{"a public claim with its verdict", "публічне твердження з оцінкою"},
	{"everybody", "усі"},
	{"factsheet and aggregates", "довідка й зведені числа"},
	{"list of protected areas", "перелік захищених місцевостей"},
	{"whoever receives it", "хто його отримає"},
	{"whoever is withheld from one of them, their formations or their Power",
	 "кого не передають одній із них, її формуванням або її державі"},
	{"whoever is withheld from his Power, the Agency, those between the sides or his family",
	 "кого не передають його державі, Агентству, посередникам або родині"},
	{"whoever is withheld from his family: the answer is that of the search",
	 "кого не передають родині: відповідь така, як про розшук"},
	{"answer to a relative", "відповідь рідним"},
	{"extract of a relative's own case", "витяг зі справи рідних"},
	{"his family", "його родина"},
	{"whoever is withheld from anybody", "кого не передають хоч комусь"},
	{"nobody stands on it; its text is searched before it leaves",
	 "нікого там немає; текст перевіряють перед виходом"},
	{"At once, in every list, card, bundle and handover; two people lift it: homeward withhold lift ID.",
	 "Одразу, у кожному списку, картці, пакеті доказів і передачі; знімають двоє: homeward withhold lift ID."},
	/* breach report */
	{"What it looked at", "На що дивилися"},
	{"it looked at nothing", "ні на що не дивилися"},
	{"What it did", "Що робили"},
	{"it did nothing else", "нічого іншого не робили"},
	{"Whose data are on it", "Чиї дані в ньому"},
	{"persons touched", "скількох осіб торкнулося"},
	{"times", "разів"},
	{"act", "дія"},
	{"Ids only: whom they stand for is for those who may see persons. Tell the persons touched, or their families, "
	 "where that "
	 "does them no harm; tell the authority within 72 hours where its law asks for it.",
	 "Лише ідентифікатори: хто за ними - для тих, кому дозволено бачити осіб. Повідомте тих, кого торкнулося, або "
	 "їхні "
	 "родини, де це їм не зашкодить; орган нагляду - за 72 години, де того вимагає закон."},
	{"What was read without a view (a stolen file of the bureau) touches everybody in it.",
	 "Прочитане поза журналом (викрадений файл бюро) торкається всіх, хто в ньому."},
};

const char *bureau_word_of_voice(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_families(english);
}
