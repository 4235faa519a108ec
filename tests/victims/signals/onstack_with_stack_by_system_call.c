/* An alternate stack set by the system call itself, as runtimes without libc do, and a handler
 * set by libc's sigaction: it must run there. */
// expect: exit=0
#include <sys/syscall.h>

#include "victim.h"

static char g_area[64 << 10];

static void on_usr1(int signal_number)
{
    char *here = __builtin_frame_address(0);
    (void)signal_number;
    say(here > g_area && here < g_area + sizeof(g_area) ? "on the alternate stack\n"
                                                        : "elsewhere\n");
}

static void inner(void)
{
    raise(SIGUSR1);
}

int main(void)
{
    stack_t stack = {.ss_sp = g_area, .ss_size = sizeof(g_area)};
    struct sigaction action = {.sa_handler = on_usr1, .sa_flags = SA_ONSTACK};
    REQUIRE(syscall(SYS_sigaltstack, &stack, NULL) == 0);
    REQUIRE(sigaction(SIGUSR1, &action, NULL) == 0);
    outer();
}
