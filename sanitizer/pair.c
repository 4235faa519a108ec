/*
 * A key's value that does not stand behind a sign of its own: in the next attribute, member or
 * element, or before the key.
 */
#include "pair.h"

#include <string.h>

#include "looks.h"
#include "words.h"

/* How far apart the halves of a pair may stand. */
#define GAP_MAX ((size_t)48)
#define TAG_MAX 24
#define SENTENCE_MAX 96
#define WORD_MAX 200

static int is_quote(unsigned char byte)
{
    return byte == '"' || byte == '\'' || byte == '`';
}

static int is_blank(unsigned char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* ---- Behind the key -----------------------------------------------------------------------
 */

/* name="Password" value="x", {"name": "token", "value": "x"}: where the second word ends. */
size_t pair_attribute(const struct scan *scan, size_t at)
{
    static const char *const words[] = {"value", "content", "defaultvalue"};
    size_t next = at + 1;

    while (next - at < GAP_MAX &&
           (is_blank(scan_byte(scan, next)) || scan_byte(scan, next) == ',' ||
            scan_byte(scan, next) == '/' || scan_byte(scan, next) == '>' ||
            scan_byte(scan, next) == '<' || is_quote(scan_byte(scan, next)))) {
        if (next >= scan->length) {
            return 0;
        }
        next++;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (scan_is_at(scan, next, words[i])) {
            next += strlen(words[i]);
            next += is_quote(scan_byte(scan, next)) ? 1 : 0;
            while (scan_byte(scan, next) == ' ') {
                next++;
            }
            return scan_byte(scan, next) == '=' || scan_byte(scan, next) == ':' ? next : 0;
        }
    }
    return 0;
}

static size_t skip_tag_name(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < TAG_MAX &&
           (in_set(scan_byte(scan, end), SET_WORD) || scan_byte(scan, end) == ':')) {
        end++;
    }
    return end;
}

/* <string name="api_key">x</string>, <key>ApiKey</key><string>x</string>: where "x" is. */
size_t pair_element(const struct scan *scan, size_t key_start, size_t at)
{
    size_t next = at;

    if (is_quote(scan_byte(scan, at))) {
        return scan_byte(scan, at + 1) == '>' && key_start >= 6 &&
                       (scan_is_at(scan, key_start - 6, "name=") ||
                        scan_is_at(scan, key_start - 5, "key="))
                   ? at + 2
                   : 0;
    }
    if (scan_byte(scan, at) != '<' || scan_byte(scan, at + 1) != '/') {
        return 0;
    }
    next = skip_tag_name(scan, at + 2);
    if (scan_byte(scan, next) != '>') {
        return 0;
    }
    for (next++; next - at < GAP_MAX && is_blank(scan_byte(scan, next)); next++) {
        if (next >= scan->length) {
            return 0;
        }
    }
    if (scan_byte(scan, next) != '<') {
        return 0;
    }
    next = skip_tag_name(scan, next + 1);
    return scan_byte(scan, next) == '>' ? next + 1 : 0;
}

/* password for the user "x" is "y": where the blank before "y" is. */
size_t pair_sentence(const struct scan *scan, size_t at)
{
    if (!scan_is_at(scan, at, "for ")) {
        return 0;
    }
    for (size_t i = at + 4; i < scan->length && i - at < SENTENCE_MAX; i++) {
        if (scan->bytes[i] == '\n') {
            return 0;
        }
        if (scan->bytes[i] == ' ' && scan_is_at(scan, i, " is ") &&
            is_quote(scan_byte(scan, i + 4))) {
            return i + 3;
        }
    }
    return 0;
}

/* machine x login y password z: what follows is no prose. */
int pair_follows_login(const struct scan *scan, size_t key_start)
{
    static const char *const words[] = {"login", "user", "username", "account"};
    size_t at = key_start, word;

    for (int part = 0; part < 2; part++) {
        size_t blanks = at;

        while (at > 0 && blanks - at < GAP_MAX && is_blank(scan->bytes[at - 1])) {
            at--;
        }
        word = at;
        while (at > 0 && word - at < WORD_MAX && scan->bytes[at - 1] > ' ') {
            at--;
        }
        if (word == at || blanks == word) {
            return 0;
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (word - at == strlen(words[i]) && scan_is_at(scan, at, words[i])) {
            return 1;
        }
    }
    return 0;
}

/* ---- Before the key -----------------------------------------------------------------------
 */

static size_t skip_back(const struct scan *scan, size_t at)
{
    while (at > 0 && (scan->bytes[at - 1] == ' ' || scan->bytes[at - 1] == '\t')) {
        at--;
        if (scan->bytes[at] == '\t') {
            return at;
        }
    }
    return at;
}

static int ends_with(const struct scan *scan, size_t at, const char *word)
{
    size_t length = strlen(word);

    return at > length && scan_is_at(scan, at - length, word) &&
           !in_set(scan->bytes[at - length - 1], SET_ALNUM);
}

/* Where "x is the" before a key or "'x' ==" stops being x; 0 if neither stands there. */
static size_t before_sign(const struct scan *scan, size_t at)
{
    static const char *const articles[] = {"the", "my", "your", "our"};
    size_t end = at;

    if (end < 4 || scan->bytes[end - 1] != ' ') {
        return 0;
    }
    end--;
    if (end >= 2 && scan->bytes[end - 1] == '=' &&
        (scan->bytes[end - 2] == '=' || scan->bytes[end - 2] == '!')) {
        end -= 2;
        end -= end > 0 && scan->bytes[end - 1] == '=';
        end = skip_back(scan, end);
        end -= end > 1 && scan->bytes[end - 1] == ')';
        return end > 0 && is_quote(scan->bytes[end - 1]) ? end : 0;
    }
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        if (ends_with(scan, end, articles[i])) {
            end -= strlen(articles[i]) + 1;
            return ends_with(scan, end, "is") ? end - 3 : 0;
        }
    }
    return 0;
}

int pair_before(const struct scan *scan, size_t key_start, size_t *ret_start, size_t *ret_end)
{
    size_t end = before_sign(scan, key_start), start, digits = 0;
    unsigned char quote;

    if (end == 0) {
        return 0;
    }
    quote = scan->bytes[end - 1];
    if (is_quote(quote)) {
        end--;
        for (start = end; start > 0 && end - start < WORD_MAX; start--) {
            if (scan->bytes[start - 1] == quote || scan->bytes[start - 1] == '\n') {
                break;
            }
        }
        if (start == 0 || scan->bytes[start - 1] != quote || end - start < 4) {
            return 0;
        }
        *ret_start = start;
        *ret_end = end;
        return 1;
    }
    for (start = end; start > 0 && end - start < WORD_MAX && scan->bytes[start - 1] > ' ';
         start--) {
        digits += in_set(scan->bytes[start - 1], SET_DIGIT) != 0;
    }
    while (start < end && !in_set(scan->bytes[start], SET_ALNUM)) {
        start++;
    }
    if (end - start < 8 || digits == 0 || digits == end - start ||
        looks_address(scan->bytes + start, end - start)) {
        return 0;
    }
    *ret_start = start;
    *ret_end = end;
    return 1;
}
