/*
 * What is asked of a path that may lead to a home: how it begins, where its components end,
 * whose directory one of them names, and whether it leads to a file at all.
 */
#ifndef HOME_PATH_H
#define HOME_PATH_H

#include "scan/scan.h"

/* No system allows longer login names; Windows' may hold spaces. */
#define HOME_COMPONENT_MAX 96

static inline int home_is_component_byte(unsigned char byte)
{
    return in_set(byte, SET_COMPONENT) || byte >= 0x80;
}

/*
 * Where the path that `at` stands in begins; what an earlier walk saw is not seen again. Behind
 * a home that was found a path begins, as it will when "~" stands there.
 */
size_t home_path_start(struct scan *scan, size_t at);

/* Where the component that starts at `at` ends. A full stop at its end ends a sentence. */
size_t home_component_end(const struct scan *scan, size_t at);

/* Whether the path that begins at `start` is the one of a web address or of a request. */
int home_is_web(const struct scan *scan, size_t start);

/* Whether [start, at) may stand before /home/x or /Users/x; *ret_start: where the home begins.
 */
int home_may_follow(struct scan *scan, size_t start, size_t at, size_t *ret_start);

/* Whether the path's first directory is where clusters and their file servers keep homes. */
int home_is_on_storage(const struct scan *scan, size_t start, size_t at);

/* The drive of C:/Users/x or /mnt/c/Users/x; returns where it starts or `at`. */
size_t home_drive_start(const struct scan *scan, size_t at);

/* Directories beside the homes that are nobody's. */
int home_is_shared(const struct scan *scan, size_t at, size_t end);

/* Behind the directories that only sort homes: a/alice, al/alice, 3/alice, a/l/alice. */
size_t home_sorted_end(const struct scan *scan, size_t at);

/* Whether [start, at) is a cell of AFS: /afs/cern.ch, behind which homes stand. */
int home_is_on_afs(const struct scan *scan, size_t start, size_t at);

/* What is known of a path behind a name, which the name alone does not say. */
enum home_rest {
    HOME_REST_NOTHING, /* may be of a web service */
    HOME_REST_FILE,    /* leads to a file of some kind */
    HOME_REST_SOURCE,  /* leads to a file that no web service has, or through a home's things */
    HOME_REST_LINE     /* says which line of it */
};

enum home_rest home_rest(struct scan *scan, size_t at);

/* Whether the component could be a login and is no word that directories are called by. */
int home_is_login(const struct scan *scan, size_t at, size_t end);

/* Note a home, of which "~" will be left. */
void home_found(struct scan *scan, size_t start, size_t end);

/* Note a login unless it is a word of its own. */
void home_found_user(struct scan *scan, size_t start, size_t end);

#endif
