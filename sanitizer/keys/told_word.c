#include "told_word.h"

#include <string.h>

#include "scan/looks.h"
#include "tables/words.h"
#include "values/extent.h"
#include "values/said.h"

#define VALUE_MAX 64
#define VALUE_MIN ((size_t)3)

/* A secret of a weak key has so many digits, and as many characters. */
#define DIGITS_MIN 2
#define DRAWN_MIN 8

/* incorrect, required, mandatory: what ends as an adjective or a participle does. */
static int ends_as_adjective(const struct scan *scan, size_t start, size_t end)
{
    static const char *const endings[] = {
        "ed",   "ing", "ive",  "ory",  "al",    "able", "ible", "ent",  "ant",
        "ous",  "ful", "less", "ly",   "ect",   "id",   "tion", "ment", "ity",
        "ness", "ate", "ism",  "ions", "ments", "ings", "ers"};

    effort_spend(scan->effort, sizeof endings / sizeof *endings);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t length = strlen(endings[i]);

        if (end - start > length + 1 && scan_is_at(scan, end - length, endings[i])) {
            return 1;
        }
    }
    return 0;
}

/* What is said of the value behind it: "for user bob", "with hash y", "...", "(8 chars)". */
static int goes_on(const struct scan *scan, size_t at)
{
    static const char *const words[] = {
        " for ",  " with ", " against ", " (",     " ...", "...",   " of ", " to ", " on ",
        " from ", " in ",   " is ",      " took ", " at ", " and ", " -> ", " => ", " - "};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (scan_is_at(scan, at, words[i])) {
            return 1;
        }
    }
    return 0;
}

size_t told_word_end(const struct scan *scan, size_t at, size_t *ret_start,
                     enum told_ending *ret_ending)
{
    static const char opening[] = "[<{\"'`", closing[] = "]>}\"'`";
    const unsigned char first = scan_byte(scan, at);
    const char *open = first != '\0' ? strchr(opening, first) : NULL;
    size_t start = at + (open != NULL), end = start, after;

    if (first == '<' && !said_is_password(scan, start)) {
        return at; /* set password <password> */
    }
    while (end - start < VALUE_MAX && scan_byte(scan, end) > ' ' &&
           (open == NULL || scan_byte(scan, end) != (unsigned char)closing[open - opening])) {
        end++;
    }
    effort_walk(scan->effort, end - start);
    after = end;
    if (open != NULL && scan_byte(scan, end) != (unsigned char)closing[open - opening]) {
        return at;
    }
    if (open == NULL) {
        while (end > start && (in_set(scan->bytes[end - 1], SET_CLOSING) ||
                               scan->bytes[end - 1] == '!' || is_quote(scan->bytes[end - 1]))) {
            end--;
        }
    }
    *ret_start = start;
    if (open != NULL || scan_byte(scan, after) == '\n' || scan_byte(scan, after) == '\r' ||
        scan_is_at(scan, after, " for user ") || scan_is_at(scan, after, " for account ") ||
        scan_is_at(scan, after, " with hash")) {
        *ret_ending = TOLD_ENDING_SURE;
    } else {
        *ret_ending =
            after > end || goes_on(scan, after) ? TOLD_ENDING_SENTENCE : TOLD_ENDING_ANY;
    }
    return end - start >= VALUE_MIN && end - start < VALUE_MAX ? end : at;
}

int told_word_is_plain(const struct scan *scan, size_t start, size_t end)
{
    size_t uppers = 0;

    effort_spend(scan->effort, end - start);
    for (size_t i = start; i < end; i++) {
        const unsigned char byte = scan->bytes[i];

        if (byte == '/' || byte == '\\' || byte == '(' || byte == ')' || byte == '=' ||
            byte == '<' || byte == '>' || byte == '{' || byte == '[' || byte == '|' ||
            byte == ';' || byte == ',' || byte == ':' || byte == '"' || byte == '\'' ||
            byte == '`' || byte == VIEW_REDACTED) {
            return 0;
        }
        uppers += in_set(byte, SET_UPPER) != 0;
    }
    return strchr("/~.$<{%*-#&@", scan->bytes[start]) == NULL && uppers < end - start &&
           !looks_constant(scan->bytes + start, end - start);
}

int told_word_is_no_prose(const struct scan *scan, size_t start, size_t end)
{
    const unsigned char *text = scan->bytes + start;
    size_t letters = 0;

    effort_spend(scan->effort, (end - start) / 2);
    for (size_t i = start; i < end; i++) {
        letters += in_set(scan_byte(scan, i), SET_ALPHA) != 0 || scan_byte(scan, i) == '-';
    }
    return letters < end - start ||
           (!words_hold(&table_words_states, text, end - start) &&
            !words_hold(&table_words_prose, text, end - start) &&
            !words_hold(&table_words_key_endings, text, end - start) &&
            !in_set(scan_byte(scan, start), SET_UPPER) &&
            memchr(text, '-', end - start) == NULL && !ends_as_adjective(scan, start, end));
}

int told_word_is_drawn(const struct scan *scan, size_t start, size_t end)
{
    size_t digits = 0, lowers = 0, uppers = 0;

    effort_spend(scan->effort, end - start);
    for (size_t i = start; i < end; i++) {
        digits += in_set(scan_byte(scan, i), SET_DIGIT) != 0;
        lowers += in_set(scan_byte(scan, i), SET_LOWER) != 0;
        uppers += in_set(scan_byte(scan, i), SET_UPPER) != 0;
        if (scan_byte(scan, i) == '.' || scan_byte(scan, i) == '@') {
            return 0;
        }
    }
    return end - start >= DRAWN_MIN && digits >= DIGITS_MIN && lowers >= DIGITS_MIN &&
           !looks_address(scan->bytes + start, end - start) &&
           (uppers > 0 ? looks_random(scan->bytes + start, end - start)
                       : looks_evidence(scan->bytes + start, end - start) > 0);
}

size_t told_word_find(const struct scan *scan, size_t at, size_t *ret_start)
{
    enum told_ending ending;
    const size_t end = told_word_end(scan, at, ret_start, &ending);

    return end > at && told_word_is_plain(scan, *ret_start, end) &&
                   told_word_is_no_prose(scan, *ret_start, end) &&
                   (ending == TOLD_ENDING_SURE || said_is_password(scan, *ret_start))
               ? end
               : at;
}
