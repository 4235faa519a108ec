/* Command lines: the passwords that options of well-known commands carry. */
#include "commands.h"

#include <string.h>

#include "arguments.h"
#include "scan/looks.h"
#include "tables/words.h"
#include "values/extent.h"
#include "values/said.h"

/* So many bytes has a word of short options. */
#define CLUSTER_MAX 8

/* So many commands are followed within another's line, and so far: proxychains mysql -px. */
#define WITHIN_MAX 4
#define WITHIN_LENGTH 256

/* The words of a command, with options and what they take between them. */
#define HEADS_MAX 12

/* So many words tell a sentence. */
#define SENTENCE_MAX 8
/* What has its place behind more words has some of a sentence itself: connect to x using y. */
#define SENTENCE_PLACE 4

/* No word of a command is as long. */
#define WORD_LOOK 48

/* A user's name this long may be a key that needs no password. */
#define KEY_ALONE_MIN 8

/* Behind an argument and the quote that closes it. */
static size_t behind(const struct scan *scan, const struct word *word)
{
    unsigned char opened = scan_before(scan, word->start);

    return word->end + (is_quote(opened) && scan_byte(scan, word->end) == opened);
}

static void found(struct scan *scan, size_t start, size_t end)
{
    const size_t last = end;
    unsigned char opened = scan_before(scan, start);
    int quoted;

    if (end > start + 2 && is_quote(scan_byte(scan, start)) &&
        scan->bytes[end - 1] == scan->bytes[start]) {
        opened = scan->bytes[start++]; /* -p"x" */
        end--;
    }
    quoted = (opened == '\'' || opened == '"') && scan_byte(scan, end) == opened;

    while (!quoted && end > start &&
           (scan->bytes[end - 1] == '\'' || scan->bytes[end - 1] == '"' ||
            scan->bytes[end - 1] == ')' || scan->bytes[end - 1] == ';')) {
        end--;
    }
    effort_walk(scan->effort, last - end);
    if (end > start && scan_byte(scan, start) == '<' && scan->bytes[end - 1] == '>') {
        return; /* <password>, as a manual has it */
    }
    if (end > start && scan_byte(scan, start) != '$' && scan_byte(scan, start) != '-' &&
        !(end == start + 1 && scan_byte(scan, start) == VIEW_REDACTED)) {
        scan_found(scan, start, end, "command-line");
    }
}

/* The part of the word after its first `separator`. */
static void found_after(struct scan *scan, const struct arguments *arguments,
                        const struct word *word, unsigned char separator)
{
    const unsigned char *at =
        memchr(scan->bytes + word->start, separator, word->end - word->start);
    size_t end = word->end;
    struct word next;

    if (at == NULL) {
        /* "user":"password" */
        end += scan_byte(scan, end) == '"' || scan_byte(scan, end) == '\'';
        if (end > word->end && scan_byte(scan, end) == separator &&
            arguments_next(scan, arguments, end + 1, &next)) {
            found(scan, next.start, next.end);
        }
        return;
    }
    effort_spend(scan->effort, EFFORT_CHANCE);
    effort_walk(scan->effort, (size_t)(at - scan->bytes) - word->start);
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
    while (at < word->end && in_set(scan_byte(scan, at), SET_ALPHA)) {
        at++;
    }
    return at == word->end && scan->bytes[at - 1] == (unsigned char)option[1];
}

static void judge_option(struct scan *scan, const struct table_option *option,
                         const struct arguments *arguments, const struct word *word,
                         const struct word *before)
{
    const char *text = table_text + option->text;
    size_t length = strlen(text), word_length = word->end - word->start;
    struct word next;

    if (option->form == OPTION_AFTER_COLON && is_cluster(scan, word, text) &&
        arguments_next(scan, arguments, behind(scan, word), &next)) {
        found_after(scan, arguments, &next, ':');
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
            scan->bytes[before->start] != '/' && scan->bytes[before->end - 1] != ':') {
            found(scan, before->start, before->end);
        }
        return;
    }
    if (option->form == OPTION_BEHIND) {
        if ((in_set((unsigned char)text[0], SET_ALPHA) && word_length > length)) {
            return; /* a word of the command, and no longer one */
        }
        if (arguments_next(scan, arguments, behind(scan, word), &next) &&
            scan->bytes[next.start] != '/' && scan->bytes[next.start] != '\\' &&
            scan->bytes[next.start] != '&') {
            found(scan, next.start, next.end);
        }
        return;
    }
    if (word_length > length && scan->bytes[word->start + length] == '=') {
        next = (struct word){word->start + length + 1, word->end};
    } else if (word_length > length && length == 2 &&
               (option->form == OPTION_AFTER_COLON || option->form == OPTION_AFTER_PERCENT)) {
        next = (struct word){word->start + length, word->end}; /* -uNAME:PASSWORD */
    } else if (word_length > length ||
               !arguments_next(scan, arguments, behind(scan, word), &next)) {
        return;
    }
    switch (option->form) {
    case OPTION_NEXT:
        found(scan, next.start, next.end);
        break;
    case OPTION_AFTER_COLON:
        found_after(scan, arguments, &next, ':');
        break;
    case OPTION_AFTER_PERCENT:
        found_after(scan, arguments, &next, '%');
        break;
    default:
        found_after(scan, arguments, &next, ',');
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

/* Whether the argument is the word of a command that `words` begins with, of `length`; +login
 * is login. */
static int is_named(const struct scan *scan, const struct word *word, const char *words,
                    size_t length)
{
    const size_t start = word->start + (scan_byte(scan, word->start) == '+');

    return word->end - start == length && scan_holds(scan, start, words, length);
}

/* The argument behind `at`, as far as it takes to tell it from the words of commands. */
static int next_short(const struct scan *scan, const struct arguments *arguments, size_t at,
                      struct word *ret_word)
{
    struct arguments nearby = *arguments;

    nearby.limit = at + WORD_LOOK;
    return arguments_next(scan, &nearby, at, ret_word);
}

/* The first arguments of a command, read as they are asked for. */
struct heads {
    const struct arguments *arguments;
    struct word words[HEADS_MAX];
    size_t count;
    size_t end; /* behind the last of them */
};

/* Whether the command has an argument of this number. */
static int has_head(struct scan *scan, struct heads *heads, size_t number)
{
    while (heads->count <= number) {
        struct word *word = &heads->words[heads->count];

        if (number == HEADS_MAX || !next_short(scan, heads->arguments, heads->end, word)) {
            return 0;
        }
        heads->end = behind(scan, word);
        heads->count++;
    }
    return 1;
}

/*
 * Behind the words of the command that follow its first, or 0 if these are others. Options of
 * the command itself, and what they take, may stand before: tool --node a@b add_user
 */
static size_t words_end(struct scan *scan, struct heads *heads, const char *words)
{
    for (size_t i = 0; has_head(scan, heads, i); i++) {
        const struct word *word = &heads->words[i];
        size_t length = strcspn(words, " ");

        effort_spend(scan->effort, EFFORT_HEAD);
        if (is_named(scan, word, words, length)) {
            words += length + (words[length] == ' ');
        } else if (scan->bytes[heads->words[0].start] != '-' &&
                   scan->bytes[heads->words[0].start] != '+') {
            return 0;
        }
        if (*words == '\0') {
            return behind(scan, word);
        }
    }
    return 0;
}

/* {password}, [PASSWORD], PASSWORD, /path, (x.c:1): what stands for one, or is none. */
static int is_stand_in(const struct scan *scan, const struct word *word)
{
    const unsigned char first = scan->bytes[word->start], last = scan->bytes[word->end - 1];
    size_t capitals = word->start;

    while (capitals < word->end && in_set(scan_byte(scan, capitals), SET_UPPER)) {
        capitals++;
    }
    effort_walk(scan->effort, capitals - word->start);
    return (first == '{' && last == '}') || (first == '[' && last == ']') || first == '/' ||
           first == '(' || (capitals == word->end && capitals > word->start + 2);
}

/* Whether what stands behind a command is a sentence about it: "bw unlock hangs when it is". */
static int is_sentence(const struct scan *scan, const struct arguments *arguments, size_t at)
{
    static const char *const said[] = {"returned", "version", "exited",  "crashed",
                                       "started",  "command", "commands"};
    struct word word;

    for (unsigned int i = 0; i < SENTENCE_MAX && next_short(scan, arguments, at, &word); i++) {
        const size_t length = word.end - word.start;

        if (length == 0 || is_quote(scan_before(scan, word.start)) ||
            is_quote(scan->bytes[word.end - 1]) || ends_command(scan, &word)) {
            return 0; /* of a list, or in quotes itself */
        }
        if (words_hold(&table_words_prose, scan->bytes + word.start, length)) {
            return 1;
        }
        for (size_t k = 0; i == 0 && k < sizeof said / sizeof *said; k++) {
            if (length == strlen(said[k]) && scan_holds(scan, word.start, said[k], length)) {
                return 1;
            }
        }
        at = behind(scan, &word);
    }
    return 0;
}

/* An option or what is run next, +quit; or a word of a sentence that speaks of the command,
 * which begins at `at`. */
static int is_no_password(const struct scan *scan, const struct arguments *arguments, size_t at,
                          const struct word *word, size_t place)
{
    const unsigned char *text = scan->bytes + word->start;

    return text[0] == '-' ||
           (text[0] == '+' && in_set(scan_byte(scan, word->start + 1), SET_LOWER)) ||
           (!is_quote(scan_before(scan, word->start)) &&
            (is_stand_in(scan, word) ||
             (place <= SENTENCE_PLACE && !said_is_password(scan, word->start) &&
              is_sentence(scan, arguments, at))));
}

/* The secrets among the arguments behind `at`; returns where the command ends. */
static size_t judge_arguments(struct scan *scan, const struct table_command *command,
                              const struct arguments *arguments, size_t at)
{
    const size_t first = at;
    struct word word, before = {0, 0};
    size_t place = 0;

    while (arguments_next(scan, arguments, at, &word)) {
        place += scan->bytes[word.start] != '-';
        effort_spend(scan->effort, command->count / 2); /* an argument has paid for some */
        /* the names of what is done and to whom are no passwords */
        for (size_t i = command->first; i < (size_t)command->first + command->count; i++) {
            const struct table_option *option = &table_options[i];

            if (option->form < OPTION_ARGUMENT) {
                judge_option(scan, option, arguments, &word, &before);
            } else if (place == (size_t)(option->form - OPTION_ARGUMENT) &&
                       !is_no_password(scan, arguments, first, &word, place)) {
                found(scan, word.start, word.end);
            }
        }
        if (place >= 2) {
            before = word;
        }
        at = behind(scan, &word);
        if (ends_command(scan, &word)) {
            break;
        }
    }
    return at;
}

int command_may_stand(const struct scan *scan, size_t at, size_t end)
{
    unsigned char before = scan_before(scan, at), behind = scan_byte(scan, end);

    return !in_set(before, SET_WORD) && before != '-' &&
           !(in_set(scan_before(scan, end), SET_WORD) &&
             (in_set(behind, SET_WORD) || behind == ':' || behind == '/' || behind == '='));
}

void match_command(struct scan *scan, size_t at, size_t end,
                   const struct table_command *command)
{
    const int is_within = at < scan->command_end;
    struct arguments arguments;
    struct heads heads = {.arguments = &arguments};

    scan->command_count = is_within ? scan->command_count : 0;
    if (scan->command_count >= WITHIN_MAX) {
        return;
    }
    end = arguments_begin(scan, at, end, &arguments);
    if (end == 0) {
        return;
    }
    heads.end = end;
    for (int more = 1; more; more = command++->more) {
        const char *words = table_text + command->words;
        size_t first = *words != '\0' ? words_end(scan, &heads, words) : end;

        if (first == 0) {
            continue;
        }
        scan->command_count += (unsigned int)is_within;
        effort_spend(scan->effort, EFFORT_COMMAND);
        if (is_within) {
            arguments.limit = first + WITHIN_LENGTH;
        }
        first = judge_arguments(scan, command, &arguments, first);
        scan->command_end = first > scan->command_end ? first : scan->command_end;
    }
}
