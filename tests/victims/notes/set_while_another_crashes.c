/* Four threads replace their notes without end while another one dies. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main notes=5 note.step=crashing
// build: -pthread
#include <epitaph.h>
#include <pthread.h>
#include <stdatomic.h>

#include "victim.h"

static atomic_int g_running;

static void inner(void)
{
    exit(*nowhere);
}

static void *note_without_end(void *key)
{
    char value[EPITAPH_NOTE_VALUE_MAX];

    for (unsigned round = 0;; round++) {
        memset(value, 'a' + (int)(round % 26), sizeof(value));
        value[round % (sizeof(value) - 1) + 1] = '\0';
        epitaph_note(key, value);
        if (round == 100) {
            atomic_fetch_add(&g_running, 1);
        }
    }
    return NULL;
}

int main(void)
{
    static char keys[4][3] = {"t0", "t1", "t2", "t3"};
    pthread_t thread;

    for (int i = 0; i < 4; i++) {
        REQUIRE(pthread_create(&thread, NULL, note_without_end, keys[i]) == 0);
    }
    while (atomic_load(&g_running) < 4) {
        usleep(1000);
    }
    epitaph_note("step", "crashing");
    outer();
}
