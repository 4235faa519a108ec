/*
 * What commands, calls and lines of configurations are given in places of their own. `at` is
 * where the literal stands that woke the matcher, `end` where it ends.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "scan/scan.h"

/* Whether the bytes on either side let it be one: most that read like one are part of a word.
 */
int command_may_stand(const struct scan *scan, size_t at, size_t end);
void match_command(struct scan *scan, size_t at, size_t end,
                   const struct table_command *command);
void match_argument(struct scan *scan, size_t at, size_t end, const struct table_place *place);
/* Likewise. */
int directive_may_stand(const struct scan *scan, size_t at, size_t end);
void match_directive(struct scan *scan, size_t at, size_t end, const struct table_place *place);
void match_login_call(struct scan *scan, size_t at, size_t end);
void match_server_call(struct scan *scan, size_t at, size_t end);
void match_encoded_login(struct scan *scan, size_t at, size_t end);
void match_call(struct scan *scan, size_t at, size_t end);
/* "params": [, of a procedure that is called elsewhere. */
void match_rpc(struct scan *scan, size_t at, size_t end);

/* 334 UGFzc3dvcmQ6, with which a mail server asks for a password, and the answer below. */
void match_answer(struct scan *scan, size_t at, size_t end);

void match_logging_in(struct scan *scan, size_t at, size_t end);
void match_pipe(struct scan *scan, size_t at, size_t end);
void match_printed(struct scan *scan, size_t at, size_t end);
void match_send(struct scan *scan, size_t at, size_t end);
void match_login(struct scan *scan, size_t at, size_t end);
void match_oracle_user(struct scan *scan, size_t at, size_t end);
void match_credential_list(struct scan *scan, size_t at, size_t end);
void match_cracked(struct scan *scan, size_t at, size_t end);
void match_key_pair(struct scan *scan, size_t at, size_t end);
void match_hex_list(struct scan *scan, size_t at, size_t end);
void match_proxy_client(struct scan *scan, size_t at, size_t end);
void match_finding(struct scan *scan, size_t at, size_t end);
void match_user_call(struct scan *scan, size_t at, size_t end);
void match_listed_login(struct scan *scan, size_t at, size_t end);
void match_named_login(struct scan *scan, size_t at, size_t end);
void match_written_file(struct scan *scan, size_t at, size_t end);
void match_secret_file(struct scan *scan, size_t at, size_t end);
void match_redis(struct scan *scan, size_t at, size_t end);
void match_oracle(struct scan *scan, size_t at, size_t end);

#endif
