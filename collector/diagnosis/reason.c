#include "reason.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <epitaph/record.h>

#include "crash/instruction.h"
#include "crash/system_calls.h"
#include "encoding/text.h"
#include "fault_words.h"
#include "last_words.h"
#include "naming/demangle.h"
#include "setaside.h"

/* What a fault's code says of its address, where the kind is that of another signal. */
static const char *kind_of_code(const struct crash *crash, int signal, int code)
{
    if (signal == SIGBUS) {
        return code == BUS_ADRERR ? RECORD_KIND_BEYOND_FILE : NULL;
    }
    return signal != SIGSEGV     ? NULL
           : code == SEGV_ACCERR ? RECORD_KIND_PROTECTED
           : code != SEGV_MAPERR ? NULL
           : crash->has_freed    ? RECORD_KIND_FREED
                                 : RECORD_KIND_UNMAPPED;
}

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
        fault.has_address = fault.code > 0;
        fault.address = crash->original_address;
        fault.access = NULL;
        fault.kind = kind_of_code(crash, fault.signal, fault.code);
        if (fault.has_address && fault.address < FAULT_NULL_PAGE_END &&
            fault.signal == SIGSEGV) {
            fault.kind = RECORD_KIND_NULL_PAGE;
        }
        if (last_words_of_overflow(crash)) {
            fault.kind = RECORD_KIND_STACK_GUARD;
        }
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

    if (crash->has_original) {
        return crash->has_original_sender && crash->original_code <= 0 &&
               crash->original_signal == crash->signal;
    }
    return crash->has_sender && crash->code <= 0 && !limit;
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
        fault_words_segv(out, crash, fault);
        break;
    case SIGBUS:
        fault_words_bus(out, crash, fault);
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

static void add_signal(struct text *out, int signal)
{
    const char *name = sigabbrev_np(signal);

    if (name != NULL) {
        text_format(out, "SIG%s", name);
    } else {
        text_format(out, "%d", signal);
    }
}

static void add_sent(struct text *out, const struct crash *crash, const struct fault *fault)
{
    bool first = crash->has_original;
    int64_t pid = first ? crash->original_pid : crash->sender_pid;
    int64_t uid = first ? crash->original_uid : crash->sender_uid;

    if (pid == crash->pid && fault->signal == SIGABRT) {
        text_add(out, "aborted");
    } else if (pid == crash->pid) {
        text_add(out, "raised ");
        add_signal(out, fault->signal);
        text_add(out, " itself");
    } else {
        if (pid == 0) {
            text_add(out, "killed by a process out of sight");
        } else {
            text_format(out, "killed by pid %" PRId64, pid);
        }
        text_format(out, " (uid %" PRId64 ") with signal ", uid);
        add_signal(out, fault->signal);
    }
}

/* A program that handles a signal, and one that somebody sent it, and dies of another. */
static void add_sent_before(struct text *out, const struct crash *crash)
{
    text_add(out, "handled a ");
    add_signal(out, crash->original_signal);
    text_add(out, crash->signal == SIGABRT ? " that was sent to it, and aborted"
                                           : " that was sent to it, and died");
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
        add_sent(out, crash, &fault);
    } else if (crash->has_original && crash->original_code <= 0) {
        add_sent_before(out, crash);
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
