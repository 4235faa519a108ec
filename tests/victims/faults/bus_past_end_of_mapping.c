/* A mapped file that is shorter than its mapping, as when somebody truncates it. */
// expect: signal=SIGBUS
// record: signal=SIGBUS mapping=short freed=none stack=inner,middle,outer,main reason=read_past_the_end_of_the_mapped_file_short_(offset_0x1000)
#include <fcntl.h>
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_mapping;

static void inner(void)
{
    exit(g_mapping[4096]);
}

int main(void)
{
    int file = open("short", O_RDWR | O_CREAT, 0600);
    REQUIRE(file >= 0 && ftruncate(file, 100) == 0);
    g_mapping = mmap(NULL, 8192, PROT_READ, MAP_SHARED, file, 0);
    REQUIRE(g_mapping != MAP_FAILED);
    outer();
}
