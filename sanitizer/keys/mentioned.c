#include "mentioned.h"

#include <string.h>

#include "scan/looks.h"
#include "values/extent.h"

/* How far behind its key a password may be mentioned, and how long it is. */
#define SENTENCE_MAX ((size_t)160)
#define PASSWORD_MIN 6
#define PASSWORD_MAX 64

/* Without any sign a word has so many digits and letters, and digits alone are as many. */
#define DIGITS_MIN 3
#define WORD_MIN 8
#define NUMBER_MIN 6

/* password, passphrase, pwd: what people choose; all else is in quotes for other reasons. */
static int is_chosen(const struct scan *scan, size_t start, size_t end)
{
    for (size_t at = start; at < end; at++) {
        if (scan_is_at(scan, at, "passw") || scan_is_at(scan, at, "passp") ||
            scan_is_at(scan, at, "pwd")) {
            effort_spend(scan->effort, (at - start) * 3);
            return 1;
        }
    }
    effort_spend(scan->effort, end - start);
    return 0;
}

/* Code, paths, formats and what says itself what it is: user[password], %s, ${x}, a(b). */
static int is_code(const struct scan *scan, size_t start, size_t end)
{
    static const char *const signs[] = {"://", "()",  "->", "=>",   "${", "{{",   "$(",
                                        "::",  "\\n", "%s", "%d",   "==", "pass", "pwd",
                                        "=\"", "='",  "[^", "[a-z", "]{", "]+",   "]*"};

    if (strchr("/.-~", scan->bytes[start]) != NULL ||
        scan_next(scan, start, end, '<') < scan_next(scan, start, end, '>')) {
        return 1;
    }
    for (size_t at = start; at < end; at++) {
        effort_spend(scan->effort, 5);
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
            if (scan_is_at(scan, at, signs[i])) {
                return 1;
            }
        }
    }
    return 0;
}

/* What stands above the digits of a keyboard, or beside its letters, among letters or digits;
 * `alone`: in the quotes of code even a word with digits in it, or a number. */
static int is_password(const struct scan *scan, size_t start, size_t end, int alone)
{
    size_t signs = 0, digits = 0, letters = 0, others = 0;

    if (end - start < PASSWORD_MIN || end - start > PASSWORD_MAX) {
        return 0;
    }
    effort_spend(scan->effort, end - start);
    for (size_t at = start; at < end; at++) {
        const unsigned char byte = scan->bytes[at];

        digits += in_set(byte, SET_DIGIT) != 0;
        letters += in_set(byte, SET_ALPHA) != 0;
        signs += byte > ' ' && byte < 0x80 && strchr("!#$%^&*~?+;|\\", byte) != NULL;
        others += byte == '_' || byte == '-' || byte == '.' || byte == ':' || byte == '/' ||
                  byte == '=' || byte == '(' || byte == ')' || byte >= 0x80;
    }
    if (signs > 0) {
        return letters > 0 && (digits > 0 || (alone && letters >= DIGITS_MIN) || signs > 2) &&
               !is_code(scan, start, end);
    }
    if (!alone || others > 0 || end - start < WORD_MIN) {
        return alone && others == 0 && letters == 0 && digits >= NUMBER_MIN;
    }
    return letters == 0 || looks_drawn(scan->bytes + start, end - start) ||
           (digits >= DIGITS_MIN && letters >= DIGITS_MIN &&
            !looks_hex(scan->bytes + start, end - start));
}

/* Where the quote at `open` is closed, with no blank in it; `open` if it is not. */
static size_t closed(const struct scan *scan, size_t open)
{
    const unsigned char quote = scan->bytes[open];
    size_t end = open + 1;

    while (end - open <= PASSWORD_MAX && scan_byte(scan, end) > ' ' &&
           scan_byte(scan, end) != quote) {
        end++;
    }
    return scan_byte(scan, end) == quote && (scan_byte(scan, end + 1) <= ' ' ||
                                             in_set(scan_byte(scan, end + 1), SET_CLOSING))
               ? end
               : open;
}

/* "like x", "such as x", "e.g. x": the word behind. */
static int find_example(const struct scan *scan, size_t at, size_t reach, size_t *ret_start,
                        size_t *ret_end)
{
    static const char *const words[] = {"like ", "such as ", "e.g. ", "example ", "example: "};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t end;

        if (!scan_is_at(scan, at, words[i])) {
            continue;
        }
        *ret_start = at + strlen(words[i]);
        for (end = *ret_start; end < reach && scan_byte(scan, end) > ' '; end++) {
        }
        while (end > *ret_start &&
               (scan->bytes[end - 1] == '.' || scan->bytes[end - 1] == ',')) {
            end--;
        }
        *ret_end = end;
        return !is_quote(scan_byte(scan, *ret_start)) && scan_byte(scan, *ret_start) != '`' &&
               is_password(scan, *ret_start, end, 0);
    }
    return 0;
}

int mentioned_find(struct scan *scan, size_t start, size_t end, size_t *ret_start,
                   size_t *ret_end)
{
    struct scan_run *none = &scan->no_mention;
    const unsigned char after = scan_byte(scan, end);
    size_t reach = scan->length - end < SENTENCE_MAX ? scan->length : end + SENTENCE_MAX;

    if ((after != ' ' && after != ',' && after != '.' && after != '(' && after != 's') ||
        (scan_before(scan, start) != ' ' && scan_before(scan, start) != '\n') ||
        !is_chosen(scan, start, end)) {
        return 0;
    }
    reach = scan_next(scan, end, reach, '\n');
    if (end < none->start || end >= none->end) {
        *none = (struct scan_run){end, end};
    }
    for (; none->end < reach; none->end++) {
        const size_t at = none->end;
        const unsigned char byte = scan->bytes[at];

        effort_spend(scan->effort, byte == ' ' ? EFFORT_LOOK_UP : 1);
        if (byte == '=' || byte == '{' || byte == '<') {
            return 0; /* code, and no sentence */
        }
        if ((byte == '`' || is_quote(byte)) &&
            (scan->bytes[at - 1] == ' ' || scan->bytes[at - 1] == '(')) {
            const size_t last = closed(scan, at);

            *ret_start = at + 1;
            *ret_end = last;
            if (last > at && is_password(scan, at + 1, last, byte == '`')) {
                return 1;
            }
            none->end = last;
        } else if (byte == ' ' && find_example(scan, at + 1, reach, ret_start, ret_end)) {
            return 1;
        }
    }
    return 0;
}
