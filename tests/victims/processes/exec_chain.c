/* Ten times exec, then a crash. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    char left[16];
    int count = argc > 1 ? atoi(argv[1]) : 10;
    if (count == 0) {
        outer();
    }
    snprintf(left, sizeof(left), "%d", count - 1);
    execl("/proc/self/exe", argv[0], left, NULL);
    return 1;
}
