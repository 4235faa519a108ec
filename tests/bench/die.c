/* die FRAMES MIB: with MIB resident and FRAMES calls deep, store the time and read null. */
#include <string.h>

#include "page.h"

static struct page *page;
static volatile int *volatile null;

__attribute__((noinline)) static int descend(size_t frames)
{
    if (frames == 0) {
        page->values[0] = page_now_ns();
        return *null;
    }
    int value = descend(frames - 1);
    __asm__ volatile("" : "+r"(value)); /* no tail call */
    return value;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        return 1;
    }
    page = page_map(PAGE_FD);
    size_t size = strtoul(argv[2], NULL, 10) << 20;
    char *memory = malloc(size + 1);
    if (memory == NULL) {
        return 1;
    }
    memset(memory, 1, size + 1);
    __asm__ volatile("" : : "r"(memory) : "memory");
    return descend(strtoul(argv[1], NULL, 10));
}
