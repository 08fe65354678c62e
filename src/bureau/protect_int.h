/* protect_int.h - the outward list of protected areas: what is on it, how it is written. */
#ifndef HW_BUREAU_PROTECT_INT_H
#define HW_BUREAU_PROTECT_INT_H

#include "bureau/bureau_int.h"
#include "bureau/located_int.h"

/* The grid is fixed on the earth: an area is the cells that a place may lie in, so its middle tells nothing. */
enum { PROTECT_CELLS_A_DEGREE = 20, PROTECT_OBSERVED_DAYS = 90 };

typedef struct protect_area {
	hw_text id;                       /* "A-..." of cells and category */
	hw_text region;                   /* when the position is not known: the cells are none */
	int32_t south, west, north, east; /* cells; north and east are the last ones inside */
	const char *category, *band;      /* "very likely", "likely", "possible" */
	bool recent;                      /* observed in the last 90 days */
	bool kept;                        /* no evidence now: it stays for the days of the setting */
} protect_area;
typedef struct protect_areas {
	protect_area *items;
	size_t count;
	char sha256[65]; /* of what is told of them */
} protect_areas;
/* Everything that is listed on the as-of day, in the order of ids. */
HW_MUST_CHECK hw_status protect_gather(bureau *b, hw_arena *arena, const bureau_run *run, protect_areas *result,
				       hw_error *error);
/* "south:west:north:east" or "region:ID". */
hw_text protect_key(hw_arena *arena, const protect_area *a);
/* The file: GeoJSON (RFC 7946) or KML 2.2. */
void protect_write(bureau *b, const protect_areas *areas, int64_t number, const char *day, const char *review_by,
		   bool kml, hw_buffer *out);
hw_status protect_perform_release(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by,
				  hw_error *error);

#endif
