/* kinds_talks.c - files about dealing with a counterpart: what is asked, offered,
 * agreed and delivered, what is said in public, and which records are one person. */
#include "io/kinds_int.h"

static const io_column statements[] = {
	KEY_ID,
	{"speaker", IO_TEXT, IO_REQUIRED, NULL, "who|хто|промовець", "who said it, by office"},
	{"party", IO_REFERENCE, 0, "parties|holders", "for|сторона", "for whom he speaks"},
	{"happened", IO_DATE, 0, NULL, "date|at|дата", "when"},
	{"channel", IO_TEXT, 0, NULL, "канал", "where it was said"},
	{"kind", IO_WORD, IO_REQUIRED,
	 "claim:denial,твердження,заперечення|promise:обіцянка|threat:погроза|demand:вимога|justification:виправдання",
	 "type|вид|тип", "what kind of statement"},
	{"words", IO_TEXT, IO_REQUIRED, NULL, "text|exact words|слова|текст", "the exact words"},
	{"language", IO_TEXT, 0, NULL, "мова", "language of the words"},
	{"translation", IO_TEXT, 0, NULL, "переклад", "in English"},
	{"counts", IO_WORD, 0,
	 "held:утримуваних|captured:взятих у "
	 "полон|returned:повернутих|refused:відмов|offered:запропонованих|delivered:переданих|agreed:погоджених|visits:"
	 "візитів",
	 "рахує", "what can be counted to test it; empty = nothing can"},
	{"side", IO_WORD, 0, "ours:наші|theirs:їхні", "whose|чиїх", "whose people are counted, as in persons"},
	{"category", IO_REFERENCE, 0, "categories", "категорія", "of which category; empty = all"},
	{"region", IO_ID, 0, NULL, "регіон", "in which region; empty = anywhere"},
	{"bound", IO_WORD, 0, BOUNDS, "межа", "it says that this number is equal to, less or more than ..."},
	{"quantity", IO_NUMBER, 0, "0..10000000", "number|кількість", "... this one: a denial says = 0"},
	{"threatens", IO_YES_NO, 0, NULL, "погрожує", "it threatens to expose prisoners (GC III 23)"},
	{"article", IO_TEXT, IO_DIGITS, NULL, "стаття",
	 "the article that the justified or denied conduct concerns: 23"},
	{"holder", IO_REFERENCE, 0, "holders|parties", "утримувач", "whose conduct it speaks of"},
	{"places", IO_LIST, 0, "places", "місця", "places it speaks of"},
	{"objects", IO_LIST, 0, "objects", "об'єкти", "objects it speaks of"},
	{"evidence_for", IO_LIST, 0, "evidence", "докази за", "items that support it"},
	{"evidence_against", IO_LIST, 0, "evidence", "докази проти", "items against it"},
	{"reply", IO_TEXT, 0, NULL, "відповідь", "the reply in law or fact"},
	COLUMN_SOURCE,
	COLUMN_NOTE,
};

static const io_column aggregates[] = {
	KEY_ID,
	{"speaker", IO_TEXT, IO_REQUIRED, NULL, "who|хто", "who says so, by office"},
	{"party", IO_REFERENCE, 0, "parties|holders", "сторона", "for whom he speaks"},
	{"side", IO_WORD, 0, "ours:наші|theirs:їхні", "whose|чиїх", "whose people, as in persons; empty = ours"},
	{"region", IO_ID, 0, NULL, "регіон", "held where"},
	{"place", IO_REFERENCE, 0, "places", "місце", "or at which place"},
	{"holder", IO_REFERENCE, 0, "holders|parties", "утримувач", "or by whom"},
	{"category", IO_REFERENCE, 0, "categories", "категорія", "of which category; empty = all"},
	{"register", IO_WORD, 0, "missing:зниклі|captive:полонені|any:усі", "статус",
	 "with which official status; empty = any"},
	{"bound", IO_WORD, IO_REQUIRED, BOUNDS, "межа", "more than, about, exactly"},
	{"quantity", IO_NUMBER, IO_REQUIRED, "0..10000000", "number|кількість", "how many"},
	{"as_of", IO_DATE, 0, NULL, "date|станом на|дата", "the day it speaks of"},
	{"relayed_from", IO_TEXT, 0, NULL, "передано від", "from whom the speaker has it"},
	COLUMN_SOURCE,
	COLUMN_NOTE,
};

static const io_column interests[] = {
	{"party", IO_REFERENCE, IO_REQUIRED | IO_KEY, "parties|holders", "counterpart|сторона", "whose interest"},
	{"side", IO_WORD, IO_KEY, "theirs:їхні|ours:наші", "whose|чиїх",
	 "theirs (or empty): its wish to get them home from us; ours: its reluctance to let them go"},
	{"category", IO_REFERENCE, IO_REQUIRED | IO_KEY, "categories", "class|категорія", "the category it is about"},
	{"word", IO_WORD, IO_REQUIRED,
	 "asks_for:asks for,просить|no_interest:no interest shown,ignores,не цікавить|refuses_to_take:відмовляється "
	 "приймати|gives:віддає|refuses_to_give:refuses to "
	 "give,не віддає|unknown:невідомо",
	 "interest|слово", "what it shows"},
	{"strength", IO_NUMBER, IO_RESTRICTED, "-1000..1000", "weight|сила|вага",
	 "side theirs: interest, below 0 a burden; side ours: reluctance, empty with refuses_to_give = never"},
	{"sd", IO_NUMBER, IO_RESTRICTED, "0..1000", "doubt|похибка", "standard deviation of the strength"},
	{"delivery", IO_NUMBER, 0, "0..1", "delivered|доставка", "side ours: share of agreed people who really come"},
	{"reason", IO_TEXT, 0, NULL, "stated reason|причина", "the reason it gives; `unknown` allowed"},
	{"statement", IO_REFERENCE, 0, "statements", "заява", "the statement behind it"},
	{"how", IO_WORD, 0, "stated:заявлено|learned:виведено|assumed:припущено", "known how|як відомо",
	 "stated by it, learned from answers, assumed"},
	COLUMN_SOURCE,
	{"since", IO_DATE, IO_KEY, NULL, "from|з|від", "from which day"},
	COLUMN_UNTIL,
	COLUMN_NOTE,
};

static const io_column rounds[] = {
	KEY_ID,
	{"happened", IO_DATE, IO_REQUIRED, NULL, "date|at|when|дата", "when"},
	{"venue", IO_TEXT, IO_REQUIRED, NULL, "where|місце", "where"},
	{"venue_kind", IO_WORD, 0,
	 "occupied:occupied area,окупована територія|third_state:третя держава|theirs:їхня територія|ours:наша "
	 "територія|remote:дистанційно",
	 "вид місця", "whose ground it is"},
	{"guarantees", IO_TEXT, 0, NULL, "гарантії", "who guarantees the way there and back"},
	{"parties", IO_LIST, 0, "parties|holders", "сторони", "who took part"},
	{"mediator", IO_REFERENCE, 0, "parties", "посередник", "who mediated"},
	{"participants", IO_LIST, 0, NULL, "учасники", "by office"},
	{"status", IO_WORD, 0, "planned:заплановано|held:відбувся|broken_off:зірвано", "стан", "empty = held"},
	COLUMN_NOTE,
};

static const io_column minutes[] = {
	KEY_ID,
	{"round", IO_REFERENCE, IO_REQUIRED, "rounds", "раунд", "in which round"},
	{"party", IO_REFERENCE, 0, "parties|holders", "сторона", "whose words"},
	{"speaker", IO_TEXT, 0, NULL, "who|хто", "by office"},
	{"kind", IO_WORD, IO_REQUIRED,
	 "said:сказано|offered:запропоновано|promised:обіцяно|demanded:вимога|refused:відмова", "type|вид|тип",
	 "what it was"},
	{"words", IO_TEXT, IO_REQUIRED, NULL, "text|слова|текст", "what was said"},
	{"condition", IO_TEXT, 0, NULL, "умова", "on which condition"},
	{"due", IO_DATE, 0, NULL, "by|термін", "by when"},
	{"kept", IO_WORD, 0, "yes:так|no:ні|partly:частково|open:відкрито", "виконано", "was it kept"},
	{"category", IO_REFERENCE, 0, "categories", "категорія", "about which category"},
	COLUMN_NOTE,
};

static const io_column packages[] = {
	KEY_ID,
	{"party", IO_REFERENCE, IO_REQUIRED | IO_KEY, "parties|holders", "counterpart|сторона",
	 "who answered; a package of several parties has one row for each"},
	{"happened", IO_DATE, IO_REQUIRED, NULL, "date|at|дата", "when it was offered"},
	{"given", IO_COUNTS, IO_REQUIRED, NULL, "we give|віддаємо",
	 "how many of which class we would give: class:number;..."},
	{"returned", IO_COUNTS, IO_REQUIRED, NULL, "we get|отримуємо", "how many of which class would return"},
	{"answer", IO_WORD, IO_REQUIRED,
	 "accepted:yes,agreed,згода|refused:no,відмова|counter:зустрічна пропозиція|no_answer:без "
	 "відповіді|open:очікується",
	 "відповідь", "what the party answered"},
	{"reason", IO_TEXT, 0, NULL, "причина", "the reason it gave"},
	{"round", IO_REFERENCE, 0, "rounds", "раунд", "in which round"},
	COLUMN_NOTE,
};

static const io_column requests[] = {
	KEY_ID,
	{"party", IO_REFERENCE, IO_REQUIRED, "parties|holders", "counterpart|сторона", "who was asked"},
	{"happened", IO_DATE, IO_REQUIRED, NULL, "date|at|asked|дата", "when it was asked"},
	{"person", IO_REFERENCE, 0, "persons", "person id|особа", "who was asked for"},
	{"people", IO_INTEGER, 0, "1..100000", "count|осіб", "or how many names"},
	{"category", IO_REFERENCE, 0, "categories", "категорія", "of which category, when only counted"},
	{"answer", IO_WORD, 0,
	 "agreed:yes,згода|conditional:умовно|refused:no,відмова|not_held:не утримується|dead:помер|returned:вже "
	 "повернувся|no_answer:без відповіді",
	 "відповідь", "what came back; empty = no answer yet"},
	{"answered", IO_DATE, 0, NULL, "answer date|дата відповіді", "when"},
	{"reason", IO_TEXT, 0, NULL, "причина", "the reason given"},
	{"channel", IO_TEXT, 0, NULL, "канал", "by which way"},
	COLUMN_NOTE,
};

static const io_column lists[] = {
	KEY_ID,
	{"direction", IO_WORD, IO_REQUIRED, "in:вхідний|out:вихідний", "напрям", "in: we got it; out: we sent it"},
	{"kind", IO_WORD, 0,
	 "held:утримувані|wanted:розшукувані|offered:запропоновані|exchange:на обмін|missing:зниклі|dead:загиблі",
	 "type|вид|тип", "what it lists"},
	{"party", IO_REFERENCE, 0, "parties|holders", "counterpart|сторона", "whose list, or to whom"},
	{"happened", IO_DATE, 0, NULL, "date|at|дата", "the day of which it is true"},
	{"received", IO_DATE, 0, NULL, "sent|отримано|надіслано", "when it came or went"},
	{"round", IO_REFERENCE, 0, "rounds", "раунд", "in which round"},
	{"completeness", IO_NUMBER, 0, "0..1", "повнота",
	 "share of those held that it names; empty = it says nothing by silence"},
	{"complete_at", IO_LIST, 0, "places", "повний для", "places for which that share holds"},
	COLUMN_SOURCE,
	COLUMN_NOTE,
};

static const io_column entries[] = {
	KEY_ID,
	{"list", IO_REFERENCE, IO_REQUIRED, "lists", "список", "on which list"},
	{"row", IO_ID, 0, NULL, "no|n|рядок", "its number there"},
	{"person", IO_REFERENCE, 0, "persons", "person id|особа",
	 "the person, when we wrote the list or the sender says so"},
	{"name", IO_TEXT, 0, NULL, "full name|піб|ім'я", "the name as it stands there"},
	{"born", IO_DATE, 0, NULL, "birth date|дата народження", "date of birth as it stands there"},
	{"sex", IO_WORD, 0, "m:male,ч|f:female,ж|x:other", "стать", "m, f or x"},
	{"rank", IO_TEXT, 0, NULL, "звання", "rank as it stands there"},
	{"unit", IO_TEXT, IO_DIGITS, NULL, "підрозділ", "unit as it stands there"},
	{"place", IO_REFERENCE, 0, "places", "місце", "where it says he is"},
	{"status", IO_WORD, 0, "captive:полон|dead:загинув|free:вільний|not_held:не утримується", "стан",
	 "what it says of him"},
	COLUMN_NOTE,
};

static const io_column answers[] = {
	KEY_ID,
	{"round", IO_REFERENCE, 0, "rounds", "раунд", "in which round"},
	{"list", IO_REFERENCE, 0, "lists", "список", "to which list"},
	{"person", IO_REFERENCE, IO_REQUIRED, "persons", "person id|особа", "about whom"},
	{"party", IO_REFERENCE, 0, "parties|holders", "сторона", "who answered"},
	{"answer", IO_WORD, IO_REQUIRED,
	 "agreed:yes,згода|conditional:умовно|refused:no,відмова|not_held:не утримується|dead:помер|returned:вже "
	 "повернувся|no_answer:без відповіді",
	 "відповідь", "the answer"},
	{"direction", IO_WORD, 0, "returned:нам|given:їм", "напрям",
	 "he would come to us (or empty), or be given by us"},
	{"condition", IO_TEXT, 0, NULL, "умова", "on which condition"},
	{"happened", IO_DATE, 0, NULL, "date|at|дата", "when"},
	{"reason", IO_TEXT, 0, NULL, "причина", "the reason given"},
	COLUMN_NOTE,
};

static const io_column deliveries[] = {
	KEY_ID,
	{"round", IO_REFERENCE, IO_REQUIRED, "rounds", "раунд", "of which round"},
	{"direction", IO_WORD, 0, "returned:нам|given:їм", "напрям", "returned to us (or empty), or given by us"},
	{"person", IO_REFERENCE, 0, "persons", "person id|особа", "who was agreed, or who came"},
	{"name", IO_TEXT, 0, NULL, "full name|піб|ім'я", "his name at the line, when he is not known to us"},
	{"born", IO_DATE, 0, NULL, "birth date|дата народження", "his date of birth at the line"},
	{"outcome", IO_WORD, IO_REQUIRED,
	 "delivered:came,прибув,переданий|absent:not delivered,не "
	 "прибув|substitute:заміна|withdrew:відмовився|other_identity:another identity,інша особа|dead:died,помер",
	 "результат",
	 "delivered, absent, came instead of another, stayed by his own will, another person under his name, dead"},
	{"instead_of", IO_REFERENCE, 0, "persons", "замість", "for whom he came"},
	{"happened", IO_DATE, 0, NULL, "date|at|дата", "when"},
	{"tranche", IO_INTEGER, 0, "1..1000", "черга", "which part of the handover"},
	{"verified", IO_DATE, 0, NULL, "перевірено", "when his identity was verified"},
	{"cause", IO_TEXT, 0, NULL, "причина", "why he did not come, as the holder says"},
	COLUMN_NOTE,
};

static const io_column judgements[] = {
	{"a", IO_REFERENCE, IO_REQUIRED | IO_KEY, "reports|persons|entries|inquiries|debriefs",
	 "left|record|report|запис а|звіт", "a record"},
	{"a_kind", IO_WORD, 0, "reports|persons|entries|inquiries|debriefs", "left kind|вид а",
	 "which kind of record (or write persons:P1); empty = looked for, refused when two kinds use the id"},
	{"b", IO_REFERENCE, IO_REQUIRED | IO_KEY, "persons|reports|entries|inquiries|debriefs",
	 "right|other|person|запис б|особа", "the other record"},
	{"b_kind", IO_WORD, 0, "persons|reports|entries|inquiries|debriefs", "right kind|вид б", "likewise"},
	{"verdict", IO_WORD, IO_REQUIRED, "same:yes,так,той самий|different:no,ні,інший|unsure:unknown,непевно",
	 "judgement|рішення", "do both speak of the same person?"},
	{"score", IO_NUMBER, 0, "0..1", "probability|likeness|ймовірність", "how likely, when it was judged"},
	{"by", IO_TEXT, 0, NULL, "reviewer|хто", "who judged, by role"},
	{"second", IO_TEXT, 0, NULL, "second person|друга особа", "who confirmed, by role"},
	{"at", IO_DATE, 0, NULL, "date|judged|дата", "when"},
	{"reason", IO_TEXT, IO_REQUIRED, NULL, "why|ground|підстава|причина", "why"},
};

const io_kind io_kinds_talks[] = {
	KIND("statements", "statement", "What a side said in public, to be held against the evidence.", statements,
	     NULL, NULL),
	KIND("aggregates", "aggregate claim",
	     "Numbers that speakers gave; shown beside our estimate, never fed into it.", aggregates,
	     "region|place|holder|category", NULL),
	KIND("interests", "interest", "What a party asks for, ignores or refuses, and the reason it gives.", interests,
	     NULL, NULL),
	KIND("rounds", "round", "Negotiation rounds.", rounds, NULL, NULL),
	KIND("minutes", "minute", "Who said, offered or promised what in a round, and whether it was kept.", minutes,
	     NULL, NULL),
	KIND("packages", "package", "Packages offered, and the answers.", packages, NULL, NULL),
	KIND("requests", "request", "Names asked for, day by day, and the answers.", requests, "person|people", NULL),
	KIND("lists", "list", "Lists that came in or went out; their names are in entries.", lists, NULL, NULL),
	KIND("entries", "list entry", "The names on lists.", entries, "person|name", NULL),
	KIND("answers", "answer", "Answers about single names.", answers, NULL, NULL),
	KIND("deliveries", "delivery", "Who came to the line, who did not, who came instead.", deliveries,
	     "person|name", NULL),
	KIND("judgements", "judgement", "Reviewed judgements: which records speak of the same person.", judgements,
	     NULL, NULL),
};
const size_t io_kinds_talks_count = HW_COUNT(io_kinds_talks);
