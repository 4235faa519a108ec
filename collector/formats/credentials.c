#include "credentials.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "destination.h"
#include "format.h"
#include "http/http.h"
#include "machine/privacy.h"

#define SECRET_MAX 16384
#define CREDENTIAL "epitaph-token"

static void wipe(char *secret)
{
    if (secret != NULL) {
        explicit_bzero(secret, strlen(secret));
        free(secret);
    }
}

static int complain(char ret_error[CREDENTIALS_ERROR_SIZE], const char *where,
                    const char *words, int error)
{
    snprintf(ret_error, CREDENTIALS_ERROR_SIZE, "%s: %s", where, words);
    return error;
}

/* Take the first line. What is not visible ASCII would break out of the HTTP header. */
static int clean(char *text, const char *where, char **ret_secret,
                 char ret_error[CREDENTIALS_ERROR_SIZE])
{
    size_t length = strcspn(text, "\r\n");

    text[length] = '\0';
    if (length == 0) {
        return complain(ret_error, where, "holds nothing", -EINVAL);
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] <= 0x20 || text[i] >= 0x7f) {
            return complain(ret_error, where, "is not one word of visible ASCII", -EINVAL);
        }
    }
    *ret_secret = text;
    return 0;
}

/* The text of a file that nobody else may read. */
static int read_private(const char *path, bool check_privacy, char **ret_text,
                        size_t *ret_length, char ret_error[CREDENTIALS_ERROR_SIZE])
{
    char *text;
    size_t length;
    int error = privacy_read_file(path, SECRET_MAX, &text, &length);

    if (error != 0) {
        return complain(ret_error, path, strerror(-error), error);
    }
    if (check_privacy && privacy_others_can_read(path)) {
        explicit_bzero(text, length);
        free(text);
        return complain(ret_error, path, "refused: others can read it (chmod 600)", -EPERM);
    }
    *ret_text = text;
    *ret_length = length;
    return 0;
}

static int read_secret(const char *path, bool check_privacy, char **ret_secret,
                       char ret_error[CREDENTIALS_ERROR_SIZE])
{
    char *text;
    size_t length;
    int error = read_private(path, check_privacy, &text, &length, ret_error);

    if (error != 0) {
        return error;
    }
    error = clean(text, path, ret_secret, ret_error);
    if (error != 0) {
        explicit_bzero(text, length);
        free(text);
    }
    return error;
}

/* systemd keeps $CREDENTIALS_DIRECTORY to the service. -ENOENT when it has none for us. */
static int read_credential(const char *name, char **ret_secret,
                           char ret_error[CREDENTIALS_ERROR_SIZE])
{
    const char *directory = getenv("CREDENTIALS_DIRECTORY");
    char *path = NULL;

    if (directory == NULL || directory[0] != '/') {
        return -ENOENT;
    }
    if (asprintf(&path, "%s/" CREDENTIAL "%s%s", directory, name[0] != '\0' ? "-" : "", name) <
        0) {
        return -ENOMEM;
    }
    int error = read_secret(path, false, ret_secret, ret_error);
    free(path);
    return error;
}

static int copy_secret(const char *text, const char *where, char **ret_secret,
                       char ret_error[CREDENTIALS_ERROR_SIZE])
{
    char *copy = strdup(text);

    if (copy == NULL) {
        return complain(ret_error, where, strerror(ENOMEM), -ENOMEM);
    }
    int error = clean(copy, where, ret_secret, ret_error);
    if (error != 0) {
        wipe(copy);
    }
    return error;
}

static int find_token(const struct destination *destination, char **ret_token,
                      char ret_error[CREDENTIALS_ERROR_SIZE])
{
    bool unnamed = destination->name[0] == '\0';
    const char *from_environment = unnamed ? getenv("EPITAPH_TOKEN") : NULL;

    if (from_environment != NULL && from_environment[0] != '\0') {
        return copy_secret(from_environment, "EPITAPH_TOKEN", ret_token, ret_error);
    }
    int error = read_credential(destination->name, ret_token, ret_error);
    if (error != -ENOENT) {
        return error;
    }
    if (destination->token_file != NULL) {
        return read_secret(destination->token_file, true, ret_token, ret_error);
    }
    if (destination->token != NULL) {
        return copy_secret(destination->token, "token", ret_token, ret_error);
    }
    return 0;
}

/* "Name: value", one a line; blank lines and those that begin with '#' are passed over. */
static int take_header_line(char *line, struct http_address *headers)
{
    line += strspn(line, " \t");
    size_t length = strcspn(line, "\r");
    line[length] = '\0';
    if (line[0] == '\0' || line[0] == '#') {
        return 0;
    }
    char *colon = strchr(line, ':');
    if (colon == NULL) {
        return -EINVAL;
    }
    *colon = '\0';
    return http_address_add(headers, line, "", colon + 1 + strspn(colon + 1, " \t"));
}

static int read_headers(const char *path, struct http_address *headers,
                        char ret_error[CREDENTIALS_ERROR_SIZE])
{
    char *text;
    size_t length;
    int error = read_private(path, true, &text, &length, ret_error);

    if (error != 0) {
        return error;
    }
    if (strlen(text) != length) {
        error = complain(ret_error, path, "holds a NUL byte", -EINVAL);
    }
    char *rest = text;
    for (char *line; error == 0 && (line = strsep(&rest, "\n")) != NULL;) {
        error = take_header_line(line, headers);
        if (error != 0) {
            complain(ret_error, path,
                     error == -EINVAL ? "a line is not 'Name: value'" : strerror(-error),
                     error);
        }
    }
    explicit_bzero(text, length);
    free(text);
    return error;
}

static int copy_text(const char *text, char **ret_copy)
{
    if (text == NULL) {
        return 0;
    }
    *ret_copy = strdup(text);
    return *ret_copy == NULL ? -ENOMEM : 0;
}

int credentials_copy(const struct destination *destination, struct credentials *ret_credentials)
{
    struct credentials copy = {0};
    int error = copy_text(destination->token, &copy.token);

    error = error == 0 ? copy_text(destination->dsn, &copy.dsn) : error;
    if (error == 0 && destination->header_count > 0) {
        copy.headers = calloc(destination->header_count, sizeof *copy.headers);
        error = copy.headers == NULL ? -ENOMEM : 0;
    }
    for (size_t i = 0; error == 0 && i < destination->header_count; i++) {
        error = copy_text(destination->headers[i], &copy.headers[i]);
        copy.header_count += error == 0;
    }
    if (error != 0) {
        credentials_done(&copy);
        return error;
    }
    *ret_credentials = copy;
    return 0;
}

/* Only what the format makes use of: a file for another one is none of its business. */
int credentials_find(const struct destination *destination, struct credentials *ret_credentials,
                     char ret_error[CREDENTIALS_ERROR_SIZE])
{
    struct credentials found;
    int error = credentials_copy(destination, &found);

    if (error != 0) {
        return complain(ret_error, "credentials", strerror(-error), error);
    }
    if (strcmp(destination->format->name, "native") == 0) {
        wipe(found.token);
        found.token = NULL;
        error = find_token(destination, &found.token, ret_error);
    }
    if (error == 0 && destination->dsn_file != NULL) {
        error = read_secret(destination->dsn_file, true, &found.dsn, ret_error);
    }
    if (error == 0 && destination->header_file != NULL) {
        struct http_address headers = {.headers = found.headers,
                                       .header_count = found.header_count};
        error = read_headers(destination->header_file, &headers, ret_error);
        found.headers = headers.headers;
        found.header_count = headers.header_count;
    }
    if (error != 0) {
        credentials_done(&found);
        return error;
    }
    *ret_credentials = found;
    return 0;
}

void credentials_done(struct credentials *credentials)
{
    wipe(credentials->token);
    wipe(credentials->dsn);
    for (size_t i = 0; i < credentials->header_count; i++) {
        wipe(credentials->headers[i]);
    }
    free(credentials->headers);
    *credentials = (struct credentials){0};
}
