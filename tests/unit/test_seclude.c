#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/landlock.h>

#include "confinement/seclude.h"

/* Run in a secluded child: its answer is the exit status, 0 when all is as it should be. */
static int in_seclusion(int (*attempt)(void))
{
    int status;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        _exit(seclude() == 0 ? attempt() : 99);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int make_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM &&
                   socket(AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EPERM
               ? 0
               : 1;
}

static int run_program(void)
{
    char *const arguments[] = {(char *)(uintptr_t) "true", NULL};

    return execv("/bin/true", arguments) < 0 && (errno == EPERM || errno == EACCES) ? 0 : 1;
}

static int look_at_another_process(void)
{
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) < 0 && errno == EPERM ? 0 : 1;
}

static int read_a_file(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0 ? 0 : 1;
}

static int write_files(void)
{
    int fd = open("/tmp", O_TMPFILE | O_WRONLY, 0600);

    if (fd >= 0 || open("/tmp/epitaph-seclude", O_CREAT | O_WRONLY, 0600) >= 0) {
        return 1;
    }
    return errno == EACCES && mkdir("/tmp/epitaph-seclude", 0700) < 0 && errno == EACCES ? 0
                                                                                         : 1;
}

static int have_a_child(void)
{
    pid_t child = fork();

    if (child == 0) {
        _exit(7);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 7 ? 0 : 1;
}

static void no_socket_can_be_made(void **state)
{
    (void)state;
    assert_int_equal(in_seclusion(make_socket), 0);
}

static void no_program_can_be_run(void **state)
{
    (void)state;
    assert_int_equal(in_seclusion(run_program), 0);
}

static void no_process_can_be_traced(void **state)
{
    (void)state;
    assert_int_equal(in_seclusion(look_at_another_process), 0);
}

static void files_can_be_read(void **state)
{
    (void)state;
    assert_int_equal(in_seclusion(read_a_file), 0);
}

static void no_file_can_be_written_where_the_kernel_has_landlock(void **state)
{
    (void)state;
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 0) {
        skip();
    }
    assert_int_equal(in_seclusion(write_files), 0);
}

static void children_are_possible(void **state)
{
    (void)state;
    assert_int_equal(in_seclusion(have_a_child), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_socket_can_be_made),
        cmocka_unit_test(no_program_can_be_run),
        cmocka_unit_test(no_process_can_be_traced),
        cmocka_unit_test(files_can_be_read),
        cmocka_unit_test(no_file_can_be_written_where_the_kernel_has_landlock),
        cmocka_unit_test(children_are_possible),
    };

    return cmocka_run_group_tests_name("seclude", tests, NULL, NULL);
}
