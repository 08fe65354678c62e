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
};

const char *bureau_word_of_voice(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_plan(english);
}
