/* The handler moves the program counter over the faulting instruction. */
// expect: exit=0
// options: needs=x86_64
#include <ucontext.h>

#include "victim.h"

static void on_fault(int signal_number, siginfo_t *info, void *context)
{
    ucontext_t *interrupted = context;
    (void)signal_number;
    (void)info;
    interrupted->uc_mcontext.gregs[REG_RIP] += 2; /* mov (%rax), %eax */
    interrupted->uc_mcontext.gregs[REG_RAX] = 42;
}

static void inner(void)
{
    int value = 0;
    __asm__ volatile("movl (%%rax), %%eax" : "=a"(value) : "a"(0L));
    say(value == 42 ? "forty-two\n" : "something else\n");
}

int main(void)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    REQUIRE(sigaction(SIGSEGV, &action, NULL) == 0);
    outer();
}
