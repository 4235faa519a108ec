/* epitaph status: is anything sent, and if not, why; how much waits, and what became of the
 * rest. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "commands.h"
#include "configuration/consent.h"
#include "encoding/json.h"
#include "formats/format.h"
#include "harvest/spool.h"
#include "outbox/quota.h"
#include "outbox/state.h"
#include "pipeline/site.h"

/* What there is to say of one destination. */
struct standing {
    const struct route *route;
    size_t counts[OUTBOX_FOLDER_COUNT];
    int64_t wait_s;
};

/* What there is to say, before it is said in one form or the other. */
struct survey {
    const struct site *site;
    const char *withheld; /* NULL: uploading is on */
    unsigned in_spool;    /* records in our own spool */
    uint64_t lost;        /* crashes that found no room in it, ever */
    struct routes *routes;
    struct standing *standings; /* of all routes; the unnamed one is the first */
    uint64_t waiting_folds;
    int64_t now_s;
};

static int count_folders(const struct route *route, struct standing *standing)
{
    int error = 0;

    for (enum outbox_folder i = 0; error == 0 && i < OUTBOX_FOLDER_COUNT; i++) {
        struct folder_listing listing;
        error = outbox_list(route->outbox, i, &listing);
        if (error == 0) {
            standing->counts[i] = listing.count;
            folder_listing_done(&listing);
        }
    }
    return error;
}

static int look_at_routes(struct survey *survey)
{
    const struct site *site = survey->site;
    int status = site_routes(site, ROUTES_ALL, &survey->routes);

    if (status != 0) {
        return status;
    }
    survey->standings = calloc(survey->routes->count, sizeof *survey->standings);
    int error = survey->standings == NULL ? -ENOMEM : 0;
    for (size_t i = 0; error == 0 && i < survey->routes->count; i++) {
        const struct route *route = &survey->routes->items[i];
        struct standing *standing = &survey->standings[i];
        standing->route = route;
        standing->wait_s = backoff_remaining_s(&route->state->backoff, survey->now_s);
        error = count_folders(route, standing);
    }
    if (error != 0) {
        fprintf(stderr, "epitaph status: %s: %s\n", site->paths.state, strerror(-error));
        return EX_SOFTWARE;
    }
    return 0;
}

static void look_at_spool(struct survey *survey)
{
    struct spool *spool;
    struct spool_slot slot;
    char *path = NULL;

    if (asprintf(&path, "%s/%u" EPITAPH_SPOOL_SUFFIX, survey->site->paths.spool, geteuid()) <
        0) {
        return;
    }
    if (spool_open(path, SPOOL_READ, &spool) == 0) {
        survey->lost = spool_lost(spool).total;
        for (unsigned i = 0; i < spool_slot_count(spool); i++) {
            survey->in_spool += spool_look(spool, i, &slot) == 0 &&
                                EPITAPH_SLOT_STATE(slot.word) != EPITAPH_SLOT_FREE;
        }
        spool_close(spool);
    }
    free(path);
}

static int take_survey(const struct site *site, struct survey *survey)
{
    struct quota *quota;
    struct quota_limits limits = {0, 0};
    int damaged;

    *survey = (struct survey){
        .site = site,
        .withheld = consent_withheld(&site->config),
        .now_s = time(NULL),
    };
    look_at_spool(survey);
    if (site->state_fd >= 0 &&
        quota_load(site->state_fd, QUOTA_OWN, &limits, &quota, &damaged) == 0) {
        survey->waiting_folds = quota_waiting(quota);
        quota_free(quota);
    }
    return look_at_routes(survey);
}

static void survey_done(struct survey *survey)
{
    free(survey->standings);
    routes_close(survey->routes);
}

static const char *print_time(int64_t time_s, char ret_text[32])
{
    struct tm broken;
    time_t moment = (time_t)time_s;

    if (time_s <= 0 || gmtime_r(&moment, &broken) == NULL ||
        strftime(ret_text, 32, "%Y-%m-%dT%H:%M:%SZ", &broken) == 0) {
        return "never";
    }
    return ret_text;
}

static void print_counters(const struct state *state)
{
    for (enum state_counter i = STATE_UNREADABLE; i < STATE_COUNTER_COUNT; i++) {
        if (state->counters[i] > 0) {
            printf("  %s: %" PRIu64 "\n", state_counter_name(i), state->counters[i]);
        }
    }
}

static void print_next(const struct survey *survey, const struct standing *standing)
{
    char text[32];

    printf("next attempt:  ");
    if (standing->route->destination == NULL) {
        printf("never: it is not configured any more; epitaph purge forgets what is there\n");
    } else if (survey->withheld != NULL) {
        printf("not while uploading is off\n");
    } else if (standing->wait_s == 0) {
        printf("with the next collect\n");
    } else {
        printf("not before %s\n", print_time(survey->now_s + standing->wait_s, text));
    }
}

/* How it stands with one destination; what is of all has been said before. */
static void print_standing(const struct survey *survey, const struct standing *standing)
{
    const struct state *state = standing->route->state;
    char text[32];

    printf("waiting:       %zu of at most %u\n", standing->counts[OUTBOX_QUEUE],
           survey->site->config.max_queue);
    printf("sent:          %" PRIu64 " (%zu kept to be looked at)\n",
           state->counters[STATE_SENT], standing->counts[OUTBOX_SENT]);
    printf("set aside:     %zu (epitaph retry queues them again)\n",
           standing->counts[OUTBOX_REJECTED]);
    if (standing->route->name[0] == '\0') {
        printf("to be folded:  %" PRIu64 " crashes into later events\n", survey->waiting_folds);
    }
    print_counters(state);
    if (standing->route->name[0] == '\0') {
        printf("last run:      %s\n", print_time(state->last_run_s, text));
    }
    printf("last success:  %s\n", print_time(state->last_success_s, text));
    print_next(survey, standing);
    if (standing->route->name[0] == '\0' && survey->withheld != NULL &&
        standing->counts[OUTBOX_QUEUE] + standing->counts[OUTBOX_SENT] > 0) {
        printf(
            "               what is known here stays here; epitaph purge --all forgets it\n");
    }
    if (state->last_error[0] != '\0') {
        printf("last error:    %s\n", state->last_error);
    }
}

static void print_place(const struct destination *destination)
{
    char *place = destination != NULL ? destination_describe(destination) : NULL;
    const char *format = destination != NULL ? destination->format->name : "native";

    printf(
        "%s%s%s%s\n", place != NULL ? place : "none", strcmp(format, "native") != 0 ? " (" : "",
        strcmp(format, "native") != 0 ? format : "", strcmp(format, "native") != 0 ? ")" : "");
    free(place);
}

/* What is of all, where the unnamed one is no destination. */
static void print_whole(const struct survey *survey, const struct standing *standing)
{
    size_t left = standing->counts[OUTBOX_QUEUE] + standing->counts[OUTBOX_SENT] +
                  standing->counts[OUTBOX_REJECTED];
    char text[32];

    printf("to be folded:  %" PRIu64 " crashes into later events\n", survey->waiting_folds);
    print_counters(standing->route->state);
    printf("last run:      %s\n", print_time(standing->route->state->last_run_s, text));
    if (left > 0) {
        printf("kept here:     %zu events of a server that is not configured any more; epitaph "
               "purge forgets them\n",
               left);
    }
}

static void print_text(const struct survey *survey)
{
    const bool upload = survey->site->config.upload;

    printf("uploading:     %s%s%s\n", survey->withheld == NULL ? "on" : "off",
           survey->withheld != NULL ? ": " : "",
           survey->withheld != NULL ? survey->withheld : "");
    printf("consent:       %s\n", upload ? "given; epitaph consent --no takes it back"
                                         : "not given; epitaph consent --yes gives it");
    printf("spool:         %s: %u records, %" PRIu64 " lost ever\n", survey->site->paths.spool,
           survey->in_spool, survey->lost);
    printf("state:         %s%s\n", survey->site->paths.state,
           survey->routes->whole_damaged ? " (its state file is damaged)" : "");
    for (size_t i = 0; i < survey->routes->count; i++) {
        const struct standing *standing = &survey->standings[i];
        const char *name = standing->route->name;
        if (name[0] == '\0' && standing->route->destination == NULL) {
            print_whole(survey, standing);
            continue;
        }
        if (name[0] != '\0') {
            printf("\ndestination:   %s%s\n", name,
                   standing->route->state_damaged ? " (its state file is damaged)" : "");
        }
        printf("server:        ");
        print_place(standing->route->destination);
        print_standing(survey, standing);
    }
}

static void put_moment(struct json *json, struct cJSON *object, const char *key, int64_t time_s)
{
    char text[32];

    if (time_s > 0) {
        json_put_text(json, object, key, print_time(time_s, text));
    } else {
        json_put_null(json, object, key);
    }
}

/* The same keys for each destination; those of the unnamed one stand at the top level. */
static void put_standing(struct json *json, struct cJSON *object, const struct survey *survey,
                         const struct standing *standing)
{
    const struct state *state = standing->route->state;
    bool waits = standing->wait_s > 0 && survey->withheld == NULL &&
                 standing->route->destination != NULL;

    json_put_number(json, object, "queued", (int64_t)standing->counts[OUTBOX_QUEUE]);
    json_put_number(json, object, "max_queue", survey->site->config.max_queue);
    json_put_number(json, object, "sent", (int64_t)standing->counts[OUTBOX_SENT]);
    json_put_number(json, object, "rejected", (int64_t)standing->counts[OUTBOX_REJECTED]);
    put_moment(json, object, "last_success", state->last_success_s);
    put_moment(json, object, "next_attempt", waits ? survey->now_s + standing->wait_s : 0);
    json_put_number(json, object, "last_status", state->last_status);
    json_put_text(json, object, "last_error",
                  state->last_error[0] != '\0' ? state->last_error : NULL);
    struct cJSON *counters = json_put_object(json, object, "counters");
    for (enum state_counter i = 0; i < STATE_COUNTER_COUNT; i++) {
        json_put_number(json, counters, state_counter_name(i), (int64_t)state->counters[i]);
    }
}

static void put_destination(struct json *json, struct cJSON *array, const struct survey *survey,
                            const struct standing *standing)
{
    const struct destination *destination = standing->route->destination;
    char *place = destination != NULL ? destination_describe(destination) : NULL;
    struct cJSON *object = json_put_object(json, array, NULL);

    json_put_text(json, object, "name", standing->route->name);
    json_put_bool(json, object, "configured", destination != NULL);
    json_put_text(json, object, "format",
                  destination != NULL ? destination->format->name : NULL);
    json_put_text(json, object, "place", place);
    json_put_bool(json, object, "state_damaged", standing->route->state_damaged);
    put_standing(json, object, survey, standing);
    free(place);
}

static int print_json(const struct survey *survey)
{
    struct json json;

    json_init(&json);
    json_put_bool(&json, json.root, "uploading", survey->withheld == NULL);
    json_put_text(&json, json.root, "reason", survey->withheld);
    json_put_text(&json, json.root, "server_url", survey->site->config.unnamed.server_url);
    json_put_text(&json, json.root, "spool", survey->site->paths.spool);
    json_put_number(&json, json.root, "in_spool", survey->in_spool);
    json_put_number(&json, json.root, "lost", (int64_t)survey->lost);
    json_put_text(&json, json.root, "state", survey->site->paths.state);
    json_put_bool(&json, json.root, "state_damaged", survey->routes->whole_damaged);
    json_put_number(&json, json.root, "to_be_folded", (int64_t)survey->waiting_folds);
    put_moment(&json, json.root, "last_run", survey->routes->whole.last_run_s);
    put_standing(&json, json.root, survey, &survey->standings[0]);
    struct cJSON *array = json_put_array(&json, json.root, "destinations");
    for (size_t i = 0; i < survey->routes->count; i++) {
        if (survey->routes->items[i].destination != NULL ||
            survey->routes->items[i].name[0] != '\0') {
            put_destination(&json, array, survey, &survey->standings[i]);
        }
    }
    char *text = json_print(&json);
    json_done(&json);
    if (text == NULL) {
        return EX_SOFTWARE;
    }
    puts(text);
    free(text);
    return EX_OK;
}

int command_status(int argc, char **argv)
{
    static const struct option names[] = {{"json", no_argument, NULL, 'j'}, {NULL, 0, NULL, 0}};
    struct site site;
    struct survey survey;
    bool as_json = false;

    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        if (option != 'j') {
            return EX_USAGE;
        }
        as_json = true;
    }
    if (optind < argc) {
        fprintf(stderr, "epitaph status: unexpected argument '%s'\n", argv[optind]);
        return EX_USAGE;
    }
    int status = site_open(FOLDER_READ, &site);
    if (status != 0) {
        return status;
    }
    status = take_survey(&site, &survey);
    if (status == 0 && as_json) {
        status = print_json(&survey);
    } else if (status == 0) {
        print_text(&survey);
    }
    survey_done(&survey);
    site_close(&site);
    return status;
}
