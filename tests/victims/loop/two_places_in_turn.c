/* Two crashes in turn, a thousand times each. */
// expect: exit=0
// record: count=1000 slots=1 signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// record: count=1000 slots=1 signal=SIGABRT stack=*,abort,other,main
// options: witness=no
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void other(void)
{
    abort();
}

int main(void)
{
    for (int i = 0; i < 2000; i++) {
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            if (i % 2 == 0) {
                outer();
            }
            other();
        }
        wait_for(child);
    }
    return 0;
}
