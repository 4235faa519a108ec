/* The application's handler aborts: what is told of memory is told of the fault. */
// expect: signal=SIGABRT
// record: signal=SIGABRT mapping=short stack=*,abort,on_fault,*,inner,middle,outer,main reason=access_past_the_end_of_the_mapped_file_short
#include <fcntl.h>
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_mapping;

VICTIM_FRAME static void on_fault(int signal_number)
{
    (void)signal_number;
    abort();
}

static void inner(void)
{
    exit(g_mapping[4096]);
}

int main(void)
{
    int file = open("short", O_RDWR | O_CREAT, 0600);
    REQUIRE(file >= 0 && ftruncate(file, 100) == 0);
    g_mapping = mmap(NULL, 8192, PROT_READ, MAP_SHARED, file, 0);
    REQUIRE(g_mapping != MAP_FAILED && signal(SIGBUS, on_fault) == SIG_DFL);
    outer();
}
