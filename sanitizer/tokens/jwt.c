/* JSON web tokens, and other base64 that opens a JSON object: eyJ... is {" encoded. */
#include "tokens.h"

#include "scan/looks.h"
#include "values/signed_by.h"

/* Shorter than this it is no header, and no token was cut off here. */
#define PART_MIN 12
#define SHORT_PART_MIN 3

/* A name is no longer. */
#define WORD_MAX 64

/* PrivateKeyJwtProvider, keyJoinStrategy: the letters stand within a name. */
static int is_word(const struct scan *scan, size_t at, size_t end)
{
    size_t length = end - at < WORD_MAX ? end - at : WORD_MAX, digits = 0;

    for (size_t i = at; i < at + length; i++) {
        digits += in_set(scan_byte(scan, i), SET_DIGIT) != 0;
    }
    effort_spend(scan->effort, length / 2);
    return digits < 2 && looks_evidence(scan->bytes + at, length) <= LOOKS_RANDOM_EXPECTED;
}

/* eyJhbGci.abc.def: made up for a test. */
static int is_short(struct scan *scan, size_t at, size_t part_end)
{
    size_t claims = scan_run_end(scan, SET_BASE64JWT, part_end + 1);

    return !in_set(scan_before(scan, at), SET_WORD) && scan_byte(scan, part_end) == '.' &&
           claims >= part_end + SHORT_PART_MIN && scan_byte(scan, claims) == '.' &&
           in_set(scan_byte(scan, claims + 1), SET_BASE64JWT);
}

void match_jwt(struct scan *scan, size_t at, size_t end)
{
    size_t part_end = scan_run_end(scan, SET_BASE64JWT, end), token_end;

    if (in_set(scan_before(scan, at), SET_ALPHA) && is_word(scan, at, part_end)) {
        return;
    }
    if (at >= 7 && scan_is_at(scan, at - 7, "base64,") &&
        scan_is_at(scan, end, "2zxjzaw9uijo")) {
        return; /* {"version":3: a map of sources in the address of a script */
    }
    if (part_end - at < PART_MIN && !is_short(scan, at, part_end)) {
        return;
    }
    token_end = part_end;
    for (int parts = 1; parts < 5 && scan_byte(scan, token_end) == '.'; parts++) {
        size_t next = scan_run_end(scan, SET_BASE64JWT, token_end + 1);

        if (next == token_end + 1 && scan_byte(scan, next) != '.' && parts > 2) {
            break;
        }
        token_end = next;
    }
    while (token_end > part_end && scan->bytes[token_end - 1] == '.') {
        token_end--;
    }
    scan_found(scan, at, token_end, scan_matcher_name(MATCHER_JWT));
    if (at > 1 && scan->bytes[at - 2] == '(' &&
        scan_byte(scan, token_end) == scan->bytes[at - 1] &&
        scan_is_at(scan, token_end + 1, ", ")) {
        signed_by_find(scan, token_end + 3);
    }
}
