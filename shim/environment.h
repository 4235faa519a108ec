/*
 * The environment as the kernel handed it over. getenv(3) finds nothing yet: this library's
 * constructor runs before libc's, which sets environ.
 */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

/* Remember where it is; call first. */
void environment_set(char **environment);

/* The value of a variable, NULL when it is unset or empty. */
const char *environment_get(const char *name);

#endif
