#include "destination.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "credentials.h"
#include "format.h"
#include "http/http.h"

int destination_init(struct destination *destination, const char *name)
{
    *destination = (struct destination){.name = strdup(name)};
    return destination->name == NULL ? -ENOMEM : 0;
}

static void wipe(char *secret)
{
    if (secret != NULL) {
        explicit_bzero(secret, strlen(secret));
        free(secret);
    }
}

void destination_done(struct destination *destination)
{
    char *const plain[] = {destination->name,        destination->server_url,
                           destination->endpoint,    destination->dsn_file,
                           destination->token_file,  destination->auth_mode,
                           destination->header_file, destination->ca_file,
                           destination->pinned_key,  destination->client_certificate,
                           destination->client_key,  destination->compression,
                           destination->environment, destination->release,
                           destination->host_name};

    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        free(plain[i]);
    }
    wipe(destination->dsn);
    wipe(destination->token);
    for (size_t i = 0; i < destination->header_count; i++) {
        wipe(destination->headers[i]);
    }
    free(destination->headers);
    *destination = (struct destination){0};
}

bool destination_is_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return length > 0 && length <= DESTINATION_NAME_MAX && name[length] == '\0' &&
           name[0] != '-';
}

bool destination_is_placed(const struct destination *destination)
{
    const struct place {
        const char *key, *value, *file;
    } places[] = {
        {"server_url", destination->server_url, NULL},
        {"endpoint", destination->endpoint, NULL},
        {"dsn", destination->dsn, destination->dsn_file},
    };

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (strcmp(places[i].key, destination->format->key) == 0) {
            return places[i].value != NULL || places[i].file != NULL;
        }
    }
    return false;
}

static void remove_header(struct destination *destination, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < destination->header_count; i++) {
        char *header = destination->headers[i];
        if (strncasecmp(header, name, length) == 0 && header[length] == ':') {
            wipe(header);
            destination->headers[i] = destination->headers[--destination->header_count];
            return;
        }
    }
}

const char *destination_set_header(struct destination *destination, const char *name,
                                   const char *value)
{
    static const char *const ours[] = {"host",       "content-type",   "content-encoding",
                                       "connection", "content-length", "transfer-encoding",
                                       "expect",     "accept"};

    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (strcasecmp(name, ours[i]) == 0) {
            return "is a header that cannot be set";
        }
    }
    remove_header(destination, name);
    struct http_address headers = {.headers = destination->headers,
                                   .header_count = destination->header_count};
    int error = http_address_add(&headers, name, "", value);
    destination->headers = headers.headers;
    destination->header_count = headers.header_count;
    return error == 0         ? NULL
           : error == -EINVAL ? "is not a header of visible ASCII"
                              : "does not fit into memory";
}

char *destination_describe(const struct destination *destination)
{
    char words[FORMAT_ERROR_SIZE];
    struct credentials none = {.dsn = destination->dsn};
    struct http_address address = {0};

    if (!destination_is_placed(destination)) {
        return NULL;
    }
    if (destination->server_url != NULL &&
        strcmp(destination->format->key, "server_url") == 0) {
        return strdup(destination->server_url);
    }
    if (destination->dsn_file != NULL && strcmp(destination->format->key, "dsn") == 0) {
        return strdup(destination->dsn_file);
    }
    if (destination->format->address(destination, &none, &address, words) != 0) {
        return NULL;
    }
    char *url = address.url;
    address.url = NULL;
    http_address_done(&address);
    return url;
}
