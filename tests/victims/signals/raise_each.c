/* Every fatal signal, sent by the process itself with the default disposition. */
// expect: exit=0
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
// record: signal=SIGBUS stack=*,inner,middle,outer,main
// record: signal=SIGFPE stack=*,inner,middle,outer,main
// record: signal=SIGILL stack=*,inner,middle,outer,main
// record: signal=SIGABRT stack=*,inner,middle,outer,main
// record: signal=SIGTRAP stack=*,inner,middle,outer,main
// record: signal=SIGSYS stack=*,inner,middle,outer,main
// record: signal=SIGXCPU stack=*,inner,middle,outer,main
// record: signal=SIGXFSZ stack=*,inner,middle,outer,main
#include "victim.h"

static int g_signal;

static void inner(void)
{
    raise(g_signal);
    VICTIM_STAY();
}

int main(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE,  SIGILL, SIGABRT,
                                  SIGTRAP, SIGSYS, SIGXCPU, SIGXFSZ};
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            g_signal = signals[i];
            outer();
            _exit(0);
        }
        say_status("child", wait_for(child));
    }
    return 0;
}
