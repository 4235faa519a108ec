/*
 * Passwords by their place in a line: a directive of a configuration, a command of a device or
 * of a protocol begins the line, and says where in it the password stands.
 */
#include "commands.h"

#include <string.h>

#include "tables/words.h"
#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

#define LINE_MAX 256
#define WORDS_MAX 12

/* What may stand before a directive: blanks, "set", a prompt. */
#define PROMPT_MAX 32

struct word {
    size_t start;
    size_t end;
};

/* The next word of the line after `at`, up to `limit`; quotes hold together and are not part of
 * it. */
static int next_word(const struct scan *scan, size_t at, size_t limit, struct word *ret_word)
{
    size_t start = at, end;
    unsigned char quote;

    while (scan_byte(scan, start) == ' ' || scan_byte(scan, start) == '\t' ||
           scan_byte(scan, start) == ',') {
        if (start++ >= limit) {
            return 0;
        }
    }
    quote = is_quote(scan_byte(scan, start)) ? scan_byte(scan, start) : 0;
    start += quote != 0;
    for (end = start; end < scan->length && end < limit; end++) {
        unsigned char byte = scan->bytes[end];

        if (byte == '\n' || byte == '\r' ||
            (quote != 0 ? byte == quote : byte == ' ' || byte == '\t' || byte == ';')) {
            break;
        }
    }
    *ret_word = (struct word){start, end};
    return end > start;
}

/* Whether `word` is one of a list. */
static int is_among(const struct scan *scan, const struct word *word, const char *const *list,
                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (scan_is_at(scan, word->start, list[i]) &&
            word->end - word->start == strlen(list[i])) {
            return 1;
        }
    }
    return 0;
}

/* router(config)#crypto: a prompt that begins its line, and no blank. */
static int follows_prompt(const struct scan *scan, size_t at)
{
    size_t start = at;

    while (start > 0 && at - start < PROMPT_MAX && scan->bytes[start - 1] > ' ') {
        start--;
    }
    return scan_before(scan, start) == '\n';
}

/* Whether only blanks, "set" and the like, or a prompt such as "router(config)#" stand before.
 */
static int begins_line(const struct scan *scan, size_t at)
{
    static const char *const openings[] = {"set",  "config", "exec", "quote", "acl",
                                           "sudo", "no",     "undo", "-",     "+"};
    size_t start = at;
    struct word word = {at, at};

    if (scan_before(scan, at) == '=') {
        return 1; /* a line that is a value itself */
    }
    if (scan_before(scan, at) == '#' || scan_before(scan, at) == '>') {
        return follows_prompt(scan, at);
    }
    while (start > 0 && at - start < PROMPT_MAX && scan->bytes[start - 1] != '\n' &&
           !is_quote(scan->bytes[start - 1])) {
        start--;
    }
    if (at - start == PROMPT_MAX) {
        return 0;
    }
    while (next_word(scan, start, at + 1, &word) && word.start < at) {
        if (word.end >= at ||
            (!is_among(scan, &word, openings, sizeof openings / sizeof *openings) &&
             strchr("#>$%:", (char)scan->bytes[word.end - 1]) == NULL)) {
            return 0;
        }
        start = word.end;
    }
    return word.start == at;
}

/* Whether a log's prefix stands before: "[main] ", "INFO: ". */
static int follows_prefix(const struct scan *scan, size_t at)
{
    size_t start = at;

    while (start > 0 && at - start < 8 && scan->bytes[start - 1] == ' ') {
        start--;
    }
    return start > 0 && start < at && scan->bytes[start - 1] != '\0' &&
           strchr("#>$:]|", (char)scan->bytes[start - 1]) != NULL;
}

/* A number or word that says how what follows is written. */
static int is_form(const struct scan *scan, const struct word *word)
{
    return words_hold(&table_words_forms, scan->bytes + word->start, word->end - word->start);
}

/* A word of letters only is a password where little or nothing follows, as in no sentence. */
static int is_last(const struct scan *scan, size_t end, int careful)
{
    struct word word;
    size_t at = end + (is_quote(scan_byte(scan, end)) ? 1 : 0);

    at += scan_byte(scan, at) == ';';
    return !next_word(scan, at, end + LINE_MAX, &word) ||
           (!careful && !next_word(scan, word.end, end + LINE_MAX, &word));
}

/* As much of a password as the place asks for. */
static int is_likely(const struct scan *scan, const struct value *value, enum place_care care)
{
    switch (care) {
    case PLACE_ANY:
        return value->quoted || said_is_password(scan, value->start) ||
               is_last(scan, value->end, 0);
    case PLACE_LAST:
        return is_last(scan, value->end, 1);
    default:
        return said_is_password(scan, value->start) && is_last(scan, value->end, 1) &&
               memchr(scan->bytes + value->start, '/', value->end - value->start) == NULL;
    }
}

/* Whether the word that the place stands behind is ahead: most lines do not hold it. */
static int word_is_ahead(struct scan *scan, const struct table_place *place, size_t end)
{
    const char *word = table_text + place->word;
    struct scan_absent *absent = &scan->absent[place->word % SCAN_ABSENT];

    if (absent->word != place->word) {
        *absent = (struct scan_absent){.word = place->word};
    }
    return scan_one_stands_between(scan, &absent->run, end, end + LINE_MAX, &word, 1);
}

/* A word of a sentence, whatever closes it. */
static int is_prose(const struct scan *scan, const struct word *word)
{
    const unsigned char *text = scan->bytes + word->start;
    size_t end = word->end;

    while (end > word->start &&
           (in_set(scan->bytes[end - 1], SET_CLOSING) || is_quote(scan->bytes[end - 1]))) {
        end--;
    }
    return words_hold(&table_words_prose, text, end - word->start) ||
           words_hold(&table_words_key_endings, text, end - word->start);
}

void match_directive(struct scan *scan, size_t at, size_t end, const struct table_place *place)
{
    const char *before = table_text + place->word;
    struct value value = {.sign = ' ', .joined = 1};
    struct word word = {end, end};
    int found = 0, begins;

    if ((scan_byte(scan, end) != ' ' && scan_byte(scan, end) != '\t') ||
        (place->number == 0 && !word_is_ahead(scan, place, end))) {
        return;
    }
    if (scan->place_at != at) {
        scan->place_at = at;
        scan->place_begins = begins_line(scan, at); /* once for all places of this name */
    }
    begins = scan->place_begins;
    if (!begins && !follows_prefix(scan, at)) {
        return;
    }
    for (unsigned int i = 1; i <= WORDS_MAX && !found; i++) {
        found = place->number == 0 && is_among(scan, &word, &before, 1);
        if (!next_word(scan, word.end + (is_quote(scan_byte(scan, word.end)) ? 1 : 0),
                       end + LINE_MAX, &word)) {
            return;
        }
        found |= i == place->number;
    }
    for (struct word next;
         found && is_form(scan, &word) && next_word(scan, word.end, end + LINE_MAX, &next);) {
        word = next;
    }
    value.start = word.start;
    value.end = word.end;
    value.quoted = is_quote(scan_before(scan, word.start));
    if (!found || value_is_harmless(scan, &value, KEY_STRONG) || is_prose(scan, &word) ||
        !is_likely(scan, &value, begins ? (enum place_care)place->care : PLACE_CAREFUL)) {
        return;
    }
    scan_found(scan, word.start, word.end, "password");
}
