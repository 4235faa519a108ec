#include "last_words.h"

#include <string.h>

/* "prog: file.c:12: func: Assertion `x' failed." in other words; false: it is none. */
static bool add_assertion(struct text *out, const char *message)
{
    const char *start = strstr(message, "Assertion `");
    const char *end = start != NULL ? strstr(start, "' failed") : NULL;

    if (start == NULL) {
        return false;
    }
    if (end == NULL) { /* a secret at its end took it along */
        end = start + strcspn(start, "\n");
    }
    start += strlen("Assertion `");
    text_format(out, "assertion failed: %.*s", (int)(end - start), start);
    /* before it: "prog: " then "file:line: " then perhaps "function: " */
    const char *place = strstr(message, ": ");
    const char *stop = start - strlen("Assertion `");
    if (place == NULL || place + 2 >= stop) {
        return true;
    }
    place += 2;
    const char *function = strstr(place, ": ");
    if (function == NULL || function >= stop) {
        return true;
    }
    text_format(out, " (%.*s", (int)(function - place), place);
    function += 2;
    if (function < stop) {
        text_format(out, ", in %.*s", (int)(stop - 2 - function), function);
    }
    text_add(out, ")");
    return true;
}

void last_words_retell(struct text *out, const char *message)
{
    size_t length = strcspn(message, "\n");

    if (add_assertion(out, message)) {
        return;
    }
    if (strncmp(message, "*** stack smashing detected", 27) == 0) {
        text_add(out, "stack smashing detected: a local buffer was written past its end");
    } else if (strncmp(message, "*** buffer overflow detected", 28) == 0) {
        text_add(out, "buffer overflow detected by the C library (fortify)");
    } else if (strncmp(message, "*** ", 4) == 0) {
        text_format(out, "aborted by the C library: %.*s", (int)length - 4, message + 4);
    } else if (strstr(message, "free(): ") != NULL || strstr(message, "malloc(): ") != NULL ||
               strstr(message, "realloc(): ") != NULL || strstr(message, "corrupted") != NULL ||
               strstr(message, "munmap_chunk(): ") != NULL) {
        text_format(out, "heap corruption: %.*s", (int)length, message);
    } else {
        text_format(out, "aborted: %.*s", (int)length, message);
    }
}

const char *last_words_of_runtime(const struct crash *crash)
{
    static const struct {
        const char *prefix, *words;
    } rows[] = {
        {"rust_panic", "Rust panic"},
        {"rust_begin_unwind", "Rust panic"},
        {"core::panicking::", "Rust panic"},
        {"std::panicking::", "Rust panic"},
        {"panic_abort::", "Rust panic"},
        {"runtime.throw", "fatal error of the Go runtime"},
        {"runtime.fatal", "fatal error of the Go runtime"},
        {"runtime.dopanic", "Go panic"},
        {"VMError::", "fatal error of the JVM (its hs_err file tells more)"},
        {"node::OnFatalError", "fatal error of V8"},
        {"node::Abort", "aborted by Node.js"},
        {"v8::internal::V8_Fatal", "fatal error of V8"},
        {"V8_Fatal", "fatal error of V8"},
        {"Py_FatalError", "fatal error of the Python interpreter"},
        {"_Py_FatalError", "fatal error of the Python interpreter"},
        {"fatal_error_exit", "fatal error of the Python interpreter"},
        {"std::terminate", "std::terminate was called"},
        {"__cxa_pure_virtual", "pure virtual function called"},
        {"g_assertion_message", "GLib assertion failed"},
        {"g_log", "fatal message logged with GLib"},
    };

    for (size_t i = 0; i < crash->frame_count && i < 16; i++) {
        const struct crash_frame *frame = &crash->frames[i];
        for (size_t n = 0; n < frame->name_count; n++) {
            const char *function = frame->names[n].function;
            for (size_t r = 0; function != NULL && r < sizeof rows / sizeof rows[0]; r++) {
                if (strncmp(function, rows[r].prefix, strlen(rows[r].prefix)) == 0) {
                    return rows[r].words;
                }
            }
        }
    }
    return NULL;
}
