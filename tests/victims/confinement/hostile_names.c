/* Names of files and threads with line ends, keys of the record's own and bytes that are no
 * UTF-8. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 torn=0 stack=inner,middle,outer,main
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    static const char name[] = "./a\nend: \nsignal: 6 SIGABRT\n\033[31m \xff\xfe\\";
    if (argc > 1) {
        REQUIRE(prctl(PR_SET_NAME, "\nend: \n\xff", 0, 0, 0) == 0);
        outer();
    }
    int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int to = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
    REQUIRE(from >= 0 && to >= 0);
    while (sendfile(to, from, NULL, 1 << 20) > 0) {
    }
    close(to);
    execl(name, argv[0], "again", NULL);
    return 1;
}
