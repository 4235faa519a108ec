#include "setaside.h"

#include <stddef.h>
#include <string.h>

/*
 * Modules whose frames are never the program's own. A name matches where it begins a file's
 * name and a dot, a dash or a digit follows.
 */
static const char *const modules[] = {
    "libc",    "ld-linux",  "ld-linux-x86-64", "ld-linux-aarch64", "libpthread",  "libm",
    "libdl",   "librt",     "linux-vdso",      "[vdso]",           "libgcc_s",    "libstdc++",
    "libc++",  "libc++abi", "libunwind",       "libjemalloc",      "libtcmalloc", "libmimalloc",
    "libasan", "libubsan",  "libtsan",         "libepitaph",
};

/*
 * Functions, for programs that bring them along. "*" at the end: any name that begins so.
 * They are compared with the name as it is shown, without arguments.
 */
static const char *const functions[] = {
    /* ways to die */
    "abort",
    "raise",
    "gsignal",
    "kill",
    "pthread_kill",
    "__pthread_kill*",
    "tgkill",
    "__assert*",
    "__libc_message*",
    "__fortify_fail*",
    "__chk_fail",
    "__stack_chk_fail*",
    "_Exit",
    "__libc_fatal",
    "__restore_rt",
    "<signal handler called>",
    /* allocators */
    "malloc",
    "free",
    "calloc",
    "realloc",
    "malloc_printerr",
    "malloc_consolidate",
    "_int_malloc",
    "_int_free*",
    "_int_realloc",
    "_int_memalign",
    "tcache_*",
    "unlink_chunk*",
    "operator new*",
    "operator delete*",
    "je_malloc*",
    "je_free*",
    "tc_malloc*",
    "tc_free*",
    "tc_new*",
    "mi_malloc*",
    "mi_free*",
    "mi_new*",
    /* memory and strings, when linked in */
    "__mem*",
    "__str*",
    "memcpy",
    "memmove",
    "memset",
    "memcmp",
    "memchr",
    "strlen",
    "strcpy",
    "strncpy",
    "strcat",
    "strcmp",
    "strncmp",
    "strchr",
    "strdup",
    /* C++ */
    "__cxa_*",
    "__cxxabiv1::*",
    "__gxx_personality*",
    "_Unwind_*",
    "std::*",
    "__gnu_cxx::*",
    "__gnu_debug::*",
    /* Rust */
    "rust_begin_unwind",
    "rust_panic*",
    "__rust_*",
    "__rustc::*",
    "<&dyn core::*",
    "panic_abort::*",
    "<std::*",
    "<core::*",
    "<alloc::*",
    /* Go */
    "runtime.*",
    /* V8 and node */
    "node::Abort",
    "node::Assert",
    "v8::internal::V8_Fatal",
    "v8::base::OS::Abort",
    "V8_Fatal",
    "node::OnFatalError*",
    "v8::Utils::Report*",
    "v8::internal::V8::FatalProcessOutOfMemory",
    "node::OOMErrorHandler",
    /* its heap's: which of its callers asks for the last byte is chance */
    "v8::internal::Heap::*",
    "v8::internal::HeapAllocator::*",
    "v8::internal::Factory::*",
    "v8::internal::FactoryBase*",
    /* JVM */
    "VMError::*",
    "os::abort",
    "report_vm_*",
    "report_fatal",
    "report_java_out_of_memory",
    "report_should_not_*",
    "report_unimplemented",
    "report_untested",
    "JVM_handle_linux_signal",
    /* sanitizers, glib, Qt, CPython: they end it for others */
    "__asan*",
    "__sanitizer*",
    "__ubsan*",
    "g_log*",
    "g_assertion*",
    "g_abort*",
    "g_error*",
    "qFatal*",
    "QMessageLogger::fatal",
    "Py_FatalError*",
    "_Py_FatalError*",
    /* how every program starts */
    "_start",
    "__libc_start_main*",
    "__libc_start_call_main",
    "start_thread",
    "clone",
    "clone3",
    "__clone*",
};

/* The same of Rust's crates, whose names a C++ program may have for a namespace of its own.
 * Rust functions are shown without a list of arguments. */
static const char *const rust_functions[] = {"core::*", "alloc::*"};

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static bool module_matches(const char *path)
{
    const char *name = crash_basename(path);

    for (size_t i = 0; i < COUNT(modules); i++) {
        size_t length = strlen(modules[i]);
        if (strncmp(name, modules[i], length) == 0 &&
            (name[length] == '\0' || strchr(".-0123456789", name[length]) != NULL)) {
            return true;
        }
    }
    return false;
}

/* The bytes of a name before its arguments. "(anonymous namespace)::f(int)" has them at the
 * second bracket. */
static size_t plain_length(const char *name)
{
    size_t skip = name[0] == '(' ? strcspn(name, ")") : 0;

    return skip + strcspn(name + skip, "(");
}

static bool is_in(const char *const *patterns, size_t count, const char *name, size_t plain)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(patterns[i]);
        bool open = patterns[i][length - 1] == '*';
        length -= open;
        if (strncmp(name, patterns[i], length) == 0 && (open || plain == length)) {
            return true;
        }
    }
    return false;
}

/* Rust: "<usize as core::ops::Index>::index", a standard trait on a type of no crate. */
static bool is_standard_trait(const char *name)
{
    const char *trait = name[0] == '<' ? strstr(name, " as ") : NULL;
    const char *path = strstr(name, "::");

    return trait != NULL && (path == NULL || path > trait) &&
           (strncmp(trait + 4, "core::", 6) == 0 || strncmp(trait + 4, "std::", 5) == 0 ||
            strncmp(trait + 4, "alloc::", 7) == 0);
}

static bool function_matches(const char *name)
{
    size_t plain = plain_length(name);

    if (is_standard_trait(name)) {
        return true;
    }

    return is_in(functions, COUNT(functions), name, plain) ||
           (name[plain] == '\0' && is_in(rust_functions, COUNT(rust_functions), name, plain));
}

bool setaside_matches(const struct crash *crash, const struct crash_frame *frame,
                      const struct crash_name *name)
{
    const struct crash_module *module = crash_frame_module(crash, frame);

    if (module != NULL && module->path != NULL && module_matches(module->path)) {
        return true;
    }
    return name != NULL && name->function != NULL && function_matches(name->function);
}

bool setaside_culprit(const struct crash *crash, const struct crash_frame **ret_frame,
                      const struct crash_name **ret_name)
{
    for (size_t i = 0; i < crash->frame_count; i++) {
        const struct crash_frame *frame = &crash->frames[i];

        for (size_t n = 0; n < frame->name_count; n++) {
            if (frame->names[n].function != NULL &&
                !setaside_matches(crash, frame, &frame->names[n])) {
                *ret_frame = frame;
                *ret_name = &frame->names[n];
                return true;
            }
        }
        if (frame->name_count == 0 && frame->module >= 0 &&
            !setaside_matches(crash, frame, NULL)) {
            *ret_frame = frame;
            *ret_name = NULL;
            return true;
        }
    }
    if (crash->frame_count == 0) {
        return false;
    }
    *ret_frame = &crash->frames[0];
    *ret_name = (*ret_frame)->name_count > 0 ? &(*ret_frame)->names[0] : NULL;
    return true;
}
