/* A descriptor that reports with SIGBUS that it can be read. */
// expect: signal=SIGBUS
// record: signal=SIGBUS stack=*,inner,middle,outer,main
#include <fcntl.h>
#include <sys/socket.h>

#include "victim.h"

static void inner(void)
{
    int ends[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    REQUIRE(fcntl(ends[0], F_SETOWN, getpid()) == 0 && fcntl(ends[0], F_SETSIG, SIGBUS) == 0);
    REQUIRE(fcntl(ends[0], F_SETFL, O_ASYNC) == 0);
    REQUIRE(write(ends[1], "x", 1) == 1);
    say("never here\n");
}

int main(void)
{
    outer();
}
