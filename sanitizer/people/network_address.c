/* Network addresses: IPv4 by its full stops, IPv6 and MAC by their colons, MAC by hyphens. */
#include "personal.h"

#include "tables/words.h"

/* So far back it is looked for what says version or host, and for where a host's name begins.
 */
#define SAID_REACH 24
#define HOST_REACH 64

/* Parts of versions are seldom larger. */
#define VERSION_MAX 30

/* ---- IPv4 ---------------------------------------------------------------------------------
 */

struct ipv4 {
    size_t end;
    unsigned int octets[4];
};

/* Whether the digits at `at` are an IPv4 address, of anybody or nobody. */
static int read_ipv4(const struct scan *scan, size_t at, struct ipv4 *ret_address)
{
    size_t i = at;

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
        ret_address->octets[part] = octet;
        i += part < 3;
    }
    ret_address->end = i;
    return 1;
}

/* Loopback, unspecified and masks stay. */
static int is_anybody(const struct ipv4 *address)
{
    return address->octets[0] == 127 || address->octets[0] == 0 || address->octets[0] == 255;
}

/* Whether it could be a version too. */
static int is_small(const struct ipv4 *address)
{
    return address->octets[0] <= VERSION_MAX && address->octets[1] <= VERSION_MAX &&
           address->octets[2] <= VERSION_MAX;
}

/* Whether it is of the private networks that no version begins like: 192.168/16, 172.16/12 of
 * RFC 1918. */
static int is_private(const struct ipv4 *address)
{
    return (address->octets[0] == 192 && address->octets[1] == 168) ||
           (address->octets[0] == 172 && address->octets[1] / 16 == 1);
}

/* Whether a port follows: behind a colon, or as tcpdump and BSD's netstat write it. */
static int port_follows(const struct scan *scan, const struct ipv4 *address)
{
    unsigned char after = scan_byte(scan, address->end);

    return (after == ':' || (after == '.' && is_private(address))) &&
           in_set(scan_byte(scan, address->end + 1), SET_DIGIT);
}

/* Whether the last of a range follows: 10.1.2.3-10.1.2.9. */
static int range_follows(const struct scan *scan, const struct ipv4 *address)
{
    struct ipv4 last;

    return scan_byte(scan, address->end) == '-' && read_ipv4(scan, address->end + 1, &last) &&
           last.octets[0] == address->octets[0];
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

/*
 * Behind a slash that a word stands before: a version's directory, or a product's in a
 * browser's name (Chrome/120.0.0.1); but Java writes db01/10.2.3.4:5432 for a host that it
 * resolved.
 */
static int is_resolved(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    size_t slash = at - 1, start = scan_run_start(scan, SET_TOKEN, slash, HOST_REACH);
    unsigned char before = scan_before(scan, start);
    size_t marks = 0;

    for (size_t i = start; i < slash; i++) {
        marks += !in_set(scan->bytes[i], SET_ALPHA);
    }
    return before != '/' && before != '\\' && !in_set(before, SET_WORD) &&
           (port_follows(scan, address) ||
            (marks > 0 && !is_small(address) && address->octets[3] != 0));
}

/* Whether one that was found ends before the sign before `at`. */
static int is_beside_another(const struct scan *scan, size_t at)
{
    unsigned char before = scan_before(scan, at);

    return (before == '/' || before == '-') && scan->address_end > 0 &&
           scan->address_end + 1 == at;
}

/* Whether what stands before allows an address. */
static int may_begin(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    unsigned char before = scan_before(scan, at);

    if (is_beside_another(scan, at)) {
        return 1;
    }
    if (before == '/' && at >= 2 && in_set(scan->bytes[at - 2], SET_WORD)) {
        return is_resolved(scan, at, address);
    }
    return !in_set(before, SET_WORD) && before != '.' && before != '-' && before != '+' &&
           before != '~';
}

/* Whether what stands behind allows an address. */
static int may_end(const struct scan *scan, const struct ipv4 *address)
{
    unsigned char after = scan_byte(scan, address->end);
    int goes_on = in_set(scan_byte(scan, address->end + 1), SET_WORD);

    return !in_set(after, SET_WORD) && after != '+' &&
           (!goes_on || (after != '.' && after != '-') || port_follows(scan, address) ||
            range_follows(scan, address) || scan_is_at(scan, address->end, ".in-addr.arpa"));
}

/* Whether it is told from a version, if it could be one. */
static int is_told(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    unsigned char before = scan_before(scan, at);

    return !is_small(address) || port_follows(scan, address) || before == '/' ||
           before == '@' || before == '[' || range_follows(scan, address) ||
           is_beside_another(scan, at) || is_said_before(scan, at, &table_words_hosts);
}

static void judge_ipv4(struct scan *scan, size_t at)
{
    struct ipv4 address;

    if (read_ipv4(scan, at, &address) && !is_anybody(&address) &&
        may_begin(scan, at, &address) && may_end(scan, &address) &&
        is_told(scan, at, &address) &&
        ((!is_small(&address) && port_follows(scan, &address)) ||
         !is_said_before(scan, at, &table_words_versions))) {
        scan_found(scan, at, address.end, "ip-address");
        scan->address_end = address.end;
    }
}

/* Every full stop between digits may be the first of an IPv4 address. */
void network_address_scan_stops(struct scan *scan)
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

/* ---- IPv6 and MAC -------------------------------------------------------------------------
 */

#define MAC_LENGTH ((size_t)17)

static int is_mac(const unsigned char *text, size_t length)
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

/* 14-Dec-2015::16:12:48, as Erlang writes a time. */
static int is_time(const struct scan *scan, size_t start, size_t end)
{
    static const char form[] = "9999::99:99:99";
    const unsigned char *text = scan->bytes + start;

    if (end - start != sizeof form - 1 || scan_before(scan, start) != '-') {
        return 0;
    }
    for (size_t i = 0; i < end - start; i++) {
        if (form[i] == '9' ? !in_set(text[i], SET_DIGIT) : text[i] != (unsigned char)form[i]) {
            return 0;
        }
    }
    return 1;
}

/* Masks and blanks: nothing but 0, f and what stands between. */
static int names_nobody(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (in_set(text[i], SET_ALNUM) && text[i] != '0' && (text[i] | 0x20) != 'f') {
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
    if (names_nobody(text, end - start) || is_time(scan, start, end)) {
        return;
    }
    if ((scan->personal & SANITIZER_MAC) && is_mac(text, end - start)) {
        scan_found(scan, start, end, "mac-address");
    } else if ((scan->personal & SANITIZER_IP) && end - start < 40 &&
               is_ipv6(text, end - start)) {
        scan_found(scan, start, end, "ip-address");
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

void network_address_scan_colons(struct scan *scan)
{
    const unsigned char *end = scan->bytes + scan->length, *at;

    for (at = scan->bytes; (at = memchr(at, ':', (size_t)(end - at))) != NULL; at++) {
        size_t offset = (size_t)(at - scan->bytes);

        if (offset >= scan->colons_end && is_followed_by_colon(at, end)) {
            judge_colons(scan, offset);
        }
    }
}

/* 5F-30-3C-DF-AE-86; without a letter it could be a time. */
void network_address_scan_hyphens(struct scan *scan)
{
    const unsigned char *end = scan->bytes + scan->length, *at;

    for (at = scan->bytes; (at = memchr(at, '-', (size_t)(end - at))) != NULL; at++) {
        size_t start = (size_t)(at - scan->bytes) - 2, letters = 0;

        if (at - scan->bytes < 2 || end - at < 15 || at[3] != '-' || at[6] != '-' ||
            !is_mac(at - 2, MAC_LENGTH) || names_nobody(at - 2, MAC_LENGTH) ||
            in_set(scan_before(scan, start), SET_DASHED) ||
            in_set(scan_byte(scan, start + MAC_LENGTH), SET_DASHED)) {
            continue;
        }
        for (size_t i = 0; i < MAC_LENGTH; i++) {
            letters += in_set(at[(long)i - 2], SET_ALPHA) != 0;
        }
        if (letters > 0) {
            scan_found(scan, start, start + MAC_LENGTH, "mac-address");
        }
    }
}
