#include "async_safe/safe.h"

#include "async_safe/modules.h"
#include "go.h"

bool go_is_code_of(const void *address)
{
    struct module module;

    return module_find((uintptr_t)address, &module) && module_is_go(&module);
}
