#include "sentry_limits.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static bool equals(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && strncmp(text, word, length) == 0;
}

/* Whole seconds, upwards: "1.5" is 2. -1 when it is no number. */
static int64_t seconds_of(const char *text, size_t length)
{
    int64_t seconds = 0;
    size_t i = 0;

    for (; i < length && isdigit((unsigned char)text[i]); i++) {
        seconds = seconds * 10 + (text[i] - '0');
        if (seconds > SENTRY_LIMITS_MAX_S) {
            seconds = SENTRY_LIMITS_MAX_S;
        }
    }
    if (i == 0) {
        return -1;
    }
    if (i < length && text[i] == '.') {
        bool more = false;
        for (i++; i < length && isdigit((unsigned char)text[i]); i++) {
            more = more || text[i] != '0';
        }
        seconds += more && seconds < SENTRY_LIMITS_MAX_S;
    }
    return i == length ? seconds : -1;
}

static bool concerns_us(const char *categories, size_t length)
{
    if (length == 0) {
        return true;
    }
    for (size_t i = 0; i <= length;) {
        size_t word = strcspn(categories + i, ";");
        word = word > length - i ? length - i : word;
        if (equals(categories + i, word, "error") || equals(categories + i, word, "default")) {
            return true;
        }
        i += word + 1;
    }
    return false;
}

static int64_t wait_of(const char *group, size_t length)
{
    size_t seconds = strcspn(group, ":");

    if (seconds >= length) { /* without categories it is of another kind */
        return -1;
    }
    const char *categories = group + seconds + 1;
    size_t room = length - seconds - 1;
    size_t words = strcspn(categories, ":");
    return concerns_us(categories, words < room ? words : room) ? seconds_of(group, seconds)
                                                                : -1;
}

int64_t sentry_limits_wait_s(const char *header)
{
    int64_t longest_s = -1;

    for (const char *group = header;; group++) {
        group += strspn(group, " \t");
        size_t length = strcspn(group, ",");
        const char *next = group + length;
        while (length > 0 && (group[length - 1] == ' ' || group[length - 1] == '\t')) {
            length--;
        }
        int64_t wait_s = wait_of(group, length);
        longest_s = wait_s > longest_s ? wait_s : longest_s;
        if (*next == '\0') {
            return longest_s;
        }
        group = next;
    }
}
