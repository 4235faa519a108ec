/* epitaph report: the crashes known here as a page for a browser. */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "catalogue/view.h"
#include "machine/page_file.h"
#include "options.h"
#include "report/report.h"

struct options {
    const char *path;
    struct groups_filter filter;
};

static int parse_options(int argc, char **argv, struct options *ret_options)
{
    struct options options = {.path = NULL};
    const struct option_row rows[] = {
        {"html", .text = &options.path},
        {"since", .since_ns = &options.filter.since_ns},
        {"app", .text = &options.filter.app},
        {"signal", .text = &options.filter.signal},
        {"signature", .text = &options.filter.signature},
        {.name = NULL},
    };

    int status = options_parse(argc, argv, rows, NULL);
    if (status == EX_OK && options.path == NULL) {
        fputs("usage: epitaph report --html FILE [--since TIME] [--app NAME] [--signal NAME] "
              "[--signature SIGNATURE]\n",
              stderr);
        status = EX_USAGE;
    }
    *ret_options = options;
    return status;
}

static int write_report(const struct view *view, const struct options *options)
{
    struct timespec now;
    char *page;

    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t now_ns = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    if (report_make(&view->catalogue, &options->filter, now_ns, &page) != 0) {
        fputs("epitaph: out of memory\n", stderr);
        return EX_OSERR;
    }
    int error = page_file_write(options->path, page);
    free(page);
    if (error != 0) {
        fprintf(stderr, "epitaph report: cannot write %s: %s\n", options->path,
                strerror(-error));
        return EX_CANTCREAT;
    }
    return EX_OK;
}

int command_report(int argc, char **argv)
{
    struct options options;
    struct view view;

    int status = parse_options(argc, argv, &options);
    if (status != EX_OK) {
        return status;
    }
    status = view_open(&view);
    if (status != EX_OK) {
        return status;
    }
    status = view_status(&view, write_report(&view, &options));
    view_close(&view);
    return status;
}
