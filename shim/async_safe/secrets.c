#include "safe.h"

#include "secrets.h"
#include "state.h"

size_t secrets_match(const char *text, size_t length)
{
    size_t longest = 0;

    for (size_t i = 0; i < g_state.secret_count; i++) {
        const struct state_secret *secret = &g_state.secrets[i];

        if (secret->length > longest && secret->length <= length &&
            secret->bytes[0] == text[0] && memcmp(secret->bytes, text, secret->length) == 0) {
            longest = secret->length;
        }
    }
    return longest;
}
