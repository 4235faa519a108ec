#include "effort.h"

/* A text may cost so many times what reading it once costs, and a short one as much as one of
 * this size. */
#define BUDGET_BY_BYTE 13
#define SHORT_TEXT 5000

/* What little is left when all is spent is judged as a text of its own: a sixteenth, counted
 * in the budget. */
#define SMALL_REST ((size_t)16 * BUDGET_BY_BYTE)

static size_t budget_of(size_t length)
{
    return BUDGET_BY_BYTE * (length > SHORT_TEXT ? length : SHORT_TEXT);
}

static size_t left_of(size_t whole, size_t part)
{
    return whole > part ? whole - part : 0;
}

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

/*
 * What one look finds the next must find gone, and judges most of what is left again; that is
 * mostly a fifth of what the first cost, as most was hidden. So the first may spend two thirds
 * of what reading leaves of the budget once it found something. A later one may spend all of
 * it, if half of what the last one cost will do, or half of it, so that the next may judge it
 * again; and no more than a first look at what is left may, or the result would be judged
 * otherwise than it was.
 */
void effort_begin_look(struct effort *effort, size_t length, size_t reading, size_t making)
{
    const size_t last = effort->spent - effort->began;
    const size_t budget = budget_of(length);
    const int is_first = effort->budget == 0;
    size_t left, rest;

    effort->was_crowded = !is_first && effort_is_crowded(effort);
    effort->budget = is_first ? budget : effort->budget;
    effort->began = effort->spent;
    rest = 2 * reading + effort->making;
    left = left_of(effort->budget, effort->spent + rest);
    if (left == 0 && effort->overdrawn++ == 0 && length < effort->budget / SMALL_REST) {
        left = BUDGET_BY_BYTE * length;
    } else if (!is_first) {
        left = least(left > last / 2 ? left : left / 2,
                     left_of(budget, 2 * (reading + making)) * 3 / 4);
    }
    effort->limit = effort->spent + left;
    effort->limit_found =
        is_first ? effort->spent + reading + left_of(left, reading) * 2 / 3 : effort->limit;
    effort->grace = effort->overdrawn > 0 ? 0 : reading / 2;
    effort->reach = effort->limit + effort->grace;
}

size_t effort_making_max(size_t length)
{
    return budget_of(length) / 4;
}

void effort_begin_rest(struct effort *effort, size_t reading)
{
    if (effort->overdrawn > 0) {
        effort->reach = effort->limit;
    } else if (effort_is_spent(effort)) {
        effort->reach = effort->spent + reading / 2;
    } else {
        effort->reach = effort->limit + reading;
    }
}

void effort_found(struct effort *effort)
{
    effort_spend(effort, EFFORT_FIND);
    if (effort->limit > effort->limit_found) {
        effort->limit = effort->limit_found;
        effort->reach =
            (effort_is_spent(effort) ? effort->spent : effort->limit) + effort->grace;
    }
}

int effort_is_crowded(const struct effort *effort)
{
    return effort->was_crowded || effort_is_spent(effort) ||
           effort->spent - effort->began > effort->budget / 2;
}

int effort_is_long(const struct effort *effort)
{
    return effort->spent > effort->budget / 2;
}
