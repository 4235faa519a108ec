/* A signal that another process sent, and a handler raised again: the first sender is told. */
// expect: exit=0
// record: signal=SIGSEGV reason=killed_by_pid stack=*,on_signal,*,inner,middle,outer,main
#include "victim.h"

static int g_ready[2];

VICTIM_FRAME static void on_signal(int signal_number, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void inner(void)
{
    REQUIRE(write(g_ready[1], "", 1) == 1);
    for (;;) {
        pause();
    }
}

int main(void)
{
    char byte = 0;
    REQUIRE(pipe(g_ready) == 0);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        struct sigaction action = {.sa_sigaction = on_signal,
                                   .sa_flags = SA_NODEFER | SA_SIGINFO};
        REQUIRE(sigaction(SIGSEGV, &action, NULL) == 0);
        outer();
    }
    REQUIRE(read(g_ready[0], &byte, 1) == 1);
    usleep(20000); /* let it reach pause */
    REQUIRE(kill(child, SIGSEGV) == 0);
    say_status("child", wait_for(child));
    return 0;
}
