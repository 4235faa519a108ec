/* Ten thousand crashes at one place: one slot, and an exact count. */
// expect: exit=0
// record: count=10000 slots=1 signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: witness=no
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    int died = 0;
    for (int i = 0; i < 10000; i++) {
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            outer();
        }
        int status = wait_for(child);
        died += WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV;
    }
    say(died == 10000 ? "all died\n" : "some did not\n");
    return 0;
}
