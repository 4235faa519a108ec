#include "payload.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "format.h"
#include "outbox.h"
#include "parcel.h"
#include "site.h"

static int find(const struct outbox *outbox, const char *event_id, char **ret_json,
                size_t *ret_length)
{
    char name[OUTBOX_ID_MAX + sizeof OUTBOX_SUFFIX];
    int error = -ENOENT;

    snprintf(name, sizeof name, "%s" OUTBOX_SUFFIX, event_id);
    for (enum outbox_folder i = 0; error == -ENOENT && i < OUTBOX_FOLDER_COUNT; i++) {
        error = outbox_read(outbox, i, name, ret_json, ret_length);
    }
    return error;
}

static int print_body(const struct destination *destination, const char *json, size_t length)
{
    struct parcel *parcel;
    struct format_part part = {0};
    char *body = NULL;
    size_t body_length = 0;
    int error = parcel_parse(json, length, &parcel);

    if (error != 0) {
        return error;
    }
    error = destination->format->print(destination, parcel, &part);
    part.id = error == 0 ? strdup(parcel_id(parcel)) : NULL;
    parcel_free(parcel);
    if (error == 0 && part.id != NULL) {
        body = destination->format->body(destination, &part, 1, time(NULL), &body_length);
    }
    format_part_done(&part);
    if (error == 0 && body == NULL) {
        error = -ENOMEM;
    }
    if (error == 0) {
        fwrite(body, 1, body_length, stdout);
        putchar('\n');
    }
    free(body);
    return error;
}

int payload_print(const char *event_id)
{
    struct site site;
    struct outbox *outbox = NULL;
    char *json;
    size_t length;
    int status = site_open(FOLDER_READ, &site);

    if (status != 0) {
        return status;
    }
    status = site_outbox(&site, &outbox);
    if (status == 0) {
        int error = find(outbox, event_id, &json, &length);
        if (error == 0) {
            error = print_body(&site.config.unnamed, json, length);
            free(json);
        }
        if (error == -ENOENT) {
            fprintf(stderr, "epitaph: no event was made of this crash yet: epitaph collect "
                            "--dry-run shows it\n");
            status = EX_NOINPUT;
        } else if (error != 0) {
            fprintf(stderr, "epitaph: cannot read event %s: %s\n", event_id, strerror(-error));
            status = EX_SOFTWARE;
        }
    }
    outbox_close(outbox);
    site_close(&site);
    return status;
}
