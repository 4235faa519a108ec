#include "safe.h"

#include "facts.h"
#include "fault.h"
#include "hash.h"
#include "modules.h"
#include "probe.h"
#include "process.h"
#include "raw.h"
#include "registers.h"
#include "runtime_type.h"
#include "signal_names.h"
#include "stack.h"
#include "state.h"
#include "unloaded_modules.h"

#include <sys/prctl.h>

const char *facts_exe(const struct crash *crash)
{
    static uint32_t known_pid STATE_AT_HAND; /* procfs takes 20 us to answer: once a process */
    char *path = g_state.text.exe; /* what execve(2) was given, where there is no /proc */

    if (g_state.exe_is_known || known_pid == crash->pid || crash->no_calls) {
        return path;
    }
    known_pid = crash->pid;
    long length =
        raw(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", path, sizeof g_state.text.exe - 1);
    if (length > 0) {
        path[length] = '\0';
    }
    return path;
}

uint64_t facts_program(void)
{
    static uint64_t known STATE_AT_HAND; /* a process has one executable */
    uint8_t build_id[BUILD_ID_MAX];

    if (known == 0) {
        size_t length = exe_build_id(build_id);
        const char *exe = g_state.text.exe;
        uint64_t hash = length > 0 ? hash_bytes(HASH_START, build_id, length)
                                   : hash_bytes(HASH_START, exe, strlen(exe));
        known = hash != 0 ? hash : 1;
    }
    return known;
}

/* Random from start-up, made this process's and this crash's own: children share the seed. */
static void write_id(struct record_text *text, const struct crash *crash,
                     const struct timespec *now)
{
    uint64_t half[2];

    memcpy(half, g_state.seed, sizeof half);
    half[0] ^= hash_u64(hash_u64(HASH_START, crash->pid), (uint64_t)now->tv_nsec);
    half[1] ^= hash_u64(hash_u64(HASH_START, crash->tid), (uint64_t)now->tv_sec);
    line_begin(text, RECORD_ID);
    put_hex_bytes(text, (const uint8_t *)half, sizeof half);
    line_end(text);
}

void facts_write_identity(struct record_text *text, const struct crash *crash)
{
    char name[16] = "";
    uint8_t build_id[BUILD_ID_MAX];
    size_t length;

    line_decimal(text, RECORD_PID, crash->pid);
    line_decimal(text, RECORD_TID, crash->tid);
    if (!crash->no_calls) {
        line_decimal(text, RECORD_PPID, raw(SYS_getppid));
        line_decimal(text, RECORD_UID, raw(SYS_geteuid));
        if (raw(SYS_prctl, PR_GET_NAME, name, 0, 0, 0) == 0) {
            line_foreign(text, RECORD_THREAD, name);
        }
    }
    line_foreign(text, RECORD_EXE, facts_exe(crash));
    length = exe_build_id(build_id);
    if (length > 0) {
        line_begin(text, RECORD_EXE_BUILD_ID);
        put_hex_bytes(text, build_id, length);
        line_end(text);
    }
    line_foreign(text, RECORD_PROGRAM, g_state.text.program);
    line_verbatim(text, RECORD_ARCH, REGISTERS_ARCH);
}

void facts_write_signal(struct record_text *text, const struct crash *crash)
{
    line_begin(text, RECORD_SIGNAL);
    put_decimal(text, crash->signal);
    put_verbatim(text, " ");
    put_verbatim(text, signal_name(crash->signal));
    line_end(text);

    line_begin(text, RECORD_CODE);
    put_decimal(text, crash->info.si_code);
    put_verbatim(text, " ");
    put_verbatim(text, signal_code_name(crash->signal, crash->info.si_code));
    line_end(text);

    if (crash_was_sent(&crash->info)) {
        line_begin(text, RECORD_SENDER);
        put_verbatim(text, "pid=");
        put_decimal(text, crash->info.si_pid);
        put_verbatim(text, " uid=");
        put_decimal(text, crash->info.si_uid);
        line_end(text);
    } else if (crash->signal == SIGSYS) {
        line_begin(text, RECORD_SYSCALL);
        put_verbatim(text, "number=");
        put_decimal(text, crash->info.si_syscall);
        put_verbatim(text, " arch=");
        put_hex(text, crash->info.si_arch);
        line_end(text);
    } else {
        fault_write(text, crash);
    }
}

void facts_write_surroundings(struct record_text *text, const struct crash *crash)
{
    const struct state_text *pinned = &g_state.text;

    line_foreign(text, RECORD_HOME, pinned->home);
    line_foreign(text, RECORD_USER, pinned->user);
    line_foreign(text, RECORD_SHELL, pinned->shell);
    line_foreign(text, RECORD_CI, pinned->ci);
    line_verbatim(text, RECORD_RUNTIME, runtime_type(facts_exe(crash)));
    line_foreign(text, RECORD_RUNTIME_VERSION, pinned->runtime_version);
    line_foreign(text, RECORD_APP, pinned->app);
    line_foreign(text, RECORD_APP_VERSION, pinned->app_version);
    line_begin(text, RECORD_SESSION);
    put_hex_bytes(text, g_state.session, sizeof g_state.session);
    line_end(text);
}

void facts_write_registers(struct record_text *text, const struct crash *crash)
{
    struct registers registers;
    uint8_t code[16];

    registers_read(crash->context, &registers);
    line_begin(text, RECORD_REGISTERS);
    for (int i = 0; i < REGISTERS_COUNT; i++) {
        put_verbatim(text, i > 0 ? " " : "");
        put_verbatim(text, registers_names[i]);
        put_verbatim(text, "=");
        put_hex(text, registers.value[i]);
    }
    line_end(text);

    size_t length = probe_bytes(registers.value[REGISTERS_PC], code, sizeof code);
    if (length > 0) {
        line_begin(text, RECORD_CODE_BYTES);
        put_hex_bytes(text, code, length);
        line_end(text);
    }
}

void facts_write_head(struct record_text *text, const struct crash *crash)
{
    struct timespec now = crash->realtime;
    struct timespec up = crash->boottime;

    line_decimal(text, RECORD_FIRST, EPITAPH_RECORD_VERSION);
    write_id(text, crash, &now);
    line_begin(text, RECORD_TIME);
    put_time(text, &now);
    line_end(text);
    up.tv_sec -= g_state.started.tv_sec;
    up.tv_nsec -= g_state.started.tv_nsec;
    if (up.tv_nsec < 0) {
        up.tv_sec--;
        up.tv_nsec += 1000000000;
    }
    line_begin(text, RECORD_UPTIME);
    put_time(text, &up);
    line_end(text);
}

/* The loader's name for a module, with the working directory before a relative one. */
static size_t read_path(uintptr_t name, char *path, size_t size)
{
    char first[2] = "";
    size_t at = 0;

    while (probe_bytes(name, first, sizeof first) == sizeof first && first[0] == '.' &&
           first[1] == '/') {
        name += sizeof first;
    }
    if (first[0] != '/' && !process_is_confined() && !g_state.no_descriptors) {
        long length = raw(SYS_getcwd, path, size / 2); /* its NUL counted */
        if (length > 1 && path[0] == '/') {            /* "(unreachable)": getcwd(2) */
            at = (size_t)length - 1;
            if (at > 1) {
                path[at++] = '/';
            }
        }
    }
    return at + probe_string(name, path + at, size - at);
}

static void write_module(struct record_text *text, int64_t index, struct module *module)
{
    uint8_t build_id[BUILD_ID_MAX];
    char path[1024];
    size_t length = module_build_id(module, build_id);

    module_measure(module);
    line_begin(text, RECORD_MODULE);
    put_verbatim(text, "index=");
    put_decimal(text, index);
    put_verbatim(text, " base=");
    put_hex(text, module->base);
    put_verbatim(text, " end=");
    put_hex(text, module->end);
    put_verbatim(text, " bias=");
    put_hex(text, module->bias);
    put_verbatim(text, " build_id=");
    if (length > 0) {
        put_hex_bytes(text, build_id, length);
    } else {
        put_verbatim(text, "-");
    }
    if (module->unloaded != NULL) {
        put_verbatim(text, " unloaded=1");
    }
    put_verbatim(text, " path=");
    if (module->is_vdso) {
        put_verbatim(text, "linux-vdso.so.1");
    } else if (module->name != NULL) {
        length = read_path((uintptr_t)module->name, path, sizeof path);
        put_foreign(text, path, length);
    } else {
        put_foreign(text, g_state.text.exe, strlen(g_state.text.exe));
    }
    line_end(text);
}

/* The modules that this record has a line of. */
static struct {
    uintptr_t identity[RECORD_MODULES_MAX];
    int count;
} g_written STATE_AT_HAND;

/* The index of `module` among those written, writing it first when it is new; -1 when full. */
static int module_index(struct record_text *text, struct module *module)
{
    for (int i = 0; i < g_written.count; i++) {
        if (g_written.identity[i] == module->identity) {
            return i;
        }
    }
    if (g_written.count == RECORD_MODULES_MAX) {
        return -1;
    }
    g_written.identity[g_written.count] = module->identity;
    write_module(text, g_written.count, module);
    return g_written.count++;
}

static const char *const trust_names[] = {
    [FRAME_CONTEXT] = RECORD_TRUST_CONTEXT,
    [FRAME_CFI] = RECORD_TRUST_CFI,
    [FRAME_FP] = RECORD_TRUST_FP,
    [FRAME_SCAN] = RECORD_TRUST_SCAN,
};

/* The address to look a frame up by: a return address may lie behind its function's end. */
static uintptr_t lookup_pc(const struct frame *frame)
{
    return frame->exact ? frame->pc : frame->pc - 1;
}

/* The module that a frame lies in, or lay in until it was unloaded. */
static bool find_module(const struct frame *frame, struct module *ret_module)
{
    uintptr_t pc = lookup_pc(frame);

    return module_find(pc, ret_module) || unloaded_modules_find(pc, ret_module);
}

static void write_frame(struct record_text *text, const char *key, uint32_t index,
                        const struct frame *frame)
{
    struct module module;
    int number = -1;

    if (find_module(frame, &module)) {
        number = module_index(text, &module);
    }
    line_begin(text, key);
    put_verbatim(text, "index=");
    put_decimal(text, index);
    put_verbatim(text, " pc=");
    put_hex(text, frame->pc);
    put_verbatim(text, " exact=");
    put_decimal(text, frame->exact);
    put_verbatim(text, " trust=");
    put_verbatim(text, trust_names[frame->trust]);
    put_verbatim(text, " module=");
    if (number >= 0) {
        put_decimal(text, number);
        put_verbatim(text, " offset=");
        put_hex(text, frame->pc - module.bias);
    } else {
        put_verbatim(text, "- offset=-");
    }
    line_end(text);
}

/* A handler that raises its signal again hides the fault that it was called for. */
static void write_original(struct record_text *text, const siginfo_t *original)
{
    line_begin(text, RECORD_ORIGINAL);
    put_verbatim(text, "signal=");
    put_decimal(text, original->si_signo);
    put_verbatim(text, " code=");
    put_decimal(text, original->si_code);
    if (!crash_was_sent(original)) {
        put_verbatim(text, " address=");
        put_hex(text, (uintptr_t)original->si_addr);
    } else {
        put_verbatim(text, " pid=");
        put_decimal(text, original->si_pid);
        put_verbatim(text, " uid=");
        put_decimal(text, original->si_uid);
    }
    line_end(text);
}

void facts_write_frames(struct record_text *text, const char *key, const struct stack *stack,
                        uint32_t most)
{
    for (uint32_t i = 0; i < stack_kept(stack) && i < most; i++) {
        uint32_t index;
        const struct frame *frame = stack_frame(stack, i, &index);

        write_frame(text, key, index, frame);
    }
}

void facts_write_stack(struct record_text *text, const struct stack *stack)
{
    struct module exe;

    g_written.count = 0;
    if (stack->has_original) {
        write_original(text, &stack->original);
    }
    line_decimal(text, RECORD_FRAMES_TOTAL, stack->total);
    facts_write_frames(text, RECORD_FRAME, stack, UINT32_MAX);
    /* The executable's, also where only libraries were running: who reads wants to know it. */
    if (module_find(g_state.exe_entry, &exe)) {
        module_index(text, &exe);
    }
}

void facts_write_unloaded(struct record_text *text, uintptr_t address)
{
    struct module module;

    if (unloaded_modules_find(address, &module)) {
        module_index(text, &module);
    }
}

#define FINGERPRINT_FRAMES 16u

uint64_t facts_fingerprint(const struct crash *crash, const struct stack *stack)
{
    const struct state_text *pinned = &g_state.text;
    uint64_t hash = hash_u64(facts_program(), (uint64_t)crash->signal);
    uint8_t build_id[BUILD_ID_MAX];
    uintptr_t identity = 0; /* the module whose that is: the frame's before, mostly */
    size_t length = 0;

    /* One executable may be several programs to those who name them: EPITAPH_APP. */
    hash = hash_bytes(hash, pinned->app, strlen(pinned->app) + 1);
    hash = hash_bytes(hash, pinned->app_version, strlen(pinned->app_version));
    for (uint32_t i = 0; i < stack_kept(stack) && i < FINGERPRINT_FRAMES; i++) {
        uint32_t index;
        const struct frame *frame = stack_frame(stack, i, &index);
        struct module module;

        if (!find_module(frame, &module)) {
            hash = hash_u64(hash, 0); /* a JIT's code lies elsewhere in each run */
            continue;
        }
        if (module.identity != identity) {
            length = module_build_id(&module, build_id);
            identity = module.identity;
        }
        hash = hash_u64(hash_bytes(hash, build_id, length), frame->pc - module.bias);
    }
    return hash != 0 ? hash : 1;
}
