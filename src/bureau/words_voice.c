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
};

const char *bureau_word_of_voice(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_plan(english);
}
