/* echo x > /run/disk.key: what is written into a file whose name says that it is secret. */
#include "commands.h"

#include "values/extent.h"
#include "values/value.h"

#define VALUE_MAX ((size_t)160)
#define PATH_MAX_LENGTH ((size_t)128)

/* Whether the path's name is one of secrets, and no list of public keys. */
static int is_secret_path(const struct scan *scan, size_t at)
{
    static const char *const names[] = {"pass",  "secret", "token",   "cred",    ".key",
                                        "_key",  "-key",   "key.txt", "keyfile", "apikey",
                                        "/key ", ".psk",   ".pin"};
    size_t end = at;

    while (end - at < PATH_MAX_LENGTH && scan_byte(scan, end) > ' ') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    for (size_t i = at; i < end; i++) {
        effort_spend(scan->effort, 4);
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            if (scan_is_at(scan, i, names[k])) {
                return !scan_is_at(scan, i, "_keys") && !scan_is_at(scan, i, "-keyring");
            }
        }
    }
    return 0;
}

void match_written_file(struct scan *scan, size_t at, size_t end)
{
    static const char *const options[] = {"-n ", "-e ", "-ne ", "-en ", "-E "};
    static const char *const writers[] = {" ",   ">",     "| tee ", "| sudo tee ",
                                          "-a ", "|tee ", "1>"};
    struct value value = {.quoted = 1, .sign = ' '};
    size_t path;
    unsigned char quote;

    if (in_set(scan_before(scan, at), SET_WORD) || scan_before(scan, at) == '-') {
        return;
    }
    value.start =
        extent_skip_words(scan, end, options, sizeof options / sizeof *options, SIZE_MAX);
    quote = is_quote(scan_byte(scan, value.start)) ? scan->bytes[value.start++] : 0;
    for (value.end = value.start;
         value.end - value.start < VALUE_MAX && scan_byte(scan, value.end) != '\n' &&
         (quote != 0 ? scan->bytes[value.end] != quote
                     : scan->bytes[value.end] > ' ' && scan->bytes[value.end] != '>');
         value.end++) {
    }
    effort_spend(scan->effort, (value.end - value.start) / 2);
    path = value.end + (quote != 0);
    end = extent_skip_words(scan, path, writers, sizeof writers / sizeof *writers, SIZE_MAX);
    if (value.end == value.start || value.end - value.start == VALUE_MAX || end < path + 2 ||
        scan->bytes[value.start] == '$' || scan_is_at(scan, value.start, "ssh-") ||
        scan_is_at(scan, value.start, "deb ") || !is_secret_path(scan, end) ||
        value_is_harmless(scan, &value, KEY_STRONG)) {
        return;
    }
    scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_WRITTEN_FILE));
}
