/* The handler is made to run in circles at some of its lines: a bounded time later it goes on
 * with the next step, and the process dies of its first fault. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 torn=0 stack=inner,middle,outer,main
// options: needs=x86_64 witness=no
#include "watch.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void in_circles(void)
{
    for (;;) {
        VICTIM_STAY();
    }
}

int main(void)
{
    static const int lines[] = {3, 16, 28};
    char *spool = watch_map_spool();
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        int status = 0;
        pid_t child = watch_start(outer);
        if (watch_run(child, lines[i], &status)) {
            struct user_regs_struct registers;
            REQUIRE(ptrace(PTRACE_GETREGS, child, NULL, &registers) == 0);
            registers.rip = (unsigned long)(void *)in_circles;
            REQUIRE(ptrace(PTRACE_SETREGS, child, NULL, &registers) == 0);
            watch_finish(child, &status);
            struct epitaph_slot_header *slot = watch_slot(spool);
            if (EPITAPH_SLOT_STATE(slot->word) != EPITAPH_SLOT_COMMITTED ||
                memmem(watch_text(spool), slot->length, "\nmissing: ", 10) == NULL) {
                say("no whole record\n");
            }
            memset((void *)slot, 0, sizeof(*slot));
        }
        say_status("child", status);
    }
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    say_status("child", wait_for(child));
    return 0;
}
