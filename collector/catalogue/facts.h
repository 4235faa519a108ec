/* What is known of a crash besides its stack, as words under keys, in the order for reading. */
#ifndef FACTS_H
#define FACTS_H

#include "catalogue.h"

#define FACTS_MAX 64

struct fact {
    const char *key;
    char *value; /* never empty; as printable as the crash is */
};

struct facts {
    struct fact facts[FACTS_MAX];
    size_t count;
};

/* Returns 0 or -ENOMEM; free with facts_done(). */
int facts_of(const struct catalogue_entry *entry, struct facts *ret_facts)
    __attribute__((warn_unused_result));
void facts_done(struct facts *facts);

#endif
