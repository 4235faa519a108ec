#include "reason.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <epitaph/record.h>

#include "demangle.h"
#include "instruction.h"
#include "last_words.h"
#include "setaside.h"
#include "system_calls.h"
#include "text.h"

#define NULL_PAGE_END 0x10000u /* as RECORD_KIND_NULL_PAGE has it */

/* What the kernel says; a handler that re-raises hides it, the record keeps the first. */
struct fault {
    int signal;
    int code;
    bool has_address;
    uint64_t address;
    const char *access; /* read, write, execute or NULL */
    const char *kind;
};

static struct fault first_fault(const struct crash *crash)
{
    struct fault fault = {
        .signal = crash->signal,
        .code = crash->code,
        .has_address = crash->has_fault_address,
        .address = crash->fault_address,
        .access = crash->fault_access,
        .kind = crash->fault_kind,
    };

    if (crash->has_original) {
        fault.signal = crash->original_signal;
        fault.code = crash->original_code;
        fault.has_address = true;
        fault.address = crash->original_address;
    }
    return fault;
}

static bool same(const char *text, const char *word)
{
    return text != NULL && strcmp(text, word) == 0;
}

/*
 * Sent by somebody, not caused by an instruction. The kernel sends the signals of exceeded
 * limits in the name of the process itself.
 */
static bool was_sent(const struct crash *crash)
{
    bool limit = (crash->signal == SIGXCPU || crash->signal == SIGXFSZ) &&
                 crash->sender_pid == crash->pid;

    return crash->has_sender && !crash->has_original && crash->code <= 0 && !limit;
}

static void add_address(struct text *out, const struct fault *fault)
{
    if (fault->has_address) {
        text_format(out, " at 0x%" PRIx64, fault->address);
    }
}

/* "read of unmapped memory at 0x.." */
static void add_access(struct text *out, const struct fault *fault, const char *what)
{
    if (same(fault->access, "execute")) {
        text_format(out, "jump to %s", what);
    } else {
        text_format(out, "%s of %s", fault->access != NULL ? fault->access : "use", what);
    }
    add_address(out, fault);
}

/*
 * si_code SI_KERNEL: the processor raised a general protection fault, which tells no address.
 * The instruction tells which of its causes it was.
 */
static void add_general_protection(struct text *out, const struct crash *crash,
                                   const struct fault *fault)
{
    if (same(crash->instruction, INSTRUCTION_PRIVILEGED)) {
        text_add(out, "privileged instruction");
    } else if (same(crash->instruction, INSTRUCTION_ALIGNED)) {
        text_add(out, "misaligned access by a vector instruction");
    } else {
        add_access(out, fault, "a non-canonical address");
    }
}

/* The module that an address lies in, by its file's name, or NULL. */
static const char *module_at(const struct crash *crash, const struct fault *fault)
{
    for (size_t i = 0; fault->has_address && i < crash->module_count; i++) {
        const struct crash_module *module = &crash->modules[i];
        if (fault->address >= module->base && fault->address < module->end &&
            module->path != NULL) {
            return crash_basename(module->path);
        }
    }
    return NULL;
}

static void add_owner(struct text *out, const struct crash *crash, const struct fault *fault)
{
    const char *owner = module_at(crash, fault);

    if (owner != NULL) {
        text_format(out, ", which belongs to %s", owner);
    }
}

static void add_null(struct text *out, const struct fault *fault)
{
    const char *access = same(fault->access, "execute") ? "call"
                         : fault->access != NULL        ? fault->access
                                                        : "access";
    text_format(out, "null pointer %s", access);
    add_address(out, fault);
}

static void add_protected(struct text *out, const struct crash *crash,
                          const struct fault *fault)
{
    if (same(fault->access, "write")) {
        text_add(out, "write to read-only memory");
    } else if (same(fault->access, "execute")) {
        text_add(out, "execution of non-executable memory");
    } else {
        text_add(out, "read of protected memory");
    }
    add_address(out, fault);
    add_owner(out, crash, fault);
}

static void add_segv(struct text *out, const struct crash *crash, const struct fault *fault)
{
    char number[32];

    bool null = same(fault->kind, RECORD_KIND_NULL_PAGE) ||
                (fault->kind == NULL && fault->has_address && fault->address < NULL_PAGE_END);

    if (fault->code == SEGV_MTESERR) {
        add_access(out, fault, "memory with another tag than the pointer's");
    } else if (fault->code == SEGV_MTEAERR) {
        text_add(out,
                 "use of memory with another tag than the pointer's, some instructions ago");
    } else if (null) {
        add_null(out, fault);
    } else if (same(fault->kind, RECORD_KIND_STACK_GUARD)) {
        text_format(out, "stack overflow, %s frames deep",
                    text_number(number, crash->frames_total));
    } else if (fault->code == SI_KERNEL) {
        add_general_protection(out, crash, fault);
    } else if (same(fault->kind, RECORD_KIND_NON_CANONICAL)) {
        add_access(out, fault, "a non-canonical address");
    } else if (same(fault->kind, RECORD_KIND_PROTECTED)) {
        add_protected(out, crash, fault);
    } else if (same(fault->kind, RECORD_KIND_UNMAPPED)) {
        add_access(out, fault, "unmapped memory");
    } else {
        add_access(out, fault, "invalid memory");
    }
}

static void add_bus(struct text *out, const struct crash *crash, const struct fault *fault)
{
    if (same(fault->kind, RECORD_KIND_BEYOND_FILE)) {
        text_format(out, "%s past the end of a mapped file",
                    fault->access != NULL ? fault->access : "access");
        add_address(out, fault);
        add_owner(out, crash, fault);
    } else if (fault->code == BUS_ADRALN) {
        text_add(out, "misaligned access");
        if (fault->address != 0) { /* x86-64's alignment check does not tell */
            add_address(out, fault);
        }
    } else if (fault->code == BUS_MCEERR_AR || fault->code == BUS_MCEERR_AO) {
        text_add(out, "hardware memory error");
        add_address(out, fault);
    } else if (fault->code == SI_KERNEL || same(fault->kind, RECORD_KIND_NON_CANONICAL)) {
        add_access(out, fault, "a non-canonical address");
    } else {
        add_access(out, fault, "memory with nothing behind it");
    }
}

static void add_fpe(struct text *out, const struct crash *crash, const struct fault *fault)
{
    static const char *const words[] = {
        [FPE_INTDIV] = "integer division by zero",
        [FPE_INTOVF] = "integer overflow",
        [FPE_FLTDIV] = "floating-point division by zero",
        [FPE_FLTOVF] = "floating-point overflow",
        [FPE_FLTUND] = "floating-point underflow",
        [FPE_FLTRES] = "inexact floating-point result",
        [FPE_FLTINV] = "invalid floating-point operation",
        [FPE_FLTSUB] = "subscript out of range",
    };
    size_t code = (size_t)fault->code;

    if (same(crash->instruction, INSTRUCTION_QUOTIENT)) {
        text_add(out, "integer division with a quotient too large");
        return;
    }
    text_add(out, fault->code > 0 && code < sizeof words / sizeof words[0]
                      ? words[code]
                      : "arithmetic error");
}

static void add_ill(struct text *out, const struct crash *crash, const struct fault *fault)
{
    if (same(crash->instruction, INSTRUCTION_UD2)) {
        text_add(out, "trap instruction (ud2)");
        return;
    }
    text_add(out, fault->code == ILL_PRVOPC || fault->code == ILL_PRVREG
                      ? "privileged instruction"
                      : "illegal instruction");
}

static void add_sys(struct text *out, const struct crash *crash)
{
    const char *name =
        crash->has_syscall ? system_call_name(crash->arch, crash->syscall_number) : NULL;

    if (name != NULL) {
        text_format(out, "seccomp forbade system call %s", name);
    } else if (crash->has_syscall) {
        text_format(out, "seccomp forbade system call %" PRId64, crash->syscall_number);
    } else {
        text_add(out, "forbidden system call");
    }
}

static void add_fault(struct text *out, const struct crash *crash, const struct fault *fault)
{
    switch (fault->signal) {
    case SIGSEGV:
        add_segv(out, crash, fault);
        break;
    case SIGBUS:
        add_bus(out, crash, fault);
        break;
    case SIGFPE:
        add_fpe(out, crash, fault);
        break;
    case SIGILL:
        add_ill(out, crash, fault);
        break;
    case SIGTRAP:
        text_add(out, "breakpoint or trap instruction");
        break;
    case SIGSYS:
        add_sys(out, crash);
        break;
    case SIGXCPU:
        text_add(out, "CPU time limit exceeded");
        break;
    case SIGXFSZ:
        text_add(out, "file size limit exceeded");
        break;
    case SIGABRT:
        text_add(out, "aborted");
        break;
    default:
        text_format(out, "killed by signal %d", fault->signal);
        break;
    }
}

static void add_sent(struct text *out, const struct crash *crash)
{
    const char *name = crash->signal_name != NULL ? crash->signal_name : "a fatal signal";

    if (crash->sender_pid == crash->pid) {
        text_format(out, crash->signal == SIGABRT ? "aborted" : "raised %s itself", name);
    } else if (crash->sender_pid == 0) {
        text_format(out, "killed by a process out of sight (uid %" PRId64 ") with signal %s",
                    crash->sender_uid, name);
    } else {
        text_format(out, "killed by pid %" PRId64 " (uid %" PRId64 ") with signal %s",
                    crash->sender_pid, crash->sender_uid, name);
    }
}

static void add_exception(struct text *out, const struct crash *crash)
{
    text_format(out, "uncaught C++ exception %s",
                crash->exception_name != NULL ? crash->exception_name : crash->exception_type);
    if (crash->exception_what != NULL) {
        text_format(out, ": %s", crash->exception_what);
    }
}

static void add_why(struct text *out, const struct crash *crash)
{
    struct fault fault = first_fault(crash);
    const char *runtime = fault.signal == SIGABRT ? last_words_of_runtime(crash) : NULL;

    if (crash->signal == 0) {
        text_add(out, "died before it could say why");
    } else if (crash->exception_type != NULL && crash->signal == SIGABRT) {
        add_exception(out, crash);
    } else if (crash->abort_message != NULL && crash->signal == SIGABRT) {
        last_words_retell(out, crash->abort_message);
    } else if (runtime != NULL) {
        text_add(out, runtime);
    } else if (was_sent(crash)) {
        add_sent(out, crash);
    } else {
        add_fault(out, crash, &fault);
    }
}

/* Of a fault in memory only. */
static void add_size(struct text *out, const struct crash *crash)
{
    bool memory = (crash->signal == SIGSEGV || crash->signal == SIGBUS) && crash->code > 0 &&
                  !crash->has_original && !same(crash->fault_access, "execute") &&
                  !same(crash->fault_kind, RECORD_KIND_STACK_GUARD);

    if (memory && crash->access_size > 0) {
        text_format(out, " (%u byte%s)", crash->access_size,
                    crash->access_size == 1 ? "" : "s");
    }
}

static void add_where(struct text *out, const struct crash *crash)
{
    const struct crash_frame *frame;
    const struct crash_name *name;

    if (!setaside_culprit(crash, &frame, &name)) {
        return;
    }
    if (name != NULL && name->function != NULL) {
        char *function = demangle_shorten(name->function);
        text_format(out, " in %s", function != NULL ? function : name->function);
        free(function);
        return;
    }
    const struct crash_module *module = crash_frame_module(crash, frame);
    if (module != NULL && module->path != NULL && frame->has_offset) {
        text_format(out, " in %s+0x%" PRIx64, crash_basename(module->path), frame->offset);
    }
}

char *reason_sentence(const struct crash *crash)
{
    struct text out = {.bytes = NULL};

    add_why(&out, crash);
    /* An assertion names its function itself. */
    if (out.bytes == NULL || strstr(out.bytes, ", in ") == NULL) {
        add_where(&out, crash);
    }
    add_size(&out, crash);
    char *sentence = text_take(&out);
    for (char *c = sentence; c != NULL && *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            *c = ' '; /* one line, whatever the program had in its message */
        }
    }
    return sentence;
}

const char *reason_type(const struct crash *crash)
{
    if (crash->exception_name != NULL && crash->signal == SIGABRT) {
        return crash->exception_name;
    }
    return crash->signal_name != NULL ? crash->signal_name : "unknown";
}
