#include "signature.h"

#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <epitaph/record.h>

#include "encoding/text.h"
#include "last_words.h"
#include "naming/demangle.h"
#include "setaside.h"

#define NAMED_FRAMES 3 /* more would split one bug by its callers, fewer would join two */
#define RAW_FRAMES 5
#define CYCLE_TOKENS 16

/* FNV-1a, 64 bits. Nobody gains by a collision but the owner of both crashes. */
static void mix(uint64_t *hash, const char *text)
{
    for (const unsigned char *byte = (const unsigned char *)text; *byte != '\0'; byte++) {
        *hash = (*hash ^ *byte) * UINT64_C(0x100000001b3);
    }
    *hash = (*hash ^ 0xff) * UINT64_C(0x100000001b3); /* "a","bc" is not "ab","c" */
}

static const char *kind_of_death(const struct crash *crash)
{
    switch (crash->has_original ? crash->original_signal : crash->signal) {
    case SIGSEGV:
    case SIGBUS:
        return "memory";
    case SIGILL:
    case SIGTRAP:
        return "instruction";
    case SIGFPE:
        return "arithmetic";
    case SIGABRT:
        return "abort";
    case SIGSYS:
        return "system call";
    default:
        return "limit";
    }
}

static uint64_t begin(const struct crash *crash)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    mix(&hash, kind_of_death(crash));
    const char *exception =
        crash->exception_name != NULL ? crash->exception_name : crash->exception_type;
    mix(&hash, exception != NULL ? exception : "");
    return hash;
}

/* How often the frame's address occurs: more than once means that it is part of a recursion. */
static bool recurs(const struct crash *crash, const struct crash_frame *frame)
{
    unsigned seen = 0;

    for (size_t i = 0; i < crash->frame_count && seen < 2; i++) {
        seen += crash->frames[i].pc == frame->pc;
    }
    return seen > 1;
}

/* The functions of a recursion, each once, in order of name: where in its round it hit the
 * end of the stack is chance. */
struct cycle {
    char *tokens[CYCLE_TOKENS];
    size_t count;
};

static void cycle_add(struct cycle *cycle, char *token)
{
    size_t at = 0;

    while (at < cycle->count && strcmp(cycle->tokens[at], token) < 0) {
        at++;
    }
    if (cycle->count == CYCLE_TOKENS ||
        (at < cycle->count && strcmp(cycle->tokens[at], token) == 0)) {
        free(token);
        return;
    }
    memmove(&cycle->tokens[at + 1], &cycle->tokens[at],
            (cycle->count - at) * sizeof cycle->tokens[0]);
    cycle->tokens[at] = token;
    cycle->count++;
}

static void cycle_done(struct cycle *cycle, uint64_t *hash)
{
    for (size_t i = 0; i < cycle->count; i++) {
        mix(hash, cycle->tokens[i]);
        free(cycle->tokens[i]);
    }
}

/* Without what a copy that was inlined has not: "run()::{lambda(int)#1}::operator()(int)". */
static void make_plain(char *function)
{
    static const char *const extras[] = {"(...)", "()", "<...>", " const", "[abi:cxx11]"};
    char *out = function;

    for (const char *at = function; *at != '\0';) {
        size_t skip = 0;
        bool is_operator = out - function >= 8 && memcmp(out - 8, "operator", 8) == 0;
        for (size_t i = 0; i < sizeof extras / sizeof extras[0] && !is_operator; i++) {
            size_t length = strlen(extras[i]);
            skip = strncmp(at, extras[i], length) == 0 ? length : skip;
        }
        if (skip > 0) {
            at += skip;
            continue;
        }
        *out++ = *at++;
    }
    *out = '\0';
}

/*
 * What a name adds; the caller frees it. Two programs have a function of one name each, so it
 * comes with the file that it is in: the source's where that is known, which stays when the
 * program is installed under another name, else the module's without its version.
 */
static char *named_token(const struct crash *crash, const struct crash_frame *frame,
                         const struct crash_name *name)
{
    const struct crash_module *module = crash_frame_module(crash, frame);
    struct text token = {.bytes = NULL};
    char *function = demangle_shorten(name->function);

    if (function == NULL) {
        return NULL;
    }
    make_plain(function);
    text_format(&token, "%s in ", function);
    free(function);
    if (name->file != NULL) {
        text_add(&token, crash_basename(name->file));
    } else if (module != NULL && module->path != NULL) {
        const char *file = crash_basename(module->path);
        const char *version = strstr(file, ".so.");
        text_format(&token, "%.*s",
                    (int)(version != NULL ? version - file : (long)strlen(file)), file);
    }
    return text_take(&token);
}

static bool hash_names_of_cycle(const struct crash *crash, uint64_t *hash, bool *whole)
{
    struct cycle cycle = {.count = 0};

    for (size_t i = 0; i < crash->frame_count; i++) {
        const struct crash_frame *frame = &crash->frames[i];
        if (!recurs(crash, frame)) {
            continue;
        }
        for (size_t n = 0; n < frame->name_count; n++) {
            char *token = frame->names[n].function != NULL
                              ? named_token(crash, frame, &frame->names[n])
                              : NULL;
            *whole = *whole && frame->names[n].file != NULL;
            if (token != NULL) {
                cycle_add(&cycle, token);
            }
        }
    }
    bool any = cycle.count > 0;
    cycle_done(&cycle, hash);
    return any;
}

/* Mix in the innermost functions; `all`: also those that would be set aside. */
static unsigned hash_names(const struct crash *crash, bool all, uint64_t *hash, bool *whole)
{
    unsigned taken = 0;

    for (size_t i = 0; i < crash->frame_count && taken < NAMED_FRAMES; i++) {
        const struct crash_frame *frame = &crash->frames[i];

        if (frame->name_count == 0 && (all || !setaside_matches(crash, frame, NULL))) {
            *whole = false;
        }
        for (size_t n = 0; n < frame->name_count && taken < NAMED_FRAMES; n++) {
            const struct crash_name *name = &frame->names[n];
            if (name->function == NULL || (!all && setaside_matches(crash, frame, name))) {
                continue;
            }
            char *token = named_token(crash, frame, name);
            mix(hash, token != NULL ? token : "");
            free(token);
            *whole = *whole && name->file != NULL;
            taken++;
        }
    }
    return taken;
}

/* The culprit decides: when the innermost place of the program has no name, no other will do.
 */
static bool hash_by_names(const struct crash *crash, uint64_t *hash, bool *ret_whole)
{
    bool whole = true;
    const struct crash_frame *frame;
    const struct crash_name *name;

    if (last_words_of_overflow(crash) && hash_names_of_cycle(crash, hash, &whole)) {
        *ret_whole = whole;
        return true;
    }
    if (!setaside_culprit(crash, &frame, &name) || name == NULL || name->function == NULL) {
        return false;
    }
    whole = true;
    if (hash_names(crash, false, hash, &whole) == 0) {
        whole = true;
        if (hash_names(crash, true, hash, &whole) == 0) {
            return false;
        }
    }
    *ret_whole = whole;
    return true;
}

static char *raw_token(const struct crash *crash, const struct crash_frame *frame)
{
    const struct crash_module *module = crash_frame_module(crash, frame);
    char *token = NULL;

    if (module == NULL || asprintf(&token, "%s+%" PRIx64,
                                   module->build_id != NULL ? module->build_id
                                   : module->path != NULL   ? crash_basename(module->path)
                                                            : "",
                                   frame->offset) < 0) {
        return NULL;
    }
    return token;
}

/* Without names only modules can be set aside; both copies of a build then agree. */
static unsigned hash_addresses(const struct crash *crash, bool all, uint64_t *hash)
{
    struct cycle cycle = {.count = 0};
    unsigned taken = 0;
    bool overflow = last_words_of_overflow(crash);

    for (size_t i = 0; i < crash->frame_count && taken < RAW_FRAMES; i++) {
        const struct crash_frame *frame = &crash->frames[i];
        if ((overflow && !recurs(crash, frame)) ||
            (!all && setaside_matches(crash, frame, NULL))) {
            continue;
        }
        char *token = raw_token(crash, frame);
        if (token != NULL && overflow) {
            cycle_add(&cycle, token);
        } else if (token != NULL) {
            mix(hash, token);
            free(token);
            taken++;
        }
    }
    taken += (unsigned)cycle.count;
    cycle_done(&cycle, hash);
    return taken;
}

static void hash_by_addresses(const struct crash *crash, uint64_t *hash)
{
    mix(hash, crash->exe_build_id != NULL ? crash->exe_build_id : "");
    if (hash_addresses(crash, false, hash) == 0) {
        (void)hash_addresses(crash, true, hash);
    }
}

struct signature signature_of(const struct crash *crash)
{
    struct signature signature = {.named = false};
    uint64_t named = begin(crash);
    uint64_t raw = begin(crash);

    signature.named = hash_by_names(crash, &named, &signature.whole);
    hash_by_addresses(crash, &raw);
    snprintf(signature.raw, sizeof signature.raw, "%016" PRIx64, raw);
    snprintf(signature.text, sizeof signature.text, "%016" PRIx64,
             signature.named ? named : raw);
    return signature;
}
