/* The last string that is passed to a remote procedure which logs in: {"method": "login",
 * "params": ["bob", "x"]} of JSON-RPC (jsonrpc.org/specification). */
#include "commands.h"

#include "values/extent.h"

/* How far before its parameters a method is named, and how many of these are looked at. */
#define METHOD_REACH 64
#define PARAMETERS_MAX 8

/* A parameter is no longer, and a password no shorter. */
#define PARAMETER_MAX 256
#define PASSWORD_MIN 3

static int logs_in(struct scan *scan, size_t at)
{
    static const char *const words[] = {"login",  "logon",      "signin", "auth",
                                        "unlock", "passphrase", "passw",  "session_key",
                                        "rawkey", "newaccount"};

    return scan_one_stands_between(scan, &scan->no_method,
                                   at > METHOD_REACH ? at - METHOD_REACH : 0, at, words,
                                   sizeof words / sizeof *words);
}

/* Where the parameter at `at` ends, without the quotes of a string. */
static size_t parameter_end(const struct scan *scan, size_t at)
{
    unsigned char quote = is_quote(scan_byte(scan, at)) ? scan_byte(scan, at++) : 0;
    size_t end = at;

    while (end - at < PARAMETER_MAX && end < scan->length && scan_byte(scan, end) != '\n' &&
           (quote != 0 ? scan_byte(scan, end) != quote
                       : scan_byte(scan, end) != ',' && scan_byte(scan, end) != ']')) {
        end += scan_byte(scan, end) == '\\' && end + 1 < scan->length ? 2 : 1;
    }
    effort_spend(scan->effort, (end - at) / 2);
    return end;
}

void match_rpc(struct scan *scan, size_t at, size_t end)
{
    size_t next = end, start = 0, last = 0;

    if (!logs_in(scan, at)) {
        return;
    }
    for (int count = 0; count < PARAMETERS_MAX; count++) {
        const size_t blanks = next;
        size_t parameter_last;
        int quoted;

        while (scan_byte(scan, next) == ' ' || scan_byte(scan, next) == ',') {
            next++;
        }
        effort_walk(scan->effort, next - blanks);
        quoted = is_quote(scan_byte(scan, next));
        if (scan_byte(scan, next) == ']' || next >= scan->length) {
            break;
        }
        parameter_last = parameter_end(scan, next);
        if (quoted) {
            start = next + 1;
            last = parameter_last;
        }
        next = parameter_last + (size_t)quoted;
        if (scan_byte(scan, next) != ',') {
            break;
        }
    }
    if (last > start && last - start >= PASSWORD_MIN && last <= scan->length) {
        scan_found(scan, start, last, scan_matcher_name(MATCHER_RPC));
    }
}
