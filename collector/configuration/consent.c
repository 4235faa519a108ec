#include "consent.h"

#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "formats/format.h"

const char *consent_withheld(const struct config *config)
{
    const char *track = getenv("DO_NOT_TRACK");
    const char *disable = getenv("EPITAPH_DISABLE");

    if (track != NULL && track[0] != '\0' && strcmp(track, "0") != 0) {
        return "DO_NOT_TRACK is set in the environment";
    }
    if (disable != NULL && disable[0] != '\0') {
        return "EPITAPH_DISABLE is set in the environment";
    }
    const struct destination *first = config_destination_at(config, 0);
    if (first->name[0] == '\0' && !destination_is_placed(first)) {
        if (first->format != &format_native) {
            return "it is not configured where to send";
        }
        return config->upload ? "no server_url is configured"
                              : "no server_url is configured and upload is no";
    }
    if (!config->upload) {
        return "upload is not yes in the configuration";
    }
    return NULL;
}

bool consent_is_gone(void)
{
    struct config_sources sources;
    struct config config;
    char words[CONFIG_ERROR_SIZE];

    if (config_sources_find(&sources) != 0) {
        return true;
    }
    bool gone = config_load(&sources, &config, words) != 0;
    config_sources_done(&sources);
    if (!gone) {
        gone = consent_withheld(&config) != NULL;
        config_done(&config);
    }
    return gone;
}
