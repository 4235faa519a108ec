/* A file that is mapped for reading, and has no name any more. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV mapping=r--s stack=inner,middle,outer,main reason=,_which_belongs_to_my_table_(deleted)
#include <fcntl.h>
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_mapping;

static void inner(void)
{
    g_mapping[10] = 1;
}

int main(void)
{
    int file = open("my table", O_RDWR | O_CREAT, 0600);
    REQUIRE(file >= 0 && ftruncate(file, 4096) == 0);
    g_mapping = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0);
    REQUIRE(g_mapping != MAP_FAILED && unlink("my table") == 0 && close(file) == 0);
    outer();
}
