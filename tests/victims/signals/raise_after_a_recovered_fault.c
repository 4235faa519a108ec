/* A fault that a handler mended is not what the program dies of, when it raises the signal. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV reason=raised_SIGSEGV_itself stack=*,inner,middle,outer,main
#include <sys/mman.h>

#include "victim.h"

static char *g_page;

VICTIM_FRAME static void on_fault(int signal_number)
{
    (void)signal_number;
    REQUIRE(mprotect(g_page, 4096, PROT_READ | PROT_WRITE) == 0);
}

static void inner(void)
{
    g_page[0] = 1;
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
}

int main(void)
{
    g_page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(g_page != MAP_FAILED);
    REQUIRE(signal(SIGSEGV, on_fault) == SIG_DFL);
    outer();
}
