#include "safe.h"

#include "probe.h"
#include "registers.h"
#include "spent_frame.h"
#include "state.h"

#define FRAME_MAX (16u << 10) /* AMX alone adds 8 KiB to a signal frame */

/*
 * In a frame the stack pointer and the pc of what was interrupted lie side by side. Both are
 * those of now only if the handler was called here.
 */
static bool is_frame(uintptr_t at, const struct registers *now, int signal,
                     siginfo_t *ret_original)
{
    uintptr_t pc;
    siginfo_t info;

    if (!probe_word(at + sizeof pc, &pc) || pc != now->value[REGISTERS_PC] ||
        probe_bytes(at + REGISTERS_SAVED_SP_TO_SIGINFO, &info, sizeof info) != sizeof info ||
        info.si_signo != signal || info.si_code <= 0) {
        return false;
    }
    *ret_original = info;
    return true;
}

bool spent_frame_find(const struct crash *crash, siginfo_t *ret_original)
{
    struct registers now;

    if (!crash_was_sent(&crash->info) || (uint32_t)crash->info.si_pid != crash->pid ||
        (STATE_SYNCHRONOUS & 1u << crash->signal) == 0) {
        return false;
    }
    registers_read(crash->context, &now);
    uintptr_t sp = now.value[REGISTERS_SP];
    uintptr_t from = (sp & ~(uintptr_t)7) - 2 * sizeof sp;
    for (uintptr_t at = from; from - at < FRAME_MAX; at -= sizeof at) {
        uintptr_t word;

        if (!probe_word(at, &word)) {
            return false;
        }
        if (word == sp && is_frame(at, &now, crash->signal, ret_original)) {
            return true;
        }
    }
    return false;
}
