/* An ignored signal does not end a wait, not even one that is never restarted. */
// expect: exit=0
// options: limit=a handler of ours keeps watch for true faults, and waits that never restart notice
// build: -pthread
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>

#include "victim.h"

static const int g_signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGTRAP, SIGXCPU};
static pthread_t g_main;
static volatile int g_done;

static void *send(void *unused)
{
    for (int i = 0; !g_done; i++) {
        pthread_kill(g_main, g_signals[i % 5]);
        kill(getpid(), g_signals[(i + 1) % 5]);
        usleep(500);
    }
    return unused;
}

static void tell(const char *what, int result)
{
    char line[96];
    snprintf(line, sizeof(line), "%s: %d %s\n", what, result,
             result == 0 ? "" : strerror(errno));
    say(line);
}

static void inner(void)
{
    struct timespec time = {0, 20000000};
    struct timeval brief = {0, 20000};
    struct epoll_event event;
    tell("nanosleep", nanosleep(&time, NULL));
    tell("poll", poll(NULL, 0, 20));
    tell("ppoll", ppoll(NULL, 0, &time, NULL));
    tell("select", select(0, NULL, NULL, NULL, &brief));
    int epoll = epoll_create1(0);
    tell("epoll_wait", epoll_wait(epoll, &event, 1, 20));
    tell("usleep", usleep(20000));
}

int main(void)
{
    pthread_t sender;
    g_main = pthread_self();
    for (int i = 0; i < 5; i++) {
        REQUIRE(signal(g_signals[i], SIG_IGN) == SIG_DFL);
    }
    REQUIRE(pthread_create(&sender, NULL, send, NULL) == 0);
    outer();
    g_done = 1;
    REQUIRE(pthread_join(sender, NULL) == 0);
    return 0;
}
