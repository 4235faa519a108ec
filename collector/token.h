/* The credential. It is read late, never logged, and never taken from a command line. */
#ifndef TOKEN_H
#define TOKEN_H

struct config;

#define TOKEN_ERROR_SIZE 512

/*
 * Find the token: EPITAPH_TOKEN in the environment, else the systemd credential
 * "epitaph-token", else token_file, else token of the configuration. *ret_token is NULL when
 * there is none, else for token_free(). Returns 0; -EPERM for a file that others can read,
 * -EINVAL for what cannot be a token, -errno; with one line in ret_error.
 */
int token_find(const struct config *config, char **ret_token, char ret_error[TOKEN_ERROR_SIZE])
    __attribute__((warn_unused_result));
void token_free(char *token);

#endif
