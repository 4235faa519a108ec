/*
 * The rules as the matchers need them. tables.c is generated from rules/ by generate.py when
 * the sanitizer is built: everything is constant and shared, nothing is built at run time,
 * and nothing holds a pointer, so that the loader has nothing to relocate either.
 */
#ifndef TABLES_H
#define TABLES_H

#include <stddef.h>
#include <stdint.h>

/* Which matcher looks closer when a literal was seen; `index` says what it looks for. */
enum trigger_kind {
    TRIGGER_TOKEN,     /* index into table_shapes */
    TRIGGER_KEY,       /* index into table_keys */
    TRIGGER_SHORT_KEY, /* likewise; the literal's last character is the sign after the key */
    TRIGGER_COMMAND,   /* index into table_commands */
    TRIGGER_CALL,      /* index into table_places */
    TRIGGER_DIRECTIVE, /* likewise */
    TRIGGER_MATCHER,   /* index is an enum table_matcher */
};

/* Literals shorter than this cannot start a rule. */
#define TRIGGER_MIN 3

#define TABLE_WINDOWS 32768

/*
 * A window is three bytes, five bits each, the last one's lowest; table_wakes has 1 for each
 * that some literal holds at `lead`, and table_bucket_of the bucket of those that do. Of each
 * bucket's literals is known which class of byte may stand on either side.
 */
struct table_bucket {
    uint32_t before; /* a bit for each class; all of them where a literal begins or ends */
    uint32_t behind;
    uint16_t first; /* of table_triggers; those of the next bucket follow */
};

/* A trigger's surroundings are eight bytes from so many before its window on. */
#define TABLE_AROUND_BEFORE 3

struct table_trigger {
    uint64_t around; /* them in lower case, the first one lowest: classes hold several bytes */
    uint64_t around_mask;   /* as far as they are the literal's */
    unsigned int text : 24; /* into table_literals: the literal, in lower case unless exact */
    unsigned int length : 8;
    unsigned int index : 16;
    unsigned int lead : 8;  /* the window's offset in the literal */
    unsigned int exact : 1; /* case matters */
    unsigned int kind : 7;
};

extern const uint8_t table_classes[256];
extern const uint8_t table_wakes[TABLE_WINDOWS];
extern const uint16_t table_bucket_of[TABLE_WINDOWS];
extern const struct table_bucket table_buckets[];
extern const struct table_trigger table_triggers[];
extern const char table_text[];
extern const char table_literals[];

/* Bits of table_view_needs: see view_needs(). */
extern const uint8_t table_view_needs[256];

/* ASCII in lower case and nothing else: no locale has a say. */
extern const uint8_t table_lower[256];

/* Which bytes belong to a character set: bit `set` of the byte's word. */
extern const uint64_t table_sets[256];

enum table_element_kind { ELEMENT_LITERAL, ELEMENT_SET };

/* One step of a token's shape, such as "ghp_" or alnum{36,255}. */
struct table_element {
    uint8_t kind;
    uint8_t set;
    uint16_t text;
    uint16_t min;
    uint16_t max; /* of a literal both are its length */
};

enum shape_flags {
    SHAPE_EXACT = 1,     /* literals match in this case only */
    SHAPE_BOUNDED = 2,   /* nothing alphanumeric may stand before it */
    SHAPE_UNCHECKED = 4, /* even a name-like rest is a secret */
    SHAPE_DOUBTED = 8,   /* the mark is so short that names begin like it */
    SHAPE_SHORT = 16,    /* fewer characters than the shape asks for are a token, too, */
    SHAPE_SHORTEST = 32, /* and a few of them are enough */
    SHAPE_WRAPPED = 64,  /* the token goes on in the next lines, as long as these are full */
};

struct table_shape {
    uint16_t name; /* into table_text, NUL-terminated */
    uint16_t first;
    uint8_t count;
    uint8_t pivot; /* the element that triggers: those before are matched backwards */
    uint8_t flags;
    uint8_t context; /* of table_contexts; 0: none needed */
};

extern const struct table_element table_elements[];
extern const struct table_shape table_shapes[];

/* How much a key's meaning asks of the value. */
enum key_strength { KEY_STRONG, KEY_MEDIUM, KEY_WEAK, KEY_DIGITS };

struct table_key {
    uint16_t name;
    uint8_t strength;
    uint8_t glued; /* may stand at the end of a longer word: dbpassword */
    uint8_t blank; /* enum value_blank: what follows a blank is its value */
};

extern const struct table_key table_keys[];

/* Where a command's option carries a password. */
enum option_form {
    OPTION_GLUED,
    OPTION_NEXT,
    OPTION_AFTER_COLON,
    OPTION_AFTER_PERCENT,
    OPTION_AFTER_COMMA,
    OPTION_BEFORE,  /* the argument before it */
    OPTION_BEHIND,  /* the argument behind it, where the option goes on itself */
    OPTION_ARGUMENT /* + its place among the arguments that are no options */
};

struct table_option {
    uint16_t text;
    uint8_t form;
};

struct table_command {
    uint16_t words; /* into table_text: those behind the trigger, with one blank between them */
    uint16_t first; /* into table_options */
    uint8_t count;
    uint8_t more; /* the next one has the same trigger */
};

extern const struct table_command table_commands[];
extern const struct table_option table_options[];

/* What is asked of what stands there: nothing more, to end its line, to look like a password.
 */
enum place_care { PLACE_ANY, PLACE_LAST, PLACE_CAREFUL };

/* Where a secret stands in a call or in a line of a configuration. */
struct table_place {
    uint16_t word;  /* into table_text: it stands behind this word, unless that is empty */
    uint8_t number; /* the how manieth argument or word it is otherwise */
    uint8_t care;   /* enum place_care */
};

extern const struct table_place table_places[];

struct table_lookalike {
    uint32_t first;
    uint32_t last;
    uint32_t ascii; /* 0: cannot be seen */
};

/* A bit for each 64 of the first characters: whether one of them is folded. */
#define LOOKALIKE_END 0x20000
extern const uint64_t table_lookalike_rows[LOOKALIKE_END / 64 / 64];

static inline int table_may_look_alike(uint32_t code)
{
    return code >= LOOKALIKE_END || (table_lookalike_rows[code >> 12] >> (code >> 6 & 63) & 1);
}

/* Of the first characters, which most texts are of: what each looks like; 0: itself, 1: it
 * cannot be seen. */
#define LOOKALIKE_LOW 0x800
extern const uint8_t table_lookalike_low[LOOKALIKE_LOW];
extern const struct table_lookalike table_lookalikes[];
extern const size_t table_lookalike_count;

/* The first of them that reaches into each block of 256 or behind it; the last is for what is
 * behind all blocks. */
#define LOOKALIKE_BLOCKS (LOOKALIKE_END / 256)
extern const uint8_t table_lookalike_starts[LOOKALIKE_BLOCKS + 1];

/* How names are spelled: the cost in 1/8 bit of one character (as a row of table_spelling)
 * after another. See rules/names.txt. */
#define SPELLING_DIGIT 52
#define SPELLING_OTHER 53
extern const uint8_t table_spelling[256];

/* One in the byte of its kind: upper, lower, digit, other. Up to 255 characters are counted
 * by adding these up. */
extern const uint32_t table_kinds[256];

/* Likewise: space, comma, VIEW_REDACTED, underscore. */
extern const uint32_t table_marks[256];
extern const uint8_t table_name_costs[54][64]; /* by shifting, not multiplying */

/* Lists of words, by their hash: see words.c. Those of hash `h` are texts[starts[h]] to
 * texts[starts[h + 1]]. */
struct table_words {
    const uint16_t *texts;
    const uint16_t *starts;
    unsigned int mask; /* the largest hash */
    /* Of words whose first byte's low bits are the index: a bit for each length, the last one
     * for longer ones too. Most words are none of these. */
    uint32_t lengths[32];
};

/* Words that are looked for everywhere in a text: those whose first byte's low bits are `i` are
 * texts[starts[i]] to texts[starts[i + 1]]. */
struct table_openings {
    const uint16_t *texts;
    uint16_t starts[33];
    uint64_t pairs[16]; /* a bit for the low bits of the first two bytes */
};

#include "tables_generated.h"

#endif
