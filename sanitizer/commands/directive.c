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

/* So many words may say how what they give is written. */
#define FORMS_MAX 4
#define WORDS_MAX 12

/* A line of many secrets has so many words, and a number that says how one is written so many
 * digits. */
#define KEYED_MAX 32
#define NUMBER_MAX 3

/* What a trace may put before a line, and how far above PASS the line with USER may stand. */
#define MARK_MAX 6
#define LOGIN_MAX 160
#define LOGIN_LINES 3

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
            (quote != 0 ? byte == quote
                        : byte == ' ' || byte == '\t' ||
                              (byte == ';' && scan_byte(scan, end + 1) <= ' '))) {
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

/* 1709280001.123456, 13:04:11: when a log says that something came. */
static int is_time(const struct scan *scan, const struct word *word)
{
    size_t at = word->start;

    while (at < word->end && (in_set(scan->bytes[at], SET_DIGIT) || scan->bytes[at] == ':' ||
                              scan->bytes[at] == '.' || scan->bytes[at] == '-')) {
        at++;
    }
    return at == word->end && word->end - word->start >= 8;
}

/* Whether only blanks, "set" and the like, or a prompt such as "router(config)#" stand before.
 */
static int begins_line(const struct scan *scan, size_t at)
{
    static const char *const openings[] = {"set", "config", "exec", "quote", "acl", "sudo",
                                           "no",  "undo",   "-",    "+",     "nv"};
    size_t start = at;
    struct word word = {at, at};

    if (scan_before(scan, at) == '=' || (at >= 8 && scan_is_at(scan, at - 8, "command:"))) {
        return 1; /* a line that is a value itself, or logged */
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
            (!is_time(scan, &word) &&
             !is_among(scan, &word, openings, sizeof openings / sizeof *openings) &&
             strchr("#>$%:", (char)scan->bytes[word.end - 1]) == NULL)) {
            return 0;
        }
        start = word.end;
    }
    return word.start == at;
}

/* Key, Secret: what begins a sentence, or a member of Go; BasicAuth does not. */
static int is_title(const struct scan *scan, size_t at, size_t end)
{
    if (!in_set(scan->bytes[at], SET_UPPER) || !in_set(scan_byte(scan, at + 1), SET_LOWER)) {
        return 0;
    }
    for (size_t i = at + 2; i < end; i++) {
        if (in_set(scan->bytes[i], SET_UPPER) && in_set(scan->bytes[i - 1], SET_LOWER)) {
            return 0;
        }
    }
    return 1;
}

static int holds_digit(const struct scan *scan, const struct word *word)
{
    size_t at = word->start;

    while (at < word->end && !in_set(scan->bytes[at], SET_DIGIT)) {
        at++;
    }
    return at < word->end;
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

/* Whether what follows a password in a line of a configuration follows: "address", "priv". */
static int goes_on(const struct scan *scan, size_t end)
{
    struct word word;

    return next_word(scan, end + (is_quote(scan_byte(scan, end)) ? 1 : 0), end + LINE_MAX,
                     &word) &&
           words_hold(&table_words_behind_given, scan->bytes + word.start,
                      word.end - word.start);
}

/* As much of a password as the place asks for; `is_sure`: the directive is no word of prose. */
static int is_likely(const struct scan *scan, const struct value *value, enum place_care care,
                     int is_sure)
{
    switch (care) {
    case PLACE_ANY:
        return value->quoted || is_sure || said_is_password(scan, value->start) ||
               is_last(scan, value->end, 0) || goes_on(scan, value->end);
    case PLACE_LAST:
        return is_last(scan, value->end, 1);
    default:
        return said_is_password(scan, value->start) && is_last(scan, value->end, 1) &&
               memchr(scan->bytes + value->start, '/', value->end - value->start) == NULL;
    }
}

/* authentication-key, wifi-sec.psk: where the last part of a compound word starts. */
static size_t last_part(const struct scan *scan, const struct word *word)
{
    size_t part = word->end;

    while (part > word->start && in_set(scan->bytes[part - 1], SET_ALNUM)) {
        part--;
    }
    return part;
}

/* A word behind which a password stands, whatever it looks like: "shared-secret", "plain". */
static int gives_password(const struct scan *scan, const struct word *word)
{
    const size_t part = last_part(scan, word);

    return words_hold(&table_words_given, scan->bytes + word->start, word->end - word->start) ||
           words_hold(&table_words_given, scan->bytes + part, word->end - part);
}

/* Likewise, if it looks like one: "key", "md5", "aes128". Public keys are none. */
static int may_give_password(const struct scan *scan, const struct word *word)
{
    static const char *const keys[] = {"key", "psk"};
    const struct word part = {last_part(scan, word), word->end};

    return gives_password(scan, word) ||
           words_hold(&table_words_maybe_given, scan->bytes + word->start,
                      word->end - word->start) ||
           (is_among(scan, &part, keys, sizeof keys / sizeof *keys) &&
            !scan_is_at(scan, word->start, "pub") && !scan_is_at(scan, word->start, "host"));
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
           words_hold(&table_words_key_endings, text, end - word->start) ||
           (end - word->start >= 8 && scan_is_at(scan, end - 5, "chain")); /* key-chain */
}

/* Whether the word is a password, where `before` says so. */
static int is_given(const struct scan *scan, const struct word *word, const struct word *before,
                    enum place_care care)
{
    const struct value value = {.start = word->start,
                                .end = word->end,
                                .sign = ' ',
                                .joined = 1,
                                .quoted = is_quote(scan_before(scan, word->start))};
    const int is_sure = gives_password(scan, before);
    /* "set a b wpa passphrase x", and no sentence that ends in a word about a password */
    const int is_compound = last_part(scan, before) > before->start ||
                            scan_is_at(scan, before->start, "passphrase");

    if (value_is_harmless(scan, &value, KEY_STRONG) || is_prose(scan, word) ||
        scan_is_at(scan, word->start, "aaaa") ||
        (!value.quoted &&
         memchr(scan->bytes + word->start, '"', word->end - word->start) != NULL)) {
        return 0;
    }
    if (value.quoted && scan_is_at(scan, before->end - 4, "-key") &&
        is_last(scan, word->end, 1)) {
        return 1; /* authentication-key "x"; */
    }
    if (said_is_password(scan, word->start)) {
        return care == PLACE_ANY || is_last(scan, word->end, 1) || (is_sure && value.quoted) ||
               goes_on(scan, word->end);
    }
    if (care == PLACE_CAREFUL && is_sure && is_compound && is_last(scan, word->end, 1)) {
        return !in_set(scan->bytes[word->end - 1], SET_CLOSING);
    }
    return care == PLACE_ANY &&
           (goes_on(scan, word->end) ||
            (is_sure && (value.quoted || (is_last(scan, word->end, 1) &&
                                          !in_set(scan->bytes[word->end - 1], SET_CLOSING)))));
}

/*
 * snmpv3 user x auth sha y priv aes z: behind each word that gives a password, and numbers that
 * say how it is written, stands one.
 */
static void find_keyed(struct scan *scan, size_t end, enum place_care care, struct word word)
{
    struct word before = {word.start, word.start}, behind;
    int pending = may_give_password(scan, &word);

    if (pending) {
        before = word;
    }
    for (unsigned int i = 1; i <= KEYED_MAX; i++) {
        size_t at = word.end + (is_quote(scan_byte(scan, word.end)) ? 1 : 0);
        int is_number;

        if (!next_word(scan, at, end + LINE_MAX, &word)) {
            break;
        }
        is_number =
            word.end - word.start <= NUMBER_MAX && in_set(scan->bytes[word.start], SET_DIGIT);
        if (pending && is_number && next_word(scan, word.end, end + LINE_MAX, &behind)) {
            continue;
        }
        if (!is_quote(scan_before(scan, word.start)) && may_give_password(scan, &word)) {
            pending = i > 1 || care == PLACE_ANY;
            before = word;
            continue;
        }
        if (pending && is_given(scan, &word, &before, care)) {
            scan_found(scan, word.start, word.end, "password");
        }
        pending = 0;
    }
    scan->keyed_end = word.end;
}

int directive_may_stand(const struct scan *scan, size_t at, size_t end)
{
    const unsigned char before = scan_before(scan, at), behind = scan_byte(scan, end);

    return (behind == ' ' || behind == '\t' || scan_before(scan, end) == ' ') &&
           (is_blank(before) || is_quote(before) ||
            (before != '\0' && strchr("=:#>$]|+-", before) != NULL));
}

/* Where the line's own words begin, behind what a trace puts before them: "C: ", "> ". */
static size_t skip_mark(const struct scan *scan, size_t line)
{
    size_t at = line;

    while (at - line < MARK_MAX && strchr("<>*-= \tCS:", scan_byte(scan, at)) != NULL &&
           scan_byte(scan, at) != '\0') {
        at++;
    }
    return at;
}

/* ---> PASS x, pop3: > PASS x: what a trace shows that a client has sent. */
static int is_sent(const struct scan *scan, size_t at)
{
    return scan->bytes[at] == 'P' && scan->bytes[at + 1] == 'A' &&
           ((at >= 3 && scan_is_at(scan, at - 3, "-> ")) ||
            (at >= 4 && scan_is_at(scan, at - 4, ": > ")));
}

/* PASS x behind USER bob, or before NICK bob: a login, of which servers of files, mail and
 * chats are told in lines of their own. */
static int is_in_login(const struct scan *scan, size_t at)
{
    size_t line = at, next = at;

    while (next - at < LINE_MAX && scan_byte(scan, next) != '\n') {
        next++;
    }
    next = skip_mark(scan, next + 1);
    if (scan_is_at(scan, next, "nick ") || scan_is_at(scan, next, "user ")) {
        return 1;
    }
    for (unsigned int i = 0; i < LOGIN_LINES; i++) {
        while (line > 0 && at - line < LOGIN_MAX && scan->bytes[line - 1] != '\n') {
            line--;
        }
        if (line == 0 || at - line == LOGIN_MAX) {
            return 0;
        }
        for (line--; line > 0 && at - line < LOGIN_MAX && scan->bytes[line - 1] != '\n';) {
            line--;
        }
        if (scan_is_at(scan, skip_mark(scan, line), "user ")) {
            return is_last(scan, skip_mark(scan, line) + 4, 0);
        }
    }
    return 0;
}

/* "user bob x" below "ftp -n host <<EOF" or "open host", as scripts have it. */
static int is_below_ftp(const struct scan *scan, size_t at)
{
    size_t line = at;

    while (line > 0 && at - line < LOGIN_MAX && is_blank(scan->bytes[line - 1])) {
        line--;
    }
    for (; line > 0 && at - line < LOGIN_MAX && scan->bytes[line - 1] != '\n'; line--) {
        if (scan_is_at(scan, line - 1, "ftp ")) {
            return 1;
        }
    }
    return scan_is_at(scan, line, "open ");
}

void match_directive(struct scan *scan, size_t at, size_t end, const struct table_place *place)
{
    const char *before = table_text + place->word;
    struct value value = {.sign = ' ', .joined = 1};
    struct word word;
    enum place_care care;
    int found = 0, begins;
    const int is_keyed = before[0] == '*';

    end -= scan_before(scan, end) == ' ';
    if ((scan_byte(scan, end) != ' ' && scan_byte(scan, end) != '\t') ||
        (place->number == 0 && !is_keyed && !word_is_ahead(scan, place, end))) {
        return;
    }
    if (scan->place_at != at) {
        scan->place_at = at;
        scan->place_begins = begins_line(scan, at); /* once for all places of this name */
    }
    begins = scan->place_begins;
    care = begins ? (enum place_care)place->care : PLACE_CAREFUL;
    if (!begins && !follows_prefix(scan, at)) {
        return;
    }
    if (is_keyed) {
        if (at >= scan->keyed_end && !is_title(scan, at, end)) {
            find_keyed(scan, end, care,
                       (struct word){scan_run_start(scan, SET_DASHED, end, end - at), end});
        }
        return;
    }
    word = (struct word){end, end};
    for (unsigned int i = 1; i <= WORDS_MAX && !found; i++) {
        found = place->number == 0 && is_among(scan, &word, &before, 1);
        if (!next_word(scan, word.end + (is_quote(scan_byte(scan, word.end)) ? 1 : 0),
                       end + LINE_MAX, &word)) {
            return;
        }
        found |= i == place->number;
        if (!found && scan_before(scan, word.end) == ':') {
            return; /* User Unit: x.service, of a report */
        }
    }
    for (unsigned int i = 0; found && i < FORMS_MAX; i++) {
        struct word next;

        if ((!is_form(scan, &word) && !may_give_password(scan, &word)) ||
            !next_word(scan, word.end, end + LINE_MAX, &next)) {
            break;
        }
        word = next;
    }
    value.start = word.start;
    value.end = word.end;
    value.quoted = is_quote(scan_before(scan, word.start));
    if (begins && end - at == 4 && scan_is_at(scan, at, "user") && place->number == 2 &&
        is_below_ftp(scan, at)) {
        care = PLACE_LAST;
    }
    if (begins && end - at == 4 && scan_is_at(scan, at, "pass") &&
        (is_sent(scan, at) || is_in_login(scan, at)) &&
        memchr(scan->bytes + word.start, '/', word.end - word.start) == NULL) {
        care = PLACE_LAST;
    }
    if (place->number == 0 && word.start > 1 && scan_is_at(scan, word.start - 2, "  ")) {
        return; /* names over columns */
    }
    if (!found ||
        (is_title(scan, at, end) && care != PLACE_LAST && !holds_digit(scan, &word)) ||
        value_is_harmless(scan, &value, KEY_STRONG) || is_prose(scan, &word)) {
        return;
    }
    if (!is_likely(scan, &value, care, memchr(scan->bytes + at, '_', end - at) != NULL)) {
        return;
    }
    scan_found(scan, word.start, word.end, "password");
}
