/* A thread that already waits when the fatal signal comes. */
// expect: exit=0
// build: -pthread
#include <pthread.h>

#include "victim.h"

static sigset_t g_set;

static void inner(void)
{
    siginfo_t info;
    char line[64];
    int got = sigwaitinfo(&g_set, &info);
    snprintf(line, sizeof(line), "got %d code %d value %d\n", got, info.si_code, info.si_int);
    say(line);
}

static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    sigemptyset(&g_set);
    sigaddset(&g_set, SIGBUS);
    REQUIRE(pthread_sigmask(SIG_BLOCK, &g_set, NULL) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    usleep(20000);
    REQUIRE(sigqueue(getpid(), SIGBUS, (union sigval){.sival_int = 9}) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
}
