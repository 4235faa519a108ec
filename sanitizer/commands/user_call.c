/*
 * Calls that make a user, or ask for one: new User("bob", "bob@x", "x"), register("bob", "x"),
 * LoginRequest("bob", "x"). What stands behind the name or the address is the password; other
 * calls are given names as well, so there it has to look like one.
 */
#include "commands.h"

#include <string.h>

#include "call_strings.h"
#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

/* The arguments of a call stand within so many bytes, and so many are read. */
#define CALL_MAX 240
#define STRINGS_MAX 5

#define PASSWORD_MIN 3
#define PASSWORD_MAX 64

/* How long the name of the call may be. */
#define NAME_MAX 48

static int is_address(const struct scan *scan, const struct scan_run *string)
{
    const unsigned char *text = scan->bytes + string->start;
    const size_t length = string->end - string->start;

    return memchr(text, '@', length) != NULL || memchr(text, VIEW_REDACTED, length) != NULL;
}

/* No path, no address, no sentence and no place in a list of things. */
static int may_be_password(const struct scan *scan, const struct scan_run *string)
{
    if (string->end - string->start < PASSWORD_MIN ||
        string->end - string->start > PASSWORD_MAX) {
        return 0;
    }
    for (size_t i = string->start; i < string->end; i++) {
        effort_spend(scan->effort, 1);
        if (scan_byte(scan, i) <= ' ' || strchr("/\\:=()<>{}", scan->bytes[i]) != NULL) {
            return 0;
        }
    }
    return !is_address(scan, string);
}

static int is_of_lower(const struct scan *scan, const struct scan_run *string)
{
    size_t at = string->start;

    while (at < string->end && in_set(scan_byte(scan, at), SET_LOWER)) {
        at++;
    }
    return at == string->end;
}

/* LoginRequest(, signUp(: what is told nothing but who somebody is, and the password. */
static int tells_login(const struct scan *scan, size_t at, size_t end)
{
    static const char *const words[] = {
        "login", "signin",      "signup",          "sign_in",     "sign_up",
        "auth",  "andpassword", "registerrequest", "registerdto", "resttemplate"};
    const size_t start = scan_run_start(scan, SET_WORD, at, NAME_MAX);

    for (size_t i = start; i < end; i++) {
        effort_spend(scan->effort, 3);
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            if (scan_is_at(scan, i, words[k])) {
                return 1;
            }
        }
    }
    return 0;
}

void match_user_call(struct scan *scan, size_t at, size_t end)
{
    struct scan_run strings[STRINGS_MAX];
    const size_t count =
        call_strings_read(scan, end, CALL_MAX, ")(;{[=:", strings, STRINGS_MAX);
    struct value value = {.quoted = 1, .sign = '('};
    const struct scan_run *found = NULL;
    size_t address = STRINGS_MAX;

    for (size_t i = 0; i < count && address == STRINGS_MAX; i++) {
        address = is_address(scan, &strings[i]) ? i : address;
    }
    if (address + 1 < count && address <= 1) {
        const int is_last = address + 2 == count;

        found = &strings[address + 1];
        if (!may_be_password(scan, found) ||
            (!said_is_password(scan, found->start) && !(is_last && is_of_lower(scan, found)))) {
            return;
        }
    } else if (address == STRINGS_MAX && count >= 2) {
        found = &strings[1];
        if (!may_be_password(scan, found) ||
            (!said_is_password(scan, found->start) &&
             !(count == 2 && tells_login(scan, at, end) && is_of_lower(scan, found)))) {
            return;
        }
    } else {
        return;
    }
    value.start = found->start;
    value.end = found->end;
    if (!value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_USER_CALL));
    }
}
