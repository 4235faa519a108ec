/* What sigaltstack answers inside handlers, on the ordinary and on the alternate stack. */
// expect: exit=0
#include "victim.h"

static char g_area[64 << 10];

static void tell(const char *where)
{
    char line[128];
    stack_t now;
    stack_t off = {.ss_flags = SS_DISABLE};
    REQUIRE(sigaltstack(NULL, &now) == 0);
    int change = sigaltstack(&off, NULL);
    snprintf(line, sizeof(line), "%s: %s flags %x size %zu change %d\n", where,
             now.ss_sp == g_area ? "mine"
             : now.ss_sp == NULL ? "none"
                                 : "somebody's",
             (unsigned)now.ss_flags, now.ss_size, change);
    say(line);
}

static void on_signal(int signal_number)
{
    tell(signal_number == SIGUSR1 ? "ordinary" : "alternate");
}

static void inner(void)
{
    stack_t stack = {.ss_sp = g_area, .ss_size = sizeof(g_area)};
    struct sigaction action = {.sa_handler = on_signal};
    REQUIRE(sigaction(SIGUSR1, &action, NULL) == 0);
    action.sa_flags = SA_ONSTACK;
    REQUIRE(sigaction(SIGUSR2, &action, NULL) == 0);
    raise(SIGUSR1);
    raise(SIGUSR2);
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    raise(SIGUSR2);
    tell("after");
    stack.ss_flags = (int)(1u << 31); /* SS_AUTODISARM */
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    raise(SIGUSR2);
    tell("after");
}

int main(void)
{
    outer();
}
