/* A fault is forced into the handler after each of the system calls by which it looks for the
 * mapping that was hit: it costs the mapping and no more, and the process dies of its first
 * fault. */
// expect: exit=0
// record: signal=SIGSEGV fault_kind=protected torn=0 mapping=r--p stack=inner,middle,outer,main
// options: needs=x86_64 witness=no
#include <sys/mman.h>
#include <sys/syscall.h>

#include "watch.h"

static volatile char *g_mapping;

static void inner(void)
{
    *g_mapping = 1;
}

static int is_of_the_map(unsigned long long number)
{
    return number == SYS_openat || number == SYS_read || number == SYS_close;
}

/* Run to the end of the `count`th of those calls. False: it died first. */
static int run_to(pid_t child, int count, int *ret_status)
{
    long deliver = SIGSEGV;
    int inside = 0;
    for (int seen = 0; seen < count;) {
        REQUIRE(ptrace(PTRACE_SYSCALL, child, NULL, (void *)deliver) == 0);
        REQUIRE(waitpid(child, ret_status, 0) == child);
        if (!WIFSTOPPED(*ret_status)) {
            return 0;
        }
        deliver = WSTOPSIG(*ret_status) == (SIGTRAP | 0x80) ? 0 : WSTOPSIG(*ret_status);
        if (deliver == 0) {
            struct user_regs_struct registers;
            REQUIRE(ptrace(PTRACE_GETREGS, child, NULL, &registers) == 0);
            inside = !inside;
            seen += !inside && is_of_the_map(registers.orig_rax);
        }
    }
    return 1;
}

static void check(char *spool, int calls)
{
    char line[128];
    const char *text = watch_text(spool);
    struct epitaph_slot_header *slot = watch_slot(spool);
    unsigned length = slot->length;
    int good = EPITAPH_SLOT_STATE(slot->word) == EPITAPH_SLOT_COMMITTED && length > 16 &&
               memmem(text, length, "\nmissing: mapping\n", 18) != NULL &&
               memmem(text, length, "\nmapping: ", 10) == NULL &&
               memmem(text, length, "\nframe: ", 8) != NULL &&
               memmem(text + length - 8, 8, "\nend:", 5) != NULL;
    if (!good) {
        snprintf(line, sizeof(line), "fault after call %d: state %u, %u bytes\n", calls,
                 EPITAPH_SLOT_STATE(slot->word), length);
        say(line);
        REQUIRE(write(STDERR_FILENO, text, length) == (ssize_t)length);
    }
}

int main(void)
{
    char *spool = watch_map_spool();
    int status = 0;
    int calls = 1;
    g_mapping = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(g_mapping != MAP_FAILED);
    for (;; calls++) {
        pid_t child = watch_start(outer);
        REQUIRE(ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)PTRACE_O_TRACESYSGOOD) == 0);
        set_debug_register(child, 7, 0);
        if (!run_to(child, calls, &status)) {
            break;
        }
        struct user_regs_struct registers;
        REQUIRE(ptrace(PTRACE_GETREGS, child, NULL, &registers) == 0);
        registers.rip = 0;
        REQUIRE(ptrace(PTRACE_SETREGS, child, NULL, &registers) == 0);
        watch_finish(child, &status);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSEGV) {
            say_status("child", status);
        }
        check(spool, calls);
        memset((void *)watch_slot(spool), 0, sizeof(struct epitaph_slot_header));
    }
    say_status("child", status);
    REQUIRE(spool == NULL || calls > 3); /* openat, read, close at least */
    return 0;
}
