/* Passwords behind the name they belong to: "credentials: bob / x", "log in with bob:x". */
#include "commands.h"

#include <string.h>

#include "beside_user.h"
#include "named.h"
#include "scan/looks.h"
#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

#define NAME_MAX 48
#define TAG_MAX 12
#define WORDS_MAX 16
#define PASSWORD_MAX 64
#define REACH 64

/* A password of somebody whom everybody knows, in a sentence. */
#define COMMON_MIN 3

static size_t skip_name(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < NAME_MAX &&
           (in_set(scan_byte(scan, end), SET_WORD) || scan_byte(scan, end) == '@' ||
            scan_byte(scan, end) == '.' || scan_byte(scan, end) == '-')) {
        end++;
    }
    effort_spend(scan->effort, (end - at) / 2);
    return end - at < 2 || end - at == NAME_MAX ? at : end;
}

/* Whether what stands in [start, end) is more than two names: digits in it, no path, no
 * address. */
static int is_password(const struct scan *scan, size_t start, size_t end)
{
    size_t digits = 0, letters = 0;

    for (size_t i = start; i < end; i++) {
        effort_spend(scan->effort, 1);
        digits += in_set(scan_byte(scan, i), SET_TYPED) != 0;
        letters += in_set(scan_byte(scan, i), SET_ALPHA) != 0;
        if (scan_byte(scan, i) == '/' || scan_byte(scan, i) == '.' ||
            scan_byte(scan, i) == ':' || scan_byte(scan, i) == '=' ||
            scan_byte(scan, i) == '(') {
            return 0;
        }
    }
    return digits > 0 && letters > 1 && said_is_password(scan, start);
}

/* user bob, pass x; -u bob -p x. Where none of the words stands is remembered in `none`. */
static size_t behind_user(const struct scan *scan, struct scan_run *none, size_t at, size_t end,
                          const char *const *words, size_t count)
{
    size_t start = at;

    if (!scan_one_stands_between(scan, none, at > REACH ? at - REACH : 0, at, words, count)) {
        return 0;
    }
    while (start > 0 && at - start < REACH && scan->bytes[start - 1] != '\n') {
        start--;
        effort_spend(scan->effort, 1 + count / 4);
        for (size_t i = 0; i < count; i++) {
            if (scan_is_at(scan, start, words[i])) {
                return end;
            }
        }
    }
    return 0;
}

/* Whether a line begins at `at`, or what a trace puts before it ends there: "C: ", "> ". */
static int begins_line(const struct scan *scan, size_t at)
{
    unsigned char before = scan_before(scan, at);

    if (before == ' ' && at >= 2) {
        before = scan->bytes[at - 2];
        return before == ':' || before == '>' || before == ']';
    }
    return before == '\n' || is_quote(before);
}

/* 01 LOGIN bob x, . LOGIN bob x: a command's tag begins the line, and the password ends it. */
static size_t behind_tag(const struct scan *scan, size_t at, size_t end)
{
    size_t tag = at > 0 ? scan_run_start(scan, SET_ALNUM, at - 1, TAG_MAX) : 0;
    size_t start = scan_byte(scan, end) == VIEW_REDACTED ? end + 1 : skip_name(scan, end), last;
    const int is_point = at >= 2 && scan->bytes[at - 2] == '.';

    tag -= (size_t)is_point;
    if (scan_before(scan, at) != ' ' || !begins_line(scan, tag) ||
        (!is_point && !in_set(scan_before(scan, at - 1), SET_DIGIT)) || start == end ||
        scan_byte(scan, start) != ' ') {
        return 0;
    }
    for (last = ++start; last - start < PASSWORD_MAX && scan_byte(scan, last) > ' '; last++) {
    }
    return scan_byte(scan, last) == '\n' || scan_byte(scan, last) == '\r' ? start : 0;
}

/* ". ", "a1 ", "A001 " begin the line: what nobody writes but to a mailbox. */
static int is_short_tag(const struct scan *scan, size_t at)
{
    size_t tag = at > 0 ? at - 1 : 0;

    while (tag > 0 && in_set(scan->bytes[tag - 1], SET_DIGIT) && at - tag < TAG_MAX) {
        tag--;
    }
    if (tag > 0 && (scan->bytes[tag - 1] == '.'
                        ? tag + 1 == at
                        : tag + 1 < at && in_set(scan->bytes[tag - 1], SET_ALPHA))) {
        return begins_line(scan, tag - 1);
    }
    return 0;
}

/* LOGIN "bob" "x" of a mailbox's protocol */
static size_t behind_quoted(const struct scan *scan, size_t end)
{
    size_t name = end + (size_t)is_quote(scan_byte(scan, end)), name_end;

    if (scan->bytes[end - 2] != 'N') {
        return 0;
    }
    name_end = scan_byte(scan, name) == VIEW_REDACTED ? name + 1 : skip_name(scan, name);
    if (name_end == name) {
        return 0;
    }
    name_end += name > end;
    return scan_is_at(scan, name_end, " \"") ? name_end + 2 : 0;
}

static size_t behind_name(const struct scan *scan, size_t end)
{
    static const char *const openings[] = {" ",   ":",    "are ", "is ", "=",
                                           "as ", "with", "\"",   "'",   ","};
    static const char *const separators[] = {
        " / ",   "/",    ": ",     ":",         " and ",   ", ",         " ",       "\" / \"",
        "' / '", "', '", "\", \"", "\" and \"", "' and '", "\" with \"", "' with '"};
    size_t name =
        extent_skip_words(scan, end, openings, sizeof openings / sizeof *openings, WORDS_MAX);
    size_t name_end = name - end < WORDS_MAX ? skip_name(scan, name) : name;
    int is_said = memchr(scan->bytes + end, ' ', name - end) != NULL && name > end + 1;

    for (size_t i = 0; name_end > name && i < sizeof separators / sizeof *separators; i++) {
        if (scan_is_at(scan, name_end, separators[i])) {
            return separators[i][0] != ' ' || separators[i][1] != '\0' || is_said
                       ? name_end + strlen(separators[i])
                       : 0;
        }
    }
    return 0;
}

/* credentials are admin/x, admin / x: who everybody knows, and one word that ends there. */
static int is_of_common_user(const struct scan *scan, size_t start)
{
    static const char *const names[] = {"admin/",  "admin / ", "admin:",   "root/",
                                        "root / ", "root:",    "istrator/"};
    size_t last = start;

    while (last - start < PASSWORD_MAX && in_set(scan_byte(scan, last), SET_ALNUM)) {
        last++;
    }
    if (last - start < COMMON_MIN || scan_byte(scan, last) == '/' ||
        scan_byte(scan, last) == '@' || scan_is_at(scan, start, "user")) {
        return 0;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t length = strlen(names[i]);

        if (start > length && scan_is_at(scan, start - length, names[i]) &&
            (i + 1 == sizeof names / sizeof *names ||
             !in_set(scan->bytes[start - length - 1], SET_WORD))) {
            return 1;
        }
    }
    return 0;
}

/* Login OK: [bob/x] (from client y): where x stands, as servers log what they were given. */
static size_t behind_bracket(const struct scan *scan, size_t end)
{
    size_t at = end, name_end;

    while (at - end < REACH && scan_byte(scan, at) != '[' && scan_byte(scan, at) != '\n') {
        at++;
    }
    name_end = scan_byte(scan, at) == '[' ? skip_name(scan, at + 1) : at;
    return name_end > at + 1 && scan_byte(scan, name_end) == '/' &&
                   scan_byte(scan, name_end + 1) != '<'
               ? name_end + 1
               : 0;
}

/* [+] DOMAIN\bob:x, as a tool reports whose password it knows. */
static size_t behind_domain(const struct scan *scan, size_t end)
{
    size_t domain = skip_name(scan, end), name;

    if (domain == end || scan_byte(scan, domain) != '\\') {
        return 0;
    }
    name = skip_name(scan, domain + 1);
    return name > domain + 1 && scan_byte(scan, name) == ':' ? name + 1 : 0;
}

/* tool -u bob:x: the part behind the colon; sets *ret_given where an address follows. */
static size_t behind_colon(const struct scan *scan, size_t end, int *ret_given)
{
    size_t colon = skip_name(scan, end), last;

    if (colon == end || scan_byte(scan, colon) != ':') {
        return 0;
    }
    for (last = ++colon; last - colon < PASSWORD_MAX && scan_byte(scan, last) > ' ' &&
                         !is_quote(scan_byte(scan, last));) {
        last++;
    }
    effort_spend(scan->effort, (last - colon) / 2);
    last += (size_t)is_quote(scan_byte(scan, last));
    if (beside_user_is_drawn(scan, colon)) {
        return colon;
    }
    *ret_given = scan_is_at(scan, last, " http");
    return scan_is_at(scan, end, "root:") || named_is_group(scan, end, colon, last) ? 0 : colon;
}

/* "Google" and "Facebook": names of services, with which one logs in as well. */
static int is_title(const struct scan *scan, size_t start)
{
    size_t end = start + 1;

    while (end - start < NAME_MAX && in_set(scan_byte(scan, end), SET_LOWER)) {
        end++;
    }
    return in_set(scan_byte(scan, start), SET_UPPER) && is_quote(scan_byte(scan, end));
}

/* "bob" and "x", 'bob' / 'x' */
static int follows_quoted_name(const struct scan *scan, size_t start)
{
    static const char *const joints[] = {"\" and \"", "' and '",    "\" / \"",
                                         "' / '",     "\" with \"", "' with '"};

    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        const size_t length = strlen(joints[i]);

        if (start >= length && scan_is_at(scan, start - length, joints[i])) {
            return !is_title(scan, start);
        }
    }
    return 0;
}

/* Where the password starts that the literal at `at` speaks of; 0 if it does of none. Sets
 * *ret_given where it cannot be anything else. */
static size_t find_password(struct scan *scan, size_t at, size_t end, int *ret_given)
{
    static const char *const users[] = {"user", "login"};
    static const char *const options[] = {" -u ", " --user", " -username ", " -l ", " -d cn="};
    static const char *const switches[] = {" /u ", " /u:", " /user:"}, *const listed[] = {
                                                                           "-u', '",
                                                                           "-u\", \""};
    size_t start;

    *ret_given = 0;
    if (scan_is_at(scan, at, " pass ")) {
        return behind_user(scan, &scan->no_user, at, end, users, 2);
    }
    if (scan_is_at(scan, at, " -u ")) {
        return behind_colon(scan, end, ret_given);
    }
    if (scan_is_at(scan, at, " /p")) {
        *ret_given = beside_user_is(scan, at, end);
        return behind_user(scan, &scan->no_switch, at, end, switches,
                           sizeof switches / sizeof *switches);
    }
    if (scan_is_at(scan, at, " -w ")) {
        return behind_user(scan, &scan->no_option, at, end, options,
                           sizeof options / sizeof *options);
    }
    if (scan_is_at(scan, at, " -p ")) {
        if (beside_user_are_directories(scan, at)) {
            return 0;
        }
        start = behind_user(scan, &scan->no_option, at, end, options,
                            sizeof options / sizeof *options);
        if (start == 0 && beside_user_is_before(scan, end)) {
            *ret_given = beside_user_is_word_before(scan, at, end);
            return end;
        }
        *ret_given = beside_user_is_drawn(scan, end) || beside_user_says_so(scan, end) ||
                     beside_user_is(scan, at, end);
        return start != 0 || !*ret_given ? start : end;
    }
    if (is_quote(scan_byte(scan, at))) { /* '-u', 'bob', '-p', 'x' */
        *ret_given = beside_user_is_drawn(scan, end) || beside_user_is_listed(scan, at, end);
        return behind_user(scan, &scan->no_listed, at, end, listed, 2);
    }
    if (end == at + sizeof "login") {
        start = behind_quoted(scan, end);
        start = start != 0 ? start : behind_tag(scan, at, end);
        *ret_given = start != 0 && (scan->bytes[end - 2] == 'N' || is_short_tag(scan, at));
        return start;
    }
    if (scan_byte(scan, at) == '[') {
        start = behind_domain(scan, end);
        *ret_given = start != 0;
        return start;
    }
    if (scan_is_at(scan, at, "login ok") || scan_is_at(scan, at, "login incorrect") ||
        scan_is_at(scan, at, "login attempt")) {
        start = behind_bracket(scan, end);
        *ret_given = start != 0;
        return start;
    }
    start = behind_name(scan, end);
    *ret_given = start != 0 &&
                 (scan_is_at(scan, at, "curlopt") || scan_is_at(scan, at, "basic_auth") ||
                  scan_is_at(scan, at, "proxy-user") || scan_is_at(scan, end - 6, ":pass ") ||
                  scan_is_at(scan, end - 10, ":password ") || follows_quoted_name(scan, start));
    return start;
}

void match_login(struct scan *scan, size_t at, size_t end)
{
    int is_given, is_drawn_option = scan_byte(scan, at) == ' ' &&
                                    (scan->bytes[at + 1] == '-' || scan->bytes[at + 1] == '/');
    size_t start = find_password(scan, at, end, &is_given), last = start;
    const int is_command = is_given && end == at + sizeof "login"; /* LOGIN "bob" "x y" */
    const int holds_blanks = is_command && scan_before(scan, start) == '"';

    if (start == 0) {
        return;
    }
    while (last - start < PASSWORD_MAX &&
           (scan_byte(scan, last) > ' ' || (holds_blanks && scan_byte(scan, last) == ' ')) &&
           !is_quote(scan_byte(scan, last))) {
        last++;
    }
    effort_spend(scan->effort, (last - start) / 2);
    while (last > start && (in_set(scan->bytes[last - 1], SET_CLOSING))) {
        last--;
    }
    is_given =
        (scan_byte(scan, at) != ' ' && is_of_common_user(scan, start)) ||
        (is_given && (is_quote(scan_byte(scan, last)) || is_drawn_option || is_command ||
                      scan_byte(scan, at) == '[' || scan->bytes[at + 5] == ' ')); /* login ok */
    if (last - start < PASSWORD_MAX &&
        (is_given ? last > start : is_password(scan, start, last))) {
        struct value value = {.start = start, .end = last, .quoted = 1, .sign = ' '};

        if (!value_is_harmless(scan, &value, KEY_STRONG)) {
            scan_found(scan, start, last, scan_matcher_name(MATCHER_LOGIN));
        }
    }
}
