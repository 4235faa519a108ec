/* Thousands of mappings lie before the one that is hit. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV mapping=r--s stack=inner,middle,outer,main reason=,_which_belongs_to_last
#include <fcntl.h>
#include <sys/mman.h>

#include "victim.h"

#define COUNT 4000

static volatile char *g_mapping;

static void inner(void)
{
    *g_mapping = 1;
}

int main(void)
{
    int file = open("last", O_RDWR | O_CREAT, 0600);
    REQUIRE(file >= 0 && ftruncate(file, 4096) == 0);
    char *room = mmap(NULL, (COUNT + 1) * 4096l, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(room != MAP_FAILED);
    for (int i = 0; i < COUNT; i += 2) { /* neighbours that differ are not merged */
        REQUIRE(mprotect(room + i * 4096l, 4096, PROT_READ) == 0);
    }
    g_mapping = mmap(room + COUNT * 4096l, 4096, PROT_READ, MAP_SHARED | MAP_FIXED, file, 0);
    REQUIRE(g_mapping != MAP_FAILED);
    outer();
}
