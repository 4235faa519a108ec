#include "safe.h"

#include "clock.h"
#include "facts.h"
#include "other_threads.h"
#include "process.h"
#include "raw.h"
#include "registers.h"
#include "stack.h"

#define ANSWER_MAX_MS 20
#define LENT_MAX_MS (2 * OTHER_THREADS_MAX_MS) /* then the lender goes on, whatever we do */

enum request_state { IDLE, ASKED, LENT, RETURNED };

static struct request {
    _Atomic int state;
    _Atomic uint32_t tid;
    struct registers registers;
} g_request;

static struct stack g_stack;

static void sleep_us(long us)
{
    struct timespec time = {0, us * 1000};

    raw(SYS_nanosleep, &time, NULL);
}

bool other_threads_answer(const siginfo_t *info, const ucontext_t *context, uint32_t tid)
{
    if (info->si_code != SI_QUEUE || info->si_value.sival_ptr != &g_request ||
        atomic_load(&g_request.tid) != tid || atomic_load(&g_request.state) != ASKED) {
        return false;
    }
    registers_read(context, &g_request.registers);
    atomic_store(&g_request.state, LENT);
    for (int waited_us = 0; waited_us < LENT_MAX_MS * 1000; waited_us += 200) {
        if (atomic_load(&g_request.state) != LENT || atomic_load(&g_request.tid) != tid) {
            break;
        }
        sleep_us(200);
    }
    return true;
}

/* Ask `tid` for its registers; false when it does not answer. */
static bool borrow(uint32_t tid, uint64_t deadline_ns)
{
    uint32_t pid = process_id();
    siginfo_t info = {.si_signo = SIGSEGV, .si_code = SI_QUEUE};

    info.si_pid = (pid_t)pid;
    info.si_value.sival_ptr = &g_request;
    atomic_store(&g_request.tid, tid);
    atomic_store(&g_request.state, ASKED);
    if (raw(SYS_rt_tgsigqueueinfo, pid, tid, SIGSEGV, &info) < 0) {
        return false;
    }
    for (int waited_us = 0; waited_us < ANSWER_MAX_MS * 1000; waited_us += 50) {
        if (atomic_load(&g_request.state) == LENT) {
            return true;
        }
        if (clock_read_ns(CLOCK_BOOTTIME) > deadline_ns) {
            break;
        }
        sleep_us(50);
    }
    return false;
}

static void write_name(struct record_text *text, uint32_t tid)
{
    char path[48] = "/proc/self/task/";
    char digits[12];
    char name[32];
    int count = 0;
    size_t at = strlen(path);

    for (; tid != 0; tid /= 10) {
        digits[count++] = (char)('0' + tid % 10);
    }
    while (count > 0) {
        path[at++] = digits[--count];
    }
    memcpy(path + at, "/comm", sizeof "/comm");
    long fd = raw(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    long length = raw(SYS_read, fd, name, sizeof name);
    raw(SYS_close, fd);
    if (length > 1) {
        put_foreign(text, name, (size_t)length - 1); /* without its newline */
    }
}

static void write_thread(struct record_text *text, uint32_t tid)
{
    stack_init(&g_stack);
    stack_unwind(&g_request.registers, false, &g_stack);
    atomic_store(&g_request.state, RETURNED);
    line_begin(text, RECORD_OTHER_THREAD);
    put_verbatim(text, "tid=");
    put_decimal(text, tid);
    put_verbatim(text, " frames=");
    put_decimal(text, g_stack.total);
    put_verbatim(text, " name=");
    write_name(text, tid);
    line_end(text);
    facts_write_frames(text, RECORD_OTHER_FRAME, &g_stack, RECORD_OTHER_FRAMES);
}

/* A directory entry of /proc/self/task as a number; 0 for "." and "..". */
static uint32_t entry_tid(const char *name)
{
    uint32_t tid = 0;

    for (; *name >= '0' && *name <= '9'; name++) {
        tid = tid * 10 + (uint32_t)(*name - '0');
    }
    return tid;
}

struct directory_entry { /* linux_dirent64, getdents(2) */
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
};

void other_threads_write(void *argument)
{
    static char entries[4096] __attribute__((aligned(8)));
    struct record_text *text = argument;
    uint64_t deadline_ns =
        clock_read_ns(CLOCK_BOOTTIME) + (uint64_t)OTHER_THREADS_MAX_MS * 1000000u;
    uint32_t own = thread_id();
    int written = 0;
    long size;
    long fd = raw(SYS_openat, AT_FDCWD, "/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0) {
        line_verbatim(text, RECORD_MISSING, RECORD_OTHER_THREAD);
        return;
    }
    while ((size = raw(SYS_getdents64, fd, entries, sizeof entries)) > 0) {
        for (long at = 0; at < size;) {
            const struct directory_entry *entry = (const void *)(entries + at);
            uint32_t tid = entry_tid(entry->name);

            at += entry->length;
            if (tid == 0 || tid == own || written == RECORD_OTHER_THREADS_MAX ||
                clock_read_ns(CLOCK_BOOTTIME) > deadline_ns) {
                continue;
            }
            if (borrow(tid, deadline_ns)) {
                write_thread(text, tid);
                written++;
            }
        }
    }
    atomic_store(&g_request.state, IDLE);
    raw(SYS_close, fd);
}
