/* The thread inherits the mask of the one that creates it. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    sigset_t now;
    REQUIRE(pthread_sigmask(SIG_SETMASK, NULL, &now) == 0);
    say(sigismember(&now, SIGSEGV) == 1 ? "blocked\n" : "not blocked\n");
    exit(*nowhere);
}

VICTIM_FRAME static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    REQUIRE(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
    pthread_join(thread, NULL);
}
