/* What the mask calls answer, on the main thread, on others, in a handler and in a child. */
// expect: exit=0
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void tell(const char *where)
{
    char line[128];
    sigset_t now;
    sigset_t again;
    sigemptyset(&again);
    REQUIRE(sigprocmask(SIG_BLOCK, &again, &now) == 0);
    REQUIRE(pthread_sigmask(SIG_UNBLOCK, NULL, &again) == 0);
    snprintf(line, sizeof(line), "%s: %016lx %016lx\n", where, now.__val[0], again.__val[0]);
    say(line);
}

static void on_usr1(int signal_number)
{
    (void)signal_number;
    tell("in a handler");
}

static void *body(void *unused)
{
    sigset_t set;
    tell("on a thread");
    sigemptyset(&set);
    sigaddset(&set, SIGFPE);
    sigaddset(&set, SIGHUP);
    REQUIRE(pthread_sigmask(SIG_SETMASK, &set, NULL) == 0);
    tell("on a thread with its own");
    return unused;
}

static void inner(void)
{
    pthread_t thread;
    sigset_t set;
    tell("at first");
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    sigaddset(&set, SIGABRT);
    sigaddset(&set, SIGTERM);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    tell("with three");
    sigdelset(&set, SIGSEGV);
    REQUIRE(pthread_sigmask(SIG_UNBLOCK, &set, NULL) == 0);
    tell("with one");
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
    struct sigaction action = {.sa_handler = on_usr1};
    sigaddset(&action.sa_mask, SIGBUS);
    sigaddset(&action.sa_mask, SIGINT);
    REQUIRE(sigaction(SIGUSR1, &action, NULL) == 0);
    REQUIRE(raise(SIGUSR1) == 0);
    tell("after the handler");
    pid_t child = fork();
    if (child == 0) {
        tell("in a child");
        _exit(0);
    }
    wait_for(child);
    sigfillset(&set);
    REQUIRE(sigprocmask(SIG_SETMASK, &set, NULL) == 0);
    tell("with all");
    REQUIRE(sigprocmask(77, &set, NULL) == -1 && errno == EINVAL);
    REQUIRE(pthread_sigmask(77, &set, NULL) == EINVAL);
    tell("after an error");
}

int main(void)
{
    outer();
}
