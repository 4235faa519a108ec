#include "granted.h"

#include <string.h>

/* A code is no shorter; of few characters only where nothing else is called so. */
#define GRANTED_MIN 6
#define GRANTED_SHORT_MIN 3

/* How far before the code what is sent beside it may begin. */
#define BESIDE_MAX 64

/* login?code=x, callback?code=x: what is opened by the code. */
static int is_opened(const struct scan *scan, size_t start)
{
    static const char *const opened[] = {"login?",  "signin?", "callback?", "oauth?",
                                         "auth?",   "verify?", "confirm?",  "activate?",
                                         "invite?", "magic?",  "/cb?",      "redirect?"};

    for (size_t i = 0; i < sizeof opened / sizeof *opened; i++) {
        if (start > strlen(opened[i]) &&
            scan_is_at(scan, start - strlen(opened[i]), opened[i])) {
            return 1;
        }
    }
    return 0;
}

/* What an authorization server, or who asks it for a token, sends beside a code. */
static int is_beside_grant(const struct scan *scan, size_t start, const struct value *value)
{
    static const char *const others[] = {
        "&state=",         "&session_state=", "&redirect_uri=", "&client_id=",
        "&code_verifier=", "&grant_type=",    "&iss="};
    size_t before = start > 0 ? start - 1 : 0;

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (scan_is_at(scan, value->end, others[i])) {
            return 1;
        }
    }
    while (before > 0 && start - before < BESIDE_MAX &&
           in_set(scan->bytes[before - 1], SET_URLTOKEN)) {
        before--;
    }
    return scan_is_at(scan, before, "state=") ||
           scan_is_at(scan, before, "grant_type=authorization_code");
}

int granted_is(const struct scan *scan, size_t start, size_t at, const struct value *value)
{
    const size_t length = value->end - value->start;

    if (!scan_is_at(scan, at, "code") || length < GRANTED_SHORT_MIN) {
        return 0;
    }
    if (is_opened(scan, start)) {
        return length >= GRANTED_MIN;
    }
    return (length >= GRANTED_MIN || in_set(scan->bytes[value->start], SET_ALPHA)) &&
           is_beside_grant(scan, start, value);
}

int granted_in_bare_query(const struct scan *scan, size_t start, size_t at,
                          const struct value *value)
{
    size_t capitals = value->start;

    while (capitals < value->end &&
           (in_set(scan_byte(scan, capitals), SET_UPPER) || scan_byte(scan, capitals) == '_')) {
        capitals++; /* code=EPERM&state=closed */
    }
    effort_walk(scan->effort, capitals - value->start);
    return capitals < value->end && start == at && value->sign == '=' && !value->spaced &&
           !value->quoted && scan_byte(scan, value->end) == '&' &&
           scan_before(scan, start) != '_';
}
