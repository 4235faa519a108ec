/* What a child may still do when it parses hostile files. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "confinement/jail.h"

static const struct jail limits = {
    .address_bytes = (size_t)1 << 30,
    .data_bytes = (size_t)64 << 20,
    .cpu_seconds = 5,
    .files = 16,
};

/* Run `attempt` in the jail; it returns 0 for "was allowed". */
static int in_jail(int (*attempt)(void))
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        if (jail_enter(&limits, 3) != 0) {
            _exit(99);
        }
        _exit(attempt());
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int read_a_file(void)
{
    char byte;
    int fd = open("/proc/self/exe", O_RDONLY);

    return fd >= 0 && read(fd, &byte, 1) == 1 ? 0 : 1;
}

static int open_for_writing(void)
{
    return open("/dev/null", O_RDWR) >= 0 ? 0 : 1;
}

static int make_a_file(void)
{
    return open("/tmp/epitaph-test-jail", O_WRONLY | O_CREAT, 0600) >= 0 ? 0 : 1;
}

static int open_a_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : 1;
}

static int start_a_program(void)
{
    char *const argv[] = {(char *)(uintptr_t) "true", NULL};

    execv("/bin/true", argv); /* would exit with 0 */
    return 1;
}

static int fork_once(void)
{
    return syscall(SYS_clone, 0x11, 0, 0, 0, 0) >= 0 ? 0 : 1;
}

static int signal_another(void)
{
    return kill(getppid(), 0) == 0 ? 0 : 1;
}

static int take_much_memory(void)
{
    return mmap(NULL, (size_t)256 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                -1, 0) != MAP_FAILED
               ? 0
               : 1;
}

static int use_inherited_descriptor(void)
{
    return fcntl(20, F_GETFD) >= 0 ? 0 : 1;
}

static void reading_is_allowed(void **state)
{
    (void)state;
    assert_int_equal(in_jail(read_a_file), 0);
}

static const struct row {
    const char *name;
    int (*attempt)(void);
} denied[] = {
    {"opening_for_writing_is_denied", open_for_writing},
    {"making_a_file_is_denied", make_a_file},
    {"a_socket_is_denied", open_a_socket},
    {"another_program_is_denied", start_a_program},
    {"another_process_is_denied", fork_once},
    {"a_signal_to_others_is_denied", signal_another},
    {"memory_beyond_the_limit_is_denied", take_much_memory},
    {"descriptors_of_the_parent_are_gone", use_inherited_descriptor},
};

static void attempt_is_denied(void **state)
{
    const struct row *row = *state;

#if defined(__SANITIZE_ADDRESS__)
    if (row->attempt == take_much_memory) {
        skip(); /* its runtime needs more than any limit */
    }
#endif
    assert_int_equal(dup2(1, 20), 20);
    assert_int_equal(in_jail(row->attempt), 1);
}

#define DENIED (sizeof denied / sizeof denied[0])

int main(void)
{
    struct CMUnitTest tests[DENIED + 1] = {cmocka_unit_test(reading_is_allowed)};

    for (size_t i = 0; i < DENIED; i++) {
        tests[i + 1] = (struct CMUnitTest){
            .name = denied[i].name,
            .test_func = attempt_is_denied,
            .initial_state = (void *)(uintptr_t)&denied[i],
        };
    }
    return cmocka_run_group_tests_name("jail", tests, NULL, NULL);
}
