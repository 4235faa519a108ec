#include "scrub.h"

#include <ctype.h>
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <epitaph/record.h>
#include <sanitizer.h>

#include "clean_crash.h"
#include "encoding/text.h"
#include "redaction.h"

#define PASSWD_BYTES_MAX 65536

/* Whom the sanitizers at hand hide. */
struct identity {
    int64_t uid;
    char *home; /* as the dead process had it in its environment */
    char *user;
    char *passwd_home; /* as the password file has it */
    char *passwd_user;
};

struct scrubber {
    bool ready;
    struct identity identity;
    struct sanitizer *text;
    /* Names of functions are the program's words, not its user's: a user called "main" must
     * not rename a function. Homes and secrets are looked for all the same. */
    struct sanitizer *names;
    const struct redaction *redaction; /* borrowed */
};

/* One scrub() at work. */
struct work {
    const struct scrubber *scrubber;
    bool failed;
};

int scrubber_new(struct scrubber **ret_scrubber)
{
    struct scrubber *scrubber = calloc(1, sizeof *scrubber);

    if (scrubber == NULL) {
        return -ENOMEM;
    }
    *ret_scrubber = scrubber;
    return 0;
}

static void forget_identity(struct scrubber *scrubber)
{
    sanitizer_free(scrubber->text);
    sanitizer_free(scrubber->names);
    free(scrubber->identity.home);
    free(scrubber->identity.user);
    free(scrubber->identity.passwd_home);
    free(scrubber->identity.passwd_user);
    const struct redaction *redaction = scrubber->redaction;
    memset(scrubber, 0, sizeof *scrubber);
    scrubber->redaction = redaction;
}

void scrubber_hide(struct scrubber *scrubber, const struct redaction *redaction)
{
    forget_identity(scrubber);
    scrubber->redaction = redaction;
}

void scrubber_free(struct scrubber *scrubber)
{
    if (scrubber != NULL) {
        forget_identity(scrubber);
        free(scrubber);
    }
}

static bool same(const char *left, const char *right)
{
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

/* Look the uid up. Without an entry there is nothing more to hide; no memory is an error. */
static int find_passwd(struct identity *identity)
{
    struct passwd entry, *found = NULL;
    char *buffer = malloc(PASSWD_BYTES_MAX);

    if (buffer == NULL) {
        return -ENOMEM;
    }
    int error = 0;
    if (identity->uid >= 0 &&
        getpwuid_r((uid_t)identity->uid, &entry, buffer, PASSWD_BYTES_MAX, &found) == 0 &&
        found != NULL) {
        identity->passwd_home = strdup(found->pw_dir);
        identity->passwd_user = strdup(found->pw_name);
        error = identity->passwd_home == NULL || identity->passwd_user == NULL ? -ENOMEM : 0;
    }
    free(buffer);
    return error;
}

static int copy_text(const char *text, char **ret_copy)
{
    if (text != NULL) {
        char *copy = strdup(text);
        if (copy == NULL) {
            return -ENOMEM;
        }
        *ret_copy = copy;
    }
    return 0;
}

static int make_sanitizers(struct scrubber *scrubber)
{
    const struct identity *known = &scrubber->identity;
    const char *homes[2], *users[2];
    struct sanitizer_identity hidden = {.homes = homes, .users = users};

    if (known->home != NULL) {
        homes[hidden.home_count++] = known->home;
    }
    if (known->passwd_home != NULL) {
        homes[hidden.home_count++] = known->passwd_home;
    }
    if (known->user != NULL) {
        users[hidden.user_count++] = known->user;
    }
    if (known->passwd_user != NULL) {
        users[hidden.user_count++] = known->passwd_user;
    }
    int error = sanitizer_new(&hidden, &scrubber->text);
    if (error == 0) {
        hidden.user_count = 0;
        error = sanitizer_new(&hidden, &scrubber->names);
    }
    if (error == 0) {
        error = redaction_apply(scrubber->redaction, scrubber->text);
    }
    if (error == 0) {
        error = redaction_apply(scrubber->redaction, scrubber->names);
    }
    return error;
}

/* Have sanitizers for the crash's user; those of the crash before will often do. */
static int prepare(struct scrubber *scrubber, const struct crash *crash)
{
    struct identity *identity = &scrubber->identity;

    if (scrubber->ready && identity->uid == crash->uid && same(identity->home, crash->home) &&
        same(identity->user, crash->user)) {
        return 0;
    }
    forget_identity(scrubber);
    identity->uid = crash->uid;
    int error = copy_text(crash->home, &identity->home);
    if (error == 0) {
        error = copy_text(crash->user, &identity->user);
    }
    if (error == 0) {
        error = find_passwd(identity);
    }
    if (error == 0) {
        error = make_sanitizers(scrubber);
    }
    if (error != 0) {
        forget_identity(scrubber);
        return error;
    }
    scrubber->ready = true;
    return 0;
}

static char *rewrite(struct work *work, const struct sanitizer *sanitizer, const char *text)
{
    if (text == NULL) {
        return NULL;
    }
    char *clean = sanitizer_rewrite(sanitizer, text, strlen(text));
    if (clean == NULL) {
        work->failed = true;
    }
    return clean;
}

static char *clean_text(struct work *work, const char *text)
{
    return rewrite(work, work->scrubber->text, text);
}

static char *clean_name(struct work *work, const char *text)
{
    return rewrite(work, work->scrubber->names, text);
}

/* A value that Epitaph itself writes in a fixed form: kept as it is, or not at all. */
static char *keep_if(struct work *work, const char *text, int (*allowed)(int), const char *also)
{
    for (const char *c = text; c != NULL && *c != '\0'; c++) {
        if (!allowed((unsigned char)*c) && strchr(also, *c) == NULL) {
            return NULL;
        }
    }
    if (text == NULL || strlen(text) > 128) {
        return NULL;
    }
    char *copy = strdup(text);
    work->failed = work->failed || copy == NULL;
    return copy;
}

static char *keep_hex(struct work *work, const char *text)
{
    return keep_if(work, text, isxdigit, "");
}

static char *keep_word(struct work *work, const char *text)
{
    return keep_if(work, text, isalnum, "_-.");
}

static void scrub_names(struct work *work, const struct crash_frame *from,
                        struct crash_frame *to)
{
    to->names = from->name_count > 0 ? calloc(from->name_count, sizeof *to->names) : NULL;
    to->name_count = 0;
    if (from->name_count > 0 && to->names == NULL) {
        work->failed = true;
        return;
    }
    for (size_t i = 0; i < from->name_count; i++) {
        to->names[i] = from->names[i];
        to->names[i].function = clean_name(work, from->names[i].function);
        to->names[i].file = clean_text(work, from->names[i].file);
        to->name_count++;
    }
}

/* Copies the frames; *ret_count is what was copied. */
static struct crash_frame *scrub_frames(struct work *work, const struct crash_frame *from,
                                        size_t count, size_t *ret_count)
{
    struct crash_frame *to = count > 0 ? calloc(count, sizeof *to) : NULL;

    *ret_count = 0;
    if (count > 0 && to == NULL) {
        work->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        to[i] = from[i];
        scrub_names(work, &from[i], &to[i]);
        (*ret_count)++;
    }
    return to;
}

static void scrub_threads(struct work *work, const struct crash *from, struct crash *to)
{
    to->threads =
        from->thread_count > 0 ? calloc(from->thread_count, sizeof *to->threads) : NULL;
    to->thread_count = 0;
    if (from->thread_count > 0 && to->threads == NULL) {
        work->failed = true;
        return;
    }
    for (size_t i = 0; i < from->thread_count; i++) {
        struct crash_thread *thread = &to->threads[to->thread_count++];
        *thread = from->threads[i];
        thread->name = clean_text(work, from->threads[i].name);
        thread->frames = scrub_frames(work, from->threads[i].frames,
                                      from->threads[i].frame_count, &thread->frame_count);
    }
}

static void scrub_modules(struct work *work, const struct crash *from, struct crash *to)
{
    to->modules =
        from->module_count > 0 ? calloc(from->module_count, sizeof *to->modules) : NULL;
    to->module_count = 0;
    if (from->module_count > 0 && to->modules == NULL) {
        work->failed = true;
        return;
    }
    for (size_t i = 0; i < from->module_count; i++) {
        to->modules[i] = from->modules[i];
        to->modules[i].path = clean_text(work, from->modules[i].path);
        to->modules[i].build_id = keep_hex(work, from->modules[i].build_id);
        to->module_count++;
    }
}

/* Of a path only the program's name: where a shell is installed says nothing about a crash. */
static char *clean_last_part(struct work *work, const char *path)
{
    return clean_text(work, path != NULL ? crash_basename(path) : NULL);
}

/*
 * A key says what its value is: `token` is enough to hide what follows, so both are looked at
 * as one text. Where that changes the key, nobody can name the note, and it is missing.
 */
static void scrub_note(struct work *work, const struct crash_note *note, struct crash *to)
{
    size_t key_length = strlen(note->key);
    struct text both = {.bytes = NULL};

    text_format(&both, "%s=%s", note->key, note->value);
    char *joined = text_take(&both);
    char *clean = clean_text(work, joined);
    bool kept =
        clean != NULL && strncmp(clean, note->key, key_length) == 0 && clean[key_length] == '=';
    char *value = kept ? clean_text(work, clean + key_length + 1) : NULL;
    if (joined == NULL || (value != NULL && crash_add_note(to, note->key, value) != 0)) {
        work->failed = true;
    }
    if (!kept) {
        crash_add_missing(to, RECORD_NOTE);
    }
    free(joined);
    free(clean);
    free(value);
}

static void scrub_strings(struct work *work, const struct crash *from, struct crash *to)
{
    to->time = keep_if(work, from->time, isdigit, ".");
    to->thread = clean_text(work, from->thread);
    to->exe = clean_text(work, from->exe);
    to->exe_build_id = keep_hex(work, from->exe_build_id);
    to->program = clean_text(work, from->program);
    to->signal_name = keep_word(work, from->signal_name);
    to->code_name = keep_word(work, from->code_name);
    to->fault_access = keep_word(work, from->fault_access);
    to->fault_kind = keep_word(work, from->fault_kind);
    to->mapping_perms = keep_word(work, from->mapping_perms);
    to->mapping_path = clean_text(work, from->mapping_path);
    to->abort_message = clean_text(work, from->abort_message);
    to->exception_type = clean_name(work, from->exception_type);
    to->exception_name = clean_name(work, from->exception_name);
    to->exception_what = clean_text(work, from->exception_what);
    to->registers = NULL;  /* never leaves the machine */
    to->code_bytes = NULL; /* likewise; what they say is in the next */
    to->instruction = keep_word(work, from->instruction);
    to->home = NULL;
    to->user = NULL;
    to->shell = clean_last_part(work, from->shell);
    to->ci = clean_text(work, from->ci);
    to->runtime = clean_text(work, from->runtime);
    to->runtime_version = clean_text(work, from->runtime_version);
    to->app = clean_text(work, from->app);
    to->app_version = clean_text(work, from->app_version);
    to->hs_err = clean_text(work, from->hs_err);
    to->session = keep_hex(work, from->session);
    to->arch = keep_word(work, from->arch);
    to->python_count = 0;
    for (size_t i = 0; i < from->python_count; i++) {
        char *line = clean_text(work, from->python[i]);
        if (line != NULL) {
            to->python[to->python_count++] = line;
        }
    }
    to->note_count = 0;
    to->missing_count = 0;
    for (size_t i = 0; i < from->missing_count; i++) {
        char *word = clean_text(work, from->missing[i]);
        if (word != NULL) {
            to->missing[to->missing_count++] = word;
        }
    }
    for (size_t i = 0; i < from->note_count; i++) {
        scrub_note(work, &from->notes[i], to);
    }
}

int scrub(struct scrubber *scrubber, const struct crash *crash, struct clean_crash **ret_clean)
{
    struct work work = {.scrubber = scrubber};
    int error = prepare(scrubber, crash);

    if (error != 0) {
        return error;
    }
    struct clean_crash *clean = calloc(1, sizeof *clean);
    struct crash *copy = malloc(sizeof *copy);
    if (clean == NULL || copy == NULL) {
        free(clean);
        free(copy);
        return -ENOMEM;
    }
    *copy = *crash; /* the numbers; every pointer is replaced below */
    clean->crash = copy;
    scrub_strings(&work, crash, copy);
    copy->frames = scrub_frames(&work, crash->frames, crash->frame_count, &copy->frame_count);
    scrub_threads(&work, crash, copy);
    scrub_modules(&work, crash, copy);
    if (work.failed) {
        clean_crash_free(clean);
        return -ENOMEM;
    }
    *ret_clean = clean;
    return 0;
}

void clean_crash_free(struct clean_crash *clean)
{
    if (clean != NULL) {
        crash_free(clean->crash);
        free(clean);
    }
}

const struct crash *clean_crash_view(const struct clean_crash *clean)
{
    return clean->crash;
}
