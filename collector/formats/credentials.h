/*
 * What lets us in at a destination. Read late, never logged, never in a status, never taken
 * from a command line, and never sent to any other destination.
 */
#ifndef CREDENTIALS_H
#define CREDENTIALS_H

#include <stddef.h>

#define CREDENTIALS_ERROR_SIZE 512

struct destination;

struct credentials {
    char *token;
    char *dsn;
    char **headers; /* "Name: value" */
    size_t header_count;
};

/*
 * Find them. For the unnamed destination, the token is EPITAPH_TOKEN in the environment, else
 * the systemd credential "epitaph-token"; for one that is called NAME, "epitaph-token-NAME";
 * else what the settings and the files that they name say. What there is none of is NULL.
 * Returns 0; -EPERM for a file that others can read, -EINVAL for what cannot be a token or a
 * header, -errno; with one line in ret_error. Free with credentials_done().
 */
int credentials_find(const struct destination *destination, struct credentials *ret_credentials,
                     char ret_error[CREDENTIALS_ERROR_SIZE])
    __attribute__((warn_unused_result));

/* Those that the settings hold themselves; nothing is read. 0 or -ENOMEM. */
int credentials_copy(const struct destination *destination, struct credentials *ret_credentials)
    __attribute__((warn_unused_result));

void credentials_done(struct credentials *credentials);

#endif
