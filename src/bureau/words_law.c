/* Texts of findings, letters and protected areas in Ukrainian. */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	/* findings */
	{"Findings", "Висновки"},
	{"Findings that wait for the legal officer", "Висновки, що чекають на юриста"},
	{"none waits for the legal officer", "на юриста не чекає жоден"},
	{"none is recorded: homeward check --record", "жодного не записано: homeward check --record"},
	{"none is recorded", "нічого не записано"},
	{"none is drafted", "чернеток немає"},
	{"finding", "висновок"},
	{"article", "стаття"},
	{"it is about", "стосується"},
	{"phase", "стан"},
	{"outcome", "що це"},
	{"people", "людей"},
	{"look by", "розглянути до"},
	{"rule", "правило"},
	{"severity", "тяжкість"},
	{"clock", "строк"},
	{"our own side", "наша сторона"},
	{"may leave the bureau", "можна передавати назовні"},
	{"closed because", "закрито, бо"},
	{"the holder says", "утримувач каже"},
	{"indication of", "ознака"},
	{"the duty", "обов'язок"},
	{"would rebut it", "це спростувало б"},
	{"reply in law", "відповідь за правом"},
	{"of the rule", "про правило"},
	{"Facts (of the first, when it is about many)", "Факти (першого, коли їх багато)"},
	{"fact", "факт"},
	{"record", "запис"},
	{"sources:", "джерела:"},
	{"custody", "тримання"},
	{"party", "сторона"},
	{"estimate: very likely captive", "оцінка: дуже ймовірно в полоні"},
	{"agency", "Агентству"},
	{"protecting-power", "Державі-покровительці"},
	{"power", "самій Державі"},
	{"authority", "нашій владі"},
	{"within %1 km of the point asked about", "за %1 км від точки, про яку питають"},
	{"point", "точка"},
	{"our register", "наш реєстр"},
	{"Letters", "Листи"},
	{"language", "мова"},
	{"state", "стан"},
	{"drafted by", "підготував"},
	{"asked by", "просив надіслати"},
	{"released by", "дозволив"},
	{"sent", "надіслано"},
	{"answer by", "відповідь до"},
	{"answered", "відповідь отримано"},
	{"answer", "відповідь"},
	{"Steps", "Кроки"},
	{"step", "крок"},
	{"letter", "лист"},
	{"by", "хто"},
	{"observed", "помічено"},
	{"threatened", "погроза"},
	{"under review", "на розгляді"},
	{"confirmed", "підтверджено"},
	{"rejected", "відхилено"},
	{"drafted", "лист підготовлено"},
	{"letter drafted", "підготовлено ще лист"},
	{"notified", "повідомлено"},
	{"closed", "закрито"},
	{"draft", "чернетка"},
	{"indication", "ознака"},
	{"flag", "знак для людини"},
	{"agency", "Агентству"},
	{"protecting power", "державі-покровительці"},
	{"power", "державі, що утримує"},
	{"authority", "нашому органові"},
	{"persons", "осіб"},
	{"events", "подій"},
	{"for the legal officer, at once", "юристові, негайно"},
	{"not raised any more", "більше не виявляється"},
	{"the facts changed since it was decided", "факти змінилися після рішення"},
	{"overdue", "прострочено"},
	{"unclear", "неясно"},
	{"A threat is no evidence that it was carried out; it is looked at first.",
	 "Погроза не є доказом того, що її здійснено; її розглядають першою."},
	{"A threat is no evidence that it was carried out.", "Погроза не є доказом того, що її здійснено."},
	{"An indication is no finding of breach: a person decides, and two notify.",
	 "Ознака ще не є встановленим порушенням: вирішує людина, а повідомляють двоє."},
	{"It goes out when another user runs \"homeward confirm\" with this id.",
	 "Його буде надіслано, коли інший користувач виконає \"homeward confirm\" з цим ідентифікатором."},
	{"findings opened", "відкрито висновків"},
	{"changed", "змінено"},
	{"as before", "без змін"},
	/* letters */
	{"Letter on an indication", "Лист про ознаку"},
	{"In confidence: for the addressee only", "Довірчо: лише для адресата"},
	{"DRAFT", "ЧЕРНЕТКА"},
	{"A draft: not sent, not released by a second person.", "Чернетка: не надіслано, друга особа не дозволила."},
	{"National Information Bureau", "Національне інформаційне бюро"},
	{"To the Central Tracing Agency, International Committee of the Red Cross",
	 "Центральному агентству з розшуку, Міжнародний Комітет Червоного Хреста"},
	{"To the Protecting Power", "Державі-покровительці"},
	{"To the Power in whose hands the prisoners are", "Державі, у владі якої перебувають полонені"},
	{"To the authority of ours that answers for the place", "Нашому органові, що відповідає за місце"},
	{"Date", "Дата"},
	{"Our reference", "Наш номер"},
	{"The duty, in our words", "Обов'язок, нашими словами"},
	{"The matter is a threat. A threat is no evidence that it was carried out.",
	 "Йдеться про погрозу. Погроза не є доказом того, що її здійснено."},
	{"What is known", "Що відомо"},
	{"region of the place", "регіон, де розташоване місце"},
	{"people concerned", "скількох людей стосується"},
	{"people concerned: fewer than five", "стосується менш ніж п'ятьох людей"},
	{"events: fewer than five", "подій: менш ніж п'ять"},
	{"how it is known is not described, for the protection of those who told it",
	 "звідки це відомо, не описуємо, щоб захистити тих, хто розповів"},
	{"reliability of the sources, from A to F", "надійність джерел, від A до F"},
	{"the act was due", "це мало бути зроблено до"},
	{"The ground that was offered, and our answer in law", "Наведена підстава і наша відповідь за правом"},
	{"What would rebut it", "Що це спростувало б"},
	{"What we ask", "Про що просимо"},
	{"to take the matter up, in confidence, with those concerned",
	 "порушити це питання, довірчо, перед тими, кого воно стосується"},
	{"to visit the people concerned and speak with them without witnesses",
	 "відвідати цих людей і поговорити з ними без свідків"},
	{"to tell us what may be told, or that nothing may",
	 "сказати нам те, що можна, або що сказати нічого не можна"},
	{"to bring the matter before the Power in whose hands the prisoners are",
	 "порушити це питання перед державою, у владі якої перебувають полонені"},
	{"to visit, where it can", "відвідати ці місця, де це можливо"},
	{"to tell us its answer", "передати нам її відповідь"},
	{"to say what is the case, and what would rebut what stands above",
	 "сказати, як є насправді, і що спростовує викладене вище"},
	{"where it is so: to end it, and to say by when", "якщо це так: припинити це і сказати, до якого дня"},
	{"to let delegates visit and speak without witnesses",
	 "дозволити делегатам відвідувати й говорити без свідків"},
	{"to say what is the case", "сказати, як є насправді"},
	{"to keep what is needed for an inquiry", "зберегти все потрібне для розслідування"},
	{"How this is to be read", "Як це читати"},
	{"It is an indication, not a finding that the law was broken: it says what is known to us, and what would show "
	 "that "
	 "it is otherwise. What is not said here is not known to be in order.",
	 "Це ознака, а не висновок про порушення права: тут сказано, що нам відомо і що показало б протилежне. Про що "
	 "тут не "
	 "сказано, про те невідомо, чи все гаразд."},
	{"Persons, exact places and sources are not named, for their protection. Particulars of persons go the "
	 "confidential "
	 "way of tracing.",
	 "Людей, точних місць і джерел не названо, щоб їх захистити. Дані про людей ідуть довірчим шляхом розшуку."},
	{"We ask that the law be kept. Nothing is offered for it, and no rule of law is given up for it.",
	 "Просимо додержувати права. За це нічого не пропонуємо і жодною нормою права не поступаємося."},
	{"We ask for an answer by", "Просимо відповісти до"},
	{"Signed for the bureau: ______________________    Released by a second person: ______________________",
	 "Підпис від бюро: ______________________    Дозволила друга особа: ______________________"},
	/* custody */
	{"the capture is not recorded", "полон не записано"},
	{"captured again: what came between is not recorded", "взято в полон знову: що було між цим, не записано"},
	{"from whom is not said", "від кого, не сказано"},
	{"the day is not known", "день невідомий"},
	{"consideration: money", "гроші"},
	{"consideration: fuel", "пальне"},
	{"consideration: not reported", "не повідомляється"},
	{"consideration: a vehicle", "транспортний засіб"},
	{"consideration: unknown", "невідомо"},
	{"findings wait for the legal officer: homeward finding list --alerts",
	 "висновків чекає на юриста: homeward finding list --alerts"},
	{"A holder in this chain is not the Power itself. GC III 12: prisoners of war are in the hands of the enemy "
	 "Power, "
	 "not of the individuals or units who captured them; it answers for what is done to them, whoever keeps them. "
	 "Claim "
	 "him from the Power as well.",
	 "Утримувач у цьому ланцюзі не є самою державою. ЖК III 12: військовополонені перебувають у владі ворожої "
	 "держави, а "
	 "не осіб чи підрозділів, що взяли їх у полон; за те, як із ними поводяться, відповідає вона, хто б їх не "
	 "тримав. "
	 "Вимагайте його також від держави."},
	{"He is reported to have been passed on for something given. Acquiring captives in order to exchange them may "
	 "be "
	 "hostage-taking (AP I 75(2)(c)): a person decides, homeward check shows the facts.",
	 "Повідомляють, що за нього щось дали. Набувати полонених, щоб їх обмінювати, може бути захопленням заручників "
	 "(ДП I "
	 "75(2)(c)): вирішує людина, факти показує homeward check."},
	/* protected areas */
	{"Lists of protected areas that went out", "Передані переліки захищених районів"},
	{"Lists", "Переліки"},
	{"list", "перелік"},
	{"areas", "районів"},
	{"recipient", "кому"},
	{"purpose", "мета"},
	{"none went out", "жодного не передано"},
	{"That an area is not on this list means that nothing is known of it; it does not mean that nobody is there.",
	 "Якщо району немає в переліку, про нього нічого не відомо; це не означає, що там нікого немає."},
	{"This list is whole and takes the place of every earlier one. Areas stay on it long after the last evidence: "
	 "nothing can be concluded from the difference of two lists.",
	 "Цей перелік повний і замінює всі попередні. Райони лишаються в ньому довго після останніх свідчень: з "
	 "різниці двох "
	 "переліків нічого не випливає."},
	{"It is given to spare people and for nothing else. An area is the cells of a fixed grid that a place may lie "
	 "in: "
	 "neither its middle nor its size tells where anybody is.",
	 "Його передають, щоб уберегти людей, і більше ні для чого. Район - це клітинки сталої сітки, в яких може бути "
	 "місце: ні "
	 "його середина, ні розмір не кажуть, де хтось є."},
};

const char *bureau_word_of_law(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_keeping(english);
}
