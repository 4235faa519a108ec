/*
 * Directories that hold homes on some machines and other things on others: /users/x, /u/x,
 * /scratch/x. What stands behind the name has to be what homes hold, or a file that no web
 * service has.
 */
#include "home.h"

#include "home_path.h"
#include "tables/words.h"

/* So far before a path the address of its file system begins. */
#define ADDRESS_REACH 80

/* hdfs://host:8020/user/x */
static int is_on_cluster(const struct scan *scan, size_t at)
{
    size_t first = scan_run_start(scan, SET_PRINTABLE, at, ADDRESS_REACH);

    effort_walk(scan->effort, at - first);
    for (size_t i = first; i < at; i++) {
        if (scan_is_at(scan, i, "hdfs://")) {
            return 1;
        }
    }
    return 0;
}

/* Whether a path that begins like this has homes in such a directory for sure. */
static int is_sure(const struct scan *scan, size_t start, size_t at)
{
    size_t last = at;

    while (last > start && scan->bytes[last - 1] != '/') {
        last--;
    }
    effort_walk(scan->effort, at - last);
    return home_is_on_storage(scan, start, at + 1) ||
           words_hold(&table_words_home_parents, scan->bytes + last, at - last);
}

void match_likely_home(struct scan *scan, size_t at, size_t end)
{
    size_t start = home_path_start(scan, at), name = home_sorted_end(scan, end);
    size_t name_end = home_component_end(scan, name);
    enum home_rest least = HOME_REST_SOURCE;

    if (home_is_on_afs(scan, start, at)) {
        if (name_end - name == 2 && scan_byte(scan, name_end) == '/') {
            name = name_end + 1; /* /afs/cell/u/ey/someone */
            name_end = home_component_end(scan, name);
        }
        if (home_is_login(scan, name, name_end)) {
            home_found(scan, start, name_end);
        }
        return;
    }
    if (scan_is_at(scan, at, "/work/")) {
        return; /* rooms of one's own are called so in cells of AFS, and all sorts elsewhere */
    }
    if (is_on_cluster(scan, at)) {
        least = HOME_REST_NOTHING;
        start = at;
    } else if (home_is_web(scan, start)) {
        return;
    } else if (start < at) {
        if (scan_byte(scan, start) != '/' || !is_sure(scan, start, at)) {
            return;
        }
        least = HOME_REST_FILE;
    }
    if (home_is_login(scan, name, name_end) && scan_byte(scan, name_end) == '/' &&
        home_rest(scan, name_end + 1) >= least) {
        home_found(scan, start, name_end);
    }
}

/* Whether the path's first directory is where people get room for what is theirs. */
static int has_room(const struct scan *scan, size_t start, size_t at)
{
    size_t end = home_component_end(scan, start + 1);

    while (end > start + 1 && in_set(scan->bytes[end - 1], SET_DIGIT)) {
        end--;
    }
    return home_is_on_storage(scan, start, at) ||
           words_hold(&table_words_home_rooms, scan->bytes + start + 1, end - start - 1);
}

/* /data/x/miniconda3/, /scratch/x/.local/: what people have in their own directories, wherever
 * a machine has room for these. */
void match_home_contents(struct scan *scan, size_t at, size_t end)
{
    size_t start = home_path_start(scan, at), name = at;

    (void)end;
    while (name > start && scan->bytes[name - 1] != '/') {
        name--;
    }
    effort_walk(scan->effort, at - name);
    if (name > start + 1 && scan_byte(scan, start) == '/' && home_is_login(scan, name, at) &&
        !home_is_web(scan, start) && has_room(scan, start, name)) {
        home_found(scan, start, at);
    }
}
