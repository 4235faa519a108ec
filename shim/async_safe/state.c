#include "state.h"

struct state g_state;
__thread struct thread_state t_thread __attribute__((tls_model("initial-exec")));
