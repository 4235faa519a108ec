/* DWARF: the functions that an address lies in, the inlined ones first. */
#ifndef SCOPES_H
#define SCOPES_H

#include <elfutils/libdw.h>

#include "debug_file.h"

/*
 * Describe `address` (as the DWARF of `unit` counts) in *ret_names. *ret_entry is where the
 * outermost function starts, 0 when DWARF does not say.
 */
void scopes_describe(Dwarf_Die *unit, Dwarf_Addr address, struct debug_names *ret_names,
                     Dwarf_Addr *ret_entry);

#endif
