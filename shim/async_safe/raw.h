/*
 * System calls without libc: no errno to disturb, no cancellation point, no interposer between.
 * Each returns the kernel's answer, -errno on failure.
 */
#ifndef RAW_H
#define RAW_H

#include <stdint.h>
#include <sys/syscall.h>

#if defined(__x86_64__)

static inline long raw_call(long number, long a, long b, long c, long d, long e, long f)
{
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

#elif defined(__aarch64__)

static inline long raw_call(long number, long a, long b, long c, long d, long e, long f)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;

    __asm__ volatile("svc 0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}

#else
#error "no system call convention for this architecture yet"
#endif

#define RAW_SELECT(_0, _1, _2, _3, _4, _5, _6, name, ...) name
#define RAW_ARG(x) (long)(intptr_t)(x)
#define RAW0(n) raw_call(n, 0, 0, 0, 0, 0, 0)
#define RAW1(n, a) raw_call(n, RAW_ARG(a), 0, 0, 0, 0, 0)
#define RAW2(n, a, b) raw_call(n, RAW_ARG(a), RAW_ARG(b), 0, 0, 0, 0)
#define RAW3(n, a, b, c) raw_call(n, RAW_ARG(a), RAW_ARG(b), RAW_ARG(c), 0, 0, 0)
#define RAW4(n, a, b, c, d) raw_call(n, RAW_ARG(a), RAW_ARG(b), RAW_ARG(c), RAW_ARG(d), 0, 0)
#define RAW5(n, a, b, c, d, e)                                                                 \
    raw_call(n, RAW_ARG(a), RAW_ARG(b), RAW_ARG(c), RAW_ARG(d), RAW_ARG(e), 0)
#define RAW6(n, a, b, c, d, e, f)                                                              \
    raw_call(n, RAW_ARG(a), RAW_ARG(b), RAW_ARG(c), RAW_ARG(d), RAW_ARG(e), RAW_ARG(f))
/* raw(SYS_x, arguments...) */
#define raw(...) RAW_SELECT(__VA_ARGS__, RAW6, RAW5, RAW4, RAW3, RAW2, RAW1, RAW0)(__VA_ARGS__)

#endif
