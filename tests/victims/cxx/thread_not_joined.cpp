/* A std::thread that is destroyed while it runs. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,*,inner,middle,outer,main
// build: -pthread
#include <thread>

#include "victim.h"

static void inner(void)
{
    std::thread thread([] {
        for (;;) {
            pause();
        }
    });
    VICTIM_STAY();
}

int main()
{
    outer();
}
