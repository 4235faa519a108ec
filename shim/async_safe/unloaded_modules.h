/*
 * The libraries that the program closed last, so that a jump to where one was can be called by
 * its name. Only what dlclose(3) is called with is known: what goes with it as its dependency
 * is not.
 */
#ifndef UNLOADED_MODULES_H
#define UNLOADED_MODULES_H

#include <stdbool.h>
#include <stdint.h>

#define UNLOADED_MODULES_KEPT 16u
#define UNLOADED_PATH_MAX 240u /* a longer one is not noted: half a path names nothing */

struct link_map;
struct module;

/*
 * The library of `map` is about to be closed. It may stay, if others hold it: who finds it
 * later looks among the loaded ones first. May run in any thread that still holds the library.
 */
void unloaded_modules_add(const struct link_map *map);

/*
 * The module that was last closed around `address`, for an address that no loaded one has;
 * false where there was none, or something else is mapped by now. Its name points into what a
 * later add may overwrite: another thread would have to close sixteen libraries meanwhile.
 */
bool unloaded_modules_find(uintptr_t address, struct module *ret_module);

#endif
