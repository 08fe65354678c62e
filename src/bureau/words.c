/* Texts for people in Ukrainian.  The English text is the key: a missing row shows English, and the
 * test tests/scenario/words_test.sh names it. */
#include "bureau/words_int.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const ukrainian[][2] = {
	/* headings of the briefing */
	{"Briefing", "Зведення"},
	{"as of", "станом на"},
	{"TRAINING - invented people. ", "НАВЧАННЯ - вигадані люди. "},
	{"TRAINING: everyone and every place here is invented", "НАВЧАННЯ: усі люди й місця тут вигадані"},
	{"Whom we hold, by category (a person has several; counts overlap)",
	 "Кого утримуємо ми, за категоріями (людина має кілька; числа перетинаються)"},
	{"What each counterpart asks for, ignores or refuses, and the reason it gives",
	 "Кого кожна інша сторона просить, не помічає чи не віддає, і яку причину називає"},
	{"For whose return no interest was shown, and on what ground each can be offered",
	 "Чиїм поверненням не цікавилися, і на якій підставі кожного можна запропонувати"},
	{"Packages that can be proposed", "Пакети, які можна запропонувати"},
	{"Giving people who are asked for:", "Віддаючи тих, кого просять:"},
	{"Giving only people for whose return no interest was shown:",
	 "Віддаючи лише тих, чиїм поверненням не цікавилися:"},
	{"One package with every holder, all of whom must accept:",
	 "Один пакет з усіма утримувачами, згода потрібна від кожного:"},
	{"Where ours are, as the evidence has it (an estimate; official status stands beside it, never merged)",
	 "Де наші, за наявними свідченнями (оцінка; офіційний статус стоїть поруч і з нею не змішується)"},
	{"Places of detention by kind, and how each is known", "Місця утримання за видами, і звідки про них відомо"},
	{"Indications that the Convention is not kept (an indication is not a finding of breach)",
	 "Ознаки недодержання Конвенції (ознака ще не є встановленим порушенням)"},
	{"The same rules on our own places:", "Ті самі правила щодо наших власних місць:"},
	{"Presence beside objects (coarse; absence from this list means that nothing is known)",
	 "Присутність біля об'єктів (приблизно; відсутність у списку означає, що нічого не відомо)"},
	{"Custody acquired by formations", "Полонені, яких набули формування"},
	{"Statements against the evidence", "Заяви проти свідчень"},
	{"Rounds: agreed against delivered", "Раунди: погоджено і передано"},
	/* columns and small words */
	{"category", "категорія"},
	{"persons", "осіб"},
	{"disowned", "не визнають своїми"},
	{"sources", "джерел"},
	{"persons in all.", "осіб разом."},
	{"counterpart", "інша сторона"},
	{"interest", "зацікавленість"},
	{"reason and source", "причина і джерело"},
	{"asks for", "просить"},
	{"no interest shown", "не цікавився"},
	{"refuses to give", "не віддає"},
	{"This package rewards a formation that acquires captives from others; its people are also claimed from the "
	 "Power "
	 "itself (art. 12), which alone answers for them.",
	 "Цей пакет винагороджує формування, яке набуває полонених в інших; його людей вимагають також від самої "
	 "держави (ст. 12), "
	 "яка одна за них відповідає."},
	{"A person decides whether this is hostage-taking (AP I 75(2)(c)). The package with the Power alone at the "
	 "same "
	 "number given stands above.",
	 "Чи є це захопленням заручників (ДП I 75(2)(c)), вирішує людина. Пакет лише з державою за того самого числа "
	 "відданих стоїть вище."},
	{"Only people for whose return no counterpart showed interest are given here.",
	 "Тут віддають лише тих, чиїм поверненням жодна сторона не цікавилася."},
	{"Promised is not delivered: the forecast counts people home. Wills not asked yet are provisional, pending a "
	 "private "
	 "interview.",
	 "Обіцяно ще не передано: прогноз рахує людей удома. Волю, про яку ще не питали, враховано попередньо, до "
	 "розмови наодинці."},
	{"What the classes are called", "Як звуться групи"},
	{"sources uncertain", "джерела непевні"},
	{"sources uncertain and groups", "джерела непевні, групи"},
	{"offered", "запропоновано"},
	{"offered in packages, times:", "пропонували в пакетах, разів:"},
	{"they served in its forces (GC III 4, 118)", "вони служили в її збройних силах (ЖК III 4, 118)"},
	{"it says", "сказано"},
	{"we count", "ми нарахували"},
	{"there is no estimate to hold it against", "немає оцінки, з якою порівняти"},
	{"no reviewed report speaks of this region yet",
	 "жодне переглянуте повідомлення ще не стосується цього регіону"},
	{"it counts another population than all of ours in the region", "рахує інших людей, не всіх наших у регіоні"},
	{"by the evidence", "за свідченнями"},
	{"; of those on the register as ", "; з тих, хто в реєстрі як "},
	{"Not answered yet:", "Ще без відповіді:"},
	{"held now", "утримуваних нині"},
	{"ever captured", "узятих у полон за весь час"},
	{"come home", "повернених додому"},
	{", of what reached us", ", з того, що дійшло до нас"},
	{"by items of evidence", "за речами доказу"},
	{"nothing that we hold can test it", "перевірити нема чим"},
	{"accepted", "прийнято"},

	{"ground", "підстава"},
	{"due under arts. 109-110: offered without any package, never a price.",
	 "підлягають поверненню за ст. 109-110: поза будь-яким пакетом, ніколи не ціна."},
	{"at least", "щонайменше"},
	{"no package", "пакета немає"},
	{"More:", "Докладніше:"},
	{"TRAINING", "НАВЧАННЯ"},
	{"Restricted: for the bureau only", "Для службового користування: лише для бюро"},
	{"cases", "випадків"},
	{"Reason", "Причина"},
	{"Flags, for a person to judge:", "Позначки, які має розсудити людина:"},
	{"Returned for given; in brackets how many are home with 95 %, a common shock reckoned in: promised is not "
	 "delivered. Probabilities rest on what the counterpart states; \"learned\" on its answers, with the 95 % "
	 "band: "
	 "count on the lower.",
	 "Повернуто за відданих; у дужках скільки буде вдома з імовірністю 95 %, зі спільним потрясінням: обіцяне ще "
	 "не "
	 "передане. Імовірності спираються на те, що заявляє інша сторона; «за відповідями» - на її відповіді, зі "
	 "смугою "
	 "95 %: покладайтеся на нижчу."},
	{"  learned", "  за відповідями"},
	{"on what it states", "за заявленим"},
	{"In brackets: the best grade of a source that knows of them, how many sources do.",
	 "У дужках: найкраща оцінка джерела, яке про них знає, і скільки таких джерел."},
	{"of theirs for", "їхніх за"},
	{"of ours: accepted with", "наших: імовірність згоди"},
	{"learned", "за відповідями"},
	{"on what its answers teach:", "за тим, чого вчать її відповіді:"},
	{"packages answered", "пакетів із відповіддю"},
	{BUREAU_REGIME_CHANGED,
	 "Останні відповіді передбачено гірше, ніж за самою часткою згод: сторона змінилася, і кожен вивчений проміжок "
	 "розширено."},
	{"in no package yet", "ще в жодному пакеті"},
	{"Nobody of ours is known as missing or captured by that day; that is no evidence that nobody was.",
	 "Невідомо про жодного нашого, хто на той день був зниклим чи полоненим; це не свідчить, що таких не було."},
	{"interests stated", "заявлених зацікавлень"},
	{"Counted from the bureau's own lists, answers and handovers.",
	 "Пораховано за власними списками, відповідями й передачами бюро."},
	{"confirmed", "підтверджено"},
	{"given", "віддано"},
	{"returned", "повернуто"},
	{"accepted with", "імовірність згоди"},
	{"home, not promised: mean; 95 % sure; with a common shock",
	 "удома, а не обіцяно: середнє; з певністю 95 %; зі спільним зривом"},
	{"home: mean", "удома: середнє"},
	{"95 % sure", "з певністю 95 %"},
	{"with a common shock", "зі спільним зривом"},
	{"no package meets it", "жоден пакет не відповідає"},
	{" (not proven)", " (не доведено)"},
	{"how many of ours, 95 % interval", "скільки наших, інтервал 95 %"},
	{"95 % interval", "інтервал 95 %"},
	{"mean", "середнє"},
	{"basis", "основа"},
	{"independent", "незалежно"},
	{"groups", "групи"},
	{" (headline)", " (головна)"},
	{"claimed by", "твердить"},
	{"agrees", "узгоджується"},
	{"conflicts", "суперечить"},
	{"not comparable", "незіставно"},
	{"of them are on the register only as missing; least probability of being here",
	 "з них у реєстрі лише як зниклі безвісти; найменша ймовірність перебування тут"},
	{"Confirmed through the Agency:", "Підтверджено через Агентство:"},
	{"reports", "повідомлень"},
	{"reports are not reviewed yet and count for nothing above. A report counts in every region where its person "
	 "may be.",
	 "повідомлень ще не переглянуто, вище вони не враховані. Повідомлення рахується в кожному регіоні, де може "
	 "бути його людина."},
	{"region", "регіон"},
	{"kind", "вид"},
	{"places", "місць"},
	{"notified", "повідомлено"},
	{"best grade", "найкраща оцінка"},
	{"camp", "табір"},
	{"pre-trial prison", "слідчий ізолятор"},
	{"penal colony", "колонія"},
	{"labour detachment", "робочий загін"},
	{"private factory", "приватний завод"},
	{"hangar", "ангар"},
	{"converted building", "переобладнана будівля"},
	{"hospital", "лікарня"},
	{"transit", "пересильний пункт"},
	{"other", "інше"},
	{"oil production", "нафтовидобуток"},
	{"refinery", "нафтопереробний завод"},
	{"depot", "нафтобаза"},
	{"oil depot", "нафтобаза"},
	{"other infrastructure", "інша інфраструктура"},
	{"military object", "військовий об'єкт"},
	{"front line", "лінія фронту"},
	{"art.", "ст."},
	{"facts", "факти"},
	{"facts of the first", "факти першого випадку"},
	{"people there", "людей там"},
	{"custody events", "події тримання"},
	{"statements", "заяв"},
	{"parties", "сторін"},

	{"would rebut it", "спростувало б"},
	{"the holder says", "утримувач каже"},
	{"reply", "відповідь"},
	{"clock", "строк"},
	{"indication", "ознака"},
	{"flag", "позначка для людини"},
	{"unknown", "невідомо"},
	{"area", "місцевість"},
	{"object", "об'єкт"},
	{"what is known", "що відомо"},
	{"low", "нижня"},
	{"high", "верхня"},
	{"Probability that anybody is held there: low (the likeliest person alone) / independent / high (the sum over "
	 "persons).",
	 "Імовірність, що там утримують хоч когось: нижня (лише найімовірніша людина) / незалежна / верхня (сума за "
	 "людьми)."},
	{"evidence of presence", "є свідчення присутності"},
	{"no evidence either way", "немає свідчень ні за, ні проти"},
	{"not observed", "не спостерігали"},
	{"The duties of precaution and proportionality stay with the commander; the holder's breach does not end them "
	 "(AP I "
	 "51(7)-(8), 57).",
	 "Обов'язки застереження та пропорційності лишаються на командирові; порушення утримувача їх не скасовує (ДП I "
	 "51(7)-(8), 57)."},
	{"holder", "утримувач"},
	{"from", "від"},
	{"consideration", "за що"},
	{"first", "перша"},
	{"last", "остання"},
	{"speaker", "хто"},
	{"said", "сказав"},
	{"verdict", "висновок"},
	{"for", "за"},
	{"against", "проти"},
	{"contradicted", "спростовано"},
	{"unsupported", "не підтверджено"},
	{"not verifiable", "неможливо перевірити"},
	{"consistent", "узгоджується"},
	{"round", "раунд"},
	{"when", "коли"},
	{"venue", "де"},
	{"agreed", "погоджено"},
	{"delivered", "передано"},
	{"absent", "не привезено"},
	{"on file", "є в справі"},
	{"not named", "не називається"},
	{"substituted", "замінено"},
	{"Every estimate is shown with its interval; nothing here confirms that a person is dead, alive or held. An "
	 "empty row "
	 "means that nothing is known.",
	 "Кожна оцінка має свій інтервал; ніщо тут не підтверджує, що людина загинула, жива чи утримується. Порожній "
	 "рядок "
	 "означає, що нічого не відомо."},
	/* likelihood */
	{"very unlikely", "дуже малоймовірно"},
	{"unlikely", "малоймовірно"},
	{"uncertain", "непевно"},
	{"likely", "імовірно"},
	{"very likely", "дуже ймовірно"},
};

/* Identifiers whose words are not the identifier with spaces. */
static const char *const spoken[][2] = {
	{"pre_trial_prison", "pre-trial prison"},
	{"depot", "oil depot"},
};

hw_text bureau_spoken(hw_arena *arena, hw_text identifier)
{
	hw_text copy = hw_text_copy(arena, identifier);
	char *bytes = HW_NEW(arena, char, copy.length + 1);

	for (size_t i = 0; i < HW_COUNT(spoken); i++)
		if (hw_text_is(identifier, spoken[i][0]))
			return hw_text_of(spoken[i][1]);
	if (!bytes)
		return identifier;
	for (size_t i = 0; i < copy.length; i++)
		bytes[i] = copy.bytes[i] == '_' ? ' ' : copy.bytes[i];
	return (hw_text){bytes, copy.length};
}

const char *bureau_basis_label(const char *name)
{
	return !strcmp(name, "sources")              ? "sources uncertain"
	       : !strcmp(name, "sources and groups") ? "sources uncertain and groups"
						     : name;
}

const char *bureau_word(const char *lang, const char *english)
{
	if (strcmp(lang, "uk") != 0)
		return english;
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_cases(english);
}

const char *bureau_share(double p, char out[BUREAU_SHARE_BYTES])
{
	if (p < 0.05)
		return "<5 %";
	if (p > 0.95)
		return ">95 %";
	(void)snprintf(out, BUREAU_SHARE_BYTES, "%.0f %%", 5 * floor(p * 20 + 0.5));
	return out;
}

hw_text bureau_likelihood(hw_arena *arena, const char *lang, double p)
{
	const char *word = p < 0.05   ? "very unlikely"
			   : p < 0.25 ? "unlikely"
			   : p < 0.75 ? "uncertain"
			   : p < 0.90 ? "likely"
				      : "very likely";
	char share[BUREAU_SHARE_BYTES];

	return hw_text_format(arena, "%s (%s)", bureau_word(lang, word), bureau_share(p, share));
}
