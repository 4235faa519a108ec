/*
 * How much is judged for one text. What costs time is not its bytes but the places that look
 * like a key or a token: each wakes a matcher, which looks at what stands around. Crash text
 * has one such place for fifty bytes and more. A text with many more was written by nobody,
 * and must not hold up the others.
 */
#ifndef EFFORT_H
#define EFFORT_H

#include <stddef.h>

struct effort {
    size_t places;       /* matchers woken, and finds made without, in the look at hand, */
    size_t glances;      /* looks that mostly end at once, a few of which cost a place; */
    size_t values;       /* or values that were looked for, each of which costs some places, */
    size_t allowed;      /* of so many, */
    size_t usual;        /* or of these if no look was crowded */
    size_t spent_before; /* in the looks before it */
    size_t most;         /* allowed to all looks together where one is crowded */
    size_t read;         /* bytes of all views in all looks, each time that they were read */
    int was_crowded;
};

/* The next look at the text begins, at a view of `length` bytes. */
void effort_begin_look(struct effort *effort, size_t length);

/* Whether a look came to half of the places that are allowed to it, or all looks together to
 * more than two looks may cost: what was found is then widened, so that the next looks have
 * less to judge. */
int effort_is_crowded(const struct effort *effort);

/* Whether all looks together, and reading for them, came to half of what the first was allowed:
 * finds of a later look then take their lines with them, so that few looks follow. */
int effort_is_long(const struct effort *effort);

/* Two values cost so many, found or looked for in vain: what speaks of secrets all the time
 * holds a key in 49 bytes. */
#define EFFORT_TWO_VALUES 7

/* So many glances cost one: at a token's shape, at a word that may be a key or begin a line.
 * What comes to more is a place besides. */
#define EFFORT_GLANCES 4

/* The places that were judged in this look. */
static inline size_t effort_places(const struct effort *effort)
{
    return effort->places + effort->glances / EFFORT_GLANCES;
}

/* What was spent in it. Values are not added up with the rest: who speaks of secrets has many
 * keys in vain and many other places, each of which is little. */
static inline size_t effort_spent(const struct effort *effort)
{
    size_t places = effort_places(effort), values = effort->values * EFFORT_TWO_VALUES / 2;

    return places > values ? places : values;
}

/* Whether nothing more may be judged in this look: what wakes a matcher, may be a drawn word or
 * an address is hidden by the line. */
static inline int effort_is_spent(const struct effort *effort)
{
    return effort_spent(effort) > effort->allowed;
}

#endif
