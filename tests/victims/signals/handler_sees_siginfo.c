/* What a handler is told of a fault, and of a signal with a value. */
// expect: exit=0
#include <setjmp.h>

#include "victim.h"

static sigjmp_buf g_recovery;

static void on_signal(int signal_number, siginfo_t *info, void *context)
{
    char line[128];
    (void)context;
    snprintf(line, sizeof(line), "signal %d code %d %s\n", signal_number, info->si_code,
             info->si_code > 0 ? (info->si_addr == (void *)0x18 ? "at 0x18" : "elsewhere")
             : info->si_pid == getpid() && info->si_int == 77 ? "from me, 77"
                                                              : "from somebody");
    say(line);
    siglongjmp(g_recovery, 1);
}

static void inner(void)
{
    if (sigsetjmp(g_recovery, 1) == 0) {
        nowhere[6] = 1;
    }
    if (sigsetjmp(g_recovery, 1) == 0) {
        REQUIRE(sigqueue(getpid(), SIGSEGV, (union sigval){.sival_int = 77}) == 0);
    }
}

int main(void)
{
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
    REQUIRE(sigaction(SIGSEGV, &action, NULL) == 0);
    outer();
}
