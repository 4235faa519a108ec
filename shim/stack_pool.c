#include "stack_pool.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#include "async_safe/state.h"

/* One mapping of 1 MiB holds 16 stacks: a system call and an entry in the kernel's list of
 * mappings, which is limited (vm.max_map_count), for every 16 threads that live at once. */
#define CHUNK_STACKS 16u
#define CHUNKS_MAX 4096u /* 65,536 threads at once; more go without */
#define CHUNK_ALL_FREE 0xffffu

static _Atomic(char *) g_chunks[CHUNKS_MAX];
static _Atomic uint16_t g_free[CHUNKS_MAX]; /* bit set: that stack of the chunk is free */
static _Atomic uint32_t g_chunk_count;
static _Atomic uint32_t g_hint; /* where a free one was last seen */

static char *take_from(uint32_t chunk)
{
    uint16_t free = atomic_load(&g_free[chunk]);

    while (free != 0) {
        unsigned bit = (unsigned)__builtin_ctz(free);
        uint16_t rest = (uint16_t)(free & ~(1u << bit));

        if (atomic_compare_exchange_weak(&g_free[chunk], &free, rest)) {
            return atomic_load(&g_chunks[chunk]) + bit * (size_t)STATE_STACK_SIZE;
        }
    }
    return NULL;
}

/* Map one more chunk and take its first stack. */
static char *grow(void)
{
    uint32_t chunk = atomic_load(&g_chunk_count);

    do {
        if (chunk >= CHUNKS_MAX) {
            return NULL;
        }
    } while (!atomic_compare_exchange_weak(&g_chunk_count, &chunk, chunk + 1));
    char *memory = mmap(NULL, CHUNK_STACKS * STATE_STACK_SIZE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) {
        return NULL; /* the chunk's number is spent, with nothing free in it */
    }
    atomic_store(&g_chunks[chunk], memory);
    atomic_store(&g_free[chunk], CHUNK_ALL_FREE & ~1u);
    atomic_store(&g_hint, chunk);
    return memory;
}

char *stack_pool_take(void)
{
    uint32_t count = atomic_load(&g_chunk_count);
    uint32_t hint = atomic_load(&g_hint);

    for (uint32_t i = 0; i < count; i++) {
        uint32_t chunk = (hint + i) % count;
        char *stack = take_from(chunk);

        if (stack != NULL) {
            if (i != 0) {
                atomic_store(&g_hint, chunk);
            }
            return stack;
        }
    }
    return grow();
}

void stack_pool_give_back(char *stack)
{
    uint32_t count = atomic_load(&g_chunk_count);

    for (uint32_t chunk = 0; stack != NULL && chunk < count; chunk++) {
        char *begin = atomic_load(&g_chunks[chunk]);

        if (begin != NULL &&
            (uintptr_t)stack - (uintptr_t)begin < CHUNK_STACKS * STATE_STACK_SIZE) {
            size_t index = (size_t)(stack - begin) / STATE_STACK_SIZE;
            atomic_fetch_or(&g_free[chunk], (uint16_t)(1u << index));
            atomic_store(&g_hint, chunk);
            return;
        }
    }
}
