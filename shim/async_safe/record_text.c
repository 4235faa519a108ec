#include "safe.h"

#include "record_text.h"
#include "secrets.h"

/* `end:` must always find room. */
#define RESERVED_FOR_END 8

void record_text_init(struct record_text *text, char *begin, size_t size,
                      _Atomic uint32_t *length)
{
    *text = (struct record_text){
        .begin = begin, .at = begin, .end = begin + size, .line = begin, .length = length};
}

/* By pointers of its own: what is stored through a char pointer might be the text's, for all
 * that a compiler knows, and a record has some thousand bytes. */
static void put_bytes(struct record_text *text, const char *bytes, size_t length)
{
    size_t room = (size_t)(text->end - text->at);
    size_t fits = length < room ? length : room;
    char *at = text->at;

    for (size_t i = 0; i < fits; i++) {
        at[i] = bytes[i];
    }
    text->at = at + fits;
    text->full |= fits < length;
}

static void put_byte(struct record_text *text, char byte)
{
    if (text->at < text->end) {
        *text->at++ = byte;
    } else {
        text->full = true;
    }
}

void line_begin(struct record_text *text, const char *key)
{
    text->line = text->at;
    put_verbatim(text, key);
    put_verbatim(text, ": ");
}

void line_end(struct record_text *text)
{
    bool is_last = text->at - text->line >= 3 && memcmp(text->line, RECORD_END ":", 4) == 0;

    put_byte(text, '\n');
    if (text->full || (!is_last && text->end - text->at < RESERVED_FOR_END)) {
        text->at = text->line;
        text->full = false;
        return;
    }
    text->line = text->at; /* from here on a fault takes nothing of it back */
    if (text->length != NULL) {
        atomic_store_explicit(text->length, (uint32_t)(text->at - text->begin),
                              memory_order_release);
    }
}

void put_verbatim(struct record_text *text, const char *string)
{
    put_bytes(text, string, strlen(string));
}

void put_decimal(struct record_text *text, int64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (number < 0) {
        digits[--at] = '-';
    }
    put_bytes(text, digits + at, sizeof digits - at);
}

static const char hex_digits[] = "0123456789abcdef";

void put_hex(struct record_text *text, uint64_t number)
{
    char digits[18];
    size_t at = sizeof digits;

    do {
        digits[--at] = hex_digits[number & 15];
        number >>= 4;
    } while (number != 0);
    digits[--at] = 'x';
    digits[--at] = '0';
    put_bytes(text, digits + at, sizeof digits - at);
}

void put_hex_bytes(struct record_text *text, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        put_byte(text, hex_digits[bytes[i] >> 4]);
        put_byte(text, hex_digits[bytes[i] & 15]);
    }
}

void put_time(struct record_text *text, const struct timespec *time)
{
    put_decimal(text, time->tv_sec);
    put_byte(text, '.');
    for (long unit = 100000000; unit > 0; unit /= 10) {
        put_byte(text, (char)('0' + time->tv_nsec / unit % 10));
    }
}

void put_foreign(struct record_text *text, const char *bytes, size_t length)
{
    /* The cut is not looked past for bytes, only for the rest of a secret that straddles it. */
    for (size_t i = 0; i < length && i < RECORD_VALUE_MAX; i++) {
        size_t secret = secrets_match(bytes + i, length - i);
        uint8_t byte = (uint8_t)bytes[i];

        if (secret > 0) {
            put_verbatim(text, SECRETS_REPLACEMENT);
            i += secret - 1;
        } else if (byte == '\\') {
            put_verbatim(text, "\\\\");
        } else if (byte < 0x20 || byte == 0x7f) {
            put_verbatim(text, "\\x");
            put_hex_bytes(text, &byte, 1);
        } else {
            put_byte(text, (char)byte);
        }
    }
}

void line_verbatim(struct record_text *text, const char *key, const char *value)
{
    if (value == NULL || value[0] == '\0') {
        return;
    }
    line_begin(text, key);
    put_verbatim(text, value);
    line_end(text);
}

void line_decimal(struct record_text *text, const char *key, int64_t value)
{
    line_begin(text, key);
    put_decimal(text, value);
    line_end(text);
}

void line_hex(struct record_text *text, const char *key, uint64_t value)
{
    line_begin(text, key);
    put_hex(text, value);
    line_end(text);
}

void line_foreign(struct record_text *text, const char *key, const char *value)
{
    if (value == NULL || value[0] == '\0') {
        return;
    }
    line_begin(text, key);
    put_foreign(text, value, strlen(value));
    line_end(text);
}
