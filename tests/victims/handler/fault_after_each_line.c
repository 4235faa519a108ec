/* A fault is forced into the handler after each line that it has committed: it costs what was
 * being done and no more; the process dies of its first fault, and the record is whole. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 torn=0 stack=inner,middle,outer,main
// options: needs=x86_64 witness=no
#include "watch.h"

static void inner(void)
{
    exit(*nowhere);
}

static int count_missing(const char *text, unsigned length)
{
    int count = 0;
    const char *at = text;
    while ((at = memmem(at, length - (size_t)(at - text), "\nmissing: ", 10)) != NULL) {
        count++;
        at++;
    }
    return count;
}

static void check_whole(char *spool, int stores)
{
    char line[128];
    const char *text = watch_text(spool);
    struct epitaph_slot_header *slot = watch_slot(spool);
    unsigned length = slot->length;
    int good = EPITAPH_SLOT_STATE(slot->word) == EPITAPH_SLOT_COMMITTED && length > 16 &&
               (memmem(text, length, "\nsignal: 11 SIGSEGV\n", 20) != NULL ||
                memmem(text, length, "\nmissing: signal\n", 17) != NULL) &&
               count_missing(text, length) == 1 &&
               memmem(text + length - 8, 8, "\nend:", 5) != NULL;
    if (!good) {
        snprintf(line, sizeof(line), "fault at store %d: state %u, %u bytes\n", stores,
                 EPITAPH_SLOT_STATE(slot->word), length);
        say(line);
        REQUIRE(write(STDERR_FILENO, text, length) == (ssize_t)length);
    }
}

int main(void)
{
    char *spool = watch_map_spool();
    for (int lines = 2;; lines++) { /* the first store empties the slot */
        int status = 0;
        pid_t child = watch_start(outer);
        if (!watch_run(child, lines, &status)) {
            say_status("child", status);
            break;
        }
        struct user_regs_struct registers;
        REQUIRE(ptrace(PTRACE_GETREGS, child, NULL, &registers) == 0);
        unsigned length = watch_slot(spool)->length;
        if (length > 8 && memmem(watch_text(spool) + length - 8, 8, "\nend:", 5) != NULL) {
            watch_finish(child, &status); /* nothing is left to be lost */
            if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSEGV) {
                say_status("child", status);
            }
            memset((void *)watch_slot(spool), 0, sizeof(struct epitaph_slot_header));
            continue;
        } else {
            registers.rip = 0;
            REQUIRE(ptrace(PTRACE_SETREGS, child, NULL, &registers) == 0);
            watch_finish(child, &status);
        }
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSEGV) {
            say_status("child", status);
        }
        check_whole(spool, lines);
        memset((void *)watch_slot(spool), 0, sizeof(struct epitaph_slot_header));
    }
    return 0;
}
