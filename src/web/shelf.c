/* shelf.c - things made once that several threads read.  Read shelf_int.h first. */
#include "web/shelf_int.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct web_place {
	struct web_place *next;
	char *key;
	int64_t change;
	void *thing;
	size_t bytes, readers;
	uint64_t asked;
	bool off; /* taken from the shelf while somebody reads it */
};

struct web_shelf {
	pthread_mutex_t lock;
	struct web_place *places;
	size_t most, limit, count, bytes;
	uint64_t clock;
	void (*drop)(void *thing);
};

web_shelf *web_shelf_new(size_t most, size_t bytes, void (*drop)(void *thing))
{
	web_shelf *shelf = calloc(1, sizeof(*shelf));

	if (!shelf)
		return NULL;
	*shelf = (web_shelf){.most = most, .limit = bytes, .drop = drop};
	(void)pthread_mutex_init(&shelf->lock, NULL);
	return shelf;
}

static void destroy(web_shelf *shelf, struct web_place *place)
{
	shelf->drop(place->thing);
	free(place->key);
	free(place);
}

/* With the lock held. */
static void take_off(web_shelf *shelf, struct web_place *place)
{
	struct web_place **at = &shelf->places;

	while (*at != place)
		at = &(*at)->next;
	*at = place->next;
	shelf->count--;
	shelf->bytes -= place->bytes;
	place->off = true;
	if (!place->readers)
		destroy(shelf, place);
}

void web_shelf_free(web_shelf *shelf)
{
	if (!shelf)
		return;
	while (shelf->places)
		take_off(shelf, shelf->places);
	(void)pthread_mutex_destroy(&shelf->lock);
	free(shelf);
}

static struct web_place *find(web_shelf *shelf, const char *key)
{
	for (struct web_place *p = shelf->places; p; p = p->next)
		if (!strcmp(p->key, key))
			return p;
	return NULL;
}

static web_shelved take(web_shelf *shelf, const char *key, bool any, int64_t change)
{
	web_shelved taken = {0};
	struct web_place *place;

	(void)pthread_mutex_lock(&shelf->lock);
	place = find(shelf, key);
	if (place && (any || place->change == change)) {
		place->readers++;
		place->asked = ++shelf->clock;
		taken = (web_shelved){place->thing, place};
	}
	(void)pthread_mutex_unlock(&shelf->lock);
	return taken;
}

web_shelved web_shelf_take(web_shelf *shelf, const char *key, int64_t change)
{
	return take(shelf, key, false, change);
}

web_shelved web_shelf_latest(web_shelf *shelf, const char *key)
{
	return take(shelf, key, true, 0);
}

/* With the lock held. */
static void make_room(web_shelf *shelf, size_t bytes)
{
	while (shelf->count && (shelf->count >= shelf->most || shelf->bytes + bytes > shelf->limit)) {
		struct web_place *oldest = shelf->places;

		for (struct web_place *p = shelf->places; p; p = p->next)
			if (p->asked < oldest->asked)
				oldest = p;
		take_off(shelf, oldest);
	}
}

web_shelved web_shelf_put(web_shelf *shelf, const char *key, int64_t change, void *thing, size_t bytes)
{
	struct web_place *place = calloc(1, sizeof(*place)), *old;

	if (place)
		place->key = strdup(key);
	if (!place || !place->key || bytes > shelf->limit) {
		if (place)
			free(place->key);
		free(place);
		shelf->drop(thing);
		return (web_shelved){0};
	}
	(void)pthread_mutex_lock(&shelf->lock);
	old = find(shelf, key);
	if (old)
		take_off(shelf, old);
	make_room(shelf, bytes);
	place->change = change;
	place->thing = thing;
	place->bytes = bytes;
	place->readers = 1;
	place->asked = ++shelf->clock;
	place->next = shelf->places;
	shelf->places = place;
	shelf->count++;
	shelf->bytes += bytes;
	(void)pthread_mutex_unlock(&shelf->lock);
	return (web_shelved){thing, place};
}

void web_shelf_return(web_shelf *shelf, web_shelved taken)
{
	if (!taken.place)
		return;
	(void)pthread_mutex_lock(&shelf->lock);
	if (--taken.place->readers == 0 && taken.place->off)
		destroy(shelf, taken.place);
	(void)pthread_mutex_unlock(&shelf->lock);
}
