#include "unit_ranges.h"

#include <stdlib.h>

struct unit_range {
    Dwarf_Addr low, high;
    Dwarf_Off unit;
};

void unit_ranges_done(struct unit_ranges *units)
{
    free(units->list);
    *units = (struct unit_ranges){.list = NULL};
}

static void add_range(struct unit_ranges *units, size_t *room, Dwarf_Addr low, Dwarf_Addr high,
                      Dwarf_Off unit)
{
    if (high <= low) {
        return;
    }
    if (units->count == *room) {
        size_t wanted = *room == 0 ? 256 : *room * 2;
        struct unit_range *grown = realloc(units->list, wanted * sizeof *grown);
        if (grown == NULL) {
            return;
        }
        units->list = grown;
        *room = wanted;
    }
    units->list[units->count++] = (struct unit_range){low, high, unit};
}

static int by_address(const void *left, const void *right)
{
    const struct unit_range *a = left, *b = right;

    return a->low < b->low ? -1 : a->low > b->low;
}

/* Once a file: what each unit covers, from the units themselves. */
static void make(struct unit_ranges *units, Dwfl_Module *module)
{
    Dwarf_Die *unit = NULL;
    Dwarf_Addr bias;
    size_t room = 0;

    units->made = true;
    while ((unit = dwfl_module_nextcu(module, unit, &bias)) != NULL) {
        Dwarf_Addr base, low, high;
        ptrdiff_t next = 0;
        while ((next = dwarf_ranges(unit, next, &base, &low, &high)) > 0) {
            add_range(units, &room, low, high, dwarf_dieoffset(unit));
        }
    }
    if (units->count > 1) {
        qsort(units->list, units->count, sizeof *units->list, by_address);
    }
}

Dwarf_Die *unit_ranges_find(struct unit_ranges *units, Dwfl_Module *module, Dwarf_Addr address,
                            Dwarf_Die *memory, Dwarf_Addr *ret_bias)
{
    Dwarf *dwarf = dwfl_module_getdwarf(module, ret_bias);

    if (dwarf == NULL) {
        return NULL;
    }
    if (!units->made) {
        make(units, module);
    }
    address -= *ret_bias;
    size_t low = 0, high = units->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (units->list[middle].low <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0 || address >= units->list[low - 1].high) {
        return NULL;
    }
    return dwarf_offdie(dwarf, units->list[low - 1].unit, memory);
}
