#include "said.h"

#include <stdint.h>
#include <string.h>

#include "extent.h"
#include "reading/marks.h"
#include "tables/words.h"

#define SENTENCE_MAX 96
#define GAP_MAX ((size_t)48)
#define WORD_MAX 200
#define VERSION_MAX 4
#define NAME_MAX 32

/* A password of digits has as many. */
#define NUMBER_MIN 4

/* What is made for somebody is no shorter. */
#define MADE_MIN 8

/* How far a string may stand behind a key that something is asserted of. */
#define ASSERTION_MAX 40

/* localhost:5000 */
static int is_host_and_port(const struct scan *scan, size_t start, size_t end)
{
    size_t at = end;

    while (at > start + 2 && in_set(scan->bytes[at - 1], SET_DIGIT)) {
        at--;
        if (scan->bytes[at - 1] == ':' && in_set(scan->bytes[at - 2], SET_DIGIT)) {
            end = --at; /* host:443:0 */
        }
    }
    if (at == end || end - at > 5 || at == start || scan->bytes[at - 1] != ':') {
        return 0;
    }
    for (at--; at > start; at--) {
        if (!in_set(scan->bytes[at - 1], SET_LALNUM) && scan->bytes[at - 1] != '.' &&
            scan->bytes[at - 1] != '-') {
            return 0;
        }
    }
    return 1;
}

/* 1:4.13+dfsg1-1, 2.36.1-8: a package's version. */
static int is_version(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < VERSION_MAX && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    return end > at && (scan_byte(scan, end) == ':' || scan_byte(scan, end) == '.') &&
           in_set(scan_byte(scan, end + 1), SET_DIGIT);
}

int said_is_assignment(const struct scan *scan, size_t at, size_t longest)
{
    size_t end = at;

    while (end - at < longest &&
           (in_set(scan_byte(scan, end), SET_LOWER) || scan_byte(scan, end) == '_')) {
        end++;
    }
    return end > at && scan_byte(scan, end) == '=' &&
           in_set(scan_byte(scan, end + 1), SET_ALNUM);
}

/* Where the signs end that close a sentence and what it quotes. */
static size_t without_closing(const struct scan *scan, size_t at, size_t end)
{
    while (end > at && (in_set(scan->bytes[end - 1], SET_CLOSING) ||
                        scan->bytes[end - 1] == '!' || is_quote(scan->bytes[end - 1]))) {
        end--;
    }
    return end;
}

int said_is_password(const struct scan *scan, size_t at)
{
    unsigned char first = scan_byte(scan, at);
    uint64_t blanks, word, opens, colons, letters;
    struct marks_kinds kinds;
    struct marks_block block;
    size_t end;

    if (first <= ' ' || is_quote(first) || first == '/' || first == '*' || /* of a pointer */
        first == '(' || first == '[' || is_version(scan, at) ||
        said_is_assignment(scan, at, NAME_MAX)) {
        return 0;
    }
    block = marks_load(scan->bytes + at, scan->length - at);
    kinds = marks_kinds(&block);
    letters = kinds.upper | kinds.lower;
    blanks = marks_blanks(&block);
    word = blanks != 0 ? (blanks & -blanks) - 1 : ~UINT64_C(0); /* as far as the block */
    opens = marks_of(&block, '(') | marks_of(&block, '[');
    colons = marks_of(&block, ':');
    if ((((letters | kinds.digit | marks_of(&block, '_')) << 1 & opens) |
         (colons & colons >> 1)) &
        word) {
        return 0; /* somebody's code */
    }
    end = at + (blanks != 0 ? (size_t)__builtin_ctzll(blanks) : MARKS_BYTES);
    end = without_closing(scan, at, end);
    effort_spend(scan->effort, EFFORT_SENTENCE + (end - at));
    word &= end - at < MARKS_BYTES ? (UINT64_C(1) << (end - at)) - 1 : word;
    letters &= word;
    return end - at >= 6 && ((marks_typed(&block) | (kinds.lower << 1 & kinds.upper)) & word) &&
           (letters & (letters - 1)) != 0 && !is_host_and_port(scan, at, end) &&
           !words_hold(&table_words_digests, scan->bytes + at, end - at);
}

/* Whether one word stands at `at`, and ends its line. */
static int is_alone(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < WORD_MAX && scan_byte(scan, end) > ' ') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end > at && (scan_byte(scan, end) == '\n' || scan_byte(scan, end) == '\r');
}

/* The password is: 482913, and ...: digits that nothing is counted with. */
static int is_whole_number(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < NAME_MAX && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    return end - at >= NUMBER_MIN && scan_byte(scan, end) != '\0' &&
           strchr(",;\n", scan_byte(scan, end)) != NULL;
}

size_t said_verbs(const struct scan *scan, size_t at, int digits)
{
    static const char *const verbs[] = {"is ",      "is: ", "was ",     "was: ",  "set ",
                                        "will be ", "has ", "changed ", "reset ", "now ",
                                        "been ",    "to ",  "to: ",     "from "};
    const size_t first_count = 9; /* the others do not begin a sentence's end */
    size_t i = at;

    for (int words = 0; words < 4; words++) {
        size_t before = i;

        for (size_t k = 0; k < sizeof verbs / sizeof *verbs && i == before; k++) {
            if (i == at && k >= first_count) {
                return 0;
            }
            if (scan_is_at(scan, i, verbs[k])) {
                i += strlen(verbs[k]);
            }
        }
        if (i == before) {
            break;
        }
    }
    return i > at && (is_quote(scan_byte(scan, i)) || said_is_password(scan, i) ||
                      ((scan_is_at(scan, i - 4, "is: ") || scan_is_at(scan, i - 5, "was: ")) &&
                       is_alone(scan, i)) ||
                      is_whole_number(scan, i) ||
                      (digits && in_set(scan_byte(scan, i), SET_DIGIT)))
               ? i - 1
               : 0;
}

/* Whether the letters [start, end) join a key to the string it has, gets or must equal. */
static int is_joint(const struct scan *scan, size_t start, size_t end)
{
    return words_hold(&table_words_joints, scan->bytes + start, end - start) ||
           (end - start == 6 && scan_is_at(scan, start - 1, ".return(")); /* a mock's */
}

size_t said_asserted(const struct scan *scan, size_t at)
{
    size_t joints = 0, i = at;

    while (i - at < ASSERTION_MAX && i < scan->length) {
        unsigned char byte = scan->bytes[i];
        size_t word = i;

        effort_spend(scan->effort, EFFORT_HEAD);
        if (is_quote(byte) && i > at + 1 && (joints > 0 || scan_byte(scan, at) == ')')) {
            return joints > 0 && !(i > at + 7 && scan_is_at(scan, i - 7, "should(")) ? i : 0;
        }
        while (i - at < ASSERTION_MAX && in_set(scan_byte(scan, i), SET_WORD)) {
            i++;
        }
        if (i > word) {
            if (!is_joint(scan, word, i)) {
                return 0;
            }
            joints++;
            continue;
        }
        if (byte == '?' && scan_byte(scan, i + 1) == ':') {
            joints++;
        }
        if (byte == '\0' || strchr(" .,()|?:=>\"'!-]", byte) == NULL ||
            (is_quote(byte) && i > at && scan->bytes[i - 1] != ']')) {
            return 0; /* find('input[name="password"]').type("x") */
        }
        i++;
    }
    return 0;
}

static int holds_digit(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < WORD_MAX && scan_byte(scan, end) > ' ' &&
           !in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return in_set(scan_byte(scan, end), SET_DIGIT) != 0;
}

/* Behind "is generated " and the like, that the key was made; `at` if nothing says so. */
static size_t behind_making(const struct scan *scan, size_t at)
{
    static const char *const verbs[] = {"is ", "was ", "has been ", "have been "};
    static const char *const made[] = {"generated ", "created ",  "set ",
                                       "reset ",     "assigned ", "changed "};

    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        size_t next = scan_is_at(scan, at, verbs[i]) ? at + strlen(verbs[i]) : at;

        for (size_t k = 0; next > at && k < sizeof made / sizeof *made; k++) {
            if (scan_is_at(scan, next, made[k])) {
                return next + strlen(made[k]);
            }
        }
    }
    return at;
}

/* A word as long as what is made for somebody, and of more than small letters. */
static int is_long_word(const struct scan *scan, size_t at)
{
    size_t end = at, lowers = 0;

    while (end - at < MADE_MIN && scan_byte(scan, end) > ' ') {
        lowers += in_set(scan->bytes[end++], SET_LOWER) != 0;
    }
    return end - at == MADE_MIN && lowers < MADE_MIN;
}

/* Whether the line that holds `at` asks somebody for something. */
static int is_prompt(const struct scan *scan, size_t at)
{
    const size_t line = scan_line_start(scan, at, GAP_MAX);

    return line != SIZE_MAX &&
           (scan_is_at(scan, line, "enter ") || scan_is_at(scan, line, "new password for ") ||
            scan_is_at(scan, line, "retype ") || scan_is_at(scan, line, "[sudo] ") ||
            scan_is_at(scan, line, "password for ") ||
            scan_is_at(scan, line, "passphrase for "));
}

size_t said_for(const struct scan *scan, size_t at)
{
    size_t made = behind_making(scan, at);
    const int is_made = made > at;

    at = made;
    if (!scan_is_at(scan, at, "for ") && !scan_is_at(scan, at, "of ") &&
        !scan_is_at(scan, at, "in ") && !scan_is_at(scan, at, "on ")) {
        return 0;
    }
    for (size_t i = at + 3; i < scan->length && i - at < SENTENCE_MAX; i++) {
        effort_spend(scan->effort, 1);
        if (scan_byte(scan, i) == '\n') {
            return 0;
        }
        if (scan_is_at(scan, i, " is ")) {
            effort_spend(scan->effort, 16); /* what to look for a password costs */
            if (is_quote(scan_byte(scan, i + 4)) || said_is_password(scan, i + 4)) {
                return i + 3;
            }
        }
        if (scan_is_at(scan, i, " = ") && is_quote(scan_byte(scan, i + 3))) {
            return i + 2; /* SET PASSWORD FOR x = 'y' */
        }
        if (scan_is_at(scan, i, ": ") && is_prompt(scan, at) && is_alone(scan, i + 2)) {
            return i + 1; /* Enter new password for user "bob": x */
        }
        if (scan_byte(scan, i) == ':' && scan->bytes[i - 1] != ':') {
            size_t value = i + 1 + (scan_byte(scan, i + 1) == ' ');

            return (is_made && is_long_word(scan, value)) ||
                           (said_is_password(scan, value) &&
                            (value > i + 1 || holds_digit(scan, value)))
                       ? i + 1
                       : 0; /* undefined method `password' for nil:NilClass */
        }
    }
    return 0;
}

size_t said_refused(const struct scan *scan, size_t at)
{
    static const char refusal[] = ". cannot convert ";
    size_t quote = at + sizeof refusal - 1;

    if (!scan_is_at(scan, at, refusal)) {
        return 0;
    }
    quote += scan_is_at(scan, quote, "the ") ? 4 : scan_is_at(scan, quote, "value ") ? 6 : 0;
    return is_quote(scan_byte(scan, quote)) ? quote : 0;
}

/* Whether the word at `at` ends its line, and looks like a password. */
static int ends_line(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < WORD_MAX && scan_byte(scan, end) > ' ') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return (scan_byte(scan, end) == '\n' || scan_byte(scan, end) == '\r') &&
           said_is_password(scan, at);
}

/* password "Auth" x, as OpenVPN is told what it asked for: where the realm ends; `at` if none
 * stands there. */
static size_t realm_end(const struct scan *scan, size_t at)
{
    static const char *const realms[] = {"\"auth\" ", "\"private key\" ", "\"http proxy\" ",
                                         "\"socks proxy\" "};

    for (size_t i = 0; i < sizeof realms / sizeof *realms; i++) {
        if (scan_is_at(scan, at, realms[i])) {
            return at + strlen(realms[i]) - 1;
        }
    }
    return at;
}

size_t said_in_form(const struct scan *scan, size_t at)
{
    size_t end = realm_end(scan, at);

    if (end > at) {
        return end;
    }
    while (end - at < WORD_MAX && in_set(scan_byte(scan, end), SET_DASHED)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end > at + 1 && scan_byte(scan, end) == ' ' &&
                   (is_quote(scan_byte(scan, end + 1)) || ends_line(scan, end + 1)) &&
                   words_hold(&table_words_forms, scan->bytes + at, end - at)
               ? end
               : 0;
}
