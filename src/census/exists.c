/* exists.c - has a log-linear model a finite maximum on this table?
 *
 * Not when some direction of the parameters leaves every positive cell as it is, raises none of the zero cells and
 * lowers some: the likelihood then rises for ever (Fienberg & Rinaldo 2012; Chan, Silverman & Vincent 2021).  The
 * directions that leave the positive cells alone are a null space, mostly {0}.  Where it is not, by Stiemke's theorem
 * there is no such direction exactly when weights of at least 1 on the zero cells make the rows of these cells
 * vanish on the null space: a small linear programme, solved by the simplex method with Bland's rule. */
#include "census/census_int.h"

#include <math.h>
#include <string.h>

static const double TINY = 1e-9;

/* Rows of the design, brought to reduced echelon form one by one. */
typedef struct echelon {
	size_t columns, rank, pivot[MOST_TERMS];
	double rows[MOST_TERMS][MOST_TERMS];
} echelon;

static void add_row(echelon *e, double *row)
{
	size_t pivot = 0;

	for (size_t r = 0; r < e->rank; r++) {
		double by = row[e->pivot[r]];
		for (size_t k = 0; by != 0 && k < e->columns; k++)
			row[k] -= by * e->rows[r][k];
	}
	for (size_t k = 1; k < e->columns; k++)
		pivot = fabs(row[k]) > fabs(row[pivot]) ? k : pivot;
	if (fabs(row[pivot]) < TINY)
		return;
	for (size_t k = e->columns; k-- > 0;)
		row[k] = k == pivot ? row[k] : row[k] / row[pivot];
	row[pivot] = 1;
	for (size_t r = 0; r < e->rank; r++) {
		double by = e->rows[r][pivot];
		for (size_t k = 0; by != 0 && k < e->columns; k++)
			e->rows[r][k] -= by * row[k];
	}
	memcpy(e->rows[e->rank], row, e->columns * sizeof(double));
	e->pivot[e->rank++] = pivot;
}

static void cell_row(const log_model *m, size_t cell, double *row)
{
	for (size_t k = 0; k < m->count; k++)
		row[k] = (cell & m->terms[k]) == m->terms[k] ? 1 : 0;
}

/* Phase one of the simplex method: is there u >= 0 with A u = b?  One row a direction of the null space, made so that
 * b >= 0; the basis begins with artificial variables. */
typedef struct tableau {
	size_t rows, columns; /* columns: cells; then the right side */
	double a[MOST_TERMS][MOST_CELLS + 1];
	size_t basis[MOST_TERMS]; /* column, or `columns` + row for an artificial one */
} tableau;

static void pivot_on(tableau *t, size_t row, size_t column)
{
	double by = t->a[row][column];

	for (size_t k = 0; k <= t->columns; k++)
		t->a[row][k] /= by;
	for (size_t r = 0; r < t->rows; r++) {
		double of = t->a[r][column];
		for (size_t k = 0; r != row && of != 0 && k <= t->columns; k++)
			t->a[r][k] -= of * t->a[row][k];
	}
	t->basis[row] = column;
}

/* The sum of the rows whose variable is still artificial is what must fall to 0. */
static double infeasible(const tableau *t, size_t column)
{
	double sum = 0;

	for (size_t r = 0; r < t->rows; r++)
		sum += t->basis[r] >= t->columns ? t->a[r][column] : 0;
	return sum;
}

static bool leaving_row(const tableau *t, size_t column, size_t *row)
{
	double best = (double)INFINITY;
	bool found = false;

	for (size_t r = 0; r < t->rows; r++) {
		if (t->a[r][column] <= TINY)
			continue;
		double ratio = t->a[r][t->columns] / t->a[r][column];
		if (ratio < best - TINY || (ratio < best + TINY && found && t->basis[r] < t->basis[*row])) {
			best = ratio;
			*row = r;
			found = true;
		}
	}
	return found;
}

static bool feasible(tableau *t)
{
	for (size_t turn = 0; turn < 10000; turn++) {
		size_t column = 0, row = 0;
		if (infeasible(t, t->columns) < 1e-7)
			return true;
		while (column < t->columns && infeasible(t, column) <= TINY)
			column++;
		if (column == t->columns || !leaving_row(t, column, &row))
			return false;
		pivot_on(t, row, column);
	}
	return false;
}

/* B of the zero cells on the null space of `e`: one row of the tableau a free column. */
static void fill_tableau(const log_model *m, const echelon *e, tableau *t)
{
	bool bound[MOST_TERMS] = {false};
	double row[MOST_TERMS] = {0};

	for (size_t r = 0; r < e->rank; r++)
		bound[e->pivot[r]] = true;
	t->columns = t->rows = 0;
	for (size_t c = 1; c < m->size; c++) {
		size_t direction = 0;
		if (!(m->active >> c & 1) || m->y[c] > 0)
			continue;
		cell_row(m, c, row);
		for (size_t free = 0; free < m->count; free++) {
			if (bound[free])
				continue;
			double value = row[free];
			for (size_t r = 0; r < e->rank; r++)
				value -= row[e->pivot[r]] * e->rows[r][free];
			t->a[direction++][t->columns] = value;
		}
		t->columns++;
		t->rows = direction;
	}
}

bool census_log_exists(const log_model *m)
{
	echelon e = {.columns = m->count};
	double row[MOST_TERMS] = {0};
	tableau t;

	for (size_t c = 1; c < m->size; c++)
		if (m->active >> c & 1 && m->y[c] > 0) {
			cell_row(m, c, row);
			add_row(&e, row);
		}
	if (e.rank == m->count)
		return true;
	echelon all = e;
	for (size_t c = 1; c < m->size; c++)
		if (m->active >> c & 1) {
			cell_row(m, c, row);
			add_row(&all, row);
		}
	if (all.rank < m->count)
		return false; /* not even told apart */
	fill_tableau(m, &e, &t);
	for (size_t r = 0; r < t.rows; r++) {
		double sum = 0;
		for (size_t k = 0; k < t.columns; k++)
			sum += t.a[r][k];
		t.a[r][t.columns] = -sum;
		for (size_t k = 0; sum > 0 && k <= t.columns; k++)
			t.a[r][k] = -t.a[r][k];
		t.basis[r] = t.columns + r;
	}
	return feasible(&t);
}
