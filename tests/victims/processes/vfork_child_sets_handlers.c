/* A vfork child resets dispositions before exec, as spawning code does: the parent keeps its
 * own. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static void on_signal(int signal_number)
{
    (void)signal_number;
    say("the parent's handler\n");
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    REQUIRE(signal(SIGBUS, on_signal) == SIG_DFL);
    pid_t child = vfork();
    REQUIRE(child >= 0);
    if (child == 0) {
        signal(SIGBUS, SIG_DFL);
        signal(SIGSEGV, SIG_IGN);
        execl("/bin/true", "true", NULL);
        _exit(97);
    }
    say_status("child", wait_for(child));
    raise(SIGBUS);
    outer();
}
