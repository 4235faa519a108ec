/*
 * One POST, by libcurl.
 *
 * Certificates are always verified, redirects never followed, ~/.netrc never read; http:// is
 * for loopback only. Proxies come from the environment as curl has it (https_proxy, no_proxy,
 * ...), but never for loopback. The whole exchange is bounded by one timeout, the response by
 * HTTP_RESPONSE_MAX.
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "coding.h"

#define HTTP_RESPONSE_MAX 65536
#define HTTP_HEADERS_MAX 65536
#define HTTP_RETRY_AFTER_SIZE 64
#define HTTP_RATE_LIMITS_SIZE 1024
#define HTTP_ACCEPT_SIZE 128
#define HTTP_ERROR_SIZE 256

struct http;

/* How to reach a server. Strings are borrowed and outlive the struct http. */
struct http_target {
    const char *ca_file;            /* NULL: the system's */
    const char *pinned_key;         /* "sha256//BASE64[;...]" or a PEM file, NULL: none */
    const char *client_certificate; /* PEM file or NULL */
    const char *client_key;         /* PEM file or NULL */
    const char *user_agent;
};

/*
 * Where a request goes and the headers that go only there, which may hold secrets. Starts as
 * {0}; http_address_done() wipes and frees it.
 */
struct http_address {
    char *url;
    char **headers; /* "Name: value" */
    size_t header_count;
};

struct http_request {
    const struct http_address *address;
    const char *content_type;
    const char *body;
    size_t length;
    enum coding coding; /* of the body */
    long timeout_ms;
};

struct http_response {
    int status;    /* 0: no answer */
    bool sent;     /* some of the body has left us */
    bool complete; /* the exchange came to its end; false with a status: it broke off after that
                    */
    char retry_after[HTTP_RETRY_AFTER_SIZE]; /* the raw header; "" when none or too long */
    char rate_limits[HTTP_RATE_LIMITS_SIZE]; /* raw X-Sentry-Rate-Limits, several joined with
                                                ','; "" when none; what is too long is cut */
    char accept_encoding[HTTP_ACCEPT_SIZE];  /* raw, likewise: what may be sent there */
    char *body;                              /* NUL-terminated beyond its length */
    size_t length;
    bool overflowed;             /* more than HTTP_RESPONSE_MAX; the body is the beginning */
    char error[HTTP_ERROR_SIZE]; /* why there is no answer, one line */
};

/*
 * Set the URL: `base`, without slashes at its end, and then `path`. Returns 0; -EINVAL with a
 * line "KEY ..." in ret_error for what http_url_refuse() refuses; -ENOMEM.
 */
int http_address_set(struct http_address *address, const char *base, const char *path,
                     const char *key, char ret_error[HTTP_ERROR_SIZE])
    __attribute__((warn_unused_result));
/*
 * Add a header whose value is `prefix` and then `value`. Returns 0; -EINVAL for a name that is
 * no HTTP token or a value with anything but visible ASCII, blanks and tabs; -ENOMEM.
 */
int http_address_add(struct http_address *address, const char *name, const char *prefix,
                     const char *value) __attribute__((warn_unused_result));
void http_address_done(struct http_address *address);

/* Returns 0; -ENOENT when a file of the target cannot be read, said in ret_error; -ENOMEM. */
int http_new(const struct http_target *target, struct http **ret_http,
             char ret_error[HTTP_ERROR_SIZE]) __attribute__((warn_unused_result));
void http_free(struct http *http);

/*
 * Post. Returns 0 whether or not an answer came; *ret_response says what happened and is
 * freed with http_response_done(). -ENOMEM, -EINVAL for a URL that http_url_refuse() refuses.
 */
int http_post(struct http *http, const struct http_request *request,
              struct http_response *ret_response) __attribute__((warn_unused_result));
void http_response_done(struct http_response *response);

#endif
