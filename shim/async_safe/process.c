#include "safe.h"

#include "process.h"
#include "raw.h"
#include "state.h"

uint32_t process_id(void)
{
    if (g_state.strict && t_thread.strict_tid != 0) {
        return g_state.strict_pid;
    }
    return (uint32_t)raw(SYS_getpid);
}

uint32_t thread_id(void)
{
    if (g_state.strict && t_thread.strict_tid != 0) {
        return t_thread.strict_tid;
    }
    return (uint32_t)raw(SYS_gettid);
}

/* The tid that libc believes: a thread's CPU clock is made of it, ~tid << 3 and flags
 * (clock_getcpuclockid(3); the kernel's include/linux/posix-timers.h). */
static uint32_t libc_thread_id(void)
{
    clockid_t clock;

    return pthread_getcpuclockid(pthread_self(), &clock) == 0
               ? ~(uint32_t)(clock >> 3) & 0x1fffffffu
               : 0;
}

bool process_is_vfork_child(void)
{
    if (g_state.strict && t_thread.strict_tid != 0) {
        return false;
    }
    uint32_t known = libc_thread_id();
    return known != 0 && known != (uint32_t)raw(SYS_gettid);
}
