/* AddressSanitizer has handlers of its own and reports by itself: the library stands down. */
// expect: exit=1
// options: stderr=any witness=no
// build: -fsanitize=address -static-libasan
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    outer();
}
