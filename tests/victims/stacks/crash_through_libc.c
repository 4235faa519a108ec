/* libc between the crash and main: qsort calls back into the program. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,compare,*,sort,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static int compare(const void *left, const void *right)
{
    (void)left;
    (void)right;
    outer();
    return 0;
}

VICTIM_FRAME static void sort(void)
{
    int numbers[] = {3, 1, 2};
    qsort(numbers, 3, sizeof(numbers[0]), compare);
    VICTIM_STAY();
}

int main(void)
{
    sort();
}
