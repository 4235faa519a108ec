/* A crash in the handler that a library has registered for the child's side of fork. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,in_child,*,main
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void in_child(void)
{
    outer();
    VICTIM_STAY();
}

int main(void)
{
    REQUIRE(pthread_atfork(NULL, NULL, in_child) == 0);
    pid_t child = fork();
    REQUIRE(child > 0);
    say_status("child", wait_for(child));
    return 0;
}
