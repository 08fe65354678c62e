/* check.c - every rule over every subject of its kind. */
#include "law/law_int.h"

#include <math.h>
#include <string.h>

enum { SLICE_LEAST = 4096, SLICES_MOST = 512 };

typedef law_slice slice;

typedef struct job {
	const law_rules *rules;
	const law_request *request;
	const double *settings;
	unsigned keep;
	const uint32_t *const *kind_rules; /* per kind: the rules to evaluate */
	const size_t *kind_rule_counts;
	size_t slots; /* of the kind that has most */
	size_t slice_size;
	slice *slices;
} job;

/* ---- one subject's facts ---- */
static hw_status refuse(const law_request *request, size_t subject, size_t fact, hw_error *error, const char *why)
{
	hw_fail(error, HW_BAD_INPUT, "%s", why);
	hw_error_where(error, "subjects[%zu].facts[%zu]", subject, fact - request->subjects[subject].first_fact);
	return HW_BAD_INPUT;
}

static const char *value_fault(const law_term *term, const law_value *value)
{
	if (value->type != term->type)
		return "the value has another type than the fact";
	switch (value->type) {
	case LAW_BOOL:
		return (unsigned)value->as.truth > LAW_TRUE ? "the value is neither no, unknown nor yes" : NULL;
	case LAW_NUMBER:
		if (isnan(value->as.number.low) || isnan(value->as.number.high))
			return "the value is not a number";
		if (value->as.number.low > value->as.number.high || value->as.number.low >= (double)INFINITY ||
		    value->as.number.high <= (double)-INFINITY)
			return "the interval of the value is upside down";
		return NULL;
	case LAW_DATE:
		return value->as.date.known && value->as.date.first > value->as.date.last
			       ? "the interval of the date is upside down"
			       : NULL;
	case LAW_WORD:
		if (!value->as.words || (term->list->count < LAW_WORDS_MOST && value->as.words >> term->list->count))
			return "the value names no word of the list";
		return NULL;
	case LAW_TEXT:
		break;
	}
	return value->as.text.length && !value->as.text.bytes ? "the text is not there" : NULL;
}

static hw_status load_facts(const job *j, size_t index, law_scene *scene, hw_error *error)
{
	const law_request *request = j->request;
	const law_subject *subject = &request->subjects[index];

	if (subject->kind >= j->rules->kind_count || subject->first_fact > request->fact_count ||
	    subject->fact_count > request->fact_count - subject->first_fact) {
		hw_fail(error, HW_BAD_INPUT, "the kind or the place of its facts does not exist");
		hw_error_where(error, "subjects[%zu]", index);
		return HW_BAD_INPUT;
	}
	scene->stamp++;
	for (size_t i = subject->first_fact; i < subject->first_fact + subject->fact_count; i++) {
		const law_fact *fact = &request->facts[i];
		if (fact->term >= j->rules->term_count || j->rules->terms[fact->term].kind != subject->kind)
			return refuse(request, index, i, error, "this fact does not belong to a subject of its kind");
		const char *fault = value_fault(&j->rules->terms[fact->term], &fact->value);
		if (fault)
			return refuse(request, index, i, error, fault);
		law_cell *cell = &scene->cells[j->rules->slots[fact->term]];
		if (cell->stamp != scene->stamp) {
			*cell = law_cell_unknown();
			cell->stamp = scene->stamp;
		}
		law_cell_join(cell, &fact->value);
	}
	return HW_OK;
}

/* ---- one result ---- */
static law_outcome raised(const law_rule *rule)
{
	return rule->decides == LAW_MACHINE && rule->verified ? LAW_INDICATION : LAW_FLAG;
}

/* A rebuttal that holds turns the rule off, also when the condition is still open. */
static void judge(const law_scene *scene, const law_rule *rule, law_result *result)
{
	result->condition = law_truth_of(scene, scene->rule->when);
	result->rebutted_by = -1;
	result->outcome = LAW_NO_INDICATION;
	if (result->condition == LAW_FALSE)
		return;
	for (size_t i = 0; i < rule->rebuttal_count; i++) {
		if (law_truth_of(scene, scene->rule->rebuttals[i]) != LAW_TRUE)
			continue;
		result->rebutted_by = (int32_t)i;
		return;
	}
	result->outcome = result->condition == LAW_TRUE ? raised(rule) : LAW_NOT_KNOWN;
}

static bool add_facts(const job *j, const law_subject *subject, const law_marks *marks, slice *s, law_result *result)
{
	const law_request *request = j->request;
	size_t count = 0;

	for (size_t i = 0; i < subject->fact_count; i++)
		count += marks->carry[j->rules->slots[request->facts[subject->first_fact + i].term]];
	size_t *facts = HW_NEW(s->arena, size_t, count + 1);
	if (!facts)
		return false;
	for (uint32_t slot = 0; slot < j->rules->kind_slots[subject->kind]; slot++)
		for (size_t i = 0; marks->carry[slot] && i < subject->fact_count; i++)
			if (j->rules->slots[request->facts[subject->first_fact + i].term] == slot)
				facts[result->fact_count++] = subject->first_fact + i;
	result->facts = facts;
	return true;
}

static bool add_gaps(const law_scene *scene, const law_subject *subject, const law_marks *marks, slice *s,
		     law_result *result)
{
	const law_rules *rules = scene->rules;
	size_t slots = rules->kind_slots[subject->kind], count = 0;

	for (size_t slot = 0; slot < slots; slot++)
		count += marks->gap[slot];
	law_gap *gaps = HW_NEW(s->arena, law_gap, count + 1);
	if (!gaps)
		return false;
	for (size_t slot = 0; slot < slots; slot++) {
		const law_cell *cell = &scene->cells[slot];
		if (!marks->gap[slot])
			continue;
		gaps[result->gap_count].term = rules->kind_terms[subject->kind][slot];
		gaps[result->gap_count++].unclear = cell->stamp == scene->stamp && cell->known;
	}
	result->gaps = gaps;
	return true;
}

static bool explain_result(const job *j, const law_scene *scene, law_marks *marks, slice *s, law_result *result)
{
	const law_rule *rule = &j->rules->rules[result->rule];
	const law_subject *subject = &j->request->subjects[result->subject];
	law_truth *rebuttals = HW_NEW(s->arena, law_truth, rule->rebuttal_count + 1);

	if (!rebuttals)
		return false;
	for (size_t i = 0; i < rule->rebuttal_count; i++)
		rebuttals[i] = law_truth_of(scene, scene->rule->rebuttals[i]);
	result->rebuttals = rebuttals;
	memset(marks->carry, 0, j->slots * sizeof *marks->carry);
	memset(marks->gap, 0, j->slots * sizeof *marks->gap);
	if (result->rebutted_by >= 0)
		law_mark_support(scene, scene->rule->rebuttals[result->rebutted_by], marks);
	law_mark_support(scene, scene->rule->when, marks);
	law_mark_clock(scene, marks, false);
	return add_facts(j, subject, marks, s, result) &&
	       (result->outcome != LAW_NOT_KNOWN || add_gaps(scene, subject, marks, s, result));
}

static law_result *new_result(slice *s)
{
	if (s->count == s->capacity) {
		size_t capacity = s->capacity ? 2 * s->capacity : 64;
		law_result *grown = hw_grow(s->results, capacity, sizeof *grown);
		if (!grown)
			return NULL;
		s->results = grown;
		s->capacity = capacity;
	}
	s->results[s->count] = (law_result){0};
	return &s->results[s->count++];
}

static hw_status keep_result(const job *j, const law_scene *scene, law_marks *marks, slice *s, const law_result *found,
			     hw_error *error)
{
	law_result *kept = new_result(s);

	if (!kept)
		return hw_fail(error, HW_NO_MEMORY, "out of memory while checking the rules");
	*kept = *found;
	if (!explain_result(j, scene, marks, s, kept))
		return hw_fail(error, HW_NO_MEMORY, "out of memory while checking the rules");
	return HW_OK;
}

static hw_status check_subject(const job *j, size_t index, law_scene *scene, law_marks *marks, slice *s,
			       hw_error *error)
{
	uint32_t kind = j->request->subjects[index].kind;

	for (size_t i = 0; i < j->kind_rule_counts[kind]; i++) {
		law_result found = {.subject = (uint32_t)index, .rule = j->kind_rules[kind][i]};
		scene->rule = &j->rules->compiled[found.rule];
		scene->overdue = law_clock_evaluate(scene, &found.clock);
		judge(scene, &j->rules->rules[found.rule], &found);
		s->counts[found.rule * LAW_OUTCOMES + found.outcome]++;
		if (j->keep & LAW_KEEP(found.outcome))
			HW_TRY(keep_result(j, scene, marks, s, &found, error));
	}
	return HW_OK;
}

static hw_status check_slice(void *context, size_t number, hw_error *error)
{
	enum { WORK_MEMORY = 16 << 20 };
	const job *j = context;
	slice *s = &j->slices[number];
	HW_ARENA_GUARD hw_arena *work = hw_arena_new(WORK_MEMORY);
	law_scene scene = {.rules = j->rules, .as_of = j->request->as_of, .settings = j->settings};
	law_marks marks;
	size_t end = (number + 1) * j->slice_size;

	if (!work)
		return hw_fail(error, HW_NO_MEMORY, "out of memory while checking the rules");
	scene.cells = HW_NEW(work, law_cell, j->slots + 1);
	marks.carry = HW_NEW(work, bool, j->slots + 1);
	marks.gap = HW_NEW(work, bool, j->slots + 1);
	s->arena = hw_arena_new(SIZE_MAX);
	s->counts = hw_grow(NULL, j->rules->rule_count * LAW_OUTCOMES + 1, sizeof *s->counts);
	if (!scene.cells || !marks.carry || !marks.gap || !s->arena || !s->counts)
		return hw_fail(error, HW_NO_MEMORY, "out of memory while checking the rules");
	memset(s->counts, 0, (j->rules->rule_count * LAW_OUTCOMES + 1) * sizeof *s->counts);
	if (end > j->request->subject_count)
		end = j->request->subject_count;
	for (size_t i = number * j->slice_size; i < end; i++) {
		HW_TRY(load_facts(j, i, &scene, error));
		HW_TRY(check_subject(j, i, &scene, &marks, s, error));
	}
	return HW_OK;
}

/* ---- the whole ---- */
static void free_memory(struct law_report_memory *memory)
{
	if (!memory)
		return;
	for (size_t i = 0; memory->slices && i < memory->slice_count; i++) {
		hw_arena_free(memory->slices[i].arena);
		hw_release(memory->slices[i].results);
		hw_release(memory->slices[i].counts);
	}
	hw_release(memory->slices);
	hw_release(memory->results);
	hw_release(memory->counts);
	hw_release(memory);
}

void law_report_free(law_report *report)
{
	if (!report)
		return;
	free_memory(report->memory);
	*report = (law_report){0};
}

/* The rules wanted, by the kind of their subjects. */
static hw_status choose_rules(job *j, hw_arena *arena, hw_error *error)
{
	const law_rules *rules = j->rules;
	const law_request *request = j->request;
	size_t wanted = request->rules ? request->rule_count : rules->rule_count;
	size_t *counts = HW_NEW(arena, size_t, rules->kind_count + 1);
	uint32_t **tables = HW_NEW(arena, uint32_t *, rules->kind_count + 1);

	if (!counts || !tables)
		return law_out_of_memory(error);
	for (size_t kind = 0; kind < rules->kind_count; kind++) {
		tables[kind] = HW_NEW(arena, uint32_t, wanted + 1);
		if (!tables[kind])
			return law_out_of_memory(error);
		if (rules->kind_slots[kind] > j->slots)
			j->slots = rules->kind_slots[kind];
	}
	for (size_t i = 0; i < wanted; i++) {
		uint32_t rule = request->rules ? request->rules[i] : (uint32_t)i;
		if (rule >= rules->rule_count || (i && request->rules && rule <= request->rules[i - 1])) {
			hw_fail(error, HW_BAD_INPUT, "the rules asked for do not exist or are not in ascending order");
			hw_error_where(error, "rules[%zu]", i);
			return HW_BAD_INPUT;
		}
		if (rules->rules[rule].decides != LAW_BY_PERSON) {
			uint32_t kind = rules->rules[rule].kind;
			tables[kind][counts[kind]++] = rule;
		}
	}
	j->kind_rules = (const uint32_t *const *)tables;
	j->kind_rule_counts = counts;
	return HW_OK;
}

static hw_status choose_settings(job *j, hw_arena *arena, hw_error *error)
{
	double *values = HW_NEW(arena, double, j->rules->setting_count + 1);

	if (!values)
		return law_out_of_memory(error);
	for (size_t i = 0; i < j->rules->setting_count; i++) {
		values[i] = j->request->settings ? j->request->settings[i] : j->rules->settings[i].value;
		if (values[i] >= 0 && values[i] <= 36525)
			continue;
		hw_fail(error, HW_BAD_INPUT, "a yardstick is a number from 0 to 36525");
		hw_error_where(error, "settings[%zu]", i);
		return HW_BAD_INPUT;
	}
	j->settings = values;
	return HW_OK;
}

static hw_status gather(const job *j, struct law_report_memory *memory, law_report *report, hw_error *error)
{
	size_t cells = j->rules->rule_count * LAW_OUTCOMES, total = 0, at = 0;

	for (size_t i = 0; i < memory->slice_count; i++)
		total += memory->slices[i].count;
	memory->results = hw_grow(NULL, total + 1, sizeof *memory->results);
	memory->counts = hw_grow(NULL, cells + 1, sizeof *memory->counts);
	if (!memory->results || !memory->counts)
		return hw_fail(error, HW_NO_MEMORY, "out of memory while gathering %zu results", total);
	memset(memory->counts, 0, (cells + 1) * sizeof *memory->counts);
	for (size_t i = 0; i < memory->slice_count; i++) {
		const slice *s = &memory->slices[i];
		if (s->count)
			memcpy(memory->results + at, s->results, s->count * sizeof *s->results);
		at += s->count;
		for (size_t c = 0; c < cells; c++)
			memory->counts[c] += s->counts[c];
	}
	*report = (law_report){memory->results, total, memory->counts, memory};
	return HW_OK;
}

static hw_status run(job *j, struct law_report_memory *memory, const hw_progress *progress, law_report *report,
		     hw_error *error)
{
	size_t subjects = j->request->subject_count;

	j->slice_size = (subjects + SLICES_MOST - 1) / SLICES_MOST;
	if (j->slice_size < SLICE_LEAST)
		j->slice_size = SLICE_LEAST;
	size_t slices = (subjects + j->slice_size - 1) / j->slice_size;
	memory->slices = hw_grow(NULL, slices + 1, sizeof *memory->slices);
	if (!memory->slices)
		return hw_fail(error, HW_NO_MEMORY, "out of memory while checking the rules");
	memset(memory->slices, 0, (slices + 1) * sizeof *memory->slices);
	memory->slice_count = slices;
	j->slices = memory->slices;
	if (slices)
		HW_TRY(hw_parallel(j->request->threads, slices, check_slice, j, progress, "checking the rules", error));
	return gather(j, memory, report, error);
}

hw_status law_check(const law_rules *rules, const law_request *request, law_report *result, const hw_progress *progress,
		    hw_error *error)
{
	enum { WORK_MEMORY = 256 << 20 };
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(WORK_MEMORY);
	struct law_report_memory *memory = hw_grow(NULL, 1, sizeof *memory);
	job j = {.rules = rules, .request = request, .keep = request->keep ? request->keep : LAW_KEEP_RAISED};
	hw_status status = HW_OK;

	if (!arena || !memory) {
		hw_release(memory);
		return hw_fail(error, HW_NO_MEMORY, "out of memory while checking the rules");
	}
	*memory = (struct law_report_memory){0};
	if (request->subject_count > UINT32_MAX) {
		status = hw_fail(error, HW_TOO_LARGE, "over %u subjects", UINT32_MAX);
		goto out;
	}
	HW_TRY_OR_OUT(choose_rules(&j, arena, error));
	HW_TRY_OR_OUT(choose_settings(&j, arena, error));
	HW_TRY_OR_OUT(run(&j, memory, progress, result, error));
out:
	if (status != HW_OK)
		free_memory(memory);
	return status;
}
