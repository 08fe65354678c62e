/* link_report.c - what a linkage found, as tables, JSON and lines for people. */
#include "bureau/link_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double seconds(double value)
{
	return round(value * 1000) / 1000;
}

void bureau_link_pairs(const bureau_link *link, bool all, hw_buffer *out)
{
	const trace_result *r = link->result;

	hw_buffer_adds(out, "left,right,probability\n");
	for (size_t i = 0; i < r->pair_count; i++) {
		if (!all && !r->pairs[i].linked)
			continue;
		hw_csv_write(out, link_id(link, r->pairs[i].left));
		hw_buffer_adds(out, ",");
		hw_csv_write(out, link_id(link, r->pairs[i].right));
		hw_buffer_addf(out, ",%.6f\n", r->pairs[i].probability);
	}
}

void bureau_link_clusters(const bureau_link *link, hw_buffer *out)
{
	bool two = link->options.file_count == 2;
	size_t count = trace_records_count(link->records);

	hw_buffer_adds(out, two ? "id,file,cluster\n" : "id,cluster\n");
	for (uint32_t i = 0; i < count; i++) {
		uint32_t first = link->result->cluster[i];
		hw_csv_write(out, link_id(link, i));
		hw_buffer_adds(out, two ? (i < link->files[0].records ? ",1," : ",2,") : ",");
		hw_csv_write(out, link_id(link, first));
		if (two && first >= link->files[0].records) /* ids of the two files may be equal */
			hw_buffer_adds(out, "/2");
		hw_buffer_adds(out, "\n");
	}
}

/* ---- JSON -------------------------------------------------------------------------- */

static void write_files(const bureau_link *link, hw_json_writer *w)
{
	char separator[2] = {0};

	hw_json_array(w, "files");
	for (size_t f = 0; f < link->options.file_count; f++) {
		hw_json_object(w, NULL);
		hw_json_string(w, "path", link->files[f].path);
		hw_json_integer(w, "records", (int64_t)link->files[f].records);
		hw_json_string(w, "encoding", link->files[f].encoding);
		separator[0] = link->files[f].separator;
		hw_json_string(w, "separator", separator);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void write_fields(const trace_result *r, hw_json_writer *w)
{
	hw_json_array(w, "fields");
	for (size_t i = 0; i < r->field_count; i++) {
		const trace_field_fit *fit = &r->fields[i];
		hw_json_object(w, NULL);
		hw_json_text(w, "field", fit->name);
		hw_json_string(w, "kind", trace_kind_name(fit->kind));
		hw_json_number(w, "missing", fit->missing);
		hw_json_number(w, "missing_bits", fit->missing_weight);
		hw_json_integer(w, "distinct", (int64_t)fit->distinct);
		if (fit->told_part > 0) {
			hw_json_text(w, "told_by", fit->told_by);
			hw_json_number(w, "told_part", fit->told_part);
		}
		hw_json_array(w, "levels");
		for (size_t l = fit->level_count; l-- > 0;) {
			hw_json_object(w, NULL);
			hw_json_string(w, "level", fit->levels[l].words);
			hw_json_number(w, "m", fit->levels[l].m);
			hw_json_number(w, "u", fit->levels[l].u);
			hw_json_number(w, "bits", fit->levels[l].weight);
			hw_json_number(w, "expected_pairs", fit->levels[l].expected);
			hw_json_close(w, '}');
		}
		hw_json_close(w, ']');
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void write_rules(const trace_result *r, hw_json_writer *w)
{
	hw_json_array(w, "rules");
	for (size_t i = 0; i < r->rule_count; i++) {
		hw_json_object(w, NULL);
		hw_json_text(w, "rule", r->rules[i].words);
		hw_json_number(w, "pairs", r->rules[i].pairs);
		hw_json_number(w, "added", round(r->rules[i].added));
		hw_json_integer(w, "split_blocks", (int64_t)r->rules[i].split_blocks);
		hw_json_number(w, "true_share", r->rules[i].share);
		hw_json_boolean(w, "for_learning_only", r->rules[i].training);
		hw_json_string(w, "session", trace_verdict_words(r->rules[i].verdict));
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static void write_completeness(const trace_completeness *c, hw_json_writer *w)
{
	hw_json_object(w, "completeness");
	hw_json_number(w, "expected_pairs_reached", c->reached);
	if (c->known) {
		hw_json_number(w, "share", c->share);
		hw_json_number(w, "lower", c->lower);
		hw_json_number(w, "upper", c->upper);
	}
	hw_json_integer(w, "checking_rules", (int64_t)c->rules);
	hw_json_number(w, "checking_links", c->links);
	hw_json_close(w, '}');
}

static void write_calibration(const trace_calibration *c, hw_json_writer *w)
{
	hw_json_object(w, "calibration");
	hw_json_boolean(w, "applied", c->applied);
	hw_json_integer(w, "same", (int64_t)c->same);
	hw_json_integer(w, "different", (int64_t)c->different);
	if (c->applied) {
		hw_json_number(w, "offset_bits", c->offset);
		hw_json_number(w, "scale", c->scale);
		hw_json_number(w, "brier_before", c->brier_before);
		hw_json_number(w, "brier_after", c->brier_after);
	}
	hw_json_close(w, '}');
}

static void write_quality(const trace_quality *q, hw_json_writer *w)
{
	hw_json_object(w, "truth");
	hw_json_number(w, "true_pairs", q->true_pairs);
	hw_json_number(w, "reached_by_blocking", q->reached);
	hw_json_number(w, "blocking_recall", q->true_pairs > 0 ? q->reached / q->true_pairs : 0);
	hw_json_number(w, "precision", q->precision);
	hw_json_number(w, "recall", q->recall);
	hw_json_number(w, "f1", q->f1);
	hw_json_number(w, "best_threshold", q->best_threshold);
	hw_json_number(w, "best_precision", q->best_precision);
	hw_json_number(w, "best_recall", q->best_recall);
	hw_json_number(w, "best_f1", q->best_f1);
	hw_json_number(w, "b_cubed_precision", q->cubed_precision);
	hw_json_number(w, "b_cubed_recall", q->cubed_recall);
	hw_json_number(w, "b_cubed_f1", q->cubed_f1);
	hw_json_number(w, "brier", q->brier);
	hw_json_close(w, '}');
}

static size_t linked_pairs(const trace_result *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->pair_count; i++)
		count += r->pairs[i].linked;
	return count;
}

void bureau_link_report(const bureau_link *link, hw_buffer *out)
{
	hw_json_writer w = hw_json_writer_new(out, true);
	const trace_result *r = link->result;
	size_t records = trace_records_count(link->records);

	hw_json_object(&w, NULL);
	write_files(link, &w);
	hw_json_integer(&w, "records", (int64_t)records);
	hw_json_number(&w, "threshold", link->options.threshold > 0 ? link->options.threshold : 0.5);
	hw_json_boolean(&w, "one_to_one", link->options.one_to_one);
	hw_json_boolean(&w, "one_person", link->options.one_person);
	hw_json_number(&w, "comparable_pairs", r->comparable);
	hw_json_number(&w, "candidate_pairs", r->candidates);
	hw_json_number(&w, "candidates_per_record", records ? r->candidates / (double)records : 0);
	hw_json_number(&w, "prior_bits", r->prior);
	hw_json_number(&w, "expected_pairs", r->expected);
	hw_json_number(&w, "pairs_inside_clusters", r->closed);
	write_completeness(&r->completeness, &w);
	if (link->label_count)
		write_calibration(&r->calibration, &w);
	hw_json_integer(&w, "linked_pairs", (int64_t)linked_pairs(r));
	hw_json_integer(&w, "clusters", (int64_t)r->cluster_count);
	hw_json_integer(&w, "refused_merges", (int64_t)r->refused_merges);
	hw_json_boolean(&w, "learnt", r->learnt);
	write_fields(r, &w);
	write_rules(r, &w);
	if (link->truth)
		write_quality(&link->quality, &w);
	hw_json_array(&w, "warnings");
	for (size_t i = 0; i < r->warning_count; i++)
		hw_json_text(&w, NULL, r->warnings[i]);
	hw_json_close(&w, ']');
	hw_json_object(&w, "seconds");
	for (size_t i = 0; i < link->stage_count; i++)
		hw_json_number(&w, link->stages[i].name, seconds(link->stages[i].seconds));
	hw_json_number(&w, "total", seconds(link->total_seconds));
	hw_json_close(&w, '}');
	hw_json_integer(&w, "peak_bytes", (int64_t)link->peak_bytes);
	hw_json_close(&w, '}');
	hw_buffer_adds(out, "\n");
}

/* ---- lines for people ------------------------------------------------------------------ */

void bureau_link_notes(const bureau_link *link, hw_buffer *out)
{
	const trace_result *r = link->result;
	const trace_quality *q = &link->quality;
	size_t records = trace_records_count(link->records);

	if (link->guessed) {
		hw_buffer_adds(out, "fields:");
		for (size_t i = 0; i < link->field_count; i++)
			hw_buffer_addf(out,
				       memchr(link->fields[i].name.bytes, '|', link->fields[i].name.length)
					       ? " --field \"%.*s=%s\""
					       : " --field %.*s=%s",
				       HW_TEXT_ARG(link->fields[i].name), trace_kind_name(link->fields[i].kind));
		hw_buffer_adds(out, " (guessed)\n");
		link_write_unused(link, out);
	}
	hw_buffer_addf(out, "%zu records, %.0f pairs compared (%.1f a record), %zu linked, %zu clusters, %.2f s\n",
		       records, r->candidates, records ? r->candidates / (double)records : 0, linked_pairs(r),
		       r->cluster_count, link->total_seconds);
	if (r->completeness.known)
		hw_buffer_addf(
			out,
			"blocking is estimated to reach %.0f %% of the true pairs (%.0f to %.0f %% by %zu rules that "
			"were not used and %.0f links inside clusters)\n",
			100 * r->completeness.share, 100 * r->completeness.lower, 100 * r->completeness.upper,
			r->completeness.rules, r->completeness.links);
	if (r->calibration.applied)
		hw_buffer_addf(
			out,
			"reviewed pairs: %zu the same, %zu different; bits = %+.2f %+.2f x bits; mean squared error "
			"of theirs %.4f, before %.4f\n",
			r->calibration.same, r->calibration.different, r->calibration.offset, r->calibration.scale,
			r->calibration.brier_after, r->calibration.brier_before);
	else if (link->label_count)
		hw_buffer_addf(
			out,
			"note: %zu pairs judged the same and %zu judged different are too few to calibrate: 5 of each "
			"are needed\n",
			r->calibration.same, r->calibration.different);
	if (!r->learnt)
		hw_buffer_adds(out, "note: too few likely pairs to learn from; the weights are those of the table\n");
	if (link->repeated_ids)
		hw_buffer_addf(
			out,
			"note: %zu ids stand more than once (the first is \"%.*s\"); name another column with --id\n",
			link->repeated_ids, HW_TEXT_ARG(link->first_repeated));
	for (size_t i = 0; i < r->warning_count; i++)
		hw_buffer_addf(out, "note: %.*s\n", HW_TEXT_ARG(r->warnings[i]));
	if (link->truth)
		hw_buffer_addf(
			out,
			"truth: %.0f pairs, %.4f reached by blocking; at the threshold precision %.4f, recall %.4f, "
			"F1 %.4f; best F1 %.4f at %.4f; B-cubed precision %.4f, recall %.4f, F1 %.4f\n",
			q->true_pairs, q->true_pairs > 0 ? q->reached / q->true_pairs : 0, q->precision, q->recall,
			q->f1, q->best_f1, q->best_threshold, q->cubed_precision, q->cubed_recall, q->cubed_f1);
}

bool bureau_link_measured(const bureau_link *link, bureau_link_quality *quality)
{
	const trace_quality *q = &link->quality;

	if (!link->truth)
		return false;
	*quality =
		(bureau_link_quality){q->true_pairs,     q->reached, q->precision,       q->recall,       q->f1,
				      q->best_threshold, q->best_f1, q->cubed_precision, q->cubed_recall, q->cubed_f1};
	return true;
}

/* ---- why ---------------------------------------------------------------------------------- */

/* The first record of that id on its side; with one file both ids are sought in it. */
static hw_status find_id(const bureau_link *link, hw_text id, bool second, uint32_t *record, hw_error *error)
{
	size_t first = link->files[0].records, count = trace_records_count(link->records);
	bool two = link->options.file_count == 2;
	char shown[64], row[LINK_ROW_BYTES];
	const hw_text names[] = {id, link_row_id(id, row)};

	for (size_t k = 0; k < HW_COUNT(names); k++)
		for (size_t i = two && second ? first : 0; names[k].length && i < (two && !second ? first : count); i++)
			if (hw_text_equal(link_id(link, (uint32_t)i), names[k])) {
				*record = (uint32_t)i;
				return HW_OK;
			}
	hw_fail(error, HW_NOT_FOUND, "no record has the id \"%s\"", hw_text_shown(id, shown));
	hw_error_remedy(error, "ids stand in the column that --id names; a row without one is called by its number");
	return hw_error_where(error, "%s", link->files[two && second].path);
}

static void explain_json(const bureau_link *link, const trace_explanation *e, uint32_t left, uint32_t right,
			 hw_buffer *out)
{
	hw_json_writer w = hw_json_writer_new(out, true);

	hw_json_object(&w, NULL);
	hw_json_text(&w, "left", link_id(link, left));
	hw_json_text(&w, "right", link_id(link, right));
	hw_json_number(&w, "probability", e->probability);
	hw_json_number(&w, "bits", e->weight);
	hw_json_number(&w, "prior_bits", e->prior);
	hw_json_number(&w, "completeness", e->completeness);
	hw_json_integer(&w, "fields_compared", (int64_t)e->compared);
	hw_json_integer(&w, "fields", (int64_t)e->fields);
	hw_json_array(&w, "reasons");
	for (size_t i = 0; i < e->reason_count; i++) {
		hw_json_object(&w, NULL);
		hw_json_text(&w, "field", e->reasons[i].field);
		hw_json_text(&w, "left", e->reasons[i].left);
		hw_json_text(&w, "right", e->reasons[i].right);
		hw_json_text(&w, "why", e->reasons[i].words);
		hw_json_number(&w, "bits", e->reasons[i].weight);
		hw_json_close(&w, '}');
	}
	hw_json_close(&w, ']');
	if (e->third != UINT32_MAX)
		hw_json_text(&w, "third", link_id(link, e->third));
	hw_json_boolean(&w, "reached_by_blocking", e->candidate);
	if (e->decided.length)
		hw_json_text(&w, "decided", e->decided);
	hw_json_close(&w, '}');
	hw_buffer_adds(out, "\n");
}

static void explain_text(const bureau_link *link, const trace_explanation *e, uint32_t left, uint32_t right,
			 hw_buffer *out)
{
	hw_buffer_addf(out, "%.*s and %.*s: probability %.4f (%+.2f bits)\n", HW_TEXT_ARG(link_id(link, left)),
		       HW_TEXT_ARG(link_id(link, right)), e->probability, e->weight);
	hw_buffer_addf(out, "  %+8.2f  before looking: 1 pair in %.0f is one person\n", e->prior,
		       round(exp2(-e->prior) + 1));
	for (size_t i = 0; i < e->reason_count; i++)
		hw_buffer_addf(out, "  %+8.2f  %.*s: \"%.*s\" | \"%.*s\": %.*s\n", e->reasons[i].weight,
			       HW_TEXT_ARG(e->reasons[i].field), HW_TEXT_ARG(e->reasons[i].left),
			       HW_TEXT_ARG(e->reasons[i].right), HW_TEXT_ARG(e->reasons[i].words));
	hw_buffer_addf(out, "  %zu of %zu fields could be compared: %.0f %% of what all could tell\n", e->compared,
		       e->fields, 100 * e->completeness);
	if (!e->candidate)
		hw_buffer_adds(out, "  blocking did not reach this pair\n");
	if (e->decided.length)
		hw_buffer_addf(out, "  %.*s\n", HW_TEXT_ARG(e->decided));
}

hw_status bureau_link_explain(const bureau_link *link, const char *pair, bool json, hw_buffer *out, hw_error *error)
{
	const char *comma = strchr(pair, ',');
	trace_explanation e;
	uint32_t left = 0, right = 0;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)16 << 20);

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to explain");
	if (!comma || comma == pair || !comma[1]) {
		hw_fail(error, HW_USAGE, "\"%s\" does not name two records", pair);
		return hw_error_remedy(error, "write --explain LEFT,RIGHT with their ids");
	}
	HW_TRY(find_id(link, (hw_text){pair, (size_t)(comma - pair)}, false, &left, error));
	HW_TRY(find_id(link, hw_text_of(comma + 1), true, &right, error));
	HW_TRY(trace_explain(link->result, left, right, arena, &e, error));
	if (json)
		explain_json(link, &e, left, right, out);
	else
		explain_text(link, &e, left, right, out);
	return HW_OK;
}
