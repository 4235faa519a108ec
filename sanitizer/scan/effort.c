#include "effort.h"

/* One place for so many bytes is allowed, and to short texts as many as to one of this size. */
#define BYTES_BY_PLACE 14
#define SHORT_TEXT 5000

/* So many bytes that are read cost a place, besides what is found in them. */
#define BYTES_READ_BY_PLACE 256

/* Twice as much as two looks may cost, of which each is allowed as much as the first, and
 * reading for them: what one look finds another may uncover, and the third finds nothing. */
#define TWO_LOOKS 5

/* What all looks cost. */
static size_t total(const struct effort *effort)
{
    return effort->spent_before + effort_spent(effort) + effort->read / BYTES_READ_BY_PLACE;
}

void effort_begin_look(struct effort *effort, size_t length)
{
    size_t usual = (length > SHORT_TEXT ? length : SHORT_TEXT) / BYTES_BY_PLACE, left;

    effort->was_crowded = effort_is_crowded(effort);
    effort->spent_before += effort_spent(effort);
    effort->places = 0;
    effort->glances = 0;
    effort->values = 0;
    effort->usual = usual;
    if (effort->most == 0) {
        effort->most = usual;
    }
    left = effort->most > effort->spent_before ? effort->most - effort->spent_before : 0;
    effort->allowed = effort->was_crowded && left < usual ? left : usual;
}

int effort_is_crowded(const struct effort *effort)
{
    return effort->was_crowded || effort_places(effort) > effort->usual / 2 ||
           effort_is_spent(effort) || total(effort) > effort->most * TWO_LOOKS / 2;
}

int effort_is_long(const struct effort *effort)
{
    return total(effort) > effort->most / 2;
}
