/* SA_ONSTACK without an alternate stack runs the handler on the ordinary one, which has room.
 */
// expect: exit=0
#include "victim.h"

static char *g_below_main;

static void on_usr1(int signal_number)
{
    volatile char room[1 << 20];
    (void)signal_number;
    room[0] = 1;
    room[sizeof(room) - 1] = room[0];
    char *here = __builtin_frame_address(0);
    say(here < g_below_main && here > g_below_main - (4 << 20) ? "on the same stack\n"
                                                               : "elsewhere\n");
}

static void inner(void)
{
    raise(SIGUSR1);
}

int main(void)
{
    struct sigaction action = {.sa_handler = on_usr1, .sa_flags = SA_ONSTACK};
    g_below_main = __builtin_frame_address(0);
    REQUIRE(sigaction(SIGUSR1, &action, NULL) == 0);
    outer();
}
