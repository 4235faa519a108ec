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

bool process_is_vfork_child(void)
{
    uint32_t *page = g_state.pid_page;

    if (page == NULL || (g_state.strict && t_thread.strict_tid != 0)) {
        return false;
    }
    uint32_t pid = process_id();
    if (*page == pid) {
        return false;
    }
    if (*page != 0 && *page == (uint32_t)raw(SYS_getppid)) {
        return true;
    }
    *page = pid; /* a fork child, or a vfork child of one died with its own pid left here */
    return false;
}
