/*
 * Tokens by their shape, keys in blocks, headers and addresses. `at` is where the literal
 * stands that woke the matcher, `end` where it ends.
 */
#ifndef TOKENS_H
#define TOKENS_H

#include "scan/scan.h"

void match_shape(struct scan *scan, size_t at, const struct table_shape *shape);

/* Whether what stands before its mark allows the token, at a glance. */
int shape_may_stand(const struct scan *scan, size_t at, const struct table_shape *shape);
void match_link(struct scan *scan, size_t at, size_t end);
void match_phrase(struct scan *scan, size_t at, size_t end);
void match_jwt(struct scan *scan, size_t at, size_t end);
void match_private_key(struct scan *scan, size_t at, size_t end);
void match_private_key_tail(struct scan *scan, size_t at, size_t end);
void match_key_dump(struct scan *scan, size_t at, size_t end);
void match_authorization(struct scan *scan, size_t at, size_t end);
void match_scheme(struct scan *scan, size_t at, size_t end);
void match_cookie(struct scan *scan, size_t at, size_t end);
void match_set_cookie(struct scan *scan, size_t at);
void match_query(struct scan *scan, size_t at, size_t end);
void match_familiar(struct scan *scan, size_t at, size_t end);
void match_familiar_name(struct scan *scan, size_t at, size_t end);
void match_go_dsn(struct scan *scan, size_t at, size_t end);
void match_userinfo(struct scan *scan, size_t at, size_t end);

#endif
