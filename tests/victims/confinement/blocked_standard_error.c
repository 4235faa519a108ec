/* Standard error is a pipe that is full and that nobody reads. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <fcntl.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    int ends[2];
    char page[4096] = {0};
    REQUIRE(pipe2(ends, O_NONBLOCK) == 0);
    while (write(ends[1], page, sizeof(page)) > 0) {
    }
    REQUIRE(fcntl(ends[1], F_SETFL, 0) == 0 && dup2(ends[1], 2) == 2);
    outer();
}
