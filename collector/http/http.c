#include "http.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "curl_library.h"
#include "http_url.h"

#define CONNECT_TIMEOUT_MS 10000L

struct http {
    const struct curl_library *curl;
    CURL *handle;
    struct http_target target;
};

/* What the callbacks fill while a request runs. */
struct exchange {
    struct http_response response;
    size_t header_bytes;
};

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    struct http_response *response = &exchange->response;
    size_t bytes = size * count;
    size_t room = HTTP_RESPONSE_MAX - response->length;
    size_t taken = bytes < room ? bytes : room;

    char *body = realloc(response->body, response->length + taken + 1);
    if (body == NULL) {
        return 0;
    }
    memcpy(body + response->length, data, taken);
    response->body = body;
    response->length += taken;
    body[response->length] = '\0';
    response->overflowed = taken < bytes;
    return taken; /* less than given: curl breaks off */
}

/* The raw values: what libcurl makes of a Retry-After in the past is a negative number. */
static const struct kept_header {
    const char *name;
    size_t offset, size; /* of its place in the response */
    bool list;           /* lines of the same name are one list; a part of it is worth having */
} kept_headers[] = {
    {"retry-after:", offsetof(struct http_response, retry_after), HTTP_RETRY_AFTER_SIZE, false},
    {"x-sentry-rate-limits:", offsetof(struct http_response, rate_limits),
     HTTP_RATE_LIMITS_SIZE, true},
    {"accept-encoding:", offsetof(struct http_response, accept_encoding), HTTP_ACCEPT_SIZE,
     true},
};
#define KEPT_HEADERS (sizeof kept_headers / sizeof *kept_headers)

static void keep_value(const struct kept_header *header, char *place, const char *value,
                       size_t length)
{
    while (length > 0 && strchr(" \t", value[0]) != NULL) {
        value++;
        length--;
    }
    while (length > 0 && strchr(" \t\r\n", value[length - 1]) != NULL) {
        length--;
    }
    size_t used = header->list ? strlen(place) : 0;
    size_t comma = used > 0;
    if (memchr(value, '\0', length) != NULL || used + comma >= header->size - 1) {
        return;
    }
    size_t room = header->size - 1 - used - comma;
    if (length > room && !header->list) {
        return;
    }
    length = length < room ? length : room;
    memcpy(place + used, ",", comma);
    memcpy(place + used + comma, value, length);
    place[used + comma + length] = '\0';
}

static size_t take_header(char *data, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    char *response = (char *)&exchange->response;
    size_t bytes = size * count;

    exchange->header_bytes += bytes;
    if (exchange->header_bytes > HTTP_HEADERS_MAX) {
        return 0;
    }
    for (size_t i = 0; i < KEPT_HEADERS; i++) {
        const struct kept_header *header = &kept_headers[i];
        size_t name = strlen(header->name);
        if (bytes >= 5 && memcmp(data, "HTTP/", 5) == 0) {
            response[header->offset] = '\0'; /* of a proxy or an interim answer */
        } else if (bytes >= name && strncasecmp(data, header->name, name) == 0) {
            keep_value(header, response + header->offset, data + name, bytes - name);
        }
    }
    return bytes;
}

int http_new(const struct http_target *target, struct http **ret_http,
             char ret_error[HTTP_ERROR_SIZE])
{
    const char *const files[] = {target->ca_file, target->client_certificate,
                                 target->client_key};

    /* curl with some TLS libraries falls back to its defaults: fail closed, and say why. */
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (files[i] != NULL && access(files[i], R_OK) != 0) {
            snprintf(ret_error, HTTP_ERROR_SIZE, "cannot read %s: %s", files[i],
                     strerror(errno));
            return -ENOENT;
        }
    }
    const char *words;
    const struct curl_library *curl = curl_library(&words);
    if (curl == NULL) {
        snprintf(ret_error, HTTP_ERROR_SIZE, "cannot load libcurl: %s", words);
        return -ENOENT;
    }
    struct http *http = calloc(1, sizeof *http);
    if (http == NULL || curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(http);
        return -ENOMEM;
    }
    http->target = *target;
    http->curl = curl;
    http->handle = curl->easy_init();
    if (http->handle == NULL) {
        http_free(http);
        return -ENOMEM;
    }
    *ret_http = http;
    return 0;
}

void http_free(struct http *http)
{
    if (http != NULL) {
        http->curl->easy_cleanup(http->handle);
        http->curl->global_cleanup();
        free(http);
    }
}

static bool add_header(const struct curl_library *curl, struct curl_slist **list,
                       const char *line)
{
    struct curl_slist *longer = curl->slist_append(*list, line);

    if (longer == NULL) {
        return false;
    }
    *list = longer;
    return true;
}

/* curl keeps copies of the lines: they may hold secrets. */
static void free_headers(const struct curl_library *curl, struct curl_slist *list)
{
    for (struct curl_slist *line = list; line != NULL; line = line->next) {
        explicit_bzero(line->data, strlen(line->data));
    }
    curl->slist_free_all(list);
}

/* The headers that curl does not make by itself. */
static struct curl_slist *make_headers(const struct curl_library *curl,
                                       const struct http_request *request)
{
    struct curl_slist *list = NULL;
    char type[128], coding[64] = "";

    snprintf(type, sizeof type, "Content-Type: %s", request->content_type);
    if (request->coding != CODING_NONE) {
        snprintf(coding, sizeof coding, "Content-Encoding: %s", coding_name(request->coding));
    }
    bool ok = add_header(curl, &list, type) &&
              (coding[0] == '\0' || add_header(curl, &list, coding)) &&
              add_header(curl, &list, "Accept: application/json") &&
              add_header(curl, &list, "Expect:"); /* no round trip before a body this small */
    for (size_t i = 0; ok && i < request->address->header_count; i++) {
        ok = add_header(curl, &list, request->address->headers[i]);
    }
    if (!ok) {
        free_headers(curl, list);
        return NULL;
    }
    return list;
}

static void set_security(const struct http *http, bool loopback)
{
    const struct curl_library *curl = http->curl;
    const struct http_target *target = &http->target;

    curl->easy_setopt(http->handle, CURLOPT_PROTOCOLS_STR, loopback ? "http,https" : "https");
    curl->easy_setopt(http->handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl->easy_setopt(http->handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl->easy_setopt(http->handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl->easy_setopt(http->handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl->easy_setopt(http->handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (target->ca_file != NULL) {
        curl->easy_setopt(http->handle, CURLOPT_CAINFO, target->ca_file);
    }
    if (target->pinned_key != NULL) {
        curl->easy_setopt(http->handle, CURLOPT_PINNEDPUBLICKEY, target->pinned_key);
    }
    if (target->client_certificate != NULL) {
        curl->easy_setopt(http->handle, CURLOPT_SSLCERT, target->client_certificate);
    }
    if (target->client_key != NULL) {
        curl->easy_setopt(http->handle, CURLOPT_SSLKEY, target->client_key);
    }
    if (loopback) {
        curl->easy_setopt(http->handle, CURLOPT_PROXY, ""); /* whatever the environment says */
    }
}

static CURLcode perform(const struct http *http, const struct http_request *request,
                        struct curl_slist *headers, struct exchange *exchange, char *words)
{
    const struct curl_library *curl = http->curl;
    long connect_ms =
        request->timeout_ms < CONNECT_TIMEOUT_MS ? request->timeout_ms : CONNECT_TIMEOUT_MS;

    curl->easy_setopt(http->handle, CURLOPT_URL, request->address->url);
    curl->easy_setopt(http->handle, CURLOPT_USERAGENT, http->target.user_agent);
    curl->easy_setopt(http->handle, CURLOPT_HTTPHEADER, headers);
    curl->easy_setopt(http->handle, CURLOPT_POSTFIELDS, request->body);
    curl->easy_setopt(http->handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->length);
    curl->easy_setopt(http->handle, CURLOPT_WRITEFUNCTION, take_body);
    curl->easy_setopt(http->handle, CURLOPT_WRITEDATA, exchange);
    curl->easy_setopt(http->handle, CURLOPT_HEADERFUNCTION, take_header);
    curl->easy_setopt(http->handle, CURLOPT_HEADERDATA, exchange);
    curl->easy_setopt(http->handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl->easy_setopt(http->handle, CURLOPT_TIMEOUT_MS, request->timeout_ms);
    curl->easy_setopt(http->handle, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    curl->easy_setopt(http->handle, CURLOPT_NOSIGNAL, 1L);
    curl->easy_setopt(http->handle, CURLOPT_ERRORBUFFER, words);
    return curl->easy_perform(http->handle);
}

/* Header lines are cut at a newline and the status may not have come to be believed. */
static void describe(const struct http *http, struct http_response *response, CURLcode code,
                     const char *words)
{
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY) {
        words = "what answers there does not speak HTTP/1.1 (is it a port for gRPC?)";
    }
    snprintf(response->error, sizeof response->error, "%s",
             words[0] != '\0' ? words : http->curl->easy_strerror(code));
    for (char *c = response->error; *c != '\0'; c++) {
        *c = (unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f ? '?' : *c;
    }
}

int http_post(struct http *http, const struct http_request *request,
              struct http_response *ret_response)
{
    const struct curl_library *curl = http->curl;
    struct exchange exchange = {0};
    char words[CURL_ERROR_SIZE] = "";
    bool loopback = false;
    long status = 0;
    curl_off_t uploaded = 0;

    if (http_url_refuse(request->address->url, &loopback) != NULL) {
        return -EINVAL;
    }
    struct curl_slist *headers = make_headers(curl, request);
    if (headers == NULL) {
        return -ENOMEM;
    }
    curl->easy_reset(http->handle); /* connections stay, options do not */
    set_security(http, loopback);
    CURLcode code = perform(http, request, headers, &exchange, words);
    curl->easy_getinfo(http->handle, CURLINFO_RESPONSE_CODE, &status);
    curl->easy_getinfo(http->handle, CURLINFO_SIZE_UPLOAD_T, &uploaded);
    free_headers(curl, headers);

    exchange.response.sent = uploaded > 0;
    exchange.response.status = (int)status;
    exchange.response.complete = code == CURLE_OK || exchange.response.overflowed;
    if (code != CURLE_OK) {
        describe(http, &exchange.response, code, words);
    }
    *ret_response = exchange.response;
    return 0;
}

void http_response_done(struct http_response *response)
{
    free(response->body);
    *response = (struct http_response){0};
}
