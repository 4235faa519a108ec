/* A crash in code that the program has written for itself, as a JIT compiler does. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=*,inner,middle,outer,main
#include <sys/mman.h>

#include "victim.h"

#if defined(__x86_64__)
/* push %rbp; mov %rsp,%rbp; xor %eax,%eax; mov (%rax),%eax; pop %rbp; ret */
static const unsigned char g_code[] = {0x55, 0x48, 0x89, 0xe5, 0x31,
                                       0xc0, 0x8b, 0x00, 0x5d, 0xc3};
#elif defined(__aarch64__)
/* stp x29, x30, [sp, #-16]!; mov x29, sp; mov x0, #0; ldr w0, [x0]; ldp x29, x30, [sp], #16;
 * ret */
static const unsigned g_code[] = {0xa9bf7bfd, 0x910003fd, 0xd2800000,
                                  0xb9400000, 0xa8c17bfd, 0xd65f03c0};
#endif
static void *g_page;

static void inner(void)
{
    void (*code)(void);
    memcpy(&code, &g_page, sizeof(code));
    code();
    VICTIM_STAY();
}

int main(void)
{
    g_page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                  -1, 0);
    REQUIRE(g_page != MAP_FAILED);
    memcpy(g_page, g_code, sizeof(g_code));
    __builtin___clear_cache(g_page, (char *)g_page + sizeof(g_code));
    outer();
}
