/* Any text as a configuration: it is refused with one line, or what it set is within bounds. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "configuration/amend.h"
#include "configuration/config.h"
#include "http/http.h"
#include "http/http_url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

static void check(const struct destination *destination)
{
    char *shown = destination_describe(destination);

    require(destination->format != NULL, "a format");
    require(destination->request_timeout_s >= 1, "a timeout");
    require(destination->server_url == NULL ||
                http_url_refuse(destination->server_url, NULL) == NULL,
            "a URL we would ask");
    require(destination->token == NULL || strpbrk(destination->token, "\r\n ") == NULL,
            "a token that is one word");
    require(destination->ca_file == NULL || destination->ca_file[0] == '/', "an absolute path");
    for (size_t i = 0; i < destination->header_count; i++) {
        require(strpbrk(destination->headers[i], "\r\n") == NULL, "a header of one line");
    }
    require(destination->name[0] == '\0' || destination_is_name(destination->name),
            "a name that may be a folder's");
    free(shown);
}

/* A text that is a configuration is one after consent was taken back, and says so. */
static void take_back(const char *text, size_t size)
{
    char error[CONFIG_ERROR_SIZE];
    struct config config;
    char *amended = amend_text(text, size, "upload", "no");

    require(amended != NULL, "memory");
    require(config_init(&config) == 0, "defaults");
    require(config_parse(&config, "f", amended, strlen(amended), error) == 0, error);
    require(!config.upload, "consent that is taken back");
    config_done(&config);
    free(amended);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char error[CONFIG_ERROR_SIZE];
    struct config config;
    const struct destination *destination;

    require(config_init(&config) == 0, "defaults");
    int result = config_parse(&config, "f", (const char *)data, size, error);
    if (result == 0) {
        take_back((const char *)data, size);
        result = config_finish(&config, error);
    }
    require(result == 0 || error[0] != '\0', "a refusal has words");
    for (size_t i = 0; result == 0 && (destination = config_destination_at(&config, i)) != NULL;
         i++) {
        check(destination);
    }
    require(config.batch_size >= 1 && config.batch_size <= 100, "a batch of 1 to 100");
    require(config.destination_count <= DESTINATION_MAX, "so many destinations at most");
    config_done(&config);
    return 0;
}
