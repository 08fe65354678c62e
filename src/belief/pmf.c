/* pmf.c - distributions of counts, as fast as two hundred draws for thousands of persons need.
 *
 * A pmf keeps the window [low, high] outside of which less than CRUMB is left; the places beside the window
 * are zero, so that loops may run over its ends.  Trials are multiplied in four at a time: their own small
 * distribution is one pass over the window instead of four. */
#include "belief/belief_int.h"
#include "belief/vector_int.h"

#include <string.h>

/* Each pass gives up a few crumbs at most: for 20,000 trials less than 1e-13 in all. */
static const double CRUMB = 1e-18;
enum { LANES = 4, PAD = 2 * LANES };

bool pmf_new(pmf *p, hw_arena *arena, size_t most)
{
	double *room = HW_NEW(arena, double, most + 4 * PAD);

	*p = (pmf){.f = room ? room + PAD : NULL};
	return room;
}

static void clear_beside(pmf *p)
{
	memset(p->f + p->low - PAD, 0, PAD * sizeof *p->f);
	memset(p->f + p->high + 1, 0, PAD * sizeof *p->f);
}

void pmf_begin(pmf *p)
{
	p->low = p->high = 0;
	p->waiting = 0;
	p->f[0] = 1;
	clear_beside(p);
}

void pmf_copy(pmf *to, const pmf *from)
{
	to->low = from->low;
	to->high = from->high;
	to->waiting = 0;
	memcpy(to->f + to->low, from->f + from->low, (from->high - from->low + 1) * sizeof *to->f);
	clear_beside(to);
}

static void trim(pmf *p)
{
	while (p->low < p->high && p->f[p->low] < CRUMB)
		p->low++;
	while (p->high > p->low && p->f[p->high] < CRUMB)
		p->high--;
	clear_beside(p);
}

/* f <- c * f for a distribution c[0..LANES], from high to low in place. */
static void multiply_in(pmf *p, const double c[LANES + 1])
{
	const pair c0 = {c[0], c[0]}, c1 = {c[1], c[1]}, c2 = {c[2], c[2]}, c3 = {c[3], c[3]}, c4 = {c[4], c[4]};
	ptrdiff_t low = (ptrdiff_t)p->low;

	p->high += LANES;
	for (ptrdiff_t k = (ptrdiff_t)p->high - LANES + 1; k > low - LANES; k -= LANES) {
		double *f = p->f + k;
		pair at_2 = *(pair *)(f - 2), at0 = *(pair *)f;
		pair a = c0 * at0, b = c0 * *(pair *)(f + 2);
		a += c1 * *(pair *)(f - 1);
		b += c1 * *(pair *)(f + 1);
		a += c2 * at_2;
		b += c2 * at0;
		a += c3 * *(pair *)(f - 3);
		b += c3 * *(pair *)(f - 1);
		a += c4 * *(pair *)(f - 4);
		b += c4 * at_2;
		*(pair *)f = a;
		*(pair *)(f + 2) = b;
	}
	trim(p);
}

void pmf_settle(pmf *p)
{
	double c[LANES + 1];

	if (!p->waiting)
		return;
	hw_poisson_binomial(p->trials, p->waiting, c);
	for (size_t i = p->waiting + 1; i <= LANES; i++)
		c[i] = 0;
	p->waiting = 0;
	multiply_in(p, c);
}

void pmf_add(pmf *p, double yes)
{
	if (!(yes > 0))
		return;
	p->trials[p->waiting++] = yes < 1 ? yes : 1;
	if (p->waiting == LANES)
		pmf_settle(p);
}

void pmf_convolve(pmf *p, const double *g, size_t count, double *spare)
{
	pmf_settle(p);
	/* spare: the window between `count` (and a little more) zeros. */
	size_t width = p->high - p->low + 1, room = count + LANES;
	memset(spare, 0, room * sizeof *spare);
	memcpy(spare + room, p->f + p->low, width * sizeof *spare);
	memset(spare + room + width, 0, room * sizeof *spare);
	p->high += count;
	size_t from = 0, to = count;
	while (from < to && g[from] < CRUMB)
		from++;
	while (to > from && g[to] < CRUMB)
		to--;
	for (size_t k = 0; k < width + count; k += LANES) {
		pair a = {0}, b = {0};
		for (size_t i = from; i <= to; i++) {
			const pair by = {g[i], g[i]};
			double *at = spare + room + k - i;
			a += by * *(pair *)at;
			b += by * *(pair *)(at + 2);
		}
		*(pair *)(p->f + p->low + k) = a;
		*(pair *)(p->f + p->low + k + 2) = b;
	}
	trim(p);
}
