/* Strings as Sentry takes them: bounded, tags and names in one line. */
#ifndef SENTRY_TEXT_H
#define SENTRY_TEXT_H

#include <stddef.h>

struct cJSON;
struct json;

#define SENTRY_TAG_MAX 200   /* bytes of a tag's value, a release; more is refused */
#define SENTRY_NAME_MAX 512  /* of a function's name */
#define SENTRY_PATH_MAX 1024 /* of a file's */
#define SENTRY_MESSAGE_MAX 8192

/* Add a text, cut at `most` bytes between characters. NULL and "" are left out. */
void sentry_put_text(struct json *json, struct cJSON *object, const char *key, const char *text,
                     size_t most);

/* The same in one line: a control character is a blank. */
void sentry_put_line(struct json *json, struct cJSON *object, const char *key, const char *text,
                     size_t most);

#endif
