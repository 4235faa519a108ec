#include "redaction.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sanitizer.h>

/* Bounds on what a configuration may ask for; each entry is tried against every text. */
#define ENTRIES_MAX 4096
#define LITERALS_MAX_BYTES 65536
#define PACK_MAX_BYTES (ENTRIES_MAX * 256L)

enum kind { KIND_RULE, KIND_KEEP, KIND_LITERAL };

struct entry {
    enum kind kind;
    char *name; /* NULL for a literal */
    char *value;
};

struct redaction {
    struct entry *entries;
    size_t count;
    size_t capacity;
    unsigned int personal;
};

static int fail(int error, char *ret_error, const char *what, const char *detail)
{
    snprintf(ret_error, REDACTION_ERROR_SIZE, "%s%s", what, detail);
    return error;
}

static int make(struct redaction **redaction)
{
    if (*redaction == NULL) {
        *redaction = calloc(1, sizeof **redaction);
        if (*redaction == NULL) {
            return -ENOMEM;
        }
        (*redaction)->personal = SANITIZER_PERSONAL_DEFAULT;
    }
    return 0;
}

void redaction_free(struct redaction *redaction)
{
    if (redaction == NULL) {
        return;
    }
    for (size_t i = 0; i < redaction->count; i++) {
        free(redaction->entries[i].name);
        free(redaction->entries[i].value);
    }
    free(redaction->entries);
    free(redaction);
}

static int add(struct redaction *redaction, enum kind kind, const char *name, const char *value)
{
    struct entry entry = {kind, name != NULL ? strdup(name) : NULL, strdup(value)};

    if (redaction->count == redaction->capacity) {
        size_t capacity = redaction->capacity == 0 ? 16 : redaction->capacity * 2;
        struct entry *grown = reallocarray(redaction->entries, capacity, sizeof *grown);

        if (grown != NULL) {
            redaction->entries = grown;
            redaction->capacity = capacity;
        }
    }
    if (redaction->count == redaction->capacity || entry.value == NULL ||
        (name != NULL && entry.name == NULL)) {
        free(entry.name);
        free(entry.value);
        return -ENOMEM;
    }
    redaction->entries[redaction->count++] = entry;
    return 0;
}

static int teach(struct sanitizer *sanitizer, const struct entry *entry, char **ret_error)
{
    switch (entry->kind) {
    case KIND_RULE:
        return sanitizer_add_rule(sanitizer, entry->name, entry->value, ret_error);
    case KIND_KEEP:
        return sanitizer_add_keep(sanitizer, entry->name, entry->value, ret_error);
    default:
        return sanitizer_add_literal(sanitizer, entry->value);
    }
}

/* Try it on a sanitizer of its own, then keep it. */
static int try_and_add(struct redaction *redaction, enum kind kind, const char *name,
                       const char *value, char *ret_error)
{
    const struct entry entry = {kind, (char *)(size_t)name, (char *)(size_t)value};
    struct sanitizer *sanitizer;
    char *reason = NULL;

    if (redaction->count == ENTRIES_MAX) {
        return fail(-EINVAL, ret_error, "more than 4096 rules and literals", "");
    }
    int error = sanitizer_new(NULL, &sanitizer);
    if (error == 0) {
        error = teach(sanitizer, &entry, &reason);
        sanitizer_free(sanitizer);
    }
    if (error == -EINVAL) {
        fail(error, ret_error, reason != NULL ? reason : "a literal is shorter than 3 bytes: ",
             reason != NULL ? "" : value);
        free(reason);
        return error;
    }
    if (error == 0) {
        error = add(redaction, kind, name, value);
    }
    return error == 0 ? 0 : fail(error, ret_error, strerror(-error), "");
}

static int read_literals(struct redaction *redaction, const char *path, char *ret_error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), error = 0;
    struct stat status;
    char *text = NULL, *rest;
    ssize_t length = 0;

    if (fd < 0 || fstat(fd, &status) != 0) {
        error = -errno;
    } else if (!S_ISREG(status.st_mode) || status.st_size > LITERALS_MAX_BYTES) {
        error = -EFBIG;
    } else {
        text = calloc(1, (size_t)status.st_size + 1);
        length = text == NULL ? -1 : read(fd, text, (size_t)status.st_size);
        error = length < 0 ? -errno : 0;
    }
    if (fd >= 0) {
        close(fd);
    }
    if (error != 0) {
        free(text);
        snprintf(ret_error, REDACTION_ERROR_SIZE, "cannot read literals from %.200s: %s", path,
                 strerror(-error));
        return error;
    }
    rest = text;
    for (char *line; error == 0 && (line = strsep(&rest, "\r\n")) != NULL;) {
        if (line[0] != '\0' && line[0] != '#') {
            error = try_and_add(redaction, KIND_LITERAL, NULL, line, ret_error);
        }
    }
    free(text);
    return error;
}

static int set_personal(struct redaction *redaction, const char *value, char *ret_error)
{
    static const struct {
        const char *word;
        unsigned int kind;
    } words[] = {{"none", 0},
                 {"ip", SANITIZER_IP},
                 {"mac", SANITIZER_MAC},
                 {"card", SANITIZER_CARD},
                 {"iban", SANITIZER_IBAN},
                 {"phone", SANITIZER_PHONE}};
    unsigned int kinds = 0;

    for (const char *at = value + strspn(value, " ,"); *at != '\0';) {
        size_t length = strcspn(at, " ,"), i = 0;

        while (i < sizeof words / sizeof *words &&
               (strlen(words[i].word) != length || memcmp(words[i].word, at, length) != 0)) {
            i++;
        }
        if (i == sizeof words / sizeof *words) {
            return fail(-EINVAL, ret_error,
                        "personal must be of ip mac card iban phone, or none", "");
        }
        kinds |= words[i].kind;
        at += length;
        at += strspn(at, " ,");
    }
    redaction->personal = kinds;
    return 0;
}

int redaction_set(struct redaction **redaction, const char *name, const char *value,
                  char ret_error[REDACTION_ERROR_SIZE])
{
    int error = make(redaction);

    if (error != 0) {
        return fail(error, ret_error, strerror(-error), "");
    }
    if (value[0] == '\0') {
        return fail(-EINVAL, ret_error, name, " has no value");
    }
    if (strncmp(name, "rule.", 5) == 0) {
        return try_and_add(*redaction, KIND_RULE, name + 5, value, ret_error);
    }
    if (strncmp(name, "keep.", 5) == 0) {
        return try_and_add(*redaction, KIND_KEEP, name + 5, value, ret_error);
    }
    if (strcmp(name, "literals") == 0) {
        return read_literals(*redaction, value, ret_error);
    }
    if (strcmp(name, "personal") == 0) {
        return set_personal(*redaction, value, ret_error);
    }
    return fail(-EINVAL, ret_error, "unknown setting in [redact]: ", name);
}

int redaction_apply(const struct redaction *redaction, struct sanitizer *sanitizer)
{
    int error = 0;

    if (redaction == NULL) {
        return 0;
    }
    sanitizer_set_personal(sanitizer, redaction->personal);
    for (size_t i = 0; i < redaction->count && error == 0; i++) {
        char *reason = NULL;

        error = teach(sanitizer, &redaction->entries[i], &reason);
        free(reason);
    }
    return error;
}

/* ---- To a child
 * ------------------------------------------------------------------------------ */

/* Kind, name and value, each ended by NUL; the first line holds the personal kinds. */
int redaction_pack(const struct redaction *redaction)
{
    int fd = memfd_create("redaction", MFD_CLOEXEC);
    int written = 0;

    if (fd < 0) {
        return -errno;
    }
    if (redaction != NULL) {
        written = dprintf(fd, "%u%c", redaction->personal, '\0');
        for (size_t i = 0; i < redaction->count && written >= 0; i++) {
            const struct entry *entry = &redaction->entries[i];

            written = dprintf(fd, "%d%c%s%c%s%c", (int)entry->kind, '\0',
                              entry->name != NULL ? entry->name : "", '\0', entry->value, '\0');
        }
    }
    if (written < 0 || lseek(fd, 0, SEEK_SET) < 0) {
        close(fd);
        return -EIO;
    }
    return fd;
}

static const char *next_string(const char **at, const char *end)
{
    const char *string = *at, *stop = memchr(string, '\0', (size_t)(end - string));

    *at = stop != NULL ? stop + 1 : end;
    return stop != NULL ? string : NULL;
}

static int unpack(const char *text, size_t length, struct redaction *redaction)
{
    const char *at = text, *end = text + length;
    const char *personal = next_string(&at, end);

    redaction->personal = personal != NULL ? (unsigned int)strtoul(personal, NULL, 10) : 0;
    while (at < end) {
        const char *kind = next_string(&at, end), *name = next_string(&at, end);
        const char *value = next_string(&at, end);

        if (kind == NULL || name == NULL || value == NULL || kind[0] < '0' ||
            kind[0] > '0' + KIND_LITERAL) {
            return -EBADMSG;
        }
        int error =
            add(redaction, (enum kind)(kind[0] - '0'), name[0] != '\0' ? name : NULL, value);
        if (error != 0) {
            return error;
        }
    }
    return 0;
}

int redaction_unpack(int fd, struct redaction **ret_redaction)
{
    struct redaction *redaction = NULL;
    struct stat status;
    char *text;
    int error;

    if (fstat(fd, &status) != 0) {
        return -errno;
    }
    if (!S_ISREG(status.st_mode) || status.st_size == 0) {
        *ret_redaction = NULL;
        return 0;
    }
    if (status.st_size > PACK_MAX_BYTES) {
        return -EFBIG;
    }
    text = malloc((size_t)status.st_size);
    if (text == NULL) {
        return -ENOMEM;
    }
    error = read(fd, text, (size_t)status.st_size) == status.st_size ? make(&redaction) : -EIO;
    if (error == 0) {
        error = unpack(text, (size_t)status.st_size, redaction);
    }
    free(text);
    if (error != 0) {
        redaction_free(redaction);
        return error;
    }
    *ret_redaction = redaction;
    return 0;
}
