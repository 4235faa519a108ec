/*
 * Passwords by their place in a line: a directive of a configuration, a command of a device or
 * of a protocol begins the line, and says where in it the password stands.
 */
#include "commands.h"

#include <stdint.h>
#include <string.h>

#include "given.h"
#include "session.h"
#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

/* So many words may say how what they give is written. */
#define FORMS_MAX 4
#define WORDS_MAX 12

/* 2c, =>: what is shorter stands for nothing else in a line. */
#define WORD_MIN 3

/* What may stand before a directive: blanks, "set", a prompt. */
#define PROMPT_MAX 32

/* So many lines below its first a block of a server's settings has its key. */
#define BLOCK_LINES 4

/* A password of digits, where nothing else may stand. */
#define DIGITS_MIN 3

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

    while (at < word->end &&
           (in_set(scan_byte(scan, at), SET_DIGIT) || scan_byte(scan, at) == ':' ||
            scan_byte(scan, at) == '.' || scan_byte(scan, at) == '-')) {
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
    effort_spend(scan->effort, 4 + at - start);
    if (at - start == PROMPT_MAX) {
        return 0;
    }
    while (given_next(scan, start, at + 1, &word) && word.start < at) {
        effort_spend(scan->effort, 5);
        if (word.end >= at ||
            (!is_time(scan, &word) &&
             !given_is_among(scan, &word, openings, sizeof openings / sizeof *openings) &&
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
    if (!in_set(scan_byte(scan, at), SET_UPPER) ||
        !in_set(scan_byte(scan, at + 1), SET_LOWER)) {
        return 0;
    }
    for (size_t i = at + 2; i < end; i++) {
        if (in_set(scan_byte(scan, i), SET_UPPER) && in_set(scan->bytes[i - 1], SET_LOWER)) {
            return 0;
        }
    }
    return 1;
}

static int holds_digit(const struct scan *scan, const struct word *word)
{
    size_t at = word->start;

    while (at < word->end && !in_set(scan_byte(scan, at), SET_DIGIT)) {
        at++;
    }
    effort_walk(scan->effort, at - word->start);
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

/* snmp-server community public, enable password 467, enable secret class: what is no password
 * elsewhere, at the end of a line that begins with two words or a name for it alone. */
static int is_plain_password(const struct scan *scan, size_t at, size_t end,
                             const struct word *word)
{
    static const char *const names[] = {"public", "private"};
    size_t digits = word->start;

    if (given_is_among(scan, word, names, sizeof names / sizeof *names)) {
        return 1;
    }
    while (digits < word->end && in_set(scan_byte(scan, digits), SET_DIGIT)) {
        digits++;
    }
    effort_walk(scan->effort, digits - word->start);
    return (digits == word->end && digits - word->start >= DIGITS_MIN) ||
           ((memchr(scan->bytes + at, ' ', end - at) != NULL ||
             scan_is_at(scan, end - 2, "pw") || is_quote(scan_before(scan, word->start))) &&
            given_is_last(scan, word->end, 1) && given_is_ending(scan, word));
}

/* set system ..., configure account ...: what is set is a device's own, as in no sentence. */
static int sets_device(const struct scan *scan, size_t at, size_t end)
{
    static const char *const nodes[] = {"system",    "interfaces", "service",       "security",
                                        "protocols", "vpn",        "snmp",          "snmpv3",
                                        "access",    "account",    "radius-server", "admin"};
    struct word node;

    return (scan_is_at(scan, at, "set ") || scan_is_at(scan, at, "configure ")) &&
           given_next(scan, end, end + GIVEN_LINE_MAX, &node) &&
           given_is_among(scan, &node, nodes, sizeof nodes / sizeof *nodes);
}

/* radius server x, and below, deeper, key y: the block's own line stands little above. */
static int is_of_server(const struct scan *scan, size_t at)
{
    static const char *const blocks[] = {"radius", "tacacs", "aaa-server", "hwtacacs"};
    size_t line = scan_line_start(scan, at, PROMPT_MAX);

    if (line == SIZE_MAX || line == at) {
        return 0;
    }
    for (unsigned int i = 0; i < BLOCK_LINES && line > 0; i++) {
        line = scan_line_start(scan, line - 1, GIVEN_LINE_MAX);
        if (line == SIZE_MAX) {
            return 0;
        }
        for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++) {
            if (scan_is_at(scan, line, blocks[k])) {
                return 1;
            }
        }
    }
    return 0;
}

/* Username R2 password x: four words, and the last is the password. */
static int is_whole_line(const struct scan *scan, size_t end, const struct word *word)
{
    struct word name;

    return given_next(scan, end, end + GIVEN_LINE_MAX, &name) && !given_is_prose(scan, &name) &&
           name.end < word->start && word->start - name.end <= PROMPT_MAX &&
           given_is_last(scan, word->end, 1);
}

/* As much of a password as the place asks for; `is_sure`: the directive is no word of prose. */
static int is_likely(const struct scan *scan, const struct value *value, enum place_care care,
                     int is_sure)
{
    switch (care) {
    case PLACE_ANY:
        return value->quoted || is_sure || said_is_password(scan, value->start) ||
               given_is_last(scan, value->end, 0) || given_goes_on(scan, value->end);
    case PLACE_LAST:
        return given_is_last(scan, value->end, 1) || scan_byte(scan, value->end) == ';' ||
               given_is_hashed(scan, value->end);
    default:
        return said_is_password(scan, value->start) && given_is_last(scan, value->end, 1) &&
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
    return scan_one_stands_between(scan, &absent->run, end, end + GIVEN_LINE_MAX, &word, 1);
}

int directive_may_stand(const struct scan *scan, size_t at, size_t end)
{
    const unsigned char before = scan_before(scan, at), behind = scan_byte(scan, end);

    return (behind == ' ' || behind == '\t' || scan_before(scan, end) == ' ') &&
           (is_blank(before) || is_quote(before) ||
            (before != '\0' && strchr("=:#>$]|+-", before) != NULL));
}

void match_directive(struct scan *scan, size_t at, size_t end, const struct table_place *place)
{
    const char *before = table_text + place->word;
    struct value value = {.sign = ' '};
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
    begins = scan->place_begins ||
             (place->number == 2 && end - at == 4 && scan_is_at(scan, at, "user") && at > 1 &&
              scan->bytes[at - 2] == ';' && session_is_of_ftp(scan, at));
    care = begins ? (enum place_care)place->care : PLACE_CAREFUL;
    if (begins && place->number == 1 && end - at == 3 && scan_is_at(scan, at, "key") &&
        is_of_server(scan, at)) {
        care = PLACE_LAST;
    }
    if (!begins && !follows_prefix(scan, at)) {
        return;
    }
    effort_spend(scan->effort, EFFORT_DIRECTIVE);
    if (is_keyed) {
        if (begins && sets_device(scan, at, end)) {
            care = PLACE_ANY;
        }
        if (at >= scan->keyed_end && !is_title(scan, at, end)) {
            given_find_all(scan, end, care,
                           (struct word){scan_run_start(scan, SET_DASHED, end, end - at), end});
        }
        return;
    }
    word = (struct word){end, end};
    for (unsigned int i = 1; i <= WORDS_MAX && !found; i++) {
        found = place->number == 0 && given_is_among(scan, &word, &before, 1);
        if (!given_next(scan, word.end + (is_quote(scan_byte(scan, word.end)) ? 1 : 0),
                        end + GIVEN_LINE_MAX, &word)) {
            return;
        }
        found |= i == place->number;
        if (!found && scan_before(scan, word.end) == ':') {
            return; /* User Unit: x.service, of a report */
        }
    }
    for (unsigned int i = 0; found && i < FORMS_MAX; i++) {
        struct word next;

        if ((!given_is_form(scan, &word) && !given_may_follow(scan, &word)) ||
            !given_next(scan, word.end, end + GIVEN_LINE_MAX, &next)) {
            break;
        }
        word = next;
    }
    value.start = word.start;
    value.end = word.end;
    value.quoted = is_quote(scan_before(scan, word.start));
    value.joined = value.end - value.start >= WORD_MIN;
    if (begins && end - at == 4 && scan_is_at(scan, at, "user") && place->number == 2 &&
        session_is_of_ftp(scan, at)) {
        care = PLACE_LAST;
    }
    if (begins && end - at == 4 && scan_is_at(scan, at, "pass") &&
        (session_sends(scan, at) || session_logs_in(scan, at)) &&
        memchr(scan->bytes + word.start, '/', word.end - word.start) == NULL) {
        care = PLACE_LAST;
    }
    if (place->number == 0 && word.start > 1 && scan_is_at(scan, word.start - 2, "  ")) {
        return; /* names over columns */
    }
    if (!found || (is_title(scan, at, end) && care != PLACE_LAST && !holds_digit(scan, &word) &&
                   !(place->number == 0 && is_whole_line(scan, end, &word)))) {
        return;
    }
    if ((value_is_harmless(scan, &value, KEY_STRONG) || given_is_prose(scan, &word)) &&
        !(begins && care == PLACE_ANY && place->number != 0 &&
          is_plain_password(scan, at, end, &word))) {
        return;
    }
    if (!is_likely(scan, &value, care, memchr(scan->bytes + at, '_', end - at) != NULL)) {
        return;
    }
    scan_found(scan, word.start, word.end, "password");
}
