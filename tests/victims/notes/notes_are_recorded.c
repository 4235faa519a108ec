/* Notes are set, replaced, taken away, refused and cut; what is left is in the record. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main notes=16 note.step=saving_orders note.long=many_words_ note.k13=13
// build: -std=c99 -D_GNU_SOURCE
#include <epitaph.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    char key[EPITAPH_NOTE_KEY_MAX + 2] = "";
    char value[EPITAPH_NOTE_VALUE_MAX + 8] = "many words ";

    memset(value + strlen(value), 'w', sizeof(value) - strlen(value) - 1);
    epitaph_note("step", "loading orders");
    epitaph_note("step", "saving orders");
    epitaph_note("gone", "never here");
    epitaph_note("gone", NULL);
    epitaph_note("long", value);
    epitaph_note("", "never here");
    epitaph_note(NULL, "never here");
    epitaph_note("Capital", "never here");
    memset(key, 'k', sizeof(key) - 1);
    epitaph_note(key, "never here");
    for (int i = 0; i < 20; i++) {
        snprintf(key, sizeof(key), "k%d", i);
        snprintf(value, sizeof(value), "%d", i);
        epitaph_note(key, value);
    }
    outer();
}
