/* A timer's handler replaces the very note that it finds the program replacing. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main notes=2 note.step=crashing note.same=program
#include <epitaph.h>
#include <sys/time.h>

#include "victim.h"

static volatile sig_atomic_t g_alarms;

static void inner(void)
{
    exit(*nowhere);
}

static void on_alarm(int signal)
{
    errno = 5;
    epitaph_note("same", "handler");
    REQUIRE(errno == 5);
    g_alarms += signal == SIGALRM;
}

int main(void)
{
    struct itimerval often = {{0, 100}, {0, 100}};

    REQUIRE(signal(SIGALRM, on_alarm) != SIG_ERR);
    REQUIRE(setitimer(ITIMER_REAL, &often, NULL) == 0);
    while (g_alarms < 500) {
        epitaph_note("same", "program");
    }
    REQUIRE(signal(SIGALRM, SIG_IGN) != SIG_ERR);
    epitaph_note("same", "program");
    epitaph_note("step", "crashing");
    outer();
}
