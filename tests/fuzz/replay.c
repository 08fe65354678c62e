/* Runs the fuzz target that it is linked with over every file of a folder, so that
 * the corpus is a test also without libFuzzer.  usage: NAME_fuzz FOLDER */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *folder, const char *name)
{
	char path[4096];
	static uint8_t content[1 << 22];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	if (!file) {
		printf("not ok replay: %s cannot be read\n", path);
		return 1;
	}
	size_t length = fread(content, 1, sizeof content, file);
	fclose(file);
	/* A block of its own size, so that AddressSanitizer sees a read past its end. */
	uint8_t *exact = malloc(length ? length : 1);
	if (!exact)
		return 1;
	for (size_t i = 0; i < length; i++)
		exact[i] = content[i];
	(void)LLVMFuzzerTestOneInput(exact, length);
	free(exact);
	return 0;
}

int main(int count, char **arguments)
{
	DIR *folder = count == 2 ? opendir(arguments[1]) : NULL;
	const struct dirent *entry;
	int files = 0, wrong = 0;

	if (!folder) {
		printf("not ok replay: give the folder of the corpus\n");
		return 2;
	}
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		wrong += run_file(arguments[1], entry->d_name);
		files++;
	}
	closedir(folder);
	printf("%s replay %d files\n", files && !wrong ? "ok" : "not ok", files);
	return files && !wrong ? 0 : 1;
}
