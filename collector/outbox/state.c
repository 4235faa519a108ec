#include "state.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine/folder.h"

#define FILE_NAME "state"
#define FIRST_LINE "epitaph-state: 1\n"
#define LAST_LINE "end:\n"
#define FILE_MAX 16384

static const struct counter {
    const char *name;
    bool is_drop;
} counters[STATE_COUNTER_COUNT] = {
    [STATE_QUEUED] = {"queued", false},
    [STATE_SENT] = {"sent", false},
    [STATE_DUPLICATE] = {"duplicate", false},
    [STATE_REJECTED] = {"rejected", false},
    [STATE_UNREADABLE] = {"unreadable", false},
    [STATE_FOLDED_SIGNATURE] = {"folded_per_signature", false},
    [STATE_FOLDED_DAY] = {"folded_per_day", false},
    [STATE_DROPPED_QUEUE] = {"dropped_queue_full", true},
    [STATE_DROPPED_SPOOL] = {"dropped_spool_full", true},
    [STATE_DROPPED_RECEIVER] = {"dropped_by_receiver", false},
    [STATE_DROPPED_INVALID] = {"dropped_invalid", true},
};

const char *state_counter_name(enum state_counter counter)
{
    return counters[counter].name;
}

int state_counter_is_drop(enum state_counter counter)
{
    return counters[counter].is_drop;
}

/* A decimal number of at most `most`, and nothing beside it. */
static bool parse_number(const char *text, uint64_t most, uint64_t *ret_number)
{
    uint64_t number = 0;

    if (*text == '\0') {
        return false;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') {
            return false;
        }
        uint64_t digit = (uint64_t)(*text - '0');
        if (number > (most - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    *ret_number = number;
    return true;
}

static bool parse_time(const char *text, int64_t *ret_s)
{
    uint64_t number;

    if (!parse_number(text, INT64_MAX / 4, &number)) {
        return false;
    }
    *ret_s = (int64_t)number;
    return true;
}

static bool parse_counter(struct state *state, const char *key, const char *value, bool *ret_ok)
{
    static const char told_prefix[] = "told_";
    bool told = strncmp(key, told_prefix, sizeof told_prefix - 1) == 0;
    const char *name = told ? key + sizeof told_prefix - 1 : key;

    for (size_t i = 0; i < STATE_COUNTER_COUNT; i++) {
        if (strcmp(name, counters[i].name) == 0) {
            uint64_t *slot = told ? &state->told[i] : &state->counters[i];
            *ret_ok = parse_number(value, UINT64_MAX / 4, slot);
            return true;
        }
    }
    return false;
}

static bool parse_pair(struct state *state, const char *key, const char *value)
{
    const struct time_key {
        const char *name;
        int64_t *slot;
    } times[] = {
        {"set_at", &state->backoff.set_at_s},     {"not_before", &state->backoff.not_before_s},
        {"last_run", &state->last_run_s},         {"last_attempt", &state->last_attempt_s},
        {"last_success", &state->last_success_s}, {"compression_since", &state->compression_s},
        {"zstd_since", &state->zstd_s},
    };
    uint64_t number = 0;
    bool ok = true;

    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (strcmp(key, times[i].name) == 0) {
            return parse_time(value, times[i].slot);
        }
    }
    if (strcmp(key, "failures") == 0) {
        ok = parse_number(value, UINT32_MAX, &number);
        state->backoff.failures = (uint32_t)number;
    } else if (strcmp(key, "batch_cap") == 0) {
        ok = parse_number(value, UINT32_MAX, &number);
        state->batch_cap = (uint32_t)number;
    } else if (strcmp(key, "last_status") == 0) {
        ok = parse_number(value, 999, &number);
        state->last_status = (int)number;
    } else if (strcmp(key, "compression") == 0) {
        ok = parse_number(value, STATE_COMPRESSION_REFUSED, &number);
        state->compression = (enum state_compression)number;
    } else if (strcmp(key, "last_error") == 0) {
        state_set_error(state, value);
    } else if (!parse_counter(state, key, value, &ok)) {
        ok = true; /* of a newer version */
    }
    return ok;
}

static bool is_framed(const char *text, size_t length)
{
    const size_t first = sizeof FIRST_LINE - 1;
    const size_t last = sizeof LAST_LINE - 1;

    return length >= first + last && memchr(text, '\0', length) == NULL &&
           memcmp(text, FIRST_LINE, first) == 0 &&
           memcmp(text + length - last, LAST_LINE, last) == 0 &&
           text[length - last - 1] == '\n';
}

int state_parse(const char *text, size_t length, struct state *ret_state)
{
    struct state state = {0};

    if (!is_framed(text, length)) {
        return -EBADMSG;
    }
    char *copy = strndup(text, length);
    if (copy == NULL) {
        return -ENOMEM;
    }
    bool ok = true;
    char *rest = copy + sizeof FIRST_LINE - 1;
    for (char *line; ok && (line = strsep(&rest, "\n")) != NULL;) {
        char *colon = strchr(line, ':');
        if (colon == NULL) {
            ok = line[0] == '\0';
            continue;
        }
        *colon = '\0';
        const char *value = colon[1] == ' ' ? colon + 2 : colon + 1;
        ok = strcmp(line, "end") == 0 || parse_pair(&state, line, value);
    }
    free(copy);
    if (!ok) {
        return -EBADMSG;
    }
    *ret_state = state;
    return 0;
}

int state_load(int folder_fd, struct state *ret_state)
{
    char *text;
    size_t length;
    int error = folder_read(folder_fd, FILE_NAME, FILE_MAX, &text, &length);

    if (error == -ENOENT) {
        *ret_state = (struct state){0};
        return 0;
    }
    if (error == -EFBIG || error == -EINVAL) {
        return -EBADMSG;
    }
    if (error != 0) {
        return error;
    }
    error = state_parse(text, length, ret_state);
    free(text);
    return error;
}

static void print_state(FILE *stream, const struct state *state)
{
    fputs(FIRST_LINE, stream);
    fprintf(stream, "failures: %" PRIu32 "\n", state->backoff.failures);
    fprintf(stream, "set_at: %" PRId64 "\n", state->backoff.set_at_s);
    fprintf(stream, "not_before: %" PRId64 "\n", state->backoff.not_before_s);
    fprintf(stream, "batch_cap: %" PRIu32 "\n", state->batch_cap);
    fprintf(stream, "last_run: %" PRId64 "\n", state->last_run_s);
    fprintf(stream, "last_attempt: %" PRId64 "\n", state->last_attempt_s);
    fprintf(stream, "last_success: %" PRId64 "\n", state->last_success_s);
    fprintf(stream, "last_status: %d\n", state->last_status);
    fprintf(stream, "last_error: %s\n", state->last_error);
    fprintf(stream, "compression: %d\n", (int)state->compression);
    fprintf(stream, "compression_since: %" PRId64 "\n", state->compression_s);
    fprintf(stream, "zstd_since: %" PRId64 "\n", state->zstd_s);
    for (size_t i = 0; i < STATE_COUNTER_COUNT; i++) {
        fprintf(stream, "%s: %" PRIu64 "\n", counters[i].name, state->counters[i]);
        if (counters[i].is_drop) {
            fprintf(stream, "told_%s: %" PRIu64 "\n", counters[i].name, state->told[i]);
        }
    }
    fputs(LAST_LINE, stream);
}

int state_save(int folder_fd, const struct state *state)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    if (stream == NULL) {
        return -ENOMEM;
    }
    print_state(stream, state);
    if (fclose(stream) != 0) {
        free(text);
        return -ENOMEM;
    }
    int error = folder_write(folder_fd, FILE_NAME, text, length);
    free(text);
    return error;
}

void state_set_error(struct state *state, const char *words)
{
    size_t used = 0;

    for (; used < sizeof state->last_error - 1 && words[used] != '\0'; used++) {
        unsigned char c = (unsigned char)words[used];
        state->last_error[used] = c >= 0x20 && c < 0x7f ? (char)c : '?';
    }
    state->last_error[used] = '\0';
}
