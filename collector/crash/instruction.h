/*
 * What the bytes at a fault say, where that is simple: a little of x86-64, less of AArch64, of
 * the processor that the record is from, not of ours. Only words come out, so that they may
 * leave the machine where the bytes may not.
 */
#ifndef INSTRUCTION_H
#define INSTRUCTION_H

/* Words that instruction_kind() gives. */
#define INSTRUCTION_UD2 "ud2"                /* compilers put it where code must not come */
#define INSTRUCTION_PRIVILEGED "privileged"  /* the kernel's own */
#define INSTRUCTION_ALIGNED "aligned-vector" /* faults where its operand is not aligned */
#define INSTRUCTION_QUOTIENT "quotient"      /* a division by what is not zero */

/*
 * `arch` is "x86_64" or another, `code` hex, `registers` "rax=0x.. ..." as a record has them;
 * all may be NULL. Returns one of the words above or NULL.
 */
const char *instruction_kind(const char *arch, const char *code, const char *registers);

/* How many bytes of memory it reads or writes; 0 when that is not simple. */
unsigned instruction_access_size(const char *arch, const char *code);

/*
 * "read", "write" or "execute": what a simple instruction does with its operand. For the faults
 * of which the processor does not tell; NULL when it is not simple.
 */
const char *instruction_access(const char *arch, const char *code);

#endif
