#include "record.h"

#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <epitaph/record.h>

#include "encoding/value.h"
#include "instruction.h"

struct parse {
    struct crash *crash;
    bool ended;
    bool out_of_memory;
};

/* A string field keeps its first value. */
static void keep(struct parse *parse, char **field, const char *value)
{
    if (*field != NULL || value[0] == '\0') {
        return;
    }
    char *copy = strdup(value);
    parse->out_of_memory = parse->out_of_memory || copy == NULL;
    *field = copy;
}

/* A build-id is even hex of 2 to 128 digits; anything else is none. */
static char *copy_build_id(const char *text)
{
    size_t length = strcspn(text, " ");

    if (length < 2 || length > 128 || length % 2 != 0 || !value_is_hex(text, length)) {
        return NULL;
    }
    char *copy = strndup(text, length);
    for (char *c = copy; c != NULL && *c != '\0'; c++) {
        *c = (char)tolower((unsigned char)*c);
    }
    return copy;
}

static void parse_id(struct crash *crash, const char *value)
{
    size_t length = strcspn(value, " ");

    if (crash->id[0] != '\0' || length != CRASH_ID_LENGTH || !value_is_hex(value, length) ||
        strspn(value, "0") >= length) {
        return;
    }
    for (size_t i = 0; i < length; i++) {
        crash->id[i] = (char)tolower((unsigned char)value[i]);
    }
}

/* "11 SIGSEGV": a number, then perhaps its name. */
static void parse_numbered(struct parse *parse, const char *value, int *number, char **name)
{
    if (*name != NULL || !value_int(value, number)) {
        return;
    }
    const char *space = strchr(value, ' ');
    if (space != NULL) {
        keep(parse, name, space + 1);
    }
}

static void parse_module(struct parse *parse, const char *value)
{
    struct crash *crash = parse->crash;
    struct crash_module module = {0};
    uint64_t index, unloaded;
    const char *text;

    if (crash->module_count == CRASH_MODULES_MAX ||
        !value_field_u64(value, "index", 10, &index) || index > UINT16_MAX) {
        return;
    }
    module.index = (unsigned)index;
    (void)value_field_u64(value, "base", 16, &module.base);
    (void)value_field_u64(value, "end", 16, &module.end);
    (void)value_field_u64(value, "bias", 16, &module.bias);
    if ((text = value_field(value, "build_id")) != NULL) {
        module.build_id = copy_build_id(text);
    }
    module.unloaded = value_field_u64(value, "unloaded", 10, &unloaded) && unloaded == 1;
    if ((text = value_field(value, "path")) != NULL) {
        keep(parse, &module.path, text);
    }
    struct crash_module *grown =
        realloc(crash->modules, (crash->module_count + 1) * sizeof *grown);
    if (grown == NULL) {
        free(module.build_id);
        free(module.path);
        parse->out_of_memory = true;
        return;
    }
    crash->modules = grown;
    crash->modules[crash->module_count++] = module;
}

/* Frames name a module by its index= until resolve_modules(): a torn record may lack it. */
static void parse_frame(struct parse *parse, const char *value, size_t most,
                        struct crash_frame **frames, size_t *frame_count)
{
    struct crash_frame frame = {.module = -1};
    uint64_t index, number;
    const char *text;

    if (*frame_count == most || !value_field_u64(value, "index", 10, &index) ||
        !value_field_u64(value, "pc", 16, &frame.pc) || index > UINT32_MAX) {
        return;
    }
    frame.index = (unsigned)index;
    frame.exact = value_field_u64(value, "exact", 10, &number) && number == 1;
    frame.has_offset = value_field_u64(value, "offset", 16, &frame.offset);
    if (value_field_u64(value, "module", 10, &number) && number <= UINT16_MAX) {
        frame.module = (int)number;
    }
    if ((text = value_field(value, "trust")) != NULL) {
        char word[16];
        snprintf(word, sizeof word, "%.*s", (int)strcspn(text, " "), text);
        frame.trust = crash_trust_parse(word);
    }
    struct crash_frame *grown = realloc(*frames, (*frame_count + 1) * sizeof *grown);
    if (grown == NULL) {
        parse->out_of_memory = true;
        return;
    }
    *frames = grown;
    grown[(*frame_count)++] = frame;
}

/* "tid=N frames=N name=..." */
static void parse_thread(struct parse *parse, const char *value)
{
    struct crash *crash = parse->crash;
    struct crash_thread thread = {.tid = -1};
    const char *name = strstr(value, "name=");

    if (crash->thread_count == CRASH_THREADS_MAX) {
        return;
    }
    (void)value_field_i64(value, "tid", &thread.tid);
    (void)value_field_u64(value, "frames", 10, &thread.frames_total);
    struct crash_thread *grown =
        realloc(crash->threads, (crash->thread_count + 1) * sizeof *grown);
    if (grown == NULL) {
        parse->out_of_memory = true;
        return;
    }
    if (name != NULL) {
        keep(parse, &thread.name, name + strlen("name="));
    }
    crash->threads = grown;
    crash->threads[crash->thread_count++] = thread;
}

/* A frame of the thread before it. */
static void parse_other_frame(struct parse *parse, const char *value)
{
    struct crash *crash = parse->crash;

    if (crash->thread_count > 0) {
        struct crash_thread *thread = &crash->threads[crash->thread_count - 1];
        parse_frame(parse, value, CRASH_THREAD_FRAMES_MAX, &thread->frames,
                    &thread->frame_count);
    }
}

static void parse_python(struct parse *parse, const char *value)
{
    struct crash *crash = parse->crash;
    char *line = NULL;

    if (crash->python_count < CRASH_PYTHON_MAX) {
        keep(parse, &line, value);
    }
    if (line != NULL) {
        crash->python[crash->python_count++] = line;
    }
}

/* "key=WORD value=..", the value to the end of the line. */
static void parse_note(struct parse *parse, const char *value)
{
    size_t length = strcspn(value, " ");
    char key[sizeof "key=" + RECORD_NOTE_KEY_MAX] = "";

    if (strncmp(value, "key=", 4) != 0 || length >= sizeof key ||
        strncmp(value + length, " value=", 7) != 0) {
        return;
    }
    memcpy(key, value, length);
    if (crash_add_note(parse->crash, key + 4, value + length + 7) != 0) {
        parse->out_of_memory = true;
    }
}

static void parse_harvest(struct crash *crash, const char *value)
{
    const char *id = value_field(value, "id");
    uint64_t number;

    if (id != NULL) {
        parse_id(crash, id);
    }
    if (value_field_u64(value, "count", 10, &number) && number >= 1 && number <= UINT32_MAX) {
        crash->count = (uint32_t)number;
    }
    (void)value_field_u64(value, "first_seen_ns", 10, &crash->first_seen_ns);
    (void)value_field_u64(value, "last_seen_ns", 10, &crash->last_seen_ns);
    if (value_field_u64(value, "torn", 10, &number) && number == 1) {
        crash->torn = true;
    }
    (void)value_field_i64(value, "uid",
                          &crash->uid); /* the spool's owner; the text's is a claim */
}

static void parse_original(struct crash *crash, const char *value)
{
    const char *text = value_field(value, "signal");

    crash->has_original = text != NULL && value_int(text, &crash->original_signal);
    text = value_field(value, "code");
    if (text != NULL) {
        (void)value_int(text, &crash->original_code);
    }
    (void)value_field_u64(value, "address", 16, &crash->original_address);
    crash->has_original_sender = value_field_i64(value, "pid", &crash->original_pid) &&
                                 value_field_i64(value, "uid", &crash->original_uid);
}

/* "low=0x.. high=0x.. perms=rw-p offset=0x.. path=.." */
static void parse_mapping(struct parse *parse, const char *value)
{
    struct crash *crash = parse->crash;
    const char *perms = value_field(value, "perms");
    const char *path = value_field(value, "path");

    if (crash->has_mapping || !value_field_u64(value, "low", 16, &crash->mapping_low) ||
        !value_field_u64(value, "high", 16, &crash->mapping_high)) {
        return;
    }
    crash->has_mapping = true;
    (void)value_field_u64(value, "offset", 16, &crash->mapping_offset);
    if (perms != NULL) {
        char word[8];
        snprintf(word, sizeof word, "%.*s", (int)strcspn(perms, " "), perms);
        keep(parse, &crash->mapping_perms, word);
    }
    if (path != NULL) {
        keep(parse, &crash->mapping_path, path);
    }
}

/* Keys whose value is one string. */
static char **string_field(struct crash *crash, const char *key)
{
    const struct {
        const char *key;
        char **field;
    } rows[] = {
        {RECORD_THREAD, &crash->thread},
        {RECORD_EXE, &crash->exe},
        {RECORD_PROGRAM, &crash->program},
        {RECORD_FAULT_ACCESS, &crash->fault_access},
        {RECORD_FAULT_KIND, &crash->fault_kind},
        {RECORD_ABORT_MESSAGE, &crash->abort_message},
        {RECORD_EXCEPTION_TYPE, &crash->exception_type},
        {RECORD_EXCEPTION_WHAT, &crash->exception_what},
        {RECORD_REGISTERS, &crash->registers},
        {RECORD_CODE_BYTES, &crash->code_bytes},
        {RECORD_HS_ERR, &crash->hs_err},
        {RECORD_HOME, &crash->home},
        {RECORD_USER, &crash->user},
        {RECORD_SHELL, &crash->shell},
        {RECORD_CI, &crash->ci},
        {RECORD_RUNTIME, &crash->runtime},
        {RECORD_RUNTIME_VERSION, &crash->runtime_version},
        {RECORD_APP, &crash->app},
        {RECORD_APP_VERSION, &crash->app_version},
        {RECORD_SESSION, &crash->session},
        {RECORD_ARCH, &crash->arch},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].key, key) == 0) {
            return rows[i].field;
        }
    }
    return NULL;
}

/* Keys whose value is one integer. */
static int64_t *integer_field(struct crash *crash, const char *key)
{
    return strcmp(key, RECORD_PID) == 0    ? &crash->pid
           : strcmp(key, RECORD_TID) == 0  ? &crash->tid
           : strcmp(key, RECORD_PPID) == 0 ? &crash->ppid
           : strcmp(key, RECORD_UID) == 0  ? &crash->uid
                                           : NULL;
}

static void parse_fault(struct parse *parse, const char *key, const char *value)
{
    struct crash *crash = parse->crash;

    if (strcmp(key, RECORD_SIGNAL) == 0) {
        parse_numbered(parse, value, &crash->signal, &crash->signal_name);
    } else if (strcmp(key, RECORD_CODE) == 0) {
        parse_numbered(parse, value, &crash->code, &crash->code_name);
    } else if (strcmp(key, RECORD_FAULT_ADDRESS) == 0) {
        crash->has_fault_address = value_u64(value, 16, &crash->fault_address);
    } else if (strcmp(key, RECORD_SENDER) == 0) {
        crash->has_sender = value_field_i64(value, "pid", &crash->sender_pid) &&
                            value_field_i64(value, "uid", &crash->sender_uid);
    } else if (strcmp(key, RECORD_ORIGINAL) == 0) {
        parse_original(crash, value);
    } else if (strcmp(key, RECORD_SYSCALL) == 0) {
        crash->has_syscall = value_field_i64(value, "number", &crash->syscall_number);
        (void)value_field_u64(value, "arch", 16, &crash->syscall_arch);
    } else if (strcmp(key, RECORD_STACK) == 0) {
        crash->has_stack = value_field_u64(value, "low", 16, &crash->stack_low) &&
                           value_field_u64(value, "high", 16, &crash->stack_high);
    } else if (strcmp(key, RECORD_MAPPING) == 0) {
        parse_mapping(parse, value);
    } else if (strcmp(key, RECORD_FREED) == 0) {
        crash->has_freed = value_field_u64(value, "low", 16, &crash->freed_low) &&
                           value_field_u64(value, "high", 16, &crash->freed_high);
    }
}

static void parse_pair(struct parse *parse, const char *key, const char *value)
{
    struct crash *crash = parse->crash;
    char **string = string_field(crash, key);
    int64_t *integer = integer_field(crash, key);
    uint64_t number;

    if (string != NULL) {
        keep(parse, string, value);
    } else if (integer != NULL) {
        if (*integer < 0) {
            (void)value_i64(value, integer);
        }
    } else if (strcmp(key, RECORD_FRAME) == 0) {
        parse_frame(parse, value, CRASH_FRAMES_MAX, &crash->frames, &crash->frame_count);
    } else if (strcmp(key, RECORD_OTHER_THREAD) == 0) {
        parse_thread(parse, value);
    } else if (strcmp(key, RECORD_OTHER_FRAME) == 0) {
        parse_other_frame(parse, value);
    } else if (strcmp(key, RECORD_PYTHON) == 0) {
        parse_python(parse, value);
    } else if (strcmp(key, RECORD_NOTE) == 0) {
        parse_note(parse, value);
    } else if (strcmp(key, RECORD_MODULE) == 0) {
        parse_module(parse, value);
    } else if (strcmp(key, RECORD_MISSING) == 0) {
        crash_add_missing(crash, value);
    } else if (strcmp(key, RECORD_FRAMES_TOTAL) == 0) {
        (void)value_u64(value, 10, &crash->frames_total);
    } else if (strcmp(key, RECORD_ID) == 0) {
        parse_id(crash, value);
    } else if (strcmp(key, RECORD_HARVEST) == 0) {
        parse_harvest(crash, value);
    } else if (strcmp(key, RECORD_FIRST) == 0) {
        if (value_u64(value, 10, &number) && number <= UINT32_MAX) {
            crash->version = (unsigned)number;
        }
    } else if (strcmp(key, RECORD_TIME) == 0) {
        keep(parse, &crash->time, value);
        crash->time_ns = value_time_ns(value);
    } else if (strcmp(key, RECORD_UPTIME) == 0) {
        crash->uptime_ns = value_time_ns(value);
    } else if (strcmp(key, RECORD_EXE_BUILD_ID) == 0) {
        if (crash->exe_build_id == NULL) {
            crash->exe_build_id = copy_build_id(value);
        }
    } else if (strcmp(key, RECORD_END) == 0) {
        parse->ended = true;
    } else {
        parse_fault(parse, key, value);
    }
}

static int hex_digit(char c)
{
    return isdigit((unsigned char)c) ? c - '0'
           : (c >= 'a' && c <= 'f')  ? c - 'a' + 10
           : (c >= 'A' && c <= 'F')  ? c - 'A' + 10
                                     : -1;
}

/* Undo the escapes of a value in place. An escaped NUL stays escaped: strings end at one. */
static void unescape(char *value)
{
    char *out = value;

    for (const char *in = value; *in != '\0'; in++) {
        if (in[0] == '\\' && in[1] == '\\') {
            in++;
        } else if (in[0] == '\\' && in[1] == 'x' && hex_digit(in[2]) >= 0 &&
                   hex_digit(in[3]) >= 0 && (in[2] != '0' || in[3] != '0')) {
            *out++ = (char)(hex_digit(in[2]) * 16 + hex_digit(in[3]));
            in += 3;
            continue;
        }
        *out++ = *in;
    }
    *out = '\0';
}

/* One line without its newline: `key: value`. A NUL inside is not ours to interpret. */
static void parse_line(struct parse *parse, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);

    if (colon == NULL || memchr(line, '\0', length) != NULL) {
        return;
    }
    char *copy = strndup(line, length);
    if (copy == NULL) {
        parse->out_of_memory = true;
        return;
    }
    char *value = copy + (colon - line);
    *value++ = '\0';
    value += *value == ' ';
    unescape(value);
    parse_pair(parse, copy, value);
    free(copy);
}

/* Turn the frames' index= of a module into its place in the array. */
static void resolve_modules(const struct crash *crash, struct crash_frame *frames, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int wanted = frames[i].module;
        int found = -1;

        for (size_t m = 0; wanted >= 0 && m < crash->module_count && found < 0; m++) {
            found = crash->modules[m].index == (unsigned)wanted ? (int)m : -1;
        }
        frames[i].module = found;
    }
}

static void finish(struct parse *parse)
{
    struct crash *crash = parse->crash;

    resolve_modules(crash, crash->frames, crash->frame_count);
    for (size_t i = 0; i < crash->thread_count; i++) {
        struct crash_thread *thread = &crash->threads[i];
        resolve_modules(crash, thread->frames, thread->frame_count);
        if (thread->frames_total < thread->frame_count) {
            thread->frames_total = thread->frame_count;
        }
    }
    const char *kind = instruction_kind(crash->arch, crash->code_bytes, crash->registers);
    if (kind != NULL) {
        keep(parse, &crash->instruction, kind);
    }
    crash->access_size = instruction_access_size(crash->arch, crash->code_bytes);
    const char *access = crash->signal == SIGSEGV && crash->code == SI_KERNEL
                             ? instruction_access(crash->arch, crash->code_bytes)
                             : NULL;
    if (access != NULL && crash->fault_access == NULL) {
        keep(parse, &crash->fault_access,
             access); /* a general protection fault tells nothing */
    }
    if (!parse->ended) {
        crash->torn = true;
    }
    if (crash->torn) {
        crash_add_missing(crash, RECORD_END);
    }
    if (crash->frames_total < crash->frame_count) {
        crash->frames_total = crash->frame_count;
    }
    if (crash->first_seen_ns == 0) {
        crash->first_seen_ns = crash->time_ns;
    }
    if (crash->last_seen_ns < crash->first_seen_ns) {
        crash->last_seen_ns = crash->first_seen_ns;
    }
    if (crash->time_ns == 0) { /* lost in the tear; the slot's clock is next best */
        crash->time_ns = crash->first_seen_ns;
    }
}

int record_parse(const char *text, size_t length, struct crash **ret_crash)
{
    struct parse parse = {.crash = NULL};

    if (length > RECORD_LENGTH_MAX) {
        return -EMSGSIZE;
    }
    parse.crash = crash_new();
    if (parse.crash == NULL) {
        return -ENOMEM;
    }
    while (length > 0 && !parse.ended && !parse.out_of_memory) {
        const char *newline = memchr(text, '\n', length);
        if (newline == NULL) {
            break; /* torn here: half a line is no fact */
        }
        parse_line(&parse, text, (size_t)(newline - text));
        length -= (size_t)(newline + 1 - text);
        text = newline + 1;
    }
    finish(&parse);
    if (parse.out_of_memory) {
        crash_free(parse.crash);
        return -ENOMEM;
    }
    *ret_crash = parse.crash;
    return 0;
}
