#include "backoff.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

static int64_t clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

void backoff_fail(struct backoff *backoff, int64_t now_s, int64_t asked_s, bool within_run,
                  uint64_t random)
{
    int64_t most = within_run ? BACKOFF_RUN_MAX_S : BACKOFF_BETWEEN_MAX_S;
    /* 2^12 s is past the hour: a larger shift says nothing new and would overflow. */
    int64_t ceiling = (int64_t)1 << (backoff->failures < 12 ? backoff->failures : 12);
    int64_t wait_s;

    ceiling = ceiling < most ? ceiling : most;
    if (asked_s >= 0) {
        wait_s = clamp(asked_s, 0, BACKOFF_ASKED_MAX_S);
    } else {
        wait_s = (int64_t)(random % (uint64_t)(ceiling + 1));
    }
    backoff->set_at_s = now_s;
    backoff->not_before_s = now_s + wait_s;
    if (backoff->failures < UINT32_MAX) {
        backoff->failures++;
    }
}

void backoff_ask(struct backoff *backoff, int64_t now_s, int64_t asked_s)
{
    backoff->set_at_s = now_s;
    backoff->not_before_s = now_s + clamp(asked_s, 0, BACKOFF_ASKED_MAX_S);
}

void backoff_succeed(struct backoff *backoff)
{
    *backoff = (struct backoff){0};
}

int64_t backoff_remaining_s(struct backoff *backoff, int64_t now_s)
{
    if (backoff->not_before_s <= now_s) {
        return 0;
    }
    /* Both numbers may be damaged: subtract only what cannot overflow. */
    int64_t intended = BACKOFF_ASKED_MAX_S;
    if (backoff->set_at_s >= 0 && backoff->set_at_s <= backoff->not_before_s) {
        intended = clamp(backoff->not_before_s - backoff->set_at_s, 0, BACKOFF_ASKED_MAX_S);
    }
    if (backoff->not_before_s > now_s + intended) {
        backoff->set_at_s = now_s;
        backoff->not_before_s = now_s + intended;
    }
    return backoff->not_before_s - now_s;
}

/* RFC 9110 has one format to send and two to accept; all three are GMT. */
static bool parse_date(const char *value, int64_t *ret_s)
{
    static const char *const formats[] = {
        "%a, %d %b %Y %H:%M:%S GMT",
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %d %H:%M:%S %Y",
    };

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct tm broken = {0};
        const char *end = strptime(value, formats[i], &broken);
        if (end != NULL && *end == '\0') {
            *ret_s = timegm(&broken);
            return true;
        }
    }
    return false;
}

int64_t backoff_parse_retry_after(const char *value, int64_t now_s)
{
    int64_t seconds = 0;
    int64_t date_s;
    const char *c = value;

    for (; isdigit((unsigned char)*c); c++) {
        seconds = clamp(seconds * 10 + (*c - '0'), 0, BACKOFF_ASKED_MAX_S);
    }
    if (c != value && *c == '\0') {
        return seconds;
    }
    if (!parse_date(value, &date_s)) {
        return -1;
    }
    if (date_s <= now_s) {
        return 0;
    }
    return date_s >= now_s + BACKOFF_ASKED_MAX_S ? BACKOFF_ASKED_MAX_S : date_s - now_s;
}
