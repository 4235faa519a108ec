/*
 * The coordinator: read the text in each lawful way, collect finds, replace them once.
 *
 * Replacing may bring together what stood apart, so the text is read again as if the finds
 * had been replaced, until nothing new is found. A view of a text with its finds is the view
 * of the rewritten text (view.h); that the last reading found nothing is therefore the proof
 * that sanitizing the result changes nothing. Rounds are few; who needs more is withheld.
 */
#include "sanitizer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "identity.h"
#include "scan.h"
#include "span.h"
#include "user_rule.h"
#include "codepoint.h"
#include "view.h"

/* Passes without a find that end the search: one of each. */
#define PASSES 2

/*
 * Ordinary text settles after two rounds, text with finds after four, and hardly any needs more
 * than six. Finds of later rounds take their whole lines with them: what was made to uncover
 * one secret after the other ends there, and the other lines stay. Where lines uncover each
 * other, more and more of them go together.
 */
#define ROUNDS_BY_PIECE 6
#define ROUNDS_BY_LINE 10
#define ROUNDS_MAX 24

/* Fewer before than behind: most lines uncover later ones, as a value stands behind its key. */
#define BACK_PART 2

#define UNREADABLE "\xef\xbf\xbd" /* U+FFFD stands for what is no UTF-8, and for NUL */

struct sanitizer {
    struct identity identity;
    struct user_rules rules;
    unsigned int personal;
};

int sanitizer_new(const struct sanitizer_identity *identity, struct sanitizer **ret_sanitizer)
{
    struct sanitizer *sanitizer = calloc(1, sizeof *sanitizer);
    int result = 0;

    if (sanitizer == NULL) {
        return -ENOMEM;
    }
    identity_init(&sanitizer->identity);
    sanitizer->personal = SANITIZER_PERSONAL_DEFAULT;
    for (size_t i = 0; identity != NULL && i < identity->home_count && result == 0; i++) {
        result = identity_add(&sanitizer->identity, IDENTITY_HOME, identity->homes[i]);
    }
    for (size_t i = 0; identity != NULL && i < identity->user_count && result == 0; i++) {
        result = identity_add(&sanitizer->identity, IDENTITY_USER, identity->users[i]);
    }
    if (result < 0) {
        sanitizer_free(sanitizer);
        return result;
    }
    *ret_sanitizer = sanitizer;
    return 0;
}

void sanitizer_set_personal(struct sanitizer *sanitizer, unsigned int kinds)
{
    sanitizer->personal = kinds;
}

int sanitizer_add_rule(struct sanitizer *sanitizer, const char *name, const char *pattern,
                       char **ret_error)
{
    return user_rules_add(&sanitizer->rules, name, pattern, 0, ret_error);
}

int sanitizer_add_keep(struct sanitizer *sanitizer, const char *name, const char *pattern,
                       char **ret_error)
{
    return user_rules_add(&sanitizer->rules, name, pattern, 1, ret_error);
}

int sanitizer_add_literal(struct sanitizer *sanitizer, const char *literal)
{
    if (strlen(literal) < TRIGGER_MIN) {
        return -EINVAL;
    }
    return identity_add(&sanitizer->identity, IDENTITY_LITERAL, literal);
}

void sanitizer_free(struct sanitizer *sanitizer)
{
    if (sanitizer != NULL) {
        identity_done(&sanitizer->identity);
        user_rules_done(&sanitizer->rules);
        free(sanitizer);
    }
}

/* ---- Finding ------------------------------------------------------------------------------
 */

/* One pass over one view, with the rules of the users in the first. */
static int scan_one(const struct sanitizer *sanitizer, enum scan_pass pass,
                    const struct view *view, struct span_list *found, struct span_list *kept)
{
    struct scan scan;
    int result = 0;

    scan_init(&scan, view, &sanitizer->identity, sanitizer->personal, found);
    scan_view(&scan, pass);
    if (pass == SCAN_KNOWN) {
        result = user_rules_scan(&sanitizer->rules, 0, &scan);
    }
    if (result == 0) {
        scan.spans = kept;
        result = user_rules_scan(&sanitizer->rules, 1, &scan);
    }
    return result < 0 ? result : found->out_of_memory || kept->out_of_memory ? -ENOMEM : 0;
}

/* One pass over the text in each reading that it needs. */
static int read_all(const struct sanitizer *sanitizer, enum scan_pass pass,
                    const struct view_needs *needs, const char *text, size_t length,
                    const struct span_list *done, struct span_list *found,
                    struct span_list *kept)
{
    const int wanted[] = {
        [VIEW_PLAIN] = 1, [VIEW_SPLIT] = needs->split, [VIEW_DECODED] = needs->decode};

    for (enum view_reading reading = VIEW_PLAIN; reading <= VIEW_DECODED; reading++) {
        struct view view;
        int result;

        if (!wanted[reading]) {
            continue;
        }
        result = view_init(&view, reading, text, length, needs->fold, done);
        if (result == 0) {
            result = scan_one(sanitizer, pass, &view, found, kept);
            view_done(&view);
        }
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

/* Take out of `found` what lies within something kept, unless it is a home or a literal. */
static void leave_kept(struct span_list *found, struct span_list *kept)
{
    size_t left = 0, at = 0;

    if (kept->count == 0) {
        return;
    }
    span_settle(kept);
    span_settle(found);
    for (size_t i = 0; i < found->count; i++) {
        const struct span *span = &found->spans[i];

        while (at < kept->count && kept->spans[at].end < span->end) {
            at++;
        }
        if (at < kept->count && kept->spans[at].start <= span->start &&
            span->name != span_home && span->name != span_literal) {
            continue;
        }
        found->spans[left++] = *span;
    }
    found->count = left;
}

/*
 * Widen each find to whole lines, and so many more behind it, some before it. What one covers
 * already is not looked at again for the next.
 */
static void widen_to_lines(struct span_list *found, const char *text, size_t length,
                           size_t lines)
{
    size_t covered = 0;

    span_settle(found);
    for (size_t i = 0; i < found->count; i++) {
        struct span *span = &found->spans[i];

        if (span->start < covered) {
            span->start = span->end < covered ? span->end : covered;
        }
        for (size_t line = 0; line <= lines && span->end > covered; line++) {
            const char *end;

            span->start -= span->start > covered && line > 0 && line <= lines / BACK_PART;
            while (span->start > covered && text[span->start - 1] != '\n') {
                span->start--;
            }
            span->end += span->end < length && line > 0;
            end = memchr(text + span->end, '\n', length - span->end);
            span->end = end != NULL ? (size_t)(end - text) : length;
        }
        covered = span->end > covered ? span->end : covered;
        if (span->name == span_home) {
            span->name = span_user; /* "~" would stand for more than a home */
        }
    }
}

/* None at first, then twice as many each time. */
static size_t lines_around(int round)
{
    return round < ROUNDS_BY_LINE ? 0 : (size_t)1 << (round - ROUNDS_BY_LINE);
}

/* Until neither pass finds anything more in what the other left. */
static int find_all(const struct sanitizer *sanitizer, const char *text, size_t length,
                    struct span_list *spans)
{
    enum scan_pass pass = SCAN_KNOWN;
    struct view_needs needs;
    int settled = 0;

    view_needs(text, length, &needs);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        struct span_list found = {0}, kept = {0};
        int result = read_all(sanitizer, pass, &needs, text, length, spans, &found, &kept);
        size_t count;

        leave_kept(&found, &kept);
        if (round >= ROUNDS_BY_PIECE) {
            widen_to_lines(&found, text, length, lines_around(round));
        }
        count = found.count;
        for (size_t i = 0; i < count && result == 0; i++) {
            span_add(spans, found.spans[i].start, found.spans[i].end, found.spans[i].name);
        }
        span_list_done(&found);
        span_list_done(&kept);
        if (result < 0 || spans->out_of_memory) {
            return result < 0 ? result : -ENOMEM;
        }
        if (count > 0) {
            span_settle(spans);
        }
        settled = count > 0 ? 0 : settled + 1;
        if (settled == PASSES) {
            return 0;
        }
        pass = pass == SCAN_KNOWN ? SCAN_REST : SCAN_KNOWN;
    }
    return -ELOOP;
}

/* ---- Writing ------------------------------------------------------------------------------
 */

struct output {
    char *text;
    size_t length;
    size_t capacity;
    int out_of_memory;
};

static void put(struct output *output, const char *bytes, size_t length)
{
    if (output->capacity - output->length <= length) {
        size_t capacity = (output->length + length + 1) * 3 / 2;
        char *grown = output->out_of_memory ? NULL : realloc(output->text, capacity);

        if (grown == NULL) {
            output->out_of_memory = 1;
            return;
        }
        output->text = grown;
        output->capacity = capacity;
    }
    memcpy(output->text + output->length, bytes, length);
    output->length += length;
    output->text[output->length] = '\0';
}

/* Where ASCII other than NUL ends, eight bytes at a time as long as they last. */
static size_t skip_ascii(const char *text, size_t at, size_t end)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;

    while (end - at >= sizeof(uint64_t)) {
        uint64_t word;

        memcpy(&word, text + at, sizeof word);
        if ((word & highs) != 0 || ((word - ones) & ~word & highs) != 0) {
            break;
        }
        at += sizeof word;
    }
    while (at < end && (signed char)text[at] > 0) {
        at++;
    }
    return at;
}

/* Copy [start, end) as valid UTF-8 without NUL. */
static void put_text(struct output *output, const char *text, size_t start, size_t end)
{
    size_t clean = start, at = start;

    while (at < end) {
        at = skip_ascii(text, at, end);
        if (at == end) {
            break;
        }
        uint32_t code;
        size_t width = codepoint_decode((const unsigned char *)text + at, end - at, &code);

        if (width == 0 || text[at] == '\0') {
            put(output, text + clean, at - clean);
            put(output, UNREADABLE, sizeof UNREADABLE - 1);
            clean = at + 1;
            width = 1;
        }
        at += width;
    }
    put(output, text + clean, end - clean);
}

static void put_replacement(struct output *output, const char *name)
{
    if (name == span_home) {
        put(output, "~", 1);
        return;
    }
    put(output, "[redacted:", sizeof "[redacted:" - 1);
    put(output, name, strlen(name));
    put(output, "]", 1);
}

static char *rewrite(const char *text, size_t length, const struct span_list *spans)
{
    struct output output = {0};
    size_t at = 0;

    put(&output, "", 0);
    for (size_t i = 0; i < spans->count; i++) {
        put_text(&output, text, at, spans->spans[i].start);
        put_replacement(&output, spans->spans[i].name);
        at = spans->spans[i].end;
    }
    put_text(&output, text, at, length);
    if (output.out_of_memory) {
        free(output.text);
        return NULL;
    }
    return output.text;
}

char *sanitizer_rewrite(const struct sanitizer *sanitizer, const char *text, size_t length)
{
    struct span_list spans = {0};
    char *clean = NULL;

    if (find_all(sanitizer, text, length, &spans) == 0) {
        clean = rewrite(text, length, &spans);
    }
    span_list_done(&spans);
    return clean != NULL ? clean : strdup(SANITIZER_WITHHELD);
}

int sanitizer_find(const struct sanitizer *sanitizer, const char *text, size_t length,
                   char **ret_text, struct sanitizer_find **ret_finds, size_t *ret_count)
{
    struct span_list spans = {0};
    struct sanitizer_find *finds = NULL;
    char *clean = NULL;
    int result = find_all(sanitizer, text, length, &spans);

    if (result == 0) {
        clean = rewrite(text, length, &spans);
        finds = spans.count > 0 ? calloc(spans.count, sizeof *finds) : NULL;
        if (clean == NULL || (finds == NULL && spans.count > 0)) {
            result = -ENOMEM;
        }
    }
    if (result != 0) {
        free(clean);
        free(finds);
        span_list_done(&spans);
        return result;
    }
    for (size_t i = 0; i < spans.count; i++) {
        finds[i] = (struct sanitizer_find){spans.spans[i].start, spans.spans[i].end,
                                           spans.spans[i].name};
    }
    *ret_text = clean;
    *ret_finds = finds;
    *ret_count = spans.count;
    span_list_done(&spans);
    return 0;
}
