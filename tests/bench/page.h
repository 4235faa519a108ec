/*
 * The page that `measure` shares with the program it runs: descriptor 3 of the child. A child
 * stores there what it measured, or when it was about to die.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define PAGE_FD 3
#define PAGE_VALUES 4

struct page {
    uint64_t values[PAGE_VALUES];
};

static inline uint64_t page_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline struct page *page_map(int fd)
{
    void *page = mmap(NULL, sizeof(struct page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED) {
        abort();
    }
    return (struct page *)page;
}

#endif
