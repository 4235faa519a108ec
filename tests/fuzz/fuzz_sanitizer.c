/*
 * Any bytes through the sanitizer: what comes out is UTF-8 without NUL, sanitizing it again
 * changes nothing, finds are in order, and a secret planted among the bytes does not survive.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encoding/utf8.h"
#include "sanitizer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char secret[] = "ghp_"
                             "Zq3vK8mB1xN7tR5wY2cH9jL4pD6sG0fAeUiO";

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

static struct sanitizer *make(void)
{
    static const char *const homes[] = {"/srv/people/ann"};
    static const char *const users[] = {"ann"};
    const struct sanitizer_identity identity = {homes, 1, users, 1};
    struct sanitizer *sanitizer;

    require(sanitizer_new(&identity, &sanitizer) == 0, "memory");
    sanitizer_set_personal(sanitizer, SANITIZER_IP | SANITIZER_MAC | SANITIZER_CARD |
                                          SANITIZER_IBAN | SANITIZER_PHONE);
    return sanitizer;
}

static void check_text(const char *text)
{
    for (size_t at = 0, length = strlen(text); at < length;) {
        size_t character = utf8_character(text + at, length - at);

        require(character > 0, "what comes out is UTF-8");
        at += character;
    }
}

static void check_finds(const struct sanitizer_find *finds, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        require(finds[i].start < finds[i].end && finds[i].end <= size,
                "a find lies in the text");
        require(i == 0 || finds[i - 1].end <= finds[i].start, "finds are in order");
    }
}

static void check_rewrite(const struct sanitizer *sanitizer, const char *data, size_t size)
{
    struct sanitizer_find *finds = NULL;
    char *once = NULL, *twice;
    size_t count = 0;

    if (sanitizer_find(sanitizer, data, size, &once, &finds, &count) != 0) {
        once = sanitizer_rewrite(sanitizer, data, size);
        require(once != NULL && strcmp(once, SANITIZER_WITHHELD) == 0,
                "what fails is withheld");
    }
    check_finds(finds, count, size);
    check_text(once);
    twice = sanitizer_rewrite(sanitizer, once, strlen(once));
    require(twice != NULL && strcmp(once, twice) == 0, "sanitizing is idempotent");
    free(once);
    free(twice);
    free(finds);
}

/* The first byte says where among the others a token stands by itself. */
static void check_planted(const struct sanitizer *sanitizer, const char *data, size_t size)
{
    size_t at = size > 1 ? (unsigned char)data[0] % size : 0;
    char *text = malloc(size + sizeof secret + 2), *clean;

    require(text != NULL, "memory");
    memcpy(text, data, at);
    text[at] = ' ';
    memcpy(text + at + 1, secret, sizeof secret - 1);
    text[at + sizeof secret] = ' ';
    memcpy(text + at + sizeof secret + 1, data + at, size - at);
    clean = sanitizer_rewrite(sanitizer, text, size + sizeof secret + 1);
    require(clean != NULL && strstr(clean, secret + 4) == NULL, "a planted token goes");
    free(clean);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sanitizer *sanitizer;

    if (sanitizer == NULL) {
        sanitizer = make();
    }
    check_rewrite(sanitizer, (const char *)data, size);
    if (memmem(data, size, secret + 4, 12) == NULL) { /* it learns */
        check_planted(sanitizer, (const char *)data, size);
    }
    return 0;
}
