/* IPv6 and MAC addresses by their colons, and those by their hyphens. */
#include "mac.h"
#include "personal.h"
#include "reading/marks.h"

/* What is shorter is no address but "::", which stays. */
#define ADDRESS_MIN 3

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

/* [IPv6:2a01:4f8::5], ip6:2a01:4f8::5: the key's last digit is none of the address. */
static int begins_with_key(const struct scan *scan, size_t start)
{
    return start >= 3 && scan_byte(scan, start) == '6' && scan_byte(scan, start + 1) == ':' &&
           (scan_is_at(scan, start - 3, "ipv") || scan_is_at(scan, start - 2, "ip"));
}

/* Where the address ends if a port follows it without brackets, as Apache writes it. */
static size_t port_start(const struct scan *scan, size_t start, size_t end)
{
    size_t port = end;

    while (port > start && end - port < 5 && in_set(scan->bytes[port - 1], SET_DIGIT)) {
        port--;
    }
    return end - port == 5 && scan_before(scan, port) == ':' ? port - 1 : end;
}

/* x::y, a name and what is in it: of an address only hexadecimal digits stand there. */
static int is_scope(const struct scan *scan, size_t at)
{
    const unsigned char before = scan_before(scan, at);

    return scan_byte(scan, at + 1) == ':' && in_set(before, SET_WORD) &&
           !in_set(before, SET_COLONED);
}

static void judge_colons(struct scan *scan, size_t at)
{
    size_t start = scan_run_start(scan, SET_COLONED, at, 48),
           end = scan_run_end(scan, SET_COLONED, at);
    const unsigned char *text;

    effort_spend(scan->effort, EFFORT_ADDRESS);
    scan->colons_end = end;
    if (end - start < ADDRESS_MIN) {
        return; /* :: */
    }
    if (begins_with_key(scan, start)) {
        start += 2;
    } else if (scan_byte(scan, start) == ':' && scan_byte(scan, start + 1) != ':') {
        start++; /* Address:2A01:... */
    }
    if (in_set(scan_before(scan, start), SET_WORD) || in_set(scan_byte(scan, end), SET_WORD)) {
        return;
    }
    text = scan->bytes + start;
    while (end > start && scan->bytes[end - 1] == ':' &&
           !(end - start > 1 && scan->bytes[end - 2] == ':')) {
        end--;
    }
    effort_spend(scan->effort, (end - start) / 2);
    if (mac_names_nobody(text, end - start) || is_time(scan, start, end)) {
        return;
    }
    if ((scan->personal & SANITIZER_MAC) && mac_is(text, end - start)) {
        scan_found(scan, start, end, "mac-address");
        return;
    }
    if (mac_judge_chain(scan, start, end) || !(scan->personal & SANITIZER_IP)) {
        return;
    }
    if (!is_ipv6(text, end - start)) {
        end = port_start(scan, start, end);
    }
    if (end - start < 40 && is_ipv6(text, end - start)) {
        scan_found(scan, start, end, "ip-address");
    }
}

/* A group of an address has four characters at most, and a colon behind it: file.c:12 is none.
 */
#define GROUP_ENDS 0x3eU /* one to five bytes further on */

void network_address_scan_colons(struct scan *scan)
{
    scan_begin_signs(scan);
    for (size_t base = 0; base < scan->length; base += MARKS_PAIR_STEP) {
        struct marks_block block = marks_load(scan->bytes + base, scan->length - base);

        for (uint64_t left = marks_pairs(&block, ':', GROUP_ENDS); left != 0;
             left &= left - 1) {
            size_t at = base + (size_t)__builtin_ctzll(left);

            effort_spend(scan->effort, 1);
            if (scan_sign_is_left(scan, at)) {
                continue;
            }
            if (scan_before(scan, at) == '\\') {
                mac_judge_escaped(scan, at);
            }
            if (at >= scan->colons_end && is_scope(scan, at)) {
                scan->colons_end = at + 2;
            } else if (at >= scan->colons_end) {
                judge_colons(scan, at);
            }
        }
    }
}

/* Addresses by their hyphens: MAC, and IPv4 in a name. */
void network_address_scan_hyphens(struct scan *scan)
{
    struct marks marks;

    scan_begin_signs(scan);
    for (size_t at = marks_first(&marks, scan->bytes, 0, scan->length, '-'); at < scan->length;
         at = marks_next(&marks)) {
        effort_spend(scan->effort, 2);
        if (!in_set(scan_byte(scan, at + 1), SET_HEX) || scan_sign_is_left(scan, at)) {
            continue; /* an option, a word's other half */
        }
        effort_spend(scan->effort, EFFORT_ADDRESS);
        if (scan->personal & SANITIZER_MAC) {
            mac_judge_hyphen(scan, at);
        }
        if (scan->personal & SANITIZER_IP) {
            ipv4_judge_hyphen(scan, at);
        }
    }
}

/* 5.0.0.[...].1.0.a.2.ip6.arpa: an address backwards, digit by digit, before the stop. */
void ipv6_judge_stop(struct scan *scan, size_t stop)
{
    size_t start = stop;

    if (!scan_is_at(scan, stop, ".ip6.arpa")) {
        return;
    }
    while (start > 0 && stop - start < 63 &&
           ((stop - start) % 2 == 0 ? in_set(scan->bytes[start - 1], SET_HEX)
                                    : scan->bytes[start - 1] == '.')) {
        start--;
    }
    effort_walk(scan->effort, stop - start);
    start += (stop - start) % 2 == 0;
    if (stop - start >= 15 && stop > start) {
        scan_found(scan, start, stop, "ip-address");
    }
}
