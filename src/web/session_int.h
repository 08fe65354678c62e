/* session_int.h - who is signed in: random keys in memory, nothing on disk; all end with the process. */
#ifndef HW_WEB_SESSION_INT_H
#define HW_WEB_SESSION_INT_H

#include "web/web.h"

enum {
	SESSION_KEY = 44,       /* base 64 of 32 bytes, with its NUL */
	SESSION_IDLE = 30 * 60, /* seconds without an act or a page that a person asked for */
	SESSION_WHOLE = 12 * 3600,
	SESSIONS = 2048,
	SESSIONS_OF_ONE = 32 /* the longest unused ends when one more begins */
};

typedef struct web_session {
	bureau_pass pass;
	char csrf[SESSION_KEY];
} web_session;

typedef struct web_sessions web_sessions;
web_sessions *web_sessions_new(void);
void web_sessions_free(web_sessions *all); /* NULL allowed */
/* `key` goes to the user, in a cookie; false: no room. */
bool web_session_begin(web_sessions *all, const bureau_pass *pass, char key[SESSION_KEY]);
/* Looked up by the hash of its key; `use`: a person asked, so the idle time starts again. */
bool web_session_find(web_sessions *all, const char *key, bool use, web_session *found);
/* After a change of one's own password or second factor. */
void web_session_renew(web_sessions *all, const char *key, const bureau_pass *pass);
void web_session_end(web_sessions *all, const char *key);
/* All of a user, but the one with the key `besides` (NULL: all). */
void web_session_end_user(web_sessions *all, const char *user, const char *besides);
int web_session_count(web_sessions *all, const char *user);
/* 32 random bytes in base 64 for addresses. */
void web_key_make(char key[SESSION_KEY]);
bool web_key_equal(const char *a, const char *b); /* in constant time */

#endif
