/* How good belief is where the truth is known: caseloads of 600 persons with copying sources (tests/unit/belief_simulation.h).
 * usage: belief_simulation [caseloads [threads]]      one JSON line with copies known, one with copies ignored */
#include <stdio.h>

#include "../../tests/unit/belief_simulation.h"

static void say(const char *name, const sim_marks *m)
{
	double n = (double)m->caseloads, persons = (double)m->persons, totals = m->totals ? (double)m->totals : NAN;

	printf("{\"name\": \"%s\", \"caseloads\": %zu, \"sure_statements\": %zu, \"said\": %.4f, \"right\": %.4f, "
	       "\"brier_captive\": %.4f, \"log_score\": %.4f, \"covered_independent\": %.4f, \"covered_sources\": "
	       "%.4f, "
	       "\"theta\": {\"VID\": %.3f, \"DEB\": %.3f, \"INT\": %.3f, \"TG\": %.3f}}\n",
	       name, m->caseloads, m->sure, m->said / (double)m->sure, (double)m->right / (double)m->sure,
	       m->brier / persons, m->log_score / persons, (double)m->covered[0] / totals,
	       (double)m->covered[1] / totals, m->theta[SIM_VID] / n, m->theta[SIM_DEB] / n, m->theta[SIM_INT] / n,
	       m->theta[SIM_TG] / n);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static simulation s;
	static sim_marks known, ignored;
	size_t caseloads = argc > 1 ? (size_t)atoi(argv[1]) : 200;
	unsigned threads = argc > 2 ? (unsigned)atoi(argv[2]) : 0;
	hw_error error = {0};
	char line[512];
	bool good = true;

	for (size_t i = 0; good && i < caseloads; i++) {
		good = sim_make(&s, 1 + i) && sim_judge(&s, threads, true, &known, &error);
		if (good && i < 20) {
			sim_forget_copies(&s);
			good = sim_judge(&s, threads, true, &ignored, &error);
		}
	}
	if (!good) {
		fprintf(stderr, "%s\n", hw_error_line(&error, line, sizeof line));
		return 1;
	}
	say("copies known", &known);
	say("copies ignored", &ignored);
	return 0;
}
