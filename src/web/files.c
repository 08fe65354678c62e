/* files.c - a file that lives as long as a call: what came in a body, for a job that reads files. */
#include "web/site_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Memory before disk: nothing of it is left when the power fails. */
static const char *const places[] = {"/dev/shm", "/tmp"};

static bool make_folder(web_file *file)
{
	for (size_t i = 0; i < HW_COUNT(places); i++) {
		(void)snprintf(file->folder, sizeof(file->folder), "%s/homeward-%ld-XXXXXX", places[i], (long)getpid());
		if (mkdtemp(file->folder)) /* 0700 */
			return true;
	}
	file->folder[0] = '\0';
	return false;
}

void web_file_name(web_file *file, const char *name)
{
	char clean[256];
	size_t n = 0;

	for (const char *c = name; *c && n + 1 < sizeof(clean); c++) {
		bool never = (unsigned char)*c < ' ' || *c == '/' || *c == 0x7F || (*c == '.' && !n);

		clean[n++] = never ? '_' : *c;
	}
	while (n && ((unsigned char)clean[n - 1] & 0xC0) == 0x80 && n + 4 >= sizeof(clean))
		n--; /* no half letter at the cut */
	clean[n] = '\0';
	(void)snprintf(file->path, sizeof(file->path), "%s/%s", file->folder, n ? clean : "file");
}

static hw_status write_all(int fd, hw_text bytes)
{
	while (bytes.length) {
		ssize_t n = write(fd, bytes.bytes, bytes.length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return HW_STORAGE;
		bytes.bytes += n;
		bytes.length -= (size_t)n;
	}
	return HW_OK;
}

hw_status web_file_write(web_file *file, const char *name, hw_text bytes, hw_error *error)
{
	hw_status status = HW_STORAGE;
	int fd;

	*file = (web_file){{0}, {0}};
	if (!make_folder(file))
		return hw_fail(error, HW_STORAGE, "no place for what came: %s", strerror(errno));
	web_file_name(file, name);
	fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0) {
		status = write_all(fd, bytes);
		if (close(fd) != 0)
			status = HW_STORAGE;
	}
	if (status != HW_OK) {
		(void)hw_fail(error, HW_STORAGE, "what came cannot be kept: %s", strerror(errno));
		web_file_drop(file);
	}
	return status;
}

/* "homeward-PID-XXXXXX" of a server that was killed: whose process is no more, and which is ours. */
static bool left_behind(int place, const char *name)
{
	struct stat about;
	char *end;
	long pid;

	if (strncmp(name, "homeward-", 9) != 0)
		return false;
	pid = strtol(name + 9, &end, 10);
	return pid > 0 && *end == '-' && strlen(end) == 7 && kill((pid_t)pid, 0) != 0 && errno == ESRCH &&
	       fstatat(place, name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(about.st_mode) &&
	       about.st_uid == geteuid();
}

void web_files_sweep(void)
{
	for (size_t i = 0; i < HW_COUNT(places); i++) {
		DIR *place = opendir(places[i]);
		struct dirent *entry;

		while (place && (entry = readdir(place))) {
			web_file file = {{0}, {0}};

			if (!left_behind(dirfd(place), entry->d_name))
				continue;
			(void)snprintf(file.folder, sizeof(file.folder), "%s/%.40s", places[i], entry->d_name);
			web_file_drop(&file);
		}
		if (place)
			(void)closedir(place);
	}
}

/* What a message says of a file is what the page called it, not where it lay. */
void web_file_forget(const web_file *file, const char *called, hw_error *error)
{
	size_t path = strlen(file->path);
	char rest[sizeof(error->where)];

	if (!path || strncmp(error->where, file->path, path) != 0)
		return;
	(void)snprintf(rest, sizeof(rest), "%s", error->where + path);
	(void)snprintf(error->where, sizeof(error->where), "%s%s", called, rest);
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *level)
{
	(void)facts, (void)kind, (void)level;
	(void)remove(path);
	return 0;
}

void web_file_drop(web_file *file)
{
	if (!file->folder[0])
		return;
	(void)nftw(file->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	file->folder[0] = '\0';
}
