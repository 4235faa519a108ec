#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "format.h"
#include "http.h"
#include "redaction.h"

/* inih cuts longer lines silently, so its buffer is set to hold this. A JWT may fill a page. */
#define LINE_MAX_BYTES 8192

enum kind { KIND_TEXT, KIND_URL, KIND_TOKEN, KIND_PATH, KIND_WORD, KIND_SWITCH, KIND_NUMBER };

/* The one table of settings: parser, manual and its check. */
static const struct setting {
    struct config_key key;
    enum kind kind;
    size_t offset;
    unsigned least, most; /* KIND_NUMBER */
} settings[] = {
#define SETTING(name, form, fallback, kind, member)                                            \
    {                                                                                          \
        {name, form, fallback}, kind, offsetof(struct config, member), 0, 0                    \
    }
#define NUMBER(name, form, fallback, member, least, most)                                      \
    {                                                                                          \
        {name, form, fallback}, KIND_NUMBER, offsetof(struct config, member), least, most      \
    }
    SETTING("server_url", "URL", "", KIND_URL, unnamed.server_url),
    SETTING("upload", "yes|no", "no", KIND_SWITCH, upload),
    SETTING("token", "TEXT", "", KIND_TOKEN, unnamed.token),
    SETTING("token_file", "PATH", "", KIND_PATH, unnamed.token_file),
    SETTING("auth_mode", "jwt|claim_token|api_key|none", "", KIND_WORD, unnamed.auth_mode),
    SETTING("instance_id", "UUID", "", KIND_TEXT, instance_id),
    NUMBER("batch_size", "1..100", "100", batch_size, 1, 100),
    NUMBER("max_queue", "1..1000000", "1000", max_queue, 1, 1000000),
    NUMBER("request_timeout", "1..120", "10", request_timeout_s, 1, 120),
    NUMBER("max_retries", "0..10", "3", max_retries, 0, 10),
    NUMBER("max_time", "1..3600", "240", max_time_s, 1, 3600),
    NUMBER("spread", "0..3600", "30", spread_s, 0, 3600),
    NUMBER("per_signature_per_hour", "0..1000000", "3", per_signature_per_hour, 0, 1000000),
    NUMBER("per_day", "0..1000000", "200", per_day, 0, 1000000),
    NUMBER("history_events", "0..100000", "200", history_events, 0, 100000),
    NUMBER("history_days", "1..3650", "30", history_days, 1, 3650),
    NUMBER("free_space", "0..1048576", "64", free_space_mib, 0, 1048576),
    SETTING("compression", "gzip|none", "gzip", KIND_WORD, unnamed.compression),
    SETTING("debuginfod", "URL[ URL...]", "", KIND_TEXT, debuginfod),
    SETTING("ca_file", "PATH", "", KIND_PATH, unnamed.ca_file),
    SETTING("pinned_key", "sha256//BASE64", "", KIND_TEXT, unnamed.pinned_key),
    SETTING("client_certificate", "PATH", "", KIND_PATH, unnamed.client_certificate),
    SETTING("client_key", "PATH", "", KIND_PATH, unnamed.client_key),
#undef SETTING
#undef NUMBER
};
#define SETTING_COUNT (sizeof settings / sizeof *settings)

const struct config_key *config_key_at(size_t n)
{
    return n < SETTING_COUNT ? &settings[n].key : NULL;
}

/* Is `word` one of the words in "a|b|c"? */
static bool is_one_of(const char *word, const char *choices)
{
    size_t length = strlen(word);

    for (const char *choice = choices; choice != NULL;) {
        const char *bar = strchr(choice, '|');
        size_t choice_length = bar != NULL ? (size_t)(bar - choice) : strlen(choice);
        if (length == choice_length && memcmp(word, choice, length) == 0) {
            return true;
        }
        choice = bar != NULL ? bar + 1 : NULL;
    }
    return false;
}

static const char *parse_switch(const char *value, bool *ret_on)
{
    if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0) {
        return "must be yes or no";
    }
    *ret_on = strcmp(value, "yes") == 0;
    return NULL;
}

static const char *parse_number(const struct setting *setting, const char *value,
                                unsigned *ret_number)
{
    unsigned long number = 0;

    for (const char *c = value; *c != '\0'; c++) {
        if (*c < '0' || *c > '9' || number > UINT_MAX) {
            return "must be a number in the range";
        }
        number = number * 10 + (unsigned long)(*c - '0');
    }
    if (number < setting->least || number > setting->most) {
        return "must be a number in the range";
    }
    *ret_number = (unsigned)number;
    return NULL;
}

/* What goes into an HTTP header must be one visible word. */
static bool is_visible(const char *value)
{
    for (; *value != '\0'; value++) {
        if (*value <= 0x20 || *value >= 0x7f) {
            return false;
        }
    }
    return true;
}

/* Returns what is wrong with the value, or NULL. */
static const char *check_text(const struct setting *setting, const char *value)
{
    switch (setting->kind) {
    case KIND_URL:
        return http_refuse_url(value);
    case KIND_PATH:
        return value[0] == '/' ? NULL : "must be an absolute path";
    case KIND_WORD:
        return is_one_of(value, setting->key.form) ? NULL : "must be one of these";
    case KIND_TOKEN:
    case KIND_TEXT:
        return is_visible(value) ? NULL : "must be one word of visible ASCII";
    default:
        return NULL;
    }
}

static const char *set(struct config *config, const struct setting *setting, const char *value)
{
    void *slot = (char *)config + setting->offset;

    if (setting->kind == KIND_SWITCH) {
        return parse_switch(value, slot);
    }
    if (setting->kind == KIND_NUMBER) {
        return parse_number(setting, value, slot);
    }
    const char *complaint = check_text(setting, value);
    char *copy = complaint == NULL ? strdup(value) : NULL;
    if (complaint == NULL && copy == NULL) {
        return "does not fit into memory";
    }
    if (complaint == NULL) {
        free(*(char **)slot);
        *(char **)slot = copy;
    }
    return complaint;
}

/* What the callbacks of inih share. */
struct parse {
    struct config *config;
    const char *name;
    const char *rest; /* of the text */
    const char *end;
    unsigned line;
    char *error; /* CONFIG_ERROR_SIZE bytes; the first one is kept */
};

__attribute__((format(printf, 2, 3))) static void complain(struct parse *parse,
                                                           const char *format, ...)
{
    va_list arguments;

    if (parse->error[0] != '\0') {
        return;
    }
    int used = snprintf(parse->error, CONFIG_ERROR_SIZE, "%s:%u: ", parse->name, parse->line);
    if (used > 0 && used < CONFIG_ERROR_SIZE) {
        va_start(arguments, format);
        vsnprintf(parse->error + used, CONFIG_ERROR_SIZE - (size_t)used, format, arguments);
        va_end(arguments);
    }
}

static int take_pair(void *context, const char *section, const char *name, const char *value)
{
    struct parse *parse = context;

    if (strcmp(section, "redact") == 0) {
        char reason[REDACTION_ERROR_SIZE];
        if (redaction_set(&parse->config->redaction, name, value, reason) != 0) {
            complain(parse, "%s", reason);
            return 0;
        }
        return 1;
    }
    if (section[0] != '\0' && strcmp(section, "epitaph") != 0) {
        complain(parse, "no section [%.40s] is known", section);
        return 0;
    }
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct config_key *key = &settings[i].key;
        if (strcmp(name, key->name) != 0) {
            continue;
        }
        const char *complaint =
            value[0] == '\0' ? "has no value" : set(parse->config, &settings[i], value);
        if (complaint != NULL) {
            bool choice = settings[i].kind == KIND_NUMBER || settings[i].kind == KIND_WORD;
            complain(parse, "%s %s%s%s", name, complaint, choice ? ": " : "",
                     choice ? key->form : "");
        }
        return complaint == NULL;
    }
    complain(parse, "unknown setting '%.40s'", name);
    return 0;
}

/* Refuse what inih would silently cut, join or misread. */
static bool check_line(struct parse *parse, const char *line, size_t length)
{
    if (length > LINE_MAX_BYTES) {
        complain(parse, "the line is longer than %d bytes", LINE_MAX_BYTES);
    } else if (memchr(line, '\0', length) != NULL) {
        complain(parse, "the line holds a NUL byte");
    } else {
        return true;
    }
    return false;
}

/* fgets() over the text. Leading blanks are dropped: to inih they would continue a value. */
static char *next_line(char *line, int size, void *context)
{
    struct parse *parse = context;

    if (parse->rest == parse->end || parse->error[0] != '\0') {
        return NULL;
    }
    const char *start = parse->rest;
    const char *newline = memchr(start, '\n', (size_t)(parse->end - start));
    const char *stop = newline != NULL ? newline : parse->end;
    parse->rest = newline != NULL ? newline + 1 : parse->end;
    parse->line++;
    while (start < stop && (*start == ' ' || *start == '\t')) {
        start++;
    }
    size_t length = (size_t)(stop - start);
    if (!check_line(parse, start, length) || length + 2 > (size_t)size) {
        return NULL;
    }
    memcpy(line, start, length);
    memcpy(line + length, "\n", 2);
    return line;
}

int config_parse(struct config *config, const char *name, const char *text, size_t length,
                 char ret_error[CONFIG_ERROR_SIZE])
{
    struct parse parse = {config, name, text, text + length, 0, ret_error};

    ret_error[0] = '\0';
    ini_use_stack = false;
    ini_max_line = ini_initial_alloc = LINE_MAX_BYTES + 3;
    int line = ini_parse_stream(next_line, &parse, take_pair, &parse);
    if (line > 0 && ret_error[0] == '\0') {
        parse.line = (unsigned)line;
        complain(&parse, "not of the form 'name = value' or '[section]'");
    }
    return line != 0 || ret_error[0] != '\0' ? -EINVAL : 0;
}

int config_init(struct config *config)
{
    *config = (struct config){.unnamed = {.format = &format_native}};
    config->unnamed.name = strdup("");
    if (config->unnamed.name == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const char *fallback = settings[i].key.fallback;
        if (fallback[0] != '\0' && set(config, &settings[i], fallback) != NULL) {
            config_done(config);
            return -ENOMEM;
        }
    }
    return 0;
}

void config_done(struct config *config)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (settings[i].kind == KIND_SWITCH || settings[i].kind == KIND_NUMBER) {
            continue;
        }
        char **slot = (char **)((char *)config + settings[i].offset);
        if (*slot != NULL && settings[i].kind == KIND_TOKEN) {
            explicit_bzero(*slot, strlen(*slot));
        }
        free(*slot);
    }
    free(config->unnamed.name);
    redaction_free(config->redaction);
    *config = (struct config){0};
}
