#include "debug_id.h"

#include <ctype.h>
#include <string.h>

#include "encoding/value.h"

/* Where each byte of the UUID comes from: fields of 4, 2 and 2 bytes are little-endian. */
static const unsigned char order[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

bool debug_id_format(const char *build_id, char ret_id[DEBUG_ID_LENGTH + 1])
{
    size_t digits = strlen(build_id);
    char *end = ret_id;

    if (digits % 2 != 0 || digits > DEBUG_ID_BUILD_MAX || !value_is_hex(build_id, digits)) {
        return false;
    }
    for (size_t i = 0; i < sizeof order; i++) {
        size_t from = (size_t)order[i] * 2;

        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *end++ = '-';
        }
        *end++ = from < digits ? (char)tolower((unsigned char)build_id[from]) : '0';
        *end++ = from < digits ? (char)tolower((unsigned char)build_id[from + 1]) : '0';
    }
    *end = '\0';
    return true;
}
