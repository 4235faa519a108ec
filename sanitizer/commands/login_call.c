/*
 * Calls whose name says that somebody logs in: authenticate("bob", "x"). A trace shows them
 * with what they were given, in the notation of each language, and the password has no name in
 * any.
 */
#include "commands.h"

#include <string.h>

#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

/* The name goes on so far behind what woke the matcher: auth -> authenticate_user_by_mail. */
#define NAME_MAX 32

/* The arguments of a call stand within so many bytes; in so many is one that says nothing. */
#define CALL_MAX 320
#define OPENING_MAX 48

#define PASSWORD_MIN 6
#define PASSWORD_MAX 64

/* What ends a name like a host's, db01, and what a password has at least. */
#define HOST_DIGITS 2
#define LETTERS_MIN 3

/* (login "bob" "x"): what stands before `at` is the first of a list, as Lisp writes a call. */
static int is_list(const struct scan *scan, size_t at)
{
    size_t start = scan_run_start(scan, SET_DASHED, at, NAME_MAX);

    return start > 0 && scan->bytes[start - 1] == '(';
}

/* Where the arguments begin behind a name that goes on at `at`: f(, f (, (f "x", f,[ ; or 0. */
static size_t opening(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < NAME_MAX &&
           (in_set(scan_byte(scan, end), SET_DASHED) || scan_byte(scan, end) == '_' ||
            scan_byte(scan, end) == '!')) {
        end++;
    }
    end += scan_is_at(scan, end, "->__construct") ? strlen("->__construct") : 0;
    if (scan_byte(scan, end) == '(' || scan_is_at(scan, end, ",[")) {
        return end + (scan_byte(scan, end) == '(' ? 1 : 2);
    }
    if (scan_is_at(scan, end, " (")) { /* a debugger's frame */
        return in_set(scan_byte(scan, end + 2), SET_LOWER) ? end + 2 : 0;
    }
    return scan_is_at(scan, end, " \"") &&
                   (is_list(scan, at) || scan_is_at(scan, at - 5, "drive"))
               ? end + 1
               : 0;
}

/* What a password is judged by. */
struct judged {
    size_t typed, signs, uppers, lowers, digits, letters;
};

/* Whether [start, end) looks typed, and like no path, address, file or code. */
static int is_typed(const struct scan *scan, size_t start, size_t end,
                    struct judged *ret_judged)
{
    struct judged judged = {0};

    if (end - start < PASSWORD_MIN || end - start > PASSWORD_MAX ||
        !said_is_password(scan, start)) {
        return 0;
    }
    for (size_t i = start; i < end; i++) {
        unsigned char byte = scan->bytes[i];

        if (byte <= ' ' || byte == '/' || byte == '\\' || byte == ':' || byte == '=' ||
            byte == '(' || byte == '%' || byte == '*' ||
            (byte == '.' && in_set(scan_byte(scan, i + 1), SET_LOWER)) ||
            (byte == '@' && memchr(scan->bytes + i, '.', end - i) != NULL)) {
            return 0;
        }
        judged.uppers += in_set(byte, SET_UPPER) != 0;
        judged.lowers += in_set(byte, SET_LOWER) != 0;
        judged.digits += in_set(byte, SET_DIGIT) != 0;
        judged.signs += in_set(byte, SET_TYPED) && !in_set(byte, SET_DIGIT);
    }
    judged.letters = judged.uppers + judged.lowers;
    *ret_judged = judged;
    return judged.letters >= LETTERS_MIN && judged.digits + judged.signs > 0;
}

/* Whether it is no host's or user's name either: letters of one case and a short number. */
static int is_strong(const struct scan *scan, size_t end, const struct judged *judged)
{
    size_t last = 0;

    while (last < judged->digits && in_set(scan->bytes[end - 1 - last], SET_DIGIT)) {
        last++;
    }
    return judged->signs > 0 || (judged->uppers > 0 && judged->lowers > 0) ||
           last > HOST_DIGITS || last < judged->digits;
}

/* What was seen of a call's arguments. */
struct arguments_seen {
    size_t count; /* of strings */
    size_t start; /* of the password */
    size_t end;
    int strong;
    int hidden; /* one was redacted */
};

/* One of the arguments; `least`: so many must stand before a password. */
static void see(const struct scan *scan, size_t start, size_t end, size_t least,
                struct arguments_seen *seen)
{
    struct judged judged;

    if (seen->count >= 1 && end == start + 1 && scan_byte(scan, start) == VIEW_REDACTED) {
        seen->hidden = 1;
    }
    if (is_typed(scan, start, end, &judged) &&
        (is_quote(scan_byte(scan, end)) || judged.signs > 0)) {
        int strong = is_strong(scan, end, &judged);

        if ((seen->count >= least || (strong && seen->count > 0)) && strong >= seen->strong) {
            seen->start = start;
            seen->end = end;
            seen->strong = strong;
        }
    }
    seen->count++;
}

void match_login_call(struct scan *scan, size_t at, size_t end)
{
    /* what else is connected, or bound, than users */
    const size_t least = scan_is_at(scan, at, "connect") || scan_is_at(scan, at, "bind") ? 2
                         : scan_is_at(scan, at, "password")                              ? 0
                                                                                         : 1;
    struct arguments_seen seen = {0};
    size_t i, first, depth = 1;

    if (least == 2 && in_set(scan_byte(scan, at), SET_LOWER) &&
        in_set(scan_before(scan, at), SET_LOWER)) {
        return; /* rbind, disconnect */
    }
    end -= scan_before(scan, end) == '[' ? 2 : scan_before(scan, end) == '(';
    i = at >= scan->call_end ? opening(scan, end) : 0;
    if (i == 0) {
        return;
    }
    end = i + CALL_MAX < scan->length ? i + CALL_MAX : scan->length;
    if (scan_before(scan, i) == ' ') {
        end = scan_line(scan, i).end < end ? scan_line(scan, i).end : end;
    }
    for (first = i; i < end && depth > 0; i++) {
        unsigned char byte = scan->bytes[i];

        if (is_quote(byte)) {
            size_t start = i + 1;

            for (i++; i < end && scan_byte(scan, i) != byte && scan_byte(scan, i) != '\n';
                 i++) {
            }
            if (i == end || scan_byte(scan, i) != byte) {
                break;
            }
            see(scan, start, i, least, &seen);
        } else if (in_set(byte, SET_ALNUM) &&
                   (scan->bytes[i - 1] == ',' || scan->bytes[i - 1] == '(')) {
            size_t start = i; /* Login(bob,x), as Scala prints it */

            while (i < end && !is_blank(scan->bytes[i]) &&
                   strchr(",()[]{};\"'", scan->bytes[i]) == NULL) {
                i++;
            }
            if (scan_byte(scan, i) != ',' || scan_byte(scan, i + 1) > ' ') {
                see(scan, start, i, least, &seen);
            }
            i--;
        } else if (byte == VIEW_REDACTED) {
            seen.hidden |= seen.count > 0;
        } else if (byte == '(' || byte == '[') {
            depth++;
        } else if (byte == ')' || byte == ']') {
            depth--;
        } else if (byte == ';' || byte == '{' || byte == '}' ||
                   (seen.count == 0 && i - first > OPENING_MAX)) {
            break;
        }
    }
    effort_spend(scan->effort, (i - first) * 2);
    scan->call_end = i;
    if (seen.start != 0 && !seen.hidden) {
        struct value value = {.start = seen.start, .end = seen.end, .quoted = 1, .sign = '('};

        if (!value_is_harmless(scan, &value, KEY_STRONG)) {
            scan_found(scan, seen.start, seen.end, scan_matcher_name(MATCHER_LOGIN_CALL));
        }
    }
}
