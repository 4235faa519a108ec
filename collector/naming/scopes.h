/* DWARF: the functions that an address lies in, the inlined ones first. */
#ifndef SCOPES_H
#define SCOPES_H

#include <elfutils/libdw.h>

#include "debug_file.h"

/*
 * Describe `address` (as the DWARF of `unit` counts) in *ret_names. *ret_entry is where the
 * outermost function starts, 0 when DWARF does not say. Returns true when that is all there is
 * to know: the symbol table could not give the outermost function a better name or start.
 */
bool scopes_describe(Dwarf_Die *unit, Dwarf_Addr address, struct debug_names *ret_names,
                     Dwarf_Addr *ret_entry) __attribute__((warn_unused_result));

#endif
