/* Started with descriptors 0, 1 and 2 closed: the first file that the program opens is number
 * 0. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <fcntl.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        for (int i = 0; i < 3; i++) {
            if (open("/dev/null", O_RDWR) != i) {
                _exit(96);
            }
        }
        outer();
    }
    pid_t child = fork();
    if (child == 0) {
        closefrom(0);
        execl("/proc/self/exe", argv[0], "again", NULL);
        _exit(97);
    }
    say_status("child", wait_for(child));
    return 0;
}
