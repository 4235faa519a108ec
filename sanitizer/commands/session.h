/* What the lines around a command of a protocol say of it: that somebody logs in. */
#ifndef SESSION_H
#define SESSION_H

#include "scan/scan.h"

/* ---> PASS x, pop3: > PASS x: what a trace shows that a client has sent. */
int session_sends(const struct scan *scan, size_t at);

/* PASS x behind USER bob, or before NICK bob: a login, of which servers of files, mail and
 * chats are told in lines of their own. */
int session_logs_in(const struct scan *scan, size_t at);

/* "user bob x" below "ftp -n host <<EOF" or "open host", as scripts have it. */
int session_is_of_ftp(const struct scan *scan, size_t at);

#endif
