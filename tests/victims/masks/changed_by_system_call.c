/* A runtime that changes its mask by system calls of its own: libc's calls tell the kernel's
 * mask, and put it back. */
// expect: exit=0
// build: -pthread
#include <pthread.h>
#include <setjmp.h>
#include <sys/syscall.h>

#include "victim.h"

static sigjmp_buf g_recovery;

static void on_fault(int signal_number)
{
    siglongjmp(g_recovery, signal_number);
}

static void inner(void)
{
    unsigned long none = 0;
    sigset_t all;
    sigset_t before;
    char line[96];
    sigfillset(&all);
    REQUIRE(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, 8) == 0);
    REQUIRE(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    snprintf(line, sizeof(line), "before %016lx\n", before.__val[0]);
    say(line);
    REQUIRE(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
    if (sigsetjmp(g_recovery, 1) == 0) {
        *nowhere = 1;
    }
    say("recovered\n");
}

static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    REQUIRE(signal(SIGSEGV, on_fault) == SIG_DFL && signal(SIGBUS, on_fault) == SIG_DFL);
    REQUIRE(signal(SIGFPE, on_fault) == SIG_DFL && signal(SIGILL, on_fault) == SIG_DFL);
    REQUIRE(signal(SIGTRAP, on_fault) == SIG_DFL && signal(SIGSYS, on_fault) == SIG_DFL);
    REQUIRE(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
}
