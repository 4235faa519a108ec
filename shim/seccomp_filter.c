#include "seccomp_filter.h"

#include <string.h>

struct machine {
    uint32_t a;
    uint32_t x;
    uint32_t memory[BPF_MEMWORDS];
};

/* Loads are of whole aligned words of the data (seccomp(2), kernel/seccomp.c). */
static bool load_data(const struct seccomp_data *data, uint32_t offset, uint32_t *ret_word)
{
    if (offset % sizeof(uint32_t) != 0 || offset > sizeof *data - sizeof(uint32_t)) {
        return false;
    }
    memcpy(ret_word, (const char *)data + offset, sizeof *ret_word);
    return true;
}

static bool load(struct machine *machine, const struct sock_filter *instruction,
                 const struct seccomp_data *data, uint32_t *ret_word)
{
    switch (BPF_MODE(instruction->code)) {
    case BPF_IMM:
        *ret_word = instruction->k;
        return true;
    case BPF_ABS:
        return BPF_CLASS(instruction->code) == BPF_LD &&
               load_data(data, instruction->k, ret_word);
    case BPF_MEM:
        if (instruction->k >= BPF_MEMWORDS) {
            return false;
        }
        *ret_word = machine->memory[instruction->k];
        return true;
    case BPF_LEN:
        *ret_word = sizeof *data;
        return true;
    default:
        return false;
    }
}

static bool compute(struct machine *machine, const struct sock_filter *instruction)
{
    bool by_x = BPF_SRC(instruction->code) == BPF_X;
    uint32_t operand = by_x ? machine->x : instruction->k;

    switch (BPF_OP(instruction->code)) {
    case BPF_ADD:
        machine->a += operand;
        return true;
    case BPF_SUB:
        machine->a -= operand;
        return true;
    case BPF_MUL:
        machine->a *= operand;
        return true;
    case BPF_DIV:
        /* By a zero in X, the kernel's program ends with 0: kill the thread. */
        machine->a = operand != 0 ? machine->a / operand : 0;
        return operand != 0;
    case BPF_AND:
        machine->a &= operand;
        return true;
    case BPF_OR:
        machine->a |= operand;
        return true;
    case BPF_XOR:
        machine->a ^= operand;
        return true;
    case BPF_LSH:
        machine->a <<= operand & 31u;
        return by_x || operand < 32;
    case BPF_RSH:
        machine->a >>= operand & 31u;
        return by_x || operand < 32;
    case BPF_NEG:
        machine->a = -machine->a;
        return true;
    default:
        return false;
    }
}

/* How many instructions to leave out. False for a jump that does not exist. */
static bool jump(const struct machine *machine, const struct sock_filter *instruction,
                 uint32_t *ret_distance)
{
    uint32_t operand = BPF_SRC(instruction->code) == BPF_X ? machine->x : instruction->k;
    bool taken;

    switch (BPF_OP(instruction->code)) {
    case BPF_JA:
        *ret_distance = instruction->k;
        return true;
    case BPF_JEQ:
        taken = machine->a == operand;
        break;
    case BPF_JGT:
        taken = machine->a > operand;
        break;
    case BPF_JGE:
        taken = machine->a >= operand;
        break;
    case BPF_JSET:
        taken = (machine->a & operand) != 0;
        break;
    default:
        return false;
    }
    *ret_distance = taken ? instruction->jt : instruction->jf;
    return true;
}

static bool store(struct machine *machine, const struct sock_filter *instruction)
{
    if (instruction->k >= BPF_MEMWORDS) {
        return false;
    }
    machine->memory[instruction->k] =
        BPF_CLASS(instruction->code) == BPF_ST ? machine->a : machine->x;
    return true;
}

/* Jumps lead forwards only, so a program ends within its length. */
uint32_t seccomp_filter_run(const struct sock_filter *program, size_t length,
                            const struct seccomp_data *data)
{
    struct machine machine = {0};

    for (size_t at = 0; at < length; at++) {
        const struct sock_filter *instruction = &program[at];
        uint32_t distance = 0;
        bool good;

        switch (BPF_CLASS(instruction->code)) {
        case BPF_LD:
            good = load(&machine, instruction, data, &machine.a);
            break;
        case BPF_LDX:
            good = load(&machine, instruction, data, &machine.x);
            break;
        case BPF_ST:
        case BPF_STX:
            good = store(&machine, instruction);
            break;
        case BPF_ALU:
            good = compute(&machine, instruction);
            break;
        case BPF_JMP:
            good = jump(&machine, instruction, &distance) && distance < length - at;
            break;
        case BPF_RET:
            return BPF_RVAL(instruction->code) == BPF_A ? machine.a : instruction->k;
        default: /* BPF_MISC */
            if (BPF_MISCOP(instruction->code) == BPF_TAX) {
                machine.x = machine.a;
            } else {
                machine.a = machine.x;
            }
            good = true;
            break;
        }
        if (!good) {
            break;
        }
        at += distance;
    }
    return SECCOMP_RET_KILL_PROCESS;
}

bool seccomp_filter_is_deadly(uint32_t answer)
{
    switch (answer & SECCOMP_RET_ACTION_FULL) {
    case SECCOMP_RET_ALLOW:
    case SECCOMP_RET_LOG:
    case SECCOMP_RET_ERRNO:
    case SECCOMP_RET_TRACE: /* ENOSYS without a tracer */
        return false;
    default: /* kill, trap, ask a supervisor, and what later kernels may think of */
        return true;
    }
}
