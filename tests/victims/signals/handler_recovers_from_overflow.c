/* A runtime that survives stack overflow by an alternate stack of its own. */
// expect: exit=0
#include <setjmp.h>

#include "victim.h"

static sigjmp_buf g_recovery;
static volatile int g_depth;

static void on_fault(int signal_number)
{
    siglongjmp(g_recovery, signal_number);
}

static void inner(void)
{
    volatile char room[64];
    room[0] = (char)g_depth++;
    if (g_depth > 0) {
        inner();
    }
    room[1] = room[0];
}

int main(void)
{
    static char area[64 << 10];
    stack_t stack = {.ss_sp = area, .ss_size = sizeof(area)};
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_ONSTACK};
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    REQUIRE(sigaction(SIGSEGV, &action, NULL) == 0);
    for (int i = 0; i < 3; i++) {
        if (sigsetjmp(g_recovery, 1) == 0) {
            g_depth = 0;
            outer();
        }
        say("recovered\n");
    }
}
