/*
 * Which event leaves a full queue: the oldest one of the signature that has most events, so
 * that a crash loop pushes out its own past and not everybody else's.
 */
#ifndef EVICTION_H
#define EVICTION_H

struct eviction;

/* NULL when there is no memory. */
struct eviction *eviction_new(void);
void eviction_free(struct eviction *eviction);

/* Add the file `name`, newer than all added before. Returns 0 or -ENOMEM. */
int eviction_add(struct eviction *eviction, const char *name, const char *signature)
    __attribute__((warn_unused_result));

/* Forget the one that goes next and return its name, which the caller frees; NULL when empty.
 */
char *eviction_take(struct eviction *eviction) __attribute__((warn_unused_result));

#endif
