/* What sigaction answers for every signal, before and after the application's own changes. */
// expect: exit=0
#include "victim.h"

static void on_signal(int signal_number)
{
    (void)signal_number;
}

static void tell(int signal_number)
{
    char line[160];
    struct sigaction now;
    int result = sigaction(signal_number, NULL, &now);
    if (result != 0) {
        snprintf(line, sizeof(line), "%d: %d\n", signal_number, errno);
    } else {
        snprintf(line, sizeof(line), "%d: %s flags %x mask %lx\n", signal_number,
                 now.sa_handler == SIG_DFL     ? "default"
                 : now.sa_handler == SIG_IGN   ? "ignore"
                 : now.sa_handler == on_signal ? "mine"
                                               : "somebody's",
                 (unsigned)now.sa_flags, now.sa_mask.__val[0]);
    }
    say(line);
}

static void inner(void)
{
    for (int i = -1; i <= 66; i++) {
        tell(i);
    }
}

int main(void)
{
    outer();
    struct sigaction action = {.sa_handler = on_signal,
                               .sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_RESTART)};
    sigfillset(&action.sa_mask);
    for (int i = 1; i <= 31; i++) {
        struct sigaction previous = {.sa_flags = 0x123};
        int result = sigaction(i, &action, &previous);
        char line[96];
        snprintf(line, sizeof(line), "%d: %d default %d flags %x\n", i, result,
                 previous.sa_handler == SIG_DFL, (unsigned)previous.sa_flags);
        say(line);
    }
    outer();
    action.sa_handler = SIG_DFL;
    for (int i = 1; i <= 31; i++) {
        sigaction(i, &action, NULL);
    }
    outer();
}
