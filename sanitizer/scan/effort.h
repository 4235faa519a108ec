/*
 * How much is judged for one text. What costs time is not its bytes but what looks like a key
 * or a token: each wakes a matcher, which looks at what stands around. Crash text has one such
 * place for fifty bytes and more. A text with many more was written by nobody, and must not
 * hold up the others.
 *
 * Effort is counted where it is made, in what reading one byte costs (some 25 instructions,
 * 1.8 ns where this was measured), and not timed: the same text is judged the same everywhere.
 */
#ifndef EFFORT_H
#define EFFORT_H

#include <stddef.h>

struct effort {
    size_t spent;           /* in all looks, */
    size_t began;           /* and before the look at hand */
    size_t limit;           /* once so much is spent nothing more is judged in it, */
    size_t limit_found;     /* or so much, if something was found; */
    size_t reach;           /* and once so much is, nothing is told apart any more, */
    size_t grace;           /* which is so far behind the limit */
    size_t making;          /* what it cost to make the views at first: readings.c notes it */
    size_t budget;          /* what all looks together may cost */
    unsigned int overdrawn; /* so many looks began when all of it was spent */
    int was_crowded;
};

/* What is done most often, and what it costs: fitted to the time that lists of secrets take,
 * and texts that a search bred to be slow (tests/bench/bred.txt). Of these 14 to 22 us come to
 * 10,000. What walks over many bytes counts them where it does. */
enum effort_price {
    EFFORT_WALKED = 3,       /* bytes are walked for what reading one costs */
    EFFORT_LITERAL = 3,      /* one stands */
    EFFORT_LOOK_UP = 6,      /* the literals that share three bytes are compared */
    EFFORT_CHARACTER = 7,    /* one is read otherwise than it stands */
    EFFORT_ITEM = 8,         /* a list is looked for */
    EFFORT_ARGUMENT = 12,    /* the next one of a command or a call */
    EFFORT_ADDRESS = 8,      /* a sign stands that addresses have */
    EFFORT_WORD = 5,         /* a word may be a token */
    EFFORT_LINE = 16,        /* where one begins or ends */
    EFFORT_HEAD = 16,        /* a command or a claim may begin with a word */
    EFFORT_SENTENCE = 25,    /* what stands around may be one */
    EFFORT_KEY = 28,         /* a key, and what its name means */
    EFFORT_DIRECTIVE = 60,   /* a word that begins lines of a configuration */
    EFFORT_SHAPE = 18,       /* a token's shape is followed */
    EFFORT_FIND = 25,        /* something is found, settled and replaced */
    EFFORT_CHANCE = 20,      /* how likely chance made a word */
    EFFORT_MATCHER = 15,     /* what has rules of its own */
    EFFORT_COMMAND = 110,    /* one whose arguments are followed */
    EFFORT_WORDING = 20,     /* a sentence may say what the key is, in one of many ways */
    EFFORT_VALUE = 60,       /* a value is judged, */
    EFFORT_IN_VAIN = 120,    /* or looked for in vain behind a key, */
    EFFORT_KEYED_VALUE = 100 /* or found there, and what stands around it judged */
};

/* So much was spent. */
static inline void effort_spend(struct effort *effort, size_t cost)
{
    effort->spent += cost;
}

/* So many bytes were looked at one by one, in a loop that asks little of each. */
static inline void effort_walk(struct effort *effort, size_t bytes)
{
    effort->spent += bytes / EFFORT_WALKED;
}

/* The next look begins, at a text that has `length` bytes as it is read. Its views together
 * have `reading` bytes, and to make them of what will be written costs `making`. */
void effort_begin_look(struct effort *effort, size_t length, size_t reading, size_t making);

/* So much making the views of a text of `length` bytes may cost. If it costs more, hardly a
 * byte is read as it stands, and not enough is left to look at them. */
size_t effort_making_max(size_t length);

/* The part of it begins that looks for what has neither key nor shape. */
void effort_begin_rest(struct effort *effort, size_t reading);

/* Something was found in it. */
void effort_found(struct effort *effort);

/* Whether a look came to most of what is allowed to it: what was found is then widened, so
 * that the next looks have less to judge. */
int effort_is_crowded(const struct effort *effort);

/* Whether all looks together came to much of what they may cost: finds of a later look then
 * take their lines with them, so that few looks follow. */
int effort_is_long(const struct effort *effort);

/* Whether nothing more may be judged in this look: what wakes a matcher, may be a drawn word or
 * an address is hidden by the line. */
static inline int effort_is_spent(const struct effort *effort)
{
    return effort->spent > effort->limit;
}

/* Whether not even that may be told any more: a line that may hold such a place is hidden. */
static inline int effort_is_exhausted(const struct effort *effort)
{
    return effort->spent > effort->reach;
}

#endif
