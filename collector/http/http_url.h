/* Which URLs we would send to. */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include <stdbool.h>

/*
 * Is this a server's URL that we would send to: https, or http to loopback; a host; no user,
 * no query, no fragment? Returns NULL when it is, else what is wrong with it. *ret_loopback,
 * where it is wanted, says whether the server is this machine.
 */
const char *http_url_refuse(const char *url, bool *ret_loopback);

#endif
