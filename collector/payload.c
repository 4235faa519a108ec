#include "payload.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

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

static int print_body(const struct format *format, const char *json, size_t length)
{
    struct parcel *parcel;
    int error = parcel_parse(json, length, &parcel);

    if (error != 0) {
        return error;
    }
    char *event = format->print(parcel);
    parcel_free(parcel);
    if (event == NULL) {
        return -ENOMEM;
    }
    printf("%s%s%s\n", format->open, event, format->close);
    free(event);
    return 0;
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
            error = print_body(&format_native, json, length);
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
