/*
 * Start-up: decide whether to be here at all, map the spool, pin the facts, make stacks, take
 * the signals. Linked with -z initfirst, so this runs before every other constructor and
 * relies on no other library than libc being ready.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "alternate_stacks.h"
#include "async_safe/process.h"
#include "async_safe/raw.h"
#include "async_safe/state.h"
#include "dispositions.h"
#include "environment.h"
#include "masks.h"
#include "pin.h"
#include "spool_file.h"
#include "stand_down.h"

static void say(const char *reason)
{
    const char *debug = environment_get("EPITAPH_DEBUG");
    char line[256] = "epitaph: not armed: ";
    size_t length = strlen(line);

    if (debug == NULL || strcmp(debug, "1") != 0) {
        return;
    }
    strncat(line, reason, sizeof line - length - 2);
    strcat(line, "\n");
    if (write(STDERR_FILENO, line, strlen(line)) < 0) {
        return; /* nobody listens */
    }
}

/* glibc keeps the text of its last complaint there for debuggers; private, but the same since
 * 2.4 (2006). Weak: where it is missing, there is no text. */
extern const void *__abort_msg __attribute__((weak));

/* Unless an earlier constructor, or a raw system call, gave the thread one. */
static void give_main_stack(void)
{
    stack_t found;

    if (raw(SYS_sigaltstack, NULL, &found) == 0 && (found.ss_flags & SS_DISABLE) != 0) {
        alternate_stack_give(g_stacks.main, sizeof g_stacks.main);
    }
}

static const char *arm(char **arguments, char **environment)
{
    struct epitaph_spool_header *spool;
    size_t size;
    const char *problem = stand_down_reason();

    if (problem == NULL) {
        problem = spool_file_map(&spool, &size);
    }
    if (problem != NULL) {
        return problem;
    }
    pin_facts(arguments, environment);
    g_state.abort_message = &__abort_msg;
    g_state.main_stack_end = (uintptr_t)__builtin_frame_address(0);
    g_state.spool_size = size;
    g_state.spool = spool; /* from here on the interposed functions do more than pass on */
    give_main_stack();
    dispositions_arm();
    masks_begin_process();
    return NULL;
}

__attribute__((constructor)) static void start(int argument_count, char **arguments,
                                               char **environment)
{
    (void)argument_count;
    environment_set(environment);
    const char *problem = arm(arguments, environment);
    if (problem != NULL) {
        say(problem);
    }
}
