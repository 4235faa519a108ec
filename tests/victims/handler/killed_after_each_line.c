/* SIGKILL strikes after each line that the handler has committed: every time what is left can
 * be read up to the tear. The last child is left alone and leaves a whole record. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 torn=0 stack=inner,middle,outer,main
// options: needs=x86_64 witness=no
#include "watch.h"

static void inner(void)
{
    exit(*nowhere);
}

static void check_torn(char *spool, int stores)
{
    char line[128];
    const char *text = watch_text(spool);
    struct epitaph_slot_header *slot = watch_slot(spool);
    unsigned length = slot->length;
    int good = EPITAPH_SLOT_STATE(slot->word) == EPITAPH_SLOT_CLAIMED && length > 0 &&
               text[length - 1] == '\n' && strncmp(text, "epitaph-record: ", 16) == 0;
    if (!good) {
        snprintf(line, sizeof(line), "killed at store %d: state %u, %u bytes\n", stores,
                 EPITAPH_SLOT_STATE(slot->word), length);
        say(line);
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
        REQUIRE(kill(child, SIGKILL) == 0);
        watch_finish(child, &status);
        if (EPITAPH_SLOT_STATE(watch_slot(spool)->word) == EPITAPH_SLOT_COMMITTED) {
            say("committed too early\n");
        }
        check_torn(spool, lines);
        memset((void *)watch_slot(spool), 0, sizeof(struct epitaph_slot_header));
    }
    return 0;
}
