#include "safe.h"

#include "process.h"
#include "raw.h"
#include "runtimes.h"
#include "state.h"

#define TRACEBACK_MAX 8192u /* some hundred lines: the innermost come first */

/* CPython's traceback.h, since 3.6: writes with write(2) only, takes no lock, allocates
 * nothing. NULLs: find the interpreter and the current thread yourself. */
extern const char *_Py_DumpTracebackThreads(int fd, void *interpreter, void *thread)
    __attribute__((weak));

static void write_lines(struct record_text *text, const char *bytes, size_t length)
{
    size_t begin = 0;

    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != '\n') {
            continue;
        }
        if (i > begin) {
            line_begin(text, RECORD_PYTHON);
            put_foreign(text, bytes + begin, i - begin);
            line_end(text);
        }
        begin = i + 1;
    }
}

bool runtimes_has_python(void)
{
    return _Py_DumpTracebackThreads != NULL;
}

void runtimes_python(void *argument)
{
    static char bytes[TRACEBACK_MAX];
    int ends[2];
    size_t length = 0;
    long got;

    /* It wants a descriptor. A pipe needs no file and no name; not blocking, so that what does
     * not fit its 64 KiB is dropped. */
    if (raw(SYS_pipe2, ends, O_CLOEXEC | O_NONBLOCK) < 0) {
        line_verbatim(argument, RECORD_MISSING, RECORD_PYTHON);
        return;
    }
    _Py_DumpTracebackThreads(ends[1], NULL, NULL);
    while (length < sizeof bytes &&
           (got = raw(SYS_read, ends[0], bytes + length, sizeof bytes - length)) > 0) {
        length += (size_t)got;
    }
    raw(SYS_close, ends[0]);
    raw(SYS_close, ends[1]);
    write_lines(argument, bytes, length);
}

void runtimes_jvm(void *argument)
{
    struct record_text *text = argument;
    char directory[512];
    long length;

    length = raw(SYS_getcwd, directory, sizeof directory); /* with its NUL */
    if (length <= 1) {
        return;
    }
    line_begin(text, RECORD_HS_ERR); /* -XX:ErrorFile may say otherwise */
    put_foreign(text, directory, (size_t)length - 1);
    put_verbatim(text, "/hs_err_pid");
    put_decimal(text, process_id());
    put_verbatim(text, ".log");
    line_end(text);
}
