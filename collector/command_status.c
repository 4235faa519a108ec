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
#include "consent.h"
#include "json.h"
#include "quota.h"
#include "site.h"
#include "spool.h"
#include "state.h"

/* What there is to say, before it is said in one form or the other. */
struct survey {
    const struct site *site;
    const char *withheld; /* NULL: uploading is on */
    unsigned in_spool;    /* records in our own spool */
    uint64_t lost;        /* crashes that found no room in it, ever */
    size_t counts[OUTBOX_FOLDER_COUNT];
    uint64_t waiting_folds;
    bool state_damaged;
    struct state state;
    int64_t now_s;
    int64_t wait_s;
};

static int count_folders(const struct site *site, struct survey *survey)
{
    struct outbox *outbox = NULL;
    int status = site_outbox(site, &outbox);

    for (size_t i = 0; status == 0 && i < OUTBOX_FOLDER_COUNT; i++) {
        struct folder_listing listing;
        int error = outbox_list(outbox, (enum outbox_folder)i, &listing);
        if (error != 0) {
            fprintf(stderr, "epitaph status: %s: %s\n", site->paths.state, strerror(-error));
            status = EX_SOFTWARE;
            break;
        }
        survey->counts[i] = listing.count;
        folder_listing_done(&listing);
    }
    outbox_close(outbox);
    return status;
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
    if (site->state_fd < 0) {
        return 0;
    }
    survey->state_damaged = state_load(site->state_fd, &survey->state) != 0;
    if (quota_load(site->state_fd, QUOTA_OWN, &limits, &quota, &damaged) == 0) {
        survey->waiting_folds = quota_waiting(quota);
        quota_free(quota);
    }
    survey->wait_s = backoff_remaining_s(&survey->state.backoff, survey->now_s);
    return count_folders(site, survey);
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

static void print_text(const struct survey *survey)
{
    const struct config *config = &survey->site->config;
    char text[32];

    printf("uploading:     %s%s%s\n", survey->withheld == NULL ? "on" : "off",
           survey->withheld != NULL ? ": " : "",
           survey->withheld != NULL ? survey->withheld : "");
    printf("server:        %s\n",
           config->unnamed.server_url != NULL ? config->unnamed.server_url : "none");
    printf("spool:         %s: %u records, %" PRIu64 " lost ever\n", survey->site->paths.spool,
           survey->in_spool, survey->lost);
    printf("state:         %s%s\n", survey->site->paths.state,
           survey->state_damaged ? " (its state file is damaged)" : "");
    printf("waiting:       %zu of at most %u\n", survey->counts[OUTBOX_QUEUE],
           config->max_queue);
    printf("sent:          %" PRIu64 " (%zu kept to be looked at)\n",
           survey->state.counters[STATE_SENT], survey->counts[OUTBOX_SENT]);
    printf("set aside:     %zu (epitaph retry queues them again)\n",
           survey->counts[OUTBOX_REJECTED]);
    printf("to be folded:  %" PRIu64 " crashes into later events\n", survey->waiting_folds);
    for (enum state_counter i = STATE_UNREADABLE; i < STATE_COUNTER_COUNT; i++) {
        if (survey->state.counters[i] > 0) {
            printf("  %s: %" PRIu64 "\n", state_counter_name(i), survey->state.counters[i]);
        }
    }
    printf("last run:      %s\n", print_time(survey->state.last_run_s, text));
    printf("last success:  %s\n", print_time(survey->state.last_success_s, text));
    printf("next attempt:  ");
    if (survey->withheld != NULL) {
        printf("not while uploading is off\n");
    } else if (survey->wait_s == 0) {
        printf("with the next collect\n");
    } else {
        printf("not before %s\n", print_time(survey->now_s + survey->wait_s, text));
    }
    if (survey->withheld != NULL &&
        survey->counts[OUTBOX_QUEUE] + survey->counts[OUTBOX_SENT] > 0) {
        printf(
            "               what is known here stays here; epitaph purge --all forgets it\n");
    }
    if (survey->state.last_error[0] != '\0') {
        printf("last error:    %s\n", survey->state.last_error);
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
    json_put_bool(&json, json.root, "state_damaged", survey->state_damaged);
    json_put_number(&json, json.root, "queued", (int64_t)survey->counts[OUTBOX_QUEUE]);
    json_put_number(&json, json.root, "max_queue", survey->site->config.max_queue);
    json_put_number(&json, json.root, "sent", (int64_t)survey->counts[OUTBOX_SENT]);
    json_put_number(&json, json.root, "rejected", (int64_t)survey->counts[OUTBOX_REJECTED]);
    json_put_number(&json, json.root, "to_be_folded", (int64_t)survey->waiting_folds);
    put_moment(&json, json.root, "last_run", survey->state.last_run_s);
    put_moment(&json, json.root, "last_success", survey->state.last_success_s);
    put_moment(&json, json.root, "next_attempt",
               survey->wait_s > 0 && survey->withheld == NULL ? survey->now_s + survey->wait_s
                                                              : 0);
    json_put_number(&json, json.root, "last_status", survey->state.last_status);
    json_put_text(&json, json.root, "last_error",
                  survey->state.last_error[0] != '\0' ? survey->state.last_error : NULL);
    struct cJSON *counters = json_put_object(&json, json.root, "counters");
    for (enum state_counter i = 0; i < STATE_COUNTER_COUNT; i++) {
        json_put_number(&json, counters, state_counter_name(i),
                        (int64_t)survey->state.counters[i]);
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
    site_close(&site);
    return status;
}
