/* A program that ends by itself ends as it wants to, with all that it has to say. */
// expect: exit=0
#include "victim.h"

static void at_end(void)
{
    printf("at the end\n");
}

static void inner(void)
{
    atexit(at_end);
    for (int i = 0; i < 256; i += 51) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            printf("buffered %d\n", i);
            exit(i);
        }
        say_status("child", wait_for(child));
    }
}

int main(void)
{
    outer();
    printf("done\n");
    return 0;
}
