/* What closes a key before its sign. */
#include "key_end.h"

#include "extent.h"
#include "opening.h"

#define SPACES_MAX 64

/* How long a visibility between a key and its sign may be. */
#define MARK_MAX 64

/* ["x":protected]=>, [x:Some\Class:private] =>: what PHP prints of an object's members. */
static size_t skip_visibility(const struct scan *scan, size_t at)
{
    size_t i;

    for (i = at; i - at < MARK_MAX && scan_byte(scan, at) == ':'; i++) {
        unsigned char byte = scan_byte(scan, i);

        if (byte == ']') {
            effort_walk(scan->effort, i - at);
            return scan_is_at(scan, i - 7, "private") || scan_is_at(scan, i - 9, "protected")
                       ? i + 1
                       : at;
        }
        if (!in_set(byte, SET_WORD) && byte != ':' && byte != '\\' && byte != '"') {
            break;
        }
    }
    effort_walk(scan->effort, i - at);
    return at;
}

/* cfg(password) = x, as Tcl prints an array from the line's start; the key ends at `at`. */
static int is_index(const struct scan *scan, size_t at)
{
    size_t start = scan_run_start(scan, SET_TOKEN, at - 1, SPACES_MAX), name;

    if (scan_before(scan, start) != '(' || start < 2) {
        return 0;
    }
    name = scan_run_start(scan, SET_WORD, start - 2, SPACES_MAX);
    return name < start - 1 && scan_before(scan, name) == '\n';
}

size_t key_end_skip(const struct scan *scan, size_t at)
{
    size_t end = opening_skip_colour(scan, at);

    if (is_quote(scan_byte(scan, end))) {
        end++;
        end += scan_byte(scan, end) == scan_before(scan, end); /* in a string, ""key"" */
        if (scan_byte(scan, end) == ']' || scan_byte(scan, end) == ')') {
            end++;
        }
        end += scan_is_at(scan, end, ">>") ? 2 : 0; /* Erlang's <<"key">> */
    } else if (scan_byte(scan, end) == ']' || scan_byte(scan, end) == '}') {
        end++; /* 'user[password]' => x */
        end += scan_byte(scan, end - 1) == ']' && is_quote(scan_byte(scan, end)) != 0;
    } else if (scan_byte(scan, end) == '[' && scan_byte(scan, end + 1) == ']') {
        end += 2;
    } else if (scan_is_at(scan, end, ") = ") && is_index(scan, at)) {
        end++;
    }
    end += scan_is_at(scan, end, ") - hexdump") ? 1 : 0; /* PSK (ASCII passphrase) - hexdump */
    if (scan_is_at(scan, end, "</") && scan_before(scan, end) != ' ') {
        size_t tag; /* <em>password</em> = x */

        for (tag = end + 2; tag - end < SPACES_MAX && in_set(scan_byte(scan, tag), SET_ALNUM);
             tag++) {
        }
        effort_walk(scan->effort, tag - end);
        if (scan_byte(scan, tag) == '>') {
            tag += scan_is_at(scan, tag + 1, "&nbsp;") ? 7 : 1;
            tag = extent_skip_blanks(scan, tag);
            return scan_byte(scan, tag) == '=' || scan_byte(scan, tag) == ':' ? tag : end;
        }
    }
    return extent_skip_blanks(scan, skip_visibility(scan, end));
}
