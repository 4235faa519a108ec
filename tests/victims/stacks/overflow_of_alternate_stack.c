/* The application's handler of an ordinary signal overflows the application's alternate stack.
 * The frames are large, so that the stack pointer has left it when the store faults: where it
 * has not (a push that faults leaves it in place), the kernel finds no room and kills without a
 * handler. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,inner,inner,*
// options: pc=any
#include <sys/mman.h>

#include "victim.h"

static void inner(void)
{
    volatile char room[2048];
    room[0] = 1;
    if (room[0] == 1) {
        inner();
    }
    room[1] = room[0];
}

static void on_usr1(int signal_number)
{
    (void)signal_number;
    outer();
}

int main(void)
{
    size_t size = 64 << 10;
    char *area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(area != MAP_FAILED && mprotect(area, 4096, PROT_NONE) == 0);
    stack_t stack = {.ss_sp = area + 4096, .ss_size = size - 4096};
    struct sigaction action = {.sa_handler = on_usr1, .sa_flags = SA_ONSTACK};
    REQUIRE(sigaltstack(&stack, NULL) == 0 && sigaction(SIGUSR1, &action, NULL) == 0);
    raise(SIGUSR1);
}
