/*
 * Where things are on this machine: the spool that the library writes, and the state that
 * the collector keeps (outbox/, sent/, rejected/, the delivery state, the lock).
 */
#ifndef PATHS_H
#define PATHS_H

struct paths {
    char *spool; /* directory of <uid>.spool files */
    char *state; /* root: /var/lib/epitaph; others: $XDG_STATE_HOME/epitaph,
                    ~/.local/state/epitaph */
};

/*
 * Find both from the environment and the effective user, without touching the disk beyond
 * asking whether the system-wide directory has a spool of ours, or lets us make one: root may
 * not know of us yet. EPITAPH_SPOOL and EPITAPH_STATE override. The library looks for the spool
 * by the same rules (spool.h).
 * Returns 0; -ENOENT when there is no home to fall back on; -ENOMEM. Free with paths_done().
 */
int paths_init(struct paths *paths) __attribute__((warn_unused_result));
void paths_done(struct paths *paths);

/*
 * The user's own directory for spool and state, whether or not it is the one in use. Returns 0
 * or -ENOENT; the caller frees it.
 */
int paths_home(char **ret_path) __attribute__((warn_unused_result));

/* Make `path` and its missing parents, mode 0700. Returns 0 or -errno. */
int paths_make_directory(const char *path) __attribute__((warn_unused_result));

#endif
