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
#include "machine/library.h"
#include "machine/program.h"

#define EXIT_CANNOT_EXECUTE 126
#define EXIT_NOT_FOUND 127

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

/* The library would keep this command from starting: it runs without, and somebody is told. */
static bool must_go_without(const char *command, const char *library)
{
    char *path = program_find(command);
    bool must = path != NULL && program_obstacle(path, library) == program_other_libc;

    free(path);
    if (must) {
        fprintf(stderr, "epitaph run: %s runs without the library: %s\n", command,
                program_other_libc);
    }
    return must;
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
    char *library = library_find();
    if (library == NULL || !library_can_be_preloaded(library)) {
        fprintf(stderr, "epitaph run: %s\n",
                library == NULL
                    ? "cannot find " LIBRARY_NAME ": set EPITAPH_LIBRARY"
                    : "the library's path holds a space or a colon: LD_PRELOAD cannot name it");
        free(library);
        return EX_UNAVAILABLE;
    }
    int failed = must_go_without(argv[first], library) ? 0 : preload(library);
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
