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
