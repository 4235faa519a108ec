/* Threads come and go by return, pthread_exit and cancellation while one of them crashes. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,crash,*
// options: witness=no
// build: -pthread
#include <pthread.h>

#include "victim.h"

static volatile int g_rounds;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void *crash(void *unused)
{
    while (g_rounds < 200) {
    }
    outer();
    return unused;
}

static void *leave(void *how)
{
    if (how == &g_rounds) {
        pthread_exit(NULL);
    }
    while (how == NULL) {
        pause();
    }
    return NULL;
}

int main(void)
{
    pthread_t crashing;
    REQUIRE(pthread_create(&crashing, NULL, crash, NULL) == 0);
    for (;; g_rounds++) {
        pthread_t threads[3];
        REQUIRE(pthread_create(&threads[0], NULL, leave, NULL) == 0);
        REQUIRE(pthread_create(&threads[1], NULL, leave, (void *)&g_rounds) == 0);
        REQUIRE(pthread_create(&threads[2], NULL, leave, &crashing) == 0);
        pthread_cancel(threads[0]);
        for (int i = 0; i < 3; i++) {
            REQUIRE(pthread_join(threads[i], NULL) == 0);
        }
    }
}
