/* Detached threads free their own stacks, alternate one included, before they are gone. */
// expect: exit=0
// options: witness=no
// build: -pthread
#include <pthread.h>

#include "victim.h"

static volatile int g_done;

static void *body(void *unused)
{
    __atomic_fetch_add(&g_done, 1, __ATOMIC_SEQ_CST);
    return unused;
}

static void inner(void)
{
    for (int i = 0; i < 2000; i++) {
        pthread_t thread;
        REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
        REQUIRE(pthread_detach(thread) == 0);
        while (g_done < i - 50) {
            usleep(100);
        }
    }
    while (g_done < 2000) {
        usleep(100);
    }
}

int main(void)
{
    outer();
    say("all gone\n");
}
