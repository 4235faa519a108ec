#include "printed.h"

#define PROMPT_MAX 48
#define COMMAND_MAX 200
#define SECRET_MIN 4
#define SECRET_MAX 128

int printed_is_secret(const struct scan *scan, size_t at)
{
    static const char *const commands[] = {"find-generic-password ",
                                           "find-internet-password ",
                                           "pass show ",
                                           "op read ",
                                           "-field=",
                                           "openssl rand ",
                                           "pwgen ",
                                           "jsonpath=",
                                           "terraform output ",
                                           "cat /run/secrets/"};

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (scan_is_at(scan, at, commands[i])) {
            return 1;
        }
    }
    return 0;
}

/* Whether the command's line says that it is a secret that is asked for: many a field is none.
 */
static int is_of_secret(const struct scan *scan, const struct scan_run *line)
{
    static const char *const words[] = {"pass", "secret", "token", "-key",
                                        "_key", "pwd",    "pwgen", "rand "};

    for (size_t i = line->start; i < line->end; i++) {
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            if (scan_is_at(scan, i, words[k])) {
                return 1;
            }
        }
    }
    return 0;
}

/* $ x, bob@host:~# x: what is typed behind a prompt that begins its line. */
static int follows_prompt(const struct scan *scan, size_t line, size_t at)
{
    for (size_t i = line; i < at && i - line < PROMPT_MAX; i++) {
        if (scan->bytes[i] == ' ') {
            unsigned char last = scan_before(scan, i);

            return i > line && (last == '$' || last == '#' || last == '%' || last == '>');
        }
    }
    return 0;
}

size_t printed_find(struct scan *scan, size_t at, size_t *ret_start)
{
    const struct scan_run line = scan_line(scan, at);
    size_t start = line.end, end;

    *ret_start = start;
    if (line.end - at > COMMAND_MAX || scan_byte(scan, line.end) != '\n' ||
        at - line.start > COMMAND_MAX || !follows_prompt(scan, line.start, at) ||
        !is_of_secret(scan, &line)) {
        return start;
    }
    start++;
    start += scan_byte(scan, start) == '"'; /* terraform output x */
    for (end = start; end - start < SECRET_MAX && scan_byte(scan, end) > ' ' &&
                      scan->bytes[end] != '"' && scan->bytes[end] != ':' &&
                      (scan->bytes[end] != '/' || end > start);) {
        end++;
    }
    if (end - start < SECRET_MIN ||
        scan_byte(scan, end + (scan_byte(scan, end) == '"')) != '\n') {
        return *ret_start; /* a message of several words, an address */
    }
    *ret_start = start;
    return end;
}
