/*
 * What a user wants hidden or kept besides what the sanitizer knows: the section [redact] of
 * epitaph.conf(5).
 *
 *     rule.NAME = REGEX    replace what matches (or its first group) by [redacted:NAME]
 *     keep.NAME = REGEX    leave alone what any rule finds within a match
 *     literals = PATH      a file of strings, one a line, to hide wherever they stand
 *     personal = WORDS     of ip mac card iban phone, or none; e-mail addresses always
 */
#ifndef REDACTION_H
#define REDACTION_H

#include <stddef.h>

struct sanitizer;
struct redaction;

#define REDACTION_ERROR_SIZE 320

/*
 * Take one setting, tried before it is accepted. *redaction is made when it is NULL. Returns
 * 0; -EINVAL or -errno of a file with the reason in ret_error; -ENOMEM likewise.
 */
int redaction_set(struct redaction **redaction, const char *name, const char *value,
                  char ret_error[REDACTION_ERROR_SIZE]) __attribute__((warn_unused_result));
void redaction_free(struct redaction *redaction);

/* Teach a sanitizer all of it; NULL is nothing. Returns 0 or -ENOMEM. */
int redaction_apply(const struct redaction *redaction, struct sanitizer *sanitizer)
    __attribute__((warn_unused_result));

/*
 * For a child that cannot read the configuration: all of it in an unnamed file, from which
 * the child reads it back. Returns the descriptor, close-on-exec, or -errno; 0 or -errno.
 */
int redaction_pack(const struct redaction *redaction) __attribute__((warn_unused_result));
int redaction_unpack(int fd, struct redaction **ret_redaction)
    __attribute__((warn_unused_result));

#endif
