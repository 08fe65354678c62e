/* session.c - who is signed in.  Read session_int.h first. */
#include "web/session_int.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
	unsigned char hash[crypto_generichash_BYTES]; /* of the key: who reads the memory of a page has no key of it */
	web_session session;
	double begun, used;
	bool there;
} entry;

struct web_sessions {
	pthread_mutex_t lock;
	entry entries[SESSIONS];
};

void web_key_make(char key[SESSION_KEY])
{
	unsigned char bytes[32];

	randombytes_buf(bytes, sizeof(bytes));
	(void)sodium_bin2base64(key, SESSION_KEY, bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof(bytes));
}

bool web_key_equal(const char *a, const char *b)
{
	size_t length = strlen(a);

	return length > 0 && length == strlen(b) && sodium_memcmp(a, b, length) == 0;
}

web_sessions *web_sessions_new(void)
{
	web_sessions *all = sodium_init() < 0 ? NULL : calloc(1, sizeof(*all));

	if (all)
		(void)pthread_mutex_init(&all->lock, NULL);
	return all;
}

void web_sessions_free(web_sessions *all)
{
	if (!all)
		return;
	(void)pthread_mutex_destroy(&all->lock);
	sodium_memzero(all, sizeof(*all));
	free(all);
}

static void hash_of(const char *key, unsigned char hash[crypto_generichash_BYTES])
{
	(void)crypto_generichash(hash, crypto_generichash_BYTES, (const unsigned char *)key, strlen(key), NULL, 0);
}

static bool alive(entry *e, double now)
{
	if (e->there && (now - e->used > SESSION_IDLE || now - e->begun > SESSION_WHOLE))
		sodium_memzero(e, sizeof(*e));
	return e->there;
}

static bool is_of(const entry *e, const char *user)
{
	return !strcmp(e->session.pass.user, user);
}

/* With the lock held.  A free place; when the user has many sessions already, the one that he used longest ago. */
static entry *place_for(web_sessions *all, const char *user, double now)
{
	entry *free_one = NULL, *oldest = NULL;
	size_t own = 0;

	for (size_t i = 0; i < SESSIONS; i++) {
		entry *e = &all->entries[i];

		if (!alive(e, now)) {
			free_one = free_one ? free_one : e;
		} else if (is_of(e, user)) {
			own++;
			if (!oldest || e->used < oldest->used)
				oldest = e;
		}
	}
	return own >= SESSIONS_OF_ONE ? oldest : free_one;
}

bool web_session_begin(web_sessions *all, const bureau_pass *pass, char key[SESSION_KEY])
{
	double now = hw_clock_seconds();
	entry *e;

	(void)pthread_mutex_lock(&all->lock);
	e = place_for(all, pass->user, now);
	if (e) {
		*e = (entry){.session = {.pass = *pass}, .begun = now, .used = now, .there = true};
		web_key_make(key);
		web_key_make(e->session.csrf);
		hash_of(key, e->hash);
	}
	(void)pthread_mutex_unlock(&all->lock);
	return e != NULL;
}

/* With the lock held. */
static entry *find(web_sessions *all, const char *key)
{
	unsigned char hash[crypto_generichash_BYTES];
	double now = hw_clock_seconds();

	if (!key || !*key)
		return NULL;
	hash_of(key, hash);
	for (size_t i = 0; i < SESSIONS; i++)
		if (alive(&all->entries[i], now) && sodium_memcmp(all->entries[i].hash, hash, sizeof(hash)) == 0)
			return &all->entries[i];
	return NULL;
}

bool web_session_find(web_sessions *all, const char *key, bool use, web_session *found)
{
	entry *e;

	(void)pthread_mutex_lock(&all->lock);
	e = find(all, key);
	if (e) {
		*found = e->session;
		if (use)
			e->used = hw_clock_seconds();
	}
	(void)pthread_mutex_unlock(&all->lock);
	return e != NULL;
}

void web_session_renew(web_sessions *all, const char *key, const bureau_pass *pass)
{
	entry *e;

	(void)pthread_mutex_lock(&all->lock);
	e = find(all, key);
	if (e)
		e->session.pass = *pass;
	(void)pthread_mutex_unlock(&all->lock);
}

void web_session_end(web_sessions *all, const char *key)
{
	entry *e;

	(void)pthread_mutex_lock(&all->lock);
	e = find(all, key);
	if (e)
		sodium_memzero(e, sizeof(*e));
	(void)pthread_mutex_unlock(&all->lock);
}

void web_session_end_user(web_sessions *all, const char *user, const char *besides)
{
	entry *kept;

	(void)pthread_mutex_lock(&all->lock);
	kept = find(all, besides);
	for (size_t i = 0; i < SESSIONS; i++)
		if (all->entries[i].there && &all->entries[i] != kept && is_of(&all->entries[i], user))
			sodium_memzero(&all->entries[i], sizeof(all->entries[i]));
	(void)pthread_mutex_unlock(&all->lock);
}

int web_session_count(web_sessions *all, const char *user)
{
	double now = hw_clock_seconds();
	int count = 0;

	(void)pthread_mutex_lock(&all->lock);
	for (size_t i = 0; i < SESSIONS; i++)
		count += alive(&all->entries[i], now) && is_of(&all->entries[i], user);
	(void)pthread_mutex_unlock(&all->lock);
	return count;
}
