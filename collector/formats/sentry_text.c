#include "sentry_text.h"

#include <stdlib.h>
#include <string.h>

#include "encoding/json.h"
#include "encoding/utf8.h"

/* A copy of at most `most` bytes; NULL for want of memory, which is noted. */
static char *cut(struct json *json, const char *text, size_t most)
{
    char *valid = utf8_repair(text, strlen(text));

    if (valid == NULL) {
        json->failed = true;
        return NULL;
    }
    size_t length = strlen(valid);
    valid[length > most ? utf8_cut(valid, length, most) : length] = '\0';
    return valid;
}

void sentry_put_text(struct json *json, struct cJSON *object, const char *key, const char *text,
                     size_t most)
{
    if (text != NULL && text[0] != '\0') {
        char *copy = cut(json, text, most);
        json_put_text(json, object, key, copy);
        free(copy);
    }
}

void sentry_put_line(struct json *json, struct cJSON *object, const char *key, const char *text,
                     size_t most)
{
    if (text == NULL || text[0] == '\0') {
        return;
    }
    char *copy = cut(json, text, most);
    for (char *c = copy; c != NULL && *c != '\0'; c++) {
        *c = (unsigned char)*c < 0x20 || *c == 0x7f ? ' ' : *c;
    }
    json_put_text(json, object, key, copy);
    free(copy);
}
