/* IPv6 addresses by their colons, MAC addresses by their colons, hyphens or full stops. */
#include "personal.h"

#define MAC_LENGTH ((size_t)17)
#define DOTTED_LENGTH ((size_t)14)

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

/* 001a.2b3c.4d5e, as Cisco writes it; without a letter it could be a version. */
void mac_judge_stop(struct scan *scan, size_t stop)
{
    const unsigned char *text;
    size_t letters = 0, digits = 0;

    if (scan_byte(scan, stop + 5) != '.' || stop < 4 || scan->length - stop < 10) {
        return;
    }
    text = scan->bytes + stop - 4;
    for (size_t i = 0; i < DOTTED_LENGTH; i++) {
        digits += i % 5 != 4 && in_set(text[i], SET_HEX);
        letters += i % 5 != 4 && in_set(text[i], SET_ALPHA);
    }
    if (digits == 12 && letters > 0 && letters < 12 &&
        !in_set(scan_before(scan, stop - 4), SET_TOKEN) &&
        !in_set(scan_byte(scan, stop - 4 + DOTTED_LENGTH), SET_TOKEN)) {
        scan_found(scan, stop - 4, stop - 4 + DOTTED_LENGTH, "mac-address");
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
