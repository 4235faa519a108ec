/*
 * What this library and its compiler would otherwise take from libc: hidden, so that nobody
 * else sees it. A dozen look-ups less when a program starts, and its first pages of libc stay
 * untouched: libc's own are chosen for the processor when they are bound, and lie far apart.
 * They are also faster, with texts of a length that we never have.
 */
#include "safe.h"

/* A loop that copies must not become a call of the function that it makes. */
#define STAY_A_LOOP(variable) __asm__("" : "+r"(variable))

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    char *out = to;
    const char *in = from;

    for (; size >= sizeof(uint64_t); size -= sizeof(uint64_t)) {
        uint64_t word;
        __builtin_memcpy(&word, in, sizeof word);
        __builtin_memcpy(out, &word, sizeof word);
        in += sizeof word;
        out += sizeof word;
        STAY_A_LOOP(in);
    }
    while (size-- > 0) {
        *out++ = *in++;
        STAY_A_LOOP(in);
    }
    return to;
}

void *memset(void *to, int byte, size_t size)
{
    uint64_t word = 0x0101010101010101u * (uint8_t)byte;
    char *out = to;

    for (; size >= sizeof word; size -= sizeof word) {
        __builtin_memcpy(out, &word, sizeof word);
        out += sizeof word;
        STAY_A_LOOP(out);
    }
    while (size-- > 0) {
        *out++ = (char)byte;
        STAY_A_LOOP(out);
    }
    return to;
}

int memcmp(const void *left, const void *right, size_t size)
{
    const uint8_t *a = left;
    const uint8_t *b = right;

    for (; size > 0; size--, a++, b++) {
        if (*a != *b) {
            return *a - *b;
        }
    }
    return 0;
}

size_t strnlen(const char *text, size_t most)
{
    size_t length = 0;

    while (length < most && text[length] != '\0') {
        length++;
        STAY_A_LOOP(length);
    }
    return length;
}

size_t strlen(const char *text)
{
    return strnlen(text, SIZE_MAX);
}

int strncmp(const char *left, const char *right, size_t most)
{
    for (size_t i = 0; i < most; i++) {
        if (left[i] != right[i] || left[i] == '\0') {
            return (uint8_t)left[i] - (uint8_t)right[i];
        }
    }
    return 0;
}

int strcmp(const char *left, const char *right)
{
    return strncmp(left, right, SIZE_MAX);
}

char *strchr(const char *text, int byte)
{
    for (;; text++) {
        if (*text == (char)byte) {
            return (char *)(uintptr_t)text;
        }
        if (*text == '\0') {
            return NULL;
        }
    }
}

char *strrchr(const char *text, int byte)
{
    const char *found = NULL;

    do {
        found = *text == (char)byte ? text : found;
    } while (*text++ != '\0');
    return (char *)(uintptr_t)found;
}

/* Signal n is bit n - 1; the kernel knows 64 of them, the first word. */
#define SIGNAL_BIT(signal) (1ul << ((unsigned)(signal)-1))

int sigemptyset(sigset_t *set)
{
    memset(set, 0, sizeof *set);
    return 0;
}

int sigfillset(sigset_t *set)
{
    memset(set, 0xff, sizeof *set);
    set->__val[0] &=
        ~(SIGNAL_BIT(32) | SIGNAL_BIT(33)); /* libc's own, as libc leaves them out */
    return 0;
}

int sigaddset(sigset_t *set, int signal)
{
    set->__val[0] |= SIGNAL_BIT(signal);
    return 0;
}

int sigdelset(sigset_t *set, int signal)
{
    set->__val[0] &= ~SIGNAL_BIT(signal);
    return 0;
}

int sigismember(const sigset_t *set, int signal)
{
    return (set->__val[0] & SIGNAL_BIT(signal)) != 0;
}
