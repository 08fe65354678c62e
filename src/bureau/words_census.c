/* words_census.c - what the census prints, in Ukrainian. */
#include "bureau/words_int.h"

#include <string.h>

static const char *const ukrainian[][2] = {
	{"method", "метод"},
	{"median", "медіана"},
	{"lower 95 %", "нижня 95 %"},
	{"upper 95 %", "верхня 95 %"},
	{"shape", "форма"},
	{"on what it rests", "на чому тримається"},
	{"could not be computed", "не вдалося обчислити"},
	{"models", "моделей"},
	{"profile", "профіль правдоподібності"},
	{"a lower bound; read its lower limit", "оцінка знизу; читайте її нижню межу"},
	{"if the two lists are independent", "якщо ці два списки незалежні"},
	{"Median of the decomposable average by delta",
	 "Медіана усереднення за розкладними графами залежно від дельти"},
	{"If the assumption that no data can check were off by a factor xi",
	 "Якби припущення, якого не перевірити жодними даними, було хибним у xi разів"},
	{"No sweep over the assumption: a pattern of lists has nobody.",
	 "Припущення не перебрано: у якомусь поєднанні списків немає нікого."},
	{", missed", ", пропущено"},
	{"true", "насправді"},
	{"found", "знайдено"},
	{"Of them on lists that share people with others", "З них у списках, що мають спільних осіб з іншими"},
	{"Own lists that the others find again, each taken as a population of known size",
	 "Власні списки, які відтворюють інші (кожен узято як сукупність відомого розміру)"},
	{"people on the lists", "осіб у списках"},
	{"draws of the linkage", "варіантів зв'язування"},
	{"Why no figure may be published", "Чому числа оприлюднити не можна"},
	{"Notes", "Примітки"},
	{"Ours whom others held", "Наші, кого утримували інші"},
	{", within the last", ", протягом останніх"},
	{"days; agency and official lists are left out: they cannot name who is held in secret",
	 "днів; списки Агентства та офіційні не враховано: вони не можуть назвати тих, кого утримують таємно"},
	/* kinds of sources, as lists */
	{"list: returned", "повернені"},
	{"list: relative", "родичі"},
	{"list: video", "відео"},
	{"list: letter", "листи"},
	{"list: intelligence", "розвідка"},
	{"list: press", "преса"},
	{"list: social", "соцмережі"},
	{"list: mediator", "посередники"},
	{"list: inspection", "огляди"},
	{"list: verified", "перевірене"},
	{"list: other", "інше"},
	{"list: other sources", "інші джерела"},
	{"On a list when belief holds it at least .9 probable:", "У списку, коли ймовірність полону щонайменше 0.9:"},
	{"The same at .5:", "Те саме за 0.5:"},
	{"seed", "зерно"},
	{"data", "дані"},
};

const char *bureau_word_of_census(const char *english)
{
	for (size_t i = 0; i < HW_COUNT(ukrainian); i++)
		if (!strcmp(ukrainian[i][0], english))
			return ukrainian[i][1];
	return bureau_word_of_belief(english);
}
