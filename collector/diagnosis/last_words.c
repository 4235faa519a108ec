#include "last_words.h"

#include <signal.h>
#include <string.h>

#include <epitaph/record.h>

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

/* What malloc, free and their kin say of a heap that was written over, as it begins. */
static bool is_of_heap(const char *message)
{
    static const char *const prefixes[] = {
        "free(): ",
        "malloc(): ",
        "realloc(): ",
        "calloc(): ",
        "memalign(): ",
        "malloc_consolidate(): ",
        "munmap_chunk(): ",
        "mremap_chunk(): ",
        "tcache_thread_shutdown(): ",
        "double free or corruption",
        "corrupted ",
        "invalid fastbin entry",
        "break adjusted to free malloc space",
        "Fatal glibc error: malloc assertion failure",
        "Fatal glibc error: malloc.c",
    };

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (strncmp(message, prefixes[i], strlen(prefixes[i])) == 0) {
            return true;
        }
    }
    return false;
}

void last_words_retell(struct text *out, const char *message)
{
    static const char fatal[] = "Fatal glibc error: ";
    int length = (int)strcspn(message, "\n");
    size_t skip = strncmp(message, fatal, sizeof fatal - 1) == 0 ? sizeof fatal - 1 : 0;

    if (add_assertion(out, message)) {
        return;
    }
    if (strncmp(message, "*** stack smashing detected", 27) == 0) {
        text_add(out, "stack smashing detected: a local buffer was written past its end");
    } else if (strncmp(message, "*** buffer overflow detected", 28) == 0) {
        text_add(out, "buffer overflow detected by the C library (fortify)");
    } else if (strncmp(message, "*** ", 4) == 0) {
        text_format(out, "aborted by the C library: %.*s", length - 4, message + 4);
    } else if (is_of_heap(message)) {
        text_format(out, "heap corruption: %.*s", length - (int)skip, message + skip);
    } else if (skip > 0) {
        text_format(out, "aborted by the C library: %.*s", length - (int)skip, message + skip);
    } else {
        text_format(out, "aborted: %.*s", length, message);
    }
}

#define FRAMES_LOOKED_AT 32 /* a runtime takes that many to die, signal handlers included */

/*
 * Functions by which runtimes die. How a program came there says more than that it did: a row
 * without `general` wins over one with it, wherever they stand.
 */
static const struct runtime_row {
    const char *prefix, *words;
    bool general;
} runtime_rows[] = {
    {"core::panicking::panic_bounds_check", "Rust panic: index out of bounds", false},
    {"core::panicking::panic_const::panic_const_div_by_zero", "Rust panic: division by zero",
     false},
    {"core::panicking::panic_const::panic_const_rem_by_zero", "Rust panic: division by zero",
     false},
    {"core::panicking::panic_const::panic_const_", "Rust panic: arithmetic overflow", false},
    {"core::panicking::assert_failed", "Rust panic: assertion failed", false},
    {"core::panicking::panic_no_unwind", "Rust panic where none may unwind", false},
    {"core::panicking::panic_nounwind", "Rust panic where none may unwind", false},
    {"core::panicking::panic_cannot_unwind", "Rust panic where none may unwind", false},
    {"core::option::expect_failed", "Rust panic: a None was unwrapped", false},
    {"core::option::unwrap_failed", "Rust panic: a None was unwrapped", false},
    {"core::result::unwrap_failed", "Rust panic: an Err was unwrapped", false},
    {"core::slice::index::slice_", "Rust panic: slice index out of range", false},
    {"core::str::slice_error_fail", "Rust panic: slice of a string not at a character", false},
    {"core::cell::panic_already_", "Rust panic: a RefCell was borrowed already", false},
    {"alloc::raw_vec::capacity_overflow", "Rust panic: capacity overflow", false},
    {"alloc::alloc::handle_alloc_error", "out of memory in Rust", false},
    {"std::process::abort", "aborted", false},
    {"rust_panic", "Rust panic", true},
    {"rust_begin_unwind", "Rust panic", true},
    {"core::panicking::", "Rust panic", true},
    {"std::panicking::begin_panic", "Rust panic", true},
    {"std::panicking::rust_panic", "Rust panic", true},
    {"runtime.gopanic", "Go panic", false},
    {"runtime.dopanic", "Go panic", true},
    {"runtime.throw", "fatal error of the Go runtime", true},
    {"runtime.fatal", "fatal error of the Go runtime", true},
    {"report_java_out_of_memory", "out of memory of the JVM (its hs_err file tells more)",
     false},
    {"report_vm_out_of_memory", "out of memory of the JVM (its hs_err file tells more)", false},
    {"VMError::", "fatal error of the JVM (its hs_err file tells more)", true},
    {"node::OOMErrorHandler", "out of memory of V8", false},
    {"v8::Utils::ReportOOMFailure", "out of memory of V8", false},
    {"v8::internal::V8::FatalProcessOutOfMemory", "out of memory of V8", false},
    {"node::OnFatalError", "fatal error of V8", true},
    {"v8::internal::V8_Fatal", "fatal error of V8", true},
    {"V8_Fatal", "fatal error of V8", true},
    {"node::Abort", "aborted by Node.js", true},
    {"Py_FatalError", "fatal error of the Python interpreter", true},
    {"_Py_FatalError", "fatal error of the Python interpreter", true},
    {"fatal_error_exit", "fatal error of the Python interpreter", true},
    {"__cxa_pure_virtual", "pure virtual function called", false},
    {"__cxa_deleted_virtual", "deleted virtual function called", false},
    {"std::__glibcxx_assert_fail", "assertion failed in the C++ library", false},
    {"std::__replacement_assert", "assertion failed in the C++ library", false},
    {"std::__1::__libcpp_verbose_abort", "assertion failed in the C++ library", false},
    {"std::terminate", "std::terminate was called", true},
    {"g_assertion_message", "GLib assertion failed", true},
    {"g_log", "fatal message logged with GLib", true},
};

static const struct runtime_row *row_of(const char *function)
{
    for (size_t r = 0; r < sizeof runtime_rows / sizeof runtime_rows[0]; r++) {
        const char *prefix = runtime_rows[r].prefix;
        if (function != NULL && strncmp(function, prefix, strlen(prefix)) == 0) {
            return &runtime_rows[r];
        }
    }
    return NULL;
}

const char *last_words_of_runtime(const struct crash *crash)
{
    const struct runtime_row *general = NULL;

    for (size_t i = 0; i < crash->frame_count && i < FRAMES_LOOKED_AT; i++) {
        const struct crash_frame *frame = &crash->frames[i];
        for (size_t n = 0; n < frame->name_count; n++) {
            const struct runtime_row *row = row_of(frame->names[n].function);
            if (row != NULL && !row->general) {
                return row->words;
            }
            general = general != NULL ? general : row;
        }
    }
    return general != NULL ? general->words : NULL;
}

/* Rust's standard library looks at the guard page itself, prints a line and aborts. */
static bool rust_says_overflow(const struct crash *crash)
{
    bool aborts = false;

    for (size_t i = 0; i < crash->frame_count && i < FRAMES_LOOKED_AT; i++) {
        const struct crash_frame *frame = &crash->frames[i];
        for (size_t n = 0; n < frame->name_count; n++) {
            const char *name = frame->names[n].function;
            if (name == NULL || strncmp(name, "std::sys::", 10) != 0) {
                continue;
            }
            aborts = aborts || strstr(name, "::abort_internal") != NULL;
            if (aborts && strstr(name, "::stack_overflow::imp::signal_handler") != NULL) {
                return true;
            }
        }
    }
    return false;
}

bool last_words_of_overflow(const struct crash *crash)
{
    if (crash->has_original) {
        return crash->original_signal == SIGSEGV && rust_says_overflow(crash);
    }
    return crash->fault_kind != NULL && strcmp(crash->fault_kind, RECORD_KIND_STACK_GUARD) == 0;
}
