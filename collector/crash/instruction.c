#include "instruction.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_MAX 16

/* The front of an instruction, taken apart. */
struct decoded {
    unsigned char bytes[BYTES_MAX];
    size_t count;
    size_t at;       /* of the opcode's first byte */
    bool operand_16; /* prefix 66 */
    bool rep;        /* prefix f2 or f3 */
    unsigned rex;    /* 0: none */
};

static bool is_legacy_prefix(unsigned char byte)
{
    return byte == 0x66 || byte == 0xf2 || byte == 0xf3 || byte == 0xf0 || byte == 0x2e ||
           byte == 0x36 || byte == 0x3e || byte == 0x26 || byte == 0x64 || byte == 0x65 ||
           byte == 0x67;
}

static int nibble(char digit)
{
    return isdigit((unsigned char)digit) ? digit - '0'
                                         : tolower((unsigned char)digit) - 'a' + 10;
}

static size_t read_bytes(const char *code, unsigned char bytes[BYTES_MAX])
{
    size_t count = 0;

    for (; code != NULL && isxdigit((unsigned char)code[0]) &&
           isxdigit((unsigned char)code[1]) && count < BYTES_MAX;
         code += 2) {
        bytes[count++] = (unsigned char)(nibble(code[0]) * 16 + nibble(code[1]));
    }
    return count;
}

static bool is_of(const char *arch, const char *wanted)
{
    return arch != NULL && strcmp(arch, wanted) == 0;
}

static bool decode(const char *code, struct decoded *ret)
{
    struct decoded d = {.count = 0};

    d.count = read_bytes(code, d.bytes);
    while (d.at < d.count && is_legacy_prefix(d.bytes[d.at])) {
        d.operand_16 = d.operand_16 || d.bytes[d.at] == 0x66;
        d.rep = d.rep || d.bytes[d.at] == 0xf2 || d.bytes[d.at] == 0xf3;
        d.at++;
    }
    if (d.at < d.count && (d.bytes[d.at] & 0xf0) == 0x40) {
        d.rex = d.bytes[d.at++];
    }
    *ret = d;
    return d.at + 1 < d.count;
}

static bool is_privileged(unsigned char first, unsigned char second)
{
    /* hlt, cli, sti; in and out, of a string, of a port, of the port in dx */
    if (first == 0xf4 || first == 0xfa || first == 0xfb || (first >= 0x6c && first <= 0x6f) ||
        (first >= 0xe4 && first <= 0xe7) || (first >= 0xec && first <= 0xef)) {
        return true;
    }
    /* clts, invd, wbinvd, mov to and from control and debug registers, wrmsr, rdtsc where it is
     * forbidden, rdmsr, rdpmc */
    return first == 0x0f &&
           (second == 0x06 || second == 0x08 || second == 0x09 ||
            (second >= 0x20 && second <= 0x23) || (second >= 0x30 && second <= 0x33));
}

/* movaps, movapd, movdqa, movntps, movntdq and their VEX forms. */
static bool is_aligned_vector(const struct decoded *d)
{
    const unsigned char *op = d->bytes + d->at;
    size_t left = d->count - d->at;
    size_t opcode = 0;
    bool needs_66 = d->operand_16;

    if (op[0] == 0x0f) {
        opcode = 1;
    } else if (op[0] == 0xc5 && left > 2) {
        opcode = 2;
        needs_66 = (op[1] & 3) == 1;
    } else if (op[0] == 0xc4 && left > 3 && (op[1] & 0x1f) == 1) {
        opcode = 3;
        needs_66 = (op[2] & 3) == 1;
    } else {
        return false;
    }
    unsigned char byte = op[opcode];
    return (!d->rep && (byte == 0x28 || byte == 0x29 || byte == 0x2b)) ||
           (needs_66 && (byte == 0x6f || byte == 0x7f || byte == 0xe7));
}

/* The value of a register by its number, from "rax=0x.. rdx=0x..". */
static bool register_value(const char *registers, unsigned number, uint64_t *ret_value)
{
    static const char *const names[] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                        "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
    char wanted[8];

    snprintf(wanted, sizeof wanted, "%s=", names[number & 15]);
    for (const char *at = registers; at != NULL && *at != '\0';) {
        if (strncmp(at, wanted, strlen(wanted)) == 0) {
            *ret_value = strtoull(at + strlen(wanted), NULL, 16);
            return true;
        }
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return false;
}

static unsigned operand_size(const struct decoded *d)
{
    return (d->rex & 8) != 0 ? 8 : d->operand_16 ? 2 : 4;
}

/* div and idiv with a register: the processor reports too large a quotient as it does zero. */
static bool divides_by_other_than_zero(const struct decoded *d, const char *registers)
{
    unsigned char opcode = d->bytes[d->at], modrm = d->bytes[d->at + 1];
    uint64_t value;

    if ((opcode != 0xf6 && opcode != 0xf7) || (modrm & 0xc0) != 0xc0 ||
        (modrm & 0x30) != 0x30) {
        return false;
    }
    unsigned number = (modrm & 7u) | ((d->rex & 1u) << 3);
    if (opcode == 0xf6 && d->rex == 0 && number >= 4) {
        return false; /* ah, ch, dh, bh */
    }
    if (!register_value(registers, number, &value)) {
        return false;
    }
    unsigned size = opcode == 0xf6 ? 1 : operand_size(d);
    return (size == 8 ? value : value & ((UINT64_C(1) << size * 8) - 1)) != 0;
}

const char *instruction_kind(const char *arch, const char *code, const char *registers)
{
    struct decoded d;

    if (!is_of(arch, "x86_64") || !decode(code, &d)) {
        return NULL;
    }
    unsigned char first = d.bytes[d.at], second = d.bytes[d.at + 1];
    return first == 0x0f && second == 0x0b             ? INSTRUCTION_UD2
           : is_privileged(first, second)              ? INSTRUCTION_PRIVILEGED
           : is_aligned_vector(&d)                     ? INSTRUCTION_ALIGNED
           : divides_by_other_than_zero(&d, registers) ? INSTRUCTION_QUOTIENT
                                                       : NULL;
}

/* Arm ARM, C4.1, loads and stores: of a register, of a pair, exclusive or atomic. */
static unsigned aarch64_access_size(const char *code)
{
    unsigned char bytes[BYTES_MAX];

    if (read_bytes(code, bytes) < 4) {
        return 0;
    }
    uint32_t word = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                    (uint32_t)bytes[3] << 24;
    unsigned size = word >> 30;
    unsigned operation = word >> 22 & 3;
    bool is_vector = (word & 1u << 26) != 0;

    if ((word & 0x3a000000u) == 0x38000000u) {
        if (is_vector && (operation & 2) != 0) {
            return size == 0 ? 16 : 0;
        }
        return !is_vector && size == 3 && operation == 2 ? 0 /* a prefetch */ : 1u << size;
    }
    if ((word & 0x3a000000u) == 0x28000000u && size < 3) {
        return is_vector ? 8u << size : size == 2 ? 16 : 8;
    }
    if ((word & 0x3f000000u) == 0x08000000u) {
        bool is_pair = (word & 1u << 23) == 0 && (word & 1u << 21) != 0;
        return is_pair ? 2u << size : 1u << size;
    }
    return 0;
}

static unsigned x86_64_access_size(const char *code)
{
    struct decoded d;

    if (!decode(code, &d)) {
        return 0;
    }
    unsigned char first = d.bytes[d.at], second = d.bytes[d.at + 1];
    bool has_modrm_third = d.at + 2 < d.count;
    unsigned char modrm = first == 0x0f && has_modrm_third ? d.bytes[d.at + 2] : second;

    if (first >= 0xa0 && first <= 0xa3) { /* mov between rax and an address in the code */
        return (first & 1) != 0 ? operand_size(&d) : 1;
    }
    if ((modrm & 0xc0) == 0xc0) {
        return 0; /* no memory operand */
    }
    if (first == 0x0f) { /* movzx and movsx */
        return second == 0xb6 || second == 0xbe ? 1 : second == 0xb7 || second == 0xbf ? 2 : 0;
    }
    if (first == 0x63) { /* movsxd */
        return 4;
    }
    /* add, or, adc, sbb, and, sub, xor, cmp between a register and memory */
    if (first < 0x40 && (first & 7) < 4) {
        return (first & 1) != 0 ? operand_size(&d) : 1;
    }
    switch (first) {
    case 0x80: /* arithmetic with an immediate byte, test, xchg, mov, mov of an immediate, not
                */
    case 0x84:
    case 0x86:
    case 0x88:
    case 0x8a:
    case 0xc6:
    case 0xf6:
        return 1;
    case 0x81:
    case 0x83:
    case 0x85:
    case 0x87:
    case 0x89:
    case 0x8b:
    case 0xc7:
    case 0xf7:
        return operand_size(&d);
    default:
        return 0;
    }
}

unsigned instruction_access_size(const char *arch, const char *code)
{
    return is_of(arch, "x86_64")    ? x86_64_access_size(code)
           : is_of(arch, "aarch64") ? aarch64_access_size(code)
                                    : 0;
}

/* Which of them only read: test, mul, div and their kin; cmp. */
static const char *access_of_group(unsigned char first, unsigned operation)
{
    switch (first) {
    case 0x80:
    case 0x81:
    case 0x83:
        return operation == 7 ? "read" : "write";
    case 0xf6:
    case 0xf7:
        return operation == 2 || operation == 3 ? "write" : "read";
    default: /* 0xff: inc and dec, push; of call and jmp see below */
        return operation < 2 ? "write" : operation == 6 ? "read" : NULL;
    }
}

static const char *access_of_vector(unsigned char second)
{
    switch (second) {
    case 0x10: /* movups, movss, movaps, movdqa, movdqu */
    case 0x28:
    case 0x6f:
    case 0xb6: /* movzx, movsx */
    case 0xb7:
    case 0xbe:
    case 0xbf:
        return "read";
    case 0x11:
    case 0x29:
    case 0x2b:
    case 0x7f:
    case 0xd6:
    case 0xe7:
        return "write";
    default:
        return NULL;
    }
}

const char *instruction_access(const char *arch, const char *code)
{
    struct decoded d;

    if (!is_of(arch, "x86_64") || !decode(code, &d)) {
        return NULL;
    }
    unsigned char first = d.bytes[d.at], modrm = d.bytes[d.at + 1];
    unsigned operation = modrm >> 3 & 7;
    bool of_register = (modrm & 0xc0) == 0xc0;

    /* Of a call through memory, its address or the one it holds may be to blame; that of a PLT
     * stub's is beside the code. */
    bool is_beside = (modrm & 0xc7) == 0x05;
    if (first == 0xc2 || first == 0xc3 ||
        (first == 0xff && (of_register || is_beside) && (operation == 2 || operation == 4))) {
        return "execute"; /* ret, call and jmp */
    }
    if (first == 0x0f) {
        bool third = d.at + 2 < d.count && (d.bytes[d.at + 2] & 0xc0) != 0xc0;
        return third ? access_of_vector(modrm) : NULL;
    }
    if (first >= 0xa0 && first <= 0xa3) {
        return first < 0xa2 ? "read" : "write";
    }
    if (of_register) {
        return NULL;
    }
    if (first < 0x40 && (first & 7) < 4) { /* arithmetic; cmp writes nothing */
        return (first & 2) != 0 || first >= 0x38 ? "read" : "write";
    }
    switch (first) {
    case 0x63: /* movsxd, test, mov */
    case 0x84:
    case 0x85:
    case 0x8a:
    case 0x8b:
        return "read";
    case 0x86: /* xchg, mov */
    case 0x87:
    case 0x88:
    case 0x89:
    case 0xc6:
    case 0xc7:
        return "write";
    case 0x80:
    case 0x81:
    case 0x83:
    case 0xf6:
    case 0xf7:
    case 0xff:
        return access_of_group(first, operation);
    default:
        return NULL;
    }
}
