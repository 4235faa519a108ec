/* The part of destination.h that knows what others put into the environment. */
#include "destination.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "http/http.h"
#include "http/http_url.h"

#define HEADER_NAME_MAX 128

static const char *environment(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

static int complain(const char *variable, const char *words,
                    char ret_error[DESTINATION_ERROR_SIZE])
{
    snprintf(ret_error, DESTINATION_ERROR_SIZE, "%s %s", variable, words);
    return -EINVAL;
}

/* A variable for logs alone goes before the one for all signals. */
struct pair {
    const char *logs, *all;
};

static const char *lookup(const struct pair *pair, const char **ret_variable)
{
    const char *value = environment(pair->logs);

    *ret_variable = value != NULL ? pair->logs : pair->all;
    return value != NULL ? value : environment(pair->all);
}

static int take_endpoint(struct destination *destination,
                         char ret_error[DESTINATION_ERROR_SIZE])
{
    static const struct pair endpoint = {"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
                                         "OTEL_EXPORTER_OTLP_ENDPOINT"};
    const char *variable;
    const char *value = lookup(&endpoint, &variable);

    if (destination->endpoint != NULL || value == NULL) {
        return 0;
    }
    const char *complaint = http_url_refuse(value, NULL);
    if (complaint != NULL) {
        return complain(variable, complaint, ret_error);
    }
    destination->endpoint = strdup(value);
    destination->endpoint_whole = variable == endpoint.logs;
    return destination->endpoint == NULL ? -ENOMEM : 0;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* In place. A '%' that begins no escape stands for itself. */
static void decode_percent(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        int high = from[0] == '%' ? hex_digit(from[1]) : -1;
        int low = high >= 0 ? hex_digit(from[2]) : -1;
        if (low > 0 || (low == 0 && high > 0)) {
            *to++ = (char)(high * 16 + low);
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

static char *trim(char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t", text[length - 1]) != NULL) {
        length--;
    }
    text[length] = '\0';
    return text;
}

/* "name=value,name=value", values percent-encoded, as in W3C baggage. */
static int take_header(struct destination *destination, char *item, const char *variable,
                       char ret_error[DESTINATION_ERROR_SIZE])
{
    char *equals = strchr(item, '=');

    if (trim(item)[0] == '\0') {
        return 0;
    }
    if (equals == NULL) {
        return complain(variable, "is not of the form name=value,...", ret_error);
    }
    *equals = '\0';
    char *value = trim(equals + 1);
    decode_percent(value);
    const char *complaint = destination_set_header(destination, trim(item), value);
    return complaint == NULL ? 0 : complain(variable, "holds what is no header", ret_error);
}

static int take_headers(struct destination *destination, char ret_error[DESTINATION_ERROR_SIZE])
{
    static const struct pair headers = {"OTEL_EXPORTER_OTLP_LOGS_HEADERS",
                                        "OTEL_EXPORTER_OTLP_HEADERS"};
    const char *variable;
    const char *value = lookup(&headers, &variable);

    if (destination->header_count > 0 || destination->header_file != NULL || value == NULL) {
        return 0;
    }
    char *copy = strdup(value);
    if (copy == NULL) {
        return -ENOMEM;
    }
    size_t length = strlen(copy);
    int error = 0;
    char *rest = copy;
    for (char *item; error == 0 && (item = strsep(&rest, ",")) != NULL;) {
        error = take_header(destination, item, variable, ret_error);
    }
    explicit_bzero(copy, length);
    free(copy);
    return error;
}

/* Milliseconds there, whole seconds here. */
static int take_timeout(struct destination *destination, char ret_error[DESTINATION_ERROR_SIZE])
{
    static const struct pair timeout = {"OTEL_EXPORTER_OTLP_LOGS_TIMEOUT",
                                        "OTEL_EXPORTER_OTLP_TIMEOUT"};
    const char *variable;
    const char *value = lookup(&timeout, &variable);

    if (destination->request_timeout_s != 0 || value == NULL) {
        return 0;
    }
    size_t digits = strspn(value, "0123456789");
    unsigned long ms = strtoul(value, NULL, 10);
    if (value[digits] != '\0' || digits > 6 || ms < 1 || ms > 120000) {
        return complain(variable, "is not a number of milliseconds up to 120000", ret_error);
    }
    destination->request_timeout_s = (unsigned)(ms + 999) / 1000;
    return 0;
}

static int take_compression(struct destination *destination,
                            char ret_error[DESTINATION_ERROR_SIZE])
{
    static const struct pair compression = {"OTEL_EXPORTER_OTLP_LOGS_COMPRESSION",
                                            "OTEL_EXPORTER_OTLP_COMPRESSION"};
    const char *variable;
    const char *value = lookup(&compression, &variable);

    if (destination->compression != NULL || value == NULL) {
        return 0;
    }
    if (strcmp(value, "gzip") != 0 && strcmp(value, "none") != 0) {
        return complain(variable, "must be gzip or none", ret_error);
    }
    destination->compression = strdup(value);
    return destination->compression == NULL ? -ENOMEM : 0;
}

static int take_path(const struct pair *pair, char **place,
                     char ret_error[DESTINATION_ERROR_SIZE])
{
    const char *variable;
    const char *value = lookup(pair, &variable);

    if (*place != NULL || value == NULL) {
        return 0;
    }
    if (value[0] != '/') {
        return complain(variable, "must be an absolute path", ret_error);
    }
    *place = strdup(value);
    return *place == NULL ? -ENOMEM : 0;
}

static int take_tls(struct destination *destination, char ret_error[DESTINATION_ERROR_SIZE])
{
    static const struct pair ca = {"OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE",
                                   "OTEL_EXPORTER_OTLP_CERTIFICATE"};
    static const struct pair certificate = {"OTEL_EXPORTER_OTLP_LOGS_CLIENT_CERTIFICATE",
                                            "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"};
    static const struct pair key = {"OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY",
                                    "OTEL_EXPORTER_OTLP_CLIENT_KEY"};
    int error = take_path(&ca, &destination->ca_file, ret_error);

    if (error != 0 || destination->client_certificate != NULL) {
        return error;
    }
    error = take_path(&certificate, &destination->client_certificate, ret_error);
    if (error == 0 && destination->client_certificate != NULL) {
        error = take_path(&key, &destination->client_key, ret_error);
    }
    return error;
}

static int take_word(const char *variable, char **place, char ret_error[DESTINATION_ERROR_SIZE])
{
    const char *value = environment(variable);

    if (*place != NULL || value == NULL) {
        return 0;
    }
    for (const char *c = value; *c != '\0'; c++) {
        if (*c <= 0x20 || *c >= 0x7f) {
            return complain(variable, "must be one word of visible ASCII", ret_error);
        }
    }
    *place = strdup(value);
    return *place == NULL ? -ENOMEM : 0;
}

int destination_take_environment(struct destination *destination,
                                 char ret_error[DESTINATION_ERROR_SIZE])
{
    static int (*const of_otlp[])(struct destination *, char[DESTINATION_ERROR_SIZE]) = {
        take_endpoint, take_headers, take_timeout, take_compression, take_tls};
    int error = 0;

    if (strcmp(destination->format->name, "otlp") == 0) {
        for (size_t i = 0; error == 0 && i < sizeof of_otlp / sizeof *of_otlp; i++) {
            error = of_otlp[i](destination, ret_error);
        }
    } else if (strcmp(destination->format->name, "sentry") == 0) {
        if (destination->dsn_file == NULL) {
            error = take_word("SENTRY_DSN", &destination->dsn, ret_error);
        }
        error = error != 0
                    ? error
                    : take_word("SENTRY_ENVIRONMENT", &destination->environment, ret_error);
        error =
            error != 0 ? error : take_word("SENTRY_RELEASE", &destination->release, ret_error);
    }
    return error;
}
