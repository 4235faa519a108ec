/* A thread that never runs the program's own code: the record knows the program all the same.
 */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,* module=only_library_code
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    pthread_t thread;
    void *(*start)(void *);
    void (*function)(void) = abort;

    memcpy(&start, &function, sizeof(start));
    REQUIRE(pthread_create(&thread, NULL, start, NULL) == 0);
    pthread_join(thread, NULL);
}

int main(void)
{
    outer();
}
