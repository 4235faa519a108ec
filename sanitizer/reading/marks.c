#include "marks.h"

#include <string.h>

struct marks_block marks_load_end(const unsigned char *bytes, size_t left)
{
    unsigned char padded[MARKS_BYTES] = {0};

    memcpy(padded, bytes, left);
    return marks_load(padded, sizeof padded);
}
