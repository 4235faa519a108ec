/* Twenty children, one after another, die at the same place: one slot, twenty times. */
// expect: exit=0
// record: count=20 slots=1 signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            outer();
        }
        say_status("child", wait_for(child));
    }
    return 0;
}
