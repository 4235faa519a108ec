/*
 * Users of proxies: V2Ray and its kin know them by nothing but a UUID, which is as good as a
 * password. What speaks of such a proxy stands near.
 */
#include "commands.h"

#include <string.h>

#include "scan/looks.h"

/* How far around a word that tells of a proxy its users are looked for. */
#define NEAR_MAX ((size_t)768)

#define UUID_LENGTH 36

/* Between a key and its value. */
#define SIGN_MAX 6

/* "id": "x", uuid: x, user x */
static int is_user(const struct scan *scan, size_t start)
{
    static const char *const keys[] = {"id", "uuid", "user", "username", "userid", "password"};
    size_t key = start, word;

    while (key > 0 && start - key < SIGN_MAX && !in_set(scan->bytes[key - 1], SET_ALNUM)) {
        key--;
    }
    word = scan_run_start(scan, SET_WORD, key, SIGN_MAX + SIGN_MAX);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strlen(keys[i]) == key - word && scan_is_at(scan, word, keys[i])) {
            return scan_before(scan, word) != ' ' || !scan_is_at(scan, word - 6, "build ");
        }
    }
    return 0;
}

void match_proxy_client(struct scan *scan, size_t at, size_t end)
{
    const size_t limit = end + NEAR_MAX < scan->length ? end + NEAR_MAX : scan->length;
    size_t start = at > NEAR_MAX ? at - NEAR_MAX : 0;

    start = start < scan->proxy_end ? scan->proxy_end : start;
    while ((start = scan_next(scan, start, limit, '-')) < limit) {
        const size_t uuid = start >= 8 ? start - 8 : start;

        effort_spend(scan->effort, 3);
        if (uuid + UUID_LENGTH <= scan->length && looks_uuid(scan->bytes + uuid, UUID_LENGTH) &&
            !in_set(scan_before(scan, uuid), SET_UUID) && is_user(scan, uuid)) {
            scan_found(scan, uuid, uuid + UUID_LENGTH, scan_matcher_name(MATCHER_PROXY_CLIENT));
            start = uuid + UUID_LENGTH;
        } else {
            start++;
        }
    }
    scan->proxy_end = limit;
}
