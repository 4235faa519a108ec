/*
 * A library that does one thing wrong, to show that the inquest notices: -DSABOTAGE=function.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define UNUSED __attribute__((unused))

UNUSED static void keeps_no_record(void)
{
}

UNUSED static void on_fault_exit(int signal_number)
{
    (void)signal_number;
    _exit(1);
}

UNUSED static void changes_the_status(void)
{
    signal(SIGSEGV, on_fault_exit);
}

UNUSED static void on_fault_raise(int signal_number)
{
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

UNUSED static void loses_the_siginfo(void)
{
    signal(SIGSEGV, on_fault_raise);
}

UNUSED static void on_fault_wait(int signal_number)
{
    (void)signal_number;
    for (;;) {
        pause();
    }
}

UNUSED static void hangs(void)
{
    signal(SIGSEGV, on_fault_wait);
}

UNUSED static void talks(void)
{
    if (write(STDOUT_FILENO, "hello\n", 6) != 6) {
        abort();
    }
}

UNUSED static void complains(void)
{
    if (write(STDERR_FILENO, "hello\n", 6) != 6) {
        abort();
    }
}

__attribute__((constructor)) static void start(void)
{
    if (getenv("EPITAPH_DISABLE") == NULL) {
        SABOTAGE();
    }
}
