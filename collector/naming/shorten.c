/* demangle_shorten(): a demangled name as a person wants to see it. */
#include "demangle.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What GCC and LLVM append when they split or specialise a function. */
static bool is_compilers_suffix(const char *text)
{
    static const char *const suffixes[] = {".cold",      ".part.", ".isra.",  ".constprop.",
                                           ".lto_priv.", ".llvm.", " [clone "};

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (strncmp(text, suffixes[i], strlen(suffixes[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* Where the compiler's suffix begins, or the end. Never at 0: a name may begin with a dot. */
static size_t without_suffix(const char *name)
{
    for (size_t i = 1; name[i - 1] != '\0' && name[i] != '\0'; i++) {
        if ((name[i] == '.' || name[i] == ' ') && is_compilers_suffix(name + i)) {
            return i;
        }
    }
    return strlen(name);
}

/* Rust: "::h" and 16 hex digits at the end, one compilation's hash. */
static size_t without_hash(const char *name, size_t length)
{
    if (length <= 19 || memcmp(name + length - 19, "::h", 3) != 0) {
        return length;
    }
    for (size_t i = length - 16; i < length; i++) {
        if (!isxdigit((unsigned char)name[i])) {
            return length;
        }
    }
    return length - 19;
}

static bool starts_with(const char *text, const char *end, const char *word)
{
    size_t length = strlen(word);

    return (size_t)(end - text) >= length && memcmp(text, word, length) == 0;
}

/* The operator whose sign holds brackets, as in operator<<, operator()(int), operator->. */
static size_t operator_length(const char *text, const char *end)
{
    static const char *const operators[] = {
        "operator()", "operator<=>", "operator<<=", "operator>>=", "operator<<", "operator>>",
        "operator<=", "operator>=",  "operator->*", "operator->",  "operator<",  "operator>"};

    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        if (starts_with(text, end, operators[i])) {
            return strlen(operators[i]);
        }
    }
    return 0;
}

/* Names of places, not argument lists. */
static size_t special_length(const char *text, const char *end)
{
    return starts_with(text, end, "(anonymous namespace)") ? strlen("(anonymous namespace)")
                                                           : 0;
}

/* The closing bracket of the one at `text`; `end` when there is none. */
static const char *closing(const char *text, const char *end)
{
    int depth = 0;

    for (const char *at = text; at < end; at++) {
        bool opens = *at == '<' || *at == '(';
        bool closes = *at == ')' || (*at == '>' && at > text && at[-1] != '-');

        depth += opens ? 1 : closes ? -1 : 0;
        if (depth == 0) {
            return at;
        }
    }
    return end;
}

/*
 * Rust v0 writes <type>::function where the older names have type::function. The end of such a
 * type, so that both are shown alike; NULL when it is none, or <type as trait>.
 */
static const char *bracketed_type(const char *function, const char *end)
{
    const char *close = function[0] == '<' ? closing(function, end) : end;
    bool plain = close < end && starts_with(close + 1, end, "::") &&
                 memmem(function, (size_t)(close - function), " as ", 4) == NULL;

    return plain ? close : NULL;
}

char *demangle_shorten(const char *function)
{
    size_t length = without_hash(function, without_suffix(function));
    const char *end = function + length;
    const char *bracket = bracketed_type(function, end);
    char *shorter = malloc(length * 5 / 2 + 8); /* "<>" may become "<...>" */
    char *out = shorter;

    if (shorter == NULL) {
        return NULL;
    }
    for (const char *at = function + (bracket != NULL); at < end;) {
        if (at == bracket) {
            at++;
            continue;
        }
        size_t whole = operator_length(at, end);
        whole = whole > 0 ? whole : special_length(at, end);
        if (whole > 0) {
            memcpy(out, at, whole);
            out += whole;
            at += whole;
            continue;
        }
        if ((*at == '<' && at > function) || *at == '(') {
            const char *close = closing(at, end);
            if (close < end && close > at + 1) {
                memcpy(out, *at == '<' ? "<...>" : "(...)", 5);
                out += 5;
                at = close + 1;
                continue;
            }
        }
        *out++ = *at++;
    }
    *out = '\0';
    return shorter;
}
