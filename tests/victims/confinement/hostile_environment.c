/* Values of EPITAPH_ variables that nobody sane would set. */
// expect: exit=0
// record: count=5 signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

static void crash(char *self, const char *name, const char *value)
{
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        REQUIRE((value == NULL ? unsetenv(name) : setenv(name, value, 1)) == 0);
        execl("/proc/self/exe", self, "again", NULL);
        _exit(97);
    }
    say_status("child", wait_for(child));
}

int main(int argc, char **argv)
{
    static char large[100000];
    if (argc > 1) {
        outer();
    }
    memset(large, '/', sizeof(large) - 1);
    crash(argv[0], "EPITAPH_SPOOL", "relative");
    crash(argv[0], "EPITAPH_SPOOL", "/proc/self/none");
    crash(argv[0], "EPITAPH_SPOOL", "/dev/null");
    crash(argv[0], "EPITAPH_SPOOL", "");
    crash(argv[0], "EPITAPH_SPOOL", large);
    /* From here on the spool is good. */
    crash(argv[0], "EPITAPH_APP", large);
    crash(argv[0], "EPITAPH_APP", "\n\033[31mend:\nid: 0\n\xff\xfe");
    crash(argv[0], "EPITAPH_APP_VERSION", "");
    crash(argv[0], "HOME", large);
    crash(argv[0], "EPITAPH_NONE_SUCH", "1");
    return 0;
}
