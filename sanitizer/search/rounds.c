/*
 * The coordinator: read the text in each lawful way, collect finds, and again as if they had
 * been replaced, until nothing new is found.
 *
 * Replacing may bring together what stood apart. A view of a text with its finds is the view
 * of the rewritten text (view.h); that the last reading found nothing is therefore the proof
 * that sanitizing the result changes nothing. Rounds are few; who needs more is withheld.
 */
#include "rounds.h"

#include <errno.h>

#include "binary.h"
#include "known.h"
#include "people/personal.h"
#include "random.h"
#include "readings.h"
#include "repeats.h"
#include "scan/effort.h"
#include "widen.h"

/* Passes without a find that end the search: one of each. */
#define PASSES 2

/*
 * Ordinary text settles after two rounds, text with finds after four, and hardly any finds more
 * in a fifth. Finds of later rounds, and of the third where looking cost much, take their whole
 * lines with them: what was made to uncover one secret after the other ends there, and the
 * other lines stay. Where lines uncover each other, more and more of them go together.
 */
#define ROUNDS_BY_PIECE 4
#define ROUNDS_BY_LINE 10
#define ROUNDS_MAX 24

/* So many finds that others had to uncover, and one more for so many bytes, are of no text
 * either that anybody wrote. */
#define LATER_MIN 8
#define LATER_BYTES 512

/* What a pass looks for: what is known, only near what changed or everywhere; or the rest. */
enum pass { PASS_NEAR, PASS_KNOWN, PASS_REST };

/* So far to either side of what changed something may be found because of it. */
#define NEAR 256

/* What is known near what changed, settled; where two changes are near, the bytes between them
 * are read once. */
static void scan_near(struct scan *scan, const struct span_list *changed)
{
    size_t read = 0;

    for (size_t i = 0; i < changed->count; i++) {
        size_t at = view_at(scan->view, changed->spans[i].start);
        size_t start = at > read + NEAR ? at - NEAR : read;
        size_t end = scan->length - at > NEAR ? at + NEAR : scan->length;

        if (end > start) {
            known_scan(scan, start, end);
            read = end;
        }
    }
}

/* One pass over one view, with the rules of the users in that for what is known. */
static int scan_one(const struct sanitizer *sanitizer, enum pass pass,
                    struct readings *readings, const struct view *view, struct span_list *found,
                    struct span_list *kept)
{
    struct scan scan;
    size_t before;
    int result = 0;

    span_settle(found);
    before = found->count;
    scan_init(&scan, view, &sanitizer->identity, sanitizer->personal, &readings->effort, found);
    scan.settled = before;
    if (pass == PASS_NEAR) {
        scan_near(&scan, &readings->changed);
    } else if (pass == PASS_KNOWN) {
        known_scan(&scan, 0, scan.length);
        result = user_rules_scan(&sanitizer->rules, 0, &scan);
    } else {
        effort_spend(&readings->effort, scan.length / 3);
        personal_scan(&scan);
        scan_begin_signs(&scan);
        random_scan(&scan);
        effort_spend(&readings->effort, (found->count - before) * EFFORT_FIND);
    }
    if (result == 0) {
        scan.spans = kept;
        result = user_rules_scan(&sanitizer->rules, 1, &scan);
    }
    return result < 0 ? result : found->out_of_memory || kept->out_of_memory ? -ENOMEM : 0;
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

/* One pass over the text in each reading that it needs. */
static int read_all(const struct sanitizer *sanitizer, enum pass pass,
                    struct readings *readings, struct span_list *found, struct span_list *kept)
{
    int result = 0;

    for (size_t i = 0; i < VIEW_READINGS && result == 0; i++) {
        if (readings->views[i].length > 0) {
            result = scan_one(sanitizer, pass, readings, &readings->views[i], found, kept);
        }
        if (found->count > 0 && effort_is_crowded(&readings->effort)) {
            break; /* what was found is widened, and the other readings then have less */
        }
    }
    repeats_add(found, readings->text, readings->length, &readings->effort);
    leave_kept(found, kept);
    return result;
}

/* None at first, then twice as many each time; four times where all was spent. */
static size_t lines_around(int round, const struct effort *effort)
{
    const size_t late = round < ROUNDS_BY_LINE ? 0 : (size_t)1 << (round - ROUNDS_BY_LINE);

    return effort->overdrawn > 1 ? widen_lines(effort->overdrawn) : late;
}

/*
 * Look for what is known: first near what changed, if that is little, because what uncovers
 * something mostly does so beside it; and everywhere if there was nothing.
 */
static int read_known(const struct sanitizer *sanitizer, struct readings *readings,
                      const struct span_list *done, struct span_list *found,
                      struct span_list *kept)
{
    int result = 0;

    effort_begin_look(&readings->effort, readings->views[VIEW_PLAIN].length,
                      readings_length(readings), readings_cost(readings, done));
    if (readings->changed.count > 0 && !effort_is_crowded(&readings->effort) &&
        readings->changed.count < readings->length / (4 * (size_t)NEAR)) {
        span_settle(&readings->changed);
        result = read_all(sanitizer, PASS_NEAR, readings, found, kept);
    }
    span_list_done(&readings->changed);
    if (result == 0 && found->count == 0) {
        result = read_all(sanitizer, PASS_KNOWN, readings, found, kept);
    }
    return result;
}

/* One round: both kinds of passes take turns. */
static int read_once(const struct sanitizer *sanitizer, int round, enum pass *next,
                     struct readings *readings, const struct span_list *done,
                     struct span_list *found, struct span_list *kept)
{
    int result = readings->are_current ? 0 : readings_make(readings, done);

    if (result == 0 && *next == PASS_KNOWN && readings_are_dear(readings, done)) {
        readings_find_unplain(readings, found);
        return found->out_of_memory ? -ENOMEM : 0;
    }
    if (result == 0 && *next == PASS_KNOWN) {
        result = read_known(sanitizer, readings, done, found, kept);
        /* of a crowd little may be left for the rest when it is read again */
        *next = found->count > 0 && effort_is_spent(&readings->effort) ? PASS_KNOWN : PASS_REST;
    } else if (result == 0) {
        *next = PASS_KNOWN;
        effort_begin_rest(&readings->effort, readings_length(readings));
        result = read_all(sanitizer, PASS_REST, readings, found, kept);
    }
    if (effort_is_spent(&readings->effort)) {
        /* behind a key that nobody judged a value may stand in the next line */
        widen_to_next_lines(found, readings->text, readings->length);
    } else if (effort_is_crowded(&readings->effort) ||
               (round >= PASSES && found->count > LATER_MIN + readings->length / LATER_BYTES)) {
        widen_within_lines(found, readings->text, readings->length);
    }
    if (round >= ROUNDS_BY_PIECE || (round >= PASSES && effort_is_long(&readings->effort))) {
        widen_to_lines(found, readings->text, readings->length,
                       lines_around(round, &readings->effort));
    }
    return result;
}

/* Note what a round found, beside what the others did. */
static void add_finds(struct readings *readings, const struct span_list *found,
                      struct span_list *spans)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct span *span = &found->spans[i];

        span_add(spans, span->start, span->end, span->name);
        span_add(&readings->changed, span->start, span->end, span->name);
    }
    spans->out_of_memory |= readings->changed.out_of_memory;
    if (found->count > 0) {
        span_settle(spans);
        readings->are_current = 0;
    }
}

/* Stretches of bytes that are no text; a replacement may be shorter than what it stands for,
 * and leave one that was none. */
static void hide_binary(struct readings *readings, struct span_list *spans)
{
    struct span_list found = {0};

    if (readings->needs.split) {
        effort_spend(&readings->effort,
                     readings->length / 16 +
                         2 * binary_find(readings->text, readings->length, spans, &found));
        add_finds(readings, &found, spans);
        spans->out_of_memory |= found.out_of_memory;
        span_list_done(&found);
    }
}

int rounds_find(const struct sanitizer *sanitizer, const char *text, size_t length,
                struct span_list *spans)
{
    struct readings readings = {.text = text, .length = length};
    enum pass next = PASS_KNOWN;
    int settled = 0, error = -ELOOP;

    view_needs(text, length, &readings.needs);
    hide_binary(&readings, spans);
    for (int round = 0; round < ROUNDS_MAX && error == -ELOOP; round++) {
        struct span_list found = {0}, kept = {0};
        int result = read_once(sanitizer, round, &next, &readings, spans, &found, &kept);

        if (result == 0 && found.count > 0) {
            add_finds(&readings, &found, spans);
            hide_binary(&readings, spans);
        }
        settled = found.count > 0 ? 0 : settled + 1;
        if (result < 0 || spans->out_of_memory) {
            error = result < 0 ? result : -ENOMEM;
        } else if (settled == PASSES) {
            error = 0;
        }
        span_list_done(&found);
        span_list_done(&kept);
    }
    readings_done(&readings);
    return error;
}
