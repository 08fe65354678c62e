/* kinds_int.h - columns that many kinds share, and the parts of the table of kinds. */
#ifndef HW_IO_KINDS_INT_H
#define HW_IO_KINDS_INT_H

#include "io/io.h"

#define KEY_ID                                                                                      \
	{                                                                                           \
		"id", IO_ID, IO_REQUIRED | IO_KEY, NULL, "identifier|ид|ідентифікатор|код|номер|№", \
			"its own id, kept for ever"                                                 \
	}
#define COLUMN_NAME                                                                                          \
	{                                                                                                    \
		"name", IO_TEXT, IO_REQUIRED, NULL, "title|label|назва", "name in English or transliterated" \
	}
#define COLUMN_NAME_UK                                                           \
	{                                                                        \
		"name_uk", IO_TEXT, 0, NULL, "name ukrainian|назва українською", \
			"name in Ukrainian, for pages in Ukrainian"              \
	}
#define COLUMN_SOURCE                                                                              \
	{                                                                                          \
		"source", IO_REFERENCE, 0, "sources", "source id|джерело", "who said or showed it" \
	}
#define COLUMN_CREDIBILITY                                                                     \
	{                                                                                      \
		"credibility", IO_INTEGER, 0, "1..6", "information credibility|достовірність", \
			"of this piece: 1 confirmed ... 5 improbable, 6 cannot be judged"      \
	}
#define COLUMN_FIRST_HAND                                                                     \
	{                                                                                     \
		"first_hand", IO_YES_NO, 0, NULL, "first hand|eyewitness|очевидець|особисто", \
			"seen by the source, not hearsay"                                     \
	}
#define COLUMN_NOTE                                                                                 \
	{                                                                                           \
		"note", IO_TEXT, 0, NULL, "notes|comment|remark|примітка|коментар", "anything else" \
	}
#define COLUMN_LAT                                                                      \
	{                                                                               \
		"lat", IO_LATITUDE, 0, NULL, "latitude|широта", "degrees north, WGS 84" \
	}
#define COLUMN_LON                                                                        \
	{                                                                                 \
		"lon", IO_LONGITUDE, 0, NULL, "longitude|довгота", "degrees east, WGS 84" \
	}
#define COLUMN_SINCE                                                                                \
	{                                                                                           \
		"since", IO_DATE, 0, NULL, "from|valid from|з|від", "first day of which it is said" \
	}
#define COLUMN_UNTIL                                                                        \
	{                                                                                   \
		"until", IO_DATE, 0, NULL, "to|valid to|до", "last day of which it is said" \
	}

#define BOUNDS                                                                                                                                 \
	"=:exactly,equal,рівно|<:less than,under,менше|<=:at most,не більше|>:more than,over,більше|>=:at least,не " \
	"менше|"                                                                                                                          \
	"about:approximately,близько"

#define PART(kinds)                              \
	extern const io_kind io_kinds_##kinds[]; \
	extern const size_t io_kinds_##kinds##_count
PART(ground); /* kinds_ground.c: parties, sources, places: what others refer to */
PART(people); /* kinds_people.c: who, and what is said about him */
PART(talks);  /* kinds_talks.c: what is asked, offered, agreed, delivered and claimed */
#undef PART
#define KIND(name, one, meaning, columns, ...)                  \
	{                                                       \
		name, one, meaning, columns, HW_COUNT(columns), \
		{                                               \
			__VA_ARGS__                             \
		}                                               \
	}

#endif
