/* Leaving a handler that blocks everything: by a jump that restores the mask, by one that does
 * not, and by setcontext. */
// expect: exit=0
#include <setjmp.h>
#include <ucontext.h>

#include "victim.h"

static sigjmp_buf g_with_mask;
static jmp_buf g_without_mask;
static ucontext_t g_context;
static volatile int g_way;

static void tell(const char *where)
{
    char line[96];
    sigset_t now;
    REQUIRE(sigprocmask(SIG_BLOCK, NULL, &now) == 0);
    snprintf(line, sizeof(line), "%s: %016lx\n", where, now.__val[0]);
    say(line);
}

static void on_usr1(int signal_number)
{
    (void)signal_number;
    tell("in the handler");
    switch (g_way) {
    case 0:
        siglongjmp(g_with_mask, 1);
    case 1:
        setcontext(&g_context);
        break;
    case 2:
        longjmp(g_without_mask, 1);
    default:
        break;
    }
}

static void inner(void)
{
    volatile int visits = 0;
    if (sigsetjmp(g_with_mask, 1) == 0) {
        raise(SIGUSR1);
    }
    tell("after siglongjmp");
    g_way = 1;
    REQUIRE(getcontext(&g_context) == 0);
    if (visits++ == 0) {
        raise(SIGUSR1);
    }
    tell("after setcontext");
    g_way = 3;
    raise(SIGUSR1);
    tell("after a return");
    g_way = 2;
    if (setjmp(g_without_mask) == 0) {
        raise(SIGUSR1);
    }
    tell("after longjmp");
}

int main(void)
{
    struct sigaction action = {.sa_handler = on_usr1};
    sigfillset(&action.sa_mask);
    REQUIRE(sigaction(SIGUSR1, &action, NULL) == 0);
    outer();
}
