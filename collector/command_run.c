/* epitaph run: one command with the library preloaded. It becomes that command. */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "commands.h"

#define LIBRARY "libepitaph.so"
#define EXIT_CANNOT_EXECUTE 126
#define EXIT_NOT_FOUND 127

/* The directory of our own executable, or NULL. */
static char *own_directory(void)
{
    char *path = realpath("/proc/self/exe", NULL);
    char *slash = path != NULL ? strrchr(path, '/') : NULL;

    if (slash != NULL) {
        *slash = '\0';
    }
    return path;
}

/* EPITAPH_LIBRARY; else where the install put it beside us; else the build tree's. */
static char *find_library(void)
{
    static const char *const places[] = {"../" EPITAPH_LIBDIR "/epitaph/" LIBRARY,
                                         "../lib/epitaph/" LIBRARY, "../shim/" LIBRARY};
    const char *chosen = getenv("EPITAPH_LIBRARY");
    char *directory = own_directory();
    char *found = NULL;

    if (chosen != NULL && chosen[0] != '\0') {
        free(directory);
        return realpath(chosen, NULL);
    }
    for (size_t i = 0; directory != NULL && found == NULL && i < sizeof places / sizeof *places;
         i++) {
        char *path = NULL;
        if (asprintf(&path, "%s/%s", directory, places[i]) < 0) {
            break;
        }
        found = realpath(path, NULL);
        free(path);
    }
    free(directory);
    return found;
}

/* The loader splits LD_PRELOAD at these and knows no escape. */
static bool can_be_preloaded(const char *library)
{
    return strpbrk(library, " :") == NULL;
}

static int preload(const char *library)
{
    const char *before = getenv("LD_PRELOAD");
    char *value = NULL;

    if (before == NULL || before[0] == '\0') {
        return setenv("LD_PRELOAD", library, 1);
    }
    if (asprintf(&value, "%s:%s", library, before) < 0) {
        return -1;
    }
    int result = setenv("LD_PRELOAD", value, 1);
    free(value);
    return result;
}

/* Set what the options ask for. Returns an exit status; *ret_first is where the command begins.
 */
static int parse_options(int argc, char **argv, int *ret_first)
{
    static const struct option names[] = {
        {"app", required_argument, NULL, 'a'},
        {"app-version", required_argument, NULL, 'v'},
        {"spool", required_argument, NULL, 's'},
        {NULL, 0, NULL, 0},
    };

    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "+", names, NULL)) != -1;) {
        const char *variable = option == 'a'   ? "EPITAPH_APP"
                               : option == 'v' ? "EPITAPH_APP_VERSION"
                                               : EPITAPH_SPOOL_ENVIRONMENT;
        if (option == '?') {
            return EX_USAGE;
        }
        /* The command may change its directory before it looks for the spool. */
        char *absolute = option == 's' ? realpath(optarg, NULL) : NULL;
        int failed = setenv(variable, absolute != NULL ? absolute : optarg, 1);
        free(absolute);
        if (failed != 0) {
            return EX_SOFTWARE;
        }
    }
    *ret_first = optind;
    return 0;
}

int command_run(int argc, char **argv)
{
    int first = 0;
    int status = parse_options(argc, argv, &first);

    if (status != 0) {
        return status;
    }
    if (first >= argc) {
        fprintf(stderr,
                "usage: epitaph run [--app NAME] [--app-version V] [--spool DIR] [--] COMMAND "
                "[ARGUMENT...]\n");
        return EX_USAGE;
    }
    char *library = find_library();
    if (library == NULL || !can_be_preloaded(library)) {
        fprintf(stderr, "epitaph run: %s\n",
                library == NULL
                    ? "cannot find " LIBRARY ": set EPITAPH_LIBRARY"
                    : "the library's path holds a space or a colon: LD_PRELOAD cannot name it");
        free(library);
        return EX_UNAVAILABLE;
    }
    int failed = preload(library);
    free(library);
    if (failed != 0) {
        fprintf(stderr, "epitaph run: %s\n", strerror(errno));
        return EX_SOFTWARE;
    }
    execvp(argv[first], argv + first);
    status = errno == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_EXECUTE;
    fprintf(stderr, "epitaph run: %s: %s\n", argv[first], strerror(errno));
    return status;
}
