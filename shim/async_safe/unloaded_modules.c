#include "safe.h"

#include "modules.h"
#include "probe.h"
#include "state.h"
#include "unloaded_modules.h"

/* As in freed_mappings.c: who could mark an entry writes it, who finds it marked gives up. */
#define NONE 0u
#define BEING_WRITTEN UINT64_MAX

struct entry {
    _Atomic uint64_t number;
    uintptr_t base, end, bias;
    struct module_build_id build_id;
    char path[UNLOADED_PATH_MAX];
};

static struct entry g_entries[UNLOADED_MODULES_KEPT];
static _Atomic uint64_t g_count STATE_AT_HAND;

static bool is_same(const struct entry *entry, const struct module *module,
                    const struct module_build_id *build_id)
{
    return entry->base == module->base && entry->end == module->end &&
           entry->build_id.length == build_id->length &&
           memcmp(entry->build_id.bytes, build_id->bytes, build_id->length) == 0 &&
           strcmp(entry->path, module->name) == 0;
}

/* The one that says the same, so that a library that is opened and closed over and over does
 * not drive out the others; else the oldest. */
static struct entry *choose(const struct module *module, const struct module_build_id *build_id,
                            uint64_t *ret_number)
{
    struct entry *chosen = NULL;

    for (uint32_t i = 0; i < UNLOADED_MODULES_KEPT; i++) {
        struct entry *entry = &g_entries[i];
        uint64_t number = atomic_load_explicit(&entry->number, memory_order_acquire);
        bool same =
            number != NONE && number != BEING_WRITTEN && is_same(entry, module, build_id);

        if (chosen == NULL || same || number < *ret_number) {
            chosen = entry;
            *ret_number = number;
        }
        if (same) {
            break;
        }
    }
    return chosen;
}

void unloaded_modules_add(const struct link_map *map)
{
    struct module_build_id build_id = {.length = 0};
    struct module module;
    uint64_t before = NONE;

    if (!module_find((uintptr_t)map->l_ld, &module) || module.identity != (uintptr_t)map ||
        module.name == NULL) {
        return;
    }
    size_t length = strnlen(module.name, UNLOADED_PATH_MAX);
    if (length == UNLOADED_PATH_MAX) {
        return;
    }
    module_measure(&module);
    build_id.length = module_build_id(&module, build_id.bytes);
    struct entry *entry = choose(&module, &build_id, &before);
    if (before == BEING_WRITTEN ||
        !atomic_compare_exchange_strong(&entry->number, &before, BEING_WRITTEN)) {
        return;
    }
    entry->base = module.base;
    entry->end = module.end;
    entry->bias = module.bias;
    entry->build_id = build_id;
    memcpy(entry->path, module.name, length + 1);
    atomic_store_explicit(&entry->number, atomic_fetch_add(&g_count, 1) + 1,
                          memory_order_release);
}

bool unloaded_modules_find(uintptr_t address, struct module *ret_module)
{
    uint64_t newest = 0;
    uint8_t byte;

    if (atomic_load(&g_count) == 0 || probe_byte(address, &byte)) {
        return false;
    }
    for (uint32_t i = 0; i < UNLOADED_MODULES_KEPT; i++) {
        const struct entry *entry = &g_entries[i];
        uint64_t number = atomic_load_explicit(&entry->number, memory_order_acquire);

        if (number != BEING_WRITTEN && number > newest && address >= entry->base &&
            address < entry->end) {
            newest = number;
            *ret_module = (struct module){
                .identity = (uintptr_t)entry,
                .base = entry->base,
                .end = entry->end,
                .bias = entry->bias,
                .name = entry->path,
                .unloaded = &entry->build_id,
            };
        }
    }
    return newest != 0;
}
