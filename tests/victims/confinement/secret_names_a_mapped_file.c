/* A file is called like the value of a secret variable. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV mapping=a-[redacted:environment]-b stack=inner,middle,outer,main
#include <fcntl.h>
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_mapping;

static void inner(void)
{
    *g_mapping = 1;
}

int main(int argc, char **argv)
{
    if (argc == 1) {
        REQUIRE(setenv("MY_API_TOKEN", "not-for-anybody", 1) == 0);
        REQUIRE(execl("/proc/self/exe", argv[0], "again", (char *)NULL) == 0);
    }
    int file = open("a-not-for-anybody-b", O_RDWR | O_CREAT, 0600);
    REQUIRE(file >= 0 && ftruncate(file, 4096) == 0);
    g_mapping = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0);
    REQUIRE(g_mapping != MAP_FAILED);
    outer();
}
