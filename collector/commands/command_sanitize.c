/*
 * epitaph sanitize: the sanitizer as a filter.
 *
 *   epitaph sanitize           text in, text out
 *   epitaph sanitize --json    text in, one JSON object out: the text, and what was found where
 *   epitaph sanitize --jsonl   one JSON object a line: "text", optional "home" and "user"
 *   epitaph sanitize --test F  the first, with the rules in the section [redact] of the file F
 *                              besides, and what was found where on stderr
 */
#include "commands.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include <sanitizer.h>

#include "configuration/config.h"
#include "scrub/redaction.h"

enum form { FORM_TEXT, FORM_JSON, FORM_TEST };

/* ---- Input --------------------------------------------------------------------------------
 */

static int read_all(FILE *stream, char **ret_text, size_t *ret_length)
{
    size_t length = 0, capacity = 65536;
    char *text = malloc(capacity);

    while (text != NULL) {
        size_t count = fread(text + length, 1, capacity - length, stream);
        char *grown;

        length += count;
        if (length < capacity) {
            if (ferror(stream)) {
                free(text);
                return -EIO;
            }
            *ret_text = text;
            *ret_length = length;
            return 0;
        }
        capacity *= 2;
        grown = realloc(text, capacity);
        if (grown == NULL) {
            free(text);
        }
        text = grown;
    }
    return -ENOMEM;
}

#define PEOPLE_MAX 256

struct people {
    char *homes[PEOPLE_MAX];
    char *users[PEOPLE_MAX];
    size_t count;
    bool out_of_memory; /* somebody is missing */
};

static void add_person(struct people *people, const char *home, const char *user)
{
    size_t at = people->count++;

    people->homes[at] = strdup(home);
    people->users[at] = strdup(user);
    people->out_of_memory |= people->homes[at] == NULL || people->users[at] == NULL;
}

static void find_people(struct people *people)
{
    enum { FIRST_PERSON = 1000, NOBODY = 65534 };
    const char *home = getenv("HOME");
    const struct passwd *entry;

    if (home != NULL) {
        add_person(people, home, "");
    }
    setpwent();
    while (people->count < PEOPLE_MAX && (entry = getpwent()) != NULL) {
        if (entry->pw_uid == geteuid() ||
            (entry->pw_uid >= FIRST_PERSON && entry->pw_uid != NOBODY)) {
            add_person(people, entry->pw_dir, entry->pw_name);
        }
    }
    endpwent();
}

/* Whom to hide when nobody says: who runs this, and everybody with an account like theirs. */
static int new_for_this_machine(struct sanitizer **ret_sanitizer)
{
    struct people people = {.count = 0};

    find_people(&people);
    const struct sanitizer_identity identity = {(const char *const *)people.homes, people.count,
                                                (const char *const *)people.users,
                                                people.count};
    int result = people.out_of_memory ? -ENOMEM : sanitizer_new(&identity, ret_sanitizer);
    for (size_t i = 0; i < people.count; i++) {
        free(people.homes[i]);
        free(people.users[i]);
    }
    return result;
}

/* ---- Output -------------------------------------------------------------------------------
 */

static int print_object(cJSON *object)
{
    char *line = cJSON_PrintUnformatted(object);

    if (line == NULL) {
        return -ENOMEM;
    }
    puts(line);
    cJSON_free(line);
    return 0;
}

static int print_json(const struct sanitizer *sanitizer, const char *text, size_t length)
{
    cJSON *object = cJSON_CreateObject(), *found = cJSON_AddArrayToObject(object, "found");
    struct sanitizer_find *finds = NULL;
    char *clean = NULL;
    size_t count = 0;
    int result = sanitizer_find(sanitizer, text, length, &clean, &finds, &count);

    for (size_t i = 0; i < count; i++) {
        cJSON *find = cJSON_CreateObject();

        cJSON_AddStringToObject(find, "rule", finds[i].rule);
        cJSON_AddNumberToObject(find, "start", (double)finds[i].start);
        cJSON_AddNumberToObject(find, "end", (double)finds[i].end);
        cJSON_AddItemToArray(found, find);
    }
    cJSON_AddStringToObject(object, "text", result == 0 ? clean : SANITIZER_WITHHELD);
    result = print_object(object);
    cJSON_Delete(object);
    free(clean);
    free(finds);
    return result;
}

/* ---- JSON lines ---------------------------------------------------------------------------
 */

static const char *string_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    return cJSON_IsString(item) ? item->valuestring : NULL;
}

/* cJSON ends a string at an escaped NUL, and the rest would be lost. */
static void replace_escaped_nul(char *line)
{
    for (char *at = line; (at = strchr(at, '\\')) != NULL; at += 2) {
        if (strncmp(at, "\\u0000", 6) == 0) {
            memcpy(at, "\\ufffd", 6);
        }
        if (at[1] == '\0') {
            break;
        }
    }
}

static void add_names(cJSON *found, const struct sanitizer_find *finds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const cJSON *name;

        cJSON_ArrayForEach(name, found)
        {
            if (strcmp(name->valuestring, finds[i].rule) == 0) {
                break;
            }
        }
        if (name == NULL) {
            cJSON_AddItemToArray(found, cJSON_CreateString(finds[i].rule));
        }
    }
}

static int sanitize_object(cJSON *object, const char *text)
{
    const char *home = string_of(object, "home"), *user = string_of(object, "user");
    struct sanitizer_identity identity = {&home, home != NULL, &user, user != NULL};
    struct sanitizer *sanitizer = NULL;
    struct sanitizer_find *finds = NULL;
    char *clean = NULL;
    size_t count = 0;
    cJSON *found;
    int result = sanitizer_new(&identity, &sanitizer);

    if (result == 0) {
        result = sanitizer_find(sanitizer, text, strlen(text), &clean, &finds, &count);
    }
    cJSON_DeleteItemFromObjectCaseSensitive(object, "found");
    found = cJSON_AddArrayToObject(object, "found");
    add_names(found, finds, count);
    if (!cJSON_ReplaceItemInObjectCaseSensitive(
            object, "text", cJSON_CreateString(result == 0 ? clean : SANITIZER_WITHHELD))) {
        result = -ENOMEM;
    } else {
        result = print_object(object);
    }
    free(clean);
    free(finds);
    sanitizer_free(sanitizer);
    return result;
}

static int sanitize_lines(FILE *stream)
{
    char *line = NULL;
    size_t capacity = 0, number = 0;
    ssize_t length;
    int status = EX_OK;

    while ((length = getline(&line, &capacity, stream)) >= 0) {
        cJSON *object;

        number++;
        if (length == 1 && line[0] == '\n') {
            continue;
        }
        replace_escaped_nul(line);
        object = cJSON_ParseWithLength(line, (size_t)length);
        const char *text = string_of(object, "text");
        if (!cJSON_IsObject(object) || text == NULL) {
            fprintf(stderr, "epitaph: line %zu is no JSON object with a \"text\"\n", number);
            puts("{\"text\":\"" SANITIZER_WITHHELD "\",\"found\":[]}");
            status = EX_DATAERR;
        } else if (sanitize_object(object, text) < 0) {
            status = EX_OSERR;
        }
        cJSON_Delete(object);
    }
    free(line);
    return status;
}

/* ---- Rules of one's own -------------------------------------------------------------------
 */

/* Load FILE as a configuration; its mistakes are the point. */
static int load_rules(const char *path, struct config *config)
{
    char reason[CONFIG_ERROR_SIZE];
    FILE *file = fopen(path, "re");
    char *text = NULL;
    size_t length = 0;

    if (file == NULL) {
        fprintf(stderr, "epitaph: cannot read %s: %s\n", path, strerror(errno));
        return EX_NOINPUT;
    }
    int error = read_all(file, &text, &length);
    fclose(file);
    if (error == 0) {
        error = config_init(config);
    }
    if (error == 0) {
        error = config_parse(config, path, text, length, reason);
        if (error == -EINVAL) {
            fprintf(stderr, "epitaph: %s\n", reason);
        }
    }
    free(text);
    if (error != 0 && error != -EINVAL) {
        fprintf(stderr, "epitaph: cannot read %s: %s\n", path, strerror(-error));
    }
    return error == 0 ? EX_OK : EX_CONFIG;
}

static int print_test(const struct sanitizer *sanitizer, const char *text, size_t length)
{
    struct sanitizer_find *finds = NULL;
    char *clean = NULL;
    size_t count = 0;
    int error = sanitizer_find(sanitizer, text, length, &clean, &finds, &count);

    if (error == -ETIME) {
        fputs("epitaph: a rule exceeded its limits: the text is withheld\n", stderr);
    }
    for (size_t i = 0; i < count; i++) {
        fprintf(stderr, "%zu-%zu %s\n", finds[i].start, finds[i].end, finds[i].rule);
    }
    fputs(error == 0 ? clean : SANITIZER_WITHHELD, stdout);
    free(clean);
    free(finds);
    return error;
}

static int print_text(const struct sanitizer *sanitizer, const char *text, size_t length)
{
    char *clean = sanitizer_rewrite(sanitizer, text, length);
    int error = clean == NULL ? -ENOMEM : fputs(clean, stdout) < 0 ? -EIO : 0;

    free(clean);
    return error;
}

static int sanitize_text(enum form form, const struct redaction *redaction)
{
    struct sanitizer *sanitizer = NULL;
    char *text = NULL;
    size_t length = 0;
    int error = new_for_this_machine(&sanitizer);

    if (error == 0) {
        error = redaction_apply(redaction, sanitizer);
    }
    if (error == 0) {
        error = read_all(stdin, &text, &length);
    }
    if (error == 0) {
        error = form == FORM_JSON   ? print_json(sanitizer, text, length)
                : form == FORM_TEST ? print_test(sanitizer, text, length)
                                    : print_text(sanitizer, text, length);
    }
    free(text);
    sanitizer_free(sanitizer);
    if (error != 0) {
        fprintf(stderr, "epitaph: cannot sanitize: %s\n", strerror(-error));
        return EX_SOFTWARE;
    }
    return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}

int command_sanitize(int argc, char **argv)
{
    struct config config = {0};
    enum form form = FORM_TEXT;

    if (argc == 2 && strcmp(argv[1], "--json") == 0) {
        form = FORM_JSON;
    } else if (argc == 2 && strcmp(argv[1], "--jsonl") == 0) {
        return sanitize_lines(stdin);
    } else if (argc == 3 && strcmp(argv[1], "--test") == 0) {
        form = FORM_TEST;
    } else if (argc != 1) {
        fputs("usage: epitaph sanitize [--json | --jsonl | --test FILE] < TEXT\n", stderr);
        return EX_USAGE;
    }
    int status = form == FORM_TEST ? load_rules(argv[2], &config) : EX_OK;
    if (status == EX_OK) {
        status = sanitize_text(form, config.redaction);
    }
    config_done(&config);
    return status;
}
