/*
 * What matchers see of a view in one pass over it, and how they note what they found, in the
 * original's offsets.
 *
 * The pass is linear because no matcher looks at a byte more often than a constant: what runs
 * on (a token's characters, a value, a key block) is remembered in `runs` or ends in a find,
 * and everything else is bounded by a small number.
 */
#ifndef SCAN_H
#define SCAN_H

#include <stddef.h>
#include <string.h>

#include "sanitizer.h"
#include "effort.h"
#include "memory.h"
#include "reading/span.h"
#include "tables/tables.h"
#include "reading/view.h"

struct identity;

#define SCAN_JUDGED 8
#define SCAN_ABSENT 8 /* a few words, by what their numbers leave */

struct scan {
    const struct identity *identity;
    unsigned int personal; /* enum sanitizer_personal */
    int is_inner; /* the view was wrapped in another: nothing in it is unwrapped again */
    const struct view *view;
    const unsigned char *bytes; /* the view's */
    size_t length;
    struct effort *effort; /* of all that is judged for the text */
    struct span_list *spans;
    size_t settled; /* so many of them, in order, are of the readings before this one */
    struct scan_run runs[SET_COUNT];
    struct scan_run backs[SET_COUNT]; /* likewise, of runs that were followed back */
    size_t shape_end;                 /* the run in which a token was taken for a name last */
    struct scan_cut cut;              /* for tokens that begin further on in it */
    struct scan_run path;             /* the last path that was followed back, and from where */
    struct scan_run no_path;          /* where nothing begins one */
    struct scan_run drawn;            /* the last find that chance explains */
    struct scan_run explained;        /* the last drawn word of which it was said what it is */
    struct scan_bare bare;
    struct scan_name names[VALUE_BLANK_IS_SIGN + 1]; /* by the blank that the keys ask for */
    size_t expected_at; /* behind the name that a key was expected after last */
    struct scan_judged judged[SCAN_JUDGED]; /* words behind it, by where they start */
    struct scan_run no_long_word; /* where no word starts that is long enough for a key */
    struct scan_parts far_parts;  /* of a long word: see chance.c */
    size_t expected_end;          /* the word where a key was expected last */
    struct scan_run
        passed;       /* where the word ends behind which only short ones stand, to where */
    size_t value_end; /* a value that was found reaches to here: keys in it are part of it */
    size_t block_end; /* likewise of key blocks, */
    struct scan_run block; /* and where the lines of one were followed to */
    size_t block_line;     /* in the last of them */
    size_t link_end;       /* likewise of a web address */
    size_t columns_end;    /* likewise of tables that were read */
    size_t header_end;     /* the header of the last of them */
    size_t bound_looks;    /* at bytes, for values that were bound to a statement */
    struct scan_run line;
    struct scan_run signature; /* where a test's values stand, to its parameters */
    size_t no_header;          /* the line that heads no table */
    /* where none of some words stands: see there */
    struct scan_run no_rows, no_struct, no_values, no_echo, no_password, no_program, no_parts;
    struct scan_run no_attribute, no_user, no_option, no_switch, no_listed, no_login, no_method;
    struct scan_run no_mention;
    size_t manifest_end;
    size_t place_at;     /* the directive that was asked last whether it begins its line */
    size_t keyed_end;    /* a line of many secrets was read to here */
    size_t list_end;     /* likewise a list of logins */
    size_t hex_list_end; /* likewise a list of keys or hashes, */
    size_t hex_word_end; /* and a line of them */
    size_t cracked_end;  /* likewise what a cracker found */
    size_t proxy_end;    /* likewise the users of a proxy */
    struct scan_absent absent[SCAN_ABSENT]; /* words that places ask for */
    size_t rights_end;                      /* likewise what a user of Redis may do */
    size_t command_end;                     /* a command line was followed to here */
    size_t printed_end;                     /* likewise a line that a command may print below */
    size_t call_end;                        /* likewise the arguments of a call */
    size_t home_end;                        /* the last home that was found ends here */
    size_t unjudged_end;                    /* the lines that will be hidden end here */
    size_t address_end;                     /* the last IPv4 address that was found ends here */
    size_t dotted_end;                      /* the last that was judged */
    size_t colons_end;                      /* likewise of groups joined by colons */
    unsigned int unjudged_count; /* so many lines were left unjudged, one after the other */
    unsigned int shape_count;    /* how often something was judged in shape_end's run, */
    unsigned int expected_count; /* in expected_end's word, */
    unsigned int command_count;  /* within command_end's line; */
    unsigned int header_keys;    /* the keys that header_end's header was asked for; */
    unsigned int no_header_with; /* how no_header's columns are separated */
    unsigned int signature_keys; /* of signature's parameters, */
    int place_begins;            /* whether place_at begins its line */
};

/* Prepare for a view: nothing is remembered from another. */
void scan_init(struct scan *scan, const struct view *view, const struct identity *identity,
               unsigned int personal, struct effort *effort, struct span_list *spans);

/* Note that the view's [start, end) is what the rule `name` looks for. */
void scan_found(struct scan *scan, size_t start, size_t end, const char *name);

/*
 * Instead of judging what stands in [start, end), note it with the rest of its line: rounds.c
 * hides the whole line. Where line after line is left so, more and more of them go together.
 */
void scan_leave_unjudged(struct scan *scan, size_t start, size_t end);

/* What one kind of signs may be part of is looked for, from the start. */
static inline void scan_begin_signs(struct scan *scan)
{
    scan->unjudged_end = 0;
    scan->unjudged_count = 0;
}

/* Whether the sign at `at` is not looked at, because its line will be hidden: too much was
 * spent. */
static inline int scan_sign_is_left(struct scan *scan, size_t at)
{
    if (at >= scan->unjudged_end && effort_is_exhausted(scan->effort)) {
        scan_leave_unjudged(scan, at, at + 1);
    }
    return at < scan->unjudged_end;
}

/* The name of a rule implemented by a matcher. */
const char *scan_matcher_name(enum table_matcher matcher);

/* Whether the rest of a literal stands at `at`. */
int scan_goes_on(const struct scan *scan, size_t at, const char *literal);

/* Whether the first `length` characters of a literal stand at `at`. */
int scan_holds(const struct scan *scan, size_t at, const char *literal, size_t length);

/* Where the run of members of `set` that holds `at` ends; `at` itself if it is no member. */
size_t scan_run_end(struct scan *scan, enum table_set set, size_t at);

/* Where it starts, looking back no further than `limit` bytes. */
size_t scan_run_start(const struct scan *scan, enum table_set set, size_t at, size_t limit);

/* Likewise, for those who follow many runs back: one that was followed is not again. */
size_t scan_run_back(struct scan *scan, enum table_set set, size_t at, size_t limit);

/* Whether `literal` (lower case) stands at `at` in any case. Most others differ in the first
 * two bytes, and are not called for. */
static inline int scan_is_at(const struct scan *scan, size_t at, const char *literal)
{
    return at < scan->length && table_lower[scan->bytes[at]] == (unsigned char)literal[0] &&
           (literal[1] == '\0' ||
            (at + 1 < scan->length &&
             table_lower[scan->bytes[at + 1]] == (unsigned char)literal[1] &&
             scan_goes_on(scan, at + 2, literal + 2)));
}

/* Whether one of the words stands somewhere in [at, reach). Where none does is remembered. */
int scan_one_stands_between(const struct scan *scan, struct scan_run *none, size_t at,
                            size_t reach, const char *const *words, size_t count);

/* Whether one of the words of letters in [start, end) is in the list. */
int scan_holds_word(const struct scan *scan, const struct table_words *list, size_t start,
                    size_t end);

/* Where the line begins that holds `at`; SIZE_MAX if that is `limit` bytes away or more. */
size_t scan_line_start(const struct scan *scan, size_t at, size_t limit);

/* The line that holds `at`, without its end. */
struct scan_run scan_line(struct scan *scan, size_t at);

/* Where `byte` stands next in [at, end), or `end`: for what few lines hold (marks.h for what
 * all do). */
static inline size_t scan_next(const struct scan *scan, size_t at, size_t end,
                               unsigned char byte)
{
    const unsigned char *found = at < end ? memchr(scan->bytes + at, byte, end - at) : NULL;

    return found != NULL ? (size_t)(found - scan->bytes) : end;
}

static inline int in_set(unsigned char byte, unsigned int set)
{
    return (int)(table_sets[byte] >> set & 1);
}

static inline int is_blank(unsigned char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* The byte at `at`, or '\n' beyond either end: every line is closed. */
static inline unsigned char scan_byte(const struct scan *scan, size_t at)
{
    return at < scan->length ? scan->bytes[at] : '\n';
}

static inline unsigned char scan_before(const struct scan *scan, size_t at)
{
    return at - 1 < scan->length ? scan->bytes[at - 1] : '\n'; /* 0 is no place, too */
}

/* Whether all bytes of [start, end) are members of the set. */
static inline int scan_is_all(const struct scan *scan, unsigned int set, size_t start,
                              size_t end)
{
    while (start < end && in_set(scan_byte(scan, start), set)) {
        start++;
    }
    return start == end;
}

/* Where the first line begins that is whole in [at, limit); behind `limit` if none does. */
static inline size_t scan_whole_line(const struct scan *scan, size_t at, size_t limit)
{
    return scan_before(scan, at) == '\n' ? at : scan_next(scan, at, limit, '\n') + 1;
}

#endif
