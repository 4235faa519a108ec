/*
 * A destination: one server that gets every event, in its own format and with its own
 * acknowledgements. The settings are as the configuration has them (config.h owns them); what
 * lets us in is kept apart, for it is read late and shown nowhere (credentials.h).
 */
#ifndef DESTINATION_H
#define DESTINATION_H

#include <stdbool.h>
#include <stddef.h>

#include "credentials.h"

#define DESTINATION_MAX 8 /* named ones */
#define DESTINATION_NAME_MAX 32
#define DESTINATION_ERROR_SIZE 256

struct format;

/* Strings are NULL where nothing is configured, but for `name`, which is "" for the unnamed. */
struct destination {
    char *name;
    const struct format *format; /* NULL until the configuration is finished: native */
    char *server_url;            /* native */
    char *endpoint;              /* otlp */
    bool endpoint_whole;         /* nothing is to be added to it */
    char *dsn;                   /* sentry; a secret, as are token and headers */
    char *dsn_file;
    char *token; /* native */
    char *token_file;
    char *auth_mode; /* NULL: derived from the token */
    char **headers;  /* otlp: "Name: value", checked to be one line of visible characters */
    size_t header_count;
    char *header_file; /* more of them, one a line */
    char *ca_file;
    char *pinned_key;
    char *client_certificate;
    char *client_key;
    char *compression; /* auto, gzip, none */
    char *environment; /* "production": what the installation is called */
    char *release;     /* instead of the program's name and version */
    char *host_name;   /* this machine's; NULL unless server_name is yes */
    bool server_name;
    unsigned request_timeout_s; /* 0 until the configuration is finished */
};

/* {0} with a name. Returns 0 or -ENOMEM. */
int destination_init(struct destination *destination, const char *name)
    __attribute__((warn_unused_result));
void destination_done(struct destination *destination);

/* May this be a destination's name, and so a folder's: lower-case letters, digits, hyphens? */
bool destination_is_name(const char *name);

/* Is it configured where to send: the setting that the format needs, or the file with it? */
bool destination_is_placed(const struct destination *destination);

/*
 * Add a header or replace that of the same name. Returns NULL or what is wrong with it, for
 * headers that a request has anyway cannot be set.
 */
const char *destination_set_header(struct destination *destination, const char *name,
                                   const char *value);

/*
 * Take what OpenTelemetry and Sentry read from the environment, for settings of a destination
 * of their format that the configuration leaves open. Returns 0; -EINVAL with one line that
 * names the variable; -ENOMEM.
 */
int destination_take_environment(struct destination *destination,
                                 char ret_error[DESTINATION_ERROR_SIZE])
    __attribute__((warn_unused_result));

/*
 * Where it sends to, without any secret, for people: a URL, or the name of the file that says
 * it. The caller frees it. NULL when it is not placed, or without memory.
 */
char *destination_describe(const struct destination *destination);

#endif
