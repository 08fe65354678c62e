/* Texts of inquiries, debriefs, papers and remains, in Ukrainian. */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	/* inquiries */
	{"Inquiry", "Запит"},
	{"inquiry", "запит"},
	{"Inquiries of relatives", "Запити рідних"},
	{"nothing is due", "нічого не чекає"},
	{"no relative has asked", "ніхто з рідних не звертався"},
	{"who asks", "хто питає"},
	{"is told", "повідомляємо"},
	{"relatives disagree", "рідні не згодні між собою"},
	{"last spoken", "остання розмова"},
	{"to do", "зробити"},
	{"to do by", "зробити до"},
	{"name as the relative wrote it", "ім'я, як написали рідні"},
	{"relative", "хто саме"},
	{"how to reach", "як зв'язатися"},
	{"phrase that we call with", "фраза, з якою дзвонимо"},
	{"opened", "відкрито"},
	{"told then", "тоді повідомлено"},
	{"What was said", "Що говорили"},
	{"words", "слова"},
	{"Others who ask about him", "Хто ще питає про нього"},
	{"told", "повідомлено"},
	{"met", "зустріч"},
	{"asked", "вирішено"},
	{"reply", "відповідь"},
	{"opened again", "відкрито знову"},
	{"Answer to your inquiry", "Відповідь на Ваше звернення"},
	{"Extract of your case", "Витяг із Вашої справи"},
	{"To the relative concerned", "Рідним, яких це стосується"},
	{"Signed for the bureau: ______________________", "Підпис від бюро: ______________________"},
	{"about", "про кого"},
	{"the register says", "у реєстрі"},
	{"not found yet", "ще не знайдено"},
	{"confirmed through the Agency", "підтверджено через Агентство"},
	/* debriefs */
	{"Debrief", "Опитування"},
	{"Debriefs", "Опитування"},
	{"debrief", "опитування"},
	{"nobody was asked", "нікого не питали"},
	{"language", "мова"},
	{"may be asked", "можна питати"},
	{"others named", "назвав інших"},
	{"help offered first", "спершу запропоновано допомогу"},
	{"asked before by", "раніше питали"},
	{"held at", "де утримували"},
	{"What he allows", "Що він дозволяє"},
	{"nothing is allowed yet", "ще нічого не дозволено"},
	{"use", "для чого"},
	{"allowed", "дозволено"},
	{"family_reply", "відповідь родині"},
	{"finding", "висновок"},
	{"statistics", "статистика"},
	{"publication", "оприлюднення"},
	{"prosecution", "прокурор"},
	{"intelligence", "розвідка"},
	{"tracing", "розшук"},
	{"What he said of others", "Що він сказав про інших"},
	{"of whom", "про кого"},
	{"saw it himself", "бачив сам"},
	{"certainty", "певність"},
	{"Sealed: for named readers only", "Запечатано: лише для названих читачів"},
	{"compartment", "відсік"},
	{"He was asked before: ask only what is missing, or nothing.",
	 "Його вже питали: питайте лише те, чого бракує, або нічого."},
	{"lines taken in", "рядків прийнято"},
	{"Debrief, on paper", "Опитування на папері"},
	{"1. Does he want to be asked, today, by you? If not: stop here, offer help, thank him.",
	 "1. Чи хоче він, щоб його питали, сьогодні й саме Ви? Якщо ні: зупиніться, запропонуйте допомогу, подякуйте."},
	{"2. Help offered first (physician, lawyer, family, rest), and what he answered",
	 "2. Спершу запропонована допомога (лікар, юрист, родина, відпочинок) і що він відповів"},
	{"3. Who has asked him before? Then ask only what is missing",
	 "3. Хто вже питав його? Тоді питайте лише те, чого бракує"},
	{"4. He allows (each apart, yes or no): tracing / reply to families / findings / statistics / publication / "
	 "prosecution / intelligence",
	 "4. Він дозволяє (кожне окремо, так чи ні): розшук / відповідь родинам / висновки / статистика / оприлюднення "
	 "/ "
	 "прокурор / розвідка"},
	{"5. Held at, in order: place, building, cell, from, to",
	 "5. Де утримували, за порядком: місце, будівля, камера, від, до"},
	{"6. Others: name or part of it, callsign, rank, unit; where, which cell; from, to; seen or heard; certainty "
	 "1-6",
	 "6. Інші: ім'я або його частина, позивний, звання, підрозділ; де, яка камера; від, до; бачив чи чув; певність "
	 "1-6"},
	{"7. Work, guards by unit, transports, visits, letters and cards",
	 "7. Робота, охорона за підрозділами, перевезення, відвідування, листи й картки"},
	{"8. Deaths: who, when, where, who saw it", "8. Смерті: хто, коли, де, хто бачив"},
	{"9. What he wants to be done, and by whom not", "9. Що він хоче, щоб зробили, і хто - ні"},
	{"Do not ask about violence against himself. If he begins: listen, offer help, write down only what he wants "
	 "written, on "
	 "a sheet of its own, sealed.",
	 "Не питайте про насильство над ним самим. Якщо почне сам: слухайте, запропонуйте допомогу, записуйте лише те, "
	 "що він "
	 "хоче, на окремому аркуші, запечатаному."},
	{"Type it in when power returns: one line of JSON an answer, homeward debrief file FILE.jsonl.",
	 "Введіть, коли буде світло: рядок JSON на відповідь, homeward debrief file FILE.jsonl."},
	{"Who reads a compartment", "Хто читає відсік"},
	{"nobody reads a compartment", "ніхто не читає відсіків"},
	{"grant", "дозвіл"},
	/* papers */
	{"letter about a person", "лист про особу"},
	{"whom it is sent to", "кому надіслано"},
	{"Papers that went out and came in", "Папери вихідні й вхідні"},
	{"nothing is late", "нічого не прострочено"},
	{"nothing was sent", "нічого не надсилали"},
	{"paper", "папір"},
	{"to or from", "кому або від кого"},
	{"sent", "надіслано"},
	{"acknowledged", "підтверджено"},
	{"answered", "дано відповідь"},
	{"late", "прострочено"},
	{"came in", "надійшло"},
	{"capture_card", "картка полону"},
	{"notice", "повідомлення"},
	{"certificate", "свідоцтво"},
	/* remains */
	{"Bodies and parts", "Тіла й частини"},
	{"Remains", "Останки"},
	{"remains", "останки"},
	{"none came", "не надходило"},
	{"label (a claim)", "ярлик (твердження)"},
	{"came on", "надійшло"},
	{"who it may be", "чиї можуть бути"},
	{"identified", "ототожнено"},
	{"found at", "де знайдено"},
	{"Whose they may be", "Чиї вони можуть бути"},
	{"nobody is linked to them", "ні з ким не пов'язано"},
	{"rests on", "на чому ґрунтується"},
	{"identified by", "хто ототожнив"},
	{"second person", "другий"},
	{"claimed", "стверджують"},
	{"proposed", "запропоновано"},
	{"excluded", "виключено"},
	{"body", "тіло"},
	{"part", "частина"},
	{"A label is a claim. A part alone proves nobody's death; death is confirmed by two people apart (homeward "
	 "confirm dead), "
	 "and the family is told by a visit.",
	 "Ярлик - лише твердження. Сама частина не доводить нічиєї смерті; смерть підтверджують двоє окремо (homeward "
	 "confirm "
	 "dead), а родині повідомляють особисто."},
};

const char *bureau_word_of_families(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_page(english);
}
