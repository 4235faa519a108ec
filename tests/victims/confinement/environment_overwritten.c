/* A program that writes its title over its arguments and environment. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

extern char **environ;

static void inner(void)
{
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    char *end = argv[argc - 1];
    for (char **variable = environ; *variable != NULL; variable++) {
        end = *variable > end ? *variable : end;
    }
    end += strlen(end);
    memset(argv[0], 'x', (size_t)(end - argv[0]) + 1);
    outer();
}
