#include "codepoint.h"

#include "lanes.h"

size_t codepoint_decode(const unsigned char *text, size_t length, uint32_t *ret_code)
{
    /* by the first five bits, which say how many bytes there are (RFC 3629, 3) */
    static const uint8_t lengths[32] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                        0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 3, 3, 4, 0};
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t wanted = length > 0 ? lengths[text[0] >> 3] : 0;
    uint32_t code, wrong = 0;

    if (wanted == 1) {
        *ret_code = text[0];
        return 1;
    }
    if (wanted == 0 || length < wanted || !codepoint_goes_on((char)text[1])) {
        return 0;
    }
    if (wanted == 2 && text[0] >= 0xc2) {
        *ret_code = codepoint_of_two(text);
        return 2; /* most of what is no ASCII */
    }
    code = text[0] & 0x7fu >> wanted;
    for (size_t i = 1; i < wanted; i++) {
        const uint32_t bits = text[i] ^ 0x80u; /* six, behind the two that go on */

        wrong |= bits >> 6;
        code = code << 6 | (bits & 0x3fu);
    }
    if (wrong != 0 || code < smallest[wanted] || code > 0x10ffff ||
        (code >= 0xd800 && code <= 0xdfff)) {
        return 0;
    }
    *ret_code = code;
    return wanted;
}

/* How many of the 16 bytes are ASCII before one that is none, or NUL. */
static unsigned int count_ascii(const unsigned char *text)
{
    lanes bytes = lanes_load(text);
    unsigned int others = lanes_bits(bytes | (lanes)(bytes == 0));

    return others != 0 ? (unsigned int)__builtin_ctz(others) : (unsigned int)sizeof bytes;
}

size_t codepoint_skip_ascii(const unsigned char *text, size_t at, size_t end)
{
    if (at < end && (text[at] == 0 || text[at] >= 0x80)) {
        return at;
    }
    while (end - at >= sizeof(lanes)) {
        unsigned int count = count_ascii(text + at);

        at += count;
        if (count < sizeof(lanes)) {
            return at;
        }
        while (end - at >= 4 * sizeof(lanes)) {
            lanes found = {0};

            for (size_t i = 0; i < 4; i++) {
                lanes bytes = lanes_load(text + at + i * sizeof bytes);

                found |= bytes | (lanes)(bytes == 0);
            }
            if (lanes_bits(found) != 0) {
                break;
            }
            at += 4 * sizeof found;
        }
    }
    while (at < end && text[at] > 0 && text[at] < 0x80) {
        at++;
    }
    return at;
}

size_t codepoint_skip_readable(const unsigned char *text, size_t at, size_t end)
{
    while (at < end) {
        const size_t width = codepoint_width(text + at, end - at);

        if (width == 0 && (text[at] == 0 || text[at] >= 0x80)) {
            break;
        }
        at = width > 0 ? at + width : codepoint_skip_ascii(text, at, end);
    }
    return at;
}
