/* epitaph doctor: will it work here, and if not, what to do. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "commands.h"
#include "configuration/consent.h"
#include "formats/format.h"
#include "harvest/spool.h"
#include "http/http.h"
#include "machine/library.h"
#include "machine/program.h"
#include "pipeline/site.h"

/* One finding. Returns whether it was good. */
__attribute__((format(printf, 3, 4))) static bool tell(bool good, const char *what,
                                                       const char *format, ...)
{
    va_list arguments;

    printf("%-4s %-10s ", good ? "ok" : "BAD", what);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    return good;
}

static bool check_program(const char *name, const char *library)
{
    char *path = program_find(name);
    const char *obstacle = path != NULL ? program_obstacle(path, library) : strerror(ENOMEM);
    bool good = tell(obstacle == NULL, "program", "%s%s%s", path != NULL ? path : name,
                     obstacle != NULL ? ": " : "", obstacle != NULL ? obstacle : "");

    free(path);
    return good;
}

static bool check_library(const char *library)
{
    if (library == NULL) {
        return tell(false, "library",
                    LIBRARY_NAME
                    " is not where it should be: install it, or set EPITAPH_LIBRARY");
    }
    return tell(library_can_be_preloaded(library), "library", "%s%s", library,
                library_can_be_preloaded(library)
                    ? ""
                    : ": its path holds a blank or a colon, move it");
}

/* `whose` goes behind what is good: who takes the crashes. */
static bool check_spool_file(const char *path, const char *whose)
{
    struct spool *spool;
    unsigned used = 0;
    int error = spool_open(path, SPOOL_READ, &spool);

    if (error != 0) {
        return tell(false, "spool", "%s: %s: move it away, a new one is made", path,
                    spool_strerror(error));
    }
    for (unsigned i = 0; i < spool_slot_count(spool); i++) {
        struct spool_slot slot;
        used += spool_look(spool, i, &slot) == 0 &&
                EPITAPH_SLOT_STATE(slot.word) != EPITAPH_SLOT_FREE;
    }
    unsigned count = spool_slot_count(spool);
    unsigned long long lost = spool_lost(spool).total;
    spool_close(spool);
    return tell(used < count, "spool",
                "%s: %u of %u slots hold crashes, %llu crashes found none ever%s%s", path, used,
                count, lost, used < count ? "" : ": it is full, run epitaph collect", whose);
}

/* Is this the spool of a home, into which root's collect does not look? */
static bool is_of_a_home(const char *directory)
{
    const char *chosen = getenv(EPITAPH_SPOOL_ENVIRONMENT);

    return geteuid() != 0 && (chosen == NULL || chosen[0] == '\0') &&
           strcmp(directory, EPITAPH_SPOOL_SYSTEM_DIRECTORY) != 0;
}

/* May we write in `directory`, or make it? Returns 0 or what is in the way, as an errno. */
static int obstacle_to_writing(const char *directory)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s", directory) >= (int)sizeof path) {
        return ENAMETOOLONG;
    }
    for (;;) {
        if (access(path, W_OK | X_OK) == 0) {
            return 0;
        }
        char *slash = strrchr(path, '/');
        if (errno != ENOENT || slash == NULL || path[1] == '\0') {
            return errno;
        }
        slash[slash == path] = '\0';
    }
}

static bool check_state(const char *directory)
{
    int error = obstacle_to_writing(directory);

    return tell(error == 0, "state", "%s%s%s%s", directory, error != 0 ? ": " : "",
                error != 0 ? strerror(error) : "",
                error != 0 ? ": make it yours, or set EPITAPH_STATE" : "");
}

/* Is there room for events? The directory, or where it will be made, is on that disk. */
static bool check_disk(const char *directory, unsigned floor_mib)
{
    char path[PATH_MAX];
    struct statvfs info;

    if (snprintf(path, sizeof path, "%s", directory) >= (int)sizeof path) {
        return true; /* check_state() says so */
    }
    while (statvfs(path, &info) != 0) {
        char *slash = strrchr(path, '/');
        if (slash == NULL || path[1] == '\0') {
            return true;
        }
        slash[slash == path] = '\0';
    }
    unsigned long long free_mib = (unsigned long long)info.f_bavail * info.f_frsize >> 20;
    if (info.f_files > 0 && info.f_favail == 0) {
        return tell(false, "disk", "%s: it takes no more files: delete some", path);
    }
    if (free_mib >= floor_mib && free_mib > 0) {
        return tell(true, "disk", "%s: %llu MiB free", path, free_mib);
    }
    return tell(false, "disk",
                "%s: %llu MiB free, and free_space wants %u: crashes stay in their spools "
                "until there is more",
                path, free_mib, floor_mib);
}

static bool check_spool(const char *directory)
{
    const char *whose = is_of_a_home(directory)
                            ? "; your own epitaph collect takes them, root's does not look here"
                            : "";
    struct stat info;
    char *path = NULL;
    bool good;

    if (asprintf(&path, "%s/%u" EPITAPH_SPOOL_SUFFIX, directory, geteuid()) < 0) {
        return false;
    }
    if (lstat(path, &info) == 0) {
        good = check_spool_file(path, whose);
    } else if (stat(directory, &info) != 0) {
        int error = obstacle_to_writing(directory);
        good = tell(error == 0, "spool", "%s: %s%s", directory,
                    error == 0 ? "made when the first program is run" : strerror(error),
                    error == 0 ? whose : ": make it, or set EPITAPH_SPOOL");
    } else if (access(directory, W_OK | X_OK) != 0) {
        good =
            tell(false, "spool",
                 "%s: there is no spool for you in it: have root run epitaph setup", directory);
    } else {
        good = tell(true, "spool", "%s: made when the first program is run%s", path, whose);
    }
    free(path);
    return good;
}

/* "server", or its name. */
static const char *label(const struct destination *destination)
{
    return destination->name[0] != '\0' ? destination->name : "server";
}

static bool check_answer(const struct destination *destination,
                         const struct http_response *response, const char *place)
{
    const char *what = label(destination);
    const struct format *format = destination->format;
    int status = response->status;

    if (status == 0 || !response->complete) {
        return tell(false, what, "%s: no answer: %s", place, response->error);
    }
    if (status == 401 || status == 403) {
        return tell(false, what,
                    "%s: it refuses the %s (HTTP %d): mend the %s, then epitaph retry", place,
                    format->credential, status, format->credential);
    }
    if (status == 404 || (status >= 300 && status < 400)) {
        return tell(false, what, "%s: nothing takes events there (HTTP %d): check %s", place,
                    status, format->key);
    }
    /* A batch of none may well be refused with a 400: whoever says so is there and let us in.
     */
    return tell(status < 500, what, "%s: answers (HTTP %d)", place, status);
}

/* Ask with an empty batch: nothing of this machine is in it. */
static bool ask(struct http *http, const struct destination *destination,
                const struct http_address *address)
{
    const struct format *format = destination->format;
    struct http_response response;
    struct http_request request = {
        .address = address,
        .content_type = format->content_type,
        .timeout_ms = (long)destination->request_timeout_s * 1000,
    };
    char *body = format->body(destination, NULL, 0, time(NULL), &request.length);
    char *place = destination_describe(destination);
    bool good = false;

    request.body = body;
    if (body != NULL && http_post(http, &request, &response) == 0) {
        good = check_answer(destination, &response, place != NULL ? place : "");
        http_response_done(&response);
    }
    free(place);
    free(body);
    return good;
}

static bool ask_server(const struct destination *destination,
                       const struct credentials *credentials)
{
    char words[HTTP_ERROR_SIZE] = "";
    struct http *http;
    struct http_address address = {0};
    struct http_target target = {
        .ca_file = destination->ca_file,
        .pinned_key = destination->pinned_key,
        .client_certificate = destination->client_certificate,
        .client_key = destination->client_key,
        .user_agent = "epitaph/" EPITAPH_VERSION,
    };
    int error = destination->format->address(destination, credentials, &address, words);

    if (error != 0 || http_new(&target, &http, words) != 0) {
        http_address_done(&address);
        return tell(false, label(destination), "%s",
                    words[0] != '\0' ? words : strerror(ENOMEM));
    }
    bool good = ask(http, destination, &address);
    http_free(http);
    http_address_done(&address);
    return good;
}

/*
 * What lets us in cannot be read. Where that is for who is not root, root's collect may well be
 * meant to do it; more of it cannot be seen from here.
 */
static bool tell_credential(const struct destination *destination, const char *spool,
                            const char *words, int error)
{
    const char *what =
        destination->name[0] != '\0' ? destination->name : destination->format->credential;

    if (error != -EACCES || geteuid() == 0) {
        return tell(false, what, "%s", words);
    }
    bool taken = !is_of_a_home(spool);
    return tell(taken, what, "%s: not for you to send; root's epitaph collect %s %s%s", words,
                taken ? "takes the crashes in" : "does not look into", spool,
                taken ? "" : ": have root run epitaph setup");
}

static bool check_server(const struct config *config, const struct destination *destination,
                         const char *spool)
{
    char words[CREDENTIALS_ERROR_SIZE];
    const char *withheld = consent_withheld(config);
    struct credentials credentials;

    int error = credentials_find(destination, &credentials, words);
    if (error != 0) {
        return tell_credential(destination, spool, words, error);
    }
    bool good;
    if (withheld != NULL) {
        good = tell(true, label(destination), "not asked: %s", withheld);
    } else if (!destination_is_placed(destination)) {
        good = tell(false, label(destination), "no %s is configured", destination->format->key);
    } else {
        good = ask_server(destination, &credentials);
    }
    credentials_done(&credentials);
    return good;
}

static bool check_servers(const struct config *config, const char *spool)
{
    const struct destination *destination;
    bool good = true;

    for (size_t i = 0; (destination = config_destination_at(config, i)) != NULL; i++) {
        good = check_server(config, destination, spool) && good;
    }
    return good;
}

int command_doctor(int argc, char **argv)
{
    int first = argc > 1 && strcmp(argv[1], "--") == 0 ? 2 : 1;
    struct site site;

    if (argc > first + 1 || (argc > first && argv[first][0] == '-')) {
        fprintf(stderr, "usage: epitaph doctor [[--] PROGRAM]\n");
        return EX_USAGE;
    }
    int status = site_open(FOLDER_READ, &site);
    if (status != 0) {
        return status;
    }
    char *library = library_find();
    bool good = check_library(library);
    if (argc > first && library != NULL) {
        good = check_program(argv[first], library) && good;
    }
    good = check_spool(site.paths.spool) && good;
    good = check_state(site.paths.state) && good;
    good = check_disk(site.paths.state, site.config.free_space_mib) && good;
    good = check_servers(&site.config, site.paths.spool) && good;
    free(library);
    site_close(&site);
    return good ? EX_OK : EX_UNAVAILABLE;
}
