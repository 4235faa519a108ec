/*
 * A crash: what one record says, in a form that a program can use.
 *
 * record_parse() makes one out of a record's text, symbolizer_name() adds the names of
 * functions and lines, scrub() copies it into a form that may leave the machine. Every string
 * may be NULL: what the dying process could not tell is absent, not empty. Strings come from a
 * file that anyone may have written: bytes without NUL, and no more than that.
 */
#ifndef CRASH_H
#define CRASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A reader takes no more than this of one record, whatever it claims. */
#define CRASH_FRAMES_MAX 512
#define CRASH_MODULES_MAX 256
#define CRASH_MISSING_MAX 64
#define CRASH_THREADS_MAX 64
#define CRASH_THREAD_FRAMES_MAX 64
#define CRASH_PYTHON_MAX 256 /* lines */
#define CRASH_NOTES_MAX 16
#define CRASH_NOTE_VALUE_MAX                                                                   \
    1024                   /* bytes; the library keeps 128 and marks what it takes out         \
                            */
#define CRASH_ID_LENGTH 32 /* hex digits of an id, without dashes */

/* How a frame was found, best first; the words are record.h's. */
enum crash_trust {
    CRASH_TRUST_UNKNOWN,
    CRASH_TRUST_CONTEXT,
    CRASH_TRUST_CFI,
    CRASH_TRUST_FP,
    CRASH_TRUST_SCAN,
};

/* What stands at a frame's address in the source: one, or several where calls were inlined. */
struct crash_name {
    char *function; /* demangled, whole */
    char *file;
    unsigned line; /* 0: not known */
    unsigned column;
    bool inlined; /* has no frame of its own on the stack */
};

struct crash_frame {
    unsigned index; /* 0 is the innermost */
    uint64_t pc;
    bool exact; /* pc is where execution stood, not a return address */
    int module; /* into crash.modules; -1: none */
    bool has_offset;
    uint64_t offset; /* pc minus the module's load bias */
    enum crash_trust trust;
    struct crash_name *names; /* innermost first; the last is the function that has the frame */
    size_t name_count;
    uint64_t function_offset; /* pc minus the start of that last function */
};

/* What became of a module's file between the crash and now. */
enum crash_module_state {
    CRASH_MODULE_UNSEEN,    /* nobody has looked */
    CRASH_MODULE_MATCHED,   /* the very file that was mapped */
    CRASH_MODULE_CHANGED,   /* another build has taken its place */
    CRASH_MODULE_GONE,      /* no such file, or not readable */
    CRASH_MODULE_UNCHECKED, /* without a build-id nothing proves that it is the same */
    CRASH_MODULE_VIRTUAL,   /* vDSO, anonymous memory: never was a file */
};

struct crash_module {
    unsigned index; /* as the record counts */
    uint64_t base;
    uint64_t end;
    uint64_t bias;
    char *build_id; /* hex */
    char *path;
    bool unloaded; /* it was there until the program closed it */
    enum crash_module_state state;
};

/* Another thread than the one that died. */
struct crash_thread {
    int64_t tid; /* -1: not known */
    char *name;
    struct crash_frame *frames;
    size_t frame_count;
    uint64_t frames_total;
};

/* A fact of the program's own. */
struct crash_note {
    char *key; /* has the form of one: crash_is_note_key() */
    char *value;
};

/* In the order of a record; one at a time lives, so padding is nobody's concern. */
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding)
struct crash {
    char id[CRASH_ID_LENGTH + 1]; /* "" when the record lost it */
    unsigned version;             /* of the record; 0: it did not say */
    bool torn;                    /* the writer died before the end */
    uint32_t count;               /* how many crashes this one stands for; at least 1 */
    uint64_t first_seen_ns;       /* since 1970; 0: not known */
    uint64_t last_seen_ns;

    uint64_t time_ns;
    uint64_t uptime_ns;
    int64_t pid, tid, ppid, uid; /* -1: not known */
    char *time;                  /* as written */
    char *thread;
    char *exe;
    char *exe_build_id;
    char *program;

    int signal; /* 0: not known */
    char *signal_name;
    int code;
    char *code_name;
    bool has_fault_address;
    uint64_t fault_address;
    char *fault_access;
    char *fault_kind;
    bool has_sender;
    int64_t sender_pid, sender_uid;
    bool has_original;
    int original_signal, original_code;
    uint64_t original_address;
    bool has_original_sender;
    int64_t original_pid, original_uid;
    bool has_mapping; /* what lies at the address of the first fault */
    uint64_t mapping_low, mapping_high, mapping_offset;
    char *mapping_perms; /* "r--p", as proc(5) has it */
    char *mapping_path;
    bool has_freed; /* what lay there until munmap(2) took it */
    uint64_t freed_low, freed_high;
    bool has_syscall;
    int64_t syscall_number;
    uint64_t syscall_arch;

    char *abort_message;
    char *exception_type; /* as the record has it: mangled */
    char *exception_name; /* demangled; symbolizer_name() fills it */
    char *exception_what;

    char *registers;
    char *code_bytes;
    char *instruction; /* what the code bytes say: a word of instruction.h, or NULL */
    unsigned
        access_size; /* bytes that the faulting instruction reads or writes; 0: not known */
    bool has_stack;
    uint64_t stack_low, stack_high;

    struct crash_module *modules;
    size_t module_count;
    struct crash_frame *frames;
    size_t frame_count;
    uint64_t frames_total;

    struct crash_thread *threads;
    size_t thread_count;
    char *python[CRASH_PYTHON_MAX]; /* CPython's own traceback, line by line */
    size_t python_count;
    struct crash_note notes[CRASH_NOTES_MAX]; /* each key once */
    size_t note_count;
    char *hs_err; /* where a JVM's own report is */

    char *missing[CRASH_MISSING_MAX];
    size_t missing_count;

    char *home, *user, *shell, *ci, *runtime, *runtime_version;
    char *app, *app_version, *session, *arch;
};

/* An empty crash: nothing known, count 1. NULL when there is no memory. */
struct crash *crash_new(void) __attribute__((warn_unused_result));

/* Free it and all that it owns; NULL is fine. */
void crash_free(struct crash *crash);

/* Note that `word` could not be had; a word is noted once, and beyond the maximum not at all.
 */
void crash_add_missing(struct crash *crash, const char *word);

/* Can it be part of an attribute's name: 1 to 32 of a-z 0-9 _ . - */
bool crash_is_note_key(const char *key);

/*
 * Note `value` under `key`, in the place of what was there; beyond the maximum, or for a key
 * that is none, not at all. A value that is too long is left out. Returns 0 or -ENOMEM.
 */
int crash_add_note(struct crash *crash, const char *key, const char *value)
    __attribute__((warn_unused_result));

/*
 * The same crash, seen from another of its threads: frames are that thread's. Borrows
 * everything and is not to be freed.
 */
struct crash crash_seen_from(const struct crash *crash, const struct crash_thread *thread);

/* The module of a frame, or NULL. */
const struct crash_module *crash_frame_module(const struct crash *crash,
                                              const struct crash_frame *frame);

/* The word of record.h for a trust, and back. */
const char *crash_trust_word(enum crash_trust trust);
enum crash_trust crash_trust_parse(const char *word);

/* The word by which a module's state is shown, and back. */
const char *crash_module_state_word(enum crash_module_state state);
enum crash_module_state crash_module_state_parse(const char *word);

/* The last part of a path; never NULL for a path. */
const char *crash_basename(const char *path);

#endif
