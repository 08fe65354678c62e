/* Learns how Latin letters are read in Cyrillic: writes data/names/readings.txt.
 * usage: learn_readings TRAIN.csv > readings.txt      (columns latin, cyrillic; the half of the rows by a hash of the
 * Latin token that names_bench calls open; the other half is never read)
 *
 * Joint unit model: a pair of tokens is a sequence of units "Latin letters : Cyrillic letters" (1..4 : 1, 1..3 : 2, 1..2 : 0,
 * 0 : 1), whose probabilities are learnt by expectation-maximisation over all segmentations (the many-to-many
 * aligner of Jiampojamarn, Kondrak and Sherif 2007).  ^ and $ mark the ends.  Pairs that stay below chance after
 * three rounds are taken for errors of the list. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names/names_int.h"

enum { WORD = 40, LATIN_UNIT = 4, CYRILLIC_UNIT = 2, ROUNDS = 12, TABLE = 1 << 21 };

typedef struct word {
	uint32_t at[WORD];
	size_t count;
} word;
typedef struct pair {
	word latin, cyrillic;
	int ignored;
} pair;
typedef struct unit {
	uint32_t key[LATIN_UNIT + CYRILLIC_UNIT];
	double weight, count;
	int used;
} unit;

static unit *units;
static size_t unit_count;
static pair *pairs;
static size_t pair_count;

static uint32_t hash_of(hw_text t)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < t.length; i++)
		hash = (hash ^ (unsigned char)t.bytes[i]) * 16777619u;
	return hash ^ hash >> 15;
}

static unit *find(const uint32_t *latin, size_t l, const uint32_t *cyrillic, size_t c, int add)
{
	uint32_t key[LATIN_UNIT + CYRILLIC_UNIT] = {0};

	memcpy(key, latin, l * sizeof *key);
	memcpy(key + LATIN_UNIT, cyrillic, c * sizeof *key);
	uint64_t hash = names_hash(key, sizeof key);
	for (size_t at = (size_t)(hash ^ hash >> 29) % TABLE;; at = (at + 1) % TABLE) {
		if (!units[at].used) {
			if (!add || unit_count > TABLE / 2)
				return NULL;
			units[at].used = 1;
			memcpy(units[at].key, key, sizeof key);
			unit_count++;
			return &units[at];
		}
		if (!memcmp(units[at].key, key, sizeof key))
			return &units[at];
	}
}

static int allowed(size_t l, size_t c)
{
	return (c == 1 && l <= 4) || (c == 2 && l >= 1 && l <= 2) || (c == 0 && l >= 1 && l <= 2);
}

/* Forward, backward, expected counts; returns the log of the likelihood. */
static double expect(const pair *p, double rate)
{
	static double forward[WORD + 1][WORD + 1], backward[WORD + 1][WORD + 1];
	size_t n = p->latin.count, m = p->cyrillic.count;

	memset(forward, 0, sizeof forward);
	memset(backward, 0, sizeof backward);
	forward[0][0] = backward[n][m] = 1;
	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++)
			for (size_t l = 0; l <= LATIN_UNIT && l <= i; l++)
				for (size_t c = 0; c <= CYRILLIC_UNIT && c <= j; c++) {
					if (!allowed(l, c) || forward[i - l][j - c] <= 0)
						continue;
					unit *u = find(p->latin.at + i - l, l, p->cyrillic.at + j - c, c, 0);
					if (u)
						forward[i][j] += forward[i - l][j - c] * u->weight;
				}
	double whole = forward[n][m];
	if (whole <= 0 || rate <= 0)
		return whole > 0 ? log(whole) : -1e9;
	for (size_t i = n + 1; i-- > 0;)
		for (size_t j = m + 1; j-- > 0;)
			for (size_t l = 0; l <= LATIN_UNIT && i + l <= n; l++)
				for (size_t c = 0; c <= CYRILLIC_UNIT && j + c <= m; c++) {
					if (!allowed(l, c) || backward[i + l][j + c] <= 0)
						continue;
					unit *u = find(p->latin.at + i, l, p->cyrillic.at + j, c, 0);
					if (!u)
						continue;
					backward[i][j] += u->weight * backward[i + l][j + c];
					u->count += rate * forward[i][j] * u->weight * backward[i + l][j + c] / whole;
				}
	return log(whole);
}

static void begin(void)
{
	for (size_t p = 0; p < pair_count; p++) {
		const word *a = &pairs[p].latin, *b = &pairs[p].cyrillic;
		for (size_t i = 0; i <= a->count; i++)
			for (size_t j = 0; j <= b->count; j++)
				for (size_t l = 0; l <= LATIN_UNIT && i + l <= a->count; l++)
					for (size_t c = 0; c <= CYRILLIC_UNIT && j + c <= b->count; c++) {
						double away = fabs((double)i / (double)a->count -
								   (double)j / (double)b->count);
						if (!allowed(l, c) || away > 0.25)
							continue;
						unit *u = find(a->at + i, l, b->at + j, c, 1);
						if (u) /* short units first: they are the likelier explanation */
							u->count += pow(0.3, (double)(l + c)) * (c && l ? 1 : 0.05);
					}
	}
}

/* Long units have to earn their place. */
static void settle(double least)
{
	double sum = 0;

	for (size_t i = 0; i < TABLE; i++)
		if (units[i].used) {
			size_t letters = 0;
			for (size_t k = 0; k < LATIN_UNIT + CYRILLIC_UNIT; k++)
				letters += units[i].key[k] != 0;
			double c = units[i].count - (letters > 2 ? least * (double)(letters - 1) : least);
			units[i].weight = c > 0 ? c : 0;
			sum += units[i].weight;
			units[i].count = 0;
		}
	for (size_t i = 0; i < TABLE; i++)
		units[i].weight /= sum;
}

/* Words with a letter of the other script are errors of the list. */
static size_t letters_of(const names_tables *tables, hw_arena *arena, hw_text t, uint32_t *out)
{
	hw_error error = {0};
	names_runes runes;

	if (hw_text_lower(arena, t, &t, &error) || names_runes_of(arena, t, &runes, &error) ||
	    names_script_of(t) > NAMES_SCRIPT_CYRILLIC)
		return 0;
	return names_crossing_letters(tables, runes.at, runes.count, out, WORD);
}

static void read_pairs(const char *path, const names_tables *tables, hw_arena *arena)
{
	const hw_csv_row *row;
	hw_csv *csv;
	hw_error error = {0};

	if (hw_csv_open(path, &csv, &error))
		exit(1);
	pairs = calloc(200000, sizeof *pairs);
	while (pairs && !hw_csv_next(csv, &row, &error) && row && pair_count < 200000) {
		pair *p = &pairs[pair_count];
		if (hash_of(row->fields[0]) & 1)
			continue;
		hw_arena_reset(arena);
		p->latin.count = letters_of(tables, arena, row->fields[0], p->latin.at);
		p->cyrillic.count = letters_of(tables, arena, row->fields[1], p->cyrillic.at);
		if (p->latin.count > 3 && p->cyrillic.count > 3 && p->latin.count < WORD && p->cyrillic.count < WORD)
			pair_count++;
	}
	hw_csv_close(csv);
}

static void show(const uint32_t *letters, size_t most)
{
	char out[32];
	size_t length = 0;

	for (size_t i = 0; i < most && letters[i]; i++)
		length += hw_utf8_write(letters[i], out + length);
	printf("%.*s", length ? (int)length : 1, length ? out : "-");
}

static int by_key(const void *a, const void *b)
{
	const unit *left = a, *right = b;

	for (size_t i = 0; i < LATIN_UNIT + CYRILLIC_UNIT; i++)
		if (left->key[i] != right->key[i])
			return left->key[i] < right->key[i] ? -1 : 1;
	return 0;
}

/* Letters that hardly occur have no chance row, and their units are left out. */
static int frequent(const uint32_t *latin, const double *counts)
{
	for (size_t i = 0; i < LATIN_UNIT; i++)
		if (latin[i] && counts[latin[i] % 0x600] <= 20)
			return 0;
	return 1;
}

int main(int count, char **words)
{
	names_tables *tables;
	hw_arena *arena = hw_arena_new((size_t)64 << 20);
	hw_error error = {0};
	char letter[8];
	double latin[0x600] = {0}, total = 0, cyrillic[0x600] = {0}, cyrillic_total = 0;

	units = calloc(TABLE, sizeof *units);
	if (count != 2 || !units || names_tables_open(&tables, &error))
		return 1;
	read_pairs(words[1], tables, arena);
	fprintf(stderr, "%zu pairs\n", pair_count);
	begin();
	settle(0.02);
	for (size_t p = 0; p < pair_count; p++) {
		for (size_t i = 0; i < pairs[p].latin.count; i++, total++)
			latin[pairs[p].latin.at[i] % 0x600]++;
		for (size_t i = 0; i < pairs[p].cyrillic.count; i++, cyrillic_total++)
			cyrillic[pairs[p].cyrillic.at[i] % 0x600]++;
	}
	for (unsigned round = 0; round < ROUNDS; round++) {
		double sum = 0;
		size_t ignored = 0;
		for (size_t p = 0; p < pair_count; p++) {
			double chance = 0;
			for (size_t i = 0; i < pairs[p].latin.count; i++)
				chance += log(latin[pairs[p].latin.at[i] % 0x600] / total);
			for (size_t i = 0; i < pairs[p].cyrillic.count; i++)
				chance += log(cyrillic[pairs[p].cyrillic.at[i] % 0x600] / cyrillic_total);
			double value = expect(&pairs[p], pairs[p].ignored ? 0 : 1);
			if (round >= 3)
				pairs[p].ignored = value < chance;
			ignored += (size_t)pairs[p].ignored;
			sum += pairs[p].ignored ? 0 : value;
		}
		settle(round < 4 ? 1 : 3);
		fprintf(stderr, "round %u: %.4f a pair, %zu ignored\n", round, sum / (double)pair_count, ignored);
	}
	printf("# How Latin letters are read in Cyrillic: Latin letters, Cyrillic letters, cost (minus log of the "
	       "probability).\n"
	       "# Learnt by bench/names/learn_readings.c from pairs of name tokens of Wikidata (CC0; the list of "
	       "Merhav and Ash,\n"
	       "# NETransliteration-COLING2018): made by a program, sorted; a row may be added in its place.\n"
	       "# ^ and $ are the ends of the word, - is nothing; и stands for и і ї ы, е for е є э ё йо ьо, г for г "
	       "ґ, ь ъ are left out.\n"
	       "# chance LETTER cost: of the letter by itself, in either script.\n");
	for (uint32_t c = 0; c < 0x600; c++) {
		if (latin[c] > 20 && (c < 0x400 && c != '^' && c != '$'))
			printf("chance %.*s %.2f\n", (int)hw_utf8_write(c, letter), letter, -log(latin[c] / total));
		if (cyrillic[c] > 20 && c >= 0x400)
			printf("chance %.*s %.2f\n", (int)hw_utf8_write(c, letter), letter,
			       -log(cyrillic[c] / cyrillic_total));
	}
	printf("chance ^ %.2f\nchance $ %.2f\n", -log(latin['^'] / total), -log(latin['$'] / total));
	qsort(units, TABLE, sizeof *units, by_key);
	for (size_t i = 0; i < TABLE; i++)
		if (units[i].used && units[i].weight > 0 && frequent(units[i].key, latin)) {
			show(units[i].key, LATIN_UNIT);
			printf(" ");
			show(units[i].key + LATIN_UNIT, CYRILLIC_UNIT);
			printf(" %.2f\n", -log(units[i].weight));
		}
	return 0;
}
