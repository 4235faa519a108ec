#include "base64_text.h"

static int value_of(unsigned char byte)
{
    if (byte >= 'A' && byte <= 'Z') {
        return byte - 'A';
    }
    if (byte >= 'a' && byte <= 'z') {
        return byte - 'a' + 26;
    }
    if (byte >= '0' && byte <= '9') {
        return byte - '0' + 52;
    }
    return byte == '+' || byte == '-' ? 62 : byte == '/' || byte == '_' ? 63 : -1;
}

static int is_text(unsigned int byte)
{
    return (byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\t' || byte == '\r';
}

size_t base64_text(const unsigned char *word, size_t length, unsigned char *ret_text,
                   size_t limit)
{
    unsigned int bits = 0, held = 0;
    size_t count = 0;

    for (size_t i = 0; i < length && count < limit; i++) {
        int value = value_of(word[i]);

        if (value < 0) {
            return word[i] == '=' && i + 2 >= length ? count : 0;
        }
        bits = (bits << 6 | (unsigned int)value) & 0xffffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            ret_text[count] = (unsigned char)(bits >> held);
            if (!is_text(ret_text[count++])) {
                return 0;
            }
        }
    }
    return count;
}
