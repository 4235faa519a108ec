/* epitaph collect: harvest, make events, deliver; once, or for as long as it runs. */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <unistd.h>

#include "commands.h"
#include "delivery/world.h"
#include "machine/journal.h"
#include "pipeline/pipeline.h"
#include "pipeline/watch.h"

struct options {
    bool dry_run;
    bool watch;
    bool verbose;
    bool syslog;
    unsigned max_time_s; /* 0: as configured */
};

static int parse_options(int argc, char **argv, struct options *ret_options)
{
    static const struct option names[] = {
        {"dry-run", no_argument, NULL, 'n'},        {"watch", no_argument, NULL, 'w'},
        {"verbose", no_argument, NULL, 'v'},        {"syslog", no_argument, NULL, 's'},
        {"max-time", required_argument, NULL, 't'}, {NULL, 0, NULL, 0},
    };
    const char *debug = getenv("EPITAPH_DEBUG");
    struct options options = {.verbose = debug != NULL && strcmp(debug, "1") == 0};
    char *end = NULL;
    long seconds;

    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "nv", names, NULL)) != -1;) {
        switch (option) {
        case 'n':
            options.dry_run = true;
            break;
        case 'w':
            options.watch = true;
            break;
        case 'v':
            options.verbose = true;
            break;
        case 's':
            options.syslog = true;
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
    if (optind < argc || (options.dry_run && options.watch)) {
        fprintf(stderr, "usage: epitaph collect [--dry-run|--watch] [--verbose] [--syslog] "
                        "[--max-time SECONDS]\n");
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
    signal(SIGPIPE, SIG_IGN); /* a server that hangs up is an answer, not a death */
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
    if (site->config.spread_s > 0 && !is_interactive()) {
        uint64_t random = world->random(world->context);
        world->sleep_s(world->context, (int64_t)(random % (site->config.spread_s + 1)));
    }
}

/* Harvest first and deliver after the spread: what has crashed is safe early. */
static int collect(struct site *site, const struct options *options, int stop_fd)
{
    struct pipeline pipeline;
    struct world ground = {.stop_fd = stop_fd};
    struct deliver_world world = world_real(&ground);
    unsigned max_time_s =
        options->max_time_s != 0 ? options->max_time_s : site->config.max_time_s;
    int64_t deadline_s = world.now_s(world.context) + max_time_s;
    int status = pipeline_open(site, stop_fd, &pipeline);

    if (status != 0) {
        return status;
    }
    pipeline.verbose = options->verbose;
    status = pipeline_harvest(&pipeline, deadline_s);
    bool waiting = pipeline_has_work(&pipeline);
    pipeline_close(&pipeline);
    if (!waiting) {
        return status;
    }
    spread(site, &world);
    int opened = site_read_again(site);
    opened = opened == 0 ? pipeline_open(site, stop_fd, &pipeline) : opened;
    if (opened != 0) {
        return opened;
    }
    pipeline.verbose = options->verbose;
    int delivered = pipeline_deliver(&pipeline, deadline_s);
    pipeline_close(&pipeline);
    return delivered != EX_OK ? delivered : status;
}

/* SIGTERM and SIGINT as a descriptor, so that no step is cut in the middle. */
static int open_stop(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    return signalfd(-1, &signals, SFD_CLOEXEC);
}

/* *ret_several, where it is asked for: is there more than one destination? */
static int collect_once(const struct options *options, int stop_fd, char **ret_spool,
                        bool *ret_several)
{
    struct site site;
    int status = site_open(FOLDER_MAKE, &site);

    if (ret_several != NULL) {
        *ret_several = status == 0 && config_destination_at(&site.config, 1) != NULL;
    }
    if (status != 0) {
        return status;
    }
    status = collect(&site, options, stop_fd);
    if (ret_spool != NULL) {
        free(*ret_spool);
        *ret_spool = strdup(site.paths.spool);
    }
    site_close(&site);
    return status;
}

/* The configuration is read anew each time: consent may have been taken back. */
static int watch(const struct options *options)
{
    int stop_fd = open_stop();
    char *spool = NULL;
    bool several;
    bool over;
    int status = EX_OK;

    if (stop_fd < 0) {
        fprintf(stderr, "epitaph collect: %s\n", strerror(errno));
        return EX_SOFTWARE;
    }
    do {
        status = collect_once(options, stop_fd, &spool, &several);
        /* For the others it tries again; for these a person has to act. One destination that is
         * in need of that does not keep another from its events. */
        over = (status == EX_NOPERM || status == EX_CONFIG) && !several;
    } while (!over && watch_wait(spool, stop_fd));
    free(spool);
    close(stop_fd);
    return over ? status : EX_OK;
}

static int preview(void)
{
    struct site site;
    int status = site_open(FOLDER_READ, &site);

    if (status != 0) {
        return status;
    }
    status = pipeline_preview(&site, stdout);
    site_close(&site);
    return status;
}

int command_collect(int argc, char **argv)
{
    struct options options;
    int status = parse_options(argc, argv, &options);

    if (status != 0) {
        return status;
    }
    harden();
    if (options.syslog && !journal_take_stderr()) {
        fprintf(stderr, "epitaph collect: %s\n", strerror(ENOMEM));
        return EX_SOFTWARE;
    }
    if (options.dry_run) {
        return preview();
    }
    return options.watch ? watch(&options) : collect_once(&options, -1, NULL, NULL);
}
