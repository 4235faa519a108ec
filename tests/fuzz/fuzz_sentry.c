/* Any parcel as a Sentry event: to the letter, whatever it is. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event/parcel.h"
#include "formats/debug_id.h"
#include "formats/dsn.h"
#include "formats/sentry_event.h"
#include "formats/sentry_limits.h"
#include "strict_sentry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

static void check_words(const char *text)
{
    char id[DEBUG_ID_LENGTH + 1];
    const char *complaint = NULL;
    struct dsn dsn;
    int64_t wait_s = sentry_limits_wait_s(text);

    require(wait_s >= -1 && wait_s <= SENTRY_LIMITS_MAX_S, "a wait of at most a day");
    (void)debug_id_format(text, id);
    if (dsn_parse(text, &dsn, &complaint) == 0) {
        char *auth = dsn_auth(&dsn);
        require(auth != NULL, "memory");
        free(auth);
        dsn_done(&dsn);
    } else {
        require(complaint != NULL, "a complaint");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct sentry_origin origin = {.environment = "e", .server_name = "s"};
    struct parcel *parcel;
    char *text = strndup((const char *)data, size);

    require(text != NULL, "memory");
    check_words(text);
    free(text);
    if (parcel_parse((const char *)data, size, &parcel) == 0) {
        size_t length;
        require(sentry_event_print(parcel, &origin, &text, &length) == 0, "an event");
        const char *complaint = strict_sentry(text, length);
        require(complaint == NULL, complaint);
        free(text);
        parcel_free(parcel);
    }
    return 0;
}
