#include "crash.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <epitaph/record.h>

struct crash *crash_new(void)
{
    struct crash *crash = calloc(1, sizeof *crash);

    if (crash != NULL) {
        crash->count = 1;
        crash->pid = crash->tid = crash->ppid = crash->uid = -1;
    }
    return crash;
}

static void frames_free(struct crash_frame *frames, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct crash_frame *frame = &frames[i];

        for (size_t n = 0; n < frame->name_count; n++) {
            free(frame->names[n].function);
            free(frame->names[n].file);
        }
        free(frame->names);
    }
    free(frames);
}

static void threads_free(struct crash *crash)
{
    for (size_t i = 0; i < crash->thread_count; i++) {
        frames_free(crash->threads[i].frames, crash->threads[i].frame_count);
        free(crash->threads[i].name);
    }
    free(crash->threads);
}

static void modules_free(struct crash *crash)
{
    for (size_t i = 0; i < crash->module_count; i++) {
        free(crash->modules[i].build_id);
        free(crash->modules[i].path);
    }
    free(crash->modules);
}

void crash_free(struct crash *crash)
{
    if (crash == NULL) {
        return;
    }
    frames_free(crash->frames, crash->frame_count);
    threads_free(crash);
    modules_free(crash);
    for (size_t i = 0; i < crash->missing_count; i++) {
        free(crash->missing[i]);
    }
    for (size_t i = 0; i < crash->python_count; i++) {
        free(crash->python[i]);
    }
    for (size_t i = 0; i < crash->note_count; i++) {
        free(crash->notes[i].key);
        free(crash->notes[i].value);
    }
    char *const strings[] = {
        crash->time,
        crash->thread,
        crash->exe,
        crash->exe_build_id,
        crash->program,
        crash->signal_name,
        crash->code_name,
        crash->fault_access,
        crash->fault_kind,
        crash->abort_message,
        crash->exception_type,
        crash->exception_name,
        crash->exception_what,
        crash->registers,
        crash->code_bytes,
        crash->mapping_perms,
        crash->mapping_path,
        crash->instruction,
        crash->hs_err,
        crash->home,
        crash->user,
        crash->shell,
        crash->ci,
        crash->runtime,
        crash->runtime_version,
        crash->app,
        crash->app_version,
        crash->session,
        crash->arch,
    };
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        free(strings[i]);
    }
    free(crash);
}

void crash_add_missing(struct crash *crash, const char *word)
{
    for (size_t i = 0; i < crash->missing_count; i++) {
        if (strcmp(crash->missing[i], word) == 0) {
            return;
        }
    }
    if (crash->missing_count == CRASH_MISSING_MAX) {
        return;
    }
    char *copy = strdup(word);
    if (copy != NULL) {
        crash->missing[crash->missing_count++] = copy;
    }
}

bool crash_is_note_key(const char *key)
{
    size_t length = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_.-");

    return length > 0 && length <= RECORD_NOTE_KEY_MAX && key[length] == '\0';
}

int crash_add_note(struct crash *crash, const char *key, const char *value)
{
    size_t at = 0;

    while (at < crash->note_count && strcmp(crash->notes[at].key, key) != 0) {
        at++;
    }
    if (at == CRASH_NOTES_MAX || !crash_is_note_key(key) ||
        strlen(value) > CRASH_NOTE_VALUE_MAX) {
        return 0;
    }
    char *copy = strdup(value);
    char *name = at == crash->note_count ? strdup(key) : NULL;
    if (copy == NULL || (at == crash->note_count && name == NULL)) {
        free(copy);
        free(name);
        return -ENOMEM;
    }
    if (name != NULL) {
        crash->notes[crash->note_count++] = (struct crash_note){name, copy};
    } else {
        free(crash->notes[at].value);
        crash->notes[at].value = copy;
    }
    return 0;
}

struct crash crash_seen_from(const struct crash *crash, const struct crash_thread *thread)
{
    struct crash view = *crash;

    view.frames = thread->frames;
    view.frame_count = thread->frame_count;
    view.frames_total = thread->frames_total;
    view.tid = thread->tid;
    view.thread = thread->name;
    return view;
}

const struct crash_module *crash_frame_module(const struct crash *crash,
                                              const struct crash_frame *frame)
{
    if (frame->module < 0 || (size_t)frame->module >= crash->module_count) {
        return NULL;
    }
    return &crash->modules[frame->module];
}

static const char *const trust_words[] = {
    [CRASH_TRUST_UNKNOWN] = "unknown",      [CRASH_TRUST_CONTEXT] = RECORD_TRUST_CONTEXT,
    [CRASH_TRUST_CFI] = RECORD_TRUST_CFI,   [CRASH_TRUST_FP] = RECORD_TRUST_FP,
    [CRASH_TRUST_SCAN] = RECORD_TRUST_SCAN,
};

static const char *const module_words[] = {
    [CRASH_MODULE_UNSEEN] = "unseen",       [CRASH_MODULE_MATCHED] = "matched",
    [CRASH_MODULE_CHANGED] = "changed",     [CRASH_MODULE_GONE] = "gone",
    [CRASH_MODULE_UNCHECKED] = "unchecked", [CRASH_MODULE_VIRTUAL] = "virtual",
};

/* The place of `word` in `words`; 0, which is "not known" in each table, where it has none. */
static size_t find_word(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return i;
        }
    }
    return 0;
}

const char *crash_trust_word(enum crash_trust trust)
{
    return trust_words[trust];
}

enum crash_trust crash_trust_parse(const char *word)
{
    size_t count = sizeof trust_words / sizeof trust_words[0];

    return (enum crash_trust)find_word(trust_words, count, word);
}

const char *crash_module_state_word(enum crash_module_state state)
{
    return module_words[state];
}

enum crash_module_state crash_module_state_parse(const char *word)
{
    size_t count = sizeof module_words / sizeof module_words[0];

    return (enum crash_module_state)find_word(module_words, count, word);
}

const char *crash_basename(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}
