/* The same block freed twice; malloc complains and aborts. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=double_free stack=*,abort,*,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    void *volatile block = malloc(40);
    void *volatile again = block;
    free(block);
    free(again);
}

int main(void)
{
    outer();
}
