/* A signal of the process is taken by a thread that does not block it: here by none, then by
 * one. */
// expect: signal=SIGBUS
// record: signal=SIGBUS stack=*,inner,middle,outer,body,*
// options: witness=no
// build: -pthread
#include <pthread.h>
#include <semaphore.h>

#include "victim.h"

static sem_t g_sent;

static void inner(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGBUS);
    REQUIRE(sem_wait(&g_sent) == 0);
    say("unblocking\n");
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    say("never here\n");
}

VICTIM_FRAME static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGBUS);
    REQUIRE(sem_init(&g_sent, 0, 0) == 0);
    REQUIRE(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(kill(getpid(), SIGBUS) == 0);
    usleep(10000);
    say("sent\n");
    REQUIRE(sem_post(&g_sent) == 0);
    pthread_join(thread, NULL);
}
