/* People and service managers end programs with these; they are no crashes. */
// expect: exit=0
#include "victim.h"

static void inner(void)
{
    static const int signals[] = {SIGTERM, SIGINT,    SIGQUIT,  SIGHUP,  SIGKILL,
                                  SIGPIPE, SIGALRM,   SIGUSR1,  SIGUSR2, SIGIO,
                                  SIGPROF, SIGVTALRM, SIGSTKFLT};
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            raise(signals[i]);
            _exit(0);
        }
        say_status("child", wait_for(child));
    }
}

int main(void)
{
    outer();
}
