/*
 * Strict seccomp (mode 1) allows read, write, exit and sigreturn: any other call kills with
 * SIGKILL, and so the handler would change how the process dies. Note the wish before it is
 * granted, together with what can no longer be asked afterwards.
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "async_safe/clock.h"
#include "async_safe/process.h"
#include "async_safe/raw.h"
#include "async_safe/state.h"
#include "export.h"

static void prepare_strict(void)
{
    if (g_state.spool == NULL) {
        return;
    }
    uint32_t pid = process_id();
    uint32_t tid = thread_id();
    if (raw(SYS_mprotect, g_state.spool, g_state.spool_size, PROT_READ | PROT_WRITE) != 0) {
        return;
    }
    g_state.strict_realtime = clock_read(CLOCK_REALTIME);
    g_state.strict_boottime = clock_read(CLOCK_BOOTTIME);
    g_state.strict_pid = pid;
    t_thread.strict_tid = tid;
    g_state.strict = true;
}

EXPORT int prctl(int option, ...)
{
    va_list list;
    unsigned long argument[4];

    va_start(list, option);
    for (int i = 0; i < 4; i++) {
        argument[i] = va_arg(list, unsigned long);
    }
    va_end(list);
    if (option == PR_SET_SECCOMP && argument[0] == SECCOMP_MODE_STRICT) {
        prepare_strict();
    }
    long result = raw(SYS_prctl, option, argument[0], argument[1], argument[2], argument[3]);
    if (result < 0) {
        if (option == PR_SET_SECCOMP) {
            t_thread.strict_tid = 0;
        }
        errno = (int)-result;
        return -1;
    }
    return (int)result;
}
