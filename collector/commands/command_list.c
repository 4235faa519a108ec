/* epitaph list: the crashes known here, grouped by what makes them the same. */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "catalogue/groups.h"
#include "catalogue/view.h"
#include "encoding/text.h"
#include "machine/terminal.h"
#include "options.h"

struct options {
    struct groups_filter filter;
    bool as_json;
    bool each; /* every crash instead of groups */
};

static int parse_options(int argc, char **argv, struct options *ret_options)
{
    struct options options = {.as_json = false};
    const struct option_row rows[] = {
        {"json", .flag = &options.as_json},
        {"all", .flag = &options.each},
        {"since", .since_ns = &options.filter.since_ns},
        {"app", .text = &options.filter.app},
        {"signal", .text = &options.filter.signal},
        {"signature", .text = &options.filter.signature},
        {.name = NULL},
    };

    int status = options_parse(argc, argv, rows, NULL);
    *ret_options = options;
    return status;
}

static int print_json(struct json *json)
{
    char *text = json_print(json);

    json_done(json);
    if (text == NULL) {
        fputs("epitaph: out of memory\n", stderr);
        return EX_OSERR;
    }
    puts(text);
    free(text);
    return EX_OK;
}

static int print_group_json(const struct catalogue *catalogue,
                            const struct groups_filter *filter, const struct group *group)
{
    const struct crash *crash = clean_crash_view(group->latest->clean);
    struct json json;

    json_init(&json);
    json_put_text(&json, json.root, "signature", group->latest->signature.text);
    json_put_number(&json, json.root, "count", (int64_t)group->count);
    json_put_time(&json, json.root, "first_seen", group->first_seen_ns);
    json_put_time(&json, json.root, "last_seen", group->last_seen_ns);
    json_put_text(&json, json.root, "id", group->latest->id);
    json_put_text(&json, json.root, "state", catalogue_place_word(group->latest->place));
    json_put_text(&json, json.root, "program", view_program(crash));
    json_put_text(&json, json.root, "signal", crash->signal_name);
    json_put_text(&json, json.root, "reason", group->latest->reason);
    struct cJSON *ids = json_put_array(&json, json.root, "ids");
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct catalogue_entry *entry = &catalogue->entries[i];
        if (strcmp(entry->signature.text, group->latest->signature.text) == 0 &&
            groups_match(filter, entry)) {
            json_append_text(&json, ids, entry->id);
        }
    }
    return print_json(&json);
}

static int print_entry_json(const struct catalogue_entry *entry)
{
    struct json json;

    json_init(&json);
    view_put_entry(&json, json.root, entry, false);
    return print_json(&json);
}

/* "queued", or where there are several destinations "sent, tracker queued". */
static void add_places(struct text *line, const struct catalogue_entry *entry)
{
    if (entry->standing_count < 2) {
        text_add(line, catalogue_place_word(entry->place));
        return;
    }
    for (size_t i = 0; i < entry->standing_count; i++) {
        const struct catalogue_standing *standing = &entry->standings[i];
        const char *name = standing->destination;
        text_format(line, "%s%s%s%s", i > 0 ? ", " : "", name, name[0] != '\0' ? " " : "",
                    catalogue_place_word(standing->place));
    }
}

/* Two lines: which and how often, then what. */
static void print_row(const struct catalogue_entry *entry, uint64_t count,
                      uint64_t first_seen_ns, uint64_t last_seen_ns)
{
    size_t width = terminal_width();
    char first[32], last[32], number[32], id[9];
    struct text line = {.bytes = NULL};

    snprintf(id, sizeof id, "%.8s", entry->id);
    terminal_print(TERMINAL_BOLD, 0, id);
    text_format(&line, "  %s  ", terminal_time(last, last_seen_ns));
    add_places(&line, entry);
    if (count > 1) {
        text_format(&line, ", %s times since %s", text_number(number, count),
                    terminal_time(first, first_seen_ns));
    }
    char *words = text_take(&line);
    terminal_wrap(TERMINAL_PLAIN, strlen(id), 4, words != NULL ? words : "");
    free(words);
    fputs("    ", stdout);
    text_format(&line, "%s: %s", view_program(clean_crash_view(entry->clean)), entry->reason);
    words = text_take(&line);
    terminal_print(TERMINAL_PLAIN, width > 4 ? width - 4 : 0, words != NULL ? words : "");
    free(words);
    putchar('\n');
}

static int print_groups(const struct view *view, const struct options *options)
{
    const struct catalogue *catalogue = &view->catalogue;
    struct groups groups;
    int status = EX_OK;

    if (groups_make(catalogue, &options->filter, &groups) != 0) {
        fputs("epitaph: out of memory\n", stderr);
        return EX_OSERR;
    }
    for (size_t i = 0; i < groups.count && status == EX_OK; i++) {
        const struct group *group = &groups.groups[i];
        if (options->as_json) {
            status = print_group_json(catalogue, &options->filter, group);
        } else {
            print_row(group->latest, group->count, group->first_seen_ns, group->last_seen_ns);
        }
    }
    if (groups.count == 0 && !options->as_json) {
        printf(catalogue->count == 0 ? "No crashes are known here%s.\n"
                                     : "No crash that is known here matches%s.\n",
               view_elsewhere(view));
    }
    groups_done(&groups);
    return status;
}

static int print_each(const struct catalogue *catalogue, const struct options *options)
{
    int status = EX_OK;

    for (size_t i = 0; i < catalogue->count && status == EX_OK; i++) {
        const struct catalogue_entry *entry = &catalogue->entries[i];
        const struct crash *crash = clean_crash_view(entry->clean);

        if (!groups_match(&options->filter, entry)) {
            continue;
        }
        if (options->as_json) {
            status = print_entry_json(entry);
        } else {
            print_row(entry, crash->count, crash->first_seen_ns, crash->last_seen_ns);
        }
    }
    return status;
}

int command_list(int argc, char **argv)
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
    status = options.each && view.catalogue.count > 0 ? print_each(&view.catalogue, &options)
                                                      : print_groups(&view, &options);
    status = view_status(&view, status);
    view_close(&view);
    return status == EX_OK && fflush(stdout) != 0 ? EX_IOERR : status;
}
