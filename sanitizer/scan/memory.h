/*
 * What a pass remembers of where it was, so that no byte is looked at more often than a
 * constant.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>

#include "tables/tables.h"

/* A value that a key was given: see values/value.h. */
struct value {
    size_t start;
    size_t end;
    int quoted;
    int spaced;         /* blanks around the sign, as in source code */
    int listed;         /* beside a host, a port or a login: whatever it is, it was given */
    int joined;         /* of a connection string, a query, an environment: no source code */
    unsigned char sign; /* '=', ':', '>', '(' or ' ' */
};

/* Whether a blank may stand between key and value without any sign. */
enum value_blank {
    VALUE_BLANK_IS_NONE,
    VALUE_BLANK_BEFORE_WORD,  /* if a word follows that is none of prose */
    VALUE_BLANK_BEFORE_QUOTE, /* if a string follows, or a word that is none of prose */
    VALUE_BLANK_IS_SIGN       /* after an option: --password x */
};

struct scan_run {
    size_t start;
    size_t end;
};

/* A run without blanks that was followed from `start` to `stop`, for a value in it. */
struct scan_bare {
    size_t start;
    size_t stop;
    unsigned int visits;   /* times that a part of it may be followed again */
    size_t steps;          /* bytes, likewise */
    unsigned int harmless; /* keys in it whose values were */
};

/* A name that keys were found in, and the value behind it for the next key in it. */
struct scan_name {
    size_t start;
    size_t end;
    int line;
    int has_value;
    struct value value;
    /* for keys that end here or further on, and ask no less than this one, there is nothing */
    size_t nothing_from;
    const struct table_key *nothing_for;
};

/* A word that does not stand in a run. */
struct scan_absent {
    unsigned int word; /* into table_text */
    struct scan_run run;
};

/* What was thought of a word where a key is expected. */
struct scan_judged {
    size_t start;
    size_t end;
    int likely; /* enum likely of keys/expected.c */
};

/* What a word's parts are like, between what is no letter and no digit. */
struct scan_parts {
    size_t start; /* where the first of these parts starts; the word ends with the last */
    size_t end;
    size_t count;
    size_t longest; /* of those that are no hexadecimal numbers */
    int lower;
    int upper;
    int digit;
};

/* What the rest of a token that the text ends in consists of. */
struct scan_cut {
    size_t start;
    size_t end;
    size_t digits;
    size_t uppers;
    size_t others;
};

#endif
