#include "routes.h"

#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "configuration/config.h"
#include "event/parcel.h"

/* How a folder's state is to be had: a damaged one is an empty one, and known to be damaged. */
static int load_state(int folder_fd, struct state *ret_state, bool *ret_damaged)
{
    int error = folder_fd < 0 ? -ENOENT : state_load(folder_fd, ret_state);

    if (error == -EBADMSG || error == -ENOENT) {
        *ret_damaged = error == -EBADMSG;
        *ret_state = (struct state){0};
        return 0;
    }
    return error;
}

struct opening {
    struct routes *routes;
    const struct outbox_limits *limits;
    enum folder_mode mode;
    int state_fd;
    int parent_fd; /* of the named ones; -1: not there */
};

/* STATE/destinations, made when there is a named destination to be opened. */
static int open_parent(struct opening *opening)
{
    if (opening->parent_fd >= 0 || opening->state_fd < 0) {
        return 0;
    }
    int error =
        folder_open(opening->state_fd, ROUTES_FOLDER, opening->mode, &opening->parent_fd);
    return error == -ENOENT && opening->mode == FOLDER_READ ? 0 : error;
}

static int open_folder(struct opening *opening, struct route *route)
{
    if (route->name[0] == '\0') {
        route->folder_fd = opening->state_fd;
        return 0;
    }
    int error = open_parent(opening);
    if (error != 0 || opening->parent_fd < 0) {
        return error;
    }
    error = folder_open(opening->parent_fd, route->name, opening->mode, &route->folder_fd);
    return error == -ENOENT && opening->mode == FOLDER_READ ? 0 : error;
}

static int open_route(struct opening *opening, const char *name,
                      const struct destination *destination)
{
    struct route *grown = reallocarray(opening->routes->items, opening->routes->count + 1,
                                       sizeof *opening->routes->items);
    if (grown == NULL) {
        return -ENOMEM;
    }
    opening->routes->items = grown;
    struct route *route = &grown[opening->routes->count++];
    *route = (struct route){
        .name = strdup(name),
        .destination = destination,
        .folder_fd = -1,
    };
    int error = route->name == NULL ? -ENOMEM : open_folder(opening, route);
    if (error == 0) {
        error = outbox_open(route->folder_fd, opening->mode, opening->limits, &route->outbox);
    }
    if (error == 0 && name[0] != '\0') {
        error = load_state(route->folder_fd, &route->own, &route->state_damaged);
    }
    return error;
}

static int open_configured(struct opening *opening, const struct config *config, bool all,
                           const char **ret_culprit)
{
    const struct destination *destination = config_destination_at(config, 0);

    if (all && destination->name[0] != '\0') {
        int error = open_route(opening, "", NULL);
        if (error != 0) {
            return error;
        }
    }
    for (size_t i = 0; (destination = config_destination_at(config, i)) != NULL; i++) {
        int error = open_route(opening, destination->name, destination);
        if (error != 0) {
            *ret_culprit = destination->name;
            return error;
        }
    }
    return 0;
}

/* Those that the configuration does not have any more. */
static int open_removed(struct opening *opening)
{
    int error =
        opening->state_fd < 0 || opening->parent_fd >= 0
            ? 0
            : folder_open(opening->state_fd, ROUTES_FOLDER, FOLDER_READ, &opening->parent_fd);
    int fd = opening->parent_fd < 0
                 ? -1
                 : openat(opening->parent_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;

    if (stream == NULL) {
        if (fd >= 0) {
            close(fd);
        }
        return error == -ENOENT ? 0 : error;
    }
    while (error == 0 && (entry = readdir(stream)) != NULL) {
        if (destination_is_name(entry->d_name) &&
            routes_find(opening->routes, entry->d_name) == NULL) {
            error = open_route(opening, entry->d_name, NULL);
        }
    }
    closedir(stream);
    return error;
}

/* Where events wait that had nowhere to go. */
static int open_unplaced(struct opening *opening)
{
    return routes_find(opening->routes, "") != NULL
               ? 0
               : outbox_open(opening->state_fd, opening->mode, opening->limits,
                             &opening->routes->unplaced);
}

int routes_open(int state_fd, enum folder_mode mode, const struct outbox_limits *limits,
                const struct config *config, enum routes_choice choice,
                struct routes **ret_routes, const char **ret_culprit)
{
    struct routes *routes = calloc(1, sizeof *routes);
    struct opening opening = {routes, limits, mode, state_fd, -1};

    *ret_culprit = "";
    if (routes == NULL) {
        return -ENOMEM;
    }
    int error = load_state(state_fd, &routes->whole, &routes->whole_damaged);
    if (error == 0) {
        error = open_configured(&opening, config, choice == ROUTES_ALL, ret_culprit);
    }
    if (error == 0 && choice == ROUTES_ALL) {
        error = open_removed(&opening);
    }
    if (error == 0) {
        error = open_unplaced(&opening);
    }
    if (opening.parent_fd >= 0) {
        close(opening.parent_fd);
    }
    if (error != 0) {
        routes_close(routes);
        return error;
    }
    for (size_t i = 0; i < routes->count; i++) { /* they have stopped moving */
        struct route *route = &routes->items[i];
        route->state = route->name[0] == '\0' ? &routes->whole : &route->own;
    }
    *ret_routes = routes;
    return 0;
}

void routes_close(struct routes *routes)
{
    if (routes == NULL) {
        return;
    }
    for (size_t i = 0; i < routes->count; i++) {
        struct route *route = &routes->items[i];
        outbox_close(route->outbox);
        if (route->folder_fd >= 0 && route->name[0] != '\0') {
            close(route->folder_fd);
        }
        free(route->name);
    }
    outbox_close(routes->unplaced);
    free(routes->items);
    free(routes);
}

void routes_sweep(struct routes *routes)
{
    for (size_t i = 0; i < routes->count; i++) {
        const struct route *route = &routes->items[i];
        outbox_sweep(route->outbox);
        if (route->name[0] !=
            '\0') { /* the next run saves STATE/state, but not each of these */
            folder_sweep(route->folder_fd);
        }
    }
    if (routes->unplaced != NULL) {
        outbox_sweep(routes->unplaced);
    }
}

struct route *routes_find(struct routes *routes, const char *name)
{
    for (size_t i = 0; i < routes->count; i++) {
        if (routes->items[i].name != NULL && strcmp(routes->items[i].name, name) == 0) {
            return &routes->items[i];
        }
    }
    return NULL;
}

static int put_all(struct routes *routes, const char *event_id, const char *json, size_t length,
                   const char *signature)
{
    int error = 0;

    for (size_t i = 0; error == 0 && i < routes->count; i++) {
        error = outbox_put(routes->items[i].outbox, event_id, json, length, signature);
    }
    return error;
}

/* The event as one of them has it; NULL when none has. */
static char *find_bytes(const struct routes *routes, const char *event_id, size_t *ret_length)
{
    for (size_t i = 0; i < routes->count; i++) {
        char *json;
        enum outbox_folder folder;
        if (outbox_find(routes->items[i].outbox, event_id, &folder, &json, ret_length) == 0) {
            return json;
        }
    }
    return NULL;
}

int routes_put(struct routes *routes, const char *event_id, const char *json, size_t length,
               const char *signature)
{
    size_t known_length = 0;
    char *known = routes->count > 1 && parcel_is_id(event_id)
                      ? find_bytes(routes, event_id, &known_length)
                      : NULL;
    int error = put_all(routes, event_id, known != NULL ? known : json,
                        known != NULL ? known_length : length, signature);

    free(known);
    return error;
}

/* Each keeps count of what left its queue for newer ones; the first one's tell of it. */
static int commit(struct routes *routes, size_t n)
{
    struct route *route = &routes->items[n];
    size_t before = outbox_evicted(route->outbox);
    int error = outbox_commit(route->outbox);
    size_t evicted = outbox_evicted(route->outbox) - before;

    if (evicted == 0) {
        return error;
    }
    if (n == 0) {
        routes->whole.counters[STATE_DROPPED_QUEUE] += evicted;
    }
    if (route->state != &routes->whole) {
        route->state->counters[STATE_DROPPED_QUEUE] += evicted;
        error = error == 0 ? state_save(route->folder_fd, route->state) : error;
    }
    return error;
}

int routes_commit(struct routes *routes)
{
    int error = 0;

    /* All of them, for what could be written is worth having; the first trouble counts. */
    for (size_t i = 0; i < routes->count; i++) {
        int failed = commit(routes, i);
        error = error == 0 ? failed : error;
    }
    return error;
}

bool routes_have(const struct routes *routes, const char *event_id)
{
    for (size_t i = 0; i < routes->count; i++) {
        if (outbox_has(routes->items[i].outbox, event_id)) {
            return true;
        }
    }
    return routes->unplaced != NULL && outbox_has(routes->unplaced, event_id);
}

static bool is_empty(const struct route *route)
{
    bool empty = true;

    for (enum outbox_folder i = 0; i < OUTBOX_FOLDER_COUNT; i++) {
        struct folder_listing listing;
        if (outbox_list(route->outbox, i, &listing) != 0) {
            return false;
        }
        empty = empty && listing.count == 0;
        folder_listing_done(&listing);
    }
    return empty;
}

/* A folder that something else was put into stays. */
static int remove_route(const struct route *route, int parent_fd)
{
    if (unlinkat(route->folder_fd, "state", 0) != 0 && errno != ENOENT) {
        return -errno;
    }
    outbox_drop_spares(route->outbox);
    for (enum outbox_folder i = 0; i < OUTBOX_FOLDER_COUNT; i++) {
        if (unlinkat(route->folder_fd, outbox_folder_name(i), AT_REMOVEDIR) != 0 &&
            errno != ENOENT) {
            return -errno;
        }
    }
    return unlinkat(parent_fd, route->name, AT_REMOVEDIR) != 0 && errno != ENOENT ? -errno : 0;
}

int routes_remove_empty(struct routes *routes, int state_fd)
{
    int parent_fd;
    int error = folder_open(state_fd, ROUTES_FOLDER, FOLDER_READ, &parent_fd);

    if (error != 0) {
        return error == -ENOENT ? 0 : error;
    }
    for (size_t i = 0; error == 0 && i < routes->count; i++) {
        const struct route *route = &routes->items[i];
        if (route->destination == NULL && route->name[0] != '\0' && is_empty(route)) {
            error = remove_route(route, parent_fd);
        }
    }
    close(parent_fd);
    return error;
}
