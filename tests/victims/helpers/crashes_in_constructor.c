/* A library that crashes as soon as it is initialised. */
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

__attribute__((constructor)) static void constructor(void)
{
    outer();
    VICTIM_STAY();
}
