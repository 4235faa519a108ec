/* Threads under a filter that kills for what the library would do for each thread and in its
 * handler, and for nothing that libc does: they come, go, and crash as without the library. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
// build: -pthread
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "victim.h"

static sem_t g_confined;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void *body(void *crash)
{
    if (crash != NULL) {
        outer();
    }
    return crash;
}

static void *wait_and_return(void *unused)
{
    REQUIRE(sem_wait(&g_confined) == 0);
    return unused;
}

#define KILL(call)                                                                             \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1),                                     \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

int main(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        KILL(sigaltstack),
        KILL(timer_create),
        KILL(gettid),
        KILL(getpid),
        KILL(getppid),
        KILL(rt_tgsigqueueinfo),
        KILL(process_vm_readv),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof(filter) / sizeof(filter[0]), .filter = filter};
    pthread_t before;
    pthread_t thread;
    REQUIRE(sem_init(&g_confined, 0, 0) == 0);
    REQUIRE(pthread_create(&before, NULL, wait_and_return, NULL) == 0);
    REQUIRE(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    REQUIRE(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC,
                    &program) == 0);
    REQUIRE(sem_post(&g_confined) == 0 && pthread_join(before, NULL) == 0);
    for (int i = 0; i < 10; i++) {
        REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
        REQUIRE(pthread_join(thread, NULL) == 0);
    }
    say("ten threads\n");
    REQUIRE(pthread_create(&thread, NULL, body, &program) == 0);
    pthread_join(thread, NULL);
}
