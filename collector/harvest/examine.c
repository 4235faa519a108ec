#include "examine.h"

#include <errno.h>
#include <stdlib.h>

#include "crash/record.h"
#include "diagnosis/signature_book.h"

struct examiner {
    struct symbolizer *symbolizer;
    struct scrubber *scrubber;
    struct signature_book *book; /* borrowed; may be NULL */
};

int examiner_new(const struct symbolizer_options *options, struct examiner **ret_examiner)
{
    struct examiner *examiner = calloc(1, sizeof *examiner);

    if (examiner == NULL) {
        return -ENOMEM;
    }
    int error = symbolizer_new(options, &examiner->symbolizer);
    if (error == 0) {
        error = scrubber_new(&examiner->scrubber);
    }
    if (error != 0) {
        examiner_free(examiner);
        return error;
    }
    *ret_examiner = examiner;
    return 0;
}

void examiner_hide(struct examiner *examiner, const struct redaction *redaction)
{
    scrubber_hide(examiner->scrubber, redaction);
}

void examiner_free(struct examiner *examiner)
{
    if (examiner != NULL) {
        symbolizer_free(examiner->symbolizer);
        scrubber_free(examiner->scrubber);
        free(examiner);
    }
}

void examiner_use_book(struct examiner *examiner, struct signature_book *book)
{
    examiner->book = book;
}

int examine_crash(struct examiner *examiner, struct crash *crash,
                  struct clean_crash **ret_clean)
{
    symbolizer_name(examiner->symbolizer, crash);
    return scrub(examiner->scrubber, crash, ret_clean);
}

int examine_record(struct examiner *examiner, const char *text, size_t length,
                   const struct event_origin *origin, struct event *ret_event)
{
    struct clean_crash *clean = NULL;
    struct crash *crash;

    int error = record_parse(text, length, &crash);
    if (error != 0) {
        return error;
    }
    error = examine_crash(examiner, crash, &clean);
    if (error == 0) {
        struct signature signature = signature_of(clean_crash_view(clean));
        if (examiner->book != NULL) {
            signature_book_apply(examiner->book, &signature);
        }
        error = event_build(clean, origin, &signature, ret_event);
    }
    clean_crash_free(clean);
    crash_free(crash);
    return error;
}
