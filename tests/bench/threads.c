/* threads COUNT: create and join threads one by one; value 0 is ns per thread. */
#include <pthread.h>

#include "page.h"

static void *run(void *nothing)
{
    return nothing;
}

int main(int argc, char **argv)
{
    size_t count = argc == 2 ? strtoul(argv[1], NULL, 10) : 1;
    uint64_t start_ns = page_now_ns();
    for (size_t i = 0; i < count; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, run, NULL) != 0 || pthread_join(thread, NULL) != 0) {
            return 1;
        }
    }
    page_map(PAGE_FD)->values[0] = (page_now_ns() - start_ns) / count;
    return 0;
}
