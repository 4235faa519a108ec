/* Twenty children die at the same place at the same time. */
// expect: exit=0
// record: count=20 signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: witness=no
#include "victim.h"

static int g_gate[2];

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    pid_t children[20];
    REQUIRE(pipe(g_gate) == 0);
    for (int i = 0; i < 20; i++) {
        children[i] = fork();
        REQUIRE(children[i] >= 0);
        if (children[i] == 0) {
            char byte = 0;
            close(g_gate[1]);
            REQUIRE(read(g_gate[0], &byte, 1) == 0);
            outer();
        }
    }
    close(g_gate[1]);
    for (int i = 0; i < 20; i++) {
        say_status("child", wait_for(children[i]));
    }
    return 0;
}
