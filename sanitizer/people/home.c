/*
 * Home directories by their shape, whoever they belong to. "~" replaces the home and the rest
 * of the path stays. What looks like one inside a web address or another path is not one.
 */
#include "home.h"

#include <string.h>

#include "tables/words.h"

/* Paths are followed back this far to see how they begin. */
#define PREFIX_MAX 160

/* No system allows longer login names; Windows' may hold spaces. */
#define COMPONENT_MAX 96

static int is_component_byte(unsigned char byte)
{
    return in_set(byte, SET_WORD) || byte >= 0x80 || byte == '.' || byte == '-' ||
           byte == '@' || byte == '+' || byte == '$' || byte == '%';
}

static int is_prefix_byte(unsigned char byte)
{
    return is_component_byte(byte) || byte == '/';
}

/*
 * Where the path that `at` stands in begins; what an earlier walk saw is not seen again. Behind
 * a home that was found a path begins, as it will when "~" stands there.
 */
static size_t prefix_start(struct scan *scan, size_t at)
{
    size_t start = at;

    while (start > 0 && at - start < PREFIX_MAX && start != scan->home_end &&
           is_prefix_byte(scan->bytes[start - 1])) {
        if (start == scan->path.end && start > scan->path.start) {
            start = scan->path.start;
            break;
        }
        start--;
    }
    scan->path = (struct scan_run){start, at};
    return start;
}

static void found_home(struct scan *scan, size_t start, size_t end)
{
    scan->home_end = end;
    scan_found(scan, start, end, span_home);
}

/* Where the component that starts at `at` ends. A full stop at its end ends a sentence. */
static size_t component_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end < scan->length && end - at < COMPONENT_MAX &&
           is_component_byte(scan->bytes[end])) {
        end++;
    }
    while (end > at && scan->bytes[end - 1] == '.') {
        end--;
    }
    return end;
}

static int is_shared(const struct scan *scan, size_t at, size_t end)
{
    return words_hold(&table_words_shared_homes, scan->bytes + at, end - at);
}

static int starts_with(const struct scan *scan, size_t start, size_t end, const char *prefix)
{
    return end - start >= strlen(prefix) && scan_is_at(scan, start, prefix);
}

/* Whether the "//" at `start` follows the scheme of a web address: its paths are no files. */
static int is_web(const struct scan *scan, size_t start)
{
    return scan_before(scan, start) == ':' && start >= 5 &&
           (scan_is_at(scan, start - 5, "http:") ||
            (start >= 6 && scan_is_at(scan, start - 6, "https:")) ||
            scan_is_at(scan, start - 3, "ws:") || scan_is_at(scan, start - 4, "wss:"));
}

/* GET /media/x: the path of a request is no file's. */
static int is_requested(const struct scan *scan, size_t start)
{
    static const char *const methods[] = {"GET ",  "POST ",   "PUT ",
                                          "HEAD ", "DELETE ", "PATCH "};

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        size_t length = strlen(methods[i]);

        if (start >= length && memcmp(scan->bytes + start - length, methods[i], length) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether [start, at) may stand before /home/x or /Users/x; *ret_start: where the home begins.
 */
static int may_precede_home(const struct scan *scan, size_t start, size_t at, size_t *ret_start)
{
    size_t last = at;

    *ret_start = at;
    if (is_requested(scan, start)) {
        return 0;
    }
    if (start == at || scan->bytes[start] == '-' ||
        (start + 1 == at && scan->bytes[start] == '+')) {
        return 1; /* nothing, a sign, or an option's letters: -I/home/x */
    }
    if (scan->bytes[start] != '/') {
        return 0;
    }
    if (at - start >= 2 && scan->bytes[start + 1] == '/') {
        return !is_web(scan, start); /* file://host/home/x, ssh://host/home/x, //home/x */
    }
    while (last > start && scan->bytes[last - 1] != '/') {
        last--;
    }
    *ret_start = start;
    return at - last <= 1 ||
           words_hold(&table_words_home_parents, scan->bytes + last, at - last) ||
           starts_with(scan, start, at, "/volumes/");
}

/* /home/CORP/someone: a directory of one's domain, in capitals, before one's own. */
static int is_domain(const struct scan *scan, size_t at, size_t end)
{
    for (size_t i = at; i < end; i++) {
        if (!in_set(scan->bytes[i], SET_UPPER) && scan->bytes[i] != '-' &&
            scan->bytes[i] != '.') {
            return 0;
        }
    }
    return end - at >= 2 && scan_byte(scan, end) == '/';
}

/* C:/Users/Ann Lee/x: where a name ends that goes on behind a blank, with a capital, and is
 * closed by a slash. */
static size_t spaced_end(const struct scan *scan, size_t name_end)
{
    size_t end = name_end;

    while (scan_byte(scan, end) == ' ' && end - name_end < COMPONENT_MAX &&
           (in_set(scan_byte(scan, end + 1), SET_UPPER) || scan_byte(scan, end + 1) >= 0x80)) {
        end = component_end(scan, end + 1);
    }
    return scan_byte(scan, end) == '/' ? end : name_end;
}

/* The drive of C:/Users/x or /mnt/c/Users/x; returns where it starts or `at`. */
static size_t drive_start(const struct scan *scan, size_t at)
{
    if (at >= 2 && scan->bytes[at - 1] == ':' && in_set(scan->bytes[at - 2], SET_ALPHA) &&
        !in_set(at >= 3 ? scan->bytes[at - 3] : ' ', SET_ALNUM)) {
        return at - 2;
    }
    return at;
}

void match_home(struct scan *scan, size_t at, size_t end)
{
    size_t prefix = prefix_start(scan, at), start, name = end, name_end;
    size_t drive = drive_start(scan, at), letter;
    /* /users/ is a path of many a web service, /Users/ and /home/ are not */
    int exact = scan_byte(scan, at + 1) != 'u';

    letter = at - prefix >= 2 && scan->bytes[at - 2] == '/' &&
             in_set(scan->bytes[at - 1], SET_ALPHA);
    if (drive < at) {
        start = drive;
    } else if ((!exact && !letter) || !may_precede_home(scan, prefix, at, &start)) {
        return;
    }
    while (scan_byte(scan, name) == '/' ||
           (scan_byte(scan, name) == '.' && scan_byte(scan, name + 1) == '/')) {
        name++;
    }
    name_end = component_end(scan, name);
    if (name_end == name || is_shared(scan, name, name_end)) {
        return;
    }
    if (is_domain(scan, name, name_end)) {
        size_t user_end = component_end(scan, name_end + 1);

        name_end = user_end > name_end + 1 ? user_end : name_end;
    }
    if (drive < at || letter) {
        name_end = spaced_end(scan, name_end);
    }
    found_home(scan, start, name_end);
}

void match_root_home(struct scan *scan, size_t at, size_t end)
{
    size_t start = prefix_start(scan, at), home;

    if (is_component_byte(scan_byte(scan, end)) &&
        !(scan_byte(scan, end) == '.' && !is_component_byte(scan_byte(scan, end + 1)))) {
        return;
    }
    if (!may_precede_home(scan, start, at, &home) || home != at) {
        return;
    }
    found_home(scan, at, end);
}

void match_windows_home(struct scan *scan, size_t at, size_t end)
{
    size_t start = at, name = end, name_end, spaced;

    while (start > 0 && at - start < 8 && scan->bytes[start - 1] == '\\') {
        start--;
    }
    start = drive_start(scan, start);
    while (scan_byte(scan, name) == '\\') {
        name++;
    }
    name_end = component_end(scan, name);
    for (spaced = name; spaced <= scan->length && spaced - name < COMPONENT_MAX; spaced++) {
        unsigned char byte = scan_byte(scan, spaced);

        if (byte == '\\' || byte == '/') {
            name_end = spaced; /* C:\Users\Ann Lee\x: what closes it says it is one name */
            break;
        }
        if ((byte == '\n' || byte == '\r') && scan_before(scan, start) == '=') {
            name_end = spaced; /* USERPROFILE=C:\Users\Ann Lee */
            break;
        }
        if (byte < ' ' || byte == '"' || byte == '<' || byte == '>' || byte == ':' ||
            byte == '|' || byte == '*' || byte == '?') {
            break;
        }
    }
    if (name_end == name || is_shared(scan, name, name_end)) {
        return;
    }
    found_home(scan, start, name_end);
}

void match_run_user(struct scan *scan, size_t at, size_t end)
{
    size_t id_end = scan_run_end(scan, SET_DIGIT, end);

    (void)at;
    if (!is_component_byte(scan_byte(scan, id_end))) {
        scan_found(scan, end, id_end, "user");
    }
}

static void found_user(struct scan *scan, size_t start, size_t end)
{
    if (end > start && scan->bytes[start] != '$' &&
        !words_hold(&table_words_common_users, scan->bytes + start, end - start) &&
        !is_shared(scan, start, end)) {
        scan_found(scan, start, end, "user");
    }
}

/* /var/mail/someone, /run/media/someone: the component is a login; of /tmp/pytest-of-someone
 * and /x/-home-someone-src, the rest of it or the part to the next hyphen. */
void match_user_directory(struct scan *scan, size_t at, size_t end)
{
    size_t start, home;

    if (scan->bytes[end - 1] != '/') {
        found_user(scan, end,
                   scan_byte(scan, at + 1) == '-' ? scan_run_end(scan, SET_WORD, end)
                                                  : component_end(scan, end));
        return;
    }
    start = prefix_start(scan, at);
    if (may_precede_home(scan, start, at, &home)) {
        found_user(scan, end, component_end(scan, end));
    }
}

/* /var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T: one's own by a hash of one's id. */
void match_mac_folders(struct scan *scan, size_t at, size_t end)
{
    size_t middle = component_end(scan, end), last;

    (void)at;
    if (middle > end && scan_byte(scan, middle) == '/') {
        last = component_end(scan, middle + 1);
        if (last > middle + 1) {
            scan_found(scan, end, last, "user");
        }
    }
}

/* USER=someone in an environment. */
void match_user_variable(struct scan *scan, size_t at, size_t end)
{
    unsigned char before = scan_before(scan, at);

    if (!in_set(before, SET_WORD) || before == '_') {
        found_user(scan, end, component_end(scan, end));
    }
}

/* ~someone/x. "~" of one's own stays, and so do destructors, hashes in paths, and !~lib/x of
 * AssemblyScript. */
void match_tilde(struct scan *scan, size_t at)
{
    unsigned char before = scan_before(scan, at);
    size_t end = component_end(scan, at + 1);

    if (end > at + 1 && scan_byte(scan, end) == '/' &&
        in_set(scan_byte(scan, at + 1), SET_ALPHA) && !is_component_byte(before) &&
        before != '/' && before != '~' && before != '\\' && before != '!' &&
        (before != ':' || scan_byte(scan, at - 2) != ':')) {
        found_home(scan, at, end);
    }
}
