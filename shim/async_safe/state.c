#include "state.h"

struct state g_state STATE_AT_HAND = {.spool = NULL};
struct state_stacks g_stacks __attribute__((aligned(STATE_PAGE_SIZE)));
__thread struct thread_state t_thread __attribute__((tls_model("initial-exec")));
