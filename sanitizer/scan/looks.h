/*
 * What a run of characters looks like: a name somebody chose, or a key that chance made.
 *
 * Names are spelled: which character follows which is far from even, also in mangled and
 * upper-case ones. The evidence for chance is how many bits cheaper it is to write the run by
 * drawing from its alphabet than by spelling it; names stay below 25 bits at any length.
 */
#ifndef LOOKS_H
#define LOOKS_H

#include <stddef.h>

/* Above this a run of 20 or more is no name: the measure is in 1/8 bit. */
#define LOOKS_RANDOM_ALONE (25 * 8)

/* Above this it is none where a key is expected. */
#define LOOKS_RANDOM_EXPECTED (7 * 8)

/* The evidence for chance, in 1/8 bit; negative for names. */
int looks_evidence(const unsigned char *text, size_t length);

/* Words, identifiers, placeholders: no digit among letters, no jumble of cases. */
int looks_like_name(const unsigned char *text, size_t length);

/* U_ILLEGAL_ARGUMENT_ERROR: the name of a constant. */
int looks_constant(const unsigned char *text, size_t length);

/* A key, where one is expected: random, or hexadecimal of a key's length. */
int looks_random(const unsigned char *text, size_t length);

/* kR7vQ2mWx9zP: capitals, small letters and digits; and such that nobody would call a thing. */
int looks_of_three_kinds(const unsigned char *text, size_t length);
int looks_drawn(const unsigned char *text, size_t length);

/* Only hexadecimal digits; the same after 0x and no more than 64 bit, or a constant of LLVM's
 * (0xK4000C8F5C28F5C28F800); with a UUID's hyphens. */
int looks_hex(const unsigned char *text, size_t length);
int looks_address(const unsigned char *text, size_t length);

/* Likewise of a vector's 128 bit. */
int looks_vector(const unsigned char *text, size_t length);
int looks_uuid(const unsigned char *text, size_t length);

/* h43152c69d2c3e3af: what ends the names of Rust's older mangling. */
int looks_symbol_hash(const unsigned char *text, size_t length);

/* abcdef..., 0123..., aaaa..., abbabbab...: typed, or drawn as a pattern, not by lot. */
int looks_typed(const unsigned char *text, size_t length);

/* node-cache-Linux-3f2a...: two words or more, and a digest of what is kept under them. */
int looks_kept_under(const unsigned char *text, size_t length);

/* A hexadecimal key, also one that somebody typed; not a row of zeros. */
int looks_hex_key(const unsigned char *text, size_t length);

/* e7:d4:42:39:...: a fingerprint. */
int looks_fingerprint(const unsigned char *text, size_t length);

/* vercel_abcdefgh12345678 behind its tag: a key that was made up, of two kinds of characters.
 */
int looks_made_up(const unsigned char *text, size_t length);

/* abcdefgh12345678: most of its characters follow each other as they are counted, as they do in
 * what is made up for a test. */
int looks_counted(const unsigned char *text, size_t length);

/* Whether the text begins with these bytes. */
static inline int looks_begin_with(const unsigned char *text, size_t length, const char *prefix)
{
    for (size_t i = 0; prefix[i] != '\0'; i++) {
        if (i == length || text[i] != (unsigned char)prefix[i]) {
            return 0;
        }
    }
    return 1;
}

#endif
