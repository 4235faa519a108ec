/* A garbage collector's write barrier: the handler unprotects the page, the write goes on. */
// expect: exit=0
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_page;

static void on_fault(int signal_number, siginfo_t *info, void *context)
{
    (void)signal_number;
    (void)context;
    if (info->si_addr != (void *)g_page + 100 || info->si_code != SEGV_ACCERR) {
        _exit(98);
    }
    mprotect((void *)g_page, 4096, PROT_READ | PROT_WRITE);
}

static void inner(void)
{
    g_page[100] = 'x';
}

int main(void)
{
    g_page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(g_page != MAP_FAILED);
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    REQUIRE(sigaction(SIGSEGV, &action, NULL) == 0);
    for (int i = 0; i < 1000; i++) {
        REQUIRE(mprotect((void *)g_page, 4096, PROT_READ) == 0);
        outer();
    }
    say(g_page[100] == 'x' ? "written\n" : "not written\n");
}
