#include "safe.h"

#include "probe.h"
#include "registers.h"

#if defined(__x86_64__)

const char *const registers_names[REGISTERS_COUNT] = {
    "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8",
    "r9",  "r10", "r11", "r12", "r13", "r14", "r15", "rip",
};

/* Where each DWARF register lies in the kernel's context. */
static const int context_index[REGISTERS_COUNT] = {
    REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP, REG_R8,
    REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP,
};

void registers_read(const ucontext_t *context, struct registers *ret_registers)
{
    for (int i = 0; i < REGISTERS_COUNT; i++) {
        ret_registers->value[i] = (uintptr_t)context->uc_mcontext.gregs[context_index[i]];
    }
}

/* Intel SDM vol. 3, 4.7: page-fault error code. */
#define TRAP_PAGE_FAULT 14
#define PAGE_FAULT_WRITE 2
#define PAGE_FAULT_FETCH 16

enum fault_access registers_fault_access(const ucontext_t *context, const siginfo_t *info)
{
    const greg_t *registers = context->uc_mcontext.gregs;

    if ((info->si_signo != SIGSEGV && info->si_signo != SIGBUS) ||
        registers[REG_TRAPNO] != TRAP_PAGE_FAULT) {
        return FAULT_ACCESS_UNKNOWN; /* a general protection fault does not say */
    }
    if ((registers[REG_ERR] & PAGE_FAULT_FETCH) != 0 ||
        (uintptr_t)info->si_addr == (uintptr_t)registers[REG_RIP]) {
        return FAULT_EXECUTE; /* without NX, a fetch looks like a read of the pc itself */
    }
    return (registers[REG_ERR] & PAGE_FAULT_WRITE) != 0 ? FAULT_WRITE : FAULT_READ;
}

bool registers_is_canonical(uintptr_t address)
{
    /* 57 bits with five-level paging; user addresses end at half of it either way. */
    return address >> 56 == 0 || address >> 56 == 0xff;
}

/*
 * Calls end in one of: e8 rel32 (5 bytes); ff /2 with 2 to 7 bytes, by its ModRM byte, perhaps
 * with a REX or a segment prefix before, which need not be looked at.
 */
bool registers_follows_call(uintptr_t address)
{
    uint8_t bytes[7];

    if (address < 4096 + sizeof bytes ||
        probe_bytes(address - sizeof bytes, bytes, sizeof bytes) != sizeof bytes) {
        return false;
    }
    if (bytes[2] == 0xe8) {
        return true;
    }
    static const struct form {
        uint8_t length, modrm_mask, modrm;
    } forms[] = {
        {2, 0xf8, 0xd0}, /* call *%reg */
        {2, 0xf8, 0x10}, /* call *(%reg) */
        {3, 0xff, 0x14}, /* call *(%base,%index) */
        {3, 0xf8, 0x50}, /* call *disp8(%reg) */
        {4, 0xff, 0x54}, /* call *disp8(%base,%index) */
        {6, 0xff, 0x15}, /* call *disp32(%rip) */
        {6, 0xf8, 0x90}, /* call *disp32(%reg) */
        {7, 0xff, 0x94}, /* call *disp32(%base,%index) */
        {7, 0xff, 0x14}, /* call *disp32(,%index) */
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        const uint8_t *at = bytes + sizeof bytes - forms[i].length;

        if (at[0] == 0xff && (at[1] & forms[i].modrm_mask) == forms[i].modrm) {
            return true;
        }
    }
    return false;
}

uintptr_t registers_without_signature(uintptr_t address)
{
    return address;
}

bool registers_is_signal_return(uintptr_t address)
{
    static const uint8_t code[] = {0x48, 0xc7, 0xc0, 0x0f, 0,
                                   0,    0,    0x0f, 0x05}; /* mov; syscall */
    uint8_t bytes[sizeof code];

    return probe_bytes(address, bytes, sizeof bytes) == sizeof bytes &&
           memcmp(bytes, code, sizeof code) == 0;
}

#elif defined(__aarch64__)

const char *const registers_names[REGISTERS_COUNT] = {
    "x0",  "x1",  "x2",  "x3",  "x4",  "x5",  "x6",  "x7",  "x8",  "x9",  "x10",
    "x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20", "x21",
    "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "x30", "sp",  "pc",
};

void registers_read(const ucontext_t *context, struct registers *ret_registers)
{
    for (int i = 0; i < 31; i++) {
        ret_registers->value[i] = context->uc_mcontext.regs[i];
    }
    ret_registers->value[REGISTERS_SP] = context->uc_mcontext.sp;
    ret_registers->value[REGISTERS_PC] = context->uc_mcontext.pc;
}

/* Arm ARM, ESR_ELx: what the processor says of an exception, by its class. */
#define SYNDROME_CLASS_SHIFT 26
#define SYNDROME_CLASS_MASK 0x3fu
#define CLASS_INSTRUCTION_ABORT 0x20
#define CLASS_PC_ALIGNMENT 0x22
#define CLASS_DATA_ABORT 0x24
#define DATA_ABORT_WRITE (1u << 6)

/* The kernel puts records of {magic, size, ...} behind the registers, one of them with the
 * syndrome (arch/arm64, sigcontext.h). 0 when there is none. */
static uint64_t read_syndrome(const ucontext_t *context)
{
    const uint8_t *reserved = context->uc_mcontext.__reserved;
    const size_t size = sizeof context->uc_mcontext.__reserved;
    struct _aarch64_ctx head;

    for (size_t at = 0; at + sizeof(struct esr_context) <= size; at += head.size) {
        memcpy(&head, reserved + at, sizeof head);
        if (head.magic == ESR_MAGIC) {
            struct esr_context found;
            memcpy(&found, reserved + at, sizeof found);
            return found.esr;
        }
        if (head.magic == 0 || head.size < sizeof head) {
            break;
        }
    }
    return 0;
}

enum fault_access registers_fault_access(const ucontext_t *context, const siginfo_t *info)
{
    if (info->si_signo != SIGSEGV && info->si_signo != SIGBUS) {
        return FAULT_ACCESS_UNKNOWN;
    }
    if ((uintptr_t)info->si_addr == context->uc_mcontext.pc) {
        return FAULT_EXECUTE;
    }
    uint64_t syndrome = read_syndrome(context);
    switch (syndrome >> SYNDROME_CLASS_SHIFT & SYNDROME_CLASS_MASK) {
    case CLASS_DATA_ABORT:
        return (syndrome & DATA_ABORT_WRITE) != 0 ? FAULT_WRITE : FAULT_READ;
    case CLASS_INSTRUCTION_ABORT:
    case CLASS_PC_ALIGNMENT:
        return FAULT_EXECUTE;
    default:
        return FAULT_ACCESS_UNKNOWN;
    }
}

bool registers_is_canonical(uintptr_t address)
{
    uintptr_t unused = address >> 52 & 0xf; /* up to 52 bits are used; the top byte is a tag */

    return unused == 0 || unused == 0xf;
}

bool registers_follows_call(uintptr_t address)
{
    uint32_t instruction;

    if ((address & 3) != 0 || address < 4100 ||
        probe_bytes(address - 4, &instruction, 4) != 4) {
        return false;
    }
    return (instruction & 0xfc000000u) == 0x94000000u || /* bl */
           (instruction & 0xfffffc1fu) == 0xd63f0000u || /* blr */
           (instruction & 0xfefff800u) == 0xd63f0800u;   /* blraa and friends */
}

uintptr_t registers_without_signature(uintptr_t address)
{
    register uintptr_t x30 __asm__("x30") = address;

    __asm__("hint #7" : "+r"(x30)); /* xpaclri, in the space of hints: nothing on older ones */
    return x30;
}

#define FUNCTION_SEARCH_MAX 16384u

/* stp x29, x30, [sp, #-n]! or [sp, #n]; str x30, [sp, #-n]!; paciasp; pacibsp; bti c: about
 * where functions begin. */
static bool begins_function(uint32_t instruction)
{
    return (instruction & 0xff407fffu) == 0xa9007bfdu ||
           (instruction & 0xfff00fffu) == 0xf8100ffeu || instruction == 0xd503233fu ||
           instruction == 0xd503237fu || instruction == 0xd503245fu;
}

bool registers_share_function(uintptr_t a, uintptr_t b)
{
    uintptr_t low = (a < b ? a : b) & ~(uintptr_t)3;
    uintptr_t high = a < b ? b : a;
    uint32_t instruction;

    if (high - low > FUNCTION_SEARCH_MAX) {
        return false;
    }
    for (uintptr_t at = low; at < high; at += sizeof instruction) {
        if (probe_bytes(at, &instruction, sizeof instruction) != sizeof instruction ||
            begins_function(instruction)) {
            return false;
        }
    }
    return true;
}

bool registers_is_signal_return(uintptr_t address)
{
    static const uint32_t code[] = {0xd2801168, 0xd4000001}; /* mov x8, #139; svc #0 */
    uint32_t words[2];

    return probe_bytes(address, words, sizeof words) == sizeof words &&
           memcmp(words, code, sizeof code) == 0;
}

#endif
