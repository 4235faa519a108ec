/*
 * The record: what a dying process says of itself, as text that cat(1) can read.
 *
 *     epitaph-record: 1
 *     id: 0f8fad5bd9cb469fa16570867728950e
 *     signal: 11 SIGSEGV
 *     ...
 *     end:
 *
 * Lines of `key: value`, UTF-8 as far as the process spoke it. The first line is
 * EPITAPH_RECORD_FIRST_KEY with the version, the last is `end:`. Without that last line the
 * record is torn and good up to its last newline. In a value, backslash is `\\`, and every byte
 * below 0x20 and 0x7f is `\xHH`; all else is verbatim, so invalid UTF-8 may occur. Readers skip
 * keys that they do not know; a version above theirs is read as far as it is understood.
 *
 * Values made of several fields are `name=value` separated by single spaces; a field that holds
 * foreign text (path=) comes last and runs to the end of the line.
 */
#ifndef EPITAPH_RECORD_H
#define EPITAPH_RECORD_H

#define EPITAPH_RECORD_VERSION 1

/* Key                                       value */
#define RECORD_FIRST "epitaph-record" /* version, decimal */
#define RECORD_ID "id"                /* 32 hex digits, never 0: the event id */
#define RECORD_TIME "time"            /* seconds.nanoseconds since 1970, CLOCK_REALTIME */
#define RECORD_UPTIME "uptime"        /* seconds.nanoseconds since the process armed itself */
#define RECORD_PID "pid"              /* decimal, as the process's own namespace counts */
#define RECORD_TID "tid"
#define RECORD_PPID "ppid"
#define RECORD_UID "uid"
#define RECORD_THREAD "thread"             /* name of the thread (comm), foreign */
#define RECORD_EXE "exe"                   /* path of the executable, foreign */
#define RECORD_EXE_BUILD_ID "exe_build_id" /* hex */
#define RECORD_PROGRAM "program"           /* last part of argv[0], foreign */
#define RECORD_SIGNAL "signal"             /* number and name: "11 SIGSEGV" */
#define RECORD_CODE "code"                 /* si_code and its name: "1 SEGV_MAPERR" */
#define RECORD_FAULT_ADDRESS                                                                   \
    "fault_address" /* 0x.., only for faults of the kernel's telling                           \
                     */
#define RECORD_FAULT_ACCESS                                                                    \
    "fault_access" /* read, write, execute; from the hardware's error code */
#define RECORD_FAULT_KIND "fault_kind" /* one of the RECORD_KIND_ words below */
#define RECORD_SENDER "sender"         /* "pid=N uid=N": a signal that somebody sent */
#define RECORD_ORIGINAL                                                                        \
    "original" /* "signal=11 code=1 address=0x..", or of one that was sent "signal=11 code=0   \
                  pid=N uid=N": what the handler was called for that re-raised */
#define RECORD_SYSCALL "syscall"             /* "number=N arch=0x.." of a SIGSYS */
#define RECORD_ABORT_MESSAGE "abort_message" /* libc's own words, foreign */
#define RECORD_EXCEPTION_TYPE                                                                  \
    "exception_type"                           /* mangled name of the C++ exception, foreign   \
                                                */
#define RECORD_EXCEPTION_WHAT "exception_what" /* its what(), foreign */
#define RECORD_REGISTERS "registers"   /* "rip=0x.. rsp=0x.. ..." ; stays on this machine */
#define RECORD_CODE_BYTES "code_bytes" /* up to 16 bytes at the pc, hex */
#define RECORD_STACK "stack" /* "low=0x.. high=0x..": the dying thread's, when known */
#define RECORD_MAPPING                                                                         \
    "mapping" /* "low=0x.. high=0x.. perms=rw-p offset=0x.. path=..": what lies at the fault's \
                 address, as proc(5) has it; foreign, empty where it is no file's */
#define RECORD_FREED "freed" /* "low=0x.. high=0x..": munmap(2) took it, and it is gone */
#define RECORD_MODULE                                                                          \
    "module" /* "index=N base=0x.. end=0x.. bias=0x.. build_id=HEX|- path=..."; before path,   \
                "unloaded=1" where it was there until dlclose(3) */
#define RECORD_FRAME                                                                           \
    "frame" /* "index=N pc=0x.. exact=0|1 trust=WORD module=N|- offset=0x..|-" */
#define RECORD_FRAMES_TOTAL                                                                    \
    "frames_total"         /* how many there were; more than frame lines: middle left out */
#define RECORD_NOTE "note" /* "key=WORD value=..": the program's own (epitaph.h), foreign */
#define RECORD_PYTHON                                                                          \
    "python" /* a line of CPython's own traceback, foreign; repeats, in order */
#define RECORD_HS_ERR "hs_err" /* where a JVM writes its own report by default, foreign */
/* With EPITAPH_THREADS=all: another thread, then its frames, as RECORD_FRAME has them. */
#define RECORD_OTHER_THREAD "other_thread" /* "tid=N frames=N name=..." */
#define RECORD_OTHER_FRAME "other_frame"
#define RECORD_MISSING "missing" /* a word for what could not be had; may repeat */
#define RECORD_HOME "home"       /* HOME of the process, foreign */
#define RECORD_USER "user"       /* USER or LOGNAME of the process, foreign */
#define RECORD_SHELL "shell"     /* SHELL, foreign */
#define RECORD_CI "ci"           /* name of the CI provider, or "unknown"; absent outside CI */
#define RECORD_RUNTIME "runtime" /* native python node jvm ruby perl php go rust dotnet */
#define RECORD_RUNTIME_VERSION "runtime_version" /* foreign, where the environment tells */
#define RECORD_APP "app"                         /* EPITAPH_APP, foreign */
#define RECORD_APP_VERSION "app_version"         /* EPITAPH_APP_VERSION, foreign */
#define RECORD_SESSION "session"                 /* 32 hex digits: this run of the process */
#define RECORD_ARCH "arch"                       /* x86_64 aarch64 */
#define RECORD_END "end"

/* fault_kind: what the fault address is. */
#define RECORD_KIND_NULL_PAGE "null-page"         /* below 64 KiB */
#define RECORD_KIND_STACK_GUARD "stack-guard"     /* just below this thread's stack pointer */
#define RECORD_KIND_NON_CANONICAL "non-canonical" /* no such address on this machine */
#define RECORD_KIND_UNMAPPED "unmapped"
#define RECORD_KIND_FREED "freed"             /* unmapped, by the program's munmap(2) */
#define RECORD_KIND_PROTECTED "protected"     /* mapped, but not for this access */
#define RECORD_KIND_BEYOND_FILE "beyond-file" /* SIGBUS past the end of a mapped file */

/* trust: how a frame was found, best first. */
#define RECORD_TRUST_CONTEXT "context" /* the registers at the fault */
#define RECORD_TRUST_CFI "cfi"         /* unwind tables */
#define RECORD_TRUST_FP "fp"           /* chain of frame pointers */
#define RECORD_TRUST_SCAN "scan"       /* a word on the stack that follows a call */

/* exact=1: pc is where execution stood (the fault itself, or beneath a signal frame);
 * exact=0: pc is a return address, look up pc-1. offset is pc minus the module's load bias,
 * which is what `addr2line -e MODULE` takes. */

#define RECORD_FRAMES_INNERMOST 128
#define RECORD_FRAMES_OUTERMOST 32
#define RECORD_OTHER_THREADS_MAX 64
#define RECORD_OTHER_FRAMES 16 /* innermost, of each other thread */
#define RECORD_MODULES_MAX 64
#define RECORD_NOTES_MAX 16
#define RECORD_NOTE_KEY_MAX 32    /* bytes: a-z 0-9 _ . - */
#define RECORD_NOTE_VALUE_MAX 128 /* bytes before escaping */
#define RECORD_VALUE_MAX 4096     /* bytes of one value before escaping */

#endif
