/* evaluate.c - conditions in three values over facts that are sets of possible values.
 *
 * A comparison is true when it holds for every value that its sides may have, false when for
 * none, else unknown; and/or/not follow Kleene (Introduction to Metamathematics, 1952, par. 64).
 * Numbers and dates are intervals in doubles: days are whole and far below 2^53, and a value
 * that nobody claimed is [-inf, +inf], so no case of its own is needed for it. */
#include "law/law_int.h"

#include <math.h>

law_cell law_cell_unknown(void)
{
	return (law_cell){
		.truth = LAW_UNKNOWN, .low = (double)-INFINITY, .high = (double)INFINITY, .words = UINT64_MAX};
}

static void widen(law_cell *cell, double low, double high)
{
	if (!cell->known) {
		cell->low = low;
		cell->high = high;
		return;
	}
	cell->low = fmin(cell->low, low);
	cell->high = fmax(cell->high, high);
}

void law_cell_join(law_cell *cell, const law_value *value)
{
	switch (value->type) {
	case LAW_BOOL:
		cell->truth = !cell->known || cell->truth == value->as.truth ? value->as.truth : LAW_UNKNOWN;
		break;
	case LAW_NUMBER:
		widen(cell, value->as.number.low, value->as.number.high);
		break;
	case LAW_DATE:
		if (!value->as.date.known)
			return;
		widen(cell, value->as.date.first, value->as.date.last);
		break;
	case LAW_WORD:
		cell->words = cell->known ? cell->words | value->as.words : value->as.words;
		break;
	case LAW_TEXT:
		cell->clash |= cell->known && !hw_text_equal(cell->text, value->as.text);
		cell->text = value->as.text;
		break;
	}
	cell->known = true;
}

bool law_cell_settled(const law_cell *cell, law_type type)
{
	switch (type) {
	case LAW_BOOL:
		return cell->truth != LAW_UNKNOWN;
	case LAW_NUMBER:
	case LAW_DATE:
		return cell->low >= cell->high;
	case LAW_WORD:
		return (cell->words & (cell->words - 1)) == 0;
	case LAW_TEXT:
		break;
	}
	return cell->known && !cell->clash;
}

static law_truth truth_when(bool always, bool never)
{
	return always ? LAW_TRUE : never ? LAW_FALSE : LAW_UNKNOWN;
}

static law_truth negate(law_truth t)
{
	return (law_truth)(LAW_TRUE - t);
}

static law_truth compare_intervals(law_comparison sign, const law_cell *a, const law_cell *b)
{
	switch (sign) {
	case LAW_LESS:
		return truth_when(a->high < b->low, a->low >= b->high);
	case LAW_AT_MOST:
		return truth_when(a->high <= b->low, a->low > b->high);
	case LAW_MORE:
		return truth_when(a->low > b->high, a->high <= b->low);
	case LAW_AT_LEAST:
		return truth_when(a->low >= b->high, a->high < b->low);
	case LAW_EQUAL:
	case LAW_UNEQUAL:
		break;
	}
	bool same = a->low >= a->high && b->low >= b->high && a->low >= b->low && a->low <= b->low;
	law_truth equal = truth_when(same, a->high < b->low || a->low > b->high);
	return sign == LAW_EQUAL ? equal : negate(equal);
}

static law_truth equal_words(const law_cell *a, const law_cell *b, bool b_is_list)
{
	bool single = b_is_list || (law_cell_settled(a, LAW_WORD) && law_cell_settled(b, LAW_WORD));

	return truth_when(single && (a->words & ~b->words) == 0, (a->words & b->words) == 0);
}

static law_truth equal_cells(law_type type, const law_cell *a, const law_cell *b, bool b_is_list)
{
	bool same;

	switch (type) {
	case LAW_BOOL:
		if (a->truth == LAW_UNKNOWN || b->truth == LAW_UNKNOWN)
			return LAW_UNKNOWN;
		return a->truth == b->truth ? LAW_TRUE : LAW_FALSE;
	case LAW_WORD:
		return equal_words(a, b, b_is_list);
	case LAW_TEXT:
		if (!law_cell_settled(a, type) || !law_cell_settled(b, type))
			return LAW_UNKNOWN;
		same = hw_text_equal(a->text, b->text);
		return truth_when(same, !same);
	case LAW_NUMBER:
	case LAW_DATE:
		break;
	}
	return compare_intervals(LAW_EQUAL, a, b);
}

static law_truth compare(const law_scene *scene, const law_node *node)
{
	const law_node *nodes = scene->rule->nodes;
	law_type type = nodes[node->a].type;
	law_cell a = law_evaluate(scene, node->a), b = law_evaluate(scene, node->b);

	if (type == LAW_NUMBER || type == LAW_DATE)
		return compare_intervals(node->sign, &a, &b);
	law_truth equal = equal_cells(type, &a, &b, nodes[node->b].kind == LAW_NODE_WORDS);
	return node->sign == LAW_EQUAL ? equal : negate(equal);
}

static law_cell of_truth(law_truth truth)
{
	return (law_cell){.known = truth != LAW_UNKNOWN, .truth = truth};
}

static law_cell of_number(double low, double high, bool known)
{
	return (law_cell){.known = known, .low = low, .high = high};
}

static law_cell of_term(const law_scene *scene, uint32_t slot)
{
	const law_cell *cell = &scene->cells[slot];

	return cell->stamp == scene->stamp ? *cell : law_cell_unknown();
}

static law_cell evaluate_sum(const law_scene *scene, const law_node *node)
{
	law_cell a = law_evaluate(scene, node->a), b = law_evaluate(scene, node->b);
	bool known = a.known && b.known;

	if (node->kind == LAW_NODE_ADD)
		return of_number(a.low + b.low, a.high + b.high, known);
	return of_number(a.low - b.high, a.high - b.low, known);
}

static law_truth evaluate_truth(const law_scene *scene, const law_node *node)
{
	law_truth a = law_evaluate(scene, node->a).truth, b;

	if (node->kind == LAW_NODE_NOT)
		return negate(a);
	if (a == (node->kind == LAW_NODE_AND ? LAW_FALSE : LAW_TRUE))
		return a;
	b = law_evaluate(scene, node->b).truth;
	return node->kind == LAW_NODE_AND ? (a < b ? a : b) : (a > b ? a : b);
}

law_cell law_evaluate(const law_scene *scene, uint32_t index)
{
	const law_node *node = &scene->rule->nodes[index];
	law_cell cell;

	switch (node->kind) {
	case LAW_NODE_TRUTH:
		return of_truth(node->as.truth);
	case LAW_NODE_NUMBER:
		return of_number(node->as.number, node->as.number, true);
	case LAW_NODE_TEXT:
		return (law_cell){.known = true, .text = node->as.text};
	case LAW_NODE_WORDS:
		return (law_cell){.known = true, .words = node->as.words};
	case LAW_NODE_AS_OF:
		return of_number(scene->as_of, scene->as_of, true);
	case LAW_NODE_TERM:
		return of_term(scene, node->index);
	case LAW_NODE_SETTING:
		return of_number(scene->settings[node->index], scene->settings[node->index], true);
	case LAW_NODE_OVERDUE:
		return of_truth(scene->overdue);
	case LAW_NODE_KNOWN:
		return of_truth(of_term(scene, node->index).known ? LAW_TRUE : LAW_FALSE);
	case LAW_NODE_FIRST:
		cell = law_evaluate(scene, node->a);
		return cell.known ? cell : law_evaluate(scene, node->b);
	case LAW_NODE_ADD:
	case LAW_NODE_SUBTRACT:
		return evaluate_sum(scene, node);
	case LAW_NODE_NOT:
	case LAW_NODE_AND:
	case LAW_NODE_OR:
		return of_truth(evaluate_truth(scene, node));
	case LAW_NODE_COMPARE:
		return of_truth(compare(scene, node));
	}
	return law_cell_unknown();
}

law_truth law_truth_of(const law_scene *scene, law_program program)
{
	return program.root == LAW_NO_PROGRAM ? LAW_UNKNOWN : law_evaluate(scene, program.root).truth;
}
