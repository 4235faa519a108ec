/* Credentials by their place: a string among the arguments of a call. */
#include "commands.h"

#include <string.h>

#include "values/extent.h"
#include "values/said.h"
#include "values/signed_by.h"
#include "values/value.h"

#define ARGUMENT_MAX 128

/* The arguments of a call stand within so many bytes. */
#define CALL_MAX 320

/* What may stand before an argument's string: new Secret("x"), Buffer.from('x'), b"x". */
#define OPENING_MAX 24

/* A code of a card, and its longer one. */
#define CODE_MIN 4
#define CODE_MAX 9

/* So long is a name that stands for itself behind another word: BasicAuth(, Credentials( */
#define KIND_MIN 10

/* Where little is a password, this short is none. */
#define CAREFUL_MIN 16

static size_t skip_string(const struct scan *scan, size_t at, size_t *ret_start)
{
    const size_t first = at + (scan_is_at(scan, at, "<<") ? 2 : 0); /* Erlang's binary */
    unsigned char quote = scan_byte(scan, first);
    size_t end = first + 1;

    at = first;
    if (quote != '"' && quote != '\'') {
        return 0;
    }
    while (end < scan->length && end - at < ARGUMENT_MAX && scan_byte(scan, end) != quote &&
           scan_byte(scan, end) != '\n') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    if (scan_byte(scan, end) != quote) {
        return 0;
    }
    *ret_start = at + 1;
    return end;
}

/* The string after the one that ends at `at`, if there was one; arguments may take lines. */
static size_t next_string(const struct scan *scan, size_t at, size_t *ret_start)
{
    size_t next = at + 1;

    if (at == 0) {
        return 0;
    }
    while (next - at < 64 && next < scan->length &&
           (scan_byte(scan, next) == ',' || scan_byte(scan, next) == ' ' ||
            scan_byte(scan, next) == '\t' || scan_byte(scan, next) == '\n' ||
            scan_byte(scan, next) == '\r' || scan_byte(scan, next) == '>')) {
        next++;
    }
    effort_spend(scan->effort, (next - at) / 2);
    return skip_string(scan, next, ret_start);
}

void match_call(struct scan *scan, size_t at, size_t end)
{
    size_t first = end - (size_t)is_quote(scan->bytes[end - 1]);
    size_t user, password = 0, next;

    if (scan->bytes[end - 1] == ' ' && scan->bytes[end - 2] == ',') { /* verify(token, */
        signed_by_find(scan, end);
        return;
    }
    if (scan->bytes[end - 1] == ':') { /* provider :github, 'KEY', 'x' */
        first = scan_run_end(scan, SET_WORD, end);
        first += scan_byte(scan, first) == ',';
    }
    next = skip_string(scan, first + (scan_byte(scan, first) == ' '), &user);

    next = next_string(scan, next, &password);
    if (next != 0 && scan_is_at(scan, at, "directoryentry")) {
        next = next_string(scan, next, &password); /* after the directory's address */
    }
    if (next > password &&
        !(next == password + 1 && scan_byte(scan, password) == VIEW_REDACTED)) {
        scan_found(scan, password, next, scan_matcher_name(MATCHER_CALL));
    }
}

/* Where the argument after the one that starts at `at` starts; 0 if there is none. */
static size_t next_argument(const struct scan *scan, size_t at, size_t limit)
{
    const unsigned char *last;
    unsigned char quote = 0;
    int depth = 0;

    effort_spend(scan->effort, EFFORT_MATCHER);
    limit = limit < scan->length ? limit : scan->length;
    last = at < limit ? memrchr(scan->bytes + at, ',', limit - at) : NULL;
    limit = last != NULL ? (size_t)(last - scan->bytes) + 1 : at;
    for (size_t i = at; i < limit; i++) {
        unsigned char byte = scan->bytes[i];

        if (in_set(byte, SET_ALNUM)) {
            continue; /* most are, and end nothing */
        }
        effort_spend(scan->effort, 1);
        if (quote != 0) {
            i += byte == '\\';
            quote = byte == quote ? 0 : quote;
        } else if (is_quote(byte)) {
            quote = byte;
        } else if (byte == '(' || byte == '[' || byte == '{') {
            depth++;
        } else if (byte == ')' || byte == ']' || byte == '}') {
            if (depth-- == 0) {
                return 0;
            }
        } else if (byte == ',' && depth == 0) {
            return i + 1;
        } else if (byte == ';') {
            return 0;
        }
    }
    return 0;
}

/* Credentials(name,password), as Scala prints it: no quotes and no blank. */
static void printed_argument(struct scan *scan, size_t at, size_t limit)
{
    struct value value = {.start = at, .end = at, .sign = '('};

    while (value.end < limit && value.end < scan->length &&
           strchr(",); \n", (char)scan->bytes[value.end]) == NULL) {
        value.end++;
    }
    effort_spend(scan->effort, value.end - at);
    if ((scan_byte(scan, value.end) == ')' || scan_byte(scan, value.end) == ',') &&
        said_is_password(scan, at) && !value_is_harmless(scan, &value, KEY_MEDIUM)) {
        scan_found(scan, at, value.end, scan_matcher_name(MATCHER_CALL));
    }
}

/* AT+CPIN=1234: digits that no quotes hold. */
static void modem_argument(struct scan *scan, size_t at)
{
    const size_t end = at + CODE_MAX < scan->length ? at + CODE_MAX : scan->length;
    size_t last = at;

    while (last < end && in_set(scan_byte(scan, last), SET_DIGIT)) {
        last++;
    }
    if (last - at >= CODE_MIN && !in_set(scan_byte(scan, last), SET_WORD)) {
        scan_found(scan, at, last, scan_matcher_name(MATCHER_CALL));
    }
}

/* f(Net::FTP=GLOB(0x55d), "x"): Perl shows the object that a method was called of, too. */
static int is_given_object(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < ARGUMENT_MAX &&
           (in_set(scan_byte(scan, end), SET_WORD) || scan_byte(scan, end) == ':')) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return scan_is_at(scan, end, "=hash(0x") || scan_is_at(scan, end, "=glob(0x");
}

/* Whether two arguments stand behind the one at `at`. */
static int has_two_more(const struct scan *scan, size_t at, size_t limit)
{
    const size_t next = next_argument(scan, at, limit);

    return next != 0 && next_argument(scan, next, limit) != 0;
}

void match_argument(struct scan *scan, size_t at, size_t end, const struct table_place *place)
{
    const int is_kind = end - at >= KIND_MIN && in_set(scan_byte(scan, at), SET_UPPER) &&
                        in_set(scan_before(scan, at), SET_ALPHA); /* NTCredentials( */
    size_t argument = end, limit = end + CALL_MAX, blanks, quote;
    struct value value = {.quoted = 1, .sign = '('};

    if (in_set(scan_byte(scan, at), SET_WORD) && in_set(scan_before(scan, at), SET_WORD) &&
        !is_kind) {
        return;
    }
    for (unsigned int i = is_given_object(scan, end) ? 0 : 1; i < place->number; i++) {
        argument = next_argument(scan, argument, limit);
        if (argument == 0) {
            return;
        }
    }
    blanks = argument;
    while (argument < limit && argument < scan->length && scan_byte(scan, argument) <= ' ' &&
           scan_byte(scan, argument) != VIEW_REDACTED) {
        argument++;
    }
    effort_walk(scan->effort, argument - blanks);
    if (in_set(scan_byte(scan, argument), SET_DIGIT) &&
        (scan_before(scan, end) == '=' || scan_is_at(scan, at, "mysql"))) {
        modem_argument(scan, argument); /* and mysqli_connect("h", "root", 111111) */
        return;
    }
    if (place->number == 2 && !is_kind && scan_is_at(scan, at, "credentials(") &&
        has_two_more(scan, argument, limit)) {
        return; /* realm, host, name: the fourth is one of login_call.c */
    }
    if (scan_before(scan, argument) == ',' && place->number == 2 &&
        !is_quote(scan_byte(scan, argument))) {
        printed_argument(scan, argument, limit);
        return;
    }
    for (quote = argument; quote - argument < OPENING_MAX && !is_quote(scan_byte(scan, quote));
         quote++) {
        if (!in_set(scan_byte(scan, quote), SET_TOKEN) && scan_byte(scan, quote) != '(' &&
            strchr(" @:<[]", scan_byte(scan, quote)) == NULL) {
            return;
        }
    }
    if (!is_quote(scan_byte(scan, quote)) || scan_is_at(scan, argument, "file \"")) {
        return; /* the call's line was all that a trace of Python shows of it */
    }
    value.start = quote + 1;
    value.end = extent_quoted(scan, value.start, scan->bytes[quote]);
    if (value.end > value.start && value.end - value.start <= ARGUMENT_MAX &&
        (place->care == PLACE_ANY || value.end - value.start >= CAREFUL_MIN) &&
        !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_CALL));
    }
}
