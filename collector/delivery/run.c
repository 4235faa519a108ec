#include "run.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "formats/destination.h"

int64_t run_now_s(const struct run *run)
{
    return run->world->now_s(run->world->context);
}

const struct format *run_format(const struct run *run)
{
    return run->settings->destination->format;
}

enum step run_stop(struct run *run, enum deliver_end end, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(run->report->words, sizeof run->report->words, format, arguments);
    va_end(arguments);
    run->report->end = end;
    state_set_error(run->tools->state, run->report->words);
    return STEP_STOP;
}

enum step run_fail(struct run *run, const char *what, int error)
{
    run->report->error = error;
    return run_stop(run, DELIVER_FAILED, "cannot %s: %s", what, strerror(-error));
}
