/* epitaph consent: may crashes leave this machine? Says so, and changes it. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "commands.h"
#include "configuration/amend.h"
#include "configuration/consent.h"
#include "options.h"
#include "pipeline/site.h"

struct options {
    bool yes;
    bool no;
    bool purge; /* what is known here goes, unasked */
    bool keep;  /* and stays, unasked */
};

static int parse_options(int argc, char **argv, struct options *ret_options)
{
    struct options options = {.yes = false};
    const struct option_row rows[] = {
        {"yes", .flag = &options.yes},
        {"no", .flag = &options.no},
        {"purge", .flag = &options.purge},
        {"keep", .flag = &options.keep},
        {.name = NULL},
    };

    int status = options_parse(argc, argv, rows, NULL);
    if (status == EX_OK && ((options.yes && options.no) || (options.purge && options.keep) ||
                            (!options.no && (options.purge || options.keep)))) {
        fprintf(stderr, "usage: epitaph consent [--yes | --no [--purge | --keep]]\n");
        status = EX_USAGE;
    }
    *ret_options = options;
    return status;
}

/* The one that is read last, so that it wins; root's own is rare, and the machine's is usual.
 */
static const char *choose_file(const struct config_sources *sources)
{
    const char *own = sources->user_file;

    if (sources->only != NULL) {
        return sources->only;
    }
    return geteuid() == 0 && (own == NULL || access(own, F_OK) != 0) ? sources->system_file
                                                                     : own;
}

static int set_upload(bool on)
{
    struct config_sources sources;
    int error = config_sources_find(&sources);
    const char *path = error == 0 ? choose_file(&sources) : NULL;

    if (path == NULL) {
        fprintf(stderr, "epitaph consent: no home directory for a configuration\n");
        return EX_SOFTWARE;
    }
    error = amend_file(path, "upload", on ? "yes" : "no");
    if (error == 0) {
        printf("upload = %s is set in %s\n", on ? "yes" : "no", path);
    } else {
        fprintf(stderr, "epitaph consent: %s: %s\n", path, strerror(-error));
    }
    config_sources_done(&sources);
    return error == 0 ? EX_OK : error == -EACCES || error == -EPERM ? EX_NOPERM : EX_CANTCREAT;
}

struct holding {
    size_t waiting;
    size_t sent;
    size_t aside;
};

static int count_holding(const struct site *site, struct holding *holding)
{
    struct routes *routes;
    int status = site_routes(site, ROUTES_ALL, &routes);

    if (status != 0) {
        return status;
    }
    for (size_t i = 0; i < routes->count; i++) {
        size_t counts[OUTBOX_FOLDER_COUNT] = {0};
        for (enum outbox_folder folder = 0; folder < OUTBOX_FOLDER_COUNT; folder++) {
            struct folder_listing listing;
            if (outbox_list(routes->items[i].outbox, folder, &listing) == 0) {
                counts[folder] = listing.count;
                folder_listing_done(&listing);
            }
        }
        holding->waiting += counts[OUTBOX_QUEUE];
        holding->sent += counts[OUTBOX_SENT];
        holding->aside += counts[OUTBOX_REJECTED];
    }
    routes_close(routes);
    return 0;
}

static bool ask(const char *question)
{
    char answer[16] = "";

    printf("%s [y/N] ", question);
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) != NULL &&
           (answer[0] == 'y' || answer[0] == 'Y');
}

/* Consent was taken back: does what is here go as well? Asked of people only. */
static int settle_holding(const struct site *site, const struct options *options)
{
    char *purge[] = {(char[]){"purge"}, (char[]){"--all"}, NULL};
    struct holding holding = {0};
    int status = count_holding(site, &holding);

    if (status != 0 || options->keep) {
        return status;
    }
    if (!options->purge) {
        if (holding.waiting + holding.sent + holding.aside == 0) {
            return EX_OK;
        }
        printf("%zu events wait here, %zu that were sent and %zu set aside are kept.\n",
               holding.waiting, holding.sent, holding.aside);
        if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
            printf("epitaph purge --all forgets them.\n");
            return EX_OK;
        }
        if (!ask("Forget all crashes that are known here?")) {
            return EX_OK;
        }
    }
    return command_purge(2, purge);
}

static int say(const struct site *site)
{
    const char *withheld = consent_withheld(&site->config);

    printf("uploading is %s%s%s\n", withheld == NULL ? "on" : "off",
           withheld != NULL ? ": " : "", withheld != NULL ? withheld : "");
    return EX_OK;
}

int command_consent(int argc, char **argv)
{
    struct options options;
    struct site site;
    int status = parse_options(argc, argv, &options);

    status = status != 0 ? status : site_open(FOLDER_READ, &site);
    if (status == 0 && (options.yes || options.no)) {
        /* Only what was understood is changed; then what holds now is read anew. */
        site_close(&site);
        status = set_upload(options.yes);
        status = status != 0 ? status : site_open(FOLDER_READ, &site);
    }
    if (status != 0) {
        return status;
    }
    status = say(&site);
    if (options.no && site.config.upload) {
        fprintf(stderr, "epitaph consent: a file that is read later says upload = yes\n");
        status = EX_CONFIG;
    } else if (options.no) {
        status = settle_holding(&site, &options);
    }
    site_close(&site);
    return status;
}
