/*
 * Facts of a program's own in its crash records.
 *
 *     #include <epitaph.h>
 *
 *     epitaph_note("request", "GET /orders/17");
 *
 * Nothing is linked: where libepitaph.so is preloaded, its function is found by the dynamic
 * linker; where it is not, the call does nothing. C99 and C++, gcc and clang, Linux.
 */
#ifndef EPITAPH_H
#define EPITAPH_H

#include <errno.h>

#define EPITAPH_NOTES_MAX 16       /* at once */
#define EPITAPH_NOTE_KEY_MAX 32    /* bytes of a key: a-z 0-9 _ . - */
#define EPITAPH_NOTE_VALUE_MAX 128 /* bytes of a value; a longer one is cut between words */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Keep `value` under `key` for the record of a crash, in the place of what was there before.
 * A NULL value takes the note away. Both are copied.
 *
 * Any thread and any signal handler may call this; it takes no lock, allocates nothing and
 * leaves errno alone. A child of fork(2) begins with its parent's notes; between vfork(2) and
 * exec nothing is kept.
 *
 * Returns 0; -ENOSYS where the library is not there or not at work, -EINVAL for a key that is
 * none, -ENOSPC beyond EPITAPH_NOTES_MAX, -EAGAIN when too many threads do this at once. A
 * program has no need to look.
 */
extern int epitaph_note(const char *key, const char *value)
    __attribute__((weak, visibility("default")));

typedef int epitaph_note_function(const char *key, const char *value);

/*
 * The library's function or NULL. By the table that the dynamic linker fills: in code that is
 * not position-independent a compiler writes the address itself, and the linker makes it 0
 * for good.
 */
static inline epitaph_note_function *epitaph_note_find(void)
{
    epitaph_note_function *found;
#if defined(__x86_64__) && defined(__LP64__)
    __asm__(".weak epitaph_note\n\tmovq epitaph_note@GOTPCREL(%%rip), %0" : "=r"(found));
#elif defined(__aarch64__)
    __asm__(".weak epitaph_note\n\tadrp %0, :got:epitaph_note\n\t"
            "ldr %0, [%0, #:got_lo12:epitaph_note]"
            : "=r"(found));
#else
    found = epitaph_note;
#endif
    return found;
}

static inline int epitaph_note_if_there(const char *key, const char *value)
{
    epitaph_note_function *note = epitaph_note_find();

    return note != 0 ? note(key, value) : -ENOSYS;
}

#ifdef __cplusplus
}
#endif

/* So that the function may be called where there is none. */
#define epitaph_note(key, value) epitaph_note_if_there(key, value)

#endif
