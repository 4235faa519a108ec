/*
 * IPv4 addresses, told from versions: by what stands around them, and by how large their parts
 * are.
 */
#include "personal.h"
#include "version.h"

/* So far back it is looked for where a host's name begins. */
#define HOST_REACH 64

/* A password before a host, and no port of another. */
#define LOGIN_MAX 64
#define PASSWORD_MIN 6

/* Parts of versions are seldom larger. */
#define VERSION_MAX 30

struct ipv4 {
    size_t end;
    unsigned int octets[4];
};

/* Whether the digits at `at` are an IPv4 address, of anybody or nobody, with `sign` between its
 * parts. */
static int read_parts(const struct scan *scan, size_t at, unsigned char sign,
                      struct ipv4 *ret_address)
{
    size_t i = at;

    for (int part = 0; part < 4; part++) {
        size_t first = i;
        unsigned int octet = 0;

        while (i - first < 3 && in_set(scan_byte(scan, i), SET_DIGIT)) {
            octet = octet * 10 + (unsigned int)(scan->bytes[i] - '0');
            i++;
        }
        if (i == first || octet > 255 || (scan_byte(scan, first) == '0' && i - first > 1) ||
            (part < 3 && scan_byte(scan, i) != sign)) {
            return 0;
        }
        ret_address->octets[part] = octet;
        i += part < 3;
    }
    ret_address->end = i;
    return 1;
}

static int read_ipv4(const struct scan *scan, size_t at, struct ipv4 *ret_address)
{
    return read_parts(scan, at, '.', ret_address);
}

/* Loopback, unspecified and masks stay. */
static int is_nobodys(const struct ipv4 *address)
{
    return address->octets[0] == 127 || address->octets[0] == 0 || address->octets[0] == 255;
}

/* 207.0.0.0: no host has it, and versions end so. */
static int is_network(const struct scan *scan, const struct ipv4 *address)
{
    return (address->octets[1] | address->octets[2] | address->octets[3]) == 0 &&
           scan_byte(scan, address->end) != '/';
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

/* Whether no version is like it: one of those, or of two large parts. */
static int is_plain(const struct ipv4 *address)
{
    return is_private(address) ||
           (address->octets[0] > VERSION_MAX && address->octets[1] > VERSION_MAX);
}

/* Whether it is of 10/8, which versions begin like, too, but seldom in four parts. */
static int is_ten(const struct ipv4 *address)
{
    return address->octets[0] == 10 && address->octets[3] != 0;
}

/* Whether a part is larger than those of sections and dates; a build's number comes last. */
static int is_large(const struct ipv4 *address)
{
    return address->octets[0] > 99 || address->octets[1] > 99 || address->octets[2] > 99;
}

/*
 * Where the port behind it ends, or it itself: behind a colon, or as tcpdump and BSD's netstat
 * write it, IP 93.184.216.34.443 > 10.1.2.3.51234: Flags.
 */
static size_t port_end(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    unsigned char after = scan_byte(scan, address->end);
    size_t port = address->end + 1, end = port;
    struct ipv4 next;

    while (end - port < 6 && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    if (end == port || (after != ':' && after != '.')) {
        return address->end;
    }
    if (after == ':' || is_private(address)) {
        return end;
    }
    if (end - port < 2 || end - port > 5 || in_set(scan_byte(scan, end), SET_WORD) ||
        (in_set(scan_byte(scan, end + 1), SET_DIGIT) && scan_byte(scan, end) == '.') ||
        (in_set(scan_byte(scan, end + 1), SET_WORD) && scan_byte(scan, end) == '-' &&
         !read_ipv4(scan, end + 1, &next))) {
        return address->end; /* a longer version: 4.11.100.163.9720-2 */
    }
    return is_large(address) || (at >= 2 && scan_is_at(scan, at - 2, "> ")) ||
                   (at >= 3 && scan_is_at(scan, at - 3, "ip "))
               ? end
               : address->end;
}

static int port_follows(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    return port_end(scan, at, address) > address->end;
}

/* Whether the last of a range follows: 10.1.2.3-10.1.2.9. */
static int range_follows(const struct scan *scan, const struct ipv4 *address)
{
    struct ipv4 last;

    return scan_byte(scan, address->end) == '-' && read_ipv4(scan, address->end + 1, &last) &&
           last.octets[0] == address->octets[0];
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

    effort_walk(scan->effort, slash - start);
    for (size_t i = start; i < slash; i++) {
        marks += !in_set(scan_byte(scan, i), SET_ALPHA);
    }
    if (is_private(address) || (is_ten(address) && scan_byte(scan, address->end) == '?')) {
        return 1; /* ipinfo.io/192.168.4.5?token=x */
    }
    return before != '/' && before != '\\' && !in_set(before, SET_WORD) &&
           (port_follows(scan, at, address) ||
            (marks > 0 && !is_small(address) && address->octets[3] != 0) ||
            (is_ten(address) && marks < slash - start &&
             in_set(scan_before(scan, slash), SET_DIGIT) &&
             scan_byte(scan, address->end) != '/')); /* node1/10.2.0.7 */
}

/* Whether one that was found ends before the sign before `at`. */
static int is_beside_another(const struct scan *scan, size_t at)
{
    unsigned char before = scan_before(scan, at);

    return (before == '/' || before == '-') && scan->address_end > 0 &&
           scan->address_end + 1 == at;
}

/* Whether it stands in a list behind one that was found: 203.0.113.7, 10.1.1.1 */
static int is_listed(const struct scan *scan, size_t at)
{
    size_t comma = at - (scan_before(scan, at) == ' ' ? 2 : 1);

    return scan->address_end > 0 && scan->address_end == comma && scan_byte(scan, comma) == ',';
}

/* BP-123456-10.3.4.5-1614852672123: an address and a time in a name, as Hadoop gives them. */
static int is_stamped(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    size_t time = address->end + 1, end = time;

    if (scan_byte(scan, address->end) != '-' || scan_before(scan, at) != '-') {
        return 0;
    }
    while (end - time < 14 && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    return end - time == 13;
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
    if (before == '-' || before == '_') { /* backup-192.168.1.5_a */
        return is_plain(address) || is_stamped(scan, at, address);
    }
    if (before == '.') { /* 192.168.1.5[gw]...62.4.8.9[peer] */
        return at >= 3 && scan->bytes[at - 2] == '.' && scan->bytes[at - 3] == '.';
    }
    return !in_set(before, SET_WORD) && before != '+' && before != '~';
}

/* Whether what stands behind allows an address. */
static int may_end(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    unsigned char after = scan_byte(scan, address->end);
    int goes_on = in_set(scan_byte(scan, address->end + 1), SET_WORD);

    if (is_plain(address) &&
        (after == '-' || after == '_' ||
         (after == '.' && in_set(scan_byte(scan, address->end + 1), SET_ALPHA)))) {
        return 1; /* 192.168.1.5.log, 92.3.40.5.nip.io */
    }
    return !in_set(after, SET_WORD) && after != '+' &&
           (!goes_on || (after != '.' && after != '-') || port_follows(scan, at, address) ||
            range_follows(scan, address) || is_stamped(scan, at, address) ||
            scan_is_at(scan, address->end, ".in-addr.arpa"));
}

/* Whether it is told from a version, if it could be one. */
static int is_told(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    unsigned char before = scan_before(scan, at);

    return !is_small(address) || port_follows(scan, at, address) || before == '/' ||
           before == '@' || before == '[' || range_follows(scan, address) ||
           is_beside_another(scan, at) || is_listed(scan, at) ||
           scan_is_at(scan, address->end, " - - [") || /* a web server's log */
           version_host_is_said(scan, at) || version_host_is_key(scan, at) ||
           (is_ten(address) && !version_is_package(scan, at, address->end));
}

/* Whether it is no version whatever is said before: 82.3.4.5:80, [82.3.4.5], ip=10.93.4.5,
 * 93.184.3.4 */
static int is_certain(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    int unlike = !is_small(address) || is_ten(address);

    return is_plain(address) ||
           (unlike && (port_follows(scan, at, address) || version_host_is_key(scan, at) ||
                       (at >= 3 && scan_is_at(scan, at - 3, "://")))) ||
           (!is_small(address) && scan_before(scan, at) == '[' &&
            scan_byte(scan, address->end) == ']');
}

/* corp/bob:hunter2@10.1.2.3, bob:'x@y'@10.1.2.3: whoever logs in there. */
static void found_login(struct scan *scan, size_t host)
{
    size_t end = host - 1, start = end;

    if (host < 4 || scan_byte(scan, end) != '@') {
        return;
    }
    while (start > 0 && end - start < LOGIN_MAX && scan->bytes[start - 1] > ' ' &&
           scan->bytes[start - 1] != ':') {
        start--;
    }
    effort_walk(scan->effort, end - start);
    if (end - start >= PASSWORD_MIN && scan_before(scan, start) == ':' && start >= 2 &&
        in_set(scan->bytes[start - 2], SET_WORD) && !scan_is_at(scan, start, "//")) {
        scan_found(scan, start, end, "userinfo");
    }
}

/* Whether it is somebody's, and no version. */
static int is_somebodys(const struct scan *scan, size_t at, const struct ipv4 *address)
{
    return !is_nobodys(address) && !is_network(scan, address) && may_begin(scan, at, address) &&
           may_end(scan, at, address) && is_told(scan, at, address) &&
           (is_certain(scan, at, address) || !version_is_said(scan, at, !is_small(address)));
}

static void judge_ipv4(struct scan *scan, size_t at)
{
    struct ipv4 address;

    effort_spend(scan->effort, 4); /* numbers that may be read */
    if (!read_ipv4(scan, at, &address)) {
        return;
    }
    scan->dotted_end = address.end;
    if (effort_is_spent(scan->effort)) {
        scan_leave_unjudged(scan, at, address.end);
    } else if (is_somebodys(scan, at, &address)) {
        scan_found(scan, at, address.end, "ip-address");
        found_login(scan, at);
        scan->address_end = port_end(scan, at, &address);
    } else {
        effort_spend(scan->effort, EFFORT_FIND); /* finds are counted when all are made */
    }
}

/* Every full stop between digits may be the first of an IPv4 address. */
void ipv4_judge_stop(struct scan *scan, size_t stop)
{
    if (stop >= scan->dotted_end && in_set(scan_before(scan, stop), SET_DIGIT) &&
        in_set(scan_byte(scan, stop + 1), SET_DIGIT)) {
        judge_ipv4(scan, scan_run_start(scan, SET_DIGIT, stop, 4));
    }
}

/* ip-10-2-0-7.eu-west-1.compute.internal, ec2-3-121-44-17: how clouds name their machines. */
void ipv4_judge_hyphen(struct scan *scan, size_t hyphen)
{
    size_t at = hyphen + 1, name = hyphen - 2;
    struct ipv4 address;

    if (!in_set(scan_byte(scan, at), SET_DIGIT) || hyphen < 2) {
        return;
    }
    if (!scan_is_at(scan, name, "ip-") && (hyphen < 3 || !scan_is_at(scan, --name, "ec2-"))) {
        return;
    }
    if (read_parts(scan, at, '-', &address) && !in_set(scan_before(scan, name), SET_WORD) &&
        !in_set(scan_byte(scan, address.end), SET_WORD)) {
        scan_found(scan, at, address.end, "ip-address");
    }
}

/* {{10,0,31,7},5672}, peer={10,0,31,7}: Erlang's tuples; {10,20,30,40} may be a rectangle. */
void ipv4_scan_tuples(struct scan *scan)
{
    scan_begin_signs(scan);
    for (size_t brace = scan_next(scan, 0, scan->length, '{'); brace < scan->length;
         brace = scan_next(scan, brace + 1, scan->length, '{')) {
        size_t at = brace + 1;
        struct ipv4 address;

        effort_spend(scan->effort, 1);
        if (!scan_sign_is_left(scan, brace) && read_parts(scan, at, ',', &address) &&
            scan_byte(scan, address.end) == '}' && !is_nobodys(&address) &&
            !in_set(scan_before(scan, at - 1), SET_WORD) &&
            (is_private(&address) || version_host_is_key(scan, at) ||
             (scan_before(scan, at - 1) == '{' && scan_byte(scan, address.end + 1) == ',' &&
              in_set(scan_byte(scan, address.end + 2), SET_DIGIT)))) {
            scan_found(scan, at, address.end, "ip-address");
        }
    }
}
