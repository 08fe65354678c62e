/* support.c - which facts carry a result, and which would settle an open one. */
#include "law/law_int.h"

static void mark_slot(const law_scene *scene, const law_node *term, law_marks *marks, bool gaps)
{
	const law_cell *cell = &scene->cells[term->index];
	bool known = cell->stamp == scene->stamp && cell->known;

	if (known)
		marks->carry[term->index] = true;
	if (gaps && (!known || !law_cell_settled(cell, term->type)))
		marks->gap[term->index] = true;
}

/* The facts below something that is no and/or/not. */
static void mark_parts(const law_scene *scene, uint32_t index, law_marks *marks, bool gaps)
{
	const law_node *node = &scene->rule->nodes[index];

	switch (node->kind) {
	case LAW_NODE_TERM:
		mark_slot(scene, node, marks, gaps);
		break;
	case LAW_NODE_KNOWN:
		mark_slot(scene, node, marks, false);
		break;
	case LAW_NODE_FIRST:
		mark_parts(scene, node->a, marks, gaps);
		if (!law_evaluate(scene, node->a).known)
			mark_parts(scene, node->b, marks, gaps);
		break;
	case LAW_NODE_OVERDUE:
		law_mark_clock(scene, marks, gaps);
		break;
	case LAW_NODE_ADD:
	case LAW_NODE_SUBTRACT:
	case LAW_NODE_COMPARE:
		mark_parts(scene, node->a, marks, gaps);
		mark_parts(scene, node->b, marks, gaps);
		break;
	case LAW_NODE_TRUTH:
	case LAW_NODE_NUMBER:
	case LAW_NODE_TEXT:
	case LAW_NODE_WORDS:
	case LAW_NODE_AS_OF:
	case LAW_NODE_SETTING:
	case LAW_NODE_NOT:
	case LAW_NODE_AND:
	case LAW_NODE_OR:
		break;
	}
}

static void mark_condition(const law_scene *scene, uint32_t index, law_marks *marks);

/* One false part is enough for a false "and" (a true one for a true "or"): only such parts carry it.
 * An unknown one is carried by its settled parts and left open by the others. */
static void mark_joined(const law_scene *scene, const law_node *node, law_truth truth, law_marks *marks)
{
	law_truth deciding = node->kind == LAW_NODE_AND ? LAW_FALSE : LAW_TRUE;
	uint32_t parts[] = {node->a, node->b};

	for (size_t i = 0; i < HW_COUNT(parts); i++)
		if (truth != deciding || law_evaluate(scene, parts[i]).truth == deciding)
			mark_condition(scene, parts[i], marks);
}

static void mark_condition(const law_scene *scene, uint32_t index, law_marks *marks)
{
	const law_node *node = &scene->rule->nodes[index];
	law_truth truth = law_evaluate(scene, index).truth;

	if (node->kind == LAW_NODE_NOT)
		mark_condition(scene, node->a, marks);
	else if (node->kind == LAW_NODE_AND || node->kind == LAW_NODE_OR)
		mark_joined(scene, node, truth, marks);
	else
		mark_parts(scene, index, marks, truth == LAW_UNKNOWN);
}

void law_mark_support(const law_scene *scene, law_program program, law_marks *marks)
{
	if (program.root != LAW_NO_PROGRAM)
		mark_condition(scene, program.root, marks);
}

void law_mark_clock(const law_scene *scene, law_marks *marks, bool gaps)
{
	const law_compiled *rule = scene->rule;

	if (!rule->has_clock)
		return;
	mark_parts(scene, rule->from.root, marks, gaps);
	if (rule->until.root != LAW_NO_PROGRAM)
		mark_parts(scene, rule->until.root, marks, gaps && law_truth_of(scene, rule->ended) != LAW_FALSE);
	if (rule->ended.root != LAW_NO_PROGRAM)
		mark_condition(scene, rule->ended.root, marks);
}
