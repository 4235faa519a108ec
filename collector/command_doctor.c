/* epitaph doctor: will it work here, and if not, what to do. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "commands.h"
#include "consent.h"
#include "format.h"
#include "http.h"
#include "library.h"
#include "program.h"
#include "site.h"
#include "spool.h"

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

static bool check_spool_file(const char *path)
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
                "%s: %u of %u slots hold crashes, %llu crashes found none ever%s", path, used,
                count, lost, used < count ? "" : ": it is full, run epitaph collect");
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

static bool check_spool(const char *directory)
{
    struct stat info;
    char *path = NULL;
    bool good;

    if (asprintf(&path, "%s/%u" EPITAPH_SPOOL_SUFFIX, directory, geteuid()) < 0) {
        return false;
    }
    if (lstat(path, &info) == 0) {
        good = check_spool_file(path);
    } else if (stat(directory, &info) != 0) {
        int error = obstacle_to_writing(directory);
        good = tell(error == 0, "spool", "%s: %s%s", directory,
                    error == 0 ? "made when the first program is run" : strerror(error),
                    error == 0 ? "" : ": make it, or set EPITAPH_SPOOL");
    } else if (access(directory, W_OK | X_OK) != 0) {
        good =
            tell(false, "spool",
                 "%s: there is no spool for you in it: have root run epitaph setup", directory);
    } else {
        good = tell(true, "spool", "%s: made when the first program is run", path);
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

static bool check_server(const struct config *config, const struct destination *destination)
{
    char words[CREDENTIALS_ERROR_SIZE];
    const char *withheld = consent_withheld(config);
    struct credentials credentials;

    if (credentials_find(destination, &credentials, words) != 0) {
        bool named = destination->name[0] != '\0';
        return tell(false, named ? destination->name : destination->format->credential, "%s",
                    words);
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

static bool check_servers(const struct config *config)
{
    const struct destination *destination;
    bool good = true;

    for (size_t i = 0; (destination = config_destination_at(config, i)) != NULL; i++) {
        good = check_server(config, destination) && good;
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
    good = check_servers(&site.config) && good;
    free(library);
    site_close(&site);
    return good ? EX_OK : EX_UNAVAILABLE;
}
