/*
 * Watching a dying child from outside: a hardware watchpoint on the length of the first slot
 * stops it each time that it has committed a line of its record. Nothing of the library is
 * changed for that. Without the library there is no spool and the child dies unwatched.
 */
#ifndef WATCH_H
#define WATCH_H

#include <epitaph/spool.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include "victim.h"

/* Our own view of the spool, to look at the first slot and to free it again; null without one.
 */
static char *watch_map_spool(void)
{
    char path[4200];
    const char *directory = getenv("EPITAPH_SPOOL");
    snprintf(path, sizeof(path), "%s/%u.spool", directory, getuid());
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) {
        return NULL;
    }
    char *spool = mmap(NULL, EPITAPH_SPOOL_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    /* The child has the library's mapping, and must not have this one as well. */
    REQUIRE(spool != MAP_FAILED && madvise(spool, EPITAPH_SPOOL_SIZE, MADV_DONTFORK) == 0);
    close(file);
    return spool;
}

static struct epitaph_slot_header *watch_slot(char *spool)
{
    return (struct epitaph_slot_header *)(void *)(spool + EPITAPH_SLOT_HEADER_OFFSET(0));
}

static const char *watch_text(char *spool)
{
    return spool + EPITAPH_SLOT_TEXT_OFFSET(EPITAPH_SPOOL_HEADER_SIZE, EPITAPH_SLOT_SIZE, 0);
}

static unsigned long where_child_maps_spool(pid_t child)
{
    char path[64];
    char line[4400];
    unsigned long address = 0;
    snprintf(path, sizeof(path), "/proc/%d/maps", child);
    FILE *maps = fopen(path, "re");
    REQUIRE(maps != NULL);
    while (address == 0 && fgets(line, sizeof(line), maps) != NULL) {
        if (strstr(line, ".spool") != NULL) {
            address = strtoul(line, NULL, 16);
        }
    }
    fclose(maps);
    return address;
}

static void set_debug_register(pid_t child, size_t number, unsigned long value)
{
    size_t offset = offsetof(struct user, u_debugreg) + number * sizeof(unsigned long);
    REQUIRE_OR_SKIP(ptrace(PTRACE_POKEUSER, child, (void *)offset, (void *)value) == 0);
}

/* A child that dies by `die`, stopped at its fault, with the watchpoint set. */
static pid_t watch_start(void (*die)(void))
{
    int status = 0;
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        die();
        _exit(0);
    }
    REQUIRE(waitpid(child, &status, 0) == child && WIFSTOPPED(status));
    unsigned long spool = where_child_maps_spool(child);
    if (spool != 0) {
        unsigned long watched = spool + EPITAPH_SLOT_HEADER_OFFSET(0) +
                                offsetof(struct epitaph_slot_header, length);
        set_debug_register(child, 0, watched);
        set_debug_register(child, 7, 1 | 1 << 16 | 3 << 18); /* on, for writes, of four bytes */
    }
    return child;
}

/* Deliver the fault and run until `lines` stores to the length are done. False: it died first,
 * and `ret_status` says how. */
VICTIM_UNUSED static int watch_run(pid_t child, int lines, int *ret_status)
{
    long deliver = SIGSEGV;
    for (int stores = 0; stores < lines;) {
        REQUIRE(ptrace(PTRACE_CONT, child, NULL, (void *)deliver) == 0);
        REQUIRE(waitpid(child, ret_status, 0) == child);
        if (!WIFSTOPPED(*ret_status)) {
            return 0;
        }
        deliver = WSTOPSIG(*ret_status);
        if (deliver == SIGTRAP) {
            deliver = 0;
            stores++;
        }
    }
    return 1;
}

static void watch_finish(pid_t child, int *ret_status)
{
    long deliver = 0;
    do {
        if (ptrace(PTRACE_CONT, child, NULL, (void *)deliver) != 0) {
            REQUIRE(errno == ESRCH); /* killed */
        }
        REQUIRE(waitpid(child, ret_status, 0) == child);
        deliver = WIFSTOPPED(*ret_status) && WSTOPSIG(*ret_status) != SIGTRAP
                      ? WSTOPSIG(*ret_status)
                      : 0;
    } while (WIFSTOPPED(*ret_status));
}

#endif
