/* One program dies at a hundred places and takes no more than its share of the slots: another
 * program's crash still finds one. What could not be kept is counted. */
// expect: exit=0 lost=68
// record: signal=SIGBUS
// record: count=32 slots=32 signal=SIGSEGV fault_address=0x0 stack=place,*
// options: witness=no
#include "victim.h"

static void inner(void)
{
    say_status("another program", system("kill -BUS $$"));
}

/* A hundred different places, one instruction apart. */
#if defined(__x86_64__)
#define STEP 7
#define LOAD "movl 0, %eax"
#elif defined(__aarch64__)
#define STEP 4
#define LOAD "ldr w0, [x0]" /* of the argument */
#endif
__asm__(".pushsection .text\n.type place, %function\nplace:\n"
        ".rept 100\n\t" LOAD "\n\t.endr\n\tret\n.size place, .-place\n.popsection");
extern char place[];

int main(void)
{
    for (long i = 0; i < 100; i++) {
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            void *target = place + i * STEP;
            void (*jump)(void *);
            memcpy(&jump, &target, sizeof(jump));
            jump(NULL);
        }
        wait_for(child);
    }
    outer();
    return 0;
}
