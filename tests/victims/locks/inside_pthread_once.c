/* A crash in a routine of pthread_once. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,routine,*,main
// build: -pthread
#include <pthread.h>

#include "victim.h"

static pthread_once_t g_once = PTHREAD_ONCE_INIT;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void routine(void)
{
    outer();
    VICTIM_STAY();
}

int main(void)
{
    pthread_once(&g_once, routine);
}
