/* One executable is run as two programs, by EPITAPH_APP: two crashes, though the same place. */
// expect: exit=0
// record: count=3 slots=2 signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: witness=no
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

static void die_as(char *self, const char *name)
{
    pid_t child = fork();

    REQUIRE(child >= 0);
    if (child == 0) {
        REQUIRE(setenv("EPITAPH_APP", name, 1) == 0);
        execl("/proc/self/exe", self, "again", NULL);
        _exit(1);
    }
    wait_for(child);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        outer();
    }
    die_as(argv[0], "one");
    die_as(argv[0], "other");
    die_as(argv[0], "other");
    return 0;
}
