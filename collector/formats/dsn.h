/*
 * A DSN: where a Sentry project takes events, and the key that lets them in.
 *
 *     https://KEY[:SECRET]@HOST[:PORT][/PATH]/PROJECT
 *
 * Events go to https://HOST[:PORT][/PATH]/api/PROJECT/envelope/ with the key in a header. A
 * secret is a relic that servers still issue: it is taken and forgotten, never sent or shown.
 */
#ifndef DSN_H
#define DSN_H

#define DSN_MAX 1024 /* bytes */

struct dsn {
    char *url;   /* of the envelope endpoint, with its closing slash */
    char *key;   /* letters, digits, '-', '_' */
    char *label; /* what may be shown: the DSN without key and secret */
};

/*
 * Parse. Returns 0 and fills *ret_dsn (free with dsn_done()); -EINVAL with the complaint, a
 * few words without anything of the text itself, in *ret_complaint; -ENOMEM.
 */
int dsn_parse(const char *text, struct dsn *ret_dsn, const char **ret_complaint)
    __attribute__((warn_unused_result));
void dsn_done(struct dsn *dsn);

/* The value of X-Sentry-Auth. The caller frees it. NULL: no memory. */
char *dsn_auth(const struct dsn *dsn) __attribute__((warn_unused_result));

#endif
