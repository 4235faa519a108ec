#include "safe.h"

#include "fault.h"
#include "freed_mappings.h"
#include "raw.h"
#include "registers.h"
#include "state.h"

#define NULL_PAGE_END 0x10000u /* vm.mmap_min_addr is 64 KiB: nothing is ever mapped below */
/* A frame may reach past the guard before it touches memory; farther is not an overflow. */
#define OVERFLOW_REACH (16u << 20)
#define GUARD_SLACK 65536u /* the guard, and thread data that lies above the first frame */

struct bounds {
    uintptr_t low, high;
};

/* Where the dying thread's stack lies; false for one that we know nothing of. */
static bool stack_bounds(const struct crash *crash, struct bounds *ret_bounds)
{
    struct rlimit limit;

    if (t_thread.stack_low != 0) {
        *ret_bounds = (struct bounds){t_thread.stack_low, 0};
        return true;
    }
    if (crash->tid != crash->pid || crash->no_calls || g_state.main_stack_end == 0 ||
        raw(SYS_prlimit64, 0, RLIMIT_STACK, NULL, &limit) != 0 ||
        limit.rlim_cur >= g_state.main_stack_end) {
        return false;
    }
    *ret_bounds =
        (struct bounds){g_state.main_stack_end - limit.rlim_cur, g_state.main_stack_end};
    return true;
}

/* Did the stack grow into its guard? The address and the stack pointer both lie at its end. */
static bool is_overflow(const struct bounds *stack, uintptr_t address, uintptr_t sp)
{
    return address < stack->low + GUARD_SLACK && address + OVERFLOW_REACH > stack->low &&
           sp < stack->low + OVERFLOW_REACH && sp + OVERFLOW_REACH > stack->low;
}

static const char *kind_of(const struct crash *crash, uintptr_t address, uintptr_t sp,
                           const struct bounds *stack)
{
    if (crash->signal == SIGBUS) {
        return crash->info.si_code == BUS_ADRERR ? RECORD_KIND_BEYOND_FILE : NULL;
    }
    if (crash->signal != SIGSEGV) {
        return NULL;
    }
    if (crash->info.si_code == SEGV_MTEAERR || crash->info.si_code == SEGV_MTESERR) {
        return RECORD_KIND_PROTECTED; /* by ARM's memory tags; the first tells no address */
    }
    if (crash->info.si_code == SI_KERNEL) {
        return RECORD_KIND_NON_CANONICAL; /* general protection: the kernel tells no address */
    }
    if (address < NULL_PAGE_END) {
        return RECORD_KIND_NULL_PAGE;
    }
    if (stack != NULL && is_overflow(stack, address, sp)) {
        return RECORD_KIND_STACK_GUARD;
    }
    if (!registers_is_canonical(address)) {
        return RECORD_KIND_NON_CANONICAL;
    }
    if (crash->info.si_code != SEGV_MAPERR) {
        return RECORD_KIND_PROTECTED;
    }
    struct freed_mapping freed;
    return freed_mappings_find(address, &freed) ? RECORD_KIND_FREED : RECORD_KIND_UNMAPPED;
}

/* May something be mapped at the fault's address? False where the address is not the question.
 */
static bool concerns_mapping(const siginfo_t *info, bool *ret_is_mapped)
{
    int code = info->si_code;

    if (info->si_signo == SIGBUS) {
        *ret_is_mapped = true;
        return code > 0 && code != SI_KERNEL && code != BUS_ADRALN;
    }
    *ret_is_mapped = code != SEGV_MAPERR;
    return info->si_signo == SIGSEGV && (code == SEGV_MAPERR || code == SEGV_ACCERR ||
                                         code == SEGV_PKUERR || code == SEGV_MTESERR);
}

bool fault_find_place(const struct crash *crash, const siginfo_t *original,
                      struct fault_place *ret_place)
{
    const siginfo_t *info = original != NULL ? original : &crash->info;
    struct fault_place place = {.address = (uintptr_t)info->si_addr};
    struct bounds stack;

    if (!concerns_mapping(info, &place.is_mapped) || place.address < NULL_PAGE_END ||
        !registers_is_canonical(place.address)) {
        return false;
    }
    if (original == NULL && info->si_signo == SIGSEGV && stack_bounds(crash, &stack)) {
        struct registers registers;

        registers_read(crash->context, &registers);
        if (is_overflow(&stack, place.address, registers.value[REGISTERS_SP])) {
            return false;
        }
    }
    *ret_place = place;
    return true;
}

void fault_write(struct record_text *text, const struct crash *crash)
{
    static const char *const access_names[] = {
        [FAULT_ACCESS_UNKNOWN] = NULL,
        [FAULT_READ] = "read",
        [FAULT_WRITE] = "write",
        [FAULT_EXECUTE] = "execute",
    };
    uintptr_t address = (uintptr_t)crash->info.si_addr;
    struct registers registers;
    struct bounds stack;
    bool stack_known = stack_bounds(crash, &stack);

    registers_read(crash->context, &registers);
    if (crash->info.si_code != SI_KERNEL) {
        line_hex(text, RECORD_FAULT_ADDRESS, address);
    }
    line_verbatim(text, RECORD_FAULT_ACCESS,
                  access_names[registers_fault_access(crash->context, &crash->info)]);
    line_verbatim(
        text, RECORD_FAULT_KIND,
        kind_of(crash, address, registers.value[REGISTERS_SP], stack_known ? &stack : NULL));
    if (stack_known) {
        line_begin(text, RECORD_STACK);
        put_verbatim(text, "low=");
        put_hex(text, stack.low);
        if (stack.high != 0) {
            put_verbatim(text, " high=");
            put_hex(text, stack.high);
        }
        line_end(text);
    }
}
