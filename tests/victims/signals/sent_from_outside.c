/* Another process sends the signals; the sender is told apart from a fault. */
// expect: exit=0
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
// record: signal=SIGABRT stack=*,inner,middle,outer,main
#include "victim.h"

static int g_ready[2];

static void inner(void)
{
    REQUIRE(write(g_ready[1], "", 1) == 1);
    for (;;) {
        pause();
    }
}

int main(void)
{
    static const int signals[] = {SIGSEGV, SIGABRT};
    for (int i = 0; i < 2; i++) {
        char byte = 0;
        REQUIRE(pipe(g_ready) == 0);
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            outer();
        }
        REQUIRE(read(g_ready[0], &byte, 1) == 1);
        usleep(20000); /* let it reach pause */
        REQUIRE(sigqueue(child, signals[i], (union sigval){.sival_int = 815}) == 0);
        say_status("child", wait_for(child));
    }
    return 0;
}
