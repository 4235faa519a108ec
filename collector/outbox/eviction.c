#include "eviction.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct member {
    struct member *next;
    char *name;
};

/* One signature's events, oldest first. */
struct group {
    char *signature;
    uint64_t hash;
    struct member *oldest;
    struct member **end;
    size_t count;
    size_t serial; /* in order of their first events: of equals the oldest goes */
    size_t place;  /* in the heap */
};

/* Every signature may be another one in a queue of a million: nothing here looks at all. */
struct eviction {
    struct group **table; /* by signature, open addressing; `size` is a power of two */
    size_t size;
    struct group **heap; /* the largest group first */
    size_t count;
};

#define FIRST_SIZE 64

struct eviction *eviction_new(void)
{
    struct eviction *eviction = calloc(1, sizeof *eviction);

    if (eviction == NULL) {
        return NULL;
    }
    eviction->size = FIRST_SIZE;
    eviction->table = calloc(FIRST_SIZE, sizeof *eviction->table);
    eviction->heap = calloc(FIRST_SIZE, sizeof *eviction->heap);
    if (eviction->table == NULL || eviction->heap == NULL) {
        eviction_free(eviction);
        return NULL;
    }
    return eviction;
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
    for (size_t i = 0; i < eviction->count; i++) {
        free_group(eviction->heap[i]);
    }
    free(eviction->table);
    free(eviction->heap);
    free(eviction);
}

/* FNV-1a. Who chooses signatures so that they meet slows down the eviction of his own queue. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    }
    return hash;
}

/* Where the signature is in the table, or belongs. */
static struct group **slot_of(struct group **table, size_t size, const char *signature,
                              uint64_t hash)
{
    size_t at = (size_t)hash & (size - 1);

    while (table[at] != NULL &&
           (table[at]->hash != hash || strcmp(table[at]->signature, signature) != 0)) {
        at = (at + 1) & (size - 1);
    }
    return &table[at];
}

/* Twice the room, before the table is half full. */
static int grow(struct eviction *eviction)
{
    size_t size = eviction->size * 2;
    struct group **heap = reallocarray(eviction->heap, size, sizeof *heap);

    if (heap == NULL) {
        return -ENOMEM;
    }
    eviction->heap = heap;
    struct group **table = calloc(size, sizeof *table);
    if (table == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < eviction->count; i++) {
        struct group *group = eviction->heap[i];
        *slot_of(table, size, group->signature, group->hash) = group;
    }
    free(eviction->table);
    eviction->table = table;
    eviction->size = size;
    return 0;
}

static bool goes_before(const struct group *left, const struct group *right)
{
    return left->count != right->count ? left->count > right->count
                                       : left->serial < right->serial;
}

static void place(struct eviction *eviction, struct group *group, size_t at)
{
    eviction->heap[at] = group;
    group->place = at;
}

static void rise(struct eviction *eviction, struct group *group)
{
    size_t at = group->place;

    while (at > 0 && goes_before(group, eviction->heap[(at - 1) / 2])) {
        place(eviction, eviction->heap[(at - 1) / 2], at);
        at = (at - 1) / 2;
    }
    place(eviction, group, at);
}

static void sink(struct eviction *eviction, struct group *group)
{
    size_t at = group->place;

    for (;;) {
        size_t child = 2 * at + 1;
        if (child + 1 < eviction->count &&
            goes_before(eviction->heap[child + 1], eviction->heap[child])) {
            child++;
        }
        if (child >= eviction->count || !goes_before(eviction->heap[child], group)) {
            break;
        }
        place(eviction, eviction->heap[child], at);
        at = child;
    }
    place(eviction, group, at);
}

/* The signature's group, a new one if need be; NULL when there is no memory. */
static struct group *find_group(struct eviction *eviction, const char *signature)
{
    uint64_t hash = hash_of(signature);
    struct group *known = *slot_of(eviction->table, eviction->size, signature, hash);

    if (known != NULL) {
        return known;
    }
    if (eviction->count >= eviction->size / 2 && grow(eviction) != 0) {
        return NULL;
    }
    struct group *group = calloc(1, sizeof *group);
    char *copy = strdup(signature);
    if (group == NULL || copy == NULL) {
        free(group);
        free(copy);
        return NULL;
    }
    *group = (struct group){.signature = copy, .hash = hash, .serial = eviction->count};
    group->end = &group->oldest;
    *slot_of(eviction->table, eviction->size, signature, hash) = group;
    place(eviction, group, eviction->count++);
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
    rise(eviction, group);
    return 0;
}

char *eviction_take(struct eviction *eviction)
{
    struct group *largest = eviction->count > 0 ? eviction->heap[0] : NULL;
    struct member *member = largest != NULL ? largest->oldest : NULL;

    if (member == NULL) {
        return NULL;
    }
    char *name = member->name;
    largest->oldest = member->next;
    if (largest->oldest == NULL) {
        largest->end = &largest->oldest;
    }
    largest->count--;
    free(member);
    sink(eviction, largest);
    return name;
}
