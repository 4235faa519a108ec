/* An exception leaves the function of a std::thread. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=alone_in_the_dark stack=*,abort,*,inner,middle,outer,body,*
// build: -pthread
#include <stdexcept>
#include <thread>

#include "victim.h"

static void inner(void)
{
    throw std::runtime_error("alone in the dark");
}

VICTIM_FRAME static void body()
{
    outer();
    VICTIM_STAY();
}

int main()
{
    std::thread thread(body);
    thread.join();
}
