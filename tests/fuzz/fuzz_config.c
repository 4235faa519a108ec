/* Any text as a configuration: it is refused with one line, or what it set is within bounds. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char error[CONFIG_ERROR_SIZE];
    struct config config;

    require(config_init(&config) == 0, "defaults");
    if (config_parse(&config, "f", (const char *)data, size, error) != 0) {
        require(error[0] != '\0', "a refusal has words");
    }
    require(config.batch_size >= 1 && config.batch_size <= 100, "a batch of 1 to 100");
    require(config.request_timeout_s >= 1, "a timeout");
    require(config.unnamed.server_url == NULL ||
                http_refuse_url(config.unnamed.server_url) == NULL,
            "a URL we would ask");
    require(config.unnamed.token == NULL || strpbrk(config.unnamed.token, "\r\n ") == NULL,
            "a token that is one word");
    require(config.unnamed.ca_file == NULL || config.unnamed.ca_file[0] == '/',
            "an absolute path");
    config_done(&config);
    return 0;
}
