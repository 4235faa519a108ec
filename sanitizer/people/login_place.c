/* Logins in paths, in an environment and before the prompt of a shell. */
#include "home.h"

#include <string.h>

#include "home_path.h"

/* So long are a login and a machine's name before a prompt. */
#define PROMPT_MAX 64

void match_run_user(struct scan *scan, size_t at, size_t end)
{
    size_t id_end = scan_run_end(scan, SET_DIGIT, end);

    (void)at;
    if (!home_is_component_byte(scan_byte(scan, id_end))) {
        scan_found(scan, end, id_end, span_user);
    }
}

/* /media/someone/disk; but /media/sda1, /media/BACKUP/x and /media/3f1c-9a20 are disks. */
static int is_mounted_by(const struct scan *scan, size_t name)
{
    size_t end = home_component_end(scan, name);

    return scan_byte(scan, end) == '/' && home_is_component_byte(scan_byte(scan, end + 1)) &&
           home_is_login(scan, name, end) && !in_set(scan_byte(scan, name), SET_DIGIT) &&
           !(scan_is_at(scan, name, "sd") && end - name <= 5);
}

/* /var/mail/someone, /run/media/someone: the component is a login; of /tmp/pytest-of-someone
 * and /x/-home-someone-src, the rest of it or the part to the next hyphen. */
void match_user_directory(struct scan *scan, size_t at, size_t end)
{
    size_t start, home;

    if (scan->bytes[end - 1] != '/') {
        home_found_user(scan, end,
                        scan_byte(scan, at + 1) == '-' ? scan_run_end(scan, SET_WORD, end)
                                                       : home_component_end(scan, end));
        return;
    }
    start = home_path_start(scan, at);
    if (home_may_follow(scan, start, at, &home) &&
        (start < at || !scan_is_at(scan, at, "/media/") || is_mounted_by(scan, end))) {
        home_found_user(scan, end, home_component_end(scan, end));
    }
}

/* USER=someone in an environment. */
void match_user_variable(struct scan *scan, size_t at, size_t end)
{
    unsigned char before = scan_before(scan, at);

    if (!in_set(before, SET_WORD) || before == '_') {
        home_found_user(scan, end, home_component_end(scan, end));
    }
}

/* Whether what stands before a login allows a prompt: (venv) someone@host:~$ */
static int may_prompt_follow(unsigned char before)
{
    return (!in_set(before, SET_WORD) && before != '/' && before != ':' && before != '@') ||
           before == 'm'; /* the end of a colour */
}

/* The login, and the machine's name where that is somebody's: ann@anns-laptop. */
static void found_prompt(struct scan *scan, size_t host, size_t end)
{
    size_t login = host - 1;

    while (login > 0 && host - login <= PROMPT_MAX &&
           (in_set(scan->bytes[login - 1], SET_WORD) || scan->bytes[login - 1] >= 0x80 ||
            scan->bytes[login - 1] == '.' || scan->bytes[login - 1] == '-' ||
            scan->bytes[login - 1] == '+')) {
        login--;
    }
    effort_spend(scan->effort, (host - login) / 2);
    if (host - login < 3 || !may_prompt_follow(scan_before(scan, login))) {
        return;
    }
    home_found_user(scan, login, host - 1);
    for (size_t i = 0; host + i < end && login + i < host - 1; i++) {
        if (table_lower[scan->bytes[host + i]] != table_lower[scan->bytes[login + i]]) {
            return;
        }
    }
    if (end - host >= host - 1 - login) {
        home_found_user(scan, host, end);
    }
}

/* someone@host:~/x$, someone@host MINGW64 ~/x, [someone@host x]$ */
void match_prompt(struct scan *scan, size_t at, size_t end)
{
    size_t host_end = at, host;

    (void)end;
    if (scan_byte(scan, at) == ']') {
        size_t open = at;

        while (open > 0 && at - open < PROMPT_MAX && scan->bytes[open - 1] >= ' ' &&
               scan_byte(scan, open) != '[') {
            open--;
        }
        for (host_end = open; host_end < at && scan_byte(scan, host_end) != ' ';) {
            host_end++;
        }
        effort_walk(scan->effort, at - open + (host_end - open));
        if (scan_byte(scan, open) != '[' || host_end == at || at - host_end < 2) {
            return;
        }
    }
    host = scan_run_start(scan, SET_DOMAIN, host_end, PROMPT_MAX);
    if (host < host_end && host > 1 && scan->bytes[host - 1] == '@') {
        found_prompt(scan, host, host_end);
    }
}
