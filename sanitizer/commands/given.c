#include "given.h"

#include <string.h>

#include "tables/words.h"
#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

/* A line of many secrets has so many words, and a number that says how one is written so many
 * digits. */
#define KEYED_MAX 32
#define NUMBER_MAX 3

/* What is shorter is no password of a device. */
#define WORD_MIN 3

/* No password of a device is shorter. */
#define PASSWORD_MIN 4

int given_next(const struct scan *scan, size_t at, size_t limit, struct word *ret_word)
{
    size_t start = at, end;
    unsigned char quote;

    while (scan_byte(scan, start) == ' ' || scan_byte(scan, start) == '\t' ||
           scan_byte(scan, start) == ',') {
        if (start++ >= limit) {
            effort_walk(scan->effort, start - at);
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
    effort_spend(scan->effort, 2 + (end - at) / 3);
    *ret_word = (struct word){start, end};
    return end > start;
}

int given_is_among(const struct scan *scan, const struct word *word, const char *const *list,
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

int given_is_form(const struct scan *scan, const struct word *word)
{
    return words_hold(&table_words_forms, scan->bytes + word->start, word->end - word->start);
}

int given_is_last(const struct scan *scan, size_t end, int careful)
{
    struct word word;
    size_t at = end + (is_quote(scan_byte(scan, end)) ? 1 : 0);

    at += scan_byte(scan, at) == ';';
    return !given_next(scan, at, end + GIVEN_LINE_MAX, &word) ||
           (!careful && !given_next(scan, word.end, end + GIVEN_LINE_MAX, &word));
}

int given_goes_on(const struct scan *scan, size_t end)
{
    struct word word;

    return given_next(scan, end + (is_quote(scan_byte(scan, end)) ? 1 : 0),
                      end + GIVEN_LINE_MAX, &word) &&
           words_hold(&table_words_behind_given, scan->bytes + word.start,
                      word.end - word.start);
}

int given_is_hashed(const struct scan *scan, size_t end)
{
    return scan_is_at(scan, end, " encrypted") && given_is_last(scan, end + 10, 1);
}

/* authentication-key, wifi-sec.psk: where the last part of a compound word starts. */
static size_t last_part(const struct scan *scan, const struct word *word)
{
    size_t part = word->end;

    while (part > word->start && in_set(scan->bytes[part - 1], SET_ALNUM)) {
        part--;
    }
    effort_spend(scan->effort, (word->end - part) * 2);
    return part;
}

/* A word behind which a password stands, whatever it looks like: "shared-secret", "plain". */
static int gives_password(const struct scan *scan, const struct word *word)
{
    const size_t part = last_part(scan, word);

    return words_hold(&table_words_given, scan->bytes + word->start, word->end - word->start) ||
           words_hold(&table_words_given, scan->bytes + part, word->end - part);
}

int given_may_follow(const struct scan *scan, const struct word *word)
{
    static const char *const keys[] = {"key", "psk"};
    const struct word part = {last_part(scan, word), word->end};

    return gives_password(scan, word) ||
           words_hold(&table_words_maybe_given, scan->bytes + word->start,
                      word->end - word->start) ||
           (given_is_among(scan, &part, keys, sizeof keys / sizeof *keys) &&
            !scan_is_at(scan, word->start, "pub") && !scan_is_at(scan, word->start, "host"));
}

int given_is_prose(const struct scan *scan, const struct word *word)
{
    const unsigned char *text = scan->bytes + word->start;
    size_t end = word->end;

    while (end > word->start &&
           (in_set(scan->bytes[end - 1], SET_CLOSING) || is_quote(scan->bytes[end - 1]))) {
        end--;
    }
    effort_spend(scan->effort, (word->end - end) / 2);
    return words_hold(&table_words_prose, text, end - word->start) ||
           words_hold(&table_words_key_endings, text, end - word->start) ||
           (end - word->start >= 8 && scan_is_at(scan, end - 5, "chain")); /* key-chain */
}

int given_is_ending(const struct scan *scan, const struct word *word)
{
    return words_hold(&table_words_key_endings, scan->bytes + word->start,
                      word->end - word->start);
}

/* Behind these, at the end of a device's line, nothing else stands. */
static int gives_any(const struct scan *scan, const struct word *before)
{
    static const char *const words[] = {"md5",  "sha",     "sha1",   "sha256", "des",
                                        "3des", "aes",     "aes128", "aes192", "aes256",
                                        "priv", "privacy", "auth",   "key"};

    return given_is_among(scan, before, words, sizeof words / sizeof *words) ||
           (before->end - before->start > 4 && scan_is_at(scan, before->end - 4, "-key"));
}

/* crypto key zeroize, priv read: what is done with keys, or said of them. */
static int is_of_keys(const struct scan *scan, const struct word *word)
{
    static const char *const words[] = {"generate", "zeroize", "export", "import",   "chain",
                                        "encrypt",  "read",    "write",  "notify",   "context",
                                        "rsa",      "dsa",     "ec",     "mypubkey", "md5",
                                        "hmac",     "none",    "tkip"};

    return word->end - word->start < PASSWORD_MIN ||
           given_is_among(scan, word, words, sizeof words / sizeof *words) ||
           scan_byte(scan, word->start) == '<' || scan_byte(scan, word->start) == '[';
}

/* Whether the word is a password, where `before` says so. */
static int is_given(const struct scan *scan, const struct word *word, const struct word *before,
                    enum place_care care)
{
    const struct value value = {.start = word->start,
                                .end = word->end,
                                .sign = ' ',
                                .joined = word->end - word->start >= WORD_MIN,
                                .quoted = is_quote(scan_before(scan, word->start))};
    const int is_sure = gives_password(scan, before);
    /* "set a b wpa passphrase x", and no sentence that ends in a word about a password */
    const int is_compound = last_part(scan, before) > before->start ||
                            scan_is_at(scan, before->start, "passphrase");

    if (value_is_harmless(scan, &value, KEY_STRONG) ||
        (given_is_prose(scan, word) &&
         !(care == PLACE_ANY && is_sure && given_is_ending(scan, word) &&
           given_is_last(scan, word->end, 1))) ||
        scan_is_at(scan, word->start, "aaaa") ||
        (!value.quoted &&
         memchr(scan->bytes + word->start, '"', word->end - word->start) != NULL)) {
        return 0;
    }
    if (value.quoted && scan_is_at(scan, before->end - 3, "key") &&
        given_is_last(scan, word->end, 1)) {
        return 1; /* authentication-key "x"; */
    }
    if (care == PLACE_ANY && gives_any(scan, before) &&
        (value.quoted || given_is_last(scan, word->end, 1)) && !is_of_keys(scan, word)) {
        return 1; /* snmp-server user x g v3 auth md5 y priv z */
    }
    if (said_is_password(scan, word->start)) {
        return care == PLACE_ANY || given_is_last(scan, word->end, 1) ||
               (is_sure && value.quoted) || given_goes_on(scan, word->end);
    }
    if (care == PLACE_CAREFUL && is_sure && is_compound && given_is_last(scan, word->end, 1)) {
        return !in_set(scan->bytes[word->end - 1], SET_CLOSING);
    }
    return care == PLACE_ANY &&
           (given_goes_on(scan, word->end) ||
            (is_sure && (value.quoted || (given_is_last(scan, word->end, 1) &&
                                          !in_set(scan->bytes[word->end - 1], SET_CLOSING)))));
}

void given_find_all(struct scan *scan, size_t end, enum place_care care, struct word word)
{
    struct word before = {word.start, word.start}, behind;
    int pending = given_may_follow(scan, &word);

    if (pending) {
        before = word;
    }
    for (unsigned int i = 1; i <= KEYED_MAX; i++) {
        size_t at = word.end + (is_quote(scan_byte(scan, word.end)) ? 1 : 0);
        int is_number;

        effort_spend(scan->effort, 4);
        if (!given_next(scan, at, end + GIVEN_LINE_MAX, &word)) {
            break;
        }
        is_number =
            word.end - word.start <= NUMBER_MAX && in_set(scan->bytes[word.start], SET_DIGIT);
        if (pending && is_number && given_next(scan, word.end, end + GIVEN_LINE_MAX, &behind)) {
            continue;
        }
        if (!is_quote(scan_before(scan, word.start)) && given_may_follow(scan, &word)) {
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
