/* site_int.h - the application behind the server: sessions, desks, what was made once, tasks; and a call of the API. */
#ifndef HW_WEB_SITE_INT_H
#define HW_WEB_SITE_INT_H

#include "web/session_int.h"
#include "web/shelf_int.h"
#include "web/web.h"

#include <pthread.h>
#include <stdatomic.h>

/* Embedded files: of src/web/assets, of ui/dist as they are, and those of them that gzip makes smaller. */
hw_text web_data_find(const char *name);
hw_text ui_data_find(const char *name);
hw_text ui_packed_data_find(const char *name);

/* An open bureau, turned to one user after another. */
typedef struct web_desk {
	bureau *b;
	pthread_mutex_t lock;
	double asked; /* when somebody last asked here; seconds */
} web_desk;

typedef struct web_tasks web_tasks;

struct web_site {
	bureau_door door;
	bureau_run run;
	hw_progress progress; /* stops long work when the site is closed */
	atomic_bool closing;
	bool tls;
	web_sessions *sessions;
	/* Quick and search workers have a desk each; the thinking lane and what is estimated behind the page share one, because
	 * what it has computed is large. */
	web_desk desks[WEB_WORKERS_LIMIT], thinker;
	web_shelf *answers, *orders, *estimates;
	web_tasks *tasks;
	pthread_mutex_t first_lock;
	char first_key[SESSION_KEY]; /* "" once it was used */
	double first_made;
};

/* ---- a call of the API ------------------------------------------------------------------- */
typedef struct web_route web_route;
enum { WEB_PARTS = 2, WEB_PART = 160 };
typedef struct web_call {
	web_site *site;
	const web_request *request;
	web_answer *answer;
	const web_route *route;
	char key[SESSION_KEY]; /* of the session; "" for a stranger */
	web_session session;
	const char *lang;
	hw_arena *arena;
	bureau *b; /* turned to the user; NULL on a route that is open to strangers */
	bureau_run run;
	int64_t change;                 /* the last change of the data */
	bool fleeting;                  /* this answer will be another in a moment: it is not kept for others */
	char part[WEB_PARTS][WEB_PART]; /* what stood at {id} */
	hw_json *body;                  /* an object; NULL when there is none */
	hw_json_writer w;               /* an open object with as_of and training, when the route is no WEB_BARE one */
} web_call;

enum {
	WEB_OPEN = 1,   /* for strangers, too */
	WEB_SHARED = 2, /* the same for everybody with the same roles, until the data change */
	WEB_BARE = 4,   /* writes its answer itself */
	WEB_QUIET = 8,  /* asked by the page of its own accord: does not keep a session awake */
	WEB_DAY = 16,   /* `at` in the query asks about another day */
	WEB_FILE = 32   /* the body is a file, no JSON */
};
#define WEB_ANYONE BUREAU_RIGHT_COUNT /* who is signed in; the function below the door decides */

typedef hw_status (*web_act)(web_call *call, hw_error *error);
struct web_route {
	const char *method, *path; /* "/person/{id}/where" */
	bureau_right right;
	unsigned flags, lane;
	web_act act;
};

/* The routes of a subject, each table ending with a NULL method. */
extern const web_route web_door_routes[], web_people_routes[], web_place_routes[], web_plan_routes[],
	web_round_routes[], web_law_routes[], web_family_routes[], web_keeping_routes[], web_evidence_routes[],
	web_import_routes[];
/* Every route of the API; NULL behind the last. */
const web_route *web_route_at(size_t index);

/* Answers. */
hw_status web_problem(web_call *call, int status, const char *type, const char *title, const char *remedy);
void web_problem_of(web_call *call, hw_status status, const hw_error *error);
/* A remedy that is a command of the shell: none on a page. */
bool web_is_for_shell(const char *words);
/* The sheet under the name of its kind, or laid out when the query says form=sheet. */
hw_status web_sheet(web_call *call, const bureau_sheet *sheet);
/* A sheet on paper when the query says form=pdf. */
hw_status web_done(web_call *call, const char *act, hw_text id, const char *state, hw_text pending);

/* A member of the body as text that ends with NUL; NULL when it is not there.  A number is refused. */
hw_status web_take(const web_call *call, const char *key, const char **text, hw_error *error);
hw_status web_need(const web_call *call, const char *key, const char **text, hw_error *error);
/* A whole number of the query within bounds. */
hw_status web_take_number(const web_call *call, const char *name, int64_t low, int64_t high, int64_t *value,
			  hw_error *error);
bool web_flag(const web_call *call, const char *name); /* name=1 in the query */

/* Opens the desk's bureau as the user, or turns it to him. */
hw_status web_desk_turn(web_site *site, web_desk *desk, const bureau_pass *pass, const char *as_of, const char *name,
			hw_error *error);

/* ---- a file that lives as long as a call: in memory where the machine can, readable by its owner only ------------- */
typedef struct web_file {
	char folder[64], path[512];
} web_file;
/* `name` is how messages call it; letters that no file name has become "_". */
HW_MUST_CHECK hw_status web_file_write(web_file *file, const char *name, hw_text bytes, hw_error *error);
void web_file_name(web_file *file, const char *name);
void web_file_drop(web_file *file); /* and everything beside it */
/* In `error`, the place of the file becomes `called`.  Also after web_file_drop. */
void web_file_forget(const web_file *file, const char *called, hw_error *error);
void web_files_sweep(void); /* those of servers that were killed */

/* ---- a folder as one file (ustar; long names by pax) ------------------------------------------------------------- */
/* Regular files below `folder`, named below `root`; HW_TOO_LARGE beyond the ceiling of `out`. */
HW_MUST_CHECK hw_status web_tar(const char *folder, const char *root, hw_buffer *out, hw_error *error);

/* ---- tasks: long work behind the page (tasks.c) ---------------------------------------------------------- */
typedef struct web_task_order {
	const char *kind; /* "plan", "verify" */
	bureau_pass pass;
	char as_of[11], lang[3];
	/* Runs on the tasks' own thread; writes members into the open object. */
	hw_status (*work)(bureau *b, hw_arena *arena, const bureau_run *run, const hw_json *question, hw_json_writer *w,
			  hw_error *error);
	hw_json *question;                     /* owned by the task from now on; NULL allowed */
	void (*drop)(const hw_json *question); /* what goes with the question, when it is not needed any more; NULL */
	char about[160];                       /* what the list of jobs calls it: a file's name; "" */
} web_task_order;
web_tasks *web_tasks_new(web_site *site);
void web_tasks_free(web_tasks *tasks); /* stops what runs; NULL allowed */
/* `id` gets its name; HW_TOO_LARGE when the user has four that are not done. */
HW_MUST_CHECK hw_status web_task_add(web_tasks *tasks, const web_task_order *order, char id[SESSION_KEY],
				     hw_error *error);
/* The task as a Job of openapi.yaml, for its owner only. */
HW_MUST_CHECK hw_status web_task_json(web_tasks *tasks, const char *id, const char *user, bool cancel,
				      hw_json_writer *w, hw_error *error);
/* All of a user, without results, the oldest first: the member "jobs". */
void web_tasks_json(web_tasks *tasks, const char *user, hw_json_writer *w);
/* From a call: fills in who and when, answers 202 with the job. */
HW_MUST_CHECK hw_status web_task_begin(web_call *call, web_task_order *order, hw_error *error);
/* Estimates of everybody for lists, made behind the page; does nothing when they are being made. */
void web_tasks_estimate(web_tasks *tasks, const bureau_pass *pass);

#endif
