/* The half of http.h that makes addresses. */
#include "http.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_url.h"

int http_address_set(struct http_address *address, const char *base, const char *path,
                     const char *key, char ret_error[HTTP_ERROR_SIZE])
{
    char *url = NULL;
    size_t length = strlen(base);

    while (length > 0 && base[length - 1] == '/') {
        length--;
    }
    if (asprintf(&url, "%.*s%s", (int)length, base, path) < 0) {
        return -ENOMEM;
    }
    const char *complaint = http_url_refuse(url, NULL);
    if (complaint != NULL) {
        free(url);
        snprintf(ret_error, HTTP_ERROR_SIZE, "%s %s", key, complaint);
        return -EINVAL;
    }
    free(address->url);
    address->url = url;
    return 0;
}

/* RFC 9110: a token. */
static int is_name(const char *name)
{
    return name[0] != '\0' && name[strspn(name, "!#$%&'*+-.^_`|~0123456789"
                                                "abcdefghijklmnopqrstuvwxyz"
                                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0';
}

static int is_value(const char *value)
{
    for (; *value != '\0'; value++) {
        if (*value != '\t' && (*value < 0x20 || *value >= 0x7f)) {
            return 0;
        }
    }
    return 1;
}

int http_address_add(struct http_address *address, const char *name, const char *prefix,
                     const char *value)
{
    char *line = NULL;

    if (!is_name(name) || !is_value(prefix) || !is_value(value)) {
        return -EINVAL;
    }
    char **headers =
        reallocarray(address->headers, address->header_count + 1, sizeof *address->headers);
    if (headers == NULL) {
        return -ENOMEM;
    }
    address->headers = headers;
    if (asprintf(&line, "%s: %s%s", name, prefix, value) < 0) {
        return -ENOMEM;
    }
    headers[address->header_count++] = line;
    return 0;
}

void http_address_done(struct http_address *address)
{
    for (size_t i = 0; i < address->header_count; i++) {
        explicit_bzero(address->headers[i], strlen(address->headers[i]));
        free(address->headers[i]);
    }
    free(address->headers);
    free(address->url);
    *address = (struct http_address){0};
}
