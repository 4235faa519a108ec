/* From a record's text to an event: parse, symbolize, scrub, build. The order is law. */
#ifndef EXAMINE_H
#define EXAMINE_H

#include "event/event.h"
#include "naming/symbolizer.h"
#include "scrub/scrub.h"

struct examiner;

/* Make one for a run: it keeps the symbolizer's child and the sanitizers. NULL options are the
 * defaults. Returns 0 or -ENOMEM. */
int examiner_new(const struct symbolizer_options *options, struct examiner **ret_examiner)
    __attribute__((warn_unused_result));
/* What to hide besides; borrowed until the examiner is freed. */
void examiner_hide(struct examiner *examiner, const struct redaction *redaction);

void examiner_free(struct examiner *examiner);

struct signature_book;

/* Sign events with the help of what was learnt before. Borrowed; NULL: without. */
void examiner_use_book(struct examiner *examiner, struct signature_book *book);

/*
 * Name the frames of `crash` and scrub it: what may be shown. Returns 0 or -ENOMEM; free
 * *ret_clean with clean_crash_free().
 */
int examine_crash(struct examiner *examiner, struct crash *crash,
                  struct clean_crash **ret_clean) __attribute__((warn_unused_result));

/*
 * The event of the record in `text`, as it lies in incoming/ID.record. Returns 0 and fills
 * *ret_event (free with event_done()); -EINVAL for text without an id, -EMSGSIZE when it is
 * longer than any record, -ENOMEM.
 */
int examine_record(struct examiner *examiner, const char *text, size_t length,
                   const struct event_origin *origin, struct event *ret_event)
    __attribute__((warn_unused_result));

#endif
