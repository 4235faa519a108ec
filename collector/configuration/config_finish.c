/* The half of config.h that sees to it that the settings fit together. */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_origins.h"
#include "config_settings.h"
#include "formats/credentials.h"
#include "formats/format.h"

#define HOST_NAME_SIZE 256

/* What is being finished. */
struct finishing {
    const struct config *config;
    struct destination *destination;
    char *error; /* CONFIG_ERROR_SIZE bytes */
};

/* "FILE:LINE: destination NAME: ...", of the setting to blame; "configuration: ..." without
 * one. */
__attribute__((format(printf, 3, 4))) static int
complain(const struct finishing *finishing, const char *setting, const char *format, ...)
{
    va_list arguments;
    const char *name = finishing->destination->name;
    bool named = name[0] != '\0';
    const char *place =
        setting != NULL ? config_origins_find(finishing->config->origins, name, setting) : NULL;
    int used = snprintf(finishing->error, CONFIG_ERROR_SIZE, "%.300s: %s%s%s",
                        place != NULL ? place : "configuration", named ? "destination " : "",
                        name, named ? ": " : "");

    va_start(arguments, format);
    vsnprintf(finishing->error + used, CONFIG_ERROR_SIZE - (size_t)used, format, arguments);
    va_end(arguments);
    return -EINVAL;
}

/* Settings of which one makes the other senseless. */
static int check_pairs(const struct finishing *finishing)
{
    const struct destination *destination = finishing->destination;
    const char *stranger = settings_find_stranger(destination);

    if (stranger == NULL && destination->header_count > 0 &&
        strcmp(destination->format->name, "otlp") != 0) {
        stranger = CONFIG_HEADER;
    }
    if (stranger != NULL) {
        return complain(finishing, stranger, "%s is not for format %s", stranger,
                        destination->format->name);
    }
    if (destination->token != NULL && destination->token_file != NULL) {
        return complain(finishing, "token_file", "token and token_file are both set: keep one");
    }
    if (destination->dsn != NULL && destination->dsn_file != NULL) {
        return complain(finishing, "dsn_file", "dsn and dsn_file are both set: keep one");
    }
    if (destination->client_key != NULL && destination->client_certificate == NULL) {
        return complain(finishing, "client_key",
                        "client_key is set without client_certificate");
    }
    return 0;
}

/* Can an address be made of what is known? What a file will say is asked for at delivery. */
static int check_address(const struct finishing *finishing)
{
    const struct destination *destination = finishing->destination;
    char words[FORMAT_ERROR_SIZE] = "";
    struct credentials credentials;
    struct http_address address = {0};

    if (!destination_is_placed(destination) || destination->dsn_file != NULL) {
        return 0;
    }
    int error = credentials_copy(destination, &credentials);
    if (error == 0) {
        error = destination->format->address(destination, &credentials, &address, words);
        credentials_done(&credentials);
        http_address_done(&address);
    }
    return error == 0 ? 0
                      : complain(finishing, destination->format->key, "%s",
                                 words[0] != '\0' ? words : strerror(-error));
}

static int find_host_name(struct destination *destination)
{
    char name[HOST_NAME_SIZE] = "";

    if (!destination->server_name || gethostname(name, sizeof name - 1) != 0) {
        return 0;
    }
    free(destination->host_name);
    destination->host_name = strdup(name);
    return destination->host_name == NULL ? -ENOMEM : 0;
}

static int finish(const struct finishing *finishing, unsigned request_timeout_s)
{
    struct destination *destination = finishing->destination;
    char words[DESTINATION_ERROR_SIZE] = "";

    if (destination->format == NULL) {
        destination->format = &format_native;
    }
    int error = check_pairs(finishing);
    if (error != 0) {
        return error;
    }
    error = destination_take_environment(destination, words);
    if (error == 0 && destination->request_timeout_s == 0) {
        destination->request_timeout_s = request_timeout_s;
    }
    error = error == 0 ? settings_default(false, destination) : error;
    error = error == 0 ? find_host_name(destination) : error;
    if (error != 0) {
        return complain(finishing, NULL, "%s", words[0] != '\0' ? words : strerror(-error));
    }
    return check_address(finishing);
}

int config_finish(struct config *config, char ret_error[CONFIG_ERROR_SIZE])
{
    unsigned request_timeout_s = config->unnamed.request_timeout_s;
    struct finishing finishing = {config, &config->unnamed, ret_error};

    ret_error[0] = '\0';
    int error = finish(&finishing, 0);

    for (size_t i = 0; error == 0 && i < config->destination_count; i++) {
        finishing.destination = &config->destinations[i];
        error = finish(&finishing, request_timeout_s);
    }
    return error;
}

const struct destination *config_destination_at(const struct config *config, size_t n)
{
    bool unnamed = destination_is_placed(&config->unnamed) || config->destination_count == 0;

    if (unnamed && n == 0) {
        return &config->unnamed;
    }
    n -= unnamed;
    return n < config->destination_count ? &config->destinations[n] : NULL;
}
