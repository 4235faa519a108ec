/*
 * Which compilation unit an address belongs to, for DWARF whose .debug_aranges does not tell,
 * as clang writes it: what each unit says of itself, read once.
 */
#ifndef UNIT_RANGES_H
#define UNIT_RANGES_H

#include <elfutils/libdwfl.h>
#include <stdbool.h>

/* All zero: nothing read yet. */
struct unit_ranges {
    bool made;
    struct unit_range *list; /* by address */
    size_t count;
};

void unit_ranges_done(struct unit_ranges *units);

/*
 * The unit that holds `address` (as libdwfl counts) in *memory, and *ret_bias as
 * dwfl_module_addrdie() sets it; NULL when none does.
 */
Dwarf_Die *unit_ranges_find(struct unit_ranges *units, Dwfl_Module *module, Dwarf_Addr address,
                            Dwarf_Die *memory, Dwarf_Addr *ret_bias);

#endif
