/*
 * measure: run one program many times under several preloads and compare.
 *
 *     measure ROUNDS WHAT VARIANT... -- PROGRAM [ARGUMENT...]
 *
 * WHAT is `wall` (ns from spawn to wait), `death` (ns from the fault, whose time the program
 * stored, to wait; the spool in EPITAPH_SPOOL is emptied before each run), `first-death` (the
 * same, into a spool that was just made), or the index of a value that the program stored
 * (page.h). VARIANT is NAME=LIBRARY; an empty LIBRARY preloads nothing. Variants take turns
 * within a round and the order turns with the rounds, so that what else the machine does falls
 * on all alike.
 *
 * Prints a line per variant: name, median, tenth percentile, and the median's ratio to the
 * first variant's.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "page.h"

#define VARIANTS_MAX 8

extern char **environ;

enum what { WHAT_WALL, WHAT_DEATH, WHAT_FIRST_DEATH, WHAT_VALUE };

struct variant {
    const char *name;
    char *preload; /* "LD_PRELOAD=..." or NULL */
    uint64_t *samples;
};

struct plan {
    size_t rounds;
    enum what what;
    size_t value; /* which, of WHAT_VALUE */
    struct variant variants[VARIANTS_MAX];
    size_t variants_count;
    char **command;
};

static void fail(const char *words, const char *about)
{
    fprintf(stderr, "measure: %s '%s'\n", words, about);
    exit(EX_USAGE);
}

static int compare_samples(const void *left, const void *right)
{
    const uint64_t *a = left;
    const uint64_t *b = right;
    return (*a > *b) - (*a < *b);
}

/* Free all slots, so that a crash that was seen before is written again and not only counted;
 * or remove the spool, which the next process then makes anew. */
static void reset_spool(bool remove)
{
    static const char nothing[EPITAPH_SLOT_COUNT * sizeof(struct epitaph_slot_header)];
    const char *directory = getenv(EPITAPH_SPOOL_ENVIRONMENT);
    char path[4096];

    if (directory == NULL || snprintf(path, sizeof(path), "%s/%u" EPITAPH_SPOOL_SUFFIX,
                                      directory, getuid()) >= (int)sizeof(path)) {
        return;
    }
    if (remove) {
        unlink(path);
        return;
    }
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        ssize_t written = pwrite(fd, nothing, sizeof(nothing), EPITAPH_SLOT_TABLE_OFFSET);
        close(fd);
        if (written != (ssize_t)sizeof(nothing)) {
            fail("cannot free the slots of", path);
        }
    }
}

/* The environment, with `preload` in place of any LD_PRELOAD. The caller frees the array. */
static char **environment_with(char *preload)
{
    size_t count = 0;
    while (environ[count] != NULL) {
        count++;
    }
    char **environment = calloc(count + 2, sizeof(*environment));
    if (environment == NULL) {
        fail("out of memory for", "the environment");
    }
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (strncmp(environ[i], "LD_PRELOAD=", strlen("LD_PRELOAD=")) != 0) {
            environment[used++] = environ[i];
        }
    }
    environment[used] = preload;
    return environment;
}

static uint64_t run_once(const struct plan *plan, const struct variant *variant, int page_fd,
                         struct page *page)
{
    if (plan->what == WHAT_DEATH || plan->what == WHAT_FIRST_DEATH) {
        reset_spool(plan->what == WHAT_FIRST_DEATH);
    }
    char **environment = environment_with(variant->preload);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, page_fd, PAGE_FD);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);

    pid_t pid;
    int status;
    uint64_t start_ns = page_now_ns();
    if (posix_spawn(&pid, plan->command[0], &actions, NULL, plan->command, environment) != 0) {
        fail("cannot run", plan->command[0]);
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    uint64_t end_ns = page_now_ns();
    posix_spawn_file_actions_destroy(&actions);
    free(environment);

    bool should_die = plan->what == WHAT_DEATH || plan->what == WHAT_FIRST_DEATH;
    if (should_die ? !WIFSIGNALED(status) : !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fail("unexpected end of the program under", variant->name);
    }
    switch (plan->what) {
    case WHAT_WALL:
        return end_ns - start_ns;
    case WHAT_DEATH:
    case WHAT_FIRST_DEATH:
        return end_ns - page->values[0];
    case WHAT_VALUE:
        break;
    }
    return page->values[plan->value];
}

static void parse(int argc, char **argv, struct plan *ret_plan)
{
    if (argc < 5) {
        fail("usage: measure ROUNDS WHAT NAME=LIBRARY... -- PROGRAM, not", argv[0]);
    }
    ret_plan->rounds = strtoul(argv[1], NULL, 10);
    if (ret_plan->rounds == 0 || ret_plan->rounds > 1000000) {
        fail("bad number of rounds", argv[1]);
    }
    if (strcmp(argv[2], "wall") == 0) {
        ret_plan->what = WHAT_WALL;
    } else if (strcmp(argv[2], "death") == 0) {
        ret_plan->what = WHAT_DEATH;
    } else if (strcmp(argv[2], "first-death") == 0) {
        ret_plan->what = WHAT_FIRST_DEATH;
    } else {
        ret_plan->what = WHAT_VALUE;
        ret_plan->value = strtoul(argv[2], NULL, 10);
        if (ret_plan->value >= PAGE_VALUES) {
            fail("no such value", argv[2]);
        }
    }
    int at = 3;
    for (; at < argc && strcmp(argv[at], "--") != 0; at++) {
        char *equals = strchr(argv[at], '=');
        if (equals == NULL || ret_plan->variants_count == VARIANTS_MAX) {
            fail("no NAME=LIBRARY, or too many of them:", argv[at]);
        }
        struct variant *variant = &ret_plan->variants[ret_plan->variants_count++];
        *equals = '\0';
        variant->name = argv[at];
        variant->samples = calloc(ret_plan->rounds, sizeof(*variant->samples));
        if (variant->samples == NULL ||
            (equals[1] != '\0' &&
             asprintf(&variant->preload, "LD_PRELOAD=%s", equals + 1) < 0)) {
            fail("out of memory for", variant->name);
        }
    }
    if (at + 1 >= argc) {
        fail("no program after", argv[argc - 1]);
    }
    ret_plan->command = argv + at + 1;
}

int main(int argc, char **argv)
{
    struct plan plan = {0};
    parse(argc, argv, &plan);

    struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    int page_fd = memfd_create("measure", MFD_CLOEXEC);
    if (page_fd < 0 || ftruncate(page_fd, sizeof(struct page)) != 0) {
        fail("cannot make", "the shared page");
    }
    struct page *page = page_map(page_fd);

    for (size_t i = 0; i < plan.variants_count; i++) {
        run_once(&plan, &plan.variants[i], page_fd, page); /* warm the page cache */
    }
    for (size_t round = 0; round < plan.rounds; round++) {
        for (size_t i = 0; i < plan.variants_count; i++) {
            struct variant *variant = &plan.variants[(i + round) % plan.variants_count];
            variant->samples[round] = run_once(&plan, variant, page_fd, page);
        }
    }

    double first_median = 0;
    for (size_t i = 0; i < plan.variants_count; i++) {
        struct variant *variant = &plan.variants[i];
        qsort(variant->samples, plan.rounds, sizeof(*variant->samples), compare_samples);
        uint64_t median = variant->samples[plan.rounds / 2];
        if (i == 0) {
            first_median = (double)median;
        }
        printf("%s %" PRIu64 " %" PRIu64 " %.3f\n", variant->name, median,
               variant->samples[plan.rounds / 10],
               first_median > 0 ? (double)median / first_median : 0.0);
    }
    return EX_OK;
}
