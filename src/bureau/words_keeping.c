/* Ukrainian of data rights: consent, disclosure, retention, answers to data subjects, paper. */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	/* consent */
	{"use: tracing", "розшук"},
	{"use: family_reply", "відповідь родині"},
	{"use: notice", "картка і повідомлення"},
	{"use: exchange", "обмін"},
	{"use: finding", "висновок"},
	{"use: statistics", "статистика"},
	{"use: publication", "оприлюднення"},
	{"use: prosecution", "прокурор"},
	{"use: intelligence", "розвідка"},
	{"consent: duty", "обов'язок: слово записують, та воно не спиняє"},
	{"consent: objection", "дозволено, доки не заперечить"},
	{"consent: consent", "лише за його згодою"},
	{"consent: consent or order", "за його згодою або законним приписом"},
	{"For what data of a person may be used, and on which ground",
	 "Для чого й на якій підставі можна вживати дані особи"},
	{"Uses", "Для чого"},
	{"use", "для чого"},
	{"what it is", "що це"},
	{"legal basis", "правова підстава"},
	{"what his word means", "що важить його слово"},
	{"people it takes", "скільки людей треба"},
	{"commands", "команди"},
	{"A lawyer edits this table: data/keeping/uses.txt.", "Цю таблицю редагує юрист: data/keeping/uses.txt."},
	{"To what he agreed", "На що він погодився"},
	{"What he said, use by use", "Що він сказав, за кожним ужитком"},
	{"Each word", "Кожне слово"},
	{"he was not asked", "його не питали"},
	{"his word", "його слово"},
	{"word: yes", "так"},
	{"word: no", "ні"},
	{"word: ended", "строк минув"},
	{"allowed", "дозволено"},
	{"agreed", "погодився"},
	{"to whom", "кому"},
	{"said by", "сказав"},
	{"His last word counts, of one day the no; a yes is for one use only and ends when he says so.",
	 "Важить його останнє слово, за той самий день - «ні»; «так» стосується лише одного вжитку й кінчається, коли "
	 "він "
	 "так скаже."},
	/* disclosure */
	{"Extract no. %1 for: %2", "Витяг № %1 для: %2"},
	{"prosecutor", "прокурор"},
	{"intelligence", "розвідка"},
	{"to: prosecutor", "прокуророві"},
	{"to: intelligence", "розвідці"},
	{"basis: consent", "його згода"},
	{"basis: order", "законний припис"},
	{"Extract for the recipient named on it alone", "Витяг лише для названого в ньому отримувача"},
	{"number", "номер"},
	{"reference", "посилання"},
	{"released on", "видано"},
	{"released by", "видав"},
	{"asked by", "просив"},
	{"Extracts for prosecutors and services", "Витяги для прокурорів і служб"},
	{"none was released", "жодного не видано"},
	{"extract on one person", "витяг про одну особу"},
	{"a prosecutor", "прокурор"},
	{"an intelligence service", "розвідувальна служба"},
	{"For the recipient and the purpose above alone; not to be passed on. It was gathered to find a person: each "
	 "line is a "
	 "claim with the grade of its source, not a finding.",
	 "Лише для отримувача й мети, названих вище; не передавати далі. Зібрано, щоб знайти людину: кожен рядок - "
	 "твердження "
	 "з оцінкою джерела, а не висновок."},
	{"A day without machines", "День без машин"},
	/* legal hold */
	{"Legal holds", "Правові застереження на зберігання"},
	{"What a proceeding needs", "Що потрібне провадженню"},
	{"nothing is held", "нічого не застережено"},
	{"held as", "застережено як"},
	{"what is held", "що застережено"},
	{"which", "котре"},
	{"kind: person", "особа"},
	{"kind: finding", "висновок"},
	{"kind: evidence", "доказ"},
	{"It is kept as it is until two people lift the hold.", "Усе лишається як є, доки двоє не знімуть застереження."},
	/* what is held of one person */
	{"family name", "прізвище"},
	{"given name", "ім'я"},
	{"place of birth", "місце народження"},
	{"service number", "особистий номер"},
	{"patronymic", "по батькові"},
	{"region where he was held, officially", "регіон утримання, офіційно"},
	{"returned", "повернувся"},
	{"legal position", "правове становище"},
	{"wants to return", "хоче повернутися"},
	{"does not want to return", "не хоче повертатися"},
	{"asked in private on", "розпитано наодинці"},
	{"categories", "категорії"},
	{"confirmed by the Power on", "держава підтвердила"},
	{"What is claimed of him, each with the grade of its source", "Що про нього стверджують, з оцінкою джерела"},
	{"nothing is claimed", "нічого не стверджують"},
	{"Reports that were judged to speak of him, to the month",
	 "Повідомлення, які визнано повідомленнями про нього, з точністю до місяця"},
	{"where he was", "де він був"},
	{"In whose hands he was", "У чиїх руках він був"},
	{"nothing is recorded", "нічого не записано"},
	{"Items of evidence that show him, to the month", "Докази, на яких він є, з точністю до місяця"},
	{"he can be recognised in it", "його можна впізнати"},
	{"What is held and not told here, and on which ground", "Що є і чого тут не сказано, та на якій підставі"},
	{"nothing is kept back", "нічого не утримано"},
	{"how many", "скільки"},
	{"why", "чому"},
	{"ground", "підстава"},
	{"day of confirmation", "день підтвердження"},
	{"place of detention", "місце утримання"},
	{"relatives", "рідні"},
	{"with whom he was lost", "з ким він зник"},
	{"notes in free words", "нотатки вільним текстом"},
	{"claims", "твердження"},
	{"claims in free words", "твердження вільним текстом"},
	{"reports", "повідомлення"},
	{"words of reports", "слова повідомлень"},
	{"who reported", "хто повідомив"},
	{"events of custody", "події утримання"},
	{"what was given for him", "що за нього дали"},
	{"items of evidence", "докази"},
	{"others whom evidence shows", "інші люди на доказах"},
	{"words of letters", "слова листів"},
	{"lists that came in", "списки, що надійшли"},
	{"lists that went out", "списки, що вийшли"},
	{"extracts for an authority", "витяги для органу влади"},
	{"what was asked and answered about him", "що про нього питали й відповідали"},
	{"his own words: read with him at the bureau", "його власні слова: прочитати з ним у бюро"},
	{"inquiries of relatives", "запити рідних"},
	/* the answer */
	{"What the bureau holds of you", "Що бюро зберігає про вас"},
	{"Personal: for the person named on it alone", "Особисте: лише для названої тут особи"},
	{"Draft: not given to anyone", "Чернетка: нікому не видана"},
	{"For what it is used, and what he said to it", "Для чого це вживають і що він на це сказав"},
	{"Who got something of it", "Хто щось із цього отримав"},
	{"nobody", "ніхто"},
	{"list of names", "список імен"},
	{"bundle of evidence", "пакет доказів"},
	{"Records of him", "Записи про нього"},
	{"Who looked at it, by role", "Хто це переглядав, за ролями"},
	{"What was done, by role", "Що було зроблено, за ролями"},
	{"nothing", "нічого"},
	{"role", "роль"},
	{"When he was asked", "Коли його питали"},
	{"debrief", "опитування"},
	{"private interview", "розмова наодинці"},
	{"agreed to tracing", "погодився на розшук"},
	{"did not agree to tracing", "на розшук не погодився"},
	{"From whom his data are kept", "Від кого його дані утримують"},
	{"Findings that rest on what befell him", "Висновки, що спираються на пережите ним"},
	{"A draft for the bureau: make sure that it is he, or who speaks for him by right, and say how: --verified "
	 "TEXT.",
	 "Чернетка для бюро: переконайтеся, що це він або той, хто має право за нього говорити, і скажіть як: "
	 "--verified "
	 "ТЕКСТ."},
	{"You may ask that what is wrong is corrected, object to a use, withdraw your consent, complain to the "
	 "supervisory "
	 "authority. Where you are believed to be is computed anew each time and not kept.",
	 "Ви можете просити виправити хибне, заперечити проти вжитку, відкликати згоду, поскаржитися до наглядового "
	 "органу. "
	 "Імовірне місце перебування обчислюють щоразу наново й не зберігають."},
	{"Until your fate is known nothing of it is deleted: others may look for you, or by it for others.",
	 "Доки ваша доля невідома, нічого з цього не видаляють: хтось може шукати вас або за цим - інших."},
	{"role: case officer", "ведучий справи"},
	{"role: tracing analyst", "аналітик розшуку"},
	{"role: negotiator", "переговорник"},
	{"role: legal officer", "юрист"},
	{"role: family liaison", "зв'язок із родинами"},
	{"role: intelligence liaison", "зв'язок із розвідкою"},
	{"role: debriefer", "опитувач"},
	{"role: auditor", "аудитор"},
	{"role: administrator", "адміністратор"},
	{"role: mediator", "посередник"},
	{"act: withhold", "утримано"},
	{"act: consent", "записано згоду"},
	{"act: refuse or withdraw consent", "записано відмову"},
	{"act: answer pack", "відповідь йому"},
	{"act: confirm captive", "підтверджено полон"},
	{"act: confirm dead", "підтверджено смерть"},
	{"act: judge", "судження про записи"},
	{"act: merge persons", "об'єднання осіб"},
};

const char *bureau_word_of_keeping(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_trace(english);
}

bool bureau_keeping_pattern_at(size_t i, const char **english, const char **told)
{
	if (i >= HW_COUNT(ukrainian)) /* those of links follow */
		return bureau_trace_pattern_at(i - HW_COUNT(ukrainian), english, told);
	*english = ukrainian[i][0];
	*told = ukrainian[i][1];
	return true;
}
