/*
 * epitaph setup: make what collecting needs, or take it back with --undo.
 *
 * --cron, --systemd and --preload name parts; without one of them only the spools are made, and
 * --undo takes back everything.
 */
#include <getopt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "commands.h"
#include "setup/setup.h"

#define MINUTES_DEFAULT 5
#define MINUTES_MAX 59

struct parts {
    bool cron;
    bool systemd;
    bool preload;
};

static int usage(void)
{
    fprintf(stderr,
            "usage: epitaph setup [--user|--system] [--cron|--systemd] [--minutes N] "
            "[--preload]\n"
            "                     [--undo] [--dry-run] [--quiet] [--root DIR] [USER...]\n");
    return EX_USAGE;
}

static int parse_options(int argc, char **argv, struct setup *setup, struct parts *parts)
{
    static const struct option names[] = {
        {"user", no_argument, NULL, 'u'},
        {"system", no_argument, NULL, 's'},
        {"cron", no_argument, NULL, 'c'},
        {"systemd", no_argument, NULL, 'd'},
        {"preload", no_argument, NULL, 'p'},
        {"minutes", required_argument, NULL, 'm'},
        {"undo", no_argument, NULL, 'x'},
        {"dry-run", no_argument, NULL, 'n'},
        {"quiet", no_argument, NULL, 'q'},
        {"root", required_argument, NULL, 'r'},
        {NULL, 0, NULL, 0},
    };
    bool user = false;
    bool system = false;
    char *end = NULL;

    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "n", names, NULL)) != -1;) {
        switch (option) {
        case 'u':
            user = true;
            break;
        case 's':
            system = true;
            break;
        case 'c':
            parts->cron = true;
            break;
        case 'd':
            parts->systemd = true;
            break;
        case 'p':
            parts->preload = true;
            break;
        case 'm':
            setup->minutes = (unsigned)strtoul(optarg, &end, 10);
            if (*optarg < '0' || *optarg > '9' || *end != '\0' || setup->minutes < 1 ||
                setup->minutes > MINUTES_MAX) {
                return setup_fail(EX_USAGE, "--minutes takes 1 to %d", MINUTES_MAX);
            }
            break;
        case 'x':
            setup->undo = true;
            break;
        case 'n':
            setup->dry_run = true;
            break;
        case 'q':
            setup->quiet = true;
            break;
        case 'r':
            setup->root = optarg;
            setup->in_other = true;
            break;
        default:
            return usage();
        }
    }
    setup->system = system || (!user && geteuid() == 0);
    if ((user && system) || (parts->cron && parts->systemd && !setup->undo)) {
        return usage();
    }
    return EX_OK;
}

/* What does not go together, and what needs root. */
static int check(const struct setup *setup, const struct parts *parts, int users)
{
    if (setup->system && geteuid() != 0) {
        return setup_fail(EX_NOPERM,
                          "only root can set up the machine; --user is for yourself, "
                          "whose programs make a spool in your home");
    }
    if (!setup->system && (users > 0 || parts->preload || setup->in_other)) {
        return setup_fail(EX_USAGE, "users, --preload and --root are for root and --system");
    }
    if (setup->in_other && setup->root[0] != '/') {
        return setup_fail(EX_USAGE, "--root takes an absolute path");
    }
    return EX_OK;
}

/* How cron and systemd are to call us. Both give some characters a meaning of their own. */
static int find_command(struct setup *setup)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./+-";

    setup->command = realpath("/proc/self/exe", NULL);
    if (setup->command == NULL) {
        return EX_OSERR;
    }
    if (setup->command[strspn(setup->command, plain)] != '\0') {
        return setup_fail(EX_UNAVAILABLE,
                          "%s: the path holds a character that cron or systemd would misread",
                          setup->command);
    }
    return EX_OK;
}

static int set_up(struct setup *setup, const struct parts *parts, int argc, char **argv)
{
    bool all = setup->undo && argc == 0 && !parts->cron && !parts->systemd && !parts->preload;
    bool spools = all || argc > 0 || !setup->undo;
    int status = EX_OK;

    /* What uses the spools goes before them, and comes after them. */
    if (spools && !setup->undo) {
        status = setup_spools(setup, argc, argv);
    }
    if (status == EX_OK && (parts->cron || all)) {
        status = setup_cron(setup);
    }
    if (status == EX_OK && (parts->systemd || all)) {
        status = setup_systemd(setup);
    }
    if (status == EX_OK && (parts->preload || (all && setup->system))) {
        status = setup_preload(setup);
    }
    if (status == EX_OK && spools && setup->undo) {
        status = setup_spools(setup, argc, argv);
    }
    return status;
}

int command_setup(int argc, char **argv)
{
    struct setup setup = {.root = "", .minutes = MINUTES_DEFAULT};
    struct parts parts = {0};
    int status = parse_options(argc, argv, &setup, &parts);

    if (status == EX_OK) {
        status = check(&setup, &parts, argc - optind);
    }
    if (status == EX_OK && (parts.cron || parts.systemd) && !setup.undo) {
        status = find_command(&setup);
    }
    int first = optind;
    if (status == EX_OK) {
        status = set_up(&setup, &parts, argc - first, argv + first);
    }
    if (status == EX_OK && setup.changes == 0 && !setup.quiet) {
        puts(setup.undo ? "there is nothing to take back" : "all is in place");
    }
    free(setup.command);
    return status;
}
