/*
 * Addresses of network cards, in the notations that systems have for them. Those with colons
 * are found beside IPv6's, in network_address.c.
 */
#include "mac.h"

#include "personal.h"
#include "reading/marks.h"

#define DOTTED_LENGTH ((size_t)14)

/* Bare digits of an address, and an address whose bytes stand apart. */
#define BARE_LENGTH ((size_t)12)

/* Signs between a key and bare digits. */
#define SIGNS_MAX 5

static void found(struct scan *scan, size_t start, size_t end)
{
    if (scan->personal & SANITIZER_MAC) {
        scan_found(scan, start, end, "mac-address");
    }
}

int mac_is(const unsigned char *text, size_t length)
{
    if (length != MAC_LENGTH) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (i % 3 == 2 ? text[i] != text[2] : !in_set(text[i], SET_HEX)) {
            return 0;
        }
    }
    return 1;
}

int mac_names_nobody(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (in_set(text[i], SET_ALNUM) && text[i] != '0' && (text[i] | 0x20) != 'f') {
            return 0;
        }
    }
    return 1;
}

/* Letters and digits of [start, end), which is within the text. */
static void count(const struct scan *scan, size_t start, size_t end, size_t *ret_letters,
                  size_t *ret_digits)
{
    *ret_letters = *ret_digits = 0;
    for (size_t i = start; i < end; i++) {
        *ret_letters += in_set(scan_byte(scan, i), SET_ALPHA) != 0;
        *ret_digits += in_set(scan_byte(scan, i), SET_DIGIT) != 0;
    }
}

/* Whether letters and digits are mixed: no word, number, date or time. */
static int is_mixed(const struct scan *scan, size_t start, size_t end)
{
    size_t letters, digits;

    count(scan, start, end, &letters, &digits);
    return letters > 0 && digits > 0;
}

/* Where `bytes` bytes in two digits each end that `sign` parts, or `at`. */
static size_t bytes_end(const struct scan *scan, size_t at, size_t bytes, unsigned char sign)
{
    size_t end = at + bytes * 3 - 1;

    if (end > scan->length) {
        return at;
    }
    for (size_t i = at; i < end; i++) {
        if ((i - at) % 3 == 2 ? scan_byte(scan, i) != sign
                              : !in_set(scan_byte(scan, i), SET_HEX)) {
            return at;
        }
    }
    return end;
}

/* e8:de:27:5b:c:14, as macOS and SNMP leave out zeros. */
static int is_short(const struct scan *scan, size_t start, size_t end)
{
    size_t groups = 1, length = 0, whole = 0;

    for (size_t i = start; i < end; i++) {
        if (scan_byte(scan, i) != ':') {
            whole += ++length == 2;
            if (length > 2) {
                return 0;
            }
        } else if (length == 0) {
            return 0;
        } else {
            length = 0;
            groups++;
        }
    }
    return groups == 6 && length > 0 && whole >= 4 && is_mixed(scan, start, end);
}

int mac_judge_chain(struct scan *scan, size_t start, size_t end)
{
    size_t bytes = (end - start + 1) / 3;

    if (end - start >= 11 && end - start < MAC_LENGTH && is_short(scan, start, end)) {
        found(scan, start, end);
        return 1;
    }
    if (bytes < 10 || bytes > 20 || bytes_end(scan, start, bytes, ':') != end) {
        return 0;
    }
    if (bytes == 14 && start >= 4 && scan_is_at(scan, start - 4, "mac=")) {
        found(scan, start, start + 2 * MAC_LENGTH + 1); /* both ends' and the type */
    } else if ((bytes == 14 && scan_is_at(scan, start, "00:01:00:01:")) ||
               (bytes == 10 && scan_is_at(scan, start, "00:03:00:01:"))) {
        found(scan, start, end); /* a DHCP client's identifier */
    } else if (bytes == 20 && scan_is_at(scan, start + 12, "fe:80:00:00:")) {
        found(scan, start, end); /* InfiniBand's */
    } else {
        return 0;
    }
    return 1;
}

/* E8\:DE\:27\:5B\:0C\:14, as nmcli prints them between colons. */
void mac_judge_escaped(struct scan *scan, size_t colon)
{
    size_t start = colon - 3, i = start;

    if (colon < 3 || scan_before(scan, colon) != '\\' || scan_byte(scan, colon + 3) != '\\') {
        return;
    }
    for (size_t group = 0; group < 6; group++, i += 2) {
        if (group > 0 && (scan_byte(scan, i++) != '\\' || scan_byte(scan, i++) != ':')) {
            return;
        }
        if (!in_set(scan_byte(scan, i), SET_HEX) || !in_set(scan_byte(scan, i + 1), SET_HEX)) {
            return;
        }
    }
    if (!in_set(scan_before(scan, start), SET_WORD) && !in_set(scan_byte(scan, i), SET_WORD)) {
        found(scan, start, i);
    }
}

/* 001a.2b3c.4d5e, as Cisco writes it; without a letter it could be a version. */
static void judge_dotted(struct scan *scan, size_t stop)
{
    const unsigned char *text;
    size_t letters = 0;

    if (scan_byte(scan, stop + 5) != '.' || stop < 4 || scan->length - stop < 10) {
        return;
    }
    effort_spend(scan->effort, DOTTED_LENGTH / 2);
    text = scan->bytes + stop - 4;
    for (size_t i = 0; i < DOTTED_LENGTH; i++) {
        if (i % 5 != 4 && !in_set(text[i], SET_HEX)) {
            return;
        }
        letters += i % 5 != 4 && in_set(text[i], SET_ALPHA);
    }
    if (letters > 0 && letters < 12 && !in_set(scan_before(scan, stop - 4), SET_TOKEN) &&
        !in_set(scan_byte(scan, stop - 4 + DOTTED_LENGTH), SET_TOKEN)) {
        found(scan, stop - 4, stop - 4 + DOTTED_LENGTH);
    }
}

void mac_judge_stop(struct scan *scan, size_t stop)
{
    judge_dotted(scan, stop);
    /* 11...e8 de 27 5b 0c 14 ......Realtek: as Windows lists its interfaces */
    if (scan_byte(scan, stop + 3) == ' ' && scan_is_at(scan, stop + 1 + MAC_LENGTH, " ..") &&
        bytes_end(scan, stop + 1, 6, ' ') > stop + 1) {
        found(scan, stop + 1, stop + 1 + MAC_LENGTH);
    }
}

/* pxelinux.cfg/01-e8-de-27-5b-0c-14: the kind of the network before it. */
static int has_kind(const struct scan *scan, size_t start)
{
    return start >= 4 && scan_is_at(scan, start - 3, "01-") &&
           !in_set(scan->bytes[start - 4], SET_DASHED);
}

/* 5F-30-3C-DF-AE-86; without a letter it could be a time. */
static void judge_bytes(struct scan *scan, size_t start)
{
    size_t end = bytes_end(scan, start, 6, '-'), letters, digits;

    if (end == start || mac_names_nobody(scan->bytes + start, MAC_LENGTH) ||
        in_set(scan_byte(scan, end), SET_DASHED) ||
        (in_set(scan_before(scan, start), SET_DASHED) && !has_kind(scan, start))) {
        return;
    }
    count(scan, start, end, &letters, &digits);
    if (letters > 0) {
        found(scan, start, end);
    }
}

/* e8de-275b-0c14 and e8de27-5b0c14, as switches print them: in a column of their own. */
static void judge_halves(struct scan *scan, size_t hyphen, size_t half)
{
    size_t start = hyphen - half, groups = 12 / half, end = hyphen;

    for (size_t group = 0; group < groups; group++) {
        size_t first = start + group * (half + 1);

        if (group > 0 && scan_byte(scan, first - 1) != '-') {
            return;
        }
        for (end = first; end < first + half; end++) {
            if (!in_set(scan_byte(scan, end), SET_HEX) ||
                in_set(scan_byte(scan, end), SET_UPPER)) {
                return;
            }
        }
    }
    if (is_blank(scan_before(scan, start)) && !in_set(scan_byte(scan, end), SET_DASHED) &&
        is_mixed(scan, start, hyphen) && is_mixed(scan, end - half, end)) {
        found(scan, start, end);
    }
}

void mac_judge_hyphen(struct scan *scan, size_t hyphen)
{
    if (hyphen >= 2 && scan_byte(scan, hyphen + 3) == '-' &&
        scan_byte(scan, hyphen + 6) == '-') {
        judge_bytes(scan, hyphen - 2);
    } else if (hyphen >= 4 && scan_byte(scan, hyphen + 5) == '-') {
        judge_halves(scan, hyphen, 4);
    } else if (hyphen >= 6 && in_set(scan_byte(scan, hyphen + 6), SET_HEX) &&
               in_set(scan->bytes[hyphen - 6], SET_HEX)) {
        judge_halves(scan, hyphen, 6);
    }
}

/* dev_E8_DE_27_5B_0C_14, as BlueZ names its devices. */
static void judge_underscored(struct scan *scan, size_t start)
{
    if (!in_set(scan_before(scan, start), SET_ALNUM) &&
        !in_set(scan_byte(scan, start + MAC_LENGTH), SET_ALNUM) &&
        !(scan_before(scan, start) == '_' && start > 1 && /* 0xf0_00_00_00_00_00_00_0f */
          in_set(scan->bytes[start - 2], SET_HEX)) &&
        bytes_end(scan, start, 6, '_') > start && is_mixed(scan, start, start + MAC_LENGTH)) {
        found(scan, start, start + MAC_LENGTH);
    }
}

void mac_scan_underscores(struct scan *scan)
{
    scan_begin_signs(scan);
    for (size_t base = 0; base < scan->length; base += MARKS_PAIR_STEP) {
        struct marks_block block = marks_load(scan->bytes + base, scan->length - base);

        for (uint64_t left = marks_pairs(&block, '_', 1U << 3); left != 0; left &= left - 1) {
            size_t at = base + (size_t)__builtin_ctzll(left);

            effort_spend(scan->effort, EFFORT_ADDRESS);
            if (!scan_sign_is_left(scan, at) && at >= 2 && scan_byte(scan, at + 6) == '_') {
                judge_underscored(scan, at - 2);
            }
        }
    }
}

/* Bare digits at `at`, if nothing of a word stands before or behind. */
static int judge_bare(struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < BARE_LENGTH && in_set(scan_byte(scan, end), SET_HEX)) {
        end++;
    }
    if (end - at < BARE_LENGTH || in_set(scan_byte(scan, end), SET_ALNUM) ||
        !is_mixed(scan, at, end)) {
        return 0;
    }
    found(scan, at, end);
    return 1;
}

/* Bytes behind blanks: Hex-STRING: E8 DE 27 5B 0C 14, and both ends' in a frame's header. */
static void judge_blanks(struct scan *scan, size_t at, size_t bytes)
{
    size_t end = bytes_end(scan, at, bytes, ' ');

    if (end > at && !in_set(scan_byte(scan, end + (scan_byte(scan, end) == ' ')), SET_HEX)) {
        found(scan, at, at + 6 * (bytes / 6) * 3 - 1);
    }
}

void match_mac(struct scan *scan, size_t at, size_t end)
{
    size_t value = end;

    if (scan_is_at(scan, at, "hex-string")) {
        judge_blanks(scan, end, 6);
        return;
    }
    if (scan_is_at(scan, at, "ll header")) {
        value += scan_is_at(scan, end, "00000000: ") ? 10 : 0;
        judge_blanks(scan, value, 14);
        return;
    }
    if (scan_byte(scan, at) == ',') { /* U7PG2,74acb9a1b2c3,v4.3.20: it is before a version */
        if (at > BARE_LENGTH && scan->bytes[at - BARE_LENGTH - 1] == ',' &&
            in_set(scan_byte(scan, end), SET_DIGIT)) {
            judge_bare(scan, at - BARE_LENGTH);
        }
        return;
    }
    if (in_set(scan_before(scan, at), SET_ALPHA) &&
        (in_set(scan_before(scan, at), SET_UPPER) || !in_set(scan_byte(scan, at), SET_UPPER))) {
        return; /* hmac=, but hwMac= */
    }
    if (judge_bare(scan, value)) {
        return;
    }
    value += scan_is_at(scan, value, "ess") ? 3 : 0; /* of an address */
    while (value - end < SIGNS_MAX + 3 && !in_set(scan_byte(scan, value), SET_WORD) &&
           scan_byte(scan, value) != '\n') {
        value++;
    }
    if (value > end) {
        judge_bare(scan, value);
    }
}
