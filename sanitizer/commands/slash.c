/* A user and a password joined by a slash: scott/tiger@db, and Teradata's host/user,password.
 */
#include "commands.h"

#include <string.h>

#include "values/extent.h"
#include "values/value.h"

#define ARGUMENT_MAX 128
#define OPTIONS_MAX 64
#define NAME_MAX 48

/* "'sys/x as sysdba'" */
#define QUOTES_MAX 3

/* What has to stand behind a password, where the words before it say too little. */
enum followed { FOLLOWED_BY_ANY, FOLLOWED_BY_PAIR, FOLLOWED_BY_SETTINGS, FOLLOWED_BY_RIGHTS };

/* Behind the name at `at`, which may be quoted or an address. */
static size_t skip_name(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < NAME_MAX &&
           (in_set(scan_byte(scan, end), SET_TOKEN) || scan_byte(scan, end) == '$' ||
            scan_byte(scan, end) == '#' || scan_byte(scan, end) == VIEW_REDACTED)) {
        end++;
    }
    effort_spend(scan->effort, (end - at) / 2);
    return end;
}

/* Whether what is said of a user begins its line, or stands behind a prompt: SQL> connect */
static int is_typed_command(const struct scan *scan, size_t at)
{
    unsigned char before = scan_before(scan, at);

    return before == '\n' || before == '.' || before == '>' ||
           (before == ' ' &&
            (scan_before(scan, at - 1) == '>' || scan_before(scan, at - 1) == '\n'));
}

/* imp scott/tiger file=x: short words, which are commands where settings or nothing follows. */
static int is_followed_as_command(const struct scan *scan, size_t at, size_t end)
{
    size_t next = end;

    while (next - end < ARGUMENT_MAX && scan_byte(scan, next) > ' ') {
        next++; /* @db */
    }
    effort_walk(scan->effort, next - end);
    if (scan_is_at(scan, next, " as sys")) {
        return 1;
    }
    if (scan_byte(scan, next) != ' ') {
        return scan_before(scan, at) == '`' ||
               (scan_before(scan, at) == ' ' &&
                strchr("$#>", (char)scan_before(scan, at - 1)) != NULL);
    }
    for (end = ++next; next - end < NAME_MAX && in_set(scan_byte(scan, next), SET_WORD);) {
        next++;
    }
    return next > end && scan_byte(scan, next) == '=';
}

/* userid=scott/tiger, connect target sys/x@db, .logon host/user,x; the password ends its word.
 */
static void match_pair(struct scan *scan, size_t at, size_t start, enum followed followed)
{
    const int joined = followed == FOLLOWED_BY_PAIR;
    size_t slash = skip_name(scan, start), password = slash + 1, end;
    struct value value = {.quoted = 1, .sign = ' '};

    if (slash == start || scan_byte(scan, slash) != '/') {
        return;
    }
    if (joined) {
        password = skip_name(scan, password) + 1;
        if (scan_before(scan, password) != ',') {
            return;
        }
    }
    for (end = password; end - password < ARGUMENT_MAX && scan_byte(scan, end) > ' ' &&
                         !is_quote(scan_byte(scan, end)) && scan_byte(scan, end) != '@' &&
                         scan_byte(scan, end) != ';';
         end++) {
        effort_spend(scan->effort, 1);
        if (scan_byte(scan, end) == '/' || scan_byte(scan, end) == '\\') {
            return; /* a path */
        }
    }
    if ((followed == FOLLOWED_BY_SETTINGS && !is_followed_as_command(scan, at, end)) ||
        (followed == FOLLOWED_BY_RIGHTS && !scan_is_at(scan, end, " as sys"))) {
        return;
    }
    value.start = password;
    value.end = end;
    if (end > password && !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, password, end, scan_matcher_name(MATCHER_ORACLE_USER));
    }
}

void match_oracle_user(struct scan *scan, size_t at, size_t end)
{
    const int joined = scan_is_at(scan, at, "logon");
    const int typed =
        joined || scan_is_at(scan, at, "conn ") || scan_is_at(scan, at, "connect ");
    enum followed followed = FOLLOWED_BY_ANY;

    if (typed && !is_typed_command(scan, at)) {
        if (joined) {
            return;
        }
        followed = FOLLOWED_BY_RIGHTS;
    } else if (joined) {
        followed = FOLLOWED_BY_PAIR;
    } else if (end - at == sizeof "imp") {
        followed = FOLLOWED_BY_SETTINGS;
    }
    for (unsigned int i = 0;
         i < QUOTES_MAX && (is_quote(scan_byte(scan, end)) || scan_byte(scan, end) == '\\');
         i++) {
        end++;
    }
    if (!in_set(scan_before(scan, at), SET_ALNUM)) {
        match_pair(scan, at, end, followed);
    }
}

/* scott/tiger@db */
void match_oracle(struct scan *scan, size_t at, size_t end)
{
    size_t slash = 0, sign = 0, i;

    while (scan_byte(scan, end) == '-' && end - at < OPTIONS_MAX) { /* sqlplus -S x/y@z */
        while (scan_byte(scan, end) > ' ' && end - at < OPTIONS_MAX) {
            end++;
        }
        end += scan_byte(scan, end) == ' ';
    }
    for (i = end; i < scan->length && i - end < ARGUMENT_MAX; i++) {
        unsigned char byte = scan->bytes[i];

        if (byte <= ' ' && byte != VIEW_REDACTED) {
            break;
        }
        if (byte == '/' && slash == 0) {
            slash = i;
        } else if (byte == '@' && slash != 0) {
            sign = i; /* the last one: passwords hold "@" too */
        } else if (byte == '@' && slash == 0) {
            effort_spend(scan->effort, (i - end) / 2);
            return;
        } else if (sign != 0 && (byte == '/' || byte == ':')) {
            break;
        }
    }
    effort_spend(scan->effort, (i - end) / 2);
    if (sign > slash + 1 && !(sign == slash + 2 && scan->bytes[slash + 1] == VIEW_REDACTED)) {
        scan_found(scan, slash + 1, sign, scan_matcher_name(MATCHER_ORACLE));
    } else if (sign == 0 && slash > end && scan->bytes[slash - 1] != VIEW_REDACTED &&
               scan_is_at(scan, at, "sql")) {
        match_pair(scan, at, end, FOLLOWED_BY_ANY); /* without a host */
    }
}
