/*
 * Unwinding with libunwind's remote interface, on our own process: "remote" means that every
 * read of memory and every look for unwind tables comes through the accessors below, where it
 * can be checked, and that nothing takes the loader's lock or a descriptor.
 *
 * One step is: by the unwind tables (cfi); where there are none, by the frame pointer (fp);
 * where that leads nowhere, by a search of the stack for a word that follows a call (scan).
 * libunwind has guesses of its own for the second case; ours say what they are.
 */
#include "safe.h"

#include "modules.h"
#include "probe.h"
#include "stack.h"
#include "state.h"

#if defined(__x86_64__)
#define search_unwind_table _Ux86_64_dwarf_search_unwind_table
#elif defined(__aarch64__)
#define search_unwind_table _Uaarch64_dwarf_search_unwind_table
#endif

/* Exported by libunwind for debuggers, declared in none of its headers. */
int search_unwind_table(unw_addr_space_t space, unw_word_t ip, unw_dyn_info_t *table,
                        unw_proc_info_t *ret_info, int need_unwind_info, void *argument);

/* libunwind's memory (glue.c): a static block, from its beginning. */
void *epitaph_unwind_alloc(size_t size);

/* 8 MiB of the smallest frames is half a million; more is a loop. */
#define STEPS_MAX 2000000u
/* A stack grows down, but code may switch stacks on purpose: this often, no loop could. */
#define BACKWARD_STEPS_MAX 64u
#define SCAN_WORDS 512u
#define FRAME_SIZE_MAX (1u << 20) /* a frame pointer that leads farther is none */

static bool g_table_missing
    STATE_AT_HAND; /* set by find_proc_info: the last step had no tables to go by */

/* DWARF exception header encodings, LSB Core 10.6.2: as ld and lld write .eh_frame_hdr. */
#define HDR_VERSION 1
#define ENCODING_UDATA4 0x03
#define ENCODING_DATAREL_SDATA4 0x3b

static int find_proc_info(unw_addr_space_t space, unw_word_t ip, unw_proc_info_t *ret_info,
                          int need_unwind_info, void *argument)
{
    struct module module;
    uint8_t header[12]; /* version, encodings of: pointer, count, table; pointer; count */
    uint32_t count;

    g_table_missing = true;
    if (!module_find(ip, &module) || module.eh_frame_hdr == 0 ||
        probe_bytes(module.eh_frame_hdr, header, sizeof header) != sizeof header ||
        header[0] != HDR_VERSION || header[2] != ENCODING_UDATA4 ||
        header[3] != ENCODING_DATAREL_SDATA4) {
        return -UNW_ENOINFO;
    }
    memcpy(&count, header + 8, sizeof count);
    unw_dyn_info_t table = {
        .start_ip = module.base,
        .end_ip = module.end,
        .format = UNW_INFO_FORMAT_REMOTE_TABLE,
        .u.rti.segbase = module.eh_frame_hdr,
        .u.rti.table_data = module.eh_frame_hdr + sizeof header,
        .u.rti.table_len = count, /* in words: an entry is two times 4 bytes */
    };
    int result = search_unwind_table(space, ip, &table, ret_info, need_unwind_info, argument);
    g_table_missing = result < 0;
    return result;
}

static void put_unwind_info(unw_addr_space_t space, unw_proc_info_t *info, void *argument)
{
    (void)space;
    (void)info;
    (void)argument;
}

static int get_dyn_info_list_addr(unw_addr_space_t space, unw_word_t *ret_address,
                                  void *argument)
{
    (void)space;
    (void)ret_address;
    (void)argument;
    return -UNW_ENOINFO; /* no run-time generated code registers itself with us */
}

static int access_mem(unw_addr_space_t space, unw_word_t address, unw_word_t *value, int write,
                      void *argument)
{
    uintptr_t word;

    (void)space;
    (void)argument;
    if (write != 0 || !probe_word(address, &word)) {
        return -UNW_EINVAL;
    }
    *value = word;
    return 0;
}

static int access_reg(unw_addr_space_t space, unw_regnum_t number, unw_word_t *value, int write,
                      void *argument)
{
    const struct registers *registers = argument;

    (void)space;
    if (write != 0 || number < 0 || number >= REGISTERS_COUNT) {
        return -UNW_EBADREG;
    }
    *value = registers->value[number];
    return 0;
}

static int access_fpreg(unw_addr_space_t space, unw_regnum_t number, unw_fpreg_t *value,
                        int write, void *argument)
{
    (void)space;
    (void)number;
    (void)value;
    (void)write;
    (void)argument;
    return -UNW_EBADREG;
}

static int resume(unw_addr_space_t space, unw_cursor_t *cursor, void *argument)
{
    (void)space;
    (void)cursor;
    (void)argument;
    return -UNW_EINVAL;
}

static int get_proc_name(unw_addr_space_t space, unw_word_t address, char *name, size_t size,
                         unw_word_t *ret_offset, void *argument)
{
    (void)space;
    (void)address;
    (void)name;
    (void)size;
    (void)ret_offset;
    (void)argument;
    return -UNW_ENOINFO; /* names are the collector's work */
}

static unw_addr_space_t address_space(void)
{
    static unw_accessors_t accessors = {
        .find_proc_info = find_proc_info,
        .put_unwind_info = put_unwind_info,
        .get_dyn_info_list_addr = get_dyn_info_list_addr,
        .access_mem = access_mem,
        .access_reg = access_reg,
        .access_fpreg = access_fpreg,
        .resume = resume,
        .get_proc_name = get_proc_name,
    };

    static unw_addr_space_t space STATE_AT_HAND;

    if (space == NULL) {
        space = unw_create_addr_space(&accessors, 0);
        unw_set_caching_policy(space, UNW_CACHE_GLOBAL); /* recursion repeats its frames */
    } else {
        unw_flush_cache(space, 0, 0); /* a vfork child, or our parent, died in here before */
    }
    return space;
}

/* Could a thread be executing at `pc`, or about to return there? Most frames lie where the one
 * before them does, so the segment that was found last is asked first. */
static bool is_plausible_code(uintptr_t pc)
{
    static struct code_range last STATE_AT_HAND;
    struct module module;
    uint8_t byte;

    if (pc - last.begin < last.end - last.begin) {
        return true;
    }
    if (module_find(pc, &module)) {
        return module_code_range(&module, pc, &last);
    }
    return probe_byte(pc, &byte); /* a JIT's pages: readable is all that can be said */
}

/* A return address in a known module's code, or anywhere readable for a frame pointer's. */
static bool is_return_address(uintptr_t address, bool known_only)
{
    struct module module;

    if (!module_find(address, &module)) {
        return !known_only && registers_follows_call(address);
    }
    return module_code_range(&module, address, NULL) && registers_follows_call(address);
}

/* The caller by the chain of frame pointers: [fp] is the caller's fp, [fp+8] where it goes on.
 */
static bool step_by_frame_pointer(struct registers *registers)
{
    uintptr_t fp = registers->value[REGISTERS_FP];
    uintptr_t sp = registers->value[REGISTERS_SP];
    uintptr_t next_fp;
    uintptr_t pc;

    if ((fp & 7) != 0 || fp < sp || fp - sp > FRAME_SIZE_MAX || !probe_word(fp, &next_fp) ||
        !probe_word(fp + sizeof(uintptr_t), &pc)) {
        return false;
    }
    pc = registers_without_signature(pc);
    if (!is_return_address(pc, false)) {
        return false;
    }
    registers->value[REGISTERS_PC] = pc;
    registers->value[REGISTERS_SP] = fp + 2 * sizeof(uintptr_t);
    registers->value[REGISTERS_FP] = next_fp;
    return true;
}

/* The caller by looking at each word of the stack; the frame pointer is kept as it is. Among
 * many words only addresses in known code are taken. */
static bool step_by_scan(struct registers *registers, uint32_t words, bool known_only)
{
    uintptr_t sp = registers->value[REGISTERS_SP] & ~(uintptr_t)7;

    for (uint32_t i = 0; i < words; i++) {
        uintptr_t at = sp + i * sizeof(uintptr_t);
        uintptr_t word;

        if (!probe_word(at, &word)) {
            return false;
        }
        word = registers_without_signature(word);
        if (is_return_address(word, known_only)) {
            registers->value[REGISTERS_PC] = word;
            registers->value[REGISTERS_SP] = at + sizeof(uintptr_t);
            return true;
        }
    }
    return false;
}

#if defined(__aarch64__)
/* The caller by the link register, where the frame has nothing on the stack. */
static bool step_by_link(struct registers *registers, bool known_only)
{
    uintptr_t link = registers_without_signature(registers->value[REGISTERS_LR]);

    if (!is_return_address(link, known_only)) {
        return false;
    }
    registers->value[REGISTERS_PC] = link;
    return true;
}
#endif

/*
 * After a jump to where no code is, the call that led there has pushed its return address (or
 * left it in the link register), and nothing else has moved.
 */
static bool step_from_wild_jump(struct registers *registers)
{
#if defined(__aarch64__)
    return step_by_link(registers, false);
#else
    return step_by_scan(registers, 1, false); /* also out of a JIT's code */
#endif
}

/* A leaf has no frame of its own: fp is its caller's already, and where it returns to is the
 * first word of the stack, or still in the link register. */
static bool step_from_leaf(struct registers *registers)
{
#if defined(__aarch64__)
    uintptr_t link = registers_without_signature(registers->value[REGISTERS_LR]);
    uintptr_t saved;

    if (registers_share_function(registers->value[REGISTERS_PC], link)) {
        return false; /* left there by a call that came back: no leaf */
    }
    if (probe_word(registers->value[REGISTERS_FP] + sizeof saved, &saved) &&
        registers_without_signature(saved) == link) {
        return false; /* it has a frame, and has called nothing yet */
    }
    return step_by_link(registers, true);
#else
    return step_by_scan(registers, 1, true);
#endif
}

struct walk {
    unw_addr_space_t space;
    unw_cursor_t cursor;
    unw_cursor_t before; /* as it was before the last step */
    bool cursor_valid;
    struct registers registers; /* of the current frame, as far as known */
    struct registers start; /* libunwind reads it through access_reg until the next restart */
    bool exact;
    bool innermost; /* the current frame is where the fault was */
};

static void read_register(unw_cursor_t *cursor, int number, struct registers *registers)
{
    unw_word_t value;

#if defined(__aarch64__)
    if (number == REGISTERS_LR) {
        return; /* under its number libunwind answers with the frame's pc, and only there */
    }
#endif
    if (unw_get_reg(cursor, number == REGISTERS_PC ? UNW_REG_IP : number, &value) == 0) {
        registers->value[number] = value;
    }
}

/* The three that each step needs; the others only matter where a guess begins anew. */
static void walk_read_frame(struct walk *walk)
{
    read_register(&walk->cursor, REGISTERS_PC, &walk->registers);
    read_register(&walk->cursor, REGISTERS_SP, &walk->registers);
    read_register(&walk->cursor, REGISTERS_FP, &walk->registers);
}

static void walk_read_all(struct walk *walk, unw_cursor_t *cursor)
{
    for (int i = 0; i < REGISTERS_COUNT; i++) {
        read_register(cursor, i, &walk->registers);
    }
}

/* Point libunwind at the registers that a guess found. */
static void walk_restart(struct walk *walk)
{
    walk->start = walk->registers;
    if (!walk->exact) {
        walk->start.value[REGISTERS_PC]--; /* stay within the calling instruction */
    }
    walk->cursor_valid = unw_init_remote(&walk->cursor, walk->space, &walk->start) == 0;
}

enum step_result { STEP_END, STEP_DONE, STEP_NO_TABLES };

static enum step_result step_by_tables(struct walk *walk)
{
    if (!walk->cursor_valid) {
        return STEP_NO_TABLES;
    }
    g_table_missing = false;
    walk->before = walk->cursor;
#if defined(__aarch64__)
    bool left_signal_frame = unw_is_signal_frame(&walk->cursor) > 0;
    int result = unw_step(&walk->cursor);
#else
    int result = unw_step(&walk->cursor);
    /* libunwind answers for the frame that it has just left. */
    bool left_signal_frame = unw_is_signal_frame(&walk->cursor) > 0;
#endif
    if ((g_table_missing && !left_signal_frame) || result < 0) {
        walk->cursor_valid = false;
        return STEP_NO_TABLES;
    }
    if (result == 0) {
        return STEP_END; /* the tables say that this is the outermost frame */
    }
    walk_read_frame(walk);
    uintptr_t pc = walk->registers.value[REGISTERS_PC];
    if (pc == 0) {
        return STEP_END;
    }
    /* What the signal interrupted was not calling. Nor was the signal frame itself called. */
    walk->exact = left_signal_frame || registers_is_signal_return(pc);
    return STEP_DONE;
}

/*
 * The signal frame at `sp` tells which signal brought it: siginfo lies where the kernel's
 * rt_sigframe has it. Only the innermost is kept: it is what a handler was about. Handlers of
 * signals that are no deaths may die as well, which explains nothing.
 */
static void note_original(struct stack *stack, uintptr_t sp)
{
    siginfo_t info;

    if (!stack->has_original &&
        probe_bytes(sp + REGISTERS_SIGINFO_OFFSET, &info, sizeof info) == sizeof info &&
        info.si_signo > 0 && info.si_signo < 32 && (STATE_FATAL & 1u << info.si_signo) != 0) {
        stack->has_original = true;
        stack->original = info;
    }
}

/* One step outwards. Returns false at the end, else sets the trust of the new frame. */
static bool walk_step(struct walk *walk, uint8_t *ret_trust)
{
    struct registers before = walk->registers;
    bool had_cursor = walk->cursor_valid;
    enum step_result result = STEP_NO_TABLES;

    if (is_plausible_code(before.value[REGISTERS_PC])) {
        result = step_by_tables(walk);
    }
    if (result == STEP_END) {
        return false;
    }
    if (result == STEP_DONE && is_plausible_code(walk->registers.value[REGISTERS_PC])) {
        *ret_trust = FRAME_CFI;
        return true;
    }
    /* The tables led nowhere, or to where no code can be: the stack is not what they think. */
    walk->registers = before;
    if (had_cursor) {
        walk_read_all(walk, &walk->before);
    }
    if (walk->innermost && step_from_leaf(&walk->registers)) {
        *ret_trust = FRAME_SCAN;
    } else if (step_by_frame_pointer(&walk->registers)) {
        *ret_trust = FRAME_FP;
    } else if (step_by_scan(&walk->registers, SCAN_WORDS, true)) {
        *ret_trust = FRAME_SCAN;
    } else {
        return false;
    }
    walk->exact = false;
    walk_restart(walk);
    return true;
}

static void push(struct stack *stack, const struct walk *walk, uint8_t trust)
{
    struct frame frame = {
        .pc = walk->registers.value[REGISTERS_PC],
        .sp = walk->registers.value[REGISTERS_SP],
        .trust = trust,
        .exact = walk->exact,
    };

    stack_push(stack, &frame);
}

void stack_unwind(const struct registers *start, bool wild, struct stack *stack)
{
    static struct walk *walk STATE_AT_HAND;
    uint32_t backward_steps = 0;

    /* 2 KiB of cursors: not on a stack that may be short, but in the page where libunwind's own
     * memory begins, because each page is a fault. */
    if (walk == NULL) {
        walk = epitaph_unwind_alloc(sizeof *walk);
    }
    memset(walk, 0, sizeof *walk);
    walk->registers = *start;
    walk->exact = true;
    walk->innermost = true;
    push(stack, walk, FRAME_CONTEXT);

    walk->space = address_space();
    if (walk->space == NULL) {
        return;
    }
    if (!wild && is_plausible_code(start->value[REGISTERS_PC])) {
        walk_restart(walk);
    } else if (step_from_wild_jump(&walk->registers)) {
        walk->exact = false;
        walk->innermost = false;
        walk_restart(walk);
        push(stack, walk, FRAME_SCAN);
    }
    while (stack->total < STEPS_MAX) {
        uintptr_t sp = walk->registers.value[REGISTERS_SP];
        uintptr_t pc = walk->registers.value[REGISTERS_PC];
        uint8_t trust;

        if (!walk_step(walk, &trust)) {
            return;
        }
        walk->innermost = false;
        uintptr_t next_sp = walk->registers.value[REGISTERS_SP];
        if (next_sp == sp && walk->registers.value[REGISTERS_PC] == pc) {
            return;
        }
        if (next_sp <= sp && ++backward_steps > BACKWARD_STEPS_MAX) {
            return;
        }
        push(stack, walk, trust);
        if (walk->exact && registers_is_signal_return(walk->registers.value[REGISTERS_PC])) {
            note_original(stack, next_sp);
        }
    }
}
