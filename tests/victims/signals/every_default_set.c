/* node sets every signal to its default when it starts. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int i = 1; i < 65; i++) {
        sigaction(i, &action, NULL);
    }
    outer();
}
