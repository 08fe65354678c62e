/* mps.c - a mixed integer program as text in free MPS, which every solver reads.  A minimum is asked for, as all of
 * them understand it: costs change their sign. */
#include "exchange/exchange_int.h"

#include <math.h>

static void rows(const exchange_milp *m, hw_buffer *out)
{
	hw_buffer_adds(out, "NAME exchange FREE\nROWS\n N cost\n");
	for (size_t i = 0; i < m->rows; i++)
		hw_buffer_addf(out, " %c r%zu\n",
			       isfinite(m->row_lower[i])   ? 'G'
			       : isfinite(m->row_upper[i]) ? 'L'
							   : 'N',
			       i);
}

static void columns(const exchange_milp *m, hw_buffer *out)
{
	bool whole = false;
	char number[32];

	hw_buffer_adds(out, "COLUMNS\n");
	for (size_t j = 0; j < m->columns; j++) {
		if (m->whole[j] != whole)
			hw_buffer_addf(out, " MARK%zu 'MARKER' '%s'\n", j, m->whole[j] ? "INTORG" : "INTEND");
		whole = m->whole[j];
		hw_buffer_addf(out, " x%zu cost %s\n", j, hw_number_write(m->cost[j] == 0 ? 0 : -m->cost[j], number));
		for (size_t k = m->start[j]; k < m->start[j + 1]; k++)
			hw_buffer_addf(out, " x%zu r%u %s\n", j, m->row[k], hw_number_write(m->value[k], number));
	}
	if (whole)
		hw_buffer_adds(out, " MARKER 'MARKER' 'INTEND'\n");
}

void exchange_milp_mps(const exchange_milp *m, hw_buffer *out)
{
	char number[32], other[32];

	rows(m, out);
	columns(m, out);
	hw_buffer_adds(out, "RHS\n");
	for (size_t i = 0; i < m->rows; i++) {
		double side = isfinite(m->row_lower[i]) ? m->row_lower[i] : m->row_upper[i];

		if (isfinite(side))
			hw_buffer_addf(out, " RHS r%zu %s\n", i, hw_number_write(side, number));
	}
	hw_buffer_adds(out, "RANGES\n");
	for (size_t i = 0; i < m->rows; i++)
		if (isfinite(m->row_lower[i]) && isfinite(m->row_upper[i]))
			hw_buffer_addf(out, " RNG r%zu %s\n", i,
				       hw_number_write(m->row_upper[i] - m->row_lower[i], number));
	hw_buffer_adds(out, "BOUNDS\n");
	for (size_t j = 0; j < m->columns; j++)
		hw_buffer_addf(out, " LO BND x%zu %s\n UP BND x%zu %s\n", j, hw_number_write(m->lower[j], number), j,
			       hw_number_write(m->upper[j], other));
	hw_buffer_adds(out, "ENDATA\n");
}
