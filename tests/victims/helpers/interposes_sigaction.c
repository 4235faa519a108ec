/* A library that counts the calls of sigaction(2), as profilers and language runtimes do. */
#include <dlfcn.h>
#include <signal.h>
#include <string.h>

static int g_calls;

int sigaction(int signal_number, const struct sigaction *action, struct sigaction *old)
{
    int (*next)(int, const struct sigaction *, struct sigaction *);
    void *found = dlsym(RTLD_NEXT, "sigaction");
    memcpy(&next, &found, sizeof(next));
    g_calls++;
    return next(signal_number, action, old);
}

__attribute__((constructor)) static void start(void)
{
    struct sigaction now;
    sigaction(SIGSEGV, NULL, &now);
}
