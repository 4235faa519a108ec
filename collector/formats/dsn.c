#include "dsn.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "encoding/text.h"
#include "http/http.h"
#include "http/http_url.h"

#define WORD_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

/* Where the parts are; lengths in bytes. */
struct parts {
    const char *key, *secret, *host, *project;
    size_t scheme, key_length, secret_length, host_length; /* the scheme with its "://" */
};

/* Of the characters that need no care in a header or a URL, at least one. */
static bool is_word(const char *text, size_t length)
{
    return length > 0 && strspn(text, WORD_CHARACTERS) >= length;
}

static const char *take_apart(const char *text, struct parts *parts)
{
    const char *colons = strstr(text, "://");

    if (strlen(text) > DSN_MAX) {
        return "is too long";
    }
    if (colons == NULL) {
        return "is not of the form https://KEY@HOST/PROJECT";
    }
    parts->scheme = (size_t)(colons - text) + 3;
    parts->key = text + parts->scheme;
    size_t authority = strcspn(parts->key, "/?#");
    const char *at = memrchr(parts->key, '@', authority);
    if (at == NULL) {
        return "has no key before an @";
    }
    const char *colon = memchr(parts->key, ':', (size_t)(at - parts->key));
    parts->secret = colon != NULL ? colon + 1 : at;
    parts->secret_length = (size_t)(at - parts->secret);
    parts->key_length = (size_t)((colon != NULL ? colon : at) - parts->key);
    if (!is_word(parts->key, parts->key_length)) {
        return "has a key that is not made of letters and digits";
    }
    if (colon != NULL && !is_word(parts->secret, parts->secret_length)) {
        return "has a secret that is not made of letters and digits";
    }
    parts->host = at + 1;
    size_t rest = strcspn(parts->host, "?#");
    if (parts->host[rest] != '\0') {
        return "has a query or a fragment";
    }
    const char *slash = memrchr(parts->host, '/', rest);
    if (slash == NULL || slash[1] == '\0') {
        return "has no project after the last slash";
    }
    parts->project = slash + 1;
    if (!is_word(parts->project, strlen(parts->project))) {
        return "has a project that is not made of letters and digits";
    }
    parts->host_length = (size_t)(slash - parts->host);
    if (parts->host_length == 0 ||
        parts->host[0] == '/') { /* curl would take the path for it */
        return "names no host";
    }
    return NULL;
}

static int put_together(const char *text, const struct parts *parts, struct dsn *dsn)
{
    struct text url = {.bytes = NULL};
    struct text label = {.bytes = NULL};

    text_format(&url, "%.*s%.*s/api/%s/envelope/", (int)parts->scheme, text,
                (int)parts->host_length, parts->host, parts->project);
    text_format(&label, "%.*s%.*s/%s", (int)parts->scheme, text, (int)parts->host_length,
                parts->host, parts->project);
    dsn->url = text_take(&url);
    dsn->label = text_take(&label);
    dsn->key = strndup(parts->key, parts->key_length);
    return dsn->url != NULL && dsn->label != NULL && dsn->key != NULL ? 0 : -ENOMEM;
}

int dsn_parse(const char *text, struct dsn *ret_dsn, const char **ret_complaint)
{
    struct parts parts;
    struct dsn dsn = {.url = NULL};
    const char *complaint = take_apart(text, &parts);
    int error = complaint == NULL ? put_together(text, &parts, &dsn) : -EINVAL;

    if (error == 0) {
        complaint = http_url_refuse(dsn.url, NULL);
        error = complaint == NULL ? 0 : -EINVAL;
    }
    if (error != 0) {
        dsn_done(&dsn);
        if (error == -EINVAL) {
            *ret_complaint = complaint;
        }
        return error;
    }
    *ret_dsn = dsn;
    return 0;
}

void dsn_done(struct dsn *dsn)
{
    free(dsn->url);
    free(dsn->key);
    free(dsn->label);
    *dsn = (struct dsn){.url = NULL};
}

char *dsn_auth(const struct dsn *dsn)
{
    struct text value = {.bytes = NULL};

    text_format(&value, "Sentry sentry_version=7, sentry_client=epitaph/%s, sentry_key=%s",
                EPITAPH_VERSION, dsn->key);
    return text_take(&value);
}
