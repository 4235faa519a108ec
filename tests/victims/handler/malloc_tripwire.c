/* This program's own malloc shouts when somebody calls it after the fault. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <stddef.h>

#include "victim.h"

static volatile int g_dying;
static _Alignas(16) char g_heap[1 << 20];
static size_t g_used;

static void trip(const char *what)
{
    if (g_dying) {
        say(what);
        say(" after the fault\n");
    }
}

void *malloc(size_t size)
{
    trip("malloc");
    void *block = g_heap + g_used;
    g_used += (size + 15) / 16 * 16;
    return g_used <= sizeof(g_heap) ? block : NULL;
}

void free(void *block)
{
    (void)block;
    trip("free");
}

void *calloc(size_t count, size_t size)
{
    trip("calloc");
    return malloc(count * size);
}

void *realloc(void *block, size_t size)
{
    trip("realloc");
    char *larger = malloc(size);
    for (size_t i = 0; block != NULL && larger != NULL && i < size; i++) {
        larger[i] = ((char *)block)[i];
    }
    return larger;
}

static void inner(void)
{
    g_dying = 1;
    *nowhere = 1;
}

int main(void)
{
    free(realloc(malloc(10), 20));
    outer();
}
