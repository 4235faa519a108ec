/* The same on a thread. */
// expect: exit=0
// build: -pthread
#include <pthread.h>
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

static void *body(void *unused)
{
    static char area[64 << 10];
    stack_t stack = {.ss_sp = area, .ss_size = sizeof(area)};
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    if (sigsetjmp(g_recovery, 1) == 0) {
        outer();
    }
    say("recovered\n");
    return unused;
}

int main(void)
{
    pthread_t thread;
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_ONSTACK};
    REQUIRE(sigaction(SIGSEGV, &action, NULL) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
}
