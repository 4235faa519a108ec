#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#define FIRST_ROW 256 /* beyond any character, so that getopt's own '?' and ':' are none */
#define DAYS_MAX 36500

static bool parse_age(const char *text, uint64_t *ret_since_ns)
{
    char *end;
    long long number = strtoll(text, &end, 10);
    long long unit = *end == 'm'   ? 60
                     : *end == 'h' ? 3600
                     : *end == 'd' ? 86400
                     : *end == 'w' ? 604800
                                   : 0;

    if (end == text || unit == 0 || end[1] != '\0' || number < 0 || number >= 1000000) {
        return false;
    }
    long long since = (long long)time(NULL) - number * unit;
    *ret_since_ns = since > 0 ? (uint64_t)since * 1000000000u : 0;
    return true;
}

static bool parse_date(const char *text, uint64_t *ret_since_ns)
{
    static const char *const forms[] = {"%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
                                        "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"};

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct tm parts = {.tm_isdst = -1};
        const char *rest = strptime(text, forms[i], &parts);
        time_t seconds = rest != NULL && *rest == '\0' ? mktime(&parts) : -1;

        if (seconds >= 0) {
            *ret_since_ns = (uint64_t)seconds * 1000000000u;
            return true;
        }
    }
    return false;
}

static bool parse_days(const char *text, long *ret_days)
{
    char *end;
    long days = strtol(text, &end, 10);

    if (end == text || (*end != '\0' && strcmp(end, "d") != 0) || days < 0 || days > DAYS_MAX) {
        return false;
    }
    *ret_days = days;
    return true;
}

/* Put the value where the row says; else the words for what it takes. */
static const char *fill(const struct option_row *row, const char *value)
{
    if (row->flag != NULL) {
        *row->flag = true;
    } else if (row->text != NULL) {
        *row->text = value;
    } else if (row->days != NULL) {
        return parse_days(value, row->days) ? NULL : "days";
    } else if (!parse_age(value, row->since_ns) && !parse_date(value, row->since_ns)) {
        return "30m, 2h, 3d, 1w or 2026-01-31[ 12:00]";
    }
    return NULL;
}

/* What getopt could not take, in our words. */
static int refuse(const char *command, const char *word, int why)
{
    fprintf(stderr,
            why == ':' ? "epitaph %s: %s needs a value\n" : "epitaph %s: unknown option '%s'\n",
            command, word);
    return EX_USAGE;
}

int options_parse(int argc, char **argv, const struct option_row *rows,
                  const char **ret_operand)
{
    struct option names[OPTIONS_ROWS_MAX + 1] = {{NULL, 0, NULL, 0}};

    for (int i = 0; i < OPTIONS_ROWS_MAX && rows[i].name != NULL; i++) {
        names[i] = (struct option){
            .name = rows[i].name,
            .has_arg = rows[i].flag != NULL ? no_argument : required_argument,
            .val = FIRST_ROW + i,
        };
    }
    optind = 0; /* glibc: from the start, and with what was learnt of the order forgotten */
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (option < FIRST_ROW) {
            return refuse(argv[0], argv[optind - 1], option);
        }
        const struct option_row *row = &rows[option - FIRST_ROW];
        const char *wanted = fill(row, optarg);
        if (wanted != NULL) {
            fprintf(stderr, "epitaph %s: --%s takes %s\n", argv[0], row->name, wanted);
            return EX_USAGE;
        }
    }
    if (optind < argc && ret_operand != NULL) {
        *ret_operand = argv[optind++];
    }
    if (optind < argc) {
        fprintf(stderr, "epitaph %s: unexpected argument '%s'\n", argv[0], argv[optind]);
        return EX_USAGE;
    }
    return EX_OK;
}
