#include "strict_sentry.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "encoding/utf8.h"
#include "formats/sentry_event.h"

enum kind { TEXT, LINE, ADDRESS, NUMBER, SIGNED, BOOL, OBJECT, OBJECTS, LINES, LINE_MAP };

struct key {
    const char *name;
    enum kind kind;
    bool required;
    const struct key *keys; /* of an object, of each object */
    size_t most;            /* bytes of a text; 0: not said */
};

#define END                                                                                    \
    {                                                                                          \
        .name = NULL                                                                           \
    }

static const struct key data_keys[] = {{"symbolicator_status", LINE, true, NULL, 0}, END};

static const struct key frame_keys[] = {
    {"instruction_addr", ADDRESS, true, NULL, 0},
    {"symbol_addr", ADDRESS, false, NULL, 0},
    {"image_addr", ADDRESS, false, NULL, 0},
    {"package", LINE, false, NULL, 1024},
    {"function", LINE, false, NULL, 512},
    {"filename", LINE, false, NULL, 1024},
    {"abs_path", LINE, false, NULL, 1024},
    {"lineno", NUMBER, false, NULL, 0},
    {"colno", NUMBER, false, NULL, 0},
    {"in_app", BOOL, true, NULL, 0},
    {"trust", LINE, false, NULL, 0},
    {"data", OBJECT, false, data_keys, 0},
    END,
};

static const struct key stacktrace_keys[] = {
    {"frames", OBJECTS, true, frame_keys, 0},
    {"instruction_addr_adjustment", LINE, true, NULL, 0},
    END,
};

static const struct key signal_keys[] = {
    {"number", NUMBER, true, NULL, 0},
    {"code", SIGNED, true, NULL, 0},
    {"name", LINE, false, NULL, 200},
    {"code_name", LINE, false, NULL, 200},
    END,
};

static const struct key meta_keys[] = {{"signal", OBJECT, true, signal_keys, 0}, END};

static const struct key relevant_keys[] = {{"relevant_address", ADDRESS, true, NULL, 0}, END};

static const struct key mechanism_keys[] = {
    {"type", LINE, true, NULL, 0},
    {"handled", BOOL, true, NULL, 0},
    {"synthetic", BOOL, true, NULL, 0},
    {"meta", OBJECT, false, meta_keys, 0},
    {"data", OBJECT, false, relevant_keys, 0},
    END,
};

static const struct key exception_keys[] = {
    {"type", LINE, true, NULL, 512},
    {"value", TEXT, false, NULL, 8192},
    {"thread_id", NUMBER, false, NULL, 0},
    {"mechanism", OBJECT, true, mechanism_keys, 0},
    {"stacktrace", OBJECT, false, stacktrace_keys, 0},
    END,
};

static const struct key exceptions_keys[] = {{"values", OBJECTS, true, exception_keys, 0}, END};

static const struct key thread_keys[] = {
    {"id", NUMBER, true, NULL, 0},
    {"name", LINE, false, NULL, 200},
    {"crashed", BOOL, true, NULL, 0},
    {"current", BOOL, true, NULL, 0},
    {"stacktrace", OBJECT, false, stacktrace_keys, 0},
    END,
};

static const struct key threads_keys[] = {{"values", OBJECTS, true, thread_keys, 0}, END};

static const struct key image_keys[] = {
    {"type", LINE, true, NULL, 0},          {"code_file", LINE, true, NULL, 1024},
    {"code_id", LINE, true, NULL, 0},       {"debug_id", LINE, true, NULL, 36},
    {"image_addr", ADDRESS, true, NULL, 0}, {"image_size", NUMBER, false, NULL, 0},
    {"arch", LINE, false, NULL, 200},       END,
};

static const struct key debug_meta_keys[] = {{"images", OBJECTS, true, image_keys, 0}, END};

static const struct key context_keys[] = {
    {"type", LINE, true, NULL, 0},         {"name", LINE, false, NULL, 200},
    {"version", LINE, false, NULL, 200},   {"raw_description", LINE, false, NULL, 200},
    {"family", LINE, false, NULL, 200},    {"arch", LINE, false, NULL, 200},
    {"app_name", LINE, false, NULL, 200},  {"app_version", LINE, false, NULL, 200},
    {"app_build", LINE, false, NULL, 200}, END,
};

static const struct key contexts_keys[] = {
    {"os", OBJECT, true, context_keys, 0},
    {"device", OBJECT, true, context_keys, 0},
    {"runtime", OBJECT, true, context_keys, 0},
    {"app", OBJECT, true, context_keys, 0},
    END,
};

static const struct key sdk_keys[] = {
    {"name", LINE, true, NULL, 0}, {"version", LINE, true, NULL, 0}, END};

static const struct key user_keys[] = {{"id", LINE, true, NULL, 200}, END};

static const struct key extra_keys[] = {
    {"crash.first_seen", TEXT, false, NULL, 8192}, {"crash.last_seen", TEXT, false, NULL, 8192},
    {"crash.missing", TEXT, false, NULL, 8192},    {"crash.dropped", TEXT, false, NULL, 8192},
    {"crash.python", TEXT, false, NULL, 8192},     {"crash.hs_err", LINE, false, NULL, 1024},
    {"crash.frames_total", NUMBER, true, NULL, 0}, END,
};

#define NOTE_PREFIX "crash.note."

static const struct key note_key = {"a note", LINE, false, NULL, 200};

static const struct key event_keys[] = {
    {"event_id", LINE, true, NULL, 32},
    {"timestamp", LINE, true, NULL, 0},
    {"platform", LINE, true, NULL, 0},
    {"level", LINE, true, NULL, 0},
    {"logger", LINE, true, NULL, 0},
    {"sdk", OBJECT, true, sdk_keys, 0},
    {"release", LINE, false, NULL, 200},
    {"environment", LINE, false, NULL, 64},
    {"server_name", LINE, false, NULL, 200},
    {"user", OBJECT, false, user_keys, 0},
    {"fingerprint", LINES, false, NULL, 200},
    {"tags", LINE_MAP, true, NULL, 200},
    {"contexts", OBJECT, true, contexts_keys, 0},
    {"exception", OBJECT, true, exceptions_keys, 0},
    {"threads", OBJECT, false, threads_keys, 0},
    {"extra", OBJECT, true, extra_keys, 0},
    {"debug_meta", OBJECT, false, debug_meta_keys, 0},
    END,
};

static char complaint[256];

static bool wrong(const char *key, const char *why)
{
    snprintf(complaint, sizeof complaint, "%.100s %s", key, why);
    return false;
}

static bool is_text(const cJSON *item, const char *name, bool line, size_t most)
{
    if (!cJSON_IsString(item)) {
        return wrong(name, "is no string");
    }
    const char *text = item->valuestring;
    size_t length = strlen(text);
    if (length == 0) {
        return wrong(name, "is empty");
    }
    if (most > 0 && length > most) {
        return wrong(name, "is too long");
    }
    for (size_t i = 0; i < length;) {
        size_t step = utf8_character(text + i, length - i);
        if (step == 0) {
            return wrong(name, "is not UTF-8");
        }
        if (line && ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)) {
            return wrong(name, "is not one line");
        }
        i += step;
    }
    return true;
}

static bool is_address(const cJSON *item, const char *name)
{
    if (!is_text(item, name, true, 18)) {
        return false;
    }
    const char *text = item->valuestring;
    return strncmp(text, "0x", 2) == 0 && text[2] != '\0' &&
                   text[2 + strspn(text + 2, "0123456789abcdef")] == '\0'
               ? true
               : wrong(name, "is no address");
}

static bool is_number(const cJSON *item, const char *name, bool negative)
{
    if (!cJSON_IsNumber(item) || item->valuedouble > 9007199254740992.0 ||
        item->valuedouble < (negative ? -9007199254740992.0 : 0.0) ||
        item->valuedouble != (double)(long long)item->valuedouble) {
        return wrong(name, "is no whole number");
    }
    return true;
}

static bool check_object(const cJSON *object, const char *name, const struct key *keys);

static bool check_list(const cJSON *item, const struct key *key)
{
    const cJSON *entry;

    if (key->kind == LINE_MAP ? !cJSON_IsObject(item)
                              : !cJSON_IsArray(item) || item->child == NULL) {
        return wrong(key->name, "is no list of anything");
    }
    cJSON_ArrayForEach(entry, item)
    {
        bool right = key->kind == OBJECTS ? check_object(entry, key->name, key->keys)
                                          : is_text(entry, key->name, true, key->most);
        if (!right) {
            return false;
        }
    }
    return true;
}

static bool check_value(const cJSON *item, const struct key *key)
{
    switch (key->kind) {
    case TEXT:
    case LINE:
        return is_text(item, key->name, key->kind == LINE, key->most);
    case ADDRESS:
        return is_address(item, key->name);
    case NUMBER:
    case SIGNED:
        return is_number(item, key->name, key->kind == SIGNED);
    case BOOL:
        return cJSON_IsBool(item) ? true : wrong(key->name, "is neither true nor false");
    case OBJECT:
        return check_object(item, key->name, key->keys);
    case OBJECTS:
    case LINES:
    case LINE_MAP:
        return check_list(item, key);
    }
    return false;
}

static bool check_object(const cJSON *object, const char *name, const struct key *keys)
{
    const cJSON *item;

    if (!cJSON_IsObject(object)) {
        return wrong(name, "is no object");
    }
    for (const struct key *key = keys; key->name != NULL; key++) {
        if (key->required && cJSON_GetObjectItemCaseSensitive(object, key->name) == NULL) {
            return wrong(key->name, "is missing");
        }
    }
    cJSON_ArrayForEach(item, object)
    {
        const struct key *key = keys;
        while (key->name != NULL && strcmp(key->name, item->string) != 0) {
            key++;
        }
        if (key->name == NULL && keys == extra_keys &&
            strncmp(item->string, NOTE_PREFIX, strlen(NOTE_PREFIX)) == 0) {
            key = &note_key; /* the program's own names */
        } else if (key->name == NULL) {
            return wrong(item->string, "is not known");
        }
        if (cJSON_GetObjectItemCaseSensitive(object, item->string) != item) {
            return wrong(key->name, "is there twice");
        }
        if (!check_value(item, key)) {
            return false;
        }
    }
    return true;
}

static bool check_event(const cJSON *event)
{
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItem(event, "event_id"));

    if (!check_object(event, "the event", event_keys)) {
        return false;
    }
    if (strlen(id) != 32 || strspn(id, "0123456789abcdef") != 32) {
        return wrong("event_id", "is not 32 hex digits");
    }
    return true;
}

const char *strict_sentry(const char *text, size_t length)
{
    cJSON *event = cJSON_ParseWithOpts(text, NULL, 1);
    bool right = event != NULL ? check_event(event) : wrong("the event", "is no JSON");

    if (right && (strlen(text) != length || length > SENTRY_EVENT_MAX)) {
        right = wrong("the event", "is too long, or its length is wrong");
    }
    for (size_t i = 0; right && i < length; i++) {
        right = isprint((unsigned char)text[i]) || (unsigned char)text[i] >= 0x7f
                    ? true
                    : wrong("the event", "has control characters");
    }
    cJSON_Delete(event);
    return right ? NULL : complaint;
}
