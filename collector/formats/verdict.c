#include "verdict.h"

#include "http/http.h"

enum verdict verdict_of(const struct http_response *response)
{
    int status = response->status;

    if (status >= 200 && status < 300) {
        /* Broken off within the body: it may say what was rejected. The ids make it safe to ask
         * again. */
        return response->complete ? VERDICT_ACKNOWLEDGED : VERDICT_KEPT;
    }
    if (status >= 300 && status < 400) {
        return VERDICT_MISDIRECTED;
    }
    switch (status) {
    case 400: /* which of them was bad? */
    case 413: /* would fewer fit? */
        return VERDICT_SPLIT;
    case 401:
    case 403:
        return VERDICT_REFUSED;
    case 408: /* request timeout */
    case 425: /* too early */
    case 429: /* too many requests */
        return VERDICT_KEPT;
    default:
        return status >= 400 && status < 500 ? VERDICT_REJECTED : VERDICT_KEPT;
    }
}

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {
        [VERDICT_ACKNOWLEDGED] = "acknowledged",
        [VERDICT_KEPT] = "kept",
        [VERDICT_SPLIT] = "split",
        [VERDICT_REJECTED] = "rejected",
        [VERDICT_REFUSED] = "refused",
        [VERDICT_MISDIRECTED] = "misdirected",
    };

    return names[verdict];
}
