/* operator new finds no memory and nobody catches. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=bad_alloc stack=*,abort,*,inner,middle,outer,main
#include "victim.h"

static volatile size_t g_size = static_cast<size_t>(1) << 60;

static void inner(void)
{
    char *volatile block = new char[g_size];
    block[0] = 1;
}

int main()
{
    outer();
}
