#include "safe.h"

#include "secrets.h"
#include "state.h"

/* Shorter starts of a secret end too many harmless texts. */
#define START_MIN 6

size_t secrets_match(const char *text, size_t length)
{
    size_t longest = 0;

    for (size_t i = 0; i < g_state.secret_count; i++) {
        const struct state_secret *secret = &g_state.secrets[i];
        /* Names and variables were cut when they were taken, perhaps within the secret. */
        size_t shared = secret->length <= length ? secret->length : length;

        if (shared > longest && (shared == secret->length || shared >= START_MIN) &&
            secret->bytes[0] == text[0] && memcmp(secret->bytes, text, shared) == 0) {
            longest = shared;
        }
    }
    return longest;
}
