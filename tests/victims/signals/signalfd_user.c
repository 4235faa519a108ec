/* Fatal signals read from a descriptor. */
// expect: exit=0
#include <sys/signalfd.h>

#include "victim.h"

static void inner(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    sigaddset(&set, SIGABRT);
    sigaddset(&set, SIGUSR1);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    int descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    REQUIRE(descriptor >= 0);
    static const int signals[] = {SIGUSR1, SIGABRT, SIGSEGV};
    for (int i = 0; i < 3; i++) {
        struct signalfd_siginfo info = {0};
        char line[64];
        REQUIRE(sigqueue(getpid(), signals[i], (union sigval){.sival_int = 5}) == 0);
        ssize_t size = read(descriptor, &info, sizeof(info));
        snprintf(line, sizeof(line), "read %zd signal %u value %d\n", size, info.ssi_signo,
                 info.ssi_int);
        say(line);
    }
}

int main(void)
{
    outer();
}
