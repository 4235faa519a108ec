/* The handler moves the program counter over the faulting instruction. */
// expect: exit=0
#include <ucontext.h>

#include "victim.h"

#if defined(__x86_64__)
#define LOAD(value) __asm__ volatile("movl (%%rax), %%eax" : "=a"(value) : "a"(0L))
static void go_on_with(mcontext_t *registers, int value)
{
    registers->gregs[REG_RIP] += 2; /* mov (%rax), %eax */
    registers->gregs[REG_RAX] = value;
}
#elif defined(__aarch64__)
#define LOAD(value)                                                                            \
    do {                                                                                       \
        register long x0 __asm__("x0") = 0;                                                    \
        __asm__ volatile("ldr w0, [x0]" : "+r"(x0));                                           \
        value = (int)x0;                                                                       \
    } while (0)
static void go_on_with(mcontext_t *registers, int value)
{
    registers->pc += 4;
    registers->regs[0] = (unsigned)value;
}
#endif

static void on_fault(int signal_number, siginfo_t *info, void *context)
{
    ucontext_t *interrupted = context;
    (void)signal_number;
    (void)info;
    go_on_with(&interrupted->uc_mcontext, 42);
}

static void inner(void)
{
    int value = 0;
    LOAD(value);
    say(value == 42 ? "forty-two\n" : "something else\n");
}

int main(void)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    REQUIRE(sigaction(SIGSEGV, &action, NULL) == 0);
    outer();
}
