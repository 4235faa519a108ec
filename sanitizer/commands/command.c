/* Command lines: the passwords that options of well-known commands carry. */
#include "commands.h"

#include <string.h>

#include "scan/looks.h"

/* Arguments are followed this far, unless the command ends before. */
#define LINE_MAX 4096

/* So many bytes has a word of short options. */
#define CLUSTER_MAX 8

/* A user's name this long may be a key that needs no password. */
#define KEY_ALONE_MIN 8

struct word {
    size_t start;
    size_t end;
};

/* How long the end of a line at `at` is; 0 if the line does not end there. */
static size_t line_break(const struct scan *scan, size_t at)
{
    if (at >= scan->length) {
        return 0;
    }
    return scan->bytes[at] == '\n'   ? 1
           : scan->bytes[at] == '\r' ? 1 + (scan_byte(scan, at + 1) == '\n')
                                     : 0;
}

/* The next argument after `at` in the line; quotes hold together and are not part of it. */
static int next_word(const struct scan *scan, size_t at, size_t limit, struct word *ret_word)
{
    unsigned char quote = 0;
    size_t start, end;

    while (at < limit) {
        size_t ended = scan_byte(scan, at) == '\\' ? line_break(scan, at + 1) : 0;

        if (ended == 0 && scan_byte(scan, at) != ' ' && scan_byte(scan, at) != '\t' &&
            scan_byte(scan, at) != ',') {
            break;
        }
        at += 1 + ended; /* the command may go on in the next line */
    }
    if (scan_byte(scan, at) == 'a' && in_set(scan_byte(scan, at + 1), SET_DIGIT)) {
        size_t sign = scan_byte(scan, at + 2) == '=' ? at + 2 : at + 3;

        if (scan_byte(scan, sign) == '=' && scan_byte(scan, sign + 1) == '"') {
            at = sign + 1; /* a2="-p", as the kernel's audit writes it */
        }
    }
    start = at;
    if (scan_byte(scan, at) == '"' || scan_byte(scan, at) == '\'') {
        quote = scan_byte(scan, at);
        start = ++at;
    }
    for (end = at; end < limit && end < scan->length; end++) {
        unsigned char byte = scan->bytes[end];

        if (byte == '\n' || byte == quote || (quote == 0 && (byte == ' ' || byte == '\t'))) {
            break;
        }
    }
    if (end == start) {
        return 0;
    }
    *ret_word = (struct word){start, end};
    return 1;
}

static void found(struct scan *scan, size_t start, size_t end)
{
    unsigned char opened = scan_before(scan, start);
    int quoted = (opened == '\'' || opened == '"') && scan_byte(scan, end) == opened;

    while (!quoted && end > start &&
           (scan->bytes[end - 1] == '\'' || scan->bytes[end - 1] == '"' ||
            scan->bytes[end - 1] == ')' || scan->bytes[end - 1] == ';')) {
        end--;
    }
    if (end > start && scan->bytes[start] != '$' && scan->bytes[start] != '-' &&
        !(end == start + 1 && scan->bytes[start] == VIEW_REDACTED)) {
        scan_found(scan, start, end, "command-line");
    }
}

/* The part of the word after its first `separator`. */
static void found_after(struct scan *scan, const struct word *word, unsigned char separator)
{
    const unsigned char *at =
        memchr(scan->bytes + word->start, separator, word->end - word->start);
    size_t end = word->end;
    struct word next;

    if (at == NULL) {
        /* "user":"password" */
        end += scan_byte(scan, end) == '"' || scan_byte(scan, end) == '\'';
        if (end > word->end && scan_byte(scan, end) == separator &&
            next_word(scan, end + 1, end + 1 + LINE_MAX, &next)) {
            found(scan, next.start, next.end);
        }
        return;
    }
    if (looks_random(scan->bytes + word->start, (size_t)(at - scan->bytes) - word->start)) {
        found(scan, word->start, end); /* a key for a name, with any password */
        return;
    }
    if (at + 1 == scan->bytes + end && end - word->start > KEY_ALONE_MIN) {
        end--; /* "key:", without a password */
        if (!looks_like_name(scan->bytes + word->start, end - word->start)) {
            found(scan, word->start, end);
        }
        return;
    }
    found(scan, (size_t)(at - scan->bytes) + 1, end);
}

/* -su of curl: short options in one word, of which the last takes an argument. */
static int is_cluster(const struct scan *scan, const struct word *word, const char *option)
{
    size_t at = word->start + 1, length = word->end - word->start;

    if (scan->bytes[word->start] != '-' || option[1] == '-' || length <= 2 ||
        length > CLUSTER_MAX) {
        return 0;
    }
    while (at < word->end && in_set(scan->bytes[at], SET_ALPHA)) {
        at++;
    }
    return at == word->end && scan->bytes[at - 1] == (unsigned char)option[1];
}

static void judge_option(struct scan *scan, const struct table_option *option,
                         const struct word *word, const struct word *before, size_t limit)
{
    const char *text = table_text + option->text;
    size_t length = strlen(text), word_length = word->end - word->start;
    struct word next;

    if (option->form == OPTION_AFTER_COLON && is_cluster(scan, word, text) &&
        next_word(scan, word->end + 1, limit, &next)) {
        found_after(scan, &next, ':');
        return;
    }
    if (word_length < length || memcmp(scan->bytes + word->start, text, length) != 0) {
        return;
    }
    if (option->form == OPTION_GLUED) {
        found(scan, word->start + length, word->end);
        return;
    }
    if (option->form == OPTION_BEFORE) {
        if (before->end > before->start && scan->bytes[before->start] != '\\' &&
            scan->bytes[before->end - 1] != ':') {
            found(scan, before->start, before->end);
        }
        return;
    }
    if (option->form == OPTION_BEHIND) {
        if (next_word(scan, word->end + 1, limit, &next) && scan->bytes[next.start] != '/' &&
            scan->bytes[next.start] != '\\' && scan->bytes[next.start] != '&') {
            found(scan, next.start, next.end);
        }
        return;
    }
    if (word_length > length && scan->bytes[word->start + length] == '=') {
        next = (struct word){word->start + length + 1, word->end};
    } else if (word_length > length && length == 2 && option->form == OPTION_AFTER_COLON) {
        next = (struct word){word->start + length, word->end}; /* -uNAME:PASSWORD */
    } else if (word_length > length || !next_word(scan, word->end + 1, limit, &next)) {
        return;
    }
    switch (option->form) {
    case OPTION_NEXT:
        found(scan, next.start, next.end);
        break;
    case OPTION_AFTER_COLON:
        found_after(scan, &next, ':');
        break;
    case OPTION_AFTER_PERCENT:
        found_after(scan, &next, '%');
        break;
    default:
        found_after(scan, &next, ',');
        break;
    }
}

/* Whether another command begins behind the word: a; b | c && d */
static int ends_command(const struct scan *scan, const struct word *word)
{
    unsigned char last = scan->bytes[word->end - 1];

    return scan_byte(scan, word->end) == ' ' &&
           (last == ';' || ((last == '|' || last == '&') && word->end - word->start <= 2));
}

void match_command(struct scan *scan, size_t at, size_t end,
                   const struct table_command *command)
{
    size_t limit = end + LINE_MAX, place = 0;
    struct word word, before = {0, 0};

    if (in_set(scan_before(scan, at), SET_WORD) || scan_before(scan, at) == '-' ||
        at < scan->command_end) {
        return;
    }
    if (scan_is_at(scan, end, ".exe")) {
        end += 4;
    }
    if (scan_byte(scan, end) != ' ' && scan_byte(scan, end - 1) != ' ' &&
        scan_byte(scan, end) != '"' && scan_byte(scan, end) != '\'') {
        return;
    }
    if ((scan_byte(scan, end) == '"' || scan_byte(scan, end) == '\'') &&
        scan_before(scan, at) == scan_byte(scan, end)) {
        end++; /* ["curl", "-u", ...] */
    }
    while (next_word(scan, end, limit, &word)) {
        place += scan->bytes[word.start] != '-';
        /* the names of what is done and to whom are no passwords */
        for (size_t i = command->first; i < (size_t)command->first + command->count; i++) {
            const struct table_option *option = &table_options[i];

            if (option->form < OPTION_ARGUMENT) {
                judge_option(scan, option, &word, &before, limit);
            } else if (place == (size_t)(option->form - OPTION_ARGUMENT) &&
                       scan->bytes[word.start] != '-') {
                found(scan, word.start, word.end);
            }
        }
        if (place >= 2) {
            before = word;
        }
        end =
            word.end + (scan_byte(scan, word.end) == '"' || scan_byte(scan, word.end) == '\'');
        if (ends_command(scan, &word)) {
            break;
        }
    }
    scan->command_end = end;
}
