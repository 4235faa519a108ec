#include "token.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "privacy.h"

#define TOKEN_MAX 16384
#define CREDENTIAL "epitaph-token"

static int complain(char ret_error[TOKEN_ERROR_SIZE], const char *where, const char *words,
                    int error)
{
    snprintf(ret_error, TOKEN_ERROR_SIZE, "%s: %s", where, words);
    return error;
}

/* Take the first line. What is not visible ASCII would break out of the HTTP header. */
static int clean(char *text, const char *where, char **ret_token,
                 char ret_error[TOKEN_ERROR_SIZE])
{
    size_t length = strcspn(text, "\r\n");

    text[length] = '\0';
    if (length == 0) {
        return complain(ret_error, where, "holds no token", -EINVAL);
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] <= 0x20 || text[i] >= 0x7f) {
            return complain(ret_error, where, "the token is not one word of visible ASCII",
                            -EINVAL);
        }
    }
    *ret_token = text;
    return 0;
}

static int read_token(const char *path, bool check_privacy, char **ret_token,
                      char ret_error[TOKEN_ERROR_SIZE])
{
    char *text;
    size_t length;
    int error = privacy_read_file(path, TOKEN_MAX, &text, &length);

    if (error != 0) {
        return complain(ret_error, path, strerror(-error), error);
    }
    if (check_privacy && privacy_others_can_read(path)) {
        error = complain(ret_error, path, "refused: others can read it (chmod 600)", -EPERM);
    }
    error = error != 0 ? error : clean(text, path, ret_token, ret_error);
    if (error != 0) {
        explicit_bzero(text, length);
        free(text);
    }
    return error;
}

/* systemd keeps $CREDENTIALS_DIRECTORY to the service. -ENOENT when it has none for us. */
static int read_credential(char **ret_token, char ret_error[TOKEN_ERROR_SIZE])
{
    const char *directory = getenv("CREDENTIALS_DIRECTORY");
    char *path = NULL;

    if (directory == NULL || directory[0] != '/') {
        return -ENOENT;
    }
    if (asprintf(&path, "%s/" CREDENTIAL, directory) < 0) {
        return -ENOMEM;
    }
    int error = read_token(path, false, ret_token, ret_error);
    free(path);
    return error;
}

static int copy_token(const char *text, const char *where, char **ret_token,
                      char ret_error[TOKEN_ERROR_SIZE])
{
    char *copy = strdup(text);

    if (copy == NULL) {
        return complain(ret_error, where, strerror(ENOMEM), -ENOMEM);
    }
    int error = clean(copy, where, ret_token, ret_error);
    if (error != 0) {
        token_free(copy);
    }
    return error;
}

int token_find(const struct config *config, char **ret_token, char ret_error[TOKEN_ERROR_SIZE])
{
    const char *from_environment = getenv("EPITAPH_TOKEN");

    if (from_environment != NULL && from_environment[0] != '\0') {
        return copy_token(from_environment, "EPITAPH_TOKEN", ret_token, ret_error);
    }
    int error = read_credential(ret_token, ret_error);
    if (error != -ENOENT) {
        return error;
    }
    if (config->unnamed.token_file != NULL) {
        return read_token(config->unnamed.token_file, true, ret_token, ret_error);
    }
    if (config->unnamed.token != NULL) {
        return copy_token(config->unnamed.token, "token", ret_token, ret_error);
    }
    *ret_token = NULL;
    return 0;
}

void token_free(char *token)
{
    if (token != NULL) {
        explicit_bzero(token, strlen(token));
        free(token);
    }
}
