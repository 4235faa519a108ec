#include "groups.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_program(const struct crash *crash, const char *name)
{
    return (crash->program != NULL && strcmp(crash->program, name) == 0) ||
           (crash->app != NULL && strcmp(crash->app, name) == 0) ||
           (crash->exe != NULL && strcmp(crash_basename(crash->exe), name) == 0);
}

static bool is_signal(const struct crash *crash, const char *name)
{
    const char *signal = crash->signal_name;

    return signal != NULL &&
           (strcasecmp(signal, name) == 0 ||
            (strncmp(signal, "SIG", 3) == 0 && strcasecmp(signal + 3, name) == 0));
}

bool groups_match(const struct groups_filter *filter, const struct catalogue_entry *entry)
{
    const struct crash *crash = clean_crash_view(entry->clean);

    return (filter->app == NULL || is_program(crash, filter->app)) &&
           (filter->signal == NULL || is_signal(crash, filter->signal)) &&
           (filter->signature == NULL || strncmp(entry->signature.text, filter->signature,
                                                 strlen(filter->signature)) == 0) &&
           crash->last_seen_ns >= filter->since_ns;
}

static struct group *find(struct groups *groups, const char *signature)
{
    for (size_t i = 0; i < groups->count; i++) {
        if (strcmp(groups->groups[i].latest->signature.text, signature) == 0) {
            return &groups->groups[i];
        }
    }
    return NULL;
}

int groups_make(const struct catalogue *catalogue, const struct groups_filter *filter,
                struct groups *ret_groups)
{
    struct groups groups = {.groups = calloc(catalogue->count + 1, sizeof *groups.groups)};

    if (groups.groups == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct catalogue_entry *entry = &catalogue->entries[i];
        const struct crash *crash = clean_crash_view(entry->clean);

        if (!groups_match(filter, entry)) {
            continue;
        }
        struct group *group = find(&groups, entry->signature.text);
        if (group == NULL) { /* the latest comes first */
            group = &groups.groups[groups.count++];
            *group = (struct group){
                .latest = entry,
                .first_seen_ns = crash->first_seen_ns,
                .last_seen_ns = crash->last_seen_ns,
            };
        }
        group->count += crash->count;
        group->entries++;
        if (crash->first_seen_ns < group->first_seen_ns) {
            group->first_seen_ns = crash->first_seen_ns;
        }
    }
    *ret_groups = groups;
    return 0;
}

static int by_count(const void *left, const void *right)
{
    const struct group *a = left, *b = right;

    return a->count != b->count                 ? (a->count > b->count ? -1 : 1)
           : a->last_seen_ns != b->last_seen_ns ? (a->last_seen_ns > b->last_seen_ns ? -1 : 1)
                                                : strcmp(a->latest->id, b->latest->id);
}

void groups_sort_by_count(struct groups *groups)
{
    if (groups->count > 1) {
        qsort(groups->groups, groups->count, sizeof *groups->groups, by_count);
    }
}

void groups_done(struct groups *groups)
{
    free(groups->groups);
    *groups = (struct groups){.groups = NULL};
}
