/* api_door.c - signing in and out, the first run, one's own password and second factor; users. */
#include "web/site_int.h"

#include <string.h>

static const double FIRST_SECONDS = 3600;

/* ---- who is signed in ------------------------------------------------------------------------ */
static void write_roles(hw_json_writer *w, const bureau *b)
{
	size_t count;
	const char *const *names = bureau_role_names(&count);

	hw_json_array(w, "roles");
	for (size_t i = 0; i < count; i++)
		if (bureau_roles_of(b) & 1u << i)
			hw_json_string(w, NULL, names[i]);
	hw_json_close(w, ']');
	hw_json_array(w, "rights");
	for (int right = 0; right < BUREAU_RIGHT_COUNT; right++)
		if (bureau_may(b, (bureau_right)right))
			hw_json_string(w, NULL, bureau_right_key((bureau_right)right));
	hw_json_close(w, ']');
}

static void write_people(hw_json_writer *w, const bureau_users *users)
{
	hw_json_array(w, "users");
	for (size_t i = 0; i < users->count; i++) {
		hw_text rest = users->items[i].roles, role;

		if (users->items[i].disabled)
			continue;
		hw_json_object(w, NULL);
		hw_json_text(w, "id", users->items[i].id);
		hw_json_text(w, "name", users->items[i].name);
		hw_json_array(w, "roles");
		while (hw_text_split(&rest, ';', &role))
			hw_json_text(w, NULL, hw_text_trim(role));
		hw_json_close(w, ']');
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

static hw_text name_of(const bureau_users *users, const char *id)
{
	for (size_t i = 0; i < users->count; i++)
		if (hw_text_is(users->items[i].id, id))
			return users->items[i].name;
	return hw_text_of(id);
}

/* The object Session; `b` NULL: a stranger. */
static hw_status write_session(web_call *call, bureau *b, const char *csrf, hw_error *error)
{
	hw_json_writer w;
	bureau_face face;
	bool totp = false;

	HW_TRY(b ? bureau_face_here(b, call->arena, &face, error)
		 : bureau_face_of(&call->site->door, call->arena, &face, error));
	hw_buffer_free(&call->answer->body);
	call->answer->type = "application/json";
	w = hw_json_writer_new(&call->answer->body, false);
	hw_json_object(&w, NULL);
	if (b) {
		char day[11];

		hw_json_string(&w, "user", bureau_user(b));
		hw_json_text(&w, "display", name_of(&face.users, bureau_user(b)));
		write_roles(&w, b);
		hw_json_string(&w, "as_of", hw_days_write(bureau_as_of(b), day));
		if (!face.training)
			HW_TRY(bureau_totp_stands(b, &totp, error));
		HW_TRY(bureau_last_import_json(b, &w, error));
	} else {
		hw_json_null(&w, "user");
		hw_json_null(&w, "display");
		hw_json_array(&w, "roles");
		hw_json_close(&w, ']');
		hw_json_array(&w, "rights");
		hw_json_close(&w, ']');
		hw_json_text(&w, "as_of", face.as_of);
	}
	hw_json_boolean(&w, "training", face.training);
	hw_json_string(&w, "version", HOMEWARD_VERSION);
	hw_json_boolean(&w, "needs_first_user", face.needs_first);
	if (b || face.training) {
		hw_json_object(&w, "ledger");
		hw_json_integer(&w, "entries", face.entries);
		hw_json_close(&w, '}');
	} else {
		hw_json_null(&w, "ledger"); /* how much is done here is nobody's else */
	}
	hw_json_string(&w, "csrf", csrf);
	hw_json_boolean(&w, "totp", totp);
	if (face.training)
		write_people(&w, &face.users);
	hw_json_close(&w, '}');
	return HW_OK;
}

static hw_status show_session(web_call *call, hw_error *error)
{
	return write_session(call, call->b, call->b ? call->session.csrf : "", error);
}

/* ---- in and out ---------------------------------------------------------------------------------- */
static void set_cookie(web_call *call, const char *key, int seconds)
{
	(void)snprintf(call->answer->cookie, sizeof(call->answer->cookie),
		       "homeward=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s", key, seconds,
		       call->site->tls ? "; Secure" : "");
}

/* The pass becomes a session; what was open in this browser before ends. */
static hw_status begin_session(web_call *call, const bureau_pass *pass, hw_error *error)
{
	char key[SESSION_KEY];
	web_session session;
	web_desk desk = {0};
	hw_status status;

	web_session_end(call->site->sessions, call->key);
	if (!web_session_begin(call->site->sessions, pass, key) ||
	    !web_session_find(call->site->sessions, key, true, &session))
		return web_problem(call, 503, "busy", "too many people are signed in", "try again in some minutes");
	status = web_desk_turn(call->site, &desk, pass, NULL, "session", error);
	if (status == HW_OK)
		status = write_session(call, desk.b, session.csrf, error);
	bureau_close(desk.b);
	if (status == HW_OK)
		set_cookie(call, key, SESSION_WHOLE);
	else
		web_session_end(call->site->sessions, key);
	return status;
}

static hw_status sign_in(web_call *call, hw_error *error)
{
	bureau_credentials given = {0};
	bureau_refusal refusal;
	bureau_pass pass;
	hw_status status;
	int64_t wait;

	HW_TRY(web_need(call, "user", &given.user, error));
	HW_TRY(web_take(call, "password", &given.password, error));
	HW_TRY(web_take(call, "code", &given.code, error));
	status = bureau_pass_take(&call->site->door, &given, &pass, &refusal, &wait, error);
	if (status == HW_OK)
		return begin_session(call, &pass, error);
	if (status != HW_NOT_PERMITTED)
		return status;
	if (refusal == BUREAU_LOCKED_OUT) {
		call->answer->retry = wait;
		return web_problem(call, 429, "locked", "too many wrong passwords for this user",
				   "wait, or ask an administrator for a new token");
	}
	if (refusal == BUREAU_CODE)
		return web_problem(call, 401, "second-factor", "the six digits of the second factor are needed", NULL);
	return web_problem(call, 401, "wrong-password", "the name or the password is not right", NULL);
}

static hw_status sign_out(web_call *call, hw_error *error)
{
	(void)error;
	web_session_end(call->site->sessions, call->key);
	set_cookie(call, "", 0);
	call->answer->status = 204;
	call->answer->type = NULL;
	return HW_OK;
}

/* ---- the first run ----------------------------------------------------------------------------------- */
/* The key serves once; a wrong one does not use it up. */
static bool use_first_key(web_site *site, const char *key)
{
	bool right;

	(void)pthread_mutex_lock(&site->first_lock);
	right = hw_clock_seconds() - site->first_made < FIRST_SECONDS && web_key_equal(site->first_key, key);
	if (right)
		site->first_key[0] = '\0';
	(void)pthread_mutex_unlock(&site->first_lock);
	return right;
}

/* What was asked of it could not be done: it may be asked again. */
static void give_first_key_back(web_site *site, const char *key)
{
	(void)pthread_mutex_lock(&site->first_lock);
	(void)snprintf(site->first_key, sizeof(site->first_key), "%s", key);
	(void)pthread_mutex_unlock(&site->first_lock);
}

static hw_status first(web_call *call, hw_error *error)
{
	const char *key, *user, *password;
	bureau_credentials given = {0};
	bureau_refusal refusal;
	bureau_pass pass;
	bureau_face face;
	hw_status status;
	int64_t wait;

	HW_TRY(web_need(call, "key", &key, error));
	HW_TRY(web_need(call, "user", &user, error));
	HW_TRY(web_take(call, "password", &password, error));
	HW_TRY(bureau_face_of(&call->site->door, call->arena, &face, error));
	if (!face.training)
		HW_TRY(web_need(call, "password", &password, error));
	if (!use_first_key(call->site, key))
		return web_problem(call, 403, "not-permitted", "this link has been used or is too old",
				   "start the program again: it prints a new one");
	if (!face.training) {
		status = bureau_first_password(&call->site->door, user, password, error);
		if (status != HW_OK) {
			give_first_key_back(call->site, key);
			return status;
		}
	}
	given = (bureau_credentials){.user = user, .password = password};
	status = bureau_pass_take(&call->site->door, &given, &pass, &refusal, &wait, error);
	if (status == HW_OK)
		return begin_session(call, &pass, error);
	give_first_key_back(call->site, key);
	return status;
}

/* ---- one's own password and second factor ----------------------------------------------------------------- */
static void passed_on(web_call *call, const bureau_pass *pass)
{
	web_session_renew(call->site->sessions, call->key, pass);
	web_session_end_user(call->site->sessions, pass->user, call->key);
}

static hw_status set_password(web_call *call, hw_error *error)
{
	const char *old, *password;
	bureau_pass pass;

	HW_TRY(web_need(call, "old", &old, error));
	HW_TRY(web_need(call, "new", &password, error));
	HW_TRY(bureau_password_set(call->b, old, password, &pass, error));
	passed_on(call, &pass);
	call->answer->status = 204;
	call->answer->type = NULL;
	return HW_OK;
}

static hw_status second_factor(web_call *call, hw_error *error)
{
	char secret[BUREAU_TOTP_BYTES];
	const char *act, *code;
	bureau_pass pass;
	bool stands;

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(web_take(call, "code", &code, error));
	if (!strcmp(act, "begin")) {
		HW_TRY(bureau_totp_begin(call->b, secret, error));
		hw_json_string(&call->w, "secret", secret);
		hw_json_text(&call->w, "uri",
			     hw_text_format(call->arena,
					    "otpauth://totp/Homeward:%s?secret=%s&issuer=Homeward&digits=6&period=30",
					    bureau_user(call->b), secret));
	} else if (!strcmp(act, "confirm")) {
		HW_TRY(bureau_totp_confirm(call->b, code ? code : "", &pass, error));
		passed_on(call, &pass);
	} else if (!strcmp(act, "remove")) {
		HW_TRY(bureau_totp_remove(call->b, code ? code : "", &pass, error));
		passed_on(call, &pass);
	} else {
		(void)hw_fail(error, HW_BAD_INPUT, "this is begin, confirm or remove");
		return hw_error_what(error, "act"), HW_BAD_INPUT;
	}
	HW_TRY(bureau_totp_stands(call->b, &stands, error));
	hw_json_boolean(&call->w, "totp", stands);
	return HW_OK;
}

/* ---- users --------------------------------------------------------------------------------------------------- */
static int count_sessions(void *context, hw_text user)
{
	web_call *call = context;

	return web_session_count(call->site->sessions, hw_text_copy(call->arena, user).bytes);
}

static hw_status show_users(web_call *call, hw_error *error)
{
	return bureau_doors_json(call->b, call->arena, count_sessions, call, &call->w, error);
}

static hw_status read_roles(web_call *call, const char *roles[16], size_t *count, hw_error *error)
{
	const hw_json *list = hw_json_get(call->body, "roles");

	for (*count = 0; *count < hw_json_count(list) && *count < 16; ++*count) {
		const hw_json *one = hw_json_at(list, *count);

		if (hw_json_kind_of(one) != HW_JSON_TEXT) {
			(void)hw_fail(error, HW_BAD_INPUT, "a role is a text");
			return hw_error_what(error, "roles"), HW_BAD_INPUT;
		}
		roles[*count] = hw_json_as_text(one).bytes;
	}
	return HW_OK;
}

static hw_status change_user(web_call *call, hw_error *error)
{
	const char *act, *user, *display, *roles[16];
	char token[BUREAU_TOKEN_BYTES] = "";
	size_t count;

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(web_need(call, "user", &user, error));
	HW_TRY(web_take(call, "display", &display, error));
	HW_TRY(read_roles(call, roles, &count, error));
	if (!strcmp(act, "add")) {
		HW_TRY(bureau_user_add(call->b, user, display ? display : user, roles, count, token, error));
	} else if (!strcmp(act, "disable")) {
		HW_TRY(bureau_user_disable(call->b, user, error));
	} else if (!strcmp(act, "token")) {
		HW_TRY(bureau_user_token(call->b, user, token, error));
	} else if (strcmp(act, "end-sessions") != 0) {
		(void)hw_fail(error, HW_BAD_INPUT, "this is add, disable, token or end-sessions");
		return hw_error_what(error, "act"), HW_BAD_INPUT;
	}
	web_session_end_user(call->site->sessions, user, !strcmp(user, bureau_user(call->b)) ? call->key : NULL);
	hw_json_string(&call->w, "user", user);
	hw_json_string(&call->w, "done", act);
	if (*token)
		hw_json_string(&call->w, "token", token);
	explicit_bzero(token, sizeof(token));
	return HW_OK;
}

const web_route web_door_routes[] = {
	{"GET", "/session", WEB_ANYONE, WEB_OPEN | WEB_BARE | WEB_QUIET, WEB_QUICK, show_session},
	{"POST", "/session", WEB_ANYONE, WEB_OPEN | WEB_BARE, WEB_QUICK, sign_in},
	{"DELETE", "/session", WEB_ANYONE, WEB_BARE, WEB_QUICK, sign_out},
	{"POST", "/session/password", WEB_ANYONE, WEB_BARE, WEB_QUICK, set_password},
	{"POST", "/session/totp", WEB_ANYONE, 0, WEB_QUICK, second_factor},
	{"POST", "/first", WEB_ANYONE, WEB_OPEN | WEB_BARE, WEB_QUICK, first},
	{"GET", "/users", BUREAU_MAY_USERS, 0, WEB_QUICK, show_users},
	{"POST", "/users", BUREAU_MAY_USERS, 0, WEB_QUICK, change_user},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
