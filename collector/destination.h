/*
 * A destination: one server that gets every event, in its own format and with its own
 * acknowledgements. The settings are as the configuration has them (config.h owns them); what
 * lets us in is kept apart, for it is read late and shown nowhere.
 */
#ifndef DESTINATION_H
#define DESTINATION_H

#include <stdbool.h>
#include <stddef.h>

struct format;

/* Strings are NULL where nothing is configured, but for `name`, which is "" for the unnamed. */
struct destination {
    char *name;
    const struct format *format;
    char *server_url; /* native */
    char *endpoint;   /* otlp: as configured, or of the environment with its path */
    char *dsn;        /* sentry; a secret, as are token and headers */
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
    char *compression; /* gzip, none */
    char *environment; /* "production": what the installation is called */
    char *release;     /* instead of the program's name and version */
    char *host_name;   /* this machine's; NULL unless server_name is yes */
    bool server_name;
};

/* What lets us in, from wherever it was found: never logged, never in a status. */
struct credentials {
    char *token;
    char *dsn;
    char **headers;
    size_t header_count;
};

#endif
