/* The HTTP server on loopback: answers, limits, hostile heads, slow workers, clean stop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/site_int.h"
#include "web/web.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct fixture {
	pthread_t thread;
	atomic_bool stop;
	atomic_int port;
	hw_status status;
	hw_error error;
	unsigned deadline;
	bool open; /* takes bodies */
} fixture;

static void pause_ms(long ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	(void)nanosleep(&t, NULL);
}

static hw_status handle(void *context, unsigned worker, const web_request *request, web_answer *answer, hw_error *error)
{
	(void)context;
	if (!strcmp(request->path, "/slow"))
		pause_ms(400);
	if (!strcmp(request->path, "/fault"))
		return hw_fail(error, HW_FAULT, "secret reason");
	if (!strcmp(request->path, "/echo")) {
		const char *name = web_argument(request, "name");

		hw_buffer_addf(&answer->body, "%s|%.*s|%s|%s|%s", request->method, HW_TEXT_ARG(request->body),
			       name ? name : "-", request->cookie, request->csrf);
		return HW_OK;
	}
	if (!strcmp(request->path, "/elsewhere")) {
		if (request->lane != WEB_THINKING)
			answer->elsewhere = 1 + WEB_THINKING;
		else
			hw_buffer_addf(&answer->body, "worker %u", worker);
		return HW_OK;
	}
	hw_buffer_adds(&answer->body, "page ");
	web_escape(&answer->body, hw_text_of(request->path));
	return HW_OK;
}

static size_t admit(void *context, const web_request *request)
{
	(void)context;
	return !strcmp(request->path, "/echo") ? 1000 : 10;
}

static bool keep_going(void *context, const char *stage, double done, double total)
{
	fixture *f = context;

	(void)stage;
	(void)done;
	(void)total;
	return !atomic_load(&f->stop);
}

static void ready(void *context, uint16_t port)
{
	fixture *f = context;

	atomic_store(&f->port, port);
}

static void *serve(void *argument)
{
	fixture *f = argument;
	hw_progress progress = {keep_going, f};
	web_options options = {.address = "127.0.0.1",
			       .port = 0,
			       .workers = {2},
			       .handler = handle,
			       .ready = ready,
			       .ready_context = f,
			       .admit = f->open ? admit : NULL,
			       .deadline_seconds = f->deadline};

	if (f->open)
		options.workers[WEB_THINKING] = 1;

	f->status = web_serve(&options, &progress, &f->error);
	return NULL;
}

static int start(fixture *f)
{
	if (pthread_create(&f->thread, NULL, serve, f) != 0)
		return -1;
	for (int i = 0; i < 200 && !atomic_load(&f->port); i++)
		pause_ms(10);
	return atomic_load(&f->port) ? 0 : -1;
}

static void stop(fixture *f)
{
	atomic_store(&f->stop, true);
	(void)pthread_join(f->thread, NULL);
}

static int dial(const fixture *f)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atomic_load(&f->port))};
	struct timeval limit = {.tv_sec = 5};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* Sends the text, reads until the other side closes or `size` is full; the status code. */
static int ask(const fixture *f, const char *request, char *answer, size_t size)
{
	int fd = dial(f), code = 0;
	size_t n = 0;
	ssize_t got;

	assert_true(fd >= 0);
	(void)send(fd, request, strlen(request), MSG_NOSIGNAL);
	while (n + 1 < size && (got = recv(fd, answer + n, size - 1 - n, 0)) > 0)
		n += (size_t)got;
	answer[n] = '\0';
	(void)close(fd);
	(void)sscanf(answer, "HTTP/1.%*d %d", &code);
	return code;
}

static void answers_and_refuses(void **state)
{
	static const struct {
		const char *request;
		int status;
		const char *contains;
	} rows[] = {
		{"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 200, "page /"},
		{"GET /health HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n", 200, "ok"},
		{"GET /%3Cb%3E HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200, "page /&lt;b&gt;"},
		{"HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 200, "no-store"},
		{"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421, "refused"},
		{"GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nConnection: close\r\n\r\n", 421, "refused"},
		{"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, ""},
		{"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 405,
		 "Allow: GET, HEAD"},
		{"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 67108864\r\nConnection: close\r\n\r\n", 405,
		 ""},
		{"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: "
		 "close\r\n\r\nab",
		 400, ""},
		{"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\nConnection: "
		 "close\r\n\r\n0\r\n\r\n",
		 400, ""},
		{"GET /fault HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 500, "a fault of ours"},
		{"not http at all\r\n\r\n", 400, ""},
	};
	fixture f = {0};
	char answer[8192];

	(void)state;
	assert_int_equal(start(&f), 0);
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		int status = ask(&f, rows[i].request, answer, sizeof(answer));

		if (status != rows[i].status || !strstr(answer, rows[i].contains))
			fail_msg("row %zu: status %d, wanted %d with \"%s\" in: %.300s", i, status, rows[i].status,
				 rows[i].contains, answer);
		assert_null(strstr(answer, "secret reason"));
	}
	(void)ask(&f, rows[0].request, answer, sizeof(answer));
	assert_non_null(strstr(answer, "Content-Security-Policy: default-src 'none'"));
	assert_non_null(strstr(answer, "X-Content-Type-Options: nosniff"));
	stop(&f);
	assert_int_equal(f.status, HW_OK);
}

static void takes_bodies(void **state)
{
	static const struct {
		const char *request;
		int status;
		const char *contains;
	} rows[] = {
		{"POST /echo?name=a%20b&x=1 HTTP/1.1\r\nHost: localhost\r\nCookie: homeward=k\r\nX-CSRF-Token: "
		 "t\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
		 200, "POST|hello|a b|homeward=k|t"},
		{"DELETE /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200, "DELETE||-||"},
		{"POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: "
		 "close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
		 200, "POST|abcde|"},
		{"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\nConnection: close\r\n\r\n", 413,
		 ""},
		{"POST /else HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\nConnection: close\r\n\r\n", 413, ""},
		{"PUT /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 405,
		 "Allow: GET, HEAD, POST, DELETE"},
		{"GET /elsewhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200, "worker 2"},
	};
	fixture f = {.open = true};
	char answer[8192];

	(void)state;
	assert_int_equal(start(&f), 0);
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		int status = ask(&f, rows[i].request, answer, sizeof(answer));

		if (status != rows[i].status || !strstr(answer, rows[i].contains))
			fail_msg("row %zu: status %d, wanted %d with \"%s\" in: %.600s", i, status, rows[i].status,
				 rows[i].contains, answer);
	}
	stop(&f);
	assert_int_equal(f.status, HW_OK);
}

static void long_head_is_refused(void **state)
{
	static char request[80000], answer[4096];
	fixture f = {0};
	size_t n;

	(void)state;
	assert_int_equal(start(&f), 0);
	n = (size_t)snprintf(request, sizeof(request), "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ");
	memset(request + n, 'a', 65536);
	memcpy(request + n + 65536, "\r\n\r\n", 5);
	assert_int_equal(ask(&f, request, answer, sizeof(answer)), 431);
	stop(&f);
}

static void *ask_slow(void *argument)
{
	char answer[4096];

	return (void *)(intptr_t)ask(argument, "GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
				     answer, sizeof(answer));
}

static void slow_work_does_not_hold_others_up(void **state)
{
	fixture f = {0};
	pthread_t slow[6];
	char answer[4096];
	double began;

	(void)state;
	assert_int_equal(start(&f), 0);
	for (size_t i = 0; i < HW_COUNT(slow); i++)
		assert_int_equal(pthread_create(&slow[i], NULL, ask_slow, &f), 0);
	pause_ms(100);
	began = hw_clock_seconds();
	assert_int_equal(
		ask(&f, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", answer, sizeof(answer)),
		200);
	assert_true(hw_clock_seconds() - began < 0.25); /* six jobs of 0.4 s wait for two workers */
	for (size_t i = 0; i < HW_COUNT(slow); i++) {
		void *result;

		(void)pthread_join(slow[i], &result);
		assert_int_equal((intptr_t)result, 200);
	}
	stop(&f);
}

static void a_request_under_way_is_finished(void **state)
{
	fixture f = {0};
	pthread_t slow;
	void *result;

	(void)state;
	assert_int_equal(start(&f), 0);
	assert_int_equal(pthread_create(&slow, NULL, ask_slow, &f), 0);
	pause_ms(100);
	stop(&f);
	(void)pthread_join(slow, &result);
	assert_int_equal((intptr_t)result, 200);
}

/* One byte now and then keeps MHD's idle timeout away; the deadline cuts all the same. */
static void a_dripping_client_is_cut(void **state)
{
	static const char head[] = "GET / HTTP/1.1\r\nHost: localhost\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	fixture f = {.deadline = 1};
	double began = hw_clock_seconds();
	bool cut = false;
	int fd;

	(void)state;
	assert_int_equal(start(&f), 0);
	fd = dial(&f);
	for (size_t i = 0; i < sizeof(head) && !cut; i++) {
		char byte;

		cut = send(fd, head + i, 1, MSG_NOSIGNAL) != 1 || recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
		pause_ms(100);
	}
	(void)close(fd);
	assert_true(cut);
	assert_true(hw_clock_seconds() - began < 4);
	stop(&f);
}

static void only_loopback(void **state)
{
	static const char *const refused[] = {"0.0.0.0", "192.168.1.1", "::", "example.org", ""};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(refused); i++) {
		web_options options = {.address = refused[i], .handler = handle};
		hw_error error = {0};

		assert_int_equal(web_serve(&options, NULL, &error), HW_NOT_PERMITTED);
		assert_true(error.remedy[0] != '\0');
	}
}

static void a_taken_port_is_told(void **state)
{
	fixture f = {0};
	web_options options = {.address = "127.0.0.1", .handler = handle};
	hw_error error = {0};

	(void)state;
	assert_int_equal(start(&f), 0);
	options.port = (uint16_t)atomic_load(&f.port);
	assert_int_equal(web_serve(&options, NULL, &error), HW_STORAGE);
	stop(&f);
}

/* What the system's own tar takes out is what was in the folder: also names over the 100 bytes of the old form, and folders. */
static void a_folder_becomes_a_tar(void **state)
{
	char folder[] = "/tmp/homeward-tar-XXXXXX", long_name[160], command[1024], path[512];
	hw_buffer out = {.ceiling = 1 << 20};
	hw_error error = {0};
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	memset(long_name, 'n', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	(void)snprintf(command, sizeof(command),
		       "cd %s && mkdir -p in/under && printf one >in/a && head -c 512 /dev/zero >in/block && printf "
		       "'лист' >in/under/%s && "
		       ": >in/empty && ln -s /etc/passwd in/link",
		       folder, long_name);
	assert_int_equal(system(command), 0);
	(void)snprintf(path, sizeof(path), "%s/in", folder);
	assert_int_equal(web_tar(path, "out", &out, &error), HW_OK);
	(void)snprintf(path, sizeof(path), "%s/made.tar", folder);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(out.bytes, 1, out.length, file), out.length);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(out.length % 512, 0);
	/* A link is not followed and not in it. */
	(void)snprintf(command, sizeof(command), "cd %s && tar -xf made.tar && rm in/link && diff -r in out", folder);
	assert_int_equal(system(command), 0);
	(void)snprintf(path, sizeof(path), "%s/nowhere", folder);
	assert_int_equal(web_tar(path, "out", &out, &error), HW_STORAGE);
	hw_buffer_free(&out);
	out = (hw_buffer){.ceiling = 600};
	(void)snprintf(path, sizeof(path), "%s/in", folder);
	assert_int_equal(web_tar(path, "out", &out, &error), HW_TOO_LARGE);
	hw_buffer_free(&out);
	(void)snprintf(command, sizeof(command), "rm -rf %s", folder);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_becomes_a_tar),
		cmocka_unit_test(answers_and_refuses),
		cmocka_unit_test(takes_bodies),
		cmocka_unit_test(long_head_is_refused),
		cmocka_unit_test(slow_work_does_not_hold_others_up),
		cmocka_unit_test(a_request_under_way_is_finished),
		cmocka_unit_test(a_dripping_client_is_cut),
		cmocka_unit_test(only_loopback),
		cmocka_unit_test(a_taken_port_is_told),
	};

	return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
