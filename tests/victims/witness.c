/*
 * witness OUTPUT PROGRAM [ARGUMENT...]: run a program under ptrace and write down how each of
 * its processes died: wait status, the siginfo of the signal that killed it, and the
 * instruction it stood on. With and without the library this must read the same, because a
 * debugger or a core dump would show the same.
 *
 * VICTIM_PRELOAD becomes LD_PRELOAD of the program, not of the witness. Addresses are written
 * as file+offset where they have one, because the library moves every mapping.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define TASKS_MAX 512

struct task {
    pid_t tid;
    pid_t tgid;
    char stops[65][256]; /* the last stop for each signal, as it will be printed */
};

static struct task *g_tasks[TASKS_MAX];
static pid_t g_root;

static pid_t tgid_of(pid_t tid)
{
    char path[64];
    char line[256];
    int tgid = 0; /* a thread that died before it was looked at */
    snprintf(path, sizeof(path), "/proc/%d/status", tid);
    FILE *file = fopen(path, "re");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        if (sscanf(line, "Tgid: %d", &tgid) == 1) {
            break;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return tgid;
}

static struct task *task_of(pid_t tid)
{
    for (size_t i = 0; i < TASKS_MAX; i++) {
        if (g_tasks[i] == NULL) {
            g_tasks[i] = calloc(1, sizeof(*g_tasks[i]));
            if (g_tasks[i] == NULL) {
                break;
            }
            g_tasks[i]->tid = tid;
            g_tasks[i]->tgid = tgid_of(tid);
        }
        if (g_tasks[i]->tid == tid) {
            return g_tasks[i];
        }
    }
    fprintf(stderr, "witness: too many tasks\n");
    exit(EXIT_FAILURE);
}

#if defined(__aarch64__)
#define USER_BITS 52
#else
#define USER_BITS 47
#endif

/* An address that two runs can agree on. */
static void place(pid_t tid, uint64_t address, char *text, size_t size)
{
    char path[64];
    char line[4352];
    snprintf(text, size, "unmapped");
    if (address < 0x10000 || address >> USER_BITS != 0) {
        snprintf(text, size, "0x%" PRIx64, address);
        return;
    }
    snprintf(path, sizeof(path), "/proc/%d/maps", tid);
    FILE *file = fopen(path, "re");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        uint64_t low = 0;
        uint64_t high = 0;
        uint64_t offset = 0;
        int name = 0;
        if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64 " %*s %*s %n", &low, &high,
                   &offset, &name) < 3 ||
            address < low || address >= high) {
            continue;
        }
        line[strcspn(line, "\n")] = '\0';
        const char *slash = strrchr(line, '/');
        if (slash != NULL) {
            snprintf(text, size, "%.60s+0x%" PRIx64, slash + 1, address - low + offset);
        } else {
            snprintf(text, size, "%.60s", line[name] != '\0' ? line + name : "anonymous");
        }
        break;
    }
    if (file != NULL) {
        fclose(file);
    }
}

static const char *who(struct task *task, pid_t pid, char *text, size_t size)
{
    if (pid == task->tgid) {
        snprintf(text, size, "itself");
    } else if (pid == g_root) {
        snprintf(text, size, "root");
    } else {
        snprintf(text, size, "%s", pid == 0 ? "0" : "other");
    }
    return text;
}

static void note_stop(struct task *task, int signal_number)
{
    siginfo_t info = {0};
    char at[128] = "?";
    char detail[128] = "";
    char pid[16];
    if (signal_number < 1 || signal_number > 64 ||
        ptrace(PTRACE_GETSIGINFO, task->tid, NULL, &info) != 0) {
        return;
    }
#if defined(__x86_64__)
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, task->tid, NULL, &registers) == 0) {
        place(task->tid, registers.rip, at, sizeof(at));
    }
#endif
    if (info.si_code <= 0) {
        snprintf(detail, sizeof(detail), "sender=%s uid=%u value=%d",
                 who(task, info.si_pid, pid, sizeof(pid)), info.si_uid,
                 info.si_code == SI_QUEUE ? info.si_int : 0);
    } else if (signal_number == SIGSYS) {
        snprintf(detail, sizeof(detail), "syscall=%d arch=%#x", info.si_syscall, info.si_arch);
    } else {
        char where[112];
        place(task->tid, (uint64_t)(uintptr_t)info.si_addr, where, sizeof(where));
        snprintf(detail, sizeof(detail), "address=%s", where);
    }
    snprintf(task->stops[signal_number], sizeof(task->stops[0]), "code=%d errno=%d %s pc=%s",
             info.si_code, info.si_errno, detail, at);
}

static void note_death(FILE *output, struct task *task, int status)
{
    if (WIFSIGNALED(status) && task->tid == task->tgid) {
        const char *stop = task->stops[WTERMSIG(status)];
        for (size_t i = 0; i < TASKS_MAX && g_tasks[i] != NULL && *stop == '\0'; i++) {
            if (g_tasks[i]->tgid == task->tgid) {
                stop = g_tasks[i]->stops[WTERMSIG(status)];
            }
        }
        fprintf(output, "%s status=%#x signal=%d %s\n",
                task->tid == g_root ? "root" : "descendant", (unsigned)status, WTERMSIG(status),
                stop);
    } else if (task->tid == task->tgid) {
        fprintf(output, "%s status=%#x\n", task->tid == g_root ? "root" : "descendant",
                (unsigned)status);
    }
}

static void start(char **command)
{
    const char *preload = getenv("VICTIM_PRELOAD");
    g_root = fork();
    if (g_root == 0) {
        if (preload != NULL) {
            setenv("LD_PRELOAD", preload, 1);
        }
        unsetenv("VICTIM_PRELOAD");
        personality(ADDR_NO_RANDOMIZE);
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        execv(command[0], command);
        _exit(98);
    }
    int status = 0;
    waitpid(g_root, &status, 0);
    ptrace(PTRACE_SETOPTIONS, g_root, NULL,
           (void *)(uintptr_t)(PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
                               PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL));
    ptrace(PTRACE_CONT, g_root, NULL, NULL);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: witness OUTPUT PROGRAM [ARGUMENT...]\n");
        return EXIT_FAILURE;
    }
    FILE *output = fopen(argv[1], "we");
    if (output == NULL) {
        fprintf(stderr, "witness: cannot open '%s'\n", argv[1]);
        return EXIT_FAILURE;
    }
    start(argv + 2);
    int status = 0;
    pid_t tid = 0;
    while ((tid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
        if (tid <= 0) {
            continue;
        }
        struct task *task = task_of(tid);
        if (!WIFSTOPPED(status)) {
            note_death(output, task, status);
            continue;
        }
        int deliver = WSTOPSIG(status);
        /* A new task's first stop, and events, are ours and not the program's. */
        siginfo_t info;
        if (status >> 16 != 0) {
            deliver = 0;
        } else if (deliver == SIGSTOP) {
            deliver = 0;
        } else if (ptrace(PTRACE_GETSIGINFO, tid, NULL, &info) == 0) {
            note_stop(task, deliver);
        }
        ptrace(PTRACE_CONT, tid, NULL, (void *)(uintptr_t)(unsigned)deliver);
    }
    return fclose(output) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
