/* epitaph: the command. Finds the subcommand; knows nothing else. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "commands/commands.h"

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} commands[] = {
    {"sanitize", command_sanitize, "rewrite text without homes, secrets and personal data"},
    {"run", command_run, "run a program with the library preloaded"},
    {"collect", command_collect, "make events of the crashes and deliver them"},
    {"list", command_list, "the crashes known here, grouped by what makes them the same"},
    {"show", command_show, "one crash, with its stack"},
    {"report", command_report, "the same as a page for a browser"},
    {"dump", command_dump, "print the records of a spool file as they were written"},
    {"status", command_status, "what waits, what was sent, and whether anything is"},
    {"consent", command_consent, "may crashes leave this machine? Say so, or change it"},
    {"retry", command_retry, "queue the events again that were set aside"},
    {"doctor", command_doctor, "will it work here, and if not, what to do"},
    {"purge", command_purge, "forget crashes"},
    {"setup", command_setup, "spools, and cron or systemd to collect; --undo"},
    {"glean", command_glean, NULL}, /* for root's collect, not for people */
    {NULL, NULL, NULL},
};

static void print_help(FILE *stream)
{
    fputs("usage: epitaph COMMAND [ARGUMENT...]\n\n", stream);
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (command->summary != NULL) {
            fprintf(stream, "  %-10s %s\n", command->name, command->summary);
        }
    }
}

/* What was printed and did not arrive is no success: a full disk takes a page's end. */
static int finish(int status)
{
    bool failed = fflush(stdout) != 0 || ferror(stdout);

    if (failed && (status == EX_OK || status == EX_IOERR)) {
        fputs("epitaph: the output could not be written\n", stderr);
        status = EX_IOERR;
    }
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return EX_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return finish(EX_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("epitaph " EPITAPH_VERSION);
        return finish(EX_OK);
    }
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (strcmp(argv[1], command->name) == 0) {
            return finish(command->run(argc - 1, argv + 1));
        }
    }
    fprintf(stderr, "epitaph: no command '%s'; see epitaph --help\n", argv[1]);
    return EX_USAGE;
}
