/* What sigaltstack answers on the main thread and on another. */
// expect: exit=0
// build: -pthread
#include <pthread.h>

#include "victim.h"

static char g_area[64 << 10];

static void tell(const stack_t *stack)
{
    char line[96];
    snprintf(line, sizeof(line), "%s flags %x size %zu\n",
             stack->ss_sp == NULL     ? "none"
             : stack->ss_sp == g_area ? "mine"
                                      : "somebody's",
             (unsigned)stack->ss_flags, stack->ss_size);
    say(line);
}

static void inner(void)
{
    stack_t now;
    stack_t mine = {.ss_sp = g_area, .ss_size = sizeof(g_area)};
    stack_t small = {.ss_sp = g_area, .ss_size = 100};
    stack_t off = {.ss_flags = SS_DISABLE};
    stack_t odd = {.ss_flags = 0x1234};
    REQUIRE(sigaltstack(NULL, &now) == 0);
    tell(&now);
    REQUIRE(sigaltstack(&mine, &now) == 0);
    tell(&now);
    say(sigaltstack(&small, NULL) == 0 ? "accepted\n" : strerror(errno));
    say(sigaltstack(&odd, NULL) == 0 ? "accepted\n" : strerror(errno));
    REQUIRE(sigaltstack(&off, &now) == 0);
    tell(&now);
    REQUIRE(sigaltstack(NULL, &now) == 0);
    tell(&now);
}

static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    outer();
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
}
