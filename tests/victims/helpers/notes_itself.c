#include <epitaph.h>

void notes_itself(const char *key);
void notes_itself(const char *key)
{
    epitaph_note(key, "in a shared object");
}

__attribute__((constructor)) static void constructor(void)
{
    epitaph_note("constructor", "has run");
}
