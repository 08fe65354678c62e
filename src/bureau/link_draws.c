/* link_draws.c - linkages drawn from the pairs' probabilities, as rows for the census. */
#include "bureau/link_int.h"

hw_status bureau_link_draws(const bureau_link *link, size_t draws, hw_buffer *out, hw_error *error)
{
	size_t records = trace_records_count(link->records);
	uint32_t *cluster = hw_grow(NULL, records + 1, sizeof(*cluster));
	hw_status status = cluster ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory to draw links");

	if (status == HW_OK && link->options.file_count != 1)
		status = hw_fail(error, HW_USAGE, "draws are of one file");
	hw_buffer_adds(out, "draw,record,entity\n");
	for (size_t d = 1; status == HW_OK && d <= draws; d++) {
		status = trace_draw(link->result->pairs, link->result->pair_count, records,
				    link->options.seed * 1000003 + d, cluster, error);
		for (uint32_t i = 0; status == HW_OK && i < records; i++) {
			hw_buffer_addf(out, "%zu,", d);
			hw_csv_write(out, link_id(link, i));
			hw_buffer_adds(out, ",");
			hw_csv_write(out, link_id(link, cluster[i]));
			hw_buffer_adds(out, "\n");
		}
	}
	hw_release(cluster);
	return status;
}
