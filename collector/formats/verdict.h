/* What an answer means for the events that were asked about. The whole policy is one table. */
#ifndef VERDICT_H
#define VERDICT_H

struct http_response;

enum verdict {
    VERDICT_ACKNOWLEDGED, /* 2xx: the server has them, but for those it says it rejects */
    VERDICT_KEPT,         /* a failure that may pass: try again later */
    VERDICT_SPLIT,    /* one of them may be the cause: try halves; a single one is rejected */
    VERDICT_REJECTED, /* permanent: trying again would change nothing */
    VERDICT_REFUSED,  /* we are not let in: set aside, stop, a person has to act */
    VERDICT_MISDIRECTED, /* a redirect, which is never followed: keep, stop, a person has to act
                          */
};

enum verdict verdict_of(const struct http_response *response);

/* "acknowledged", "kept", ...: for messages and tests. */
const char *verdict_name(enum verdict verdict);

#endif
