#include "home_path.h"

#include <string.h>

#include "tables/words.h"

/* Paths are followed back this far to see how they begin, and on to see how they end. */
#define PREFIX_MAX 160
#define REST_MAX 240

/* So many directories behind a name are no address of a web service. */
#define DEEP 3

/* So long is a file's ending, with its full stop; a login. */
#define ENDING_MAX 8
#define OPTION_MAX 32
#define LOGIN_MAX 32

static int is_path_byte(unsigned char byte)
{
    return home_is_component_byte(byte) || byte == '/';
}

size_t home_path_start(struct scan *scan, size_t at)
{
    size_t start = at;

    while (start > 0 && at - start < PREFIX_MAX && start != scan->home_end &&
           is_path_byte(scan->bytes[start - 1])) {
        if (start == scan->path.end && start > scan->path.start) {
            effort_walk(scan->effort, at - start);
            scan->path.end = at;
            return scan->path.start;
        }
        start--;
    }
    effort_walk(scan->effort, at - start);
    scan->path = (struct scan_run){start, at};
    return start;
}

void home_found(struct scan *scan, size_t start, size_t end)
{
    scan->home_end = end;
    scan_found(scan, start, end, span_home);
}

void home_found_user(struct scan *scan, size_t start, size_t end)
{
    if (end > start && scan_byte(scan, start) != '$' &&
        !words_hold(&table_words_common_users, scan->bytes + start, end - start) &&
        !home_is_shared(scan, start, end)) {
        scan_found(scan, start, end, span_user);
    }
}

size_t home_component_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end < scan->length && end - at < HOME_COMPONENT_MAX &&
           home_is_component_byte(scan->bytes[end])) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    while (end > at && scan->bytes[end - 1] == '.') {
        end--;
    }
    return end;
}

int home_is_shared(const struct scan *scan, size_t at, size_t end)
{
    return words_hold(&table_words_shared_homes, scan->bytes + at, end - at);
}

static int starts_with(const struct scan *scan, size_t start, size_t end, const char *prefix)
{
    return end - start >= strlen(prefix) && scan_is_at(scan, start, prefix);
}

/* Whether the "//" at `start` follows the scheme of a web address: its paths are no files. */
static int is_address(const struct scan *scan, size_t start)
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

int home_is_web(const struct scan *scan, size_t start)
{
    return is_requested(scan, start) || is_address(scan, start);
}

int home_is_on_storage(const struct scan *scan, size_t start, size_t at)
{
    size_t end = start + 1;

    while (end < at && scan_byte(scan, end) != '/') {
        end++;
    }
    effort_walk(scan->effort, end - start);
    while (end > start + 1 && in_set(scan->bytes[end - 1], SET_DIGIT)) {
        end--; /* fs1 */
    }
    return end < at && scan_byte(scan, start) == '/' &&
           words_hold(&table_words_home_storages, scan->bytes + start + 1, end - start - 1);
}

int home_is_on_afs(const struct scan *scan, size_t start, size_t at)
{
    size_t cell = start + strlen("/afs/");

    return starts_with(scan, start, at, "/afs/") && home_component_end(scan, cell) == at;
}

/* .F/home/x, ...../home/x: what a runner of tests printed before, a sign for each. */
static int is_progress(const struct scan *scan, size_t start, size_t at)
{
    size_t stops = 0;

    for (size_t i = start; i < at; i++) {
        unsigned char byte = scan->bytes[i];

        if (byte != '.' && byte != 'F' && byte != 'E' && byte != 'S') {
            effort_walk(scan->effort, i - start);
            return 0;
        }
        stops += byte == '.';
    }
    effort_walk(scan->effort, at - start);
    return stops != at - start || stops > 2;
}

/* =3D/home/x: an equals sign in mail, as RFC 2045 writes it in quoted-printable. */
static int is_equals_of_mail(const struct scan *scan, size_t start, size_t at)
{
    return at - start == 2 && scan_before(scan, start) == '=' && scan_is_at(scan, start, "3d");
}

/* -d @/home/x/y: a file that an option reads; @/home/x may be a module of one's own. */
static int is_file_of_option(const struct scan *scan, size_t start, size_t at)
{
    size_t option = start;

    if (at - start != 1 || scan_byte(scan, start) != '@' || scan_before(scan, start) != ' ') {
        return 0;
    }
    option = scan_run_start(scan, SET_DASHED, start - 1, OPTION_MAX);
    return option < start - 1 && scan_byte(scan, option) == '-' &&
           is_blank(scan_before(scan, option));
}

/* Whether the path to /home/x ends in a directory that may hold it. */
static int is_parent(const struct scan *scan, size_t start, size_t end)
{
    while (end > start && in_set(scan->bytes[end - 1], SET_DIGIT)) {
        end--; /* data5 */
    }
    return words_hold(&table_words_home_parents, scan->bytes + start, end - start);
}

/* /mnt/disk/home/x, /run/media/someone/disk/home/x: of a system whose disk is mounted there,
 * whatever its label. */
static int is_mounted(const struct scan *scan, size_t start, size_t at)
{
    static const struct {
        const char *path;
        unsigned int depth;
    } mounts[] = {{"/mnt/", 1}, {"/media/", 2}, {"/run/media/", 2}};

    for (size_t i = 0; i < sizeof mounts / sizeof *mounts; i++) {
        size_t end = start + strlen(mounts[i].path) - 1;

        if (!starts_with(scan, start, at, mounts[i].path)) {
            continue;
        }
        for (unsigned int k = 0; k < mounts[i].depth && scan_byte(scan, end) == '/'; k++) {
            end = home_component_end(scan, end + 1);
        }
        return end == at;
    }
    return 0;
}

int home_may_follow(struct scan *scan, size_t start, size_t at, size_t *ret_start)
{
    size_t last = at;

    *ret_start = at;
    if (is_requested(scan, start)) {
        return 0;
    }
    if (start == at || scan_byte(scan, start) == '-' ||
        (start + 1 == at && scan_byte(scan, start) == '+') || is_progress(scan, start, at) ||
        is_equals_of_mail(scan, start, at) || is_file_of_option(scan, start, at)) {
        return 1; /* nothing, a sign, or an option's letters: -I/home/x */
    }
    if (scan->bytes[at - 1] == '@' &&
        home_rest(scan, at + 1) >= (at - start > 1 ? HOME_REST_SOURCE : HOME_REST_LINE)) {
        return 1; /* f@/home/x/y.js:1 */
    }
    if (scan_byte(scan, start) != '/') {
        return 0;
    }
    if (at - start >= 2 && scan->bytes[start + 1] == '/') {
        return !is_address(scan, start); /* file://host/home/x, ssh://host/home/x, //home/x */
    }
    while (last > start && scan->bytes[last - 1] != '/') {
        last--;
    }
    effort_walk(scan->effort, at - last);
    *ret_start = start;
    return at - last <= 1 || is_parent(scan, last, at) ||
           home_is_on_storage(scan, start, at + 1) || home_is_on_afs(scan, start, at) ||
           starts_with(scan, start, at, "/volumes/") || is_mounted(scan, start, at);
}

size_t home_drive_start(const struct scan *scan, size_t at)
{
    if (at >= 2 && scan->bytes[at - 1] == ':' && in_set(scan->bytes[at - 2], SET_ALPHA) &&
        !in_set(at >= 3 ? scan->bytes[at - 3] : ' ', SET_ALNUM)) {
        return at - 2;
    }
    return at;
}

/* Where what [at, end) and a slash sort begins: a login that begins alike, or that a number
 * stands before. */
static size_t sorted_by(const struct scan *scan, size_t at, size_t end)
{
    size_t length = end - at;

    if (length == 0 || length > 3 || scan_byte(scan, end) != '/') {
        return at;
    }
    if (scan_run_start(scan, SET_DIGIT, end, 4) == at) {
        return end + 1;
    }
    if (length == 3 && scan->bytes[at + 1] == '-' && /* a-e/cara */
        scan_byte(scan, at) <= scan_byte(scan, end + 1) &&
        scan_byte(scan, end + 1) <= scan->bytes[at + 2]) {
        return end + 1;
    }
    return scan->length - end > length &&
                   memcmp(scan->bytes + at, scan->bytes + end + 1, length) == 0 &&
                   home_is_component_byte(scan_byte(scan, end + 1 + length))
               ? end + 1
               : at;
}

/* hd/hd_hd/hd_ab123: behind a group's directory between that of a house and one's own, where
 * all begin alike. */
static size_t behind_group(const struct scan *scan, size_t at, size_t next)
{
    size_t length = next - at, end = home_component_end(scan, next);

    if (length < 3 || scan_byte(scan, end) != '/' ||
        scan_byte(scan, next + length - 1) != '_' || scan->length - end <= length) {
        return next;
    }
    return memcmp(scan->bytes + next, scan->bytes + end + 1, length) == 0 ? end + 1 : next;
}

size_t home_sorted_end(const struct scan *scan, size_t at)
{
    size_t end = home_component_end(scan, at), next = end + 1;

    if (end == at + 1 && scan_byte(scan, end) == '/' && scan_byte(scan, end + 2) == '/' &&
        scan_byte(scan, end + 3) == scan->bytes[at] &&
        scan_byte(scan, end + 4) == scan_byte(scan, next)) {
        return end + 3; /* a/l/alice */
    }
    return behind_group(scan, at, sorted_by(scan, at, end));
}

/* Whether [stop, end) is the ending of a file; of such as web services have, *ret_web. */
static int is_ending(const struct scan *scan, size_t stop, size_t end, int *ret_web)
{
    static const char *const webs[] = {"json", "html", "htm", "php", "xml", "png", "jpg",
                                       "jpeg", "svg",  "css", "txt", "csv", "pdf", "aspx"};
    int letters = 0;

    *ret_web = 0;
    for (size_t i = stop + 1; i < end; i++) {
        letters |= in_set(scan_byte(scan, i), SET_ALPHA);
        if (!in_set(scan_byte(scan, i), SET_ALNUM)) {
            return 0;
        }
    }
    for (size_t i = 0; i < sizeof webs / sizeof *webs; i++) {
        *ret_web |= strlen(webs[i]) == end - stop - 1 && scan_is_at(scan, stop + 1, webs[i]);
    }
    return letters && end - stop > 1 && end - stop <= ENDING_MAX;
}

enum home_rest home_rest(struct scan *scan, size_t at)
{
    size_t end = at, part = at, parts = 0, stop = 0;
    int numbered = 0, homely = 0, web = 0;

    effort_spend(scan->effort, EFFORT_MATCHER);

    for (; end - at < REST_MAX; end++) {
        unsigned char byte = scan_byte(scan, end);

        if (byte == '.' && end > part) {
            stop = end;
        }
        if (home_is_component_byte(byte)) {
            continue;
        }
        homely |= end > part &&
                  (scan_byte(scan, part) == '.' ||
                   words_hold(&table_words_home_contents, scan->bytes + part, end - part));
        numbered |= end > part && scan_run_start(scan, SET_DIGIT, end, 20) == part;
        if (byte != '/') {
            break;
        }
        parts++;
        part = end + 1;
        stop = 0;
    }
    effort_spend(scan->effort, (end - at) / EFFORT_WALKED + 2 * parts);
    if (scan_byte(scan, end) == ':' && in_set(scan_byte(scan, end + 1), SET_DIGIT)) {
        return HOME_REST_LINE;
    }
    if (homely) {
        return HOME_REST_SOURCE;
    }
    if (stop > part && is_ending(scan, stop, end, &web)) {
        return web ? HOME_REST_FILE : HOME_REST_SOURCE;
    }
    return parts >= DEEP && !numbered ? HOME_REST_FILE : HOME_REST_NOTHING;
}

int home_is_login(const struct scan *scan, size_t at, size_t end)
{
    if (end - at < 2 || end - at > LOGIN_MAX || !in_set(scan_byte(scan, at), SET_LALNUM) ||
        scan_run_start(scan, SET_DIGIT, end, LOGIN_MAX) == at) {
        return 0;
    }
    for (size_t i = at; i < end; i++) {
        if (scan_byte(scan, i) == '%' || scan_byte(scan, i) == '$' ||
            scan_byte(scan, i) == '+' || in_set(scan_byte(scan, i), SET_UPPER)) {
            return 0;
        }
    }
    return !words_hold(&table_words_not_logins, scan->bytes + at, end - at) &&
           !words_hold(&table_words_path_roots, scan->bytes + at, end - at) &&
           !home_is_shared(scan, at, end);
}
