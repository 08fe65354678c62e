/* tar.c - a folder as one file: ustar (POSIX.1-2001), a pax record before a name that is too long for it. */
#include "web/site_int.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BLOCK = 512, NAME_MOST = 100, PATH_MOST = 4200, DEEP = 8 };

static void pad(hw_buffer *out, size_t bytes)
{
	static const char zeros[BLOCK];

	if (bytes % BLOCK)
		hw_buffer_add(out, (hw_text){zeros, BLOCK - bytes % BLOCK});
}

/* Offsets and widths are those of the standard; times and owners are left out. */
static void add_head(hw_buffer *out, const char *name, size_t bytes, char type)
{
	char head[BLOCK] = {0};
	unsigned sum = 0;

	(void)snprintf(head, NAME_MOST + 1, "%.100s", name);
	memcpy(head + 100, "0000600", 8);
	memcpy(head + 108, "0000000", 8);
	memcpy(head + 116, "0000000", 8);
	(void)snprintf(head + 124, 12, "%011llo", (unsigned long long)bytes);
	memcpy(head + 136, "00000000000", 12);
	memset(head + 148, ' ', 8);
	head[156] = type;
	memcpy(head + 257, "ustar", 6);
	memcpy(head + 263, "00", 2);
	for (size_t i = 0; i < BLOCK; i++)
		sum += (unsigned char)head[i];
	(void)snprintf(head + 148, 8, "%06o", sum);
	head[155] = ' ';
	hw_buffer_add(out, (hw_text){head, BLOCK});
}

/* "LENGTH path=NAME\n", where LENGTH counts itself. */
static void add_long_name(hw_buffer *out, const char *name)
{
	hw_buffer record = {0};
	size_t rest = strlen(name) + 7, length = rest + 2; /* " path=" and the end of the line */

	while (length != rest + (size_t)snprintf(NULL, 0, "%zu", length))
		length = rest + (size_t)snprintf(NULL, 0, "%zu", length);
	hw_buffer_addf(&record, "%zu path=%s\n", length, name);
	add_head(out, "pax", record.length, 'x');
	hw_buffer_add(out, hw_buffer_text(&record));
	pad(out, record.length);
	hw_buffer_free(&record);
}

static hw_status cannot(const char *path, hw_error *error)
{
	(void)hw_fail(error, HW_STORAGE, "cannot be read: %s", strerror(errno));
	return hw_error_where(error, "%s", path), HW_STORAGE;
}

static hw_status add_file(const char *path, const char *name, size_t bytes, hw_buffer *out, hw_error *error)
{
	FILE *file = fopen(path, "re");
	size_t got = 0, n;
	char part[16384];

	if (!file)
		return cannot(path, error);
	if (strlen(name) > NAME_MOST)
		add_long_name(out, name);
	add_head(out, name, bytes, '0');
	while (!out->failed && (n = fread(part, 1, sizeof(part), file)) > 0) {
		hw_buffer_add(out, (hw_text){part, n});
		got += n;
	}
	(void)fclose(file);
	pad(out, bytes);
	if (out->failed)
		return hw_fail(error, HW_TOO_LARGE, "it is too large to be fetched here");
	return got == bytes ? HW_OK : hw_fail(error, HW_STORAGE, "a file changed while it was read");
}

static int no_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static hw_status add_folder(const char *path, const char *name, unsigned deep, hw_buffer *out, hw_error *error);

static hw_status add_entry(const char *folder, const char *root, const char *entry, unsigned deep, hw_buffer *out,
			   hw_error *error)
{
	char path[PATH_MOST], name[PATH_MOST];
	struct stat about;

	if (snprintf(path, sizeof(path), "%s/%s", folder, entry) >= (int)sizeof(path) ||
	    snprintf(name, sizeof(name), "%s/%s", root, entry) >= (int)sizeof(name))
		return hw_fail(error, HW_TOO_LARGE, "a path is too long");
	if (lstat(path, &about) != 0)
		return cannot(path, error);
	if (S_ISDIR(about.st_mode) && deep)
		return add_folder(path, name, deep - 1, out, error);
	return S_ISREG(about.st_mode) ? add_file(path, name, (size_t)about.st_size, out, error) : HW_OK;
}

/* In the order of names, so that the same folder gives the same bytes. */
static hw_status add_folder(const char *path, const char *name, unsigned deep, hw_buffer *out, hw_error *error)
{
	struct dirent **entries;
	hw_status status = HW_OK;
	int count = scandir(path, &entries, no_dots, alphasort);

	if (count < 0)
		return cannot(path, error);
	for (int i = 0; i < count; i++) {
		if (status == HW_OK)
			status = add_entry(path, name, entries[i]->d_name, deep, out, error);
		free(entries[i]);
	}
	free(entries);
	return status;
}

hw_status web_tar(const char *folder, const char *root, hw_buffer *out, hw_error *error)
{
	static const char end[2 * BLOCK];

	HW_TRY(add_folder(folder, root, DEEP, out, error));
	hw_buffer_add(out, (hw_text){end, sizeof(end)});
	return out->failed ? hw_fail(error, HW_TOO_LARGE, "it is too large to be fetched here") : HW_OK;
}
