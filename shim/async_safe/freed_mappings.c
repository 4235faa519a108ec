#include "safe.h"

#include "freed_mappings.h"
#include "state.h"

/*
 * An entry is written by whoever could mark it so; another that comes to it meanwhile, 32
 * ranges later, gives up. Who reads the same number before and after has a whole range.
 */
#define NONE 0u
#define BEING_WRITTEN UINT64_MAX

struct entry {
    _Atomic uintptr_t low, high;
    _Atomic uint64_t number;
};

static struct entry g_entries[FREED_MAPPINGS_KEPT];
static _Atomic uint64_t g_count STATE_AT_HAND;

void freed_mappings_add(uintptr_t low, uintptr_t high)
{
    uint64_t number = atomic_fetch_add(&g_count, 1) + 1;
    struct entry *entry = &g_entries[number % FREED_MAPPINGS_KEPT];
    uint64_t before = atomic_load_explicit(&entry->number, memory_order_relaxed);

    if (before > number ||
        !atomic_compare_exchange_strong(&entry->number, &before, BEING_WRITTEN)) {
        return;
    }
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&entry->low, low, memory_order_relaxed);
    atomic_store_explicit(&entry->high, high, memory_order_relaxed);
    atomic_store_explicit(&entry->number, number, memory_order_release);
}

static bool read_entry(const struct entry *entry, struct freed_mapping *ret_freed,
                       uint64_t *ret_number)
{
    uint64_t number = atomic_load_explicit(&entry->number, memory_order_acquire);
    struct freed_mapping freed = {
        .low = atomic_load_explicit(&entry->low, memory_order_relaxed),
        .high = atomic_load_explicit(&entry->high, memory_order_relaxed),
    };

    atomic_thread_fence(memory_order_acquire);
    if (number == NONE || number == BEING_WRITTEN ||
        atomic_load_explicit(&entry->number, memory_order_relaxed) != number) {
        return false;
    }
    *ret_freed = freed;
    *ret_number = number;
    return true;
}

bool freed_mappings_find(uintptr_t address, struct freed_mapping *ret_freed)
{
    uint64_t newest = 0;

    if (atomic_load(&g_count) == 0) {
        return false; /* most programs: their entries are in a page that was never touched */
    }
    for (uint32_t i = 0; i < FREED_MAPPINGS_KEPT; i++) {
        struct freed_mapping freed;
        uint64_t number;

        if (read_entry(&g_entries[i], &freed, &number) && number > newest &&
            address >= freed.low && address < freed.high) {
            newest = number;
            *ret_freed = freed;
        }
    }
    return newest != 0;
}
