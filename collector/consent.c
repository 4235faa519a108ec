#include "consent.h"

#include <stdlib.h>
#include <string.h>

#include "config.h"

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
    if (config->unnamed.server_url == NULL) {
        return config->upload ? "no server_url is configured"
                              : "no server_url is configured and upload is no";
    }
    if (!config->upload) {
        return "upload is not yes in the configuration";
    }
    return NULL;
}
