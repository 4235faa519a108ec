/* The interpreter of seccomp programs, beside the kernel's own: each row runs in both. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "seccomp_filter.h"

#define ANSWER(number) (SECCOMP_RET_ERRNO | (number))
#define ROW_MAX 16
#define ROWS (sizeof g_rows / sizeof g_rows[0])

/* Each program is shown getpriority(3, 0x100000005): A program answers with an error number. */
#define WHICH 3u
#define WHO_LOW 5u
#define WHO_HIGH 1u
#define LOAD_NUMBER BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))
#define LOAD_ARGUMENT(n)                                                                       \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + (n)*8)
/* All but getpriority is allowed, so that the child can report. */
#define ONLY_GETPRIORITY                                                                       \
    LOAD_NUMBER, BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpriority, 1, 0),                   \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define RETURN_A                                                                               \
    BPF_STMT(BPF_ALU | BPF_OR | BPF_K, SECCOMP_RET_ERRNO), BPF_STMT(BPF_RET | BPF_A, 0)

static const struct row {
    const char *name;
    uint32_t want; /* 0: not accepted by the kernel */
    struct sock_filter program[ROW_MAX];
} g_rows[] = {
    {"constant", ANSWER(7), {BPF_STMT(BPF_RET | BPF_K, ANSWER(7))}},
    {"argument", ANSWER(WHICH), {LOAD_ARGUMENT(0), RETURN_A}},
    {"low_half_of_argument", ANSWER(WHO_LOW), {LOAD_ARGUMENT(1), RETURN_A}},
    {"high_half_of_argument",
     ANSWER(WHO_HIGH),
     {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 12), RETURN_A}},
    {"length_of_data", ANSWER(64), {BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0), RETURN_A}},
    {"length_into_x",
     ANSWER(64),
     {BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0), BPF_STMT(BPF_MISC | BPF_TXA, 0), RETURN_A}},
    {"add_and_multiply",
     ANSWER(26),
     {LOAD_ARGUMENT(0), BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 10),
      BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, 2), RETURN_A}},
    {"subtract_below_zero",
     ANSWER(1),
     {LOAD_ARGUMENT(0), BPF_STMT(BPF_ALU | BPF_SUB | BPF_K, 4), BPF_STMT(BPF_ALU | BPF_NEG, 0),
      RETURN_A}},
    {"divide_by_x",
     ANSWER(33),
     {LOAD_ARGUMENT(0), BPF_STMT(BPF_MISC | BPF_TAX, 0), BPF_STMT(BPF_LD | BPF_IMM, 99),
      BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0), RETURN_A}},
    {"shift_and_mask",
     ANSWER(12),
     {LOAD_ARGUMENT(0), BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 30),
      BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 28), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xff),
      RETURN_A}},
    {"exclusive_or",
     ANSWER(6),
     {LOAD_ARGUMENT(0), BPF_STMT(BPF_ALU | BPF_XOR | BPF_K, 5), RETURN_A}},
    {"memory",
     ANSWER(8),
     {LOAD_ARGUMENT(0), BPF_STMT(BPF_ST, 15), BPF_STMT(BPF_LDX | BPF_MEM, 15),
      BPF_STMT(BPF_STX, 2), BPF_STMT(BPF_LD | BPF_MEM, 2),
      BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 5), RETURN_A}},
    {"jump_always",
     ANSWER(2),
     {BPF_STMT(BPF_JMP | BPF_JA, 1), BPF_STMT(BPF_RET | BPF_K, ANSWER(1)),
      BPF_STMT(BPF_RET | BPF_K, ANSWER(2))}},
    {"greater_is_unsigned",
     ANSWER(1),
     {LOAD_ARGUMENT(0), BPF_STMT(BPF_ALU | BPF_SUB | BPF_K, 4),
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 100, 0, 1), BPF_STMT(BPF_RET | BPF_K, ANSWER(1)),
      BPF_STMT(BPF_RET | BPF_K, ANSWER(2))}},
    {"greater_or_equal_to_x",
     ANSWER(1),
     {LOAD_ARGUMENT(0), BPF_STMT(BPF_MISC | BPF_TAX, 0),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_X, 0, 0, 1), BPF_STMT(BPF_RET | BPF_K, ANSWER(1)),
      BPF_STMT(BPF_RET | BPF_K, ANSWER(2))}},
    {"any_bit_set",
     ANSWER(2),
     {LOAD_ARGUMENT(0), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 4, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, ANSWER(1)), BPF_STMT(BPF_RET | BPF_K, ANSWER(2))}},
    {"no_end", 0, {LOAD_ARGUMENT(0)}},
    {"jump_out_of_it", 0, {BPF_STMT(BPF_JMP | BPF_JA, 12), BPF_STMT(BPF_RET | BPF_K, 0)}},
    {"unaligned_read",
     0,
     {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 2), BPF_STMT(BPF_RET | BPF_K, ANSWER(1))}},
    {"read_behind_the_data",
     0,
     {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 64), BPF_STMT(BPF_RET | BPF_K, ANSWER(1))}},
    {"read_of_a_packet",
     0,
     {BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0), BPF_STMT(BPF_RET | BPF_K, ANSWER(1))}},
    {"memory_behind_the_last", 0, {BPF_STMT(BPF_ST, 16), BPF_STMT(BPF_RET | BPF_K, ANSWER(1))}},
    {"division_by_constant_zero",
     0,
     {BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0), BPF_STMT(BPF_RET | BPF_K, ANSWER(1))}},
};

static size_t length_of(const struct row *row)
{
    size_t length = ROW_MAX;

    while (length > 0 && row->program[length - 1].code == 0 &&
           row->program[length - 1].k == 0) {
        length--;
    }
    return length;
}

static size_t with_preamble(const struct row *row, struct sock_filter *ret_program)
{
    static const struct sock_filter preamble[] = {ONLY_GETPRIORITY};
    size_t count = sizeof preamble / sizeof preamble[0];

    for (size_t i = 0; i < count; i++) {
        ret_program[i] = preamble[i];
    }
    for (size_t i = 0; i < length_of(row); i++) {
        ret_program[count + i] = row->program[i];
    }
    return count + length_of(row);
}

/* The error number that the kernel answers with, 0 when it does not take the program. */
static int kernel_answer(const struct row *row)
{
    struct sock_filter filter[2 * ROW_MAX];
    struct sock_fprog program = {.filter = filter};
    int status;
    pid_t child = fork();

    if (child == 0) {
        program.len = (unsigned short)with_preamble(row, filter);
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
            prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
            _exit(0);
        }
        errno = 0;
        syscall(SYS_getpriority, (long)WHICH, (long)((uint64_t)WHO_HIGH << 32 | WHO_LOW));
        _exit(errno);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void program_answers_as_in_the_kernel(void **state)
{
    const struct row *row = *state;
    struct sock_filter filter[2 * ROW_MAX];
    struct seccomp_data data = {
        .nr = SYS_getpriority,
        .args = {WHICH, (uint64_t)WHO_HIGH << 32 | WHO_LOW},
    };
    uint32_t answer = seccomp_filter_run(filter, with_preamble(row, filter), &data);

    if (row->want == 0) {
        assert_int_equal(answer, SECCOMP_RET_KILL_PROCESS);
    } else {
        assert_int_equal(answer, row->want);
    }
    assert_int_equal(kernel_answer(row), row->want & SECCOMP_RET_DATA);
    data.nr = SYS_getpid;
    assert_int_equal(seccomp_filter_run(filter, with_preamble(row, filter), &data),
                     SECCOMP_RET_ALLOW);
}

static void empty_program_kills(void **state)
{
    struct seccomp_data data = {0};

    (void)state;
    assert_int_equal(seccomp_filter_run(NULL, 0, &data), SECCOMP_RET_KILL_PROCESS);
}

static void deadly_answers_are_told_apart(void **state)
{
    (void)state;
    assert_true(seccomp_filter_is_deadly(SECCOMP_RET_KILL_PROCESS));
    assert_true(seccomp_filter_is_deadly(SECCOMP_RET_KILL_THREAD));
    assert_true(seccomp_filter_is_deadly(SECCOMP_RET_TRAP | 5));
    assert_true(seccomp_filter_is_deadly(SECCOMP_RET_USER_NOTIF));
    assert_true(seccomp_filter_is_deadly(0x12340000));
    assert_false(seccomp_filter_is_deadly(SECCOMP_RET_ALLOW));
    assert_false(seccomp_filter_is_deadly(SECCOMP_RET_LOG));
    assert_false(seccomp_filter_is_deadly(ANSWER(EPERM)));
    assert_false(seccomp_filter_is_deadly(SECCOMP_RET_TRACE | 1));
}

int main(void)
{
    struct CMUnitTest tests[ROWS + 2] = {
        cmocka_unit_test(empty_program_kills),
        cmocka_unit_test(deadly_answers_are_told_apart),
    };

    for (size_t i = 0; i < ROWS; i++) {
        tests[i + 2] = (struct CMUnitTest){
            .name = g_rows[i].name,
            .test_func = program_answers_as_in_the_kernel,
            .initial_state = (void *)(uintptr_t)&g_rows[i],
        };
    }
    return cmocka_run_group_tests_name("seccomp_filter", tests, NULL, NULL);
}
