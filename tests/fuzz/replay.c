/*
 * A fuzz target without a fuzzer: every file of the directories named goes through it once,
 * and once more cut short and with its bytes turned around, for what little that finds.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define INPUT_MAX (1u << 20)
#define VARIANTS 32u

/* The same numbers every time. */
static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void run_variants(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size + 1);
    uint32_t random = (uint32_t)size;

    for (unsigned i = 0; copy != NULL && size > 0 && i < VARIANTS; i++) {
        memcpy(copy, data, size);
        for (unsigned change = 0; change < 4; change++) {
            copy[next_random(&random) % size] = (uint8_t)next_random(&random);
        }
        LLVMFuzzerTestOneInput(copy, i % 2 == 0 ? size : next_random(&random) % size);
    }
    free(copy);
}

static int run_file(const char *path)
{
    static uint8_t data[INPUT_MAX];
    FILE *file = fopen(path, "rbe");

    if (file == NULL) {
        perror(path);
        return 1;
    }
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    /* A copy of exactly that size, so that a sanitizer sees a read beyond it. */
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (exact == NULL) {
        return 1;
    }
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    run_variants(exact, size);
    free(exact);
    return 0;
}

static int run_directory(const char *directory)
{
    DIR *stream = opendir(directory);
    const struct dirent *entry;
    int failed = 0, files = 0;

    if (stream == NULL) {
        perror(directory);
        return 1;
    }
    while ((entry = readdir(stream)) != NULL) {
        char path[4096];
        if (entry->d_name[0] == '.') {
            continue;
        }
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        failed |= run_file(path);
        files++;
    }
    closedir(stream);
    printf("%s: %d inputs\n", directory, files);
    return failed || files == 0;
}

int main(int argc, char **argv)
{
    int failed = argc < 2;

    for (int i = 1; i < argc; i++) {
        failed |= run_directory(argv[i]);
    }
    return failed;
}
