/* E-mail addresses, network addresses, card, account and phone numbers. */
#include "scan.h"

#include <string.h>

#include "words.h"

#define LOCAL_MAX 64
#define DOMAIN_MAX 255
#define SAID_REACH 24

/* ---- E-mail -------------------------------------------------------------------------------
 */

/* memcpy@libc.so, icon@2x.py: what stands behind the "@" is part of a file's name. */
static int is_file(const struct scan *scan, size_t host, size_t last, size_t end)
{
    const unsigned char *ending = scan->bytes + last;

    if (!words_hold(&table_words_file_endings, ending, end - last)) {
        return 0;
    }
    return !words_hold(&table_words_country_endings, ending, end - last) ||
           !in_set(scan->bytes[host], SET_ALPHA) || scan_is_at(scan, host, "lib") ||
           scan_is_at(scan, host, "ld-");
}

/* name@host.tld; and the "password@host" of user:password@host.tld. */
static void judge_at(struct scan *scan, size_t at)
{
    size_t start = scan_run_start(scan, SET_MAILBOX, at, LOCAL_MAX), end, last, dot;

    while (start < at && !in_set(scan->bytes[start], SET_WORD)) {
        start++;
    }
    end = at + 1;
    while (end < scan->length && end - at <= DOMAIN_MAX &&
           in_set(scan->bytes[end], SET_DOMAIN)) {
        end++;
    }
    while (end > at + 1 && !in_set(scan->bytes[end - 1], SET_ALNUM)) {
        end--;
    }
    for (dot = end - 1; dot > at && scan->bytes[dot] != '.'; dot--) {
    }
    if (start == at || dot == at || end == at + 1 || dot + 1 == end) {
        return;
    }
    last = dot + 1;
    for (size_t i = last; i < end; i++) {
        if (!in_set(scan->bytes[i], SET_ALPHA)) {
            return; /* react@18.2.0, memcpy@@GLIBC_2.14 */
        }
    }
    if (end - last < 2 || scan->bytes[at + 1] == '.' || is_file(scan, at + 1, last, end) ||
        scan_byte(scan, end) == '(' || (at - start == 3 && scan_is_at(scan, start, "git"))) {
        return;
    }
    scan_found(scan, start, end, "email");
}

/* ---- Digits: IPv4, cards, phone numbers ----------------------------------------------------
 */

/* Whether the digits at `at` are an IPv4 address; *ret_small: they could be a version too. */
static int is_ipv4(const struct scan *scan, size_t at, size_t *ret_end, int *ret_small)
{
    size_t i = at;
    unsigned int octets[4];

    for (int part = 0; part < 4; part++) {
        size_t first = i;
        unsigned int octet = 0;

        while (i - first < 3 && in_set(scan_byte(scan, i), SET_DIGIT)) {
            octet = octet * 10 + (unsigned int)(scan->bytes[i] - '0');
            i++;
        }
        if (i == first || octet > 255 || (scan->bytes[first] == '0' && i - first > 1) ||
            (part < 3 && scan_byte(scan, i) != '.')) {
            return 0;
        }
        octets[part] = octet;
        i += part < 3;
    }
    *ret_end = i;
    *ret_small = octets[0] <= 30 && octets[1] <= 30 && octets[2] <= 30;
    /* loopback, unspecified and masks stay */
    return octets[0] != 127 && octets[0] != 0 && octets[0] != 255;
}

/* Whether one of the words stands in the last bytes before `at`. */
static int is_said_before(const struct scan *scan, size_t at, const struct table_words *words)
{
    size_t from = at > SAID_REACH ? at - SAID_REACH : 0, word = from;

    for (size_t i = from; i <= at; i++) {
        if (i == at || !in_set(scan->bytes[i], SET_ALPHA)) {
            if (i > word && words_hold(words, scan->bytes + word, i - word)) {
                return 1;
            }
            word = i + 1;
        }
    }
    return 0;
}

static void judge_ipv4(struct scan *scan, size_t at)
{
    unsigned char before = scan_before(scan, at), after;
    size_t end;
    int small;

    if (in_set(before, SET_WORD) || before == '.' || before == '-' || before == '+' ||
        before == '~' || !is_ipv4(scan, at, &end, &small)) {
        return;
    }
    after = scan_byte(scan, end);
    if (in_set(after, SET_WORD) ||
        (after == '.' && in_set(scan_byte(scan, end + 1), SET_WORD)) ||
        (after == '-' && in_set(scan_byte(scan, end + 1), SET_WORD)) || after == '+' ||
        (before == '/' && !(at >= 2 && scan->bytes[at - 2] == '/') &&
         in_set(at >= 2 ? scan->bytes[at - 2] : ' ', SET_WORD)) ||
        is_said_before(scan, at, &table_words_versions)) {
        return;
    }
    if (small && !(after == ':' && in_set(scan_byte(scan, end + 1), SET_DIGIT)) &&
        before != '/' && before != '@' && before != '[' &&
        !is_said_before(scan, at, &table_words_hosts)) {
        return;
    }
    scan_found(scan, at, end, "ip-address");
}

static int passes_luhn(const unsigned char *digits, size_t count)
{
    unsigned int sum = 0;

    for (size_t i = 0; i < count; i++) {
        unsigned int digit = digits[count - 1 - i];

        if (i % 2 == 1) {
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }
        sum += digit;
    }
    return sum % 10 == 0;
}

/* Issuers' first digits and lengths, as far as they are in use. */
static int is_issued(const unsigned char *digits, size_t count)
{
    unsigned int two = digits[0] * 10u + digits[1];
    unsigned int four = two * 100u + digits[2] * 10u + digits[3];

    return (digits[0] == 4 && count == 16) ||
           (count == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))) ||
           (count == 15 && (two == 34 || two == 37)) ||
           (count == 14 && (two == 36 || two == 38 || (four >= 3000 && four <= 3059))) ||
           (count == 16 &&
            (four == 6011 || two == 65 || two == 62 || (four >= 3528 && four <= 3589)));
}

/* Digits in one run, or in groups by single blanks or hyphens. */
static void judge_card(struct scan *scan, size_t at)
{
    unsigned char digits[20];
    size_t count = 0, i = at, end = at, groups = 1, group = 0;
    unsigned char separator = 0;

    if (in_set(scan_before(scan, at), SET_WORD) || scan_before(scan, at) == '.' ||
        (scan_before(scan, at) == '-' && at >= 2 && in_set(scan->bytes[at - 2], SET_DIGIT))) {
        return;
    }
    for (; i < scan->length && count < sizeof digits; i++) {
        unsigned char byte = scan->bytes[i];

        if (in_set(byte, SET_DIGIT)) {
            digits[count++] = (unsigned char)(byte - '0');
            group++;
            end = i + 1;
        } else if ((byte == ' ' || byte == '-') && (separator == 0 || separator == byte) &&
                   group == (groups == 1 ? 4 : group) && group >= 4) {
            separator = byte;
            groups++;
            group = 0;
        } else {
            break;
        }
    }
    if (count < 14 || count > 16 || in_set(scan_byte(scan, end), SET_WORD) ||
        (scan_byte(scan, end) == '.' && in_set(scan_byte(scan, end + 1), SET_DIGIT)) ||
        (groups > 1 && groups < 3) || !is_issued(digits, count) ||
        !passes_luhn(digits, count)) {
        return;
    }
    scan_found(scan, at, end, "card-number");
}

/* +44 20 7946 0958: a plus, a country, seven digits and more. */
static void judge_phone(struct scan *scan, size_t at)
{
    size_t digits = 0, end = at, i = at;

    if (scan_before(scan, at) != '+' || (at >= 2 && in_set(scan->bytes[at - 2], SET_WORD))) {
        return;
    }
    for (; i < scan->length && i - at < 24; i++) {
        unsigned char byte = scan->bytes[i];

        if (in_set(byte, SET_DIGIT)) {
            digits++;
            end = i + 1;
        } else if (byte != ' ' && byte != '-' && byte != '(' && byte != ')' && byte != '.') {
            break;
        }
    }
    if (digits >= 8 && digits <= 15 && !in_set(scan_byte(scan, end), SET_WORD)) {
        scan_found(scan, at - 1, end, "phone-number");
    }
}

/* ---- Colons: MAC and IPv6 ------------------------------------------------------------------
 */

static int is_mac(const unsigned char *text, size_t length)
{
    if (length != 17) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (i % 3 == 2 ? text[i] != text[2] : !in_set(text[i], SET_HEX)) {
            return 0;
        }
    }
    return 1;
}

/* Groups of up to four hexadecimal digits, eight or fewer with one "::". */
static int is_ipv6(const unsigned char *text, size_t length)
{
    size_t groups = 0, digits = 0, total = 0, letters = 0, after_gap = 0;
    int gap = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] != ':') {
            total++;
            letters += !in_set(text[i], SET_DIGIT);
            if (++digits > 4) {
                return 0;
            }
            continue;
        }
        groups += digits > 0;
        digits = 0;
        if (i + 1 < length && text[i + 1] == ':') {
            if (gap++ > 0) {
                return 0;
            }
            after_gap = i + 2 < length ? i + 2 : i;
        } else if (i == 0 || (i + 1 == length && text[i - 1] != ':')) {
            return i == 0 && length > 1 && text[1] == ':';
        }
    }
    groups += digits > 0;
    if (!gap) {
        return groups == 8;
    }
    /*
     * "::" and "::1" stay. a::b may be a C++ scope: a third group is asked for, or a number
     * behind the gap, where no name could begin.
     */
    return groups < 8 && total > letters && total >= 4 &&
           (groups >= 3 ||
            (groups == 2 && in_set(text[after_gap], SET_DIGIT) && after_gap > 4));
}

/* Masks and blanks: nothing but 0, f and colons. */
static int names_nobody(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '0' && (text[i] | 0x20) != 'f' && text[i] != ':') {
            return 0;
        }
    }
    return 1;
}

static void judge_colons(struct scan *scan, size_t at)
{
    size_t start = scan_run_start(scan, SET_COLONED, at, 48),
           end = scan_run_end(scan, SET_COLONED, at);
    const unsigned char *text = scan->bytes + start;

    scan->colons_end = end;
    if (in_set(scan_before(scan, start), SET_WORD) || in_set(scan_byte(scan, end), SET_WORD)) {
        return;
    }
    while (end > start && scan->bytes[end - 1] == ':' &&
           !(end - start > 1 && scan->bytes[end - 2] == ':')) {
        end--;
    }
    if (names_nobody(text, end - start)) {
        return;
    }
    if ((scan->personal & SANITIZER_MAC) && is_mac(text, end - start)) {
        scan_found(scan, start, end, "mac-address");
    } else if ((scan->personal & SANITIZER_IP) && end - start < 40 &&
               is_ipv6(text, end - start)) {
        scan_found(scan, start, end, "ip-address");
    }
}

/* ---- IBAN ----------------------------------------------------------------------------------
 */

static void judge_iban(struct scan *scan, size_t at)
{
    unsigned int remainder = 0;
    unsigned char text[40];
    size_t count = 0, i = at;

    if (in_set(scan_before(scan, at), SET_WORD)) {
        return;
    }
    for (; i < scan->length && count < 35; i++) {
        if (in_set(scan->bytes[i], SET_UALNUM)) {
            text[count++] = scan->bytes[i];
        } else if (scan->bytes[i] != ' ' || !in_set(scan_byte(scan, i + 1), SET_UALNUM)) {
            break;
        }
    }
    if (count < 15 || count > 34 || in_set(scan_byte(scan, i), SET_WORD)) {
        return;
    }
    for (size_t k = 0; k < count; k++) {
        unsigned char byte = text[(k + 4) % count];

        if (in_set(byte, SET_DIGIT)) {
            remainder = (remainder * 10 + (unsigned int)(byte - '0')) % 97;
        } else {
            remainder = (remainder * 100 + (unsigned int)(byte - 'A' + 10)) % 97;
        }
    }
    if (remainder == 1) {
        scan_found(scan, at, i, "iban");
    }
}

/* --------------------------------------------------------------------------------------------
 */

/* Every full stop between digits may be the first of an IPv4 address. */
static void scan_full_stops(struct scan *scan)
{
    const unsigned char *end = scan->bytes + scan->length, *at;

    for (at = scan->bytes; (at = memchr(at, '.', (size_t)(end - at))) != NULL; at++) {
        size_t dot = (size_t)(at - scan->bytes);

        if (in_set(scan_before(scan, dot), SET_DIGIT) &&
            in_set(scan_byte(scan, dot + 1), SET_DIGIT)) {
            judge_ipv4(scan, scan_run_start(scan, SET_DIGIT, dot, 4));
        }
    }
}

/*
 * A card's digits come by four and more: looking at every fourth byte is enough. What stands
 * four and eight bytes on is a digit too, or a separator before one.
 */
static void scan_cards(struct scan *scan)
{
    for (size_t at = 3; at + 9 < scan->length; at += 4) {
        const unsigned char *bytes = scan->bytes + at;

        if (in_set(bytes[0], SET_DIGIT) &
            (in_set(bytes[4], SET_DIGIT) | in_set(bytes[5], SET_DIGIT)) &
            (in_set(bytes[8], SET_DIGIT) | in_set(bytes[9], SET_DIGIT))) {
            size_t end = at;

            while (end < scan->length && in_set(scan->bytes[end], SET_DIGIT)) {
                end++;
            }
            judge_card(scan, scan_run_start(scan, SET_DIGIT, at, 4));
            at = end;
        }
    }
}

static void scan_others(struct scan *scan)
{
    for (size_t at = 2; at < scan->length; at++) {
        if (!in_set(scan->bytes[at], SET_DIGIT)) {
            continue;
        }
        if ((scan->personal & SANITIZER_PHONE) && scan->bytes[at - 1] == '+') {
            judge_phone(scan, at);
        }
        if ((scan->personal & SANITIZER_IBAN) && in_set(scan->bytes[at - 1], SET_UPPER) &&
            in_set(scan->bytes[at - 2], SET_UPPER)) {
            judge_iban(scan, at - 2);
        }
    }
}

/* A group of an address has four characters at most: file.c:12 is none. */
static int is_followed_by_colon(const unsigned char *at, const unsigned char *end)
{
    int found = 0;

    for (int i = 1; i <= 5 && i < end - at; i++) {
        found |= at[i] == ':';
    }
    return found;
}

void personal_scan(struct scan *scan)
{
    const unsigned char *end = scan->bytes + scan->length, *at;

    for (at = scan->bytes; (at = memchr(at, '@', (size_t)(end - at))) != NULL; at++) {
        judge_at(scan, (size_t)(at - scan->bytes));
    }
    if (scan->personal & (SANITIZER_IP | SANITIZER_MAC)) {
        for (at = scan->bytes; (at = memchr(at, ':', (size_t)(end - at))) != NULL; at++) {
            size_t offset = (size_t)(at - scan->bytes);

            if (offset >= scan->colons_end && is_followed_by_colon(at, end)) {
                judge_colons(scan, offset);
            }
        }
    }
    if (scan->personal & SANITIZER_IP) {
        scan_full_stops(scan);
    }
    if (scan->personal & SANITIZER_CARD) {
        scan_cards(scan);
    }
    if (scan->personal & (SANITIZER_IBAN | SANITIZER_PHONE)) {
        scan_others(scan);
    }
}
