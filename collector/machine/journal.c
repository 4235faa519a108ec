#include "journal.h"

#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <syslog.h>
#include <unistd.h>

#define LINE_SIZE 1024

/* stdio hands over whole lines, since the stream is line buffered. */
static ssize_t write_both(void *cookie, const char *text, size_t length)
{
    size_t line = length > 0 && text[length - 1] == '\n' ? length - 1 : length;

    (void)cookie;
    if (line > 0) {
        syslog(LOG_WARNING, "%.*s", (int)(line < LINE_SIZE ? line : LINE_SIZE), text);
    }
    return write(STDERR_FILENO, text, length);
}

bool journal_take_stderr(void)
{
    const cookie_io_functions_t functions = {.write = write_both};
    FILE *both = fopencookie(NULL, "w", functions);

    if (both == NULL || setvbuf(both, NULL, _IOLBF, LINE_SIZE) != 0) {
        return false;
    }
    openlog("epitaph", LOG_PID, LOG_USER);
    stderr = both; /* glibc lets its streams be assigned */
    return true;
}
