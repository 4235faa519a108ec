/* A program finds errno at zero when it starts (ISO C, 7.5), whatever the library has tried. */
// expect: exit=0
#include "victim.h"

static void inner(void)
{
    say(errno == 0 ? "zero\n" : "not zero\n");
}

__attribute__((constructor)) static void first(void)
{
    say(errno == 0 ? "zero in a constructor\n" : "not zero in a constructor\n");
}

int main(void)
{
    say(errno == 0 ? "zero in main\n" : "not zero in main\n");
    errno = 0;
    outer();
    return 0;
}
