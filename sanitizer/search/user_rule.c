#define PCRE2_CODE_UNIT_WIDTH 8

#include "user_rule.h"

#include <errno.h>
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NAME_MAX_LENGTH 40
#define LITERAL_MIN 3
#define LITERAL_MAX 64

/* A match may begin this far before its literal, in the same line, and end this far behind. */
#define WINDOW_BEFORE 512
#define WINDOW_AFTER 4096

/* PCRE2's own units: calls of its matching function, frames, KiB. */
#define MATCH_LIMIT 100000
#define DEPTH_LIMIT 1000
#define HEAP_LIMIT_KIB 1024

struct user_rule {
    char *name;
    unsigned char literal[LITERAL_MAX]; /* in lower case */
    size_t literal_length;
    pcre2_code *code;
    pcre2_match_data *match_data;
    pcre2_match_context *context;
    int keep;
};

/* ---- The literal that a pattern cannot do without ------------------------------------------
 */

/* Skip a group or class that opens at `at`; returns what follows it, or NULL. */
static const char *skip_nested(const char *at)
{
    int depth = 0, class = 0;

    for (; *at != '\0'; at++) {
        if (*at == '\\' && at[1] != '\0') {
            at++;
        } else if (class) {
            class = *at != ']';
        } else if (*at == '[') {
            class = 1;
            at += at[1] == '^';
            at += at[1] == ']';
            if (depth == 0) {
                depth = -1;
            }
        } else if (*at == '(') {
            depth++;
        } else if (*at == ')') {
            depth--;
        }
        if (!class && depth <= 0) {
            return at + 1;
        }
    }
    return NULL;
}

static int is_repeat(char byte)
{
    return byte == '*' || byte == '?' || byte == '+' || byte == '{';
}

/* The longest run of plain characters outside of everything that may not match. */
static size_t required_literal(const char *pattern, unsigned char *ret_literal)
{
    unsigned char run[LITERAL_MAX];
    size_t length = 0, best = 0;

    for (const char *at = pattern; at != NULL;) {
        char byte = *at;

        if (byte == '|') {
            return 0;
        }
        if (byte == '\\' && at[1] != '\0' &&
            !(((at[1] | 0x20) >= 'a' && (at[1] | 0x20) <= 'z') ||
              (at[1] >= '0' && at[1] <= '9'))) {
            byte = *++at;
        } else if (byte == '\0' || strchr("\\.^$()[]{}*+?", byte) != NULL) {
            if (length > best) {
                memcpy(ret_literal, run, length);
                best = length;
            }
            length = 0;
            if (byte == '\0') {
                break;
            }
            if (byte == '\\') {
                if (at[1] == '\0' || strchr("QEpPkgxouNcX", at[1]) != NULL) {
                    return best; /* what follows is more than one character of syntax */
                }
                at += 2;
            } else if (byte == '(' || byte == '[') {
                at = skip_nested(at);
            } else if (byte == '{') {
                at = strchr(at, '}');
                at += at != NULL;
            } else {
                at++;
            }
            continue;
        }
        at++;
        /* cppcheck-suppress nullPointerRedundantCheck ; skip_nested() is not on this way */
        if (is_repeat(*at)) {
            if (length > best) {
                memcpy(ret_literal, run, length);
                best = length;
            }
            length = 0;
            continue;
        }
        if (length < LITERAL_MAX) {
            run[length++] = table_lower[(unsigned char)byte];
        }
    }
    return best;
}

/* ---- Loading --------------------------------------------------------------------------------
 */

static int fail(char **ret_error, const char *format, const char *detail, size_t offset)
{
    char *error;

    if (asprintf(&error, format, detail, offset) < 0) {
        return -ENOMEM;
    }
    *ret_error = error;
    return -EINVAL;
}

static void user_rule_done(struct user_rule *rule)
{
    free(rule->name);
    pcre2_code_free(rule->code);
    pcre2_match_data_free(rule->match_data);
    pcre2_match_context_free(rule->context);
}

static int check_name(const char *name, char **ret_error)
{
    size_t length = strlen(name);

    if (length == 0 || length > NAME_MAX_LENGTH ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz-") != length || strcmp(name, span_home) == 0) {
        return fail(ret_error,
                    "the name '%.60s' is not lower-case letters and hyphens, at most 40", name,
                    0);
    }
    return 0;
}

static int compile(struct user_rule *rule, const char *pattern, char **ret_error)
{
    PCRE2_UCHAR8 message[160];
    PCRE2_SIZE offset;
    int error;

    rule->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                               PCRE2_NEVER_BACKSLASH_C, &error, &offset, NULL);
    if (rule->code == NULL) {
        pcre2_get_error_message(error, message, sizeof message);
        return fail(ret_error, "%s, at character %zu of the pattern", (const char *)message,
                    offset);
    }
    rule->match_data = pcre2_match_data_create_from_pattern(rule->code, NULL);
    rule->context = pcre2_match_context_create(NULL);
    if (rule->match_data == NULL || rule->context == NULL) {
        return -ENOMEM;
    }
    pcre2_set_match_limit(rule->context, MATCH_LIMIT);
    pcre2_set_depth_limit(rule->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(rule->context, HEAP_LIMIT_KIB);
    /* Without leave to map executable memory the interpreter does it too. */
    (void)pcre2_jit_compile(rule->code, PCRE2_JIT_COMPLETE);
    return 0;
}

int user_rules_add(struct user_rules *rules, const char *name, const char *pattern, int keep,
                   char **ret_error)
{
    struct user_rule rule = {.keep = keep};
    int result = check_name(name, ret_error);

    if (result < 0) {
        return result;
    }
    if (strlen(pattern) > SANITIZER_PATTERN_MAX) {
        return fail(ret_error, "the pattern of '%s' is longer than 1024 bytes", name, 0);
    }
    result = compile(&rule, pattern, ret_error);
    if (result == 0) {
        rule.literal_length = required_literal(pattern, rule.literal);
        if (rule.literal_length < LITERAL_MIN) {
            result =
                fail(ret_error,
                     "the pattern of '%s' has no three literal characters in a row, outside "
                     "of groups and alternatives, that it cannot do without",
                     name, 0);
        }
    }
    if (result == 0 && rules->count == rules->capacity) {
        size_t capacity = rules->capacity == 0 ? 8 : rules->capacity * 2;
        struct user_rule *grown = reallocarray(rules->rules, capacity, sizeof *grown);

        if (grown == NULL) {
            result = -ENOMEM;
        } else {
            rules->rules = grown;
            rules->capacity = capacity;
        }
    }
    if (result == 0) {
        rule.name = strdup(name);
        result = rule.name == NULL ? -ENOMEM : 0;
    }
    if (result < 0) {
        user_rule_done(&rule);
        return result;
    }
    rules->rules[rules->count++] = rule;
    return 0;
}

void user_rules_done(struct user_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        user_rule_done(&rules->rules[i]);
    }
    free(rules->rules);
    *rules = (struct user_rules){0};
}

/* ---- Matching -------------------------------------------------------------------------------
 */

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int literal_at(const struct scan *scan, const struct user_rule *rule, size_t at)
{
    for (size_t i = 0; i < rule->literal_length; i++) {
        if (table_lower[scan->bytes[at + i]] != rule->literal[i]) {
            return 0;
        }
    }
    return 1;
}

/* All matches in [start, end); *ret_last: where the last one ended. */
static int match_window(const struct user_rule *rule, struct scan *scan, size_t start,
                        size_t end, int64_t deadline_ms, size_t *ret_last)
{
    PCRE2_SIZE *ends = pcre2_get_ovector_pointer(rule->match_data);
    size_t at = start;

    while (at < end) {
        int count =
            pcre2_match(rule->code, scan->bytes, end, at, 0, rule->match_data, rule->context);

        if (count == PCRE2_ERROR_NOMATCH) {
            return 0;
        }
        if (count < 0 || now_ms() > deadline_ms) {
            return -ETIME;
        }
        if (ends[1] > ends[0]) {
            size_t group = count > 1 && ends[3] > ends[2] && ends[2] != PCRE2_UNSET ? 2 : 0;

            if (!(ends[group + 1] == ends[group] + 1 &&
                  scan->bytes[ends[group]] == VIEW_REDACTED)) {
                scan_found(scan, ends[group], ends[group + 1], rule->name);
            }
        }
        at = ends[1] > at ? ends[1] : at + 1;
        *ret_last = at;
    }
    return 0;
}

static int scan_rule(const struct user_rule *rule, struct scan *scan)
{
    int64_t deadline_ms = now_ms() + SANITIZER_RULE_MS;
    size_t at = 0;

    while (at + rule->literal_length <= scan->length) {
        size_t start = at, end, last = 0;
        int result;

        if (!literal_at(scan, rule, at)) {
            at++;
            continue;
        }
        while (start > 0 && at - start < WINDOW_BEFORE && scan->bytes[start - 1] != '\n') {
            start--;
        }
        end = scan->length - at < WINDOW_AFTER ? scan->length : at + WINDOW_AFTER;
        effort_spend(scan->effort, (at - start) / EFFORT_WALKED + (end - start) / 16);
        result = match_window(rule, scan, start, end, deadline_ms, &last);
        if (result < 0 || now_ms() > deadline_ms) {
            return -ETIME;
        }
        at = last > at ? last : at + 1;
    }
    return 0;
}

int user_rules_scan(const struct user_rules *rules, int keep, struct scan *scan)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (rules->rules[i].keep == keep) {
            int result = scan_rule(&rules->rules[i], scan);

            if (result < 0) {
                return result;
            }
        }
    }
    return scan->spans->out_of_memory ? -ENOMEM : 0;
}
