#include "strength.h"

#include <string.h>

#include "around.h"
#include "granted.h"
#include "scan/looks.h"
#include "tables/words.h"
#include "values/extent.h"
#include "written.h"

/* A word that a token is given is no kind of one when it is this long. */
#define TOKEN_MIN 3

/* What is drawn for a query is no shorter; and looked at no further. */
#define JUMBLED_MIN 5
#define JUMBLED_MAX 64

/* Longer strings of words are texts. */
#define COMPOSED_MIN 8
#define COMPOSED_MAX 256

/* What says itself that it is a key or a token is no longer. */
#define CALLED_MAX 63

#define NUMBER_MIN 8 /* digits */
#define TUNNEL_MIN 4 /* of them, below the settings of a tunnel */

/* A cookie, which no kernel or protocol counts. */
#define COOKIE_MIN 8

/* A member that is written by hand: its value, and how far it is indented. */
#define MEMBER_MIN 4
#define INDENT_MAX 24

/* bob:pwd */
#define LOGIN_NAME_MIN 2
#define LOGIN_PASSWORD_MIN 3

/* -key 1234567890: as many digits are no count. */
static int is_long_number(const struct scan *scan, size_t start, const struct value *value)
{
    if (start < 2 || scan->bytes[start - 1] != '-' || scan->bytes[start - 2] != ' ' ||
        value->end - value->start < NUMBER_MIN || value->end - value->start > JUMBLED_MAX) {
        return 0;
    }
    for (size_t i = value->start; i < value->end; i++) {
        if (!in_set(scan_byte(scan, i), SET_DIGIT)) {
            return 0;
        }
    }
    return 1;
}

/* token = 9961668946: of a service, and no count. */
static int is_token_of_digits(const struct scan *scan, size_t at, const struct value *value)
{
    size_t digits = value->start;

    while (digits < value->end && in_set(scan_byte(scan, digits), SET_DIGIT)) {
        digits++;
    }
    effort_walk(scan->effort, digits - value->start);
    return digits == value->end && digits - value->start <= JUMBLED_MAX && value->sign == '=' &&
           scan_is_at(scan, at, "token") &&
           (digits - value->start >= NUMBER_MIN ||
            (digits - value->start >= TUNNEL_MIN && scan_before(scan, at) == '\n' &&
             around_is_tunnel(scan, at)));
}

/* 'open_sesame', "openSesame": a string that is more than one word of a language. */
static int is_composed(const struct scan *scan, const struct value *value)
{
    size_t length = value->end - value->start, seams = 0;

    if (!value->quoted || length < COMPOSED_MIN || length > COMPOSED_MAX) {
        return 0;
    }
    for (size_t i = value->start; i < value->end; i++) {
        unsigned char byte = scan->bytes[i];

        if (byte <= ' ' || byte == '(' || byte == '<') {
            effort_spend(scan->effort, (i - value->start) / 2);
            return 0;
        }
        seams += !in_set(byte, SET_ALPHA) || (i > value->start && in_set(byte, SET_UPPER) &&
                                              in_set(scan->bytes[i - 1], SET_LOWER));
    }
    effort_spend(scan->effort, length / 2);
    return seams > 0;
}

/* token: 'bearer_token_xyz', Token: "IAmAToken": a string that says itself that it is one, and
 * no word of a parser's. */
static int is_called_token(const struct scan *scan, size_t at, const struct value *value)
{
    static const char *const words[] = {"token", "secret", "jwt", "bearer", "auth", "session"};
    size_t length = value->end - value->start, word = value->start, lowers = 0, called = 0;

    if (!is_composed(scan, value) || length > CALLED_MAX || value->sign == '(' ||
        !(scan_is_at(scan, at, "token") || scan_is_at(scan, at, "jwt")) ||
        words_hold(&table_words_not_keys, scan->bytes + value->start, length)) {
        return 0;
    }
    while (word < value->end && in_set(scan_byte(scan, word), SET_ALPHA)) {
        word++;
    }
    for (size_t i = value->start; i < value->end; i++) {
        effort_spend(scan->effort, 2);
        lowers += in_set(scan_byte(scan, i), SET_LOWER) != 0;
        if (!in_set(scan_byte(scan, i), SET_DASHED) && scan_byte(scan, i) != '_') {
            return 0;
        }
        for (size_t k = 0; k < sizeof words / sizeof *words && called == 0; k++) {
            called = scan_is_at(scan, i, words[k]) != 0;
        }
    }
    return called > 0 && lowers > 0 &&
           !words_hold(&table_words_prose, scan->bytes + value->start, word - value->start);
}

/* "rotated_api_key_67890": a string that is numbered, and says itself that it is a key. */
static int is_called_key(const struct scan *scan, size_t at, const struct value *value)
{
    static const char *const words[] = {"api_key",    "api-key", "apikey", "access_key",
                                        "access-key", "secret",  "token"};
    size_t last = value->end;

    if (!scan_is_at(scan, at, "key") || !is_composed(scan, value) ||
        value->end - value->start > CALLED_MAX) {
        return 0;
    }
    while (last > value->start && in_set(scan->bytes[last - 1], SET_DIGIT)) {
        last--;
    }
    for (size_t i = value->start; value->end - last >= LOGIN_PASSWORD_MIN && i < last; i++) {
        effort_spend(scan->effort, 2);
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            if (scan_is_at(scan, i, words[k])) {
                return 1;
            }
        }
    }
    return 0;
}

/* /tmp/x, /org/y: where a session or a key is. */
static int is_place(const struct scan *scan, const struct value *value)
{
    size_t end = value->start + 1;

    while (end < value->end && in_set(scan_byte(scan, end), SET_ALPHA)) {
        end++;
    }
    effort_walk(scan->effort, end - value->start);
    return scan->bytes[value->start] == '/' && end < value->end &&
           scan_byte(scan, end) == '/' &&
           words_hold(&table_words_path_roots, scan->bytes + value->start + 1,
                      end - value->start - 1);
}

/* "FooPass : Mixin", "Aborting Pass: LoopVectorize": a compiler's, more often than a
 * password's. */
static int is_pass(const struct scan *scan, size_t at, const struct value *value)
{
    const size_t length = value->end - value->start;
    unsigned char before = scan_before(scan, at);

    if (value->sign != ':' || value->quoted) {
        return 0;
    }
    for (size_t i = value->start; i < value->end && i - value->start < COMPOSED_MAX; i++) {
        if (in_set(scan_byte(scan, i), SET_TYPED)) {
            effort_walk(scan->effort, i - value->start);
            return 0;
        }
    }
    effort_walk(scan->effort, length < COMPOSED_MAX ? length : COMPOSED_MAX);
    if (before == ' ' && at >= 2 && in_set(scan->bytes[at - 2], SET_ALPHA) &&
        scan_byte(scan, value->end) == ' ' &&
        in_set(scan_byte(scan, value->end + 1), SET_LOWER)) {
        return 1; /* Second pass: write what is left */
    }
    return memcmp(scan->bytes + at, "Pass", 4) == 0
               ? before == ' ' || in_set(before, SET_LOWER)
               : at >= 5 &&
                     (scan_is_at(scan, at - 5, "mple ") || /* GIMPLE pass: x */
                      scan_is_at(scan, at - 5, " rtl ") || scan_is_at(scan, at - 5, " ipa "));
}

/* VENDOR_KEY=Xk29vQm7: what a variable of the environment holds. */
static int is_key_of_environment(const struct scan *scan, size_t start, size_t last,
                                 const struct value *value)
{
    size_t length = value->end - value->start;

    for (size_t i = start; i < last; i++) {
        if (in_set(scan_byte(scan, i), SET_LOWER)) {
            return 0;
        }
    }
    return last - start > 4 && scan_is_at(scan, last - 4, "_key") && length >= COMPOSED_MIN &&
           length <= JUMBLED_MAX && !value->spaced && scan_byte(scan, last) == '=' &&
           looks_of_three_kinds(scan->bytes + value->start, length) &&
           !looks_like_name(scan->bytes + value->start, length);
}

/* t7PO0RAenp5: capitals, small letters and digits; of a key asdf1234, too. */
static int is_jumbled(const struct scan *scan, size_t at, const struct value *value)
{
    size_t length = value->end - value->start, uppers = 0, lowers = 0, digits = 0;

    for (size_t i = value->start; i < value->end && length <= JUMBLED_MAX; i++) {
        unsigned char byte = scan->bytes[i];

        if (!in_set(byte, SET_URLTOKEN)) {
            effort_spend(scan->effort, (i - value->start) / 2);
            return 0;
        }
        uppers += in_set(byte, SET_UPPER) != 0;
        lowers += in_set(byte, SET_LOWER) != 0;
        digits += in_set(byte, SET_DIGIT) != 0;
    }
    effort_spend(scan->effort, length <= JUMBLED_MAX ? length / 2 : 0);
    return length >= JUMBLED_MIN && digits > 1 && lowers > 1 &&
           ((length >= 8 && uppers > 1) || scan_is_at(scan, at, "key"));
}

/* credentials=bob:hunter2, auth: bob:hunter2: a name and a password, and no host and its port.
 */
static int is_login(const struct scan *scan, size_t at, const struct value *value)
{
    const unsigned char *text = scan->bytes + value->start, *colon;
    size_t length = value->end - value->start, name, digits = 0;

    if (!scan_is_at(scan, at, "cred") && !scan_is_at(scan, at, "auth")) {
        return 0;
    }
    colon = memchr(text, ':', length);
    name = colon != NULL ? (size_t)(colon - text) : 0;
    if (name < LOGIN_NAME_MIN || length > COMPOSED_MAX) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (i < name ? !in_set(text[i], SET_MAILBOX) : !in_set(text[i], SET_CREDENTIALS)) {
            effort_spend(scan->effort, i / 2);
            return 0;
        }
        digits += i > name && in_set(text[i], SET_DIGIT);
    }
    effort_spend(scan->effort, length / 2);
    return length - name > LOGIN_PASSWORD_MIN && text[name + 1] != ':' &&
           digits < length - name - 1;
}

/* auth: ['bob', 'x']: a list of two strings. */
static int is_pair(const struct scan *scan, size_t at, const struct value *value)
{
    const unsigned char *text = scan->bytes + value->start;
    size_t length = value->end - value->start, quotes = 0, blanks = 0;
    unsigned char quote = scan_before(scan, value->start);

    if (!value->quoted || !is_quote(quote) || length > JUMBLED_MAX ||
        !(scan_is_at(scan, at, "cred") || scan_is_at(scan, at, "auth"))) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        quotes += text[i] == quote;
        blanks += text[i] == ' ' || text[i] == ',';
    }
    return quotes == 2 && blanks > 0 && blanks < 3;
}

/* privateKey: 'x', in a line of its own: a member that was written by hand. What a parser says
 * of a token is written so, too. */
static int is_member(const struct scan *scan, size_t start, size_t at, size_t last,
                     const struct value *value)
{
    size_t line = start, behind = value->end + 1;

    if (!value->quoted || value->sign != ':' || value->start != last + 3 ||
        value->end - value->start < MEMBER_MIN || scan_is_at(scan, at, "token")) {
        return 0;
    }
    while (line > 0 && start - line < INDENT_MAX && scan->bytes[line - 1] == ' ') {
        line--;
    }
    behind += scan_byte(scan, behind) == ',';
    return scan_before(scan, line) == '\n' && scan_byte(scan, behind) == '\n';
}

/* cookie=s3cretvalue: no number, and no word. */
static int is_cookie(const struct scan *scan, size_t at, size_t last, const struct value *value)
{
    size_t length = value->end - value->start;

    return scan_is_at(scan, at, "cookie") &&
           (written_as_strings(scan, last, value) ||
            (written_as_assignment(scan, last, value) && length >= COOKIE_MIN &&
             !looks_hex(scan->bytes + value->start, length) &&
             !looks_address(scan->bytes + value->start, length) &&
             !looks_like_name(scan->bytes + value->start, length)));
}

/* psk="cookie monster", <pre-shared-key>monkeybars</pre-shared-key>: what all members of a
 * network share is often a word, and so is what an element holds that is called a credential.
 */
static int is_shared(const struct scan *scan, size_t at, const struct value *value)
{
    return (value->quoted || value->sign == '>') && value->sign != '(' &&
           (scan_is_at(scan, at, "psk") || scan_is_at(scan, at, "wpa") ||
            scan_is_at(scan, at, "pre") ||
            (value->sign == '>' && scan_is_at(scan, at, "credential")));
}

/* setItem('token', 'x'), res.cookie('token', 'x'): what a store keeps by the name of the key.
 */
static int is_stored(const struct scan *scan, size_t start, const struct value *value)
{
    static const char *const calls[] = {"setitem(", "cookie(", "setenv(", ".set(",
                                        ".append(", "header(", ".put("};

    if (!value->quoted || value->sign != '(' || !is_quote(scan_before(scan, start))) {
        return 0;
    }
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        const size_t length = strlen(calls[i]) + 1;

        if (start > length && scan_is_at(scan, start - length, calls[i])) {
            return 1;
        }
    }
    return 0;
}

enum key_strength strength_of(const struct scan *scan, const struct table_key *key,
                              size_t start, size_t at, size_t last, const struct value *value)
{
    if (key->strength == KEY_WEAK) {
        return (written_in_query(scan, start, value) &&
                (scan_is_at(scan, at, "sig") || is_jumbled(scan, at, value) ||
                 granted_is(scan, start, at, value))) ||
                       (granted_in_bare_query(scan, start, at, value) &&
                        granted_is(scan, start, at, value)) ||
                       is_cookie(scan, at, last, value) ||
                       is_key_of_environment(scan, start, last, value) ||
                       is_called_key(scan, at, value) ||
                       (scan_is_at(scan, at, "key") &&
                        (around_is_thing(scan, start, last, value) ||
                         around_is_network(scan, at, last, value)))
                   ? KEY_STRONG
                   : KEY_WEAK;
    }
    if (key->strength != KEY_MEDIUM) {
        return key->strength == KEY_STRONG && last - at == 4 && is_pass(scan, at, value)
                   ? KEY_WEAK
                   : key->strength;
    }
    if (is_place(scan, value)) {
        return KEY_WEAK;
    }
    if (is_stored(scan, start, value)) {
        return KEY_STRONG;
    }
    if (written_as_names(scan, start, last, value) &&
        !written_in_header(scan, start, last, value)) {
        return KEY_WEAK;
    }
    return written_as_strings(scan, last, value) || written_in_query(scan, start, value) ||
                   written_in_header(scan, start, last, value) ||
                   written_as_option(scan, start, value) ||
                   written_as_short_option(scan, start, at, value) ||
                   written_in_object(scan, start, last, value) ||
                   is_long_number(scan, start, value) || is_token_of_digits(scan, at, value) ||
                   is_login(scan, at, value) || is_pair(scan, at, value) ||
                   around_is_replica(scan, at, last, value) ||
                   is_member(scan, start, at, last, value) || is_shared(scan, at, value) ||
                   is_called_token(scan, at, value) || around_is_section(scan, start, value) ||
                   written_as_variable(scan, start, last, value) ||
                   (key->blank != VALUE_BLANK_IS_NONE &&
                    (is_composed(scan, value) || written_as_assignment(scan, last, value))) ||
                   (written_as_assignment(scan, last, value) &&
                    ((scan_is_at(scan, at, "token") &&
                      value->end - value->start >= TOKEN_MIN) ||
                     (scan_is_at(scan, at, "sess") && value->end - value->start >= 6)))
               ? KEY_STRONG
               : KEY_MEDIUM;
}
