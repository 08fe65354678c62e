/* kinds_ground.c - files that the others refer to: settings, parties, holders,
 * categories, regions, sources, places, objects, and what joins them. */
#include "io/kinds_int.h"

static const io_column settings[] = {
	{"key", IO_ID, IO_REQUIRED | IO_KEY, NULL, "setting|name|ключ|налаштування", "name of the setting: as_of"},
	{"value", IO_TEXT, IO_REQUIRED | IO_DIGITS, NULL, "значення", "its value"},
};

static const io_column parties[] = {
	KEY_ID,
	COLUMN_NAME,
	COLUMN_NAME_UK,
	{"kind", IO_WORD, 0,
	 "state:держава|armed_group:збройна група|mediator:посередник|organisation:organization,організація|other:інше",
	 "type|вид|тип", "what kind of party"},
	{"side", IO_WORD, IO_REQUIRED, "ours:our,us,наша,наш|theirs:counterpart,them,інша,противник|neutral:нейтральна",
	 "сторона", "ours: this bureau works for it; theirs: the other side; neutral: mediators, the Agency"},
	{"reservation", IO_NUMBER, 0, "-1000..1000", "резерв",
	 "what a package must be worth to it before it agrees, in units of its reluctance (plan)"},
	{"softness", IO_NUMBER, 0, "0.001..1000", "м'якість", "how blurred its yes and no are, same units (plan)"},
	COLUMN_NOTE,
};

static const io_column holders[] = {
	KEY_ID,
	COLUMN_NAME,
	COLUMN_NAME_UK,
	{"kind", IO_WORD, IO_REQUIRED,
	 "state:держава|formation:формування|unit:підрозділ|private_holder:private,приватний|other:інше|unknown:"
	 "невідомо",
	 "type|вид|тип", "the Power itself, a formation, a unit, a private holder"},
	{"party", IO_REFERENCE, 0, "parties", "acts under|power|діє від імені|держава",
	 "the Power under which it acts and which answers for it (GC III 12)"},
	{"acquires", IO_YES_NO, 0, NULL, "acquires captives|buys|викуповує|набуває",
	 "reported to acquire captives from others"},
	{"reservation", IO_NUMBER, 0, "-1000..1000", "резерв", "as for a party, when it decides for itself"},
	{"softness", IO_NUMBER, 0, "0.001..1000", "м'якість", "as for a party"},
	{"region", IO_ID, 0, NULL, "регіон", "where it mostly holds people"},
	{"contact", IO_TEXT, IO_RESTRICTED, NULL, "контакт", "how it is reached"},
	COLUMN_SOURCE,
	COLUMN_CREDIBILITY,
	COLUMN_NOTE,
};

static const io_column categories[] = {
	KEY_ID,
	COLUMN_NAME,
	COLUMN_NAME_UK,
	{"axis", IO_WORD, 0,
	 "recruitment:набір|service:служба|origin:походження|residence:проживання|health:здоров'я|age:вік|sex:стать|"
	 "time:час|other:інше",
	 "вісь", "what it is about; categories overlap, a person has a set of them"},
	{"sensitive", IO_YES_NO, 0, NULL, "restricted|чутлива",
	 "origin, belief, health: kept as a claim, never a filter or weight of ours"},
	COLUMN_NOTE,
};

static const io_column circumstances[] = {
	KEY_ID,
	COLUMN_NAME,
	COLUMN_NAME_UK,
	{"captive", IO_NUMBER, IO_REQUIRED, "0..1", "полон", "share taken captive among those lost so (belief)"},
	{"dead", IO_NUMBER, IO_REQUIRED, "0..1", "загинув", "share killed; the three add up to 1"},
	{"free", IO_NUMBER, IO_REQUIRED, "0..1", "вільний", "share who were never captive or came back unnoticed"},
	COLUMN_NOTE,
};

static const io_column sources[] = {
	KEY_ID,
	{"name", IO_TEXT, 0, NULL, "label|title|назва", "a label that does not give the source away"},
	{"kind", IO_WORD, IO_REQUIRED,
	 "official_list:офіційний список|agency:icrc,агентство,мкчх|returned:returned "
	 "prisoner,звільнений|relative:родич|video:відео|letter:лист|"
	 "intelligence:розвідка|press:преса,змі|social:telegram,соцмережі|mediator:посередник|inspection:visit,огляд|"
	 "verified:перевірено|other:інше",
	 "type|вид|тип", "what kind of source"},
	{"grade", IO_WORD, IO_REQUIRED, "A:А|B:Б,В|C:С|D:Д|E:Е|F:Ф", "admiralty|reliability grade|оцінка|надійність",
	 "Admiralty letter: A reliable ... E unreliable, F cannot be judged"},
	{"alpha", IO_NUMBER, 0, "0.01..1000000", NULL,
	 "with beta: the prior of its reliability instead of the letter's"},
	{"beta", IO_NUMBER, 0, "0.01..1000000", NULL, "see alpha"},
	{"median_delay", IO_NUMBER, 0, "0..36500", "delay|затримка", "days between a thing and its report, usually"},
	{"independence", IO_ID, 0, NULL, "group|independence group|група",
	 "sources with the same word here repeat one another and count once"},
	{"party", IO_REFERENCE, 0, "parties|holders", "сторона", "for whom it speaks, if for anyone"},
	{"confidential", IO_YES_NO, 0, NULL, "конфіденційно", "what it says serves tracing and family replies only"},
	{"identity", IO_TEXT, IO_SEALED, NULL, "true name|справжнє ім'я|особа",
	 "who it really is: sealed on arrival, only the protection key opens it"},
	COLUMN_NOTE,
};

static const io_column regions[] = {
	KEY_ID,
	COLUMN_NAME,
	COLUMN_NAME_UK,
	{"party", IO_REFERENCE, 0, "parties", "сторона", "who controls it"},
	{"weight", IO_NUMBER, 0, "0..1", "share|вага|частка",
	 "share of captives expected there before any report (belief)"},
	{"unlisted_share", IO_NUMBER, 0, "0..1", "частка невідомих", "part of those held at places that no list names"},
	{"unlisted_area_km2", IO_NUMBER, 0, "0.001..20000000", "площа", "area over which such places may lie"},
	{"occupied", IO_YES_NO, 0, NULL, "окупований", "occupied territory"},
	COLUMN_LAT,
	COLUMN_LON,
	COLUMN_NOTE,
};

static const io_column places[] = {
	KEY_ID,
	COLUMN_NAME,
	COLUMN_NAME_UK,
	{"kind", IO_WORD, IO_REQUIRED,
	 "camp:табір|pre_trial_prison:pretrial prison,сізо|prison:тюрма|penal_colony:колонія|"
	 "labour_detachment:labor detachment,робоча команда|private_factory:factory,приватний завод,завод|hangar:ангар|"
	 "converted_building:переобладнана будівля|private_house:приватний будинок|hospital:госпіталь,лікарня,шпиталь|"
	 "transit:транзит,пересильний пункт|ship:судно|unlisted:невідоме|other:інше",
	 "type|вид|тип", "what kind of place; `unlisted` stands for every place of a region that nobody could name"},
	{"region", IO_ID, IO_REQUIRED, NULL, "регіон|область", "id of the region"},
	{"party", IO_REFERENCE, 0, "parties", "сторона|держава", "the Power in whose hands people here are"},
	{"holder", IO_REFERENCE, 0, "holders|parties", "утримувач", "who holds people here"},
	{"operator", IO_TEXT, 0, NULL, "owner|власник|оператор", "who runs or owns the premises, by office or trade"},
	COLUMN_LAT,
	COLUMN_LON,
	{"sigma_km", IO_NUMBER, 0, "0..1000", "radius|radius km|похибка",
	 "how far off the position may be (standard deviation)"},
	{"area_km2", IO_NUMBER, 0, "0.001..20000000", "площа", "for unlisted places: area over which they may lie"},
	{"share", IO_NUMBER, 0, "0..1", "частка",
	 "part of the people of the region expected here before any report (belief)"},
	{"notified", IO_DATE, 0, NULL, "notified to the agency|повідомлено",
	 "when its location was notified to the other Power or the Agency (GC III 23)"},
	{"marked", IO_YES_NO, 0, NULL, "позначено", "marked PW or PG so that it is seen from the air (GC III 23)"},
	{"parent_camp", IO_REFERENCE, 0, "places", "parent|camp|головний табір",
	 "the camp on which a labour detachment depends (GC III 56)"},
	{"opened_as", IO_TEXT, 0, NULL, "був як|відкрито як", "what the premises were before"},
	{"opened", IO_DATE, 0, NULL, "відкрито", "since when people are held here"},
	{"closed", IO_DATE, 0, NULL, "закрито", "since when nobody is held here any more, if known"},
	{"last_seen", IO_DATE, 0, NULL, "last evidence|останнє свідчення", "day of the latest evidence"},
	{"close_confinement", IO_YES_NO, 0, NULL, "cells|камери", "people are locked in cells (GC III 21)"},
	{"women_quarters", IO_YES_NO, 0, NULL, "жіноче відділення", "women sleep apart (GC III 25)"},
	{"shelters", IO_YES_NO, 0, NULL, "укриття", "shelters against bombardment (GC III 23)"},
	{"infirmary", IO_YES_NO, 0, NULL, "медпункт", "there is an infirmary (GC III 30)"},
	{"officer", IO_YES_NO, 0, NULL, "комендант офіцер",
	 "under the authority of a commissioned officer (GC III 39)"},
	{"text_posted", IO_YES_NO, 0, NULL, "текст конвенції",
	 "the Convention is posted in the prisoners' language (GC III 41)"},
	{"representative", IO_DATE, 0, NULL, "представник",
	 "last election of the prisoners' representative (GC III 79)"},
	{"front_km", IO_NUMBER, 0, "0..20000", "до фронту", "distance to the front line, if known (GC III 19)"},
	{"headcount", IO_INTEGER, 0, "0..1000000", "held|people|осіб", "people held here by the holder's own count"},
	{"floor_m2", IO_NUMBER, 0, "0..10000000", "площа приміщень", "floor of the quarters (GC III 25)"},
	COLUMN_SOURCE,
	COLUMN_CREDIBILITY,
	COLUMN_FIRST_HAND,
	COLUMN_NOTE,
};

static const io_column objects[] = {
	KEY_ID,
	COLUMN_NAME,
	COLUMN_NAME_UK,
	{"kind", IO_WORD, IO_REQUIRED,
	 "oil_production:видобуток нафти|refinery:нпз|depot:oil "
	 "depot,нафтобаза|other_infrastructure:infrastructure,other,інфраструктура|military_object:military,військовий|"
	 "front_line:front line,лінія фронту",
	 "type|вид|тип", "what a place may shield"},
	{"region", IO_ID, IO_REQUIRED, NULL, "регіон|область", "id of the region"},
	COLUMN_LAT,
	COLUMN_LON,
	{"radius_km", IO_NUMBER, 0, "0..1000", "radius|радіус", "how far its ground reaches"},
	COLUMN_SOURCE,
	COLUMN_CREDIBILITY,
	COLUMN_NOTE,
};

static const io_column relations[] = {
	{"place", IO_REFERENCE, IO_REQUIRED | IO_KEY, "places", "місце", "the place where people are held"},
	{"object", IO_REFERENCE, IO_REQUIRED | IO_KEY, "objects", "об'єкт", "the object"},
	{"relation", IO_WORD, IO_REQUIRED, "inside:всередині|beside:поруч,біля|distance:near,відстань",
	 "зв'язок|відношення", "inside its ground, beside it, or at a distance"},
	{"km", IO_NUMBER, 0, "0..20000", "distance km|відстань км", "distance, when it is known"},
	COLUMN_SINCE,
	COLUMN_UNTIL,
	{"source", IO_REFERENCE, IO_REQUIRED | IO_KEY, "sources", "source id|джерело", "who said or showed it"},
	COLUMN_CREDIBILITY,
	COLUMN_FIRST_HAND,
	COLUMN_NOTE,
};

static const io_column visits[] = {
	KEY_ID,
	{"place", IO_REFERENCE, IO_REQUIRED, "places", "місце", "the place"},
	{"by", IO_TEXT, 0, NULL, "visitor|хто", "who asked to visit (GC III 126)"},
	{"requested", IO_DATE, 0, NULL, "запитано", "when it was asked"},
	{"granted", IO_YES_NO, 0, NULL, "дозволено", "empty = no answer"},
	{"held", IO_DATE, 0, NULL, "відбувся", "when the visit took place"},
	{"private", IO_YES_NO, 0, NULL, "without witness|без свідків", "prisoners were interviewed without witnesses"},
	COLUMN_SOURCE,
	COLUMN_NOTE,
};

static const io_column transfers[] = {
	KEY_ID,
	{"happened", IO_DATE, IO_REQUIRED, NULL, "date|дата", "when a group was moved as a whole"},
	{"from_place", IO_REFERENCE, IO_REQUIRED, "places", "з місця", "from where"},
	{"to_place", IO_REFERENCE, IO_REQUIRED, "places", "до місця", "to where"},
	{"share", IO_NUMBER, 0, "0..1", "частка", "part of the people there that was moved; empty = all"},
	{"notified", IO_DATE, 0, NULL, "повідомлено", "when the Agency was told (GC III 48, 122)"},
	COLUMN_SOURCE,
	COLUMN_NOTE,
};

const io_kind io_kinds_ground[] = {
	KIND("settings", "setting", "Settings of the bureau, such as the day of its data.", settings, NULL, NULL),
	KIND("parties", "party", "The Powers and those between them.", parties, NULL, NULL),
	KIND("sources", "source", "Where information comes from, and how far it is trusted.", sources, NULL, NULL),
	KIND("holders", "holder", "Who holds people, if not the Power itself.", holders, NULL, NULL),
	KIND("categories", "category", "Words for groups of people that a party asks for or ignores, with labels.",
	     categories, NULL, NULL),
	KIND("circumstances", "circumstance", "How people were lost, and what became of those lost so.", circumstances,
	     NULL, NULL),
	KIND("regions", "region", "Regions in which people may be held.", regions, NULL, NULL),
	KIND("places", "place", "Places where people are held, official or not.", places, NULL, NULL),
	KIND("objects", "object", "What a place may shield: oil works, depots, military objects.", objects, NULL, NULL),
	KIND("relations", "relation", "Which place lies inside or beside which object, by whom it is said.", relations,
	     NULL, NULL),
	KIND("visits", "visit", "Visits to places asked for, granted, held.", visits, NULL, NULL),
	KIND("transfers", "transfer", "Moves of everyone at a place at once.", transfers, NULL, NULL),
};
const size_t io_kinds_ground_count = HW_COUNT(io_kinds_ground);
