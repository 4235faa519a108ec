/* epitaph collect: harvest, make events, deliver. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "consent.h"
#include "pipeline.h"
#include "world.h"

struct options {
    bool dry_run;
    bool verbose;
    unsigned max_time_s; /* 0: as configured */
};

static int parse_options(int argc, char **argv, struct options *ret_options)
{
    static const struct option names[] = {
        {"dry-run", no_argument, NULL, 'n'},
        {"verbose", no_argument, NULL, 'v'},
        {"max-time", required_argument, NULL, 't'},
        {NULL, 0, NULL, 0},
    };
    struct options options = {0};
    char *end = NULL;
    long seconds;

    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "nv", names, NULL)) != -1;) {
        switch (option) {
        case 'n':
            options.dry_run = true;
            break;
        case 'v':
            options.verbose = true;
            break;
        case 't':
            seconds = strtol(optarg, &end, 10);
            if (*optarg == '\0' || *end != '\0' || seconds < 1 || seconds > 3600) {
                fprintf(stderr, "epitaph collect: --max-time takes 1..3600 seconds\n");
                return EX_USAGE;
            }
            options.max_time_s = (unsigned)seconds;
            break;
        default:
            return EX_USAGE;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "epitaph collect: unexpected argument '%s'\n", argv[optind]);
        return EX_USAGE;
    }
    *ret_options = options;
    return 0;
}

/* Nothing that runs from here gains privileges, and a core dump would hold the token. */
static void harden(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/*
 * Started by a person? cron and systemd give their jobs no terminal and no TERM. A person
 * should not wait for the spread, which keeps a thousand machines' cron jobs apart.
 */
static bool is_interactive(void)
{
    return isatty(STDIN_FILENO) || isatty(STDOUT_FILENO) || isatty(STDERR_FILENO) ||
           getenv("TERM") != NULL;
}

/* Wait before sending, without the lock. */
static void spread(const struct site *site, const struct deliver_world *world)
{
    if (site->config.spread_s == 0 || is_interactive() ||
        consent_withheld(&site->config) != NULL) {
        return;
    }
    world->sleep_s(world->context,
                   (int64_t)(world->random(world->context) % (site->config.spread_s + 1)));
}

/* Harvest first and deliver after the spread: what has crashed is safe early. */
static int collect(struct site *site, const struct options *options)
{
    struct pipeline pipeline;
    struct deliver_world world = world_real(NULL);
    unsigned max_time_s =
        options->max_time_s != 0 ? options->max_time_s : site->config.max_time_s;
    int64_t deadline_s = world.now_s(world.context) + max_time_s;
    int status = pipeline_open(site, options->verbose, &pipeline);

    if (status != 0) {
        return status;
    }
    status = pipeline_harvest(&pipeline);
    bool waiting = pipeline_has_work(&pipeline);
    pipeline_close(&pipeline);
    if (!waiting) {
        return status;
    }
    spread(site, &world);
    int opened = pipeline_open(site, options->verbose, &pipeline);
    if (opened != 0) {
        return opened;
    }
    int delivered = pipeline_deliver(&pipeline, deadline_s);
    pipeline_close(&pipeline);
    return delivered != EX_OK ? delivered : status;
}

int command_collect(int argc, char **argv)
{
    struct options options;
    struct site site;
    int status = parse_options(argc, argv, &options);

    if (status != 0) {
        return status;
    }
    harden();
    status = site_open(options.dry_run ? FOLDER_READ : FOLDER_MAKE, &site);
    if (status != 0) {
        return status;
    }
    status = options.dry_run ? pipeline_preview(&site, stdout) : collect(&site, &options);
    site_close(&site);
    return status;
}
