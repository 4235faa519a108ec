/* A library that crashes when the process ends. */
#include "victim.h"

static void inner(void)
{
    *nowhere = 1;
}

__attribute__((destructor)) static void destructor(void)
{
    outer();
    VICTIM_STAY();
}
