/* The one table of settings: parser, manual and its check. */
#include "config_settings.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "formats/format.h"
#include "http/http.h"
#include "http/http_url.h"

enum kind {
    KIND_TEXT,
    KIND_UUID,
    KIND_KEY_HASH,
    KIND_URL,
    KIND_URLS,
    KIND_SECRET,
    KIND_PATH,
    KIND_WORD,
    KIND_FORMAT,
    KIND_SWITCH,
    KIND_NUMBER
};

struct setting {
    const char *name;
    const char *form;     /* of a value: what can be one of "a|b|c", the range of a number */
    const char *fallback; /* "": none */
    const char *formats;  /* of destinations that have it: "otlp|sentry"; NULL: all */
    enum kind kind;
    bool whole; /* of the configuration as a whole rather than of each destination */
    size_t offset;
    unsigned least, most; /* KIND_NUMBER */
};

static const struct setting settings[] = {
#define SETTING(name, form, fallback, kind, member)                                            \
    {                                                                                          \
        name, form, fallback, NULL, kind, true, offsetof(struct config, member), 0, 0          \
    }
#define NUMBER(name, form, fallback, member, least, most)                                      \
    {                                                                                          \
        name, form, fallback, NULL, KIND_NUMBER, true, offsetof(struct config, member), least, \
            most                                                                               \
    }
    SETTING("upload", "yes|no", "no", KIND_SWITCH, upload),
    SETTING("instance_id", "UUID", "", KIND_UUID, instance_id),
    NUMBER("batch_size", "1..100", "100", batch_size, 1, 100),
    NUMBER("max_queue", "1..1000000", "1000", max_queue, 1, 1000000),
    NUMBER("max_retries", "0..10", "3", max_retries, 0, 10),
    NUMBER("max_time", "1..3600", "240", max_time_s, 1, 3600),
    NUMBER("spread", "0..3600", "30", spread_s, 0, 3600),
    NUMBER("per_signature_per_hour", "0..1000000", "3", per_signature_per_hour, 0, 1000000),
    NUMBER("per_day", "0..1000000", "200", per_day, 0, 1000000),
    NUMBER("history_events", "0..100000", "200", history_events, 0, 100000),
    NUMBER("history_days", "1..3650", "30", history_days, 1, 3650),
    NUMBER("free_space", "0..1048576", "64", free_space_mib, 0, 1048576),
    SETTING("debuginfod", "URL[ URL...]", "", KIND_URLS, debuginfod),
#undef SETTING
#undef NUMBER
/* Of each destination; those of the unnamed one stand at the top level. */
#define SETTING(name, form, fallback, formats, kind, member)                                   \
    {                                                                                          \
        name, form, fallback, formats, kind, false, offsetof(struct destination, member), 0, 0 \
    }
#define NUMBER(name, form, fallback, formats, member, least, most)                             \
    {                                                                                          \
        name, form, fallback, formats, KIND_NUMBER, false,                                     \
            offsetof(struct destination, member), least, most                                  \
    }
    SETTING("format", "native|otlp|sentry", "native", NULL, KIND_FORMAT, format),
    SETTING("server_url", "URL", "", "native", KIND_URL, server_url),
    SETTING("token", "TEXT", "", "native", KIND_SECRET, token),
    SETTING("token_file", "PATH", "", "native", KIND_PATH, token_file),
    SETTING("auth_mode", "jwt|claim_token|api_key|none", "", "native", KIND_WORD, auth_mode),
    SETTING("endpoint", "URL", "", "otlp", KIND_URL, endpoint),
    SETTING("header_file", "PATH", "", "otlp", KIND_PATH, header_file),
    SETTING("dsn", "URL", "", "sentry", KIND_SECRET, dsn),
    SETTING("dsn_file", "PATH", "", "sentry", KIND_PATH, dsn_file),
    SETTING("environment", "TEXT", "", "otlp|sentry", KIND_TEXT, environment),
    SETTING("release", "TEXT", "", "otlp|sentry", KIND_TEXT, release),
    SETTING("server_name", "yes|no", "no", "otlp|sentry", KIND_SWITCH, server_name),
    SETTING("compression", "auto|gzip|none", "auto", NULL, KIND_WORD, compression),
    NUMBER("request_timeout", "1..120", "10", NULL, request_timeout_s, 1, 120),
    SETTING("ca_file", "PATH", "", NULL, KIND_PATH, ca_file),
    SETTING("pinned_key", "sha256//BASE64", "", NULL, KIND_KEY_HASH, pinned_key),
    SETTING("client_certificate", "PATH", "", NULL, KIND_PATH, client_certificate),
    SETTING("client_key", "PATH", "", NULL, KIND_PATH, client_key),
#undef SETTING
#undef NUMBER
};
#define SETTING_COUNT (sizeof settings / sizeof *settings)

const struct setting *setting_find(const char *name)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(name, settings[i].name) == 0) {
            return &settings[i];
        }
    }
    return NULL;
}

bool setting_is_whole(const struct setting *setting)
{
    return setting->whole;
}

bool setting_is_secret(const struct setting *setting)
{
    return setting->kind == KIND_SECRET;
}

const char *setting_form(const struct setting *setting)
{
    return setting->kind == KIND_NUMBER || setting->kind == KIND_WORD ||
                   setting->kind == KIND_FORMAT
               ? setting->form
               : NULL;
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

static bool is_uuid(const char *value)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    for (size_t i = 0; i < sizeof form; i++) {
        bool fits =
            form[i] == 'x' ? isxdigit((unsigned char)value[i]) != 0 : value[i] == form[i];
        if (!fits) {
            return false;
        }
    }
    return true;
}

/* curl would take any other text for the path of a file. */
static bool is_key_hash(const char *value)
{
    static const char kind[] = "sha256//";

    return strncmp(value, kind, sizeof kind - 1) == 0 && value[sizeof kind - 1] != '\0' &&
           is_visible(value);
}

/* Words that debuginfod's client takes for servers. A file:// would be read outside the jail.
 */
static bool are_urls(const char *value)
{
    while (*value != '\0') {
        size_t length = strcspn(value, " ");
        size_t scheme = strncmp(value, "https://", 8) == 0  ? 8
                        : strncmp(value, "http://", 7) == 0 ? 7
                                                            : length;
        if (length <= scheme) {
            return false;
        }
        for (size_t i = 0; i < length; i++) {
            if (value[i] <= 0x20 || value[i] >= 0x7f) {
                return false;
            }
        }
        value += length;
        value += strspn(value, " ");
    }
    return true;
}

/* Returns what is wrong with the value, or NULL. */
static const char *check_text(const struct setting *setting, const char *value)
{
    switch (setting->kind) {
    case KIND_URL:
        return http_url_refuse(value, NULL);
    case KIND_URLS:
        return are_urls(value) ? NULL : "must be URLs like https://HOST, with blanks between";
    case KIND_PATH:
        return value[0] == '/' ? NULL : "must be an absolute path";
    case KIND_UUID:
        return is_uuid(value) ? NULL : "must be a UUID, as uuidgen(1) makes";
    case KIND_KEY_HASH:
        return is_key_hash(value) ? NULL : "must be sha256// and the key's hash in base64";
    case KIND_WORD:
        return is_one_of(value, setting->form) ? NULL : "must be one of these";
    case KIND_SECRET:
    case KIND_TEXT:
        return is_visible(value) ? NULL : "must be one word of visible ASCII";
    default:
        return NULL;
    }
}

static const char *parse_format(const char *value, const struct format **ret_format)
{
    const struct format *format = format_find(value);

    if (format == NULL) {
        return "must be one of these";
    }
    *ret_format = format;
    return NULL;
}

const char *setting_set(const struct setting *setting, void *owner, const char *value)
{
    void *slot = (char *)owner + setting->offset;

    if (setting->kind == KIND_SWITCH) {
        return parse_switch(value, slot);
    }
    if (setting->kind == KIND_NUMBER) {
        return parse_number(setting, value, slot);
    }
    if (setting->kind == KIND_FORMAT) {
        return parse_format(value, slot);
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

static bool is_open(const struct setting *setting, const void *owner)
{
    const void *slot = (const char *)owner + setting->offset;

    switch (setting->kind) {
    case KIND_SWITCH:
        return !*(const bool *)slot;
    case KIND_NUMBER:
        return *(const unsigned *)slot == 0;
    default:
        return *(void *const *)slot == NULL;
    }
}

int settings_default(bool whole, void *owner)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        if (setting->whole == whole && setting->fallback[0] != '\0' &&
            is_open(setting, owner) && setting_set(setting, owner, setting->fallback) != NULL) {
            return -ENOMEM;
        }
    }
    return 0;
}

const char *settings_find_stranger(const struct destination *destination)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        if (!setting->whole && setting->formats != NULL && !is_open(setting, destination) &&
            !is_one_of(destination->format->name, setting->formats)) {
            return setting->name;
        }
    }
    return NULL;
}

void settings_done(struct config *config)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        enum kind kind = settings[i].kind;
        if (settings[i].whole && kind != KIND_SWITCH && kind != KIND_NUMBER) {
            free(*(char **)((char *)config + settings[i].offset));
        }
    }
}
