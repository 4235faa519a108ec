/* System calls are interrupted, or restarted, exactly where they were. */
// expect: exit=0
#include <sys/time.h>

#include "victim.h"

static void on_signal(int signal_number)
{
    (void)signal_number;
}

static void inner(void)
{
    int ends[2];
    char byte = 0;
    struct itimerval soon = {.it_value = {.tv_usec = 20000}};
    REQUIRE(pipe(ends) == 0);
    struct sigaction action = {.sa_handler = on_signal};
    REQUIRE(sigaction(SIGALRM, &action, NULL) == 0);
    REQUIRE(setitimer(ITIMER_REAL, &soon, NULL) == 0);
    ssize_t result = read(ends[0], &byte, 1);
    say(result < 0 && errno == EINTR ? "interrupted\n" : "not interrupted\n");
    pid_t child = fork();
    if (child == 0) {
        usleep(60000);
        REQUIRE(write(ends[1], "x", 1) == 1);
        _exit(0);
    }
    action.sa_flags = SA_RESTART;
    REQUIRE(sigaction(SIGALRM, &action, NULL) == 0);
    REQUIRE(setitimer(ITIMER_REAL, &soon, NULL) == 0);
    say(read(ends[0], &byte, 1) == 1 ? "restarted\n" : "not restarted\n");
    wait_for(child);
}

int main(void)
{
    outer();
}
