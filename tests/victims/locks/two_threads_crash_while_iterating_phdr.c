/* Two threads crash at once, both inside dl_iterate_phdr's lock. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,callback,*,body,*
// options: witness=no
// build: -pthread
#include <link.h>
#include <pthread.h>

#include "victim.h"

static pthread_barrier_t g_both;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static int callback(struct dl_phdr_info *info, size_t size, void *unused)
{
    (void)info;
    (void)size;
    (void)unused;
    outer();
    return 0;
}

VICTIM_FRAME static void *body(void *unused)
{
    pthread_barrier_wait(&g_both);
    dl_iterate_phdr(callback, NULL);
    return unused;
}

int main(void)
{
    pthread_t threads[2];
    REQUIRE(pthread_barrier_init(&g_both, NULL, 2) == 0);
    REQUIRE(pthread_create(&threads[0], NULL, body, NULL) == 0);
    REQUIRE(pthread_create(&threads[1], NULL, body, NULL) == 0);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
}
