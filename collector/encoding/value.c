#include "value.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool value_u64(const char *text, int base, uint64_t *ret_value)
{
    char *end;

    if (!isxdigit((unsigned char)text[0])) { /* strtoull would take a sign and blanks */
        return false;
    }
    errno = 0;
    unsigned long long value = strtoull(text, &end, base);
    if (errno != 0 || end == text || (*end != '\0' && *end != ' ')) {
        return false;
    }
    *ret_value = value;
    return true;
}

bool value_i64(const char *text, int64_t *ret_value)
{
    bool negative = text[0] == '-';
    uint64_t value;

    if (!value_u64(text + negative, 10, &value) || value > INT64_MAX) {
        return false;
    }
    *ret_value = negative ? -(int64_t)value : (int64_t)value;
    return true;
}

bool value_int(const char *text, int *ret_value)
{
    int64_t value;

    if (!value_i64(text, &value) || value < INT32_MIN || value > INT32_MAX) {
        return false;
    }
    *ret_value = (int)value;
    return true;
}

uint64_t value_time_ns(const char *text)
{
    char *end;
    uint64_t nanoseconds = 0;

    if (!isdigit((unsigned char)text[0])) {
        return 0;
    }
    unsigned long long seconds = strtoull(text, &end, 10);
    if (seconds > UINT64_MAX / 1000000000u - 1) {
        return 0;
    }
    if (*end == '.') {
        uint64_t unit = 100000000;
        for (end++; isdigit((unsigned char)*end) && unit > 0; end++, unit /= 10) {
            nanoseconds += (uint64_t)(*end - '0') * unit;
        }
    }
    return seconds * 1000000000u + nanoseconds;
}

const char *value_field(const char *line, const char *name)
{
    size_t length = strlen(name);

    while (*line != '\0') {
        if (strncmp(line, name, length) == 0 && line[length] == '=') {
            return line + length + 1;
        }
        if (strncmp(line, "path=", 5) == 0) {
            return NULL;
        }
        line += strcspn(line, " ");
        line += *line == ' ';
    }
    return NULL;
}

bool value_field_u64(const char *line, const char *name, int base, uint64_t *ret_value)
{
    const char *text = value_field(line, name);

    return text != NULL && value_u64(text, base, ret_value);
}

bool value_field_i64(const char *line, const char *name, int64_t *ret_value)
{
    const char *text = value_field(line, name);

    return text != NULL && value_i64(text, ret_value);
}

bool value_is_hex(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!isxdigit((unsigned char)text[i])) {
            return false;
        }
    }
    return length > 0;
}
