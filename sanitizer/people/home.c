/*
 * Home directories by their shape, whoever they belong to. "~" replaces the home and the rest
 * of the path stays. What looks like one inside a web address or another path is not one.
 */
#include "home.h"

#include <string.h>

#include "home_path.h"
#include "tables/words.h"

/* So far before "HD/Users/x" it is looked for the volume that has blanks in its name. */
#define VOLUME_REACH 96

/* /home/CORP/someone, /home/corp.example.com/someone: a directory of one's domain before one's
 * own. */
static int is_domain(const struct scan *scan, size_t at, size_t end)
{
    size_t stops = 0, small = 0;

    effort_spend(scan->effort, (end - at) / 2);
    for (size_t i = at; i < end; i++) {
        stops += scan_byte(scan, i) == '.';
        small += in_set(scan_byte(scan, i), SET_LALNUM) != 0;
        if (!in_set(scan_byte(scan, i), SET_UPPER) && !in_set(scan_byte(scan, i), SET_LALNUM) &&
            scan_byte(scan, i) != '-' && scan_byte(scan, i) != '.') {
            return 0;
        }
    }
    return end - at >= 2 && (small == 0 || stops >= 2);
}

/* Behind the directories between /home/ and one's own: of groups, of domains, of letters. */
static size_t behind_groups(const struct scan *scan, size_t at)
{
    for (int depth = 0; depth < 2; depth++) {
        size_t end = home_component_end(scan, at);

        if (scan_byte(scan, end) != '/' || !home_is_component_byte(scan_byte(scan, end + 1))) {
            return at;
        }
        if (!words_hold(&table_words_home_groups, scan->bytes + at, end - at) &&
            !is_domain(scan, at, end)) {
            return home_sorted_end(scan, at);
        }
        at = end + 1;
    }
    return at;
}

/* C:/Users/Ann Lee/x: where a name ends that goes on behind a blank, with a capital, and is
 * closed by a slash. */
static size_t spaced_end(const struct scan *scan, size_t name_end)
{
    size_t end = name_end;

    while ((scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '\'') && /* O'Brien */
           end - name_end < HOME_COMPONENT_MAX &&
           (in_set(scan_byte(scan, end + 1), SET_UPPER) || scan_byte(scan, end + 1) >= 0x80)) {
        end = home_component_end(scan, end + 1);
    }
    return scan_byte(scan, end) == '/' ? end : name_end;
}

/* /c/Users/Ann\ Lee/x as a shell writes it, and /home/CORP\ann/x: where such a name ends. */
static size_t escaped_end(const struct scan *scan, size_t name, size_t name_end)
{
    size_t end = name_end;

    while (scan_byte(scan, end) == '\\' && end - name_end < HOME_COMPONENT_MAX) {
        size_t next = end + 1, part;

        while (scan_byte(scan, next) == '\\' && next - end < 4) {
            next++;
        }
        if (scan_byte(scan, next) == ' ') {
            next++;
        } else if (!is_domain(scan, name, name_end)) {
            break;
        }
        part = home_component_end(scan, next);
        if (part == next) {
            break;
        }
        end = part;
    }
    return end;
}

/* /Volumes/Macintosh HD/Users/x: where the name of the volume begins, or `at`. */
static size_t volume_start(const struct scan *scan, size_t start, size_t at)
{
    static const char volumes[] = "/Volumes/";
    size_t from = start > VOLUME_REACH ? start - VOLUME_REACH : 0;

    if (start == at || scan_before(scan, start) != ' ') {
        return at;
    }
    effort_walk(scan->effort, start - from);
    for (size_t i = start; i-- > from && scan_byte(scan, i) >= ' ';) {
        if (scan->length - i >= sizeof volumes &&
            memcmp(scan->bytes + i, volumes, sizeof volumes - 1) == 0) {
            return i;
        }
    }
    return at;
}

/* Behind "/home": "s", a number, "dirs" and the slash; SIZE_MAX if it goes on otherwise. */
static size_t behind_home(const struct scan *scan, size_t at)
{
    size_t i = at;

    if (scan_is_at(scan, i, "dir")) {
        i += 3;
    }
    if (scan_byte(scan, i) == 's') {
        i++;
    } else if (i == at) {
        i += scan_byte(scan, i) == '-' || scan_byte(scan, i) == '_';
        for (size_t first = i; i - first < 3 && in_set(scan_byte(scan, i), SET_DIGIT);) {
            i++;
        }
        i += i == at && in_set(scan_byte(scan, i), SET_LOWER); /* /homeb/ */
    }
    return scan_byte(scan, i) == '/' && (i == at || scan_byte(scan, i - 1) != '-') ? i + 1
                                                                                   : SIZE_MAX;
}

/* /home/x/x/y: who names a directory after himself. */
static void found_again(struct scan *scan, size_t name, size_t name_end)
{
    size_t next = name_end + 1, end = home_component_end(scan, next);

    if (scan_byte(scan, name_end) == '/' && scan_byte(scan, end) == '/' &&
        end - next == name_end - name &&
        memcmp(scan->bytes + next, scan->bytes + name, end - next) == 0) {
        scan_found(scan, next, end, span_user);
    }
}

void match_home(struct scan *scan, size_t at, size_t end)
{
    size_t prefix, start, name, name_end, drive = home_drive_start(scan, at), volume = at;
    int letter;

    if (scan->bytes[end - 1] != '/' && (end = behind_home(scan, end)) == SIZE_MAX) {
        return;
    }
    prefix = home_path_start(scan, at);
    letter = at - prefix >= 2 && scan->bytes[at - 2] == '/' &&
             in_set(scan->bytes[at - 1], SET_ALPHA);
    if (drive < at) {
        start = drive;
    } else if (scan_byte(scan, at + 1) == 'u' && scan->bytes[at + 2] == 's' && !letter) {
        match_likely_home(scan, at, end); /* /users/ is a path of many a web service */
        return;
    } else if ((volume = volume_start(scan, prefix, at)) < at) {
        start = volume;
    } else if (!home_may_follow(scan, prefix, at, &start)) {
        return;
    } else {
        start = home_drive_start(scan, start); /* C:/msys64/home/x */
    }
    name = end;
    while (scan_byte(scan, name) == '/' ||
           (scan_byte(scan, name) == '.' && scan_byte(scan, name + 1) == '/')) {
        name++;
    }
    effort_walk(scan->effort, name - end);
    name = behind_groups(scan, name);
    name_end = home_component_end(scan, name);
    if (name_end == name || home_is_shared(scan, name, name_end)) {
        return;
    }
    if (drive < at || letter || in_set(scan_byte(scan, name), SET_UPPER)) {
        name_end = spaced_end(scan, name_end);
    }
    if (scan_byte(scan, name_end) == '~' && in_set(scan_byte(scan, name_end + 1), SET_DIGIT)) {
        name_end += 2; /* C:/Users/SOMEON~1 */
    }
    name_end = escaped_end(scan, name, name_end);
    home_found(scan, start, name_end);
    found_again(scan, name, name_end);
}

void match_root_home(struct scan *scan, size_t at, size_t end)
{
    size_t start = home_path_start(scan, at), home;

    if (scan_byte(scan, end) != '/' && scan->bytes[end - 1] == 't') {
        return; /* who looks for /root itself tells nothing of anybody */
    }
    if (home_is_component_byte(scan_byte(scan, end)) &&
        !(scan_byte(scan, end) == '.' && !home_is_component_byte(scan_byte(scan, end + 1)))) {
        return;
    }
    if (!home_may_follow(scan, start, at, &home) || home != at) {
        return;
    }
    home_found(scan, at, end);
}

/* x\AppData, x\.nuget: whether what only homes hold stands behind the name. */
static int holds_own(const struct scan *scan, size_t name)
{
    const size_t first = name;
    size_t end, next;

    while (scan_byte(scan, name) == '\\') {
        name++;
    }
    for (end = name; end - name < HOME_COMPONENT_MAX && scan_byte(scan, end) >= ' ' &&
                     scan_byte(scan, end) != '\\';) {
        end++;
    }
    for (next = end; scan_byte(scan, next) == '\\' && next - end < 8;) {
        next++;
    }
    effort_walk(scan->effort, next - first);
    return next > end && (scan_byte(scan, next) == '.' ||
                          words_hold(&table_words_home_contents, scan->bytes + next,
                                     home_component_end(scan, next) - next));
}

/* C:\src\App\Users\UserService.cs: whether a directory is called so that stands in others. On
 * a volume, a share or what was copied of one are homes. */
static int is_inner_directory(const struct scan *scan, size_t start, size_t separators)
{
    static const char *const roots[] = {"harddiskvolume", "cygwin", "msys",
                                        "windows.old",    "backup", "rootfs"};

    for (int depth = 0; depth < 2; depth++) {
        size_t first = start, before;

        while (first > 0 && start - first < HOME_COMPONENT_MAX &&
               home_is_component_byte(scan->bytes[first - 1])) {
            first--;
        }
        effort_walk(scan->effort, start - first);
        if (first == start || scan->bytes[start - 1] == '$' || scan->bytes[start - 1] == '%') {
            return depth > 0 && first == start;
        }
        for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
            if (scan_is_at(scan, first, roots[i])) {
                return 0;
            }
        }
        for (before = first;
             before > 0 && first - before < 8 && scan->bytes[before - 1] == '\\';) {
            before--;
        }
        if (first - before >= 2 * separators) {
            return 0; /* \\host\share\users\x */
        }
        if (before == first) {
            return 1;
        }
        start = before;
    }
    return 1;
}

void match_windows_home(struct scan *scan, size_t at, size_t end)
{
    size_t start = at, name = end, name_end, spaced;

    while (start > 0 && at - start < 8 && scan->bytes[start - 1] == '\\') {
        start--;
    }
    if (!scan_is_at(scan, at + 1, "do") && is_inner_directory(scan, start, at + 1 - start) &&
        !holds_own(scan, end)) {
        return;
    }
    start = home_drive_start(scan, start);
    while (scan_byte(scan, name) == '\\') {
        name++;
    }
    name_end = home_component_end(scan, name);
    for (spaced = name; spaced <= scan->length && spaced - name < HOME_COMPONENT_MAX;
         spaced++) {
        unsigned char byte = scan_byte(scan, spaced);

        if (home_is_component_byte(byte)) {
            continue;
        }
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
    effort_walk(scan->effort, spaced - end);
    if (name_end == name || home_is_shared(scan, name, name_end)) {
        return;
    }
    home_found(scan, start, name_end);
}

/* ~someone/x. "~" of one's own stays, and so do destructors, hashes in paths, and !~lib/x of
 * AssemblyScript. */
void match_tilde(struct scan *scan, size_t at)
{
    unsigned char before = scan_before(scan, at);
    size_t end = home_component_end(scan, at + 1);

    if (before == ':' && !in_set(scan_byte(scan, at + 1), SET_WORD)) {
        match_prompt(scan, at - 1, end); /* someone@build7:~/src$ */
    }
    if (end > at + 1 && scan_byte(scan, end) == '/' &&
        in_set(scan_byte(scan, at + 1), SET_ALPHA) && !home_is_component_byte(before) &&
        before != '/' && before != '~' && before != '\\' && before != '!' &&
        (before != ':' || scan_byte(scan, at - 2) != ':')) {
        home_found(scan, at, end);
    }
}
