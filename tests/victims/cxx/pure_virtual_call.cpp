/* A virtual function of a class whose constructor is still running. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,*,inner,middle,outer,main
#include "victim.h"

struct base {
    base()
    {
        call();
    }
    virtual ~base() = default;
    __attribute__((noinline)) void call()
    {
        pure();
    }
    virtual void pure() = 0;
};

struct derived : base {
    void pure() override
    {
    }
};

static void inner(void)
{
    derived object;
    VICTIM_STAY();
}

int main()
{
    outer();
}
