#include "signature_book.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "encoding/text.h"
#include "machine/folder.h"

#define FILE_NAME "signatures"
#define LINE_LENGTH (2 * SIGNATURE_LENGTH + 2) /* with its blank and newline */

struct pair {
    char raw[SIGNATURE_LENGTH + 1];
    char named[SIGNATURE_LENGTH + 1];
};

struct signature_book {
    struct pair *pairs; /* SIGNATURE_BOOK_MAX of them */
    size_t count;
    bool changed;
};

static struct pair *find(struct signature_book *book, const char *raw)
{
    for (size_t i = book->count; i-- > 0;) {
        if (strcmp(book->pairs[i].raw, raw) == 0) {
            return &book->pairs[i];
        }
    }
    return NULL;
}

static void learn(struct signature_book *book, const char *raw, const char *named)
{
    struct pair *pair = find(book, raw);

    if (pair != NULL && strcmp(pair->named, named) == 0) {
        return;
    }
    if (pair == NULL) {
        if (book->count == SIGNATURE_BOOK_MAX) {
            book->count--;
            memmove(book->pairs, book->pairs + 1, book->count * sizeof *book->pairs);
        }
        pair = &book->pairs[book->count++];
    }
    memcpy(pair->raw, raw, SIGNATURE_LENGTH);
    memcpy(pair->named, named, SIGNATURE_LENGTH);
    pair->raw[SIGNATURE_LENGTH] = pair->named[SIGNATURE_LENGTH] = '\0';
    book->changed = true;
}

static bool is_signature(const char *text)
{
    return strspn(text, "0123456789abcdef") == SIGNATURE_LENGTH;
}

static void parse(struct signature_book *book, char *text)
{
    char *rest = NULL;

    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (strlen(line) == LINE_LENGTH - 1 && is_signature(line) &&
            line[SIGNATURE_LENGTH] == ' ' && is_signature(line + SIGNATURE_LENGTH + 1)) {
            learn(book, line, line + SIGNATURE_LENGTH + 1);
        }
    }
    book->changed = false;
}

int signature_book_load(int state_fd, struct signature_book **ret_book)
{
    struct signature_book *book = calloc(1, sizeof *book);
    char *text;
    size_t length;

    if (book != NULL) {
        book->pairs = calloc(SIGNATURE_BOOK_MAX, sizeof *book->pairs);
    }
    if (book == NULL || book->pairs == NULL) {
        signature_book_free(book);
        return -ENOMEM;
    }
    int error = folder_read(state_fd, FILE_NAME, (size_t)SIGNATURE_BOOK_MAX * LINE_LENGTH,
                            &text, &length);
    if (error == 0) {
        parse(book, text);
        free(text);
    }
    /* A book that cannot be read costs old acquaintances, not crashes. */
    *ret_book = book;
    return 0;
}

void signature_book_free(struct signature_book *book)
{
    if (book != NULL) {
        free(book->pairs);
        free(book);
    }
}

void signature_book_apply(struct signature_book *book, struct signature *signature)
{
    const struct pair *pair = signature->whole ? NULL : find(book, signature->raw);

    if (pair != NULL) {
        memcpy(signature->text, pair->named, sizeof signature->text);
    } else if (signature->named) {
        learn(book, signature->raw, signature->text);
    }
}

int signature_book_save(struct signature_book *book, int state_fd)
{
    struct text out = {.bytes = NULL};

    if (!book->changed) {
        return 0;
    }
    for (size_t i = 0; i < book->count; i++) {
        text_format(&out, "%s %s\n", book->pairs[i].raw, book->pairs[i].named);
    }
    char *text = text_take(&out);
    if (text == NULL) {
        return -ENOMEM;
    }
    int error = folder_write(state_fd, FILE_NAME, text, strlen(text));
    free(text);
    book->changed = error != 0;
    return error;
}
