#include "beside_user.h"

#include <string.h>

#include "scan/looks.h"
#include "values/extent.h"

#define NAME_MAX 48
#define PASSWORD_MAX 64
#define REACH 64

/* No port has more digits. */
#define PORT_DIGITS 5

/* A password that stands for itself behind an option. */
#define DRAWN_MIN 8

int beside_user_is_drawn(const struct scan *scan, size_t start)
{
    const unsigned char *text = scan->bytes + start;
    size_t end = start, signs = 0;

    for (; end - start < PASSWORD_MAX && scan_byte(scan, end) > ' ' &&
           !is_quote(scan_byte(scan, end));
         end++) {
        unsigned char byte = scan->bytes[end];

        effort_spend(scan->effort, 1);
        signs += in_set(byte, SET_TYPED) && !in_set(byte, SET_DIGIT);
        if (byte == '/' || byte == '=' || byte == '(') {
            return 0;
        }
    }
    return end - start >= DRAWN_MIN && (signs > 0 ? looks_of_three_kinds(text, end - start)
                                                  : looks_drawn(text, end - start));
}

int beside_user_says_so(const struct scan *scan, size_t start)
{
    size_t end = start, said = 0;

    while (end - start < PASSWORD_MAX && in_set(scan_byte(scan, end), SET_WORD)) {
        said += scan_is_at(scan, end, "passw") || scan_is_at(scan, end, "secret");
        end++;
    }
    effort_spend(scan->effort, end - start);
    return said > 0 && end - start >= DRAWN_MIN && scan_byte(scan, end) <= ' ';
}

int beside_user_is_listed(const struct scan *scan, size_t at, size_t end)
{
    size_t name = at > 3 ? scan_run_start(scan, SET_MAILBOX, at - 3, NAME_MAX) : 0, last = end;

    while (last - end < PASSWORD_MAX && in_set(scan_byte(scan, last), SET_TYPABLE)) {
        last++;
    }
    return name > 7 &&
           (scan_is_at(scan, name - 6, "-u', '") || scan_is_at(scan, name - 6, "-u\", \"")) &&
           is_quote(scan_byte(scan, last)) &&
           (in_set(scan_byte(scan, end), SET_ALPHA) ||
            (last - end > PORT_DIGITS && scan_is_all(scan, SET_DIGIT, end, last)));
}

int beside_user_is_before(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < PASSWORD_MAX && scan_byte(scan, end) > ' ') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return scan_is_at(scan, end, " -u ") || scan_is_at(scan, end, " --user");
}

int beside_user_are_directories(const struct scan *scan, size_t at)
{
    return (at >= 5 && scan_is_at(scan, at - 5, "mkdir")) ||
           (at >= 2 && (scan_is_at(scan, at - 2, "cp") || scan_is_at(scan, at - 2, "ps")) &&
            !in_set(scan_before(scan, at - 2), SET_WORD));
}

/* Whether the option in [at, end) tells a user; `last`: where what it is told ends. */
static int tells_user(const struct scan *scan, size_t at, size_t end, size_t last)
{
    static const char *const options[] = {
        "-u",      "-l",     "--user", "--username", "-user", "-username", "--jid", "--login",
        "--email", "-email", "--mail", "/u",         "/user", "-j",        "-e"};
    const size_t count = sizeof options / sizeof *options;

    for (size_t i = 0; i < count; i++) {
        if (end - at == strlen(options[i]) && scan_is_at(scan, at, options[i])) {
            /* -j and -e tell many things, and an address seldom */
            return i + 2 < count || memchr(scan->bytes + end, '@', last - end) != NULL ||
                   memchr(scan->bytes + end, VIEW_REDACTED, last - end) != NULL;
        }
    }
    return 0;
}

/* A word that is neither a path, nor a port. */
static int is_plain_word(const struct scan *scan, size_t start)
{
    size_t last = start;

    while (last - start < PASSWORD_MAX && scan_byte(scan, last) > ' ' &&
           !is_quote(scan_byte(scan, last))) {
        effort_spend(scan->effort, 1);
        if (!in_set(scan_byte(scan, last), SET_TYPABLE) || scan_byte(scan, last) == '.') {
            return 0;
        }
        last++;
    }
    return in_set(scan_byte(scan, start), SET_ALPHA)
               ? last - start >= 3
               : last - start > PORT_DIGITS && scan_is_all(scan, SET_DIGIT, start, last);
}

/* What takes a user and, behind -p, something else: a path, a port, a database, a prompt. */
static int is_of_other(const struct scan *scan, size_t at)
{
    static const char *const others[] = {"mysql", "maria",   "psql",      "ssh",
                                         "pg_",   "journal", "python -u", "python3 -u",
                                         "git ",  "lsof",    "sudo -u"};
    const size_t line = at > REACH ? at - REACH : 0;

    for (size_t i = at; i > line && scan->bytes[i - 1] != '\n'; i--) {
        effort_spend(scan->effort, 3);
        for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
            if (scan_is_at(scan, i - 1, others[k])) {
                return 1;
            }
        }
    }
    return 0;
}

int beside_user_is(const struct scan *scan, size_t at, size_t end)
{
    const size_t line = at > REACH ? at - REACH : 0;
    size_t name = at, option, last;

    while (name > line &&
           (scan->bytes[name - 1] > ' ' || scan->bytes[name - 1] == VIEW_REDACTED)) {
        name--;
    }
    option = name;
    if (scan_byte(scan, name) == '-' || scan_byte(scan, name) == '/') {
        for (last = name + 1;
             last < at && scan_byte(scan, last) != '=' && scan_byte(scan, last) != ':';
             last++) {
        }
    } else {
        last = name > 0 ? name - 1 : 0;
        while (last > line && option > line && scan->bytes[option - 1] == ' ') {
            option--;
        }
        for (last = option; option > line && scan->bytes[option - 1] > ' '; option--) {
        }
    }
    effort_walk(scan->effort, at - option);
    return last < at && tells_user(scan, option, last, at) && is_plain_word(scan, end) &&
           !is_of_other(scan, at);
}

int beside_user_is_word_before(const struct scan *scan, size_t at, size_t end)
{
    return beside_user_is_before(scan, end) && is_plain_word(scan, end) &&
           !is_of_other(scan, at);
}
