#include "safe.h"

#include "process.h"
#include "raw.h"
#include "state.h"

bool process_is_confined(void)
{
    return g_state.confined && (g_state.confined_all || t_thread.confined != 0);
}

static bool may_ask(void)
{
    return !process_is_confined() || (g_state.confined_may & STATE_MAY_ASK_IDS) != 0;
}

/* The tid that libc believes: a thread's CPU clock is made of it, ~tid << 3 and flags
 * (clock_getcpuclockid(3); the kernel's include/linux/posix-timers.h). */
uint32_t thread_id_of_libc(void)
{
    clockid_t clock;

    return pthread_getcpuclockid(pthread_self(), &clock) == 0
               ? ~(uint32_t)(clock >> 3) & 0x1fffffffu
               : 0;
}

uint32_t process_id(void)
{
    return may_ask() ? (uint32_t)raw(SYS_getpid) : g_state.confined_pid;
}

uint32_t thread_id(void)
{
    return may_ask() ? (uint32_t)raw(SYS_gettid) : thread_id_of_libc();
}

bool process_is_vfork_child(void)
{
    if (!may_ask()) {
        return false;
    }
    uint32_t known = thread_id_of_libc();
    return known != 0 && known != (uint32_t)raw(SYS_gettid);
}
