#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "config_origins.h"
#include "config_settings.h"
#include "formats/format.h"
#include "scrub/redaction.h"

/* inih cuts longer lines silently, so its buffer is set to hold this. A JWT may fill a page. */
#define LINE_MAX_BYTES 8192

/* inih cuts longer names silently: what fills its buffer may have been cut. */
#define NAME_MAX_BYTES 48
#define SECTION_PREFIX "destination "
#define HEADER_PREFIX "header."

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

static int take_redaction(struct parse *parse, const char *name, const char *value)
{
    char reason[REDACTION_ERROR_SIZE];

    if (redaction_set(&parse->config->redaction, name, value, reason) != 0) {
        complain(parse, "%s", reason);
        return 0;
    }
    return 1;
}

/* The destination of that name, made when it is new. */
static struct destination *open_destination(struct parse *parse, const char *name)
{
    struct config *config = parse->config;

    for (size_t i = 0; i < config->destination_count; i++) {
        if (strcmp(config->destinations[i].name, name) == 0) {
            return &config->destinations[i];
        }
    }
    if (!destination_is_name(name)) {
        complain(parse,
                 "a destination's name is at most %d lower-case letters, digits and hyphens",
                 DESTINATION_NAME_MAX);
        return NULL;
    }
    if (config->destination_count == DESTINATION_MAX) {
        complain(parse, "there are more than %d destinations", DESTINATION_MAX);
        return NULL;
    }
    struct destination *grown = reallocarray(
        config->destinations, config->destination_count + 1, sizeof *config->destinations);
    if (grown != NULL) {
        config->destinations = grown;
    }
    if (grown == NULL || destination_init(&grown[config->destination_count], name) != 0) {
        complain(parse, "%s", strerror(ENOMEM));
        return NULL;
    }
    return &grown[config->destination_count++];
}

/* The value of a header is a secret: it is not repeated. */
static int take_header(struct parse *parse, struct destination *destination, const char *name,
                       const char *value)
{
    const char *complaint =
        strlen(name) >= NAME_MAX_BYTES ? "has too long a name"
        : value[0] == '\0'
            ? "has no value"
            : destination_set_header(destination, name + strlen(HEADER_PREFIX), value);

    if (complaint != NULL) {
        complain(parse, "%.48s %s", name, complaint);
        return 0;
    }
    parse->config->holds_secret = true;
    return 1;
}

static int take_setting(struct parse *parse, struct destination *destination, bool top,
                        const char *name, const char *value)
{
    const struct setting *setting = setting_find(name);

    if (setting == NULL || (setting_is_whole(setting) && !top)) {
        complain(parse,
                 setting == NULL ? "unknown setting '%.40s'"
                                 : "%.40s is not a setting of a single destination",
                 name);
        return 0;
    }
    void *owner = setting_is_whole(setting) ? (void *)parse->config : destination;
    const char *complaint =
        value[0] == '\0' ? "has no value" : setting_set(setting, owner, value);
    if (complaint != NULL) {
        const char *form = value[0] != '\0' ? setting_form(setting) : NULL;
        complain(parse, "%s %s%s%s", name, complaint, form != NULL ? ": " : "",
                 form != NULL ? form : "");
        return 0;
    }
    parse->config->holds_secret = parse->config->holds_secret || setting_is_secret(setting);
    return 1;
}

/* Remember where it was made. */
static int note(struct parse *parse, const char *destination, const char *setting)
{
    if (config_origins_note(&parse->config->origins, destination, setting, parse->name,
                            parse->line) != 0) {
        complain(parse, "%s", strerror(ENOMEM));
        return 0;
    }
    return 1;
}

static int take_pair(void *context, const char *section, const char *name, const char *value)
{
    struct parse *parse = context;
    bool top = section[0] == '\0' || strcmp(section, "epitaph") == 0;
    struct destination *destination = top ? &parse->config->unnamed : NULL;

    if (strcmp(section, "redact") == 0) {
        return take_redaction(parse, name, value);
    }
    if (strncmp(section, SECTION_PREFIX, strlen(SECTION_PREFIX)) == 0) {
        destination = open_destination(parse, section + strlen(SECTION_PREFIX));
    }
    if (destination == NULL) {
        return 0;
    }
    bool header = strncmp(name, HEADER_PREFIX, strlen(HEADER_PREFIX)) == 0;
    return (header ? take_header(parse, destination, name, value)
                   : take_setting(parse, destination, top, name, value)) &&
           note(parse, destination->name, header ? CONFIG_HEADER : name);
}

/*
 * "[NAME]" and at most a comment. inih tells of a section with its first setting, and of one
 * without any not at all; and it passes over what stands behind the bracket.
 */
static bool check_section(struct parse *parse, const char *line, size_t length)
{
    const char *bracket = memchr(line, ']', length);
    char name[NAME_MAX_BYTES + 1];

    if (bracket == NULL) {
        return true; /* inih says so */
    }
    snprintf(name, sizeof name, "%.*s", (int)(bracket - line - 1), line + 1);
    const char *behind = bracket + 1;
    while (behind < line + length && strchr(" \t\r", *behind) != NULL) {
        behind++;
    }
    if (behind < line + length && *behind != ';' && *behind != '#') {
        complain(parse, "something stands behind [%.40s]", name);
        return false;
    }
    if (strncmp(name, SECTION_PREFIX, strlen(SECTION_PREFIX)) == 0) {
        const struct destination *destination =
            open_destination(parse, name + strlen(SECTION_PREFIX));
        return destination != NULL && note(parse, destination->name, "");
    }
    if (strcmp(name, "epitaph") != 0 && strcmp(name, "redact") != 0) {
        complain(parse, "no section [%.40s] is known", name);
        return false;
    }
    return true;
}

/* Refuse what inih would silently cut, join or misread. */
static bool check_line(struct parse *parse, const char *line, size_t length)
{
    if (length > LINE_MAX_BYTES) {
        complain(parse, "the line is longer than %d bytes", LINE_MAX_BYTES);
    } else if (memchr(line, '\0', length) != NULL) {
        complain(parse, "the line holds a NUL byte");
    } else if (length > 1 && (*line == '\v' || *line == '\f' || *line == '\r')) {
        complain(parse, "the line begins with a control byte"); /* a blank to inih only */
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
    if (!check_line(parse, start, length) || length + 2 > (size_t)size ||
        (length > 0 && *start == '[' && !check_section(parse, start, length))) {
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
    *config = (struct config){0};
    if (destination_init(&config->unnamed, "") != 0 || settings_default(true, config) != 0) {
        config_done(config);
        return -ENOMEM;
    }
    return 0;
}

void config_done(struct config *config)
{
    settings_done(config);
    destination_done(&config->unnamed);
    for (size_t i = 0; i < config->destination_count; i++) {
        destination_done(&config->destinations[i]);
    }
    free(config->destinations);
    redaction_free(config->redaction);
    config_origins_free(config->origins);
    *config = (struct config){0};
}
