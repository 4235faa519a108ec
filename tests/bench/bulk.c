/*
 * One unit of a program with much debug information: scripts/bench compiles it once, copies it
 * with other symbol names, and links the copies. bulk_step() calls the next copy's, and the
 * last one dies.
 */
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

/* A function with types and variables of its own: some 600 bytes of debug information. */
#define BULK BULK_AS(__COUNTER__)
#define BULK_AS(n)                                                                             \
    struct JOIN(type_, n) {                                                                    \
        int JOIN(first_, n);                                                                   \
        double JOIN(second_, n)[4];                                                            \
        struct JOIN(type_, n) * JOIN(next_, n);                                                \
    };                                                                                         \
    int JOIN(function_, n)(struct JOIN(type_, n) * JOIN(argument_, n), int JOIN(count_, n))    \
    {                                                                                          \
        int JOIN(sum_, n) = 0;                                                                 \
        for (int JOIN(i_, n) = 0; JOIN(i_, n) < JOIN(count_, n); JOIN(i_, n)++) {              \
            JOIN(sum_, n) += JOIN(argument_, n)[JOIN(i_, n)].JOIN(first_, n);                  \
        }                                                                                      \
        return JOIN(sum_, n);                                                                  \
    }
#define BULK8 BULK BULK BULK BULK BULK BULK BULK BULK
#define BULK64 BULK8 BULK8 BULK8 BULK8 BULK8 BULK8 BULK8 BULK8
#define BULK512 BULK64 BULK64 BULK64 BULK64 BULK64 BULK64 BULK64 BULK64
#define BULK4096 BULK512 BULK512 BULK512 BULK512 BULK512 BULK512 BULK512 BULK512

BULK4096
BULK4096

typedef int step(int left, void *const *next);

int bulk_step(int left, void *const *next)
{
    if (left == 0 || *next == 0) {
        return *(volatile int *)0;
    }
    return ((step *)*next)(left - 1, next + 1) + 1;
}
