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
#include <stdint.h>
#include <string.h>

#include "binary.h"
#include "known.h"
#include "people/personal.h"
#include "random.h"
#include "reading/codepoint.h"
#include "reading/view.h"
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

/* Four times as many lines go each time, so often. */
#define LINES_MAX 8

/* What it costs to read on behind what is replaced, and at its beginning. */
#define STEP (3 * EFFORT_CHARACTER)
#define REPLACED (2 * STEP)

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

/* The text as it is read, with what was found so far replaced: made when it is asked for. */
struct readings {
    const char *text;
    size_t length;
    struct view_needs needs;
    struct view views[VIEW_READINGS];
    int is_made[VIEW_READINGS]; /* once, if not as the finds have it now */
    int are_current;
    size_t end;              /* of what could be read: making the views cost too much there */
    size_t making;           /* what it cost at first */
    enum pass next;          /* known or rest */
    unsigned int dear_count; /* how often making the views was too dear */
    struct effort effort;
    struct span_list changed; /* what was found since what is known was looked for */
};

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
        personal_begin(&scan);
        random_scan(&scan);
        effort_spend(&readings->effort, (found->count - before) * EFFORT_FIND);
    }
    if (result == 0) {
        scan.spans = kept;
        result = user_rules_scan(&sanitizer->rules, 1, &scan);
    }
    return result < 0 ? result : found->out_of_memory || kept->out_of_memory ? -ENOMEM : 0;
}

static void forget_views(struct readings *readings)
{
    for (size_t i = 0; i < VIEW_READINGS; i++) {
        view_done(&readings->views[i]);
    }
}

/* A find that ends within a character leaves part of one, which will be no UTF-8. */
static int cuts_character(const struct readings *readings, const struct span_list *done)
{
    for (size_t i = 0; i < done->count; i++) {
        const struct span *span = &done->spans[i];

        if (codepoint_goes_on(readings->text[span->start]) ||
            (span->end < readings->length && codepoint_goes_on(readings->text[span->end]))) {
            return 1;
        }
    }
    return 0;
}

/* What it cost to make a view, if it was not borrowed. */
static size_t view_cost(const struct view *view)
{
    return view->owned != NULL
               ? view->turns * EFFORT_CHARACTER + 2 * view->copied + view->length / 8
               : 0;
}

/* How many turns a view may take if those before it cost so much. */
static size_t turns_left(const struct readings *readings, size_t cost)
{
    const size_t most = effort_making_max(readings->length), least = most / 4;

    return (most - least > cost ? most - cost : least) / EFFORT_CHARACTER;
}

/* If one costs too much, it ends where it does, and there are no others. */
static int make_views(struct readings *readings, const struct span_list *done)
{
    const int split = readings->needs.split || cuts_character(readings, done);
    const int wanted[VIEW_READINGS] = {
        [VIEW_PLAIN] = 1, [VIEW_SPLIT] = split, [VIEW_DECODED] = readings->needs.decode};
    const size_t began = readings->effort.spent;
    size_t end = readings->length;

    span_settle(&readings->changed);
    for (enum view_reading reading = VIEW_PLAIN; reading < VIEW_READINGS; reading++) {
        struct view last = readings->views[reading], *view = &readings->views[reading];
        const struct view_making making = {
            .fold = readings->needs.fold,
            .turns_max = turns_left(readings, readings->effort.spent - began),
            .done = done,
            .before = readings->is_made[reading] ? &last : NULL,
            .changed = &readings->changed};
        int result = 0;

        *view = (struct view){0};
        readings->is_made[reading] = wanted[reading] && end == readings->length;
        if (readings->is_made[reading]) {
            result = view_init(view, reading, readings->text, readings->length, &making);
            end = view->end;
        }
        effort_spend(&readings->effort, view_cost(view));
        view_done(&last);
        if (result < 0) {
            return result;
        }
    }
    readings->are_current = 1;
    readings->end = end;
    if (readings->effort.budget == 0) {
        readings->making = readings->effort.spent;
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

/* How long all views are. */
static size_t reading_length(const struct readings *readings)
{
    size_t length = 0;

    for (size_t i = 0; i < VIEW_READINGS; i++) {
        length += readings->views[i].length;
    }
    return length;
}

/*
 * What making all views costs for the text as it will be written: as much as what is not read
 * as it stands, or as what is left of the text did at first, whatever is more; and no more than
 * all of it did, and what was replaced.
 */
static size_t making_cost(const struct readings *readings, const struct span_list *done)
{
    const size_t most = readings->making + done->count * REPLACED;
    size_t cost = readings->length / 16, part;

    for (size_t i = 0; i < VIEW_READINGS; i++) {
        cost += readings->views[i].step_count * STEP + readings->views[i].length / 4;
    }
    if (readings->dear_count > 0 || most < cost) {
        return readings->dear_count > 0 ? cost : most;
    }
    part = (size_t)((uint64_t)readings->making * readings->views[VIEW_PLAIN].length /
                    (readings->length + 1));
    return part > cost ? part : cost;
}

/* None at first, then twice as many each time; four times where all was spent. */
static size_t lines_around(int round, const struct effort *effort)
{
    const size_t late = round < ROUNDS_BY_LINE ? 0 : (size_t)1 << (round - ROUNDS_BY_LINE);

    return effort->overdrawn > 1
               ? (size_t)1 << 2 * (effort->overdrawn < LINES_MAX ? effort->overdrawn
                                                                 : LINES_MAX)
               : late;
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
                      reading_length(readings), making_cost(readings, done));
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

/* Whether making the views costs too much. */
static int is_dear(const struct readings *readings, const struct span_list *done)
{
    return readings->end < readings->length ||
           making_cost(readings, done) > effort_making_max(readings->views[VIEW_PLAIN].length);
}

/* The lines of a view in which something is not read as it stands, or is replaced. */
static void find_unplain_lines(const struct readings *readings, const struct view *view,
                               struct span_list *found)
{
    size_t covered = 0;

    for (size_t i = 0; i < view->step_count; i++) {
        const size_t at = view_step_origin(view, i);

        if (at >= covered && at < readings->length) {
            const char *end = memchr(readings->text + at, '\n', readings->length - at);

            covered = end != NULL ? (size_t)(end - readings->text) + 1 : readings->length;
            span_add(found, at, at + 1, span_crowded);
        }
    }
}

/*
 * Those lines of all views, and what could not be read. Again, and if there are so many that
 * to read what stands for them would cost too much once more, with the lines around them.
 */
static void find_unplain(struct readings *readings, struct span_list *found)
{
    for (size_t i = 0; i < VIEW_READINGS; i++) {
        find_unplain_lines(readings, &readings->views[i], found);
    }
    span_add(found, readings->end, readings->length, span_crowded);
    do {
        const unsigned int times = readings->dear_count++;

        widen_to_lines(found, readings->text, readings->length,
                       times == 0 ? 0
                                  : (size_t)1 << 2 * (times < LINES_MAX ? times : LINES_MAX));
        span_settle(found);
    } while (found->count * REPLACED > effort_making_max(readings->length) / 4 &&
             readings->dear_count <= LINES_MAX);
}

/* One round: both kinds of passes take turns. */
static int read_once(const struct sanitizer *sanitizer, int round, struct readings *readings,
                     const struct span_list *done, struct span_list *found,
                     struct span_list *kept)
{
    int result = readings->are_current ? 0 : make_views(readings, done);

    if (result == 0 && readings->next == PASS_KNOWN && is_dear(readings, done)) {
        find_unplain(readings, found);
        return found->out_of_memory ? -ENOMEM : 0;
    }
    if (result == 0 && readings->next == PASS_KNOWN) {
        result = read_known(sanitizer, readings, done, found, kept);
        /* of a crowd little may be left for the rest when it is read again */
        readings->next =
            found->count > 0 && effort_is_spent(&readings->effort) ? PASS_KNOWN : PASS_REST;
    } else if (result == 0) {
        readings->next = PASS_KNOWN;
        effort_begin_rest(&readings->effort, reading_length(readings));
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
    struct readings readings = {.text = text, .length = length, .next = PASS_KNOWN};
    int settled = 0, error = -ELOOP;

    view_needs(text, length, &readings.needs);
    hide_binary(&readings, spans);
    for (int round = 0; round < ROUNDS_MAX && error == -ELOOP; round++) {
        struct span_list found = {0}, kept = {0};
        int result = read_once(sanitizer, round, &readings, spans, &found, &kept);

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
    forget_views(&readings);
    span_list_done(&readings.changed);
    return error;
}
