/*
 * What victims share: a chain of calls whose names must show up in the record, and a few
 * words for saying what happened on standard output.
 *
 * A victim dies one way. The head of its file says what is expected, in lines that inquest.py
 * reads:
 *
 *     // expect: signal=SIGSEGV            or exit=0: how the process that was started ends
 *     // record: signal=SIGSEGV stack=inner,middle,outer,main notes=1 note.KEY=a_b
 *     // options: needs=root,x86_64,aarch64 stderr=any witness=no pc=any
 *     // options: aim=...                 the record is not what it should be yet, and why
 *     // options: limit=...               the process notices, and why that is accepted
 *     // build: -fomit-frame-pointer -pthread
 *     // helper: name [needed]             helpers/name.c as a shared object beside the victim
 *
 * One `record:` line for each crash that must be on record, none for a victim that must leave
 * none; count=N for crashes that are the same; missing=any where a step may fail. `stack`
 * starts at the innermost frame, its names follow each other, and `*` stands for any number of
 * frames in between. `reason` is a part of the first line, with _ for blanks; `mapping` the
 * last part of a path, the protection or the size of what lies at the fault's address, `freed`
 * the size of what was unmapped there; none: no such line. `exe` is the last part of a path.
 */
#ifndef VICTIM_H
#define VICTIM_H

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define VICTIM_UNUSED __attribute__((unused))
#define VICTIM_FRAME __attribute__((noinline, used))

/* A frame stays a frame as long as the call is not the last thing that it does. */
#define VICTIM_STAY() __asm__ volatile("" ::: "memory")

/* Preparation that must not fail; 99 is nobody's expected status. */
#define REQUIRE(what)                                                                          \
    do {                                                                                       \
        if (!(what)) {                                                                         \
            fprintf(stderr, "victim: %s: %s\n", #what, strerror(errno));                       \
            _exit(99);                                                                         \
        }                                                                                      \
    } while (0)

/* What this machine does not have; the reference run says so and the inquest stops. */
#define REQUIRE_OR_SKIP(what)                                                                  \
    do {                                                                                       \
        if (!(what)) {                                                                         \
            printf("%s: %s\n", #what, strerror(errno));                                        \
            exit(77);                                                                          \
        }                                                                                      \
    } while (0)

/* What compilers put where control must not come, and what debuggers put where it may. */
#if defined(__x86_64__)
#define ILLEGAL_INSTRUCTION "ud2"
#define BREAKPOINT "int3"
#elif defined(__aarch64__)
#define ILLEGAL_INSTRUCTION ".inst 0" /* udf #0 */
#define BREAKPOINT "brk #0"
#endif

/* Null, without the compiler's knowledge. */
VICTIM_UNUSED static int *volatile nowhere;

/* The victim's own way to die. main calls outer, outer calls middle, middle calls inner. */
VICTIM_FRAME static void inner(void);

VICTIM_FRAME static void middle(void)
{
    inner();
    VICTIM_STAY();
}

VICTIM_FRAME static void outer(void)
{
    middle();
    VICTIM_STAY();
}

/* Without stdio: no buffer to flush, no lock to take. */
VICTIM_UNUSED static void say(const char *words)
{
    REQUIRE(write(STDOUT_FILENO, words, strlen(words)) == (ssize_t)strlen(words));
}

VICTIM_UNUSED static void say_status(const char *who, int status)
{
    char line[128];
    if (WIFSIGNALED(status)) {
        snprintf(line, sizeof(line), "%s died of signal %d\n", who, WTERMSIG(status));
    } else {
        snprintf(line, sizeof(line), "%s exited with %d\n", who, WEXITSTATUS(status));
    }
    say(line);
}

VICTIM_UNUSED static int wait_for(pid_t pid)
{
    int status = 0;
    REQUIRE(waitpid(pid, &status, 0) == pid);
    return status;
}

#endif
