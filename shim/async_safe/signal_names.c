#include "safe.h"

#include "signal_names.h"

struct code_name {
    int signal; /* 0: any */
    int code;
    const char *name;
};

#define CODE(signal, code)                                                                     \
    {                                                                                          \
        signal, code, #code                                                                    \
    }

static const struct code_name code_names[] = {
    CODE(0, SI_USER),
    CODE(0, SI_QUEUE),
    CODE(0, SI_TIMER),
    CODE(0, SI_MESGQ),
    CODE(0, SI_ASYNCIO),
    CODE(0, SI_SIGIO),
    CODE(0, SI_TKILL),
    CODE(0, SI_KERNEL),
    CODE(SIGSEGV, SEGV_MAPERR),
    CODE(SIGSEGV, SEGV_ACCERR),
    CODE(SIGSEGV, SEGV_BNDERR),
    CODE(SIGSEGV, SEGV_PKUERR),
    CODE(SIGSEGV, SEGV_MTEAERR),
    CODE(SIGSEGV, SEGV_MTESERR),
    CODE(SIGBUS, BUS_ADRALN),
    CODE(SIGBUS, BUS_ADRERR),
    CODE(SIGBUS, BUS_OBJERR),
    CODE(SIGBUS, BUS_MCEERR_AR),
    CODE(SIGBUS, BUS_MCEERR_AO),
    CODE(SIGFPE, FPE_INTDIV),
    CODE(SIGFPE, FPE_INTOVF),
    CODE(SIGFPE, FPE_FLTDIV),
    CODE(SIGFPE, FPE_FLTOVF),
    CODE(SIGFPE, FPE_FLTUND),
    CODE(SIGFPE, FPE_FLTRES),
    CODE(SIGFPE, FPE_FLTINV),
    CODE(SIGFPE, FPE_FLTSUB),
    CODE(SIGILL, ILL_ILLOPC),
    CODE(SIGILL, ILL_ILLOPN),
    CODE(SIGILL, ILL_ILLADR),
    CODE(SIGILL, ILL_ILLTRP),
    CODE(SIGILL, ILL_PRVOPC),
    CODE(SIGILL, ILL_PRVREG),
    CODE(SIGILL, ILL_COPROC),
    CODE(SIGILL, ILL_BADSTK),
    CODE(SIGTRAP, TRAP_BRKPT),
    CODE(SIGTRAP, TRAP_TRACE),
    {SIGSYS, 1, "SYS_SECCOMP"},
};

const char *signal_name(int signal)
{
    switch (signal) {
    case SIGSEGV:
        return "SIGSEGV";
    case SIGBUS:
        return "SIGBUS";
    case SIGFPE:
        return "SIGFPE";
    case SIGILL:
        return "SIGILL";
    case SIGABRT:
        return "SIGABRT";
    case SIGTRAP:
        return "SIGTRAP";
    case SIGSYS:
        return "SIGSYS";
    case SIGXCPU:
        return "SIGXCPU";
    case SIGXFSZ:
        return "SIGXFSZ";
    default:
        return "SIG?";
    }
}

const char *signal_code_name(int signal, int code)
{
    for (size_t i = 0; i < sizeof code_names / sizeof code_names[0]; i++) {
        const struct code_name *row = &code_names[i];

        if (row->code == code && (row->signal == 0 || row->signal == signal)) {
            return row->name;
        }
    }
    return "?";
}
