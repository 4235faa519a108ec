#include "eviction.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct member {
    struct member *next;
    char *name;
};

/* One signature's events, oldest first. */
struct group {
    struct group *next;
    char *signature;
    struct member *oldest;
    struct member **end;
    size_t count;
};

struct eviction {
    struct group *groups; /* in order of their first events: of equals the oldest goes */
};

struct eviction *eviction_new(void)
{
    return calloc(1, sizeof(struct eviction));
}

static void free_group(struct group *group)
{
    for (struct member *member = group->oldest; member != NULL;) {
        struct member *next = member->next;
        free(member->name);
        free(member);
        member = next;
    }
    free(group->signature);
    free(group);
}

void eviction_free(struct eviction *eviction)
{
    if (eviction == NULL) {
        return;
    }
    for (struct group *group = eviction->groups; group != NULL;) {
        struct group *next = group->next;
        free_group(group);
        group = next;
    }
    free(eviction);
}

/* Signatures are few (a queue holds programs' crashes, not a database): a list will do. */
static struct group *find_group(struct eviction *eviction, const char *signature)
{
    struct group **end = &eviction->groups;

    for (; *end != NULL; end = &(*end)->next) {
        if (strcmp((*end)->signature, signature) == 0) {
            return *end;
        }
    }
    struct group *group = calloc(1, sizeof *group);
    char *copy = strdup(signature);
    if (group == NULL || copy == NULL) {
        free(group);
        free(copy);
        return NULL;
    }
    group->signature = copy;
    group->end = &group->oldest;
    *end = group;
    return group;
}

int eviction_add(struct eviction *eviction, const char *name, const char *signature)
{
    struct group *group = find_group(eviction, signature);
    struct member *member = calloc(1, sizeof *member);
    char *copy = strdup(name);

    if (group == NULL || member == NULL || copy == NULL) {
        free(member);
        free(copy);
        return -ENOMEM;
    }
    member->name = copy;
    *group->end = member;
    group->end = &member->next;
    group->count++;
    return 0;
}

char *eviction_take(struct eviction *eviction)
{
    struct group *largest = NULL;

    for (struct group *group = eviction->groups; group != NULL; group = group->next) {
        if (group->count > 0 && (largest == NULL || group->count > largest->count)) {
            largest = group;
        }
    }
    if (largest == NULL) {
        return NULL;
    }
    struct member *member = largest->oldest;
    char *name = member->name;
    largest->oldest = member->next;
    if (largest->oldest == NULL) {
        largest->end = &largest->oldest;
    }
    largest->count--;
    free(member);
    return name;
}
