/* C11 threads hand their results on: 42 and thrd_exit's 43. */
// expect: exit=0
// build: -pthread
#include <threads.h>

#include "victim.h"

static void inner(void)
{
    thrd_exit(43);
}

static int by_return(void *unused)
{
    (void)unused;
    return 42;
}

static int by_exit(void *unused)
{
    (void)unused;
    outer();
    return 0;
}

int main(void)
{
    thrd_t threads[2];
    int results[2] = {0, 0};
    char line[64];
    REQUIRE(thrd_create(&threads[0], by_return, NULL) == thrd_success);
    REQUIRE(thrd_create(&threads[1], by_exit, NULL) == thrd_success);
    REQUIRE(thrd_join(threads[0], &results[0]) == thrd_success);
    REQUIRE(thrd_join(threads[1], &results[1]) == thrd_success);
    snprintf(line, sizeof(line), "%d %d\n", results[0], results[1]);
    say(line);
}
