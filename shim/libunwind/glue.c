/*
 * What the private libunwind has instead of libc: memory from a static block, and locks that
 * are none. objcopy turns its calls here (see `symbols`), so that unwinding makes no system
 * call, takes no lock and never enters an allocator.
 *
 * One thread at a time may be inside libunwind. The handler's claim of ownership sees to
 * that; a real mutex would make it worse, because a fault inside the unwinder, from which the
 * handler jumps back, would leave it locked for the next try.
 *
 * The shim takes memory of its own from the same block, before the first address space.
 *
 * The definitions are weak: whoever links this may put their own in their place.
 */
#include <stdalign.h>
#include <stddef.h>
#include <sys/types.h>

/* In use on x86-64: 7 KiB for one address space with its register-state cache, made at the
 * first unwinding, and two pools of 1 KiB. The rest is for pools that grow when unwind
 * information nests DW_CFA_remember_state. Pages that are never touched cost nothing. */
#if defined(__aarch64__)
#define ARENA_SIZE (256u * 1024u) /* 97 registers a state instead of 17 */
#else
#define ARENA_SIZE (128u * 1024u)
#endif
#define ALIGNMENT 64u
#define PAGE_SIZE 4096u

static alignas(PAGE_SIZE) char arena[ARENA_SIZE];
static size_t arena_used __attribute__((section(".data"))); /* beside what each crash writes */

#define WEAK __attribute__((weak))

/* libunwind's own answer to "no memory" is to write past a reserve of 16 KiB (its check is an
 * assertion that it compiles out), so there is no such answer: a trap is a fault inside the
 * handler like any other, and costs the rest of this stack. */
static void *take(size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (size > ARENA_SIZE || rounded > ARENA_SIZE - arena_used) {
        __builtin_trap();
    }
    void *memory = arena + arena_used;
    arena_used += rounded;
    if (size > PAGE_SIZE) {
        /* An address space, whose end is read and then written: written first, its page is one
         * fault and not two. */
        ((volatile char *)memory)[size - 1] = 0;
    }
    return memory;
}

WEAK void *epitaph_unwind_alloc(size_t size)
{
    return take(size);
}

/* The arena starts as zeros and nothing is ever given back to it. Only unwind information
 * that a program registers by hand would ask here, and our accessors know of none. */
WEAK void *epitaph_unwind_calloc(size_t count, size_t size)
{
    return count != 0 && size > ARENA_SIZE / count ? take(ARENA_SIZE + 1) : take(count * size);
}

WEAK void epitaph_unwind_free(void *memory)
{
    (void)memory;
}

WEAK void *epitaph_unwind_map(void *address, size_t size, int protection, int flags, int fd,
                              off_t offset)
{
    (void)address, (void)protection, (void)flags, (void)fd, (void)offset;
    return take(size);
}

WEAK int epitaph_unwind_unmap(void *address, size_t size)
{
    (void)address, (void)size;
    return 0;
}

/* Pools grow by twice their reserve rounded up to this, and are threaded through at once: two
 * of a kilobyte hold what most stacks need, and each page is a fault. */
WEAK int epitaph_unwind_page_size(void)
{
    return 1024;
}

WEAK int epitaph_unwind_lock_init(void *lock, const void *attributes)
{
    (void)lock, (void)attributes;
    return 0;
}

WEAK int epitaph_unwind_lock(void *lock)
{
    (void)lock;
    return 0;
}

WEAK int epitaph_unwind_unlock(void *lock)
{
    (void)lock;
    return 0;
}

#if defined(__aarch64__)
/* Asked for on ARM also by the remote interface, whose reads our accessors check. */
void _Uaarch64_init_mem_validate(void);
WEAK void _Uaarch64_init_mem_validate(void)
{
}
#endif
