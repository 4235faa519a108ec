#include "payload.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "event/parcel.h"
#include "formats/format.h"
#include "outbox/outbox.h"
#include "pipeline/site.h"

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

/* -ENOENT when the route does not have it. */
static int print_event(const struct route *route, const char *event_id)
{
    enum outbox_folder folder = OUTBOX_QUEUE;
    char *json;
    size_t length;
    int error = outbox_find(route->outbox, event_id, &folder, &json, &length);

    if (error == 0) {
        error = print_body(route->destination, json, length);
        free(json);
    }
    return error;
}

static int print_first(struct routes *routes, const char *event_id, const char *to)
{
    int error = -ENOENT;

    if (to != NULL && routes_find(routes, to) == NULL) {
        fprintf(stderr, "epitaph: no destination '%s' is configured\n", to);
        return EX_USAGE;
    }
    for (size_t i = 0; error == -ENOENT && i < routes->count; i++) {
        const struct route *route = &routes->items[i];
        if (to == NULL || strcmp(to, route->name) == 0) {
            error = print_event(route, event_id);
        }
    }
    if (error == -ENOENT) {
        fprintf(stderr,
                "epitaph: no event was made of this crash yet%s%s: epitaph collect "
                "--dry-run shows it\n",
                to != NULL && to[0] != '\0' ? " for " : "", to != NULL ? to : "");
        return EX_NOINPUT;
    }
    if (error != 0) {
        fprintf(stderr, "epitaph: cannot read event %s: %s\n", event_id, strerror(-error));
        return EX_SOFTWARE;
    }
    return EX_OK;
}

int payload_print(const char *event_id, const char *to)
{
    struct site site;
    struct routes *routes = NULL;
    int status = site_open(FOLDER_READ, &site);

    if (status != 0) {
        return status;
    }
    status = site_routes(&site, ROUTES_CONFIGURED, &routes);
    if (status == 0) {
        status = print_first(routes, event_id, to);
    }
    routes_close(routes);
    site_close(&site);
    return status;
}
