#include "admission.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "event/parcel.h"

#define WORDS_SIZE 256

/* "queue_full=3 spool_full=1": what was lost since an event last said so. "" when nothing was.
 */
static void print_drops(const struct state *state, char ret_words[WORDS_SIZE])
{
    size_t used = 0;

    ret_words[0] = '\0';
    for (enum state_counter i = 0; i < STATE_COUNTER_COUNT; i++) {
        if (!state_counter_is_drop(i) || state->counters[i] <= state->told[i] ||
            used >= WORDS_SIZE - 1) {
            continue;
        }
        const char *name = state_counter_name(i) + strlen("dropped_");
        int printed = snprintf(ret_words + used, WORDS_SIZE - used, "%s%s=%" PRIu64,
                               used > 0 ? " " : "", name, state->counters[i] - state->told[i]);
        used += printed > 0 ? (size_t)printed : 0;
    }
}

static void mark_told(struct state *state)
{
    for (enum state_counter i = 0; i < STATE_COUNTER_COUNT; i++) {
        state->told[i] = state_counter_is_drop(i) ? state->counters[i] : 0;
    }
}

/* Seconds since 1970 of an RFC 3339 time in UTC under `key`; `otherwise` when there is none. */
static int64_t time_of(const cJSON *object, const char *key, int64_t otherwise)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    struct tm broken = {0};

    if (text == NULL || strptime(text, "%Y-%m-%dT%H:%M:%S", &broken) == NULL) {
        return otherwise;
    }
    int64_t time_s = timegm(&broken);
    return time_s > 0 ? time_s : otherwise;
}

static struct quota_crash describe(const struct parcel *parcel, int64_t now_s)
{
    const cJSON *root = parcel_json(parcel);
    const cJSON *attributes = cJSON_GetObjectItemCaseSensitive(root, "attributes");
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(attributes, "crash.count");
    int64_t at_s = time_of(root, "timestamp", now_s);

    return (struct quota_crash){
        .event_id = parcel_id(parcel),
        .signature = parcel_signature(parcel),
        .count = cJSON_IsNumber(count) && count->valueint > 1 ? (uint64_t)count->valueint : 1,
        .first_seen_s = time_of(attributes, "crash.first_seen", at_s),
        .last_seen_s = time_of(attributes, "crash.last_seen", at_s),
    };
}

static int put(const struct admission *admission, struct parcel *parcel,
               const struct parcel_fold *folded, const char *json, size_t length)
{
    char words[WORDS_SIZE];
    char *printed = NULL;
    struct parcel_fold fold = *folded;

    print_drops(&admission->routes->whole, words);
    fold.dropped = words[0] != '\0' ? words : NULL;
    if (fold.count > 0 || fold.dropped != NULL) {
        printed = parcel_print_folded(parcel, &fold);
        if (printed == NULL) {
            return -ENOMEM;
        }
        json = printed;
        length = strlen(printed);
    }
    int error = routes_put(admission->routes, parcel_id(parcel), json, length,
                           parcel_signature(parcel));
    free(printed);
    if (error == 0) {
        mark_told(&admission->routes->whole);
        admission->routes->whole.counters[STATE_QUEUED]++;
    }
    return error;
}

int admission_judge(const struct admission *admission, const char *json, size_t length)
{
    struct parcel *parcel;
    struct parcel_fold fold = {0};
    int error = parcel_parse(json, length, &parcel);

    if (error != 0) {
        return error;
    }
    struct quota_crash crash = describe(parcel, admission->now_s);
    switch (quota_judge(admission->quota, &crash, admission->now_s, &fold)) {
    case QUOTA_ADMITTED:
        error = put(admission, parcel, &fold, json, length);
        if (error != 0) {
            quota_return(admission->quota, &crash, admission->now_s, &fold);
        }
        break;
    case QUOTA_FOLDED_SIGNATURE:
        admission->routes->whole.counters[STATE_FOLDED_SIGNATURE]++;
        break;
    case QUOTA_FOLDED_DAY:
        admission->routes->whole.counters[STATE_FOLDED_DAY]++;
        break;
    case QUOTA_KNOWN:
        break;
    }
    parcel_free(parcel);
    return error;
}

int admission_settle(const struct admission *admission, int state_fd)
{
    int error = routes_commit(admission->routes);

    /* In this order: a kill in between lets the round come again, and its events are known. */
    error = error != 0 ? error : quota_save(admission->quota, state_fd);
    return error != 0 ? error : state_save(state_fd, &admission->routes->whole);
}
