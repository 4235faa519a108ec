#include "safe.h"

#include "probe.h"
#include "state.h"
#include "words.h"

static char
    g_buffer[RECORD_VALUE_MAX + 256]; /* one value, and the rest of a secret at its cut */

/* struct abort_msg_s of glibc's include/stdlib.h: a size, then the text. */
void words_abort_message(void *argument)
{
    struct record_text *text = argument;
    uintptr_t message;

    if (g_state.abort_message == NULL ||
        !probe_word((uintptr_t)g_state.abort_message, &message) || message == 0) {
        return;
    }
    size_t length = probe_string(message + sizeof(unsigned int), g_buffer, sizeof g_buffer);
    while (length > 0 && g_buffer[length - 1] == '\n') {
        length--;
    }
    if (length > 0) {
        line_begin(text, RECORD_ABORT_MESSAGE);
        put_foreign(text, g_buffer, length);
        line_end(text);
    }
}

/* Itanium C++ ABI, 2.9 and 2.5.3; weak, because most programs are not C++. */
struct type_info {
    const struct type_info_methods *methods;
    const char *name;
};
struct exception {
    const struct exception_methods *methods;
};
struct exception_methods {
    void (*destroy)(struct exception *);
    void (*destroy_and_free)(struct exception *);
    const char *(*what)(const struct exception *);
};
/* libstdc++'s unwind-cxx.h: what lies before an object that was thrown. */
struct thrown {
    uintptr_t type; /* of a dependent exception: the object of the one that was rethrown */
    uintptr_t functions[3];
    uintptr_t next;
    int counts[2];
    uintptr_t caches[4];
    struct {
        uint64_t class;
        uintptr_t unwinder[3];
    } header __attribute__((aligned(16)));
};
struct caught_exceptions {
    uintptr_t innermost;
};
#define CLASS_GNU_CXX 0x474e5543432b2b00u /* "GNUCC++", and what kind it is of */
#define CLASS_GNU_CXX_DEPENDENT (CLASS_GNU_CXX + 1)
struct type_info_methods {
    void (*destroy)(struct type_info *);
    void (*destroy_and_free)(struct type_info *);
    bool (*is_pointer)(const struct type_info *);
    bool (*is_function)(const struct type_info *);
    /* libstdc++: may a handler for `this` catch `thrown`? Moves *object to its base. */
    bool (*do_catch)(const struct type_info *, const struct type_info *thrown, void **object,
                     unsigned outer);
};

extern const struct type_info *__cxa_current_exception_type(void) __attribute__((weak));
/* libc++ has a call for the object thrown, which takes a reference that nobody will live to
 * miss; libstdc++ has none, and is asked for its list of caught exceptions. */
extern void *__cxa_current_primary_exception(void) __attribute__((weak));
extern struct caught_exceptions *__cxa_get_globals(void) __attribute__((weak));
extern const struct type_info _ZTISt9exception __attribute__((weak));

void words_exception_type(void *argument)
{
    struct record_text *text = argument;

    if (__cxa_current_exception_type == NULL) {
        return;
    }
    const struct type_info *type = __cxa_current_exception_type();
    uintptr_t name;
    if (type == NULL ||
        !probe_word((uintptr_t)type + offsetof(struct type_info, name), &name)) {
        return;
    }
    uint8_t first;
    if (probe_byte(name, &first) && first == '*') {
        name++; /* libstdc++: compare by address, not part of the name */
    }
    size_t length = probe_string(name, g_buffer, sizeof g_buffer);
    if (length > 0) {
        line_begin(text, RECORD_EXCEPTION_TYPE);
        put_foreign(text, g_buffer, length);
        line_end(text);
    }
}

static void *current_exception(void)
{
    uintptr_t thrown;
    uintptr_t class;
    uintptr_t object;

    if (__cxa_current_primary_exception != NULL) {
        return __cxa_current_primary_exception();
    }
    if (__cxa_get_globals == NULL || !probe_word((uintptr_t)__cxa_get_globals(), &thrown) ||
        thrown == 0 || !probe_word(thrown + offsetof(struct thrown, header.class), &class)) {
        return NULL;
    }
    if (class == CLASS_GNU_CXX_DEPENDENT) {
        return probe_word(thrown, &object) ? (void *)object : NULL;
    }
    return class == CLASS_GNU_CXX ? (void *)(thrown + sizeof(struct thrown)) : NULL;
}

void words_exception_what(void *argument)
{
    struct record_text *text = argument;

    if (__cxa_current_exception_type == NULL || &_ZTISt9exception == NULL) {
        return;
    }
    const struct type_info *type = __cxa_current_exception_type();
    void *object = type != NULL ? current_exception() : NULL;
    if (object == NULL ||
        !_ZTISt9exception.methods->do_catch(&_ZTISt9exception, type, &object, 1)) {
        return;
    }
    const struct exception *exception = object;
    uintptr_t words = (uintptr_t)exception->methods->what(exception);
    size_t length = probe_string(words, g_buffer, sizeof g_buffer);
    if (length > 0) {
        line_begin(text, RECORD_EXCEPTION_WHAT);
        put_foreign(text, g_buffer, length);
        line_end(text);
    }
}
