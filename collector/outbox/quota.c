#include "quota.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encoding/sha256.h"
#include "event/parcel.h"
#include "machine/folder.h"
#include "outbox.h"

#define FILE_MAX 1048576
#define FIRST_LINE "epitaph-quota: 1\n"
#define LAST_LINE "end:\n"
#define HOUR_S 3600
#define DAY_S 86400
/* Signatures remembered at once; beyond, the one whose hour began first is forgotten. */
#define ROWS_MAX 4096
#define TIME_MAX_S (INT64_MAX / 4) /* later arithmetic cannot overflow */
#define KEY_SIZE 17 /* 16 hex digits of a hash: a signature is foreign text of any length */

struct row {
    char key[KEY_SIZE];
    int64_t hour_s; /* when its hour began */
    uint32_t admitted;
    uint64_t folded;
    int64_t first_seen_s; /* of what is folded */
    int64_t last_seen_s;
};

struct quota {
    struct quota_limits limits;
    int64_t day_s; /* when the day began */
    uint32_t admitted;
    struct row *rows;
    size_t row_count;
    char name[QUOTA_NAME_SIZE];                     /* of the file */
    char round[QUOTA_ROUND_MAX][PARCEL_ID_MAX + 1]; /* ids folded in this round */
    size_t round_count;
};

static void make_key(const char *signature, char ret_key[KEY_SIZE])
{
    uint8_t digest[SHA256_SIZE];

    sha256(signature, strlen(signature), digest);
    for (size_t i = 0; i < KEY_SIZE / 2; i++) {
        snprintf(ret_key + 2 * i, 3, "%02x", digest[i]);
    }
}

/* " N" at *at, with N no larger than `most`; *at goes on behind it. */
static bool take_number(const char **at, uint64_t most, uint64_t *ret_number)
{
    char *end;

    if ((*at)[0] != ' ' || (*at)[1] < '0' || (*at)[1] > '9') {
        return false;
    }
    errno = 0;
    uint64_t number = strtoull(*at + 1, &end, 10);
    if (errno != 0 || number > most) {
        return false;
    }
    *at = end;
    *ret_number = number;
    return true;
}

/* "KEY HOUR ADMITTED FOLDED FIRST LAST" */
static bool parse_row(struct quota *quota, const char *text)
{
    struct row row = {.key = ""};
    const size_t key_length = KEY_SIZE - 1;
    const char *at = text + key_length;
    uint64_t hour_s, admitted, folded, first_s, last_s;

    if (quota->row_count == ROWS_MAX || strspn(text, "0123456789abcdef") != key_length ||
        !take_number(&at, TIME_MAX_S, &hour_s) || !take_number(&at, UINT32_MAX, &admitted) ||
        !take_number(&at, UINT32_MAX, &folded) || !take_number(&at, TIME_MAX_S, &first_s) ||
        !take_number(&at, TIME_MAX_S, &last_s) || *at != '\0') {
        return false;
    }
    memcpy(row.key, text, key_length);
    row.hour_s = (int64_t)hour_s;
    row.admitted = (uint32_t)admitted;
    row.folded = folded;
    row.first_seen_s = (int64_t)first_s;
    row.last_seen_s = (int64_t)last_s;
    quota->rows[quota->row_count++] = row;
    return true;
}

/* "BEGAN ADMITTED" */
static bool parse_day(struct quota *quota, const char *at)
{
    uint64_t day_s, admitted;

    if (!take_number(&at, TIME_MAX_S, &day_s) || !take_number(&at, UINT32_MAX, &admitted) ||
        *at != '\0') {
        return false;
    }
    quota->day_s = (int64_t)day_s;
    quota->admitted = (uint32_t)admitted;
    return true;
}

static bool parse_line(struct quota *quota, const char *line)
{
    char id[PARCEL_ID_MAX + 1];
    int end = 0;

    if (strncmp(line, "signature: ", 11) == 0) {
        return parse_row(quota, line + 11);
    }
    if (strncmp(line, "day: ", 5) == 0) {
        return parse_day(quota, line + 4);
    }
    if (strncmp(line, "folded: ", 8) == 0) {
        if (quota->round_count == QUOTA_ROUND_MAX ||
            sscanf(line, "folded: %64[0-9A-Za-z-]%n", id, &end) != 1 || line[end] != '\0') {
            return false;
        }
        memcpy(quota->round[quota->round_count++], id, sizeof id);
    }
    return strchr(line, ':') != NULL; /* other keys are of a newer version */
}

static bool is_framed(const char *text, size_t length)
{
    const size_t first = sizeof FIRST_LINE - 1;
    const size_t last = sizeof LAST_LINE - 1;

    return length >= first + last && memchr(text, '\0', length) == NULL &&
           memcmp(text, FIRST_LINE, first) == 0 && text[length - last - 1] == '\n' &&
           memcmp(text + length - last, LAST_LINE, last) == 0;
}

static void clear(struct quota *quota)
{
    quota->day_s = 0;
    quota->admitted = 0;
    quota->row_count = 0;
    quota->round_count = 0;
}

int quota_parse(struct quota *quota, const char *text, size_t length)
{
    char *copy = is_framed(text, length) ? strndup(text, length - 1) : NULL;
    bool ok = copy != NULL;
    char *rest = copy;

    for (char *line; ok && (line = strsep(&rest, "\n")) != NULL;) {
        ok = parse_line(quota, line);
    }
    free(copy);
    if (!ok) {
        clear(quota);
    }
    return ok ? 0 : -EBADMSG;
}

int quota_load(int state_fd, const char *name, const struct quota_limits *limits,
               struct quota **ret_quota, int *ret_damaged)
{
    struct quota *quota = calloc(1, sizeof *quota);
    char *text;
    size_t length;

    if (quota == NULL || (quota->rows = calloc(ROWS_MAX, sizeof *quota->rows)) == NULL) {
        free(quota);
        return -ENOMEM;
    }
    quota->limits = *limits;
    snprintf(quota->name, sizeof quota->name, "%s", name);
    *ret_damaged = 0;
    int error = folder_read(state_fd, name, FILE_MAX, &text, &length);
    if (error == 0) {
        *ret_damaged = quota_parse(quota, text, length) != 0;
        free(text);
    } else if (error == -EINVAL || error == -EFBIG) {
        *ret_damaged = 1;
    } else if (error != -ENOENT) {
        quota_free(quota);
        return error;
    }
    *ret_quota = quota;
    return 0;
}

void quota_free(struct quota *quota)
{
    if (quota != NULL) {
        free(quota->rows);
        free(quota);
    }
}

void quota_begin(struct quota *quota)
{
    quota->round_count = 0;
}

/* A full table gives up the row whose hour began first, with nothing folded if there is one. */
static struct row *replaceable(struct quota *quota)
{
    struct row *best = &quota->rows[0];

    for (size_t i = 1; i < quota->row_count; i++) {
        struct row *row = &quota->rows[i];
        bool emptier = row->folded == 0 && best->folded > 0;
        bool older = (row->folded == 0) == (best->folded == 0) && row->hour_s < best->hour_s;
        if (emptier || older) {
            best = row;
        }
    }
    return best;
}

static struct row *find_row(struct quota *quota, const char *signature, int64_t now_s)
{
    char key[KEY_SIZE];

    make_key(signature, key);
    for (size_t i = 0; i < quota->row_count; i++) {
        if (strcmp(quota->rows[i].key, key) == 0) {
            return &quota->rows[i];
        }
    }
    struct row *row =
        quota->row_count < ROWS_MAX ? &quota->rows[quota->row_count++] : replaceable(quota);
    *row = (struct row){.hour_s = now_s};
    memcpy(row->key, key, sizeof key);
    return row;
}

static bool was_judged(const struct quota *quota, const char *event_id)
{
    for (size_t i = 0; i < quota->round_count; i++) {
        if (strcmp(quota->round[i], event_id) == 0) {
            return true;
        }
    }
    return false;
}

/* A period is over when its time has passed, and also when the clock was set back before it. */
static bool is_over(int64_t began_s, int64_t length_s, int64_t now_s)
{
    return now_s < began_s || now_s - began_s >= length_s;
}

static void fold(struct quota *quota, struct row *row, const struct quota_crash *crash)
{
    if (row->folded == 0 || crash->first_seen_s < row->first_seen_s) {
        row->first_seen_s = crash->first_seen_s;
    }
    if (row->folded == 0 || crash->last_seen_s > row->last_seen_s) {
        row->last_seen_s = crash->last_seen_s;
    }
    row->folded += crash->count > 0 ? crash->count : 1;
    row->folded = row->folded < UINT32_MAX ? row->folded : UINT32_MAX;
    if (quota->round_count < QUOTA_ROUND_MAX) {
        snprintf(quota->round[quota->round_count++], sizeof *quota->round, "%s",
                 crash->event_id);
    }
}

enum quota_verdict quota_judge(struct quota *quota, const struct quota_crash *crash,
                               int64_t now_s, struct parcel_fold *ret_fold)
{
    const struct quota_limits *limits = &quota->limits;

    if (was_judged(quota, crash->event_id)) {
        return QUOTA_KNOWN;
    }
    struct row *row = find_row(quota, crash->signature, now_s);
    if (is_over(quota->day_s, DAY_S, now_s)) {
        quota->day_s = now_s;
        quota->admitted = 0;
    }
    if (is_over(row->hour_s, HOUR_S, now_s)) {
        row->hour_s = now_s;
        row->admitted = 0;
    }
    if (limits->per_signature_per_hour != 0 &&
        row->admitted >= limits->per_signature_per_hour) {
        fold(quota, row, crash);
        return QUOTA_FOLDED_SIGNATURE;
    }
    if (limits->per_day != 0 && quota->admitted >= limits->per_day) {
        fold(quota, row, crash);
        return QUOTA_FOLDED_DAY;
    }
    row->admitted++;
    quota->admitted++;
    *ret_fold = (struct parcel_fold){
        .count = row->folded,
        .first_seen_s = row->folded > 0 ? row->first_seen_s : 0,
        .last_seen_s = row->folded > 0 ? row->last_seen_s : 0,
    };
    row->folded = 0;
    return QUOTA_ADMITTED;
}

void quota_return(struct quota *quota, const struct quota_crash *crash, int64_t now_s,
                  const struct parcel_fold *fold)
{
    struct row *row = find_row(quota, crash->signature, now_s);

    row->admitted -= row->admitted > 0;
    quota->admitted -= quota->admitted > 0;
    row->folded = fold->count;
    row->first_seen_s = fold->first_seen_s;
    row->last_seen_s = fold->last_seen_s;
}

static void print_quota(FILE *stream, const struct quota *quota)
{
    fputs(FIRST_LINE, stream);
    fprintf(stream, "day: %" PRId64 " %" PRIu32 "\n", quota->day_s, quota->admitted);
    for (size_t i = 0; i < quota->row_count; i++) {
        const struct row *row = &quota->rows[i];
        fprintf(stream,
                "signature: %s %" PRId64 " %" PRIu32 " %" PRIu64 " %" PRId64 " %" PRId64 "\n",
                row->key, row->hour_s, row->admitted, row->folded, row->first_seen_s,
                row->last_seen_s);
    }
    for (size_t i = 0; i < quota->round_count; i++) {
        fprintf(stream, "folded: %s\n", quota->round[i]);
    }
    fputs(LAST_LINE, stream);
}

int quota_save(const struct quota *quota, int state_fd)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    if (stream == NULL) {
        return -ENOMEM;
    }
    print_quota(stream, quota);
    if (fclose(stream) != 0) {
        free(text);
        return -ENOMEM;
    }
    int error = folder_write(state_fd, quota->name, text, length);
    free(text);
    return error;
}

uint64_t quota_waiting(const struct quota *quota)
{
    uint64_t waiting = 0;

    for (size_t i = 0; i < quota->row_count; i++) {
        waiting += quota->rows[i].folded;
    }
    return waiting;
}
